//! Foreign files as rows: delimited text of any kind, JSON and GeoJSON.
//!
//! What a file is, is found out from its first bytes: its encoding, its delimiter, the row that names
//! the columns, a row of HXL tags. Rows come one after the other; a file of any size needs the memory
//! of one row. Nothing that is odd about a file is passed over in silence: it is in [`Rows::notes`],
//! or comes as a [`RowProblem`] where it stands.

mod decode;
mod delimited;
mod header;
mod json;
mod packed;

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::io::Read;
use std::sync::Arc;

use encoding_rs::Encoding;

use self::decode::Decoded;
use self::delimited::{CELLS_MOST, ROW_MOST, Reader, Record, delimiter};
use self::header::{LOOKED_AT, header, numbered};
use self::json::{Cells, Objects};
use super::row::{Columns, Row, RowProblem};

/// What is known of a file besides what it shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Its encoding by a name of the Encoding Standard (`windows-1251`); `None` finds it out.
    pub encoding: Option<Box<str>>,
    /// What stands between its cells; `None` finds it out.
    pub delimiter: Option<char>,
    /// The member of a JSON object that holds the rows; `None` takes `features`, or the first array of
    /// objects.
    pub member: Option<&'static str>,
}

/// Why a file is no table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl TableError {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: Some(help.into()) }
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TableError {}

/// The rows of a file, one after the other, each with what is wrong about it before it.
pub struct Rows {
    columns: Arc<Columns>,
    /// How many columns the header of delimited text has.
    declared: usize,
    /// How many columns, from the first, reach to the last one that held anything in the rows so far;
    /// `None` before a row with all its cells.
    filled: Option<usize>,
    /// Names of columns with their places.
    places: BTreeMap<Box<str>, usize>,
    source: Source,
    /// Rows and problems that were read ahead.
    ready: VecDeque<Result<Row, RowProblem>>,
    notes: Vec<String>,
    form: &'static str,
    ended: bool,
}

enum Source {
    Delimited {
        text: Box<Decoded>,
        reader: Box<Reader>,
        /// How many cells at the beginning of a row only number it.
        index: usize,
    },
    Objects(Box<Objects>),
}

/// The rows of a file of that name, which helps to tell what the file is.
///
/// # Errors
///
/// Where the file cannot be read, is empty, or is no text.
pub fn open(name: &str, reader: impl Read + Send + 'static) -> Result<Rows, TableError> {
    open_as(name, reader, &Hints::default())
}

/// The rows of a file of which something is known.
///
/// # Errors
///
/// As [`open`]; also where the encoding has a name that nobody knows.
pub fn open_as(
    name: &str,
    reader: impl Read + Send + 'static,
    hints: &Hints,
) -> Result<Rows, TableError> {
    let encoding = match &hints.encoding {
        None => None,
        Some(label) => Some(Encoding::for_label(label.trim().as_bytes()).ok_or_else(|| {
            TableError::new(
                format!("there is no encoding `{label}`"),
                "write it as browsers do, for example `utf-8`, `windows-1252` or `windows-1256`",
            )
        })?),
    };
    let mut text = Decoded::new(packed::unpacked(reader)?, encoding);
    let sample = text.peek(64 * 1024).map_err(|error| unreadable(&error))?;
    refuse_binary(sample)?;
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let lines = ends(&[".jsonl", ".ndjson", ".jsonlines", ".geojsonl"]);
    let opens = sample.iter().find(|byte| !byte.is_ascii_whitespace());
    let looks_like_json = matches!(opens, Some(b'{' | b'['));
    if lines || ends(&[".json", ".geojson"]) || looks_like_json && !ends(&[".csv", ".tsv", ".tab"])
    {
        return Rows::of_objects(text, lines, hints.member);
    }
    if hints.member.is_some() {
        return Err(TableError { message: "it is no JSON".to_owned(), help: None });
    }
    Rows::of_text(text, hints)
}

fn unreadable(error: &std::io::Error) -> TableError {
    TableError { message: format!("it cannot be read: {error}"), help: None }
}

/// Refuses what is plainly no text.
fn refuse_binary(sample: &[u8]) -> Result<(), TableError> {
    let save = "open it in its program and save the table as CSV (UTF-8)";
    if sample.is_empty() {
        return Err(TableError { message: "the file is empty".to_owned(), help: None });
    }
    // The decoder has made letters of what are no letters here; these are ASCII.
    if sample.starts_with(b"%PDF") {
        return Err(TableError::new("it is a PDF", "look for the table behind it"));
    }
    if sample.starts_with(b"PAR1") || sample.starts_with(b"SQLite format 3") {
        return Err(TableError::new("it is a file of a database", "export the table as CSV"));
    }
    // Of bytes without any meaning an eighth are control characters; a table has a few by mistake.
    let odd = |byte: &&u8| **byte < b' ' && !matches!(**byte, b'\t' | b'\n' | b'\r');
    let odd = sample.iter().filter(odd).count();
    if odd > 2 && odd * 20 > sample.len() {
        let message = format!(
            "it is no text: {odd} of the first {} bytes are control characters",
            sample.len()
        );
        return Err(TableError::new(
            message,
            format!("griot reads CSV, JSON, JSON Lines and GeoJSON, also packed with gzip; {save}"),
        ));
    }
    let html = sample.trim_ascii_start();
    if html.len() > 5 && html[..5].eq_ignore_ascii_case(b"<html")
        || html.len() > 9 && html[..9].eq_ignore_ascii_case(b"<!doctype")
    {
        return Err(TableError::new(
            "it is a page of the web and no table",
            "the download may have asked for a login; fetch the file again in a browser",
        ));
    }
    Ok(())
}

impl Rows {
    /// Rows that were read elsewhere, and what they are.
    pub(super) fn given(
        columns: Arc<Columns>,
        rows: Vec<Result<Row, RowProblem>>,
        form: &'static str,
    ) -> Self {
        let text = Box::new(Decoded::new(Box::new(std::io::empty()), None));
        Self {
            declared: columns.names.len(),
            places: places(&columns),
            columns,
            filled: None,
            source: Source::Delimited { text, reader: Box::new(Reader::new(b',')), index: 0 },
            ready: rows.into(),
            notes: Vec::new(),
            form,
            ended: true,
        }
    }

    /// The columns that the first rows show; a row knows its own, which may be more.
    pub fn columns(&self) -> &Arc<Columns> {
        &self.columns
    }

    /// What the file is: `CSV (semicolons)`, `GeoJSON or JSON`.
    pub fn form(&self) -> &'static str {
        self.form
    }

    /// The name of the encoding, as far as it is known after the rows that were read.
    pub fn encoding(&self) -> &'static str {
        self.text().encoding()
    }

    /// What was found out about the file that its reader should know, a sentence each; complete
    /// after the last row.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.notes.clone();
        let encoding = self.encoding();
        if encoding != "UTF-8" {
            notes.insert(0, format!("the file is read as {encoding}"));
        }
        let broken = self.text().broken();
        if broken > 0 {
            notes.push(format!(
                "the file is UTF-8 but for {broken} bytes, which were read as Windows-1252"
            ));
        }
        notes
    }

    fn text(&self) -> &Decoded {
        match &self.source {
            Source::Delimited { text, .. } => text,
            Source::Objects(objects) => objects.text(),
        }
    }

    fn of_text(mut text: Decoded, hints: &Hints) -> Result<Self, TableError> {
        let sample = text.peek(64 * 1024).map_err(|error| unreadable(&error))?;
        let whole = sample.len() < 64 * 1024;
        let (declared, length) = declared_delimiter(sample);
        let known = hints.delimiter.and_then(|own| u8::try_from(own).ok()).or(declared);
        let delimiter = known.unwrap_or_else(|| delimiter(&sample[length..], whole));
        let form = match delimiter {
            b';' => "CSV (semicolons)",
            b'\t' => "TSV (tabs)",
            b',' => "CSV (commas)",
            _ => "delimited text",
        };
        let mut rows = Self {
            columns: Arc::default(),
            declared: 0,
            filled: None,
            places: BTreeMap::new(),
            source: Source::Delimited {
                text: Box::new(text),
                reader: Box::new(Reader::new(delimiter)),
                index: 0,
            },
            ready: VecDeque::new(),
            notes: Vec::new(),
            form,
            ended: false,
        };
        let mut first = Vec::new();
        while first.len() < LOOKED_AT {
            match rows.record().map_err(|error| unreadable(&error))? {
                Some(record) if length > 0 && first.is_empty() && record.line == 1 => {}
                Some(record) => first.push(record),
                None => break,
            }
        }
        let Some(found) = header(&first) else {
            return Err(TableError { message: "the file holds no row".to_owned(), help: None });
        };
        rows.places = places(&found.columns);
        rows.declared = found.columns.names.len();
        rows.columns = Arc::new(found.columns);
        rows.notes = found.notes;
        if let Source::Delimited { index, .. } = &mut rows.source {
            *index = found.index;
        }
        for record in first.drain(..).skip(found.rows) {
            rows.keep(&record);
        }
        Ok(rows)
    }

    fn of_objects(text: Decoded, lines: bool, member: Option<&str>) -> Result<Self, TableError> {
        let objects = Objects::new(text, lines, member).map_err(|message| TableError {
            message,
            help: Some(
                "griot reads GeoJSON, an array of objects, and one object a line".to_owned(),
            ),
        })?;
        let mut rows = Self {
            columns: Arc::default(),
            declared: 0,
            filled: None,
            places: BTreeMap::new(),
            source: Source::Objects(Box::new(objects)),
            ready: VecDeque::new(),
            notes: Vec::new(),
            form: "JSON",
            ended: false,
        };
        let mut first = Vec::new();
        while first.len() < LOOKED_AT
            && let Source::Objects(objects) = &mut rows.source
            && let Some(object) = objects.next().map_err(|error| unreadable(&error))?
        {
            if let Ok(cells) = &object.cells {
                rows.widen(cells.iter().map(|(name, _)| &**name));
            }
            first.push(object);
        }
        first.into_iter().for_each(|object| rows.keep_object(object.line, object.cells));
        if let Source::Objects(objects) = &rows.source {
            let skipped = objects.skipped.iter();
            let told = skipped.map(|name| format!("`{name}` is no array of objects: left out"));
            rows.notes.extend(told);
        }
        Ok(rows)
    }

    /// The next row of delimited text as it stands in the file.
    fn record(&mut self) -> std::io::Result<Option<Record>> {
        let Source::Delimited { text, reader, .. } = &mut self.source else { return Ok(None) };
        loop {
            let ahead = text.peek(1)?;
            let record = if ahead.is_empty() {
                let last = reader.finish();
                if last.is_none() {
                    return Ok(None);
                }
                last
            } else {
                let (taken, record) = reader.feed(ahead);
                text.take(taken);
                record
            };
            let full = |record: &Record| !record.is_empty() || record.cut || record.open.is_some();
            if let Some(record) = record.filter(full) {
                return Ok(Some(record));
            }
        }
    }

    /// Puts a row of delimited text among those that are ready, after what is wrong with it.
    fn keep(&mut self, record: &Record) {
        let Source::Delimited { index, .. } = self.source else { return };
        let line = record.line;
        if let Some(opened) = record.open {
            let reason = format!(
                "the quotation mark that opens a cell on line {opened} has no partner: all that follows was read as one cell"
            );
            self.ready.push_back(Err(RowProblem::row(line, reason)));
            return;
        }
        if record.cut {
            let most = ROW_MOST / 1024 / 1024;
            let reason =
                format!("the row is larger than {most} MB, or has more than {CELLS_MOST} cells");
            self.ready.push_back(Err(RowProblem::row(line, reason)));
            return;
        }
        let mut cells: Vec<Box<str>> = record.cells().skip(index).map(Box::from).collect();
        while cells.len() > self.columns.names.len()
            && cells.last().is_some_and(|cell| cell.is_empty())
        {
            cells.pop();
        }
        let known = self.columns.names.len();
        if cells.len() > known {
            let names: Vec<String> = (known..cells.len()).map(|at| numbered(at + index)).collect();
            let reason = format!(
                "the row has {} cells and there are {known} columns; the further ones are kept as `{}`",
                cells.len(),
                names.join("`, `"),
            );
            self.widen(names.iter().map(String::as_str));
            self.ready.push_back(Err(RowProblem::row(line, reason).noted()));
        }
        if cells.len() < self.declared {
            // Some programs leave out empty cells at the end. In columns that held nothing so far, nothing
            // can be missing.
            if self.filled.is_none_or(|filled| cells.len() < filled) {
                let (own, all) = (cells.len() + index, self.declared + index);
                let problem =
                    RowProblem::row(line, format!("the row ends after {own} of {all} cells"));
                let help = "if the file was cut off, get it again; if nothing is missing, add the empty cells";
                self.ready.push_back(Err(problem.help(help)));
                return;
            }
        } else {
            let last = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
            self.filled = self.filled.max(Some(last));
        }
        cells.resize(self.columns.names.len(), "".into());
        self.push(line, cells);
    }

    /// Puts an object among the rows that are ready, or why it is none.
    fn keep_object(&mut self, line: u64, cells: Result<Cells, String>) {
        let cells = match cells {
            Ok(cells) => cells,
            Err(reason) => {
                self.ready.push_back(Err(RowProblem::row(line, reason)));
                return;
            }
        };
        self.widen(cells.iter().map(|(name, _)| &**name));
        let mut row: Vec<Box<str>> = vec!["".into(); self.columns.names.len()];
        for (name, cell) in cells {
            match self.places.get(&name) {
                Some(at) => row[*at] = cell,
                None => {
                    let reason = format!("the file has more than {CELLS_MOST} different members");
                    self.ready.push_back(Err(RowProblem::row(line, reason)));
                    return;
                }
            }
        }
        self.push(line, row);
    }

    /// Puts a row among those that are ready; what no text may hold is taken out and told.
    fn push(&mut self, line: u64, mut cells: Vec<Box<str>>) {
        for (at, cell) in cells.iter_mut().enumerate() {
            if cell.bytes().any(|byte| byte == 0) {
                *cell = cell.replace('\0', "").trim().into();
                self.ready.push_back(Err(RowProblem {
                    line,
                    column: self.columns.names.get(at).cloned(),
                    value: cell.clone(),
                    reason: "the cell held a NUL, which was taken out".into(),
                    help: None,
                    fatal: false,
                }));
            }
        }
        let columns = Arc::clone(&self.columns);
        self.ready.push_back(Ok(Row { columns, line, cells: cells.into() }));
    }

    /// Adds the columns that are not there yet.
    fn widen<'n>(&mut self, names: impl Iterator<Item = &'n str>) {
        let new: Vec<&str> = names.filter(|name| !self.places.contains_key(*name)).collect();
        if new.is_empty() {
            return;
        }
        let (mut all, mut tags) = (self.columns.names.to_vec(), self.columns.tags.to_vec());
        for name in new {
            if !self.places.contains_key(name) && all.len() < CELLS_MOST {
                self.places.insert(name.into(), all.len());
                all.push(name.into());
                tags.push(None);
            }
        }
        self.columns = Arc::new(Columns { names: all.into(), tags: tags.into() });
    }

    fn advance(&mut self) -> std::io::Result<()> {
        if let Source::Objects(objects) = &mut self.source {
            match objects.next()? {
                Some(object) => self.keep_object(object.line, object.cells),
                None => self.ended = true,
            }
            return Ok(());
        }
        match self.record()? {
            Some(record) => self.keep(&record),
            None => self.ended = true,
        }
        Ok(())
    }
}

impl Iterator for Rows {
    type Item = Result<Row, RowProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && !self.ended {
            if let Err(error) = self.advance() {
                self.ended = true;
                let reason = format!(
                    "the file cannot be read any further, and what stands behind this spot is missing: {error}"
                );
                self.ready.push_back(Err(RowProblem::row(0, reason)));
            }
        }
        self.ready.pop_front()
    }
}

fn places(columns: &Columns) -> BTreeMap<Box<str>, usize> {
    columns.names.iter().enumerate().map(|(at, name)| (name.clone(), at)).collect()
}

/// The delimiter that the first line names, as Excel has it (`sep=;`), and the length of that line.
fn declared_delimiter(sample: &[u8]) -> (Option<u8>, usize) {
    let line = sample.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    match line.strip_prefix(b"sep=") {
        Some([delimiter]) => (Some(*delimiter), line.len()),
        _ => (None, 0),
    }
}

#[cfg(test)]
mod tests;
