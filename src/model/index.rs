//! Builds the indexes of a tracker whose references hold.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::claim::Party;
use super::incident::Incident;
use super::record::{CitedSource, Record};
use super::tracker::{
    ActorIx, ActorRole, Case, IncidentIx, Indexes, MilestoneIx, RegionIx, ReportIx, Tracker,
};

/// Fills every index. Lists come out in the order of time, since records stand in it.
pub(super) fn build(tracker: &mut Tracker) {
    // The indexes of ids and of parents stay with the tracker meanwhile: the others are built by looking ids up.
    let mut index = Indexes::default();
    let tracker_ref: &Tracker = tracker;
    index.children = vec![Vec::new(); tracker_ref.regions.len()];
    for at in 0..tracker_ref.regions.len() {
        let ix = RegionIx::new(at);
        match tracker_ref.region_parent(ix) {
            Some(parent) => index.children[parent.at()].push(ix),
            None => index.roots.push(ix),
        }
    }
    index.actor_children = vec![Vec::new(); tracker_ref.actors.len()];
    for (at, actor) in tracker_ref.actors.iter().enumerate() {
        let parent = actor.parent.as_ref();
        if let Some(parent) = parent.and_then(|id| tracker_ref.actor_by_id(id.value.as_str())) {
            index.actor_children[parent.at()].push(ActorIx::new(at));
        }
    }
    index.in_region = vec![Vec::new(); tracker_ref.regions.len()];
    index.reports_on = vec![Vec::new(); tracker_ref.regions.len()];
    index.milestones_on = vec![Vec::new(); tracker_ref.regions.len()];
    index.of_actor = vec![Vec::new(); tracker_ref.actors.len()];
    index.citing = vec![Vec::new(); tracker_ref.sources.len()];
    let paths: Vec<Vec<RegionIx>> = (0..tracker_ref.regions.len())
        .map(|at| tracker_ref.region_path(RegionIx::new(at)))
        .collect();

    let incidents = tracker_ref.incidents.par_iter();
    index.shown_region = incidents.map(|own| shown_region(tracker_ref, own)).collect();
    for (at, incident) in tracker_ref.incidents.iter().enumerate() {
        let ix = IncidentIx::new(at);
        let case = Case::Incident(ix);
        if incident.record.is_withdrawn() || incident.merged_into.is_some() {
            continue;
        }
        index.listed.push(ix);
        let region = index.shown_region[at];
        for above in paths.get(region.at()).into_iter().flatten() {
            index.in_region[above.at()].push(ix);
        }
        if let Some(Case::Incident(whole)) =
            incident.part_of.as_ref().and_then(|id| tracker_ref.case_by_id(id.value.as_str()))
        {
            index.parts.entry(whole).or_default().push(ix);
        }
        add_period(tracker_ref, case, &mut index.periods);
        add_actors(tracker_ref, &incident.record, case, &mut index.of_actor);
        add_sources(tracker_ref, &incident.record, case, &mut index.citing);
    }
    for (at, report) in tracker_ref.reports.iter().enumerate() {
        let ix = ReportIx::new(at);
        let case = Case::Report(ix);
        if report.record.is_withdrawn() {
            continue;
        }
        for region in above_all(&tracker_ref.shown_area(&report.record, &report.area), &paths) {
            index.reports_on[region.at()].push(ix);
        }
        for id in &report.documents {
            if let Some(Case::Incident(incident)) = tracker_ref.case_by_id(id.value.as_str()) {
                index.documented.entry(incident).or_default().push(ix);
            }
        }
        add_period(tracker_ref, case, &mut index.periods);
        add_actors(tracker_ref, &report.record, case, &mut index.of_actor);
        add_sources(tracker_ref, &report.record, case, &mut index.citing);
    }
    for (at, milestone) in tracker_ref.milestones.iter().enumerate() {
        let ix = MilestoneIx::new(at);
        let case = Case::Milestone(ix);
        if milestone.record.is_withdrawn() {
            continue;
        }
        for region in above_all(&tracker_ref.shown_area(&milestone.record, &milestone.area), &paths)
        {
            index.milestones_on[region.at()].push(ix);
        }
        add_period(tracker_ref, case, &mut index.periods);
        add_actors(tracker_ref, &milestone.record, case, &mut index.of_actor);
        add_sources(tracker_ref, &milestone.record, case, &mut index.citing);
    }
    for case in tracker_ref.cases() {
        for id in &tracker_ref.case_record(case).related {
            if let Some(other) = tracker_ref.case_by_id(id.value.as_str()).filter(|o| *o != case) {
                index.related.entry(case).or_default().insert(other);
                index.related.entry(other).or_default().insert(case);
            }
        }
    }
    let order = |case: &Case| (tracker_ref.case_date(*case).earliest(), *case);
    index.periods.values_mut().for_each(|cases| cases.sort_by_key(order));
    index.of_actor.iter_mut().for_each(|list| {
        list.sort();
        list.dedup();
    });
    index.cases = std::mem::take(&mut tracker.index.cases);
    index.lookups = std::mem::take(&mut tracker.index.lookups);
    index.parents = std::mem::take(&mut tracker.index.parents);
    tracker.index = index;
}

/// The region of an incident as any output may name it.
pub(super) fn shown_region(tracker: &Tracker, incident: &Incident) -> RegionIx {
    let region = tracker.region_by_id(incident.region.value.as_str());
    let allowed = tracker.allowed_precision(&incident.record);
    region.map_or(RegionIx(u32::MAX), |region| tracker.widened(region, allowed))
}

fn above_all(area: &[RegionIx], paths: &[Vec<RegionIx>]) -> Vec<RegionIx> {
    let mut above: Vec<RegionIx> =
        area.iter().flat_map(|region| paths[region.at()].iter().copied()).collect();
    above.sort();
    above.dedup();
    above
}

fn add_period(tracker: &Tracker, case: Case, periods: &mut BTreeMap<(i16, Option<i8>), Vec<Case>>) {
    let date = tracker.case_date(case);
    periods.entry((date.year(), date.month())).or_default().push(case);
}

fn add_actors(
    tracker: &Tracker,
    record: &Record,
    case: Case,
    of_actor: &mut [Vec<(ActorRole, Case)>],
) {
    let mut add = |role, id: &str| {
        if let Some(actor) = tracker.actor_by_id(id) {
            of_actor[actor.at()].push((role, case));
        }
    };
    for claim in &record.claims {
        Tracker::roles(claim).for_each(|(role, id)| add(role, id.value.as_str()));
        if let Some(Party::Actor(id)) = &claim.by {
            add(ActorRole::Speaker, id.value.as_str());
        }
    }
    for statement in &record.statements {
        if let Party::Actor(id) = &statement.by {
            add(ActorRole::Speaker, id.value.as_str());
        }
        for party in &statement.to {
            if let Party::Actor(id) = party {
                add(ActorRole::Addressee, id.value.as_str());
            }
        }
    }
}

fn add_sources(tracker: &Tracker, record: &Record, case: Case, citing: &mut [Vec<Case>]) {
    for source in &record.sources {
        if let CitedSource::Shared(shared) = source
            && let Some(ix) = tracker.source_by_id(shared.target.value.as_str())
            && citing[ix.at()].last() != Some(&case)
        {
            citing[ix.at()].push(case);
        }
    }
}
