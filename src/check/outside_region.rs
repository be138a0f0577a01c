//! A point that lies outside the outline of its region.

use rayon::prelude::*;

use super::places;
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{Id, Incident, Point, Precision, Tracker};
use crate::source::{Located, SourcePath};

pub(super) static OUTSIDE_REGION: Rule = Rule::house(
    "outside-region",
    Severity::Warning,
    "A point lies outside the outline of the region that it should be in.\n\n\
     Latitude and longitude are easily exchanged, a sign is easily lost, and places share names. The \
     outline is the `boundary` of the region, or of the nearest region above it that has one. A point \
     may lie up to 2 km beyond it, or 25 km where its `precision` is `near` or coarser. Without any \
     `boundary` nothing is said.\n\n\
     **Example**: `point = [3.4, 51.2]` for a place at 51.2 degrees north.\n\n\
     **Repair**: correct the point; latitude stands first. Where the place does lie in another region, \
     say so: `region = \"…\"` in its `[[place]]`.",
);

pub(super) fn check(tracker: &Tracker) -> Vec<Diagnostic> {
    if tracker.boundaries.is_empty() {
        return Vec::new();
    }
    let incidents = tracker.incidents.par_iter().filter(|own| !own.record.is_withdrawn());
    let mut problems: Vec<Diagnostic> =
        incidents.flat_map_iter(|incident| incident_problems(tracker, incident)).collect();
    let gazetteer = SourcePath::from("content/places.toml");
    let listed = tracker.places.par_iter().filter_map(|place| {
        let (point, region) = (place.point.as_ref()?, place.region.as_ref()?);
        problem(tracker, &gazetteer, point, &region.value, place.precision.as_ref())
    });
    problems.par_extend(listed);
    let regions = tracker.regions.par_iter().filter_map(|region| {
        let record = &region.record;
        problem(tracker, &record.file, region.point.as_ref()?, &record.id.value, None)
    });
    problems.par_extend(regions);
    problems
}

fn incident_problems<'a>(
    tracker: &'a Tracker,
    incident: &'a Incident,
) -> impl Iterator<Item = Diagnostic> + 'a {
    incident.places.iter().filter_map(move |place| {
        let region = &places::region(tracker, incident, place).value;
        let file = &incident.record.file;
        if let Some(point) = &place.point {
            return problem(tracker, file, point, region, place.precision.as_ref());
        }
        // A listed point is checked where it stands, unless the region is the record's.
        let listed = places::listed(tracker, place)?;
        if listed.region.is_some() && place.region.is_none() {
            return None;
        }
        let point = Located::new(listed.point.as_ref()?.value, place.gazetteer.as_ref()?.span);
        problem(tracker, file, &point, region, listed.precision.as_ref())
    })
}

fn problem(
    tracker: &Tracker,
    file: &SourcePath,
    point: &Located<Point>,
    region: &Id,
    precision: Option<&Located<Precision>>,
) -> Option<Diagnostic> {
    let (around, boundary) = tracker.boundary_around(tracker.region_by_id(region.as_str())?)?;
    let reach = places::kilometres(precision);
    if boundary.holds(&point.value, reach) {
        return None;
    }
    let around = &tracker.region(around).record.id.value;
    let message = format!("the point lies outside the region `{around}`");
    let problem = Diagnostic::at(&OUTSIDE_REGION, file, point.span, message)
        .label(format!("more than {reach} km outside its outline"));
    let Point { latitude, longitude, decimals } = point.value;
    let slips = [(longitude, latitude), (latitude, -longitude), (-latitude, longitude)];
    let meant = slips.into_iter().find(|(latitude, longitude)| {
        let (latitude, longitude) = (*latitude, *longitude);
        latitude.abs() <= 90.0 && boundary.holds(&Point { latitude, longitude, decimals }, reach)
    });
    let own_region = file.below("content/regions").is_some();
    Some(match meant {
        Some((latitude, longitude)) => {
            problem.help(format!("did you mean point = [{latitude}, {longitude}]?"))
        }
        None if own_region => problem.help("correct the point, or the outline"),
        None => {
            problem.help("correct the point, or name the region that it lies in: region = \"…\"")
        }
    })
}
