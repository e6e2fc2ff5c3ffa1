//! Completes a planned `body` by what the evaluation of its sources says of it.
//!
//! What the plan knows always counts. The sources only say what an unknown value refers to, how long an unknown list is and what
//! is in an unknown object (`jsonencode` makes all of it unknown); and if they disagree with what the plan knows, they say
//! nothing at all.
//!
//! Shape: a planned [`Node`] and a [`Shape`] in; the node completed in place.

use super::super::evaluate::{Composed, Edge, Shape};
use super::super::values::conceal;
use crate::input::declared::{Members, Node, Tree};
use crate::model::Unknown;

/// Deepest value that is looked at; the readers of values stop earlier.
const DEEPEST: usize = 128;

/// Writes what a value at a dotted path refers to, and what is known of its text.
pub(in crate::input::terraform) type Write<'w> = &'w dyn Fn(&mut Node, &str, &Edge, Option<&Composed>);

/// Whether the sources can have given what the plan knows.
pub(in crate::input::terraform) fn agrees(planned: &Node, shape: &Shape) -> bool {
    agrees_at(planned, shape, 0)
}

fn agrees_at(planned: &Node, shape: &Shape, depth: usize) -> bool {
    if depth > DEEPEST {
        return false;
    }
    match (&planned.tree, shape) {
        (Tree::Unknown(_), _) | (_, Shape::Open { .. }) => true,
        (Tree::Object(members), Shape::Object(shapes)) => {
            let is_meant = |name: &str, member: &Node| match shapes.get(name) {
                Some(shape) => agrees_at(member, shape, depth + 1),
                None => member.tree == Tree::Null,
            };
            // Null members are left out of what is planned.
            let may_be_null = |shape: &Shape| matches!(shape, Shape::Open { .. } | Shape::Known(Tree::Null));
            members.iter().all(|(name, member)| is_meant(name, member))
                && shapes.iter().all(|(name, shape)| members.contains_key(name) || may_be_null(shape))
        }
        (Tree::List { items, .. }, Shape::List(shapes)) => {
            items.len() == shapes.len()
                && items.iter().zip(shapes).all(|(item, shape)| agrees_at(item, shape, depth + 1))
        }
        (planned, Shape::Known(known)) => is_equal(planned, known),
        _ => false,
    }
}

/// Equal, whether or not a type constraint made a text of a number or the other way round.
fn is_equal(one: &Tree, other: &Tree) -> bool {
    let number = |tree: &Tree| match tree {
        Tree::Number(number) => number.as_f64(),
        Tree::Text(text) => text.parse().ok(),
        _ => None,
    };
    let truth = |tree: &Tree| match tree {
        Tree::Bool(value) => Some(*value),
        Tree::Text(text) => text.parse().ok(),
        _ => None,
    };
    one == other
        || number(one).is_some_and(|one| number(other) == Some(one))
        || truth(one).is_some_and(|one| truth(other) == Some(one))
}

/// Completes `planned`, which stands at the dotted `path`. What it adds to something sensitive is added to `secrets`.
pub(in crate::input::terraform) fn refine(
    planned: &mut Node,
    shape: &Shape,
    path: &str,
    write: Write<'_>,
    secrets: &mut Vec<String>,
) {
    Refiner { write, secrets }.node(planned, shape, path, 0);
}

struct Refiner<'r> {
    write: Write<'r>,
    secrets: &'r mut Vec<String>,
}

impl Refiner<'_> {
    fn node(&mut self, node: &mut Node, shape: &Shape, path: &str, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        if let (Tree::Unknown(unknown), Shape::List(_) | Shape::Object(_)) = (&node.tree, shape) {
            node.tree = built(shape, unknown).tree;
            if node.sensitive {
                conceal(node, self.secrets);
            }
        }
        match (&mut node.tree, shape) {
            (Tree::Unknown(_), Shape::Open { edge, text, .. }) => {
                (self.write)(node, path, edge, text.as_ref());
                if node.sensitive {
                    conceal(node, self.secrets);
                }
            }
            (Tree::List { items, .. }, Shape::List(shapes)) => {
                for (item, shape) in items.iter_mut().zip(shapes) {
                    self.node(item, shape, path, depth + 1);
                }
            }
            (Tree::Object(members), Shape::Object(shapes)) => {
                for (name, member) in members.iter_mut() {
                    if let Some(shape) = shapes.get(name.as_str()) {
                        self.node(member, shape, &format!("{path}.{name}"), depth + 1);
                    }
                }
            }
            _ => {}
        }
    }
}

/// What is known of a value that the plan does not know; the evaluation bounds its depth. A plan leaves null members out.
fn built(shape: &Shape, unknown: &Unknown) -> Node {
    Node::new(match shape {
        Shape::Known(tree) => tree.clone(),
        Shape::List(items) => Tree::List { items: items.iter().map(|item| built(item, unknown)).collect(), open: None },
        Shape::Object(members) => {
            let stated = members.iter().filter(|(_, shape)| !matches!(shape, Shape::Known(Tree::Null)));
            let members: Members = stated.map(|(name, shape)| (name.clone(), built(shape, unknown))).collect();
            Tree::Object(members)
        }
        Shape::Open { .. } => Tree::Unknown(Box::new(unknown.clone())),
    })
}
