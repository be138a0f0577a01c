//! What a rule about single records is given, and the one pass over a tracker that asks them all.

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::model::{Case, CitedSource, Claim, Incident, IncidentIx, Record, Source, Tracker};
use crate::source::Span;

/// A record that stands: neither withdrawn nor merged into another.
pub(super) struct Subject<'a> {
    pub(super) tracker: &'a Tracker,
    pub(super) record: &'a Record,
    /// The incident, report or milestone that it is; `None` for other records.
    pub(super) case: Option<Case>,
    /// The source that a file of `content/sources/` describes.
    pub(super) source: Option<&'a Source>,
}

/// A rule that looks at one record at a time and adds what it finds.
pub(super) type RecordRule = fn(&Subject<'_>, &mut Vec<Diagnostic>);

impl<'a> Subject<'a> {
    /// The incident that the record is, with its number.
    pub(super) fn incident(&self) -> Option<(IncidentIx, &'a Incident)> {
        match self.case {
            Some(Case::Incident(ix)) => Some((ix, self.tracker.incident(ix))),
            _ => None,
        }
    }

    /// The sources that are described in the record's own file.
    pub(super) fn own_sources(&self) -> impl Iterator<Item = &'a Source> {
        let described = |cited: &'a CitedSource| match cited {
            CitedSource::Own(source) => Some(&**source),
            CitedSource::Shared(_) => None,
        };
        self.record.sources.iter().filter_map(described).chain(self.source)
    }

    /// The ids of the record's sources, for a repair: `a, b, c`.
    pub(super) fn source_ids(&self) -> String {
        let ids: Vec<&str> =
            self.record.sources.iter().map(|source| source.id().value.as_str()).collect();
        ids.join(", ")
    }
}

/// Where a claim's first figure stands, else its table.
pub(super) fn figure_span(claim: &Claim) -> Span {
    claim.figures.first().map_or(claim.span, |(_, amount)| amount.span)
}

/// What the rules find in every record that stands, in no order.
pub(super) fn check(tracker: &Tracker, rules: &[RecordRule]) -> Vec<Diagnostic> {
    let look = |record: &Record, case: Option<Case>, source: Option<&Source>| {
        let mut problems = Vec::new();
        if !record.is_withdrawn() {
            let subject = Subject { tracker, record, case, source };
            rules.iter().for_each(|rule| rule(&subject, &mut problems));
        }
        problems
    };
    let listed = tracker.listed().par_iter();
    let mut problems: Vec<Diagnostic> = listed
        .flat_map_iter(|ix| look(&tracker.incident(*ix).record, Some(Case::Incident(*ix)), None))
        .collect();
    let sources = tracker.sources.par_iter();
    problems.par_extend(
        sources.flat_map_iter(|shared| look(&shared.record, None, Some(&shared.source))),
    );
    for case in tracker.cases().filter(|case| !matches!(case, Case::Incident(_))) {
        problems.extend(look(tracker.case_record(case), Some(case), None));
    }
    let others = (tracker.regions.iter().map(|region| &region.record))
        .chain(tracker.actors.iter().map(|actor| &actor.record))
        .chain(tracker.pages.iter().chain(&tracker.home).map(|page| &page.record));
    problems.extend(others.flat_map(|record| look(record, None, None)));
    problems
}
