//! The dated records as lists show them, and the order in which they changed.

use std::borrow::Cow;

use jiff::civil;
use rayon::prelude::*;

use super::view::{Figure, Region, Row, Views};
use super::{Plan, Target, urls};
use crate::model::{
    Case, ChangeKind, CitedSource, IncidentIx, LeftOut, Measure, Range, Record, RegionIx, Tracker,
};

/// The day of an incident's last material change: a change that is no typo, or that on which the record
/// was added; else the last day on which one of its sources was read, kept or published; else its own
/// date.
fn updated(tracker: &Tracker, ix: IncidentIx) -> civil::Date {
    let incident = tracker.incident(ix);
    let record = &incident.record;
    let changes = record.changes.iter().filter(|change| change.kind != ChangeKind::Typo);
    let changed = changes.map(|change| change.on.value.earliest()).chain(added(record)).max();
    let read = || {
        let cited = record.sources.iter().filter_map(|source| match source {
            CitedSource::Own(source) => Some(&**source),
            CitedSource::Shared(shared) => {
                let ix = tracker.source_by_id(shared.target.value.as_str())?;
                Some(&tracker.source(ix).source)
            }
        });
        cited
            .flat_map(|source| [source.accessed, source.archived, source.published])
            .flatten()
            .map(|date| date.earliest())
            .max()
    };
    changed.or_else(read).unwrap_or_else(|| incident.date.value.earliest())
}

/// The day on which a record was first published, where its editors say or an embargo does.
pub(super) fn added(record: &Record) -> Option<civil::Date> {
    record.added.as_ref().or(record.embargo.as_ref()).map(|day| day.value.earliest())
}

/// The same of every incident, in the order of their numbers.
pub(super) fn all_updated(tracker: &Tracker) -> Vec<civil::Date> {
    let count = u32::try_from(tracker.incidents.len()).unwrap_or(u32::MAX);
    (0..count).into_par_iter().map(|at| updated(tracker, IncidentIx(at))).collect()
}

/// The order of time: earliest day, then kind and number.
pub(super) fn in_time(tracker: &Tracker, case: Case) -> (civil::Date, Case) {
    (tracker.case_date(case).earliest(), case)
}

impl Plan {
    /// All cases of a year or month, oldest first.
    pub(super) fn in_period<'a>(
        &'a self,
        tracker: &'a Tracker,
        year: i16,
        month: Option<i8>,
    ) -> &'a [Case] {
        let cases = match month {
            None => self.years.get(&year),
            Some(_) => tracker.periods().get(&(year, month)),
        };
        cases.map_or(&[], Vec::as_slice)
    }
}

impl<'a> Views<'a> {
    /// A case as lists show it.
    pub fn row(&self, case: Case) -> Row<'a> {
        let tracker = self.tracker;
        let record = tracker.case_record(case);
        let date = tracker.case_date(case);
        let mut row = Row {
            kind: "",
            kind_word: Cow::Borrowed(""),
            id: record.id.value.as_str(),
            href: self.href(Target::Case(case)),
            title: self.title(record),
            date: self.date(date),
            region: None,
            figures: Vec::new(),
            evidence: None,
            uncounted: None,
        };
        match case {
            Case::Incident(ix) => {
                let incident = tracker.incident(ix);
                row.kind = "incident";
                row.region = Some(self.region_link(tracker.shown_region(ix)));
                match tracker.counts(ix) {
                    Err(LeftOut::Withdrawn) => {
                        row.kind = "removed";
                        row.kind_word = self.word("removed_withdrawn");
                        return row;
                    }
                    Err(LeftOut::Merged) => {
                        row.kind = "removed";
                        row.kind_word = self.word("removed_merged");
                        return row;
                    }
                    // Its figures stand on its own page, beside the reason.
                    Err(_) => {
                        row.uncounted = Some(self.word("not_counted"));
                    }
                    Ok(()) => {}
                }
                row.evidence = Some(self.vocabulary("evidence", incident.evidence.value.name()));
                for (name, measure) in Measure::ALL {
                    let range = Range::of(incident, *measure);
                    if let Some(range) = range.filter(|_| row.uncounted.is_none()) {
                        let text = self.words.range(&range).into();
                        let label = self.vocabulary("measure", name);
                        row.figures.push(Figure { measure: name, label, text });
                    }
                }
            }
            Case::Report(_) | Case::Milestone(_) if record.is_withdrawn() => {
                row.kind = "removed";
                row.kind_word = self.word("removed_withdrawn");
            }
            Case::Report(_) => {
                row.kind = "report";
                row.kind_word = self.word("report");
            }
            Case::Milestone(_) => {
                row.kind = "milestone";
                row.kind_word = self.word("milestone");
            }
        }
        row
    }

    /// A link to a region.
    pub(super) fn region_link(&self, ix: RegionIx) -> Region<'a> {
        let record = &self.tracker.region(ix).record;
        Region { href: self.href(Target::Region(ix)), name: self.title(record) }
    }

    pub(super) fn href(&self, target: Target) -> Cow<'a, str> {
        urls::href(self.plan.address(target))
    }
}
