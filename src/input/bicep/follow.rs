//! From a path of properties to the place of the property in a declaration.

use super::shape::{Declaration, Element, Object, Shape, Span};
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
                elements.get(*index).map(|element| (head(element), &element.value))
            }
            (Shape::Loop(body), PathStep::Index(_)) => Some((head(body), &body.value)),
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

/// What stands for an element of a list: its name where it has one, since it may begin with a lone brace.
fn head(element: &Element) -> Span {
    match &element.value {
        Shape::Object(object) => object.member("name").map_or(element.span, |name| name.span),
        _ => element.span,
    }
}

fn step_into<'s>(object: &'s Object, step: &PathStep) -> Option<(Span, &'s Shape)> {
    match step {
        PathStep::Key(key) => object.member(key).map(|member| (member.span, &member.value)),
        PathStep::Index(_) => None,
    }
}
