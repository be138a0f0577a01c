//! The tracker's own files: which there are, and their bytes.
//!
//! Nothing is skipped in silence: what cannot be read is an error. Only what is no part of a
//! tracker is passed over: hidden files and what editors and file managers leave behind.
#![expect(clippy::disallowed_methods, reason = "this is the module that may read files")]
#![expect(
    clippy::disallowed_types,
    reason = "how old a file is decides whether its time tells it apart"
)]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{DiskError, plain_path};
use crate::source::{Digest, Reading, SourcePath, Sources};

/// The name of the file that makes a folder a tracker.
pub const SETTINGS: &str = "griot.toml";

/// What published records say, beside the settings where there is such a file.
const LOCK: &str = "griot.lock";

/// The folders that a tracker is made of.
pub(super) const FOLDERS: [&str; 4] = ["content", "releases", "static", "templates"];

/// Hidden names that hosts ask for; in `static/` they are published like any other file.
const HIDDEN_BUT_PUBLISHED: [&str; 3] = [".well-known", ".nojekyll", ".htaccess"];

/// How far apart two times of a disk are that counts whole seconds, at most.
const COARSE: Duration = Duration::from_secs(3);
/// The same of other disks.
const FINE: Duration = Duration::from_millis(100);

/// A tracker on the disk, listed once; bytes are read when asked for.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
    paths: Vec<SourcePath>,
}

impl Folder {
    /// Lists the tracker in `root`.
    ///
    /// # Errors
    /// Where there is no `griot.toml`, where a file or folder cannot be read or has a name that
    /// is not UTF-8, where a symbolic link leads out of the tracker or in a circle, and where
    /// something is neither file nor folder.
    pub fn open(root: &Path) -> Result<Self, DiskError> {
        let root = root
            .canonicalize()
            .map_err(|cause| DiskError::io("cannot open the tracker's folder", root, &cause))?;
        let mut paths = Vec::new();
        for name in [SETTINGS, LOCK] {
            let path = root.join(name);
            match path.metadata() {
                Ok(metadata) if metadata.is_file() => {
                    stays_inside(&root, &path)?;
                    paths.push(SourcePath::from(name));
                }
                Ok(_) => return Err(neither_file_nor_folder(&path)),
                Err(cause) if cause.kind() == io::ErrorKind::NotFound && name == LOCK => {}
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                    return Err(no_tracker(&root));
                }
                Err(cause) => return Err(DiskError::io("cannot read", &path, &cause)),
            }
        }
        for name in FOLDERS {
            list(&root, name, &mut paths)?;
        }
        paths.sort_unstable();
        Ok(Self { root, paths })
    }

    /// The file that a person means who names it: at `place` on the disk, or at `written` below the
    /// tracker's folder; `None` where the tracker has neither.
    pub fn named(&self, place: &Path, written: &Path) -> Option<&SourcePath> {
        let place = place.canonicalize().ok();
        let below = place.as_deref().and_then(|place| place.strip_prefix(&self.root).ok());
        [below, Some(written)].into_iter().flatten().find_map(|path| {
            let path = path.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
            let at = self.paths.binary_search_by(|own| own.as_str().cmp(&path)).ok()?;
            Some(&self.paths[at])
        })
    }

    /// The folder of the tracker, without links in its path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where one of its files lies.
    fn place(&self, path: &str) -> io::Result<PathBuf> {
        let plain = plain_path(path).ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::InvalidInput,
                format!(
                    "`{path}` is no path within the tracker: it must be relative and have no `..`"
                ),
            )
        })?;
        if self.paths.binary_search_by(|own| own.as_str().cmp(path)).is_err() {
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                format!("the tracker has no file `{path}`"),
            ));
        }
        Ok(self.root.join(plain))
    }
}

impl Sources for Folder {
    fn paths(&self) -> &[SourcePath] {
        &self.paths
    }

    fn stamp(&self, path: &str) -> Option<Digest> {
        let found = self.root.join(plain_path(path)?).metadata().ok()?;
        let changed = found.modified().ok()?;
        // A file that was written just now may be written again within the same tick of its clock.
        let age = SystemTime::now().duration_since(changed).ok()?;
        let time = changed.duration_since(UNIX_EPOCH).ok()?;
        let tick = if time.subsec_nanos() == 0 { COARSE } else { FINE };
        (age > tick).then(|| {
            let (length, time) = (found.len().to_le_bytes(), time.as_nanos().to_le_bytes());
            Digest::of(&[&length[..], &time, identity(&found).as_flattened()].concat())
        })
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(self.place(path)?)
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Reading>> {
        Ok(Box::new(fs::File::open(self.place(path)?)?))
    }
}

/// What else tells one state of a file from another: when it was last changed in any way, and which
/// file it is.
#[cfg(unix)]
fn identity(found: &fs::Metadata) -> [[u8; 8]; 4] {
    use std::os::unix::fs::MetadataExt as _;
    let changed = [found.ctime(), found.ctime_nsec()].map(i64::to_le_bytes);
    [changed[0], changed[1], found.dev().to_le_bytes(), found.ino().to_le_bytes()]
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> [[u8; 8]; 0] {
    []
}

/// The nearest folder from `start` upwards that holds a `griot.toml`.
///
/// # Errors
/// Where there is none up to the top of the disk.
pub fn find_root(start: &Path) -> Result<PathBuf, DiskError> {
    let start = start
        .canonicalize()
        .map_err(|cause| DiskError::io("cannot open the folder", start, &cause))?;
    let found = start.ancestors().find(|folder| folder.join(SETTINGS).is_file());
    found.map(Path::to_path_buf).ok_or_else(|| {
        DiskError::new(
            format!(
                "there is no tracker here: looked for `{SETTINGS}` in `{}` and in every folder above it",
                start.display()
            ),
            "go to the tracker's folder, name it with --root, or make a new one with `griot init`",
        )
    })
}

/// Whether a file or folder of this name is no part of a tracker.
///
/// `top` is the tracker's folder that it lies in: hosts ask for some hidden names of `static`.
pub(super) fn is_passed_over(top: &str, name: &str) -> bool {
    let hidden =
        name.starts_with('.') && !(top == "static" && HIDDEN_BUT_PUBLISHED.contains(&name));
    hidden
        || name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".swx")
        // vim asks with a file of this name whether it may write to the folder.
        || name == "4913"
        || name == "Thumbs.db"
        || name == "desktop.ini"
}

/// Adds all files below `root/top` to `paths`.
fn list(root: &Path, top: &str, paths: &mut Vec<SourcePath>) -> Result<(), DiskError> {
    let folder = root.join(top);
    match folder.symlink_metadata() {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(cause) => return Err(DiskError::io("cannot read the folder", &folder, &cause)),
        Ok(metadata) if metadata.is_symlink() => stays_inside(root, &folder)?,
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => {
            return Err(DiskError::new(
                format!("`{}` is a file where a tracker has a folder", folder.display()),
                "move it away, or give it another name",
            ));
        }
    }
    let passed_over = |path: &Path| {
        path.file_name().is_some_and(|name| is_passed_over(top, &name.to_string_lossy()))
    };
    let mut entries = walkdir::WalkDir::new(&folder).min_depth(1).follow_links(true).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            // Emacs marks a file that is being edited with a hidden link to nowhere.
            Err(error) if error.path().is_some_and(passed_over) => continue,
            Err(error) => return Err(walk_error(root, &folder, &error)),
        };
        let is_folder = entry.file_type().is_dir();
        if passed_over(entry.path()) {
            if is_folder {
                entries.skip_current_dir();
            }
            continue;
        }
        if entry.path_is_symlink() {
            stays_inside(root, entry.path())?;
            stays_in_part(&folder, entry.path())?;
        }
        if is_folder {
            // Also a folder without files must have a name that messages can show.
            source_path(root, entry.path())?;
        } else if entry.file_type().is_file() {
            paths.push(source_path(root, entry.path())?);
        } else {
            return Err(neither_file_nor_folder(entry.path()));
        }
    }
    Ok(())
}

/// The path below the root, with `/` between its parts.
fn source_path(root: &Path, path: &Path) -> Result<SourcePath, DiskError> {
    let below = path.strip_prefix(root).unwrap_or(path);
    let mut text = String::with_capacity(below.as_os_str().len());
    for part in below.components() {
        let Some(part) = part.as_os_str().to_str() else {
            return Err(DiskError::new(
                format!("the name of `{}` is not UTF-8", path.display()),
                "rename it; every name in a tracker becomes part of an address",
            ));
        };
        if !text.is_empty() {
            text.push('/');
        }
        text.push_str(part);
    }
    if plain_path(&text).is_none() {
        return Err(DiskError::new(
            format!("the name `{}` holds a control character or a backslash", text.escape_debug()),
            "rename it; such names are no addresses",
        ));
    }
    Ok(SourcePath::new(text))
}

/// Refuses a link that leads from one part of a tracker to another: through a link from `static/` to
/// `content/`, drafts and private notes would be published as they are.
fn stays_in_part(part: &Path, link: &Path) -> Result<(), DiskError> {
    let resolve = |path: &Path| {
        path.canonicalize().map_err(|cause| DiskError::io("cannot follow the link", path, &cause))
    };
    let (part, target) = (resolve(part)?, resolve(link)?);
    if target.starts_with(&part) {
        return Ok(());
    }
    Err(DiskError::new(
        format!(
            "the link `{}` leads out of `{}`, to `{}`",
            link.display(),
            part.display(),
            target.display()
        ),
        "copy what is needed: a link must not publish what lies in another part of the tracker",
    ))
}

/// Refuses a link whose target lies outside the tracker.
fn stays_inside(root: &Path, link: &Path) -> Result<(), DiskError> {
    let target = link
        .canonicalize()
        .map_err(|cause| DiskError::io("cannot follow the link", link, &cause))?;
    if target.starts_with(root) {
        return Ok(());
    }
    Err(DiskError::new(
        format!(
            "the link `{}` leads out of the tracker, to `{}`",
            link.display(),
            target.display()
        ),
        "copy into the tracker what it needs: a site must not publish files from elsewhere",
    ))
}

fn walk_error(root: &Path, folder: &Path, error: &walkdir::Error) -> DiskError {
    let path = error.path().unwrap_or(folder);
    if let Some(ancestor) = error.loop_ancestor() {
        return DiskError::new(
            format!(
                "the link `{}` leads in a circle, back to `{}`",
                path.display(),
                ancestor.display()
            ),
            "take the link away",
        );
    }
    let broken = path.symlink_metadata().is_ok_and(|metadata| metadata.is_symlink());
    match error.io_error() {
        Some(cause) if broken && cause.kind() == io::ErrorKind::NotFound => DiskError::new(
            format!("the link `{}` leads to nothing", path.display()),
            "mend the link or take it away",
        ),
        // The link itself may be readable and its target not: say that it leads out first.
        Some(cause) if broken => stays_inside(root, path)
            .err()
            .unwrap_or_else(|| DiskError::io("cannot follow the link", path, cause)),
        Some(cause) => DiskError::io("cannot read", path, cause),
        None => DiskError::new(
            format!("cannot read `{}`", path.display()),
            "see that it is there and can be read",
        ),
    }
}

fn neither_file_nor_folder(path: &Path) -> DiskError {
    DiskError::new(
        format!("`{}` is neither a file nor a folder", path.display()),
        "move it out of the tracker",
    )
}

fn no_tracker(root: &Path) -> DiskError {
    DiskError::new(
        format!("`{}` is no tracker: it has no `{SETTINGS}`", root.display()),
        "name the tracker's folder with --root, or make a new one with `griot init`",
    )
}
