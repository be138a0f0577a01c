//! The public history: of one record on its page, of all records on `corrections.html` and in
//! `corrections.xml`.

use std::borrow::Cow;

use jiff::civil;
use rayon::prelude::*;
use serde::Serialize;

use super::links::record_of;
use super::listing::{Listing, Number};
use super::view::{Change, DateText, Pager, Region, Views};
use super::{Plan, Target, urls};
use crate::model::{self, Case, ChangeKind, Record, Tracker};
use crate::words::Arg;

/// The address of the list of all changes.
pub(super) const CORRECTIONS: &str = "corrections.html";

/// How many changes the home page shows.
const LATEST: usize = 10;

/// Changes that are no typos, of records of every kind; its pages are numbered from the oldest.
#[derive(Debug, Serialize)]
pub struct CorrectionsPage<'a> {
    /// How many there are of each kind, in words; empty on numbered pages and where there is none.
    pub counts: Vec<Cow<'a, str>>,
    /// Whether this is a numbered page, which shows the changes alone.
    pub continued: bool,
    /// The changes, newest first.
    pub changes: Vec<RecordChange<'a>>,
    /// Where this page of the listing stands.
    pub pager: Pager<'a>,
}

/// A change and the record that it was made to.
#[derive(Debug, Serialize)]
pub struct RecordChange<'a> {
    /// The change.
    pub change: Change<'a>,
    /// Its place on a page that lists the changes of many records.
    pub anchor: String,
    /// Its place on the record's own page, which it keeps for ever.
    pub href: String,
    /// The record.
    pub record: super::view::Link<'a>,
    /// What kind of record it is, in words.
    pub record_kind: Cow<'a, str>,
    /// When it happened; null for records other than incidents.
    pub date: Option<DateText>,
    /// Where it happened; null for records other than incidents.
    pub region: Option<Region<'a>>,
    /// The language of the note; null in the site's own.
    pub lang: Option<&'a str>,
    /// Its direction; null with `lang`.
    pub dir: Option<&'static str>,
}

/// Every change that is no typo, oldest first: the record, and which of its changes. Changes of one
/// day are in the order of the records' files, then in that of the file.
pub(super) fn all(tracker: &Tracker, targets: &[Target]) -> Vec<(Target, u32)> {
    let changes = |target: &Target| {
        let target = *target;
        let record = record_of(tracker, target);
        record.into_iter().flat_map(move |record| {
            let changes = (0..).zip(&record.changes);
            let told = changes.filter(|(_, change)| change.kind != ChangeKind::Typo);
            told.map(move |(at, change)| (day(change), &record.file, at, target))
        })
    };
    let mut all: Vec<_> = targets.par_iter().flat_map_iter(changes).collect();
    all.par_sort_unstable();
    all.into_iter().map(|(_, _, at, target)| (target, at)).collect()
}

/// The day that a change is listed under.
fn day(change: &model::Change) -> civil::Date {
    change.on.value.earliest()
}

/// The place of a change on its record's page: its day, and its number among those of that day in
/// the order of the file, from the second on. A change that is added below the others leaves theirs.
fn anchor(record: &Record, at: usize) -> String {
    let on = day(&record.changes[at]);
    let before = record.changes[..at].iter().filter(|change| day(change) == on).count();
    match before {
        0 => format!("change-{on}"),
        before => format!("change-{on}.{}", before + 1),
    }
}

impl Plan {
    /// The newest changes that are no typos, newest first, each with its record and the day.
    pub fn latest_changes<'a>(
        &'a self,
        tracker: &'a Tracker,
        count: usize,
    ) -> impl Iterator<Item = (Target, u32, civil::Date)> + 'a {
        self.changes.iter().rev().take(count).filter_map(|(target, at)| {
            let change = record_of(tracker, *target)?.changes.get(*at as usize)?;
            Some((*target, *at, day(change)))
        })
    }
}

impl<'a> Views<'a> {
    /// The public history of a record, newest first.
    pub(super) fn changes(&self, record: &'a Record) -> Vec<Change<'a>> {
        let mut changes: Vec<usize> = (0..record.changes.len()).collect();
        changes.sort_by_key(|at| std::cmp::Reverse((day(&record.changes[*at]), *at)));
        changes.into_iter().map(|at| self.change(record, at)).collect()
    }

    fn change(&self, record: &'a Record, at: usize) -> Change<'a> {
        let change = &record.changes[at];
        Change {
            anchor: anchor(record, at),
            on: self.date(&change.on.value),
            kind: change.kind.name(),
            kind_word: self.vocabulary("change", change.kind.name()),
            note: &change.note,
        }
    }

    /// A change with its record; `None` where there is no such change.
    pub fn record_change(&self, target: Target, at: u32) -> Option<RecordChange<'a>> {
        let tracker = self.tracker;
        let record = record_of(tracker, target)?;
        let at = at as usize;
        record.changes.get(at)?;
        let change = self.change(record, at);
        let address = self.plan.address(target);
        let kind = match target {
            Target::Case(Case::Incident(_)) => "record_incident",
            Target::Case(Case::Report(_)) => "record_report",
            Target::Case(Case::Milestone(_)) => "record_milestone",
            Target::Region(_) => "record_region",
            Target::Actor(_) => "record_actor",
            Target::Source(_) => "record_source",
            Target::Home | Target::Plain(_) => "record_page",
        };
        // As lists show it: what may be known of its place is decided there.
        let row = match target {
            Target::Case(case @ Case::Incident(_)) => Some(self.row(case)),
            _ => None,
        };
        let (date, region) = row.map_or((None, None), |row| (Some(row.date), row.region));
        let own = self.text("", record.lang.as_deref());
        let stem = address.strip_suffix(".html").unwrap_or(address);
        Some(RecordChange {
            anchor: format!("{}-{stem}", change.anchor),
            href: format!("{}#{}", urls::href(address), change.anchor),
            change,
            record: self.link(target),
            record_kind: self.word(kind),
            date,
            region,
            lang: own.lang,
            dir: own.dir,
        })
    }

    /// The changes that the home page shows, newest first.
    pub(super) fn latest_changes(&self) -> Vec<RecordChange<'a>> {
        let latest = self.plan.latest_changes(self.tracker, LATEST);
        latest.filter_map(|(target, at, _)| self.record_change(target, at)).collect()
    }

    /// The list of all changes.
    pub fn corrections(&self, number: Number) -> CorrectionsPage<'a> {
        let all = &self.plan.changes;
        let listing = Listing::new(all.len(), self.tracker.settings.page_size);
        let entries = all[listing.entries_of(number)].iter().rev();
        CorrectionsPage {
            // A numbered page stays as it is, however many changes come after it.
            counts: if number == 0 { self.change_counts() } else { Vec::new() },
            continued: number > 0,
            changes: entries.filter_map(|(target, at)| self.record_change(*target, *at)).collect(),
            pager: self.pager(CORRECTIONS, listing, number),
        }
    }

    fn change_counts(&self) -> Vec<Cow<'a, str>> {
        const KINDS: [(ChangeKind, &str); 3] = [
            (ChangeKind::Correction, "correction_count"),
            (ChangeKind::Update, "update_count"),
            (ChangeKind::Withdrawal, "withdrawal_count"),
        ];
        let all = &self.plan.changes;
        if all.is_empty() {
            return Vec::new();
        }
        let kind = |(target, at): &(Target, u32)| {
            let change = record_of(self.tracker, *target)?.changes.get(*at as usize)?;
            Some(change.kind)
        };
        let count = |(own, word): (ChangeKind, &str)| {
            let count = all.par_iter().filter(|change| kind(change) == Some(own)).count();
            self.say(word, &[("count", Arg::Number(u64::try_from(count).unwrap_or(u64::MAX)))])
        };
        KINDS.map(count).to_vec()
    }
}
