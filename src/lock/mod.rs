//! No silent edits: `griot.lock` against what the records say now.
//!
//! Stands above `plan`, since a record keeps its addresses and only the plan knows them. Nothing is
//! written here: [`renew`] gives the text of the new file.

mod edits;
mod file;
mod rules;
mod saying;
mod stream;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use self::edits::Edited;
use self::file::{Entry, KINDS, Kept, Line, Mark};
use self::saying::{Aspect, Saying};
use crate::diagnostic::Diagnostic;
use crate::model::{Case, Change, Record, Tracker};
use crate::plan::{self, PageKind, Plan, Target};
use crate::release::{self, BROKEN_RELEASE, FOLDER, MANIFEST};
use crate::source::{Sha256, SourcePath};

pub use file::{Lock, PATH, with_release};
pub use rules::{
    BROKEN_LOCK, LOST_ADDRESS, REWRITTEN_HISTORY, RULES, SILENT_EDIT, STALE_LOCK, VANISHED_RECORD,
};

/// The file that places of incidents take names and positions from.
const GAZETTEER: &str = "content/places.toml";

/// What an editor accepts beyond what the records declare themselves.
#[derive(Clone, Debug, Default)]
pub struct Accepted {
    /// Files whose words may have changed without a `[[change]]`; the gazetteer speaks for the places
    /// that records take from it.
    pub typos: BTreeSet<SourcePath>,
    /// Keys of records that go without a trace.
    pub forget: BTreeSet<String>,
}

/// What a new `griot.lock` has that the last one had not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renewed {
    /// The text of the file.
    pub text: String,
    /// How many records it has.
    pub records: usize,
    /// Keys of records that are new in it.
    pub added: Vec<String>,
    /// Keys of records whose line is another.
    pub updated: Vec<String>,
    /// Keys to forget that were in the last file and are not in it.
    pub forgotten: Vec<String>,
    /// Keys to forget that are in it, since their records are public.
    pub still_public: Vec<String>,
    /// Files with nothing in them that had to be accepted.
    pub nothing_to_accept: Vec<SourcePath>,
}

/// A public record, as all stages here look at it.
struct Subject<'a> {
    target: Target,
    record: &'a Record,
    key: String,
}

/// How a record stands to the file.
enum Standing {
    /// As the file has it.
    Same,
    /// The file does not have it; the hashes of its facts and words.
    New(String, String),
    /// It says something else, or has an address or a change more, and may.
    Declared,
    /// It has problems.
    Wrong(Vec<Diagnostic>),
}

/// Every problem of the public records of a tracker by what the file has, in no order.
///
/// `sources` are all files of the tracker; the plan must be that of the tracker, without errors.
pub fn compare(
    lock: &Lock<'_>,
    tracker: &Tracker,
    plan: &Plan,
    sources: &[SourcePath],
    accepted: &Accepted,
) -> Vec<Diagnostic> {
    let subjects = subjects(tracker);
    let standings: Vec<(Option<usize>, Standing)> = subjects
        .par_iter()
        .map(|subject| standing(lock, tracker, plan, subject, accepted))
        .collect();
    let mut seen = vec![false; lock.entries.len()];
    let (mut problems, mut stale) = (Vec::new(), Vec::new());
    let mut fresh: BTreeMap<(&str, &str), &Subject<'_>> = BTreeMap::new();
    for (subject, (at, standing)) in subjects.iter().zip(&standings) {
        if let Some(at) = at {
            seen[*at] = true;
        }
        match standing {
            Standing::Same => {}
            Standing::Wrong(found) => problems.extend_from_slice(found),
            Standing::New(facts, words) => {
                fresh.insert((facts, words), subject);
                if subject.record.embargo.is_none() {
                    stale.push((&*subject.key, "new"));
                }
            }
            Standing::Declared => stale.push((&*subject.key, "changed")),
        }
    }
    let gone = lock.entries.iter().zip(seen).filter(|(_, seen)| !seen).map(|(entry, _)| entry);
    let gone = gone.filter(|entry| !accepted.forget.contains(entry.key));
    problems.extend(gone.map(|entry| {
        let same = fresh.get(&(entry.facts(), entry.words()));
        vanished(entry, sources, same.map(|subject| &subject.record.file))
    }));
    let fresh: Vec<String> = plan
        .releases
        .iter()
        .filter(|own| !lock.releases.iter().any(|kept| kept.version == own.manifest.version))
        .map(|release| format!("release {}", release.version))
        .collect();
    stale.extend(fresh.iter().map(|key| (key.as_str(), "new")));
    problems.extend(lock.releases.iter().filter_map(|kept| lost_release(kept, plan)));
    problems.extend(stale_lock(&stale));
    problems
}

/// The problem with a release that the file has; `None` where it is as it was.
fn lost_release(kept: &Kept<'_>, plan: &Plan) -> Option<Diagnostic> {
    let version = kept.version;
    let Some(own) = plan.releases.iter().find(|own| own.manifest.version == version) else {
        let message = format!("griot.lock has release {version}, and it is not there");
        let lock = SourcePath::from(PATH);
        let problem = Diagnostic::at(&BROKEN_RELEASE, &lock, kept.span, message);
        return Some(problem.label("made").help(format!(
            "bring it back, for example with git checkout {FOLDER}/{version}; only where it was never published, take this line out"
        )));
    };
    (own.manifest.identity().hex(64) != kept.identity).then(|| {
        let message = format!("release {version} is not the one that griot.lock has");
        release::changed(&own.source(MANIFEST), message)
    })
}

/// The file as it is to be, where [`compare`] finds nothing that speaks against it.
pub fn renew(
    lock: Option<&Lock<'_>>,
    tracker: &Tracker,
    plan: &Plan,
    accepted: &Accepted,
) -> Renewed {
    let line = |subject: &Subject<'_>| {
        let entry = lock.and_then(|lock| lock.find(&subject.key)).map(|(_, entry)| entry);
        line(tracker, plan, subject, entry)
    };
    let subjects = subjects(tracker);
    let mut lines: Vec<Line> = subjects.par_iter().filter_map(line).collect();
    lines.par_sort_unstable_by(|a, b| a.key.cmp(&b.key));
    let text = file::print(&plan.releases, &lines);
    let mut renewed = Renewed { records: lines.len(), ..Renewed::default() };
    let new = Lock::parse(&text).map_or_else(|_| Vec::new(), |lock| lock.entries);
    for entry in &new {
        match lock.and_then(|lock| lock.find(entry.key)) {
            None => renewed.added.push(entry.key.to_owned()),
            Some((_, old)) if !old.says_the_same(entry) => {
                renewed.updated.push(entry.key.to_owned());
            }
            Some(_) => {}
        }
    }
    for key in &accepted.forget {
        if new.iter().any(|entry| entry.key == key) {
            renewed.still_public.push(key.clone());
        } else if lock.is_some_and(|lock| lock.find(key).is_some()) {
            renewed.forgotten.push(key.clone());
        }
    }
    let updated = |file: &SourcePath| {
        let own = |subject: &Subject<'_>| subject.record.file == *file;
        let key = subjects.iter().find(|subject| own(subject)).map(|subject| &subject.key);
        key.is_some_and(|key| renewed.updated.binary_search(key).is_ok())
    };
    let idle = accepted.typos.iter().filter(|file| file.as_str() != GAZETTEER && !updated(file));
    renewed.nothing_to_accept = idle.cloned().collect();
    Renewed { text, ..renewed }
}

/// The SHA-256 of the facts and of the words that a record says; `None` for a home page without words
/// of its own.
pub fn hashes(tracker: &Tracker, target: Target) -> Option<[Sha256; 2]> {
    Saying::of(tracker, target).map(|saying| [saying.facts(), saying.words()])
}

fn subjects(tracker: &Tracker) -> Vec<Subject<'_>> {
    let subject = |target: Target| {
        let record = plan::record_of(tracker, target)?;
        let kind = match target {
            Target::Case(Case::Incident(_)) => 0,
            Target::Case(Case::Report(_)) => 1,
            Target::Case(Case::Milestone(_)) => 2,
            Target::Region(_) => 3,
            Target::Actor(_) => 4,
            Target::Source(_) => 5,
            Target::Home | Target::Plain(_) => 6,
        };
        let key = format!("{}/{}", KINDS[kind], record.id.value);
        record.is_public(tracker.today).then_some(Subject { target, record, key })
    };
    plan::targets(tracker).into_par_iter().filter_map(subject).collect()
}

/// How a change of the public history stands in the file: its day, its kind, and half a SHA-256 over
/// day, kind and note with a line feed between them (neither day nor kind can hold one).
fn change_mark(change: &Change) -> String {
    let Change { on, kind, note } = change;
    let (on, kind) = (on.value, kind.name());
    let hash = Sha256::of(format!("{on}\n{kind}\n{note}").as_bytes()).hex(32);
    format!("{on}:{kind}:{hash}")
}

/// Every address of a record now: its page, then its aliases in the order of addresses.
fn addresses<'a>(plan: &'a Plan, subject: &Subject<'_>) -> Vec<Cow<'a, str>> {
    let mut addresses = vec![Cow::Borrowed(plan.address(subject.target))];
    let aliases: BTreeSet<String> =
        subject.record.aliases.iter().filter_map(|alias| plan::alias(&alias.value)).collect();
    addresses.extend(aliases.into_iter().map(Cow::Owned));
    addresses
}

fn line(
    tracker: &Tracker,
    plan: &Plan,
    subject: &Subject<'_>,
    entry: Option<&Entry<'_>>,
) -> Option<Line> {
    let saying = Saying::of(tracker, subject.target)?;
    let mut line = Line {
        key: subject.key.clone(),
        facts: saying.facts().hex(64),
        words: saying.words().hex(64),
        addresses: addresses(plan, subject).into_iter().map(Cow::into_owned).collect(),
        marks: saying.marks(),
        changes: subject.record.changes.iter().map(change_mark).collect(),
    };
    line.remember(entry.into_iter().flat_map(Entry::addresses).map(Cow::into_owned));
    Some(line)
}

impl Saying {
    fn marks(&self) -> Vec<Mark<String>> {
        let mark = |part: &saying::Part| Mark {
            name: part.name().into_owned(),
            aspects: Aspect::ALL.map(|aspect| self.mark(part, aspect)),
        };
        self.parts.iter().map(mark).collect()
    }
}

fn standing(
    lock: &Lock<'_>,
    tracker: &Tracker,
    plan: &Plan,
    subject: &Subject<'_>,
    accepted: &Accepted,
) -> (Option<usize>, Standing) {
    let Some(saying) = Saying::of(tracker, subject.target) else {
        return (None, Standing::Same);
    };
    let (facts, words) = (saying.facts().hex(64), saying.words().hex(64));
    let Some((at, entry)) = lock.find(&subject.key) else {
        return (None, Standing::New(facts, words));
    };
    let mut had: Vec<&str> = entry.changes().collect();
    let mut new = Vec::new();
    for change in &subject.record.changes {
        let mark = change_mark(change);
        match had.iter().position(|old| *old == mark) {
            Some(at) => {
                had.remove(at);
            }
            None => new.push(change),
        }
    }
    let mut problems: Vec<Diagnostic> =
        had.iter().map(|change| edits::rewritten(subject, change)).collect();
    // What is dated before the last change, or after today, does not say what changed now; neither
    // does a second copy of what was said before.
    let told = new.len();
    let last = entry.changes().filter_map(day_of_mark).max();
    new.retain(|change| {
        let day = change.on.value.earliest();
        let repeated = entry.changes().any(|old| old == change_mark(change));
        day <= tracker.today && last.is_none_or(|last| day >= last) && !repeated
    });
    let undated = new.len() < told;
    let edited = (entry.facts() != facts, entry.words() != words);
    if edited != (false, false) {
        let edited = Edited {
            tracker,
            subject,
            entry,
            saying: &saying,
            new: &new,
            facts: edited.0,
            typo: accepted.typos.contains(&subject.record.file),
            typo_of_places: accepted.typos.contains(GAZETTEER),
        };
        let problem = edited.problem();
        problems.extend(problem.map(|problem| match undated {
            true => problem.help(
                "a [[change]] that is dated before the last one or after today, or says the same as another, does not count",
            ),
            false => problem,
        }));
    }
    let now = addresses(plan, subject);
    let lost: Vec<String> = entry
        .addresses()
        .filter(|old| !now.contains(old) && !leads_home(tracker, plan, subject, old))
        .map(Cow::into_owned)
        .collect();
    if !lost.is_empty() {
        problems.push(edits::lost(subject, plan, &lost));
    }
    if !problems.is_empty() {
        return (Some(at), Standing::Wrong(problems));
    }
    let same = edited == (false, false)
        && told == 0
        && entry.addresses().next() == now.first().cloned()
        && now.iter().all(|address| entry.addresses().any(|old| old == *address));
    (Some(at), if same { Standing::Same } else { Standing::Declared })
}

/// The first day that the mark of a change can mean.
fn day_of_mark(mark: &str) -> Option<jiff::civil::Date> {
    let day = mark.split(':').next()?;
    day.parse::<crate::model::Date>().ok().map(|date| date.earliest())
}

/// Whether who asks for `address` comes to the record: to its page, by a redirect, to the incident that
/// it was merged into, or to a file that the tracker's own `static/` has there.
fn leads_home(tracker: &Tracker, plan: &Plan, subject: &Subject<'_>, address: &str) -> bool {
    let Some(page) = plan.find(address) else { return false };
    let merged_into = match subject.target {
        Target::Case(Case::Incident(ix)) => tracker.incident(ix).merged_into.as_ref(),
        _ => None,
    };
    let merged_into = merged_into.and_then(|id| tracker.case_by_id(id.value.as_str()));
    match page.page {
        PageKind::Static(_) => true,
        PageKind::Redirect(to) => to == subject.target || Some(to) == merged_into.map(Target::Case),
        page => page.target() == Some(subject.target),
    }
}

fn vanished(entry: &Entry<'_>, sources: &[SourcePath], same: Option<&SourcePath>) -> Diagnostic {
    let (kind, id) = entry.key.split_once('/').unwrap_or((entry.key, ""));
    let folder = if kind == "pages" { "content".to_owned() } else { format!("content/{kind}") };
    let own = |path: &&SourcePath| {
        let below = path.below(&folder).and_then(|below| below.strip_suffix(".md"));
        // Cases may lie in any folder below that of their kind.
        let free = matches!(kind, "incidents" | "reports" | "milestones");
        below.is_some_and(|below| below == id || (free && path.stem() == id))
    };
    let there = sources.iter().find(own);
    let message = match there {
        Some(_) => format!("`{}` was published and is not public any more", entry.key),
        None => format!("`{}` was published and has no file any more", entry.key),
    };
    let lock = SourcePath::from(PATH);
    let problem = match there {
        Some(file) => Diagnostic::at(&VANISHED_RECORD, file, None, message),
        None => Diagnostic::at(&VANISHED_RECORD, &lock, entry.span, message).label("published"),
    };
    let problem = match (there, same, kind) {
        (None, Some(file), "incidents" | "reports" | "milestones") => problem.help(format!(
            "`{file}` says the same under another id: write `id = \"{id}\"` into it, since an id that was published stays"
        )),
        (None, Some(file), _) => problem.help(format!(
            "`{file}` says the same under another name: give the file its old name back"
        )),
        (Some(_), ..) => problem.help(
            "to take it back, write status = \"withdrawn\" and reason = \"why, for readers\"; its page then stays and says so",
        ),
        (None, None, _) => problem.help(
            "restore the file, and to take the record back, write status = \"withdrawn\" and reason = \"why, for readers\"",
        ),
    };
    problem.help(format!(
        "where safety demands that it go altogether: griot lock --forget {}",
        entry.key
    ))
}

/// One problem for all records that the file should have and has not.
fn stale_lock(stale: &[(&str, &str)]) -> Option<Diagnostic> {
    /// How many records the message names.
    const NAMED: usize = 3;
    let mut stale = stale.to_vec();
    stale.sort_unstable();
    let (first, rest) = stale.split_at(stale.len().min(NAMED));
    let named: Vec<String> = first.iter().map(|(key, how)| format!("`{key}` ({how})")).collect();
    let named = named.join(", ");
    let message = match (stale.len(), rest.len()) {
        (0, _) => return None,
        (1, _) => format!("griot.lock does not have 1 record as it is: {named}"),
        (all, 0) => format!("griot.lock does not have {all} records as they are: {named}"),
        (all, more) => {
            format!("griot.lock does not have {all} records as they are: {named} and {more} more")
        }
    };
    let problem = Diagnostic::at(&STALE_LOCK, &SourcePath::from(PATH), None, message);
    Some(problem.help("run `griot lock` and commit griot.lock together with the content"))
}
