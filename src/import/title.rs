//! Neutral titles for records whose data has none: what happened, where, when.

use crate::model::{Date, Part, When};

/// How a title names a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// It happened in that place.
    In(Box<str>),
    /// It happened near that place.
    Near(Box<str>),
    /// The name is that of an area, a road or more.
    Plain(Box<str>),
}

/// "Violence against civilians in Sampleford, 14 May 2024"
pub(super) fn title(what: &str, place: Option<&Naming>, date: &Date) -> String {
    let date = in_words(date);
    match place {
        Some(Naming::In(name)) => format!("{what} in {name}, {date}"),
        Some(Naming::Near(name)) => format!("{what} near {name}, {date}"),
        Some(Naming::Plain(name)) => format!("{what}, {name}, {date}"),
        None => format!("{what}, {date}"),
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month(number: i8) -> &'static str {
    usize::try_from(number - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
}

/// A date in words of that language, or as EDTF where the program does not know how.
pub(super) fn in_words_of(date: &Date, language: &str) -> String {
    let language = language.split('-').next().unwrap_or_default();
    let months = match language {
        "en" => return in_words(date),
        "fr" => FRENCH,
        "es" => SPANISH,
        "pt" => PORTUGUESE,
        "de" => GERMAN,
        _ => return date.to_string(),
    };
    let name = |number: i8| usize::try_from(number - 1).ok().and_then(|at| months.get(at)).copied();
    let of = if matches!(language, "es" | "pt") { "de " } else { "" };
    match date.when {
        When::Part(Part::Day(day)) if !date.approximate && !date.uncertain => {
            let first = match (language, day.day()) {
                ("fr", 1) => "1er".to_owned(),
                ("de", number) => format!("{number}."),
                (_, number) => number.to_string(),
            };
            format!("{first} {of}{} {of}{}", name(day.month()).unwrap_or_default(), day.year())
        }
        When::Part(Part::Month(year, number)) if !date.approximate && !date.uncertain => {
            format!("{} {of}{year}", name(number).unwrap_or_default())
        }
        _ => date.to_string(),
    }
}

#[rustfmt::skip]
const FRENCH: [&str; 12] = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
    "novembre", "décembre",
];
#[rustfmt::skip]
const SPANISH: [&str; 12] = [
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
    "noviembre", "diciembre",
];
#[rustfmt::skip]
const PORTUGUESE: [&str; 12] = [
    "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
    "novembro", "dezembro",
];
#[rustfmt::skip]
const GERMAN: [&str; 12] = [
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
];

fn in_words(date: &Date) -> String {
    let part = |part: Part| match part {
        Part::Day(day) => format!("{} {} {}", day.day(), month(day.month()), day.year()),
        Part::Month(year, number) => format!("{} {year}", month(number)),
        Part::Year(year) => year.to_string(),
    };
    let about = if date.approximate { "about " } else { "" };
    match date.when {
        When::Part(only) | When::Lasted(only, None) => format!("{about}{}", part(only)),
        When::Lasted(from, Some(to)) => format!("{about}{} to {}", part(from), part(to)),
        When::OneOf(Part::Day(from), Part::Day(to))
            if (from.year(), from.month()) == (to.year(), to.month()) =>
        {
            let (first, last, year) = (from.day(), to.day(), from.year());
            let month = month(from.month());
            match last - first {
                1 => format!("{about}{first} or {last} {month} {year}"),
                _ => format!("{about}between {first} and {last} {month} {year}"),
            }
        }
        When::OneOf(Part::Day(from), Part::Day(to)) if from.year() == to.year() => {
            let first = format!("{} {}", from.day(), month(from.month()));
            format!("{about}between {first} and {}", part(Part::Day(to)))
        }
        When::OneOf(from, to) => format!("{about}between {} and {}", part(from), part(to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_what_where_and_when() {
        let check = |place: Option<Naming>, date: &str, expected: &str| {
            let date = date.parse().expect("a date");
            assert_eq!(title("Violence", place.as_ref(), &date), expected);
        };
        let town = || "Sampleford".into();
        check(Some(Naming::In(town())), "2024-05-14", "Violence in Sampleford, 14 May 2024");
        check(Some(Naming::Near(town())), "2024-05", "Violence near Sampleford, May 2024");
        check(Some(Naming::Plain("Mill road".into())), "2024", "Violence, Mill road, 2024");
        check(None, "[2024-05-03..2024-05-05]", "Violence, between 3 and 5 May 2024");
        check(None, "[2024-05-03..2024-05-04]", "Violence, 3 or 4 May 2024");
        check(
            None,
            "[2024-12-30..2025-01-02]",
            "Violence, between 30 December 2024 and 2 January 2025",
        );
        check(None, "[2024-05-30..2024-06-02]", "Violence, between 30 May and 2 June 2024");
        check(None, "2024-05-14~", "Violence, about 14 May 2024");
    }

    #[test]
    fn a_date_is_in_the_words_of_its_language_where_they_are_known() {
        let check = |date: &str, language: &str, expected: &str| {
            let date = date.parse().expect("a date");
            assert_eq!(in_words_of(&date, language), expected);
        };
        check("2024-05-14", "en", "14 May 2024");
        check("[2024-06-01..2024-06-03]", "en-GB", "between 1 and 3 June 2024");
        check("2024-08-01", "fr", "1er août 2024");
        check("2024-08", "es", "agosto de 2024");
        check("2024-03-14", "pt", "14 de março de 2024");
        check("2024-03-14", "de", "14. März 2024");
        check("2024-03-14~", "de", "2024-03-14~");
        check("2024-03-14", "ar", "2024-03-14");
    }
}
