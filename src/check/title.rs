//! The words of a title, as the rules about titles read them.

use std::ops::Range;

use crate::model::Record;
use crate::source::Span;

/// One word of a title.
#[derive(Clone, Copy)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    /// Where it begins in the title, in bytes.
    pub(super) start: usize,
    /// Whether more than space or a hyphen stands between it and the word before.
    pub(super) after_break: bool,
}

impl Word<'_> {
    pub(super) fn range(self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    pub(super) fn begins_with_digit(self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether it is one of `words`, which are in lower case.
    pub(super) fn is(self, words: &[&str]) -> bool {
        let first = self.text.as_bytes().first().map(u8::to_ascii_lowercase);
        let same = |word: &&str| {
            word.len() == self.text.len()
                && word.as_bytes().first().copied() == first
                && self.text.eq_ignore_ascii_case(word)
        };
        if self.text.is_ascii() {
            return words.iter().any(same);
        }
        let lower = self.text.to_lowercase();
        words.contains(&lower.as_str())
    }
}

/// The words of a text. A number keeps the marks between its digits: `1,200` is one word.
pub(super) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at;
        let start = from + text[from..].find(char::is_alphanumeric)?;
        let rest = &text[start..];
        let mut end = 0;
        for (offset, c) in rest.char_indices() {
            let digit = |c: char| c.is_ascii_digit();
            let within = matches!(c, ',' | '.')
                && rest[..offset].ends_with(digit)
                && rest[offset + 1..].starts_with(digit);
            // An Arabic vowel sign or another mark on a letter belongs to its word.
            if !c.is_alphanumeric() && !within && !is_mark(c) {
                break;
            }
            end = offset + c.len_utf8();
        }
        at = start + end;
        let between = &text[from..start];
        let after_break = between.chars().any(|c| !c.is_whitespace() && c != '-');
        Some(Word { text: &text[start..at], start, after_break })
    })
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}')
}

/// Where a part of the record's title stands in the file; the whole title where it is written with
/// escapes or in another form, so that the parts cannot be told.
pub(super) fn span(record: &Record, part: Range<usize>) -> Span {
    let title = &record.title;
    let written = (title.span.end - title.span.start) as usize;
    if written == title.value.len() + 2 {
        Span::new(part, title.span.start as usize + 1)
    } else {
        title.span
    }
}
