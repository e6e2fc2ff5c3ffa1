//! Walks the members of an object that is held whole, handing out each value as its text.
//!
//! It owns the syntax between members; values that are passed over are not validated ([`super::structural`]), those
//! that are parsed later are. Keys are compared as they are written: Terraform escapes nothing in the names that
//! matter.
//!
//! Shape: the text of an object in; keys and values out, one at a time, so that a caller who has seen enough can stop
//! early, as [`head`] does.

use super::stream::{Captured, StreamError};
use super::structural::{Nesting, Progress};

/// The members of an object, from the next one on.
pub(super) struct Walk<'a> {
    rest: &'a [u8],
    first: bool,
    /// Offset of the value that messages name.
    offset: u64,
}

impl<'a> Walk<'a> {
    /// Those of the object `captured`; `None` for any other value.
    pub(super) fn of(captured: Captured<'a>) -> Option<Self> {
        let rest = captured.bytes.strip_prefix(b"{")?;
        Some(Self { rest, first: true, offset: captured.offset })
    }

    /// The next key; its value is next then, and must be taken. `None` behind the last member.
    ///
    /// # Errors
    /// When neither a key nor the end comes next.
    pub(super) fn key(&mut self) -> Result<Option<&'a [u8]>, StreamError> {
        let mut text = self.rest.trim_ascii_start();
        if text.starts_with(b"}") {
            return Ok(None);
        }
        if !std::mem::replace(&mut self.first, false) {
            text = text.strip_prefix(b",").ok_or_else(|| self.broken())?.trim_ascii_start();
        }
        let (key, after) = string(text).ok_or_else(|| self.broken())?;
        let colon = after.trim_ascii_start().strip_prefix(b":").ok_or_else(|| self.broken())?;
        self.rest = colon.trim_ascii_start();
        Ok(Some(key))
    }

    /// The value of the key that was handed out last.
    ///
    /// # Errors
    /// When there is none or its brackets do not match.
    pub(super) fn value(&mut self) -> Result<Captured<'a>, StreamError> {
        let after = pass(self.rest).ok_or_else(|| self.broken())?;
        let length = self.rest.len() - after.len();
        let bytes = self.rest.get(..length).unwrap_or_default();
        self.rest = after;
        Ok(Captured { offset: self.offset, bytes })
    }

    fn broken(&self) -> StreamError {
        StreamError::Malformed { offset: self.offset, problem: "broken JSON".to_owned() }
    }
}

/// What follows the value that `text` begins with.
fn pass(text: &[u8]) -> Option<&[u8]> {
    match text.first()? {
        b'"' => string(text).map(|(_, after)| after),
        bracket @ (b'{' | b'[') => {
            let inside = text.get(1..)?;
            let Progress::Ended(count) = Nesting::inside(*bracket).feed(inside) else { return None };
            inside.get(count..)
        }
        _ => {
            let scalar = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
            let end = text.iter().position(|byte| !scalar(byte))?;
            text.get(end..).filter(|_| end > 0)
        }
    }
}

/// Splits a string, its escapes unresolved, and what follows it from the front of `text`.
fn string(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let inside = text.strip_prefix(b"\"")?;
    let mut end = 0;
    loop {
        end += memchr::memchr2(b'"', b'\\', inside.get(end..)?)?;
        if inside.get(end) == Some(&b'"') {
            let (string, after) = inside.split_at_checked(end)?;
            return Some((string, after.get(1..)?));
        }
        end += 2;
    }
}

/// What an element of `resource_changes`, or of a module's `resources`, begins with.
pub(super) struct Head<'a> {
    /// `managed` or `data`.
    pub(super) mode: &'a str,
    /// The resource type.
    pub(super) resource_type: &'a str,
    rest: Walk<'a>,
}

/// Reads up to `mode` and `type`, which Terraform prints before the values. `None` for any other order, and for what
/// is broken: the parser of the whole element says how.
pub(super) fn head(element: Captured<'_>) -> Option<Head<'_>> {
    let mut members = Walk::of(element)?;
    let (mut mode, mut resource_type) = (None, None);
    loop {
        match members.key().ok()?? {
            b"mode" => mode = Some(text(members.value().ok()?)?),
            b"type" => resource_type = Some(text(members.value().ok()?)?),
            b"change" | b"values" | b"expressions" => return None,
            _ => {
                members.value().ok()?;
            }
        }
        if let (Some(mode), Some(resource_type)) = (mode, resource_type) {
            return Some(Head { mode, resource_type, rest: members });
        }
    }
}

/// A string value without escapes.
fn text(value: Captured<'_>) -> Option<&str> {
    let text = value.bytes.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    std::str::from_utf8(text).ok().filter(|text| !text.contains('\\'))
}

impl Head<'_> {
    /// Whether the planned actions, which come first in `change`, leave an object behind; `None` where the parser
    /// must tell.
    pub(super) fn leaves_object(mut self) -> Option<bool> {
        while self.rest.key().ok()?? != b"change" {
            self.rest.value().ok()?;
        }
        let change = Captured { offset: self.rest.offset, bytes: self.rest.rest };
        let mut change = Walk::of(change)?;
        if change.key().ok()?? != b"actions" {
            return None;
        }
        let actions = change.value().ok()?;
        // What most resources of a plan say, as Terraform prints it.
        if matches!(actions.bytes, b"[\"create\"]" | b"[\"no-op\"]" | b"[\"update\"]") {
            return Some(true);
        }
        Some(leave_object(&actions.parse::<Vec<&str>>().ok()?))
    }
}

/// Whether actions leave an object behind.
pub(super) fn leave_object(actions: &[impl AsRef<str>]) -> bool {
    actions.is_empty() || !actions.iter().all(|action| matches!(action.as_ref(), "delete" | "forget"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn captured(text: &str) -> Captured<'_> {
        Captured { offset: 7, bytes: text.as_bytes() }
    }

    fn walk(text: &str) -> Result<Vec<String>, String> {
        let mut members = Walk::of(captured(text)).ok_or("no object")?;
        let mut seen = Vec::new();
        while let Some(key) = members.key().map_err(|error| error.to_string())? {
            let value = members.value().map_err(|error| error.to_string())?;
            seen.push(format!("{}={}", String::from_utf8_lossy(key), String::from_utf8_lossy(value.bytes)));
        }
        Ok(seen)
    }

    /// Keys and values come out as they are written.
    #[test]
    fn members_are_handed_out() {
        let seen =
            walk("{\"a\":1.5e-3 , \"b\\\"\" : {\"c\": [\"}\"]},\"d\":\"x\\\\\",\"e\":null\n}").expect("is an object");
        assert_eq!(seen, ["a=1.5e-3", "b\\\"={\"c\": [\"}\"]}", "d=\"x\\\\\"", "e=null"]);
        assert_eq!(walk("{}"), Ok(Vec::new()));
    }

    /// What is broken between members is an error, not an end.
    #[test]
    fn broken_members_are_errors() {
        for text in ["{\"a\" 1}", "{\"a\":1 \"b\":2}", "{\"a\":,}", "{\"a\":[}}", "{\"a\":1,}", "{a:1}", "{"] {
            assert!(walk(text).is_err_and(|error| error.contains("begins at byte 7")), "{text}");
        }
    }

    /// What decides is found in Terraform's order, and any other order is left to the parser.
    #[test]
    fn reads_what_decides() {
        let cases = [
            (r#"{"address":"a.b","mode":"managed","type":"a","index":0,"change":{"actions":["create"]}}"#, Some(true)),
            (r#"{"mode":"managed","type":"a","x":{"y":[]},"change":{"actions":["no-op"],"after":{}}}"#, Some(true)),
            (r#"{ "mode" : "managed", "type": "a", "change": { "actions": [ "delete", "create" ] } }"#, Some(true)),
            (r#"{"mode":"managed","type":"a","change":{"actions":["create","delete"]}}"#, Some(true)),
            (r#"{"mode":"managed","type":"a","deposed":"00","change":{"actions":["delete"]}}"#, Some(false)),
            (r#"{"mode":"managed","type":"a","change":{"actions":["forget"]}}"#, Some(false)),
            (r#"{"mode":"managed","type":"a","change":{"after":{},"actions":["create"]}}"#, None),
            (r#"{"mode":"managed","type":"a"}"#, None),
        ];
        for (element, expected) in cases {
            let head = head(captured(element)).expect(element);
            assert_eq!((head.mode, head.resource_type), ("managed", "a"));
            assert_eq!(head.leaves_object(), expected, "{element}");
        }
        for element in
            [r#"{"change":{},"mode":"managed","type":"a"}"#, r#"{"mode":"m","type":"\u0061"}"#, "{", "", "[]"]
        {
            assert!(head(captured(element)).is_none(), "{element}");
        }
    }

    proptest! {
        /// No text makes the walk panic, and what is valid walks to its end.
        #[test]
        fn any_text(text in "[{}\\[\\]\",:\\\\a1 ]{0,40}") {
            let walked = walk(&text);
            if serde_json::from_str::<std::collections::BTreeMap<String, serde::de::IgnoredAny>>(&text).is_ok() {
                prop_assert!(walked.is_ok() || text.trim_start() != text);
            }
        }
    }
}
