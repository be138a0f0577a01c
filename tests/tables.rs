//! The downloads that are made of rows as a whole, Parquet and SQLite: that they hold what the CSV
//! holds, cell for cell, and are the same from build to build.
#![cfg(all(feature = "parquet", feature = "sqlite"))]
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "other programs' readers want files")]

mod support;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Arc;

use griot::disk::Workbench;
use griot::source::{SourceSet, Sources as _};
use parquet::basic::{Compression, LogicalType, Type as Physical};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::Value;
use support::Files;

const FORMATS: &str =
    "\n[data]\nformats = [\"csv\", \"ucdp\", \"acled\", \"parquet\", \"sqlite\"]\n";

/// A tracker that asks for both formats.
fn asking(mut sources: SourceSet) -> SourceSet {
    let settings = String::from_utf8(sources.read("griot.toml").unwrap()).unwrap();
    if !settings.contains("[data]") {
        sources.insert("griot.toml", format!("{settings}{FORMATS}").into_bytes());
    }
    sources
}

/// A tracker in which a record of each kind was withdrawn, and an incident merged into another.
fn taken_back() -> SourceSet {
    let mut sources = SourceSet::default();
    let gone = "status = \"withdrawn\"\nreason = \"It was forged.\"\n";
    let case = "title = \"A raid\"\ndate = 2024-03-02\n";
    let cited = "[[source]]\nref = \"forged\"\n";
    let settings = "title = \"Harbour record\"\n[types.raid]\nlabel = \"Raid\"\n";
    for (path, text) in [
        ("incidents/one.md", format!("{case}type = \"raid\"\nregion = \"estmark\"\n{cited}")),
        ("incidents/gone.md", format!("{case}type = \"raid\"\nregion = \"estmark\"\n{gone}")),
        (
            "incidents/same.md",
            format!("{case}type = \"raid\"\nregion = \"estmark\"\nmerged_into = \"one\"\n"),
        ),
        ("reports/gone-count.md", format!("{case}{gone}")),
        ("milestones/gone-law.md", format!("{case}{gone}")),
        ("actors/gone.md", format!("name = \"The League\"\n{gone}")),
        ("regions/estmark.md", "name = \"Estmark\"\n".to_owned()),
        ("regions/gone.md", format!("name = \"Nowhere\"\n{gone}")),
        ("sources/forged.md", format!("title = \"A letter\"\n{gone}")),
        ("about.md", format!("title = \"About\"\n{gone}")),
    ] {
        sources.insert(format!("content/{path}").as_str(), format!("+++\n{text}+++\nWords.\n"));
    }
    sources.insert("griot.toml", settings.to_owned());
    sources
}

/// All sites that make downloads, by name.
fn trackers() -> Vec<(String, SourceSet)> {
    let names =
        support::site_names().into_iter().filter(|name| name != "arabic" && name != "releases");
    let mut trackers: Vec<(String, SourceSet)> =
        names.map(|name| (name.clone(), asking(support::mini_site(&name)))).collect();
    trackers.push(("taken back".to_owned(), asking(taken_back())));
    trackers.push(("demonstration".to_owned(), asking(support::demonstration())));
    trackers
}

/// A table of the CSV: its columns with their types in the Data Package, and its cells.
struct Table {
    name: String,
    columns: Vec<(String, String)>,
    rows: Vec<Vec<String>>,
}

fn tables(files: &Files) -> Vec<Table> {
    let package: Value = serde_json::from_slice(&files["data/datapackage.json"]).unwrap();
    let of = |resource: &Value| {
        let name = resource["path"].as_str()?.strip_suffix(".csv")?;
        let is_form = ["-spreadsheet", "-hxl"].iter().any(|form| name.ends_with(form));
        if is_form || name.contains('/') {
            return None;
        }
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let columns = resource["schema"]["fields"].as_array().unwrap().iter();
        let columns = columns.map(|field| (text(&field["name"]), text(&field["type"]))).collect();
        let mut reader = csv::Reader::from_reader(&*files[&format!("data/{name}.csv")]);
        let row = |row: csv::StringRecord| row.iter().map(ToOwned::to_owned).collect();
        let rows = reader.records().map(|record| row(record.unwrap())).collect();
        Some(Table { name: name.to_owned(), columns, rows })
    };
    package["resources"].as_array().unwrap().iter().filter_map(of).collect()
}

/// Whether a cell of another format is the cell of the CSV, a number however many decimals it has.
fn same(cell: &str, other: &str, kind: &str) -> bool {
    match kind {
        "number" if !cell.is_empty() => {
            cell.parse::<f64>().unwrap().to_bits() == other.parse::<f64>().unwrap().to_bits()
        }
        _ => cell == other,
    }
}

fn parquet_of(bytes: &[u8]) -> SerializedFileReader<std::fs::File> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    SerializedFileReader::new(file).unwrap()
}

fn database_of(bytes: &[u8]) -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tracker.sqlite");
    std::fs::write(&path, bytes).unwrap();
    (folder, Connection::open(path).unwrap())
}

#[test]
fn parquet_holds_the_cells_of_the_csv() {
    let mut compared = 0;
    for (name, sources) in trackers() {
        let files = support::build(&sources);
        for table in tables(&files) {
            let reader = parquet_of(&files[&format!("data/{}.parquet", table.name)]);
            let schema = reader.metadata().file_metadata().schema_descr_ptr();
            assert_eq!(schema.num_columns(), table.columns.len());
            for (column, (own, kind)) in schema.columns().iter().zip(&table.columns) {
                assert_eq!(column.name(), own);
                let is = (column.physical_type(), column.logical_type_ref());
                let expected = match &**kind {
                    "string" => (Physical::BYTE_ARRAY, Some(&LogicalType::String)),
                    "integer" => (Physical::INT64, None),
                    "number" => (Physical::DOUBLE, None),
                    "date" => (Physical::INT32, Some(&LogicalType::Date)),
                    "boolean" => (Physical::BOOLEAN, None),
                    other => panic!("{other}"),
                };
                assert_eq!(is, expected, "{name}: {}: {own}", table.name);
            }
            let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
            assert_eq!(rows.len(), table.rows.len(), "{name}: {}", table.name);
            for (row, cells) in rows.iter().zip(&table.rows) {
                for ((cell, (own, field)), (_, kind)) in
                    cells.iter().zip(row.get_column_iter()).zip(&table.columns)
                {
                    let read = match field {
                        Field::Null => String::new(),
                        Field::Str(text) => text.clone(),
                        Field::Long(number) => number.to_string(),
                        Field::Double(number) => number.to_string(),
                        Field::Bool(truth) => truth.to_string(),
                        Field::Date(days) => {
                            let epoch = jiff::civil::date(1970, 1, 1);
                            (epoch + jiff::Span::new().days(*days)).to_string()
                        }
                        other => panic!("{other}"),
                    };
                    let place = format!("{name}: {}: {own}: {cell:?} {read:?}", table.name);
                    assert!(same(cell, &read, kind), "{place}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 10_000, "{compared} cells were compared");
}

#[test]
fn sqlite_holds_the_cells_of_the_csv_and_its_references_hold() {
    let mut compared = 0;
    for (name, sources) in trackers() {
        let files = support::build(&sources);
        let (_folder, database) = database_of(&files["data/tracker.sqlite"]);
        for table in tables(&files) {
            let own = table.name.replace('-', "_");
            let mut statement = database.prepare(&format!("SELECT * FROM {own}")).unwrap();
            let columns: Vec<&str> = table.columns.iter().map(|(name, _)| &**name).collect();
            assert_eq!(statement.column_names().collect::<Vec<_>>(), columns, "{name}: {own}");
            let mut rows = statement.query([]).unwrap();
            for cells in &table.rows {
                let row = rows.next().unwrap().unwrap();
                for (at, (cell, (column, kind))) in cells.iter().zip(&table.columns).enumerate() {
                    let read = match (row.get_ref(at).unwrap(), &**kind) {
                        (ValueRef::Null, _) => String::new(),
                        (ValueRef::Integer(truth), "boolean") => (truth == 1).to_string(),
                        (ValueRef::Integer(number), "integer") => number.to_string(),
                        (ValueRef::Real(number), "number") => number.to_string(),
                        (ValueRef::Text(text), "string" | "date") => {
                            std::str::from_utf8(text).unwrap().to_owned()
                        }
                        other => panic!("{name}: {own}: {column}: {other:?}"),
                    };
                    let place = format!("{name}: {own}: {column}: {cell:?} {read:?}");
                    assert!(same(cell, &read, kind), "{place}");
                    compared += 1;
                }
            }
            assert!(rows.next().unwrap().is_none(), "{name}: {own} has more rows");
        }
        let asked = |sql: &str| database.query_row(sql, [], |row| row.get::<_, String>(0));
        assert_eq!(asked("PRAGMA integrity_check").unwrap(), "ok", "{name}");
        assert!(asked("PRAGMA foreign_key_check").is_err(), "{name}: a reference leads nowhere");
        let loose = "SELECT name FROM pragma_table_list \
                     WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND NOT strict";
        assert!(asked(loose).is_err(), "{name}: {:?}", asked(loose));
    }
    assert!(compared > 10_000, "{compared} cells were compared");
}

#[test]
fn what_was_taken_back_is_told_by_every_kind_of_record() {
    let files = support::build(&asking(taken_back()));
    let tables = tables(&files);
    let cell = |table: &str, row: usize, column: &str| -> String {
        let table = tables.iter().find(|own| own.name == table).unwrap();
        let at = table.columns.iter().position(|(name, _)| name == column).unwrap();
        table.rows[row][at].clone()
    };
    let removed: Vec<[String; 3]> = (0..8)
        .map(|row| ["kind", "id", "status"].map(|column| cell("removed", row, column)))
        .collect();
    let expected = [
        ["incident", "gone", "withdrawn"],
        ["incident", "same", "merged"],
        ["report", "gone-count", "withdrawn"],
        ["milestone", "gone-law", "withdrawn"],
        ["region", "gone", "withdrawn"],
        ["actor", "gone", "withdrawn"],
        ["source", "forged", "withdrawn"],
        ["page", "about", "withdrawn"],
    ];
    assert_eq!(removed, expected);
    assert_eq!(cell("sources", 0, "status"), "withdrawn");
    let (_folder, database) = database_of(&files["data/tracker.sqlite"]);
    let count = "SELECT count(*) FROM removed";
    assert_eq!(database.query_row(count, [], |row| row.get::<_, i64>(0)).unwrap(), 8);
}

#[test]
fn both_say_what_they_are_and_what_their_columns_mean() {
    let files = support::build(&support::mini_site("downloads"));
    let package: Value = serde_json::from_slice(&files["data/datapackage.json"]).unwrap();
    let (_folder, database) = database_of(&files["data/tracker.sqlite"]);
    let text = |table: &str, column: &str, name: &str| -> String {
        let sql = "SELECT text FROM about WHERE ifnull(of_table, '') = ?1 \
                   AND ifnull(of_column, '') = ?2 AND name = ?3";
        database.query_row(sql, [table, column, name], |row| row.get(0)).unwrap()
    };
    assert_eq!(text("", "", "title"), "Harbour record");
    assert_eq!(text("", "", "licence"), "CC-BY-4.0");
    let resource = |name: &str| {
        let all = package["resources"].as_array().unwrap();
        all.iter().find(|resource| resource["name"] == name).unwrap()
    };
    for table in tables(&files) {
        let reader = parquet_of(&files[&format!("data/{}.parquet", table.name)]);
        let told: BTreeMap<String, String> = reader
            .metadata()
            .file_metadata()
            .key_value_metadata()
            .unwrap()
            .iter()
            .map(|entry| (entry.key.clone(), entry.value.clone().unwrap()))
            .collect();
        assert_eq!(told["title"], "Harbour record");
        assert_eq!(told["url"], "https://harbour.example/");
        let own = table.name.replace('-', "_");
        let described = resource(&table.name)["schema"]["fields"].as_array().unwrap();
        for field in described {
            let column = field["name"].as_str().unwrap();
            assert_eq!(field["description"], told[&format!("column.{column}")]);
            assert_eq!(field["description"], text(&own, column, "description"));
        }
        let (title, about) = (&told["table.title"], &told["table.description"]);
        assert_eq!(resource(&table.name)["title"], **title);
        assert_eq!(text(&own, "", "title"), **title);
        assert_eq!(text(&own, "", "description"), **about);
        let group = reader.metadata().row_groups().first();
        assert!(group.is_none_or(|group| group.column(0).compression() == Compression::SNAPPY));
    }
    let number = |sql: &str| database.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(number("PRAGMA user_version"), 1);
    assert_eq!(number("PRAGMA application_id"), i64::from(u32::from_be_bytes(*b"grio")));
    let forms = [
        ("incidents-parquet", "application/vnd.apache.parquet"),
        ("tracker-sqlite", "application/vnd.sqlite3"),
    ];
    for (name, form) in forms {
        let own = resource(name);
        assert_eq!(own["mediatype"], form);
        let text = ["encoding", "schema", "type"].iter().find(|key| own.get(**key).is_some());
        assert_eq!(text, None, "a file that describes itself: {name}");
    }
}

#[test]
fn sums_in_sqlite_are_those_of_the_pages() {
    let files = support::build(&asking(support::demonstration()));
    let (_folder, database) = database_of(&files["data/tracker.sqlite"]);
    let sum = "SELECT sum(killed_low) FROM incidents WHERE counted";
    let sum: i64 = database.query_row(sum, [], |row| row.get(0)).unwrap();
    let page = std::str::from_utf8(&files["totals.html"]).unwrap();
    assert!(sum > 0 && page.contains(&format!("<b>{sum}</b>")), "{sum}");
}

#[test]
fn the_same_bytes_come_of_any_number_of_threads_in_memory_or_in_a_file() {
    let sources = asking(support::demonstration());
    let made = |threads: usize, folder: Option<&std::path::Path>| -> Files {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut site = support::compile(&sources).0.unwrap();
            if let Some(folder) = folder {
                site = site.working_in(Arc::new(Workbench::of(folder)));
            }
            support::emit(&site, &sources)
        })
    };
    let folder = tempfile::tempdir().unwrap();
    let first = made(1, None);
    for other in [made(3, None), made(2, Some(folder.path()))] {
        // Those that the others name first: they name sums.
        for (path, bytes) in first.iter().rev() {
            let at = bytes.iter().zip(&other[path]).position(|(a, b)| a != b);
            assert!(
                *bytes == other[path],
                "{path} differs at {at:?}: {} and {} bytes",
                bytes.len(),
                other[path].len()
            );
        }
    }
    let left = std::fs::read_dir(folder.path().join(".griot")).unwrap();
    let left: Vec<String> =
        left.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(left, ["griot-work-0.lock"], "nothing of the work is left");
}
