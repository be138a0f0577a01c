//! From records to a tracker: leaves out what is not public, sorts, and finds ids given twice.

use std::collections::BTreeSet;

use jiff::civil;
use rayon::slice::ParallelSliceMut;

use super::claim::Party;
use super::lookup::Lookups;
use super::record::{CitedSource, HiddenRecord, Record};
use super::settings::Settings;
use super::tracker::{Case, IncidentIx, MilestoneIx, Records, RegionIx, ReportIx, Tracker};
use super::{Id, Region, index, references};
use crate::diagnostic::{Checked, Diagnostic, Rule, any_error};
use crate::source::{Located, SourcePath};

/// An id that two records have.
pub static DUPLICATE_ID: Rule = Rule::fixed(
    "duplicate-id",
    "Two records, claims, sources or places of the gazetteer have the same id.\n\n\
     An id is a permanent public code: citations, links and downloads go by it, so it names one thing \
     for ever. Incidents, reports and milestones share one set of ids; actors, sources, pages and \
     regions have sets of their own; claims and sources have one in each record.\n\n\
     **Example**: `content/incidents/2021/market.md` and `content/incidents/2022/market.md`.\n\n\
     **Repair**: rename one of the files, or give one of them an `id` of its own. An id that was \
     published stays with its record.",
);

/// An old address that two records claim.
pub static ALIAS_COLLISION: Rule = Rule::fixed(
    "alias-collision",
    "Two records list the same address in `aliases`.\n\n\
     An alias makes a page that leads readers of an old address to the record. One address can lead \
     to one record only.\n\n\
     **Example**: two incidents with `aliases = [\"incidents/old.html\"]`.\n\n\
     **Repair**: keep the alias on the record that had the address.",
);

/// The records left out of a tracker, by their set of ids: why a reference to them does not hold.
#[derive(Default)]
pub(super) struct Hidden {
    pub(super) cases: Vec<Id>,
    pub(super) regions: Vec<Id>,
    pub(super) actors: Vec<Id>,
    pub(super) sources: Vec<Id>,
    /// What the records left out name.
    pub(super) named: BTreeSet<Id>,
}

/// See [`Tracker::assemble`].
pub(super) fn assemble(
    mut records: Records,
    settings: Settings,
    today: civil::Date,
    drafts: bool,
) -> Checked<Tracker> {
    let mut problems = Vec::new();
    find_duplicates(&records, &mut problems);
    let mut hidden = if drafts { Hidden::default() } else { leave_out(&mut records, today) };
    records.hidden.sort_by(|a, b| a.file.cmp(&b.file));
    sort(&mut records);
    let home_at = records.pages.iter().position(|page| page.record.id.value.as_str() == "index");
    let home = home_at.map(|at| records.pages.remove(at));
    let mut tracker = Tracker {
        settings,
        incidents: records.incidents,
        reports: records.reports,
        milestones: records.milestones,
        regions: records.regions,
        actors: records.actors,
        sources: records.sources,
        pages: records.pages,
        home,
        places: records.places,
        boundaries: records.boundaries,
        today,
        hidden: records.hidden,
        named_by_hidden: std::mem::take(&mut hidden.named),
        index: super::tracker::Indexes::default(),
    };
    tracker.index.lookups = Lookups::of(&tracker);
    tracker.index.cases = cases(&tracker);
    tracker.index.parents = parents(&tracker);
    problems.extend(references::check(&tracker, &hidden));
    if !any_error(&problems) {
        index::build(&mut tracker);
    }
    Checked { value: tracker, problems }
}

/// The region above each region.
fn parents(tracker: &Tracker) -> Vec<Option<RegionIx>> {
    let parent = |region: &Region| region.parent_id().and_then(|id| tracker.region_by_id(id));
    tracker.regions.iter().map(parent).collect()
}

/// All cases, by id.
fn cases(tracker: &Tracker) -> Vec<Case> {
    let incidents = (0..tracker.incidents.len()).map(|at| Case::Incident(IncidentIx::new(at)));
    let reports = (0..tracker.reports.len()).map(|at| Case::Report(ReportIx::new(at)));
    let milestones = (0..tracker.milestones.len()).map(|at| Case::Milestone(MilestoneIx::new(at)));
    let mut cases: Vec<Case> = incidents.chain(reports).chain(milestones).collect();
    let id = |case: &Case| &tracker.case_record(*case).id.value;
    cases.par_sort_by(|a, b| id(a).cmp(id(b)).then(a.cmp(b)));
    cases
}

/// What is kept of records that are not public.
struct LeftOut<'a> {
    records: &'a mut Vec<HiddenRecord>,
    /// What they name, which is not unused for that.
    named: &'a mut BTreeSet<Id>,
}

fn leave_out(records: &mut Records, today: civil::Date) -> Hidden {
    fn part<T>(
        list: &mut Vec<T>,
        record: impl Fn(&T) -> &Record,
        today: civil::Date,
        ids: &mut Vec<Id>,
        left: &mut LeftOut<'_>,
    ) {
        list.retain(|item| {
            let record = record(item);
            let public = record.is_public(today);
            if !public {
                ids.push(record.id.value.clone());
                left.records.push(record.into());
                left.named.extend(named_ids(record));
            }
            public
        });
    }
    let mut hidden = Hidden::default();
    let mut named = BTreeSet::new();
    let actors = records.actors.iter().filter(|own| !own.record.is_public(today));
    named.extend(actors.filter_map(|own| Some(own.parent.as_ref()?.value.clone())));
    for incident in records.incidents.iter().filter(|own| !own.record.is_public(today)) {
        let listed = incident.places.iter().filter_map(|place| place.gazetteer.as_ref());
        named.extend(listed.map(|id| id.value.clone()));
    }
    let mut left = LeftOut { records: &mut records.hidden, named: &mut named };
    let left = &mut left;
    part(&mut records.incidents, |incident| &incident.record, today, &mut hidden.cases, left);
    part(&mut records.reports, |report| &report.record, today, &mut hidden.cases, left);
    part(&mut records.milestones, |milestone| &milestone.record, today, &mut hidden.cases, left);
    part(&mut records.regions, |region| &region.record, today, &mut hidden.regions, left);
    part(&mut records.actors, |actor| &actor.record, today, &mut hidden.actors, left);
    part(&mut records.sources, |source| &source.record, today, &mut hidden.sources, left);
    part(&mut records.pages, |page| &page.record, today, &mut Vec::new(), left);
    hidden.named = named;
    hidden
}

/// The shared sources and actors that a record names, and the stems of the files that it links to.
fn named_ids(record: &Record) -> impl Iterator<Item = Id> {
    let sources = record.sources.iter().flat_map(|cited| {
        let shared = match cited {
            CitedSource::Own(_) => None,
            CitedSource::Shared(shared) => Some(&shared.target),
        };
        cited.origin().iter().chain(shared)
    });
    let parties = (record.claims.iter().filter_map(|claim| claim.by.as_ref()))
        .chain(record.statements.iter().flat_map(|own| std::iter::once(&own.by).chain(&own.to)));
    let speakers = parties.filter_map(|party| match party {
        Party::Actor(id) => Some(id),
        Party::Words(_) => None,
    });
    let roles = record.claims.iter().flat_map(Tracker::roles).map(|(_, id)| id);
    let ids = sources.chain(speakers).chain(roles).map(|id| id.value.clone());
    let via = record.claims.iter().filter_map(|claim| Id::new(claim.via.as_deref()?));
    let stem = |link: &Located<Box<str>>| Id::new(SourcePath::from(&*link.value).stem());
    ids.chain(via).chain(record.links.iter().filter_map(stem))
}

fn sort(records: &mut Records) {
    fn by_id<T>(list: &mut [T], record: impl Fn(&T) -> &Record) {
        list.sort_by(|a, b| {
            let key = |item| {
                let record: &Record = record(item);
                (&record.id.value, &record.file)
            };
            key(a).cmp(&key(b))
        });
    }
    fn by_time<T: Send>(list: &mut [T], key: impl Fn(&T) -> (civil::Date, &Record) + Sync) {
        list.par_sort_by(|a, b| {
            let ((day_a, a), (day_b, b)) = (key(a), key(b));
            (day_a, &a.id.value, &a.file).cmp(&(day_b, &b.id.value, &b.file))
        });
    }
    by_time(&mut records.incidents, |incident| (incident.date.value.earliest(), &incident.record));
    by_time(&mut records.reports, |report| (report.date.value.earliest(), &report.record));
    by_time(&mut records.milestones, |stone| (stone.date.value.earliest(), &stone.record));
    by_id(&mut records.regions, |region| &region.record);
    by_id(&mut records.actors, |actor| &actor.record);
    by_id(&mut records.sources, |source| &source.record);
    by_id(&mut records.pages, |page| &page.record);
    records.places.sort_by(|a, b| a.id.value.cmp(&b.id.value));
}

fn find_duplicates(records: &Records, problems: &mut Vec<Diagnostic>) {
    let incidents = records.incidents.iter().map(|incident| &incident.record);
    let reports = records.reports.iter().map(|report| &report.record);
    let milestones = records.milestones.iter().map(|milestone| &milestone.record);
    let cases: Vec<&Record> = incidents.chain(reports).chain(milestones).collect();
    let regions: Vec<&Record> = records.regions.iter().map(|region| &region.record).collect();
    let actors: Vec<&Record> = records.actors.iter().map(|actor| &actor.record).collect();
    let sources: Vec<&Record> = records.sources.iter().map(|source| &source.record).collect();
    let pages: Vec<&Record> = records.pages.iter().map(|page| &page.record).collect();
    for (what, list) in [
        ("incident, report or milestone", &cases),
        ("region", &regions),
        ("actor", &actors),
        ("source", &sources),
        ("page", &pages),
    ] {
        let ids = list.iter().map(|record| (&record.file, &record.id));
        duplicates(&DUPLICATE_ID, &format!("another {what} has the id"), ids, problems);
    }
    let aliases = [cases, regions, actors, sources, pages]
        .into_iter()
        .flatten()
        .flat_map(|record| record.aliases.iter().map(move |alias| (&record.file, alias)))
        .collect::<Vec<_>>();
    duplicates(&ALIAS_COLLISION, "another record has the alias", aliases.into_iter(), problems);
}

/// Reports every value that an earlier one in the order of files equals.
pub(super) fn duplicates<'a, T: Ord + std::fmt::Display + 'a>(
    rule: &'static Rule,
    message: &str,
    named: impl Iterator<Item = (&'a SourcePath, &'a Located<T>)>,
    problems: &mut Vec<Diagnostic>,
) {
    let mut sorted: Vec<_> = named.collect();
    sorted.sort_by_key(|(file, id)| (&id.value, *file, id.span));
    for same in sorted.chunk_by(|a, b| a.1.value == b.1.value) {
        let (first_file, first) = same[0];
        for (file, id) in &same[1..] {
            problems.push(
                Diagnostic::at(rule, file, id.span, format!("{message} `{}`", id.value))
                    .label("given again here")
                    .related(first_file, first.span, "first given here")
                    .help(format!("run `griot check --explain {}` for why", rule.name)),
            );
        }
    }
}
