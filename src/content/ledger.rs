//! Claims, statements and sources, as every kind of record may have them.

use super::fields::Fields;
use super::outline::Form;
use super::rules;
use crate::model::{
    Amount, CitedSource, Claim, Date, Id, Measure, RareOfClaim, RareOfSource, SharedCitation,
    Source, Statement, Use, Who,
};
use crate::source::Located;

/// Whether the figures of a record are counted: those of incidents are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Figures {
    Counted,
    Shown,
}

/// Reads `[[source]]`, the short `source`, `[[claim]]`, the short figures and `[[statement]]`.
pub(super) fn read(
    fields: &Fields<'_, '_>,
    figures: Figures,
) -> (Vec<Claim>, Vec<Statement>, Vec<CitedSource>) {
    let sources = sources(fields);
    let only = match &sources[..] {
        [only] => Some(only.id().value.clone()),
        _ => None,
    };
    let mut claims = short_claims(fields, only.as_ref(), sources.len());
    claims.extend(fields.tables("claim", "[[claim]]").iter().map(|table| claim(table, figures)));
    let mut statements: Vec<Statement> =
        fields.tables("statement", "[[statement]]").iter().filter_map(statement).collect();
    if let Some(only) = only {
        let uncited = claims
            .iter_mut()
            .map(|claim| &mut claim.source)
            .chain(statements.iter_mut().map(|statement| &mut statement.source))
            .filter(|source| source.is_empty());
        uncited.for_each(|source| *source = vec![only.clone().into()]);
    }
    if figures == Figures::Shown {
        for claim in &mut claims {
            if claim.usage.is_none() && !claim.figures.is_empty() {
                claim.usage = Some(Use::Shown.into());
            }
        }
    }
    (claims, statements, sources)
}

fn short_claims(fields: &Fields<'_, '_>, only: Option<&Id>, sources: usize) -> Vec<Claim> {
    let figures = amounts(fields);
    if figures.is_empty() {
        return Vec::new();
    }
    if only.is_none() {
        let (measure, amount) = &figures[0];
        let (count, repair) = match sources {
            0 => ("no source", "name the source: source = \"Who, when, https://…\""),
            _ => ("several sources", "say in which source the figure stands:"),
        };
        let mut problem = fields
            .problem(
                &rules::AMBIGUOUS_SHORT_FORM,
                amount.span,
                format!("`{}` is given in short, and the record has {count}", measure.name()),
            )
            .label("whose figure is this?")
            .help(repair);
        if sources > 0 {
            let value = toml_amount(&amount.value);
            problem =
                problem.help(format!("[[claim]]\n{} = {value}\nsource = \"…\"", measure.name()));
        }
        fields.file().report(problem);
        return Vec::new();
    }
    let span = figures[0].1.span;
    vec![Claim { span, figures, ..Claim::default() }]
}

/// A figure as TOML.
pub(super) fn toml_amount(amount: &Amount) -> String {
    match amount {
        Amount::Exactly(_) | Amount::Estimate { .. } => amount.to_string(),
        _ => toml::Value::String(amount.to_string()).to_string(),
    }
}

fn amounts(fields: &Fields<'_, '_>) -> Vec<(Measure, Located<Amount>)> {
    Measure::ALL
        .iter()
        .filter_map(|(name, measure)| Some((*measure, fields.amount(name)?)))
        .collect()
}

fn claim(fields: &Fields<'_, '_>, counting: Figures) -> Claim {
    let who = fields.words("who").map(|who| match &*who {
        "civilians" => Who::Civilians,
        "fighters" => Who::Fighters,
        "mixed" => Who::Mixed,
        "unknown" => Who::Unknown,
        _ => Who::Words(who),
    });
    let claim = Claim {
        span: fields.span,
        id: fields.id("id"),
        figures: amounts(fields),
        perpetrator: fields.ids("perpetrator"),
        target: fields.ids("target"),
        text: fields.words("text"),
        by: fields.party("by"),
        source: fields.ids("source"),
        status: fields.word("status").map(|status| status.value),
        note: fields.words("note"),
        rare: RareOfClaim {
            defender: fields.ids("defender"),
            motive: fields.words("motive"),
            method: fields.words("method"),
            damage: fields.words("damage"),
            who,
            place: fields.texts("place"),
            via: fields.words("via"),
            on: fields.day("on"),
            quote: fields.words("quote"),
            quote_lang: fields.lang("quote_lang"),
            usage: fields.word("use"),
            reason: fields.words("reason"),
            restates: fields.ids("restates"),
            supersedes: fields.ids("supersedes"),
            conflicts: fields.ids("conflicts"),
        }
        .into(),
    };
    check_claim(fields, &claim, counting);
    fields.finish();
    claim
}

fn check_claim(fields: &Fields<'_, '_>, claim: &Claim, counting: Figures) {
    const KEYS: [&str; 12] = [
        "killed",
        "injured",
        "missing",
        "abducted",
        "displaced",
        "perpetrator",
        "target",
        "defender",
        "motive",
        "method",
        "damage",
        "text",
    ];
    fields.note_one_of(&KEYS);
    if !claim.asserts_something() && !KEYS.iter().any(|key| fields.has(key)) {
        fields.file().report(
            fields
                .problem(&rules::MISSING_FIELD, fields.span, "[[claim]] asserts nothing")
                .label(format!("expected one or more of {}", KEYS.join(", ")))
                .help("what a source says that no field fits goes into `text`"),
        );
    }
    let usage = claim.usage.as_ref();
    if usage.is_some_and(|usage| usage.value == Use::Rejected) && !fields.has("reason") {
        fields.missing("reason", "reason = \"why it is not accepted\"");
    }
    if let Some(usage) = usage.filter(|usage| usage.value == Use::Counted) {
        if counting == Figures::Shown {
            let message = "only an incident's figures are counted";
            let problem = fields.problem(&rules::COUNTED_ELSEWHERE, usage.span, message);
            fields
                .file()
                .report(problem.label("take this line out; the claim is shown where it stands"));
        } else if claim.figures.is_empty() && !Measure::ALL.iter().any(|(name, _)| fields.has(name))
        {
            let message = "`use = \"counted\"` stands on a claim without a figure";
            let problem = fields.problem(&rules::INVALID_VALUE, usage.span, message);
            fields.file().report(problem.label("only figures are counted; take this line out"));
        }
    }
    for (key, needed) in [("status", "perpetrator"), ("quote_lang", "quote")] {
        if fields.has(key) && !fields.has(needed) {
            let message = format!("`{key}` speaks of `{needed}`, which the claim does not have");
            let problem = fields.problem(&rules::MISSING_FIELD, fields.span_of(key), message);
            fields.file().report(problem.label(format!("expected `{needed}` beside it")));
        }
    }
}

fn statement(fields: &Fields<'_, '_>) -> Option<Statement> {
    let by = fields.party("by");
    if by.is_none() && !fields.has("by") {
        fields.missing("by", "by = \"an-actor\", or words with a space");
    }
    if !fields.has("text") && !fields.has("quote") {
        fields.missing_one_of(&["text", "quote"], "text = \"what was said, in your own words\"");
    }
    let statement = Statement {
        span: fields.span,
        by: by.unwrap_or(crate::model::Party::Words("".into())),
        on: fields.day("on"),
        kind: fields.word("kind").map(|kind| kind.value),
        to: fields.parties("to"),
        text: fields.words("text"),
        quote: fields.words("quote"),
        quote_lang: fields.lang("quote_lang"),
        channel: fields.words("channel"),
        source: fields.ids("source"),
    };
    fields.finish();
    Some(statement)
}

fn sources(fields: &Fields<'_, '_>) -> Vec<CitedSource> {
    fields.note("source", Form::Texts);
    if let Some(value) = fields.value("source")
        && let toml::de::DeValue::String(_) = value.get_ref()
    {
        return short_sources(fields);
    }
    let value = fields.value("source").map(toml::Spanned::get_ref);
    if let Some(toml::de::DeValue::Array(array)) = value
        && array.iter().any(|item| matches!(item.get_ref(), toml::de::DeValue::String(_)))
    {
        return short_sources(fields);
    }
    let tables = fields.tables("source", "[[source]]");
    tables.iter().enumerate().map(|(at, table)| cited(table, at + 1)).collect()
}

/// `"Human Rights Watch, 27 October 2022, https://…"`: the address becomes `url`, the rest `title`.
fn short_sources(fields: &Fields<'_, '_>) -> Vec<CitedSource> {
    let texts = fields.texts("source");
    let read = |(at, text): (usize, Located<Box<str>>)| {
        let (mut title, mut url) = (Vec::new(), None);
        for word in text.value.split_whitespace() {
            let address = word.trim_end_matches([',', ';']).trim_matches(['<', '>', '(', ')']);
            if url.is_none() && super::fields::is_web_address(address) {
                url = Some(Located::new(address.into(), text.span));
            } else {
                title.push(word);
            }
        }
        let title = title.join(" ");
        let title = title.trim_end_matches([',', ';', ':', '–', '—', '-']).trim();
        let source = Source {
            id: Located::new(automatic_id(at + 1), text.span),
            title: (!title.is_empty()).then(|| title.into()),
            url,
            ..Source::default()
        };
        CitedSource::Own(Box::new(source))
    };
    texts.into_iter().enumerate().map(read).collect()
}

/// The id of the source at that place of the list, where the record gives none.
fn automatic_id(number: usize) -> Id {
    Id::new(&format!("s{number}")).unwrap_or_default()
}

fn cited(fields: &Fields<'_, '_>, number: usize) -> CitedSource {
    fields.note_one_of(&["ref"]);
    let Some(target) = fields.id("ref") else {
        let source = source(fields, "title");
        fields.finish();
        let id = match source.id.value.as_str() {
            "" => Located::new(automatic_id(number), fields.span),
            _ => source.id.clone(),
        };
        return CitedSource::Own(Box::new(Source { id, ..source }));
    };
    let id = fields.id("id").unwrap_or_else(|| target.clone());
    let origin = fields.ids("origin");
    for (key, _) in fields.entries() {
        if !matches!(&*key.value, "id" | "ref" | "origin") {
            let message = format!("`{}` stands beside `ref`", key.value);
            let problem = fields.problem(&rules::UNKNOWN_KEY, key.span, message);
            fields.file().report(
                problem
                    .label("a shared source is described in its own file alone")
                    .help(format!("move this line to content/sources/{}.md", target.value)),
            );
        }
    }
    CitedSource::Shared(Box::new(SharedCitation { id, target, origin }))
}

/// The keys of a source, in a record or in a file of its own (where its id is the file's).
pub(super) fn source(fields: &Fields<'_, '_>, title_key: &'static str) -> Source {
    let origin = fields.ids("origin");
    let sha256 = fields.text_like("sha256", "^\\s*[0-9a-fA-F]{64}\\s*$").and_then(|sum| {
        let valid = sum.value.len() == 64 && sum.value.bytes().all(|b| b.is_ascii_hexdigit());
        if !valid {
            let message = "`sha256` is no SHA-256 sum";
            let problem = fields.problem(&rules::INVALID_VALUE, sum.span, message);
            fields.file().report(problem.label("expected 64 hexadecimal digits"));
        }
        valid.then(|| sum.value.to_lowercase().into())
    });
    let source = Source {
        id: fields.id("id").unwrap_or_default(),
        kind: fields.word("kind").map(|kind| kind.value),
        title: fields.line(title_key).map(|title| title.value),
        publisher: fields.words("publisher"),
        published: fields.day("published"),
        url: fields.url("url"),
        note: fields.words("note"),
        rare: RareOfSource {
            author: fields.words("author"),
            lang: fields.lang("lang"),
            archive_url: fields.url("archive_url"),
            archived: fields.day("archived"),
            accessed: fields.day("accessed"),
            sha256,
            origin,
            translation: fields.word("translation").map(|translation| translation.value),
            translated_from: fields.lang("translated_from"),
        }
        .into(),
    };
    let described = source.title.is_some()
        || source.publisher.is_some()
        || source.author.is_some()
        || source.url.is_some()
        || source.note.is_some();
    const KEYS: [&str; 5] = ["title", "publisher", "author", "url", "note"];
    if !described && !KEYS.iter().any(|key| fields.has(key)) {
        let example = "title = \"…\", publisher = \"…\", or url = \"https://…\"";
        fields.missing_one_of(&KEYS, example);
    }
    source
}

/// Used by the printer: a date as TOML, bare where it is one certain day.
pub(super) fn toml_date(date: &Date) -> String {
    if date.is_exact() { date.to_string() } else { format!("\"{date}\"") }
}
