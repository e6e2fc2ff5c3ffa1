//! Why an evaluation stops. Knows nothing of inputs: the caller words the error or the note.

/// Why an expression has no value, not even an unknown one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// The template asks for more than this tool gives; ends the run.
    Limit(&'static str),
    /// The deployment would be refused, or the expression is not understood. The value becomes unknown.
    Template(String),
}

impl Fault {
    /// A mistake of the template.
    pub(super) fn template(problem: impl Into<String>) -> Self {
        Self::Template(problem.into())
    }
}
