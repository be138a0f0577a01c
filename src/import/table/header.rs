//! Which of the first rows names the columns, which tags them (HXL 1.1), and what stands above.

use std::collections::BTreeSet;

use super::super::row::Columns;
use super::delimited::Record;

/// Among how many rows the names and tags are looked for, as HXL has it.
pub(super) const LOOKED_AT: usize = 25;

/// What the first rows of a table say of it.
pub(super) struct Header {
    pub(super) columns: Columns,
    /// How many of the first rows are no data.
    pub(super) rows: usize,
    /// How many cells at the beginning of each row only number it.
    pub(super) index: usize,
    /// What was found out, a sentence each.
    pub(super) notes: Vec<String>,
}

/// The header among the first rows of a file; `None` where there is no row at all.
pub(super) fn header(first: &[Record]) -> Option<Header> {
    let mut notes = Vec::new();
    let tags_at = first.iter().position(is_tags);
    let names_at = match tags_at {
        Some(at) => at.checked_sub(1),
        None => Some(names_row(first)?),
    };
    let rows = tags_at.max(names_at).map_or(0, |last| last + 1);
    let above = names_at.unwrap_or_default();
    if above > 0 {
        let lines = first.get(above - 1).map_or(0, |record| record.line);
        notes.push(format!(
            "the columns are named on line {}; what stands above it, to line {lines}, is no row",
            first.get(above).map_or(0, |record| record.line),
        ));
    }
    let cells = |at: Option<usize>| -> Vec<&str> {
        at.and_then(|at| first.get(at)).map(|record| record.cells().collect()).unwrap_or_default()
    };
    let (mut names, mut tags) = (cells(names_at.or(tags_at)), cells(tags_at));
    let index = usize::from(names.len() > 1 && is_index(&names, first.get(rows..).unwrap_or(&[])));
    if index > 0 {
        names.remove(0);
        tags = tags.split_off(1.min(tags.len()));
        notes.push("the first column has no name and numbers the rows; it was left out".to_owned());
    }
    while names.len() > tags.len() && names.last().is_some_and(|name| name.is_empty()) {
        names.pop();
    }
    let names = distinct(&names, &mut notes);
    tags.resize(names.len().max(tags.len()), "");
    let tag = |text: &&str| (!text.is_empty()).then(|| text.to_lowercase().replace(' ', "").into());
    let tags = tags.iter().take(names.len()).map(tag).collect();
    Some(Header { columns: Columns { names, tags }, rows, index, notes })
}

/// The first row that is about as wide as the widest: titles above a table have one cell or two.
fn names_row(first: &[Record]) -> Option<usize> {
    let filled = |record: &Record| record.cells().filter(|cell| !cell.is_empty()).count();
    let widest = first.iter().map(filled).max()?;
    first.iter().position(|record| filled(record) * 2 >= widest)
}

/// Whether a row holds HXL tags and nothing else: `#affected+killed`.
fn is_tags(record: &Record) -> bool {
    let mut tags = record.cells().filter(|cell| !cell.is_empty()).peekable();
    tags.peek().is_some() && tags.all(is_tag)
}

/// Whether a text is an HXL tag with its attributes.
fn is_tag(text: &str) -> bool {
    let Some(text) = text.strip_prefix('#') else { return false };
    let word = |word: &str| {
        let word = word.trim();
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    text.split('+').all(word)
}

/// Whether the first column is one that a program wrote to number the rows: without a name, and its
/// cells are whole numbers, each one more than that before.
fn is_index(names: &[&str], rows: &[Record]) -> bool {
    let unnamed = names.first().is_some_and(|name| name.is_empty() || *name == "Unnamed: 0");
    let numbers: Option<Vec<u64>> =
        rows.iter().map(|row| row.cells().next()?.parse().ok()).collect();
    let rising = |numbers: &[u64]| numbers.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    unnamed && numbers.is_some_and(|numbers| !numbers.is_empty() && rising(&numbers))
}

/// The names, each its own: a column without one is called by its number, and of two that are the
/// same the second is told by a number.
fn distinct(names: &[&str], notes: &mut Vec<String>) -> Box<[Box<str>]> {
    let written: BTreeSet<&str> = names.iter().copied().collect();
    // Columns are asked for without regard to capitals.
    let mut taken = BTreeSet::new();
    let mut distinct = Vec::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
        // A name over several lines is one in a message and in a map.
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut own = if name.is_empty() { numbered(at) } else { name.clone() };
        let mut number = 2;
        while !taken.insert(own.to_lowercase()) || own != name && written.contains(&*own) {
            own = format!("{name} ({number})");
            number += 1;
        }
        if own != name {
            notes.push(match name.is_empty() {
                true => format!("the column without a name is called `{own}`"),
                false => format!("a further column `{name}` is called `{own}`"),
            });
        }
        distinct.push(own.into());
    }
    distinct.into()
}

/// What a column without a name is called.
pub(super) fn numbered(at: usize) -> String {
    format!("column {}", at + 1)
}
