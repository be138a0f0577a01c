//! The stages of a build by name, and who is told of them.

/// What a build is busy with, in the order in which it comes to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Files are read and parsed.
    Read,
    /// References are resolved and indexes built.
    Assemble,
    /// The house rules are applied.
    Check,
    /// Every address is decided.
    Plan,
    /// What records say is held against `griot.lock`.
    Lock,
    /// What all pages share is made ready: templates, words, the gate.
    Ready,
    /// Pages are held against what an earlier build made.
    Compare,
    /// The index of the search is made.
    Index,
    /// Downloads are made, read by the gate and handed on.
    Downloads,
    /// Pages are made, read by the gate, weighed and handed on.
    Pages,
}

impl Stage {
    /// What it is called where people read it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read and parse",
            Self::Assemble => "assemble",
            Self::Check => "check",
            Self::Plan => "plan",
            Self::Lock => "lock",
            Self::Ready => "templates and gate",
            Self::Compare => "compare",
            Self::Index => "search index",
            Self::Downloads => "downloads",
            Self::Pages => "pages",
        }
    }
}

/// Is told how far a build has come. The stages know no clock: whoever is told may have one.
pub trait Progress: Sync {
    /// A stage begins, and the one before it is over.
    fn begins(&self, _stage: Stage) {}

    /// One more file of the site is made. Called from many threads.
    fn made(&self) {}
}

/// Whoever only counts the files.
impl<F: Fn() + Sync> Progress for F {
    fn made(&self) {
        self();
    }
}
