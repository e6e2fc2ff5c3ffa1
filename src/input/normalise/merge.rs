//! What separate resources add to entities: associations, swift connections, settings, members of lists.

use super::build::{fill_template, name_text};
use super::edges::{parent, references};
use super::path::{Located, first};
use super::read::read;
use super::resolve::{Query, Resolver, ambiguous};
use super::table::{MemberSpec, Merge, Mode, Reader};
use crate::input::declared::{Declared, Tree};
use crate::model::{
    Attribute, Edge, Entity, EntityId, Kind, List, Place, Presence, Reason, ResourceId, Unknown, Value,
};

/// Adds the attributes of `merge` to the entity that `declared` is about.
pub(super) fn add_merge(resolver: &mut Resolver<'_>, declared: &Declared, merge: &Merge) {
    let at = Located::new(&declared.body, Place::of(declared.handle.clone()));
    let is_named = match &merge.named {
        None => Some(true),
        Some(wanted) => match declared.body.get("name").map(|node| &node.tree) {
            Some(Tree::Text(name)) => Some(name.eq_ignore_ascii_case(wanted)),
            _ => None,
        },
    };
    if is_named == Some(false) {
        return;
    }
    let subject = subject(resolver, declared, &at, merge);
    for reader in &merge.attributes {
        let attribute = match reader.schema.shape.target() {
            Some(target) => references(resolver, declared, &at, reader, target),
            None => read(&at, reader, declared.is_whole()),
        };
        let Some(mut attribute) = attribute else { continue };
        if declared.presence == Presence::Conditional || is_named.is_none() {
            attribute.value = uncertain(attribute.value);
        }
        attribute.place = attribute.place.or_else(|| Some(at.place.clone()));
        match &subject {
            Some(Value::Edge(edge)) => {
                if let Some(entity) = resolver.topology.get_mut(merge.kind, &edge.to) {
                    apply(entity, merge.mode, reader, attribute);
                }
            }
            other => {
                for id in possible(resolver, merge.kind, other.as_ref()) {
                    if let Some(entity) = resolver.topology.get_mut(merge.kind, &id) {
                        spoil(entity, merge.mode, reader, &attribute);
                    }
                }
            }
        }
    }
}

/// The entity that gets the attributes.
fn subject(resolver: &mut Resolver<'_>, declared: &Declared, at: &Located<'_>, merge: &Merge) -> Option<Value> {
    if merge.subject.is_empty() {
        return parent_of(resolver, declared, merge.kind);
    }
    let query = |resolver: &Resolver<'_>, target: Option<&str>| Query {
        by_name: target.and_then(|template| fill_template(declared, template, resolver.index)),
        ..Query::of(declared.handle.input, merge.kind)
    };
    let found = merge.subject.iter().find_map(|source| {
        let located = first(at, &source.path)?;
        let query = query(resolver, source.target.as_deref());
        resolver.resolve(located.node, query)
    });
    let Some((collection, path)) = &merge.subject_child else { return found };
    let name = first(at, path)?;
    if let Some(value @ Value::Edge(_)) = resolver.by_its_reference(name.node, declared.handle.input, merge.kind) {
        return Some(value);
    }
    let Some(Value::Edge(owner)) = &found else { return found.map(|_| unresolved(declared)) };
    let child = ResourceId::parse(&owner.to.0).ok().zip(name_text(name.node));
    Some(child.map_or_else(
        || unresolved(declared),
        |(owner, name)| resolver.by_id(&owner.child(collection, &name), merge.kind),
    ))
}

fn unresolved(declared: &Declared) -> Value {
    Value::Unknown(Unknown::new(Reason::Ambiguous, declared.subject.as_str()).into())
}

fn parent_of(resolver: &mut Resolver<'_>, declared: &Declared, kind: Kind) -> Option<Value> {
    let arm_id = declared.id.as_deref().and_then(|id| ResourceId::parse(id).ok());
    parent(resolver, declared.parent(), arm_id.as_ref(), declared.handle.input, kind)
}

/// The entities of which an unresolved subject may be one.
fn possible(resolver: &Resolver<'_>, kind: Kind, subject: Option<&Value>) -> Vec<EntityId> {
    match subject {
        Some(Value::Unknown(unknown)) if !unknown.candidates.is_empty() => {
            unknown.candidates.iter().map(|id| EntityId(id.as_str().into())).collect()
        }
        _ => resolver.topology.of_kind(kind).map(|entity| entity.id.clone()).collect(),
    }
}

fn apply(entity: &mut Entity, mode: Mode, reader: &Reader, added: Attribute) {
    let name = reader.schema.name;
    match mode {
        Mode::Set => set(entity, name, added),
        Mode::Replace => {
            entity.attributes.insert(name, added);
        }
        Mode::Append => match added.value {
            Value::List(list) => {
                list.items.into_iter().for_each(|item| push(entity, name, item));
                if let Some(unknown) = &list.open {
                    open_list(entity, name, unknown);
                }
            }
            Value::Unknown(unknown) => open_list(entity, name, &unknown),
            single => push(entity, name, single),
        },
    }
}

/// Sets what a separate resource states, unless the entity states something else.
fn set(entity: &mut Entity, name: &str, added: Attribute) {
    let value = match entity.attribute(name).map(|attribute| &attribute.value) {
        None => added.value,
        // What the resource itself sets to something unknown stays unknown.
        Some(Value::Unknown(unknown)) if !matches!(unknown.reason, Reason::LeftToProvider | Reason::OutsideInput) => {
            return;
        }
        Some(Value::Unknown(_)) => added.value,
        Some(known) if *known == added.value => return,
        Some(known) => Value::Unknown(either(known, &added.value).into()),
    };
    entity.attributes.insert(name, Attribute { value, place: added.place });
}

/// One of two values, it cannot be told which. References stay known as candidates.
fn either(one: &Value, other: &Value) -> Unknown {
    let text = "set in two places";
    match (one, other) {
        (Value::Edge(one), Value::Edge(other)) => {
            let (first, second) = (one.to.clone().min(other.to.clone()), one.to.clone().max(other.to.clone()));
            ambiguous(&[first, second], text)
        }
        _ => Unknown::new(Reason::Ambiguous, text),
    }
}

/// The entity is one of those that the attribute may be added to: it cannot be said to lack it.
fn spoil(entity: &mut Entity, mode: Mode, reader: &Reader, added: &Attribute) {
    let name = reader.schema.name;
    let text = added.place.as_ref().map(ToString::to_string).unwrap_or_default();
    let unknown = match &added.value {
        Value::Edge(edge) => ambiguous(std::slice::from_ref(&edge.to), &text),
        _ => Unknown::new(Reason::Ambiguous, text),
    };
    if mode == Mode::Append {
        return open_list(entity, name, &unknown);
    }
    let attribute = Attribute { value: Value::Unknown(unknown.into()), place: added.place.clone() };
    if mode == Mode::Replace {
        entity.attributes.insert(name, attribute);
    } else {
        entity.attributes.get_or_insert_with(name, || attribute);
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
pub(super) fn add_member(resolver: &mut Resolver<'_>, declared: &Declared, member: &MemberSpec, id: &EntityId) {
    let at = Located::new(&declared.body, Place::of(declared.handle.clone()));
    let kind = member.kind.0;
    let owner = match &member.path {
        None => parent_of(resolver, declared, kind),
        Some(path) => {
            let by_name =
                member.target.as_deref().and_then(|template| fill_template(declared, template, resolver.index));
            let query = Query { by_name, ..Query::of(declared.handle.input, kind) };
            let located = first(&at, path);
            located.and_then(|located| resolver.resolve(located.node, query))
        }
    };
    if let Some(Value::Edge(edge)) = &owner {
        if let Some(entity) = resolver.topology.get_mut(kind, &edge.to) {
            push(entity, &member.attribute, Value::Edge(Edge { to: id.clone(), certainty: edge.certainty }));
        }
        return;
    }
    let unknown = Unknown::new(Reason::Ambiguous, declared.subject.as_str());
    for owner in possible(resolver, kind, owner.as_ref()) {
        if let Some(entity) = resolver.topology.get_mut(kind, &owner) {
            open_list(entity, &member.attribute, &unknown);
        }
    }
}

/// Adds an element to a list attribute.
pub(super) fn push(entity: &mut Entity, name: &str, item: Value) {
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

/// Says of a list attribute that it may hold more.
pub(super) fn open_list(entity: &mut Entity, name: &str, unknown: &Unknown) {
    let place = entity.place.clone();
    let open = || Attribute { value: Value::Unknown(unknown.clone().into()), place };
    let Some(attribute) = entity.attributes.get_or_insert_with(name, open) else { return };
    if let Value::List(list) = &mut attribute.value {
        list.open.get_or_insert_with(|| unknown.clone().into());
    }
}
