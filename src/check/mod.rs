//! House rules: what a whole tracker should hold to beyond the form of its records.
//!
//! One file a rule, one line in [`RULES`]; a rule about single records has one in `OF_RECORDS`, so
//! that one pass over the tracker asks them all.

mod guessed_level;
mod incomplete_attribution;
mod loaded_title;
mod missing_source;
mod position_in_address;
mod severity;

mod source_address;
mod subject;
mod title;
mod title_figure;
mod uncorroborated_copy;
mod uncounted_parts;
mod undated_withdrawal;
mod unlike_counts;
mod unsupported_grade;
mod victim_not_published;

use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Tracker;

pub use severity::apply;

/// Every house rule.
pub const RULES: &[&Rule] = &[
    &guessed_level::GUESSED_LEVEL,
    &incomplete_attribution::INCOMPLETE_ATTRIBUTION,
    &loaded_title::LOADED_TITLE,
    &missing_source::MISSING_SOURCE,
    &position_in_address::POSITION_IN_ADDRESS,
    &source_address::SOURCE_WITHOUT_ADDRESS,
    &source_address::SOURCE_WITHOUT_ARCHIVE,
    &title_figure::TITLE_FIGURE,
    &uncorroborated_copy::UNCORROBORATED_COPY,
    &uncounted_parts::UNCOUNTED_PARTS,
    &undated_withdrawal::UNDATED_WITHDRAWAL,
    &unlike_counts::UNLIKE_COUNTS,
    &unsupported_grade::UNSUPPORTED_GRADE,
    &victim_not_published::VICTIM_NOT_PUBLISHED,
];

/// The rules that look at one record at a time.
const OF_RECORDS: &[subject::RecordRule] = &[
    incomplete_attribution::check,
    loaded_title::check,
    source_address::check,
    title_figure::check,
    uncorroborated_copy::check,
    uncounted_parts::check,
    unlike_counts::check,
    unsupported_grade::check,
    victim_not_published::check,
];

/// Every problem of the tracker by the house rules, with the rules' own severities, in no order.
pub fn run(tracker: &Tracker) -> Vec<Diagnostic> {
    let mut problems = missing_source::check(tracker);
    problems.extend(guessed_level::check(tracker));
    problems.extend(position_in_address::check(tracker));
    problems.extend(undated_withdrawal::check(tracker));
    problems.extend(subject::check(tracker, OF_RECORDS));
    problems
}
