//! What became of a table: counts, sums, where each column went, which records follow it.

use super::merge::{Alone, Difference};
use crate::source::SourcePath;

/// Where a column went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Went {
    /// Into these fields of a record.
    Field(Box<str>),
    /// Into `[private.import]`.
    Kept,
    /// Nowhere, for this reason.
    Out(Box<str>),
}

/// Sums of deaths by the lowest, best and highest estimate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Of the lowest.
    pub low: u64,
    /// Of the best.
    pub best: u64,
    /// Of the highest.
    pub high: u64,
}

impl Sums {
    /// Adds those of another row.
    pub fn add(&mut self, other: Self) {
        self.low += other.low;
        self.best += other.best;
        self.high += other.high;
    }
}

/// A record that was there, and what a newer state of its row did to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Its file.
    pub path: SourcePath,
    /// What follows the release.
    pub changed: Vec<Difference>,
    /// Where the editor and the release both changed something: the editor's stays.
    pub kept: Vec<Difference>,
    /// Whether it was marked as missing and is in the file again.
    pub back: bool,
    /// Why it was left alone altogether; `None` where it was not.
    pub alone: Option<Alone>,
}

/// What became of a table.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Rows read, those left out among them.
    pub rows: u64,
    /// Records that are new.
    pub new: u64,
    /// Records that were there and are changed.
    pub updated: u64,
    /// Records that were there and stay as they are.
    pub unchanged: u64,
    /// Records that were marked as missing, are in the file again and say what they said.
    pub back: u64,
    /// Rows of records of the tracker that no import of the dataset wrote, and that it exported.
    pub own: u64,
    /// Rows left out.
    pub left_out: u64,
    /// Problems for which no row is left out.
    pub noted: u64,
    /// Deaths in all rows that went in.
    pub sums: Sums,
    /// Regions, actors and shared sources that are new.
    pub made: u64,
    /// Words of `type` that the settings have got.
    pub types: u64,
    /// Whether the tracker itself is new.
    pub founded: bool,
    /// Whether a trial stopped before anything was written, since rows would be left out.
    pub refused: bool,
    /// Where each column went, in the order of the file.
    pub columns: Vec<(Box<str>, Went)>,
    /// What its reader should know of the file.
    pub notes: Vec<String>,
    /// Records that were there and that the file says something else of.
    pub touched: Vec<Touched>,
    /// Records of the dataset that the file could have and has not, marked for the editor.
    pub dropped: Vec<SourcePath>,
}
