//! The pages of regions: where they lie, what is recorded in them, what it adds up to.

use std::borrow::Cow;

use serde::Serialize;

use super::claims::{Ledger, Standing, Statement};
use super::incident::Spelling;
use super::listing::{Listing, Number};
use super::mapped::Map;
use super::series_chart::{SeriesChart, SmallMultiples};
use super::sources::SourceList;
use super::view::{Change, DateText, Link, Pager, Sums, Text, Views};
use super::{Scope, Target, urls};
use crate::model::{Case, RegionIx};
use crate::words::Arg;

/// The page of a region.
#[derive(Debug, Serialize)]
pub struct RegionPage<'a> {
    /// From the top of the tree to the region above.
    pub path: Vec<Link<'a>>,
    /// Country, province …, in the tracker's words; may be null.
    pub kind: Option<&'a str>,
    /// Other spellings.
    pub also: Vec<Spelling<'a>>,
    /// Codes: system and code.
    pub codes: Vec<[&'a str; 2]>,
    /// The region that it was part of, or was called, before; may be null.
    pub formerly: Option<Link<'a>>,
    /// The regions that became this one or came out of it.
    pub successors: Vec<Link<'a>>,
    /// Since when it is what it is; may be null.
    pub since: Option<DateText>,
    /// The regions directly below.
    pub regions: Vec<SubRegion<'a>>,
    /// The map of the incidents in it; null without any and on numbered pages.
    pub map: Option<Map<'a>>,
    /// What the incidents in it add up to; null where there is none.
    pub sums: Option<Sums<'a>>,
    /// What was recorded over time; null where there is nothing to compare, and on numbered pages.
    pub series: Option<SeriesChart<'a>>,
    /// The same for the regions directly below; may be null.
    pub sub_series: Option<SmallMultiples<'a>>,
    /// Its own words, as HTML; empty on numbered pages.
    pub body: &'a str,
    /// What is claimed of it.
    pub ledger: Ledger<'a>,
    /// What was said of it.
    pub statements: Vec<Statement<'a>>,
    /// What was read.
    pub sources: SourceList<'a>,
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

/// A region below another.
#[derive(Debug, Serialize)]
pub struct SubRegion<'a> {
    /// The region.
    pub link: Link<'a>,
    /// What it is, in the tracker's words; may be null.
    pub kind: Option<&'a str>,
    /// How many incidents are recorded in it, in words.
    pub incidents: Cow<'a, str>,
    /// The regions directly below it; empty where the page shows one level alone.
    pub regions: Vec<SubRegion<'a>>,
}

/// The list of regions: the top of the tree and the level below.
#[derive(Debug, Serialize)]
pub struct RegionsPage<'a> {
    /// The regions at the top.
    pub regions: Vec<SubRegion<'a>>,
}

impl<'a> Views<'a> {
    /// The page of a region; `body` is its own words as HTML.
    pub fn region(&self, ix: RegionIx, number: Number, body: &'a str) -> RegionPage<'a> {
        let tracker = self.tracker;
        let region = tracker.region(ix);
        let record = &region.record;
        let own: Text<'_> = self.text("", record.lang.as_deref());
        let mut path = tracker.region_path(ix);
        path.pop();
        let continued = number > 0;
        let incidents = tracker.in_region(ix).len();
        let former = region.formerly.as_ref();
        let first = urls::registry("regions", &record.id.value);
        let empty = Standing::showing();
        RegionPage {
            path: path.into_iter().map(|ix| self.link(Target::Region(ix))).collect(),
            kind: region.kind.as_deref(),
            also: region.also.iter().map(|spelling| self.spelling(spelling)).collect(),
            codes: region.codes.iter().map(|(system, code)| [&**system, &**code]).collect(),
            formerly: former
                .and_then(|id| tracker.region_by_id(id.value.as_str()))
                .map(|ix| self.link(Target::Region(ix))),
            successors: if continued { Vec::new() } else { self.successors(ix) },
            since: region.since.as_ref().map(|since| self.date(since)),
            regions: if continued {
                Vec::new()
            } else {
                self.by_name(tracker.sub_regions(ix), false)
            },
            map: if continued { None } else { self.region_map(ix) },
            sums: (incidents > 0 && !continued)
                .then(|| self.sums(Scope::Region(ix), incidents))
                .flatten(),
            series: if continued { None } else { self.series(Scope::Region(ix)) },
            sub_series: if continued { None } else { self.sub_series(ix) },
            body,
            ledger: if continued {
                Ledger { claims: Vec::new(), counts: false }
            } else {
                self.ledger(record, &empty)
            },
            statements: if continued { Vec::new() } else { self.statements(record) },
            sources: if continued { SourceList::default() } else { self.source_list(record) },
            changes: if continued { Vec::new() } else { self.changes(record) },
            continued,
            pager: self.pager(&first, self.region_listing(ix), number),
            lang: own.lang,
            dir: own.dir,
        }
    }

    /// How the cases of a region are cut into pages.
    pub fn region_listing(&self, ix: RegionIx) -> Listing {
        Listing::new(self.plan.in_region[ix.at()].len(), self.tracker.settings.page_size)
    }

    /// The cases of a page of a region, newest first.
    pub fn region_cases(&self, ix: RegionIx, number: Number) -> impl Iterator<Item = Case> + 'a {
        let entries = self.region_listing(ix).entries_of(number);
        self.plan.in_region[ix.at()][entries].iter().rev().copied()
    }

    /// The regions that name this one as what they were before.
    fn successors(&self, ix: RegionIx) -> Vec<Link<'a>> {
        let successors = self.plan.successors.get(&ix).into_iter().flatten();
        successors.map(|ix| self.link(Target::Region(*ix))).collect()
    }

    fn sub_region(&self, ix: RegionIx, deeper: bool) -> SubRegion<'a> {
        let incidents = self.tracker.in_region(ix).len();
        let count = Arg::Number(u64::try_from(incidents).unwrap_or(u64::MAX));
        let below = if deeper { self.tracker.sub_regions(ix) } else { &[] };
        SubRegion {
            link: self.link(Target::Region(ix)),
            kind: self.tracker.region(ix).kind.as_deref(),
            incidents: self.say("incident_count", &[("count", count)]),
            regions: self.by_name(below, false),
        }
    }

    /// The regions at the top of the tree, each with the level below.
    pub(super) fn top_regions(&self) -> Vec<SubRegion<'a>> {
        self.by_name(self.tracker.top_regions(), true)
    }

    fn by_name(&self, regions: &[RegionIx], deeper: bool) -> Vec<SubRegion<'a>> {
        let regions = self.sorted_by_name(regions);
        regions.into_iter().map(|ix| self.sub_region(ix, deeper)).collect()
    }

    /// Regions in the order of their names.
    pub(super) fn sorted_by_name(&self, regions: &[RegionIx]) -> Vec<RegionIx> {
        let name = |ix: &RegionIx| self.tracker.region(*ix).record.title.value.to_lowercase();
        let mut regions = regions.to_vec();
        regions.sort_by_cached_key(|ix| (name(ix), *ix));
        regions
    }

    /// The list of regions.
    pub fn regions(&self) -> RegionsPage<'a> {
        RegionsPage { regions: self.top_regions() }
    }
}
