//! The model judged by Rego policies: loading, metadata, evaluation, tests and rule pages. The only code that names regorus.
//!
//! A policy is one package `vnetguard.rules.<family>.<rule>` with three entry points: `subjects` (what it is about), `deny`
//! (findings) and `undetermined` (what cannot be told). What is in neither of the latter passes.

mod answer;
mod builtins;
mod bundle;
mod catalogue;
mod dialect;
mod engine;
mod error;
mod evidence;
mod judge;
mod load;
#[cfg(test)]
mod load_tests;
mod metadata;
mod names;
mod negation;
mod opa;
mod page;
mod recursion;
#[cfg(test)]
mod strict;
mod syntax;
mod table;
mod testing;
#[cfg(test)]
mod tests;
mod watch;

pub use bundle::{Bundle, EXPECTED};
pub use catalogue::Catalogue;
pub use engine::Limits;
pub use error::PolicyError;
pub use judge::{Judge, evaluate};
pub use page::{Example, explain, page_name, rule_page, rules_json, rules_markdown, rules_text};
pub use testing::{
    Coverage, FileCoverage, Test, TestFormat, TestOptions, TestRun, TestStatus, run_checked_tests, run_tests,
};
pub use watch::{MEMORY, watch};
