//! The text of a file, whatever its encoding: bytes in, UTF-8 out.
//!
//! What the file is, is decided as it is read. A byte order mark says so. Without one, a NUL in
//! every other byte is UTF-16. Everything else is UTF-8 until a byte cannot be; the bytes around it
//! then decide whether the file is Windows-1252 (of which Latin-1 is a part), or UTF-8 with a few
//! broken letters. What stood before was ASCII or valid, so that nothing is read twice.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How much is read at once, in bytes; also how far a decision looks ahead.
const CHUNK: usize = 64 * 1024;

/// A file as UTF-8.
pub(super) struct Decoded {
    inner: Box<dyn Read + Send>,
    state: State,
    /// Read and not yet decoded.
    raw: Vec<u8>,
    /// Decoded and not yet taken, from `at`.
    text: Vec<u8>,
    at: usize,
    ended: bool,
    /// Bytes that could not be UTF-8 in a file that is.
    broken: u64,
}

enum State {
    /// Nothing was read.
    Unread,
    /// UTF-8, or ASCII so far.
    Utf8 {
        /// It was found to have bytes that are no UTF-8.
        mixed: bool,
    },
    /// Another encoding.
    Other(Box<Decoder>),
}

impl Decoded {
    /// The file in an encoding that is known, or in the one that it shows.
    pub(super) fn new(inner: Box<dyn Read + Send>, encoding: Option<&'static Encoding>) -> Self {
        let state = match encoding {
            Some(encoding) if encoding != UTF_8 => {
                State::Other(Box::new(encoding.new_decoder_with_bom_removal()))
            }
            _ => State::Unread,
        };
        Self { inner, state, raw: Vec::new(), text: Vec::new(), at: 0, ended: false, broken: 0 }
    }

    /// The name of the encoding as far as it is known now.
    pub(super) fn encoding(&self) -> &'static str {
        match &self.state {
            State::Unread | State::Utf8 { .. } => "UTF-8",
            State::Other(decoder) => decoder.encoding().name(),
        }
    }

    /// How many bytes of a file in UTF-8 were none, and were read as Windows-1252.
    pub(super) fn broken(&self) -> u64 {
        self.broken
    }

    /// What is decoded and not yet taken, at least `least` bytes of it where the file has them.
    pub(super) fn peek(&mut self, least: usize) -> io::Result<&[u8]> {
        while self.text.len() - self.at < least && !self.ended {
            self.fill()?;
        }
        Ok(&self.text[self.at..])
    }

    /// Takes so many bytes, which were seen before.
    pub(super) fn take(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    fn fill(&mut self) -> io::Result<()> {
        self.text.drain(..self.at);
        self.at = 0;
        let before = self.raw.len();
        self.raw.resize(before + CHUNK, 0);
        let mut end = before;
        while end < self.raw.len() {
            match self.inner.read(&mut self.raw[end..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.raw.truncate(end);
                    return Err(error);
                }
            }
        }
        self.raw.truncate(end);
        if matches!(self.state, State::Unread) {
            self.state = opening(&mut self.raw);
        }
        self.decode();
        Ok(())
    }

    fn decode(&mut self) {
        let mut from = 0;
        while let State::Utf8 { mixed } = self.state {
            let rest = &self.raw[from..];
            let valid = match std::str::from_utf8(rest) {
                Ok(text) => text.len(),
                Err(error) => error.valid_up_to(),
            };
            self.text.extend(&rest[..valid]);
            from += valid;
            let rest = &self.raw[from..];
            // The rest of a letter may follow in what is read next.
            let cut = std::str::from_utf8(rest).is_err_and(|error| error.error_len().is_none());
            if rest.is_empty() || cut && !self.ended {
                break;
            }
            if mixed || is_utf8_elsewhere(&self.text, rest) {
                self.broken += 1;
                self.text.extend(WINDOWS_1252.decode(&rest[..1]).0.bytes());
                from += 1;
                self.state = State::Utf8 { mixed: true };
            } else {
                let decoder = WINDOWS_1252.new_decoder_without_bom_handling();
                self.state = State::Other(Box::new(decoder));
            }
        }
        if let State::Other(decoder) = &mut self.state {
            let rest = &self.raw[from..];
            let most = decoder.max_utf8_buffer_length(rest.len()).unwrap_or(CHUNK * 4);
            let mut text = String::with_capacity(most);
            let _ = decoder.decode_to_string(rest, &mut text, self.ended);
            self.text.extend(text.bytes());
            from = self.raw.len();
        }
        self.raw.drain(..from);
    }
}

/// What the first bytes say; takes a byte order mark off.
fn opening(raw: &mut Vec<u8>) -> State {
    if let Some((encoding, length)) = Encoding::for_bom(raw) {
        raw.drain(..length);
        return match encoding == UTF_8 {
            true => State::Utf8 { mixed: false },
            false => State::Other(Box::new(encoding.new_decoder_without_bom_handling())),
        };
    }
    let sample = &raw[..raw.len().min(1024)];
    let nul = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nul(0), nul(1));
    let most = sample.len() / 4;
    let encoding = match sample.len() >= 4 {
        true if odd > most && even * 8 < odd => UTF_16LE,
        true if even > most && odd * 8 < even => UTF_16BE,
        _ => return State::Utf8 { mixed: false },
    };
    State::Other(Box::new(encoding.new_decoder_without_bom_handling()))
}

/// Whether what stands around a broken byte is written in UTF-8: most of it that is not ASCII is.
fn is_utf8_elsewhere(before: &[u8], after: &[u8]) -> bool {
    let (mut letters, mut broken) = (0_usize, 0_usize);
    for chunk in before.utf8_chunks().chain(after.utf8_chunks()) {
        letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += chunk.invalid().len();
    }
    letters > broken
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes one by one, as a slow pipe may.
    struct Drops(Vec<u8>, usize);

    impl Read for Drops {
        fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
            let Some(byte) = self.0.get(self.1) else { return Ok(0) };
            to[0] = *byte;
            self.1 += 1;
            Ok(1)
        }
    }

    fn read(bytes: &[u8]) -> (String, &'static str, u64) {
        let mut decoded = Decoded::new(Box::new(Drops(bytes.to_vec(), 0)), None);
        let text = decoded.peek(usize::MAX).expect("memory can be read").to_vec();
        let text = String::from_utf8(text).expect("what is decoded is UTF-8");
        (text, decoded.encoding(), decoded.broken())
    }

    #[test]
    fn every_encoding_is_found_out() {
        let check = |bytes: &[u8], text: &str, encoding: &str, broken: u64| {
            assert_eq!(read(bytes), (text.to_owned(), encoding_of(encoding), broken), "{bytes:?}");
        };
        check(b"place\nold town\n", "place\nold town\n", "UTF-8", 0);
        check("\u{feff}größe".as_bytes(), "größe", "UTF-8", 0);
        check(b"gr\xf6\xdfe", "größe", "windows-1252", 0);
        check(b"\x93harbour\x94 \x80", "“harbour” €", "windows-1252", 0);
        check("größe, größe, gr\u{f6}\u{df}e".as_bytes(), "größe, größe, größe", "UTF-8", 0);
        let mixed = ["größe ".as_bytes(), b"\xf6 ", "größe".as_bytes()].concat();
        check(&mixed, "größe ö größe", "UTF-8", 1);
        let wide = |order: fn(u16) -> [u8; 2], mark: &str| -> Vec<u8> {
            format!("{mark}id;größe 𝄞\r\n").encode_utf16().flat_map(order).collect()
        };
        check(&wide(u16::to_le_bytes, "\u{feff}"), "id;größe 𝄞\r\n", "UTF-16LE", 0);
        check(&wide(u16::to_be_bytes, "\u{feff}"), "id;größe 𝄞\r\n", "UTF-16BE", 0);
        check(&wide(u16::to_le_bytes, ""), "id;größe 𝄞\r\n", "UTF-16LE", 0);
        check(&wide(u16::to_be_bytes, ""), "id;größe 𝄞\r\n", "UTF-16BE", 0);
        check(b"", "", "UTF-8", 0);
        check(b"cut \xc3", "cut Ã", "windows-1252", 0);
    }

    fn encoding_of(name: &str) -> &'static str {
        Encoding::for_label(name.as_bytes()).expect("a known encoding").name()
    }
}
