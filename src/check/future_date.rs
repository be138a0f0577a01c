//! Days that have not come yet.

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{CitedSource, Date, Record, Source, Tracker};
use crate::source::{SourcePath, Span};

pub(super) static FUTURE_DATE: Rule = Rule::house(
    "future-date",
    Severity::Warning,
    "Something is said to have happened, or to have been written, read or changed, on a day that has not \
     come yet.\n\n\
     Most often a digit of the year has slipped. Such an entry would stand at the top of feeds and lists \
     until that day. One day is allowed, since the day is not the same everywhere on earth; an embargo \
     lies in the future by its nature.\n\n\
     **Example**: `published = 2062-10-27` in the source of an incident of 2026.\n\n\
     **Repair**: correct the day.",
);

pub(super) fn check(tracker: &Tracker) -> Vec<Diagnostic> {
    let incidents = tracker.incidents.par_iter().flat_map_iter(|own| {
        let date = (&own.date.value, own.date.span, "`date`");
        of_record(tracker, &own.record, Some(date))
    });
    let mut problems: Vec<Diagnostic> = incidents.collect();
    let others = (tracker.reports.iter().map(|own| &own.record))
        .chain(tracker.milestones.iter().map(|own| &own.record))
        .chain(tracker.regions.iter().map(|own| &own.record))
        .chain(tracker.actors.iter().map(|own| &own.record))
        .chain(tracker.pages.iter().chain(&tracker.home).map(|own| &own.record));
    problems.extend(others.flat_map(|record| of_record(tracker, record, None)));
    for shared in &tracker.sources {
        let span = shared.record.title.span;
        problems.extend(of_source(tracker, &shared.record.file, &shared.source, span));
    }
    problems
}

fn of_record(
    tracker: &Tracker,
    record: &Record,
    date: Option<(&Date, Span, &'static str)>,
) -> Vec<Diagnostic> {
    let added = record.added.as_ref().map(|day| (&day.value, day.span, "`added`"));
    let changes = record.changes.iter().map(|change| (&change.on.value, change.on.span, "`on`"));
    let days = date.into_iter().chain(added).chain(changes);
    let mut problems: Vec<Diagnostic> = days
        .filter_map(|(day, span, key)| problem(tracker, &record.file, day, span, key))
        .collect();
    for cited in &record.sources {
        if let CitedSource::Own(source) = cited {
            problems.extend(of_source(tracker, &record.file, source, source.id.span));
        }
    }
    problems
}

fn of_source(tracker: &Tracker, file: &SourcePath, source: &Source, span: Span) -> Vec<Diagnostic> {
    let days = [
        (&source.published, "`published`"),
        (&source.archived, "`archived`"),
        (&source.accessed, "`accessed`"),
    ];
    let days = days.into_iter().filter_map(|(day, key)| Some((day.as_ref()?, key)));
    days.filter_map(|(day, key)| problem(tracker, file, day, span, key)).collect()
}

fn problem(
    tracker: &Tracker,
    file: &SourcePath,
    day: &Date,
    span: Span,
    key: &'static str,
) -> Option<Diagnostic> {
    let first = day.earliest();
    if first <= tracker.today.saturating_add(jiff::Span::new().days(1)) {
        return None;
    }
    let message = format!("{key} is {first}, which has not come yet");
    let problem = Diagnostic::at(&FUTURE_DATE, file, span, message)
        .label(format!("today is {}", tracker.today))
        .help("correct the day");
    Some(problem)
}
