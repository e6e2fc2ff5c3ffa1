//! Turns the values of one resource, and the masks that say what in them is unknown or sensitive, into a tree.
//!
//! It owns the three ways a plan says "unknown" (the mask is true and the key is left out; a `null` element with a
//! true mask; a whole subtree masked); references are added later ([`super::references`]).
//!
//! Shape: the JSON of `after` (or `before`, or a data source's `values`) and the names of the attributes to keep in;
//! a [`Node`] with [`Tree::Object`] out.

use super::EVERYTHING;
use super::members::Walk;
use super::stream::{Captured, StreamError};
use crate::input::declared::{Members, Node, Tree};
use crate::model::{Reason, Unknown};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use smol_str::SmolStr;
use std::fmt;

/// The attributes of a type that are kept; `id` always is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept<'a>(pub(super) &'a [&'a str]);

impl<'a> Kept<'a> {
    /// The attribute that is written `key`, when it is kept.
    pub(super) fn name<'k>(self, key: &'k [u8]) -> Option<&'k str>
    where
        'a: 'k,
    {
        if key == b"id" {
            return Some("id");
        }
        if self.0 == EVERYTHING {
            return std::str::from_utf8(key).ok();
        }
        self.0.iter().find(|name| name.as_bytes() == key).copied()
    }
}

/// A value that is not known before apply; its text is filled in from the configuration.
pub(super) fn unknown() -> Unknown {
    Unknown::new(Reason::KnownAfterApply, "")
}

/// The kept members of an object; `None` for `null`.
///
/// # Errors
/// When it is neither, or what is kept is no JSON.
pub(super) fn attributes(value: Captured<'_>, kept: Kept<'_>) -> Result<Option<Node>, StreamError> {
    if value.bytes == b"null" {
        return Ok(None);
    }
    let mut walk = Walk::of(value).ok_or_else(|| value.unexpected())?;
    let mut members = Members::new();
    while let Some(key) = walk.key()? {
        let value = walk.value()?;
        if let Some(name) = kept.name(key)
            && let Some(tree) = tree(value)?
        {
            members.insert(name, Node::new(tree));
        }
    }
    Ok(Some(Node::new(Tree::Object(members))))
}

/// A value as a tree without unknown parts; `None` for `null`. Short scalars are most of a plan.
fn tree(value: Captured<'_>) -> Result<Option<Tree>, StreamError> {
    Ok(match value.bytes {
        b"null" => None,
        b"true" => Some(Tree::Bool(true)),
        b"false" => Some(Tree::Bool(false)),
        b"[]" => Some(Tree::List { items: Vec::new(), open: None }),
        [b'"', text @ .., b'"'] if !text.contains(&b'\\') && !text.iter().any(u8::is_ascii_control) => {
            let text = std::str::from_utf8(text).map_err(|_| value.unexpected())?;
            Some(Tree::Text(text.into()))
        }
        _ => Some(value.parse::<Parsed>()?.0.tree),
    })
}

/// The part of a mask that is about the kept members of a value.
///
/// # Errors
/// When it is no mask.
pub(super) fn mask(value: Captured<'_>, kept: Kept<'_>) -> Result<Mask, StreamError> {
    let Some(mut walk) = Walk::of(value) else { return value.parse() };
    let mut members = Vec::new();
    while let Some(key) = walk.key()? {
        let value = walk.value()?;
        let Some(name) = kept.name(key) else { continue };
        let member = match value.bytes {
            b"true" => Mask::Whole,
            b"false" | b"{}" | b"[]" => Mask::Nowhere,
            _ => value.parse()?,
        };
        if member != Mask::Nowhere {
            members.push((name.into(), member));
        }
    }
    Ok(if members.is_empty() { Mask::Nowhere } else { Mask::Members(members) })
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

impl Mask {
    /// What it says of a member; `None` for nothing.
    pub(super) fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Whole => Some(self),
            Self::Members(members) => members.iter().find(|(key, _)| key == name).map(|(_, mask)| mask),
            Self::Nowhere | Self::Elements(_) => None,
        }
    }

    /// What it says of an element; `None` for nothing.
    pub(super) fn element(&self, index: usize) -> Option<&Self> {
        match self {
            Self::Whole => Some(self),
            Self::Elements(elements) => elements.get(index),
            Self::Nowhere | Self::Members(_) => None,
        }
    }
}

impl<'de> Deserialize<'de> for Mask {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MaskVisitor)
    }
}

struct MaskVisitor;

impl<'de> Visitor<'de> for MaskVisitor {
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
        while let Some(element) = list.next_element()? {
            elements.push(element);
        }
        let nowhere = elements.iter().all(|element| *element == Mask::Nowhere);
        Ok(if nowhere { Mask::Nowhere } else { Mask::Elements(elements) })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Mask, A::Error> {
        let mut members = Vec::new();
        while let Some((key, member)) = map.next_entry::<SmolStr, Mask>()? {
            if member != Mask::Nowhere {
                members.push((key, member));
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

/// The change of an output of the plan.
#[derive(serde::Deserialize)]
pub(super) struct OutputChange {
    before: Option<Parsed>,
    after: Option<Parsed>,
    #[serde(default)]
    before_sensitive: Mask,
    #[serde(default)]
    after_sensitive: Mask,
}

impl OutputChange {
    /// Adds the texts and numbers of sensitive outputs to `secrets`. An object or list is left to what the resources that it
    /// is made of say: as an output all of it is sensitive if any part is, its names and addresses too.
    pub(super) fn add_secrets(self, secrets: &mut Vec<String>) {
        let sides = [(self.before, self.before_sensitive), (self.after, self.after_sensitive)];
        for (value, mask) in sides {
            if let (Some(Parsed(mut node)), Mask::Whole) = (value, mask)
                && matches!(node.tree, Tree::Text(_) | Tree::Number(_))
            {
                conceal(&mut node, secrets);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Kept<'static> = Kept(&["a", "b", "c", "ids", "block", "settings"]);

    fn captured(text: &str) -> Captured<'_> {
        Captured { offset: 0, bytes: text.as_bytes() }
    }

    fn node(value: &str, mask: &str) -> Node {
        let mut node = attributes(captured(value), ALL).expect("parses").expect("is an object");
        apply_unknown(&mut node, &super::mask(captured(mask), ALL).expect("parses"));
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
        let mask = super::mask(captured(mask), ALL).expect("parses");
        let mut secrets = Vec::new();
        apply_sensitive(&mut value, &mask, &mut secrets);
        assert_eq!(text(&value), r#"{a:*"pw",ids:*[*"x",*7],settings:{k:*"key",l:"open"}}"#);
        assert_eq!(secrets, ["pw", "key", "x", "7"]);
    }

    /// `null` in the place of the values means that there is no object, and anything else there is an error.
    #[test]
    fn null_is_no_object() {
        assert_eq!(attributes(captured("null"), ALL).expect("parses"), None);
        assert!(attributes(captured("\"text\""), ALL).is_err());
    }
}
