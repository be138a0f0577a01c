//! A root region whose size would be guessed while positions are widened to regions.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{Precision, Tracker};

pub(super) static GUESSED_LEVEL: Rule = Rule::house(
    "guessed-level",
    Severity::Warning,
    "A region at the top of the tree does not say how large it is, and the gate widens positions to \
     regions.\n\n\
     A `[safety] precision` of `adm3` or coarser shows an incident under the region of that level. \
     The levels are counted from the top of the tree. A top region without a `level` is taken for a \
     country; where it is a province, everything below it would be shown one level too fine.\n\n\
     **Example**: `content/regions/north.md`, a province, without `level`, and `precision = \"adm1\"`.\n\n\
     **Repair**: add `level = \"country\"` or `level = \"adm1\"` to the region, whichever is true.",
);

pub(super) fn check(tracker: &Tracker) -> Vec<Diagnostic> {
    let widens = |precision: Option<Precision>| precision.is_some_and(|own| own >= Precision::Near);
    let records = tracker.incidents.iter().map(|incident| &incident.record);
    let records = records.chain(tracker.reports.iter().map(|report| &report.record));
    let mut records = records.chain(tracker.milestones.iter().map(|stone| &stone.record));
    if !widens(tracker.settings.precision)
        && !records.any(|record| widens(tracker.allowed_precision(record)))
    {
        return Vec::new();
    }
    let guessed = |region: &&crate::model::Region| {
        let kind = region.kind.as_deref().unwrap_or_default();
        region.level.is_none() && !kind.eq_ignore_ascii_case("country")
    };
    let problem = |region: &crate::model::Region| {
        let message = "the level of this region would be guessed";
        Diagnostic::at(&GUESSED_LEVEL, &region.record.file, region.record.title.span, message)
            .label("a country, or something smaller?")
            .help("add level = \"country\", or \"adm1\", \"adm2\" …, whichever is true")
    };
    let roots = tracker.top_regions().iter().map(|ix| tracker.region(*ix));
    roots.filter(guessed).map(problem).collect()
}
