//! The run of an import: rows are coded one after the other, and checked, compared and written in
//! parallel, some thousand at a time, so that memory does not grow with the rows.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use rayon::prelude::*;

use super::existing::{Existing, Head, id_hash};
use super::merge::{self, Coming, Scope};
use super::registry::Registry;
use super::report::{Report, Touched};
use super::row::clean;
use super::table::{Rows, TableError};
use super::{Coded, Coder, Dataset, Draft, NoShelf, RowProblem, Shelf, edit, settings};
use crate::content::{self, Parsed, parse_settings};
use crate::diagnostic::{Checked, Diagnostic, Rule, Severity};
use crate::model::Settings;
use crate::source::{SourcePath, Sources};

/// How many rows are gone through together.
const CHUNK: usize = 4096;

/// The path of the settings.
const SETTINGS: &str = "griot.toml";

/// Opens the table from its beginning.
type Open<'a> = &'a (dyn Fn() -> Result<Rows, TableError> + Sync);

/// What an import is told.
pub struct Job<'a> {
    /// The table; opened twice where nothing may be written before all of it is good.
    pub open: Open<'a>,
    /// The tracker as it stands; without `griot.toml` one is begun.
    pub files: &'a dyn Sources,
    /// Where records go.
    pub shelf: &'a dyn Shelf,
    /// All rules, of which the settings may speak.
    pub rules: &'a [&'static Rule],
    /// The day of the import, for the history of records.
    pub today: jiff::civil::Date,
    /// Write nothing where a row would be left out.
    pub strict: bool,
    /// Write nothing.
    pub dry_run: bool,
    /// Told after each row.
    pub tick: &'a (dyn Fn() + Sync),
}

/// Why an import could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The file is no table.
    Table(TableError),
    /// The table lacks what every row needs.
    Columns(Vec<RowProblem>),
    /// The settings of the tracker cannot be read or added to.
    Settings(String),
    /// Files that every import reads have errors: one problem of each. Nothing was written.
    Content(Vec<Diagnostic>),
    /// The tracker could not be read or written.
    Disk(String),
}

/// Brings a table into a tracker. Each problem of a row is told to `tell` when it is found, in the order
/// of the rows.
///
/// # Errors
/// Where the file is no such table, and where the tracker cannot be read or written. What was written
/// until then is whole; the same import, run again, goes on from there.
pub fn run(
    job: &Job<'_>,
    coder: &mut dyn Coder,
    tell: &mut dyn FnMut(&RowProblem),
) -> Result<Report, Failure> {
    if job.strict && !job.dry_run {
        let mut trial = Pass::new(job, &NoShelf, coder)?;
        let mut told = Vec::new();
        trial.rows(coder, &mut |problem| told.push(problem.clone()))?;
        if trial.report.left_out > 0 {
            told.iter().for_each(tell);
            return Ok(Report { refused: true, ..trial.report });
        }
    }
    let shelf: &dyn Shelf = if job.dry_run { &NoShelf } else { job.shelf };
    let mut pass = Pass::new(job, shelf, coder)?;
    pass.rows(coder, tell)?;
    pass.dropped(coder.dataset())?;
    pass.title(coder.dataset())?;
    Ok(pass.report)
}

/// A row that waits to be written: its line, what its cells are known by, what it became.
type Waiting = (u64, Option<Box<str>>, Coded);

/// One way through the table.
struct Pass<'a> {
    job: &'a Job<'a>,
    shelf: &'a dyn Shelf,
    registry: Registry,
    existing: Existing<'a>,
    /// `griot.toml` as it stands; `None` before a new tracker has one.
    settings: Option<String>,
    /// The language of a new tracker.
    language: Box<str>,
    /// The line of each id, by its hash.
    lines: BTreeMap<u64, u64>,
    scope: Scope,
    /// Whether a row was left out of which nobody can say whose it is.
    nameless: bool,
    report: Report,
}

/// What became of a row that was coded.
enum Settled {
    New,
    Unchanged,
    Touched(Touched),
    Refused(RowProblem),
}

impl<'a> Pass<'a> {
    fn new(job: &'a Job<'a>, shelf: &'a dyn Shelf, coder: &dyn Coder) -> Result<Self, Failure> {
        let (text, settings) = read_settings(job)?;
        let dataset = coder.dataset();
        let mut registry = Registry::of(job.files, &settings).map_err(Failure::Content)?;
        let existing = Existing::of(job.files, &dataset.origin.dataset);
        registry.learn(existing.all_lie());
        Ok(Self {
            job,
            shelf,
            registry,
            existing,
            report: Report { founded: text.is_none(), ..Report::default() },
            settings: text,
            language: coder.language().into(),
            lines: BTreeMap::new(),
            scope: Scope::default(),
            nameless: false,
        })
    }

    fn rows(
        &mut self,
        coder: &mut dyn Coder,
        tell: &mut dyn FnMut(&RowProblem),
    ) -> Result<(), Failure> {
        let mut rows = (self.job.open)().map_err(Failure::Table)?;
        self.report.columns = coder.begin(rows.columns()).map_err(Failure::Columns)?;
        let record = |id: &str| self.existing.get(id).map(|(path, _)| path.clone());
        coder.meet(self.job.files, &record);
        let mut chunk: Vec<Waiting> = Vec::new();
        let mut problems = Vec::new();
        for row in rows.by_ref() {
            // Until the row has said which record it is.
            let mut nameless = true;
            let coded = row.map_err(|problem| vec![problem]).and_then(|mut row| {
                clean(&mut row, &mut problems);
                if coder.exported(&row).is_some_and(|id| self.existing.has_other(id.as_str())) {
                    nameless = false;
                    return Ok(None);
                }
                let id = coder.id(&row);
                let lies = id.as_ref().and_then(|id| self.existing.lies(id.as_str()));
                self.registry.beside(lies);
                let coded = coder.code(&row, &mut self.registry);
                if let (Err(_), Some(id)) = (&coded, &id) {
                    self.existing.see(id.as_str());
                    nameless = false;
                }
                let coded = coded?;
                self.once(row.line, &coded.draft, coder)?;
                nameless = false;
                Ok(Some((row.line, coder.cells(&row), coded)))
            });
            (self.job.tick)();
            match coded {
                Ok(None) => {
                    self.report.rows += 1;
                    self.report.own += 1;
                }
                Ok(Some((line, cells, mut coded))) => {
                    self.report.rows += 1;
                    problems.append(&mut coded.problems);
                    chunk.push((line, cells, coded));
                }
                Err(mut found) => {
                    if found.iter().any(|problem| problem.fatal) {
                        self.report.rows += 1;
                        self.report.left_out += 1;
                        self.nameless |= nameless;
                    }
                    problems.append(&mut found);
                }
            }
            if chunk.len() >= CHUNK {
                self.chunk(std::mem::take(&mut chunk), coder.dataset(), &mut problems)?;
                self.tell(&mut problems, tell);
            }
        }
        self.chunk(chunk, coder.dataset(), &mut problems)?;
        self.tell(&mut problems, tell);
        self.report.notes = rows.notes();
        self.report.notes.extend(coder.notes());
        Ok(())
    }

    fn tell(&mut self, problems: &mut Vec<RowProblem>, tell: &mut dyn FnMut(&RowProblem)) {
        problems.sort_by_key(|problem| problem.line);
        let left_out: BTreeSet<u64> =
            problems.iter().filter(|problem| problem.fatal).map(|problem| problem.line).collect();
        let noted = problems.iter().filter(|problem| !left_out.contains(&problem.line));
        self.report.noted += noted.count() as u64;
        problems.drain(..).for_each(|problem| tell(&problem));
    }

    /// Sees to it that an id comes once, and notes what the file speaks of.
    fn once(&mut self, line: u64, draft: &Draft, coder: &dyn Coder) -> Result<(), Vec<RowProblem>> {
        let id = draft.incident.record.id.value.as_str();
        if let Some(first) = self.lines.insert(id_hash(id), line) {
            self.lines.insert(id_hash(id), first);
            let reason = format!("the id `{id}` stands {} already", coder.place(first));
            let help = "an id is that of one event; see which of the rows is right";
            return Err(vec![RowProblem::row(line, reason).help(help)]);
        }
        let country = self.registry.country_of(&draft.incident.region.value);
        self.scope.add(country, draft.incident.date.value.year());
        Ok(())
    }

    fn chunk(
        &mut self,
        chunk: Vec<Waiting>,
        dataset: &Dataset,
        problems: &mut Vec<RowProblem>,
    ) -> Result<(), Failure> {
        if chunk.is_empty() {
            return Ok(());
        }
        self.settings(dataset)?;
        self.registries()?;
        let label = dataset.called();
        let settled: Vec<_> = chunk
            .into_par_iter()
            .map(|(line, cells, coded)| {
                let draft = (coded.draft, cells.as_deref());
                let settled = self.settle(line, draft, dataset, &label);
                settled.map(|settled| (coded.sums, settled))
            })
            .collect::<Result<_, Failure>>()?;
        let report = &mut self.report;
        for (sums, settled) in settled {
            match settled {
                Settled::New => report.new += 1,
                Settled::Unchanged => report.unchanged += 1,
                Settled::Touched(touched) => {
                    match (touched.changed.is_empty(), touched.back) {
                        (false, _) => report.updated += 1,
                        (true, true) => report.back += 1,
                        (true, false) => report.unchanged += 1,
                    }
                    report.touched.push(touched);
                }
                Settled::Refused(problem) => {
                    report.left_out += 1;
                    problems.push(problem);
                    continue;
                }
            }
            report.sums.add(sums);
        }
        Ok(())
    }

    /// Writes the settings of a new tracker, and the types that the old ones lack.
    fn settings(&mut self, dataset: &Dataset) -> Result<(), Failure> {
        let types = self.registry.take_types();
        if self.settings.is_some() && types.is_empty() {
            return Ok(());
        }
        self.report.types += types.len() as u64;
        let text = self.settings.take().unwrap_or_else(|| settings::text(dataset, &self.language));
        let text = edit::add_types(&text, &types)
            .ok_or_else(|| Failure::Settings("`[types]` of griot.toml is no table".to_owned()))?;
        self.put(SETTINGS, &text)?;
        self.settings = Some(text);
        Ok(())
    }

    /// Writes the regions, actors and sources that the next records name.
    fn registries(&mut self) -> Result<(), Failure> {
        for made in self.registry.take_made(self.job.files) {
            self.report.made += u64::from(made.new);
            self.put(made.path.as_str(), &made.text)?;
        }
        Ok(())
    }

    fn put(&self, path: &str, text: &str) -> Result<(), Failure> {
        self.shelf.put(path, text).map_err(Failure::Disk)
    }

    /// Checks a draft, holds it against what is there, and writes what must be written.
    fn settle(
        &self,
        line: u64,
        (draft, cells): (Draft, Option<&str>),
        dataset: &Dataset,
        label: &str,
    ) -> Result<Settled, Failure> {
        let path = draft.incident.record.file.clone();
        let id = draft.incident.record.id.value.clone();
        let text = draft.text(&dataset.origin, cells);
        let known = self.existing.get(id.as_str());
        if let Some((_, known)) = known
            && known.is_at(Head::of(&text).row.unwrap_or_default())
        {
            return Ok(Settled::Unchanged);
        }
        if let Some(why) = flaw(&path, &text) {
            return Ok(Settled::Refused(RowProblem::row(line, why)));
        }
        let Some((path, _)) = known else {
            if self.existing.has_file(&path) {
                let reason = format!("`{path}` is there, and is another record");
                return Ok(Settled::Refused(RowProblem::row(line, reason)));
            }
            let stamped = merge::stamp(&text).unwrap_or(text);
            self.put(path.as_str(), &stamped)?;
            return Ok(Settled::New);
        };
        let existing = self.read(path)?;
        let coming = Coming {
            path,
            existing: &existing,
            fresh: &text,
            label,
            today: self.job.today,
            names: &self.registry,
        };
        let merged = merge::merge(&coming);
        if let Some(text) = &merged.text {
            self.put(path.as_str(), text)?;
        }
        let nothing = merged.text.is_none() && merged.kept.is_empty() && merged.alone.is_none();
        Ok(if nothing {
            Settled::Unchanged
        } else {
            let merge::Merged { text: _, changed, kept, back, alone } = merged;
            Settled::Touched(Touched { path: path.clone(), changed, kept, back, alone })
        })
    }

    fn read(&self, path: &SourcePath) -> Result<String, Failure> {
        let bytes = self.job.files.read(path.as_str());
        let text = bytes.and_then(|bytes| {
            String::from_utf8(bytes).map_err(|_| io::Error::other("it is not UTF-8"))
        });
        text.map_err(|cause| Failure::Disk(format!("cannot read `{path}`: {cause}")))
    }

    /// Marks the records that the file could have, and has not.
    fn dropped(&mut self, dataset: &Dataset) -> Result<(), Failure> {
        let release = dataset.origin.release.as_deref().unwrap_or("the last import");
        if self.nameless {
            if !self.existing.unseen().is_empty() {
                let note = "no record is marked as missing in this file, since rows without a readable id were left out";
                self.report.notes.push(note.to_owned());
            }
            return Ok(());
        }
        for path in self.existing.unseen() {
            let text = self.read(path)?;
            let Some(Parsed::Incident(incident)) = content::parse(path, text.as_bytes()).value
            else {
                continue;
            };
            let country = self.registry.country_of(&incident.region.value);
            if !self.scope.covers(country, incident.date.value.year()) {
                continue;
            }
            if let Some(marked) = merge::mark_dropped(&text, release) {
                self.put(path.as_str(), &marked)?;
                self.report.dropped.push(path.clone());
            }
        }
        Ok(())
    }

    /// Gives a new tracker a title with its countries, which are known at the end.
    fn title(&mut self, dataset: &Dataset) -> Result<(), Failure> {
        if let Some(text) = self.settings.as_deref().filter(|_| self.report.founded) {
            let title = settings::title(dataset, &self.registry.countries());
            if let Some(text) = edit::set_title(text, &title) {
                self.put(SETTINGS, &text)?;
            }
        }
        Ok(())
    }
}

/// Why a record could not be read again as it would be written; `None` where it could.
fn flaw(path: &SourcePath, text: &str) -> Option<String> {
    let parsed = content::parse(path, text.as_bytes());
    let first = parsed.problems.into_iter().find(|problem| problem.severity == Severity::Error);
    first.map(|problem| format!("it cannot be written as a record: {}", problem.message))
}

fn read_settings(job: &Job<'_>) -> Result<(Option<String>, Settings), Failure> {
    let path = SourcePath::from(SETTINGS);
    let bytes = match job.files.read(SETTINGS) {
        Ok(bytes) => bytes,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            return Ok((None, Settings::default()));
        }
        Err(cause) => return Err(Failure::Disk(format!("cannot read `{SETTINGS}`: {cause}"))),
    };
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::Settings("griot.toml is not UTF-8".to_owned()))?;
    if !edit::is_readable(&text) {
        return Err(Failure::Settings("griot.toml cannot be read as TOML".to_owned()));
    }
    let Checked { value, problems } = parse_settings(&path, &text, job.rules);
    let error = problems.into_iter().find(|problem| problem.severity == Severity::Error);
    match error {
        Some(error) => Err(Failure::Content(vec![error])),
        None => Ok((Some(text), value)),
    }
}
