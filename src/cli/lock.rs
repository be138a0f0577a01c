//! `griot lock`: keeps what every published record says, so that no later edit is silent.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::args::{Compile, Lock};
use super::report::Report;
use super::terminal::{Progress, Terminal, count};
use super::{Ending, Failure, options};
use crate::disk::{Folder, replace};
use crate::lock::{Accepted, PATH, Renewed};
use crate::pipeline;
use crate::release;
use crate::source::{SourcePath, Sources as _};

/// How many records a line names before it only counts.
const NAMED: usize = 5;

/// `from` is the folder that file names are seen from.
pub(super) fn run(
    terminal: &Terminal,
    root: &Path,
    from: &Path,
    lock: &Lock,
) -> Result<Ending, Failure> {
    let folder = Folder::open(root)?;
    let typos = lock.typo.iter().map(|file| named(&folder, from, file));
    let accepted = Accepted {
        typos: typos.collect::<Result<_, _>>()?,
        forget: lock.forget.iter().cloned().collect(),
    };
    let options = options(&Compile { drafts: false, today: lock.today }, None)?;
    let reading = Progress::start(terminal, "Reading the tracker", None);
    let (renewed, problems) = pipeline::renew_lock(&folder, &options, accepted.clone());
    drop(reading);
    let mut report = Report::new(&folder, terminal.color);
    report.print_some(&problems, |text| terminal.problems(text));
    let Some(renewed) = renewed else {
        terminal.problems(&report.summary("griot.lock was not written."));
        return Ok(Ending::ContentErrors);
    };
    refuse_unforgettable(&accepted.forget, &renewed)?;
    let old = folder.read(PATH).unwrap_or_default();
    if old != renewed.text.as_bytes() {
        replace(&root.join(PATH), &renewed.text)?;
    }
    if report.warnings() > 0 {
        terminal.problems(&report.summary("griot.lock was written all the same."));
    }
    told(&renewed).iter().for_each(|line| terminal.say(line));
    for file in &renewed.nothing_to_accept {
        terminal.say(&format!("There was nothing to accept in {file}."));
    }
    let still = still_released(&folder, &accepted.forget);
    if !still.is_empty() {
        terminal.problems(&still);
    }
    Ok(Ending::Done)
}

/// Which releases hold the records that were forgotten, and the command for each that takes them out;
/// empty where none does.
fn still_released(folder: &Folder, forget: &BTreeSet<String>) -> String {
    let ids: BTreeSet<&str> = forget
        .iter()
        .filter_map(|key| key.split_once('/'))
        .filter(|(kind, _)| *kind != "pages")
        .map(|(_, id)| id)
        .collect();
    if ids.is_empty() {
        return String::new();
    }
    let releases = release::read(folder, folder.paths()).value;
    let mut commands = String::new();
    for release in &releases {
        let names = release::holding(folder, release, &ids);
        if !names.is_empty() {
            let (version, names) = (release.version, names.join(" "));
            commands += &format!("  griot release {version} --withdraw {names} --reason \"…\"\n");
        }
    }
    match commands.is_empty() {
        true => commands,
        false => format!(
            "\nwarning: what was forgotten still stands in releases, and every build publishes it there\nTo take it out, with a reason that everybody can read:\n{commands}"
        ),
    }
}

/// The tracker's file that a person means by `file`.
fn named(folder: &Folder, from: &Path, file: &PathBuf) -> Result<SourcePath, Failure> {
    folder.named(&from.join(file), file).cloned().ok_or_else(|| {
        Failure::tool(format!(
            "the tracker has no file `{}`\nhelp: name a record's file, such as content/incidents/2024/raid.md",
            file.display()
        ))
    })
}

fn refuse_unforgettable(forget: &BTreeSet<String>, renewed: &Renewed) -> Result<(), Failure> {
    let public = forget.iter().find(|key| renewed.still_public.contains(key));
    if let Some(key) = public {
        return Err(Failure::content(format!(
            "cannot forget `{key}`: it is still public; griot.lock was not written\nhelp: take its file out of the tracker first"
        )));
    }
    match forget.iter().find(|key| !renewed.forgotten.contains(key)) {
        Some(key) => Err(Failure::tool(format!(
            "cannot forget `{key}`: griot.lock has no such record\nhelp: name the key that the message of vanished-record shows, such as incidents/raid"
        ))),
        None => Ok(()),
    }
}

fn told(renewed: &Renewed) -> Vec<String> {
    let records = count(renewed.records as u64, "record", "records");
    let lists =
        [("new", &renewed.added), ("changed", &renewed.updated), ("forgotten", &renewed.forgotten)];
    let line = |(what, keys): (&str, &Vec<String>)| {
        let (first, rest) = keys.split_at(keys.len().min(NAMED));
        let more = match rest.len() {
            0 => String::new(),
            more => format!(" and {}", count(more as u64, "other", "others")),
        };
        (!keys.is_empty()).then(|| format!("  {what:9}  {}{more}", first.join(", ")))
    };
    let lines: Vec<String> = lists.into_iter().filter_map(line).collect();
    let first = match lines.is_empty() {
        true => format!("griot.lock has {records}; nothing changed."),
        false => format!("griot.lock has {records}:"),
    };
    [vec![first], lines].concat()
}
