//! What the counted claims of incidents add up to, and the proof of it: every record that a total
//! looked at, page by page, with what it adds or why it adds nothing.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::listing::{Listing, Number};
use super::{Part, Plan};
use crate::model::{ActorIx, Case, Counted, IncidentIx, LeftOut, RegionIx, Sums, Tracker};

/// What a total is a total of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The whole site.
    All,
    /// A region with all below it.
    Region(RegionIx),
    /// A year, or a month of it.
    Period(i16, Option<i8>),
    /// The incidents in which an actor stands in one part.
    Actor(ActorIx, Part),
}

/// The totals of a tracker, each with its proof.
#[derive(Debug, Default)]
pub struct Totals {
    proofs: BTreeMap<Scope, Proof>,
}

/// How a total came about.
#[derive(Debug, Default)]
pub(super) struct Proof {
    /// Every record that was looked at, oldest first, where no list of the plan holds just these.
    cases: Option<Vec<Case>>,
    /// What the records of the numbered pages add up to, from the oldest to the end of each page.
    carried: Vec<Sums>,
    /// What all of them add up to.
    pub(super) sums: Sums,
    /// How many records are in no sum, by reason.
    pub(super) left_out: BTreeMap<LeftOut, u64>,
}

impl Proof {
    /// What the records of all pages before this one add up to.
    pub(super) fn carried(&self, number: Number) -> Sums {
        let before = match number {
            0 => self.carried.len(),
            number => number as usize - 1,
        };
        before.checked_sub(1).and_then(|at| self.carried.get(at)).copied().unwrap_or_default()
    }

    /// What the records up to the end of this page add up to.
    pub(super) fn through(&self, number: Number) -> Sums {
        match number {
            0 => self.sums,
            number => self.carried.get(number as usize - 1).copied().unwrap_or_default(),
        }
    }
}

impl Totals {
    /// Computes what every incident adds once, and adds it up for every scope that has an incident.
    pub(super) fn of(tracker: &Tracker, plan: &Plan) -> Self {
        let counted: Vec<Result<Counted, LeftOut>> = (0..tracker.incidents.len())
            .into_par_iter()
            .map(|at| tracker.counted(Case::Incident(incident(at))))
            .collect();
        let proof = |(scope, cases): (Scope, Option<Vec<Case>>)| {
            let listed = cases.as_deref().or_else(|| plan.list_of(tracker, scope)).unwrap_or(&[]);
            let proof = add_up(tracker, listed, &counted);
            (scope, Proof { cases, ..proof })
        };
        let proofs: Vec<(Scope, Proof)> =
            scopes(tracker, plan).into_par_iter().map(proof).collect();
        Self { proofs: proofs.into_iter().collect() }
    }

    /// How a total came about; `None` for a scope without incidents.
    pub(super) fn proof(&self, scope: Scope) -> Option<&Proof> {
        self.proofs.get(&scope)
    }

    /// What is totalled, in order, with how many records each total looked at.
    pub(super) fn scopes<'a>(
        &'a self,
        tracker: &'a Tracker,
        plan: &'a Plan,
    ) -> impl Iterator<Item = (Scope, usize)> + 'a {
        let length = |(scope, proof): (&Scope, &'a Proof)| {
            let cases = proof.cases.as_deref().or_else(|| plan.list_of(tracker, *scope));
            (*scope, cases.map_or(0, <[Case]>::len))
        };
        self.proofs.iter().map(length)
    }
}

impl Plan {
    /// The records that a total looked at, oldest first.
    pub(super) fn proved<'a>(&'a self, tracker: &'a Tracker, scope: Scope) -> &'a [Case] {
        let own = self.totals.proof(scope).and_then(|proof| proof.cases.as_deref());
        own.or_else(|| self.list_of(tracker, scope)).unwrap_or(&[])
    }

    /// The list of the plan that a scope's page shows; `None` for the whole site, which has none.
    fn list_of<'a>(&'a self, tracker: &'a Tracker, scope: Scope) -> Option<&'a [Case]> {
        match scope {
            Scope::All => None,
            Scope::Region(ix) => Some(&self.in_region[ix.at()]),
            Scope::Period(year, month) => Some(self.in_period(tracker, year, month)),
            Scope::Actor(ix, part) => {
                let groups = &self.of_actor[ix.at()];
                groups.iter().find(|(own, _)| *own == part).map(|(_, cases)| cases.as_slice())
            }
        }
    }
}

fn incident(at: usize) -> IncidentIx {
    IncidentIx(u32::try_from(at).unwrap_or(u32::MAX))
}

fn add_up(tracker: &Tracker, cases: &[Case], counted: &[Result<Counted, LeftOut>]) -> Proof {
    let listing = Listing::new(cases.len(), tracker.settings.page_size);
    let mut proof = Proof::default();
    for (at, case) in cases.iter().enumerate() {
        let verdict = match case {
            Case::Incident(ix) => counted[ix.at()].as_ref().map_err(|why| *why),
            Case::Report(_) => Err(LeftOut::Report),
            Case::Milestone(_) => Err(LeftOut::Milestone),
        };
        match verdict {
            Ok(counted) => proof.sums.add(counted),
            Err(why) => *proof.left_out.entry(why).or_default() += 1,
        }
        let full = (at + 1) % listing.page_size == 0;
        if full && proof.carried.len() < listing.last() as usize {
            proof.carried.push(proof.sums);
        }
    }
    proof
}

/// Everything that is totalled: what has an incident. With the list of records where the plan has
/// none that holds the withdrawn and the merged ones too.
fn scopes(tracker: &Tracker, plan: &Plan) -> Vec<(Scope, Option<Vec<Case>>)> {
    let mut removed: BTreeMap<Scope, Vec<Case>> = BTreeMap::new();
    for ix in &plan.removed {
        let date = &tracker.incident(*ix).date.value;
        let months = date.month().map(|month| Scope::Period(date.year(), Some(month)));
        let regions = regions_above(tracker, *ix).into_iter().map(Scope::Region);
        for scope in regions.chain([Scope::Period(date.year(), None)]).chain(months) {
            removed.entry(scope).or_default().push(Case::Incident(*ix));
        }
    }
    let has_incident = |cases: &[Case]| cases.iter().any(|case| matches!(case, Case::Incident(_)));
    let mut all: Vec<Case> =
        (0..tracker.incidents.len()).map(|at| Case::Incident(incident(at))).collect();
    for cases in plan.years.values() {
        all.extend(cases.iter().filter(|case| !matches!(case, Case::Incident(_))));
    }
    all.sort_by_cached_key(|case| super::cases::in_time(tracker, *case));
    let mut scopes = vec![(Scope::All, Some(all))];
    let mut add = |scope: Scope, listed: &[Case]| {
        let gone = removed.get(&scope);
        if !has_incident(listed) {
            return;
        }
        let own = gone.map(|gone| {
            let mut cases = [listed, gone].concat();
            cases.sort_by_key(|case| super::cases::in_time(tracker, *case));
            cases
        });
        scopes.push((scope, own));
    };
    for (at, cases) in plan.in_region.iter().enumerate() {
        add(Scope::Region(RegionIx(u32::try_from(at).unwrap_or(u32::MAX))), cases);
    }
    for (year, cases) in &plan.years {
        add(Scope::Period(*year, None), cases);
    }
    for ((year, month), cases) in tracker.periods() {
        if month.is_some() {
            add(Scope::Period(*year, *month), cases);
        }
    }
    for (at, groups) in plan.of_actor.iter().enumerate() {
        let ix = ActorIx(u32::try_from(at).unwrap_or(u32::MAX));
        for (part, cases) in groups.iter().filter(|(part, _)| part.is_totalled()) {
            add(Scope::Actor(ix, *part), cases);
        }
    }
    scopes
}

/// The region that a withdrawn or merged incident lay in, and all above it.
fn regions_above(tracker: &Tracker, ix: IncidentIx) -> Vec<RegionIx> {
    tracker.region_path(tracker.shown_region(ix))
}
