//! Where an import writes the records of a tracker: whole files or none.
#![expect(clippy::disallowed_methods, reason = "this is the module that may touch files")]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::{DiskError, plain_path};
use crate::import;
use crate::source::{SourcePath, SourceSet};

/// The files of a tracker's folder, to be written by an import.
pub struct Desk {
    root: PathBuf,
    /// Folders that are known to be there.
    folders: Mutex<BTreeSet<PathBuf>>,
}

impl Desk {
    /// The desk of the tracker in that folder, which is made where it is missing.
    pub fn of(root: &Path) -> Self {
        Self { root: root.to_owned(), folders: Mutex::new(BTreeSet::new()) }
    }

    fn folder(&self, folder: &Path) -> io::Result<()> {
        let known = |folders: &BTreeSet<PathBuf>| folders.contains(folder);
        if self.folders.lock().is_ok_and(|folders| known(&folders)) {
            return Ok(());
        }
        fs::create_dir_all(folder)?;
        if let Ok(mut folders) = self.folders.lock() {
            folders.insert(folder.to_owned());
        }
        Ok(())
    }
}

impl import::Shelf for Desk {
    fn put(&self, path: &str, text: &str) -> Result<(), String> {
        let place = plain_path(path).map(|below| self.root.join(below));
        let place =
            place.ok_or_else(|| format!("cannot write `{path}`: it is no path of a tracker"))?;
        // Where the path is a link, the file behind it is meant.
        let place = place.canonicalize().unwrap_or(place);
        let mut name = OsString::from(".");
        name.push(place.file_name().unwrap_or_default());
        name.push(".griot-new");
        let fresh = place.with_file_name(name);
        let write = || {
            if let Some(folder) = place.parent() {
                self.folder(folder)?;
            }
            fs::write(&fresh, text)?;
            fs::rename(&fresh, &place)
        };
        write().map_err(|cause| {
            let _ = fs::remove_file(&fresh);
            DiskError::io("cannot write", &place, &cause).to_string()
        })
    }
}

/// The name of standard input among files that are no part of a tracker.
pub const STANDARD_INPUT: &str = "-";

/// Opens a file that is no part of a tracker, to be read from its beginning. `-` is standard input, of
/// which every opening reads on.
///
/// # Errors
/// What the system says.
pub fn open_foreign(path: &Path) -> Result<Box<dyn io::Read + Send>, DiskError> {
    if path.as_os_str() == STANDARD_INPUT {
        return Ok(Box::new(io::stdin()));
    }
    let cannot = |cause: io::Error| DiskError::io("cannot read", path, &cause);
    let file = fs::File::open(path).map_err(cannot)?;
    if file.metadata().map_err(cannot)?.is_dir() {
        return Err(DiskError::new(
            format!("cannot read `{}`: it is a folder", path.display()),
            "name a file",
        ));
    }
    Ok(Box::new(file))
}

/// The Markdown files below a folder that is no part of a tracker, by their paths in it. Hidden files,
/// links and pages that only list others (`_index.md`) are passed over.
///
/// # Errors
/// What the system says; also where there is none.
pub fn read_posts(folder: &Path) -> Result<SourceSet, DiskError> {
    let cannot = |cause: &io::Error| DiskError::io("cannot read", folder, cause);
    let hidden = |entry: &walkdir::DirEntry| {
        entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
    };
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_entry(|entry| !hidden(entry)) {
        let entry = entry.map_err(|error| match error.io_error() {
            Some(cause) => cannot(cause),
            None => DiskError::new(error.to_string(), "take the link away"),
        })?;
        let name = entry.file_name().to_string_lossy();
        let is_post = (name.ends_with(".md") || name.ends_with(".markdown")) && name != "_index.md";
        if !entry.file_type().is_file() || !is_post {
            continue;
        }
        let Ok(below) = entry.path().strip_prefix(folder) else { continue };
        let path = below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let bytes = fs::read(entry.path())
            .map_err(|cause| DiskError::io("cannot read", entry.path(), &cause))?;
        files.push((SourcePath::new(path), bytes));
    }
    if files.is_empty() {
        return Err(DiskError::new(
            format!("there is no Markdown file in `{}`", folder.display()),
            "name the folder with the posts: `_posts` of Jekyll, `content/issues` of cState",
        ));
    }
    Ok(files.into_iter().collect())
}

/// How many folders above that of the posts are looked through for files of their site.
const ABOVE: usize = 4;

/// Where a file of the site of some posts lies, by its address on it: in their folder or one above it,
/// or in `static/` of these. `None` where there is none.
pub fn find_beside(posts: &Path, address: &str) -> Option<PathBuf> {
    let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains('\\');
    address.split('/').all(plain).then_some(())?;
    let folder = posts.canonicalize().unwrap_or_else(|_| posts.to_owned());
    for (above, _) in folder.ancestors().zip(0..ABOVE) {
        // Shown as it was named, as far as that goes.
        let shown = if above == folder { posts } else { above };
        let places = [shown.join("static").join(address), shown.join(address)];
        if let Some(place) = places.into_iter().find(|place| place.is_file()) {
            return Some(place);
        }
    }
    None
}

/// The folder of some posts within the content of their site: `issues` of `site/content/issues`.
pub fn section_of(posts: &Path) -> String {
    let folder = posts.canonicalize().unwrap_or_else(|_| posts.to_owned());
    let names: Vec<String> =
        folder.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    match names.iter().rposition(|name| name == "content") {
        Some(at) => names[at + 1..].join("/"),
        None => names.last().filter(|name| !name.starts_with('_')).cloned().unwrap_or_default(),
    }
}

/// The text of a file that is no part of a tracker.
///
/// # Errors
/// What the system says; also where the file is no text in UTF-8.
pub fn read_foreign(path: &Path) -> Result<String, DiskError> {
    let mut text = String::new();
    let read = open_foreign(path)?.read_to_string(&mut text);
    read.map(|_| text).map_err(|cause| DiskError::io("cannot read", path, &cause))
}
