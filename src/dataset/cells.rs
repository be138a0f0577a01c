//! Rows on their way into a file that no person can read: their cells as one text, which the gate
//! reads, and the length of each. What encodes such a file is given this and nothing else.

use super::csv;
use super::value::Value;
use super::{Piece, Table};

/// Rows of one table: how long each cell of a piece's text is.
#[derive(Debug)]
pub(super) struct Part {
    /// The table; `None` where the file tells of itself, in rows as [`ABOUT`] has them.
    pub(super) table: Option<Table>,
    /// The bytes of each cell, row after row. A sign stands after each cell in the text.
    lengths: Vec<u32>,
}

/// The columns of what a file tells of itself: the table and the column that it tells of, both empty
/// where it tells of the whole; what it tells; and that, in words.
#[cfg(any(feature = "parquet", feature = "sqlite"))]
pub(super) const ABOUT: [&str; 4] = ["of_table", "of_column", "name", "text"];

impl Piece {
    /// Writes one row; `table` is `None` where the file tells of itself.
    pub(super) fn row(&mut self, table: Option<Table>, cells: &[Value<'_>]) {
        if self.parts.last().is_none_or(|last| last.table != table) {
            self.parts.push(Part { table, lengths: Vec::new() });
        }
        let Some(part) = self.parts.last_mut() else { return };
        for cell in cells {
            let start = self.bytes.len();
            match cell {
                Value::Text(words) => self.bytes.extend_from_slice(words.as_bytes()),
                Value::List(items) => self.bytes.extend_from_slice(items.join(";").as_bytes()),
                other => csv::plain(other, &mut self.bytes),
            }
            // Spans of sources are as long: no text is longer.
            part.lengths.push(u32::try_from(self.bytes.len() - start).unwrap_or(u32::MAX));
            self.bytes.push(b',');
        }
        if let Some(last) = self.bytes.last_mut() {
            *last = b'\n';
        }
        self.rows += u64::from(table.is_some());
    }

    /// Calls `read` with each part and where its cells stand, in the order in which they were written.
    #[cfg(any(feature = "parquet", feature = "sqlite"))]
    pub(super) fn parts(&self) -> impl Iterator<Item = (Option<Table>, Vec<Place>)> {
        let mut at = 0;
        self.parts.iter().map(move |part| {
            let place = |length: &u32| {
                let start = at;
                at += *length as usize + 1;
                start..at - 1
            };
            (part.table, part.lengths.iter().map(place).collect())
        })
    }
}

/// Where a cell stands in the text of its piece; empty where nothing is said.
#[cfg(any(feature = "parquet", feature = "sqlite"))]
pub(super) type Place = std::ops::Range<usize>;
