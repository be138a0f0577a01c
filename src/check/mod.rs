//! House rules: what a whole tracker should hold to beyond the form of its records.
//!
//! One file a rule, one line in [`RULES`].

mod false_precision;
mod missing_source;
mod outside_region;
mod past_embargo;
mod places;
mod report_part_outside;
mod severity;

use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Tracker;

pub use severity::apply;

/// Every house rule.
pub const RULES: &[&Rule] = &[
    &false_precision::FALSE_PRECISION,
    &missing_source::MISSING_SOURCE,
    &outside_region::OUTSIDE_REGION,
    &past_embargo::PAST_EMBARGO,
    &report_part_outside::REPORT_PART_OUTSIDE,
];

/// Every problem of the tracker by the house rules, with the rules' own severities, in no order.
pub fn run(tracker: &Tracker) -> Vec<Diagnostic> {
    let checks = [
        false_precision::check,
        missing_source::check,
        outside_region::check,
        past_embargo::check,
        report_part_outside::check,
    ];
    checks.iter().flat_map(|check| check(tracker)).collect()
}
