//! The catalogue: everything that a reader sees and that is not content.
//!
//! Messages are written in Fluent, one file a language (`templates/words/en.ftl`); numbers, dates and
//! lists follow the language (CLDR). Ids are in `snake_case`, so that templates can say
//! `{{ words.body_notes }}`. Words of a vocabulary are `group_name`, `-` written `_`.
//!
//! No word is glued from parts in code: what stands around a figure or a date is a message.

mod by_id;
mod catalogue;
mod date;
mod figure;
mod formats;
mod parts;
pub mod rules;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use fluent_bundle::{FluentArgs, FluentValue};
use icu_locale::{LanguageIdentifier, LocaleDirectionality};

use self::catalogue::Catalogue;
use self::formats::Formats;
use self::parts::Parts;
use crate::diagnostic::Checked;
use crate::source::SourcePath;

/// A site's words in its language, with English where the language has none.
pub struct Words {
    language: Box<str>,
    catalogue: Catalogue,
    formats: Formats,
    counted: RwLock<BTreeMap<String, Counted>>,
    parts: Parts,
}

/// What a message says for counts that it was asked for before, by the counts.
#[derive(Default)]
struct Counted {
    /// The variables, in the order of the counts.
    names: Vec<String>,
    texts: BTreeMap<[u64; 2], String>,
}

/// How many counts of one message are kept.
const KEPT_COUNTS: usize = 4096;

/// The value of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arg<'a> {
    /// A count: chooses the plural form and is written as the language writes numbers.
    Number(u64),
    /// A text, shown as it is.
    Text(&'a str),
}

impl Words {
    /// The words for `language` (BCP 47). `overrides` are the tracker's own `templates/words/*.ftl`,
    /// each named by its language, with their text.
    ///
    /// Each message comes from the first that has it: the tracker's file for the language, the
    /// theme's, the same for the language without its last subtags (`fr-CA`, `fr`), the tracker's and
    /// the theme's English.
    pub fn load(language: &str, overrides: &[(SourcePath, String)]) -> Checked<Self> {
        let mut problems = Vec::new();
        let catalogue = Catalogue::load(language, overrides, &mut problems);
        let formats = Formats::new(language);
        let (counted, parts) = (RwLock::default(), Parts::default());
        let value = Self { language: language.into(), catalogue, formats, counted, parts };
        Checked { value, problems }
    }

    /// The language of the site, as it was asked for.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Every message without variables.
    pub fn statics(&self) -> &BTreeMap<String, String> {
        &self.catalogue.statics
    }

    /// Whether there is a message of that id, with variables or without.
    pub fn has(&self, id: &str) -> bool {
        self.catalogue.speaker(id).is_some()
    }

    /// A message without variables. One that there is not is empty; the program never asks for one.
    pub fn text(&self, id: &str) -> &str {
        let text = self.catalogue.texts.get(id);
        debug_assert!(text.is_some(), "there is no word {id} without variables");
        text.map_or("", String::as_str)
    }

    /// A message with its variables. One that there is not is empty; a variable that is not given
    /// shows as its name in braces.
    ///
    /// Numbers are written as the language of the message writes them. In languages written from
    /// right to left texts are isolated (U+2068 … U+2069); elsewhere no mark is added.
    pub fn say(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        if let Some(text) = self.catalogue.say_plainly(id, args) {
            return text;
        }
        let Some(counts) = counts(args) else { return self.say_by_grammar(id, args) };
        let same_names = |known: &Counted| known.names.iter().eq(args.iter().map(|(name, _)| name));
        let counted = self.counted.read().unwrap_or_else(PoisonError::into_inner);
        let known = counted.get(id);
        if let Some(text) = known.filter(|k| same_names(k)).and_then(|k| k.texts.get(&counts)) {
            return text.clone();
        }
        drop(counted);
        let text = self.say_by_grammar(id, args);
        let mut counted = self.counted.write().unwrap_or_else(PoisonError::into_inner);
        let known = counted.entry(id.to_owned()).or_default();
        if known.texts.is_empty() {
            known.names = args.iter().map(|(name, _)| (*name).to_owned()).collect();
        }
        if same_names(known) && known.texts.len() < KEPT_COUNTS {
            known.texts.insert(counts, text.clone());
        }
        text
    }

    /// A message for every plural form of `count`, and the language (BCP 47) that has these forms:
    /// that of the message. For texts that are finished elsewhere, with a number that is not known yet.
    pub fn plural_forms(
        &self,
        id: &str,
        count: &str,
        args: &[(&str, Arg<'_>)],
    ) -> (String, Vec<(&'static str, String)>) {
        /// Numbers of every form of every language, those of few numbers among them.
        const LARGE: [u64; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
        let mut forms: BTreeMap<&'static str, String> = BTreeMap::new();
        for number in (0..=110).chain(LARGE) {
            let category = self.catalogue.plural_category(id, number);
            if !forms.contains_key(category) {
                let args = [args, &[(count, Arg::Number(number))]].concat();
                forms.insert(category, self.say_by_grammar(id, &args));
            }
        }
        (self.catalogue.language_of(id), forms.into_iter().collect())
    }

    fn say_by_grammar(&self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            match *value {
                Arg::Number(n) => values.set(*name, FluentValue::from(n)),
                Arg::Text(text) => values.set(*name, text),
            }
        }
        let text = self.catalogue.say(id, &values);
        debug_assert!(text.is_some(), "there is no word {id}");
        text.unwrap_or_default()
    }

    /// A number with the language's digits and grouping: `4,137`.
    pub fn number(&self, n: u64) -> Cow<'_, str> {
        self.formats.number(n)
    }

    /// The items as one text: `a, b and c`.
    pub fn list(&self, items: &[String]) -> String {
        self.formats.list(items)
    }

    /// Items of which one or another holds, as the language writes them: `a, b or c`.
    pub fn any_of(&self, items: &[String]) -> String {
        self.formats.any_of(items)
    }

    /// The label of a word of the record format, `("place_role", "fled-to")`; the word itself where
    /// the catalogue has none.
    pub fn vocabulary<'w>(&'w self, group: &str, name: &'w str) -> &'w str {
        let mut id = String::with_capacity(group.len() + 1 + name.len());
        id.push_str(group);
        for part in name.split('-') {
            id.push('_');
            id.push_str(part);
        }
        self.catalogue.texts.get(&id).map_or(name, String::as_str)
    }

    /// The direction of a language or script (BCP 47), for `dir`: `ltr` or `rtl`.
    ///
    /// A tag that nobody knows runs from left to right.
    pub fn direction(tag: &str) -> &'static str {
        static DIRECTIONS: LazyLock<LocaleDirectionality> =
            LazyLock::new(LocaleDirectionality::new_extended);
        // English has its own file in the program and is asked for most.
        if tag == "en" {
            return "ltr";
        }
        let language: Option<LanguageIdentifier> =
            LanguageIdentifier::try_from_locale_bytes(tag.as_bytes()).ok();
        match language {
            Some(language) if DIRECTIONS.is_right_to_left(&language) => "rtl",
            _ => "ltr",
        }
    }
}

/// The counts of a message that takes one or two counts and nothing else.
fn counts(args: &[(&str, Arg<'_>)]) -> Option<[u64; 2]> {
    match *args {
        [(_, Arg::Number(one))] => Some([one, 0]),
        [(_, Arg::Number(one)), (_, Arg::Number(two))] => Some([one, two]),
        _ => None,
    }
}
