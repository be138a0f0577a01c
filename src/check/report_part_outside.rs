//! An incident in a report that does not speak of its time or its place.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{Case, Id, Incident, Report, Tracker};
use crate::source::Located;

pub(super) static REPORT_PART_OUTSIDE: Rule = Rule::house(
    "report-part-outside",
    Severity::Warning,
    "A report `documents` an incident that lies outside its `period` or its `area`.\n\n\
     Readers take the incidents inside a report for parts of its figures. One that lies in another \
     year or another region is a slip of an id, or the report's own fields are too narrow.\n\n\
     **Example**: a report with `period = \"2024-01/2024-06\"` that documents an incident of July.\n\n\
     **Repair**: correct the id in `documents`, or widen `period` or `area`.",
);

pub(super) fn check(tracker: &Tracker) -> Vec<Diagnostic> {
    let reports = tracker.reports.iter().filter(|report| !report.record.is_withdrawn());
    let parts = reports.flat_map(|report| report.documents.iter().map(move |id| (report, id)));
    parts.flat_map(|(report, id)| part_problems(tracker, report, id)).collect()
}

fn part_problems<'a>(
    tracker: &'a Tracker,
    report: &'a Report,
    id: &'a Located<Id>,
) -> Vec<Diagnostic> {
    let Some(Case::Incident(ix)) = tracker.case_by_id(id.value.as_str()) else {
        return Vec::new();
    };
    let incident = tracker.incident(ix);
    let problem = |message: String, help: String| {
        Diagnostic::at(&REPORT_PART_OUTSIDE, &report.record.file, id.span, message)
            .label("a slip of the id?")
            .help(help)
    };
    let mut problems = Vec::new();
    let date = &incident.date.value;
    if let Some(period) = report.period.as_ref().map(|period| &period.value)
        && !period.approximate
        && !date.approximate
        && !date.overlaps(period)
    {
        let message = format!("`{}` is dated {date}, outside the report's period", id.value);
        problems.push(
            problem(message, format!("correct the id, or widen period = \"{period}\"")).related(
                &incident.record.file,
                incident.date.span,
                "dated here",
            ),
        );
    }
    if !report.area.is_empty() && !within_area(incident, &report.area) {
        let region = &incident.region.value;
        let message = format!("`{}` lies in `{region}`, outside the report's area", id.value);
        problems.push(
            problem(message, format!("correct the id, or add \"{region}\" to area")).related(
                &incident.record.file,
                incident.region.span,
                "placed here",
            ),
        );
    }
    problems
}

/// Whether the incident lies in the area, or may: its region is not known finely enough to tell.
fn within_area(incident: &Incident, area: &[Located<Id>]) -> bool {
    let places = incident.places.iter().filter_map(|place| place.region.as_ref());
    let mut regions = places.chain([&incident.region]).map(|region| &region.value);
    regions.any(|own| {
        area.iter().any(|area| own.lies_within(&area.value) || area.value.lies_within(own))
    })
}
