//! One event that harmed people, and the people it harmed.

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::place::Place;
use super::record::Record;
use super::vocabulary::{Id, vocabulary};
use crate::source::Located;

vocabulary! {
    /// How well the event itself is supported; who did it is a claim.
    Evidence {
        /// Admitted by those responsible, or established by an inquiry.
        Confirmed = "confirmed",
        /// Two or more independent origins agree that it happened.
        Fair = "fair",
        /// One origin.
        Weak = "weak",
        /// Credible sources disagree whether it happened so.
        Contested = "contested",
        /// Judged not to have happened, or not to belong.
        Discounted = "discounted",
        /// Not graded.
        Unassessed = "unassessed",
    }
}

vocabulary! {
    /// Why naming a victim is right.
    Basis {
        /// The family wished or allowed it.
        Family = "family",
        /// An official list names them.
        OfficialList = "official-list",
        /// It is widely published.
        Published = "published",
        /// The person consented.
        Consent = "consent",
    }
}

/// A person harmed.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Victim {
    /// The name.
    pub name: Located<Box<str>>,
    /// Age, as stated.
    pub age: Option<Box<str>>,
    /// Sex, as stated.
    pub sex: Option<Box<str>>,
    /// Trade or role, as stated.
    pub role: Option<Box<str>>,
    /// Why naming is right.
    pub basis: Basis,
}

/// One incident.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Incident {
    /// What every record has.
    pub record: Record,
    /// When it happened.
    pub date: Located<Date>,
    /// The time of day, in the source's words or as `16:30`.
    pub time: Option<Box<str>>,
    /// The finest region known.
    pub region: Located<Id>,
    /// A word of the tracker's vocabulary.
    pub kind: Option<Located<Id>>,
    /// How well the event is supported; the span is empty where the record does not say.
    pub evidence: Located<Evidence>,
    /// Why that grade.
    pub evidence_note: Option<Box<str>>,
    /// The incident that contains it; its figures are then counted there alone.
    pub part_of: Option<Located<Id>>,
    /// The incident that it turned out to be.
    pub merged_into: Option<Located<Id>>,
    /// All its places, in the order of the file.
    pub places: Vec<Place>,
    /// Those named, in the order of the file.
    pub victims: Vec<Victim>,
}

impl Incident {
    /// Gives back the room that its lists have and do not need: half of what a parsed incident takes.
    pub fn fit(&mut self) {
        let Record { claims, statements, sources, changes, .. } = &mut self.record;
        for claim in &mut *claims {
            fit(&mut claim.figures);
            fit(&mut claim.place);
            for ids in [&mut claim.perpetrator, &mut claim.target, &mut claim.source] {
                fit(ids);
            }
        }
        fit(claims);
        fit(statements);
        fit(sources);
        fit(changes);
        self.places.iter_mut().for_each(|place| fit(&mut place.source));
        fit(&mut self.places);
        fit(&mut self.victims);
    }
}

/// Moves what `list` holds to where there is room for it and no more. Shrinking it would be left
/// undone by the allocator where half of it is in use.
fn fit<T>(list: &mut Vec<T>) {
    if list.capacity() > list.len() {
        let mut fitting = Vec::with_capacity(list.len());
        fitting.append(list);
        *list = fitting;
    }
}
