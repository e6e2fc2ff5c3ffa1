//! From a path of properties to the place of the property in a declaration.

use super::shape::{Declaration, Object, Shape, Span};
use crate::model::{PathStep, Precision};

/// Where `path` is written in a declaration: the property that gives the value, or the nearest thing around it.
pub(super) fn follow(declaration: &Declaration, path: &[PathStep]) -> (Span, Precision) {
    let Some(body) = &declaration.body else { return (declaration.header, Precision::Block) };
    let Some((first, rest)) = path.split_first() else { return (declaration.header, Precision::Block) };
    let mut at = match step_into(body, first) {
        Some(found) => found,
        None => return (declaration.header, Precision::Block),
    };
    for step in rest {
        let next = match (at.1, step) {
            (Shape::Object(object), step) => step_into(object, step),
            (Shape::List(elements), PathStep::Index(index)) => {
                elements.get(*index).map(|element| (element.span, &element.value))
            }
            (Shape::Loop(body), PathStep::Index(_)) => Some((body.span, &body.value)),
            // An expression gives everything below it.
            (Shape::Expression | Shape::Text(_), _) => return (at.0, Precision::Attribute),
            _ => None,
        };
        match next {
            Some(next) => at = next,
            None => return (at.0, Precision::Block),
        }
    }
    (at.0, Precision::Attribute)
}

fn step_into<'s>(object: &'s Object, step: &PathStep) -> Option<(Span, &'s Shape)> {
    match step {
        PathStep::Key(key) => object.member(key).map(|member| (member.span, &member.value)),
        PathStep::Index(_) => None,
    }
}
