//! The search, with scripts, opened from disk and served.

use serde_json::json;
use thirtyfour::prelude::*;

use super::host::{Host, encoded};
use super::session::{Browser, Scripts, in_browser_with};
use super::{Visit, support};
use crate::support::Files;

/// The titles that are shown, and the lines that are announced.
const SHOWN: &str = "
    const seen = [...document.querySelectorAll('#search-result li')].filter((e) => e.checkVisibility());
    return [seen.map((e) => e.querySelector('a').textContent),
            [...document.querySelectorAll('[role=status] span')].map((e) => e.textContent)]";

struct Search<'a> {
    browser: &'a Browser,
    address: String,
}

impl Search<'_> {
    async fn open(&self, state: &str) -> WebDriverResult<()> {
        self.browser.driver.goto("about:blank").await?;
        self.browser.driver.goto(format!("{}{state}", self.address)).await?;
        self.settle().await
    }

    async fn settle(&self) -> WebDriverResult<()> {
        for _ in 0..100 {
            let busy = "const form = document.getElementById('search');
                return form.hidden || form.getAttribute('aria-busy') === 'true'";
            if self.browser.value(busy).await? == json!(false) {
                return Ok(());
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        self.browser.fault("the search does not come to an end".to_owned());
        Ok(())
    }

    async fn expect(&self, state: &str, titles: &[&str], said: &[&str]) -> WebDriverResult<()> {
        self.open(state).await?;
        self.shows(state, titles, said).await
    }

    async fn shows(&self, what: &str, titles: &[&str], said: &[&str]) -> WebDriverResult<()> {
        let shown = self.browser.value(SHOWN).await?;
        if shown != json!([titles, said]) {
            self.browser.fault(format!("{what}: {shown} instead of {titles:?}, {said:?}"));
        }
        Ok(())
    }
}

const QUAY: &str = "Incendie du quai";
const RAID: &str = "=Raid at the “Quay” </script><b>";
const HARBOUR: &str = "Raid on the harbour office";

async fn finds(search: &Search<'_>) -> WebDriverResult<()> {
    search.expect("", &[], &[]).await?;
    search.expect("#q=raid", &[HARBOUR, RAID], &["2 pages"]).await?;
    search.expect("#q=INCENDI%C3%89", &[QUAY], &["1 page"]).await?;
    search.expect("#q=l%27incend", &[QUAY], &["1 page"]).await?;
    // Letters with points between them, and thousands, are one word.
    search.expect("#q=R.A.I.D.", &[HARBOUR, RAID], &["2 pages"]).await?;
    search.expect("#q=raid+offic", &[HARBOUR], &["1 page"]).await?;
    let some = [
        "1 page",
        "No page has all of these words; these have some of them.",
        "“zebra” is on no page.",
    ];
    search.expect("#q=incendie+zebra", &[QUAY], &some).await?;
    search
        .expect("#q=incendei", &[], &["No page has these words.", "Did you mean incendie"])
        .await?;
    search.browser.value("document.querySelector('[role=status] a').click()").await?;
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    search.settle().await?;
    search.shows("a near spelling", &[QUAY], &["1 page"]).await?;
    search.expect("#q=x", &[], &["Write a word of at least two letters."]).await?;
    search.open("#main").await?;
    search.shows("a place on the page is none of the search's", &[], &[]).await
}

/// Typed, with the results in reach of the keyboard and the address to be shared.
async fn by_keyboard(search: &Search<'_>) -> WebDriverResult<()> {
    search.open("").await?;
    let field = search.browser.driver.find(By::Name("q")).await?;
    field.click().await?;
    field.send_keys("harbour off").await?;
    field.send_keys(Key::Enter).await?;
    search.settle().await?;
    search.shows("typed", &[HARBOUR], &["1 page"]).await?;
    let state = search.browser.value("return location.hash").await?;
    assert_eq!(state, json!("#q=harbour+off"));
    for expected in ["BUTTON", "A"] {
        search.browser.press(Key::Tab).await?;
        // A page scrolls smoothly to what has the focus.
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        search.browser.seen_focus().await?;
        let own = search.browser.value("return document.activeElement.tagName").await?;
        assert_eq!(own, json!(expected));
    }
    search.browser.value("document.activeElement.click()").await?;
    let address = search.browser.driver.current_url().await?;
    assert!(
        address.path().ends_with("office.html") || address.path().contains("incidents/"),
        "{address}"
    );
    Ok(())
}

/// More than a screenful comes in steps, each where the keyboard is.
async fn comes_in_steps(browser: &Browser) -> WebDriverResult<()> {
    let mut sources = support::mini_site("years");
    for at in 0..45 {
        let text = format!(
            "+++\ntitle = \"Standoff {at:02}\"\ndate = \"2020-01-{:02}\"\nregion = \"estmark\"\n\
             source = \"Hill Post\"\n+++\n",
            at % 28 + 1
        );
        sources.insert(format!("content/incidents/s{at:02}.md").as_str(), text);
    }
    let (_folder, base) = on_disk(&support::build(&sources));
    let search = Search { browser, address: format!("{base}search.html") };
    search.open("#q=standoff").await?;
    let count = "return document.querySelectorAll('#search-result li').length";
    assert_eq!(browser.value(count).await?, json!(20));
    for (expected, hidden) in [(40, false), (45, true)] {
        browser.value("document.querySelector('[data-do=more]').click()").await?;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        assert_eq!(browser.value(count).await?, json!(expected));
        let more = browser.value("return document.querySelector('[data-do=more]').hidden").await?;
        assert_eq!(more, json!(hidden));
        let focus = browser.value("return document.activeElement.tagName").await?;
        assert_eq!(focus, json!("A"), "the keyboard is at the first new result");
    }
    Ok(())
}

async fn looks(search: &Search<'_>, state: &str, name: &str) -> WebDriverResult<()> {
    let browser = search.browser;
    browser.window(1280, 740).await?;
    search.open(state).await?;
    for scheme in ["dark", "light"] {
        browser.media(scheme).await?;
        for fault in browser.list(include_str!("checks.js")).await? {
            if !fault.contains("form that does nothing") && !fault.contains("holds a script") {
                browser.fault(format!("{scheme}: {fault}"));
            }
        }
        browser.picture(&format!("{name}-1280-{scheme}")).await?;
    }
    for width in [320, 360] {
        browser.window(width, 740).await?;
        let across = "const e = document.scrollingElement; return [e.scrollWidth, innerWidth]";
        let across = browser.value(across).await?;
        if across[0].as_u64() > across[1].as_u64() {
            browser.fault(format!("scrolls sideways at {width}: {across}"));
        }
    }
    browser.picture(&format!("{name}-360")).await?;
    browser.window(1280, 740).await
}

/// A site in a folder of its own.
fn on_disk(files: &Files) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    support::write_below(folder.path(), files);
    let base = encoded(&format!("file://{}/", folder.path().display()));
    (folder, base)
}

#[test]
fn the_search_from_disk() {
    in_browser_with(Scripts::On, |browser| async move {
        let (_folder, base) = on_disk(&support::build(&support::mini_site("years")));
        let search = Search { browser: &browser, address: format!("{base}search.html") };
        finds(&search).await?;
        by_keyboard(&search).await?;
        looks(&search, "#q=raid+zebra", "years-search").await?;
        comes_in_steps(&browser).await?;
        let (_folder, base) = on_disk(&support::build(&support::mini_site("arabic")));
        let search = Search { browser: &browser, address: format!("{base}search.html") };
        search.open("#q=سوق").await?;
        // The other has the word with its article.
        let both = ["قصف سوق الميناء", "حادث في المدينة"];
        search.shows("Arabic", &both, &["صفحتان"]).await?;
        looks(&search, "#q=سوق", "arabic-search").await
    });
}

#[test]
fn the_search_served_under_a_strict_policy() {
    in_browser_with(Scripts::On, |browser| async move {
        let mut files = support::build(&support::mini_site("years"));
        // As the header that a careful host sends.
        let page = String::from_utf8(files["search.html"].clone()).unwrap();
        let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:\"><title>";
        files.insert("search.html".to_owned(), page.replacen("<title>", policy, 1).into());
        let host = Host::start();
        host.show(&std::sync::Arc::new(files));
        let base = host.base.clone();
        let search = Search { browser: &browser, address: format!("{base}search.html") };
        finds(&search).await?;
        Visit { browser: &browser, site: "years".to_owned(), base }.requests().await
    });
}
