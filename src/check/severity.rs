//! The severities that a tracker sets in `[rules]`.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};

/// Gives every problem of an adjustable rule the severity set for it, and drops those turned off
/// or never turned on.
pub fn apply(problems: &mut Vec<Diagnostic>, severities: &BTreeMap<Box<str>, Option<Severity>>) {
    problems.retain_mut(|problem| {
        if !problem.rule.adjustable {
            return true;
        }
        match severities.get(problem.rule.name) {
            Some(Some(severity)) => {
                problem.severity = *severity;
                true
            }
            Some(None) => false,
            None => !problem.rule.quiet,
        }
    });
}
