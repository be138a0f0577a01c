//! Outlines of regions: polygons on the earth, and whether a point lies in them.

use super::place::Point;

/// Kilometres from one degree of latitude to the next.
const KM_PER_DEGREE: f64 = 111.195;
/// Edges that one strip of a polygon holds on average, and the most strips that a polygon has.
const EDGES_PER_STRIP: usize = 8;
const MOST_STRIPS: usize = 1024;

/// A position in a ring: longitude then latitude, degrees, WGS 84 (RFC 7946).
pub type Position = [f64; 2];

/// The outline of a region.
#[derive(Clone, Debug, PartialEq)]
pub struct Boundary {
    polygons: Vec<Polygon>,
}

/// One polygon of an outline. The rings after the first are holes.
///
/// Longitudes run on across the antimeridian (179, 181) instead of jumping back.
#[derive(Clone, Debug, PartialEq)]
pub struct Polygon {
    rings: Vec<Vec<Position>>,
    low: Position,
    high: Position,
    /// The edges that touch each strip of equal height from south to north: ring, and place in it.
    strips: Vec<Vec<(u32, u32)>>,
}

impl Boundary {
    /// An outline of polygons, each a list of rings. Rings are closed where they are not.
    pub fn new(polygons: Vec<Vec<Vec<Position>>>) -> Self {
        let polygons = polygons.into_iter().filter(|rings| !rings.is_empty());
        Self { polygons: polygons.map(Polygon::new).collect() }
    }

    /// The polygons, in the order of the file.
    pub fn polygons(&self) -> &[Polygon] {
        &self.polygons
    }

    /// Whether the point lies in one of the polygons, or within `kilometres` of an edge.
    pub fn holds(&self, point: &Point, kilometres: f64) -> bool {
        // A ring may stand at longitudes beyond 180 degrees, on either side.
        let turns = [0.0, 360.0, -360.0].map(|turn| [point.longitude + turn, point.latitude]);
        let inside = |polygon: &Polygon| turns.iter().any(|at| polygon.contains(*at));
        let near = |polygon: &Polygon| turns.iter().any(|at| polygon.is_near(*at, kilometres));
        self.polygons.iter().any(inside) || self.polygons.iter().any(near)
    }
}

impl Polygon {
    fn new(rings: Vec<Vec<Position>>) -> Self {
        let mut rings: Vec<Vec<Position>> = rings.into_iter().map(unrolled).collect();
        // A hole that begins on the other side of the antimeridian goes where the outer ring is.
        if let Some(first) = rings.first().and_then(|ring| ring.first()).map(|at| at[0]) {
            for ring in rings.iter_mut().skip(1) {
                let own = ring.first().map_or(first, |at| at[0]);
                let turn = ((first - own) / 360.0).round() * 360.0;
                ring.iter_mut().for_each(|at| at[0] += turn);
            }
        }
        let mut polygon = Self {
            low: [f64::INFINITY; 2],
            high: [f64::NEG_INFINITY; 2],
            strips: Vec::new(),
            rings,
        };
        for at in polygon.rings.iter().flatten() {
            polygon.low = [polygon.low[0].min(at[0]), polygon.low[1].min(at[1])];
            polygon.high = [polygon.high[0].max(at[0]), polygon.high[1].max(at[1])];
        }
        let edges: usize = polygon.rings.iter().map(Vec::len).sum();
        polygon.strips = vec![Vec::new(); (edges / EDGES_PER_STRIP).clamp(1, MOST_STRIPS)];
        for (number, ring) in (0..).zip(&polygon.rings) {
            for (at, edge) in (0..).zip(ring.windows(2)) {
                let (a, b) = (edge[0][1], edge[1][1]);
                let touched = polygon.strip(a.min(b))..=polygon.strip(a.max(b));
                touched.for_each(|strip| polygon.strips[strip].push((number, at)));
            }
        }
        polygon
    }

    /// The rings, each closed; the first is the outer one.
    pub fn rings(&self) -> &[Vec<Position>] {
        &self.rings
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "the number of a strip: small, and held within the list"
    )]
    fn strip(&self, latitude: f64) -> usize {
        let height = (self.high[1] - self.low[1]).max(f64::MIN_POSITIVE);
        let part = ((latitude - self.low[1]) / height).clamp(0.0, 1.0);
        ((part * self.strips.len() as f64) as usize).min(self.strips.len() - 1)
    }

    fn edge(&self, (ring, at): (u32, u32)) -> (Position, Position) {
        let ring = &self.rings[ring as usize];
        (ring[at as usize], ring[at as usize + 1])
    }

    /// Whether a ray from the point to the east crosses the rings an odd number of times.
    fn contains(&self, [x, y]: Position) -> bool {
        let [west, south] = self.low;
        let [east, north] = self.high;
        if !(west..=east).contains(&x) || !(south..=north).contains(&y) {
            return false;
        }
        let crosses = |edge: &&(u32, u32)| {
            let ([ax, ay], [bx, by]) = self.edge(**edge);
            (ay > y) != (by > y) && x < ax + (y - ay) / (by - ay) * (bx - ax)
        };
        self.strips[self.strip(y)].iter().filter(crosses).count() % 2 == 1
    }

    /// Whether an edge passes within that many kilometres.
    fn is_near(&self, [x, y]: Position, kilometres: f64) -> bool {
        let height = kilometres / KM_PER_DEGREE;
        let scale = y.to_radians().cos().max(0.01);
        let width = height / scale;
        if x < self.low[0] - width
            || x > self.high[0] + width
            || y < self.low[1] - height
            || y > self.high[1] + height
        {
            return false;
        }
        let near = |edge: &(u32, u32)| {
            let (a, b) = self.edge(*edge);
            let flat = |at: Position| [(at[0] - x) * scale, at[1] - y];
            distance_of_origin(flat(a), flat(b)) <= height
        };
        let strips = &self.strips[self.strip(y - height)..=self.strip(y + height)];
        strips.iter().flatten().any(near)
    }
}

/// The ring closed, with longitudes that run on where they cross the antimeridian. A ring that goes
/// round a pole has no such form and stays as it is.
fn unrolled(mut ring: Vec<Position>) -> Vec<Position> {
    if let (Some(first), Some(last)) = (ring.first().copied(), ring.last().copied())
        && first != last
    {
        ring.push(first);
    }
    let mut turn = 0.0;
    let mut before = ring.first().map_or(0.0, |at| at[0]);
    let mut moved = ring.clone();
    for at in &mut moved {
        let step = at[0] - before;
        if step > 180.0 {
            turn -= 360.0;
        } else if step < -180.0 {
            turn += 360.0;
        }
        before = at[0];
        at[0] += turn;
    }
    if turn == 0.0 { moved } else { ring }
}

/// How far the line from `a` to `b` passes from the origin.
fn distance_of_origin([ax, ay]: Position, [bx, by]: Position) -> f64 {
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    let along = if length == 0.0 { 0.0 } else { (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) };
    (ax + along * dx).hypot(ay + along * dy)
}

#[cfg(test)]
mod tests {
    use super::{Boundary, Point};

    fn square(west: f64, south: f64, east: f64, north: f64) -> Vec<[f64; 2]> {
        vec![[west, south], [east, south], [east, north], [west, north], [west, south]]
    }

    fn check(boundary: &Boundary, latitude: f64, longitude: f64, kilometres: f64, expected: bool) {
        let point = Point { latitude, longitude, decimals: 1 };
        assert_eq!(boundary.holds(&point, kilometres), expected, "{latitude} {longitude}");
    }

    #[test]
    fn a_point_is_in_a_polygon_and_not_in_its_hole() {
        let rings = vec![square(0.0, 0.0, 10.0, 10.0), square(4.0, 4.0, 6.0, 6.0)];
        let boundary = Boundary::new(vec![rings, vec![square(20.0, 0.0, 21.0, 1.0)]]);
        check(&boundary, 2.0, 3.0, 0.0, true);
        check(&boundary, 5.0, 5.0, 0.0, false);
        check(&boundary, 0.5, 20.5, 0.0, true);
        check(&boundary, 5.0, 15.0, 0.0, false);
        check(&boundary, -1.0, 5.0, 0.0, false);
    }

    #[test]
    fn a_point_near_an_edge_is_held() {
        let boundary = Boundary::new(vec![vec![square(0.0, 50.0, 10.0, 60.0)]]);
        check(&boundary, 49.99, 5.0, 2.0, true);
        check(&boundary, 49.9, 5.0, 2.0, false);
        check(&boundary, 55.0, 10.02, 2.0, true);
        check(&boundary, 55.0, 10.05, 2.0, false);
    }

    #[test]
    fn a_ring_may_cross_the_antimeridian_in_either_form() {
        let jumping = vec![square(178.0, 0.0, -178.0, 2.0)];
        let running = vec![square(178.0, 0.0, 182.0, 2.0)];
        for rings in [jumping, running] {
            let boundary = Boundary::new(vec![rings]);
            check(&boundary, 1.0, 179.0, 0.0, true);
            check(&boundary, 1.0, -179.0, 0.0, true);
            check(&boundary, 1.0, 0.0, 0.0, false);
            check(&boundary, 1.0, -177.99, 2.0, true);
        }
    }

    #[test]
    fn a_ring_may_go_round_a_pole() {
        let ring = vec![
            [-180.0, -90.0],
            [180.0, -90.0],
            [180.0, -70.0],
            [60.0, -65.0],
            [-60.0, -65.0],
            [-180.0, -70.0],
        ];
        let boundary = Boundary::new(vec![vec![ring]]);
        check(&boundary, -80.0, 30.0, 0.0, true);
        check(&boundary, -50.0, 30.0, 0.0, false);
    }

    #[test]
    fn a_ring_of_many_edges_is_cut_into_strips() {
        let ring: Vec<[f64; 2]> = (0..10_000)
            .map(|step| f64::from(step) / 10_000.0 * std::f64::consts::TAU)
            .map(|angle| [10.0 * angle.cos(), 10.0 * angle.sin()])
            .collect();
        let boundary = Boundary::new(vec![vec![ring]]);
        for step in 0..100 {
            let radius = f64::from(step) / 5.0 + 0.1;
            check(&boundary, radius * 0.6, radius * 0.8, 0.0, radius < 10.0);
        }
    }
}
