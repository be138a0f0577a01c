//! What every kind of record has: identity, standing, sources, history, body.

use serde::{Deserialize, Serialize};

use super::Date;
use super::claim::{Claim, Statement};
use super::rare::{Rare, rare};
use super::vocabulary::{Id, vocabulary};
use crate::source::{Digest, Located, Sha256, SourcePath, Span};

vocabulary! {
    /// How far a record is on its way to the public.
    Status {
        /// Being written; never built without `--drafts`.
        Draft = "draft",
        /// Waiting for a second reader; never built without `--drafts`.
        Review = "review",
        /// Public.
        Published = "published",
        /// Taken back; its page stays and says why; it is in no total.
        Withdrawn = "withdrawn",
    }
}

vocabulary! {
    /// What a dated change to a record was.
    ChangeKind {
        /// New information.
        Update = "update",
        /// Something was wrong.
        Correction = "correction",
        /// A slip of spelling; moves no feed.
        Typo = "typo",
        /// The record was taken back.
        Withdrawal = "withdrawal",
    }
}

vocabulary! {
    /// What kind of document or person a source is.
    SourceKind {
        /// A government, court or army.
        Official = "official",
        /// A non-governmental organisation.
        Ngo = "ngo",
        /// A body of the United Nations.
        Un = "un",
        /// A newsroom's own report.
        News = "news",
        /// A copy or retelling of another's report.
        Republication = "republication",
        /// A post on a social network.
        Social = "social",
        /// A person's own account.
        Testimony = "testimony",
        /// A dataset.
        Data = "data",
        /// A scholarly work.
        Academic = "academic",
    }
}

vocabulary! {
    /// Whether a source's text is a translation, and whose.
    Translation {
        /// In the language it was written in.
        None = "none",
        /// By a person.
        Human = "human",
        /// By a machine, as it says.
        Machine = "machine",
        /// By a machine, as its slips suggest.
        MachineSuspected = "machine-suspected",
    }
}

/// The parts that every kind of record shares.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Record {
    /// The file that it was read from.
    pub file: SourcePath,
    /// The fingerprint of the whole file.
    pub digest: Digest,
    /// The fingerprint of what stands before its Markdown.
    pub head: Digest,
    /// Its permanent code; the span is that of `id`, or the file's start.
    pub id: Located<Id>,
    /// Title of a case or page, name of a region, actor or source.
    pub title: Located<Box<str>>,
    /// How far it is on its way to the public.
    pub status: Status,
    /// The ledger, in the order of the file.
    pub claims: Vec<Claim>,
    /// What was read, in the order of the file.
    pub sources: Vec<CitedSource>,
    /// Where its Markdown stands in the file; read again when the page is made.
    pub body: Span,
    /// What its Markdown says: white space that shows nowhere and comments do not count.
    pub body_hash: Sha256,
    /// What few have; read as if it stood here.
    pub rare: Rare<RareOfRecord>,
}

/// What few records have beside their names, claims and sources.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct RareOfRecord {
    /// Language of its own text (BCP 47) where that is not the site's.
    pub lang: Option<Box<str>>,
    /// Why it was withdrawn.
    pub reason: Option<Box<str>>,
    /// The day on which it was first published, as its editors say.
    pub added: Option<Located<Date>>,
    /// The first day on which it may be built.
    pub embargo: Option<Located<Date>>,
    /// Shown before the narrative.
    pub warning: Option<Box<str>>,
    /// Free words.
    pub tags: Vec<Box<str>>,
    /// Addresses that it once had, relative to the site's root (`incidents/old.html`).
    pub aliases: Vec<Located<Box<str>>>,
    /// Cases that belong beside it.
    pub related: Vec<Located<Id>>,
    /// What was said afterwards, in the order of the file.
    pub statements: Vec<Statement>,
    /// The public history, in the order of the file.
    pub changes: Vec<Change>,
    /// The gate of this record.
    pub safety: Option<Box<Safety>>,
    /// What `[private]` says, as texts; for the gate alone.
    pub private: Box<[Located<Box<str>>]>,
    /// The destinations of the body's links that stay within the tracker, as written.
    pub links: Vec<Located<Box<str>>>,
}

rare!(Record, RareOfRecord);

impl Record {
    /// Whether it may be built on `today`: published or withdrawn, and no longer under embargo.
    pub fn is_public(&self, today: jiff::civil::Date) -> bool {
        matches!(self.status, Status::Published | Status::Withdrawn)
            // Of an embargo that names no single day, the last day counts.
            && self.embargo.as_ref().is_none_or(|until| {
                until.value.latest().is_some_and(|last| last <= today)
            })
    }

    /// Whether it was taken back.
    pub fn is_withdrawn(&self) -> bool {
        self.status == Status::Withdrawn
    }

    /// The source that the record cites under `id`.
    pub fn source(&self, id: &str) -> Option<&CitedSource> {
        self.sources.iter().find(|source| source.id().value.as_str() == id)
    }

    /// Whether a claim that still stands takes the place of this one.
    pub fn is_overtaken(&self, claim: &Claim) -> bool {
        let Some(id) = &claim.id else { return false };
        let standing = self.claims.iter().filter(|own| own.usage() != super::Use::Rejected);
        standing.flat_map(|own| &own.supersedes).any(|old| old.value == id.value)
    }

    /// The claim with that `id`.
    pub fn claim(&self, id: &str) -> Option<&Claim> {
        self.claims
            .iter()
            .find(|claim| claim.id.as_ref().is_some_and(|own| own.value.as_str() == id))
    }
}

/// What is known of a record that is not public: enough to see that no output betrays it.
#[derive(Clone, Debug, PartialEq)]
pub struct HiddenRecord {
    /// The file of the record.
    pub file: SourcePath,
    /// Its permanent code.
    pub id: Located<Id>,
    /// What it is called; empty where its file does not say.
    pub title: Located<Box<str>>,
    /// The addresses that it had before.
    pub aliases: Vec<Located<Box<str>>>,
    /// What its `[private]` says, as texts.
    pub private: Box<[Located<Box<str>>]>,
}

impl From<&Record> for HiddenRecord {
    fn from(record: &Record) -> Self {
        Self {
            file: record.file.clone(),
            id: record.id.clone(),
            title: record.title.clone(),
            aliases: record.aliases.clone(),
            private: record.private.clone(),
        }
    }
}

/// A source as a record cites it: described there, or once in `content/sources/`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub enum CitedSource {
    /// Described in the record itself.
    Own(Box<Source>),
    /// Described in `content/sources/`; claims of the record name it by `id`.
    Shared(Box<SharedCitation>),
}

/// How a record cites a source of `content/sources/`.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct SharedCitation {
    /// The name within this record: its own `id`, or the shared source's.
    pub id: Located<Id>,
    /// The record in `content/sources/`.
    pub target: Located<Id>,
    /// What it goes back to for this record, beside what its own file says: a dataset repeats other
    /// sources for each event.
    pub origin: Vec<Located<Id>>,
}

impl CitedSource {
    /// What the record's claims call it.
    pub fn id(&self) -> &Located<Id> {
        match self {
            Self::Own(source) => &source.id,
            Self::Shared(shared) => &shared.id,
        }
    }

    /// What it repeats, as the record itself says.
    pub fn origin(&self) -> &[Located<Id>] {
        match self {
            Self::Own(source) => &source.origin,
            Self::Shared(shared) => &shared.origin,
        }
    }
}

/// Something that was read.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Source {
    /// Its code within the record, or in `content/sources/`.
    pub id: Located<Id>,
    /// What kind of source.
    pub kind: Option<SourceKind>,
    /// Its title as it was published.
    pub title: Option<Box<str>>,
    /// Who published it.
    pub publisher: Option<Box<str>>,
    /// When it was published.
    pub published: Option<Date>,
    /// Where it is.
    pub url: Option<Located<Box<str>>>,
    /// The editors' words about it.
    pub note: Option<Box<str>>,
    /// What few have; read as if it stood here.
    pub rare: Rare<RareOfSource>,
}

/// What few sources have beside a title, a publisher, a day and an address.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct RareOfSource {
    /// Who wrote it.
    pub author: Option<Box<str>>,
    /// Its language (BCP 47).
    pub lang: Option<Box<str>>,
    /// Where a copy is kept.
    pub archive_url: Option<Located<Box<str>>>,
    /// When the copy was made.
    pub archived: Option<Date>,
    /// When we read it.
    pub accessed: Option<Date>,
    /// SHA-256 of the kept copy, in 64 lower-case hexadecimal digits.
    pub sha256: Option<Box<str>>,
    /// The sources that it repeats.
    pub origin: Vec<Located<Id>>,
    /// Whether it is a translation.
    pub translation: Option<Translation>,
    /// The language that it was translated from (BCP 47).
    pub translated_from: Option<Box<str>>,
}

rare!(Source, RareOfSource);

impl Source {
    /// Its address without what does not tell two documents apart: the scheme, `www.`, a fragment and
    /// a slash at the end.
    pub fn plain_address(&self) -> Option<&str> {
        let url = &*self.url.as_ref()?.value;
        let url =
            url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
        let url = url.strip_prefix("www.").unwrap_or(url);
        Some(url.split('#').next().unwrap_or(url).trim_end_matches('/'))
    }
}

/// One dated change of a record.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Change {
    /// The day of the change.
    pub on: Located<Date>,
    /// What kind of change.
    pub kind: ChangeKind,
    /// What changed, for readers.
    pub note: Box<str>,
}

/// What must not leave, and how finely a place may be shown.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
pub struct Safety {
    /// The finest position that any output may have.
    pub precision: Option<super::Precision>,
    /// Words that must occur in no output.
    pub withhold: Vec<Located<Box<str>>>,
    /// The editors' own note; never published.
    pub note: Option<Box<str>>,
}
