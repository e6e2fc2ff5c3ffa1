//! The normalised Azure resource model: what every input becomes and all that policies ever see.
//!
//! It owns the three-valued attributes, the entities with their resolved edges, and where each was written.
//! It does no I/O, reads no JSON and gives no verdicts.
//!
//! Shape: a [`Model`] holds one [`Topology`] `after` the change, one `before` it where the input knows it, and
//! the [`Change`]s between them; a topology holds [`Entity`]s by kind and id.

mod attribute;
mod change;
mod context;
mod edge;
mod entity;
mod named;
mod order;
mod place;
mod resource_id;
mod schema;

pub use attribute::{Attribute, List, Reason, Record, Unknown, Value};
pub use change::{Action, Change};
pub use context::{Context, NEWEST_DOCUMENT, Parameter};
pub use edge::{Certainty, Edge};
pub use entity::{Entity, EntityId, Presence, Topology};
pub use named::Named;
pub use order::{ORDERED, Share, Waits};
pub use place::{Location, PathStep, Place, Precision, Related, ResourceHandle, SourceMap};
pub use resource_id::{ResourceId, ResourceIdError};
pub use schema::{AttributeSchema, AttributeType, KINDS, Kind, KindSchema};

use std::collections::BTreeMap;

/// Everything one run judges: all inputs together, normalised.
#[derive(Debug, Default)]
pub struct Model {
    /// The infrastructure as it will be once the change is carried out.
    pub after: Topology,
    /// The infrastructure as it is, where the inputs say so (a plan's prior values); `None` for a bare template.
    pub before: Option<Topology>,
    /// What happens to each entity, keyed by its id in `after` (or in `before` for a deleted one).
    /// Empty for a bare template.
    pub changes: BTreeMap<EntityId, Change>,
    /// What the entities of the kinds in [`ORDERED`] wait for, by their ids in `after`. Empty where the input does not tell
    /// (a template).
    pub order: BTreeMap<EntityId, Waits>,
    /// What was seen and what could not be used.
    pub accounting: Accounting,
    /// Strings that an input marks sensitive or secure; nothing that is printed may contain one.
    pub secrets: Vec<String>,
}

/// What a run saw of its inputs, for the report's summary.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Accounting {
    /// Resources declared in the inputs, of any type (managed ones; data sources and deletions excluded).
    pub resources_seen: usize,
    /// Those whose type has a place in the model.
    pub resources_understood: usize,
    /// Resources with a place in the model that a plan deletes and does not create again.
    pub resources_deleted: usize,
    /// Number of declared resources of each type without a place in the model.
    pub not_understood: BTreeMap<String, usize>,
    /// References between resources that were resolved to one target.
    pub references_resolved: usize,
    /// References whose target stays a candidate set or unknown.
    pub references_unresolved: usize,
    /// Sentences a reader of the report must know (an incomplete plan, sources that were not the ones planned).
    pub notes: Vec<String>,
}
