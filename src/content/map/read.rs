//! Reads a map, with every problem it has.

use super::super::fields::{Fields, File};
use super::super::rules as format;
use super::super::settings::incident_types;
use super::{
    DateMeaning, DateOrder, MapClaim, MapDataset, MapDate, MapFigure, MapFile, MapPlace, MapSource,
    MapVictim, TableMap, Template, Words,
};
use crate::diagnostic::{Checked, Rule};
use crate::model::{ActorKind, Basis, Level, Measure, Vocabulary};
use crate::source::{Located, SourcePath, Span};

/// A text of a map with braces or brackets that do not close.
pub static INVALID_TEMPLATE: Rule = Rule::fixed(
    "invalid-template",
    "A text of a map cannot be read: a brace or bracket has no partner, or a name is missing.\n\n\
     In a map, `{Column}` stands for the cell of a column; without its end nobody knows which.\n\n\
     **Example**: `title = \"{Cause of death, {District}\"`.\n\n\
     **Repair**: close every brace: `\"{Cause of death}, {District}\"`. A brace that is meant as a \
     sign is written twice: `{{`.",
);

/// A map that names a column which the file does not have.
pub static UNKNOWN_COLUMN: Rule = Rule::fixed(
    "unknown-column",
    "A map names a column that the table does not have.\n\n\
     Its field would be empty in every record, and nobody would know why.\n\n\
     **Example**: `killed = \"{Deaths}\"` for a table whose column is called `Number of deaths`.\n\n\
     **Repair**: write the name as the table has it; capitals and spaces count. \
     `griot import csv FILE --suggest-map MAP.toml` writes all names.",
);

/// The map that a file holds; `None` where a problem says that it cannot be used.
pub fn parse_map(path: &SourcePath, text: &str) -> Checked<Option<TableMap>> {
    let file = File::new(path, 0);
    let table = file.parse(text);
    let span = Span::new(0..text.len().min(1), 0);
    let fields = Fields::new(&file, table.get_ref(), span, "the map");
    let map = read(&fields);
    let problems = file.problems.take();
    Checked { value: map.filter(|_| problems.is_empty()), problems }
}

fn read(fields: &Fields<'_, '_>) -> Option<TableMap> {
    let dataset = dataset(fields);
    let (id, title) = (template(fields, "id"), template(fields, "title"));
    for (key, example) in [("id", "id = \"{Number}\""), ("title", "title = \"{Kind}, {Place}\"")] {
        if !fields.has(key) {
            fields.missing(key, example);
        }
    }
    let map = TableMap {
        id: id.clone().unwrap_or_else(nothing),
        title: title.clone().unwrap_or_else(nothing),
        dataset: dataset.clone().unwrap_or_else(|| MapDataset {
            id: Default::default(),
            name: Default::default(),
            release: None,
            licence: None,
            by: None,
            by_kind: None,
            language: None,
            url: None,
        }),
        file: file(fields),
        lang: template(fields, "lang"),
        status: fields.word("status").map(|word| word.value),
        date: date(fields),
        time: template(fields, "time"),
        region: region(fields),
        kind: template(fields, "type"),
        evidence: template(fields, "evidence"),
        evidence_note: template(fields, "evidence_note"),
        warning: template(fields, "warning"),
        tags: templates(fields, "tags"),
        aliases: templates(fields, "aliases"),
        split: split(fields),
        body: template(fields, "body"),
        places: fields.tables("place", "[[place]]").iter().map(place).collect(),
        claims: fields.tables("claim", "[[claim]]").iter().map(claim).collect(),
        victims: fields.tables("victim", "[[victim]]").iter().filter_map(victim).collect(),
        sources: fields.tables("source", "[[source]]").iter().map(source).collect(),
        words: words(fields),
        types: fields
            .table("types", "[types]")
            .map(|table| incident_types(&table))
            .unwrap_or_default(),
        actors: actors(fields),
        private: fields.texts("private"),
        ignore: fields.texts("ignore"),
    };
    fields.finish();
    (dataset.is_some() && id.is_some() && title.is_some()).then_some(map)
}

fn nothing() -> Template {
    Template { parts: Vec::new(), span: Span::default() }
}

fn parsed(fields: &Fields<'_, '_>, key: &str, text: &Located<Box<str>>) -> Option<Template> {
    match Template::parse(&text.value, text.span) {
        Ok(template) => Some(template),
        Err(why) => {
            let problem = fields.problem(&INVALID_TEMPLATE, text.span, format!("`{key}`: {why}"));
            fields.file().report(problem.label("expected words, with names of columns in `{…}`"));
            None
        }
    }
}

fn template(fields: &Fields<'_, '_>, key: &'static str) -> Option<Template> {
    fields.text(key).and_then(|text| parsed(fields, key, &text))
}

fn templates(fields: &Fields<'_, '_>, key: &'static str) -> Vec<Template> {
    fields.texts(key).iter().filter_map(|text| parsed(fields, key, text)).collect()
}

/// What stands between several things in one cell; white space counts, so it is not trimmed away.
fn split(fields: &Fields<'_, '_>) -> Vec<Box<str>> {
    fields.raw_texts("split")
}

fn dataset(fields: &Fields<'_, '_>) -> Option<MapDataset> {
    let example = "[dataset]\nid = \"harbour-watch\"\nname = \"Incidents of Harbour Watch\"";
    let Some(table) = fields.table("dataset", "[dataset]") else {
        if !fields.has("dataset") {
            fields.missing("dataset", example);
        }
        return None;
    };
    let (id, name) = (table.id("id"), table.line("name"));
    if !table.has("id") {
        table.missing("id", "id = \"harbour-watch\"");
    }
    if !table.has("name") {
        table.missing("name", "name = \"Incidents of Harbour Watch\"");
    }
    let dataset = MapDataset {
        id: id.clone().unwrap_or_default().value,
        name: name.clone().unwrap_or_default().value,
        release: table.words("release"),
        licence: table.words("licence"),
        by: table.words("by"),
        by_kind: table.word::<ActorKind>("by_kind").map(|word| word.value),
        url: table.url("url").map(|url| url.value),
        language: table.words("language"),
    };
    table.finish();
    (id.is_some() && name.is_some()).then_some(dataset)
}

fn file(fields: &Fields<'_, '_>) -> MapFile {
    let Some(table) = fields.table("file", "[file]") else { return MapFile::default() };
    let sign = |key| table.raw_texts(key).into_iter().next();
    let delimiter = sign("delimiter").and_then(|text| text.chars().next());
    let decimal = sign("decimal");
    if let Some(other) = decimal.as_deref().filter(|sign| !matches!(*sign, "." | ",")) {
        let span = table.span_of("decimal");
        let message = format!("`decimal` is neither a point nor a comma: `{other}`");
        let problem = table.problem(&format::INVALID_VALUE, span, message);
        table.file().report(problem.label("expected \".\" or \",\""));
    }
    let file = MapFile {
        encoding: table.words("encoding"),
        delimiter,
        decimal_comma: decimal.as_deref() == Some(","),
    };
    table.finish();
    file
}

fn date(fields: &Fields<'_, '_>) -> MapDate {
    if fields.holds_text("date") {
        return MapDate { value: template(fields, "date"), ..MapDate::default() };
    }
    let Some(table) = fields.table("date", "[date]") else {
        if !fields.has("date") {
            fields.missing("date", "date = \"{Date}\"");
        }
        return MapDate::default();
    };
    let date = MapDate {
        value: template(&table, "value"),
        end: template(&table, "end"),
        order: table.word::<DateOrder>("order").map(|word| word.value),
        meaning: table.word::<DateMeaning>("meaning").map(|word| word.value),
        year: template(&table, "year"),
        month: template(&table, "month"),
        day: template(&table, "day"),
        precision: template(&table, "precision"),
    };
    if !table.has("value") && !table.has("year") {
        table
            .missing("value", "value = \"{Date}\", or year = \"{Year}\" where it stands by itself");
    }
    table.finish();
    date
}

fn region(fields: &Fields<'_, '_>) -> Vec<(Template, Level, Option<Box<str>>)> {
    let names = templates(fields, "region");
    let levels = fields.word_list::<Level>("region_levels");
    let kinds = fields.texts("region_kinds");
    if !fields.has("region") {
        fields.missing("region", "region = [\"Estmark\", \"{District}\"]");
    }
    for (key, count) in [("region_levels", levels.len()), ("region_kinds", kinds.len())] {
        if count > 0 && count != names.len() {
            let message = format!("`{key}` has {count} words for {} regions", names.len());
            let problem = fields.problem(&format::INVALID_VALUE, fields.span_of(key), message);
            fields.file().report(problem.label("expected as many as `region` has"));
        }
    }
    let guessed = [Level::Country, Level::Adm1, Level::Adm2, Level::Adm3];
    let level = |at: usize| {
        let stated = levels.get(at).map(|level| level.value);
        stated.or(guessed.get(at).copied()).unwrap_or(Level::Adm3)
    };
    let kind = |at: usize| kinds.get(at).map(|kind| kind.value.clone());
    names.into_iter().enumerate().map(|(at, name)| (name, level(at), kind(at))).collect()
}

fn place(table: &Fields<'_, '_>) -> MapPlace {
    let place = MapPlace {
        name: template(table, "name"),
        point: template(table, "point"),
        order: table.word("order").map(|word| word.value),
        latitude: template(table, "latitude"),
        longitude: template(table, "longitude"),
        precision: template(table, "precision"),
        role: table.word("role").map(|word| word.value),
        note: template(table, "note"),
    };
    if place.latitude.is_some() != place.longitude.is_some() {
        let missing = if place.latitude.is_some() { "longitude" } else { "latitude" };
        if !table.has(missing) {
            table.missing(missing, &format!("{missing} = \"{{{missing}}}\""));
        }
    }
    table.finish();
    place
}

fn figure(table: &Fields<'_, '_>, measure: Measure) -> Option<MapFigure> {
    let key = measure.name();
    if !table.has(key) {
        // The key is known all the same.
        table.value(key);
        return None;
    }
    if table.holds_text(key) {
        return Some(MapFigure { value: Some(template(table, key)?), ..MapFigure::default() });
    }
    let inner = table.table(key, "the figure")?;
    let figure = MapFigure {
        value: None,
        low: template(&inner, "low"),
        best: template(&inner, "best"),
        high: template(&inner, "high"),
    };
    inner.finish();
    Some(figure)
}

fn claim(table: &Fields<'_, '_>) -> MapClaim {
    let figures = Measure::ALL
        .iter()
        .filter_map(|(_, measure)| figure(table, *measure).map(|figure| (*measure, figure)));
    let claim = MapClaim {
        figures: figures.collect(),
        perpetrator: templates(table, "perpetrator"),
        target: templates(table, "target"),
        defender: templates(table, "defender"),
        split: split(table),
        status: template(table, "status"),
        motive: template(table, "motive"),
        method: template(table, "method"),
        damage: template(table, "damage"),
        text: template(table, "text"),
        who: template(table, "who"),
        by: template(table, "by"),
        quote: template(table, "quote"),
        quote_lang: template(table, "quote_lang"),
        usage: table.word("use").map(|word| word.value),
        reason: template(table, "reason"),
        note: template(table, "note"),
    };
    table.finish();
    claim
}

fn source(table: &Fields<'_, '_>) -> MapSource {
    let source = MapSource {
        title: template(table, "title"),
        author: template(table, "author"),
        publisher: template(table, "publisher"),
        published: template(table, "published"),
        url: template(table, "url"),
        archive_url: template(table, "archive_url"),
        kind: template(table, "kind"),
        lang: template(table, "lang"),
        note: template(table, "note"),
        split: split(table),
    };
    table.finish();
    source
}

fn victim(table: &Fields<'_, '_>) -> Option<MapVictim> {
    let (name, basis) = (template(table, "name"), table.word::<Basis>("basis"));
    for (key, example) in [("name", "name = \"{Name}\""), ("basis", "basis = \"family\"")] {
        if !table.has(key) {
            table.missing(key, example);
        }
    }
    let (age, sex, role) =
        (template(table, "age"), template(table, "sex"), template(table, "role"));
    let split = split(table);
    table.finish();
    Some(MapVictim { name: name?, age, sex, role, basis: basis?.value, split })
}

/// `[words."Column"]`: a cell and what it stands for.
fn words(fields: &Fields<'_, '_>) -> Vec<(Located<Box<str>>, Words)> {
    let Some(table) = fields.table("words", "[words]") else { return Vec::new() };
    let columns = table.entries().into_iter().filter_map(|(column, value)| {
        let inner = table.inner_table(&column.value, value, "the column")?;
        let pairs = inner.entries().into_iter().filter_map(|(cell, value)| {
            Some((cell.value.clone(), inner.raw_text(&cell.value, value)?))
        });
        Some((column, pairs.collect()))
    });
    columns.collect()
}

fn actors(fields: &Fields<'_, '_>) -> Vec<(Box<str>, ActorKind)> {
    let Some(table) = fields.table("actors", "[actors]") else { return Vec::new() };
    let kinds = table.entries().into_iter().filter_map(|(name, value)| {
        let word = table.inner_text(&name.value, value)?;
        let kind = ActorKind::named(&word.value);
        if kind.is_none() {
            let names: Vec<&str> = ActorKind::NAMES.iter().map(|(name, _)| *name).collect();
            let message = format!("`{}` is no kind of actor", word.value);
            let problem = table.problem(&format::UNKNOWN_WORD, word.span, message);
            let problem = problem.label(format!("expected one of {}", names.join(", ")));
            table.file().report(problem.did_you_mean(&word.value, names));
        }
        Some((name.value, kind?))
    });
    kinds.collect()
}
