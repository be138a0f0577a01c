//! Golden mini-sites: each about one thing. The list of files, every page's `main`, and one whole page.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use scraper::{Html, Selector};
use std::fmt::Write;

/// The part of a page between its landmarks, with empty lines taken out.
fn main_of(page: &str) -> String {
    let document = Html::parse_document(page);
    let main = document.select(&Selector::parse("main").unwrap()).next().unwrap().html();
    let lines = main.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

fn golden(name: &str) {
    let sources = support::mini_site(name);
    let (site, problems) = support::compile(&sources);
    // The sites show what pages look like; what house rules say of them is in tests/rules_*.rs.
    let of_form: Vec<_> = problems.iter().filter(|problem| !problem.rule.adjustable).collect();
    assert!(of_form.is_empty(), "{name}: {of_form:#?}");
    let files = support::emit(&site.unwrap(), &sources);
    let mut listing = String::new();
    let mut mains = String::new();
    for (path, bytes) in &files {
        writeln!(listing, "{path}").unwrap();
        if path.ends_with(".html") {
            let text = std::str::from_utf8(bytes).unwrap();
            if text.contains("<main") {
                writeln!(mains, "==== {path}\n{}\n", main_of(text)).unwrap();
            } else {
                writeln!(mains, "==== {path}\n{text}\n").unwrap();
            }
        } else if path.ends_with(".xml") || path.ends_with(".txt") {
            writeln!(mains, "==== {path}\n{}\n", String::from_utf8_lossy(bytes)).unwrap();
        }
    }
    insta::assert_snapshot!(format!("{name}-files"), listing);
    insta::assert_snapshot!(format!("{name}-pages"), mains);
}

#[test]
fn smallest() {
    golden("smallest");
    let files = support::build(&support::mini_site("smallest"));
    let page = String::from_utf8(files["incidents/cut.html"].clone()).unwrap();
    insta::assert_snapshot!("smallest-whole-page", page);
}

#[test]
fn press_freedom() {
    golden("press-freedom");
}

#[test]
fn paging() {
    golden("paging");
}

#[test]
fn charts() {
    golden("charts");
}

#[test]
fn standing() {
    golden("standing");
}

#[test]
fn overrides() {
    golden("overrides");
}

#[test]
fn arabic() {
    golden("arabic");
}

#[test]
fn names() {
    golden("names");
}

#[test]
fn every_mini_site_has_its_test() {
    let own = include_str!("sites.rs");
    for name in support::site_names() {
        assert!(own.contains(&format!("golden(\"{name}\")")), "{name} has no test");
    }
}

#[test]
fn what_is_not_public_leaves_no_trace() {
    for name in ["standing", "press-freedom"] {
        let files = support::build(&support::mini_site(name));
        for (path, bytes) in &files {
            let text = String::from_utf8_lossy(bytes).to_lowercase();
            for secret in ["secret-", "private-contact", "editors-only", "2999"] {
                assert!(!path.contains(secret), "{secret} in the name {path}");
                assert!(!text.contains(secret), "{secret} in {path}");
            }
        }
    }
}

#[test]
fn only_what_counts_is_in_the_total() {
    let files = support::build(&support::mini_site("standing"));
    let home = main_of(std::str::from_utf8(&files["index.html"]).unwrap());
    for number in ["100", "1,000", "10,000", "1,001", "11,101"] {
        assert!(!home.contains(number), "{number} is counted on the home page");
    }
}
