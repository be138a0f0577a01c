//! All words in order, cut into files.

use std::ops::Range;

use rayon::prelude::*;
use serde::Serialize;

use super::gather::{Sorted, hash};
use super::postings;

/// Words that are written in one step.
const STEP: usize = 4096;

/// All words with their postings, cut into shards.
#[derive(Debug)]
pub(super) struct Shards {
    texts: Vec<String>,
    /// What the first word of each begins with, as far as it takes to tell it from the word before.
    firsts: Vec<String>,
    pub(super) version: u64,
}

/// What the script reads first.
#[derive(Debug, Serialize)]
pub struct Directory<'a> {
    /// For each shard of words, what its words come at or after. Of alike ones the last is meant.
    firsts: &'a [String],
    /// How many documents a file of them has at most.
    documents: u32,
}

/// Some words that are written, and where each begins.
struct Written<'a> {
    text: String,
    words: Vec<(&'a str, usize)>,
}

impl Shards {
    /// Puts together what was gathered from `all` documents, in so many shards.
    pub(super) fn of(parts: Vec<Sorted>, all: usize, shards: u32) -> Self {
        let words = |(at, part): (usize, &Sorted)| {
            (0..part.len()).map(move |word| (at, word)).collect::<Vec<_>>()
        };
        let word = |&(part, at): &(usize, usize)| parts[part].word(at);
        let mut places: Vec<(usize, usize)> =
            parts.par_iter().enumerate().flat_map_iter(words).collect();
        places.par_sort_unstable_by(|a, b| (word(a), a).cmp(&(word(b), b)));
        let alike: Vec<&[(usize, usize)]> = places.chunk_by(|a, b| word(a) == word(b)).collect();
        let write = |groups: &[&[(usize, usize)]]| {
            let mut written = Written { text: String::new(), words: Vec::new() };
            let mut found = Vec::new();
            for group in groups {
                found.clear();
                for (part, at) in *group {
                    parts[*part].postings(*at, &mut found);
                }
                let word = word(&group[0]);
                written.words.push((word, written.text.len()));
                written.text.push_str(word);
                postings::write(&mut found, all, &mut written.text);
            }
            written
        };
        let written: Vec<Written<'_>> = alike.par_chunks(STEP).map(write).collect();
        Self::cut(&written, usize::try_from(shards).unwrap_or(1).max(1))
    }

    fn cut(written: &[Written<'_>], shards: usize) -> Self {
        let mut entries: Vec<(&str, usize)> = Vec::new();
        let mut total = 0;
        for part in written {
            entries.extend(part.words.iter().map(|(word, at)| (*word, total + at)));
            total += part.text.len();
        }
        let cuts = cuts(&entries, total, shards);
        let mut firsts = Vec::with_capacity(shards);
        let mut texts = Vec::with_capacity(shards);
        for own in cuts.windows(2) {
            let from = entries.get(own[0]).map_or(total, |(_, at)| *at);
            let to = entries.get(own[1]).map_or(total, |(_, at)| *at);
            let before = own[0].checked_sub(1).map_or("", |at| entries[at].0);
            let first = entries.get(own[0]).map_or(before, |(word, _)| *word);
            firsts.push(telling(before, first).to_owned());
            texts.push(slice(written, from..to));
        }
        let hashes: Vec<u64> = texts.par_iter().map(|text| hash(text)).collect();
        let version = hashes.iter().fold(0, |all: u64, own| all.rotate_left(5) ^ own);
        Self { texts, firsts, version }
    }

    pub(super) fn directory(&self) -> Directory<'_> {
        let documents = u32::try_from(crate::plan::DOCUMENTS).unwrap_or(u32::MAX);
        Directory { firsts: &self.firsts, documents }
    }

    pub(super) fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }
}

/// Where shards begin, by position among the entries; the last is the end.
///
/// Each is about as long as the others. Of the words near its end, that with the smallest hash begins
/// the next: a word more or less elsewhere then seldom moves it, and few files are written anew.
fn cuts(entries: &[(&str, usize)], total: usize, shards: usize) -> Vec<usize> {
    let mut cuts = vec![0];
    for shard in 1..shards {
        let ideal = total / shards * shard;
        let room = total / shards / 8;
        let from = entries.partition_point(|(_, at)| *at < ideal.saturating_sub(room));
        let to = entries.partition_point(|(_, at)| *at <= ideal + room);
        let near = (from..to).min_by_key(|at| hash(entries[*at].0)).unwrap_or(from);
        cuts.push(near.max(cuts[shard - 1]));
    }
    cuts.push(entries.len());
    cuts
}

/// As much of `first` as it takes to come after `before`.
fn telling<'a>(before: &str, first: &'a str) -> &'a str {
    let ends = first.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.into_iter().find(|end| first[..*end] > *before);
    &first[..end.unwrap_or(first.len())]
}

fn slice(written: &[Written<'_>], range: Range<usize>) -> String {
    let mut out = String::with_capacity(range.len());
    let mut start = 0;
    for part in written {
        let end = start + part.text.len();
        if end > range.start && start < range.end {
            let from = range.start.saturating_sub(start);
            out.push_str(&part.text[from..range.end.min(end) - start]);
        }
        start = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_begins_with_what_tells_its_words_from_those_before() {
        assert_eq!(telling("", "raid"), "r");
        assert_eq!(telling("quay", "raid"), "r");
        assert_eq!(telling("raid", "raids"), "raids");
        assert_eq!(telling("rabbit", "raid"), "rai");
    }

    #[test]
    fn a_word_more_moves_few_cuts() {
        let words: Vec<String> = (0..5000).map(|at| format!("word{at:04}")).collect();
        let entries = |words: &[String]| {
            let mut at = 0;
            let mut entries = Vec::new();
            for word in words {
                entries.push((word.as_str(), at));
                at += 5 + hash(word) as usize % 90;
            }
            cuts(&entries, at, 20).into_iter().map(|at| words.get(at).cloned()).collect::<Vec<_>>()
        };
        let before = entries(&words);
        let mut more = words.clone();
        more.insert(2500, "word2499a".to_owned());
        let moved = before.iter().zip(entries(&more)).filter(|(a, b)| **a != *b).count();
        assert!(moved <= 4, "{moved} of {}", before.len());
        assert_eq!(before.len(), 21);
    }
}
