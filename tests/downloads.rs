//! The downloads: what is in them, that all formats agree with each other and with the pages, and
//! that what must not leave leaves through none of them.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use griot::source::{Sha256, SourceSet, Sources as _};
use scraper::{Html, Selector};
use serde_json::Value;
use support::Files;

type Row = BTreeMap<String, String>;

fn sites() -> Vec<(String, Files)> {
    // The Arabic one makes none, and that of releases the tables alone.
    let all = |name: &String| name != "arabic" && name != "releases";
    let names = support::site_names().into_iter().filter(all);
    let mut sites: Vec<(String, Files)> =
        names.map(|name| (name.clone(), support::build(&support::mini_site(&name)))).collect();
    sites.push(("demonstration".to_owned(), support::build(&support::demonstration())));
    sites
}

fn rows(bytes: &[u8]) -> Vec<Row> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let names = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        names.iter().zip(&record).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn table(files: &Files, name: &str) -> Vec<Row> {
    rows(&files[&format!("data/{name}.csv")])
}

fn number(cell: &str) -> u64 {
    if cell.is_empty() { 0 } else { cell.parse().unwrap() }
}

fn row<'a>(rows: &'a [Row], id: &str) -> &'a Row {
    rows.iter().find(|row| row["id"] == id).unwrap()
}

/// The first number of a text of a page.
fn shown(text: &str) -> Option<u64> {
    let from = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let digits: String = from.chars().take_while(|c| c.is_ascii_digit() || *c == ',').collect();
    digits.replace(',', "").parse().ok()
}

/// The lowest, best and highest sum of each measure on the page that proves the totals.
fn totals(files: &Files) -> BTreeMap<String, [Option<u64>; 3]> {
    let page = Html::parse_document(std::str::from_utf8(&files["totals.html"]).unwrap());
    let select = |selector: &str| Selector::parse(selector).unwrap();
    let (label, cell) = (select("th"), select("td > b"));
    page.select(&select(".proof-sums tbody tr"))
        .map(|row| {
            let label: String = row.select(&label).next().unwrap().text().collect();
            let mut numbers = row.select(&cell).map(|cell| shown(&cell.text().collect::<String>()));
            let low = numbers.next().flatten();
            let rest: Vec<Option<u64>> = numbers.collect();
            let (best, high) = match rest.as_slice() {
                [high] => (None, *high),
                [best, high] => (*best, *high),
                _ => panic!("{label}: {rest:?}"),
            };
            (label.to_lowercase(), [low, best, high])
        })
        .collect()
}

#[test]
fn the_rows_that_count_add_up_to_the_totals_of_the_pages() {
    let mut compared = 0;
    for (name, files) in sites().iter().filter(|(name, _)| name != "arabic") {
        let counted: Vec<Row> =
            table(files, "incidents").into_iter().filter(|row| row["counted"] == "true").collect();
        for (measure, [low, best, high]) in totals(files) {
            let sum = |bound: &str| -> u64 {
                counted.iter().map(|row| number(&row[&format!("{measure}_{bound}")])).sum()
            };
            let top = |row: &Row| match &*row[&format!("{measure}_open")] {
                "true" => number(&row[&format!("{measure}_low")]),
                _ => number(&row[&format!("{measure}_high")]),
            };
            // Where no incident has a number, the page has words.
            assert_eq!(sum("low"), low.unwrap_or(0), "{name}: {measure}");
            assert_eq!(
                counted.iter().map(top).sum::<u64>(),
                high.unwrap_or(0),
                "{name}: {measure}"
            );
            if let Some(best) = best {
                assert_eq!(sum("best"), best, "{name}: {measure}");
            }
            compared += 1;
        }
        let killed: u64 =
            table(files, "incidents-ucdp").iter().map(|row| number(&row["low"])).sum();
        let fatalities: u64 =
            table(files, "incidents-acled").iter().map(|row| number(&row["fatalities"])).sum();
        let low: u64 = counted.iter().map(|row| number(&row["killed_low"])).sum();
        assert_eq!((killed, fatalities), (low, low), "{name}");
    }
    assert!(compared >= 8, "{compared} sums were compared");
}

#[test]
fn keys_are_unique_and_references_lead_somewhere() {
    for (name, files) in sites() {
        let package: Value = serde_json::from_slice(&files["data/datapackage.json"]).unwrap();
        let resources = package["resources"].as_array().unwrap();
        for resource in resources {
            let path = format!("data/{}", resource["path"].as_str().unwrap());
            let bytes = &files[&path];
            assert_eq!(resource["bytes"], bytes.len(), "{name}: {path}");
            let hash = format!("sha256:{}", Sha256::of(bytes).hex(64));
            assert_eq!(resource["hash"], hash, "{name}: {path}");
            let Some(schema) = resource.get("schema") else { continue };
            // Parquet is held to the CSV in tests/tables.rs.
            if resource["format"] != "csv" {
                continue;
            }
            let fields: Vec<&str> = schema["fields"]
                .as_array()
                .unwrap()
                .iter()
                .map(|f| f["name"].as_str().unwrap())
                .collect();
            let mut reader = csv::Reader::from_reader(
                bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes),
            );
            assert_eq!(reader.headers().unwrap(), fields, "{name}: {path}");
            let key: Vec<&str> = schema["primaryKey"]
                .as_array()
                .unwrap()
                .iter()
                .map(|k| k.as_str().unwrap())
                .collect();
            let mut seen = BTreeSet::new();
            for row in rows(bytes) {
                let own: Vec<String> = key.iter().map(|key| row[*key].clone()).collect();
                assert!(seen.insert(own.clone()), "{name}: {path}: {own:?} twice");
            }
            for foreign in schema["foreignKeys"].as_array().into_iter().flatten() {
                let field = foreign["fields"][0].as_str().unwrap();
                let other = match foreign["reference"]["resource"].as_str().unwrap() {
                    "" => rows(bytes),
                    other => table(&files, other),
                };
                let column = foreign["reference"]["fields"][0].as_str().unwrap();
                let known: BTreeSet<&str> =
                    other.iter().map(|row| row[column].trim_start_matches('\'')).collect();
                for row in rows(bytes).iter().filter(|_| !path.contains("-hxl")) {
                    let cell = row[field].trim_start_matches('\'');
                    assert!(
                        cell.is_empty() || known.contains(cell),
                        "{name}: {path}: {field} {cell}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_json_is_of_its_schema_and_says_what_the_tables_say() {
    for (name, files) in sites() {
        let schema: Value = serde_json::from_slice(&files["data/schema.json"]).unwrap();
        jsonschema::draft202012::meta::validate(&schema).unwrap();
        let whole: Value = serde_json::from_slice(&files["data/tracker.json"]).unwrap();
        let validator = jsonschema::draft202012::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&whole).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        let lines = std::str::from_utf8(&files["data/incidents.jsonl"]).unwrap();
        let lines: Vec<Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(&Value::Array(lines), &whole["incidents"], "{name}");

        let plain = |value: &Value| match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            Value::Array(items) => {
                items.iter().map(|item| item.as_str().unwrap()).collect::<Vec<_>>().join(";")
            }
            other => other.to_string(),
        };
        let same = |row: &Row, object: &Value| {
            for (column, cell) in row.iter().filter(|(column, _)| *column != "incident") {
                let in_json = plain(object.get(column).unwrap_or(&Value::Null));
                let equal = match (cell.parse::<f64>(), in_json.parse::<f64>()) {
                    (Ok(cell), Ok(in_json)) => cell == in_json,
                    _ => *cell == in_json,
                };
                assert!(equal, "{name}: {column}: {cell:?} {in_json:?}");
            }
        };
        let incidents = whole["incidents"].as_array().unwrap();
        for (row, object) in table(&files, "incidents").iter().zip(incidents) {
            same(row, object);
        }
        for below in ["claims", "places", "sources", "statements", "changes"] {
            let objects: Vec<&Value> = incidents
                .iter()
                .flat_map(|own| own[below].as_array().into_iter().flatten())
                .collect();
            let rows = table(&files, below);
            assert_eq!(rows.len(), objects.len(), "{name}: {below}");
            rows.iter().zip(objects).for_each(|(row, object)| same(row, object));
        }
        for registry in ["actors", "regions", "reports", "milestones"] {
            let objects = whole[registry].as_array().unwrap();
            let rows = table(&files, registry);
            assert_eq!(rows.len(), objects.len(), "{name}: {registry}");
            rows.iter().zip(objects).for_each(|(row, object)| same(row, object));
        }
    }
}

#[test]
fn features_have_a_point_only_where_one_may_be_shown() {
    for (name, files) in sites() {
        let read = |path: &str| -> Vec<geojson::Feature> {
            let text = std::str::from_utf8(&files[path]).unwrap();
            let collection: geojson::FeatureCollection = text.parse().unwrap();
            collection.features
        };
        let incidents = table(&files, "incidents");
        let listed = incidents.iter().filter(|row| row["status"] == "published");
        let features = read("data/incidents.geojson");
        assert_eq!(features.len(), listed.clone().count(), "{name}");
        for (row, feature) in listed.zip(&features) {
            let shown = matches!(&*row["position_precision"], "exact" | "settlement" | "near");
            let precision = feature.property("precision").and_then(|value| value.as_str());
            assert_eq!(precision.unwrap_or_default(), row["position_precision"], "{name}");
            match &feature.geometry {
                Some(geometry) => {
                    assert!(shown, "{name}: {}", row["id"]);
                    let text = geometry.to_string();
                    assert!(text.contains("Point"), "{text}");
                    let number = |column: &str| row[column].parse::<f64>().unwrap();
                    let at = format!("[{:?},{:?}]", number("longitude"), number("latitude"));
                    assert!(text.contains(&at), "{name}: {text} {at}");
                }
                None => assert_eq!((&*row["latitude"], &*row["longitude"]), ("", ""), "{name}"),
            }
        }
        assert_eq!(read("data/regions.geojson").len(), table(&files, "regions").len(), "{name}");
    }
    let files = support::build(&support::mini_site("downloads"));
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    assert!(text("data/incidents.geojson").contains("[179.75,10.50]"), "as it is written");
    let outline = text("data/regions.geojson");
    assert!(outline.contains("[180,10]") && outline.contains("[-180,10]"), "cut: {outline}");
    assert!(!outline.contains("180.5"), "{outline}");
    for (path, bytes) in &files {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("10.12345"), "{path} has a position that may not be shown");
    }
}

#[test]
fn what_was_withdrawn_or_merged_keeps_its_row_without_figures() {
    let files = support::build(&support::mini_site("downloads"));
    let incidents = table(&files, "incidents");
    let filled = |id: &str| -> Vec<(String, String)> {
        let row = row(&incidents, id).iter().filter(|(_, cell)| !cell.is_empty());
        row.map(|(name, cell)| (name.clone(), cell.clone())).collect()
    };
    let names = |id: &str| filled(id).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let common = ["address", "counted", "id"];
    let withdrawn = ["last_changed", "not_counted", "reason", "status", "title", "url"];
    assert_eq!(names("withdrawn"), [&common[..], &withdrawn].concat());
    let merged = ["merged_into", "not_counted", "status", "title", "url"];
    assert_eq!(names("merged"), [&common[..], &merged].concat());
    for below in ["claims", "places", "sources", "statements"] {
        let gone = |row: &Row| ["withdrawn", "merged"].contains(&&*row["incident"]);
        assert!(!table(&files, below).iter().any(gone), "{below}");
    }
    let none = ["incidents-ucdp", "incidents-acled"].map(|name| table(&files, name).len());
    assert_eq!(none, [2, 2], "neither the removed nor what is counted elsewhere");
}

#[test]
fn number_none_words_and_unknown_are_told_apart() {
    let files = support::build(&support::mini_site("downloads"));
    let incidents = table(&files, "incidents");
    let counted = row(&incidents, "counted");
    let state = |measure: &str| &*counted[&format!("{measure}_state")];
    assert_eq!(state("killed"), "number");
    assert_eq!(state("missing"), "none");
    assert_eq!(counted["missing_high"], "0");
    assert_eq!(state("abducted"), "unknown");
    assert_eq!(counted["abducted_low"], "");
    assert_eq!((state("displaced"), &*counted["displaced_text"]), ("words", "dozens"));
    assert_eq!((&*counted["injured_low"], &*counted["injured_open"]), ("5", "true"));
    assert_eq!(row(&incidents, "open")["injured_state"], "", "nobody says");
    assert_eq!(row(&incidents, "open")["date_precision"], "range");
    assert_eq!(row(&incidents, "open")["date_end"], "2024-04-02");
    let claims = table(&files, "claims");
    let rejected = claims.iter().find(|row| row["use"] == "rejected").unwrap();
    assert_eq!((&*rejected["low"], &*rejected["in_range"]), ("40", "false"));
    assert!(!claims.iter().any(|row| row["low"] == "700"), "a report's figures are no claims");
}

/// Takes one `'` away at each spot where a spreadsheet may begin a cell.
fn exact(cell: &str) -> String {
    let mut text = String::new();
    let (mut opens, mut taken) = (true, false);
    for c in cell.chars() {
        if opens && !taken && c == '\'' {
            taken = true;
            continue;
        }
        text.push(c);
        opens = [',', ';', '\t', '\r', '\n'].contains(&c) || (opens && !taken && c == ' ');
        taken = false;
    }
    text
}

#[test]
fn the_files_for_spreadsheets_hold_the_same_and_no_formula() {
    let mut defused = 0;
    for (name, files) in sites() {
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with("-spreadsheet.csv")) {
            let plain = rows(&files[&path.replace("-spreadsheet", "")]);
            let safe = rows(bytes);
            assert_eq!(plain.len(), safe.len());
            for (plain, safe) in plain.iter().zip(&safe) {
                for (column, cell) in safe {
                    let number = cell.parse::<f64>().is_ok();
                    assert!(
                        number || !cell.starts_with(['=', '+', '-', '@']),
                        "{name}: {path}: {cell}"
                    );
                    assert_eq!(exact(cell), plain[column], "{name}: {path}");
                    defused += usize::from(*cell != plain[column]);
                }
            }
        }
    }
    assert!(defused >= 3, "{defused} texts would have been formulas");
}

const BASE: &[(&str, &str)] = &[
    (
        "griot.toml",
        "title = \"x\"\n[safety]\nwithhold = [\"Anna \\\"Nan\\\" Sample\"]\n[data]\nformats = \
         [\"csv\", \"spreadsheet\", \"jsonl\", \"json\", \"parquet\", \"sqlite\"]\n",
    ),
    ("content/regions/estmark.md", "+++\nname = \"Estmark\"\n+++\n"),
];

fn site(files: &[(&str, &str)]) -> SourceSet {
    BASE.iter().chain(files).map(|(path, text)| (*path, text.as_bytes().to_vec())).collect()
}

fn stopped(sources: &SourceSet, path: &str) -> bool {
    let (site, problems) = support::compile(sources);
    let site = site.unwrap_or_else(|| panic!("{problems:#?}"));
    match site.file(sources, path).unwrap() {
        Ok(_) => false,
        Err(griot::pipeline::Failure::Problems(problems)) => {
            problems.iter().all(|problem| problem.rule.name == "withheld-word")
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn a_withheld_word_stops_every_format() {
    let incident = |claim: &str, source: &str| {
        format!(
            "+++\ntitle = \"t\"\ndate = 2024-01-01\nregion = \"estmark\"\n[[claim]]\nkilled = 1\n\
             {claim}source = [\"s\"]\n[[source]]\nid = \"s\"\ntitle = \"s\"\n{source}+++\n"
        )
    };
    let text = "text = \"seen by Anna \\\"Nan\\\" Sample, they say\"\n";
    let claim = incident(text, "");
    let sources = site(&[("content/incidents/a.md", &claim)]);
    let texts = ["claims.csv", "claims-spreadsheet.csv", "incidents.jsonl", "tracker.json"];
    for path in texts.iter().chain(&["claims.parquet", "tracker.sqlite"]) {
        assert!(stopped(&sources, &format!("data/{path}")), "{path}: in a claim");
    }
    assert!(!stopped(&sources, "data/places.csv"));
    assert!(!stopped(&sources, "data/places.parquet"));
    let url = incident("", "url = \"https://x.example/anna-%22nan%22-sample/\"\n");
    let sources = site(&[("content/incidents/a.md", &url)]);
    for path in ["sources.csv", "sources-spreadsheet.csv", "tracker.json", "sources.parquet"] {
        assert!(stopped(&sources, &format!("data/{path}")), "{path}: in an address");
    }
    let actor = "+++\nname = 'Anna \"Nan\" Sample'\n+++\n";
    let sources = site(&[("content/actors/a.md", actor)]);
    let texts = ["actors.csv", "actors-spreadsheet.csv", "tracker.json"];
    for path in texts.iter().chain(&["actors.parquet", "tracker.sqlite"]) {
        assert!(stopped(&sources, &format!("data/{path}")), "{path}: in a name");
    }
}

#[test]
fn what_a_file_tells_of_itself_is_read_too() {
    let settings = "title = \"x\"\ndescription = \"kept by Anna Sample\"\n[safety]\nwithhold = \
                    [\"Anna Sample\"]\n[data]\nformats = [\"csv\", \"parquet\", \"sqlite\"]\n";
    let sources = site(&[("griot.toml", settings)]);
    assert!(!stopped(&sources, "data/reports.csv"));
    for path in ["reports.parquet", "tracker.sqlite"] {
        assert!(stopped(&sources, &format!("data/{path}")), "{path}");
    }
}

#[cfg(not(feature = "sqlite"))]
#[test]
fn a_program_without_a_format_says_so() {
    let text = "title = \"x\"\n[data]\nformats = [\"csv\", \"sqlite\"]\n";
    let (none, problems) = support::compile(&site(&[("griot.toml", text)]));
    assert!(none.is_none());
    let problem = &problems[0];
    assert_eq!(problem.rule.name, "no-format", "{problems:#?}");
    assert_eq!(&text[problem.span.unwrap().range()], "\"sqlite\"");
}

#[test]
fn a_large_tracker_has_files_for_each_year_and_region() {
    let incident = |at: usize| {
        let (year, region) =
            (2020 + at % 2, if at.is_multiple_of(3) { "estmark" } else { "westmark" });
        let text =
            format!("+++\ntitle = \"{at}\"\ndate = \"{year}\"\nregion = \"{region}\"\n+++\n");
        (format!("content/incidents/i{at}.md"), text)
    };
    let incidents: Vec<(String, String)> = (0..5_001).map(incident).collect();
    let mut sources = site(&[("content/regions/westmark.md", "+++\nname = \"W\"\n+++\n")]);
    for (path, text) in &incidents {
        sources.insert(path.as_str(), text.clone().into_bytes());
    }
    let (large, _) = support::compile(&sources);
    let large = large.unwrap();
    let count = |name: &str| rows(&large.file(&sources, name).unwrap().unwrap()).len();
    assert_eq!(count("data/incidents.csv"), 5_001);
    assert_eq!(count("data/years/2020.csv") + count("data/years/2021.csv"), 5_001);
    assert_eq!(count("data/regions/estmark.csv"), 1_667);
    assert_eq!(count("data/regions/westmark.csv"), 5_001 - 1_667);
    let tables = "title = \"x\"\n[data]\nformats = [\"csv\"]\n";
    sources.insert("griot.toml", tables.as_bytes().to_vec());
    let (large, _) = support::compile(&sources);
    let package = large.unwrap().file(&sources, "data/datapackage.json").unwrap().unwrap();
    let package: Value = serde_json::from_slice(&package).unwrap();
    let named = |name: &str| -> Vec<&str> {
        let mut all = package["resources"].as_array().unwrap().iter();
        let own = all.find(|resource| resource["name"] == name).unwrap();
        let keys = own["schema"]["foreignKeys"].as_array().unwrap().iter();
        keys.map(|key| key["reference"]["resource"].as_str().unwrap()).collect()
    };
    // A part of a table names rows that are not in it.
    assert_eq!(named("incidents"), ["regions", "", ""]);
    assert_eq!(named("years-2020"), ["regions", "incidents", "incidents"]);
    let whole = "title = \"x\"\n[data]\nsplit = \"none\"\nformats = [\"csv\"]\n";
    sources.insert("griot.toml", whole.as_bytes().to_vec());
    let (large, _) = support::compile(&sources);
    let large = large.unwrap();
    assert!(large.file(&sources, "data/years/2020.csv").is_none());
    assert!(large.file(&sources, "data/incidents-spreadsheet.csv").is_none());
    assert!(large.file(&sources, "data/index.html").is_some());
}

#[test]
fn the_forms_of_the_tables_can_be_had_alone() {
    let made = |formats: &str| -> Files {
        let mut sources = support::mini_site("downloads");
        let settings = String::from_utf8(sources.read("griot.toml").unwrap()).unwrap();
        let (before, _) = settings.split_once("formats =").unwrap();
        sources.insert("griot.toml", format!("{before}formats = {formats}\n"));
        support::build(&sources)
    };
    let of = |files: &Files, form: &str| -> usize {
        let all: Vec<&String> = files.keys().filter(|path| path.ends_with(".csv")).collect();
        let own = all.iter().filter(|path| path.ends_with(form)).count();
        assert_eq!(own, all.len(), "{all:?}");
        own
    };
    assert_eq!(of(&made("[\"spreadsheet\"]"), "-spreadsheet.csv"), 11);
    let files = made("[\"hxl\"]");
    assert_eq!(of(&files, "-hxl.csv"), 3);
    assert!(files.contains_key("data/index.html"));
    let package: Value = serde_json::from_slice(&files["data/datapackage.json"]).unwrap();
    let fields = package["resources"][0]["schema"]["fields"].as_array().unwrap();
    assert!(fields.iter().all(|field| field["description"].is_string()), "{fields:?}");
}

#[test]
fn a_file_without_a_line_is_no_resource() {
    let sources = site(&[("griot.toml", "title = \"Harbour watch\"\n")]);
    let files = support::build(&sources);
    assert_eq!(files["data/incidents.jsonl"], b"");
    let package: Value = serde_json::from_slice(&files["data/datapackage.json"]).unwrap();
    let names: Vec<&str> = package["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|resource| resource["name"].as_str().unwrap())
        .collect();
    assert!(names.contains(&"incidents") && !names.contains(&"incidents-jsonl"), "{names:?}");
}

#[test]
fn files_for_other_programs_name_no_editor_and_nobody_who_is_cleared() {
    let claim = |party: &str, more: &str| {
        format!("[[claim]]\nperpetrator = \"{party}\"\nsource = \"post\"\n{more}")
    };
    let incident = format!(
        "+++\ntitle = \"Our own words\"\ndate = 2024-03-02\nregion = \"estmark\"\ntype = \"raid\"\n\
         killed = 2\n[[source]]\nid = \"post\"\ntitle = \"Night on the quay\"\n{}{}{}{}+++\n",
        claim("guard", "status = \"alleged\"\n"),
        claim("league", "status = \"denied\"\n"),
        claim("corps", "use = \"rejected\"\nreason = \"It was elsewhere.\"\n"),
        claim("guard", "status = \"denied\"\n"),
    );
    let files = support::build(&site(&[
        ("griot.toml", "title = \"T\"\n[types.raid]\nlabel = \"Raid\"\n"),
        ("content/regions/estmark.md", "+++\nname = \"Estmark\"\n+++\n"),
        ("content/actors/guard.md", "+++\nname = \"The Guard\"\n+++\n"),
        ("content/actors/league.md", "+++\nname = \"The League\"\n+++\n"),
        ("content/actors/corps.md", "+++\nname = \"The Corps\"\n+++\n"),
        ("content/incidents/one.md", &incident),
    ]));
    let ucdp = &table(&files, "incidents-ucdp")[0];
    let acled = &table(&files, "incidents-acled")[0];
    assert_eq!((&*ucdp["side_a"], &*acled["actor1"]), ("The Guard", "The Guard"));
    assert_eq!(ucdp["source_headline"], "Night on the quay");
    assert_eq!(acled["notes"], "Our own words");
}

#[test]
fn a_tracker_without_formats_has_no_downloads() {
    let settings = "title = \"x\"\n[data]\nformats = []\n";
    let files = support::build(&site(&[("griot.toml", settings)]));
    assert!(!files.keys().any(|path| path.starts_with("data/")), "{:?}", files.keys());
    assert!(!String::from_utf8_lossy(&files["index.html"]).contains("data/"));
    let (_, problems) =
        support::compile(&site(&[("griot.toml", "title = \"x\"\n[data]\nsplit = 1\n")]));
    assert!(!problems.is_empty());
}

#[test]
fn a_file_asked_for_alone_is_the_file_of_the_build() {
    let sources = support::mini_site("downloads");
    let files = support::build(&sources);
    let (site, _) = support::compile(&sources);
    let site = site.unwrap();
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("data/")) {
        let alone = site.file(&sources, path).unwrap().unwrap();
        assert!(alone == *bytes, "{path} differs");
    }
}
