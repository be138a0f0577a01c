//! How what a record says is written as bytes, so that no two sayings are the same bytes.
//!
//! - A *text* is the number of its UTF-8 bytes in decimal digits, `:`, and the bytes.
//! - A *field* is a text, its name; the number of its values in decimal digits, `;`, and each value as a
//!   text. Fields that are not set are not written. Amounts, dates and words of a vocabulary are written
//!   as the record format has them, points as latitude and longitude in degrees with all their decimals.
//! - A *part* is `[`, a text, its kind; a text, its id (empty where it has none), and its fields. A part
//!   without fields in a stream is not written there.
//! - A *stream* is its parts, one after the other.
//!
//! This is part of the format of `griot.lock` and stays as it is for as long as the version does.

use crate::model::{Date, Id, Party, Point, RareOfSource, Source, Spelling};
use crate::source::Located;

/// Writes the fields of one part to the two streams.
pub(super) struct Fields<'a> {
    pub(super) facts: &'a mut Vec<u8>,
    pub(super) words: &'a mut Vec<u8>,
    /// Where the figures end in the stream of facts.
    pub(super) figures: usize,
}

impl Fields<'_> {
    pub(super) fn figure(&mut self, key: &str, value: &str) {
        list(self.facts, key, [value].into_iter());
        self.figures = self.facts.len();
    }

    pub(super) fn fact(&mut self, key: &str, value: Option<impl AsRef<str>>) {
        list(self.facts, key, value.into_iter());
    }

    pub(super) fn word(&mut self, key: &str, value: Option<&str>) {
        list(self.words, key, value.into_iter());
    }

    pub(super) fn date(&mut self, key: &str, date: Option<&Date>) {
        self.fact(key, date.map(Date::to_string));
    }

    pub(super) fn id(&mut self, key: &str, id: Option<&Located<Id>>) {
        self.fact(key, id.map(|id| id.value.as_str()));
    }

    pub(super) fn ids(&mut self, key: &str, ids: &[Located<Id>]) {
        list(self.facts, key, ids.iter().map(|id| id.value.as_str()));
    }

    pub(super) fn party(&mut self, key: &str, party: Option<&Party>) {
        self.fact(key, party.map(party_text));
    }

    pub(super) fn point(&mut self, point: Option<&Point>) {
        if let Some(Point { latitude, longitude, decimals }) = point {
            let places = usize::from(*decimals);
            let degrees = [format!("{latitude:.places$}"), format!("{longitude:.places$}")];
            list(self.facts, "point", degrees.iter());
        }
    }

    pub(super) fn spellings<'a>(&mut self, also: impl Iterator<Item = &'a Spelling>) {
        let texts: Vec<&str> = also
            .flat_map(|Spelling { name, lang, note }| {
                [&**name, lang.as_deref().unwrap_or_default(), note.as_deref().unwrap_or_default()]
            })
            .collect();
        list(self.words, "also", texts.iter());
    }

    pub(super) fn source(&mut self, source: &Source) {
        let Source { id: _, kind, title, publisher, published, url, note, rare: _ } = source;
        let RareOfSource {
            author,
            lang,
            archive_url,
            archived,
            accessed,
            sha256,
            origin,
            translation,
            translated_from,
        } = &**source;
        self.fact("kind", kind.map(|kind| kind.name()));
        self.date("published", published.as_ref());
        self.fact("lang", lang.as_deref());
        self.fact("url", url.as_ref().map(|url| &url.value));
        self.fact("archive_url", archive_url.as_ref().map(|url| &url.value));
        self.date("archived", archived.as_ref());
        self.date("accessed", accessed.as_ref());
        self.fact("sha256", sha256.as_deref());
        self.ids("origin", origin);
        self.fact("translation", translation.map(|translation| translation.name()));
        self.fact("translated_from", translated_from.as_deref());
        self.word("title", title.as_deref());
        self.word("author", author.as_deref());
        self.word("publisher", publisher.as_deref());
        self.word("note", note.as_deref());
    }
}

/// How a party is written: an id, or words with a space.
pub(super) fn party_text(party: &Party) -> &str {
    match party {
        Party::Actor(id) => id.value.as_str(),
        Party::Words(words) => words,
    }
}

/// Writes a field; nothing where it has no value.
pub(super) fn list<T: AsRef<str>>(
    stream: &mut Vec<u8>,
    key: &str,
    values: impl ExactSizeIterator<Item = T>,
) {
    if values.len() == 0 {
        return;
    }
    push_text(stream, key);
    push_number(stream, values.len());
    stream.push(b';');
    values.for_each(|value| push_text(stream, value.as_ref()));
}

pub(super) fn push_text(stream: &mut Vec<u8>, text: &str) {
    push_number(stream, text.len());
    stream.push(b':');
    stream.extend_from_slice(text.as_bytes());
}

fn push_number(stream: &mut Vec<u8>, number: usize) {
    if number >= 10 {
        push_number(stream, number / 10);
    }
    stream.push(b'0' + (number % 10) as u8);
}
