//! `griot build`: checks, then writes the site.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use super::args::Build;
use super::report::Report;
use super::terminal::{Progress, Terminal, count, number, size};
use super::timings::{Timings, Watch};
use super::{Ending, Failure, options};
use crate::disk::{Folder, Kept, Output, Place, Shelf, Workbench, Written, clear, program};
use crate::pipeline::{self, Memory};
use crate::source::Digest;

/// Hosts and the most that they take: name, bytes, files.
const HOSTS: [(&str, Option<u64>, Option<usize>); 3] = [
    ("GitHub Pages", Some(1_000_000_000), None),
    ("Cloudflare Pages", None, Some(20_000)),
    ("GitLab Pages", Some(1_000_000_000), Some(200_000)),
];

pub(super) fn run(
    terminal: &Terminal,
    root: &Path,
    output: PathBuf,
    build: &Build,
) -> Result<Ending, Failure> {
    let started = Instant::now();
    let folder = Folder::open(root)?;
    clear(folder.root());
    let options = options(&build.compile, build.base_url.as_deref())?;
    let place = Place { root: root.to_owned(), output, clean: build.clean };
    // A folder that will be refused is refused before anything else takes time.
    place.folder()?;
    let reading = Progress::start(terminal, "Reading the tracker", None);
    let timings = Timings::default();
    let watch = Watch { timings: &timings, bar: None };
    let (memory, swept) = remembered(&folder, &place)?;
    let compiled = pipeline::compile_again(&folder, &options, memory.as_ref(), &watch);
    drop(reading);

    let mut report = Report::new(&folder, terminal.color);
    report.print_some(&compiled.problems, |text| terminal.problems(text));
    // One for each incident is no rarity, and they take room while pages are made.
    drop(compiled.problems);
    let stopped = |report: &Report<'_>| {
        terminal.problems(&report.summary("Nothing was written."));
        Ok(Ending::ContentErrors)
    };
    let Some(site) = compiled.site else { return stopped(&report) };
    let kept = Arc::new(Kept::of(folder.root(), Shelf::Cards));
    let mut site = site.keeping(kept.clone()).working_in(Arc::new(Workbench::of(folder.root())));
    if let Some(memory) = memory {
        site = site.remembering(memory);
    }
    if build.strict && report.warnings() > 0 {
        terminal.problems(&report.summary("Nothing was written: --strict lets no warning pass."));
        return Ok(Ending::ContentErrors);
    }

    let output = Output::begin(&place)?;
    let to = output.folder().to_owned();
    let making = Progress::start(terminal, "Making pages", Some(site.len()));
    let emitted = site.emit(&folder, &output, &Watch { bar: Some(&making), ..watch });
    drop(making);
    match emitted {
        Ok(warnings) => {
            report.print(&warnings, |text| terminal.problems(text));
            if build.strict && report.warnings() > 0 {
                terminal.problems(
                    &report.summary("Nothing was written: --strict lets no warning pass."),
                );
                return Ok(Ending::ContentErrors);
            }
        }
        Err(pipeline::Failure::Output(error)) => return Err(error.into()),
        Err(pipeline::Failure::Problems(problems)) => {
            report.print(&problems, |text| terminal.problems(text));
            return stopped(&report);
        }
    }
    let placing = Progress::start(terminal, "Putting files in place", None);
    timings.begins("put in place");
    let written = output.finish()?;
    // Pictures that stand in their place were not asked for.
    if written.unchanged == 0 {
        kept.sweep();
    }
    swept.iter().for_each(|kept| kept.sweep());
    drop(placing);
    let pages = site.pages();
    // The process ends here: taking a large tracker apart piece by piece would only take time.
    std::mem::forget(site);

    if report.warnings() > 0 {
        terminal.problems(&report.summary("The site was written all the same."));
    }
    terminal.say(&summary(pages, &written, started.elapsed().as_secs_f64(), &to));
    if build.timings {
        terminal.problems(&timings.table());
    }
    outgrown(&written).iter().for_each(|line| terminal.say(line));
    Ok(Ending::Done)
}

/// What an earlier build left, and the parts of it that are swept when all is done, so that nothing of a
/// record stays there longer than in its file; `None` where the system does not tell this program from
/// others.
fn remembered(folder: &Folder, place: &Place) -> Result<(Option<Memory>, [Arc<Kept>; 2]), Failure> {
    let kept = |shelf| Arc::new(Kept::of(folder.root(), shelf));
    let (records, words) = (kept(Shelf::Records), kept(Shelf::Words));
    let name = Digest::of(place.folder()?.as_os_str().as_encoded_bytes());
    let memory = program().map(|program| Memory {
        pages: kept(Shelf::Pages),
        name,
        records: records.clone(),
        words: words.clone(),
        program,
    });
    Ok((memory, [records, words]))
}

fn summary(pages: usize, written: &Written, seconds: f64, to: &Path) -> String {
    format!(
        "Built {} in {seconds:.2} s: {}, {}, in {}\n{} written, {} unchanged, {} removed",
        count(pages as u64, "page", "pages"),
        count(written.files as u64, "file", "files"),
        size(written.bytes),
        to.display(),
        number(written.written as u64),
        number(written.unchanged as u64),
        number(written.removed as u64),
    )
}

/// The hosts that the site is too large for, a line each.
fn outgrown(written: &Written) -> Vec<String> {
    let line = |(host, bytes, files): (&str, Option<u64>, Option<usize>)| {
        let too_large = bytes.filter(|most| written.bytes > *most).map(size);
        let too_many = files
            .filter(|most| written.files > *most)
            .map(|most| count(most as u64, "file", "files"));
        let limits: Vec<String> = too_large.into_iter().chain(too_many).collect();
        (!limits.is_empty())
            .then(|| format!("Too large for {host}, which takes {}", limits.join(" and ")))
    };
    HOSTS.into_iter().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_outgrown_hosts_are_named() {
        let check = |files: usize, bytes: u64, expected: &[&str]| {
            assert_eq!(outgrown(&Written { files, bytes, ..Written::default() }), expected);
        };
        check(20_000, 1_000_000_000, &[]);
        check(20_001, 5, &["Too large for Cloudflare Pages, which takes 20,000 files"]);
        check(
            200_001,
            1_000_000_001,
            &[
                "Too large for GitHub Pages, which takes 1.00 GB",
                "Too large for Cloudflare Pages, which takes 20,000 files",
                "Too large for GitLab Pages, which takes 1.00 GB and 200,000 files",
            ],
        );
    }
}
