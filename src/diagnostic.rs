//! Problems of a tracker's content, as values: gathered, sorted, shown at the edge.

use std::borrow::Cow;

use crate::source::{SourcePath, Span};

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Shown; the build goes on.
    Warning,
}

/// A kind of problem, with its manual.
#[derive(Debug)]
pub struct Rule {
    /// Named for the problem, in kebab case: `unknown-key`.
    pub name: &'static str,
    /// Severity where `griot.toml` sets none.
    pub severity: Severity,
    /// Whether `[rules]` may set another severity. Problems that leave a record without meaning may not be silenced.
    pub adjustable: bool,
    /// Whether it speaks only where `[rules]` gives it a severity.
    pub quiet: bool,
    /// What, why, an example and its repair, in Markdown; `griot check --explain` prints it.
    pub manual: &'static str,
}

impl Rule {
    /// A rule that is always an error.
    pub const fn fixed(name: &'static str, manual: &'static str) -> Self {
        Self { name, severity: Severity::Error, adjustable: false, quiet: false, manual }
    }

    /// A rule whose severity `[rules]` may change.
    pub const fn house(name: &'static str, severity: Severity, manual: &'static str) -> Self {
        Self { name, severity, adjustable: true, quiet: false, manual }
    }

    /// A house rule that is off until `[rules]` turns it on: right for some trackers only.
    pub const fn quiet(name: &'static str, manual: &'static str) -> Self {
        Self { name, severity: Severity::Warning, adjustable: true, quiet: true, manual }
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

/// Another spot that belongs to a problem ("first used here").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The file of the spot.
    pub file: SourcePath,
    /// The spot.
    pub span: Span,
    /// What is there.
    pub label: Cow<'static, str>,
}

/// One problem of the content.
///
/// A large tracker may have one in every record, and most say the same but for the message: what is the
/// same in all of them is borrowed from the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of problem.
    pub rule: &'static Rule,
    /// How much it matters here.
    pub severity: Severity,
    /// The file with the problem.
    pub file: SourcePath,
    /// The spot; `None` speaks of the whole file.
    pub span: Option<Span>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What was expected at the spot; may be empty.
    pub label: Cow<'static, str>,
    /// How to mend it, one sentence or snippet each.
    pub help: Vec<Cow<'static, str>>,
    /// Other spots that belong to it.
    pub related: Vec<Related>,
    /// Whether its spots hold what must not be read: a report names them and quotes nothing.
    pub secret: bool,
}

impl Diagnostic {
    /// A problem at a spot, with the rule's own severity.
    pub fn at(
        rule: &'static Rule,
        file: &SourcePath,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity: rule.severity,
            file: file.clone(),
            span: span.into(),
            message: message.into(),
            label: Cow::default(),
            help: Vec::new(),
            related: Vec::new(),
            secret: false,
        }
    }

    /// The same with spots that no report quotes.
    #[must_use]
    pub fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The same with what was expected at the spot.
    #[must_use]
    pub fn label(mut self, label: impl Into<Cow<'static, str>>) -> Self {
        self.label = label.into();
        self
    }

    /// The same with one more way to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        // Nearly all have one.
        self.help.reserve_exact(1);
        self.help.push(help.into());
        self
    }

    /// The same with another spot.
    #[must_use]
    pub fn related(
        mut self,
        file: &SourcePath,
        span: Span,
        label: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.related.reserve_exact(1);
        self.related.push(Related { file: file.clone(), span, label: label.into() });
        self
    }

    /// The same with "did you mean", where one of `candidates` is near to `written`.
    #[must_use]
    pub fn did_you_mean<'a>(
        self,
        written: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        match nearest(written, candidates) {
            Some(candidate) => self.help(format!("did you mean `{candidate}`?")),
            None => self,
        }
    }
}

/// The candidate most like `written`, or `None` where none is near enough to be a slip.
///
/// Compares without case and hyphens; the first of equals wins, so the order of the candidates decides.
pub fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let fold = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let folded = fold(written);
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        // Texts of very different lengths cannot be alike; most candidates are told by that alone.
        let last = candidate.rsplit('/').next().unwrap_or(candidate);
        let far = |other: &str| {
            other.len().abs_diff(written.len()) * 5 > 2 * other.len().max(written.len())
        };
        if far(candidate) && far(last) {
            continue;
        }
        let other = fold(candidate);
        let tail = other.rsplit('/').next().unwrap_or(&other);
        let likeness = strsim::normalized_damerau_levenshtein(&folded, &other)
            .max(strsim::normalized_damerau_levenshtein(&folded, tail) - 0.05);
        if likeness >= 0.6 && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// A value and the problems met on the way to it.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// The value.
    pub value: T,
    /// The problems, in no order; see [`sort`].
    pub problems: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// The value, its problems moved to `problems`.
    pub fn into_value(self, problems: &mut Vec<Diagnostic>) -> T {
        problems.extend(self.problems);
        self.value
    }
}

/// Sorts problems by file, place, severity and text, and drops those said twice.
pub fn sort(problems: &mut Vec<Diagnostic>) {
    problems.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.span.unwrap_or_default().start, d.severity);
        (&a.file, key(a), a.rule.name, &a.message).cmp(&(&b.file, key(b), b.rule.name, &b.message))
    });
    problems.dedup();
}

/// Whether any of the problems stops the build.
pub fn any_error(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_slips_and_refuses_strangers() {
        let check = |written: &str, expected: Option<&str>| {
            let keys = ["killed", "injured", "evidence_note", "north/riverside"];
            assert_eq!(nearest(written, keys), expected, "{written}");
        };
        check("kiled", Some("killed"));
        check("evidence-note", Some("evidence_note"));
        check("rivreside", Some("north/riverside"));
        check("colour", None);
    }
}
