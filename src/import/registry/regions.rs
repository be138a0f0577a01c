//! Regions by name, below the region that they lie in.

use std::collections::{BTreeMap, BTreeSet};

use super::known::{Known, free_id};
use crate::content::{Parsed, slug};
use crate::import::names::RegionWords;
use crate::import::records::named;
use crate::model::{Id, Level, Region, fold};
use crate::source::SourcePath;

/// One step of the way to a region, from the country down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegionName<'t> {
    /// The name as the file has it; an empty one is passed over.
    pub name: &'t str,
    /// How large it is.
    pub level: Level,
    /// The tracker's word for such a region where its name holds none.
    pub kind: Option<&'t str>,
    /// The code of another system: the system, the code.
    pub code: Option<(&'t str, &'t str)>,
}

/// Where names led.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Led {
    /// The region.
    pub id: Id,
    /// The last parts of the ids on the way, which is the id where no other region lies between them or
    /// above them. It stays the same where an editor moves the region or what it lies in.
    pub way: Box<str>,
}

/// The regions of the tracker and those that were made.
#[derive(Clone, Debug, Default)]
pub(super) struct Regions {
    pub(super) all: Vec<Known>,
    /// The kind that the name of each gave, and how large it is.
    about: Vec<(Option<&'static str>, Level)>,
    /// By parent (none at the top) and name without its generic word.
    by_name: BTreeMap<(Option<usize>, Box<str>), Vec<usize>>,
    /// Those that the tracker had, by name without its generic word, wherever they lie.
    had: BTreeMap<Box<str>, Vec<usize>>,
    countries: BTreeMap<Box<str>, usize>,
    ids: BTreeMap<Id, usize>,
    country_ids: BTreeSet<Id>,
}

impl Regions {
    /// Takes in a region that the tracker has; what it lies in comes before it.
    pub(super) fn found(&mut self, region: &Region) {
        let id = &region.record.id.value;
        let parent = region.parent_id().and_then(|parent| self.ids.get(parent).copied());
        let level = region.level.unwrap_or_else(|| match parent {
            Some(parent) => self.about[parent].1.below(),
            None => Level::Country,
        });
        let title = &*region.record.title.value;
        let spellings = || std::iter::once(title).chain(region.also.iter().map(|also| &*also.name));
        let known = Known::found(id, &region.record.file, spellings());
        let at = self.add(known, RegionWords::of(title).kind, level);
        for spelling in spellings() {
            let core = RegionWords::of(spelling).core;
            self.name(at, parent, &core);
            let had = self.had.entry(core).or_default();
            if had.last() != Some(&at) {
                had.push(at);
            }
        }
    }

    fn add(&mut self, known: Known, kind: Option<&'static str>, level: Level) -> usize {
        let at = self.all.len();
        if level == Level::Country {
            self.country_ids.insert(known.id.clone());
        }
        self.ids.insert(known.id.clone(), at);
        self.all.push(known);
        self.about.push((kind, level));
        at
    }

    fn name(&mut self, at: usize, parent: Option<usize>, core: &str) {
        let named = self.by_name.entry((parent, core.into())).or_default();
        if !named.contains(&at) {
            named.push(at);
        }
        if self.about[at].1 == Level::Country {
            self.countries.entry(core.into()).or_insert(at);
        }
    }

    /// The region that the names lead to, and whether a file must be written for it.
    pub(super) fn at(&mut self, way: &[RegionName<'_>]) -> Option<(Led, bool)> {
        let (mut at, mut changed) = (None, false);
        let mut way_to = String::new();
        for step in way.iter().filter(|step| !step.name.trim().is_empty()) {
            let (found, new) = self.step(at, step);
            if at.is_some() {
                way_to.push('/');
            }
            let id = self.all[found].id.as_str();
            way_to.push_str(id.rsplit('/').next().unwrap_or(id));
            (at, changed) = (Some(found), changed || new);
        }
        at.map(|at: usize| (Led { id: self.all[at].id.clone(), way: way_to.into() }, changed))
    }

    /// The only region that the tracker had of that name, one level below `parent` and somewhere within it:
    /// an editor moved it.
    fn moved(&self, parent: usize, core: &str, level: Level) -> Option<usize> {
        let within = format!("{}/", self.all[parent].id);
        let is_it = |at: &&usize| {
            self.about[**at].1 == level && self.all[**at].id.as_str().starts_with(&within)
        };
        let mut had = self.had.get(core)?.iter().filter(is_it);
        let (only, other) = (had.next(), had.next());
        only.filter(|_| other.is_none() && self.about[parent].1.below() == level).copied()
    }

    fn step(&mut self, parent: Option<usize>, step: &RegionName<'_>) -> (usize, bool) {
        let name = step.name.trim();
        let words = words_of(name, step.level);
        let found = match (parent, step.level) {
            (None, Level::Country) => self.countries.get(&words.core).copied(),
            _ => {
                let key = (parent, words.core.clone());
                let named = self.by_name.get(&key).map(Vec::as_slice).unwrap_or_default();
                // "Ria region" and "Ria province" are two; "Ria" is either.
                let alike = |at: &&usize| match (self.about[**at].0, words.kind) {
                    (Some(own), Some(wanted)) => own == wanted,
                    _ => true,
                };
                let moved = || self.moved(parent?, &words.core, step.level);
                named.iter().find(alike).copied().or_else(|| moved().filter(|at| alike(&at)))
            }
        };
        let at = found.unwrap_or_else(|| self.make(parent, step, &words));
        let kind = &mut self.about[at].0;
        *kind = kind.or(words.kind);
        let lacking = self.all[at].spelt(name);
        (at, found.is_none() || lacking)
    }

    fn make(&mut self, parent: Option<usize>, step: &RegionName<'_>, words: &RegionWords) -> usize {
        let folder = parent.map(|parent| self.all[parent].id.as_str().to_owned());
        let within = |stem: &str| match &folder {
            Some(folder) => format!("{folder}/{stem}"),
            None => stem.to_owned(),
        };
        let stems = [slug(&fold(&words.name)), slug(&fold(step.name))];
        let taken = |text: &str| self.ids.contains_key(text);
        let id = free_id(stems.iter().map(|stem| within(stem)), taken, &within("region"));
        self.put(parent, &id, &words.name, words, step)
    }

    /// Sees to it that the region of that id is there, made below the one above it where it is not;
    /// whether it is new.
    pub(super) fn kept(&mut self, id: &Id, step: &RegionName<'_>) -> bool {
        if self.ids.contains_key(id) {
            return false;
        }
        let above = id.as_str().rsplit_once('/').and_then(|(above, _)| self.ids.get(above));
        let mut words = RegionWords::of(step.name);
        // What the region was said to be goes before what its name sounds like.
        words.kind = words.kind.filter(|_| step.kind.is_none());
        self.put(above.copied(), id, step.name, &words, step);
        true
    }

    fn put(
        &mut self,
        parent: Option<usize>,
        id: &Id,
        name: &str,
        words: &RegionWords,
        step: &RegionName<'_>,
    ) -> usize {
        let path = SourcePath::new(format!("content/regions/{id}.md"));
        let code = step.code.iter().map(|(system, code)| ((*system).into(), (*code).into()));
        let region = Region {
            record: named(&path, id, name),
            kind: words.kind.or(step.kind).map(Into::into),
            level: Some(step.level),
            also: Vec::new(),
            codes: code.collect(),
            point: None,
            boundary: None,
            formerly: None,
            since: None,
        };
        let record = Parsed::Region(Box::new(region));
        let known = Known::made(id, &path, std::iter::once(name), record);
        let at = self.add(known, words.kind, step.level);
        self.name(at, parent, &words.core);
        at
    }

    /// The country that a region lies in, or the region itself where none is above it.
    pub(super) fn country_of<'r>(&self, region: &'r Id) -> &'r str {
        let text = region.as_str();
        let ends = text.match_indices('/').map(|(at, _)| at).chain([text.len()]);
        let country = ends.map(|end| &text[..end]).find(|id| self.country_ids.contains(*id));
        country.unwrap_or(text)
    }

    /// The names of the countries that this run made, in the order of their ids.
    pub(super) fn countries(&self) -> Vec<&str> {
        let all = self.country_ids.iter().filter_map(|id| self.ids.get(id));
        let made = all.filter_map(|at| self.all[*at].record()?.record());
        made.map(|record| &*record.title.value).collect()
    }
}

/// The words of a name. A country keeps its name whole, but for another one in brackets.
fn words_of(name: &str, level: Level) -> RegionWords {
    if level != Level::Country {
        return RegionWords::of(name);
    }
    let shown = name.split_once('(').map_or(name, |(first, _)| first.trim());
    let shown = if shown.is_empty() { name } else { shown };
    RegionWords { name: shown.into(), core: fold(shown).into(), kind: None }
}
