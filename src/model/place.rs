//! Where things happened, as finely as it is known and no finer.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::date::Date;
use super::rare::{Rare, rare};
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

/// A number with so many decimals, all of them written: `12.50`.
///
/// The same text as `{:.2}` gives. A number that was read from so many decimals is written in a
/// fraction of the time: it lies next to a whole number of its last place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decimal(pub f64, pub u8);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// More than any position is written with; with them the earth is still below 2^53.
        const MOST: u8 = 12;
        /// How far from a whole number of the last place what was read may lie.
        const NEXT_TO: f64 = 1e-2;
        const ROOM: usize = 40;
        let Self(number, decimals) = *self;
        let scaled = number.abs() * 10_f64.powi(decimals.into());
        let whole = scaled.round();
        let is_next = (scaled - whole).abs() < NEXT_TO && (1.0..1e15).contains(&whole);
        if decimals > MOST || !is_next {
            let decimals = usize::from(decimals);
            return write!(f, "{number:.decimals$}");
        }
        let mut bytes = [b'0'; ROOM];
        let mut start = ROOM;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 10^15")]
        let mut rest = whole as u64;
        let mut written = 0;
        while rest > 0 || written <= decimals {
            if written == decimals && decimals > 0 {
                start -= 1;
                bytes[start] = b'.';
            }
            start -= 1;
            bytes[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            written += 1;
        }
        if number < 0.0 {
            start -= 1;
            bytes[start] = b'-';
        }
        f.write_str(std::str::from_utf8(&bytes[start..]).unwrap_or_default())
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
    /// What happened there.
    pub role: PlaceRole,
    /// Its position.
    pub point: Option<Located<Point>>,
    /// How finely the position is known; `None` where neither record nor point says.
    pub precision: Option<Located<Precision>>,
    /// The editors' words about it.
    pub note: Option<Box<str>>,
    /// What few have; read as if it stood here.
    pub rare: Rare<RareOfPlace>,
}

/// What few places have beside a name and a point.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct RareOfPlace {
    /// The gazetteer's place.
    pub gazetteer: Option<Located<Id>>,
    /// Its region where that is not the incident's.
    pub region: Option<Located<Id>>,
    /// Its date where that is not the incident's.
    pub date: Option<Located<Date>>,
    /// Other spellings seen in sources.
    pub also: Vec<Spelling>,
    /// The sources that name it (ids within the record).
    pub source: Vec<Located<Id>>,
}

rare!(Place, RareOfPlace);

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn as_rust_writes_it(number: f64, decimals: u8) -> bool {
        let places = usize::from(decimals);
        Decimal(number, decimals).to_string() == format!("{number:.places$}")
    }

    #[test]
    fn a_degree_is_written_as_it_was_read() {
        let check = |text: &str| {
            let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let number: f64 = text.parse().expect("a number");
            let decimals = u8::try_from(decimals).expect("few decimals");
            assert_eq!(Decimal(number, decimals).to_string(), text);
        };
        for text in ["0", "-0.0", "0.00", "7", "-180", "12.50", "0.05", "-0.0007", "89.999999"] {
            check(text);
        }
        check("-27.0955");
        check("38.610762461670");
    }

    proptest! {
        #[test]
        fn a_number_is_written_as_rust_writes_it(
            number in -200.0..200.0_f64,
            parts in -2_000_000_i32..2_000_000,
            decimals in 0..14_u8,
            small in 0..7_u8,
        ) {
            prop_assert!(as_rust_writes_it(number, decimals));
            let read = f64::from(parts) / 10_f64.powi(small.into());
            prop_assert!(as_rust_writes_it(read, decimals) && as_rust_writes_it(read, small));
        }
    }
}
