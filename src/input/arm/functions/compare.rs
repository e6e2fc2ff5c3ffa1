//! Equality and order, three-valued: `None` where it depends on something unknown.

use super::{Answer, Function, Outcome, argument, truth, wanted};
use crate::input::arm::expression::{Opaque, Piece, Value};
use std::cmp::Ordering;

pub(super) const TABLE: &[Function] = &[
    Function::partial("equals", 2, 2, |arguments| {
        Ok(equal(argument(arguments, 0)?, argument(arguments, 1)?)
            .map_or(Outcome::Unknown, |it| Value::Bool(it).into()))
    }),
    Function::known("less", 2, 2, |arguments| ordered(arguments, Ordering::is_lt)),
    Function::known("lessOrEquals", 2, 2, |arguments| ordered(arguments, Ordering::is_le)),
    Function::known("greater", 2, 2, |arguments| ordered(arguments, Ordering::is_gt)),
    Function::known("greaterOrEquals", 2, 2, |arguments| ordered(arguments, Ordering::is_ge)),
];

fn ordered(arguments: &[Value], holds: fn(Ordering) -> bool) -> Answer {
    match (argument(arguments, 0)?, argument(arguments, 1)?) {
        (Value::Number(left), Value::Number(right)) => {
            let order = left.as_i64().zip(right.as_i64()).map(|(left, right)| left.cmp(&right));
            order.map_or(Ok(Outcome::Unknown), |order| truth(holds(order)))
        }
        (Value::Text(left), Value::Text(right)) => {
            culture_order(left, right).map_or(Ok(Outcome::Unknown), |order| truth(holds(order)))
        }
        (Value::Number(_), other) => Err(wanted("a number", other)),
        (Value::Text(_), other) => Err(wanted("a string", other)),
        (other, _) => Err(wanted("a number or a string", other)),
    }
}

/// Whether two values are equal, as `equals` compares them: strictly by type, strings by letter case.
pub(in crate::input::arm) fn equal(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Unknown(left), Value::Unknown(right)) => equal_unknowns(left, right),
        (Value::Unknown(unknown), known) | (known, Value::Unknown(unknown)) => may_equal(unknown, known),
        (Value::Null, Value::Null) => Some(true),
        (Value::Bool(left), Value::Bool(right)) => Some(left == right),
        (Value::Text(left), Value::Text(right)) => Some(left == right),
        (Value::Number(left), Value::Number(right)) => match (left.as_i64(), right.as_i64()) {
            (Some(left), Some(right)) => Some(left == right),
            // Whether `1` is `1.0` is not documented.
            _ => (left.is_i64() == right.is_i64() || left.as_f64() != right.as_f64())
                .then(|| left.as_f64() == right.as_f64()),
        },
        (Value::List(left), Value::List(right)) => {
            if left.open.is_some() || right.open.is_some() {
                return None;
            }
            if left.items.len() != right.items.len() {
                return Some(false);
            }
            all(left.items.iter().zip(&right.items).map(|(left, right)| equal(left, right)))
        }
        (Value::Object(left), Value::Object(right)) => {
            if left.members().len() != right.members().len() {
                return Some(false);
            }
            let pairs = left.members().iter().map(|(key, value)| (value, right.members().exact(key)));
            all(pairs.map(|(value, other)| other.map_or(Some(false), |other| equal(value, other))))
        }
        _ => Some(false),
    }
}

/// Three-valued conjunction: one certain difference decides.
fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut whole = Some(true);
    for part in parts {
        match part {
            Some(true) => {}
            Some(false) => return Some(false),
            None => whole = None,
        }
    }
    whole
}

fn equal_unknowns(left: &Opaque, right: &Opaque) -> Option<bool> {
    let same = left.pieces.is_some() && left.pieces == right.pieces && left.is_text == right.is_text;
    same.then_some(true)
}

/// A known value against an unknown one: only a certain difference can be told.
fn may_equal(unknown: &Opaque, known: &Value) -> Option<bool> {
    let Value::Text(text) = known else { return unknown.is_text.then_some(false) };
    let pieces = unknown.pieces.as_ref()?;
    let literal = |piece: Option<&Piece>| match piece {
        Some(Piece::Literal(literal)) => literal.to_string(),
        _ => String::new(),
    };
    let fits = text.starts_with(&literal(pieces.first())) && text.ends_with(&literal(pieces.last()));
    (!fits).then_some(false)
}

/// ASCII punctuation in the order of the Unicode root collation, before digits and letters.
const PUNCTUATION: &str = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/// Order of the invariant culture: letter case only decides between otherwise equal strings, lower case first.
/// `None` for strings outside printable ASCII.
pub(super) fn culture_order(left: &str, right: &str) -> Option<Ordering> {
    let key = |text: &str| text.chars().map(primary).collect::<Option<Vec<_>>>();
    let by_letter = key(left)?.cmp(&key(right)?);
    let case = |text: &str| text.chars().map(|letter| letter.is_ascii_uppercase()).collect::<Vec<_>>();
    Some(by_letter.then_with(|| case(left).cmp(&case(right))))
}

fn primary(character: char) -> Option<(u8, usize)> {
    match character {
        ' ' => Some((0, 0)),
        '0'..='9' => Some((2, character as usize)),
        'a'..='z' | 'A'..='Z' => Some((3, character.to_ascii_lowercase() as usize)),
        _ => PUNCTUATION.find(character).map(|place| (1, place)),
    }
}

/// Sorts names as `items` and `objectKeys` do. `None` where the culture's order and the plain one disagree: which of
/// the two the service takes has no documentation.
pub(super) fn sorted_names<T>(mut named: Vec<(&str, T)>) -> Option<Vec<(&str, T)>> {
    if named.len() > 1 && !named.iter().all(|(name, _)| name.chars().all(|character| primary(character).is_some())) {
        return None;
    }
    named.sort_by(|(left, _), (right, _)| culture_order(left, right).unwrap_or(Ordering::Equal));
    let plain = |name: &str| name.to_ascii_uppercase();
    let agrees = named.windows(2).all(|pair| match pair {
        [(first, _), (second, _)] => plain(first) <= plain(second),
        _ => true,
    });
    agrees.then_some(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Reason;

    fn unknown(pieces: Vec<Piece>) -> Value {
        Value::unknown(Opaque::hole("x", None, Reason::NotEvaluated).with_pieces(pieces))
    }

    fn hole(canonical: &str) -> Piece {
        Piece::Hole { canonical: canonical.into(), text: canonical.into(), is_name: false }
    }

    /// Equality is certain for equal patterns and for conflicting literal ends, and open otherwise.
    #[test]
    fn equality_of_partly_known_strings() {
        let prefixed = unknown(vec![Piece::Literal("a-".into()), hole("p")]);
        let same = unknown(vec![Piece::Literal("a-".into()), hole("p")]);
        let other = unknown(vec![Piece::Literal("a-".into()), hole("q")]);
        assert_eq!(equal(&prefixed, &same), Some(true));
        assert_eq!(equal(&prefixed, &other), None);
        assert_eq!(equal(&prefixed, &Value::text("a-b")), None);
        assert_eq!(equal(&prefixed, &Value::text("b-a")), Some(false));
        assert_eq!(equal(&prefixed, &Value::integer(1)), Some(false));
        let list = |value: &Value, number| Value::list(vec![value.clone(), Value::integer(number)]);
        assert_eq!(equal(&list(&prefixed, 1), &list(&other, 1)), None);
        assert_eq!(equal(&list(&prefixed, 1), &list(&other, 2)), Some(false));
    }

    /// A value that may differ between two evaluations equals nothing, not even itself.
    #[test]
    fn values_without_pattern_equal_nothing() {
        let fresh = Value::unknown(Opaque::hole("newGuid()", None, Reason::NotEvaluated));
        assert_eq!(equal(&fresh, &fresh.clone()), None);
    }

    /// Digits come before letters, letter case decides last, and other alphabets are not ordered.
    #[test]
    fn culture_order_of_names() {
        assert_eq!(culture_order("a", "B"), Some(Ordering::Less));
        assert_eq!(culture_order("A", "a"), Some(Ordering::Greater));
        assert_eq!(culture_order("1a", "a1"), Some(Ordering::Less));
        assert_eq!(culture_order("ä", "a"), None);
        let names = |names: [&'static str; 3]| {
            sorted_names(names.map(|name| (name, ())).to_vec())
                .map(|sorted| sorted.iter().map(|it| it.0).collect::<Vec<_>>())
        };
        assert_eq!(names(["b", "A", "a"]), Some(vec!["a", "A", "b"]));
        assert_eq!(names(["a_b", "ab", "c"]), None);
    }
}
