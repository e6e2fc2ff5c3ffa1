//! What evaluating a rule on a subject gives.

use crate::model::{EntityId, Location, Place, Related};
use crate::rule::{Level, RuleId};

/// The three values of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The requirement is broken, on known evidence.
    Fail,
    /// It cannot be told before deployment.
    Unknown,
    /// It holds, and everything it depends on is known.
    Pass,
}

impl Outcome {
    /// The word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::Pass => "pass",
        }
    }
}

/// A rule's verdict on one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The rule.
    pub rule: RuleId,
    /// What was found.
    pub outcome: Outcome,
    /// How grave a failure is.
    pub level: Level,
    /// The entity judged.
    pub entity: EntityId,
    /// How the user names it: a Terraform address, or `<type>/<name segments>`.
    pub subject: String,
    /// A whole sentence with the user's own names and values; empty for a pass.
    pub message: String,
    /// The values, known and unknown, that decided.
    pub evidence: Vec<Evidence>,
    /// What to do, as an imperative.
    pub remediation: String,
    /// Where the subject, or the deciding attribute, is written; filled in after evaluation.
    pub location: Option<Location>,
    /// Where it is written when that is in a module from elsewhere, which `location` does not name.
    pub elsewhere: Option<Related>,
    /// The place behind `location`.
    pub place: Option<Place>,
}

/// One attribute that decided a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// How the user names the resource that has the attribute.
    pub subject: String,
    /// The attribute in the model's names.
    pub attribute: String,
    /// Its value as text, when it is known. Neither a value nor a reason: it is certainly absent.
    pub value: Option<String>,
    /// Why it is not known, when it is not.
    pub unknown: Option<String>,
    /// Where it is written; filled in after evaluation.
    pub location: Option<Location>,
    /// The place behind `location`.
    pub place: Option<Place>,
}
