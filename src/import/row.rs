//! Rows of foreign tables, and what was wrong with them.

use std::sync::Arc;

use crate::source::DigestRun;

/// Names of the columns of a table as the file has them, and HXL tags where it has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The names, in the order of the file, without white space at their ends.
    pub names: Box<[Box<str>]>,
    /// The HXL tag of each column (`#affected+killed`); `None` where the file gives none.
    pub tags: Box<[Option<Box<str>>]>,
}

impl Columns {
    /// Where the column of that name stands; capitals do not count. `None` where there is none.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|own| own.eq_ignore_ascii_case(name))
    }
}

/// One row: texts without white space at their ends, in the order of the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The columns, which all rows of a table share.
    pub columns: Arc<Columns>,
    /// The line of the file where the row begins, counted from one.
    pub line: u64,
    /// The cells, one for each column; a cell that the row lacks is empty.
    pub cells: Box<[Box<str>]>,
}

impl Row {
    /// The text under that name, or `None` where there is no such column or nothing in it.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.at(self.columns.position(name)?)
    }

    /// The text of the column at that place, or `None` where nothing is in it.
    pub fn at(&self, position: usize) -> Option<&str> {
        self.cells.get(position).map(|cell| &**cell).filter(|cell| !cell.is_empty())
    }
}

impl Row {
    /// A fingerprint of its cells by their columns, in whatever order these stand.
    pub fn print(&self) -> Box<str> {
        let mut cells: Vec<(&str, &str)> = self
            .columns
            .names
            .iter()
            .map(|name| &**name)
            .zip(self.cells.iter().map(|cell| &**cell))
            .collect();
        cells.retain(|(_, cell)| !cell.is_empty());
        cells.sort_unstable();
        let mut run = DigestRun::default();
        for (name, cell) in cells {
            run.add_part(name.as_bytes());
            run.add_part(cell.as_bytes());
        }
        let mut print = run.digest().to_string();
        print.truncate(16);
        print.into()
    }
}

/// Why a row, or a cell of it, could not be used as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The line of the file where the row begins, counted from one.
    pub line: u64,
    /// The name of the column; `None` where the whole row is meant.
    pub column: Option<Box<str>>,
    /// What stands there.
    pub value: Box<str>,
    /// What is wrong with it, as one sentence without a full stop.
    pub reason: Box<str>,
    /// How to mend it.
    pub help: Option<Box<str>>,
    /// Whether the row is left out for it.
    pub fatal: bool,
}

impl RowProblem {
    /// A problem of a cell for which its row is left out.
    pub fn cell(row: &Row, column: &str, reason: impl Into<Box<str>>) -> Self {
        Self {
            line: row.line,
            column: Some(column.into()),
            value: row.get(column).unwrap_or_default().into(),
            reason: reason.into(),
            help: None,
            fatal: true,
        }
    }

    /// A problem of a whole row, for which it is left out.
    pub fn row(line: u64, reason: impl Into<Box<str>>) -> Self {
        Self {
            line,
            column: None,
            value: Box::default(),
            reason: reason.into(),
            help: None,
            fatal: true,
        }
    }

    /// The same with how to mend it.
    #[must_use]
    pub fn help(self, help: impl Into<Box<str>>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The same, with the row going in all the same.
    #[must_use]
    pub fn noted(self) -> Self {
        Self { fatal: false, ..self }
    }
}

/// What was read; what is wrong with it goes to the problems.
pub(super) fn told<T>(read: Result<T, RowProblem>, problems: &mut Vec<RowProblem>) -> Option<T> {
    read.map_err(|why| problems.push(why)).ok()
}

/// A text on one line, with one space for every run of white space.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Takes out what no text of a record may hold: control characters and those that turn the reading
/// direction round. What it found is told, and the row goes in.
pub(super) fn clean(row: &mut Row, problems: &mut Vec<RowProblem>) {
    for (at, cell) in row.cells.iter_mut().enumerate() {
        if cell.bytes().all(|byte| (b' '..0x7f).contains(&byte)) || !cell.chars().any(hidden) {
            continue;
        }
        *cell = cell.chars().filter(|c| !hidden(*c)).collect::<String>().trim().into();
        problems.push(RowProblem {
            line: row.line,
            column: row.columns.names.get(at).cloned(),
            value: cell.chars().take(60).collect::<String>().into(),
            reason: "the cell held invisible characters, which were taken out".into(),
            help: None,
            fatal: false,
        });
    }
}

fn hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || crate::content::is_hidden(c)
}
