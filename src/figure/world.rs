//! Areas in the one form that GeoJSON allows: longitudes from -180 to 180, cut at the antimeridian,
//! outer rings against the clock and holes with it (RFC 7946, 3.1.6 and 3.1.9).

use geo::orient::{Direction, Orient as _};
use geo::{BooleanOps as _, MapCoords as _};

use super::projection::LonLat;

/// The polygons that stand for one whose rings (closed, the first the outer one) may run on across
/// the antimeridian: each a list of rings.
pub fn polygons(rings: &[Vec<LonLat>]) -> Vec<Vec<Vec<LonLat>>> {
    let ring = |ring: &Vec<LonLat>| -> geo::LineString<f64> {
        ring.iter().map(|at| geo::coord! { x: at[0], y: at[1] }).collect()
    };
    let Some((outer, holes)) = rings.split_first() else { return Vec::new() };
    let whole = geo::Polygon::new(ring(outer), holes.iter().map(ring).collect());
    let beyond = rings.iter().flatten().any(|at| at[0].abs() > 180.0);
    let parts: Vec<geo::Polygon<f64>> = match beyond {
        false => vec![whole],
        true => [-360.0, 0.0, 360.0].into_iter().flat_map(|turn| part(&whole, turn)).collect(),
    };
    let rings = |polygon: geo::Polygon<f64>| {
        let polygon = polygon.orient(Direction::Default);
        let (outer, holes) = polygon.into_inner();
        let plain = |ring: geo::LineString<f64>| ring.coords().map(|at| [at.x, at.y]).collect();
        [outer].into_iter().chain(holes).map(plain).collect()
    };
    parts.into_iter().map(rings).collect()
}

/// What of an area, turned by so many degrees, lies between the two sides of the antimeridian.
fn part(whole: &geo::Polygon<f64>, turn: f64) -> Vec<geo::Polygon<f64>> {
    let turned = whole.map_coords(|at| geo::coord! { x: at.x + turn, y: at.y });
    let world = geo::Rect::new((-180.0, -90.0), (180.0, 90.0)).to_polygon();
    turned.intersection(&world).0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(ring: &[LonLat]) -> f64 {
        ring.windows(2).map(|two| two[0][0] * two[1][1] - two[1][0] * two[0][1]).sum::<f64>() / 2.0
    }

    #[test]
    fn an_area_across_the_antimeridian_is_cut_in_two() {
        let ring = vec![[178.0, 0.0], [182.0, 0.0], [182.0, 2.0], [178.0, 2.0], [178.0, 0.0]];
        let parts = polygons(&[ring]);
        assert_eq!(parts.len(), 2);
        for part in &parts {
            assert!((area(&part[0]) - 4.0).abs() < 1e-6, "against the clock: {part:?}");
            assert!(part[0].iter().all(|at| at[0].abs() <= 180.0), "{part:?}");
        }
    }

    #[test]
    fn rings_run_in_the_direction_of_the_standard() {
        let clockwise =
            |size: f64| vec![[0.0, 0.0], [0.0, size], [size, size], [size, 0.0], [0.0, 0.0]];
        let parts = polygons(&[clockwise(4.0), clockwise(1.0).into_iter().rev().collect()]);
        assert_eq!(parts.len(), 1);
        assert!(area(&parts[0][0]) > 0.0 && area(&parts[0][1]) < 0.0);
    }
}
