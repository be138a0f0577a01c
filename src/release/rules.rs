//! The rules that kept releases are held to.

use crate::diagnostic::Rule;

/// A kept file that is not what it was.
pub static CHANGED_RELEASE: Rule = Rule::fixed(
    "changed-release",
    "A file of a release is not the one that was frozen, is missing, or was added later.\n\n\
     A release is cited by its number: who reads `1.0.0` must always read the same. The sums in \
     `manifest.json` and `SHA256SUMS` say what was frozen, and every build holds the files against \
     them. The manifest of the next release and `griot.lock` say what these were.\n\n\
     **Example**: a figure is mended in `releases/1.0.0/incidents.csv`; or git turned the line ends of \
     the files.\n\n\
     **Repair**: bring the file back, for example with `git checkout releases/1.0.0`. What is to be \
     corrected is corrected in `content/` and appears in the next release. A file that must no longer \
     be public is taken out with `griot release 1.0.0 --withdraw FILE --reason \"…\"`.",
);

/// A release that cannot be read.
pub static BROKEN_RELEASE: Rule = Rule::fixed(
    "broken-release",
    "`releases/` holds something that is no release, or a release whose manifest cannot be read, or \
     lacks a release.\n\n\
     `griot release` makes a folder for each release, named for its number, with a `manifest.json` that \
     lists its files and names the release before it. Nothing else has a place there, and no release \
     goes: somebody cites it, and its number must never mean another. `griot.lock` names them too.\n\n\
     **Example**: `releases/draft/`, a `manifest.json` that was edited by hand, or a folder that was \
     removed.\n\n\
     **Repair**: bring the manifest or the release back from the history of the tracker, or move what \
     does not belong there to another folder. A newest release that was never published can go: take \
     its line out of `griot.lock` with it.",
);

/// A kept file that the gate cannot read.
pub static UNPROVED_RELEASE: Rule = Rule::fixed(
    "unproved-release",
    "A release has a file that the gate cannot read, and no longer the text with the same rows.\n\n\
     Withheld words are looked for in text. Files such as Parquet and SQLite hold the same rows as the \
     tables of comma-separated values beside them, so that what stands in one is found in the other. \
     Where a table was withdrawn, nothing speaks for them any more.\n\n\
     **Example**: `incidents.csv` was withdrawn from release 1.0.0 and `incidents.parquet` was not.\n\n\
     **Repair**: withdraw it as well, with `griot release 1.0.0 --withdraw FILE --reason \"…\"`.",
);

/// Every rule of releases.
pub const RULES: &[&Rule] = &[&CHANGED_RELEASE, &BROKEN_RELEASE, &UNPROVED_RELEASE];
