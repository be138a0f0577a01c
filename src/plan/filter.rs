//! What the filter of the list of all incidents reads in the browser: its words, what can be chosen,
//! and the incidents themselves in parts.
//!
//! A part names regions, actors and types by ids of its own: a browser may keep a part from an
//! earlier build, and it must never be read with another build's numbers.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::all;
use super::view::Views;
use super::{Plan, Target, urls};
use crate::model::{Attribution, Case, Evidence, IncidentIx, Range, RegionIx, Tracker, fold};
use crate::words::Arg;

/// How many incidents a part holds at most, and how many are searched at a time.
pub(super) const PART_SIZE: usize = 10_000;

/// Where the choices lie.
pub(super) const CHOICES: &str = "incidents/all/choices.js";

/// What the form that filters needs of the page.
#[derive(Debug, Serialize)]
pub struct FilterForm<'a> {
    /// The language in which the counts are written (BCP 47).
    pub language: String,
    /// The digit nought of that language.
    pub nought: String,
    /// That so many of so many incidents are shown: a text for each plural form of the first, with
    /// `{shown}` and `{all}` where the numbers come.
    pub shown: Vec<PluralForm>,
    /// That a part of the incidents was searched, with `{from}` and `{to}` where the days come.
    pub partly: Cow<'a, str>,
    /// The measure of the column of people: `killed`, `injured` …
    pub measure: &'static str,
    /// How many incidents are searched at a time.
    pub at_once: usize,
    /// Whether there is somebody named as perpetrator to choose.
    pub actors: bool,
    /// Whether there are types to choose.
    pub types: bool,
}

/// A text for the numbers of one plural form.
#[derive(Debug, Serialize)]
pub struct PluralForm {
    /// `zero`, `one`, `two`, `few`, `many` or `other` (CLDR).
    pub category: &'static str,
    /// The text.
    pub text: String,
}

/// What can be chosen.
#[derive(Debug, Serialize)]
pub struct Choices<'a> {
    /// The regions that have incidents, in the order of the tree: id, name, how deep it lies.
    regions: Vec<(&'a str, &'a str, usize)>,
    /// Who is named as perpetrator, by name: id, name.
    actors: Vec<(&'a str, &'a str)>,
    /// The types that incidents have, as `griot.toml` lists them: id, label.
    types: Vec<(&'a str, &'a str)>,
    /// The grades of evidence that incidents have, the firmest first: name, word.
    evidence: Vec<(&'static str, Cow<'a, str>)>,
    /// The parts, oldest first.
    parts: Vec<PartOf>,
}

/// What a browser must know of a part before it asks for it.
#[derive(Debug, Serialize)]
struct PartOf {
    /// The name of its file, without `.js`.
    name: String,
    /// How many incidents it holds.
    count: usize,
    /// The first day of any of them (ISO 8601), and in words.
    first: (String, String),
    /// The last first day of any of them, in words.
    last: String,
    /// The last day of any of them (ISO 8601); empty where one goes on.
    until: String,
}

/// Incidents of one year in columns, oldest first; numbers lead into the lists before them.
#[derive(Debug, Default, Serialize)]
pub struct Part<'a> {
    /// Regions: id, name, address, language and direction of the name.
    regions: Vec<Linked<'a>>,
    /// Actors: id, name, address, language and direction of the name.
    actors: Vec<Linked<'a>>,
    /// Ways of being named: a sentence with `{actor}` where the name comes.
    statuses: Vec<String>,
    /// Types: id, label.
    types: Vec<(&'a str, &'a str)>,
    /// Grades: name, word.
    grades: Vec<(&'static str, Cow<'a, str>)>,
    /// Dates: in words, for `datetime` or empty, as the record has it, first day, last day or empty,
    /// and 1 where it is a certain day or days.
    dates: Vec<Dated>,
    /// Figures: in words, lowest, best, highest, what claims say in words, and 1 where they count.
    figures: Vec<Figure>,
    /// Names of places.
    places: Vec<&'a str>,
    /// Addresses relative to the site's root, percent-encoded.
    hrefs: Vec<Cow<'a, str>>,
    /// Titles.
    titles: Vec<&'a str>,
    /// Language and direction of titles that are not in the site's own, by position.
    tongues: BTreeMap<usize, (&'a str, &'static str)>,
    /// Number of the region.
    region: Vec<u32>,
    /// Number of the type; -1 for none.
    kind: Vec<i64>,
    /// Number of the grade.
    grade: Vec<u32>,
    /// Number of the date.
    date: Vec<u32>,
    /// Number of the figure; -1 where nobody says.
    figure: Vec<i64>,
    /// Who is named and how, number by number.
    named: Vec<Vec<u32>>,
    /// Numbers of the places.
    place: Vec<Vec<u32>>,
}

/// A language and its direction; nothing in the site's own.
type Tongue<'a> = Option<(&'a str, &'static str)>;

/// A region or an actor: id, name, address, language and direction of the name.
type Linked<'a> = (&'a str, Cow<'a, str>, Cow<'a, str>, Tongue<'a>);

/// A date as a part has it.
type Dated = (String, String, String, String, String, u8);

/// A figure as a part has it.
type Figure = (String, Option<u64>, Option<u64>, Option<u64>, String, u8);

/// Gives every value its number, in the order in which they come.
struct Numbered<K, V> {
    numbers: BTreeMap<K, u32>,
    values: Vec<V>,
}

impl<K: Ord, V> Numbered<K, V> {
    fn new() -> Self {
        Self { numbers: BTreeMap::new(), values: Vec::new() }
    }

    fn number(&mut self, key: K, value: impl FnOnce() -> V) -> u32 {
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(key).or_insert_with(|| {
            self.values.push(value());
            next
        })
    }
}

/// The parts of a year: the number of each from 0, with its incidents.
pub(super) fn parts_of<'a>(
    plan: &Plan,
    tracker: &'a Tracker,
    year: i16,
) -> impl Iterator<Item = (u32, &'a [IncidentIx])> {
    (0..).zip(plan.of_year(tracker, year).chunks(PART_SIZE))
}

impl<'a> Views<'a> {
    /// What the form needs; `None` where there is nothing to filter.
    pub(super) fn filter_form(&self) -> Option<FilterForm<'a>> {
        let tracker = self.tracker;
        if tracker.listed().is_empty() {
            return None;
        }
        let numbers = [("shown", Arg::Text("{shown}")), ("all", Arg::Text("{all}"))];
        let (language, shown) = self.words.plural_forms("filter_shown", "count", &numbers);
        let days = [("from", Arg::Text("{from}")), ("to", Arg::Text("{to}"))];
        let kinds = &tracker.settings.types;
        Some(FilterForm {
            nought: self.words.number(0).into_owned(),
            shown: shown
                .into_iter()
                .map(|(category, text)| PluralForm { category, text })
                .collect(),
            language,
            partly: self.say("filter_partly", &days),
            measure: self.table_measure().0,
            at_once: PART_SIZE,
            actors: self.plan.of_actor.iter().any(|groups| is_named(groups)),
            types: !kinds.is_empty() && tracker.incidents.iter().any(|own| own.kind.is_some()),
        })
    }

    /// What can be chosen.
    pub fn filter_choices(&self) -> Choices<'a> {
        let tracker = self.tracker;
        let mut regions = Vec::new();
        self.region_choices(tracker.top_regions(), 0, &mut regions);
        let actors = self.plan.actors_by_name.iter();
        let named = actors.filter(|ix| is_named(&self.plan.of_actor[ix.at()])).map(|ix| {
            let record = &tracker.actor(*ix).record;
            (record.id.value.as_str(), &*record.title.value)
        });
        let listed = || tracker.listed().iter().map(|ix| tracker.incident(*ix));
        let kinds: BTreeSet<&str> =
            listed().filter_map(|own| own.kind.as_ref()).map(|kind| kind.value.as_str()).collect();
        let kinds = tracker.settings.types.iter().filter(|own| kinds.contains(own.id.as_str()));
        let grades: BTreeSet<Evidence> = listed().map(|own| own.evidence.value).collect();
        let grades = Evidence::ALL.iter().filter(|(_, grade)| grades.contains(grade));
        let years = self.plan.incident_years.keys();
        let parts = years.flat_map(|year| {
            let parts = parts_of(self.plan, tracker, *year);
            parts.map(|(number, incidents)| self.part_of(*year, number, incidents))
        });
        Choices {
            regions,
            actors: named.collect(),
            types: kinds.map(|own| (own.id.as_str(), &*own.label)).collect(),
            evidence: grades.map(|(name, _)| (*name, self.vocabulary("evidence", name))).collect(),
            parts: parts.collect(),
        }
    }

    /// The regions of one level that have incidents, by name, each with those below it.
    fn region_choices(
        &self,
        level: &[RegionIx],
        depth: usize,
        out: &mut Vec<(&'a str, &'a str, usize)>,
    ) {
        let named = |ix: &RegionIx| fold(&self.tracker.region(*ix).record.title.value);
        let with_incidents = |ix: &&RegionIx| !self.tracker.in_region(**ix).is_empty();
        let mut level: Vec<RegionIx> = level.iter().filter(with_incidents).copied().collect();
        level.sort_by_cached_key(|ix| (named(ix), *ix));
        for ix in level {
            let record = &self.tracker.region(ix).record;
            out.push((record.id.value.as_str(), &*record.title.value, depth));
            self.region_choices(self.tracker.sub_regions(ix), depth + 1, out);
        }
    }

    fn part_of(&self, year: i16, number: u32, incidents: &[IncidentIx]) -> PartOf {
        let dates = || incidents.iter().map(|ix| &self.tracker.incident(*ix).date.value);
        let first = dates().next().map(|date| date.earliest()).unwrap_or_default();
        let last = dates().next_back().map(|date| date.earliest()).unwrap_or_default();
        let until = dates().map(|date| date.latest()).collect::<Option<BTreeSet<_>>>();
        PartOf {
            name: urls::filter_part_name(year, number),
            count: incidents.len(),
            first: (first.to_string(), self.words.day(first)),
            last: self.words.day(last),
            until: until.and_then(|days| days.last().map(ToString::to_string)).unwrap_or_default(),
        }
    }

    /// The incidents of a part.
    pub fn filter_part(&self, year: i16, number: u32) -> Part<'a> {
        let found = parts_of(self.plan, self.tracker, year).find(|(own, _)| *own == number);
        let incidents = found.map_or(&[][..], |(_, incidents)| incidents);
        // What has to be put in words is made in parallel, then numbered in order.
        let worded: Vec<Worded<'a>> = incidents.par_iter().map(|ix| self.worded(*ix)).collect();
        let mut columns = Columns::new(self);
        for (at, (ix, own)) in incidents.iter().zip(worded).enumerate() {
            columns.add(at, *ix, own);
        }
        columns.into_part()
    }

    fn worded(&self, ix: IncidentIx) -> Worded<'a> {
        let incident = self.tracker.incident(ix);
        let date = &incident.date.value;
        let text = self.date(date);
        let counted = !self.is_uncounted(ix);
        let figure = match Range::of(incident, self.table_measure().1) {
            // Its figures stand on its own page, beside the reason.
            _ if !counted => {
                Some((self.word("not_counted").into_owned(), None, None, None, String::new(), 0))
            }
            Some(range) => {
                let said: Vec<String> = range.words.iter().map(ToString::to_string).collect();
                let text = self.words.range(&range);
                Some((text, range.low, range.best, range.high, self.words.list(&said), 1))
            }
            None => None,
        };
        Worded {
            date: (
                text.text.into_owned(),
                text.machine.unwrap_or_default(),
                date.to_string(),
                date.earliest().to_string(),
                date.latest().map(|day| day.to_string()).unwrap_or_default(),
                u8::from(text.exact),
            ),
            figure,
            named: all::named(&incident.record),
            places: self.place_names(ix),
        }
    }

    /// The names of the places of an incident, in all spellings.
    fn place_names(&self, ix: IncidentIx) -> Vec<&'a str> {
        let mut names = Vec::new();
        for place in &self.tracker.incident(ix).places {
            let known = place.gazetteer.as_ref();
            let known = known.and_then(|id| self.tracker.place_by_id(id.value.as_str()));
            names.extend(place.name.as_ref().map(|name| &*name.value));
            names.extend(place.also.iter().map(|spelling| &*spelling.name));
            if let Some(known) = known {
                names.push(&known.name);
                names.extend(known.also.iter().map(|spelling| &*spelling.name));
            }
        }
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// What an incident says, in words.
struct Worded<'a> {
    date: Dated,
    figure: Option<Figure>,
    named: Vec<(&'a str, Option<Attribution>)>,
    places: Vec<&'a str>,
}

/// The columns of a part as they grow.
struct Columns<'v, 'a> {
    views: &'v Views<'a>,
    part: Part<'a>,
    regions: Numbered<RegionIx, Linked<'a>>,
    actors: Numbered<&'a str, Linked<'a>>,
    statuses: Numbered<Option<Attribution>, String>,
    types: Numbered<&'a str, (&'a str, &'a str)>,
    grades: Numbered<Evidence, (&'static str, Cow<'a, str>)>,
    dates: Numbered<String, Dated>,
    figures: Numbered<Figure, Figure>,
    places: Numbered<&'a str, &'a str>,
}

impl<'v, 'a> Columns<'v, 'a> {
    fn new(views: &'v Views<'a>) -> Self {
        Self {
            views,
            part: Part::default(),
            regions: Numbered::new(),
            actors: Numbered::new(),
            statuses: Numbered::new(),
            types: Numbered::new(),
            grades: Numbered::new(),
            dates: Numbered::new(),
            figures: Numbered::new(),
            places: Numbered::new(),
        }
    }

    fn add(&mut self, at: usize, ix: IncidentIx, own: Worded<'a>) {
        let views = self.views;
        let incident = views.tracker.incident(ix);
        let part = &mut self.part;
        let title = views.title(&incident.record);
        part.hrefs.push(views.href(Target::Case(Case::Incident(ix))));
        part.titles.push(&*incident.record.title.value);
        if let Some(tongue) = title.lang.zip(title.dir) {
            part.tongues.insert(at, tongue);
        }
        let region = views.tracker.shown_region(ix);
        part.region.push(self.regions.number(region, || {
            let link = views.link(Target::Region(region));
            let id = views.tracker.region(region).record.id.value.as_str();
            (id, link.text, link.href.unwrap_or_default(), link.lang.zip(link.dir))
        }));
        let kind = views.kind_of(ix);
        part.kind.push(kind.map_or(-1, |kind| self.types.number(kind.0, || kind).into()));
        let grade = incident.evidence.value;
        let word = || (grade.name(), views.vocabulary("evidence", grade.name()));
        part.grade.push(self.grades.number(grade, word));
        part.date.push(self.dates.number(own.date.2.clone(), || own.date));
        let figures = &mut self.figures;
        let figure = own.figure.map(|figure| figures.number(figure.clone(), || figure));
        part.figure.push(figure.map_or(-1, i64::from));
        let mut named = Vec::with_capacity(own.named.len() * 2);
        for (actor, status) in own.named {
            named.push(self.actors.number(actor, || {
                let link = views.actor(actor);
                (actor, link.text, link.href.unwrap_or_default(), link.lang.zip(link.dir))
            }));
            named.push(self.statuses.number(status, || {
                let word = views.attribution_word(status);
                let parts = [("actor", Arg::Text("{actor}")), ("status", Arg::Text(&word))];
                views.say("attributed", &parts).into_owned()
            }));
        }
        part.named.push(named);
        let places = &mut self.places;
        part.place.push(own.places.iter().map(|name| places.number(name, || *name)).collect());
    }

    fn into_part(self) -> Part<'a> {
        Part {
            regions: self.regions.values,
            actors: self.actors.values,
            statuses: self.statuses.values,
            types: self.types.values,
            grades: self.grades.values,
            dates: self.dates.values,
            figures: self.figures.values,
            places: self.places.values,
            ..self.part
        }
    }
}

/// Whether one of the groups of an actor's page names it as perpetrator by a claim that stands.
fn is_named(groups: &[(super::Part, Vec<Case>)]) -> bool {
    let named =
        |part: &super::Part| matches!(part, super::Part::Perpetrator(_) | super::Part::Named);
    let incident = |case: &Case| matches!(case, Case::Incident(_));
    groups.iter().any(|(part, cases)| named(part) && cases.iter().any(incident))
}
