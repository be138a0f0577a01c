//! The claims of one measure on one scale: a row for each, its words beside it on the page.
//!
//! Shape tells what a claim states: a dot a number, a bar with ends a range, a bracket with an arrow
//! "at least". Filled is counted, hollow is not, a stroke through it rejects.

use std::borrow::Cow;
use std::fmt::{self, Write};

use super::Direction;
use super::scale::Scale;
use super::svg::{Escaped, Percent, drawn};
use crate::model::{Amount, Range};

/// What a claim states, as far as it can be drawn. Counts people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// One number.
    Number(u64),
    /// From one number to a higher one, perhaps with a best estimate.
    Between(u64, Option<u64>, u64),
    /// From a number upwards, perhaps with a best estimate.
    From(u64, Option<u64>),
}

/// How the mark of a claim looks, by what is done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// It makes the range.
    Filled,
    /// It is shown and makes no range.
    Hollow,
    /// It does not stand.
    Struck,
}

/// The scale of one measure of one incident.
#[derive(Clone, Debug)]
pub struct Claims<'a> {
    id: &'a str,
    scale: Scale,
    band: Option<(u64, Option<u64>)>,
    direction: Direction,
}

/// How many steps a scale has at most, and where its numbers are long.
const STEPS: u64 = 4;
const STEPS_OF_LONG: u64 = 2;
/// From here on the numbers of a scale are long.
const LONG: u64 = 100_000;

/// What begins the picture of a row and of the axis.
const OPEN: &str = "<svg width=\"100%\" height=\"24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" aria-hidden=\"true\">";

impl Extent {
    /// What a figure states; `None` where it is no number.
    pub fn of(amount: &Amount) -> Option<Self> {
        let low = u64::from(amount.low()?);
        let best = amount.best().map(u64::from);
        Some(match amount.high().map(u64::from) {
            None => Self::From(low, best.filter(|best| *best > low)),
            Some(high) if high > low => Self::Between(low, best, high),
            Some(_) => Self::Number(low),
        })
    }

    fn low(self) -> u64 {
        match self {
            Self::Number(low) | Self::Between(low, ..) | Self::From(low, _) => low,
        }
    }

    /// The highest number to be shown; an open claim has room for its arrow.
    fn high(self) -> u64 {
        match self {
            Self::Number(high) | Self::Between(_, _, high) => high,
            Self::From(low, best) => {
                let last = best.unwrap_or(low);
                last.saturating_add((last / 8).max(1))
            }
        }
    }
}

impl<'a> Claims<'a> {
    /// The scale on which all of `extents` and the range have their place. `id` tells the charts of a
    /// page apart.
    pub fn new(
        id: &'a str,
        extents: &[Extent],
        range: Option<&Range>,
        direction: Direction,
    ) -> Self {
        let band = range.and_then(|range| Some((range.low?, range.high)));
        let ends = band.into_iter().flat_map(|(low, high)| [low, high.unwrap_or(low)]);
        let lows = extents.iter().map(|extent| extent.low()).chain(ends.clone());
        let low = lows.min().unwrap_or_default();
        let high = extents.iter().map(|extent| extent.high()).chain(ends).max().unwrap_or_default();
        let steps = if high < LONG { STEPS } else { STEPS_OF_LONG };
        Self { id, scale: Scale::around(low, high, steps), band, direction }
    }

    /// The number where the scale begins.
    pub fn first(&self) -> u64 {
        self.scale.low()
    }

    /// The axis with its numbers, as `write` writes them. The rows refer to shapes in it, so it stands
    /// on the page before them.
    pub fn axis<'w>(&self, write: impl Fn(u64) -> Cow<'w, str>) -> String {
        drawn(1024, |out| {
            out.push_str(OPEN);
            let id = self.id;
            write!(out, "<defs><g id=\"{id}-scale\" stroke-width=\"1\">")?;
            self.draw_band(out)?;
            for tick in self.scale.ticks() {
                let x = self.x(tick);
                write!(
                    out,
                    "<line class=\"tick\" x1=\"{x}\" x2=\"{x}\" y2=\"100%\" stroke-opacity=\".25\"/>"
                )?;
            }
            // The bracket and the arrow turn with the direction, the stroke does not.
            let turn =
                if self.direction == Direction::Left { " transform=\"scale(-1 1)\"" } else { "" };
            write!(
                out,
                "</g><path id=\"{id}-from\" d=\"M6 4H0V20H6\"{turn}/>\
                 <path id=\"{id}-on\" d=\"M-7 6 0 12-7 18\"{turn}/>\
                 <path id=\"{id}-no\" d=\"M-9 21 9 3\"/></defs>"
            )?;
            self.draw_numbers(out, write)?;
            out.push_str("</svg>");
            Ok(())
        })
    }

    fn draw_band(&self, out: &mut String) -> fmt::Result {
        let Some((low, high)) = self.band else { return Ok(()) };
        let (from, to) = (self.scale.at(low), high.map_or(1.0, |high| self.scale.at(high)));
        let left = self.direction.left(from).min(self.direction.left(to));
        write!(
            out,
            "<rect class=\"band\" x=\"{}\" width=\"{}\" height=\"100%\" fill=\"currentColor\" fill-opacity=\".15\" stroke=\"none\"/>",
            Percent(left),
            Percent(to - from)
        )?;
        for end in [Some(low), high].into_iter().flatten() {
            let x = self.x(end);
            write!(out, "<line x1=\"{x}\" x2=\"{x}\" y2=\"100%\" stroke-dasharray=\"2\"/>")?;
        }
        Ok(())
    }

    fn draw_numbers<'w>(
        &self,
        out: &mut String,
        write: impl Fn(u64) -> Cow<'w, str>,
    ) -> fmt::Result {
        let (first, last) = (self.scale.low(), self.scale.high());
        for tick in self.scale.ticks() {
            // The outermost stay inside; `start` and `end` follow the direction of the page.
            let anchor = match tick {
                tick if tick == first => "start",
                tick if tick == last => "end",
                _ => "middle",
            };
            let text = write(tick);
            write!(
                out,
                "<text x=\"{}\" y=\"16\" text-anchor=\"{anchor}\" fill=\"currentColor\" stroke=\"none\">{}</text>",
                self.x(tick),
                Escaped(&text)
            )?;
        }
        Ok(())
    }

    /// The mark of a claim; without an extent the scale alone, since words have no place on it.
    pub fn mark(&self, extent: Option<Extent>, look: Look) -> String {
        drawn(320, |out| {
            write!(out, "{OPEN}<use href=\"#{}-scale\"/>", self.id)?;
            if let Some(extent) = extent {
                self.draw_mark(out, extent, look)?;
            }
            out.push_str("</svg>");
            Ok(())
        })
    }

    fn draw_mark(&self, out: &mut String, extent: Extent, look: Look) -> fmt::Result {
        let filled = look == Look::Filled;
        let fill = if filled { " fill=\"currentColor\"" } else { "" };
        let middle = match extent {
            Extent::Number(number) => {
                write!(out, "<circle cx=\"{}\" cy=\"12\" r=\"5\"{fill}/>", self.x(number))?;
                self.share(number)
            }
            Extent::Between(low, best, high) => {
                let (from, to) = (self.share(low), self.share(high));
                let (left, width) = (from.min(to), (to - from).abs());
                write!(
                    out,
                    "<rect x=\"{}\" y=\"9\" width=\"{}\" height=\"6\"{fill}/>",
                    Percent(left),
                    Percent(width)
                )?;
                for end in [from, to] {
                    let x = Percent(end);
                    write!(out, "<line x1=\"{x}\" x2=\"{x}\" y1=\"4\" y2=\"20\"/>")?;
                }
                self.draw_best(out, best)?;
                (from + to) / 2.0
            }
            Extent::From(low, best) => {
                let id = self.id;
                let (from, to) = (self.share(low), self.direction.left(1.0));
                let (x, on) = (Percent(from), Percent(to));
                // No rectangle ends at an arrow: a thick line is filled, a broken one is hollow.
                let line = if filled { " stroke-width=\"4\"" } else { " stroke-dasharray=\"4 3\"" };
                write!(
                    out,
                    "<line x1=\"{x}\" x2=\"{on}\" y1=\"12\" y2=\"12\"{line}/>\
                     <use href=\"#{id}-from\" x=\"{x}\"/><use href=\"#{id}-on\" x=\"{on}\"/>"
                )?;
                self.draw_best(out, best)?;
                (from + to) / 2.0
            }
        };
        if look == Look::Struck {
            write!(out, "<use href=\"#{}-no\" x=\"{}\"/>", self.id, Percent(middle))?;
        }
        Ok(())
    }

    /// The best estimate of a range: a dot that stands out of its bar.
    fn draw_best(&self, out: &mut String, best: Option<u64>) -> fmt::Result {
        let Some(best) = best else { return Ok(()) };
        write!(out, "<circle cx=\"{}\" cy=\"12\" r=\"5\" fill=\"currentColor\"/>", self.x(best))
    }

    fn share(&self, number: u64) -> f64 {
        self.direction.left(self.scale.at(number))
    }

    fn x(&self, number: u64) -> Percent {
        Percent(self.share(number))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marks(figures: &[&str], direction: Direction) -> Vec<String> {
        let extents: Vec<Option<Extent>> = figures
            .iter()
            .map(|figure| Extent::of(&figure.parse::<Amount>().expect("a figure")))
            .collect();
        let drawn: Vec<Extent> = extents.iter().copied().flatten().collect();
        let chart = Claims::new("killed", &drawn, None, direction);
        extents.iter().map(|extent| chart.mark(*extent, Look::Filled)).collect()
    }

    #[test]
    fn each_form_has_its_shape_at_its_place() {
        let marks = marks(&["100", "100-200", "more than 100", "hundreds"], Direction::Right);
        assert!(marks[0].contains("<circle cx=\"50%\""), "{}", marks[0]);
        assert!(marks[1].contains("<rect x=\"50%\" y=\"9\" width=\"50%\""), "{}", marks[1]);
        assert!(marks[1].contains("<line x1=\"100%\" x2=\"100%\""), "{}", marks[1]);
        assert!(marks[2].contains("<use href=\"#killed-from\" x=\"50.5%\"/>"), "{}", marks[2]);
        assert!(marks[2].contains("<use href=\"#killed-on\" x=\"100%\"/>"), "{}", marks[2]);
        assert!(!marks[3].contains("circle") && !marks[3].contains("rect"), "{}", marks[3]);
    }

    #[test]
    fn a_scale_turns_with_the_page() {
        let marks = marks(&["50", "100-200", "at least 150"], Direction::Left);
        assert!(marks[0].contains("<circle cx=\"75%\""), "{}", marks[0]);
        assert!(marks[1].contains("<rect x=\"0%\" y=\"9\" width=\"50%\""), "{}", marks[1]);
        assert!(marks[2].contains("<use href=\"#killed-on\" x=\"0%\"/>"), "{}", marks[2]);
    }

    #[test]
    fn an_open_claim_has_room_for_its_arrow() {
        let extent = Extent::From(100, None);
        let chart = Claims::new("killed", &[extent], None, Direction::Right);
        assert!(chart.share(100) < 0.95);
    }

    #[test]
    fn what_is_not_counted_is_hollow_and_what_is_rejected_is_struck() {
        let chart = Claims::new("killed", &[Extent::Number(9)], None, Direction::Right);
        let mark = |look| chart.mark(Some(Extent::Number(9)), look);
        assert!(mark(Look::Filled).contains("r=\"5\" fill"));
        assert!(!mark(Look::Hollow).contains("r=\"5\" fill"));
        assert!(mark(Look::Struck).contains("#killed-no") && !mark(Look::Hollow).contains("-no"));
    }

    /// The number after `name="` in a picture, in percent, for each time that it stands there.
    fn numbers(picture: &str, name: &str) -> Vec<f64> {
        let before = format!(" {name}=\"");
        let after = picture.split(&before).skip(1);
        after.map(|rest| rest.split('%').next().unwrap_or_default().parse().expect("%")).collect()
    }

    fn amount() -> impl Strategy<Value = Amount> {
        let number = || prop_oneof![0..50_u32, 0..u32::MAX];
        prop_oneof![
            number().prop_map(Amount::Exactly),
            number().prop_map(Amount::About),
            number().prop_map(Amount::AtLeast),
            number().prop_map(Amount::MoreThan),
            number().prop_map(Amount::UpTo),
            (number(), number()).prop_map(|(a, b)| Amount::Between(a.min(b), a.max(b))),
            (number(), number()).prop_map(|(a, b)| Amount::Estimate {
                low: Some(a.min(b)),
                best: None,
                high: Some(a.max(b)),
            }),
            Just(Amount::None),
            Just(Amount::Unknown),
            Just(Amount::Words("scores".into())),
        ]
    }

    proptest! {
        #[test]
        fn a_claim_with_a_number_appears_once_with_the_right_ends(
            amounts in prop::collection::vec(amount(), 1..9),
            left: bool,
        ) {
            let direction = if left { Direction::Left } else { Direction::Right };
            let extents: Vec<Extent> = amounts.iter().filter_map(Extent::of).collect();
            let chart = Claims::new("killed", &extents, None, direction);
            let place = |number: Option<u32>| {
                100.0 * number.map_or(1.0, |number| chart.scale.at(number.into()))
            };
            for amount in &amounts {
                let picture = chart.mark(Extent::of(amount), Look::Struck);
                prop_assert!(!picture.contains("NaN") && !picture.contains("inf"));
                let (dots, bars) = (numbers(&picture, "cx"), numbers(&picture, "width"));
                // The picture itself is as wide as it can be.
                prop_assert_eq!(bars[0], 100.0);
                let arrows = picture.matches("-from\"").count();
                let shapes = dots.len() + (bars.len() - 1) + arrows;
                prop_assert_eq!(shapes, usize::from(amount.is_number()), "{}", picture);
                prop_assert_eq!(picture.matches("-no\"").count(), shapes);
                let mut ends = numbers(&picture, "x1");
                ends.extend(numbers(&picture, "x2"));
                ends.extend(dots);
                if ends.is_empty() {
                    continue;
                }
                let turned = |x: f64| if left { 100.0 - x } else { x };
                let ends: Vec<f64> = ends.into_iter().map(turned).collect();
                let low = ends.iter().copied().fold(f64::MAX, f64::min);
                let high = ends.iter().copied().fold(f64::MIN, f64::max);
                prop_assert!((low - place(amount.low())).abs() < 0.01, "{low} {picture}");
                prop_assert!((high - place(amount.high())).abs() < 0.01, "{high} {picture}");
            }
        }
    }

    #[test]
    fn the_range_is_a_band_behind_every_row() {
        let range = Range { low: Some(10), high: None, ..Range::default() };
        let extents = [Extent::From(10, None), Extent::Number(40)];
        let chart = Claims::new("killed", &extents, Some(&range), Direction::Right);
        let axis = chart.axis(|n| format!("<{n}>").into());
        assert!(axis.contains("<rect class=\"band\" x=\"25%\" width=\"75%\""), "{axis}");
        assert!(axis.contains(">&lt;40&gt;</text>"), "{axis}");
        assert!(chart.mark(None, Look::Hollow).contains("<use href=\"#killed-scale\"/>"));
    }
}
