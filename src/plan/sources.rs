//! The sources of a record as its page shows them, and how many of them are independent.

use std::borrow::Cow;

use serde::Serialize;

use super::Target;
use super::view::{DateText, External, Link, Text, Views};
use crate::model::{self, CitedSource, Id, Record, Translation};
use crate::source::Located;
use crate::words::Arg;

/// The sources of a record.
#[derive(Debug, Default, Serialize)]
pub struct SourceList<'a> {
    /// The sources, in the order of the file.
    pub sources: Vec<Source<'a>>,
    /// How many there are and from how many independent origins, in words; null where there is none.
    pub count: Option<Cow<'a, str>>,
}

/// One source.
#[derive(Debug, Serialize)]
pub struct Source<'a> {
    /// Its permanent place on the page.
    pub anchor: String,
    /// What kind of source, in words; may be null.
    pub kind: Option<Cow<'a, str>>,
    /// Its title, in its language.
    pub title: Text<'a>,
    /// Its own page on the site; null where it is described in the record alone.
    pub href: Option<Cow<'a, str>>,
    /// Who wrote it; may be null.
    pub author: Option<&'a str>,
    /// Who published it; may be null.
    pub publisher: Option<&'a str>,
    /// When; may be null.
    pub published: Option<DateText>,
    /// Its language in words; may be null.
    pub language: Option<Cow<'a, str>>,
    /// Where it is; may be null.
    pub url: Option<External<'a>>,
    /// Where a copy is kept; may be null.
    pub archive_url: Option<External<'a>>,
    /// When the copy was made; may be null.
    pub archived: Option<DateText>,
    /// When we read it; may be null.
    pub accessed: Option<DateText>,
    /// SHA-256 of the kept copy; may be null.
    pub sha256: Option<&'a str>,
    /// What it repeats, one step each: the last is where it began.
    pub origins: Vec<Origin<'a>>,
    /// Whether it is a translation, in words; may be null.
    pub translation: Option<Cow<'a, str>>,
    /// The language that it was translated from, in words; may be null.
    pub translated_from: Option<Cow<'a, str>>,
    /// The editors' words about it; may be null.
    pub note: Option<&'a str>,
}

/// A chain of sources, each repeating the next.
#[derive(Debug, Serialize)]
pub struct Origin<'a> {
    /// The sources, the nearest first.
    pub chain: Vec<Link<'a>>,
}

/// The longest chain of copies that is shown.
const LONGEST_CHAIN: usize = 12;

impl<'a> Views<'a> {
    /// The sources of a record.
    pub(super) fn source_list(&self, record: &'a Record) -> SourceList<'a> {
        let count = record.sources.len();
        let number = |number: usize| Arg::Number(u64::try_from(number).unwrap_or(u64::MAX));
        let origins = || self.tracker.independent_origins(record);
        SourceList {
            sources: record.sources.iter().map(|cited| self.cited(record, cited)).collect(),
            count: (count > 0).then(|| {
                let origins = number(origins());
                self.say("source_count", &[("sources", number(count)), ("origins", origins)])
            }),
        }
    }

    fn cited(&self, record: &'a Record, cited: &'a CitedSource) -> Source<'a> {
        let anchor = source_anchor(cited.id().value.as_str());
        match cited {
            CitedSource::Own(source) => self.source(Some(record), source, anchor, None),
            CitedSource::Shared(shared) => {
                let found = self.tracker.source_by_id(shared.target.value.as_str());
                match found {
                    Some(ix) => {
                        let href = self.href(Target::Source(ix));
                        let source = &self.tracker.source(ix).source;
                        let mut shown = self.source(Some(record), source, anchor, Some(href));
                        shown.origins.extend(
                            cited
                                .origin()
                                .iter()
                                .map(|id| Origin { chain: self.origin_chain(Some(record), id) }),
                        );
                        shown
                    }
                    None => {
                        static NOTHING: std::sync::LazyLock<model::Source> =
                            std::sync::LazyLock::new(model::Source::default);
                        self.source(Some(record), &NOTHING, anchor, None)
                    }
                }
            }
        }
    }

    /// A source; `record` is the record on whose page it stands, `None` on its own page.
    pub(super) fn source(
        &self,
        record: Option<&'a Record>,
        source: &'a model::Source,
        anchor: String,
        href: Option<Cow<'a, str>>,
    ) -> Source<'a> {
        let language = |tag: &'a str| self.language(tag);
        Source {
            anchor,
            kind: source.kind.map(|kind| self.vocabulary("source_kind", kind.name())),
            title: self.source_title(source),
            href,
            author: source.author.as_deref(),
            publisher: source.publisher.as_deref(),
            published: source.published.as_ref().map(|date| self.date(date)),
            language: source.lang.as_deref().map(language),
            url: source.url.as_ref().map(|url| External::new(&url.value)),
            archive_url: source.archive_url.as_ref().map(|url| External::new(&url.value)),
            archived: source.archived.as_ref().map(|date| self.date(date)),
            accessed: source.accessed.as_ref().map(|date| self.date(date)),
            sha256: source.sha256.as_deref(),
            origins: source
                .origin
                .iter()
                .map(|id| Origin { chain: self.origin_chain(record, id) })
                .collect(),
            translation: source
                .translation
                .filter(|translation| *translation != Translation::None)
                .map(|translation| self.vocabulary("translation", translation.name())),
            translated_from: source.translated_from.as_deref().map(language),
            note: source.note.as_deref(),
        }
    }

    /// The title of a source; where it has none, what it has instead.
    pub(super) fn source_title(&self, source: &'a model::Source) -> Text<'a> {
        match (&source.title, &source.publisher, &source.author, &source.url) {
            (Some(title), ..) => self.text(&**title, source.lang.as_deref()),
            (_, Some(name), ..) | (_, _, Some(name), _) => self.text(&**name, None),
            (.., Some(url)) => self.text(&*url.value, None),
            _ => self.text(self.word("untitled"), None),
        }
    }

    fn origin_chain(&self, record: Option<&'a Record>, id: &'a Located<Id>) -> Vec<Link<'a>> {
        let mut chain = Vec::new();
        let mut next = Some(id);
        while let Some(id) = next.filter(|_| chain.len() < LONGEST_CHAIN) {
            let text = id.value.as_str();
            let cited = record.and_then(|record| record.source(text));
            let own = record.and_then(|record| self.tracker.cited(record, text));
            let shared =
                || self.tracker.source_by_id(text).map(|ix| &self.tracker.source(ix).source);
            let source = own.or_else(shared);
            let name = source.map_or_else(|| text.into(), |source| self.short_name(source));
            chain.push(match (cited, self.tracker.source_by_id(text)) {
                (None, Some(ix)) => {
                    Link { href: Some(self.href(Target::Source(ix))), ..Link::plain(name) }
                }
                _ => Link::within(name, &source_anchor(text)),
            });
            let of_record = cited.and_then(|cited| cited.origin().first());
            next = source.and_then(|source| source.origin.first()).or(of_record);
        }
        chain
    }

    /// What a source is called where there is little room: its publisher, else its author or title.
    pub(super) fn short_name(&self, source: &'a model::Source) -> Cow<'a, str> {
        match (&source.publisher, &source.author) {
            (Some(name), _) | (None, Some(name)) => (&**name).into(),
            (None, None) => self.source_title(source).text,
        }
    }

    /// The sources that a claim or statement names, as links within the page.
    pub(super) fn source_links(&self, record: &'a Record, ids: &'a [Located<Id>]) -> Vec<Link<'a>> {
        let link = |id: &'a Located<Id>| {
            let text = id.value.as_str();
            let source = self.tracker.cited(record, text);
            let name = source.map_or_else(|| text.into(), |source| self.short_name(source));
            Link::within(name, &source_anchor(text))
        };
        ids.iter().map(link).collect()
    }
}

fn source_anchor(id: &str) -> String {
    format!("source-{id}")
}
