//! One argument as the tree that it will be: what the sources make known of it, and what each open part refers to.
//!
//! It owns the way from a symbolic value to that tree. How many elements a list has is only said where it is certain: a set of
//! several elements that are not all known may turn out smaller, and in any order.
//!
//! Shape: a [`Value`] in, a [`Shape`] out; a planned value is not looked at.

use super::composed::Composed;
use super::edges::{Certainty, Edge};
use super::value::Value;
use super::world::World;
use crate::input::declared::Tree;
use std::collections::BTreeMap;

/// Deepest nesting of values that is told apart.
const DEEPEST: usize = 64;
/// Numbers up to here are whole without loss.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

/// What an argument will be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// Null, a truth value, a number or a text.
    Known(Tree),
    /// A list of exactly these elements.
    List(Vec<Self>),
    /// An object of exactly these members, null ones included.
    Object(BTreeMap<String, Self>),
    /// A value of which the sources tell at most what it refers to; the edge has no path. `text` is what is known of it beside
    /// that; `may_be_null` that null is among what it is written to be.
    Open { edge: Edge, text: Option<Composed>, may_be_null: bool },
}

impl Shape {
    /// The shape of a member; `None` where it is not told.
    pub(crate) fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.get(name),
            _ => None,
        }
    }

    /// The edges in it.
    pub(crate) fn edges(&self) -> Vec<&Edge> {
        let (mut open, mut found) = (vec![self], Vec::new());
        while let Some(shape) = open.pop() {
            match shape {
                Self::Known(_) => {}
                Self::List(items) => open.extend(items),
                Self::Object(members) => open.extend(members.values()),
                Self::Open { edge, .. } => found.push(edge),
            }
        }
        found
    }

    /// Whether the plan may not know something in it.
    pub(crate) fn is_open(&self) -> bool {
        !self.edges().is_empty()
    }

    /// The shape of an element; `None` where it is not told.
    pub(crate) fn element(&self, index: usize) -> Option<&Self> {
        match self {
            Self::List(items) => items.get(index),
            _ => None,
        }
    }
}

impl World<'_> {
    /// The shape of `value`; a text that encodes an object has the shape of the object.
    pub(super) fn shape(&self, value: &Value) -> Shape {
        match value {
            Value::Encoded(object) => self.shape_of(object, 0),
            other => self.shape_of(other, 0),
        }
    }

    fn shape_of(&self, value: &Value, depth: usize) -> Shape {
        if depth == DEEPEST || !self.spend(1) {
            return open(None, None);
        }
        let list = |items: &[Value]| Shape::List(items.iter().map(|item| self.shape_of(item, depth + 1)).collect());
        match value.resolved() {
            Value::Null => Shape::Known(Tree::Null),
            Value::Bool(value) => Shape::Known(Tree::Bool(*value)),
            Value::Number(number) => json_number(*number).map_or_else(|| open(None, None), Shape::Known),
            Value::Text(text) => Shape::Known(Tree::Text(text.as_ref().into())),
            Value::List(items) => list(items),
            Value::Set(items) if items.len() < 2 => list(items),
            Value::Set(_) => value.ordered().map_or_else(|| open(None, None), |items| list(&items)),
            Value::Map(members) => {
                let member = |(name, value): (&String, &Value)| (name.clone(), self.shape_of(value, depth + 1));
                Shape::Object(members.iter().map(member).collect())
            }
            other => match open(self.single(other, &[]), self.composed(other)) {
                Shape::Open { edge, text, .. } => Shape::Open { edge, text, may_be_null: holds_null(other) },
                shape => shape,
            },
        }
    }
}

fn holds_null(value: &Value) -> bool {
    matches!(value, Value::OneOf(values) if values.contains(&Value::Null))
}

fn open(edge: Option<Edge>, text: Option<Composed>) -> Shape {
    let nothing = || Edge {
        path: Vec::new(),
        certainty: Certainty::None,
        targets: Vec::new(),
        suffix: None,
        elements: Vec::new(),
        outside: None,
    };
    Shape::Open { edge: edge.unwrap_or_else(nothing), text, may_be_null: false }
}

fn json_number(number: f64) -> Option<Tree> {
    let number = if number.fract() == 0.0 && number.abs() <= MOST_EXACT {
        // Whole, and within what the integer holds.
        serde_json::Number::from(number as i64)
    } else {
        serde_json::Number::from_f64(number)?
    };
    Some(Tree::Number(number))
}
