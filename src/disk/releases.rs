//! The folder of releases: a new one is written beside its place and renamed into it as a whole.
#![expect(clippy::disallowed_methods, reason = "this is the module that may write files")]

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::write::{failed, lock, refused, remove_folder};
use super::{plain_path, replace};
use crate::output::{OutputError, Pieces, Sink};
use crate::source::{Digest, DigestRun, Reading};

/// The folder of all releases in the tracker's.
const RELEASES: &str = "releases";

/// Where a release lies until it is whole. Hidden: no command takes it for a part of the tracker.
const STAGING: &str = ".griot-new";

/// Tells git to leave the files as they are: with other line ends they would have other sums.
const ATTRIBUTES: (&str, &str) = (".gitattributes", "* -text\n");

/// A release on its way to the disk. Dropped without [`Staging::finish`], it has changed nothing.
pub struct Staging {
    releases: PathBuf,
    folder: PathBuf,
    /// Whether the folder of all releases was made for this one.
    first: bool,
    /// Held until it is finished.
    _lock: Option<File>,
}

impl Staging {
    /// Makes room for a release in the tracker at `root`, and removes what a killed command left.
    ///
    /// # Errors
    /// Where another command is making a release, and what the system says.
    pub fn begin(root: &Path) -> Result<Self, OutputError> {
        let releases = root.join(RELEASES);
        let lock = lock(root, &releases)?;
        let first = !releases.is_dir();
        let folder = releases.join(STAGING);
        remove_folder(&folder)?;
        fs::create_dir_all(&folder).map_err(|cause| {
            failed(format!("cannot make the folder `{}`", folder.display()), cause)
        })?;
        Ok(Self { releases, folder, first, _lock: lock })
    }

    /// A file that was written before; `None` where there is none of that name.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(&self, name: &str) -> io::Result<Option<Box<dyn Reading>>> {
        match File::open(self.place(name).map_err(io::Error::other)?) {
            Ok(file) => Ok(Some(Box::new(file))),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(cause),
        }
    }

    /// Puts the release in its place, named for its number, and gives the place.
    ///
    /// # Errors
    /// Where something stands there already, and what the system says; then nothing has changed.
    pub fn finish(mut self, version: &str) -> Result<PathBuf, OutputError> {
        let place = self.releases.join(version);
        let doing = || format!("cannot make `{}`", place.display());
        if super::exists(&place) {
            let why = "something stands there already\nhelp: a release is never written over; give this one another number";
            return Err(refused(doing(), why));
        }
        let (name, text) = ATTRIBUTES;
        let attributes = self.releases.join(name);
        if !super::exists(&attributes) {
            fs::write(&attributes, text).map_err(|cause| failed(doing(), cause))?;
        }
        fs::rename(&self.folder, &place).map_err(|cause| failed(doing(), cause))?;
        self.first = false;
        Ok(place)
    }

    fn place(&self, name: &str) -> Result<PathBuf, OutputError> {
        let plain = plain_path(name).ok_or_else(|| {
            refused(format!("cannot write `{name}`"), "it is no name of a file of a release")
        })?;
        Ok(self.folder.join(plain))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed goes with the next release.
        let _ = fs::remove_dir_all(&self.folder);
        if self.first {
            let _ = fs::remove_dir(&self.releases);
        }
    }
}

impl Sink for Staging {
    fn accept(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let mut file = self.begin(path)?;
        file.add(bytes)?;
        file.end().map(|_| ())
    }

    fn begin(&self, path: &str) -> Result<Box<dyn Pieces + '_>, OutputError> {
        let place = self.place(path)?;
        let make = || {
            if let Some(folder) = place.parent() {
                fs::create_dir_all(folder)?;
            }
            File::create_new(&place)
        };
        match make() {
            Ok(file) => Ok(Box::new(Growing {
                file: BufWriter::new(file),
                place,
                digest: DigestRun::default(),
            })),
            Err(cause) => Err(unwritten(&place, cause)),
        }
    }
}

/// A file of a release on its way.
struct Growing {
    file: BufWriter<File>,
    place: PathBuf,
    digest: DigestRun,
}

impl Pieces for Growing {
    fn add(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.digest.add(bytes);
        self.file.write_all(bytes).map_err(|cause| unwritten(&self.place, cause))
    }

    fn end(self: Box<Self>) -> Result<Digest, OutputError> {
        let Self { file, place, digest } = *self;
        // A release is made once and read for years: it must outlive a power cut.
        let end = || file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all();
        end().map(|()| digest.digest()).map_err(|cause| unwritten(&place, cause))
    }
}

fn unwritten(place: &Path, cause: io::Error) -> OutputError {
    failed(format!("cannot write `{}`", place.display()), cause)
}

/// Takes files out of a release that is in its place: first `kept` are replaced, in their order, then
/// `gone` are removed. Whoever is killed between leaves a release that says so and can be mended by the
/// same command.
///
/// # Errors
/// What the system says.
pub fn take_out(
    root: &Path,
    version: &str,
    kept: &[(&str, String)],
    gone: &[&str],
) -> Result<(), OutputError> {
    let releases = root.join(RELEASES);
    let _lock = lock(root, &releases)?;
    let place = |name: &str| -> Result<PathBuf, OutputError> {
        let plain = plain_path(name).ok_or_else(|| {
            refused(format!("cannot remove `{name}`"), "it is no name of a file of a release")
        })?;
        Ok(releases.join(version).join(plain))
    };
    for (name, text) in kept {
        let place = place(name)?;
        replace(&place, text).map_err(|error| OutputError {
            doing: error.message,
            cause: io::Error::other(format!("help: {}", error.help)),
        })?;
    }
    for name in gone {
        let place = place(name)?;
        match fs::remove_file(&place) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                return Err(failed(format!("cannot remove `{}`", place.display()), cause));
            }
            _ => {}
        }
        // A folder with anything left in it stays.
        for folder in place.ancestors().skip(1).take_while(|own| **own != releases.join(version)) {
            let _ = fs::remove_dir(folder);
        }
    }
    Ok(())
}
