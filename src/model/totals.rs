//! What incidents add up to. Only an incident that counts can enter a sum, and only through here.

use super::claim::Measure;
use super::range::Range;
use super::tracker::{Case, IncidentIx, LeftOut, Tracker};

/// How many measures there are.
const MEASURES: usize = Measure::ALL.len();

/// What one incident adds to sums: the ranges of its measures, computed once.
///
/// [`Tracker::counted`] alone makes one, so that a report, a milestone, or a record that was
/// withdrawn, merged or left out can be in no sum. Neither it nor a sum can be made by hand:
///
/// ```compile_fail
/// let forged = griot::model::Counted { ranges: Box::new([]) };
/// ```
/// ```compile_fail
/// let forged = griot::model::Total { low: 5000, ..Default::default() };
/// ```
/// ```compile_fail
/// fn of_report(report: &griot::model::Report) -> Option<griot::model::Range> {
///     griot::model::Range::of(report, griot::model::Measure::Killed)
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Counted {
    ranges: Box<[(Measure, Range)]>,
}

impl Counted {
    /// The range of a measure; `None` where no counted claim of the incident speaks of it.
    pub fn range(&self, measure: Measure) -> Option<&Range> {
        self.ranges.iter().find(|(own, _)| *own == measure).map(|(_, range)| range)
    }
}

/// The sum of one measure over incidents: lows, bests and highs each for themselves. Counts people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    spoken_of: u64,
    with_number: u64,
    low: u64,
    best: u64,
    with_best: u64,
    high: u64,
    open: u64,
    about: bool,
}

impl Total {
    fn add(&mut self, range: Option<&Range>) {
        self.spoken_of += u64::from(range.is_some());
        let Some((range, low)) = range.and_then(|range| Some((range, range.low?))) else { return };
        self.with_number += 1;
        self.low += low;
        self.high += range.high.unwrap_or(low);
        self.open += u64::from(range.high.is_none());
        self.best += range.best.unwrap_or(0);
        self.with_best += u64::from(range.best.is_some());
        self.about |= range.about;
    }

    /// Of how many incidents a counted claim speaks of it, be it in words.
    pub fn spoken_of(&self) -> u64 {
        self.spoken_of
    }

    /// How many incidents have a number.
    pub fn with_number(&self) -> u64 {
        self.with_number
    }

    /// The sum of the lowest numbers.
    pub fn low(&self) -> u64 {
        self.low
    }

    /// The sum of the best estimates, of those incidents that have one.
    pub fn best(&self) -> u64 {
        self.best
    }

    /// How many incidents have a best estimate.
    pub fn with_best(&self) -> u64 {
        self.with_best
    }

    /// The sum of the highest numbers; an incident with an open top adds its lowest.
    pub fn high(&self) -> u64 {
        self.high
    }

    /// How many incidents have an open top, so that the sum has one too.
    pub fn open(&self) -> u64 {
        self.open
    }

    /// The sum as a range: open where one of its parts is, with a best estimate where all have one.
    pub fn range(&self) -> Range {
        let stated = self.with_number > 0;
        Range {
            low: stated.then_some(self.low),
            best: (stated && self.with_best == self.with_number).then_some(self.best),
            high: (stated && self.open == 0).then_some(self.high),
            about: self.about,
            ..Range::default()
        }
    }
}

/// The sums of every measure over the same incidents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    incidents: u64,
    totals: [Total; MEASURES],
}

impl Sums {
    /// Adds an incident.
    pub fn add(&mut self, incident: &Counted) {
        self.incidents += 1;
        for ((_, measure), total) in Measure::ALL.iter().zip(&mut self.totals) {
            total.add(incident.range(*measure));
        }
    }

    /// How many incidents were added.
    pub fn incidents(&self) -> u64 {
        self.incidents
    }

    /// How many of the incidents have no number of that measure.
    pub fn without_number(&self, measure: Measure) -> u64 {
        self.incidents - self.total(measure).with_number
    }

    /// The sum of a measure.
    pub fn total(&self, measure: Measure) -> &Total {
        let at = Measure::ALL.iter().position(|(_, own)| *own == measure).unwrap_or_default();
        &self.totals[at]
    }
}

impl Tracker {
    /// What a dated record adds to sums.
    ///
    /// # Errors
    /// The reason why it is in none.
    pub fn counted(&self, case: Case) -> Result<Counted, LeftOut> {
        match case {
            Case::Report(_) => Err(LeftOut::Report),
            Case::Milestone(_) => Err(LeftOut::Milestone),
            Case::Incident(ix) => {
                self.counts(ix)?;
                let incident = self.incident(ix);
                let range = |(_, measure): &(&str, Measure)| {
                    Some((*measure, Range::of(incident, *measure)?))
                };
                Ok(Counted { ranges: Measure::ALL.iter().filter_map(range).collect() })
            }
        }
    }

    /// Whether an incident enters sums.
    ///
    /// # Errors
    /// The reason why it is in none.
    pub fn counts(&self, ix: IncidentIx) -> Result<(), LeftOut> {
        let incident = self.incident(ix);
        if incident.record.is_withdrawn() {
            Err(LeftOut::Withdrawn)
        } else if incident.merged_into.is_some() {
            Err(LeftOut::Merged)
        } else if incident.part_of.is_some() {
            Err(LeftOut::PartOf)
        } else if !self.settings.counting.contains(&incident.evidence.value) {
            Err(LeftOut::Evidence(incident.evidence.value))
        } else {
            Ok(())
        }
    }
}
