//! Turns the values of one resource, and the masks that say what in them is unknown or sensitive, into a tree.
//!
//! It owns the three ways a plan says "unknown" (the mask is true and the key is left out; a `null` element with a
//! true mask; a whole subtree masked); references are added later ([`super::references`]).
//!
//! Shape: the JSON of `after` (or `before`, or a data source's `values`) and the names of the attributes to keep in;
//! a [`Node`] with [`Tree::Object`] out.

use crate::input::declared::{Members, Node, Tree};
use crate::model::{Reason, Unknown};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use smol_str::SmolStr;
use std::fmt;

/// The attributes of a type that are kept; `id` always is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept<'a>(pub(super) &'a [&'a str]);

impl<'a> Kept<'a> {
    /// The attribute that is written `key`, when it is kept.
    pub(super) fn name(self, key: &[u8]) -> Option<&'a str> {
        if key == b"id" {
            return Some("id");
        }
        self.0.iter().find(|name| name.as_bytes() == key).copied()
    }

    fn names(self) -> Names<'a> {
        Names { always: "id", names: self.0 }
    }
}

/// A value that is not known before apply; its text is filled in from the configuration.
pub(super) fn unknown() -> Unknown {
    Unknown::new(Reason::KnownAfterApply, "")
}

/// Reads an object, keeping only some of its members; `null` gives `None`.
impl<'de> DeserializeSeed<'de> for Kept<'_> {
    type Value = Option<Node>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Kept<'_> {
    type Value = Option<Node>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the attributes of a resource")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Members::new();
        while let Some(name) = map.next_key_seed(self.names())? {
            let Some(name) = name else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let Parsed(node) = map.next_value()?;
            if node.tree != Tree::Null {
                members.insert(name, node);
            }
        }
        Ok(Some(Node::new(Tree::Object(members))))
    }
}

/// Reads a key as that one of the names it is, or `None`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'a> {
    always: &'a str,
    names: &'a [&'a str],
}

impl<'a> Names<'a> {
    /// One of `names`.
    pub(super) const fn new(names: &'a [&'a str]) -> Self {
        Self { always: "", names }
    }
}

impl<'de, 'a> DeserializeSeed<'de> for Names<'a> {
    type Value = Option<&'a str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'_> for Names<'a> {
    type Value = Option<&'a str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        if key == self.always {
            return Ok(Some(self.always));
        }
        Ok(self.names.iter().find(|name| **name == key).copied())
    }
}

/// Any JSON value as a tree without unknown parts.
struct Parsed(Node);

impl<'de> Deserialize<'de> for Parsed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TreeVisitor;
        impl<'de> Visitor<'de> for TreeVisitor {
            type Value = Tree;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a JSON value")
            }

            fn visit_unit<E: Error>(self) -> Result<Tree, E> {
                Ok(Tree::Null)
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Tree, E> {
                Ok(Tree::Bool(value))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Tree, E> {
                Ok(Tree::Number(value.into()))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Tree, E> {
                Ok(Tree::Number(value.into()))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Tree, E> {
                serde_json::Number::from_f64(value).map(Tree::Number).ok_or_else(|| E::custom("a number out of range"))
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Tree, E> {
                Ok(Tree::Text(value.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
                let mut items = Vec::new();
                while let Some(Parsed(item)) = list.next_element()? {
                    items.push(item);
                }
                Ok(Tree::List { items, open: None })
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
                let mut members = Members::new();
                while let Some((key, Parsed(member))) = map.next_entry::<SmolStr, Parsed>()? {
                    if !matches!(member.tree, Tree::Null) {
                        members.insert(key, member);
                    }
                }
                Ok(Tree::Object(members))
            }
        }
        deserializer.deserialize_any(TreeVisitor).map(|tree| Self(Node::new(tree)))
    }
}

/// What a mask (`after_unknown`, `after_sensitive`) says of a value.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Mask {
    /// Of no part of it: `false`, `{}`, `[]`, or left out.
    #[default]
    Nowhere,
    /// Of all of it.
    Whole,
    /// Of some members.
    Members(Vec<(SmolStr, Self)>),
    /// Of some elements, by position.
    Elements(Vec<Self>),
}

/// Reads a mask; at its top level only the members that are kept of the value, below all of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct MaskOf<'a>(pub(super) Option<Kept<'a>>);

impl<'de> DeserializeSeed<'de> for MaskOf<'_> {
    type Value = Mask;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Mask, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for MaskOf<'_> {
    type Value = Mask;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a mask of true, false, objects and arrays")
    }

    fn visit_unit<E: Error>(self) -> Result<Mask, E> {
        Ok(Mask::Nowhere)
    }

    fn visit_bool<E: Error>(self, masked: bool) -> Result<Mask, E> {
        Ok(if masked { Mask::Whole } else { Mask::Nowhere })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Mask, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = list.next_element_seed(MaskOf(None))? {
            elements.push(element);
        }
        let nowhere = elements.iter().all(|element| *element == Mask::Nowhere);
        Ok(if nowhere { Mask::Nowhere } else { Mask::Elements(elements) })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Mask, A::Error> {
        let mut members = Vec::new();
        let Some(kept) = self.0 else {
            while let Some(key) = map.next_key::<SmolStr>()? {
                let member = map.next_value_seed(MaskOf(None))?;
                if member != Mask::Nowhere {
                    members.push((key, member));
                }
            }
            return Ok(if members.is_empty() { Mask::Nowhere } else { Mask::Members(members) });
        };
        while let Some(name) = map.next_key_seed(kept.names())? {
            let Some(name) = name else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let member = map.next_value_seed(MaskOf(None))?;
            if member != Mask::Nowhere {
                members.push((name.into(), member));
            }
        }
        Ok(if members.is_empty() { Mask::Nowhere } else { Mask::Members(members) })
    }
}

/// Makes every part of `node` that `mask` covers unknown. A mask that does not fit the value makes it unknown whole:
/// the part that is meant cannot be told.
pub(super) fn apply_unknown(node: &mut Node, mask: &Mask) {
    match (mask, &mut node.tree) {
        (Mask::Nowhere, _) => {}
        (Mask::Members(members), Tree::Object(known)) => {
            for (key, mask) in members {
                match known.get_mut(key) {
                    Some(member) => apply_unknown(member, mask),
                    None => {
                        let mut member = Node::new(Tree::Null);
                        apply_unknown(&mut member, mask);
                        known.insert(key.clone(), member);
                    }
                }
            }
        }
        (Mask::Members(_), tree @ Tree::Null) => {
            *tree = Tree::Object(Members::new());
            apply_unknown(node, mask);
        }
        (Mask::Elements(elements), Tree::List { items, .. }) if elements.len() <= items.len() => {
            for (item, mask) in items.iter_mut().zip(elements) {
                apply_unknown(item, mask);
            }
        }
        _ => node.tree = Tree::Unknown(unknown().into()),
    }
}

/// Marks every part of `node` that `mask` covers as sensitive, and adds the strings and numbers there to `secrets`.
/// A mask that does not fit covers the whole value.
pub(super) fn apply_sensitive(node: &mut Node, mask: &Mask, secrets: &mut Vec<String>) {
    match (mask, &mut node.tree) {
        (Mask::Nowhere, _) => {}
        (Mask::Members(members), Tree::Object(known)) => {
            for (key, mask) in members {
                if let Some(member) = known.get_mut(key) {
                    apply_sensitive(member, mask, secrets);
                }
            }
        }
        (Mask::Elements(elements), Tree::List { items, .. }) if elements.len() <= items.len() => {
            for (item, mask) in items.iter_mut().zip(elements) {
                apply_sensitive(item, mask, secrets);
            }
        }
        _ => conceal(node, secrets),
    }
}

/// Marks all of `node` as sensitive, and adds its strings and numbers to `secrets`.
pub(super) fn conceal(node: &mut Node, secrets: &mut Vec<String>) {
    node.sensitive = true;
    match &mut node.tree {
        Tree::Text(text) if !text.is_empty() => secrets.push(text.to_string()),
        Tree::Number(number) => secrets.push(number.to_string()),
        Tree::List { items, .. } => items.iter_mut().for_each(|item| conceal(item, secrets)),
        Tree::Object(members) => members.values_mut().for_each(|member| conceal(member, secrets)),
        _ => {}
    }
}

/// A JSON document as a tree.
///
/// # Errors
/// When it is no JSON, or nests deeper than the parser goes.
pub(super) fn parse(json: &str) -> Result<Node, serde_json::Error> {
    serde_json::from_str(json).map(|Parsed(node)| node)
}

/// The strings and numbers of a JSON value that is sensitive as a whole.
pub(super) fn secrets_of(json: &[u8], secrets: &mut Vec<String>) -> Result<(), serde_json::Error> {
    let Parsed(mut node) = serde_json::from_slice(json)?;
    conceal(&mut node, secrets);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Kept<'static> = Kept(&["a", "b", "c", "ids", "block", "settings"]);

    fn seeded<'de, S: DeserializeSeed<'de>>(seed: S, text: &'de str) -> Result<S::Value, serde_json::Error> {
        seed.deserialize(&mut serde_json::Deserializer::from_str(text))
    }

    fn node(value: &str, mask: &str) -> Node {
        let mut node = seeded(ALL, value).expect("parses").expect("is an object");
        apply_unknown(&mut node, &seeded(MaskOf(Some(ALL)), mask).expect("parses"));
        node
    }

    /// A tree as text, `?` for what is unknown and `*` in front of what is sensitive.
    fn text(node: &Node) -> String {
        let inner = match &node.tree {
            Tree::Null => "null".to_owned(),
            Tree::Bool(value) => value.to_string(),
            Tree::Number(value) => value.to_string(),
            Tree::Text(value) => format!("{value:?}"),
            Tree::List { items, .. } => format!("[{}]", items.iter().map(text).collect::<Vec<_>>().join(",")),
            Tree::Object(members) => {
                let members: Vec<String> = members.iter().map(|(key, node)| format!("{key}:{}", text(node))).collect();
                format!("{{{}}}", members.join(","))
            }
            Tree::Unknown(_) => "?".to_owned(),
        };
        if node.sensitive { format!("*{inner}") } else { inner }
    }

    /// The mask makes unknown what it covers, wherever it stands, and leaves the rest as it is.
    #[test]
    fn masks_make_unknown() {
        let cases = [
            (r#"{"a": 1, "b": null, "x": 2}"#, r#"{"c": true, "x": true}"#, "{a:1,c:?}"),
            (r#"{"ids": [null, "s", null]}"#, r#"{"ids": [true, false, true]}"#, r#"{ids:[?,"s",?]}"#),
            (r#"{}"#, r#"{"ids": true}"#, "{ids:?}"),
            (r#"{"block": [{"a": "x"}]}"#, r#"{"block": [{"b": true, "c": {}}]}"#, r#"{block:[{a:"x",b:?}]}"#),
            (r#"{"settings": {"k": 1.5}}"#, r#"{"settings": {"l": true}}"#, "{settings:{k:1.5,l:?}}"),
            (r#"{"settings": null}"#, r#"{"settings": {"l": true}}"#, "{settings:{l:?}}"),
            (r#"{"a": true}"#, r#"{"a": {"l": true}}"#, "{a:?}"),
            (r#"{"ids": []}"#, r#"{"ids": [true]}"#, "{ids:?}"),
            (r#"{"ids": []}"#, r#"{"ids": [], "block": [{}, false]}"#, "{ids:[]}"),
            (r#"{"a": 1}"#, "true", "?"),
        ];
        for (value, mask, expected) in cases {
            assert_eq!(text(&node(value, mask)), expected, "{value} {mask}");
        }
    }

    /// Sensitive parts are marked and their strings and numbers collected, whole objects leaf by leaf.
    #[test]
    fn masks_conceal() {
        let mut value = node(r#"{"a": "pw", "settings": {"k": "key", "l": "open"}, "ids": ["x", 7]}"#, "{}");
        let mask = r#"{"a": true, "settings": {"k": true}, "ids": true, "block": true}"#;
        let mask = seeded(MaskOf(Some(ALL)), mask).expect("parses");
        let mut secrets = Vec::new();
        apply_sensitive(&mut value, &mask, &mut secrets);
        assert_eq!(text(&value), r#"{a:*"pw",ids:*[*"x",*7],settings:{k:*"key",l:"open"}}"#);
        assert_eq!(secrets, ["pw", "key", "x", "7"]);
    }

    /// `null` in the place of the values means that there is no object, and anything else there is an error.
    #[test]
    fn null_is_no_object() {
        assert_eq!(seeded(ALL, "null").expect("parses"), None);
        assert!(seeded(ALL, "\"text\"").is_err());
    }
}
