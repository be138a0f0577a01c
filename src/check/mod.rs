//! House rules: what a whole tracker should hold to beyond the form of its records.
//!
//! One file a rule, one line in [`RULES`].

mod missing_source;
mod severity;

use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Tracker;

pub use severity::apply;

/// Every house rule.
pub const RULES: &[&Rule] = &[&missing_source::MISSING_SOURCE];

/// Every problem of the tracker by the house rules, with the rules' own severities, in no order.
pub fn run(tracker: &Tracker) -> Vec<Diagnostic> {
    missing_source::check(tracker)
}
