//! Values as units: whether two say the same, their fingerprints, and how a person reads them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use toml_edit::{Decor, Item, RawString, Table, TableLike, Value};

use crate::source::Digest;

/// Fingerprints by key.
pub(super) type Prints = BTreeMap<String, String>;

/// The fingerprint of a value; formatting does not count.
pub(super) fn print_of(item: &Item) -> String {
    print_of_text(&canonical(item))
}

/// The fingerprint of a text, in eight hexadecimal digits.
pub(super) fn print_of_text(text: &str) -> String {
    let mut print = Digest::of(text.as_bytes()).to_string();
    print.truncate(8);
    print
}

/// The fingerprint of a key that holds that id.
pub(in crate::import) fn print_of_id(id: &str) -> String {
    print_of_text(&format!("{id:?}"))
}

/// The fingerprint of a body; `None` of an empty one. White space around it does not count.
pub(super) fn print_of_body(body: &str) -> Option<String> {
    let body = body.trim();
    (!body.is_empty()).then(|| print_of_text(&body.replace("\r\n", "\n")))
}

/// The fingerprints of what stands in a table, but for some keys.
pub(super) fn prints(table: &dyn TableLike, wanted: impl Fn(&str, &Item) -> bool) -> Prints {
    let units = table.iter().filter(|(key, item)| !item.is_none() && wanted(key, item));
    units.map(|(key, item)| (key.to_owned(), print_of(item))).collect()
}

/// A value in the one form that all ways to write it share.
fn canonical(item: &Item) -> String {
    match item {
        Item::None => String::new(),
        Item::Value(value) => canonical_value(value),
        Item::Table(table) => canonical_table(table),
        Item::ArrayOfTables(tables) => {
            let tables: Vec<String> = tables.iter().map(|table| canonical_table(table)).collect();
            format!("[{}]", tables.join(","))
        }
    }
}

fn canonical_table(table: &dyn TableLike) -> String {
    let sorted: BTreeMap<&str, String> =
        table.iter().map(|(key, item)| (key, canonical(item))).collect();
    let mut text = String::from("{");
    for (key, value) in sorted {
        let _ = write!(text, "{key:?}={value},");
    }
    text + "}"
}

fn canonical_value(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{:?}", text.value()),
        Value::Integer(number) => number.value().to_string(),
        // Decimals say how finely a position is known.
        Value::Float(number) => number.display_repr().into_owned(),
        Value::Boolean(truth) => truth.value().to_string(),
        Value::Datetime(moment) => format!("{:?}", moment.value().to_string()),
        Value::Array(array) => {
            let values: Vec<String> = array.iter().map(canonical_value).collect();
            match &values[..] {
                // Where a list may stand, one text will do.
                [only] if only.starts_with('"') => only.clone(),
                _ => format!("[{}]", values.join(",")),
            }
        }
        Value::InlineTable(table) => canonical_table(table),
    }
}

/// A value as a person reads it.
pub(super) fn plain(item: &Item) -> Box<str> {
    let value = match item {
        Item::Value(value) => plain_value(value),
        Item::Table(table) => plain_table(table),
        Item::None | Item::ArrayOfTables(_) => String::new(),
    };
    value.into()
}

fn plain_value(value: &Value) -> String {
    match value {
        Value::String(text) => text.value().clone(),
        Value::Integer(number) => number.value().to_string(),
        Value::Float(number) => number.display_repr().into_owned(),
        Value::Boolean(truth) => truth.value().to_string(),
        Value::Datetime(moment) => moment.value().to_string(),
        Value::Array(array) => array.iter().map(plain_value).collect::<Vec<_>>().join(", "),
        Value::InlineTable(table) => plain_table(table),
    }
}

fn plain_table(table: &dyn TableLike) -> String {
    let parts = table.iter().map(|(key, item)| format!("{key} {}", plain(item)));
    parts.collect::<Vec<_>>().join(", ")
}

/// What a table is called, for a person: its id or name.
pub(super) fn called(table: &Table) -> Option<&str> {
    ["id", "name", "ref", "by"].iter().find_map(|key| table.get(key)?.as_str())
}

/// The comments in and around an item, line by line.
pub(super) fn comments(item: &Item, found: &mut Vec<String>) {
    match item {
        Item::None => {}
        Item::Value(value) => of_value(value, found),
        Item::Table(table) => of_table(table, found),
        Item::ArrayOfTables(tables) => tables.iter().for_each(|table| of_table(table, found)),
    }
}

/// The comments in and around a table.
pub(super) fn of_table(table: &Table, found: &mut Vec<String>) {
    of_decor(table.decor(), found);
    for (key, item) in table {
        if let Some(key) = table.key(key) {
            of_decor(key.leaf_decor(), found);
        }
        comments(item, found);
    }
}

/// The comments beside a key.
pub(super) fn of_decor(decor: &Decor, found: &mut Vec<String>) {
    for raw in [decor.prefix(), decor.suffix()].into_iter().flatten() {
        of_raw(raw, found);
    }
}

fn of_raw(raw: &RawString, found: &mut Vec<String>) {
    let lines = raw.as_str().unwrap_or_default().lines().map(str::trim);
    found.extend(lines.filter(|line| line.starts_with('#')).map(str::to_owned));
}

fn of_value(value: &Value, found: &mut Vec<String>) {
    of_decor(value.decor(), found);
    match value {
        Value::Array(array) => {
            array.iter().for_each(|value| of_value(value, found));
            of_raw(array.trailing(), found);
        }
        Value::InlineTable(table) => table.iter().for_each(|(_, value)| of_value(value, found)),
        _ => {}
    }
}
