//! Errors of reading an input: always with the input's name, what is wrong, and the way out.

use miette::{Diagnostic, NamedSource, SourceSpan};
use std::sync::Arc;

/// An input that cannot be judged. Always ends the run with exit code 2.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("cannot read '{input}': {problem}")]
#[diagnostic(code(vnetguard::input))]
pub struct InputError {
    /// The input as the user named it.
    pub input: String,
    /// What was found and what was expected.
    pub problem: String,
    /// What to do, as an imperative.
    #[help]
    pub help: String,
    /// The part of the input to show, where showing helps and holds no secret. Shared, so that the error stays small.
    #[source_code]
    pub excerpt: Option<Arc<NamedSource<String>>>,
    /// The place in `excerpt`.
    #[label("here")]
    pub span: Option<SourceSpan>,
}

impl InputError {
    /// An error about the whole input.
    pub(crate) fn new(input: &str, problem: impl Into<String>, help: impl Into<String>) -> Self {
        Self { input: input.to_owned(), problem: problem.into(), help: help.into(), excerpt: None, span: None }
    }

    /// The same, showing `excerpt` with a mark at `span` (byte offset and length in it).
    pub(crate) fn showing(mut self, excerpt: impl Into<String>, span: (usize, usize)) -> Self {
        self.excerpt = Some(Arc::new(NamedSource::new(self.input.clone(), excerpt.into())));
        self.span = Some(span.into());
        self
    }
}
