//! One topology from declared resources: entities first, then their references ([`super::edges`]), then what separate
//! resources add ([`super::merge`]).

use super::edges::{inherit, resolve_part};
use super::index::Index;
use super::merge::{add_member, add_merge, open_list};
use super::overlay;
use super::path::{Located, follow};
use super::read::{is_omitted, read};
use super::resolve::{Resolver, outside};
use super::subject;
use super::table::{Child, Reader, Row, Table};
use crate::input::declared::{Declared, Node, Tree};
use crate::model::{
    Attribute, Entity, EntityId, Kind, List, Place, Presence, Record, ResourceHandle, ResourceId, Topology, Unknown,
    Value,
};
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeMap;

/// Room for most ids.
const ID_LENGTH: usize = 192;

/// The key of the entity each declared resource became.
pub(super) type Keys = BTreeMap<ResourceHandle, EntityId>;

/// What [`build`] makes.
pub(super) struct Built {
    pub(super) topology: Topology,
    pub(super) keys: Keys,
    /// Number of declared resources whose type has a row.
    pub(super) declared: usize,
    pub(super) resolved: usize,
    pub(super) unresolved: usize,
}

/// A resource or inline sub-resource on its way into the topology.
pub(super) struct Part<'a> {
    pub(super) declared: &'a Declared,
    pub(super) kind: Kind,
    pub(super) id: EntityId,
    pub(super) arm_id: Option<ResourceId>,
    pub(super) at: Located<'a>,
    pub(super) attributes: &'a [Reader],
    /// The entity it is written in, and how they refer to each other.
    pub(super) parent: Option<(Kind, EntityId, &'a Child)>,
}

/// Builds the topology. `keys` are those of the same resources at another time, so that both times agree.
pub(super) fn build(resources: &[Declared], keys: &Keys) -> Built {
    let table = Table::embedded();
    let mut builder = Builder { topology: Topology::default(), index: Index::default(), keys: Keys::new() };
    let known: Vec<(&Declared, &Row)> =
        resources.iter().filter_map(|declared| Some((declared, table.row(&declared.resource_type)?))).collect();
    let parts = builder.add_all(&known, keys);
    let Builder { topology: mut graph, mut index, mut keys } = builder;
    let mut resolver =
        Resolver { index: &mut index, topology: &mut graph, alike: BTreeMap::new(), resolved: 0, unresolved: 0 };
    for part in &parts {
        resolve_part(&mut resolver, part);
    }
    let adds = |declared: &Declared| declared.presence != Presence::External && declared.overlaid().is_none();
    for (declared, row) in known.iter().filter(|(declared, _)| adds(declared)) {
        for merge in &row.merges {
            add_merge(&mut resolver, declared, merge);
        }
        if let (Some(member), Some(id)) = (&row.member_of, keys.get(&declared.handle)) {
            add_member(&mut resolver, declared, member, id);
        }
    }
    overlay::settle(&mut resolver, &known, &mut keys);
    let (resolved, unresolved) = (resolver.resolved, resolver.unresolved);
    // A slot's operating system is that of its plan, which may be that of its app.
    parts.iter().for_each(|part| inherit(&mut graph, part));
    parts.iter().for_each(|part| inherit(&mut graph, part));
    sort_security_rules(&mut graph);
    let declared = known.iter().filter(|(declared, _)| declared.presence != Presence::External).count();
    Built { topology: graph, keys, declared, resolved, unresolved }
}

struct Builder {
    topology: Topology,
    index: Index,
    keys: Keys,
}

impl Builder {
    /// Makes every entity. The order decides who gives way to whom: a data source to the resource that it reads, a
    /// sub-resource written inline to one declared separately, which is what Azure ends up with.
    fn add_all<'a>(&mut self, known: &[(&'a Declared, &'a Row)], keys: &Keys) -> Vec<Part<'a>> {
        let mut parts = Vec::new();
        for is_external in [false, true] {
            // Those whose id continues another resource's id come behind it.
            for continues in [false, true] {
                for (declared, row) in known {
                    let is_later = row.ids.first().is_some_and(|template| template.starts_with('{'));
                    if (declared.presence == Presence::External, is_later) == (is_external, continues) {
                        parts.extend(self.add_resource(declared, row, keys));
                    }
                }
            }
        }
        for (declared, row) in known {
            self.add_children(declared, row, &mut parts);
        }
        parts
    }

    fn add_resource<'a>(&mut self, declared: &'a Declared, row: &'a Row, keys: &Keys) -> Option<Part<'a>> {
        let kind = row.kind?;
        let at = Located::new(&declared.body, Place::of(declared.handle.clone()));
        if !has_needed(&at, row) {
            return None;
        }
        let arm_id = arm_id(declared, row, &self.index);
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
        let part = Part { declared, kind, id, arm_id, at, attributes: &row.attributes, parent: None };
        let part = self.insert(part, declared.subject.clone(), true)?;
        self.index.add_handle(declared.handle.clone(), kind, part.id.clone());
        self.keys.insert(declared.handle.clone(), part.id.clone());
        Some(part)
    }

    fn add_children<'a>(&mut self, declared: &'a Declared, row: &'a Row, parts: &mut Vec<Part<'a>>) {
        if row.children.is_empty() {
            return;
        }
        let (Some(kind), Some(parent)) = (row.kind, self.keys.get(&declared.handle).cloned()) else { return };
        let at = Located::new(&declared.body, Place::of(declared.handle.clone()));
        let parent_arm_id = arm_id(declared, row, &self.index);
        for child in &row.children {
            let Some(found) = follow(&at, &child.path) else { continue };
            if let Some(unknown) = found.open.filter(|unknown| !is_omitted(unknown, child.when_omitted.as_ref())) {
                self.open_members(kind, &parent, child, unknown);
            }
            for (index, located) in found.nodes.into_iter().enumerate() {
                let name = located.node.get("name").and_then(name_text);
                let arm_id = parent_arm_id.as_ref().zip(name).map(|(id, name)| id.child(&child.collection, &name));
                let id = arm_id.as_ref().map_or_else(
                    || EntityId(format_smolstr!("{parent}/{}/#{index}", child.collection)),
                    |arm_id| EntityId(arm_id.canonical().into()),
                );
                let subject = subject::of_child(declared, arm_id.as_ref());
                let parent = Some((kind, parent.clone(), child));
                let attributes = &child.attributes;
                let part = Part { declared, kind: child.kind, id, arm_id, at: located, attributes, parent };
                parts.extend(self.insert(part, subject, false));
            }
        }
    }

    /// A list of sub-resources that may hold more than is seen.
    fn open_members(&mut self, kind: Kind, parent: &EntityId, child: &Child, unknown: &Unknown) {
        // Where the parent has no list of its own, the references back to it are the list.
        let back = || {
            let reference = child.kind.schema().attributes.iter().find(|it| Some(it.name) == child.parent.as_deref());
            reference.and_then(|reference| reference.inverse)
        };
        if let (Some(member), Some(entity)) =
            (child.member.as_deref().or_else(back), self.topology.get_mut(kind, parent))
        {
            open_list(entity, member, unknown);
        }
    }

    /// Makes the entity, references still missing. `None` when its key is taken and it must give way.
    fn insert<'a>(&mut self, mut part: Part<'a>, subject: SmolStr, is_own: bool) -> Option<Part<'a>> {
        let mut entity = Entity {
            kind: part.kind,
            id: part.id.clone(),
            subject,
            presence: part.declared.presence,
            place: Some(part.at.place.clone()),
            attributes: Record::new(),
        };
        let is_external = part.declared.presence == Presence::External;
        let is_whole = !is_external && part.declared.is_whole();
        for reader in part.attributes {
            if let Some(attribute) = stated(&part, reader).or_else(|| read(&part.at, reader, is_whole)) {
                entity.attributes.insert(reader.schema.name, attribute);
            }
        }
        if is_external {
            fill_external(&mut entity, part.arm_id.as_ref());
        }
        if let Err(mut entity) = self.topology.insert(entity) {
            if !is_own {
                return None;
            }
            // Two resources with one id: the same names under another subscription, most likely.
            part.id =
                EntityId(format_smolstr!("{} (input {})", part.declared.handle.name, part.declared.handle.input + 1));
            entity.id = part.id.clone();
            self.topology.insert(*entity).ok()?;
        }
        if let Some(arm_id) = &part.arm_id {
            self.index.add_id(arm_id, part.kind, part.id.clone());
        }
        Some(part)
    }
}

/// The ARM id of a declared resource: stated, or composed from its names.
pub(super) fn arm_id(declared: &Declared, row: &Row, index: &Index) -> Option<ResourceId> {
    if let Some(id) = declared.id.as_deref().and_then(|id| ResourceId::parse(id).ok()) {
        return Some(id);
    }
    row.ids.iter().find_map(|template| fill_template(declared, template, index))
}

/// Whether the attribute is there without which the resource is no entity.
fn has_needed(at: &Located<'_>, row: &Row) -> bool {
    let Some(needed) = &row.needs else { return true };
    let mut readers = row.attributes.iter().filter(|reader| reader.schema.name == needed);
    readers.any(|reader| reader.sources.iter().any(|source| follow(at, &source.path).is_some()))
}

/// What follows from the resource's type and id, not from its body.
fn stated(part: &Part<'_>, reader: &Reader) -> Option<Attribute> {
    let text = if reader.spec.resource_type {
        part.arm_id.as_ref()?.resource_type.clone()
    } else if reader.spec.scope && reader.schema.shape.target().is_none() {
        scope(part.declared)?
    } else {
        return None;
    };
    Some(Attribute::new(Value::Text(text)))
}

/// The id in front of an extension resource's own part.
pub(super) fn scope(declared: &Declared) -> Option<SmolStr> {
    let (scope, _) = declared.id.as_deref()?.rsplit_once("/providers/")?;
    (!scope.is_empty()).then(|| scope.into())
}

/// Of a resource outside the input only what was read is known.
fn fill_external(entity: &mut Entity, arm_id: Option<&ResourceId>) {
    for schema in entity.kind.schema().attributes {
        if arm_id.is_none_or(|id| outside::can_have(&id.resource_type, schema)) {
            entity.attributes.get_or_insert_with(schema.name, outside::unknown);
        }
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
        if let Some(Attribute { value: Value::List(List { items, .. }), .. }) =
            group.attributes.get_mut("security_rules")
        {
            items.sort_by_key(|item| match item {
                Value::Edge(edge) => (priorities.get(&edge.to).copied().unwrap_or(i64::MAX), Some(edge.to.clone())),
                _ => (i64::MAX, None),
            });
        }
    }
}

/// `Microsoft.Network/virtualNetworks/{name}` with the resource's own subscription, group and names; or, beginning with
/// an argument that holds an id, `{app_service_id}/slots/{name}` or `{block[0].network_id}/subnets/{block[0].subnet_name}`.
pub(super) fn fill_template(declared: &Declared, template: &str, index: &Index) -> Option<ResourceId> {
    let mut text = String::with_capacity(ID_LENGTH);
    if !template.starts_with('{') {
        let group = declared.body.get("resource_group_name")?.as_text()?;
        for part in ["/subscriptions/", &declared.subscription, "/resourceGroups/", group, "/providers/"] {
            text.push_str(part);
        }
    }
    let mut rest = template;
    while let Some((literal, (name, behind))) =
        rest.split_once('{').and_then(|(literal, behind)| Some((literal, behind.split_once('}')?)))
    {
        text.push_str(literal);
        let node = argument(&declared.body, name)?;
        match node.as_text().filter(|value| !value.is_empty()) {
            Some(value) => text.push_str(value),
            None if text.is_empty() => text.push_str(&referred(declared, node, index).or_else(|| id_text(node))?),
            None => return None,
        }
        rest = behind;
    }
    text.push_str(rest);
    ResourceId::parse(&text).ok()
}

/// The argument that a template names: `name`, or `block[0].name`.
fn argument<'d>(body: &'d Node, name: &str) -> Option<&'d Node> {
    name.split('.').try_fold(body, |node, step| match step.strip_suffix("[0]") {
        None => node.get(step),
        Some(key) => match &node.get(key)?.tree {
            Tree::List { items, .. } => items.first(),
            _ => None,
        },
    })
}

/// The ARM id of the only resource that a value refers to.
fn referred(declared: &Declared, node: &Node, index: &Index) -> Option<SmolStr> {
    let reference = node.reference.as_deref()?;
    let [target] = reference.targets.as_slice() else { return None };
    let handle = ResourceHandle { input: declared.handle.input, name: target.address.as_str().into() };
    index.handle(&handle).map(|(_, id)| id.0.clone()).filter(|id| id.starts_with('/'))
}

/// An id of which parts are not known, these in braces.
fn id_text(node: &Node) -> Option<SmolStr> {
    name_text(node).filter(|text| text.starts_with('/'))
}

/// A name as it stands in an ARM id, unknown parts in braces.
pub(super) fn name_text(node: &Node) -> Option<SmolStr> {
    match &node.tree {
        Tree::Text(text) => Some(text.clone()),
        Tree::Unknown(unknown) => unknown.pattern.as_deref().map(SmolStr::from),
        _ => None,
    }
}
