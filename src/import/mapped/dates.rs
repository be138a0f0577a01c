//! Days as people write them in tables.

use jiff::civil;

use super::months::{self, month};
use crate::content::map::{DateMeaning, DateOrder, DatePrecision};
use crate::model::{Date, Part, When};

/// More characters than a date has in any words.
const LONGEST: usize = 120;

/// Words around two whole dates, in lower case: before the first, between them, what they mean.
const SPANS: [(&str, &str, DateMeaning); 19] = [
    ("between ", " and ", DateMeaning::OneOf),
    ("entre ", " et ", DateMeaning::OneOf),
    ("entre ", " y ", DateMeaning::OneOf),
    ("entre ", " e ", DateMeaning::OneOf),
    ("zwischen ", " und ", DateMeaning::OneOf),
    ("from ", " to ", DateMeaning::Lasted),
    ("from ", " until ", DateMeaning::Lasted),
    ("du ", " au ", DateMeaning::Lasted),
    ("del ", " al ", DateMeaning::Lasted),
    ("de ", " a ", DateMeaning::Lasted),
    ("vom ", " bis ", DateMeaning::Lasted),
    ("", " - ", DateMeaning::Lasted),
    ("", " – ", DateMeaning::Lasted),
    ("", " to ", DateMeaning::Lasted),
    ("", " au ", DateMeaning::Lasted),
    ("", " al ", DateMeaning::Lasted),
    ("", " bis ", DateMeaning::Lasted),
    ("", " a ", DateMeaning::Lasted),
    ("", " / ", DateMeaning::Lasted),
];

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
    if text.chars().count() > LONGEST {
        return Err("it is too long for a date".to_owned());
    }
    let lower = text.to_lowercase();
    for (before, between, meaning) in SPANS {
        if let Some((from, to)) = lower.strip_prefix(before).and_then(|t| t.split_once(between))
            && let Ok(from) = parse(from, order)
            && let Ok(to) = parse(to, order)
        {
            return span(&from, &to, meaning);
        }
    }
    words(text, order)
}

fn certain(part: Part) -> Date {
    Date { when: When::Part(part), approximate: false, uncertain: false }
}

/// A day of a spreadsheet, which counts them from the end of 1899.
fn serial(text: &str) -> Result<Date, String> {
    let (days, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let days = days.parse::<i32>().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit()));
    let days = days.filter(|days| (61..2_958_466).contains(days));
    let day = days.and_then(|days| {
        civil::date(1899, 12, 30).checked_add(jiff::Span::new().days(i64::from(days))).ok()
    });
    day.map(Date::day)
        .ok_or_else(|| "it is no number of days as spreadsheets count them".to_owned())
}

/// Takes a time of day off the end.
fn without_time(text: &str) -> &str {
    let ends = text.match_indices(['T', ' ']).map(|(at, _)| at);
    for at in ends {
        let (day, time) = (&text[..at], &text[at + 1..]);
        // `T` stands between digits; a space also after `March 5, 2020`.
        let fits = text[at..].starts_with(' ') || day.ends_with(|c: char| c.is_ascii_digit());
        if fits && is_time(time) {
            return day.trim_end_matches([',', ' ']);
        }
    }
    text
}

/// Whether a text is a time of day and nothing else: `16:30`, `4:30 PM`, `00:00:00.000Z`.
fn is_time(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let clock = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.');
    let end = lower.find(|c| !clock(c)).unwrap_or(lower.len());
    let (clock, rest) = lower.split_at(end);
    let mut parts = clock.split(':');
    let hour = parts.next().unwrap_or_default();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mut others = 0;
    let sound = parts.all(|part| {
        others += 1;
        part.split('.').all(digits)
    });
    let zone = |text: &str| {
        let text = text.replace(':', "");
        text.len() == 4 && digits(&text)
    };
    let rest = rest.trim();
    let known =
        matches!(rest, "" | "am" | "pm" | "a.m." | "p.m." | "z" | "utc" | "gmt" | "h" | "uhr")
            || rest.strip_prefix(['+', '-']).is_some_and(zone);
    hour.len() <= 2 && digits(hour) && sound && (1..=2).contains(&others) && known
}

/// What stands between two numbers of a date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Gap {
    signs: String,
    /// There are words.
    words: bool,
    until: bool,
    and: bool,
    or: bool,
}

/// What a date in words is made of.
#[derive(Debug, Default)]
struct Words<'t> {
    numbers: Vec<(&'t str, i32)>,
    /// What follows each number.
    gaps: Vec<Gap>,
    /// The month, and how many numbers stand before it.
    named: Option<(i8, usize)>,
    quarter: Option<i8>,
    between: bool,
    approximate: bool,
    uncertain: bool,
}

impl<'t> Words<'t> {
    /// Takes a text apart; a word or sign that is not understood is an error.
    fn of(text: &'t str) -> Result<Self, String> {
        let mut found = Self::default();
        let mut rest = text;
        let mut first = true;
        while !rest.is_empty() {
            let end = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
            if end == 0 {
                let end = rest.find(in_word).unwrap_or(rest.len());
                found.signs(text, &rest[..end], first, end == rest.len())?;
                rest = &rest[end..];
            } else {
                rest = found.word(text, rest, end)?;
            }
            first = false;
        }
        Ok(found)
    }

    fn signs(&mut self, text: &str, signs: &str, first: bool, last: bool) -> Result<(), String> {
        for sign in signs.chars().filter(|sign| !sign.is_whitespace()) {
            match sign {
                '(' | '[' | '\'' | '’' => {}
                '~' | '≈' if first || last => self.approximate = true,
                '?' | '؟' if last => self.uncertain = true,
                ')' | ']' | '.' | ',' | '،' if !first => {}
                '/' | '-' | '–' | '—' | '&' if !first && !last => {}
                _ => return Err(not_understood(text, &sign.to_string())),
            }
        }
        if let Some(gap) = self.gaps.last_mut() {
            gap.and |= signs.contains('&');
            gap.signs.extend(signs.chars().filter(|sign| !sign.is_whitespace()));
        }
        Ok(())
    }

    /// Takes the word that `rest` begins with, or two that name a month; what is left of `rest`.
    fn word(&mut self, text: &str, rest: &'t str, end: usize) -> Result<&'t str, String> {
        let (word, mut left) = rest.split_at(end);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            if !is_ordinal(&word[digits..], digits) {
                return Err(unknown(text));
            }
            let number = word[..digits].parse().map_err(|_| unknown(text))?;
            self.numbers.push((&word[..digits], number));
            self.gaps.push(Gap::default());
            return Ok(left);
        }
        if let [b'q' | b'Q', number @ b'1'..=b'4'] = word.as_bytes() {
            self.quarter = i8::try_from(number - b'0').ok();
            return Ok(left);
        }
        // `كانون الثاني`
        let second = left.trim_start();
        let second_end = second.find(|c| !in_word(c)).unwrap_or(second.len());
        let both = format!("{word} {}", &second[..second_end]);
        let both = month(&both).filter(|_| !word.is_ascii() && second.len() < left.len());
        let known = match both {
            Some(_) => {
                left = &second[second_end..];
                months::Word { month: both, ..Default::default() }
            }
            None => months::word(word).ok_or_else(|| not_understood(text, word))?,
        };
        if let Some(month) = known.month {
            if self.named.is_some_and(|(other, _)| other != month) {
                return Err("it names two months".to_owned());
            }
            self.named = Some((month, self.numbers.len()));
        }
        self.approximate |= known.about;
        self.uncertain |= known.perhaps;
        self.between |= known.between;
        match self.gaps.last_mut() {
            Some(gap) => {
                gap.words = true;
                gap.until |= known.until;
                gap.and |= known.and;
                gap.or |= known.or;
            }
            None if (known.until || known.and || known.or)
                && !known.idle
                && self.named.is_none() =>
            {
                return Err(not_understood(text, word));
            }
            None => {}
        }
        Ok(left)
    }

    /// Whether the numbers stand by themselves, with one sign between them.
    fn bare(&self) -> bool {
        let gaps = &self.gaps[..self.gaps.len().saturating_sub(1)];
        let sign = gaps.first().map(|gap| &*gap.signs).unwrap_or_default();
        let one = |gap: &Gap| !gap.words && gap.signs == sign;
        let ends = self.gaps.last().is_none_or(|gap| !gap.until && !gap.and && !gap.or);
        matches!(sign, "" | "/" | "-" | "." | "–") && gaps.iter().all(one) && ends
    }

    /// Whether no word behind that number means two dates.
    fn is_one(&self, from: usize) -> bool {
        !self.gaps.iter().skip(from).any(|gap| gap.until || gap.and || gap.or)
    }

    /// What the first two numbers mean, two days of a month; `None` where that is not certain.
    fn meaning(&self) -> Option<DateMeaning> {
        let (gap, next) = (self.gaps.first()?, self.numbers[1].1 == self.numbers[0].1 + 1);
        let dash = matches!(&*gap.signs, "-" | "–" | "—") && !gap.words;
        match () {
            () if self.between => gap.and.then_some(DateMeaning::OneOf),
            () if dash || gap.until => Some(DateMeaning::Lasted),
            () if gap.and && next => Some(DateMeaning::Lasted),
            () if gap.or && next => Some(DateMeaning::OneOf),
            () => None,
        }
    }
}

/// Whether a sign belongs to a word; an accent may stand after its letter.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether letters may stand behind a number of so many digits: `1st`, `3rd`, `1er`, `2024г`.
fn is_ordinal(letters: &str, digits: usize) -> bool {
    let letters = letters.to_lowercase();
    match digits {
        _ if letters.is_empty() => true,
        1 | 2 => matches!(
            &*letters,
            "st" | "nd"
                | "rd"
                | "th"
                | "er"
                | "re"
                | "e"
                | "ro"
                | "o"
                | "a"
                | "º"
                | "ª"
                | "ste"
                | "de"
                | "го"
                | "η"
        ),
        _ => matches!(&*letters, "г" | "р" | "م"),
    }
}

fn words(text: &str, order: Option<DateOrder>) -> Result<Date, String> {
    let found = Words::of(text)?;
    let date = found_date(text, &found, order)?;
    Ok(Date {
        approximate: date.approximate || found.approximate,
        uncertain: date.uncertain || found.uncertain,
        ..date
    })
}

fn found_date(text: &str, found: &Words<'_>, order: Option<DateOrder>) -> Result<Date, String> {
    let is_year = |(text, number): &(&str, i32)| text.len() == 4 && (1000..=2999).contains(number);
    let sign = found.gaps.first().map(|gap| &*gap.signs).unwrap_or_default();
    if let Some(quarter) = found.quarter {
        return match &*found.numbers {
            [year] if is_year(year) && found.named.is_none() && found.is_one(0) => span(
                &month_of(year.1, quarter * 3 - 2)?,
                &month_of(year.1, quarter * 3)?,
                DateMeaning::OneOf,
            ),
            _ => Err(unknown(text)),
        };
    }
    if let (Some(_), [from, to, year]) = (found.named, &*found.numbers)
        && is_year(year)
        && from.1 < to.1
        && found.is_one(1)
        && let (Some((month, _)), Some(meaning)) = (found.named, found.meaning())
    {
        let (from, to) = (day_of(year.1, month, from.1)?, day_of(year.1, month, to.1)?);
        return span(&from, &to, meaning);
    }
    if found.between || !found.is_one(0) || found.named.is_none() && !found.bare() {
        return Err(unknown(text));
    }
    match (found.named, &*found.numbers) {
        (Some((month, _)), [year]) if is_year(year) => month_of(year.1, month),
        (Some((month, _)), [year, day]) if is_year(year) => day_of(year.1, month, day.1),
        (Some((month, _)), [day, year]) if is_year(year) => day_of(year.1, month, day.1),
        (Some((month, at)), [day, year]) if at == 1 && year.0.len() == 2 => {
            day_of(century(year.1), month, day.1)
        }
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
        (None, [month, year]) if is_year(year) && !sign.is_empty() => {
            month_of(year.1, number_of_month(month.1)?)
        }
        (None, [year, month]) if is_year(year) && !sign.is_empty() => {
            month_of(year.1, number_of_month(month.1)?)
        }
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

/// Nothing of a date is passed over: what is not understood might be what makes it another one.
fn not_understood(text: &str, part: &str) -> String {
    format!(
        "`{text}` is no date that can be read: `{part}` is not understood; write the day, month or range that is meant"
    )
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
        check("2009-02-20T00:00:00.000Z", None, "2009-02-20");
        check("March 5, 2020 16:30", None, "2020-03-05");
    }

    #[test]
    fn months_have_names_in_many_languages() {
        let check = |text: &str, expected: &str| {
            let date = parse(text, None).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!(date.to_string(), expected, "{text}");
        };
        check("5 شباط 2024", "2024-02-05");
        check("5 كانون الثاني 2024", "2024-01-05");
        check("5 كانون الثاني/يناير 2024", "2024-01-05");
        check("٥ تشرين الأول ٢٠٢٤م", "2024-10-05");
        check("آب 2024", "2024-08");
        check("5 جويلية 2024", "2024-07-05");
        check("5 أوت 2024", "2024-08-05");
        check("2 stycznia 2024", "2024-01-02");
        check("2 września 2024 r.", "2024-09-02");
        check("5 mei 2024", "2024-05-05");
        check("zondag 5 mrt 2024", "2024-03-05");
        check("5 Μαΐου 2024", "2024-05-05");
        check("5 лютого 2024 року", "2024-02-05");
        check("5 Agustus 2024", "2024-08-05");
    }

    #[test]
    fn doubt_about_a_day_is_kept() {
        let check = |text: &str, expected: &str| {
            let date = parse(text, None).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!(date.to_string(), expected, "{text}");
        };
        check("5 May 2024?", "2024-05-05?");
        check("5 May 2024 (?)", "2024-05-05?");
        check("5 May 2024 (approx.)", "2024-05-05~");
        check("about 5 May 2024", "2024-05-05~");
        check("ca. 2024-05-05", "2024-05-05~");
        check("~ May 2024", "2024-05~");
        check("vers le 5 mai 2024", "2024-05-05~");
        check("environ mai 2024", "2024-05~");
        check("um den 5. Mai 2024", "2024-05-05~");
        check("hacia el 5 de mayo de 2024", "2024-05-05~");
        check("حوالي 5 مايو 2024", "2024-05-05~");
        check("Q1 2024", "[2024-01..2024-03]");
        check("2024 Q4", "[2024-10..2024-12]");
        check("between 5 and 7 May 2024", "[2024-05-05..2024-05-07]");
        check("between 30 April 2024 and 2 May 2024", "[2024-04-30..2024-05-02]");
        check("entre le 5 et le 7 mai 2024", "[2024-05-05..2024-05-07]");
        check("du 5 au 7 mai 2024", "2024-05-05/2024-05-07");
        check("de 5 a 7 de maio de 2024", "2024-05-05/2024-05-07");
        check("5 or 6 May 2024", "[2024-05-05..2024-05-06]");
        check("5 and 6 May 2024", "2024-05-05/2024-05-06");
    }

    #[test]
    fn nothing_of_a_date_is_passed_over() {
        for text in [
            "12 Rajab 2024",
            "about 12 2024",
            "before 5 May 2024",
            "after 5 May 2024",
            "week of 5 May 2024",
            "early 2024",
            "2024 spring",
            "mid-May 2024",
            "5 jui 2024",
            "5 or 8 May 2024",
            "5/6 May 2024",
            "??/05/2024",
            "xx/05/2024",
            "-/05/2024",
            "5 May 2024 -",
            "until 5 May 2024",
            "between 5 May 2024",
            "10/06/2023 12:00 or later",
            "5x May 2024",
            "12 2024",
        ] {
            let why = parse(text, None).expect_err(text);
            assert!(why.contains("is no date"), "{text}: {why}");
        }
        assert!(parse("43835 or so", Some(DateOrder::Serial)).is_err());
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
