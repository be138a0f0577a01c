//! The maps of pages: which marks they show, and what they say.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::maps::MapFile;
use super::view::{Link, Views};
use super::{Target, urls};
use crate::figure::{self, Circle, Gathers, LonLat, Mark, Sign};
use crate::model::{
    Case, Incident, IncidentIx, Level, Measure, PlaceRole, Precision, RegionIx, Sums,
};
use crate::words::Arg;

/// How many incidents a map shows one by one; more are gathered.
const SINGLE: usize = 40;
/// From how many incidents on a map is made by several threads.
const MANY_AT_ONCE: usize = 20_000;
/// How many marks a map names.
const NAMED: usize = 12;
/// Of how many regions a map says one by one that they are drawn within others.
const SAID: usize = 4;
/// How near to each other, in units of the frame, two marks become one circle.
const TOUCHING: f64 = 33.0;
/// How far within the edge a position must stand to be shown, in units of the frame.
const EDGE: f64 = 12.0;

/// A map, or why there is none.
#[derive(Debug, Default, Serialize)]
pub struct Map<'a> {
    /// The picture, as SVG that stands in HTML; null where there is nothing to draw on.
    pub picture: Option<String>,
    /// What its signs mean.
    pub key: Vec<MapKey<'a>>,
    /// What it does not show, or shows otherwise: sentences in parts.
    pub notes: Vec<Vec<Link<'a>>>,
    /// Whose outlines they are.
    pub credit: Cow<'a, str>,
}

/// A sign of a map.
#[derive(Debug, Serialize)]
pub struct MapKey<'a> {
    /// The sign, as SVG; null for shaded areas.
    pub sign: Option<String>,
    /// What it means.
    pub text: Cow<'a, str>,
}

/// What of an incident comes onto its map.
#[derive(Default)]
struct Shown<'a> {
    marks: Vec<Mark>,
    /// Regions to be shaded.
    areas: Vec<RegionIx>,
    /// Regions that are drawn within another.
    within: BTreeMap<RegionIx, RegionIx>,
    /// Countries of which no more is known, and regions without any outline.
    country_only: Vec<Link<'a>>,
    without: Vec<Link<'a>>,
    /// What happened in the regions that are shaded.
    area_roles: BTreeSet<Sign>,
}

fn sign(role: PlaceRole) -> Sign {
    match role {
        PlaceRole::Attacked => Sign::Attacked,
        PlaceRole::Repelled => Sign::Repelled,
        PlaceRole::FledTo => Sign::FledTo,
        PlaceRole::LaunchedFrom => Sign::LaunchedFrom,
        PlaceRole::Mentioned => Sign::Mentioned,
    }
}

fn role_name(sign: Sign) -> &'static str {
    match sign {
        Sign::Attacked => PlaceRole::Attacked.name(),
        Sign::Repelled => PlaceRole::Repelled.name(),
        Sign::FledTo => PlaceRole::FledTo.name(),
        Sign::LaunchedFrom => PlaceRole::LaunchedFrom.name(),
        Sign::Mentioned => PlaceRole::Mentioned.name(),
    }
}

impl<'a> Views<'a> {
    /// The map of an incident's places.
    pub(super) fn incident_map(&self, ix: IncidentIx) -> Option<Map<'a>> {
        let tracker = self.tracker;
        let incident = tracker.incident(ix);
        let mut shown = self.shown(ix, incident);
        let region = tracker.shown_region(ix);
        let maps = &self.plan.maps;
        let area_base = shown
            .areas
            .first()
            .map(|area| maps.area_base(tracker, *area).unwrap_or(MapFile::Region(*area)));
        let drawn = !shown.marks.is_empty() || area_base.is_some() || !shown.within.is_empty();
        let base = match area_base {
            Some(base) => Some(base),
            None if drawn => self.base_for(region, &shown.marks),
            None => None,
        };
        let frame = base.and_then(|base| Some((base, maps.frame(tracker, base)?)));
        let mut notes = self.incident_notes(&shown, frame.is_some());
        let Some((base, frame)) = frame else {
            return (!notes.is_empty()).then(|| Map { notes, ..Map::default() });
        };
        let outside = |mark: &Mark| frame.place_within(mark.at, EDGE).is_none();
        let beyond: Vec<Link<'_>> = shown
            .marks
            .iter()
            .filter(|mark| outside(mark))
            .map(|mark| Link::plain(mark.name.clone().unwrap_or_else(|| mark.title.clone())))
            .collect();
        if !beyond.is_empty() {
            notes.push(self.listed_note("map_beyond", beyond));
        }
        shown.marks.retain(|mark| !outside(mark));
        let root = urls::root(self.plan.address(Target::Case(Case::Incident(ix))));
        let mut map = figure::Map::new(frame);
        map.files.push(self.map_href(&root, base));
        let shaded =
            shown.areas.iter().filter(|area| maps.area_base(tracker, **area) == Some(base));
        map.files.extend(shaded.map(|area| self.map_href(&root, MapFile::Area(*area))));
        let signs: BTreeSet<(Sign, bool)> =
            shown.marks.iter().map(|mark| (mark.sign, mark.near)).collect();
        let mut key: Vec<MapKey<'_>> =
            signs.into_iter().map(|(sign, near)| self.key(sign, near)).collect();
        if map.files.len() > 1 {
            let roles: Vec<String> = (shown.area_roles.iter())
                .map(|sign| self.vocabulary("place_role", role_name(*sign)).into_owned())
                .collect();
            let roles = self.words.list(&roles);
            let text = self.say("map_area", &[("roles", Arg::Text(&roles))]);
            key.push(MapKey { sign: None, text });
        }
        map.label = self.word("map_of_places").into_owned();
        map.marks = shown.marks;
        if shown.areas.is_empty() {
            map.close_in();
        }
        Some(self.finished(map, key, notes))
    }

    fn shown(&self, ix: IncidentIx, incident: &'a Incident) -> Shown<'a> {
        let tracker = self.tracker;
        let mut shown = Shown::default();
        let own = tracker.shown_region(ix);
        for (number, place) in incident.places.iter().enumerate() {
            let position = tracker.shown_place(&incident.record, place);
            let region = position.region.unwrap_or(own);
            let Some(point) = position.position else {
                self.add_area(region, position.precision, place.role, &mut shown);
                continue;
            };
            let known = place.gazetteer.as_ref();
            let known = known.and_then(|id| tracker.place_by_id(id.value.as_str()));
            let name = place.name.as_ref().map(|name| &*name.value);
            let name = name.or_else(|| known.map(|known| &*known.name));
            let near = position.precision == Some(Precision::Near);
            let sign = sign(place.role);
            let role = self.vocabulary("place_role", place.role.name());
            let title = name.map_or_else(|| self.word("unnamed_place"), Cow::Borrowed);
            let parts = [("place", Arg::Text(&title)), ("role", Arg::Text(&role))];
            let said = self.say(if near { "map_mark_near" } else { "map_mark" }, &parts);
            shown.marks.push(Mark {
                at: [point.longitude, point.latitude],
                sign,
                near,
                href: format!("#place-{}", number + 1),
                title: said.into_owned(),
                name: name.map(str::to_owned),
            });
        }
        if incident.places.is_empty() {
            self.add_area(own, None, PlaceRole::Attacked, &mut shown);
        }
        shown
    }

    /// Adds what is known of a place without a position that may be shown.
    fn add_area(
        &self,
        region: RegionIx,
        precision: Option<Precision>,
        role: PlaceRole,
        shown: &mut Shown<'a>,
    ) {
        let tracker = self.tracker;
        let link = self.link(Target::Region(region));
        if precision == Some(Precision::Country) || tracker.region_level(region) <= Level::Country {
            // A region at the top is taken for a country, unless nothing knows it as one.
            let list = match self.plan.maps.drawn(region) {
                None if precision != Some(Precision::Country) => &mut shown.without,
                _ => &mut shown.country_only,
            };
            if !list.iter().any(|known| known.href == link.href) {
                list.push(link);
            }
            return;
        }
        let Some(drawn) = self.plan.maps.drawn(region) else {
            if !shown.without.iter().any(|known| known.href == link.href) {
                shown.without.push(link);
            }
            return;
        };
        if drawn != region {
            shown.within.insert(region, drawn);
        }
        if tracker.region_level(drawn) > Level::Country {
            shown.area_roles.insert(sign(role));
            if !shown.areas.contains(&drawn) {
                shown.areas.push(drawn);
            }
        }
    }

    fn incident_notes(&self, shown: &Shown<'a>, drawn: bool) -> Vec<Vec<Link<'a>>> {
        let (country, without) = match drawn {
            true => ("map_country_only", "map_not_drawn"),
            false => ("no_map_country_only", "no_map"),
        };
        let mut notes: Vec<Vec<Link<'a>>> = Vec::new();
        for (region, drawn) in &shown.within {
            notes.push(self.within_note(*region, *drawn));
        }
        if !shown.country_only.is_empty() {
            notes.push(self.listed_note(country, shown.country_only.clone()));
        }
        if !shown.without.is_empty() {
            notes.push(self.listed_note(without, shown.without.clone()));
        }
        notes
    }

    fn within_note(&self, region: RegionIx, drawn: RegionIx) -> Vec<Link<'a>> {
        let parts = vec![
            ("region", self.link(Target::Region(region))),
            ("within", self.link(Target::Region(drawn))),
        ];
        let marked = self.tracker.region_level(drawn) > Level::Country;
        self.sentence(if marked { "map_within" } else { "map_within_country" }, parts)
    }

    /// A sentence that ends in a list of links.
    fn listed_note(&self, id: &str, links: Vec<Link<'a>>) -> Vec<Link<'a>> {
        let mut note = vec![Link::plain(self.word(id)), Link::plain(" ")];
        let separator = self.word("list_separator");
        for (at, link) in links.into_iter().enumerate() {
            if at > 0 {
                note.push(Link::plain(separator.clone()));
            }
            note.push(link);
        }
        note
    }

    /// The nearest map that shows all of the marks, from a region upwards.
    fn base_for(&self, region: RegionIx, marks: &[Mark]) -> Option<MapFile> {
        let (tracker, maps) = (self.tracker, &self.plan.maps);
        let mut path = tracker.region_path(region);
        path.reverse();
        let bases = path.into_iter().filter_map(|ix| maps.base(ix)).chain(maps.home());
        let mut largest = None;
        for base in bases {
            let Some(frame) = maps.frame(tracker, base) else { continue };
            if marks.iter().all(|mark| frame.place_within(mark.at, EDGE).is_some()) {
                return Some(base);
            }
            largest = Some(base);
        }
        largest
    }

    /// The map of the whole tracker.
    pub(super) fn home_map(&self) -> Option<Map<'a>> {
        let base = self.plan.maps.home()?;
        self.gathered(base, None, self.tracker.listed(), "")
    }

    /// The map of a region.
    pub(super) fn region_map(&self, ix: RegionIx) -> Option<Map<'a>> {
        let incidents = self.tracker.in_region(ix);
        if incidents.is_empty() {
            return None;
        }
        let Some(base) = self.plan.maps.base(ix) else {
            let link = vec![self.link(Target::Region(ix))];
            let notes = vec![self.listed_note("no_map", link)];
            return Some(Map { notes, ..Map::default() });
        };
        let root = urls::root(self.plan.address(Target::Region(ix)));
        self.gathered(base, Some(ix), incidents, &root)
    }

    fn gathered(
        &self,
        base: MapFile,
        region: Option<RegionIx>,
        incidents: &[IncidentIx],
        root: &str,
    ) -> Option<Map<'a>> {
        let (tracker, maps) = (self.tracker, &self.plan.maps);
        let frame = maps.frame(tracker, base)?;
        let mut map = figure::Map::new(frame);
        map.files.push(self.map_href(root, base));
        map.label = match region {
            Some(ix) => {
                let name = &*tracker.region(ix).record.title.value;
                self.say("map_of_region", &[("region", Arg::Text(name))]).into_owned()
            }
            None => self.word("map_of_incidents").into_owned(),
        };
        let mut spots: Vec<(usize, [f64; 2])> = Vec::new();
        let mut areas: BTreeMap<RegionIx, Vec<usize>> = BTreeMap::new();
        let mut elsewhere = 0_u64;
        let mut within: BTreeSet<(RegionIx, RegionIx)> = BTreeSet::new();
        for (number, ix) in incidents.iter().enumerate() {
            let spot = maps.position(*ix).and_then(|at| frame.place_within(at, 0.0));
            if let Some(spot) = spot {
                spots.push((number, spot));
                continue;
            }
            let own = tracker.shown_region(*ix);
            let drawn = maps.drawn(own);
            // A circle for the whole of what the map is of would say no more than its note.
            match drawn
                .filter(|drawn| MapFile::Region(*drawn) != base && self.below(*drawn, region))
            {
                Some(drawn) => {
                    if drawn != own {
                        within.insert((own, drawn));
                    }
                    areas.entry(drawn).or_default().push(number);
                }
                None => elsewhere += 1,
            }
        }
        // A hexagon holds what is known as finely as it is large.
        let small = |area: RegionIx| maps.extent(area, frame) <= figure::ACROSS;
        let fine = areas.iter().filter(|(area, _)| small(**area)).map(|(_, own)| own.len());
        let single = spots.len() + fine.sum::<usize>() <= SINGLE;
        let mut key = Vec::new();
        for (area, members) in &areas {
            let Some(spot) = maps.middle(*area).and_then(|at| frame.place_within(at, 0.0)) else {
                elsewhere += members.len() as u64;
                continue;
            };
            if !single && small(*area) {
                spots.extend(members.iter().map(|at| (*at, spot)));
                continue;
            }
            let members: Vec<IncidentIx> = members.iter().map(|at| incidents[*at]).collect();
            map.circles.push(self.area_circle(*area, &members, spot, root));
        }
        if !map.circles.is_empty() {
            key.push(MapKey { sign: Some(SOMEWHERE.to_owned()), text: self.word("map_somewhere") });
        }
        let cells = if single { touching(&spots) } else { figure::cells(spots) };
        let mut largest = 0;
        let gathered = |cell: figure::Cell| {
            let members: Vec<IncidentIx> = cell.members.iter().map(|at| incidents[*at]).collect();
            match members[..] {
                [ix] if single => Err(ix),
                _ => {
                    let circle = self.circle(&members, cell.centre, root);
                    let gathers = if single { Gathers::Touching } else { Gathers::Cell };
                    Ok(Circle { gathers, mark: cell.mean, ..circle })
                }
            }
        };
        // A map of few is not worth the work of other threads.
        let least = if incidents.len() < MANY_AT_ONCE { cells.len() } else { 1 };
        let gathered: Vec<Result<Circle, IncidentIx>> =
            cells.into_par_iter().with_min_len(least.max(1)).map(gathered).collect();
        for gathered in gathered {
            match gathered {
                Err(ix) => {
                    let named = incidents.len() <= NAMED;
                    map.marks.extend(self.incident_mark(ix, named, root));
                }
                Ok(circle) => {
                    largest = largest.max(circle.count);
                    map.circles.push(circle);
                }
            }
        }
        if !map.marks.is_empty() {
            let signs: BTreeSet<(Sign, bool)> =
                map.marks.iter().map(|mark| (mark.sign, mark.near)).collect();
            key.extend(signs.into_iter().map(|(sign, near)| self.key(sign, near)));
        }
        if largest > 0 {
            let id = if single { "map_many" } else { "map_cells" };
            let text = self.say(id, &[("largest", Arg::Number(largest))]);
            key.push(MapKey { sign: Some(MANY.to_owned()), text });
        }
        let mut notes = Vec::new();
        if let (Some(ix), MapFile::Region(drawn)) = (region, base)
            && ix != drawn
        {
            notes.push(self.within_note(ix, drawn));
        }
        if within.len() <= SAID {
            notes.extend(within.iter().map(|(own, drawn)| self.within_note(*own, *drawn)));
        } else {
            notes.push(vec![Link::plain(self.word("map_within_others"))]);
        }
        if let Some(ix) = region.filter(|ix| maps.drawn(*ix).is_none()) {
            notes.push(self.listed_note("map_not_drawn", vec![self.link(Target::Region(ix))]));
        }
        if elsewhere > 0 {
            let count = Arg::Number(elsewhere);
            let note = self.say("map_elsewhere", &[("count", count)]);
            notes.push(vec![Link::plain(note)]);
        }
        Some(self.finished(map, key, notes))
    }

    /// Whether a region lies below another; all lie below the whole tracker.
    fn below(&self, ix: RegionIx, region: Option<RegionIx>) -> bool {
        region.is_none_or(|region| ix != region && self.tracker.region_path(ix).contains(&region))
    }

    fn incident_mark(&self, ix: IncidentIx, named: bool, root: &str) -> Option<Mark> {
        let tracker = self.tracker;
        let incident = tracker.incident(ix);
        let at: LonLat = self.plan.maps.position(ix)?;
        let shown = |place: &&crate::model::Place| {
            let point = tracker.shown_place(&incident.record, place).position;
            point.is_some_and(|point| [point.longitude, point.latitude] == at)
        };
        let place = incident.places.iter().find(shown)?;
        let precision = tracker.shown_place(&incident.record, place).precision;
        let date = self.date(&incident.date.value);
        let parts = [
            ("incident", Arg::Text(&incident.record.title.value)),
            ("date", Arg::Text(&date.text)),
        ];
        let name = place.name.as_ref().map(|name| String::from(&*name.value));
        Some(Mark {
            at,
            sign: sign(place.role),
            near: precision == Some(Precision::Near),
            href: format!("{root}{}", self.href(Target::Case(Case::Incident(ix)))),
            title: self.say("map_incident", &parts).into_owned(),
            name: name.filter(|_| named),
        })
    }

    /// A circle for incidents that lie close together; it leads to the smallest region that has them all.
    fn circle(&self, members: &[IncidentIx], spot: [f64; 2], root: &str) -> Circle {
        let region = self.smallest(members);
        let href = match region {
            Some(ix) => self.href(Target::Region(ix)).into_owned(),
            None => "incidents/index.html".to_owned(),
        };
        self.circle_of(members, spot, format!("{root}{href}"), "map_gathered", (region, None))
    }

    /// The smallest region that has all of some incidents; `None` where only the tracker has.
    fn smallest(&self, members: &[IncidentIx]) -> Option<RegionIx> {
        let tracker = self.tracker;
        let mut common: Option<Vec<RegionIx>> = None;
        let mut last = None;
        for ix in members {
            let region = tracker.shown_region(*ix);
            if last.replace(region) == Some(region) {
                continue;
            }
            let path = tracker.region_path(region);
            common = Some(match common {
                None => path,
                Some(common) => {
                    let same = common.iter().zip(&path).take_while(|(a, b)| a == b).count();
                    common[..same].to_vec()
                }
            });
        }
        common.and_then(|common| common.last().copied())
    }

    fn area_circle(
        &self,
        area: RegionIx,
        members: &[IncidentIx],
        spot: [f64; 2],
        root: &str,
    ) -> Circle {
        // Where they are is said by their own region, not by the one whose outline it lacks.
        let own = self.smallest(members).unwrap_or(area);
        let href = format!("{root}{}", self.href(Target::Region(own)));
        let inside = self.tracker.region_path(area).contains(&own);
        let (message, drawn) = match inside {
            true => ("map_gathered_somewhere", None),
            false => ("map_gathered_within", Some(area)),
        };
        let own = if inside { area } else { own };
        let circle = self.circle_of(members, spot, href, message, (Some(own), drawn));
        Circle { gathers: Gathers::Somewhere, ..circle }
    }

    fn circle_of(
        &self,
        members: &[IncidentIx],
        spot: [f64; 2],
        href: String,
        message: &str,
        (region, drawn): (Option<RegionIx>, Option<RegionIx>),
    ) -> Circle {
        let tracker = self.tracker;
        let count = u64::try_from(members.len()).unwrap_or(u64::MAX);
        let mut sums = Sums::default();
        for ix in members {
            if let Ok(counted) = tracker.counted(Case::Incident(*ix)) {
                sums.add(&counted);
            }
        }
        let killed = sums.total(Measure::Killed);
        let killed = match killed.with_number() {
            0 => self.word("no_sum"),
            _ => self.words.range(&killed.range()).into(),
        };
        let incidents = self.say("incident_count", &[("count", Arg::Number(count))]);
        let name = |ix: RegionIx| &*tracker.region(ix).record.title.value;
        let region = region.map_or(&*tracker.settings.title, name);
        let parts = [
            ("incidents", Arg::Text(&incidents)),
            ("killed", Arg::Text(&killed)),
            ("region", Arg::Text(region)),
            ("within", Arg::Text(drawn.map_or("", name))),
        ];
        let title = self.say(message, &parts).into_owned();
        let text = self.words.number(count).into_owned();
        Circle { spot, mark: spot, count, text, href, title, gathers: Gathers::Touching }
    }

    fn map_href(&self, root: &str, file: MapFile) -> String {
        format!("{root}{}", urls::href(&urls::map(self.tracker, file)))
    }

    fn key(&self, sign: Sign, near: bool) -> MapKey<'a> {
        let role = self.vocabulary("place_role", role_name(sign));
        let text = match near {
            true => self.say("map_key_near", &[("role", Arg::Text(&role))]),
            false => role,
        };
        MapKey { sign: Some(figure::sign_picture(sign, near)), text }
    }

    fn finished(
        &self,
        mut map: figure::Map<'_>,
        key: Vec<MapKey<'a>>,
        notes: Vec<Vec<Link<'a>>>,
    ) -> Map<'a> {
        let bar = map.scale_bar();
        let message = if bar.middle_only { "map_scale_middle" } else { "map_scale" };
        let text = self.say(message, &[("count", Arg::Number(bar.kilometres))]).into_owned();
        map.scale = Some((bar, text));
        Map { picture: Some(map.svg()), key, notes, credit: self.word("map_credit") }
    }
}

const MANY: &str = "<svg class=\"map-sign\" viewBox=\"-12 -12 24 24\" aria-hidden=\"true\">\
                    <circle class=\"map-many\" r=\"8\"/></svg>";
const SOMEWHERE: &str = "<svg class=\"map-sign\" viewBox=\"-12 -12 24 24\" aria-hidden=\"true\">\
                         <circle class=\"map-somewhere\" r=\"8\"/></svg>";

/// Spots that would touch, gathered around the first of them.
fn touching(spots: &[(usize, [f64; 2])]) -> Vec<figure::Cell> {
    let mut cells: Vec<figure::Cell> = Vec::new();
    for (number, [x, y]) in spots {
        let near =
            |cell: &&mut figure::Cell| (cell.centre[0] - x).hypot(cell.centre[1] - y) < TOUCHING;
        match cells.iter_mut().find(near) {
            Some(cell) => cell.members.push(*number),
            None => {
                cells.push(figure::Cell {
                    centre: [*x, *y],
                    mean: [*x, *y],
                    members: vec![*number],
                });
            }
        }
    }
    cells
}
