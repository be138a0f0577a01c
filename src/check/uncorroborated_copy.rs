//! A counted figure or an attribution that copies alone carry.

use super::subject::{Subject, figure_span};
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{Claim, Measure, Range, SourceKind, Translation, Use};

pub(super) static UNCORROBORATED_COPY: Rule = Rule::house(
    "uncorroborated-copy",
    Severity::Warning,
    "A counted figure or an attribution stands only in copies: in sources that were translated by \
     machine, or that repeat another source of the record.\n\n\
     A copy can be wrong where its original is right, and readers take two texts for two witnesses. \
     Figures and names are the first things to change on the way.\n\n\
     **Example**: `killed = 35` with `source = \"reprint\"`, where the reprint has \
     `origin = \"report\"` and the record cites `report` as well. A source of the kind `data` is no \
     copy: it puts together what it read.\n\n\
     **Repair**: read the original and cite it in the claim. Where it cannot be read or does not \
     hold the words, say in the claim why it is used all the same: `reason = \"…\"`.",
);

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) {
    for claim in &subject.record.claims {
        if claim.source.is_empty() || claim.reason.is_some() || !carries_weight(subject, claim) {
            continue;
        }
        let Some(why) = only_copies(subject, claim) else { continue };
        // A claim that another one supersedes decides nothing any more.
        let figure = counts(subject, claim);
        if !figure && claim.perpetrator.is_empty() {
            continue;
        }
        let (what, span) = match claim.perpetrator.first() {
            Some(perpetrator) if !figure => ("the attribution", perpetrator.span),
            _ => ("the counted figure", figure_span(claim)),
        };
        let message = format!("{what} stands in copies alone");
        let problem = Diagnostic::at(&UNCORROBORATED_COPY, &subject.record.file, span, message);
        problems.push(
            problem
                .label(why.label)
                .help(why.repair)
                .help("or say in the claim why it is used all the same: reason = \"…\""),
        );
    }
}

fn carries_weight(subject: &Subject<'_>, claim: &Claim) -> bool {
    let names = !claim.perpetrator.is_empty() && claim.usage() != Use::Rejected;
    let figure = subject.case.is_some()
        && !claim.figures.is_empty()
        && claim.usage() == Use::Counted
        && claim.restates.is_empty();
    names || figure
}

fn counts(subject: &Subject<'_>, claim: &Claim) -> bool {
    let Some((_, incident)) = subject.incident() else { return false };
    let among = |(_, measure): &(&str, Measure)| {
        Range::counted(incident, *measure).iter().any(|counted| std::ptr::eq(*counted, claim))
    };
    !claim.figures.is_empty() && Measure::ALL.iter().any(among)
}

struct Why {
    label: String,
    repair: String,
}

/// Why none of the claim's sources can carry it alone; `None` where one can.
fn only_copies(subject: &Subject<'_>, claim: &Claim) -> Option<Why> {
    let mut why = None;
    for id in &claim.source {
        let text = id.value.as_str();
        let source = subject.tracker.cited(subject.record, text)?;
        let machine = matches!(
            source.translation,
            Some(Translation::Machine | Translation::MachineSuspected)
        );
        // A dataset puts together what it read, and answers for the number.
        let copies = source.kind != Some(SourceKind::Data);
        let repeated = copies.then(|| subject.tracker.repeated(subject.record, text)).flatten();
        if !machine && repeated.is_none() {
            return None;
        }
        why.get_or_insert_with(|| match repeated {
            Some(origin) => Why {
                label: format!("`{text}` repeats `{}`", origin.value),
                repair: format!("cite what it repeats: source = \"{}\"", origin.value),
            },
            None => Why {
                label: format!("`{text}` was translated by machine"),
                repair: "cite the text in its own language, or another source".to_owned(),
            },
        });
    }
    why
}
