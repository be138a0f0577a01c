//! `griot export`: what other datasets' programs are given, and what never leaves.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests write trackers to disk")]

mod support;

use std::collections::BTreeMap;
use std::fs;

use support::folder::{Folder, fixture, rows};

const SETTINGS: &str = "\
title = \"T\"
[types.clash]
label = \"Clash\"
ucdp = 1
acled = \"Battles / Armed clash\"
[types.raid]
label = \"Raid\"
ucdp = 3
acled = \"Explosions/Remote violence / Shelling/artillery/missile attack\"
";

const ACTOR: &str = "+++\nname = \"NAME\"\nkind = \"KIND\"\n+++\n";

fn tracker() -> Folder {
    let folder = Folder::new(&[
        ("griot.toml", SETTINGS),
        (
            "content/regions/estmark.md",
            "+++\nname = \"Estmark\"\n[codes]\ngw = \"999\"\niso-n = \"998\"\n+++\n",
        ),
        ("content/regions/estmark/harbour.md", "+++\nname = \"Harbour\"\n+++\n"),
        ("content/sources/ged.md", "+++\nkind = \"data\"\ntitle = \"The dataset\"\n+++\n"),
    ]);
    for (id, name, kind) in [
        ("state", "Government of Estmark", "state-force"),
        ("league", "Harbour League", "armed-group"),
        ("civilians", "Civilians", "community"),
    ] {
        let text = ACTOR.replace("NAME", name).replace("KIND", kind);
        folder.write(&format!("content/actors/{id}.md"), &text);
    }
    folder.write(
        "content/incidents/clash.md",
        "+++
title = \"Fighting at the quay\"
date = \"[2024-05-01..2024-05-05]\"
region = \"estmark/harbour\"
type = \"clash\"

[[place]]
name = \"Old Quay\"
point = [51.25, 3.5]
precision = \"near\"
note = \"By the old quay.\"

[[claim]]
killed = { low = 3, best = 4, high = 9 }
perpetrator = [\"state\", \"league\"]
who = \"mixed\"
by = \"state\"
source = \"ged\"

[[claim]]
id = \"deaths-b\"
killed = 3
who = \"fighters\"
use = \"shown\"
source = \"ged\"

[[claim]]
id = \"deaths-civilians\"
killed = 1
who = \"civilians\"
use = \"shown\"
source = \"ged\"

[[source]]
ref = \"ged\"

[[source]]
id = \"s1\"
publisher = \"Estmark Courier\"
published = 2024-05-06
title = 'Four dead; the \"quay\" burns'

[[source]]
id = \"s2\"
publisher = \"Harbour Radio\"
published = 2024-05-07
title = \"Fire\"
+++
",
    );
    folder.write(
        "content/incidents/raid.md",
        "+++
title = \"Shelling of Sampleford\"
date = 2024-06-02
region = \"estmark\"
type = \"raid\"
added = 2024-06-03

[[claim]]
killed = 5
perpetrator = \"league\"
target = \"civilians\"
who = \"civilians\"
source = \"s1\"

[[source]]
publisher = \"Estmark Courier\"
+++
",
    );
    folder.write(
        "content/incidents/doubtful.md",
        "+++\ntitle = \"N\"\ndate = 2024-07-01\nregion = \"estmark\"\nevidence = \"discounted\"\nkilled = 9\nsource = \"A\"\n+++\n",
    );
    folder
}

#[test]
fn ucdp_has_its_49_columns_and_what_a_tracker_can_fill() {
    let folder = tracker();
    let run = folder.griot(&["export", "ucdp"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("Exported 2 incidents"), "{}", run.err);
    let header = run.out.lines().next().unwrap();
    assert_eq!(header.split(',').count(), 49);
    let rows = rows(&run.out);
    assert_eq!(rows.len(), 2, "what does not count is in no row");
    let clash = &rows[0];
    let check = |row: &BTreeMap<String, String>, expected: &[(&str, &str)]| {
        for (name, value) in expected {
            assert_eq!(&row[*name], value, "{name}");
        }
    };
    check(
        clash,
        &[
            ("id", "clash"),
            ("year", "2024"),
            ("type_of_violence", "1"),
            ("dyad_name", "Government of Estmark - Harbour League"),
            ("side_a", "Government of Estmark"),
            ("side_b", "Harbour League"),
            ("number_of_sources", "2"),
            (
                "source_article",
                "\"Estmark Courier,2024-05-06,Four dead; the 'quay' burns\";\"Harbour Radio,2024-05-07,Fire\"",
            ),
            ("source_office", "Estmark Courier;Harbour Radio"),
            ("source_date", "2024-05-06;2024-05-07"),
            ("source_headline", "Four dead, the 'quay' burns;Fire"),
            ("where_prec", "2"),
            ("where_coordinates", "Old Quay"),
            ("where_description", "By the old quay."),
            ("adm_1", "Harbour"),
            ("latitude", "51.25"),
            ("longitude", "3.50"),
            ("country", "Estmark"),
            ("country_id", "999"),
            ("date_prec", "2"),
            ("date_start", "2024-05-01"),
            ("date_end", "2024-05-05"),
            ("deaths_a", "0"),
            ("deaths_b", "3"),
            ("deaths_civilians", "1"),
            ("deaths_unknown", "0"),
            ("best", "4"),
            ("high", "9"),
            ("low", "3"),
            ("relid", ""),
        ],
    );
    check(
        &rows[1],
        &[
            ("side_a", "Harbour League"),
            ("side_b", "Civilians"),
            ("source_article", ""),
            ("source_office", "Estmark Courier"),
            ("deaths_civilians", "5"),
            ("deaths_unknown", "0"),
            ("best", "5"),
        ],
    );
}

#[test]
fn acled_has_its_31_columns_and_the_codes_that_follow() {
    let folder = tracker();
    let run = folder.griot(&["export", "acled", "out.csv"]);
    assert_eq!((run.code, &*run.out), (0, ""), "{}", run.err);
    let text = fs::read_to_string(folder.path("out.csv")).unwrap();
    assert_eq!(text.lines().next().unwrap().split(',').count(), 31);
    let rows = rows(&text);
    let check = |row: usize, expected: &[(&str, &str)]| {
        for (name, value) in expected {
            assert_eq!(&rows[row][*name], value, "{name}");
        }
    };
    check(
        0,
        &[
            ("event_id_cnty", "clash"),
            ("disorder_type", "Political violence"),
            ("event_type", "Battles"),
            ("sub_event_type", "Armed clash"),
            ("actor1", "Government of Estmark"),
            ("inter1", "1"),
            ("actor2", "Harbour League"),
            ("inter2", "2"),
            ("interaction", "12"),
            ("civilian_targeting", ""),
            ("iso", "998"),
            ("source", "Estmark Courier; Harbour Radio"),
            ("fatalities", "3"),
            ("timestamp", ""),
        ],
    );
    check(
        1,
        &[
            ("event_type", "Explosions/Remote violence"),
            ("sub_event_type", "Shelling/artillery/missile attack"),
            ("actor1", "Harbour League"),
            ("actor2", "Civilians"),
            ("interaction", "27"),
            ("civilian_targeting", "Civilian targeting"),
            ("timestamp", "1717372800"),
        ],
    );
}

#[test]
fn hxl_is_the_table_of_incidents_with_its_tags() {
    let folder = tracker();
    let run = folder.griot(&["export", "hxl", "-"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let mut lines = run.out.lines();
    assert!(lines.next().unwrap().starts_with("id,address,url,title"));
    assert!(lines.next().unwrap().starts_with("#event+code,#meta+address"));
    assert_eq!(lines.count(), 3, "also what does not count, with the reason");
}

#[test]
fn nothing_withheld_leaves_and_nothing_is_left_behind() {
    let folder = tracker();
    folder.write("old.csv", "old");
    let guarded = fs::read_to_string(folder.path("content/incidents/raid.md")).unwrap();
    let guarded = guarded.replace(
        "\n[[source]]\npublisher = \"Estmark Courier\"",
        "\n[[source]]\npublisher = \"Estmark Courier\"\n\n[safety]\nwithhold = [\"Courier\"]",
    );
    folder.write("content/incidents/raid.md", &guarded);
    for arguments in [&["export", "ucdp", "old.csv"][..], &["export", "acled"]] {
        let run = folder.griot(arguments);
        assert_eq!((run.code, &*run.out), (1, ""), "{}", run.err);
        assert!(run.err.contains("Nothing was exported."), "{}", run.err);
    }
    assert_eq!(fs::read_to_string(folder.path("old.csv")).unwrap(), "old");
    let names = fs::read_dir(folder.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<_> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["content", "griot.toml", "old.csv"]);
}

#[test]
fn what_is_not_public_is_not_there_and_errors_stop_it() {
    let folder = tracker();
    folder.write(
        "content/incidents/draft.md",
        "+++\ntitle = \"D\"\ndate = 2024-07-01\nregion = \"estmark\"\nstatus = \"draft\"\n+++\n",
    );
    assert_eq!(rows(&folder.griot(&["export", "ucdp"]).out).len(), 2);
    folder.write("content/incidents/broken.md", "+++\ntitle = \"B\"\n+++\n");
    let run = folder.griot(&["export", "ucdp"]);
    assert_eq!((run.code, &*run.out), (1, ""), "{}", run.err);
    let run = folder.griot(&["export", "xlsx"]);
    assert_eq!(run.code, 2, "{}", run.err);
}

#[test]
fn a_file_that_cannot_be_written_is_told() {
    let folder = tracker();
    let run = folder.griot(&["export", "ucdp", "no/such/folder.csv"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("cannot write"), "{}", run.err);
}

#[test]
fn the_sides_of_a_fight_come_back_from_either_form() {
    let folder = tracker();
    let path = "content/incidents/clash.md";
    let old = folder.read(path);
    let sides = |folder: &Folder| {
        let row = rows(&folder.griot(&["export", "ucdp"]).out).remove(0);
        ["side_a", "side_b", "dyad_name", "deaths_b"].map(|name| row[name].clone())
    };
    let expected =
        ["Government of Estmark", "Harbour League", "Government of Estmark - Harbour League", "3"];
    assert_eq!(sides(&folder), expected);
    let both = "perpetrator = [\"state\", \"league\"]\n";
    let new = old.replace(
        both,
        "",
    ).replace(
        "[[claim]]\nid = \"deaths-b\"",
        "[[claim]]\nid = \"sides\"\ntarget = [\"state\", \"league\"]\ntext = \"They fought.\"\nsource = \"ged\"\n\n[[claim]]\nid = \"deaths-b\"",
    );
    folder.write(path, &new);
    assert_eq!(sides(&folder), expected);
    // As imports wrote it before: both did it, and both were hit.
    folder.write(path, &old.replace(both, &format!("{both}target = [\"state\", \"league\"]\n")));
    assert_eq!(sides(&folder), expected);
}

#[test]
fn what_a_tracker_exported_finds_its_own_records_again() {
    let folder = tracker();
    for form in ["ucdp", "acled"] {
        folder.done(&["export", form, "out.csv"]);
        let before = folder.files("");
        let run = folder.done(&["import", form, "out.csv"]);
        assert!(run.err.contains("2  rows are of records of this tracker"), "{}", run.err);
        assert!(!run.err.contains("records are new"), "{}", run.err);
        assert_eq!(folder.files(""), before, "{form}");
    }
    // A number is UCDP's own, whatever a tracker calls by it.
    std::fs::rename(
        folder.path("content/incidents/raid.md"),
        folder.path("content/incidents/7.md"),
    )
    .unwrap();
    folder.write("ged.csv", "id,best,date_start,country\n7,2,2024-05-14,Estmark\n");
    folder.done(&["import", "ucdp", "ged.csv"]);
    assert!(folder.path("content/incidents/2024/ucdp-7.md").is_file());
}

/// Exports a tracker, imports the file into an empty one and exports it again.
fn there_and_back(folder: &Folder, form: &str) -> [Vec<BTreeMap<String, String>>; 2] {
    let first = folder.done(&["export", form]).out;
    folder.write("out.csv", &first);
    let again = Folder::new(&[]);
    again.done(&["import", form, folder.path("out.csv").to_str().unwrap()]);
    [first, again.done(&["export", form]).out].map(|text| rows(&text))
}

#[test]
fn what_was_exported_as_acled_is_exported_again() {
    let own = tracker();
    let imported = Folder::new(&[]);
    imported.done(&["import", "acled", &fixture("acled.csv")]);
    for folder in [own, imported] {
        let [first, second] = there_and_back(&folder, "acled");
        assert_eq!(first.len(), second.len());
        for (was, is) in first.iter().zip(&second) {
            // When a record was changed is said of the tracker that changed it.
            for (column, cell) in was.iter().filter(|(column, _)| *column != "timestamp") {
                assert_eq!(&is[column], cell, "{column} of {}", was["event_id_cnty"]);
            }
        }
    }
}

#[test]
fn warnings_of_the_content_are_counted() {
    let folder = tracker();
    folder.edit("content/incidents/raid.md", "who = \"civilians\"\n", "");
    let warned = folder.griot(&["check"]).out;
    assert!(warned.contains("warning["), "{warned}");
    let run = folder.done(&["export", "hxl", "out.csv"]);
    assert!(!run.err.contains("warning["), "{}", run.err);
    assert!(run.err.contains("The content has "), "{}", run.err);
    assert!(run.err.contains("see `griot check`"), "{}", run.err);
}
