//! No silent edits: what `griot.lock` holds a tracker to, and what it lets pass.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests write trackers to disk")]

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use griot::diagnostic::{Diagnostic, Severity};
use griot::lock::{Accepted, Renewed};
use griot::pipeline::{self, Options};
use griot::source::{SourceSet, Sources};

const RAID: &str = "content/incidents/2024/raid.md";

const FILES: &[(&str, &str)] = &[
    (
        "griot.toml",
        "title = \"T\"\n[rules]\nsource-without-address = \"off\"\npast-embargo = \"off\"\n",
    ),
    ("content/index.md", "+++\n+++\nWords of the home page.\n"),
    ("content/about.md", "+++\ntitle = \"About\"\n+++\nWho we are.\n"),
    ("content/regions/estmark.md", "+++\nname = \"Estmark\"\n+++\n"),
    (
        "content/actors/police.md",
        "+++\nname = \"Police of Estmark\"\nkind = \"state-force\"\n+++\n",
    ),
    ("content/sources/paper.md", "+++\ntitle = \"Paper\"\nurl = \"https://a.example/\"\n+++\n"),
    (
        "content/reports/year.md",
        "+++\ntitle = \"The year\"\ndate = 2024-12-31\nsource = \"S\"\n+++\n",
    ),
    ("content/milestones/law.md", "+++\ntitle = \"A law\"\ndate = 2024-01-01\n+++\n"),
    (
        "content/places.toml",
        "[[place]]\nid = \"quay\"\nname = \"Old Quay\"\npoint = [51.2, 3.4]\nnote = \"For us.\"\n",
    ),
    (RAID, RECORD),
    (
        "content/incidents/2024/fire.md",
        "+++\ntitle = \"Fire\"\ndate = 2024-06-01\nregion = \"estmark\"\ninjured = 2\nsource = \"S\"\n+++\n",
    ),
];

const RECORD: &str = r#"+++
# A comment.
title = "Newsroom raided"
date = 2024-05-14
region = "estmark"

[[place]]
ref = "quay"

[[claim]]
id = "first"
injured = 3
perpetrator = "police"
status = "alleged"
source = "paper"
note = "The frist figure."

[[claim]]
injured = "at least 2"
place = "Old Quay"
source = "courier"

[[source]]
ref = "paper"

[[source]]
id = "courier"
title = "The Courier"
url = "https://courier.example/raid"

[[change]]
on = 2024-06-01
kind = "update"
note = "A second source."

[safety]
note = "Ask the lawyer."
withhold = ["the print shop"]

[private]
phone = "none"
+++
Three people were hurt.

<!-- Ask again. -->
"#;

fn options() -> Options {
    Options { today: jiff::civil::date(2025, 3, 2), drafts: false, base_url: None }
}

fn tracker() -> SourceSet {
    FILES.iter().map(|(path, text)| (*path, text.as_bytes())).collect()
}

fn renew(sources: &SourceSet, accepted: Accepted) -> (Option<Renewed>, Vec<Diagnostic>) {
    pipeline::renew_lock(sources, &options(), accepted)
}

/// The tracker with its lock.
fn locked() -> SourceSet {
    let mut sources = tracker();
    lock(&mut sources);
    sources
}

fn lock(sources: &mut SourceSet) -> Renewed {
    let (renewed, problems) = renew(sources, Accepted::default());
    let renewed = renewed.unwrap_or_else(|| panic!("{}", told(&problems)));
    sources.insert("griot.lock", renewed.text.as_bytes());
    renewed
}

fn text(sources: &SourceSet, path: &str) -> String {
    String::from_utf8(sources.read(path).unwrap()).unwrap()
}

/// Replaces a part of a file, which must be there.
fn edit(sources: &mut SourceSet, path: &str, from: &str, to: &str) {
    let old = text(sources, path);
    assert!(old.contains(from), "{from} is not in {path}");
    sources.insert(path, old.replacen(from, to, 1).as_bytes());
}

fn change(sources: &mut SourceSet, kind: &str) {
    let new = format!(
        "[[change]]\non = 2025-03-02\nkind = \"{kind}\"\nnote = \"What changed.\"\n\n[safety]"
    );
    edit(sources, RAID, "[safety]", &new);
}

fn compile(sources: &SourceSet) -> Vec<Diagnostic> {
    let mut problems = pipeline::compile(sources, &options()).problems;
    // House rules have tests of their own.
    problems.retain(|problem| !griot::check::RULES.contains(&problem.rule));
    problems
}

fn told(problems: &[Diagnostic]) -> String {
    let line = |p: &Diagnostic| {
        let severity = if p.severity == Severity::Error { "error" } else { "warning" };
        format!(
            "{severity} {} {} {} | {} | {}",
            p.rule.name,
            p.file,
            p.message,
            p.label,
            p.help.join(" | ")
        )
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Checks that there is one problem, of that rule, that says all of these.
fn expect(sources: &SourceSet, rule: &str, parts: &[&str]) {
    let problems = compile(sources);
    let told = told(&problems);
    assert_eq!(problems.len(), 1, "{told}");
    assert_eq!(problems[0].rule.name, rule, "{told}");
    for part in parts {
        assert!(told.contains(part), "{part:?} is not in\n{told}");
    }
}

fn expect_silence(sources: &SourceSet) {
    let problems = compile(sources);
    assert!(problems.is_empty(), "{}", told(&problems));
}

#[test]
fn every_kind_of_record_has_a_line_and_a_lock_holds_what_it_was_made_of() {
    let mut sources = tracker();
    expect_silence(&sources);
    let renewed = lock(&mut sources);
    expect_silence(&sources);
    let keys = [
        "actors/police",
        "incidents/fire",
        "incidents/raid",
        "milestones/law",
        "pages/about",
        "pages/index",
        "regions/estmark",
        "reports/year",
        "sources/paper",
    ];
    assert_eq!(renewed.added, keys);
    let lines: Vec<&str> = renewed.text.lines().filter(|line| !line.starts_with(['#'])).collect();
    assert_eq!(lines[0], "griot.lock 1");
    assert!(lines[1..].iter().zip(keys).all(|(line, key)| line.starts_with(&format!("{key} "))));
    assert!(!renewed.text.contains("print shop") && !renewed.text.contains("lawyer"));
    let again = lock(&mut sources);
    assert_eq!((again.text, again.added.len(), again.updated.len()), (renewed.text, 0, 0));
}

/// The hashes are part of the format: a change here makes every lock that there is wrong.
#[test]
fn the_hashes_stay_as_they_are() {
    let renewed = lock(&mut tracker());
    insta::assert_snapshot!("lock-file", renewed.text);
}

#[test]
fn what_readers_do_not_see_is_free() {
    for (path, from, to) in [
        (RAID, "# A comment.\n", ""),
        (
            RAID,
            "title = \"Newsroom raided\"\ndate = 2024-05-14\n",
            "date   =  2024-05-14\ntitle = 'Newsroom raided' # so\n",
        ),
        (
            RAID,
            "injured = 3\nperpetrator = \"police\"",
            "perpetrator = [\"police\"]\ninjured = 3\nuse = \"counted\"",
        ),
        (RAID, "Three people were hurt.\n", "\n\nThree people were hurt. \r\n\r\n"),
        (RAID, "<!-- Ask again. -->", "<!-- Asked. -->"),
        (RAID, "Ask the lawyer.", "Asked the lawyer."),
        (RAID, "[\"the print shop\"]", "[\"the print shop\", \"the baker\"]"),
        (RAID, "phone = \"none\"", "phone = \"one\""),
        (RAID, "region = \"estmark\"", "region = \"estmark\"\nembargo = 2025-03-01"),
        (RAID, "ref = \"quay\"", "name = \"Old Quay\"\npoint = [51.2, 3.4]"),
        ("content/places.toml", "For us.", "For us alone."),
        ("griot.toml", "title = \"T\"", "title = \"Another title\""),
    ] {
        let mut sources = locked();
        edit(&mut sources, path, from, to);
        expect_silence(&sources);
    }
}

#[test]
fn an_edit_that_nobody_declares_is_an_error_that_names_it() {
    for (path, from, to, parts) in [
        (
            RAID,
            "injured = 3",
            "injured = 5",
            &["claim `first`: figures", "kind = \"correction\"", "on = 2025-03-02"][..],
        ),
        (RAID, "\"at least 2\"", "\"at least 3\"", &["claim 2: figures"]),
        (
            RAID,
            "The frist",
            "The first",
            &["claim `first`: words", "griot lock --typo content/incidents/2024/raid.md"],
        ),
        (
            RAID,
            "status = \"alleged\"",
            "status = \"alleged\"\nuse = \"shown\"",
            &["claim `first`: facts"],
        ),
        (RAID, "\"alleged\"", "\"established\"", &["claim `first`: facts"]),
        (RAID, "2024-05-14", "2024-05-15", &["changed: date |"]),
        (
            RAID,
            "title = \"Newsroom raided\"",
            "title = \"Newsroom attacked\"",
            &["changed: title |"],
        ),
        (RAID, "courier.example/raid", "courier.example/fire", &["source `courier`: facts"]),
        (RAID, "Three people", "Four people", &["changed: body |"]),
        (
            RAID,
            "[safety]\n",
            "[safety]\nprecision = \"adm1\"\n",
            &["precision: new", "kind = \"update\""],
        ),
        (
            RAID,
            "date = 2024",
            "status = \"withdrawn\"\nreason = \"No raid.\"\ndate = 2024",
            &["status: new", "kind = \"withdrawal\""],
        ),
        (
            RAID,
            "[[change]]",
            "[[victim]]\nname = \"A\"\nbasis = \"family\"\n\n[[change]]",
            &["victim 1: new", "kind = \"update\""],
        ),
        (
            RAID,
            "[[claim]]\nid",
            "[[claim]]\ninjured = 9\nsource = \"paper\"\n\n[[claim]]\nid",
            &["changed: claim 1: new |"],
        ),
        ("content/index.md", "Words", "Other words", &["changed: body |"]),
        ("content/about.md", "About", "About us", &["`About us`", "title"]),
        ("content/regions/estmark.md", "Estmark", "Estmarch", &["title"]),
        ("content/actors/police.md", "state-force", "militia", &["kind"]),
        ("content/sources/paper.md", "a.example", "b.example", &["what the source is: facts"]),
        ("content/reports/year.md", "2024-12-31", "2025-01-01", &["date"]),
        ("content/milestones/law.md", "A law", "The law", &["title"]),
    ] {
        let mut sources = locked();
        edit(&mut sources, path, from, to);
        expect(&sources, "silent-edit", parts);
        assert!(pipeline::compile(&sources, &options()).site.is_none());
        sources.remove("griot.lock");
        expect_silence(&sources);
    }
}

#[test]
fn the_order_of_claims_is_what_readers_see() {
    let mut sources = locked();
    let old = text(&sources, RAID);
    let second = old.find("[[claim]]\ninjured = \"at").unwrap();
    let end = old.find("[[source]]").unwrap();
    let first = old.find("[[claim]]").unwrap();
    let swapped = [&old[..first], &old[second..end], &old[first..second], &old[end..]].concat();
    sources.insert(RAID, swapped.as_bytes());
    expect(&sources, "silent-edit", &["the order of its parts"]);
}

#[test]
fn a_point_moved_in_the_gazetteer_is_an_edit_of_what_is_shown_there() {
    let mut sources = locked();
    edit(&mut sources, "content/places.toml", "51.2", "51.9");
    expect(&sources, "silent-edit", &[RAID, "place 1: facts", "content/places.toml"]);
    change(&mut sources, "typo");
    expect(&sources, "silent-edit", &["no typo is mended by changing a fact"]);
}

#[test]
fn a_declared_edit_passes_and_waits_for_the_lock() {
    for kind in ["update", "correction", "withdrawal"] {
        let mut sources = locked();
        edit(&mut sources, RAID, "injured = 3", "injured = 5");
        change(&mut sources, kind);
        expect(&sources, "stale-lock", &["warning", "1 record", "`incidents/raid` (changed)"]);
        assert_eq!(lock(&mut sources).updated, ["incidents/raid"]);
        expect_silence(&sources);
        edit(&mut sources, RAID, "injured = 5", "injured = 6");
        expect(&sources, "silent-edit", &["claim `first`: figures"]);
    }
}

#[test]
fn a_typo_covers_words_and_no_figure() {
    let mut sources = locked();
    edit(&mut sources, RAID, "frist", "first");
    change(&mut sources, "typo");
    expect(&sources, "stale-lock", &["changed"]);
    edit(&mut sources, RAID, "injured = 3", "injured = 5");
    expect(&sources, "silent-edit", &["no typo is mended", "figures and words"]);
    let help = told(&compile(&sources));
    assert!(!help.contains("--typo"), "{help}");
}

#[test]
fn an_accepted_typo_needs_no_change_and_covers_no_fact() {
    let typo =
        |file: &str| Accepted { typos: [file.into()].into_iter().collect(), ..Accepted::default() };
    let mut sources = locked();
    edit(&mut sources, RAID, "frist", "first");
    let (renewed, problems) = renew(&sources, typo("content/about.md"));
    assert!(renewed.is_none(), "another file was named");
    assert!(told(&problems).contains("silent-edit"));
    let (renewed, _) = renew(&sources, typo(RAID));
    let renewed = renewed.unwrap();
    assert_eq!(
        (renewed.updated.as_slice(), renewed.nothing_to_accept.len()),
        (&["incidents/raid".to_owned()][..], 0)
    );
    edit(&mut sources, RAID, "injured = 3", "injured = 4");
    let (renewed, problems) = renew(&sources, typo(RAID));
    assert!(renewed.is_none() && told(&problems).contains("no typo is mended"));

    let mut sources = locked();
    edit(&mut sources, "content/places.toml", "Old Quay", "Old Quays");
    edit(&mut sources, RAID, "place = \"Old Quay\"", "place = \"Old Quays\"");
    expect(&sources, "silent-edit", &["place 1: words |"]);
    assert!(renew(&sources, typo("content/places.toml")).0.is_some());
    let (renewed, _) = renew(&locked(), typo("content/about.md"));
    assert_eq!(renewed.unwrap().nothing_to_accept.len(), 1);
}

#[test]
fn history_is_added_to_and_not_rewritten() {
    for (from, to, message) in [
        (
            "kind = \"update\"",
            "kind = \"typo\"",
            "the update of 2024-06-01 in the public history says something else",
        ),
        ("A second source.", "Another source.", "says something else"),
        ("on = 2024-06-01", "on = 2024-06-02", "the update of 2024-06-01 is gone"),
    ] {
        let mut sources = locked();
        edit(&mut sources, RAID, from, to);
        expect(&sources, "rewritten-history", &[message, "version control"]);
    }
    let mut sources = locked();
    edit(
        &mut sources,
        RAID,
        "[[change]]\non = 2024-06-01\nkind = \"update\"\nnote = \"A second source.\"\n",
        "",
    );
    expect(&sources, "rewritten-history", &["is gone"]);
    let mut sources = locked();
    change(&mut sources, "update");
    expect(&sources, "stale-lock", &["changed"]);
}

#[test]
fn a_published_record_does_not_vanish() {
    let gone = |change: fn(&mut SourceSet), parts: &[&str]| {
        let mut sources = locked();
        change(&mut sources);
        expect(&sources, "vanished-record", parts);
    };
    gone(
        |s| s.remove(RAID),
        &["griot.lock", "has no file", "withdrawn", "griot lock --forget incidents/raid"],
    );
    gone(
        |s| edit(s, RAID, "date", "status = \"draft\"\ndate"),
        &[RAID, "is not public any more", "withdrawn"],
    );
    gone(|s| edit(s, RAID, "date", "status = \"review\"\ndate"), &[RAID, "is not public"]);
    gone(|s| edit(s, RAID, "date", "embargo = 2030-01-01\ndate"), &[RAID, "is not public"]);
    gone(|s| s.remove("content/about.md"), &["`pages/about`", "has no file"]);
    let mut sources = locked();
    sources.remove(RAID);
    sources.insert("content/incidents/2024/newsroom.md", RECORD.as_bytes());
    let told = told(&compile(&sources));
    assert!(told.contains("write `id = \"raid\"`"), "{told}");
}

#[test]
fn a_record_can_be_forgotten_where_safety_demands_it() {
    let forget = |key: &str| Accepted {
        forget: [key.to_owned()].into_iter().collect(),
        ..Accepted::default()
    };
    let mut sources = locked();
    let (renewed, _) = renew(&sources, forget("incidents/raid"));
    assert_eq!(renewed.unwrap().still_public, ["incidents/raid"]);
    sources.remove(RAID);
    let (renewed, _) = renew(&sources, forget("incidents/raid"));
    let renewed = renewed.unwrap();
    assert_eq!(renewed.forgotten, ["incidents/raid"]);
    assert!(!renewed.text.contains("raid"), "no trace is left");
}

#[test]
fn an_address_that_was_public_leads_to_its_record_for_ever() {
    let mut sources = locked();
    sources.remove(RAID);
    sources.insert("content/incidents/raids/raid.md", RECORD.as_bytes());
    let raid = "content/incidents/raids/raid.md";
    let line = "aliases = [\"incidents/2024/raid.html\"]";
    expect(&sources, "lost-address", &["leads nowhere", line]);
    edit(&mut sources, raid, "region =", &format!("{line}\nregion ="));
    expect(&sources, "stale-lock", &["changed"]);
    lock(&mut sources);
    expect_silence(&sources);
    edit(&mut sources, raid, line, "");
    expect(&sources, "lost-address", &[line]);
    // Another record must not take the address over.
    let fire = text(&sources, "content/incidents/2024/fire.md");
    sources.insert(
        "content/incidents/2024/raid.md",
        fire.replace("title", "id = \"other\"\ntitle").as_bytes(),
    );
    edit(
        &mut sources,
        "content/incidents/2024/raid.md",
        "id = \"other\"",
        "id = \"late\"\naliases = [\"incidents/2024/raid.html\"]",
    );
    let told = told(&compile(&sources));
    assert!(told.contains("lost-address") && told.contains("shows another"), "{told}");
}

#[test]
fn withdrawn_and_merged_records_keep_a_page_at_every_address() {
    let mut sources = tracker();
    edit(
        &mut sources,
        RAID,
        "region =",
        "aliases = [\"old/raid.html\", \"2024/05/raid/\"]\nregion =",
    );
    lock(&mut sources);
    for line in ["status = \"withdrawn\"\nreason = \"No raid.\"\n", "merged_into = \"fire\"\n"] {
        let mut sources = sources.clone();
        edit(&mut sources, RAID, "region =", &format!("{line}region ="));
        expect(&sources, "silent-edit", &[]);
        change(&mut sources, "withdrawal");
        lock(&mut sources);
        let site = support::build(&sources);
        let page = |address: &str| String::from_utf8(site[address].clone()).unwrap();
        let tombstone = page("incidents/2024/raid.html");
        assert!(tombstone.contains("A second source."), "the history stays: {tombstone}");
        for (address, to) in [("old/raid.html", "../"), ("2024/05/raid/index.html", "../../../")] {
            let redirect = page(address);
            // Relative, without a script: it works in a subfolder and from a disk, and robots pass it by.
            let to = format!("{to}incidents/2024/raid.html");
            assert!(redirect.contains(&format!("content=\"0; url={to}\"")), "{redirect}");
            assert!(redirect.contains(&format!("<a href=\"{to}\"")), "{redirect}");
            assert!(redirect.contains("noindex") && !redirect.contains("<script"), "{redirect}");
        }
        // An alias must lead on for ever, too.
        edit(&mut sources, RAID, "\"old/raid.html\", ", "");
        expect(
            &sources,
            "lost-address",
            &["`old/raid.html`", "aliases = [\"2024/05/raid/\", \"old/raid.html\"]"],
        );
    }
    // The target of a merger may take the address over.
    edit(
        &mut sources,
        RAID,
        "aliases = [\"old/raid.html\", \"2024/05/raid/\"]",
        "aliases = [\"2024/05/raid/\"]\nmerged_into = \"fire\"",
    );
    change(&mut sources, "withdrawal");
    edit(
        &mut sources,
        "content/incidents/2024/fire.md",
        "region =",
        "aliases = [\"old/raid.html\"]\nregion =",
    );
    expect(&sources, "stale-lock", &["2 records"]);
}

#[test]
fn new_records_are_one_warning_and_hidden_ones_none() {
    let mut sources = locked();
    for at in 1..=5 {
        sources.insert(
            format!("content/incidents/n{at}.md").as_str(),
            text(&sources, "content/incidents/2024/fire.md").as_bytes(),
        );
    }
    expect(
        &sources,
        "stale-lock",
        &[
            "5 records",
            "`incidents/n1` (new), `incidents/n2` (new), `incidents/n3` (new) and 2 more",
            "griot lock",
        ],
    );
    sources.insert("griot.toml", "title = \"T\"\n[rules]\nstale-lock = \"off\"\n");
    expect_silence(&sources);

    let mut sources = locked();
    let fire = text(&sources, "content/incidents/2024/fire.md");
    let with = |line: &str| fire.replace("date", &format!("{line}\ndate")).into_bytes();
    sources.insert("content/incidents/a.md", with("status = \"draft\""));
    sources.insert("content/incidents/b.md", with("embargo = 2030-01-01"));
    // It came out by itself, on a day on which nobody may be there to run `griot lock`.
    sources.insert("content/incidents/c.md", with("embargo = 2025-01-01"));
    expect_silence(&sources);
    let drafts = Options { drafts: true, ..options() };
    let problems = pipeline::compile(&sources, &drafts).problems;
    assert!(problems.is_empty(), "{}", told(&problems));
    assert_eq!(lock(&mut sources).added, ["incidents/c"]);
}

#[test]
fn while_somebody_writes_an_edit_is_a_warning() {
    let mut sources = locked();
    edit(&mut sources, RAID, "injured = 3", "injured = 5");
    let compiled = pipeline::compile_while_writing(&sources, &options(), None);
    assert!(compiled.site.is_some() && told(&compiled.problems).starts_with("warning silent-edit"));
}

#[test]
fn a_file_that_cannot_be_read_stops_the_build() {
    let mut sources = locked();
    edit(&mut sources, "griot.lock", "incidents/fire", "<<<<<<< ours\nincidents/fire");
    expect(&sources, "broken-lock", &["unfinished merge"]);
    assert!(renew(&sources, Accepted::default()).0.is_none());
    sources.insert("griot.lock", b"\xff".as_slice());
    expect(&sources, "encoding", &["griot.lock"]);
}

#[test]
fn with_errors_in_the_content_no_lock_is_made() {
    let mut sources = tracker();
    edit(&mut sources, RAID, "region = \"estmark\"", "region = \"nowhere\"");
    let (renewed, problems) = renew(&sources, Accepted::default());
    assert!(renewed.is_none() && told(&problems).contains("unknown-reference"));
}

struct Run {
    code: i32,
    err: String,
}

fn griot(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_griot"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("SOURCE_DATE_EPOCH", "1740900000")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Run { code: output.status.code().unwrap(), err: String::from_utf8(output.stderr).unwrap() }
}

fn on_disk(sources: &SourceSet) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for path in sources.paths() {
        let file = folder.path().join(path.as_str());
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, sources.read(path.as_str()).unwrap()).unwrap();
    }
    folder
}

#[test]
fn the_command_writes_the_file_and_says_what_is_new() {
    let folder = on_disk(&tracker());
    let lock = folder.path().join("griot.lock");
    let run = griot(folder.path(), &["lock"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.err.contains("griot.lock has 9 records:\n  new        actors/police"),
        "{}",
        run.err
    );
    assert!(run.err.contains("and 4 others"), "{}", run.err);
    let made = fs::read_to_string(&lock).unwrap();
    assert_eq!(made, text(&locked(), "griot.lock"), "the day is not in it");
    let run = griot(folder.path(), &["lock"]);
    assert!(run.err.contains("9 records; nothing changed"), "{}", run.err);

    let raid = folder.path().join(RAID);
    fs::write(&raid, RECORD.replace("frist", "first")).unwrap();
    let run = griot(folder.path(), &["lock"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(
        run.err.contains("error[silent-edit]") && run.err.contains("was not written"),
        "{}",
        run.err
    );
    assert_eq!(griot(folder.path(), &["build"]).code, 1);
    assert!(!folder.path().join("public").exists());
    assert_eq!(fs::read_to_string(&lock).unwrap(), made);
    let run = griot(folder.path(), &["lock", "--typo", "content/nowhere.md"]);
    assert_eq!(run.code, 2, "{}", run.err);
    let below = folder.path().join("content/incidents");
    let run = griot(&below, &["lock", "--typo", "2024/raid.md"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("  changed    incidents/raid"), "{}", run.err);
    let run = griot(folder.path(), &["lock", "--typo", RAID]);
    assert!(run.err.contains("nothing to accept in content/incidents/2024/raid.md"), "{}", run.err);

    let run = griot(folder.path(), &["lock", "--forget", "incidents/raid"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("still public"), "{}", run.err);
    fs::remove_file(&raid).unwrap();
    let run = griot(folder.path(), &["lock", "--forget", "incidents/rain"]);
    assert_eq!(run.code, 1, "the record is not forgotten: {}", run.err);
    let run = griot(folder.path(), &["lock", "--forget", "incidents/raid"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("  forgotten  incidents/raid"), "{}", run.err);
    let run = griot(folder.path(), &["lock", "--forget", "incidents/raid"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert_eq!(griot(folder.path(), &["build"]).code, 0);
}

#[test]
fn where_the_file_cannot_be_written_the_old_one_stays() {
    let folder = on_disk(&locked());
    let lock = folder.path().join("griot.lock");
    let old = fs::read_to_string(&lock).unwrap();
    let fire = folder.path().join("content/incidents/2024/smoke.md");
    fs::copy(folder.path().join("content/incidents/2024/fire.md"), fire).unwrap();
    // A folder where the new file would be made stands for a disk that refuses; also for its owner.
    let blocked = folder.path().join(".griot.lock.griot-new");
    fs::create_dir(&blocked).unwrap();
    let run = griot(folder.path(), &["lock"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("cannot write") && run.err.contains("griot.lock"), "{}", run.err);
    assert_eq!(fs::read_to_string(&lock).unwrap(), old);
    fs::remove_dir(&blocked).unwrap();
    // What a killed run left is in nobody's way.
    fs::write(&blocked, "half a fi").unwrap();
    let run = griot(folder.path(), &["lock"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!blocked.exists());
    assert!(fs::read_to_string(&lock).unwrap().contains("incidents/smoke"));
}

#[test]
fn a_new_tracker_has_a_lock() {
    let folder = tempfile::tempdir().unwrap();
    let run = griot(folder.path(), &["init", "mine"]);
    assert!(run.err.contains("made           griot.lock"), "{}", run.err);
    let mine = folder.path().join("mine");
    let incident =
        mine.join("content/incidents/2024/2024-05-14-bicycle-collision-on-mill-bridge.md");
    let run = griot(&mine, &["build", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let record = fs::read_to_string(&incident).unwrap();
    fs::write(&incident, record.replace("injured = 3", "injured = 4")).unwrap();
    let run = griot(&mine, &["check", "--quiet"]);
    assert_eq!(run.code, 1, "{}", run.err);

    // Beside content that has errors there is nothing to keep yet.
    let other = folder.path().join("other");
    fs::create_dir_all(other.join("content")).unwrap();
    fs::write(other.join("content/broken.md"), "no front matter").unwrap();
    let run = griot(folder.path(), &["init", "other"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("not made       griot.lock"), "{}", run.err);
}
