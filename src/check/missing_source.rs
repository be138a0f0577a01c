//! A counted figure that no source carries.

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{Claim, Incident, Tracker, Use};

pub(super) static MISSING_SOURCE: Rule = Rule::house(
    "missing-source",
    Severity::Warning,
    "A counted figure names no source, or an incident has none at all.\n\n\
     Every figure has an owner: readers must be able to see where it stands.\n\n\
     **Example**: a `[[claim]]` with `killed = 35` and no `source` in a record with two sources.\n\n\
     **Repair**: add `source = \"…\"` with the id of the `[[source]]` that carries the figure.",
);

pub(super) fn check(tracker: &Tracker) -> Vec<Diagnostic> {
    tracker.incidents.par_iter().flat_map_iter(|incident| incident_problems(incident)).collect()
}

fn incident_problems(incident: &Incident) -> Vec<Diagnostic> {
    let record = &incident.record;
    if record.sources.is_empty() {
        let message = "the incident names no source";
        let problem = Diagnostic::at(&MISSING_SOURCE, &record.file, None, message)
            .help("add source = \"Who, when, https://…\", or a [[source]] table");
        return vec![problem];
    }
    let unsourced = |claim: &&Claim| {
        claim.source.is_empty() && !claim.figures.is_empty() && claim.usage() == Use::Counted
    };
    let report = |claim: &Claim| {
        let known: Vec<&str> =
            record.sources.iter().map(|source| source.id().value.as_str()).collect();
        let span = claim.figures.first().map_or(claim.span, |(_, amount)| amount.span);
        Diagnostic::at(&MISSING_SOURCE, &record.file, span, "a counted figure names no source")
            .label("in which source does it stand?")
            .help(format!("add source = \"…\" to the claim: one of {}", known.join(", ")))
    };
    record.claims.iter().filter(unsourced).map(report).collect()
}
