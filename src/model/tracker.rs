//! A whole tracker in which every reference holds, with its indexes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil;

use super::boundary::Boundary;
use super::claim::Claim;
use super::incident::{Evidence, Incident};
use super::lookup::Lookups;
use super::place::GazetteerPlace;
use super::record::{CitedSource, HiddenRecord, Record};
use super::registry::{Actor, Milestone, Page, Region, Report, SharedSource};
use super::resolve;
use super::settings::Settings;
use super::vocabulary::{Id, vocabulary};
use crate::diagnostic::Checked;

/// All records of a tracker as they were read, in any order.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// Incidents, boxed: so many that moving them all would take room for them all twice.
    pub incidents: Vec<Box<Incident>>,
    /// Aggregate reports.
    pub reports: Vec<Report>,
    /// Milestones of the timeline.
    pub milestones: Vec<Milestone>,
    /// Regions.
    pub regions: Vec<Region>,
    /// Actors.
    pub actors: Vec<Actor>,
    /// Shared sources.
    pub sources: Vec<SharedSource>,
    /// Plain pages, the home page among them.
    pub pages: Vec<Page>,
    /// Places of the gazetteer.
    pub places: Vec<GazetteerPlace>,
    /// Drafts that could not be read without errors.
    pub hidden: Vec<HiddenRecord>,
    /// Outlines by the id of their region.
    pub boundaries: BTreeMap<Id, Boundary>,
}

/// Makes an index type for one kind of record of a [`Tracker`].
macro_rules! index {
    ($($(#[$doc:meta])* $name:ident)+) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in the tracker's list.
            pub fn at(self) -> usize {
                self.0 as usize
            }

            pub(super) fn new(at: usize) -> Self {
                Self(u32::try_from(at).unwrap_or(u32::MAX))
            }
        }
    )+ };
}

index! {
    /// An incident; the order of the numbers is that of time, then id.
    IncidentIx
    /// A report; in the order of time, then id.
    ReportIx
    /// A milestone; in the order of time, then id.
    MilestoneIx
    /// A region; in the order of ids, so that a parent stands before its children.
    RegionIx
    /// An actor; in the order of ids.
    ActorIx
    /// A shared source; in the order of ids.
    SourceIx
}

/// A dated record: what the timeline and the registries list. Sorts by kind, then time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// An incident.
    Incident(IncidentIx),
    /// A report.
    Report(ReportIx),
    /// A milestone.
    Milestone(MilestoneIx),
}

vocabulary! {
    /// As what an actor stands in a record.
    ActorRole {
        /// Said to have done it.
        Perpetrator = "perpetrator",
        /// Attacked.
        Target = "target",
        /// Defended.
        Defender = "defender",
        /// Says or said something.
        Speaker = "speaker",
        /// Addressed by a statement.
        Addressee = "addressee",
    }
}

/// Why a dated record is in no sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// It was withdrawn.
    Withdrawn,
    /// It turned out to be another incident.
    Merged,
    /// Its figures are counted in the incident that contains it.
    PartOf,
    /// Its evidence grade does not count.
    Evidence(Evidence),
    /// It is a report: it covers many incidents, which are counted for themselves.
    Report,
    /// It is a milestone, and no incident.
    Milestone,
}

/// A tracker: every reference holds, every list is in a total order.
#[derive(Debug, Default)]
pub struct Tracker {
    /// The settings.
    pub settings: Settings,
    /// Oldest first by earliest day, then id; with the withdrawn and the merged.
    pub incidents: Vec<Box<Incident>>,
    /// Oldest first by publication, then id.
    pub reports: Vec<Report>,
    /// Oldest first, then id.
    pub milestones: Vec<Milestone>,
    /// By id; parents before children.
    pub regions: Vec<Region>,
    /// By id.
    pub actors: Vec<Actor>,
    /// By id.
    pub sources: Vec<SharedSource>,
    /// By id; without the home page.
    pub pages: Vec<Page>,
    /// The home page's own words.
    pub home: Option<Page>,
    /// By id.
    pub places: Vec<GazetteerPlace>,
    /// Outlines by the id of their region.
    pub boundaries: BTreeMap<Id, Boundary>,
    /// The day that it was assembled for; embargoes were measured by it.
    pub today: civil::Date,
    /// The records left out, for the gate alone; by file.
    pub hidden: Vec<HiddenRecord>,
    /// The shared sources, actors and listed places that records left out name.
    pub named_by_hidden: BTreeSet<Id>,
    pub(super) index: Indexes,
}

/// Lists computed from the records.
#[derive(Debug, Default)]
pub(super) struct Indexes {
    pub(super) parents: Vec<Option<RegionIx>>,
    pub(super) children: Vec<Vec<RegionIx>>,
    pub(super) roots: Vec<RegionIx>,
    pub(super) shown_region: Vec<RegionIx>,
    pub(super) in_region: Vec<Vec<IncidentIx>>,
    pub(super) reports_on: Vec<Vec<ReportIx>>,
    pub(super) milestones_on: Vec<Vec<MilestoneIx>>,
    pub(super) of_actor: Vec<Vec<(ActorRole, Case)>>,
    pub(super) actor_children: Vec<Vec<ActorIx>>,
    pub(super) citing: Vec<Vec<Case>>,
    pub(super) parts: BTreeMap<IncidentIx, Vec<IncidentIx>>,
    pub(super) documented: BTreeMap<IncidentIx, Vec<ReportIx>>,
    pub(super) related: BTreeMap<Case, BTreeSet<Case>>,
    pub(super) periods: BTreeMap<(i16, Option<i8>), Vec<Case>>,
    pub(super) listed: Vec<IncidentIx>,
    /// The incidents that were moved in time or to another region after the lists were made.
    pub(super) moved: BTreeSet<IncidentIx>,
    /// By id.
    pub(super) cases: Vec<Case>,
    pub(super) lookups: Lookups,
}

impl Tracker {
    /// Puts records together: leaves out what is not public on `today` (all of it stays with `drafts`),
    /// sorts, resolves every reference and builds the indexes.
    ///
    /// The problems name every reference that does not hold, every id given twice and every cycle;
    /// with an error among them the tracker must not be used.
    pub fn assemble(
        records: Records,
        settings: Settings,
        today: civil::Date,
        drafts: bool,
    ) -> Checked<Self> {
        resolve::assemble(records, settings, today, drafts)
    }

    /// The incident of that number.
    pub fn incident(&self, ix: IncidentIx) -> &Incident {
        &self.incidents[ix.at()]
    }

    /// The report of that number.
    pub fn report(&self, ix: ReportIx) -> &Report {
        &self.reports[ix.at()]
    }

    /// The milestone of that number.
    pub fn milestone(&self, ix: MilestoneIx) -> &Milestone {
        &self.milestones[ix.at()]
    }

    /// The region of that number.
    pub fn region(&self, ix: RegionIx) -> &Region {
        &self.regions[ix.at()]
    }

    /// The actor of that number.
    pub fn actor(&self, ix: ActorIx) -> &Actor {
        &self.actors[ix.at()]
    }

    /// The shared source of that number.
    pub fn source(&self, ix: SourceIx) -> &SharedSource {
        &self.sources[ix.at()]
    }

    /// What every kind of case has.
    pub fn case_record(&self, case: Case) -> &Record {
        match case {
            Case::Incident(ix) => &self.incident(ix).record,
            Case::Report(ix) => &self.report(ix).record,
            Case::Milestone(ix) => &self.milestone(ix).record,
        }
    }

    /// The date that a case is listed under.
    pub fn case_date(&self, case: Case) -> &super::Date {
        match case {
            Case::Incident(ix) => &self.incident(ix).date.value,
            Case::Report(ix) => &self.report(ix).date.value,
            Case::Milestone(ix) => &self.milestone(ix).date.value,
        }
    }

    /// The case with that id.
    pub fn case_by_id(&self, id: &str) -> Option<Case> {
        self.index.lookups.case(self, id)
    }

    /// Every dated record, by id.
    pub fn cases(&self) -> impl Iterator<Item = Case> + '_ {
        self.index.cases.iter().copied()
    }

    /// Every record of every kind, the home page's own words among them.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        let incidents = self.incidents.iter().map(|incident| &incident.record);
        let reports = self.reports.iter().map(|report| &report.record);
        let milestones = self.milestones.iter().map(|milestone| &milestone.record);
        let regions = self.regions.iter().map(|region| &region.record);
        let actors = self.actors.iter().map(|actor| &actor.record);
        let sources = self.sources.iter().map(|source| &source.record);
        let pages = self.pages.iter().chain(&self.home).map(|page| &page.record);
        incidents
            .chain(reports)
            .chain(milestones)
            .chain(regions)
            .chain(actors)
            .chain(sources)
            .chain(pages)
    }

    /// The region with that id.
    pub fn region_by_id(&self, id: &str) -> Option<RegionIx> {
        self.index.lookups.region(self, id).map(RegionIx::new)
    }

    /// The actor with that id.
    pub fn actor_by_id(&self, id: &str) -> Option<ActorIx> {
        self.index.lookups.actor(self, id).map(ActorIx::new)
    }

    /// The shared source with that id.
    pub fn source_by_id(&self, id: &str) -> Option<SourceIx> {
        self.index.lookups.source(self, id).map(SourceIx::new)
    }

    /// The gazetteer's place with that id.
    pub fn place_by_id(&self, id: &str) -> Option<&GazetteerPlace> {
        find(&self.places, |place| place.id.value.as_str(), id).map(|at| &self.places[at])
    }

    /// What a record cites under `id`, wherever it is described.
    pub fn cited<'a>(&'a self, record: &'a Record, id: &str) -> Option<&'a super::Source> {
        match record.source(id)? {
            CitedSource::Own(source) => Some(source),
            CitedSource::Shared(shared) => {
                self.source_by_id(shared.target.value.as_str()).map(|ix| &self.source(ix).source)
            }
        }
    }

    /// The incidents of listings, oldest first: neither withdrawn nor merged.
    pub fn listed(&self) -> &[IncidentIx] {
        &self.index.listed
    }

    /// The listed incidents that stand before and after an incident in a list that is in the order of
    /// time; neither where it is withdrawn or merged.
    pub fn beside(&self, list: &[IncidentIx], ix: IncidentIx) -> [Option<IncidentIx>; 2] {
        if self.index.moved.is_empty() {
            let Ok(at) = list.binary_search(&ix) else { return [None; 2] };
            return [at.checked_sub(1).map(|at| list[at]), list.get(at + 1).copied()];
        }
        let key = |ix: &IncidentIx| {
            let Incident { date, record, .. } = self.incident(*ix);
            (date.value.earliest(), record.id.value.as_str())
        };
        let own = self.incident(ix);
        if own.record.is_withdrawn() || own.merged_into.is_some() {
            return [None; 2];
        }
        let place = key(&ix);
        let before = list.iter().filter(|other| key(other) < place).max_by_key(|ix| key(ix));
        let after = list.iter().filter(|other| key(other) > place).min_by_key(|ix| key(ix));
        [before.copied(), after.copied()]
    }

    /// The listed incidents whose shown region it is or is above, oldest first.
    pub fn in_region(&self, region: RegionIx) -> &[IncidentIx] {
        &self.index.in_region[region.at()]
    }

    /// The reports whose area holds the region or one below it, oldest first.
    pub fn reports_on(&self, region: RegionIx) -> &[ReportIx] {
        &self.index.reports_on[region.at()]
    }

    /// The milestones whose area holds the region or one below it, oldest first.
    pub fn milestones_on(&self, region: RegionIx) -> &[MilestoneIx] {
        &self.index.milestones_on[region.at()]
    }

    /// The regions directly below, by id.
    pub fn sub_regions(&self, region: RegionIx) -> &[RegionIx] {
        &self.index.children[region.at()]
    }

    /// The regions at the top of the tree, by id.
    pub fn top_regions(&self) -> &[RegionIx] {
        &self.index.roots
    }

    /// The region above, or `None` at the top.
    pub fn region_parent(&self, region: RegionIx) -> Option<RegionIx> {
        self.index.parents[region.at()]
    }

    /// From the top of the tree down to the region itself.
    pub fn region_path(&self, region: RegionIx) -> Vec<RegionIx> {
        let mut path: Vec<_> =
            std::iter::successors(Some(region), |at| self.region_parent(*at)).collect();
        path.reverse();
        path
    }

    /// The outline of a region, or of the nearest region above it that has one; with that region.
    pub fn boundary_around(&self, region: RegionIx) -> Option<(RegionIx, &Boundary)> {
        std::iter::successors(Some(region), |at| self.region_parent(*at))
            .find_map(|at| Some((at, self.boundaries.get(&self.region(at).record.id.value)?)))
    }

    /// Where an actor stands: role and case, by role, then kind and time.
    pub fn of_actor(&self, actor: ActorIx) -> &[(ActorRole, Case)] {
        &self.index.of_actor[actor.at()]
    }

    /// The actors that name it as their parent, by id.
    pub fn sub_actors(&self, actor: ActorIx) -> &[ActorIx] {
        &self.index.actor_children[actor.at()]
    }

    /// Whether an actor is another, or belongs to it over any number of steps.
    pub fn actor_belongs_to(&self, actor: ActorIx, whole: ActorIx) -> bool {
        let parent = |ix: &ActorIx| {
            self.actor(*ix).parent.as_ref().and_then(|id| self.actor_by_id(id.value.as_str()))
        };
        std::iter::successors(Some(actor), parent).any(|own| own == whole)
    }

    /// The cases that cite a shared source, by kind and time.
    pub fn citing(&self, source: SourceIx) -> &[Case] {
        &self.index.citing[source.at()]
    }

    /// The listed incidents that are part of this one, oldest first.
    pub fn parts(&self, incident: IncidentIx) -> &[IncidentIx] {
        self.index.parts.get(&incident).map_or(&[], Vec::as_slice)
    }

    /// The reports that have this incident inside them, oldest first.
    pub fn documented_by(&self, incident: IncidentIx) -> &[ReportIx] {
        self.index.documented.get(&incident).map_or(&[], Vec::as_slice)
    }

    /// The cases that belong beside a case, said by either of the two.
    pub fn related(&self, case: Case) -> impl Iterator<Item = Case> + '_ {
        self.index.related.get(&case).into_iter().flatten().copied()
    }

    /// The periods of the timeline with their cases: years, and months within them; a case whose month
    /// is not known stands under `(year, None)` alone. Cases are oldest first, then by kind and id.
    pub fn periods(&self) -> &BTreeMap<(i16, Option<i8>), Vec<Case>> {
        &self.index.periods
    }

    /// Every claim of a record that names an actor, with the role.
    pub fn roles(claim: &Claim) -> impl Iterator<Item = (ActorRole, &crate::source::Located<Id>)> {
        let perpetrators = claim.perpetrator.iter().map(|id| (ActorRole::Perpetrator, id));
        let targets = claim.target.iter().map(|id| (ActorRole::Target, id));
        let defenders = claim.defender.iter().map(|id| (ActorRole::Defender, id));
        perpetrators.chain(targets).chain(defenders)
    }
}

fn find<T>(sorted: &[T], key: impl Fn(&T) -> &str, id: &str) -> Option<usize> {
    sorted.binary_search_by(|item| key(item).cmp(id)).ok()
}
