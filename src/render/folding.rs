//! Puts the words of the site into the templates when they are loaded.
//!
//! `{{ words.figures }}` is the same on every page, and there are some fifty such on each: looking
//! them up took a quarter of the making of a page. What a template says of a spot still goes by the
//! text as it was written: [`Folded::original`] leads back.

use std::collections::BTreeMap;
use std::ops::Range;

/// A template with words put in, and what was put where.
#[derive(Default)]
pub(super) struct Folded {
    pub(super) text: String,
    /// The replaced stretches in order: in the new text, and in the original.
    replaced: Vec<(Range<usize>, Range<usize>)>,
}

impl Folded {
    /// Puts `words` in where `template` asks for one with nothing else around it. A word that there
    /// is not stays, so that the engine reports it.
    pub(super) fn new(template: &str, words: &BTreeMap<String, String>) -> Self {
        const OPEN: &str = "{{ words.";
        const CLOSE: &str = " }}";
        let mut folded = Self::default();
        // Where `words` may mean something else, or nothing at all, everything stays.
        let shadowed = ["{% raw", "{%- raw", "{% set words", "{%- set words", " words in "];
        if shadowed.iter().any(|sign| template.contains(sign)) {
            folded.text = template.to_owned();
            return folded;
        }
        let mut rest = 0;
        for (at, _) in template.match_indices(OPEN) {
            let name_at = at + OPEN.len();
            let Some(length) = template[name_at..].find(CLOSE) else { continue };
            let end = name_at + length + CLOSE.len();
            let word = words.get(&template[name_at..name_at + length]);
            let Some(word) = word.filter(|word| is_plain(word)) else { continue };
            folded.text.push_str(&template[rest..at]);
            let start = folded.text.len();
            let mut escaped = Vec::with_capacity(word.len());
            // Writing to memory cannot fail, and what it writes is text.
            let _ = tera::escape_html(word, &mut escaped);
            folded.text.push_str(std::str::from_utf8(&escaped).unwrap_or_default());
            folded.replaced.push((start..folded.text.len(), at..end));
            rest = end;
        }
        folded.text.push_str(&template[rest..]);
        folded
    }

    /// The stretch of the original that a stretch of the new text stands for.
    pub(super) fn original(&self, span: Range<usize>) -> Range<usize> {
        self.original_at(span.start)..self.original_at(span.end)
    }

    fn original_at(&self, at: usize) -> usize {
        let before = self.replaced.iter().take_while(|(new, _)| new.end <= at).last();
        before.map_or(at, |(new, old)| old.end + (at - new.end))
    }
}

/// Whether a word can stand in a template as it is: the engine would trim its ends, or read its braces.
fn is_plain(word: &str) -> bool {
    word.trim() == word && !word.is_empty() && !word.contains(['{', '}', '\n'])
}

#[cfg(test)]
mod tests {
    use super::Folded;

    fn fold(template: &str) -> Folded {
        let words = [("a", "One & two"), ("b", " spaced "), ("c", "{{ c }}")];
        let words = words.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned()));
        Folded::new(template, &words.collect())
    }

    #[test]
    fn words_take_the_place_of_what_asks_for_them() {
        let check = |template: &str, expected: &str| assert_eq!(fold(template).text, expected);
        check("<b>{{ words.a }}</b>", "<b>One &amp; two</b>");
        check("{{ words.b }}{{ words.c }}{{ words.d }}", "{{ words.b }}{{ words.c }}{{ words.d }}");
        check("{{- words.a }}{{ words.a | upper }}", "{{- words.a }}{{ words.a | upper }}");
        check("{% raw %}{{ words.a }}{% endraw %}", "{% raw %}{{ words.a }}{% endraw %}");
    }

    #[test]
    fn a_spot_leads_back_to_the_text_as_written() {
        let template = "{{ words.a }} {{ x }} {{ words.a }} {{ y }}";
        let folded = fold(template);
        for name in ["x", "y"] {
            let at = folded.text.find(name).expect("the variable");
            let original = folded.original(at..at + 1);
            assert_eq!(&template[original], name);
        }
    }
}
