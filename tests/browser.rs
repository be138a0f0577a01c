//! The pages in a browser: Debian's Chromium through its driver, from disk and served in a subfolder.
//!
//! Scripts are off, but for the tests of the filter (`browser/filter.rs`) and of the search (`browser/search.rs`). Every page of some sites is opened from disk: nothing is asked of anybody else,
//! nothing is lost on a narrow screen, every text can be told from its ground by day and by night.
//! Served, pages of every kind are put before axe-core, walked through by keyboard, zoomed, spread,
//! printed, stripped of their styles (`browser/everyone.rs`), and kept as pictures in
//! `target/screenshots/` or the folder that `GRIOT_SCREENSHOTS` names.
//!
//! Where there is no browser, or no axe-core, the tests say so and pass; with `CI` set they fail.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "pages are written to a folder for the browser")]

#[path = "browser/everyone.rs"]
mod everyone;
#[path = "browser/filter.rs"]
mod filter;
#[path = "browser/host.rs"]
mod host;
#[path = "browser/search.rs"]
mod search;
#[path = "browser/session.rs"]
mod session;
mod support;

use std::sync::Arc;

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use self::host::{Host, encoded};
use self::session::{Browser, in_browser};
use self::support::Files;

#[test]
fn from_disk() {
    in_browser(|browser| async move {
        let built = sites("https://tracker.example/mali/", |name| FROM_DISK.contains(&name));
        for (site, files) in built {
            let folder = tempfile::tempdir().unwrap();
            support::write_below(folder.path(), &files);
            let base = encoded(&format!("file://{}/", folder.path().display()));
            let visit = Visit { browser: &browser, site, base };
            visit.all_pages(&files).await?;
        }
        Ok(())
    });
}

#[test]
fn served_in_a_subfolder() {
    in_browser(|browser| async move {
        let host = Host::start();
        let mut seen = everyone::Seen::default();
        for (site, files) in sites(&host.base, |_| true) {
            let files = Arc::new(files);
            host.show(&files);
            let visit = Visit { browser: &browser, site, base: host.base.clone() };
            visit.for_everyone(&files, &mut seen).await?;
            visit.lost_address().await?;
        }
        if !seen.kinds().contains("page-incident") || seen.kinds().len() < 20 {
            browser.fault(format!("these are not all kinds of page: {:?}", seen.kinds()));
        }
        Ok(())
    });
}

/// The sites of which every page is opened.
const FROM_DISK: [&str; 4] = ["demonstration", "arabic", "charts", "press-freedom"];

/// The sites that are looked at, built for an address: those that are seen for themselves first.
fn sites(base: &str, wanted: impl Fn(&str) -> bool) -> Vec<(String, Files)> {
    let mut names = support::site_names();
    names.sort_by_key(|name| name != "arabic");
    let mut all = vec![("demonstration".to_owned(), support::demonstration())];
    all.extend(names.into_iter().map(|name| (name.clone(), support::mini_site(&name))));
    let build = |(name, sources)| {
        let (site, problems) = support::compile_with(&sources, Some(base));
        (name, support::emit(&site.unwrap_or_else(|| panic!("{problems:#?}")), &sources))
    };
    all.into_iter().filter(|(name, _)| wanted(name)).map(build).collect()
}

/// A site at its address, in the browser.
struct Visit<'a> {
    browser: &'a Browser,
    site: String,
    base: String,
}

impl Visit<'_> {
    /// What holds for every page.
    async fn all_pages(&self, files: &Files) -> WebDriverResult<()> {
        let browser = self.browser;
        for (path, bytes) in files {
            if !path.ends_with(".html") || !contains(bytes, "<main") {
                continue;
            }
            let before = browser.faults();
            browser.driver.goto(format!("{}{}", self.base, encoded(path))).await?;
            for scheme in ["dark", "light"] {
                browser.media(scheme).await?;
                for fault in browser.list(include_str!("browser/checks.js")).await? {
                    browser.fault(format!("{scheme}: {fault}"));
                }
            }
            browser.window(320, 740).await?;
            for fault in browser.list(include_str!("browser/lost.js")).await? {
                browser.fault(format!("at 320 pixels: {fault}"));
            }
            if self.site == "arabic" {
                self.right_to_left().await?;
            }
            self.requests().await?;
            browser.name_faults(before, &self.site, path);
        }
        Ok(())
    }

    /// Nothing is asked of another host, or of this one outside the site; what is asked for is there.
    async fn requests(&self) -> WebDriverResult<()> {
        for entry in self.browser.driver.get_log("performance").await? {
            let entry: Value = serde_json::from_str(&entry.message).unwrap();
            let (method, params) = (&entry["message"]["method"], &entry["message"]["params"]);
            match method.as_str().unwrap_or_default() {
                "Network.requestWillBeSent" => {
                    let url = params["request"]["url"].as_str().unwrap_or_default();
                    if !url.starts_with(&self.base) && !url.starts_with("data:") {
                        self.browser.fault(format!("asks for {url}"));
                    }
                }
                "Network.loadingFailed" => self.browser.fault(format!("did not load: {params}")),
                "Network.responseReceived" => {
                    let response = &params["response"];
                    if response["status"].as_u64().is_some_and(|status| status >= 400) {
                        self.browser.fault(format!("is not there: {}", response["url"]));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    async fn right_to_left(&self) -> WebDriverResult<()> {
        self.browser.window(1280, 740).await?;
        let found = self
            .browser
            .value(
                "const title = document.querySelector('.masthead-title').getBoundingClientRect();
                 const sections = document.querySelector('.sections')?.getBoundingClientRect();
                 const frame = document.querySelector('main').getBoundingClientRect();
                 return [document.documentElement.dir === 'rtl',
                         Math.abs(title.right - frame.right) < 40,
                         !sections || sections.right < title.left]",
            )
            .await?;
        if found != json!([true, true, true]) {
            self.browser.fault(format!("does not start at the right edge: {found}"));
        }
        Ok(())
    }

    /// An address that leads nowhere, three folders down, has the site's own answer.
    async fn lost_address(&self) -> WebDriverResult<()> {
        let browser = self.browser;
        let before = browser.faults();
        browser.driver.goto(format!("{}no/such/page.html", self.base)).await?;
        let answer = browser
            .value(
                "return [document.body.className, getComputedStyle(document.body).display,
                         document.querySelector('.masthead-title a').href]",
            )
            .await?;
        if answer != json!(["page-404", "flex", format!("{}index.html", self.base)]) {
            browser.fault(format!("{answer}"));
        }
        browser.driver.get_log("performance").await?;
        browser.name_faults(before, &self.site, "no/such/page.html");
        Ok(())
    }
}

/// The class that a page's body has by its kind.
fn body_class(page: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(page).ok()?;
    Some(text.split_once("<body class=\"")?.1.split_once('"')?.0.to_owned())
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
