//! What changed, when, and who learns of it: the page and the feeds of changes.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use griot::source::SourceSet;
use support::Files;

/// A tracker with one record of each kind; `changes` are added to the file that they name.
fn tracker(changes: &[(&str, &str)]) -> SourceSet {
    let records = [
        ("content/index.md", "title = \"Home\""),
        ("content/about.md", "title = \"About\""),
        ("content/regions/harbour.md", "name = \"Harbour\""),
        ("content/actors/guard.md", "name = \"Harbour guard\"\nkind = \"militia\""),
        ("content/sources/leaflet.md", "title = \"Leaflet\"\nnote = \"On paper.\""),
        (
            "content/incidents/fire.md",
            "title = \"Fire\"\ndate = 2024-05-01\nregion = \"harbour\"\ninjured = 2\nsource = \"Courier, https://courier.example/1\"",
        ),
        (
            "content/incidents/flood.md",
            "title = \"Flood\"\ndate = 2024-05-02\nregion = \"harbour\"\ninjured = 3\nsource = \"Courier, https://courier.example/2\"",
        ),
        ("content/reports/year.md", "title = \"The year\"\ndate = 2024-12-31"),
        ("content/milestones/vote.md", "title = \"A vote\"\ndate = 2024-03-01"),
    ];
    let mut files = SourceSet::default();
    files.insert("griot.toml", "title = \"T\"\nbase_url = \"https://t.example/\"\npage_size = 3\n");
    for (path, fields) in records {
        let own = changes.iter().filter(|(file, _)| *file == path).map(|(_, text)| *text);
        // What is no table of a change stands before the tables.
        let (tables, plain): (Vec<&str>, Vec<&str>) = own.partition(|text| text.starts_with('['));
        let text = format!("+++\n{fields}\n{}\n{}\n+++\n", plain.join("\n"), tables.join("\n"));
        files.insert(path, text);
    }
    files
}

const FIRE: &str = "content/incidents/fire.md";

fn change(on: &str, kind: &str, note: &str) -> String {
    format!("[[change]]\non = {on}\nkind = {kind:?}\nnote = {note:?}")
}

fn built(changes: &[(&str, String)]) -> Files {
    let changes: Vec<(&str, &str)> =
        changes.iter().map(|(file, text)| (*file, text.as_str())).collect();
    support::build(&tracker(&changes))
}

fn text<'f>(files: &'f Files, path: &str) -> &'f str {
    std::str::from_utf8(&files[path]).unwrap()
}

/// What stands in every element of that name, in order.
fn elements<'t>(xml: &'t str, name: &str) -> Vec<&'t str> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let inner = |rest: &'t str| rest.split(&close).next().unwrap().split_once('>').unwrap().1;
    xml.split(&open).skip(1).map(inner).collect()
}

#[test]
fn a_change_of_every_kind_of_record_is_on_the_page_and_in_the_feed() {
    let on = [
        "content/index.md",
        "content/about.md",
        "content/regions/harbour.md",
        "content/actors/guard.md",
        "content/sources/leaflet.md",
        FIRE,
        "content/reports/year.md",
        "content/milestones/vote.md",
    ];
    let changes: Vec<(&str, String)> = on
        .iter()
        .enumerate()
        .map(|(at, file)| {
            (*file, change(&format!("2025-01-0{}", at + 1), "update", &format!("Note {at}.")))
        })
        .collect();
    let files = built(&changes);
    let pages = ["corrections.html", "corrections-page-1.html"].map(|page| text(&files, page));
    let feed = text(&files, "corrections.xml");
    for at in 0..on.len() {
        let note = format!("Note {at}.");
        assert_eq!(pages.iter().filter(|page| page.contains(&note)).count(), 1, "{note}");
        assert_eq!(
            elements(feed, "entry").iter().filter(|e| e.contains(&note)).count(),
            1,
            "{note}"
        );
    }
    assert!(pages[0].find("Note 7.") < pages[0].find("Note 6."), "the newest comes first");
    assert!(pages[0].contains("8 updates"));
    for (page, file) in [("incidents/fire.html", 5), ("actors/guard.html", 3), ("index.html", 0)] {
        assert!(text(&files, page).contains(&format!("Note {file}.")), "{page}");
    }
    assert!(pages[0].contains("actors/guard.html#change-2025-01-04"));
    assert!(text(&files, "actors/guard.html").contains("id=\"change-2025-01-04\""));
}

#[test]
fn a_typo_moves_no_feed_and_everything_else_does() {
    let before = built(&[(FIRE, change("2025-01-01", "update", "One."))]);
    let with = |kind: &str| {
        built(&[
            (FIRE, change("2025-01-01", "update", "One.")),
            ("content/incidents/flood.md", change("2025-02-02", kind, "Two.")),
        ])
    };
    let typo = with("typo");
    for path in ["feed.xml", "corrections.xml", "corrections.html", "index.html"] {
        assert_eq!(
            elements(text(&before, path), "updated"),
            elements(text(&typo, path), "updated"),
            "{path}"
        );
        assert!(path == "feed.xml" || text(&before, path) == text(&typo, path), "{path} moved");
    }
    assert!(text(&typo, "incidents/flood.html").contains("Two."), "it stands on the record's page");
    for kind in ["update", "correction"] {
        let files = with(kind);
        for feed in ["feed.xml", "corrections.xml"] {
            let updated = elements(text(&files, feed), "updated");
            assert_eq!(updated[0], "2025-02-02T00:00:00Z", "{feed} as a whole");
            assert_eq!(updated[1], "2025-02-02T00:00:00Z", "{feed}: the newest entry comes first");
        }
        assert!(text(&files, "corrections.html").contains("Two."));
    }
}

#[test]
fn numbered_pages_and_addresses_of_changes_stay_when_others_come() {
    let mut changes: Vec<(&str, String)> = (1..=6)
        .map(|day| (FIRE, change(&format!("2025-01-0{day}"), "update", &format!("Note {day}."))))
        .collect();
    changes.push((FIRE, change("2025-01-03", "correction", "Same day.")));
    let before = built(&changes);
    assert!(text(&before, "incidents/fire.html").contains("id=\"change-2025-01-03-2\""));
    changes.push(("content/actors/guard.md", change("2025-06-01", "update", "Later.")));
    let after = built(&changes);
    let page = "corrections-page-1.html";
    assert_eq!(text(&before, page), text(&after, page));
    assert!(text(&after, "incidents/fire.html").contains("id=\"change-2025-01-03-2\""));
}

#[test]
fn without_a_change_the_page_says_so_and_the_feed_does_not_change_by_itself() {
    let files = built(&[]);
    assert!(
        text(&files, "corrections.html").contains("No published record has been changed so far.")
    );
    assert_eq!(elements(text(&files, "corrections.xml"), "updated"), ["1970-01-01T00:00:00Z"]);
}

#[test]
fn a_withdrawal_that_nobody_dated_is_a_warning() {
    let withdrawn = "status = \"withdrawn\"\nreason = \"It was another town.\"";
    let problems = |more: &[(&str, &str)]| {
        let (_, problems) = support::compile(&tracker(more));
        problems.iter().map(|problem| problem.rule.name).collect::<Vec<_>>()
    };
    assert!(problems(&[(FIRE, withdrawn)]).contains(&"undated-withdrawal"));
    let merged = "merged_into = \"flood\"";
    assert!(problems(&[(FIRE, merged)]).contains(&"undated-withdrawal"));
    let told = change("2025-01-01", "withdrawal", "It was another town.");
    assert!(!problems(&[(FIRE, withdrawn), (FIRE, &told)]).contains(&"undated-withdrawal"));
    assert!(!problems(&[(FIRE, merged), (FIRE, &told)]).contains(&"undated-withdrawal"));
    assert!(!problems(&[]).contains(&"undated-withdrawal"));
    // Its tombstone shows the change, and so does the page of corrections.
    let files = built(&[(FIRE, withdrawn.to_owned()), (FIRE, told)]);
    for page in ["incidents/fire.html", "corrections.html"] {
        assert!(text(&files, page).contains("It was another town."), "{page}");
    }
    assert!(text(&files, "corrections.xml").contains("term=\"withdrawal\""));
}
