//! What a finished page weighs with all that it shows, held against its budget.
//!
//! Weighed is what a plain host sends: text compressed by gzip, pictures as they are. Most pages
//! are let through by a bound that costs a fraction of compressing them.

mod compressed;
mod markup;

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

pub use self::compressed::{bound, compressed};
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{Settings, Tracker};
use crate::plan::{self, PageKind, Plan, PlannedPage};
use crate::source::{Located, SourcePath};

/// A page over its budget.
pub static HEAVY_PAGE: Rule = Rule::house(
    "heavy-page",
    Severity::Error,
    "A page is heavier than the budget of its kind.\n\n\
     Readers come with cheap telephones over bad lines. Counted are compressed bytes, as a host \
     sends them: the page, the style sheet, the map that it lies on and every picture that it \
     shows. An incident has 30,000 bytes in all and 14,000 for its page alone, every other page \
     60,000 in all, unless `[weight]` in `griot.toml` says otherwise. The report says what weighs. \
     `griot build` weighs every page, `griot check` those that it has to make, `griot serve` none.\n\n\
     **Example**: a photograph of 200,000 bytes in the body of an incident.\n\n\
     **Repair**: take a smaller picture, or shorten what weighs most. Where the page must be as it \
     is, raise the budget: `incident = 220000` in `[weight]`, or `incident = \"off\"` for none.",
);

/// Every rule about weight.
pub const RULES: &[&Rule] = &[&HEAVY_PAGE];

/// The budgets of a kind of page where the settings say nothing: all that it shows, and the page alone.
const fn usual(kind: PageKind) -> Budgets<u64> {
    match kind {
        PageKind::Incident(_) => Budgets { all: Some(30_000), page: Some(14_000) },
        _ => Budgets { all: Some(60_000), page: None },
    }
}

/// What a broken budget of the page alone is said to be about.
const ALONE: &str = "by itself";

/// The most compressed bytes that a page may have; `None` for no bound.
#[derive(Clone, Copy, Debug)]
struct Budgets<T> {
    /// With all that it shows.
    all: Option<T>,
    /// The page alone.
    page: Option<T>,
}

/// What pages of a site are weighed with. Can be used from many threads at once.
#[derive(Debug)]
pub struct Scales {
    /// What the settings say, by kind of page, `_html` after it for the page alone.
    budgets: BTreeMap<Box<str>, Located<Option<u64>>>,
    /// The files that pages may bring along, by their hrefs.
    shared: BTreeMap<Box<str>, Shared>,
}

/// A file that pages may bring along.
#[derive(Debug)]
struct Shared {
    /// Its place in the plan.
    at: usize,
    /// What it weighs, once that is known.
    weight: OnceLock<u64>,
    /// The bytes of a map that was weighed before it was kept: drawing one costs as much as
    /// several pages.
    made: Mutex<Option<Vec<u8>>>,
}

/// A part of what a page weighs.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    name: String,
    bytes: u64,
}

/// A budget that was broken.
struct Broken {
    key: String,
    budget: u64,
    bytes: u64,
    what: &'static str,
}

impl Scales {
    /// Scales for the pages of a plan.
    pub fn new(settings: &Settings, plan: &Plan) -> Self {
        let files = plan.pages.iter().enumerate().filter(|(_, file)| {
            !file.page.is_page() && !matches!(file.page, PageKind::Redirect(_))
        });
        let href = |(at, file): (usize, &PlannedPage)| {
            let shared = Shared { at, weight: OnceLock::new(), made: Mutex::default() };
            (plan::href(&file.address).into(), shared)
        };
        Self { budgets: settings.weight.clone(), shared: files.map(href).collect() }
    }

    /// The bytes of a file that was made to be weighed and not yet kept. Gives them once.
    pub fn made(&self, file: &PlannedPage) -> Option<Vec<u8>> {
        let PageKind::Map(_) = file.page else { return None };
        let shared = self.shared.get(&*plan::href(&file.address))?;
        shared.made.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Whether the page keeps its budgets: a problem for each that it breaks. `make` gives the bytes
    /// of a file of the plan, or `None` where it cannot be made, which has a problem of its own.
    pub fn weigh(
        &self,
        page: &PlannedPage,
        bytes: &[u8],
        tracker: &Tracker,
        plan: &Plan,
        make: impl Fn(&PlannedPage) -> Option<Vec<u8>>,
    ) -> Vec<Diagnostic> {
        if let PageKind::Map(_) = page.page
            && let Some(shared) = self.shared.get(&*plan::href(&page.address))
        {
            shared.weight.get_or_init(|| compressed(bytes));
        }
        if !page.page.is_page() {
            return Vec::new();
        }
        let kind = page.page.name();
        let usual = usual(page.page);
        let set = |key: &str, usual: Option<u64>| {
            self.budgets.get(key).map_or(usual, |budget| budget.value)
        };
        let alone_key = format!("{kind}_html");
        let budgets = Budgets { all: set(kind, usual.all), page: set(&alone_key, usual.page) };
        let shown = match budgets.all {
            Some(_) => self.shown(page, bytes, plan, &make),
            None => Vec::new(),
        };
        let shown_bytes: u64 = shown.iter().map(|part| part.bytes).sum();
        let all_left = budgets.all.map(|all| all.saturating_sub(shown_bytes));
        let least = [all_left, budgets.page].into_iter().flatten().min();
        let Some(least) = least else { return Vec::new() };
        if shown_bytes <= budgets.all.unwrap_or(u64::MAX) && bound(bytes, least) <= least {
            return Vec::new();
        }
        let alone = compressed(bytes);
        let all = alone + shown_bytes;
        let all_broken = budgets.all.filter(|budget| all > *budget).map(|budget| Broken {
            key: kind.to_owned(),
            budget,
            bytes: all,
            what: "with all that it shows",
        });
        let page_broken = budgets.page.filter(|budget| alone > *budget).map(|budget| Broken {
            key: alone_key,
            budget,
            bytes: alone,
            what: ALONE,
        });
        let problem = |broken: Broken| {
            let shown = if broken.what == ALONE { &[][..] } else { &shown };
            self.problem(page, &broken, &weights(bytes, alone, shown), tracker)
        };
        all_broken.into_iter().chain(page_broken).map(problem).collect()
    }

    /// The files of the site that a page brings along, each once, the heaviest first.
    fn shown(
        &self,
        page: &PlannedPage,
        bytes: &[u8],
        plan: &Plan,
        make: &impl Fn(&PlannedPage) -> Option<Vec<u8>>,
    ) -> Vec<Part> {
        let own = plan::href(&page.address);
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut parts: Vec<Part> = Vec::new();
        for reference in markup::references(bytes) {
            let Some(href) = plan::join(folder, reference) else { continue };
            let Some(shared) = self.shared.get(href.as_str()) else { continue };
            let file = &plan.pages[shared.at];
            if parts.iter().any(|part| part.name == *file.address) {
                continue;
            }
            // Two threads may find it out at once, with the same result: waiting for another one
            // within a pool of threads could wait for itself.
            let bytes = shared.weight.get().copied().unwrap_or_else(|| {
                let bytes = make(file).unwrap_or_default();
                let found = match compressed::is_sent_compressed(&file.address) {
                    true => compressed(&bytes),
                    false => bytes.len() as u64,
                };
                if shared.weight.set(found).is_ok() && matches!(file.page, PageKind::Map(_)) {
                    let mut made = shared.made.lock().unwrap_or_else(PoisonError::into_inner);
                    *made = Some(bytes);
                }
                found
            });
            parts.push(Part { name: file.address.to_string(), bytes });
        }
        parts.sort_by(|a, b| (b.bytes, &a.name).cmp(&(a.bytes, &b.name)));
        parts
    }

    fn problem(
        &self,
        page: &PlannedPage,
        broken: &Broken,
        weights: &str,
        tracker: &Tracker,
    ) -> Diagnostic {
        let Broken { key, budget, bytes, what } = broken;
        let message = format!(
            "`{}` weighs {bytes} bytes compressed {what}, more than its budget of {budget}",
            page.address
        );
        let settings = SourcePath::from("griot.toml");
        let set = self.budgets.get(key.as_str()).map(|budget| budget.span);
        let record = page.page.target().and_then(|target| plan::record_of(tracker, target));
        let problem = match (record, set) {
            (Some(record), Some(span)) => Diagnostic::at(&HEAVY_PAGE, &record.file, None, message)
                .related(&settings, span, "its budget stands here"),
            (Some(record), None) => Diagnostic::at(&HEAVY_PAGE, &record.file, None, message),
            (None, Some(span)) => {
                Diagnostic::at(&HEAVY_PAGE, &settings, span, message).label("its budget")
            }
            (None, None) => Diagnostic::at(&HEAVY_PAGE, &settings, None, message),
        };
        let enough = bytes.div_ceil(1000) * 1000;
        let mend = match *what {
            ALONE => "shorten what weighs most",
            _ => "shorten what weighs most or take smaller pictures",
        };
        problem
            .help(format!("what weighs: {weights}"))
            .help(format!("{mend}; or raise the budget in griot.toml:\n[weight]\n{key} = {enough}"))
    }
}

/// What weighs, as text: the page with its parts, then the files that it brings along.
fn weights(bytes: &[u8], alone: u64, shown: &[Part]) -> String {
    /// How many parts of a page are named.
    const NAMED: usize = 6;
    let parts = markup::parts(bytes, alone);
    let (named, others) = parts.split_at(parts.len().min(NAMED));
    let mut inner: Vec<String> =
        named.iter().map(|part| format!("{} {}", part.name, part.bytes)).collect();
    let rest = alone.saturating_sub(named.iter().map(|part| part.bytes).sum());
    if !others.is_empty() || rest > 0 {
        inner.push(format!("the rest {rest}"));
    }
    let page = format!("the page {alone} ({})", inner.join(", "));
    let shown = shown.iter().map(|part| format!("{} {}", part.name, part.bytes));
    std::iter::once(page).chain(shown).collect::<Vec<_>>().join(", ")
}
