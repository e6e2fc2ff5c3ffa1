//! How well what is written agrees with a planned element, judged by literals alone.
//!
//! Sets come out of a plan sorted by hash, so a position says little about which of several blocks gave an element. An
//! attribute that is no literal says nothing; one that differs from the plan excludes the block.

use super::json;
use crate::input::declared::{Node, Tree};
use hcl_edit::expr::{Expression, Object, ObjectKey};
use hcl_edit::structure::Body;
use std::ops::Range;

/// How many literal attributes of `body` equal those of `element`; `None` when one contradicts it.
pub(super) fn agreement(body: &Body, element: &Node) -> Option<usize> {
    total(body.attributes().map(|attribute| compare(&attribute.value, element.get(attribute.key.as_str()))))
}

/// The same for an object literal.
pub(super) fn agreement_of_object(object: &Object, element: &Node) -> Option<usize> {
    total(object.iter().map(|(key, value)| match key {
        ObjectKey::Ident(name) => compare(value.expr(), element.get(name.as_str())),
        ObjectKey::Expression(Expression::String(name)) => compare(value.expr(), element.get(name.value())),
        ObjectKey::Expression(_) => None,
    }))
}

/// The same for an object in JSON syntax, in which a string with `${` is no literal.
pub(super) fn agreement_of_json(text: &str, range: Range<usize>, element: &Node) -> Option<usize> {
    total(json::members(text, range).into_iter().map(|member| {
        let written: serde_json::Value = serde_json::from_str(text.get(member.value)?).ok()?;
        let written = match written {
            serde_json::Value::String(text) if !text.contains("${") && !text.contains("%{") => text,
            serde_json::Value::Bool(value) => value.to_string(),
            serde_json::Value::Number(number) => number.to_string(),
            _ => return None,
        };
        Some(scalar(element.get(&member.key)?)? == written)
    }))
}

/// The best of several candidates: the highest agreement, the one at `position` among equals, then the first. A tie in
/// which nothing agrees and the position is none of the candidates decides nothing.
pub(super) fn best(agreements: impl Iterator<Item = Option<usize>>, position: usize) -> Option<usize> {
    let candidates: Vec<(usize, usize)> =
        agreements.enumerate().filter_map(|(at, agreement)| Some((at, agreement?))).collect();
    let highest = candidates.iter().map(|(_, agreement)| *agreement).max()?;
    let mut tied = candidates.iter().filter(|(_, agreement)| *agreement == highest).map(|(at, _)| *at);
    if candidates.contains(&(position, highest)) {
        return Some(position);
    }
    let first = tied.next()?;
    (highest > 0 || tied.next().is_none()).then_some(first)
}

fn total(comparisons: impl Iterator<Item = Option<bool>>) -> Option<usize> {
    let mut equal = 0;
    for comparison in comparisons.flatten() {
        if !comparison {
            return None;
        }
        equal += 1;
    }
    Some(equal)
}

/// Whether a literal equals a planned value; `None` when either is not known.
fn compare(written: &Expression, planned: Option<&Node>) -> Option<bool> {
    let planned = planned?;
    if let (Expression::Array(array), Tree::List { items, open: None }) = (written, &planned.tree) {
        let mut written: Vec<String> = array.iter().map(literal).collect::<Option<_>>()?;
        let mut planned: Vec<String> = items.iter().map(scalar).collect::<Option<_>>()?;
        written.sort_unstable();
        planned.sort_unstable();
        // A set drops repeated values.
        written.dedup();
        planned.dedup();
        return Some(written == planned);
    }
    Some(literal(written)? == scalar(planned)?)
}

/// A literal in the form Terraform converts it to when a string is asked for.
fn literal(expression: &Expression) -> Option<String> {
    match expression {
        Expression::String(text) => Some(text.value().clone()),
        Expression::Bool(value) => Some(value.value().to_string()),
        Expression::Number(number) => Some(number.value().to_string()),
        _ => None,
    }
}

/// A planned scalar in the same form.
fn scalar(node: &Node) -> Option<String> {
    match &node.tree {
        Tree::Text(text) => Some(text.to_string()),
        Tree::Bool(value) => Some(value.to_string()),
        Tree::Number(number) => Some(number.to_string()),
        Tree::Null | Tree::List { .. } | Tree::Object(_) | Tree::Unknown(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(members: &[(&str, Tree)]) -> Node {
        Node::new(Tree::Object(
            members.iter().map(|(key, tree)| ((*key).to_owned(), Node::new(tree.clone()))).collect(),
        ))
    }

    /// A differing literal excludes a block, expressions and nulls say nothing, numbers equal their text.
    #[test]
    fn literals_decide() {
        let body =
            hcl_edit::parser::parse_body("name = \"a\"\nport = 80\nid = var.x\nrange = [\"2\", \"1\"]\n").unwrap();
        let list = Tree::List {
            items: vec![Node::new(Tree::Text("1".into())), Node::new(Tree::Text("2".into()))],
            open: None,
        };
        let element = object(&[("name", Tree::Text("a".into())), ("port", Tree::Text("80".into())), ("range", list)]);
        assert_eq!(agreement(&body, &element), Some(3));
        assert_eq!(agreement(&body, &object(&[("name", Tree::Null)])), Some(0));
        assert_eq!(agreement(&body, &object(&[("name", Tree::Text("b".into()))])), None);
    }

    /// Agreement goes before position, position before order, and a plain tie decides nothing.
    #[test]
    fn the_best_candidate_is_chosen() {
        assert_eq!(best([Some(0), Some(2), Some(1)].into_iter(), 0), Some(1));
        assert_eq!(best([Some(1), Some(1), None].into_iter(), 1), Some(1));
        assert_eq!(best([Some(1), Some(1), None].into_iter(), 2), Some(0));
        assert_eq!(best([Some(0), Some(0)].into_iter(), 5), None);
        assert_eq!(best([None, Some(0), None].into_iter(), 0), Some(1));
        assert_eq!(best([None, None].into_iter(), 0), None);
    }
}
