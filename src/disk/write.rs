//! The output folder: each file whole or not at all, unchanged files left alone, foreign files never touched.
//!
//! A first build is written beside its place and renamed into it as one. A later build stages
//! what changed in `.griot-staging` inside the output folder, and only [`Output::finish`] renames
//! it into place; what fails before that has changed nothing. `.griot-manifest` lists the files
//! that are ours, so that no other is ever removed or written over. There is no `fsync` for each
//! file: after a power cut the next build writes again whatever differs from the manifest.
#![expect(clippy::disallowed_methods, reason = "this is the module that may write files")]

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Write as _};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use super::read::{FOLDERS, SETTINGS};
use super::{plain_path, remedy};
use crate::output::{OutputError, Pieces, Sink};
use crate::source::{Digest, DigestRun};

/// The list of our files, in the output folder.
const MANIFEST: &str = ".griot-manifest";
/// Where a later build keeps changed files until it is finished, in the output folder.
const STAGING: &str = ".griot-staging";
/// What is added to the output folder's name while a first build is under way.
const NEW: &str = ".griot-new";
/// Folders within the staging folder: threads that write to one folder wait for each other.
const SHELVES: u32 = 16;
/// The first line of a manifest.
const VERSION: &str = "griot-manifest 1";
/// How many files a message names before it only counts.
const NAMED_AT_MOST: usize = 20;

/// Where a site is written, and from which tracker.
#[derive(Clone, Debug)]
pub struct Place {
    /// The tracker's folder.
    pub root: PathBuf,
    /// The output folder; relative to the tracker's folder unless absolute.
    pub output: PathBuf,
    /// Writes every file again, also those that have not changed.
    pub clean: bool,
}

impl Place {
    /// The output folder without links in its path; it need not exist.
    ///
    /// # Errors
    /// Where it is no place for a site: it holds the tracker, or is part of its sources.
    pub fn folder(&self) -> Result<PathBuf, OutputError> {
        let root = self.real_root()?;
        let folder = real_path(&root.join(&self.output))?;
        refuse_dangerous(&root, &folder)?;
        Ok(folder)
    }

    fn real_root(&self) -> Result<PathBuf, OutputError> {
        self.root.canonicalize().map_err(|cause| {
            failed(format!("cannot open the tracker's folder `{}`", self.root.display()), cause)
        })
    }
}

/// What a finished build did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files of the site.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Files that were written.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files of an earlier build that were taken away.
    pub removed: usize,
}

/// A build on its way to the disk. Dropped without [`Output::finish`], it has changed nothing.
pub struct Output {
    /// The output folder.
    folder: PathBuf,
    /// Where files go until the end: the new folder of a first build, else the staging folder.
    workshop: PathBuf,
    first: bool,
    clean: bool,
    /// What earlier builds made, sorted by path.
    old: Vec<Old>,
    made: Mutex<Vec<Made>>,
    next_name: AtomicU32,
    /// Folders that are there and safe to write below.
    known_folders: RwLock<BTreeSet<Box<str>>>,
    /// Foreign files that stand where ours must go.
    conflicts: Mutex<Vec<String>>,
    /// Paths where a folder stands for a file or a file for a folder; all may be old files of ours.
    blocked: Mutex<Vec<Box<str>>>,
    finished: bool,
    /// Held as long as the build lasts.
    _lock: Option<File>,
}

/// A file that an earlier build made, or meant to make when it was killed.
struct Old {
    path: Box<str>,
    digest: Digest,
    size: u64,
    /// Nanoseconds since 1970; [`INTENDED`] where the build that meant to make it never said it had.
    time: u64,
    /// One of [`UNSEEN`], [`SAME`], [`CHANGED`].
    state: AtomicU8,
}

const UNSEEN: u8 = 0;
const SAME: u8 = 1;
const CHANGED: u8 = 2;
const INTENDED: u64 = u64::MAX;

/// A file of this build that the manifest does not know as it now is.
struct Made {
    path: Box<str>,
    digest: Digest,
    size: u64,
    time: u64,
    /// Its name in the staging folder; [`IN_PLACE`] where it is in its place already.
    name: u32,
}

const IN_PLACE: u32 = u32::MAX;

impl Output {
    /// Prepares the output folder: takes the lock, removes what a killed build left, reads the manifest.
    ///
    /// # Errors
    /// Where the folder is no place for a site (it holds the tracker, or is part of its sources),
    /// another build is writing to it, its manifest cannot be read, or the system refuses.
    pub fn begin(place: &Place) -> Result<Self, OutputError> {
        let folder = place.folder()?;
        let busy = || {
            refused(
                format!("cannot write the site to `{}`", folder.display()),
                "another griot is writing there\nhelp: wait until it has finished, or choose another folder with --output",
            )
        };
        let lock = lock(&place.real_root()?, &folder, busy)?;
        let first = match folder.symlink_metadata() {
            Ok(metadata) if metadata.is_dir() => false,
            Ok(_) => {
                return Err(refused(
                    format!("cannot write the site to `{}`", folder.display()),
                    "a file stands there\nhelp: move it away, or choose another folder with --output",
                ));
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => true,
            Err(cause) => {
                return Err(failed(format!("cannot open `{}`", folder.display()), cause));
            }
        };
        let mut beside = folder.as_os_str().to_owned();
        beside.push(NEW);
        let beside = PathBuf::from(beside);
        let staging = folder.join(STAGING);
        remove_folder(&beside)?;
        if !first {
            remove_folder(&staging)?;
        }
        let old = if first { Vec::new() } else { read_manifest(&folder.join(MANIFEST))? };
        let output = Self {
            workshop: if first { beside } else { staging },
            folder,
            first,
            clean: place.clean,
            old,
            made: Mutex::default(),
            next_name: AtomicU32::new(0),
            known_folders: RwLock::default(),
            conflicts: Mutex::default(),
            blocked: Mutex::default(),
            finished: false,
            _lock: lock,
        };
        if first {
            fs::create_dir_all(&output.workshop).map_err(|cause| {
                failed(format!("cannot make the folder `{}`", output.workshop.display()), cause)
            })?;
        }
        Ok(output)
    }

    /// The output folder, without links in its path.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts the build in its place: changed files one by one, each whole, or a first build as one.
    ///
    /// # Errors
    /// Where foreign files stand in the way (then nothing has changed), and what the system says.
    pub fn finish(mut self) -> Result<Written, OutputError> {
        let mut made = std::mem::take(self.made.get_mut().unwrap_or_else(PoisonError::into_inner));
        made.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        if self.first {
            self.finish_first(&made)?
        } else {
            self.finish_later(&mut made)?
        }
        self.finished = true;

        let mut written = Written::default();
        for file in &made {
            written.bytes += file.size;
            match file.name {
                IN_PLACE => written.unchanged += 1,
                _ => written.written += 1,
            }
        }
        for file in &self.old {
            match file.state.load(Ordering::Relaxed) {
                SAME => {
                    written.bytes += file.size;
                    written.unchanged += 1;
                }
                UNSEEN => written.removed += 1,
                _ => {}
            }
        }
        written.files = written.written + written.unchanged;
        Ok(written)
    }

    fn finish_first(&self, made: &[Made]) -> Result<(), OutputError> {
        write_manifest(&self.workshop.join(MANIFEST), made.iter().map(Line::from))?;
        fs::rename(&self.workshop, &self.folder).map_err(|cause| {
            failed(
                format!(
                    "cannot rename `{}` to `{}`",
                    self.workshop.display(),
                    self.folder.display()
                ),
                cause,
            )
        })
    }

    fn finish_later(&self, made: &mut [Made]) -> Result<(), OutputError> {
        let in_the_way = self.unblock()?;
        self.refuse_conflicts()?;
        let stale: Vec<&Old> =
            self.old.iter().filter(|file| file.state.load(Ordering::Relaxed) == UNSEEN).collect();
        if made.is_empty() && stale.is_empty() {
            // Downloads are staged before it is known that they are the same.
            let _ = fs::remove_dir_all(&self.workshop);
            return Ok(());
        }
        self.make_staging()?;
        let fresh = self.workshop.join("manifest");
        let manifest = self.folder.join(MANIFEST);
        let publish = |lines: &mut dyn Iterator<Item = Line<'_>>| {
            write_manifest(&fresh, lines)?;
            rename(&fresh, &manifest)
        };

        // From here on a killed build must not turn our own files into foreign ones: the list
        // holds what there was and what will be until all is done.
        let known = |path: &str| self.find(path).is_some();
        let intended = made.iter().filter(|file| !known(&file.path));
        publish(&mut merge(
            self.old.iter().map(Line::from),
            intended.map(|file| Line { time: INTENDED, ..Line::from(file) }),
        ))?;

        if !in_the_way.is_empty() {
            for path in &in_the_way {
                self.remove(path)?;
            }
            self.remove_emptied(in_the_way.iter().map(|path| &**path));
            write_locked(&self.known_folders).clear();
        }
        for file in made.iter().filter(|file| file.name != IN_PLACE) {
            let place = self.place(&file.path);
            if let Some((parent, _)) = file.path.rsplit_once('/') {
                self.make_folder(&self.folder, parent)?;
            }
            rename(&self.staged(file.name), &place)?;
        }
        for file in &stale {
            // A file that was only meant and is not what was meant belongs to somebody else.
            if file.time != INTENDED || self.is_as_intended(file)? {
                self.remove(&file.path)?;
            }
        }
        self.remove_emptied(stale.iter().map(|file| &*file.path));
        let same = self.old.iter().filter(|file| file.state.load(Ordering::Relaxed) == SAME);
        publish(&mut merge(same.map(Line::from), made.iter().map(Line::from)))?;
        // The site is whole; what is left of the staging folder goes with the next build.
        let _ = fs::remove_dir_all(&self.workshop);
        Ok(())
    }

    /// Takes a file of a first build: straight to its place in the new folder.
    fn accept_first(&self, path: &str, bytes: &[u8]) -> Result<Digest, OutputError> {
        if let Some((parent, _)) = path.rsplit_once('/') {
            self.make_folder(&self.workshop, parent)?;
        }
        let (size, time) = write_file(&self.workshop.join(path), bytes, &self.place(path))?;
        let digest = Digest::of(bytes);
        locked(&self.made).push(Made { path: path.into(), digest, size, time, name: 0 });
        Ok(digest)
    }

    /// Takes a file of a later build: nothing to do where it is right already, else staged.
    fn accept_later(&self, path: &str, bytes: &[u8]) -> Result<Digest, OutputError> {
        let digest = Digest::of(bytes);
        if !self.is_to_be_written(path, digest, bytes.len() as u64)? {
            return Ok(digest);
        }
        self.make_staging()?;
        let name = self.next_name.fetch_add(1, Ordering::Relaxed);
        let (size, time) = write_file(&self.staged(name), bytes, &self.place(path))?;
        locked(&self.made).push(Made { path: path.into(), digest, size, time, name });
        Ok(digest)
    }

    /// Whether a file of a later build must be written: not where it is right already, and not where
    /// something stands in its way, which is noted.
    fn is_to_be_written(&self, path: &str, digest: Digest, size: u64) -> Result<bool, OutputError> {
        let place = self.place(path);
        if !self.folder_is_safe(path)? {
            return Ok(false);
        }
        let old = self.find(path);
        if let Some(old) = old {
            old.state.store(CHANGED, Ordering::Relaxed);
        }
        match place.symlink_metadata() {
            Ok(found) if found.is_dir() => locked(&self.blocked).push(path.into()),
            Ok(found) if !found.is_file() => {
                locked(&self.conflicts).push(format!("{path} (a link)"));
                return Ok(false);
            }
            Ok(found) => {
                let time = modified(&found);
                match old.filter(|old| old.time != INTENDED) {
                    Some(old) if old.is(digest, found.len(), time) && !self.clean => {
                        old.state.store(SAME, Ordering::Relaxed);
                        return Ok(false);
                    }
                    Some(_) => {}
                    None => {
                        // Not known as ours: take it as ours where it is what we would write, or
                        // what a killed build meant to write.
                        let there = Digest::of(&read(&place)?);
                        if there == digest {
                            let adopted =
                                Made { path: path.into(), digest, size, time, name: IN_PLACE };
                            locked(&self.made).push(adopted);
                            return Ok(false);
                        }
                        if old.is_none_or(|old| there != old.digest) {
                            locked(&self.conflicts).push(path.to_owned());
                            return Ok(false);
                        }
                    }
                }
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
            Err(cause) if cause.kind() == io::ErrorKind::NotADirectory => {
                locked(&self.blocked).push(path.into());
            }
            Err(cause) => {
                return Err(failed(format!("cannot look at `{}`", place.display()), cause));
            }
        }
        Ok(true)
    }

    /// Whether the folders on the way to `path` are folders and no links; notes a conflict where not.
    fn folder_is_safe(&self, path: &str) -> Result<bool, OutputError> {
        let Some((parent, _)) = path.rsplit_once('/') else { return Ok(true) };
        if read_locked(&self.known_folders).contains(parent) {
            return Ok(true);
        }
        for (end, _) in parent.match_indices('/').chain([(parent.len(), "")]) {
            let folder = &parent[..end];
            match self.place(folder).symlink_metadata() {
                Ok(found) if found.is_symlink() => {
                    locked(&self.conflicts)
                        .push(format!("{folder} (a link where a folder must be)"));
                    return Ok(false);
                }
                // A file where a folder must be is looked at by the caller.
                Ok(found) if !found.is_dir() => return Ok(true),
                Ok(_) => {}
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(true),
                Err(cause) => {
                    let place = self.place(folder);
                    return Err(failed(format!("cannot look at `{}`", place.display()), cause));
                }
            }
        }
        write_locked(&self.known_folders).insert(parent.into());
        Ok(true)
    }

    /// The old files of ours that must go first, since a file becomes a folder or a folder a file.
    fn unblock(&self) -> Result<Vec<Box<str>>, OutputError> {
        let mut in_the_way = BTreeSet::new();
        for path in std::mem::take(&mut *locked(&self.blocked)) {
            let place = self.place(&path);
            if place.is_dir() {
                let mut holds_files = false;
                for entry in walkdir::WalkDir::new(&place).min_depth(1) {
                    let entry = entry.map_err(|error| {
                        failed(format!("cannot read `{}`", place.display()), error.into())
                    })?;
                    let below = entry.path().strip_prefix(&self.folder).unwrap_or(entry.path());
                    let name = below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
                    holds_files |= !entry.file_type().is_dir();
                    if self.is_stale(&name) {
                        in_the_way.insert(name.into());
                    } else if !entry.file_type().is_dir() {
                        locked(&self.conflicts).push(name);
                    }
                }
                if !holds_files {
                    locked(&self.conflicts).push(format!("{path} (a folder where a file must be)"));
                }
                continue;
            }
            let ends = path.match_indices('/').map(|(end, _)| &path[..end]);
            for folder in ends.filter(|folder| self.place(folder).is_file()) {
                if self.is_stale(folder) {
                    in_the_way.insert(folder.into());
                } else {
                    locked(&self.conflicts).push(folder.to_owned());
                }
            }
        }
        Ok(in_the_way.into_iter().collect())
    }

    fn refuse_conflicts(&self) -> Result<(), OutputError> {
        let mut conflicts = std::mem::take(&mut *locked(&self.conflicts));
        if conflicts.is_empty() {
            return Ok(());
        }
        conflicts.sort_unstable();
        conflicts.dedup();
        let mut list = String::new();
        for path in conflicts.iter().take(NAMED_AT_MOST) {
            list.push_str("\n  ");
            list.push_str(path);
        }
        if conflicts.len() > NAMED_AT_MOST {
            list.push_str(&format!("\n  and {} more", conflicts.len() - NAMED_AT_MOST));
        }
        let one = conflicts.len() == 1;
        Err(refused(
            format!("cannot write the site to `{}`", self.folder.display()),
            &format!(
                "{} there {} in the way and {} not made by griot; nothing was written:{list}\nhelp: move {} away, or choose another folder with --output",
                if one { "1 file".to_owned() } else { format!("{} files", conflicts.len()) },
                if one { "is" } else { "are" },
                if one { "was" } else { "were" },
                if one { "it" } else { "them" },
            ),
        ))
    }

    /// Makes `folder` and the folders above it below `base`, once.
    fn make_folder(&self, base: &Path, folder: &str) -> Result<(), OutputError> {
        if read_locked(&self.known_folders).contains(folder) {
            return Ok(());
        }
        let mut known = write_locked(&self.known_folders);
        for (end, _) in folder.match_indices('/').chain([(folder.len(), "")]) {
            let folder = &folder[..end];
            if known.contains(folder) {
                continue;
            }
            let place = base.join(folder);
            match fs::create_dir(&place) {
                Ok(()) => {}
                Err(cause)
                    if cause.kind() == io::ErrorKind::AlreadyExists
                        && place.symlink_metadata().is_ok_and(|found| found.is_dir()) => {}
                Err(cause) => {
                    return Err(failed(
                        format!("cannot make the folder `{}`", place.display()),
                        cause,
                    ));
                }
            }
            known.insert(folder.into());
        }
        Ok(())
    }

    fn make_staging(&self) -> Result<(), OutputError> {
        // A name that no folder of a site can have stands for the staging folder.
        if read_locked(&self.known_folders).contains("") {
            return Ok(());
        }
        let mut known = write_locked(&self.known_folders);
        if !known.contains("") {
            fs::create_dir(&self.workshop).map_err(|cause| {
                failed(format!("cannot make the folder `{}`", self.workshop.display()), cause)
            })?;
            for shelf in 0..SHELVES {
                fs::create_dir(self.workshop.join(format!("{shelf:x}"))).map_err(|cause| {
                    failed(format!("cannot make a folder in `{}`", self.workshop.display()), cause)
                })?;
            }
            known.insert("".into());
        }
        Ok(())
    }

    fn remove(&self, path: &str) -> Result<(), OutputError> {
        let place = self.place(path);
        match fs::remove_file(&place) {
            Ok(()) => Ok(()),
            Err(cause)
                if matches!(
                    cause.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                Ok(())
            }
            // Somebody put a folder where our file was: it is theirs.
            Err(_) if place.is_dir() => Ok(()),
            Err(cause) => Err(failed(format!("cannot remove `{}`", place.display()), cause)),
        }
    }

    /// Removes the folders of removed files, and those above, as far as nothing is left in them.
    fn remove_emptied<'a>(&self, removed: impl Iterator<Item = &'a str>) {
        let mut folders = BTreeSet::new();
        for path in removed {
            folders.extend(path.match_indices('/').map(|(end, _)| &path[..end]));
        }
        // Deeper folders sort after those that they lie in. A folder with anything in it stays:
        // the system refuses to remove it.
        for folder in folders.iter().rev() {
            let _ = fs::remove_dir(self.place(folder));
        }
    }

    fn is_as_intended(&self, file: &Old) -> Result<bool, OutputError> {
        let place = self.place(&file.path);
        match place.symlink_metadata() {
            Ok(found) if found.is_file() && found.len() == file.size => {
                Ok(Digest::of(&read(&place)?) == file.digest)
            }
            _ => Ok(false),
        }
    }

    fn is_stale(&self, path: &str) -> bool {
        self.find(path)
            .is_some_and(|old| old.state.load(Ordering::Relaxed) == UNSEEN && old.time != INTENDED)
    }

    fn find(&self, path: &str) -> Option<&Old> {
        let at = self.old.binary_search_by(|old| (*old.path).cmp(path)).ok()?;
        Some(&self.old[at])
    }

    /// Where a path of the site is on the disk.
    fn place(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    fn staged(&self, name: u32) -> PathBuf {
        self.workshop.join(format!("{:x}/{name:x}", name % SHELVES))
    }
}

impl Sink for Output {
    fn accept(&self, path: &str, bytes: &[u8]) -> Result<Digest, OutputError> {
        refuse_foreign(path)?;
        if self.first { self.accept_first(path, bytes) } else { self.accept_later(path, bytes) }
    }

    fn stands(&self, path: &str, digest: Digest) -> bool {
        let Some(old) = self.find(path).filter(|old| old.digest == digest) else { return false };
        if self.first || self.clean || old.time == INTENDED {
            return false;
        }
        let safe = self.folder_is_safe(path).unwrap_or(false);
        let stands = safe
            && self.place(path).symlink_metadata().is_ok_and(|found| {
                found.is_file() && old.is(digest, found.len(), modified(&found))
            });
        if stands {
            old.state.store(SAME, Ordering::Relaxed);
        }
        stands
    }

    fn begin(&self, path: &str) -> Result<Box<dyn Pieces + '_>, OutputError> {
        refuse_foreign(path)?;
        let name = match self.first {
            true => {
                if let Some((parent, _)) = path.rsplit_once('/') {
                    self.make_folder(&self.workshop, parent)?;
                }
                0
            }
            false => {
                self.make_staging()?;
                self.next_name.fetch_add(1, Ordering::Relaxed)
            }
        };
        let at = if self.first { self.workshop.join(path) } else { self.staged(name) };
        let file = new_file(&at, &self.place(path))?;
        let digest = DigestRun::default();
        Ok(Box::new(Growing { output: self, path: path.into(), at, name, file, digest, size: 0 }))
    }
}

/// A file that comes in pieces: written beside its place, like any other of its build.
struct Growing<'a> {
    output: &'a Output,
    path: Box<str>,
    /// Where it is until the build is finished.
    at: PathBuf,
    name: u32,
    file: File,
    digest: DigestRun,
    size: u64,
}

impl Pieces for Growing<'_> {
    fn add(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.digest.add(bytes);
        self.size += bytes.len() as u64;
        self.file.write_all(bytes).map_err(|cause| self.unwritten(cause))
    }

    fn end(self: Box<Self>) -> Result<Digest, OutputError> {
        let (output, digest, size) = (self.output, self.digest.digest(), self.size);
        if !output.first && !output.is_to_be_written(&self.path, digest, size)? {
            fs::remove_file(&self.at).map_err(|cause| self.unwritten(cause))?;
            return Ok(digest);
        }
        let time = self.file.metadata().map(|found| modified(&found));
        let time = time.map_err(|cause| self.unwritten(cause))?;
        let path = self.path.clone();
        locked(&output.made).push(Made { path, digest, size, time, name: self.name });
        Ok(digest)
    }
}

impl Growing<'_> {
    fn unwritten(&self, cause: io::Error) -> OutputError {
        failed(format!("cannot write `{}`", self.output.place(&self.path).display()), cause)
    }
}

/// Refuses a path that is not within the site, or is one of our own.
fn refuse_foreign(path: &str) -> Result<(), OutputError> {
    let ours = |name: &str| name == MANIFEST || name == STAGING;
    if plain_path(path).is_none() || path.split('/').next().is_some_and(ours) {
        return Err(refused(
            format!("cannot write a page to `{}`", path.escape_debug()),
            "it is no path within the site\nhelp: change the name or alias that the page has it from",
        ));
    }
    Ok(())
}

impl Drop for Output {
    fn drop(&mut self) {
        if !self.finished {
            // What cannot be removed now is removed by the next build.
            let _ = fs::remove_dir_all(&self.workshop);
        }
    }
}

impl Old {
    fn is(&self, digest: Digest, size: u64, time: u64) -> bool {
        self.digest == digest && self.size == size && self.time == time
    }
}

/// One line of a manifest.
struct Line<'a> {
    path: &'a str,
    digest: Digest,
    size: u64,
    time: u64,
}

impl<'a> From<&'a Old> for Line<'a> {
    fn from(old: &'a Old) -> Self {
        Self { path: &old.path, digest: old.digest, size: old.size, time: old.time }
    }
}

impl<'a> From<&'a Made> for Line<'a> {
    fn from(made: &'a Made) -> Self {
        Self { path: &made.path, digest: made.digest, size: made.size, time: made.time }
    }
}

/// Two sorted runs of lines as one.
fn merge<'a>(
    a: impl Iterator<Item = Line<'a>>,
    b: impl Iterator<Item = Line<'a>>,
) -> impl Iterator<Item = Line<'a>> {
    let (mut a, mut b) = (a.peekable(), b.peekable());
    std::iter::from_fn(move || match (a.peek(), b.peek()) {
        (Some(first), Some(second)) if second.path < first.path => b.next(),
        (Some(_), _) => a.next(),
        (None, _) => b.next(),
    })
}

fn write_manifest<'a>(
    path: &Path,
    lines: impl Iterator<Item = Line<'a>>,
) -> Result<(), OutputError> {
    let write = || -> io::Result<()> {
        let mut file = BufWriter::with_capacity(1 << 16, File::create(path)?);
        writeln!(file, "{VERSION}")?;
        for Line { path, digest, size, time } in lines {
            match time {
                INTENDED => writeln!(file, "{digest} {size} - {path}")?,
                _ => writeln!(file, "{digest} {size} {time} {path}")?,
            }
        }
        file.flush()
    };
    write().map_err(|cause| failed(format!("cannot write `{}`", path.display()), cause))
}

/// Reads the list of our files; none where there is no list.
fn read_manifest(path: &Path) -> Result<Vec<Old>, OutputError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) if cause.kind() == io::ErrorKind::InvalidData => return Err(spoilt(path, 1)),
        Err(cause) => return Err(failed(format!("cannot read `{}`", path.display()), cause)),
    };
    let mut lines = text.lines();
    if lines.next() != Some(VERSION) {
        return Err(spoilt(path, 1));
    }
    let mut old: Vec<Old> = Vec::new();
    for (number, line) in lines.enumerate() {
        let entry = manifest_line(line)
            .filter(|entry| old.last().is_none_or(|last| last.path < entry.path))
            .ok_or_else(|| spoilt(path, number + 2))?;
        old.push(entry);
    }
    // A list that was cut off ends within a line.
    if !text.ends_with('\n') {
        return Err(spoilt(path, old.len() + 1));
    }
    old.shrink_to_fit();
    Ok(old)
}

fn manifest_line(line: &str) -> Option<Old> {
    let mut fields = line.splitn(4, ' ');
    let digest = fields.next()?.parse().ok()?;
    let size = fields.next()?.parse().ok()?;
    let time = match fields.next()? {
        "-" => INTENDED,
        time => time.parse().ok()?,
    };
    let path = fields.next()?;
    plain_path(path)?;
    Some(Old { path: path.into(), digest, size, time, state: AtomicU8::new(UNSEEN) })
}

fn spoilt(path: &Path, line: usize) -> OutputError {
    refused(
        format!(
            "cannot read line {line} of `{}`, the list of files that griot made",
            path.display()
        ),
        "it was changed, cut off, or made by another version of griot; without it nobody knows which old pages must go\nhelp: move that folder away and build again",
    )
}

/// Writes a new file in one go, on its way to `place`; returns its size and time.
fn write_file(path: &Path, bytes: &[u8], place: &Path) -> Result<(u64, u64), OutputError> {
    let mut file = new_file(path, place)?;
    let mut write = || -> io::Result<(u64, u64)> {
        file.write_all(bytes)?;
        let found = file.metadata()?;
        Ok((found.len(), modified(&found)))
    };
    write().map_err(|cause| failed(format!("cannot write `{}`", place.display()), cause))
}

/// Makes a new file, on its way to `place`.
fn new_file(path: &Path, place: &Path) -> Result<File, OutputError> {
    // Two pages of one address, also where the disk does not tell capitals apart, must not
    // silently become one.
    File::create_new(path).map_err(|cause| {
        let doing = format!("cannot write `{}`", place.display());
        if cause.kind() == io::ErrorKind::AlreadyExists {
            return refused(
                doing,
                "another page of this build has that name\nhelp: change one of the two; names that differ in capitals alone are one name on many disks",
            );
        }
        failed(doing, cause)
    })
}

fn read(path: &Path) -> Result<Vec<u8>, OutputError> {
    fs::read(path).map_err(|cause| failed(format!("cannot read `{}`", path.display()), cause))
}

fn rename(from: &Path, to: &Path) -> Result<(), OutputError> {
    fs::rename(from, to).map_err(|cause| {
        failed(
            format!(
                "cannot put `{}` in place; every file is whole, but some pages are of this build and some of the last",
                to.display()
            ),
            cause,
        )
    })
}

/// Removes what a killed build left.
pub(super) fn remove_folder(folder: &Path) -> Result<(), OutputError> {
    match fs::remove_dir_all(folder) {
        Ok(()) => Ok(()),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(failed(
            format!("cannot remove `{}`, which a stopped build left", folder.display()),
            cause,
        )),
    }
}

/// When a file was last written, in nanoseconds since 1970.
fn modified(metadata: &fs::Metadata) -> u64 {
    let since =
        metadata.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    since.and_then(|since| u64::try_from(since.as_nanos()).ok()).unwrap_or(0)
}

/// The path without links, also where its last parts do not exist yet.
fn real_path(path: &Path) -> Result<PathBuf, OutputError> {
    let doing = || format!("cannot use `{}` as the output folder", path.display());
    let mut missing = Vec::new();
    let mut existing = path;
    loop {
        match existing.canonicalize() {
            Ok(mut real) => {
                real.extend(missing.iter().rev());
                return Ok(real);
            }
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
                if existing.symlink_metadata().is_ok() {
                    return Err(refused(
                        doing(),
                        "it is, or lies behind, a link that leads to nothing\nhelp: mend the link, or choose another folder with --output",
                    ));
                }
                match (existing.components().next_back(), existing.parent()) {
                    (Some(Component::Normal(name)), Some(parent)) => {
                        missing.push(name);
                        existing = parent;
                    }
                    _ => {
                        return Err(refused(
                            doing(),
                            "it goes up from a folder that is not there\nhelp: write the path without `..`",
                        ));
                    }
                }
            }
            Err(cause) => return Err(failed(doing(), cause)),
        }
    }
}

/// Refuses an output folder that holds the tracker or is part of its sources.
fn refuse_dangerous(root: &Path, folder: &Path) -> Result<(), OutputError> {
    let doing = || format!("cannot write the site to `{}`", folder.display());
    if root.starts_with(folder) {
        return Err(refused(
            doing(),
            "the tracker itself lies there, and pages would lie among its sources\nhelp: choose a folder of its own with --output, such as `public`",
        ));
    }
    let own = FOLDERS.iter().chain(&[SETTINGS, ".griot", ".git"]);
    for name in own {
        let part = root.join(name);
        let part = part.canonicalize().unwrap_or(part);
        if folder.starts_with(&part) || part.starts_with(folder) {
            return Err(refused(
                doing(),
                &format!(
                    "`{name}` of the tracker lies there, and the next build would read or harm it\nhelp: choose a folder of its own with --output, such as `public`"
                ),
            ));
        }
    }
    Ok(())
}

/// Takes the lock of a folder that is written to; `None` where the disk knows no locks. `busy` is the
/// error where another command has it.
pub(super) fn lock(
    root: &Path,
    folder: &Path,
    busy: impl FnOnce() -> OutputError,
) -> Result<Option<File>, OutputError> {
    let name = Digest::of(folder.as_os_str().as_encoded_bytes()).to_string();
    let own = root.join(".griot");
    let open = |folder: &Path, name: String| {
        fs::create_dir_all(folder)?;
        File::options().create(true).truncate(false).write(true).open(folder.join(name))
    };
    let file = match open(&own, format!("build-{}.lock", &name[..16])) {
        // Sources may lie on a disk that can only be read, and the output elsewhere.
        Err(cause)
            if matches!(
                cause.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            open(&std::env::temp_dir(), format!("griot-{name}.lock"))
        }
        opened => opened,
    }
    .map_err(|cause| failed(format!("cannot make a lock in `{}`", own.display()), cause))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(busy()),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// An error of the system, with what a person can do about it.
pub(super) fn failed(doing: String, cause: io::Error) -> OutputError {
    let cause = io::Error::new(cause.kind(), format!("{cause}\nhelp: {}", remedy(&cause)));
    OutputError { doing, cause }
}

/// An error of our own.
pub(super) fn refused(doing: String, why: &str) -> OutputError {
    OutputError { doing, cause: io::Error::other(why.to_owned()) }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read_locked<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write_locked<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
