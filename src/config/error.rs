//! Errors of the configuration file: always with the file, and with the place where there is one.

use miette::{Diagnostic, NamedSource, SourceSpan};
use std::ops::Range;
use std::sync::Arc;

/// A configuration that cannot be used. Always ends the run with exit code 2.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("configuration '{file}': {problem}")]
#[diagnostic(code(vnetguard::configuration))]
pub struct ConfigError {
    file: String,
    problem: String,
    #[source_code]
    source_code: Option<Arc<NamedSource<String>>>,
    #[label("here")]
    label: Option<SourceSpan>,
    #[help]
    help: Option<String>,
}

impl ConfigError {
    /// The file cannot be read at all.
    pub(super) fn unreadable(file: &str, problem: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            problem: problem.into(),
            source_code: None,
            label: None,
            help: Some("pass an existing file with '--config'".to_owned()),
        }
    }

    /// What stands at `span` of `text` is wrong.
    pub(super) fn at(file: &str, text: &str, span: Range<usize>, problem: impl Into<String>) -> Self {
        let end = span.end.min(text.len());
        let start = span.start.min(end);
        Self {
            file: file.to_owned(),
            problem: problem.into(),
            source_code: Some(Arc::new(NamedSource::new(file, text.to_owned()))),
            label: Some((start..end).into()),
            help: None,
        }
    }

    /// The same with the way out.
    pub(super) fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}
