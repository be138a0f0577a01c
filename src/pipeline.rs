//! Names every stage in order: sources to records to tracker to plan to downloads and pages.

mod downloads;
mod frozen;
mod kept;
mod records;
mod release;
mod stage;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use self::kept::Book;
pub use self::kept::Memory;
pub use self::stage::{Progress, Stage};
use crate::content::{self, Parsed};
use crate::diagnostic::{self, Checked, Diagnostic, Rule, Severity};
use crate::lock::{self, Accepted, Lock, Renewed};
use crate::model::{self, Boundary, Id, Records, Region, Settings, Tracker};
use crate::output::{Cache, Nowhere, OutputError, Sink, Workshop};
use crate::source::{Digest, SourcePath, Sources};
use crate::words;
use crate::{check, dataset, gate, plan, release as releases, render, search, weight};

pub use release::{Asked, ReleaseFolder};

/// What a compilation is made with besides the sources.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day it is made for: embargoes end by it.
    pub today: jiff::civil::Date,
    /// Whether drafts, records under review and embargoed records are in it.
    pub drafts: bool,
    /// Takes the place of `base_url` in `griot.toml`; ends in `/`.
    pub base_url: Option<Box<str>>,
}

/// What came of a compilation.
pub struct Compiled {
    /// The site, or `None` where a problem is an error.
    pub site: Option<Site>,
    /// Every problem of every file, sorted.
    pub problems: Vec<Diagnostic>,
}

/// A site whose every page is known and none is made.
pub struct Site {
    renderer: render::Renderer,
    gate: gate::Gate,
    cache: Option<Arc<dyn Cache>>,
    memory: Option<Memory>,
    workshop: Option<Arc<dyn Workshop>>,
    scales: weight::Scales,
}

/// Why a site was not written whole.
#[derive(Debug)]
pub enum Failure {
    /// A template or a body failed while its page was made, or something would have left that must not.
    Problems(Vec<Diagnostic>),
    /// A file could not be kept.
    Output(OutputError),
}

/// The file of the settings.
const SETTINGS: &str = "griot.toml";

/// A tracker without settings.
pub static NO_SETTINGS: Rule = Rule::fixed(
    "no-settings",
    "The tracker has no `griot.toml`.\n\n\
     The file marks the folder as a tracker and holds at least its title.\n\n\
     **Example**: a folder with `content/` alone.\n\n\
     **Repair**: write `title = \"…\"` into `griot.toml` beside `content/`.",
);

/// A file that cannot be read.
pub static UNREADABLE_FILE: Rule = Rule::fixed(
    "unreadable-file",
    "A file of the tracker cannot be read.\n\n\
     No record is skipped: what cannot be read stops the build.\n\n\
     **Example**: a file whose permissions shut you out, or that vanished while it was read.\n\n\
     **Repair**: as the system's message says; then run the command again.",
);

/// Every rule there is, by name.
pub fn rules() -> Vec<&'static Rule> {
    let mut rules = vec![&NO_SETTINGS, &UNREADABLE_FILE];
    rules.extend(content::RULES);
    rules.extend(model::RULES);
    rules.extend(check::RULES);
    rules.extend(words::rules::RULES);
    rules.extend(releases::RULES);
    rules.extend(plan::RULES);
    rules.extend(gate::RULES);
    rules.extend(weight::RULES);
    rules.extend(lock::RULES);
    rules.extend(render::RULES);
    rules.sort_by_key(|rule| rule.name);
    rules
}

/// Reads, checks and plans a tracker. The site is there only if no problem is an error.
pub fn compile(sources: &dyn Sources, options: &Options) -> Compiled {
    compile_again(sources, options, None, &|| ())
}

/// The same, with what an earlier build left; tells `progress` of its stages.
pub fn compile_again(
    sources: &dyn Sources,
    options: &Options,
    memory: Option<&Memory>,
    progress: &dyn Progress,
) -> Compiled {
    stages(sources, options, &mut Against::Lock, memory, progress)
}

/// The same while somebody writes: what `griot.lock` says against an edit is a warning, since an edit
/// is declared when it is done.
pub fn compile_while_writing(
    sources: &dyn Sources,
    options: &Options,
    memory: Option<&Memory>,
) -> Compiled {
    stages(sources, options, &mut Against::LockWhileWriting, memory, &|| ())
}

/// The same before the house rules have looked at it, so that it can be shown while they do:
/// [`Site::checked`] tells what they say.
pub fn compile_unchecked(
    sources: &dyn Sources,
    options: &Options,
    memory: Option<&Memory>,
) -> Compiled {
    stages(sources, options, &mut Against::Unchecked, memory, &|| ())
}

/// The text of a new `griot.lock`, or `None` where a problem is an error. Drafts are never in it.
pub fn renew_lock(
    sources: &dyn Sources,
    options: &Options,
    accepted: Accepted,
) -> (Option<Renewed>, Vec<Diagnostic>) {
    let mut against = Against::Accepted(accepted, None);
    let options = Options { drafts: false, ..options.clone() };
    let compiled = stages(sources, &options, &mut against, None, &|| ());
    let renewed = match against {
        Against::Accepted(_, renewed) if compiled.site.is_some() => renewed,
        _ => None,
    };
    (renewed, compiled.problems)
}

/// What the tracker sets, and every problem that keeps `words`, which a person is about to publish, from
/// being read by the gate, or that the gate has with them.
pub fn speakable(
    sources: &dyn Sources,
    options: &Options,
    words: &str,
) -> (Settings, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut paths = sources.paths().to_vec();
    paths.sort();
    let settings = settings(sources, options).into_value(&mut problems);
    let severities = settings.rules.clone();
    let records = records(sources, &paths, options, None).into_value(&mut problems);
    let tracker = Tracker::assemble(records, settings, options.today, options.drafts)
        .into_value(&mut problems);
    match gate::Gate::new(&tracker) {
        Ok(gate) => problems.extend(gate.in_words(words, "the reason of the withdrawal")),
        Err(problem) => problems.push(*problem),
    }
    check::apply(&mut problems, &severities);
    diagnostic::sort(&mut problems);
    (tracker.settings, problems)
}

/// How a tracker is held against its `griot.lock`.
enum Against {
    Lock,
    LockWhileWriting,
    /// The same, with the house rules left for later.
    Unchecked,
    /// With what an editor accepts; gets the new file.
    Accepted(Accepted, Option<Renewed>),
}

fn stages(
    sources: &dyn Sources,
    options: &Options,
    against: &mut Against,
    memory: Option<&Memory>,
    progress: &dyn Progress,
) -> Compiled {
    let mut problems = Vec::new();
    progress.begins(Stage::Read);
    let mut paths = sources.paths().to_vec();
    paths.sort();
    let settings = settings(sources, options).into_value(&mut problems);
    let severities = severities(&settings);
    let language = settings.language.clone();
    let site = std::thread::scope(|scope| {
        let speech = scope.spawn(|| Speech::load(sources, &paths, &language));
        let mut records = records(sources, &paths, options, memory).into_value(&mut problems);
        records.boundaries =
            boundaries(sources, &paths, &records.regions, options).into_value(&mut problems);
        // Without settings every type would be unknown: what only follows from that is not told.
        if problems.iter().any(is_of_unread_settings) {
            return None;
        }
        progress.begins(Stage::Assemble);
        let tracker = Tracker::assemble(records, settings, options.today, options.drafts)
            .into_value(&mut problems);
        if diagnostic::any_error(&problems) {
            return None;
        }
        progress.begins(Stage::Check);
        if !matches!(against, Against::Unchecked) {
            problems.extend(checked(&tracker, &severities));
        }
        planned(sources, &paths, tracker, speech, against, &mut problems, progress)
    });
    check::apply(&mut problems, &severities);
    diagnostic::sort(&mut problems);
    Compiled { site: site.filter(|_| !diagnostic::any_error(&problems)), problems }
}

/// Whether a problem is why nothing of `griot.toml` could be read.
fn is_of_unread_settings(problem: &Diagnostic) -> bool {
    let rules = [NO_SETTINGS.name, UNREADABLE_FILE.name, "syntax", "encoding"];
    problem.file.as_str() == SETTINGS && rules.contains(&problem.rule.name)
}

/// The severities that a tracker sets for rules, by their names; `None` turns one off.
type Severities = BTreeMap<Box<str>, Option<Severity>>;

fn severities(settings: &Settings) -> Severities {
    let mut severities = settings.rules.clone();
    if settings.raw_html {
        severities.insert(content::HTML_AS_TEXT.name.into(), None);
    }
    severities
}

/// What the house rules say of a tracker, with the severities that it sets.
fn checked(tracker: &Tracker, severities: &Severities) -> Vec<Diagnostic> {
    let mut problems = check::run(tracker);
    check::apply(&mut problems, severities);
    problems
}

fn settings(sources: &dyn Sources, options: &Options) -> Checked<Settings> {
    let path = SourcePath::from(SETTINGS);
    let bytes = match sources.read(path.as_str()) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let problem = Diagnostic::at(&NO_SETTINGS, &path, None, "there is no griot.toml")
                .help("write title = \"…\" into it, or begin with `griot init`");
            return Checked { value: Settings::default(), problems: vec![problem] };
        }
        Err(error) => {
            let problems = vec![unreadable(&path, &error)];
            return Checked { value: Settings::default(), problems };
        }
    };
    let mut checked = match content::decode(&path, &bytes) {
        Ok(text) => content::parse_settings(&path, text, &rules()),
        Err(problem) => Checked { value: Settings::default(), problems: vec![*problem] },
    };
    if let Some(base_url) = &options.base_url {
        checked.value.base_url = Some(base_url.clone());
    }
    checked
}

/// Reads every file of `content/`. A draft that has errors is left out, with warnings, unless it is built.
fn records(
    sources: &dyn Sources,
    paths: &[SourcePath],
    options: &Options,
    memory: Option<&Memory>,
) -> Checked<Records> {
    let paths: Vec<&SourcePath> =
        paths.iter().filter(|path| path.below("content").is_some()).collect();
    let files = self::records::read(sources, &paths, memory);
    let mut records = Records::default();
    let is_incident = |file: &&records::Read| matches!(file.value, Some(Parsed::Incident(_)));
    // Growing step by step, the list would be there twice for a moment.
    records.incidents.reserve_exact(files.iter().filter(is_incident).count());
    let mut problems = Vec::new();
    for mut file in files {
        let broken = diagnostic::any_error(&file.problems);
        let draft = file.value.as_ref().is_some_and(Parsed::is_draft) && !options.drafts;
        if draft {
            for problem in &mut file.problems {
                problem.severity = Severity::Warning;
            }
        }
        problems.append(&mut file.problems);
        match file.value {
            Some(parsed) if draft && broken => {
                records.hidden.extend(parsed.record().map(Into::into))
            }
            Some(parsed) => parsed.add_to(&mut records),
            None => {}
        }
    }
    Checked { value: records, problems }
}

/// Reads the outlines that regions name; says which files nobody names.
fn boundaries(
    sources: &dyn Sources,
    paths: &[SourcePath],
    regions: &[Region],
    options: &Options,
) -> Checked<BTreeMap<Id, Boundary>> {
    let mut unnamed: BTreeSet<&SourcePath> =
        paths.iter().filter(|path| content::is_boundary(path)).collect();
    let mut problems = Vec::new();
    let mut named: Vec<(&Region, SourcePath)> = Vec::new();
    for region in regions {
        let public = options.drafts || region.record.is_public(options.today);
        match content::boundary_path(region) {
            Some(Ok(path)) => {
                unnamed.remove(&path);
                named.extend(public.then_some((region, path)));
            }
            Some(Err(problem)) => problems.extend(public.then_some(*problem)),
            None => {}
        }
    }
    problems.extend(unnamed.into_iter().map(content::unnamed_boundary));
    let read = |(region, path): (&Region, SourcePath)| {
        let boundary = match sources.read(path.as_str()) {
            Ok(bytes) => content::parse_boundary(&path, &bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let problems = content::missing_boundary(region, &path).into_iter().collect();
                Checked { value: None, problems }
            }
            Err(error) => Checked { value: None, problems: vec![unreadable(&path, &error)] },
        };
        (region.record.id.value.clone(), boundary)
    };
    let read: Vec<_> = named.into_par_iter().map(read).collect();
    let mut boundaries = BTreeMap::new();
    for (id, boundary) in read {
        boundaries.extend(boundary.into_value(&mut problems).map(|boundary| (id, boundary)));
    }
    Checked { value: boundaries, problems }
}

/// Words and templates, which follow from the settings alone and are read while records are.
struct Speech {
    words: words::Words,
    templates: Result<render::Templates, Vec<Diagnostic>>,
    /// What is wrong with the tracker's own files of them.
    problems: Vec<Diagnostic>,
}

impl Speech {
    fn load(sources: &dyn Sources, paths: &[SourcePath], language: &str) -> Self {
        let mut problems = Vec::new();
        let (catalogues, templates) = overrides(sources, paths).into_value(&mut problems);
        let words = words::Words::load(language, &catalogues).into_value(&mut problems);
        let templates = render::Templates::load(templates, words.statics());
        Self { words, templates, problems }
    }
}

/// Plans the site; `None` where the plan, the words or the templates have errors.
fn planned(
    sources: &dyn Sources,
    paths: &[SourcePath],
    tracker: Tracker,
    speech: std::thread::ScopedJoinHandle<'_, Speech>,
    against: &mut Against,
    problems: &mut Vec<Diagnostic>,
    progress: &dyn Progress,
) -> Option<Site> {
    progress.begins(Stage::Plan);
    let releases = releases::read(sources, paths).into_value(problems);
    let plan = plan::plan(&tracker, paths, releases).into_value(problems);
    let speech = speech.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    problems.extend(speech.problems);
    if diagnostic::any_error(problems) {
        return None;
    }
    progress.begins(Stage::Lock);
    problems.extend(locked(sources, paths, &tracker, &plan, against));
    if diagnostic::any_error(problems) {
        return None;
    }
    progress.begins(Stage::Ready);
    let gate = match gate::Gate::new(&tracker) {
        Ok(gate) => gate,
        Err(problem) => {
            problems.push(*problem);
            return None;
        }
    };
    let cards = match render::cards::Cards::load(&tracker.settings, sources) {
        Ok(cards) => cards,
        Err(problem) => {
            problems.push(*problem);
            return None;
        }
    };
    let templates = match speech.templates {
        Ok(templates) => templates,
        Err(broken) => {
            problems.extend(broken);
            return None;
        }
    };
    let tracker = Arc::new(tracker);
    let (words, plan) = (Arc::new(speech.words), Arc::new(plan));
    let renderer =
        render::Renderer::new(tracker, words, plan, templates, cards).into_value(problems)?;
    let scales = weight::Scales::new(&renderer.tracker().settings, renderer.plan());
    Some(Site { renderer, gate, cache: None, memory: None, workshop: None, scales })
}

/// Holds the tracker against its `griot.lock`, where there is one.
fn locked(
    sources: &dyn Sources,
    paths: &[SourcePath],
    tracker: &Tracker,
    plan: &plan::Plan,
    against: &mut Against,
) -> Vec<Diagnostic> {
    let path = SourcePath::from(lock::PATH);
    let bytes = match sources.read(lock::PATH) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return vec![unreadable(&path, &error)],
    };
    let text = match bytes.as_deref().map(|bytes| content::decode(&path, bytes)).transpose() {
        Ok(text) => text,
        Err(problem) => return vec![*problem],
    };
    let lock = match text.map(Lock::parse).transpose() {
        Ok(lock) => lock,
        Err(problems) => return problems,
    };
    let compare = |accepted: &Accepted| {
        lock.iter().flat_map(|lock| lock::compare(lock, tracker, plan, paths, accepted)).collect()
    };
    let mut problems: Vec<Diagnostic> = match against {
        Against::Lock | Against::LockWhileWriting | Against::Unchecked => {
            compare(&Accepted::default())
        }
        Against::Accepted(accepted, renewed) => {
            let mut problems: Vec<Diagnostic> = compare(accepted);
            problems.retain(|problem| problem.rule != &lock::STALE_LOCK);
            if !diagnostic::any_error(&problems) {
                *renewed = Some(lock::renew(lock.as_ref(), tracker, plan, accepted));
            }
            problems
        }
    };
    if matches!(against, Against::LockWhileWriting | Against::Unchecked) {
        problems.iter_mut().for_each(|problem| problem.severity = Severity::Warning);
    }
    problems
}

/// The tracker's own files of `templates/`: catalogues of words, and templates.
type Overrides = (Vec<(SourcePath, String)>, Vec<(SourcePath, String)>);

fn overrides(sources: &dyn Sources, paths: &[SourcePath]) -> Checked<Overrides> {
    let (mut catalogues, mut templates) = (Vec::new(), Vec::new());
    let mut problems = Vec::new();
    for path in paths.iter().filter(|path| path.below("templates").is_some()) {
        let bytes = match sources.read(path.as_str()) {
            Ok(bytes) => bytes,
            Err(error) => {
                problems.push(unreadable(path, &error));
                continue;
            }
        };
        match content::decode(path, &bytes) {
            Ok(text) if path.as_str().ends_with(".ftl") => {
                catalogues.push((path.clone(), text.to_owned()));
            }
            Ok(text) => templates.push((path.clone(), text.to_owned())),
            Err(problem) => problems.push(*problem),
        }
    }
    Checked { value: (catalogues, templates), problems }
}

fn unreadable(path: &SourcePath, error: &std::io::Error) -> Diagnostic {
    Diagnostic::at(&UNREADABLE_FILE, path, None, format!("the file cannot be read: {error}"))
}

impl Site {
    /// The same site, which keeps from one build to the next what takes long to make.
    pub fn keeping(self, cache: Arc<dyn Cache>) -> Self {
        Self { cache: Some(cache), ..self }
    }

    /// The same site, which does not make again what an earlier build made of the same.
    pub fn remembering(self, memory: Memory) -> Self {
        Self { memory: Some(memory), ..self }
    }

    /// The same site, which works in files of `workshop` where a file of it cannot be made in order.
    /// Without, such files are made in memory.
    pub fn working_in(self, workshop: Arc<dyn Workshop>) -> Self {
        Self { workshop: Some(workshop), ..self }
    }

    /// How many files it has.
    pub fn len(&self) -> usize {
        self.renderer.plan().pages.len()
    }

    /// Whether it has no file at all, which no planned site is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every file of it, in the order of addresses.
    pub fn files(&self) -> &[plan::PlannedPage] {
        &self.renderer.plan().pages
    }

    /// How many of its files are pages for people.
    pub fn pages(&self) -> usize {
        self.renderer.plan().page_count()
    }

    /// Makes every file, in parallel, has the gate read it, weighs it, and hands it on. Gives the warnings of the gate and of the scales.
    ///
    /// # Errors
    /// All problems of templates, bodies, the gate and budgets of weight, or the first file that could not be kept.
    pub fn emit(
        &self,
        sources: &dyn Sources,
        sink: &dyn Sink,
        progress: &dyn Progress,
    ) -> Result<Vec<Diagnostic>, Failure> {
        let pages: Vec<&plan::PlannedPage> = self.renderer.plan().pages.iter().collect();
        self.make(&pages, sources, Some(sink), progress)
    }

    /// The pages whose problems show only when they are made: all of them where the tracker has
    /// templates of its own or secrets, else its pictures and the files of releases.
    pub fn unproved(&self, own_templates: bool) -> Vec<&plan::PlannedPage> {
        let pages = self.renderer.plan().pages.iter();
        let reads = |page: &plan::PlannedPage| match page.page {
            plan::PageKind::Static(_) => self.gate.reads(&page.address),
            // Held against its sum in any case.
            plan::PageKind::Frozen(_) => true,
            _ => self.gate.has_secrets(),
        };
        pages.filter(|page| own_templates || reads(page)).collect()
    }

    /// The pages that do not stand as they would be made, with their keys; the downloads all or none.
    fn to_be_made<'p>(
        &self,
        pages: &[&'p plan::PlannedPage],
        book: Option<&Book<'_>>,
        sink: Option<&dyn Sink>,
        progress: &dyn Progress,
    ) -> Vec<ToBeMade<'p>> {
        let (Some(book), Some(sink)) = (book, sink) else {
            return pages.iter().map(|page| (*page, None)).collect();
        };
        let look = |page: &&'p plan::PlannedPage| {
            let key = book.key(page);
            // What is frozen is held against its sum in every build.
            let stands = book.stands(page, key, sink).filter(|_| !is_frozen(page));
            (*page, key, stands)
        };
        let looked: Vec<_> = pages.par_iter().map(look).collect();
        let whole = looked.iter().all(|(page, _, digest)| digest.is_some() || !is_download(page));
        let (mut rest, mut standing) = (Vec::new(), Vec::new());
        for (page, key, digest) in looked {
            match digest.filter(|_| whole || !is_download(page)) {
                Some(digest) => {
                    standing.push((key, digest));
                    progress.made();
                }
                None => rest.push((page, Some(key))),
            }
        }
        book.note(standing);
        rest
    }

    /// Makes the downloads among `pages`; gives their keys and digests.
    fn emit_downloads(
        &self,
        pages: &[ToBeMade<'_>],
        sink: &dyn Sink,
        findings: &gate::Findings,
        progress: &dyn Progress,
    ) -> Result<Vec<(Digest, Digest)>, OutputError> {
        let all = &self.renderer.plan().downloads;
        let (asked, keys): (Vec<dataset::Download>, Vec<Option<Digest>>) = pages
            .iter()
            .filter_map(|(page, key)| match page.page {
                plan::PageKind::Download(at) => Some((all[at as usize].clone(), *key)),
                _ => None,
            })
            .unzip();
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let (made, digests): (Vec<dataset::Made>, Vec<Digest>) =
            self.maker(findings).make(&asked, sink)?.into_iter().unzip();
        asked.iter().for_each(|_| progress.made());
        if asked.len() == all.len() {
            // The pages are in the order of addresses, and the list of downloads in its own.
            let place = |file: &dataset::Download| asked.iter().position(|own| own == file);
            let made = all.iter().filter_map(place).map(|at| made[at]).collect();
            // Made before, they are the same.
            let _ = self.renderer.made().set(made);
        }
        Ok(keys.into_iter().zip(digests).filter_map(|(key, digest)| Some((key?, digest))).collect())
    }

    /// Makes one file of the dataset and hands it to `sink`, after the gate has read the whole of it:
    /// nothing of it has left before. Gives what was made and every warning.
    ///
    /// # Errors
    /// What may not leave, or why the file could not be kept.
    pub fn export(
        &self,
        file: &dataset::Download,
        sources: &dyn Sources,
        sink: &dyn Sink,
    ) -> Result<(dataset::Made, Vec<Diagnostic>), Failure> {
        let files = std::slice::from_ref(file);
        let findings = gate::Findings::default();
        self.maker(&findings).make(files, &Nowhere).map_err(Failure::Output)?;
        let problems = self.betrayed(findings, sources);
        if diagnostic::any_error(&problems) {
            return Err(Failure::Problems(problems));
        }
        let seen = gate::Findings::default();
        let mut made = self.maker(&seen).make(files, sink).map_err(Failure::Output)?;
        Ok((made.remove(0).0, problems))
    }

    fn maker<'a>(&'a self, findings: &'a gate::Findings) -> downloads::Maker<'a> {
        let dataset = plan::dataset(self.renderer.tracker(), self.renderer.words());
        let workshop = self.workshop.as_deref();
        downloads::Maker { dataset, gate: &self.gate, findings, workshop }
    }

    /// Publishes the files of releases among `pages`.
    fn publish(
        &self,
        pages: &[ToBeMade<'_>],
        sources: &dyn Sources,
        sink: &dyn Sink,
        progress: &dyn Progress,
    ) -> Result<Vec<Diagnostic>, OutputError> {
        let file = |page: &plan::PlannedPage| match page.page {
            plan::PageKind::Frozen(at) => Some(at),
            _ => None,
        };
        let files: Vec<(u32, &plan::PlannedPage)> =
            pages.iter().filter_map(|(page, _)| Some((file(page)?, *page))).collect();
        let (plan, gate) = (self.renderer.plan(), &self.gate);
        let publisher = frozen::Publisher { plan, gate, sources };
        let mut problems = publisher.publish(&files, sink, progress)?;
        check::apply(&mut problems, &self.settings().rules);
        Ok(problems)
    }

    /// What the tracker sets.
    pub fn settings(&self) -> &Settings {
        &self.renderer.tracker().settings
    }

    /// The releases that the tracker keeps, oldest first.
    pub fn releases(&self) -> &[releases::Release] {
        &self.renderer.plan().releases
    }

    /// Sees that what pages say of the downloads is known.
    fn know_downloads(&self) -> Result<(), OutputError> {
        if self.renderer.made().get().is_none() {
            let findings = gate::Findings::default();
            let made = self.maker(&findings).make(&self.renderer.plan().downloads, &Nowhere)?;
            let made = made.into_iter().map(|(made, _)| made).collect();
            // Another thread may have been faster, with the same.
            let _ = self.renderer.made().set(made);
        }
        Ok(())
    }

    /// Does for some pages what [`Site::emit`] does for all, and keeps none: what shows only when they
    /// are made.
    ///
    /// # Errors
    /// As there.
    pub fn prove(
        &self,
        pages: &[&plan::PlannedPage],
        sources: &dyn Sources,
        progress: &dyn Progress,
    ) -> Result<Vec<Diagnostic>, Failure> {
        self.make(pages, sources, None, progress)
    }

    fn make(
        &self,
        pages: &[&plan::PlannedPage],
        sources: &dyn Sources,
        sink: Option<&dyn Sink>,
        progress: &dyn Progress,
    ) -> Result<Vec<Diagnostic>, Failure> {
        /// Files that one task makes one after the other in the same buffer, at most.
        const BATCH: usize = 64;
        /// Tasks for each thread at least, so that all of them end at about the same time.
        const TASKS: usize = 16;
        /// Problems after which no more pages are tried; templates fail on every page alike.
        const ENOUGH: usize = 100;
        let found = std::sync::Mutex::new(Vec::new());
        let note = |problem: Diagnostic| {
            let mut found = found.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            found.push(problem);
            found.len() < ENOUGH
        };
        let book = match (sink, &self.memory) {
            (Some(_), Some(memory)) => {
                progress.begins(Stage::Compare);
                Book::open(self, memory, sources)
            }
            _ => None,
        };
        let pages = self.to_be_made(pages, book.as_ref(), sink, progress);
        let findings = gate::Findings::default();
        let heavy = std::sync::Mutex::new(Vec::new());
        let batch = |pages: &[ToBeMade<'_>]| -> Result<(), Option<OutputError>> {
            let mut bytes = Vec::new();
            let mut noted = Vec::new();
            let mut reader = gate::Reader::default();
            for (page, key) in pages {
                bytes.clear();
                let made = match self.scales.made(page) {
                    Some(made) => {
                        bytes = made;
                        Ok(())
                    }
                    None => self.renderer.render(page, sources, &mut bytes),
                };
                match made {
                    Ok(()) => {
                        self.gate.read(&page.address, &bytes, &mut reader, &findings);
                        let problems = self.weighed(page, &bytes, sources);
                        let is_heavy = !problems.is_empty();
                        if is_heavy {
                            let mut heavy =
                                heavy.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                            heavy.extend(problems);
                        }
                        if let Some(sink) = sink {
                            self.finish(page, &mut bytes);
                            let digest = sink.accept(&page.address, &bytes).map_err(Some)?;
                            // Of a heavy page is told in every build.
                            let key = key.filter(|_| !is_heavy);
                            noted.extend(key.map(|key| (key, digest)));
                        }
                    }
                    Err(problem) => {
                        if !note(*problem) {
                            return Err(None);
                        }
                    }
                }
                progress.made();
            }
            if let Some(book) = &book {
                book.note(noted);
            }
            Ok(())
        };
        let before = || -> Result<Vec<Diagnostic>, Failure> {
            progress.begins(Stage::Index);
            let kinds = pages.iter().map(|(page, _)| page.page);
            let parts = book.as_ref().map(|book| book as &dyn search::Parts);
            if let Err(problem) = self.renderer.prepare(kinds, sources, parts) {
                return Err(Failure::Problems(vec![*problem]));
            }
            progress.begins(Stage::Downloads);
            let keep = sink.unwrap_or(&Nowhere);
            let noted =
                self.emit_downloads(&pages, keep, &findings, progress).map_err(Failure::Output)?;
            if let Some(book) = &book {
                book.note(noted);
            }
            if pages.iter().any(|(page, _)| page.page.tells_of_downloads()) {
                self.know_downloads().map_err(Failure::Output)?;
            }
            self.publish(&pages, sources, keep, progress).map_err(Failure::Output)
        };
        // Pages weigh with the maps that they lie on, and would draw them again.
        let (maps, rest): (Vec<ToBeMade<'_>>, Vec<ToBeMade<'_>>) =
            pages.iter().partition(|(page, _)| matches!(page.page, plan::PageKind::Map(_)));
        let rest: Vec<ToBeMade<'_>> =
            rest.into_iter().filter(|(page, _)| !is_download(page) && !is_frozen(page)).collect();
        let (frozen, drawn) = rayon::join(before, || maps.par_chunks(1).try_for_each(batch));
        let mut frozen = frozen?;
        progress.begins(Stage::Pages);
        let size = (rest.len() / (TASKS * rayon::current_num_threads())).clamp(1, BATCH);
        let done = drawn.and_then(|()| rest.par_chunks(size).try_for_each(batch));
        let mut problems = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let met_nothing = findings.is_empty();
        problems.extend(self.betrayed(findings, sources));
        let mut heavy = heavy.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        check::apply(&mut heavy, &self.settings().rules);
        problems.append(&mut heavy);
        problems.append(&mut frozen);
        diagnostic::sort(&mut problems);
        match done {
            Err(Some(error)) => Err(Failure::Output(error)),
            _ if diagnostic::any_error(&problems) => Err(Failure::Problems(problems)),
            _ => {
                // What the gate met, it has to meet in every build.
                if let Some(book) = book.filter(|_| met_nothing) {
                    book.close();
                }
                Ok(problems)
            }
        }
    }

    /// Makes a card of its drawing, which the gate has read: a picture has no words that it could find.
    fn finish(&self, page: &plan::PlannedPage, bytes: &mut Vec<u8>) {
        let plan::PageKind::Card(_) = page.page else { return };
        let Some(cards) = self.renderer.cards() else { return };
        let key = cards.key(bytes);
        let kept = self.cache.as_ref().and_then(|cache| cache.get(&key));
        *bytes = kept.unwrap_or_else(|| {
            let picture = cards.picture(bytes);
            if let Some(cache) = &self.cache {
                cache.keep(&key, &picture);
            }
            picture
        });
    }

    /// A problem for each budget that a page breaks.
    fn weighed(
        &self,
        page: &plan::PlannedPage,
        bytes: &[u8],
        sources: &dyn Sources,
    ) -> Vec<Diagnostic> {
        let make = |file: &plan::PlannedPage| {
            let mut bytes = Vec::new();
            self.renderer.render(file, sources, &mut bytes).ok().map(|()| bytes)
        };
        self.scales.weigh(page, bytes, self.renderer.tracker(), self.renderer.plan(), make)
    }

    /// What the gate met, with the severities that the tracker sets.
    fn betrayed(&self, findings: gate::Findings, sources: &dyn Sources) -> Vec<Diagnostic> {
        let mut problems = self.gate.problems(findings, self.renderer.tracker(), sources);
        check::apply(&mut problems, &self.settings().rules);
        problems
    }

    /// What the house rules say of the tracker, of which [`compile_unchecked`] has said nothing.
    pub fn checked(&self) -> Vec<Diagnostic> {
        let mut problems = checked(self.renderer.tracker(), &severities(self.settings()));
        diagnostic::sort(&mut problems);
        problems
    }

    /// Follows an edit that changed the body of one record and nothing else, so that its page can be
    /// made at once; `false` where more changed, or something is wrong.
    pub fn follow_body(&self, sources: &dyn Sources, path: &SourcePath) -> bool {
        let edited = self.read_again(sources, path);
        edited.is_some_and(|edited| !edited.is_broken() && self.takes_body(&edited))
    }

    /// Follows an edit of one file, so that its page can be made at once. What the whole tracker says
    /// of the edit, its sums among it, only a compilation tells.
    pub fn follow(&mut self, sources: &dyn Sources, path: &SourcePath) -> Followed {
        let Some(edited) = self.read_again(sources, path) else { return Followed::Not };
        if edited.is_broken() {
            return Followed::Broken(edited.problems);
        }
        if self.takes_body(&edited) {
            return Followed::Body;
        }
        let follows = match edited.parsed {
            Parsed::Incident(incident) => edited.leads && self.renderer.amend(*incident),
            _ => false,
        };
        if follows { Followed::Incident } else { Followed::Not }
    }

    /// What is wrong in the file of a record that the site has, as it is now; `None` where nothing is.
    pub fn broken(&self, sources: &dyn Sources, path: &SourcePath) -> Option<Vec<Diagnostic>> {
        let edited = self.read_again(sources, path).filter(Edited::is_broken);
        edited.map(|edited| edited.problems)
    }

    /// Reads the file of a record that the site has once more.
    fn read_again(&self, sources: &dyn Sources, path: &SourcePath) -> Option<Edited> {
        let (plan, tracker) = (self.renderer.plan(), self.renderer.tracker());
        let old = plan.record_in(tracker, path)?;
        let bytes = sources.read(path.as_str()).ok()?;
        let Checked { value, problems } = content::parse(path, &bytes);
        let parsed = value?;
        let new = parsed.record()?;
        let resolves = |link: &crate::source::Located<Box<str>>| {
            plan.resolve_link(tracker, new, &link.value).is_ok()
        };
        let (leads, same_head) = (new.links.iter().all(resolves), new.head == old.head);
        Some(Edited { parsed, problems, leads, same_head })
    }

    fn takes_body(&self, edited: &Edited) -> bool {
        let record = edited.parsed.record().filter(|_| edited.same_head && edited.leads);
        record.map(|record| self.renderer.follow_body(record)).is_some()
    }

    /// Makes the one file at `address` (relative to the site's root, not percent-encoded);
    /// `None` where the site has no such file.
    pub fn file(&self, sources: &dyn Sources, address: &str) -> Option<Result<Vec<u8>, Failure>> {
        let page = self.renderer.plan().find(address)?;
        let findings = gate::Findings::default();
        if let plan::PageKind::Download(at) = page.page {
            let file = &self.renderer.plan().downloads[at as usize];
            return Some(self.download(file, sources));
        }
        if let plan::PageKind::Frozen(_) = page.page {
            return Some(self.kept(page, sources));
        }
        if page.page.tells_of_downloads()
            && let Err(error) = self.know_downloads()
        {
            return Some(Err(Failure::Output(error)));
        }
        let mut bytes = Vec::new();
        let prepared = self.renderer.prepare([page.page], sources, None);
        let made = prepared.and_then(|()| self.renderer.render(page, sources, &mut bytes));
        if let Err(problem) = made {
            return Some(Err(Failure::Problems(vec![*problem])));
        }
        self.gate.read(&page.address, &bytes, &mut gate::Reader::default(), &findings);
        let problems = self.betrayed(findings, sources);
        if diagnostic::any_error(&problems) {
            return Some(Err(Failure::Problems(problems)));
        }
        self.finish(page, &mut bytes);
        Some(Ok(bytes))
    }

    /// Reads one file of a release into memory.
    fn kept(&self, page: &plan::PlannedPage, sources: &dyn Sources) -> Result<Vec<u8>, Failure> {
        let kept = Kept::default();
        let problems =
            self.publish(&[(page, None)], sources, &kept, &|| ()).map_err(Failure::Output)?;
        match diagnostic::any_error(&problems) {
            true => Err(Failure::Problems(problems)),
            false => Ok(kept.0.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)),
        }
    }

    /// Makes one download in memory.
    fn download(
        &self,
        file: &dataset::Download,
        sources: &dyn Sources,
    ) -> Result<Vec<u8>, Failure> {
        let findings = gate::Findings::default();
        let kept = Kept::default();
        let files = std::slice::from_ref(file);
        self.maker(&findings).make(files, &kept).map_err(Failure::Output)?;
        let problems = self.betrayed(findings, sources);
        match diagnostic::any_error(&problems) {
            true => Err(Failure::Problems(problems)),
            false => Ok(kept.0.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)),
        }
    }
}

/// How far a site could follow the edit of a file.
#[derive(Debug)]
pub enum Followed {
    /// Not at all: the tracker must be compiled anew.
    Not,
    /// Not at all, since the file has errors; the problems of that file alone.
    Broken(Vec<Diagnostic>),
    /// The body changed, and what shows it.
    Body,
    /// An incident changed, and what shows it; sums and lists are as they were.
    Incident,
}

/// The file of a record, read once more.
struct Edited {
    parsed: Parsed,
    problems: Vec<Diagnostic>,
    /// Whether every link of its body leads somewhere.
    leads: bool,
    /// Whether its front matter is what it was.
    same_head: bool,
}

impl Edited {
    fn is_broken(&self) -> bool {
        diagnostic::any_error(&self.problems)
    }
}

/// A page with its key, where there is a book.
type ToBeMade<'p> = (&'p plan::PlannedPage, Option<Digest>);

fn is_frozen(page: &plan::PlannedPage) -> bool {
    matches!(page.page, plan::PageKind::Frozen(_))
}

fn is_download(page: &plan::PlannedPage) -> bool {
    matches!(page.page, plan::PageKind::Download(_))
}

/// Keeps the one file that it is given.
#[derive(Default)]
struct Kept(std::sync::Mutex<Vec<u8>>);

impl Sink for Kept {
    fn accept(&self, _: &str, bytes: &[u8]) -> Result<Digest, OutputError> {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = bytes.to_vec();
        Ok(Digest::of(bytes))
    }
}
