//! Symbolic values: concrete where plan or source know them, references to resource instances where they do not.
//!
//! It owns the forms and what can be said of them; how they come about is [`super::expression`]'s business.

use std::collections::BTreeMap;
use std::rc::Rc;

/// What an expression means before apply.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text(Rc<str>),
    List(Rc<Vec<Self>>),
    /// A set: in order when all its elements are known texts, else only apply decides the order.
    Set(Rc<Vec<Self>>),
    Map(Rc<BTreeMap<String, Self>>),
    /// A resource instance, by its index in the world.
    Instance(usize),
    /// A module instance, by its index in the world.
    Module(usize),
    /// All instances of a module call, of which not every key need be known.
    Call(Rc<Call>),
    /// Instances of a resource by key, of which there may be more.
    Partly(Rc<BTreeMap<String, Self>>),
    /// An attribute of a resource instance.
    Reference(Rc<Reference>),
    /// A text of several parts, of which one at least is not known: texts, references, and what is opaque.
    Template(Rc<Vec<Self>>),
    /// A text that encodes this object; what is below it can be found again.
    Encoded(Rc<Self>),
    /// One of these; several are never equal.
    OneOf(Rc<Vec<Self>>),
    /// Nothing can be said.
    Opaque,
}

/// All instances of a module call.
#[derive(Debug, PartialEq)]
pub(super) struct Call {
    /// The instance of the calling module.
    pub(super) caller: usize,
    /// The name of the call.
    pub(super) name: String,
    /// The keys, when all of them are known.
    pub(super) keys: Option<Vec<super::Key>>,
}

/// An attribute of a resource instance.
#[derive(Debug, PartialEq)]
pub(super) struct Reference {
    /// The instance, by its index in the world.
    pub(super) instance: usize,
    /// The attribute, and what follows it: names and indexes.
    pub(super) path: Vec<String>,
    /// Its planned value, when that is known.
    pub(super) known: Option<Value>,
}

/// An evaluation that certainly fails: a key that is not there. `try`, `can` and `lookup` catch it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Missing;

/// A value, or the certainty that there is none.
pub(super) type Evaluated = Result<Value, Missing>;

impl Value {
    /// A text.
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// A list.
    pub(super) fn list(items: Vec<Self>) -> Self {
        Self::List(Rc::new(items))
    }

    /// A map.
    pub(super) fn map(members: BTreeMap<String, Self>) -> Self {
        Self::Map(Rc::new(members))
    }

    /// One of several: nothing when there is none, the one when all are equal.
    pub(super) fn one_of(values: Vec<Self>) -> Self {
        let mut distinct: Vec<Self> = Vec::new();
        for value in values {
            let parts = match value {
                Self::OneOf(parts) => parts.to_vec(),
                other => vec![other],
            };
            for part in parts {
                if !distinct.contains(&part) {
                    distinct.push(part);
                }
            }
        }
        match distinct.as_slice() {
            [] => Self::Opaque,
            [only] => only.clone(),
            _ => Self::OneOf(Rc::new(distinct)),
        }
    }

    /// The value behind a reference whose planned value is known; any other value as it is.
    pub(super) fn resolved(&self) -> &Self {
        match self {
            Self::Reference(reference) => reference.known.as_ref().map_or(self, Self::resolved),
            other => other,
        }
    }

    /// The truth value, when it is known.
    pub(super) fn as_bool(&self) -> Option<bool> {
        match self.resolved() {
            Self::Bool(value) => Some(*value),
            Self::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The number, when it is known.
    pub(super) fn as_number(&self) -> Option<f64> {
        match self.resolved() {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The whole number that is not negative, when it is known.
    pub(super) fn as_index(&self) -> Option<usize> {
        let number = self.as_number()?;
        // Fractions and numbers beyond these are no indexes.
        (number >= 0.0 && number.fract() == 0.0 && number < f64::from(u32::MAX)).then_some(number as usize)
    }

    /// A scalar as Terraform writes it in a text, when it is known.
    pub(super) fn as_text(&self) -> Option<Rc<str>> {
        match self.resolved() {
            Self::Text(text) => Some(Rc::clone(text)),
            Self::Bool(value) => Some(value.to_string().into()),
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => Some(format!("{number:.0}").into()),
            Self::Number(number) => Some(number.to_string().into()),
            _ => None,
        }
    }

    /// Whether it is null; `None` when that is not known.
    pub(super) fn is_null(&self) -> Option<bool> {
        match self {
            Self::Null => Some(true),
            Self::Reference(reference) => match &reference.known {
                Some(known) => known.is_null(),
                // Every resource that exists has an id.
                None => (reference.path == ["id"]).then_some(false),
            },
            Self::OneOf(values) => {
                let all: Vec<Option<bool>> = values.iter().map(Self::is_null).collect();
                let first = all.first().copied().flatten();
                first.filter(|first| all.iter().all(|other| *other == Some(*first)))
            }
            Self::Opaque => None,
            _ => Some(false),
        }
    }

    /// Whether nothing of it is left open.
    pub(super) fn is_known(&self) -> bool {
        match self.resolved() {
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) => true,
            Self::List(items) | Self::Set(items) => items.iter().all(Self::is_known),
            Self::Map(members) => members.values().all(Self::is_known),
            _ => false,
        }
    }

    /// Whether two values are equal; `None` when that is not known.
    pub(super) fn equals(&self, other: &Self) -> Option<bool> {
        if let Self::Null = other {
            return self.is_null();
        }
        if let Self::Null = self {
            return other.is_null();
        }
        let is_pair = self.is_known() && other.is_known();
        if is_pair {
            return Some(self.resolved() == other.resolved());
        }
        // The same attribute of the same instance; of different ones nothing is known.
        (matches!(self, Self::Reference(_)) && self == other).then_some(true)
    }

    /// The elements of a collection in order; `None` where the order, or the elements, are not known.
    pub(super) fn ordered(&self) -> Option<Vec<Self>> {
        match self.resolved() {
            Self::List(items) => Some(items.to_vec()),
            Self::Set(items) if is_sorted(items) => Some(items.to_vec()),
            Self::Map(members) => Some(members.values().cloned().collect()),
            _ => None,
        }
    }

    /// The elements of a collection in any order; `None` where they are not known.
    pub(super) fn elements(&self) -> Option<Vec<Self>> {
        match self.resolved() {
            Self::Set(items) => Some(items.to_vec()),
            other => other.ordered(),
        }
    }
}

/// Whether the elements of a set are known texts, which are kept in order.
fn is_sorted(items: &[Value]) -> bool {
    items.iter().all(|item| matches!(item.resolved(), Value::Text(_)))
}
