//! What a release changed, as an entry of the record's history.

use toml_edit::{Datetime, Table};

use super::{Coming, Difference};
use crate::model::{Measure, Vocabulary as _};

/// How many things an entry names before it only counts.
const NAMED: usize = 8;

/// Said of a claim that other sources carry than before.
const CITED: &str = "sources of a claim changed";

/// Said of a position of which nobody may or can say how far it moved.
const MOVED: &str = "position changed";

/// The entry for what changed; `None` where readers see nothing of it. Of a record with `[safety]` no
/// names of places and no other words are repeated.
pub(super) fn change(coming: &Coming<'_>, changed: &[Difference], guarded: bool) -> Option<Table> {
    let mut parts: Vec<String> = Vec::new();
    let mut is_correction = false;
    let seen = changed.iter().filter(|own| own.table.as_deref() != Some("private"));
    for difference in seen {
        is_correction |= difference.was.is_some() && is_fact(difference);
        let same =
            |other: &&Difference| other.key == difference.key && other.table == difference.table;
        let alone = changed.iter().filter(same).count() == 1;
        let part = said(coming, difference, alone, guarded);
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    if parts.is_empty() {
        return None;
    }
    if parts.iter().any(|part| part.starts_with("source ")) {
        parts.retain(|part| part != CITED);
    }
    if parts.iter().any(|part| part.starts_with("position moved")) {
        parts.retain(|part| part != MOVED);
    }
    // Figures and dates first: they are what people come for.
    parts.sort_by_key(|part| !part.contains(", was ") && !part.contains(char::is_numeric));
    let more = parts.len().saturating_sub(NAMED);
    parts.truncate(NAMED);
    if more > 0 {
        parts.push(format!("and {more} more"));
    }
    let mut table = Table::new();
    let day = coming.today.to_string();
    match day.parse::<Datetime>() {
        Ok(day) => table.insert("on", toml_edit::value(day)),
        Err(_) => table.insert("on", toml_edit::value(day)),
    };
    let kind = if is_correction { "correction" } else { "update" };
    table.insert("kind", toml_edit::value(kind));
    table.insert("note", toml_edit::value(format!("{}: {}.", coming.label, parts.join("; "))));
    Some(table)
}

fn is_measure(key: &str) -> bool {
    Measure::NAMES.iter().any(|(name, _)| *name == key)
}

/// Whether it is a figure, a day, a place or a party, of which another is a correction.
fn is_fact(difference: &Difference) -> bool {
    const FACTS: [&str; 9] = [
        "date",
        "region",
        "point",
        "precision",
        "who",
        "perpetrator",
        "target",
        "defender",
        "status",
    ];
    match (difference.table.as_deref(), difference.key.as_deref()) {
        (Some("source" | "statement"), _) => false,
        (Some("place"), Some("name")) => true,
        (Some("claim" | "place"), None) => true,
        (_, Some(key)) => is_measure(key) || FACTS.contains(&key),
        _ => false,
    }
}

/// One difference in words. `alone`: no other table changed in the same key, so that it needs no name.
fn said(coming: &Coming<'_>, difference: &Difference, alone: bool, guarded: bool) -> String {
    let Difference { table, of, key, was, is } = difference;
    let table = table.as_deref();
    let names = |what: &str| {
        let called = |text: &str| {
            let name = |id| coming.names.name(what, id).unwrap_or(id).to_owned();
            text.split(", ").map(name).collect::<Vec<_>>().join(", ")
        };
        was_and_is(what, was.as_deref().map(called), is.as_deref().map(called))
    };
    match (table, key.as_deref()) {
        (_, Some(key)) if is_measure(key) => {
            let of = of.as_deref().filter(|_| table == Some("claim") && !alone);
            let what = of.map_or(key.to_owned(), |of| format!("{key} (claim {of})"));
            was_and_is(&what, was.as_deref().map(amount), is.as_deref().map(amount))
        }
        (None, Some("date")) => was_and_is("date", was.as_deref().map(day), is.as_deref().map(day)),
        (None, Some("body")) => "narrative changed".to_owned(),
        (None, Some(key @ ("region" | "type"))) if !guarded => names(key),
        (None, Some(key)) => format!("{} changed", key.replace('_', " ")),
        (Some(table), None) => {
            let name =
                if table == "source" { is.as_deref().or(was.as_deref()) } else { of.as_deref() };
            let short = |name: &&str| !guarded && !name.is_empty() && name.chars().count() <= 80;
            let name = name.filter(short).map(|name| format!(" \"{name}\"")).unwrap_or_default();
            let done = if is.is_some() { "added" } else { "removed" };
            format!("{table}{name} {done}")
        }
        (Some("claim"), Some(key @ ("perpetrator" | "target" | "defender"))) => match guarded {
            true => "parties changed".to_owned(),
            false => names(key),
        },
        (Some("claim"), Some(key @ ("status" | "who"))) => {
            let own = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
            was_and_is(&format!("{key} of a claim"), own(was), own(is))
        }
        (Some("claim"), Some("source")) => CITED.to_owned(),
        (Some("place"), Some("point")) if !guarded => moved(was.as_deref(), is.as_deref()),
        (Some("place"), Some("point" | "precision")) => MOVED.to_owned(),
        (Some(table), Some(key)) => format!("{} of a {table} changed", key.replace('_', " ")),
        (None, None) => "record changed".to_owned(),
    }
}

/// How far a position moved, in whole kilometres.
fn moved(was: Option<&str>, is: Option<&str>) -> String {
    let point = |text: &str| {
        let (latitude, longitude) = text.split_once(", ")?;
        let place = |text: &str| text.parse::<f64>().ok().filter(|degrees| degrees.is_finite());
        Some((place(latitude)?, place(longitude)?))
    };
    let Some((was, is)) = was.and_then(point).zip(is.and_then(point)) else {
        return MOVED.to_owned();
    };
    match kilometres(was, is).round() {
        0.0 => "position moved less than 1 km".to_owned(),
        far => format!("position moved {far} km"),
    }
}

/// The way between two positions in degrees, on a sphere.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
    let across = a.0.to_radians().cos() * b.0.to_radians().cos() * half(a.1, b.1);
    2.0 * 6371.0 * (half(a.0, b.0) + across).sqrt().asin()
}

fn was_and_is(what: &str, was: Option<String>, is: Option<String>) -> String {
    match (was, is) {
        (Some(was), Some(is)) => format!("{what} {is}, was {was}"),
        (None, Some(is)) => format!("{what} {is} added"),
        (Some(was), None) => format!("{what} removed, was {was}"),
        (None, None) => format!("{what} changed"),
    }
}

/// `low 3, best 4, high 5` as `3 to 5 (best 4)`; other figures as they are.
fn amount(text: &str) -> String {
    let part =
        |name: &str| text.split(", ").find_map(|part| part.strip_prefix(name)?.strip_prefix(' '));
    match (part("low"), part("best"), part("high")) {
        (Some(low), Some(best), Some(high)) if low == high && best == low => low.to_owned(),
        (Some(low), Some(best), Some(high)) => format!("{low} to {high} (best {best})"),
        (Some(low), None, Some(high)) => format!("{low} to {high}"),
        _ => text.to_owned(),
    }
}

/// A date of the record in words; single days, months and years stand as they are.
fn day(text: &str) -> String {
    let within = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    match within.and_then(|text| text.split_once("..")) {
        Some((from, to)) => format!("between {from} and {to}"),
        None => text.replace('/', " to "),
    }
}
