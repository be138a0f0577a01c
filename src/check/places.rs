//! What a place of an incident is once the gazetteer is asked.

use crate::model::{GazetteerPlace, Id, Incident, Place, Precision, Tracker};
use crate::source::Located;

/// The gazetteer's place that a place refers to.
pub(super) fn listed<'a>(tracker: &'a Tracker, place: &Place) -> Option<&'a GazetteerPlace> {
    tracker.place_by_id(place.gazetteer.as_ref()?.value.as_str())
}

/// The region of a place: its own, the gazetteer's, or the incident's.
pub(super) fn region<'a>(
    tracker: &'a Tracker,
    incident: &'a Incident,
    place: &'a Place,
) -> &'a Located<Id> {
    let listed = || listed(tracker, place)?.region.as_ref();
    place.region.as_ref().or_else(listed).unwrap_or(&incident.region)
}

/// The name of a place: its own, or the gazetteer's.
pub(super) fn name<'a>(tracker: &'a Tracker, place: &'a Place) -> Option<&'a str> {
    let own = place.name.as_ref().map(|name| &*name.value);
    own.or_else(|| listed(tracker, place).map(|listed| &*listed.name))
}

/// Within how many kilometres of a point the thing itself is.
pub(super) fn kilometres(precision: Option<&Located<Precision>>) -> f64 {
    match precision.map(|precision| precision.value) {
        None | Some(Precision::Exact | Precision::Settlement) => 2.0,
        Some(_) => 25.0,
    }
}
