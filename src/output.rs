//! Files out: the door that finished pages leave by, and what is kept for the next build.

use std::fmt;
use std::io;

/// Takes the finished files of a site, one by one and from many threads.
pub trait Sink: Sync {
    /// Takes one file. `path` is relative to the site's root with `/` between its parts;
    /// no two calls of a build name the same path.
    ///
    /// # Errors
    /// Where the file could not be kept; the build stops.
    fn accept(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError>;
}

/// Keeps from one build to the next what takes long to make.
pub trait Cache: Send + Sync {
    /// What was kept under a name, unharmed; `None` where there is nothing, or it is damaged.
    /// `key` is made of lower-case hexadecimal digits, eight at least.
    fn get(&self, key: &str) -> Option<Vec<u8>>;

    /// Keeps `bytes` under a name, if it can.
    fn keep(&self, key: &str, bytes: &[u8]);
}

/// Why a finished file could not be kept.
#[derive(Debug)]
pub struct OutputError {
    /// What was being done, with the path that it was done to.
    pub doing: String,
    /// What the system said.
    pub cause: io::Error,
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doing, self.cause)
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}
