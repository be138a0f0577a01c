//! House rules: what a whole tracker should hold to beyond the form of its records.
//!
//! One file a rule, one line in [`RULES`].

mod date_after_publication;
mod false_precision;
mod homonym_without_region;
mod missing_source;
mod outside_region;
mod past_embargo;
mod places;
mod possible_duplicate;
mod report_part_outside;
mod severity;
mod unused;

use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Tracker;

pub use severity::apply;

/// Every house rule.
pub const RULES: &[&Rule] = &[
    &date_after_publication::DATE_AFTER_PUBLICATION,
    &false_precision::FALSE_PRECISION,
    &homonym_without_region::HOMONYM_WITHOUT_REGION,
    &missing_source::MISSING_SOURCE,
    &outside_region::OUTSIDE_REGION,
    &past_embargo::PAST_EMBARGO,
    &possible_duplicate::POSSIBLE_DUPLICATE,
    &report_part_outside::REPORT_PART_OUTSIDE,
    &unused::UNUSED_ACTOR,
    &unused::UNUSED_PLACE,
    &unused::UNUSED_SOURCE,
];

/// Every problem of the tracker by the house rules, with the rules' own severities, in no order.
pub fn run(tracker: &Tracker) -> Vec<Diagnostic> {
    let checks = [
        date_after_publication::check,
        false_precision::check,
        homonym_without_region::check,
        missing_source::check,
        outside_region::check,
        past_embargo::check,
        possible_duplicate::check,
        report_part_outside::check,
        unused::check,
    ];
    checks.iter().flat_map(|check| check(tracker)).collect()
}
