//! Regions, actors, types and shared sources by name: found in the tracker, or made.
//!
//! What is found is never changed but for a spelling that it lacks.

mod actors;
mod known;
mod regions;

use std::collections::BTreeMap;

use crate::content::{self, Parsed};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{ActorKind, Id, IncidentType, Region, Settings, SharedSource, Spelling, fold};
use crate::source::{SourcePath, Sources};
use actors::Actors;
use regions::Regions;

pub use regions::{Led, Lies, RegionName};

/// A file that must be there before a record that names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its path.
    pub path: SourcePath,
    /// Its text.
    pub text: String,
    /// Whether there was none before.
    pub new: bool,
}

/// What the tracker has, and what the import adds to it.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    regions: Regions,
    actors: Actors,
    sources: BTreeMap<Id, Option<Box<SharedSource>>>,
    types: Vec<IncidentType>,
    new_types: Vec<IncidentType>,
    language: Box<str>,
    /// Whether a file must be written.
    dirty: bool,
}

impl Registry {
    /// What the tracker has: its regions, actors, shared sources and types.
    ///
    /// # Errors
    /// The first error of each file of these, and of the gazetteer, that has any. What cannot be read
    /// would be made a second time.
    pub fn of(files: &dyn Sources, settings: &Settings) -> Result<Self, Vec<Diagnostic>> {
        let (types, language) = (settings.types.clone(), settings.language.clone());
        let mut registry = Self { types, language, ..Self::default() };
        let folders = ["content/regions", "content/actors", "content/sources"];
        let own = |path: &&SourcePath| {
            let below = |folder: &&str| path.below(folder).is_some();
            path.as_str() == "content/places.toml"
                || (folders.iter().any(below) && path.as_str().ends_with(".md"))
        };
        let mut regions: Vec<Region> = Vec::new();
        let mut broken = Vec::new();
        for path in files.paths().iter().filter(own) {
            let Ok(bytes) = files.read(path.as_str()) else { continue };
            let parsed = content::parse(path, &bytes);
            let is_error = |problem: &Diagnostic| problem.severity == Severity::Error;
            broken.extend(parsed.problems.into_iter().find(is_error));
            match parsed.value {
                Some(Parsed::Region(region)) => regions.push(*region),
                Some(Parsed::Actor(actor)) => registry.actors.found(&actor),
                Some(Parsed::Source(source)) => {
                    registry.sources.insert(source.record.id.value.clone(), None);
                }
                _ => {}
            }
        }
        if !broken.is_empty() {
            return Err(broken);
        }
        // Parents before what lies in them.
        regions.sort_by(|a, b| a.record.id.value.cmp(&b.record.id.value));
        regions.iter().for_each(|region| registry.regions.found(region));
        Ok(registry)
    }

    /// Learns where records of the import lie now that were imported with regions which are elsewhere.
    pub fn learn(&mut self, all: impl Iterator<Item = Lies>) {
        self.regions.learn(all);
    }

    /// Says where the record lies that the next row has; `None` where that is nowhere else than it was
    /// imported to.
    pub fn beside(&mut self, own: Option<&Lies>) {
        self.regions.beside(own);
    }

    /// The region that the names lead to; made, with those above it, where it is not there.
    /// Empty names are passed over; `None` where all are empty.
    pub fn region(&mut self, way: &[RegionName<'_>]) -> Option<Led> {
        let (led, changed) = self.regions.at(way)?;
        self.dirty |= changed;
        Some(led)
    }

    /// The id of the actor of that name, made where it is not there. A community is never given for
    /// another kind: it can be a target and nothing else.
    pub fn actor(&mut self, name: &str, kind: Option<ActorKind>) -> Id {
        let (id, changed) = self.actors.named(name, kind);
        self.dirty |= changed;
        id
    }

    /// The actor with that id, made with that name and one other spelling where it is not there: the
    /// organisation that makes the claims.
    pub fn known_actor(&mut self, id: &str, name: &str, also: Spelling) -> Id {
        let (id, new) = self.actors.organisation(id, name, also);
        self.dirty |= new;
        id
    }

    /// What readers know the actor of that id by; `None` where there is none.
    pub fn actor_name(&self, id: &str) -> Option<&str> {
        let known = self.actors.all.iter().find(|own| own.id.as_str() == id);
        known.map(|own| &*own.name)
    }

    /// What readers know the region of that id by; `None` where there is none.
    pub fn region_name(&self, id: &str) -> Option<&str> {
        let known = self.regions.all.iter().find(|own| own.id.as_str() == id);
        known.map(|own| &*own.name)
    }

    /// The label of the type of that id; `None` where there is none.
    pub fn type_label(&self, id: &str) -> Option<&str> {
        self.types.iter().find(|own| own.id.as_str() == id).map(|own| &*own.label)
    }

    /// The id of the type with the same id, codes or label; added to the tracker where it has none.
    pub fn incident_type(&mut self, wanted: &IncidentType) -> Id {
        let same = |known: &&IncidentType| {
            known.id == wanted.id
                || (wanted.ucdp.is_some() && known.ucdp == wanted.ucdp && known.acled.is_none())
                || (wanted.acled.is_some() && known.acled == wanted.acled)
                || fold(&known.label) == fold(&wanted.label)
        };
        if let Some(known) = self.types.iter().find(same) {
            return known.id.clone();
        }
        self.dirty = true;
        self.types.push(wanted.clone());
        self.new_types.push(wanted.clone());
        wanted.id.clone()
    }

    /// Sees to it that the shared source is there; one of that id that the tracker has stays as it is.
    pub fn source(&mut self, id: &Id, make: impl FnOnce(&SourcePath) -> SharedSource) -> Id {
        if !self.sources.contains_key(id) {
            let path = SourcePath::new(format!("content/sources/{id}.md"));
            self.sources.insert(id.clone(), Some(Box::new(make(&path))));
            self.dirty = true;
        }
        id.clone()
    }

    /// Sees to it that the region of that id is there; made with that id where it is not. The region
    /// above it must be there.
    pub fn kept_region(&mut self, id: &Id, step: &RegionName<'_>) {
        self.dirty |= self.regions.kept(id, step);
    }

    /// Sees to it that the actor of that id is there; made with that id where it is not.
    pub fn kept_actor(&mut self, id: &Id, name: &str, kind: Option<ActorKind>) {
        self.dirty |= self.actors.kept(id, name, kind);
    }

    /// The language of the tracker's own words (BCP 47).
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The country that a region lies in, or the region itself where none is above it.
    pub fn country_of<'r>(&self, region: &'r Id) -> &'r str {
        self.regions.country_of(region)
    }

    /// The names of the countries that this run made, in the order of their ids.
    pub fn countries(&self) -> Vec<&str> {
        self.regions.countries()
    }

    /// The types that were added since the last time.
    pub fn take_types(&mut self) -> Vec<IncidentType> {
        std::mem::take(&mut self.new_types)
    }

    /// What must be written since the last time, parents first.
    pub fn take_made(&mut self, files: &dyn Sources) -> Vec<Made> {
        let mut made = Vec::new();
        if !std::mem::take(&mut self.dirty) {
            return made;
        }
        for known in self.regions.all.iter_mut().chain(&mut self.actors.all) {
            made.extend(known.take(files));
        }
        for source in self.sources.values_mut() {
            if let Some(source) = source.take() {
                let path = source.record.file.clone();
                let text = content::print(&Parsed::Source(source), "");
                made.push(Made { path, text, new: true });
            }
        }
        made
    }
}
