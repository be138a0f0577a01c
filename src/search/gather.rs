//! The words of some documents, as they are found.

use std::ops::Range;

use super::terms::{count, joined, terms};
use super::{FACT, LEVELS, Level, TEXT};
use crate::plan::Weight;
use crate::source::fingerprint;

/// Every word of some documents, each with a number, and which document has it.
///
/// The words lie in one text behind a table of our own: a hash map of the standard library has no
/// order that stays, and a sorted map is too slow for every word of every page.
#[derive(Default)]
pub(super) struct Gathered {
    text: String,
    /// Where each word ends in the text.
    ends: Vec<u32>,
    /// The position of each word's last posting.
    last: Vec<u32>,
    /// Open addressing: 0 for an empty place, else a word's number and 1.
    table: Vec<u32>,
    postings: Vec<Posting>,
    document: u32,
}

#[derive(Clone, Copy, Default)]
struct Posting {
    term: u32,
    document: u32,
    level: Level,
}

/// The words of some documents in their order, with their postings.
pub(super) struct Sorted {
    text: String,
    /// For each word, where it and its postings end.
    ends: Vec<(u32, u32)>,
    /// Document and level of each, as numbers of seven bits a byte.
    bytes: Vec<u8>,
}

impl Gathered {
    /// What follows is of this document. Documents come in the order of their numbers.
    pub(super) fn document(&mut self, number: u32) {
        self.document = number;
    }

    /// Adds a text of the document.
    pub(super) fn text(&mut self, weight: Weight, text: &str) {
        let level = match weight {
            Weight::Text => TEXT,
            Weight::Fact => FACT,
            Weight::Name => match count(text) {
                0 | 1 => LEVELS,
                2 => LEVELS - 1,
                3 | 4 => LEVELS - 2,
                _ => LEVELS - 3,
            },
        };
        terms(text, &mut |term| self.term(term, level));
        if weight != Weight::Text
            && let Some(joined) = joined(text)
        {
            self.term(&joined, level);
        }
    }

    fn term(&mut self, term: &str, level: Level) {
        let number = self.number(term);
        let document = self.document;
        let last = &mut self.last[number as usize];
        if let Some(posting) = self.postings.get_mut(*last as usize)
            && (posting.term, posting.document) == (number, document)
        {
            posting.level = posting.level.max(level);
            return;
        }
        *last = position(self.postings.len());
        self.postings.push(Posting { term: number, document, level });
    }

    fn number(&mut self, term: &str) -> u32 {
        if self.ends.len() * 2 >= self.table.len() {
            self.grow();
        }
        let mut at = self.place(term);
        loop {
            match self.table[at] {
                0 => break,
                number if self.bytes(number - 1) == term.as_bytes() => return number - 1,
                _ => at = (at + 1) & (self.table.len() - 1),
            }
        }
        let number = position(self.ends.len());
        self.table[at] = number + 1;
        self.text.push_str(term);
        self.ends.push(position(self.text.len()));
        self.last.push(u32::MAX);
        number
    }

    fn grow(&mut self) {
        self.table = vec![0; (self.table.len() * 2).max(4096)];
        for number in 0..position(self.ends.len()) {
            let mut at = self.place(self.word(number));
            while self.table[at] != 0 {
                at = (at + 1) & (self.table.len() - 1);
            }
            self.table[at] = number + 1;
        }
    }

    /// Where a word is looked for first; the table has a power of two of places.
    #[expect(clippy::cast_possible_truncation, reason = "the mask leaves less")]
    fn place(&self, term: &str) -> usize {
        fingerprint(term.as_bytes()) as usize & (self.table.len() - 1)
    }

    fn word(&self, number: u32) -> &str {
        &self.text[self.range(number)]
    }

    fn bytes(&self, number: u32) -> &[u8] {
        &self.text.as_bytes()[self.range(number)]
    }

    fn range(&self, number: u32) -> Range<usize> {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        start as usize..self.ends[at] as usize
    }

    /// Puts the words in order and forgets how they were found.
    pub(super) fn into_sorted(self) -> Sorted {
        let mut order: Vec<u32> = (0..position(self.ends.len())).collect();
        order.sort_unstable_by(|a, b| self.word(*a).cmp(self.word(*b)));
        // Postings lie in the order of documents; counting puts them in that of words as well.
        let mut starts = vec![0_usize; self.ends.len()];
        for posting in &self.postings {
            starts[posting.term as usize] += 1;
        }
        let mut start = 0;
        for number in &order {
            start += std::mem::replace(&mut starts[*number as usize], start);
        }
        let mut sorted = vec![Posting::default(); self.postings.len()];
        for posting in &self.postings {
            let at = &mut starts[posting.term as usize];
            sorted[*at] = *posting;
            *at += 1;
        }
        let mut all = Sorted {
            text: String::with_capacity(self.text.len()),
            ends: Vec::with_capacity(order.len()),
            bytes: Vec::with_capacity(sorted.len() * 2),
        };
        let mut from = 0;
        for number in order {
            all.text.push_str(self.word(number));
            // Each word's place in `starts` has moved on to its end.
            let end = starts[number as usize];
            let mut before = 0;
            for posting in &sorted[from..end] {
                let gap = u64::from(posting.document - before) << 3 | u64::from(posting.level);
                before = posting.document;
                put(gap, &mut all.bytes);
            }
            from = end;
            all.ends.push((position(all.text.len()), position(all.bytes.len())));
        }
        all
    }
}

impl Sorted {
    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// As bytes that a later build can read: three lengths of four bytes each, little-endian as all
    /// numbers here, then words, ends and postings.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(12 + self.text.len() + self.ends.len() * 8);
        for length in [self.text.len(), self.ends.len(), self.bytes.len()] {
            bytes.extend(position(length).to_le_bytes());
        }
        bytes.extend(self.text.as_bytes());
        for (word, postings) in &self.ends {
            bytes.extend(word.to_le_bytes());
            bytes.extend(postings.to_le_bytes());
        }
        bytes.extend(&self.bytes);
        bytes
    }

    /// Reads what [`Sorted::to_bytes`] gave; `None` for anything else.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (lengths, rest) = bytes.split_at_checked(12)?;
        let (lengths, _) = lengths.as_chunks::<4>();
        let length = |at: usize| usize::try_from(u32::from_le_bytes(lengths[at])).ok();
        let (text, rest) = rest.split_at_checked(length(0)?)?;
        let (ends, postings) = rest.split_at_checked(length(1)?.checked_mul(8)?)?;
        let text = std::str::from_utf8(text).ok()?.to_owned();
        let (ends, _) = ends.as_chunks::<8>();
        let end = |[a, b, c, d, e, f, g, h]: &[u8; 8]| {
            (u32::from_le_bytes([*a, *b, *c, *d]), u32::from_le_bytes([*e, *f, *g, *h]))
        };
        let ends: Vec<(u32, u32)> = ends.iter().map(end).collect();
        let in_order = ends.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 <= pair[1].1);
        let whole = ends.iter().all(|end| text.is_char_boundary(end.0 as usize));
        let last = ends.last().copied().unwrap_or_default();
        let fits = (last.0 as usize, last.1 as usize) == (text.len(), postings.len());
        let sound = in_order && whole && fits && postings.len() == length(2)?;
        sound.then(|| Self { text, ends, bytes: postings.to_vec() })
    }

    /// A word by its position.
    pub(super) fn word(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1].0 };
        &self.text[start as usize..self.ends[at].0 as usize]
    }

    /// Puts the documents that have a word, with the level of each, at the end of `out`, in order.
    pub(super) fn postings(&self, at: usize, out: &mut Vec<(u32, Level)>) {
        let start = if at == 0 { 0 } else { self.ends[at - 1].1 };
        let mut rest = &self.bytes[start as usize..self.ends[at].1 as usize];
        let mut document = 0;
        while let Some(value) = take(&mut rest) {
            document += u32::try_from(value >> 3).unwrap_or(u32::MAX);
            out.push((document, u8::try_from(value & 7).unwrap_or(TEXT)));
        }
    }
}

/// A hash that is the same in every run (FNV-1a).
pub(super) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn put(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(u8::try_from(value & 0x7f).unwrap_or(0) | 0x80);
        value >>= 7;
    }
    out.push(u8::try_from(value).unwrap_or(0));
}

fn take(rest: &mut &[u8]) -> Option<u64> {
    let (mut value, mut shift) = (0, 0);
    loop {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
        shift += 7;
    }
}

fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_out_in_order_with_the_best_that_each_document_says() {
        let mut gathered = Gathered::default();
        gathered.document(3);
        gathered.text(Weight::Text, "the raid on the quay");
        gathered.text(Weight::Name, "Raid");
        gathered.document(900);
        gathered.text(Weight::Fact, "the hill raid");
        let sorted = gathered.into_sorted();
        let mut found = Vec::new();
        for at in 0..sorted.len() {
            let mut postings = Vec::new();
            sorted.postings(at, &mut postings);
            found.push((sorted.word(at), postings));
        }
        assert_eq!(
            found,
            [
                ("hill", vec![(900, 2)]),
                ("on", vec![(3, 1)]),
                ("quay", vec![(3, 1)]),
                ("raid", vec![(3, 6), (900, 2)]),
                ("the", vec![(3, 1), (900, 2)]),
                ("thehillraid", vec![(900, 2)]),
            ]
        );
    }

    #[test]
    fn what_is_kept_is_read_again_and_nothing_else() {
        let mut gathered = Gathered::default();
        gathered.document(3);
        gathered.text(Weight::Text, "the raid on the quay, été");
        let bytes = gathered.into_sorted().to_bytes();
        let again = Sorted::from_bytes(&bytes).expect("what was written is read");
        assert_eq!((again.to_bytes(), again.word(0)), (bytes.clone(), "ete"));
        for at in 0..bytes.len() {
            // Whatever is read can be asked for every word.
            let mut other = bytes.clone();
            other[at] ^= 0x55;
            for spoilt in [&other[..], &bytes[..at]] {
                if let Some(found) = Sorted::from_bytes(spoilt) {
                    let mut postings = Vec::new();
                    (0..found.len()).for_each(|at| {
                        found.word(at);
                        found.postings(at, &mut postings);
                    });
                }
            }
        }
    }

    #[test]
    fn the_table_grows() {
        let mut gathered = Gathered::default();
        for number in 0..10_000 {
            gathered.document(number);
            gathered.text(Weight::Text, &format!("all word{number}"));
        }
        let sorted = gathered.into_sorted();
        assert_eq!(sorted.len(), 10_001);
        let mut all = Vec::new();
        sorted.postings(0, &mut all);
        assert_eq!((sorted.word(0), all.len()), ("all", 10_000));
    }
}
