//! What the format asks of a table: which keys, in which forms, which of them must be there.
//!
//! It is found by reading an empty table and keeping what is asked for, so that it cannot say
//! anything else than what is read. The schemas for editors are made of it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::fields::{Fields, File};
use crate::source::SourcePath;

/// An outline while it is made.
pub(super) type Seen = Rc<RefCell<Outline>>;

/// Stands for any key, where the tracker chooses them.
pub(super) const ANY_KEY: &str = "*";

/// The form of a value.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// A text that is not empty.
    Text,
    /// A text of that pattern.
    Matching(&'static str),
    /// One text or several.
    Texts,
    /// True or false.
    Bool,
    /// A whole number between the two, both included.
    Number(u64, u64),
    /// An identifier.
    Id,
    /// One identifier or several.
    Ids,
    /// One of these words.
    Word(fn() -> Vec<&'static str>),
    /// One or several of these words.
    Words(fn() -> Vec<&'static str>),
    /// A TOML date, or EDTF in a text.
    Date,
    /// A number, words, or a table.
    Amount(Seen),
    /// A language tag.
    Language,
    /// An address that begins with `http`.
    WebAddress,
    /// Latitude and longitude.
    Point,
    /// One text or table, or several.
    Spellings(Seen),
    /// Tables that begin with `[[key]]`.
    Tables(Seen),
    /// A table.
    Table(Seen),
    /// Bytes, or `off`.
    Budget,
    /// Whatever it is.
    Anything,
}

/// What is asked of one table.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The keys in the order in which they are read, each with its forms.
    pub(super) keys: Vec<(Box<str>, Vec<Form>)>,
    /// Those that must be there.
    pub(super) required: BTreeSet<&'static str>,
    /// Those of which one must be there; empty where none must.
    pub(super) one_of: BTreeSet<&'static str>,
    /// The keys that are no unknown ones.
    pub(super) known: BTreeSet<&'static str>,
}

impl Outline {
    /// What `read` asks of a table.
    pub(super) fn of(read: impl FnOnce(&Fields<'_, '_>)) -> Self {
        let path = SourcePath::from("");
        let file = File::new(&path, 0);
        let table = file.parse("");
        let seen = Seen::default();
        read(&Fields::outlined(&file, table.get_ref(), seen.clone()));
        seen.take()
    }

    pub(super) fn note(&mut self, key: &str, form: Form) {
        match self.keys.iter_mut().find(|(own, _)| **own == *key) {
            Some((_, forms)) => forms.push(form),
            None => self.keys.push((key.into(), vec![form])),
        }
    }
}
