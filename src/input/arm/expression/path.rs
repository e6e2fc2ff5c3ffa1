//! Splitting a text that is known in parts at its slashes.

use super::evaluate::conclude;
use super::pattern::join;
use super::value::{Opaque, Piece, Value};
use crate::input::arm::fault::Fault;
use crate::input::arm::functions::Outcome;
use std::rc::Rc;

/// The segments between slashes. `None` where an unknown part may hold a slash itself; with `names_only` the caller
/// knows that none does.
pub(in crate::input::arm) fn split_path(opaque: &Opaque, names_only: bool) -> Result<Option<Vec<Value>>, Fault> {
    let Some(pieces) = &opaque.pieces else { return Ok(None) };
    let mut segments: Vec<Vec<Value>> = vec![Vec::new()];
    for piece in pieces.iter() {
        match piece {
            Piece::Hole { is_name, .. } if !is_name && !names_only => return Ok(None),
            Piece::Hole { .. } => push(&mut segments, hole_value(piece, opaque)),
            Piece::Literal(literal) => {
                for (at, segment) in literal.split('/').enumerate() {
                    if at > 0 {
                        segments.push(Vec::new());
                    }
                    if !segment.is_empty() {
                        push(&mut segments, Value::text(segment));
                    }
                }
            }
        }
    }
    segments.iter().map(|parts| joined(parts)).collect::<Result<_, _>>().map(Some)
}

fn push(segments: &mut [Vec<Value>], part: Value) {
    if let Some(segment) = segments.last_mut() {
        segment.push(part);
    }
}

/// A hole as a value of its own, with the obstacle of the whole.
fn hole_value(piece: &Piece, whole: &Opaque) -> Value {
    let text = match piece {
        Piece::Hole { text, .. } | Piece::Literal(text) => text,
    };
    Value::unknown(Opaque {
        text: Rc::clone(text),
        pieces: Some(Rc::from([piece.clone()])),
        is_text: true,
        reason: whole.reason,
        sensitive: whole.sensitive,
        referent: None,
        choices: None,
    })
}

fn joined(parts: &[Value]) -> Result<Value, Fault> {
    match parts {
        [only] => Ok(only.clone()),
        several => Ok(conclude("concat", several, Outcome::from(join(several)?))),
    }
}
