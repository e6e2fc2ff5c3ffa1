//! One attribute of the model from a property tree, in the shape its schema states.

use super::path::{Found, follow};
use super::table::{AttributeSpec, Omitted, Part};
use crate::input::declared::{Node, Tree};
use crate::model::{Attribute, AttributeSchema, AttributeType, List, Place, Reason, Record, Unknown, Value};
use crate::network::{PortRange, Prefix};

/// The attribute, known or unknown; `None` when it is absent. References are not read here.
pub(super) fn read(body: &Node, place: &Place, schema: &AttributeSchema, spec: &AttributeSpec) -> Option<Attribute> {
    match schema.shape {
        AttributeType::Edge(_) | AttributeType::Edges(_) => None,
        AttributeType::Texts | AttributeType::Prefixes | AttributeType::Ports => {
            joined(body, place, schema.shape, spec)
        }
        AttributeType::Records(fields) => {
            let path = spec.paths.first()?;
            records(follow(body, place, &format!("{path}[]"))?, fields, spec)
        }
        _ => {
            let (node, place) = first_set(body, place, spec)?;
            scalar(node, schema.shape, spec).map(|value| Attribute::new(value).at(place))
        }
    }
}

/// The node at the first path that leads somewhere other than to an empty text.
pub(super) fn first_set<'a>(body: &'a Node, place: &Place, spec: &AttributeSpec) -> Option<(&'a Node, Place)> {
    first_of(body, place, &spec.paths, spec.when_omitted)
}

/// The same, for bare paths.
pub(super) fn first_of<'a>(
    body: &'a Node,
    place: &Place,
    paths: &[String],
    when_omitted: Option<Omitted>,
) -> Option<(&'a Node, Place)> {
    paths.iter().find_map(|path| {
        let (node, place) = follow(body, place, path)?.nodes.into_iter().next()?;
        (!is_unset(node, when_omitted)).then_some((node, place))
    })
}

/// Terraform writes an optional argument that is not set as null, "" or [] depending on its history.
fn is_unset(node: &Node, when_omitted: Option<Omitted>) -> bool {
    match &node.tree {
        Tree::Null => true,
        Tree::Text(text) => text.is_empty(),
        Tree::List { items, open: None } => items.is_empty(),
        Tree::Unknown(unknown) => is_omitted(unknown, when_omitted),
        _ => false,
    }
}

/// Whether the table knows what it means that the configuration leaves the argument out.
pub(super) fn is_omitted(unknown: &Unknown, when_omitted: Option<Omitted>) -> bool {
    unknown.reason == Reason::LeftToProvider && when_omitted == Some(Omitted::Absent)
}

fn scalar(node: &Node, shape: AttributeType, spec: &AttributeSpec) -> Option<Value> {
    let text = match &node.tree {
        Tree::Unknown(unknown) => return Some(Value::Unknown(unknown.clone())),
        Tree::Bool(value) if shape == AttributeType::Bool => return Some(Value::Bool(*value)),
        Tree::Number(number) => number.to_string(),
        Tree::Text(text) => text.to_string(),
        _ => return Some(not_usable(node)),
    };
    let text = match (spec.part, text.split_once('_')) {
        (None, _) => text.as_str(),
        (Some(Part::BeforeUnderscore), split) => split.map_or(text.as_str(), |(before, _)| before),
        (Some(Part::BehindUnderscore), split) => split?.1,
    };
    Some(match shape {
        AttributeType::Word => Value::Text(text.to_lowercase().into()),
        AttributeType::Region => Value::Text(text.to_lowercase().replace(' ', "").into()),
        AttributeType::Integer => text.parse().map_or_else(|_| not_usable(node), Value::Integer),
        AttributeType::Bool => text.to_lowercase().parse().map_or_else(|_| not_usable(node), Value::Bool),
        _ => Value::Text(text.into()),
    })
}

fn not_usable(node: &Node) -> Value {
    let text = match &node.tree {
        _ if node.sensitive => String::new(),
        Tree::Text(text) => text.to_string(),
        _ => String::new(),
    };
    Value::Unknown(Unknown::new(Reason::NotUsable, text).into())
}

/// A list read from several paths, of which some are single values (singular and plural arguments).
fn joined(body: &Node, place: &Place, shape: AttributeType, spec: &AttributeSpec) -> Option<Attribute> {
    let mut list = List::default();
    let mut first_place = None;
    for path in &spec.paths {
        let Some(Found { nodes, open }) = follow(body, place, path) else { continue };
        list.open = list.open.or_else(|| open.cloned().map(Box::new));
        for (node, place) in nodes {
            if is_unset(node, spec.when_omitted) {
                continue;
            }
            first_place.get_or_insert(place);
            match &node.tree {
                Tree::List { items, open } => {
                    list.open = list.open.or_else(|| open.clone());
                    items.iter().for_each(|item| add(&mut list, item, shape));
                }
                _ => add(&mut list, node, shape),
            }
        }
    }
    let value = match (list.items.is_empty(), list.open) {
        (true, None) => return None,
        (true, Some(unknown)) => Value::Unknown(unknown),
        (false, open) => Value::List(List { items: list.items, open }),
    };
    Some(Attribute { value, place: first_place })
}

/// Adds one element; an unknown or unusable one leaves the list open instead.
fn add(list: &mut List, node: &Node, shape: AttributeType) {
    let text = match &node.tree {
        Tree::Text(text) if text.is_empty() => return,
        Tree::Null => return,
        Tree::Text(text) => text.to_string(),
        Tree::Number(number) => number.to_string(),
        Tree::Unknown(unknown) => {
            list.open.get_or_insert_with(|| unknown.clone());
            return;
        }
        _ => {
            list.open.get_or_insert_with(|| Unknown::new(Reason::NotUsable, "").into());
            return;
        }
    };
    let item = match shape {
        AttributeType::Prefixes => Prefix::parse(&text).ok().map(|prefix| prefix_record(&text, prefix)),
        AttributeType::Ports => port_records(&text),
        _ => Some(vec![Value::Text(text.as_str().into())]),
    };
    match item {
        Some(values) => list.items.extend(values),
        None => {
            let shown = if node.sensitive { String::new() } else { text };
            list.open.get_or_insert_with(|| Unknown::new(Reason::NotUsable, shown).into());
        }
    }
}

fn prefix_record(text: &str, prefix: Prefix) -> Vec<Value> {
    let count = i64::try_from(prefix.address_count()).unwrap_or(i64::MAX);
    vec![record([
        ("text", Value::Text(text.into())),
        ("version", Value::Integer(prefix.version().into())),
        ("prefix_length", Value::Integer(prefix.prefix_length().into())),
        ("address_count", Value::Integer(count)),
        ("first", Value::Text(prefix.first().to_string().into())),
        ("last", Value::Text(prefix.last().to_string().into())),
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
    Value::Record(members.into_iter().map(|(name, value)| (name, Attribute::new(value))).collect())
}

fn records(found: Found<'_>, fields: &[AttributeSchema], spec: &AttributeSpec) -> Option<Attribute> {
    let mut list = List::default();
    let mut first_place = None;
    for (node, place) in found.nodes {
        first_place.get_or_insert_with(|| place.clone());
        if let Tree::Unknown(unknown) = &node.tree {
            list.items.push(Value::Unknown(unknown.clone()));
            continue;
        }
        let mut members = Record::new();
        for field in fields {
            let field_spec = AttributeSpec {
                paths: spec.fields.get(field.name).cloned().unwrap_or_default(),
                ..AttributeSpec::default()
            };
            if let Some(attribute) = read(node, &place, field, &field_spec) {
                members.insert(field.name, attribute);
            }
        }
        list.items.push(Value::Record(members));
    }
    list.open = found.open.filter(|unknown| !is_omitted(unknown, spec.when_omitted)).cloned().map(Box::new);
    let value = match (list.items.is_empty(), list.open) {
        (true, None) => return None,
        (true, Some(unknown)) => Value::Unknown(unknown),
        (false, open) => Value::List(List { items: list.items, open }),
    };
    Some(Attribute { value, place: first_place })
}
