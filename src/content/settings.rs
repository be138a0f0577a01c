//! `griot.toml`.

use std::collections::BTreeMap;

use super::fields::{self, Fields, File};
use super::outline::{ANY_KEY, Form, Outline};
use super::rules;
use crate::diagnostic::{Checked, Rule, Severity};
use crate::model::{
    Author, AuthorName, Cards, Data, Evidence, FeedContent, Feeds, Format, Id, IncidentType,
    Publisher, Search, Settings, Titles,
};
use crate::source::{Located, SourcePath, Span};

/// The kinds of page that may have a budget of bytes, as the plan names them.
pub const PAGE_KINDS: &[&str] = &[
    "home",
    "incidents",
    "removed",
    "incident",
    "regions",
    "region",
    "timeline",
    "actors",
    "actor",
    "totals",
    "reports",
    "report",
    "milestones",
    "milestone",
    "sources",
    "source",
    "page",
    "corrections",
    "names",
    "data",
    "release",
    "search",
    "404",
];

/// Reads the settings. `known` are all rules, so that `[rules]` can be checked.
pub fn parse_settings(path: &SourcePath, text: &str, known: &[&'static Rule]) -> Checked<Settings> {
    let file = File::new(path, 0);
    let table = file.parse(text);
    let span = Span::new(0..text.len().min(1), 0);
    let fields = Fields::new(&file, table.get_ref(), span, "griot.toml");
    let settings = read(&fields, known);
    fields.finish();
    Checked { value: settings, problems: file.problems.take() }
}

/// What is asked of the settings.
pub(super) fn outline(known: &[&'static Rule]) -> Outline {
    Outline::of(|fields| {
        read(fields, known);
        fields.finish();
    })
}

fn read(fields: &Fields<'_, '_>, known: &[&'static Rule]) -> Settings {
    let default = Settings::default();
    if !fields.has("title") {
        fields.missing("title", "title = \"The name of the tracker\"");
    }
    let size = |key, default: usize| {
        let number = fields.number(key, 1, 10_000).and_then(|number| usize::try_from(number).ok());
        number.unwrap_or(default)
    };
    let safety = fields.table("safety", "[safety]");
    let (precision, withhold) = safety.map_or((None, Vec::new()), |table| {
        let read = (table.word("precision").map(|precision| precision.value), table.withheld());
        table.finish();
        read
    });
    let raw_html = fields.table("markdown", "[markdown]").and_then(|table| {
        let raw_html = table.bool("raw_html");
        table.finish();
        raw_html
    });
    let titles = fields.table("titles", "[titles]").map(|table| {
        let lower =
            |key| table.words_list(key).iter().map(|word| word.to_lowercase().into()).collect();
        let titles = Titles { avoid: lower("avoid"), allow: lower("allow") };
        table.finish();
        titles
    });
    Settings {
        title: fields.line("title").map(|title| title.value).unwrap_or_default(),
        description: fields.words("description"),
        base_url: base_url(fields),
        language: fields.lang("language").unwrap_or(default.language),
        publisher: fields.table("publisher", "publisher").map(|table| publisher(&table)),
        licence: fields.words("licence"),
        page_size: size("page_size", default.page_size),
        feed_size: size("feed_size", default.feed_size),
        feeds: fields.table("feeds", "[feeds]").map(|table| feeds(&table)).unwrap_or_default(),
        counting: fields.table("counting", "[counting]").map_or(default.counting, |table| {
            let grades = table.word_list::<Evidence>("evidence");
            table.finish();
            grades.into_iter().map(|grade| grade.value).collect()
        }),
        types: fields
            .table("types", "[types]")
            .map(|table| incident_types(&table))
            .unwrap_or_default(),
        rules: severities(fields, known),
        titles: titles.unwrap_or_default(),
        weight: weights(fields),
        cards: cards(fields),
        search: search(fields),
        precision,
        withhold,
        raw_html: raw_html.unwrap_or(false),
        data: fields.table("data", "[data]").map_or(default.data, |table| data(&table)),
    }
}

fn feeds(fields: &Fields<'_, '_>) -> Feeds {
    let default = Feeds::default();
    let content = fields.word::<FeedContent>("content");
    let feeds = Feeds {
        regions: fields.bool("regions").unwrap_or(default.regions),
        actors: fields.bool("actors").unwrap_or(default.actors),
        calendar: fields.bool("calendar").unwrap_or(default.calendar),
        content: content.map_or(default.content, |content| content.value),
    };
    fields.finish();
    feeds
}

fn cards(fields: &Fields<'_, '_>) -> Option<Cards> {
    let table = fields.table("cards", "[cards]")?;
    let cards = Cards { span: fields.span_of("cards"), font: table.line("font") };
    table.finish();
    Some(cards)
}

/// What the tracker can be downloaded as.
fn data(fields: &Fields<'_, '_>) -> Data {
    let default = Data::default();
    // Asked for in any case: the schema for editors is made of what is asked for.
    let mut named = fields.word_list::<Format>("formats");
    once(fields, &mut named);
    let named = named.into_iter();
    let named = named.inspect(|format| lacking(fields, format)).map(|format| format.value);
    let formats = if fields.has("formats") { named.collect() } else { default.formats };
    let split = fields.word("split").map_or(default.split, |split| split.value);
    let data = Data {
        formats,
        split,
        doi: checked(fields, "doi", doi, "\"10.5281/zenodo.1234567\""),
        keywords: fields.words_list("keywords"),
        authors: fields.tables("authors", "[[data.authors]]").iter().filter_map(author).collect(),
    };
    fields.finish();
    data
}

/// Reports a format that is named before.
fn once(fields: &Fields<'_, '_>, formats: &mut Vec<Located<Format>>) {
    let mut seen = Vec::new();
    formats.retain(|format| {
        let fresh = !seen.contains(&format.value);
        if !fresh {
            let message = format!("`formats` names `{}` twice", format.value.name());
            let problem = fields.problem(&rules::INVALID_VALUE, format.span, message);
            fields.file().report(problem.label("named before").help("take one of the two out"));
        }
        seen.push(format.value);
        fresh
    });
}

/// A person or an organisation that made the dataset.
fn author(fields: &Fields<'_, '_>) -> Option<Author> {
    let line = |key| fields.line(key).map(|text| text.value);
    let (name, family, given) = (line("name"), line("family"), line("given"));
    let affiliation = line("affiliation");
    let orcid = checked(fields, "orcid", orcid, "\"0000-0002-1825-0097\"");
    if let Some(own) = orcid.as_deref().filter(|own| !has_check_digit(own)) {
        let message =
            format!("`orcid`: `{own}` is nobody's: its last digit does not fit the others");
        let problem = fields.problem(&rules::INVALID_VALUE, fields.span_of("orcid"), message);
        let help = "copy it again from the person's page at https://orcid.org";
        fields.file().report(problem.label("a digit is wrong").help(help));
    }
    let name = match (name, family) {
        (Some(name), None) if given.is_none() => Some(AuthorName::Organisation(name)),
        (None, Some(family)) => Some(AuthorName::Person { family, given }),
        (None, None) => {
            fields.missing_one_of(
                &["name", "family"],
                "name = \"…\", or family = \"…\" for a person",
            );
            None
        }
        _ => {
            let key = if fields.has("name") { "name" } else { "family" };
            let message = "an author has either `name` or `family` with `given`";
            let problem = fields.problem(&rules::INVALID_VALUE, fields.span_of(key), message);
            let help = "`name` is for organisations, `family` and `given` for persons";
            fields.file().report(problem.label("not both").help(help));
            None
        }
    };
    fields.finish();
    Some(Author { name: name?, affiliation, orcid })
}

/// A text in a form that `read` knows; `example` shows the form.
fn checked(
    fields: &Fields<'_, '_>,
    key: &'static str,
    read: fn(&str) -> Option<Box<str>>,
    example: &str,
) -> Option<Box<str>> {
    let text = fields.line(key)?;
    let value = read(&text.value);
    if value.is_none() {
        let message = format!("`{key}`: `{}` has another form", text.value);
        let problem = fields.problem(&rules::INVALID_VALUE, text.span, message);
        fields.file().report(problem.label(format!("expected as in {example}")));
    }
    value
}

/// A DOI without the address that leads to it.
pub fn doi(text: &str) -> Option<Box<str>> {
    let leads = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "doi:"];
    let bare = leads.iter().find_map(|lead| text.strip_prefix(lead)).unwrap_or(text);
    let (registrant, name) = bare.strip_prefix("10.")?.split_once('/')?;
    let digits = registrant.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let sound = |c: char| c.is_ascii_alphanumeric() || ":/_;-.()[]\\".contains(c);
    let right = digits && registrant.len() >= 4 && !name.is_empty() && name.chars().all(sound);
    right.then(|| bare.into())
}

/// The number of a person at ORCID, without the address that leads to it.
fn orcid(text: &str) -> Option<Box<str>> {
    let bare = text.strip_prefix("https://orcid.org/").unwrap_or(text);
    let part = |(at, part): (usize, &str)| {
        let digits = if at == 3 { part.strip_suffix('X').unwrap_or(part) } else { part };
        part.len() == 4 && digits.len() >= 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let right = bare.split('-').count() == 4 && bare.split('-').enumerate().all(part);
    right.then(|| bare.into())
}

/// Whether the last digit of an ORCID, `X` for ten, follows from the others (ISO 7064, MOD 11-2).
fn has_check_digit(orcid: &str) -> bool {
    let digit = |c: char| if c == 'X' { Some(10) } else { c.to_digit(10) };
    let digits: Vec<u32> = orcid.chars().filter_map(digit).collect();
    let Some((last, others)) = digits.split_last() else { return false };
    let total = others.iter().fold(0, |total, digit| (total + digit) * 2 % 11);
    (12 - total) % 11 == *last
}

/// Reports a format that this program cannot make.
fn lacking(fields: &Fields<'_, '_>, format: &Located<Format>) {
    if format.value.is_built_in() {
        return;
    }
    let name = format.value.name();
    let message = format!("this program was built without the format `{name}`");
    let problem = fields.problem(&rules::NO_FORMAT, format.span, message);
    fields.file().report(problem.help(format!(
        "take it out, or build the program with its feature: cargo build --release --features {name}"
    )));
}

fn search(fields: &Fields<'_, '_>) -> Search {
    let default = Search::default();
    fields.table("search", "[search]").map_or(default, |table| {
        let search = Search {
            enabled: table.bool("enabled").unwrap_or(default.enabled),
            bodies: table.bool("bodies").unwrap_or(default.bodies),
        };
        table.finish();
        search
    })
}

fn base_url(fields: &Fields<'_, '_>) -> Option<Box<str>> {
    let url = fields.url("base_url")?;
    match check_base_url(&url.value) {
        Ok(url) => Some(url),
        Err(why) => {
            let message = format!("`base_url`: {why}");
            let problem = fields.problem(&rules::INVALID_VALUE, url.span, message);
            fields.file().report(
                problem.label("expected the site's address, as in \"https://tracker.example/\""),
            );
            None
        }
    }
}

/// The address of a site, ending in `/`.
///
/// # Errors
/// Says what is wrong: another scheme than http, no host, a query or fragment, or a host that is not ASCII.
pub fn check_base_url(text: &str) -> Result<Box<str>, &'static str> {
    if !fields::is_web_address(text) {
        return Err("this is no address that begins with https:// or http://");
    }
    if text.contains(['?', '#']) {
        return Err("the site's address has no `?` or `#`");
    }
    let host = text.split('/').nth(2).unwrap_or_default();
    if !host.is_ascii() {
        // Names of entries in feeds are made of it, and hold ASCII alone (RFC 4151).
        return Err("write the host as programs do, `xn--…` (IDNA)");
    }
    Ok(if text.ends_with('/') { text.into() } else { format!("{text}/").into() })
}

fn publisher(fields: &Fields<'_, '_>) -> Publisher {
    if !fields.has("name") {
        fields.missing("name", "name = \"…\"");
    }
    let publisher = Publisher {
        name: fields.line("name").map(|name| name.value).unwrap_or_default(),
        url: fields.url("url").map(|url| url.value),
        email: fields.line("email").map(|email| email.value),
    };
    if let Some(email) = &publisher.email
        && (!email.contains('@') || email.contains(char::is_whitespace))
    {
        let message = format!("`email`: `{email}` is no address for mail");
        let problem = fields.problem(&rules::INVALID_VALUE, fields.span_of("email"), message);
        fields.file().report(problem.label("expected \"name@host\""));
    }
    fields.finish();
    publisher
}

/// The types of `[types]`.
pub(super) fn incident_types(fields: &Fields<'_, '_>) -> Vec<IncidentType> {
    let mut types = Vec::new();
    if let Some(table) = fields.inner_outline(ANY_KEY, Form::Table) {
        incident_type(&table);
    }
    for (key, value) in fields.entries() {
        let Some(table) = fields.inner_table(&key.value, value, "the type") else { continue };
        match (Id::new(&key.value), incident_type(&table)) {
            (Some(id), Some(known)) => types.push(IncidentType { id, ..known }),
            (None, _) => {
                let message = format!("`{}` cannot be the name of a type", key.value);
                let problem = fields.problem(&rules::INVALID_VALUE, key.span, message);
                fields.file().report(problem.label("expected letters, digits, `-` and `_`"));
            }
            (Some(_), None) => {}
        }
    }
    types
}

/// A type, still without its name; `None` without a label.
fn incident_type(table: &Fields<'_, '_>) -> Option<IncidentType> {
    if !table.has("label") {
        table.missing("label", "label = \"what readers see\"");
    }
    let label = table.line("label");
    let acled = table.words("acled");
    let ucdp = table.number("ucdp", 1, 3).and_then(|code| u8::try_from(code).ok());
    table.finish();
    Some(IncidentType { id: Id::default(), label: label?.value, acled, ucdp })
}

fn severities(
    fields: &Fields<'_, '_>,
    known: &[&'static Rule],
) -> BTreeMap<Box<str>, Option<Severity>> {
    let mut severities = BTreeMap::new();
    let Some(table) = fields.table("rules", "[rules]") else { return severities };
    for rule in known.iter().filter(|rule| rule.adjustable) {
        table.note(rule.name, Form::Word(|| vec!["error", "warning", "off"]));
    }
    for (key, value) in table.entries() {
        let Some(word) = table.inner_text(&key.value, value) else { continue };
        let severity = match &*word.value {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            "off" => None,
            _ => {
                let message = format!("`{}` is no severity", word.value);
                let problem = fields.problem(&rules::UNKNOWN_WORD, word.span, message);
                fields.file().report(problem.label("expected \"error\", \"warning\" or \"off\""));
                continue;
            }
        };
        let adjustable = || known.iter().filter(|rule| rule.adjustable).map(|rule| rule.name);
        match known.iter().find(|rule| rule.name == &*key.value) {
            Some(rule) if rule.adjustable => {
                severities.insert(key.value, severity);
            }
            Some(_) => {
                let message = format!("the severity of `{}` cannot be changed", key.value);
                let problem = fields.problem(&rules::INVALID_VALUE, key.span, message);
                fields.file().report(problem.label("this problem leaves a record without meaning"));
            }
            None => {
                let message = format!("there is no rule `{}`", key.value);
                let problem = fields.problem(&rules::UNKNOWN_KEY, key.span, message);
                let problem = problem.did_you_mean(&key.value, adjustable());
                fields
                    .file()
                    .report(problem.label("unknown rule").help("griot check --explain lists them"));
            }
        }
    }
    severities
}

/// Budgets of kinds of page: `incident`, and `incident_html` for the page alone.
fn weights(fields: &Fields<'_, '_>) -> BTreeMap<Box<str>, Located<Option<u64>>> {
    let mut weights = BTreeMap::new();
    let Some(table) = fields.table("weight", "[weight]") else { return weights };
    for kind in PAGE_KINDS {
        table.note(kind, Form::Budget);
        table.note(&format!("{kind}_html"), Form::Budget);
    }
    for (key, value) in table.entries() {
        let kind = key.value.strip_suffix("_html").unwrap_or(&key.value);
        if !PAGE_KINDS.contains(&kind) {
            let message = format!("there is no kind of page `{kind}`");
            let problem = fields.problem(&rules::UNKNOWN_KEY, key.span, message);
            let problem = problem.did_you_mean(kind, PAGE_KINDS.iter().copied());
            let problem = problem.help(format!("the kinds are {}", PAGE_KINDS.join(", ")));
            fields.file().report(problem.label("unknown kind of page"));
            continue;
        }
        if let Some(budget) = table.inner_budget(&key.value, value) {
            let span = Span { start: key.span.start, end: budget.span.end };
            weights.insert(key.value, Located::new(budget.value, span));
        }
    }
    weights
}
