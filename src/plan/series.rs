//! What was recorded in each month or year of a scope: the numbers behind charts over time.
//!
//! Time is cut into months where they are few, else into years, else into several years at once. Only
//! periods that have an incident are kept.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::{Plan, Scope};
use crate::model::{Case, Counted, IncidentIx, LeftOut, Measure, Total, Tracker};

/// Up to how many months are shown as months.
const MONTHS: i32 = 36;
/// How many years are shown as years at most; more are taken together.
const YEARS: i32 = 60;

/// How time is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Into months.
    Month,
    /// Into so many years each, at least one; each begins with a multiple of their number.
    Years(i16),
}

/// What was recorded in one period.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Point {
    /// How many incidents are listed.
    pub(super) incidents: u64,
    /// What those of them that count add up to.
    pub(super) people: Total,
}

/// What was recorded over time.
#[derive(Debug)]
pub(super) struct Series {
    /// How time is cut.
    pub(super) step: Step,
    /// The periods that have an incident, oldest first: a year, or the first of several, and a month;
    /// `None` for the incidents of a month that is not known.
    pub(super) points: Vec<((i16, Option<i8>), Point)>,
}

impl Step {
    /// How time is best cut for incidents at these months, `None` being one that is not known.
    fn fitting(months: impl Iterator<Item = (i16, Option<i8>)> + Clone) -> Option<Self> {
        let years = months.clone().map(|(year, _)| i32::from(year));
        let (first, last) = (years.clone().min()?, years.max()?);
        let known = months.clone().filter_map(|(year, month)| Some(in_months(year, month?)));
        let all = months.count();
        if let (Some(from), Some(to)) = (known.clone().min(), known.clone().max())
            && to - from < MONTHS
            && known.count() * 2 >= all
            && (from.div_euclid(12)..=to.div_euclid(12)).contains(&first)
            && last <= to.div_euclid(12)
        {
            return Some(Self::Month);
        }
        let fits = |years: &i16| (last - first) / i32::from(*years) < YEARS;
        let years = [1, 2, 5, 10, 20, 50, 100].into_iter().find(fits).unwrap_or(200);
        Some(Self::Years(years))
    }

    /// The period of a date.
    fn period(self, year: i16, month: Option<i8>) -> (i16, Option<i8>) {
        match self {
            Self::Month => (year, month),
            Self::Years(years) => (year.div_euclid(years) * years, None),
        }
    }

    /// The position of a period in time, one more for each that follows; `None` for a month that is
    /// not known.
    pub(super) fn position(self, (year, month): (i16, Option<i8>)) -> Option<i32> {
        match self {
            Self::Month => Some(in_months(year, month?)),
            Self::Years(years) => Some(i32::from(year.div_euclid(years))),
        }
    }

    /// The period at a position.
    pub(super) fn at(self, position: i32) -> (i16, Option<i8>) {
        let narrow = |number: i32| i16::try_from(number).unwrap_or_default();
        match self {
            Self::Month => {
                let month = i8::try_from(position.rem_euclid(12) + 1).unwrap_or(1);
                (narrow(position.div_euclid(12)), Some(month))
            }
            Self::Years(years) => (narrow(position * i32::from(years)), None),
        }
    }
}

fn in_months(year: i16, month: i8) -> i32 {
    i32::from(year) * 12 + i32::from(month) - 1
}

impl Series {
    /// The series of a scope; `None` for one that has no incident or no chart.
    pub(super) fn of(
        tracker: &Tracker,
        plan: &Plan,
        scope: Scope,
        counted: &[Result<Counted, LeftOut>],
        measure: Option<Measure>,
    ) -> Option<Self> {
        let dated = |ix: IncidentIx| {
            let date = &tracker.incident(ix).date.value;
            (date.year(), date.month())
        };
        let of_year: Vec<IncidentIx>;
        let (listed, step) = match scope {
            Scope::All => (tracker.listed(), None),
            Scope::Region(ix) => (tracker.in_region(ix), None),
            Scope::Period(year, None) => {
                let cases = plan.in_period(tracker, year, None).iter();
                of_year = cases
                    .filter_map(|case| match case {
                        Case::Incident(ix) => Some(*ix),
                        Case::Report(_) | Case::Milestone(_) => None,
                    })
                    .collect();
                (&*of_year, Some(Step::Month))
            }
            Scope::Period(_, Some(_)) | Scope::Actor(..) => return None,
        };
        let step = step.or_else(|| Step::fitting(listed.iter().map(|ix| dated(*ix))))?;
        let mut points: BTreeMap<(i16, Option<i8>), Point> = BTreeMap::new();
        for ix in listed {
            let (year, month) = dated(*ix);
            let point = points.entry(step.period(year, month)).or_default();
            point.incidents += 1;
            if let (Some(measure), Ok(counted)) = (measure, &counted[ix.at()]) {
                point.people.include(counted, measure);
            }
        }
        Some(Self { step, points: points.into_iter().collect() })
    }

    /// From the first to the last position that has an incident; `None` where no month is known.
    pub(super) fn extent(&self) -> Option<RangeInclusive<i32>> {
        let positions = || self.points.iter().filter_map(|(period, _)| self.step.position(*period));
        Some(positions().min()?..=positions().max()?)
    }

    /// How many incidents there are at each position of another series' steps, which must be as
    /// coarse or coarser.
    pub(super) fn incidents_by(&self, step: Step) -> BTreeMap<i32, u64> {
        let mut incidents = BTreeMap::new();
        for ((year, month), point) in &self.points {
            if let Some(position) = step.position(step.period(*year, *month)) {
                *incidents.entry(position).or_default() += point.incidents;
            }
        }
        incidents
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_cut_so_that_it_can_be_read() {
        let check = |months: &[(i16, i8)], expected: Option<Step>| {
            let months =
                months.iter().map(|(year, month)| (*year, Some(*month).filter(|m| *m > 0)));
            assert_eq!(Step::fitting(months), expected);
        };
        check(&[], None);
        check(&[(2020, 1), (2022, 12)], Some(Step::Month));
        check(&[(2020, 1), (2023, 1)], Some(Step::Years(1)));
        // Half of the months must be known, and no unknown one may lie outside.
        check(&[(2020, 1), (2020, 0)], Some(Step::Month));
        check(&[(2020, 1), (2020, 0), (2020, 0)], Some(Step::Years(1)));
        check(&[(2020, 1), (2020, 2), (2021, 0)], Some(Step::Years(1)));
        check(&[(1960, 0), (2019, 0)], Some(Step::Years(1)));
        check(&[(1960, 0), (2020, 0)], Some(Step::Years(2)));
        check(&[(1, 1), (2020, 1)], Some(Step::Years(50)));
    }

    #[test]
    fn a_position_leads_back_to_its_period() {
        for step in [Step::Month, Step::Years(1), Step::Years(5)] {
            for period in [(2022, Some(1)), (2022, Some(12)), (-44, Some(3))] {
                let period = step.period(period.0, period.1);
                assert_eq!(step.position(period).map(|at| step.at(at)), Some(period));
            }
        }
    }
}
