//! How long each stage of a build takes, and how that grows: `cargo bench` for trackers of 1,000 and
//! 10,000 made-up incidents, `cargo bench -- 1000 100000` for other sizes.
//!
//! Each size is built three times from nothing, once with nothing changed and once after an edit, on
//! the disk of the folder for temporary files. Of three the middle one is shown.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a program for developers"
)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "it writes trackers and looks at the clock"
)]

#[path = "corpus.rs"]
mod corpus;

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use griot::disk::{Folder, Kept, Output, Place, Shelf, Workbench};
use griot::pipeline::{self, Memory, Options, Progress, Stage};
use griot::source::Digest;

/// When each stage began.
#[derive(Default)]
struct Clock(Mutex<Vec<(&'static str, Instant)>>);

impl Clock {
    fn begins(&self, name: &'static str) {
        self.0.lock().unwrap().push((name, Instant::now()));
    }

    fn stages(self) -> Vec<(&'static str, Duration)> {
        let begun = self.0.into_inner().unwrap();
        begun.windows(2).map(|pair| (pair[0].0, pair[1].1 - pair[0].1)).collect()
    }
}

impl Progress for &Clock {
    fn begins(&self, stage: Stage) {
        Clock::begins(self, stage.name());
    }
}

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|own| own.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    for size in sizes {
        let folder = tempfile::tempdir().unwrap();
        corpus::write(folder.path(), size);
        let mut clean: Vec<Vec<(&str, Duration)>> = (0..3)
            .map(|_| {
                let _ = fs::remove_dir_all(folder.path().join("public"));
                let _ = fs::remove_dir_all(folder.path().join(".griot"));
                build(folder.path())
            })
            .collect();
        clean.sort_by_key(|stages| whole(stages));
        // What is younger than a tick of the clock is not kept.
        std::thread::sleep(Duration::from_millis(200));
        build(folder.path());
        let again = build(folder.path());
        corpus::edit(folder.path());
        let edited = build(folder.path());
        println!("{size} incidents");
        for (name, time) in &clean[1] {
            let each = time.as_secs_f64() / size as f64 * 1e6;
            println!("  {name:<20} {:>9.3} s {each:>9.1} µs an incident", time.as_secs_f64());
        }
        let clean = whole(&clean[1]);
        println!("  {:<20} {:>9.3} s", "all", clean.as_secs_f64());
        for (name, stages) in [("nothing changed", again), ("one edit", edited)] {
            let time = whole(&stages);
            let share = time.as_secs_f64() / clean.as_secs_f64();
            println!("  {name:<20} {:>9.3} s {share:>9.2} of a clean build", time.as_secs_f64());
        }
    }
}

fn whole(stages: &[(&str, Duration)]) -> Duration {
    stages.iter().map(|(_, time)| *time).sum()
}

/// Builds the tracker as `griot build` does.
fn build(root: &Path) -> Vec<(&'static str, Duration)> {
    let clock = Clock::default();
    clock.begins("list");
    let folder = Folder::open(root).unwrap();
    let kept = |shelf| Arc::new(Kept::of(folder.root(), shelf));
    let memory = Memory {
        pages: kept(Shelf::Pages),
        name: Digest::of(b"public"),
        records: kept(Shelf::Records),
        words: kept(Shelf::Words),
        program: Digest::of(b"bench"),
    };
    let today = jiff::civil::date(2026, 11, 21);
    let options = Options { today, drafts: false, base_url: None };
    let compiled = pipeline::compile_again(&folder, &options, Some(&memory), &&clock);
    let site = compiled.site.unwrap().remembering(memory);
    let site = site.working_in(Arc::new(Workbench::of(folder.root())));
    let place = Place { root: root.to_owned(), output: "public".into(), clean: false };
    let output = Output::begin(&place).unwrap();
    assert!(site.emit(&folder, &output, &&clock).is_ok());
    clock.begins("put in place");
    output.finish().unwrap();
    clock.begins("end");
    clock.stages()
}
