//! Gathers what must not leave from a tracker.

use std::collections::{BTreeMap, BTreeSet};

use super::Secret;
use super::fold::Fold;
use super::needle::Words;
use super::rules::{HIDDEN_RECORD, PRIVATE_NAME, PRIVATE_VALUE, WITHHELD_WORD};
use crate::diagnostic::Rule;
use crate::model::{HiddenRecord, Spelling, Tracker};
use crate::plan;
use crate::source::{Located, SourcePath, Span};

/// Fewest characters of an id that is looked for by itself.
const TELLING_ID: usize = 8;

/// Fewest words of a sentence of `[private]` that is looked for by itself.
const SENTENCE: usize = 6;

/// Words to look for, in the order in which they count: a word that two tables name is told once.
pub(super) struct Secrets<'a> {
    pub(super) secrets: Vec<Secret>,
    /// With the text that they come from; one for each secret.
    pub(super) needles: Vec<(Words, &'a str)>,
    known: BTreeSet<(Box<[u8]>, bool)>,
}

/// Where `withhold` and `[private]` stand in the files of a tracker.
pub(super) fn declarations(tracker: &Tracker) -> BTreeMap<&str, Vec<Span>> {
    let mut spans: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    let withheld = &tracker.settings.withhold;
    spans.entry("griot.toml").or_default().extend(withheld.iter().map(|word| word.span));
    for record in tracker.records() {
        let withheld = record.safety.iter().flat_map(|safety| &safety.withhold);
        let mut own = withheld.chain(&record.private).map(|word| word.span).peekable();
        if own.peek().is_some() {
            spans.entry(record.file.as_str()).or_default().extend(own);
        }
    }
    spans
}

impl<'a> Secrets<'a> {
    /// What the tracker's records and settings keep back.
    pub(super) fn of(tracker: &'a Tracker, griot_toml: &'a SourcePath) -> Self {
        let mut own = Self { secrets: Vec::new(), needles: Vec::new(), known: BTreeSet::new() };
        for word in &tracker.settings.withhold {
            own.add(&WITHHELD_WORD, "a withheld word", griot_toml, word);
        }
        for record in tracker.records() {
            for word in record.safety.iter().flat_map(|safety| &safety.withhold) {
                own.add(&WITHHELD_WORD, "a withheld word", &record.file, word);
            }
        }
        own.private(tracker);
        own.hidden(tracker);
        own
    }

    fn add(
        &mut self,
        rule: &'static Rule,
        what: &'static str,
        file: &SourcePath,
        text: &'a Located<Box<str>>,
    ) {
        self.look_for(rule, what, file, text.span, &text.value, false);
    }

    fn look_for(
        &mut self,
        rule: &'static Rule,
        what: &'static str,
        file: &SourcePath,
        span: Span,
        text: &'a str,
        is_id: bool,
    ) {
        let Some(words) = Words::new(text, is_id) else { return };
        if self.known.insert((words.key().into(), is_id)) {
            self.secrets.push(Secret { rule, file: file.clone(), span, what });
            self.needles.push((words, text));
        }
    }

    fn private(&mut self, tracker: &'a Tracker) {
        let own = tracker.records().map(|record| (&record.file, &*record.private));
        let hidden = tracker.hidden.iter().map(|record| (&record.file, &*record.private));
        let values: Vec<(&SourcePath, &Located<Box<str>>)> = own
            .chain(hidden)
            .flat_map(|(file, values)| values.iter().map(move |value| (file, value)))
            .collect();
        if values.is_empty() {
            return;
        }
        let public = public_names(tracker);
        for (file, value) in values {
            let text = &*value.value;
            if is_date(text) {
                continue;
            }
            let words = text.split_whitespace().count();
            let digits = text.chars().filter(char::is_ascii_digit).count();
            if words >= 3 || digits >= 5 || text.contains('@') {
                self.add(&PRIVATE_VALUE, "a value of `[private]`", file, value);
                for sentence in sentences(text) {
                    let what = "a sentence of `[private]`";
                    self.look_for(&PRIVATE_VALUE, what, file, value.span, sentence, false);
                }
            } else if is_like_a_name(text) && !public.contains(&*Fold::words(text).bytes) {
                self.add(&PRIVATE_NAME, "a name of `[private]`", file, value);
            }
        }
    }

    fn hidden(&mut self, tracker: &'a Tracker) {
        if tracker.hidden.is_empty() {
            return;
        }
        let titles: BTreeSet<Vec<u8>> =
            tracker.records().map(|record| Fold::words(&record.title.value).bytes).collect();
        for record in &tracker.hidden {
            let HiddenRecord { file, id, title, aliases, private: _ } = record;
            let code = id.value.as_str();
            let telling = code.contains(|c: char| c.is_ascii_digit() || c == '-');
            if telling && code.chars().count() >= TELLING_ID {
                let what = "the id of a record that is not public";
                self.look_for(&HIDDEN_RECORD, what, file, id.span, code, true);
            }
            let what = "an old address of a record that is not public";
            for alias in aliases {
                let text = alias.value.trim_end_matches('/');
                if text.contains('/') || text.chars().count() >= TELLING_ID {
                    self.look_for(&HIDDEN_RECORD, what, file, alias.span, text, true);
                }
            }
            let words = title.value.split_whitespace().count();
            if words >= 3 && !titles.contains(&Fold::words(&title.value).bytes) {
                self.add(&HIDDEN_RECORD, "the title of a record that is not public", file, title);
            }
        }
    }

    /// Adds the addresses of hidden records, which the caller keeps.
    pub(super) fn addresses(&mut self, addresses: &'a [(&'a HiddenRecord, String)]) {
        let what = "the address of a record that is not public";
        for (record, address) in addresses.iter().filter(|(_, address)| address.contains('/')) {
            self.look_for(&HIDDEN_RECORD, what, &record.file, record.id.span, address, true);
        }
    }
}

/// The addresses that the pages of hidden records would have.
pub(super) fn hidden_addresses(tracker: &Tracker) -> Vec<(&HiddenRecord, String)> {
    let address = |own: &HiddenRecord| plan::record_address(&own.file, &own.id.value);
    tracker.hidden.iter().map(|own| (own, address(own))).collect()
}

/// Names that public records have, folded.
fn public_names(tracker: &Tracker) -> BTreeSet<Box<[u8]>> {
    let mut names: BTreeSet<Box<[u8]>> = BTreeSet::new();
    let mut add = |name: &str| {
        names.insert(Fold::words(name).bytes.into());
    };
    let settings = &tracker.settings;
    add(&settings.title);
    settings.publisher.iter().for_each(|publisher| add(&publisher.name));
    settings.types.iter().for_each(|kind| add(&kind.label));
    let spelt = |also: &[Spelling], add: &mut dyn FnMut(&str)| {
        also.iter().for_each(|spelling| add(&spelling.name));
    };
    for region in &tracker.regions {
        add(&region.record.title.value);
        spelt(&region.also, &mut add);
    }
    for actor in &tracker.actors {
        add(&actor.record.title.value);
        spelt(&actor.also, &mut add);
    }
    for place in &tracker.places {
        add(&place.name);
        spelt(&place.also, &mut add);
    }
    for source in tracker.sources.iter().map(|shared| &shared.source) {
        [&source.title, &source.author, &source.publisher]
            .into_iter()
            .flatten()
            .for_each(|name| add(name));
    }
    names
}

/// The sentences of a text that has several.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let pieces = text.split(['\n', ';']).flat_map(|line| line.split(". ")).map(str::trim);
    pieces.filter(|piece| piece.split_whitespace().count() >= SENTENCE)
}

/// `2024`, `2024-03`, `2024-03-17`: a day that any page of the timeline may have.
fn is_date(text: &str) -> bool {
    let mut parts = text.trim().split('-');
    let is = |part: Option<&str>, length: usize| {
        part.is_none_or(|part| part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))
    };
    is(parts.next(), 4) && is(parts.next(), 2) && is(parts.next(), 2) && parts.next().is_none()
}

/// One or two words with a capital each, or in a script without capitals.
fn is_like_a_name(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let like = |word: &str| word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    letters >= 4 && text.split_whitespace().all(like)
}
