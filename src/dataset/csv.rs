//! Comma-separated values (RFC 4180): UTF-8, lines end with CR LF, a missing cell is empty.
//!
//! The exact form and the form with tags hold every text as it is. The form for spreadsheets begins
//! with a byte order mark, quotes every text, and puts a `'` where a text could begin a formula;
//! taking one `'` away at each such spot gives the exact text back.

use std::borrow::Cow;
use std::io::Write as _;

use jiff::civil;

use super::column::Spec;
use super::value::Value;
use crate::model::Decimal;

/// For whom a file of comma-separated values is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CsvForm {
    /// For programs: every text as it is.
    Exact,
    /// For spreadsheets: no text is a formula.
    Spreadsheet,
    /// With a second row of HXL tags.
    Tagged,
    /// With every column of the dataset whose names it has, those that stay empty among them; for
    /// `griot export`, and no download.
    Whole,
}

/// What begins a formula in one spreadsheet or another, and what stands for it in wide scripts; and the
/// sign that is put before them, which would else be taken away.
const GUARDED: [char; 9] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\''];

/// What one spreadsheet or another takes for the end of a cell.
const ENDS_CELL: [char; 5] = [',', ';', '\t', '\r', '\n'];

/// Comma-separated values as a person reads them: with doubled quotes written once.
pub fn as_read(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.windows(2).any(|two| two == b"\"\"") {
        return bytes.into();
    }
    let mut read = Vec::with_capacity(bytes.len());
    let mut after_quote = false;
    for byte in bytes {
        after_quote = *byte == b'"' && !after_quote;
        if *byte != b'"' || after_quote {
            read.push(*byte);
        }
    }
    read.into()
}

/// Writes the rows above the first.
pub(super) fn head(columns: &[Spec], form: CsvForm, out: &mut Vec<u8>) {
    if form == CsvForm::Spreadsheet {
        out.extend_from_slice("\u{feff}".as_bytes());
    }
    line(columns.iter().map(|column| column.name), out);
    if form == CsvForm::Tagged {
        line(columns.iter().map(|column| column.hxl), out);
    }
}

fn line(cells: impl Iterator<Item = &'static str>, out: &mut Vec<u8>) {
    for (at, cell) in cells.enumerate() {
        out.extend(if at > 0 { &b","[..] } else { b"" });
        out.extend_from_slice(cell.as_bytes());
    }
    out.extend_from_slice(b"\r\n");
}

/// Writes one row.
pub(super) fn row(cells: &[Value<'_>], form: CsvForm, out: &mut Vec<u8>) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        match cell {
            Value::Missing => {}
            Value::Text(words) => text(words, form, out),
            Value::List(items) => match items.as_slice() {
                [one] => text(one, form, out),
                items => text(&items.join(";"), form, out),
            },
            other => plain(other, out),
        }
    }
    out.extend_from_slice(b"\r\n");
}

/// Writes a number, a day or a truth, as CSV and JSON both have them.
pub(super) fn plain(value: &Value<'_>, out: &mut Vec<u8>) {
    match value {
        Value::Whole(number) => digits(*number, 1, out),
        // Writing to memory cannot fail.
        Value::Decimal(number, decimals) => {
            let _ = write!(out, "{}", Decimal(*number, *decimals));
        }
        Value::Day(date) => day(*date, out),
        Value::Truth(truth) => out.extend_from_slice(if *truth { b"true" } else { b"false" }),
        Value::Missing | Value::Text(_) | Value::List(_) => {}
    }
}

/// Writes a day as RFC 3339 has it, and one before the year 0 as ISO 8601 extends it.
fn day(day: civil::Date, out: &mut Vec<u8>) {
    let Ok(year) = u64::try_from(day.year()) else {
        let _ = write!(out, "{day}");
        return;
    };
    digits(year, 4, out);
    for part in [day.month(), day.day()] {
        out.push(b'-');
        digits(part.unsigned_abs().into(), 2, out);
    }
}

/// Writes a number, with zeros before it where it has fewer digits than `least`.
fn digits(number: u64, least: usize, out: &mut Vec<u8>) {
    let start = out.len();
    let mut rest = number;
    while rest > 0 || out.len() < start + least {
        out.push(b"0123456789"[usize::try_from(rest % 10).unwrap_or_default()]);
        rest /= 10;
    }
    out[start..].reverse();
}

fn text(text: &str, form: CsvForm, out: &mut Vec<u8>) {
    if form == CsvForm::Spreadsheet {
        out.push(b'"');
        guarded(text, out);
        out.push(b'"');
    } else if has(text, |byte| matches!(byte, b'"' | b',' | b'\r' | b'\n')) {
        out.push(b'"');
        for (at, piece) in text.split('"').enumerate() {
            out.extend_from_slice(if at > 0 { b"\"\"" } else { b"" });
            out.extend_from_slice(piece.as_bytes());
        }
        out.push(b'"');
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

/// Whether a text has such a sign. No early return: the compiler then looks at many bytes at once.
fn has(text: &str, is: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |found, byte| found | is(byte))
}

/// Writes a text that stands in quotes, with a `'` wherever a spreadsheet may take what comes next for
/// the beginning of a formula.
fn guarded(text: &str, out: &mut Vec<u8>) {
    let is_sign = |byte: u8| byte == b'"' || ENDS_CELL.contains(&char::from(byte));
    let has_signs = has(text, is_sign);
    let mut rest = text;
    let mut opens = true;
    while !rest.is_empty() {
        if opens {
            let begun = rest.trim_start_matches(' ');
            out.extend_from_slice(&rest.as_bytes()[..rest.len() - begun.len()]);
            rest = begun;
            if rest.starts_with(GUARDED) {
                out.push(b'\'');
            }
        }
        let sign = if has_signs { rest.bytes().position(is_sign) } else { None };
        let (stretch, after) = rest.split_at(sign.map_or(rest.len(), |at| at + 1));
        out.extend_from_slice(stretch.as_bytes());
        opens = !stretch.ends_with('"');
        if !opens {
            out.push(b'"');
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(words: &str, form: CsvForm) -> String {
        let mut out = Vec::new();
        row(&[Value::text(words), Value::Whole(7)], form, &mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn a_text_is_quoted_where_it_must_be() {
        let check = |words: &str, expected: &str| {
            assert_eq!(written(words, CsvForm::Exact), format!("{expected},7\r\n"));
        };
        check("plain", "plain");
        check("a, b", "\"a, b\"");
        check("say \"no\"", "\"say \"\"no\"\"\"");
        check("two\nlines", "\"two\nlines\"");
        check("=1+1", "=1+1");
        check("", "");
    }

    /// Takes one `'` away at each spot where a spreadsheet may begin a cell.
    fn exact(spreadsheet: &str) -> String {
        let mut text = String::new();
        let mut opens = true;
        let mut taken = false;
        for c in spreadsheet.chars() {
            if opens && !taken && c == '\'' {
                taken = true;
                continue;
            }
            text.push(c);
            opens = ENDS_CELL.contains(&c) || (opens && !taken && c == ' ');
            taken = false;
        }
        text
    }

    #[test]
    fn no_text_of_a_spreadsheet_is_a_formula_and_each_is_found_again() {
        let check = |words: &str, expected: &str| {
            let written = written(words, CsvForm::Spreadsheet);
            assert_eq!(written, format!("\"{expected}\",7\r\n"), "{words}");
            let inner = written[1..written.len() - 5].replace("\"\"", "\"");
            assert_eq!(exact(&inner), words);
        };
        check("plain", "plain");
        check("=1+1", "'=1+1");
        check("@handle", "'@handle");
        check("  -5", "  '-5");
        check("\t=1", "\t'=1");
        check("'quoted'", "''quoted'");
        check("'=1", "''=1");
        check("it's", "it's");
        check("a; =HYPERLINK(1)", "a; '=HYPERLINK(1)");
        check("\"=1\"", "\"\"=1\"\"");
        check("say \"=1\"", "say \"\"=1\"\"");
        check("up to -5", "up to -5");
        check("''", "'''");
        check("＝1", "'＝1");
    }
}
