//! ACLED's days, and what its codes of precision say of them.

use jiff::ToSpan as _;
use jiff::civil;

use crate::model::{Date, Part, When};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A day as any of ACLED's files writes it: `2024-05-14`, `14 May 2024`, `14-May-2024`, and in older
/// files `14/05/2024`, the day first.
///
/// # Errors
/// Says what was expected.
pub(super) fn day(text: &str) -> Result<civil::Date, &'static str> {
    const NO_DAY: &str =
        "this is no day; expected 2024-05-14, 14 May 2024 or, day first, 14/05/2024";
    let text = text.split(['T']).next().filter(|part| part.contains('-')).unwrap_or(text);
    let parts: Vec<&str> =
        text.split(['-', ' ', '/', '.']).filter(|part| !part.is_empty()).take(3).collect();
    let [first, second, third] = parts[..] else { return Err(NO_DAY) };
    let (year, month, day) =
        if first.len() == 4 { (first, second, third) } else { (third, second, first) };
    let number = |text: &str| -> Result<i8, &'static str> {
        let digits =
            (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits).ok_or(NO_DAY)
    };
    let month = match number(month) {
        Ok(month) => month,
        Err(_) => {
            let name: String = month.chars().take(3).flat_map(char::to_lowercase).collect();
            let at = MONTHS.iter().position(|own| *own == name).ok_or(NO_DAY)?;
            i8::try_from(at + 1).map_err(|_| NO_DAY)?
        }
    };
    let year: i16 = year.parse().ok().filter(|year| (1000..=9999).contains(year)).ok_or(NO_DAY)?;
    civil::Date::new(year, month, number(day)?).map_err(|_| "there is no such day")
}

/// What `time_precision` makes of the day: 1 that day; 2 one of the seven days around it, since ACLED
/// puts the middle of the week; 3 its month. `None`: the file has no code.
pub(super) fn date(day: civil::Date, precision: Option<u32>) -> Date {
    let when = match precision {
        Some(2) => {
            let from = day.checked_sub(3.days()).unwrap_or(day);
            let to = day.checked_add(3.days()).unwrap_or(day);
            When::OneOf(Part::Day(from), Part::Day(to))
        }
        Some(3) => When::Part(Part::Month(day.year(), day.month())),
        _ => return Date::day(day),
    };
    Date { when, approximate: false, uncertain: false }
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
        check("14 May 2024", Some("2024-05-14"));
        check("05-January-2019", Some("2019-01-05"));
        check("5-Sep-2019", Some("2019-09-05"));
        check("14/05/2024", Some("2024-05-14"));
        check("05/14/2024", None);
        check("31 June 2024", None);
        check("14 Mai", None);
        check("May 2024", None);
        check("", None);
    }

    #[test]
    fn a_week_is_one_of_seven_days_and_a_month_is_that_month() {
        let check = |text: &str, precision: Option<u32>, expected: &str| {
            assert_eq!(date(day(text).expect("a day"), precision).to_string(), expected);
        };
        check("2024-05-14", Some(1), "2024-05-14");
        check("2024-05-14", None, "2024-05-14");
        check("2024-05-14", Some(2), "[2024-05-11..2024-05-17]");
        check("2025-01-01", Some(2), "[2024-12-29..2025-01-04]");
        check("2024-02-29", Some(3), "2024-02");
    }
}
