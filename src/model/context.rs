//! What the user asked the policies to assume.

use std::collections::BTreeMap;

/// Settings of a run that policies read as `input.context`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The day for which lifecycle rules answer, `YYYY-MM-DD`. Never taken from a clock.
    pub as_of: String,
    /// Edition of the documents by rule family (`ise`, `app`, …), `YYYY-MM-DD`; a family without an entry takes the
    /// newest edition.
    pub editions: BTreeMap<String, String>,
    /// The Azure cloud that is deployed to: `public`, `government` or `china`; `None` where regions tell.
    pub cloud: Option<String>,
    /// Values for users' own policies, by name.
    pub parameters: BTreeMap<String, Parameter>,
}

/// A value that a user gives to policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parameter {
    /// A truth value.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A string.
    Text(String),
    /// Several strings.
    Texts(Vec<String>),
}

/// Date of the newest source document: the default of [`Context::as_of`].
pub const NEWEST_DOCUMENT: &str = "2025-03-14";

impl Default for Context {
    fn default() -> Self {
        Self { as_of: NEWEST_DOCUMENT.to_owned(), editions: BTreeMap::new(), cloud: None, parameters: BTreeMap::new() }
    }
}
