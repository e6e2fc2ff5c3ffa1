//! What a part of the `configuration` section refers to, anywhere in it.
//!
//! It owns only the collecting: which argument a reference stands in, and what it means, is of no interest here. Such
//! references say what a block waits for ([`super::order`]).
//!
//! Shape: the JSON of arguments, of an expression or of a `depends_on` in; [`Mentions`] out.

use super::expression::maximal;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// References, without the prefixes that Terraform adds to each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Mentions(pub(super) Vec<String>);

impl Mentions {
    /// Adds those of another part.
    pub(super) fn extend(&mut self, other: Self) {
        for reference in other.0 {
            if !self.0.contains(&reference) {
                self.0.push(reference);
            }
        }
    }
}

impl<'de> Deserialize<'de> for Mentions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Collector)
    }
}

/// Collects from whatever stands there: blocks, lists of blocks, expressions. A list of texts is one of references.
struct Collector;

impl<'de> Visitor<'de> for Collector {
    type Value = Mentions;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("arguments")
    }

    fn visit_unit<E>(self) -> Result<Mentions, E> {
        Ok(Mentions::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Mentions, E> {
        Ok(Mentions::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Mentions, E> {
        Ok(Mentions::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Mentions, E> {
        Ok(Mentions::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Mentions, E> {
        Ok(Mentions::default())
    }

    fn visit_str<E>(self, text: &str) -> Result<Mentions, E> {
        Ok(Mentions(vec![text.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Mentions, A::Error> {
        let mut mentions = Mentions::default();
        let mut texts = Vec::new();
        while let Some(Mentions(mut item)) = list.next_element()? {
            texts.append(&mut item);
        }
        mentions.extend(Mentions(maximal(texts)));
        Ok(mentions)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Mentions, A::Error> {
        let mut mentions = Mentions::default();
        while let Some(key) = map.next_key::<String>()? {
            if key == "constant_value" {
                map.next_value::<IgnoredAny>()?;
            } else {
                mentions.extend(map.next_value()?);
            }
        }
        Ok(mentions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        serde_json::from_str::<Mentions>(text).expect(text).0
    }

    /// References are found in blocks, in lists of blocks and in lists of names; constants mention nothing.
    #[test]
    fn references_are_found_at_any_depth() {
        let arguments = r#"{
            "name": {"constant_value": "azurerm_a.b"}, "count": {}, "x": {"constant_value": {"references": ["no"]}},
            "id": {"references": ["a.b.id", "a.b", "local.c"]},
            "block": [{"inner": {"y": {"references": ["a.b.id", "a.b", "var.z[0].w", "var.z[0]", "var.z"]}}}]
        }"#;
        assert_eq!(of(arguments), ["a.b.id", "local.c", "var.z[0].w"]);
        assert_eq!(of(r#"["a.b", "module.m"]"#), ["a.b", "module.m"]);
        assert_eq!(of("null"), [""; 0]);
        assert_eq!(of(r#"{"n": 1, "f": 1.5, "i": -1, "b": true}"#), [""; 0]);
    }
}
