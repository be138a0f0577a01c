//! What pages say of themselves to other programs: heads, data in the terms of schema.org, cards.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "reads and damages its own files")]

mod support;

use griot::source::SourceSet;
use scraper::{Html, Selector};
use serde_json::Value;
use support::Files;

const SETTINGS: &str = "title = \"Sampleford register\"\nbase_url = \"https://t.example/\"\n\
    description = \"What is recorded in Sampleford.\"\nlicence = \"CC0-1.0\"\n\
    publisher = { name = \"Sampleford Desk\", url = \"https://desk.example/\" }\n";

const INCIDENT: &str = r#"+++
title = "Fire </script><!-- at the quay"
date = 2024-05-14
region = "est/quay"
evidence = "fair"

[[place]]
name = "The long quay"
point = [12.3456, 45.6789]

[[claim]]
id = "desk"
killed = "5-20"
who = "civilians"
by = "the harbour office"
source = "paper"

[[claim]]
killed = 90
use = "rejected"
reason = "It counts two fires."
by = "a passer-by"
on = 2024-05-15

[[claim]]
text = "The fire began in a shed, says Zoé."
by = "two neighbours"

[[source]]
id = "paper"
title = "Fire at the quay"
publisher = "The Sampleford Paper"
published = 2024-05-15
url = "https://paper.example/fire"

[[change]]
on = 2024-06-01
kind = "update"
note = "More is known."

[[change]]
on = 2024-07-01
kind = "typo"
note = "A letter."
+++

Eleven words that say nothing of how many people were harmed.
"#;

fn tracker(settings: &str) -> SourceSet {
    [
        ("griot.toml", settings),
        ("content/incidents/2024/fire.md", INCIDENT),
        (
            "content/incidents/2024/gone.md",
            "+++\ntitle = \"G\"\ndate = 2024-01-01\nregion = \"est\"\nstatus = \"withdrawn\"\nreason = \"Two records.\"\n+++\n",
        ),
        ("content/regions/est.md", "+++\nname = \"Estmark\"\n+++\n"),
        ("content/regions/est/quay.md", "+++\nname = \"Harbour district\"\n+++\n"),
    ]
    .into_iter()
    .collect()
}

fn page(files: &Files, address: &str) -> Html {
    Html::parse_document(std::str::from_utf8(&files[address]).unwrap())
}

fn attribute(page: &Html, selector: &str, name: &str) -> Option<String> {
    let found = page.select(&Selector::parse(selector).unwrap()).next()?;
    Some(found.attr(name)?.to_owned())
}

fn meta(page: &Html, property: &str) -> Option<String> {
    attribute(page, &format!("meta[property=\"{property}\"]"), "content")
}

/// What a page says in the terms of schema.org; null for one that says nothing.
fn data(page: &Html) -> Value {
    let script = Selector::parse("script[type=\"application/ld+json\"]").unwrap();
    let Some(script) = page.select(&script).next() else { return Value::Null };
    let data: Value = serde_json::from_str(&script.text().collect::<String>()).unwrap();
    assert_eq!(data["@context"], "https://schema.org");
    data["@graph"].clone()
}

const FIRE: &str = "incidents/2024/fire.html";

#[test]
fn the_theme_colours_are_the_grounds_of_the_style_sheet() {
    let files = support::build(&tracker(SETTINGS));
    let style = String::from_utf8(files["css/griot.css"].clone()).unwrap();
    let grounds: Vec<&str> =
        style.split("--ground: ").skip(1).filter_map(|rest| rest.split(';').next()).collect();
    let home = page(&files, "index.html");
    let colour = |scheme: &str| {
        let media = format!("meta[name=theme-color][media=\"(prefers-color-scheme: {scheme})\"]");
        attribute(&home, &media, "content").unwrap()
    };
    // What follows is for paper.
    assert_eq!(grounds[..2], [colour("light"), colour("dark")]);
}

#[test]
fn the_sign_of_the_site_is_a_file_and_a_tracker_may_have_its_own() {
    let icon =
        |files: &Files, address: &str| attribute(&page(files, address), "link[rel=icon]", "href");
    let files = support::build(&tracker(SETTINGS));
    assert_eq!(icon(&files, FIRE).as_deref(), Some("../../favicon.svg"));
    assert!(files["favicon.svg"].starts_with(b"<svg"));

    let mut own = tracker(SETTINGS);
    own.insert("static/favicon.svg", "<svg>own</svg>");
    assert_eq!(support::build(&own)["favicon.svg"], b"<svg>own</svg>");

    let mut own = tracker(SETTINGS);
    own.insert("static/favicon.ico", "own");
    let files = support::build(&own);
    assert_eq!(icon(&files, "index.html").as_deref(), Some("favicon.ico"));
    assert!(!files.contains_key("favicon.svg"));
    // A page that may be shown at any address asks for nothing.
    assert_eq!(icon(&files, "404.html").as_deref(), Some("data:,"));
}

#[test]
fn an_incident_says_how_many_who_says_so_and_how_sure() {
    let files = support::build(&tracker(SETTINGS));
    let fire = page(&files, FIRE);
    let description = attribute(&fire, "meta[name=description]", "content").unwrap();
    assert_eq!(
        description,
        "14 May 2024, Harbour district. Killed: 5 to 20 civilians, according to the harbour office \
         (1 of 2 claims counted). Evidence: Fair."
    );
    assert_eq!(meta(&fire, "og:description").as_deref(), Some(&*description));
    assert_eq!(meta(&fire, "og:type").as_deref(), Some("article"));
    assert_eq!(meta(&fire, "og:locale").as_deref(), Some("en"));
    assert_eq!(meta(&fire, "article:modified_time").as_deref(), Some("2024-06-01"));
    assert_eq!(meta(&fire, "article:published_time"), None, "no record knows it");
    assert_eq!(meta(&fire, "og:image"), None);
    assert_eq!(attribute(&fire, "meta[name=\"twitter:card\"]", "content"), None);
}

#[test]
fn pages_name_the_address_to_cite_them_by() {
    let mut sources = tracker(&format!("page_size = 1\n{SETTINGS}"));
    for id in ["a", "b", "c"] {
        let text = INCIDENT.replace("Fire <", &format!("Fire {id} <"));
        sources.insert(format!("content/incidents/{id}.md").as_str(), text);
    }
    let files = support::build(&sources);
    let cite = |address: &str| attribute(&page(&files, address), "link[rel=cite-as]", "href");
    let check = |address: &str, expected: Option<&str>| {
        assert_eq!(cite(address).as_deref(), expected, "{address}");
    };
    check(FIRE, Some("https://t.example/incidents/2024/fire.html"));
    check("index.html", Some("https://t.example/"));
    check("regions/est-page-1.html", Some("https://t.example/regions/est.html"));
    check("404.html", None);
    let lost = support::build(&tracker("title = \"T\"\n"));
    assert_eq!(attribute(&page(&lost, FIRE), "link[rel=cite-as]", "href"), None);
}

#[test]
fn the_data_of_an_incident_names_its_event_its_claims_and_its_sources() {
    let files = support::build(&tracker(SETTINGS));
    let graph = data(&page(&files, FIRE));
    let report = &graph[0];
    assert_eq!(report["@type"], "Report");
    assert_eq!(report["@id"], "https://t.example/incidents/2024/fire.html");
    assert_eq!(report["headline"], "Fire </script><!-- at the quay");
    assert_eq!(report["dateModified"], "2024-06-01");
    assert_eq!(report["isPartOf"]["@id"], "https://t.example/#dataset");
    assert_eq!(report["about"]["@type"], "Event");
    assert_eq!(report["about"]["startDate"], "2024-05-14");
    assert_eq!(report["about"]["endDate"], "2024-05-14");
    assert_eq!(report["about"]["location"]["name"], "Harbour district");
    assert_eq!(report["about"]["location"]["containedInPlace"]["name"], "Estmark");
    assert_eq!(report["citation"][0]["@id"], "#source-paper");
    assert_eq!(report["citation"][0]["url"], "https://paper.example/fire");
    let claims = report["hasPart"].as_array().unwrap();
    let said: Vec<(&str, &str)> = claims
        .iter()
        .map(|claim| {
            (claim["text"].as_str().unwrap(), claim["creativeWorkStatus"].as_str().unwrap())
        })
        .collect();
    let expected = [
        ("Killed: 5 to 20 civilians", "Counted"),
        ("Killed: 90", "Rejected"),
        ("The fire began in a shed, says Zoé.", "Recorded"),
    ];
    assert_eq!(said, expected);
    assert_eq!(claims[0]["appearance"][0]["@id"], "#source-paper");
    assert_eq!(claims[0]["author"], "the harbour office");
    assert_eq!(graph[1]["@type"], "BreadcrumbList");
    assert_eq!(graph[1]["itemListElement"][0]["item"], "https://t.example/regions/est.html");

    let html = String::from_utf8(files[FIRE].clone()).unwrap();
    assert!(html.contains("says Zoé.\",\"creativeWorkStatus\""), "letters stay letters: {html}");
    assert_eq!(html.matches("</script").count(), 1, "no text ends the block");
}

#[test]
fn data_holds_no_position_and_no_figure_that_its_page_does_not_show() {
    let files = support::build(&tracker(SETTINGS));
    let fire = page(&files, FIRE);
    let main = fire.select(&Selector::parse("main").unwrap()).next().unwrap();
    let shown: String = main.text().collect::<Vec<_>>().join(" ");
    let data = data(&fire).to_string();
    assert!(!data.contains("12.34") && !data.contains("45.67") && !data.contains("geo"), "{data}");
    fn texts(value: &Value, out: &mut Vec<String>) {
        match value {
            Value::String(text) => out.push(text.clone()),
            Value::Array(list) => list.iter().for_each(|value| texts(value, out)),
            Value::Object(map) => {
                for (key, value) in map {
                    let addressed = key.starts_with('@') || key.starts_with("date");
                    let dated = key.ends_with("Date") || key == "position";
                    if !addressed && !dated && key != "item" && key != "license" {
                        texts(value, out);
                    }
                }
            }
            _ => {}
        }
    }
    let mut said = Vec::new();
    texts(&serde_json::from_str(&data).unwrap(), &mut said);
    assert!(said.len() > 15, "{said:?}");
    let digits = |text: &str| -> Vec<String> {
        let parts = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    let known = digits(&shown);
    for text in said {
        for number in digits(&text) {
            assert!(known.contains(&number), "{number} of {text:?} is not on the page");
        }
    }
}

#[test]
fn without_a_base_address_nothing_is_absolute() {
    let files = support::build(&tracker("title = \"T\"\n"));
    for address in [FIRE, "index.html", "regions/est/quay.html"] {
        let text = data(&page(&files, address)).to_string();
        let own = text.replace("https://schema.org", "").replace("https://paper.example", "");
        assert!(text.len() > 20 && !own.contains("://"), "{address}: {text}");
    }
    let graph = data(&page(&files, FIRE));
    assert_eq!(graph[1]["itemListElement"][0]["item"], "../../regions/est.html");
    assert_eq!(graph[0].get("@id"), None);
}

#[test]
fn the_home_page_names_the_site_and_its_data() {
    let files = support::build(&tracker(SETTINGS));
    let graph = data(&page(&files, "index.html"));
    assert_eq!(graph[0]["@type"], "WebSite");
    assert_eq!(graph[0]["name"], "Sampleford register");
    let dataset = &graph[1];
    assert_eq!(dataset["@type"], "Dataset");
    assert_eq!(dataset["@id"], "https://t.example/#dataset");
    assert_eq!(dataset["description"], "What is recorded in Sampleford.");
    assert_eq!(dataset["license"]["name"], "CC0-1.0");
    let address = "https://creativecommons.org/publicdomain/zero/1.0/";
    assert_eq!(dataset["license"]["url"], address);
    let package: Value = serde_json::from_slice(&files["data/datapackage.json"]).unwrap();
    assert_eq!(package["licenses"][0]["path"], address);
    assert_eq!(dataset["publisher"]["name"], "Sampleford Desk");
    assert_eq!(dataset["temporalCoverage"], "2024/2024");
    assert_eq!(dataset["spatialCoverage"][0]["name"], "Estmark");
}

#[test]
fn the_data_page_names_every_download() {
    let files = support::build(&tracker(SETTINGS));
    let dataset = &data(&page(&files, "data/index.html"))[0];
    assert_eq!(dataset["@id"], "https://t.example/#dataset");
    let named = dataset["distribution"].as_array().unwrap();
    for one in named {
        let address =
            one["contentUrl"].as_str().unwrap().strip_prefix("https://t.example/").unwrap();
        let bytes = &files[address];
        assert_eq!(one["contentSize"], format!("{} B", bytes.len()), "{address}");
    }
    let csv = |path: &&String| path.starts_with("data/") && path.ends_with(".csv");
    let written = files.keys().filter(csv).count();
    let typed = named.iter().filter(|one| one["encodingFormat"] == "text/csv").count();
    assert!(written > 5 && typed == written, "{typed} of {written}");
}

#[test]
fn a_tombstone_says_nothing_of_what_was_withdrawn() {
    let files = support::build(&tracker(SETTINGS));
    assert_eq!(data(&page(&files, "incidents/2024/gone.html")), Value::Null);
}

#[cfg(not(feature = "cards"))]
#[test]
fn a_program_without_cards_says_so() {
    let (site, problems) = support::compile(&tracker(&format!("{SETTINGS}[cards]\n")));
    assert!(site.is_none());
    assert_eq!(problems[0].rule.name, "no-cards", "{problems:#?}");
}

#[cfg(feature = "cards")]
mod cards {
    use std::io::Read as _;
    use std::sync::{Arc, Mutex};

    use griot::diagnostic::Severity;
    use griot::disk::{Kept, Shelf};
    use griot::output::Cache;
    use griot::pipeline::Failure;
    use griot::source::Sources;

    use super::*;

    const CARD: &str = "cards/2024/fire.png";

    fn with_cards() -> SourceSet {
        tracker(&format!("{SETTINGS}[cards]\n"))
    }

    /// The errors of a tracker, also those that show only when its pages are made.
    fn problems(sources: &SourceSet) -> Vec<(String, String, String)> {
        let (site, mut problems) = support::compile(sources);
        if let Some(site) = site {
            match site.emit(sources, &support::Kept::default(), &|| ()) {
                Ok(found) | Err(Failure::Problems(found)) => problems.extend(found),
                Err(Failure::Output(error)) => panic!("{error}"),
            }
        }
        let errors = problems.into_iter().filter(|problem| problem.severity == Severity::Error);
        let told = errors.map(|problem| {
            (problem.rule.name.to_owned(), problem.file.to_string(), problem.message)
        });
        told.collect()
    }

    #[test]
    fn an_incident_has_a_card_and_names_it() {
        let files = support::build(&with_cards());
        assert!(files[CARD].starts_with(b"\x89PNG"));
        let cards = files.keys().filter(|address| address.starts_with("cards/"));
        assert_eq!(cards.count(), 1, "none for a withdrawn record");
        let fire = page(&files, FIRE);
        let image = format!("https://t.example/{CARD}");
        assert_eq!(meta(&fire, "og:image").as_deref(), Some(&*image));
        assert_eq!(meta(&fire, "og:image:width").as_deref(), Some("1200"));
        assert_eq!(meta(&fire, "og:image:height").as_deref(), Some("630"));
        assert!(meta(&fire, "og:image:alt").unwrap().contains("Killed: 5 to 20 civilians"));
        let kind = attribute(&fire, "meta[name=\"twitter:card\"]", "content");
        assert_eq!(kind.as_deref(), Some("summary_large_image"));
        assert_eq!(data(&fire)[0]["image"], image);
        assert_eq!(meta(&page(&files, "index.html"), "og:image"), None);
    }

    #[test]
    fn without_a_base_address_no_page_names_a_card() {
        let files = support::build(&tracker("title = \"T\"\n[cards]\n"));
        assert!(files.contains_key(CARD) && meta(&page(&files, FIRE), "og:image").is_none());
    }

    #[test]
    fn a_withheld_word_in_a_card_stops_the_build() {
        let settings = format!("{SETTINGS}[cards]\n[safety]\nwithhold = [\"Ilse Sample\"]\n");
        let mut sources = tracker(&settings);
        // Words that stand on cards and on no page.
        sources.insert("templates/words/en.ftl", "card_evidence = Ilse Sample: { $grade }\n");
        let found = problems(&sources);
        let told = found.iter().find(|(rule, ..)| rule == "withheld-word");
        assert!(told.is_some_and(|(.., message)| message.contains(CARD)), "{found:#?}");
    }

    #[test]
    fn a_sign_that_the_font_lacks_is_a_problem_where_it_stands() {
        let mut sources = with_cards();
        let chinese = INCIDENT.replace("Fire </script><!-- at the quay", "火");
        sources.insert("content/incidents/2024/fire.md", chinese);
        let found = problems(&sources);
        let file = "content/incidents/2024/fire.md".to_owned();
        let message = "the font of the cards has no sign for `火`".to_owned();
        assert_eq!(found, [("missing-sign".to_owned(), file, message)]);

        let mut sources = with_cards();
        sources.insert("content/regions/est.md", "+++\nname = \"港\"\n+++\n");
        assert_eq!(problems(&sources)[0].1, "content/regions/est.md");
    }

    #[test]
    fn a_tracker_may_name_its_font() {
        let settings = format!("{SETTINGS}[cards]\nfont = \"static/sample.ttf\"\n");
        let mut sources = tracker(&settings);
        assert_eq!(problems(&sources)[0].0, "card-font", "it is not there");
        sources.insert("static/sample.ttf", "no font");
        assert_eq!(problems(&sources)[0].0, "card-font", "it is none");
        let root = env!("CARGO_MANIFEST_DIR");
        let packed = std::fs::read(format!("{root}/src/figure/card/DejaVuSansCondensed.ttf.gz"));
        let mut font = Vec::new();
        flate2::read::GzDecoder::new(&*packed.unwrap()).read_to_end(&mut font).unwrap();
        sources.insert("static/sample.ttf", font);
        assert_eq!(support::build(&sources)[CARD], support::build(&with_cards())[CARD]);
    }

    /// Counts what it is asked for, and keeps it.
    struct Counting {
        kept: Kept,
        made: Mutex<usize>,
    }

    impl Cache for Counting {
        fn get(&self, key: &str) -> Option<Vec<u8>> {
            self.kept.get(key)
        }

        fn keep(&self, key: &str, bytes: &[u8]) {
            *self.made.lock().unwrap() += 1;
            self.kept.keep(key, bytes);
        }
    }

    /// Builds with what is kept in a folder: the card, and how many were drawn.
    fn build_keeping(sources: &dyn Sources, root: &std::path::Path) -> (Vec<u8>, usize) {
        let kept =
            Arc::new(Counting { kept: Kept::of(root, Shelf::Cards), made: Mutex::default() });
        let (site, problems) = support::compile(sources);
        let site = site.unwrap_or_else(|| panic!("{problems:#?}")).keeping(kept.clone());
        let card = support::emit(&site, sources)[CARD].clone();
        kept.kept.sweep();
        let made = *kept.made.lock().unwrap();
        (card, made)
    }

    fn kept_files(root: &std::path::Path) -> Vec<std::path::PathBuf> {
        let files = walkdir::WalkDir::new(root.join(".griot")).into_iter().map(Result::unwrap);
        files.filter(|file| file.file_type().is_file()).map(|file| file.into_path()).collect()
    }

    #[test]
    fn a_card_is_drawn_once_and_what_is_damaged_is_drawn_anew() {
        let folder = tempfile::tempdir().unwrap();
        let sources = with_cards();
        let fresh = support::build(&sources)[CARD].clone();
        assert_eq!(build_keeping(&sources, folder.path()), (fresh.clone(), 1));
        assert_eq!(build_keeping(&sources, folder.path()), (fresh.clone(), 0));
        let [file] = &kept_files(folder.path())[..] else { panic!("one file is kept") };
        let whole = std::fs::read(file).unwrap();
        let mut other = whole.clone();
        *other.last_mut().unwrap() ^= 1;
        for damaged in [&other[..], &whole[..whole.len() / 2], &whole[..10], b""] {
            std::fs::write(file, damaged).unwrap();
            assert_eq!(build_keeping(&sources, folder.path()), (fresh.clone(), 1));
            assert_eq!(std::fs::read(file).unwrap(), whole);
        }
    }

    #[test]
    fn what_is_of_no_use_any_more_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let mut sources = with_cards();
        build_keeping(&sources, folder.path());
        let before = kept_files(folder.path());
        sources.insert("content/incidents/2024/fire.md", INCIDENT.replace("at the quay", "again"));
        assert_eq!(build_keeping(&sources, folder.path()).1, 1);
        let after = kept_files(folder.path());
        assert!(after.len() == 1 && after != before, "{before:?} {after:?}");
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_kept_behind_a_link() {
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join(".griot")).unwrap();
        std::fs::create_dir(elsewhere.path().join("cards")).unwrap();
        let kept = Kept::of(folder.path(), Shelf::Cards);
        kept.keep("00112233", b"x");
        assert_eq!(kept.get("00112233"), None);
        let folders = std::fs::read_dir(elsewhere.path().join("cards")).unwrap();
        let mut files = folders.flat_map(|shelf| std::fs::read_dir(shelf.unwrap().path()).unwrap());
        assert!(files.next().is_none());
    }

    #[test]
    fn only_names_of_digits_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::of(folder.path(), Shelf::Cards);
        for key in ["", "ab", "../../../x", "ABCDEF012345"] {
            kept.keep(key, b"x");
            assert_eq!(kept.get(key), None);
        }
        assert!(!folder.path().join(".griot").exists());
    }
}

/// The sentence of a page that says how it is cited, and its forms for reference managers.
fn cited(page: &Html) -> Vec<String> {
    let parts = Selector::parse("p.citation, .references pre").unwrap();
    page.select(&parts).map(|part| part.text().collect()).collect()
}

#[test]
fn a_record_without_history_is_cited_by_the_newest_of_its_sources() {
    let (unchanged, _) = INCIDENT.split_once("[[change]]").unwrap();
    let cite = |record: &str| -> String {
        let mut sources = tracker(SETTINGS);
        sources.insert("content/incidents/2024/fire.md", format!("{record}+++\nWords.\n"));
        cited(&page(&support::build(&sources), "incidents/2024/fire.html")).join("\n")
    };
    let dated = cite(unchanged);
    assert!(dated.contains("sources up to 15 May 2024"), "{dated}");
    assert!(dated.contains("year = {2024},\n  month = may"), "{dated}");
    let read = cite(&unchanged.replace("url =", "accessed = 2025-02-03\nurl ="));
    assert!(
        read.contains("sources up to 3 February 2025") && read.contains("PY  - 2025"),
        "{read}"
    );
    let undated = cite(&unchanged.replace("published = 2024-05-15\n", ""));
    assert!(!undated.contains("sources up to") && !undated.contains("year ="), "{undated}");
}

#[test]
fn the_dataset_can_be_cited_by_reference_managers() {
    let settings = SETTINGS.replace("Sampleford Desk", "Centre for Law, Justice and Peace");
    let files =
        support::build(&tracker(&format!("{settings}[data]\ndoi = \"10.5281/zenodo.1\"\n")));
    let forms = cited(&page(&files, "data/index.html"));
    let [_, bibtex, ris, csl] = &forms[..] else { panic!("{forms:?}") };
    assert!(bibtex.starts_with("@misc{sampleford-register-dataset,"), "{bibtex}");
    assert!(bibtex.contains("year = {2024}") && bibtex.contains("doi = {10.5281/zenodo.1}"));
    assert!(ris.starts_with("TY  - DATA\n"), "{ris}");
    // What follows a comma would be taken for a given name.
    assert!(ris.contains("AU  - Centre for Law Justice and Peace\n"), "{ris}");
    assert!(ris.contains("PB  - Centre for Law, Justice and Peace\n"), "{ris}");
    let csl: Value = serde_json::from_str(csl).unwrap();
    assert_eq!(csl[0]["type"], "dataset");
    assert_eq!(csl[0]["author"][0]["literal"], "Centre for Law, Justice and Peace");
    assert_eq!(csl[0]["URL"], "https://t.example/data/index.html");
    assert_eq!(csl[0].get("event-date"), None);
}
