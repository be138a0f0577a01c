//! The list of all incidents by year, and the data of its filter.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use griot::pipeline::Failure;
use griot::source::SourceSet;
use support::Files;

fn text<'a>(files: &'a Files, address: &str) -> &'a str {
    std::str::from_utf8(&files[address]).unwrap()
}

/// What a file of the filter hands over.
fn data(files: &Files, name: &str) -> serde_json::Value {
    let file = text(files, &format!("incidents/all/{name}.js"));
    let inner = file.strip_prefix("griot(").unwrap().strip_suffix(");\n").unwrap();
    assert!(!inner.contains('<'), "{name} could end the script that it is");
    let call: serde_json::Value = serde_json::from_str(&format!("[{inner}]")).unwrap();
    assert_eq!(call[0], name);
    call[1].clone()
}

fn with(name: &str, files: &[(&str, &str)]) -> SourceSet {
    let mut sources = support::mini_site(name);
    for (path, text) in files {
        sources.insert(*path, (*text).to_owned());
    }
    sources
}

#[test]
fn the_parts_hold_every_listed_incident_once_with_what_its_range_says() {
    let files = support::build(&support::mini_site("years"));
    let choices = data(&files, "choices");
    let mut hrefs = Vec::new();
    let (mut low, mut high, mut open) = (0, 0, 0);
    for part in choices["parts"].as_array().unwrap() {
        let name = part["name"].as_str().unwrap();
        let data = data(&files, name);
        let own = data["hrefs"].as_array().unwrap();
        assert_eq!(part["count"], own.len(), "{name}");
        hrefs.extend(own.iter().map(|href| href.as_str().unwrap().to_owned()));
        for figure in data["figure"].as_array().unwrap() {
            let Ok(at) = usize::try_from(figure.as_i64().unwrap()) else { continue };
            let figure = &data["figures"][at];
            assert!(figure[5] == 1 || figure[1].is_null(), "what is in no total has no number");
            low += figure[1].as_u64().unwrap_or(0);
            high += figure[3].as_u64().or(figure[1].as_u64()).unwrap_or(0);
            open += u64::from(!figure[1].is_null() && figure[3].is_null());
        }
    }
    assert_eq!(hrefs.len(), 7, "{hrefs:?}");
    assert!(!hrefs.iter().any(|href| href.contains("2024-gone")), "{hrefs:?}");
    assert!(hrefs.iter().all(|href| files.contains_key(href)), "{hrefs:?}");
    // The lows, highs and open tops of the rows are those of the total of the site.
    let total = text(&files, "totals.html");
    assert_eq!((low, high, open), (60, 60, 1));
    assert!(total.contains("<b>60</b>") && total.contains("60 or more"), "{total}");
}

#[test]
fn a_long_incident_is_reached_from_its_last_year() {
    let files = support::build(&support::mini_site("years"));
    let parts = &data(&files, "choices")["parts"];
    assert_eq!(parts[1]["name"], "2022");
    assert_eq!(parts[1]["first"][0], "2022-01-01");
    assert_eq!(parts[1]["until"], "2024-02-29");
    let ongoing = "+++\ntitle = \"Siege\"\ndate = \"2021-06/..\"\nregion = \"estmark\"\nkilled = 1\n\
        source = \"Hill Post\"\n+++\n";
    let files = support::build(&with("years", &[("content/incidents/now.md", ongoing)]));
    let parts = &data(&files, "choices")["parts"];
    assert_eq!((&parts[0]["name"], &parts[0]["until"]), (&"2021".into(), &"".into()));
}

#[test]
fn a_short_list_is_one_page_and_a_long_one_has_a_page_for_each_year() {
    let years = support::build(&support::mini_site("years"));
    assert!(years.contains_key("incidents/all/2022.html"));
    assert!(!text(&years, "incidents/index.html").contains("Siege of the hill road"));
    let settings = "title = \"Years\"\npage_size = 7\n[types.raid]\nlabel = \"Raid\"\n\
        [types.assault]\nlabel = \"Assault\"\n";
    let short = support::build(&with("years", &[("griot.toml", settings)]));
    assert!(!short.keys().any(|path| path.starts_with("incidents/all/") && path.ends_with("html")));
    assert!(text(&short, "incidents/index.html").contains("Siege of the hill road"));
    let settings = settings.replace("7", "2");
    let paged = support::build(&with("years", &[("griot.toml", &settings)]));
    let older = text(&paged, "incidents/all/2022-page-1.html");
    assert!(older.contains("Assault on some day") && older.contains("Incendie du quai"), "{older}");
}

#[test]
fn a_tracker_without_incidents_has_no_script_and_no_form() {
    let mut sources = SourceSet::default();
    sources.insert("griot.toml", "title = \"Nothing yet\"\n".to_owned());
    let files = support::build(&sources);
    assert!(!files.keys().any(|path| path.ends_with(".js")), "{:?}", files.keys());
    let page = text(&files, "incidents/index.html");
    assert!(!page.contains("<form") && !page.contains("<script"), "{page}");
}

#[test]
fn a_record_cannot_take_the_address_of_a_year() {
    let record = "+++\ntitle = \"Raid\"\ndate = 2022-03-03\nregion = \"estmark\"\nkilled = 1\n\
        source = \"Hill Post\"\n+++\n";
    let (site, problems) =
        support::compile(&with("years", &[("content/incidents/all/2022.md", record)]));
    assert!(site.is_none());
    let problem = problems.iter().find(|problem| problem.rule.name == "address-taken").unwrap();
    assert_eq!(problem.file.as_str(), "content/incidents/all/2022.md");
    assert!(problem.message.contains("`incidents/all/2022.html`"), "{}", problem.message);
}

#[test]
fn the_gate_reads_the_data_of_the_filter() {
    let settings = "title = \"Years\"\n[types.raid]\nlabel = \"Raid\"\n[types.assault]\nlabel = \"Assault\"\n\
        [safety]\nwithhold = [\"Sondre Kai\", \"Søndre Kåi\", \"League <of> Men\"]\n";
    let sources = with("years", &[("griot.toml", settings)]);
    let site = support::compile(&sources).0.unwrap();
    for address in ["incidents/all/2021.js", "incidents/all/choices.js"] {
        let Some(Err(Failure::Problems(problems))) = site.file(&sources, address) else {
            panic!("{address} passed the gate")
        };
        assert!(problems.iter().all(|problem| problem.rule.name == "withheld-word"), "{address}");
    }
    assert!(site.file(&sources, "js/all.js").unwrap().is_ok());
}

#[test]
fn the_script_is_small_and_needs_nothing_that_a_strict_policy_forbids() {
    let files = support::build(&support::mini_site("years"));
    let script = text(&files, "js/all.js");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packed, script.as_bytes()).unwrap();
    let size = packed.finish().unwrap().len();
    assert!(size <= 6 * 1024, "{size} bytes compressed");
    for forbidden in [
        "eval(",
        "new Function",
        "innerHTML",
        "outerHTML",
        "document.write",
        "://",
        "localStorage",
        "cookie",
    ] {
        assert!(!script.contains(forbidden), "{forbidden}");
    }
}
