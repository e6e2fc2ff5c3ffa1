//! One topology from declared resources, in three passes: entities, their references, what separate resources add.

use super::index::Index;
use super::path::follow;
use super::read::{first_of, first_set, is_omitted, read};
use super::resolve::{Resolver, ambiguous};
use super::table::{
    AttributeSpec, ChildSpec, LinkSpec, MemberSpec, Row, Table, attribute_schema, edge_target, placeholders,
};
use crate::input::declared::{Declared, Dialect, Node, Tree};
use crate::model::{
    Attribute, AttributeType, Certainty, Edge, Entity, EntityId, Kind, List, Place, Presence, Reason, Record,
    ResourceHandle, ResourceId, Topology, Unknown, Value,
};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The key of the entity each declared resource became.
pub(super) type Keys = BTreeMap<ResourceHandle, EntityId>;

/// What [`build`] makes.
pub(super) struct Built {
    pub(super) topology: Topology,
    pub(super) keys: Keys,
    /// Number of declared resources that became an entity or a link.
    pub(super) declared: usize,
    pub(super) resolved: usize,
    pub(super) unresolved: usize,
}

/// A resource or inline sub-resource on its way into the topology.
struct Part<'a> {
    declared: &'a Declared,
    kind: Kind,
    id: EntityId,
    arm_id: Option<ResourceId>,
    node: &'a Node,
    place: Place,
    attributes: &'a BTreeMap<String, AttributeSpec>,
    /// The entity it is written in, and how they refer to each other.
    parent: Option<(Kind, EntityId, &'a ChildSpec)>,
}

/// Builds the topology. `keys` are those of the same resources at another time, so that both times agree.
pub(super) fn build(resources: &[Declared], keys: &Keys) -> Built {
    let table = Table::embedded();
    let mut builder = Builder { table, topology: Topology::default(), index: Index::default(), keys: Keys::new() };
    let known: Vec<(&Declared, &Row)> =
        resources.iter().filter_map(|declared| Some((declared, table.row(&declared.resource_type)?))).collect();
    let mut parts = Vec::new();
    let is_external = |declared: &Declared| declared.presence == Presence::External;
    for (declared, row) in known.iter().filter(|(declared, _)| !is_external(declared)) {
        parts.extend(builder.add_resource(declared, row, keys));
    }
    for (declared, row) in known.iter().filter(|(declared, _)| is_external(declared)) {
        parts.extend(builder.add_resource(declared, row, keys));
    }
    // Sub-resources written inline come second: where one is also declared separately, that is what Azure ends up with.
    for (declared, row) in &known {
        builder.add_children(declared, row, &mut parts);
    }
    let Builder { topology: mut graph, mut index, keys, .. } = builder;
    let mut resolver = Resolver { index: &mut index, topology: &mut graph, resolved: 0, unresolved: 0 };
    for part in &parts {
        resolve_part(&mut resolver, part);
    }
    for (declared, row) in &known {
        if let Some(link) = &row.link {
            add_link(&mut resolver, declared, link);
        }
        if let (Some(member), Some(id)) = (&row.member_of, keys.get(&declared.handle)) {
            add_member(&mut resolver, declared, member, id);
        }
    }
    let (resolved, unresolved) = (resolver.resolved, resolver.unresolved);
    sort_security_rules(&mut graph);
    let declared = known.iter().filter(|(declared, _)| declared.presence != Presence::External).count();
    Built { topology: graph, keys, declared, resolved, unresolved }
}

struct Builder<'a> {
    table: &'a Table,
    topology: Topology,
    index: Index,
    keys: Keys,
}

impl<'a> Builder<'a> {
    fn add_resource(&mut self, declared: &'a Declared, row: &'a Row, keys: &Keys) -> Option<Part<'a>> {
        let kind = row.kind?.0;
        let arm_id = arm_id(declared, row.id.as_deref());
        let id = match (keys.get(&declared.handle), &arm_id) {
            (Some(id), _) => id.clone(),
            (None, Some(arm_id)) => EntityId(arm_id.canonical().into()),
            (None, None) => EntityId(declared.handle.name.clone()),
        };
        if declared.presence == Presence::External && self.topology.get(kind, &id).is_some() {
            // A data source that reads what an input declares stands for it.
            self.index.add_handle(declared.handle.clone(), kind, id.clone());
            self.keys.insert(declared.handle.clone(), id);
            return None;
        }
        let place = Place::of(declared.handle.clone());
        let part =
            Part { declared, kind, id, arm_id, node: &declared.body, place, attributes: &row.attributes, parent: None };
        let part = self.insert(part, declared.subject.clone(), true)?;
        self.index.add_handle(declared.handle.clone(), kind, part.id.clone());
        self.keys.insert(declared.handle.clone(), part.id.clone());
        Some(part)
    }

    fn add_children(&mut self, declared: &'a Declared, row: &'a Row, parts: &mut Vec<Part<'a>>) {
        let (Some(kind), Some(parent)) = (row.kind, self.keys.get(&declared.handle).cloned()) else { return };
        let place = Place::of(declared.handle.clone());
        let parent_arm_id = arm_id(declared, row.id.as_deref());
        for child in &row.children {
            let Some(found) = follow(&declared.body, &place, &format!("{}[]", child.path)) else { continue };
            if let Some(unknown) = found.open.filter(|unknown| !is_omitted(unknown, child.when_omitted)) {
                self.open_members(kind.0, &parent, child, unknown);
            }
            for (index, (node, place)) in found.nodes.into_iter().enumerate() {
                let name = node.get("name").and_then(name_text);
                let arm_id = parent_arm_id.as_ref().zip(name).map(|(id, name)| id.child(&child.collection, &name));
                let id = arm_id.as_ref().map_or_else(
                    || EntityId(format!("{parent}/{}/#{index}", child.collection).into()),
                    |arm_id| EntityId(arm_id.canonical().into()),
                );
                // Terraform users know an inline block by its resource; ARM users by the sub-resource's own type.
                let subject = match (declared.dialect, &arm_id) {
                    (Dialect::Arm, Some(arm_id)) => display(arm_id).into(),
                    _ => declared.subject.clone(),
                };
                let part = Part {
                    declared,
                    kind: child.kind.0,
                    id,
                    arm_id,
                    node,
                    place,
                    attributes: child.attributes(self.table),
                    parent: Some((kind.0, parent.clone(), child)),
                };
                parts.extend(self.insert(part, subject, false));
            }
        }
    }

    /// A list of sub-resources that may hold more than is seen.
    fn open_members(&mut self, kind: Kind, parent: &EntityId, child: &ChildSpec, unknown: &Unknown) {
        if let (Some(member), Some(entity)) = (&child.member, self.topology.get_mut(kind, parent)) {
            open_list(entity, member, unknown);
        }
    }

    /// Makes the entity, references still missing. `None` when its key is taken and it must give way.
    fn insert(&mut self, mut part: Part<'a>, subject: SmolStr, is_own: bool) -> Option<Part<'a>> {
        let mut entity = Entity {
            kind: part.kind,
            id: part.id.clone(),
            subject,
            presence: part.declared.presence,
            place: Some(part.place.clone()),
            attributes: Record::new(),
        };
        for (name, spec) in part.attributes {
            let Some(schema) = attribute_schema(part.kind, name) else { continue };
            if let Some(attribute) = read(part.node, &part.place, schema, spec) {
                entity.attributes.insert(name.as_str(), attribute);
            }
        }
        if part.declared.presence == Presence::External {
            fill_external(&mut entity);
        }
        if let Err(mut entity) = self.topology.insert(entity) {
            if !is_own {
                return None;
            }
            // Two resources with one id: the same names under another subscription, most likely.
            part.id =
                EntityId(format!("{} (input {})", part.declared.handle.name, part.declared.handle.input + 1).into());
            entity.id = part.id.clone();
            self.topology.insert(*entity).ok()?;
        }
        if let Some(arm_id) = &part.arm_id {
            self.index.add_id(arm_id, part.kind, part.id.clone());
        }
        Some(part)
    }
}

/// Of a resource outside the input only what was read is known.
fn fill_external(entity: &mut Entity) {
    for schema in entity.kind.schema().attributes {
        let missing = || Attribute::new(Value::Unknown(Unknown::new(Reason::OutsideInput, "").into()));
        entity.attributes.get_or_insert_with(schema.name, missing);
    }
}

fn resolve_part(resolver: &mut Resolver<'_>, part: &Part<'_>) {
    for (name, spec) in part.attributes {
        let Some(target) = edge_target(part.kind, name) else { continue };
        let attribute = if spec.parent {
            part.arm_id.as_ref().and_then(ResourceId::parent).map(|id| Attribute::new(resolver.by_id(&id, target)))
        } else {
            resolve_attribute(resolver, part, name, spec, target)
        };
        if let (Some(attribute), Some(entity)) = (attribute, resolver.topology.get_mut(part.kind, &part.id)) {
            entity.attributes.insert(name.as_str(), attribute);
        }
    }
    let Some((parent_kind, parent, child)) = &part.parent else { return };
    let edge = |to: &EntityId| Value::Edge(Edge { to: to.clone(), certainty: Certainty::Exact });
    if let (Some(name), Some(entity)) = (&child.parent, resolver.topology.get_mut(part.kind, &part.id)) {
        entity.attributes.insert(name.as_str(), Attribute::new(edge(parent)));
    }
    if let (Some(name), Some(entity)) = (&child.member, resolver.topology.get_mut(*parent_kind, parent)) {
        push(entity, name, edge(&part.id));
    }
}

fn resolve_attribute(
    resolver: &mut Resolver<'_>,
    part: &Part<'_>,
    name: &str,
    spec: &AttributeSpec,
    target: Kind,
) -> Option<Attribute> {
    let input = part.declared.handle.input;
    if matches!(attribute_schema(part.kind, name)?.shape, AttributeType::Edges(_)) {
        let path = spec.paths.first()?;
        let whole = if path.contains("[]") { path.clone() } else { format!("{path}[]") };
        let found = follow(part.node, &part.place, &whole)?;
        let place = follow(part.node, &part.place, path.split("[]").next()?)?.nodes.into_iter().next()?.1;
        let items = found.nodes.iter().map(|(node, _)| resolver.resolve(node, input, target, None)).collect::<Vec<_>>();
        let open = found.open.filter(|unknown| !is_omitted(unknown, spec.when_omitted)).cloned().map(Box::new);
        let value = match (items.is_empty(), open) {
            (true, None) => return None,
            (true, Some(unknown)) => {
                resolver.unresolved += 1;
                Value::Unknown(unknown)
            }
            (false, open) => Value::List(List { items, open }),
        };
        return Some(Attribute::new(value).at(place));
    }
    let (node, place) = first_set(part.node, &part.place, spec)?;
    let by_name = spec.target.as_deref().and_then(|template| fill_template(part.declared, template));
    Some(Attribute::new(resolver.resolve(node, input, target, by_name)).at(place))
}

/// A resource such as an association or a swift connection: it sets an attribute of another one.
fn add_link(resolver: &mut Resolver<'_>, declared: &Declared, link: &LinkSpec) {
    let own = Place::of(declared.handle.clone());
    let input = declared.handle.input;
    let subject = if link.subject_is_parent {
        let parent = declared.id.as_deref().and_then(|id| ResourceId::parse(id).ok()).and_then(|id| id.parent());
        parent.map(|id| resolver.by_id(&id, link.kind.0))
    } else {
        first_of(&declared.body, &own, &link.subject, None)
            .map(|(node, _)| resolver.resolve(node, input, link.kind.0, None))
    };
    let (Some(target), Some((node, place))) =
        (edge_target(link.kind.0, &link.attribute), first_of(&declared.body, &own, &link.value, None))
    else {
        return;
    };
    let mut value = resolver.resolve(node, input, target, None);
    if declared.presence == Presence::Conditional {
        value = uncertain(value);
    }
    match subject {
        Some(Value::Edge(edge)) => resolver.set(link.kind.0, &edge.to, &link.attribute, value, &place),
        Some(Value::Unknown(unknown)) if !unknown.candidates.is_empty() => {
            let ids = unknown.candidates.iter().map(|id| EntityId(id.as_str().into())).collect();
            spoil(resolver, link, ids, &value, &place);
        }
        _ => {
            let ids = resolver.topology.of_kind(link.kind.0).map(|entity| entity.id.clone()).collect();
            spoil(resolver, link, ids, &value, &place);
        }
    }
}

/// The link is about one of these entities: none of them can be said to lack the attribute.
fn spoil(resolver: &mut Resolver<'_>, link: &LinkSpec, subjects: Vec<EntityId>, value: &Value, place: &Place) {
    let unknown = match value {
        Value::Edge(edge) => ambiguous(std::slice::from_ref(&edge.to), &place.to_string()),
        _ => Unknown::new(Reason::Ambiguous, place.to_string()),
    };
    for id in subjects {
        let Some(entity) = resolver.topology.get_mut(link.kind.0, &id) else { continue };
        let attribute = Attribute::new(Value::Unknown(unknown.clone().into())).at(place.clone());
        entity.attributes.get_or_insert_with(link.attribute.as_str(), || attribute);
    }
}

fn uncertain(value: Value) -> Value {
    let candidates = match value {
        Value::Edge(edge) => vec![edge.to.0.to_string()],
        _ => Vec::new(),
    };
    Value::Unknown(Unknown { candidates, ..Unknown::new(Reason::PresenceUncertain, "") }.into())
}

/// A resource such as a separate security rule: it stands in a list of another one.
fn add_member(resolver: &mut Resolver<'_>, declared: &Declared, member: &MemberSpec, id: &EntityId) {
    let own = Place::of(declared.handle.clone());
    let owner = if member.parent {
        let parent = declared.id.as_deref().and_then(|id| ResourceId::parse(id).ok()).and_then(|id| id.parent());
        parent.map(|id| resolver.by_id(&id, member.kind.0))
    } else {
        let by_name = member.target.as_deref().and_then(|template| fill_template(declared, template));
        first_of(&declared.body, &own, &member.paths, None)
            .map(|(node, _)| resolver.resolve(node, declared.handle.input, member.kind.0, by_name))
    };
    let unknown = Unknown::new(Reason::Ambiguous, declared.subject.clone());
    let owners: Vec<EntityId> = match &owner {
        Some(Value::Edge(edge)) => {
            if let Some(entity) = resolver.topology.get_mut(member.kind.0, &edge.to) {
                push(entity, &member.attribute, Value::Edge(Edge { to: id.clone(), certainty: edge.certainty }));
            }
            return;
        }
        Some(Value::Unknown(unknown)) if !unknown.candidates.is_empty() => {
            unknown.candidates.iter().map(|id| EntityId(id.as_str().into())).collect()
        }
        _ => resolver.topology.of_kind(member.kind.0).map(|entity| entity.id.clone()).collect(),
    };
    for owner in owners {
        if let Some(entity) = resolver.topology.get_mut(member.kind.0, &owner) {
            open_list(entity, &member.attribute, &unknown);
        }
    }
}

fn push(entity: &mut Entity, name: &str, item: Value) {
    let place = entity.place.clone();
    let empty = || Attribute { value: Value::List(List::default()), place };
    let Some(attribute) = entity.attributes.get_or_insert_with(name, empty) else { return };
    match &mut attribute.value {
        Value::List(list) => list.items.push(item),
        Value::Unknown(unknown) => {
            attribute.value = Value::List(List { items: vec![item], open: Some(unknown.clone()) });
        }
        _ => {}
    }
}

fn open_list(entity: &mut Entity, name: &str, unknown: &Unknown) {
    let place = entity.place.clone();
    let open = || Attribute { value: Value::Unknown(unknown.clone().into()), place };
    let Some(attribute) = entity.attributes.get_or_insert_with(name, open) else { return };
    if let Value::List(list) = &mut attribute.value {
        list.open.get_or_insert_with(|| unknown.clone().into());
    }
}

/// Security rules by priority, then id: the order in which Azure evaluates them. Those without a known one come last.
fn sort_security_rules(topology: &mut Topology) {
    let priorities: BTreeMap<EntityId, i64> = topology
        .of_kind(Kind::SecurityRule)
        .filter_map(|rule| Some((rule.id.clone(), rule.attribute("priority")?.value.as_integer()?)))
        .collect();
    let groups: Vec<EntityId> = topology.of_kind(Kind::NetworkSecurityGroup).map(|group| group.id.clone()).collect();
    for id in groups {
        let Some(group) = topology.get_mut(Kind::NetworkSecurityGroup, &id) else { continue };
        if let Some(Attribute { value: Value::List(list), .. }) = group.attributes.get_mut("security_rules") {
            list.items.sort_by_key(|item| match item {
                Value::Edge(edge) => (priorities.get(&edge.to).copied().unwrap_or(i64::MAX), Some(edge.to.clone())),
                _ => (i64::MAX, None),
            });
        }
    }
}

/// The ARM id of a declared resource: stated, or composed from its names.
fn arm_id(declared: &Declared, template: Option<&str>) -> Option<ResourceId> {
    if let Some(id) = declared.id.as_deref().and_then(|id| ResourceId::parse(id).ok()) {
        return Some(id);
    }
    fill_template(declared, template?)
}

/// `Microsoft.Network/virtualNetworks/{name}` with the resource's own subscription, group and names.
fn fill_template(declared: &Declared, template: &str) -> Option<ResourceId> {
    let group = declared.body.get("resource_group_name")?.as_text()?;
    let mut text = template.to_owned();
    for name in placeholders(template) {
        let value = declared.body.get(name)?.as_text().filter(|value| !value.is_empty())?;
        text = text.replace(&format!("{{{name}}}"), value);
    }
    ResourceId::parse(&format!("/subscriptions/{}/resourceGroups/{group}/providers/{text}", declared.subscription)).ok()
}

/// A name as it stands in an ARM id, unknown parts in braces.
fn name_text(node: &Node) -> Option<String> {
    match &node.tree {
        Tree::Text(text) => Some(text.to_string()),
        Tree::Unknown(unknown) => unknown.pattern.clone(),
        _ => None,
    }
}

/// An ARM id as reports show it: unknown names as the expressions they are.
fn display(id: &ResourceId) -> String {
    id.subject().replace('{', "[").replace('}', "]")
}
