//! Files in: what a tracker is made of, and where in a file something stands.
//!
//! Stages read through [`Sources`] and never name a disk. Paths are relative to
//! the tracker's root, in UTF-8, with `/` between the parts on every system.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::Arc;

use ring::digest;
use serde::{Deserialize, Serialize};

/// The path of a source file, relative to the tracker's root (`content/incidents/2022/x.md`).
///
/// Cheap to clone; sorts by its text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// A path from its text, which must be relative and use `/`.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// The text of the path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file name without its folder.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The file name without its folder and its last extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The folder of the file, without a slash at its end; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The path below `folder`, or `None` where it lies elsewhere.
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for SourcePath {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// A stretch of a file: byte offsets, the end excluded. Files are at most 4 GiB.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize,
)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `range`, moved by `offset` bytes.
    pub fn new(range: std::ops::Range<usize>, offset: usize) -> Self {
        let clamp = |at: usize| u32::try_from(at + offset).unwrap_or(u32::MAX);
        Self { start: clamp(range.start), end: clamp(range.end) }
    }

    /// The span as a range of byte offsets.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A value and where it stands in its record's file.
///
/// Two located values are equal when their values are, wherever they stand.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Located<T> {
    /// A value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: change(self.value), span: self.span }
    }
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Located<T> {}

impl<T> From<T> for Located<T> {
    fn from(value: T) -> Self {
        Self { value, span: Span::default() }
    }
}

/// Line and column of a byte offset, both counted from one; the column counts characters.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// The files of a tracker: which there are, and their bytes when asked for.
///
/// A stage may ask for a file twice; an implementation on a disk may give other
/// bytes the second time, and who asks compares digests where that matters.
pub trait Sources: Sync {
    /// All paths, sorted, without doubles: settings, content, templates, static files.
    fn paths(&self) -> &[SourcePath];

    /// What a file is known by without being read: as long as that is the same, its bytes are. `None`
    /// where nothing is sure enough.
    fn stamp(&self, _path: &str) -> Option<Digest> {
        None
    }

    /// The bytes of one file.
    ///
    /// # Errors
    /// What the file system says; [`io::ErrorKind::NotFound`] for a path that there is not.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// The same for files that are too large to lie in memory: read in pieces, from any place.
    ///
    /// # Errors
    /// As for the whole file, and later what the file system says while it is read.
    fn open(&self, path: &str) -> io::Result<Box<dyn Reading>> {
        Ok(Box::new(io::Cursor::new(self.read(path)?)))
    }
}

/// A file that is read in pieces.
pub trait Reading: io::Read + io::Seek + Send {}

impl<T: io::Read + io::Seek + Send> Reading for T {}

/// Files held in memory: tests, and what `serve` has read.
#[derive(Clone, Debug, Default)]
pub struct SourceSet {
    paths: Vec<SourcePath>,
    files: BTreeMap<SourcePath, Vec<u8>>,
}

impl SourceSet {
    /// Puts a file in, over one of the same path.
    pub fn insert(&mut self, path: impl Into<SourcePath>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
        self.paths = self.files.keys().cloned().collect();
    }

    /// Takes a file out.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
        self.paths = self.files.keys().cloned().collect();
    }
}

impl<P: Into<SourcePath>, B: Into<Vec<u8>>> FromIterator<(P, B)> for SourceSet {
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> Self {
        let files: BTreeMap<_, _> =
            files.into_iter().map(|(path, bytes)| (path.into(), bytes.into())).collect();
        Self { paths: files.keys().cloned().collect(), files }
    }
}

impl Sources for SourceSet {
    fn paths(&self) -> &[SourcePath] {
        &self.paths
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// The fingerprint of a file's bytes (XXH3, 128 bits). It tells whether a file changed; it is no proof
/// against somebody who wants two files to look alike.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize,
)]
pub struct Digest(pub [u8; 16]);

impl Digest {
    /// The fingerprint of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxhash_rust::xxh3::xxh3_128(bytes).to_be_bytes())
    }
}

/// A short fingerprint (XXH3) for tables in memory; two texts may share one.
pub fn fingerprint(bytes: &[u8]) -> u64 {
    xxhash_rust::xxh3::xxh3_64(bytes)
}

/// The fingerprint of bytes that come in pieces: that of all of them in one.
#[derive(Default)]
pub struct DigestRun(xxhash_rust::xxh3::Xxh3);

impl DigestRun {
    /// Takes the next piece.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Takes a part that cannot run into the next: its length, then its bytes.
    pub fn add_part(&mut self, bytes: &[u8]) {
        self.add(&(bytes.len() as u64).to_le_bytes());
        self.add(bytes);
    }

    /// The fingerprint of the pieces so far.
    pub fn digest(&self) -> Digest {
        Digest(self.0.digest128().to_be_bytes())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl std::str::FromStr for Digest {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text.len() != 32 || !text.is_ascii() {
            return Err(());
        }
        let mut digest = [0; 16];
        for (byte, pair) in digest.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| ())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| ())?;
        }
        Ok(Self(digest))
    }
}

/// A SHA-256 (FIPS 180-4): two texts that have the same are the same, also where somebody wants to deceive.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize,
)]
pub struct Sha256(pub [u8; 32]);

impl Sha256 {
    /// The SHA-256 of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        let mut run = Sha256Run::default();
        run.add(bytes);
        run.end()
    }

    /// The first `digits` hexadecimal digits, in lower case; there are 64.
    pub fn hex(self, digits: usize) -> String {
        let mut text = String::with_capacity(64);
        push_hex(&self.0[..digits.min(64).div_ceil(2)], &mut text);
        text.truncate(digits);
        text
    }
}

/// The SHA-256 of bytes that come in pieces: that of all of them in one.
pub struct Sha256Run(digest::Context);

impl Default for Sha256Run {
    fn default() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }
}

impl Sha256Run {
    /// Takes the next piece.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The SHA-256 of all pieces.
    pub fn end(self) -> Sha256 {
        let mut own = Sha256::default();
        own.0.copy_from_slice(self.0.finish().as_ref());
        own
    }
}

/// Puts bytes at the end of a text, each as two hexadecimal digits in lower case.
fn push_hex(bytes: &[u8], text: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_and_column_count_characters_from_one() {
        assert_eq!(line_and_column("a\nbé c", 0), (1, 1));
        assert_eq!(line_and_column("a\nbé c", 5), (2, 3));
        assert_eq!(line_and_column("a\nb", 99), (2, 2));
        assert_eq!(
            line_and_column("é", 1),
            (1, 1),
            "an offset inside a character is that character"
        );
    }

    #[test]
    fn a_path_knows_its_parts() {
        let path = SourcePath::from("content/regions/north/riverside.md");
        assert_eq!((path.stem(), path.folder()), ("riverside", "content/regions/north"));
        assert_eq!(path.below("content/regions"), Some("north/riverside.md"));
        assert_eq!(path.below("content/reg"), None);
    }

    #[test]
    fn a_digest_reads_what_it_prints() {
        let digest = Digest::of(b"x");
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert_eq!("zz".parse::<Digest>(), Err(()));
    }

    #[test]
    fn pieces_hash_to_the_same_as_the_whole() {
        let (mut digest, mut sha256) = (DigestRun::default(), Sha256Run::default());
        for piece in [&b"ab"[..], b"", b"c"] {
            digest.add(piece);
            sha256.add(piece);
        }
        assert_eq!(digest.digest(), Digest::of(b"abc"));
        assert_eq!(sha256.end(), Sha256::of(b"abc"));
    }

    #[test]
    fn a_sha256_is_that_of_the_standard() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Sha256::of(b"abc").hex(64), abc);
        assert_eq!(Sha256::of(b"abc").hex(7), abc[..7]);
    }
}
