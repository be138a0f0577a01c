//! Foreign tables to records: rows become drafts, drafts become files.
//!
//! No file is touched here: tables come as readers, and what is to be written leaves through
//! [`Shelf`], which `disk` implements.

mod acled;
mod cite;
mod draft;
mod edit;
mod existing;
mod fields;
mod fought;
pub mod merge;
mod mapped;
mod names;
mod position;
mod own;
pub mod posts;
mod records;
mod registry;
mod report;
mod row;
mod run;
mod settings;
pub mod suggest;
pub mod table;
mod title;
mod ucdp;

use std::sync::Arc;

use crate::model::{Id, IncidentType};
use crate::source::{SourcePath, Sources};

pub use acled::Acled;
pub use draft::{Draft, Origin};
pub use mapped::Mapped;
pub use own::{Own, is_own};
pub use registry::{Led, Lies, Made, RegionName, Registry};
pub use report::{Report, Sums, Touched, Went};
pub use row::{Columns, Row, RowProblem, one_line};
pub use run::{Failure, Job, run};
pub use ucdp::Ucdp;

/// What a row gave.
#[derive(Clone, Debug)]
pub struct Coded {
    /// The record.
    pub draft: Draft,
    /// Deaths as the row gives them.
    pub sums: Sums,
    /// What was odd about it; the row goes in all the same.
    pub problems: Vec<RowProblem>,
}

impl Coded {
    /// What a row became and what was odd about it; the problems alone where it could not become a record.
    fn of(
        record: Option<(Draft, Sums)>,
        problems: Vec<RowProblem>,
    ) -> Result<Self, Vec<RowProblem>> {
        match record {
            Some((draft, sums)) => Ok(Self { draft, sums, problems }),
            None => Err(problems),
        }
    }
}

/// What a dataset is, beside its rows.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// Its short name and release.
    pub origin: Origin,
    /// Its name for readers: `UCDP Georeferenced Event Dataset`.
    pub name: Box<str>,
    /// What the history of a record calls it: `UCDP GED`. The release is added.
    pub label: Box<str>,
    /// The licence of its data; `None` where nobody says.
    pub licence: Option<Box<str>>,
    /// What it records, as the title of a new tracker begins: `Organised violence`.
    pub subject: Box<str>,
    /// The words of `type` that its rows use, as far as they are known before the first row.
    pub types: Vec<IncidentType>,
    /// What the ids of its records begin with; may be empty.
    pub prefix: Box<str>,
}

impl Dataset {
    /// What the history of a record calls it: `UCDP GED 24.1`.
    pub fn called(&self) -> String {
        match &self.origin.release {
            Some(release) => format!("{} {release}", self.label),
            None => self.label.to_string(),
        }
    }
}

/// An id with what the ids of its dataset begin with; one that was exported begins with it already.
fn prefixed(prefix: &str, id: &str) -> String {
    if id.starts_with(prefix) { id.to_owned() } else { format!("{prefix}{id}") }
}

/// Turns rows into drafts; one implementation for each form.
pub trait Coder {
    /// What the dataset is.
    fn dataset(&self) -> &Dataset;

    /// The language that a tracker begins with that this dataset makes, as BCP 47.
    fn language(&self) -> &str {
        "en"
    }

    /// Is told of the tracker before the first row: its files, and where the record of an id lies.
    fn meet(&mut self, _files: &dyn Sources, _of: &dyn Fn(&str) -> Option<SourcePath>) {}

    /// Looks at the columns before the first row, and says where each of them goes. A table may be
    /// begun twice.
    ///
    /// # Errors
    /// What is missing without which no row can be read.
    fn begin(&mut self, columns: &Arc<Columns>) -> Result<Vec<(Box<str>, Went)>, Vec<RowProblem>>;

    /// The id of the record that a row would become, also where the row cannot become one; `None` where
    /// it has none. A record is not missing in a file that has a bad row of it.
    fn id(&self, _row: &Row) -> Option<Id> {
        None
    }

    /// The id that the row itself gives, where `griot export` writes the form: a record of the tracker that
    /// has it, and that no import of this dataset wrote, is what the row was made of. `None` where the form
    /// is not exported, and where such an id says nothing.
    fn exported(&self, _row: &Row) -> Option<Id> {
        None
    }

    /// Where the row of a line stands, for messages: `on line 7`.
    fn place(&self, line: u64) -> String {
        format!("on line {line}")
    }

    /// A fingerprint of what a row itself says; `None` where the form says what is made of it, and no map.
    fn cells(&self, _row: &Row) -> Option<Box<str>> {
        None
    }

    /// What whoever imports the dataset should know, a sentence each.
    fn notes(&self) -> Vec<String> {
        Vec::new()
    }

    /// The record that a row becomes.
    ///
    /// # Errors
    /// Why it cannot become one: at least one problem that is fatal.
    fn code(&mut self, row: &Row, registry: &mut Registry) -> Result<Coded, Vec<RowProblem>>;
}

/// Where records are written: whole files or none.
pub trait Shelf: Sync {
    /// Writes a file, new or in the place of the one that is there.
    ///
    /// # Errors
    /// What could not be done, and how to mend it.
    fn put(&self, path: &str, text: &str) -> Result<(), String>;
}

/// Where nothing is kept: for a trial.
#[derive(Clone, Copy, Debug)]
pub struct NoShelf;

impl Shelf for NoShelf {
    fn put(&self, _: &str, _: &str) -> Result<(), String> {
        Ok(())
    }
}
