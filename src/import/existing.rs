//! The incidents that a tracker has already, as little of each as tells what to do with a row.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::merge::print_of_id;
use super::registry::Lies;
use crate::model::Id;
use crate::source::{Digest, SourcePath, Sources};

/// The incidents by their ids. Some thirty bytes for each.
pub(super) struct Existing<'t> {
    paths: &'t [SourcePath],
    by_id: BTreeMap<u64, Known>,
    /// Where the import's own records lie that name another region than they were imported with.
    lie: BTreeMap<u64, Lies>,
}

/// One incident that is there.
pub(super) struct Known {
    at: u32,
    /// The fingerprint of its `row`; `None` where it has none, or was dropped by a release.
    row: Option<u64>,
    /// Whether the import that runs wrote it before.
    pub(super) ours: bool,
    /// Whether a row of this run has its id.
    seen: AtomicBool,
}

impl<'t> Existing<'t> {
    /// Looks through all incidents; those of `dataset` are the import's own.
    pub(super) fn of(files: &'t dyn Sources, dataset: &str) -> Self {
        let paths = files.paths();
        let all: Vec<(u64, Known, Option<Lies>)> = paths
            .par_iter()
            .enumerate()
            .filter(|(_, path)| {
                path.below("content/incidents").is_some() && path.as_str().ends_with(".md")
            })
            .filter_map(|(at, path)| {
                let bytes = files.read(path.as_str()).ok()?;
                let head = Head::of(std::str::from_utf8(&bytes).ok()?);
                let known = Known {
                    at: u32::try_from(at).ok()?,
                    row: head.row.filter(|_| !head.dropped).map(hash),
                    ours: head.dataset == Some(dataset),
                    seen: AtomicBool::new(false),
                };
                let lies = known.ours.then(|| head.lies()).flatten();
                Some((id_hash(head.id.unwrap_or(path.stem())), known, lies))
            })
            .collect();
        let (mut by_id, mut lie) = (BTreeMap::new(), BTreeMap::new());
        for (id, known, lies) in all {
            by_id.insert(id, known);
            lie.extend(lies.map(|lies| (id, lies)));
        }
        Self { paths, by_id, lie }
    }

    /// Where the record of that id lies, if it names another region than it was imported with.
    pub(super) fn lies(&self, id: &str) -> Option<&Lies> {
        if self.lie.is_empty() {
            return None;
        }
        self.lie.get(&id_hash(id))
    }

    /// The same of all records.
    pub(super) fn all_lie(&self) -> impl Iterator<Item = Lies> {
        self.lie.values().cloned()
    }

    /// The incident with that id.
    pub(super) fn get(&self, id: &str) -> Option<(&SourcePath, &Known)> {
        let known = self.by_id.get(&id_hash(id))?;
        Some((&self.paths[known.at as usize], known))
    }

    /// Whether there is an incident with that id that the import that runs did not write.
    pub(super) fn has_other(&self, id: &str) -> bool {
        self.by_id.get(&id_hash(id)).is_some_and(|known| !known.ours)
    }

    /// Notes that the file has a row of that id.
    pub(super) fn see(&self, id: &str) {
        if let Some(known) = self.by_id.get(&id_hash(id)) {
            known.seen.store(true, Ordering::Relaxed);
        }
    }

    /// Whether there is a file at that path.
    pub(super) fn has_file(&self, path: &SourcePath) -> bool {
        self.paths.binary_search(path).is_ok()
    }

    /// The import's own records that no row of this run had, in the order of their paths.
    pub(super) fn unseen(&self) -> Vec<&SourcePath> {
        let unseen =
            self.by_id.values().filter(|own| own.ours && !own.seen.load(Ordering::Relaxed));
        let mut paths: Vec<&SourcePath> = unseen.map(|own| &self.paths[own.at as usize]).collect();
        paths.sort();
        paths
    }
}

impl Known {
    /// Whether its row says what it said last time. Notes that the row is there.
    pub(super) fn is_at(&self, row: &str) -> bool {
        self.seen.store(true, Ordering::Relaxed);
        self.row == Some(hash(row))
    }
}

/// What a text is known by; 64 bits, so that a million of them do not meet by chance.
pub(super) fn hash(text: &str) -> u64 {
    let Digest(bytes) = Digest::of(text.as_bytes());
    bytes.iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte))
}

/// The hash of an id. Ids that differ in capitals alone have one address.
pub(super) fn id_hash(id: &str) -> u64 {
    hash(&id.to_lowercase())
}

/// The few keys of a record that are looked for, without reading all of it as TOML.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head<'t> {
    id: Option<&'t str>,
    dataset: Option<&'t str>,
    pub(super) row: Option<&'t str>,
    dropped: bool,
    region: Option<&'t str>,
    /// The way to the region, where that has another id, as the import kept it.
    way: Option<&'t str>,
    /// The fingerprint of the region as the import wrote it.
    written: Option<&'t str>,
}

impl<'t> Head<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let mut head = Self::default();
        let (mut table, mut fences) = ("", 0);
        for line in text.lines() {
            let line = line.trim();
            if line == "+++" {
                fences += 1;
                if fences == 2 {
                    break;
                }
                continue;
            }
            if line.starts_with('[') {
                table = line;
                continue;
            }
            let Some((key, value)) = line.split_once('=') else { continue };
            let own = value.trim().strip_prefix('"').and_then(|value| value.split('"').next());
            match (table, key.trim()) {
                ("", "id") => head.id = own,
                ("", "region") => head.region = own,
                ("[private.import]", "way") => head.way = own,
                ("[private.import.written]", "record") => {
                    let (_, after) = value.split_once(" region = \"").unwrap_or_default();
                    head.written = after.split('"').next().filter(|print| !print.is_empty());
                }
                ("[private.import]", "dataset") => head.dataset = own,
                ("[private.import]", "row") => head.row = own,
                ("[private.import]", "dropped") => head.dropped = true,
                _ => {}
            }
        }
        head
    }
    /// Where the record lies, if that is not where its way led when it was imported.
    fn lies(&self) -> Option<Lies> {
        let way = self.way.map(print_of_id);
        let way = way.or_else(|| self.written.map(str::to_owned))?;
        let region = self.region.filter(|region| print_of_id(region) != way)?;
        Some(Lies { way: way.into(), region: Id::new(region)? })
    }
}
