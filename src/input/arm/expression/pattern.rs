//! Texts of unknown values: what people read, and what identifies a value within one deployment.
//!
//! Two values with equal patterns are equal. Everything here is bounded: a text for people is cut, a pattern that
//! grows too long is given up.

use super::value::{Opaque, Piece, Value};
use crate::input::arm::fault::Fault;
use crate::input::arm::functions::name_based_guid;
use crate::model::{Reason, Unknown};
use std::fmt::Write as _;
use std::rc::Rc;

/// How long the text of an unknown value may become, in bytes.
const MAX_SHOWN: usize = 1_000;

/// How long the canonical expression of one unknown part may become, in bytes. Its digest stands for a longer one.
const MAX_HOLE: usize = 512;

/// How long a pattern may become, in bytes.
const MAX_PATTERN: usize = 4_096;

/// How long a computed string may become, in bytes: the size limit of a template.
const MAX_TEXT: usize = 4 << 20;

/// What joining scalars gives.
pub(in crate::input::arm) enum Joined {
    /// All of it is known.
    Known(String),
    /// Known in parts.
    Pieces(Vec<Piece>),
    /// A text of which nothing can be said.
    Opaque,
    /// A part is no scalar, or one whose text is not certain.
    NoText,
}

/// Joins the texts of scalars, as `concat` does: booleans become `True` and `False`.
///
/// # Errors
/// When the text becomes longer than 4 MiB.
pub(in crate::input::arm) fn join<'v>(parts: impl IntoIterator<Item = &'v Value>) -> Result<Joined, Fault> {
    let mut pieces = Pieces::default();
    let mut opaque = false;
    for part in parts {
        match part {
            Value::Unknown(unknown) => match &unknown.pieces {
                Some(own) => own.iter().for_each(|piece| pieces.push(piece.clone())),
                None => opaque = true,
            },
            _ => match scalar_text(part) {
                Some(text) => pieces.literal(&text)?,
                None => return Ok(Joined::NoText),
            },
        }
    }
    Ok(if opaque { Joined::Opaque } else { pieces.finish() })
}

/// The text of a known scalar; `None` for null, fractions, lists and objects.
pub(in crate::input::arm) fn scalar_text(value: &Value) -> Option<Rc<str>> {
    match value {
        Value::Text(text) => Some(Rc::clone(text)),
        Value::Bool(true) => Some("True".into()),
        Value::Bool(false) => Some("False".into()),
        Value::Number(number) => number.as_i64().map(|number| number.to_string().into()),
        _ => None,
    }
}

/// Pieces with neighbouring literals merged.
#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    literal: String,
}

impl Pieces {
    fn literal(&mut self, text: &str) -> Result<(), Fault> {
        if self.literal.len() + text.len() > MAX_TEXT {
            return Err(Fault::Limit("a string becomes longer than 4 MiB"));
        }
        self.literal.push_str(text);
        Ok(())
    }

    fn push(&mut self, piece: Piece) {
        match piece {
            Piece::Literal(text) => self.literal.push_str(&text),
            hole @ Piece::Hole { .. } => {
                self.flush();
                self.done.push(hole);
            }
        }
    }

    fn flush(&mut self) {
        if !self.literal.is_empty() {
            self.done.push(Piece::Literal(std::mem::take(&mut self.literal).into()));
        }
    }

    fn finish(mut self) -> Joined {
        if self.done.is_empty() {
            return Joined::Known(self.literal);
        }
        self.flush();
        Joined::Pieces(self.done)
    }
}

impl Opaque {
    /// A value that is one expression. With `canonical`, two of them with equal canonical expressions are equal.
    pub(in crate::input::arm) fn hole(text: &str, canonical: Option<&str>, reason: Reason) -> Self {
        let piece = |canonical: &str| Piece::Hole { canonical: canonical.into(), text: cut(text), is_name: false };
        Self {
            text: cut(text),
            pieces: canonical.map(|canonical| match canonical.len() {
                0..=MAX_HOLE => Rc::from([piece(canonical)]),
                _ => Rc::from([piece(&name_based_guid(canonical))]),
            }),
            is_text: false,
            reason,
            sensitive: false,
            referent: None,
        }
    }

    /// The same value, certainly a string.
    pub(in crate::input::arm) fn into_text(self) -> Self {
        Self { is_text: true, ..self }
    }

    /// The same value, certainly a non-empty string without a slash.
    pub(in crate::input::arm) fn into_name(self) -> Self {
        let name = |piece: &Piece| match piece {
            Piece::Hole { canonical, text, .. } => {
                Piece::Hole { canonical: Rc::clone(canonical), text: Rc::clone(text), is_name: true }
            }
            literal @ Piece::Literal(_) => literal.clone(),
        };
        let pieces = self.pieces.as_ref().map(|pieces| pieces.iter().map(name).collect());
        Self { is_text: true, pieces, ..self }
    }

    /// A function that could not be evaluated. It is deterministic when its arguments are and `deterministic` says so.
    pub(in crate::input::arm) fn call(name: &str, arguments: &[Value], deterministic: bool) -> Self {
        let canonical = if deterministic { canonical_call(name, arguments) } else { None };
        let (reason, sensitive) = survey(arguments);
        let mut text = Bounded::new(MAX_SHOWN);
        text.call(name, arguments);
        Self { sensitive, ..Self::hole(&text.finish(), canonical.as_deref(), reason) }
    }

    /// The same obstacle for a text known in `pieces`.
    pub(in crate::input::arm) fn with_pieces(self, pieces: Vec<Piece>) -> Self {
        Self { pieces: Some(pieces.into()), is_text: true, ..self }
    }

    /// The canonical expression; equal within one deployment means equal value.
    pub(in crate::input::arm) fn canonical(&self) -> Option<String> {
        let pieces = self.pieces.as_ref()?;
        if let [Piece::Hole { canonical, .. }] = &**pieces {
            return Some((**canonical).to_owned());
        }
        let parts: Vec<String> = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Literal(text) => quoted(text),
                Piece::Hole { canonical, .. } => (**canonical).to_owned(),
            })
            .collect();
        let canonical = format!("concat({})", parts.join(", "));
        (canonical.len() <= MAX_PATTERN).then_some(canonical)
    }

    /// The text with unknown parts as `{expression}`; `None` where it does not identify the value.
    pub(in crate::input::arm) fn pattern(&self) -> Option<String> {
        let mut pattern = String::new();
        for piece in self.pieces.as_ref()?.iter() {
            match piece {
                // A brace in a literal would read as a placeholder.
                Piece::Literal(text) if text.contains(['{', '}']) => return None,
                Piece::Literal(text) => pattern.push_str(text),
                Piece::Hole { canonical, .. } if !braces_balance(canonical) => return None,
                Piece::Hole { canonical, .. } => {
                    let _ = write!(pattern, "{{{canonical}}}");
                }
            }
        }
        (pattern.len() <= MAX_PATTERN).then_some(pattern)
    }

    /// Whether the string certainly starts with `character`, or certainly does not; `None` when it is open.
    pub(in crate::input::arm) fn starts_with(&self, character: char) -> Option<bool> {
        match self.pieces.as_ref()?.first()? {
            Piece::Literal(text) => Some(text.starts_with(character)),
            Piece::Hole { .. } => None,
        }
    }

    /// As the model shows it.
    pub(in crate::input::arm) fn to_unknown(&self) -> Unknown {
        Unknown { pattern: self.pattern(), ..Unknown::new(self.reason, format!("[{}]", self.text)) }
    }
}

fn braces_balance(text: &str) -> bool {
    let mut depth = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return false,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

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

fn canonical_call(name: &str, arguments: &[Value]) -> Option<String> {
    let mut text = Bounded { canonical: true, ..Bounded::new(MAX_PATTERN) };
    text.call(name, arguments);
    (!text.overflow).then_some(text.text)
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn cut(text: &str) -> Rc<str> {
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
        Self { text: String::new(), limit, overflow: false, canonical: false }
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
        let fits = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= room).last().unwrap_or_default();
        self.text.push_str(text.get(..fits).unwrap_or_default());
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
