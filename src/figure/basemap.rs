//! The outlines that the program brings along: countries and first-level units of Natural Earth
//! (public domain), read only where a map needs them.
//!
//! Outlines share their arcs, so that neighbours fit together. The form of the files is told in
//! `basemap/split.py`, which made them.

use std::collections::BTreeMap;
use std::sync::{OnceLock, PoisonError, RwLock};

use super::outline::Outline;
use super::projection::LonLat;
use crate::model::fold;

/// All countries, coarse, as one group without a code.
static COUNTRIES: &[u8] = include_bytes!("basemap/countries.arcs");
/// The first-level units, a group for each country.
static UNITS: &[u8] = include_bytes!("basemap/units.arcs");

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

/// Every shape of one group with the arcs that they share.
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
    folded: OnceLock<String>,
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
    static READ: OnceLock<Shapes> = OnceLock::new();
    READ.get_or_init(|| read(COUNTRIES, "").unwrap_or_default())
}

/// The first-level units of a country; `None` for a code that there is not.
pub(super) fn units(country: &str) -> Option<&'static Shapes> {
    static READ: RwLock<BTreeMap<String, &'static Shapes>> = RwLock::new(BTreeMap::new());
    let known = READ.read().unwrap_or_else(PoisonError::into_inner).get(country).copied();
    if known.is_some() {
        return known;
    }
    let shapes = read(UNITS, &country.to_ascii_uppercase())?;
    let mut all = READ.write().unwrap_or_else(PoisonError::into_inner);
    // Kept as long as the program runs: at most once for each country.
    Some(all.entry(country.to_owned()).or_insert_with(|| Box::leak(Box::new(shapes))))
}

impl Shapes {
    fn named(&self, names: &[&str]) -> Option<&Shape> {
        let names: Vec<String> = names.iter().map(|name| fold(name)).collect();
        self.shapes.iter().find(|shape| names.contains(shape.folded()))
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

impl Shape {
    fn folded(&self) -> &String {
        self.folded.get_or_init(|| fold(&self.name))
    }
}

fn arc_number(arc: i32) -> usize {
    usize::try_from(if arc < 0 { !arc } else { arc }).unwrap_or_default()
}

/// The shapes of the group of that code; `None` where the file has no such group.
fn read(file: &'static [u8], code: &str) -> Option<Shapes> {
    let mut file = Bytes(file);
    let transform = [file.double()?, file.double()?, file.double()?, file.double()?];
    loop {
        let own = file.text()?;
        let group = file.bytes()?;
        if own == code {
            return shapes(Bytes(group), transform);
        }
    }
}

/// The shapes of a group, with the scale and the offset of both axes.
fn shapes(mut group: Bytes, [scale_x, scale_y, left, low]: [f64; 4]) -> Option<Shapes> {
    let arc = |group: &mut Bytes| {
        let mut at = [0_i32; 2];
        group.list(|group| {
            at = [at[0] + group.signed()?, at[1] + group.signed()?];
            let degrees = [f64::from(at[0]) * scale_x + left, f64::from(at[1]) * scale_y + low];
            Some(on_the_edge(degrees))
        })
    };
    let shape = |group: &mut Bytes| {
        Some(Shape {
            code2: group.text()?.to_owned(),
            code3: group.text()?.to_owned(),
            name: group.text()?.to_owned(),
            rings: group.list(|group| group.list(Bytes::signed))?,
            folded: OnceLock::new(),
        })
    };
    Some(Shapes { arcs: group.list(arc)?, shapes: group.list(shape)?, ..Shapes::default() })
}

/// What is left to be read of a file; every step is `None` at its end.
struct Bytes(&'static [u8]);

impl Bytes {
    fn take(&mut self, count: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in (0..u32::BITS).step_by(7) {
            let byte = *self.0.split_off_first()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i32> {
        let number = self.number()?;
        let plain = (number >> 1).cast_signed();
        Some(if number & 1 == 1 { !plain } else { plain })
    }

    fn double(&mut self) -> Option<f64> {
        self.take(8)?.try_into().ok().map(f64::from_le_bytes)
    }

    fn bytes(&mut self) -> Option<&'static [u8]> {
        let length = self.number()?;
        self.take(length as usize)
    }

    fn text(&mut self) -> Option<&'static str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        let mut list = Vec::with_capacity(count as usize);
        for _ in 0..count {
            list.push(read(self)?);
        }
        Some(list)
    }
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
        let mut file = Bytes(&UNITS[4 * size_of::<f64>()..]);
        let mut count = 0;
        while let Some(code) = file.text() {
            let group = shapes(Bytes(file.bytes().expect(code)), [0.0; 4]).expect(code);
            assert!(!group.shapes.is_empty() && group.shapes.iter().all(|s| s.code2 == code));
            assert!(units(code).is_some(), "{code}");
            count += 1;
        }
        assert_eq!((count, file.0), (240, &[][..]));
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
