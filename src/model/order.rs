//! What is created before what.

use super::{EntityId, Kind, Unknown};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// The kinds of entities of which the order is told: those that have to wait for others to work.
pub const ORDERED: [Kind; 2] = [Kind::IntegrationServiceEnvironment, Kind::GatewayIntegration];

/// What an entity waits for when it is created, directly or by way of others.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Waits {
    /// The entities that are created or changed before it.
    pub after: BTreeSet<EntityId>,
    /// Attributes that other resources than the entity's own state, where it waits for those: by entity and attribute.
    pub stated: BTreeMap<EntityId, BTreeMap<SmolStr, Share>>,
    /// Why it may wait for more than is told; `None` when that is all.
    pub open: Option<Unknown>,
}

/// How many of the resources that state an attribute are waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Every one.
    All,
    /// At least one, and at least one other is not.
    Some,
}

impl Share {
    /// As policies read it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Some => "some",
        }
    }
}
