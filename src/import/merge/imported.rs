//! What a record says of the import that wrote it, and what a file could have held.

use std::collections::BTreeSet;

use toml_edit::{Item, Table};

use super::{Halves, import, tables, text_of};

/// Where a record came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The short name of the dataset.
    pub dataset: Box<str>,
    /// The release that it was last brought up to; `None` where nobody says.
    pub release: Option<Box<str>>,
    /// The hash of its row.
    pub row: Option<Box<str>>,
    /// The release that no longer has it; `None` where the last one has.
    pub dropped: Option<Box<str>>,
}

impl Imported {
    /// What `[private.import]` of a record's text says; `None` where an import did not write it.
    pub fn read(text: &str) -> Option<Self> {
        // Most of a record need not be parsed for it.
        let front = Halves::of(text)?.front;
        front.contains("import").then_some(())?;
        let document = front.parse().ok()?;
        let own = import(&document)?;
        let of = |key: &str| text_of(own, key).map(Box::from);
        Some(Self {
            dataset: of("dataset")?,
            release: of("release"),
            row: of("row"),
            dropped: of("dropped"),
        })
    }
}

/// Marks a record of which a release no longer has the row; `None` where it is marked already, or was
/// not imported.
pub fn mark_dropped(text: &str, release: &str) -> Option<String> {
    let crlf = text.contains("\r\n");
    let lines = if crlf { text.replace("\r\n", "\n") } else { text.to_owned() };
    let halves = Halves::of(&lines)?;
    let mut document = halves.document()?;
    import(&document)?;
    let private = tables::inner(document.as_table_mut(), "private")?;
    let own: &mut Table = tables::inner(private, "import")?;
    if own.get("dropped").is_some_and(Item::is_str) {
        return None;
    }
    own.insert("dropped", toml_edit::value(release));
    let marked = halves.join(&document, halves.body);
    Some(if crlf { marked.replace('\n', "\r\n") } else { marked })
}

/// What a file could have held: the countries of its rows, in the years from its first to its last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    countries: BTreeSet<Box<str>>,
    years: Option<(i16, i16)>,
}

impl Scope {
    /// Takes in a row.
    pub fn add(&mut self, country: &str, year: i16) {
        if !self.countries.contains(country) {
            self.countries.insert(country.into());
        }
        let (first, last) = self.years.unwrap_or((year, year));
        self.years = Some((first.min(year), last.max(year)));
    }

    /// Whether the file would hold an event of that country and year, if its dataset had it.
    pub fn covers(&self, country: &str, year: i16) -> bool {
        self.countries.contains(country)
            && self.years.is_some_and(|(first, last)| (first..=last).contains(&year))
    }
}
