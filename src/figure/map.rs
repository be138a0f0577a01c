//! The picture of a map on a page: marks over a shared base file.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::projection::{Frame, LonLat, WIDTH};
use super::svg::Rough;

/// How wide the picture is, in its own units: pixels of a narrow screen.
const ACROSS: f64 = 360.0;
/// The strip under the map that holds the scale.
const FOOT: f64 = 24.0;
/// How far a place called "near" may be from its point, kilometres.
const NEAR: f64 = 25.0;
/// How many times larger than its base a map may be.
const MOST_ZOOM: f64 = 5.0;
/// How many kilometres a map shows from side to side at least: the outlines are no finer.
const CLOSEST: f64 = 150.0;
/// The radius from which such surroundings are drawn; smaller ones would be hidden by the mark.
const SMALLEST_RING: f64 = 8.0;
/// The least and the greatest radius of a circle that stands for a number.
const RADII: [f64; 2] = [4.0, 11.5];
/// The size of the type.
const TYPE: f64 = 13.0;

/// What can be hit of a circle that gathers a hexagon: the hexagon.
const HEXAGON: &str =
    "<path class=\"map-target map-cell\" d=\"M0-13.9l12 6.95v13.9l-12 6.95-12-6.95v-13.9z\"/>";
/// What can be hit of any other circle.
const ROUND: &str = "<circle class=\"map-target\" r=\"12\"/>";

/// The shape of a mark: what happened there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Attacked: a filled circle.
    Attacked,
    /// An attack driven back: a triangle.
    Repelled,
    /// Fled to: an open square.
    FledTo,
    /// Where an attack came from: a diamond.
    LaunchedFrom,
    /// Named by a source: a small ring.
    Mentioned,
}

/// One position on a map.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Where.
    pub at: LonLat,
    /// What.
    pub sign: Sign,
    /// Whether the place is within some 25 km of the position only.
    pub near: bool,
    /// What it leads to, as it stands in HTML.
    pub href: String,
    /// What it says.
    pub title: String,
    /// What stands beside it where there is room.
    pub name: Option<String>,
}

/// A circle whose area stands for a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Circle {
    /// The middle of what can be hit of it, in units of the frame.
    pub spot: [f64; 2],
    /// Its own middle, in units of the frame: the mean of what it gathers.
    pub mark: [f64; 2],
    /// The number.
    pub count: u64,
    /// The number as readers write it.
    pub text: String,
    /// What it leads to, as it stands in HTML.
    pub href: String,
    /// What it says.
    pub title: String,
    /// What it gathers.
    pub gathers: Gathers,
}

/// What a circle gathers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gathers {
    /// Positions that would touch each other.
    Touching,
    /// Positions within a hexagon of the grid.
    Cell,
    /// What is only known to be somewhere in an area.
    Somewhere,
}

/// The scale of a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// A round number of kilometres.
    pub kilometres: u64,
    /// How long that is, in units of the picture.
    length: f64,
    /// Whether it holds in the middle of the map only.
    pub middle_only: bool,
}

/// The part of a frame that a picture shows.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Window {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// A map as a page shows it.
#[derive(Clone, Debug)]
pub struct Map<'a> {
    frame: &'a Frame,
    window: Window,
    /// The base and the shaded areas over it: files, as they stand in HTML.
    pub files: Vec<String>,
    /// What the picture is, for those who do not see it.
    pub label: String,
    /// Single positions, in the order of the page.
    pub marks: Vec<Mark>,
    /// Gathered incidents, in the order of the page.
    pub circles: Vec<Circle>,
    /// The scale, and what it says.
    pub scale: Option<(Scale, String)>,
}

impl Sign {
    fn class(self) -> &'static str {
        match self {
            Self::Attacked => "attacked",
            Self::Repelled => "repelled",
            Self::FledTo => "fled-to",
            Self::LaunchedFrom => "launched-from",
            Self::Mentioned => "mentioned",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Attacked => "M-6 0a6 6 0 1 1 12 0a6 6 0 1 1-12 0z",
            Self::Repelled => "M0-7l7 12h-14z",
            Self::FledTo => "M-5.5-5.5h11v11h-11z",
            Self::LaunchedFrom => "M0-7.5l6 7.5-6 7.5-6-7.5z",
            Self::Mentioned => "M-3.5 0a3.5 3.5 0 1 1 7 0a3.5 3.5 0 1 1-7 0z",
        }
    }
}

/// A sign by itself, for the key of a map.
pub fn sign_picture(sign: Sign, near: bool) -> String {
    let mut svg =
        String::from("<svg class=\"map-sign\" viewBox=\"-12 -12 24 24\" aria-hidden=\"true\">");
    if near {
        svg.push_str("<circle class=\"map-near\" r=\"11\"/>");
    }
    draw(sign, near, &mut svg);
    svg.push_str("</svg>");
    svg
}

fn draw(sign: Sign, near: bool, svg: &mut String) {
    let vague = if near { " map-vague" } else { "" };
    let _ = write!(svg, "<path class=\"map-{}{vague}\" d=\"{}\"/>", sign.class(), sign.path());
}

impl<'a> Map<'a> {
    /// A map that shows all of its frame.
    pub fn new(frame: &'a Frame) -> Self {
        let window = Window { left: 0.0, top: 0.0, width: WIDTH, height: frame.height };
        Self {
            frame,
            window,
            files: Vec::new(),
            label: String::new(),
            marks: Vec::new(),
            circles: Vec::new(),
            scale: None,
        }
    }

    /// Shows the part of the frame in which two or more marks stand close together.
    pub fn close_in(&mut self) {
        let spots = self.marks.iter().filter_map(|mark| self.frame.place(mark.at));
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for spot in spots {
            for axis in 0..2 {
                low[axis] = low[axis].min(spot[axis]);
                high[axis] = high[axis].max(spot[axis]);
            }
        }
        let ratio = self.frame.height / WIDTH;
        let needed = (high[0] - low[0]).max((high[1] - low[1]) / ratio);
        if self.marks.len() < 2 || !needed.is_finite() || needed <= 0.0 {
            return;
        }
        let width = (needed * 2.0).max(WIDTH / MOST_ZOOM).max(CLOSEST * self.frame.scale);
        if width > WIDTH * 0.8 {
            return;
        }
        let height = width * ratio;
        let left = ((low[0] + high[0] - width) / 2.0).clamp(0.0, WIDTH - width);
        let top = ((low[1] + high[1] - height) / 2.0).clamp(0.0, self.frame.height - height);
        self.window = Window { left, top, width, height };
    }

    /// The scale: the longest round number of kilometres that takes less than a third of the width.
    pub fn scale_bar(&self) -> Scale {
        let Window { left, top, width, height } = self.window;
        let at = [left + width / 2.0, top + height / 2.0];
        let unit = self.frame.kilometres(at) * width / ACROSS;
        let most = unit * ACROSS * 0.3;
        let mut kilometres = 1_u64;
        // 1, 2, 5, 10, 20, 50 …
        for step in 1..16_u32 {
            let next = [1_u64, 2, 5][(step % 3) as usize] * 10_u64.pow(step / 3);
            if next as f64 > most {
                break;
            }
            kilometres = next;
        }
        let middle_only = self.frame.reach().is_none_or(|(_, reach)| reach * width / WIDTH > 0.4);
        Scale { kilometres, length: kilometres as f64 / unit, middle_only }
    }

    fn spot(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let part = ACROSS / self.window.width;
        [(x - self.window.left) * part, (y - self.window.top) * part]
    }

    /// The picture.
    pub fn svg(&self) -> String {
        let part = ACROSS / self.window.width;
        let height = (self.window.height * part).round();
        let across = Rough(ACROSS);
        let mut svg = String::with_capacity(1024 + 512 * (self.marks.len() + self.circles.len()));
        let _ = write!(
            svg,
            "<svg class=\"map-picture\" viewBox=\"0 0 {across} {}\" direction=\"ltr\" paint-order=\"stroke\" role=\"group\" \
             aria-label=\"{}\"><svg width=\"{across}\" height=\"{}\">",
            Rough(height + FOOT),
            escaped(&self.label),
            Rough(height)
        );
        for file in &self.files {
            let _ = write!(
                svg,
                "<image href=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
                escaped(file),
                Rough(-self.window.left * part),
                Rough(-self.window.top * part),
                Rough(WIDTH * part),
                Rough(self.frame.height * part),
            );
        }
        self.rings(part, &mut svg);
        self.draw_circles(&mut svg);
        self.draw_marks(height, &mut svg);
        let _ = write!(
            svg,
            "<path class=\"map-frame\" d=\"M0 0h{across}v{}H0z\"/></svg>",
            Rough(height)
        );
        if let Some((bar, text)) = &self.scale {
            let _ = write!(
                svg,
                "<path class=\"map-scale\" d=\"M1 {}v4h{}v-4\"/><g transform=\"translate({} {})\">\
                 <text class=\"map-sized\" dy=\"4\">{}</text></g>",
                Rough(height + 8.0),
                Rough(bar.length),
                Rough(bar.length + 8.0),
                Rough(height + 10.0),
                escaped(text)
            );
        }
        svg.push_str("</svg>");
        svg
    }

    /// The surroundings of places that are known to be near their points, true to scale.
    fn rings(&self, part: f64, svg: &mut String) {
        for mark in self.marks.iter().filter(|mark| mark.near) {
            let Some(spot) = self.frame.place(mark.at) else { continue };
            let [x, y] = self.spot(spot);
            let radius = NEAR * self.frame.scale * part;
            if radius < SMALLEST_RING {
                continue;
            }
            let _ = write!(
                svg,
                "<circle class=\"map-near\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
                Rough(x),
                Rough(y),
                Rough(radius)
            );
        }
    }

    fn draw_circles(&self, svg: &mut String) {
        let most = self.circles.iter().map(|circle| circle.count).max().unwrap_or(1).max(1);
        // Small numbers have small circles on every map.
        let full = (6.0 + 0.9 * (most as f64).sqrt()).min(RADII[1]);
        for circle in &self.circles {
            let [x, y] = self.spot(circle.spot);
            let share = circle.count as f64 / most as f64;
            let radius = (full * share.sqrt()).max(RADII[0]);
            let class = match circle.gathers {
                Gathers::Somewhere => "map-somewhere",
                Gathers::Touching | Gathers::Cell => "map-many",
            };
            let target = match circle.gathers {
                Gathers::Cell => HEXAGON,
                Gathers::Touching | Gathers::Somewhere => ROUND,
            };
            let _ = write!(
                svg,
                "<a href=\"{}\" transform=\"translate({} {})\"><title>{}</title>\
                 {target}",
                escaped(&circle.href),
                Rough(x),
                Rough(y),
                escaped(&circle.title)
            );
            // What is hit lies in the grid; what is seen lies where the incidents are.
            let mark = self.spot(circle.mark);
            let (over, down) = (mark[0] - x, mark[1] - y);
            if circle.mark != circle.spot {
                let _ = write!(svg, "<g transform=\"translate({} {})\">", Rough(over), Rough(down));
            }
            let _ = write!(svg, "<circle class=\"{class}\" r=\"{}\"/>", Rough(radius));
            // A number that its circle cannot hold is written over it, with an edge.
            let needed = match circle.text.chars().count() {
                0..=1 => 5.5,
                2 => 7.5,
                3 => 9.5,
                _ => f64::INFINITY,
            };
            let long = if radius >= needed { "" } else { " map-long" };
            let text = escaped(&circle.text);
            let _ = write!(svg, "<text class=\"map-number{long}\">{text}</text>");
            if circle.mark != circle.spot {
                svg.push_str("</g>");
            }
            svg.push_str("</a>");
        }
    }

    fn draw_marks(&self, height: f64, svg: &mut String) {
        let spots: Vec<Option<[f64; 2]>> = self
            .marks
            .iter()
            .map(|mark| self.frame.place(mark.at).map(|spot| self.spot(spot)))
            .collect();
        let mut taken: Vec<[f64; 4]> =
            spots.iter().flatten().map(|[x, y]| [x - 7.0, y - 7.0, x + 7.0, y + 7.0]).collect();
        for (mark, spot) in self.marks.iter().zip(&spots) {
            let Some([x, y]) = *spot else { continue };
            let _ = write!(
                svg,
                "<a href=\"{}\" transform=\"translate({} {})\"><title>{}</title>\
                 <g class=\"map-sized\">{ROUND}",
                escaped(&mark.href),
                Rough(x),
                Rough(y),
                escaped(&mark.title)
            );
            draw(mark.sign, mark.near, svg);
            if let Some(name) = &mark.name
                && let Some((offset, anchor)) = room(name, [x, y], height, &mut taken)
            {
                let _ = write!(
                    svg,
                    "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
                    Rough(offset[0]),
                    Rough(offset[1]),
                    escaped(name)
                );
            }
            svg.push_str("</g></a>");
        }
    }
}

/// Where a name stands beside its mark without touching another, if anywhere: its offset from the
/// mark and its anchor.
fn room(
    name: &str,
    [x, y]: [f64; 2],
    height: f64,
    taken: &mut Vec<[f64; 4]>,
) -> Option<([f64; 2], &'static str)> {
    let wide = |c: char| if u32::from(c) >= 0x2e80 { TYPE } else { TYPE * 0.58 };
    let length: f64 = name.chars().map(wide).sum();
    let half = length / 2.0;
    let tries = [
        ([10.0, 4.5], "start", 0.0),
        ([-10.0, 4.5], "end", -length),
        ([0.0, -10.0], "middle", -half),
        ([0.0, 20.0], "middle", -half),
    ];
    tries.into_iter().find_map(|(offset, anchor, shift)| {
        let left = x + offset[0] + shift;
        let base = y + offset[1];
        let own = [left, base - TYPE, left + length, base + 3.0];
        let inside = own[0] >= 2.0 && own[1] >= 0.0 && own[2] <= ACROSS - 2.0 && own[3] <= height;
        let free = taken.iter().all(|other| {
            own[0] >= other[2] || own[2] <= other[0] || own[1] >= other[3] || own[3] <= other[1]
        });
        (inside && free).then(|| {
            taken.push(own);
            (offset, anchor)
        })
    })
}

/// A text as it stands in SVG. Most texts hold nothing to escape.
fn escaped(text: &str) -> Cow<'_, str> {
    let special = |c: char| matches!(c, '&' | '<' | '>' | '"') || c.is_control();
    if !text.contains(special) {
        return text.into();
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped.into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mark(at: LonLat, near: bool) -> Mark {
        let title = "Sampleford <&>".to_owned();
        let name = Some("Sampleford".to_owned());
        Mark { at, sign: Sign::Attacked, near, href: "#place-1".to_owned(), title, name }
    }

    fn map(positions: &[LonLat], zoom: bool) -> String {
        let frame = Frame::around(positions, 150.0).expect("positions");
        let mut map = Map::new(&frame);
        map.marks = positions.iter().map(|at| mark(*at, true)).collect();
        if zoom {
            map.close_in();
        }
        map.svg()
    }

    /// Where the marks of a picture stand, and how high the picture is.
    fn marks(svg: &str) -> (Vec<[f64; 2]>, f64) {
        let number = |text: &str| text.parse::<f64>().expect(text);
        let after = |text: &str| -> [f64; 2] {
            let inside = text.split(')').next().expect("a bracket");
            let (x, y) = inside.split_once(' ').expect("two numbers");
            [number(x), number(y)]
        };
        let height = svg.split("<svg width=\"360\" height=\"").nth(1).expect("the picture");
        let height = number(height.split('"').next().expect("a number"));
        (
            svg.split("<a href=\"#place-1\" transform=\"translate(").skip(1).map(after).collect(),
            height,
        )
    }

    #[test]
    fn a_mark_says_what_it_is_and_leads_there() {
        let svg = map(&[[179.9, -16.8]], false);
        assert!(svg.contains("<title>Sampleford &lt;&amp;&gt;</title>"), "{svg}");
        assert!(svg.contains(">Sampleford</text>"), "{svg}");
    }

    #[test]
    fn the_surroundings_of_a_point_are_true_to_scale() {
        let frame = Frame::around(&[[10.0, 0.0]], 360.0).expect("a frame");
        let mut picture = Map::new(&frame);
        picture.marks = vec![mark([10.0, 0.0], true)];
        assert!(picture.svg().contains("r=\"25\""), "a kilometre is a unit: {}", picture.svg());
        let bar = picture.scale_bar();
        assert_eq!(bar.kilometres, 100);
        assert!((bar.length - 100.0).abs() < 0.5, "{bar:?}");
        assert!(!bar.middle_only);
    }

    #[test]
    fn marks_close_together_are_enlarged_and_the_scale_with_them() {
        let frame = Frame::around(&[[0.0, 0.0], [20.0, 12.0]], 150.0).expect("a frame");
        let mut picture = Map::new(&frame);
        picture.marks = vec![mark([10.0, 5.0], false), mark([10.5, 5.0], false)];
        let before = picture.scale_bar();
        picture.close_in();
        let after = picture.scale_bar();
        assert!(after.kilometres < before.kilometres, "{before:?} {after:?}");
        let (spots, _) = marks(&picture.svg());
        let kilometres = (spots[1][0] - spots[0][0]) / after.length * after.kilometres as f64;
        assert!((kilometres - 55.4).abs() < 1.0, "{kilometres}");
    }

    #[test]
    fn names_that_would_touch_are_left_to_the_list() {
        let close: Vec<LonLat> = (0..9).map(|at| [10.0 + f64::from(at) * 0.001, 5.0]).collect();
        let named = map(&close, false).matches(">Sampleford</text>").count();
        assert!((1..9).contains(&named), "{named}");
    }

    proptest! {
        #[test]
        fn any_positions_stand_within_the_picture(
            positions in prop::collection::vec((-180.0..=180.0, -90.0..=90.0), 1..12),
            zoom: bool,
        ) {
            let positions: Vec<LonLat> = positions.into_iter().map(|(x, y)| [x, y]).collect();
            let svg = map(&positions, zoom);
            prop_assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
            let (spots, height) = marks(&svg);
            prop_assert_eq!(spots.len(), positions.len());
            for [x, y] in spots {
                prop_assert!((0.0..=360.0).contains(&x) && (0.0..=height).contains(&y), "{x} {y} {height}");
            }
        }
    }
}
