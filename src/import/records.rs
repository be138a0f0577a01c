//! Records to be filled: what every kind of record has, with nothing in it yet.

use crate::model::{Id, Rare, Record, Status};
use crate::source::{Digest, Sha256, SourcePath, Span};

/// A published record of that file, id and title.
pub(super) fn named(path: &SourcePath, id: &Id, title: &str) -> Record {
    Record {
        file: path.clone(),
        digest: Digest::default(),
        head: Digest::default(),
        id: id.clone().into(),
        title: Box::<str>::from(title).into(),
        status: Status::Published,
        claims: Vec::new(),
        sources: Vec::new(),
        body: Span::default(),
        body_hash: Sha256::default(),
        rare: Rare::default(),
    }
}
