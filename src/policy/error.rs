//! Errors of policies: always with the policy, the stage, and what the engine says.

use miette::Diagnostic;

/// A policy that cannot be loaded or evaluated. Always ends the run with exit code 2.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("policy '{policy}' {stage}: {problem}")]
#[diagnostic(code(vnetguard::policy))]
pub struct PolicyError {
    /// Path of the policy in its bundle, with the line where it is known.
    pub policy: String,
    /// What was being done: `cannot be loaded`, `cannot be evaluated`, …
    pub stage: &'static str,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    #[help]
    pub help: String,
}

impl PolicyError {
    /// The policy's text or metadata is wrong.
    pub(super) fn loading(policy: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            policy: policy.into(),
            stage: "cannot be loaded",
            problem: problem.into(),
            help: "mend the policy; 'vnetguard test' shows whether it works".to_owned(),
        }
    }

    /// It failed on this input.
    pub(super) fn evaluating(policy: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            policy: policy.into(),
            stage: "cannot be evaluated",
            problem: problem.into(),
            help: "nothing was judged; if the policy is one of vnetguard's own, this is a bug in vnetguard".to_owned(),
        }
    }
}
