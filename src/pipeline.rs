//! Names every stage in order: sources to records to tracker to plan to pages.

use crate::diagnostic::Diagnostic;
use crate::output::{OutputError, Sink};
use crate::source::Sources;

/// What a compilation is made with besides the sources.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day it is made for: embargoes end by it.
    pub today: jiff::civil::Date,
    /// Whether drafts, records under review and embargoed records are in it.
    pub drafts: bool,
    /// Takes the place of `base_url` in `griot.toml`.
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
pub struct Site {}

/// Why a site was not written whole.
pub enum Failure {
    /// A template or a body failed while its page was made.
    Problems(Vec<Diagnostic>),
    /// A file could not be kept.
    Output(OutputError),
}

/// Reads, checks and plans a tracker.
pub fn compile(_sources: &dyn Sources, _options: &Options) -> Compiled {
    Compiled { site: None, problems: Vec::new() }
}

impl Site {
    /// How many files it has.
    pub fn len(&self) -> usize {
        0
    }

    /// How many of its files are pages (HTML).
    pub fn pages(&self) -> usize {
        0
    }

    /// Makes every file, in parallel, and hands each on; `tick` is called once a file.
    ///
    /// # Errors
    /// All problems of templates and bodies, or the first file that could not be kept.
    pub fn emit(
        &self,
        _sources: &dyn Sources,
        _sink: &dyn Sink,
        _tick: &(dyn Fn() + Sync),
    ) -> Result<(), Failure> {
        Ok(())
    }

    /// Makes the one file at `address` (relative to the site's root, not percent-encoded);
    /// `None` where the site has no such file.
    pub fn file(&self, _sources: &dyn Sources, _address: &str) -> Option<Result<Vec<u8>, Failure>> {
        None
    }
}
