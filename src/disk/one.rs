//! One file that leaves the tracker's folder: whole or not at all.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::output::{OutputError, Pieces, Sink};
use crate::source::{Digest, DigestRun};

/// Writes what it is given into one file, whatever its address; what was there is replaced at the end.
#[derive(Clone, Debug)]
pub struct OneFile {
    place: PathBuf,
}

impl OneFile {
    /// The file at `path`; where that is a link, the file behind it.
    pub fn at(path: &Path) -> Self {
        Self { place: path.canonicalize().unwrap_or_else(|_| path.to_owned()) }
    }

    fn error(&self) -> impl Fn(io::Error) -> OutputError + Copy + '_ {
        |cause| OutputError { doing: format!("cannot write `{}`", self.place.display()), cause }
    }
}

impl Sink for OneFile {
    fn accept(&self, path: &str, bytes: &[u8]) -> Result<Digest, OutputError> {
        let mut pieces = self.begin(path)?;
        pieces.add(bytes)?;
        pieces.end()
    }

    fn begin(&self, _: &str) -> Result<Box<dyn Pieces + '_>, OutputError> {
        let mut name = OsString::from(".");
        name.push(self.place.file_name().unwrap_or_default());
        name.push(".griot-new");
        let fresh = self.place.with_file_name(name);
        let file = BufWriter::new(File::create(&fresh).map_err(self.error())?);
        Ok(Box::new(Growing { one: self, fresh: Fresh(fresh), file, digest: DigestRun::default() }))
    }
}

/// A file that is taken away unless it was put in its place.
struct Fresh(PathBuf);

impl Drop for Fresh {
    #[expect(clippy::disallowed_methods, reason = "this is the module that may touch files")]
    fn drop(&mut self) {
        // After the renaming there is none.
        let _ = std::fs::remove_file(&self.0);
    }
}

struct Growing<'o> {
    one: &'o OneFile,
    fresh: Fresh,
    file: BufWriter<File>,
    digest: DigestRun,
}

impl Pieces for Growing<'_> {
    fn add(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.digest.add(bytes);
        self.file.write_all(bytes).map_err(self.one.error())
    }

    #[expect(clippy::disallowed_methods, reason = "this is the module that may touch files")]
    fn end(mut self: Box<Self>) -> Result<Digest, OutputError> {
        let error = self.one.error();
        self.file.flush().map_err(error)?;
        self.file.get_ref().sync_all().map_err(error)?;
        std::fs::rename(&self.fresh.0, &self.one.place).map_err(error)?;
        Ok(self.digest.digest())
    }
}
