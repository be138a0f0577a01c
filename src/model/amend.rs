//! One edited incident in the place of the one that was read, where everything that its own page
//! shows of the rest of the tracker is still true.

use super::incident::Incident;
use super::place::Place;
use super::record::{Record, Safety};
use super::tracker::{Case, IncidentIx, Tracker};
use super::vocabulary::Id;
use super::{index, references};
use crate::source::Located;

impl Tracker {
    /// Puts `incident` where the one of its id is, and gives its number. Its own page can then be made;
    /// lists that it is to enter, leave or move in are as they were until the tracker is assembled anew.
    ///
    /// `None` where there is no such incident, where a reference of it does not hold, or where more
    /// depends on what changed than lists, such as addresses, what is public, or what must not be
    /// shown: the tracker must be assembled anew then, and is as it was.
    pub fn amend(&mut self, incident: Incident) -> Option<IncidentIx> {
        let Some(Case::Incident(ix)) = self.case_by_id(incident.record.id.value.as_str()) else {
            return None;
        };
        let old = self.incident(ix);
        let fits = stands_alike(old, &incident) && references::hold(self, &incident);
        // Only the whole tracker tells what may be shown of a place that moved, where not all may.
        if !fits || (is_guarded(self, &incident.record) && !lies_alike(old, &incident)) {
            return None;
        }
        if old.date.value != incident.date.value || old.region.value != incident.region.value {
            self.index.moved.insert(ix);
        }
        self.index.shown_region[ix.at()] = index::shown_region(self, &incident);
        *self.incidents[ix.at()] = incident;
        Some(ix)
    }
}

/// Whether something of a record must not be shown.
fn is_guarded(tracker: &Tracker, record: &Record) -> bool {
    record.safety.is_some()
        || !record.private.is_empty()
        || tracker.allowed_precision(record).is_some()
}

/// Whether both lie in the same region and places.
fn lies_alike(a: &Incident, b: &Incident) -> bool {
    let points = |incident: &Incident| -> Vec<_> {
        let of = |place: &Place| {
            let point = place.point.as_ref().map(|point| point.value);
            (point, place.precision.as_ref().map(|precision| precision.value))
        };
        incident.places.iter().map(of).collect()
    };
    a.region.value == b.region.value && points(a) == points(b)
}

/// Whether nothing but lists depends on what differs between the two.
fn stands_alike(a: &Incident, b: &Incident) -> bool {
    let (own, other) = (&a.record, &b.record);
    let id = |id: &Option<Located<Id>>| id.as_ref().map(|id| id.value.clone());
    own.file == other.file
        && own.status == other.status
        && id(&a.part_of) == id(&b.part_of)
        && id(&a.merged_into) == id(&b.merged_into)
        && own.added.as_ref().map(|date| date.value) == other.added.as_ref().map(|date| date.value)
        && own.embargo.as_ref().map(|date| date.value)
            == other.embargo.as_ref().map(|date| date.value)
        && same(&own.related, &other.related)
        && same(&own.aliases, &other.aliases)
        && same(&own.private, &other.private)
        && is_as_safe(own.safety.as_deref(), other.safety.as_deref())
        && own.changes.len() == other.changes.len()
        && own
            .changes
            .iter()
            .zip(&other.changes)
            .all(|(a, b)| (a.on.value, a.kind) == (b.on.value, b.kind))
        && names(a).eq(names(b))
}

fn same<T: PartialEq>(a: &[Located<T>], b: &[Located<T>]) -> bool {
    a.iter().map(|own| &own.value).eq(b.iter().map(|own| &own.value))
}

fn is_as_safe(a: Option<&Safety>, b: Option<&Safety>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.precision == b.precision && same(&a.withhold, &b.withhold),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// What an incident's places are called.
fn names(incident: &Incident) -> impl Iterator<Item = impl PartialEq> {
    incident.places.iter().map(|place| {
        (
            place.name.as_ref().map(|name| &name.value),
            place.gazetteer.as_ref().map(|id| &id.value),
            place.role,
            place.region.as_ref().map(|id| &id.value),
            &place.also,
        )
    })
}
