//! House rules: what a whole tracker should hold to beyond the form of its records.
//!
//! One file a rule, one line in [`RULES`].

mod guessed_level;
mod missing_source;
mod position_in_address;
mod severity;
mod undated_withdrawal;

use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Tracker;

pub use severity::apply;

/// Every house rule.
pub const RULES: &[&Rule] = &[
    &guessed_level::GUESSED_LEVEL,
    &missing_source::MISSING_SOURCE,
    &position_in_address::POSITION_IN_ADDRESS,
    &undated_withdrawal::UNDATED_WITHDRAWAL,
];

/// Every problem of the tracker by the house rules, with the rules' own severities, in no order.
pub fn run(tracker: &Tracker) -> Vec<Diagnostic> {
    let mut problems = missing_source::check(tracker);
    problems.extend(undated_withdrawal::check(tracker));
    problems.extend(guessed_level::check(tracker));
    problems.extend(position_in_address::check(tracker));
    problems
}
