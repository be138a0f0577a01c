//! `griot release`: freezes the downloads under a number.

use std::path::Path;

use super::args::{Compile, Release};
use super::report::Report;
use super::terminal::{Progress, Terminal, count, number};
use super::{Ending, Failure, options, withdraw};
use crate::content;
use crate::diagnostic::{Diagnostic, any_error};
use crate::disk::{Folder, Staging, clear, replace};
use crate::lock::{self, STALE_LOCK};
use crate::model::Format;
use crate::output::OutputError;
use crate::pipeline::{self, Asked, Site};
use crate::plan::PageKind;
use crate::release::{self, Changes, Kind, Level, Manifest, Shelf, TableChanges, Version};
use crate::source::{Reading, Sources as _};

/// How many columns a line names before it only counts.
const NAMED: usize = 6;

/// What a run was told about the release, once it was read.
struct Wanted {
    /// `None` where the command is to say which number fits.
    version: Option<Version>,
    date: jiff::civil::Date,
    doi: Option<Box<str>>,
}

pub(super) fn run(terminal: &Terminal, root: &Path, asked: &Release) -> Result<Ending, Failure> {
    let version = asked.version.as_deref().map(read_version).transpose()?;
    if !asked.withdraw.is_empty() {
        return withdraw::run(terminal, root, version, asked);
    }
    let folder = Folder::open(root)?;
    clear(folder.root());
    let compile = Compile { drafts: false, today: asked.today };
    let options = options(&compile, asked.base_url.as_deref())?;
    let doi = asked.doi.as_deref().map(read_doi).transpose()?;
    let wanted = Wanted { version, date: asked.date.unwrap_or(options.today), doi };
    let reading = Progress::start(terminal, "Reading the tracker", None);
    let compiled = pipeline::compile(&folder, &options);
    drop(reading);
    let mut report = Report::new(&folder, terminal.color);
    report.print_some(&compiled.problems, |text| terminal.problems(text));
    let Some(site) = compiled.site else { return Ok(stopped(terminal, &report)) };
    refuse_stale(&compiled.problems)?;
    refuse_future(wanted.date, options.today)?;
    refuse_early(&site, &wanted)?;

    let on_trial = asked.dry_run || wanted.version.is_none();
    let staging = Staging::begin(folder.root(), on_trial)?;
    let proving = Progress::start(terminal, "Making the release", None);
    let made = make(&site, &folder, &staging, &wanted);
    drop(proving);
    let (changes, problems) = match made {
        Ok(made) => made,
        Err(pipeline::Failure::Output(error)) => return Err(error.into()),
        Err(pipeline::Failure::Problems(problems)) => (None, problems),
    };
    report.print(&problems, |text| terminal.problems(text));
    if any_error(&problems) {
        return Ok(stopped(terminal, &report));
    }
    let least = least(&site, changes.as_ref());
    for line in told(&site, changes.as_ref(), least) {
        match on_trial {
            true => terminal.print(&format!("{line}\n")),
            false => terminal.say(&line),
        }
    }
    let Some(version) = wanted.version else {
        terminal.say(&format!("Nothing was written. To make it: griot release {least}"));
        return Ok(Ending::Done);
    };
    refuse_small(&site, version, least, changes.as_ref())?;
    if asked.dry_run {
        terminal.say(&format!("Nothing was written. To make it: griot release {version}"));
        return Ok(Ending::Done);
    }
    let manifest = manifest(&staging)?;
    let place = staging.finish(&version.to_string())?;
    terminal.say(&format!("Release {version} lies in {}", place.display()));
    let and_lock = remember(&folder, &manifest)?;
    terminal.say(&format!("Commit that folder{and_lock}; griot build publishes it below data/."));
    Ok(Ending::Done)
}

/// The manifest of a release that was just made.
fn manifest(staging: &Staging) -> Result<Manifest, Failure> {
    let doing = |cause: std::io::Error| OutputError {
        doing: format!("cannot read `{}` of the new release", release::MANIFEST),
        cause,
    };
    let file = staging.open(release::MANIFEST).map_err(doing)?;
    let file = file.ok_or_else(|| doing(std::io::ErrorKind::NotFound.into()))?;
    Ok(serde_json::from_reader(file).map_err(|error| doing(error.into()))?)
}

/// Writes into `griot.lock`, where there is one, what the release is; gives what is to be committed.
fn remember(folder: &Folder, manifest: &Manifest) -> Result<&'static str, Failure> {
    let text = folder.read(lock::PATH).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let Some(text) = text else { return Ok("") };
    replace(&folder.root().join(lock::PATH), &lock::with_release(&text, manifest))?;
    Ok(" and griot.lock")
}

/// The release as it was made, with the problems of everything else that it stands on.
fn make(
    site: &Site,
    folder: &Folder,
    staging: &Staging,
    wanted: &Wanted,
) -> Result<(Option<Changes>, Vec<Diagnostic>), pipeline::Failure> {
    // Without a number the release is made all the same, to see what changed.
    let version = wanted.version.unwrap_or(Version::FIRST);
    let asked = Asked { version, date: wanted.date, doi: wanted.doi.as_deref() };
    // The kept files first: what changed is read from them.
    let own_templates = folder.paths().iter().any(|path| path.below("templates").is_some());
    let (kept, rest): (Vec<_>, Vec<_>) = site
        .unproved(own_templates)
        .into_iter()
        .filter(|page| !matches!(page.page, PageKind::Download(_)))
        .partition(|page| matches!(page.page, PageKind::Frozen(_)));
    let mut problems = site.prove(&kept, folder, &|| ())?;
    let changes = site.freeze(folder, staging, &asked)?;
    problems.extend(site.prove(&rest, folder, &|| ())?);
    Ok((changes, problems))
}

fn stopped(terminal: &Terminal, report: &Report<'_>) -> Ending {
    terminal.problems(&report.summary("No release was made."));
    Ending::ContentErrors
}

fn read_version(text: &str) -> Result<Version, Failure> {
    text.parse().map_err(|()| {
        Failure::tool(format!(
            "`{}` is no number of a release\nhelp: write three numbers with dots between them, such as 1.4.0; without a number, griot release says which one fits",
            text.escape_debug()
        ))
    })
}

fn read_doi(text: &str) -> Result<Box<str>, Failure> {
    content::doi(text).ok_or_else(|| {
        Failure::tool(format!(
            "`{}` is no DOI\nhelp: write it as 10.5281/zenodo.1234567",
            text.escape_debug()
        ))
    })
}

fn refuse_stale(problems: &[Diagnostic]) -> Result<(), Failure> {
    match problems.iter().any(|problem| problem.rule == &STALE_LOCK) {
        true => Err(Failure::content(
            "griot.lock does not have what the records say; no release was made\nhelp: run griot lock first, so that the release and the file agree",
        )),
        false => Ok(()),
    }
}

/// A day that has not come is a day of which nobody knows what the records will say.
pub(super) fn refuse_future(
    date: jiff::civil::Date,
    today: jiff::civil::Date,
) -> Result<(), Failure> {
    match date > today {
        true => Err(Failure::content(format!(
            "{date} is after today, {today}; nothing was changed\nhelp: give the day on which it is done, or leave --date out"
        ))),
        false => Ok(()),
    }
}

/// Refuses what needs no making to be refused.
fn refuse_early(site: &Site, wanted: &Wanted) -> Result<(), Failure> {
    if !site.settings().data.formats.contains(&Format::Csv) {
        return Err(Failure::content(
            "a release needs the tables as CSV: they tell what changed from one to the next; no release was made\nhelp: put \"csv\" into `formats` below [data] in griot.toml",
        ));
    }
    let Some(last) = release::Release::newest(site.releases()) else { return Ok(()) };
    let (date, newest) = (wanted.date, last.version);
    if date < last.date {
        return Err(Failure::content(format!(
            "the release would be of {date}, and {newest} is of {}; no release was made\nhelp: give a later --date",
            last.date
        )));
    }
    let Some(version) = wanted.version else { return Ok(()) };
    if site.releases().iter().any(|own| own.version == version) {
        return Err(Failure::content(format!(
            "there is a release {version} already, of which people cite every figure; no release was made\nhelp: griot release without a number says which one fits"
        )));
    }
    if version < newest {
        return Err(Failure::content(format!(
            "{version} is before the newest release, {newest}; no release was made\nhelp: numbers rise; griot release without a number says which one fits"
        )));
    }
    Ok(())
}

fn refuse_small(
    site: &Site,
    version: Version,
    least: Version,
    changes: Option<&Changes>,
) -> Result<(), Failure> {
    let (Some(changes), Some(last)) = (changes, release::Release::newest(site.releases())) else {
        return Ok(());
    };
    if version >= least {
        return Ok(());
    }
    Err(Failure::content(format!(
        "{version} does not fit: since {}, {}; no release was made\nhelp: the least number that fits is {least}: griot release {least}",
        last.version,
        why(changes)
    )))
}

/// The least number that fits.
fn least(site: &Site, changes: Option<&Changes>) -> Version {
    let last = release::Release::newest(site.releases());
    match (last, changes) {
        (Some(last), Some(changes)) => last.version.next(changes.level),
        _ => Version::FIRST,
    }
}

/// Why a release is as far from the last one as it is.
fn why(changes: &Changes) -> &'static str {
    match changes.level {
        Level::Major => "columns, files or ids are others, so that programs may fail",
        Level::Minor => "there is more than before, or columns take more",
        Level::Patch => "values were corrected",
    }
}

/// What changed, a line each, and which number fits.
fn told(site: &Site, changes: Option<&Changes>, least: Version) -> Vec<String> {
    let last = release::Release::newest(site.releases());
    let (Some(last), Some(changes)) = (last, changes) else {
        return vec![format!(
            "This is the first release. {least} fits, or 0.1.0 while the data are still being tried out."
        )];
    };
    let mut lines = vec![format!("Since {} of {}:", last.version, last.date)];
    lines.extend(changes.structure.iter().map(|change| {
        let column = change.column.iter().map(|column| format!(" {column}")).collect::<String>();
        format!("  {}: {}{column}", change.name, change.what.name())
    }));
    let tables = changes.tables.iter().filter(|table| !table.is_same());
    lines.extend(tables.map(|table| format!("  {}: {}", table.table, counts(table))));
    if lines.len() == 1 {
        lines.push(format!("  no row, column or file is another one. {least} fits."));
        return lines;
    }
    let level = changes.level.name();
    lines.push(format!("That is a {level} release: {}. {least} fits.", why(changes)));
    lines
}

fn counts(table: &TableChanges) -> String {
    if !table.compared {
        return "could not be compared".to_owned();
    }
    let some = Kind::ALL.iter().filter(|(_, kind)| table.count(*kind) > 0);
    let told = |(name, kind): &(&str, Kind)| format!("{} {name}", number(table.count(*kind)));
    let counts: Vec<String> = some.map(told).collect();
    let columns: Vec<&str> = table.columns.keys().map(String::as_str).collect();
    let (first, rest) = columns.split_at(columns.len().min(NAMED));
    let more = match rest.len() {
        0 => String::new(),
        more => format!(" and {}", count(more as u64, "other column", "other columns")),
    };
    match first {
        [] => counts.join(", "),
        first => format!("{} ({}{more})", counts.join(", "), first.join(", ")),
    }
}

impl Shelf for Staging {
    fn open(&self, name: &str) -> std::io::Result<Option<Box<dyn Reading>>> {
        Self::open(self, name)
    }
}
