//! JSON (RFC 8259): the tables as objects with the names of their columns. What is missing is left
//! out, letters beyond ASCII stand as they are, and no number is a text.

use super::column::Spec;
use super::csv;
use super::value::Value;

/// Writes the members of an object, without its braces; the columns in `but` are left out.
/// `first` is whether none stands before them.
pub(super) fn members(
    columns: &[Spec],
    cells: &[Value<'_>],
    but: &[&str],
    mut first: bool,
    out: &mut Vec<u8>,
) {
    for (column, cell) in columns.iter().zip(cells) {
        if *cell == Value::Missing || but.contains(&column.name) {
            continue;
        }
        if !first {
            out.push(b',');
        }
        first = false;
        out.push(b'"');
        out.extend(column.name.bytes());
        out.extend(b"\":");
        value(cell, out);
    }
}

fn value(cell: &Value<'_>, out: &mut Vec<u8>) {
    match cell {
        Value::Missing => out.extend(b"null"),
        Value::Text(words) => text(words, out),
        Value::List(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                out.extend(if at > 0 { &b","[..] } else { b"" });
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

/// Writes rows as an array of objects.
pub(super) fn array(columns: &[Spec], rows: &[Vec<Value<'_>>], but: &[&str], out: &mut Vec<u8>) {
    out.push(b'[');
    for (at, cells) in rows.iter().enumerate() {
        out.extend(if at > 0 { &b",{"[..] } else { b"{" });
        members(columns, cells, but, true, out);
        out.push(b'}');
    }
    out.push(b']');
}
