//! Days in an order that cannot be: an event after the report of it, a reading before the publication.

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{
    CitedSource, Claim, Date, Id, Incident, Source, SourceKind, StatementKind, Tracker, Use,
};
use crate::source::{Located, SourcePath, Span};

pub(super) static DATE_AFTER_PUBLICATION: Rule = Rule::house(
    "date-after-publication",
    Severity::Warning,
    "An incident is dated after a source that reports it, or after words about it; or a source was \
     read or archived before it was published.\n\n\
     One of the two days is a slip, most often of the year. Looked at are sources that carry a figure \
     or say who did it, other than datasets; claims and statements with `on`; and `accessed` and \
     `archived`. One day of difference is allowed, since the day is not the same everywhere on earth, \
     and incidents with an approximate date (`~`) are left alone.\n\n\
     **Example**: `date = 2024-05-14` with a source that was `published = 2023-05-15`.\n\n\
     **Repair**: correct the day that is wrong. Background that is older than the incident is no \
     source of its figures: cite it in a claim with `text`.",
);

pub(super) fn check(tracker: &Tracker) -> Vec<Diagnostic> {
    let incidents = tracker.incidents.par_iter().filter(|own| !own.record.is_withdrawn());
    let mut problems: Vec<Diagnostic> =
        incidents.flat_map_iter(|incident| incident_problems(tracker, incident)).collect();
    let others = (tracker.reports.iter().map(|own| &own.record))
        .chain(tracker.milestones.iter().map(|own| &own.record))
        .chain(tracker.regions.iter().map(|own| &own.record))
        .chain(tracker.actors.iter().map(|own| &own.record))
        .chain(tracker.pages.iter().map(|own| &own.record));
    for record in others {
        problems.extend(record.sources.iter().filter_map(|cited| own_problem(&record.file, cited)));
    }
    let shared = tracker.sources.par_iter().filter_map(|shared| {
        let span = shared.record.title.span;
        source_problem(&shared.record.file, &shared.source, span)
    });
    problems.par_extend(shared);
    problems
}

fn incident_problems(tracker: &Tracker, incident: &Incident) -> Vec<Diagnostic> {
    let record = &incident.record;
    let own = record.sources.iter().filter_map(|cited| own_problem(&record.file, cited));
    let mut problems: Vec<Diagnostic> = own.collect();
    let date = &incident.date.value;
    if date.approximate {
        return problems;
    }
    let mut told: Vec<&Id> = Vec::new();
    for claim in record.claims.iter().filter(|claim| reports(claim)) {
        for id in &claim.source {
            let source = tracker.cited(record, id.value.as_str());
            let Some(source) = source.filter(|own| own.kind != Some(SourceKind::Data)) else {
                continue;
            };
            if let Some(published) = source.published
                && is_after(date, &published)
                && !told.contains(&&id.value)
            {
                told.push(&id.value);
                let message =
                    format!("the incident is dated after `{}`, which reports it", id.value);
                let label = format!("published on {published}");
                problems.push(
                    after(incident, message, span_of(incident, id))
                        .label(label)
                        .help("correct date here, or published there"),
                );
            }
        }
        if let Some(on) = claim.on
            && is_after(date, &on)
        {
            let message = "the incident is dated after a claim about it".to_owned();
            problems.push(
                after(incident, message, claim.span)
                    .label(format!("the claim was made on {on}"))
                    .help("correct date, or the claim's on"),
            );
        }
    }
    for statement in record.statements.iter().filter(|own| looks_back(own.kind)) {
        if let Some(on) = statement.on
            && is_after(date, &on)
        {
            let message = "the incident is dated after a statement about it".to_owned();
            problems.push(
                after(incident, message, statement.span)
                    .label(format!("the statement was made on {on}"))
                    .help("correct date, or the statement's on"),
            );
        }
    }
    problems
}

fn after(incident: &Incident, message: String, other: Span) -> Diagnostic {
    let file = &incident.record.file;
    Diagnostic::at(&DATE_AFTER_PUBLICATION, file, incident.date.span, message).related(
        file,
        other,
        "this is older",
    )
}

/// Whether a claim says what happened, rather than what the background is.
fn reports(claim: &Claim) -> bool {
    let asserts = !claim.figures.is_empty() || !claim.perpetrator.is_empty();
    asserts && claim.usage() != Use::Rejected
}

/// Whether such words can only follow the event.
fn looks_back(kind: Option<StatementKind>) -> bool {
    use StatementKind::{Admission, Condemnation, Denial, Inquiry, Mourning};
    matches!(kind, Some(Condemnation | Denial | Admission | Inquiry | Mourning))
}

/// Whether a date begins more than a day after the other has ended.
fn is_after(date: &Date, other: &Date) -> bool {
    let next = other.latest().and_then(|last| last.tomorrow().ok());
    next.is_some_and(|next| date.earliest() > next)
}

fn span_of(incident: &Incident, id: &Located<Id>) -> Span {
    incident.record.source(id.value.as_str()).map_or(id.span, |cited| cited.id().span)
}

fn own_problem(file: &SourcePath, cited: &CitedSource) -> Option<Diagnostic> {
    match cited {
        CitedSource::Own(source) => source_problem(file, source, source.id.span),
        CitedSource::Shared(_) => None,
    }
}

fn source_problem(file: &SourcePath, source: &Source, span: Span) -> Option<Diagnostic> {
    let published = source.published?;
    let days = [("accessed", source.accessed), ("archived", source.archived)];
    let (key, day) =
        days.iter().find(|(_, day)| day.is_some_and(|day| is_after(&published, &day)))?;
    let message = format!("the source was {key} before it was published");
    let problem = Diagnostic::at(&DATE_AFTER_PUBLICATION, file, span, message)
        .label(format!("published = {published}, {key} = {}", (*day)?))
        .help(format!("correct published or {key}"));
    Some(problem)
}
