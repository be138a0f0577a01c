//! The timeline: years, months, and what happened in each.

use std::borrow::Cow;

use serde::Serialize;

use super::listing::{Listing, Number};
use super::series_chart::SeriesChart;
use super::view::{Link, Pager, Sums, Views};
use super::{Scope, urls};
use crate::model::{Case, Date, Part, When};
use crate::words::Arg;

/// The list of years.
#[derive(Debug, Serialize)]
pub struct TimelinePage<'a> {
    /// The years, newest first.
    pub years: Vec<Year<'a>>,
}

/// A year.
#[derive(Debug, Serialize)]
pub struct Year<'a> {
    /// Its page.
    pub link: Link<'a>,
    /// How many incidents it has, in words.
    pub incidents: Cow<'a, str>,
    /// The months that have cases, in order.
    pub months: Vec<Month<'a>>,
}

/// A month.
#[derive(Debug, Serialize)]
pub struct Month<'a> {
    /// Its page.
    pub link: Link<'a>,
    /// How many incidents it has, in words.
    pub incidents: Cow<'a, str>,
}

/// A year or a month, or a page of it.
#[derive(Debug, Serialize)]
pub struct PeriodPage<'a> {
    /// The year of a month; null for a year.
    pub year: Option<Link<'a>>,
    /// The months of a year; empty for a month and on numbered pages.
    pub months: Vec<Month<'a>>,
    /// What the incidents add up to; null where there is none.
    pub sums: Option<Sums<'a>>,
    /// What was recorded in the months of a year; null for a month, where there is nothing to
    /// compare, and on numbered pages.
    pub series: Option<SeriesChart<'a>>,
    /// How many cases of a year have no known month, in words; null where all have one.
    pub without_month: Option<Cow<'a, str>>,
    /// The period before that has cases; may be null.
    pub earlier: Option<Link<'a>>,
    /// The period after that has cases; may be null.
    pub later: Option<Link<'a>>,
    /// Whether this is a numbered page, which shows the listing alone.
    pub continued: bool,
    /// Where this page of the listing stands.
    pub pager: Pager<'a>,
}

impl<'a> Views<'a> {
    /// The list of years.
    pub fn timeline(&self) -> TimelinePage<'a> {
        let year = |year: &i16| Year {
            link: self.period_link(*year, None),
            incidents: self.period_count(*year, None),
            months: self.months(*year),
        };
        TimelinePage { years: self.plan.years.keys().rev().map(year).collect() }
    }

    /// A year or a month.
    pub fn period(&self, year: i16, month: Option<i8>, number: Number) -> PeriodPage<'a> {
        let continued = number > 0;
        let cases = self.plan.in_period(self.tracker, year, month);
        let incidents = count_incidents(cases);
        let periods = self.tracker.periods();
        let unknown = periods.get(&(year, None)).map_or(0, Vec::len);
        let same_kind = |key: &&(i16, Option<i8>)| key.1.is_some() == month.is_some();
        let (earlier, later) = match month {
            None => (
                self.plan.years.range(..year).next_back().map(|(year, _)| (*year, None)),
                self.plan.years.range(year + 1..).next().map(|(year, _)| (*year, None)),
            ),
            Some(number) => (
                periods.range(..(year, month)).rev().map(|(key, _)| key).find(same_kind).copied(),
                periods
                    .range((year, Some(number.saturating_add(1)))..)
                    .map(|(key, _)| key)
                    .find(same_kind)
                    .copied(),
            ),
        };
        let count = Arg::Number(u64::try_from(unknown).unwrap_or(u64::MAX));
        PeriodPage {
            year: month.map(|_| self.period_link(year, None)),
            months: if continued || month.is_some() { Vec::new() } else { self.months(year) },
            sums: (incidents > 0 && !continued)
                .then(|| self.sums(Scope::Period(year, month), incidents))
                .flatten(),
            series: if continued { None } else { self.series(Scope::Period(year, month)) },
            without_month: (month.is_none() && unknown > 0 && !continued)
                .then(|| self.say("without_month", &[("count", count)])),
            earlier: earlier.map(|(year, month)| self.period_link(year, month)),
            later: later.map(|(year, month)| self.period_link(year, month)),
            continued,
            pager: self.pager(&urls::period(year, month), self.period_listing(year, month), number),
        }
    }

    /// How the cases of a period are cut into pages.
    pub fn period_listing(&self, year: i16, month: Option<i8>) -> Listing {
        let cases = self.plan.in_period(self.tracker, year, month);
        Listing::new(cases.len(), self.tracker.settings.page_size)
    }

    /// The cases of a page of a period, newest first.
    pub fn period_cases(
        &self,
        year: i16,
        month: Option<i8>,
        number: Number,
    ) -> impl Iterator<Item = Case> + 'a {
        let entries = self.period_listing(year, month).entries_of(number);
        self.plan.in_period(self.tracker, year, month)[entries].iter().rev().copied()
    }

    /// The name of a year or month.
    pub fn period_name(&self, year: i16, month: Option<i8>) -> Cow<'a, str> {
        match month {
            Some(month) => self.words.month(year, month).into(),
            None => {
                let when = When::Part(Part::Year(year));
                self.date(&Date { when, approximate: false, uncertain: false }).text
            }
        }
    }

    pub(super) fn period_link(&self, year: i16, month: Option<i8>) -> Link<'a> {
        let href = urls::period(year, month).into();
        Link { href: Some(href), ..Link::plain(self.period_name(year, month)) }
    }

    fn period_count(&self, year: i16, month: Option<i8>) -> Cow<'a, str> {
        let incidents = count_incidents(self.plan.in_period(self.tracker, year, month));
        let count = Arg::Number(u64::try_from(incidents).unwrap_or(u64::MAX));
        self.say("incident_count", &[("count", count)])
    }

    fn months(&self, year: i16) -> Vec<Month<'a>> {
        let months = self.tracker.periods().range((year, Some(1))..=(year, Some(12)));
        months
            .map(|((year, month), _)| Month {
                link: self.period_link(*year, *month),
                incidents: self.period_count(*year, *month),
            })
            .collect()
    }
}

fn count_incidents(cases: &[Case]) -> usize {
    cases.iter().filter(|case| matches!(case, Case::Incident(_))).count()
}
