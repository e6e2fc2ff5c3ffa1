//! Whether a report lets a change through.

use super::Report;
use crate::finding::Outcome;
use crate::rule::Level;

/// The gate's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Nothing stands against the change.
    Pass,
    /// Something does.
    Fail,
}

/// What a requirement that cannot be told does to the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnUnknown {
    /// The gate fails.
    Fail,
    /// It is reported.
    Warn,
    /// It is only counted.
    Ignore,
}

/// The gate fails on a failure at or above `fail_on`, and on an unknown where `on_unknown` says so.
#[must_use]
pub fn gate(report: &Report, fail_on: Level, on_unknown: OnUnknown) -> Gate {
    let has_failure = report.of(Outcome::Fail).any(|verdict| verdict.level >= fail_on);
    let has_unknown = on_unknown == OnUnknown::Fail && report.of(Outcome::Unknown).next().is_some();
    if has_failure || has_unknown { Gate::Fail } else { Gate::Pass }
}
