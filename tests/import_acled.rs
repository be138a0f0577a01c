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
            "target = [\"military-forces-of-estmark-2019\"]",
            "target = [\"harbour-league\", \"quay-guard\"]",
            "text = \"Harbour League, Quay Guard fought against Military Forces of Estmark (2019-).\"",
            "note = \"ACLED does not say which of them attacked.\"",
            "date = 2024-05-14",
            "region = \"estmark/harbour/old-town/quay\"",
            "killed = 3",
        ],
    );
    assert!(!read("EST101").contains("perpetrator"));
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

#[test]
fn the_target_of_an_attack_is_no_perpetrator() {
    const HEAD: &str = "event_id_cnty,event_date,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,country,fatalities\n";
    let check = |event: &str, wanted: &[&str]| {
        let sides = "Forces of Estmark,Air Arm,1,Harbour Front,Quay Guard,2";
        let folder = Folder::new(&[]);
        folder.write("a.csv", &format!("{HEAD}E1,2024-05-14,{event},{sides},Estmark,3\n"));
        folder.done(&["import", "acled", folder.path("a.csv").to_str().unwrap()]);
        let text = folder.read("content/incidents/2024/acled-E1.md");
        let parties = |line: &&str| line.starts_with("perpetrator") || line.starts_with("target");
        assert_eq!(text.lines().filter(parties).collect::<Vec<_>>(), wanted, "{event}\n{text}");
        let out = rows(&folder.done(&["export", "acled"]).out);
        let own = ["actor1", "assoc_actor_1", "actor2", "assoc_actor_2"].map(|own| &*out[0][own]);
        assert_eq!(own, ["Forces of Estmark", "Air Arm", "Harbour Front", "Quay Guard"], "{event}");
    };
    let one_way = [
        "perpetrator = [\"forces-of-estmark\", \"air-arm\"]",
        "target = [\"harbour-front\", \"quay-guard\"]",
    ];
    check("Explosions/Remote violence,Air/drone strike", &one_way);
    check("Explosions/Remote violence,Grenade", &one_way);
    check("Violence against civilians,Abduction/forced disappearance", &one_way);
    check("Remote violence,", &one_way);
    let fight = [
        "target = [\"forces-of-estmark\", \"air-arm\"]",
        "target = [\"harbour-front\", \"quay-guard\"]",
    ];
    check("Battles,Armed clash", &fight);
    check("Battles,Non-state actor overtakes territory", &fight);
}

#[test]
fn degrees_may_have_decimal_commas() {
    const HEAD: &str =
        "event_id_cnty;event_date;country;location;latitude;longitude;geo_precision;fatalities\n";
    let of = |rows: &str| {
        let folder = Folder::new(&[]);
        folder.write("a.csv", &format!("{HEAD}{rows}"));
        folder.done(&["import", "acled", folder.path("a.csv").to_str().unwrap()]);
        folder.files("content")
    };
    let points =
        "E1;2024-05-14;Estmark;Quay;51.25;-3.5;1;0\nE2;2024-05-14;Estmark;Quay;51.3;3;3;0\n";
    let commas = of(&points.replace('.', ","));
    assert_eq!(commas, of(points));
    lines(&commas["content/incidents/2024/acled-E1.md"], &["point = [51.25, -3.50]"]);
}

#[test]
fn all_bad_cells_of_a_row_are_told() {
    let folder = Folder::new(&[(
        "a.csv",
        "event_id_cnty,event_date,time_precision,year,country,latitude,longitude,geo_precision,fatalities\n\
         EST1,soon,x,y,,north,east,z,many\n",
    )]);
    let run = folder.griot(&["import", "acled", "a.csv"]);
    assert_eq!(run.code, 1, "{}", run.err);
    for cell in [
        "event_date = `soon`",
        "time_precision = `x`",
        "year = `y`",
        "country = ``",
        "latitude = `north`",
        "longitude = `east`",
        "geo_precision = `z`",
        "fatalities = `many`",
    ] {
        assert!(run.err.contains(cell), "{cell}: {}", run.err);
    }
}

#[test]
fn an_actor_without_a_code_is_known_by_what_happened() {
    const HEAD: &str = "event_id_cnty,event_date,event_type,sub_event_type,actor1,inter1,actor2,inter2,country,fatalities\n";
    let parties = |folder: &Folder| -> Vec<String> {
        let text = folder.read("content/incidents/2024/acled-E1.md");
        let text = text.split("[private").next().unwrap();
        let wanted = ["perpetrator", "target", "status", "text", "note"];
        let own = text.lines().filter(|line| wanted.iter().any(|own| line.starts_with(own)));
        own.filter(|line| !line.contains("As ACLED cites")).map(str::to_owned).collect()
    };
    let of = |event: &str, sides: &str| {
        let folder = Folder::new(&[]);
        folder.write("a.csv", &format!("{HEAD}E1,2024-05-14,{event},{sides},Estmark,3\n"));
        folder.done(&["import", "acled", "a.csv"]);
        folder
    };
    let attack = "Violence against civilians,Attack";
    let wanted = [
        "status = \"alleged\"",
        "perpetrator = [\"outer-company\"]",
        "target = [\"civilians-estmark\"]",
    ];
    // What was exported of external forces has no code, and comes back as it was.
    let folder = of(attack, "Outer Company,8,Civilians (Estmark),7");
    folder.done(&["export", "acled", "out.csv"]);
    let again = Folder::new(&[]);
    again.done(&["import", "acled", folder.path("out.csv").to_str().unwrap()]);
    let mut own = [parties(&folder), parties(&again)];
    own.iter_mut().for_each(|own| own.sort());
    let mut sorted = wanted.map(str::to_owned);
    sorted.sort();
    assert_eq!(own, [sorted.to_vec(), sorted.to_vec()]);
    let check = |event: &str, sides: &str, lines_of: &[&str], no_perpetrator: bool| {
        let folder = of(event, sides);
        let own = parties(&folder).join("\n");
        lines(&own, lines_of);
        assert_eq!(own.contains("perpetrator"), !no_perpetrator, "{own}");
    };
    check(attack, "Civilians (Estmark),,Outer Company,", &wanted[1..], false);
    check(attack, "Outer Company,,Harbour Dockers,", &["target = [\"harbour-dockers\"]"], false);
    check(attack, "Civilians (Estmark),,,", &["target = [\"civilians-estmark\"]"], true);
    let both = ["target = [\"outer-company\", \"harbour-front\"]"];
    check("Battles,Armed clash", "Outer Company,8,Harbour Front,", &both, true);
    let names = ["text = \"Actors, as ACLED names them: Outer Company; Harbour Front.\""];
    check("Riots,Mob violence", "Outer Company,,Harbour Front,", &names, true);
}
