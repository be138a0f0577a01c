//! What was written down and is named by nothing: sources, actors, places of the gazetteer.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{CitedSource, Incident, Record, Tracker};
use crate::source::{Located, SourcePath};

pub(super) static UNUSED_SOURCE: Rule = Rule::house(
    "unused-source",
    Severity::Warning,
    "A source in `content/sources/` is cited by no record; or an incident cites a source that none of \
     its claims, statements and places names.\n\n\
     Readers see the source in the list and cannot see what it carries. Often a claim lacks its \
     `source`. In an incident this is said only where more of its sources are named than not, and not \
     of a source with a `note` or an `origin`, of one that is another's `origin`, and of one that the \
     text links to.\n\n\
     **Example**: three `[[source]]` tables, `s1` to `s3`, while every claim says \
     `source = [\"s1\", \"s2\"]`.\n\n\
     **Repair**: name the source where it carries something: `source = [\"s1\", \"s3\"]`. Say in its \
     `note` why it was read otherwise, or take it out.",
);

pub(super) static UNUSED_ACTOR: Rule = Rule::house(
    "unused-actor",
    Severity::Warning,
    "An actor has a file, and no record names it.\n\n\
     Its page would say that nothing is recorded. Often a record describes the actor in words where \
     its id belongs. An actor counts as named in claims and statements, as `parent`, in `via`, and by \
     links in texts; one with claims of its own has something to show. Where as many actors are unused as used, or more, the list is taken for one \
     made in advance and nothing is said.\n\n\
     **Example**: `content/actors/harbour-guard.md` while claims say `by = \"the Harbour Guard\"`.\n\n\
     **Repair**: name it by its id, `by = \"harbour-guard\"`, or set `status = \"draft\"` until it is \
     needed.",
);

pub(super) static UNUSED_PLACE: Rule = Rule::house(
    "unused-place",
    Severity::Warning,
    "A place of the gazetteer is named by no record.\n\n\
     Often a record gives the name where the `ref` belongs, and the place stands on two lists. A place \
     with a `note` is left alone: it may be there to be told from another. Where as many places \
     are unused as used, or more, the gazetteer is taken for a list made in advance and nothing is said.\n\n\
     **Example**: `id = \"old-quay\"` in `content/places.toml` while records say `name = \"Old Quay\"`.\n\n\
     **Repair**: write `ref = \"old-quay\"` in the `[[place]]` of the records, say in a `note` what the \
     place is there for, or take it out.",
);

pub(super) fn check(tracker: &Tracker) -> Vec<Diagnostic> {
    let incidents = tracker.incidents.par_iter().filter(|own| !own.record.is_withdrawn());
    let mut problems: Vec<Diagnostic> =
        incidents.flat_map_iter(|incident| own_sources(tracker, incident)).collect();
    problems.extend(shared_sources(tracker));
    problems.extend(actors(tracker));
    problems.extend(places(tracker));
    problems
}

/// The sources of an incident that nothing in it names.
fn own_sources<'a>(
    tracker: &'a Tracker,
    incident: &'a Incident,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let record = &incident.record;
    let list = if record.sources.len() > 1 { &record.sources[..] } else { &[] };
    let unused = mostly_used(list, |cited| is_named(tracker, incident, cited));
    unused.into_iter().map(|cited| {
        let id = cited.id();
        let message = format!("nothing in the record names the source `{}`", id.value);
        let problem = Diagnostic::at(&UNUSED_SOURCE, &record.file, id.span, message)
            .label("what does it carry?")
            .help(format!("add \"{}\" to the source of a claim, statement or place", id.value));
        match cited {
            CitedSource::Own(_) => problem.help("or say in its note why it was read"),
            CitedSource::Shared(_) => problem.help("or take it out of the record"),
        }
    })
}

fn is_named(tracker: &Tracker, incident: &Incident, cited: &CitedSource) -> bool {
    let record = &incident.record;
    let id = &cited.id().value;
    let claims = record.claims.iter().flat_map(|claim| &claim.source);
    let statements = record.statements.iter().flat_map(|statement| &statement.source);
    let places = incident.places.iter().flat_map(|place| &place.source);
    if claims.chain(statements).chain(places).any(|named| named.value == *id) {
        return true;
    }
    // One end of a chain of origins is enough: the other is there to show where the words come from.
    let others = record.sources.iter().map(|other| &other.id().value);
    let mut sources = others.filter_map(|other| tracker.cited(record, other.as_str()));
    let target = match cited {
        CitedSource::Own(source) => &source.id.value,
        CitedSource::Shared(shared) => &shared.target.value,
    };
    let origin = |origin: &crate::model::Id| origin == id || origin == target;
    if sources.any(|other| other.origin.iter().any(|named| origin(&named.value)))
        || record.sources.iter().flat_map(CitedSource::origin).any(|named| origin(&named.value))
        || !cited.origin().is_empty()
    {
        return true;
    }
    let own = tracker.cited(record, id.as_str());
    own.is_some_and(|own| own.note.is_some() || !own.origin.is_empty())
        || matches!(cited, CitedSource::Shared(_)) && links_to(record, "sources", target.as_str())
}

/// Whether the body links to the file of that id in that folder of `content/`.
fn links_to(record: &Record, folder: &str, id: &str) -> bool {
    record.links.iter().any(|link| target(record, &link.value, folder) == Some(id))
}

/// The id that a link names, where it leads to a file of that folder of `content/`.
fn target<'a>(record: &Record, link: &'a str, folder: &str) -> Option<&'a str> {
    let path = link.split(['?', '#']).next()?.strip_suffix(".md")?;
    match path.rsplit_once('/') {
        Some((above, id)) => (above.rsplit('/').next() == Some(folder)).then_some(id),
        None => record.file.below("content")?.starts_with(folder).then_some(path),
    }
}

fn shared_sources(tracker: &Tracker) -> Vec<Diagnostic> {
    if tracker.sources.is_empty() {
        return Vec::new();
    }
    let mut used = named(tracker, |record, used| {
        for cited in &record.sources {
            used.extend(ids(cited.origin()));
            if let CitedSource::Shared(shared) = cited {
                used.insert(shared.target.value.as_str());
            }
        }
        used.extend(record.links.iter().filter_map(|link| target(record, &link.value, "sources")));
    });
    used.extend(tracker.sources.iter().flat_map(|shared| ids(&shared.source.origin)));
    let unused = tracker.sources.iter().map(|shared| &shared.record);
    let unused = unused.filter(|record| !used.contains(record.id.value.as_str()));
    let problem = |record: &Record| {
        let message = format!("no record cites the source `{}`", record.id.value);
        Diagnostic::at(&UNUSED_SOURCE, &record.file, record.title.span, message)
            .label("what was it read for?")
            .help(format!("cite it in a record: [[source]] with ref = \"{}\"", record.id.value))
            .help("or set status = \"draft\" until it is needed")
    };
    unused.filter(|record| !record.is_withdrawn()).map(problem).collect()
}

fn actors(tracker: &Tracker) -> Vec<Diagnostic> {
    if tracker.actors.is_empty() {
        return Vec::new();
    }
    let mut used = named(tracker, |record, used| {
        for claim in &record.claims {
            used.extend(claim.via.as_deref());
            used.extend(Tracker::roles(claim).map(|(_, id)| id.value.as_str()));
            used.extend(claim.by.as_ref().and_then(actor));
        }
        for statement in &record.statements {
            used.extend(actor(&statement.by));
            used.extend(statement.to.iter().filter_map(actor));
        }
        used.extend(record.links.iter().filter_map(|link| target(record, &link.value, "actors")));
    });
    used.extend(tracker.actors.iter().filter_map(|own| own.parent.as_ref()).map(text));
    let unused = mostly_used(&tracker.actors, |actor| {
        let record = &actor.record;
        used.contains(record.id.value.as_str())
            || record.is_withdrawn()
            || !record.claims.is_empty()
            || !record.statements.is_empty()
    });
    let problem = |record: &Record| {
        let message = format!("no record names the actor `{}`", record.id.value);
        Diagnostic::at(&UNUSED_ACTOR, &record.file, record.title.span, message)
            .label("its page would say that nothing is recorded")
            .help(format!("name it by its id, as in by = \"{}\"", record.id.value))
            .help("or set status = \"draft\" until it is needed")
    };
    unused.into_iter().map(|actor| problem(&actor.record)).collect()
}

fn places(tracker: &Tracker) -> Vec<Diagnostic> {
    if tracker.places.is_empty() {
        return Vec::new();
    }
    let mut used: BTreeSet<&str> = tracker
        .incidents
        .par_iter()
        .flat_map_iter(|incident| {
            incident.places.iter().filter_map(|place| place.gazetteer.as_ref())
        })
        .map(text)
        .collect();
    used.extend(tracker.named_by_hidden.iter().map(|id| id.as_str()));
    let unused = mostly_used(&tracker.places, |place| used.contains(place.id.value.as_str()));
    let file = SourcePath::from("content/places.toml");
    let problem = |place: &crate::model::GazetteerPlace| {
        let message = format!("no record names the place `{}`", place.id.value);
        Diagnostic::at(&UNUSED_PLACE, &file, place.id.span, message)
            .label("what is it there for?")
            .help(format!("in the [[place]] of a record: ref = \"{}\"", place.id.value))
            .help("or say in its note what it is there for")
    };
    unused.into_iter().filter(|place| place.note.is_none()).map(problem).collect()
}

/// The unused of a list, or none where they are half of it or more.
fn mostly_used<T>(list: &[T], is_used: impl Fn(&T) -> bool) -> Vec<&T> {
    let unused: Vec<&T> = list.iter().filter(|item| !is_used(item)).collect();
    if unused.len() * 2 >= list.len() { Vec::new() } else { unused }
}

/// What `gather` finds in every record, and what the records that are not public name.
fn named<'a>(
    tracker: &'a Tracker,
    gather: impl Fn(&'a Record, &mut BTreeSet<&'a str>) + Sync,
) -> BTreeSet<&'a str> {
    let one = |mut used: BTreeSet<&'a str>, record: &'a Record| {
        gather(record, &mut used);
        used
    };
    let both = |mut a: BTreeSet<&'a str>, mut b: BTreeSet<&'a str>| {
        if a.len() < b.len() {
            std::mem::swap(&mut a, &mut b);
        }
        a.extend(b);
        a
    };
    let incidents = tracker.incidents.par_iter().map(|own| &own.record);
    let mut used = incidents.fold(BTreeSet::new, one).reduce(BTreeSet::new, both);
    let others = (tracker.reports.iter().map(|own| &own.record))
        .chain(tracker.milestones.iter().map(|own| &own.record))
        .chain(tracker.regions.iter().map(|own| &own.record))
        .chain(tracker.actors.iter().map(|own| &own.record))
        .chain(tracker.sources.iter().map(|own| &own.record))
        .chain(tracker.pages.iter().chain(&tracker.home).map(|own| &own.record));
    others.for_each(|record| gather(record, &mut used));
    used.extend(tracker.named_by_hidden.iter().map(|id| id.as_str()));
    used
}

fn actor(party: &crate::model::Party) -> Option<&str> {
    match party {
        crate::model::Party::Actor(id) => Some(id.value.as_str()),
        crate::model::Party::Words(_) => None,
    }
}

fn text(id: &Located<crate::model::Id>) -> &str {
    id.value.as_str()
}

fn ids(list: &[Located<crate::model::Id>]) -> impl Iterator<Item = &str> {
    list.iter().map(text)
}
