//! The filter of the list of all incidents, with scripts, opened from disk and served.

use serde_json::{Value, json};
use thirtyfour::prelude::*;

use super::host::{Host, encoded};
use super::session::{Browser, Scripts, in_browser_with};
use super::{Visit, support};
use crate::support::Files;

/// What the page shows: the titles of the rows of the table that is seen, and what is announced.
const SHOWN: &str = "
    const seen = [...document.querySelectorAll('tbody tr')].filter((e) => e.checkVisibility());
    return [seen.map((e) => e.querySelector('th a').textContent),
            document.querySelector('[role=status]').textContent]";

/// Puts values into fields as a reader would.
const CHOOSE: &str = "
    const [fields] = arguments;
    const form = document.getElementById('filter');
    for (const [name, value] of Object.entries(fields)) {
      form.elements[name].value = value;
      form.elements[name].dispatchEvent(new Event('change', { bubbles: true }));
    }";

/// The rows of the download.
const DOWNLOAD: &str = "
    const [done] = [arguments[arguments.length - 1]];
    const own = URL.createObjectURL;
    URL.createObjectURL = (blob) => { blob.arrayBuffer().then((bytes) => done([...new Uint8Array(bytes)])); return own(blob); };
    HTMLAnchorElement.prototype.click = () => {};
    document.querySelector('[data-do=csv]').click();";

/// A site in a folder of its own.
fn on_disk(files: &Files) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let base = encoded(&format!("file://{}/", folder.path().display()));
    (folder, base)
}

struct List<'a> {
    browser: &'a Browser,
    address: String,
}

impl List<'_> {
    async fn open(&self, state: &str) -> WebDriverResult<()> {
        // A page of its own: an address that differs after # alone would load nothing.
        self.browser.driver.goto("about:blank").await?;
        self.browser.driver.goto(format!("{}{state}", self.address)).await?;
        self.settle().await
    }

    async fn choose(&self, fields: Value) -> WebDriverResult<()> {
        self.browser.driver.execute(CHOOSE, vec![fields]).await?;
        self.settle().await
    }

    /// Waits until the filter has done what was asked.
    async fn settle(&self) -> WebDriverResult<()> {
        for _ in 0..100 {
            let busy = "const form = document.getElementById('filter');
                return form.hidden || form.getAttribute('aria-busy') === 'true'";
            if self.browser.value(busy).await? == json!(false) {
                return Ok(());
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        self.browser.fault("the filter does not come to an end".to_owned());
        Ok(())
    }

    async fn expect(&self, what: &str, titles: &[&str], said: &str) -> WebDriverResult<()> {
        let shown = self.browser.value(SHOWN).await?;
        if shown != json!([titles, said]) {
            self.browser.fault(format!("{what}: {shown} instead of {titles:?}, {said}"));
        }
        Ok(())
    }

    async fn state(&self) -> WebDriverResult<String> {
        let state = self.browser.value("return location.hash").await?;
        Ok(state.as_str().unwrap_or_default().to_owned())
    }

    async fn back(&self) -> WebDriverResult<()> {
        self.browser.driver.back().await?;
        // The address changes before the page hears of it.
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        self.settle().await
    }

    async fn csv(&self) -> WebDriverResult<Vec<Vec<String>>> {
        let bytes = self.browser.driver.execute_async(DOWNLOAD, Vec::new()).await?;
        let bytes: Vec<u8> = bytes.convert()?;
        let text = String::from_utf8(bytes).unwrap();
        let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
        let line = |line: &str| {
            let inner = line.trim_start_matches('"').trim_end_matches('"');
            inner.split("\",\"").map(str::to_owned).collect()
        };
        Ok(text.split_terminator("\r\n").map(line).collect())
    }
}

const LONG: &str = "Siege of the hill road";
const QUAY: &str = "Incendie du quai";
const RAID: &str = "=Raid at the “Quay” </script><b>";
const HILL: &str = "Assault on the upper road";
const HARBOUR: &str = "Raid on the harbour office";
const PART: &str = "Last day of the siege";
const DAY: &str = "Assault on some day";

async fn narrows(list: &List<'_>) -> WebDriverResult<()> {
    list.open("").await?;
    let years = list.browser.value("return document.querySelectorAll('.years tbody tr').length");
    assert_eq!(years.await?, json!(3), "without a choice the years stand there");
    list.choose(json!({ "region": "estmark/hill" })).await?;
    list.expect("a region", &[HILL, PART, LONG], "3 of 7 incidents").await?;
    list.choose(json!({ "region": "estmark/harbour" })).await?;
    list.expect("with those below", &[HARBOUR, QUAY, RAID], "3 of 7 incidents").await?;
    list.choose(json!({ "type": "raid" })).await?;
    list.expect("and a type", &[HARBOUR, RAID], "2 of 7 incidents").await?;
    list.choose(json!({ "evidence": "weak" })).await?;
    list.expect("and a grade", &[RAID], "1 of 7 incidents").await?;
    assert_eq!(list.state().await?, "#region=estmark%2Fharbour&type=raid&evidence=weak");
    list.back().await?;
    list.expect("back", &[HARBOUR, RAID], "2 of 7 incidents").await?;
    list.open("#actor=league").await?;
    list.expect("a rejected claim names nobody", &[LONG], "1 of 7 incidents").await?;
    list.open("#actor=guard").await?;
    list.expect("an actor", &[RAID], "1 of 7 incidents").await?;
    list.open("#from=2023-01-01&to=2023-12-31").await?;
    list.expect("a period within a long incident", &[LONG], "1 of 7 incidents").await?;
    list.open("#from=2022-03-01&to=2022-07-31").await?;
    list.expect("a vague date", &[QUAY, DAY], "2 of 7 incidents").await?;
    list.open("#text=sondre+KAI").await?;
    list.expect("accents and case", &[RAID], "1 of 7 incidents").await?;
    list.open("#text=harbour+quai").await?;
    list.expect("a region above, several words", &[QUAY], "1 of 7 incidents").await?;
    list.open("#text=nowhere").await?;
    list.expect("nothing", &[], "No incident fits.").await?;
    list.open("#from=2023-01-01&to=2022-01-01").await?;
    let wrong = "return [document.querySelectorAll('[aria-invalid=true]').length,
        document.querySelector('[role=status]').textContent]";
    let wrong = list.browser.value(wrong).await?;
    assert_eq!(wrong, json!([2, "The period ends before it begins."]));
    list.open("#region=estmark/gone").await?;
    let said = list.browser.value(SHOWN).await?;
    assert!(said[1].as_str().unwrap().contains("does not have"), "{said}");
    list.open("#main").await?;
    assert_eq!(list.state().await?, "#main", "a place on the page is none of the filter's");
    Ok(())
}

/// Where not all can be searched at once, the newest are, and the page says which.
async fn searches_a_part(list: &List<'_>) -> WebDriverResult<()> {
    list.open("").await?;
    list.browser.value("document.getElementById('filter').dataset.atOnce = 3").await?;
    list.choose(json!({ "type": "raid" })).await?;
    let said = "No incident fits.Only incidents from 1 June 2024 to 1 June 2024 were searched. \
        Choose a period to search others.";
    list.expect("the newest year alone", &[], said).await?;
    list.choose(json!({ "to": "2023-01-01" })).await?;
    let said = "1 of 5 incidentsOnly incidents from 1 January 2022 to 30 November 2022 were \
        searched. Choose a period to search others.";
    list.expect("the years of the period", &[HARBOUR], said).await?;
    list.choose(json!({ "to": "2021-12-31" })).await?;
    list.expect("a year that can be searched", &[RAID], "1 of 7 incidents").await
}

async fn is_shared(list: &List<'_>) -> WebDriverResult<()> {
    list.open("").await?;
    list.choose(json!({ "region": "estmark/hill", "type": "assault" })).await?;
    let address = list.browser.driver.current_url().await?;
    let first = list.browser.value(SHOWN).await?;
    assert_eq!(first[0], json!([HILL, LONG]));
    let here = list.browser.driver.window().await?;
    let tab = list.browser.driver.new_tab().await?;
    list.browser.driver.switch_to_window(tab).await?;
    list.browser.driver.goto(address.as_str()).await?;
    list.settle().await?;
    assert_eq!(list.browser.value(SHOWN).await?, first, "the address gives the same");
    list.browser.driver.close_window().await?;
    list.browser.driver.switch_to_window(here).await?;
    list.browser.value("document.querySelector('[type=reset]').click()").await?;
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert_eq!(list.state().await?, "");
    let years = "return document.querySelector('.years').checkVisibility()";
    assert_eq!(list.browser.value(years).await?, json!(true), "the years are back");
    Ok(())
}

async fn downloads(list: &List<'_>) -> WebDriverResult<()> {
    list.open("#region=estmark").await?;
    let csv = list.csv().await?;
    let header = "id,title,date_from,date_to,date,region_id,region,type,evidence,counted,killed_low,killed_best,killed_high,killed_words,address";
    assert_eq!(csv[0].join(","), header);
    let shown = list.browser.value(SHOWN).await?;
    let titles: Vec<&str> = csv[1..].iter().map(|line| line[1].trim_start_matches('\'')).collect();
    assert_eq!(json!(titles), shown[0], "the rows are those shown, in their order");
    let line = |id: &str| {
        let line = csv.iter().find(|line| line[0] == id).unwrap();
        line[1..].iter().map(String::as_str).collect::<Vec<_>>()
    };
    let site = "https://years.example/estmark/incidents";
    assert_eq!(
        line("2022-long"),
        [
            LONG,
            "2022-11-01",
            "2024-02-29",
            "2022-11/2024-02",
            "estmark/hill",
            "Upper Hill",
            "assault",
            "unassessed",
            "yes",
            "40",
            "",
            "",
            "",
            &format!("{site}/2022-long.html"),
        ]
    );
    assert_eq!(line("2021-quay")[0], format!("'{RAID}"), "no spreadsheet takes it for a formula");
    assert_eq!(line("2022-some-day")[9..13], ["", "", "", "dozens"]);
    assert_eq!(line("2022-part")[8..13], ["no", "", "", "", ""], "it is counted in the whole");
    Ok(())
}

/// Every control is reached by key, in the order of the page, and is seen to be.
async fn by_keyboard(list: &List<'_>) -> WebDriverResult<()> {
    list.open("").await?;
    list.browser.value("document.querySelector('main').scrollIntoView()").await?;
    let text = list.browser.driver.find(By::Name("text")).await?;
    text.click().await?;
    text.send_keys("upper").await?;
    text.send_keys(Key::Enter).await?;
    list.settle().await?;
    list.expect("typed", &[HILL, PART, LONG], "3 of 7 incidents").await?;
    let mut order = Vec::new();
    for _ in 0..12 {
        list.browser.seen_focus().await?;
        let own = "const e = document.activeElement; return e.name || e.dataset.do || e.type || e.localName";
        let own = list.browser.value(own).await?.as_str().unwrap_or_default().to_owned();
        if order.last() != Some(&own) {
            order.push(own);
        }
        if order.last().is_some_and(|own| own == "csv") {
            break;
        }
        list.browser.press(Key::Tab).await?;
    }
    // A date has a stop for its day, month, year and calendar: fewer than there are keys here.
    let expected = ["text", "region", "actor", "type", "evidence", "from"];
    assert_eq!(order[..6], expected, "{order:?}");
    Ok(())
}

/// What holds for every page holds for the filtered list, narrow and wide, by day and by night.
async fn looks(list: &List<'_>, state: &str, name: &str) -> WebDriverResult<()> {
    let browser = list.browser;
    browser.window(1280, 740).await?;
    list.open(state).await?;
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

#[test]
fn the_filter_from_disk() {
    in_browser_with(Scripts::On, |browser| async move {
        let files = support::build(&support::mini_site("years"));
        let (_folder, base) = on_disk(&files);
        let list = List { browser: &browser, address: format!("{base}incidents/index.html") };
        narrows(&list).await?;
        searches_a_part(&list).await?;
        is_shared(&list).await?;
        downloads(&list).await?;
        by_keyboard(&list).await?;
        looks(&list, "#region=estmark", "years-filter").await?;
        let files = support::build(&support::mini_site("arabic"));
        let (_folder, base) = on_disk(&files);
        let list = List { browser: &browser, address: format!("{base}incidents/index.html") };
        looks(&list, "#from=2022-01-01", "arabic-filter").await
    });
}

#[test]
fn the_filter_served_under_a_strict_policy() {
    in_browser_with(Scripts::On, |browser| async move {
        let mut files = support::build(&support::mini_site("years"));
        // As the header that a careful host sends.
        let page = String::from_utf8(files["incidents/index.html"].clone()).unwrap();
        let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:\"><title>";
        files.insert("incidents/index.html".to_owned(), page.replacen("<title>", policy, 1).into());
        let host = Host::start();
        host.show(&std::sync::Arc::new(files));
        let base = host.base.clone();
        let list = List { browser: &browser, address: format!("{base}incidents/index.html") };
        narrows(&list).await?;
        is_shared(&list).await?;
        Visit { browser: &browser, site: "years".to_owned(), base }.requests().await
    });
}
