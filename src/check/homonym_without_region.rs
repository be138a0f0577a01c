//! A place whose name is that of another, and nothing that tells the two apart.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::places;
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{GazetteerPlace, Id, Incident, Place, Tracker, fold};
use crate::source::SourcePath;

pub(super) static HOMONYM_WITHOUT_REGION: Rule = Rule::house(
    "homonym-without-region",
    Severity::Warning,
    "A place has the name of another, and no region says which of the two is meant.\n\n\
     Villages share names. A reader, and whoever adds the figures of a place, takes one for the other. \
     Names are compared without accents, case and hyphens. In the gazetteer, places of one name need \
     regions that differ, or a `note`. In a record, a `[[place]]` that gives a name alone is one of \
     the gazetteer's where just one of that name lies in the incident's region; where the incident's \
     region is a large one, other records may know places of that name in several of its parts.\n\n\
     **Example**: two places `Newbridge` in `content/places.toml`, one of them without `region`.\n\n\
     **Repair**: add `region` to the place, or name it by its `ref`.",
);

/// Places of the gazetteer by folded name.
type Listed<'a> = BTreeMap<String, Vec<&'a GazetteerPlace>>;

pub(super) fn check(tracker: &Tracker) -> Vec<Diagnostic> {
    let mut listed = Listed::new();
    for place in &tracker.places {
        listed.entry(fold(&place.name)).or_default().push(place);
    }
    let mut problems: Vec<Diagnostic> = listed.values().flat_map(|same| twins(same)).collect();
    let elsewhere = places_below(tracker);
    let incidents = tracker.incidents.par_iter().filter(|own| !own.record.is_withdrawn());
    problems.par_extend(incidents.flat_map_iter(|incident| {
        let unplaced = incident.places.iter().filter(|place| is_bare(place));
        unplaced.filter_map(|place| {
            if listed.is_empty() && elsewhere.is_empty() {
                return None;
            }
            let name = fold(&place.name.as_ref()?.value);
            match listed.get(&name) {
                Some(same) => unclear(incident, place, same),
                None => scattered(incident, place, elsewhere.get(&name)?),
            }
        })
    }));
    problems
}

/// Whether a place has its name alone to be known by.
fn is_bare(place: &Place) -> bool {
    place.gazetteer.is_none() && place.region.is_none() && place.point.is_none()
}

/// The problems of the gazetteer's places of one name.
fn twins<'a>(same: &'a [&'a GazetteerPlace]) -> impl Iterator<Item = Diagnostic> + 'a {
    let file = SourcePath::from("content/places.toml");
    same.iter().enumerate().filter_map(move |(at, place)| {
        let region = place.region.as_ref().map(|region| &region.value);
        let mut others = same.iter().enumerate().filter(|(other, _)| *other != at);
        let (_, other) = match region {
            None => others.next()?,
            Some(_) if place.note.is_some() => return None,
            Some(own) => others.find(|(other, twin)| {
                let shared = twin.region.as_ref().is_some_and(|region| region.value == *own);
                shared && *other < at && twin.note.is_none()
            })?,
        };
        let (message, help) = match region {
            None => ("this place has the name of another and no region", "add region = \"…\""),
            Some(_) => (
                "this place has the name and the region of another",
                "take one of them out, or say in its note = \"…\" how they differ",
            ),
        };
        let problem = Diagnostic::at(&HOMONYM_WITHOUT_REGION, &file, place.id.span, message)
            .label(format!("which `{}`?", place.name))
            .related(&file, other.id.span, "the other one")
            .help(help);
        Some(problem)
    })
}

/// The problem of a bare name that the gazetteer knows.
fn unclear(incident: &Incident, place: &Place, same: &[&GazetteerPlace]) -> Option<Diagnostic> {
    let own = &incident.region.value;
    let near = |listed: &&&GazetteerPlace| {
        let region = listed.region.as_ref().map(|region| &region.value);
        region.is_none_or(|region| region.lies_within(own) || own.lies_within(region))
    };
    let count = same.iter().filter(near).count();
    if count == 1 {
        return None;
    }
    let name = place.name.as_ref()?;
    let message = match count {
        0 => format!("the gazetteer has `{}` in another region", name.value),
        _ => format!("the gazetteer has {count} places that may be `{}`", name.value),
    };
    let refs: Vec<String> =
        same.iter().map(|place| format!("ref = \"{}\"", place.id.value)).collect();
    let problem =
        Diagnostic::at(&HOMONYM_WITHOUT_REGION, &incident.record.file, name.span, message)
            .label("which one is meant?")
            .help(format!("where it is listed: {}", refs.join(", or ")));
    Some(match count {
        0 => problem.help(format!("where it is another place: region = \"{own}\"")),
        _ => problem.help("where it is another place: region = \"…\""),
    })
}

/// Where records place the names that stand bare in incidents of regions with parts.
fn places_below(tracker: &Tracker) -> BTreeMap<String, BTreeSet<&Id>> {
    let is_large = |incident: &Incident| {
        let region = tracker.region_by_id(incident.region.value.as_str());
        region.is_some_and(|region| !tracker.sub_regions(region).is_empty())
    };
    let bare: BTreeSet<String> = tracker
        .incidents
        .par_iter()
        .filter(|incident| incident.places.iter().any(is_bare) && is_large(incident))
        .flat_map_iter(|incident| incident.places.iter().filter(|place| is_bare(place)))
        .filter_map(|place| Some(fold(&place.name.as_ref()?.value)))
        .collect();
    if bare.is_empty() {
        return BTreeMap::new();
    }
    let known: Vec<(String, &Id)> = tracker
        .incidents
        .par_iter()
        .flat_map_iter(|incident| incident.places.iter().map(move |place| (incident, place)))
        .filter_map(|(incident, place)| {
            let name = fold(places::name(tracker, place)?);
            let region = &places::region(tracker, incident, place).value;
            bare.contains(&name).then_some((name, region))
        })
        .collect();
    let mut elsewhere: BTreeMap<String, BTreeSet<&Id>> = BTreeMap::new();
    for (name, region) in known {
        elsewhere.entry(name).or_default().insert(region);
    }
    elsewhere
}

/// The problem of a bare name that stands for places in several parts of the incident's region.
fn scattered(incident: &Incident, place: &Place, regions: &BTreeSet<&Id>) -> Option<Diagnostic> {
    let own = &incident.region.value;
    let below: Vec<&Id> = regions
        .iter()
        .copied()
        .filter(|region| *region != own && region.lies_within(own))
        .collect();
    // Regions come in the order of their ids, so that those below one stand right behind it.
    let first = below.first()?;
    if below.iter().all(|region| region.lies_within(first)) {
        return None;
    }
    let name = place.name.as_ref()?;
    let message = format!("other records have `{}` in several parts of `{own}`", name.value);
    let known: Vec<String> =
        below.iter().take(3).map(|region| format!("region = \"{region}\"")).collect();
    let problem =
        Diagnostic::at(&HOMONYM_WITHOUT_REGION, &incident.record.file, name.span, message)
            .label("which one is meant?")
            .help(format!("say where it is, where that is known: {}", known.join(", or ")));
    Some(problem)
}
