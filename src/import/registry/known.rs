//! One region or actor, found in the tracker or made, and what of its file must be written.

use std::collections::BTreeSet;

use super::Made;
use crate::content::{self, Parsed};
use crate::import::edit;
use crate::model::{ActorKind, Id, Spelling, fold};
use crate::source::{SourcePath, Sources};

/// A region or an actor.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) id: Id,
    /// What readers know it by.
    pub(super) name: Box<str>,
    path: SourcePath,
    /// Spellings that it has, folded.
    folded: BTreeSet<Box<str>>,
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    /// In the tracker, with the spellings that it lacks.
    Found(Vec<Box<str>>),
    /// Made by this run.
    Made { record: Box<Parsed>, written: bool, changed: bool },
}

impl Known {
    /// One that the tracker has.
    pub(super) fn found<'n>(
        id: &Id,
        path: &SourcePath,
        spellings: impl Iterator<Item = &'n str>,
    ) -> Self {
        Self::new(id, path, spellings, State::Found(Vec::new()))
    }

    /// One that this run makes.
    pub(super) fn made<'n>(
        id: &Id,
        path: &SourcePath,
        spellings: impl Iterator<Item = &'n str>,
        record: Parsed,
    ) -> Self {
        let state = State::Made { record: Box::new(record), written: false, changed: true };
        Self::new(id, path, spellings, state)
    }

    fn new<'n>(
        id: &Id,
        path: &SourcePath,
        spellings: impl Iterator<Item = &'n str>,
        state: State,
    ) -> Self {
        let mut spellings = spellings.peekable();
        let name = spellings.peek().copied().unwrap_or_default().into();
        let folded = spellings.map(|name| fold(name).into()).collect();
        Self { id: id.clone(), name, path: path.clone(), folded, state }
    }

    /// The record, where this run made it.
    pub(super) fn record(&self) -> Option<&Parsed> {
        match &self.state {
            State::Made { record, .. } => Some(record),
            State::Found(_) => None,
        }
    }

    /// Notes a spelling; whether it is one that was lacking.
    pub(super) fn spelt(&mut self, name: &str) -> bool {
        let folded: Box<str> = fold(name).into();
        if folded.is_empty() || !self.folded.insert(folded) {
            return false;
        }
        let spelling = Spelling { name: name.into(), lang: None, note: None };
        match &mut self.state {
            State::Found(lacking) => lacking.push(name.into()),
            State::Made { record, changed, .. } => {
                match &mut **record {
                    Parsed::Region(region) => region.also.push(spelling),
                    Parsed::Actor(actor) => actor.also.push(spelling),
                    _ => {}
                }
                *changed = true;
            }
        }
        true
    }

    /// Gives an actor that this run made its kind; whether there was anything to give.
    pub(super) fn is_of(&mut self, kind: Option<ActorKind>) -> bool {
        let State::Made { record, changed, .. } = &mut self.state else { return false };
        let Parsed::Actor(actor) = &mut **record else { return false };
        actor.kind = kind;
        *changed = true;
        true
    }

    /// Its file, where it must be written.
    pub(super) fn take(&mut self, files: &dyn Sources) -> Option<Made> {
        let path = self.path.clone();
        match &mut self.state {
            State::Found(lacking) if lacking.is_empty() => None,
            State::Found(lacking) => {
                let lacking = std::mem::take(lacking);
                let text = String::from_utf8(files.read(path.as_str()).ok()?).ok()?;
                let text = edit::add_spellings(&text, &lacking)?;
                Some(Made { path, text, new: false })
            }
            State::Made { record, written, changed } => {
                if !std::mem::take(changed) {
                    return None;
                }
                let new = !std::mem::replace(written, true);
                Some(Made { path, text: content::print(record, ""), new })
            }
        }
    }
}

/// The first id that is none yet, with a number behind it if need be.
pub(super) fn free_id(
    wanted: impl Iterator<Item = String>,
    taken: impl Fn(&str) -> bool,
    fallback: &str,
) -> Id {
    let mut wanted: Vec<String> =
        wanted.filter(|text| Id::new(text).is_some() && !text.ends_with('/')).collect();
    wanted.push(fallback.to_owned());
    let numbered = (2..u32::MAX).map(|number| format!("{}-{number}", wanted[0]));
    let all = wanted[..wanted.len().max(2) - 1].iter().cloned().chain(numbered);
    let free = all.filter(|text| !taken(text)).find_map(|text| Id::new(&text));
    free.unwrap_or_default()
}
