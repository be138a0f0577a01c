//! The index that `js/search.js` reads: which page has which word.
//!
//! It is made of what the pages themselves show and of nothing else, a thousand documents at a time
//! in parallel. No text is kept: of each thousand only the sorted words with their postings. Words
//! stand in the finished files as readers write them, so that the gate can read them.

mod gather;
mod postings;
mod shards;
mod terms;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::plan::{Target, Views};

pub use shards::Directory;

/// How much a word says of the page that has it: in a text, in a fact, in a name. Words of short
/// names say more, so that a page whose name is what was asked for comes before those that only hold it.
type Level = u8;

/// The level of a word of a text.
const TEXT: Level = 1;
/// The level of a word of a fact.
const FACT: Level = 2;
/// The highest level: that of a name of one word.
const LEVELS: Level = 6;

/// Documents that are gathered in one step.
const STEP: usize = 1024;

/// Puts the body of a page, as text, at the end of a string.
pub type Bodies<'a> = dyn Fn(Target, &mut String) -> Result<(), Box<Diagnostic>> + Sync + 'a;

/// Keeps the words of a thousand documents from one build to the next.
pub trait Parts: Sync {
    /// What was kept for these documents, numbered as they are, while nothing that they say has changed.
    fn get(&self, documents: &[(u32, Target)]) -> Option<Vec<u8>>;

    /// Keeps bytes for them.
    fn keep(&self, documents: &[(u32, Target)], bytes: &[u8]);
}

/// The finished index.
#[derive(Debug)]
pub struct Index {
    shards: shards::Shards,
}

impl Index {
    /// Reads every document of the plan. `bodies` is asked for bodies where the tracker has them
    /// searched, and `parts` for what an earlier build gathered.
    ///
    /// # Errors
    /// That a file changed since the tracker was read.
    pub fn build(
        views: &Views<'_>,
        bodies: &Bodies<'_>,
        parts: Option<&dyn Parts>,
    ) -> Result<Self, Box<Diagnostic>> {
        let documents = views.plan.documents();
        let all = documents.all(views.tracker);
        let with_bodies = views.tracker.settings.search.bodies;
        let step = |part: &[(u32, Target)]| -> Result<gather::Sorted, Box<Diagnostic>> {
            let kept = parts.and_then(|parts| parts.get(part));
            if let Some(sorted) = kept.and_then(|bytes| gather::Sorted::from_bytes(&bytes)) {
                return Ok(sorted);
            }
            let mut gathered = gather::Gathered::default();
            let mut body = String::new();
            for (number, target) in part {
                gathered.document(*number);
                views.searched(*target, &mut |weight, text| gathered.text(weight, text));
                if with_bodies {
                    body.clear();
                    bodies(*target, &mut body)?;
                    gathered.text(crate::plan::Weight::Text, &body);
                }
            }
            let sorted = gathered.into_sorted();
            if let Some(parts) = parts {
                parts.keep(part, &sorted.to_bytes());
            }
            Ok(sorted)
        };
        let sorted: Result<Vec<_>, _> = all.par_chunks(STEP).map(step).collect();
        let shards = shards::Shards::of(sorted?, all.len(), documents.shards());
        Ok(Self { shards })
    }

    /// What the index says, in sixteen hexadecimal digits.
    pub fn version(&self) -> String {
        format!("{:016x}", self.shards.version)
    }

    /// What the script reads first: where each shard begins.
    pub fn directory(&self) -> Directory<'_> {
        self.shards.directory()
    }

    /// The words of a shard with their postings; empty for a shard without words.
    pub fn shard(&self, number: u32) -> &str {
        self.shards.text(number)
    }
}
