//! Which record has an id: found by the fingerprint of the id, so that it is compared with one other
//! and not with a dozen on the way.

use super::tracker::{Case, IncidentIx, MilestoneIx, ReportIx, Tracker};
use crate::source::fingerprint;

/// The numbers of a list's entries by their ids.
#[derive(Debug, Default)]
pub struct Lookup {
    /// The fingerprint of each id with its number, in the order of the fingerprints.
    entries: Vec<(u64, u32)>,
    /// Where those begin that share their first bits.
    starts: Vec<u32>,
    /// How many bits stand behind those.
    rest: u32,
}

impl Lookup {
    /// Of ids in the order of their numbers, from 0.
    pub fn of<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let mut entries: Vec<(u64, u32)> =
            ids.enumerate().map(|(at, id)| (fingerprint(id.as_bytes()), number(at))).collect();
        entries.sort_unstable();
        let bits = entries.len().next_power_of_two().ilog2().max(1);
        let rest = u64::BITS - bits;
        let mut starts = vec![0; (1 << bits) + 1];
        for (own, _) in &entries {
            starts[(*own >> rest) as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { entries, starts, rest }
    }

    /// The number of `id`; `is` says whether the entry of a number has it.
    pub fn find(&self, id: &str, is: impl Fn(usize) -> bool) -> Option<usize> {
        let own = fingerprint(id.as_bytes());
        let bucket = usize::try_from(own.checked_shr(self.rest)?).ok()?;
        let [start, end] = self.starts.get(bucket..bucket + 2)?.try_into().ok()?;
        let near = &self.entries[start as usize..end as usize];
        let found = near.iter().filter(|(other, _)| *other == own);
        found.map(|(_, at)| *at as usize).find(|at| is(*at))
    }
}

/// Those of a tracker.
#[derive(Debug, Default)]
pub(super) struct Lookups {
    cases: Lookup,
    regions: Lookup,
    actors: Lookup,
    sources: Lookup,
}

impl Lookups {
    /// Of a tracker whose lists are in their order.
    pub(super) fn of(tracker: &Tracker) -> Self {
        let incidents = tracker.incidents.iter().map(|own| &own.record);
        let reports = tracker.reports.iter().map(|own| &own.record);
        let milestones = tracker.milestones.iter().map(|own| &own.record);
        let cases = incidents.chain(reports).chain(milestones);
        let regions = tracker.regions.iter().map(|own| &own.record);
        let actors = tracker.actors.iter().map(|own| &own.record);
        let sources = tracker.sources.iter().map(|own| &own.record);
        Self {
            cases: Lookup::of(cases.map(|record| record.id.value.as_str())),
            regions: Lookup::of(regions.map(|record| record.id.value.as_str())),
            actors: Lookup::of(actors.map(|record| record.id.value.as_str())),
            sources: Lookup::of(sources.map(|record| record.id.value.as_str())),
        }
    }

    pub(super) fn case(&self, tracker: &Tracker, id: &str) -> Option<Case> {
        let case = |at: usize| nth_case(tracker, at);
        let is = |at: usize| tracker.case_record(case(at)).id.value.as_str() == id;
        self.cases.find(id, is).map(case)
    }

    pub(super) fn region(&self, tracker: &Tracker, id: &str) -> Option<usize> {
        self.regions.find(id, |at| tracker.regions[at].record.id.value.as_str() == id)
    }

    pub(super) fn actor(&self, tracker: &Tracker, id: &str) -> Option<usize> {
        self.actors.find(id, |at| tracker.actors[at].record.id.value.as_str() == id)
    }

    pub(super) fn source(&self, tracker: &Tracker, id: &str) -> Option<usize> {
        self.sources.find(id, |at| tracker.sources[at].record.id.value.as_str() == id)
    }
}

/// The case of that number: incidents first, then reports, then milestones.
fn nth_case(tracker: &Tracker, at: usize) -> Case {
    let (incidents, reports) = (tracker.incidents.len(), tracker.reports.len());
    match at {
        at if at < incidents => Case::Incident(IncidentIx::new(at)),
        at if at < incidents + reports => Case::Report(ReportIx::new(at - incidents)),
        at => Case::Milestone(MilestoneIx::new(at - incidents - reports)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_id_is_found_and_no_other() {
        for count in [0, 1, 2, 3, 100, 1025] {
            let ids: Vec<String> = (0..count).map(|number| format!("id-{number}")).collect();
            let lookup = Lookup::of(ids.iter().map(String::as_str));
            let find = |id: &str| lookup.find(id, |at| ids[at] == id);
            for (at, id) in ids.iter().enumerate() {
                assert_eq!(find(id), Some(at));
            }
            assert_eq!(find("id--1"), None);
        }
        assert_eq!(Lookup::default().find("x", |_| true), None);
    }
}
