//! Spellings made alike: what is left of a name where accents, case and joins do not count.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A spelling without accents, in lower case, with one space for every run of spaces, hyphens and
/// apostrophes, and none at its ends.
///
/// Compatibility forms become the plain ones (NFKD). Only marks that are laid upon a letter go
/// (accents, vowel points); those that are letters of their own in their script stay. Letters that
/// do not decompose (`ø`, `ł`, `ɓ`) become the ones that are written where a keyboard lacks them.
pub fn fold(text: &str) -> String {
    let mut folded = Folded { text: String::with_capacity(text.len()), gap: false };
    let mut rest = text;
    // What is not ASCII can be folded by itself: nothing is put together with a letter of ASCII but
    // accents, and those go.
    while let Some(first) = rest.bytes().next() {
        let alike = |byte: &u8| byte.is_ascii() == first.is_ascii();
        let end = match rest.is_ascii() {
            true => rest.len(),
            false => rest.bytes().take_while(alike).count(),
        };
        let (run, after) = rest.split_at(end);
        if first.is_ascii() {
            folded.add_ascii(run);
        } else {
            folded.add(run);
        }
        rest = after;
    }
    folded.text
}

/// The beginning of a spelling, folded.
struct Folded {
    text: String,
    /// Whether a join came last.
    gap: bool,
}

impl Folded {
    fn add_ascii(&mut self, run: &str) {
        let start = self.text.len();
        for (at, word) in run.split(is_ascii_join).enumerate() {
            self.gap |= at > 0;
            if !word.is_empty() {
                self.end_gap();
                self.text.push_str(word);
            }
        }
        self.text[start..].make_ascii_lowercase();
    }

    fn add(&mut self, run: &str) {
        // What lower case adds may decompose again, and what is left is put together as it was.
        let kept = |c: &char| !is_accent(*c) && !is_invisible(*c);
        let lower = run.nfkd().filter(kept).flat_map(char::to_lowercase);
        for c in lower.nfkd().filter(kept).nfc() {
            if is_join(c) {
                self.gap = true;
                continue;
            }
            self.end_gap();
            match plain(c) {
                Some(plain) => self.text.push_str(plain),
                None => self.text.push(c),
            }
        }
    }

    fn end_gap(&mut self) {
        if std::mem::take(&mut self.gap) && !self.text.is_empty() {
            self.text.push(' ');
        }
    }
}

/// Whether a mark is laid upon a letter: accents and vowel points, by their class of combining
/// (Unicode). Viramas, nuktas, voicing marks and the vowels of South Asian scripts are letters.
fn is_accent(c: char) -> bool {
    matches!(canonical_combining_class(c), 1..=6 | 10..=36 | 200..)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_ascii_join(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ' | '-' | '_' | '\'' | '`')
}

fn is_join(c: char) -> bool {
    is_ascii_join(c)
        || c.is_whitespace()
        || matches!(
            c,
            '´' | '\u{2b9}'..='\u{2bf}' | '\u{2c8}' | '\u{5be}'
                | '\u{5f3}' | '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201b}' | '\u{2032}'
                | '\u{2212}' | '\u{a78c}'
        )
}

fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' | 'ɗ' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ɓ' => "b",
        'ƙ' => "k",
        'ŋ' | 'ɲ' => "n",
        'ƴ' => "y",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_that_differ_in_accents_case_and_joins_are_alike() {
        let check = |text: &str, expected: &str| assert_eq!(fold(text), expected, "{text}");
        check("Estmark", "estmark");
        check("São  João-do-Norte ", "sao joao do norte");
        check("N’Dorma", "n dorma");
        check("n'DORMA", "n dorma");
        check(" A_b\tc--d` ", "a b c d");
        check("‑ Ömer ‑", "omer");
        check("Søndre Łódź", "sondre lodz");
        check("ƁALLI", "balli");
        check("İstrana", "istrana");
        check("Ｈａｒｂｏｕｒ", "harbour");
        check("", "");
        check("!?", "!?");
    }

    #[test]
    fn scripts_keep_what_is_a_letter_in_them() {
        let check = |text: &str, expected: &str| assert_eq!(fold(text), expected, "{text}");
        check("أُسْتمارك", "استمارك");
        check("שָׁלוֹם", "שלום");
        check("का", "का");
        check("कि", "कि");
        check("が", "が");
        check("か", "か");
        check("한강", "한강");
        check("Гавань", "гавань");
        check("Ёлка", "елка");
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for text in ["São João", "ﬁord", "ΆΛΣΟΣ", "İstrana", "ẞ", "ǅ", "a\u{345}", "कि"]
        {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_makes_no_difference_where_ascii_ends(
            text in "([a-zA-Z'<= -]|\\PC|[\u{300}-\u{345}\u{93c}\u{94d}\u{3099}İßéǅ—]){0,12}"
        ) {
            let mut whole = Folded { text: String::new(), gap: false };
            whole.add(&text);
            prop_assert_eq!(fold(&text), whole.text);
        }
    }
}
