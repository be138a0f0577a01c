//! What a release changed, as an entry of the record's history.

use toml_edit::{Datetime, Table};

use super::{Coming, Difference};
use crate::model::{Measure, Vocabulary as _};

/// How many things an entry names before it only counts.
const NAMED: usize = 8;

/// Said of a claim that other sources carry than before.
const CITED: &str = "sources of a claim changed";

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
        let part = said(difference, alone, guarded);
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
        (Some("claim" | "place"), None) => true,
        (_, Some(key)) => is_measure(key) || FACTS.contains(&key),
        _ => false,
    }
}

/// One difference in words. `alone`: no other table changed in the same key, so that it needs no name.
fn said(difference: &Difference, alone: bool, guarded: bool) -> String {
    let Difference { table, of, key, was, is } = difference;
    let table = table.as_deref();
    match (table, key.as_deref()) {
        (_, Some(key)) if is_measure(key) => {
            let of = of.as_deref().filter(|_| table == Some("claim") && !alone);
            let what = of.map_or(key.to_owned(), |of| format!("{key} (claim {of})"));
            was_and_is(&what, was.as_deref().map(amount), is.as_deref().map(amount))
        }
        (None, Some("date")) => was_and_is("date", was.as_deref().map(day), is.as_deref().map(day)),
        (None, Some("body")) => "narrative changed".to_owned(),
        (None, Some(key)) => format!("{} changed", key.replace('_', " ")),
        (Some(table), None) => {
            let name =
                if table == "source" { is.as_deref().or(was.as_deref()) } else { of.as_deref() };
            let short = |name: &&str| !guarded && !name.is_empty() && name.chars().count() <= 80;
            let name = name.filter(short).map(|name| format!(" \"{name}\"")).unwrap_or_default();
            let done = if is.is_some() { "added" } else { "removed" };
            format!("{table}{name} {done}")
        }
        (Some("claim"), Some("perpetrator" | "target" | "defender")) => {
            "parties changed".to_owned()
        }
        (Some("claim"), Some("source")) => CITED.to_owned(),
        (Some("place"), Some("point" | "precision")) => "position changed".to_owned(),
        (Some(table), Some(_)) => format!("{table} changed"),
        (None, None) => "record changed".to_owned(),
    }
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
