//! Which maps there are: the regions that have an outline, the shared files that maps lie on, and
//! where each incident may be shown.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{Plan, urls};
use crate::figure::{self, Base, Frame, LonLat, Outline};
use crate::model::{Boundary, IncidentIx, Level, PlaceRole, RegionIx, Tracker};

/// How many kilometres every map shows from side to side at least.
const LEAST: f64 = 150.0;

/// A shared file of maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MapFile {
    /// What a map of the whole tracker lies on.
    Home,
    /// What maps of a region lie on.
    Region(RegionIx),
    /// The shaded area of a region, to lie on the map of what is above it.
    Area(RegionIx),
}

/// The outline of a region.
#[derive(Debug)]
struct Shape {
    outline: Outline,
    /// Whether it is the tracker's own.
    own: bool,
}

/// What maps are made of.
#[derive(Debug, Default)]
pub(super) struct Maps {
    /// The outlines of the regions that have one.
    shapes: Vec<Option<Shape>>,
    /// The country of each region in the basemap, its two letters.
    countries: Vec<Option<String>>,
    /// The region in whose outline each region is drawn: itself, or one that it came from or lies in.
    drawn: Vec<Option<RegionIx>>,
    /// What the maps of a region show.
    frames: BTreeMap<RegionIx, Frame>,
    /// What a map of the whole tracker lies on.
    home: Option<MapFile>,
    home_frame: Option<Frame>,
    /// The highest regions with an outline and an incident.
    tops: Vec<RegionIx>,
    /// Where each incident may be shown, by its number.
    positions: Vec<Option<LonLat>>,
}

impl Maps {
    /// Finds outlines, positions and frames.
    pub(super) fn of(tracker: &Tracker) -> Self {
        let mut maps = Self { positions: positions(tracker), ..Self::default() };
        maps.find_shapes(tracker);
        maps.drawn = regions(tracker).map(|ix| maps.drawn_in(tracker, ix)).collect();
        let has_incident = |ix: &RegionIx| !tracker.in_region(*ix).is_empty();
        let mut held: BTreeMap<RegionIx, Vec<RegionIx>> = BTreeMap::new();
        for ix in regions(tracker).filter(has_incident) {
            let top = tracker.region_path(ix).first().copied();
            match (maps.drawn[ix.at()], top) {
                (Some(drawn), _) => held.entry(drawn).or_default().push(ix),
                (None, Some(top)) if top == ix => held.entry(ix).or_default().push(ix),
                (None, _) => {}
            }
        }
        let frame = |(drawn, regions): (RegionIx, Vec<RegionIx>)| {
            let mut shown = match &maps.shapes[drawn.at()] {
                Some(shape) => shape.outline.main_part(),
                None => maps.parts(tracker, drawn),
            };
            let incidents = regions.iter().flat_map(|ix| tracker.in_region(*ix));
            shown.extend(incidents.filter_map(|ix| maps.positions[ix.at()]));
            Some((drawn, Frame::around(&shown, LEAST)?))
        };
        let frames: Vec<(RegionIx, Frame)> = held.into_par_iter().filter_map(frame).collect();
        maps.frames = frames.into_iter().collect();
        maps.find_home(tracker);
        maps
    }

    fn find_shapes(&mut self, tracker: &Tracker) {
        for ix in regions(tracker) {
            let region = tracker.region(ix);
            let above = tracker.region_parent(ix).and_then(|ix| self.countries[ix.at()].clone());
            let level = tracker.region_level(ix);
            let code = region.codes.iter().find(|(system, _)| &**system == "iso");
            let code = code.map(|(_, code)| &**code);
            let mut names = vec![&*region.record.title.value];
            names.extend(region.also.iter().map(|spelling| &*spelling.name));
            let found = match (code.and_then(|code| code.split_once('-')), &above) {
                (Some((country, _)), _) => figure::unit(&country.to_uppercase(), &names),
                (None, Some(country)) if level == Level::Adm1 => figure::unit(country, &names),
                (None, None) if level == Level::Country => figure::country(code, &names),
                _ => None,
            };
            let country = found.as_ref().map(|found| found.country.clone());
            let found = found.map(|found| Shape { outline: found.outline, own: false });
            let given = tracker.boundaries.get(&region.record.id.value).map(given);
            self.shapes.push(given.or(found));
            self.countries.push(country.or(above));
        }
    }

    /// What is known of the shape of a region without an outline: the outlines within it that have
    /// an incident.
    fn parts(&self, tracker: &Tracker, region: RegionIx) -> Vec<LonLat> {
        let mut parts = Vec::new();
        let mut below = tracker.sub_regions(region).to_vec();
        while let Some(ix) = below.pop() {
            match &self.shapes[ix.at()] {
                _ if tracker.in_region(ix).is_empty() => {}
                Some(shape) => parts.extend(shape.outline.main_part()),
                None => below.extend(tracker.sub_regions(ix)),
            }
        }
        parts
    }

    /// The region itself, or the nearest with an outline that it came from or lies in.
    fn drawn_in(&self, tracker: &Tracker, region: RegionIx) -> Option<RegionIx> {
        let mut seen = BTreeSet::new();
        let mut at = Some(region);
        while let Some(ix) = at.filter(|ix| seen.insert(*ix)) {
            if self.shapes[ix.at()].is_some() {
                return Some(ix);
            }
            let former = tracker.region(ix).formerly.as_ref();
            let former = former.and_then(|id| tracker.region_by_id(id.value.as_str()));
            let former = former.filter(|former| !seen.contains(former));
            at = former.or_else(|| tracker.region_parent(ix));
        }
        None
    }

    fn find_home(&mut self, tracker: &Tracker) {
        let mut covered = vec![false; tracker.regions.len()];
        for ix in regions(tracker) {
            let above = tracker.region_parent(ix).is_some_and(|above| covered[above.at()]);
            let top = self.frames.contains_key(&ix) && !tracker.in_region(ix).is_empty();
            if top && !above {
                self.tops.push(ix);
            }
            covered[ix.at()] = above || top;
        }
        if let [only] = self.tops[..]
            && tracker.in_region(only).len() == tracker.listed().len()
        {
            self.home = Some(MapFile::Region(only));
            return;
        }
        let shapes = self.tops.iter().filter_map(|ix| self.shapes[ix.at()].as_ref());
        let mut shown: Vec<LonLat> = shapes.flat_map(|shape| shape.outline.main_part()).collect();
        shown.extend(tracker.listed().iter().filter_map(|ix| self.positions[ix.at()]));
        self.home_frame = Frame::around(&shown, LEAST);
        self.home = self.home_frame.is_some().then_some(MapFile::Home);
    }

    /// What the maps of all pages follow from besides outlines and positions, as a text that is the
    /// same only where they are.
    pub(super) fn shown(&self) -> String {
        let Self { drawn, frames, home, home_frame, tops, .. } = self;
        format!("{drawn:?} {frames:?} {home:?} {home_frame:?} {tops:?}")
    }

    /// Where an incident may be shown: its first place that was attacked.
    pub(super) fn position(&self, ix: IncidentIx) -> Option<LonLat> {
        self.positions[ix.at()]
    }

    /// The region in whose outline a region is drawn; `None` where no outline is known.
    pub(super) fn drawn(&self, region: RegionIx) -> Option<RegionIx> {
        self.drawn[region.at()]
    }

    /// A position that stands for a region with an outline.
    pub(super) fn middle(&self, region: RegionIx) -> Option<LonLat> {
        self.shapes[region.at()].as_ref()?.outline.middle()
    }

    /// From one end of a region with an outline to the other, in units of a frame.
    pub(super) fn extent(&self, region: RegionIx, frame: &Frame) -> f64 {
        let shape = self.shapes[region.at()].as_ref();
        shape.map_or(f64::INFINITY, |shape| frame.length(shape.outline.extent()))
    }

    /// What a map of the whole tracker lies on; `None` where nothing has an outline or a position.
    pub(super) fn home(&self) -> Option<MapFile> {
        self.home
    }

    /// What maps of a region lie on, where there is such a file: that of the region in whose outline it
    /// is drawn, or, at the top, of what is known to be in it.
    pub(super) fn base(&self, region: RegionIx) -> Option<MapFile> {
        let drawn = self.drawn(region).unwrap_or(region);
        self.frames.contains_key(&drawn).then_some(MapFile::Region(drawn))
    }

    /// What the shaded area of a region lies on: the map of the nearest region above it that has one.
    pub(super) fn area_base(&self, tracker: &Tracker, region: RegionIx) -> Option<MapFile> {
        let above =
            std::iter::successors(tracker.region_parent(region), |ix| tracker.region_parent(*ix));
        let mut bases = above.filter(|ix| self.frames.contains_key(ix)).map(MapFile::Region);
        let home = self.home.filter(|home| *home == MapFile::Home);
        bases.next().or(home)
    }

    /// The part of the earth that a file shows.
    pub(super) fn frame(&self, tracker: &Tracker, file: MapFile) -> Option<&Frame> {
        match file {
            MapFile::Home => self.home_frame.as_ref(),
            MapFile::Region(ix) => self.frames.get(&ix),
            MapFile::Area(ix) => self.frame(tracker, self.area_base(tracker, ix)?),
        }
    }

    /// Every file with its address.
    pub(super) fn files(&self, tracker: &Tracker) -> Vec<(String, MapFile)> {
        let regions = self.frames.keys().map(|ix| MapFile::Region(*ix));
        let shaded = |ix: &&RegionIx| {
            self.shapes[ix.at()].is_some() && self.area_base(tracker, **ix).is_some()
        };
        let areas = self.frames.keys().filter(shaded);
        let areas = areas.map(|ix| MapFile::Area(*ix));
        let home = self.home.filter(|home| *home == MapFile::Home);
        let files = regions.chain(areas).chain(home);
        files.map(|file| (urls::map(tracker, file), file)).collect()
    }
}

impl Plan {
    /// A shared file of maps, as SVG.
    pub fn map_file(&self, tracker: &Tracker, file: MapFile) -> String {
        let maps = &self.maps;
        let outline = |ix: RegionIx| maps.shapes[ix.at()].as_ref().map(|shape| &shape.outline);
        let Some(frame) = maps.frame(tracker, file) else { return String::new() };
        let regions = match file {
            MapFile::Area(ix) => {
                return outline(ix).map(|area| figure::area_file(frame, area)).unwrap_or_default();
            }
            MapFile::Region(ix) => vec![ix],
            MapFile::Home => maps.tops.clone(),
        };
        let own: Vec<&Outline> = regions.iter().filter_map(|ix| outline(*ix)).collect();
        let below = regions.iter().flat_map(|ix| tracker.sub_regions(*ix));
        let given = below.filter_map(|ix| maps.shapes[ix.at()].as_ref()).filter(|shape| shape.own);
        let inner: Vec<&Outline> = given.map(|shape| &shape.outline).collect();
        let countries = regions.iter().filter_map(|ix| maps.countries[ix.at()].as_deref());
        let countries: Vec<&str> = countries.collect();
        let whole = regions.iter().all(|ix| {
            let shape = maps.shapes[ix.at()].as_ref();
            shape.is_some_and(|shape| !shape.own) && tracker.region_level(*ix) <= Level::Country
        });
        Base { frame, own: &own, inner: &inner, countries: &countries, whole }.svg()
    }
}

/// The outline that the tracker brings along.
fn given(boundary: &Boundary) -> Shape {
    let rings = boundary.polygons().iter().flat_map(|polygon| polygon.rings().iter().cloned());
    Shape { outline: Outline::new(rings.collect()), own: true }
}

fn regions(tracker: &Tracker) -> impl Iterator<Item = RegionIx> + use<> {
    let count = u32::try_from(tracker.regions.len()).unwrap_or(u32::MAX);
    (0..count).map(RegionIx)
}

fn positions(tracker: &Tracker) -> Vec<Option<LonLat>> {
    let position = |at: usize| {
        let incident = &tracker.incidents[at];
        let hit = |role| matches!(role, PlaceRole::Attacked | PlaceRole::Repelled);
        let mut places = incident.places.iter().filter(|place| hit(place.role));
        let shown = |place| tracker.shown_place(&incident.record, place).position;
        places.find_map(shown).map(|point| [point.longitude, point.latitude])
    };
    (0..tracker.incidents.len()).into_par_iter().map(position).collect()
}
