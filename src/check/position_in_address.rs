//! An address that names a region which the gate keeps back.

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Rule};
use crate::model::{Id, Incident, IncidentIx, RegionIx, Tracker};
use crate::source::{Located, Span};

pub(super) static POSITION_IN_ADDRESS: Rule = Rule::fixed(
    "position-in-address",
    "The address of a page names a region that is finer than the record may show.\n\n\
     The address of an incident comes from its folder and its id. `[safety] precision` widens the \
     region on every page; a folder named for the finer region would tell it all the same. The same \
     holds for `id` and `aliases`.\n\n\
     **Example**: `content/incidents/north/riverside/raid.md` with `region = \"north/riverside\"` and \
     `precision = \"adm1\"`.\n\n\
     **Repair**: move the file to a folder that does not name the region \
     (`content/incidents/2024/raid.md`), change the `id`, or take the alias out.",
);

pub(super) fn check(tracker: &Tracker) -> Vec<Diagnostic> {
    let check = |at: usize, incident: &Incident| {
        let ix = IncidentIx(u32::try_from(at).unwrap_or(u32::MAX));
        let record = &incident.record;
        if tracker.allowed_precision(record).is_none() {
            return Vec::new();
        }
        let mut parts = Vec::new();
        let mut hide = |region: &Located<Id>, shown: RegionIx| {
            parts.extend(tracker.hidden_parts(&region.value, shown));
        };
        hide(&incident.region, tracker.shown_region(ix));
        for place in &incident.places {
            let listed = place.gazetteer.as_ref();
            let listed = listed.and_then(|id| tracker.place_by_id(id.value.as_str()));
            let region = place.region.as_ref().or_else(|| listed?.region.as_ref());
            if let (Some(region), Some(shown)) = (region, tracker.shown_place(record, place).region)
            {
                hide(region, shown);
            }
        }
        parts.sort();
        parts.dedup();
        problems(incident, &parts)
    };
    let incidents = tracker.incidents.par_iter().enumerate();
    incidents.flat_map_iter(|(at, incident)| check(at, incident)).collect()
}

fn problems(incident: &Incident, parts: &[String]) -> Vec<Diagnostic> {
    let record = &incident.record;
    let telling = |address: &str| parts.iter().any(|part| names(address, part));
    let problem = |span: Option<Span>, message: &str, help: &'static str| {
        Diagnostic::at(&POSITION_IN_ADDRESS, &record.file, span, message).help(help)
    };
    let mut problems = Vec::new();
    let folder = record.file.below("content/incidents").unwrap_or_default();
    if telling(folder.rsplit_once('/').map_or("", |(folder, _)| folder)) {
        problems.push(problem(
            None,
            "the folder names a region that is finer than the record may show",
            "move the file to a folder that does not, such as content/incidents/2024/",
        ));
    }
    if telling(record.id.value.as_str()) {
        problems.push(problem(
            Some(record.id.span),
            "the id names a region that is finer than the record may show",
            "rename the file, or give the record an id = \"…\" that does not name it",
        ));
    }
    for alias in record.aliases.iter().filter(|alias| telling(&alias.value)) {
        problems.push(problem(
            Some(alias.span),
            "the alias names a region that is finer than the record may show",
            "take the alias out",
        ));
    }
    problems
}

/// Whether an address holds the part of a region's id as words of its own.
fn names(address: &str, part: &str) -> bool {
    let plain = |text: &str| {
        let mut plain = String::from("-");
        plain
            .extend(text.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }));
        plain.push('-');
        plain
    };
    plain(address).contains(&plain(part))
}
