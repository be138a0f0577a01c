//! Holds the tables of two releases against each other, row by row.
//!
//! Of the older table nothing is kept but a key, a fingerprint and a place for each row; a row that
//! changed is read again from its place. Rows are told apart by the key of their table.

use std::io;

use super::changes::{BETWEEN, COLUMNS, Changes, Kind, TableChanges};
use super::structure::Structure;
use super::version::Version;
use crate::dataset::{PACKAGE, Table};
use crate::output::{OutputError, Pieces};
use crate::source::{Digest, Reading};

/// So many bytes of rows are handed on at once.
const PIECE: usize = 1 << 16;

/// Where the files of a release lie.
pub trait Shelf {
    /// A file of it; `None` where it has none of that name.
    ///
    /// # Errors
    /// What the file system says.
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Reading>>>;
}

/// What changed from one release to another; each row that did goes to `out`, as `release-changes.csv`.
///
/// # Errors
/// What is said while the files are read, or where `out` could not be kept.
pub fn compare(
    since: Version,
    old: &dyn Shelf,
    new: &dyn Shelf,
    out: &mut dyn Pieces,
) -> Result<Changes, OutputError> {
    let mut rows = Rows { out, csv: writer() };
    rows.csv.write_record(COLUMNS).map_err(failed)?;
    let structure = structure(old)?.changes(&structure(new)?);
    let mut tables = Vec::new();
    for (_, table) in Table::ALL.iter().filter(|(_, table)| table.is_compared()) {
        let name = format!("{}.csv", table.name());
        let open = |shelf: &dyn Shelf| -> Result<_, OutputError> {
            shelf.open(&name).map_err(failed)?.map(Rowed::open).transpose().map_err(failed)
        };
        let mut changes = TableChanges { table: table.name().into(), ..TableChanges::default() };
        match (open(old)?, open(new)?) {
            (None, None) => continue,
            (Some(old), Some(new)) => {
                if let Some(pair) = Pair::of(*table, old, new) {
                    changes.compared = true;
                    pair.compare(&mut changes, &mut rows)?;
                }
            }
            _ => {}
        }
        tables.push(changes);
    }
    rows.hand_on()?;
    Ok(Changes::new(since.to_string(), structure, tables))
}

fn structure(shelf: &dyn Shelf) -> Result<Structure, OutputError> {
    let Some(mut file) = shelf.open(PACKAGE).map_err(failed)? else {
        return Ok(Structure::default());
    };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(failed)?;
    Structure::parse(&bytes).map_err(failed)
}

fn failed(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> OutputError {
    OutputError { doing: "cannot compare the releases".to_owned(), cause: io::Error::other(cause) }
}

fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new())
}

/// The rows of `release-changes.csv` on their way out.
struct Rows<'o> {
    out: &'o mut dyn Pieces,
    csv: csv::Writer<Vec<u8>>,
}

impl Rows<'_> {
    fn add(
        &mut self,
        table: &str,
        key: &str,
        kind: Kind,
        columns: &[&str],
    ) -> Result<(), OutputError> {
        let columns = columns.join(BETWEEN);
        self.csv.write_record([table, key, kind.name(), &columns]).map_err(failed)?;
        if self.csv.get_ref().len() >= PIECE { self.hand_on() } else { Ok(()) }
    }

    fn hand_on(&mut self) -> Result<(), OutputError> {
        let bytes = std::mem::replace(&mut self.csv, writer())
            .into_inner()
            .map_err(|error| failed(error.to_string()))?;
        self.out.add(&bytes)
    }
}

/// A table that is read row by row.
struct Rowed {
    rows: csv::Reader<Box<dyn Reading>>,
    columns: Vec<String>,
}

impl Rowed {
    fn open(file: Box<dyn Reading>) -> io::Result<Self> {
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(file);
        let mut head = csv::StringRecord::new();
        rows.read_record(&mut head).map_err(io::Error::other)?;
        let columns = head.iter().map(str::to_owned).collect();
        Ok(Self { rows, columns })
    }

    fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|own| own == column)
    }

    fn next(&mut self, row: &mut csv::ByteRecord) -> Result<bool, OutputError> {
        self.rows.read_byte_record(row).map_err(failed)
    }

    fn at(&mut self, byte: u64, row: &mut csv::ByteRecord) -> Result<(), OutputError> {
        let mut position = csv::Position::new();
        position.set_byte(byte);
        self.rows.seek(position).map_err(failed)?;
        self.rows.read_byte_record(row).map_err(failed)?;
        Ok(())
    }
}

/// What is kept of a row of the older table.
struct Kept {
    key: Digest,
    values: Digest,
    byte: u64,
    seen: bool,
}

/// A table in two releases.
struct Pair {
    table: Table,
    old: Rowed,
    new: Rowed,
    /// Where the columns of the key stand in the older and the newer table.
    key: Vec<(usize, usize)>,
    /// The same for all columns that both have, by the order of the newer.
    both: Vec<(usize, usize)>,
    status: Option<(usize, usize)>,
}

impl Pair {
    /// `None` where rows cannot be told apart by the same columns.
    fn of(table: Table, old: Rowed, new: Rowed) -> Option<Self> {
        let place = |column: &str| Some((old.place(column)?, new.place(column)?));
        let key = table.key().iter().map(|column| place(column)).collect::<Option<_>>()?;
        let both = new.columns.iter().filter_map(|column| place(column)).collect();
        let status = place("status");
        Some(Self { table, key, both, status, old, new })
    }

    fn compare(
        mut self,
        changes: &mut TableChanges,
        out: &mut Rows<'_>,
    ) -> Result<(), OutputError> {
        let mut kept = self.index()?;
        let (mut row, mut before) = (csv::ByteRecord::new(), csv::ByteRecord::new());
        let mut buffer = Vec::new();
        let mut told = |key: &str, kind: Kind, columns: &[&str]| {
            changes.add(kind);
            for column in columns {
                *changes.columns.entry((*column).to_owned()).or_default() += 1;
            }
            out.add(self.table.name(), key, kind, columns)
        };
        let own: Vec<usize> = self.key.iter().map(|(_, new)| *new).collect();
        let values: Vec<usize> = self.both.iter().map(|(_, new)| *new).collect();
        while self.new.next(&mut row)? {
            let key = digest(&row, &own, &mut buffer);
            let Ok(at) = kept.binary_search_by(|kept| kept.key.cmp(&key)) else {
                told(&text(&row, &own), Kind::Added, &[])?;
                continue;
            };
            kept[at].seen = true;
            if kept[at].values == digest(&row, &values, &mut buffer) {
                continue;
            }
            self.old.at(kept[at].byte, &mut before)?;
            let differs = |(old, new): &&(usize, usize)| before.get(*old) != row.get(*new);
            let columns = self.both.iter().filter(differs);
            let columns: Vec<&str> =
                columns.map(|(_, new)| self.new.columns[*new].as_str()).collect();
            told(&text(&row, &own), self.kind(&before, &row), &columns)?;
        }
        let mut gone: Vec<u64> =
            kept.iter().filter(|kept| !kept.seen).map(|kept| kept.byte).collect();
        gone.sort_unstable();
        let old: Vec<usize> = self.key.iter().map(|(old, _)| *old).collect();
        for byte in gone {
            self.old.at(byte, &mut before)?;
            told(&text(&before, &old), Kind::Removed, &[])?;
        }
        Ok(())
    }

    /// What is kept of the older table, by key.
    fn index(&mut self) -> Result<Vec<Kept>, OutputError> {
        let own: Vec<usize> = self.key.iter().map(|(old, _)| *old).collect();
        let values: Vec<usize> = self.both.iter().map(|(old, _)| *old).collect();
        let (mut row, mut buffer) = (csv::ByteRecord::new(), Vec::new());
        let mut kept = Vec::new();
        while self.old.next(&mut row)? {
            kept.push(Kept {
                key: digest(&row, &own, &mut buffer),
                values: digest(&row, &values, &mut buffer),
                byte: row.position().map_or(0, csv::Position::byte),
                seen: false,
            });
        }
        kept.sort_unstable_by_key(|kept| (kept.key, kept.byte));
        Ok(kept)
    }

    fn kind(&self, before: &csv::ByteRecord, after: &csv::ByteRecord) -> Kind {
        let Some((old, new)) = self.status else { return Kind::Changed };
        match after.get(new) {
            status if status == before.get(old) => Kind::Changed,
            Some(b"withdrawn") => Kind::Withdrawn,
            Some(b"merged") => Kind::Merged,
            _ => Kind::Changed,
        }
    }
}

/// The fingerprint of some cells of a row; no two lists of cells are the same bytes.
fn digest(row: &csv::ByteRecord, cells: &[usize], buffer: &mut Vec<u8>) -> Digest {
    buffer.clear();
    for cell in cells.iter().map(|at| row.get(*at).unwrap_or_default()) {
        buffer.extend((cell.len() as u64).to_le_bytes());
        buffer.extend(cell);
    }
    Digest::of(buffer)
}

fn text(row: &csv::ByteRecord, cells: &[usize]) -> String {
    let cells = cells.iter().map(|at| String::from_utf8_lossy(row.get(*at).unwrap_or_default()));
    cells.collect::<Vec<_>>().join(BETWEEN)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::source::Digest;

    struct Files(BTreeMap<&'static str, &'static str>);

    impl Shelf for Files {
        fn open(&self, name: &str) -> io::Result<Option<Box<dyn Reading>>> {
            let file = self.0.get(name);
            Ok(file.map(|text| Box::new(io::Cursor::new(text.as_bytes())) as Box<dyn Reading>))
        }
    }

    #[derive(Default)]
    struct Text(Vec<u8>);

    impl Pieces for Text {
        fn add(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
            self.0.extend(bytes);
            Ok(())
        }

        fn end(self: Box<Self>) -> Result<Digest, OutputError> {
            Ok(Digest::of(&self.0))
        }
    }

    fn compared(old: &'static str, new: &'static str) -> (Changes, String) {
        let files = |text| Files([("incidents.csv", text)].into());
        let mut out = Text::default();
        let changes = compare(Version::FIRST, &files(old), &files(new), &mut out).expect("tables");
        (changes, String::from_utf8(out.0).expect("UTF-8"))
    }

    #[test]
    fn every_row_that_changed_is_told_with_its_columns() {
        let old = "id,title,status,killed\r\n\
            a,\"One, two\",published,3\r\n\
            b,\"Two\nlines\",published,4\r\n\
            c,C,published,5\r\n\
            d,D,published,6\r\n\
            e,E,published,7\r\n";
        // In another order, with a column more.
        let new = "id,killed,title,status,injured\r\n\
            d,,D,merged,1\r\n\
            f,1,F,published,\r\n\
            a,3,\"One, two\",published,2\r\n\
            b,5,\"Two\nlines \",published,\r\n\
            c,,C,withdrawn,\r\n";
        let (changes, rows) = compared(old, new);
        assert_eq!(
            rows,
            "table,key,change,columns\r\n\
             incidents,d,merged,killed;status\r\n\
             incidents,f,added,\r\n\
             incidents,b,changed,killed;title\r\n\
             incidents,c,withdrawn,killed;status\r\n\
             incidents,e,removed,\r\n"
        );
        let table = changes.of(Table::Incidents).expect("compared");
        assert_eq!(
            (table.added, table.changed, table.withdrawn, table.merged, table.removed),
            (1, 1, 1, 1, 1)
        );
        assert_eq!(table.columns["killed"], 3);
    }

    #[test]
    fn the_same_rows_in_another_order_are_the_same() {
        let (changes, rows) = compared("id,x\r\na,1\r\nb,2\r\n", "id,x\r\nb,2\r\na,1\r\n");
        assert_eq!(rows, "table,key,change,columns\r\n");
        assert!(changes.tables.iter().all(TableChanges::is_same), "{changes:?}");
    }

    #[test]
    fn another_key_cannot_be_compared() {
        let (changes, _) = compared("code,x\r\na,1\r\n", "id,x\r\na,1\r\n");
        assert!(!changes.of(Table::Incidents).expect("named").compared);
    }
}
