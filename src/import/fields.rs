//! Columns of a codebook by the names of all its releases, and where each of them goes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Columns, Row, RowProblem, Went, prefixed};
use crate::model::Id;

/// Where what a column says goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goes {
    /// Into these fields.
    Into(&'static str),
    /// Into `[private.import]`.
    Left,
    /// Into `[private.import]` where other columns do not say the same.
    LeftIfOther(&'static str),
}
use Goes::{Into, Left, LeftIfOther};

/// A column: its name, other names, where it goes.
pub(super) type Field = (&'static str, &'static [&'static str], Goes);

/// Where each field stands in a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    columns: Arc<Columns>,
    of: BTreeMap<&'static str, usize>,
    /// Columns that go into `[private.import]` as they are, with the name of the codebook where they
    /// have one.
    pub(super) left: Vec<(Box<str>, usize)>,
}

impl Places {
    /// Finds the fields among the columns, and says where each column goes.
    pub(super) fn of(columns: &Arc<Columns>, fields: &[Field]) -> (Self, Vec<(Box<str>, Went)>) {
        let mut places = Self { columns: Arc::clone(columns), ..Self::default() };
        let mut went = Vec::new();
        for (at, name) in columns.names.iter().enumerate() {
            let known = fields.iter().find(|(own, others, _)| {
                own.eq_ignore_ascii_case(name)
                    || others.iter().any(|other| other.eq_ignore_ascii_case(name))
            });
            let fate = match known {
                Some((field, ..)) if places.of.contains_key(field) => {
                    places.left.push((name.clone(), at));
                    Went::Kept
                }
                Some((field, _, goes)) => {
                    places.of.insert(field, at);
                    match goes {
                        Into(fields) => Went::Field((*fields).into()),
                        LeftIfOther(fields) => Went::Field(
                            format!("{fields}; kept where it says something else").into(),
                        ),
                        Left => {
                            places.left.push(((*field).into(), at));
                            Went::Kept
                        }
                    }
                }
                None if name.is_empty() || name.starts_with('_') || is_index(name) => Went::Out(
                    "the number of a row, or a note of the program that wrote the file".into(),
                ),
                None => {
                    places.left.push((name.clone(), at));
                    Went::Kept
                }
            };
            went.push((name.clone(), fate));
        }
        (places, went)
    }

    /// Finds the fields anew where a later row brought more columns.
    pub(super) fn follow(&mut self, row: &Row, fields: &[Field]) {
        if !Arc::ptr_eq(&row.columns, &self.columns) {
            *self = Self::of(&row.columns, fields).0;
        }
    }

    /// Sees to it that of each of the lists the file has one column.
    ///
    /// # Errors
    /// Names the first of each list that it lacks.
    pub(super) fn need(&self, lists: &[&[&str]], dataset: &str) -> Result<(), Vec<RowProblem>> {
        let lacks = |list: &&&[&str]| !list.iter().any(|field| self.has(field));
        let missing = lists.iter().filter(lacks).filter_map(|list| list.first()).map(|field| {
            RowProblem::row(1, format!("the table has no column `{field}`")).help(format!(
                "{dataset} has it in every form; for another table write a map: griot import csv"
            ))
        });
        let missing: Vec<RowProblem> = missing.collect();
        if missing.is_empty() { Ok(()) } else { Err(missing) }
    }

    /// The id of the record that a row would become.
    ///
    /// # Errors
    /// Where the cell cannot be one.
    pub(super) fn own_id(&self, row: &Row, field: &str, prefix: &str) -> Result<Id, RowProblem> {
        let own = self.text(row, field);
        let own = own.strip_suffix(".0").unwrap_or(own);
        let id = Id::new(&prefixed(prefix, own)).filter(|_| !own.is_empty() && !own.contains('/'));
        id.ok_or_else(|| self.problem(row, field, "this cannot be the id of a record"))
    }

    /// Whether the file has the column.
    pub(super) fn has(&self, field: &str) -> bool {
        self.of.contains_key(field)
    }

    /// The text of a field; `None` where the file has no such column or the cell is empty.
    pub(super) fn get<'r>(&self, row: &'r Row, field: &str) -> Option<&'r str> {
        row.at(*self.of.get(field)?)
    }

    /// The same, with an empty text for nothing.
    pub(super) fn text<'r>(&self, row: &'r Row, field: &str) -> &'r str {
        self.get(row, field).unwrap_or_default()
    }

    /// A problem of a field, under the name that the file has for it, for which the row is left out.
    pub(super) fn problem(
        &self,
        row: &Row,
        field: &str,
        reason: impl std::convert::Into<Box<str>>,
    ) -> RowProblem {
        let own = self.of.get(field).and_then(|at| row.columns.names.get(*at));
        RowProblem {
            line: row.line,
            column: Some(own.cloned().unwrap_or_else(|| field.into())),
            value: self.text(row, field).into(),
            reason: reason.into(),
            help: None,
            fatal: true,
        }
    }

    /// A whole number of a field; `None` where there is none.
    ///
    /// # Errors
    /// Where the cell holds something else.
    pub(super) fn number(&self, row: &Row, field: &str) -> Result<Option<u32>, RowProblem> {
        let Some(text) = self.get(row, field) else { return Ok(None) };
        // Programs that know no empty whole numbers write all of them with a decimal point.
        let digits = text.split_once('.').map_or(text, |(whole, zeros)| {
            if zeros.bytes().all(|byte| byte == b'0') { whole } else { text }
        });
        match digits.parse() {
            Ok(number) if digits.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Some(number)),
            _ => Err(self.problem(row, field, "this is no whole number of people or code")),
        }
    }
}

/// The index that R and pandas write beside a table.
fn is_index(name: &str) -> bool {
    name.strip_prefix("Unnamed:").is_some() || name == "X" || name == "index"
}
