//! JSON (RFC 8259): the tables as objects with the names of their columns. What is missing is left
//! out, letters beyond ASCII stand as they are, and no number is a text.

use super::column::Spec;
use super::csv;
use super::value::Value;

/// Writes the members of an object, without its braces. `first` is whether none stands before them.
pub(super) fn members<'c>(
    cells: impl Iterator<Item = (&'c Spec, &'c Value<'c>)>,
    mut first: bool,
    out: &mut Vec<u8>,
) {
    for (column, cell) in cells {
        if matches!(cell, Value::Missing) {
            continue;
        }
        if !first {
            out.push(b',');
        }
        first = false;
        out.push(b'"');
        out.extend_from_slice(column.name.as_bytes());
        out.extend_from_slice(b"\":");
        value(cell, out);
    }
}

fn value(cell: &Value<'_>, out: &mut Vec<u8>) {
    match cell {
        Value::Missing => out.extend_from_slice(b"null"),
        Value::Text(words) => text(words, out),
        Value::List(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                out.extend_from_slice(if at > 0 { b"," } else { b"" });
                text(item, out);
            }
            out.push(b']');
        }
        Value::Day(_) => {
            out.push(b'"');
            csv::plain(cell, out);
            out.push(b'"');
        }
        number => csv::plain(number, out),
    }
}

/// Writes a text with its quotes.
pub(super) fn text(text: &str, out: &mut Vec<u8>) {
    // Writing to memory cannot fail, and any text is one of JSON.
    let _ = serde_json::to_writer(out, text);
}

/// Writes the rows of a table below an incident as an array of objects, without the first column, which
/// names the incident.
pub(super) fn array(columns: &[Spec], rows: &[Vec<Value<'_>>], out: &mut Vec<u8>) {
    out.push(b'[');
    for (at, cells) in rows.iter().enumerate() {
        out.extend_from_slice(if at > 0 { b",{" } else { b"{" });
        members(columns.iter().zip(cells).skip(1), true, out);
        out.push(b'}');
    }
    out.push(b']');
}
