//! The incidents in the whole forms of two widely used datasets: every column, in their order, so that
//! programs written for them read the file. What a tracker does not hold is left empty. The columns
//! that the downloads have too are the same.

use super::Table;
use super::column::Column;
use super::csv::{self, CsvForm};
use super::foreign::{ACLED, Foreign, UCDP, event_date};
use super::incidents::{IncidentRow, actor_name, last_changed};
use super::value::Value;
use crate::model::{
    ActorKind, Claim, Level, Measure, Part, Party, Source, SourceKind, Use, When, Who,
};

/// What gives the cell of a column.
type Cell = for<'r> fn(&'r IncidentRow<'r>) -> Value<'r>;

/// The columns of GED in the order of its codebook.
const GED_NAMES: [&str; 49] = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

/// The columns of ACLED's files in their order.
const ACLED_NAMES: [&str; 31] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

/// The cells of GED that the downloads lack, or that hold here what its own programs expect.
const GED_OWN: &[(&str, Cell)] = &[
    // What an import put before the number of an event.
    ("id", |row| {
        let number = row.id().strip_prefix("ucdp-").filter(|own| own.bytes().all(is_digit));
        number.unwrap_or(row.id()).into()
    }),
    ("year", year),
    ("dyad_name", |row| {
        let (a, b) = sides(row);
        let name = if a.is_empty() || b.is_empty() { String::new() } else { format!("{a} - {b}") };
        name.into()
    }),
    ("side_a", |row| sides(row).0.into()),
    ("side_b", |row| sides(row).1.into()),
    ("number_of_sources", |row| Value::count(read(row).len())),
    ("source_article", |row| {
        let sources = read(row);
        // Without its day no article can be taken apart again; the lists have the rest.
        if sources.iter().any(|source| day(source).is_empty()) {
            return Value::Missing;
        }
        sources.into_iter().map(article).collect::<Vec<_>>().join(";").into()
    }),
    ("source_office", |row| listed(row, |source| text(source.publisher.as_deref()))),
    ("source_date", |row| listed(row, day)),
    ("source_headline", |row| listed(row, |source| text(source.title.as_deref()))),
    ("where_description", |row| row.place_note().map(described).into()),
    ("country_id", |row| row.country_code("gw").into()),
    ("region", |row| row.name_at(Level::Supranational).into()),
    ("deaths_a", |row| deaths(row, 0)),
    ("deaths_b", |row| deaths(row, 1)),
    ("deaths_civilians", |row| deaths(row, 2)),
    ("deaths_unknown", |row| deaths(row, 3)),
];

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

/// The cells of ACLED that the downloads lack, or that hold here what its own programs expect.
const ACLED_OWN: &[(&str, Cell)] = &[
    ("event_id_cnty", |row| row.id().strip_prefix("acled-").unwrap_or(row.id()).into()),
    ("year", |row| {
        let day = row.date().map(|date| event_date(date).unwrap_or_else(|| date.earliest()));
        day.and_then(|day| u64::try_from(day.year()).ok()).into()
    }),
    ("disorder_type", |row| disorder(row).into()),
    ("actor1", |row| parties(row).0.first().map(|id| actor_name(row.tracker, id)).into()),
    ("assoc_actor_1", |row| associates(row, &parties(row).0)),
    ("inter1", |row| inter(row, &parties(row).0).into()),
    ("actor2", |row| parties(row).1.first().map(|id| actor_name(row.tracker, id)).into()),
    ("assoc_actor_2", |row| associates(row, &parties(row).1)),
    ("inter2", |row| inter(row, &parties(row).1).into()),
    ("interaction", |row| {
        let (a, b) = parties(row);
        let (a, b) = (inter(row, &a), inter(row, &b).unwrap_or(0));
        // The smaller code first; of one side alone, its code and a nought.
        a.map(|a| if b == 0 { a * 10 } else { a.min(b) * 10 + a.max(b) }).into()
    }),
    ("civilian_targeting", |row| {
        let targets = row.target_ids();
        let civilians = |id: &&str| kind(row, id) == Some(ActorKind::Community);
        let hit = !targets.is_empty() && targets.iter().all(civilians);
        if hit { Value::text("Civilian targeting") } else { Value::Missing }
    }),
    ("iso", |row| row.country_code("iso-n").into()),
    ("region", |row| row.name_at(Level::Supranational).into()),
    ("source", |row| {
        let names = read(row).into_iter().filter_map(|source| source.publisher.as_deref());
        Value::joined(names, "; ")
    }),
    ("notes", |row| notes(row).into()),
    ("timestamp", |row| timestamp(row).into()),
];

fn names(table: Table) -> &'static [&'static str] {
    if table == Table::Acled { &ACLED_NAMES } else { &GED_NAMES }
}

/// Writes the names of the columns of that dataset.
pub(super) fn head(table: Table, out: &mut Vec<u8>) {
    out.extend(names(table).join(",").bytes());
    out.extend(b"\r\n");
}

/// Writes the row of an incident, where it counts: neither form can say that a row does not.
pub(super) fn row(table: Table, row: &IncidentRow<'_>, out: &mut Vec<u8>) -> bool {
    if row.counted.is_err() {
        return false;
    }
    let (own, shared): (_, &[Column<Foreign>]) =
        if table == Table::Acled { (ACLED_OWN, &ACLED) } else { (GED_OWN, &UCDP) };
    let cell = |name: &&str| {
        let own = own.iter().find(|(own, _)| own == name).map(|(_, cell)| cell(row));
        let shared = || shared.iter().find(|column| column.spec.name == *name);
        own.or_else(|| shared().map(|column| (column.of)(row))).unwrap_or(Value::Missing)
    };
    let cells: Vec<Value<'_>> = names(table).iter().map(cell).collect();
    csv::row(&cells, CsvForm::Exact, out);
    true
}

/// The year of the first day: of what happened around New Year, these programs need one.
fn year<'r>(row: &'r IncidentRow<'r>) -> Value<'r> {
    row.date().and_then(|date| u64::try_from(date.earliest().year()).ok()).into()
}

/// What was read, but for datasets that the record was taken from.
fn read<'a>(row: &IncidentRow<'a>) -> Vec<&'a Source> {
    let record = row.record();
    let cited = record.sources.iter();
    let sources = cited.filter_map(|own| row.tracker.cited(record, own.id().value.as_str()));
    sources.filter(|source| source.kind != Some(SourceKind::Data)).collect()
}

/// What is said of a place, without what an import of GED puts around its description.
fn described(note: &str) -> &str {
    let note = note.strip_prefix("UCDP: ").unwrap_or(note);
    note.strip_suffix("UCDP knows it as a line or an area.").unwrap_or(note).trim_end()
}

/// A text without what parts the articles from each other.
fn text(text: Option<&str>) -> String {
    text.unwrap_or_default().replace('"', "'")
}

fn day(source: &Source) -> String {
    match source.published.as_ref().map(|date| date.when) {
        Some(When::Part(Part::Day(day))) => day.to_string(),
        _ => String::new(),
    }
}

/// A source as GED cites it: office, day and headline in quotation marks.
fn article(source: &Source) -> String {
    let (office, title) = (text(source.publisher.as_deref()), text(source.title.as_deref()));
    format!("\"{office},{},{title}\"", day(source))
}

/// One part for each source, also where it is empty, so that the lists of a row fit each other.
fn listed<'a>(row: &IncidentRow<'a>, of: fn(&Source) -> String) -> Value<'a> {
    let parts = read(row).into_iter().map(of).map(|part| part.replace(';', ","));
    let parts: Vec<String> = parts.collect();
    if parts.iter().all(String::is_empty) {
        return Value::Missing;
    }
    parts.join(";").into()
}

/// The two sides by their ids. Where several fought, the first that is named is one side and the rest the
/// other; else those who did it, and those who were attacked.
fn parties<'a>(row: &IncidentRow<'a>) -> (Vec<&'a str>, Vec<&'a str>) {
    if let Some(sides) = row.fought() {
        return sides;
    }
    let (mut did, hit) = (row.undenied_ids(), row.target_ids());
    let code = row.incident_type().and_then(|kind| kind.ucdp);
    // Of those who are both, nobody says who attacked.
    let both = hit.is_empty() || hit.len() == did.len() && hit.iter().all(|id| did.contains(id));
    if did.len() > 1 && both && code != Some(3) {
        let rest = did.split_off(1);
        return (did, rest);
    }
    (did, hit)
}

/// The sides as GED names them.
fn sides(row: &IncidentRow<'_>) -> (String, String) {
    let (a, b) = parties(row);
    let names = |ids: &[&str]| {
        let states = ids.iter().all(|id| kind(row, id) == Some(ActorKind::StateForce));
        let names: Vec<&str> = ids.iter().map(|id| actor_name(row.tracker, id)).collect();
        names.join(if states { ", " } else { "; " })
    };
    let one_sided = row.incident_type().and_then(|kind| kind.ucdp) == Some(3);
    let b = if b.is_empty() && one_sided { "Civilians".to_owned() } else { names(&b) };
    (names(&a), b)
}

fn associates<'a>(row: &IncidentRow<'a>, ids: &[&'a str]) -> Value<'a> {
    Value::joined(ids.iter().skip(1).map(|id| actor_name(row.tracker, id)), "; ")
}

fn kind(row: &IncidentRow<'_>, id: &str) -> Option<ActorKind> {
    row.tracker.actor_by_id(id).and_then(|ix| row.tracker.actor(ix).kind)
}

/// ACLED's code of the first actor of a side; it tells more kinds apart than a tracker does. Those for whom
/// a tracker has no kind are known by the names that ACLED gives them.
fn inter(row: &IncidentRow<'_>, ids: &[&str]) -> Option<u64> {
    let id = ids.first()?;
    match kind(row, id) {
        Some(ActorKind::StateForce) => Some(1),
        Some(ActorKind::ArmedGroup) => Some(2),
        Some(ActorKind::Militia) => Some(3),
        Some(ActorKind::Community) => Some(7),
        Some(_) => None,
        None => match actor_name(row.tracker, id) {
            name if name.starts_with("Rioters (") => Some(5),
            name if name.starts_with("Protesters (") => Some(6),
            _ => None,
        },
    }
}

/// ACLED's own words, which an import keeps as the quote of its first claim; else the record's title.
fn notes<'r>(row: &'r IncidentRow<'r>) -> &'r str {
    let record = row.record();
    let by_acled = |claim: &&Claim| matches!(&claim.by, Some(Party::Actor(id)) if id.value.as_str() == "acled");
    let mut standing = record.claims.iter().filter(|claim| claim.usage() != Use::Rejected);
    let quote = standing.find(by_acled).and_then(|claim| claim.quote.as_deref());
    quote.unwrap_or(&record.title.value)
}

/// ACLED's kind of disorder, which follows from the event.
fn disorder<'a>(row: &IncidentRow<'_>) -> Option<&'a str> {
    let (event, sub) = row.acled_type();
    match (event?, sub.unwrap_or_default()) {
        (_, "Excessive force against protesters") => Some("Political violence; Demonstrations"),
        ("Protests", _) | (_, "Violent demonstration") => Some("Demonstrations"),
        ("Strategic developments", _) => Some("Strategic developments"),
        ("Battles" | "Explosions/Remote violence" | "Violence against civilians" | "Riots", _) => {
            Some("Political violence")
        }
        _ => None,
    }
}

/// The beginning (UTC) of the day of the last change, in seconds since 1970; without one, of the day on
/// which the record was first published.
fn timestamp(row: &IncidentRow<'_>) -> Option<u64> {
    let record = row.record();
    let added = || record.added.as_ref().map(|date| date.value.earliest());
    let day = last_changed(record).or_else(added)?;
    let stamp = day.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second();
    u64::try_from(stamp).ok()
}

/// The deaths of one group: side A, side B, civilians, unknown.
///
/// They are those of claims with the ids `deaths-a`, `deaths-b`, `deaths-civilians` and
/// `deaths-unknown`, where a record has one of them. Else the best estimate stands as a whole under
/// civilians or unknown, by whom the counted claims speak of.
fn deaths(row: &IncidentRow<'_>, group: usize) -> Value<'static> {
    const IDS: [&str; 4] = ["deaths-a", "deaths-b", "deaths-civilians", "deaths-unknown"];
    let Some(best) = row.range(Measure::Killed).and_then(|range| range.best) else {
        return Value::Missing;
    };
    let record = row.record();
    let standing = |claim: &&Claim| claim.usage() != Use::Rejected && !record.is_overtaken(claim);
    let number = |id: &str| {
        let claim = record.claim(id).filter(standing)?;
        let amount = claim.figure(Measure::Killed)?;
        amount.best().or(amount.low()).map(u64::from)
    };
    let told = IDS.map(number);
    if told.iter().any(Option::is_some) {
        return Value::Whole(told[group].unwrap_or(0));
    }
    let mut whose = record
        .claims
        .iter()
        .filter(standing)
        .filter(|claim| claim.usage() == Use::Counted && claim.figure(Measure::Killed).is_some())
        .map(|claim| claim.who.as_ref());
    let civilians = whose.all(|who| who == Some(&Who::Civilians));
    let own = if civilians { 2 } else { 3 };
    Value::Whole(if group == own { best } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_has_a_column_of_its_dataset() {
        for (names, own) in [(&GED_NAMES[..], GED_OWN), (&ACLED_NAMES[..], ACLED_OWN)] {
            assert!(own.iter().all(|(name, _)| names.contains(name)));
        }
        // What the downloads have, the whole form has too.
        assert!(UCDP.iter().all(|column| GED_NAMES.contains(&column.spec.name)));
        assert!(ACLED.iter().all(|column| ACLED_NAMES.contains(&column.spec.name)));
    }
}
