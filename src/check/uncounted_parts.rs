//! An incident whose parts count what it does not count itself.

use super::subject::Subject;
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{IncidentIx, Measure, Range, Tracker};

pub(super) static UNCOUNTED_PARTS: Rule = Rule::house(
    "uncounted-parts",
    Severity::Warning,
    "An incident has parts that count people, and counts none of that measure itself.\n\n\
     The figures of a part are in no total, since the incident that contains it counts for both. \
     Where that one has no figure, the people counted in its parts are in no total at all.\n\n\
     **Example**: `port-attacks` without a figure, and `north-quay` with `part_of = \"port-attacks\"` \
     and `killed = 3`.\n\n\
     **Repair**: add a claim about the whole to the incident that contains the parts, or take \
     `part_of` out of them and name it in `related`.",
);

pub(super) fn check(subject: &Subject<'_>, problems: &mut Vec<Diagnostic>) {
    let Some((ix, incident)) = subject.incident() else { return };
    let tracker = subject.tracker;
    // What contains this one in turn is where the total looks.
    if tracker.parts(ix).is_empty() || incident.part_of.is_some() {
        return;
    }
    let mut parts = Vec::new();
    gather(tracker, ix, &mut parts);
    for (name, measure) in Measure::ALL {
        if Range::of(incident, *measure).is_some() {
            continue;
        }
        let stated = |part: &&IncidentIx| {
            let part = tracker.incident(**part);
            tracker.settings.counting.contains(&part.evidence.value)
                && Range::of(part, *measure).is_some_and(|range| range.low.is_some_and(|n| n > 0))
        };
        let Some(part) = parts.iter().find(stated) else { continue };
        let part = &tracker.incident(*part).record;
        let record = &incident.record;
        let message = format!("the parts count `{name}`, and the incident itself does not");
        problems.push(
            Diagnostic::at(&UNCOUNTED_PARTS, &record.file, record.title.span, message)
                .label("its parts are in no total")
                .related(&part.file, part.title.span, "counted here alone")
                .help(format!(
                    "add what is said of the whole:\n[[claim]]\n{name} = …\nsource = \"…\""
                )),
        );
    }
}

/// All that an incident contains, over any number of steps.
fn gather(tracker: &Tracker, whole: IncidentIx, parts: &mut Vec<IncidentIx>) {
    let mut open = vec![whole];
    while let Some(ix) = open.pop() {
        parts.extend(tracker.parts(ix));
        open.extend(tracker.parts(ix));
    }
}
