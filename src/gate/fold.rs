//! Text as the gate reads it: what looks alike to a reader is alike here.
//!
//! A folded text has neither case nor separators. Where white space, a hyphen, a tag or an invisible
//! character stood is kept beside it, so that `aged 55`, `aged <b>55</b>` and `Aged-55` are the same
//! words and `the rapist` is not `therapist`. Entities, percent escapes and `\u` escapes are read;
//! letters and their accents are taken apart (Unicode NFKD).

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// An inline tag or an invisible character: it may part words and need not.
pub(super) const SOFT: u8 = 1;
/// White space or a block's tag: it parts words.
pub(super) const HARD: u8 = 2;
/// A hyphen or an underscore: it parts words, and joins them to one id.
pub(super) const JOINER: u8 = 4;
/// In file names alone: a capital after a small letter, or a number beside a letter.
pub(super) const TURN: u8 = 8;

/// Longest tag that is read as one, in bytes; the attribute of a longer one is read as text.
const LONGEST_TAG: usize = 16 * 1024;

/// One stream of folded text.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// The text, in UTF-8.
    pub(super) bytes: Vec<u8>,
    /// Before which bytes something stood that was left out, and what.
    pub(super) gaps: Vec<(u32, u8)>,
    /// Where each byte stood in what was folded; kept on request.
    pub(super) origins: Vec<u32>,
    trace: bool,
    pending: u8,
    marks: Vec<char>,
    /// Where the character stands that is being added.
    at: u32,
}

impl Folded {
    fn clear(&mut self, trace: bool) {
        self.bytes.clear();
        self.gaps.clear();
        self.origins.clear();
        self.marks.clear();
        self.pending = 0;
        self.trace = trace;
    }

    fn gap(&mut self, kind: u8) {
        if !self.marks.is_empty() {
            self.settle_marks();
        }
        self.pending |= kind;
    }

    fn settle_marks(&mut self) {
        let mut marks = std::mem::take(&mut self.marks);
        marks.sort_by_key(|mark| canonical_combining_class(*mark));
        for mark in marks.drain(..) {
            self.put(mark);
        }
        self.marks = marks;
    }

    fn put(&mut self, c: char) {
        let mut buffer = [0; 4];
        for byte in c.encode_utf8(&mut buffer).bytes() {
            self.byte(byte);
        }
    }

    #[inline]
    fn byte(&mut self, byte: u8) {
        if self.pending != 0 {
            self.gaps.push((position(self.bytes.len()), self.pending));
            self.pending = 0;
        }
        if self.trace {
            self.origins.push(self.at);
        }
        self.bytes.push(byte);
    }

    #[inline]
    fn ascii(&mut self, byte: u8) {
        if !self.marks.is_empty() {
            self.settle_marks();
        }
        match SEPARATOR[usize::from(byte)] {
            0 => self.byte(byte.to_ascii_lowercase()),
            kind => self.pending |= kind,
        }
    }

    /// Adds bytes that stay as they are but for their case, and stand at `at`.
    fn run(&mut self, bytes: &[u8], at: usize) {
        if !self.marks.is_empty() {
            self.settle_marks();
        }
        if self.pending != 0 {
            self.gaps.push((position(self.bytes.len()), self.pending));
            self.pending = 0;
        }
        if self.trace {
            self.origins.extend((at..at + bytes.len()).map(position));
        }
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        self.bytes[start..].make_ascii_lowercase();
    }

    /// Adds a character of the text.
    pub(super) fn character(&mut self, c: char) {
        if let Ok(byte) = u8::try_from(c)
            && byte.is_ascii()
        {
            return self.ascii(byte);
        }
        match c {
            '\u{ad}'
            | '\u{34f}'
            | '\u{180e}'
            | '\u{feff}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{fe00}'..='\u{fe0f}' => {
                return self.gap(SOFT);
            }
            '\u{2010}'..='\u{2015}' | '\u{2212}' => return self.gap(JOINER),
            '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{2bc}' => return self.ascii(b'\''),
            '\u{201c}'..='\u{201f}' | '«' | '»' => return self.ascii(b'"'),
            c if c.is_whitespace() => return self.gap(HARD),
            _ => {}
        }
        for lower in c.to_lowercase() {
            decompose_compatible(lower, |part| {
                if canonical_combining_class(part) != 0 {
                    self.marks.push(part);
                    return;
                }
                match u8::try_from(part) {
                    Ok(byte) if byte.is_ascii() => self.ascii(byte),
                    _ => {
                        if !self.marks.is_empty() {
                            self.settle_marks();
                        }
                        self.put(part);
                    }
                }
            });
        }
    }

    fn finish(&mut self) {
        if !self.marks.is_empty() {
            self.settle_marks();
        }
    }
}

/// What the ASCII characters that are left out leave behind; 0 for those that stay.
const SEPARATOR: [u8; 128] = {
    let mut table = [0; 128];
    let mut at = 0;
    while at < 0x20 {
        table[at] = SOFT;
        at += 1;
    }
    table[0x7f] = SOFT;
    table[b' ' as usize] = HARD;
    table[b'\t' as usize] = HARD;
    table[b'\n' as usize] = HARD;
    table[b'\r' as usize] = HARD;
    table[0x0b] = HARD;
    table[0x0c] = HARD;
    table[b'+' as usize] = HARD;
    table[b'-' as usize] = JOINER;
    table[b'_' as usize] = JOINER;
    table[b'*' as usize] = SOFT;
    table[b'`' as usize] = SOFT;
    table
};

/// The bytes that stay as they are but for their case: no separators, and no beginning of an escape.
const KEPT: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    while at < 128 {
        table[at] = SEPARATOR[at] == 0 && !matches!(at as u8, b'&' | b'%' | b'\\');
        at += 1;
    }
    table
};

fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A folded file: what readers see, and what stands within tags. Used again for the next file.
#[derive(Debug, Default)]
pub(super) struct Fold {
    /// The text between tags; the whole of a file without any.
    pub(super) text: Folded,
    /// What stands within tags and comments.
    pub(super) markup: Folded,
}

impl Fold {
    /// Folds a text that may hold tags; with `trace`, where each byte stood is kept.
    pub(super) fn file(&mut self, text: &str, trace: bool) {
        self.text.clear(trace);
        self.markup.clear(trace);
        let bytes = text.as_bytes();
        let mut at = 0;
        let mut run = 0;
        while let Some(open) = memchr::memchr(b'<', &bytes[at..]) {
            let open = at + open;
            at = open + 1;
            let Some(end) = tag_end(bytes, open) else { continue };
            fold(&text[run..open], run, &mut self.text);
            self.markup.gap(HARD);
            fold(&text[open + 1..end], open + 1, &mut self.markup);
            self.text.gap(if is_inline(&bytes[open + 1..end]) { SOFT } else { HARD });
            at = end;
            run = end;
        }
        fold(&text[run..], run, &mut self.text);
        self.text.finish();
        self.markup.finish();
    }

    /// Folds the name of a file: words part there at capitals and numbers, too.
    pub(super) fn name(&mut self, name: &str) {
        self.text.clear(true);
        self.markup.clear(true);
        let mut last = ' ';
        for (at, c) in name.char_indices() {
            let capital = last.is_lowercase() && c.is_uppercase();
            let number = last.is_numeric() != c.is_numeric();
            if capital || (number && last.is_alphanumeric() && c.is_alphanumeric()) {
                self.text.gap(TURN);
            }
            last = c;
            self.text.at = position(at);
            self.text.character(c);
        }
        self.text.finish();
    }

    /// Folds words to look for: every character is what it is.
    pub(super) fn words(words: &str) -> Folded {
        let mut folded = Folded::default();
        words.chars().for_each(|c| folded.character(c));
        folded.finish();
        folded
    }
}

/// Where the tag that opens at `open` ends, behind its `>`; `None` where none begins there.
fn tag_end(bytes: &[u8], open: usize) -> Option<usize> {
    let rest = &bytes[open + 1..bytes.len().min(open + LONGEST_TAG)];
    match rest.first()? {
        b'!' if rest.starts_with(b"!--") => {
            let close = rest.windows(3).position(|three| three == b"-->")?;
            return Some(open + 1 + close + 3);
        }
        b'/' | b'!' | b'?' => {}
        byte if byte.is_ascii_alphabetic() => {}
        _ => return None,
    }
    let mut quote = None;
    for (at, byte) in rest.iter().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == *byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'>') => return Some(open + 1 + at + 1),
            (None, b'<') => return None,
            _ => {}
        }
    }
    None
}

/// Whether a tag, without its `<`, does not part words. Comments do not either.
fn is_inline(tag: &[u8]) -> bool {
    let name = tag.strip_prefix(b"/").unwrap_or(tag);
    let mut lower = [0; 7];
    let mut length = 0;
    for (byte, place) in name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).zip(&mut lower)
    {
        *place = byte.to_ascii_lowercase();
        length += 1;
    }
    match &lower[..length] {
        b"a" | b"b" | b"i" | b"q" | b"s" | b"u" => true,
        b"em" | b"tt" | b"big" | b"bdi" | b"bdo" | b"del" | b"dfn" | b"ins" | b"kbd" | b"sub" => {
            true
        }
        b"sup" | b"var" | b"wbr" | b"abbr" | b"cite" | b"code" | b"data" | b"font" | b"mark" => {
            true
        }
        b"samp" | b"span" | b"time" | b"small" | b"tspan" | b"strong" => true,
        _ => tag.starts_with(b"!--"),
    }
}

/// Folds a text without tags, reading its escapes. It stands at `offset` in its file.
fn fold(text: &str, offset: usize, out: &mut Folded) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..].iter().take_while(|byte| KEPT[usize::from(**byte)]).count();
        if run > 0 {
            out.run(&bytes[at..at + run], offset + at);
            at += run;
            continue;
        }
        let byte = bytes[at];
        out.at = position(offset + at);
        let escape = match byte {
            b'&' => entity(&text[at..], out),
            b'%' => percent(&bytes[at..], out),
            b'\\' => backslash(&text[at..], out),
            byte if byte.is_ascii() => {
                out.ascii(byte);
                at += 1;
                continue;
            }
            _ => None,
        };
        match (escape, text[at..].chars().next()) {
            (Some(length), _) => at += length,
            (None, Some(c)) => {
                out.character(c);
                at += c.len_utf8();
            }
            (None, None) => return,
        }
    }
}

/// Reads an entity at the beginning of `text`; how long it is.
fn entity(text: &str, out: &mut Folded) -> Option<usize> {
    let end = text.bytes().take(34).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let code = match name.strip_prefix('#') {
        Some(number) => Some(match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        }),
        None => None,
    };
    if let Some(code) = code {
        out.character(char::from_u32(code)?);
        return Some(end + 1);
    }
    let c = match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" | "numsp" | "puncsp" | "hairsp" | "Tab" | "NewLine" => {
            ' '
        }
        "shy" | "zwnj" | "zwj" | "lrm" | "rlm" | "ZeroWidthSpace" | "NoBreak" => '\u{ad}',
        "hyphen" | "dash" | "ndash" | "mdash" | "minus" | "lowbar" => '-',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" | "ldquo" | "rdquo" | "laquo" | "raquo" => '"',
        "apos" | "lsquo" | "rsquo" => '\'',
        "commat" => '@',
        "period" => '.',
        "comma" => ',',
        "plus" => '+',
        "sol" => '/',
        "colon" => ':',
        "szlig" => 'ß',
        "aelig" | "AElig" => 'æ',
        "oelig" | "OElig" => 'œ',
        "oslash" | "Oslash" => 'ø',
        "thorn" | "THORN" => 'þ',
        "eth" | "ETH" => 'ð',
        "imath" | "inodot" => 'ı',
        _ => return accented(name, out).then_some(end + 1),
    };
    out.character(c);
    Some(end + 1)
}

/// Adds the letter that an entity such as `eacute` names; whether it names one.
fn accented(name: &str, out: &mut Folded) -> bool {
    let Some((letter, accent)) = name.split_at_checked(1) else { return false };
    let accent = match accent {
        "grave" => '\u{300}',
        "acute" => '\u{301}',
        "circ" => '\u{302}',
        "tilde" => '\u{303}',
        "macr" => '\u{304}',
        "breve" => '\u{306}',
        "dot" => '\u{307}',
        "uml" => '\u{308}',
        "ring" => '\u{30a}',
        "dblac" => '\u{30b}',
        "caron" => '\u{30c}',
        "cedil" => '\u{327}',
        "ogon" => '\u{328}',
        _ => return false,
    };
    letter.chars().chain([accent]).for_each(|c| out.character(c));
    true
}

/// Reads percent escapes at the beginning of `bytes`, as many as there are; how long they are.
fn percent(bytes: &[u8], out: &mut Folded) -> Option<usize> {
    let hex = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut decoded = Vec::new();
    let mut at = 0;
    while let [b'%', high, low, ..] = &bytes[at..] {
        let (Some(high), Some(low)) = (hex(high), hex(low)) else { break };
        decoded.push(high * 16 + low);
        at += 3;
    }
    let text = std::str::from_utf8(&decoded).ok().filter(|text| !text.is_empty())?;
    text.chars().for_each(|c| out.character(c));
    Some(at)
}

/// Reads an escape of JSON at the beginning of `text`; how long it is.
fn backslash(text: &str, out: &mut Folded) -> Option<usize> {
    let unit = |text: &str| {
        let digits = text.strip_prefix("\\u")?.get(..4)?;
        u32::from_str_radix(digits, 16).ok()
    };
    match text.as_bytes().get(1)? {
        b'n' | b'r' | b't' => {
            out.gap(HARD);
            Some(2)
        }
        b'u' => {
            let first = unit(text)?;
            if let Some(c) = char::from_u32(first) {
                out.character(c);
                return Some(6);
            }
            let second =
                text.get(6..).and_then(unit).filter(|low| (0xdc00..0xe000).contains(low))?;
            let high = first.checked_sub(0xd800).filter(|high| *high < 0x400)?;
            out.character(char::from_u32(0x10000 + (high << 10) + (second - 0xdc00))?);
            Some(12)
        }
        b'"' | b'\\' | b'/' => {
            // The character itself follows.
            out.gap(SOFT);
            Some(1)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> (String, String) {
        let mut fold = Fold::default();
        fold.file(text, true);
        assert_eq!(fold.text.bytes.len(), fold.text.origins.len());
        let text = |folded: &Folded| String::from_utf8(folded.bytes.clone()).expect("UTF-8");
        (text(&fold.text), text(&fold.markup))
    }

    #[test]
    fn what_looks_alike_is_alike() {
        let check = |text: &str| assert_eq!(folded(text).0, "aged55e\u{301}", "{text}");
        for text in [
            "aged 55é",
            "AGED 55É",
            "aged\n\t55e\u{301}",
            "aged&nbsp;55&eacute;",
            "aged <b>55</b>é",
            "ag\u{ad}ed 5&shy;5&#233;",
            "aged%2055%C3%A9",
            "aged\\u0020\\u0035\\u0035\\u00e9",
            "a<i>g</i>ed\\n55&#xE9;",
            "a\u{200b}ged-55é",
            "ａｇｅｄ 55é",
            "<p>aged</p><p>55é</p>",
        ] {
            check(text);
        }
    }

    #[test]
    fn what_stands_within_tags_is_kept_apart() {
        assert_eq!(folded("a<img alt=\"b > c\">d").0, "ad");
        assert!(folded("a<img alt=\"b > c\">d").1.contains("b>c"));
        assert!(folded("a<!-- <b>b</b> -->c").1.contains('b'));
        assert_eq!(folded("1 < 2 <3 <<").0, "1<2<3<<");
    }
}
