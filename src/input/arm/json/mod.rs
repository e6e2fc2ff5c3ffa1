//! Lenient JSON with byte positions, as the deployment service reads templates.
//!
//! Accepts what Azure accepts and strict JSON does not: `//` and `/* */` comments, trailing commas, strings that run
//! over several lines, single quotes, a byte-order mark. Of members with the same name (same letter case) the last
//! one wins. It evaluates nothing. Text in, [`Json`] tree out; every value and member knows its place.

mod error;
mod reader;

pub(in crate::input::arm) use error::JsonError;
pub(in crate::input::arm) use reader::parse;

use std::rc::Rc;

/// A range of bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input::arm) struct Span {
    /// First byte.
    pub(in crate::input::arm) start: usize,
    /// Behind the last byte.
    pub(in crate::input::arm) end: usize,
}

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::input::arm) struct Json {
    /// Its bytes, from the first to the last of the value.
    pub(in crate::input::arm) span: Span,
    /// The value.
    pub(in crate::input::arm) kind: JsonKind,
}

/// The kinds of JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::input::arm) enum JsonKind {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(Rc<str>),
    List(Vec<Json>),
    Object(Vec<Member>),
}

/// One member of an object.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::input::arm) struct Member {
    /// Its name, unescaped.
    pub(in crate::input::arm) key: Rc<str>,
    /// The place of the name, with its quotes.
    pub(in crate::input::arm) key_span: Span,
    /// Its value.
    pub(in crate::input::arm) value: Json,
}

impl Json {
    /// The members, when it is an object; none otherwise.
    pub(in crate::input::arm) fn members(&self) -> &[Member] {
        match &self.kind {
            JsonKind::Object(members) => members,
            _ => &[],
        }
    }

    /// The elements, when it is a list; none otherwise.
    pub(in crate::input::arm) fn elements(&self) -> &[Self] {
        match &self.kind {
            JsonKind::List(elements) => elements,
            _ => &[],
        }
    }

    /// The member `key`, in any letter case; the exact spelling is preferred.
    pub(in crate::input::arm) fn member(&self, key: &str) -> Option<&Member> {
        let members = self.members();
        members
            .iter()
            .find(|member| &*member.key == key)
            .or_else(|| members.iter().find(|member| member.key.eq_ignore_ascii_case(key)))
    }

    /// The value of the member `key`, in any letter case.
    pub(in crate::input::arm) fn get(&self, key: &str) -> Option<&Self> {
        self.member(key).map(|member| &member.value)
    }

    /// The string, when it is one.
    pub(in crate::input::arm) fn as_text(&self) -> Option<&str> {
        match &self.kind {
            JsonKind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is the literal `true`.
    pub(in crate::input::arm) fn is_true(&self) -> bool {
        self.kind == JsonKind::Bool(true)
    }

    /// One step of a JSON pointer (RFC 6901), unescaped, names compared exactly.
    pub(in crate::input::arm) fn step(&self, step: &str) -> Option<&Self> {
        match &self.kind {
            JsonKind::List(elements) => elements.get(step.parse::<usize>().ok()?),
            JsonKind::Object(members) => members.iter().find(|member| *member.key == *step).map(|it| &it.value),
            _ => None,
        }
    }
}

/// `pointer` one step deeper, the step escaped as RFC 6901 asks.
pub(in crate::input::arm) fn pointer_below(pointer: &str, step: &str) -> String {
    format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"))
}
