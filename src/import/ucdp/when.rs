//! UCDP's days and its codes of precision as dates.
//!
//! Start and end are the bounds of what is not known, and no duration.

use jiff::civil;

use crate::model::{Date, Part, When};

/// A day as any release writes it: `2024-05-14`, with a time behind it, or `05/14/2024 00:00:00`.
///
/// # Errors
/// Says what was expected.
pub(super) fn day(text: &str) -> Result<civil::Date, &'static str> {
    const NO_DAY: &str = "this is no day; expected 2024-05-14 or, month first, 05/14/2024";
    let date = text.split(['T', ' ']).next().unwrap_or_default();
    let (separator, american) = if date.contains('/') { ('/', true) } else { ('-', false) };
    let fields: Vec<i16> = date
        .split(separator)
        .map(|field| field.parse().ok().filter(|_| field.bytes().all(|b| b.is_ascii_digit())))
        .collect::<Option<_>>()
        .ok_or(NO_DAY)?;
    let [first, second, third] = fields[..] else { return Err(NO_DAY) };
    let (year, month, day) = if american { (third, first, second) } else { (first, second, third) };
    let small = |number: i16| i8::try_from(number).map_err(|_| NO_DAY);
    if !(1000..=9999).contains(&year) {
        return Err(NO_DAY);
    }
    civil::Date::new(year, small(month)?, small(day)?)
        .map_err(|_| "there is no such day; with slashes, the month stands first")
}

/// The date between two days, as finely as `date_prec` says: 1 the day, 2 and 3 one of some days, 4 a
/// month or one of 8 to 30 days, 5 one of the days of up to a year. `None`: the release has no code.
pub(super) fn date(start: civil::Date, end: civil::Date, precision: Option<u8>) -> Date {
    let certain = |when| Date { when, approximate: false, uncertain: false };
    if start != end {
        return certain(match whole(start, end) {
            Some(part) => When::Part(part),
            None => When::OneOf(Part::Day(start), Part::Day(end)),
        });
    }
    let about = |part| Date { approximate: true, ..certain(When::Part(part)) };
    match precision {
        // Known to some days or worse, while both bounds are one day: about then.
        Some(2 | 3) => about(Part::Day(start)),
        Some(4) => about(Part::Month(start.year(), start.month())),
        Some(5..) => about(Part::Year(start.year())),
        _ => Date::day(start),
    }
}

/// The month or year that runs from the one day to the other.
fn whole(start: civil::Date, end: civil::Date) -> Option<Part> {
    if start.day() != 1 || end != end.last_of_month() || start.year() != end.year() {
        return None;
    }
    match (start.month(), end.month()) {
        (1, 12) => Some(Part::Year(start.year())),
        (from, to) if from == to => Some(Part::Month(start.year(), from)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_every_form() {
        let check = |text: &str, expected: Option<&str>| {
            let read = day(text).ok().map(|day| day.to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        };
        check("2024-05-14", Some("2024-05-14"));
        check("2024-05-14T00:00:00", Some("2024-05-14"));
        check("2024-05-14 00:00:00.000", Some("2024-05-14"));
        check("05/14/2024 00:00:00", Some("2024-05-14"));
        check("5/4/2024 12:00:00 AM", Some("2024-05-04"));
        check("14/05/2024", None);
        check("2024-02-30", None);
        check("20240514", None);
        check("", None);
        check("-5-1-2", None);
        check("1/2/24", None);
    }

    #[test]
    fn bounds_are_a_choice_of_days_and_never_a_duration() {
        let check = |start: &str, end: &str, precision: Option<u8>, expected: &str| {
            let date = date(day(start).expect("a day"), day(end).expect("a day"), precision);
            assert_eq!(date.to_string(), expected, "{start} {end} {precision:?}");
        };
        check("2024-05-14", "2024-05-14", Some(1), "2024-05-14");
        check("2024-05-14", "2024-05-16", Some(1), "[2024-05-14..2024-05-16]");
        check("2024-05-14", "2024-05-16", Some(2), "[2024-05-14..2024-05-16]");
        check("2024-12-29", "2025-01-04", Some(3), "[2024-12-29..2025-01-04]");
        check("2024-05-01", "2024-05-31", Some(4), "2024-05");
        check("2024-02-01", "2024-02-29", Some(4), "2024-02");
        check("2023-02-01", "2023-02-28", Some(4), "2023-02");
        check("2024-05-03", "2024-05-28", Some(4), "[2024-05-03..2024-05-28]");
        check("2024-01-01", "2024-12-31", Some(5), "2024");
        check("2023-11-01", "2024-03-31", Some(5), "[2023-11-01..2024-03-31]");
        check("2024-05-14", "2024-05-14", Some(2), "2024-05-14~");
        check("2024-05-14", "2024-05-14", Some(4), "2024-05~");
        check("2024-05-14", "2024-05-14", Some(5), "2024~");
        check("2024-05-14", "2024-05-14", None, "2024-05-14");
    }
}
