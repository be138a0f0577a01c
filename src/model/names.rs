//! Every spelling of a name in a tracker, and what it means: a region, an actor, or a place of
//! incidents.
//!
//! The index holds where each spelling stands and no text of its own. What is withdrawn or merged is
//! not in it, and neither is a place of the gazetteer that no listed incident names: it would be
//! published by the list alone.

use std::ops::Range;

use rayon::prelude::*;

use super::fold;
use super::place::{GazetteerPlace, Place, Spelling};
use super::tracker::{ActorIx, IncidentIx, RegionIx, Tracker};

/// Every spelling of a tracker, in the order of readers: by first letter, then folded.
#[derive(Debug, Default)]
pub struct Names {
    words: Vec<Word>,
    places: Vec<NamedPlace>,
    /// Where each letter begins in `words`.
    letters: Vec<(Letter, usize)>,
    /// What notes and languages of spellings are taken from, by ranges.
    spots: Vec<Spot>,
    /// The incidents of places, by ranges.
    incidents: Vec<IncidentIx>,
}

/// A spelling that means one thing.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// What it means.
    pub meaning: Meaning,
    /// The first few spots where it is written so.
    spots: (u32, u32),
}

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// A region.
    Region(RegionIx),
    /// An actor.
    Actor(ActorIx),
    /// A place of incidents, by its number among them.
    Place(u32),
}

/// A place of one or more listed incidents: one name, accents and case apart, in one region.
#[derive(Clone, Copy, Debug)]
pub struct NamedPlace {
    /// The region that it is shown in.
    pub shown_in: RegionIx,
    /// Where its main name is written: the gazetteer's, else that of the newest incident.
    pub name: Spot,
    incidents: (u32, u32),
}

/// Where a spelling is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// The name of a region.
    Region(RegionIx),
    /// Another spelling of a region, by its number.
    RegionAlso(RegionIx, u32),
    /// The name of an actor.
    Actor(ActorIx),
    /// Another spelling of an actor, by its number.
    ActorAlso(ActorIx, u32),
    /// The name of a place of the gazetteer.
    Gazetteer(u32),
    /// Another spelling of a place of the gazetteer, by its number.
    GazetteerAlso(u32, u32),
    /// The name that an incident gives to one of its places, by its number.
    Place(IncidentIx, u16),
    /// Another spelling of a place of an incident, by its number.
    PlaceAlso(IncidentIx, u16, u16),
}

/// What a spelling is listed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Letter {
    /// Names that begin with a digit.
    Digit,
    /// The first letter, folded, of a script that has few.
    Letter(char),
    /// The script, where it has too many letters for an index.
    Script(Script),
    /// Names that begin with another sign.
    Other,
}

/// A script whose names stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Script {
    /// Ethiopic.
    Ethiopic,
    /// Korean.
    Hangul,
    /// Chinese characters.
    Han,
}

/// How many spots of one spelling of one thing are kept for their notes.
const SPOTS: usize = 4;

impl Names {
    /// Finds every spelling of a tracker.
    pub fn of(tracker: &Tracker) -> Self {
        let mut names = Self::default();
        let mentions = mentions(tracker);
        let mut found: Vec<Found<'_>> = own_names(tracker);
        let places: Vec<&[Mention]> = mentions.chunk_by(|a, b| a.place() == b.place()).collect();
        names.places.reserve(places.len());
        for place in &places {
            let start = index(names.incidents.len());
            let each = place.chunk_by(|a, b| a.incident == b.incident);
            names.incidents.extend(each.map(|same| same[0].incident));
            names.places.push(NamedPlace {
                shown_in: place[0].region,
                name: place[0].name(),
                incidents: (start, index(names.incidents.len())),
            });
        }
        let spellings = |(at, place): (usize, &&[Mention])| {
            spellings_of(tracker, place, Meaning::Place(index(at)))
        };
        found.par_extend(places.par_iter().enumerate().flat_map_iter(spellings));
        drop(places);
        drop(mentions);
        found.par_sort_unstable();
        for word in found.chunk_by(|a, b| (a.text, a.meaning) == (b.text, b.meaning)) {
            let (letter, start) = (word[0].letter, index(names.spots.len()));
            names.spots.extend(word.iter().take(SPOTS).map(|found| found.spot));
            if names.letters.last().is_none_or(|(last, _)| *last != letter) {
                names.letters.push((letter, names.words.len()));
            }
            let spots = (start, index(names.spots.len()));
            names.words.push(Word { meaning: word[0].meaning, spots });
        }
        names
    }

    /// Every spelling with what it means: by first letter, then by folded spelling, then as written.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Where the main name of something stands among the spellings.
    pub fn position(&self, tracker: &Tracker, meaning: Meaning) -> Option<usize> {
        let key = |text: &str| {
            let folded = fold(text);
            (Letter::of(&folded), folded)
        };
        let main = self.main(meaning).text(tracker);
        let wanted = key(main);
        let found = self.words.binary_search_by(|word| {
            let text = self.spots(word)[0].text(tracker);
            let order = key(text).cmp(&wanted);
            order.then_with(|| (text, word.meaning).cmp(&(main, meaning)))
        });
        found.ok()
    }

    /// The letters in their order, each with the number of its first spelling.
    pub fn letters(&self) -> &[(Letter, usize)] {
        &self.letters
    }

    /// The first few spots where a spelling is written so, at least one.
    pub fn spots(&self, word: &Word) -> &[Spot] {
        &self.spots[range(word.spots)]
    }

    /// The place of that number.
    pub fn place(&self, at: u32) -> &NamedPlace {
        &self.places[at as usize]
    }

    /// The listed incidents that have the place, newest first.
    pub fn incidents(&self, place: &NamedPlace) -> &[IncidentIx] {
        &self.incidents[range(place.incidents)]
    }

    /// Where the main name of something is written.
    pub fn main(&self, meaning: Meaning) -> Spot {
        match meaning {
            Meaning::Region(ix) => Spot::Region(ix),
            Meaning::Actor(ix) => Spot::Actor(ix),
            Meaning::Place(at) => self.place(at).name,
        }
    }
}

impl Spot {
    /// The spelling.
    pub fn text(self, tracker: &Tracker) -> &str {
        match self {
            Self::Region(ix) => &tracker.region(ix).record.title.value,
            Self::Actor(ix) => &tracker.actor(ix).record.title.value,
            Self::Gazetteer(at) => &tracker.places[at as usize].name,
            Self::Place(ix, at) => {
                let name = &tracker.incident(ix).places[usize::from(at)].name;
                name.as_ref().map_or("", |name| &name.value)
            }
            _ => self.spelling(tracker).map_or("", |spelling| &spelling.name),
        }
    }

    /// The language of the spelling (BCP 47); `None` in the site's own.
    pub fn lang(self, tracker: &Tracker) -> Option<&str> {
        let own = self.spelling(tracker).and_then(|spelling| spelling.lang.as_deref());
        own.or_else(|| self.record_lang(tracker))
    }

    /// How sure it is that the same is meant, and why; with the language of the note.
    pub fn note(self, tracker: &Tracker) -> Option<(&str, Option<&str>)> {
        let note = self.spelling(tracker)?.note.as_deref()?;
        Some((note, self.record_lang(tracker)))
    }

    fn spelling(self, tracker: &Tracker) -> Option<&Spelling> {
        match self {
            Self::RegionAlso(ix, at) => tracker.region(ix).also.get(at as usize),
            Self::ActorAlso(ix, at) => tracker.actor(ix).also.get(at as usize),
            Self::GazetteerAlso(place, at) => tracker.places[place as usize].also.get(at as usize),
            Self::PlaceAlso(ix, place, at) => {
                tracker.incident(ix).places[usize::from(place)].also.get(usize::from(at))
            }
            Self::Region(_) | Self::Actor(_) | Self::Gazetteer(_) | Self::Place(..) => None,
        }
    }

    fn record_lang(self, tracker: &Tracker) -> Option<&str> {
        match self {
            Self::Region(ix) | Self::RegionAlso(ix, _) => tracker.region(ix).record.lang.as_deref(),
            Self::Actor(ix) | Self::ActorAlso(ix, _) => tracker.actor(ix).record.lang.as_deref(),
            Self::Place(ix, _) | Self::PlaceAlso(ix, ..) => {
                tracker.incident(ix).record.lang.as_deref()
            }
            Self::Gazetteer(_) | Self::GazetteerAlso(..) => None,
        }
    }
}

impl Letter {
    /// What a folded spelling is listed under.
    pub fn of(folded: &str) -> Self {
        match folded.chars().find(|c| c.is_alphanumeric()) {
            Some(c) if c.is_numeric() => Self::Digit,
            Some(c) => match u32::from(c) {
                0x1200..=0x139f | 0x2d80..=0x2ddf | 0xab00..=0xab2f => {
                    Self::Script(Script::Ethiopic)
                }
                0x1100..=0x11ff | 0x3130..=0x318f | 0xa960..=0xa97f | 0xac00..=0xd7ff => {
                    Self::Script(Script::Hangul)
                }
                0x2e80..=0x2fdf
                | 0x3400..=0x4dbf
                | 0x4e00..=0x9fff
                | 0xf900..=0xfaff
                | 0x20000..=0x3ffff => Self::Script(Script::Han),
                _ => Self::Letter(c),
            },
            None => Self::Other,
        }
    }
}

/// A spelling while the index is made; sorts as readers look for it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Found<'a> {
    letter: Letter,
    folded: Box<str>,
    text: &'a str,
    meaning: Meaning,
    spot: Spot,
}

impl<'a> Found<'a> {
    fn new(tracker: &'a Tracker, meaning: Meaning, spot: Spot) -> Self {
        let text = spot.text(tracker);
        let folded = fold(text).into_boxed_str();
        Self { letter: Letter::of(&folded), folded, text, meaning, spot }
    }
}

/// The names of regions and actors.
fn own_names(tracker: &Tracker) -> Vec<Found<'_>> {
    let mut names = Vec::new();
    for (at, region) in tracker.regions.iter().enumerate() {
        if region.record.is_withdrawn() {
            continue;
        }
        let ix = RegionIx::new(at);
        let spots = also(&region.also).map(|at| Spot::RegionAlso(ix, at));
        let spots = std::iter::once(Spot::Region(ix)).chain(spots);
        names.extend(spots.map(|spot| Found::new(tracker, Meaning::Region(ix), spot)));
    }
    for (at, actor) in tracker.actors.iter().enumerate() {
        if actor.record.is_withdrawn() {
            continue;
        }
        let ix = ActorIx::new(at);
        let spots = also(&actor.also).map(|at| Spot::ActorAlso(ix, at));
        let spots = std::iter::once(Spot::Actor(ix)).chain(spots);
        names.extend(spots.map(|spot| Found::new(tracker, Meaning::Actor(ix), spot)));
    }
    names
}

fn also(spellings: &[Spelling]) -> impl Iterator<Item = u32> {
    0..index(spellings.len())
}

/// One place of one incident. Mentions of the same place have the same `folded`, `region` and
/// `homonym`.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Mention {
    folded: Box<str>,
    region: RegionIx,
    /// The gazetteer's place, where the gazetteer has several of that name in that region.
    homonym: Option<u32>,
    /// Greater numbers first: those are the newer.
    newest: std::cmp::Reverse<IncidentIx>,
    incident: IncidentIx,
    at: u16,
    gazetteer: Option<u32>,
}

impl Mention {
    fn place(&self) -> (&str, RegionIx, Option<u32>) {
        (&self.folded, self.region, self.homonym)
    }

    /// Where its main name is written.
    fn name(&self) -> Spot {
        match self.gazetteer {
            Some(at) => Spot::Gazetteer(at),
            None => Spot::Place(self.incident, self.at),
        }
    }
}

/// The region that a place of an incident is shown in. Nothing else here asks for it.
fn place_region(tracker: &Tracker, ix: IncidentIx, place: &Place) -> RegionIx {
    let shown = tracker.shown_place(&tracker.incident(ix).record, place);
    shown.region.unwrap_or_else(|| tracker.shown_region(ix))
}

/// Every place of every listed incident that has a name, in the order of places.
fn mentions(tracker: &Tracker) -> Vec<Mention> {
    let of_incident = |ix: &IncidentIx| {
        let ix = *ix;
        let incident = tracker.incident(ix);
        (0u16..).zip(&incident.places).filter_map(move |(at, place)| {
            let id = place.gazetteer.as_ref();
            let known = id.and_then(|id| tracker.place_by_id(id.value.as_str()));
            let own = place.name.as_ref().map(|name| &*name.value);
            let name = known.map(|known| &*known.name).or(own)?;
            let gazetteer = known.and_then(|known| position(tracker, known));
            Some(Mention {
                folded: fold(name).into_boxed_str(),
                region: place_region(tracker, ix, place),
                homonym: gazetteer,
                newest: std::cmp::Reverse(ix),
                incident: ix,
                at,
                gazetteer,
            })
        })
    };
    let mut mentions: Vec<Mention> =
        tracker.listed().par_iter().flat_map_iter(of_incident).collect();
    mentions.par_sort_unstable();
    // A name that the gazetteer has once in a region means that place with `ref` and without.
    for same in mentions.chunk_by_mut(|a, b| (&a.folded, a.region) == (&b.folded, b.region)) {
        let mut known: Vec<u32> = same.iter().filter_map(|mention| mention.gazetteer).collect();
        known.dedup();
        if known.len() <= 1 {
            for mention in same.iter_mut() {
                mention.homonym = None;
                mention.gazetteer = known.first().copied();
            }
            same.sort_unstable();
        }
    }
    mentions
}

fn position(tracker: &Tracker, known: &GazetteerPlace) -> Option<u32> {
    let id = known.id.value.as_str();
    let at = tracker.places.binary_search_by(|place| place.id.value.as_str().cmp(id)).ok()?;
    Some(index(at))
}

/// Every spelling of a place, the first few spots of each.
fn spellings_of<'a>(
    tracker: &'a Tracker,
    mentions: &[Mention],
    meaning: Meaning,
) -> Vec<Found<'a>> {
    let mut spots: Vec<(&'a str, Spot)> = Vec::new();
    let mut add = |spot: Spot| spots.push((spot.text(tracker), spot));
    let mut known: Vec<u32> = mentions.iter().filter_map(|mention| mention.gazetteer).collect();
    known.dedup();
    for at in known {
        add(Spot::Gazetteer(at));
        let spellings = also(&tracker.places[at as usize].also);
        spellings.for_each(|also| add(Spot::GazetteerAlso(at, also)));
    }
    for mention in mentions {
        let place = &tracker.incident(mention.incident).places[usize::from(mention.at)];
        if place.name.is_some() {
            add(Spot::Place(mention.incident, mention.at));
        }
        for (also, _) in (0u16..).zip(&place.also) {
            add(Spot::PlaceAlso(mention.incident, mention.at, also));
        }
    }
    // Those with a note first: of each spelling only a few are kept.
    spots.sort_unstable_by_key(|(text, spot)| (*text, spot.note(tracker).is_none(), *spot));
    let few = spots.chunk_by(|a, b| a.0 == b.0).flat_map(|same| same.iter().take(SPOTS));
    few.map(|(_, spot)| Found::new(tracker, meaning, *spot)).collect()
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn range((start, end): (u32, u32)) -> Range<usize> {
    start as usize..end as usize
}
