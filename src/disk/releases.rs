//! The folder of releases: a new one is written in the tracker's `.griot` and renamed into its place as a
//! whole.
#![expect(clippy::disallowed_methods, reason = "this is the module that may write files")]

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::write::{lock, refused, remove_folder};
use super::{exists, plain_path, replace};
use crate::output::{OutputError, Pieces, Sink};
use crate::source::{Digest, DigestRun, Reading};

/// The folder of all releases in the tracker's.
const RELEASES: &str = "releases";

/// Where a release lies until it is whole, in the tracker's folder: nobody commits it there.
const STAGING: &str = ".griot/release-new";

/// Where it lies in the folder of releases while it is brought there from another disk.
const BESIDE: &str = ".griot-new";

/// Tells git to leave the files as they are: with other line ends they would have other sums.
const ATTRIBUTES: (&str, &str) = (".gitattributes", "* -text\n");

/// A release on its way to the disk. Dropped without [`Staging::finish`], it has changed nothing.
pub struct Staging {
    releases: PathBuf,
    folder: PathBuf,
    /// Held until it is finished.
    _lock: Option<File>,
}

impl Staging {
    /// Makes room for a release in the tracker at `root`, and removes what a killed command left. One
    /// `on_trial`, which will not be finished, is made elsewhere where the tracker can only be read.
    ///
    /// # Errors
    /// Where another command is making a release, and what the system says.
    pub fn begin(root: &Path, on_trial: bool) -> Result<Self, OutputError> {
        let releases = root.join(RELEASES);
        let lock = lock(root, &releases, || busy(&releases))?;
        let make = |folder: PathBuf| {
            remove_folder(&folder)?;
            fs::create_dir_all(&folder).map_err(|cause| {
                failed(format!("cannot make the folder `{}`", folder.display()), cause)
            })?;
            Ok(folder)
        };
        let folder = match make(root.join(STAGING)) {
            Err(OutputError { cause, .. }) if on_trial && is_shut(&cause) => {
                let name = Digest::of(root.as_os_str().as_encoded_bytes()).to_string();
                make(std::env::temp_dir().join(format!("griot-release-{name}")))
            }
            made => made,
        }?;
        Ok(Self { releases, folder, _lock: lock })
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
    pub fn finish(self, version: &str) -> Result<PathBuf, OutputError> {
        let place = self.releases.join(version);
        let doing = || format!("cannot make `{}`", place.display());
        if exists(&place) {
            let why = "something stands there already\nhelp: a release is never written over; give this one another number";
            return Err(refused(doing(), why));
        }
        let first = !self.releases.is_dir();
        fs::create_dir_all(&self.releases).map_err(|cause| failed(doing(), cause))?;
        let (name, text) = ATTRIBUTES;
        let attributes = self.releases.join(name);
        if !exists(&attributes) {
            fs::write(&attributes, text).map_err(|cause| failed(doing(), cause))?;
        }
        let moved = match fs::rename(&self.folder, &place) {
            Err(cause) if cause.kind() == io::ErrorKind::CrossesDevices => self.bring(&place),
            moved => moved,
        };
        if moved.is_err() && first {
            let _ = fs::remove_file(&attributes);
            let _ = fs::remove_dir(&self.releases);
        }
        moved.map(|()| place.clone()).map_err(|cause| failed(doing(), cause))
    }

    /// Copies the release to its disk before it is renamed there.
    fn bring(&self, place: &Path) -> io::Result<()> {
        let beside = self.releases.join(BESIDE);
        let brought = match beside.exists() {
            true => fs::remove_dir_all(&beside),
            false => Ok(()),
        };
        let brought = brought.and_then(|()| copy_folder(&self.folder, &beside));
        brought.and_then(|()| fs::rename(&beside, place)).inspect_err(|_| {
            let _ = fs::remove_dir_all(&beside);
        })
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
        // What cannot be removed goes with the next command.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Removes what a killed `griot release` left in the tracker at `root`, unless one is at work. What
/// cannot be removed is in nobody's way.
pub fn clear(root: &Path) {
    let releases = root.join(RELEASES);
    let left = [root.join(STAGING), releases.join(BESIDE)];
    if !left.iter().any(|folder| exists(folder)) {
        return;
    }
    if let Ok(Some(_lock)) = lock(root, &releases, || busy(&releases)) {
        for folder in left {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

/// An error of the system, with what a person can do about it; a release has one place and no other.
fn failed(doing: String, cause: io::Error) -> OutputError {
    if cause.kind() != io::ErrorKind::ReadOnlyFilesystem {
        return super::write::failed(doing, cause);
    }
    let help =
        "that disk can only be read: copy the tracker to another one, and run the command there";
    OutputError { doing, cause: io::Error::new(cause.kind(), format!("{cause}\nhelp: {help}")) }
}

fn busy(releases: &Path) -> OutputError {
    refused(
        format!("cannot work in `{}`", releases.display()),
        "another griot release is at work on this tracker\nhelp: wait until it has finished, then run the command again",
    )
}

fn is_shut(cause: &io::Error) -> bool {
    matches!(cause.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let place = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &place)?;
        } else {
            fs::copy(entry.path(), &place)?;
            File::open(&place)?.sync_all()?;
        }
    }
    Ok(())
}

impl Sink for Staging {
    fn accept(&self, path: &str, bytes: &[u8]) -> Result<Digest, OutputError> {
        let mut file = self.begin(path)?;
        file.add(bytes)?;
        file.end()
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
    let _lock = lock(root, &releases, || busy(&releases))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_option_is_named_that_the_command_has_not() {
        let shut = failed("cannot".to_owned(), io::ErrorKind::ReadOnlyFilesystem.into());
        assert!(!shut.to_string().contains("--output"), "{shut}");
    }

    #[test]
    fn a_release_made_on_another_disk_is_brought_whole() {
        let root = tempfile::tempdir().expect("a folder");
        let staging = Staging::begin(root.path(), false).expect("room");
        staging.accept("years/2024.csv", b"id").expect("a file");
        // What a killed command left half.
        let beside = root.path().join(RELEASES).join(BESIDE);
        fs::create_dir_all(beside.join("more")).expect("a folder");
        let place = root.path().join(RELEASES).join("1.0.0");
        staging.bring(&place).expect("brought");
        assert_eq!(fs::read(place.join("years/2024.csv")).expect("a file"), b"id");
        assert!(!place.join("more").exists() && !beside.exists());
    }
}
