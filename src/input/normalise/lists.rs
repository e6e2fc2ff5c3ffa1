//! Attributes that are lists: of texts, prefixes, ports, and of records.

use super::path::{Found, Located, follow};
use super::read::{is_omitted, is_unset, read, text_of};
use super::table::{Reader, Source};
use crate::input::declared::{Node, Tree};
use crate::model::{Attribute, AttributeType, List, Place, Reason, Record, Unknown, Value};
use crate::network::{PortRange, Prefix};
use smol_str::{SmolStr, format_smolstr};

/// A list read from several sources, of which some are single values (singular and plural arguments).
pub(super) fn joined(start: &Located<'_>, reader: &Reader) -> Option<Attribute> {
    let mut list = List::default();
    let mut first_place = None;
    for source in &reader.sources {
        let Some(found) = follow(start, &source.path) else { continue };
        let mut part = List::default();
        let place = add_all(&mut part, found, source, reader);
        first_place = first_place.or(place);
        if reader.spec.first && part.open.is_none() && !part.items.is_empty() {
            list = part;
            break;
        }
        list.items.append(&mut part.items);
        list.open = list.open.or(part.open);
    }
    list_attribute(list, first_place)
}

/// Adds what a source leads to; the place of the first thing that is set.
fn add_all(list: &mut List, found: Found<'_>, source: &Source, reader: &Reader) -> Option<Place> {
    let when_omitted = reader.spec.when_omitted.as_ref();
    let shape = reader.schema.shape;
    let mut place = None;
    if let Some(open) = found.open.filter(|open| !is_omitted(open, when_omitted)) {
        list.open = Some(open.clone().into());
        place.clone_from(&found.list);
    }
    for located in found.nodes {
        if is_unset(located.node, when_omitted) {
            continue;
        }
        match &located.node.tree {
            Tree::List { items, open } => {
                if let Some(open) = open.as_deref().filter(|open| !is_omitted(open, when_omitted)) {
                    list.open.get_or_insert_with(|| open.clone().into());
                }
                for item in items {
                    add(list, &Located { node: item, ..located.clone() }, shape, source);
                }
            }
            _ => add(list, &located, shape, source),
        }
        place.get_or_insert(located.place);
    }
    place
}

/// A list as an attribute: absent when it is certainly empty.
pub(super) fn list_attribute(list: List, place: Option<Place>) -> Option<Attribute> {
    let value = match (list.items.is_empty(), list.open) {
        (true, None) => return None,
        (true, Some(unknown)) => Value::Unknown(unknown),
        (false, open) => Value::List(List { items: list.items, open }),
    };
    Some(Attribute { value, place })
}

/// Adds one element; an unknown or unusable one leaves the list open instead.
fn add(list: &mut List, located: &Located<'_>, shape: AttributeType, source: &Source) {
    let node = located.node;
    let Some(text) = text_of(located, source) else {
        match &node.tree {
            Tree::Unknown(unknown) => {
                list.open.get_or_insert_with(|| unknown.clone());
            }
            Tree::List { .. } | Tree::Object(_) => {
                list.open.get_or_insert_with(|| Unknown::new(Reason::NotUsable, "").into());
            }
            _ => {}
        }
        return;
    };
    if text.is_empty() {
        return;
    }
    let item = match shape {
        AttributeType::Prefixes => Prefix::parse(&text).ok().map(|prefix| prefix_record(text.clone(), prefix)),
        AttributeType::Ports => port_records(&text),
        _ => Some(vec![Value::Text(text.clone())]),
    };
    match item {
        Some(values) => list.items.extend(values),
        None => {
            list.open.get_or_insert_with(|| Unknown::new(Reason::NotUsable, shown(node, &text)).into());
        }
    }
}

fn shown<'a>(node: &Node, text: &'a str) -> &'a str {
    if node.sensitive { "" } else { text }
}

fn prefix_record(text: SmolStr, prefix: Prefix) -> Vec<Value> {
    let count = i64::try_from(prefix.address_count()).unwrap_or(i64::MAX);
    vec![record([
        ("text", Value::Text(text)),
        ("version", Value::Integer(prefix.version().into())),
        ("prefix_length", Value::Integer(prefix.prefix_length().into())),
        ("address_count", Value::Integer(count)),
        ("first", Value::Text(format_smolstr!("{}", prefix.first()))),
        ("last", Value::Text(format_smolstr!("{}", prefix.last()))),
    ])]
}

/// ARM takes several ranges in one text, separated by commas.
fn port_records(text: &str) -> Option<Vec<Value>> {
    text.split(',')
        .map(|part| {
            let range = PortRange::parse(part).ok()?;
            Some(record([("first", Value::Integer(range.first.into())), ("last", Value::Integer(range.last.into()))]))
        })
        .collect()
}

fn record<const N: usize>(members: [(&'static str, Value); N]) -> Value {
    Value::Record(members.into_iter().map(|(name, value)| (SmolStr::new_static(name), Attribute::new(value))).collect())
}

/// A list of records: of each element, or of each member of a map.
pub(super) fn records(start: &Located<'_>, reader: &Reader, is_whole: bool) -> Option<Attribute> {
    let mut list = List::default();
    let mut first_place = None;
    for source in &reader.sources {
        let Some(found) = follow(start, &source.path) else { continue };
        if let Some(open) = found.open.filter(|open| !is_omitted(open, reader.spec.when_omitted.as_ref())) {
            list.open.get_or_insert_with(|| open.clone().into());
            first_place = first_place.or_else(|| found.list.clone());
        }
        for located in found.nodes {
            first_place.get_or_insert_with(|| located.place.clone());
            list.items.push(element(&located, reader, is_whole));
        }
    }
    list_attribute(list, first_place)
}

fn element(located: &Located<'_>, reader: &Reader, is_whole: bool) -> Value {
    // An element that is unknown as a whole is unknown; of a map's member at least the name is known.
    if let (Tree::Unknown(unknown), None) = (&located.node.tree, located.key) {
        return Value::Unknown(unknown.clone());
    }
    let field = |field: &Reader| Some((SmolStr::new_static(field.schema.name), read(located, field, is_whole)?));
    Value::Record(reader.fields.iter().filter_map(field).collect::<Record>())
}
