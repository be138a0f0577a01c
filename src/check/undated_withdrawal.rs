//! A record that was withdrawn or merged, and no dated change says so.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{ChangeKind, Record, Tracker};

pub(super) static UNDATED_WITHDRAWAL: Rule = Rule::house(
    "undated-withdrawal",
    Severity::Warning,
    "A record was withdrawn, or merged into another, and no `[[change]]` says when.\n\n\
     The page of corrections and its feed are made of dated changes. Without one, whoever relies on \
     the record never learns that it was taken back.\n\n\
     **Example**: `status = \"withdrawn\"` and `reason = \"…\"`, and no change after that.\n\n\
     **Repair**: add a `[[change]]` with `on`, `kind = \"withdrawal\"` (or `\"correction\"` for a record \
     that was merged) and a `note` for readers.",
);

pub(super) fn check(tracker: &Tracker) -> Vec<Diagnostic> {
    let merged = tracker
        .incidents
        .iter()
        .filter(|incident| incident.merged_into.is_some() && !incident.record.is_withdrawn())
        .filter(|incident| incident.record.changes.is_empty())
        .map(|incident| report(tracker, &incident.record, "merged", "correction"));
    let untold = |record: &&Record| {
        record.is_withdrawn()
            && !record.changes.iter().any(|change| change.kind == ChangeKind::Withdrawal)
    };
    let withdrawn = records(tracker)
        .filter(untold)
        .map(|record| report(tracker, record, "withdrawn", "withdrawal"));
    merged.chain(withdrawn).collect()
}

fn report(tracker: &Tracker, record: &Record, what: &str, kind: &str) -> Diagnostic {
    let message = format!("the record was {what}, and no [[change]] says when");
    let lines = format!(
        "add\n[[change]]\non = {}\nkind = \"{kind}\"\nnote = \"what readers should know\"",
        tracker.today
    );
    Diagnostic::at(&UNDATED_WITHDRAWAL, &record.file, record.title.span, message).help(lines)
}

fn records(tracker: &Tracker) -> impl Iterator<Item = &Record> {
    let incidents = tracker.incidents.iter().map(|incident| &incident.record);
    let reports = tracker.reports.iter().map(|report| &report.record);
    let milestones = tracker.milestones.iter().map(|milestone| &milestone.record);
    let regions = tracker.regions.iter().map(|region| &region.record);
    let actors = tracker.actors.iter().map(|actor| &actor.record);
    let sources = tracker.sources.iter().map(|source| &source.record);
    let pages = tracker.pages.iter().map(|page| &page.record);
    incidents
        .chain(reports)
        .chain(milestones)
        .chain(regions)
        .chain(actors)
        .chain(sources)
        .chain(pages)
}
