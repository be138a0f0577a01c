//! Planned pages to bytes, one at a time. The only module that knows the template engine.

mod atom;
mod calendar;
pub mod cards;
mod compiled;
mod data;
mod filters;
mod folding;
mod json_feed;
mod templates;
mod theme;
mod xml;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use serde::Serialize;
use tera::{Context, Value};

use self::atom::Entry;
use self::compiled::{Compiled, Drawn, Given, Safe};
pub use self::templates::{TEMPLATE_ERROR, Templates};
use crate::dataset::{self, Made};
use crate::diagnostic::{Checked, Diagnostic, Rule};
use crate::markdown;
use crate::model::{Case, FeedContent, Incident, IncidentIx, Record, Tracker};
use crate::plan::view::{Head, Sharing, Site, Text};
use crate::plan::{self, FeedOf, PageKind, Plan, PlannedPage, STYLE_LAYERS, Target, Views};
use crate::release::{self, Shown};
use crate::search::{self, Index};
use crate::source::{Digest, SourcePath, Sources, Span};
use crate::words::Words;

/// A file that is not what it was when the build began.
pub static CHANGED_DURING_BUILD: Rule = Rule::fixed(
    "changed-during-build",
    "A file was changed or taken away between the reading of the tracker and the making of its page.\n\n\
     Bodies are read a second time when their page is made. A page whose facts and words come from \
     two versions of a record must not be published.\n\n\
     **Example**: an editor saves a file, or a version control system switches branches, while \
     `griot build` runs.\n\n\
     **Repair**: run the build again.",
);

/// What stands in a kept row where the way to the site's root comes: a character that no content holds.
const ROOT: char = '\u{1}';

/// Trackers up to this size keep the rows of their lists; larger ones make them anew, since a kept
/// row takes about half a kilobyte.
const KEPT_ROWS: usize = 300_000;

/// How many bytes a part of a page mostly has at most.
const PART: usize = 1000;

/// How many characters a description of a page has at most.
const DESCRIPTION: usize = 160;

/// How many bytes of HTML the narrative in an entry of a feed has at most; of a longer one the feed
/// has the first words.
const FEED_BODY: usize = 30_000;

/// Makes pages. Holds all that pages share; can be used from many threads at once.
pub struct Renderer {
    tracker: Arc<Tracker>,
    words: Arc<Words>,
    plan: Arc<Plan>,
    templates: Templates,
    compiled: Compiled,
    /// What lists show of each incident, with [`ROOT`] where the way to the site's root comes.
    incident_rows: Vec<OnceLock<Box<str>>>,
    /// The same for the pages that prove totals.
    proof_rows: Vec<OnceLock<Box<str>>>,
    /// The entries of incidents in feeds of regions and actors, as XML.
    summaries: Vec<OnceLock<Box<[u8]>>>,
    frames: RwLock<BTreeMap<FrameKey, Arc<Frame>>>,
    cards: Option<cards::Cards>,
    /// The downloads as they were made, in the order of the plan; empty until they are.
    made: OnceLock<Vec<Made>>,
    index: OnceLock<Index>,
    /// Where bodies stand that were edited since the tracker was read, with the digests of their files.
    edited: RwLock<BTreeMap<SourcePath, (Digest, Span)>>,
}

/// What the top and end of a page depend on: the way to the site's root, the kind of page, its
/// section, and whether links lead anywhere.
type FrameKey = (String, &'static str, &'static str, bool);

/// The finished top and end of a page.
struct Frame {
    masthead: String,
    footer: String,
}

/// What the templates of a page's top and end see of its head.
#[derive(Clone, Copy, Serialize)]
struct FrameHead {
    kind: &'static str,
    section: &'static str,
    linked: bool,
}

/// What the top of a page shows.
#[derive(Serialize)]
struct Masthead<'a> {
    head: FrameHead,
    site: &'a Site<'a>,
}

/// What the end of a page shows.
#[derive(Serialize)]
struct Footer<'a> {
    head: FrameHead,
    site: &'a Site<'a>,
}

/// The finished lists of a page.
enum Rows {
    /// The one list that it has.
    One(String),
    /// One for each group.
    Several(Vec<String>),
}

impl Rows {
    fn lists(&self) -> Vec<Safe<'_>> {
        match self {
            // An empty list is none.
            Self::One(list) => {
                Some(&**list).filter(|list| !list.is_empty()).map(Safe).into_iter().collect()
            }
            Self::Several(lists) => lists.iter().map(|list| Safe(list)).collect(),
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::One(list) => Value::safe_string(list),
            Self::Several(lists) => {
                lists.iter().map(|list| Value::safe_string(list)).collect::<Vec<_>>().into()
            }
        }
    }
}

impl Renderer {
    /// What makes the pages of a plan. `cards` makes card pictures, where there are any. The value is
    /// `None` where a template cannot be given what all pages share; the problems say why.
    pub fn new(
        tracker: Arc<Tracker>,
        words: Arc<Words>,
        plan: Arc<Plan>,
        mut templates: Templates,
        cards: Option<cards::Cards>,
    ) -> Checked<Option<Self>> {
        let views = Views { tracker: &tracker, words: &words, plan: &plan };
        if let Some(engine) = &mut templates.engine {
            let shared = [("site", to_value(&views.site())), ("words", to_value(words.statics()))];
            for (name, value) in shared {
                match value {
                    Ok(value) => engine.global_context().insert_value(name, value),
                    Err(error) => {
                        let problems = templates.explain(&error);
                        return Checked { value: None, problems };
                    }
                }
            }
        }
        let compiled = Compiled::new(&templates, &views.site(), &words);
        let kept = if tracker.incidents.len() > KEPT_ROWS { 0 } else { tracker.incidents.len() };
        let rows = || std::iter::repeat_with(OnceLock::new).take(kept).collect();
        let (incident_rows, proof_rows) = (rows(), rows());
        let summaries = std::iter::repeat_with(OnceLock::new).take(kept).collect();
        let frames = RwLock::default();
        let made = OnceLock::new();
        let problems = cards.as_ref().and_then(|cards| {
            cards.missing(&Views { tracker: &tracker, words: &words, plan: &plan })
        });
        let problems = problems.into_iter().collect();
        let value = Some(Self {
            tracker,
            words,
            plan,
            templates,
            compiled,
            incident_rows,
            proof_rows,
            summaries,
            frames,
            cards,
            made,
            index: OnceLock::new(),
            edited: RwLock::default(),
        });
        Checked { value, problems }
    }

    /// Puts the bytes of a page at the end of `out`.
    ///
    /// # Errors
    /// What is wrong with a template, or that a file changed during the build.
    pub fn render(
        &self,
        page: &PlannedPage,
        sources: &dyn Sources,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        Page { renderer: self, views: self.views(), page, sources }.render(out)
    }

    /// Makes what some pages have in common and none can make for itself: the index of the search. To
    /// be called before they are rendered, and from no thread that renders. `parts` keeps what it takes
    /// from one build to the next.
    ///
    /// # Errors
    /// That a file changed during the build.
    pub fn prepare(
        &self,
        page: impl IntoIterator<Item = PageKind>,
        sources: &dyn Sources,
        parts: Option<&dyn search::Parts>,
    ) -> Result<(), Box<Diagnostic>> {
        let searches = |page| {
            matches!(page, PageKind::Search | PageKind::SearchDirectory | PageKind::SearchWords(_))
        };
        if self.index.get().is_some() || !page.into_iter().any(searches) {
            return Ok(());
        }
        let views = self.views();
        let bodies = |target: plan::Target, out: &mut String| {
            let body = views.record(target).map(|record| self.body_of(record, sources));
            if let Some(text) = body.transpose()?.flatten() {
                markdown::text(&text, out);
            }
            Ok(())
        };
        let index = Index::build(&views, &bodies, parts)?;
        // Whoever was faster has made the same.
        let _ = self.index.set(index);
        Ok(())
    }

    /// From now on the body of a record is where `edited` has it, which is the same but for its body.
    pub fn follow_body(&self, edited: &Record) {
        let mut bodies = self.edited.write().unwrap_or_else(PoisonError::into_inner);
        bodies.insert(edited.file.clone(), (edited.digest, edited.body));
    }

    /// From now on the pages show `incident` in the place of the one of its id; whether they can, see
    /// [`Tracker::amend`]. What is made once for the whole site stays as it was: sums, lists, and the
    /// index of the search.
    pub fn amend(&mut self, incident: Incident) -> bool {
        let file = incident.record.file.clone();
        let Some(tracker) = Arc::get_mut(&mut self.tracker) else { return false };
        let Some(ix) = tracker.amend(incident) else { return false };
        for rows in [&mut self.incident_rows, &mut self.proof_rows] {
            rows.get_mut(ix.at()).and_then(OnceLock::take);
        }
        self.summaries.get_mut(ix.at()).and_then(OnceLock::take);
        self.edited.get_mut().unwrap_or_else(PoisonError::into_inner).remove(&file);
        true
    }

    /// The tracker that it shows.
    pub fn tracker(&self) -> &Tracker {
        &self.tracker
    }

    /// The Markdown of a record, read again from its file; `None` where it has none.
    fn body_of(
        &self,
        record: &Record,
        sources: &dyn Sources,
    ) -> Result<Option<String>, Box<Diagnostic>> {
        let edited = self.edited.read().unwrap_or_else(PoisonError::into_inner);
        let (digest, body) =
            edited.get(&record.file).copied().unwrap_or((record.digest, record.body));
        drop(edited);
        if body.start >= body.end {
            return Ok(None);
        }
        let mut bytes = read(&record.file, sources)?;
        let changed = || {
            let message = format!("`{}` changed while the site was being made", record.file);
            let problem = Diagnostic::at(&CHANGED_DURING_BUILD, &record.file, None, message);
            Box::new(problem.help("run the build again"))
        };
        if Digest::of(&bytes) != digest || bytes.get(body.range()).is_none() {
            return Err(changed());
        }
        bytes.truncate(body.range().end);
        bytes.drain(..body.range().start);
        String::from_utf8(bytes).map(Some).map_err(|_| changed())
    }

    /// What makes pictures of the drawings that it renders for cards; `None` where there are none.
    pub fn cards(&self) -> Option<&cards::Cards> {
        self.cards.as_ref()
    }

    /// The words of the site.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The plan that it makes pages of.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Where it learns how the downloads were made, before the pages that tell of them.
    pub fn made(&self) -> &OnceLock<Vec<Made>> {
        &self.made
    }

    /// What its pages show.
    pub fn views(&self) -> Views<'_> {
        Views { tracker: &self.tracker, words: &self.words, plan: &self.plan }
    }

    /// Puts what lists of that kind show of a case at the end of `out`.
    fn row(&self, list: List, case: Case, root: &str, out: &mut String) -> tera::TeraResult<()> {
        let rows = match list {
            List::Cases => &self.incident_rows,
            List::Proof => &self.proof_rows,
            // A row stands in one table.
            List::Table => &Vec::new(),
        };
        let kept = match case {
            Case::Incident(ix) => rows.get(ix.at()),
            Case::Report(_) | Case::Milestone(_) => None,
        };
        let rooted = |row: &str, out: &mut String| {
            let mut from = 0;
            for at in memchr::memchr_iter(ROOT as u8, row.as_bytes()) {
                out.push_str(&row[from..at]);
                out.push_str(root);
                from = at + 1;
            }
            out.push_str(&row[from..]);
        };
        if let Some(row) = kept.and_then(OnceLock::get) {
            rooted(row, out);
            return Ok(());
        }
        let row = self.new_row(list, case)?;
        rooted(&row, out);
        if let Some(cell) = kept {
            // Another thread may have been faster, with the same row.
            let _ = cell.set(row.into());
        }
        Ok(())
    }
}

impl Renderer {
    /// What lists of that kind show of a case, with [`ROOT`] where the way to the site's root comes.
    fn new_row(&self, list: List, case: Case) -> tera::TeraResult<String> {
        let views = self.views();
        let mut root = [0; 4];
        let root = &*ROOT.encode_utf8(&mut root);
        match (list, case) {
            (List::Cases, _) => {
                let row = views.row(case);
                self.part("row", &row, &row, root)
            }
            (List::Proof, _) => {
                let row = views.proof_row(case);
                self.part("row", &row, &row, root)
            }
            (List::Table, Case::Incident(ix)) => {
                let row = views.table_row(ix);
                self.part("row", &row, &row, root)
            }
            (List::Table, Case::Report(_) | Case::Milestone(_)) => Ok(String::new()),
        }
    }

    /// A part of pages that sees one thing, as `name`, besides what all templates see.
    fn part<V: Drawn>(
        &self,
        name: &'static str,
        seen: &impl Serialize,
        view: &V,
        root: &str,
    ) -> tera::TeraResult<String> {
        let mut out = Vec::with_capacity(PART);
        if !self.compiled.draw(view, Given { root, ..Given::default() }, &mut out) {
            let mut context = Context::new();
            context.insert_value(name, to_value(seen)?);
            context.insert_value("root", Value::normal_string(root));
            self.templates.engine()?.render_to(V::TEMPLATE, &context, &mut out)?;
        }
        String::from_utf8(out).map_err(|error| tera::Error::message(error.to_string()))
    }
}

/// What a list is for, which decides what it shows of a case.
#[derive(Clone, Copy)]
enum List {
    /// What there is.
    Cases,
    /// What a total looked at.
    Proof,
    /// The incidents of a year, in a table.
    Table,
}

fn to_value(view: &impl Serialize) -> tera::TeraResult<Value> {
    Value::try_from_serializable(view)
}

/// One page that is being made.
struct Page<'a> {
    renderer: &'a Renderer,
    views: Views<'a>,
    page: &'a PlannedPage,
    sources: &'a dyn Sources,
}

/// A record's own words.
#[derive(Default)]
struct Body {
    html: String,
    /// The Markdown that the HTML is made of.
    text: String,
}

impl Body {
    /// The first of the words, as plain text.
    fn summary(&self) -> String {
        markdown::plain(&self.text, DESCRIPTION)
    }
}

impl Page<'_> {
    fn render(&self, out: &mut Vec<u8>) -> Result<(), Box<Diagnostic>> {
        let views = &self.views;
        match self.page.page {
            PageKind::Home => {
                let body = self.body(Target::Home)?;
                let title = views.text(&*views.tracker.settings.title, None);
                let rows = Some(self.rows(views.latest())?);
                let shared = Sharing { data: Some(views.share_home()), ..(&body).into() };
                self.template(title, shared, &views.home(&body.html), rows, out)
            }
            PageKind::Incident(ix) => {
                let target = Target::Case(Case::Incident(ix));
                if self.tombstone(target, out)? {
                    return Ok(());
                }
                let body = self.body(target)?;
                let view = views.incident(ix, &body.html);
                let shared = views.share_incident(ix, &view);
                self.template(self.title(target), shared, &view, None, out)
            }
            PageKind::Report(ix) => {
                let target = Target::Case(Case::Report(ix));
                if self.tombstone(target, out)? {
                    return Ok(());
                }
                let body = self.body(target)?;
                let rows = self.rows(views.documented(ix))?;
                let view = views.report(ix, &body.html);
                self.template(self.title(target), &body, &view, Some(rows), out)
            }
            PageKind::Milestone(ix) => {
                let target = Target::Case(Case::Milestone(ix));
                if self.tombstone(target, out)? {
                    return Ok(());
                }
                let body = self.body(target)?;
                let view = views.milestone(ix, &body.html);
                self.template(self.title(target), &body, &view, None, out)
            }
            PageKind::Region(ix, number) => {
                let target = Target::Region(ix);
                if self.tombstone(target, out)? {
                    return Ok(());
                }
                let body = if number == 0 { self.body(target)? } else { Body::default() };
                let rows = self.rows(views.region_cases(ix, number))?;
                let view = views.region(ix, number, &body.html);
                let data = views.share_region(ix, &view.path);
                let shared = Sharing { data, ..(&body).into() };
                self.template(self.title(target), shared, &view, Some(rows), out)
            }
            PageKind::Actor(ix) => {
                let target = Target::Actor(ix);
                if self.tombstone(target, out)? {
                    return Ok(());
                }
                let body = self.body(target)?;
                let groups = views.actor_groups(ix).map(|cases| self.rows_of(List::Cases, cases));
                let rows = Some(Rows::Several(groups.collect::<Result<_, _>>()?));
                let view = views.actor_page(ix, &body.html);
                self.template(self.title(target), &body, &view, rows, out)
            }
            PageKind::Source(ix, number) => {
                let target = Target::Source(ix);
                if self.tombstone(target, out)? {
                    return Ok(());
                }
                let body = if number == 0 { self.body(target)? } else { Body::default() };
                let rows = self.rows(views.source_cases(ix, number))?;
                let view = views.source_page(ix, number, &body.html);
                let title = views.source_title_of(ix);
                self.template(title, &body, &view, Some(rows), out)
            }
            PageKind::Plain(at) => {
                let target = Target::Plain(at);
                if self.tombstone(target, out)? {
                    return Ok(());
                }
                let body = self.body(target)?;
                let shared = match &views.tracker.pages[at as usize].description {
                    Some(own) => {
                        Sharing { description: Some((&**own).into()), ..Sharing::default() }
                    }
                    None => (&body).into(),
                };
                let view = views.plain_page(at, &body.html);
                self.template(self.title(target), shared, &view, None, out)
            }
            _ => self.list(out),
        }
    }

    /// Pages that show no record's own words.
    fn list(&self, out: &mut Vec<u8>) -> Result<(), Box<Diagnostic>> {
        let views = &self.views;
        let none = Body::default();
        let word = |id: &str| Text { text: views.word(id), ..Text::default() };
        match self.page.page {
            PageKind::Incidents => {
                let tables = views.incident_tables();
                let tables = tables.map(|cases| self.rows_of(List::Table, cases));
                let rows = Some(Rows::Several(tables.collect::<Result<_, _>>()?));
                let view = views.incidents();
                self.template(word("incidents"), &none, &view, rows, out)
            }
            PageKind::IncidentYear(year, number) => {
                let text = views.incident_year_title(year);
                let title = Text { text, ..Text::default() };
                let cases = views.incident_year_cases(year, number);
                let rows = Some(Rows::One(self.rows_of(List::Table, cases)?));
                let view = views.incident_year_page(year, number);
                self.template(title, &none, &view, rows, out)
            }
            page @ (PageKind::Removed(number)
            | PageKind::Reports(number)
            | PageKind::Milestones(number)) => {
                let (title, view) = match page {
                    PageKind::Removed(_) => ("removed", views.removed(number)),
                    PageKind::Reports(_) => ("reports", views.reports(number)),
                    _ => ("milestones", views.milestones(number)),
                };
                let rows = Some(self.rows(views.listed_cases(page))?);
                self.template(word(title), &none, &view, rows, out)
            }
            PageKind::Regions => {
                let view = views.regions();
                self.template(word("regions"), &none, &view, None, out)
            }
            PageKind::Timeline => {
                let view = views.timeline();
                self.template(word("timeline"), &none, &view, None, out)
            }
            PageKind::Period(year, month, number) => {
                let text = views.period_name(year, month);
                let title = Text { text, ..Text::default() };
                let rows = Some(self.rows(views.period_cases(year, month, number))?);
                let view = views.period(year, month, number);
                self.template(title, &none, &view, rows, out)
            }
            PageKind::Actors(number) => {
                let view = views.actors(number);
                self.template(word("actors"), &none, &view, None, out)
            }
            PageKind::ActorCases(ix, part, number) => {
                let rows = Some(self.rows(views.actor_cases(ix, part, number))?);
                let view = views.actor_cases_page(ix, part, number);
                let title = self.title(Target::Actor(ix));
                self.template(title, &none, &view, rows, out)
            }
            PageKind::Sources(number) => {
                let view = views.sources(number);
                self.template(word("sources"), &none, &view, None, out)
            }
            PageKind::Proof(scope, number) => {
                let rows = self.rows_of(List::Proof, views.proof_cases(scope, number))?;
                let rows = Some(Rows::One(rows));
                let view = views.proof(scope, number);
                let title = views.proof_title(scope);
                self.template(title, &none, &view, rows, out)
            }
            PageKind::Corrections(number) => {
                let view = views.corrections(number);
                self.template(word("corrections"), &none, &view, None, out)
            }
            PageKind::Names(number) => {
                let view = views.names(number);
                self.template(word("names"), &none, &view, None, out)
            }
            PageKind::Data => {
                let made = self.renderer.made.get().map_or(&[][..], Vec::as_slice);
                let shared = Sharing { data: Some(views.share_data(made)), ..Sharing::default() };
                self.template(word("data"), shared, &views.data(made), None, out)
            }
            PageKind::Release(at) => {
                let title = Text { text: views.release_title(at), ..Text::default() };
                let data = Some(views.share_release(at));
                let shared = Sharing { data, ..Sharing::default() };
                let view = views.release(at, self.changed_rows(at)?);
                self.template(title, shared, &view, None, out)
            }
            PageKind::Search => {
                let version = self.renderer.index.get().map(Index::version);
                let view = views.search(version.unwrap_or_default());
                self.template(word("search"), &none, &view, None, out)
            }
            PageKind::Redirect(target) => {
                let view = views.redirect(target);
                self.template(self.title(target), &none, &view, None, out)
            }
            PageKind::NotFound => {
                let view = plan::view::NotFoundPage {};
                self.template(word("not_found"), &none, &view, None, out)
            }
            page => self.machine_file(page, out),
        }
    }

    /// What the list of changes of a release names first of each kind; none where it has no such list.
    fn changed_rows(&self, at: u32) -> Result<Vec<Shown>, Box<Diagnostic>> {
        let release = &self.views.plan.releases[at as usize];
        if !release.files.iter().any(|file| &*file.name == release::CHANGES) {
            return Ok(Vec::new());
        }
        let path = release.source(release::CHANGES);
        let read = || release::shown(self.sources.open(path.as_str())?, plan::SHOWN_ROWS);
        read().map_err(|error| Box::new(release::changed(&path, error.to_string())))
    }

    /// Files that are no pages.
    fn machine_file(&self, page: PageKind, out: &mut Vec<u8>) -> Result<(), Box<Diagnostic>> {
        let views = &self.views;
        let base = views.tracker.settings.base_url.as_deref().unwrap_or_default();
        match page {
            PageKind::Map(file) => {
                out.extend(views.plan.map_file(views.tracker, file).bytes());
                Ok(())
            }
            PageKind::Icon => {
                out.extend(theme::static_file(plan::ICON).unwrap_or_default());
                Ok(())
            }
            PageKind::Card(ix) => {
                if let Some(cards) = &self.renderer.cards {
                    out.extend(cards.drawing(&views.card(ix)).bytes());
                }
                Ok(())
            }
            PageKind::Package => {
                let made = self.renderer.made.get().map_or(&[][..], Vec::as_slice);
                let files = &views.plan.downloads;
                out.extend(dataset::package(views.tracker, views.words, files, made, None));
                Ok(())
            }
            PageKind::Schema => {
                out.extend(dataset::schema(views.tracker, views.words));
                Ok(())
            }
            PageKind::Stylesheet => self.stylesheet(out),
            PageKind::FilterScript => {
                out.extend(theme::static_file(plan::FILTER_SCRIPT).unwrap_or_default());
                Ok(())
            }
            PageKind::FilterChoices => data::call("choices", &views.filter_choices(), out)
                .map_err(|error| self.failed(&error)),
            PageKind::FilterPart(year, number) => {
                let name = plan::filter_part_name(year, number);
                data::call(&name, &views.filter_part(year, number), out)
                    .map_err(|error| self.failed(&error))
            }
            PageKind::SearchScript => {
                out.extend(theme::static_file(plan::SEARCH_SCRIPT).unwrap_or_default());
                Ok(())
            }
            PageKind::SearchDirectory => {
                let directory = self.renderer.index.get().map(Index::directory);
                data::call("directory", &directory, out).map_err(|error| self.failed(&error))
            }
            PageKind::SearchWords(number) => {
                let words = self.renderer.index.get().map_or("", |index| index.shard(number));
                data::call(&format!("words/{number}"), &words, out)
                    .map_err(|error| self.failed(&error))
            }
            PageKind::SearchDocuments(part) => {
                data::call(&format!("documents/{part}"), &views.search_documents(part), out)
                    .map_err(|error| self.failed(&error))
            }
            PageKind::Static(at) => {
                let file = &views.plan.statics[at as usize];
                out.extend(self.read(file)?);
                Ok(())
            }
            PageKind::Feed(of) => {
                let incidents = views.plan.feed(views.tracker, of);
                let newest = incidents.first().map(|(_, day)| *day);
                let entries = |out: &mut Vec<u8>| match of {
                    FeedOf::Site => {
                        let entries = self.entries(base)?;
                        entries.iter().try_for_each(|entry| Ok(atom::entry(entry, out)?))
                    }
                    FeedOf::Region(_) | FeedOf::Actor(_) => self.summaries(base, &incidents, out),
                };
                let made = atom::feed(views, base, of, &self.page.address, newest, entries, out);
                made.map_err(|failed| match failed {
                    Failed::Entry(problem) => problem,
                    Failed::Memory(error) => self.failed(&error),
                })
            }
            PageKind::JsonFeed => {
                let entries = self.entries(base)?;
                json_feed::feed(views, base, &self.page.address, &entries, out)
                    .map_err(|error| self.failed(&error))
            }
            PageKind::Calendar => {
                calendar::calendar(views, base, out);
                Ok(())
            }
            PageKind::CorrectionsFeed => {
                atom::corrections(views, base, out).map_err(|error| self.failed(&error))
            }
            PageKind::Sitemap(part) => {
                xml::sitemap(views, base, part, out).map_err(|error| self.failed(&error))
            }
            PageKind::Robots => {
                out.extend(b"User-agent: *\nAllow: /\n");
                if !base.is_empty() {
                    out.extend(format!("Sitemap: {base}sitemap.xml\n").bytes());
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn failed(&self, error: &io::Error) -> Box<Diagnostic> {
        let file = SourcePath::from(&*self.page.address);
        Box::new(Diagnostic::at(&TEMPLATE_ERROR, &file, None, error.to_string()))
    }

    fn title(&self, target: Target) -> Text<'_> {
        let link = self.views.link(target);
        Text { text: link.text, lang: link.lang, dir: link.dir }
    }

    /// The entries of a list, one after the other, as HTML.
    fn rows(&self, cases: impl IntoIterator<Item = Case>) -> Result<Rows, Box<Diagnostic>> {
        self.rows_of(List::Cases, cases).map(Rows::One)
    }

    fn rows_of(
        &self,
        list: List,
        cases: impl IntoIterator<Item = Case>,
    ) -> Result<String, Box<Diagnostic>> {
        let root = plan::root(&self.page.address);
        let mut rows = String::new();
        for case in cases {
            self.renderer
                .row(list, case, &root, &mut rows)
                .map_err(|error| self.explain(&error))?;
        }
        Ok(rows)
    }

    /// Makes the tombstone of a record that has one, and says whether it did.
    fn tombstone(&self, target: Target, out: &mut Vec<u8>) -> Result<bool, Box<Diagnostic>> {
        let Some(view) = self.views.tombstone(target) else { return Ok(false) };
        let title = self.title(target);
        self.template(title, &Body::default(), &view, None, out)?;
        Ok(true)
    }

    fn template<'v, V: Drawn>(
        &'v self,
        title: Text<'v>,
        shared: impl Into<Sharing<'v>>,
        view: &V,
        rows: Option<Rows>,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        let (head, root) = self.head(title, shared.into())?;
        let frame = self.frame(&root, &head)?;
        let lists: Vec<Safe<'_>> = rows.as_ref().map(Rows::lists).unwrap_or_default();
        let given = Given {
            head: Some(&head),
            root: &root,
            masthead: Safe(&frame.masthead),
            footer: Safe(&frame.footer),
            rows: &lists,
        };
        if self.renderer.compiled.draw(view, given, out) {
            return Ok(());
        }
        let context = || -> tera::TeraResult<Context> {
            let mut context = Context::new();
            context.insert_value("masthead", Value::safe_string(&frame.masthead));
            context.insert_value("footer", Value::safe_string(&frame.footer));
            context.insert_value("head", to_value(&head)?);
            context.insert_value("page", to_value(view)?);
            context.insert_value("root", Value::normal_string(&root));
            context.insert_value(
                "rows",
                rows.as_ref().map_or_else(|| Value::safe_string(""), Rows::value),
            );
            Ok(context)
        };
        let made = context().and_then(|context| {
            self.renderer.templates.engine()?.render_to(V::TEMPLATE, &context, out)
        });
        made.map_err(|error| self.explain(&error))
    }

    /// What the page says of itself, and what leads from it to the site's root.
    fn head<'v>(
        &'v self,
        title: Text<'v>,
        shared: Sharing<'v>,
    ) -> Result<(Head<'v>, String), Box<Diagnostic>> {
        let mut head = self.views.head(self.page.page, &self.page.address, title);
        self.views.put_sharing(shared, &mut head);
        let mut root = plan::root(&self.page.address);
        if self.page.page == PageKind::NotFound {
            root = self.found_anywhere(&mut head)?;
        }
        Ok((head, root))
    }

    /// The top and end of the page, made once for all pages that share them.
    fn frame(&self, root: &str, head: &Head<'_>) -> Result<Arc<Frame>, Box<Diagnostic>> {
        let key = (root.to_owned(), head.kind, head.section, head.linked);
        let frames = &self.renderer.frames;
        let known = frames.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(frame) = known {
            return Ok(frame);
        }
        let of = FrameHead { kind: head.kind, section: head.section, linked: head.linked };
        let site = self.views.site();
        let part = |made: tera::TeraResult<String>| {
            made.map(|text| text.trim().to_owned()).map_err(|error| self.explain(&error))
        };
        let masthead = Masthead { head: of, site: &site };
        let footer = Footer { head: of, site: &site };
        let frame = Arc::new(Frame {
            masthead: part(self.renderer.part("head", &of, &masthead, root))?,
            footer: part(self.renderer.part("head", &of, &footer, root))?,
        });
        let mut frames = frames.write().unwrap_or_else(PoisonError::into_inner);
        Ok(frames.entry(key).or_insert(frame).clone())
    }

    /// A page that may be served at any depth cannot have relative links: it carries its style and
    /// goes by the site's address, and without one leads nowhere.
    fn found_anywhere(&self, head: &mut Head<'_>) -> Result<String, Box<Diagnostic>> {
        let mut style = Vec::new();
        self.stylesheet(&mut style)?;
        head.style = String::from_utf8(style).ok();
        head.canonical = None;
        head.cite_as = None;
        let base = self.views.tracker.settings.base_url.as_deref();
        head.linked = base.is_some();
        let Some(base) = base else { return Ok(String::new()) };
        let rest = base.split_once("://").map_or(base, |(_, rest)| rest);
        Ok(rest.split_once('/').map_or("/".to_owned(), |(_, path)| format!("/{path}")))
    }

    /// The layers one after the other, each the tracker's own where it has one.
    fn stylesheet(&self, out: &mut Vec<u8>) -> Result<(), Box<Diagnostic>> {
        for layer in STYLE_LAYERS {
            let path = SourcePath::new(format!("static/{layer}"));
            if self.sources.paths().binary_search(&path).is_ok() {
                out.extend(self.read(&path)?);
            } else if let Some(bytes) = theme::static_file(layer) {
                out.extend(bytes);
            }
        }
        Ok(())
    }

    /// Puts the entries of the feed of a region or actor at the end of `out`: summaries, which need no
    /// second reading of files. An incident has the same in every such feed.
    fn summaries(
        &self,
        base: &str,
        incidents: &[(IncidentIx, jiff::civil::Date)],
        out: &mut Vec<u8>,
    ) -> Result<(), Failed> {
        let views = &self.views;
        for (ix, updated) in incidents.iter().copied() {
            let kept = self.renderer.summaries.get(ix.at());
            if let Some(entry) = kept.and_then(OnceLock::get) {
                out.extend(entry);
                continue;
            }
            let mut entry = Entry::new(views, base, ix, updated);
            entry.summary = views.feed_lines(&views.feed_entry(ix, "")).join("\n");
            let from = out.len();
            atom::entry(&entry, out)?;
            if let Some(cell) = kept {
                // Another thread may have been faster, with the same entry.
                let _ = cell.set(out[from..].into());
            }
        }
        Ok(())
    }

    /// The entries of the feed of the site, with their narratives as the settings have it.
    fn entries(&self, base: &str) -> Result<Vec<Entry<'_>>, Box<Diagnostic>> {
        let views = &self.views;
        let full = views.tracker.settings.feeds.content == FeedContent::Full;
        let entry = |(ix, updated)| {
            let target = Target::Case(Case::Incident(ix));
            let mut entry = Entry::new(views, base, ix, updated);
            let warned = views.tracker.incident(ix).record.warning.is_some();
            let mut body = match warned || views.tombstone(target).is_some() {
                true => Body::default(),
                false => self.body_from(target, base)?,
            };
            if body.html.len() > FEED_BODY {
                body.html.clear();
            }
            // Feeds have no place on a page to lead to.
            let html = body.html.replace("href=\"#", &format!("href=\"{}#", entry.url));
            let view = views.feed_entry(ix, &html);
            let mut lines = views.feed_lines(&view);
            lines.extend(Some(body.summary()).filter(|words| !words.is_empty()));
            entry.summary = lines.join("\n");
            if full {
                let html = self.renderer.part("entry", &view, &view, base);
                entry.content = Some(html.map_err(|error| self.explain(&error))?);
            }
            Ok(entry)
        };
        views.plan.feed(views.tracker, FeedOf::Site).into_iter().map(entry).collect()
    }

    /// A record's own words, read again from its file.
    fn body(&self, target: Target) -> Result<Body, Box<Diagnostic>> {
        self.body_from(target, &plan::root(&self.page.address))
    }

    /// The same with `root` before the addresses of links and pictures.
    fn body_from(&self, target: Target, root: &str) -> Result<Body, Box<Diagnostic>> {
        let views = &self.views;
        let record: Option<&Record> = views.record(target);
        let Some(record) = record else { return Ok(Body::default()) };
        let Some(text) = self.renderer.body_of(record, self.sources)? else {
            return Ok(Body::default());
        };
        let options = markdown::Options {
            raw_html: views.tracker.settings.raw_html,
            top_heading: 2,
            notes: views.words.text("body_notes"),
            back: views.words.text("body_back"),
            table: views.words.text("body_table"),
        };
        let mut resolve = |destination: &str| {
            let href = views.plan.resolve_link(views.tracker, record, destination).ok()?;
            Some(format!("{root}{href}"))
        };
        let mut html = String::with_capacity(text.len() * 5 / 4);
        markdown::to_html(&text, &options, &mut resolve, &mut html);
        Ok(Body { html, text })
    }

    fn read(&self, file: &SourcePath) -> Result<Vec<u8>, Box<Diagnostic>> {
        read(file, self.sources)
    }

    fn explain(&self, error: &tera::Error) -> Box<Diagnostic> {
        let mut problems = self.renderer.templates.explain(error);
        let problem = problems.pop().unwrap_or_else(|| {
            Diagnostic::at(&TEMPLATE_ERROR, &SourcePath::from("templates"), None, error.to_string())
        });
        Box::new(problem.help(format!("met while making `{}`", self.page.address)))
    }
}

fn read(file: &SourcePath, sources: &dyn Sources) -> Result<Vec<u8>, Box<Diagnostic>> {
    sources.read(file.as_str()).map_err(|error| {
        let message = format!("`{file}` cannot be read any more: {error}");
        let problem = Diagnostic::at(&CHANGED_DURING_BUILD, file, None, message);
        Box::new(problem.help("run the build again"))
    })
}

impl<'a> From<&'a Body> for Sharing<'a> {
    fn from(body: &'a Body) -> Self {
        let summary = Some(body.summary()).filter(|summary| !summary.is_empty());
        Self { description: summary.map(Into::into), ..Self::default() }
    }
}

/// Why a feed could not be made.
enum Failed {
    Entry(Box<Diagnostic>),
    Memory(io::Error),
}

impl From<Box<Diagnostic>> for Failed {
    fn from(problem: Box<Diagnostic>) -> Self {
        Self::Entry(problem)
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self::Memory(error)
    }
}

/// Every rule that the making of pages is held to.
pub const RULES: &[&Rule] = &[
    &TEMPLATE_ERROR,
    &CHANGED_DURING_BUILD,
    &cards::NO_CARDS,
    &cards::CARD_FONT,
    &cards::MISSING_SIGN,
];
