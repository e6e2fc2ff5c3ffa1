//! References inside a `body`: a plan lists those of the whole expression, so which value has which is a matter of types.
//!
//! A value that is unknown at a property that refers to a subnet comes from a reference to a subnet, if every reference that may
//! make something unknown is to what some property of the body refers to. One such reference is what it refers to; of several
//! it is one. A `local`, or an attribute of anything else, could be what is meant: nothing is claimed then.
//!
//! Where the sources tell the [`Shape`] of the body, each value's own expression decides ([`mod@super::refine`]); what is left to
//! this module are the values that the shape does not reach.

use super::super::attach::{ReferenceCounts, scalar};
use super::super::evaluate::Shape;
use super::super::references::{Claim, Resolver, Scope, Wanted};
use crate::input::declared::{Node, ReferenceCertainty, Tree};

/// The attribute whose value is an ARM resource object.
pub(in crate::input::terraform) const BODY: &str = "body";
/// Deepest value that is looked at; the readers of values stop earlier.
const DEEPEST: usize = 128;

/// The types that the property at a path may refer to.
type Expected<'a> = &'a dyn Fn(&str) -> &'static [&'static str];

/// An unknown value that may be a reference.
struct Leaf<'n> {
    types: &'static [&'static str],
    /// The sources say what it is.
    is_decided: bool,
    node: &'n mut Node,
}

/// Puts references on the unknown parts of `body`, whose expression has these `references` and, as far as the sources tell it,
/// this shape.
pub(in crate::input::terraform) fn attach<'a>(
    body: &mut Node,
    (references, shape): (&[String], Option<&Shape>),
    expected: Expected<'_>,
    resolver: &mut Resolver<'a>,
    scope: &Scope<'a>,
    counts: &mut ReferenceCounts,
) {
    let mut leaves = Vec::new();
    collect(body, shape, (BODY.to_owned(), expected), 0, &mut leaves);
    let mut beside: Vec<&str> = leaves.iter().flat_map(|leaf| leaf.types).copied().collect();
    beside.sort_unstable();
    beside.dedup();
    leaves.retain(|leaf| !leaf.is_decided);
    while let Some(first) = leaves.first() {
        let types = first.types;
        let (group, others): (Vec<_>, Vec<_>) = leaves.into_iter().partition(|leaf| leaf.types == types);
        leaves = others;
        let wanted = Wanted { types, attribute: "id", beside: Some(&beside) };
        let claim = match resolver.claim_within(references, scope, wanted) {
            // Which of them is whose is not told.
            Claim::Each(instances) => {
                let some = instances.into_iter().map(|instance| (instance.address.as_str(), instance));
                Claim::Candidates(some.collect())
            }
            claim => claim,
        };
        group.into_iter().for_each(|leaf| put(leaf.node, &claim));
    }
    count(body, counts, 0);
}

fn put(node: &mut Node, claim: &Claim<'_>) {
    let Some(reference) = scalar(&node.tree, claim, "id") else { return };
    node.reference = Some(Box::new(reference));
    name(node);
}

/// Calls an unknown value by what it refers to, when that is one thing.
pub(in crate::input::terraform) fn name(node: &mut Node) {
    if let (Tree::Unknown(unknown), Some(reference)) = (&mut node.tree, &node.reference)
        && let [target] = reference.targets.as_slice()
        && reference.certainty != ReferenceCertainty::Candidates
    {
        unknown.text = format!("{}.{}", target.address, target.attribute);
    }
}

/// The unknown values below `node` that may be references; list indexes are no part of their paths.
fn collect<'n>(
    node: &'n mut Node,
    shape: Option<&Shape>,
    (path, expected): (String, Expected<'_>),
    depth: usize,
    leaves: &mut Vec<Leaf<'n>>,
) {
    if depth > DEEPEST {
        return;
    }
    if matches!(node.tree, Tree::Unknown(_)) {
        let types = expected(&path);
        if !types.is_empty() {
            leaves.push(Leaf { types, is_decided: shape.is_some(), node });
        }
        return;
    }
    match &mut node.tree {
        Tree::List { items, .. } => {
            for (index, item) in items.iter_mut().enumerate() {
                let shape = shape.and_then(|shape| shape.element(index));
                collect(item, shape, (path.clone(), expected), depth + 1, leaves);
            }
        }
        Tree::Object(members) => {
            for (key, member) in members.iter_mut() {
                let shape = shape.and_then(|shape| shape.member(key));
                collect(member, shape, (format!("{path}.{key}"), expected), depth + 1, leaves);
            }
        }
        _ => {}
    }
}

fn count(node: &Node, counts: &mut ReferenceCounts, depth: usize) {
    match &node.tree {
        _ if depth > DEEPEST => {}
        _ if node.reference.is_some() => counts.add(node),
        Tree::List { items, .. } => items.iter().for_each(|item| count(item, counts, depth + 1)),
        Tree::Object(members) => members.values().for_each(|member| count(member, counts, depth + 1)),
        _ => {}
    }
}
