//! The lesser pages: home, lists of cases, reports, milestones, shared sources, plain words.

use std::borrow::Cow;

use serde::Serialize;

use super::changes::RecordChange;
use super::citation::References;
use super::claims::{Ledger, Standing, Statement};
use super::listing::{Listing, Number};
use super::mapped::Map;
use super::region::SubRegion;
use super::series_chart::SeriesChart;
use super::sources::{Source, SourceList};
use super::view::{Change, DateText, Link, Pager, Sums, Text, Views};
use super::{PageKind, Scope, Target, urls};
use crate::model::{Case, Id, MilestoneIx, Record, ReportIx, SourceIx};
use crate::source::Located;

/// How many incidents the home page shows at most.
const LATEST: usize = 20;

/// The home page; the rows of the latest incidents come in `rows`.
#[derive(Debug, Serialize)]
pub struct HomePage<'a> {
    /// The tracker's own words, as HTML; empty where it has none.
    pub body: &'a str,
    /// The map of all incidents; null where nothing has an outline or a position.
    pub map: Option<Map<'a>>,
    /// What all incidents add up to; null where there is none.
    pub sums: Option<Sums<'a>>,
    /// What was recorded over time; null where there is nothing to compare.
    pub series: Option<SeriesChart<'a>>,
    /// Whether there are more incidents than the page shows.
    pub more: bool,
    /// The regions at the top of the tree, each with the level below.
    pub regions: Vec<SubRegion<'a>>,
    /// The latest changes of all records that are no typos, newest first.
    pub latest_changes: Vec<RecordChange<'a>>,
    /// The public history of the tracker's own words, newest first.
    pub changes: Vec<Change<'a>>,
    /// The language of the tracker's own words; null in the site's own.
    pub lang: Option<&'a str>,
    /// Their direction; null with `lang`.
    pub dir: Option<&'static str>,
}

/// A list of removed incidents, reports or milestones; its rows come in `rows`, newest first.
#[derive(Debug, Serialize)]
pub struct CasesPage<'a> {
    /// `removed`, `reports` or `milestones`.
    pub kind: &'static str,
    /// What kind of record it lists, and what that is not.
    pub intro: Cow<'a, str>,
    /// Where this page of the listing stands.
    pub pager: Pager<'a>,
}

/// The page of a report; the rows of the incidents inside it come in `rows`.
#[derive(Debug, Serialize)]
pub struct ReportPage<'a> {
    /// The permanent code.
    pub id: &'a str,
    /// When it was published.
    pub date: DateText,
    /// The time that it speaks of; may be null.
    pub period: Option<DateText>,
    /// The regions that it speaks of.
    pub area: Vec<Link<'a>>,
    /// What it claims; never counted.
    pub ledger: Ledger<'a>,
    /// Shown before the narrative; may be null.
    pub warning: Option<&'a str>,
    /// The narrative, as HTML.
    pub body: &'a str,
    /// What was said.
    pub statements: Vec<Statement<'a>>,
    /// What was read.
    pub sources: SourceList<'a>,
    /// What belongs beside it.
    pub related: Vec<Link<'a>>,
    /// The public history, newest first.
    pub changes: Vec<Change<'a>>,
    /// How to cite it, in a sentence.
    pub citation: Cow<'a, str>,
    /// The same as reference managers read it.
    pub references: References,
    /// The language of the record's own texts; null in the site's own.
    pub lang: Option<&'a str>,
    /// Their direction; null with `lang`.
    pub dir: Option<&'static str>,
}

/// The page of a milestone.
#[derive(Debug, Serialize)]
pub struct MilestonePage<'a> {
    /// The permanent code.
    pub id: &'a str,
    /// When.
    pub date: DateText,
    /// The regions that it concerns.
    pub area: Vec<Link<'a>>,
    /// What is claimed; never counted.
    pub ledger: Ledger<'a>,
    /// Shown before the narrative; may be null.
    pub warning: Option<&'a str>,
    /// The narrative, as HTML.
    pub body: &'a str,
    /// What was said.
    pub statements: Vec<Statement<'a>>,
    /// What was read.
    pub sources: SourceList<'a>,
    /// What belongs beside it.
    pub related: Vec<Link<'a>>,
    /// The public history, newest first.
    pub changes: Vec<Change<'a>>,
    /// The language of the record's own texts; null in the site's own.
    pub lang: Option<&'a str>,
    /// Their direction; null with `lang`.
    pub dir: Option<&'static str>,
}

/// The page of a shared source; the rows of the cases that cite it come in `rows`.
#[derive(Debug, Serialize)]
pub struct SourcePage<'a> {
    /// The source.
    pub source: Source<'a>,
    /// The editors' words, as HTML.
    pub body: &'a str,
    /// The public history, newest first.
    pub changes: Vec<Change<'a>>,
    /// Whether this is a numbered page, which shows the listing alone.
    pub continued: bool,
    /// Where this page of the listing stands.
    pub pager: Pager<'a>,
    /// The language of the record's own texts; null in the site's own.
    pub lang: Option<&'a str>,
    /// Their direction; null with `lang`.
    pub dir: Option<&'static str>,
}

/// The list of shared sources.
#[derive(Debug, Serialize)]
pub struct SourcesPage<'a> {
    /// The sources, by title.
    pub sources: Vec<Source<'a>>,
    /// Where this page of the listing stands.
    pub pager: Pager<'a>,
}

/// A page of plain words.
#[derive(Debug, Serialize)]
pub struct PlainPage<'a> {
    /// The words, as HTML.
    pub body: &'a str,
    /// The public history, newest first.
    pub changes: Vec<Change<'a>>,
    /// The language of the record's own texts; null in the site's own.
    pub lang: Option<&'a str>,
    /// Their direction; null with `lang`.
    pub dir: Option<&'static str>,
}

/// A page that leads on from an old address.
#[derive(Debug, Serialize)]
pub struct RedirectPage<'a> {
    /// Where it leads.
    pub target: Link<'a>,
}

/// The page for addresses that are not there.
#[derive(Debug, Serialize)]
pub struct NotFoundPage {}

impl<'a> Views<'a> {
    /// The home page; `body` is the tracker's own words as HTML.
    pub fn home(&self, body: &'a str) -> HomePage<'a> {
        let tracker = self.tracker;
        let incidents = tracker.listed().len();
        let record = tracker.home.as_ref().map(|home| &home.record);
        let own = self.text("", record.and_then(|record| record.lang.as_deref()));
        HomePage {
            body,
            map: self.home_map(),
            sums: (incidents > 0).then(|| self.sums(Scope::All, incidents)).flatten(),
            series: self.series(Scope::All),
            more: incidents > LATEST.min(tracker.settings.page_size),
            regions: self.top_regions(),
            latest_changes: self.latest_changes(),
            changes: record.map(|record| self.changes(record)).unwrap_or_default(),
            lang: own.lang,
            dir: own.dir,
        }
    }

    /// The latest incidents, newest first.
    pub fn latest(&self) -> impl Iterator<Item = Case> + 'a {
        let count = LATEST.min(self.tracker.settings.page_size);
        self.tracker.listed().iter().rev().take(count).map(|ix| Case::Incident(*ix))
    }

    /// The list of withdrawn and merged incidents.
    pub fn removed(&self, number: Number) -> CasesPage<'a> {
        self.cases_page("removed", self.plan.removed.len(), number)
    }

    /// The list of all reports.
    pub fn reports(&self, number: Number) -> CasesPage<'a> {
        self.cases_page("reports", self.tracker.reports.len(), number)
    }

    /// The list of all milestones.
    pub fn milestones(&self, number: Number) -> CasesPage<'a> {
        self.cases_page("milestones", self.tracker.milestones.len(), number)
    }

    fn cases_page(&self, kind: &'static str, entries: usize, number: Number) -> CasesPage<'a> {
        let (first, intro) = match kind {
            "removed" => ("incidents/removed.html", "removed_intro"),
            "reports" => ("reports/index.html", "reports_intro"),
            _ => ("milestones/index.html", "milestones_intro"),
        };
        let listing = Listing::new(entries, self.tracker.settings.page_size);
        CasesPage { kind, intro: self.word(intro), pager: self.pager(first, listing, number) }
    }

    /// The cases of a page of a list of removed incidents, reports or milestones, newest first.
    pub fn listed_cases(&self, page: PageKind) -> Vec<Case> {
        let tracker = self.tracker;
        let page_size = tracker.settings.page_size;
        let entries = |all: usize, number: Number| Listing::new(all, page_size).entries_of(number);
        let position = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        match page {
            PageKind::Removed(number) => {
                let removed = &self.plan.removed;
                let range = entries(removed.len(), number);
                removed[range].iter().rev().map(|ix| Case::Incident(*ix)).collect()
            }
            PageKind::Reports(number) => entries(tracker.reports.len(), number)
                .rev()
                .map(|at| Case::Report(ReportIx(position(at))))
                .collect(),
            PageKind::Milestones(number) => entries(tracker.milestones.len(), number)
                .rev()
                .map(|at| Case::Milestone(MilestoneIx(position(at))))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The page of a report; `body` is its narrative as HTML.
    pub fn report(&self, ix: ReportIx, body: &'a str) -> ReportPage<'a> {
        let report = self.tracker.report(ix);
        let record = &report.record;
        let own = self.text("", record.lang.as_deref());
        let related = self.tracker.related(Case::Report(ix));
        let (citation, references) = self.citation(Case::Report(ix));
        ReportPage {
            id: record.id.value.as_str(),
            date: self.date(&report.date.value),
            period: report.period.as_ref().map(|period| self.date(&period.value)),
            area: self.area(record, &report.area),
            ledger: self.ledger(record, &Standing::showing()),
            warning: record.warning.as_deref(),
            body,
            statements: self.statements(record),
            sources: self.source_list(record),
            related: related.map(|case| self.link(Target::Case(case))).collect(),
            changes: self.changes(record),
            citation,
            references,
            lang: own.lang,
            dir: own.dir,
        }
    }

    /// The incidents inside a report, oldest first.
    pub fn documented(&self, ix: ReportIx) -> Vec<Case> {
        let documents = &self.tracker.report(ix).documents;
        let mut cases: Vec<Case> =
            documents.iter().filter_map(|id| self.tracker.case_by_id(id.value.as_str())).collect();
        cases.sort();
        cases.dedup();
        cases
    }

    /// The page of a milestone; `body` is its narrative as HTML.
    pub fn milestone(&self, ix: MilestoneIx, body: &'a str) -> MilestonePage<'a> {
        let milestone = self.tracker.milestone(ix);
        let record = &milestone.record;
        let own = self.text("", record.lang.as_deref());
        let related = self.tracker.related(Case::Milestone(ix));
        MilestonePage {
            id: record.id.value.as_str(),
            date: self.date(&milestone.date.value),
            area: self.area(record, &milestone.area),
            ledger: self.ledger(record, &Standing::showing()),
            warning: record.warning.as_deref(),
            body,
            statements: self.statements(record),
            sources: self.source_list(record),
            related: related.map(|case| self.link(Target::Case(case))).collect(),
            changes: self.changes(record),
            lang: own.lang,
            dir: own.dir,
        }
    }

    fn area(&self, record: &Record, area: &[Located<Id>]) -> Vec<Link<'a>> {
        let shown = self.tracker.shown_area(record, area).into_iter();
        shown.map(|ix| self.link(Target::Region(ix))).collect()
    }

    /// The page of a shared source; `body` is the editors' words as HTML.
    pub fn source_page(&self, ix: SourceIx, number: Number, body: &'a str) -> SourcePage<'a> {
        let shared = self.tracker.source(ix);
        let own = self.text("", shared.record.lang.as_deref());
        let first = urls::registry("sources", &shared.record.id.value);
        SourcePage {
            source: self.source(None, &shared.source, String::new(), None),
            body,
            changes: self.changes(&shared.record),
            continued: number > 0,
            pager: self.pager(&first, self.source_listing(ix), number),
            lang: own.lang,
            dir: own.dir,
        }
    }

    /// The title of a shared source, in its language.
    pub fn source_title_of(&self, ix: SourceIx) -> Text<'a> {
        self.source_title(&self.tracker.source(ix).source)
    }

    /// How the cases that cite a source are cut into pages.
    pub fn source_listing(&self, ix: SourceIx) -> Listing {
        Listing::new(self.plan.citing[ix.at()].len(), self.tracker.settings.page_size)
    }

    /// The cases of a page of a source, newest first.
    pub fn source_cases(&self, ix: SourceIx, number: Number) -> impl Iterator<Item = Case> + 'a {
        let entries = self.source_listing(ix).entries_of(number);
        self.plan.citing[ix.at()][entries].iter().rev().copied()
    }

    /// The list of shared sources.
    pub fn sources(&self, number: Number) -> SourcesPage<'a> {
        let all = &self.plan.sources_by_title;
        let listing = Listing::new(all.len(), self.tracker.settings.page_size);
        let source = |ix: &SourceIx| {
            let shared = self.tracker.source(*ix);
            self.source(None, &shared.source, String::new(), Some(self.href(Target::Source(*ix))))
        };
        SourcesPage {
            sources: all[listing.alphabetical(number)].iter().map(source).collect(),
            pager: self.alphabetical_pager("sources/index.html", listing, number),
        }
    }

    /// A page of plain words; `body` is the words as HTML.
    pub fn plain_page(&self, at: u32, body: &'a str) -> PlainPage<'a> {
        let record = &self.tracker.pages[at as usize].record;
        let own = self.text("", record.lang.as_deref());
        PlainPage { body, changes: self.changes(record), lang: own.lang, dir: own.dir }
    }

    /// A page that leads on from an old address.
    pub fn redirect(&self, target: Target) -> RedirectPage<'a> {
        RedirectPage { target: self.link(target) }
    }
}
