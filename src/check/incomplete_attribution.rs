//! A perpetrator named without saying where, by whom, or how surely.

use super::subject::Subject;
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::Use;

pub(super) static INCOMPLETE_ATTRIBUTION: Rule = Rule::house(
    "incomplete-attribution",
    Severity::Warning,
    "A claim names a perpetrator and does not say in which source that stands, or how far the naming \
     has got; or it names neither a source nor somebody who says so.\n\n\
     Naming somebody as the author of a crime is the gravest thing that a record says. Readers, and \
     the one named, must see whose word it is.\n\n\
     **Example**: a `[[claim]]` with `perpetrator = \"harbour-guard\"` alone.\n\n\
     **Repair**: add `source`, `by` and `status` (`admitted`, `established`, `claimed`, `alleged`, \
     `suspected`, `contested` or `denied`) to the claim.",
);

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) {
    for claim in &subject.record.claims {
        let Some(perpetrator) = claim.perpetrator.first() else { continue };
        // Where nobody else is named, the source is who says so.
        let nobody = claim.by.is_none() && claim.source.is_empty();
        let lacks = [claim.source.is_empty(), nobody, claim.status.is_none()];
        if claim.usage() == Use::Rejected || lacks == [false; 3] {
            continue;
        }
        let said = ["in which source it stands", "who says so", "how far it has got"];
        let missing: Vec<&str> =
            said.iter().zip(lacks).filter_map(|(said, lacks)| lacks.then_some(*said)).collect();
        let message = format!("the attribution does not say {}", list(&missing));
        let file = &subject.record.file;
        let mut problem = Diagnostic::at(&INCOMPLETE_ATTRIBUTION, file, perpetrator.span, message);
        if lacks[0] {
            let one_of = match subject.record.sources.is_empty() {
                true => String::new(),
                false => format!(", one of {}", subject.source_ids()),
            };
            problem = problem.help(format!("add source = \"…\" to the claim{one_of}"));
        }
        if lacks[1] {
            problem = problem.help("add by = \"an-actor\", or words with a space");
        }
        if lacks[2] {
            problem = problem.help("add status = \"alleged\", or another word of the list");
        }
        problems.push(problem);
    }
}

fn list(words: &[&str]) -> String {
    match words {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}
