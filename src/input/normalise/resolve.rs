//! References between entities: by the input's own references, by ARM id, by name.

use super::index::{Index, Match};
use super::table::Table;
use crate::input::declared::{Node, Reference, ReferenceCertainty, Tree};
use crate::model::{
    Attribute, Certainty, Edge, Entity, EntityId, Kind, Presence, Reason, Record, ResourceHandle, ResourceId, Topology,
    Unknown, Value,
};
use std::collections::BTreeMap;

/// What is asked of a reference.
#[derive(Debug)]
pub(super) struct Query {
    /// The input it is written in.
    pub(super) input: usize,
    /// The kind of entity it refers to.
    pub(super) target: Kind,
    /// The ARM id that a name in it stands for.
    pub(super) by_name: Option<ResourceId>,
    /// It may refer to another kind: then it is none of this one.
    pub(super) alternative: bool,
    /// A text that is no id is a name, which is unique over all of Azure.
    pub(super) named: bool,
}

impl Query {
    /// A reference in `input` to an entity of `target`, by id.
    pub(super) fn of(input: usize, target: Kind) -> Self {
        Self { input, target, by_name: None, alternative: false, named: false }
    }
}

/// Resolves references into one topology, adding an external entity for each resource that is only named.
pub(super) struct Resolver<'a> {
    pub(super) index: &'a mut Index,
    pub(super) topology: &'a mut Topology,
    /// By the external entity that an id was taken for: all that the id may mean, it included. Empty where it may be any.
    pub(super) alike: BTreeMap<EntityId, Vec<EntityId>>,
    /// References with one target.
    pub(super) resolved: usize,
    /// References that stay ambiguous or unknown.
    pub(super) unresolved: usize,
}

impl Resolver<'_> {
    /// What the reference `node` means: an edge, or unknown; `None` when it certainly refers to another kind.
    pub(super) fn resolve(&mut self, node: &Node, query: Query) -> Option<Value> {
        let is_alternative = query.alternative;
        if is_alternative && self.is_of_other_kind(node, &query) {
            return None;
        }
        let value = self.resolve_value(node, query);
        match value {
            Value::Edge(_) => self.resolved += 1,
            // One reference is asked once for each kind it may mean.
            _ => self.unresolved += usize::from(!is_alternative),
        }
        Some(value)
    }

    /// Whether the reference certainly means a resource that is not of the kind in question.
    fn is_of_other_kind(&self, node: &Node, query: &Query) -> bool {
        let reference = node.reference.as_deref();
        if let Some(reference) = reference.filter(|it| it.certainty != ReferenceCertainty::Candidates)
            && let [target] = reference.targets.as_slice()
        {
            let handle = ResourceHandle { input: query.input, name: target.address.as_str().into() };
            if let Some((kind, _)) = self.index.handle(&handle)
                && !(reference.certainty == ReferenceCertainty::Inferred && is_below(query.target, *kind))
            {
                return *kind != query.target;
            }
        }
        let text = match &node.tree {
            Tree::Text(text) => text.as_str(),
            Tree::Unknown(unknown) => match &unknown.pattern {
                Some(pattern) => pattern.as_str(),
                None => return false,
            },
            _ => return false,
        };
        match ResourceId::parse(text) {
            Ok(id) => !id.resource_type.contains('{') && !Table::embedded().is_of_kind(&id.resource_type, query.target),
            // A known text that is no id of a resource is that of a group or subscription, or a name.
            Err(_) => matches!(node.tree, Tree::Text(_)) && !query.named,
        }
    }

    fn resolve_value(&mut self, node: &Node, query: Query) -> Value {
        let Query { input, target, by_name, named, .. } = query;
        let reference = node.reference.as_ref();
        let certain = reference.filter(|reference| reference.certainty != ReferenceCertainty::Candidates);
        if let Some(value) = certain.and_then(|reference| self.by_reference(reference, input, target)) {
            return value;
        }
        match (&node.tree, by_name) {
            (Tree::Text(_), Some(id)) => return self.by_id(&id, target),
            (Tree::Text(text), None) if named && !text.starts_with('/') => {
                return self.by_unique_name(text, target, shown(node, text));
            }
            (Tree::Text(text), None) => {
                return self.by_text(text, target, || Unknown::new(Reason::NotUsable, shown(node, text)).into());
            }
            _ => {}
        }
        if let Some(value) = reference.and_then(|reference| self.by_reference(reference, input, target)) {
            return value;
        }
        if let (Some(reference), Tree::Unknown(unknown)) = (reference, &node.tree)
            && let Some(value) = self.one_of_ids(reference, &unknown.text, target)
        {
            return value;
        }
        match &node.tree {
            Tree::Unknown(unknown) => match &unknown.pattern {
                Some(pattern) if !named || pattern.starts_with('/') => {
                    self.by_text(pattern, target, || unknown.clone())
                }
                Some(pattern) => match self.index.named(pattern, target).as_slice() {
                    [id] => Value::Edge(Edge { to: id.clone(), certainty: Certainty::Inferred }),
                    _ => Value::Unknown(unknown.clone()),
                },
                None => Value::Unknown(unknown.clone()),
            },
            _ => Value::Unknown(Unknown::new(Reason::NotUsable, "").into()),
        }
    }

    /// What the input itself says that `node` refers to, if that is of `target`.
    pub(super) fn by_its_reference(&self, node: &Node, input: usize, target: Kind) -> Option<Value> {
        self.by_reference(node.reference.as_deref()?, input, target)
    }

    fn by_unique_name(&self, name: &str, target: Kind, shown: &str) -> Value {
        match self.index.named(name, target).as_slice() {
            [id] => Value::Edge(Edge { to: id.clone(), certainty: Certainty::Inferred }),
            [] => Value::Unknown(Unknown::new(Reason::OutsideInput, shown).into()),
            several => Value::Unknown(ambiguous(several, shown).into()),
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

    /// One of several ids; `None` when one of these is no id of `target`, or one that is not known enough.
    fn one_of_ids(&mut self, reference: &Reference, text: &str, target: Kind) -> Option<Value> {
        let mut ids = Vec::new();
        for meant in reference.targets.iter().filter(|meant| meant.address.starts_with('/')) {
            match self.by_text(&meant.address, target, || Unknown::new(Reason::NotUsable, "").into()) {
                Value::Edge(edge) => ids.push(edge.to),
                // One that may lead anywhere leaves nothing to choose among.
                Value::Unknown(unknown) if !unknown.candidates.is_empty() => {
                    ids.extend(unknown.candidates.iter().map(|id| EntityId(id.as_str().into())));
                }
                _ => return None,
            }
        }
        ids.sort();
        ids.dedup();
        (!ids.is_empty()).then(|| Value::Unknown(ambiguous(&ids, text).into()))
    }

    fn by_text(&mut self, text: &str, target: Kind, otherwise: impl FnOnce() -> Box<Unknown>) -> Value {
        match ResourceId::parse(text) {
            Ok(id) if Table::embedded().is_of_kind(&id.resource_type, target) => self.by_id(&id, target),
            _ => Value::Unknown(otherwise()),
        }
    }

    /// The entity that an ARM id names; one outside the inputs is added as external.
    pub(super) fn by_id(&mut self, id: &ResourceId, target: Kind) -> Value {
        let edge = |to, certainty| Value::Edge(Edge { to, certainty });
        let one_of = |ids: &[EntityId]| Value::Unknown(ambiguous(ids, &id.to_string()).into());
        match self.index.find(id, target) {
            Match::Exact(to) => match self.alike.get(&to) {
                None => edge(to, Certainty::Exact),
                Some(ids) => one_of(ids),
            },
            Match::Likely(to) => edge(to, Certainty::Inferred),
            Match::Ambiguous(ids) => one_of(&ids),
            Match::None => {
                let alike = self.index.alike(id, target);
                let external = self.add_external(id, target);
                let ids = match alike {
                    Some(ids) if ids.is_empty() => return edge(external, Certainty::Exact),
                    Some(ids) => ids.into_iter().chain([external.clone()]).collect(),
                    None => Vec::new(),
                };
                let value = one_of(&ids);
                self.alike.insert(external, ids);
                value
            }
        }
    }

    /// An entity that exists outside the inputs: nothing of it is known but its name and its parent.
    fn add_external(&mut self, arm_id: &ResourceId, kind: Kind) -> EntityId {
        let id = EntityId(arm_id.canonical().into());
        let mut attributes = Record::new();
        for schema in kind.schema().attributes {
            if !outside::can_have(&arm_id.resource_type, schema) {
                continue;
            }
            let attribute = match (schema.name, schema.shape.target(), arm_id.parent()) {
                ("name", ..) => Attribute::new(Value::Text(arm_id.name().into())),
                (name, Some(target), Some(parent)) if outside::is_parent(&arm_id.resource_type, name) => {
                    Attribute::new(self.by_id(&parent, target))
                }
                _ => outside::unknown(),
            };
            attributes.insert(schema.name, attribute);
        }
        let entity = Entity {
            kind,
            id: id.clone(),
            subject: arm_id.to_string().into(),
            presence: Presence::External,
            place: None,
            attributes,
        };
        self.index.add_external(arm_id, kind, id.clone());
        // A clash would need an equal id that the index does not know, which add_id rules out.
        let _ = self.topology.insert(entity);
        id
    }
}

/// What can be said of resources outside the inputs.
pub(super) mod outside {
    use crate::input::normalise::table::Table;
    use crate::model::{Attribute, AttributeSchema, AttributeType, Reason, Unknown, Value};

    /// It is there or not; nobody knows.
    pub(in super::super) fn unknown() -> Attribute {
        Attribute::new(Value::Unknown(Unknown::new(Reason::OutsideInput, "").into()))
    }

    /// Whether a resource of this ARM type can have the attribute: a single reference that no such resource states
    /// cannot be there, such as the app of an app that is no slot.
    pub(in super::super) fn can_have(arm_type: &str, schema: &AttributeSchema) -> bool {
        let Some(row) = Table::embedded().row(arm_type) else { return true };
        !matches!(schema.shape, AttributeType::Edge(_))
            || row.attributes.iter().any(|reader| reader.schema.name == schema.name)
    }

    /// Whether the attribute refers to the resource that one of this ARM type is a child of.
    pub(super) fn is_parent(arm_type: &str, name: &str) -> bool {
        let row = Table::embedded().row(arm_type);
        row.is_some_and(|row| row.attributes.iter().any(|reader| reader.schema.name == name && reader.spec.parent))
    }
}

/// Whether resources of `kind` are children of those of `parent`, so that an id of one may begin with that of the other.
fn is_below(kind: Kind, parent: Kind) -> bool {
    let rest = kind.schema().arm_type.strip_prefix(parent.schema().arm_type);
    rest.is_some_and(|rest| rest.starts_with('/'))
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
