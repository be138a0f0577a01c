//! What was recorded over time: a panel of bars for how many, a panel of ranges for how many people.
//!
//! Time is cut into slots of equal width. A slot without a record shows nothing: no bar and no line
//! at zero, since nothing recorded does not mean that nothing happened.

use std::borrow::Cow;
use std::fmt::{self, Write};

use super::Direction;
use super::scale::Scale;
use super::svg::{Escaped, Percent, Short, drawn};

/// How high the room for bars is, in CSS pixels.
const PLOT: f64 = 96.0;
/// The room above for the arrow of an open range, and below for the labels of time.
const ABOVE: f64 = 14.0;
const BELOW: f64 = 24.0;
/// The height of one row of the numbers of milestones.
const MARK_ROW: f64 = 16.0;
/// What a character of a label takes of the width of a narrow screen, and the gap beside it.
const CHARACTER: f64 = 0.028;
const GAP: f64 = 0.05;
/// The widest bar: that of one slot in 16.
const WIDEST: f64 = 1.0 / 16.0;
/// How many steps a scale has at most.
const STEPS: u64 = 5;
/// How high the picture of a small multiple is.
const SMALL: f64 = 40.0;

/// The slots of time that the panels of a chart have in common.
#[derive(Clone, Debug)]
pub struct Time {
    /// How many slots there are.
    pub slots: usize,
    /// What stands below them.
    pub labels: Vec<Label>,
    /// Events that are marked across all panels, in the order of time.
    pub marks: Vec<Mark>,
    /// Which way time runs.
    pub direction: Direction,
}

/// A name for some slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The first of them.
    pub slot: usize,
    /// How many they are.
    pub length: usize,
    /// The name.
    pub text: String,
}

/// An event in a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its slot.
    pub slot: usize,
    /// What names it in the picture: short.
    pub label: String,
    /// What it is.
    pub title: String,
}

/// A bar of a panel of counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Its slot.
    pub slot: usize,
    /// How many; zero draws nothing.
    pub count: u64,
    /// What it says in words.
    pub title: String,
}

/// What a panel of ranges shows in a slot that has records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its slot.
    pub slot: usize,
    /// The sum; `None` where no record of the slot has a number.
    pub range: Option<Bounds>,
    /// What it says in words.
    pub title: String,
}

/// A sum of ranges. Counts people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The lowest.
    pub low: u64,
    /// The best estimate, where all parts have one.
    pub best: Option<u64>,
    /// The highest that is stated.
    pub high: u64,
    /// Whether it may be higher than that.
    pub open: bool,
}

/// Where a panel stands in its picture, from top to bottom.
struct Panel<'a> {
    time: &'a Time,
    scale: Scale,
    /// Where the room for bars begins.
    top: f64,
}

impl Time {
    /// Of `labels`, those that have room below so many slots: where each slot has a name of its own,
    /// those whose number is a multiple of the first of `every` that leaves room.
    pub fn roomy(slots: usize, labels: Vec<(i64, Label)>, every: &[usize]) -> Vec<Label> {
        let share = |length: usize| portion(length, slots);
        if labels.iter().any(|(_, label)| label.length > 1) {
            let fits = |label: &Label| share(label.length) >= label.width();
            return labels.into_iter().map(|(_, label)| label).filter(fits).collect();
        }
        let widest = labels.iter().map(|(_, label)| label.width()).fold(0.0, f64::max);
        let step = every.iter().copied().find(|step| share(*step) >= widest).unwrap_or(slots);
        let step = i64::try_from(step.max(1)).unwrap_or(i64::MAX);
        let chosen = labels.into_iter().filter(|(number, _)| number.rem_euclid(step) == 0);
        chosen.map(|(_, label)| label).collect()
    }

    /// The panel of counts. `write` writes the numbers of the scale; `name` says what it shows.
    pub fn counts<'w>(
        &self,
        name: &str,
        bars: &[Bar],
        write: impl Fn(u64) -> Cow<'w, str>,
    ) -> String {
        let highest = bars.iter().map(|bar| bar.count).max().unwrap_or_default();
        let rows = self.mark_rows();
        let count = rows.iter().max().map_or(0, |highest| highest + 1);
        let panel = Panel {
            time: self,
            scale: Scale::from_zero(highest, STEPS),
            top: ABOVE + MARK_ROW * portion(count, 1),
        };
        drawn(512 + bars.len() * 160, |out| {
            panel.open(out, name, write)?;
            panel.marks(out, Some(&rows))?;
            for bar in bars.iter().filter(|bar| bar.count > 0) {
                panel.bar(out, bar)?;
            }
            out.push_str("</svg>");
            Ok(())
        })
    }

    /// The panel of ranges; as [`Time::counts`]. `id` tells the charts of a page apart.
    pub fn ranges<'w>(
        &self,
        id: &str,
        name: &str,
        spans: &[Span],
        write: impl Fn(u64) -> Cow<'w, str>,
    ) -> String {
        let highest = spans.iter().filter_map(|span| span.range).map(|range| range.high).max();
        let scale = Scale::from_zero(highest.unwrap_or_default(), STEPS);
        let panel = Panel { time: self, scale, top: ABOVE };
        drawn(512 + spans.len() * 320, |out| {
            panel.open(out, name, write)?;
            write!(
                out,
                "<defs><path id=\"{id}-up\" d=\"M-4-3 0-8 4-3\" stroke-width=\"1.5\"/></defs>"
            )?;
            panel.marks(out, None)?;
            for span in spans {
                panel.span(out, id, span)?;
            }
            out.push_str("</svg>");
            Ok(())
        })
    }

    /// Bars alone, for one of several small pictures with the scale of `highest`; the words stand
    /// beside it.
    pub fn small(&self, bars: &[(usize, u64)], highest: u64) -> String {
        drawn(256 + bars.len() * 64, |out| {
            write!(
                out,
                "<svg width=\"100%\" height=\"{SMALL}\" fill=\"currentColor\" aria-hidden=\"true\">"
            )?;
            for (slot, count) in bars.iter().filter(|(_, count)| *count > 0) {
                let (left, width) = self.bar(*slot);
                let height = (SMALL - 2.0) * share(*count, highest);
                write!(
                    out,
                    "<rect x=\"{left}\" width=\"{width}\" y=\"{}\" height=\"{}\"/>",
                    Short(SMALL - 1.0 - height),
                    Short(height)
                )?;
            }
            let y = SMALL - 0.5;
            write!(out, "<line x2=\"100%\" y1=\"{y}\" y2=\"{y}\" stroke=\"currentColor\"/></svg>")
        })
    }

    /// In which row above the panel each mark has its label, so that none covers another.
    fn mark_rows(&self) -> Vec<usize> {
        let mut ends: Vec<f64> = Vec::new();
        let row = |mark: &Mark| {
            let half = width(&mark.label) / 2.0;
            let middle = self.middle(mark.slot);
            let free = ends.iter().position(|end| *end <= middle - half);
            let row = free.unwrap_or(ends.len());
            if row == ends.len() {
                ends.push(0.0);
            }
            ends[row] = middle + half;
            row
        };
        self.marks.iter().map(row).collect()
    }

    /// The middle of a slot as a share of the way.
    fn middle(&self, slot: usize) -> f64 {
        (portion(slot, 1) + 0.5) / portion(self.slots.max(1), 1)
    }

    /// Where a slot's bar begins on the left, and how wide it is.
    fn bar(&self, slot: usize) -> (Percent, Percent) {
        let width = (0.8 * portion(1, self.slots)).min(WIDEST);
        let left = self.direction.left(self.middle(slot)) - width / 2.0;
        (Percent(left), Percent(width))
    }

    fn x(&self, share: f64) -> Percent {
        Percent(self.direction.left(share))
    }
}

impl Label {
    /// The share of the width that it needs.
    fn width(&self) -> f64 {
        width(&self.text)
    }
}

impl Panel<'_> {
    /// The beginning of the picture: gridlines with their numbers, and the labels of time.
    fn open<'w>(
        &self,
        out: &mut String,
        name: &str,
        write: impl Fn(u64) -> Cow<'w, str>,
    ) -> fmt::Result {
        // The style sheet leaves room beside the picture for numbers of this length.
        let length = self.scale.ticks().map(|tick| write(tick).chars().count()).max();
        let wide = match length.unwrap_or_default() {
            ..=5 => "",
            6..=9 => "class=\"wide-axis\" ",
            _ => "class=\"widest-axis\" ",
        };
        write!(
            out,
            "<svg {wide}role=\"img\" aria-label=\"{}\" width=\"100%\" height=\"{}\" fill=\"currentColor\" stroke=\"none\">",
            Escaped(name),
            Short(self.top + PLOT + BELOW)
        )?;
        // `end` follows the direction of the page, and so must the gap.
        let (x, gap) = match self.time.direction {
            Direction::Right => ("0", "-6"),
            Direction::Left => ("100%", "6"),
        };
        for tick in self.scale.ticks() {
            let y = self.y(tick);
            let faint = if tick == 0 { "" } else { " stroke-opacity=\".25\"" };
            write!(
                out,
                "<line x2=\"100%\" y1=\"{}\" y2=\"{}\" stroke=\"currentColor\"{faint}/>\
                 <text x=\"{x}\" dx=\"{gap}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                Short(y),
                Short(y),
                Short(y + 5.0),
                Escaped(&write(tick))
            )?;
        }
        self.labels(out)
    }

    fn labels(&self, out: &mut String) -> fmt::Result {
        let time = self.time;
        for label in &time.labels {
            let whole = portion(label.slot, time.slots);
            let (at, anchor) = match label.length {
                // The name of one slot stands below its middle, unless it would leave the picture.
                1 => match time.middle(label.slot) {
                    middle if middle < label.width() / 2.0 => (0.0, "start"),
                    middle if middle > 1.0 - label.width() / 2.0 => (1.0, "end"),
                    middle => (middle, "middle"),
                },
                _ => (whole, "start"),
            };
            let tick = if label.length == 1 { time.middle(label.slot) } else { whole };
            let (top, x) = (self.top + PLOT, time.x(tick));
            write!(
                out,
                "<line x1=\"{x}\" x2=\"{x}\" y1=\"{}\" y2=\"{}\" stroke=\"currentColor\"/>\
                 <text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
                Short(top),
                Short(top + 5.0),
                time.x(at),
                Short(top + 20.0),
                Escaped(&label.text)
            )?;
        }
        Ok(())
    }

    /// The lines of the marked events, with their labels where `rows` says in which row they stand.
    fn marks(&self, out: &mut String, rows: Option<&[usize]>) -> fmt::Result {
        for (at, mark) in self.time.marks.iter().enumerate() {
            let x = self.time.x(self.time.middle(mark.slot));
            let row = rows.and_then(|rows| rows.get(at)).copied();
            let label = row.map(|row| MARK_ROW * portion(row + 1, 1));
            write!(
                out,
                "<g class=\"milestone\"><title>{}</title>\
                 <line x1=\"{x}\" x2=\"{x}\" y1=\"{}\" y2=\"{}\" stroke=\"currentColor\" stroke-dasharray=\"3 2\"/>",
                Escaped(&mark.title),
                Short(label.map_or(0.0, |label| label + 2.0)),
                Short(self.top + PLOT)
            )?;
            if let Some(label) = label {
                write!(
                    out,
                    "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                    Short(label - 2.0),
                    Escaped(&mark.label)
                )?;
            }
            out.push_str("</g>");
        }
        Ok(())
    }

    fn bar(&self, out: &mut String, bar: &Bar) -> fmt::Result {
        let (left, width) = self.time.bar(bar.slot);
        let y = self.y(bar.count);
        write!(
            out,
            "<rect x=\"{left}\" width=\"{width}\" y=\"{}\" height=\"{}\"><title>{}</title></rect>",
            Short(y),
            Short(self.top + PLOT - y),
            Escaped(&bar.title)
        )
    }

    fn span(&self, out: &mut String, id: &str, span: &Span) -> fmt::Result {
        let time = self.time;
        let x = time.x(time.middle(span.slot));
        let zero = self.top + PLOT;
        write!(out, "<g stroke=\"currentColor\"><title>{}</title>", Escaped(&span.title))?;
        let Some(Bounds { low, best, high, open }) = span.range else {
            // Recorded, and nobody gives a number: a ring on the line, which is no bar.
            return write!(
                out,
                "<circle class=\"no-number\" cx=\"{x}\" cy=\"{}\" r=\"2.5\" fill=\"none\"/></g>",
                Short(zero)
            );
        };
        let (left, width) = time.bar(span.slot);
        let (bottom, top) = (self.y(low), self.y(high));
        if low > 0 {
            write!(
                out,
                "<line x1=\"{x}\" x2=\"{x}\" y1=\"{}\" y2=\"{}\" stroke-opacity=\".5\"/>",
                Short(bottom),
                Short(zero)
            )?;
        }
        // One number is a stroke of its own height, or it could not be seen.
        let (y, height, opacity) = if low == high {
            (bottom - 1.5, 3.0, "1")
        } else {
            (top, (bottom - top).max(1.0), ".35")
        };
        write!(
            out,
            "<rect x=\"{left}\" width=\"{width}\" y=\"{}\" height=\"{}\" fill-opacity=\"{opacity}\"/>",
            Short(y),
            Short(height)
        )?;
        if let Some(best) = best.filter(|_| low != high) {
            let y = self.y(best);
            write!(
                out,
                "<rect class=\"best\" x=\"{left}\" width=\"{width}\" y=\"{}\" height=\"2\"/>",
                Short(y - 1.0)
            )?;
        }
        if open {
            write!(out, "<use href=\"#{id}-up\" x=\"{x}\" y=\"{}\" fill=\"none\"/>", Short(y))?;
        }
        out.push_str("</g>");
        Ok(())
    }

    /// How far below the top of the picture a number lies.
    fn y(&self, number: u64) -> f64 {
        self.top + PLOT * (1.0 - self.scale.at(number))
    }
}

/// The share of the width of a narrow screen that a text takes with the gap beside it.
fn width(text: &str) -> f64 {
    GAP + CHARACTER * portion(text.chars().count(), 1)
}

/// A part of a whole, each counted in slots or rows.
#[expect(clippy::cast_precision_loss, reason = "a picture has few slots")]
fn portion(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// A part of a whole, each a count of records.
#[expect(clippy::cast_precision_loss, reason = "a picture has few digits")]
fn share(part: u64, whole: u64) -> f64 {
    part.min(whole) as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(slots: usize) -> Time {
        Time { slots, labels: Vec::new(), marks: Vec::new(), direction: Direction::Right }
    }

    fn span(range: Option<Bounds>) -> Span {
        Span { slot: 1, range, title: "March & April".to_owned() }
    }

    #[test]
    fn a_slot_without_a_record_shows_nothing() {
        let bars =
            [(0, 4), (1, 0), (3, 2)].map(|(slot, count)| Bar { slot, count, title: String::new() });
        let picture = time(4).counts("a", &bars, |n| n.to_string().into());
        assert_eq!(picture.matches("<rect").count(), 2, "{picture}");
        assert!(picture.contains("y=\"14\" height=\"96\""), "{picture}");
        assert!(picture.contains("y=\"62\" height=\"48\""), "{picture}");
    }

    #[test]
    fn a_range_is_a_range_and_no_number_is_a_ring() {
        let draw = |range| time(4).ranges("t", "a", &[span(range)], |n| n.to_string().into());
        let range = Bounds { low: 10, best: Some(15), high: 20, open: false };
        let picture = draw(Some(range));
        assert!(picture.contains("y=\"14\" height=\"48\" fill-opacity=\".35\""), "{picture}");
        assert!(picture.contains("class=\"best\""), "{picture}");
        assert!(picture.contains("<title>March &amp; April</title>"), "{picture}");
        assert!(!picture.contains("#t-up"), "{picture}");
        let open = draw(Some(Bounds { best: None, open: true, ..range }));
        assert!(open.contains("#t-up") && !open.contains("best"), "{open}");
        let one = draw(Some(Bounds { low: 20, best: Some(20), high: 20, open: false }));
        assert!(one.contains("y=\"12.5\" height=\"3\"") && !one.contains("best"), "{one}");
        let silent = draw(None);
        assert!(silent.contains("no-number") && !silent.contains("<rect"), "{silent}");
    }

    #[test]
    fn labels_stand_where_there_is_room() {
        let years = |slots: usize| {
            let label = |slot: usize| {
                let year = 1984 + i64::try_from(slot).expect("a year");
                (year, Label { slot, length: 1, text: year.to_string() })
            };
            let labels = Time::roomy(slots, (0..slots).map(label).collect(), &[1, 2, 5, 10]);
            labels.into_iter().map(|label| label.text).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(years(4), "1984 1985 1986 1987");
        assert_eq!(years(10), "1984 1986 1988 1990 1992");
        assert_eq!(years(40), "1990 2000 2010 2020");
        let group = |slot, length| (0, Label { slot, length, text: "2022".to_owned() });
        let groups = vec![group(0, 2), group(2, 12), group(14, 6)];
        assert_eq!(Time::roomy(20, groups, &[1]).len(), 2);
    }

    #[test]
    fn marks_that_lie_close_together_stand_in_rows() {
        let marks =
            [0, 1, 30].map(|slot| Mark { slot, label: "10".to_owned(), title: String::new() });
        assert_eq!(Time { marks: marks.into(), ..time(40) }.mark_rows(), [0, 1, 0]);
    }

    #[test]
    fn time_runs_along_with_the_page() {
        let left = Time { direction: Direction::Left, ..time(20) };
        assert_eq!(time(20).small(&[(0, 1)], 1).matches("x=\"0.5%\"").count(), 1);
        assert_eq!(left.small(&[(0, 1)], 1).matches("x=\"95.5%\"").count(), 1);
    }
}
