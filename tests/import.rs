//! `griot import` as a person runs it: what comes of a table, what is said of it, what a second run does.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests write trackers to disk")]

mod support;

use std::fs;

use support::folder::{Folder, Run, fixture, rows};

fn import(folder: &Folder, name: &str, more: &[&str]) -> Run {
    folder.griot(&[&["import", "ucdp", &fixture(name)], more].concat())
}

fn text_of(name: &str) -> String {
    fs::read_to_string(fixture(name)).unwrap()
}

fn imported(name: &str) -> Folder {
    let folder = Folder::new(&[]);
    let run = import(&folder, name, &[]);
    assert_eq!(run.code, 0, "{name}: {}", run.err);
    folder
}

/// A row of the smallest table that can be imported, with what is not said in `cells` left at its usual.
fn table(rows: &[&[(&str, &str)]]) -> String {
    let usual = [
        ("id", "7"),
        ("type_of_violence", "3"),
        ("side_a", "Harbour Front"),
        ("side_b", "Civilians"),
        ("where_prec", "1"),
        ("where_coordinates", "Sampleford town"),
        ("adm_1", "Harbour region"),
        ("latitude", "51.2"),
        ("longitude", "3.4"),
        ("country", "Estmark"),
        ("date_prec", "1"),
        ("date_start", "2024-05-14"),
        ("date_end", "2024-05-14"),
        ("deaths_a", "0"),
        ("deaths_b", "0"),
        ("deaths_civilians", "2"),
        ("deaths_unknown", "0"),
        ("best", "2"),
        ("high", "2"),
        ("low", "2"),
    ];
    let more = rows.iter().flat_map(|row| row.iter()).map(|(name, _)| *name);
    let mut names: Vec<&str> = usual.iter().map(|(name, _)| *name).collect();
    more.for_each(|name| {
        if !names.contains(&name) {
            names.push(name);
        }
    });
    let mut text = names.join(",");
    for row in rows {
        let cell = |name: &&str| {
            let own = row.iter().chain(&usual).find(|(own, _)| own == name);
            format!("\"{}\"", own.map_or("", |(_, cell)| *cell).replace('"', "\"\""))
        };
        text.push('\n');
        text.push_str(&names.iter().map(cell).collect::<Vec<_>>().join(","));
    }
    text + "\n"
}

/// The tracker that comes of rows, and the record of the first.
fn of_rows(rows: &[&[(&str, &str)]]) -> (Folder, Run) {
    let folder = Folder::new(&[]);
    folder.write("ged.csv", &table(rows));
    let run = folder.griot(&["import", "ucdp", "ged.csv"]);
    (folder, run)
}

fn record(row: &[(&str, &str)]) -> String {
    let (folder, run) = of_rows(&[row]);
    assert_eq!(run.code, 0, "{}", run.err);
    let files = folder.files("");
    let file = files.iter().find(|(path, _)| path.starts_with("content/incidents/"));
    file.unwrap_or_else(|| panic!("{}", run.err)).1.clone()
}

#[track_caller]
fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is missing in:\n{text}");
    }
}

#[test]
fn an_event_becomes_what_an_editor_would_write() {
    let folder = imported("ucdp.csv");
    let clash = folder.read("content/incidents/2024/ucdp-501.md");
    let shown = clash.split("[private.import.written]").next().unwrap();
    insta::assert_snapshot!(shown);
    insta::assert_snapshot!(folder.read("griot.toml"));
    let files: Vec<String> = folder.files("").into_keys().collect();
    insta::assert_snapshot!(files.join("\n"));
}

#[test]
fn all_forms_of_a_release_give_the_same_tracker() {
    let whole = imported("ucdp.csv").files("");
    for form in ["ucdp-site.csv", "ucdp-hdx.csv", "ucdp.geojson"] {
        let other = imported(form).files("");
        for (path, text) in &whole {
            assert_eq!(other.get(path), Some(text), "{form}: {path}");
        }
        assert_eq!(whole.len(), other.len(), "{form}");
    }
}

#[test]
fn an_older_release_with_fewer_columns_comes_in() {
    let folder = imported("ucdp-old.csv");
    holds(
        &folder.read("content/incidents/2024/ucdp-501.md"),
        &["killed = { low = 3, best = 3, high = 5 }", "region = \"estmark/harbour/quays\""],
    );
}

#[test]
fn counts_and_sums_of_the_tracker_are_those_of_the_file() {
    let folder = imported("ucdp.csv");
    assert_eq!(folder.griot(&["check", "-q"]).code, 0);
    let run = folder.griot(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let sums = |text: String, names: [&str; 3]| {
        let rows = rows(&text);
        let sum = |name: &str| rows.iter().map(|row| row[name].parse::<u64>().unwrap_or(0)).sum();
        (rows.len(), names.map(|name| -> u64 { sum(name) }))
    };
    let file = sums(text_of("ucdp.csv"), ["low", "best", "high"]);
    assert_eq!(file, (6, [20, 21, 35]));
    let data = |name: &str| folder.read(&format!("public/data/{name}"));
    let own = sums(data("incidents.csv"), ["killed_low", "killed_best", "killed_high"]);
    assert_eq!(own, file);
    assert_eq!(sums(data("incidents-ucdp.csv"), ["low", "best", "high"]), file);
    holds(&folder.read("public/totals.html"), &["20 to 35"]);
}

#[test]
fn dates_sides_and_codes_come_back_in_the_form_of_ucdp() {
    let folder = imported("ucdp.csv");
    assert_eq!(folder.griot(&["build"]).code, 0);
    let sorted = |text: String| {
        let mut rows = rows(&text);
        rows.sort_by_key(|row| row["id"].trim_start_matches("ucdp-").to_owned());
        rows
    };
    let file = sorted(text_of("ucdp.csv"));
    let own = sorted(folder.read("public/data/incidents-ucdp.csv"));
    let same =
        ["type_of_violence", "side_a", "side_b", "date_prec", "date_start", "date_end", "country"];
    for (was, is) in file.iter().zip(&own) {
        for name in same {
            assert_eq!(was[name], is[name], "{name} of {}", was["id"]);
        }
    }
}

#[test]
fn bounds_are_a_choice_of_days() {
    let date = |start, end, precision| {
        let text = record(&[("date_start", start), ("date_end", end), ("date_prec", precision)]);
        text.lines().find_map(|line| line.strip_prefix("date = ")).unwrap().to_owned()
    };
    assert_eq!(date("2024-05-14", "2024-05-14", "1"), "2024-05-14");
    assert_eq!(date("2024-05-14", "2024-05-17", "2"), "\"[2024-05-14..2024-05-17]\"");
    assert_eq!(
        date("12/29/2023 00:00:00", "01/04/2024 00:00:00", "3"),
        "\"[2023-12-29..2024-01-04]\""
    );
    assert_eq!(date("2024-02-01", "2024-02-29", "4"), "\"2024-02\"");
    assert_eq!(date("2024-01-01", "2024-12-31", "5"), "\"2024\"");
}

#[test]
fn a_place_is_no_finer_than_its_code() {
    let check = |code: &str, parts: &[&str], without: &[&str]| {
        let text =
            record(&[("where_prec", code), ("latitude", "51.25417"), ("longitude", "3.41219")]);
        holds(&text, parts);
        let shown = text.split("[private.import]").next().unwrap();
        without.iter().for_each(|part| assert!(!shown.contains(part), "{code}: {part}\n{text}"));
    };
    let digits = ["latitude = \"51.25417\"", "longitude = \"3.41219\""];
    check("1", &["point = [51.25417, 3.41219]", "precision = \"settlement\""], &[]);
    check("2", &["point = [51.25, 3.41]", "precision = \"near\"", digits[0], digits[1]], &[]);
    check("3", &["precision = \"adm2\"", digits[0]], &["point"]);
    check("4", &["precision = \"adm1\""], &["point"]);
    check("5", &["precision = \"adm1\"", "as a line or an area"], &["point"]);
    check("6", &["precision = \"country\""], &["point"]);
    check("7", &["name = \"Sampleford town\""], &["point", "precision"]);
}

#[test]
fn sides_have_the_right_kind_and_civilians_never_kill() {
    let (folder, run) = of_rows(&[
        &[
            ("id", "1"),
            ("type_of_violence", "1"),
            ("side_a", "Government of Estmark"),
            ("side_b", "Harbour Front"),
        ],
        &[("id", "2"), ("side_a", "Harbour Front")],
        &[
            ("id", "3"),
            ("type_of_violence", "2"),
            ("side_a", "Mill people"),
            ("side_b", "Quay people"),
        ],
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    holds(&folder.read("content/actors/government-of-estmark.md"), &["kind = \"state-force\""]);
    holds(&folder.read("content/actors/harbour-front.md"), &["kind = \"armed-group\""]);
    holds(&folder.read("content/actors/civilians.md"), &["kind = \"community\""]);
    assert!(!folder.read("content/actors/mill-people.md").contains("kind"));
    holds(
        &folder.read("content/incidents/2024/ucdp-2.md"),
        &["perpetrator = [\"harbour-front\"]", "target = [\"civilians\"]", "who = \"civilians\""],
    );
    let fight = folder.read("content/incidents/2024/ucdp-1.md");
    holds(
        &fight,
        &[
            "id = \"sides\"\ntarget = [\"government-of-estmark\", \"harbour-front\"]\n",
            "text = \"Government of Estmark and Harbour Front fought each other.\"",
            "note = \"UCDP does not say which of them attacked.\"",
        ],
    );
    assert!(!fight.contains("perpetrator") && !fight.contains("status ="), "{fight}");
    // Of several on one side it stays known on which.
    let (folder, run) = of_rows(&[&[
        ("type_of_violence", "1"),
        ("side_a", "Government of Estmark, Government of Norland"),
        ("side_b", "Government of Sudland"),
    ]]);
    assert_eq!(run.code, 0, "{}", run.err);
    holds(
        &folder.read("content/incidents/2024/ucdp-7.md"),
        &[
            "id = \"side-a\"\ntarget = [\"government-of-estmark\", \"government-of-norland\"]\n",
            "id = \"side-b\"\ntarget = [\"government-of-sudland\"]\n",
        ],
    );
}

#[test]
fn a_region_is_one_however_it_is_spelt() {
    let (folder, run) = of_rows(&[
        &[("id", "1"), ("adm_1", "Harbour region")],
        &[("id", "2"), ("adm_1", "Harbour")],
        &[("id", "3"), ("adm_1", "Région du Harbour")],
        &[("id", "4"), ("adm_1", "")],
        &[("id", "5"), ("adm_1", "Harbour province")],
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    let region = folder.read("content/regions/estmark/harbour.md");
    holds(
        &region,
        &[
            "name = \"Harbour\"",
            "kind = \"region\"",
            "also = [\"Harbour region\", \"Région du Harbour\"]",
        ],
    );
    for id in ["1", "2", "3"] {
        let text = folder.read(&format!("content/incidents/2024/ucdp-{id}.md"));
        holds(&text, &["region = \"estmark/harbour\"\n"]);
    }
    holds(&folder.read("content/incidents/2024/ucdp-4.md"), &["region = \"estmark\"\n"]);
    holds(
        &folder.read("content/incidents/2024/ucdp-5.md"),
        &["region = \"estmark/harbour-province\"\n"],
    );
}

#[test]
fn a_tracker_keeps_what_it_has_and_gets_what_it_lacks() {
    let folder = Folder::new(&[]);
    folder.write(
        "griot.toml",
        "title = \"Ours\" # mine\n\n[types.raid]\nlabel = \"Raid\"\nucdp = 3\n",
    );
    folder.write("content/regions/est.md", "+++\nname = \"Estmark\"\n+++\n");
    folder.write(
        "content/regions/est/quay.md",
        "+++\n# Ours.\nname = \"The Quay\"\nalso = [\"Harbour\"]\n+++\nWords.\n",
    );
    folder.write("content/actors/front.md", "+++\nname = \"Harbour Front\"\n+++\n");
    folder.write("ged.csv", &table(&[&[], &[("id", "8"), ("type_of_violence", "1")]]));
    let run = folder.griot(&["import", "ucdp", "ged.csv"]);
    assert_eq!(run.code, 0, "{}", run.err);
    holds(
        &folder.read("content/incidents/2024/ucdp-7.md"),
        &["region = \"est/quay\"", "type = \"raid\"", "perpetrator = [\"front\"]"],
    );
    let settings = folder.read("griot.toml");
    assert!(settings.starts_with("title = \"Ours\" # mine\n\n[types.raid]\n"), "{settings}");
    holds(&settings, &["[types.state-based-violence]\nlabel = \"State-based violence\"\nucdp = 1"]);
    assert_eq!(
        folder.read("content/regions/est/quay.md"),
        "+++\n# Ours.\nname = \"The Quay\"\nalso = [\"Harbour\", \"Harbour region\"]\n+++\nWords.\n"
    );
    assert_eq!(folder.read("content/actors/front.md"), "+++\nname = \"Harbour Front\"\n+++\n");
    assert_eq!(folder.griot(&["check", "-q"]).code, 0);
}

#[test]
fn the_same_file_again_writes_nothing() {
    let folder = imported("ucdp.csv");
    let before = folder.files("");
    let run = import(&folder, "ucdp-site.csv", &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    holds(&run.err, &["6  records stay as they are"]);
    assert_eq!(folder.files(""), before);
}

#[test]
fn every_bad_row_is_told_and_the_good_ones_go_in() {
    let rows: [&[(&str, &str)]; 8] = [
        &[("id", "1")],
        &[("id", "2"), ("date_start", "14/05/2024")],
        &[("id", "")],
        &[("id", "4"), ("best", "some")],
        &[("id", "5"), ("latitude", "151.2")],
        &[("id", "6"), ("date_end", "2024-05-13")],
        &[("id", "1"), ("best", "9")],
        &[("id", "8"), ("country", "")],
    ];
    let (folder, run) = of_rows(&rows);
    assert_eq!(run.code, 1);
    holds(
        &run.err,
        &[
            "row left out: there is no such day; with slashes, the month stands first\n --> ged.csv:3, date_start = `14/05/2024`",
            "ged.csv:4, id = ``",
            "ged.csv:5, best = `some`",
            "ged.csv:6, latitude = `151.2`",
            "it ends before it begins\n --> ged.csv:7, date_end = `2024-05-13`",
            "the id `ucdp-1` stands on line 2 already\n --> ged.csv:8",
            "ged.csv:9, country = ``",
            "8  rows read",
            "7  rows left out",
        ],
    );
    let files = folder.files("");
    assert_eq!(files.keys().filter(|path| path.contains("incidents")).count(), 1);

    let strict = Folder::new(&[]);
    strict.write("ged.csv", &table(&rows));
    let run = strict.griot(&["import", "ucdp", "ged.csv", "--strict"]);
    assert_eq!(run.code, 1);
    holds(&run.err, &["ged.csv:3", "Nothing was written: 7 rows of 8 would be left out"]);
    assert_eq!(strict.files("").len(), 1);
}

#[test]
fn numbers_that_do_not_rise_are_kept_and_told() {
    let (folder, run) = of_rows(&[&[("low", "3"), ("best", "2"), ("high", "1")]]);
    assert_eq!(run.code, 0);
    holds(&run.err, &["low, best and high do not rise (3, 2, 1)", "lowest 3, best 2, highest 1"]);
    let text = folder.read("content/incidents/2024/ucdp-7.md");
    holds(&text, &["killed = { low = 3, best = 2, high = 1 }"]);
    let check = folder.griot(&["check"]);
    assert_eq!(check.code, 0);
    holds(&check.out, &["falling-estimate"]);
}

#[test]
fn a_trial_writes_nothing_and_says_the_same() {
    let folder = Folder::new(&[]);
    let trial = import(&folder, "ucdp.csv", &["--dry-run"]);
    assert_eq!(trial.code, 0, "{}", trial.err);
    holds(&trial.out, &["6  records are new", "nothing was written"]);
    assert!(folder.files("").is_empty());
}

#[test]
fn the_report_is_there_for_programs() {
    let folder = Folder::new(&[]);
    folder.write("ged.csv", &table(&[&[("weather", "rain")], &[("id", "8"), ("best", "-1")]]));
    let run = folder.griot(&["import", "ucdp", "ged.csv", "--format", "json"]);
    assert_eq!(run.code, 1);
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["rows"], 2);
    assert_eq!(report["new"], 1);
    assert_eq!(report["left_out"], 1);
    assert_eq!(report["killed"]["best"], 2);
    let problem = &report["problems"][0];
    assert_eq!(
        (&problem["line"], &problem["column"], &problem["value"]),
        (&3.into(), &"best".into(), &"-1".into())
    );
    let columns = report["columns"].as_array().unwrap();
    let weather = columns.iter().find(|column| column["name"] == "weather").unwrap();
    assert_eq!(weather["fields"], "[private.import]");
    holds(&folder.read("content/incidents/2024/ucdp-7.md"), &["weather = \"rain\""]);
}

#[test]
fn what_an_import_keeps_stops_no_build() {
    let (folder, run) = of_rows(&[&[
        ("conflict_name", "Estmark: Government of the Harbour Front in all the quays"),
        ("where_description", "Estmark: Government of the Harbour Front in all the quays"),
    ]]);
    assert_eq!(run.code, 0, "{}", run.err);
    let build = folder.griot(&["build"]);
    assert_eq!(build.code, 0, "{}", build.err);

    let path = "content/incidents/2024/ucdp-7.md";
    let text = folder.read(path);
    folder.write(path, &text.replace("[private.import]", "[private]\nnote = \"Government of the Harbour Front in all the quays\"\n\n[private.import]"));
    let build = folder.griot(&["build"]);
    assert_eq!(build.code, 1, "{}", build.err);
    holds(&build.err, &["private-value"]);
}

#[test]
fn what_is_no_such_table_is_refused() {
    let check = |name: &str, text: &str, part: &str| {
        let folder = Folder::new(&[]);
        folder.write(name, text);
        let run = folder.griot(&["import", "ucdp", name]);
        assert_eq!(run.code, 2, "{name}: {}", run.err);
        holds(&run.err, &[part, "cannot import"]);
        assert_eq!(folder.files("").len(), 1, "{name}");
    };
    check("other.csv", "name,age\nA,3\n", "no column `id`");
    check("empty.csv", "", "empty");
    check("page.csv", "<!DOCTYPE html><html></html>", "page of the web");
    let folder = Folder::new(&[]);
    let run = folder.griot(&["import", "ucdp", "missing.csv"]);
    assert_eq!(run.code, 2);
    holds(&run.err, &["missing.csv"]);
    folder.write("content/index.md", "+++\n+++\n");
    folder.write("ged.csv", &table(&[&[]]));
    let run = folder.griot(&["import", "ucdp", "ged.csv"]);
    assert_eq!(run.code, 2);
    holds(&run.err, &["it is no tracker"]);
}

#[test]
fn hostile_cells_are_told_and_break_nothing() {
    let long = "x".repeat(100_000);
    let (folder, run) = of_rows(&[
        &[
            ("id", "1"),
            ("where_coordinates", "a\u{202e}b\u{1}c"),
            ("where_description", "+++\n[private]\n\"\"\""),
        ],
        &[("id", "../../etc/passwd")],
        &[("id", "2"), ("where_coordinates", &long)],
        &[("id", "3"), ("side_a", "=cmd|' /C calc'!A0"), ("source_article", "\"\"\";\"\"")],
        &[("id", "4"), ("latitude", "NaN")],
        &[("id", "5"), ("best", "99999999999")],
        &[("id", "6"), ("date_start", "2024-05-14T25:99"), ("where_prec", "99")],
    ]);
    assert_eq!(run.code, 1);
    holds(
        &run.err,
        &["invisible characters", "id = `../../etc/passwd`", "latitude = `NaN`", "no code 99"],
    );
    let check = folder.griot(&["check"]);
    assert_eq!(check.code, 0, "{}", check.out);
}

#[test]
fn the_next_release_updates_by_id_and_tells_it() {
    let folder = Folder::new(&[]);
    folder.write("a.csv", &table(&[&[("id", "1")], &[("id", "2")], &[("id", "3")]]));
    folder.write(
        "b.csv",
        &table(&[
            &[("id", "1")],
            &[("id", "2"), ("best", "5"), ("deaths_civilians", "5"), ("high", "5")],
        ]),
    );
    assert_eq!(folder.griot(&["import", "ucdp", "a.csv", "--release", "24.1"]).code, 0);
    let before = folder.files("");
    let trial = folder.griot(&["import", "ucdp", "b.csv", "--release", "25.1", "--dry-run"]);
    holds(&trial.out, &["content/incidents/2024/ucdp-2.md", "killed", "record changed"]);
    assert_eq!(folder.files(""), before);
    let run = folder.griot(&["import", "ucdp", "b.csv", "--release", "25.1"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(
        folder.read("content/incidents/2024/ucdp-1.md"),
        before["content/incidents/2024/ucdp-1.md"]
    );
    holds(&folder.read("content/incidents/2024/ucdp-2.md"), &["[[change]]", "UCDP GED 25.1"]);
    holds(&folder.read("content/incidents/2024/ucdp-3.md"), &["dropped = \"25.1\""]);
    assert_eq!(folder.griot(&["check", "-q"]).code, 0);
}

#[test]
fn a_bad_row_is_no_missing_record() {
    let folder = Folder::new(&[]);
    folder.write("a.csv", &table(&[&[("id", "1")], &[("id", "2")], &[("id", "3")]]));
    folder.write("b.csv", &table(&[&[("id", "1")], &[("id", "2"), ("best", "?")]]));
    folder.write("c.csv", &table(&[&[("id", "1")], &[("id", "")]]));
    assert_eq!(folder.griot(&["import", "ucdp", "a.csv"]).code, 0);
    let before = folder.files("");
    let run = folder.griot(&["import", "ucdp", "c.csv"]);
    assert_eq!(run.code, 1);
    holds(&run.err, &["no record is marked as missing"]);
    assert_eq!(folder.files(""), before);
    assert_eq!(folder.griot(&["import", "ucdp", "b.csv"]).code, 1);
    let path = "content/incidents/2024/ucdp-2.md";
    assert_eq!(folder.read(path), before[path]);
    holds(&folder.read("content/incidents/2024/ucdp-3.md"), &["dropped = "]);
}

#[test]
fn a_tracker_with_errors_is_not_imported_into() {
    let check = |file: &str, text: &str, named: &str| {
        let (folder, run) = of_rows(&[&[]]);
        assert_eq!(run.code, 0, "{}", run.err);
        folder.write(file, text);
        let before = folder.files("");
        folder.write("more.csv", &table(&[&[("best", "3"), ("high", "3")], &[("id", "8")]]));
        let run = folder.griot(&["import", "ucdp", "more.csv"]);
        assert_eq!(run.code, 2, "{file}: {}", run.err);
        assert!(run.err.contains(named), "{}", run.err);
        assert!(run.err.contains("mend what `griot check` shows"), "{}", run.err);
        let mut after = folder.files("");
        after.remove("more.csv");
        assert_eq!(before, after, "{file}");
    };
    let region = "content/regions/estmark.md";
    check("content/actors/civilians.md", "+++\nname = \n+++\n", "content/actors/civilians.md: ");
    check(region, "+++\nnome = \"Estmark\"\n+++\n", "content/regions/estmark.md: ");
    check("content/sources/ucdp-ged.md", "+++\ntitle = 3\n+++\n", "ucdp-ged.md: ");
    check("content/places.toml", "[[place]]\nname = \"Quay\"\n", "content/places.toml: ");
    check("griot.toml", "title = \"T\"\nlanguage = 3\n", "griot.toml: ");
}

#[test]
fn a_record_with_errors_that_could_not_follow_is_told_by_the_exit_status() {
    let (folder, _) = of_rows(&[&[]]);
    let path = "content/incidents/2024/ucdp-7.md";
    let broken = folder.read(path).replace("\ndate = ", "\ndete = ");
    folder.write(path, &broken);
    folder.write("more.csv", &table(&[&[("best", "3"), ("high", "3")]]));
    let run = folder.griot(&["import", "ucdp", "more.csv"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert_eq!(folder.read(path), broken);
}

#[test]
fn mixed_are_civilians_and_fighters_alone() {
    let check = |[b, civilians, unknown]: [&str; 3], who: Option<&str>| {
        let (folder, run) = of_rows(&[&[
            ("deaths_b", b),
            ("deaths_civilians", civilians),
            ("deaths_unknown", unknown),
            ("best", "6"),
            ("high", "6"),
        ]]);
        assert_eq!(run.code, 0, "{}", run.err);
        let text = folder.read("content/incidents/2024/ucdp-7.md");
        let whole = text.split("[[claim]]").nth(1).unwrap();
        let own = whole.lines().find_map(|line| line.strip_prefix("who = "));
        assert_eq!(own, who, "{b} {civilians} {unknown}\n{text}");
    };
    check(["5", "0", "1"], None);
    check(["0", "5", "1"], None);
    check(["5", "1", "0"], Some("\"mixed\""));
    check(["3", "2", "1"], Some("\"mixed\""));
    check(["0", "0", "6"], Some("\"unknown\""));
}

#[test]
fn a_row_that_was_cut_off_changes_nothing() {
    let (folder, run) = of_rows(&[&[], &[("id", "8")]]);
    assert_eq!(run.code, 0, "{}", run.err);
    let before = folder.files("");
    let text = table(&[&[], &[("id", "8")]]);
    // In the last row, before `best`.
    let cut = text.trim_end().rsplitn(4, ',').last().unwrap();
    folder.write("cut.csv", cut);
    let run = folder.griot(&["import", "ucdp", "cut.csv"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("the row ends after 17 of 20 cells"), "{}", run.err);
    let mut after = folder.files("");
    after.remove("cut.csv");
    assert_eq!(after, before);
}

#[test]
fn all_bad_cells_of_a_row_are_told() {
    let (_, run) = of_rows(&[&[
        ("id", ""),
        ("date_start", "soon"),
        ("date_end", "later"),
        ("best", "many"),
        ("deaths_b", "some"),
        ("where_prec", "near"),
        ("latitude", "north"),
        ("longitude", "east"),
        ("type_of_violence", "all"),
        ("country", ""),
    ]]);
    assert_eq!(run.code, 1, "{}", run.err);
    holds(
        &run.err,
        &[
            "id = ``",
            "date_start = `soon`",
            "date_end = `later`",
            "best = `many`",
            "deaths_b = `some`",
            "where_prec = `near`",
            "latitude = `north`",
            "longitude = `east`",
            "type_of_violence = `all`",
            "country = ``",
            "1  row left out",
        ],
    );
}
