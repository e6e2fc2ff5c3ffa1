//! What a team has accepted: comments in the sources, entries of the configuration, and the baseline.
//!
//! It decides which verdicts do not count and what is to be mended in the suppressions; it judges nothing and reads no file.
//! In: verdicts with their locations, and the texts of the sources. Out: verdicts with their [`Suppression`], and
//! [`Notice`]s.
//!
//! [`Suppression`]: crate::finding::Suppression
//! [`Notice`]: crate::finding::Notice

mod apply;
mod baseline;
mod directive;
mod error;
mod json;
mod lexer;
mod scan;
mod scope;
#[cfg(test)]
mod tests;

pub use apply::{Sources, apply};
pub use baseline::Baseline;
pub use error::SuppressionError;

use crate::date::Date;
use crate::pattern::Glob;

/// An entry of the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Patterns for rule ids, in any letter case; at least one.
    pub rules: Vec<Glob>,
    /// Patterns for subjects; every subject when there is none.
    pub addresses: Vec<Glob>,
    /// Why the findings are accepted.
    pub reason: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// Where it is written: `.vnetguard.toml:12`.
    pub origin: String,
}

/// How suppressions are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// A comment without a reason does not hold.
    pub require_reason: bool,
    /// An entry without an owner is refused.
    pub require_owner: bool,
    /// A suppression without an expiry does not hold.
    pub require_until: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { require_reason: true, require_owner: false, require_until: false }
    }
}
