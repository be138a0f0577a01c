//! What a record refers to must be there, be public, and not bite its own tail.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

use griot::diagnostic::Diagnostic;
use griot::pipeline::{self, Options};
use griot::source::SourceSet;

const BASE: &[(&str, &str)] = &[
    ("griot.toml", "title = \"T\"\n[types.attack]\nlabel = \"Attack\"\n"),
    ("content/regions/ml.md", "+++\nname = \"Mali\"\n+++\n"),
    ("content/regions/ml/menaka.md", "+++\nname = \"Menaka\"\n+++\n"),
    ("content/actors/group.md", "+++\nname = \"Group\"\nkind = \"armed-group\"\n+++\n"),
    ("content/actors/people.md", "+++\nname = \"People\"\nkind = \"community\"\n+++\n"),
    ("content/sources/paper.md", "+++\ntitle = \"Paper\"\nurl = \"https://a.example/\"\n+++\n"),
    (
        "content/places.toml",
        "[[place]]\nid = \"inka\"\nname = \"Inkalafane\"\nregion = \"ml/menaka\"\n",
    ),
];

fn incident(extra: &str) -> String {
    format!("+++\ntitle = \"T\"\ndate = 2022-03-28\nregion = \"ml/menaka\"\n{extra}\n+++\n")
}

fn compile(files: &[(&str, &str)], drafts: bool) -> Vec<Diagnostic> {
    let all = BASE.iter().chain(files);
    let sources: SourceSet = all.map(|(path, text)| (*path, text.as_bytes())).collect();
    let today = jiff::civil::date(2022, 12, 1);
    let compiled = pipeline::compile(&sources, &Options { today, drafts, base_url: None });
    // What the house rules say of these small records is not asked here.
    let asked = |problem: &Diagnostic| {
        problem.rule.name == "missing-source" || !griot::check::RULES.contains(&problem.rule)
    };
    compiled.problems.into_iter().filter(asked).collect()
}

fn check_files(files: &[(&str, &str)], expected: &[(&str, &str, &str)]) {
    let found = compile(files, false);
    let said: Vec<String> = found
        .iter()
        .map(|p| {
            format!("{} {} {} {} {}", p.rule.name, p.file, p.message, p.label, p.help.join(" "))
        })
        .collect();
    assert_eq!(found.len(), expected.len(), "{said:#?}");
    for (problem, (file, rule, part)) in said.iter().zip(expected) {
        assert!(
            problem.starts_with(rule) && problem.contains(file) && problem.contains(part),
            "{problem}\nnot {rule} {file} {part}"
        );
    }
}

/// An incident with `extra` has one problem, of that rule, with that text.
fn check(extra: &str, rule: &str, part: &str) {
    check_files(&[("content/incidents/x.md", &incident(extra))], &[("x.md", rule, part)]);
}

const SOURCE: &str = "[[source]]\nid = \"s\"\ntitle = \"S\"\n";

#[test]
fn a_tracker_that_holds_together_has_no_problem() {
    check_files(
        &[("content/incidents/x.md", &incident("type = \"attack\"\nsource = \"S\"\nkilled = 3"))],
        &[],
    );
}

#[test]
fn names_that_lead_nowhere_are_found_and_guessed() {
    let text = incident("source = \"S\"").replace("ml/menaka", "ml/menaca");
    check_files(
        &[("content/incidents/x.md", &text)],
        &[("x.md", "unknown-reference", "did you mean `ml/menaka`")],
    );
    check("source = \"S\"\ntype = \"atack\"", "unknown-reference", "did you mean `attack`");
    check("source = \"S\"\nrelated = [\"y\"]", "unknown-reference", "there is no record `y`");
    check("source = \"S\"\npart_of = \"y\"", "unknown-reference", "there is no record `y`");
    check(
        &format!("[[claim]]\nperpetrator = \"groop\"\n{SOURCE}"),
        "unknown-reference",
        "did you mean `group`",
    );
    check(
        &format!("[[claim]]\nkilled = 3\nby = \"nobody\"\n{SOURCE}"),
        "unknown-reference",
        "words with a space",
    );
    check(
        &format!("[[claim]]\nkilled = 3\nsource = \"q\"\n{SOURCE}"),
        "unknown-reference",
        "no [[source]] of this record",
    );
    check(
        &format!("[[claim]]\nkilled = 3\nsource = \"paper\"\n{SOURCE}"),
        "unknown-reference",
        "ref = \"paper\"",
    );
    check(
        &format!(
            "[[claim]]\nkilled = 3\nplace = \"Inka\"\n[[place]]\nname = \"Inkalafane\"\n{SOURCE}"
        ),
        "unknown-reference",
        "no [[place]]",
    );
    check(
        &format!("[[claim]]\nid = \"a\"\nkilled = 3\nrestates = \"b\"\n{SOURCE}"),
        "unknown-reference",
        "no [[claim]]",
    );
    check(
        &format!("[[place]]\nref = \"inca\"\n{SOURCE}"),
        "unknown-reference",
        "did you mean `inka`",
    );
    check("[[source]]\nref = \"papre\"", "unknown-reference", "did you mean `paper`");
    check(
        "[[source]]\nid = \"s\"\ntitle = \"S\"\norigin = \"t\"",
        "unknown-reference",
        "there is no source `t`",
    );
    check(
        &format!("[[statement]]\nby = \"grop\"\ntext = \"t\"\n{SOURCE}"),
        "unknown-reference",
        "did you mean `group`",
    );
}

#[test]
fn a_place_of_the_gazetteer_has_its_name_from_there() {
    let text = incident(&format!(
        "[[claim]]\nkilled = 3\nplace = \"Inkalafane\"\n[[place]]\nref = \"inka\"\n{SOURCE}"
    ));
    check_files(&[("content/incidents/x.md", &text)], &[]);
}

#[test]
fn a_community_is_never_a_perpetrator() {
    for usage in ["", "use = \"rejected\"\nreason = \"r\"\n"] {
        check(
            &format!("[[claim]]\nperpetrator = \"people\"\n{usage}{SOURCE}"),
            "community-as-perpetrator",
            "cannot be a perpetrator",
        );
    }
}

#[test]
fn ids_are_given_once() {
    let text = incident("source = \"S\"");
    check_files(
        &[("content/incidents/2021/x.md", &text), ("content/incidents/2022/x.md", &text)],
        &[("2022/x.md", "duplicate-id", "`x`")],
    );
    let milestone = "+++\ntitle = \"T\"\ndate = 2022-01-01\n+++\n";
    check_files(
        &[("content/incidents/x.md", &text), ("content/milestones/x.md", milestone)],
        &[("milestones/x.md", "duplicate-id", "`x`")],
    );
    check(&format!("{SOURCE}{SOURCE}"), "duplicate-id", "`s`");
    check(
        &format!("[[claim]]\nid = \"a\"\nkilled = 1\n[[claim]]\nid = \"a\"\nkilled = 2\n{SOURCE}"),
        "duplicate-id",
        "`a`",
    );
}

#[test]
fn drafts_hold_their_ids_and_cannot_be_named() {
    let draft = incident("source = \"S\"\nstatus = \"draft\"");
    let naming = incident("source = \"S\"\nrelated = [\"secret\"]");
    let files = [
        ("content/incidents/secret.md", draft.as_str()),
        ("content/incidents/x.md", naming.as_str()),
    ];
    check_files(&files, &[("x.md", "not-public", "same embargo")]);
    assert_eq!(compile(&files, true), [], "with --drafts it may");
    let embargoed = incident("source = \"S\"\nembargo = 2022-12-02");
    let files = [
        ("content/incidents/secret.md", embargoed.as_str()),
        ("content/incidents/x.md", naming.as_str()),
    ];
    check_files(&files, &[("x.md", "not-public", "`secret`")]);
    let over = incident("source = \"S\"\nembargo = 2022-12-01");
    let files = [
        ("content/incidents/secret.md", over.as_str()),
        ("content/incidents/x.md", naming.as_str()),
    ];
    check_files(&files, &[]);
}

#[test]
fn problems_of_a_draft_are_warnings_until_it_is_built() {
    let draft = incident("source = \"S\"\nstatus = \"draft\"\nkiled = 3");
    let files = [("content/incidents/x.md", draft.as_str())];
    assert!(!griot::diagnostic::any_error(&compile(&files, false)));
    assert_eq!(compile(&files, false).len(), 1);
    assert!(griot::diagnostic::any_error(&compile(&files, true)));
}

#[test]
fn chains_that_return_are_errors() {
    let part = |of: &str| incident(&format!("source = \"S\"\npart_of = \"{of}\""));
    check_files(
        &[("content/incidents/a.md", &part("b")), ("content/incidents/b.md", &part("a"))],
        &[
            ("a.md", "circular-reference", "part of itself"),
            ("b.md", "circular-reference", "part of itself"),
        ],
    );
    check_files(
        &[("content/incidents/a.md", &part("a"))],
        &[("a.md", "circular-reference", "itself")],
    );
    let actor = "+++\nname = \"A\"\nparent = \"b\"\n+++\n";
    let other = "+++\nname = \"B\"\nparent = \"a\"\n+++\n";
    check_files(
        &[("content/actors/a.md", actor), ("content/actors/b.md", other)],
        &[("a.md", "circular-reference", "itself"), ("b.md", "circular-reference", "itself")],
    );
    for link in ["restates", "supersedes"] {
        let claims = format!(
            "[[claim]]\nid = \"a\"\nkilled = 1\n{link} = \"b\"\n[[claim]]\nid = \"b\"\nkilled = 2\n{link} = \"a\"\n{SOURCE}"
        );
        let text = incident(&claims);
        check_files(
            &[("content/incidents/x.md", &text)],
            &[("x.md", "circular-reference", "itself"), ("x.md", "circular-reference", "itself")],
        );
    }
    let origins = "[[source]]\nid = \"s\"\ntitle = \"S\"\norigin = \"t\"\n[[source]]\nid = \"t\"\ntitle = \"T\"\norigin = \"s\"\n";
    let text = incident(origins);
    check_files(
        &[("content/incidents/x.md", &text)],
        &[
            ("x.md", "circular-reference", "own origin"),
            ("x.md", "circular-reference", "own origin"),
        ],
    );
}

#[test]
fn a_region_has_the_regions_above_it() {
    let region = "+++\nname = \"N\"\n+++\n";
    check_files(
        &[("content/regions/ne/tillaberi.md", region)],
        &[("tillaberi.md", "unknown-reference", "griot new region NAME --id ne")],
    );
}

#[test]
fn an_incident_without_a_source_is_warned_of() {
    check("", "missing-source", "names no source");
    let two = "[[source]]\nid = \"a\"\ntitle = \"A\"\n[[source]]\nid = \"b\"\ntitle = \"B\"\n[[claim]]\nkilled = 3\n";
    check(two, "missing-source", "one of a, b");
}

#[test]
fn all_problems_of_all_files_come_in_one_run() {
    let broken = incident("source = \"S\"\nkiled = 1\nevidence = \"good\"");
    check_files(
        &[
            ("content/incidents/a.md", &broken),
            ("content/incidents/b.md", "no front matter\n"),
            ("content/actors/c.md", "+++\n+++\n"),
        ],
        &[
            ("actors/c.md", "missing-field", "`name`"),
            ("a.md", "unknown-key", "kiled"),
            ("a.md", "unknown-word", "good"),
            ("b.md", "front-matter", "+++"),
        ],
    );
}

#[test]
fn a_folder_without_settings_says_what_it_lacks() {
    let sources: SourceSet = [("content/index.md", "+++\n+++\n")].into_iter().collect();
    let today = jiff::civil::date(2022, 12, 1);
    let found =
        pipeline::compile(&sources, &Options { today, drafts: false, base_url: None }).problems;
    assert!(found.iter().any(|problem| problem.message.contains("griot.toml")), "{found:?}");
}

#[test]
fn a_long_chain_of_sources_costs_no_more_than_its_length() {
    let file = |at: usize| {
        let origin = if at == 0 { String::new() } else { format!("origin = \"c{}\"\n", at - 1) };
        let path = format!("content/sources/c{at}.md");
        (
            path,
            format!("+++\ntitle = \"Copy {at}\"\nurl = \"https://a.example/{at}\"\n{origin}+++\n"),
        )
    };
    let mut files: Vec<(String, String)> = (0..5000).map(file).collect();
    let cited = incident("source = [{ ref = \"c4999\" }, { ref = \"c17\" }]");
    files.push(("content/incidents/x.md".into(), cited));
    let as_texts = |files: &[(String, String)]| -> SourceSet {
        let base = BASE.iter().map(|(path, text)| (*path, text.as_bytes()));
        base.chain(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()))).collect()
    };
    let options = Options { today: jiff::civil::date(2022, 12, 1), drafts: false, base_url: None };
    let sources = as_texts(&files);
    let site = pipeline::compile(&sources, &options).site.unwrap();
    let page = site.file(&sources, "incidents/x.html").unwrap().unwrap();
    assert!(String::from_utf8(page).unwrap().contains("2 sources, 1 independent origin"));

    // Closed to a ring, every one of them is its own origin.
    files[0].1 = files[0].1.replace("title", "origin = \"c4999\"\ntitle");
    let circular = pipeline::compile(&as_texts(&files), &options).problems;
    assert_eq!(circular.len(), 5000);
    assert!(circular.iter().all(|problem| problem.rule.name == "circular-reference"));
}

#[test]
fn a_shared_source_repeats_shared_sources_alone() {
    // The record's own `paper` is another text than the shared one that `copy` repeats.
    let copy = "+++\ntitle = \"Copy\"\nurl = \"https://b.example/\"\norigin = \"paper\"\n+++\n";
    let text = incident(
        "[[source]]\nref = \"copy\"\n[[source]]\nid = \"paper\"\ntitle = \"Leaflet\"\norigin = \"copy\"",
    );
    check_files(&[("content/sources/copy.md", copy), ("content/incidents/x.md", &text)], &[]);
}

#[test]
fn a_page_names_the_parts_the_related_records_and_the_reports_of_its_incident() {
    let named = |title: &str, extra: &str| {
        incident(&format!("source = \"S, https://a.example/\"\n{extra}"))
            .replace("\"T\"", &format!("\"{title}\""))
    };
    let files = [
        ("content/incidents/x.md", named("Whole", "related = [\"z\"]")),
        ("content/incidents/y.md", named("The part", "part_of = \"x\"")),
        ("content/incidents/z.md", named("The neighbour", "")),
        (
            "content/reports/r.md",
            "+++\ntitle = \"The report\"\ndate = 2022-05-01\ndocuments = [\"x\"]\n+++\n".to_owned(),
        ),
    ];
    let base = BASE.iter().map(|(path, text)| (*path, text.as_bytes()));
    let sources: SourceSet =
        base.chain(files.iter().map(|(path, text)| (*path, text.as_bytes()))).collect();
    let options = Options { today: jiff::civil::date(2022, 12, 1), drafts: false, base_url: None };
    let site = pipeline::compile(&sources, &options).site.unwrap();
    let page = |id: &str| {
        let page = site.file(&sources, &format!("incidents/{id}.html")).unwrap().unwrap();
        String::from_utf8(page).unwrap()
    };
    for (id, shown) in [
        ("x", "The part"),
        ("x", "The neighbour"),
        ("x", "The report"),
        ("z", "Whole"),
        ("y", "Whole"),
    ] {
        let page = page(id);
        let main = page.split_once("<main").unwrap().1.split_once("</main").unwrap().0;
        let link = format!(">{shown}</a>");
        assert!(main.contains(&link) || main.contains(&format!(">{shown}<")), "{id}: {shown}");
    }
}

#[test]
fn a_dataset_goes_back_to_what_it_cites() {
    let set = "+++\ntitle = \"Events\"\nkind = \"data\"\n+++\n";
    let check = |origin: &str, expected: &str| {
        let cited = format!(
            "[[claim]]\nkilled = 2\nsource = \"set\"\n\
             [[source]]\nref = \"set\"\n{origin}[[source]]\nid = \"paper\"\ntitle = \"Raid\"\nnote = \"N\"\n"
        );
        let text = incident(&cited);
        let files = [("content/sources/set.md", set), ("content/incidents/x.md", &*text)];
        check_files(&files, &[]);
        let all = BASE.iter().chain(&files);
        let sources: SourceSet = all.map(|(path, text)| (*path, text.as_bytes())).collect();
        let today = jiff::civil::date(2022, 12, 1);
        let options = Options { today, drafts: false, base_url: None };
        let site = pipeline::compile(&sources, &options).site.unwrap();
        let page = site.file(&sources, "incidents/x.html").unwrap().unwrap();
        let page = String::from_utf8(page).unwrap();
        assert!(page.contains(expected), "{origin}");
    };
    check("", "2 sources, 2 independent origins");
    check("origin = \"paper\"\n", "2 sources, 1 independent origin");
}
