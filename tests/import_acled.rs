//! `griot import acled`: the forms of all years, what is said of the actors, and what is not.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests write trackers to disk")]

mod support;

use support::folder::{Folder, fixture, rows};

fn imported(file: &str) -> Folder {
    let folder = Folder::new(&[]);
    let run = folder.done(&["import", "acled", &fixture(file), "--release", "2026-11"]);
    let note = "ACLED's terms forbid republication of its data without a licence";
    assert!(run.err.contains(note), "{}", run.err);
    folder
}

fn lines(text: &str, wanted: &[&str]) {
    for line in wanted {
        assert!(text.lines().any(|own| own == *line), "{line}\n{text}");
    }
}

#[test]
fn two_forms_of_one_file_give_the_same_tracker() {
    let (commas, semicolons) = (imported("acled.csv"), imported("acled-words.csv"));
    assert_eq!(commas.files("").len(), 22);
    assert_eq!(commas.files(""), semicolons.files(""));
}

#[test]
fn the_tracker_counts_what_the_file_does_and_builds() {
    let folder = imported("acled.csv");
    folder.done(&["check"]);
    folder.done(&["build"]);
    let file = rows(&std::fs::read_to_string(fixture("acled.csv")).unwrap());
    let sum = |rows: &[std::collections::BTreeMap<String, String>]| -> u32 {
        rows.iter().map(|row| row["fatalities"].parse::<u32>().unwrap()).sum()
    };
    let out = rows(&folder.done(&["export", "acled"]).out);
    assert_eq!((out.len(), sum(&out)), (file.len(), sum(&file)));
    for (own, from) in out.iter().zip(&file) {
        for same in [
            "year",
            "time_precision",
            "event_type",
            "sub_event_type",
            "disorder_type",
            "iso",
            "country",
            "admin1",
            "admin2",
            "admin3",
            "location",
            "geo_precision",
            "source",
            "tags",
        ] {
            assert_eq!(own[same], from[same], "{same} of {}", own["event_id_cnty"]);
        }
    }
    // And what was exported comes back under the same ids.
    folder.write("back.csv", &folder.done(&["export", "acled"]).out);
    let again = Folder::new(&[]);
    let back = folder.path("back.csv");
    again.done(&["import", "acled", back.to_str().unwrap()]);
    let ids = |folder: &Folder| folder.files("content/incidents").into_keys().collect::<Vec<_>>();
    assert_eq!(ids(&folder), ids(&again));
}

#[test]
fn only_those_who_can_have_attacked_are_perpetrators() {
    let folder = imported("acled.csv");
    let read = |id: &str| folder.read(&format!("content/incidents/2024/acled-{id}.md"));
    lines(
        &read("EST101"),
        &[
            "perpetrator = [\"military-forces-of-estmark-2019\", \"harbour-league\", \"quay-guard\"]",
            "status = \"alleged\"",
            "note = \"The two sides, as ACLED names them; it does not say which of them attacked.\"",
            "date = 2024-05-14",
            "region = \"estmark/harbour/old-town/quay\"",
            "killed = 3",
        ],
    );
    lines(
        &read("EST102"),
        &[
            "perpetrator = [\"harbour-league\"]",
            "target = [\"civilians-estmark\", \"farmers-estmark\", \"dockers-estmark\"]",
            "date = \"[2024-05-29..2024-06-04]\"",
            "precision = \"near\"",
            "tags = [\"women targeted: market traders\", \"local administrators\"]",
        ],
    );
    // A larger area has no point, and what was there is kept.
    let shelling = read("EST103");
    lines(&shelling, &["precision = \"adm1\"", "date = \"2024-06\"", "latitude = \"51.3\""]);
    assert!(!shelling.contains("point ="), "{shelling}");
    let protest = read("EST104");
    assert!(!protest.contains("perpetrator") && !protest.contains("target"), "{protest}");
    assert!(protest.contains("Protesters (Estmark) (with Dockers (Estmark))"), "{protest}");
    lines(
        &read("EST105"),
        &["perpetrator = [\"police-forces-of-estmark-2019\"]", "target = [\"protesters-estmark\"]"],
    );
    // People who share an identity are nobody's perpetrators.
    let riot = read("EST106");
    lines(
        &riot,
        &[
            "perpetrator = [\"rioters-estmark\"]",
            "note = \"Named with Rioters (Estmark): River People (Estmark).\"",
            "date = \"[2024-12-28..2025-01-03]\"",
        ],
    );
    let kind = |id: &str| {
        let text = folder.read(&format!("content/actors/{id}.md"));
        let kind = text.lines().find_map(|line| line.strip_prefix("kind = ").map(str::to_owned));
        kind.unwrap_or_default()
    };
    assert_eq!(kind("military-forces-of-estmark-2019"), "\"state-force\"");
    assert_eq!(kind("harbour-league"), "\"armed-group\"");
    assert_eq!(kind("civilians-estmark"), "\"community\"");
    assert_eq!(kind("rioters-estmark"), "");
}

#[test]
fn an_older_file_is_read_by_its_own_names() {
    let folder = imported("acled-old.csv");
    let text = folder.read("content/incidents/2024/acled-EST101.md");
    lines(
        &text,
        &["date = 2024-05-14", "type = \"battle-no-change-of-territory\"", "data_id = \"7000\""],
    );
    folder.done(&["check"]);
}

#[test]
fn a_bad_row_is_told_and_the_rest_goes_in() {
    let text = std::fs::read_to_string(fixture("acled.csv")).unwrap();
    let bad =
        text.replacen("2024-06-01", "June", 1).replacen(",0,,1717372800", ",none,,1717372800", 1);
    let folder = Folder::new(&[("bad.csv", &bad)]);
    let run = folder.griot(&["import", "acled", "bad.csv"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("bad.csv:3, event_date = `June`"), "{}", run.err);
    assert!(run.err.contains("fatalities = `none`"), "{}", run.err);
    assert_eq!(folder.files("content/incidents").len(), 4);
    let other = Folder::new(&[("bad.csv", "a,b\n1,2\n")]);
    let run = other.griot(&["import", "acled", "bad.csv"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("the table has no column `event_id_cnty`"), "{}", run.err);
}
