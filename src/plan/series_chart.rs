//! What was recorded over time, as pages show it: pictures, milestones, and the same numbers.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use serde::Serialize;

use super::series::{Point, Series, Step};
use super::view::{DateText, Link, Views};
use super::{Scope, Target};
use crate::figure::series::{Bar, Bounds, Label, Mark, Span, Time};
use crate::model::{Case, MilestoneIx, RegionIx};
use crate::words::Arg;

/// How many milestones are marked at most, and how many sub-regions have a picture.
const MILESTONES: usize = LETTERS.len();
const SUB_REGIONS: usize = 12;

/// The names of marked milestones.
const LETTERS: [char; 12] = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M'];

/// What was recorded over time.
#[derive(Debug, Serialize)]
pub struct SeriesChart<'a> {
    /// How time is cut, from when to when, in a sentence.
    pub caption: Cow<'a, str>,
    /// The pictures, one above the other.
    pub panels: Vec<Panel<'a>>,
    /// What is not in the pictures, in sentences.
    pub notes: Vec<Cow<'a, str>>,
    /// The milestones that are marked, oldest first.
    pub milestones: Vec<MarkedMilestone<'a>>,
    /// What the people are that the numbers count; null where there is no number.
    pub measure: Option<Cow<'a, str>>,
    /// The same numbers, oldest first; periods without an incident are left out.
    pub rows: Vec<PeriodRow<'a>>,
}

/// One picture of a chart.
#[derive(Debug, Serialize)]
pub struct Panel<'a> {
    /// What it shows.
    pub label: Cow<'a, str>,
    /// How it is read, in a sentence; may be null.
    pub key: Option<Cow<'a, str>>,
    /// The picture as SVG.
    pub svg: String,
}

/// A milestone that is marked in a chart.
#[derive(Debug, Serialize)]
pub struct MarkedMilestone<'a> {
    /// What names it in the picture: a letter, since a number over a bar reads as its height.
    pub letter: char,
    /// The milestone.
    pub link: Link<'a>,
    /// When.
    pub date: DateText,
}

/// The numbers of a period.
#[derive(Debug, Serialize)]
pub struct PeriodRow<'a> {
    /// The month or year.
    pub period: Link<'a>,
    /// How many incidents are recorded in it.
    pub incidents: Cow<'a, str>,
    /// The sum of people in words; null where no incident has a number.
    pub people: Option<Cow<'a, str>>,
}

/// The incidents of sub-regions over time, all on one scale.
#[derive(Debug, Serialize)]
pub struct SmallMultiples<'a> {
    /// Which regions are shown, in what order and on what scale, in words.
    pub note: Cow<'a, str>,
    /// The regions, by name.
    pub regions: Vec<SmallMultiple<'a>>,
}

/// The incidents of a sub-region over time.
#[derive(Debug, Serialize)]
pub struct SmallMultiple<'a> {
    /// The region.
    pub link: Link<'a>,
    /// How many incidents are recorded in it, in words.
    pub incidents: Cow<'a, str>,
    /// The picture as SVG.
    pub svg: String,
}

/// From when to when a chart shows what, and how it is cut.
struct Frame {
    step: Step,
    positions: RangeInclusive<i32>,
}

impl Frame {
    /// The slot of a period; `None` for one outside, or a month that is not known.
    fn slot(&self, period: (i16, Option<i8>)) -> Option<usize> {
        self.slot_at(self.step.position(period)?)
    }

    fn slot_at(&self, position: i32) -> Option<usize> {
        let inside = self.positions.contains(&position);
        inside.then(|| usize::try_from(position - self.positions.start()).ok()).flatten()
    }

    fn slots(&self) -> usize {
        self.positions.clone().count()
    }
}

impl<'a> Views<'a> {
    /// What was recorded over time; `None` where fewer than two periods have an incident.
    pub(super) fn series(&self, scope: Scope) -> Option<SeriesChart<'a>> {
        let plan = self.plan;
        let series = plan.totals.series(scope)?;
        let frame = self.frame(scope, series)?;
        let milestones = self.milestones_in(scope, &frame);
        let shown = milestones.len().saturating_sub(MILESTONES);
        let time = Time {
            slots: frame.slots(),
            labels: self.time_labels(&frame),
            marks: self.marks(&frame, &milestones[shown..]),
            direction: self.direction(),
        };
        let panels = self.panels(series, &frame, &time);
        Some(SeriesChart {
            caption: self.series_caption(&frame),
            notes: self.series_notes(series, milestones.len()),
            milestones: self.marked(&milestones[shown..]),
            measure: (panels.len() > 1).then(|| self.charted()).flatten(),
            panels,
            rows: series.points.iter().map(|point| self.period_row(series.step, point)).collect(),
        })
    }

    /// From when to when the chart of a scope goes: from the first to the last incident, and a year
    /// from its first month to its last.
    fn frame(&self, scope: Scope, series: &Series) -> Option<Frame> {
        let step = series.step;
        let extent = series.extent().filter(|extent| extent.start() < extent.end())?;
        let positions = match scope {
            Scope::Period(year, None) => {
                let first = step.position((year, Some(1)))?;
                // What the newest year will bring is not a gap.
                let newest = self.plan.years.keys().next_back() == Some(&year);
                let last = if newest { *extent.end() } else { first + 11 };
                first..=last
            }
            _ => extent,
        };
        Some(Frame { step, positions })
    }

    fn charted(&self) -> Option<Cow<'a, str>> {
        self.plan.totals.charted.map(|measure| self.vocabulary("measure", measure.name()))
    }

    fn panels(&self, series: &Series, frame: &Frame, time: &Time) -> Vec<Panel<'a>> {
        let write = |n: u64| self.words.number(n);
        let points = || {
            let slot = |(period, point): &'_ ((i16, Option<i8>), Point)| {
                Some((frame.slot(*period)?, self.slot_name(frame.step, *period), *point))
            };
            series.points.iter().filter_map(slot)
        };
        let bars: Vec<Bar> = points()
            .map(|(slot, name, point)| {
                let count = [("count", Arg::Number(point.incidents))];
                let title = self.slot_title(&name, &self.say("incident_count", &count));
                Bar { slot, count: point.incidents, title }
            })
            .collect();
        let label = self.word("incidents");
        let svg = time.counts(&self.picture_name(&label), &bars, write);
        let mut panels = vec![Panel { label, key: None, svg }];
        let Some(label) = self.charted() else { return panels };
        if series.points.iter().any(|(_, point)| point.people.with_number() > 0) {
            let spans: Vec<Span> = points()
                .map(|(slot, name, point)| {
                    let range = bounds(&point);
                    let people = self.people(&point);
                    let people = people.unwrap_or_else(|| self.word("no_figure"));
                    Span { slot, range, title: self.slot_title(&name, &people) }
                })
                .collect();
            let svg = time.ranges("series", &self.picture_name(&label), &spans, write);
            panels.push(Panel { label, key: Some(self.word("series_key")), svg });
        }
        panels
    }

    /// The sum of a period in words; `None` where no incident has a number.
    fn people(&self, point: &Point) -> Option<Cow<'a, str>> {
        if point.people.with_number() == 0 {
            return None;
        }
        let range = point.people.range();
        let text: Cow<'a, str> = self.words.range(&range).into();
        let Some(best) = range.best.filter(|_| range.low != range.high) else { return Some(text) };
        let parts = [("range", Arg::Text(&text)), ("best", Arg::Number(best))];
        Some(self.say("amount_range_and_best", &parts))
    }

    fn slot_name(&self, step: Step, (year, month): (i16, Option<i8>)) -> Cow<'a, str> {
        match step {
            Step::Years(years) if years > 1 => {
                let last = self.period_name(year.saturating_add(years - 1), None);
                let first = self.period_name(year, None);
                let ends = [("from", Arg::Text(&first)), ("to", Arg::Text(&last))];
                self.say("date_lasted", &ends)
            }
            Step::Month if month.is_none() => {
                let year = self.period_name(year, None);
                self.say("month_unknown", &[("year", Arg::Text(&year))])
            }
            _ => self.period_name(year, month),
        }
    }

    fn slot_title(&self, period: &str, what: &str) -> String {
        let parts = [("period", Arg::Text(period)), ("what", Arg::Text(what))];
        self.say("slot_title", &parts).into_owned()
    }

    fn picture_name(&self, what: &str) -> String {
        self.say("picture_name", &[("what", Arg::Text(what))]).into_owned()
    }

    /// The names below the slots, as many as have room.
    fn time_labels(&self, frame: &Frame) -> Vec<Label> {
        let at = |slot: usize| {
            let slot = i32::try_from(slot).unwrap_or(i32::MAX);
            frame.step.at(frame.positions.start().saturating_add(slot))
        };
        let slots = frame.slots();
        let mut labels: Vec<(i64, Label)> = Vec::new();
        let one_year = frame.step == Step::Month && at(0).0 == at(slots - 1).0;
        for slot in 0..slots {
            let (year, month) = at(slot);
            match (frame.step, month) {
                (Step::Month, Some(month)) if one_year => {
                    let label = Label { slot, length: 1, text: self.words.month_name(month) };
                    labels.push((i64::from(month) - 1, label));
                }
                (Step::Month, _) => match labels.last_mut() {
                    Some((own, label)) if *own == i64::from(year) => label.length += 1,
                    _ => {
                        let label = Label { slot, length: 1, text: self.words.year(year) };
                        labels.push((i64::from(year), label));
                    }
                },
                (Step::Years(years), _) => {
                    let label = Label { slot, length: 1, text: self.words.year(year) };
                    labels.push((i64::from(year / years), label));
                }
            }
        }
        let every: &[usize] = match frame.step {
            Step::Month => &[1, 3, 6, 12],
            Step::Years(_) => &[1, 2, 5, 10, 20, 50, 100],
        };
        Time::roomy(slots, labels, every)
    }

    /// The milestones of a scope that have a slot, oldest first.
    fn milestones_in(&self, scope: Scope, frame: &Frame) -> Vec<(MilestoneIx, usize)> {
        let tracker = self.tracker;
        let all: Vec<MilestoneIx> = match scope {
            Scope::Region(ix) => tracker.milestones_on(ix).to_vec(),
            _ => (0..tracker.milestones.len())
                .map(|at| MilestoneIx(u32::try_from(at).unwrap_or(u32::MAX)))
                .collect(),
        };
        let slot = |ix: MilestoneIx| {
            let milestone = tracker.milestone(ix);
            let date = &milestone.date.value;
            let stands = !milestone.record.is_withdrawn();
            let slot = stands.then(|| frame.slot((date.year(), date.month()))).flatten()?;
            Some((ix, slot))
        };
        all.into_iter().filter_map(slot).collect()
    }

    /// A mark for each slot that has milestones, with the numbers of all of them.
    fn marks(&self, frame: &Frame, milestones: &[(MilestoneIx, usize)]) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        let mut first = 0;
        let same_slot = |a: &(MilestoneIx, usize), b: &(MilestoneIx, usize)| a.1 == b.1;
        for group in milestones.chunk_by(same_slot) {
            let Some((_, slot)) = group.first() else { continue };
            let titles: Vec<String> = group
                .iter()
                .map(|(ix, _)| self.tracker.milestone(*ix).record.title.value.to_string())
                .collect();
            let (from, to) = (letter(first), letter(first + group.len().saturating_sub(1)));
            let label = if from == to { from.to_string() } else { format!("{from}–{to}") };
            first += group.len();
            let position = i32::try_from(*slot).unwrap_or(i32::MAX);
            let period = frame.step.at(frame.positions.start().saturating_add(position));
            let name = self.slot_name(frame.step, period);
            let title = self.slot_title(&name, &self.words.list(&titles));
            marks.push(Mark { slot: *slot, label, title });
        }
        marks
    }

    fn marked(&self, milestones: &[(MilestoneIx, usize)]) -> Vec<MarkedMilestone<'a>> {
        let milestone = |(at, (ix, _)): (usize, &(MilestoneIx, usize))| MarkedMilestone {
            letter: letter(at),
            link: self.link(Target::Case(Case::Milestone(*ix))),
            date: self.date(&self.tracker.milestone(*ix).date.value),
        };
        milestones.iter().enumerate().map(milestone).collect()
    }

    fn series_caption(&self, frame: &Frame) -> Cow<'a, str> {
        let (first, last) = (*frame.positions.start(), *frame.positions.end());
        let name = |(year, month)| self.period_name(year, month);
        let from = name(frame.step.at(first));
        let to = match frame.step {
            Step::Month | Step::Years(1) => name(frame.step.at(last)),
            Step::Years(_) => name((frame.step.at(last + 1).0.saturating_sub(1), None)),
        };
        let ends = [("from", Arg::Text(&from)), ("to", Arg::Text(&to))];
        match frame.step {
            Step::Month => self.say("series_by_month", &ends),
            Step::Years(1) => self.say("series_by_year", &ends),
            Step::Years(years) => {
                let years = u64::try_from(years).unwrap_or_default();
                self.say("series_by_years", &[ends[0], ends[1], ("years", Arg::Number(years))])
            }
        }
    }

    fn series_notes(&self, series: &Series, milestones: usize) -> Vec<Cow<'a, str>> {
        let mut notes = vec![self.word("series_gaps")];
        let unknown =
            series.points.iter().filter(|(period, _)| series.step.position(*period).is_none());
        let unknown: u64 = unknown.map(|(_, point)| point.incidents).sum();
        if unknown > 0 {
            notes.push(self.say("series_without_month", &[("count", Arg::Number(unknown))]));
        }
        if milestones > MILESTONES {
            let count = |number: usize| Arg::Number(u64::try_from(number).unwrap_or(u64::MAX));
            let of = [("shown", count(MILESTONES)), ("all", count(milestones))];
            notes.push(self.say("series_milestones", &of));
        }
        notes
    }

    fn period_row(
        &self,
        step: Step,
        (period, point): &((i16, Option<i8>), Point),
    ) -> PeriodRow<'a> {
        let link = match step {
            Step::Years(years) if years > 1 => Link::default(),
            _ => self.period_link(period.0, period.1),
        };
        PeriodRow {
            period: Link { text: self.slot_name(step, *period), ..link },
            incidents: self.words.number(point.incidents),
            people: self.people(point),
        }
    }

    /// The incidents of the regions directly below, over the same time; `None` where there is no
    /// chart of the region itself, or fewer than two regions have an incident.
    pub(super) fn sub_series(&self, ix: RegionIx) -> Option<SmallMultiples<'a>> {
        let totals = &self.plan.totals;
        let scope = Scope::Region(ix);
        let frame = self.frame(scope, totals.series(scope)?)?;
        let incidents = |ix: &RegionIx| self.tracker.in_region(*ix).len();
        let below = self.tracker.sub_regions(ix).iter().copied();
        let mut regions: Vec<RegionIx> = below.filter(|ix| incidents(ix) > 0).collect();
        let all = regions.len();
        if all < 2 {
            return None;
        }
        regions.sort_by_key(|ix| std::cmp::Reverse(incidents(ix)));
        regions.truncate(SUB_REGIONS);
        let regions = self.sorted_by_name(&regions);
        let bars: Vec<Vec<(usize, u64)>> = regions
            .iter()
            .map(|ix| {
                let series = totals.series(Scope::Region(*ix));
                let counts = series.map(|own| own.incidents_by(frame.step)).unwrap_or_default();
                let slot = |(position, count)| Some((frame.slot_at(position)?, count));
                counts.into_iter().filter_map(slot).collect()
            })
            .collect();
        let highest = bars.iter().flatten().map(|(_, count)| *count).max().unwrap_or_default();
        let time = Time {
            slots: frame.slots(),
            labels: Vec::new(),
            marks: Vec::new(),
            direction: self.direction(),
        };
        let count = |number: usize| Arg::Number(u64::try_from(number).unwrap_or(u64::MAX));
        let scale = ("highest", Arg::Number(highest));
        let small = |(ix, bars): (&RegionIx, &Vec<(usize, u64)>)| SmallMultiple {
            link: self.link(Target::Region(*ix)),
            incidents: self.say("incident_count", &[("count", count(incidents(ix)))]),
            svg: time.small(bars, highest),
        };
        Some(SmallMultiples {
            note: if all > SUB_REGIONS {
                let of = [("shown", count(SUB_REGIONS)), ("all", count(all)), scale];
                self.say("sub_series_some", &of)
            } else {
                self.say("sub_series_all", &[scale])
            },
            regions: regions.iter().zip(&bars).map(small).collect(),
        })
    }
}

fn bounds(point: &Point) -> Option<Bounds> {
    let people = &point.people;
    let best = people.range().best;
    (people.with_number() > 0).then(|| Bounds {
        low: people.low(),
        best,
        high: people.high().max(people.low()),
        open: people.open() > 0,
    })
}

/// What names a marked milestone, counted from the oldest.
fn letter(at: usize) -> char {
    LETTERS.get(at).copied().unwrap_or('–')
}
