//! Regions by name, below the region that they lie in.

use std::collections::{BTreeMap, BTreeSet};

use super::known::{Known, free_id};
use crate::content::{Parsed, slug};
use crate::import::merge::print_of_id;
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
    /// The names on the way as an id, which most often is that of the region as it was made. It stays the
    /// same where an editor moves or renames the region or what it lies in.
    pub way: Box<str>,
}

/// Where a record lies that was imported with a region that is elsewhere now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lies {
    /// The fingerprint of the way that the record was imported with.
    pub way: Box<str>,
    /// The region that it names now.
    pub region: Id,
}

/// The regions of the tracker and those that were made.
#[derive(Clone, Debug, Default)]
pub(super) struct Regions {
    pub(super) all: Vec<Known>,
    /// The kind that the name of each gave, and how large it is.
    about: Vec<(Option<&'static str>, Level)>,
    /// By parent (none at the top) and name without its generic word.
    by_name: BTreeMap<(Option<usize>, Box<str>), Vec<usize>>,
    countries: BTreeMap<Box<str>, usize>,
    ids: BTreeMap<Id, usize>,
    country_ids: BTreeSet<Id>,
    /// The regions in which records lie now, by the fingerprint of the way that they were imported with,
    /// where it led elsewhere.
    lie: BTreeMap<Box<str>, BTreeSet<Id>>,
    /// The same of the record that the next row has.
    own: Option<Lies>,
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
            self.name(at, parent, &RegionWords::of(spelling).core);
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

    /// Learns where records of the import lie now.
    pub(super) fn learn(&mut self, all: impl Iterator<Item = Lies>) {
        for Lies { way, region } in all {
            self.lie.entry(way).or_default().insert(region);
        }
    }

    /// Says where the record lies that the next row has, if that is elsewhere.
    pub(super) fn beside(&mut self, own: Option<&Lies>) {
        self.own = own.cloned();
    }

    /// The region that the names lead to, and whether a file must be written for it.
    pub(super) fn at(&mut self, way: &[RegionName<'_>]) -> Option<(Led, bool)> {
        let steps: Vec<(&RegionName<'_>, RegionWords)> = way
            .iter()
            .filter(|step| !step.name.trim().is_empty())
            .map(|step| (step, words_of(step.name.trim(), step.level)))
            .collect();
        let (found, way) = self.walk(&steps);
        if found.len() < steps.len()
            && let Some(at) = self.lies(&way)
        {
            return Some((Led { id: self.all[at].id.clone(), way: way.into() }, false));
        }
        let (mut at, mut changed) = (None, false);
        for (place, (step, words)) in steps.iter().enumerate() {
            let (next, new) = self.step(at, step, words, found.get(place).copied());
            (at, changed) = (Some(next), changed || new);
        }
        at.map(|at: usize| (Led { id: self.all[at].id.clone(), way: way.into() }, changed))
    }

    /// The regions on the way as far as they are there, and the whole way as an id.
    fn walk(&self, steps: &[(&RegionName<'_>, RegionWords)]) -> (Vec<usize>, String) {
        let mut found: Vec<usize> = Vec::new();
        let mut way = String::new();
        for (place, (step, words)) in steps.iter().enumerate() {
            let parent = found.last().copied();
            let known = found.len() == place;
            let at = known.then(|| self.find(parent, step, words)).flatten();
            // Of two with one name the second has its kind in its id.
            let key = (parent, words.core.clone());
            let first = self.by_name.get(&key).filter(|_| known).and_then(|named| named.first());
            let is_first = first.is_none_or(|first| at == Some(*first));
            let name = if is_first { &*words.name } else { step.name };
            let part = slug(&fold(name));
            if place > 0 {
                way.push('/');
            }
            way.push_str(if part.is_empty() { &words.core } else { &part });
            found.extend(at.or_else(|| self.followed(&way).filter(|_| known)));
        }
        (found, way)
    }

    /// The region in which the records of that way lie now: that of the row's own record, else the one on
    /// which all others agree.
    fn lies(&self, way: &str) -> Option<usize> {
        let print = print_of_id(way);
        let own = self.own.as_ref().filter(|own| *own.way == *print).map(|own| &own.region);
        let all = self.lie.get(&*print);
        let agreed = || all.filter(|all| all.len() == 1).and_then(BTreeSet::first);
        self.ids.get(own.or_else(agreed)?).copied()
    }

    /// The region above those in which records of ways through it lie now, where they agree on it and it
    /// kept its id's last part.
    fn followed(&self, way: &str) -> Option<usize> {
        let last = way.rsplit('/').next()?;
        let mut above: BTreeSet<&str> = BTreeSet::new();
        for (print, regions) in &self.lie {
            for region in regions.iter().map(Id::as_str) {
                let cuts = region.match_indices('/').map(|(at, _)| at);
                let is_it = |at: &usize| {
                    let stays = region[..*at].rsplit('/').next() == Some(last);
                    stays && *print_of_id(&format!("{way}{}", &region[*at..])) == **print
                };
                above.extend(cuts.filter(is_it).map(|at| &region[..at]));
            }
        }
        let only = above.first().filter(|_| above.len() == 1)?;
        self.ids.get(*only).copied()
    }

    /// The region of that name below that one; `None` where there is none.
    fn find(
        &self,
        parent: Option<usize>,
        step: &RegionName<'_>,
        words: &RegionWords,
    ) -> Option<usize> {
        if (parent, step.level) == (None, Level::Country) {
            return self.countries.get(&words.core).copied();
        }
        let key = (parent, words.core.clone());
        let named = self.by_name.get(&key).map(Vec::as_slice).unwrap_or_default();
        // "Ria region" and "Ria province" are two; "Ria" is either.
        let alike = |at: &&usize| match (self.about[**at].0, words.kind) {
            (Some(own), Some(wanted)) => own == wanted,
            _ => true,
        };
        named.iter().find(alike).copied()
    }

    fn step(
        &mut self,
        parent: Option<usize>,
        step: &RegionName<'_>,
        words: &RegionWords,
        found: Option<usize>,
    ) -> (usize, bool) {
        let at = found.unwrap_or_else(|| self.make(parent, step, words));
        let kind = &mut self.about[at].0;
        *kind = kind.or(words.kind);
        let lacking = self.all[at].spelt(step.name.trim());
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
