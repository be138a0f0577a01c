//! The tables of what stands below an incident besides claims and places: what was read, what was
//! said afterwards, and the public history.

use super::claims::{ids, party_actor, party_name};
use super::column::{Column, Kind, Rows, names};
use super::incidents::IncidentRow;
use super::value::Value;
use crate::model::{
    Change, ChangeKind, CitedSource, Id, Source, SourceKind, Statement, StatementKind, Status,
    Tracker, Translation,
};
use crate::source::Located;

/// One source that an incident cites.
pub(super) struct SourceRow<'a> {
    incident: &'a str,
    id: &'a str,
    /// The shared source that describes it; `None` where the record does.
    shared: Option<&'a str>,
    status: Status,
    source: &'a Source,
    /// What the record says besides of where a shared source begins.
    also: &'a [Located<Id>],
}

/// The sources of an incident, in the order of the record.
pub(super) fn sources<'a>(row: &IncidentRow<'a>) -> Vec<SourceRow<'a>> {
    let record = &row.incident.record;
    let cited = if row.stands { &*record.sources } else { &[] };
    let of = |cited: &'a CitedSource| {
        let id = cited.id().value.as_str();
        let shared = match cited {
            CitedSource::Own(_) => None,
            CitedSource::Shared(shared) => Some(shared.target.value.as_str()),
        };
        let source = row.tracker.cited(record, id)?;
        let ix = shared.and_then(|shared| row.tracker.source_by_id(shared));
        let status = ix.map_or(Status::Published, |ix| row.tracker.source(ix).record.status);
        let also = if shared.is_some() { cited.origin() } else { &[] };
        Some(SourceRow { incident: record.id.value.as_str(), id, shared, status, source, also })
    };
    cited.iter().filter_map(of).collect()
}

/// One thing that was said after an incident.
pub(super) struct StatementRow<'a> {
    tracker: &'a Tracker,
    incident: &'a str,
    number: usize,
    statement: &'a Statement,
}

/// The statements of an incident, in the order of the record.
pub(super) fn statements<'a>(row: &IncidentRow<'a>) -> Vec<StatementRow<'a>> {
    let record = &row.incident.record;
    let said = if row.stands { &*record.statements } else { &[] };
    let of = |(at, statement): (usize, &'a Statement)| StatementRow {
        tracker: row.tracker,
        incident: record.id.value.as_str(),
        number: at + 1,
        statement,
    };
    said.iter().enumerate().map(of).collect()
}

/// One entry of the public history of an incident.
pub(super) struct ChangeRow<'a> {
    incident: &'a str,
    number: usize,
    change: &'a Change,
}

/// The public history of an incident, in the order of the record; also of one that was withdrawn.
pub(super) fn changes<'a>(row: &IncidentRow<'a>) -> Vec<ChangeRow<'a>> {
    let record = &row.incident.record;
    let of = |(at, change): (usize, &'a Change)| ChangeRow {
        incident: record.id.value.as_str(),
        number: at + 1,
        change,
    };
    record.changes.iter().enumerate().map(of).collect()
}

/// The kind of row.
pub(super) struct Sources;

impl Rows for Sources {
    type Row<'r> = SourceRow<'r>;
}

/// The columns of sources, in their order.
pub(super) static SOURCES: [Column<Sources>; 19] = {
    type Of = Column<Sources>;
    [
        Of::new("incident", Kind::Text, "field_of_incident", |row| row.incident.into()).required(),
        Of::new("id", Kind::Text, "field_source_id", |row| row.id.into()).required(),
        Of::new("shared", Kind::Text, "field_shared_source", |row| row.shared.into()),
        Of::new("status", Kind::Text, "field_source_status", |row| row.status.name().into())
            .required()
            .words(names::<Status>),
        Of::new("kind", Kind::Text, "field_source_kind", |row| {
            row.source.kind.map(SourceKind::name).into()
        })
        .words(names::<SourceKind>),
        Of::new("title", Kind::Text, "field_source_title", |row| (&row.source.title).into()),
        Of::new("author", Kind::Text, "field_author", |row| (&row.source.author).into()),
        Of::new("publisher", Kind::Text, "field_publisher", |row| (&row.source.publisher).into()),
        Of::new("published", Kind::Text, "field_published", |row| {
            row.source.published.as_ref().into()
        }),
        Of::new("lang", Kind::Text, "field_source_lang", |row| (&row.source.lang).into()),
        Of::new("url", Kind::Text, "field_source_url", |row| {
            row.source.url.as_ref().map(|url| &*url.value).into()
        }),
        Of::new("archive_url", Kind::Text, "field_archive_url", |row| {
            row.source.archive_url.as_ref().map(|url| &*url.value).into()
        }),
        Of::new("archived", Kind::Text, "field_archived", |row| {
            row.source.archived.as_ref().into()
        }),
        Of::new("accessed", Kind::Text, "field_accessed", |row| {
            row.source.accessed.as_ref().into()
        }),
        Of::new("sha256", Kind::Text, "field_sha256", |row| (&row.source.sha256).into()),
        Of::new("origin", Kind::List, "field_origin", |row| {
            let origins = row.source.origin.iter().chain(row.also);
            Value::list(origins.map(|id| id.value.as_str()))
        }),
        Of::new("translation", Kind::Text, "field_translation", |row| {
            row.source.translation.map(Translation::name).into()
        })
        .words(names::<Translation>),
        Of::new("translated_from", Kind::Text, "field_translated_from", |row| {
            (&row.source.translated_from).into()
        }),
        Of::new("note", Kind::Text, "field_note", |row| (&row.source.note).into()),
    ]
};

/// The kind of row.
pub(super) struct Statements;

impl Rows for Statements {
    type Row<'r> = StatementRow<'r>;
}

/// The columns of statements, in their order.
pub(super) static STATEMENTS: [Column<Statements>; 12] = {
    type Of = Column<Statements>;
    [
        Of::new("incident", Kind::Text, "field_of_incident", |row| row.incident.into()).required(),
        Of::new("number", Kind::Whole, "field_number", |row| Value::count(row.number)).required(),
        Of::new("by", Kind::Text, "field_by", |row| {
            party_name(row.tracker, &row.statement.by).into()
        }),
        Of::new("by_actor", Kind::Text, "field_by_actor", |row| {
            party_actor(&row.statement.by).into()
        }),
        Of::new("on", Kind::Text, "field_on", |row| row.statement.on.as_ref().into()),
        Of::new("kind", Kind::Text, "field_statement_kind", |row| {
            row.statement.kind.map(StatementKind::name).into()
        })
        .words(names::<StatementKind>),
        Of::new("to", Kind::Text, "field_statement_to", |row| {
            Value::joined(row.statement.to.iter().map(|party| party_name(row.tracker, party)), "; ")
        }),
        Of::new("text", Kind::Text, "field_statement_text", |row| (&row.statement.text).into()),
        Of::new("quote", Kind::Text, "field_quote", |row| (&row.statement.quote).into()),
        Of::new("quote_lang", Kind::Text, "field_quote_lang", |row| {
            (&row.statement.quote_lang).into()
        }),
        Of::new("channel", Kind::Text, "field_channel", |row| (&row.statement.channel).into()),
        Of::new("sources", Kind::List, "field_source_ids", |row| ids(&row.statement.source)),
    ]
};

/// The kind of row.
pub(super) struct Changes;

impl Rows for Changes {
    type Row<'r> = ChangeRow<'r>;
}

/// The columns of changes, in their order.
pub(super) static CHANGES: [Column<Changes>; 5] = {
    type Of = Column<Changes>;
    [
        Of::new("incident", Kind::Text, "field_of_incident", |row| row.incident.into()).required(),
        Of::new("number", Kind::Whole, "field_number", |row| Value::count(row.number)).required(),
        Of::new("on", Kind::Text, "field_change_on", |row| (&row.change.on.value).into())
            .required(),
        Of::new("kind", Kind::Text, "field_change_kind", |row| row.change.kind.name().into())
            .required()
            .words(names::<ChangeKind>),
        Of::new("note", Kind::Text, "field_change_note", |row| (&*row.change.note).into()),
    ]
};
