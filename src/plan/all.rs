//! All incidents as tables by year.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range as Span;

use serde::Serialize;

use super::filter::FilterForm;
use super::listing::{Listing, Number};
use super::view::{DateText, Link, Pager, Region, Text, Views};
use super::{Plan, Scope, Target, urls};
use crate::model::{
    Attribution, Case, IncidentIx, LeftOut, Measure, Range, Record, Sums, Tracker, Use,
};
use crate::words::Arg;

/// Where the list of all incidents lies.
pub(super) const INCIDENTS: &str = "incidents/index.html";

/// All incidents: a line for each year; of a short list the tables too, a text of rows for each
/// year in `rows`.
#[derive(Debug, Serialize)]
pub struct IncidentsPage<'a> {
    /// What kind of record it lists, and what that is not.
    pub intro: Cow<'a, str>,
    /// What the column of people counts.
    pub measure: Cow<'a, str>,
    /// The years that have incidents, newest first.
    pub years: Vec<IncidentYear<'a>>,
    /// Whether the tables stand on the page itself.
    pub tables: bool,
    /// What the form that filters needs; null where there is no incident.
    pub filter: Option<FilterForm<'a>>,
    /// Whether there are withdrawn or merged incidents, which have a list of their own.
    pub removed: bool,
}

/// A year of the list of all incidents.
#[derive(Debug, Serialize)]
pub struct IncidentYear<'a> {
    /// The year; a link to its page where the tables are not on this one.
    pub link: Link<'a>,
    /// The name of its place on the page.
    pub anchor: String,
    /// How many incidents, in words.
    pub incidents: Cow<'a, str>,
    /// How many people, in words; null where no incident states a number.
    pub people: Option<Cow<'a, str>>,
    /// Over how many incidents that runs, and how many have no number; null with it.
    pub scope: Option<Cow<'a, str>>,
    /// The page that proves the number of people; null with it.
    pub proof: Option<Cow<'a, str>>,
}

/// The table of a year, or a page of it; its rows come in `rows`, newest first.
#[derive(Debug, Serialize)]
pub struct IncidentYearPage<'a> {
    /// The year as the list of years shows it.
    pub year: IncidentYear<'a>,
    /// What the column of people counts.
    pub measure: Cow<'a, str>,
    /// The list of all incidents.
    pub all: Link<'a>,
    /// The year before that has incidents; may be null.
    pub earlier: Option<Link<'a>>,
    /// The year after that has incidents; may be null.
    pub later: Option<Link<'a>>,
    /// Whether this is a numbered page.
    pub continued: bool,
    /// Where this page of the listing stands.
    pub pager: Pager<'a>,
}

/// An incident in a table.
#[derive(Debug, Serialize)]
pub struct TableRow<'a> {
    /// When.
    pub date: DateText,
    /// Its page.
    pub href: Cow<'a, str>,
    /// Its title.
    pub title: Text<'a>,
    /// The finest region that may be named.
    pub region: Region<'a>,
    /// What the column of people counts.
    pub measure: Cow<'a, str>,
    /// What it was, in words; may be null.
    pub kind: Option<&'a str>,
    /// How many people, in words; null where no counted claim speaks of it.
    pub people: Option<Cow<'a, str>>,
    /// That it is in no total, in words; null where it is. There are then no `people`.
    pub uncounted: Option<Cow<'a, str>>,
    /// Who is said to have done it, each with how far the naming has got: sentences.
    pub named: Vec<Vec<Link<'a>>>,
    /// How sure it is, in a word.
    pub evidence: Cow<'a, str>,
}

/// The listed incidents of each year, as positions in [`Tracker::listed`]. A year is that of the
/// first day that a date can mean, so that the incidents of a year stand together.
pub(super) fn years(tracker: &Tracker) -> BTreeMap<i16, Span<usize>> {
    let mut years: BTreeMap<i16, Span<usize>> = BTreeMap::new();
    for (at, ix) in tracker.listed().iter().enumerate() {
        let year = tracker.incident(*ix).date.value.year();
        years.entry(year).or_insert(at..at).end = at + 1;
    }
    years
}

/// Who is named as perpetrator in a record by a claim that stands, with the status of the claim:
/// each pair once, the furthest first.
pub(super) fn named(record: &Record) -> Vec<(&str, Option<Attribution>)> {
    let standing = record
        .claims
        .iter()
        .filter(|claim| claim.usage() != Use::Rejected && !record.is_overtaken(claim));
    let mut named: Vec<(&str, Option<Attribution>)> = Vec::new();
    for claim in standing {
        for actor in &claim.perpetrator {
            let pair = (actor.value.as_str(), claim.status);
            if !named.contains(&pair) {
                named.push(pair);
            }
        }
    }
    named.sort_by_key(|(_, status)| (status.is_none(), *status));
    named
}

impl Plan {
    /// The listed incidents of a year, oldest first.
    pub(super) fn of_year<'a>(&self, tracker: &'a Tracker, year: i16) -> &'a [IncidentIx] {
        let span = self.incident_years.get(&year).cloned().unwrap_or_default();
        tracker.listed().get(span).unwrap_or_default()
    }

    /// Whether the list of all incidents is so short that it is one page.
    pub(super) fn is_one_page(tracker: &Tracker) -> bool {
        tracker.listed().len() <= tracker.settings.page_size
    }
}

impl<'a> Views<'a> {
    /// The measure of the column of people, with its name: the one that charts show.
    pub(super) fn table_measure(&self) -> (&'static str, Measure) {
        let measure = self.plan.totals.charted.unwrap_or(Measure::Killed);
        let known = Measure::ALL.iter().find(|(_, own)| *own == measure);
        known.copied().unwrap_or(("killed", Measure::Killed))
    }

    /// The list of all incidents.
    pub fn incidents(&self) -> IncidentsPage<'a> {
        let years = self.plan.incident_years.keys().rev();
        IncidentsPage {
            intro: self.word("incidents_intro"),
            measure: self.vocabulary("measure", self.table_measure().0),
            years: years.map(|year| self.incident_year(*year)).collect(),
            tables: Plan::is_one_page(self.tracker),
            filter: self.filter_form(),
            removed: !self.plan.removed.is_empty(),
        }
    }

    /// The tables of the list of all incidents, newest year first; none where they have pages.
    pub fn incident_tables(&self) -> impl Iterator<Item = Vec<Case>> + 'a {
        let (plan, tracker) = (self.plan, self.tracker);
        let years = plan.incident_years.keys().rev().filter(|_| Plan::is_one_page(tracker));
        years.map(|year| {
            let incidents = plan.of_year(tracker, *year).iter().rev();
            incidents.map(|ix| Case::Incident(*ix)).collect()
        })
    }

    fn incident_year(&self, year: i16) -> IncidentYear<'a> {
        let incidents = self.plan.of_year(self.tracker, year).len();
        let count = Arg::Number(u64::try_from(incidents).unwrap_or(u64::MAX));
        let period = Scope::Period(year, None);
        let (_, measure) = self.table_measure();
        let sums = self.plan.totals.proof(period).map(|proof| &proof.sums);
        let sums = sums.filter(|sums| sums.total(measure).with_number() > 0);
        let scope = |sums: &Sums| {
            let of = [
                ("incidents", Arg::Number(sums.total(measure).with_number())),
                ("without", Arg::Number(sums.without_number(measure))),
            ];
            self.say("sum_scope", &of)
        };
        let proof = |_| urls::href(&urls::proof(self.tracker, period)).into_owned().into();
        IncidentYear {
            link: self.incident_year_link(year),
            anchor: format!("y{year:04}"),
            incidents: self.say("incident_count", &[("count", count)]),
            people: sums.map(|sums| self.words.range(&sums.total(measure).range()).into()),
            scope: sums.map(scope),
            proof: sums.map(proof),
        }
    }

    fn incident_year_link(&self, year: i16) -> Link<'a> {
        let name = self.period_name(year, None);
        match Plan::is_one_page(self.tracker) {
            true => Link::plain(name),
            false => Link { href: Some(urls::incident_year(year).into()), ..Link::plain(name) },
        }
    }

    /// The table of a year.
    pub fn incident_year_page(&self, year: i16, number: Number) -> IncidentYearPage<'a> {
        let years = &self.plan.incident_years;
        let earlier = years.range(..year).next_back().map(|(year, _)| *year);
        let later = years.range(year.saturating_add(1)..).next().map(|(year, _)| *year);
        let listing = self.incident_year_listing(year);
        IncidentYearPage {
            year: self.incident_year(year),
            measure: self.vocabulary("measure", self.table_measure().0),
            all: Link { href: Some(INCIDENTS.into()), ..Link::plain(self.word("all_incidents")) },
            earlier: earlier.map(|year| self.incident_year_link(year)),
            later: later.map(|year| self.incident_year_link(year)),
            continued: number > 0,
            pager: self.pager(&urls::incident_year(year), listing, number),
        }
    }

    /// The title of the table of a year.
    pub fn incident_year_title(&self, year: i16) -> Cow<'a, str> {
        let name = self.period_name(year, None);
        self.say("incidents_of_year", &[("year", Arg::Text(&name))])
    }

    fn incident_year_listing(&self, year: i16) -> Listing {
        let entries = self.plan.of_year(self.tracker, year).len();
        Listing::new(entries, self.tracker.settings.page_size)
    }

    /// The incidents of a page of a year, newest first.
    pub fn incident_year_cases(
        &self,
        year: i16,
        number: Number,
    ) -> impl Iterator<Item = Case> + 'a {
        let entries = self.incident_year_listing(year).entries_of(number);
        let incidents = self.plan.of_year(self.tracker, year);
        incidents[entries].iter().rev().map(|ix| Case::Incident(*ix))
    }

    /// An incident as tables show it; only incidents are asked for.
    pub fn table_row(&self, ix: IncidentIx) -> TableRow<'a> {
        let incident = self.tracker.incident(ix);
        let record = &incident.record;
        let (name, measure) = self.table_measure();
        let uncounted = self.is_uncounted(ix);
        let range = Range::of(incident, measure).filter(|_| !uncounted);
        let sentence = |(actor, status): (&'a str, Option<Attribution>)| {
            let status = Link::plain(self.attribution_word(status));
            self.sentence("attributed", vec![("actor", self.actor(actor)), ("status", status)])
        };
        TableRow {
            date: self.date(&incident.date.value),
            href: self.href(Target::Case(Case::Incident(ix))),
            title: self.title(record),
            region: self.region_link(self.tracker.shown_region(ix)),
            measure: self.vocabulary("measure", name),
            kind: self.kind_of(ix).map(|(_, label)| label),
            people: range.map(|range| self.words.range(&range).into()),
            uncounted: uncounted.then(|| self.word("not_counted")),
            named: named(record).into_iter().map(sentence).collect(),
            evidence: self.vocabulary("evidence", incident.evidence.value.name()),
        }
    }

    /// Whether a listed incident is in no total.
    pub(super) fn is_uncounted(&self, ix: IncidentIx) -> bool {
        matches!(self.tracker.counts(ix), Err(LeftOut::PartOf | LeftOut::Evidence(_)))
    }

    /// How far the naming of a perpetrator has got, in a word.
    pub(super) fn attribution_word(&self, status: Option<Attribution>) -> Cow<'a, str> {
        match status {
            Some(status) => self.vocabulary("attribution", status.name()),
            None => self.word("named_without_status"),
        }
    }

    /// The type of an incident: its id and its label.
    pub(super) fn kind_of(&self, ix: IncidentIx) -> Option<(&'a str, &'a str)> {
        let id = self.tracker.incident(ix).kind.as_ref()?.value.as_str();
        Some((id, super::incident::kind_label(self.tracker, id)?))
    }
}
