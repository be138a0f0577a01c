//! Coordinates that may not be shown, and numbers in the output that come near them.

use rayon::prelude::*;

use super::Secret;
use super::fold::Folded;
use super::rules::HIDDEN_POSITION;
use crate::model::{Incident, Point, Tracker};
use crate::source::{DigestRun, Located, SourcePath};

/// How near a number comes to a coordinate that it gives away, in degrees: about 100 m.
const NEAR: f64 = 0.001;

/// How far apart latitude and longitude may stand, in bytes of folded text.
const APART: usize = 200;

/// The fewest decimals of coordinates that are looked for.
const DECIMALS: u8 = 3;

/// Points without their signs, since N, S, E and W may stand for them.
#[derive(Debug, Default)]
pub(super) struct Points {
    /// By latitude: latitude, longitude, the number of the secret.
    hidden: Vec<(f64, f64, usize)>,
    /// By latitude: those that some record shows.
    shown: Vec<(f64, f64)>,
}

/// A number with decimals in a folded text.
struct Number {
    at: usize,
    value: f64,
    decimals: usize,
}

impl Number {
    /// Whether it gives a coordinate away.
    fn tells(&self, coordinate: f64) -> bool {
        let apart = (self.value - coordinate).abs();
        if self.decimals < usize::from(DECIMALS) { apart < 1e-9 } else { apart < NEAR }
    }
}

impl Points {
    /// Finds the points of all incidents that no output may have; each is a secret more.
    pub(super) fn new(tracker: &Tracker, secrets: &mut Vec<Secret>) -> Self {
        let gazetteer = SourcePath::from("content/places.toml");
        let of = |incident: &Incident| -> Vec<(bool, SourcePath, Located<Point>)> {
            let record = &incident.record;
            let mut found = Vec::new();
            for place in &incident.places {
                let known = place.gazetteer.as_ref();
                let known = known.and_then(|id| tracker.place_by_id(id.value.as_str()));
                let known = known.and_then(|known| known.point.as_ref());
                if place.point.is_none() && known.is_none() {
                    continue;
                }
                let shown = tracker.shown_place(record, place).position;
                let own = place.point.as_ref().map(|point| (&record.file, point));
                for (file, point) in own.into_iter().chain(known.map(|point| (&gazetteer, point))) {
                    let is_shown = shown.is_some_and(|shown| *shown == point.value);
                    found.push((is_shown, file.clone(), point.clone()));
                }
            }
            found
        };
        let found: Vec<_> =
            tracker.incidents.par_iter().flat_map_iter(|incident| of(incident)).collect();
        let mut points = Self::default();
        let plain = |point: &Point| (point.latitude.abs(), point.longitude.abs());
        for (_, _, point) in found.iter().filter(|(shown, _, _)| *shown) {
            points.shown.push(plain(&point.value));
        }
        points.shown.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        points.shown.dedup();
        let telling = found.iter().filter(|(shown, _, _)| !shown);
        for (_, file, point) in telling.filter(|(_, _, point)| point.value.decimals >= DECIMALS) {
            let (latitude, longitude) = plain(&point.value);
            if !points.is_shown(latitude, longitude) {
                points.hidden.push((latitude, longitude, secrets.len()));
                secrets.push(Secret {
                    rule: &HIDDEN_POSITION,
                    file: file.clone(),
                    span: point.span,
                    what: "coordinates that may not be shown",
                });
            }
        }
        points.hidden.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
        points
    }

    pub(super) fn is_empty(&self) -> bool {
        self.hidden.is_empty()
    }

    /// Adds what is looked for to a digest.
    pub(super) fn add_to(&self, run: &mut DigestRun) {
        for (latitude, longitude, _) in &self.hidden {
            run.add(&latitude.to_le_bytes());
            run.add(&longitude.to_le_bytes());
        }
    }

    fn is_shown(&self, latitude: f64, longitude: f64) -> bool {
        let from = self.shown.partition_point(|shown| shown.0 < latitude - 1e-9);
        let near = self.shown[from..].iter().take_while(|shown| shown.0 < latitude + 1e-9);
        near.into_iter().any(|shown| (shown.1 - longitude).abs() < 1e-9)
    }

    /// Calls `met` with every secret that two numbers of a folded text give away, and where they stand.
    pub(super) fn folded(&self, folded: &Folded, met: &mut dyn FnMut(usize, usize, usize)) {
        if self.hidden.is_empty() {
            return;
        }
        let numbers = numbers(folded);
        for (at, latitude) in numbers.iter().enumerate() {
            let from = self.hidden.partition_point(|hidden| hidden.0 < latitude.value - NEAR);
            let near = self.hidden[from..].iter();
            for (hidden_latitude, hidden_longitude, secret) in
                near.take_while(|hidden| hidden.0 <= latitude.value + NEAR)
            {
                if !latitude.tells(*hidden_latitude) {
                    continue;
                }
                let before = numbers[..at].iter().rev();
                let before = before.take_while(|other| latitude.at - other.at < APART);
                let after = numbers[at + 1..].iter();
                let after = after.take_while(|other| other.at - latitude.at < APART);
                let telling = |other: &&Number| {
                    other.tells(*hidden_longitude) && !self.is_shown(latitude.value, other.value)
                };
                if before.chain(after).any(|other| telling(&other)) {
                    met(*secret, latitude.at, latitude.at + 1);
                }
            }
        }
    }
}

/// The numbers of a folded text that have two decimals or more, in order.
fn numbers(folded: &Folded) -> Vec<Number> {
    let bytes = &folded.bytes;
    let parted = |at: usize| folded.gaps.binary_search_by_key(&at, |(at, _)| *at as usize).is_ok();
    let mut numbers = Vec::new();
    let mut from = 0;
    while let Some(dot) = memchr::memchr(b'.', &bytes[from..]) {
        let dot = from + dot;
        from = dot + 1;
        let mut start = dot;
        while start > 0 && bytes[start - 1].is_ascii_digit() && !parted(start) && dot - start < 4 {
            start -= 1;
        }
        let mut end = dot + 1;
        while end < bytes.len() && bytes[end].is_ascii_digit() && !parted(end) && end - dot < 18 {
            end += 1;
        }
        let decimals = end - dot - 1;
        if start == dot || decimals < 2 {
            continue;
        }
        let text = std::str::from_utf8(&bytes[start..end]).unwrap_or_default();
        if let Ok(value) = text.parse() {
            numbers.push(Number { at: start, value, decimals });
        }
    }
    numbers
}
