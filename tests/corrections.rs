//! The public history: on records, on `corrections.html`, in `corrections.xml` and in the feed.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use griot::source::SourceSet;
use scraper::{Html, Selector};
use support::Files;

/// A tracker with three incidents, each with one change, and more tables at the end of the second.
fn tracker(settings: &str, more: &str) -> SourceSet {
    let mut files = SourceSet::default();
    let head = "title = \"T\"\nbase_url = \"https://t.example/\"\n";
    files.insert("griot.toml", format!("{head}{settings}").into_bytes());
    files.insert("content/regions/r.md", b"+++\nname = \"R\"\n+++\n".to_vec());
    for (at, name) in ["a", "b", "c"].iter().enumerate() {
        let more = if *name == "b" { more } else { "" };
        let text = format!(
            "+++\ntitle = \"Incident {name}\"\ndate = 2024-01-0{day}\nregion = \"r\"\nsource = \"S\"\n\n\
             {}{more}+++\n",
            change(&format!("2024-02-0{}", at + 1), "correction", &format!("Note {name}.")),
            day = at + 1,
        );
        files.insert(format!("content/incidents/{name}.md").as_str(), text.into_bytes());
    }
    files
}

fn change(on: &str, kind: &str, note: &str) -> String {
    format!("[[change]]\non = {on}\nkind = \"{kind}\"\nnote = \"{note}\"\n\n")
}

fn text<'a>(files: &'a Files, path: &str) -> &'a str {
    std::str::from_utf8(&files[path]).unwrap()
}

fn ids(page: &str, selector: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let found: Vec<String> = page
        .select(&Selector::parse(selector).unwrap())
        .filter_map(|element| element.attr("id"))
        .map(str::to_owned)
        .collect();
    found
}

/// What stands between the tags of that name in XML, in order.
fn elements<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open).skip(1).filter_map(|rest| rest.split(&close).next()).collect()
}

#[test]
fn a_typo_moves_nothing_but_its_own_page() {
    let before = support::build(&tracker("", ""));
    let after = support::build(&tracker("", &change("2024-09-09", "typo", "A slip.")));
    // The dataset has every entry of every history, and the search its words.
    let holds = |path: &&String| path.starts_with("data/") || path.starts_with("search");
    let pages = before.keys().filter(|path| !holds(path));
    let changed: Vec<&String> = pages.filter(|path| before[*path] != after[*path]).collect();
    assert_eq!(changed, ["incidents/b.html"]);
    assert_eq!(before.len(), after.len());
}

#[test]
fn an_update_moves_its_record_in_every_feed() {
    let files = support::build(&tracker("", ""));
    let entries = ["c", "b", "a"].map(|id| format!("tag:t.example,2026:{id}"));
    assert_eq!(elements(text(&files, "feed.xml"), "id")[1..], entries);
    assert_eq!(elements(text(&files, "feed.xml"), "updated")[0], "2024-02-03T00:00:00Z");
    let files = support::build(&tracker("", &change("2024-09-09", "update", "More is known.")));
    let entries = ["b", "c", "a"].map(|id| format!("tag:t.example,2026:{id}"));
    for feed in ["feed.xml", "corrections.xml"] {
        let updated = elements(text(&files, feed), "updated");
        assert_eq!(updated[..2], ["2024-09-09T00:00:00Z"; 2], "{feed}");
    }
    assert_eq!(elements(text(&files, "feed.xml"), "id")[1..], entries);
    let names = elements(text(&files, "corrections.xml"), "id");
    assert_eq!(names[1], "tag:t.example,2026:corrections/case/b/change-2024-09-09");
    assert_eq!(names.len(), 5);
}

#[test]
fn the_feed_of_changes_has_its_size_and_holds_without_a_change() {
    let files = support::build(&tracker("feed_size = 2", ""));
    assert_eq!(elements(text(&files, "corrections.xml"), "id").len(), 3);
    let files = support::build(&support::mini_site("arabic"));
    let feed = text(&files, "corrections.xml");
    assert_eq!(elements(feed, "id").len(), 1);
    assert_eq!(elements(feed, "updated"), elements(text(&files, "feed.xml"), "updated")[..1]);
}

#[test]
fn a_change_keeps_its_place_when_another_is_added() {
    let one = change("2024-09-09", "update", "One.");
    let before = support::build(&tracker("", &one));
    let two = format!("{one}{}", change("2024-09-09", "correction", "Two."));
    let older = format!("{two}{}", change("2023-01-01", "update", "Found in a drawer."));
    let after = support::build(&tracker("", &older));
    let places = |files: &Files| ids(text(files, "incidents/b.html"), ".change[id]");
    assert_eq!(places(&before), ["change-2024-09-09", "change-2024-02-02"]);
    assert_eq!(
        places(&after),
        ["change-2024-09-09.2", "change-2024-09-09", "change-2024-02-02", "change-2023-01-01"]
    );
    assert_eq!(
        ids(text(&after, "corrections.html"), ".change"),
        [
            "change-2024-09-09.2-incidents/b",
            "change-2024-09-09-incidents/b",
            "change-2024-02-03-incidents/c",
            "change-2024-02-02-incidents/b",
            "change-2024-02-01-incidents/a",
            "change-2023-01-01-incidents/b",
        ]
    );
}

#[test]
fn numbered_pages_of_changes_stay_as_they_are() {
    let before = support::build(&tracker("page_size = 1", ""));
    assert_eq!(ids(text(&before, "corrections.html"), ".change").len(), 1);
    let more = change("2024-09-09", "withdrawal", "Taken back.");
    let after = support::build(&tracker("page_size = 1", &more));
    let numbered = "corrections-page-1.html";
    assert_eq!(before[numbered], after[numbered]);
    assert!(!text(&after, numbered).contains("1 withdrawal"));
    assert!(text(&after, "corrections.html").contains("1 withdrawal"));
    assert!(after.contains_key("corrections-page-3.html"));
}

#[test]
fn without_an_address_of_the_site_there_is_the_page_alone() {
    let mut files = tracker("", "");
    files.insert("griot.toml", b"title = \"T\"\n".to_vec());
    let files = support::build(&files);
    assert!(files.contains_key("corrections.html") && !files.contains_key("corrections.xml"));
    assert!(!text(&files, "index.html").contains("corrections.xml"));
}

#[test]
fn a_body_can_link_to_a_change() {
    let mut files = tracker("", "");
    let page = b"+++\ntitle = \"P\"\n+++\n[That](incidents/b.md#change-2024-02-02).\n";
    files.insert("content/p.md", page.to_vec());
    let files = support::build(&files);
    assert!(text(&files, "p.html").contains("href=\"incidents/b.html#change-2024-02-02\""));
}

#[test]
fn a_withdrawal_without_its_day_is_told() {
    let kinds = [
        (
            "content/incidents/w.md",
            "title = \"W\"\ndate = 2024-01-01\nregion = \"r\"\nsource = \"S\"",
        ),
        ("content/reports/w.md", "title = \"W\"\ndate = 2024-01-01\nsource = \"S\""),
        ("content/milestones/w.md", "title = \"W\"\ndate = 2024-01-01\nsource = \"S\""),
        ("content/regions/w.md", "name = \"W\""),
        ("content/actors/w.md", "name = \"W\""),
        ("content/sources/w.md", "title = \"W\""),
        ("content/w.md", "title = \"W\""),
    ];
    for (path, fields) in kinds {
        let found = |more: &str| {
            let mut files = tracker("", "");
            let text =
                format!("+++\n{fields}\nstatus = \"withdrawn\"\nreason = \"No.\"\n{more}+++\n");
            files.insert(path, text.into_bytes());
            let (site, problems) = support::compile(&files);
            assert!(site.is_some(), "{path}: {problems:#?}");
            let told = problems.iter().filter(|problem| problem.rule.name == "undated-withdrawal");
            told.map(|problem| problem.file.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(found(""), [path]);
        assert_eq!(found(&change("2024-05-05", "correction", "Other.")), [path]);
        assert!(found(&change("2024-05-05", "withdrawal", "Taken back.")).is_empty(), "{path}");
    }
}
