//! From the earth to the page and back: equal-area projections, and the frame of a map.
//!
//! Both projections keep areas: what covers twice the paper is twice as large on the earth. Up to
//! 120 degrees across, a map has Lambert's azimuthal projection around its own middle, so that
//! nothing is torn at the antimeridian or at a pole; larger ones have Equal Earth
//! (Šavrič, Patterson, Jenny 2018), torn in the widest gap.

use std::f64::consts::PI;

/// A position: longitude then latitude, degrees, WGS 84.
pub type LonLat = [f64; 2];
/// A direction from the middle of the earth, of length one.
pub(super) type Vector = [f64; 3];

/// The radius of the sphere that has the area of the earth, kilometres.
pub(super) const RADIUS: f64 = 6371.0072;

/// How wide every frame is, in its units.
pub(super) const WIDTH: f64 = 1000.0;
/// The least and the greatest height of a frame, in its units.
const HEIGHT: [f64; 2] = [500.0, 860.0];
/// Room between what a map must hold and its edge, as a part of the whole.
const MARGIN: f64 = 0.05;
/// The angle from the middle beyond which a map shows the whole world.
const LOCAL: f64 = PI / 3.0;
/// How much of the earth the azimuthal projection may show at all, from the middle.
const REACH: f64 = 0.8 * PI;

/// How positions come onto the plane: kilometres, x to the east and y to the north.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Projection {
    /// Lambert's azimuthal equal-area projection around a position.
    Azimuthal(Centre),
    /// Equal Earth around a meridian, degrees.
    EqualEarth(f64),
}

/// The position that a projection is around, with what every other one is placed by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Centre {
    at: LonLat,
    /// Sine and cosine of its longitude.
    longitude: (f64, f64),
    /// Sine and cosine of its latitude.
    latitude: (f64, f64),
}

/// The part of the earth that a map shows, and where each position stands on it.
///
/// A frame is 1,000 units wide; y grows downwards.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    pub(super) projection: Projection,
    /// Units for a kilometre.
    pub(super) scale: f64,
    /// The left and upper edge on the plane, kilometres.
    corner: [f64; 2],
    /// How high it is, in units.
    pub(super) height: f64,
}

impl Projection {
    /// Lambert's azimuthal equal-area projection around a position.
    pub(super) fn around(at: LonLat) -> Self {
        let [longitude, latitude] = at.map(|part| part.to_radians().sin_cos());
        Self::Azimuthal(Centre { at, longitude, latitude })
    }

    pub(super) fn place(&self, at: LonLat) -> [f64; 2] {
        match self {
            Self::Azimuthal(centre) => centre.place(&vector(at)),
            Self::EqualEarth(meridian) => {
                let longitude = around(at[0] - meridian).to_radians();
                equal_earth(longitude, at[1].to_radians()).map(|part| part * RADIUS)
            }
        }
    }

    fn position(&self, [x, y]: [f64; 2]) -> LonLat {
        match self {
            Self::Azimuthal(centre) => {
                let rho = x.hypot(y);
                if rho < 1e-9 {
                    return centre.at;
                }
                let angle = 2.0 * (rho / (2.0 * RADIUS)).min(1.0).asin();
                let (sin, cos) = angle.sin_cos();
                let (north, level) = centre.latitude;
                let latitude = (cos * north + y * sin * level / rho).clamp(-1.0, 1.0).asin();
                let east = (x * sin).atan2(rho * level * cos - y * north * sin);
                [around(centre.at[0] + east.to_degrees()), latitude.to_degrees()]
            }
            Self::EqualEarth(meridian) => {
                let [longitude, latitude] = equal_earth_back([x / RADIUS, y / RADIUS]);
                [around(meridian + longitude.to_degrees()), latitude.to_degrees()]
            }
        }
    }
}

impl Centre {
    /// Where a direction comes onto the plane.
    pub(super) fn place(&self, at: &Vector) -> [f64; 2] {
        let [east, north, up] = self.turned(at);
        let k = RADIUS * (2.0 / (1.0 + up).max(1e-12)).sqrt();
        [k * east, k * north]
    }

    /// The parts of a direction as seen from there: east, north and up.
    fn turned(&self, [x, y, z]: &Vector) -> Vector {
        let ((sin, cos), (up, level)) = (self.longitude, self.latitude);
        let ahead = cos * x + sin * y;
        [cos * y - sin * x, level * z - up * ahead, up * z + level * ahead]
    }
}

impl Frame {
    /// A frame that holds all positions; `None` where there are none. `least` is how many
    /// kilometres it shows at least from side to side.
    pub fn around(positions: &[LonLat], least: f64) -> Option<Self> {
        let sound = |at: &LonLat| at[0].is_finite() && at[1].is_finite() && at[1].abs() <= 90.0;
        let positions: Vec<LonLat> = positions.iter().copied().filter(sound).collect();
        if positions.is_empty() {
            return None;
        }
        let (centre, _) = cap(positions.iter().copied());
        let mut projection = Projection::around(lon_lat(&centre));
        // The middle of what is shown, and not the mean of it.
        for _ in 0..3 {
            let [low, high] = extent(&projection, &positions);
            let middle = [(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0];
            projection = Projection::around(projection.position(middle));
        }
        if let Projection::Azimuthal(centre) = projection {
            let middle = vector(centre.at);
            let farthest = positions.iter().map(|at| angle(&vector(*at), &middle));
            if farthest.fold(0.0, f64::max) > LOCAL {
                projection = Projection::EqualEarth(widest_gap(&positions));
            }
        }
        let [low, high] = extent(&projection, &positions);
        let middle = [(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0];
        let room = 1.0 + 2.0 * MARGIN;
        let mut width = ((high[0] - low[0]) * room).max(least);
        let mut height = (high[1] - low[1]) * room;
        if matches!(projection, Projection::EqualEarth(_)) {
            // Beyond the rim of the world there is nothing to show.
            width = width.min(RADIUS * 5.5);
        }
        height = height.max(width * HEIGHT[0] / WIDTH);
        width = width.max(height * WIDTH / HEIGHT[1]);
        let scale = WIDTH / width;
        let corner = [middle[0] - width / 2.0, middle[1] + height / 2.0];
        Some(Self { projection, scale, corner, height: (height * scale).round() })
    }

    /// Where a position stands, in units; outside of the frame, or `None`, if it is not shown.
    pub fn place(&self, at: LonLat) -> Option<[f64; 2]> {
        if let Projection::Azimuthal(centre) = self.projection
            && angle(&vector(at), &vector(centre.at)) > REACH
        {
            return None;
        }
        let placed = self.units(self.projection.place(at));
        placed.iter().all(|part| part.is_finite()).then_some(placed)
    }

    /// Where a position stands, in units, if that is `margin` units or more within the frame.
    pub fn place_within(&self, at: LonLat, margin: f64) -> Option<[f64; 2]> {
        let inside = |part: f64, most: f64| part >= margin && part <= most - margin;
        self.place(at).filter(|[x, y]| inside(*x, WIDTH) && inside(*y, self.height))
    }

    /// How long so many kilometres are, in units, in the middle.
    pub fn length(&self, kilometres: f64) -> f64 {
        kilometres * self.scale
    }

    pub(super) fn units(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [(x - self.corner[0]) * self.scale, (self.corner[1] - y) * self.scale]
    }

    /// The position that stands at a place of the frame.
    pub(super) fn position(&self, [x, y]: [f64; 2]) -> LonLat {
        let plane = [x / self.scale + self.corner[0], self.corner[1] - y / self.scale];
        self.projection.position(plane)
    }

    /// How many kilometres on the earth a unit from west to east is there.
    pub(super) fn kilometres(&self, [x, y]: [f64; 2]) -> f64 {
        let side = 0.5;
        let (west, east) = (self.position([x - side, y]), self.position([x + side, y]));
        angle(&vector(west), &vector(east)) * RADIUS
    }

    /// The angle from the middle to the farthest corner, radians; `None` for a map of the world.
    pub(super) fn reach(&self) -> Option<(LonLat, f64)> {
        let Projection::Azimuthal(centre) = self.projection else { return None };
        let sides = [self.corner[0], self.corner[0] + WIDTH / self.scale];
        let ends = [self.corner[1], self.corner[1] - self.height / self.scale];
        let corners = sides.iter().flat_map(|x| ends.iter().map(move |y| x.hypot(*y)));
        let farthest = corners.fold(0.0, f64::max) / (2.0 * RADIUS);
        Some((centre.at, (2.0 * farthest.min(1.0).asin()).min(REACH)))
    }
}

fn extent(projection: &Projection, positions: &[LonLat]) -> [[f64; 2]; 2] {
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for at in positions {
        let placed = projection.place(*at);
        for axis in 0..2 {
            low[axis] = low[axis].min(placed[axis]);
            high[axis] = high[axis].max(placed[axis]);
        }
    }
    [low, high]
}

/// The meridian opposite to the middle of the widest stretch without any position, degrees.
fn widest_gap(positions: &[LonLat]) -> f64 {
    let mut longitudes: Vec<f64> = positions.iter().map(|at| around(at[0])).collect();
    longitudes.sort_by(f64::total_cmp);
    let first = longitudes.first().copied().unwrap_or_default();
    let onward = longitudes.iter().skip(1).copied().chain([first + 360.0]);
    let gaps = longitudes.iter().zip(onward).map(|(from, to)| (to - from, (from + to) / 2.0));
    let (gap, middle) = gaps.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or_default();
    // A world without a gap to speak of is torn where readers expect it.
    if gap < 30.0 { 0.0 } else { around(middle + 180.0).round() }
}

/// A longitude from -180 up to 180, degrees.
pub(super) fn around(longitude: f64) -> f64 {
    if (-180.0..=180.0).contains(&longitude) {
        return longitude;
    }
    (longitude + 180.0).rem_euclid(360.0) - 180.0
}

pub(super) fn vector([longitude, latitude]: LonLat) -> Vector {
    let (sin, cos) = latitude.to_radians().sin_cos();
    let (east, west) = longitude.to_radians().sin_cos();
    [cos * west, cos * east, sin]
}

pub(super) fn lon_lat([x, y, z]: &Vector) -> LonLat {
    [y.atan2(*x).to_degrees(), z.atan2(x.hypot(*y)).to_degrees()]
}

pub(super) fn dot(a: &Vector, b: &Vector) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The angle between two directions, radians.
pub(super) fn angle(a: &Vector, b: &Vector) -> f64 {
    let chord: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    2.0 * (chord.sqrt() / 2.0).min(1.0).asin()
}

pub(super) fn normal(v: Vector) -> Vector {
    let length = dot(&v, &v).sqrt();
    if length < 1e-12 { [1.0, 0.0, 0.0] } else { v.map(|part| part / length) }
}

/// A cap that holds all positions: its middle, and its radius in radians.
pub(super) fn cap(positions: impl Iterator<Item = LonLat>) -> (Vector, f64) {
    cap_of(&positions.map(vector).collect::<Vec<_>>())
}

/// A cap that holds all directions.
pub(super) fn cap_of(directions: &[Vector]) -> (Vector, f64) {
    let mut sum = [0.0; 3];
    for at in directions {
        for axis in 0..3 {
            sum[axis] += at[axis];
        }
    }
    let centre = normal(sum);
    let radius = directions.iter().map(|at| angle(at, &centre)).fold(0.0, f64::max);
    (centre, radius)
}

/// A cap that holds two others.
pub(super) fn joined((a, r): (Vector, f64), (b, s): (Vector, f64)) -> (Vector, f64) {
    let apart = angle(&a, &b);
    if apart + s <= r {
        return (a, r);
    }
    if apart + r <= s {
        return (b, s);
    }
    let radius = (apart + r + s) / 2.0;
    let part = (radius - r) / apart;
    let between = |axis: usize| a[axis] * (1.0 - part) + b[axis] * part;
    (normal([between(0), between(1), between(2)]), radius)
}

const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];

/// Longitude from the middle and latitude, radians, to the plane of a sphere of radius one.
fn equal_earth(longitude: f64, latitude: f64) -> [f64; 2] {
    let theta = (latitude.sin() * 3.0_f64.sqrt() / 2.0).asin();
    let x = 2.0 * 3.0_f64.sqrt() * longitude * theta.cos() / (3.0 * equal_earth_slope(theta));
    [x, equal_earth_height(theta)]
}

fn equal_earth_height(theta: f64) -> f64 {
    let square = theta * theta;
    let sixth = square * square * square;
    theta * (A[0] + A[1] * square + sixth * (A[2] + A[3] * square))
}

fn equal_earth_slope(theta: f64) -> f64 {
    let square = theta * theta;
    let sixth = square * square * square;
    A[0] + 3.0 * A[1] * square + sixth * (7.0 * A[2] + 9.0 * A[3] * square)
}

fn equal_earth_back([x, y]: [f64; 2]) -> [f64; 2] {
    let mut theta = y / A[0];
    for _ in 0..12 {
        theta -= (equal_earth_height(theta) - y) / equal_earth_slope(theta);
    }
    let longitude = x * 3.0 * equal_earth_slope(theta) / (2.0 * 3.0_f64.sqrt() * theta.cos());
    let latitude = (2.0 * theta.sin() / 3.0_f64.sqrt()).clamp(-1.0, 1.0).asin();
    [longitude, latitude]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: [f64; 2], b: [f64; 2], within: f64) {
        assert!((a[0] - b[0]).abs() < within && (a[1] - b[1]).abs() < within, "{a:?} {b:?}");
    }

    #[test]
    fn the_projections_give_the_numbers_of_the_books() {
        // Snyder, Map Projections: A Working Manual, p. 332: R = 3, centre 40 N 100 W.
        let lambert = Projection::around([-100.0, 40.0]);
        let third = 3.0 / RADIUS;
        near(lambert.place([100.0, -20.0]).map(|x| x * third), [-4.233_946_0, 4.025_781_6], 2e-4);
        // The rim and the pole of Equal Earth on a sphere of radius one.
        near(equal_earth(PI, 0.0), [2.706_63, 0.0], 1e-5);
        near(equal_earth(0.0, PI / 2.0), [0.0, 1.317_363], 1e-5);
    }

    #[test]
    fn every_position_comes_back() {
        for projection in [Projection::around([179.0, -17.0]), Projection::EqualEarth(150.0)] {
            for at in [[178.0, -18.0], [-179.5, -16.0], [120.0, 60.0], [179.0, -17.0]] {
                near(projection.position(projection.place(at)), at, 1e-6);
            }
        }
    }

    #[test]
    fn a_frame_closes_over_the_antimeridian_and_the_pole() {
        let pacific = Frame::around(&[[177.0, -18.0], [-179.0, -16.0]], 10.0).expect("a frame");
        assert!(pacific.scale > 1.9, "some 500 km are 1,000 units: {pacific:?}");
        let [west, east] = [[177.0, -18.0], [-179.0, -16.0]].map(|at| pacific.place(at));
        assert!(west < east);
        let polar: Vec<LonLat> =
            (0..36).map(|turn| [f64::from(turn) * 10.0 - 180.0, 80.0]).collect();
        let polar = Frame::around(&polar, 10.0).expect("a frame");
        let pole = polar.place([0.0, 90.0]).expect("shown");
        near(pole, [WIDTH / 2.0, polar.height / 2.0], 2.0);
        let world = Frame::around(&[[100.0, 10.0], [-70.0, -30.0]], 10.0).expect("a frame");
        assert!(matches!(world.projection, Projection::EqualEarth(_)), "{world:?}");
        assert_eq!(Frame::around(&[], 10.0), None);
    }

    #[test]
    fn a_unit_is_as_long_as_it_says() {
        let frame = Frame::around(&[[10.0, 0.0], [11.0, 0.0]], 10.0).expect("a frame");
        let [a, b] = [[10.0, 0.0], [11.0, 0.0]].map(|at| frame.place(at).expect("shown"));
        let kilometres = (b[0] - a[0]) * frame.kilometres([500.0, frame.height / 2.0]);
        assert!((kilometres - 111.195).abs() < 0.1, "{kilometres}");
    }
}
