//! How long each stage of a build took, `--timings`.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::terminal::{Progress, number};
use crate::pipeline::{self, Stage};

/// The clock of the stages.
#[derive(Default)]
pub(super) struct Timings {
    begun: Mutex<Vec<(&'static str, Instant)>>,
    /// How many files were made since the last stage began.
    made: AtomicU64,
}

impl Timings {
    /// A stage that is no stage of the pipeline begins.
    pub(super) fn begins(&self, name: &'static str) {
        if name == Stage::Pages.name() {
            self.made.store(0, Ordering::Relaxed);
        }
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        begun.push((name, Instant::now()));
    }

    /// A line for each stage: its name, its seconds and its share of the whole, and how many
    /// files were made in a second.
    pub(super) fn table(&self) -> String {
        let made = self.made.load(Ordering::Relaxed);
        let begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        let ends = begun.iter().skip(1).map(|(_, at)| *at).chain([Instant::now()]);
        let took: Vec<(&str, Duration)> =
            begun.iter().zip(ends).map(|((name, from), to)| (*name, to - *from)).collect();
        let whole = took.iter().map(|(_, time)| time.as_secs_f64()).sum::<f64>();
        let line = |(name, time): &(&str, Duration)| {
            let seconds = time.as_secs_f64();
            let share = if whole > 0.0 { seconds / whole * 100.0 } else { 0.0 };
            let each = match *name == Stage::Pages.name() && seconds > 0.0 && made > 0 {
                true => format!("  {} files a second", number((made as f64 / seconds) as u64)),
                false => String::new(),
            };
            format!("{name:<18} {seconds:>9.3} s {share:>4.0} %{each}\n")
        };
        let lines: String = took.iter().map(line).collect();
        format!("{lines}{:<18} {whole:>9.3} s\n", "all")
    }
}

/// Is told by the stages: the clock, and a bar where one is shown.
pub(super) struct Watch<'a> {
    pub(super) timings: &'a Timings,
    pub(super) bar: Option<&'a Progress>,
}

impl pipeline::Progress for Watch<'_> {
    fn begins(&self, stage: Stage) {
        self.timings.begins(stage.name());
    }

    fn made(&self) {
        self.timings.made.fetch_add(1, Ordering::Relaxed);
        if let Some(bar) = self.bar {
            bar.tick();
        }
    }
}
