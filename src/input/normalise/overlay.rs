//! Resources that only override another one (`azapi_update_resource`): what they state replaces what their target states.
//!
//! An overlay is built like any resource, so that its properties are read and its references resolve by the same rows; here it is
//! taken out of the topology again, and its attributes go to the target with the overlay's places as evidence. A list
//! replaces a list; what the overlay does not state stays. Where the target cannot be told, no resource it may be keeps a
//! certain value of these attributes.

use super::build::Keys;
use super::resolve::{Resolver, ambiguous};
use super::table::{ChildSpec, Row};
use crate::input::declared::Declared;
use crate::model::{Attribute, Edge, Entity, EntityId, Kind, Reason, ResourceHandle, Topology, Unknown, Value};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// Attributes that overlays have set, by entity.
type Overridden = BTreeSet<(Kind, EntityId, SmolStr)>;

/// Puts every overlay on its target. Overlays are in `keys` no longer then: nothing that happens to one happens to an entity.
pub(super) fn settle(resolver: &mut Resolver<'_>, known: &[(&Declared, &Row)], keys: &mut Keys) {
    let mut overridden = Overridden::new();
    let mut meant: BTreeMap<EntityId, Value> = BTreeMap::new();
    let overlays: Vec<_> = known
        .iter()
        .filter_map(|(declared, row)| {
            let (target, kind) = (declared.overlaid()?, row.kind?.0);
            let key = keys.remove(&declared.handle)?;
            Some((*declared, *row, target, kind, key))
        })
        .collect();
    // All are resolved before any is taken out, because one may refer to another.
    let targets: Vec<Value> = overlays
        .iter()
        .map(|(declared, _, target, kind, _)| resolver.resolve(target, declared.handle.input, *kind, None))
        .collect();
    for ((declared, row, _, kind, key), target) in overlays.into_iter().zip(targets) {
        let Some(overlay) = resolver.topology.remove(kind, &key) else { continue };
        match &target {
            Value::Edge(edge) if edge.to != key => {
                override_with(resolver.topology, &overlay, &edge.to, row, &mut overridden);
            }
            other => {
                let candidates = other.as_unknown().map(|unknown| unknown.candidates.as_slice()).unwrap_or_default();
                spoil(resolver.topology, &overlay, candidates, &declared.handle);
            }
        }
        meant.insert(key, target);
    }
    if !meant.is_empty() {
        for attribute in resolver.topology.iter_mut().flat_map(|entity| entity.attributes.values_mut()) {
            redirect(&mut attribute.value, &meant);
        }
    }
}

/// Gives the attributes of `overlay` to the entity `target`.
fn override_with(topology: &mut Topology, overlay: &Entity, target: &EntityId, row: &Row, overridden: &mut Overridden) {
    for child in &row.children {
        override_children(topology, overlay, target, child);
    }
    let Some(entity) = topology.get_mut(overlay.kind, target) else { return };
    for (name, attribute) in stated(overlay) {
        let present = entity.attribute(name);
        let is_first = overridden.insert((overlay.kind, target.clone(), name.clone()));
        let is_other = present.is_some_and(|present| present.value != attribute.value);
        // Sub-resources that the target has are replaced, but those that others declare separately may come back.
        let has_members = row.children.iter().any(|child| child.member.as_deref() == Some(name))
            && present.is_some_and(|present| matches!(&present.value, Value::List(list) if !list.items.is_empty()));
        let attribute = if has_members || (is_other && !is_first) {
            let unknown = Unknown::new(Reason::Ambiguous, "set in two places");
            Attribute { value: Value::Unknown(unknown.into()), place: attribute.place.clone() }
        } else {
            attribute.clone()
        };
        entity.attributes.insert(name.clone(), attribute);
    }
}

/// What an overlay states of its target; the name only tells which that is.
fn stated(overlay: &Entity) -> impl Iterator<Item = (&SmolStr, &Attribute)> {
    overlay.attributes.iter().filter(|(name, _)| *name != "name")
}

/// Sub-resources written inline in the overlay: one that the target has already by that name is overridden, any other is
/// an entity of its own, which [`redirect`] gives to the target.
fn override_children(topology: &mut Topology, overlay: &Entity, target: &EntityId, child: &ChildSpec) {
    let (Some(parent), kind) = (&child.parent, child.kind.0) else { return };
    let of = |id: &EntityId| {
        let is_child = |entity: &&Entity| matches!(entity.attribute(parent).map(|it| &it.value), Some(Value::Edge(edge)) if edge.to == *id);
        let names = topology.of_kind(kind).filter(is_child);
        names.filter_map(|entity| Some((name(entity)?, entity.id.clone()))).collect::<Vec<_>>()
    };
    let (own, present) = (of(&overlay.id), of(target));
    for (name, id) in own {
        let Some((_, same)) = present.iter().find(|(other, _)| *other == name) else { continue };
        let Some(inner) = topology.remove(kind, &id) else { continue };
        let Some(entity) = topology.get_mut(kind, same) else { continue };
        for (name, attribute) in stated(&inner).filter(|(name, _)| *name != parent) {
            entity.attributes.insert(name.clone(), attribute.clone());
        }
    }
}

fn name(entity: &Entity) -> Option<String> {
    entity.attribute("name")?.value.as_text().map(str::to_lowercase)
}

/// The overlay is about one of these entities, or about any of its kind: none keeps a certain value of what it states.
fn spoil(topology: &mut Topology, overlay: &Entity, candidates: &[String], handle: &ResourceHandle) {
    let ids: Vec<EntityId> = match candidates {
        [] => topology.of_kind(overlay.kind).map(|entity| entity.id.clone()).collect(),
        some => some.iter().map(|id| EntityId(id.as_str().into())).collect(),
    };
    for id in ids {
        let Some(entity) = topology.get_mut(overlay.kind, &id) else { continue };
        for (name, attribute) in stated(overlay) {
            let unknown = Unknown::new(Reason::Ambiguous, handle.name.as_str());
            let place = attribute.place.clone();
            entity.attributes.insert(name.clone(), Attribute { value: Value::Unknown(unknown.into()), place });
        }
    }
}

/// References to an overlay mean its target.
fn redirect(value: &mut Value, meant: &BTreeMap<EntityId, Value>) {
    match value {
        Value::Edge(edge) => {
            let redirected = match meant.get(&edge.to) {
                Some(Value::Edge(target)) => {
                    let certainty = edge.certainty.max(target.certainty);
                    Value::Edge(Edge { to: target.to.clone(), certainty })
                }
                Some(Value::Unknown(unknown)) => Value::Unknown(unknown.clone()),
                Some(_) => Value::Unknown(ambiguous(&[], "").into()),
                None => return,
            };
            *value = redirected;
        }
        Value::List(list) => list.items.iter_mut().for_each(|item| redirect(item, meant)),
        Value::Record(record) => record.values_mut().for_each(|attribute| redirect(&mut attribute.value, meant)),
        _ => {}
    }
}
