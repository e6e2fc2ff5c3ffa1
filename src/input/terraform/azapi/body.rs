//! The ARM resource object of an azapi resource: its `body`, and what the provider adds to it from other arguments.
//!
//! A body is a string of JSON (azapi 1) or an object (azapi 2). One that is unknown as a whole makes every member of the
//! resource unknown; what `sensitive_body` adds is unknown and sensitive, since no plan holds it.

use super::super::values::{conceal, parse, unknown};
use super::is_set;
use crate::input::declared::{Declared, Members, Node, Tree};
use crate::input::normalise;
use crate::model::{Reason, ResourceId, Unknown};

/// Members that a request body may have, as Resource Manager defines them for all types.
const ENVELOPE: [&str; 8] = ["extendedLocation", "identity", "kind", "managedBy", "plan", "properties", "sku", "zones"];
/// Arguments that are members of the resource under the same name.
pub(super) const ARGUMENTS: [&str; 3] = ["name", "location", "tags"];
/// Deepest path of a property that is looked for.
const DEEPEST: usize = 64;

/// The resource object; `hides` says that there is, or may be, a `sensitive_body`.
pub(super) fn resource(declared: &Declared, hides: bool, secrets: &mut Vec<String>) -> Node {
    let mut members = match declared.body.get("body") {
        Some(body) => stated(body, secrets),
        None => Members::default(),
    };
    for name in ARGUMENTS {
        if let Some(node) = declared.body.get(name).filter(|node| node.tree != Tree::Null) {
            members.insert(name, node.clone());
        }
    }
    if let (false, Some(name)) = (members.contains_key("name"), named_by_id(declared)) {
        members.insert("name", name);
    }
    if let Some(identity) = declared.body.get("identity").and_then(identity) {
        members.insert("identity", identity);
    }
    let mut resource = Node::new(Tree::Object(members));
    if hides {
        hide(&mut resource, declared);
    }
    resource
}

/// Whether the values of a resource whose configuration is gone leave room for a `sensitive_body`, which no state holds: there
/// are versions of it, or nothing else that would be the body.
pub(super) fn may_hide(declared: &Declared) -> bool {
    let is_empty = match declared.body.get("body").map(|body| &body.tree) {
        None => true,
        Some(Tree::Text(text)) => text.trim().is_empty(),
        Some(Tree::Object(members)) => members.is_empty(),
        Some(_) => false,
    };
    is_empty || lists_hidden(declared)
}

/// Whether a resource has versions of a `sensitive_body`.
pub(super) fn lists_hidden(declared: &Declared) -> bool {
    let versions = declared.body.get("sensitive_body_version").map(|node| &node.tree);
    matches!(versions, Some(Tree::Object(versions)) if !versions.is_empty())
        || matches!(versions, Some(Tree::Unknown(_)))
}

/// The name in a resource id that an update states.
fn named_by_id(declared: &Declared) -> Option<Node> {
    let id = ResourceId::parse(declared.body.get("resource_id")?.as_text()?).ok()?;
    Some(Node::new(Tree::Text(id.name().into())))
}

/// The resource object of which nothing but names is known.
pub(super) fn named(declared: &Declared) -> Node {
    let name = declared.body.get("name").filter(|node| is_set(node));
    Node::new(Tree::Object(name.into_iter().map(|node| ("name".to_owned(), node.clone())).collect()))
}

/// The members that the argument `body` states.
fn stated(body: &Node, secrets: &mut Vec<String>) -> Members {
    match &body.tree {
        Tree::Object(members) => members.clone(),
        Tree::Text(text) if text.trim().is_empty() => Members::default(),
        Tree::Text(text) => match parse(text) {
            Ok(mut parsed) => {
                if body.sensitive {
                    conceal(&mut parsed, secrets);
                }
                match parsed.tree {
                    Tree::Object(members) => members,
                    _ => everything(&Unknown::new(Reason::NotUsable, "body"), body.sensitive),
                }
            }
            Err(_) => everything(&Unknown::new(Reason::NotUsable, "body"), body.sensitive),
        },
        Tree::Unknown(reason) if reason.reason == Reason::LeftToProvider => Members::default(),
        Tree::Unknown(reason) => everything(reason, body.sensitive),
        Tree::Null => Members::default(),
        _ => everything(&Unknown::new(Reason::NotUsable, "body"), body.sensitive),
    }
}

/// Every member that a body may have, unknown.
fn everything(unknown: &Unknown, sensitive: bool) -> Members {
    let node = Node { sensitive, ..Node::unknown(unknown.clone()) };
    ENVELOPE.iter().map(|name| ((*name).to_owned(), node.clone())).collect()
}

/// The block `identity` as ARM writes it.
fn identity(blocks: &Node) -> Option<Node> {
    let block = match &blocks.tree {
        Tree::List { items, .. } => items.first()?,
        Tree::Unknown(_) => return Some(blocks.clone()),
        _ => blocks,
    };
    let mut members = Members::default();
    if let Some(kind) = block.get("type") {
        members.insert("type", kind.clone());
    }
    let assigned = match block.get("identity_ids").map(|ids| (&ids.tree, ids)) {
        Some((Tree::List { items, open: None }, _)) if items.iter().all(|item| item.as_text().is_some()) => {
            let empty = || Node::new(Tree::Object(Members::default()));
            let ids = items.iter().filter_map(Node::as_text).map(|id| (id.to_owned(), empty()));
            Some(Node::new(Tree::Object(ids.collect())))
        }
        Some((Tree::Null, _)) | None => None,
        Some((Tree::Unknown(unknown), _)) => Some(Node::unknown((**unknown).clone())),
        Some((Tree::List { items, .. }, _)) => Some(Node::unknown(only(items).unwrap_or_else(unknown))),
        Some(_) => Some(Node::unknown(unknown())),
    };
    if let Some(assigned) = assigned {
        members.insert("userAssignedIdentities", assigned);
    }
    (!members.is_empty()).then(|| Node::new(Tree::Object(members)))
}

/// What stands in place of the only element of a list.
fn only(items: &[Node]) -> Option<Unknown> {
    match items {
        [Node { tree: Tree::Unknown(unknown), .. }] => Some((**unknown).clone()),
        _ => None,
    }
}

/// Makes unknown what a `sensitive_body` may set: the paths whose versions are listed, else all that are read and that
/// the body leaves out.
fn hide(resource: &mut Node, declared: &Declared) {
    let listed = match declared.body.get("sensitive_body_version").map(|node| &node.tree) {
        Some(Tree::Object(versions)) if !versions.is_empty() => Some(versions),
        _ => None,
    };
    match listed {
        Some(versions) => {
            for path in versions.keys() {
                hide_at(resource, &mut steps(path), true, 0);
            }
        }
        None => {
            for path in normalise::paths(&declared.resource_type) {
                hide_at(resource, &mut path.into_iter(), false, 0);
            }
        }
    }
}

/// The keys of `a.b[0].c`, without indexes.
fn steps(path: &str) -> impl Iterator<Item = &str> + Clone {
    path.split('.').filter_map(|step| step.split('[').next())
}

/// Hides what the path leads to: with `is_listed` whatever it is, else only what is missing.
fn hide_at<'p>(node: &mut Node, path: &mut (impl Iterator<Item = &'p str> + Clone), is_listed: bool, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match &mut node.tree {
        Tree::List { items, .. } => {
            items.iter_mut().for_each(|item| hide_at(item, &mut path.clone(), is_listed, depth + 1));
        }
        Tree::Object(members) => {
            let Some(key) = path.next() else {
                if is_listed {
                    *node = hidden();
                }
                return;
            };
            let written = members.keys().find(|name| name.eq_ignore_ascii_case(key)).cloned();
            match written.and_then(|name| members.get_mut(&name)) {
                Some(member) => hide_at(member, path, is_listed, depth + 1),
                None => {
                    members.insert(key, hidden());
                }
            }
        }
        Tree::Unknown(_) => {}
        _ if is_listed && path.next().is_none() => *node = hidden(),
        _ => {}
    }
}

fn hidden() -> Node {
    let unknown = Unknown::new(Reason::KnownAfterApply, "sensitive_body");
    Node { sensitive: true, ..Node::unknown(unknown) }
}
