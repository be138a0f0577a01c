//! Figures as people write them in tables.

use super::dates::plain_digits;
use super::phrases;
use crate::model::{Amount, Measure, fold};

/// Cells that say nothing, folded.
const EMPTY: [&str; 12] =
    ["-", "--", "–", "—", ".", "n/a", "na", "nan", "null", "#n/a", "n.a.", "nd"];

/// Cells that say that it is not known, folded.
const UNKNOWN: [&str; 27] = [
    "?",
    "؟",
    "unknown",
    "not known",
    "unspecified",
    "unidentified",
    "inconnu",
    "inconnus",
    "inconnue",
    "inconnues",
    "non identifie",
    "non identifies",
    "desconocido",
    "desconocida",
    "desconocidos",
    "desconocidas",
    "desconhecido",
    "desconhecida",
    "desconhecidos",
    "unbekannt",
    "sconosciuto",
    "sconosciuti",
    "onbekend",
    "неизвестно",
    "غير معروف",
    "مجهول",
    "مجهولون",
];

/// Whether a cell is empty, or says that nobody knows or that there is nothing to say.
pub(super) fn says_nothing(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    lower.is_empty() || EMPTY.contains(&&*lower) || is_unknown(&lower)
}

fn is_unknown(lower: &str) -> bool {
    UNKNOWN.contains(&&*fold(lower))
}

/// The figure of a cell, of that measure where it is known; `None` where it says nothing.
///
/// # Errors
///
/// Why it cannot be read, one sentence.
pub(in crate::import) fn amount(
    text: &str,
    measure: Option<Measure>,
    decimal_comma: bool,
) -> Result<Option<Amount>, String> {
    let text = plain_digits(text.trim());
    let lower = text.to_lowercase();
    if lower.is_empty() || EMPTY.contains(&&*lower) {
        return Ok(None);
    }
    if is_unknown(&lower) {
        return Ok(Some(Amount::Unknown));
    }
    if let Some(number) = number(&lower, decimal_comma)? {
        return Ok(Some(Amount::Exactly(number)));
    }
    type Form = fn(u32) -> Option<Amount>;
    let prefixes: [(&str, Form); 9] = [
        (">=", |n| Some(Amount::AtLeast(n))),
        ("≥", |n| Some(Amount::AtLeast(n))),
        ("<=", |n| Some(Amount::UpTo(n))),
        ("≤", |n| Some(Amount::UpTo(n))),
        (">", |n| Some(Amount::MoreThan(n))),
        ("<", |n| n.checked_sub(1).map(Amount::UpTo)),
        ("~", |n| Some(Amount::About(n))),
        ("≈", |n| Some(Amount::About(n))),
        ("ca.", |n| Some(Amount::About(n))),
    ];
    for (prefix, form) in prefixes {
        if let Some(rest) = lower.strip_prefix(prefix)
            && let Some(number) = number(rest, decimal_comma)?
        {
            return Ok(form(number));
        }
    }
    if let Some(rest) = lower.strip_suffix('+')
        && let Some(number) = number(rest, decimal_comma)?
    {
        return Ok(Some(Amount::AtLeast(number)));
    }
    for between in ["-", "–", " to ", " à ", " a ", " bis "] {
        if let Some((low, high)) = lower.split_once(between)
            && let (Some(low), Some(high)) =
                (number(low, decimal_comma)?, number(high, decimal_comma)?)
        {
            return match low <= high {
                true => Ok(Some(Amount::Between(low, high))),
                false => Err(format!("the range runs backwards: {low} is more than {high}")),
            };
        }
    }
    if let Some(amount) = phrases::read(&lower, measure, decimal_comma)? {
        return Ok(Some(amount));
    }
    match text.parse() {
        Ok(Amount::Words(_)) if !phrases::is_quantity(&lower, measure) => {
            Err(format!("`{text}` is no figure"))
        }
        Ok(amount) => Ok(Some(amount)),
        Err(_) => Err(format!("`{text}` is no figure")),
    }
}

/// One whole number; `None` where the text is something else.
///
/// # Errors
///
/// Where it is a number and none of people.
pub(super) fn number(text: &str, decimal_comma: bool) -> Result<Option<u32>, String> {
    let text = text.trim();
    let (point, separator) = if decimal_comma { (',', '.') } else { ('.', ',') };
    let (whole, decimals) = match text.rsplit_once(point) {
        Some((whole, decimals)) => (whole, decimals),
        None => (text, ""),
    };
    let spaces = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '’', '_'];
    let is_separator = |c: char| c == separator || spaces.contains(&c);
    let mut groups = whole.split(is_separator);
    let first = groups.next().unwrap_or_default();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(first) {
        let negative = first.strip_prefix(['-', '−']).is_some_and(digits);
        return if negative && decimals.is_empty() {
            Err(format!("`{text}` is less than nobody"))
        } else {
            Ok(None)
        };
    }
    let mut number = first.to_owned();
    for group in groups {
        if !digits(group) || group.len() != 3 || first.len() > 3 {
            return Ok(None);
        }
        number.push_str(group);
    }
    if !decimals.is_empty() && !digits(decimals) {
        return Ok(None);
    }
    if decimals.bytes().any(|byte| byte != b'0') {
        return Err(format!("`{text}` is no whole number of people"));
    }
    number.parse().map(Some).map_err(|_| format!("`{text}` is more than can be counted"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_people_write_them() {
        let check = |text: &str, comma: bool, expected: &str| {
            let read = amount(text, None, comma);
            let read = read.map(|read| read.map_or(String::new(), |amount| amount.to_string()));
            assert_eq!(read.as_deref(), Ok(expected), "{text}");
        };
        check("3", false, "3");
        check("3.0", false, "3");
        check("3,0", true, "3");
        check("1,234", false, "1234");
        check("1.234", true, "1234");
        check("1 234", false, "1234");
        check("10+", false, "at least 10");
        check("> 10", false, "more than 10");
        check("<10", false, "up to 9");
        check("10–12", false, "10-12");
        check("10 to 12", false, "10-12");
        check("~ 40", false, "about 40");
        check("several", false, "several");
        check("?", false, "unknown");
        check("n/a", false, "");
        check("", false, "");
        check("٣٥", false, "35");
        check("at least 5", false, "at least 5");
        check("au moins ٣", false, "at least 3");
        check("10 bis 12", false, "10-12");
        check("plusieurs", false, "plusieurs");
        check("au moins trois", false, "au moins trois");
        check("several dozen people", false, "several dozen people");
        check("une dizaine d'hommes", false, "une dizaine d'hommes");
        check("Vier", false, "Vier");
        check("عشرات القتلى", false, "عشرات القتلى");
        check("Inconnus", false, "unknown");
        check("غير معروف", false, "unknown");
    }

    #[test]
    fn what_is_no_figure_says_so() {
        let check = |text: &str, part: &str| {
            let why = amount(text, None, false).expect_err(text);
            assert!(why.contains(part), "{text}: {why}");
        };
        check("-99", "less than nobody");
        check("2.5", "no whole number");
        check("12 (3 children)", "is no figure");
        check("xyz", "is no figure");
        check("#REF!", "is no figure");
        check("see notes", "is no figure");
        check("au moins", "is no figure");
        check("12-10", "runs backwards");
        check("99999999999", "more than can be counted");
    }
}
