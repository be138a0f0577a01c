//! The parts that every kind of record shares.

use super::body;
use super::fields::Fields;
use super::ledger::{self, Figures};
use super::rules;
use super::witness;
use crate::diagnostic::Diagnostic;
use crate::markdown;
use crate::model::{Change, Id, RareOfRecord, Record, Safety, Status};
use crate::source::{Digest, Located, SourcePath, Span};

/// A record's file, cut into its two parts.
pub(super) struct Parts<'t> {
    pub(super) path: &'t SourcePath,
    pub(super) digest: Digest,
    /// The whole file.
    pub(super) text: &'t str,
    /// Where the Markdown begins.
    pub(super) body: usize,
    /// What the file's name makes of the record's id.
    pub(super) id: Id,
}

/// Reads the shared parts. `title` names the key of the title; without `own_id` the id is the file's alone.
pub(super) fn read(
    fields: &Fields<'_, '_>,
    parts: &Parts<'_>,
    title: Title,
    own_id: bool,
    figures: Figures,
) -> Record {
    let status = fields.word::<Status>("status").map_or(Status::Published, |status| status.value);
    let reason = fields.words("reason");
    if status == Status::Withdrawn && reason.is_none() && !fields.has("reason") {
        fields.missing("reason", "reason = \"why the record was withdrawn\"");
    }
    let file_start = Span { start: 0, end: 3 };
    let mut id = own_id.then(|| fields.id("id")).flatten();
    if let Some(slashed) = id.take_if(|id| id.value.as_str().contains('/')) {
        let message = format!("`id`: `{}` holds a slash", slashed.value);
        let problem = fields.problem(&rules::INVALID_VALUE, slashed.span, message);
        fields.file().report(problem.label("expected letters, digits, `-`, `_` and `.`"));
    }
    let (mut claims, mut statements, mut sources) = match title {
        Title::OfSource => Default::default(),
        _ => ledger::read(fields, figures),
    };
    // A tracker holds all its records at once, and most have one or two of each.
    claims.shrink_to_fit();
    statements.shrink_to_fit();
    sources.shrink_to_fit();
    let body = Span::new(parts.body..parts.text.len(), 0);
    let scan = markdown::scan(&parts.text[body.range()], parts.body);
    for refused in &scan.refused {
        let message = "the link is left out of the page";
        let problem = Diagnostic::at(&rules::REFUSED_LINK, parts.path, refused.span, message);
        fields.file().report(
            problem
                .label("no page may lead there")
                .help("link to a .md file, to a file in static/, or to https://…"),
        );
    }
    if let Some(first) = scan.raw_html.first() {
        let message = "the body holds HTML, which the page shows as text";
        let problem = Diagnostic::at(&rules::HTML_AS_TEXT, parts.path, *first, message);
        fields.file().report(
            problem
                .label("write it in Markdown")
                .help("to pass HTML through, set in griot.toml: [markdown] with raw_html = true"),
        );
    }
    let record = Record {
        file: parts.path.clone(),
        digest: parts.digest,
        head: Digest::of(&parts.text.as_bytes()[..parts.body]),
        id: id.unwrap_or_else(|| Located::new(parts.id.clone(), file_start)),
        title: title.read(fields),
        status,
        claims,
        sources,
        rare: RareOfRecord {
            lang: if title == Title::OfSource { None } else { fields.lang("lang") },
            reason,
            added: fields.date("added"),
            embargo: fields.date("embargo"),
            warning: fields.words("warning"),
            tags: fields.words_list("tags").into_vec(),
            aliases: aliases(fields),
            related: fields.ids("related"),
            statements,
            changes: fields.tables("change", "[[change]]").iter().filter_map(change).collect(),
            safety: fields.table("safety", "[safety]").map(|table| Box::new(safety(&table))),
            // What an import keeps there is published elsewhere already, and guards nothing.
            private: fields.scalars("private", "import").into(),
            links: scan.links,
        }
        .into(),
        body_hash: body::hash(parts.text, body, &scan.comments),
        body,
    };
    if record.safety.is_some() {
        witnesses(fields, parts, &record);
    }
    record
}

/// Reports the ages and trades of witnesses in a record that has a gate.
fn witnesses(fields: &Fields<'_, '_>, parts: &Parts<'_>, record: &Record) {
    let report = |words: &str, span: Span| {
        let message = format!("\"{words}\" may give a witness away");
        let problem = Diagnostic::at(&rules::WITNESS_DETAILS, parts.path, span, message);
        fields.file().report(
            problem
                .label("an age or a trade, in a record with [safety]")
                .help("write \"a witness\", and keep the particulars in [private]"),
        );
    };
    let body = &parts.text[parts.body..];
    for found in witness::details(body) {
        report(&body[found.clone()], Span::new(found, parts.body));
    }
    for (text, from) in witness::texts(record) {
        for found in witness::details(text) {
            let words = &text[found];
            // Written with escapes, the words stand in another form; the record's start must do.
            let head = &parts.text[..parts.body];
            let from = from as usize;
            let at = head.get(from..).and_then(|rest| rest.find(words)).map(|at| at + from);
            report(
                words,
                at.map_or(Span { start: 0, end: 3 }, |at| Span::new(at..at + words.len(), 0)),
            );
        }
    }
}

/// Under which key a kind of record has its title, and whether it must.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Title {
    /// `title`
    Required,
    /// `title`; the home page has the site's where it gives none
    Optional,
    /// `name`
    Name,
    /// `title` of a source, which [`ledger::source`] reads
    OfSource,
}

impl Title {
    fn read(self, fields: &Fields<'_, '_>) -> Located<Box<str>> {
        let (key, example) = match self {
            Self::Required | Self::Optional | Self::OfSource => ("title", "title = \"…\""),
            Self::Name => ("name", "name = \"…\""),
        };
        let required = matches!(self, Self::Required | Self::Name);
        if required && !fields.has(key) {
            fields.missing(key, example);
        }
        let title = if self == Self::OfSource { None } else { fields.line(key) };
        title.unwrap_or_default()
    }
}

fn aliases(fields: &Fields<'_, '_>) -> Vec<Located<Box<str>>> {
    let mut aliases = fields.texts("aliases");
    for alias in &mut aliases {
        let trimmed = alias.value.strip_prefix('/').unwrap_or(&alias.value);
        let part = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with('.');
        let plain = !trimmed.chars().any(|c| {
            c.is_control()
                || matches!(c, '\\' | '?' | '#' | ':' | '*' | '"' | '<' | '>' | '|' | '%')
        });
        if plain && trimmed.trim_end_matches('/').split('/').all(part) {
            alias.value = trimmed.into();
        } else {
            let message = format!("`aliases`: `{}` is no address within the site", alias.value);
            let problem = fields.problem(&rules::INVALID_VALUE, alias.span, message);
            fields
                .file()
                .report(problem.label("expected a path such as \"incidents/2021/old.html\""));
        }
    }
    aliases
}

fn change(fields: &Fields<'_, '_>) -> Option<Change> {
    let (on, kind, note) = (fields.date("on"), fields.word("kind"), fields.words("note"));
    for (key, example) in [
        ("on", "on = 2022-11-05"),
        ("kind", "kind = \"update\", \"correction\", \"typo\" or \"withdrawal\""),
        ("note", "note = \"what changed, for readers\""),
    ] {
        if !fields.has(key) {
            fields.missing(key, example);
        }
    }
    fields.finish();
    Some(Change { on: on?, kind: kind?.value, note: note? })
}

fn safety(fields: &Fields<'_, '_>) -> Safety {
    let safety = Safety {
        precision: fields.word("precision").map(|precision| precision.value),
        withhold: fields.withheld(),
        note: fields.words("note"),
    };
    fields.finish();
    safety
}
