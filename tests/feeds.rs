//! Feeds of incidents in all their forms, and the calendar: what they hold, and that other programs
//! can read it.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use std::collections::BTreeMap;

use griot::source::{SourceSet, Sources};
use serde_json::Value;

type Files = BTreeMap<String, Vec<u8>>;

const GRIOT: &str = "griot.toml";
const BASE: &str = "https://estmark.example/record/";

/// The mini-site with other words in one of its files.
fn changed(file: &str, from: &str, to: &str) -> SourceSet {
    let site = support::mini_site("feeds");
    let text = |path: &str| String::from_utf8(site.read(path).unwrap()).unwrap();
    assert!(text(file).contains(from), "{file} holds {from}");
    let one = |path: &str| if path == file { text(path).replace(from, to) } else { text(path) };
    let paths: Vec<String> = site.paths().iter().map(|path| path.as_str().to_owned()).collect();
    paths.iter().map(|path| (path.as_str(), one(path))).collect()
}

fn text<'f>(files: &'f Files, address: &str) -> &'f str {
    let bytes = files.get(address).unwrap_or_else(|| panic!("there is {address}"));
    std::str::from_utf8(bytes).unwrap()
}

/// The contents of all elements of that name, with entities as they are.
fn elements<'t>(xml: &'t str, name: &str) -> Vec<&'t str> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let inner = |part: &'t str| part.split_once('>')?.1.split_once(&*close).map(|(inner, _)| inner);
    xml.split(&*open).skip(1).filter_map(inner).collect()
}

fn ids(files: &Files, address: &str) -> Vec<String> {
    let ids = elements(text(files, address), "id");
    ids[1..].iter().map(|id| id.rsplit('/').next().unwrap().to_owned()).collect()
}

fn json(files: &Files) -> Value {
    serde_json::from_str(text(files, "feed.json")).unwrap()
}

#[test]
fn each_list_has_a_feed_of_its_own() {
    let files = support::build(&support::mini_site("feeds"));
    // The newest three by the day of their last change.
    assert_eq!(ids(&files, "feed.xml"), ["gone", "market", "bridge"]);
    assert_eq!(ids(&files, "regions/north.xml"), ["market", "bridge", "road"]);
    assert_eq!(ids(&files, "regions/north/harbour.xml"), ["market"]);
    assert_eq!(ids(&files, "actors/guards.xml"), ["market", "road"]);
    assert!(!files.contains_key("regions/south.xml"), "nothing is recorded there");
    assert!(!files.contains_key("actors/council.xml"), "the one claim that names it is rejected");
    let own: Vec<&str> = elements(text(&files, "regions/north.xml"), "id");
    assert_eq!(own[0], "tag:estmark.example,2026:record/regions/north.xml");
    assert_eq!(own[1], elements(text(&files, "feed.xml"), "id")[2], "one name in every feed");
}

#[test]
fn a_new_record_of_an_old_event_is_announced() {
    let road = "content/incidents/road.md";
    let files = support::build(&changed(road, "region = ", "added = 2026-11-20\nregion = "));
    assert_eq!(ids(&files, "feed.xml")[0], "road");
    let published = elements(text(&files, "feed.xml"), "published");
    assert_eq!(published, ["2026-11-20T00:00:00Z"]);
    assert_eq!(json(&files)["items"][0]["date_published"], "2026-11-20T00:00:00Z");
    let page = text(&files, "incidents/road.html");
    assert!(
        page.contains("version of 20\u{a0}November 2026")
            || page.contains("version of 20 November 2026")
    );
}

#[test]
fn each_page_leads_to_its_feed() {
    let files = support::build(&support::mini_site("feeds"));
    let leads = |page: &str, link: &str| {
        assert!(text(&files, page).contains(link), "{page} has {link}");
    };
    leads("regions/north/harbour.html", r#"href="../../regions/north/harbour.xml">Feed of these"#);
    leads(
        "regions/north/harbour.html",
        r#"title="Incidents in Estmark &amp; Sampleford: incidents in Harbour district" href="../../regions/north/harbour.xml">"#,
    );
    leads("actors/guards.html", r#"href="../actors/guards.xml">Feed of these"#);
    leads("index.html", r#"type="application/feed+json""#);
    leads("index.html", r#"<link rel="alternate" type="text/calendar""#);
    leads("about.html", r#"<a href="calendar.ics">"#);
    for page in ["regions/south.html", "actors/council.html"] {
        assert!(!text(&files, page).contains("Feed of these"), "{page}");
    }
}

#[test]
fn settings_turn_feeds_off() {
    let off = "calendar = false\nregions = false\nactors = false";
    let files = support::build(&changed(GRIOT, "calendar = true", off));
    let feeds: Vec<&String> = files
        .keys()
        .filter(|path| !path.starts_with("data/"))
        .filter(|path| [".xml", ".ics", ".json"].iter().any(|end| path.ends_with(end)))
        .collect();
    assert_eq!(feeds, ["corrections.xml", "feed.json", "feed.xml", "sitemap.xml"]);
    assert!(!text(&files, "regions/north.html").contains("north.xml"));
    assert!(!text(&files, "index.html").contains("calendar.ics"));
    let files = support::build(&changed(GRIOT, "base_url", "# base_url"));
    let left = |path: &&String| path.ends_with(".xml") || path.ends_with(".ics");
    assert_eq!(files.keys().filter(left).count(), 0, "none can do without an address");
}

#[test]
fn an_entry_is_whole_where_it_stands() {
    let files = support::build(&support::mini_site("feeds"));
    let feed = json(&files);
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], format!("{BASE}feed.json"));
    assert_eq!(feed["home_page_url"], BASE);
    let market = &feed["items"][1];
    assert_eq!(market["id"], "tag:estmark.example,2026:record/market");
    assert_eq!(market["url"], format!("{BASE}incidents/market.html"));
    assert_eq!(market["date_modified"], "2024-04-01T00:00:00Z");
    let html = market["content_html"].as_str().unwrap();
    let page = scraper::Html::parse_fragment(html);
    for (selector, attribute) in [("a", "href"), ("img", "src")] {
        let mut found = 0;
        for element in page.select(&scraper::Selector::parse(selector).unwrap()) {
            let address = element.value().attr(attribute).unwrap();
            assert!(address.starts_with("https://"), "{address} is whole");
            found += 1;
        }
        assert!(found > 0, "{selector} in {html}");
    }
    assert!(html.contains("Two people were killed, not three."), "{html}");
    assert!(html.contains(&format!("{BASE}incidents/market.html#fn-1")), "{html}");
    // The same stands in the Atom feed, escaped.
    let atom = elements(text(&files, "feed.xml"), "content")[1];
    let unescaped = atom
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
    assert_eq!(unescaped, html);
}

#[test]
fn who_is_to_be_warned_is_not_shown_the_narrative() {
    let files = support::build(&support::mini_site("feeds"));
    let feed = json(&files);
    let bridge = feed["items"][2]["content_html"].as_str().unwrap();
    assert!(bridge.contains("The narrative speaks of injuries."), "{bridge}");
    for feed in ["feed.xml", "feed.json", "regions/north.xml"] {
        assert!(!text(&files, feed).contains("only those who were warned"), "{feed}");
    }
}

#[test]
fn a_withdrawn_record_says_so_in_the_feed_of_the_site() {
    let files = support::build(&support::mini_site("feeds"));
    let gone = &json(&files)["items"][0];
    assert!(gone["summary"].as_str().unwrap().contains("withdrawn"), "{gone}");
    assert!(!text(&files, "regions/north.xml").contains("A report that was wrong"));
}

#[test]
fn feeds_of_summaries_hold_no_narrative() {
    let files = support::build(&changed(GRIOT, "[feeds]", "[feeds]\ncontent = \"summary\""));
    assert!(!text(&files, "feed.xml").contains("<content"));
    let feed = json(&files);
    let market = &feed["items"][1];
    assert!(market["content_html"].is_null());
    let words = market["content_text"].as_str().unwrap();
    assert!(words.starts_with("5 March 2024\nKilled: 2\n"), "{words}");
    assert!(
        words.contains("Correction: Two people") && words.contains("has one market"),
        "{words}"
    );
}

#[test]
fn a_long_narrative_is_left_to_its_page() {
    let long = "has one market. ".repeat(3000);
    let files = support::build(&changed("content/incidents/market.md", "has one market.", &long));
    let market = &json(&files)["items"][1];
    assert!(market["content_html"].as_str().unwrap().len() < 2000, "{market}");
    assert!(market["summary"].as_str().unwrap().contains("has one market"), "{market}");
}

#[test]
fn an_entry_keeps_its_name_when_its_title_changes() {
    let before = support::build(&support::mini_site("feeds"));
    let other = changed("content/incidents/market.md", "Market closed;", "A market was closed;");
    let after = support::build(&other);
    assert_ne!(text(&before, "feed.xml"), text(&after, "feed.xml"));
    for feed in ["feed.xml", "regions/north.xml", "actors/guards.xml"] {
        assert_eq!(ids(&before, feed), ids(&after, feed));
    }
    let uids = |files: &Files| -> Vec<String> {
        let lines = text(files, "calendar.ics").lines();
        lines.filter(|line| line.starts_with("UID:")).map(str::to_owned).collect()
    };
    assert_eq!(uids(&before), uids(&after));
}

#[test]
fn the_calendar_has_the_days_that_are_known() {
    let files = support::build(&support::mini_site("feeds"));
    let calendar = text(&files, "calendar.ics");
    assert!(calendar.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(calendar.matches('\n').count(), calendar.matches("\r\n").count());
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75), "{calendar}");
    let unfolded = calendar.replace("\r\n ", "");
    let values = |name: &str| -> Vec<&str> {
        let value = |line: &'_ str| line.strip_prefix(name).is_some();
        unfolded.lines().filter(|line| value(line)).collect()
    };
    // Neither the one of which only the month is known nor the one that was withdrawn.
    assert_eq!(values("DTSTART"), ["DTSTART;VALUE=DATE:20240229", "DTSTART;VALUE=DATE:20240305"]);
    assert_eq!(values("RRULE"), ["RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "RRULE:FREQ=YEARLY"]);
    assert_eq!(values("DTSTAMP")[1], "DTSTAMP:20240401T000000Z");
    assert_eq!(values("UID")[1], "UID:tag:estmark.example\\,2026:record/market");
    assert_eq!(values("SUMMARY;")[0], "SUMMARY;LANGUAGE=fr:Tir sur le pont");
    assert_eq!(
        values("SUMMARY;")[1],
        "SUMMARY;LANGUAGE=en:Market closed\\; stalls\\, carts & <goods> taken from the traders of the \
         old harbour market"
    );
    assert_eq!(values("URL")[1], format!("URL:{BASE}incidents/market.html"));
}
