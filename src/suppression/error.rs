//! The error of a suppression that cannot be understood.

use super::directive::Malformed;
use miette::{Diagnostic, NamedSource, SourceSpan};
use std::ops::Range;
use std::sync::Arc;

/// A suppression that is malformed, or a baseline that cannot be read. Always ends the run with exit code 2: what was meant
/// to be accepted must not be guessed.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{problem}")]
#[diagnostic(code(vnetguard::suppression))]
pub struct SuppressionError {
    problem: String,
    #[source_code]
    source_code: Option<Arc<NamedSource<String>>>,
    #[label("here")]
    label: Option<SourceSpan>,
    #[help]
    help: String,
}

impl SuppressionError {
    pub(super) fn new(file: &str, text: &str, range: Range<usize>, malformed: Malformed) -> Self {
        // Only the comment itself: what stands beside it may be a secret.
        let comment = text.get(range.clone()).unwrap_or_default();
        let number = text.get(..range.start).map_or(1, |before| before.matches('\n').count() + 1);
        Self {
            problem: format!("{file}:{number}: malformed suppression: {}", malformed.problem),
            source_code: Some(Arc::new(NamedSource::new(format!("{file}:{number}"), comment.to_owned()))),
            label: Some((0..comment.len()).into()),
            help: malformed.help,
        }
    }

    /// The baseline cannot be read at all.
    #[must_use]
    pub fn unreadable_baseline(file: &str, error: &std::io::Error) -> Self {
        Self::of_baseline(file, format!("it cannot be read: {error}"))
    }

    pub(super) fn of_baseline(file: &str, problem: impl Into<String>) -> Self {
        Self {
            problem: format!("baseline '{file}': {}", problem.into()),
            source_code: None,
            label: None,
            help: "write it anew with 'vnetguard baseline INPUT... -o FILE'".to_owned(),
        }
    }
}
