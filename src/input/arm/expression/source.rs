//! Values as source text: cut for people, whole or not at all as canonical expression. Bounded, whatever the value.

use super::pattern::MAX_PATTERN;
use super::value::{Opaque, Value};
use crate::model::Reason;
use std::rc::Rc;

/// How long the text of an unknown value may become, in bytes.
const MAX_SHOWN: usize = 1_000;

/// Most texts are no longer, in bytes.
const USUAL: usize = 256;

/// The most telling reason among the unknown parts, and whether one of them is secure.
pub(super) fn survey(values: &[Value]) -> (Reason, bool) {
    let mut found = (Reason::NotEvaluated, false);
    let mut note = |opaque: &Opaque| {
        found.1 |= opaque.sensitive;
        if opaque.reason == Reason::ParameterWithoutValue {
            found.0 = Reason::ParameterWithoutValue;
        }
    };
    let mut waiting: Vec<&Value> = values.iter().collect();
    while let Some(value) = waiting.pop() {
        match value {
            _ if value.is_known() => {}
            Value::Unknown(opaque) => note(opaque),
            Value::List(list) => {
                list.open.iter().for_each(|open| note(open));
                waiting.extend(&list.items);
            }
            Value::Object(object) => waiting.extend(object.members().iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    found
}

/// A value as source text for people: what is unknown in it stays an expression.
pub(in crate::input::arm) fn source_text(value: &Value) -> String {
    let mut text = Bounded::new(MAX_SHOWN);
    text.value(value);
    text.finish()
}

/// The canonical expression of a value; `None` where it does not identify the value.
pub(super) fn canonical_text(value: &Value) -> Option<String> {
    let mut text = Bounded { canonical: true, ..Bounded::new(MAX_PATTERN) };
    text.value(value);
    (!text.overflow).then_some(text.text)
}

/// A call for people.
pub(super) fn call_text(name: &str, arguments: &[Value]) -> String {
    let mut text = Bounded::new(MAX_SHOWN);
    text.call(name, arguments);
    text.finish()
}

/// A call in canonical form; `None` where an argument does not identify itself.
pub(super) fn canonical_call(name: &str, arguments: &[Value]) -> Option<String> {
    let mut text = Bounded { canonical: true, ..Bounded::new(MAX_PATTERN) };
    text.call(name, arguments);
    (!text.overflow).then_some(text.text)
}

/// A string literal.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A text for people, cut where it is too long.
pub(super) fn cut(text: &str) -> Rc<str> {
    let mut bounded = Bounded::new(MAX_SHOWN);
    bounded.push(text);
    bounded.finish().into()
}

/// Writes source text up to a limit. In canonical mode a value without canonical expression counts as overflow.
struct Bounded {
    text: String,
    limit: usize,
    overflow: bool,
    canonical: bool,
}

impl Bounded {
    fn new(limit: usize) -> Self {
        Self { text: String::with_capacity(USUAL), limit, overflow: false, canonical: false }
    }

    fn push(&mut self, text: &str) {
        if self.overflow {
            return;
        }
        let room = self.limit.saturating_sub(self.text.len());
        if text.len() <= room {
            self.text.push_str(text);
            return;
        }
        self.overflow = true;
        // A character ends within four bytes.
        let fits = (0..=room).rev().find_map(|fits| text.get(..fits));
        self.text.push_str(fits.unwrap_or_default());
    }

    fn finish(mut self) -> String {
        if self.overflow && !self.text.ends_with('…') {
            self.text.push('…');
        }
        self.text
    }

    fn call(&mut self, name: &str, arguments: &[Value]) {
        self.push(name);
        self.push("(");
        for (at, argument) in arguments.iter().enumerate() {
            self.push(if at == 0 { "" } else { ", " });
            self.value(argument);
        }
        self.push(")");
    }

    /// Recursion is as deep as the value, which is bounded.
    fn value(&mut self, value: &Value) {
        if self.overflow {
            return;
        }
        match value {
            Value::Null => self.push("null()"),
            Value::Bool(true) => self.push("true()"),
            Value::Bool(false) => self.push("false()"),
            Value::Number(number) => self.push(&number.to_string()),
            Value::Text(text) if text.len() > self.limit => self.overflow = true,
            Value::Text(text) => self.push(&quoted(text)),
            Value::List(list) => self.list(&list.items, list.open.as_deref()),
            Value::Object(object) => {
                self.push("createObject(");
                for (at, (key, value)) in object.members().iter().enumerate() {
                    self.push(if at == 0 { "" } else { ", " });
                    self.push(&quoted(key));
                    self.push(", ");
                    self.value(value);
                }
                self.push(")");
            }
            Value::Unknown(opaque) => self.opaque(opaque),
        }
    }

    fn list(&mut self, items: &[Value], open: Option<&Opaque>) {
        if let Some(open) = open {
            // An open list is what its expression says, not only what is known of it.
            return self.opaque(open);
        }
        self.call("createArray", items);
    }

    fn opaque(&mut self, opaque: &Opaque) {
        if !self.canonical {
            return self.push(&opaque.text);
        }
        match opaque.canonical() {
            Some(canonical) => self.push(&canonical),
            None => self.overflow = true,
        }
    }
}
