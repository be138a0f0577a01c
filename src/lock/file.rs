//! The form of `griot.lock`: one line for each record, sorted, so that version control can merge it.
//!
//! ```text
//! griot.lock 1
//! # words for people
//! # release 1.0.0 HASH
//! incidents/mill-bridge FACTS WORDS /incidents/2024/mill-bridge.html date=1a2b3c +2024-05-15:update:HASH
//! ```
//!
//! A line is the record's key (its kind and id); two SHA-256 in 64 hexadecimal digits, of its facts and
//! of its words; every address that it ever had, that of its page first, with a `/` before each and
//! spaces as `%20`; what its parts said, in six digits for each aspect (`#` figures, `=` other facts, `~`
//! words); and its public history (day, kind, 32 digits), all with one space between them.
//!
//! Of each release the file has what it is, in a line that programs of this version may pass over.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use rayon::prelude::*;

use super::BROKEN_LOCK;
use super::saying::Aspect;
use crate::diagnostic::Diagnostic;
use crate::model::{ChangeKind, Date, Id};
use crate::release::{Manifest, Release, Version};
use crate::source::{SourcePath, Span};

/// Where it lies in the tracker.
pub const PATH: &str = "griot.lock";

/// The version that this program reads and writes.
const VERSION: &str = "1";

/// What stands at the top of a new file.
const HEADER: &str = "griot.lock 1
# What every published record says, as hashes. Commit this file together with the content.
# `griot lock` writes it; nobody else should. A record that says something else than its line here
# needs a new [[change]]: see `griot check --explain silent-edit`.
";

/// The kinds of record, as keys begin with them.
pub(super) const KINDS: [&str; 7] =
    ["incidents", "reports", "milestones", "regions", "actors", "sources", "pages"];

/// The file as it was read. Holds its text and nothing else of it.
#[derive(Debug)]
pub struct Lock<'t> {
    /// Sorted by key, no two alike.
    pub(super) entries: Vec<Entry<'t>>,
    /// In the order of the file.
    pub(super) releases: Vec<Kept<'t>>,
}

/// What a release is, as the file has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kept<'t> {
    pub(super) version: &'t str,
    /// In 64 hexadecimal digits.
    pub(super) identity: &'t str,
    pub(super) span: Span,
}

/// What the line of a release begins with.
const RELEASE: &str = "# release ";

/// One line of the file, whose form was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry<'t> {
    pub(super) key: &'t str,
    /// What follows the key.
    rest: &'t str,
    /// Where the marks and the changes begin in `rest`.
    marks_at: u32,
    changes_at: u32,
    /// Where the key stands in the file.
    pub(super) span: Span,
}

/// One line to write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) key: String,
    pub(super) facts: String,
    pub(super) words: String,
    /// That of the page first.
    pub(super) addresses: Vec<String>,
    pub(super) marks: Vec<Mark<String>>,
    pub(super) changes: Vec<String>,
}

/// What a part said, in six digits for each of [`Aspect::ALL`]; `None` where it had nothing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark<T> {
    pub(super) name: T,
    pub(super) aspects: [Option<T>; 3],
}

impl<'t> Lock<'t> {
    /// Reads the text of the file.
    ///
    /// # Errors
    /// Every line that cannot be one.
    pub fn parse(text: &'t str) -> Result<Self, Vec<Diagnostic>> {
        let mut offset = 0;
        let mut lines = Vec::new();
        for line in text.split_inclusive('\n') {
            let end = line.trim_end_matches(['\n', '\r']).len();
            lines.push((offset, &line[..end]));
            offset += line.len();
        }
        let first = lines.first().map_or("", |(_, line)| *line);
        match first.strip_prefix("griot.lock ") {
            Some(VERSION) => {}
            Some(version) => {
                let message = format!(
                    "griot.lock has the version `{version}`; this griot reads version {VERSION}"
                );
                let problem = broken(0..first.len(), message)
                    .help("use the griot that wrote it, or a newer one than this");
                return Err(vec![problem]);
            }
            None => {
                let message = "griot.lock does not begin with `griot.lock 1`".to_owned();
                return Err(vec![broken(0..first.len(), message).help(RESTORE)]);
            }
        }
        let read = |(at, line): &(usize, &'t str)| match line.starts_with('#') {
            true => None,
            false => Some(Entry::parse(*at, line)),
        };
        let read: Vec<_> = lines[1..].par_iter().filter_map(read).collect();
        let (mut entries, mut problems) = (Vec::with_capacity(read.len()), Vec::new());
        for line in read {
            match line {
                Ok(entry) => entries.push(entry),
                Err(problem) => problems.push(*problem),
            }
        }
        if !entries.is_sorted_by(|a, b| a.key < b.key) {
            entries.par_sort_by_key(|entry| (entry.key, entry.span));
            problems.extend(entries.windows(2).filter(|pair| pair[0].key == pair[1].key).map(
                |pair| {
                    let message = format!("griot.lock has two lines for `{}`", pair[0].key);
                    broken(pair[1].span.range(), message)
                        .label("given again here")
                        .help("keep one of the two lines, then run `griot lock`")
                },
            ));
        }
        let releases = lines.iter().filter_map(|(at, line)| Kept::parse(*at, line)).collect();
        if problems.is_empty() { Ok(Self { entries, releases }) } else { Err(problems) }
    }

    /// The line of that key, and which it is.
    pub(super) fn find(&self, key: &str) -> Option<(usize, &Entry<'t>)> {
        let at = self.entries.binary_search_by(|entry| entry.key.cmp(key)).ok()?;
        Some((at, &self.entries[at]))
    }
}

impl<'t> Kept<'t> {
    /// `None` for every other line.
    fn parse(at: usize, line: &'t str) -> Option<Self> {
        let (version, identity) = line.strip_prefix(RELEASE)?.split_once(' ')?;
        let right = version.parse::<Version>().is_ok() && is_hash(identity, 64);
        right.then(|| Self { version, identity, span: Span::new(0..line.len(), at) })
    }
}

/// The text of the file with what one more release is.
pub fn with_release(text: &str, manifest: &Manifest) -> String {
    let head = |line: &&str| line.starts_with('#') || line.starts_with("griot.lock");
    let at: usize = text.split_inclusive('\n').take_while(head).map(str::len).sum();
    let (head, records) = text.split_at(at);
    format!("{head}{}{records}", release_line(manifest))
}

fn release_line(manifest: &Manifest) -> String {
    format!("{RELEASE}{} {}\n", manifest.version, manifest.identity().hex(64))
}

/// How a broken file is mended.
const RESTORE: &str = "restore griot.lock from version control, then run `griot lock`";

fn broken(at: std::ops::Range<usize>, message: String) -> Diagnostic {
    Diagnostic::at(&BROKEN_LOCK, &SourcePath::from(PATH), Span::new(at, 0), message)
}

impl<'t> Entry<'t> {
    fn parse(at: usize, line: &'t str) -> Result<Self, Box<Diagnostic>> {
        let problem = |from: usize, token: &str, message: &str| {
            let start = at + from;
            let problem = broken(start..start + token.len(), message.to_owned());
            Err(Box::new(problem.help(RESTORE)))
        };
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
            let message = "griot.lock holds the marks of an unfinished merge".to_owned();
            return Err(Box::new(broken(at..at + line.len(), message).help(
                "take out the lines of marks; of two lines for one record keep either, then run `griot lock`",
            )));
        }
        let mut from = 0;
        let mut stage = 0;
        // Where the addresses, the marks and the changes begin; the end of the line for none.
        let mut starts = [line.len() + 1; 4];
        for (number, token) in line.split(' ').enumerate() {
            let (fits, own) = match (number, token.as_bytes().first()) {
                (0, _) => (is_key(token), 0),
                (1 | 2, _) => (is_hash(token, 64), 0),
                (3, Some(b'/')) => (token.len() > 1, 1),
                (3, _) => (false, 1),
                (_, Some(b'/')) => (token.len() > 1, 1),
                (_, Some(b'+')) => (is_change(token), 3),
                _ => (mark(token).is_some(), 2),
            };
            if !fits || own < stage || token.contains(|c: char| c.is_control()) {
                return problem(from, token, "a line of griot.lock cannot be read");
            }
            stage = own;
            starts[..=own].iter_mut().for_each(|start| *start = from.min(*start));
            from += token.len() + 1;
        }
        if stage == 0 {
            return problem(0, line, "a line of griot.lock is not whole");
        }
        let (key, rest) = line.split_once(' ').unwrap_or((line, ""));
        let within = |start: usize| {
            let start = start.saturating_sub(key.len() + 1).min(rest.len());
            u32::try_from(start).unwrap_or(u32::MAX)
        };
        let (marks_at, changes_at) = (within(starts[2]), within(starts[3]));
        Ok(Self { key, rest, marks_at, changes_at, span: Span::new(0..key.len(), at) })
    }

    /// The tokens that begin in that stretch of `rest`.
    fn tokens(&self, from: usize, to: usize) -> impl Iterator<Item = &'t str> + use<'t> {
        let stretch = self.rest.get(from..to).unwrap_or_default();
        stretch.split(' ').filter(|token| !token.is_empty())
    }

    /// The hash of the facts, in 64 hexadecimal digits.
    pub(super) fn facts(&self) -> &'t str {
        self.rest.get(..64).unwrap_or_default()
    }

    /// The hash of the words, in 64 hexadecimal digits.
    pub(super) fn words(&self) -> &'t str {
        self.rest.get(65..129).unwrap_or_default()
    }

    /// Whether both lines say the same.
    pub(super) fn says_the_same(&self, other: &Entry<'_>) -> bool {
        self.key == other.key && self.rest == other.rest
    }

    /// Every address that the record ever had, that of its page first.
    pub(super) fn addresses(&self) -> impl Iterator<Item = Cow<'t, str>> + use<'t> {
        self.tokens(130, self.marks_at as usize).map(|token| {
            let address = token.strip_prefix('/').unwrap_or(token);
            if address.contains('%') { address.replace("%20", " ").into() } else { address.into() }
        })
    }

    /// What its parts said.
    pub(super) fn marks(&self) -> impl Iterator<Item = Mark<&'t str>> + use<'t> {
        self.tokens(self.marks_at as usize, self.changes_at as usize).filter_map(mark)
    }

    /// Its public history: day, kind and hash of each change.
    pub(super) fn changes(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        self.tokens(self.changes_at as usize, self.rest.len())
            .filter_map(|token| token.strip_prefix('+'))
    }
}

fn is_key(token: &str) -> bool {
    token.split_once('/').is_some_and(|(kind, id)| KINDS.contains(&kind) && Id::new(id).is_some())
}

fn is_hash(token: &str, digits: usize) -> bool {
    token.len() == digits && token.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_change(token: &str) -> bool {
    let mut parts = token[1..].split(':');
    parts.next().is_some_and(|day| day.parse::<Date>().is_ok())
        && parts.next().is_some_and(|kind| ChangeKind::named(kind).is_some())
        && parts.next().is_some_and(|hash| is_hash(hash, 32))
        && parts.next().is_none()
}

fn mark(token: &str) -> Option<Mark<&str>> {
    let end = token.find(Aspect::ALL.map(Aspect::sign))?;
    let (name, mut rest) = token.split_at(end);
    let mut aspects = [None; 3];
    for (aspect, place) in Aspect::ALL.into_iter().zip(&mut aspects) {
        let Some(after) = rest.strip_prefix(aspect.sign()) else { continue };
        let digits = after.get(..6).filter(|digits| is_hash(digits, 6))?;
        *place = Some(digits);
        rest = &after[6..];
    }
    (!name.is_empty() && rest.is_empty()).then_some(Mark { name, aspects })
}

/// The text of the file with these releases and lines, which must be sorted by key.
pub(super) fn print(releases: &[Release], lines: &[Line]) -> String {
    let mut text = String::from(HEADER);
    text.extend(releases.iter().map(|release| release_line(&release.manifest)));
    for line in lines {
        text.push_str(&line.key);
        let _ = write!(text, " {} {}", line.facts, line.words);
        for address in &line.addresses {
            let _ = write!(text, " /{}", address.replace(' ', "%20"));
        }
        for Mark { name, aspects } in &line.marks {
            let _ = write!(text, " {name}");
            for (aspect, digits) in Aspect::ALL.into_iter().zip(aspects) {
                if let Some(digits) = digits {
                    let _ = write!(text, "{}{digits}", aspect.sign());
                }
            }
        }
        for change in &line.changes {
            let _ = write!(text, " +{change}");
        }
        text.push('\n');
    }
    text
}

impl Line {
    /// Adds addresses that the record once had, after those that it has.
    pub(super) fn remember(&mut self, addresses: impl Iterator<Item = String>) {
        let known: BTreeSet<String> = self.addresses.iter().cloned().collect();
        let new: BTreeSet<String> = addresses.filter(|old| !known.contains(old)).collect();
        self.addresses.extend(new);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line() -> impl Strategy<Value = Line> {
        let six = || proptest::option::of("[0-9a-f]{6}");
        let name = "(title|body|claim:[a-z0-9_.é-]{1,6}|place/[1-9])";
        let mark = (name, six(), six(), six())
            .prop_filter("has an aspect", |(_, a, b, c)| a.is_some() || b.is_some() || c.is_some())
            .prop_map(|(name, a, b, c)| Mark { name, aspects: [a, b, c] });
        let change = "20[0-9]{2}(-0[1-9])?~?:(update|correction|typo|withdrawal):[0-9a-f]{32}";
        (
            "(incidents|pages|sources)/[a-z0-9é][a-z0-9_-]{0,8}",
            "[0-9a-f]{64}",
            "[0-9a-f]{64}",
            proptest::collection::vec("[a-zé][a-z =~+,-]{0,8}/[a-z]{1,4}\\.html", 1..4),
            proptest::collection::vec(mark, 0..5),
            proptest::collection::vec(change, 0..3),
        )
            .prop_map(|(key, facts, words, addresses, marks, changes)| Line {
                key,
                facts,
                words,
                addresses,
                marks,
                changes,
            })
    }

    proptest! {
        #[test]
        fn a_file_reads_back_as_it_was_printed(
            lines in proptest::collection::vec(line(), 0..6), windows in any::<bool>(),
        ) {
            let mut lines = lines;
            lines.sort_by(|a, b| a.key.cmp(&b.key));
            lines.dedup_by(|a, b| a.key == b.key);
            let mut text = print(&[], &lines);
            if windows {
                text = text.replace('\n', "\r\n");
            }
            let lock = Lock::parse(&text).map_err(|found| TestCaseError::fail(format!("{found:?}")))?;
            prop_assert_eq!(lock.entries.len(), lines.len());
            for (entry, line) in lock.entries.iter().zip(&lines) {
                let again = Line {
                    key: entry.key.to_owned(),
                    facts: entry.facts().to_owned(),
                    words: entry.words().to_owned(),
                    addresses: entry.addresses().map(Cow::into_owned).collect(),
                    marks: entry
                        .marks()
                        .map(|mark| Mark {
                            name: mark.name.to_owned(),
                            aspects: mark.aspects.map(|digits| digits.map(str::to_owned)),
                        })
                        .collect(),
                    changes: entry.changes().map(str::to_owned).collect(),
                };
                prop_assert_eq!(&again, line);
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "(griot.lock 1\n)?([a-z/#=~+:é -]|[0-9a-f]{6}|\n|\\PC){0,60}") {
            let _ = Lock::parse(&text);
        }
    }

    #[test]
    fn a_line_that_cannot_be_one_is_named() {
        let hash = "0".repeat(64);
        let good = format!("incidents/a {hash} {hash} /incidents/a.html title~123456");
        let check = |line: &str, message: &str, help: &str| {
            let text = format!("{HEADER}{line}\n");
            let problems = Lock::parse(&text).map(|lock| lock.entries.len()).expect_err(line);
            let found = format!("{} {}", problems[0].message, problems[0].help.join(" "));
            assert!(found.contains(message) && found.contains(help), "{line}\n{found}");
            assert!(problems[0].span.is_some_and(|span| span.range().end <= text.len()), "{line}");
        };
        assert!(Lock::parse(&format!("{HEADER}{good}\n")).is_ok());
        check("", "cannot be read", "version control");
        check("incidents/a", "not whole", "version control");
        check(&format!("incidents/a {hash} {hash}"), "not whole", "version control");
        check(&format!("events/a {hash} {hash} /a.html"), "cannot be read", "version control");
        check(&good.replace("/a ", "/../a "), "cannot be read", "version control");
        check(&good.replacen('0', "g", 1), "cannot be read", "version control");
        check(&good.replacen('0', "A", 1), "cannot be read", "version control");
        check(&good.replace("123456", "12345"), "cannot be read", "version control");
        check(&format!("{good} /late.html"), "cannot be read", "version control");
        check(&format!("{good} +2024:mended:{}", &hash[..32]), "cannot be read", "version control");
        check(&format!("{good} "), "cannot be read", "version control");
        check("<<<<<<< HEAD", "unfinished merge", "keep either");
        check("=======", "unfinished merge", "keep either");
        check(&format!("{good}\n{good}"), "two lines for `incidents/a`", "keep one");
        let version = Lock::parse("griot.lock 2\n").expect_err("another version");
        assert!(version[0].message.contains("version `2`"), "{version:?}");
        assert!(Lock::parse("").is_err(), "an empty file");
        let swapped = format!("{HEADER}{}\n{good}\n", good.replace("incidents/a", "incidents/b"));
        assert_eq!(
            Lock::parse(&swapped).expect("lines in any order").entries[0].key,
            "incidents/a"
        );
    }
}
