//! Releases: downloads that were frozen under a number, kept in `releases/` of the tracker.
//!
//! A release is read as what its manifest says; its files are read when they are published, since they
//! may be as large as the dataset. What a new release has besides the downloads is made here: the
//! manifest, the sums, what changed since the last one, and how it is cited.

mod changes;
mod compare;
mod manifest;
mod mentions;
mod metadata;
mod rules;
mod structure;
mod version;
mod withdraw;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

pub use changes::{Changes, Kind, Shown, StructureChange, StructureKind, TableChanges, shown};
pub use compare::{Shelf, compare};
pub use manifest::{Entry, MANIFEST, Manifest, SUMS, Withdrawn};
pub use mentions::holding;
pub use metadata::{About, citation, zenodo};
pub use rules::{BROKEN_RELEASE, CHANGED_RELEASE, RULES, UNPROVED_RELEASE};
pub use version::{Level, Version};
pub use withdraw::{Remainder, Withdrawal, withdraw};

use crate::diagnostic::{Checked, Diagnostic};
use crate::source::{Sha256, SourcePath, Sources};

/// The folder of the tracker that keeps all releases.
pub const FOLDER: &str = "releases";
/// The name of the page of a release, which the site makes.
pub const PAGE: &str = "index.html";
/// The name of what changed since the release before, row by row.
pub const CHANGES: &str = "release-changes.csv";
/// The name of what changed, counted.
pub const SUMMARY: &str = "release-changes.json";
/// The name of the file that programs cite the release by (Citation File Format).
pub const CITATION: &str = "CITATION.cff";
/// The name of what a deposit at Zenodo asks for.
pub const ZENODO: &str = "zenodo.json";

/// What a pointer begins with that stands for a file of git's large file storage.
pub const POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// A release that the tracker keeps.
#[derive(Clone, Debug)]
pub struct Release {
    /// Its number.
    pub version: Version,
    /// What its manifest says.
    pub manifest: Manifest,
    /// Its day.
    pub date: jiff::civil::Date,
    /// What changed since the release before; `None` for the first.
    pub changes: Option<Changes>,
    /// Every file that is published, the manifest and the sums among them, by name.
    pub files: Vec<Frozen>,
}

/// A file of a release as it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// Its name within the release.
    pub name: Box<str>,
    /// Its bytes.
    pub bytes: u64,
    /// Its rows, features or objects; `None` for what has none.
    pub rows: Option<u64>,
    /// The SHA-256 of its bytes, in 64 hexadecimal digits.
    pub sha256: Box<str>,
}

impl Release {
    /// The path of one of its files in the tracker.
    pub fn source(&self, name: &str) -> SourcePath {
        SourcePath::new(format!("{FOLDER}/{}/{name}", self.version))
    }

    /// The newest of several, which are in the order of numbers.
    pub fn newest(releases: &[Self]) -> Option<&Self> {
        releases.last()
    }
}

/// Whether the gate can read a file of that name as text.
pub fn is_text(name: &str) -> bool {
    let endings = [".csv", ".json", ".jsonl", ".geojson", ".cff", ".txt", ".md"];
    name == SUMS || endings.iter().any(|ending| name.ends_with(ending))
}

/// Whether a file of that name speaks for those that the gate cannot read: they hold its rows.
fn speaks(name: &str) -> bool {
    name.ends_with(".csv") && name != CHANGES
}

/// Reads every release that a tracker keeps, in the order of numbers. `paths` are all its files.
pub fn read(sources: &dyn Sources, paths: &[SourcePath]) -> Checked<Vec<Release>> {
    let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut problems = Vec::new();
    for path in paths {
        let Some(below) = path.below(FOLDER) else { continue };
        match below.split_once('/') {
            Some((folder, name)) => {
                folders.entry(folder).or_default().insert(name);
            }
            // What versions files; a folder on the disk has it hidden.
            None if below.starts_with('.') => {}
            None => problems.push(
                Diagnostic::at(&BROKEN_RELEASE, path, None, "the file belongs to no release")
                    .help("move it to another folder: `releases/` holds folders of releases alone"),
            ),
        }
    }
    let mut releases = Vec::new();
    for (folder, names) in &folders {
        let release = one(sources, folder, names).into_value(&mut problems);
        releases.extend(release);
    }
    releases.sort_by_key(|release| release.version);
    // One that cannot be read is told of by itself.
    if releases.len() == folders.len() {
        problems.extend(chained(&releases));
    }
    Checked { value: releases, problems }
}

/// A problem for each release, in the order of numbers, that does not follow the one before it.
fn chained(releases: &[Release]) -> Vec<Diagnostic> {
    let before = std::iter::once(None).chain(releases.iter().map(Some));
    let problem = |(release, before): (&Release, Option<&Release>)| {
        let (version, manifest) = (release.version, &release.manifest);
        let path = release.source(MANIFEST);
        let named = manifest.previous.as_deref();
        let there = before.map(|before| before.manifest.version.as_str());
        let broken = |message: String, help: String| {
            Some(Diagnostic::at(&BROKEN_RELEASE, &path, None, message).help(help))
        };
        match (named, there) {
            (Some(named), there) if there != Some(named) => broken(
                format!("release {named}, which {version} follows, is not there"),
                format!(
                    "bring it back, for example with git checkout {FOLDER}/{named}: a release stays, and what must not be public is taken out of it with griot release {named} --withdraw"
                ),
            ),
            (None, Some(there)) => broken(
                format!("release {version} follows none, and {there} is there before it"),
                format!(
                    "bring both back as they were, for example with git checkout {FOLDER}, or move to another folder what griot did not make here"
                ),
            ),
            (Some(_), Some(_)) => {
                let before = before?;
                let same = before.manifest.identity().hex(64);
                (manifest.previous_sha256.as_deref() != Some(&*same)).then(|| {
                    let message = format!(
                        "release {} is not the one that {version} followed",
                        before.version
                    );
                    changed(&before.source(MANIFEST), message)
                })
            }
            _ => None,
        }
    };
    releases.iter().zip(before).filter_map(problem).collect()
}

fn one(sources: &dyn Sources, folder: &str, names: &BTreeSet<&str>) -> Checked<Option<Release>> {
    let path = |name: &str| SourcePath::new(format!("{FOLDER}/{folder}/{name}"));
    let broken = |message: String, help: &'static str| {
        let problem = Diagnostic::at(&BROKEN_RELEASE, &path(MANIFEST), None, message).help(help);
        Checked { value: None, problems: vec![problem] }
    };
    let back = "bring it back from the history of the tracker, or move the folder away";
    let Ok(version) = folder.parse::<Version>() else {
        let message = format!("`{folder}` is no number of a release, such as `1.0.0`");
        return broken(message, "move it to another folder: `griot release` makes these folders");
    };
    let bytes = match sources.read(path(MANIFEST).as_str()) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return broken(format!("release {folder} has no manifest"), back);
        }
        Err(error) => return broken(format!("the manifest cannot be read: {error}"), back),
    };
    let manifest: Manifest = match serde_json::from_slice(&bytes) {
        Ok(manifest) => manifest,
        Err(error) => return broken(format!("the manifest cannot be read: {error}"), back),
    };
    let number = (manifest.version != folder).then(|| {
        format!(
            "the manifest is that of release {}, and the folder that of {folder}",
            manifest.version
        )
    });
    if let Some(fault) = number.or_else(|| manifest.fault()) {
        return broken(fault, back);
    }
    let mut problems = listed(&manifest, names, &path);
    problems.extend(unproved(&manifest, &path));
    let sums = sources.read(path(SUMS).as_str()).unwrap_or_default();
    if bytes != manifest.print() || sums != manifest.sums().as_bytes() {
        let message =
            format!("`{MANIFEST}` and `{SUMS}` of release {version} do not fit each other");
        problems.push(changed(&path(SUMS), message));
    }
    let changes = match manifest.files.iter().find(|file| file.path == SUMMARY) {
        Some(_) => {
            let bytes = sources.read(path(SUMMARY).as_str()).unwrap_or_default();
            let changes = serde_json::from_slice(&bytes);
            if changes.is_err() && names.contains(SUMMARY) {
                let message = format!("`{SUMMARY}` of release {version} cannot be read");
                problems.push(changed(&path(SUMMARY), message));
            }
            changes.ok()
        }
        None => None,
    };
    let date = manifest.date.parse().unwrap_or_default();
    let files = published(&manifest);
    Checked { value: Some(Release { version, manifest, date, changes, files }), problems }
}

/// A problem for each file that the manifest names and is not there, and the other way round.
fn listed(
    manifest: &Manifest,
    names: &BTreeSet<&str>,
    path: &dyn Fn(&str) -> SourcePath,
) -> Vec<Diagnostic> {
    let mut named: BTreeSet<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    named.extend([MANIFEST, SUMS]);
    let version = &manifest.version;
    let missing = named
        .difference(names)
        .map(|name| changed(&path(name), format!("`{name}` of release {version} is missing")));
    let added = names.difference(&named).map(|name| {
        let message = format!("`{name}` is no file of release {version}");
        Diagnostic::at(&CHANGED_RELEASE, &path(name), None, message)
            .help("take it away: what is new belongs to the next release")
    });
    missing.chain(added).collect()
}

/// A problem where a file that the gate cannot read outlived the text that speaks for it.
fn unproved(manifest: &Manifest, path: &dyn Fn(&str) -> SourcePath) -> Option<Diagnostic> {
    let Manifest { version, withdrawn, files, .. } = manifest;
    let spoke = withdrawn.iter().find(|file| speaks(&file.path))?;
    let opaque = files.iter().filter(|file| !is_text(&file.path));
    let names: Vec<&str> = opaque.map(|file| file.path.as_str()).collect();
    let [first, others @ ..] = &names[..] else { return None };
    let message = match others.len() {
        0 => format!("`{first}` of release {version} cannot be read by the gate"),
        more => {
            format!("`{first}` and {more} more of release {version} cannot be read by the gate")
        }
    };
    Some(Diagnostic::at(&UNPROVED_RELEASE, &path(first), None, message).help(format!(
        "run griot release {version} --withdraw {} --reason \"…\": they may hold what was withdrawn with `{}`",
        names.join(" "),
        spoke.path
    )))
}

/// That a kept file is not what it was.
pub fn changed(path: &SourcePath, message: impl Into<String>) -> Diagnostic {
    let folder = path.folder();
    Diagnostic::at(&CHANGED_RELEASE, path, None, message).help(format!(
        "a release is frozen: bring the file back, for example with git checkout {folder}; corrections belong to the next release"
    ))
}

fn published(manifest: &Manifest) -> Vec<Frozen> {
    let own = |name: &str, bytes: &[u8]| Frozen {
        name: name.into(),
        bytes: bytes.len() as u64,
        rows: None,
        sha256: Sha256::of(bytes).hex(64).into(),
    };
    let mut files = vec![own(MANIFEST, &manifest.print()), own(SUMS, manifest.sums().as_bytes())];
    files.extend(manifest.files.iter().map(|file| Frozen {
        name: file.path.as_str().into(),
        bytes: file.bytes,
        rows: file.rows,
        sha256: file.sha256.as_str().into(),
    }));
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}
