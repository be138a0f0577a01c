//! Cuts outlines to what a frame shows, so that nothing is torn, streaked or turned inside out.
//!
//! An azimuthal map would spread what lies at the other side of the earth along its rim: rings are
//! cut at a circle around the frame. A map of the world is cut along a meridian. In the end
//! everything is cut at the frame's own edge.

use super::outline::Outline;
use super::projection::{self, Centre, Frame, LonLat, Projection, Vector, WIDTH};

/// How far beyond its edge a frame is drawn, in units: edges made by cutting stay out of sight.
const BLEED: f64 = 8.0;
/// The longest step along an edge, degrees: longer ones would be straight where the map bends.
const STEP: f64 = 2.0;
/// How far beyond the farthest corner the cutting circle stands, radians.
const BEYOND: f64 = 0.04;

/// A point of the page.
pub(super) type Spot = [f64; 2];

/// The rings of an area on the page; what an odd number of them surrounds is the area.
pub(super) fn area(frame: &Frame, outline: &Outline) -> Vec<Vec<Spot>> {
    let rings: Vec<Vec<LonLat>> = outline.rings().map(|ring| stepped(&ring)).collect();
    let placed = match (frame.projection, frame.reach()) {
        (Projection::Azimuthal(plane), Some((centre, reach))) => {
            if !outline.reaches(&projection::vector(centre), reach + BEYOND) {
                return Vec::new();
            }
            around_circle(frame, &rings, &plane, centre, reach + BEYOND)
        }
        (Projection::EqualEarth(meridian), _) => along_meridian(frame, &rings, meridian),
        _ => Vec::new(),
    };
    placed.into_iter().map(|ring| to_edge(frame, ring)).filter(|ring| ring.len() > 2).collect()
}

/// Runs of positions on the page, without what only closes the data at the antimeridian and the pole.
pub(super) fn lines(frame: &Frame, runs: &[Vec<LonLat>]) -> Vec<Vec<Spot>> {
    let mut lines: Vec<Vec<Spot>> = Vec::new();
    let reach = frame.reach().map(|(centre, reach)| (projection::vector(centre), reach + BEYOND));
    let placed = |at: LonLat| match (&frame.projection, reach) {
        (Projection::Azimuthal(plane), Some((centre, reach))) => {
            let direction = projection::vector(at);
            let seen = projection::angle(&direction, &centre) <= reach;
            seen.then(|| plane.place(&direction))
        }
        (projection, _) => Some(projection.place(at)),
    };
    for run in runs {
        let mut line: Vec<Spot> = Vec::new();
        let mut last: Option<LonLat> = None;
        for at in stepped(run) {
            let placed = placed(at);
            let torn = last.is_some_and(|last| is_seam(last, at) || is_torn(frame, last, at));
            if torn || placed.is_none() {
                lines.push(std::mem::take(&mut line));
            }
            line.extend(placed.map(|at| frame.units(at)));
            last = Some(at);
        }
        lines.push(line);
    }
    let mut shown = Vec::new();
    for line in lines.iter().filter(|line| line.len() > 1) {
        line_to_edge(frame, line, &mut shown);
    }
    shown
}

/// Whether a step runs along the edge of the data.
fn is_seam(a: LonLat, b: LonLat) -> bool {
    let meridian = |at: LonLat| at[0].abs() - 180.0 == 0.0;
    (meridian(a) && meridian(b)) || (a[1] <= -90.0 && b[1] <= -90.0)
}

/// Whether a step crosses the meridian at which a map of the world is torn.
fn is_torn(frame: &Frame, a: LonLat, b: LonLat) -> bool {
    let Projection::EqualEarth(meridian) = frame.projection else { return false };
    let apart = projection::around(a[0] - meridian) - projection::around(b[0] - meridian);
    apart.abs() > 180.0
}

/// The same run with steps of [`STEP`] degrees at most.
fn stepped(run: &[LonLat]) -> Vec<LonLat> {
    let mut stepped = Vec::with_capacity(run.len());
    for pair in run.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        stepped.push(from);
        let longest = (to[0] - from[0]).abs().max((to[1] - from[1]).abs());
        if longest > STEP && from[1] > -90.0 {
            let steps = (longest / STEP).ceil();
            let mut at = 1.0;
            while at < steps {
                let part = at / steps;
                stepped.push([0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * part));
                at += 1.0;
            }
        }
    }
    stepped.extend(run.last());
    stepped
}

/// Cuts rings at a circle around the middle of an azimuthal map.
fn around_circle(
    frame: &Frame,
    rings: &[Vec<LonLat>],
    plane: &Centre,
    centre: LonLat,
    radius: f64,
) -> Vec<Vec<Spot>> {
    let middle = projection::vector(centre);
    let rim = radius.cos();
    let mut cut: Vec<Vec<Spot>> = Vec::new();
    for ring in rings {
        let mut kept: Vec<Spot> = Vec::with_capacity(ring.len());
        let mut left: Option<Spot> = None;
        let vectors: Vec<Vector> = ring.iter().map(|at| projection::vector(*at)).collect();
        let heights: Vec<f64> = vectors.iter().map(|at| projection::dot(at, &middle)).collect();
        // The first comes again at the end, so that a cut over the start is closed along the circle.
        for at in 0..=ring.len() {
            let now = at % ring.len();
            if at > 0 {
                let before = at - 1;
                let (a, b) = (heights[before], heights[now]);
                if (a >= rim) != (b >= rim) {
                    let part = (rim - a) / (b - a);
                    let between = |axis: usize| {
                        vectors[before][axis] * (1.0 - part) + vectors[now][axis] * part
                    };
                    let crossing = [between(0), between(1), between(2)];
                    let crossing = projection::lon_lat(&projection::normal(crossing));
                    let crossing = frame.projection.place(crossing);
                    if let (Some(from), true) = (left, b >= rim) {
                        arc(from, crossing, &mut kept);
                    }
                    left = (b < rim).then_some(crossing);
                    kept.push(crossing);
                }
            }
            if at < ring.len() && heights[now] >= rim {
                kept.push(plane.place(&vectors[now]));
            }
        }
        if let (Some(from), Some(to)) = (left, kept.first().copied()) {
            arc(from, to, &mut kept);
        }
        if kept.len() > 2 {
            cut.push(kept);
        }
    }
    if inside_out(frame, rings, &cut, centre) {
        let rho = 2.0 * projection::RADIUS * (radius / 2.0).sin();
        let turn = |at: i32| f64::from(at).to_radians();
        cut.push(
            (0..360).step_by(4).map(|at| [rho * turn(at).cos(), rho * turn(at).sin()]).collect(),
        );
    }
    cut.into_iter().map(|ring| ring.into_iter().map(|at| frame.units(at)).collect()).collect()
}

/// The way along the circle, the shorter one, its ends left out.
fn arc(from: Spot, to: Spot, ring: &mut Vec<Spot>) {
    use std::f64::consts::{PI, TAU};
    let start = from[1].atan2(from[0]);
    let turn = (to[1].atan2(to[0]) - start + PI).rem_euclid(TAU) - PI;
    let rho = from[0].hypot(from[1]);
    let steps = (turn.abs() / 0.05).ceil();
    let mut at = 1.0;
    while at < steps {
        let (sin, cos) = (start + turn * at / steps).sin_cos();
        ring.push([rho * cos, rho * sin]);
        at += 1.0;
    }
}

/// Whether inside and outside have changed places, because a ring surrounds the other side of the
/// earth or a cut was closed the other way round. Asked at several positions: one alone could
/// stand on an edge.
fn inside_out(frame: &Frame, rings: &[Vec<LonLat>], cut: &[Vec<Spot>], centre: LonLat) -> bool {
    let step = 17.3 / frame.scale;
    let wrong = |(east, north): &(f64, f64)| {
        let spot = [east * step, north * step];
        let back = match frame.projection {
            Projection::Azimuthal(_) => frame.position(frame.units(spot)),
            Projection::EqualEarth(_) => centre,
        };
        let turns = [0.0, 360.0, -360.0].map(|turn| [back[0] + turn, back[1]]);
        let on_earth = turns.iter().filter(|at| is_odd(rings, **at)).count() % 2 == 1;
        on_earth != is_odd(cut, spot)
    };
    let asked = [(0.1, 0.2), (9.7, 1.3), (-7.1, 5.9), (-3.3, -9.1), (5.3, -6.7)];
    asked.iter().filter(|spot| wrong(spot)).count() > asked.len() / 2
}

/// Whether an odd number of rings surrounds a spot.
pub(super) fn is_odd(rings: &[Vec<[f64; 2]>], [x, y]: [f64; 2]) -> bool {
    let mut odd = false;
    for ring in rings {
        let Some(mut before) = ring.last() else { continue };
        for at in ring {
            let (a, b) = if before[0] <= at[0] { (before, at) } else { (at, before) };
            if a[0] <= x && x < b[0] {
                let height = a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0]);
                odd ^= height > y;
            }
            before = at;
        }
    }
    odd
}

/// Cuts rings along the meridian opposite to the middle of a map of the world.
fn along_meridian(frame: &Frame, rings: &[Vec<LonLat>], meridian: f64) -> Vec<Vec<Spot>> {
    let mut placed = Vec::new();
    for ring in rings {
        for turn in [0.0, 360.0, -360.0] {
            let moved: Vec<Spot> = ring.iter().map(|at| [at[0] - meridian + turn, at[1]]).collect();
            let strip = half_plane(half_plane(moved, 0, -1.0, -180.0), 0, 1.0, -180.0);
            if strip.len() < 3 {
                continue;
            }
            let mut closed = strip;
            closed.extend(closed.first().copied());
            let at = |at: &LonLat| {
                let plane = Projection::EqualEarth(0.0).place([at[0].clamp(-180.0, 180.0), at[1]]);
                frame.units(plane)
            };
            placed.push(stepped(&closed).iter().map(at).collect());
        }
    }
    placed
}

/// Cuts a ring at the edge of the frame and a little beyond.
fn to_edge(frame: &Frame, ring: Vec<Spot>) -> Vec<Spot> {
    let ring = half_plane(ring, 0, 1.0, -BLEED);
    let ring = half_plane(ring, 0, -1.0, -(WIDTH + BLEED));
    let ring = half_plane(ring, 1, 1.0, -BLEED);
    half_plane(ring, 1, -1.0, -(frame.height + BLEED))
}

/// What of a ring lies where `sign * part >= least` (Sutherland and Hodgman).
fn half_plane(ring: Vec<Spot>, axis: usize, sign: f64, least: f64) -> Vec<Spot> {
    let depth = |at: &Spot| sign * at[axis] - least;
    if ring.iter().all(|at| depth(at) >= 0.0) {
        return ring;
    }
    let Some(mut before) = ring.last().copied() else { return ring };
    let mut kept = Vec::with_capacity(ring.len());
    for at in ring {
        let (a, b) = (depth(&before), depth(&at));
        if (a >= 0.0) != (b >= 0.0) {
            let part = a / (a - b);
            kept.push([0, 1].map(|axis| before[axis] + (at[axis] - before[axis]) * part));
        }
        if b >= 0.0 {
            kept.push(at);
        }
        before = at;
    }
    kept
}

/// The parts of a line within the frame and a little beyond (Liang and Barsky).
fn line_to_edge(frame: &Frame, line: &[Spot], shown: &mut Vec<Vec<Spot>>) {
    let most = [WIDTH + BLEED, frame.height + BLEED];
    let mut run: Vec<Spot> = Vec::new();
    for pair in line.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        for axis in 0..2 {
            let step = to[axis] - from[axis];
            for (gap, step) in [(from[axis] + BLEED, step), (most[axis] - from[axis], -step)] {
                // `gap` must stay at zero or above along the step.
                match step.abs() < 1e-12 {
                    true if gap < 0.0 => leave = -1.0,
                    true => {}
                    false if step > 0.0 => enter = enter.max(-gap / step),
                    false => leave = leave.min(-gap / step),
                }
            }
        }
        if enter > leave {
            if run.len() > 1 {
                shown.push(std::mem::take(&mut run));
            }
            run.clear();
            continue;
        }
        let at = |part: f64| [0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * part);
        if run.is_empty() || enter > 0.0 {
            if run.len() > 1 {
                shown.push(std::mem::take(&mut run));
            }
            run.clear();
            run.push(at(enter));
        }
        run.push(at(leave));
    }
    if run.len() > 1 {
        shown.push(run);
    }
}
