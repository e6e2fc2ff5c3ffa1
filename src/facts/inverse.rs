//! References seen from their targets.

use crate::model::{EntityId, Kind, Topology, Value};
use std::collections::{BTreeMap, BTreeSet};

/// For each entity, the attribute under which others refer to it and their ids, sorted.
#[derive(Debug, Default)]
pub(super) struct Inverse(BTreeMap<(Kind, EntityId), BTreeMap<&'static str, BTreeSet<EntityId>>>);

impl Inverse {
    /// Collects every resolved reference of `topology`.
    pub(super) fn of(topology: &Topology) -> Self {
        let mut inverse = Self::default();
        for entity in topology.iter() {
            for schema in entity.kind.schema().attributes {
                let (Some(name), Some(target)) = (schema.inverse, schema.shape.target()) else { continue };
                let Some(attribute) = entity.attribute(schema.name) else { continue };
                for to in targets(&attribute.value) {
                    let referring = inverse.0.entry((target, to.clone())).or_default();
                    referring.entry(name).or_default().insert(entity.id.clone());
                }
            }
        }
        inverse
    }

    /// The inverse attributes of one entity.
    pub(super) fn get(&self, kind: Kind, id: &EntityId) -> impl Iterator<Item = (&'static str, &BTreeSet<EntityId>)> {
        self.0.get(&(kind, id.clone())).into_iter().flatten().map(|(name, ids)| (*name, ids))
    }
}

/// The targets of a reference or of a list of references.
pub(super) fn targets(value: &Value) -> impl Iterator<Item = &EntityId> {
    let items = match value {
        Value::List(list) => list.items.as_slice(),
        single => std::slice::from_ref(single),
    };
    items.iter().filter_map(|item| match item {
        Value::Edge(edge) => Some(&edge.to),
        _ => None,
    })
}
