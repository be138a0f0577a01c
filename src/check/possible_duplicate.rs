//! Two incidents that may be one.
//!
//! Incidents that could be the same share a listed place, a name, a square of the map, an address
//! or a region without places. They are sorted by what they share, then by time, so that only
//! neighbours are compared.

use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use super::places;
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{
    Case, CitedSource, Incident, IncidentIx, Measure, Place, PlaceRole, Point, Precision, Range,
    Record, Tracker, fold,
};

pub(super) static POSSIBLE_DUPLICATE: Rule = Rule::house(
    "possible-duplicate",
    Severity::Warning,
    "Two incidents are so alike in time, place and figures that they may be one.\n\n\
     The same event written down twice is counted twice. Alike are incidents whose days overlap and \
     whose ranges of killed (or of another measure) overlap above zero; and incidents up to three days \
     apart with the same range of three or more. Their place is the same when they share a `ref`, a \
     name in one region, or points within 5 km (25 km where one is known as `near` or coarser). \
     Incidents that name no place are compared by region, and incidents that share the address of a \
     source, and no points, by regions that hold each other; both need the same range of three or \
     more. Nothing is said of incidents that name each other in `related`, `part_of` or `merged_into`, that are parts \
     of one incident, that one report documents side by side, or whose perpetrators differ.\n\n\
     **Example**: two files about the raid on Old Quay on 14 May, written from different newspapers.\n\n\
     **Repair**: keep one and bring the claims together: `merged_into = \"…\"` in the other. Where they \
     are two, say so: `related = [\"…\"]` in either.",
);

/// Days between two incidents that may be one.
const DAYS: i32 = 3;
/// A date that leaves more days than this open says little of the time.
const COARSE: i32 = 7;
/// How many later incidents with something in common one is compared to.
const WINDOW: usize = 100;
/// The most incidents that a problem names.
const SHOWN: usize = 5;
/// Kilometres between two points of one place.
const KILOMETRES: f64 = 5.0;
/// The same where one of them stands for its surroundings.
const WIDE: f64 = 25.0;

pub(super) fn check(tracker: &Tracker) -> Vec<Diagnostic> {
    let mut shared: Vec<(u64, IncidentIx)> =
        tracker.listed().par_iter().flat_map_iter(|ix| keys(tracker, *ix)).collect();
    // Incidents stand in the order of time.
    shared.par_sort_unstable();
    shared.dedup();
    let shared = &shared[..];
    // The later one first: it is told once, with all that it may be.
    let mut pairs: Vec<(IncidentIx, IncidentIx)> = (0..shared.len())
        .into_par_iter()
        .flat_map_iter(|at| {
            let (key, earlier) = shared[at];
            let end = last_day(tracker.incident(earlier));
            let later = shared[at + 1..].iter().take(WINDOW).take_while(move |(own, later)| {
                let begin = tracker.incident(*later).date.value.earliest();
                *own == key && (begin - end).get_days() <= DAYS
            });
            let later = later.map(move |(_, later)| (earlier, *later));
            let alike = later.filter(|(earlier, later)| may_be_one(tracker, *earlier, *later));
            alike.map(|(earlier, later)| (later, earlier))
        })
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs.par_chunk_by(|a, b| a.0 == b.0).map(|alike| problem(tracker, alike)).collect()
}

/// The problem of an incident that may be one of others: pairs of it and each of them.
fn problem(tracker: &Tracker, alike: &[(IncidentIx, IncidentIx)]) -> Diagnostic {
    let own = &tracker.incident(alike[0].0).record;
    let others: Vec<&Record> =
        (alike.iter().take(SHOWN)).map(|(_, earlier)| &tracker.incident(*earlier).record).collect();
    let first = &others[0].id.value;
    let message = match alike.len() {
        1 => format!("this may be the same incident as `{first}`"),
        more => format!("this may be the same incident as `{first}`, or as {} more", more - 1),
    };
    let ids: Vec<String> = others.iter().map(|record| format!("\"{}\"", record.id.value)).collect();
    let problem = Diagnostic::at(&POSSIBLE_DUPLICATE, &own.file, own.title.span, message)
        .label("much the same time, place and figures")
        .help(format!("where they are two: related = [{}]", ids.join(", ")))
        .help(format!("where they are one: merged_into = \"{first}\""));
    let spot = |problem: Diagnostic, record: &&Record| {
        problem.related(&record.file, record.title.span, "the other one")
    };
    others.iter().fold(problem, spot)
}

/// The last day that an incident may have been on; of a coarse date, the last that is compared.
fn last_day(incident: &Incident) -> jiff::civil::Date {
    let date = &incident.date.value;
    let most = date.earliest().saturating_add(jiff::Span::new().days(31));
    date.latest().map_or(most, |last| last.min(most))
}

/// What an incident may have in common with another, as hashes: a clash costs one comparison.
fn keys(tracker: &Tracker, ix: IncidentIx) -> Vec<(u64, IncidentIx)> {
    let incident = tracker.incident(ix);
    let mut keys = Vec::with_capacity(4);
    let mut add = |kind: &str, what: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        kind.hash(&mut hasher);
        what(&mut hasher);
        keys.push((hasher.finish(), ix));
    };
    let mut placed = false;
    for place in struck(incident) {
        placed = true;
        if let Some(id) = &place.gazetteer {
            add("ref", &|hasher| id.value.hash(hasher));
        }
        for name in names(tracker, place).map(fold) {
            add("name", &|hasher| name.hash(hasher));
        }
        if let Some(point) = point(tracker, place) {
            for square in squares(point) {
                add("square", &|hasher| square.hash(hasher));
            }
        }
    }
    if !placed {
        add("region", &|hasher| incident.region.value.hash(hasher));
    }
    for cited in &incident.record.sources {
        if let Some(address) = address(cited) {
            add("address", &|hasher| address.hash(hasher));
        }
    }
    keys
}

/// The places that were struck, rather than fled to or named.
fn struck(incident: &Incident) -> impl Iterator<Item = &Place> {
    let struck = |place: &&Place| matches!(place.role, PlaceRole::Attacked | PlaceRole::Repelled);
    incident.places.iter().filter(struck)
}

fn point<'a>(tracker: &'a Tracker, place: &'a Place) -> Option<&'a Point> {
    let listed = || places::listed(tracker, place)?.point.as_ref();
    place.point.as_ref().or_else(listed).map(|point| &point.value)
}

fn precision(tracker: &Tracker, place: &Place) -> Precision {
    let listed = || places::listed(tracker, place)?.precision.as_ref();
    let stated = place.precision.as_ref().or_else(listed);
    stated.map_or(Precision::Settlement, |precision| precision.value)
}

/// The squares of some 50 km that lie within half of [`WIDE`] of a point. Two points that are nearer
/// to each other than that have a square in common.
#[expect(clippy::cast_possible_truncation, reason = "a degree is a small number")]
fn squares(point: &Point) -> Vec<(i16, i32)> {
    const SIDE: f64 = 0.5;
    let reach = WIDE / 2.0 / 111.0;
    let mut squares = Vec::with_capacity(4);
    let rows =
        [point.latitude - reach, point.latitude + reach].map(|at| (at / SIDE).floor() as i16);
    for row in rows[0]..=rows[1] {
        // Squares of a row are equally wide, whatever the latitude of the point.
        let scale = (f64::from(row) * SIDE).to_radians().cos().max(0.02);
        let round = (360.0 * scale / SIDE).ceil() as i32;
        let along = |longitude: f64| (longitude * scale / SIDE).floor() as i32;
        let (west, east) = (point.longitude - reach / scale, point.longitude + reach / scale);
        squares.extend((along(west)..=along(east)).map(|at| (row, at.rem_euclid(round))));
    }
    squares
}

/// What identifies a source over records: its address without what does not matter, or its file.
fn address(cited: &CitedSource) -> Option<&str> {
    match cited {
        CitedSource::Shared(shared) => Some(shared.target.value.as_str()),
        CitedSource::Own(source) => source.plain_address(),
    }
}

fn may_be_one(tracker: &Tracker, earlier: IncidentIx, later: IncidentIx) -> bool {
    let (a, b) = (tracker.incident(earlier), tracker.incident(later));
    if is_copy(a, b) {
        return !known_as_two(tracker, earlier, later);
    }
    let strict = match nearness(tracker, a, b) {
        Nearness::Far => return false,
        Nearness::Region => true,
        Nearness::Place => is_coarse(a) || is_coarse(b) || !a.date.value.overlaps(&b.date.value),
    };
    alike(a, b, strict) && !known_as_two(tracker, earlier, later)
}

/// Whether two incidents of one region and time, without places to tell them apart, have the
/// same sources and the same figures: however small the figures, or without any.
fn is_copy(a: &Incident, b: &Incident) -> bool {
    a.region.value == b.region.value
        && a.date.value.overlaps(&b.date.value)
        && struck(a).next().is_none()
        && struck(b).next().is_none()
        && addresses(a).next().is_some()
        && Measure::ALL.iter().all(|(_, measure)| {
            let ranges = (Range::of(a, *measure), Range::of(b, *measure));
            matches!(&ranges, (Some(a), Some(b)) if a == b) || ranges == (None, None)
        })
        && addresses(a).eq(addresses(b))
}

fn is_coarse(incident: &Incident) -> bool {
    let date = &incident.date.value;
    date.latest().is_none_or(|last| (last - date.earliest()).get_days() > COARSE)
}

/// How near two incidents are in space.
enum Nearness {
    /// Nothing speaks for one place.
    Far,
    /// One place.
    Place,
    /// One region, and nothing finer to compare.
    Region,
}

fn nearness(tracker: &Tracker, a: &Incident, b: &Incident) -> Nearness {
    let pairs = || struck(a).flat_map(|own| struck(b).map(move |other| (own, other)));
    if pairs().any(|(own, other)| is_one_place(tracker, (a, own), (b, other))) {
        return Nearness::Place;
    }
    let (own, other) = (&a.region.value, &b.region.value);
    let unplaced = struck(a).next().is_none() && struck(b).next().is_none() && own == other;
    let sharing = || {
        (own.lies_within(other) || other.lies_within(own))
            && addresses(a).any(|address| addresses(b).any(|other| other == address))
    };
    // Names that differ may be spellings of one; points that differ are two places.
    let apart = || {
        let located = |incident| struck(incident).any(|place| point(tracker, place).is_some());
        located(a) && located(b)
    };
    if unplaced || (sharing() && !apart()) { Nearness::Region } else { Nearness::Far }
}

fn addresses(incident: &Incident) -> impl Iterator<Item = &str> {
    incident.record.sources.iter().filter_map(address)
}

fn is_one_place(
    tracker: &Tracker,
    (a, own): (&Incident, &Place),
    (b, other): (&Incident, &Place),
) -> bool {
    if own.gazetteer.is_some() && own.gazetteer == other.gazetteer {
        return true;
    }
    if let (Some(from), Some(to)) = (point(tracker, own), point(tracker, other)) {
        let coarsest = precision(tracker, own).max(precision(tracker, other));
        let most = if coarsest >= Precision::Near { WIDE } else { KILOMETRES };
        return coarsest <= Precision::Near && from.kilometres_to(to) <= most;
    }
    let regions = [(a, own), (b, other)]
        .map(|(incident, place)| &places::region(tracker, incident, place).value);
    let [region, beside] = regions;
    (region.lies_within(beside) || beside.lies_within(region)) && {
        let known: Vec<String> = names(tracker, own).map(fold).collect();
        names(tracker, other).any(|name| known.contains(&fold(name)))
    }
}

/// Every spelling that a place is known by.
fn names<'a>(tracker: &'a Tracker, place: &'a Place) -> impl Iterator<Item = &'a str> {
    let listed = places::listed(tracker, place).into_iter();
    let listed = listed.flat_map(|listed| {
        let also = listed.also.iter().map(|spelling| &*spelling.name);
        std::iter::once(&*listed.name).chain(also)
    });
    let own = place.name.iter().map(|name| &*name.value);
    own.chain(place.also.iter().map(|spelling| &*spelling.name)).chain(listed)
}

/// Whether the figures may be those of one event: killed where both have it, else any other measure.
fn alike(a: &Incident, b: &Incident, strict: bool) -> bool {
    let alike = |measure: Measure| {
        let (a, b) = (Range::of(a, measure)?, Range::of(b, measure)?);
        let (low, other_low) = (a.low?, b.low?);
        let same = low == other_low && a.high == b.high;
        let meet =
            a.high.is_none_or(|high| high >= other_low) && b.high.is_none_or(|high| high >= low);
        Some(if strict { same && low >= 3 } else { meet && low.min(other_low) >= 1 })
    };
    match alike(Measure::Killed) {
        Some(alike) => alike,
        None => Measure::ALL.iter().any(|(_, measure)| alike(*measure) == Some(true)),
    }
}

/// Whether the tracker says, or shows, that the two are not one.
fn known_as_two(tracker: &Tracker, earlier: IncidentIx, later: IncidentIx) -> bool {
    let (a, b) = (tracker.incident(earlier), tracker.incident(later));
    let part = |incident: &Incident, other: &Incident| {
        incident.part_of.as_ref().is_some_and(|id| id.value == other.record.id.value)
    };
    let reports = tracker.documented_by(earlier);
    tracker.related(Case::Incident(earlier)).any(|case| case == Case::Incident(later))
        || part(a, b)
        || part(b, a)
        || (a.part_of.is_some() && a.part_of == b.part_of)
        || tracker.documented_by(later).iter().any(|report| reports.contains(report))
        || perpetrators_differ(a, b)
}

fn perpetrators_differ(a: &Incident, b: &Incident) -> bool {
    fn named(incident: &Incident) -> impl Iterator<Item = &str> {
        let claims = incident.record.claims.iter();
        claims.flat_map(|claim| &claim.perpetrator).map(|id| id.value.as_str())
    }
    let both = named(a).next().is_some() && named(b).next().is_some();
    both && !named(a).any(|id| named(b).any(|other| other == id))
}
