//! A victim named because the name is published, where nothing shows that it is.

use super::subject::Subject;
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::Basis;

pub(super) static VICTIM_NOT_PUBLISHED: Rule = Rule::house(
    "victim-not-published",
    Severity::Warning,
    "A victim is named with `basis = \"published\"`, and no source of the record can be read by the \
     public.\n\n\
     `basis` says why naming is right. That a name is published already can only be seen in a source \
     with an address; without one, this record may be the first to publish it.\n\n\
     **Example**: a `[[victim]]` with `basis = \"published\"` in a record whose only source is a \
     testimony.\n\n\
     **Repair**: add the `url` or `archive_url` of a source that gives the name, or another `basis` \
     that holds. Where there is none, take the name out.",
);

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) {
    let Some((_, incident)) = subject.incident() else { return };
    let record = &incident.record;
    let published = incident.victims.iter().filter(|victim| victim.basis == Basis::Published);
    let public = || {
        record.sources.iter().any(|cited| {
            let source = subject.tracker.cited(record, cited.id().value.as_str());
            source.is_some_and(|source| source.url.is_some() || source.archive_url.is_some())
        })
    };
    let mut published = published.peekable();
    if published.peek().is_none() || public() {
        return;
    }
    for victim in published {
        let message = "no source shows that the name is published";
        problems.push(
            Diagnostic::at(&VICTIM_NOT_PUBLISHED, &record.file, victim.name.span, message)
                .label("named with basis = \"published\"")
                .help("add the url of a source that gives the name, or take the name out"),
        );
    }
}
