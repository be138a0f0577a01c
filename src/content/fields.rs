//! Reads one TOML table field by field: five wrong fields give five problems, and every key that was
//! not asked for is one more.

use std::cell::RefCell;
use std::ops::Range;

use jiff::civil;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::outline::{Form, Seen};
use super::rules;
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Amount, Date, Id, Party, Point, Spelling, Vocabulary};
use crate::source::{Located, SourcePath, Span};

/// One file while it is read: where its TOML begins, and the problems met so far.
pub(super) struct File<'f> {
    pub(super) path: &'f SourcePath,
    /// Where the TOML begins in the file, in bytes.
    pub(super) offset: usize,
    pub(super) problems: RefCell<Vec<Diagnostic>>,
}

impl<'f> File<'f> {
    pub(super) fn new(path: &'f SourcePath, offset: usize) -> Self {
        Self { path, offset, problems: RefCell::default() }
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(range, self.offset)
    }

    pub(super) fn report(&self, problem: Diagnostic) {
        self.problems.borrow_mut().push(problem);
    }

    pub(super) fn problem(
        &self,
        rule: &'static Rule,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::at(rule, self.path, span, message)
    }

    /// The table that a TOML text holds, with a problem for each error of syntax.
    pub(super) fn parse<'t>(&self, text: &'t str) -> Spanned<DeTable<'t>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let span = error.span().map(|range| self.span(range));
            let message = format!("the TOML cannot be read: {}", error.message().trim());
            let mut problem = self.problem(&rules::SYNTAX, span, message);
            let line = error.span().map(|range| line_around(text, range.start)).unwrap_or_default();
            if let Some(repair) = syntax_repair(error.message(), line) {
                problem = problem.help(repair);
            }
            self.report(problem);
        }
        table
    }
}

fn line_around(text: &str, at: usize) -> &str {
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    &text[start..end]
}

/// What most often mends an error of syntax.
fn syntax_repair(message: &str, line: &str) -> Option<String> {
    if line.matches('"').count() % 2 == 1 {
        return Some(
            "the quotation mark has no partner on this line; within a text write \\\"".to_owned(),
        );
    }
    if message.contains("duplicate key") {
        return Some(
            "a key stands once in its table; for several claims or sources, begin each with its own [[claim]] or [[source]] line".to_owned(),
        );
    }
    if line.contains(['“', '”', '„', '‘', '’']) && !line.contains('"') {
        return Some("use straight quotation marks: \"…\"".to_owned());
    }
    let Some((_, value)) = line.split_once('=') else {
        return line.contains(':').then(|| "TOML joins key and value with `=`, not `:`".to_owned());
    };
    let value = value.trim();
    let separators = value.chars().filter(|c| matches!(c, '.' | '/')).count();
    let day = value.split_whitespace().next().unwrap_or_default();
    if let Err(why) = day.parse::<Date>()
        && day.len() == 10
        && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        return Some(format!("there is no such day: {why}"));
    }
    if value.starts_with(|c: char| c.is_ascii_digit()) && separators == 2 {
        return Some("a day is written 2022-06-18, the year first".to_owned());
    }
    let begins_like_a_text = value.starts_with(|c: char| c.is_alphabetic() || c == '/');
    begins_like_a_text.then(|| "a text stands in quotation marks: \"…\"".to_owned())
}

/// Keys that are asked of most tables, more or less.
const KEYS: usize = 32;

/// One table while it is read.
pub(super) struct Fields<'a, 'i> {
    file: &'a File<'a>,
    table: &'a DeTable<'i>,
    /// Where the table stands.
    pub(super) span: Span,
    /// How the table is called in messages: `[[claim]]`, `the front matter`.
    name: &'static str,
    known: RefCell<Vec<&'static str>>,
    /// What is asked of the table, where that is to be known; see [`super::outline`].
    seen: Option<Seen>,
}

impl<'a, 'i> Fields<'a, 'i> {
    pub(super) fn new(
        file: &'a File<'a>,
        table: &'a DeTable<'i>,
        span: Span,
        name: &'static str,
    ) -> Self {
        let known = RefCell::new(Vec::with_capacity(KEYS));
        Self { file, table, span, name, known, seen: None }
    }

    /// An empty table that keeps what is asked of it.
    pub(super) fn outlined(file: &'a File<'a>, table: &'a DeTable<'i>, seen: Seen) -> Self {
        Self { seen: Some(seen), ..Self::new(file, table, Span::default(), "") }
    }

    /// Keeps in which form a key is read, where that is to be known.
    pub(super) fn note(&self, key: &str, form: Form) {
        if let Some(seen) = &self.seen {
            seen.borrow_mut().note(key, form);
        }
    }

    /// Stands for the tables below a key where it is to be known what is asked of them; `None`
    /// where a file is read.
    pub(super) fn inner_outline(&self, key: &str, form: fn(Seen) -> Form) -> Option<Self> {
        let seen = self.seen.as_ref()?;
        let inner = Seen::default();
        seen.borrow_mut().note(key, form(inner.clone()));
        Some(Self::outlined(self.file, self.table, inner))
    }

    /// Keeps that one or more of the keys must be there.
    pub(super) fn note_one_of(&self, keys: &[&'static str]) {
        if let Some(seen) = &self.seen {
            seen.borrow_mut().one_of.extend(keys);
        }
    }

    pub(super) fn file(&self) -> &'a File<'a> {
        self.file
    }

    /// The raw value of a key, which counts as known from then on.
    pub(super) fn value(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.known.borrow_mut().push(key);
        self.table.get(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Where the value of a key stands, or the table where there is none.
    pub(super) fn span_of(&self, key: &str) -> Span {
        self.table.get(key).map_or(self.span, |value| self.file.span(value.span()))
    }

    pub(super) fn problem(
        &self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
    ) -> Diagnostic {
        self.file.problem(rule, span, message)
    }

    /// Reports that none of the keys is there, of which one must be.
    pub(super) fn missing_one_of(&self, keys: &[&'static str], example: &str) {
        match &self.seen {
            Some(_) => self.note_one_of(keys),
            None => self.missing(keys.first().copied().unwrap_or_default(), example),
        }
    }

    /// Reports a required key that is not there.
    pub(super) fn missing(&self, key: &'static str, example: &str) {
        if let Some(seen) = &self.seen {
            seen.borrow_mut().required.insert(key);
            return;
        }
        self.file.report(
            self.problem(&rules::MISSING_FIELD, self.span, format!("{} has no `{key}`", self.name))
                .label(format!("expected `{key}`"))
                .help(format!("add, for example: {example}")),
        );
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "an array",
            DeValue::Table(_) => "a table",
        };
        let message = format!("`{key}` is {found}");
        let span = self.file.span(value.span());
        self.file.report(
            self.problem(&rules::WRONG_TYPE, span, message).label(format!("expected {expected}")),
        );
    }

    fn invalid(&self, key: &str, span: Span, why: impl std::fmt::Display) -> Diagnostic {
        self.problem(&rules::INVALID_VALUE, span, format!("`{key}`: {why}"))
    }

    /// A text of any length, trimmed; an empty one is a problem.
    pub(super) fn text(&self, key: &'static str) -> Option<Located<Box<str>>> {
        self.note(key, Form::Text);
        self.any_text(key)
    }

    /// A text that the schemas hold against a pattern; the reader looks at it itself.
    pub(super) fn text_like(
        &self,
        key: &'static str,
        pattern: &'static str,
    ) -> Option<Located<Box<str>>> {
        self.note(key, Form::Matching(pattern));
        self.any_text(key)
    }

    fn any_text(&self, key: &'static str) -> Option<Located<Box<str>>> {
        let value = self.value(key)?;
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_type(key, value, "a text in quotation marks");
            return None;
        };
        self.checked_text(key, text, self.file.span(value.span()))
    }

    fn checked_text(&self, key: &str, text: &str, span: Span) -> Option<Located<Box<str>>> {
        let text = text.trim();
        if !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Some(Located::new(text.into(), span));
        }
        if text.chars().all(is_stray) {
            let problem = self.invalid(key, span, "the text is empty");
            self.file.report(problem.label("expected words, or no such line"));
            return None;
        }
        if let Some(hidden) = text.chars().find(|c| is_hidden(*c) && !is_stray(*c)) {
            let code = u32::from(hidden);
            let problem =
                self.invalid(key, span, format!("holds the invisible character U+{code:04X}"));
            self.file
                .report(problem.help("take the character out; it can make a text read as another"));
            return None;
        }
        let Some(stray) = text.chars().find(|c| is_stray(*c)) else {
            return Some(Located::new(text.into(), span));
        };
        let code = u32::from(stray);
        let message =
            format!("`{key}` holds the invisible character U+{code:04X}, which is left out");
        self.file.report(
            Diagnostic::at(&rules::STRAY_CHARACTER, self.file.path, span, message)
                .help("take the character out; texts that are copied bring it along"),
        );
        let text: String = text.chars().filter(|c| !is_stray(*c)).collect();
        Some(Located::new(text.trim().into(), span))
    }

    /// A text without its place.
    pub(super) fn words(&self, key: &'static str) -> Option<Box<str>> {
        self.text(key).map(|text| text.value)
    }

    /// A text of one line.
    pub(super) fn line(&self, key: &'static str) -> Option<Located<Box<str>>> {
        self.note(key, Form::Text);
        let text = self.any_text(key)?;
        if !text.value.contains(['\n', '\r']) {
            return Some(text);
        }
        let message = format!("`{key}` has more than one line, and is shown as one");
        self.file.report(
            Diagnostic::at(&rules::STRAY_CHARACTER, self.file.path, text.span, message)
                .label("expected one line")
                .help("write a space where the line ends"),
        );
        let words: Vec<&str> = text.value.split_whitespace().collect();
        Some(Located::new(words.join(" ").into(), text.span))
    }

    /// One text or an array of texts; `None` where the key is absent.
    pub(super) fn texts(&self, key: &'static str) -> Vec<Located<Box<str>>> {
        self.note(key, Form::Texts);
        self.any_texts(key)
    }

    fn any_texts(&self, key: &'static str) -> Vec<Located<Box<str>>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let single = std::slice::from_ref(value);
        let values = match value.get_ref() {
            DeValue::Array(array) => array_values(array),
            _ => single,
        };
        let mut texts = Vec::with_capacity(values.len());
        texts.extend(values.iter().filter_map(|value| match value.get_ref() {
            DeValue::String(text) => self.checked_text(key, text, self.file.span(value.span())),
            _ => {
                self.wrong_type(key, value, "a text in quotation marks, or an array of texts");
                None
            }
        }));
        texts
    }

    /// Texts without their places.
    pub(super) fn words_list(&self, key: &'static str) -> Box<[Box<str>]> {
        self.texts(key).into_iter().map(|text| text.value).collect()
    }

    /// Words to withhold: each has a letter or a digit to look for.
    pub(super) fn withheld(&self) -> Vec<Located<Box<str>>> {
        let mut words = self.texts("withhold");
        words.retain(|word| {
            let sound = word.value.contains(char::is_alphanumeric);
            if !sound {
                let problem = self.invalid("withhold", word.span, "there is no letter or digit");
                self.file.report(problem.label("expected words to look for"));
            }
            sound
        });
        words
    }

    /// Every text, number and date below a key, whatever its form, as texts; dates without a time of
    /// day and truth values are left out.
    /// Without what stands in its table `without`.
    pub(super) fn scalars(&self, key: &'static str, without: &str) -> Vec<Located<Box<str>>> {
        self.note(key, Form::Anything);
        let mut found = Vec::new();
        match self.value(key).map(|value| (value, value.get_ref())) {
            Some((_, DeValue::Table(table))) => {
                let own = table.iter().filter(|(key, _)| key.get_ref() != without);
                own.for_each(|(_, value)| self.gather(value, &mut found));
            }
            Some((value, _)) => self.gather(value, &mut found),
            None => {}
        }
        found
    }

    fn gather(&self, value: &Spanned<DeValue<'_>>, found: &mut Vec<Located<Box<str>>>) {
        let text: Box<str> = match value.get_ref() {
            DeValue::String(text) => text.as_ref().into(),
            DeValue::Integer(number) => number.to_string().into(),
            DeValue::Float(number) => number.to_string().into(),
            DeValue::Datetime(moment) if moment.time.is_some() => moment.to_string().into(),
            DeValue::Datetime(_) | DeValue::Boolean(_) => return,
            DeValue::Array(array) => {
                return array_values(array).iter().for_each(|value| self.gather(value, found));
            }
            DeValue::Table(table) => {
                return table.iter().for_each(|(_, value)| self.gather(value, found));
            }
        };
        found.push(Located::new(text, self.file.span(value.span())));
    }

    pub(super) fn bool(&self, key: &'static str) -> Option<bool> {
        self.note(key, Form::Bool);
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            _ => {
                self.wrong_type(key, value, "true or false");
                None
            }
        }
    }

    /// A whole number from `least` to `most`.
    pub(super) fn number(&self, key: &'static str, least: u64, most: u64) -> Option<u64> {
        self.note(key, Form::Number(least, most));
        let value = self.value(key)?;
        let DeValue::Integer(integer) = value.get_ref() else {
            self.wrong_type(key, value, "a whole number");
            return None;
        };
        let number = u64::from_str_radix(integer.as_str(), integer.radix()).ok();
        match number.filter(|number| (least..=most).contains(number)) {
            Some(number) => Some(number),
            None => {
                let span = self.file.span(value.span());
                let problem = self.invalid(key, span, format!("{} is out of bounds", integer));
                self.file.report(
                    problem.label(format!("expected a whole number from {least} to {most}")),
                );
                None
            }
        }
    }

    /// An identifier.
    pub(super) fn id(&self, key: &'static str) -> Option<Located<Id>> {
        self.note(key, Form::Id);
        let text = self.any_text(key)?;
        self.checked_id(key, &text)
    }

    /// One identifier or an array of them.
    pub(super) fn ids(&self, key: &'static str) -> Vec<Located<Id>> {
        self.note(key, Form::Ids);
        let texts = self.any_texts(key);
        let mut ids = Vec::with_capacity(texts.len());
        ids.extend(texts.iter().filter_map(|text| self.checked_id(key, text)));
        ids
    }

    fn checked_id(&self, key: &str, text: &Located<Box<str>>) -> Option<Located<Id>> {
        let id = Id::new(&text.value);
        if id.is_none() {
            let problem = self
                .invalid(key, text.span, format!("`{}` cannot be an id", text.value))
                .label("expected letters, digits, `-`, `_`, `.`, and `/` between the parts of a region");
            self.file.report(problem);
        }
        id.map(|id| Located::new(id, text.span))
    }

    /// One party or several: actor ids, or words with a space.
    pub(super) fn parties(&self, key: &'static str) -> Vec<Party> {
        self.note(key, Form::Texts);
        self.any_parties(key)
    }

    fn any_parties(&self, key: &'static str) -> Vec<Party> {
        self.any_texts(key)
            .into_iter()
            .filter_map(|text| {
                if text.value.contains(char::is_whitespace) {
                    return Some(Party::Words(text.value));
                }
                match Id::new(&text.value) {
                    Some(id) => Some(Party::Actor(Located::new(id, text.span))),
                    None => {
                        let problem = self
                            .invalid(
                                key,
                                text.span,
                                format!("`{}` is neither an id nor words", text.value),
                            )
                            .label("expected an actor's id, or words with a space");
                        self.file.report(problem);
                        None
                    }
                }
            })
            .collect()
    }

    /// One party.
    pub(super) fn party(&self, key: &'static str) -> Option<Party> {
        self.note(key, Form::Text);
        if let Some(value) = self.table.get(key)
            && matches!(value.get_ref(), DeValue::Array(_))
        {
            self.value(key);
            self.wrong_type(key, value, "one party: an actor's id, or words with a space");
            return None;
        }
        self.any_parties(key).into_iter().next()
    }

    /// A word of a closed list.
    pub(super) fn word<V: Vocabulary>(&self, key: &'static str) -> Option<Located<V>> {
        self.note(key, Form::Word(names::<V>));
        let text = self.any_text(key)?;
        self.checked_word(key, &text)
    }

    /// Words of a closed list.
    pub(super) fn word_list<V: Vocabulary>(&self, key: &'static str) -> Vec<Located<V>> {
        self.note(key, Form::Words(names::<V>));
        self.any_texts(key).iter().filter_map(|text| self.checked_word(key, text)).collect()
    }

    fn checked_word<V: Vocabulary>(
        &self,
        key: &str,
        text: &Located<Box<str>>,
    ) -> Option<Located<V>> {
        let found = V::NAMES.iter().find(|(name, _)| *name == &*text.value);
        if found.is_none() {
            let names = names::<V>();
            self.file.report(
                self.problem(
                    &rules::UNKNOWN_WORD,
                    text.span,
                    format!("`{key}` does not know the word `{}`", text.value),
                )
                .label(format!("expected one of {}", names.join(", ")))
                .did_you_mean(&text.value, names),
            );
        }
        found.map(|(_, value)| Located::new(*value, text.span))
    }

    /// A date, as TOML date or as EDTF text.
    pub(super) fn date(&self, key: &'static str) -> Option<Located<Date>> {
        self.note(key, Form::Date);
        let value = self.value(key)?;
        let span = self.file.span(value.span());
        let invalid = |why: String| {
            self.problem(&rules::INVALID_DATE, span, format!("`{key}`: {why}")).label(
                "expected a day 2022-06-18, or in quotation marks a month \"2022-06\", a span \
                 \"2022-06-18/2022-06-19\", a choice \"[2022-06-01..2022-06-05]\"",
            )
        };
        match value.get_ref() {
            DeValue::String(text) => match text.parse() {
                Ok(date) => Some(Located::new(date, span)),
                Err(why) => {
                    let mut problem = invalid(format!("{why}"));
                    if let Some(iso) = day_in_other_order(text) {
                        problem = problem.help(format!("the year comes first: {iso}"));
                    }
                    self.file.report(problem);
                    None
                }
            },
            DeValue::Datetime(datetime) => {
                let parts = datetime.date.map(|day| {
                    let narrow = |number: u8| i8::try_from(number).unwrap_or(0);
                    let year = i16::try_from(day.year).unwrap_or(0);
                    civil::Date::new(year, narrow(day.month), narrow(day.day))
                });
                match (parts, datetime.time) {
                    (Some(Ok(day)), None) => Some(Located::new(Date::day(day), span)),
                    (_, Some(_)) => {
                        let problem = invalid("a date has no time of day".to_owned());
                        self.file.report(
                            problem.help("write the time of day as `time = \"16:30\"` beside it"),
                        );
                        None
                    }
                    _ => {
                        self.file.report(invalid("there is no such day".to_owned()));
                        None
                    }
                }
            }
            DeValue::Integer(year) => {
                let problem = invalid("a number is no date".to_owned());
                self.file
                    .report(problem.help(format!("a year alone is a text: {key} = \"{year}\"")));
                None
            }
            _ => {
                self.wrong_type(key, value, "a date");
                None
            }
        }
    }

    /// A date without its place.
    pub(super) fn day(&self, key: &'static str) -> Option<Date> {
        self.date(key).map(|date| date.value)
    }

    /// A figure in any of its forms.
    pub(super) fn amount(&self, key: &'static str) -> Option<Located<Amount>> {
        if let Some(inner) = self.inner_outline(key, Form::Amount) {
            inner.estimate();
        }
        let value = self.value(key)?;
        let span = self.file.span(value.span());
        let invalid = |why: String| {
            self.problem(&rules::INVALID_FIGURE, span, format!("`{key}`: {why}")).label(
                "expected 35, \"at least 132\", \"more than 100\", \"up to 200\", \"about 40\", \
                 \"100-200\", { low, best, high }, words, \"none\" or \"unknown\"",
            )
        };
        match value.get_ref() {
            DeValue::Integer(integer) => {
                let number = u32::from_str_radix(integer.as_str(), integer.radix());
                match number {
                    Ok(number) => Some(Located::new(Amount::Exactly(number), span)),
                    Err(_) => {
                        self.file.report(invalid(format!("{integer} cannot be counted")));
                        None
                    }
                }
            }
            DeValue::String(text) if text.chars().any(is_hidden) => {
                self.file.report(invalid("holds an invisible character".to_owned()));
                None
            }
            DeValue::String(text) => match text.parse() {
                Ok(amount) => Some(Located::new(amount, span)),
                Err(why) => {
                    self.file.report(invalid(format!("{why}")));
                    None
                }
            },
            DeValue::Table(table) => {
                let estimate = Fields::new(self.file, table, span, "the figure");
                let (low, best, high) = estimate.estimate();
                let stated: Vec<u32> = [low, best, high].into_iter().flatten().collect();
                if stated.is_empty() {
                    self.file.report(invalid("states no number".to_owned()));
                    return None;
                }
                if !stated.is_sorted() {
                    let message = format!("`{key}`: low, best and high do not rise");
                    let problem = self.problem(&rules::FALLING_ESTIMATE, span, message);
                    let help =
                        "see what the source says; a figure that it states so stays as it is";
                    self.file.report(problem.label("expected low, best, high to rise").help(help));
                }
                Some(Located::new(Amount::Estimate { low, best, high }, span))
            }
            DeValue::Float(_) => {
                self.file.report(invalid("people are counted in whole numbers".to_owned()));
                None
            }
            _ => {
                self.wrong_type(key, value, "a figure");
                None
            }
        }
    }

    /// The bounds of a figure that is a table.
    fn estimate(&self) -> (Option<u32>, Option<u32>, Option<u32>) {
        let bound = |key| {
            let number = self.number(key, 0, u64::from(u32::MAX));
            number.and_then(|number| u32::try_from(number).ok())
        };
        let bounds = (bound("low"), bound("best"), bound("high"));
        self.finish();
        bounds
    }

    /// A language tag (BCP 47).
    pub(super) fn lang(&self, key: &'static str) -> Option<Box<str>> {
        self.note(key, Form::Language);
        let text = self.any_text(key)?;
        match oxilangtag::LanguageTag::parse(&*text.value) {
            Ok(tag) if tag.primary_language().len() <= 3 => Some(text.value),
            _ => {
                let problem = self
                    .invalid(key, text.span, format!("`{}` is no language tag", text.value))
                    .label("expected a BCP 47 tag such as \"fr\", \"ar\" or \"pt-BR\"");
                self.file.report(problem);
                None
            }
        }
    }

    /// An address on the web.
    pub(super) fn url(&self, key: &'static str) -> Option<Located<Box<str>>> {
        self.note(key, Form::WebAddress);
        let text = self.any_text(key)?;
        if is_web_address(&text.value) {
            return Some(text);
        }
        let mut problem = self
            .invalid(key, text.span, "this is no address on the web")
            .label("expected an address that begins with https:// or http://");
        let guess = format!("https://{}", text.value);
        if text.value.contains('.') && !text.value.contains(':') && is_web_address(&guess) {
            problem = problem.help(format!("write {key} = \"{guess}\""));
        }
        self.file.report(problem);
        None
    }

    /// A point `[latitude, longitude]`.
    pub(super) fn point(&self, key: &'static str) -> Option<Located<Point>> {
        self.note(key, Form::Point);
        let value = self.value(key)?;
        let span = self.file.span(value.span());
        let coordinates = match value.get_ref() {
            DeValue::Array(array) => array_values(array)
                .iter()
                .map(|value| match value.get_ref() {
                    DeValue::Integer(number) => {
                        number.to_string().parse::<f64>().ok().map(|n| (n, 0))
                    }
                    DeValue::Float(number) => {
                        let text = number.as_str();
                        let decimals =
                            text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                        let decimals = u8::try_from(decimals).unwrap_or(u8::MAX);
                        text.parse::<f64>().ok().filter(|n| n.is_finite()).map(|n| (n, decimals))
                    }
                    _ => None,
                })
                .collect::<Option<Vec<_>>>(),
            _ => None,
        };
        let Some([(latitude, a), (longitude, b)]) = coordinates.as_deref() else {
            self.wrong_type(key, value, "[latitude, longitude] in degrees, as in [14.35, -3.61]");
            return None;
        };
        let (latitude, longitude) = (*latitude, *longitude);
        if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
            let mut problem = self
                .invalid(key, span, "the point is not on the earth")
                .label("expected a latitude from -90 to 90, then a longitude from -180 to 180");
            if (-90.0..=90.0).contains(&longitude) && (-180.0..=180.0).contains(&latitude) {
                problem = problem
                    .help(format!("latitude comes first: did you mean [{longitude}, {latitude}]?"));
            }
            self.file.report(problem);
            return None;
        }
        Some(Located::new(Point { latitude, longitude, decimals: *a.max(b) }, span))
    }

    /// Spellings: texts, or tables with `name`, `lang`, `note`.
    pub(super) fn spellings(&self, key: &'static str) -> Vec<Spelling> {
        if let Some(inner) = self.inner_outline(key, Form::Spellings) {
            inner.spelling();
        }
        let Some(value) = self.value(key) else { return Vec::new() };
        let single = std::slice::from_ref(value);
        let values = match value.get_ref() {
            DeValue::Array(array) => array_values(array),
            _ => single,
        };
        values
            .iter()
            .filter_map(|value| {
                let span = self.file.span(value.span());
                match value.get_ref() {
                    DeValue::String(text) => {
                        let name = self.checked_text(key, text, span)?.value;
                        Some(Spelling { name, lang: None, note: None })
                    }
                    DeValue::Table(table) => {
                        Fields::new(self.file, table, span, "the spelling").spelling()
                    }
                    _ => {
                        self.wrong_type(key, value, "a name, or { name, lang, note }");
                        None
                    }
                }
            })
            .collect()
    }

    /// The table of a spelling.
    fn spelling(&self) -> Option<Spelling> {
        let name = self.line("name");
        if name.is_none() && !self.has("name") {
            self.missing("name", "name = \"…\"");
        }
        let (lang, note) = (self.lang("lang"), self.words("note"));
        self.finish();
        Some(Spelling { name: name?.value, lang, note })
    }

    /// The tables of `[[key]]`, in order.
    pub(super) fn tables(&self, key: &'static str, name: &'static str) -> Vec<Fields<'a, 'i>> {
        if let Some(inner) = self.inner_outline(key, Form::Tables) {
            self.known.borrow_mut().push(key);
            return vec![inner];
        }
        let Some(value) = self.value(key) else { return Vec::new() };
        let DeValue::Array(array) = value.get_ref() else {
            self.wrong_type(key, value, &format!("tables that begin with [[{key}]]"));
            return Vec::new();
        };
        array_values(array)
            .iter()
            .filter_map(|value| match value.get_ref() {
                DeValue::Table(table) => {
                    Some(Fields::new(self.file, table, self.file.span(value.span()), name))
                }
                _ => {
                    self.wrong_type(key, value, &format!("tables that begin with [[{key}]]"));
                    None
                }
            })
            .collect()
    }

    /// The table `[key]`.
    pub(super) fn table(&self, key: &'static str, name: &'static str) -> Option<Fields<'a, 'i>> {
        if let Some(inner) = self.inner_outline(key, Form::Table) {
            self.known.borrow_mut().push(key);
            return Some(inner);
        }
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Table(table) => {
                Some(Fields::new(self.file, table, self.file.span(value.span()), name))
            }
            _ => {
                self.wrong_type(key, value, &format!("a table that begins with [{key}]"));
                None
            }
        }
    }

    /// Every key of the table with its place and value, in the order of the file.
    pub(super) fn entries(&self) -> Vec<(Located<Box<str>>, &'a Spanned<DeValue<'i>>)> {
        let mut entries: Vec<_> = self
            .table
            .iter()
            .map(|(key, value)| {
                let span = self.file.span(key.span());
                (Located::new(key.get_ref().as_ref().into(), span), value)
            })
            .collect();
        entries.sort_by_key(|(key, _)| key.span);
        entries
    }

    /// The table that a value of [`Fields::entries`] holds.
    pub(super) fn inner_table(
        &self,
        key: &str,
        value: &'a Spanned<DeValue<'i>>,
        name: &'static str,
    ) -> Option<Fields<'a, 'i>> {
        if let DeValue::Table(table) = value.get_ref() {
            return Some(Fields::new(self.file, table, self.file.span(value.span()), name));
        }
        self.wrong_type(key, value, "a table");
        None
    }

    /// The text that a value of [`Fields::entries`] holds.
    pub(super) fn inner_text(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Located<Box<str>>> {
        if let DeValue::String(text) = value.get_ref() {
            return self.checked_text(key, text, self.file.span(value.span()));
        }
        self.wrong_type(key, value, "a text in quotation marks");
        None
    }

    /// The same, as it stands: it may be empty.
    pub(super) fn raw_text(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<Box<str>> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(text.as_ref().into());
        }
        self.wrong_type(key, value, "a text in quotation marks");
        None
    }

    /// One text or an array of texts as they stand: white space is not taken off.
    pub(super) fn raw_texts(&self, key: &'static str) -> Vec<Box<str>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let single = std::slice::from_ref(value);
        let values = match value.get_ref() {
            DeValue::Array(array) => array_values(array),
            _ => single,
        };
        let texts = values.iter().filter_map(|value| self.raw_text(key, value));
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// Whether the value of a key is a text.
    pub(super) fn holds_text(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| matches!(value.get_ref(), DeValue::String(_)))
    }

    /// The bytes that a value of [`Fields::entries`] allows; `None` inside for "off".
    pub(super) fn inner_budget(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<Located<Option<u64>>> {
        let span = self.file.span(value.span());
        match value.get_ref() {
            DeValue::Integer(integer) => {
                let number = u64::from_str_radix(integer.as_str(), integer.radix()).ok();
                let bytes = number.filter(|bytes| *bytes > 0);
                if bytes.is_none() {
                    let problem = self.invalid(key, span, format!("{integer} is out of bounds"));
                    self.file.report(problem.label("expected bytes, from 1, or \"off\""));
                }
                Some(Located::new(Some(bytes?), span))
            }
            DeValue::String(word) if word == "off" => Some(Located::new(None, span)),
            _ => {
                self.wrong_type(key, value, "a whole number of bytes, or \"off\"");
                None
            }
        }
    }

    /// Reports every key that nobody asked for.
    pub(super) fn finish(&self) {
        let known = self.known.borrow();
        if let Some(seen) = &self.seen {
            seen.borrow_mut().known.extend(known.iter().copied());
        }
        for (key, _) in self.table.iter() {
            let text = key.get_ref().as_ref();
            if known.contains(&text) {
                continue;
            }
            let mut problem = self
                .problem(
                    &rules::UNKNOWN_KEY,
                    self.file.span(key.span()),
                    format!("{} has no key `{}`", self.name, visible(text)),
                )
                .did_you_mean(text, known.iter().copied());
            if problem.help.is_empty() {
                let mut names: Vec<&str> = known.clone();
                names.sort_unstable();
                names.dedup();
                problem = problem.help(format!("it knows {}", names.join(", ")));
            }
            self.file.report(problem.label("unknown key"));
        }
    }
}

/// The words of a closed list, in order.
fn names<V: Vocabulary>() -> Vec<&'static str> {
    V::NAMES.iter().map(|(name, _)| *name).collect()
}

fn array_values<'a, 'i>(array: &'a DeArray<'i>) -> &'a [Spanned<DeValue<'i>>] {
    array
}

/// Control characters and bidirectional overrides, which can make a text read as another.
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// Hidden characters that are left behind by other programs and change no reading: a mark of byte order
/// within a text, and controls beyond ASCII.
fn is_stray(c: char) -> bool {
    c == '\u{feff}' || matches!(c, '\u{80}'..='\u{9f}')
}

/// A text with its hidden characters escaped.
fn visible(text: &str) -> String {
    let escape =
        |c: char| if is_hidden(c) { c.escape_unicode().to_string() } else { c.to_string() };
    text.chars().map(escape).collect()
}

/// Whether a text is an address with `http` or `https`, a host, and nothing that an attribute or a
/// terminal could trip over.
pub fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    host.is_some_and(|host| !host.is_empty() && !host.starts_with(['.', ':', '@']))
        && !text.chars().any(|c| {
            c.is_whitespace()
                || is_hidden(c)
                || matches!(c, '"' | '<' | '>' | '`' | '\\' | '{' | '}')
        })
}

/// `18.06.2022` or `18/06/2022` as `2022-06-18`, where only one reading is possible.
fn day_in_other_order(text: &str) -> Option<String> {
    let parts: Vec<u32> =
        text.split(['.', '/', ' ']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [a, b, year] = parts[..] else { return None };
    if !(1000..=9999).contains(&year) {
        return None;
    }
    match (a, b) {
        (13..=31, 1..=12) => Some(format!("{year}-{b:02}-{a:02}")),
        (1..=12, 13..=31) => Some(format!("{year}-{a:02}-{b:02}")),
        _ if text.contains('.') && a <= 31 && b <= 12 => Some(format!("{year}-{b:02}-{a:02}")),
        _ => None,
    }
}
