//! `griot import csv`: tables by a map, first maps, HXL tags, and our own downloads read again.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests write trackers to disk")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;

use serde_json::Value;
use support::folder::{Folder, Run, fixture};

/// A file of `tests/imports/table/`, whole path.
fn table(name: &str) -> String {
    fixture(&format!("table/{name}"))
}

/// The incidents as their files, by the names of these.
fn incidents(folder: &Folder) -> BTreeMap<String, String> {
    let stem = |path: String| {
        let name = path.rsplit('/').next().unwrap();
        name.strip_suffix(".md").unwrap().to_owned()
    };
    let files = folder.files("content/incidents").into_iter();
    files.map(|(path, text)| (stem(path), text)).collect()
}

#[track_caller]
fn checks(folder: &Folder) {
    folder.done(&["check"]);
}

fn imported(arguments: &[&str], code: i32) -> (Folder, Run) {
    let folder = Folder::new(&[]);
    let run = folder.griot(&[&["import"], arguments].concat());
    assert_eq!(run.code, code, "{}{}", run.out, run.err);
    (folder, run)
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no `{part}` in:\n{text}");
    }
}

#[test]
fn a_map_says_where_every_cell_goes() {
    let (folder, run) = imported(&["csv", &table("events.csv"), "--map", &table("events.toml")], 1);
    checks(&folder);
    let incidents = incidents(&folder);
    assert_eq!(incidents.keys().collect::<Vec<_>>(), ["pier-7", "pier-8"]);
    has(
        &incidents["pier-7"],
        &[
            "title = \"Attack on civilians in Long Pier, 2024-03-02\"",
            "date = 2024-03-02",
            "region = \"estmark/harbour\"",
            "type = \"attack-on-civilians\"",
            "evidence = \"fair\"",
            "point = [10.50, 179.75]\nprecision = \"settlement\"",
            "killed = { low = 2, best = 3, high = 5 }\ninjured = 1200\nwho = \"civilians\"\nby = \"pier-paper\"",
            "perpetrator = [\"river-guard\", \"mill-guard\"]\nstatus = \"alleged\"\ntarget = [\"dockers\"]",
            "name = \"Ada Quill\"\nage = \"34\"",
            "name = \"Tom Reed\"\nage = \"51\"",
            "ref = \"pier\"\norigin = [\"estmark-wire-2024-03-03\", \"pier-paper-2024-03-03\"]",
            "publisher = \"Pier Paper\"\npublished = 2024-03-03\nurl = \"https://paper.example/2\"",
            "[private]\nPhone = \"+00 555 1234\"",
            "\"How exact\" = \"1\"",
            "> A boat was \\*hit\\*.\n> Nobody helped.\n",
        ],
    );
    assert!(!incidents["pier-7"].contains("Typist"), "the map leaves it out");
    has(&folder.read("griot.toml"), &["[types.attack-on-civilians]", "ucdp = 3", "[types.clash]"]);
    has(&folder.read("content/actors/river-guard.md"), &["kind = \"state-force\""]);
    has(&run.err, &["row left out: there is no month 13\n", "Month = `13`"]);
}

#[test]
fn what_cannot_be_read_is_kept_and_told() {
    let (folder, run) = imported(&["csv", &table("events.csv"), "--map", &table("events.toml")], 1);
    let incidents = incidents(&folder);
    has(
        &incidents["pier-8"],
        &[
            "date = \"[2024-03-06..2024-03-12]\"",
            "killed = { low = 4, best = 2, high = 9 }",
            "\"Lat, lon\" = \"0, 0\"",
            "\"Who did it\" = \"dockers\"",
            "Ages = \"40;41\"",
            "note = \"As the table has it: address: not a link\"",
        ],
    );
    assert!(!incidents["pier-8"].contains("point ="), "no position is made of 0, 0");
    assert!(!incidents["pier-8"].contains("perpetrator"), "a community is none");
    has(
        &run.err,
        &[
            "low, best and high do not rise",
            "0, 0 lies in the sea",
            "is no address",
            "is a community",
        ],
    );
}

#[test]
fn nothing_is_written_by_a_strict_import_of_a_bad_row() {
    let map = table("events.toml");
    let (folder, _) = imported(&["csv", &table("events.csv"), "--map", &map, "--strict"], 1);
    assert!(!folder.path("content").exists() && !folder.path("griot.toml").exists());
}

#[test]
fn a_second_import_writes_nothing() {
    let (events, map) = (table("events.csv"), table("events.toml"));
    let (folder, _) = imported(&["csv", &events, "--map", &map], 1);
    let before = incidents(&folder);
    let again = folder.griot(&["import", "csv", &events, "--map", &map, "--format", "json"]);
    let report: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!((&report["new"], &report["unchanged"]), (&0.into(), &2.into()));
    assert_eq!(incidents(&folder), before);
}

#[test]
fn an_error_of_a_map_is_shown_where_it_stands() {
    let folder = Folder::new(&[]);
    let map = fs::read_to_string(table("events.toml")).unwrap();
    let check = |old: &str, new: &str, parts: &[&str]| {
        folder.write("map.toml", &map.replace(old, new));
        let run = folder.griot(&["import", "csv", &table("events.csv"), "--map", "map.toml"]);
        assert_eq!(run.code, 1, "{}", run.err);
        has(&run.err, parts);
        assert!(!folder.path("griot.toml").exists(), "{new}: nothing is written");
    };
    check(
        "best = \"{Dead (best)}\"",
        "best = \"{Dead best}\"",
        &["error[unknown-column]", "map.toml:33", "did you mean `Dead (best)`?"],
    );
    check("\"{Country}\"", "\"{Country\"", &["error[invalid-template]", "is not closed by `}`"]);
    check("kind = \"news\"", "kidn = \"news\"", &["error[unknown-key]", "did you mean `kind`?"]);
    check("order = \"day-first\"", "order = \"dmy\"", &["error[unknown-word]", "day-first"]);
    check("id = \"pier\"\n", "", &["[dataset] has no `id`"]);
    check("basis = \"published\"\n", "", &["[[victim]] has no `basis`"]);
    check("private = [\"Phone\"]", "private = [\"Fone\"]", &["the table has no column `Fone`"]);
}

#[test]
fn a_first_map_is_guessed_and_can_be_used_as_it_is() {
    for name in ["registre.csv", "registre-utf16.csv"] {
        let folder = Folder::new(&[]);
        let file = table(name);
        let run = folder.griot(&["import", "csv", &file, "--suggest-map", "map.toml"]);
        assert_eq!(run.code, 0, "{}", run.err);
        has(
            &folder.read("map.toml"),
            &[
                "id = \"{N° dossier}\"",
                "language = \"fr\"",
                "value = \"{Date}\"",
                "order = \"day-first\"",
                "killed = \"{Nombre de morts}\"",
                "injured = \"{Blessés}\"",
                "point = \"{Coordonnées}\"",
                "private = [\"Téléphone du témoin\"]",
                "split = [\"; \"]",
                "[words.\"Fiabilité\"]\n\"A\" = \"unassessed\"",
            ],
        );
        let run = folder.griot(&["import", "csv", &file, "--map", "map.toml"]);
        assert_eq!(run.code, 0, "{}", run.err);
        checks(&folder);
        has(&folder.read("griot.toml"), &["language = \"fr\""]);
        let stem = name.trim_end_matches(".csv");
        let incidents = incidents(&folder);
        has(
            &incidents[&format!("{stem}-d-001")],
            &[
                "date = 2023-02-03",
                "killed = 1200",
                "injured = \"at least 10\"",
                "point = [10.52, 4.25]",
                "[private]\n\"Téléphone du témoin\" = \"+33 6 12 34 56 78\"",
                "\nUn incendie\na détruit le quai.\n",
            ],
        );
        has(
            &incidents[&format!("{stem}-d-003")],
            &["date = \"2023\"", "killed = \"trois ou quatre\"", "https://b.example/y"],
        );
        // "Région du Port" and "Port" are one.
        assert_eq!(fs::read_dir(folder.path("content/regions")).unwrap().count(), 1);
    }
}

#[test]
fn a_suggested_map_is_not_written_over_a_file() {
    let folder = Folder::new(&[]);
    folder.write("map.toml", "mine");
    let run = folder.griot(&["import", "csv", &table("events.csv"), "--suggest-map", "map.toml"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert_eq!(folder.read("map.toml"), "mine");
}

#[test]
fn tags_of_hxl_need_no_map() {
    let (folder, run) = imported(&["csv", &table("tagged.csv")], 0);
    checks(&folder);
    let incidents = incidents(&folder);
    has(
        &incidents["tagged-h1"],
        &[
            "date = 2024-03-02",
            "region = \"estmark/harbour\"",
            "name = \"Long Pier\"\npoint = [10.50, 4.75]",
            "killed = { low = 2, best = 3, high = 5 }\ninjured = 1",
            "publisher = \"Estmark Wire\"\nurl = \"https://wire.example/1\"",
            "[private]\n\"Contact person\" = \"Ada Quill\"",
        ],
    );
    has(&incidents["tagged-h2"], &["region = \"estmark/harbour\"", "killed = 1\n"]);
    has(&run.err, &["named on line 2", "lowest 3, best 4, highest 6"]);
}

#[test]
fn a_table_that_nobody_explains_is_refused() {
    let (folder, run) = imported(&["csv", &table("events.csv")], 2);
    has(&run.err, &["nobody says what its columns are", "--suggest-map"]);
    assert!(!folder.path("griot.toml").exists());
}

/// The site of a mini-tracker and its downloads.
fn published() -> Folder {
    let folder = Folder::new(&[]);
    let site = support::sites_folder().join("downloads");
    let run = folder.griot(&[
        "build",
        "--root",
        site.to_str().unwrap(),
        "--today",
        "2024-06-01",
        "-o",
        folder.path("site").to_str().unwrap(),
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    folder
}

/// The incidents that a download tells, without what speaks of the site that it stands on.
fn told(text: &str) -> BTreeMap<String, Value> {
    let mut incidents = BTreeMap::new();
    for line in text.lines() {
        let mut incident: Value = serde_json::from_str(line).unwrap();
        let object = incident.as_object_mut().unwrap();
        object.retain(|key, _| !matches!(&**key, "address" | "url"));
        for source in object.get_mut("sources").and_then(Value::as_array_mut).into_iter().flatten()
        {
            source.as_object_mut().unwrap().remove("shared");
        }
        if incident["status"] == "published" {
            incidents.insert(incident["id"].as_str().unwrap().to_owned(), incident);
        }
    }
    incidents
}

#[test]
fn the_json_of_a_site_gives_its_incidents_back() {
    let site = published();
    let first = told(&site.read("site/data/incidents.jsonl"));
    assert!(first.len() >= 3);
    for name in ["tracker.json", "incidents.jsonl"] {
        let file = site.path("site/data").join(name);
        let (folder, _) = imported(&["json", file.to_str().unwrap()], 0);
        let run = folder.griot(&["build", "--today", "2024-06-01"]);
        assert_eq!(run.code, 0, "{name}: {}{}", run.out, run.err);
        let again = told(&folder.read("public/data/incidents.jsonl"));
        if name == "tracker.json" {
            assert_eq!(again, first, "{name}");
        }
        let keys = |incidents: &BTreeMap<String, Value>| -> Vec<String> {
            let without_names = incidents.values().map(|own| {
                [
                    "date_text",
                    "region",
                    "region_names",
                    "type",
                    "killed_low",
                    "killed_high",
                    "targets",
                ]
                .map(|key| own[key].to_string())
                .join(" ")
            });
            without_names.collect()
        };
        assert_eq!(keys(&again), keys(&first), "{name}");
    }
}

#[test]
fn the_tables_of_a_site_give_their_figures_back() {
    let site = published();
    let first = told(&site.read("site/data/incidents.jsonl"));
    for name in
        ["incidents.csv", "incidents-spreadsheet.csv", "incidents-hxl.csv", "incidents.geojson"]
    {
        let file = site.path("site/data").join(name);
        let (folder, _) = imported(&["csv", file.to_str().unwrap()], 0);
        let run = folder.griot(&["build", "--today", "2024-06-01"]);
        assert_eq!(run.code, 0, "{name}: {}{}", run.out, run.err);
        let again = told(&folder.read("public/data/incidents.jsonl"));
        assert_eq!(again.keys().collect::<Vec<_>>(), first.keys().collect::<Vec<_>>(), "{name}");
        for (id, own) in &first {
            for key in [
                "title",
                "date_text",
                "region",
                "region_names",
                "type_label",
                "evidence",
                "latitude",
                "killed_low",
                "killed_best",
                "killed_high",
                "killed_open",
                "killed_state",
                "injured_low",
                "missing_state",
                "displaced_text",
                "counted",
                "perpetrators",
                "perpetrator_status",
                "targets",
                "tags",
                "part_of",
            ] {
                assert_eq!(again[id][key], own[key], "{name}: {id}, {key}");
            }
        }
    }
}

#[test]
fn a_map_reads_geojson_and_json_as_well() {
    let features = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","id":"a","properties":{"when":"2024-03-02","dead":2,"area":"Estmark"},"geometry":{"type":"Point","coordinates":[4.75,10.5]}},
{"type":"Feature","id":"b","properties":{"when":"2024-03-32","dead":1,"area":"Estmark"},"geometry":null}]}"#;
    let map = "id = \"{id}\"\ntitle = \"Event {id}\"\ndate = \"{when}\"\nregion = \"{area}\"\n\
               [dataset]\nid = \"map\"\nname = \"A map\"\n\
               [[place]]\nlatitude = \"{latitude}\"\nlongitude = \"{longitude}\"\nprecision = \"settlement\"\n\
               [[claim]]\nkilled = \"{dead}\"\n";
    let folder = Folder::new(&[]);
    folder.write("a.geojson", features);
    folder.write("map.toml", map);
    let run = folder.griot(&["import", "geojson", "a.geojson", "--map", "map.toml"]);
    assert_eq!(run.code, 1, "{}", run.err);
    has(&run.err, &["a.geojson:3, when = `2024-03-32`"]);
    has(
        &incidents(&folder)["map-a"],
        &["name = \"Estmark\"\npoint = [10.50, 4.75]", "killed = 2", "title = \"Event a\""],
    );
}

/// A table with a map, imported.
fn of(table: &str, map: &str, code: i32) -> (Folder, Run) {
    let folder = Folder::new(&[]);
    folder.write("t.csv", table);
    folder.write("t.toml", map);
    let run = folder.griot(&["import", "csv", "t.csv", "--map", "t.toml"]);
    assert_eq!(run.code, code, "{}{}", run.out, run.err);
    (folder, run)
}

const SMALL: &str = "id = \"{No}\"\ntitle = \"A fire\"\nregion = [\"Estmark\"]\n\
    [dataset]\nid = \"t\"\nname = \"T\"\n[date]\nvalue = \"{Date}\"\n\
    [[place]]\nname = \"{Place}\"\nlatitude = \"{Lat}\"\nlongitude = \"{Lon}\"\nprecision = \"near\"\n\
    [[claim]]\nkilled = \"{Dead}\"\n[[claim]]\nperpetrator = \"{By}\"\nsplit = \";\"\nstatus = \"alleged\"\n";

#[test]
fn nobody_is_no_actor() {
    let (folder, _) = of(
        "No,Date,Place,Lat,Lon,Dead,By\n\
         1,2024-03-02,Quay,,,3,inconnus\n2,2024-03-03,Quay,,,3,مجهول\n\
         3,2024-03-04,Quay,,,3,Desconocido\n4,2024-03-05,Quay,,,3,-\n5,2024-03-06,Quay,,,3,n/a\n\
         6,2024-03-06,Quay,,,3,River Guard; unbekannt\n",
        SMALL,
        0,
    );
    checks(&folder);
    let actors = fs::read_dir(folder.path("content/actors")).unwrap();
    let actors: Vec<_> = actors.map(|file| file.unwrap().file_name()).collect();
    assert_eq!(actors, ["river-guard.md"]);
    let incidents = incidents(&folder);
    has(&incidents["t-1"], &["By = \"inconnus\""]);
    assert!(!incidents["t-1"].contains("perpetrator"));
    has(&incidents["t-6"], &["perpetrator = [\"river-guard\"]", "By = \"River Guard; unbekannt\""]);
}

#[test]
fn a_point_has_no_more_digits_than_its_precision() {
    let (folder, _) = of(
        "No,Date,Place,Lat,Lon,Dead,By\n1,2024-03-02,Quay,10.123456,4.987654,au moins 3 morts,\n",
        SMALL,
        0,
    );
    let run = folder.griot(&["check"]);
    assert!(!run.out.contains("false-precision"), "{}", run.out);
    has(
        &incidents(&folder)["t-1"],
        &[
            "point = [10.12, 4.99]",
            "Lat = \"10.123456\"",
            "Lon = \"4.987654\"",
            "killed = \"at least 3\"",
        ],
    );
}

#[test]
fn all_bad_cells_of_a_row_are_told_at_once() {
    let (_, run) =
        of("No,Date,Place,Lat,Lon,Dead,By\n1,before May 2024,Quay,10.1x,4.9,3 boats,\n", SMALL, 1);
    has(
        &run.err,
        &["`before` is not understood", "`3 boats` is no figure", "`10.1x` is no number"],
    );
}

#[test]
fn an_encoding_can_be_said() {
    let folder = Folder::new(&[]);
    // "تاريخ,قتلى" and a row, in Windows-1256.
    let mut table = vec![0xca, 0xc7, 0xd1, 0xed, 0xce, b',', 0xde, 0xca, 0xe1, 0xec];
    table.extend(b"\n2024-03-02,3\n2024-03-05,4\n");
    folder.write("t.csv", &table);
    let run = folder.griot(&[
        "import",
        "csv",
        "t.csv",
        "--suggest-map",
        "t.toml",
        "--encoding",
        "windows-1256",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    has(
        &folder.read("t.toml"),
        &["encoding = \"windows-1256\"", "value = \"{تاريخ}\"", "killed = \"{قتلى}\""],
    );
    let run = folder.griot(&["import", "csv", "t.csv", "--map", "t.toml"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(incidents(&folder).len(), 2);
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(text).unwrap();
    gzip.finish().unwrap()
}

#[test]
fn a_table_may_be_packed_or_come_from_a_pipe() {
    let text = fs::read(fixture("ucdp.csv")).unwrap();
    let plain = Folder::new(&[]);
    plain.done(&["import", "ucdp", &fixture("ucdp.csv")]);
    let folder = Folder::new(&[]);
    folder.write("ged.csv.gz", &packed(&text));
    folder.done(&["import", "ucdp", "ged.csv.gz"]);
    std::fs::remove_file(folder.path("ged.csv.gz")).unwrap();
    assert_eq!(folder.files(""), plain.files(""));
    for input in [text.clone(), packed(&text)] {
        let folder = Folder::new(&[]);
        let run = folder.fed(&["import", "ucdp", "-"], &input);
        assert_eq!(run.code, 0, "{}", run.err);
        assert_eq!(folder.files(""), plain.files(""));
    }
    let folder = Folder::new(&[("t.toml", SMALL)]);
    let rows = "No,Date,Place,Lat,Lon,Dead,By\n1,2024-03-02,Quay,,,3,\n2,soon,Quay,,,3,\n";
    let run = folder.fed(&["import", "csv", "-", "--map", "t.toml"], rows.as_bytes());
    assert_eq!((run.code, incidents(&folder).len()), (1, 1), "{}", run.err);
    has(&run.err, &["--> standard input:3, Date = `soon`"]);
    // What must be read twice cannot come that way.
    for more in [&["ucdp", "-", "--strict"][..], &["csv", "-"], &["posts", "-", "--map", "t.toml"]]
    {
        let run = folder.fed(&[&["import"], more].concat(), &text);
        assert_eq!(run.code, 2, "{more:?}");
        has(&run.err, &["standard input", "help: "]);
    }
}

#[test]
fn what_is_no_table_is_said() {
    let folder = Folder::new(&[]);
    let mut state = 1_u32;
    let noise: Vec<u8> = (0..20_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .collect();
    let mut zip = b"PK\x03\x04".to_vec();
    zip.resize(26, 0);
    zip.extend([7, 0, 0, 0]);
    zip.extend(b"ged.csvid,best\n");
    let mut broken = packed(&noise);
    broken.truncate(9000);
    for (file, bytes, said) in [
        ("noise.csv", &noise, "control characters\nhelp: griot reads CSV, JSON"),
        ("ged.zip", &zip, "it is a ZIP; the first file in it is `ged.csv`\nhelp: unpack it"),
        ("broken.csv.gz", &broken, "what is packed with gzip is broken"),
    ] {
        folder.write(file, bytes);
        let run = folder.griot(&["import", "ucdp", file]);
        assert_eq!(run.code, 2, "{file}: {}", run.err);
        has(&run.err, &[said]);
        assert!(run.err.lines().count() < 4, "{}", run.err);
    }
}

#[test]
fn what_griot_makes_is_in_the_language_of_the_tracker() {
    let map = "id = \"{No}\"\ntitle = \"Brand, {=when}\"\nregion = [\"Estmark\"]\ndate = \"{Date}\"\n\
               [dataset]\nid = \"t\"\nname = \"T\"\n";
    let title = |folder: &Folder, id: &str| {
        let text = incidents(folder).remove(id).unwrap();
        text.lines().find(|line| line.starts_with("title")).unwrap().to_owned()
    };
    let settings = ("griot.toml", "title = \"T\"\nlanguage = \"de\"\n");
    let folder = Folder::new(&[("t.toml", map), settings, ("t.csv", "No,Date\n1,2024-03-02\n")]);
    folder.done(&["import", "csv", "t.csv", "--map", "t.toml"]);
    assert_eq!(title(&folder, "t-1"), "title = \"Brand, 2. März 2024\"");
    // A tracker that posts begin has the language of their map.
    let map = map.replace("{No}", "{post.slug}").replace("{Date}", "{post.date}");
    let map = map.replace("name = \"T\"", "name = \"T\"\nlanguage = \"fr\"");
    let post = "---\ntitle: Feu\ndate: 2024-03-02\n---\nTexte.\n";
    let folder = Folder::new(&[("t.toml", &map), ("old/feu.md", post)]);
    folder.done(&["import", "posts", "old", "--map", "t.toml"]);
    assert_eq!(title(&folder, "feu"), "title = \"Brand, 2 mars 2024\"");
    has(&folder.read("griot.toml"), &["language = \"fr\""]);
}

#[test]
fn a_first_map_says_where_it_lacks_a_date() {
    let folder = Folder::new(&[("t.csv", "who,dead\nfoo,3\nbar,4\n")]);
    let run = folder.griot(&["import", "csv", "t.csv", "--suggest-map", "m.toml"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let map = folder.read("m.toml");
    assert!(map.contains("It lacks a date: see [date]."), "{map}");
    assert!(map.contains("[date]\n"), "{map}");
    assert!(!map.contains("used as it is"), "{map}");
}

/// A download with one row, its cells changed.
fn row_of_ours(cells: &[(&str, &str)]) -> String {
    let mut row: BTreeMap<&str, &str> = [
        ("id", "quay-fire"),
        ("title", "Fire at the quay"),
        ("date_text", "2024-05-06"),
        ("region", "estmark"),
        ("region_names", "Estmark"),
        ("counted", "true"),
        ("killed_low", "3"),
        ("killed_best", "4"),
        ("killed_high", "5"),
        ("killed_open", "false"),
        ("killed_about", "false"),
        ("killed_state", "number"),
        ("latitude", "51.20"),
        ("longitude", "3.4"),
        ("position_precision", "exact"),
        ("evidence", "confirmed"),
    ]
    .into();
    row.extend(cells.iter().copied());
    let quoted = |cell: &&str| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |cells: Vec<String>| cells.join(",") + "\n";
    line(row.keys().map(quoted).collect()) + &line(row.values().map(quoted).collect())
}

/// Every problem of a file that is imported: line, column, value, reason.
fn problems_of(name: &str, text: &str, code: i32) -> (Folder, Vec<[String; 4]>) {
    let folder = Folder::new(&[(name, text)]);
    let run = folder.griot(&["import", "csv", name, "--format", "json"]);
    assert_eq!(run.code, code, "{}{}", run.out, run.err);
    let report: Value = serde_json::from_str(&run.out).unwrap();
    let problems = report["problems"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let told = problems
        .map(|own| ["line", "column", "value", "reason"].map(|key| text(&own[key])))
        .collect();
    (folder, told)
}

#[test]
fn no_cell_of_a_download_writes_another_field() {
    let check = |cells: &[(&str, &str)], columns: &[&str]| {
        let (folder, told) = problems_of("own.csv", &row_of_ours(cells), 1);
        let named: Vec<&str> = told.iter().map(|own| &*own[1]).collect();
        assert_eq!(named, columns, "{told:?}");
        for (problem, column) in told.iter().zip(columns) {
            let cell = cells.iter().find(|(own, _)| own == column).unwrap();
            assert_eq!((&*problem[0], &*problem[2]), ("2", cell.1), "{problem:?}");
            assert!(!problem[3].contains("TOML"), "{problem:?}");
        }
        assert!(!folder.path("content").exists(), "{cells:?}");
    };
    for bad in ["9 }\nby = \"ucdp\"\nquote = \"INJ\" #", "0x10", "1_000", "+5", "-5", "9.5", "x"] {
        check(&[("killed_best", bad)], &["killed_best"]);
    }
    check(&[("latitude", "51.2, 3.4]\nnote = \"INJ\" #")], &["latitude"]);
    let many = [
        ("date_text", "soon"),
        ("evidence", "sure"),
        ("killed_low", "few"),
        ("killed_open", "maybe"),
        ("killed_state", "odd"),
        ("latitude", "north"),
        ("longitude", "200"),
        ("perpetrators", "crew"),
        ("perpetrator_status", "odd"),
        ("position_precision", "odd"),
        ("type", "a fire"),
    ];
    let (_, told) = problems_of("own.csv", &row_of_ours(&many), 1);
    let mut named: Vec<&str> = told.iter().map(|own| &*own[1]).collect();
    named.sort_unstable();
    let mut all: Vec<&str> =
        many.iter().map(|(column, _)| *column).filter(|own| *own != "perpetrators").collect();
    all.sort_unstable();
    assert_eq!(named, all, "{told:?}");
    let (folder, told) = problems_of("own.csv", &row_of_ours(&[("date_end", "later")]), 0);
    assert_eq!(told.len(), 1, "{told:?}");
    let record = folder.read("content/incidents/2024/quay-fire.md");
    has(&record, &["point = [51.20, 3.40]", "killed = { low = 3, best = 4, high = 5 }"]);
}

#[test]
fn a_member_of_a_download_is_what_it_is() {
    let feature = r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[0.00001,51.2]},"properties":{"id":"quay-fire","title":"Fire at the quay","date_text":"2024-05-06","region":"estmark","region_names":["Estmark"],"evidence":"confirmed","counted":true,"killed_state":"number","killed_best":BEST}}]}"#;
    let injected = feature.replace("BEST", r#""9 }\nquote = \"INJ\"""#);
    let (_, told) = problems_of("own.geojson", &injected, 1);
    assert_eq!((told.len(), &*told[0][1]), (1, "killed_best"), "{told:?}");
    let (folder, _) = problems_of("own.geojson", &feature.replace("BEST", "9"), 0);
    let record = folder.read("content/incidents/2024/quay-fire.md");
    has(&record, &["point = [51.20000, 0.00001]", "killed = { best = 9 }"]);

    let json = |claim: &str| {
        format!(
            r#"{{"incidents":[{{"id":"quay-fire","title":"Fire at the quay","date_text":"2024-05-06","region":"estmark","region_names":["Estmark"],"evidence":"confirmed","counted":true,"claims":[{claim}],"sources":[{{"id":"a","kind":"news","title":"Fire","publisher":"Courier","url":"https://courier.example/1"}}]}}]}}"#
        )
    };
    let check = |claim: &str, column: &str, value: &str| {
        let (_, told) = problems_of("tracker.json", &json(claim), 1);
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!((&*told[0][1], &*told[0][2]), (column, value), "{told:?}");
    };
    let stated = r#"{"number":1,"measure":"killed","sources":"a","stated":S}"#;
    let injected = stated.replace('S', r#""{ low = 2 }\nquote = \"INJ\"""#);
    check(&injected, "claims[0].stated", "{ low = 2 }\nquote = \"INJ\"");
    check(&stated.replace('S', r#""0x10""#), "claims[0].stated", "0x10");
    check(&stated.replace('S', "7"), "claims[0].stated", "7");
    let odd = stated.replace('S', r#""7","who":4"#);
    check(&odd, "claims[0].who", "4");
    check(&stated.replace('S', r#""7","use":"odd""#), "claims[0].use", "odd");
    check(&stated.replace("killed", "hurt").replace('S', r#""7""#), "claims[0].measure", "hurt");
    let (_, told) = problems_of("tracker.json", &json("7"), 1);
    assert_eq!(&*told[0][1], "claims", "{told:?}");
    let (folder, _) =
        problems_of("tracker.json", &json(&stated.replace('S', r#""{ low = 2, high = 4 }""#)), 0);
    let record = folder.read("content/incidents/2024/quay-fire.md");
    has(&record, &["killed = { low = 2, high = 4 }"]);
}

#[test]
fn a_later_download_of_a_tracker_is_known_under_any_name() {
    let row = |id: &str| {
        let url = format!("https://harbour.example/record/incidents/2024/{id}.html");
        let address = format!("incidents/2024/{id}.html");
        row_of_ours(&[("id", id), ("url", &url), ("address", &address)])
    };
    let both = row("quay-fire") + row("pier-fire").lines().nth(1).unwrap() + "\n";
    let folder = Folder::new(&[("incidents.csv", &both), ("later.csv", &row("quay-fire"))]);
    folder.done(&["import", "csv", "incidents.csv", "--release", "1"]);
    let record = folder.read("content/incidents/2024/pier-fire.md");
    has(&record, &["dataset = \"harbour-example-record\""]);
    folder.done(&["import", "csv", "later.csv", "--release", "2"]);
    has(&folder.read("content/incidents/2024/pier-fire.md"), &["dropped = \"2\""]);
    assert!(!folder.read("content/incidents/2024/quay-fire.md").contains("dropped"));

    // Without addresses nothing but the name of the file tells whose it is.
    let folder = Folder::new(&[("harbour.csv", &row_of_ours(&[]))]);
    folder.done(&["import", "csv", "harbour.csv"]);
    has(&folder.read("content/incidents/2024/quay-fire.md"), &["dataset = \"harbour\""]);
}

#[test]
fn a_column_of_figures_is_one_though_some_cells_are_none() {
    let mut table = "id,date,region,dead\n".to_owned();
    for day in 1..=8 {
        table.push_str(&format!("{day},2024-03-0{day},Estmark,{day}\n"));
    }
    table.push_str("9,2024-03-09,Estmark,see notes\n10,2024-03-10,Estmark,several\n");
    let folder = Folder::new(&[("t.csv", &table)]);
    folder.done(&["import", "csv", "t.csv", "--suggest-map", "m.toml"]);
    assert!(folder.read("m.toml").contains("killed = \"{dead}\""), "{}", folder.read("m.toml"));
    let run = folder.griot(&["import", "csv", "t.csv", "--map", "m.toml"]);
    assert_eq!(run.code, 1, "{}", run.err);
    has(
        &run.err,
        &["`see notes` is no figure", "t.csv:10", "1  row left out", "9  records are new"],
    );
}
