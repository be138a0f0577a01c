//! How many bytes a host sends for a file, and a bound for it that is found without compressing.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// The level that hosts compress at unless told otherwise.
const LEVEL: u32 = 6;

/// What gzip puts around what is compressed: a head of ten bytes, a checksum and the length.
const GZIP: u64 = 18;

/// What gzip adds to bytes that cannot be made smaller: its own frame and that of a block.
pub(super) const FRAME: u64 = 64;

/// Names of files that hosts send as they are, since they are compressed already.
const PACKED: [&str; 14] = [
    ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".woff", ".woff2", ".mp3", ".mp4", ".webm",
    ".ogg", ".zip", ".gz",
];

/// The level that compresses fastest, and least.
const QUICK: u32 = 1;

/// How many bytes gzip makes of a file.
pub fn compressed(bytes: &[u8]) -> u64 {
    at_level(bytes, LEVEL)
}

/// At least as many bytes as gzip makes of a file, at less cost.
pub fn quickly(bytes: &[u8]) -> u64 {
    at_level(bytes, QUICK)
}

fn at_level(bytes: &[u8], level: u32) -> u64 {
    let mut encoder = DeflateEncoder::new(Count(0), Compression::new(level));
    // Counting cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().map_or(u64::MAX, |count| count.0 + GZIP)
}

/// At least as many bytes as gzip makes of a text, at a small part of the cost.
///
/// Coding each byte by how often it occurs gives the entropy of the bytes; gzip does that too and
/// replaces repetitions besides. A fifth and more is added: its codes have whole bits, and replacing
/// short repetitions in what has no long ones makes a text longer.
pub fn bound(bytes: &[u8]) -> u64 {
    // Four tables, so that bytes that follow their like do not wait for each other.
    let mut counts = [[0_u32; 256]; 4];
    let mut chunks = bytes.chunks_exact(4);
    for chunk in &mut chunks {
        for (count, byte) in counts.iter_mut().zip(chunk) {
            count[usize::from(*byte)] += 1;
        }
    }
    for byte in chunks.remainder() {
        counts[0][usize::from(*byte)] += 1;
    }
    let total = bytes.len() as f64;
    let bits: f64 = (0..256)
        .map(|byte| f64::from(counts.iter().map(|count| count[byte]).sum::<u32>()))
        .filter(|count| *count > 0.0)
        .map(|count| count * (total / count).log2())
        .sum();
    let entropy = (bits / 8.0 * 1.25).ceil() as u64 + 256;
    entropy.min(bytes.len() as u64 + bytes.len() as u64 / 1000 + FRAME)
}

/// Whether hosts compress a file with that name.
pub(super) fn is_sent_compressed(address: &str) -> bool {
    let name = address.to_ascii_lowercase();
    !PACKED.iter().any(|end| name.ends_with(end))
}

/// Counts what is written to it.
pub(super) struct Count(pub(super) u64);

impl std::io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// How many bytes gzip makes of each of the texts, one after the other.
pub(super) fn shares<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Vec<u64> {
    let mut encoder = DeflateEncoder::new(Count(0), Compression::new(LEVEL));
    let mut before = 0;
    let share = |text: &[u8]| {
        // Counting cannot fail.
        let _ = encoder.write_all(text).and_then(|()| encoder.flush());
        let share = encoder.get_ref().0 - before;
        before = encoder.get_ref().0;
        share
    };
    texts.map(share).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_repeats_weighs_little_and_shares_add_up() {
        let text = "one line like another\n".repeat(1000);
        assert!(compressed(text.as_bytes()) < 300);
        assert!(bound(text.as_bytes()) >= compressed(text.as_bytes()));
        let shares = shares([&b"some words"[..], text.as_bytes(), b""].into_iter());
        assert!(shares[0] > 10 && shares[1] < 300, "{shares:?}");
    }

    #[test]
    fn pictures_are_sent_as_they_are() {
        assert!(is_sent_compressed("maps/x.svg") && is_sent_compressed("css/griot.css"));
        assert!(!is_sent_compressed("pictures/A.JPG"));
    }

    proptest! {
        #[test]
        fn the_bound_is_never_below_what_gzip_makes(
            letters in 1_u8..=255,
            numbers in prop::collection::vec(any::<u8>(), 0..30_000),
            again in 1..4_usize,
        ) {
            let text: Vec<u8> = numbers.iter().map(|number| number % letters).collect();
            let text = text.repeat(again);
            let weight = compressed(&text);
            prop_assert!(bound(&text) >= weight, "{letters}: {} {weight}", bound(&text));
            prop_assert!(quickly(&text) + FRAME >= weight, "{letters}: {} {weight}", quickly(&text));
        }
    }
}
