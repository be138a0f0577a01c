//! What describes the downloads to programs: a Data Package (version 2) with Table Schemas, and a JSON
//! Schema of the whole dataset as JSON.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::column::{Kind, Spec};
use super::incidents::last_changed;
use super::value::Value;
use super::{BELOW, Content, CsvForm, Dataset, Download, Piece, Table, json};
use crate::model::Tracker;
use crate::source::Sha256;
use crate::words::{Arg, Words};

/// The profile that the package follows.
const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

/// The version of JSON Schema.
const JSON_SCHEMA: &str = "https://json-schema.org/draft/2020-12/schema";

/// A download as it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// Its rows, features or objects.
    pub rows: u64,
    /// Its bytes.
    pub bytes: u64,
    /// What its bytes hash to.
    pub sha256: Sha256,
}

impl Spec {
    /// What the column holds, in the words of the site.
    pub fn description(&self, words: &Words) -> String {
        match self.measure {
            None => words.text(self.about).to_owned(),
            Some(measure) => {
                let measure = words.vocabulary("field_people", measure.name());
                words.say(self.about, &[("people", Arg::Text(measure))])
            }
        }
    }

    /// The closed list of its words; empty where any may stand.
    pub fn word_list(&self) -> Vec<&'static str> {
        self.words.map_or_else(Vec::new, |words| words())
    }
}

impl Table {
    /// What it is called, in the words of the site.
    pub fn title(self, words: &Words) -> String {
        words.text(&format!("table_{}", self.plain_name())).to_owned()
    }

    /// What a row of it is, in the words of the site.
    pub fn description(self, words: &Words) -> String {
        words.text(&format!("table_{}_about", self.plain_name())).to_owned()
    }

    /// Its name in messages of the catalogue and in SQL, where a hyphen would need quotes.
    pub(super) fn plain_name(self) -> String {
        self.name().replace('-', "_")
    }
}

/// The newest day on which a record was changed for more than a typo; `None` where none was.
pub(super) fn newest_change(tracker: &Tracker) -> Option<jiff::civil::Date> {
    tracker.records().filter_map(last_changed).max()
}

/// The release that downloads are frozen in.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Its number.
    pub version: String,
    /// Its day.
    pub date: jiff::civil::Date,
}

#[derive(Serialize)]
struct Package<'a> {
    #[serde(rename = "$schema")]
    profile: &'static str,
    name: String,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    homepage: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "<[Box<str>]>::is_empty")]
    keywords: &'a [Box<str>],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    licenses: Vec<Licence<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contributors: Vec<Contributor<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<Origin<'a>>,
    resources: Vec<Resource>,
}

#[derive(Serialize)]
struct Licence<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
}

#[derive(Serialize)]
struct Contributor<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    roles: [&'static str; 1],
}

#[derive(Serialize)]
struct Origin<'a> {
    title: &'a str,
    path: &'a str,
}

#[derive(Serialize)]
struct Resource {
    name: String,
    path: String,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    title: String,
    description: String,
    format: &'static str,
    mediatype: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    bytes: u64,
    hash: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    dialect: Option<Dialect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<TableSchema>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect {
    comment_rows: [u64; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TableSchema {
    fields: Vec<Field>,
    missing_values: [&'static str; 1],
    primary_key: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
}

#[derive(Serialize)]
struct Field {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Constraints::is_empty")]
    constraints: Constraints,
}

#[derive(Default, Serialize)]
struct Constraints {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<u64>,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    words: Vec<&'static str>,
}

impl Constraints {
    fn is_empty(&self) -> bool {
        !self.required && self.minimum.is_none() && self.words.is_empty()
    }
}

#[derive(Serialize)]
struct ForeignKey {
    fields: [&'static str; 1],
    reference: ForeignReference,
}

#[derive(Serialize)]
struct ForeignReference {
    resource: &'static str,
    fields: [&'static str; 1],
}

/// The Data Package of the downloads, as JSON. `made` are the `files` as they were made; `edition` is
/// the release that they are frozen in, `None` for those of a build.
pub fn package(
    tracker: &Tracker,
    words: &Words,
    files: &[Download],
    made: &[Made],
    edition: Option<&Edition>,
) -> Vec<u8> {
    let settings = &tracker.settings;
    let base = settings.base_url.as_deref();
    let plain = |licence: &str| {
        licence.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
    };
    let licence = settings.licence.as_deref().map(|licence| match plain(licence) {
        true => Licence { name: licence, title: None, path: settings.licence_address() },
        false => Licence { name: "custom", title: Some(licence), path: None },
    });
    let publisher = settings.publisher.as_ref().map(|own| Contributor {
        title: &own.name,
        path: own.url.as_deref(),
        email: own.email.as_deref(),
        roles: ["publisher"],
    });
    let mut names = BTreeSet::new();
    let package = Package {
        profile: PROFILE,
        name: code(&settings.title),
        title: &settings.title,
        description: settings.description.as_deref(),
        homepage: base,
        version: edition.map(|own| own.version.as_str()),
        created: edition
            .map(|own| own.date)
            .or_else(|| newest_change(tracker))
            .map(|day| format!("{day}T00:00:00Z")),
        keywords: &settings.data.keywords,
        licenses: licence.into_iter().collect(),
        contributors: publisher.into_iter().collect(),
        sources: base.map(|path| Origin { title: &settings.title, path }).into_iter().collect(),
        resources: files
            .iter()
            .zip(made)
            // Programs take a file without a line for a broken one.
            .filter(|(_, made)| made.bytes > 0)
            .map(|(file, made)| resource(file, made, files, words, &mut names))
            .collect(),
    };
    pretty(&package)
}

/// A name in small letters, digits and hyphens.
fn code(title: &str) -> String {
    let folded = crate::model::fold(title);
    let mut code = String::new();
    for c in folded.chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_ascii_alphanumeric() => code.push(c),
            _ if !code.is_empty() && !code.ends_with('-') => code.push('-'),
            _ => {}
        }
    }
    let code = code.trim_end_matches('-');
    if code.is_empty() { "tracker".to_owned() } else { code.to_owned() }
}

fn pretty(value: &impl Serialize) -> Vec<u8> {
    // Only keys that are no texts could fail, and there are none.
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// The name of the resource at a path, which none of `taken` has. Where the path has signs that a name
/// has not, or its name is taken, a hash of the path tells it from others and stays the same.
fn resource_name(path: &str, taken: &mut BTreeSet<String>) -> String {
    let stem = path.strip_suffix(".csv").unwrap_or(path);
    // A folder or an ending is parted from the name by one sign in every path.
    let (folder, own) = stem.split_once('/').unwrap_or(("", stem));
    let plain = match folder {
        "" => own.replace('.', "-"),
        _ => format!("{folder}-{own}"),
    };
    let mut name = code(stem);
    if name != plain || taken.contains(&name) {
        let hash = Sha256::of(path.as_bytes());
        let long = (8..=64).map(|digits| format!("{name}-{}", hash.hex(digits)));
        name = long.into_iter().find(|long| !taken.contains(long)).unwrap_or(name);
    }
    taken.insert(name.clone());
    name
}

fn resource(
    file: &Download,
    made: &Made,
    files: &[Download],
    words: &Words,
    names: &mut BTreeSet<String>,
) -> Resource {
    let path = file.address.strip_prefix("data/").unwrap_or(&file.address);
    let (table, form) = match file.content {
        Content::Csv(table, form, _) => (Some(table), Some(form)),
        _ => (None, None),
    };
    let (format, mediatype) = (file.content.format(), file.content.media_type());
    Resource {
        name: resource_name(path, names),
        path: path.to_owned(),
        kind: table.map(|_| "table"),
        title: file.title(words),
        description: file.description(words),
        format,
        mediatype,
        encoding: (!file.content.is_binary()).then_some("utf-8"),
        bytes: made.bytes,
        hash: format!("sha256:{}", made.sha256.hex(64)),
        dialect: (form == Some(CsvForm::Tagged)).then_some(Dialect { comment_rows: [2] }),
        schema: table.map(|table| {
            // A part of a table has its columns, and there are hundreds of parts.
            let whole = matches!(file.content, Content::Csv(_, _, None));
            table_schema(table, whole, files, words)
        }),
    }
}

impl Download {
    /// What it is called, in the words of the site.
    pub fn title(&self, words: &Words) -> String {
        match self.content {
            Content::Csv(table, ..) | Content::Parquet(table) => table.title(words),
            Content::Lines | Content::Json | Content::Sqlite => {
                words.text("table_everything").to_owned()
            }
            Content::Points => words.text("table_points").to_owned(),
            Content::Outlines => words.text("table_outlines").to_owned(),
        }
    }

    /// The form that it has, in the words of the site.
    pub fn form(&self, words: &Words) -> String {
        let id = match self.content {
            Content::Csv(_, CsvForm::Exact | CsvForm::Whole, None) => "form_csv",
            Content::Csv(_, CsvForm::Spreadsheet, _) => "form_spreadsheet",
            Content::Csv(_, CsvForm::Tagged, _) => "form_hxl",
            Content::Csv(_, _, Some(_)) => "form_slice",
            Content::Lines => "form_jsonl",
            Content::Json => "form_json",
            Content::Points | Content::Outlines => "form_geojson",
            Content::Parquet(_) => "form_parquet",
            Content::Sqlite => "form_sqlite",
        };
        words.text(id).to_owned()
    }

    fn description(&self, words: &Words) -> String {
        let form = self.form(words);
        match self.content {
            Content::Csv(table, ..) | Content::Parquet(table) => {
                format!("{} {form}", table.description(words))
            }
            _ => form,
        }
    }
}

/// The schema of a table; with what its columns hold where it is the `whole` of it.
fn table_schema(table: Table, whole: bool, files: &[Download], words: &Words) -> TableSchema {
    let field = |column: &Spec| Field {
        name: column.name,
        kind: column.kind.name(),
        description: whole.then(|| column.description(words)),
        constraints: Constraints {
            required: column.required,
            minimum: (column.kind == Kind::Whole).then_some(0),
            words: column.word_list(),
        },
    };
    let is_there = |table: Table| {
        files.iter().any(|file| file.content == Content::Csv(table, CsvForm::Exact, None))
    };
    let references = table.references().iter().filter(|(_, other, _)| is_there(*other));
    TableSchema {
        fields: table.columns().iter().map(field).collect(),
        missing_values: [""],
        primary_key: table.key().to_vec(),
        foreign_keys: references
            .map(|(column, other, key)| ForeignKey {
                fields: [column],
                // An empty name is that of the file itself; a part names rows of the whole.
                reference: ForeignReference {
                    resource: if whole && *other == table { "" } else { other.name() },
                    fields: [key],
                },
            })
            .collect(),
    }
}

/// What a tracker says of itself: names and texts, in order.
fn told(tracker: &Tracker) -> Vec<(&'static str, Cow<'_, str>)> {
    let settings = &tracker.settings;
    let publisher = settings.publisher.as_ref();
    let newest = newest_change(tracker).map(|day| day.to_string().into());
    let members: [(_, Option<Cow<'_, str>>); 9] = [
        ("title", Some((&*settings.title).into())),
        ("description", settings.description.as_deref().map(Into::into)),
        ("url", settings.base_url.as_deref().map(Into::into)),
        ("language", Some((&*settings.language).into())),
        ("licence", settings.licence.as_deref().map(Into::into)),
        ("publisher", publisher.map(|own| (&*own.name).into())),
        ("publisher_url", publisher.and_then(|own| own.url.as_deref()).map(Into::into)),
        ("publisher_email", publisher.and_then(|own| own.email.as_deref()).map(Into::into)),
        ("last_changed", newest),
    ];
    members.into_iter().filter_map(|(name, text)| Some((name, text?))).collect()
}

/// Writes the beginning of the whole dataset as JSON: what the tracker is, up to its incidents.
pub(super) fn json_head(tracker: &Tracker, out: &mut Vec<u8>) {
    out.extend(b"{\"$schema\":\"schema.json\"");
    for (name, text) in told(tracker) {
        out.extend(format!(",\n\"{name}\":").bytes());
        json::text(&text, out);
    }
    out.extend(b",\n\"incidents\":[");
}

/// Writes what a file tells of itself: the tracker, its tables and their columns.
pub(super) fn about(dataset: &Dataset<'_>, tables: &[Table], piece: &mut Piece) {
    let words = dataset.words;
    let mut tell = |table: &str, column: &str, name: &str, text: &str| {
        piece.row(None, &[table, column, name, text].map(Value::from));
    };
    for (name, text) in told(dataset.tracker) {
        tell("", "", name, &text);
    }
    for table in tables {
        let name = table.plain_name();
        tell(&name, "", "title", &table.title(words));
        tell(&name, "", "description", &table.description(words));
        for column in table.columns() {
            tell(&name, column.name, "description", &column.description(words));
        }
    }
}

#[derive(Default, Serialize)]
struct Shape {
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    version: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<u64>,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    words: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Box<Shape>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    required: Vec<&'static str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    properties: BTreeMap<&'static str, Shape>,
    #[serde(rename = "additionalProperties", skip_serializing_if = "Option::is_none")]
    additional: Option<bool>,
    #[serde(rename = "$defs", skip_serializing_if = "BTreeMap::is_empty")]
    definitions: BTreeMap<&'static str, Shape>,
}

/// The JSON Schema of the whole dataset as JSON. Each line of the JSON Lines is one of its incidents.
pub fn schema(tracker: &Tracker, words: &Words) -> Vec<u8> {
    let text = || Shape { kind: Some("string"), ..Shape::default() };
    let rows = |table: Table| Shape {
        kind: Some("array"),
        items: Some(Box::new(Shape {
            reference: Some(format!("#/$defs/{}", table.name())),
            ..Shape::default()
        })),
        ..Shape::default()
    };
    let tables =
        [Table::Incidents, Table::Actors, Table::Regions, Table::Reports, Table::Milestones];
    let head = [
        "$schema",
        "title",
        "description",
        "url",
        "language",
        "licence",
        "publisher",
        "publisher_url",
        "publisher_email",
        "last_changed",
    ];
    let mut definitions: BTreeMap<&str, Shape> = BTreeMap::new();
    for table in tables {
        definitions.insert(table.name(), row_shape(table, &[], words));
    }
    for table in BELOW {
        definitions.insert(table.name(), row_shape(table, &["incident"], words));
    }
    if let Some(incident) = definitions.get_mut(Table::Incidents.name()) {
        incident.properties.extend(BELOW.map(|table| (table.name(), rows(table))));
    }
    let mut properties: BTreeMap<&str, Shape> = head.map(|name| (name, text())).into();
    properties.extend(tables.map(|table| (table.name(), rows(table))));
    let mut required = vec!["title", "language"];
    required.extend(tables.map(Table::name));
    pretty(&Shape {
        version: Some(JSON_SCHEMA),
        title: Some(String::from(&*tracker.settings.title)),
        kind: Some("object"),
        required,
        properties,
        additional: Some(false),
        definitions,
        ..Shape::default()
    })
}

/// The shape of a row as an object; the columns in `but` are left out.
fn row_shape(table: Table, but: &[&str], words: &Words) -> Shape {
    let columns = table.columns();
    let columns = || columns.iter().filter(|column| !but.contains(&column.name));
    let required = columns().filter(|column| column.required).map(|column| column.name);
    Shape {
        description: Some(table.description(words)),
        kind: Some("object"),
        required: required.collect(),
        properties: columns().map(|column| (column.name, cell_shape(column, words))).collect(),
        additional: Some(false),
        ..Shape::default()
    }
}

fn cell_shape(column: &Spec, words: &Words) -> Shape {
    let text = || Shape { kind: Some("string"), ..Shape::default() };
    let shape = Shape { words: column.word_list(), ..Shape::default() };
    Shape {
        description: Some(column.description(words)),
        kind: Some(match column.kind {
            Kind::Text | Kind::Day => "string",
            Kind::List => "array",
            Kind::Whole => "integer",
            Kind::Decimal => "number",
            Kind::Truth => "boolean",
        }),
        format: (column.kind == Kind::Day).then_some("date"),
        minimum: (column.kind == Kind::Whole).then_some(0),
        items: (column.kind == Kind::List).then(|| Box::new(text())),
        ..shape
    }
}

impl Dataset<'_> {
    /// The newest day on which a record was changed for more than a typo; `None` where none was.
    pub fn newest_change(&self) -> Option<jiff::civil::Date> {
        newest_change(self.tracker)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_have_names_of_their_own_that_stay() {
        let mut taken = BTreeSet::new();
        let paths = [
            "regions.csv",
            "incidents.parquet",
            "incidents-hxl.csv",
            "regions-hxl.csv",
            "years/2024.csv",
            "regions/a-b.csv",
            "regions/a.b.csv",
            "regions/a_b.csv",
            "regions/ea.csv",
            "regions/Éa.csv",
            "regions/إستمارك.csv",
            "regions/إقليم.csv",
            "regions/hxl.csv",
            "regions/regions.csv",
        ];
        let names: Vec<String> = paths.iter().map(|path| resource_name(path, &mut taken)).collect();
        assert_eq!(taken.len(), paths.len(), "{names:?}");
        let plain = [
            "regions",
            "incidents-parquet",
            "incidents-hxl",
            "regions-hxl",
            "years-2024",
            "regions-a-b",
        ];
        assert_eq!(names[..6], plain);
        assert!(names[6].starts_with("regions-a-b-") && names[6].len() == 20, "{names:?}");
        let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(names.iter().all(|name| name.chars().all(sign)), "{names:?}");
        // Whatever else there is, a name that was changed is the same.
        let alone: Vec<String> =
            paths[6..12].iter().map(|path| resource_name(path, &mut BTreeSet::new())).collect();
        assert_eq!(names[6..12], alone);
    }
}
