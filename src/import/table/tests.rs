//! Files of every form as rows.

use super::*;

fn open_text(name: &str, text: &[u8]) -> Rows {
    open(name, std::io::Cursor::new(text.to_vec())).unwrap_or_else(|error| panic!("{error}"))
}

/// Lines and cells of the rows, and what was wrong, as one text each.
fn read(name: &str, text: &[u8]) -> (Vec<String>, Vec<String>, Vec<String>) {
    let mut rows = open_text(name, text);
    let names = rows.columns().names.join("|");
    let (mut good, mut bad) = (vec![names], Vec::new());
    for row in &mut rows {
        match row {
            Ok(row) => good.push(format!("{}: {}", row.line, row.cells.join("|"))),
            Err(problem) => bad.push(format!("{}: {}", problem.line, problem.reason)),
        }
    }
    (good, bad, rows.notes())
}

#[track_caller]
fn check(name: &str, text: impl AsRef<[u8]>, expected: &[&str]) {
    let (good, bad, _) = read(name, text.as_ref());
    assert_eq!((good, bad), (expected.iter().map(|&row| row.to_owned()).collect(), Vec::new()));
}

#[test]
fn one_table_in_every_form_gives_the_same_rows() {
    let rows = ["id|place|killed", "2: 1|Größe|3", "3: 2|Old town, quay|"];
    let plain = "id,place,killed\n1,Größe,3\n2,\"Old town, quay\",\n";
    check("a.csv", plain, &rows);
    check("a.csv", format!("\u{feff}{plain}"), &rows);
    check("a.csv", plain.replace('\n', "\r\n"), &rows);
    check("a.csv", plain.replace('\n', "\r"), &rows);
    check("a.csv", "id;place;killed\n1;Größe;3\n2;Old town, quay;\n", &rows);
    check("a.tsv", "id\tplace\tkilled\n1\tGröße\t3\n2\tOld town, quay\t\n", &rows);
    let latin: Vec<u8> =
        plain.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    check("a.csv", latin, &rows);
    let wide: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check("a.csv", wide, &rows);
    let index = ",id,place,killed\n0,1,Größe,3\n1,2,\"Old town, quay\",\n";
    check("a.csv", index, &rows);
    let json = "[\n{\"id\":1,\"place\":\"Größe\",\"killed\":3},\n{\"id\":2,\"place\":\"Old town, quay\",\"killed\":null}]";
    check("a.json", json, &rows);
    let lines =
        "\n{\"id\":1,\"place\":\"Größe\",\"killed\":3}\n{\"id\":2,\"place\":\"Old town, quay\"}\n";
    check("a.jsonl", lines, &rows);
    check("a.txt", lines, &rows);
    let told = "sep=;\nid;place;killed\n";
    check("a.csv", told, &["id|place|killed"]);
}

#[test]
fn features_have_their_position_as_cells() {
    let text = r#"{ "type": "FeatureCollection", "name": "x", "bbox": [1, 2],
"crs": { "type": "name", "properties": { "name": "urn" } },
"features": [
{ "type": "Feature", "id": "a-1", "properties": { "killed": 3, "tags": ["a", "b"], "of": { "kind": "x" } },
  "geometry": { "type": "Point", "coordinates": [ 4.5, -12.25 ] } },
{ "type": "Feature", "id": "a-2", "properties": { "killed": 0.5, "late": true }, "geometry": null },
{ "type": "Feature", "properties": { "id": 7 }, "geometry": { "type": "Polygon", "coordinates": [[[0,0],[1,1]]] } }
] }"#;
    check(
        "a.geojson",
        text,
        &[
            "id|killed|tags|of.kind|latitude|longitude|late|geometry",
            "4: a-1|3|a; b|x|-12.25|4.5||",
            "6: a-2|0.5|||||true|",
            "7: 7|||||||Polygon",
        ],
    );
}

#[test]
fn names_and_tags_are_found_below_titles() {
    let text = "Incidents of the harbour district,,\n\nDate,Place,Killed\n#date+start,#loc +name,#Affected+killed\n2022-01-01,Quay,3\n";
    let rows = open_text("a.csv", text.as_bytes());
    assert_eq!(&*rows.columns().names.join("|"), "Date|Place|Killed");
    let tags: Vec<&str> = rows.columns().tags.iter().flatten().map(|tag| &**tag).collect();
    assert_eq!(tags, ["#date+start", "#loc+name", "#affected+killed"]);
    assert!(rows.notes()[0].starts_with("the columns are named on line 3"), "{:?}", rows.notes());
    check("a.csv", text, &["Date|Place|Killed", "5: 2022-01-01|Quay|3"]);
    check("a.csv", "#date,#loc\n2022,Quay\n", &["#date|#loc", "2: 2022|Quay"]);
}

#[test]
fn names_of_columns_are_made_distinct() {
    let (rows, bad, notes) = read("a.csv", b"Name,name,,Name (2)\na,b,c,d\n");
    assert_eq!(rows[0], "Name|name (2)|column 3|Name (2) (2)");
    assert!(bad.is_empty());
    assert_eq!(notes.len(), 3, "{notes:?}");
}

#[test]
fn ragged_rows_lose_nothing_and_are_told() {
    check("a.csv", "a,b\n1,2,\n3,4,\n", &["a|b", "2: 1|2", "3: 3|4"]);
    let (rows, bad, _) = read("a.csv", b"a,b\n1,2\n3\n4,5,more\n6,7\n");
    assert_eq!(rows, ["a|b|column 3", "2: 1|2", "4: 4|5|more", "5: 6|7|"]);
    assert_eq!(bad.len(), 2, "{bad:?}");
    assert!(bad[0].starts_with("3: the row ends after 1 of 2 cells"), "{bad:?}");
    assert!(bad[1].starts_with("4: the row has 3 cells"), "{bad:?}");
}

#[test]
fn a_row_that_ends_early_is_left_out_unless_nothing_can_be_missing() {
    let (rows, bad, _) = read("a.csv", b"a,b,c\n1,2,\n3,4\n5,6,7\n8,9\n");
    assert_eq!(rows, ["a|b|c", "2: 1|2|", "3: 3|4|", "4: 5|6|7"]);
    assert_eq!(bad.len(), 1, "{bad:?}");
    assert!(bad[0].starts_with("5: the row ends after 2 of 3 cells"), "{bad:?}");
    let (_, bad, _) = read("a.csv", b"a,b\n1\n");
    assert_eq!(bad.len(), 1, "the only row: {bad:?}");
}

#[test]
fn what_is_broken_is_told_and_never_panics() {
    let (rows, bad, _) = read("a.csv", b"a,b\n1,x\0y\n2,\"open\n3,z\n");
    assert_eq!(rows, ["a|b", "2: 1|xy"]);
    assert!(bad[0].contains("NUL") && bad[1].contains("cell on line 3 has no partner"), "{bad:?}");
    let (rows, bad, _) = read("a.json", b"[{\"a\":1},\n{\"a\":},\n7,\n{\"a\":2},\n{\"a\":3");
    assert_eq!(rows, ["a", "1: 1", "4: 2"]);
    assert!(bad[0].starts_with("2: the JSON cannot be read"), "{bad:?}");
    assert!(bad[1].contains("an object") && bad[2].contains("does not end"), "{bad:?}");
    let refused = |name: &str, text: &[u8], part: &str| {
        let error = open(name, std::io::Cursor::new(text.to_vec())).err().expect(part);
        assert!(error.message.contains(part), "{error}");
    };
    refused("a.csv", b"", "empty");
    refused("a.csv", b"\n\n", "no row");
    refused("a.xlsx", b"PK\x03\x04rest of it", "Excel");
    refused("a.csv", b"<!DOCTYPE html><html></html>", "page of the web");
    refused("a.json", b"{\n\"a\": 1}", "no array of objects");
    refused("a.csv", &[1, 2, 3, 4, 5, 6, 7, 8, 1, 2], "no text");
}

#[test]
fn any_bytes_are_read_without_panic() {
    let seeds: [&[u8]; 4] =
        [b"a,b\n1,\"2\"\n", b"{\"features\":[{\"a\":[1,{}]}]}", b"[{}]", b"\xff\xfea\0,\0"];
    let mut state = 7_u32;
    for round in 0..4000_usize {
        let mut bytes = seeds[round % seeds.len()].to_vec();
        for _ in 0..round % 5 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = state as usize % bytes.len();
            bytes[at] = (state >> 16) as u8;
        }
        for name in ["a.csv", "a.json", "a.jsonl"] {
            if let Ok(rows) = open(name, std::io::Cursor::new(bytes.clone())) {
                assert!(rows.count() < 100);
            }
        }
    }
}
