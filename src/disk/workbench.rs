//! Files to work in while a site is made, in the tracker's `.griot`: a library that writes files
//! itself is given the path of one.
//!
//! What a killed build left is taken away by the next one that works there.
#![expect(clippy::disallowed_methods, reason = "this is the module that may touch files")]

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::remedy;
use crate::output::{Lent, OutputError, Workshop};

/// How many builds may work in one folder at the same time.
const PLACES: u32 = 64;

/// How many bytes are read at once.
const STRETCH: usize = 1 << 20;

/// Lends files of one tracker.
#[derive(Debug)]
pub struct Workbench {
    root: PathBuf,
}

impl Workbench {
    /// That of the tracker in `root`.
    pub fn of(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }
}

impl Workshop for Workbench {
    fn lend(&self) -> Result<Box<dyn Lent>, OutputError> {
        let own = self.root.join(".griot");
        let lent = match fs::create_dir_all(&own).and_then(|()| lend_in(&own)) {
            // Sources may lie on a disk that can only be read, and the output elsewhere.
            Err(cause)
                if matches!(
                    cause.kind(),
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
                ) =>
            {
                lend_in(&std::env::temp_dir())
            }
            lent => lent,
        };
        match lent {
            Ok(lent) => Ok(Box::new(lent)),
            Err(cause) => Err(failed(format!("cannot work in `{}`", own.display()), &cause)),
        }
    }
}

/// The first place that nobody else works at.
fn lend_in(folder: &Path) -> io::Result<Work> {
    for number in 0..PLACES {
        let lock = folder.join(format!("griot-work-{number}.lock"));
        let lock = File::options().create(true).truncate(false).write(true).open(lock)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => continue,
            // On a disk that knows no locks, a file that is there is somebody's.
            Err(fs::TryLockError::Error(_)) => {
                let path = folder.join(format!("griot-work-{}-{number}", std::process::id()));
                match File::create_new(&path) {
                    Ok(_) => return Ok(Work { path, _lock: lock }),
                    Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => continue,
                    Err(cause) => return Err(cause),
                }
            }
        }
        let path = folder.join(format!("griot-work-{number}"));
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause),
            _ => {}
        }
        File::create_new(&path)?;
        return Ok(Work { path, _lock: lock });
    }
    Err(io::Error::new(io::ErrorKind::WouldBlock, "too many builds work there"))
}

/// A file that is lent.
struct Work {
    path: PathBuf,
    /// Held as long as the file is.
    _lock: File,
}

impl Lent for Work {
    fn path(&self) -> &Path {
        &self.path
    }

    fn read(
        &self,
        each: &mut dyn FnMut(&[u8]) -> Result<(), OutputError>,
    ) -> Result<(), OutputError> {
        let unread =
            |cause: io::Error| failed(format!("cannot read `{}`", self.path.display()), &cause);
        let mut file = File::open(&self.path).map_err(unread)?;
        let mut stretch = vec![0; STRETCH];
        loop {
            match file.read(&mut stretch).map_err(unread)? {
                0 => return Ok(()),
                read => each(&stretch[..read])?,
            }
        }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // What cannot be removed now is removed by whoever works there next.
        let _ = fs::remove_file(&self.path);
    }
}

fn failed(doing: String, cause: &io::Error) -> OutputError {
    let cause = io::Error::new(cause.kind(), format!("{cause}\nhelp: {}", remedy(cause)));
    OutputError { doing, cause }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lent_file_is_empty_nobody_elses_and_taken_away() {
        let root = tempfile::tempdir().expect("a folder");
        let bench = Workbench::of(root.path());
        let own = bench.lend().expect("a file");
        let other = bench.lend().expect("another file");
        assert_ne!(own.path(), other.path());
        fs::write(own.path(), b"left").expect("written");
        let mut read = Vec::new();
        own.read(&mut |bytes| {
            read.extend_from_slice(bytes);
            Ok(())
        })
        .expect("read");
        assert_eq!(read, b"left");
        let path = own.path().to_owned();
        drop(own);
        assert!(!path.exists());
        fs::write(&path, b"of a killed build").expect("written");
        let next = bench.lend().expect("a file");
        assert_eq!(next.path(), path);
        assert_eq!(fs::read(&path).expect("read"), b"");
    }
}
