//! An embargo that has ended long ago.

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{Record, Tracker};

pub(super) static PAST_EMBARGO: Rule = Rule::house(
    "past-embargo",
    Severity::Warning,
    "A record has an embargo that ended more than 30 days ago.\n\n\
     The line does nothing any more, and whoever reads the file wonders whether the record is public. \
     For the first 30 days nothing is said, so that a build does not fail on the day of publication.\n\n\
     **Example**: `embargo = 2024-05-01` in the autumn of that year.\n\n\
     **Repair**: take the line out.",
);

/// Days after its end for which an embargo may stay in the file.
const GRACE: i32 = 30;

pub(super) fn check(tracker: &Tracker) -> Vec<Diagnostic> {
    let incidents = tracker.incidents.par_iter().map(|own| &own.record);
    let reports = tracker.reports.par_iter().map(|own| &own.record);
    let milestones = tracker.milestones.par_iter().map(|own| &own.record);
    let regions = tracker.regions.par_iter().map(|own| &own.record);
    let actors = tracker.actors.par_iter().map(|own| &own.record);
    let sources = tracker.sources.par_iter().map(|own| &own.record);
    let pages = tracker.pages.par_iter().chain(tracker.home.par_iter()).map(|own| &own.record);
    let records = incidents.chain(reports).chain(milestones).chain(regions);
    let records = records.chain(actors).chain(sources).chain(pages);
    records.filter_map(|record| problem(tracker, record)).collect()
}

fn problem(tracker: &Tracker, record: &Record) -> Option<Diagnostic> {
    let embargo = record.embargo.as_ref()?;
    let end = embargo.value.earliest();
    if (tracker.today - end).get_days() <= GRACE {
        return None;
    }
    let message = format!("the embargo ended on {end}");
    let problem = Diagnostic::at(&PAST_EMBARGO, &record.file, embargo.span, message)
        .label("this line does nothing any more")
        .help("take the line out");
    Some(problem)
}
