//! Where things happened, as finely as it is known and no finer.

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::vocabulary::{Id, vocabulary};
use crate::source::{Located, Span};

vocabulary! {
    /// What happened at a place of an incident.
    PlaceRole {
        /// It was attacked.
        Attacked = "attacked",
        /// An attack on it was driven back.
        Repelled = "repelled",
        /// People fled to it.
        FledTo = "fled-to",
        /// The attack came from it.
        LaunchedFrom = "launched-from",
        /// A source names it.
        Mentioned = "mentioned",
    }
}

vocabulary! {
    /// How finely a position is known, the finest first.
    Precision {
        /// The very spot.
        Exact = "exact",
        /// The named settlement.
        Settlement = "settlement",
        /// Within some 25 km of the point.
        Near = "near",
        /// The third-level administrative unit.
        Adm3 = "adm3",
        /// The second-level administrative unit.
        Adm2 = "adm2",
        /// The first-level administrative unit.
        Adm1 = "adm1",
        /// The country.
        Country = "country",
    }
}

/// A point on the earth: WGS 84, degrees.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Point {
    /// Latitude, from -90 to 90, north positive.
    pub latitude: f64,
    /// Longitude, from -180 to 180, east positive.
    pub longitude: f64,
    /// The most decimals that either was written with.
    pub decimals: u8,
}

impl Point {
    /// How far it is to the other, in kilometres (on a sphere, which is right to half a per cent).
    pub fn kilometres_to(&self, other: &Self) -> f64 {
        const EARTH: f64 = 6371.009;
        let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
        let across = self.latitude.to_radians().cos() * other.latitude.to_radians().cos();
        let chord =
            half(self.latitude, other.latitude) + across * half(self.longitude, other.longitude);
        2.0 * EARTH * chord.sqrt().min(1.0).asin()
    }
}

/// A spelling of a name that a source uses.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Spelling {
    /// The name as written.
    pub name: Box<str>,
    /// Its language (BCP 47).
    pub lang: Option<Box<str>>,
    /// How sure it is that the same is meant, and why.
    pub note: Option<Box<str>>,
}

/// One place of an incident.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Place {
    /// Where the place stands in the file.
    pub span: Span,
    /// Its name in the record; taken from the gazetteer where only `ref` is given.
    pub name: Option<Located<Box<str>>>,
    /// The gazetteer's place.
    pub gazetteer: Option<Located<Id>>,
    /// What happened there.
    pub role: PlaceRole,
    /// Its position.
    pub point: Option<Located<Point>>,
    /// How finely the position is known; `None` where neither record nor point says.
    pub precision: Option<Located<Precision>>,
    /// Its region where that is not the incident's.
    pub region: Option<Located<Id>>,
    /// Its date where that is not the incident's.
    pub date: Option<Located<Date>>,
    /// Other spellings seen in sources.
    pub also: Vec<Spelling>,
    /// The editors' words about it.
    pub note: Option<Box<str>>,
    /// The sources that name it (ids within the record).
    pub source: Vec<Located<Id>>,
}

/// One place of the gazetteer, `content/places.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct GazetteerPlace {
    /// The code that records use as `ref`.
    pub id: Located<Id>,
    /// Its name.
    pub name: Box<str>,
    /// Its region.
    pub region: Option<Located<Id>>,
    /// Its position.
    pub point: Option<Located<Point>>,
    /// How finely the position is known.
    pub precision: Option<Located<Precision>>,
    /// Other spellings.
    pub also: Vec<Spelling>,
    /// The editors' words about it.
    pub note: Option<Box<str>>,
}
