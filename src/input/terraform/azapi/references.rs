//! References inside a `body`: a plan lists those of the whole expression, so which value has which is a matter of types.
//!
//! A value that is unknown at a property that refers to a subnet can only come from a reference to a subnet. One such
//! reference is what it refers to; as many as there are such values in one list are theirs, one each; else it is one of
//! them. A `local` among the references could be anything: nothing is claimed then.

use super::super::attach::{ReferenceCounts, scalar};
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
    path: String,
    node: &'n mut Node,
}

/// Puts references on the unknown parts of `body`, whose expression has these `references`.
pub(in crate::input::terraform) fn attach<'a>(
    body: &mut Node,
    references: &[String],
    expected: Expected<'_>,
    resolver: &mut Resolver<'a>,
    scope: &Scope<'a>,
    counts: &mut ReferenceCounts,
) {
    let mut leaves = Vec::new();
    collect(body, BODY.to_owned(), expected, 0, &mut leaves);
    // An id that no value asks for may be a part of one: `"${vnet.id}/subnets/app"`.
    let is_taken = |reference: &String| {
        leaves.iter().any(|leaf| {
            let wanted = Wanted { types: leaf.types, attribute: "id" };
            !matches!(resolver.claim_within(std::slice::from_ref(reference), scope, wanted), Claim::None)
        })
    };
    let mut ids = references.iter().filter(|reference| reference.ends_with(".id"));
    let is_sure = leaves.is_empty() || ids.all(is_taken);
    while let Some(first) = leaves.first() {
        let types = first.types;
        let (group, others): (Vec<_>, Vec<_>) = leaves.into_iter().partition(|leaf| leaf.types == types);
        leaves = others;
        let claim = resolver.claim_within(references, scope, Wanted { types, attribute: "id" });
        assign(group, claim, is_sure);
    }
    count(body, counts, 0);
}

/// Gives the values of one type what they refer to.
fn assign(leaves: Vec<Leaf<'_>>, claim: Claim<'_>, is_sure: bool) {
    let in_one_list = leaves.iter().all(|leaf| leaves.first().is_some_and(|first| first.path == leaf.path));
    match claim {
        Claim::Each(instances) if instances.len() == leaves.len() && in_one_list => {
            for (leaf, instance) in leaves.into_iter().zip(instances) {
                put(leaf.node, &Claim::Inferred(instance));
            }
        }
        Claim::Each(instances) => {
            let some = instances.into_iter().map(|instance| (instance.address.as_str(), instance)).collect();
            let claim = Claim::Candidates(some);
            leaves.into_iter().for_each(|leaf| put(leaf.node, &claim));
        }
        Claim::Exact(instance) if !is_sure => {
            leaves.into_iter().for_each(|leaf| put(leaf.node, &Claim::Inferred(instance)));
        }
        claim => leaves.into_iter().for_each(|leaf| put(leaf.node, &claim)),
    }
}

fn put(node: &mut Node, claim: &Claim<'_>) {
    let Some(reference) = scalar(&node.tree, claim, "id") else { return };
    if let (Tree::Unknown(unknown), [target]) = (&mut node.tree, reference.targets.as_slice())
        && reference.certainty != ReferenceCertainty::Candidates
    {
        unknown.text = format!("{}.id", target.address);
    }
    node.reference = Some(Box::new(reference));
}

/// The unknown values below `node` that may be references, in order; list indexes are no part of their paths.
fn collect<'n>(node: &'n mut Node, path: String, expected: Expected<'_>, depth: usize, leaves: &mut Vec<Leaf<'n>>) {
    if depth > DEEPEST {
        return;
    }
    if matches!(node.tree, Tree::Unknown(_)) {
        let types = expected(&path);
        if !types.is_empty() {
            leaves.push(Leaf { types, path, node });
        }
        return;
    }
    match &mut node.tree {
        Tree::List { items, .. } => {
            items.iter_mut().for_each(|item| collect(item, path.clone(), expected, depth + 1, leaves));
        }
        Tree::Object(members) => {
            for (key, member) in members.iter_mut() {
                collect(member, format!("{path}.{key}"), expected, depth + 1, leaves);
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
