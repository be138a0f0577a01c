//! Takes files out of a release: what its manifest, its sums and its description say then.

use serde_json::Value;

use super::manifest::{Entry, MANIFEST, Manifest, SUMS, Withdrawn};
use super::{CITATION, is_text, speaks};
use crate::dataset::PACKAGE;
use crate::source::Sha256;

/// A release without some of its files.
#[derive(Debug)]
pub struct Remainder {
    /// The files that are others, with their new texts, in the order in which they must be written.
    pub written: Vec<(&'static str, String)>,
    /// The files that go.
    pub gone: Vec<String>,
    /// Those among them that nobody named: the gate cannot read them, and a table that spoke for them
    /// goes.
    pub along: Vec<String>,
    /// How many files that were taken out before have another reason now.
    pub reworded: usize,
}

/// What is taken out of a release.
#[derive(Clone, Debug)]
pub struct Withdrawal<'a> {
    /// The names of the files.
    pub names: &'a [String],
    /// The day.
    pub on: jiff::civil::Date,
    /// Why, for everybody to read.
    pub reason: &'a str,
    /// What the dataset is called today. Where `CITATION.cff` goes, the manifest says no more what that
    /// file says: it has the title and the authors of today instead.
    pub title: &'a str,
    /// Who makes the dataset today, as it is cited.
    pub authors: Vec<String>,
}

/// Takes files out. `package` are the bytes of `datapackage.json`, which no longer names them; `None`
/// where the release has none. A file that was taken out before gets the new reason and keeps its day,
/// so that a command that was killed can be given again.
///
/// # Errors
/// The first name that the release does not have.
pub fn withdraw(
    mut manifest: Manifest,
    withdrawal: &Withdrawal<'_>,
    package: Option<&[u8]>,
) -> Result<Remainder, String> {
    let Withdrawal { names, on, reason, title, authors } = withdrawal;
    let withdrawn = |file: Entry| Withdrawn {
        path: file.path,
        bytes: file.bytes,
        sha256: file.frozen_sha256.unwrap_or(file.sha256),
        on: on.to_string(),
        reason: (*reason).to_owned(),
    };
    let mut reworded = 0;
    for name in *names {
        if let Some(at) = manifest.files.iter().position(|file| file.path == *name) {
            manifest.withdrawn.push(withdrawn(manifest.files.remove(at)));
            continue;
        }
        let before = manifest.withdrawn.iter_mut().find(|file| file.path == *name);
        let before = before.ok_or_else(|| name.clone())?;
        if before.reason != *reason {
            before.reason = (*reason).to_owned();
            reworded += 1;
        }
    }
    let mut along = Vec::new();
    if manifest.withdrawn.iter().any(|file| speaks(&file.path)) {
        let (opaque, rest) =
            std::mem::take(&mut manifest.files).into_iter().partition(|file| !is_text(&file.path));
        manifest.files = rest;
        let opaque: Vec<Entry> = opaque;
        along.extend(opaque.iter().map(|file| file.path.clone()));
        manifest.withdrawn.extend(opaque.into_iter().map(withdrawn));
    }
    if names.iter().any(|name| name == CITATION) {
        manifest.title = (*title).to_owned();
        manifest.authors.clone_from(authors);
    }
    manifest.withdrawn.sort_by(|a, b| a.path.cmp(&b.path));
    let gone: Vec<String> = manifest.withdrawn.iter().map(|file| file.path.clone()).collect();
    let mut written = Vec::new();
    let listed = manifest.files.iter_mut().find(|file| file.path == PACKAGE);
    if let (Some(listed), Some(text)) = (listed, package.and_then(|bytes| without(bytes, &gone))) {
        let sum = Sha256::of(text.as_bytes()).hex(64);
        let old = std::mem::replace(&mut listed.sha256, sum);
        if old != listed.sha256 {
            listed.frozen_sha256.get_or_insert(old);
        }
        listed.bytes = text.len() as u64;
        written.push((PACKAGE, text));
    }
    written.push((SUMS, manifest.sums()));
    // The manifest comes last: it says that all is done.
    let bytes = manifest.print();
    written.push((MANIFEST, String::from_utf8_lossy(&bytes).into_owned()));
    Ok(Remainder { written, gone, along, reworded })
}

/// A `datapackage.json` without the files `gone`, and without what leads to them.
fn without(package: &[u8], gone: &[String]) -> Option<String> {
    let mut package: Value = serde_json::from_slice(package).ok()?;
    let resources = package.get_mut("resources")?.as_array_mut()?;
    let is_gone = |resource: &Value| {
        let path = resource.get("path").and_then(Value::as_str);
        path.is_some_and(|path| gone.iter().any(|name| name == path))
    };
    let names: Vec<Value> = resources
        .iter()
        .filter(|resource| is_gone(resource))
        .filter_map(|resource| resource.get("name").cloned())
        .collect();
    resources.retain(|resource| !is_gone(resource));
    for resource in resources {
        let schema = resource.get_mut("schema").and_then(Value::as_object_mut);
        let Some(schema) = schema else { continue };
        let Some(keys) = schema.get_mut("foreignKeys").and_then(Value::as_array_mut) else {
            continue;
        };
        keys.retain(|key| {
            let to = key.pointer("/reference/resource");
            to.is_none_or(|to| !names.contains(to))
        });
        if keys.is_empty() {
            schema.shift_remove("foreignKeys");
        }
    }
    let mut text = serde_json::to_string_pretty(&package).ok()?;
    text.push('\n');
    Some(text)
}
