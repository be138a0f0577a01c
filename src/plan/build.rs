//! Makes the plan: lists every file of the site and finds addresses that two of them claim.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::listing::{Listing, Number};
use super::maps::Maps;
use super::{
    FeedOf, GROUP_SIZE, ICON, PageKind, Part, Plan, PlannedPage, Positions, SITEMAP_SIZE, Target,
    Totals, all, cases, changes, data, feed, filter, links, names, releases, search, urls,
};
use crate::dataset;
use crate::diagnostic::{Checked, Diagnostic, Rule};
use crate::model::{
    ActorIx, ActorRole, Attribution, Case, IncidentIx, MilestoneIx, Names, Record, RegionIx,
    ReportIx, SourceIx, Tracker, Use,
};
use crate::release::Release;
use crate::source::{SourcePath, Span};

/// An address that two pages claim.
pub static ADDRESS_TAKEN: Rule = Rule::fixed(
    "address-taken",
    "Two files of the site have the same address, or an alias cannot be an address.\n\n\
     The address of a page follows from its record's folder and id. Addresses that differ in case \
     alone are one file on many systems, so they count as the same.\n\n\
     **Example**: `aliases = [\"about.html\"]` while there is a page `content/about.md`.\n\n\
     **Repair**: change the id, the alias or the name of the file, whichever is not yet public.",
);

/// The folder of files that are copied as they are.
const STATIC: &str = "static";

/// Lists every file of the site. `sources` are all files of the tracker, sorted; `releases` are those
/// that it keeps, oldest first.
///
/// The problems name addresses that two files claim and links that lead nowhere; with an error
/// among them the plan must not be used.
pub fn plan(tracker: &Tracker, sources: &[SourcePath], releases: Vec<Release>) -> Checked<Plan> {
    let mut pages = Pages { tracker, list: Vec::new() };
    let mut problems = Vec::new();
    let targets = targets(tracker);
    let ((names, documents), (maps, changes)) = rayon::join(
        || rayon::join(|| Names::of(tracker), || search::Documents::of(tracker, &targets)),
        || rayon::join(|| Maps::of(tracker), || changes::all(tracker, &targets)),
    );
    let mut plan = Plan {
        statics: statics(sources),
        in_region: in_region(tracker),
        successors: successors(tracker),
        removed: removed(tracker),
        incident_years: all::years(tracker),
        years: years(tracker),
        of_actor: of_actor(tracker),
        citing: citing(tracker),
        updated: cases::all_updated(tracker),
        changes,
        downloads: dataset::downloads(tracker),
        frozen: releases::files(&releases),
        releases,
        names,
        documents,
        maps,
        actors_by_name: by_text((0..tracker.actors.len()).map(number).map(ActorIx), |ix| {
            &tracker.actor(*ix).record
        }),
        sources_by_title: by_text((0..tracker.sources.len()).map(number).map(SourceIx), |ix| {
            &tracker.source(*ix).record
        }),
        ..Plan::default()
    };
    plan.totals = Totals::of(tracker, &plan);
    pages.fixed(&plan);
    pages.cases(&plan);
    pages.registries(&plan);
    pages.proofs(&plan);
    pages.maps(&plan);
    pages.downloads(&plan);
    pages.aliases(&mut problems);
    if tracker.settings.base_url.is_some() {
        pages.sitemap();
    }
    let mut list = pages.list;
    // A stable order where two share an address: the problem names the same one first in every run.
    list.par_sort_unstable_by(|a, b| (&a.address, a.page).cmp(&(&b.address, b.page)));
    problems.extend(collisions(tracker, &plan, &list));
    list.dedup_by(|a, b| a.address == b.address);
    plan.at = positions(tracker, &list);
    plan.pages = list;
    plan.by_file = links::by_file(tracker, targets);
    problems.extend(links::check(&plan, tracker, sources));
    Checked { value: plan, problems }
}

/// The files of the site as they are found.
struct Pages<'a> {
    tracker: &'a Tracker,
    list: Vec<PlannedPage>,
}

impl Pages<'_> {
    fn push(&mut self, address: impl Into<Box<str>>, page: PageKind) {
        self.list.push(PlannedPage { address: address.into(), page });
    }

    fn listing(&mut self, first: &str, entries: usize, page: impl Fn(Number) -> PageKind) {
        for number in Listing::new(entries, self.tracker.settings.page_size).numbers() {
            self.push(urls::numbered(first, number), page(number));
        }
    }

    fn feed(&mut self, plan: &Plan, of: FeedOf) {
        if plan.has_feed(self.tracker, of) {
            self.push(urls::feed(self.tracker, of), PageKind::Feed(of));
        }
    }

    fn fixed(&mut self, plan: &Plan) {
        let tracker = self.tracker;
        self.push("index.html", PageKind::Home);
        self.push("404.html", PageKind::NotFound);
        self.push("css/griot.css", PageKind::Stylesheet);
        if !tracker.listed().is_empty() {
            self.push(super::FILTER_SCRIPT, PageKind::FilterScript);
        }
        self.search(&plan.documents);
        self.push("robots.txt", PageKind::Robots);
        if plan.icon() == ICON {
            self.push(ICON, PageKind::Icon);
        }
        if tracker.settings.base_url.is_some() {
            self.push(urls::feed(tracker, FeedOf::Site), PageKind::Feed(FeedOf::Site));
            self.push(feed::JSON_FEED, PageKind::JsonFeed);
            self.push("corrections.xml", PageKind::CorrectionsFeed);
        }
        if Plan::has_calendar(tracker) {
            self.push(feed::CALENDAR, PageKind::Calendar);
        }
        // A tracker's own file wins over the page that the program would make.
        let own: BTreeSet<&str> =
            plan.statics.iter().filter_map(|file| file.below(STATIC)).collect();
        self.list.retain(|page| !own.contains(&*page.address));
        for (at, file) in plan.statics.iter().enumerate() {
            if let Some(address) = file.below(STATIC) {
                self.push(address, PageKind::Static(number(at)));
            }
        }
    }

    fn search(&mut self, documents: &search::Documents) {
        if documents.is_empty() {
            return;
        }
        self.push(search::SEARCH, PageKind::Search);
        self.push(search::SEARCH_SCRIPT, PageKind::SearchScript);
        self.push("search/directory.js", PageKind::SearchDirectory);
        for shard in 0..documents.shards() {
            self.push(urls::search_words(shard), PageKind::SearchWords(shard));
        }
        for part in documents.parts() {
            self.push(urls::search_documents(part), PageKind::SearchDocuments(part));
        }
    }

    fn cases(&mut self, plan: &Plan) {
        let tracker = self.tracker;
        for (at, incident) in tracker.incidents.iter().enumerate() {
            let page = PageKind::Incident(IncidentIx(number(at)));
            self.push(urls::case(&incident.record), page);
            let ix = IncidentIx(number(at));
            if let Some(card) = plan.card(tracker, ix) {
                self.push(card, PageKind::Card(ix));
            }
        }
        for (at, report) in tracker.reports.iter().enumerate() {
            self.push(urls::case(&report.record), PageKind::Report(ReportIx(number(at))));
        }
        for (at, milestone) in tracker.milestones.iter().enumerate() {
            let page = PageKind::Milestone(MilestoneIx(number(at)));
            self.push(urls::case(&milestone.record), page);
        }
        self.incidents(plan);
        if !plan.removed.is_empty() {
            self.listing("incidents/removed.html", plan.removed.len(), PageKind::Removed);
        }
        if !tracker.reports.is_empty() {
            self.listing("reports/index.html", tracker.reports.len(), PageKind::Reports);
        }
        if !tracker.milestones.is_empty() {
            let entries = tracker.milestones.len();
            self.listing("milestones/index.html", entries, PageKind::Milestones);
        }
    }

    fn incidents(&mut self, plan: &Plan) {
        let tracker = self.tracker;
        self.push(all::INCIDENTS, PageKind::Incidents);
        if !tracker.listed().is_empty() {
            self.push(filter::CHOICES, PageKind::FilterChoices);
        }
        for (year, incidents) in &plan.incident_years {
            let year = *year;
            if !Plan::is_one_page(tracker) {
                self.listing(&urls::incident_year(year), incidents.len(), |number| {
                    PageKind::IncidentYear(year, number)
                });
            }
            for (number, _) in filter::parts_of(plan, tracker, year) {
                self.push(urls::filter_part(year, number), PageKind::FilterPart(year, number));
            }
        }
    }

    fn registries(&mut self, plan: &Plan) {
        let tracker = self.tracker;
        self.push("timeline/index.html", PageKind::Timeline);
        for (year, cases) in &plan.years {
            let year = *year;
            self.listing(&urls::period(year, None), cases.len(), |at| {
                PageKind::Period(year, None, at)
            });
        }
        for ((year, month), cases) in tracker.periods() {
            let (year, month) = (*year, *month);
            if month.is_some() {
                self.listing(&urls::period(year, month), cases.len(), |at| {
                    PageKind::Period(year, month, at)
                });
            }
        }
        self.push("regions/index.html", PageKind::Regions);
        for (at, region) in tracker.regions.iter().enumerate() {
            let first = urls::registry("regions", &region.record.id.value);
            let ix = RegionIx(number(at));
            self.listing(&first, plan.in_region[at].len(), |number| PageKind::Region(ix, number));
            self.feed(plan, FeedOf::Region(ix));
        }
        if !tracker.actors.is_empty() {
            self.listing("actors/index.html", tracker.actors.len(), PageKind::Actors);
        }
        for (at, actor) in tracker.actors.iter().enumerate() {
            let first = urls::registry("actors", &actor.record.id.value);
            let ix = ActorIx(number(at));
            for (part, cases) in &plan.of_actor[at] {
                if cases.len() > GROUP_SIZE {
                    self.listing(&urls::actor_cases(&first, *part), cases.len(), |number| {
                        PageKind::ActorCases(ix, *part, number)
                    });
                }
            }
            self.push(first, PageKind::Actor(ix));
            self.feed(plan, FeedOf::Actor(ix));
        }
        if !tracker.sources.is_empty() {
            self.listing("sources/index.html", tracker.sources.len(), PageKind::Sources);
        }
        for (at, source) in tracker.sources.iter().enumerate() {
            let first = urls::registry("sources", &source.record.id.value);
            let ix = SourceIx(number(at));
            self.listing(&first, plan.citing[at].len(), |number| PageKind::Source(ix, number));
        }
        for (at, page) in tracker.pages.iter().enumerate() {
            self.push(format!("{}.html", page.record.id.value), PageKind::Plain(number(at)));
        }
        self.listing(changes::CORRECTIONS, plan.changes.len(), PageKind::Corrections);
        for number in names::listing(tracker, &plan.names).numbers() {
            self.push(urls::numbered(names::NAMES, number), PageKind::Names(number));
        }
    }

    fn proofs(&mut self, plan: &Plan) {
        for (scope, entries) in plan.totals.scopes(self.tracker, plan) {
            let first = urls::proof(self.tracker, scope);
            self.listing(&first, entries, |number| PageKind::Proof(scope, number));
        }
    }

    fn maps(&mut self, plan: &Plan) {
        for (address, file) in plan.maps.files(self.tracker) {
            self.push(address, PageKind::Map(file));
        }
    }

    fn downloads(&mut self, plan: &Plan) {
        if !plan.has_data() {
            return;
        }
        self.push(data::PAGE, PageKind::Data);
        for (at, release) in plan.releases.iter().enumerate() {
            self.push(releases::page(release), PageKind::Release(number(at)));
        }
        for at in 0..number(plan.frozen.len()) {
            let (release, file) = plan.frozen(at);
            self.push(releases::file(release, &file.name), PageKind::Frozen(at));
        }
        if plan.downloads.is_empty() {
            return;
        }
        self.push(data::PACKAGE, PageKind::Package);
        self.push(data::SCHEMA, PageKind::Schema);
        for (at, file) in plan.downloads.iter().enumerate() {
            self.push(&*file.address, PageKind::Download(number(at)));
        }
    }

    fn aliases(&mut self, problems: &mut Vec<Diagnostic>) {
        for target in targets(self.tracker) {
            let Some(record) = links::record_of(self.tracker, target) else { continue };
            for alias in &record.aliases {
                match urls::alias(&alias.value) {
                    Some(address) => self.push(address, PageKind::Redirect(target)),
                    None => problems.push(
                        Diagnostic::at(
                            &ADDRESS_TAKEN,
                            &record.file,
                            alias.span,
                            format!("`{}` cannot be an address of this site", alias.value),
                        )
                        .label("expected a path from the site's root, as `incidents/old.html`"),
                    ),
                }
            }
        }
    }

    fn sitemap(&mut self) {
        let pages = self.list.iter().filter(|page| page.page.is_indexed()).count();
        self.push("sitemap.xml", PageKind::Sitemap(None));
        if pages > SITEMAP_SIZE {
            for part in 0..number(pages.div_ceil(SITEMAP_SIZE)) {
                let address = format!("sitemap-{}.xml", part + 1);
                self.push(address, PageKind::Sitemap(Some(part)));
            }
        }
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The files of `static/` that are copied: all but those that the style sheet is made of.
fn statics(sources: &[SourcePath]) -> Vec<SourcePath> {
    let copied = |path: &&SourcePath| {
        path.below(STATIC).is_some_and(|below| !super::STYLE_LAYERS.contains(&below))
    };
    sources.iter().filter(copied).cloned().collect()
}

/// Every record that has a page, the home page among them, also where no file holds its words.
pub fn targets(tracker: &Tracker) -> Vec<Target> {
    let numbers = |count: usize| 0..number(count);
    let mut targets = vec![Target::Home];
    targets.extend(
        numbers(tracker.incidents.len()).map(|at| Target::Case(Case::Incident(IncidentIx(at)))),
    );
    targets
        .extend(numbers(tracker.reports.len()).map(|at| Target::Case(Case::Report(ReportIx(at)))));
    targets.extend(
        numbers(tracker.milestones.len()).map(|at| Target::Case(Case::Milestone(MilestoneIx(at)))),
    );
    targets.extend(numbers(tracker.regions.len()).map(|at| Target::Region(RegionIx(at))));
    targets.extend(numbers(tracker.actors.len()).map(|at| Target::Actor(ActorIx(at))));
    targets.extend(numbers(tracker.sources.len()).map(|at| Target::Source(SourceIx(at))));
    targets.extend(numbers(tracker.pages.len()).map(Target::Plain));
    targets
}

fn in_region(tracker: &Tracker) -> Vec<Vec<Case>> {
    let list = |at: usize| {
        let ix = RegionIx(number(at));
        let mut cases: Vec<Case> =
            tracker.in_region(ix).iter().map(|ix| Case::Incident(*ix)).collect();
        cases.extend(tracker.reports_on(ix).iter().map(|ix| Case::Report(*ix)));
        cases.extend(tracker.milestones_on(ix).iter().map(|ix| Case::Milestone(*ix)));
        cases.sort_by_key(|case| cases::in_time(tracker, *case));
        cases
    };
    (0..tracker.regions.len()).into_par_iter().map(list).collect()
}

fn successors(tracker: &Tracker) -> BTreeMap<RegionIx, Vec<RegionIx>> {
    let mut successors: BTreeMap<RegionIx, Vec<RegionIx>> = BTreeMap::new();
    for (at, region) in tracker.regions.iter().enumerate() {
        let former = region.formerly.as_ref();
        if let Some(former) = former.and_then(|id| tracker.region_by_id(id.value.as_str())) {
            successors.entry(former).or_default().push(RegionIx(number(at)));
        }
    }
    successors
}

fn removed(tracker: &Tracker) -> Vec<IncidentIx> {
    let gone = |ix: &IncidentIx| {
        let incident = tracker.incident(*ix);
        incident.record.is_withdrawn() || incident.merged_into.is_some()
    };
    (0..number(tracker.incidents.len())).map(IncidentIx).filter(gone).collect()
}

fn years(tracker: &Tracker) -> BTreeMap<i16, Vec<Case>> {
    let mut years: BTreeMap<i16, Vec<Case>> = BTreeMap::new();
    for ((year, _), cases) in tracker.periods() {
        years.entry(*year).or_default().extend(cases);
    }
    years.par_iter_mut().for_each(|(_, cases)| {
        cases.sort_by_key(|case| cases::in_time(tracker, *case));
    });
    years
}

fn citing(tracker: &Tracker) -> Vec<Vec<Case>> {
    let list = |at: usize| {
        let mut cases = tracker.citing(SourceIx(number(at))).to_vec();
        cases.sort_by_key(|case| cases::in_time(tracker, *case));
        cases
    };
    (0..tracker.sources.len()).into_par_iter().map(list).collect()
}

fn of_actor(tracker: &Tracker) -> Vec<Vec<(Part, Vec<Case>)>> {
    let groups = |at: usize| {
        let ix = ActorIx(number(at));
        let id = tracker.actor(ix).record.id.value.as_str();
        let mut groups: BTreeMap<Part, Vec<Case>> = BTreeMap::new();
        for (role, case) in tracker.of_actor(ix) {
            let parts = match role {
                ActorRole::Perpetrator => named_as(tracker.case_record(*case), id),
                ActorRole::Target => BTreeSet::from([Part::Target]),
                ActorRole::Defender => BTreeSet::from([Part::Defender]),
                ActorRole::Speaker => BTreeSet::from([Part::Speaker]),
                ActorRole::Addressee => BTreeSet::from([Part::Addressee]),
            };
            for part in parts {
                groups.entry(part).or_default().push(*case);
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        for (_, cases) in &mut groups {
            cases.sort_by_key(|case| cases::in_time(tracker, *case));
        }
        groups
    };
    (0..tracker.actors.len()).into_par_iter().map(groups).collect()
}

/// How far the naming of an actor as perpetrator has got in a record: one part for each status of a
/// claim that stands, since what one party alleges another may contest or deny.
fn named_as(record: &Record, actor: &str) -> BTreeSet<Part> {
    let naming = record
        .claims
        .iter()
        .filter(|claim| claim.perpetrator.iter().any(|id| id.value.as_str() == actor));
    let standing =
        naming.filter(|claim| claim.usage() != Use::Rejected && !record.is_overtaken(claim));
    let part = |status: Option<Attribution>| status.map_or(Part::Named, Part::Perpetrator);
    let parts: BTreeSet<Part> = standing.map(|claim| part(claim.status)).collect();
    if parts.is_empty() { BTreeSet::from([Part::Rejected]) } else { parts }
}

/// Records by title, without regard to case, then by number.
fn by_text<'a, T: Copy + Ord>(
    all: impl Iterator<Item = T>,
    record: impl Fn(&T) -> &'a Record,
) -> Vec<T> {
    let mut keyed: Vec<(String, T)> =
        all.map(|ix| (record(&ix).title.value.to_lowercase(), ix)).collect();
    keyed.sort();
    keyed.into_iter().map(|(_, ix)| ix).collect()
}

fn positions(tracker: &Tracker, list: &[PlannedPage]) -> Positions {
    let mut at = Positions {
        incidents: vec![0; tracker.incidents.len()],
        reports: vec![0; tracker.reports.len()],
        milestones: vec![0; tracker.milestones.len()],
        regions: vec![0; tracker.regions.len()],
        actors: vec![0; tracker.actors.len()],
        sources: vec![0; tracker.sources.len()],
        pages: vec![0; tracker.pages.len()],
    };
    for (position, page) in list.iter().enumerate() {
        let position = number(position);
        match page.page {
            PageKind::Incident(ix) => at.incidents[ix.at()] = position,
            PageKind::Report(ix) => at.reports[ix.at()] = position,
            PageKind::Milestone(ix) => at.milestones[ix.at()] = position,
            PageKind::Region(ix, 0) => at.regions[ix.at()] = position,
            PageKind::Actor(ix) => at.actors[ix.at()] = position,
            PageKind::Source(ix, 0) => at.sources[ix.at()] = position,
            PageKind::Plain(page) => at.pages[page as usize] = position,
            _ => {}
        }
    }
    at
}

/// A problem for every two files with one address, case apart. `list` is sorted by address.
fn collisions(tracker: &Tracker, plan: &Plan, list: &[PlannedPage]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut report = |first: &PlannedPage, second: &PlannedPage| {
        // The problem stands at a record where one of the two has one.
        let (at, other) = match owner(tracker, plan, second) {
            Some(owner) => (Some(owner), first),
            None => (owner(tracker, plan, first), second),
        };
        let (file, span) = at.unwrap_or_else(|| (SourcePath::from("griot.toml"), None));
        let inside = |a: &PlannedPage, b: &PlannedPage| {
            b.address.strip_prefix(&*a.address).is_some_and(|rest| rest.starts_with('/'))
        };
        let message = if first.address == second.address {
            format!("the address `{}` is already taken", second.address)
        } else if inside(first, second) {
            format!(
                "the address `{}` would lie inside the file `{}`",
                second.address, first.address
            )
        } else {
            format!(
                "the addresses `{}` and `{}` differ in case alone",
                second.address, first.address
            )
        };
        let problem = Diagnostic::at(&ADDRESS_TAKEN, &file, span, message);
        problems.push(match owner(tracker, plan, other) {
            Some((file, span)) => problem.related(&file, span.unwrap_or_default(), "also here"),
            None => problem.help("the program makes a page of its own there"),
        });
    };
    for pair in list.windows(2) {
        if pair[0].address == pair[1].address {
            report(&pair[0], &pair[1]);
        }
    }
    // Only what holds an upper-case letter can be the same but for case.
    let mut folded: BTreeMap<String, &PlannedPage> = BTreeMap::new();
    for page in list.iter().filter(|page| page.address.chars().any(char::is_uppercase)) {
        let lower = page.address.to_lowercase();
        if let Ok(at) = list.binary_search_by(|other| (*other.address).cmp(&lower)) {
            report(&list[at], page);
        }
        match folded.get(&lower) {
            Some(other) if other.address != page.address => report(other, page),
            Some(_) => {}
            None => {
                folded.insert(lower, page);
            }
        }
    }
    // A file cannot lie in a folder that is a file.
    let mut folders: BTreeMap<&str, &PlannedPage> = BTreeMap::new();
    for page in list {
        let slashes = page.address.match_indices('/');
        for (at, _) in slashes {
            folders.entry(&page.address[..at]).or_insert(page);
        }
    }
    for (folder, page) in folders {
        if let Ok(at) = list.binary_search_by(|other| (*other.address).cmp(folder)) {
            report(&list[at], page);
        }
    }
    problems
}

/// The file that a page comes from, and the spot that gives its address.
fn owner(tracker: &Tracker, plan: &Plan, page: &PlannedPage) -> Option<(SourcePath, Option<Span>)> {
    if let PageKind::Static(at) = page.page {
        return Some((plan.statics[at as usize].clone(), None));
    }
    if let PageKind::Frozen(at) = page.page {
        let (release, file) = plan.frozen(at);
        return Some((release.source(&file.name), None));
    }
    let record = links::record_of(tracker, page.page.target()?)?;
    let alias = record
        .aliases
        .iter()
        .filter(|_| matches!(page.page, PageKind::Redirect(_)))
        .find(|alias| urls::alias(&alias.value).as_deref() == Some(&*page.address));
    let span = alias.map_or(record.id.span, |alias| alias.span);
    Some((record.file.clone(), Some(span)))
}
