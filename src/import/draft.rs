//! What one row of a foreign table became, and its text as the file of a record.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::content::{Parsed, print};
use crate::model::Incident;
use crate::source::DigestRun;

/// What one row became. The incident is printed by `content`, so that nothing can be written that
/// `content` would not read.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The incident; its `record.file` is the path that it shall have in a new tracker.
    pub incident: Incident,
    /// Its Markdown.
    pub body: String,
    /// What has no field, by the name of its column: kept in `[private.import]`.
    pub left: Vec<(Box<str>, Box<str>)>,
    /// What must not be published: kept in `[private]`, which the gate guards.
    pub private: Vec<(Box<str>, Box<str>)>,
    /// The region in a form that does not change where an editor moves it; kept in `[private.import]` where
    /// its id is another.
    pub way: Box<str>,
}

/// Of which dataset and release a record came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The short name of the dataset, an id: `ucdp-ged`.
    pub dataset: Box<str>,
    /// The release, such as `24.1`; `None` where nobody says.
    pub release: Option<Box<str>>,
}

impl Draft {
    /// The text of the record's file, with `[private.import]` at the end of its front matter.
    ///
    /// Its `row` is a fingerprint of all that the draft says, so that two files that say the same of an
    /// event have the same, whatever their form.
    /// `cells` is a fingerprint of what the row itself says, whatever the draft made of it; `None` where
    /// nobody can change what is made of it.
    pub fn text(self, origin: &Origin, cells: Option<&str>) -> String {
        let Self { incident, body, left, private, way } = self;
        let region = incident.region.value.clone();
        let printed = print(&Parsed::Incident(Box::new(incident)), "");
        let mut text = printed.strip_suffix("+++\n").unwrap_or(&printed).to_owned();
        if !private.is_empty() {
            text.push_str("\n[private]\n");
            lines(&mut text, &private);
        }
        let mut rest = String::new();
        if !left.is_empty() {
            rest.push_str("\n[private.import.left]\n");
            lines(&mut rest, &left);
        }
        let mut run = DigestRun::default();
        // A region that was moved is no news of the row.
        let said: Cow<'_, str> = match region.as_str() == &*way {
            true => text.as_str().into(),
            false => {
                let line = |region: &str| format!("\nregion = {}\n", quoted(region));
                text.replacen(&line(region.as_str()), &line(&way), 1).into()
            }
        };
        [&*said, &rest, &body].iter().for_each(|part| run.add_part(part.as_bytes()));
        text.push_str("\n[private.import]\n");
        line(&mut text, "dataset", &origin.dataset);
        if let Some(release) = &origin.release {
            line(&mut text, "release", release);
        }
        let row = run.digest().0.iter().take(8).fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        line(&mut text, "row", &row);
        if let Some(cells) = cells {
            line(&mut text, "cells", cells);
        }
        if region.as_str() != &*way {
            line(&mut text, "way", &way);
        }
        text.push_str(&rest);
        text.push_str("+++\n");
        if !body.is_empty() {
            text.push('\n');
            text.push_str(&body);
        }
        text
    }
}

fn lines(text: &mut String, pairs: &[(Box<str>, Box<str>)]) {
    pairs.iter().for_each(|(key, value)| line(text, key, value));
}

fn line(text: &mut String, key: &str, value: &str) {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let key = if !key.is_empty() && key.chars().all(bare) { key.into() } else { quoted(key) };
    let _ = writeln!(text, "{key} = {}", quoted(value));
}

/// A text as a TOML string on one line.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
