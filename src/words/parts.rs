//! Days, months and years that were written before: a page writes its day a dozen times.
//!
//! Threads that ask for what is there do not wait for each other.

use std::sync::OnceLock;

use crate::model::Part;

/// The years that are kept, from the first.
const FIRST: i16 = 1800;
const YEARS: usize = 400;
/// The room for a month: its name, then its days.
const MONTH: usize = 32;

/// Parts of dates in words, by year.
pub(super) struct Parts(Box<[OnceLock<Year>]>);

/// The year itself, then each of its months with its days.
type Year = Box<[OnceLock<Box<str>>]>;

impl Parts {
    /// Where a part is kept; `None` for years long ago or to come, and for months that there are not.
    pub(super) fn kept(&self, part: Part) -> Option<&OnceLock<Box<str>>> {
        let (year, month, day) = match part {
            Part::Year(year) => (year, 0, 0),
            Part::Month(year, month) => (year, month, 0),
            Part::Day(day) => (day.year(), day.month(), day.day()),
        };
        let number = |number: i16| usize::try_from(number).ok();
        let year = self.0.get(number(year.checked_sub(FIRST)?)?)?;
        let year = year.get_or_init(|| room(MONTH * 13));
        year.get(number(month.into())? * MONTH + number(day.into())?)
    }
}

impl Default for Parts {
    fn default() -> Self {
        Self(room(YEARS))
    }
}

/// Room for texts that are written when they are asked for.
pub(super) fn room<T>(size: usize) -> Box<[OnceLock<T>]> {
    std::iter::repeat_with(OnceLock::new).take(size).collect()
}
