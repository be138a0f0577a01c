//! Ranges computed from the counted claims of incidents. No range is ever typed.

use std::collections::BTreeSet;

use super::claim::{Claim, Measure, Use};
use super::incident::Incident;
use super::vocabulary::Id;

/// What the counted claims of one incident say of one measure. Counts people.
///
/// Three things differ: nobody says (there is no `Range`), a source says that it does not know or
/// speaks in words (`low` is `None`), and a source says none (`low` and `high` are zero).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The lowest lower bound; `None` where no counted claim states a number.
    pub low: Option<u64>,
    /// The best estimate, where a counted claim gives one or all of them are one plain number.
    pub best: Option<u64>,
    /// The highest upper bound; `None` where the top is open or nothing is stated.
    pub high: Option<u64>,
    /// Whether a bound is "about".
    pub about: bool,
    /// What counted claims say in words, in the order of the ledger, none twice.
    pub words: Vec<Box<str>>,
    /// Whether a counted claim says that the number is not known.
    pub unknown: bool,
}

impl Range {
    /// The range of `measure`, or `None` where no counted claim speaks of it. Only an incident has
    /// one: what a report or milestone claims is counted nowhere.
    ///
    /// Claims about the whole decide where any of them states a number; else the places are added up.
    pub fn of(incident: &Incident, measure: Measure) -> Option<Self> {
        Self::of_ledger(&incident.record.claims, measure)
    }

    fn of_ledger(claims: &[Claim], measure: Measure) -> Option<Self> {
        let counted = counted(claims, measure);
        if counted.is_empty() {
            return None;
        }
        let whole = counted.iter().copied().filter(|claim| claim.place.is_empty());
        let whole_range = Self::over(whole, measure);
        let states_number = whole_range.as_ref().is_some_and(|range| range.low.is_some());
        let by_place = if states_number { None } else { Self::over_places(&counted, measure) };
        match (whole_range, by_place) {
            (Some(whole), Some(mut places)) => {
                places.words = whole.words.into_iter().chain(places.words).collect();
                places.unknown |= whole.unknown;
                Some(places)
            }
            (whole, places) => whole.or(places),
        }
    }

    /// The range that claims about one place state, where counted claims name it alone.
    pub fn at_place(incident: &Incident, measure: Measure, place: &str) -> Option<Self> {
        let counted = counted(&incident.record.claims, measure);
        let is_here = |claim: &&Claim| claim.place.len() == 1 && &*claim.place[0].value == place;
        Self::over(counted.iter().copied().filter(is_here), measure)
    }

    /// The claims whose figure of `measure` is counted: not shown or rejected, no restatement of
    /// another, and superseded by none that still stands. In the order of the ledger.
    pub fn counted(incident: &Incident, measure: Measure) -> Vec<&Claim> {
        counted(&incident.record.claims, measure)
    }

    /// Those of the counted claims that the range is made of: claims about the whole where one of
    /// them states a number, else all. In the order of the ledger.
    pub fn deciding(incident: &Incident, measure: Measure) -> Vec<&Claim> {
        let mut counted = counted(&incident.record.claims, measure);
        let about_whole = |claim: &&Claim| {
            claim.place.is_empty() && claim.figure(measure).is_some_and(super::Amount::is_number)
        };
        if counted.iter().any(about_whole) {
            counted.retain(|claim| claim.place.is_empty());
        }
        counted
    }

    /// Whether the number may be higher than any that is stated.
    pub fn is_open(&self) -> bool {
        self.low.is_some() && self.high.is_none()
    }

    fn over<'c>(claims: impl Iterator<Item = &'c Claim> + Clone, measure: Measure) -> Option<Self> {
        let amounts = || claims.clone().filter_map(|claim| claim.figure(measure));
        amounts().next()?;
        let mut range = Self::default();
        let wide = |number: Option<u32>| number.map(u64::from);
        range.low = amounts().filter_map(|amount| wide(amount.low())).min();
        let highest = amounts().filter_map(|amount| wide(amount.high())).max();
        let opened = amounts()
            .filter(|amount| amount.is_open())
            .filter_map(|amount| wide(amount.low()))
            .any(|low| highest.is_none_or(|high| low > high));
        range.high = if opened { None } else { highest };
        let stated = || amounts().filter_map(|amount| wide(amount.best()));
        let plain = || {
            amounts().map(|amount| match amount {
                super::Amount::Exactly(number) => Some(u64::from(*number)),
                super::Amount::None => Some(0),
                _ => None,
            })
        };
        range.best = match stated().next() {
            Some(_) => agreed(stated()),
            None => agreed(plain()).flatten(),
        };
        for amount in amounts() {
            match amount {
                super::Amount::Words(words) if !range.words.contains(words) => {
                    range.words.push(words.clone());
                }
                super::Amount::Unknown => range.unknown = true,
                // The lowest and the highest number are "about" where nobody states them plainly.
                super::Amount::About(_) => {
                    let number = wide(amount.low());
                    range.about |= number.is_some()
                        && (number == range.low || number == range.high)
                        && plain().all(|own| own != number);
                }
                _ => {}
            }
        }
        Some(range)
    }

    /// Adds up the places: claims are grouped by the places they name, groups that share a place
    /// are taken together, and a group that contains all others of its kin speaks for them.
    fn over_places(claims: &[&Claim], measure: Measure) -> Option<Self> {
        let mut groups: Vec<(BTreeSet<&str>, Vec<&Claim>)> = Vec::new();
        for claim in claims.iter().filter(|claim| !claim.place.is_empty()) {
            let places: BTreeSet<&str> = claim.place.iter().map(|place| &*place.value).collect();
            match groups.iter_mut().find(|(own, _)| *own == places) {
                Some((_, members)) => members.push(claim),
                None => groups.push((places, vec![claim])),
            }
        }
        let mut sum: Option<Self> = None;
        while let Some((places, members)) = groups.pop() {
            let mut reach = places.clone();
            let mut kin = vec![(places, members)];
            while let Some(at) = groups.iter().position(|(own, _)| !own.is_disjoint(&reach)) {
                let group = groups.remove(at);
                reach.extend(&group.0);
                kin.push(group);
            }
            let part = Self::over_kin(&kin, &reach, measure);
            sum = match (sum, part) {
                (Some(sum), Some(part)) => Some(sum.plus(part)),
                (sum, part) => sum.or(part),
            };
        }
        sum
    }

    fn over_kin(
        kin: &[(BTreeSet<&str>, Vec<&Claim>)],
        reach: &BTreeSet<&str>,
        measure: Measure,
    ) -> Option<Self> {
        if let Some((_, members)) = kin.iter().find(|(places, _)| places == reach) {
            // Who speaks of one of the places alone can raise the top and lowers nothing.
            let mut range = Self::over(members.iter().copied(), measure)?;
            let parts = kin.iter().filter(|(places, _)| places != reach);
            for part in parts.filter_map(|(_, part)| Self::over(part.iter().copied(), measure)) {
                if let (Some(top), Some(low)) = (range.high, part.low) {
                    range.high = match part.high {
                        None if low > top => None,
                        high => Some(high.unwrap_or(top).max(top)),
                    };
                }
            }
            return Some(range);
        }
        // Groups that overlap without one holding all: together at least the most of one,
        // at most all of them added.
        let parts = kin.iter().map(|(_, members)| Self::over(members.iter().copied(), measure));
        let parts: Vec<Self> = parts.flatten().collect();
        let low = parts.iter().filter_map(|part| part.low).max();
        parts.into_iter().reduce(Self::plus).map(|sum| Self { low, best: None, ..sum })
    }

    fn plus(self, other: Self) -> Self {
        let both = |a: Option<u64>, b: Option<u64>| Some(a? + b?);
        // People of whom no number is known may be more than those who are counted.
        let unnumbered = |range: &Self| range.low.is_none();
        let open = self.is_open() || other.is_open() || unnumbered(&self) || unnumbered(&other);
        let high = if open { None } else { both(self.high, other.high) };
        Self {
            low: both(self.low, other.low).or(self.low).or(other.low),
            best: both(self.best, other.best),
            high,
            about: self.about || other.about,
            words: self.words.into_iter().chain(other.words).collect(),
            unknown: self.unknown || other.unknown,
        }
    }
}

/// The claims whose figure of `measure` is counted: not shown or rejected, no restatement of another,
/// and superseded by none that still stands.
fn counted(claims: &[Claim], measure: Measure) -> Vec<&Claim> {
    let mut counted: Vec<&Claim> = claims
        .iter()
        .filter(|claim| claim.figure(measure).is_some())
        .filter(|claim| claim.usage() == Use::Counted && claim.restates.is_empty())
        .collect();
    // Most incidents have claims of one or two measures.
    if counted.is_empty() {
        return counted;
    }
    let mut superseded: Vec<&Id> = claims
        .iter()
        .filter(|claim| claim.usage() != Use::Rejected)
        .flat_map(|claim| claim.supersedes.iter().map(|id| &id.value))
        .collect();
    superseded.sort_unstable();
    let stands = |id: &Id| superseded.binary_search(&id).is_err();
    counted.retain(|claim| claim.id.as_ref().is_none_or(|id| stands(&id.value)));
    counted
}

/// The item that all of them are; `None` where there are none, or two that differ.
fn agreed<T: PartialEq>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.all(|item| item == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RareOfClaim;

    fn ledger(entries: &[(&str, &str, &str)]) -> Vec<Claim> {
        entries
            .iter()
            .enumerate()
            .map(|(at, (figure, usage, places))| Claim {
                id: Id::new(&format!("c{at}")).map(Into::into),
                figures: vec![(
                    Measure::Killed,
                    figure.parse::<crate::model::Amount>().expect("figure").into(),
                )],
                rare: RareOfClaim {
                    usage: Use::named(usage).map(Into::into),
                    place: places
                        .split_whitespace()
                        .map(|name| Box::<str>::from(name).into())
                        .collect(),
                    ..RareOfClaim::default()
                }
                .into(),
                ..Claim::default()
            })
            .collect()
    }

    fn bounds(entries: &[(&str, &str, &str)]) -> (Option<u64>, Option<u64>, Option<u64>) {
        let range = Range::of_ledger(&ledger(entries), Measure::Killed).expect("a range");
        (range.low, range.best, range.high)
    }

    #[test]
    fn a_range_runs_from_the_lowest_to_the_highest_counted_claim() {
        assert_eq!(
            bounds(&[
                ("132", "", ""),
                ("more than 100", "", ""),
                ("134", "", ""),
                ("188", "", ""),
                ("at least 40", "shown", ""),
                ("1000", "rejected", "")
            ]),
            (Some(101), None, Some(188))
        );
        assert_eq!(bounds(&[("35", "", "")]), (Some(35), Some(35), Some(35)));
        assert_eq!(bounds(&[("35", "", ""), ("35", "", "")]), (Some(35), Some(35), Some(35)));
        assert_eq!(bounds(&[("none", "", "")]), (Some(0), Some(0), Some(0)));
    }

    #[test]
    fn an_open_claim_opens_the_top_only_above_the_highest() {
        assert_eq!(bounds(&[("at least 40", "", "")]), (Some(40), None, None));
        assert_eq!(bounds(&[("at least 40", "", ""), ("50", "", "")]), (Some(40), None, Some(50)));
        assert_eq!(bounds(&[("at least 60", "", ""), ("50", "", "")]), (Some(50), None, None));
        assert_eq!(bounds(&[("at least 50", "", ""), ("50", "", "")]), (Some(50), None, Some(50)));
    }

    #[test]
    fn places_are_added_only_where_nobody_speaks_of_the_whole() {
        assert_eq!(bounds(&[("5", "", "a"), ("7", "", "b")]), (Some(12), Some(12), Some(12)));
        assert_eq!(bounds(&[("5", "", "a"), ("20", "", "")]), (Some(20), Some(20), Some(20)));
        assert_eq!(bounds(&[("5", "", "a"), ("9", "", "a b")]), (Some(9), Some(9), Some(9)));
        assert_eq!(bounds(&[("50", "", "a"), ("9", "", "a b")]), (Some(9), Some(9), Some(50)));
        assert_eq!(bounds(&[("5", "", "a"), ("dozens", "", "b")]), (Some(5), None, None));
        assert_eq!(bounds(&[("5", "", "a b"), ("9", "", "b c")]), (Some(9), None, Some(14)));
    }

    #[test]
    fn restated_and_superseded_claims_never_widen() {
        let mut claims = ledger(&[("132", "", ""), ("200", "", ""), ("10", "", "")]);
        claims[1].restates = vec![Id::new("c0").expect("id").into()];
        claims[0].supersedes = vec![Id::new("c2").expect("id").into()];
        let range = Range::of_ledger(&claims, Measure::Killed).expect("a range");
        assert_eq!((range.low, range.high), (Some(132), Some(132)));
    }

    #[test]
    fn words_none_and_silence_differ() {
        assert_eq!(Range::of_ledger(&ledger(&[("5", "shown", "")]), Measure::Killed), None);
        let words =
            Range::of_ledger(&ledger(&[("hundreds", "", "")]), Measure::Killed).expect("words");
        assert_eq!((words.low, words.words.len()), (None, 1));
        assert!(
            Range::of_ledger(&ledger(&[("unknown", "", "")]), Measure::Killed)
                .expect("said")
                .unknown
        );
    }
}
