//! How many bytes a host sends for a file, and a bound for it that is found without compressing.

use std::cell::RefCell;
use std::io::Write as _;

use flate2::write::DeflateEncoder;
use flate2::{Compress, Compression, FlushCompress, Status};

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

/// How many bytes are compressed before the bound is looked at again: so many at first, and from
/// then on as many as were compressed before.
const PIECE: usize = 2 << 10;

/// How often each byte occurs.
type Counts = [u32; 256];

thread_local! {
    /// Making the tables of a compression takes longer than compressing a page.
    static AS_HOSTS_DO: RefCell<Compress> =
        RefCell::new(Compress::new(Compression::new(LEVEL), false));
    static QUICKLY: RefCell<Compress> =
        RefCell::new(Compress::new(Compression::new(QUICK), false));
}

/// How many bytes gzip makes of a file.
pub fn compressed(bytes: &[u8]) -> u64 {
    AS_HOSTS_DO.with_borrow_mut(|encoder| {
        encoder.reset();
        let mut out = [0; 4 << 10];
        loop {
            let rest = &bytes[encoder.total_in() as usize..];
            match encoder.compress(rest, &mut out, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => return encoder.total_out() + GZIP,
                Ok(_) => {}
                Err(_) => return u64::MAX,
            }
        }
    })
}

/// At least as many bytes as gzip makes of a text: a bound that costs little where it need not be
/// close. It is made closer only until it is no more than `enough`; 0 gives the closest.
///
/// The first bound codes each byte by how often it occurs. Then one piece of the text after the other
/// is compressed in haste, and the bytes alone of the rest are counted.
pub fn bound(bytes: &[u8], enough: u64) -> u64 {
    let raw = bytes.len() as u64 + bytes.len() as u64 / 1000 + FRAME;
    if raw <= enough {
        return raw;
    }
    let mut left = counts(bytes);
    let mut best = raw.min(entropy(&left, bytes.len()) + FRAME);
    if best <= enough {
        return best;
    }
    QUICKLY.with_borrow_mut(|encoder| {
        encoder.reset();
        let mut done = 0;
        while best > enough && done < bytes.len() {
            let end = bytes.len().min((2 * done).max(PIECE));
            let piece = &bytes[done..end];
            if !hastily(encoder, piece) {
                break;
            }
            done = end;
            for (left, count) in left.iter_mut().zip(&counts(piece)) {
                *left -= count;
            }
            best = best.min(encoder.total_out() + entropy(&left, bytes.len() - done) + FRAME);
        }
    });
    best
}

/// Compresses a piece to its end; `false` where that cannot be.
fn hastily(encoder: &mut Compress, mut piece: &[u8]) -> bool {
    let mut out = [0; 4 << 10];
    loop {
        let (before, made) = (encoder.total_in(), encoder.total_out());
        if encoder.compress(piece, &mut out, FlushCompress::Sync).is_err() {
            return false;
        }
        piece = &piece[(encoder.total_in() - before) as usize..];
        if piece.is_empty() && encoder.total_out() - made < out.len() as u64 {
            return true;
        }
    }
}

/// At least as many bytes as gzip makes of a text of bytes that occur so often.
///
/// Coding each byte by how often it occurs gives the entropy of the bytes; gzip does that too and
/// replaces repetitions besides. Something is added: its codes have whole bits, and replacing short
/// repetitions in what has no long ones makes a text longer. How many of these there are by chance
/// follows from how often two bytes are alike. Texts of random bytes came out up to a fifth longer
/// than their entropy where one pair in eight is alike, and a twelfth where one in 24 is, as in HTML.
fn entropy(counts: &Counts, length: usize) -> u64 {
    let total = length as f64;
    let (mut bits, mut alike) = (0.0, 0.0);
    for count in counts.iter().filter(|count| **count > 0) {
        let count = f64::from(*count);
        bits += count * (total / count).log2();
        alike += count * count;
    }
    let more = match total * total / alike {
        24.0.. => 1.14,
        8.0.. => 1.25,
        _ => 1.5,
    };
    (bits / 8.0 * more).ceil() as u64 + 192
}

fn counts(bytes: &[u8]) -> Counts {
    // Four tables, so that bytes that follow their like do not wait for each other.
    let mut four = [[0_u32; 256]; 4];
    let (chunks, rest) = bytes.as_chunks::<16>();
    for chunk in chunks {
        for (at, byte) in chunk.iter().enumerate() {
            four[at % 4][usize::from(*byte)] += 1;
        }
    }
    for byte in rest {
        four[0][usize::from(*byte)] += 1;
    }
    let [mut counts, others @ ..] = four;
    for other in &others {
        counts.iter_mut().zip(other).for_each(|(count, more)| *count += more);
    }
    counts
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
        assert!(bound(text.as_bytes(), 0) >= compressed(text.as_bytes()));
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
            letters in 1_u16..=256,
            steepness in 0..5_u32,
            numbers in prop::collection::vec(any::<u16>(), 0..30_000),
            again in 1..4_usize,
        ) {
            // The steeper, the more often come the first letters.
            let letter = |number: &u16| {
                let share = (f64::from(*number) / 65_536.0).powf(1.0 + f64::from(steepness) / 2.0);
                (share * f64::from(letters)) as u8
            };
            let text: Vec<u8> = numbers.iter().map(letter).collect();
            let text = text.repeat(again);
            let weight = compressed(&text);
            for enough in [u64::MAX, weight * 2, weight + weight / 4, weight, 0] {
                let bound = bound(&text, enough);
                prop_assert!(bound >= weight, "{letters}, {enough}: {bound} {weight}");
            }
        }
    }
}
