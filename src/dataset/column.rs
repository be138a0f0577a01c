//! What a table is made of: columns that say what they hold and where it comes from.

use super::value::Value;
use crate::model::Measure;

/// The type of a column, in the terms of Table Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `string`
    Text,
    /// `string`, an array in JSON: codes with `;` between them.
    List,
    /// `integer`, not negative.
    Whole,
    /// `number`
    Decimal,
    /// `date`: a day, `2022-06-18`.
    Day,
    /// `boolean`: `true` or `false`.
    Truth,
}

impl Kind {
    /// Its name in Table Schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text | Self::List => "string",
            Self::Whole => "integer",
            Self::Decimal => "number",
            Self::Day => "date",
            Self::Truth => "boolean",
        }
    }
}

/// What a column is.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// Its name: what stands in the first row, and the key in JSON.
    pub name: &'static str,
    /// The type of its cells.
    pub kind: Kind,
    /// The message of the catalogue that says what it holds.
    pub about: &'static str,
    /// The measure that the message speaks of; `None` where it needs none.
    pub measure: Option<Measure>,
    /// Its tag in the Humanitarian Exchange Language (HXL 1.1); empty where there is none.
    pub hxl: &'static str,
    /// Whether every row has it.
    pub required: bool,
    /// The closed list of its words; `None` where any may stand.
    pub words: Option<fn() -> Vec<&'static str>>,
}

/// A kind of row: what its columns are computed from.
pub(super) trait Rows: 'static {
    /// All that the columns of a row need.
    type Row<'r>;
}

/// A column with where its cells come from.
pub(super) struct Column<R: Rows> {
    pub(super) spec: Spec,
    pub(super) of: for<'r> fn(&'r R::Row<'r>) -> Value<'r>,
}

impl<R: Rows> Column<R> {
    /// A column; `about` is the message of the catalogue that says what it holds.
    pub(super) const fn new(
        name: &'static str,
        kind: Kind,
        about: &'static str,
        of: for<'r> fn(&'r R::Row<'r>) -> Value<'r>,
    ) -> Self {
        let spec = Spec { name, kind, about, measure: None, hxl: "", required: false, words: None };
        Self { spec, of }
    }

    /// With its HXL tag.
    pub(super) const fn hxl(self, hxl: &'static str) -> Self {
        Self { spec: Spec { hxl, ..self.spec }, of: self.of }
    }

    /// That every row has it.
    pub(super) const fn required(self) -> Self {
        Self { spec: Spec { required: true, ..self.spec }, of: self.of }
    }

    /// With the closed list of its words.
    pub(super) const fn words(self, words: fn() -> Vec<&'static str>) -> Self {
        Self { spec: Spec { words: Some(words), ..self.spec }, of: self.of }
    }

    /// With the measure that it speaks of.
    pub(super) const fn measure(self, measure: Measure) -> Self {
        Self { spec: Spec { measure: Some(measure), ..self.spec }, of: self.of }
    }
}

/// The cells of a row, in the order of the columns.
pub(super) fn cells<'r, R: Rows>(columns: &[Column<R>], row: &'r R::Row<'r>) -> Vec<Value<'r>> {
    columns.iter().map(|column| (column.of)(row)).collect()
}

/// The names of a closed list of the record format.
pub(super) fn names<T: crate::model::Vocabulary>() -> Vec<&'static str> {
    T::NAMES.iter().map(|(name, _)| *name).collect()
}
