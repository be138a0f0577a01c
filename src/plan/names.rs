//! `names.html`: every spelling of every name, and where it leads.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use serde::Serialize;

use super::listing::{Listing, Number};
use super::view::{Link, Pager, Text, Views};
use super::{Target, urls};
use crate::model::{Case, Letter, Meaning, Names, RegionIx, Script, Tracker, fold};
use crate::words::Arg;

/// The address of the list of names.
pub(super) const NAMES: &str = "names.html";

/// How many incidents of a place are named.
const CASES: usize = 10;

/// A part of the list of all spellings.
#[derive(Debug, Serialize)]
pub struct NamesPage<'a> {
    /// How many spellings there are, in words.
    pub count: Cow<'a, str>,
    /// All letters of the list, each with a link to where it begins.
    pub letters: Vec<LetterLink<'a>>,
    /// The spellings of this page, by letter.
    pub groups: Vec<NameGroup<'a>>,
    /// Where this page of the listing stands.
    pub pager: Pager<'a>,
}

/// A letter of the index.
#[derive(Debug, Serialize)]
pub struct LetterLink<'a> {
    /// The letter, or words for signs that are none.
    pub text: Cow<'a, str>,
    /// Where it begins.
    pub href: String,
}

/// The spellings of a page that begin with the same letter.
#[derive(Debug, Serialize)]
pub struct NameGroup<'a> {
    /// Its place on the page.
    pub anchor: String,
    /// The letter, or words for signs that are none.
    pub heading: Cow<'a, str>,
    /// The spellings.
    pub names: Vec<Name<'a>>,
}

/// A spelling that means one thing.
#[derive(Debug, Serialize)]
pub struct Name<'a> {
    /// Its place on the page; null where the name before is the same, accents and case apart.
    pub anchor: Option<String>,
    /// The spelling.
    pub name: Text<'a>,
    /// What it is a spelling of: the page of a region or actor, or the entry of a place's main name.
    pub of: Link<'a>,
    /// Whether it is the main name of that.
    pub main: bool,
    /// What it is, in words: a kind of region or actor, or a place.
    pub kind: Cow<'a, str>,
    /// The regions that it lies in, the finest first; empty for actors.
    pub within: Vec<Link<'a>>,
    /// The newest incidents of a place.
    pub cases: Vec<Link<'a>>,
    /// How many more there are, in words, with the page of the region; null where there is none.
    pub more: Option<Link<'a>>,
    /// How sure it is that the same is meant.
    pub notes: Vec<Text<'a>>,
}

/// How the spellings are cut into pages.
pub(super) fn listing(tracker: &Tracker, names: &Names) -> Listing {
    Listing::new(names.words().len(), tracker.settings.page_size)
}

/// The page with the spelling of that number.
fn address_of(listing: Listing, at: usize) -> String {
    let page = Number::try_from(at / listing.page_size).unwrap_or(Number::MAX);
    urls::numbered(NAMES, page.min(listing.last()))
}

/// The place of a spelling, the same for all that fold to the same and for no others.
fn anchor(folded: &str) -> String {
    let mut anchor = String::from("name-");
    for c in folded.chars() {
        match c {
            ' ' => anchor.push('-'),
            c if c.is_alphanumeric() => anchor.push(c),
            // Writing to a string cannot fail.
            c => {
                let _ = write!(anchor, ".{:x}", u32::from(c));
            }
        }
    }
    anchor
}

fn letter_anchor(letter: Letter) -> String {
    match letter {
        Letter::Digit => "letter-digit".to_owned(),
        Letter::Letter(letter) => format!("letter-{letter}"),
        Letter::Script(Script::Ethiopic) => "letter-ethiopic".to_owned(),
        Letter::Script(Script::Hangul) => "letter-hangul".to_owned(),
        Letter::Script(Script::Han) => "letter-han".to_owned(),
        Letter::Other => "letter-other".to_owned(),
    }
}

impl<'a> Views<'a> {
    /// A page of the list of all spellings.
    pub fn names(&self, number: Number) -> NamesPage<'a> {
        let names = &self.plan.names;
        let listing = listing(self.tracker, names);
        let entries = listing.alphabetical(number);
        let letters = names.letters();
        let mut groups = Vec::new();
        for (at, (letter, start)) in letters.iter().enumerate() {
            let end = letters.get(at + 1).map_or(names.words().len(), |(_, next)| *next);
            let (start, end) = (entries.start.max(*start), entries.end.min(end));
            if start < end {
                groups.push(NameGroup {
                    anchor: letter_anchor(*letter),
                    heading: self.letter(*letter),
                    names: self.named(start..end),
                });
            }
        }
        NamesPage {
            count: self.say("name_count", &[("count", count(names.words().len()))]),
            letters: letters.iter().map(|letter| self.letter_link(listing, letter)).collect(),
            groups,
            pager: self.alphabetical_pager(NAMES, listing, number),
        }
    }

    fn letter_link(&self, listing: Listing, (letter, start): &(Letter, usize)) -> LetterLink<'a> {
        let address = address_of(listing, *start);
        let anchor = letter_anchor(*letter);
        LetterLink {
            text: self.letter(*letter),
            href: format!("{}#{}", urls::href(&address), urls::href(&anchor)),
        }
    }

    fn letter(&self, letter: Letter) -> Cow<'a, str> {
        match letter {
            Letter::Digit => self.word("names_digits"),
            Letter::Letter(letter) => letter.to_uppercase().collect::<String>().into(),
            Letter::Script(Script::Ethiopic) => self.word("names_ethiopic"),
            Letter::Script(Script::Hangul) => self.word("names_hangul"),
            Letter::Script(Script::Han) => self.word("names_han"),
            Letter::Other => self.word("names_other"),
        }
    }

    /// The spellings of those numbers.
    fn named(&self, entries: Range<usize>) -> Vec<Name<'a>> {
        let names = &self.plan.names;
        let mut before = None;
        let name = |at: usize| {
            let folded = fold(names.spots(&names.words()[at])[0].text(self.tracker));
            let anchor = (before.as_ref() != Some(&folded)).then(|| anchor(&folded));
            before = Some(folded);
            self.name(at, anchor)
        };
        entries.map(name).collect()
    }

    fn name(&self, at: usize, anchor: Option<String>) -> Name<'a> {
        let (tracker, names) = (self.tracker, &self.plan.names);
        let word = &names.words()[at];
        let spots = names.spots(word);
        let text = spots[0].text(tracker);
        let spot = names.main(word.meaning);
        let main_name = self.text(spot.text(tracker), spot.lang(tracker));
        let main = text == main_name.text;
        let of_spots = || spots.iter().find_map(|spot| spot.lang(tracker));
        let lang = if main { spot.lang(tracker) } else { of_spots() };
        let mut notes: Vec<Text<'a>> = Vec::new();
        for (note, lang) in spots.iter().filter_map(|spot| spot.note(tracker)) {
            if notes.iter().all(|known| known.text != note) {
                notes.push(self.text(note, lang));
            }
        }
        let mut name = Name {
            anchor,
            main,
            name: self.text(text, lang),
            of: Link::default(),
            kind: Cow::Borrowed(""),
            within: Vec::new(),
            cases: Vec::new(),
            more: None,
            notes,
        };
        match word.meaning {
            Meaning::Region(ix) => {
                name.of = self.link(Target::Region(ix));
                let kind = tracker.region(ix).kind.as_deref();
                name.kind = kind.map_or_else(|| self.word("record_region"), Cow::Borrowed);
                name.within = self.regions_around(tracker.region_parent(ix));
            }
            Meaning::Actor(ix) => {
                name.of = self.link(Target::Actor(ix));
                let kind = tracker.actor(ix).kind;
                name.kind = match kind {
                    Some(kind) => self.vocabulary("actor_kind", kind.name()),
                    None => self.word("record_actor"),
                };
            }
            Meaning::Place(place) => {
                let place = names.place(place);
                let incidents = names.incidents(place);
                let case = |ix| self.link(Target::Case(Case::Incident(ix)));
                let main = if main { Some(at) } else { names.position(tracker, word.meaning) };
                name.of = self.entry(main_name, main);
                name.kind = self.word("name_of_place");
                name.within = self.regions_around(Some(place.shown_in));
                name.cases = incidents.iter().take(CASES).map(|ix| case(*ix)).collect();
                name.more = (incidents.len() > CASES).then(|| {
                    let more = [("count", count(incidents.len() - CASES))];
                    let text = self.say("more_incidents", &more);
                    Text { text, ..Text::default() }.link(self.href(Target::Region(place.shown_in)))
                });
            }
        }
        name
    }

    /// A name with a link to where the list has it, by its number there.
    fn entry(&self, name: Text<'a>, at: Option<usize>) -> Link<'a> {
        let Some(at) = at else { return name.words() };
        let address = address_of(listing(self.tracker, &self.plan.names), at);
        let anchor = anchor(&fold(&name.text));
        name.link(format!("{}#{}", urls::href(&address), urls::href(&anchor)))
    }

    /// A region and those above it.
    fn regions_around(&self, region: Option<RegionIx>) -> Vec<Link<'a>> {
        let path = region.map(|ix| self.tracker.region_path(ix)).unwrap_or_default();
        path.into_iter().rev().map(|ix| self.link(Target::Region(ix))).collect()
    }
}

fn count(number: usize) -> Arg<'static> {
    Arg::Number(u64::try_from(number).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::anchor;

    #[test]
    fn a_spelling_has_a_place_of_its_own() {
        let check = |folded: &str, expected: &str| assert_eq!(anchor(folded), expected);
        check("sampleford", "name-sampleford");
        check("north sampleford", "name-north-sampleford");
        check("st. anne", "name-st.2e-anne");
        check("st anne", "name-st-anne");
        check("مدينة", "name-مدينة");
    }
}
