//! Golden mini-sites: each about one thing. The list of files, every page's `main`, and one whole page.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use griot::source::Sources as _;
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
    // The two that describe the others are long, and held to them in tests/downloads.rs.
    let is_data = |path: &str| {
        let described = path.ends_with("package.json") || path.ends_with("schema.json");
        // Two formats are no text; they are read in tests/tables.rs.
        let is_text = !path.ends_with(".parquet") && !path.ends_with(".sqlite");
        name == "downloads" && path.starts_with("data/") && !described && is_text
    };
    for (path, bytes) in &files {
        writeln!(listing, "{path}").unwrap();
        if path.ends_with(".html") {
            let text = std::str::from_utf8(bytes).unwrap();
            if path == "data/index.html" && name != "downloads" {
                // The columns are the same everywhere.
            } else if text.contains("<main") {
                writeln!(mains, "==== {path}\n{}\n", main_of(text)).unwrap();
            } else {
                writeln!(mains, "==== {path}\n{text}\n").unwrap();
            }
        } else if path.ends_with(".xml") || path.ends_with(".txt") || is_data(path) {
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
fn years() {
    golden("years");
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

/// The text of the notes below a map.
fn notes(page: &[u8]) -> Vec<String> {
    let document = Html::parse_document(std::str::from_utf8(page).unwrap());
    let notes = Selector::parse(".map figcaption > p").unwrap();
    document.select(&notes).map(|note| note.text().collect()).collect()
}

#[test]
fn maps_say_what_they_cannot_show() {
    golden("date-line");
    let files = support::build(&support::mini_site("date-line"));
    let text = |address: &str| String::from_utf8(files[address].clone()).unwrap();
    let both = text("incidents/both-sides.html");
    assert!(both.contains(r#"href="../maps/fj.svg""#), "all places are on it: {both}");
    assert!(both.contains("<title>Hill Point: Attacked</title>"), "{both}");
    assert!(notes(both.as_bytes()).len() == 1, "only whose outlines they are");
    let district = text("incidents/district.html");
    assert!(district.contains("../maps/fj/northern.area.svg"), "{district}");
    let within = "No outline of Sampleford is known, so it is drawn within Northern.";
    assert_eq!(notes(district.as_bytes())[0], within);
    let country = text("incidents/country.html");
    assert!(!country.contains("<svg"), "a country is no place to mark");
    assert!(notes(country.as_bytes())[0].ends_with(": Fiji"), "{country}");
    let home = text("index.html");
    assert!(home.contains(r#"href="maps/fj.svg""#), "the one country is the whole map: {home}");
    assert_eq!(notes(home.as_bytes())[0], within);
    assert!(notes(home.as_bytes())[1].starts_with("One incident is not on this map"), "{home}");
    // It is said of the region itself, not of the one whose outline it lacks.
    assert!(
        home.contains("<title>1 incident somewhere in Sampleford, drawn within Northern"),
        "{home}"
    );
    for (address, bytes) in &files {
        if address.starts_with("maps/") {
            assert!(bytes.len() < 12_000, "{address} is light");
            assert!(bytes.starts_with(b"<svg") && bytes.ends_with(b"</svg>\n"), "{address}");
        }
    }
}

#[test]
fn a_region_without_an_outline_has_no_file_of_its_area() {
    let mut sources = support::mini_site("no-outline");
    sources.insert("content/regions/farmark.md", "+++\nname = \"Farmark\"\n+++\n");
    let incident = "+++\ntitle = \"Attack at the ford\"\ndate = 2022-03-06\nregion = \"farmark\"\n\
        killed = 1\nsource = \"Post, https://post.example/1\"\n\
        [[place]]\nname = \"Ford\"\npoint = [10.5, 20.5]\n+++\n";
    sources.insert("content/incidents/ford.md", incident);
    let files = support::build(&sources);
    assert!(files.contains_key("maps/farmark.svg"), "{:?}", files.keys());
    let empty: Vec<&String> =
        files.iter().filter(|(_, bytes)| bytes.is_empty()).map(|(path, _)| path).collect();
    assert!(empty.is_empty(), "{empty:?}");
}

#[test]
fn without_an_outline_there_is_no_map_and_the_page_says_so() {
    golden("no-outline");
    let files = support::build(&support::mini_site("no-outline"));
    let maps: Vec<&String> = files.keys().filter(|address| address.starts_with("maps/")).collect();
    let own = ["maps/estmark.svg", "maps/estmark/hill.area.svg", "maps/estmark/hill.svg"];
    assert_eq!(maps, own, "the one outline is the tracker's own");
    let hill = String::from_utf8(files["incidents/hill.html"].clone()).unwrap();
    assert!(hill.contains("../maps/estmark/hill.svg") && hill.contains("Upper Hill: Attacked"));
    let expected = "There is no map, because no outline is known: ";
    assert_eq!(notes(&files["incidents/harbour.html"]), [format!("{expected}Harbour district")]);
    let estmark = &notes(&files["regions/estmark.html"])[0];
    assert_eq!(estmark, "Not drawn on the map, because no outline is known: Estmark");
    assert!(notes(&files["index.html"])[0].starts_with("One incident is not on this map"));
}

#[test]
fn downloads() {
    golden("downloads");
}

#[test]
fn releases() {
    golden("releases");
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

#[test]
fn feeds() {
    golden("feeds");
    let files = support::build(&support::mini_site("feeds"));
    let text = |address: &str| String::from_utf8(files[address].clone()).unwrap();
    insta::assert_snapshot!("feeds-json", text("feed.json"));
    insta::assert_snapshot!("feeds-calendar", text("calendar.ics"));
}

#[test]
fn settings_that_cannot_be_read_are_told_and_nothing_that_follows_from_it() {
    let mut sources = support::mini_site("press-freedom");
    sources.insert("griot.toml", "title = \"x\"\n[types.raid]\nlabel = \n");
    let (site, problems) = support::compile(&sources);
    assert!(site.is_none());
    let told: Vec<&str> = problems.iter().map(|problem| problem.rule.name).collect();
    assert!(told.contains(&"syntax") && !told.contains(&"unknown-reference"), "{told:?}");
}

/// The theme's templates are code; whatever a tracker changes goes through the template engine. Both
/// must write the same: a component that nobody uses sends every page to the engine.
#[test]
fn the_code_of_the_theme_writes_what_the_engine_writes() {
    const UNUSED: &str = "{% component unused(of) %}{{ of }}{% endcomponent unused %}";
    const WORDS: &str = "claims = Who said \"what\" & <where>\nlist_separator = { \" < \" }\n\
        date_column = It's\nno_figure = { \"{{ none }}\" }\n";
    let mut compared = 0;
    let names = support::site_names();
    let sites = names.iter().map(|name| (name.as_str(), support::mini_site(name)));
    for (name, mut sources) in sites.chain([("demonstration", support::demonstration())]) {
        let spoken = sources.paths().iter().any(|path| path.as_str().ends_with(".ftl"));
        if !spoken {
            sources.insert("templates/words/en.ftl", WORDS);
        }
        let code = support::build(&sources);
        sources.insert("templates/unused.html", UNUSED);
        let engine = support::build(&sources);
        assert!(code.keys().eq(engine.keys()), "{name}: the same files");
        for (path, bytes) in &code {
            if *bytes != engine[path] {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                assert_eq!(text(bytes), text(&engine[path]), "{name}: {path}");
            }
            compared += usize::from(path.ends_with(".html"));
        }
    }
    assert!(compared > 300, "{compared} pages are too few to tell");
}
