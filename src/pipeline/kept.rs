//! Which pages an earlier build made of what, so that none is made again that would be the same.
//!
//! It is only ever a saving of time: without it, or with that of another program, tracker or folder,
//! every page is made. A page is kept where its key is known and its file stands as it was made.

use std::sync::{Arc, Mutex, PoisonError};

use super::Site;
use crate::output::{Cache, Sink};
use crate::plan::{Keys, PlannedPage, Target};
use crate::source::{Digest, DigestRun, SourcePath, Sources};
use crate::{release, search};

/// Bytes of an entry: a key and the digest of the file that was made.
const ENTRY: usize = 32;

/// What is remembered from one build to the next.
#[derive(Clone)]
pub struct Memory {
    /// Keeps which page was made of what.
    pub pages: Arc<dyn Cache>,
    /// Under which name: one for each output folder.
    pub name: Digest,
    /// Keeps parsed records.
    pub records: Arc<dyn Cache>,
    /// Keeps the words of pages, for the index of the search.
    pub words: Arc<dyn Cache>,
    /// Which program builds: another one makes other pages.
    pub program: Digest,
}

/// What one build knows of the one before it, and leaves to the next.
pub(super) struct Book<'a> {
    memory: &'a Memory,
    keys: Keys<'a>,
    /// By key.
    known: Vec<[u8; ENTRY]>,
    made: Mutex<Vec<[u8; ENTRY]>>,
}

impl search::Parts for Book<'_> {
    fn get(&self, documents: &[(u32, Target)]) -> Option<Vec<u8>> {
        self.memory.words.get(&self.keys.of_words(documents).to_string())
    }

    fn keep(&self, documents: &[(u32, Target)], bytes: &[u8]) {
        self.memory.words.keep(&self.keys.of_words(documents).to_string(), bytes);
    }
}

impl<'a> Book<'a> {
    /// Opens the book; `None` where a file cannot be read, which whoever needs it will say.
    pub(super) fn open(site: &'a Site, memory: &'a Memory, sources: &dyn Sources) -> Option<Self> {
        let mut world = DigestRun::default();
        world.add_part(&memory.program.0);
        world.add_part(&site.gate.digest().0);
        let base_url = site.settings().base_url.as_deref();
        world.add_part(base_url.unwrap_or_default().as_bytes());
        // The plan knows the records. Files of releases are published as they are, and their manifests
        // say what they are.
        let counts = |path: &&SourcePath| {
            let record = path.below("content").is_some() && path.as_str().ends_with(".md");
            let frozen = path.below(release::FOLDER).is_some();
            !record && (!frozen || path.file_name() == release::MANIFEST)
        };
        for path in sources.paths().iter().filter(counts) {
            world.add_part(path.as_str().as_bytes());
            world.add_part(&sources.read(path.as_str()).ok()?);
        }
        let bytes = memory.pages.get(&memory.name.to_string()).unwrap_or_default();
        let (known, rest) = bytes.as_chunks::<ENTRY>();
        // What is cut off or out of order is no book of ours.
        let known = if rest.is_empty() && known.is_sorted() { known.to_vec() } else { Vec::new() };
        let keys = Keys::new(site.renderer.views(), world.digest());
        Some(Self { memory, keys, known, made: Mutex::default() })
    }

    /// The key of a page.
    pub(super) fn key(&self, page: &PlannedPage) -> Digest {
        self.keys.of(page)
    }

    /// The digest of the file that was made of that key; `None` where none was.
    pub(super) fn digest(&self, key: Digest) -> Option<Digest> {
        let at = self.known.partition_point(|entry| entry[..16] < key.0[..]);
        let entry = self.known.get(at).filter(|entry| entry[..16] == key.0)?;
        let mut digest = Digest::default();
        digest.0.copy_from_slice(&entry[16..]);
        Some(digest)
    }

    /// The digest of the file of a page that stands as it would be made; `None` where it does not.
    pub(super) fn stands(
        &self,
        page: &PlannedPage,
        key: Digest,
        sink: &dyn Sink,
    ) -> Option<Digest> {
        self.digest(key).filter(|digest| sink.stands(&page.address, *digest))
    }

    /// Notes the files that were made or stand, with their keys and digests.
    pub(super) fn note(&self, pages: impl IntoIterator<Item = (Digest, Digest)>) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.extend(pages.into_iter().map(|(key, digest)| {
            let mut entry = [0; ENTRY];
            entry[..16].copy_from_slice(&key.0);
            entry[16..].copy_from_slice(&digest.0);
            entry
        }));
    }

    /// Keeps what was noted for the next build.
    pub(super) fn close(self) {
        let mut made = self.made.into_inner().unwrap_or_else(PoisonError::into_inner);
        made.sort_unstable();
        if made != self.known {
            self.memory.pages.keep(&self.memory.name.to_string(), made.as_flattened());
        }
    }
}
