//! The model judged by Rego policies: loading, metadata, evaluation, tests and rule pages. The only code that names regorus.
//!
//! A policy is one package `vnetguard.rules.<family>.<rule>` with three entry points: `subjects` (what it is about), `deny`
//! (findings) and `undetermined` (what cannot be told). What is in neither of the latter passes.

mod catalogue;
mod engine;
mod error;
mod evidence;
mod metadata;
mod page;
mod table;
#[cfg(test)]
mod tests;
mod tests_runner;

pub use catalogue::Catalogue;
pub use engine::evaluate;
pub use error::PolicyError;
pub use page::{page_name, rule_page, rules_json, rules_markdown, rules_text};
pub use tests_runner::{PolicyTest, PolicyTests, TestStatus, run_tests};
