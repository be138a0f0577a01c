//! Every change of every record that is no slip of spelling: the page and the feed of corrections.

use std::borrow::Cow;

use rayon::prelude::*;
use serde::Serialize;

use super::listing::{Listing, Number};
use super::view::{Change, DateText, Link, Pager, Views};
use super::{Plan, Target, links};
use crate::model::{self, Case, ChangeKind, Record, Tracker};
use crate::words::Arg;

/// How many changes the home page shows.
const LATEST: usize = 10;

/// One change of a record: the record, and which of the changes of its file.
pub(super) type Changed = (Target, u32);

/// The page of corrections, newest first.
#[derive(Debug, Serialize)]
pub struct CorrectionsPage<'a> {
    /// How many changes of each kind there are, in words; empty on numbered pages.
    pub counts: Vec<Cow<'a, str>>,
    /// The changes of this page.
    pub changes: Vec<RecordChange<'a>>,
    /// Whether this is a numbered page, which shows the listing alone.
    pub continued: bool,
    /// Where this page of the listing stands.
    pub pager: Pager<'a>,
}

/// A change and the record that it was made to.
#[derive(Debug, Serialize)]
pub struct RecordChange<'a> {
    /// The record; leads to the change on its page.
    pub record: Link<'a>,
    /// What kind of record, in words.
    pub what: Cow<'a, str>,
    /// When the incident, report or milestone was; null for other records.
    pub date: Option<DateText>,
    /// The change.
    pub change: Change<'a>,
    /// The language of the note; null in the site's own.
    pub lang: Option<&'a str>,
    /// Its direction; null with `lang`.
    pub dir: Option<&'static str>,
}

/// Every change that is no typo, oldest first; those of one day by the record's file.
pub(super) fn all(tracker: &Tracker, targets: &[Target]) -> Vec<Changed> {
    let of = |target: &Target| {
        let target = *target;
        let record = links::record_of(tracker, target);
        record.into_iter().flat_map(move |record| {
            record
                .changes
                .iter()
                .zip(0..)
                .filter(|(change, _)| change.kind != ChangeKind::Typo)
                .map(move |(change, at)| ((change.on.value.earliest(), &record.file, at), target))
        })
    };
    let mut all: Vec<_> = targets.par_iter().flat_map_iter(of).collect();
    all.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
    all.into_iter().map(|((.., at), target)| (target, at)).collect()
}

/// The place of a change on the page of its record: its day, and its number among the changes of
/// that day, in the order of the file.
pub(super) fn anchor(record: &Record, change: &model::Change) -> String {
    let day = change.on.value.earliest();
    let same = record.changes.iter().filter(|other| other.on.value.earliest() == day);
    let before = same.take_while(|other| !std::ptr::eq(*other, change)).count();
    match before {
        0 => format!("change-{day}"),
        _ => format!("change-{day}-{}", before + 1),
    }
}

impl Plan {
    /// The newest changes that are no typos, newest first.
    pub(super) fn newest_changes(&self, count: usize) -> impl Iterator<Item = Changed> + '_ {
        self.changes.iter().rev().take(count).copied()
    }
}

impl<'a> Views<'a> {
    /// The page of corrections.
    pub fn corrections(&self, number: Number) -> CorrectionsPage<'a> {
        let all = &self.plan.changes;
        let listing = Listing::new(all.len(), self.tracker.settings.page_size);
        let entries = all[listing.entries_of(number)].iter().rev();
        CorrectionsPage {
            counts: if number > 0 { Vec::new() } else { self.change_counts() },
            changes: entries.filter_map(|changed| self.record_change(*changed)).collect(),
            continued: number > 0,
            pager: self.pager("corrections.html", listing, number),
        }
    }

    /// The newest changes that are no typos, for the home page.
    pub(super) fn latest_changes(&self) -> Vec<RecordChange<'a>> {
        let newest = self.plan.newest_changes(LATEST);
        newest.filter_map(|changed| self.record_change(changed)).collect()
    }

    /// The changes of the feed of corrections, newest first: the record, and the change.
    pub fn corrections_feed(&self) -> Vec<(Target, &'a Record, &'a model::Change)> {
        let newest = self.plan.newest_changes(self.tracker.settings.feed_size);
        newest.filter_map(|changed| self.changed(changed)).collect()
    }

    /// The place of a change on the page of its record.
    pub fn change_anchor(&self, record: &Record, change: &model::Change) -> String {
        anchor(record, change)
    }

    fn changed(&self, (target, at): Changed) -> Option<(Target, &'a Record, &'a model::Change)> {
        let record = self.record(target)?;
        Some((target, record, record.changes.get(at as usize)?))
    }

    fn record_change(&self, changed: Changed) -> Option<RecordChange<'a>> {
        let (target, record, change) = self.changed(changed)?;
        let own = self.text("", record.lang.as_deref());
        let change = self.change(record, change);
        let mut link = self.link(target);
        // The home page shows the newest changes of all records and no history of its own.
        if target != Target::Home {
            link.href = link.href.map(|href| format!("{href}#{}", change.anchor).into());
        }
        Some(RecordChange {
            record: link,
            what: self.word(match target {
                Target::Home | Target::Plain(_) => "kind_page",
                Target::Case(Case::Incident(_)) => "kind_incident",
                Target::Case(Case::Report(_)) => "kind_report",
                Target::Case(Case::Milestone(_)) => "kind_milestone",
                Target::Region(_) => "kind_region",
                Target::Actor(_) => "kind_actor",
                Target::Source(_) => "kind_source",
            }),
            date: match target {
                Target::Case(case) => Some(self.date(self.tracker.case_date(case))),
                _ => None,
            },
            change,
            lang: own.lang,
            dir: own.dir,
        })
    }

    fn change_counts(&self) -> Vec<Cow<'a, str>> {
        let kinds = [
            (ChangeKind::Correction, "count_corrections"),
            (ChangeKind::Update, "count_updates"),
            (ChangeKind::Withdrawal, "count_withdrawals"),
        ];
        let mut counts = [0u64; 3];
        for (_, _, change) in self.plan.changes.iter().filter_map(|at| self.changed(*at)) {
            let at = kinds.iter().position(|(kind, _)| *kind == change.kind);
            at.into_iter().for_each(|at| counts[at] += 1);
        }
        let said = kinds.iter().zip(counts).filter(|(_, count)| *count > 0);
        said.map(|((_, word), count)| self.say(word, &[("count", Arg::Number(count))])).collect()
    }
}
