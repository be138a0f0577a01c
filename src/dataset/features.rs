//! GeoJSON (RFC 7946): incidents as points where a point may be shown, and regions with their outlines.

use std::io::Write as _;

use super::column::cells;
use super::incidents::IncidentRow;
use super::registries::{self, Entry};
use super::{Dataset, Piece, Table, json};
use crate::figure;
use crate::model::{Boundary, Decimal, Point};

/// The most decimals of an outline: about 10 cm.
const DECIMALS: i32 = 6;

/// What stands after the last feature.
pub(super) const END: &[u8] = b"\n]}\n";

/// What stands before the first feature.
pub(super) fn head(out: &mut Vec<u8>) {
    out.extend(b"{\"type\":\"FeatureCollection\",\"features\":[");
}

/// The columns of an incident that its geometry stands for, one after the other.
pub(super) const POSITION: [&str; 3] = ["latitude", "longitude", "position_precision"];

/// Writes a listed incident as a feature: a point where one may be shown, else without a geometry.
/// `members` are those of the incident before and after [`POSITION`].
pub(super) fn incident(row: &IncidentRow<'_>, members: [&[u8]; 2], piece: &mut Piece) {
    let out = &mut piece.bytes;
    let first =
        row.tracker.listed().first().map(|ix| row.tracker.incident(*ix).record.id.value.as_str());
    open(row.id(), first == Some(row.id()), out);
    match row.position() {
        Some(point) => self::point(point, out),
        None => out.extend(b"null"),
    }
    out.extend(b",\"properties\":{");
    members.iter().for_each(|part| out.extend_from_slice(part));
    if let Some(precision) = row.precision {
        // Writing to memory cannot fail.
        let _ = write!(out, ",\"precision\":\"{}\"", precision.name());
    }
    out.extend(b"}}");
    piece.rows += 1;
}

fn open(id: &str, first: bool, out: &mut Vec<u8>) {
    out.extend(if first { &b"\n"[..] } else { b",\n" });
    out.extend(b"{\"type\":\"Feature\",\"id\":");
    json::text(id, out);
    out.extend(b",\"geometry\":");
}

fn point(point: &Point, out: &mut Vec<u8>) {
    let [longitude, latitude] =
        [point.longitude, point.latitude].map(|degrees| Decimal(degrees, point.decimals));
    let _ = write!(out, "{{\"type\":\"Point\",\"coordinates\":[{longitude},{latitude}]}}");
}

/// Writes every region as a feature, with the outline of its own where it has one.
pub(super) fn outlines(dataset: &Dataset<'_>, piece: &mut Piece) {
    let tracker = dataset.tracker;
    let columns = Table::Regions.columns();
    for (at, region) in tracker.regions.iter().enumerate() {
        let id = &region.record.id.value;
        open(id.as_str(), at == 0, &mut piece.bytes);
        match tracker.boundaries.get(id).filter(|_| !region.record.is_withdrawn()) {
            Some(boundary) => area(boundary, &mut piece.bytes),
            None => piece.bytes.extend(b"null"),
        }
        piece.bytes.extend(b",\"properties\":{");
        let row = Entry::new(dataset, &region.record, region);
        let cells = cells(&registries::REGIONS, &row);
        json::members(columns.iter().zip(&cells), true, &mut piece.bytes);
        piece.bytes.extend(b"}}");
        piece.rows += 1;
    }
    piece.bytes.extend(END);
}

fn area(boundary: &Boundary, out: &mut Vec<u8>) {
    let polygons = boundary.polygons().iter().flat_map(|own| figure::polygons(own.rings()));
    out.extend(b"{\"type\":\"MultiPolygon\",\"coordinates\":[");
    for (at, rings) in polygons.enumerate() {
        out.extend(if at > 0 { &b",["[..] } else { b"[" });
        for (at, ring) in rings.iter().enumerate() {
            out.extend(if at > 0 { &b",["[..] } else { b"[" });
            for (at, position) in ring.iter().enumerate() {
                out.extend(if at > 0 { &b","[..] } else { b"" });
                let [longitude, latitude] = position.map(rounded);
                let _ = write!(out, "[{longitude},{latitude}]");
            }
            out.push(b']');
        }
        out.push(b']');
    }
    out.extend(b"]}");
}

/// A degree without decimals that nobody can see; never negative zero.
fn rounded(degrees: f64) -> f64 {
    let scale = 10_f64.powi(DECIMALS);
    (degrees * scale).round() / scale + 0.0
}
