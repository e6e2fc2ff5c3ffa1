//! Errors of policies: the policy, the stage, what is wrong and, where it is known, the line with a caret.

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};
use std::fmt;

/// A policy that cannot be loaded or evaluated. Always ends the run with exit code 2.
#[derive(Debug)]
pub struct PolicyError(Box<Problem>);

#[derive(Debug)]
struct Problem {
    policy: String,
    stage: &'static str,
    problem: String,
    help: String,
    source: Option<NamedSource<String>>,
    label: Option<LabeledSpan>,
    others: Vec<PolicyError>,
}

impl PolicyError {
    /// The policy's text or metadata is wrong.
    pub(super) fn loading(policy: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::new(policy, "cannot be loaded", problem, "mend the policy; 'vnetguard test' shows whether it works")
    }

    /// It failed on this input.
    pub(super) fn evaluating(policy: impl Into<String>, problem: impl Into<String>) -> Self {
        let help = "nothing was judged; if the policy is one of vnetguard's own, this is a bug in vnetguard";
        Self::new(policy, "cannot be evaluated", problem, help)
    }

    fn new(
        policy: impl Into<String>,
        stage: &'static str,
        problem: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self(Box::new(Problem {
            policy: policy.into(),
            stage,
            problem: problem.into(),
            help: help.into(),
            source: None,
            label: None,
            others: Vec::new(),
        }))
    }

    /// What the engine says, with its place where the text names one: `--> file:line:column`, then `error: …`.
    pub(super) fn of_engine(self, text_of: impl Fn(&str) -> Option<String>) -> Self {
        let said = self.0.problem.clone();
        let Some((file, line, column)) = said.lines().find_map(place) else { return self };
        let message = said.lines().find_map(|line| line.split_once("error: ")).map(|(_, message)| message.to_owned());
        let Some(text) = text_of(&file) else { return self };
        let offset = offset(&text, line, column);
        let mut error = self;
        if let Some(message) = message {
            error.0.problem = message;
        }
        error.at(&file, text, offset, 1, "here")
    }

    /// The place: the text of the file, and the bytes that are meant.
    pub(super) fn at(mut self, file: &str, text: String, offset: usize, length: usize, label: &str) -> Self {
        let offset = offset.min(text.len());
        let length = length.min(text.len() - offset);
        self.0.label = Some(LabeledSpan::new(Some(label.to_owned()), offset, length));
        self.0.source = Some(NamedSource::new(file, text));
        self
    }

    /// What to do instead of the usual advice.
    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.0.help = help.into();
        self
    }

    /// One error of many: the first, the others below it; `None` when there are none.
    pub(super) fn of_many(errors: Vec<Self>) -> Option<Self> {
        let mut errors = errors.into_iter();
        let mut first = errors.next()?;
        first.0.others.extend(errors);
        Some(first)
    }

    /// Path of the policy.
    #[must_use]
    pub fn policy(&self) -> &str {
        &self.0.policy
    }

    /// What is wrong, without the policy's name.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.0.problem
    }

    /// Line of the place, from 1, where it is known.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        let (source, label) = (self.0.source.as_ref()?, self.0.label.as_ref()?);
        let before = source.inner().get(..label.offset())?;
        Some(before.matches('\n').count() + 1)
    }
}

/// `--> file:line:column`, which the engine writes above the lines of a message.
fn place(line: &str) -> Option<(String, usize, usize)> {
    let (rest, column) = line.trim().strip_prefix("--> ")?.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    Some((file.to_owned(), line.parse().ok()?, column.parse().ok()?))
}

/// The byte at a line and column, both from 1; columns count characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(0, |(offset, _)| offset)
}

impl fmt::Display for PolicyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problem = &self.0;
        let line = self.line().map(|line| format!(":{line}")).unwrap_or_default();
        write!(formatter, "policy '{}{line}' {}: {}", problem.policy, problem.stage, problem.problem)
    }
}

impl std::error::Error for PolicyError {}

impl Diagnostic for PolicyError {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new("vnetguard::policy"))
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.0.help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.0.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.0.label.clone().map(|label| Box::new(std::iter::once(label)) as Box<dyn Iterator<Item = LabeledSpan>>)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        (!self.0.others.is_empty()).then(|| {
            Box::new(self.0.others.iter().map(|other| other as &dyn Diagnostic)) as Box<dyn Iterator<Item = _>>
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The engine's position becomes a label in the text, its message the problem.
    #[test]
    fn places_of_the_engine_are_read() {
        let said = "\n--> a:b.rego:2:3\n  |\n2 | x y\n  |   ^\nerror: expected z";
        let error = PolicyError::loading("a:b.rego", said).of_engine(|_| Some("é\nx y\n".to_owned()));
        assert_eq!((error.problem(), error.line()), ("expected z", Some(2)));
        assert_eq!(error.labels().expect("labels").next().map(|label| label.offset()), Some(5));
        let error = PolicyError::loading("p", "something else").of_engine(|_| None);
        assert_eq!((error.problem(), error.line()), ("something else", None));
    }
}
