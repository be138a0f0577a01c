//! Ids of headings: `s-` and the heading's words.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most characters of a slug; ids are read by people in addresses.
const LONGEST: usize = 60;

/// The words of `text` in lower case, joined by hyphens; letters of every script, their marks and
/// digits are kept (NFC). `section` where there are none.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len().min(4 * LONGEST));
    let mut length = 0;
    for c in text.nfc().flat_map(char::to_lowercase) {
        if length == LONGEST {
            break;
        }
        if c.is_alphanumeric() || (is_combining_mark(c) && !slug.is_empty()) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        } else {
            continue;
        }
        length += 1;
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// The ids of one body's headings.
#[derive(Default)]
pub(super) struct Ids {
    /// Every id given, with the number that its next namesake tries first.
    given: BTreeMap<String, u32>,
}

impl Ids {
    /// An id for a heading of that text, like no other of the body: `s-words`, `s-words-2` …
    pub(super) fn give(&mut self, text: &str) -> String {
        let base = format!("s-{}", slug(text));
        let Some(mut number) = self.given.get(&base).copied() else {
            self.given.insert(base.clone(), 2);
            return base;
        };
        let id = loop {
            let id = format!("{base}-{number}");
            number += 1;
            if !self.given.contains_key(&id) {
                break id;
            }
        };
        self.given.insert(base, number);
        self.given.insert(id.clone(), 2);
        id
    }

    /// Whether a heading has that id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.given.contains_key(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_keeps_letters_of_every_script() {
        let check = |text: &str, expected: &str| assert_eq!(slug(text), expected, "{text}");
        check("What happened?", "what-happened");
        check("  L’attaque — à Diallassagou  ", "l-attaque-à-diallassagou");
        check("ما حدث", "ما-حدث");
        check("हिन्दी", "हिन्दी");
        check("18 June", "18-june");
        check("!?", "section");
        check(&"x".repeat(100), &"x".repeat(60));
    }

    #[test]
    fn ids_are_unique() {
        let mut ids = Ids::default();
        let given: Vec<String> =
            ["a", "a", "a-2", "a", "a-2"].iter().map(|text| ids.give(text)).collect();
        assert_eq!(given, ["s-a", "s-a-2", "s-a-2-2", "s-a-3", "s-a-2-3"]);
        assert!(ids.has("s-a-3") && !ids.has("s-b"));
    }
}
