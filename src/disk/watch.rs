//! Changes of the tracker's files, gathered until they come to rest.
//!
//! Folders are watched and not files, since editors save by renaming. Reports of mere access are
//! dropped: our own reading would wake us again and again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::DiskError;
use super::read::{FOLDERS, SETTINGS, is_passed_over};
use crate::source::SourcePath;

/// So long must nothing happen before a batch is handed on.
const SILENCE: Duration = Duration::from_millis(10);
/// So long at most is gathered.
const PATIENCE: Duration = Duration::from_millis(60);

/// Watches a tracker.
pub struct Watch {
    root: PathBuf,
    output: Option<PathBuf>,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// The folders of the tracker that are watched; others may still be made.
    watched: BTreeSet<&'static str>,
}

impl Watch {
    /// Begins to watch the tracker in `root`; what happens in `output` is nobody's business.
    ///
    /// # Errors
    /// Where the system lends no more watches, and what else it says.
    pub fn start(root: &Path, output: Option<&Path>) -> Result<Self, DiskError> {
        let root = root
            .canonicalize()
            .map_err(|cause| DiskError::io("cannot watch the folder", root, &cause))?;
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more once the watch is dropped.
            let _ = sender.send(event);
        })
        .map_err(|error| watch_error(&root, &error))?;
        let output = output.map(|output| root.join(output));
        let mut watch = Self { root, output, watcher, events, watched: BTreeSet::new() };
        let root = watch.root.clone();
        watch
            .watcher
            .watch(&root, RecursiveMode::NonRecursive)
            .map_err(|error| watch_error(&root, &error))?;
        watch.watch_folders()?;
        Ok(watch)
    }

    /// Waits for the next changes: the paths that changed, relative to the tracker's folder. `None`
    /// where nothing changed for as long as `patience`, if there is an end to it.
    ///
    /// The set is empty where the system lost count and anything may have changed.
    ///
    /// # Errors
    /// Where a folder that was made cannot be watched, or the system stopped telling.
    pub fn wait(
        &mut self,
        patience: Option<Duration>,
    ) -> Result<Option<BTreeSet<SourcePath>>, DiskError> {
        let mut changed = BTreeSet::new();
        let mut everything = false;
        let until = patience.map(|patience| Instant::now() + patience);
        loop {
            let event = match until {
                None => self.events.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(until) => {
                    self.events.recv_timeout(until.saturating_duration_since(Instant::now()))
                }
            };
            let event = match event {
                Ok(event) => event,
                Err(RecvTimeoutError::Timeout) => return Ok(None),
                Err(RecvTimeoutError::Disconnected) => return Err(self.stopped()),
            };
            let started = Instant::now();
            let mut event = Some(event);
            loop {
                match event.take() {
                    Some(Ok(event)) if event.need_rescan() => everything = true,
                    Some(Ok(event)) if matches!(event.kind, EventKind::Access(_)) => {}
                    Some(Ok(event)) => {
                        changed.extend(event.paths.iter().filter_map(|path| self.relevant(path)));
                    }
                    Some(Err(_)) => everything = true,
                    None => {}
                }
                let left = PATIENCE.saturating_sub(started.elapsed()).min(SILENCE);
                match self.events.recv_timeout(left) {
                    Ok(next) => event = Some(next),
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return Err(self.stopped()),
                }
            }
            if everything || !changed.is_empty() {
                self.watch_folders()?;
                return Ok(Some(if everything { BTreeSet::new() } else { changed }));
            }
        }
    }

    /// Watches those folders of the tracker that exist and are not watched yet.
    fn watch_folders(&mut self) -> Result<(), DiskError> {
        for name in FOLDERS {
            let folder = self.root.join(name);
            if !folder.is_dir() {
                // Taken away with its watch; it may come back.
                self.watched.remove(name);
            } else if !self.watched.contains(name) {
                self.watcher
                    .watch(&folder, RecursiveMode::Recursive)
                    .map_err(|error| watch_error(&folder, &error))?;
                self.watched.insert(name);
            }
        }
        Ok(())
    }

    /// The path relative to the tracker, or `None` where it is no part of it.
    fn relevant(&self, path: &Path) -> Option<SourcePath> {
        if self.output.as_ref().is_some_and(|output| path.starts_with(output)) {
            return None;
        }
        let below = path.strip_prefix(&self.root).ok()?;
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        let top = parts.first()?;
        if parts.iter().any(|part| is_passed_over(top, part)) {
            return None;
        }
        let ours = *top == SETTINGS || *top == "griot.lock" || FOLDERS.contains(&&**top);
        ours.then(|| SourcePath::new(parts.join("/")))
    }

    fn stopped(&self) -> DiskError {
        DiskError::new(
            format!("the system no longer tells what changes in `{}`", self.root.display()),
            "start griot serve again",
        )
    }
}

fn watch_error(path: &Path, error: &notify::Error) -> DiskError {
    let help = match error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "the system lends no more watches: raise fs.inotify.max_user_watches, or close programs that watch many folders"
        }
        _ => "see that the folder is there and can be read, then start griot serve again",
    };
    DiskError::new(format!("cannot watch `{}`: {error}", path.display()), help)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#[allow(clippy::disallowed_methods, reason = "tests set up folders")]
mod tests {
    use std::fs;

    use super::*;

    /// The changes up to the one of `path`, without those that came before `path` was touched.
    fn wait_for(watch: &mut Watch, path: &str) -> BTreeSet<SourcePath> {
        let mut all = BTreeSet::new();
        while !all.contains(path) {
            all.extend(watch.wait(None).unwrap().unwrap());
        }
        all
    }

    #[test]
    fn changes_of_the_tracker_are_told_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        for path in ["content/incidents", "public", ".griot", "notes"] {
            fs::create_dir_all(at(path)).unwrap();
        }
        fs::write(at("griot.toml"), "").unwrap();
        let mut watch = Watch::start(folder.path(), Some(Path::new("public"))).unwrap();

        for foreign in ["public/a.html", ".griot/lock", "notes/a", "content/a.md~", "content/.b"] {
            fs::write(at(foreign), "x").unwrap();
        }
        fs::read(at("griot.toml")).unwrap();
        fs::write(at("content/incidents/a.md"), "x").unwrap();
        let seen = wait_for(&mut watch, "content/incidents/a.md");
        assert_eq!(seen.len(), 1, "{seen:?}");

        // Editors save beside the file and rename.
        fs::write(at("content/incidents/.a.swp"), "y").unwrap();
        fs::rename(at("content/incidents/.a.swp"), at("content/incidents/a.md")).unwrap();
        wait_for(&mut watch, "content/incidents/a.md");
        fs::remove_file(at("content/incidents/a.md")).unwrap();
        wait_for(&mut watch, "content/incidents/a.md");

        // Folders that are made later are watched as well.
        fs::create_dir_all(at("templates")).unwrap();
        wait_for(&mut watch, "templates");
        fs::write(at("templates/base.html"), "x").unwrap();
        wait_for(&mut watch, "templates/base.html");
    }
}
