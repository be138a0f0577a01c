//! Coming back: a record that an import wrote, an editor changed, and a newer release says anew.
//!
//! Whatever can change by itself is a **unit**: a key of the record, a key of one of its tables, the
//! body. `[private.import.written]` keeps a fingerprint of each as the import wrote it last, so that
//! it can be told who changed what: what the editor left alone follows the release, what the editor
//! changed stays. Comments and formatting stay as they are.

mod imported;
mod note;
mod run;
mod tables;
mod units;
mod written;

use toml_edit::{DocumentMut, Item, TableLike};

use crate::content;
use crate::diagnostic::any_error;
use crate::source::SourcePath;
use run::Run;
use written::Written;

pub(super) use units::print_of_id;

pub use imported::{Imported, Scope, mark_dropped};

/// A release that comes to a record which is there.
#[derive(Clone, Copy, Debug)]
pub struct Coming<'t> {
    /// The path of the record.
    pub path: &'t SourcePath,
    /// Its text as it stands.
    pub existing: &'t str,
    /// The text that the release gives: a printed draft.
    pub fresh: &'t str,
    /// What the release is called in the record's history: `UCDP GED 24.1`.
    pub label: &'t str,
    /// The day of the import, for the record's history.
    pub today: jiff::civil::Date,
    /// What readers know the ids of the record by.
    pub names: &'t dyn Names,
}

/// What readers know ids by.
pub trait Names: std::fmt::Debug + Sync {
    /// The name behind an id that stands under that key (`region`, `type`, or a party's); `None` where
    /// nobody knows it.
    fn name(&self, key: &str, id: &str) -> Option<&str>;
}

/// Knows no names.
impl Names for () {
    fn name(&self, _: &str, _: &str) -> Option<&str> {
        None
    }
}

impl Names for super::Registry {
    fn name(&self, key: &str, id: &str) -> Option<&str> {
        match key {
            "region" => self.region_name(id),
            "type" => self.type_label(id),
            _ => self.actor_name(id),
        }
    }
}

/// What became of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The new text; `None` where nothing is to be written.
    pub text: Option<String>,
    /// What follows the release.
    pub changed: Vec<Difference>,
    /// Where the editor and the release both changed something: the editor's stays.
    pub kept: Vec<Difference>,
    /// Whether an earlier release lacked it, and this one has it again.
    pub back: bool,
    /// Why the record was left alone altogether; `None` where it was not.
    pub alone: Option<Alone>,
}

/// Why a record is left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alone {
    /// It has no `[private.import]`: an editor wrote it, or took it out of the import's hands.
    NotImported,
    /// It came of this other dataset.
    OtherDataset(Box<str>),
    /// It has errors, which are to be mended first.
    Broken,
    /// What the editor wrote and what the release says cannot stand in one record.
    Clash,
}

/// One unit with what it was and is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The table it stands in; `None` for the record itself and its body.
    pub table: Option<Box<str>>,
    /// What the table is called, where there may be several: the id of a claim, the name of a place.
    pub of: Option<Box<str>>,
    /// The key; `None` where the whole table is meant.
    pub key: Option<Box<str>>,
    /// What it was, or what the editor says; `None` where it was not there.
    pub was: Option<Box<str>>,
    /// What it is, or what the release says; `None` where it is gone.
    pub is: Option<Box<str>>,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let own = match (&self.table, &self.of) {
            (Some(table), Some(of)) => format!("{table} `{of}`"),
            (Some(table), None) => table.to_string(),
            (None, _) => String::new(),
        };
        match &self.key {
            Some(key) if own.is_empty() => f.write_str(key),
            Some(key) => write!(f, "{key} of {own}"),
            None => f.write_str(&own),
        }
    }
}

/// A record's file, cut into what stands before, in and after its front matter.
struct Halves<'t> {
    head: &'t str,
    front: &'t str,
    /// The closing line of the front matter.
    close: &'t str,
    body: &'t str,
}

impl<'t> Halves<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let (front, body) = content::front_matter(text)?;
        Some(Self {
            head: &text[..front.start],
            front: &text[front.clone()],
            close: &text[front.end..body],
            body: &text[body..],
        })
    }

    fn document(&self) -> Option<DocumentMut> {
        self.front.parse().ok()
    }

    fn join(&self, document: &DocumentMut, body: &str) -> String {
        format!("{}{document}{}{body}", self.head, self.close)
    }
}

/// A printed draft with the fingerprints of all that it says, which is how a new record is written.
///
/// `None` where the text is no record with `[private.import]`; printed drafts are.
pub fn stamp(fresh: &str) -> Option<String> {
    let halves = Halves::of(fresh)?;
    let mut document = halves.document()?;
    let written = Written::of(&document, halves.body);
    let private = tables::inner(document.as_table_mut(), "private")?;
    tables::inner(private, "import")?.insert("written", written.item());
    Some(halves.join(&document, halves.body))
}

/// Brings a record up to what a release says, and leaves what its editor changed.
pub fn merge(coming: &Coming<'_>) -> Merged {
    if !coming.existing.contains("\r\n") {
        return merge_lines(coming);
    }
    let existing = coming.existing.replace("\r\n", "\n");
    let mut merged = merge_lines(&Coming { existing: &existing, ..*coming });
    merged.text = merged.text.map(|text| text.replace('\n', "\r\n"));
    merged
}

fn merge_lines(coming: &Coming<'_>) -> Merged {
    let alone = |why| Merged { alone: Some(why), ..Merged::default() };
    let (Some(old), Some(new)) = (Halves::of(coming.existing), Halves::of(coming.fresh)) else {
        return alone(Alone::Broken);
    };
    let (Some(mut document), Some(fresh)) = (old.document(), new.document()) else {
        return alone(Alone::Broken);
    };
    let (Some(own), Some(release)) = (import(&document), import(&fresh)) else {
        return alone(Alone::NotImported);
    };
    let Some(dataset) = text_of(own, "dataset") else { return alone(Alone::NotImported) };
    if text_of(release, "dataset") != Some(dataset) {
        return alone(Alone::OtherDataset(dataset.into()));
    }
    let back = own.contains_key("dropped");
    let row = text_of(own, "row").filter(|_| !back);
    if row.is_some() && row == text_of(release, "row") {
        return Merged::default();
    }
    if !is_sound(coming.path, coming.existing) {
        return alone(Alone::Broken);
    }
    // Where the row says what it said, the map says it otherwise: that is no news of what happened.
    let cells = text_of(own, "cells");
    let is_news = cells.is_none() || cells != text_of(release, "cells");
    let mut run = Run::new(own);
    let body = run.body(old.body, new.body);
    run.record(&mut document, &fresh);
    run.import(&mut document, &fresh);
    run.part(&mut document);
    let silent = old.join(&document, &body);
    let checked = content::parse(coming.path, silent.as_bytes());
    let record = checked.value.as_ref().and_then(content::Parsed::record);
    let Some(record) = record.filter(|_| !any_error(&checked.problems)) else {
        return alone(Alone::Clash);
    };
    if is_news
        && record.is_public(coming.today)
        && let Some(change) = note::change(coming, &run.changed, record.safety.is_some())
    {
        tables::push(&mut document, "change", change);
    }
    let text = old.join(&document, &body);
    let text = (text != coming.existing).then_some(text);
    Merged { text, changed: run.changed, kept: run.kept, back, alone: None }
}

/// Whether `content` reads the text without an error.
fn is_sound(path: &SourcePath, text: &str) -> bool {
    let checked = content::parse(path, text.as_bytes());
    checked.value.is_some() && !any_error(&checked.problems)
}

/// `[private.import]`
fn import(document: &DocumentMut) -> Option<&dyn TableLike> {
    document.get("private")?.as_table_like()?.get("import")?.as_table_like()
}

fn text_of<'t>(table: &'t dyn TableLike, key: &str) -> Option<&'t str> {
    table.get(key).and_then(Item::as_str)
}

#[cfg(test)]
mod tests;
