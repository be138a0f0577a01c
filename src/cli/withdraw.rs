//! `griot release --withdraw`: takes files out of a release.

use std::path::Path;

use super::args::{Compile, Release};
use super::release::refuse_future;
use super::report::Report;
use super::terminal::{Progress, Terminal, count};
use super::{Ending, Failure, options};
use crate::diagnostic::{Diagnostic, Severity, any_error};
use crate::disk::{Folder, take_out};
use crate::pipeline::{self, Options};
use crate::plan::PageKind;
use crate::release::{self, About, Manifest, Version, Withdrawal};
use crate::source::Sources as _;

/// Takes files out of the release `version`, and says what else has to go.
pub(super) fn run(
    terminal: &Terminal,
    root: &Path,
    version: Option<Version>,
    asked: &Release,
) -> Result<Ending, Failure> {
    let folder = Folder::open(root)?;
    let version = version.ok_or_else(|| {
        Failure::tool(
            "which release?\nhelp: griot release 1.0.0 --withdraw incidents.csv --reason \"…\"",
        )
    })?;
    let reason = asked.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let reason = reason.ok_or_else(|| {
        Failure::tool(
            "a file is never taken out of a release without a word\nhelp: add --reason \"…\", which everybody can read",
        )
    })?;
    let options = options(&Compile { drafts: false, today: asked.today }, None)?;
    let date = asked.date.unwrap_or(options.today);
    refuse_future(date, options.today)?;
    let manifest = manifest(&folder, version)?;

    let reading = Progress::start(terminal, "Reading the tracker", None);
    let (settings, problems) = pipeline::speakable(&folder, &options, reason);
    drop(reading);
    if any_error(&problems) {
        let mut report = Report::new(&folder, terminal.color);
        report.print(&errors(problems), |text| terminal.problems(text));
        terminal.problems(&report.summary("Nothing was taken out of the release."));
        return Ok(Ending::ContentErrors);
    }
    let about = About { settings: &settings, version, date, doi: None, url: None };
    let withdrawal = Withdrawal {
        names: &asked.withdraw,
        on: date,
        reason,
        title: &settings.title,
        authors: about.names(),
    };
    let package = folder.read(&path(version, crate::dataset::PACKAGE)).ok();
    let remainder = release::withdraw(manifest, &withdrawal, package.as_deref());
    let remainder = remainder.map_err(|name| {
        Failure::tool(format!(
            "release {version} has no file `{}`; nothing was changed\nhelp: its manifest.json names its files; the manifest and the sums cannot be taken out",
            name.escape_debug()
        ))
    })?;
    if !remainder.along.is_empty() {
        terminal.say(&format!(
            "With them go, since the gate cannot read what they hold: {}",
            remainder.along.join(", ")
        ));
    }
    let gone: Vec<&str> = remainder.gone.iter().map(String::as_str).collect();
    take_out(folder.root(), &version.to_string(), &remainder.written, &gone)?;
    told(terminal, version, asked.withdraw.len() + remainder.along.len(), remainder.reworded);
    ask_for_the_rest(terminal, root, &options, version)
}

fn path(version: Version, name: &str) -> String {
    format!("{}/{version}/{name}", release::FOLDER)
}

fn manifest(folder: &Folder, version: Version) -> Result<Manifest, Failure> {
    let bytes = folder.read(&path(version, release::MANIFEST)).ok();
    bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or_else(|| {
        Failure::tool(format!(
            "there is no release {version} whose manifest can be read\nhelp: see `{}/` for the numbers that there are",
            release::FOLDER
        ))
    })
}

fn told(terminal: &Terminal, version: Version, files: usize, reworded: usize) {
    let files = count(files as u64, "file is", "files are");
    terminal.say(&format!("{files} no longer in release {version}; its manifest says so."));
    if reworded > 0 {
        let files = count(reworded as u64, "file was", "files were");
        terminal.say(&format!("{files} taken out before: the reason is now another one."));
    }
    terminal
        .say("What was published before stays in the history of the tracker and with its readers.");
}

/// Says what a build would still find in the release. The files were taken out all the same.
fn ask_for_the_rest(
    terminal: &Terminal,
    root: &Path,
    options: &Options,
    version: Version,
) -> Result<Ending, Failure> {
    let folder = Folder::open(root)?;
    let reading = Progress::start(terminal, "Reading what is left", None);
    let compiled = pipeline::compile(&folder, options);
    let mut problems = compiled.problems;
    problems.retain(|problem| release::RULES.contains(&problem.rule));
    if let Some(site) = &compiled.site {
        let prefix = format!("{}/{version}/", crate::dataset::FOLDER);
        let mut pages = site.unproved(false);
        pages.retain(|page| {
            matches!(page.page, PageKind::Frozen(_)) && page.address.starts_with(&prefix)
        });
        match site.prove(&pages, &folder, &|| ()) {
            Ok(_) => {}
            Err(pipeline::Failure::Problems(found)) => problems.extend(found),
            Err(pipeline::Failure::Output(error)) => return Err(error.into()),
        }
    }
    drop(reading);
    let problems = errors(problems);
    if !problems.is_empty() {
        let mut report = Report::new(&folder, terminal.color);
        report.print(&problems, |text| terminal.problems(text));
        terminal.problems(&report.summary("The next build stops for more than was taken out."));
    }
    Ok(Ending::Done)
}

fn errors(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    problems.retain(|problem| problem.severity == Severity::Error);
    problems
}
