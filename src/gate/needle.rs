//! What must not leave: folded words, and how exactly they must be met.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::fold::{Fold, Folded, HARD, JOINER, SOFT, TURN};

/// The first so many bytes of a needle are searched for; the rest is compared where they are found.
/// It bounds the memory of the search where there are very many long needles.
const ANCHOR: usize = 32;

/// Up to so many anchors, the first hit is found without reading every byte.
const FEW: usize = 64;

/// The fewest bytes that are searched for in files that are no text: shorter ones occur by chance.
const SHORTEST_IN_BINARY: usize = 6;

/// Words to look for.
#[derive(Debug)]
pub(super) struct Words {
    /// Folded: neither case nor separators.
    key: Box<[u8]>,
    /// Where in the key words part.
    gaps: Box<[u32]>,
    /// Whether a letter or digit may not stand right before, and right after.
    bounds: (bool, bool),
    /// Whether hyphens belong to it: an id is not met in a longer id.
    is_id: bool,
}

impl Words {
    /// The words of a text; `None` where nothing is left to look for.
    pub(super) fn new(text: &str, is_id: bool) -> Option<Self> {
        let folded = Fold::words(text);
        if folded.bytes.is_empty() {
            return None;
        }
        let between_words = |at: u32| {
            is_word(before(&folded.bytes, at as usize))
                && is_word(after(&folded.bytes, at as usize))
        };
        let gaps = folded.gaps.iter().filter(|(_, kind)| kind & (HARD | JOINER) != 0);
        let gaps = gaps.map(|(at, _)| *at).filter(|at| *at > 0 && between_words(*at)).collect();
        let long = text.chars().filter(|c| c.is_alphabetic()).count() >= 4;
        let bounded = |c: Option<char>| {
            is_word(c) && c.is_some_and(|c| !(is_unspaced(c) || (long && takes_affixes(c))))
        };
        let mut letters = text.chars().filter(|c| c.is_alphanumeric());
        let first = before_or(&folded, true).and(letters.next());
        let last = before_or(&folded, false).and(letters.next_back().or(first));
        Some(Self {
            key: folded.bytes.into(),
            gaps,
            bounds: (bounded(first), bounded(last)),
            is_id,
        })
    }

    pub(super) fn is_id(&self) -> bool {
        self.is_id
    }

    pub(super) fn key(&self) -> &[u8] {
        &self.key
    }

    /// Whether the key that stands at `start` is met there: words part where they do in the needle
    /// and nowhere else.
    fn is_met(&self, folded: &Folded, start: usize) -> bool {
        let end = start + self.key.len();
        let from = folded.gaps.partition_point(|(at, _)| (*at as usize) < start);
        let kind = |at: usize| {
            let found = folded.gaps.binary_search_by_key(&at, |(at, _)| *at as usize);
            found.map_or(0, |found| folded.gaps[found].1)
        };
        for (at, kind) in folded.gaps[from..].iter().take_while(|(at, _)| (*at as usize) < end) {
            let at = *at as usize;
            let within = u32::try_from(at - start).unwrap_or(u32::MAX);
            let between = is_word(before(&folded.bytes, at)) && is_word(after(&folded.bytes, at));
            let parts = kind & (HARD | JOINER) != 0;
            if at > start && parts && between && self.gaps.binary_search(&within).is_err() {
                return false;
            }
        }
        if !self.gaps.iter().all(|gap| kind(start + *gap as usize) != 0) {
            return false;
        }
        let free = |at: usize, inner: Option<char>, outer: Option<char>| {
            let kind = kind(at);
            let joined = self.is_id && kind & JOINER != 0;
            let in_name = kind & TURN != 0;
            !is_word(outer)
                || !is_word(inner)
                || in_name
                || (kind & (SOFT | HARD | JOINER) != 0 && !joined)
        };
        let starts = free(start, after(&folded.bytes, start), before(&folded.bytes, start));
        // What was left out at the very end of a text parts as well.
        let ends = free(end, before(&folded.bytes, end), after(&folded.bytes, end));
        (starts || !self.bounds.0) && (ends || !self.bounds.1)
    }

    /// The byte strings that stand for it in a file that is no text.
    fn raw(text: &str) -> Vec<Vec<u8>> {
        let mut forms: Vec<Vec<u8>> = Vec::new();
        let lower = text.to_lowercase();
        for form in [text, &lower] {
            forms.push(form.nfc().collect::<String>().into());
            forms.push(form.nfd().collect::<String>().into());
            forms.push(form.encode_utf16().flat_map(u16::to_le_bytes).collect());
            forms.push(form.encode_utf16().flat_map(u16::to_be_bytes).collect());
            forms.extend(form.chars().map(|c| u8::try_from(c).ok()).collect::<Option<Vec<u8>>>());
        }
        forms.retain(|form| form.len() >= SHORTEST_IN_BINARY);
        forms.sort();
        forms.dedup();
        forms
    }
}

/// The edge of a folded text, where it is a letter or digit.
fn before_or(folded: &Folded, first: bool) -> Option<char> {
    let edge = match first {
        true => after(&folded.bytes, 0),
        false => before(&folded.bytes, folded.bytes.len()),
    };
    edge.filter(|c| is_word(Some(*c)))
}

/// The character that ends before `at`.
fn before(bytes: &[u8], at: usize) -> Option<char> {
    let bytes = bytes.get(..at)?;
    let start = bytes.len().saturating_sub(4);
    let start = (start..bytes.len()).rev().find(|at| bytes[*at] & 0xc0 != 0x80)?;
    std::str::from_utf8(&bytes[start..]).ok()?.chars().next()
}

/// The character that begins at `at`.
fn after(bytes: &[u8], at: usize) -> Option<char> {
    let bytes = bytes.get(at..bytes.len().min(at + 4))?;
    bytes.utf8_chunks().next()?.valid().chars().next()
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || is_combining_mark(c))
}

/// Scripts that are written without spaces, or that glue particles to a word.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{f00}'..='\u{fff}' | '\u{1000}'..='\u{109f}'
        | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Scripts that write articles, prepositions and pronouns as one word with a noun.
fn takes_affixes(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

/// A search for many needles at once.
#[derive(Debug)]
pub(super) struct Search {
    words: Vec<Words>,
    /// Finds the first anchor several times as fast; `None` where there are too many.
    first: Option<AhoCorasick>,
    anchors: AhoCorasick,
    /// For each anchor, the needles that begin with it, by their keys.
    groups: Vec<Group>,
    /// For files that are no text: byte strings, and whose they are.
    raw: AhoCorasick,
    raw_owners: Vec<u32>,
}

impl Search {
    /// A search for `needles`: words with the text that they come from.
    pub(super) fn new(needles: Vec<(Words, &str)>) -> Result<Self, aho_corasick::BuildError> {
        let mut order: Vec<u32> = (0..u32::try_from(needles.len()).unwrap_or(u32::MAX)).collect();
        order.sort_by(|a, b| needles[*a as usize].0.key.cmp(&needles[*b as usize].0.key));
        let anchor = |at: u32| {
            let key = &needles[at as usize].0.key;
            &key[..key.len().min(ANCHOR)]
        };
        let alike = order.chunk_by(|a, b| anchor(*a) == anchor(*b));
        let group = |members: &[u32]| {
            let length = |at: &u32| needles[*at as usize].0.key.len();
            let lengths: BTreeSet<usize> = members.iter().map(length).collect();
            Group { members: members.to_vec(), lengths: lengths.into_iter().collect() }
        };
        let groups: Vec<Group> = alike.map(group).collect();
        let patterns = || groups.iter().map(|group| anchor(group.members[0]));
        let anchors = automaton(patterns(), false)?;
        let first = match groups.len() <= FEW {
            true => {
                Some(AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(patterns())?)
            }
            false => None,
        };
        let mut raw = Vec::new();
        for (at, (_, text)) in needles.iter().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            raw.extend(Words::raw(text).into_iter().map(|form| (form, at)));
        }
        let raw_owners = raw.iter().map(|(_, at)| *at).collect();
        let raw = automaton(raw.iter().map(|(form, _)| form.as_slice()), true)?;
        let words = needles.into_iter().map(|(words, _)| words).collect();
        Ok(Self { words, first, anchors, groups, raw, raw_owners })
    }

    /// Calls `met` with every needle that a folded text holds, and where: needle, start, end.
    pub(super) fn folded(&self, folded: &Folded, met: &mut dyn FnMut(usize, usize, usize)) {
        // Mostly there is none.
        let first = self.first.as_ref().unwrap_or(&self.anchors);
        let Some(first) = first.find(&folded.bytes) else { return };
        let from = match self.first {
            Some(_) => first.start(),
            // Hits come by their ends here, and one may begin before the first that ends.
            None => first.end().saturating_sub(ANCHOR),
        };
        for hit in self.anchors.find_overlapping_iter(&folded.bytes[from..]) {
            let start = from + hit.start();
            for at in
                self.beginning_at(&self.groups[hit.pattern().as_usize()], &folded.bytes[start..])
            {
                let words = &self.words[at];
                if words.is_met(folded, start) {
                    met(at, start, start + words.key.len());
                }
            }
        }
    }

    /// The needles of a group whose whole key `bytes` begin with.
    fn beginning_at<'a>(
        &'a self,
        group: &'a Group,
        bytes: &'a [u8],
    ) -> impl Iterator<Item = usize> + 'a {
        let key = |at: &u32| &*self.words[*at as usize].key;
        let lengths = group.lengths.iter().take_while(|length| **length <= bytes.len());
        lengths.flat_map(move |length| {
            let wanted = &bytes[..*length];
            let from = group.members.partition_point(|at| key(at) < wanted);
            let same = group.members[from..].iter().take_while(move |at| key(at) == wanted);
            same.map(|at| *at as usize)
        })
    }

    /// Calls `met` with every needle whose bytes stand in a file that is no text.
    pub(super) fn raw(&self, bytes: &[u8], met: &mut dyn FnMut(usize)) {
        if self.raw.patterns_len() > 0 && self.raw.is_match(bytes) {
            for hit in self.raw.find_overlapping_iter(bytes) {
                met(self.raw_owners[hit.pattern().as_usize()] as usize);
            }
        }
    }
}

/// The needles that begin with the same bytes.
#[derive(Debug)]
struct Group {
    /// By their keys.
    members: Vec<u32>,
    /// Which lengths their keys have, the shortest first.
    lengths: Vec<usize>,
}

fn automaton<'a>(
    patterns: impl Iterator<Item = &'a [u8]>,
    any_case: bool,
) -> Result<AhoCorasick, aho_corasick::BuildError> {
    let patterns: Vec<&[u8]> = patterns.collect();
    // The fastest form takes a kilobyte for each byte of a pattern.
    let small = patterns.iter().map(|pattern| pattern.len()).sum::<usize>() < 8192;
    AhoCorasickBuilder::new()
        .match_kind(MatchKind::Standard)
        .ascii_case_insensitive(any_case)
        .kind(Some(if small { AhoCorasickKind::DFA } else { AhoCorasickKind::ContiguousNFA }))
        .build(patterns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(needle: &str, text: &str, is_id: bool) -> bool {
        let words = Words::new(needle, is_id).expect("words");
        let search = Search::new(vec![(words, needle)]).expect("a search");
        let mut fold = Fold::default();
        fold.file(text, false);
        let mut found = false;
        search.folded(&fold.text, &mut |_, _, _| found = true);
        search.folded(&fold.markup, &mut |_, _, _| found = true);
        found
    }

    #[test]
    fn words_are_met_as_words() {
        let check = |needle: &str, text: &str, expected: bool| {
            assert_eq!(met(needle, text, false), expected, "{needle} in {text}");
        };
        check("Ann", "planning the annex", false);
        check("Ann", "ANN's house", true);
        check("Ann", "Ann.", true);
        check("Ann", "(Ann)", true);
        check("Ann", "<b>Ann</b>ex", true);
        check("therapist", "the rapist", false);
        check("a man", "Aman", false);
        check("aged 55", "aged 556", false);
        check("aged 55", "aged <b>55</b> of", true);
        check("aged 55", "<td>aged</td><td>55</td>", true);
        check("aged 55", "<img alt=\"aged&nbsp;55\">", true);
        check("J. Doe", "by J. Doe of", true);
        check("shepherd", "shep<i>herd</i>", true);
        check("shepherd", "href=\"the-shepherd-55.html\"", true);
        check("éleveur", "un e\u{301}leveur", true);
        check("éleveur", "un eleveur", false);
        check("牧羊人", "一个牧羊人说", true);
        check("الراعي", "قال والراعيان", true);
        check("Ana", "Anañ", false);
    }

    #[test]
    fn many_needles_are_all_met() {
        let mut texts: Vec<String> =
            (0..200).map(|at| format!("sample word number {at}")).collect();
        texts.push("the long road past the old mill and over the bridge to the sea".to_owned());
        texts.push("old mill".to_owned());
        let needles = texts.iter().filter_map(|text| Some((Words::new(text, false)?, &**text)));
        let search = Search::new(needles.collect()).expect("a search");
        let mut fold = Fold::default();
        fold.file(&format!("x {} x {} x", texts[200], texts[..200].join(", ")), false);
        let mut found = std::collections::BTreeSet::new();
        search.folded(&fold.text, &mut |at, _, _| {
            found.insert(at);
        });
        assert_eq!(found.len(), texts.len());
    }

    #[test]
    fn an_id_is_not_met_in_a_longer_one() {
        let check = |text: &str, expected: bool| {
            assert_eq!(met("market-2022", text, true), expected, "{text}");
        };
        check("incidents/market-2022.html", true);
        check("market-2022", true);
        check("market-2022-b", false);
        check("old-market-2022", false);
    }
}
