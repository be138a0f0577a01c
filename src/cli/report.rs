//! Problems as people and programs read them: excerpt with the spot marked, or JSON.
//!
//! What is quoted from content loses control characters and bidirectional overrides, so that a
//! file cannot rearrange what a terminal shows. No file, however broken, stops a report.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::terminal::count;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{SourcePath, Sources, Span};

/// From so many problems on, the summary counts them by rule.
const MANY: usize = 20;
/// So many warnings of one rule are shown where not all need be.
const SOME: usize = 10;
/// So many bytes of a line are shown before and after the spot.
const BEFORE: usize = 100;
const AFTER: usize = 160;
/// A spot of more lines is marked on its first alone.
const LINES: usize = 4;

/// Shows problems of one tracker and keeps count of them.
pub(super) struct Report<'a> {
    sources: &'a dyn Sources,
    renderer: Renderer,
    /// The file read last: problems come sorted by file.
    file: Option<(SourcePath, Vec<u8>)>,
    errors: usize,
    warnings: usize,
    /// How many of the warnings were shown.
    shown: usize,
    rules: BTreeMap<&'static str, usize>,
    files: BTreeSet<SourcePath>,
}

impl<'a> Report<'a> {
    pub(super) fn new(sources: &'a dyn Sources, color: bool) -> Self {
        Self {
            sources,
            renderer: if color { Renderer::styled() } else { Renderer::plain() },
            file: None,
            errors: 0,
            warnings: 0,
            shown: 0,
            rules: BTreeMap::new(),
            files: BTreeSet::new(),
        }
    }

    /// How many warnings it was given.
    pub(super) fn warnings(&self) -> usize {
        self.warnings
    }

    /// Shows every problem, one call of `print` each.
    pub(super) fn print(&mut self, problems: &[Diagnostic], print: impl FnMut(&str)) {
        self.print_most(problems, usize::MAX, print);
    }

    /// Shows every error and the first warnings of each rule, and says how many more there are.
    pub(super) fn print_some(&mut self, problems: &[Diagnostic], mut print: impl FnMut(&str)) {
        self.print_most(problems, SOME, &mut print);
        let more = self.warnings - self.shown;
        if more > 0 {
            let warnings = count(more as u64, "more warning", "more warnings");
            print(&format!("{warnings} of the same kinds: `griot check` shows them all.\n\n"));
        }
    }

    fn print_most(&mut self, problems: &[Diagnostic], most: usize, mut print: impl FnMut(&str)) {
        for problem in problems {
            match problem.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
            }
            let seen = self.rules.entry(problem.rule.name).or_default();
            *seen += 1;
            self.files.insert(problem.file.clone());
            if problem.severity == Severity::Warning {
                if *seen > most {
                    continue;
                }
                self.shown += 1;
            }
            print(&self.text(problem));
        }
    }

    /// `3 errors and 1 warning in 2 files.` with `outcome` after it; counts by rule where there are many.
    pub(super) fn summary(&self, outcome: &str) -> String {
        let mut text = String::new();
        if self.errors + self.warnings >= MANY {
            let mut rules: Vec<_> = self.rules.iter().collect();
            rules.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
            for (rule, times) in rules {
                let _ = writeln!(text, "{times:>7}  {rule}");
            }
        }
        let errors = count(self.errors as u64, "error", "errors");
        let warnings = count(self.warnings as u64, "warning", "warnings");
        let both = match (self.errors, self.warnings) {
            (_, 0) => errors,
            (0, _) => warnings,
            _ => format!("{errors} and {warnings}"),
        };
        let files = count(self.files.len() as u64, "file", "files");
        let _ = write!(text, "{both} in {files}.");
        if !outcome.is_empty() {
            let _ = write!(text, " {outcome}");
        }
        text.push('\n');
        text
    }

    /// All problems as a JSON array, one call of `print` each, since the text of all may be large.
    pub(super) fn json(&mut self, problems: &[Diagnostic], mut print: impl FnMut(&str)) {
        let spots = |report: &mut Self, file: &SourcePath, span: Option<Span>| {
            span.map_or_else(Spot::default, |span| Spot::of(report.bytes(file), span.range()))
        };
        let mut before = "[";
        for problem in problems {
            let related = problem.related.iter().map(|related| JsonRelated {
                file: related.file.as_str(),
                spot: spots(self, &related.file, Some(related.span)),
                label: &related.label,
            });
            let related = related.collect();
            let one = JsonProblem {
                rule: problem.rule.name,
                severity: match problem.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                },
                file: problem.file.as_str(),
                spot: spots(self, &problem.file, problem.span),
                message: &problem.message,
                label: &problem.label,
                help: &problem.help,
                related,
            };
            let text = serde_json::to_string_pretty(&one).unwrap_or_default();
            // No string of JSON holds a newline as it is: each begins a line, and is one level deeper here.
            print(&format!("{before}\n  {}", text.replace('\n', "\n  ")));
            before = ",";
        }
        print(if problems.is_empty() { "[]\n" } else { "\n]\n" });
    }

    /// One problem as text, with an empty line after it.
    fn text(&mut self, problem: &Diagnostic) -> String {
        let quoted = |excerpt: Excerpt| if problem.secret { excerpt.unquoted() } else { excerpt };
        let excerpt = problem.span.map(|span| Excerpt::of(self.bytes(&problem.file), span.range()));
        let excerpt = excerpt.map(quoted);
        let related: Vec<_> = problem
            .related
            .iter()
            .map(|related| {
                let excerpt = Excerpt::of(self.bytes(&related.file), related.span.range());
                (clean(related.file.as_str()), quoted(excerpt), clean(&related.label))
            })
            .collect();

        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(clean(&problem.message)).id(problem.rule.name);
        let mut group = Group::with_title(title);
        let file = clean(problem.file.as_str());
        group = match &excerpt {
            Some(excerpt) => show(group, &file, excerpt, AnnotationKind::Primary, &problem.label),
            None => group.element(Origin::path(&*file)),
        };
        for help in &problem.help {
            group = group.element(Level::HELP.message(clean(help)));
        }
        let mut groups = vec![group];
        for (file, excerpt, label) in &related {
            let group = Group::with_title(Level::NOTE.secondary_title(label.clone()));
            groups.push(show(group, file, excerpt, AnnotationKind::Context, ""));
        }
        let mut text = self.renderer.render(&groups);
        text.push_str("\n\n");
        text
    }

    /// The bytes of a file; none where it cannot be read any more.
    fn bytes(&mut self, file: &SourcePath) -> &[u8] {
        if self.file.as_ref().is_none_or(|(last, _)| last != file) {
            let bytes = self.sources.read(file.as_str()).unwrap_or_default();
            self.file = Some((file.clone(), bytes));
        }
        self.file.as_ref().map_or(&[], |(_, bytes)| bytes)
    }
}

fn show<'a>(
    group: Group<'a>,
    file: &'a str,
    excerpt: &'a Excerpt,
    kind: AnnotationKind,
    label: &str,
) -> Group<'a> {
    let (line, column) = excerpt.at;
    let origin = Origin::path(file).line(line).char_column(column);
    if excerpt.text.is_empty() {
        // An empty line, or a file that is gone: there is nothing to mark.
        let group = group.element(origin);
        return match label {
            "" => group,
            _ => group.element(Level::NOTE.message(clean(label).into_owned())),
        };
    }
    let mut mark = kind.span(excerpt.mark.clone());
    if !label.is_empty() {
        mark = mark.label(clean(label).into_owned());
    }
    let snippet = Snippet::source(&*excerpt.text).line_start(line).fold(false).annotation(mark);
    // The snippet counts columns in what it shows; where that is cut or cleaned, the origin knows better.
    if excerpt.shown_column() == column {
        group.element(snippet.path(file))
    } else {
        group.element(origin).element(snippet)
    }
}

/// The lines of a spot, cut and cleaned for a terminal.
#[derive(Debug, PartialEq)]
struct Excerpt {
    text: String,
    /// The spot within `text`.
    mark: Range<usize>,
    /// Line and column of the spot in the file, from one.
    at: (usize, usize),
}

impl Excerpt {
    /// The spot without the text.
    fn unquoted(self) -> Self {
        Self { text: String::new(), mark: 0..0, at: self.at }
    }

    /// The column of the spot in the text as it is shown, from one.
    fn shown_column(&self) -> usize {
        let before = &self.text[..self.mark.start];
        before.chars().rev().take_while(|c| *c != '\n').count() + 1
    }

    /// The excerpt around `range` of a file of any bytes.
    fn of(bytes: &[u8], range: Range<usize>) -> Self {
        let start = range.start.min(bytes.len());
        let end = range.end.clamp(start, bytes.len());
        let at = line_and_column(bytes, start);
        let first = line_around(bytes, start);
        // The last byte of a spot may be the end of its line.
        let last = line_around(bytes, end.saturating_sub(1).max(start));
        let lines =
            bytes[start..last.start.max(start)].iter().filter(|byte| **byte == b'\n').count();

        let mut text = String::new();
        let mut mark = (None, 0);
        let mut line = first.clone();
        for number in 0..=if lines < LINES { lines } else { 0 } {
            if number > 0 {
                text.push('\n');
                line = line_around(bytes, line.end + 1);
            }
            let from = if number == 0 { start.saturating_sub(BEFORE) } else { 0 };
            let window = window(bytes, &line, from.max(line.start));
            if window.start > line.start {
                text.push('…');
            }
            let mut at = window.start;
            for chunk in bytes[window.clone()].utf8_chunks() {
                let broken = (!chunk.invalid().is_empty()).then_some('\u{fffd}');
                for character in chunk.valid().chars() {
                    push(&mut text, &mut mark, &(start..end), at, character);
                    at += character.len_utf8();
                }
                if let Some(character) = broken {
                    push(&mut text, &mut mark, &(start..end), at, character);
                    at += chunk.invalid().len();
                }
            }
            if mark.0.is_none() && at >= start {
                mark = (Some(text.len()), text.len());
            }
            if window.end < line.end {
                text.push('…');
            }
        }
        let from = mark.0.unwrap_or(text.len());
        Self { mark: from..mark.1.max(from), text, at }
    }
}

/// Adds a character that stands at `at` in the file, and widens the mark where it belongs to the spot.
fn push(
    text: &mut String,
    mark: &mut (Option<usize>, usize),
    spot: &Range<usize>,
    at: usize,
    character: char,
) {
    if at >= spot.start && mark.0.is_none() {
        *mark = (Some(text.len()), text.len());
    }
    if !is_unfit(character) {
        text.push(character);
    }
    if spot.contains(&at) {
        mark.1 = text.len();
    }
}

/// The line that holds `at`, without its newline.
fn line_around(bytes: &[u8], at: usize) -> Range<usize> {
    let at = at.min(bytes.len());
    let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let end =
        bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |end| at + end);
    start..end
}

/// The part of a line that is shown, from about `from` on, cut between characters.
fn window(bytes: &[u8], line: &Range<usize>, from: usize) -> Range<usize> {
    let within = |at: usize| at < line.end && bytes[at] & 0b1100_0000 == 0b1000_0000;
    let (mut start, mut end) = (from.min(line.end), (from + BEFORE + AFTER).min(line.end));
    // At most three bytes follow the first of a character.
    for _ in 0..3 {
        start += usize::from(start > line.start && within(start));
        end += usize::from(within(end));
    }
    start..end.max(start)
}

/// Line and column from one; the column counts characters, and a broken sequence as one.
fn line_and_column(bytes: &[u8], at: usize) -> (usize, usize) {
    let at = at.min(bytes.len());
    let line = line_around(bytes, at);
    let number = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    (number, String::from_utf8_lossy(&bytes[line.start..at]).chars().count() + 1)
}

/// The text without what could rearrange or steer a terminal; newlines and tabs stay.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let unfit = |c: char| is_unfit(c) && c != '\n';
    if text.contains(unfit) { Cow::Owned(text.replace(unfit, "")) } else { Cow::Borrowed(text) }
}

/// Control characters but the tab, and those that override the direction of writing.
fn is_unfit(character: char) -> bool {
    (character.is_control() && character != '\t')
        || matches!(
            character,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}'
        )
}

#[derive(Serialize)]
struct JsonProblem<'a> {
    rule: &'static str,
    severity: &'static str,
    file: &'a str,
    #[serde(flatten)]
    spot: Spot,
    message: &'a str,
    label: &'a str,
    help: &'a [Cow<'static, str>],
    related: Vec<JsonRelated<'a>>,
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    file: &'a str,
    #[serde(flatten)]
    spot: Spot,
    label: &'a str,
}

/// Where something begins and ends, from one, the end excluded; null where the whole file is meant.
#[derive(Debug, Default, PartialEq, Serialize)]
struct Spot {
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

impl Spot {
    fn of(bytes: &[u8], range: Range<usize>) -> Self {
        let (line, column) = line_and_column(bytes, range.start);
        let (end_line, end_column) = line_and_column(bytes, range.end.max(range.start));
        Self {
            line: Some(line),
            column: Some(column),
            end_line: Some(end_line),
            end_column: Some(end_column),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Rule;
    use crate::source::SourceSet;

    const SLIP: Rule = Rule::fixed("slip", "A slip.");
    const HOUSE: Rule = Rule::house("house", Severity::Warning, "A rule of the house.");

    fn text(bytes: &[u8], problem: &Diagnostic) -> String {
        let sources: SourceSet = [("content/a.md", bytes)].into_iter().collect();
        let mut all = String::new();
        Report::new(&sources, false).print(std::slice::from_ref(problem), |text| all += text);
        all
    }

    fn slip(range: Range<usize>) -> Diagnostic {
        let file = SourcePath::from("content/a.md");
        Diagnostic::at(&SLIP, &file, Span::new(range, 0), "something is wrong")
    }

    #[test]
    fn a_problem_is_shown_with_its_spot_and_its_repair() {
        let problem = slip(4..9).label("expected a number").help("write `killed = 35`");
        let problem = problem.related(&"content/a.md".into(), Span::new(0..3, 0), "as here");
        let shown = text(b"a=1\nwrong\nc=3\n", &problem);
        for part in [
            "error[slip]: something is wrong",
            "--> content/a.md:2:1\n  |\n2 | wrong\n  | ^^^^^ expected a number",
            "help: write `killed = 35`",
            "note: as here",
            "content/a.md:1:1",
            "1 | a=1",
        ] {
            assert!(shown.contains(part), "{part:?} is not in:\n{shown}");
        }
    }

    #[test]
    fn every_spot_of_any_bytes_is_shown_without_panic() {
        let long = [b"x = \"".as_slice(), "é".repeat(5_000).as_bytes(), b"\"\n"].concat();
        let files: [&[u8]; 7] = [
            b"",
            b"\n",
            b"a\r\nb\r\n",
            b"\xff\xfe\xc3(\xe2\x82\n\x80",
            "\u{202e}é\u{1b}[31m\ttab\n\u{2066}x".as_bytes(),
            b"1\n2\n3\n4\n5\n6\n7\n8\n",
            &long,
        ];
        for bytes in files {
            let spots = (0..bytes.len().min(40)).chain([bytes.len() - bytes.len().min(3), 9_999]);
            for start in spots {
                for length in [0, 1, 2, 7, 100_000] {
                    let shown = text(bytes, &slip(start..start + length).label("here"));
                    assert!(shown.contains("here"), "{start} {length} {bytes:?}\n{shown}");
                    assert!(!shown.contains(['\u{202e}', '\u{2066}', '\u{1b}', '\r']), "{shown}");
                    assert!(shown.lines().all(|line| line.chars().count() < 400), "{shown}");
                }
            }
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_spot() {
        let line = format!("{}WRONG{}", "a".repeat(10_000), "b".repeat(10_000));
        let shown = text(line.as_bytes(), &slip(10_000..10_005));
        assert!(shown.contains("content/a.md:1:10001"), "{shown}");
        assert!(shown.contains("aWRONGb") && shown.contains("^^^^^"), "{shown}");
        assert!(!shown.contains("^^^^^^"), "{shown}");
    }

    #[test]
    fn a_problem_of_a_whole_file_names_it() {
        let file = SourcePath::from("content/gone.md");
        let shown = text(b"", &Diagnostic::at(&SLIP, &file, None, "it is empty"));
        assert!(shown.contains("content/gone.md"), "{shown}");
    }

    #[test]
    fn the_summary_counts() {
        let sources = SourceSet::default();
        let mut report = Report::new(&sources, false);
        let mut warning = slip(0..0);
        warning.severity = HOUSE.severity;
        warning.rule = &HOUSE;
        report.print(&[slip(0..0), slip(0..0), warning], |_| {});
        assert_eq!(
            report.summary("Nothing was written."),
            "2 errors and 1 warning in 1 file. Nothing was written.\n"
        );
        report.print(&vec![slip(0..0); 30], |_| {});
        let summary = report.summary("");
        assert!(summary.contains("     32  slip\n      1  house\n"), "{summary}");
    }

    #[test]
    fn json_has_lines_and_columns_in_characters() {
        let sources: SourceSet = [("content/a.md", "é x\ny")].into_iter().collect();
        let problem = slip(3..6).help("so");
        let json = |problems: &[Diagnostic]| {
            let mut all = String::new();
            Report::new(&sources, false).json(problems, |text| all += text);
            all
        };
        let expected = serde_json::json!({
            "rule": "slip", "severity": "error", "file": "content/a.md",
            "line": 1, "column": 3, "end_line": 2, "end_column": 2,
            "message": "something is wrong", "label": "", "help": ["so"], "related": [],
        });
        for count in 0..3 {
            let whole = vec![&expected; count];
            let whole = serde_json::to_string_pretty(&whole).expect("JSON") + "\n";
            assert_eq!(json(&vec![problem.clone(); count]), whole, "piece by piece it is the same");
        }
    }
}
