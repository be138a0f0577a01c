//! A grade of evidence that the record's own sources do not bear out.

use super::subject::Subject;
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{Attribution, Evidence, Incident, SourceKind, StatementKind, Use};

pub(super) static UNSUPPORTED_GRADE: Rule = Rule::house(
    "unsupported-grade",
    Severity::Warning,
    "The evidence is graded higher than the record's sources bear out.\n\n\
     `fair` means that two independent origins agree; a source with `origin` is no second one. \
     `confirmed` means that those responsible admitted it, or that an inquiry established it, and \
     the record must show where.\n\n\
     **Example**: `evidence = \"fair\"` in a record with a report and two reprints of it.\n\n\
     **Repair**: lower the grade, add the source or claim that bears it out, or say why it is right: \
     `evidence_note = \"…\"`.",
);

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) {
    let Some((_, incident)) = subject.incident() else { return };
    // An incident without any source has `missing-source`.
    if incident.evidence_note.is_some() || incident.record.sources.is_empty() {
        return;
    }
    let (message, label) = match incident.evidence.value {
        Evidence::Fair => {
            if subject.tracker.independent_origins(&incident.record) >= 2 {
                return;
            }
            ("`fair` rests on one origin", "expected two independent origins, or `weak`")
        }
        Evidence::Confirmed if !is_established(subject, incident) => (
            "`confirmed` rests on no admission and no inquiry",
            "expected a claim with `admitted` or `established`, a statement of `admission`, or an official source",
        ),
        _ => return,
    };
    let span = incident.evidence.span;
    problems.push(
        Diagnostic::at(&UNSUPPORTED_GRADE, &incident.record.file, span, message)
            .label(label)
            .help("lower the grade, or say why it is right: evidence_note = \"…\""),
    );
}

fn is_established(subject: &Subject<'_>, incident: &Incident) -> bool {
    let record = &incident.record;
    let attributed = record.claims.iter().any(|claim| {
        matches!(claim.status, Some(Attribution::Admitted | Attribution::Established))
            && claim.usage() != Use::Rejected
    });
    let admitted = (record.statements.iter())
        .any(|statement| statement.kind == Some(StatementKind::Admission));
    let by_office = || {
        let mut cited = record.sources.iter();
        cited.any(|cited| {
            let source = subject.tracker.cited(record, cited.id().value.as_str());
            let kind = source.and_then(|source| source.kind);
            matches!(kind, Some(SourceKind::Official | SourceKind::Un))
        })
    };
    attributed || admitted || by_office()
}
