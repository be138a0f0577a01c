//! Coming back with the next release: three in turn, with an editor at work in between.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests write trackers to disk")]

mod support;

use std::collections::BTreeMap;

use support::folder::{Folder, fixture, rows};

/// The fixture of UCDP as cells, by id.
struct Release {
    names: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

impl Release {
    fn first() -> Self {
        let mut reader = csv::Reader::from_path(fixture("ucdp.csv")).unwrap();
        let names = reader.headers().unwrap().clone();
        Self { names, rows: reader.records().map(Result::unwrap).collect() }
    }

    fn set(&mut self, id: &str, column: &str, value: &str) {
        let at = self.names.iter().position(|name| name == column).unwrap();
        let row = self.rows.iter_mut().find(|row| &row[0] == id).unwrap();
        assert_ne!(&row[at], value);
        *row = row.iter().enumerate().map(|(i, own)| if i == at { value } else { own }).collect();
    }

    fn drop(&mut self, id: &str) {
        self.rows.retain(|row| &row[0] != id);
    }

    fn text(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.names).unwrap();
        self.rows.iter().for_each(|row| writer.write_record(row).unwrap());
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }

    fn write(&self, folder: &Folder, name: &str) {
        folder.write(name, &self.text());
    }
}

const CLASH: &str = "content/incidents/2024/ucdp-501.md";
const SHOTS: &str = "content/incidents/2024/ucdp-502.md";

fn sum(rows: &[BTreeMap<String, String>], column: &str) -> u64 {
    rows.iter().map(|row| row[column].parse::<u64>().unwrap_or(0)).sum()
}

#[test]
fn three_releases_keep_ids_edits_and_history() {
    let folder = Folder::new(&[]);
    let mut release = Release::first();
    release.write(&folder, "1.csv");
    folder.done(&["import", "ucdp", "1.csv", "--release", "24.1", "--today", "2026-01-10"]);
    folder.done(&["lock", "--today", "2026-01-10"]);
    let ids: Vec<String> = folder.files("content/incidents").into_keys().collect();

    // The editor words a title, adds a claim, moves a date, writes a body, takes an article out.
    let text = folder.read(CLASH);
    let title = text.lines().find(|line| line.starts_with("title = ")).unwrap();
    folder.edit(CLASH, title, "# Our wording.\ntitle = \"Fighting at the Old Quay\"");
    folder.edit(
        CLASH,
        "\n[[source]]",
        "\n[[claim]]\nid = \"ours\"\ninjured = 2\nby = \"the clinic\"\nsource = \"estmark-courier-2024-05-15\"\n\n[[source]]",
    );
    folder.edit(
        CLASH,
        "\n[private.import]",
        "\n[[change]]\non = 2026-01-11\nkind = \"update\"\nnote = \"We asked the clinic.\"\n\n[private.import]",
    );
    folder.write(CLASH, &(folder.read(CLASH) + "\nOur own narrative.\n"));
    folder.edit(SHOTS, "date = \"[2024-06-01..2024-06-03]\"", "date = 2024-06-02");
    folder.edit(
        SHOTS,
        "\n[private.import]",
        "\n[[change]]\non = 2026-01-11\nkind = \"correction\"\nnote = \"It was the second of June.\"\n\n[private.import]",
    );
    folder.done(&["check", "--today", "2026-01-12"]);
    folder.done(&["lock", "--today", "2026-01-12"]);

    // The second release: another figure, another date where the editor has one of their own, one event
    // less.
    release.set("501", "best", "4");
    release.set("501", "deaths_b", "3");
    release.set("502", "date_start", "2024-06-02");
    release.set("502", "high", "6");
    let dropped = release.rows.last().unwrap()[0].to_owned();
    release.drop(&dropped);
    release.write(&folder, "2.csv");
    let before = folder.files("content");
    let arguments = ["import", "ucdp", "2.csv", "--release", "25.1", "--today", "2026-02-01"];
    let trial = folder.done(&[&arguments[..], &["--dry-run"]].concat());
    assert_eq!(folder.files("content"), before, "a trial writes nothing");
    assert!(trial.out.contains("killed of claim `ucdp`"), "{}", trial.out);
    assert!(trial.out.contains("date: yours stays"), "{}", trial.out);
    folder.done(&arguments);

    let clash = folder.read(CLASH);
    assert!(
        clash.starts_with("+++\n# Our wording.\ntitle = \"Fighting at the Old Quay\"\n"),
        "{clash}"
    );
    assert!(clash.contains("injured = 2\nby = \"the clinic\""), "{clash}");
    assert!(clash.contains("killed = { low = 3, best = 4, high = 5 }"), "{clash}");
    assert!(clash.ends_with("\nOur own narrative.\n"), "{clash}");
    assert!(
        clash.contains(
            "on = 2026-02-01\nkind = \"correction\"\nnote = \"UCDP GED 25.1: killed (claim"
        ),
        "{clash}"
    );
    let shots = folder.read(SHOTS);
    assert!(shots.contains("\ndate = 2024-06-02\n"), "{shots}");
    assert!(shots.contains("killed = { low = 2, best = 4, high = 6 }"), "{shots}");
    assert!(
        shots.contains("[private.import.offered]\ndate = \"[2024-06-02..2024-06-03]\""),
        "{shots}"
    );
    let gone = folder.files("content/incidents");
    let marked: Vec<&String> = gone
        .iter()
        .filter(|(_, text)| text.contains("dropped = \"25.1\""))
        .map(|(id, _)| id)
        .collect();
    assert_eq!(marked.len(), 1, "{marked:?}");
    assert!(marked[0].contains(&dropped));
    folder.done(&["check", "--today", "2026-02-01"]);
    folder.done(&["lock", "--today", "2026-02-01"]);

    // What did not change was not touched.
    for (path, text) in &before {
        let untouched = ![CLASH, SHOTS].contains(&&**path) && path != marked[0];
        assert!(!untouched || folder.read(path) == *text, "{path}");
    }

    // The third release: the event is back, and a figure goes back.
    let mut third = Release::first();
    third.set("502", "high", "7");
    third.write(&folder, "3.csv");
    folder.done(&["import", "ucdp", "3.csv", "--release", "26.1", "--today", "2026-03-01"]);
    let clash = folder.read(CLASH);
    assert_eq!(clash.matches("[[change]]").count(), 3, "{clash}");
    assert!(clash.contains("We asked the clinic.") && clash.contains("UCDP GED 26.1: "), "{clash}");
    assert!(clash.contains("title = \"Fighting at the Old Quay\""), "{clash}");
    let shots = folder.read(SHOTS);
    assert_eq!(shots.matches("[[change]]").count(), 3, "{shots}");
    assert!(shots.contains("\ndate = 2024-06-02\n"), "{shots}");
    assert!(!folder.files("content").values().any(|text| text.contains("dropped = ")));
    assert_eq!(folder.files("content/incidents").into_keys().collect::<Vec<_>>(), ids);
    folder.done(&["check", "--today", "2026-03-01"]);
    folder.done(&["lock", "--today", "2026-03-01"]);
    folder.done(&["build", "--today", "2026-03-01"]);

    // The figures of the tracker are those of the file.
    let out = rows(&folder.done(&["export", "ucdp", "--today", "2026-03-01"]).out);
    for column in ["low", "best", "high"] {
        assert_eq!(sum(&out, column), sum(&rows(&third.text()), column), "{column}");
    }
    // And the same once more writes nothing.
    let before = folder.files("content");
    folder.done(&["import", "ucdp", "3.csv", "--release", "26.1", "--today", "2026-04-01"]);
    assert_eq!(folder.files("content"), before);
}

#[test]
fn a_file_of_another_scope_marks_nothing() {
    let folder = Folder::new(&[]);
    let release = Release::first();
    release.write(&folder, "1.csv");
    folder.done(&["import", "ucdp", "1.csv", "--release", "24.1"]);
    let mut other = Release::first();
    let ids: Vec<String> = other.rows.iter().skip(1).map(|row| row[0].to_owned()).collect();
    ids.iter().for_each(|id| other.drop(id));
    other.set("501", "country", "Westmark");
    other.set("501", "id", "9501");
    other.write(&folder, "2.csv");
    folder.done(&["import", "ucdp", "2.csv", "--release", "25.1"]);
    assert!(!folder.files("content").values().any(|text| text.contains("dropped = ")));
}

#[test]
fn what_is_exported_comes_back_with_the_same_figures_dates_places_and_sides() {
    let folder = Folder::new(&[]);
    folder.done(&["import", "ucdp", &fixture("ucdp.csv"), "--release", "24.1"]);
    folder.done(&["export", "ucdp", "out.csv"]);
    let again = Folder::new(&[]);
    let out = folder.path("out.csv");
    again.done(&["import", "ucdp", out.to_str().unwrap(), "--release", "24.1"]);
    let facts = |folder: &Folder| -> BTreeMap<String, Vec<String>> {
        let wanted = [
            "date = ",
            "killed = ",
            "who = ",
            "perpetrator = ",
            "target = ",
            "point = ",
            "precision = ",
            "region = ",
            "type = ",
            "publisher = ",
            "published = ",
        ];
        let lines = |text: String| {
            let front = text.split("[private.import").next().unwrap().to_owned();
            // Of a place without a precision, the export says how fine its region is.
            let own = front.lines().filter(|line| {
                wanted.iter().any(|own| line.starts_with(own)) && *line != "precision = \"country\""
            });
            own.map(str::to_owned).collect()
        };
        let files = folder.files("content/incidents").into_iter();
        files.map(|(path, text)| (path, lines(text))).collect()
    };
    assert_eq!(facts(&folder), facts(&again));
    let (own, back) = (folder.done(&["export", "ucdp"]).out, again.done(&["export", "ucdp"]).out);
    assert_eq!(own, back);
    let file = rows(&std::fs::read_to_string(fixture("ucdp.csv")).unwrap());
    let own = rows(&own);
    for from in &file {
        let own = own.iter().find(|own| own["id"] == from["id"]).unwrap();
        for same in [
            "year",
            "type_of_violence",
            "side_a",
            "side_b",
            "dyad_name",
            "country",
            "country_id",
            "date_start",
            "date_end",
            "deaths_a",
            "deaths_b",
            "deaths_civilians",
            "deaths_unknown",
            "best",
            "high",
            "low",
            "where_coordinates",
            "number_of_sources",
            "source_date",
        ] {
            assert_eq!(own[same], from[same], "{same} of {}", from["id"]);
        }
    }
}

#[test]
fn lines_that_end_as_on_windows_stay_so() {
    let folder = Folder::new(&[]);
    let mut release = Release::first();
    release.write(&folder, "1.csv");
    folder.done(&["import", "ucdp", "1.csv", "--release", "24.1"]);
    folder.write(CLASH, &folder.read(CLASH).replace('\n', "\r\n"));
    release.set("501", "high", "8");
    release.write(&folder, "2.csv");
    folder.done(&["import", "ucdp", "2.csv", "--release", "25.1"]);
    let text = folder.read(CLASH);
    assert!(text.contains("high = 8 }"), "{text}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[test]
fn a_source_more_does_not_change_which_one_the_editor_wrote_to() {
    let folder = Folder::new(&[]);
    let mut release = Release::first();
    let article = |own: &str| format!("\"{own},2024-05-16,Words of {own}\"");
    let (radio, courier) = (article("Harbour Radio"), article("Estmark Courier"));
    release.set("501", "source_article", &courier);
    release.write(&folder, "1.csv");
    folder.done(&["import", "ucdp", "1.csv", "--release", "24.1", "--today", "2026-01-10"]);
    let own = "title = \"Words of Estmark Courier\"\n";
    folder.edit(CLASH, own, &format!("{own}url = \"https://courier.example/1\"\n"));
    release.set("501", "source_article", &format!("{radio};{courier}"));
    release.write(&folder, "2.csv");
    folder.done(&["import", "ucdp", "2.csv", "--release", "25.1", "--today", "2026-02-01"]);
    let text = folder.read(CLASH);
    assert!(text.contains(&format!("{own}url = \"https://courier.example/1\"\n")), "{text}");
    assert!(text.contains("title = \"Words of Harbour Radio\"\npublisher"), "{text}");
}

/// Imports a first file, then one with a bad row, in which one record is missing: the record of the bad row
/// is not marked, the missing one is.
#[track_caller]
fn knows_a_bad_row(folder: &Folder, arguments: &[&str], first: &str, second: &str, ids: [&str; 2]) {
    folder.write(arguments[1], first);
    folder.done(&[&["import"], arguments].concat());
    folder.write(arguments[1], second);
    folder.griot(&[&["import"], arguments].concat());
    let files = folder.files("content/incidents");
    let marked = |id: &str| {
        let text = &files[&format!("content/incidents/2024/{id}.md")];
        text.contains("\ndropped = ")
    };
    assert!(!marked(ids[0]), "{arguments:?}: the row of `{}` is there", ids[0]);
    assert!(marked(ids[1]), "{arguments:?}: `{}` is missing", ids[1]);
}

#[test]
fn a_bad_row_with_an_id_is_known_in_every_form() {
    let folder = Folder::new(&[]);
    let acled = std::fs::read_to_string(fixture("acled.csv")).unwrap();
    let lines: Vec<&str> = acled.lines().collect();
    let bad = format!("{}\n{}\n{}\n", lines[0], lines[1], lines[2].replace(",2024-06-01,", ",?,"));
    knows_a_bad_row(&folder, &["acled", "a.csv"], &acled, &bad, ["acled-EST102", "acled-EST103"]);

    let folder = Folder::new(&[(
        "m.toml",
        "id = \"{No}\"\ntitle = \"A fire\"\nregion = [\"Estmark\"]\ndate = \"{Date}\"\n\
         [dataset]\nid = \"t\"\nname = \"T\"\n",
    )]);
    let table = |days: &[&str]| {
        let rows = days.iter().zip(1..).map(|(day, number)| format!("{number},{day}\n"));
        format!("No,Date\n{}", rows.collect::<String>())
    };
    let (first, second) = (table(&["2024-01-01"; 3]), table(&["2024-01-01", "?"]));
    let arguments = ["csv", "t.csv", "--map", "m.toml"];
    knows_a_bad_row(&folder, &arguments, &first, &second, ["t-2", "t-3"]);

    let own = |day: &str, status: &str, more: &str| {
        format!(
            "id,title,status,date_text,region,region_names,counted\n\
             a,A fire,published,2024-01-01,estmark,Estmark,true\n\
             b,A fire,{status},{day},estmark,Estmark,true\n{more}"
        )
    };
    let first =
        own("2024-01-02", "published", "c,A fire,published,2024-01-03,estmark,Estmark,true\n");
    for second in [own("?", "published", ""), own("2024-01-02", "withdrawn", "")] {
        let folder = Folder::new(&[]);
        knows_a_bad_row(&folder, &["csv", "o.csv"], &first, &second, ["b", "c"]);
    }
}

#[test]
fn a_bad_post_with_a_slug_is_known() {
    let post = |day: &str| format!("---\ntitle: A fire\ndate: {day}\n---\nText.\n");
    let folder = Folder::new(&[(
        "m.toml",
        "id = \"{post.slug}\"\ntitle = \"{title}\"\nregion = [\"Estmark\"]\ndate = \"{post.date}\"\n\
         [dataset]\nid = \"old\"\nname = \"Old\"\n",
    )]);
    ["a", "b", "c"]
        .iter()
        .for_each(|name| folder.write(&format!("old/{name}.md"), &post("2024-05-01")));
    folder.done(&["import", "posts", "old", "--map", "m.toml"]);
    folder.write("old/b.md", &post("soon"));
    std::fs::remove_file(folder.path("old/c.md")).unwrap();
    assert_eq!(folder.griot(&["import", "posts", "old", "--map", "m.toml"]).code, 1);
    let marked =
        |id: &str| folder.read(&format!("content/incidents/2024/{id}.md")).contains("\ndropped = ");
    assert_eq!([marked("a"), marked("b"), marked("c")], [false, false, true]);
}

#[test]
fn a_region_that_was_moved_is_no_news() {
    for (from, to) in [("estmark", "isles/estmark"), ("estmark/harbour", "estmark/coast/harbour")] {
        let folder = Folder::new(&[]);
        folder.done(&["import", "ucdp", &fixture("ucdp.csv"), "--release", "24.1"]);
        let regions = folder.path("content/regions");
        let [old, new] = [from, to].map(|id| regions.join(id));
        std::fs::create_dir_all(new.parent().unwrap()).unwrap();
        let beside = |path: &std::path::Path| path.with_extension("md");
        std::fs::rename(&old, &new).unwrap();
        std::fs::rename(beside(&old), beside(&new)).unwrap();
        let above = new.parent().unwrap();
        std::fs::write(beside(above), "+++\nname = \"Above\"\nlevel = \"supranational\"\n+++\n")
            .unwrap();
        for (path, text) in folder.files("content/incidents") {
            folder.write(&path, &text.replace(&format!("\"{from}"), &format!("\"{to}")));
        }
        folder.done(&["check"]);
        let before = folder.files("");
        folder.done(&["import", "ucdp", &fixture("ucdp.csv"), "--release", "24.1"]);
        assert_eq!(folder.files(""), before, "{to}");
    }
}

#[test]
fn a_record_that_comes_back_is_told() {
    let folder = Folder::new(&[]);
    let mut release = Release::first();
    release.write(&folder, "1.csv");
    release.drop("502");
    release.write(&folder, "2.csv");
    folder.done(&["import", "ucdp", "1.csv", "--release", "24.1"]);
    folder.done(&["import", "ucdp", "2.csv", "--release", "25.1"]);
    assert!(folder.read(SHOTS).contains("\ndropped = \"25.1\"\n"));
    let run = folder.done(&["import", "ucdp", "1.csv", "--release", "26.1"]);
    for said in [
        format!("{SHOTS}\n  is in this file again, and no longer marked\n"),
        "5  records stay as they are\n".to_owned(),
        "1  record came back and says what it said\n".to_owned(),
    ] {
        assert!(run.err.contains(&said), "{said}{}", run.err);
    }
    assert!(!folder.read(SHOTS).contains("\ndropped = "));
}

/// An imported tracker with one region, "Lake region / Shore district", as its second row has it.
const LAKE: &str = "event_id_cnty,event_date,event_type,actor1,country,admin1,admin2,fatalities\n\
    E1,2024-05-14,Battles,Front,Estmark,Lake region,Shore district,3\n\
    E2,2024-05-15,Battles,Front,Estmark,Harbour,,1\n";

/// Moves records of regions, and what incidents say of them.
fn moved(folder: &Folder, moves: &[(&str, &str)], said: (&str, &str)) {
    for (from, to) in moves {
        let [from, to] = [from, to].map(|id| format!("content/regions/{id}.md"));
        let text = folder.read(&from).replace("level = \"adm1\"\n", "");
        std::fs::remove_file(folder.path(&from)).unwrap();
        folder.write(&to, &text);
    }
    for (path, text) in folder.files("content/incidents") {
        let [from, to] = [said.0, said.1].map(|id| format!("region = \"{id}\""));
        folder.write(&path, &text.replace(&from, &to));
    }
}

#[test]
fn a_region_lies_where_its_records_do() {
    let check = |moves: &[(&str, &str)], said: (&str, &str)| {
        let folder = Folder::new(&[]);
        folder.write("1.csv", LAKE);
        let import = |name: &str| folder.done(&["import", "acled", name, "--today", "2026-01-10"]);
        import("1.csv");
        folder.write("content/regions/estmark/north.md", "+++\nname = \"North\"\n+++\n");
        moved(&folder, moves, said);
        folder.done(&["check"]);
        let before = folder.files("");
        let run = import("1.csv");
        assert_eq!(folder.files(""), before, "{moves:?}");
        assert!(run.err.contains("2  records stay as they are\n"), "{}", run.err);
        assert!(!run.err.contains("content/incidents"), "{}", run.err);
        // Another figure, and a new row on the same way: both lie there, now and the next time.
        let new = "E3,2024-05-16,Battles,Front,Estmark,Lake,Shore,2\n";
        folder.write("2.csv", &(LAKE.replace("district,3", "district,4") + new));
        let regions = folder.files("content/regions").into_keys().collect::<Vec<_>>();
        for _ in 0..2 {
            import("2.csv");
            for id in ["E1", "E3"] {
                let text = folder.read(&format!("content/incidents/2024/acled-{id}.md"));
                assert!(text.contains(&format!("region = \"{}\"\n", said.1)), "{text}");
            }
            assert_eq!(folder.files("content/regions").into_keys().collect::<Vec<_>>(), regions);
        }
        let before = folder.files("");
        import("2.csv");
        assert_eq!(folder.files(""), before, "{moves:?}");
    };
    let shore = "estmark/lake/shore";
    let below = [("estmark/lake", "estmark/north/lake"), (shore, "estmark/north/lake/shore")];
    check(&below, (shore, "estmark/north/lake/shore"));
    check(&[(shore, "estmark/harbour/shore")], (shore, "estmark/harbour/shore"));
    let renamed = [("estmark/lake", "estmark/lacus"), (shore, "estmark/lacus/shore")];
    check(&renamed, (shore, "estmark/lacus/shore"));
}

#[test]
fn a_new_region_of_a_moved_one_is_made_below_it() {
    let folder = Folder::new(&[]);
    folder.write("1.csv", LAKE);
    folder.done(&["import", "acled", "1.csv"]);
    folder.write("content/regions/estmark/north.md", "+++\nname = \"North\"\n+++\n");
    let shore = "estmark/lake/shore";
    let below = [("estmark/lake", "estmark/north/lake"), (shore, "estmark/north/lake/shore")];
    moved(&folder, &below, (shore, "estmark/north/lake/shore"));
    let new = "E3,2024-05-16,Battles,Front,Estmark,Lake region,Reed district,2\n";
    folder.write("2.csv", &format!("{LAKE}{new}"));
    folder.done(&["import", "acled", "2.csv"]);
    let text = folder.read("content/incidents/2024/acled-E3.md");
    assert!(text.contains("region = \"estmark/north/lake/reed\"\n"), "{text}");
    assert!(!folder.path("content/regions/estmark/lake.md").exists());
}

#[test]
fn another_name_of_a_place_is_a_correction() {
    let folder = Folder::new(&[]);
    let mut release = Release::first();
    release.write(&folder, "1.csv");
    release.set("501", "where_coordinates", "Lower quay");
    release.write(&folder, "2.csv");
    folder.done(&["import", "ucdp", "1.csv", "--release", "24.1"]);
    folder.done(&["import", "ucdp", "2.csv", "--release", "25.1"]);
    let text = folder.read(CLASH);
    let entry = text.split("[[change]]").nth(1).unwrap();
    assert!(entry.contains("kind = \"correction\""), "{text}");
}

#[test]
fn a_nought_at_the_end_of_a_near_position_comes_back() {
    let folder = Folder::new(&[]);
    let mut release = Release::first();
    let near = release.rows.iter().find(|row| {
        let at = release.names.iter().position(|name| name == "where_prec").unwrap();
        &row[at] == "2"
    });
    let id = near.unwrap()[0].to_owned();
    release.set(&id, "latitude", "14.004");
    release.set(&id, "longitude", "-1.1");
    release.write(&folder, "1.csv");
    folder.done(&["import", "ucdp", "1.csv"]);
    let first = folder.done(&["export", "ucdp"]).out;
    assert!(first.contains(",14.00,-1.10,"), "{first}");
    let again = Folder::new(&[("out.csv", &first)]);
    again.done(&["import", "ucdp", "out.csv"]);
    assert_eq!(again.done(&["export", "ucdp"]).out, first);
}
