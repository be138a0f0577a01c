//! Each kind of record: its own fields beside the shared ones.

use super::fields::Fields;
use super::ledger::{self, Figures};
use super::outline::{ANY_KEY, Form};
use super::record::{self, Parts, Title};
use super::rules;
use crate::model::{
    Actor, Basis, Date, Evidence, GazetteerPlace, Id, Incident, Milestone, Page, Place, PlaceRole,
    Precision, RareOfIncident, RareOfPlace, Region, Report, SharedSource, Victim,
};
use crate::source::Located;

fn required_date(fields: &Fields<'_, '_>) -> Located<Date> {
    if !fields.has("date") {
        fields.missing("date", "date = 2022-06-18, or \"2022-06\" where only the month is known");
    }
    let never = Date::day(jiff::civil::date(1, 1, 1));
    fields.date("date").unwrap_or_else(|| never.into())
}

pub(super) fn incident(fields: &Fields<'_, '_>, parts: &Parts<'_>) -> Incident {
    let record = record::read(fields, parts, Title::Required, true, Figures::Counted);
    if !fields.has("region") {
        fields.missing(
            "region",
            "region = \"north/riverside\", the path of its file under content/regions/",
        );
    }
    let time = fields.line("time");
    if let Some(time) = &time
        && time.value.starts_with(|c: char| c.is_ascii_digit())
        && time.value.len() <= 5
        && jiff::civil::Time::strptime("%H:%M", &*time.value).is_err()
    {
        let message = format!("`time`: `{}` is no time of day", time.value);
        let problem = fields.problem(&rules::INVALID_VALUE, time.span, message);
        fields.file().report(problem.label("expected \"16:30\", or words such as \"dawn\""));
    }
    let evidence = fields.word::<Evidence>("evidence");
    let incident = Incident {
        record,
        date: required_date(fields),
        region: fields.id("region").unwrap_or_default(),
        kind: fields.id("type"),
        evidence: evidence.unwrap_or_else(|| Evidence::Unassessed.into()),
        places: fields.tables("place", "[[place]]").iter().map(place).collect(),
        rare: RareOfIncident {
            time: time.map(|time| time.value),
            evidence_note: fields.words("evidence_note"),
            part_of: fields.id("part_of"),
            merged_into: fields.id("merged_into"),
            victims: fields.tables("victim", "[[victim]]").iter().filter_map(victim).collect(),
        }
        .into(),
    };
    fields.finish();
    incident
}

fn place(fields: &Fields<'_, '_>) -> Place {
    let (name, gazetteer) = (fields.line("name"), fields.id("ref"));
    if !fields.has("name") && !fields.has("ref") {
        let example = "name = \"…\", or ref = \"…\" for a place of content/places.toml";
        fields.missing_one_of(&["name", "ref"], example);
    }
    let place = Place {
        span: fields.span,
        name,
        role: fields.word("role").map_or(PlaceRole::Attacked, |role| role.value),
        point: fields.point("point"),
        precision: precision(fields),
        note: fields.words("note"),
        rare: RareOfPlace {
            gazetteer,
            region: fields.id("region"),
            date: fields.date("date"),
            also: fields.spellings("also"),
            source: fields.ids("source"),
        }
        .into(),
    };
    fields.finish();
    place
}

/// `precision`, which is `settlement` where only a point is given.
fn precision(fields: &Fields<'_, '_>) -> Option<Located<Precision>> {
    let stated = fields.word("precision");
    let implied = || {
        fields.has("point").then(|| Located::new(Precision::Settlement, fields.span_of("point")))
    };
    if stated.is_none() && fields.has("precision") { None } else { stated.or_else(implied) }
}

fn victim(fields: &Fields<'_, '_>) -> Option<Victim> {
    for (key, example) in [
        ("name", "name = \"…\""),
        (
            "basis",
            "basis = \"family\", \"official-list\", \"published\" or \"consent\": why naming is right",
        ),
    ] {
        if !fields.has(key) {
            fields.missing(key, example);
        }
    }
    let name = fields.line("name");
    let basis = fields.word::<Basis>("basis");
    fields.note("age", Form::Number(0, 150));
    let age = match fields.value("age").map(toml::Spanned::get_ref) {
        Some(toml::de::DeValue::Integer(_)) => {
            fields.number("age", 0, 150).map(|age| age.to_string().into())
        }
        _ => fields.words("age"),
    };
    let (sex, role) = (fields.words("sex"), fields.words("role"));
    fields.finish();
    Some(Victim { name: name?, age, sex, role, basis: basis?.value })
}

pub(super) fn report(fields: &Fields<'_, '_>, parts: &Parts<'_>) -> Report {
    let report = Report {
        record: record::read(fields, parts, Title::Required, true, Figures::Shown),
        date: required_date(fields),
        period: fields.date("period"),
        area: fields.ids("area"),
        documents: fields.ids("documents"),
    };
    fields.finish();
    report
}

pub(super) fn milestone(fields: &Fields<'_, '_>, parts: &Parts<'_>) -> Milestone {
    let milestone = Milestone {
        record: record::read(fields, parts, Title::Required, true, Figures::Shown),
        date: required_date(fields),
        area: fields.ids("area"),
    };
    fields.finish();
    milestone
}

pub(super) fn region(fields: &Fields<'_, '_>, parts: &Parts<'_>) -> Region {
    let mut codes: Vec<(Box<str>, Box<str>)> = Vec::new();
    if let Some(table) = fields.table("codes", "[codes]") {
        table.note(ANY_KEY, Form::Text);
        for (key, value) in table.entries() {
            if let Some(code) = table.inner_text(&key.value, value) {
                codes.push((key.value, code.value));
            }
        }
        codes.sort();
    }
    let region = Region {
        record: record::read(fields, parts, Title::Name, false, Figures::Shown),
        kind: fields.line("kind").map(|kind| kind.value),
        level: fields.word("level").map(|level| level.value),
        also: fields.spellings("also"),
        codes,
        point: fields.point("point"),
        boundary: fields.line("boundary"),
        formerly: fields.id("formerly"),
        since: fields.day("since"),
    };
    fields.finish();
    region
}

pub(super) fn actor(fields: &Fields<'_, '_>, parts: &Parts<'_>) -> Actor {
    let actor = Actor {
        record: record::read(fields, parts, Title::Name, false, Figures::Shown),
        kind: fields.word("kind").map(|kind| kind.value),
        also: fields.spellings("also"),
        parent: fields.id("parent"),
        since: fields.day("since"),
        until: fields.day("until"),
    };
    fields.finish();
    actor
}

pub(super) fn shared_source(fields: &Fields<'_, '_>, parts: &Parts<'_>) -> SharedSource {
    let mut record = record::read(fields, parts, Title::OfSource, false, Figures::Shown);
    let mut source = ledger::source(fields, "title");
    source.id = record.id.clone();
    let name = source.title.clone().or_else(|| source.publisher.clone());
    record.title = Located::new(
        name.unwrap_or_else(|| record.id.value.as_str().into()),
        fields.span_of("title"),
    );
    fields.finish();
    SharedSource { record, source }
}

pub(super) fn page(fields: &Fields<'_, '_>, parts: &Parts<'_>) -> Page {
    let home = parts.id.as_str() == "index";
    let title = if home { Title::Optional } else { Title::Required };
    let page = Page {
        record: record::read(fields, parts, title, false, Figures::Shown),
        description: fields.words("description"),
    };
    fields.finish();
    page
}

/// One `[[place]]` of `content/places.toml`.
pub(super) fn gazetteer_place(fields: &Fields<'_, '_>) -> Option<GazetteerPlace> {
    for (key, example) in [("id", "id = \"…\""), ("name", "name = \"…\"")] {
        if !fields.has(key) {
            fields.missing(key, example);
        }
    }
    let id: Option<Located<Id>> = fields.id("id");
    let name = fields.line("name");
    let (region, point) = (fields.id("region"), fields.point("point"));
    let precision = precision(fields);
    let (also, note) = (fields.spellings("also"), fields.words("note"));
    fields.finish();
    Some(GazetteerPlace { id: id?, name: name?.value, region, point, precision, also, note })
}
