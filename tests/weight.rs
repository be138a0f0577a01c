//! What pages weigh: the bound that lets most of them through, the budgets, and what is said of a
//! page that breaks one.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use std::collections::BTreeSet;

use griot::diagnostic::{Diagnostic, Severity};
use griot::pipeline::Failure;
use griot::source::SourceSet;
use griot::{content, weight};
use support::{Kept, build, compile, demonstration, mini_site, site_names};

const INCIDENT: &str = "+++\ntitle = \"Killings at the harbour\"\ndate = 2022-03-28\n\
                        region = \"estmark\"\nkilled = 3\nsource = \"Sampleford Post, https://post.example/1\"\n+++\n";

/// A tracker with one region and one incident, and more files.
fn tracker(settings: &str, body: &str, more: &[(&str, Vec<u8>)]) -> SourceSet {
    let mut sources = SourceSet::default();
    let settings = format!("title = \"T\"\nlanguage = \"en\"\n{settings}");
    sources.insert("griot.toml", settings.into_bytes());
    sources.insert("content/regions/estmark.md", b"+++\nname = \"Estmark\"\n+++\n".to_vec());
    sources.insert("content/incidents/harbour.md", format!("{INCIDENT}{body}").into_bytes());
    for (path, bytes) in more {
        sources.insert(*path, bytes.clone());
    }
    sources
}

/// What the building of a tracker says of weight, with the severities.
fn heavy(sources: &SourceSet) -> Vec<Diagnostic> {
    let (site, problems) = compile(sources);
    let site = site.unwrap_or_else(|| panic!("{problems:#?}"));
    let found = match site.emit(sources, &Kept::default(), &|| ()) {
        Ok(warnings) => warnings,
        Err(Failure::Problems(problems)) => problems,
        Err(Failure::Output(error)) => panic!("{error}"),
    };
    found.into_iter().filter(|problem| problem.rule == &weight::HEAVY_PAGE).collect()
}

/// Bytes that no compression makes smaller.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let next = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(next).collect()
}

/// Words that repeat as little as words do.
fn words(count: usize) -> String {
    let noise = noise(count * 6);
    let word = |bytes: &[u8]| -> String {
        bytes.iter().map(|byte| char::from(b'a' + byte % 26)).collect()
    };
    noise.chunks(6).map(word).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_bound_is_above_what_gzip_makes_of_every_page() {
    let mut sites: Vec<SourceSet> = site_names().iter().map(|name| mini_site(name)).collect();
    sites.push(demonstration());
    let mut compared = 0;
    for sources in &sites {
        for (address, bytes) in build(sources) {
            let weight = weight::compressed(&bytes);
            for enough in [u64::MAX, weight * 2, weight + weight / 4, weight, 0] {
                let bound = weight::bound(&bytes, enough);
                assert!(bound >= weight, "{address}, {enough}: {bound} < {weight}");
            }
            compared += 1;
        }
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn every_page_of_the_demonstration_keeps_the_usual_budgets() {
    assert_eq!(heavy(&demonstration()), []);
}

#[test]
fn every_kind_of_page_may_have_a_budget() {
    let mut sites: Vec<SourceSet> = site_names().iter().map(|name| mini_site(name)).collect();
    sites.push(demonstration());
    let mut kinds = BTreeSet::new();
    for sources in &sites {
        let (site, _) = compile(sources);
        for page in site.iter().flat_map(|site| site.files()) {
            if page.page.is_page() {
                kinds.insert(page.page.name());
            }
        }
    }
    let known: BTreeSet<&str> = content::PAGE_KINDS.iter().copied().collect();
    assert!(kinds.is_subset(&known), "{kinds:?}");
    let settings: String =
        known.iter().map(|kind| format!("{kind} = 1\n{kind}_html = 1\n")).collect();
    let found = heavy(&tracker(&format!("[weight]\n{settings}"), "", &[]));
    let addresses: BTreeSet<&str> =
        found.iter().map(|problem| problem.message.split('`').nth(1).unwrap()).collect();
    assert!(addresses.contains("index.html") && addresses.contains("404.html"), "{addresses:?}");
    assert!(addresses.contains("incidents/harbour.html"), "{addresses:?}");
    assert!(addresses.iter().all(|address| address.ends_with(".html")), "{addresses:?}");
}

#[test]
fn a_page_with_all_that_it_shows_has_a_budget_and_the_page_alone_another() {
    let check = |settings: &str, body: &str, picture: usize, expected: &[&str]| {
        let sources = tracker(settings, body, &[("static/quay.png", noise(picture))]);
        let found = heavy(&sources);
        let said: Vec<bool> = expected
            .iter()
            .map(|part| found.iter().any(|problem| problem.message.contains(part)))
            .collect();
        assert!(found.len() == expected.len() && said.iter().all(|said| *said), "{found:#?}");
    };
    let picture = "![The quay](/quay.png)";
    check("", "", 50_000, &[]);
    check("", picture, 10_000, &[]);
    check("", picture, 50_000, &["with all that it shows, more than its budget of 30000"]);
    check("[weight]\nincident = 70000", picture, 50_000, &[]);
    check("[weight]\nincident = \"off\"", picture, 500_000, &[]);
    check("", &words(3000), 0, &["by itself, more than its budget of 14000"]);
    check("[weight]\nincident_html = \"off\"", &words(3000), 0, &[]);
    check("", &words(6000), 0, &["by itself", "with all that it shows"]);
    check("[weight]\nregion_html = 500", "", 0, &["`regions/estmark.html` weighs"]);
    check("[weight]\nhome = 900", "", 0, &["`index.html` weighs"]);
}

#[test]
fn a_problem_says_what_weighs_and_how_to_mend_it() {
    let picture = "![The quay](/quay.png)\n\n![Again](/quay.png)";
    let sources = tracker("", picture, &[("static/quay.png", noise(50_000))]);
    let found = heavy(&sources);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].file.as_str(), "content/incidents/harbour.md");
    assert_eq!(found[0].severity, Severity::Error);
    let weighs = &found[0].help[0];
    assert!(weighs.contains(", claims "), "{weighs}");
    assert!(weighs.contains("css/griot.css "), "{weighs}");
    assert_eq!(weighs.matches("quay.png 50000").count(), 1, "{weighs}");
    let sum: u64 = found[0].message.split(' ').find_map(|word| word.parse().ok()).unwrap();
    let outside = |text: &str| -> u64 {
        // The parts of the page stand in brackets.
        let (before, after) = text.split_once(" (").unwrap();
        let after = after.split_once(')').unwrap().1;
        let numbers = format!("{before}{after}");
        numbers.split([' ', ',']).filter_map(|word| word.parse::<u64>().ok()).sum()
    };
    assert_eq!(outside(weighs), sum, "{weighs}");
    assert!(found[0].help[1].contains("[weight]\nincident = "), "{}", found[0].help[1]);
    let enough: u64 = found[0].help[1].rsplit(' ').next().unwrap().parse().unwrap();
    let sources = tracker(
        &format!("[weight]\nincident = {enough}"),
        picture,
        &[("static/quay.png", noise(50_000))],
    );
    assert_eq!(heavy(&sources), []);
}

#[test]
fn the_budget_is_shown_where_it_stands() {
    let found = heavy(&tracker("[weight]\nincident = 8000", "", &[]));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].related.len(), 1);
    assert_eq!(found[0].related[0].file.as_str(), "griot.toml");
    let found = heavy(&tracker("[weight]\nregions = 900", "", &[]));
    assert_eq!(found[0].file.as_str(), "griot.toml");
    assert!(found[0].span.is_some());
}

#[test]
fn the_severity_of_a_heavy_page_is_the_trackers() {
    let found = heavy(&tracker("[rules]\nheavy-page = \"warning\"\n[weight]\nhome = 9", "", &[]));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].severity, Severity::Warning);
    assert_eq!(heavy(&tracker("[rules]\nheavy-page = \"off\"\n[weight]\nhome = 9", "", &[])), []);
}

#[test]
fn all_broken_pages_are_told_in_the_order_of_their_files() {
    let settings = "[weight]\nincident = 9\nregion = 9\nhome = 9\nnames = 9";
    let found = heavy(&tracker(settings, "", &[]));
    let files: Vec<&str> = found.iter().map(|problem| problem.file.as_str()).collect();
    assert_eq!(
        files,
        ["content/incidents/harbour.md", "content/regions/estmark.md", "griot.toml", "griot.toml"]
    );
}

#[test]
fn the_page_of_the_downloads_has_a_budget() {
    let found = heavy(&tracker("[weight]\ndata = 100\n", "", &[]));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].message.contains("data/index.html"), "{}", found[0].message);
    let manual = include_str!("../MANUAL.md");
    for kind in content::PAGE_KINDS {
        let row = manual.lines().find(|line| {
            line.starts_with('|') && line.ends_with("0 |") && line.contains(&format!("`{kind}`"))
        });
        assert!(row.is_some(), "the manual names no budget of `{kind}`");
    }
}
