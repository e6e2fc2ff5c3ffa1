//! Texts of unknown values: what people read, and what identifies a value within one deployment.
//!
//! Two values with equal patterns are equal. Everything here is bounded: a text for people is cut, a pattern that
//! grows too long is given up.

use super::source::{call_text, canonical_call, cut, quoted, survey};
use super::value::{Opaque, Piece, Value};
use crate::input::arm::fault::Fault;
use crate::input::arm::functions::name_based_guid;
use crate::model::{Reason, Unknown};
use std::fmt::Write as _;
use std::rc::Rc;

/// How long the canonical expression of one unknown part may become, in bytes. Its digest stands for a longer one.
const MAX_HOLE: usize = 512;

/// How long a pattern may become, in bytes.
pub(super) const MAX_PATTERN: usize = 4_096;

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
        let text = cut(text);
        let piece =
            |canonical: &str| Piece::Hole { canonical: canonical.into(), text: Rc::clone(&text), is_name: false };
        Self {
            text: Rc::clone(&text),
            pieces: canonical.map(|canonical| match canonical.len() {
                0..=MAX_HOLE => Rc::from([piece(canonical)]),
                _ => Rc::from([piece(&name_based_guid(canonical))]),
            }),
            is_text: false,
            reason,
            sensitive: false,
            referent: None,
            choices: None,
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
        Self { sensitive, ..Self::hole(&call_text(name, arguments), canonical.as_deref(), reason) }
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
