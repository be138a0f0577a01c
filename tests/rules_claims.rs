//! House rules about claims, sources and words: for each a case that fires and one that stays silent.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "one test reads the texts of the others")]

mod support;

use griot::diagnostic::Diagnostic;
use griot::source::SourceSet;

const BASE: &[(&str, &str)] = &[
    ("griot.toml", "title = \"T\"\n"),
    ("content/regions/es.md", "+++\nname = \"Estmark\"\n+++\n"),
    ("content/actors/guard.md", "+++\nname = \"Harbour Guard\"\nkind = \"armed-group\"\n+++\n"),
    (
        "content/sources/wire.md",
        "+++\ntitle = \"Wire\"\nurl = \"https://w.example/\"\narchive_url = \"https://k.example/w\"\n+++\n",
    ),
];

/// An incident with these lines in its front matter and this body.
fn incident(front: &str, body: &str) -> String {
    let own = front.split("[[").next().unwrap();
    let titled = own.lines().any(|line| line.starts_with("title ="));
    let title = if titled { "" } else { "title = \"Killings in Sampleford\"\n" };
    format!("+++\n{title}date = 2022-03-28\nregion = \"es\"\n{front}\n+++\n{body}\n")
}

/// The problems of one rule in a tracker: marked text, then message.
fn problems(rule: &str, files: &[(&str, &str)]) -> Vec<(String, String)> {
    let all = BASE.iter().chain(files);
    let sources: SourceSet = all.map(|(path, text)| (*path, text.as_bytes())).collect();
    let (site, found) = support::compile(&sources);
    assert!(site.is_some() || found.iter().any(|p| p.rule.name == rule), "{found:#?}");
    let marked = |problem: &Diagnostic| {
        let (_, text) =
            files.iter().rev().find(|(path, _)| *path == problem.file.as_str()).unwrap();
        problem.span.map_or(String::new(), |span| text[span.range()].to_owned())
    };
    let of_rule = found.iter().filter(|problem| problem.rule.name == rule);
    of_rule.map(|problem| (marked(problem), problem.message.clone())).collect()
}

#[track_caller]
fn fires_in(rule: &str, files: &[(&str, &str)], expected: &[(&str, &str)]) {
    let found = problems(rule, files);
    let found: Vec<(&str, &str)> =
        found.iter().map(|(marked, message)| (marked.as_str(), message.as_str())).collect();
    assert_eq!(found, expected, "{rule}");
}

/// An incident with these lines has these problems of the rule.
#[track_caller]
fn fires(rule: &str, front: &str, body: &str, expected: &[(&str, &str)]) {
    fires_in(rule, &[("content/incidents/x.md", &incident(front, body))], expected);
}

/// An incident with these lines has no problem of the rule.
#[track_caller]
fn silent(rule: &str, front: &str, body: &str) {
    fires(rule, front, body, &[]);
}

const OWN: &str = "[[source]]\nid = \"a\"\ntitle = \"A\"\nurl = \"https://a.example/\"\n";
const OTHER: &str = "[[source]]\nid = \"b\"\ntitle = \"B\"\nurl = \"https://b.example/\"\n";
const COPY: &str =
    "[[source]]\nid = \"c\"\ntitle = \"C\"\nurl = \"https://c.example/\"\norigin = \"a\"\n";

#[test]
fn every_house_rule_has_a_case_that_fires_and_one_that_stays_silent() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut texts = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap().to_str().unwrap().starts_with("rules_") {
            texts.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
    let texts: String = texts.split_whitespace().collect();
    let adjustable = griot::content::RULES
        .iter()
        .filter(|rule| ["html-as-text", "witness-details"].contains(&rule.name));
    for rule in griot::check::RULES.iter().chain(adjustable) {
        for name in ["fires", "silent"] {
            let plain = texts.contains(&format!("{name}(\"{}\"", rule.name));
            let files = texts.contains(&format!("{name}_in(\"{}\"", rule.name));
            let stops = texts.contains(&format!("{name}_as(\"{}\"", rule.name));
            assert!(plain || files || stops, "no case where `{}` {name}", rule.name);
        }
        for part in ["\n\n**Example**: ", "\n\n**Repair**: "] {
            assert!(rule.manual.contains(part), "the manual of `{}` lacks{part}", rule.name);
        }
        let (what, why) = rule.manual.split_once("\n\n").unwrap();
        assert!(what.ends_with('.') && !why.starts_with("**"), "{}: what, then why", rule.name);
    }
}

#[test]
fn missing_source() {
    let claim = "[[claim]]\nkilled = 3\n";
    fires(
        "missing-source",
        &format!("{claim}{OWN}{OTHER}"),
        "",
        &[("3", "a counted figure names no source")],
    );
    silent("missing-source", &format!("{claim}source = \"a\"\n{OWN}{OTHER}"), "");
    silent("missing-source", &format!("{claim}{OWN}"), "");
}

#[test]
fn uncorroborated_copy() {
    let figure = |source: &str, more: &str| {
        format!("[[claim]]\nkilled = 35\nsource = {source}\n{more}\n{OWN}{OTHER}{COPY}")
    };
    let message = "the counted figure stands in copies alone";
    fires("uncorroborated-copy", &figure("\"c\"", ""), "", &[("35", message)]);
    silent("uncorroborated-copy", &figure("\"a\"", ""), "");
    silent("uncorroborated-copy", &figure("[\"c\", \"b\"]", ""), "");
    silent("uncorroborated-copy", &figure("\"c\"", "reason = \"The only one known.\""), "");
    silent("uncorroborated-copy", &figure("\"c\"", "use = \"shown\""), "");
    // What is superseded decides nothing.
    let later = "id = \"old\"\n[[claim]]\nkilled = 36\nsource = \"a\"\nsupersedes = \"old\"\n";
    silent("uncorroborated-copy", &figure("\"c\"", later), "");

    let named =
        "[[claim]]\nperpetrator = \"guard\"\nby = \"a paper\"\nstatus = \"alleged\"\nsource = ";
    fires(
        "uncorroborated-copy",
        &format!("{named}\"c\"\n{OWN}{COPY}"),
        "",
        &[("\"guard\"", "the attribution stands in copies alone")],
    );
    // A copy whose original the record does not cite is the nearest thing to it that was read.
    let far =
        "[[source]]\nid = \"c\"\ntitle = \"C\"\nurl = \"https://c.example/\"\norigin = \"wire\"\n";
    silent("uncorroborated-copy", &format!("killed = 3\n{far}"), "");
    fires(
        "uncorroborated-copy",
        &format!(
            "{named}\"d\"\n[[source]]\nref = \"wire\"\n{far}{}",
            COPY.replace("\"c\"", "\"d\"").replace("\"a\"", "\"c\"")
        ),
        "",
        &[("\"guard\"", "the attribution stands in copies alone")],
    );
    for (word, expected) in [("machine", 1), ("machine-suspected", 1), ("human", 0), ("none", 0)] {
        let text = format!("killed = 35\n{OWN}translation = \"{word}\"\n");
        let found =
            problems("uncorroborated-copy", &[("content/incidents/x.md", &incident(&text, ""))]);
        assert_eq!(found.len(), expected, "{word}");
    }
}

#[test]
fn unsupported_grade() {
    let graded = |grade: &str, rest: &str| format!("evidence = \"{grade}\"\n{rest}");
    let one = "`fair` rests on one origin";
    fires("unsupported-grade", &graded("fair", &format!("{OWN}{COPY}")), "", &[("\"fair\"", one)]);
    silent("unsupported-grade", &graded("fair", &format!("{OWN}{OTHER}")), "");
    silent("unsupported-grade", &graded("weak", OWN), "");
    let note = format!("evidence_note = \"Two witnesses in one text.\"\n{OWN}");
    silent("unsupported-grade", &graded("fair", &note), "");

    let none = "`confirmed` rests on no admission and no inquiry";
    let both = format!("{OWN}{OTHER}");
    fires("unsupported-grade", &graded("confirmed", &both), "", &[("\"confirmed\"", none)]);
    silent("unsupported-grade", &graded("confirmed", &format!("{OWN}kind = \"official\"\n")), "");
    let admits = "[[statement]]\nby = \"guard\"\nkind = \"admission\"\ntext = \"It was us.\"\n";
    silent("unsupported-grade", &graded("confirmed", &format!("{admits}{OWN}")), "");
    let court = "[[claim]]\nperpetrator = \"guard\"\nstatus = \"established\"\nby = \"a court\"\n";
    silent("unsupported-grade", &graded("confirmed", &format!("{court}{OWN}")), "");
}

#[test]
fn source_without_address() {
    fires(
        "source-without-address",
        "source = \"The Harbour Post, 4 May\"",
        "",
        &[("\"The Harbour Post, 4 May\"", "the source \"The Harbour Post, 4 May\" has no address")],
    );
    silent("source-without-address", "source = \"The Harbour Post, https://p.example/4\"", "");
    silent("source-without-address", "[[source]]\ntitle = \"A\"\nnote = \"In print, page 3.\"", "");
    silent("source-without-address", "[[source]]\ntitle = \"A\"\nkind = \"testimony\"", "");
    silent("source-without-address", "[[source]]\nref = \"wire\"", "");
    let shared = "+++\nid = \"p\"\ntitle = \"Leaflet\"\n+++\n".replace("id = \"p\"\n", "");
    let found = problems("source-without-address", &[("content/sources/p.md", &shared)]);
    assert_eq!(found.len(), 1, "a shared source is looked at in its own file");
}

#[test]
fn source_without_archive() {
    // Off until a tracker turns it on.
    silent("source-without-archive", OWN, "");
    let on = ("griot.toml", "title = \"T\"\n[rules]\nsource-without-archive = \"warning\"\n");
    let with = |front: &str| {
        let text = incident(front, "");
        problems("source-without-archive", &[on, ("content/incidents/x.md", &text)])
    };
    fires_in(
        "source-without-archive",
        &[on, ("content/incidents/x.md", &incident(OWN, ""))],
        &[("\"https://a.example/\"", "no copy of the source is kept")],
    );
    assert!(with(&format!("{OWN}archive_url = \"https://k.example/a\"\n")).is_empty());
    assert!(with(&format!("{OWN}note = \"The page refuses archives.\"\n")).is_empty());
    let off = ("griot.toml", "title = \"T\"\n[rules]\nsource-without-archive = \"off\"\n");
    fires_in("source-without-archive", &[off, ("content/incidents/x.md", &incident(OWN, ""))], &[]);
}

#[test]
fn incomplete_attribution() {
    let named = |rest: &str| format!("[[claim]]\nperpetrator = \"guard\"\n{rest}\n{OWN}{OTHER}");
    let told = "source = \"a\"\nby = \"a witness\"\nstatus = \"alleged\"";
    let lacks = |rest: &str| format!("the attribution does not say {rest}");
    let all = lacks("in which source it stands, who says so and how far it has got");
    fires("incomplete-attribution", &named(""), "", &[("\"guard\"", &all)]);
    for (line, what) in [
        ("source = \"a\"\n", "in which source it stands"),
        ("status = \"alleged\"", "how far it has got"),
    ] {
        let found = [("\"guard\"", &*lacks(what))];
        fires("incomplete-attribution", &named(&told.replace(line, "")), "", &found);
    }
    silent("incomplete-attribution", &named(told), "");
    // The source says so where nobody else is named.
    silent("incomplete-attribution", &named("source = \"a\"\nstatus = \"alleged\""), "");
    silent("incomplete-attribution", &named("use = \"rejected\"\nreason = \"A slip.\""), "");
}

#[test]
fn loaded_title() {
    let titled = |title: &str| format!("title = \"{title}\"\n{OWN}");
    fires(
        "loaded-title",
        &titled("Brutal attack and massacre in Sampleford"),
        "",
        &[
            ("Brutal", "the title has a word of judgement, \"Brutal\""),
            ("massacre", "the title has a word of judgement, \"massacre\""),
        ],
    );
    for title in ["Killings in Brutalford", "Attack on the Savages' Inn", "Killings in Sampleford"]
    {
        silent("loaded-title", &titled(title), "");
    }
    // The language decides: the French word is none in English.
    silent("loaded-title", &titled("Killings at Sanglant"), "");
    let french = format!("lang = \"fr\"\n{}", titled("Attaque sanglante au port"));
    fires(
        "loaded-title",
        &french,
        "",
        &[("sanglante", "the title has a word of judgement, \"sanglante\"")],
    );
    let arabic = format!("lang = \"ar\"\n{}", titled("المجزرة في الميناء"));
    fires(
        "loaded-title",
        &arabic,
        "",
        &[("المجزرة", "the title has a word of judgement, \"المجزرة\"")],
    );
    // A source's title is quoted as it was published.
    silent("loaded-title", &OWN.replace("\"A\"", "\"Brutal massacre\""), "");

    let settings = "title = \"T\"\n[titles]\nallow = [\"Massacre\"]\navoid = [\"regime\"]\n";
    let text = incident(&titled("Massacre by the regime"), "");
    fires_in(
        "loaded-title",
        &[("griot.toml", settings), ("content/incidents/x.md", &text)],
        &[("regime", "the title has a word of judgement, \"regime\"")],
    );
}

#[test]
fn title_figure() {
    let titled =
        |title: &str, killed: &str| format!("title = \"{title}\"\nkilled = {killed}\n{OWN}");
    fires(
        "title-figure",
        &titled("Three people killed in Sampleford", "5"),
        "",
        &[("Three", "the title gives 3, and the counted claims give 5")],
    );
    fires(
        "title-figure",
        &titled("132 dead in Sampleford", "\"5-8\""),
        "",
        &[("132", "the title gives 132, and the counted claims give 5 to 8")],
    );
    for (title, killed) in [
        ("Five killed in Sampleford", "5"),
        ("At least 5 killed", "8"),
        ("50 killed", "\"at least 40\""),
        ("About 9 killed", "10"),
        ("Killings of 28 March in Camp 5", "7"),
        ("3 killed at the port, 2 killed at the quay", "5"),
        ("3 injured in Sampleford", "5"),
        ("Killing of a 16-year-old boy", "1"),
    ] {
        silent("title-figure", &titled(title, killed), "");
    }
}

#[test]
fn victim_not_published() {
    let victim = "[[victim]]\nname = \"Ada Sample\"\nbasis = \"published\"\n";
    fires(
        "victim-not-published",
        &format!("{victim}[[source]]\ntitle = \"A neighbour\"\nkind = \"testimony\"\n"),
        "",
        &[("\"Ada Sample\"", "no source shows that the name is published")],
    );
    silent("victim-not-published", &format!("{victim}{OWN}"), "");
    silent("victim-not-published", &format!("{victim}[[source]]\nref = \"wire\"\n"), "");
    let family = victim.replace("published", "family");
    silent("victim-not-published", &format!("{family}[[source]]\ntitle = \"A neighbour\"\n"), "");

    // Without a basis there is no record at all.
    let bare = incident(&format!("[[victim]]\nname = \"Ada Sample\"\n{OWN}"), "");
    let found = problems("missing-field", &[("content/incidents/x.md", &bare)]);
    assert!(found.iter().any(|(_, message)| message.contains("`basis`")), "{found:?}");
}

#[test]
fn witness_details() {
    let gate = format!("{OWN}[safety]\nprecision = \"adm1\"\n");
    let gives = |words: &str| format!("\"{words}\" may give a witness away");
    fires(
        "witness-details",
        &gate,
        "A 55-year-old herder said that 35 civilians were killed in 2022, 40 km away.",
        &[("55-year-old herder", &gives("55-year-old herder"))],
    );
    let claim = format!("[[claim]]\ntext = \"It was dawn.\"\nby = \"a man aged 55\"\n{gate}");
    fires("witness-details", &claim, "", &[("aged 55", &gives("aged 55"))]);
    silent(
        "witness-details",
        &gate,
        "A witness said that 35 civilians were killed in 2022, 40 km away.",
    );
    silent("witness-details", &gate, "A boy aged 12 was killed.");
    // No gate, no rule: in an open record an age is an editor's choice.
    silent("witness-details", OWN, "A 55-year-old herder said so.");
    let withheld =
        format!("{gate}withhold = [\"aged 55\"]\n[private]\nnote = \"A herder aged 55.\"\n");
    silent("witness-details", &withheld, "");
}

#[test]
fn html_as_text() {
    let body = "The <b>second</b> attack.\n\n<div>more</div>";
    fires(
        "html-as-text",
        OWN,
        body,
        &[("<b>", "the body holds HTML, which the page shows as text")],
    );
    silent("html-as-text", OWN, "The **second** attack, 3 < 5. `<b>` <!-- a comment -->");
    let text = incident(OWN, body);
    let through = ("griot.toml", "title = \"T\"\n[markdown]\nraw_html = true\n");
    fires_in("html-as-text", &[through, ("content/incidents/x.md", &text)], &[]);
}

#[test]
fn unlike_counts() {
    let two = |first: &str, second: &str| {
        format!(
            "[[claim]]\nkilled = 12\nsource = \"a\"\n{first}\n[[claim]]\nkilled = 40\nsource = \"b\"\n{second}\n{OWN}{OTHER}"
        )
    };
    let civilians = "who = \"civilians\"";
    let message =
        |other: &str| format!("counted figures of `killed` speak of civilians and of {other}");
    fires(
        "unlike-counts",
        &two(civilians, "who = \"mixed\""),
        "",
        &[("40", &message("both together"))],
    );
    fires(
        "unlike-counts",
        &two(civilians, "who = \"fighters\""),
        "",
        &[("40", &message("fighters"))],
    );
    silent("unlike-counts", &two(civilians, civilians), "");
    silent("unlike-counts", &two(civilians, ""), "");
    silent("unlike-counts", &two(civilians, "who = \"unknown\""), "");
    silent("unlike-counts", &two(civilians, "who = \"mixed\"\nuse = \"shown\""), "");
    silent(
        "unlike-counts",
        &two(civilians, "who = \"mixed\"\nreason = \"The fighters were guards.\""),
        "",
    );
    // Figures of two places are added and do not bound each other.
    let places = "[[place]]\nname = \"Quay\"\n[[place]]\nname = \"Yard\"\n";
    let apart =
        two("who = \"civilians\"\nplace = \"Quay\"", "who = \"fighters\"\nplace = \"Yard\"");
    silent("unlike-counts", &format!("{apart}{places}"), "");
}

#[test]
fn uncounted_parts() {
    let whole = |front: &str| incident(&format!("{front}\n{OWN}"), "");
    let part = |front: &str| incident(&format!("part_of = \"whole\"\n{front}\n{OWN}"), "");
    let files = |whole: &str, part: &str| {
        let (whole, part) = (whole.to_owned(), part.to_owned());
        problems(
            "uncounted-parts",
            &[("content/incidents/whole.md", &whole), ("content/incidents/part.md", &part)],
        )
    };
    fires_in(
        "uncounted-parts",
        &[
            ("content/incidents/whole.md", &whole("injured = 2")),
            ("content/incidents/part.md", &part("killed = 3\ninjured = 2")),
        ],
        &[(
            "\"Killings in Sampleford\"",
            "the parts count `killed`, and the incident itself does not",
        )],
    );
    silent("uncounted-parts", "killed = 3\nsource = \"A, https://a.example/\"", "");
    assert!(files(&whole("killed = 5"), &part("killed = 3")).is_empty());
    assert!(files(&whole(""), &part("killed = \"hundreds\"")).is_empty());
    assert!(files(&whole(""), &part("killed = 3\nevidence = \"discounted\"")).is_empty());
}
