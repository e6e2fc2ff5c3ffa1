//! The model as the JSON document that policies read.

use super::flows::{FlowFact, flows_of};
use super::inverse::Inverse;
use super::map::Map;
use super::placement::{PlacementFact, placements_of};
use super::routes::{RouteFact, routes_of};
use crate::model::{
    Action, Attribute, Change, Context, Entity, EntityId, KINDS, Model, Parameter, Record, ResourceHandle, Share,
    Topology, Unknown, Value, Waits,
};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The policies' input document for `model`, as compact JSON text.
///
/// # Errors
/// Only when memory for the text runs out, as `serde_json` reports it.
pub fn policy_input(model: &Model, context: &Context) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Document { model, context })
}

struct Document<'a> {
    model: &'a Model,
    context: &'a Context,
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("after", &TopologyDocument::of(&self.model.after, self.context))?;
        if let Some(before) = &self.model.before {
            map.serialize_entry("before", &TopologyDocument::of(before, self.context))?;
        }
        if self.model.before.is_some() || !self.model.changes.is_empty() {
            let changes: BTreeMap<&str, ChangeDocument<'_>> =
                self.model.changes.iter().map(|(id, change)| (id.0.as_str(), ChangeDocument(change))).collect();
            map.serialize_entry("changes", &changes)?;
        }
        map.serialize_entry("context", &ContextDocument(self.context))?;
        if !self.model.order.is_empty() {
            let order: BTreeMap<&str, WaitsDocument<'_>> =
                self.model.order.iter().map(|(id, waits)| (id.0.as_str(), WaitsDocument(waits))).collect();
            map.serialize_entry("order", &order)?;
        }
        map.end()
    }
}

struct WaitsDocument<'a>(&'a Waits);

impl Serialize for WaitsDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Waits { after, stated, open } = self.0;
        let mut map = serializer.serialize_map(None)?;
        let after: Vec<&str> = after.iter().map(|id| id.0.as_str()).collect();
        map.serialize_entry("after", &after)?;
        let shares = |shares: &'_ BTreeMap<SmolStr, Share>| -> BTreeMap<String, &'static str> {
            shares.iter().map(|(name, share)| (name.to_string(), share.as_str())).collect()
        };
        let stated: BTreeMap<&str, _> = stated.iter().map(|(id, it)| (id.0.as_str(), shares(it))).collect();
        map.serialize_entry("stated", &stated)?;
        let unknown: BTreeMap<&str, UnknownDocument<'_>> =
            open.iter().map(|unknown| ("after", UnknownDocument(unknown))).collect();
        map.serialize_entry("unknown", &unknown)?;
        map.end()
    }
}

struct ContextDocument<'a>(&'a Context);

impl Serialize for ContextDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("as_of", &self.0.as_of)?;
        if let Some(cloud) = &self.0.cloud {
            map.serialize_entry("cloud", cloud)?;
        }
        map.serialize_entry("editions", &self.0.editions)?;
        if !self.0.parameters.is_empty() {
            let parameters: BTreeMap<&str, ParameterDocument<'_>> =
                self.0.parameters.iter().map(|(name, value)| (name.as_str(), ParameterDocument(value))).collect();
            map.serialize_entry("parameters", &parameters)?;
        }
        map.end()
    }
}

struct ParameterDocument<'a>(&'a Parameter);

impl Serialize for ParameterDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Parameter::Flag(value) => serializer.serialize_bool(*value),
            Parameter::Number(value) => serializer.serialize_i64(*value),
            Parameter::Text(value) => serializer.serialize_str(value),
            Parameter::Texts(values) => values.serialize(serializer),
        }
    }
}

struct ChangeDocument<'a>(&'a Change);

impl Serialize for ChangeDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Change { actions, replaced_by, created_first, reason, previous_address, importing } = self.0;
        let mut map = serializer.serialize_map(None)?;
        let actions: Vec<&str> = actions.iter().copied().map(Action::as_str).collect();
        map.serialize_entry("actions", &actions)?;
        map.serialize_entry("replaced_by", replaced_by)?;
        if let Some(created_first) = created_first {
            map.serialize_entry("created_first", created_first)?;
        }
        for (name, value) in [("reason", reason), ("previous_address", previous_address), ("importing", importing)] {
            if let Some(value) = value {
                map.serialize_entry(name, value)?;
            }
        }
        map.end()
    }
}

struct TopologyDocument<'a> {
    topology: &'a Topology,
    inverse: Inverse,
    flows: BTreeMap<EntityId, BTreeMap<String, FlowFact>>,
    routes: BTreeMap<EntityId, RouteFact>,
    placements: BTreeMap<EntityId, PlacementFact>,
}

impl<'a> TopologyDocument<'a> {
    fn of(topology: &'a Topology, context: &Context) -> Self {
        let map = Map::of(topology);
        Self {
            topology,
            inverse: Inverse::of(topology),
            flows: flows_of(&map, context),
            routes: routes_of(&map),
            placements: placements_of(topology),
        }
    }
}

impl Serialize for TopologyDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(KINDS.len()))?;
        for schema in KINDS {
            let entities: BTreeMap<&str, EntityDocument<'_>> = self
                .topology
                .of_kind(schema.kind)
                .map(|entity| (entity.id.0.as_str(), EntityDocument { entity, topology: self }))
                .collect();
            map.serialize_entry(schema.plural, &entities)?;
        }
        map.end()
    }
}

struct EntityDocument<'a> {
    entity: &'a Entity,
    topology: &'a TopologyDocument<'a>,
}

impl Serialize for EntityDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entity = self.entity;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &entity.id.0)?;
        map.serialize_entry("kind", entity.kind.schema().arm_type)?;
        map.serialize_entry("subject", &entity.subject)?;
        map.serialize_entry("presence", entity.presence.as_str())?;
        serialize_record(&mut map, &entity.attributes)?;
        let stated_by = stated_by(entity);
        if !stated_by.is_empty() {
            map.serialize_entry("stated_by", &stated_by)?;
        }
        for (name, ids) in self.topology.inverse.get(entity.kind, &entity.id) {
            let ids: Vec<&str> = ids.iter().map(|id| id.0.as_str()).collect();
            map.serialize_entry(name, &ids)?;
        }
        if let Some(flows) = self.topology.flows.get(&entity.id) {
            map.serialize_entry("flows", flows)?;
        }
        if let Some(fact) = self.topology.placements.get(&entity.id) {
            map.serialize_entry("placement", fact)?;
        }
        if let Some(fact) = self.topology.routes.get(&entity.id) {
            map.serialize_entry("default_route", &fact.default_route)?;
            if !fact.routes.is_empty() {
                // The attribute `routes` of other kinds is a list of references; subnets have none of that name.
                map.serialize_entry("routes", &fact.routes)?;
            }
        }
        map.end()
    }
}

/// The resources that state an attribute, by attribute, where others than the entity's own do; its own by its subject.
fn stated_by(entity: &Entity) -> BTreeMap<&str, Vec<&str>> {
    let own = entity.place.as_ref().map(|place| &place.resource);
    let is_own = |resource: &&ResourceHandle| Some(*resource) == own;
    let mut found = BTreeMap::new();
    for (attribute, value) in &entity.attributes {
        let resources = value.resources();
        if resources.iter().all(is_own) {
            continue;
        }
        let names =
            resources.into_iter().map(|it| if is_own(&it) { entity.subject.as_str() } else { it.name.as_str() });
        found.insert(attribute.as_str(), names.collect());
    }
    found
}

/// Known attributes as members, and `unknown` with the others. An open list stands in both.
fn serialize_record<M: SerializeMap>(map: &mut M, record: &Record) -> Result<(), M::Error> {
    let mut unknown: BTreeMap<&str, UnknownDocument<'_>> = BTreeMap::new();
    for (name, Attribute { value, .. }) in record {
        match value {
            Value::Unknown(reason) => {
                unknown.insert(name, UnknownDocument(reason));
                continue;
            }
            Value::List(list) => {
                if let Some(reason) = &list.open {
                    unknown.insert(name, UnknownDocument(reason));
                }
            }
            _ => {}
        }
        map.serialize_entry(name, &ValueDocument(value))?;
    }
    map.serialize_entry("unknown", &unknown)
}

struct UnknownDocument<'a>(&'a Unknown);

impl Serialize for UnknownDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("reason", self.0.reason.describe())?;
        map.serialize_entry("text", &self.0.text)?;
        if let Some(pattern) = &self.0.pattern {
            map.serialize_entry("pattern", pattern)?;
        }
        if !self.0.candidates.is_empty() {
            map.serialize_entry("candidates", &self.0.candidates)?;
        }
        map.end()
    }
}

struct ValueDocument<'a>(&'a Value);

impl Serialize for ValueDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Unknown(unknown) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("unknown", &UnknownDocument(unknown))?;
                map.end()
            }
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Integer(value) => serializer.serialize_i64(*value),
            Value::Text(value) => serializer.serialize_str(value),
            Value::List(list) => {
                let mut sequence = serializer.serialize_seq(Some(list.items.len()))?;
                for item in &list.items {
                    sequence.serialize_element(&ValueDocument(item))?;
                }
                sequence.end()
            }
            Value::Record(record) => {
                let mut map = serializer.serialize_map(None)?;
                serialize_record(&mut map, record)?;
                map.end()
            }
            Value::Edge(edge) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("id", &edge.to.0)?;
                map.serialize_entry("certainty", edge.certainty.as_str())?;
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A change tells its actions and what forces a replacement always, the rest where there is something to tell.
    #[test]
    fn changes_tell_what_there_is_to_tell() {
        let plain = Change { actions: vec![Action::Create], ..Change::default() };
        let whole = Change {
            actions: vec![Action::Delete, Action::Create],
            replaced_by: vec!["name".to_owned()],
            created_first: Some(false),
            reason: Some("replace_because_cannot_update".to_owned()),
            previous_address: Some("t.was".to_owned()),
            importing: Some("/ID".to_owned()),
        };
        let text = |change: &Change| serde_json::to_string(&ChangeDocument(change)).expect("is JSON");
        assert_eq!(text(&plain), r#"{"actions":["create"],"replaced_by":[]}"#);
        assert_eq!(
            text(&whole),
            "{\"actions\":[\"delete\",\"create\"],\"replaced_by\":[\"name\"],\"created_first\":false,\"reason\":\"replace_because_cannot_update\",\
             \"previous_address\":\"t.was\",\"importing\":\"/ID\"}"
        );
    }
}
