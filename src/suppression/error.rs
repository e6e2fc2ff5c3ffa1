//! The error of a suppression that cannot be understood.

use super::directive::Malformed;
use miette::{Diagnostic, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
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
    source_code: Option<Arc<Comment>>,
    #[label("here")]
    label: Option<SourceSpan>,
    #[help]
    help: String,
}

/// One comment of a file, shown where it stands.
#[derive(Debug)]
struct Comment {
    file: String,
    /// From 0, like the column.
    line: usize,
    column: usize,
    text: String,
}

impl SourceCode for Comment {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let shown = self.text.read_span(span, before, after)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.file.clone(),
            shown.data(),
            *shown.span(),
            self.line + shown.line(),
            self.column,
            shown.line_count(),
        )))
    }
}

fn characters_of_last_line(text: &str) -> usize {
    text.rsplit('\n').next().map_or(0, |line| line.chars().count())
}

impl SuppressionError {
    pub(super) fn new(file: &str, text: &str, range: Range<usize>, malformed: Malformed) -> Self {
        // Only the comment itself: what stands beside it may be a secret.
        let comment = text.get(range.clone()).unwrap_or_default();
        let number = text.get(..range.start).map_or(1, |before| before.matches('\n').count() + 1);
        Self {
            problem: format!("{file}:{number}: malformed suppression: {}", malformed.problem),
            label: Some((0..comment.len()).into()),
            source_code: Some(Arc::new(Comment {
                file: file.to_owned(),
                line: number - 1,
                column: text.get(..range.start).map_or(0, characters_of_last_line),
                text: comment.to_owned(),
            })),
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
