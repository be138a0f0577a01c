//! What changed from one release to the next: counted in `release-changes.json`, row by row in `release-changes.csv`.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};

use super::version::Level;
use crate::dataset::Table;
use crate::model::vocabulary;

vocabulary! {
    /// What became of a row.
    Kind {
        /// It is new.
        Added = "added",
        /// It has other values.
        Changed = "changed",
        /// Its record was withdrawn.
        Withdrawn = "withdrawn",
        /// Its record was merged into another one.
        Merged = "merged",
        /// It is no longer there.
        Removed = "removed",
    }
}

vocabulary! {
    /// What changed in the files and columns.
    StructureKind {
        /// The dataset has another name.
        Name = "name",
        /// A file is new.
        FileAdded = "file-added",
        /// A file is no longer there.
        FileRemoved = "file-removed",
        /// A column is new.
        ColumnAdded = "column-added",
        /// A column is no longer there.
        ColumnRemoved = "column-removed",
        /// The columns are in another order.
        ColumnMoved = "column-moved",
        /// A column has another type.
        Type = "type",
        /// A column takes less than before.
        Narrower = "narrower",
        /// A column takes more than before.
        Wider = "wider",
        /// Other columns tell rows apart.
        Key = "key",
        /// The licence is another one.
        Licence = "licence",
        /// No licence is named any more.
        LicenceRemoved = "licence-removed",
    }
}

impl StructureKind {
    /// How far it takes a release from the one before.
    fn level(self) -> Level {
        match self {
            Self::FileAdded | Self::Wider => Level::Minor,
            Self::Licence | Self::LicenceRemoved => Level::Patch,
            _ => Level::Major,
        }
    }
}

/// What changed since the release before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// The number of the release before.
    pub since: String,
    /// How far it is from that one.
    pub level: Level,
    /// What changed in the files and columns.
    pub structure: Vec<StructureChange>,
    /// What became of the rows of each table.
    pub tables: Vec<TableChanges>,
}

/// One change of the files and columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StructureChange {
    /// What changed.
    pub what: StructureKind,
    /// The file, the table, or the licence; where none is named any more, the one that was.
    pub name: String,
    /// The column; `None` where no column changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

impl StructureChange {
    pub(super) fn new(what: StructureKind, name: &str, column: Option<&str>) -> Self {
        Self { what, name: name.to_owned(), column: column.map(str::to_owned) }
    }
}

/// What became of the rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableChanges {
    /// The table.
    pub table: String,
    /// Whether its rows could be held against those before: not where either release lacks it, or
    /// rows are told apart by other columns.
    pub compared: bool,
    /// Rows that are new.
    pub added: u64,
    /// Rows with other values.
    pub changed: u64,
    /// Rows whose record was withdrawn.
    pub withdrawn: u64,
    /// Rows whose record was merged into another one.
    pub merged: u64,
    /// Rows that are no longer there.
    pub removed: u64,
    /// How many rows have another value in a column, for each such column.
    pub columns: BTreeMap<String, u64>,
}

impl TableChanges {
    /// How many rows there are of a kind.
    pub fn count(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Added => self.added,
            Kind::Changed => self.changed,
            Kind::Withdrawn => self.withdrawn,
            Kind::Merged => self.merged,
            Kind::Removed => self.removed,
        }
    }

    pub(super) fn add(&mut self, kind: Kind) {
        let count = match kind {
            Kind::Added => &mut self.added,
            Kind::Changed => &mut self.changed,
            Kind::Withdrawn => &mut self.withdrawn,
            Kind::Merged => &mut self.merged,
            Kind::Removed => &mut self.removed,
        };
        *count += 1;
    }

    /// Whether nothing became of any row.
    pub fn is_same(&self) -> bool {
        self.compared && Kind::ALL.iter().all(|(_, kind)| self.count(*kind) == 0)
    }

    /// How far the rows take a release from the one before. An id that is no longer there breaks what
    /// others keep with it; rows below an incident belong to its values.
    fn level(&self) -> Level {
        let table = Table::named(&self.table);
        let of_records = table.is_some_and(Table::is_of_records);
        match self {
            // What a history says of a correction is no more than the correction.
            _ if matches!(table, Some(Table::Changes | Table::Removed)) => Level::Patch,
            _ if self.removed > 0 && of_records => Level::Major,
            _ if self.added > 0 || !self.compared => Level::Minor,
            _ => Level::Patch,
        }
    }
}

impl Changes {
    pub(super) fn new(
        since: String,
        structure: Vec<StructureChange>,
        tables: Vec<TableChanges>,
    ) -> Self {
        let columns = structure.iter().map(|change| change.what.level());
        let rows = tables.iter().map(TableChanges::level);
        let level = columns.chain(rows).max().unwrap_or(Level::Patch);
        Self { since, level, structure, tables }
    }

    /// The bytes of `release-changes.json`.
    pub fn print(&self) -> Vec<u8> {
        // Only keys that are no texts could fail, and there are none.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// What became of the rows of a table; `None` where neither release has it.
    pub fn of(&self, table: Table) -> Option<&TableChanges> {
        self.tables.iter().find(|own| own.table == table.name())
    }
}

/// The columns of `release-changes.csv`.
pub(super) const COLUMNS: [&str; 4] = ["table", "key", "change", "columns"];

/// What between the parts of a key, and between columns, stands in a cell of `release-changes.csv`.
pub(super) const BETWEEN: &str = ";";

/// One row of `release-changes.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The id of the record.
    pub key: String,
    /// What became of it.
    pub kind: Kind,
    /// The columns with other values.
    pub columns: Vec<String>,
}

/// The first `most` rows of each kind of the incidents, from the bytes of `release-changes.csv`.
///
/// # Errors
/// What is said while it is read, or that it is no such file.
pub fn shown(bytes: impl io::Read, most: usize) -> io::Result<Vec<Shown>> {
    let mut rows = csv::Reader::from_reader(bytes);
    let mut shown = Vec::new();
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    for row in rows.records() {
        let row = row.map_err(io::Error::other)?;
        // The incidents stand first.
        if row.get(0) != Some(Table::Incidents.name()) {
            break;
        }
        let Some(kind) = row.get(2).and_then(Kind::named) else { continue };
        let count = counts.entry(kind).or_default();
        *count += 1;
        if *count <= most {
            let list = row.get(3).unwrap_or_default().split(BETWEEN);
            let columns = list.filter(|column| !column.is_empty()).map(str::to_owned).collect();
            shown.push(Shown { key: row.get(1).unwrap_or_default().to_owned(), kind, columns });
        }
    }
    Ok(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(structure: &[StructureKind], table: TableChanges) -> &'static str {
        let structure = structure.iter().map(|what| StructureChange::new(*what, "x", None));
        Changes::new("1.0.0".into(), structure.collect(), vec![table]).level.name()
    }

    #[test]
    fn the_level_follows_the_farthest_change() {
        let rows = |table: &str| TableChanges {
            table: table.into(),
            compared: true,
            changed: 1,
            ..TableChanges::default()
        };
        assert_eq!(level(&[], rows("incidents")), "patch");
        let added = TableChanges { added: 1, ..rows("incidents") };
        assert_eq!(level(&[], added), "minor");
        let removed = TableChanges { removed: 1, ..rows("incidents") };
        assert_eq!(level(&[], removed), "major");
        let below = TableChanges { removed: 1, ..rows("claims") };
        assert_eq!(level(&[], below), "patch");
        let told = TableChanges { added: 1, ..rows("changes") };
        assert_eq!(level(&[], told), "patch");
        let unknown = TableChanges { compared: false, ..rows("claims") };
        assert_eq!(level(&[], unknown), "minor");
        assert_eq!(level(&[StructureKind::FileAdded], rows("claims")), "minor");
        assert_eq!(level(&[StructureKind::Wider], rows("claims")), "minor");
        assert_eq!(level(&[StructureKind::ColumnAdded], rows("claims")), "major");
        assert_eq!(level(&[StructureKind::Key], rows("claims")), "major");
    }
}
