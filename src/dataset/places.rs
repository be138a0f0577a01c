//! The table of places: where something of an incident happened, as finely as it may be shown.

use super::claims::ids;
use super::column::{Column, Kind, Rows, names};
use super::incidents::IncidentRow;
use super::value::Value;
use crate::model::{Place, PlaceRole, Precision, ShownPlace, Tracker};

/// One place of an incident.
pub(super) struct PlaceRow<'a> {
    tracker: &'a Tracker,
    incident: &'a str,
    place: &'a Place,
    /// Its place in the record, from 1.
    number: usize,
    shown: ShownPlace<'a>,
}

/// The rows of an incident, in the order of the record.
pub(super) fn rows<'a>(row: &IncidentRow<'a>) -> Vec<PlaceRow<'a>> {
    let places = if row.stands { &*row.incident.places } else { &[] };
    let tracker = row.tracker;
    let of = |(at, place): (usize, &'a Place)| PlaceRow {
        tracker,
        incident: row.incident.record.id.value.as_str(),
        place,
        number: at + 1,
        shown: tracker.shown_place(&row.incident.record, place),
    };
    places.iter().enumerate().map(of).collect()
}

/// What a place is called: in the record, else in the list of places.
pub(super) fn name<'a>(tracker: &'a Tracker, place: &'a Place) -> Option<&'a str> {
    let own = place.name.as_ref().map(|name| &*name.value);
    let listed = || tracker.place_by_id(place.gazetteer.as_ref()?.value.as_str());
    own.or_else(|| listed().map(|known| &*known.name))
}

/// The kind of row.
pub(super) struct Places;

impl Rows for Places {
    type Row<'r> = PlaceRow<'r>;
}

type Of = Column<Places>;

/// The columns, in their order.
pub(super) static COLUMNS: [Of; 11] = [
    Of::new("incident", Kind::Text, "field_of_incident", |row| row.incident.into())
        .required()
        .hxl("#event+code"),
    Of::new("number", Kind::Whole, "field_number", |row| Value::count(row.number))
        .required()
        .hxl("#loc+num"),
    Of::new("name", Kind::Text, "field_place_name", |row| name(row.tracker, row.place).into())
        .hxl("#loc+name"),
    Of::new("role", Kind::Text, "field_place_role", |row| row.place.role.name().into())
        .required()
        .words(names::<PlaceRole>)
        .hxl("#loc+type"),
    Of::new("region", Kind::Text, "field_place_region", |row| {
        row.shown.region.map(|ix| row.tracker.region(ix).record.id.value.as_str()).into()
    })
    .hxl("#loc+region+code"),
    Of::new("latitude", Kind::Decimal, "field_place_latitude", |row| {
        Value::latitude(row.shown.position)
    })
    .hxl("#geo+lat"),
    Of::new("longitude", Kind::Decimal, "field_place_longitude", |row| {
        Value::longitude(row.shown.position)
    })
    .hxl("#geo+lon"),
    Of::new("precision", Kind::Text, "field_precision", |row| {
        row.shown.precision.map(Precision::name).into()
    })
    .words(names::<Precision>)
    .hxl("#geo+precision"),
    Of::new("date_text", Kind::Text, "field_place_date", |row| {
        row.place.date.as_ref().map(|date| &date.value).into()
    })
    .hxl("#description+date"),
    Of::new("sources", Kind::List, "field_source_ids", |row| ids(&row.place.source))
        .hxl("#meta+source+code"),
    Of::new("note", Kind::Text, "field_note", |row| (&row.place.note).into())
        .hxl("#description+note"),
];
