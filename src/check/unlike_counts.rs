//! Counted figures of one measure that speak of different groups of people.

use super::subject::Subject;
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{Claim, Measure, Range, Who};
use crate::source::Span;

pub(super) static UNLIKE_COUNTS: Rule = Rule::house(
    "unlike-counts",
    Severity::Warning,
    "Counted figures of one measure speak of different groups, such as civilians and fighters.\n\n\
     A range runs from the lowest to the highest counted figure. Where one counts civilians and \
     another fighters, or both together, it says nothing about any of them.\n\n\
     **Example**: `killed = 12` with `who = \"civilians\"` beside `killed = 40` with \
     `who = \"mixed\"`, both counted.\n\n\
     **Repair**: count the figures of one group, and give the others `use = \"shown\"` and a \
     `reason`. Where they belong together, the `reason` alone says so.",
);

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) {
    let Some((_, incident)) = subject.incident() else { return };
    let known = incident.record.claims.iter().filter(|claim| group(claim).is_some());
    if known.count() < 2 {
        return;
    }
    for (name, measure) in Measure::ALL {
        let mut claims = Range::deciding(incident, *measure);
        claims.retain(|claim| claim.reason.is_none() && group(claim).is_some());
        let unlike = claims.iter().enumerate().find_map(|(at, claim)| {
            let alike = |other: &&&Claim| other.place == claim.place;
            let other = claims[..at].iter().filter(alike).find(|o| group(o) != group(claim))?;
            Some((*other, *claim))
        });
        let Some((first, second)) = unlike else { continue };
        let words = [first, second].map(|claim| group(claim).unwrap_or_default());
        let message =
            format!("counted figures of `{name}` speak of {} and of {}", words[0], words[1]);
        let file = &incident.record.file;
        problems.push(
            Diagnostic::at(&UNLIKE_COUNTS, file, span(second, *measure), message)
                .label(format!("of {}", words[1]))
                .related(file, span(first, *measure), format!("of {}", words[0]))
                .help(
                    "add use = \"shown\" and reason = \"…\" to the one that is not to be counted",
                ),
        );
    }
}

/// The group that a claim speaks of, where it is one of those that exclude each other.
fn group(claim: &Claim) -> Option<&'static str> {
    match claim.who.as_ref()? {
        Who::Civilians => Some("civilians"),
        Who::Fighters => Some("fighters"),
        Who::Mixed => Some("both together"),
        Who::Unknown | Who::Words(_) => None,
    }
}

fn span(claim: &Claim, measure: Measure) -> Span {
    let figure = claim.figures.iter().find(|(own, _)| *own == measure);
    figure.map_or(claim.span, |(_, amount)| amount.span)
}
