//! One expression of the `configuration` section: what it refers to, or the nested blocks in its place.
//!
//! It owns the leaf forms that Terraform prints; it gives references no meaning ([`super::references`] does).
//!
//! Shape: the JSON of an argument in; an [`Expression`] out.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// What stands behind an argument.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expression {
    /// An expression.
    Leaf {
        /// Its value, when it is a constant string and nothing else.
        constant: Option<String>,
        /// What it refers to, without the prefixes that Terraform adds to each reference.
        references: Vec<String>,
    },
    /// Nested blocks of one type, in the order they are written.
    Blocks(Vec<BTreeMap<String, Self>>),
    /// The one nested block of its type.
    Block(BTreeMap<String, Self>),
}

impl Expression {
    /// What the expression refers to; nothing for blocks.
    pub(crate) fn references(&self) -> &[String] {
        match self {
            Self::Leaf { references, .. } => references,
            Self::Blocks(_) | Self::Block(_) => &[],
        }
    }

    /// Neither a constant nor references: a function of constants, or nothing at all.
    pub(super) fn empty() -> Self {
        Self::Leaf { constant: None, references: Vec::new() }
    }
}

/// Reads `{"references": […]}`, `{"constant_value": …}`, a list of blocks, or a block. A block whose only member is
/// called `references` or `constant_value` is told apart by what that holds.
impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ExpressionVisitor)
    }
}

struct ExpressionVisitor;

impl<'de> Visitor<'de> for ExpressionVisitor {
    type Value = Expression;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an expression or blocks")
    }

    fn visit_unit<E>(self) -> Result<Expression, E> {
        Ok(Expression::empty())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Expression, A::Error> {
        let mut blocks = Vec::new();
        while let Some(block) = list.next_element()? {
            blocks.push(block);
        }
        Ok(Expression::Blocks(blocks))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Expression, A::Error> {
        let (mut constant, mut references) = (None, Vec::new());
        let mut block = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "references" => match map.next_value()? {
                    References::List(list) => references = maximal(list),
                    References::Block(expression) => {
                        block.insert(key, expression);
                    }
                },
                "constant_value" => constant = map.next_value::<Constant>()?.0,
                _ => {
                    block.insert(key, map.next_value()?);
                }
            }
        }
        if !block.is_empty() {
            return Ok(Expression::Block(block));
        }
        // From .tf.json sources the constant is the unevaluated text of the references.
        Ok(Expression::Leaf { constant: constant.filter(|_| references.is_empty()), references })
    }
}

/// The member `references`: of an expression a list of strings, of a block an expression.
enum References {
    List(Vec<String>),
    Block(Expression),
}

impl<'de> Deserialize<'de> for References {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ReferencesVisitor;
        impl<'de> Visitor<'de> for ReferencesVisitor {
            type Value = References;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list of references")
            }

            fn visit_unit<E>(self) -> Result<References, E> {
                Ok(References::List(Vec::new()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<References, A::Error> {
                let mut references = Vec::new();
                while let Some(reference) = list.next_element()? {
                    references.push(reference);
                }
                Ok(References::List(references))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<References, A::Error> {
                ExpressionVisitor.visit_map(map).map(References::Block)
            }
        }
        deserializer.deserialize_any(ReferencesVisitor)
    }
}

/// A constant, kept when it is a string.
pub(super) struct Constant(pub(super) Option<String>);

impl<'de> Deserialize<'de> for Constant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The constants of lists and objects are nowhere asked for; their values are in the plan.
        let raw = <&RawValue>::deserialize(deserializer)?;
        Ok(Self(serde_json::from_str(raw.get()).ok()))
    }
}

/// Leaves out what is repeated, and what is only the beginning of the reference before it: Terraform lists
/// `a.b.id` as `a.b.id`, `a.b`.
pub(super) fn maximal(references: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    let mut last = String::new();
    for reference in references {
        if last.strip_prefix(&*reference).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '['])) {
            continue;
        }
        last.clone_from(&reference);
        if !kept.contains(&reference) {
            kept.push(reference);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Expression {
        serde_json::from_str(text).expect(text)
    }

    /// Prefixes and repetitions are left out; what is listed for its own sake stays.
    #[test]
    fn keeps_the_longest_references() {
        let listed = r#"{"references": ["a.b.id", "a.b", "c.d[0].id", "c.d[0]", "c.d", "a.b.id", "a.b"]}"#;
        assert_eq!(read(listed).references(), ["a.b.id", "c.d[0].id"]);
        assert_eq!(read(r#"{"references": ["a.bc", "a.b"]}"#).references(), ["a.bc", "a.b"]);
    }

    /// Leaves, repeated blocks and single blocks are told apart, and a constant beside references is no value.
    #[test]
    fn tells_shapes_apart() {
        let constant = |text: &str| Expression::Leaf { constant: Some(text.to_owned()), references: Vec::new() };
        assert_eq!(read(r#"{"constant_value": "x"}"#), constant("x"));
        assert_eq!(read(r#"{"constant_value": ["x"]}"#), Expression::empty());
        assert_eq!(read("{}"), Expression::empty());
        let both = read(r#"{"constant_value": "${a.b.id}", "references": ["a.b.id"]}"#);
        assert_eq!(both, Expression::Leaf { constant: None, references: vec!["a.b.id".to_owned()] });
        let block = BTreeMap::from([("name".to_owned(), constant("x"))]);
        assert_eq!(read(r#"[{"name": {"constant_value": "x"}}]"#), Expression::Blocks(vec![block.clone()]));
        assert_eq!(read(r#"{"name": {"constant_value": "x"}}"#), Expression::Block(block));
        let named = read(r#"{"references": {"constant_value": "x"}}"#);
        assert_eq!(named, Expression::Block(BTreeMap::from([("references".to_owned(), constant("x"))])));
    }
}
