//! Messages of several languages, the site's own first, and what is wrong with a tracker's own.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast;

use super::by_id::ById;
use super::formats::{self, FUNCTION, Numbers};
use super::{Arg, rules};
use crate::diagnostic::Diagnostic;
use crate::source::{SourcePath, Span};

/// The theme's own words: a language and its file. English is whole and says what there is to say.
const EMBEDDED: [(&str, &str); 1] = [("en", include_str!("../../templates/words/en.ftl"))];

/// Names the plural form of a number.
const CATEGORY: &str = "plural-category = { $n ->
    [zero] zero
    [one] one
    [two] two
    [few] few
    [many] many
   *[other] other
}
";
/// How many missing messages a problem names.
const NAMED: usize = 8;

/// Messages, each from the first language that has it.
pub(super) struct Catalogue {
    /// The languages, the site's own first and English last.
    bundles: Vec<FluentBundle<FluentResource>>,
    /// Which language speaks each message.
    speaker: BTreeMap<String, usize>,
    /// The messages that need no variable, resolved.
    pub(super) statics: BTreeMap<String, String>,
    /// The same, found faster.
    pub(super) texts: ById<String>,
    /// The messages of the site's own language that are words with variables between them.
    plain: ById<Vec<Piece>>,
    /// The numbers of that language.
    numbers: Numbers,
    /// For each language the mark that a text of it begins with, where it runs the other way than the
    /// site's own (UAX 9).
    marks: Vec<Option<char>>,
}

/// A part of a message that needs no grammar.
enum Piece {
    Words(String),
    /// The name of a variable.
    Variable(String),
}

impl Catalogue {
    /// The messages for `language`, with the tracker's own files over the theme's.
    pub(super) fn load(
        language: &str,
        overrides: &[(SourcePath, String)],
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut own = Vec::new();
        for (path, text) in overrides {
            own.push((path.stem().to_lowercase(), read(path, text, problems)));
        }
        let mut catalogue = Self {
            bundles: Vec::new(),
            speaker: BTreeMap::new(),
            statics: BTreeMap::new(),
            texts: ById::default(),
            plain: ById::default(),
            numbers: Numbers::of_messages(&language.parse().unwrap_or_default()),
            marks: Vec::new(),
        };
        let mut spoken: Vec<(String, Spoken)> = Vec::new();
        for tag in fallbacks(language) {
            // Messages of `ar` on a site in `ar-EG` count the way that Egypt does.
            let broader = format!("{}-", language.to_lowercase()).starts_with(&format!("{tag}-"));
            let speech = if broader { language } else { &tag };
            let mut bundle = FluentBundle::new_concurrent(vec![speech.parse().unwrap_or_default()]);
            bundle.set_use_isolating(false);
            let right_to_left = super::Words::direction(&tag) == "rtl";
            bundle.set_formatter(Some(if right_to_left {
                formats::isolated_value
            } else {
                formats::value
            }));
            // The one function of Fluent; a name that is taken is the only way to fail.
            let _ = bundle.add_builtins();
            // A name that no word can have, as words have no hyphens.
            bundle.add_resource_overriding(parse(CATEGORY).0);
            let mut level = Spoken::default();
            if let Some((_, text)) = EMBEDDED.iter().find(|(own, _)| *own == tag) {
                let resource = parse(text).0;
                level.add(&resource);
                bundle.add_resource_overriding(resource);
            }
            while let Some(at) = own.iter().position(|(stem, _)| *stem == tag) {
                let resource = own.remove(at).1;
                level.add(&resource);
                bundle.add_resource_overriding(resource);
            }
            for id in level.messages.keys() {
                let speaker = catalogue.bundles.len();
                catalogue.speaker.entry(id.clone()).or_insert(speaker);
            }
            catalogue.bundles.push(bundle);
            spoken.push((tag, level));
        }
        if !overrides.is_empty() {
            let known = Known::read();
            for (path, text) in overrides {
                let stem = path.stem().to_lowercase();
                let level = spoken.iter().find(|(tag, _)| *tag == stem).map(|(_, level)| level);
                check(path, text, level, &known, problems);
            }
        }
        problems.extend(catalogue.missing(language, overrides, &spoken));
        catalogue.marks = marks(&catalogue.bundles);
        catalogue.resolve_statics(&spoken);
        catalogue.plain = catalogue.plain_messages();
        catalogue
    }

    /// What a site in another language has in English.
    fn missing(
        &self,
        language: &str,
        overrides: &[(SourcePath, String)],
        spoken: &[(String, Spoken)],
    ) -> Option<Diagnostic> {
        let english = spoken.len() - 1;
        if spoken[0].0.split('-').next() == Some("en") {
            return None;
        }
        let missing: Vec<&str> = (self.speaker.iter())
            .filter(|(_, speaker)| **speaker == english)
            .map(|(id, _)| id.as_str())
            .collect();
        let first = missing.first()?;
        let own = |tag: &str| overrides.iter().find(|(path, _)| path.stem().to_lowercase() == tag);
        let own = spoken[..english].iter().find_map(|(tag, _)| own(tag));
        let file = own.map_or_else(|| SourcePath::new("griot.toml"), |(path, _)| path.clone());
        let told = match missing.len() {
            1 => "1 message is".to_owned(),
            count => format!("{count} messages are"),
        };
        let message = format!("{told} shown in English, for want of words in `{language}`");
        let names = missing[..missing.len().min(NAMED)].join("`, `");
        let more = if missing.len() > NAMED { " and more" } else { "" };
        let problem = Diagnostic::at(&rules::MISSING_WORD, &file, None, message)
            .help(format!("missing are `{names}`{more}"));
        Some(problem.help(format!("write each into templates/words/{language}.ftl: {first} = …")))
    }

    /// Which language speaks the message: 0 is the site's own. `None` where none does.
    pub(super) fn speaker(&self, id: &str) -> Option<usize> {
        self.speaker.get(id).copied()
    }

    /// The message with its variables, from the first language that can say it without a gap.
    pub(super) fn say(&self, id: &str, args: &FluentArgs<'_>) -> Option<String> {
        let first = self.speaker(id)?;
        let mut imperfect = None;
        for (bundle, mark) in self.bundles.iter().zip(&self.marks).skip(first) {
            let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
                continue;
            };
            let mut errors = Vec::new();
            let mut text = String::new();
            let written = bundle.write_pattern(&mut text, pattern, Some(args), &mut errors);
            if let Some(mark) = mark {
                text = format!("{mark}{text}\u{2069}");
            }
            if written.is_ok() && errors.is_empty() {
                return Some(text);
            }
            imperfect.get_or_insert(text);
        }
        imperfect
    }

    /// The message with its variables, where that is all there is to it; `None` where it needs grammar,
    /// or lacks one of them.
    pub(super) fn say_plainly(&self, id: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
        let pieces = self.plain.get(id)?;
        let length = |piece: &Piece| match piece {
            Piece::Words(words) => words.len(),
            Piece::Variable(_) => 0,
        };
        let given = |(_, arg): &(&str, Arg<'_>)| match arg {
            Arg::Text(text) => text.len(),
            // As long as nearly all are.
            Arg::Number(_) => 8,
        };
        let room = pieces.iter().map(length).sum::<usize>() + args.iter().map(given).sum::<usize>();
        let mut text = String::with_capacity(room);
        for piece in pieces {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Variable(name) => match args.iter().find(|(own, _)| own == name)?.1 {
                    Arg::Text(own) => text.push_str(own),
                    Arg::Number(n) => text.push_str(&self.numbers.write(n)?),
                },
            }
        }
        Some(text)
    }

    /// The messages of the first language that [`Catalogue::say_plainly`] can say. In languages from
    /// right to left texts are isolated, which needs more.
    fn plain_messages(&self) -> ById<Vec<Piece>> {
        let Some(bundle) = self.bundles.first().filter(|own| direction(own) == "ltr") else {
            return ById::default();
        };
        let own = self.speaker.iter().filter(|(_, speaker)| **speaker == 0);
        let pieces = own.filter_map(|(id, _)| {
            let pattern = bundle.get_message(id)?.value()?;
            let pieces = pattern.elements.iter().map(|element| match element {
                ast::PatternElement::TextElement { value } => {
                    Some(Piece::Words((*value).to_owned()))
                }
                ast::PatternElement::Placeable {
                    expression:
                        ast::Expression::Inline(ast::InlineExpression::VariableReference { id }),
                } => Some(Piece::Variable(id.name.to_owned())),
                ast::PatternElement::Placeable { .. } => None,
            });
            Some((id.clone(), pieces.collect::<Option<Vec<Piece>>>()?))
        });
        ById::of(pieces.collect())
    }

    /// The plural form of a number in the language of a message.
    pub(super) fn plural_category(&self, id: &str, number: u64) -> &'static str {
        let bundle = self.speaker(id).and_then(|at| self.bundles.get(at));
        let mut args = FluentArgs::new();
        args.set("n", number);
        let message = bundle.and_then(|bundle| bundle.get_message("plural-category")?.value());
        let text = bundle.zip(message).map(|(bundle, pattern)| {
            bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
        });
        // In languages from right to left texts are isolated.
        let text = text.unwrap_or_default();
        let text = text.trim_matches(['\u{2068}', '\u{2069}']);
        let known = ["zero", "one", "two", "few", "many"].into_iter();
        known.into_iter().find(|name| text == *name).unwrap_or("other")
    }

    /// The language of a message (BCP 47).
    pub(super) fn language_of(&self, id: &str) -> String {
        let bundle = self.speaker(id).and_then(|at| self.bundles.get(at));
        let language = bundle.and_then(|bundle| bundle.locales.first());
        language.map_or_else(|| "en".to_owned(), ToString::to_string)
    }

    fn resolve_statics(&mut self, spoken: &[(String, Spoken)]) {
        let none = FluentArgs::new();
        let mut statics = BTreeMap::new();
        for (id, speaker) in &self.speaker {
            if spoken[*speaker].1.variables(id).is_empty()
                && let Some(text) = self.say(id, &none)
            {
                statics.insert(id.clone(), text);
            }
        }
        self.texts = ById::of(statics.clone().into_iter().collect());
        self.statics = statics;
    }
}

/// The direction of the language of messages.
fn direction(bundle: &FluentBundle<FluentResource>) -> &'static str {
    bundle.locales.first().map_or("ltr", |tag| super::Words::direction(&tag.to_string()))
}

/// For each language the mark that begins a text which is set apart among those of the first.
fn marks(bundles: &[FluentBundle<FluentResource>]) -> Vec<Option<char>> {
    let own = bundles.first().map(direction);
    let mark = |bundle| match (direction(bundle), own) {
        ("ltr", Some("rtl")) => Some('\u{2066}'),
        ("rtl", Some("ltr")) => Some('\u{2067}'),
        _ => None,
    };
    bundles.iter().map(mark).collect()
}

/// The tags to try for a language, in lower case: itself, without its last parts, English.
fn fallbacks(language: &str) -> Vec<String> {
    let mut tag = language.to_lowercase();
    let mut tags = vec![tag.clone()];
    while let Some((shorter, _)) = tag.rsplit_once('-') {
        tag = shorter.to_owned();
        tags.push(tag.clone());
    }
    if !tags.iter().any(|tag| tag == "en") {
        tags.push("en".to_owned());
    }
    tags
}

fn parse(text: &str) -> (FluentResource, Vec<fluent_syntax::parser::ParserError>) {
    match FluentResource::try_new(text.to_owned()) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, errors)) => (resource, errors),
    }
}

/// Reads a file of the tracker; what is no message is a problem.
fn read(path: &SourcePath, text: &str, problems: &mut Vec<Diagnostic>) -> FluentResource {
    let (resource, errors) = parse(text);
    for error in errors {
        let mut start = error.pos.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        // At the end of a line the whole line says more than nothing.
        let range = if start == end { line..end } else { start..end };
        let kind = lower_first(&error.kind.to_string());
        let message = format!("this is no message of Fluent: {kind}");
        problems.push(
            Diagnostic::at(&rules::WORDS_SYNTAX, path, Span::new(range, 0), message)
                .help("a message is written `identifier = text`"),
        );
    }
    resource
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// The messages and terms of one language, each with what it uses.
#[derive(Default)]
struct Spoken {
    messages: BTreeMap<String, Uses>,
    terms: BTreeMap<String, Uses>,
}

/// What a text uses.
#[derive(Clone, Default)]
struct Uses {
    variables: BTreeSet<String>,
    messages: BTreeSet<String>,
}

impl Spoken {
    fn add(&mut self, resource: &FluentResource) {
        for entry in resource.entries() {
            match entry {
                ast::Entry::Message(ast::Message { id, value: Some(value), .. }) => {
                    self.messages.insert(id.name.to_owned(), Uses::of(value));
                }
                ast::Entry::Term(term) => {
                    self.terms.insert(term.id.name.to_owned(), Uses::of(&term.value));
                }
                _ => {}
            }
        }
    }

    /// The variables that the message needs, with those of the messages that it refers to.
    fn variables(&self, id: &str) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut open = vec![id];
        let mut variables = BTreeSet::new();
        while let Some(id) = open.pop() {
            if let Some(uses) = self.messages.get(id).filter(|_| seen.insert(id)) {
                variables.extend(uses.variables.iter().cloned());
                open.extend(uses.messages.iter().map(String::as_str));
            }
        }
        variables
    }
}

impl Uses {
    fn of(pattern: &ast::Pattern<&str>) -> Self {
        let mut uses = Self::default();
        walk(pattern, &mut |reference| match reference {
            Reference::Variable(name) => {
                uses.variables.insert(name.to_owned());
            }
            Reference::Message(name) => {
                uses.messages.insert(name.to_owned());
            }
            Reference::Term(_) | Reference::Function(_) | Reference::Attribute(_) => {}
        });
        uses
    }
}

/// Something that a text refers to; the slice is the name in the file.
enum Reference<'a> {
    Variable(&'a str),
    Message(&'a str),
    Term(&'a str),
    Function(&'a str),
    /// A part of a message or term, `name.part`.
    Attribute(&'a str),
}

/// Calls `found` for everything that a text refers to.
fn walk<'a>(pattern: &ast::Pattern<&'a str>, found: &mut impl FnMut(Reference<'a>)) {
    fn expression<'a>(expression: &ast::Expression<&'a str>, found: &mut dyn FnMut(Reference<'a>)) {
        match expression {
            ast::Expression::Inline(part) => inline(part, found),
            ast::Expression::Select { selector, variants } => {
                inline(selector, found);
                for variant in variants {
                    elements(&variant.value, found);
                }
            }
        }
    }
    fn inline<'a>(part: &ast::InlineExpression<&'a str>, found: &mut dyn FnMut(Reference<'a>)) {
        match part {
            ast::InlineExpression::VariableReference { id } => found(Reference::Variable(id.name)),
            ast::InlineExpression::MessageReference { id, attribute: None } => {
                found(Reference::Message(id.name));
            }
            ast::InlineExpression::MessageReference { attribute: Some(attribute), .. }
            | ast::InlineExpression::TermReference { attribute: Some(attribute), .. } => {
                found(Reference::Attribute(attribute.name));
            }
            ast::InlineExpression::TermReference { id, arguments, .. } => {
                found(Reference::Term(id.name));
                arguments.iter().for_each(|given| call(given, found));
            }
            ast::InlineExpression::FunctionReference { id, arguments } => {
                found(Reference::Function(id.name));
                call(arguments, found);
            }
            ast::InlineExpression::Placeable { expression: inner } => expression(inner, found),
            ast::InlineExpression::StringLiteral { .. }
            | ast::InlineExpression::NumberLiteral { .. } => {}
        }
    }
    fn call<'a>(given: &ast::CallArguments<&'a str>, found: &mut dyn FnMut(Reference<'a>)) {
        given.positional.iter().for_each(|value| inline(value, found));
    }
    fn elements<'a>(pattern: &ast::Pattern<&'a str>, found: &mut dyn FnMut(Reference<'a>)) {
        for element in &pattern.elements {
            if let ast::PatternElement::Placeable { expression: part } = element {
                expression(part, found);
            }
        }
    }
    elements(pattern, found);
}

/// The messages that the theme knows, with the variables that each is given.
struct Known(BTreeMap<String, BTreeSet<String>>);

impl Known {
    /// Reads the theme's English: what a message uses there, and `$names` in the comment above it.
    fn read() -> Self {
        let resource = match fluent_syntax::parser::parse(EMBEDDED[0].1) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let mut known = BTreeMap::new();
        for entry in &resource.body {
            let ast::Entry::Message(ast::Message { id, value: Some(value), comment, .. }) = entry
            else {
                continue;
            };
            let mut variables = Uses::of(value).variables;
            for line in comment.iter().flat_map(|comment| &comment.content) {
                let named = line.split('$').skip(1).map(|after| {
                    let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                    after[..end.unwrap_or(after.len())].to_owned()
                });
                variables.extend(named);
            }
            known.insert(id.name.to_owned(), variables);
        }
        Self(known)
    }
}

/// Checks a tracker's file against what the theme knows; `level` is its language, where that is spoken.
fn check(
    path: &SourcePath,
    text: &str,
    level: Option<&Spoken>,
    known: &Known,
    problems: &mut Vec<Diagnostic>,
) {
    let resource = match fluent_syntax::parser::parse_runtime(text) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let mut alone = Spoken::default();
    alone.add(&parse(text).0);
    let level = level.unwrap_or(&alone);
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for entry in &resource.body {
        let (name, value, term) = match entry {
            ast::Entry::Message(message) => (message.id.name, message.value.as_ref(), false),
            ast::Entry::Term(term) => (term.id.name, Some(&term.value), true),
            _ => continue,
        };
        let span = place(text, name);
        let shown = if term { format!("-{name}") } else { name.to_owned() };
        if let Some(earlier) = first.get(&shown) {
            let message = format!("`{shown}` is given twice");
            problems.push(
                Diagnostic::at(&rules::DUPLICATE_WORD, path, span, message)
                    .related(path, *earlier, "first given here")
                    .help("delete one of the two"),
            );
        }
        first.entry(shown).or_insert(span);
        let Some(value) = value else {
            let message = format!("`{name}` has no text");
            problems.push(Diagnostic::at(&rules::WORDS_SYNTAX, path, span, message));
            continue;
        };
        let given = known.0.get(name);
        if given.is_none() && !term {
            let message = format!("the theme has no word `{name}`");
            problems.push(
                Diagnostic::at(&rules::UNKNOWN_WORD, path, span, message)
                    .did_you_mean(name, known.0.keys().map(String::as_str)),
            );
        }
        walk(value, &mut |reference| {
            // A term takes its variables from the message that calls it.
            let given = given.filter(|_| !term);
            if let Some(problem) = wrong(path, text, &reference, given, level) {
                problems.push(problem);
            }
        });
    }
}

/// What is wrong with a reference, if anything. Without `given` any variable will do.
fn wrong(
    path: &SourcePath,
    text: &str,
    reference: &Reference<'_>,
    given: Option<&BTreeSet<String>>,
    level: &Spoken,
) -> Option<Diagnostic> {
    let missing = |name: &str, shown: String, candidates: Vec<&str>| {
        let message = format!("{shown} is not given in this language");
        Diagnostic::at(&rules::WORDS_SYNTAX, path, place(text, name), message)
            .did_you_mean(name, candidates)
    };
    match *reference {
        Reference::Variable(name) => {
            let given = given.filter(|given| !given.contains(name))?;
            let message = format!("nothing gives `${name}` to this message");
            let span = place(text, name);
            let problem = Diagnostic::at(&rules::UNKNOWN_WORD_VARIABLE, path, span, message)
                .did_you_mean(name, given.iter().map(String::as_str));
            Some(if given.is_empty() {
                problem.help("this message has no variables")
            } else {
                let names: Vec<String> = given.iter().map(|name| format!("`${name}`")).collect();
                problem.help(format!("it has {}", names.join(", ")))
            })
        }
        Reference::Message(name) if !level.messages.contains_key(name) => Some(missing(
            name,
            format!("the message `{name}`"),
            level.messages.keys().map(String::as_str).collect(),
        )),
        Reference::Term(name) if !level.terms.contains_key(name) => Some(missing(
            name,
            format!("the term `-{name}`"),
            level.terms.keys().map(String::as_str).collect(),
        )),
        Reference::Function(name) if name != FUNCTION => Some(
            Diagnostic::at(
                &rules::WORDS_SYNTAX,
                path,
                place(text, name),
                format!("there is no function `{name}`"),
            )
            .help(format!("the one function is `{FUNCTION}`")),
        ),
        Reference::Attribute(name) => Some(Diagnostic::at(
            &rules::WORDS_SYNTAX,
            path,
            place(text, name),
            "parts of messages (`message.part`) are not used here",
        )),
        Reference::Message(_) | Reference::Term(_) | Reference::Function(_) => None,
    }
}

/// Where `name`, a slice of `text`, stands in it.
fn place(text: &str, name: &str) -> Span {
    let start = (name.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
    Span::new(start..start + name.len(), 0)
}
