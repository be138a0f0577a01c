//! Many spots gathered into the hexagons of a fixed grid.

use std::collections::BTreeMap;

use super::projection::WIDTH;

/// How many hexagons stand side by side: on the narrowest screens each is 24 pixels wide.
const COLUMNS: f64 = 15.0;
/// From one side of a hexagon to the other, in units of the frame.
pub const ACROSS: f64 = WIDTH / COLUMNS;

/// A hexagon with what lies in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its middle, in units of the frame.
    pub centre: [f64; 2],
    /// The mean of the spots in it, drawn towards the middle so that neighbours keep apart.
    pub mean: [f64; 2],
    /// The numbers of the spots in it, in order.
    pub members: Vec<usize>,
}

/// Gathers spots (in units of a frame) into hexagons, row by row. All hexagons are equally large, on
/// the page and, since frames keep areas, on the earth.
pub fn cells(spots: impl IntoIterator<Item = (usize, [f64; 2])>) -> Vec<Cell> {
    let mut cells: BTreeMap<(i64, i64), (Vec<usize>, [f64; 2])> = BTreeMap::new();
    for (number, spot) in spots {
        let (members, sum) = cells.entry(cell_of(spot)).or_default();
        members.push(number);
        *sum = [sum[0] + spot[0], sum[1] + spot[1]];
    }
    let cell = |((row, column), (members, sum)): (_, (Vec<usize>, [f64; 2]))| {
        let centre = centre(row, column);
        let mean = [0, 1].map(|axis| {
            let mean = sum[axis] / members.len() as f64;
            mean.clamp(centre[axis] - ACROSS / 4.0, centre[axis] + ACROSS / 4.0)
        });
        Cell { centre, mean, members }
    };
    cells.into_iter().map(cell).collect()
}

/// From one row to the next, in units.
fn step() -> f64 {
    ACROSS * 3.0_f64.sqrt() / 2.0
}

fn centre(row: i64, column: i64) -> [f64; 2] {
    let shift = if row % 2 == 0 { 0.5 } else { 1.0 };
    // Grids have some twenty rows and columns: every number is exact.
    [(column as f64 + shift) * ACROSS, (row as f64 + 0.5) * step()]
}

/// The hexagon whose middle is nearest.
fn cell_of([x, y]: [f64; 2]) -> (i64, i64) {
    let row = (y / step() - 0.5).round() as i64;
    let candidates = (row - 1..=row + 1).flat_map(|row| {
        let shift = if row % 2 == 0 { 0.5 } else { 1.0 };
        let column = (x / ACROSS - shift).round() as i64;
        [(row, column)]
    });
    let far = |&(row, column): &(i64, i64)| {
        let [a, b] = centre(row, column);
        (a - x).hypot(b - y)
    };
    candidates.min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spot_is_gathered_once_and_near_its_middle() {
        let spots: Vec<[f64; 2]> = (0..4000_u32)
            .map(|at| [f64::from(at * 7919 % 1000), f64::from(at * 104_729 % 800)])
            .collect();
        let cells = cells(spots.iter().copied().enumerate());
        assert_eq!(cells.iter().map(|cell| cell.members.len()).sum::<usize>(), spots.len());
        for cell in &cells {
            for member in &cell.members {
                let [x, y] = spots[*member];
                let far = (cell.centre[0] - x).hypot(cell.centre[1] - y);
                assert!(far <= ACROSS / 3.0_f64.sqrt() + 1e-9, "{far}");
            }
        }
        assert!(cells.len() > 150, "{}", cells.len());
    }

    #[test]
    fn a_circle_lies_near_what_it_gathers() {
        let centre = centre(3, 4);
        let spots = [[2.0, 1.0], [4.0, 3.0]].map(|[x, y]| [centre[0] + x, centre[1] + y]);
        let near = cells(spots.into_iter().enumerate());
        assert_eq!(near[0].mean, [centre[0] + 3.0, centre[1] + 2.0]);
        let edge = cells([(0, [centre[0] + ACROSS * 0.45, centre[1]])]);
        assert_eq!(edge[0].mean, [centre[0] + ACROSS / 4.0, centre[1]], "neighbours keep apart");
    }
}
