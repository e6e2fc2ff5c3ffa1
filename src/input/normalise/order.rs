//! From what declared resources wait for to what entities wait for.
//!
//! Shape: a topology and the [`Awaited`] of its resources in; [`Waits`] by entity out.

use crate::input::declared::Awaited;
use crate::model::{Entity, EntityId, ORDERED, ResourceHandle, Share, Topology, Unknown, Waits};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// An attribute that other resources than the entity's own state, and those.
struct Stated<'t> {
    entity: &'t EntityId,
    attribute: &'t SmolStr,
    by: BTreeSet<&'t ResourceHandle>,
}

/// What the entities of a topology wait for. `several` says why the resources of other inputs may come before or behind
/// them, where there are other inputs.
pub(super) fn order(
    topology: &Topology,
    awaited: &[(ResourceHandle, Awaited)],
    several: Option<&Unknown>,
) -> BTreeMap<EntityId, Waits> {
    if awaited.is_empty() {
        return BTreeMap::new();
    }
    let mut by_resource: BTreeMap<&ResourceHandle, Vec<&EntityId>> = BTreeMap::new();
    let mut stated = Vec::new();
    for entity in topology.iter() {
        if let Some(place) = &entity.place {
            by_resource.entry(&place.resource).or_default().push(&entity.id);
        }
        for (attribute, value) in &entity.attributes {
            let by = value.resources();
            if by.iter().any(|resource| is_other(entity, resource)) {
                stated.push(Stated { entity: &entity.id, attribute, by });
            }
        }
    }
    let mut found = BTreeMap::new();
    for entity in ORDERED.iter().flat_map(|kind| topology.of_kind(*kind)) {
        let Some(place) = &entity.place else { continue };
        let Some((_, awaited)) = awaited.iter().find(|(handle, _)| *handle == place.resource) else { continue };
        let mut waits = Waits { open: awaited.open.as_ref().or(several).cloned(), ..Waits::default() };
        let before = |resource: &ResourceHandle| {
            resource.input == place.resource.input && awaited.resources.contains(&resource.name)
        };
        for (resource, entities) in &by_resource {
            if before(resource) {
                waits.after.extend(entities.iter().map(|id| (*id).clone()));
            }
        }
        for Stated { entity, attribute, by } in &stated {
            let share = match by.iter().filter(|resource| before(resource)).count() {
                0 => continue,
                count if count == by.len() => Share::All,
                _ => Share::Some,
            };
            waits.stated.entry((*entity).clone()).or_default().insert((*attribute).clone(), share);
        }
        found.insert(entity.id.clone(), waits);
    }
    found
}

fn is_other(entity: &Entity, resource: &ResourceHandle) -> bool {
    entity.place.as_ref().is_none_or(|place| place.resource != *resource)
}
