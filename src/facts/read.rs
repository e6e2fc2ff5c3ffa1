//! Attributes of entities as plain values, the three values kept apart.

use crate::model::{Entity, Kind, Presence, Record, Topology, Value};
use crate::network::{PortRange, Prefix};

/// A list of which the known part is there, and whether there may be more.
pub(super) struct Listed<T> {
    pub(super) items: Vec<T>,
    pub(super) is_open: bool,
}

/// What an attribute that may be a reference refers to.
#[derive(Clone, Copy)]
pub(super) enum Target<'a> {
    /// There is no reference, for certain.
    None,
    /// An entity of the topology.
    Entity(&'a Entity),
    /// It cannot be told.
    Unknown,
}

/// The known word or text of an attribute.
pub(super) fn word<'a>(entity: &'a Entity, name: &str) -> Option<&'a str> {
    entity.attribute(name).and_then(|attribute| attribute.value.as_text())
}

/// Whether an attribute is true; `None` when not known, `when_absent` when absent.
pub(super) fn truth(entity: &Entity, name: &str, when_absent: bool) -> Option<bool> {
    match entity.attribute(name).map(|attribute| &attribute.value) {
        None => (entity.presence != Presence::External).then_some(when_absent),
        Some(Value::Bool(value)) => Some(*value),
        Some(_) => None,
    }
}

/// The elements of a list that `read` understands; what it does not leaves the list open. Absent is empty, but of an
/// external entity nothing is known.
pub(super) fn list<T>(entity: &Entity, name: &str, read: impl Fn(&Value) -> Option<T>) -> Listed<T> {
    match entity.attribute(name).map(|attribute| &attribute.value) {
        None => Listed { items: Vec::new(), is_open: entity.presence == Presence::External },
        Some(Value::List(list)) => {
            let items: Vec<T> = list.items.iter().filter_map(&read).collect();
            let is_open = list.open.is_some() || items.len() != list.items.len();
            Listed { items, is_open }
        }
        Some(_) => Listed { items: Vec::new(), is_open: true },
    }
}

/// The known prefixes of an attribute.
pub(super) fn prefixes(entity: &Entity, name: &str) -> Listed<Prefix> {
    list(entity, name, |item| match item {
        Value::Record(record) => Prefix::parse(record.get("text")?.value.as_text()?).ok(),
        _ => None,
    })
}

/// The known texts of an attribute.
pub(super) fn texts(entity: &Entity, name: &str) -> Listed<String> {
    list(entity, name, |item| item.as_text().map(str::to_owned))
}

/// Port ranges; `None` when they are not all known.
pub(super) fn ports(entity: &Entity, name: &str) -> Option<Vec<PortRange>> {
    let port = |record: &Record, name: &str| u16::try_from(record.get(name)?.value.as_integer()?).ok();
    entity.attribute(name)?;
    let ranges = list(entity, name, |item| match item {
        Value::Record(record) => Some(PortRange { first: port(record, "first")?, last: port(record, "last")? }),
        _ => None,
    });
    (!ranges.is_open).then_some(ranges.items)
}

/// The entity that a reference leads to.
pub(super) fn target<'a>(topology: &'a Topology, entity: &Entity, name: &str, kind: Kind) -> Target<'a> {
    match entity.attribute(name).map(|attribute| &attribute.value) {
        None if entity.presence == Presence::External => Target::Unknown,
        None => Target::None,
        Some(Value::Edge(edge)) => topology.get(kind, &edge.to).map_or(Target::Unknown, Target::Entity),
        Some(_) => Target::Unknown,
    }
}

/// The entities that a list of references leads to.
pub(super) fn targets<'a>(topology: &'a Topology, entity: &Entity, name: &str, kind: Kind) -> Listed<&'a Entity> {
    list(entity, name, |item| match item {
        Value::Edge(edge) => topology.get(kind, &edge.to),
        _ => None,
    })
}
