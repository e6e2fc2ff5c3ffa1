//! References between entities, resolved.

use super::EntityId;

/// A reference from one entity to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The target's id in the same topology.
    pub to: EntityId,
    /// How sure the resolution is. A candidate set is not an edge but an [`super::Unknown`].
    pub certainty: Certainty,
}

/// How a reference was resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// By an id, or by a reference that can mean nothing else.
    Exact,
    /// By names that fit one resource only, or by the same `each.key` on both sides.
    Inferred,
}

impl Certainty {
    /// The word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Inferred => "inferred",
        }
    }
}
