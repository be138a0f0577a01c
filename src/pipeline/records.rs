//! Reads the records of `content/`: those of files that did not change as an earlier build parsed them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Memory, unreadable};
use crate::content::{self, Entry, Parsed};
use crate::diagnostic::Checked;
use crate::source::{Digest, SourcePath, Sources};

/// Files of one bundle, more or less.
const BUNDLE: usize = 512;

/// What was read of one file.
pub(super) type Read = Checked<Option<Parsed>>;

/// Reads every file, in the order of `paths`.
pub(super) fn read(
    sources: &dyn Sources,
    paths: &[&SourcePath],
    memory: Option<&Memory>,
) -> Vec<Read> {
    let Some(memory) = memory else {
        return paths.par_iter().map(|path| parse(sources, path)).collect();
    };
    // Which bundle a file is in depends on its path, so that an edit changes one of them.
    let count = (paths.len() / BUNDLE).next_power_of_two();
    let mut bundles: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (at, path) in paths.iter().enumerate() {
        let [first, second, third, ..] = Digest::of(path.as_str().as_bytes()).0;
        let number = usize::from(first) << 16 | usize::from(second) << 8 | usize::from(third);
        bundles[number % count].push(at);
    }
    let bundle = |(number, places): (usize, &Vec<usize>)| {
        let paths: Vec<&SourcePath> = places.iter().map(|at| paths[*at]).collect();
        let name = format!("{:?} {number} {count}", memory.program.0);
        self::bundle(sources, &paths, &Digest::of(name.as_bytes()).to_string(), memory)
    };
    let read: Vec<Vec<Read>> = bundles.par_iter().enumerate().map(bundle).collect();
    let mut all: Vec<Option<Read>> = paths.iter().map(|_| None).collect();
    for (at, read) in bundles.iter().flatten().zip(read.into_iter().flatten()) {
        all[*at] = Some(read);
    }
    all.into_iter().flatten().collect()
}

/// Reads the files of one bundle, and keeps it anew where one of them changed.
fn bundle<'a>(
    sources: &dyn Sources,
    paths: &[&'a SourcePath],
    name: &str,
    memory: &Memory,
) -> Vec<Read> {
    let bytes = memory.records.get(name).unwrap_or_default();
    let known: BTreeMap<&str, (Digest, &[u8])> = content::unbundle(&bytes)
        .into_iter()
        .map(|(path, stamp, bytes)| (path, (stamp, bytes)))
        .collect();
    let mut made: Vec<(&str, Digest, Vec<u8>)> = Vec::new();
    let mut stays: Vec<Entry<'_>> = Vec::new();
    let read = |path: &'a SourcePath| {
        // Looked at first: what changes while it is read is not what is kept.
        let stamp = sources.stamp(path.as_str());
        let kept = stamp.zip(known.get(path.as_str()));
        let same = kept.filter(|(stamp, (own, _))| stamp == own).map(|(_, (_, bytes))| *bytes);
        let unpacked = same.and_then(content::unpack);
        let own = |parsed: &Parsed| parsed.record().is_some_and(|own| own.file == *path);
        if let (Some(parsed), Some(stamp), Some(bytes)) = (unpacked.filter(own), stamp, same) {
            stays.push((path.as_str(), stamp, bytes));
            return Checked { value: Some(parsed), problems: Vec::new() };
        }
        let parsed = parse(sources, path);
        // Problems are found again in every build.
        let packed = parsed.value.as_ref().filter(|_| parsed.problems.is_empty());
        if let (Some(stamp), Some(bytes)) = (stamp, packed.and_then(content::pack)) {
            made.push((path.as_str(), stamp, bytes));
        }
        parsed
    };
    let read: Vec<Read> = paths.iter().copied().map(read).collect();
    if !made.is_empty() || stays.len() != known.len() {
        let made = made.iter().map(|(path, stamp, bytes)| (*path, *stamp, &bytes[..]));
        let entries: Vec<Entry<'_>> = stays.into_iter().chain(made).collect();
        if let Some(bytes) = content::bundle(&entries) {
            memory.records.keep(name, &bytes);
        }
    }
    read
}

fn parse(sources: &dyn Sources, path: &SourcePath) -> Read {
    match sources.read(path.as_str()) {
        Ok(bytes) => content::parse(path, &bytes),
        Err(error) => Checked { value: None, problems: vec![unreadable(path, &error)] },
    }
}
