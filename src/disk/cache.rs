//! What is kept from one build to the next, in the tracker's `.griot`: nothing that a build needs.
//!
//! Each file begins with the digest of its name and its bytes; one that does not fit is damaged, and
//! made anew. Where nothing can be kept, a build takes longer and gives the same.
#![expect(clippy::disallowed_methods, reason = "this is the module that may touch files")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use crate::output::Cache;
use crate::source::{Digest, DigestRun};

/// Where it lies in the tracker's folder.
const FOLDER: &str = ".griot";

/// What is kept of one kind.
#[derive(Clone, Copy, Debug)]
pub enum Shelf {
    /// Card pictures, by what they were drawn from.
    Cards,
    /// Which pages were made of what, by output folder.
    Pages,
    /// Parsed records, in bundles.
    Records,
    /// The words of pages, by what they were gathered from.
    Words,
}

/// What an earlier build made, by names that say what it was made of.
#[derive(Debug)]
pub struct Kept {
    folder: PathBuf,
    /// What this build asked for.
    used: Mutex<BTreeSet<String>>,
}

impl Kept {
    /// What is kept of that kind for the tracker in `root`.
    pub fn of(root: &Path, shelf: Shelf) -> Self {
        let name = match shelf {
            Shelf::Cards => "cards",
            Shelf::Pages => "pages",
            Shelf::Records => "records",
            Shelf::Words => "words",
        };
        Self { folder: root.join(FOLDER).join(name), used: Mutex::default() }
    }

    /// Removes what was kept and not asked for since.
    pub fn sweep(&self) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        // Nothing was asked for, or somebody led the folder elsewhere: no reason to remove anything.
        if used.is_empty() || !self.is_own() {
            return;
        }
        for shelf in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let front = shelf.file_name();
            for file in fs::read_dir(shelf.path()).into_iter().flatten().flatten() {
                let name = [front.to_string_lossy(), file.file_name().to_string_lossy()].concat();
                if !used.contains(&name) {
                    let _ = fs::remove_file(file.path());
                }
            }
            // One that is not empty stays.
            let _ = fs::remove_dir(shelf.path());
        }
    }

    /// Whether the folder is one and no link: what lies elsewhere is not ours.
    fn is_own(&self) -> bool {
        let is_folder = |path: &Path| path.symlink_metadata().is_ok_and(|found| found.is_dir());
        is_folder(&self.folder) && self.folder.parent().is_some_and(is_folder)
    }

    fn file(&self, key: &str) -> Option<PathBuf> {
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let plain = key.len() >= 8 && key.bytes().all(hex);
        plain.then(|| self.folder.join(&key[..2]).join(&key[2..]))
    }
}

impl Cache for Kept {
    fn get(&self, key: &str) -> Option<Vec<u8>> {
        let file = self.file(key)?;
        self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned());
        if !self.is_own() {
            return None;
        }
        let (mut own, mut kept) = (Digest::default(), Vec::new());
        let mut file = fs::File::open(file).ok()?;
        file.read_exact(&mut own.0).and_then(|()| file.read_to_end(&mut kept)).ok()?;
        (own == seal(key, &kept)).then_some(kept)
    }

    fn keep(&self, key: &str, bytes: &[u8]) {
        let Some(file) = self.file(key) else { return };
        let Some(shelf) = file.parent() else { return };
        // The folder itself first: a shelf must not be made behind a link.
        let made = fs::create_dir_all(&self.folder).is_ok() && self.is_own();
        if !made || fs::create_dir_all(shelf).is_err() {
            return;
        }
        let fresh = file.with_extension("new");
        let write = || {
            let mut fresh = fs::File::create(&fresh)?;
            fresh.write_all(&seal(key, bytes).0)?;
            fresh.write_all(bytes)
        };
        if write().and_then(|()| fs::rename(&fresh, &file)).is_err() {
            let _ = fs::remove_file(&fresh);
        }
    }
}

/// What tells this program from others: its version, and the size and time of its file; `None` where
/// the system does not say.
pub fn program() -> Option<Digest> {
    let found = std::env::current_exe().ok()?.metadata().ok()?;
    let time = found.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    let own = (env!("CARGO_PKG_VERSION"), found.len(), time.as_nanos());
    Some(Digest::of(format!("{own:?}").as_bytes()))
}

/// What a kept file begins with.
fn seal(key: &str, bytes: &[u8]) -> Digest {
    let mut run = DigestRun::default();
    run.add_part(key.as_bytes());
    run.add(bytes);
    run.digest()
}
