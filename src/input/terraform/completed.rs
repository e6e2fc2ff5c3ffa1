//! What the sources tell of texts and maps that a plan does not know: `app_settings` is unknown as a whole in a plan as soon as one
//! of its values is.
//!
//! It owns what is filled in where. Only unknown values change, and a map only where the sources have something in it that the plan
//! cannot know: else they are not what was planned. References are [`super::evaluated`]'s business.
//!
//! Shape: an argument of an azurerm resource and its [`Shape`] in; the argument completed in place.

use super::attach::Expected;
use super::evaluate::{Composed, Edge, Shape};
use super::values::conceal;
use crate::input::declared::{Members, Node, Tree};
use crate::model::Unknown;
use smol_str::ToSmolStr;
use std::collections::BTreeSet;

/// Blocks inside one another, at most; those of the provider stay below five.
const DEEPEST: usize = 16;

/// Completes the arguments of one resource.
pub(super) struct Completer<'c> {
    pub(super) resource_type: &'c str,
    pub(super) expected: Expected<'c>,
    /// What an edge is called when it is to one thing.
    pub(super) name: &'c dyn Fn(&Edge) -> Option<String>,
    /// The texts of sensitive values among those of the sources.
    pub(super) sensitive: &'c BTreeSet<String>,
    /// Strings in what is added to sensitive values.
    pub(super) secrets: &'c mut Vec<String>,
}

impl Completer<'_> {
    /// Completes an argument at the top of the resource.
    pub(super) fn argument(&mut self, node: &mut Node, shape: &Shape, name: &str) {
        match (&node.tree, shape) {
            // A member that turns out to be null is none.
            (Tree::Unknown(_), Shape::Object(members))
                if members.values().any(|member| matches!(member, Shape::Open { may_be_null: true, .. })) => {}
            (Tree::Unknown(unknown), Shape::Object(members)) if shape.is_open() => {
                let sensitive = node.sensitive;
                let stated = members.iter().filter(|(_, shape)| !matches!(shape, Shape::Known(Tree::Null)));
                let built = stated.map(|(key, shape)| (key.clone(), self.member(shape, unknown, sensitive)));
                let built: Members = built.collect();
                node.tree = Tree::Object(built);
            }
            _ => self.node(node, shape, name, 0),
        }
    }

    /// A member of a map of texts.
    fn member(&mut self, shape: &Shape, unknown: &Unknown, sensitive: bool) -> Node {
        let mut node = Node { sensitive, ..Node::unknown(unknown.clone()) };
        match shape {
            Shape::Known(tree) => {
                // What is no text becomes one.
                let text = match tree {
                    Tree::Text(text) => Some(text.clone()),
                    Tree::Bool(value) => Some(value.to_smolstr()),
                    Tree::Number(number) => Some(number.to_smolstr()),
                    _ => None,
                };
                node.sensitive |= text.as_ref().is_some_and(|text| self.sensitive.contains(text.as_str()));
                node.tree = text.map_or(node.tree, Tree::Text);
            }
            Shape::Open { text: Some(text), .. } => write(&mut node, text),
            Shape::Open { edge, .. } => {
                if let (Tree::Unknown(unknown), Some(name)) = (&mut node.tree, (self.name)(edge)) {
                    unknown.text = name;
                }
            }
            Shape::List(_) | Shape::Object(_) => {}
        }
        if node.sensitive {
            conceal(&mut node, self.secrets);
        }
        node
    }

    fn node(&mut self, node: &mut Node, shape: &Shape, path: &str, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match (&mut node.tree, shape) {
            (Tree::Unknown(_), Shape::Open { text: Some(text), .. }) => {
                // The texts of references are ids, which resolve by themselves; what is known of an address tells what it is of.
                let is_reference = !(self.expected)(self.resource_type, path).is_empty();
                if !is_reference || text.pattern.starts_with("https://") {
                    write(node, text);
                    if node.sensitive {
                        conceal(node, self.secrets);
                    }
                }
            }
            (Tree::Object(members), Shape::Object(shapes)) => {
                for (name, member) in members.iter_mut() {
                    if let Some(shape) = shapes.get(name.as_str()) {
                        self.node(member, shape, &format!("{path}.{name}"), depth + 1);
                    }
                }
            }
            // Of several blocks it is not told which is which.
            (Tree::List { items, .. }, Shape::List(shapes)) => {
                if let ([item], [shape]) = (items.as_mut_slice(), shapes.as_slice()) {
                    self.node(item, shape, path, depth + 1);
                }
            }
            _ => {}
        }
    }
}

/// Writes what is known of a text into an unknown value.
pub(super) fn write(node: &mut Node, text: &Composed) {
    let Tree::Unknown(unknown) = &mut node.tree else { return };
    node.sensitive |= text.is_secret;
    if text.is_known() {
        node.tree = Tree::Text(text.pattern.as_str().into());
        return;
    }
    if text.is_told {
        unknown.text = text.open.join(", ");
    }
    unknown.pattern =
        if node.sensitive { address(&text.pattern, &text.open.join(", ")) } else { Some(text.pattern.clone()) };
}

/// Scheme and host of an address, which are no secret; `None` when they are not known.
fn address(pattern: &str, open: &str) -> Option<String> {
    let known = pattern.split('{').next()?;
    let (scheme, rest) = known.split_once("://")?;
    let (host, _) = rest.split_once('/')?;
    let is_host = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    (is_host && scheme == "https").then(|| format!("https://{host}/{{{open}}}"))
}
