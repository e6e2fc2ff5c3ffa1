//! References between entities: by the input's own references, by ARM id, by name.

use super::index::{Index, Match};
use crate::input::declared::{Node, Reference, ReferenceCertainty, Tree};
use crate::model::{
    Attribute, Certainty, Edge, Entity, EntityId, Kind, Place, Presence, Reason, Record, ResourceHandle, ResourceId,
    Topology, Unknown, Value,
};

/// Resolves references into one topology, adding an external entity for each resource that is only named.
pub(super) struct Resolver<'a> {
    pub(super) index: &'a mut Index,
    pub(super) topology: &'a mut Topology,
    /// References with one target.
    pub(super) resolved: usize,
    /// References that stay ambiguous or unknown.
    pub(super) unresolved: usize,
}

impl Resolver<'_> {
    /// What the reference `node`, written in input `input`, means: an edge to an entity of `target`, or unknown.
    /// `by_name` is the ARM id that a name in `node` stands for.
    pub(super) fn resolve(&mut self, node: &Node, input: usize, target: Kind, by_name: Option<ResourceId>) -> Value {
        let value = self.resolve_value(node, input, target, by_name);
        match value {
            Value::Edge(_) => self.resolved += 1,
            _ => self.unresolved += 1,
        }
        value
    }

    fn resolve_value(&mut self, node: &Node, input: usize, target: Kind, by_name: Option<ResourceId>) -> Value {
        let reference = node.reference.as_ref();
        let certain = reference.filter(|reference| reference.certainty != ReferenceCertainty::Candidates);
        if let Some(value) = certain.and_then(|reference| self.by_reference(reference, input, target)) {
            return value;
        }
        if let (Tree::Text(text), None) = (&node.tree, &by_name) {
            return self.by_text(text, target, || Unknown::new(Reason::NotUsable, shown(node, text)).into());
        }
        if let (Tree::Text(_), Some(id)) = (&node.tree, &by_name) {
            return self.by_id(id, target);
        }
        if let Some(value) = reference.and_then(|reference| self.by_reference(reference, input, target)) {
            return value;
        }
        match &node.tree {
            Tree::Unknown(unknown) => match &unknown.pattern {
                Some(pattern) => self.by_text(pattern, target, || unknown.clone()),
                None => Value::Unknown(unknown.clone()),
            },
            _ => Value::Unknown(Unknown::new(Reason::NotUsable, "").into()),
        }
    }

    fn by_reference(&self, reference: &Reference, input: usize, target: Kind) -> Option<Value> {
        let find = |address: &String| {
            let handle = ResourceHandle { input, name: address.as_str().into() };
            self.index.handle(&handle).filter(|(kind, _)| *kind == target).map(|(_, id)| id.clone())
        };
        let mut ids: Vec<EntityId> = reference.targets.iter().filter_map(|target| find(&target.address)).collect();
        ids.sort();
        ids.dedup();
        let certainty = match reference.certainty {
            ReferenceCertainty::Exact => Certainty::Exact,
            ReferenceCertainty::Inferred => Certainty::Inferred,
            ReferenceCertainty::Candidates => {
                return (!ids.is_empty()).then(|| Value::Unknown(ambiguous(&ids, &reference_text(reference)).into()));
            }
        };
        match ids.as_slice() {
            [id] => Some(Value::Edge(Edge { to: id.clone(), certainty })),
            _ => None,
        }
    }

    fn by_text(&mut self, text: &str, target: Kind, otherwise: impl FnOnce() -> Box<Unknown>) -> Value {
        match ResourceId::parse(text) {
            Ok(id) if id.resource_type.eq_ignore_ascii_case(target.schema().arm_type) => self.by_id(&id, target),
            _ => Value::Unknown(otherwise()),
        }
    }

    /// The entity that an ARM id names; one outside the inputs is added as external.
    pub(super) fn by_id(&mut self, id: &ResourceId, target: Kind) -> Value {
        let edge = |to, certainty| Value::Edge(Edge { to, certainty });
        match self.index.find(id, target) {
            Match::Exact(to) => edge(to, Certainty::Exact),
            Match::Likely(to) => edge(to, Certainty::Inferred),
            Match::Ambiguous(ids) => Value::Unknown(ambiguous(&ids, &id.to_string()).into()),
            Match::None => edge(self.add_external(id, target), Certainty::Exact),
        }
    }

    /// An entity that exists outside the inputs: nothing of it is known but its name and its parent.
    fn add_external(&mut self, arm_id: &ResourceId, kind: Kind) -> EntityId {
        let id = EntityId(arm_id.canonical().into());
        let mut attributes = Record::new();
        let parent = arm_id.parent();
        for schema in kind.schema().attributes {
            let value = match (schema.name, schema.shape, &parent) {
                ("name", ..) => Value::Text(arm_id.name().into()),
                (_, crate::model::AttributeType::Edge(target), Some(parent))
                    if parent.resource_type.eq_ignore_ascii_case(target.schema().arm_type) =>
                {
                    self.by_id(parent, target)
                }
                _ => Value::Unknown(Unknown::new(Reason::OutsideInput, "").into()),
            };
            attributes.insert(schema.name, Attribute::new(value));
        }
        let entity = Entity {
            kind,
            id: id.clone(),
            subject: arm_id.to_string().into(),
            presence: Presence::External,
            place: None,
            attributes,
        };
        self.index.add_id(arm_id, kind, id.clone());
        // A clash would need an equal id that the index does not know, which add_id rules out.
        let _ = self.topology.insert(entity);
        id
    }

    /// Sets a single reference that a separate resource states for `subject`.
    pub(super) fn set(&mut self, kind: Kind, subject: &EntityId, name: &str, value: Value, place: &Place) {
        let Some(entity) = self.topology.get_mut(kind, subject) else { return };
        let replaces = match entity.attribute(name).map(|attribute| &attribute.value) {
            None => true,
            Some(Value::Unknown(unknown)) => {
                // What the resource itself sets to something unknown stays unknown.
                matches!(unknown.reason, Reason::LeftToProvider | Reason::OutsideInput)
            }
            Some(known) if *known == value => false,
            Some(_) => {
                let unknown = Unknown::new(Reason::Ambiguous, "set in two places");
                let attribute = Attribute::new(Value::Unknown(unknown.into())).at(place.clone());
                entity.attributes.insert(name, attribute);
                false
            }
        };
        if replaces {
            entity.attributes.insert(name, Attribute::new(value).at(place.clone()));
        }
    }
}

/// The unknown that says "one of these".
pub(super) fn ambiguous(ids: &[EntityId], text: &str) -> Unknown {
    Unknown { candidates: ids.iter().map(|id| id.0.to_string()).collect(), ..Unknown::new(Reason::Ambiguous, text) }
}

fn reference_text(reference: &Reference) -> String {
    let texts: Vec<&str> = reference.targets.iter().map(|target| target.address.as_str()).collect();
    texts.join(", ")
}

fn shown<'a>(node: &Node, text: &'a str) -> &'a str {
    if node.sensitive { "" } else { text }
}
