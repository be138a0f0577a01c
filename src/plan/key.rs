//! What pages are made from, as keys: a page whose key is the one that it had before has the same bytes.
//!
//! A key may change without need, and the page is then made again. It must never stay while what the
//! page shows changes. So whatever is not a case counts for every page, and of the cases each page has
//! those that its view looks at; `tests/again.rs` holds both to what a clean build gives.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use rayon::prelude::*;

use super::{FeedOf, PageKind, Plan, PlannedPage, Scope, Target, Views};
use crate::model::{ActorIx, Case, IncidentIx, Record};
use crate::source::{Digest, DigestRun};

/// The keys of all pages of a plan.
pub struct Keys<'a> {
    views: Views<'a>,
    /// What every page depends on.
    world: Digest,
    /// What lists show of each incident, by its number: its head, and those of the cases tied to it.
    incidents: Vec<Digest>,
    /// All cases as lists show them.
    heads: Digest,
    /// All cases with their bodies.
    wholes: Digest,
    /// Which years and months there are.
    periods: Digest,
    /// Of which years there are incidents.
    years: Digest,
    /// What lists of several pages show, by their first pages.
    lists: RwLock<BTreeMap<PageKind, Digest>>,
}

impl<'a> Keys<'a> {
    /// Looks at every case once. `world` stands for all that is no case: the program itself, the
    /// settings, templates, files, registries, the day, and what the gate looks for.
    pub fn new(views: Views<'a>, world: Digest) -> Self {
        let tracker = views.tracker;
        let incidents: Vec<Digest> = (0..tracker.incidents.len())
            .into_par_iter()
            .map(|at| tied(views, IncidentIx(u32::try_from(at).unwrap_or(u32::MAX))))
            .collect();
        let others = || tracker.cases().filter(|case| !matches!(case, Case::Incident(_)));
        let mut heads = Run::default();
        let mut wholes = Run::default();
        for (incident, head) in tracker.incidents.iter().zip(&incidents) {
            heads.digest(*head);
            wholes.digest(*head).digest(incident.record.digest);
        }
        for case in others() {
            heads.record(tracker.case_record(case));
            wholes.record(tracker.case_record(case)).digest(tracker.case_record(case).digest);
        }
        let heads = heads.end();
        let shared = views.plan.shared(views, world);
        let wholes = wholes.digest(heads).end();
        let mut periods = Run::default();
        for (year, month) in tracker.periods().keys() {
            periods.text(&format!("{year} {month:?}"));
        }
        let mut years = Run::default();
        for year in views.plan.incident_years.keys() {
            years.text(&year.to_string());
        }
        let (periods, years) = (periods.end(), years.end());
        let lists = RwLock::default();
        Self { views, world: shared, incidents, heads, wholes, periods, years, lists }
    }

    /// The key of a page.
    pub fn of(&self, page: &PlannedPage) -> Digest {
        let mut key = Run::default();
        key.digest(self.world).text(&page.address);
        match shared_by(page.page) {
            Some(all) => key.digest(self.shown_by(all)),
            None => self.add(page.page, &mut key),
        };
        key.end()
    }

    /// The key of what numbered documents say to the search.
    pub fn of_words(&self, documents: &[(u32, Target)]) -> Digest {
        let mut key = Run::default();
        key.digest(self.world);
        for (number, target) in documents {
            key.number(u64::from(*number)).text(self.views.plan.address(*target));
            // What is no case counts for all.
            if let Target::Case(case) = target {
                self.whole(*case, &mut key);
            }
        }
        key.end()
    }

    /// What the numbered pages of a list show, all together: found out once for all of them.
    fn shown_by(&self, all: PageKind) -> Digest {
        let known = self.lists.read().unwrap_or_else(PoisonError::into_inner).get(&all).copied();
        known.unwrap_or_else(|| {
            let mut run = Run::default();
            self.add(all, &mut run);
            let digest = run.end();
            // Another thread may have been faster, with the same digest.
            self.lists.write().unwrap_or_else(PoisonError::into_inner).insert(all, digest);
            digest
        })
    }

    fn add<'r>(&self, page: PageKind, key: &'r mut Run) -> &'r mut Run {
        let Views { tracker, plan, .. } = self.views;
        match page {
            PageKind::Map(_)
            | PageKind::Icon
            | PageKind::Stylesheet
            | PageKind::Static(_)
            | PageKind::Robots
            | PageKind::FilterScript
            | PageKind::SearchScript
            | PageKind::Frozen(_)
            | PageKind::NotFound => {}
            PageKind::Incident(ix) => self.incident(ix, key),
            PageKind::Card(ix) => {
                key.digest(self.incidents[ix.at()]);
            }
            PageKind::Report(ix) => {
                let case = Case::Report(ix);
                self.whole(case, key);
                self.cases(tracker.related(case), key);
                self.cases(self.views.documented(ix), key);
            }
            PageKind::Region(ix, _) => {
                self.linked(&tracker.region(ix).record, key);
                self.cases(plan.in_region[ix.at()].iter().copied(), key);
            }
            PageKind::Actor(ix) | PageKind::ActorCases(ix, ..) => self.actor(ix, key),
            PageKind::Source(ix, _) => {
                self.linked(&tracker.source(ix).record, key);
                self.cases(plan.citing[ix.at()].iter().copied(), key);
            }
            PageKind::Period(year, month, _) => {
                key.digest(self.periods);
                self.cases(plan.in_period(tracker, year, month).iter().copied(), key);
            }
            PageKind::IncidentYear(year, _) | PageKind::FilterPart(year, _) => {
                key.digest(self.years);
                let incidents = plan.of_year(tracker, year).iter();
                self.cases(incidents.map(|ix| Case::Incident(*ix)), key);
            }
            PageKind::Proof(scope @ (Scope::Region(_) | Scope::Period(..)), _) => {
                self.cases(plan.proved(tracker, scope).iter().copied(), key);
            }
            PageKind::Proof(scope @ Scope::Actor(ix, _), _) => {
                self.cases(plan.proved(tracker, scope).iter().copied(), key);
                self.actor(ix, key);
            }
            PageKind::Redirect(Target::Case(case)) => self.cases([case], key),
            PageKind::Redirect(_) => {}
            PageKind::Feed(FeedOf::Region(ix)) => {
                let incidents = tracker.in_region(ix).iter();
                self.cases(incidents.map(|ix| Case::Incident(*ix)), key);
            }
            PageKind::Feed(FeedOf::Actor(ix)) => self.actor(ix, key),
            PageKind::Feed(FeedOf::Site)
            | PageKind::JsonFeed
            | PageKind::Search
            | PageKind::SearchDirectory
            | PageKind::SearchWords(_)
            | PageKind::SearchDocuments(_) => {
                key.digest(self.wholes);
            }
            PageKind::Milestone(ix) => {
                self.whole(Case::Milestone(ix), key);
                key.digest(self.heads);
            }
            PageKind::Home
            | PageKind::Incidents
            | PageKind::FilterChoices
            | PageKind::Removed(_)
            | PageKind::Regions
            | PageKind::Timeline
            | PageKind::Actors(_)
            | PageKind::Proof(Scope::All, _)
            | PageKind::Reports(_)
            | PageKind::Milestones(_)
            | PageKind::Sources(_)
            | PageKind::Plain(_)
            | PageKind::Corrections(_)
            | PageKind::Names(_)
            | PageKind::Release(_)
            | PageKind::Data
            | PageKind::Download(_)
            | PageKind::Package
            | PageKind::Schema
            | PageKind::Calendar
            | PageKind::CorrectionsFeed
            | PageKind::Sitemap(_) => {
                key.digest(self.heads);
            }
        }
        key
    }

    fn incident(&self, ix: IncidentIx, key: &mut Run) {
        let tracker = self.views.tracker;
        self.whole(Case::Incident(ix), key);
        let region = tracker.in_region(tracker.shown_region(ix));
        for near in [region, tracker.listed()].into_iter().flat_map(|list| tracker.beside(list, ix))
        {
            match near {
                Some(near) => key.digest(self.incidents[near.at()]),
                None => key.text(""),
            };
        }
    }

    fn actor(&self, ix: ActorIx, key: &mut Run) {
        let Views { tracker, plan, .. } = self.views;
        self.linked(&tracker.actor(ix).record, key);
        for (part, cases) in &plan.of_actor[ix.at()] {
            key.text(&format!("{part:?}"));
            self.cases(cases.iter().copied(), key);
        }
    }

    /// A case with its body.
    fn whole(&self, case: Case, key: &mut Run) {
        let record = self.views.tracker.case_record(case);
        self.cases([case], key);
        key.digest(record.digest);
        self.linked(record, key);
    }

    /// Where the links of a body lead.
    fn linked(&self, record: &Record, key: &mut Run) {
        let Views { tracker, plan, .. } = self.views;
        for link in &record.links {
            key.text(&plan.resolve_link(tracker, record, &link.value).unwrap_or_default());
        }
    }

    /// What lists show of cases.
    fn cases(&self, cases: impl IntoIterator<Item = Case>, key: &mut Run) {
        let mut count = 0_u64;
        for case in cases {
            count += 1;
            match case {
                Case::Incident(ix) => key.digest(self.incidents[ix.at()]),
                Case::Report(_) | Case::Milestone(_) => {
                    key.record(self.views.tracker.case_record(case))
                }
            };
        }
        key.number(count);
    }
}

impl Plan {
    /// What pages show of the tracker as a whole, whichever they are.
    fn shared(&self, views: Views<'_>, world: Digest) -> Digest {
        let tracker = views.tracker;
        let mut shared = Run::default();
        shared.digest(world);
        // A view that cannot be written as text cannot be rendered either.
        shared.text(&serde_json::to_string(&views.site()).unwrap_or_default());
        shared.text(&format!("{:?}", self.totals.charted));
        shared.text(&format!("{:?}", views.proof_columns()));
        shared.text(&format!("{}", Self::is_one_page(tracker)));
        shared.text(&self.maps.shown());
        let regions = tracker.regions.iter().map(|region| &region.record);
        let actors = tracker.actors.iter().map(|actor| &actor.record);
        let sources = tracker.sources.iter().map(|source| &source.record);
        let pages = tracker.pages.iter().chain(&tracker.home).map(|page| &page.record);
        for record in regions.chain(actors).chain(sources).chain(pages) {
            shared.text(record.file.as_str()).digest(record.digest);
        }
        for milestone in &tracker.milestones {
            shared.record(&milestone.record);
        }
        shared.end()
    }
}

/// The first page of the list that a page is one of; `None` where it is the only one.
fn shared_by(page: PageKind) -> Option<PageKind> {
    Some(match page {
        PageKind::Region(ix, _) => PageKind::Region(ix, 0),
        PageKind::Source(ix, _) => PageKind::Source(ix, 0),
        PageKind::Period(year, month, _) => PageKind::Period(year, month, 0),
        PageKind::IncidentYear(year, _) | PageKind::FilterPart(year, _) => {
            PageKind::IncidentYear(year, 0)
        }
        PageKind::Proof(scope, _) => PageKind::Proof(scope, 0),
        PageKind::Actor(ix) | PageKind::ActorCases(ix, ..) => PageKind::Actor(ix),
        _ => return None,
    })
}

/// What lists show of an incident: what its own file says above the body, and where the cases tied to
/// it lie and what they are called.
fn tied(views: Views<'_>, ix: IncidentIx) -> Digest {
    let Views { tracker, plan, .. } = views;
    let incident = tracker.incident(ix);
    let mut run = Run::default();
    run.record(&incident.record);
    run.text(plan.address(Target::Case(Case::Incident(ix))));
    let named = [&incident.part_of, &incident.merged_into].into_iter().flatten();
    let named = named.filter_map(|id| tracker.case_by_id(id.value.as_str()));
    let parts = tracker.parts(ix).iter().map(|ix| Case::Incident(*ix));
    let reports = tracker.documented_by(ix).iter().map(|ix| Case::Report(*ix));
    for case in named.chain(parts).chain(reports).chain(tracker.related(Case::Incident(ix))) {
        run.record(tracker.case_record(case));
    }
    run.end()
}

/// A digest of parts that cannot run into each other.
#[derive(Default)]
struct Run(DigestRun);

impl Run {
    fn digest(&mut self, digest: Digest) -> &mut Self {
        self.0.add(&digest.0);
        self
    }

    fn number(&mut self, number: u64) -> &mut Self {
        self.0.add(&number.to_le_bytes());
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.0.add_part(text.as_bytes());
        self
    }

    /// A record without its body.
    fn record(&mut self, record: &Record) -> &mut Self {
        self.text(record.file.as_str()).digest(record.head)
    }

    fn end(&self) -> Digest {
        self.0.digest()
    }
}
