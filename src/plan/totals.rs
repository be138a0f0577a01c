//! What the counted claims of incidents add up to: over all, by region, by period.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::{IncidentIx, Measure, Range, RegionIx, Total, Tracker};

/// The sum of every measure, in the order of [`Measure`].
pub(super) type Sums = [Total; Measure::ALL.len()];

/// The sums of a tracker.
#[derive(Debug, Default)]
pub struct Totals {
    /// Over all incidents.
    pub(super) all: Sums,
    /// By region, those below it included.
    pub(super) regions: Vec<Sums>,
    /// By year and month; `(year, None)` is the whole year.
    pub(super) periods: BTreeMap<(i16, Option<i8>), Sums>,
}

/// The ranges of an incident: those of the measures that its counted claims speak of.
type Ranges = Box<[(Measure, Range)]>;

impl Totals {
    /// Computes every incident's ranges once and adds them up.
    pub(super) fn of(tracker: &Tracker) -> Self {
        let ranges: Vec<Option<Ranges>> = (0..tracker.incidents.len())
            .into_par_iter()
            .map(|at| ranges(tracker, IncidentIx(u32::try_from(at).unwrap_or(u32::MAX))))
            .collect();
        let mut totals =
            Self { regions: vec![Sums::default(); tracker.regions.len()], ..Self::default() };
        for ix in tracker.listed() {
            let Some(ranges) = &ranges[ix.at()] else { continue };
            add(&mut totals.all, ranges);
            let date = &tracker.incident(*ix).date.value;
            add(totals.periods.entry((date.year(), None)).or_default(), ranges);
            if let Some(month) = date.month() {
                add(totals.periods.entry((date.year(), Some(month))).or_default(), ranges);
            }
        }
        for (at, sums) in totals.regions.iter_mut().enumerate() {
            let region = RegionIx(u32::try_from(at).unwrap_or(u32::MAX));
            for ix in tracker.in_region(region) {
                if let Some(ranges) = &ranges[ix.at()] {
                    add(sums, ranges);
                }
            }
        }
        totals
    }
}

/// The ranges of an incident that counts; `None` for one that does not.
fn ranges(tracker: &Tracker, ix: IncidentIx) -> Option<Ranges> {
    tracker.counts(ix).ok()?;
    let claims = &tracker.incident(ix).record.claims;
    let range = |(_, measure): &(&str, Measure)| Some((*measure, Range::of(claims, *measure)?));
    Some(Measure::ALL.iter().filter_map(range).collect())
}

fn add(sums: &mut Sums, ranges: &[(Measure, Range)]) {
    for ((_, measure), total) in Measure::ALL.iter().zip(sums) {
        total.add(ranges.iter().find(|(own, _)| own == measure).map(|(_, range)| range));
    }
}
