//! Which documents have a word, in signs.
//!
//! The signs are neither letters nor digits nor anything that parts or joins words: whatever numbers
//! they stand for, the gate cannot take them for a withheld word or a position, and the words beside
//! them stay whole.
//!
//! For each level from the lowest stands a list, with [`NEXT`] between them: the gaps between the
//! numbers of the documents. A gap is written with [`LAST`] as its last sign and [`MORE`] before it.

use super::Level;

/// The last sign of a number.
const LAST: &[u8; 8] = b"!#$()/:;";
/// The signs before the last.
const MORE: &[u8; 8] = b"=?@[]{}~";
/// Ends the list of a level.
const NEXT: char = '|';
/// Before the postings of a word that is too frequent to narrow a search: these are some of many.
const FREQUENT: char = '^';

/// Fewer documents than this are no crowd.
const CROWD: usize = 1000;
/// How many documents of a frequent word are kept.
const KEPT: usize = 500;

/// Puts the postings of a word at the end of `out`; `all` is how many documents there are.
pub(super) fn write(postings: &mut Vec<(u32, Level)>, all: usize, out: &mut String) {
    if postings.len() > CROWD && postings.len() > all / 5 {
        out.push(FREQUENT);
        // Those that say most, and of these the newest.
        postings.sort_unstable_by_key(|(document, level)| std::cmp::Reverse((*level, *document)));
        postings.truncate(KEPT);
        postings.sort_unstable();
    }
    let highest = postings.iter().map(|(_, level)| *level).max().unwrap_or(0);
    for level in 1..=highest {
        if level > 1 {
            out.push(NEXT);
        }
        let mut next = 0;
        for (document, _) in postings.iter().filter(|(_, own)| *own == level) {
            number(document - next, out);
            next = document + 1;
        }
    }
}

/// Numbers of one sign come first, then those of two: none can be written in two ways.
fn number(mut value: u32, out: &mut String) {
    let mut signs = [0; 12];
    let mut at = signs.len() - 1;
    signs[at] = LAST[(value % 8) as usize];
    value /= 8;
    while value > 0 {
        value -= 1;
        at -= 1;
        signs[at] = MORE[(value % 8) as usize];
        value /= 8;
    }
    out.push_str(std::str::from_utf8(&signs[at..]).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_come_back() {
        for value in (0..5000).chain([32_768, 1_000_000, u32::MAX]) {
            let mut text = String::new();
            number(value, &mut text);
            let mut back = 0_u64;
            for sign in text.bytes() {
                match MORE.iter().position(|own| *own == sign) {
                    Some(digit) => back = back * 8 + digit as u64 + 1,
                    None => {
                        let digit = LAST.iter().position(|own| *own == sign).expect("a sign");
                        back = back * 8 + digit as u64;
                    }
                }
            }
            assert_eq!(back, u64::from(value), "{text}");
            assert!(value >= 8 || text.len() == 1, "{value} {text}");
            assert!(value >= 72 || text.len() <= 2, "{value} {text}");
        }
    }

    #[test]
    fn a_frequent_word_keeps_the_best_and_newest() {
        let mut postings: Vec<(u32, Level)> = (0..2000).map(|at| (at, 1)).collect();
        postings[7].1 = 3;
        let mut out = String::new();
        write(&mut postings, 20_000, &mut out);
        assert!(!out.starts_with('^'), "a tenth of all is not too many");
        assert_eq!(postings.len(), 2000);
        let mut out = String::new();
        write(&mut postings, 3000, &mut out);
        assert!(out.starts_with('^'), "{out}");
        assert_eq!((postings.len(), postings[0], postings[1]), (500, (7, 3), (1501, 1)));
    }
}
