//! The front matter of a row, value by value: each is printed here by what it is, so that no text of a
//! cell can become anything but a text.

use std::fmt::Write as _;

use super::cells::Degrees;
use crate::import::draft::quoted;
use crate::model::{Amount, Measure};
use crate::source::Span;

/// Where in its row a value stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct At {
    /// The name of the column; of a figure in a table of incidents, its measure.
    pub(super) column: &'static str,
    /// Which object of the column; `None` where the column holds no objects.
    pub(super) item: Option<usize>,
    /// The member of the object, or the part of the measure; empty where all of it is meant.
    pub(super) member: &'static str,
}

impl At {
    /// A column.
    pub(super) fn column(column: &'static str) -> Self {
        Self { column, item: None, member: "" }
    }

    /// A column of a measure: `killed_best`.
    pub(super) fn part(measure: &'static str, part: &'static str) -> Self {
        Self { column: measure, item: None, member: part }
    }

    /// The name for messages: `evidence`, `killed_best`, `claims[0].stated`.
    pub(super) fn name(&self) -> String {
        let Self { column, item, member } = self;
        match item {
            None if member.is_empty() => (*column).to_owned(),
            None => format!("{column}_{member}"),
            Some(item) if member.is_empty() => format!("{column}[{item}]"),
            Some(item) => format!("{column}[{item}].{member}"),
        }
    }

    /// Whether it is an object as a whole.
    pub(super) fn is_object(&self) -> bool {
        self.item.is_some() && self.member.is_empty()
    }
}

/// Front matter that is being written, and where each line of it came from.
pub(super) struct Front {
    text: String,
    lines: Vec<(usize, Option<At>)>,
}

impl Front {
    pub(super) fn new() -> Self {
        Self { text: "+++\n".to_owned(), lines: vec![(0, None)] }
    }

    /// The whole, as the text of a file.
    pub(super) fn finish(&mut self) -> &str {
        self.lines.push((self.text.len(), None));
        self.text.push_str("+++\n");
        &self.text
    }

    /// Where the value at a spot of the text came from; `None` where it is of no cell.
    pub(super) fn origin(&self, span: Span) -> Option<At> {
        let start = span.range().start;
        let after = self.lines.partition_point(|(at, _)| *at <= start);
        self.lines.get(after.checked_sub(1)?)?.1
    }

    /// Begins a table of an array: `[[claim]]`.
    pub(super) fn table(&mut self, name: &'static str, at: At) {
        self.text.push('\n');
        self.lines.push((self.text.len(), Some(at)));
        let _ = writeln!(self.text, "[[{name}]]");
    }

    /// A text; nothing where it is empty.
    pub(super) fn text(&mut self, key: &'static str, text: Option<&str>, at: At) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            self.line(key, &quoted(text), at);
        }
    }

    /// Several texts; nothing where all are empty.
    pub(super) fn texts<'t>(
        &mut self,
        key: &'static str,
        texts: impl Iterator<Item = &'t str>,
        at: At,
    ) {
        let texts: Vec<String> =
            texts.map(str::trim).filter(|text| !text.is_empty()).map(quoted).collect();
        if !texts.is_empty() {
            self.line(key, &format!("[{}]", texts.join(", ")), at);
        }
    }

    /// A point.
    pub(super) fn point(&mut self, latitude: Degrees, longitude: Degrees, at: At) {
        self.line("point", &format!("[{latitude}, {longitude}]"), at);
    }

    /// A figure: a number and bounds as they are, anything else as a text.
    pub(super) fn figure(&mut self, measure: Measure, amount: &Amount, at: At) {
        let value = match amount {
            Amount::Exactly(_) | Amount::Estimate { .. } => amount.to_string(),
            _ => quoted(&amount.to_string()),
        };
        self.line(measure.name(), &value, at);
    }

    fn line(&mut self, key: &'static str, value: &str, at: At) {
        self.lines.push((self.text.len(), Some(at)));
        let _ = writeln!(self.text, "{key} = {value}");
    }
}
