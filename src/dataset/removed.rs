//! The table of what was taken back: every record that was withdrawn, and every incident that turned out
//! to be another one.

use super::Dataset;
use super::column::{Column, Kind, Rows};
use super::incidents::last_changed;
use super::value::Value;
use crate::model::{ChangeKind, Id, Record};

/// A record that was withdrawn or merged.
pub(super) struct RemovedRow<'a> {
    kind: &'static str,
    address: String,
    url: Option<String>,
    record: &'a Record,
    merged_into: Option<&'a Id>,
}

/// The kinds of records, in the order of their rows.
const KINDS: [&str; 7] = ["incident", "report", "milestone", "region", "actor", "source", "page"];

/// What was taken back, by kind, in the order of the tables.
pub(super) fn rows<'a>(dataset: &Dataset<'a>) -> Vec<RemovedRow<'a>> {
    let tracker = dataset.tracker;
    let [incident, report, milestone, region, actor, source, page] = KINDS;
    let incidents = tracker.incidents.iter().map(|own| {
        let merged_into = own.merged_into.as_ref().map(|id| &id.value);
        (incident, &own.record, merged_into)
    });
    let others = tracker.reports.iter().map(|own| (report, &own.record));
    let others = others.chain(tracker.milestones.iter().map(|own| (milestone, &own.record)));
    let others = others.chain(tracker.regions.iter().map(|own| (region, &own.record)));
    let others = others.chain(tracker.actors.iter().map(|own| (actor, &own.record)));
    let others = others.chain(tracker.sources.iter().map(|own| (source, &own.record)));
    let others = others.chain(tracker.pages.iter().map(|own| (page, &own.record)));
    let all = incidents.chain(others.map(|(kind, record)| (kind, record, None)));
    let gone = all.filter(|(_, record, merged)| record.is_withdrawn() || merged.is_some());
    let row = |(kind, record, merged_into): (&'static str, &'a Record, Option<&'a Id>)| {
        let address = dataset.page(record);
        let url = dataset.absolute(&address);
        RemovedRow { kind, address, url, record, merged_into }
    };
    gone.map(row).collect()
}

impl RemovedRow<'_> {
    fn status(&self) -> &'static str {
        match self.merged_into {
            Some(_) if !self.record.is_withdrawn() => "merged",
            _ => "withdrawn",
        }
    }

    /// The day of the newest change that withdrew it, else of the newest change.
    fn day(&self) -> Option<jiff::civil::Date> {
        let changes = self.record.changes.iter();
        let withdrawals = changes.filter(|change| change.kind == ChangeKind::Withdrawal);
        let withdrawn = withdrawals.map(|change| change.on.value.earliest()).max();
        withdrawn.or_else(|| last_changed(self.record))
    }
}

/// The kind of row.
pub(super) struct Removed;

impl Rows for Removed {
    type Row<'r> = RemovedRow<'r>;
}

/// The columns, in their order.
pub(super) static COLUMNS: [Column<Removed>; 8] = {
    type Of = Column<Removed>;
    [
        Of::new("kind", Kind::Text, "field_removed_kind", |row| row.kind.into())
            .required()
            .words(|| KINDS.to_vec()),
        Of::new("id", Kind::Text, "field_removed_id", |row| row.record.id.value.as_str().into())
            .required(),
        Of::new("address", Kind::Text, "field_address", |row| row.address.as_str().into())
            .required(),
        Of::new("url", Kind::Text, "field_url", |row| row.url.as_deref().into()),
        Of::new("status", Kind::Text, "field_removed_status", |row| row.status().into())
            .required()
            .words(|| vec!["withdrawn", "merged"]),
        Of::new("on", Kind::Day, "field_removed_on", |row| Value::from(row.day())),
        Of::new("merged_into", Kind::Text, "field_merged_into", |row| {
            row.merged_into.map(Id::as_str).into()
        }),
        Of::new("reason", Kind::Text, "field_withdrawn_reason", |row| (&row.record.reason).into()),
    ]
};
