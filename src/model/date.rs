//! Dates that keep what is not known about them (EDTF, ISO 8601-2:2019).
//!
//! Extent and uncertainty are apart: `2022-06-18/2022-06-19` *lasted* two days,
//! `[2022-03-01..2022-03-05]` happened on *one of* five.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use jiff::civil;

/// A calendar day, month or year, as finely as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
pub enum Part {
    /// The whole year.
    Year(i16),
    /// The whole month: year, month from 1 to 12.
    Month(i16, i8),
    /// One day.
    Day(#[serde(with = "day")] civil::Date),
}

/// A day as it is kept: year, month and day of the month as numbers.
mod day {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::civil;

    pub(super) fn serialize<S: Serializer>(day: &civil::Date, to: S) -> Result<S::Ok, S::Error> {
        (day.year(), day.month(), day.day()).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<civil::Date, D::Error> {
        let (year, month, day) = <(i16, i8, i8)>::deserialize(from)?;
        civil::Date::new(year, month, day).map_err(serde::de::Error::custom)
    }
}

impl Part {
    /// The first day of the part.
    pub fn first_day(self) -> civil::Date {
        match self {
            Self::Year(year) => civil::date(year, 1, 1),
            Self::Month(year, month) => civil::date(year, month, 1),
            Self::Day(day) => day,
        }
    }

    /// The last day of the part.
    pub fn last_day(self) -> civil::Date {
        match self {
            Self::Year(year) => civil::date(year, 12, 31),
            Self::Month(..) => self.first_day().last_of_month(),
            Self::Day(day) => day,
        }
    }
}

/// What a date says of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub enum When {
    /// Within one day, month or year.
    Part(Part),
    /// It lasted from the first to the second; without a second it goes on.
    Lasted(Part, Option<Part>),
    /// On one of the days from the first to the second, which one is not known.
    OneOf(Part, Part),
}

/// A date in EDTF: a part of the calendar, an extent, or a choice, with how sure it is.
///
/// ```
/// use griot::model::Date;
/// let date: Date = "[2022-03-01..2022-03-05]?".parse().unwrap();
/// assert_eq!(date.to_string(), "[2022-03-01..2022-03-05]?");
/// assert_eq!(date.earliest().to_string(), "2022-03-01");
/// assert!("2022-13".parse::<Date>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub struct Date {
    /// What it says of time.
    pub when: When,
    /// `~`: about then.
    pub approximate: bool,
    /// `?`: the source or the reading is doubtful.
    pub uncertain: bool,
}

impl Date {
    /// One certain day.
    pub fn day(day: civil::Date) -> Self {
        Self { when: When::Part(Part::Day(day)), approximate: false, uncertain: false }
    }

    /// The earliest day that it can mean; records sort by it.
    pub fn earliest(&self) -> civil::Date {
        match self.when {
            When::Part(part) | When::Lasted(part, _) | When::OneOf(part, _) => part.first_day(),
        }
    }

    /// The latest day that it can mean, or `None` where it goes on.
    pub fn latest(&self) -> Option<civil::Date> {
        match self.when {
            When::Part(part) | When::Lasted(_, Some(part)) | When::OneOf(_, part) => {
                Some(part.last_day())
            }
            When::Lasted(_, None) => None,
        }
    }

    /// Whether it names one day and no doubt.
    pub fn is_exact(&self) -> bool {
        matches!(self.when, When::Part(Part::Day(_))) && !self.approximate && !self.uncertain
    }

    /// The year that it is listed under: that of its earliest day.
    pub fn year(&self) -> i16 {
        self.earliest().year()
    }

    /// The month from 1 to 12 that it is listed under: that of its start where it lasted,
    /// else the one month that all its possible days lie in; `None` where only the year is known.
    pub fn month(&self) -> Option<i8> {
        match self.when {
            When::Part(Part::Year(_)) | When::Lasted(Part::Year(_), _) => None,
            When::Part(part) | When::Lasted(part, _) => Some(part.first_day().month()),
            When::OneOf(from, to) => {
                let (first, last) = (from.first_day(), to.last_day());
                let within = first.year() == last.year() && first.month() == last.month();
                within.then(|| first.month())
            }
        }
    }

    /// Whether some day may belong to both dates.
    pub fn overlaps(&self, other: &Date) -> bool {
        let before = |a: &Date, b: &Date| a.latest().is_some_and(|end| end < b.earliest());
        !before(self, other) && !before(other, self)
    }
}

/// Why a text is not a date; says what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError(pub String);

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for DateError {}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let (core, approximate, uncertain) = strip_qualifiers(text.trim());
        let when = if let Some(inner) = core.strip_prefix('[') {
            let inner = inner.strip_suffix(']').ok_or_else(|| {
                DateError("`[` opens a choice of days that no `]` closes".to_owned())
            })?;
            let (from, to) = inner.split_once("..").ok_or_else(|| {
                DateError("a choice of days is written `[2022-03-01..2022-03-05]`".to_owned())
            })?;
            let (from, to) = (part(from)?, part(to)?);
            in_order(from, to)?;
            When::OneOf(from, to)
        } else if let Some((from, to)) = core.split_once('/') {
            let from = part(from)?;
            match to {
                ".." => When::Lasted(from, None),
                _ => {
                    let to = part(to)?;
                    in_order(from, to)?;
                    When::Lasted(from, Some(to))
                }
            }
        } else if core.contains("..") {
            return Err(DateError(
                "a choice of days stands in brackets: `[2022-03-01..2022-03-05]`; days that it lasted are written `2022-03-01/2022-03-05`".to_owned(),
            ));
        } else {
            When::Part(part(core)?)
        };
        Ok(Self { when, approximate, uncertain })
    }
}

/// Takes `~`, `?` and `%` (both) off the end.
fn strip_qualifiers(mut text: &str) -> (&str, bool, bool) {
    let (mut approximate, mut uncertain) = (false, false);
    while let Some(last) = text.chars().next_back() {
        match last {
            '~' => approximate = true,
            '?' => uncertain = true,
            '%' => (approximate, uncertain) = (true, true),
            _ => break,
        }
        text = &text[..text.len() - 1];
    }
    (text, approximate, uncertain)
}

fn in_order(from: Part, to: Part) -> Result<(), DateError> {
    if from.first_day() > to.last_day() {
        return Err(DateError(format!("it ends before it begins: {from} is after {to}")));
    }
    Ok(())
}

fn part(text: &str) -> Result<Part, DateError> {
    let unknown =
        || DateError(format!("`{text}` is no day `2022-06-18`, month `2022-06` or year `2022`"));
    let mut fields = text.split('-');
    let year = fields.next().unwrap_or_default();
    let (month, day) = (fields.next(), fields.next());
    if fields.next().is_some() || year.len() != 4 {
        return Err(unknown());
    }
    // EDTF's unspecified digits: `2022-06-XX` is some day of June, `2022-XX` some day of 2022.
    let month = month.filter(|month| *month != "XX");
    let day = day.filter(|day| *day != "XX");
    let year: i16 = digits(year).and_then(|year| i16::try_from(year).ok()).ok_or_else(unknown)?;
    let Some(month) = month else {
        return if day.is_none() { Ok(Part::Year(year)) } else { Err(unknown()) };
    };
    let month = two_digits(month).ok_or_else(unknown)?;
    if !(1..=12).contains(&month) {
        return Err(DateError(format!("there is no month {month:02}")));
    }
    let Some(day) = day else { return Ok(Part::Month(year, month)) };
    let day = two_digits(day).ok_or_else(unknown)?;
    civil::Date::new(year, month, day)
        .map(Part::Day)
        .map_err(|_| DateError(format!("{year:04}-{month:02} has no day {day:02}")))
}

fn digits(text: &str) -> Option<u32> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn two_digits(text: &str) -> Option<i8> {
    if text.len() != 2 {
        return None;
    }
    digits(text).and_then(|number| i8::try_from(number).ok())
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.when {
            When::Part(part) => write!(f, "{part}")?,
            When::Lasted(from, Some(to)) => write!(f, "{from}/{to}")?,
            When::Lasted(from, None) => write!(f, "{from}/..")?,
            When::OneOf(from, to) => write!(f, "[{from}..{to}]")?,
        }
        match (self.approximate, self.uncertain) {
            (true, true) => f.write_str("%"),
            (true, false) => f.write_str("~"),
            (false, true) => f.write_str("?"),
            (false, false) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, earliest: &str, latest: Option<&str>, month: Option<i8>) {
        let date: Date = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(date.earliest().to_string(), earliest, "{text}");
        assert_eq!(date.latest().map(|day| day.to_string()).as_deref(), latest, "{text}");
        assert_eq!(date.month(), month, "{text}");
        assert_eq!(date.to_string().parse::<Date>().as_ref(), Ok(&date), "{text}");
    }

    #[test]
    fn every_form_has_its_bounds() {
        check("2022-06-18", "2022-06-18", Some("2022-06-18"), Some(6));
        check("2022-06-18/2022-06-19", "2022-06-18", Some("2022-06-19"), Some(6));
        check("2022-06-30/2022-07-02", "2022-06-30", Some("2022-07-02"), Some(6));
        check("2022-06-18/..", "2022-06-18", None, Some(6));
        check("2022-02", "2022-02-01", Some("2022-02-28"), Some(2));
        check("2022", "2022-01-01", Some("2022-12-31"), None);
        check("2022-03~", "2022-03-01", Some("2022-03-31"), Some(3));
        check("2022-03-28?", "2022-03-28", Some("2022-03-28"), Some(3));
        check("2022-03-28%", "2022-03-28", Some("2022-03-28"), Some(3));
        check("[2022-03-01..2022-03-05]", "2022-03-01", Some("2022-03-05"), Some(3));
        check("[2022-03-30..2022-04-02]", "2022-03-30", Some("2022-04-02"), None);
        check("2022-06-XX", "2022-06-01", Some("2022-06-30"), Some(6));
        check("2022-XX-XX", "2022-01-01", Some("2022-12-31"), None);
        check("2024-02-29", "2024-02-29", Some("2024-02-29"), Some(2));
    }

    #[test]
    fn what_is_no_date_says_why() {
        let check = |text: &str, part: &str| {
            let error = text.parse::<Date>().expect_err(text).to_string();
            assert!(error.contains(part), "{text}: {error}");
        };
        check("2022-02-30", "has no day 30");
        check("2022-13", "no month 13");
        check("18.06.2022", "is no day");
        check("", "is no day");
        check("2022-6-1", "is no day");
        check("2022-XX-03", "is no day");
        check("2022-06-19/2022-06-18", "ends before it begins");
        check("[2022-06-19..2022-06-18]", "ends before it begins");
        check("2022-03-01..2022-03-05", "stands in brackets");
        check("[2022-03-01", "no `]` closes");
        check("é?", "is no day");
    }

    #[test]
    fn dates_overlap_where_a_day_may_be_shared() {
        let date = |text: &str| text.parse::<Date>().expect("a date");
        assert!(date("2022").overlaps(&date("2022-06-18")));
        assert!(date("2022-06-01/..").overlaps(&date("2030")));
        assert!(!date("2022-06-01").overlaps(&date("2022-06-02")));
    }
}
