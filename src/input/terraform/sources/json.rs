//! One level of a JSON text with byte ranges, for sources written as `.tf.json`.
//!
//! It owns where members and elements stand; deeper levels are read only when something is asked of them.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::ops::Range;

/// A member of a JSON object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// Its key, decoded.
    pub(super) key: String,
    /// From the key's opening quote to the end of the value.
    pub(super) range: Range<usize>,
    /// The value.
    pub(super) value: Range<usize>,
}

/// The members of the object that `range` of `text` holds, repeated keys included; empty when it holds no object.
pub(super) fn members(text: &str, range: Range<usize>) -> Vec<Member> {
    let Some(object) = text.get(range.clone()) else { return Vec::new() };
    let Ok(Members(raw)) = serde_json::from_str(object) else { return Vec::new() };
    let mut behind = range.start + (object.len() - object.trim_start().len()) + 1;
    let mut found = Vec::new();
    for (key, raw) in raw {
        let value = range_within(text, raw.get());
        // Between two values stand only a comma, white space and the key, so its quote is the first one.
        let start =
            text.get(behind..value.start).and_then(|between| between.find('"')).map_or(value.start, |at| behind + at);
        behind = value.end;
        found.push(Member { key: key.into_owned(), range: start..value.end, value });
    }
    found
}

/// The member `key`, the last one when it is repeated.
pub(super) fn member(text: &str, range: Range<usize>, key: &str) -> Option<Member> {
    members(text, range).into_iter().rfind(|member| member.key == key)
}

/// The elements of the array that `range` of `text` holds; a value that is no array is its own only element, which is
/// how Terraform reads JSON.
pub(super) fn elements(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let array = text.get(range.clone()).unwrap_or_default();
    match serde_json::from_str::<Vec<&RawValue>>(array) {
        Ok(elements) => elements.into_iter().map(|raw| range_within(text, raw.get())).collect(),
        Err(_) => vec![range],
    }
}

/// Where `part`, borrowed from `text`, stands in it.
fn range_within(text: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    start..start + part.len()
}

/// An object as its members in order, values unread.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Members have their key and value ranges, with escapes and repeated keys.
    #[test]
    fn members_know_their_ranges() {
        let text = r#"  { "a\"b" : [1, "x"] ,"c":{"d":1}, "c": 2 }"#;
        let found = members(text, 0..text.len());
        let texts: Vec<_> =
            found.iter().map(|member| (member.key.as_str(), text.get(member.range.clone()).unwrap())).collect();
        assert_eq!(texts, [("a\"b", r#""a\"b" : [1, "x"]"#), ("c", r#""c":{"d":1}"#), ("c", r#""c": 2"#)]);
        assert_eq!(text.get(member(text, 0..text.len(), "c").unwrap().value).unwrap(), "2");
    }

    /// Elements have their ranges; a single value stands for a list of one.
    #[test]
    fn elements_know_their_ranges() {
        let text = r#"[ {"a": 1}, 2 ]"#;
        let found: Vec<_> = elements(text, 0..text.len()).into_iter().map(|range| text.get(range).unwrap()).collect();
        assert_eq!(found, [r#"{"a": 1}"#, "2"]);
        assert_eq!(elements("{}", 0..2).first(), Some(&(0..2)));
    }

    /// Broken text has no members.
    #[test]
    fn broken_text_is_empty() {
        assert!(members("{\"a\": ", 0..6).is_empty());
        assert!(members("[]", 0..9).is_empty());
    }
}
