//! Everything that ends a run with exit code 2, each with the place and the way out.

use crate::config::ConfigError;
use crate::input::InputError;
use crate::policy::PolicyError;
use crate::report::UnknownFormat;
use crate::selection::NoSuchRule;
use crate::suppression::SuppressionError;
use crate::trace::TraceError;
use miette::Diagnostic;

/// Why a run could not judge.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum Error {
    /// An input cannot be read or is not what it seems. The user's to mend.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Input(#[from] InputError),
    /// A policy is wrong or failed. The policy author's to mend; a bug in vnetguard when the policy is embedded.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Policy(#[from] PolicyError),
    /// The configuration cannot be used. The user's to mend.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Config(#[from] ConfigError),
    /// A rule that there is not was chosen, left out or given a level.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Selection(#[from] NoSuchRule),
    /// A suppression is malformed, or the baseline is none.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Suppression(#[from] SuppressionError),
    /// Nothing in the inputs was understood, so a pass would mean nothing.
    #[error("nothing to judge: {}", nothing_of(*seen))]
    #[diagnostic(
        code(vnetguard::nothing_understood),
        help("check that this is the right input; pass '--allow-empty' to accept inputs without such resources")
    )]
    NothingUnderstood {
        /// Number of resources that were seen.
        seen: usize,
    },
    /// The model cannot be written as JSON.
    #[error("cannot write the model as JSON: {0}")]
    #[diagnostic(code(vnetguard::model), help("this is a bug in vnetguard"))]
    Model(#[from] serde_json::Error),
    /// A report cannot be written.
    #[error("cannot write '{name}': {cause}")]
    #[diagnostic(code(vnetguard::output), help("check that the folder exists and may be written to"))]
    Output {
        /// The file, or `standard output`.
        name: String,
        /// What the operating system says.
        cause: std::io::Error,
    },
    /// No output has that name.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Format(#[from] UnknownFormat),
    /// An argument that only the program can check.
    #[error("{problem}")]
    #[diagnostic(code(vnetguard::usage))]
    Usage {
        /// What is wrong.
        problem: String,
        /// What to do.
        #[help]
        help: String,
    },
}

fn nothing_of(seen: usize) -> String {
    match seen {
        0 => "the input declares no resources".to_owned(),
        1 => "the only resource in the input is of a type that no rule is about".to_owned(),
        _ => format!("none of the {seen} resources in the input is of a type that any rule is about"),
    }
}

impl From<TraceError> for Error {
    fn from(error: TraceError) -> Self {
        let help = match &error {
            TraceError::NoSubnet { known, .. } if known.is_empty() => "the input has no subnets".to_owned(),
            TraceError::NoSubnet { known, .. } => format!("name one of these: {}", known.join(", ")),
            TraceError::Ambiguous { known, .. } => format!("name one as the input does: {}", known.join(", ")),
            TraceError::NotLocal { .. } => "give an address of the subnet, or '*' for all of them".to_owned(),
        };
        Self::Usage { problem: error.to_string(), help }
    }
}
