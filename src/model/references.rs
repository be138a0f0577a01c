//! Checks that what a record refers to is there, and that no chain of references bites its tail.

use rayon::prelude::*;

use super::claim::{Claim, Party};
use super::incident::Incident;
use super::place::Place;
use super::record::{CitedSource, Record};
use super::registry::ActorKind;
use super::resolve::{DUPLICATE_ID, Hidden, duplicates};
use super::tracker::{Case, Tracker};
use super::vocabulary::Id;
use crate::diagnostic::{Diagnostic, Rule};
use crate::source::Located;

/// A name that leads nowhere.
pub static UNKNOWN_REFERENCE: Rule = Rule::fixed(
    "unknown-reference",
    "A record names a region, actor, source, place, claim, type or record that there is not.\n\n\
     Every reference must hold before a page is made: a link that leads nowhere, or a figure whose \
     source is missing, would be published otherwise.\n\n\
     **Example**: `region = \"north/riversid\"` while the file is `content/regions/north/riverside.md`.\n\n\
     **Repair**: correct the spelling, or make the missing file. A party that has no file of its own \
     is described in words with a space: `by = \"local residents\"`.",
);

/// A public record that names one which is not.
pub static NOT_PUBLIC: Rule = Rule::fixed(
    "not-public",
    "A public record names one that is a draft, under review or under embargo.\n\n\
     The page would have to name what must not be known yet, or lose what it says.\n\n\
     **Example**: a published incident with `related = [\"x\"]` where `x` has `status = \"draft\"`.\n\n\
     **Repair**: publish the other record first, take the reference out, or give this record the \
     same embargo.",
);

/// A chain of references that returns to its start.
pub static CIRCULAR_REFERENCE: Rule = Rule::fixed(
    "circular-reference",
    "A chain of references returns to where it started.\n\n\
     An incident cannot be a part of itself, a group not its own parent, and a source not its own \
     origin, however long the way round.\n\n\
     **Example**: `part_of = \"b\"` on `a` and `part_of = \"a\"` on `b`.\n\n\
     **Repair**: take out the reference that points the wrong way.",
);

/// A community named as perpetrator.
pub static COMMUNITY_AS_PERPETRATOR: Rule = Rule::fixed(
    "community-as-perpetrator",
    "A claim names a community as perpetrator.\n\n\
     Groups and persons act; a community never does. Blame of a whole community endangers people \
     and is seldom what a source says.\n\n\
     **Example**: `perpetrator = \"herders\"` where the actor has `kind = \"community\"`.\n\n\
     **Repair**: name the armed group or force that the source names. Where a source does blame a \
     community, keep its sentence as a claim with `text`, `use = \"rejected\"` and a `reason`.",
);

/// Every problem of the tracker's references, in no order.
pub(super) fn check(tracker: &Tracker, hidden: &Hidden) -> Vec<Diagnostic> {
    let base = Check { tracker, hidden, problems: Vec::new() };
    let mut problems: Vec<Diagnostic> = tracker
        .incidents
        .par_iter()
        .flat_map_iter(|incident| {
            let mut check = base.fresh();
            check.incident(incident);
            check.problems
        })
        .collect();
    let mut check = base;
    check.registries();
    check.cycles();
    problems.append(&mut check.problems);
    problems
}

/// Whether every reference of one incident holds.
pub(super) fn hold(tracker: &Tracker, incident: &Incident) -> bool {
    let mut check = Check { tracker, hidden: &Hidden::default(), problems: Vec::new() };
    check.incident(incident);
    check.problems.is_empty()
}

struct Check<'a> {
    tracker: &'a Tracker,
    hidden: &'a Hidden,
    problems: Vec<Diagnostic>,
}

impl<'a> Check<'a> {
    fn fresh(&self) -> Self {
        Self { tracker: self.tracker, hidden: self.hidden, problems: Vec::new() }
    }

    fn incident(&mut self, incident: &Incident) {
        let record = &incident.record;
        self.record(record, &incident.places);
        self.region(record, &incident.region);
        if let Some(kind) = &incident.kind {
            let types = &self.tracker.settings.types;
            if !types.iter().any(|known| known.id == kind.value) {
                let problem = unknown(record, kind, "type")
                    .did_you_mean(kind.value.as_str(), types.iter().map(|known| known.id.as_str()))
                    .help(format!(
                        "add to griot.toml: [types.{}] with a label",
                        toml_key(kind.value.as_str())
                    ));
                self.problems.push(problem);
            }
        }
        for (field, id) in [("part_of", &incident.part_of), ("merged_into", &incident.merged_into)]
        {
            let Some(id) = id else { continue };
            match self.case(record, id) {
                Some(Case::Report(_) | Case::Milestone(_)) => self.problems.push(
                    Diagnostic::at(
                        &UNKNOWN_REFERENCE,
                        &record.file,
                        id.span,
                        format!("`{field}` names `{}`, which is no incident", id.value),
                    )
                    .label("expected the id of an incident")
                    .help("a report that sums up incidents names them in its own `documents`"),
                ),
                Some(Case::Incident(_)) | None => {}
            }
        }
    }

    fn registries(&mut self) {
        let tracker = self.tracker;
        for report in &tracker.reports {
            self.record(&report.record, &[]);
            report.area.iter().for_each(|region| self.region(&report.record, region));
            for id in &report.documents {
                self.case(&report.record, id);
            }
        }
        for milestone in &tracker.milestones {
            self.record(&milestone.record, &[]);
            milestone.area.iter().for_each(|region| self.region(&milestone.record, region));
        }
        for region in &tracker.regions {
            self.record(&region.record, &[]);
            if let Some(formerly) = &region.formerly {
                self.region(&region.record, formerly);
            }
            if let Some(parent) = region.parent_id()
                && tracker.region_by_id(parent).is_none()
            {
                let span = region.record.id.span;
                let problem = Diagnostic::at(
                    &UNKNOWN_REFERENCE,
                    &region.record.file,
                    span,
                    format!("its parent region `{parent}` has no file"),
                )
                .label("a region's parent is its folder")
                .help(format!(
                    "make content/regions/{parent}.md: griot new region NAME --id {parent}"
                ));
                self.problems.push(problem);
            }
        }
        for actor in &tracker.actors {
            self.record(&actor.record, &[]);
            if let Some(parent) = &actor.parent {
                self.actor(&actor.record, parent);
            }
        }
        for page in tracker.pages.iter().chain(&tracker.home) {
            self.record(&page.record, &[]);
        }
        for shared in &tracker.sources {
            self.record(&shared.record, &[]);
            self.origins(&shared.record, &shared.source.origin);
        }
        for place in &tracker.places {
            if let Some(region) = &place.region
                && tracker.region_by_id(region.value.as_str()).is_none()
            {
                let file = crate::source::SourcePath::from("content/places.toml");
                let problem = unknown_in(&file, region, "region");
                let problem =
                    self.explain(problem, region, &self.hidden.regions, region_ids(tracker));
                self.problems.push(problem);
            }
        }
        let file = crate::source::SourcePath::from("content/places.toml");
        let ids = tracker.places.iter().map(|place| (&file, &place.id));
        duplicates(&DUPLICATE_ID, "another place has the id", ids, &mut self.problems);
    }

    fn record(&mut self, record: &Record, places: &[Place]) {
        for id in &record.related {
            self.case(record, id);
        }
        for source in &record.sources {
            self.origins(record, source.origin());
            if let CitedSource::Shared(shared) = source
                && let target = &shared.target
                && self.tracker.source_by_id(target.value.as_str()).is_none()
            {
                let ids = self.tracker.sources.iter().map(|s| s.record.id.value.as_str());
                let problem =
                    unknown(record, target, "source").label("no such file in content/sources/");
                let problem = self.explain(problem, target, &self.hidden.sources, ids);
                self.problems.push(problem);
            }
        }
        let source_ids = record.sources.iter().map(|source| (&record.file, source.id()));
        duplicates(
            &DUPLICATE_ID,
            "another source of the record has the id",
            source_ids,
            &mut self.problems,
        );
        let claim_ids =
            record.claims.iter().filter_map(|claim| Some((&record.file, claim.id.as_ref()?)));
        duplicates(
            &DUPLICATE_ID,
            "another claim of the record has the id",
            claim_ids,
            &mut self.problems,
        );
        for place in places {
            self.place(record, place);
        }
        for claim in &record.claims {
            self.claim(record, claim, places);
        }
        self.claim_cycles(record);
        for statement in &record.statements {
            self.party(record, Some(&statement.by));
            statement.to.iter().for_each(|party| self.party(record, Some(party)));
            self.citations(record, &statement.source);
        }
    }

    fn place(&mut self, record: &Record, place: &Place) {
        self.citations(record, &place.source);
        if let Some(region) = &place.region {
            self.region(record, region);
        }
        if let Some(id) = &place.gazetteer
            && self.tracker.place_by_id(id.value.as_str()).is_none()
        {
            let ids = self.tracker.places.iter().map(|place| place.id.value.as_str());
            let problem = unknown(record, id, "place")
                .label("no such place in content/places.toml")
                .did_you_mean(id.value.as_str(), ids);
            self.problems.push(problem);
        }
    }

    fn claim(&mut self, record: &Record, claim: &Claim, places: &[Place]) {
        self.party(record, claim.by.as_ref());
        if let Some(via) = &claim.via
            && self.hidden.actors.iter().any(|hidden| hidden.as_str() == &**via)
        {
            let problem = unknown(record, &Located::new(via.clone(), claim.span), "actor");
            let via = Located::new(Id::new(via).unwrap_or_default(), claim.span);
            let problem = self.explain(problem, &via, &self.hidden.actors, std::iter::empty());
            self.problems.push(problem);
        }
        self.citations(record, &claim.source);
        for (_, id) in Tracker::roles(claim) {
            self.actor(record, id);
        }
        for id in &claim.perpetrator {
            let community = self
                .tracker
                .actor_by_id(id.value.as_str())
                .is_some_and(|ix| self.tracker.actor(ix).kind == Some(ActorKind::Community));
            if community {
                self.problems.push(
                    Diagnostic::at(
                        &COMMUNITY_AS_PERPETRATOR,
                        &record.file,
                        id.span,
                        format!("`{}` is a community and cannot be a perpetrator", id.value),
                    )
                    .label("expected a group, force, institution or person")
                    .help("keep what the source says as `text` with `use = \"rejected\"` and a `reason`"),
                );
            }
        }
        for name in &claim.place {
            let names = || places.iter().filter_map(|place| self.place_name(place));
            if !names().any(|known| known == &*name.value) {
                let problem = unknown(record, name, "place")
                    .label("no [[place]] of this record has the name")
                    .did_you_mean(&name.value, names());
                self.problems.push(problem);
            }
        }
        for id in claim.restates.iter().chain(&claim.supersedes).chain(&claim.conflicts) {
            if record.claim(id.value.as_str()).is_none() {
                let ids = record
                    .claims
                    .iter()
                    .filter_map(|claim| Some(claim.id.as_ref()?.value.as_str()));
                let problem = unknown(record, id, "claim")
                    .label("no [[claim]] of this record has the id")
                    .did_you_mean(id.value.as_str(), ids);
                self.problems.push(problem);
            } else if claim.id.as_ref() == Some(id) {
                self.problems.push(
                    Diagnostic::at(
                        &CIRCULAR_REFERENCE,
                        &record.file,
                        id.span,
                        "the claim names itself",
                    )
                    .label("expected another claim of this record"),
                );
            }
        }
    }

    /// Claims that repeat or supersede each other in a circle would all drop out of the range.
    fn claim_cycles(&mut self, record: &Record) {
        type Link = fn(&Claim) -> &[Located<Id>];
        let links: [(&str, Link); 2] =
            [("restate", |claim| &claim.restates), ("supersede", |claim| &claim.supersedes)];
        for (verb, link) in links {
            for claim in record.claims.iter().filter(|claim| !link(claim).is_empty()) {
                let Some(own) = &claim.id else { continue };
                let mut seen: Vec<&str> = Vec::new();
                let mut open: Vec<&Located<Id>> = link(claim).iter().collect();
                while let Some(id) = open.pop() {
                    let text = id.value.as_str();
                    if text == own.value.as_str() && !link(claim).contains(own) {
                        let message = format!("the claim `{text}` would {verb} itself");
                        let span = link(claim)[0].span;
                        self.problems.push(
                            Diagnostic::at(&CIRCULAR_REFERENCE, &record.file, span, message)
                                .label("this chain of claims returns to the claim"),
                        );
                        break;
                    }
                    if !seen.contains(&text) {
                        seen.push(text);
                        open.extend(record.claim(text).into_iter().flat_map(link));
                    }
                }
            }
        }
    }

    fn place_name(&self, place: &'a Place) -> Option<&'a str> {
        let listed = || {
            let id = place.gazetteer.as_ref()?;
            Some(&*self.tracker.place_by_id(id.value.as_str())?.name)
        };
        place.name.as_ref().map(|name| &*name.value).or_else(listed)
    }

    fn citations(&mut self, record: &Record, ids: &[Located<Id>]) {
        for id in ids.iter().filter(|id| record.source(id.value.as_str()).is_none()) {
            let ids = record.sources.iter().map(|source| source.id().value.as_str());
            let mut problem = unknown(record, id, "source")
                .label("no [[source]] of this record has the id")
                .did_you_mean(id.value.as_str(), ids);
            if self.tracker.source_by_id(id.value.as_str()).is_some() {
                problem = problem.help(format!(
                    "cite the shared source in this record: [[source]] with ref = \"{}\"",
                    id.value
                ));
            }
            self.problems.push(problem);
        }
    }

    fn origins(&mut self, record: &Record, origin: &[Located<Id>]) {
        for id in origin {
            let text = id.value.as_str();
            if record.source(text).is_none() && self.tracker.source_by_id(text).is_none() {
                let own = record.sources.iter().map(|source| source.id().value.as_str());
                let shared =
                    self.tracker.sources.iter().map(|source| source.record.id.value.as_str());
                let problem = unknown(record, id, "source")
                    .label("no source of this record or of content/sources/ has the id");
                let problem = self.explain(problem, id, &self.hidden.sources, own.chain(shared));
                self.problems.push(problem);
            }
        }
    }

    fn party(&mut self, record: &Record, party: Option<&Party>) {
        if let Some(Party::Actor(id)) = party {
            self.actor(record, id);
        }
    }

    fn actor(&mut self, record: &Record, id: &Located<Id>) {
        if self.tracker.actor_by_id(id.value.as_str()).is_none() {
            let ids = self.tracker.actors.iter().map(|actor| actor.record.id.value.as_str());
            let problem = unknown(record, id, "actor").label("no such file in content/actors/");
            let problem = self
                .explain(problem, id, &self.hidden.actors, ids)
                .help("an unnamed party is described in words with a space, as in `by = \"local residents\"`");
            self.problems.push(problem);
        }
    }

    fn region(&mut self, record: &Record, id: &Located<Id>) {
        // A record whose region could not be read has its problem already.
        if id.value.as_str().is_empty() {
            return;
        }
        if self.tracker.region_by_id(id.value.as_str()).is_none() {
            let problem = unknown(record, id, "region").label("no such file in content/regions/");
            let mut problem =
                self.explain(problem, id, &self.hidden.regions, region_ids(self.tracker));
            if problem.help.is_empty() {
                problem = problem.help(format!("make it: griot new region NAME --id {}", id.value));
            }
            self.problems.push(problem);
        }
    }

    fn case(&mut self, record: &Record, id: &Located<Id>) -> Option<Case> {
        let case = self.tracker.case_by_id(id.value.as_str());
        if case.is_none() {
            let cases = self.tracker.cases();
            let ids = cases.map(|case| self.tracker.case_record(case).id.value.as_str());
            let problem =
                unknown(record, id, "record").label("no incident, report or milestone has the id");
            let problem = self.explain(problem, id, &self.hidden.cases, ids);
            self.problems.push(problem);
        }
        case
    }

    /// Adds why a reference does not hold: its target is not public, or is spelt another way.
    fn explain<'i>(
        &self,
        mut problem: Diagnostic,
        id: &Located<Id>,
        hidden: &[Id],
        candidates: impl Iterator<Item = &'i str>,
    ) -> Diagnostic {
        if hidden.contains(&id.value) {
            problem.rule = &NOT_PUBLIC;
            problem.message = format!("`{}` is a draft, under review or under embargo", id.value);
            problem.label = "a public record cannot name it".into();
            problem.help("publish it, take the reference out, or give this record the same embargo")
        } else {
            problem.did_you_mean(id.value.as_str(), candidates)
        }
    }

    fn cycles(&mut self) {
        let tracker = self.tracker;
        type Link = fn(&Incident) -> Option<&Located<Id>>;
        let links: [(&str, Link); 2] = [
            ("part of", |incident| incident.part_of.as_ref()),
            ("merged into", |incident| incident.merged_into.as_ref()),
        ];
        for (words, link) in links {
            for incident in &tracker.incidents {
                let up = |id: &str| match tracker.case_by_id(id) {
                    Some(Case::Incident(ix)) => link(tracker.incident(ix)),
                    _ => None,
                };
                self.chain(&incident.record, words, up);
            }
        }
        self.long_cycles();
        for actor in &tracker.actors {
            let up =
                |id: &str| tracker.actor_by_id(id).and_then(|ix| tracker.actor(ix).parent.as_ref());
            self.chain(&actor.record, "a part of", up);
        }
        for region in &tracker.regions {
            let up = |id: &str| {
                tracker.region_by_id(id).and_then(|ix| tracker.region(ix).formerly.as_ref())
            };
            self.chain(&region.record, "formerly", up);
        }
        for (record, span) in super::origins::circular(tracker) {
            self.problems.push(
                Diagnostic::at(
                    &CIRCULAR_REFERENCE,
                    &record.file,
                    span,
                    "the source would be its own origin",
                )
                .label("this chain of origins returns to the source"),
            );
        }
    }

    /// Circles of incidents that are long, or made of parts and mergers in turn: a walk that sees
    /// each incident once.
    fn long_cycles(&mut self) {
        let tracker = self.tracker;
        let up = |at: usize| {
            let incident = &tracker.incidents[at];
            let id = incident.merged_into.as_ref().or(incident.part_of.as_ref())?;
            match tracker.case_by_id(id.value.as_str()) {
                Some(Case::Incident(ix)) => Some((id.span, ix.at())),
                _ => None,
            }
        };
        // The number of the walk that met an incident first; 0 is none.
        let mut met = vec![0usize; tracker.incidents.len()];
        for start in 0..met.len() {
            let mut at = start;
            while met[at] == 0 {
                met[at] = start + 1;
                let Some((span, next)) = up(at) else { break };
                if met[next] == start + 1 {
                    let record = &tracker.incidents[at].record;
                    let told = |problem: &Diagnostic| {
                        problem.rule == &CIRCULAR_REFERENCE && problem.file == record.file
                    };
                    if !self.problems.iter().any(told) {
                        let own = record.id.value.as_str();
                        self.problems.push(
                            Diagnostic::at(
                                &CIRCULAR_REFERENCE,
                                &record.file,
                                span,
                                format!("`{own}` would be inside itself, or be itself again"),
                            )
                            .label("this chain returns to the record"),
                        );
                    }
                    break;
                }
                at = next;
            }
        }
    }

    /// Follows a chain of single references upwards from a record; says where it returns to the record.
    fn chain<'r>(
        &mut self,
        record: &Record,
        words: &str,
        up: impl Fn(&str) -> Option<&'r Located<Id>>,
    ) {
        let own = record.id.value.as_str();
        let Some(first) = up(own) else { return };
        let mut at = first;
        for _ in 0..1000 {
            if at.value.as_str() == own {
                self.problems.push(
                    Diagnostic::at(
                        &CIRCULAR_REFERENCE,
                        &record.file,
                        first.span,
                        format!("`{own}` would be {words} itself"),
                    )
                    .label("this chain returns to the record"),
                );
                return;
            }
            match up(at.value.as_str()) {
                Some(next) => at = next,
                None => return,
            }
        }
    }
}

fn region_ids(tracker: &Tracker) -> impl Iterator<Item = &str> {
    tracker.regions.iter().map(|region| region.record.id.value.as_str())
}

fn unknown<T: std::fmt::Display>(record: &Record, id: &Located<T>, what: &str) -> Diagnostic {
    unknown_in(&record.file, id, what)
}

fn unknown_in<T: std::fmt::Display>(
    file: &crate::source::SourcePath,
    id: &Located<T>,
    what: &str,
) -> Diagnostic {
    let message = format!("there is no {what} `{}`", id.value);
    Diagnostic::at(&UNKNOWN_REFERENCE, file, id.span, message)
}

/// A word as a TOML key: bare where that is allowed, else quoted.
fn toml_key(word: &str) -> String {
    let bare = word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if bare { word.to_owned() } else { format!("{word:?}") }
}
