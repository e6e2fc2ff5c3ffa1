//! Reads the few leading members of a resource element that decide whether it is wanted, without parsing it.
//!
//! It owns the order in which Terraform prints them (`mode` and `type` before `change`, `actions` first in `change`);
//! where an element has another order or escapes it answers `None`, and the caller parses the element whole.
//!
//! Shape: the text of an element of `resource_changes` or of a module's `resources` in; a [`Head`] out.

use super::structural::{Nesting, Progress};

/// What an element begins with.
pub(super) struct Head<'a> {
    /// `managed` or `data`.
    pub(super) mode: &'a str,
    /// The resource type.
    pub(super) resource_type: &'a str,
    rest: Members<'a>,
}

/// Reads up to `mode` and `type`.
pub(super) fn head(element: &[u8]) -> Option<Head<'_>> {
    let mut members = Members { rest: element.strip_prefix(b"{")? };
    let (mut mode, mut resource_type) = (None, None);
    loop {
        match members.key()? {
            b"mode" => mode = Some(members.text()?),
            b"type" => resource_type = Some(members.text()?),
            b"change" => return None,
            _ => members.pass()?,
        }
        if let (Some(mode), Some(resource_type)) = (mode, resource_type) {
            return Some(Head { mode, resource_type, rest: members });
        }
    }
}

impl Head<'_> {
    /// Whether the planned actions leave an object behind; `None` where that must be parsed.
    pub(super) fn leaves_object(mut self) -> Option<bool> {
        while self.rest.key()? != b"change" {
            self.rest.pass()?;
        }
        let mut change = Members { rest: self.rest.rest.strip_prefix(b"{")? };
        if change.key()? != b"actions" {
            return None;
        }
        let mut actions = change.rest.strip_prefix(b"[")?;
        let mut leaves = true;
        loop {
            actions = actions.trim_ascii_start();
            actions = actions.strip_prefix(b",").unwrap_or(actions).trim_ascii_start();
            if actions.starts_with(b"]") {
                return Some(leaves);
            }
            let (action, after) = string(actions)?;
            leaves = !matches!(action, b"delete" | b"forget");
            if !leaves && !after.trim_ascii_start().starts_with(b"]") {
                // A replacement, whichever way round.
                return Some(true);
            }
            if matches!(action, b"create") {
                return Some(true);
            }
            actions = after;
        }
    }
}

/// The members of an object, from the next one on.
struct Members<'a> {
    rest: &'a [u8],
}

impl<'a> Members<'a> {
    /// Takes the next key and its colon.
    fn key(&mut self) -> Option<&'a [u8]> {
        let text = self.rest.trim_ascii_start();
        let (key, after) = string(text.strip_prefix(b",").unwrap_or(text).trim_ascii_start())?;
        self.rest = after.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
        Some(key)
    }

    /// Takes a string value.
    fn text(&mut self) -> Option<&'a str> {
        let (text, after) = string(self.rest)?;
        self.rest = after;
        std::str::from_utf8(text).ok()
    }

    /// Passes over the value.
    fn pass(&mut self) -> Option<()> {
        self.rest = match self.rest.first()? {
            b'"' => string(self.rest)?.1,
            bracket @ (b'{' | b'[') => {
                let inside = self.rest.get(1..)?;
                let Progress::Ended(count) = Nesting::inside(*bracket).feed(inside) else { return None };
                inside.get(count..)?
            }
            _ => self.rest.get(self.rest.iter().position(|byte| matches!(byte, b',' | b'}'))?..)?,
        };
        Some(())
    }
}

/// Splits a string without escapes, and what follows it, from the front of `text`.
fn string(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let inside = text.strip_prefix(b"\"")?;
    let end = memchr::memchr2(b'"', b'\\', inside)?;
    let (string, after) = inside.split_at_checked(end)?;
    Some((string, after.strip_prefix(b"\"")?))
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let head = head(element.as_bytes()).expect(element);
            assert_eq!((head.mode, head.resource_type), ("managed", "a"));
            assert_eq!(head.leaves_object(), expected, "{element}");
        }
        for element in
            [r#"{"change":{},"mode":"managed","type":"a"}"#, r#"{"mode":"m","type":"\u0061"}"#, "{", "", "[]"]
        {
            assert!(head(element.as_bytes()).is_none(), "{element}");
        }
    }
}
