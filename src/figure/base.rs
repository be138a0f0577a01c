//! The shared files that maps lie on: land, borders, and the region that the map is of.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::basemap;
use super::cut::{self, Spot};
use super::outline::{self, Outline};
use super::projection::{self, Frame, LonLat, WIDTH};
use super::svg::push_whole;

/// The style of the files. A picture inherits nothing from the page that shows it. Lines have the width
/// of the picture's own units: browsers draw lines that do not scale too thick on fine screens. Where
/// a page shows a part of the picture larger, the picture is wider, and its lines are thinner.
const STYLE: &str = "<style>.sea{fill:#e9eef1}.land{fill:#f6f5f1}.near{fill:#fdfcf9}\
.own{fill:#fff}.inner,.border,.edge{fill:none;stroke-linejoin:round}.inner{stroke:#bdbcb4;stroke-width:1.7}\
.border{stroke:#8d9094;stroke-width:1.9}.edge{stroke:#5b5f64;stroke-width:3}\
@media(min-width:540px){.inner{stroke-width:.9}.border{stroke-width:1}.edge{stroke-width:1.6}}\
@media(min-width:1000px){.inner{stroke-width:.45}.border{stroke-width:.55}.edge{stroke-width:.85}}\
@media(prefers-color-scheme:dark){.sea{fill:#14191d}.land{fill:#22262a}.near{fill:#2b3035}\
.own{fill:#343a40}.inner{stroke:#4d545c}.border{stroke:#7b828a}.edge{stroke:#aeb4bb}}\
@media print{.sea{fill:#fff}}</style>";

/// The style of a file that shades an area.
const SHADE: &str = "<style>.shade{fill:url(#h);stroke:#a8322a;stroke-width:3;stroke-dasharray:12 9}\
.hatch{stroke:#a8322a;stroke-width:3;stroke-opacity:.45}\
@media(prefers-color-scheme:dark){.shade,.hatch{stroke:#ff9d90}}</style>";

/// The widest map, radians from middle to corner, on which neighbours are drawn as finely as what
/// the map is of. On larger ones the difference does not show.
const FINE: f64 = 0.35;

/// Up to how many countries a map shows the units of.
const FEW: usize = 8;

/// What a map lies on.
#[derive(Clone, Copy, Debug)]
pub struct Base<'a> {
    /// What part of the earth it shows.
    pub frame: &'a Frame,
    /// The regions that it is of.
    pub own: &'a [&'a Outline],
    /// Regions directly below them that have outlines of their own.
    pub inner: &'a [&'a Outline],
    /// The countries (two letters, ISO 3166-1) of those regions.
    pub countries: &'a [&'a str],
    /// Whether the regions are those countries, and no parts of them.
    pub whole: bool,
}

impl Base<'_> {
    /// The file, as SVG: as wide and high as its frame.
    pub fn svg(&self) -> String {
        let frame = self.frame;
        let tolerance = tolerance(frame);
        let view = frame.reach();
        let seen = |outline: &Outline| {
            view.is_none_or(|(centre, reach)| outline.reaches(&projection::vector(centre), reach))
        };
        let fine = view.is_some_and(|(_, reach)| reach <= FINE);
        let (mut land, mut near) = (String::new(), String::new());
        let mut borders = Vec::new();
        for (code, coarse) in basemap::countries().outlines().iter().filter(|(_, o)| seen(o)) {
            let own = self.countries.contains(&code.as_str());
            if own && self.whole {
                continue;
            }
            let units = if fine || own { basemap::units(code) } else { None };
            let whole = units.map(basemap::Shapes::whole);
            let outline = whole.unwrap_or(coarse).simplified(tolerance, view);
            let path = if own { &mut near } else { &mut land };
            area_path(frame, &outline, false, path);
            borders.extend(outline.arcs().iter().cloned());
        }
        let mut own = String::new();
        let mut edges = Vec::new();
        for outline in self.own {
            let outline = outline.simplified(tolerance, view);
            area_path(frame, &outline, true, &mut own);
            edges.extend(outline.arcs().iter().cloned());
        }
        let mut inner: Vec<Vec<LonLat>> = Vec::new();
        // On a map of many countries their units would be too small to be of use.
        for country in self.countries.iter().filter(|_| self.countries.len() <= FEW) {
            let lines = basemap::units(country).map(basemap::Shapes::inner_lines);
            inner.extend(lines.into_iter().flatten());
        }
        let mut inner: Vec<_> =
            inner.iter().map(|line| outline::simplified(line, tolerance)).collect();
        for outline in self.inner {
            inner.extend(outline.simplified(tolerance, view).arcs().iter().cloned());
        }
        let mut svg = opened(frame, STYLE);
        let height = frame.height;
        let _ = write!(svg, "<path class=\"sea\" d=\"M0 0h{WIDTH}v{height}H0z\"/>");
        push(&mut svg, "land", &land);
        push(&mut svg, "near", &near);
        push(&mut svg, "own", &own);
        push(&mut svg, "inner", &line_path(frame, &inner));
        push(&mut svg, "border", &line_path(frame, &borders));
        // So small, outlines of many countries would run together.
        let edge = if self.countries.len() > FEW { "border" } else { "edge" };
        push(&mut svg, edge, &line_path(frame, &edges));
        svg.push_str("</svg>\n");
        svg
    }
}

/// A file that shades an area, to lie upon a base with the same frame.
pub fn area_file(frame: &Frame, area: &Outline) -> String {
    let mut svg = opened(frame, SHADE);
    svg.push_str(
        "<defs><pattern id=\"h\" width=\"12\" height=\"12\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><path class=\"hatch\" d=\"M0 0v12\"/></pattern></defs>",
    );
    let mut path = String::new();
    area_path(frame, &area.simplified(tolerance(frame), frame.reach()), true, &mut path);
    push(&mut svg, "shade", &path);
    svg.push_str("</svg>\n");
    svg
}

/// How much an outline may be simplified, in degrees of latitude: less than a pixel. Pages enlarge
/// small maps, and not those of half a continent.
fn tolerance(frame: &Frame) -> f64 {
    let fine = frame.reach().is_some_and(|(_, reach)| reach <= FINE);
    let units = if fine { 0.6 } else { 1.2 };
    (units / frame.scale / projection::RADIUS).to_degrees()
}

fn opened(frame: &Frame, style: &str) -> String {
    let height = frame.height;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         width=\"{WIDTH}\" height=\"{height}\">{style}"
    )
}

fn push(svg: &mut String, class: &str, path: &str) {
    if !path.is_empty() {
        let _ = write!(svg, "<path class=\"{class}\" fill-rule=\"evenodd\" d=\"{path}\"/>");
    }
}

/// Puts the path of an area at the end of `path`. Parts too small to be seen are left out, or,
/// where the map is of them, drawn as small squares on their points.
fn area_path(frame: &Frame, area: &Outline, all: bool, path: &mut String) {
    for ring in cut::area(frame, area) {
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for at in &ring {
            for axis in 0..2 {
                low[axis] = low[axis].min(at[axis]);
                high[axis] = high[axis].max(at[axis]);
            }
        }
        let size = (high[0] - low[0]).max(high[1] - low[1]);
        if size >= 3.0 {
            run(&ring, true, path);
        } else if all {
            let middle = [(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0];
            let [x, y] = middle.map(f64::round);
            let _ = write!(path, "M{x} {}l3 3-3 3-3-3z", y - 3.0);
        }
    }
}

/// The path of lines, each drawn once, however many areas share it.
fn line_path(frame: &Frame, lines: &[Vec<LonLat>]) -> String {
    let mut drawn: BTreeSet<[[u64; 2]; 3]> = BTreeSet::new();
    let mut path = String::new();
    for line in lines {
        let (Some(first), Some(last)) = (line.first(), line.last()) else { continue };
        let between = line.get(line.len() / 2).unwrap_or(first);
        let mut ends = [first, last].map(|at| at.map(f64::to_bits));
        ends.sort_unstable();
        let odd = if line.len() % 2 == 1 { *between } else { [0.0, 0.0] };
        if !drawn.insert([ends[0], ends[1], odd.map(f64::to_bits)]) && first != last {
            continue;
        }
        for piece in cut::lines(frame, std::slice::from_ref(line)) {
            run(&piece, false, &mut path);
        }
    }
    path
}

/// Whole units, steps from each to the next.
fn run(spots: &[Spot], closed: bool, path: &mut String) {
    let mut whole: Vec<[i32; 2]> =
        spots.iter().map(|spot| spot.map(|part| part.round() as i32)).collect();
    whole.dedup();
    if closed && whole.first() == whole.last() {
        whole.pop();
    }
    if whole.len() < if closed { 3 } else { 2 } {
        return;
    }
    let mut last = whole[0];
    for (before, part) in ["M", " "].into_iter().zip(last) {
        path.push_str(before);
        push_whole(part, path);
    }
    path.push('l');
    for (number, at) in whole.iter().skip(1).enumerate() {
        let [x, y] = [at[0] - last[0], at[1] - last[1]];
        if number > 0 && x >= 0 {
            path.push(' ');
        }
        push_whole(x, path);
        if y >= 0 {
            path.push(' ');
        }
        push_whole(y, path);
        last = *at;
    }
    if closed {
        path.push('z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::country;

    /// The paths of a class in a file: every corner, and the length of every step.
    fn steps(svg: &str, class: &str) -> Vec<([f64; 2], f64)> {
        let mut steps = Vec::new();
        let class = format!("class=\"{class}\"");
        let found = svg.split(class.as_str()).skip(1);
        for path in found.filter_map(|rest| rest.split(" d=\"").nth(1)) {
            let path = path.split('"').next().unwrap_or_default();
            for piece in path.split('M').filter(|piece| !piece.is_empty()) {
                let (start, rest) = piece.split_once('l').unwrap_or((piece, ""));
                let numbers = |text: &str| -> Vec<f64> {
                    let spaced = text.trim_end_matches('z').replace('-', " -");
                    spaced.split_whitespace().map(|n| n.parse().expect(n)).collect()
                };
                let mut at = [numbers(start)[0], numbers(start)[1]];
                for step in numbers(rest).chunks(2) {
                    at = [at[0] + step[0], at[1] + step[1]];
                    steps.push((at, step[0].hypot(step[1])));
                }
            }
        }
        steps
    }

    fn base(code: &str) -> (String, Frame) {
        let found = country(Some(code), &[]).expect(code);
        let frame = Frame::around(&found.outline.main_part(), 150.0).expect(code);
        let base = Base {
            frame: &frame,
            own: &[&found.outline],
            inner: &[],
            countries: &[code],
            whole: true,
        };
        (base.svg(), frame)
    }

    #[test]
    fn nothing_is_drawn_outside_of_any_frame_and_no_line_runs_across_it() {
        for code in ["FJ", "RU", "AQ", "US", "NZ", "KI", "NO", "BR", "MT"] {
            let (svg, frame) = base(code);
            for class in ["land", "near", "own", "inner", "border", "edge"] {
                for ([x, y], length) in steps(&svg, class) {
                    let inside =
                        (-9.0..=1009.0).contains(&x) && (-9.0..=frame.height + 9.0).contains(&y);
                    assert!(inside, "{code} {class} {x} {y}");
                    // The antimeridian, cut wrongly, is a line from one side to the other. What is
                    // cut at the frame's edge may run along it.
                    let edge = !(0.0..=1000.0).contains(&x) || !(0.0..=frame.height).contains(&y);
                    let line = class == "edge" || class == "border";
                    assert!(!line || edge || length < 420.0, "{code} {class} {x} {y} {length}");
                }
            }
        }
    }

    #[test]
    fn a_base_is_light() {
        for code in ["FJ", "AQ", "BR", "SE", "ZA"] {
            let (svg, _) = base(code);
            assert!(svg.len() < 40_000, "{code} {}", svg.len());
        }
    }

    #[test]
    fn land_is_land_and_sea_is_sea_on_either_side_of_the_earth() {
        // A square around the north pole, and the same map of the other side.
        let square: Vec<LonLat> = (0..=36).map(|at| [f64::from(at) * 10.0 - 180.0, 70.0]).collect();
        let polar = Outline::new(vec![
            [square.as_slice(), &[[180.0, 90.0], [-180.0, 90.0], [-180.0, 70.0]]].concat(),
        ]);
        let covers = |frame: &Frame, at: LonLat| {
            let [x, y] = frame.place(at).expect("shown");
            let rings = cut::area(frame, &polar);
            cut::is_odd(&rings, [x + 0.01, y + 0.01])
        };
        let north: Vec<LonLat> = (0..36).map(|at| [f64::from(at) * 10.0, 60.0]).collect();
        let frame = Frame::around(&north, 150.0).expect("a frame");
        assert!(covers(&frame, [30.0, 85.0]) && !covers(&frame, [30.0, 65.0]));
        let south: Vec<LonLat> = (0..36).map(|at| [f64::from(at) * 10.0, -60.0]).collect();
        let frame = Frame::around(&south, 150.0).expect("a frame");
        assert!(!covers(&frame, [30.0, -85.0]) && !covers(&frame, [120.0, -62.0]));
        let world: Vec<LonLat> = (0..36).map(|at| [f64::from(at) * 10.0, 0.0]).collect();
        let frame = Frame::around(&[world, vec![[0.0, 89.0], [0.0, -89.0]]].concat(), 150.0)
            .expect("a frame");
        assert!(covers(&frame, [30.0, 85.0]) && !covers(&frame, [30.0, 20.0]));
    }
}
