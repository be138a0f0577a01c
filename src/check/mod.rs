//! House rules: what a whole tracker should hold to beyond the form of its records.
//!
//! One file a rule, one line in [`RULES`]; a rule about single records has one in `OF_RECORDS`, so
//! that one pass over the tracker asks them all.

mod date_after_publication;
mod false_precision;
mod future_date;
mod guessed_level;
mod homonym_without_region;
mod incomplete_attribution;
mod loaded_title;
mod missing_source;
mod outside_region;
mod past_embargo;
mod places;
mod position_in_address;
mod possible_duplicate;
mod report_part_outside;
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
mod unused;
mod victim_not_published;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Tracker;

pub use severity::apply;

/// Every house rule.
pub const RULES: &[&Rule] = &[
    &date_after_publication::DATE_AFTER_PUBLICATION,
    &false_precision::FALSE_PRECISION,
    &future_date::FUTURE_DATE,
    &guessed_level::GUESSED_LEVEL,
    &homonym_without_region::HOMONYM_WITHOUT_REGION,
    &incomplete_attribution::INCOMPLETE_ATTRIBUTION,
    &loaded_title::LOADED_TITLE,
    &missing_source::MISSING_SOURCE,
    &outside_region::OUTSIDE_REGION,
    &past_embargo::PAST_EMBARGO,
    &position_in_address::POSITION_IN_ADDRESS,
    &possible_duplicate::POSSIBLE_DUPLICATE,
    &report_part_outside::REPORT_PART_OUTSIDE,
    &source_address::SOURCE_WITHOUT_ADDRESS,
    &source_address::SOURCE_WITHOUT_ARCHIVE,
    &title_figure::TITLE_FIGURE,
    &uncorroborated_copy::UNCORROBORATED_COPY,
    &uncounted_parts::UNCOUNTED_PARTS,
    &undated_withdrawal::UNDATED_WITHDRAWAL,
    &unlike_counts::UNLIKE_COUNTS,
    &unsupported_grade::UNSUPPORTED_GRADE,
    &unused::UNUSED_ACTOR,
    &unused::UNUSED_PLACE,
    &unused::UNUSED_SOURCE,
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
    let checks = [
        date_after_publication::check,
        false_precision::check,
        future_date::check,
        guessed_level::check,
        homonym_without_region::check,
        missing_source::check,
        outside_region::check,
        past_embargo::check,
        position_in_address::check,
        possible_duplicate::check,
        report_part_outside::check,
        undated_withdrawal::check,
        unused::check,
    ];
    let mut problems = subject::check(tracker, OF_RECORDS);
    problems.par_extend(checks.par_iter().flat_map_iter(|check| check(tracker)));
    problems
}
