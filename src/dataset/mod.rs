//! The tracker as a dataset: its tables, and the files that they can be downloaded as.
//!
//! A table is a list of columns, each with its type, its meaning and where its cells come from; every
//! format reads the same rows. Files are made in pieces that end with a row, so that memory does not
//! grow with the tracker. What is not public is not in a [`Tracker`], what was withdrawn or merged has
//! a row without figures, and a position comes from `model/position.rs` alone.

mod cells;
mod claims;
mod column;
mod csv;
mod encoder;
mod exchange;
mod foreign;
mod features;
mod incidents;
mod json;
mod package;
#[cfg(feature = "parquet")]
mod parquet;
mod places;
mod registries;
mod removed;
mod sources;
#[cfg(feature = "sqlite")]
mod sqlite;
mod value;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub use column::{Kind, Spec};
pub use csv::{CsvForm, as_read};
pub use encoder::{Encoder, Out};
pub use package::{Edition, Made, package, schema};

use self::column::cells;
use self::incidents::IncidentRow;
use self::registries::{Dated, Entry};
use self::value::Value;
use crate::model::{Format, Id, IncidentIx, Record, RegionIx, Split, Tracker, vocabulary};
use crate::source::SourcePath;
use crate::words::Words;

/// The folder of all downloads, relative to the site's root.
pub const FOLDER: &str = "data";

/// The name of what describes the downloads to programs.
pub const PACKAGE: &str = "datapackage.json";
/// The name of the schema of the dataset as JSON.
pub const SCHEMA: &str = "schema.json";

/// Trackers with more incidents than this have files for each year and each region at the top.
pub const SPLIT_ABOVE: usize = 5_000;

/// The most rows that a spreadsheet shows, that with the names left out.
const SPREADSHEET_ROWS: usize = 1_048_575;

vocabulary! {
    /// A table of the dataset.
    Table {
        /// One row for each incident.
        Incidents = "incidents",
        /// One row for each figure of a claim.
        Claims = "claims",
        /// One row for each place of an incident.
        Places = "places",
        /// One row for each source that an incident cites.
        Sources = "sources",
        /// One row for each statement after an incident.
        Statements = "statements",
        /// One row for each change of an incident.
        Changes = "changes",
        /// One row for each actor.
        Actors = "actors",
        /// One row for each region.
        Regions = "regions",
        /// One row for each report.
        Reports = "reports",
        /// One row for each milestone.
        Milestones = "milestones",
        /// One row for each record that was withdrawn or merged.
        Removed = "removed",
        /// The incidents that count, under the names of UCDP's columns.
        Ucdp = "incidents-ucdp",
        /// The incidents that count, under the names of ACLED's columns.
        Acled = "incidents-acled",
    }
}

/// A column of one table that names a row of another: column, table, column there.
pub type Reference = (&'static str, Table, &'static str);

impl Table {
    /// Its columns, in order.
    pub fn columns(self) -> Vec<Spec> {
        fn specs<R: column::Rows>(columns: &[column::Column<R>]) -> Vec<Spec> {
            columns.iter().map(|column| column.spec).collect()
        }
        match self {
            Self::Incidents => incidents::COLUMNS.iter().flat_map(|part| specs(part)).collect(),
            Self::Claims => specs(&claims::COLUMNS),
            Self::Places => specs(&places::COLUMNS),
            Self::Sources => specs(&sources::SOURCES),
            Self::Statements => specs(&sources::STATEMENTS),
            Self::Changes => specs(&sources::CHANGES),
            Self::Actors => specs(&registries::ACTORS),
            Self::Regions => specs(&registries::REGIONS),
            Self::Reports => [specs(&registries::REPORTS), specs(&registries::OF_REPORTS)].concat(),
            Self::Milestones => specs(&registries::MILESTONES),
            Self::Removed => specs(&removed::COLUMNS),
            Self::Ucdp => specs(&foreign::UCDP),
            Self::Acled => specs(&foreign::ACLED),
        }
    }

    /// The columns that tell its rows apart.
    pub fn key(self) -> &'static [&'static str] {
        match self {
            Self::Claims => &["incident", "number", "figure"],
            Self::Places | Self::Statements | Self::Changes => &["incident", "number"],
            Self::Sources => &["incident", "id"],
            Self::Acled => &["event_id_cnty"],
            Self::Removed => &["kind", "id"],
            _ => &["id"],
        }
    }

    /// The columns that name rows of other tables, or of its own.
    pub fn references(self) -> &'static [Reference] {
        const INCIDENT: Reference = ("incident", Table::Incidents, "id");
        const REGION: Reference = ("region", Table::Regions, "id");
        match self {
            Self::Incidents => &[
                REGION,
                ("part_of", Table::Incidents, "id"),
                ("merged_into", Table::Incidents, "id"),
            ],
            Self::Claims | Self::Statements => &[INCIDENT, ("by_actor", Table::Actors, "id")],
            Self::Places => &[INCIDENT, REGION],
            Self::Sources | Self::Changes => &[INCIDENT],
            Self::Actors => &[("parent", Table::Actors, "id")],
            Self::Regions => {
                &[("parent", Table::Regions, "id"), ("formerly", Table::Regions, "id")]
            }
            Self::Ucdp => &[("id", Table::Incidents, "id")],
            Self::Acled => &[("event_id_cnty", Table::Incidents, "id")],
            Self::Removed => &[("merged_into", Table::Incidents, "id")],
            Self::Reports | Self::Milestones => &[],
        }
    }

    /// Whether its rows are records with ids of their own.
    pub fn is_of_records(self) -> bool {
        matches!(
            self,
            Self::Incidents | Self::Actors | Self::Regions | Self::Reports | Self::Milestones
        )
    }

    /// Whether releases are held against each other by it: what is made of other tables says nothing
    /// more.
    pub fn is_compared(self) -> bool {
        self.format() == Format::Csv && self != Self::Removed
    }

    /// Whether its columns have HXL tags.
    fn is_tagged(self) -> bool {
        matches!(self, Self::Incidents | Self::Places | Self::Regions)
    }

    /// Whether its rows stand below incidents, or are made of them.
    fn is_of_incidents(self) -> bool {
        !matches!(
            self,
            Self::Actors | Self::Regions | Self::Reports | Self::Milestones | Self::Removed
        )
    }

    /// The format that it belongs to where it is no table of the tracker's own.
    fn format(self) -> Format {
        match self {
            Self::Ucdp => Format::Ucdp,
            Self::Acled => Format::Acled,
            _ => Format::Csv,
        }
    }
}

/// A part of the incidents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slice {
    /// Those of a year.
    Year(i16),
    /// Those in a region at the top of the tree.
    Region(RegionIx),
}

/// What a file holds, and in which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// A table, or a part of it.
    Csv(Table, CsvForm, Option<Slice>),
    /// One incident on each line, with all that stands below it (JSON Lines).
    Lines,
    /// The whole dataset (JSON).
    Json,
    /// The incidents as features (GeoJSON, RFC 7946).
    Points,
    /// The regions with their outlines as features.
    Outlines,
    /// A table, column by column (Parquet).
    Parquet(Table),
    /// All tables in one database (SQLite).
    Sqlite,
}

impl Content {
    /// What a Data Package calls its format: the ending of its file, but for Parquet. A file that
    /// describes itself is none that Frictionless reads as a table: its program counts no bytes of one
    /// with that ending, and takes a missing number for a wrong one.
    pub fn format(&self) -> &'static str {
        match self {
            Self::Csv(..) => "csv",
            Self::Lines => "jsonl",
            Self::Json => "json",
            Self::Points | Self::Outlines => "geojson",
            Self::Parquet(_) => "vnd.apache.parquet",
            Self::Sqlite => "sqlite",
        }
    }

    /// Its media type (IANA).
    pub fn media_type(&self) -> &'static str {
        match self {
            Self::Csv(..) => "text/csv",
            Self::Lines => "application/jsonl",
            Self::Json => "application/json",
            Self::Points | Self::Outlines => "application/geo+json",
            Self::Parquet(_) => "application/vnd.apache.parquet",
            Self::Sqlite => "application/vnd.sqlite3",
        }
    }

    /// Whether its bytes are no text.
    pub fn is_binary(&self) -> bool {
        matches!(self, Self::Parquet(_) | Self::Sqlite)
    }

    /// The bytes of such a file as a person reads them: with quotes that CSV doubles written once.
    pub fn as_read<'b>(&self, bytes: &'b [u8]) -> Cow<'b, [u8]> {
        match self {
            Self::Csv(..) => csv::as_read(bytes),
            _ => bytes.into(),
        }
    }
}

/// One file that can be downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Download {
    /// Its address, relative to the site's root.
    pub address: Box<str>,
    /// What it holds.
    pub content: Content,
}

/// One piece of a file, which ends with a row.
#[derive(Debug, Default)]
pub struct Piece {
    /// The bytes; in a file with an [`Encoder`], all that it makes its bytes of, as text.
    pub bytes: Vec<u8>,
    /// How many rows, or features, or objects.
    pub rows: u64,
    /// Where the cells stand in that text; empty in a file without an encoder.
    parts: Vec<cells::Part>,
}

impl Piece {
    /// Makes room for so many incidents after the first, since most are about as long as the next.
    fn make_room(&mut self, count: usize) {
        /// One incident may be far longer than all others.
        const MOST: usize = 1 << 18;
        self.bytes.reserve((self.bytes.len() * count).min(MOST));
    }
}

/// A tracker with the addresses of its pages.
#[derive(Clone, Copy)]
pub struct Dataset<'a> {
    /// The records.
    pub tracker: &'a Tracker,
    /// The words of the site, for files that tell of themselves.
    pub words: &'a Words,
    /// The address of the page of a record, from its file and id.
    pub page: fn(&SourcePath, &Id) -> String,
    /// An address as it stands in a link, percent-encoded.
    pub href: fn(&str) -> Cow<'_, str>,
}

/// The files that a tracker can be downloaded as, in the order of the page that lists them.
pub fn downloads(tracker: &Tracker) -> Vec<Download> {
    let formats = &tracker.settings.data.formats;
    let has = |format: Format| formats.contains(&format);
    let mut files = Vec::new();
    let mut add = |name: &str, content: Content| {
        files.push(Download { address: format!("{FOLDER}/{name}").into(), content });
    };
    let rows = |table: Table| match table {
        Table::Claims => tracker.incidents.iter().map(|own| own.record.claims.len()).sum(),
        Table::Sources => tracker.incidents.iter().map(|own| own.record.sources.len()).sum(),
        _ => tracker.incidents.len(),
    };
    for (name, table) in Table::ALL {
        if has(table.format()) {
            add(&format!("{name}.csv"), Content::Csv(*table, CsvForm::Exact, None));
        }
        if table.format() != Format::Csv {
            continue;
        }
        if has(Format::Spreadsheet) && rows(*table) <= SPREADSHEET_ROWS {
            let content = Content::Csv(*table, CsvForm::Spreadsheet, None);
            add(&format!("{name}-spreadsheet.csv"), content);
        }
        if has(Format::Hxl) && table.is_tagged() {
            add(&format!("{name}-hxl.csv"), Content::Csv(*table, CsvForm::Tagged, None));
        }
    }
    if has(Format::Parquet) {
        for table in tables(tracker) {
            add(&format!("{}.parquet", table.name()), Content::Parquet(table));
        }
    }
    for (format, name, content) in [
        (Format::Sqlite, "tracker.sqlite", Content::Sqlite),
        (Format::Geojson, "incidents.geojson", Content::Points),
        (Format::Geojson, "regions.geojson", Content::Outlines),
        (Format::Jsonl, "incidents.jsonl", Content::Lines),
        (Format::Json, "tracker.json", Content::Json),
    ] {
        if has(format) {
            add(name, content);
        }
    }
    if has(Format::Csv)
        && tracker.settings.data.split == Split::Auto
        && tracker.incidents.len() > SPLIT_ABOVE
    {
        let sliced = |slice| Content::Csv(Table::Incidents, CsvForm::Exact, Some(slice));
        let years: BTreeSet<i16> = tracker.listed().iter().map(|ix| year(tracker, *ix)).collect();
        for year in years {
            add(&format!("years/{year:04}.csv"), sliced(Slice::Year(year)));
        }
        for ix in tracker.top_regions().iter().filter(|ix| !tracker.in_region(**ix).is_empty()) {
            let id = &tracker.region(*ix).record.id.value;
            add(&format!("regions/{id}.csv"), sliced(Slice::Region(*ix)));
        }
    }
    files
}

fn year(tracker: &Tracker, ix: IncidentIx) -> i16 {
    tracker.incident(ix).date.value.year()
}

/// The tables that formats besides CSV have: the tracker's own, and those of others that were chosen.
fn tables(tracker: &Tracker) -> Vec<Table> {
    let formats = &tracker.settings.data.formats;
    let all = Table::ALL.iter().map(|(_, table)| *table);
    all.filter(|table| table.format() == Format::Csv || formats.contains(&table.format())).collect()
}

/// The tables that the files are made of; `own` are those of a database.
fn wanted(files: &[Download], own: &[Table]) -> BTreeSet<Table> {
    let tables = |file: &Download| match file.content {
        Content::Csv(table, ..) | Content::Parquet(table) => vec![table],
        Content::Lines | Content::Json => [&BELOW[..], &[Table::Incidents]].concat(),
        Content::Sqlite => own.to_vec(),
        Content::Points => vec![Table::Incidents],
        Content::Outlines => Vec::new(),
    };
    files.iter().flat_map(tables).collect()
}

/// The rows below an incident, where somebody wants them.
fn rows_of<'a, T>(
    wanted: bool,
    row: &IncidentRow<'a>,
    rows: fn(&IncidentRow<'a>) -> Vec<T>,
) -> Vec<T> {
    if wanted { rows(row) } else { Vec::new() }
}

/// The row of an incident under the columns of another dataset, where somebody wants it and it counts.
fn foreign<'r>(
    wanted: bool,
    row: &'r IncidentRow<'_>,
    columns: &[column::Column<foreign::Foreign>],
) -> Vec<Vec<Value<'r>>> {
    let counts = wanted && row.counted.is_ok();
    counts.then(|| cells(columns, row)).into_iter().collect()
}

/// Everything of one incident, as rows.
struct Below<'r> {
    incident: Vec<Value<'r>>,
    claims: Vec<Vec<Value<'r>>>,
    places: Vec<Vec<Value<'r>>>,
    sources: Vec<Vec<Value<'r>>>,
    statements: Vec<Vec<Value<'r>>>,
    changes: Vec<Vec<Value<'r>>>,
    /// In the columns of other datasets, where it counts.
    ucdp: Vec<Vec<Value<'r>>>,
    acled: Vec<Vec<Value<'r>>>,
}

/// The tables below an incident in JSON.
const BELOW: [Table; 5] =
    [Table::Claims, Table::Places, Table::Sources, Table::Statements, Table::Changes];

impl<'r> Below<'r> {
    fn of(&self, table: Table) -> &[Vec<Value<'r>>] {
        match table {
            Table::Incidents => std::slice::from_ref(&self.incident),
            Table::Claims => &self.claims,
            Table::Places => &self.places,
            Table::Sources => &self.sources,
            Table::Statements => &self.statements,
            Table::Changes => &self.changes,
            Table::Ucdp => &self.ucdp,
            Table::Acled => &self.acled,
            _ => &[],
        }
    }
}

/// The rows of one incident as the exact form of CSV has them, each table written once for all files.
#[derive(Default)]
struct Lines {
    text: Vec<u8>,
    written: Vec<(Table, Range<usize>)>,
}

impl Lines {
    fn clear(&mut self) {
        self.text.clear();
        self.written.clear();
    }

    fn of(&mut self, table: Table, rows: &[Vec<Value<'_>>]) -> &[u8] {
        let known = self.written.iter().find(|(own, _)| *own == table);
        let place = known.map(|(_, place)| place.clone()).unwrap_or_else(|| {
            let start = self.text.len();
            rows.iter().for_each(|cells| csv::row(cells, CsvForm::Exact, &mut self.text));
            let place = start..self.text.len();
            self.written.push((table, place.clone()));
            place
        });
        &self.text[place]
    }
}

/// One incident as an object with all that stands below it, written once for all files.
#[derive(Default)]
struct Object {
    text: Vec<u8>,
    /// Where the members stand that tell of its position.
    position: Range<usize>,
    /// Where the tables below it begin.
    below: usize,
}

impl Object {
    fn clear(&mut self) {
        self.text.clear();
    }

    fn of(&mut self, columns: &BTreeMap<Table, Vec<Spec>>, below: &Below<'_>) -> &Self {
        if self.text.is_empty() {
            self.write(columns, below);
        }
        self
    }

    fn write(&mut self, columns: &BTreeMap<Table, Vec<Spec>>, below: &Below<'_>) {
        let out = &mut self.text;
        let of = |table: Table| columns_of(columns, table);
        let mut own = of(Table::Incidents).iter().zip(&below.incident);
        let position = own.clone().position(|(column, _)| column.name == features::POSITION[0]);
        out.push(b'{');
        json::members(own.by_ref().take(position.unwrap_or_default()), true, out);
        let start = out.len();
        json::members(own.by_ref().take(features::POSITION.len()), false, out);
        self.position = start..out.len();
        json::members(own, false, out);
        self.below = out.len();
        for table in BELOW {
            let rows = below.of(table);
            if !rows.is_empty() {
                out.extend(format!(",\"{}\":", table.name()).bytes());
                json::array(of(table), rows, out);
            }
        }
        out.push(b'}');
    }

    /// Its own members before and after those that tell of its position.
    fn around_position(&self) -> [&[u8]; 2] {
        [&self.text[1..self.position.start], &self.text[self.position.end..self.below]]
    }
}

/// Writes rows of the incidents of one run into the pieces of all files.
struct Writer<'f> {
    files: &'f [Download],
    pieces: &'f mut [Piece],
    columns: BTreeMap<Table, Vec<Spec>>,
    /// Those of a database.
    tables: Vec<Table>,
    object: Object,
    lines: Lines,
}

impl<'a> Dataset<'a> {
    fn page(&self, record: &Record) -> String {
        (self.page)(&record.file, &record.id.value)
    }

    fn absolute(&self, address: &str) -> Option<String> {
        let base = self.tracker.settings.base_url.as_deref()?;
        Some(format!("{base}{}", (self.href)(address)))
    }

    /// What stands before the first row of a file.
    pub fn head(&self, content: Content) -> Piece {
        let mut piece = Piece::default();
        let out = &mut piece.bytes;
        match content {
            Content::Csv(table, CsvForm::Whole, _) => exchange::head(table, out),
            Content::Csv(table, form, _) => csv::head(&table.columns(), form, out),
            Content::Lines => {}
            Content::Json => package::json_head(self.tracker, out),
            Content::Points | Content::Outlines => features::head(out),
            Content::Parquet(table) => package::about(self, &[table], &mut piece),
            Content::Sqlite => package::about(self, &tables(self.tracker), &mut piece),
        }
        piece
    }

    /// The pieces of the files, in their order, that the incidents of a range make.
    pub fn incidents(&self, files: &[Download], range: Range<usize>) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = files.iter().map(|_| Piece::default()).collect();
        let columns = Table::ALL.iter().map(|(_, table)| (*table, table.columns())).collect();
        let mut writer = Writer {
            files,
            pieces: &mut pieces,
            columns,
            tables: tables(self.tracker),
            object: Object::default(),
            lines: Lines::default(),
        };
        let wanted = wanted(files, &writer.tables);
        let wants = |table: Table| wanted.contains(&table);
        let (first, count) = (range.start, range.len());
        for at in range {
            let ix = IncidentIx(u32::try_from(at).unwrap_or(u32::MAX));
            let row = IncidentRow::new(self, ix);
            let claims = rows_of(wants(Table::Claims), &row, claims::rows);
            let places = rows_of(wants(Table::Places), &row, places::rows);
            let sources = rows_of(wants(Table::Sources), &row, sources::sources);
            let statements = rows_of(wants(Table::Statements), &row, sources::statements);
            let changes = rows_of(wants(Table::Changes), &row, sources::changes);
            let below = Below {
                incident: match wants(Table::Incidents) {
                    true => incidents::cells(&row),
                    false => Vec::new(),
                },
                claims: claims.iter().map(|row| cells(&claims::COLUMNS, row)).collect(),
                places: places.iter().map(|row| cells(&places::COLUMNS, row)).collect(),
                sources: sources.iter().map(|row| cells(&sources::SOURCES, row)).collect(),
                statements: statements.iter().map(|row| cells(&sources::STATEMENTS, row)).collect(),
                changes: changes.iter().map(|row| cells(&sources::CHANGES, row)).collect(),
                ucdp: foreign(wants(Table::Ucdp), &row, &foreign::UCDP),
                acled: foreign(wants(Table::Acled), &row, &foreign::ACLED),
            };
            writer.incident(ix, &row, &below);
            if at == first {
                writer.pieces.iter_mut().for_each(|piece| piece.make_room(count));
            }
        }
        pieces
    }

    /// The piece of a file that stands for itself and comes of no incident; after those of incidents.
    pub fn rest(&self, content: Content) -> Piece {
        let mut piece = Piece::default();
        match content {
            Content::Csv(table, form, _) if !table.is_of_incidents() => {
                self.each(table, &mut |cells| {
                    csv::row(cells, form, &mut piece.bytes);
                    piece.rows += 1;
                });
            }
            Content::Parquet(table) => self.each(table, &mut |cells| piece.row(Some(table), cells)),
            Content::Sqlite => {
                for table in tables(self.tracker) {
                    self.each(table, &mut |cells| piece.row(Some(table), cells));
                }
            }
            Content::Json => self.registries(&mut piece.bytes),
            Content::Points => piece.bytes.extend(features::END),
            Content::Outlines => features::outlines(self, &mut piece),
            Content::Csv(..) | Content::Lines => {}
        }
        piece
    }

    /// The end of the whole dataset: what stands in no incident.
    fn registries(&self, out: &mut Vec<u8>) {
        out.extend(b"\n]");
        for table in [Table::Actors, Table::Regions, Table::Reports, Table::Milestones] {
            out.extend(format!(",\n\"{}\":[", table.name()).bytes());
            let columns = table.columns();
            let mut first = true;
            self.each(table, &mut |cells| {
                out.extend(if first { &b"\n{"[..] } else { b",\n{" });
                first = false;
                json::members(columns.iter().zip(cells), true, out);
                out.push(b'}');
            });
            out.extend(b"\n]");
        }
        out.extend(b"}\n");
    }

    /// Calls `write` with each row of a table that is no table of incidents.
    fn each(&self, table: Table, write: &mut dyn FnMut(&[Value<'_>])) {
        let tracker = self.tracker;
        match table {
            Table::Actors => {
                for own in &tracker.actors {
                    let row = Entry::new(self, &own.record, own);
                    write(&cells(&registries::ACTORS, &row));
                }
            }
            Table::Regions => {
                for own in &tracker.regions {
                    let row = Entry::new(self, &own.record, own);
                    write(&cells(&registries::REGIONS, &row));
                }
            }
            Table::Reports => {
                for own in &tracker.reports {
                    let dated = Dated {
                        date: &own.date.value,
                        period: own.period.as_ref().map(|period| &period.value),
                        area: &own.area,
                        documents: &own.documents,
                    };
                    let row = (Entry::new(self, &own.record, &()), dated);
                    let mut all = cells(&registries::REPORTS, &row);
                    all.extend(cells(&registries::OF_REPORTS, &row));
                    write(&all);
                }
            }
            Table::Removed => {
                for row in removed::rows(self) {
                    write(&cells(&removed::COLUMNS, &row));
                }
            }
            Table::Milestones => {
                for own in &tracker.milestones {
                    let date = &own.date.value;
                    let dated = Dated { date, period: None, area: &own.area, documents: &[] };
                    let row = (Entry::new(self, &own.record, &()), dated);
                    write(&cells(&registries::MILESTONES, &row));
                }
            }
            _ => {}
        }
    }
}

/// Whether an incident is in a part.
fn is_in(ix: IncidentIx, row: &IncidentRow<'_>, slice: Slice) -> bool {
    row.stands
        && match slice {
            Slice::Year(own) => year(row.tracker, ix) == own,
            Slice::Region(region) => row.path.first() == Some(&region),
        }
}

fn columns_of(columns: &BTreeMap<Table, Vec<Spec>>, table: Table) -> &[Spec] {
    columns.get(&table).map_or(&[], Vec::as_slice)
}

impl Writer<'_> {
    fn incident<'r>(&mut self, ix: IncidentIx, row: &'r IncidentRow<'_>, below: &Below<'r>) {
        self.object.clear();
        self.lines.clear();
        for (at, file) in self.files.iter().enumerate() {
            let piece = &mut self.pieces[at];
            match file.content {
                Content::Csv(table, CsvForm::Whole, _) => {
                    piece.rows += u64::from(exchange::row(table, row, &mut piece.bytes));
                }
                Content::Csv(table, form, slice) => {
                    if slice.is_none_or(|slice| is_in(ix, row, slice)) {
                        let rows = below.of(table);
                        match form {
                            CsvForm::Exact | CsvForm::Tagged => {
                                piece.bytes.extend(self.lines.of(table, rows));
                            }
                            CsvForm::Spreadsheet | CsvForm::Whole => {
                                rows.iter()
                                    .for_each(|cells| csv::row(cells, form, &mut piece.bytes));
                            }
                        }
                        piece.rows += rows.len() as u64;
                    }
                }
                Content::Parquet(table) => {
                    below.of(table).iter().for_each(|cells| piece.row(Some(table), cells));
                }
                Content::Sqlite => {
                    for table in &self.tables {
                        below.of(*table).iter().for_each(|cells| piece.row(Some(*table), cells));
                    }
                }
                Content::Lines | Content::Json => {
                    let object = self.object.of(&self.columns, below);
                    if file.content == Content::Json {
                        piece.bytes.extend(if ix.at() > 0 { &b",\n"[..] } else { b"\n" });
                    }
                    piece.bytes.extend(&object.text);
                    if file.content == Content::Lines {
                        piece.bytes.push(b'\n');
                    }
                    piece.rows += 1;
                }
                Content::Points if row.stands => {
                    let object = self.object.of(&self.columns, below);
                    features::incident(row, object.around_position(), piece);
                }
                Content::Points | Content::Outlines => {}
            }
        }
    }
}
