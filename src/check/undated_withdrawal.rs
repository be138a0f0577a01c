//! A withdrawal that the public history does not tell.

use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::model::{ChangeKind, Record, Tracker};

pub(super) static UNDATED_WITHDRAWAL: Rule = Rule::house(
    "undated-withdrawal",
    Severity::Warning,
    "A record is withdrawn, and its history does not say when.\n\n\
     The list of corrections and its feed are made from the histories. Readers who cited the record \
     learn of the withdrawal there, and a record without a dated one appears in neither.\n\n\
     **Example**: `status = \"withdrawn\"` and a `reason`, and no `[[change]]` with \
     `kind = \"withdrawal\"`.\n\n\
     **Repair**: add a `[[change]]` with the day of the withdrawal, `kind = \"withdrawal\"` and a \
     `note` for readers.",
);

pub(super) fn check(tracker: &Tracker) -> Vec<Diagnostic> {
    tracker.records().filter(|record| record.is_withdrawn()).filter_map(problem).collect()
}

fn problem(record: &Record) -> Option<Diagnostic> {
    let dated = record.changes.iter().any(|change| change.kind == ChangeKind::Withdrawal);
    let message = "the record is withdrawn, and no change says since when";
    let problem = Diagnostic::at(&UNDATED_WITHDRAWAL, &record.file, None, message);
    let lines = "add these lines with the day:\n[[change]]\non = YYYY-MM-DD\nkind = \"withdrawal\"\n\
                 note = \"What readers should know\"";
    (!dated).then(|| problem.help(lines))
}
