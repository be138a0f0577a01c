//! One event that harmed people, and the people it harmed.

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::place::Place;
use super::rare::{Rare, rare};
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
    /// The finest region known.
    pub region: Located<Id>,
    /// A word of the tracker's vocabulary.
    pub kind: Option<Located<Id>>,
    /// How well the event is supported; the span is empty where the record does not say.
    pub evidence: Located<Evidence>,
    /// All its places, in the order of the file.
    pub places: Vec<Place>,
    /// What few have; read as if it stood here.
    pub rare: Rare<RareOfIncident>,
}

/// What few incidents have.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct RareOfIncident {
    /// The time of day, in the source's words or as `16:30`.
    pub time: Option<Box<str>>,
    /// Why that grade.
    pub evidence_note: Option<Box<str>>,
    /// The incident that contains it; its figures are then counted there alone.
    pub part_of: Option<Located<Id>>,
    /// The incident that it turned out to be.
    pub merged_into: Option<Located<Id>>,
    /// Those named, in the order of the file.
    pub victims: Vec<Victim>,
}

rare!(Incident, RareOfIncident);

impl Incident {
    /// Gives back the room that its lists have and do not need: half of what a parsed incident takes.
    pub fn fit(&mut self) {
        let Record { claims, sources, rare, .. } = &mut self.record;
        for claim in &mut *claims {
            fit(&mut claim.figures);
            for ids in [&mut claim.perpetrator, &mut claim.target, &mut claim.source] {
                fit(ids);
            }
            if let Some(rare) = claim.rare.filled() {
                fit(&mut rare.place);
            }
        }
        fit(claims);
        fit(sources);
        if let Some(rare) = rare.filled() {
            fit(&mut rare.statements);
            fit(&mut rare.changes);
        }
        for rare in self.places.iter_mut().filter_map(|place| place.rare.filled()) {
            fit(&mut rare.source);
        }
        fit(&mut self.places);
        if let Some(rare) = self.rare.filled() {
            fit(&mut rare.victims);
        }
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
