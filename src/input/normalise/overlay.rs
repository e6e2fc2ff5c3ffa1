//! Resources that only override another one (`azapi_update_resource`): what they state replaces what their target states.
//!
//! An overlay is built like any resource, so that its properties are read and its references resolve by the same rows; here it is
//! taken out of the topology again, and its attributes go to the target with the overlay's places as evidence. A list
//! replaces a list; what the overlay does not state stays. Where the target cannot be told, no resource it may be keeps a
//! certain value of these attributes.

use super::build::Keys;
use super::path::{Located, first};
use super::read::constant;
use super::resolve::{Query, Resolver, ambiguous};
use super::table::{Child, Reader, Row};
use crate::input::declared::Declared;
use crate::model::{Attribute, Edge, Entity, EntityId, Kind, Place, Reason, ResourceHandle, Topology, Unknown, Value};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// Attributes that overlays have set, by entity.
type Overridden = BTreeSet<(Kind, EntityId, SmolStr)>;

/// An overlay that was built as an entity of its own.
struct Overlay<'a> {
    declared: &'a Declared,
    row: &'a Row,
    kind: Kind,
    key: EntityId,
    target: Option<Value>,
}

/// Puts every overlay on its target. Overlays are in `keys` no longer then: nothing that happens to one happens to an entity.
pub(super) fn settle(resolver: &mut Resolver<'_>, known: &[(&Declared, &Row)], keys: &mut Keys) {
    let mut overlays = Vec::new();
    for (declared, row) in known {
        let (Some(target), Some(kind)) = (declared.overlaid(), row.kind) else { continue };
        let Some(key) = keys.remove(&declared.handle) else { continue };
        // All are resolved before any is taken out, because one may refer to another.
        let target = resolver.resolve(target, Query::of(declared.handle.input, kind));
        overlays.push(Overlay { declared, row, kind, key, target });
    }
    let mut overridden = Overridden::new();
    let mut meant: BTreeMap<EntityId, Option<Value>> = BTreeMap::new();
    for overlay in overlays {
        let Some(mut entity) = resolver.topology.remove(overlay.kind, &overlay.key) else { continue };
        complete(&mut entity, &overlay);
        match &overlay.target {
            Some(Value::Edge(edge)) if edge.to != overlay.key => {
                override_with(resolver.topology, &entity, &edge.to, overlay.row, &mut overridden);
            }
            other => {
                let unknown = other.as_ref().and_then(Value::as_unknown);
                let candidates = unknown.map(|unknown| unknown.candidates.as_slice()).unwrap_or_default();
                spoil(resolver.topology, &entity, candidates, &overlay.declared.handle);
            }
        }
        meant.insert(overlay.key, overlay.target);
    }
    if !meant.is_empty() {
        for attribute in resolver.topology.iter_mut().flat_map(|entity| entity.attributes.values_mut()) {
            redirect(&mut attribute.value, &meant);
        }
    }
}

/// Where a value follows from tests of several properties, those that an overlay leaves out may decide otherwise: what it
/// states is certain only where they cannot. What the table says of every resource is not the overlay's to say.
fn complete(entity: &mut Entity, overlay: &Overlay<'_>) {
    let at = Located::new(&overlay.declared.body, Place::of(overlay.declared.handle.clone()));
    for reader in &overlay.row.attributes {
        let name = reader.schema.name;
        if reader.spec.constant.is_some() || reader.spec.resource_type || name == "name" {
            entity.attributes.remove(name);
            continue;
        }
        let states_a_test = || reader.spec.cases.iter().find_map(|case| first(&at, &case.path));
        let value = entity.attribute(name).map(|attribute| &attribute.value);
        let place = match value {
            Some(value) if is_certain(&at, reader, value) => continue,
            Some(_) => entity.attribute(name).and_then(|attribute| attribute.place.clone()),
            None => match states_a_test() {
                Some(located) => Some(located.place),
                None => continue,
            },
        };
        let unknown = Unknown::new(Reason::Ambiguous, overlay.declared.handle.name.as_str());
        entity.attributes.insert(name, Attribute { value: Value::Unknown(unknown.into()), place });
    }
}

/// Whether no test in front of the one that gave `value` could give another one.
fn is_certain(at: &Located<'_>, reader: &Reader, value: &Value) -> bool {
    for case in &reader.spec.cases {
        let gives_it = constant(&case.value).is_some_and(|given| given == *value);
        match first(at, &case.path) {
            Some(_) if gives_it => return true,
            None if !gives_it => return false,
            _ => {}
        }
    }
    true
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
fn override_children(topology: &mut Topology, overlay: &Entity, target: &EntityId, child: &Child) {
    let (Some(parent), kind) = (&child.parent, child.kind) else { return };
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
fn redirect(value: &mut Value, meant: &BTreeMap<EntityId, Option<Value>>) {
    match value {
        Value::Edge(edge) => {
            let redirected = match meant.get(&edge.to) {
                Some(Some(Value::Edge(target))) => {
                    let certainty = edge.certainty.max(target.certainty);
                    Value::Edge(Edge { to: target.to.clone(), certainty })
                }
                Some(Some(Value::Unknown(unknown))) => Value::Unknown(unknown.clone()),
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
