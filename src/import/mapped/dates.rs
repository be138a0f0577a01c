//! Days as people write them in tables.

use jiff::civil;

use crate::content::map::{DateMeaning, DateOrder, DatePrecision};
use crate::model::{Date, Part, When, fold};

/// The first letters of names of months, folded, in the languages that write them with a beginning
/// of their own; January first.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen", "ينا", "янв", "oca"],
    &["feb", "fev", "فبر", "фев", "sub"],
    &["mar", "mrz", "mae", "مار", "мар"],
    &["apr", "avr", "abr", "ابر", "апр", "nis"],
    &["may", "mai", "mag", "maj", "ماي", "мая", "маи"],
    &["jun", "juin", "giu", "يون", "июн", "haz"],
    &["jul", "juil", "lug", "يول", "июл", "tem"],
    &["aug", "aou", "ago", "اغس", "авг"],
    &["sep", "set", "سبت", "сен", "eyl"],
    &["oct", "okt", "out", "ott", "اكت", "окт", "eki"],
    &["nov", "نوف", "ноя", "kas"],
    &["dec", "dez", "dic", "ديس", "дек", "ara"],
];

/// Days of the week that begin like a month, folded.
const NO_MONTHS: [&str; 7] = ["mardi", "martes", "martedi", "segunda", "sexta", "setimo", "marti"];

/// The month that a word names, from 1 to 12.
pub(in crate::import) fn month(word: &str) -> Option<i8> {
    let word = fold(word);
    if word.chars().count() < 3 || NO_MONTHS.contains(&&*word) {
        return None;
    }
    let begins = |names: &&[&str]| names.iter().any(|name| word.starts_with(name));
    let at = MONTHS.iter().position(begins)?;
    i8::try_from(at + 1).ok()
}

/// The text with the digits of other scripts as those of ASCII.
pub(super) fn plain_digits(text: &str) -> String {
    let digit = |c: char| match u32::from(c) {
        code @ 0x660..=0x669 => char::from_digit(code - 0x660, 10),
        code @ 0x6f0..=0x6f9 => char::from_digit(code - 0x6f0, 10),
        code @ 0x966..=0x96f => char::from_digit(code - 0x966, 10),
        _ => None,
    };
    text.chars().map(|c| digit(c).unwrap_or(c)).collect()
}

/// The date that a cell says, in that order of its parts; without one, only what can be read in one
/// way.
///
/// # Errors
///
/// Why it cannot be read, one sentence.
pub(in crate::import) fn parse(text: &str, order: Option<DateOrder>) -> Result<Date, String> {
    let text = plain_digits(text);
    let text = text.trim();
    if order == Some(DateOrder::Serial) {
        return serial(text);
    }
    let text = without_time(text);
    if let Ok(date) = text.parse::<Date>() {
        return Ok(date);
    }
    for between in [" - ", " – ", " to ", " / "] {
        if let Some((from, to)) = text.split_once(between)
            && let (Ok(from), Ok(to)) = (parse(from, order), parse(to, order))
        {
            return span(&from, &to, DateMeaning::Lasted);
        }
    }
    words(text, order)
}

fn certain(part: Part) -> Date {
    Date { when: When::Part(part), approximate: false, uncertain: false }
}

/// A day of a spreadsheet, which counts them from the end of 1899.
fn serial(text: &str) -> Result<Date, String> {
    let days = text.split(['.', ',']).next().and_then(|days| days.parse::<i32>().ok());
    let days = days.filter(|days| (61..2_958_466).contains(days));
    let day = days.and_then(|days| {
        civil::date(1899, 12, 30).checked_add(jiff::Span::new().days(i64::from(days))).ok()
    });
    day.map(Date::day)
        .ok_or_else(|| "it is no number of days as spreadsheets count them".to_owned())
}

/// Takes a time of day off the end.
fn without_time(text: &str) -> &str {
    let is_time = |rest: &str| {
        let hour = rest.split(':').next().unwrap_or_default();
        rest.contains(':')
            && (1..=2).contains(&hour.len())
            && hour.bytes().all(|b| b.is_ascii_digit())
    };
    for sign in ['T', ' '] {
        if let Some((day, rest)) = text.split_once(sign)
            && is_time(rest)
            && day.ends_with(|c: char| c.is_ascii_digit())
        {
            return day;
        }
    }
    // `March 5, 2020 16:30`
    match text.rsplit_once(' ') {
        Some((day, rest)) if is_time(rest) => day.trim_end_matches([',', ' ']),
        _ => text,
    }
}

fn words(text: &str, order: Option<DateOrder>) -> Result<Date, String> {
    let mut numbers: Vec<(&str, i32)> = Vec::new();
    let mut named = None;
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            // `1st`, `3rd`, `1er`
            let number = word[..digits].parse().map_err(|_| unknown(text))?;
            if word.len() > digits && (word.len() - digits > 3 || digits > 2) {
                return Err(unknown(text));
            }
            numbers.push((&word[..digits], number));
        } else if let Some(month) = month(word) {
            if named.is_some_and(|(other, _)| other != month) {
                return Err("it names two months".to_owned());
            }
            named = Some((month, numbers.len()));
        }
    }
    let is_year = |(text, number): &(&str, i32)| text.len() == 4 && (1000..=2999).contains(number);
    match (named, &*numbers) {
        (Some((month, _)), [year]) if is_year(year) => month_of(year.1, month),
        (Some((month, _)), [year, day]) if is_year(year) => day_of(year.1, month, day.1),
        (Some((month, _)), [day, year]) if is_year(year) => day_of(year.1, month, day.1),
        (Some((month, at)), [day, year]) if at == 1 && year.0.len() == 2 => {
            day_of(century(year.1), month, day.1)
        }
        (Some((month, _)), [from, to, year]) if is_year(year) && from.1 < to.1 => span(
            &day_of(year.1, month, from.1)?,
            &day_of(year.1, month, to.1)?,
            DateMeaning::Lasted,
        ),
        (None, [year, month, day]) if is_year(year) => {
            day_of(year.1, number_of_month(month.1)?, day.1)
        }
        (None, [a, b, year]) if is_year(year) => in_order(text, a.1, b.1, year.1, order),
        (None, [a, b, year]) if year.0.len() == 2 && a.0.len() <= 2 && order.is_some() => {
            match order {
                Some(DateOrder::YearFirst) => day_of(century(a.1), number_of_month(b.1)?, year.1),
                _ => in_order(text, a.1, b.1, century(year.1), order),
            }
        }
        (None, [month, year]) if is_year(year) => month_of(year.1, number_of_month(month.1)?),
        (None, [year, month]) if is_year(year) => month_of(year.1, number_of_month(month.1)?),
        (None, [(text, number)]) if text.len() == 8 => {
            day_of(number / 10_000, number_of_month(number / 100 % 100)?, number % 100)
        }
        (None, [year]) if is_year(year) => year_of(year.1),
        _ => Err(unknown(text)),
    }
}

fn in_order(
    text: &str,
    a: i32,
    b: i32,
    year: i32,
    order: Option<DateOrder>,
) -> Result<Date, String> {
    match order {
        Some(DateOrder::MonthFirst) => day_of(year, number_of_month(a)?, b),
        Some(DateOrder::DayFirst) => day_of(year, number_of_month(b)?, a),
        _ if a > 12 && b <= 12 || a == b => day_of(year, number_of_month(b)?, a),
        _ if b > 12 && a <= 12 => day_of(year, number_of_month(a)?, b),
        _ => Err(format!(
            "`{text}` can be read in two ways: say `order = \"day-first\"` or `order = \"month-first\"`"
        )),
    }
}

fn unknown(text: &str) -> String {
    format!("`{text}` is no date")
}

/// The year that two digits stand for, as POSIX has it.
fn century(year: i32) -> i32 {
    if year < 69 { 2000 + year } else { 1900 + year }
}

fn number_of_month(month: i32) -> Result<i8, String> {
    let number = i8::try_from(month).ok().filter(|month| (1..=12).contains(month));
    number.ok_or_else(|| format!("there is no month {month}"))
}

fn year_of(year: i32) -> Result<Date, String> {
    let number = i16::try_from(year).ok().filter(|year| (1..=9999).contains(year));
    number.map(|year| certain(Part::Year(year))).ok_or_else(|| format!("there is no year {year}"))
}

fn month_of(year: i32, month: i8) -> Result<Date, String> {
    Ok(certain(Part::Month(year_of(year)?.year(), month)))
}

fn day_of(year: i32, month: i8, day: i32) -> Result<Date, String> {
    let year = year_of(year)?.year();
    let number = i8::try_from(day).ok();
    let found = number.and_then(|day| civil::Date::new(year, month, day).ok());
    found.map(Date::day).ok_or_else(|| format!("{year:04}-{month:02} has no day {day}"))
}

/// A date from parts in several cells; a part that is empty or 0 is not known.
///
/// # Errors
///
/// Which part is wrong (0 the year, 1 the month, 2 the day), and why.
pub(super) fn from_parts(
    year: &str,
    month_text: Option<&str>,
    day: Option<&str>,
) -> Result<Date, (usize, String)> {
    let number = |text: &str| plain_digits(text).trim().trim_end_matches(".0").parse::<i32>().ok();
    let known = |text: &&str| number(text) != Some(0);
    let of = |part: usize| move |why: String| (part, why);
    let year = number(year).ok_or_else(|| (0, format!("`{year}` is no year")))?;
    let Some(text) = month_text.filter(known) else { return year_of(year).map_err(of(0)) };
    let month = match number(text) {
        Some(number) => number_of_month(number).map_err(of(1))?,
        None => month(text).ok_or_else(|| (1, format!("`{text}` is no month")))?,
    };
    let Some(text) = day.filter(known) else { return month_of(year, month).map_err(of(0)) };
    let day = number(text).ok_or_else(|| (2, format!("`{text}` is no day of a month")))?;
    day_of(year, month, day).map_err(of(2))
}

/// The date from a first to a last.
pub(super) fn span(from: &Date, to: &Date, meaning: DateMeaning) -> Result<Date, String> {
    let (When::Part(first), When::Part(last)) = (from.when, to.when) else {
        return Err("a first and a last day are days, months or years".to_owned());
    };
    if first == last {
        return Ok(*from);
    }
    if first.first_day() > last.last_day() {
        return Err(format!("it ends before it begins: {first} is after {last}"));
    }
    let when = match meaning {
        DateMeaning::Lasted => When::Lasted(first, Some(last)),
        DateMeaning::OneOf => When::OneOf(first, last),
    };
    let either = |a: bool, b: bool| a || b;
    Ok(Date {
        when,
        approximate: either(from.approximate, to.approximate),
        uncertain: either(from.uncertain, to.uncertain),
    })
}

/// The date as finely as it is known.
pub(super) fn coarsened(date: Date, precision: DatePrecision) -> Date {
    let When::Part(Part::Day(day)) = date.when else { return date };
    let around = |days: i64| {
        let span = jiff::Span::new().days(days);
        (day.checked_sub(span).unwrap_or(day), day.checked_add(span).unwrap_or(day))
    };
    match precision {
        DatePrecision::Day => date,
        DatePrecision::About => Date { approximate: true, ..date },
        DatePrecision::Week => {
            let (first, last) = around(3);
            Date { when: When::OneOf(Part::Day(first), Part::Day(last)), ..date }
        }
        DatePrecision::Month => {
            Date { when: When::Part(Part::Month(day.year(), day.month())), ..date }
        }
        DatePrecision::Year => Date { when: When::Part(Part::Year(day.year())), ..date },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        use DateOrder::{DayFirst, MonthFirst, Serial, YearFirst};
        let check = |text: &str, order: Option<DateOrder>, expected: &str| {
            let date = parse(text, order).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!(date.to_string(), expected, "{text}");
        };
        check("2022-03-05", None, "2022-03-05");
        check("2022-03", None, "2022-03");
        check("[2022-03-01..2022-03-05]", None, "[2022-03-01..2022-03-05]");
        check("2009-02-20T00:00:00", None, "2009-02-20");
        check("10/06/2023 00:00:00", Some(MonthFirst), "2023-10-06");
        check("10/06/2023", Some(DayFirst), "2023-06-10");
        check("13/06/2023", None, "2023-06-13");
        check("06/13/2023", None, "2023-06-13");
        check("6.6.2023", None, "2023-06-06");
        check("5.6.23", Some(DayFirst), "2023-06-05");
        check("2023/6/1", None, "2023-06-01");
        check("20230601", None, "2023-06-01");
        check("January 05, 2020", None, "2020-01-05");
        check("5 mars 2020", None, "2020-03-05");
        check("mardi 3 mars 2020", None, "2020-03-03");
        check("1er août 2020", None, "2020-08-01");
        check("1º de outubro de 2020", None, "2020-10-01");
        check("5. März 2020", None, "2020-03-05");
        check("15 de enero de 2020", None, "2020-01-15");
        check("05-Jan-20", None, "2020-01-05");
        check("Jan 2020", None, "2020-01");
        check("5-7 March 2020", None, "2020-03-05/2020-03-07");
        check("01/02/2020 - 03/02/2020", Some(DayFirst), "2020-02-01/2020-02-03");
        check("٥/٣/٢٠٢٠", Some(DayFirst), "2020-03-05");
        check("٥ مارس ٢٠٢٠", None, "2020-03-05");
        check("03/2020", None, "2020-03");
        check("2020", None, "2020");
        check("43835", Some(Serial), "2020-01-05");
        check("43835.5", Some(Serial), "2020-01-05");
        check("20/01/05", Some(YearFirst), "2020-01-05");
        check("5/13/2020 4:30 PM", Some(MonthFirst), "2020-05-13");
    }

    #[test]
    fn what_is_no_day_or_two_days_says_so() {
        let check = |text: &str, part: &str| {
            let why = parse(text, None).expect_err(text);
            assert!(why.contains(part), "{text}: {why}");
        };
        check("03/04/2020", "in two ways");
        check("31/02/2020", "has no day 31");
        check("5/6/20", "is no date");
        check("last spring", "is no date");
        check("January or March 2020", "two months");
        check("12345678901", "is no date");
    }

    #[test]
    fn parts_stand_in_cells_of_their_own() {
        let check = |year: &str, month: Option<&str>, day: Option<&str>, expected: &str| {
            let date = from_parts(year, month, day).map(|date| date.to_string());
            assert_eq!(date, Ok(expected.to_owned()));
        };
        check("2020", Some("3"), Some("5"), "2020-03-05");
        check("2020.0", Some("Mar"), Some("0"), "2020-03");
        check("2020", None, Some("5"), "2020");
        assert!(from_parts("20x", None, None).is_err());
        assert!(from_parts("2020", Some("13"), None).is_err());
    }
}
