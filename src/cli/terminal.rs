//! Printing: colour, quiet, progress, and numbers for people.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::args::Color;

/// Where a command prints to.
///
/// What was asked for goes to standard output, all else to standard error. A reader that has gone
/// away is no error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    /// Whether standard error is coloured.
    pub(super) color: bool,
    /// Whether standard output is coloured.
    pub(super) color_output: bool,
    quiet: bool,
    progress: bool,
}

impl Terminal {
    pub(super) fn new(color: Color, quiet: bool) -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let plain = set("NO_COLOR") || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let colored = |is_terminal: bool| match color {
            Color::Auto => is_terminal && !plain,
            Color::Always => true,
            Color::Never => false,
        };
        let is_terminal = io::stderr().is_terminal();
        Self {
            color: colored(is_terminal),
            color_output: colored(io::stdout().is_terminal()),
            quiet,
            progress: is_terminal && !quiet,
        }
    }

    /// Prints what was asked for.
    pub(super) fn print(&self, text: &str) {
        let _ = io::stdout().lock().write_all(text.as_bytes());
    }

    /// Prints problems, also when quiet.
    pub(super) fn problems(&self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Whether progress is drawn.
    pub(super) fn draws(&self) -> bool {
        self.progress
    }

    /// Says a line about what is done, unless quiet.
    pub(super) fn say(&self, line: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr().lock(), "{line}");
        }
    }

    /// Says why the command stops.
    pub(super) fn error(&self, text: &str) {
        let text = super::report::clean(text);
        let (start, end) = if self.color { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
        let _ = writeln!(io::stderr().lock(), "{start}error{end}: {text}");
    }
}

/// A bar or spinner on a terminal for what takes more than a second.
pub(super) struct Progress {
    done: Arc<AtomicU64>,
    drawing: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins something of `total` steps, or of an unknown number.
    pub(super) fn start(terminal: &Terminal, what: &'static str, total: Option<usize>) -> Self {
        let template = match total {
            Some(_) => "{msg} {wide_bar} {human_pos} of {human_len}, {per_sec}, {eta} left",
            None => "{spinner} {msg} {elapsed}",
        };
        Self::draw(terminal, what, total, template)
    }

    /// Begins to go through rows, nobody knows how many.
    pub(super) fn rows(terminal: &Terminal, what: &'static str) -> Self {
        Self::draw(terminal, what, None, "{spinner} {msg} {human_pos} rows, {per_sec}, {elapsed}")
    }

    fn draw(
        terminal: &Terminal,
        what: &'static str,
        total: Option<usize>,
        template: &'static str,
    ) -> Self {
        let done = Arc::new(AtomicU64::new(0));
        if !terminal.progress {
            return Self { done, drawing: None };
        }
        let (stop, stopped) = channel::<()>();
        let count = Arc::clone(&done);
        let draw = move || {
            if stopped.recv_timeout(Duration::from_secs(1)) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = match total {
                Some(total) => indicatif::ProgressBar::new(total as u64),
                None => indicatif::ProgressBar::new_spinner(),
            };
            if let Ok(style) = indicatif::ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar.set_message(what);
            while stopped.recv_timeout(Duration::from_millis(100)) == Err(RecvTimeoutError::Timeout)
            {
                bar.set_position(count.load(Ordering::Relaxed));
                bar.tick();
            }
            bar.finish_and_clear();
        };
        Self { done, drawing: Some((stop, std::thread::spawn(draw))) }
    }

    /// How many steps are done.
    pub(super) fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// One step is done.
    pub(super) fn tick(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, drawing)) = self.drawing.take() {
            drop(stop);
            // Waits until the bar is gone, so that what is printed next has its line for itself.
            let _ = drawing.join();
        }
    }
}

/// `1,234,567`
pub(super) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 page`, `1,234 pages`
pub(super) fn count(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// `812 bytes`, `12.3 kB`, `1.06 GB`
pub(super) fn size(bytes: u64) -> String {
    let units = [(1_000_000_000, "GB", 2), (1_000_000, "MB", 1), (1_000, "kB", 1)];
    match units.into_iter().find(|(unit, ..)| bytes >= *unit) {
        Some((unit, name, decimals)) => {
            format!("{:.decimals$} {name}", bytes as f64 / unit as f64)
        }
        None => count(bytes, "byte", "bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(count(1, "page", "pages"), "1 page");
        assert_eq!(size(1), "1 byte");
        assert_eq!(size(12_345), "12.3 kB");
        assert_eq!(size(1_060_000_000), "1.06 GB");
    }
}
