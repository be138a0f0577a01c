//! Texts cut into the words that are looked for. `js/search.js` cuts what is asked for in the same way.
//!
//! A word is a run of letters, marks and digits, folded. There are no stems: the beginning of a word
//! finds it. Where a script has no spaces, every two signs that follow each other are a word. What is
//! written apart and read as one is a word as well: `4,137`, `U.N.`.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::model::fold;

/// How many characters of a word are kept.
const LONGEST: usize = 32;

/// Cuts a text into words; those of one letter or digit are left out.
pub(super) fn terms(text: &str, each: &mut impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let mut chain = Chain::default();
    let mut at = 0;
    while at < bytes.len() {
        let (from, mut signs) = (at, 0);
        let after = loop {
            let next = bytes.get(at).copied().unwrap_or_default();
            match SIGNS[usize::from(next)] {
                0 => break next,
                sign => signs |= sign,
            }
            at += 1;
        };
        if !after.is_ascii() {
            let more = text[at..].find(|c| !is_part(c)).unwrap_or(text.len() - at);
            if more > 0 {
                signs |= FOREIGN;
            }
            at += more;
        }
        if at > from {
            word(&text[from..at], signs, each);
            chain.word(text, from..at, each);
        } else if after.is_ascii() {
            at += 1;
        } else {
            at += text[at..].find(is_part).unwrap_or(text.len() - at);
        }
    }
    chain.end(each);
}

/// A digit or small letter of ASCII; what a word is made of is told by bits.
const SMALL: u8 = 1;
/// A capital of ASCII.
const CAPITAL: u8 = 2;
/// A sign beyond ASCII.
const FOREIGN: u8 = 4;

/// What each byte is of; 0 for what is no sign of a word in ASCII.
const SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        signs[byte] = match byte as u8 {
            b'0'..=b'9' | b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            _ => 0,
        };
        byte += 1;
    }
    signs
};

/// Two or three words of a name as one, since some write it so; `None` for other names.
pub(super) fn joined(name: &str) -> Option<String> {
    // Looked at before the name is folded: most names are numbered or too long.
    let is_word = |word: &&str| word.contains(|c: char| c.is_ascii_alphanumeric());
    if name.bytes().any(|byte| byte.is_ascii_digit())
        || name.split(' ').filter(is_word).nth(3).is_some()
    {
        return None;
    }
    let folded = fold(name);
    let mut words = folded.split(|c| !is_part(c)).filter(|word| !word.is_empty());
    let all = [words.next()?, words.next()?, words.next().unwrap_or_default()];
    // Numbers are written apart by everybody.
    let apart = |c: char| is_unspaced(c) || c.is_numeric();
    if words.next().is_some() || all.iter().any(|word| word.contains(apart)) {
        return None;
    }
    let signs = all.iter().flat_map(|word| word.chars());
    Some(signs.map(plain).take(LONGEST).collect())
}

/// Words that are read as one: thousands of a number, or letters with a point after each.
#[derive(Default)]
struct Chain {
    numbers: bool,
    joined: String,
    words: usize,
    /// Where the last of them ends in the text.
    end: usize,
}

impl Chain {
    /// The next word of the text.
    fn word(&mut self, text: &str, range: Range<usize>, each: &mut impl FnMut(&str)) {
        // Nearly all words are longer than three digits of any script, or one letter with marks.
        if range.len() > 12 {
            return self.end(each);
        }
        if let [first, second, ..] = &text.as_bytes()[range.clone()]
            && first.is_ascii_alphabetic()
            && second.is_ascii()
        {
            return self.end(each);
        }
        let own = &text[range.clone()];
        let mut signs = own.chars().map(plain);
        let digits = own.chars().map(plain).take_while(char::is_ascii_digit).count();
        let number = digits > 0 && digits <= 3 && own.chars().count() == digits;
        let letter = signs.next().is_some_and(char::is_alphabetic) && signs.all(is_combining_mark);
        let between = text.get(self.end..range.start).unwrap_or_default();
        let goes_on = self.words > 0
            && self.numbers == number
            && match number {
                true => digits == 3 && is_separator(between),
                false => letter && between == ".",
            };
        if !goes_on {
            self.end(each);
        }
        if number || letter {
            self.numbers = number;
            self.joined.push_str(own);
            self.words += 1;
            self.end = range.end;
        }
    }

    /// No word goes on with those before.
    fn end(&mut self, each: &mut impl FnMut(&str)) {
        if self.words == 0 {
            return;
        }
        if self.words > 1 {
            folded_word(&fold(&self.joined), each);
        }
        self.joined.clear();
        self.words = 0;
    }
}

/// Whether a text is one sign that parts thousands.
fn is_separator(text: &str) -> bool {
    let mut signs = text.chars();
    let first = signs.next();
    let known = |c: char| {
        matches!(c, ',' | '.' | ' ' | '\'' | '’' | '٬' | '\u{a0}' | '\u{2009}' | '\u{202f}')
    };
    first.is_some_and(known) && signs.next().is_none()
}

/// A folded sign as it is looked for: letters of Arabic that are written for each other, digits of
/// other scripts.
fn plain(c: char) -> char {
    const NOUGHTS: [u32; 5] = [0x660, 0x6f0, 0x7c0, 0x966, 0x9e6];
    match c {
        'ة' => 'ه',
        'ى' | 'ی' => 'ي',
        'ٱ' => 'ا',
        'ک' => 'ك',
        '\0'..='\u{65f}' => c,
        c => {
            let digit = |nought: &u32| u32::from(c).checked_sub(*nought).filter(|own| *own < 10);
            let digit = NOUGHTS.iter().find_map(digit);
            digit.and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
        }
    }
}

/// How many words a text has.
pub(super) fn count(text: &str) -> usize {
    let mut words = 0;
    terms(text, &mut |_| words += 1);
    words
}

/// Gives a word, which is made of those signs.
fn word(text: &str, signs: u8, each: &mut impl FnMut(&str)) {
    if signs & FOREIGN > 0 {
        // What folds apart is several words.
        let folded = fold(text);
        return folded.split(|c| !is_part(c)).for_each(|text| folded_word(text, each));
    }
    let length = text.len().min(LONGEST);
    if length < 2 {
        return;
    }
    if signs & CAPITAL == 0 {
        return each(&text[..length]);
    }
    let mut lower = [0; LONGEST];
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
            let word: String = run.chars().map(plain).take(LONGEST).collect();
            each(&word);
            // With and without the article of Arabic.
            let bare = word.strip_prefix("ال").filter(|bare| bare.chars().nth(1).is_some());
            if let Some(bare) = bare {
                each(bare);
            }
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
        check("السوق مدرسة مستشفى", "السوق سوق مدرسه مستشفي");
        check("١٢٣ ۴۵", "123 45");
        check(
            "4,137 in 12’345.678, 1,20 and 2024.123",
            "137 in 4137 12 345 678 12345678 20 and 2024 123",
        );
        check("٤٬١٣٧", "137 4137");
        check("U.N. and U.S.A, i.e. a.com", "and un usa ie com");
    }

    #[test]
    fn short_names_are_one_word_too() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(super::joined(name).as_deref(), expected, "{name}");
        };
        check("Harbour", None);
        check("Saint-Elm", Some("saintelm"));
        check("In Dorma", Some("indorma"));
        check("N’Dorma Sud", Some("ndormasud"));
        check("League of the Hill", None);
        check("東京 都", None);
        check("Camp 12", None);
    }
}
