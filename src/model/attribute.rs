//! Three-valued attributes: known, unknown with its reason, or absent.

use super::{Edge, Named, Place, ResourceHandle};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// One attribute of an entity. An absent attribute has no entry in its [`Record`].
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// What is known of it.
    pub value: Value,
    /// Where it was written; `None` where only the resource's own place is known.
    pub place: Option<Place>,
}

/// The value of an attribute, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Not known before deployment. Never null, empty or a default.
    Unknown(Box<Unknown>),
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A string, in the form the attribute's schema states (region names folded, for example).
    Text(SmolStr),
    /// Several values, in the source's order.
    List(List),
    /// Named parts, each three-valued in its own right.
    Record(Record),
    /// A reference to another entity.
    Edge(Edge),
}

/// A list whose length may be open.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct List {
    /// The elements that are certainly there; one may itself be unknown.
    pub items: Vec<Value>,
    /// Why there may be more elements than `items`; `None` when the length is certain.
    pub open: Option<Box<Unknown>>,
}

/// Attributes by name.
pub type Record = Named<Attribute>;

/// Why a value is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The kind of obstacle.
    pub reason: Reason,
    /// What stands in the source in place of the value: an expression, a reference; empty when there is nothing to
    /// show. Never holds a secret.
    pub text: String,
    /// A stable text of the value in which the unknown parts are written as `{expression}`. Two values of one
    /// deployment with equal patterns are equal, whatever they turn out to be. `None` where that is not certain.
    pub pattern: Option<String>,
    /// Ids of the entities of which one is meant, when the value is a reference that stays ambiguous; sorted.
    pub candidates: Vec<String>,
}

impl Unknown {
    /// An unknown value for `reason` that shows `text`.
    #[must_use]
    pub fn new(reason: Reason, text: impl Into<String>) -> Self {
        Self { reason, text: text.into(), pattern: None, candidates: Vec::new() }
    }
}

/// The obstacles that make a value unknown. The wording is what users read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Terraform: the provider decides while applying.
    KnownAfterApply,
    /// ARM: a parameter without a value.
    ParameterWithoutValue,
    /// ARM: an expression that only the deployment can evaluate, or that this tool does not evaluate.
    NotEvaluated,
    /// The resource is not part of the inputs.
    OutsideInput,
    /// The value is there, but not in a form that can be used (an address prefix that is none).
    NotUsable,
    /// A reference whose target cannot be told.
    Ambiguous,
    /// It depends on a resource whose presence is not certain.
    PresenceUncertain,
    /// The input leaves the argument out and the provider (Terraform's, or Azure's) decides; no page says how.
    LeftToProvider,
}

impl Reason {
    /// The sentence part that follows "is not known: ".
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::KnownAfterApply => "known only after apply",
            Self::ParameterWithoutValue => "a parameter without a value",
            Self::NotEvaluated => "an expression that only the deployment can evaluate",
            Self::OutsideInput => "not part of the input",
            Self::NotUsable => "a value that cannot be used",
            Self::Ambiguous => "a reference whose target cannot be told",
            Self::PresenceUncertain => "it depends on a resource that may not be deployed",
            Self::LeftToProvider => "left out, so the provider decides",
        }
    }
}

impl Attribute {
    /// A known or unknown value without a place of its own.
    #[must_use]
    pub fn new(value: Value) -> Self {
        Self { value, place: None }
    }

    /// The resources in which it is written: those of the elements of a list of records, where these have places.
    #[must_use]
    pub fn resources(&self) -> BTreeSet<&ResourceHandle> {
        let records = match &self.value {
            Value::List(list) => list.items.as_slice(),
            _ => &[],
        };
        let parts = records.iter().filter_map(|item| match item {
            Value::Record(record) => Some(record.values()),
            _ => None,
        });
        let found: BTreeSet<&ResourceHandle> = parts.flatten().filter_map(Self::resource).collect();
        if found.is_empty() { self.resource().into_iter().collect() } else { found }
    }

    fn resource(&self) -> Option<&ResourceHandle> {
        self.place.as_ref().map(|place| &place.resource)
    }

    /// The same value, written at `place`.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { place: Some(place), ..self }
    }
}

impl Value {
    /// The string, when it is a known one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, when it is a known one.
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The obstacle, when the value is unknown.
    #[must_use]
    pub fn as_unknown(&self) -> Option<&Unknown> {
        match self {
            Self::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }
}
