//! The outlines that the program brings along: countries and first-level units of Natural Earth
//! (public domain), compressed and read only where a map needs them.
//!
//! The files are TopoJSON: outlines share their arcs, so that neighbours fit together. How they
//! were made is in `basemap/split.py`.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::{OnceLock, PoisonError, RwLock};

use flate2::read::GzDecoder;
use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::outline::Outline;
use super::projection::LonLat;
use crate::model::fold;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/figure/basemap");

/// The code under which Natural Earth keeps areas that it gives to no country.
const NO_COUNTRY: &str = "-1";

/// How near the edge of the data stands to the antimeridian and to the pole, degrees: what is
/// nearer belongs on it.
const EDGE: f64 = 0.12;
/// The latitude at which the data ends in the south, degrees.
const SOUTH: f64 = -86.09;

/// A shape of the basemap that a region was found to be.
#[derive(Clone, Debug)]
pub struct Match {
    /// Its outline.
    pub outline: Outline,
    /// The two letters of its country (ISO 3166-1), or the code of areas without one.
    pub country: String,
}

/// Every shape of one file with the arcs that they share.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    arcs: Vec<Vec<LonLat>>,
    shapes: Vec<Shape>,
    outlines: OnceLock<Vec<(String, Outline)>>,
    whole: OnceLock<Outline>,
}

/// One shape: its names, and the arcs of its rings, a negative number for one that runs backwards.
#[derive(Debug)]
struct Shape {
    code2: String,
    code3: String,
    name: String,
    rings: Vec<Vec<i32>>,
}

/// A country by its code (ISO 3166-1, two or three letters) or by one of its names.
pub fn country(code: Option<&str>, names: &[&str]) -> Option<Match> {
    let countries = countries();
    let by_code = |shape: &&Shape| {
        code.is_some_and(|code| {
            shape.code2.eq_ignore_ascii_case(code) || shape.code3.eq_ignore_ascii_case(code)
        })
    };
    let found = match code {
        Some(_) => countries.shapes.iter().find(by_code),
        None => countries.named(names),
    };
    if let Some(shape) = found {
        let code = shape.code2.clone();
        // The outline made of the units fits the units; the file of countries is coarser.
        let outline = match units(&code) {
            Some(units) => units.whole().clone(),
            None => countries.outline(shape),
        };
        return Some(Match { outline, country: code });
    }
    unit(NO_COUNTRY, names)
}

/// A first-level unit of a country (two letters, ISO 3166-1) by one of its names.
pub fn unit(country: &str, names: &[&str]) -> Option<Match> {
    let units = units(country)?;
    let shape = units.named(names)?;
    Some(Match { outline: units.outline(shape), country: country.to_owned() })
}

/// All countries, coarse.
pub(super) fn countries() -> &'static Shapes {
    static COUNTRIES: OnceLock<Shapes> = OnceLock::new();
    COUNTRIES.get_or_init(|| read("countries.json.gz").unwrap_or_default())
}

/// The first-level units of a country; `None` for a code that there is not.
pub(super) fn units(country: &str) -> Option<&'static Shapes> {
    static UNITS: RwLock<BTreeMap<String, &'static Shapes>> = RwLock::new(BTreeMap::new());
    let known = UNITS.read().unwrap_or_else(PoisonError::into_inner).get(country).copied();
    if known.is_some() {
        return known;
    }
    let shapes = read(&format!("units/{}.json.gz", country.to_ascii_uppercase()))?;
    let mut all = UNITS.write().unwrap_or_else(PoisonError::into_inner);
    // Kept as long as the program runs: at most once for each country.
    Some(all.entry(country.to_owned()).or_insert_with(|| Box::leak(Box::new(shapes))))
}

impl Shapes {
    fn named(&self, names: &[&str]) -> Option<&Shape> {
        let names: Vec<String> = names.iter().map(|name| fold(name)).collect();
        self.shapes.iter().find(|shape| names.contains(&fold(&shape.name)))
    }

    fn outline(&self, shape: &Shape) -> Outline {
        let mut numbers: BTreeMap<usize, i32> = BTreeMap::new();
        let mut arcs = Vec::new();
        let mut renumbered = |arc: &i32| {
            let own = arc_number(*arc);
            let next = i32::try_from(arcs.len()).unwrap_or(i32::MAX);
            let number = *numbers.entry(own).or_insert_with(|| {
                arcs.push(self.arcs[own].clone());
                next
            });
            if *arc < 0 { !number } else { number }
        };
        let rings = shape.rings.iter().map(|ring| ring.iter().map(&mut renumbered).collect());
        let rings = rings.collect();
        Outline::of_arcs(arcs, rings)
    }

    /// Each shape with the code of its country and its outline.
    pub(super) fn outlines(&self) -> &[(String, Outline)] {
        let outline = |shape: &Shape| (shape.code2.clone(), self.outline(shape));
        self.outlines.get_or_init(|| self.shapes.iter().map(outline).collect())
    }

    /// All shapes as one.
    pub(super) fn whole(&self) -> &Outline {
        self.whole.get_or_init(|| Outline::stitched(self.lines(1)))
    }

    /// The arcs between two shapes.
    pub(super) fn inner_lines(&self) -> Vec<Vec<LonLat>> {
        self.lines(2)
    }

    /// The arcs that so many shapes have.
    fn lines(&self, shapes: u32) -> Vec<Vec<LonLat>> {
        let mut uses = vec![0_u32; self.arcs.len()];
        for arc in self.shapes.iter().flat_map(|shape| shape.rings.iter().flatten()) {
            uses[arc_number(*arc)] += 1;
        }
        let used = self.arcs.iter().zip(&uses).filter(|(_, uses)| **uses == shapes);
        used.map(|(arc, _)| arc.clone()).collect()
    }
}

fn arc_number(arc: i32) -> usize {
    usize::try_from(if arc < 0 { !arc } else { arc }).unwrap_or_default()
}

#[derive(Deserialize)]
struct Topology {
    arcs: Vec<Vec<[i32; 2]>>,
    transform: Transform,
    objects: Objects,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Objects {
    shapes: Collection,
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    properties: Properties,
    arcs: Vec<Vec<Vec<i32>>>,
}

#[derive(Deserialize)]
struct Properties {
    iso_a2: Option<String>,
    iso_a3: Option<String>,
    name: Option<String>,
}

fn read(name: &str) -> Option<Shapes> {
    let mut text = Vec::new();
    GzDecoder::new(FILES.get_file(name)?.contents()).read_to_end(&mut text).ok()?;
    let topology: Topology = serde_json::from_slice(&text).ok()?;
    let transform = &topology.transform;
    let arc = |steps: Vec<[i32; 2]>| {
        let mut at = [0_i32; 2];
        let placed = steps.into_iter().map(|step| {
            at = [at[0] + step[0], at[1] + step[1]];
            let degrees = |axis: usize| {
                f64::from(at[axis]) * transform.scale[axis] + transform.translate[axis]
            };
            on_the_edge([degrees(0), degrees(1)])
        });
        placed.collect()
    };
    let shape = |geometry: Geometry| Shape {
        code2: geometry.properties.iso_a2.unwrap_or_default(),
        code3: geometry.properties.iso_a3.unwrap_or_default(),
        name: geometry.properties.name.unwrap_or_default(),
        rings: geometry.arcs.into_iter().flatten().collect(),
    };
    Some(Shapes {
        arcs: topology.arcs.into_iter().map(arc).collect(),
        shapes: topology.objects.shapes.geometries.into_iter().map(shape).collect(),
        ..Shapes::default()
    })
}

/// The data stops short of the antimeridian and of the south pole; land that is cut there goes on.
fn on_the_edge([longitude, latitude]: LonLat) -> LonLat {
    let longitude =
        if longitude.abs() > 180.0 - EDGE { 180.0_f64.copysign(longitude) } else { longitude };
    [longitude, if latitude < SOUTH { -90.0 } else { latitude }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_and_every_unit_has_its_country() {
        assert!(countries().shapes.len() > 200);
        for file in FILES.get_dir("units").into_iter().flat_map(Dir::files) {
            let name = file.path().file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let code = name.strip_suffix(".json.gz").expect(name);
            let units = units(code).expect(code);
            assert!(!units.shapes.is_empty() && units.shapes.iter().all(|s| s.code2 == code));
        }
    }

    #[test]
    fn a_country_is_found_by_code_and_by_name_and_a_unit_by_any_spelling() {
        let code = |code: Option<&str>, names: &[&str]| country(code, names).map(|m| m.country);
        assert_eq!(code(Some("fj"), &[]).as_deref(), Some("FJ"));
        assert_eq!(code(Some("FJI"), &[]).as_deref(), Some("FJ"));
        assert_eq!(code(None, &["FÍJI "]).as_deref(), Some("FJ"));
        assert_eq!(code(Some("QQ"), &["Fiji"]), None, "a code is not overruled by a name");
        assert_eq!(code(None, &["Estmark"]), None);
        assert!(unit("SE", &["Vasterbotten"]).is_some());
        assert!(unit("SE", &["Sampleford", "västerbotten"]).is_some());
        assert!(unit("SE", &["Sampleford"]).is_none());
    }
}
