//! What is asked of the security rules of a subnet, and what is answered.

use super::cell::Cell;
use super::traffic::{Mismatch, Packet, PortSet, Traffic};
use super::{Access, Origin, Protocols};

/// Traffic between a subnet and another side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// The protocols, all of which are asked about.
    pub protocols: Protocols,
    /// The other side: all of these addresses.
    pub remote: Vec<Cell>,
    /// The subnet's side.
    pub local: Vec<Cell>,
    /// Source ports.
    pub source_ports: PortSet,
    /// Destination ports.
    pub destination_ports: PortSet,
}

/// Whether a flow passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// All of it.
    Allow,
    /// None of it.
    Deny,
    /// Some of it is certainly dropped; the rest passes, or may pass.
    Partial,
    /// It cannot be told.
    Unknown,
}

impl Verdict {
    /// The word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
            Self::Partial => "partial",
            Self::Unknown => "unknown",
        }
    }
}

/// What happens to every packet of a part of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It passes.
    Allowed,
    /// It is dropped.
    Denied,
    /// It cannot be told.
    Undecided,
}

/// A part of a flow, with what happens to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The packets.
    pub traffic: Traffic,
    /// What happens to them.
    pub outcome: Outcome,
    /// Index of the rule that decides, or the first that keeps it undecided; `None` when the flow was too ragged.
    pub rule: Option<usize>,
}

/// The rule that decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decider {
    /// Name of the rule.
    pub name: String,
    /// Key of its entity; `None` for a default rule.
    pub id: Option<String>,
    /// Its priority, when known.
    pub priority: Option<i64>,
    /// Who states it.
    pub origin: Origin,
}

/// How a rule, in its turn, met the flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Considered {
    /// The rule.
    pub rule: Decider,
    /// What it does, when known.
    pub access: Option<Access>,
    /// What it did to the flow.
    pub effect: Effect,
}

/// What a rule did to a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It decided all that was left.
    DecidesAll,
    /// It decided a part.
    DecidesPart,
    /// It may match, which leaves a part open.
    MayMatch,
    /// It shares nothing with the flow.
    NoMatch(Mismatch),
    /// It would match, but earlier rules left nothing of that.
    NotReached,
}

/// The answer for one flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether it passes.
    pub verdict: Verdict,
    /// The rule behind the verdict: of the first dropped part, else of the first that keeps it open, else of the first
    /// allowed one.
    pub decided_by: Option<Decider>,
    /// A packet that the rule decides.
    pub witness: Option<Packet>,
    /// Why there is no rule behind the verdict.
    pub reason: Option<&'static str>,
    /// The flow cut into parts, disjoint, in the order in which they were decided.
    pub parts: Vec<Part>,
    /// Every rule in the order of evaluation. Empty unless asked for.
    pub considered: Vec<Considered>,
}
