//! A point written more finely than it is known.

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{Point, Precision, Tracker};
use crate::source::{Located, SourcePath};

pub(super) static FALSE_PRECISION: Rule = Rule::house(
    "false-precision",
    Severity::Warning,
    "A point has more decimals than its `precision` bears out.\n\n\
     The fourth decimal of a degree is some 11 metres, the second some kilometre. Whoever reads a \
     point takes its last decimal for known, and looks for a house where only a district is meant. \
     `exact` and `settlement`, which holds where nothing is said, may have six decimals, as gazetteers \
     give them; `near` and `adm3` to `adm1` two; `country` one.\n\n\
     **Example**: `point = [51.20417, 3.42219]` with `precision = \"near\"`.\n\n\
     **Repair**: round the point as the message shows, or say how finely it is known.",
);

pub(super) fn check(tracker: &Tracker) -> Vec<Diagnostic> {
    let incidents = tracker.incidents.par_iter().filter(|own| !own.record.is_withdrawn());
    let mut problems: Vec<Diagnostic> = incidents
        .flat_map_iter(|incident| {
            let places = incident.places.iter();
            places.filter_map(|place| {
                problem(&incident.record.file, place.point.as_ref()?, place.precision.as_ref())
            })
        })
        .collect();
    let gazetteer = SourcePath::from("content/places.toml");
    let listed = tracker
        .places
        .iter()
        .filter_map(|place| problem(&gazetteer, place.point.as_ref()?, place.precision.as_ref()));
    problems.extend(listed);
    problems
}

fn problem(
    file: &SourcePath,
    point: &Located<Point>,
    precision: Option<&Located<Precision>>,
) -> Option<Diagnostic> {
    let precision = precision.map_or(Precision::Settlement, |precision| precision.value);
    let most = match precision {
        Precision::Exact | Precision::Settlement => 6,
        Precision::Near | Precision::Adm3 | Precision::Adm2 | Precision::Adm1 => 2,
        Precision::Country => 1,
    };
    let Point { latitude, longitude, decimals } = point.value;
    if decimals <= most {
        return None;
    }
    let name = precision.name();
    let digits = usize::from(most);
    let message = format!("the point has {decimals} decimals, and is known as `{name}` only");
    let problem = Diagnostic::at(&FALSE_PRECISION, file, point.span, message)
        .label(format!("`{name}` bears out {most}"))
        .help(format!("point = [{latitude:.digits$}, {longitude:.digits$}]"));
    Some(match precision {
        Precision::Exact | Precision::Settlement => problem,
        _ => problem.help("or, where it is known that finely: precision = \"settlement\""),
    })
}
