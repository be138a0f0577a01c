//! Where the links of bodies lead. One function answers for the check and for the page.

use std::borrow::Cow;

use rayon::prelude::*;

use super::{Plan, Target, urls};
use crate::diagnostic::{Diagnostic, Rule, nearest};
use crate::model::{Case, Record, Tracker};
use crate::source::SourcePath;

/// A link in a body that leads nowhere.
pub static DEAD_LINK: Rule = Rule::fixed(
    "dead-link",
    "A link in a body leads to a file that there is not, or that is not public.\n\n\
     Links between records name the Markdown file of the other record, from the own file's folder or, \
     with a leading `/`, from `content/`. Files of `static/` and other pages are named by their \
     address on the site, with a leading `/`. The built page gets a relative link in every case.\n\n\
     **Example**: `[Riverside](../regions/riverside.md)` where the file is `content/regions/north/riverside.md`.\n\n\
     **Repair**: correct the path, or take the link out as long as the other record is a draft.",
);

/// Why a destination leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLink {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl Plan {
    /// The href that a destination in the body of `record` means: relative to the site's root,
    /// percent-encoded, with its fragment.
    ///
    /// Destinations come as [`crate::markdown`] gives them: percent escapes decoded, schemes and
    /// bare fragments already taken out.
    ///
    /// # Errors
    /// Why it leads nowhere.
    pub fn resolve_link(
        &self,
        tracker: &Tracker,
        record: &Record,
        destination: &str,
    ) -> Result<String, DeadLink> {
        let end = destination.find(['?', '#']).unwrap_or(destination.len());
        let (path, tail) = destination.split_at(end);
        let dead = |message: String, help: Option<String>| Err(DeadLink { message, help });
        if path.is_empty() {
            return match self.target_of(tracker, record.file.as_str()) {
                Some(target) => Ok(format!("{}{tail}", urls::href(self.address(target)))),
                None => dead("the link has no destination".to_owned(), None),
            };
        }
        let folder = if path.starts_with('/') { "content" } else { record.file.folder() };
        let Some(file) = urls::join(folder, path) else {
            return dead(format!("`{path}` leads out of the tracker"), None);
        };
        if path.ends_with(".md") {
            return match self.target_of(tracker, &file) {
                Some(target) => {
                    Ok(format!("{}{}", urls::href(self.address(target)), of_heading(tail)))
                }
                None => dead(format!("there is no `{file}`"), self.similar(tracker, &file)),
            };
        }
        let Some(address) = path.strip_prefix('/') else {
            let help = match urls::join("", path) {
                Some(address) if self.position(&address).is_some() => {
                    format!("a file of the site is named from its root: `/{address}`")
                }
                _ => "a record is named by its file, `../actors/x.md`; a file of `static/` from the site's root, `/x.pdf`".to_owned(),
            };
            return dead(format!("`{path}` is no Markdown file"), Some(help));
        };
        match self.position(address) {
            Some(at) => Ok(format!("{}{tail}", urls::href(&self.pages[at].address))),
            None => {
                let addresses = self.pages.iter().map(|page| &*page.address);
                let help =
                    nearest(address, addresses).map(|near| format!("did you mean `/{near}`?"));
                dead(format!("the site has no file `/{address}`"), help)
            }
        }
    }

    /// The published record that a file holds.
    pub fn record_in<'a>(&self, tracker: &'a Tracker, file: &SourcePath) -> Option<&'a Record> {
        record_of(tracker, self.target_of(tracker, file.as_str())?)
    }

    /// The record that a file holds.
    pub(super) fn target_of(&self, tracker: &Tracker, file: &str) -> Option<Target> {
        let found = self.by_file.binary_search_by(|target| {
            file_of(tracker, *target).map_or("", SourcePath::as_str).cmp(file)
        });
        found.ok().map(|at| self.by_file[at])
    }

    fn similar(&self, tracker: &Tracker, file: &str) -> Option<String> {
        let files = || {
            self.by_file
                .iter()
                .filter_map(|target| file_of(tracker, *target))
                .map(SourcePath::as_str)
        };
        // A wrong folder is the commonest slip, a wrong name the next.
        let (_, name) = file.rsplit_once('/')?;
        let moved = files().find(|own| own.rsplit_once('/').is_some_and(|(_, own)| own == name));
        let near = moved.or_else(|| nearest(file, files()))?;
        let near = near.strip_prefix("content").unwrap_or(near);
        Some(format!("did you mean `{near}`?"))
    }
}

/// The fragment of a heading by its words (`#what-happened`) as pages have it; places that are no
/// headings of a body, such as claims and sources, stay as they are.
fn of_heading(tail: &str) -> Cow<'_, str> {
    const PLACES: [&str; 5] = ["s-", "fn-", "claim-", "source-", "change-"];
    const SECTIONS: [&str; 5] = ["claims", "places", "statements", "sources", "history"];
    match tail.strip_prefix('#') {
        Some(words)
            if !words.is_empty()
                && !PLACES.iter().any(|place| words.starts_with(place))
                && !SECTIONS.contains(&words) =>
        {
            format!("#s-{words}").into()
        }
        _ => tail.into(),
    }
}

/// The record of a page; `None` for a home page without words of its own.
pub fn record_of(tracker: &Tracker, target: Target) -> Option<&Record> {
    Some(match target {
        Target::Home => &tracker.home.as_ref()?.record,
        Target::Case(case) => tracker.case_record(case),
        Target::Region(ix) => &tracker.region(ix).record,
        Target::Actor(ix) => &tracker.actor(ix).record,
        Target::Source(ix) => &tracker.source(ix).record,
        Target::Plain(at) => &tracker.pages[at as usize].record,
    })
}

fn file_of(tracker: &Tracker, target: Target) -> Option<&SourcePath> {
    record_of(tracker, target).map(|record| &record.file)
}

/// The records by their files.
pub(super) fn by_file(tracker: &Tracker, mut targets: Vec<Target>) -> Vec<Target> {
    targets.retain(|target| record_of(tracker, *target).is_some());
    targets.par_sort_by(|a, b| file_of(tracker, *a).cmp(&file_of(tracker, *b)));
    targets
}

/// A problem for every link that leads nowhere. `sources` are all files of the tracker, sorted.
pub(super) fn check(plan: &Plan, tracker: &Tracker, sources: &[SourcePath]) -> Vec<Diagnostic> {
    let check = |target: &Target| {
        let record = record_of(tracker, *target);
        record.into_iter().flat_map(|record| {
            record.links.iter().filter_map(move |link| {
                let dead = plan.resolve_link(tracker, record, &link.value).err()?;
                let hidden = is_hidden(record, &link.value, sources);
                let message: Cow<'_, str> = if hidden {
                    format!("`{}` is not public, so a link to it leads nowhere", link.value).into()
                } else {
                    dead.message.into()
                };
                let problem = Diagnostic::at(&DEAD_LINK, &record.file, link.span, message);
                Some(match dead.help.filter(|_| !hidden) {
                    Some(help) => problem.help(help),
                    None if hidden => problem
                        .help("publish the other record first, or take the link out until then"),
                    None => problem,
                })
            })
        })
    };
    plan.by_file.par_iter().flat_map_iter(check).collect()
}

/// Whether a dead destination names a file that is there: a draft, or a record under embargo.
fn is_hidden(record: &Record, destination: &str, sources: &[SourcePath]) -> bool {
    let path = destination.split(['?', '#']).next().unwrap_or_default();
    let folder = if path.starts_with('/') { "content" } else { record.file.folder() };
    path.ends_with(".md")
        && urls::join(folder, path)
            .is_some_and(|file| sources.binary_search_by(|own| own.as_str().cmp(&file)).is_ok())
}

impl From<Case> for Target {
    fn from(case: Case) -> Self {
        Self::Case(case)
    }
}
