//! Outlines of regions: GeoJSON files beside the records that name them.

use geojson::{GeoJson, GeometryValue};

use super::decode;
use super::rules::{INVALID_BOUNDARY, STRAY_FILE};
use crate::diagnostic::{Checked, Diagnostic};
use crate::model::{Boundary, Region};
use crate::source::{SourcePath, Span};

/// The file that a region's `boundary` names, or the problem that it can be none.
///
/// # Errors
/// Where the name holds a folder.
pub fn boundary_path(region: &Region) -> Option<Result<SourcePath, Box<Diagnostic>>> {
    let name = region.boundary.as_ref()?;
    let file = &region.record.file;
    let plain = |name: &str| {
        !name.contains(['/', '\\']) && (name.ends_with(".geojson") || name.ends_with(".json"))
    };
    if !plain(&name.value) {
        let message = format!("`{}` is no GeoJSON file beside the region's", name.value);
        let problem = Diagnostic::at(&INVALID_BOUNDARY, file, name.span, message)
            .label("expected the name of a file in the same folder")
            .help(format!("boundary = \"{}.geojson\"", file.stem()));
        return Some(Err(Box::new(problem)));
    }
    let path = format!("{}/{}", file.folder(), name.value);
    Some(Ok(SourcePath::from(path.as_str())))
}

/// Whether a path of the tracker can be an outline.
pub fn is_boundary(path: &SourcePath) -> bool {
    path.below("content/regions").is_some()
        && (path.as_str().ends_with(".geojson") || path.as_str().ends_with(".json"))
}

/// The problem that the file which a region names is not there.
pub fn missing_boundary(region: &Region, path: &SourcePath) -> Option<Diagnostic> {
    let name = region.boundary.as_ref()?;
    let message = format!("there is no file `{path}`");
    let problem = Diagnostic::at(&INVALID_BOUNDARY, &region.record.file, name.span, message)
        .label("expected a GeoJSON file beside the region's")
        .help("put the file there, or take the line out");
    Some(problem)
}

/// The problem that no region names an outline.
pub fn unnamed_boundary(path: &SourcePath) -> Diagnostic {
    Diagnostic::at(&STRAY_FILE, path, None, "no region names this outline")
        .help(format!("in the file of its region beside it: boundary = \"{}\"", path.file_name()))
}

/// Reads an outline: every polygon of a GeoJSON file (RFC 7946), wherever it stands in it.
///
/// `None` where the file holds none that could be read; a problem says so.
pub fn parse_boundary(path: &SourcePath, bytes: &[u8]) -> Checked<Option<Boundary>> {
    let read = || {
        let text = decode(path, bytes)?;
        let json: GeoJson = text.parse().map_err(|error| Box::new(broken(path, text, &error)))?;
        let mut polygons = Vec::new();
        match json {
            GeoJson::Geometry(geometry) => gather(geometry.value, &mut polygons),
            GeoJson::Feature(feature) => {
                feature.geometry.into_iter().for_each(|own| gather(own.value, &mut polygons));
            }
            GeoJson::FeatureCollection(collection) => {
                let geometries = collection.features.into_iter().filter_map(|own| own.geometry);
                geometries.for_each(|own| gather(own.value, &mut polygons));
            }
        }
        polygons_of(path, &polygons)
    };
    match read() {
        Ok(boundary) => Checked { value: Some(boundary), problems: Vec::new() },
        Err(problem) => Checked { value: None, problems: vec![*problem] },
    }
}

/// Adds every polygon of a geometry; points and lines are no outline.
fn gather(geometry: GeometryValue, polygons: &mut Vec<Vec<Vec<geojson::Position>>>) {
    match geometry {
        GeometryValue::Polygon { coordinates } => polygons.push(coordinates),
        GeometryValue::MultiPolygon { coordinates } => polygons.extend(coordinates),
        GeometryValue::GeometryCollection { geometries } => {
            geometries.into_iter().for_each(|own| gather(own.value, polygons));
        }
        _ => {}
    }
}

fn polygons_of(
    path: &SourcePath,
    polygons: &[Vec<Vec<geojson::Position>>],
) -> Result<Boundary, Box<Diagnostic>> {
    let problem = |message: &str, help: &'static str| {
        Box::new(Diagnostic::at(&INVALID_BOUNDARY, path, None, message).help(help))
    };
    let mut outline = Vec::new();
    for rings in polygons {
        let mut polygon = Vec::new();
        for ring in rings {
            let positions: Vec<[f64; 2]> =
                ring.iter().map(|position| [position[0], position[1]]).collect();
            let on_earth = |[longitude, latitude]: &[f64; 2]| {
                (-360.0..=360.0).contains(longitude) && (-90.0..=90.0).contains(latitude)
            };
            if let Some([x, y]) = positions.iter().find(|at| !on_earth(at)) {
                return Err(problem(
                    &format!("the position [{x}, {y}] is not on the earth"),
                    "export it again in degrees, WGS 84 (EPSG:4326), longitude first",
                ));
            }
            if positions.len() < 4 {
                return Err(problem(
                    "a ring has fewer than four positions",
                    "a ring has three corners or more and ends where it began",
                ));
            }
            polygon.push(positions);
        }
        outline.push(polygon);
    }
    if outline.iter().all(Vec::is_empty) {
        return Err(problem(
            "the file holds no polygon",
            "an outline is a Polygon or MultiPolygon, alone, in a Feature or in a FeatureCollection",
        ));
    }
    Ok(Boundary::new(outline))
}

/// The problem that a file is no GeoJSON, at the spot where the reader stopped.
fn broken(path: &SourcePath, text: &str, error: &geojson::Error) -> Diagnostic {
    let said = match error {
        geojson::Error::MalformedGeoJson(error) => error.to_string(),
        other => other.to_string(),
    };
    let span = match error {
        geojson::Error::MalformedGeoJson(error) if error.line() > 0 => {
            let before: usize =
                text.split_inclusive('\n').take(error.line() - 1).map(str::len).sum();
            let at = (before + error.column().saturating_sub(1)).min(text.len());
            Some(Span::new(at..(at + 1).min(text.len()), 0))
        }
        _ => None,
    };
    Diagnostic::at(&INVALID_BOUNDARY, path, span, format!("this is no GeoJSON: {said}"))
        .help("export the outline again as GeoJSON (RFC 7946)")
}
