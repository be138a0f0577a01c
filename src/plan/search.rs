//! What the search finds: every page with words of its own, numbered; what is searched of each, and
//! what a result shows.

use std::borrow::Cow;

use serde::Serialize;

use super::filter::PluralForm;
use super::view::{Figure, Link, Text, Views};
use super::{Plan, Target, links};
use crate::model::{
    Case, Claim, Id, IncidentIx, Party, Record, RegionIx, Source, Spelling, Statement, Tracker,
};
use crate::source::Located;
use crate::words::Arg;

/// The page.
pub(super) const SEARCH: &str = "search.html";

/// The file below `static/`, and of the site, that searches.
pub const SEARCH_SCRIPT: &str = "js/search.js";

/// How many documents one file holds for results.
pub const DOCUMENTS: usize = 32;

/// Bytes of content to one file of words: some 5 to 10 KB then come of it. A query reads a file for
/// each word, and what names the files; at 100,000 incidents of many words both weigh alike.
const CONTENT: usize = 50_000;

/// The most files of words, so that what names them stays small: some 80 KB for a million incidents.
const MOST_SHARDS: u32 = 8192;

/// How much a text says of the page that it stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// It stands somewhere on the page.
    Text,
    /// It is a fact: a place, a region, a party, a type.
    Fact,
    /// It is the page's name, or another spelling of that.
    Name,
}

/// The documents by their numbers.
///
/// Incidents come last, from the oldest, after a gap: a new one takes the next number, and a new
/// record of another kind seldom moves them.
#[derive(Debug, Default)]
pub struct Documents {
    others: Vec<Target>,
    /// The number of the first incident.
    incidents_from: usize,
    incidents: usize,
    shards: u32,
}

impl Documents {
    /// Numbers what is searched; nothing where `[search]` is off.
    pub(super) fn of(tracker: &Tracker, targets: &[Target]) -> Self {
        if !tracker.settings.search.enabled {
            return Self::default();
        }
        let stands = |target: Target| {
            links::record_of(tracker, target).is_some_and(|record| !record.is_withdrawn())
        };
        let mut others: Vec<Target> = targets
            .iter()
            .filter(|target| !matches!(target, Target::Case(Case::Incident(_))))
            .copied()
            .filter(|target| stands(*target))
            .collect();
        others.sort_by_key(|target| (rank(*target), *target));
        let incidents = tracker.listed().len();
        let incidents_from = others.len().next_power_of_two().max(DOCUMENTS);
        let bodies = tracker.settings.search.bodies;
        let listed = tracker.listed().iter().map(|ix| &tracker.incident(*ix).record);
        let records = others.iter().filter_map(|target| links::record_of(tracker, *target));
        // A body is the end of its file.
        let size = |record: &Record| match bodies {
            true => record.body.end as usize,
            false => record.body.start as usize,
        };
        let content: usize = records.chain(listed).map(size).sum();
        Self { incidents_from, incidents, shards: shards(content), others }
    }

    /// How many files of words there are.
    pub fn shards(&self) -> u32 {
        self.shards
    }

    /// Whether there is nothing to find.
    pub fn is_empty(&self) -> bool {
        self.others.is_empty() && self.incidents == 0
    }

    /// Every document with its number, in the order of numbers.
    pub fn all(&self, tracker: &Tracker) -> Vec<(u32, Target)> {
        let others = self.others.iter().copied().enumerate();
        let incidents = (self.incidents_from..).zip(tracker.listed().iter().copied().map(incident));
        others.chain(incidents).map(|(at, target)| (number(at), target)).collect()
    }

    /// The numbers of the files of documents.
    pub(super) fn parts(&self) -> impl Iterator<Item = u32> {
        let incidents = self.incidents_from..self.incidents_from + self.incidents;
        let mut parts: Vec<usize> =
            (0..self.others.len()).chain(incidents).map(|at| at / DOCUMENTS).collect();
        parts.dedup();
        parts.into_iter().map(number)
    }

    /// What the file of documents with that number holds; `None` for a number that means nothing.
    fn part(&self, tracker: &Tracker, part: u32) -> Vec<Option<Target>> {
        let from = part as usize * DOCUMENTS;
        let document = |at: usize| match at.checked_sub(self.incidents_from) {
            Some(at) => tracker.listed().get(at).copied().map(incident),
            None => self.others.get(at).copied(),
        };
        (from..from + DOCUMENTS).map(document).collect()
    }
}

fn incident(ix: IncidentIx) -> Target {
    Target::Case(Case::Incident(ix))
}

/// Of documents that fit alike, those of the higher rank come first; incidents before all.
fn rank(target: Target) -> u8 {
    match target {
        Target::Source(_) => 0,
        Target::Home | Target::Plain(_) => 1,
        Target::Case(Case::Milestone(_)) => 2,
        Target::Case(Case::Report(_)) => 3,
        Target::Actor(_) => 4,
        Target::Region(_) => 5,
        Target::Case(Case::Incident(_)) => 6,
    }
}

/// So many files for so much content, in steps of a quarter: the number seldom changes.
fn shards(content: usize) -> u32 {
    let wanted = number(content.div_ceil(CONTENT)).min(MOST_SHARDS);
    let mut shards: u32 = 1;
    while shards < wanted {
        shards += (shards / 4).max(1);
    }
    shards.min(MOST_SHARDS)
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The page of the search.
#[derive(Debug, Serialize)]
pub struct SearchPage<'a> {
    /// The version of the index, put after the names of its files: a browser that kept those of an
    /// earlier build does not mix them with new ones.
    pub version: String,
    /// The language in which the counts are written (BCP 47).
    pub language: String,
    /// The digit nought of that language.
    pub nought: String,
    /// That so many pages were found: a text for each plural form, with `{count}` where the number
    /// comes.
    pub found: Vec<PluralForm>,
    /// That some words of the index begin like one that was asked for and were not looked at, with
    /// `{word}`.
    pub partly: Cow<'a, str>,
    /// That a word narrows nothing, with `{word}`.
    pub common: Cow<'a, str>,
    /// That a word is nowhere, with `{word}`.
    pub unknown: Cow<'a, str>,
    /// Pages that lead to what there is without a search.
    pub otherwise: Vec<Link<'a>>,
}

/// What a result shows, as a list for the script: title, address, kind, date in words, date for
/// `datetime`, region, figure, language and direction of the title. What is empty at the end is left out.
pub type Found<'a> = Vec<Cow<'a, str>>;

impl Plan {
    /// What is searched.
    pub fn documents(&self) -> &Documents {
        &self.documents
    }
}

impl<'a> Views<'a> {
    /// The page of the search, for the index of that version.
    pub fn search(&self, version: String) -> SearchPage<'a> {
        let count = [("shown", Arg::Text("{count}"))];
        let (language, found) = self.words.plural_forms("search_found", "count", &count);
        let word = [("word", Arg::Text("{word}"))];
        let otherwise = [
            ("names", super::names::NAMES),
            ("incidents", super::all::INCIDENTS),
            ("regions", "regions/index.html"),
        ];
        SearchPage {
            version,
            language,
            nought: self.words.number(0).into_owned(),
            found: found
                .into_iter()
                .map(|(category, text)| PluralForm { category, text })
                .collect(),
            partly: self.say("search_partly", &word),
            common: self.say("search_common", &word),
            unknown: self.say("search_unknown", &word),
            otherwise: otherwise
                .into_iter()
                .map(|(word, href)| Link {
                    href: Some(href.into()),
                    ..Link::plain(self.word(word))
                })
                .collect(),
        }
    }

    /// What the results of one file of documents show; empty for a number that means nothing.
    pub fn search_documents(&self, part: u32) -> Vec<Found<'a>> {
        let documents = self.plan.documents.part(self.tracker, part);
        let found = |target: Option<Target>| target.map_or_else(Vec::new, |own| self.found(own));
        documents.into_iter().map(found).collect()
    }

    fn found(&self, target: Target) -> Found<'a> {
        let tracker = self.tracker;
        let title = match target {
            Target::Source(ix) => self.source_title_of(ix),
            Target::Home => self.text(&*tracker.settings.title, None),
            _ => {
                let link = self.link(target);
                Text { text: link.text, lang: link.lang, dir: link.dir }
            }
        };
        let (mut date, mut machine) = (Cow::Borrowed(""), None);
        let (mut region, mut figure) = (None, None);
        let kind = match target {
            Target::Case(case) => {
                let row = self.row(case);
                (date, machine) = (row.date.text, row.date.machine);
                region = row.region.map(|region| region.name.text);
                figure = row.uncounted.or_else(|| row.figures.into_iter().next().map(said));
                match case {
                    Case::Incident(ix) => {
                        let own = self.kind_of(ix).map(|(_, label)| label.into());
                        own.unwrap_or_else(|| self.word("record_incident"))
                    }
                    Case::Report(_) | Case::Milestone(_) => row.kind_word,
                }
            }
            Target::Region(ix) => {
                region = tracker.region_parent(ix).map(|ix| self.link(Target::Region(ix)).text);
                let own = tracker.region(ix).kind.as_deref();
                own.map_or_else(|| self.word("record_region"), Cow::Borrowed)
            }
            Target::Actor(ix) => match tracker.actor(ix).kind {
                Some(kind) => self.vocabulary("actor_kind", kind.name()),
                None => self.word("record_actor"),
            },
            Target::Source(_) => self.word("record_source"),
            Target::Home | Target::Plain(_) => self.word("record_page"),
        };
        let lang = title.lang.zip(title.dir);
        let mut found = vec![
            title.text,
            self.href(target),
            kind,
            date,
            machine.unwrap_or_default().into(),
            region.unwrap_or_default(),
            figure.unwrap_or_default(),
            lang.map_or("", |(lang, _)| lang).into(),
            lang.map_or("", |(_, dir)| dir).into(),
        ];
        while found.last().is_some_and(|text| text.is_empty()) {
            found.pop();
        }
        found
    }

    /// Gives every text of a page that is searched, its body apart: nothing but what is published
    /// there or, for regions, places and parties, on the page of their names.
    pub fn searched(&self, target: Target, each: &mut dyn FnMut(Weight, &str)) {
        let tracker = self.tracker;
        let Some(record) = links::record_of(tracker, target) else { return };
        match target {
            Target::Home => each(Weight::Name, &tracker.settings.title),
            Target::Source(ix) => {
                each(Weight::Name, &self.source_title_of(ix).text);
                source(&tracker.source(ix).source, each);
            }
            _ => each(Weight::Name, &record.title.value),
        }
        if matches!(target, Target::Case(_)) {
            each(Weight::Fact, record.id.value.as_str());
        }
        match target {
            Target::Case(Case::Incident(ix)) => self.searched_incident(ix, each),
            Target::Case(Case::Report(ix)) => {
                self.searched_area(&tracker.report(ix).area, record, each)
            }
            Target::Case(Case::Milestone(ix)) => {
                self.searched_area(&tracker.milestone(ix).area, record, each);
            }
            Target::Region(ix) => {
                let region = tracker.region(ix);
                spellings(Weight::Name, &region.also, each);
                notes(&region.also, each);
                region.kind.iter().for_each(|kind| each(Weight::Fact, kind));
                if let Some(parent) = tracker.region_parent(ix) {
                    self.searched_path(parent, each);
                }
            }
            Target::Actor(ix) => {
                spellings(Weight::Name, &tracker.actor(ix).also, each);
                notes(&tracker.actor(ix).also, each);
            }
            Target::Plain(at) => {
                let description = &tracker.pages[at as usize].description;
                description.iter().for_each(|text| each(Weight::Text, text));
            }
            Target::Home | Target::Source(_) => {}
        }
        self.searched_record(record, each);
    }

    fn searched_incident(&self, ix: IncidentIx, each: &mut dyn FnMut(Weight, &str)) {
        let tracker = self.tracker;
        let incident = tracker.incident(ix);
        let region = tracker.shown_region(ix);
        self.searched_path(region, each);
        spellings(Weight::Fact, &tracker.region(region).also, each);
        if let Some((_, label)) = self.kind_of(ix) {
            each(Weight::Fact, label);
        }
        for place in &incident.places {
            let known = place.gazetteer.as_ref();
            if let Some(known) = known.and_then(|id| tracker.place_by_id(id.value.as_str())) {
                each(Weight::Fact, &known.name);
                spellings(Weight::Fact, &known.also, each);
            }
            place.name.iter().for_each(|name| each(Weight::Fact, &name.value));
            spellings(Weight::Fact, &place.also, each);
            notes(&place.also, each);
            if let Some(region) = tracker.shown_place(&incident.record, place).region {
                each(Weight::Fact, &tracker.region(region).record.title.value);
            }
            place.note.iter().for_each(|note| each(Weight::Text, note));
        }
        for victim in &incident.victims {
            each(Weight::Fact, &victim.name.value);
            victim.role.iter().for_each(|role| each(Weight::Text, role));
        }
        incident.evidence_note.iter().for_each(|note| each(Weight::Text, note));
    }

    fn searched_area(
        &self,
        area: &[Located<Id>],
        record: &Record,
        each: &mut dyn FnMut(Weight, &str),
    ) {
        for ix in self.tracker.shown_area(record, area) {
            each(Weight::Fact, &self.tracker.region(ix).record.title.value);
        }
    }

    /// A region and those above it.
    fn searched_path(&self, ix: RegionIx, each: &mut dyn FnMut(Weight, &str)) {
        for ix in self.tracker.region_path(ix) {
            each(Weight::Fact, &self.tracker.region(ix).record.title.value);
        }
    }

    /// What every kind of record may have.
    fn searched_record(&self, record: &Record, each: &mut dyn FnMut(Weight, &str)) {
        let tracker = self.tracker;
        record.tags.iter().for_each(|tag| each(Weight::Fact, tag));
        record.warning.iter().for_each(|text| each(Weight::Text, text));
        record.claims.iter().for_each(|claim| self.searched_claim(claim, each));
        record.statements.iter().for_each(|statement| self.searched_statement(statement, each));
        for cited in &record.sources {
            if let Some(own) = tracker.cited(record, cited.id().value.as_str()) {
                own.title.iter().for_each(|title| each(Weight::Text, title));
                source(own, each);
            }
        }
        record.changes.iter().for_each(|change| each(Weight::Text, &change.note));
    }

    fn searched_claim(&self, claim: &Claim, each: &mut dyn FnMut(Weight, &str)) {
        for (_, actor) in Tracker::roles(claim) {
            self.searched_actor(actor.value.as_str(), each);
        }
        claim.by.iter().for_each(|by| self.searched_party(by, each));
        claim.via.iter().for_each(|via| self.searched_actor(via, each));
        let texts = [
            &claim.motive,
            &claim.method,
            &claim.damage,
            &claim.text,
            &claim.quote,
            &claim.reason,
            &claim.note,
        ];
        texts.into_iter().flatten().for_each(|text| each(Weight::Text, text));
    }

    fn searched_statement(&self, statement: &Statement, each: &mut dyn FnMut(Weight, &str)) {
        self.searched_party(&statement.by, each);
        statement.to.iter().for_each(|party| self.searched_party(party, each));
        let texts = [&statement.text, &statement.quote, &statement.channel];
        texts.into_iter().flatten().for_each(|text| each(Weight::Text, text));
    }

    fn searched_party(&self, party: &Party, each: &mut dyn FnMut(Weight, &str)) {
        match party {
            Party::Actor(id) => self.searched_actor(id.value.as_str(), each),
            Party::Words(words) => each(Weight::Text, words),
        }
    }

    /// An actor by its names, else the words that stand for one.
    fn searched_actor(&self, id: &str, each: &mut dyn FnMut(Weight, &str)) {
        let Some(ix) = self.tracker.actor_by_id(id) else { return each(Weight::Text, id) };
        let actor = self.tracker.actor(ix);
        each(Weight::Fact, &actor.record.title.value);
        if !actor.record.is_withdrawn() {
            spellings(Weight::Fact, &actor.also, each);
        }
    }
}

/// A figure with what it counts.
fn said(figure: Figure<'_>) -> Cow<'_, str> {
    format!("{}: {}", figure.label, figure.text).into()
}

fn spellings(weight: Weight, also: &[Spelling], each: &mut dyn FnMut(Weight, &str)) {
    also.iter().for_each(|spelling| each(weight, &spelling.name));
}

fn notes(also: &[Spelling], each: &mut dyn FnMut(Weight, &str)) {
    also.iter().flat_map(|spelling| &spelling.note).for_each(|note| each(Weight::Text, note));
}

/// What is told of a source besides its title.
fn source(source: &Source, each: &mut dyn FnMut(Weight, &str)) {
    let texts = [&source.author, &source.publisher, &source.note];
    texts.into_iter().flatten().for_each(|text| each(Weight::Text, text));
}

#[cfg(test)]
mod tests {
    use super::shards;

    #[test]
    fn the_number_of_files_grows_in_steps() {
        assert_eq!(shards(0), 1);
        assert_eq!(shards(50_000), 1);
        assert_eq!(shards(500_000), 10);
        assert_eq!(shards(5_000_000), shards(5_250_000));
        assert_eq!(shards(usize::MAX / 2), 8192);
    }
}
