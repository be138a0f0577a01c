//! Every file that is touched: the tracker's are read, the site's are written, changes are watched.
//!
//! No other module names a file system. What is refused here: paths that leave the tracker, links
//! that lead out of it, and writing over files that no build made.

pub mod cache;
pub mod desk;
pub mod one;
pub mod read;
pub mod releases;
#[cfg(feature = "serve")]
pub mod watch;
pub mod workbench;
pub mod write;

use std::fmt;
use std::io;
use std::path::Path;

pub use cache::{Kept, Shelf, program};
pub use desk::{
    Desk, STANDARD_INPUT, find_beside, open_foreign, read_foreign, read_posts, section_of,
};
pub use one::OneFile;
pub use read::{Folder, find_root};

pub use releases::{Staging, clear, take_out};
pub use workbench::Workbench;
pub use write::{Output, Place, Written};

/// Why a file or folder could not be used: what was tried, on which path, what happened, how to mend it.
#[derive(Debug)]
pub struct DiskError {
    /// What was tried and what happened, with the path.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl DiskError {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }

    /// The error of a system call.
    fn io(doing: impl fmt::Display, path: &Path, cause: &io::Error) -> Self {
        Self::new(format!("{doing} `{}`: {cause}", path.display()), remedy(cause))
    }
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nhelp: {}", self.message, self.help)
    }
}

impl std::error::Error for DiskError {}

/// What a person can do about an error of the system.
fn remedy(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::PermissionDenied => {
            "give yourself the right to it, or run griot as the user who owns it"
        }
        io::ErrorKind::NotFound => "see that it is there and that no other program takes it away",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "make room on that disk and run the command again; every file there is whole"
        }
        io::ErrorKind::ReadOnlyFilesystem => {
            "that disk can only be read: choose a folder on another one with --output"
        }
        io::ErrorKind::InvalidFilename => "give it a shorter name; most disks allow 255 bytes",
        _ => "see that the disk is there and works, then run the command again",
    }
}

/// The path below a root that `path` means, or `None` where it could lead elsewhere.
///
/// Only parts that are plain names: not empty, not `.` or `..`, without a separator of any
/// system, without control characters.
fn plain_path(path: &str) -> Option<&Path> {
    let foreign = |c: char| c.is_control() || c == '\\' || (cfg!(windows) && c == ':');
    let plain = |part: &str| !matches!(part, "" | "." | "..");
    (path.split('/').all(plain) && !path.contains(foreign)).then(|| Path::new(path))
}

/// Writes a new file with its folders and refuses to write over one that is there.
///
/// # Errors
/// Where something stands at the path already, and what the system says.
#[expect(clippy::disallowed_methods, reason = "this is the module that may touch files")]
pub fn write_new(path: &Path, text: &str) -> Result<(), DiskError> {
    use std::io::Write as _;

    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .map_err(|cause| DiskError::io("cannot make the folder", folder, &cause))?;
    }
    let mut file = std::fs::File::create_new(path).map_err(|cause| match cause.kind() {
        io::ErrorKind::AlreadyExists => DiskError::new(
            format!("`{}` is there already; it was left as it is", path.display()),
            "give the new one another name, or edit the one that is there",
        ),
        _ => DiskError::io("cannot make the file", path, &cause),
    })?;
    file.write_all(text.as_bytes()).map_err(|cause| {
        // A half file would be read as a record; better none.
        let _ = std::fs::remove_file(path);
        DiskError::io("cannot write", path, &cause)
    })
}

/// Writes a file with its new text as a whole: whoever is killed on the way leaves the old one.
///
/// # Errors
/// What the system says; the file that is there is then as it was.
#[expect(clippy::disallowed_methods, reason = "this is the module that may touch files")]
pub fn replace(path: &Path, text: &str) -> Result<(), DiskError> {
    use std::io::Write as _;

    // Where the path is a link, the file behind it is meant.
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut name = std::ffi::OsString::from(".");
    name.push(place.file_name().unwrap_or_default());
    name.push(".griot-new");
    let fresh = place.with_file_name(name);
    let write = || {
        let mut file = std::fs::File::create(&fresh)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&fresh, &place)
    };
    write().map_err(|cause| {
        let _ = std::fs::remove_file(&fresh);
        DiskError::io("cannot write", path, &cause)
    })
}

/// Whether anything stands at `path`, a broken link included.
pub fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_stay_below_the_root() {
        let check = |path: &str, plain: bool| {
            assert_eq!(plain_path(path).is_some(), plain, "{path:?}");
        };
        check("content/incidents/2022/x.md", true);
        check("حادث/1.html", true);
        check("a..b/c...html", true);
        check("", false);
        check("/etc/passwd", false);
        check("../x", false);
        check("a/../../x", false);
        check("a/./x", false);
        check("a//x", false);
        check("a/", false);
        check("a\\..\\x", false);
        check("a\0b", false);
        check("a\nb", false);
    }
}
