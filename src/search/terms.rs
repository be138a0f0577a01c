//! Texts cut into the words that are looked for. `js/search.js` cuts what is asked for in the same way.
//!
//! A word is a run of letters, marks and digits, folded. There are no stems: the beginning of a word
//! finds it. Where a script has no spaces, every two signs that follow each other are a word.

use unicode_normalization::char::is_combining_mark;

use crate::model::fold;

/// How many characters of a word are kept.
const LONGEST: usize = 32;

/// Cuts a text into words; those of one letter or digit are left out.
pub(super) fn terms(text: &str, each: &mut impl FnMut(&str)) {
    let mut start = None;
    let mut ascii = true;
    for (at, c) in text.char_indices() {
        let inside = if c.is_ascii() { c.is_ascii_alphanumeric() } else { is_part(c) };
        match (inside, start) {
            (true, None) => {
                start = Some(at);
                ascii = c.is_ascii();
            }
            (true, Some(_)) => ascii &= c.is_ascii(),
            (false, Some(from)) => {
                word(&text[from..at], ascii, each);
                start = None;
            }
            (false, None) => {}
        }
    }
    if let Some(from) = start {
        word(&text[from..], ascii, each);
    }
}

/// How many words a text has.
pub(super) fn count(text: &str) -> usize {
    let mut words = 0;
    terms(text, &mut |_| words += 1);
    words
}

fn word(text: &str, ascii: bool, each: &mut impl FnMut(&str)) {
    if !ascii {
        // What folds apart is several words.
        let folded = fold(text);
        return folded.split(|c| !is_part(c)).for_each(|text| folded_word(text, each));
    }
    let mut lower = [0; LONGEST];
    let length = text.len().min(LONGEST);
    if length < 2 {
        return;
    }
    let lower = &mut lower[..length];
    lower.copy_from_slice(&text.as_bytes()[..length]);
    lower.make_ascii_lowercase();
    each(std::str::from_utf8(lower).unwrap_or_default());
}

fn folded_word(text: &str, each: &mut impl FnMut(&str)) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let unspaced = is_unspaced(first);
        let end = rest.find(|c| is_unspaced(c) != unspaced).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if unspaced {
            let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).collect();
            for (at, start) in starts.iter().enumerate() {
                each(&run[*start..starts.get(at + 2).copied().unwrap_or(run.len())]);
            }
        } else if run.chars().nth(1).is_some() {
            let end = run.char_indices().nth(LONGEST).map_or(run.len(), |(at, _)| at);
            each(&run[..end]);
        }
    }
}

/// Whether a character is part of a word, or stands invisibly within one.
fn is_part(c: char) -> bool {
    c.is_alphanumeric()
        || is_combining_mark(c)
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Scripts that are written without spaces: Thai, Lao, Tibetan, Burmese, Khmer, Japanese, Chinese.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::terms;

    #[test]
    fn a_text_is_cut_into_folded_words() {
        let check = |text: &str, expected: &str| {
            let mut found = Vec::new();
            terms(text, &mut |term| found.push(term.to_owned()));
            assert_eq!(found.join(" "), expected, "{text}");
        };
        check("The Raid, on 12 May!", "the raid on 12 may");
        check("l’attaque d'Estmark-Nord", "attaque estmark nord");
        check("Søndre Kåi (Łódź)", "sondre kai lodz");
        check("أُسْتمارك", "استمارك");
        check("in\u{ad}visible", "invisible");
        check("½ pre-war A4", "pre war a4");
        check("東京都で", "東京 京都 都で で");
        check(&"x".repeat(50), &"x".repeat(32));
        check("", "");
    }
}
