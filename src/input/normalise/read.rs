//! One attribute of the model from a property tree, in the shape its schema states. References are read elsewhere.

use super::lists::{joined, records};
use super::path::{Located, first, follow};
use super::table::{Case, Omitted, Part, Reader, Source};
use crate::input::declared::{Node, Tree};
use crate::model::{Attribute, AttributeType, Reason, Unknown, Value};
use serde_json::Value as Json;
use smol_str::{SmolStr, StrExt, ToSmolStr};

/// The attribute, known or unknown; `None` when it is absent. `is_whole` says that what is not there is left out: then
/// the documented default counts. Of a resource outside the inputs that cannot be said.
pub(super) fn read(start: &Located<'_>, reader: &Reader, is_whole: bool) -> Option<Attribute> {
    let read = match reader.schema.shape {
        AttributeType::Edge(_) | AttributeType::Edges(_) => return None,
        AttributeType::Texts | AttributeType::Prefixes | AttributeType::Ports => joined(start, reader),
        AttributeType::Records(_) => records(start, reader, is_whole),
        _ => single(start, reader),
    };
    read.or_else(|| default(reader, is_whole))
}

/// What the table says without looking at the resource.
fn default(reader: &Reader, is_whole: bool) -> Option<Attribute> {
    let json = match (&reader.spec.constant, &reader.spec.when_omitted) {
        (Some(constant), _) => constant,
        (None, Some(Omitted::Default(documented))) if is_whole => &documented.default,
        (None, Some(Omitted::Unknown)) if is_whole => {
            return Some(Attribute::new(Value::Unknown(Unknown::new(Reason::LeftToProvider, "").into())));
        }
        _ => return None,
    };
    constant(json).map(Attribute::new)
}

/// A value that the table states.
pub(super) fn constant(json: &Json) -> Option<Value> {
    match json {
        Json::Bool(value) => Some(Value::Bool(*value)),
        Json::Number(number) => number.as_i64().map(Value::Integer),
        Json::String(text) => Some(Value::Text(text.as_str().into())),
        _ => None,
    }
}

fn single(start: &Located<'_>, reader: &Reader) -> Option<Attribute> {
    if let Some(decided) = decide(start, reader) {
        return Some(decided);
    }
    if reader.spec.largest {
        return largest(start, reader);
    }
    let mut unknown = None;
    for (located, source) in set_nodes(start, &reader.sources, reader.spec.when_omitted.as_ref()) {
        let Some(value) = scalar(&located, reader.schema.shape, source) else { continue };
        let attribute = Attribute::new(value).at(located.place);
        match attribute.value {
            // Another name of the argument may be known: a provider computes the one that is not written.
            Value::Unknown(_) => unknown = unknown.or(Some(attribute)),
            _ => return Some(attribute),
        }
    }
    unknown
}

/// The first node of each source that leads to something set.
pub(super) fn set_nodes<'s, 'a: 's>(
    start: &'s Located<'a>,
    sources: &'s [Source],
    when_omitted: Option<&'s Omitted>,
) -> impl Iterator<Item = (Located<'a>, &'s Source)> {
    sources.iter().filter_map(move |source| {
        let located = first(start, &source.path)?;
        // A member of a map has its name whatever its value.
        let is_named = source.part == Some(Part::Key) && matches!(located.node.tree, Tree::Text(_));
        (is_named || !is_unset(located.node, when_omitted)).then_some((located, source))
    })
}

/// Terraform writes an optional argument that is not set as null, "" or [] depending on its history.
pub(super) fn is_unset(node: &Node, when_omitted: Option<&Omitted>) -> bool {
    match &node.tree {
        Tree::Null => true,
        Tree::Text(text) => text.is_empty(),
        Tree::List { items, open: None } => items.is_empty(),
        Tree::Unknown(unknown) => is_omitted(unknown, when_omitted),
        _ => false,
    }
}

/// Whether the table knows what it means that the configuration leaves the argument out.
pub(super) fn is_omitted(unknown: &Unknown, when_omitted: Option<&Omitted>) -> bool {
    unknown.reason == Reason::LeftToProvider && when_omitted.is_some()
}

/// The value of the first case that holds; unknown when one that is not known comes first.
fn decide(start: &Located<'_>, reader: &Reader) -> Option<Attribute> {
    for case in &reader.spec.cases {
        let Some(located) = first(start, &case.path) else {
            continue;
        };
        if is_unset(located.node, reader.spec.when_omitted.as_ref()) {
            continue;
        }
        let value = match &located.node.tree {
            Tree::Unknown(unknown) => Value::Unknown(unknown.clone()),
            tree if holds(case, tree) => constant(&case.value)?,
            _ => continue,
        };
        return Some(Attribute::new(value).at(located.place));
    }
    None
}

fn holds(case: &Case, tree: &Tree) -> bool {
    let is_word = |word: &str| matches!(tree, Tree::Text(text) if text.eq_ignore_ascii_case(word));
    match (&case.is, &case.contains) {
        // Templates write truth values as texts at times.
        (Some(Json::Bool(wanted)), _) => *tree == Tree::Bool(*wanted) || is_word(&wanted.to_string()),
        (Some(Json::String(word)), _) => is_word(word),
        (Some(_), _) => false,
        (None, Some(part)) => matches!(tree, Tree::Text(text) if text.to_lowercase().contains(part)),
        (None, None) => true,
    }
}

/// The largest of several numbers; unknown as soon as one is.
fn largest(start: &Located<'_>, reader: &Reader) -> Option<Attribute> {
    let mut best: Option<Attribute> = None;
    for source in &reader.sources {
        let Some(found) = follow(start, &source.path) else { continue };
        if let Some(open) = found.open {
            return Some(Attribute { value: Value::Unknown(open.clone().into()), place: found.list });
        }
        for located in found.nodes {
            let Some(value) = scalar(&located, reader.schema.shape, source) else { continue };
            let attribute = Attribute::new(value).at(located.place);
            let Some(number) = attribute.value.as_integer() else { return Some(attribute) };
            if best.as_ref().and_then(|best| best.value.as_integer()).is_none_or(|best| best < number) {
                best = Some(attribute);
            }
        }
    }
    best
}

/// The value of one node in the given shape; `None` when the source asks for a part that is not there.
fn scalar(located: &Located<'_>, shape: AttributeType, source: &Source) -> Option<Value> {
    let node = located.node;
    let Some(text) = text_of(located, source) else {
        if let Tree::Unknown(unknown) = &node.tree {
            return Some(Value::Unknown(unknown.clone()));
        }
        let is_odd = matches!(node.tree, Tree::List { .. } | Tree::Object(_));
        return is_odd.then(|| not_usable(node));
    };
    if !source.words.is_empty()
        && let Some(meaning) = source.words.get(&text.to_lowercase())
    {
        return constant(meaning);
    }
    Some(match shape {
        AttributeType::Word => Value::Text(text.to_lowercase_smolstr()),
        AttributeType::Region => Value::Text(region(&text)),
        AttributeType::Integer => text.parse().map_or_else(|_| not_usable(node), Value::Integer),
        AttributeType::Bool => match text.to_lowercase().parse::<bool>() {
            Ok(value) => Value::Bool(value != source.negate),
            Err(_) => not_usable(node),
        },
        _ => Value::Text(text),
    })
}

/// A region as Azure writes it: most plans have it so.
fn region(text: &SmolStr) -> SmolStr {
    if text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return text.clone();
    }
    text.to_lowercase().replace(' ', "").into()
}

/// The text that a source takes from a node; `None` when it has no such part or the node is no plain value.
pub(super) fn text_of(located: &Located<'_>, source: &Source) -> Option<SmolStr> {
    if source.part == Some(Part::Key) {
        return located.key.map(SmolStr::from);
    }
    let text = match &located.node.tree {
        Tree::Bool(value) => value.to_smolstr(),
        Tree::Number(number) => number.to_smolstr(),
        Tree::Text(text) => text.clone(),
        // What is in front of the first part that is not known.
        Tree::Unknown(unknown) => match source.part {
            Some(Part::Host | Part::Registry | Part::HostLabel) => {
                unknown.pattern.as_deref()?.split('{').next()?.into()
            }
            _ => return None,
        },
        _ => return None,
    };
    let is_cut = matches!(located.node.tree, Tree::Unknown(_));
    let is_wanted = |prefix: &String| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if !source.starting.is_empty() && !source.starting.iter().any(is_wanted) {
        return None;
    }
    match source.part {
        None | Some(Part::Key) => Some(text),
        Some(Part::BeforeUnderscore) => Some(text.split_once('_').map_or(text.as_str(), |(before, _)| before).into()),
        Some(Part::BehindUnderscore) => text.split_once('_').map(|(_, behind)| behind.into()),
        Some(Part::Host | Part::Registry) if is_cut => {
            begun_host(&text).filter(|(_, is_whole)| *is_whole).map(|(host, _)| host.into())
        }
        Some(Part::HostLabel) if is_cut => {
            begun_host(&text).and_then(|(host, _)| host.split_once('.')).map(|it| it.0.into())
        }
        Some(Part::Host) => host(&text).map(SmolStr::from),
        Some(Part::Registry) => begun_host(&text).map(|(host, _)| host.into()),
        Some(Part::HostLabel) => host(&text).and_then(|host| host.split('.').next()).map(SmolStr::from),
    }
}

/// The host of a URL, or of a container image that names its registry.
fn host(text: &str) -> Option<&str> {
    let text = text.split_once('|').map_or(text, |(_, image)| image);
    let (has_scheme, rest) = text.split_once("://").map_or((false, text), |(_, rest)| (true, rest));
    let (host, path) = match rest.split_once(['/', '?', ':']) {
        Some((host, path)) => (host, Some(path)),
        None => (rest, None),
    };
    // `nginx:1.27` and `library/nginx` name no registry.
    (host.contains('.') && (has_scheme || path.is_some_and(|path| !path.is_empty()))).then_some(host)
}

/// The host in the beginning of a URL or of an image, and whether nothing of it is missing.
fn begun_host(text: &str) -> Option<(&str, bool)> {
    let text = text.split_once('|').map_or(text, |(_, image)| image);
    let (has_scheme, rest) = text.split_once("://").map_or((false, text), |(_, rest)| (true, rest));
    match rest.split_once(['/', '?', ':']) {
        Some((host, _)) => host.contains('.').then_some((host, true)),
        None => (has_scheme || rest.contains('.')).then_some((rest, false)),
    }
}

fn not_usable(node: &Node) -> Value {
    let text = match &node.tree {
        _ if node.sensitive => "",
        Tree::Text(text) => text.as_str(),
        _ => "",
    };
    Value::Unknown(Unknown::new(Reason::NotUsable, text).into())
}
