//! The tables that hold one row for each record of a registry: actors, regions, reports, milestones.

use super::Dataset;
use super::column::{Column, Kind, Rows, names};
use super::incidents::{date_precision, date_precisions, last_changed};
use super::value::Value;
use crate::model::{
    Actor, ActorKind, Date, Id, Level, Record, Region, RegionIx, Spelling, Status, Tracker,
};
use crate::source::Located;

/// What every row of a registry needs.
pub(super) struct Entry<'a, T> {
    tracker: &'a Tracker,
    /// The address of its page, relative to the site's root.
    address: String,
    url: Option<String>,
    record: &'a Record,
    own: &'a T,
}

impl<'a, T> Entry<'a, T> {
    pub(super) fn new(dataset: &Dataset<'a>, record: &'a Record, own: &'a T) -> Self {
        let address = dataset.page(record);
        let url = dataset.absolute(&address);
        Self { tracker: dataset.tracker, address, url, record, own }
    }

    fn id(&self) -> &str {
        self.record.id.value.as_str()
    }

    fn title(&self) -> &str {
        &self.record.title.value
    }

    /// The record's own part, unless it was withdrawn.
    fn standing(&self) -> Option<&T> {
        (!self.record.is_withdrawn()).then_some(self.own)
    }
}

fn spellings(also: &[Spelling]) -> Value<'_> {
    Value::joined(also.iter().map(|spelling| &*spelling.name), "; ")
}

/// The kind of row.
pub(super) struct Actors;

impl Rows for Actors {
    type Row<'r> = Entry<'r, Actor>;
}

/// The columns of actors, in their order.
pub(super) static ACTORS: [Column<Actors>; 10] = {
    type Of = Column<Actors>;
    [
        Of::new("id", Kind::Text, "field_actor_id", |row| row.id().into()).required(),
        Of::new("address", Kind::Text, "field_address", |row| row.address.as_str().into())
            .required(),
        Of::new("url", Kind::Text, "field_url", |row| row.url.as_deref().into()),
        Of::new("name", Kind::Text, "field_name", |row| row.title().into()).required(),
        Of::new("status", Kind::Text, "field_status", |row| row.record.status.name().into())
            .required()
            .words(names::<Status>),
        Of::new("kind", Kind::Text, "field_actor_kind", |row| {
            row.standing().and_then(|own| own.kind).map(ActorKind::name).into()
        })
        .words(names::<ActorKind>),
        Of::new("parent", Kind::Text, "field_actor_parent", |row| {
            row.standing().and_then(|own| own.parent.as_ref()).map(|id| id.value.as_str()).into()
        }),
        Of::new("since", Kind::Text, "field_since", |row| {
            row.standing().and_then(|own| own.since.as_ref()).into()
        }),
        Of::new("until", Kind::Text, "field_until", |row| {
            row.standing().and_then(|own| own.until.as_ref()).into()
        }),
        Of::new("also", Kind::Text, "field_also", |row| {
            spellings(row.standing().map_or(&[], |own| &own.also))
        }),
    ]
};

/// The kind of row.
pub(super) struct Regions;

impl Rows for Regions {
    type Row<'r> = Entry<'r, Region>;
}

impl Entry<'_, Region> {
    fn level(&self) -> Option<Level> {
        self.tracker.region_by_id(self.id()).map(|ix: RegionIx| self.tracker.region_level(ix))
    }

    fn code(&self, system: &str) -> Option<&str> {
        let codes = &self.standing()?.codes;
        codes.iter().find(|(own, _)| &**own == system).map(|(_, code)| &**code)
    }
}

/// The columns of regions, in their order.
pub(super) static REGIONS: [Column<Regions>; 14] = {
    type Of = Column<Regions>;
    [
        Of::new("id", Kind::Text, "field_region_id", |row| row.id().into())
            .required()
            .hxl("#loc+region+code"),
        Of::new("address", Kind::Text, "field_address", |row| row.address.as_str().into())
            .required()
            .hxl("#meta+address"),
        Of::new("url", Kind::Text, "field_url", |row| row.url.as_deref().into()).hxl("#meta+url"),
        Of::new("name", Kind::Text, "field_name", |row| row.title().into())
            .required()
            .hxl("#loc+region+name"),
        Of::new("status", Kind::Text, "field_status", |row| row.record.status.name().into())
            .required()
            .words(names::<Status>)
            .hxl("#status+record"),
        Of::new("parent", Kind::Text, "field_region_parent", |row| row.own.parent_id().into())
            .hxl("#loc+region+code+parent"),
        Of::new("level", Kind::Text, "field_level", |row| row.level().map(Level::name).into())
            .words(names::<Level>)
            .hxl("#loc+region+level"),
        Of::new("kind", Kind::Text, "field_region_kind", |row| {
            row.standing().and_then(|own| own.kind.as_deref()).into()
        })
        .hxl("#loc+region+type"),
        Of::new("iso", Kind::Text, "field_iso", |row| row.code("iso").into())
            .hxl("#loc+region+code+iso"),
        Of::new("pcode", Kind::Text, "field_pcode", |row| row.code("pcode").into())
            .hxl("#loc+region+code+pcode"),
        Of::new("wikidata", Kind::Text, "field_wikidata", |row| row.code("wikidata").into())
            .hxl("#loc+region+code+wikidata"),
        Of::new("formerly", Kind::Text, "field_formerly", |row| {
            row.standing().and_then(|own| own.formerly.as_ref()).map(|id| id.value.as_str()).into()
        })
        .hxl("#loc+region+code+former"),
        Of::new("since", Kind::Text, "field_since", |row| {
            row.standing().and_then(|own| own.since.as_ref()).into()
        })
        .hxl("#description+since"),
        Of::new("also", Kind::Text, "field_also", |row| {
            spellings(row.standing().map_or(&[], |own| &own.also))
        })
        .hxl("#loc+region+name+alt"),
    ]
};

/// The kind of row.
pub(super) struct Cases;

/// What reports and milestones share.
pub(super) struct Dated<'a> {
    pub(super) date: &'a Date,
    /// The time that a report speaks of.
    pub(super) period: Option<&'a Date>,
    pub(super) area: &'a [Located<Id>],
    /// The incidents that are inside a report.
    pub(super) documents: &'a [Located<Id>],
}

impl Rows for Cases {
    type Row<'r> = (Entry<'r, ()>, Dated<'r>);
}

fn standing<'r, T>(
    (entry, dated): &'r (Entry<'r, ()>, Dated<'r>),
    value: impl FnOnce(&'r Dated<'r>) -> T,
) -> Option<T> {
    entry.standing().map(|()| value(dated))
}

macro_rules! case_columns {
    ($id:literal) => {
        [
            Column::<Cases>::new("id", Kind::Text, $id, |row| row.0.id().into()).required(),
            Column::<Cases>::new("address", Kind::Text, "field_address", |row| {
                row.0.address.as_str().into()
            })
            .required(),
            Column::<Cases>::new("url", Kind::Text, "field_url", |row| row.0.url.as_deref().into()),
            Column::<Cases>::new("title", Kind::Text, "field_title", |row| row.0.title().into()),
            Column::<Cases>::new("lang", Kind::Text, "field_lang", |row| {
                (&row.0.record.lang).into()
            }),
            Column::<Cases>::new("status", Kind::Text, "field_status", |row| {
                row.0.record.status.name().into()
            })
            .required()
            .words(names::<Status>),
            Column::<Cases>::new("date_start", Kind::Day, "field_date_start", |row| {
                standing(row, |own| own.date.earliest()).into()
            }),
            Column::<Cases>::new("date_end", Kind::Day, "field_date_end", |row| {
                standing(row, |own| own.date.latest()).flatten().into()
            }),
            Column::<Cases>::new("date_precision", Kind::Text, "field_date_precision", |row| {
                standing(row, |own| date_precision(own.date)).into()
            })
            .words(date_precisions),
            Column::<Cases>::new("date_text", Kind::Text, "field_date_text", |row| {
                standing(row, |own| own.date).into()
            }),
            Column::<Cases>::new("area", Kind::List, "field_area", |row| {
                let (entry, tracker) = (&row.0, row.0.tracker);
                let area = standing(row, |own| own.area).unwrap_or(&[]);
                let shown = tracker.shown_area(entry.record, area).into_iter();
                Value::list(shown.map(|ix| tracker.region(ix).record.id.value.as_str()))
            }),
            Column::<Cases>::new("last_changed", Kind::Day, "field_last_changed", |row| {
                last_changed(row.0.record).into()
            }),
        ]
    };
}

/// The columns of milestones, in their order.
pub(super) static MILESTONES: [Column<Cases>; 12] = case_columns!("field_milestone_id");

/// The columns of reports, in their order; those of [`OF_REPORTS`] follow.
pub(super) static REPORTS: [Column<Cases>; 12] = case_columns!("field_report_id");

/// What reports alone have.
pub(super) static OF_REPORTS: [Column<Cases>; 2] = [
    Column::<Cases>::new("period", Kind::Text, "field_period", |row| {
        standing(row, |own| own.period).flatten().into()
    }),
    Column::<Cases>::new("documents", Kind::List, "field_documents", |row| {
        let documents = standing(row, |own| own.documents).unwrap_or(&[]);
        Value::list(documents.iter().map(|id| id.value.as_str()))
    }),
];
