//! Files out: the door that finished pages leave by, whole or in pieces, and what is kept for the
//! next build.

use std::fmt;
use std::io;
use std::path::Path;

use crate::source::Digest;

/// Takes the finished files of a site, one by one and from many threads.
pub trait Sink: Sync {
    /// Takes one file. `path` is relative to the site's root with `/` between its parts;
    /// no two calls of a build name the same path. Gives the digest of the file.
    ///
    /// # Errors
    /// Where the file could not be kept; the build stops.
    fn accept(&self, path: &str, bytes: &[u8]) -> Result<Digest, OutputError>;

    /// Whether the file at `path` stands there as an earlier build made it, with that digest: it is then
    /// part of this build too, and need not be made. A sink that keeps nothing has none.
    fn stands(&self, _path: &str, _digest: Digest) -> bool {
        false
    }

    /// Takes one file in pieces, from one thread at a time. What is dropped before its end is not kept.
    ///
    /// # Errors
    /// As for a whole file.
    fn begin(&self, path: &str) -> Result<Box<dyn Pieces + '_>, OutputError> {
        Ok(Box::new(Gathered { sink: self, path: path.into(), bytes: Vec::new() }))
    }
}

/// A file on its way through a [`Sink`].
pub trait Pieces: Send {
    /// Takes the next piece.
    ///
    /// # Errors
    /// Where it could not be kept; the build stops.
    fn add(&mut self, bytes: &[u8]) -> Result<(), OutputError>;

    /// Ends the file, which is then as if it had been taken as a whole; gives its digest.
    ///
    /// # Errors
    /// As for a whole file.
    fn end(self: Box<Self>) -> Result<Digest, OutputError>;
}

/// Keeps nothing: for files that are made to see whether they can be.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nowhere;

impl Sink for Nowhere {
    fn accept(&self, _: &str, _: &[u8]) -> Result<Digest, OutputError> {
        Ok(Digest::default())
    }

    fn begin(&self, _: &str) -> Result<Box<dyn Pieces + '_>, OutputError> {
        Ok(Box::new(Self))
    }
}

impl Pieces for Nowhere {
    fn add(&mut self, _: &[u8]) -> Result<(), OutputError> {
        Ok(())
    }

    fn end(self: Box<Self>) -> Result<Digest, OutputError> {
        Ok(Digest::default())
    }
}

/// A file that is gathered in memory, for sinks that take whole files alone.
struct Gathered<'a, S: ?Sized> {
    sink: &'a S,
    path: Box<str>,
    bytes: Vec<u8>,
}

impl<S: Sink + ?Sized> Pieces for Gathered<'_, S> {
    fn add(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn end(self: Box<Self>) -> Result<Digest, OutputError> {
        self.sink.accept(&self.path, &self.bytes)
    }
}

/// Keeps from one build to the next what takes long to make.
pub trait Cache: Send + Sync {
    /// What was kept under a name, unharmed; `None` where there is nothing, or it is damaged.
    /// `key` is made of lower-case hexadecimal digits, eight at least.
    fn get(&self, key: &str) -> Option<Vec<u8>>;

    /// Keeps `bytes` under a name, if it can.
    fn keep(&self, key: &str, bytes: &[u8]);
}

/// Lends files to work in while a site is made. They are no part of the site.
pub trait Workshop: Send + Sync {
    /// Lends an empty file, which is taken away when what is lent is dropped.
    ///
    /// # Errors
    /// Where none could be made.
    fn lend(&self) -> Result<Box<dyn Lent>, OutputError>;
}

/// A file that a [`Workshop`] lends.
pub trait Lent: Send {
    /// Where it is, for a library that writes files itself.
    fn path(&self) -> &Path;

    /// Calls `each` with its bytes, a stretch at a time.
    ///
    /// # Errors
    /// Where it cannot be read, or what `each` says.
    fn read(
        &self,
        each: &mut dyn FnMut(&[u8]) -> Result<(), OutputError>,
    ) -> Result<(), OutputError>;
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
