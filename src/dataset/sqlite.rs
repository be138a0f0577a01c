//! SQLite: all tables in one database, with keys, references and what each column means.
//!
//! A day is a text, `2022-06-18`, a truth is 0 or 1. The same rows give the same bytes: one page size,
//! one transaction, no journal. The version of SQLite that stands in the file is that of the library
//! that this program is built with.

use rusqlite::{Connection, OpenFlags};

use super::cells::{ABOUT, Place};
use super::encoder::{Encoder, Out, failed};
use super::{Kind, Piece, Spec, Table};
use crate::output::{Lent, OutputError, Workshop};

/// What marks the database as ours: `grio` in ASCII.
const APPLICATION: i32 = i32::from_be_bytes(*b"grio");

/// The version of the tables' form.
const VERSION: i32 = 1;

/// The table in which the database tells of itself.
const ABOUT_SHAPE: &str = "CREATE TABLE about (of_table TEXT, of_column TEXT, name TEXT NOT NULL, \
                           text TEXT NOT NULL) STRICT";

/// How the database is written. Nobody else reads it on the way, and one that is not finished is not
/// kept: no journal, no waiting for the disk. Memory for pages is bounded, in KiB.
const HOW: &str = "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; \
                   PRAGMA locking_mode = EXCLUSIVE; PRAGMA foreign_keys = OFF; \
                   PRAGMA cache_size = -32768;";

/// A file of this connection alone that is in memory, and for SQLite a file like any other: its bytes
/// are the same as on a disk.
const IN_MEMORY: &str = "file:tracker?vfs=memdb";

const NAME: &str = "SQLite";

/// A database that is being made.
pub(super) struct File {
    /// Closed before the file that it is in is given back.
    database: Connection,
    /// The file that it is in; `None` where it is in memory.
    lent: Option<Box<dyn Lent>>,
    tables: Vec<Table>,
}

impl File {
    /// A database of tables in a file of the workshop, or in memory where there is no workshop.
    pub(super) fn new(
        tables: Vec<Table>,
        workshop: Option<&dyn Workshop>,
    ) -> Result<Self, OutputError> {
        let lent = workshop.map(Workshop::lend).transpose()?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = match &lent {
            Some(lent) => Connection::open_with_flags(lent.path(), flags),
            None => Connection::open_with_flags(IN_MEMORY, flags | OpenFlags::SQLITE_OPEN_URI),
        };
        let begun = opened.and_then(|database| {
            database.set_prepared_statement_cache_capacity(Table::ALL.len() + 1);
            database.execute_batch(HOW)?;
            database.execute_batch(&format!(
                "BEGIN; PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};"
            ))?;
            database.execute_batch(ABOUT_SHAPE)?;
            for table in &tables {
                database.execute_batch(&shape(*table))?;
            }
            Ok(database)
        });
        let database = begun.map_err(|error| failed(NAME, error))?;
        Ok(Self { database, lent, tables })
    }

    fn rows(&mut self, table: Option<Table>, text: &[u8], cells: &[Place]) -> rusqlite::Result<()> {
        let kinds: Vec<Kind> = match table {
            Some(table) => table.columns().iter().map(|column| column.kind).collect(),
            None => ABOUT.map(|_| Kind::Text).to_vec(),
        };
        let mut statement = self.database.prepare_cached(&insert(table, kinds.len()))?;
        for row in cells.chunks_exact(kinds.len()) {
            for (at, (place, kind)) in row.iter().zip(&kinds).enumerate() {
                let cell = String::from_utf8_lossy(&text[place.clone()]);
                let at = at + 1;
                match kind {
                    _ if cell.is_empty() => {
                        statement.raw_bind_parameter(at, rusqlite::types::Null)?
                    }
                    Kind::Text | Kind::List | Kind::Day => {
                        statement.raw_bind_parameter(at, &*cell)?
                    }
                    Kind::Whole => statement.raw_bind_parameter(at, cell.parse::<i64>().ok())?,
                    Kind::Decimal => statement.raw_bind_parameter(at, cell.parse::<f64>().ok())?,
                    Kind::Truth => statement.raw_bind_parameter(at, *cell == *"true")?,
                }
            }
            statement.raw_execute()?;
        }
        Ok(())
    }

    fn take(&mut self, piece: &Piece) -> rusqlite::Result<()> {
        for (table, cells) in piece.parts() {
            self.rows(table, &piece.bytes, &cells)?;
        }
        Ok(())
    }
}

impl Encoder for File {
    fn add(&mut self, piece: Piece, _out: &mut Out<'_>) -> Result<(), OutputError> {
        self.take(&piece).map_err(|error| failed(NAME, error))
    }

    fn end(self: Box<Self>, out: &mut Out<'_>) -> Result<(), OutputError> {
        let Self { mut database, lent, tables } = *self;
        let indexes: String = tables.iter().map(|table| indexes(*table)).collect();
        let done = database.execute_batch(&format!("{indexes}COMMIT;"));
        done.map_err(|error| failed(NAME, error))?;
        match lent {
            Some(lent) => {
                database.close().map_err(|(_, error)| failed(NAME, error))?;
                lent.read(out)
            }
            None => out(&database.serialize("main").map_err(|error| failed(NAME, error))?),
        }
    }
}

/// The statement that makes a table.
fn shape(table: Table) -> String {
    let column = |column: &Spec| {
        let kind = match column.kind {
            Kind::Text | Kind::List | Kind::Day => "TEXT",
            Kind::Whole | Kind::Truth => "INTEGER",
            Kind::Decimal => "REAL",
        };
        let needed = if column.required { " NOT NULL" } else { "" };
        format!("\"{}\" {kind}{needed}", column.name)
    };
    let mut lines: Vec<String> = table.columns().iter().map(column).collect();
    lines.push(format!("PRIMARY KEY ({})", quoted(table.key())));
    lines.extend(table.references().iter().map(|(column, other, key)| {
        format!("FOREIGN KEY (\"{column}\") REFERENCES {} (\"{key}\")", other.plain_name())
    }));
    format!("CREATE TABLE {} (\n  {}\n) STRICT", table.plain_name(), lines.join(",\n  "))
}

/// The statements that make the indexes of a table's references; its key has one already.
fn indexes(table: Table) -> String {
    let own = table.plain_name();
    let columns = table.references().iter().map(|(column, ..)| *column);
    columns
        .filter(|column| table.key().first() != Some(column))
        .map(|column| format!("CREATE INDEX {own}_{column} ON {own} (\"{column}\");\n"))
        .collect()
}

fn insert(table: Option<Table>, columns: usize) -> String {
    let name = table.map_or_else(|| "about".to_owned(), Table::plain_name);
    format!("INSERT INTO {name} VALUES ({})", vec!["?"; columns].join(","))
}

fn quoted(columns: &[&str]) -> String {
    columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ")
}
