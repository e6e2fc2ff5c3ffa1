//! What the model implies and policies read: the policies' input document, with inverse references and the verdict on
//! every required flow. No verdicts on rules.
//!
//! Shape of the document: `{"after": {…}, "before": {…}, "changes": {…}, "context": {…}}`; `before` and `changes` are
//! left out when the input does not know them. `after` and `before` hold one map for each kind (see
//! [`crate::model::KINDS`]), keyed by entity id. `docs/policy-input.md` describes it for authors of policies.

mod document;
mod flows;
mod inverse;
mod map;
mod placement;
mod read;
mod required;
mod routes;
mod rules;
mod surroundings;
mod view;

pub use document::policy_input;
pub use view::SubnetView;

#[cfg(test)]
mod tests;
