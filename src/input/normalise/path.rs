//! Following a table's paths into a property tree.

use crate::input::declared::{Node, Tree};
use crate::model::{Place, Unknown};

/// What a path leads to.
#[derive(Debug)]
pub(super) struct Found<'a> {
    /// The nodes, each with its place: one for a plain path, one for each element behind `[]`. A node may be unknown,
    /// also when a step on the way to it is.
    pub(super) nodes: Vec<(&'a Node, Place)>,
    /// Why there may be more.
    pub(super) open: Option<&'a Unknown>,
}

/// Follows `path` (`a.b[0].c`, `a[].b`) from `node` at `place`. `None` when something on the way is absent or null.
pub(super) fn follow<'a>(node: &'a Node, place: &Place, path: &str) -> Option<Found<'a>> {
    let mut found = Found { nodes: vec![(node, place.clone())], open: None };
    for step in path.split('.') {
        let (key, selector) = match step.split_once('[') {
            Some((key, rest)) => (key, Some(rest.trim_end_matches(']'))),
            None => (step, None),
        };
        found = descend(found, key);
        match selector {
            Some("") => found = each(found),
            Some(index) => found = nth(found, index.parse().ok()?),
            None => {}
        }
        if found.nodes.is_empty() && found.open.is_none() {
            return None;
        }
    }
    Some(found)
}

fn descend<'a>(found: Found<'a>, key: &str) -> Found<'a> {
    let step = |(node, place): (&'a Node, Place)| match &node.tree {
        Tree::Unknown(_) => Some((node, place)),
        _ => node.get(key).map(|member| (member, place.key(key))),
    };
    Found { nodes: found.nodes.into_iter().filter_map(step).collect(), open: found.open }
}

fn each(found: Found<'_>) -> Found<'_> {
    let mut all = Found { nodes: Vec::new(), open: found.open };
    for (node, place) in found.nodes {
        match &node.tree {
            Tree::List { items, open } => {
                all.nodes.extend(items.iter().enumerate().map(|(index, item)| (item, place.index(index))));
                all.open = all.open.or(open.as_deref());
            }
            Tree::Unknown(unknown) => all.open = all.open.or(Some(unknown)),
            _ => all.nodes.push((node, place)),
        }
    }
    all
}

fn nth(found: Found<'_>, index: usize) -> Found<'_> {
    let step = |(node, place): (_, Place)| {
        let node: &Node = node;
        match &node.tree {
            Tree::List { items, .. } => items.get(index).map(|item| (item, place.index(index))),
            Tree::Unknown(_) => Some((node, place)),
            _ if index == 0 => Some((node, place)),
            _ => None,
        }
    };
    Found { nodes: found.nodes.into_iter().filter_map(step).collect(), open: found.open }
}
