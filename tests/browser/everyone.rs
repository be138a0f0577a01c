//! What a page of every kind is to every reader.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use thirtyfour::common::print::PrintParameters;
use thirtyfour::prelude::*;

use crate::host::encoded;
use crate::support::{self, Files};
use crate::{Visit, body_class, contains};

const LOST: &str = include_str!("lost.js");
const SPACING: &str = include_str!("spacing.css");

/// The rules of axe that another width or other colours can break.
const BY_WIDTH_AND_COLOUR: [&str; 4] =
    ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"];

/// The sites that are looked at for themselves; all others are looked at together.
const APART: [&str; 2] = ["demonstration", "arabic"];

/// How many places of a page are walked through by key.
const PLACES: i64 = 40;

/// What makes one page of a kind unlike another.
const PARTS: [&str; 14] = [
    "class=\"map-picture\"",
    "class=\"empty\"",
    "class=\"panel\"",
    "class=\"claims-chart\"",
    "class=\"small-multiples\"",
    "class=\"pager\"",
    "class=\"warning\"",
    "class=\"notice\"",
    "class=\"proof\"",
    "class=\"victims\"",
    "class=\"regions\"",
    "<blockquote",
    "class=\"statements\"",
    "class=\"table\"",
];

/// Which kinds of page, with which parts, have been looked at.
#[derive(Default)]
pub(crate) struct Seen(BTreeSet<(String, String, &'static str)>);

impl Seen {
    /// Whether a page has something that no page before it had. The demonstration and the site from
    /// right to left are seen for themselves, all others together.
    fn is_new(&mut self, site: &str, kind: &str, page: &[u8]) -> bool {
        let site = if APART.contains(&site) { site } else { "" };
        let parts = PARTS.into_iter().filter(|part| contains(page, part)).chain([""]);
        let before = self.0.len();
        self.0.extend(parts.map(|part| (site.to_owned(), kind.to_owned(), part)));
        self.0.len() > before
    }

    /// The kinds of page that were there.
    pub(crate) fn kinds(&self) -> BTreeSet<&str> {
        self.0.iter().map(|(_, kind, _)| kind.as_str()).collect()
    }
}

impl Visit<'_> {
    /// Puts pages of every kind before every kind of reader.
    pub(crate) async fn for_everyone(&self, files: &Files, seen: &mut Seen) -> WebDriverResult<()> {
        let browser = self.browser;
        let axe = support::from_npm("axe-core/axe.min.js", "pages are, by axe,");
        let axe = axe.map(|file| {
            let text = String::from_utf8(support::read_file(&file)).unwrap();
            format!("{text}\n{}", include_str!("axe.js"))
        });
        // Pictures and keys take long: of the other sites they would show the same.
        let shown = APART.contains(&self.site.as_str());
        let mut pictured = BTreeSet::new();
        for (path, bytes) in files {
            let Some(kind) = body_class(bytes) else { continue };
            if !seen.is_new(&self.site, &kind, bytes) {
                continue;
            }
            let before = browser.faults();
            browser.window(1280, 740).await?;
            browser.media("light").await?;
            browser.driver.goto(format!("{}{}", self.base, encoded(path))).await?;
            let first = shown && pictured.insert(kind.clone());
            if let Some(axe) = &axe {
                self.axe(axe, first).await?;
            }
            if first {
                self.pictures(&kind).await?;
            }
            self.large_and_spread().await?;
            self.forced_colours(first.then_some(&kind)).await?;
            if first || ["page-incident", "page-source"].contains(&kind.as_str()) {
                self.printed(first.then_some(&kind), bytes).await?;
            }
            self.moves_nothing().await?;
            self.tables().await?;
            if first {
                self.keyboard().await?;
            }
            self.without_styles().await?;
            browser.name_faults(before, &self.site, path);
        }
        Ok(())
    }

    /// axe-core finds nothing, on a desk by night and on a phone by day; of the first page of a kind,
    /// nor with these exchanged.
    async fn axe(&self, axe: &str, exchanged: bool) -> WebDriverResult<()> {
        let nothing: &[&str] = &[];
        let runs = [
            (1280, "dark", nothing),
            (360, "light", nothing),
            (360, "dark", &BY_WIDTH_AND_COLOUR),
            (1280, "light", &BY_WIDTH_AND_COLOUR),
        ];
        let mut told = BTreeSet::new();
        self.browser.scripts(true).await?;
        for (width, scheme, only) in runs.into_iter().take(if exchanged { 4 } else { 2 }) {
            self.browser.window(width, 740).await?;
            self.browser.media(scheme).await?;
            let found = self.browser.driver.execute(axe, vec![json!(only)]).await?;
            let found: Value = found.json().clone();
            for fault in found["faults"].as_array().unwrap() {
                let fault = fault.as_str().unwrap_or_default();
                if told.insert(fault.to_owned()) {
                    self.browser.fault(format!("{fault} ({width}, {scheme})"));
                }
            }
            for doubt in found["doubts"].as_array().unwrap() {
                let doubt = doubt.as_str().unwrap_or_default();
                self.browser.doubt(doubt.to_owned());
            }
        }
        self.browser.scripts(false).await
    }

    /// Keeps the page as a person may look at it.
    async fn pictures(&self, kind: &str) -> WebDriverResult<()> {
        let browser = self.browser;
        let mut grounds = BTreeSet::new();
        for (width, scheme) in [(1280, "light"), (360, "light"), (360, "dark")] {
            browser.window(width, 740).await?;
            browser.media(scheme).await?;
            grounds.insert(browser.ground().await?.to_string());
            browser.picture(&format!("{}-{kind}-{width}-{scheme}", self.site)).await?;
        }
        if grounds.len() != 2 {
            browser.fault("is the same by day and by night".to_owned());
        }
        Ok(())
    }

    /// A window of 1280 pixels at 400 %, and a narrow one with lines, words and letters spread.
    async fn large_and_spread(&self) -> WebDriverResult<()> {
        let browser = self.browser;
        browser.media("light").await?;
        browser.zoomed_window(320, 256, 4).await?;
        for fault in browser.list(LOST).await? {
            browser.fault(format!("at 400 %: {fault}"));
        }
        let spread = "const e = document.createElement('style'); e.textContent = arguments[0];
                      e.id = 'spread'; document.head.append(e)";
        browser.driver.execute(spread, vec![json!(SPACING)]).await?;
        for width in [320, 1280] {
            browser.window(width, 740).await?;
            for fault in browser.list(LOST).await? {
                browser.fault(format!("at {width}, spread: {fault}"));
            }
        }
        browser.value("document.getElementById('spread').remove()").await.map(drop)
    }

    async fn forced_colours(&self, kind: Option<&String>) -> WebDriverResult<()> {
        let browser = self.browser;
        browser.window(1280, 740).await?;
        browser.medium("screen", "dark", "active").await?;
        for fault in browser.list(include_str!("forced.js")).await? {
            browser.fault(fault);
        }
        if let Some(kind) = kind {
            browser.picture(&format!("{}-{kind}-1280-forced", self.site)).await?;
        }
        browser.media("light").await
    }

    /// On paper the address of every source can be read, and nothing that stands there is folded.
    async fn printed(&self, kind: Option<&String>, page: &[u8]) -> WebDriverResult<()> {
        let browser = self.browser;
        browser.window(760, 1000).await?;
        browser.medium("print", "light", "none").await?;
        let missing = browser
            .list(
                "const text = document.querySelector('main').innerText;
                 return [...document.querySelectorAll('.sources a[href^=http], .addresses a[href^=http]')]
                   .map((e) => e.getAttribute('href'))
                   .filter((href) => !text.includes(href) && !text.includes(decodeURI(href)))
                   .map((href) => `on paper does not say ${href}`)
                   .concat([...document.querySelectorAll('details > :not(summary)')]
                     .filter((e) => e.parentElement.checkVisibility()
                       && !e.checkVisibility({ contentVisibilityAuto: true }))
                     .map((e) => `on paper folds ${e.textContent.slice(0, 40)}`))",
            )
            .await?;
        for fault in missing {
            browser.fault(fault);
        }
        if let Some(kind) = kind {
            browser.picture(&format!("{}-{kind}-print", self.site)).await?;
            if kind == "page-incident" {
                let paper = browser.driver.print_page(PrintParameters::default()).await?;
                self.paper(&paper, page);
            }
        }
        browser.media("light").await
    }

    /// A PDF says the page's first heading and the address of each source, where `pdftotext` can tell.
    fn paper(&self, pdf: &[u8], page: &[u8]) {
        assert!(pdf.starts_with(b"%PDF"), "no PDF");
        let Some(program) = support::program(&["pdftotext"]) else { return };
        let mut reader = Command::new(program)
            .args(["-raw", "-", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        reader.stdin.take().unwrap().write_all(pdf).unwrap();
        let text = reader.wait_with_output().unwrap().stdout;
        let text: String =
            String::from_utf8_lossy(&text).chars().filter(|c| !c.is_whitespace()).collect();
        let page = std::str::from_utf8(page).unwrap();
        for part in page.split("class=\"address\"").skip(1) {
            let shown = part.split_once('>').unwrap().1.split('<').next().unwrap();
            let shown: String = shown.replace("&amp;", "&").split_whitespace().collect();
            if shown.is_ascii() && !text.contains(&shown) {
                self.browser.fault(format!("the PDF does not say {shown}"));
            }
        }
    }

    async fn moves_nothing(&self) -> WebDriverResult<()> {
        for fault in self.browser.list(include_str!("still.js")).await? {
            self.browser.fault(fault);
        }
        Ok(())
    }

    /// Tables that are laid out as lists on a phone are tables still to those who hear them.
    async fn tables(&self) -> WebDriverResult<()> {
        let browser = self.browser;
        browser.window(360, 740).await?;
        let count = "return [...document.querySelectorAll('table')].filter((e) => e.checkVisibility())
                       .map((e) => [e.rows.length, e.querySelectorAll('td').length, e.querySelectorAll('th').length])";
        let tables = browser.value(count).await?;
        let sum = |at: usize| -> u64 {
            tables.as_array().unwrap().iter().filter_map(|table| table[at].as_u64()).sum()
        };
        let there = [tables.as_array().unwrap().len() as u64, sum(0), sum(1), sum(2)];
        if there[0] == 0 {
            return Ok(());
        }
        let tree = browser.driver.cdp().send_raw("Accessibility.getFullAXTree", json!({})).await?;
        let roles: Vec<&str> = tree["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|node| node["ignored"] != json!(true))
            .filter_map(|node| node["role"]["value"].as_str())
            .collect();
        let heard =
            |names: &[&str]| roles.iter().filter(|role| names.contains(role)).count() as u64;
        let heard = [
            heard(&["table"]),
            heard(&["row"]),
            heard(&["cell", "gridcell"]),
            heard(&["columnheader", "rowheader"]),
        ];
        if heard != there {
            browser.fault(format!("tables, rows, cells, headers: {there:?}; heard: {heard:?}"));
        }
        Ok(())
    }

    /// The first key leads past the masthead; every key goes one on and its place is seen; the last
    /// one leads out.
    async fn keyboard(&self) -> WebDriverResult<()> {
        let browser = self.browser;
        browser.window(1280, 740).await?;
        browser.driver.refresh().await?;
        browser.press(Key::Tab).await?;
        let first = "const e = document.activeElement, at = e.getBoundingClientRect();
                     return e.matches('a.skip') && at.top >= 0 && at.height >= 24";
        if browser.value(first).await? != json!(true) {
            browser.fault("the first key does not reach the link past the masthead".to_owned());
        }
        self.walk().await?;
        browser.driver.refresh().await?;
        browser.press(Key::Tab).await?;
        browser.press(Key::Enter).await?;
        browser.press(Key::Tab).await?;
        let skipped = "return location.hash === '#main' && !document.activeElement.closest('.masthead, .skip')
                       && getComputedStyle(document.querySelector('main')).backgroundColor === 'rgba(0, 0, 0, 0)'";
        if browser.value(skipped).await? != json!(true) {
            browser.fault("the link past the masthead does not move the focus".to_owned());
        }
        if self.site == "demonstration" {
            self.follow().await?;
        }
        Ok(())
    }

    /// From the first place to the last, or so far as to the main part of any page.
    async fn walk(&self) -> WebDriverResult<()> {
        let browser = self.browser;
        let mut last = -1;
        loop {
            let script = include_str!("focus.js");
            let at = browser.driver.execute(script, vec![json!(last)]).await?.json().clone();
            let (place, count) = (at[0].as_i64().unwrap(), at[1].as_i64().unwrap());
            if let Some(fault) = at[2].as_str().filter(|fault| !fault.is_empty()) {
                browser.fault(fault.to_owned());
            }
            if place < 0 {
                if last + 1 != count {
                    browser.fault(format!("keys reach {} of {count} places", last + 1));
                }
                return Ok(());
            }
            if place >= PLACES || place < last {
                return Ok(());
            }
            last = place;
            browser.press(Key::Tab).await?;
        }
    }

    /// A link of the masthead by keyboard alone.
    async fn follow(&self) -> WebDriverResult<()> {
        let browser = self.browser;
        let here = browser.driver.current_url().await?;
        browser.driver.goto(here.as_str().trim_end_matches("#main")).await?;
        browser.driver.refresh().await?;
        for _ in 0..3 {
            browser.press(Key::Tab).await?;
        }
        let target = browser.value("return document.activeElement.href || ''").await?;
        let target = target.as_str().unwrap_or_default();
        browser.press(Key::Enter).await?;
        let now = browser.driver.current_url().await?;
        if now.as_str() != target || !target.ends_with("incidents/index.html") {
            browser.fault(format!("a key on “{target}” leads from {here} to {now}"));
        }
        browser.driver.goto(here.as_str()).await
    }

    async fn without_styles(&self) -> WebDriverResult<()> {
        self.browser.window(1280, 740).await?;
        for fault in self.browser.list(include_str!("plain.js")).await? {
            self.browser.fault(fault);
        }
        Ok(())
    }
}
