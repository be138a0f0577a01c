//! The gate: every kind of secret, planted in every place and in every disguise, is caught; what is
//! innocent passes; what is not public leaves no trace.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use griot::diagnostic::{Diagnostic, Severity};
use griot::pipeline::{self, Failure, Options};
use griot::source::{SourceSet, Sources};
use support::Files;

/// A tracker with every kind of record. `«name:words»` is a slot: the words, or a secret.
const FILES: &[(&str, &str)] = &[
    (
        "griot.toml",
        "title = \"«site title:Sample tracker»\"\ndescription = \"«site description:About»\"\n\
         base_url = \"https://tracker.example/\"\nlicence = \"«licence:CC0»\"\n\
         publisher = { name = \"«publisher:Sampleford Desk»\" }\n\
         [types.raid]\nlabel = \"«type label:Raid»\"\n",
    ),
    (
        "content/incidents/a.md",
        "+++\ntitle = \"«title:A raid»\"\ndate = 2024-03-17\ntime = \"«time:dawn»\"\nregion = \"est/north\"\n\
         type = \"raid\"\nevidence = \"fair\"\nevidence_note = \"«evidence note:x»\"\n\
         tags = [\"«tag:boats»\"]\nwarning = \"«warning:x»\"\n\
         [[place]]\nname = \"«place name:Quay»\"\nalso = [{ name = \"«place also:Kay»\", note = \"«spelling note:x»\" }]\nnote = \"«place note:x»\"\n\
         [[place]]\nref = \"old-quay\"\n\
         [[claim]]\nkilled = 3\nwho = \"«who:the crew»\"\nby = \"an account of «claim by:x»\"\ntext = \"«claim text:x»\"\n\
         quote = \"«quote:x»\"\nnote = \"«claim note:x»\"\nsource = \"s\"\n\
         [[claim]]\nkilled = 9\nuse = \"rejected\"\nreason = \"«reason:x»\"\nsource = \"s\"\n\
         [[claim]]\nperpetrator = \"guard\"\nstatus = \"alleged\"\nmotive = \"«motive:x»\"\nsource = \"s\"\n\
         [[statement]]\nby = \"guard\"\non = 2024-03-18\nkind = \"denial\"\ntext = \"«statement:x»\"\nquote = \"«statement quote:x»\"\nsource = \"s\"\n\
         [[source]]\nid = \"s\"\ntitle = \"«source title:x»\"\nauthor = \"«source author:x»\"\npublisher = \"«source publisher:x»\"\n\
         url = \"https://news.example/«source address:x»\"\nnote = \"«source note:x»\"\n\
         [[source]]\nref = \"paper\"\n\
         [[victim]]\nname = \"«victim:N»\"\nrole = \"«victim role:x»\"\nage = \"«victim age:x»\"\nbasis = \"family\"\n\
         [[change]]\non = 2024-04-01\nkind = \"update\"\nnote = \"«change note:x»\"\n\
         +++\n«body:Words.»\n\n[link](https://x.example/«link address:x» \"«link title:x»\") and ![«picture text:x»](/p.txt)\n\n## «heading:Then»\n",
    ),
    (
        "content/incidents/gone.md",
        "+++\ntitle = \"G\"\ndate = 2024-01-01\nregion = \"est\"\nstatus = \"withdrawn\"\nreason = \"«withdrawal:x»\"\nsource = \"S\"\n+++\n",
    ),
    (
        "content/reports/r.md",
        "+++\ntitle = \"«report title:R»\"\ndate = 2024-05-01\narea = [\"est\"]\nsource = \"S\"\n+++\n«report body:x»\n",
    ),
    (
        "content/milestones/m.md",
        "+++\ntitle = \"«milestone title:M»\"\ndate = 2024-02-01\narea = [\"est\"]\nsource = \"S\"\n+++\n«milestone body:x»\n",
    ),
    (
        "content/regions/est.md",
        "+++\nname = \"«region name:Estmark»\"\nkind = \"«region kind:land»\"\nlevel = \"country\"\nalso = [\"«region also:Est»\"]\n[codes]\niso = \"«region code:ES»\"\n+++\n",
    ),
    ("content/regions/est/north.md", "+++\nname = \"North\"\n+++\n"),
    (
        "content/actors/guard.md",
        "+++\nname = \"«actor name:Guard»\"\nkind = \"militia\"\nalso = [\"«actor also:Gd»\"]\n+++\n«actor body:x»\n",
    ),
    (
        "content/sources/paper.md",
        "+++\ntitle = \"«shared source:Paper»\"\nkind = \"news\"\n+++\n«shared source body:x»\n",
    ),
    (
        "content/places.toml",
        "[[place]]\nid = \"old-quay\"\nname = \"«gazetteer name:Old quay»\"\nregion = \"est/north\"\nalso = [\"«gazetteer also:Oq»\"]\n",
    ),
    (
        "content/about.md",
        "+++\ntitle = \"«page title:About»\"\ndescription = \"«page description:x»\"\n+++\n«page body:x»\n",
    ),
    ("content/index.md", "+++\n+++\n«home body:x»\n"),
    ("templates/words/en.ftl", "latest_incidents = «catalogue:Latest»\n"),
    (
        "templates/404.html",
        "{% extends \"base.html\" %}{% block main %}<h1>«template:x»</h1><!-- «template comment:x» --><p data-x=\"«template attribute:x»\"></p>{% endblock main %}",
    ),
    ("static/p.txt", "«static text:x»"),
    ("static/d.json", "{\"a\": \"«static json:x»\"}"),
    (
        "static/i.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>«static svg:x»</title></svg>",
    ),
    ("static/t.csv", "a,b\n1,«static csv:x»\n"),
    ("static/css/site.css", "/* «style:x» */"),
    ("static/photo.bin", "\u{1}\0«static binary:x»\0"),
];

/// The tracker with `secret` in one slot.
fn planted(slot: Option<&str>, secret: &str) -> SourceSet {
    let mut used = slot.is_none();
    let mut fill = |text: &str| {
        let mut filled = String::new();
        for (at, piece) in text.split('«').enumerate() {
            let Some((name, rest)) = piece.split_once('»').filter(|_| at > 0) else {
                filled.push_str(piece);
                continue;
            };
            let (name, words) = name.split_once(':').unwrap();
            let here = slot == Some(name);
            used |= here;
            filled.push_str(if here { secret } else { words });
            filled.push_str(rest);
        }
        filled
    };
    let files: Vec<(&str, String)> = FILES.iter().map(|(path, text)| (*path, fill(text))).collect();
    assert!(used, "no slot {slot:?}");
    files.into_iter().collect()
}

fn slots() -> Vec<&'static str> {
    let pieces = FILES.iter().flat_map(|(_, text)| text.split('«').skip(1));
    pieces.map(|piece| piece.split(':').next().unwrap()).collect()
}

/// The problems of building a tracker, and its files where there is no error.
fn build(sources: &SourceSet) -> (Option<Files>, Vec<Diagnostic>) {
    let options = Options { today: support::today(), drafts: false, base_url: None };
    let compiled = pipeline::compile(sources, &options);
    let mut problems = compiled.problems;
    let Some(site) = compiled.site else { return (None, problems) };
    let kept = support::Kept::default();
    match site.emit(sources, &kept, &|| ()) {
        Ok(warnings) => {
            problems.extend(warnings);
            (Some(kept.0.into_inner().unwrap()), problems)
        }
        Err(Failure::Problems(found)) => {
            problems.extend(found);
            (None, problems)
        }
        Err(Failure::Output(error)) => panic!("{error}"),
    }
}

fn rules_of(problems: &[Diagnostic]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.rule.name).collect()
}

/// Builds and demands that the rule fires, as an error, without its secret in any message.
#[track_caller]
fn caught(sources: &SourceSet, rule: &str, secret: &str, what: &str) -> Diagnostic {
    let (files, problems) = build(sources);
    assert!(files.is_none(), "{what}: the site was built");
    let found = problems.iter().find(|problem| problem.rule.name == rule);
    let found = found.unwrap_or_else(|| panic!("{what}: {problems:#?}"));
    assert_eq!(found.severity, Severity::Error, "{what}");
    let texts = found.help.iter().chain([&found.label]);
    let texts = texts.chain(found.related.iter().map(|related| &related.label));
    for text in texts.map(AsRef::as_ref).chain([found.message.as_str()]) {
        assert!(!text.contains(secret), "{what}: {text}");
    }
    assert!(found.secret && !found.help.is_empty(), "{what}");
    found.clone()
}

#[track_caller]
fn passes(sources: &SourceSet, what: &str) -> Files {
    let (files, problems) = build(sources);
    let errors: Vec<_> = problems.iter().filter(|p| p.severity == Severity::Error).collect();
    files.unwrap_or_else(|| panic!("{what}: {errors:#?}"))
}

fn with(mut sources: SourceSet, files: &[(&str, &str)]) -> SourceSet {
    for (path, text) in files {
        sources.insert(*path, text.as_bytes());
    }
    sources
}

/// A public record that keeps something back.
fn keeper(tables: &str) -> String {
    format!(
        "+++\ntitle = \"K\"\ndate = 2024-06-01\nregion = \"est\"\nsource = \"S\"\n{tables}\n+++\n"
    )
}

const DRAFT: &str = "+++\ntitle = \"Fire at the harbour office\"\nstatus = \"draft\"\ndate = 2024-07-01\nregion = \"est\"\nkilled = 77\nsource = \"S\"\naliases = [\"old/fire-report\"]\n+++\nTales.\n";

#[test]
fn the_tracker_of_this_test_is_sound() {
    let (files, problems) = build(&planted(None, ""));
    let errors: Vec<_> = problems.iter().filter(|p| p.severity == Severity::Error).collect();
    assert!(files.is_some(), "{errors:#?}");
    assert!(slots().len() > 60, "{}", slots().len());
}

/// Every kind of secret, in every slot of a tracker: each is a problem of its own.
#[test]
fn every_secret_is_caught_in_every_place() {
    let withhold = keeper("[safety]\nwithhold = [\"one-eyed ferryman\"]");
    let private =
        "[private]\ncontact = \"desk@hidden.example\"\ndeep = { list = [\"met behind the mill\"] }";
    let private = keeper(private);
    let keepers = [
        ("content/incidents/k.md", withhold.as_str()),
        ("content/incidents/p.md", &private),
        ("content/incidents/harbour-2024-0701.md", DRAFT),
    ];
    let kinds = [
        ("withheld-word", "one-eyed ferryman"),
        ("private-value", "desk@hidden.example"),
        ("private-value", "met behind the mill"),
        ("hidden-record", "harbour-2024-0701"),
        ("hidden-record", "Fire at the harbour office"),
        ("hidden-record", "old/fire-report"),
    ];
    let all = kinds.map(|(_, secret)| secret).join(", ");
    let expected: Vec<&str> = {
        let mut rules: Vec<&str> = kinds.map(|(rule, _)| rule).to_vec();
        rules.sort_unstable();
        rules
    };
    let mut missed = Vec::new();
    for slot in slots() {
        let text = if slot.ends_with("address") { all.replace(' ', "%20") } else { all.clone() };
        let (files, problems) = build(&with(planted(Some(slot), &text), &keepers));
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
        let mut rules: Vec<&str> = errors.clone().map(|problem| problem.rule.name).collect();
        rules.sort_unstable();
        if files.is_some() || rules != expected {
            missed.push(format!("{slot}: {rules:?}"));
        }
        for (problem, (_, secret)) in errors.flat_map(|problem| kinds.map(|kind| (problem, kind))) {
            let texts = problem.help.iter().chain([&problem.label]).map(AsRef::as_ref);
            texts
                .chain([problem.message.as_str()])
                .for_each(|text| assert!(!text.contains(secret), "{slot}: {text}"));
        }
    }
    assert_eq!(missed, Vec::<String>::new());
    let sources = planted(Some("body"), "a one-eyed ferryman");
    let site_wide = String::from_utf8(sources.read("griot.toml").unwrap()).unwrap()
        + "[safety]\nwithhold = [\"one-eyed ferryman\"]\n";
    let found = caught(
        &with(sources, &[("griot.toml", &site_wide)]),
        "withheld-word",
        "one-eyed ferryman",
        "griot.toml",
    );
    assert_eq!(found.file.as_str(), "griot.toml");
}

#[test]
fn a_problem_leads_to_both_ends() {
    let withhold = keeper("[safety]\nwithhold = [\"one-eyed ferryman\"]");
    let sources = with(
        planted(Some("body"), "The One-Eyed **ferryman**."),
        &[("content/incidents/k.md", &withhold)],
    );
    let found = caught(&sources, "withheld-word", "ferryman", "body");
    assert_eq!(found.file.as_str(), "content/incidents/k.md");
    let declared = &withhold[found.span.unwrap().range()];
    assert_eq!(declared, "\"one-eyed ferryman\"");
    assert!(found.message.contains("`incidents/a.html`"), "{}", found.message);
    let spot = &found.related[0];
    assert_eq!(spot.file.as_str(), "content/incidents/a.md");
    let text = String::from_utf8(sources.read("content/incidents/a.md").unwrap()).unwrap();
    assert_eq!(&text[spot.span.range()], "One-Eyed **ferryman");
}

#[test]
fn every_disguise_is_caught() {
    let secrets =
        keeper("[safety]\nwithhold = [\"aged 55\", \"éleveur\", \"Ann\", \"55-year-old\"]");
    let raw = "[markdown]\nraw_html = true\n";
    let check = |slot: &str, text: &str| {
        let mut sources = planted(Some(slot), text);
        let settings = String::from_utf8(sources.read("griot.toml").unwrap()).unwrap() + raw;
        sources.insert("griot.toml", settings.into_bytes());
        let sources = with(sources, &[("content/incidents/k.md", &secrets)]);
        caught(&sources, "withheld-word", "aged 55", text);
    };
    for text in [
        "a man, aged 55.",
        "a man, AGED 55.",
        "aged\n55",
        "aged    55",
        "aged&nbsp;55",
        "aged\u{a0}55",
        "aged <b>55</b>",
        "aged **55**",
        "ag<i>ed</i> 55",
        "a\u{200b}ged 55",
        "ag&shy;ed 55",
        "aged &#53;5",
        "aged-55",
        "aged_55",
        "<p>aged</p><p>55</p>",
        "<img alt=\"aged 55\">",
        "ａｇｅｄ ５５",
        "E\u{301}LEVEUR",
        "e\u{301}leveur",
        "&eacute;leveur",
        "[x](https://x.example/aged%2055)",
        "[x](https://x.example/%C3%A9leveur)",
        "Ann's",
        "(ann)",
        "55 year old",
        "55‑year‑old",
        "*Ann*",
    ] {
        check("body", text);
    }
    check("static json", "aged\\u002055");
    check("static json", "\\u00e9leveur");
    check("static json", "aged\\n55");
    check("static svg", "aged <tspan>55</tspan>");
    check("static csv", "\"aged\n55\"");
    check("static binary", "\0a\0g\0e\0d\0 \x005\x005\0");
}

#[test]
fn innocent_neighbours_pass() {
    let secrets = keeper(
        "[safety]\nwithhold = [\"aged 55\", \"Ann\", \"therapist\", \"old man\"]\n[private]\nwhen = 2024-03-17\nday = \"2024-03-17\"\nplace = \"Estmark\"\nmood = \"calm\"\nn = 12",
    );
    for text in [
        "planning the annex",
        "aged 556",
        "managed 55",
        "the rapist",
        "cold manner",
        "J-Ann-e? no: Joanne",
        "In Estmark, 17 March 2024",
        "calm, 12",
        "aged. Then 55",
    ] {
        let text = text.replace("J-Ann-e? no: ", "");
        passes(&with(planted(Some("body"), &text), &[("content/incidents/k.md", &secrets)]), &text);
    }
    let sources = with(
        planted(Some("body"), "See harbour-2024-0701-b."),
        &[("content/incidents/harbour-2024-0701.md", DRAFT)],
    );
    passes(&sources, "a longer id");
    let same =
        DRAFT.replace("status = \"draft\"\n", "").replace("old/fire-report", "other/address");
    let sources = with(
        planted(None, ""),
        &[("content/incidents/d.md", DRAFT), ("content/incidents/e.md", &same)],
    );
    passes(&sources, "a public record of the same title");
}

#[test]
fn names_of_files_are_read() {
    let withhold = keeper("[safety]\nwithhold = [\"shepherd\"]");
    let incident = keeper("");
    let plant = |files: &[(&str, &str)], what: &str| {
        let mut sources = with(planted(None, ""), &[("content/incidents/k.md", &withhold)]);
        sources = with(sources, files);
        let found = caught(&sources, "withheld-word", "shepherd", what);
        assert!(
            found.message.contains("name of a file") && found.message.contains('…'),
            "{what}: {}",
            found.message
        );
    };
    plant(&[("content/incidents/the-shepherd-55.md", &incident)], "the file of a record");
    plant(&[("content/incidents/Shepherd/x.md", &incident)], "the folder of a record");
    plant(&[("content/incidents/x.md", &keeper("id = \"shepherd.1\""))], "an id");
    plant(&[("content/incidents/x.md", &keeper("aliases = [\"2020/shepherd/\"]"))], "an alias");
    plant(&[("content/regions/est/shepherd.md", "+++\nname = \"S\"\n+++\n")], "a region");
    plant(&[("content/actors/shepherd.md", "+++\nname = \"S\"\n+++\n")], "an actor");
    plant(&[("content/shepherd.md", "+++\ntitle = \"S\"\n+++\n")], "a page");
    plant(&[("static/img/theShepherd55.txt", "x")], "a static file");
    plant(&[("static/SHEPHERD.txt", "x")], "a static file in capitals");
}

#[test]
fn what_looks_like_a_private_name_is_a_warning() {
    let private = keeper("[private]\ncontact = \"Nadia Sample\"");
    let sources =
        with(planted(Some("body"), "Nadia Sample said."), &[("content/incidents/k.md", &private)]);
    let (files, problems) = build(&sources);
    assert!(files.is_some() && rules_of(&problems).contains(&"private-name"), "{problems:#?}");
    let sources = with(
        planted(Some("body"), "Nadia said. Sample two."),
        &[("content/incidents/k.md", &private)],
    );
    assert!(!rules_of(&build(&sources).1).contains(&"private-name"));
}

#[test]
fn what_is_private_in_a_draft_does_not_leave_either() {
    let draft = DRAFT.replace("+++\nTales", "[private]\nphone = \"+000 5512 3401\"\n+++\nTales");
    let sources =
        with(planted(Some("body"), "Call +000 5512 3401."), &[("content/incidents/d.md", &draft)]);
    caught(&sources, "private-value", "5512", "phone");
}

#[test]
fn a_draft_that_cannot_be_read_is_hidden_all_the_same() {
    let broken = DRAFT.replace("killed = 77", "killed = -1");
    let sources = with(
        planted(Some("body"), "See harbour-2024-0701."),
        &[("content/incidents/harbour-2024-0701.md", &broken)],
    );
    caught(&sources, "hidden-record", "harbour-2024-0701", "a broken draft");
}

const PLACED: &str = "+++\ntitle = \"P\"\ndate = 2024-06-01\nregion = \"est/north/mill\"\nsource = \"S\"\n\
    [[place]]\nname = \"Mill\"\npoint = [12.34567, -7.65432]\nregion = \"est/north/mill\"\n«place»\n\
    «safety»\n+++\n";

fn placed(place: &str, safety: &str) -> SourceSet {
    let text = PLACED.replace("«place»", place).replace("«safety»", safety);
    let mill = "+++\nname = \"Mill Quarter\"\n+++\n";
    with(
        planted(None, ""),
        &[("content/incidents/p.md", &text), ("content/regions/est/north/mill.md", mill)],
    )
}

fn page(files: &Files, path: &str) -> String {
    String::from_utf8(files[path].clone()).unwrap()
}

#[test]
fn a_position_is_widened_to_the_region_and_never_moved() {
    let open = passes(&placed("", ""), "open");
    let text = page(&open, "incidents/p.html");
    assert!(text.contains("12.34567,-7.65432") && text.contains("12.34567, longitude -7.65432"));
    assert!(page(&open, "regions/est/north/mill.html").contains("incidents/p.html"));

    let coarse = passes(&placed("", "[safety]\nprecision = \"adm1\""), "coarse");
    for (path, bytes) in &coarse {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("12.3"), "{path} holds the point");
        // The region is there for other records, and has its own entry among the names
        // and in the search.
        let lists_regions = path.starts_with("data/regions") || path == "data/tracker.json";
        let of_region = path.starts_with("regions/") || path == "sitemap.xml" || lists_regions;
        if !of_region && path != "names.html" && path != "search/documents/0.js" {
            assert!(!text.contains("Mill Quarter") && !text.contains("north/mill"), "{path}");
        }
    }
    let named_in = |files: &Files| page(files, "names.html").matches("north/mill.html").count();
    assert!(
        named_in(&open) > 1 && named_in(&coarse) == 1,
        "the place is listed in the wider region"
    );
    let found_in = |files: &Files| {
        let documents = files.keys().filter(|path| path.starts_with("search/documents/"));
        documents.map(|path| page(files, path).matches("Mill Quarter").count()).sum::<usize>()
    };
    assert!(found_in(&open) == 2 && found_in(&coarse) == 1, "no result shows it as a region");
    assert!(!page(&coarse, "regions/est/north/mill.html").contains("incidents/p.html"));
    assert!(page(&coarse, "regions/est/north.html").contains("incidents/p.html"));
    assert!(page(&coarse, "incidents/p.html").contains("First-level administrative area"));

    let country = passes(&placed("", "[safety]\nprecision = \"country\""), "country");
    assert!(!page(&country, "regions/est/north.html").contains("incidents/p.html"));
    assert!(page(&country, "regions/est.html").contains("incidents/p.html"));
}

#[test]
fn a_point_is_shown_only_as_finely_as_both_allow() {
    let shown = |place: &str, safety: &str| {
        let safety = if safety.is_empty() {
            String::new()
        } else {
            format!("[safety]\nprecision = \"{safety}\"")
        };
        page(&passes(&placed(place, &safety), place), "incidents/p.html").contains("12.34567")
    };
    assert!(shown("precision = \"exact\"", ""));
    assert!(shown("precision = \"exact\"", "exact"));
    assert!(!shown("precision = \"exact\"", "settlement"));
    assert!(shown("precision = \"settlement\"", "settlement"));
    assert!(shown("precision = \"near\"", "settlement"));
    assert!(!shown("precision = \"settlement\"", "near"));
    assert!(!shown("precision = \"adm2\"", ""));
    assert!(!shown("precision = \"adm2\"", "settlement"));
}

#[test]
fn the_gazetteer_stands_in_for_a_point_that_is_too_fine() {
    let listed = |precision: &str| {
        format!(
            "[[place]]\nid = \"old-quay\"\nname = \"Q\"\npoint = [12.3, -7.6]\nprecision = \"{precision}\"\n"
        )
    };
    let build = |place: &str, precision: &str| {
        let sources = placed(place, "[safety]\nprecision = \"settlement\"");
        page(
            &passes(&with(sources, &[("content/places.toml", &listed(precision))]), place),
            "incidents/p.html",
        )
    };
    let text = build("precision = \"exact\"\nref = \"old-quay\"", "settlement");
    assert!(text.contains("12.3,-7.6") && !text.contains("12.34567"));
    let text = build("precision = \"exact\"\nref = \"old-quay\"", "exact");
    assert!(!text.contains("12.3,-7.6") && !text.contains("12.34567"));
    let text = build("precision = \"adm2\"\nref = \"old-quay\"", "settlement");
    assert!(!text.contains("12.3,-7.6"));
}

#[test]
fn hidden_coordinates_are_caught_wherever_they_are_written() {
    let check = |slot: &str, text: &str, expected: bool| {
        let mut sources = planted(Some(slot), text);
        let hidden = placed("", "[safety]\nprecision = \"adm1\"");
        for path in ["content/incidents/p.md", "content/regions/est/north/mill.md"] {
            sources.insert(path, hidden.read(path).unwrap());
        }
        match expected {
            true => drop(caught(&sources, "hidden-position", "12.34", text)),
            false => drop(passes(&sources, text)),
        }
    };
    for slot in
        ["body", "title", "claim text", "place name", "static json", "static csv", "template"]
    {
        check(slot, "at 12.34567, -7.65432", true);
    }
    check("body", "12.346 N, 7.654 W", true);
    check("body", "12.345° / 7.654°", true);
    check("body", "-7.6543 12.3457", true);
    check("body", "<b>12.34567</b> and <b>7.65432</b>", true);
    check("body", "12.34567 alone", false);
    check("body", "12.34567 and 7.95432", false);
    check("body", "12.3, 7.7", false);
    check("static json", "12.345670, -7.654320", true);
}

#[test]
fn an_address_does_not_name_the_finer_region() {
    let text = PLACED.replace("«place»", "").replace("«safety»", "[safety]\nprecision = \"adm1\"");
    let check = |path: &str, text: &str, expected: bool| {
        let mut sources = placed("", "[safety]\nprecision = \"adm1\"");
        sources.remove("content/incidents/p.md");
        let (_, problems) = build(&with(sources, &[(path, text)]));
        assert_eq!(
            rules_of(&problems).contains(&"position-in-address"),
            expected,
            "{path}: {problems:#?}"
        );
    };
    check("content/incidents/2024/p.md", &text, false);
    check("content/incidents/north/p.md", &text, false);
    check("content/incidents/north/mill/p.md", &text, true);
    check("content/incidents/Mill-2024/p.md", &text, true);
    check("content/incidents/raid-at-mill.md", &text, true);
    check("content/incidents/millers.md", &text, false);
    check(
        "content/incidents/p.md",
        &text.replacen("title", "aliases = [\"mill/p.html\"]\ntitle", 1),
        true,
    );
    check("content/incidents/mill/p.md", &text.replace("precision = \"adm1\"", ""), false);
}

#[test]
fn a_region_whose_level_would_be_guessed_is_named() {
    let check = |region: &str, safety: &str, expected: bool| {
        let sources = with(placed("", safety), &[("content/regions/est.md", region)]);
        let (_, problems) = build(&sources);
        assert_eq!(rules_of(&problems).contains(&"guessed-level"), expected, "{region}{safety}");
    };
    let coarse = "[safety]\nprecision = \"adm1\"";
    check("+++\nname = \"E\"\n+++\n", coarse, true);
    check("+++\nname = \"E\"\n+++\n", "", false);
    check("+++\nname = \"E\"\n+++\n", "[safety]\nprecision = \"settlement\"", false);
    check("+++\nname = \"E\"\nkind = \"Country\"\n+++\n", coarse, false);
    check("+++\nname = \"E\"\nlevel = \"adm1\"\n+++\n", coarse, false);
}

/// A site does not differ by one byte for what is not in it.
#[test]
fn what_is_not_public_leaves_no_trace_at_all() {
    let guarded =
        keeper("[safety]\nnote = \"be careful\"\n[private]\ncontact = \"desk@hidden.example\"");
    let bare = with(planted(None, ""), &[("content/incidents/k.md", &keeper(""))]);
    let hidden = "status = \"review\"\ntitle = \"Hidden words of the desk\"\n";
    let full = with(
        planted(None, ""),
        &[
            ("content/incidents/k.md", &guarded),
            ("content/incidents/harbour-2024-0701.md", DRAFT),
            ("content/incidents/2019/under-embargo-1.md", &keeper("embargo = 2999-01-01")),
            (
                "content/incidents/broken-draft-1.md",
                &DRAFT.replace("old/fire", "b/fire").replace("77", "-7"),
            ),
            (
                "content/reports/hidden-report-1.md",
                &format!("+++\n{hidden}date = 2020-01-01\narea = [\"est\"]\n+++\n"),
            ),
            (
                "content/milestones/hidden-stone-1.md",
                &format!("+++\n{hidden}date = 2020-01-01\n+++\n"),
            ),
            (
                "content/regions/hidden-land-1.md",
                "+++\nname = \"Hidden land of one\"\nstatus = \"draft\"\n+++\n",
            ),
            (
                "content/actors/hidden-actor-1.md",
                "+++\nname = \"Hidden actor of one\"\nstatus = \"draft\"\n+++\n",
            ),
            (
                "content/sources/hidden-paper-1.md",
                "+++\ntitle = \"Hidden paper of one\"\nstatus = \"draft\"\n+++\n",
            ),
            ("content/hidden-page-1.md", &format!("+++\n{hidden}+++\n")),
        ],
    );
    let (bare, full) = (passes(&bare, "bare"), passes(&full, "full"));
    assert_eq!(bare.keys().collect::<Vec<_>>(), full.keys().collect::<Vec<_>>());
    for (path, bytes) in &bare {
        assert!(*bytes == full[path], "{path} differs");
    }
}

/// A JPEG that holds nothing but Exif data: a position, or the model of a camera.
fn jpeg(position: bool) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    let mut tiff = b"MM\0*\0\0\0\x08".to_vec();
    tiff.extend(1u16.to_be_bytes());
    if position {
        tiff.extend(entry(0x8825, 4, 1, 26u32.to_be_bytes()));
        tiff.extend([0; 4]);
        tiff.extend(1u16.to_be_bytes());
        tiff.extend(entry(2, 5, 3, 44u32.to_be_bytes()));
        tiff.extend([0; 4]);
        for (number, unit) in [(12u32, 1u32), (20, 1), (44, 1)] {
            tiff.extend(number.to_be_bytes());
            tiff.extend(unit.to_be_bytes());
        }
    } else {
        tiff.extend(entry(0x0110, 2, 2, *b"C\0\0\0"));
        tiff.extend([0; 4]);
    }
    let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
    [b"\xff\xd8\xff\xe1", &length[..], b"Exif\0\0", &tiff, b"\xff\xd9"].concat()
}

#[test]
fn a_picture_that_tells_where_it_was_taken_is_caught() {
    let check = |path: &str, bytes: Vec<u8>, expected: bool| {
        let mut sources = planted(None, "");
        sources.insert(path, bytes);
        let (_, problems) = build(&sources);
        assert_eq!(rules_of(&problems).contains(&"picture-position"), expected, "{path}");
    };
    check("static/img/quay.jpg", jpeg(true), true);
    check("static/img/renamed.dat", jpeg(true), true);
    check("static/img/quay.jpg", jpeg(false), false);
    let xmp = [jpeg(false), b"<x exif:GPSLatitude=\"12,20.7N\"/>".to_vec()].concat();
    check("static/img/quay.jpg", xmp, true);
    check("static/notes.txt", b"GPSLatitude".to_vec(), false);

    let mut sources = planted(None, "");
    sources.insert("static/quay.jpg", jpeg(true));
    let settings = String::from_utf8(sources.read("griot.toml").unwrap()).unwrap();
    sources.insert("griot.toml", (settings + "[rules]\npicture-position = \"off\"\n").into_bytes());
    passes(&sources, "turned off");
}

#[test]
fn the_preview_holds_to_the_gate() {
    let withhold = keeper("[safety]\nwithhold = [\"one-eyed ferryman\"]");
    let sources = with(
        planted(Some("body"), "a one-eyed ferryman"),
        &[("content/incidents/k.md", &withhold)],
    );
    let site = support::compile(&sources).0.unwrap();
    assert!(site.file(&sources, "incidents/a.html").unwrap().is_err());
    assert!(site.file(&sources, "incidents/k.html").unwrap().is_ok());
}

#[test]
fn the_area_of_a_report_is_widened_too() {
    let report = |safety: &str| {
        let text = format!(
            "+++\ntitle = \"W\"\ndate = 2024-05-02\narea = [\"est/north/mill\", \"est/north\"]\nsource = \"S\"\n{safety}\n+++\n"
        );
        let files = passes(&with(placed("", ""), &[("content/reports/w.md", &text)]), safety);
        (page(&files, "reports/w.html"), page(&files, "regions/est/north/mill.html"))
    };
    let (own, mill) = report("");
    assert!(own.contains("Mill Quarter") && mill.contains("reports/w.html"));
    let (own, mill) = report("[safety]\nprecision = \"adm1\"");
    assert!(!own.contains("Mill Quarter") && !mill.contains("reports/w.html"));
    assert_eq!(own.matches(">North<").count(), 1, "each region once");
}

#[test]
fn with_drafts_the_other_rules_hold() {
    let draft = DRAFT.replace("+++\nTales.", "[private]\nphone = \"+000 5512 3401\"\n+++\nCall +000 5512 3401, or the one-eyed ferryman.");
    let withhold = keeper("[safety]\nwithhold = [\"one-eyed ferryman\"]");
    let sources = with(
        planted(Some("body"), "See harbour-2024-0701."),
        &[
            ("content/incidents/harbour-2024-0701.md", &draft),
            ("content/incidents/k.md", &withhold),
        ],
    );
    let options = Options { today: support::today(), drafts: true, base_url: None };
    let site = pipeline::compile(&sources, &options).site.unwrap();
    let Err(Failure::Problems(found)) = site.emit(&sources, &support::Kept::default(), &|| ())
    else {
        panic!("the site was built");
    };
    let mut rules = rules_of(&found);
    rules.sort_unstable();
    assert_eq!(rules, ["private-value", "withheld-word"]);
}
