//! Outlines on the earth: areas between rings, made of arcs that neighbours may share.

use std::collections::BTreeMap;

use geo::{Centroid as _, ChamberlainDuquetteArea as _, InteriorPoint as _};

use super::projection::{self, LonLat, Vector};

/// An area of the earth: what an odd number of its rings surrounds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// Runs of positions.
    arcs: Vec<Vec<LonLat>>,
    /// The arcs of each closed ring in order; `!n` is arc `n` from its end.
    rings: Vec<Vec<i32>>,
    /// The middle of the cap that holds it.
    centre: Vector,
    /// The angle from the middle to the rim of the cap, radians.
    radius: f64,
    /// The cap that holds each arc.
    caps: Vec<(Vector, f64)>,
}

/// How far out of sight an arc must be to be drawn coarsely, radians.
const FAR: f64 = 0.12;
/// How coarsely, in degrees of latitude: what the arc moves by is far less than that distance.
const COARSE: f64 = 1.0;

impl Outline {
    /// An area from its rings (each closed; longitude then latitude, degrees, WGS 84), outer rings
    /// and holes alike.
    pub fn new(rings: Vec<Vec<LonLat>>) -> Self {
        let numbers = (0..).zip(&rings).map(|(number, _)| vec![number]).collect();
        Self::of_arcs(rings, numbers)
    }

    pub(super) fn of_arcs(arcs: Vec<Vec<LonLat>>, rings: Vec<Vec<i32>>) -> Self {
        let directions: Vec<Vector> =
            arcs.iter().flatten().map(|at| projection::vector(*at)).collect();
        let (centre, radius) = projection::cap_of(&directions);
        let mut rest = &directions[..];
        let caps = arcs.iter().map(|arc| {
            let (own, after) = rest.split_at(arc.len());
            rest = after;
            projection::cap_of(own)
        });
        let caps = caps.collect();
        Self { arcs, rings, centre, radius, caps }
    }

    /// An area from all arcs of its edge in any order.
    pub(super) fn stitched(arcs: Vec<Vec<LonLat>>) -> Self {
        let key = |at: &LonLat| at.map(f64::to_bits);
        let mut ends: BTreeMap<[u64; 2], Vec<i32>> = BTreeMap::new();
        for (number, arc) in (0..).zip(&arcs) {
            if let (Some(first), Some(last)) = (arc.first(), arc.last()) {
                ends.entry(key(first)).or_default().push(number);
                ends.entry(key(last)).or_default().push(!number);
            }
        }
        let mut used = vec![false; arcs.len()];
        let mut rings = Vec::new();
        for number in (0..).take(arcs.len()) {
            let mut ring = Vec::new();
            let mut next = Some(number);
            // An even number of arcs meets at every position, so that a walk ends where it began,
            // and whichever way it takes, the same area lies between the rings.
            while let Some(arc) = next.filter(|arc| !used[own(*arc)]) {
                used[own(arc)] = true;
                ring.push(arc);
                let run = &arcs[own(arc)];
                let end = if arc < 0 { run.first() } else { run.last() };
                let onward = end.and_then(|end| ends.get(&key(end)));
                next = onward.and_then(|arcs| arcs.iter().find(|arc| !used[own(**arc)])).copied();
            }
            if !ring.is_empty() {
                rings.push(ring);
            }
        }
        Self::of_arcs(arcs, rings)
    }

    /// The runs of positions that its edge is made of.
    pub(super) fn arcs(&self) -> &[Vec<LonLat>] {
        &self.arcs
    }

    /// Its rings, each closed.
    pub(super) fn rings(&self) -> impl Iterator<Item = Vec<LonLat>> + '_ {
        self.rings.iter().map(|arcs| {
            let mut ring: Vec<LonLat> = Vec::new();
            for arc in arcs {
                let run = &self.arcs[own(*arc)];
                match *arc < 0 {
                    true => ring.extend(run.iter().rev()),
                    false => ring.extend(run),
                }
            }
            ring.dedup();
            ring
        })
    }

    /// Whether it may reach into the cap around `centre` (radius in radians).
    pub(super) fn reaches(&self, centre: &Vector, radius: f64) -> bool {
        projection::angle(&self.centre, centre) <= self.radius + radius
    }

    /// The same area with fewer positions: none of the edge moves by more than `degrees` of latitude.
    /// Arcs that neighbours share come out alike. What is far from the cap that is in `view` may move
    /// by more: it only tells which side of the edge is inside.
    pub(super) fn simplified(&self, degrees: f64, view: Option<(LonLat, f64)>) -> Self {
        let view = view.map(|(centre, reach)| (projection::vector(centre), reach + FAR));
        let simplified = |(arc, (middle, radius)): (&Vec<LonLat>, &(Vector, f64))| {
            let is_far = view
                .is_some_and(|(centre, reach)| projection::angle(middle, &centre) > reach + radius);
            simplified(arc, if is_far { degrees.max(COARSE) } else { degrees })
        };
        let arcs = self.arcs.iter().zip(&self.caps).map(simplified).collect();
        Self { arcs, rings: self.rings.clone(), caps: self.caps.clone(), ..*self }
    }

    /// The positions that a map of it must hold: those of all its parts, without far and small ones.
    ///
    /// A part is left out that stands farther from the rest than half of its extent and 800 km,
    /// where what is kept is four fifths of the whole.
    pub fn main_part(&self) -> Vec<LonLat> {
        let part = |ring: Vec<LonLat>| (area(&ring), projection::cap(ring.iter().copied()), ring);
        let mut rest: Vec<_> = self.rings().map(part).collect();
        rest.sort_by(|a, b| b.0.total_cmp(&a.0));
        let whole: f64 = rest.iter().map(|(area, ..)| area).sum();
        let all: Vec<LonLat> = rest.iter().flat_map(|(.., ring)| ring.iter().copied()).collect();
        let (mut kept, mut held): (Vec<LonLat>, f64) = (Vec::new(), 0.0);
        let mut cap: Option<(Vector, f64)> = None;
        let near = |cap: Option<(Vector, f64)>, (centre, radius): &(Vector, f64)| {
            cap.is_none_or(|(middle, extent)| {
                let gap = projection::angle(&middle, centre) - extent - radius;
                gap <= extent.max(800.0 / projection::RADIUS)
            })
        };
        while let Some(next) = rest.iter().position(|(_, own, _)| near(cap, own)) {
            let (area, own, ring) = rest.remove(next);
            cap = Some(cap.map_or(own, |cap| projection::joined(cap, own)));
            held += area;
            kept.extend(ring);
        }
        if held >= whole * 0.8 { kept } else { all }
    }

    /// From one end to the other, kilometres, by a circle that holds it.
    pub fn extent(&self) -> f64 {
        2.0 * self.radius * projection::RADIUS
    }

    /// A position within its largest part, for a sign that stands for the whole; `None` if it is empty.
    pub fn middle(&self) -> Option<LonLat> {
        let largest = self.rings().max_by(|a, b| area(a).total_cmp(&area(b)))?;
        let polygon = polygon(&largest);
        let centre = polygon.centroid()?;
        let inside = geo::Contains::contains(&polygon, &centre);
        let middle = if inside { centre } else { polygon.interior_point()? };
        Some([middle.x(), middle.y()])
    }
}

fn own(arc: i32) -> usize {
    usize::try_from(if arc < 0 { !arc } else { arc }).unwrap_or_default()
}

fn polygon(ring: &[LonLat]) -> geo::Polygon<f64> {
    geo::Polygon::new(ring.iter().map(|at| geo::coord! { x: at[0], y: at[1] }).collect(), vec![])
}

/// Square metres within a ring, on a sphere.
fn area(ring: &[LonLat]) -> f64 {
    polygon(ring).chamberlain_duquette_unsigned_area()
}

/// A run of positions with fewer of them; its ends stay (Ramer, Douglas and Peucker).
pub(super) fn simplified(run: &[LonLat], degrees: f64) -> Vec<LonLat> {
    // A degree of longitude is as much shorter as the run stands farther from the equator.
    let lowest = run.iter().map(|at| at[1].abs()).fold(90.0, f64::min);
    let narrow = lowest.to_radians().cos().max(0.2);
    let flat: Vec<[f64; 2]> = run.iter().map(|at| [at[0] * narrow, at[1]]).collect();
    let mut stays = vec![false; run.len()];
    let mut open = Vec::new();
    if let (Some(end), [.., last]) = (run.len().checked_sub(1), &mut stays[..]) {
        *last = true;
        stays[0] = true;
        open.push((0, end));
    }
    while let Some((first, last)) = open.pop() {
        let (from, to) = (flat[first], flat[last]);
        let mut farthest = (first, 0.0);
        for (at, spot) in flat.iter().enumerate().take(last).skip(first + 1) {
            let apart = apart(*spot, from, to);
            if apart >= farthest.1 {
                farthest = (at, apart);
            }
        }
        if farthest.1 > degrees * degrees {
            stays[farthest.0] = true;
            open.extend([(first, farthest.0), (farthest.0, last)]);
        }
    }
    run.iter().zip(stays).filter_map(|(at, stays)| stays.then_some(*at)).collect()
}

/// The square of the distance between a spot and a line that ends at both ends.
fn apart(spot: [f64; 2], from: [f64; 2], to: [f64; 2]) -> f64 {
    let between = |a: [f64; 2], b: [f64; 2]| [b[0] - a[0], b[1] - a[1]];
    let square = |[x, y]: [f64; 2]| x * x + y * y;
    let (line, way) = (between(from, to), between(from, spot));
    let along = way[0] * line[0] + way[1] * line[1];
    let length = square(line);
    if along <= 0.0 {
        return square(way);
    }
    if along >= length {
        return square(between(to, spot));
    }
    let across = way[0] * line[1] - way[1] * line[0];
    across * across / length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_far_out_of_view_is_coarser_and_nothing_else() {
        let zigzag = |west: f64| -> Vec<LonLat> {
            (0..=20).map(|at| [west + f64::from(at) / 2.0, f64::from(at % 2) * 0.4]).collect()
        };
        let outline = Outline::new(vec![zigzag(0.0), zigzag(90.0)]);
        let seen = outline.simplified(0.1, Some(([5.0, 0.0], 0.2)));
        assert_eq!(seen.arcs(), [zigzag(0.0), vec![[90.0, 0.0], [100.0, 0.0]]]);
        assert_eq!(outline.simplified(0.1, None).arcs(), [zigzag(0.0), zigzag(90.0)]);
    }

    #[test]
    fn ends_stay_and_so_does_what_stands_out() {
        let check = |run: &[LonLat], expected: &[LonLat]| {
            assert_eq!(simplified(run, 0.1), expected);
        };
        let [a, b, c, d] = [[0.0, 0.0], [1.0, 0.05], [2.0, 1.0], [4.0, 0.0]];
        check(&[], &[]);
        check(&[a], &[a]);
        check(&[a, b], &[a, b]);
        check(&[a, [2.0, 0.05], d], &[a, d]);
        check(&[a, b, c, d], &[a, b, c, d]);
        check(&[a, c, [3.0, 0.5], d, a], &[a, c, d, a]);
    }
}
