//! Which pages exist, where they lie, and what each of them shows.
//!
//! A [`Plan`] knows every address before a page is made, so that collisions and dead links are
//! found in data. It holds an address and an index for each page; what a page shows is a view,
//! built when the page is rendered.

mod actors;
mod all;
mod build;
mod card;
mod cases;
mod changes;
mod citation;
mod claims;
mod claims_chart;
mod data;
mod feed;
mod filter;
mod incident;
mod key;
mod links;
mod listing;
mod mapped;
mod maps;
mod names;
mod other;
mod proof;
mod region;
mod releases;
mod search;
mod series;
mod series_chart;
mod share;
mod sources;
mod timeline;
mod totals;
mod urls;
pub mod view;

use std::collections::BTreeMap;

pub use build::{ADDRESS_TAKEN, plan, targets};
pub use data::dataset;
pub use feed::FeedOf;
pub use key::Keys;
pub use links::{DEAD_LINK, DeadLink, record_of};
pub use listing::{Listing, Number};
pub use maps::MapFile;
pub use releases::{SHOWN_ROWS, release_address};
pub use search::{DOCUMENTS, Documents, SEARCH_SCRIPT, Weight};
pub use totals::{Scope, Totals};
pub use urls::{alias, filter_part_name, href, join, record_address, root};
pub use view::Views;

use crate::dataset::Download;
use crate::model::{
    ActorIx, Attribution, Case, IncidentIx, MilestoneIx, Names, RegionIx, ReportIx, SourceIx,
    Tracker,
};
use crate::release::{Frozen, Release};
use crate::source::SourcePath;

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedPage {
    /// Where it lies, relative to the site's root, not percent-encoded.
    pub address: Box<str>,
    /// What it is.
    pub page: PageKind,
}

/// What a file of the site is. Small: it names records by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageKind {
    /// The home page.
    Home,
    /// The list of all incidents by year, with the form that filters it.
    Incidents,
    /// The table of the incidents of a year.
    IncidentYear(i16, Number),
    /// What filters the list of all incidents in the browser.
    FilterScript,
    /// What can be chosen in the filter.
    FilterChoices,
    /// Incidents of a year as the filter reads them; the parts are numbered from 0.
    FilterPart(i16, u32),
    /// The list of withdrawn and merged incidents.
    Removed(Number),
    /// An incident, or its tombstone.
    Incident(IncidentIx),
    /// The list of regions.
    Regions,
    /// A region with the cases in it.
    Region(RegionIx, Number),
    /// The list of years.
    Timeline,
    /// A year, or a month of it, with its cases.
    Period(i16, Option<i8>, Number),
    /// The list of actors.
    Actors(Number),
    /// An actor.
    Actor(ActorIx),
    /// All cases in which an actor stands in one part.
    ActorCases(ActorIx, Part, Number),
    /// How a total was made: every record that it looked at.
    Proof(Scope, Number),
    /// The list of reports.
    Reports(Number),
    /// A report, or its tombstone.
    Report(ReportIx),
    /// The list of milestones.
    Milestones(Number),
    /// A milestone, or its tombstone.
    Milestone(MilestoneIx),
    /// The list of shared sources.
    Sources(Number),
    /// A shared source with the cases that cite it.
    Source(SourceIx, Number),
    /// A page of plain words.
    Plain(u32),
    /// The list of all changes that are no typos.
    Corrections(Number),
    /// The list of all spellings of names.
    Names(Number),
    /// The page of the downloads.
    Data,
    /// A file that can be downloaded, by its number.
    Download(u32),
    /// What describes the downloads to programs.
    Package,
    /// The schema of the dataset as JSON.
    Schema,
    /// The page of a release, by its number in the order of releases.
    Release(u32),
    /// A file of a release, by its number.
    Frozen(u32),
    /// The page of the search.
    Search,
    /// What searches.
    SearchScript,
    /// Where each file of words begins.
    SearchDirectory,
    /// Words with the documents that have them; the files are numbered from 0.
    SearchWords(u32),
    /// What results show; the files are numbered from 0.
    SearchDocuments(u32),
    /// The page for addresses that are not there.
    NotFound,
    /// Leads from an old address to the page of a record.
    Redirect(Target),
    /// A shared file that maps lie on.
    Map(MapFile),
    /// The card picture of an incident.
    Card(IncidentIx),
    /// The theme's own sign.
    Icon,
    /// The style sheet.
    Stylesheet,
    /// A file of `static/`, by its number.
    Static(u32),
    /// A feed of incidents (Atom, RFC 4287).
    Feed(FeedOf),
    /// The feed of the incidents of the site as JSON (JSON Feed 1.1).
    JsonFeed,
    /// The days on which incidents happened (iCalendar, RFC 5545).
    Calendar,
    /// The feed of changes (Atom, RFC 4287).
    CorrectionsFeed,
    /// A part of the sitemap; `None` is its index, or the whole of it.
    Sitemap(Option<u32>),
    /// What crawlers are told.
    Robots,
}

/// The page of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// The home page.
    Home,
    /// An incident, report or milestone.
    Case(Case),
    /// A region.
    Region(RegionIx),
    /// An actor.
    Actor(ActorIx),
    /// A shared source.
    Source(SourceIx),
    /// A page of plain words.
    Plain(u32),
}

/// In which part an actor stands in a case: the groups of an actor's page, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Named as perpetrator, so far as that has got.
    Perpetrator(Attribution),
    /// Named as perpetrator by a claim without a status.
    Named,
    /// Named as perpetrator by claims that the editors reject, and by none else.
    Rejected,
    /// Attacked.
    Target,
    /// Defended.
    Defender,
    /// Says or said something.
    Speaker,
    /// Addressed by a statement.
    Addressee,
}

impl Part {
    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Perpetrator(status) => status.name(),
            Self::Named => "named",
            Self::Rejected => "rejected",
            Self::Target => "target",
            Self::Defender => "defender",
            Self::Speaker => "speaker",
            Self::Addressee => "addressee",
        }
    }

    /// Its heading in the catalogue of words.
    fn word(self) -> &'static str {
        match self {
            Self::Perpetrator(Attribution::Admitted) => "part_admitted",
            Self::Perpetrator(Attribution::Established) => "part_established",
            Self::Perpetrator(Attribution::Claimed) => "part_claimed",
            Self::Perpetrator(Attribution::Alleged) => "part_alleged",
            Self::Perpetrator(Attribution::Suspected) => "part_suspected",
            Self::Perpetrator(Attribution::Contested) => "part_contested",
            Self::Perpetrator(Attribution::Denied) => "part_denied",
            Self::Named => "part_named",
            Self::Rejected => "part_rejected",
            Self::Target => "part_target",
            Self::Defender => "part_defender",
            Self::Speaker => "part_speaker",
            Self::Addressee => "part_addressee",
        }
    }
}

/// How many cases a group of an actor's page shows before it leads to a listing of its own.
pub const GROUP_SIZE: usize = 20;

/// The files below `static/` that the style sheet is made of, in its order. The last is the
/// tracker's own: it stands outside the layers, so that its rules win.
pub const STYLE_LAYERS: [&str; 8] = [
    "css/layers.css",
    "css/reset.css",
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    "css/components.css",
    "css/print.css",
    "css/site.css",
];

/// The sign of the site, in its root.
pub const ICON: &str = "favicon.svg";

/// The older form of a site's sign, which a tracker may have instead.
const ICO: &str = "favicon.ico";
/// The file below `static/`, and of the site, that filters the list of all incidents.
pub const FILTER_SCRIPT: &str = "js/all.js";

/// How many addresses a part of the sitemap holds (the protocol allows 50,000).
pub const SITEMAP_SIZE: usize = 45_000;

/// Every file of a site.
#[derive(Debug, Default)]
pub struct Plan {
    /// Sorted by address, no two alike.
    pub pages: Vec<PlannedPage>,
    /// The files of `static/` that are copied.
    pub statics: Vec<SourcePath>,
    /// What the counted claims add up to.
    pub totals: Totals,
    /// What maps are made of.
    maps: maps::Maps,
    /// The day of each incident's last change; see [`cases::updated`].
    updated: Vec<jiff::civil::Date>,
    /// All changes that are no typos, oldest first: the record, and which of its changes.
    changes: Vec<(Target, u32)>,
    /// The files that the tracker can be downloaded as.
    pub downloads: Vec<Download>,
    /// The releases, oldest first.
    pub releases: Vec<Release>,
    /// The files of all releases: the release, and which of its files.
    frozen: Vec<(u32, u32)>,
    /// Every spelling of a name.
    names: Names,
    /// What is searched.
    documents: search::Documents,
    /// The withdrawn and the merged incidents, oldest first.
    removed: Vec<IncidentIx>,
    /// The listed incidents of each year, as positions in the tracker's list.
    incident_years: BTreeMap<i16, std::ops::Range<usize>>,
    /// All cases of a year, oldest first.
    years: BTreeMap<i16, Vec<Case>>,
    /// All cases of a region and of those below it, oldest first.
    in_region: Vec<Vec<Case>>,
    /// The regions that name a region as what they were before.
    successors: BTreeMap<RegionIx, Vec<RegionIx>>,
    /// The groups of an actor's page, each oldest first.
    of_actor: Vec<Vec<(Part, Vec<Case>)>>,
    /// The cases that cite a shared source, oldest first.
    citing: Vec<Vec<Case>>,
    /// The actors by their names.
    actors_by_name: Vec<ActorIx>,
    /// The shared sources by their titles.
    sources_by_title: Vec<SourceIx>,
    /// The records by their files.
    by_file: Vec<Target>,
    /// Where each record's page stands in `pages`.
    at: Positions,
}

/// Where each record's page stands in a list of pages.
#[derive(Debug, Default)]
struct Positions {
    incidents: Vec<u32>,
    reports: Vec<u32>,
    milestones: Vec<u32>,
    regions: Vec<u32>,
    actors: Vec<u32>,
    sources: Vec<u32>,
    pages: Vec<u32>,
}

impl Plan {
    /// The page at an address, or `None`.
    pub fn find(&self, address: &str) -> Option<&PlannedPage> {
        self.position(address).map(|at| &self.pages[at])
    }

    fn position(&self, address: &str) -> Option<usize> {
        self.pages.binary_search_by(|page| (*page.address).cmp(address)).ok()
    }

    /// The address of a record's page.
    pub fn address(&self, target: Target) -> &str {
        let (list, at) = match target {
            Target::Home => return "index.html",
            Target::Case(Case::Incident(ix)) => (&self.at.incidents, ix.at()),
            Target::Case(Case::Report(ix)) => (&self.at.reports, ix.at()),
            Target::Case(Case::Milestone(ix)) => (&self.at.milestones, ix.at()),
            Target::Region(ix) => (&self.at.regions, ix.at()),
            Target::Actor(ix) => (&self.at.actors, ix.at()),
            Target::Source(ix) => (&self.at.sources, ix.at()),
            Target::Plain(at) => (&self.at.pages, at as usize),
        };
        &self.pages[list[at] as usize].address
    }

    /// A file of a release with the release, by its number.
    pub fn frozen(&self, at: u32) -> (&Release, &Frozen) {
        let (release, file) = self.frozen[at as usize];
        let release = &self.releases[release as usize];
        (release, &release.files[file as usize])
    }

    /// How many of the files are pages for people, those that only lead on left out.
    pub fn page_count(&self) -> usize {
        self.pages.iter().filter(|page| page.page.is_page()).count()
    }

    /// The pages that a sitemap names, in the order of addresses.
    pub fn indexed(&self) -> impl Iterator<Item = &PlannedPage> {
        self.pages.iter().filter(|page| page.page.is_indexed())
    }

    /// The address of an incident's card picture; `None` without `[cards]`, and for an incident that was
    /// withdrawn or merged.
    pub fn card(&self, tracker: &Tracker, ix: IncidentIx) -> Option<String> {
        tracker.settings.cards.as_ref()?;
        let incident = tracker.incident(ix);
        let stands = !incident.record.is_withdrawn() && incident.merged_into.is_none();
        stands.then(|| urls::card(&incident.record))
    }

    /// The incidents that have a card picture, in the order of addresses.
    pub fn cards(&self) -> impl Iterator<Item = IncidentIx> {
        self.pages.iter().filter_map(|page| match page.page {
            PageKind::Card(ix) => Some(ix),
            _ => None,
        })
    }

    /// The sign of the site: the tracker's own, else the theme's.
    fn icon(&self) -> &'static str {
        let own = |name: &str| self.statics.iter().any(|file| file.below("static") == Some(name));
        match own(ICO) && !own(ICON) {
            true => ICO,
            false => ICON,
        }
    }
}

impl PageKind {
    /// Whether it is a page for people.
    pub fn is_page(self) -> bool {
        !matches!(
            self,
            Self::Redirect(_)
                | Self::Map(_)
                | Self::Card(_)
                | Self::Icon
                | Self::FilterScript
                | Self::FilterChoices
                | Self::FilterPart(..)
                | Self::Download(_)
                | Self::Package
                | Self::Schema
                | Self::Frozen(_)
                | Self::SearchScript
                | Self::SearchDirectory
                | Self::SearchWords(_)
                | Self::SearchDocuments(_)
                | Self::Stylesheet
                | Self::Static(_)
                | Self::Feed(_)
                | Self::JsonFeed
                | Self::Calendar
                | Self::CorrectionsFeed
                | Self::Sitemap(_)
                | Self::Robots
        )
    }

    /// Whether it says how large the downloads are and what they hash to.
    pub fn tells_of_downloads(self) -> bool {
        matches!(self, Self::Data | Self::Package)
    }

    /// The record that it shows or leads to; `None` for what shows none.
    pub fn target(self) -> Option<Target> {
        Some(match self {
            Self::Home => Target::Home,
            Self::Incident(ix) => Target::Case(Case::Incident(ix)),
            Self::Report(ix) => Target::Case(Case::Report(ix)),
            Self::Milestone(ix) => Target::Case(Case::Milestone(ix)),
            Self::Region(ix, _) => Target::Region(ix),
            Self::Actor(ix) | Self::ActorCases(ix, ..) => Target::Actor(ix),
            Self::Source(ix, _) => Target::Source(ix),
            Self::Plain(at) => Target::Plain(at),
            Self::Redirect(target) => target,
            _ => return None,
        })
    }

    /// Whether crawlers are led to it.
    pub fn is_indexed(self) -> bool {
        self.is_page() && self != Self::NotFound
    }

    /// The name of its kind, as `[weight]` in `griot.toml` and the templates know it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Incidents | Self::IncidentYear(..) => "incidents",
            Self::FilterScript | Self::FilterChoices | Self::FilterPart(..) => "filter",
            Self::Removed(_) => "removed",
            Self::Incident(_) => "incident",
            Self::Regions => "regions",
            Self::Region(..) => "region",
            Self::Timeline => "timeline",
            Self::Period(..) => "timeline",
            Self::Actors(_) => "actors",
            Self::Actor(_) => "actor",
            Self::ActorCases(..) => "actor",
            Self::Proof(..) => "totals",
            Self::Reports(_) => "reports",
            Self::Report(_) => "report",
            Self::Milestones(_) => "milestones",
            Self::Milestone(_) => "milestone",
            Self::Sources(_) => "sources",
            Self::Source(..) => "source",
            Self::Plain(_) => "page",
            Self::Corrections(_) => "corrections",
            Self::Names(_) => "names",
            Self::Data => "data",
            Self::Download(_) => "download",
            Self::Package => "package",
            Self::Schema => "schema",
            Self::Release(_) => "release",
            Self::Frozen(_) => "frozen",
            Self::Search => "search",
            Self::SearchScript
            | Self::SearchDirectory
            | Self::SearchWords(_)
            | Self::SearchDocuments(_) => "search-data",
            Self::NotFound => "404",
            Self::Redirect(_) => "redirect",
            Self::Map(_) => "map",
            Self::Card(_) => "card",
            Self::Icon => "icon",
            Self::Stylesheet => "stylesheet",
            Self::Static(_) => "static",
            Self::Feed(_) | Self::JsonFeed => "feed",
            Self::Calendar => "calendar",
            Self::CorrectionsFeed => "corrections-feed",
            Self::Sitemap(_) => "sitemap",
            Self::Robots => "robots",
        }
    }
}

/// Every rule that a plan is held to.
pub const RULES: &[&crate::diagnostic::Rule] = &[&ADDRESS_TAKEN, &DEAD_LINK];
