//! `manifest.json` and `SHA256SUMS`: what a release has, and what was taken out of it.

use serde::{Deserialize, Serialize};

use crate::dataset::PACKAGE;
use crate::source::Sha256;

/// The name of the list of files.
pub const MANIFEST: &str = "manifest.json";
/// The name of the list of sums, as `sha256sum --check` reads it.
pub const SUMS: &str = "SHA256SUMS";

/// What `manifest.json` says. It names no program and no machine: the same release is the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What the dataset was called.
    pub title: String,
    /// The number of the release.
    pub version: String,
    /// Its day, `2026-11-02`.
    pub date: String,
    /// Who made it, as it is cited.
    pub authors: Vec<String>,
    /// Its licence; `None` where the tracker names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Its own DOI, `10.…`; `None` where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doi: Option<String>,
    /// The number of the release before it; `None` for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// What the release before it is, [`Manifest::identity`] in 64 hexadecimal digits; `None` for the
    /// first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_sha256: Option<String>,
    /// Its files but for this one and the sums, by name.
    pub files: Vec<Entry>,
    /// The files that were taken out of it, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<Withdrawn>,
}

/// A file of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its name within the release, with `/` between the parts.
    pub path: String,
    /// Its bytes.
    pub bytes: u64,
    /// Its rows, features or objects; `None` for what has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// The SHA-256 of its bytes, in 64 hexadecimal digits.
    pub sha256: String,
    /// The SHA-256 that it was frozen with, where a withdrawal wrote it anew; else `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen_sha256: Option<String>,
}

impl Entry {
    /// The SHA-256 that it was frozen with, in 64 hexadecimal digits.
    pub fn frozen(&self) -> &str {
        self.frozen_sha256.as_deref().unwrap_or(&self.sha256)
    }
}

/// A file that was taken out of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// Its name within the release.
    pub path: String,
    /// The bytes that it had.
    pub bytes: u64,
    /// The SHA-256 that it had: whoever has a copy can tell that it is this file.
    pub sha256: String,
    /// The day on which it was taken out.
    pub on: String,
    /// Why, for everybody to read.
    pub reason: String,
}

impl Manifest {
    /// The bytes of `manifest.json`.
    pub fn print(&self) -> Vec<u8> {
        // Only keys that are no texts could fail, and there are none.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// The text of `SHA256SUMS`: a line for each file and for the manifest itself, by name.
    pub fn sums(&self) -> String {
        let own = (MANIFEST, Sha256::of(&self.print()).hex(64));
        let files = self.files.iter().map(|file| (file.path.as_str(), file.sha256.clone()));
        let mut lines: Vec<(&str, String)> = files.chain([own]).collect();
        lines.sort_unstable();
        lines.into_iter().map(|(path, sum)| format!("{sum}  {path}\n")).collect()
    }

    /// What the release is, whatever was withdrawn from it: the SHA-256 of its number, its day, and
    /// `previous_sha256` (empty for a first), a line each, and of a line as in `SHA256SUMS` for each
    /// file that was frozen, by name.
    pub fn identity(&self) -> Sha256 {
        let files = self.files.iter().map(|file| (file.path.as_str(), file.frozen()));
        let gone = self.withdrawn.iter().map(|file| (file.path.as_str(), file.sha256.as_str()));
        let mut lines: Vec<(&str, &str)> = files.chain(gone).collect();
        lines.sort_unstable();
        let before = self.previous_sha256.as_deref().unwrap_or_default();
        let mut text = format!("{}\n{}\n{before}\n", self.version, self.date);
        for (path, sum) in lines {
            text.push_str(&format!("{sum}  {path}\n"));
        }
        Sha256::of(text.as_bytes())
    }

    /// What stands in the way of the manifest's meaning; `None` where all is well.
    pub(super) fn fault(&self) -> Option<String> {
        let hex = |sum: &str| {
            sum.len() == 64 && sum.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        };
        if self.date.parse::<jiff::civil::Date>().is_err() {
            return Some(format!("`{}` is no day", self.date));
        }
        let before = self.previous_sha256.as_deref();
        if self.previous.is_some() != before.is_some() || before.is_some_and(|sum| !hex(sum)) {
            return Some("it does not say what the release before it is".to_owned());
        }
        let rewritten = self.files.iter().find(|file| file.frozen_sha256.is_some());
        if let Some(file) = rewritten
            .filter(|file| file.path != PACKAGE || self.withdrawn.is_empty() || !hex(file.frozen()))
        {
            return Some(format!("it says that `{}` was written anew", file.path));
        }
        let files = self.files.iter().map(|file| (&file.path, &file.sha256));
        let gone = self.withdrawn.iter().map(|file| (&file.path, &file.sha256));
        let mut names = std::collections::BTreeSet::new();
        for (path, sum) in files.chain(gone) {
            if !is_plain(path) {
                return Some(format!("`{path}` cannot be the name of a file of a release"));
            }
            if !hex(sum) {
                return Some(format!("the sum of `{path}` has not 64 hexadecimal digits"));
            }
            if !names.insert(path) {
                return Some(format!("it names `{path}` twice"));
            }
        }
        None
    }
}

/// Whether a file of a release may have that name: below its folder, and none of those that the
/// release or the site makes itself.
fn is_plain(path: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
    };
    path.split('/').all(part) && ![MANIFEST, SUMS, super::PAGE].contains(&path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let entry = |path: &str| Entry {
            path: path.into(),
            bytes: 3,
            rows: None,
            sha256: Sha256::of(b"abc").hex(64),
            frozen_sha256: None,
        };
        Manifest {
            title: "T".into(),
            version: "1.0.0".into(),
            date: "2026-11-02".into(),
            authors: vec!["P".into()],
            licence: None,
            doi: None,
            previous: None,
            previous_sha256: None,
            files: vec![entry("claims.csv"), entry("years/2024.csv")],
            withdrawn: Vec::new(),
        }
    }

    #[test]
    fn a_manifest_reads_what_it_prints() {
        let own = manifest();
        let read: Manifest = serde_json::from_slice(&own.print()).expect("JSON");
        assert_eq!((read, own.fault()), (own, None));
    }

    #[test]
    fn the_sums_name_every_file_and_the_manifest() {
        let sums = manifest().sums();
        let names: Vec<&str> = sums.lines().map(|line| &line[66..]).collect();
        assert_eq!(names, ["claims.csv", "manifest.json", "years/2024.csv"]);
        assert!(sums.lines().all(|line| &line[64..66] == "  "), "{sums}");
    }

    #[test]
    fn names_stay_within_the_release() {
        let check = |path: &str, plain: bool| assert_eq!(is_plain(path), plain, "{path}");
        check("incidents.csv", true);
        check("regions/estmark.csv", true);
        for wrong in ["", "/a", "a//b", "../a", "a/..", ".a", "manifest.json", "index.html"] {
            check(wrong, false);
        }
    }
}
