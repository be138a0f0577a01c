//! Takes files out of a release: what its manifest, its sums and its description say then.

use serde_json::Value;

use super::manifest::{MANIFEST, Manifest, SUMS, Withdrawn};
use crate::dataset::PACKAGE;
use crate::source::Sha256;

/// A release without some of its files.
#[derive(Debug)]
pub struct Remainder {
    /// The files that are others, with their new texts, in the order in which they must be written.
    pub written: Vec<(&'static str, String)>,
    /// The files that go.
    pub gone: Vec<String>,
}

/// Takes `names` out. `package` are the bytes of `datapackage.json`, which no longer names them; `None`
/// where the release has none. A name that was taken out before stays as it is, so that a command that
/// was killed can be given again.
///
/// # Errors
/// The first name that the release does not have.
pub fn withdraw(
    mut manifest: Manifest,
    names: &[String],
    on: jiff::civil::Date,
    reason: &str,
    package: Option<&[u8]>,
) -> Result<Remainder, String> {
    for name in names {
        if let Some(at) = manifest.files.iter().position(|file| file.path == *name) {
            let file = manifest.files.remove(at);
            manifest.withdrawn.push(Withdrawn {
                path: file.path,
                bytes: file.bytes,
                sha256: file.frozen_sha256.unwrap_or(file.sha256),
                on: on.to_string(),
                reason: reason.to_owned(),
            });
        } else if !manifest.withdrawn.iter().any(|file| file.path == *name) {
            return Err(name.clone());
        }
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
    Ok(Remainder { written, gone })
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
