//! Records to be filled: what every kind of record has, with nothing in it yet.

use crate::model::{Id, Record, Status};
use crate::source::{Digest, Sha256, SourcePath, Span};

/// A published record of that file, id and title.
pub(super) fn named(path: &SourcePath, id: &Id, title: &str) -> Record {
    Record {
        file: path.clone(),
        digest: Digest::default(),
        head: Digest::default(),
        id: id.clone().into(),
        title: Box::<str>::from(title).into(),
        lang: None,
        status: Status::Published,
        reason: None,
        added: None,
        embargo: None,
        warning: None,
        tags: Vec::new(),
        aliases: Vec::new(),
        related: Vec::new(),
        claims: Vec::new(),
        statements: Vec::new(),
        sources: Vec::new(),
        changes: Vec::new(),
        safety: None,
        private: Box::default(),
        body: Span::default(),
        body_hash: Sha256::default(),
        links: Vec::new(),
    }
}
