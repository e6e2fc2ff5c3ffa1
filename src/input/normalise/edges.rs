//! The references that a resource itself states.

use super::build::{Part, fill_template, scope};
use super::lists::list_attribute;
use super::merge::push;
use super::path::{Located, follow};
use super::read::{is_omitted, is_unset, set_nodes, text_of};
use super::resolve::{Query, Resolver};
use super::table::{Reader, Source, attribute_schema};
use crate::input::declared::{Declared, Node, Tree};
use crate::model::{
    Attribute, AttributeType, Certainty, Edge, Kind, List, Reason, ResourceId, Topology, Unknown, Value,
};

/// Resolves the references of one resource or inline sub-resource.
pub(super) fn resolve_part(resolver: &mut Resolver<'_>, part: &Part<'_>) {
    for reader in part.attributes {
        let Some(target) = reader.schema.shape.target() else {
            resolve_in_records(resolver, part, reader);
            continue;
        };
        let attribute = if reader.spec.parent {
            let stated = part.declared.parent().filter(|_| part.parent.is_none());
            let input = part.declared.handle.input;
            parent(resolver, stated, part.arm_id.as_ref(), input, target).map(Attribute::new)
        } else if reader.spec.scope {
            by_scope(resolver, part, target)
        } else {
            references(resolver, part.declared, &part.at, reader, target)
        };
        if let (Some(attribute), Some(entity)) = (attribute, resolver.topology.get_mut(part.kind, &part.id)) {
            entity.attributes.insert(reader.schema.name, attribute);
        }
    }
    let Some((parent_kind, parent, child)) = &part.parent else { return };
    let edge = |to: &crate::model::EntityId| Value::Edge(Edge { to: to.clone(), certainty: Certainty::Exact });
    if let (Some(name), Some(entity)) = (&child.parent, resolver.topology.get_mut(part.kind, &part.id)) {
        entity.attributes.insert(name.as_str(), Attribute::new(edge(parent)));
    }
    if let (Some(name), Some(entity)) = (&child.member, resolver.topology.get_mut(*parent_kind, parent)) {
        push(entity, name, edge(&part.id));
    }
}

/// Resolves the references that the records of a list hold, element by element as [`super::lists`] has read them.
fn resolve_in_records(resolver: &mut Resolver<'_>, part: &Part<'_>, reader: &Reader) {
    let fields = reader.fields.iter().filter_map(|field| Some((field, field.schema.shape.target()?)));
    let fields: Vec<(&Reader, Kind)> = fields.collect();
    if fields.is_empty() {
        return;
    }
    let elements = reader.sources.iter().filter_map(|source| follow(&part.at, &source.path));
    let mut resolved = Vec::new();
    for (index, element) in elements.flat_map(|found| found.nodes).enumerate() {
        for (field, target) in &fields {
            let attribute = references(resolver, part.declared, &element, field, *target);
            resolved.extend(attribute.map(|attribute| (index, field.schema.name, attribute)));
        }
    }
    let Some(entity) = resolver.topology.get_mut(part.kind, &part.id) else { return };
    let Some(Attribute { value: Value::List(list), .. }) = entity.attributes.get_mut(reader.schema.name) else {
        return;
    };
    for (index, name, attribute) in resolved {
        if let Some(Value::Record(record)) = list.items.get_mut(index) {
            record.insert(name, attribute);
        }
    }
}

/// The resource that another one is a child of: as the input states it, else by the child's id.
pub(super) fn parent(
    resolver: &mut Resolver<'_>,
    stated: Option<&Node>,
    arm_id: Option<&ResourceId>,
    input: usize,
    kind: Kind,
) -> Option<Value> {
    match stated {
        Some(node) => resolver.resolve(node, Query::of(input, kind)),
        None => arm_id.and_then(ResourceId::parent).map(|id| resolver.by_id(&id, kind)),
    }
}

/// What an extension resource is about, when that is of kind `target`.
fn by_scope(resolver: &mut Resolver<'_>, part: &Part<'_>, target: Kind) -> Option<Attribute> {
    let node = Node::new(Tree::Text(scope(part.declared)?));
    let query = Query { alternative: true, ..Query::of(part.declared.handle.input, target) };
    resolver.resolve(&node, query).map(Attribute::new)
}

/// A reference or a list of references, read by `reader` at `start`.
pub(super) fn references(
    resolver: &mut Resolver<'_>,
    declared: &Declared,
    start: &Located<'_>,
    reader: &Reader,
    target: Kind,
) -> Option<Attribute> {
    if matches!(reader.schema.shape, AttributeType::Edges(_)) {
        return several(resolver, declared, start, reader, target);
    }
    let mut unknown = None;
    for (located, source) in set_nodes(start, &reader.sources, reader.spec.when_omitted.as_ref()) {
        let Some(value) = one(resolver, declared, &located, reader, source, target) else { continue };
        let attribute = Attribute::new(value).at(located.place);
        match attribute.value {
            Value::Unknown(_) => unknown = unknown.or(Some(attribute)),
            _ => return Some(attribute),
        }
    }
    unknown
}

fn several(
    resolver: &mut Resolver<'_>,
    declared: &Declared,
    start: &Located<'_>,
    reader: &Reader,
    target: Kind,
) -> Option<Attribute> {
    let mut list = List::default();
    let mut place = None;
    for source in &reader.sources {
        let path = if reader.spec.single { source.path.clone() } else { source.path.each() };
        let Some(found) = follow(start, &path) else { continue };
        // A list that holds lists: subnets of each network rule.
        let mut open = found.open;
        let mut nodes = Vec::new();
        for located in found.nodes {
            match &located.node.tree {
                Tree::List { items, open: more } => {
                    open = open.or(more.as_deref());
                    nodes.extend(items.iter().map(|item| Located { node: item, ..located.clone() }));
                }
                _ => nodes.push(located),
            }
        }
        for located in nodes.iter().filter(|located| !is_unset(located.node, reader.spec.when_omitted.as_ref())) {
            list.items.extend(one(resolver, declared, located, reader, source, target));
        }
        if let Some(unknown) = open.filter(|unknown| !is_omitted(unknown, reader.spec.when_omitted.as_ref())) {
            resolver.unresolved += usize::from(nodes.is_empty());
            list.open.get_or_insert_with(|| unknown.clone().into());
        }
        place = place.or(found.list);
    }
    list_attribute(list, place)
}

fn one(
    resolver: &mut Resolver<'_>,
    declared: &Declared,
    located: &Located<'_>,
    reader: &Reader,
    source: &Source,
    target: Kind,
) -> Option<Value> {
    let mut query = Query {
        by_name: source.target.as_deref().and_then(|template| fill_template(declared, template, resolver.index)),
        alternative: reader.spec.alternative,
        named: reader.spec.named,
        ..Query::of(declared.handle.input, target)
    };
    if source.part.is_none() {
        return resolver.resolve(located.node, query);
    }
    // A part of a text refers to something that the text as a whole does not.
    query.named = true;
    match (&located.node.tree, text_of(located, source)) {
        (Tree::Unknown(unknown), None) => Some(Value::Unknown(unknown.clone())),
        (_, text) => {
            let text = text?;
            let node = Node { sensitive: located.node.sensitive, ..Node::new(Tree::Text(text)) };
            resolver.resolve(&node, query)
        }
    }
}

/// An attribute that is left out takes that of the entity the table names.
pub(super) fn inherit(topology: &mut Topology, part: &Part<'_>) {
    for reader in part.attributes {
        let Some(through) = &reader.spec.inherit else { continue };
        let Some(entity) = topology.get(part.kind, &part.id) else { continue };
        let is_left_out = match entity.attribute(reader.schema.name).map(|attribute| &attribute.value) {
            None => true,
            Some(Value::Unknown(unknown)) => unknown.reason == Reason::LeftToProvider,
            Some(_) => false,
        };
        let Some(link) = entity.attribute(through).filter(|_| is_left_out) else { continue };
        let kind = attribute_schema(part.kind, through).and_then(|schema| schema.shape.target());
        let inherited = match &link.value {
            Value::Edge(edge) => kind
                .and_then(|kind| topology.get(kind, &edge.to))
                .and_then(|entity| entity.attribute(reader.schema.name))
                .cloned(),
            Value::Unknown(unknown) => {
                Some(Attribute::new(Value::Unknown(Unknown { candidates: Vec::new(), ..(**unknown).clone() }.into())))
            }
            _ => None,
        };
        if let (Some(attribute), Some(entity)) = (inherited, topology.get_mut(part.kind, &part.id)) {
            entity.attributes.insert(reader.schema.name, attribute);
        }
    }
}
