//! Templates filled with the cells of a row.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::content::map::{Part, TableMap, Template};
use crate::import::{Columns, Row};

/// The columns of a table as a map uses them.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// The place of each column, by its name.
    of: BTreeMap<Box<str>, usize>,
    /// What cells of a column stand for.
    words: BTreeMap<usize, BTreeMap<Box<str>, Box<str>>>,
}

/// A row that is being read.
pub(super) struct Cells<'r> {
    pub(super) row: &'r Row,
    pub(super) places: &'r Places,
    /// What the import has made so far, by the name that a template gives it.
    pub(super) made: BTreeMap<&'static str, String>,
    /// The places of columns whose cells no field could take, though the map names one.
    pub(super) kept: RefCell<Vec<usize>>,
}

impl Places {
    pub(super) fn of(columns: &Columns, map: &TableMap) -> Self {
        let of: BTreeMap<Box<str>, usize> =
            columns.names.iter().enumerate().map(|(at, name)| (name.clone(), at)).collect();
        let words = map.words.iter().filter_map(|(column, words)| {
            let words = words.iter().map(|(cell, word)| (cell.trim().into(), word.clone()));
            Some((*of.get(&column.value)?, words.collect()))
        });
        let words = words.collect();
        Self { of, words }
    }

    pub(super) fn position(&self, column: &str) -> Option<usize> {
        self.of.get(column).copied()
    }
}

impl<'r> Cells<'r> {
    /// A row of which nothing has been made yet.
    pub(super) fn of(row: &'r Row, places: &'r Places) -> Self {
        let made = BTreeMap::from([("line", row.line.to_string())]);
        Self { row, places, made, kept: RefCell::default() }
    }

    /// The cell of a column, or what the map says that it stands for; `None` where that is nothing.
    pub(super) fn cell(&self, column: &str) -> Option<&str> {
        let at = self.places.position(column)?;
        let cell = self.row.at(at)?;
        let word = self.places.words.get(&at).and_then(|words| words.get(cell));
        Some(word.map_or(cell, |word| &**word)).filter(|text| !text.trim().is_empty())
    }

    /// The text that a template comes to; `None` where there is nothing, or nothing but its words
    /// around empty cells.
    pub(super) fn text(&self, template: &Template) -> Option<String> {
        self.filled(template, &|cell| cell.to_owned())
    }

    /// The same, with each cell changed before it goes in.
    pub(super) fn filled(
        &self,
        template: &Template,
        change: &dyn Fn(&str) -> String,
    ) -> Option<String> {
        let mut out = String::new();
        let (mut cells, mut full) = (0, 0);
        for part in &template.parts {
            match part {
                Part::Optional(inner) => {
                    let mut optional = String::new();
                    let all = inner.iter().all(|part| self.part(part, change, &mut optional));
                    if all {
                        full += 1;
                        out.push_str(&optional);
                    }
                    cells += 1;
                }
                Part::Words(words) => out.push_str(words),
                part => {
                    cells += 1;
                    full += usize::from(self.part(part, change, &mut out));
                }
            }
        }
        let text = out.trim();
        (!text.is_empty() && (cells == 0 || full > 0)).then(|| text.to_owned())
    }

    /// Adds a part; whether there was something to add.
    fn part(&self, part: &Part, change: &dyn Fn(&str) -> String, out: &mut String) -> bool {
        let text = match part {
            Part::Words(words) => {
                out.push_str(words);
                return true;
            }
            Part::Cell(columns) => columns.iter().find_map(|column| self.cell(column)),
            Part::Made(name) => self.made.get(&**name).map(String::as_str),
            Part::Optional(_) => None,
        };
        if let Some(text) = text {
            out.push_str(&change(text));
        }
        text.is_some()
    }

    /// Sees to it that the cells of a template are kept as they are.
    pub(super) fn keep(&self, template: &Template) {
        let columns = template.columns();
        let places = columns.iter().filter_map(|column| self.places.position(column));
        self.kept.borrow_mut().extend(places);
    }

    /// The column that a problem of a template is about: the first that is not empty, or the first.
    pub(super) fn column<'t>(&self, template: &'t Template) -> Option<&'t str> {
        let columns = template.columns();
        let full = columns.iter().find(|column| self.cell(column).is_some());
        full.or(columns.first()).copied()
    }
}

/// The parts of a cell between any of the signs, those that are empty left out.
pub(super) fn parts<'t>(text: &'t str, split: &[Box<str>]) -> Vec<&'t str> {
    let mut parts = vec![text];
    for sign in split {
        parts = parts.into_iter().flat_map(|part| part.split(&**sign)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Text of a cell as Markdown that shows it as it is.
pub(super) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let mut start = true;
        let digits = line.trim_start().bytes().take_while(u8::is_ascii_digit).count();
        for c in line.chars() {
            let opens = start && matches!(c, '#' | '>' | '-' | '+' | '=' | '~' | '|' | ':');
            if opens || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&') {
                out.push('\\');
            }
            if matches!(c, '.' | ')') && digits > 0 && out.ends_with(|c: char| c.is_ascii_digit()) {
                let own = out.rsplit('\n').next().unwrap_or_default().trim();
                if own.len() == digits {
                    out.push('\\');
                }
            }
            out.push(c);
            start = start && c.is_whitespace();
        }
    }
    out
}
