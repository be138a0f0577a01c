//! An incident whose parts count what it does not count itself.

use super::subject::Subject;
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{Case, Incident, IncidentIx, LeftOut, Measure, Range, Tracker};

pub(super) static UNCOUNTED_PARTS: Rule = Rule::house(
    "uncounted-parts",
    Severity::Warning,
    "An incident has parts that count people, and has no number of that measure itself, or is in no \
     total.\n\n\
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
    uncounted_whole(tracker, ix, incident, problems);
    // What contains this one in turn is where the total looks.
    if tracker.parts(ix).is_empty() || incident.part_of.is_some() {
        return;
    }
    let mut parts = Vec::new();
    gather(tracker, ix, &mut parts);
    for (name, measure) in Measure::ALL {
        if Range::of(incident, *measure).is_some_and(|range| range.low.is_some()) {
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

/// A part that would count, of an incident that does not.
fn uncounted_whole(
    tracker: &Tracker,
    ix: IncidentIx,
    incident: &Incident,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(id) = &incident.part_of else { return };
    let Some(Case::Incident(whole)) = tracker.case_by_id(id.value.as_str()) else { return };
    let counts = tracker.settings.counting.contains(&incident.evidence.value);
    let lost = !matches!(tracker.counts(whole), Ok(()) | Err(LeftOut::PartOf));
    let stated = |(_, measure): &(&str, Measure)| {
        Range::of(tracker.incident(ix), *measure)
            .is_some_and(|range| range.low.is_some_and(|n| n > 0))
    };
    if !counts || !lost || !Measure::ALL.iter().any(stated) {
        return;
    }
    let record = &incident.record;
    let message =
        format!("`{}` is in no total, so what is counted here is in none either", id.value);
    let other = &tracker.incident(whole).record;
    problems.push(
        Diagnostic::at(&UNCOUNTED_PARTS, &record.file, id.span, message)
            .label("the incident that contains it")
            .related(
                &other.file,
                other.title.span,
                "withdrawn, merged, or of a grade that does not count",
            )
            .help("take part_of out, or name the incident that counts for both"),
    );
}

/// All that an incident contains, over any number of steps.
fn gather(tracker: &Tracker, whole: IncidentIx, parts: &mut Vec<IncidentIx>) {
    let mut open = vec![whole];
    while let Some(ix) = open.pop() {
        parts.extend(tracker.parts(ix));
        open.extend(tracker.parts(ix));
    }
}
