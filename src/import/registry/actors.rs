//! Actors by name.

use std::collections::{BTreeMap, BTreeSet};

use super::known::{Known, free_id};
use crate::content::{Parsed, slug};
use crate::import::records::named;
use crate::model::{Actor, ActorKind, Id, Spelling, fold};
use crate::source::SourcePath;

/// The actors of the tracker and those that were made.
#[derive(Clone, Debug, Default)]
pub(super) struct Actors {
    pub(super) all: Vec<Known>,
    kinds: Vec<Option<ActorKind>>,
    by_name: BTreeMap<Box<str>, usize>,
    ids: BTreeSet<Id>,
}

impl Actors {
    /// Takes in an actor that the tracker has.
    pub(super) fn found(&mut self, actor: &Actor) {
        let also = actor.also.iter().map(|also| &*also.name);
        let spellings: Vec<&str> =
            std::iter::once(&*actor.record.title.value).chain(also).collect();
        let own = &actor.record;
        let known = Known::found(&own.id.value, &own.file, spellings.iter().copied());
        self.add(known, actor.kind, &spellings);
    }

    fn add(&mut self, known: Known, kind: Option<ActorKind>, spellings: &[&str]) {
        self.ids.insert(known.id.clone());
        for spelling in spellings {
            self.by_name.entry(fold(spelling).into()).or_insert(self.all.len());
        }
        self.all.push(known);
        self.kinds.push(kind);
    }

    /// The actor of that name, and whether a file must be written for it.
    pub(super) fn named(&mut self, name: &str, kind: Option<ActorKind>) -> (Id, bool) {
        let Some(at) = self.by_name.get(&*fold(name)).copied() else {
            let taken = |text: &str| self.ids.contains(text);
            let id = free_id(std::iter::once(slug(&fold(name))), taken, "actor");
            return self.make(id, name, kind, Vec::new());
        };
        let community = Some(ActorKind::Community);
        if self.kinds[at] == community && kind != community {
            return self.named(&format!("{name} (armed group)"), kind);
        }
        let gets_kind = self.kinds[at].is_none() && kind.is_some() && self.all[at].is_of(kind);
        self.kinds[at] = self.kinds[at].or(kind);
        (self.all[at].id.clone(), gets_kind)
    }

    /// The actor with that id, and whether it is new.
    pub(super) fn organisation(&mut self, id: &str, name: &str, also: Spelling) -> (Id, bool) {
        if let Some(id) = self.ids.get(id) {
            return (id.clone(), false);
        }
        let id = Id::new(id).unwrap_or_default();
        self.make(id, name, Some(ActorKind::Organisation), vec![also])
    }

    /// Sees to it that the actor of that id is there; whether it is new.
    pub(super) fn kept(&mut self, id: &Id, name: &str, kind: Option<ActorKind>) -> bool {
        let new = !self.ids.contains(id);
        if new {
            self.make(id.clone(), name, kind, Vec::new());
        }
        new
    }

    fn make(
        &mut self,
        id: Id,
        name: &str,
        kind: Option<ActorKind>,
        also: Vec<Spelling>,
    ) -> (Id, bool) {
        let path = SourcePath::new(format!("content/actors/{id}.md"));
        let record = named(&path, &id, name);
        let names: Vec<Box<str>> = also.iter().map(|also| also.name.clone()).collect();
        let spellings: Vec<&str> =
            std::iter::once(name).chain(names.iter().map(|n| &**n)).collect();
        let actor = Actor { record, kind, also, parent: None, since: None, until: None };
        let parsed = Parsed::Actor(Box::new(actor));
        let known = Known::made(&id, &path, spellings.iter().copied(), parsed);
        self.add(known, kind, &spellings);
        (id, true)
    }
}
