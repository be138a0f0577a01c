//! What changed in a record since `griot.lock` had it, and whether its history says so.

use super::file::{Entry, Mark};
use super::saying::{Aspect, Saying};
use super::{LOST_ADDRESS, REWRITTEN_HISTORY, SILENT_EDIT, Subject};
use crate::diagnostic::Diagnostic;
use crate::model::{Case, Change, ChangeKind, Tracker};
use crate::plan::{Plan, Target};
use crate::source::Span;

/// A record that says something else than its line.
pub(super) struct Edited<'a> {
    pub(super) tracker: &'a Tracker,
    pub(super) subject: &'a Subject<'a>,
    pub(super) entry: &'a Entry<'a>,
    pub(super) saying: &'a Saying,
    /// The changes that the line does not have.
    pub(super) new: &'a [&'a Change],
    /// Whether facts are among what changed.
    pub(super) facts: bool,
    /// Whether an editor says that nothing but a typo was mended in the file.
    pub(super) typo: bool,
    /// The same of the gazetteer.
    pub(super) typo_of_places: bool,
}

/// One part that is not as it was.
struct Difference {
    name: String,
    how: How,
    /// Where it stands now.
    span: Option<Span>,
}

/// What became of a part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    New,
    Gone,
    /// Whether figures, other facts and words changed.
    Changed([bool; 3]),
}

impl Edited<'_> {
    /// The problem with it; `None` where its history, or an editor, answers for what changed.
    pub(super) fn problem(&self) -> Option<Diagnostic> {
        if self.new.iter().any(|change| change.kind != ChangeKind::Typo) {
            return None;
        }
        let differences = self.differences();
        let of_places = !differences.is_empty()
            && differences.iter().all(|found| found.name.starts_with("place/"));
        let typo = !self.new.is_empty() || self.typo || (self.typo_of_places && of_places);
        if !self.facts && typo {
            return None;
        }
        let record = self.subject.record;
        let title = &record.title.value;
        let name = if title.is_empty() { record.id.value.as_str() } else { title };
        let message = match typo {
            true => format!(
                "`{name}` was published with other facts, and no typo is mended by changing a fact"
            ),
            false => format!(
                "`{name}` says something else than was published, and its history does not say so"
            ),
        };
        // Facts are what a reader would be misled by: they are pointed at first.
        let place = |words: bool| {
            let spot = |found: &&Difference| {
                found.span.is_some()
                    && words == matches!(found.how, How::Changed([false, false, _]))
            };
            differences.iter().find(spot)
        };
        let spot = place(false).or_else(|| place(true));
        let span = spot.and_then(|spot| spot.span).or(Some(record.title.span));
        let span = span.filter(|span| *span != Span::default());
        let mut problem = Diagnostic::at(&SILENT_EDIT, &record.file, span, message);
        if let Some(spot) = spot {
            problem = problem.label(spot.told());
        }
        let told: Vec<String> = differences.iter().map(Difference::told).collect();
        problem = problem.help(match told.as_slice() {
            [] => "changed: the order of its parts".to_owned(),
            told => format!("changed: {}", told.join("; ")),
        });
        if of_places && self.takes_from_the_gazetteer() {
            problem = problem.help("a place says also what it takes from content/places.toml");
        }
        problem = problem.help(self.lines(&differences));
        if !self.facts {
            problem = problem.help(format!(
                "where nothing but a slip of the pen was mended: griot lock --typo {}",
                record.file
            ));
        }
        Some(problem)
    }

    fn takes_from_the_gazetteer(&self) -> bool {
        let Target::Case(Case::Incident(ix)) = self.subject.target else { return false };
        self.tracker.incident(ix).places.iter().any(|place| place.gazetteer.is_some())
    }

    /// The lines that declare what changed.
    fn lines(&self, differences: &[Difference]) -> String {
        let withdrawn = |found: &Difference| found.name == "status" && found.how == How::New;
        let kind = if differences.iter().any(withdrawn) {
            ChangeKind::Withdrawal
        } else if !differences.is_empty() && differences.iter().all(|found| found.how == How::New) {
            ChangeKind::Update
        } else {
            ChangeKind::Correction
        };
        format!(
            "say so in the record, and run `griot lock`:\n\n[[change]]\non = {}\nkind = \"{}\"\nnote = \"what changed, for readers\"",
            self.tracker.today,
            kind.name()
        )
    }

    /// The parts that are not as they were: those that there are in the order of the record, then those
    /// that are gone.
    fn differences(&self) -> Vec<Difference> {
        let mut had: Vec<Mark<&str>> = self.entry.marks().collect();
        let mut now: Vec<(Mark<String>, Span)> =
            self.saying.marks().into_iter().zip(self.saying.parts.iter().map(|p| p.span)).collect();
        let same = |a: &Mark<&str>, b: &Mark<String>| {
            a.aspects.iter().zip(&b.aspects).all(|(a, b)| *a == b.as_deref())
        };
        // What has a number only is known again by what it says, so that one more claim at the top
        // does not make all others look changed.
        let known =
            |a: &str, b: &str| a == b || numbered(a).is_some_and(|kind| numbered(b) == Some(kind));
        now.retain(|(mark, _)| {
            let again = |old: &Mark<&str>| known(old.name, &mark.name) && same(old, mark);
            had.iter().position(again).map(|at| had.remove(at)).is_none()
        });
        let mut differences = Vec::new();
        for (mark, span) in now {
            let old = had.iter().position(|old| old.name == mark.name).map(|at| had.remove(at));
            let how = match old {
                None => How::New,
                Some(old) => {
                    let mut changed = [false; 3];
                    for (at, place) in changed.iter_mut().enumerate() {
                        *place = old.aspects[at] != mark.aspects[at].as_deref();
                    }
                    How::Changed(changed)
                }
            };
            let span = (span != Span::default()).then_some(span);
            differences.push(Difference { name: mark.name, how, span });
        }
        let gone = |mark: Mark<&str>| Difference {
            name: mark.name.to_owned(),
            how: How::Gone,
            span: None,
        };
        differences.extend(had.into_iter().map(gone));
        differences
    }
}

/// The kind of a part that is known by its number alone.
fn numbered(name: &str) -> Option<&str> {
    name.split_once('/').map(|(kind, _)| kind).filter(|kind| !kind.contains(':'))
}

impl Difference {
    /// `claim police: figures`, `place 2: new`, `title`
    fn told(&self) -> String {
        let name = match self.name.split_once([':', '/']) {
            Some((kind, id)) if self.name[kind.len()..].starts_with(':') => {
                format!("{kind} `{id}`")
            }
            Some((kind, number)) => format!("{kind} {number}"),
            None if self.name == "about" => "what the source is".to_owned(),
            None => self.name.replace('_', " "),
        };
        let single = !self.name.contains([':', '/']) && self.name != "about";
        match self.how {
            How::New => format!("{name}: new"),
            How::Gone => format!("{name}: gone"),
            How::Changed(_) if single => name,
            How::Changed(changed) => {
                let words = ["figures", "facts", "words"];
                let of = Aspect::ALL.into_iter().map(|aspect| aspect as usize);
                let told: Vec<&str> = of.filter(|at| changed[*at]).map(|at| words[at]).collect();
                format!("{name}: {}", told.join(" and "))
            }
        }
    }
}

/// A change that the line has and the record has not.
pub(super) fn rewritten(subject: &Subject<'_>, change: &str) -> Diagnostic {
    let mut parts = change.split(':');
    let (on, kind) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let record = subject.record;
    let altered = record.changes.iter().find(|own| own.on.value.to_string() == on);
    let message = match altered {
        Some(_) => format!("the {kind} of {on} in the public history says something else"),
        None => format!("the {kind} of {on} is gone from the public history"),
    };
    let span = altered.map_or(record.title.span, |own| own.on.span);
    let span = Some(span).filter(|span| *span != Span::default());
    Diagnostic::at(&REWRITTEN_HISTORY, &record.file, span, message).help(
        "restore the [[change]] from version control; if it was wrong, add another that says so",
    )
}

/// Addresses that led to the record and do so no more.
pub(super) fn lost(subject: &Subject<'_>, plan: &Plan, lost: &[String]) -> Diagnostic {
    let record = subject.record;
    let taken = lost.iter().find(|address| plan.find(address).is_some());
    let message = match (taken, lost) {
        (Some(taken), _) => format!("`{taken}` was an address of this record and shows another"),
        (None, [one]) => format!("`{one}` was an address of this record and leads nowhere now"),
        (None, many) => {
            format!("{} addresses of this record lead nowhere now, `{}` first", many.len(), many[0])
        }
    };
    let aliases = record.aliases.iter().map(|alias| &*alias.value);
    let all: Vec<String> = aliases
        .chain(lost.iter().map(String::as_str))
        .map(|alias| format!("\"{alias}\""))
        .collect();
    let span = record.aliases.first().map_or(record.title.span, |alias| alias.span);
    let span = Some(span).filter(|span| *span != Span::default());
    let problem = Diagnostic::at(&LOST_ADDRESS, &record.file, span, message);
    match taken {
        Some(_) => problem.help(
            "give that page another address; an address that was published stays with its record",
        ),
        None => problem.help(format!("write into the record: aliases = [{}]", all.join(", "))),
    }
}
