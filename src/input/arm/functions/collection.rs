//! Functions of arrays, and those that take arrays, strings or objects alike.

use super::compare::equal;
use super::object::{intersect_objects, union_objects};
use super::text::{index_of, length, slice};
use super::{
    ANY, Answer, Function, Outcome, argument, integer, integer_of, list, list_of, rest_of, text, truth, wanted,
};
use crate::input::arm::expression::{List, Piece, Value, join, scalar_text};
use crate::input::arm::fault::Fault;

pub(super) const TABLE: &[Function] = &[
    Function::partial("array", 1, 1, |arguments| match argument(arguments, 0)? {
        // Of null the documentation says nothing.
        Value::Null | Value::Unknown(_) => Ok(Outcome::Unknown),
        whole @ Value::List(_) => Ok(whole.clone().into()),
        other => list(vec![other.clone()]),
    }),
    Function::partial("createArray", 0, ANY, |arguments| list(arguments.to_vec())),
    Function::partial("concat", 0, ANY, concat),
    Function::partial("contains", 2, 2, contains).quadratic(),
    Function::partial("distinct", 1, 1, |arguments| distinct(&list_of(arguments, 0)?.items)).quadratic(),
    Function::partial("empty", 1, 1, empty),
    Function::partial("first", 1, 1, |arguments| end(arguments, false)),
    Function::partial("last", 1, 1, |arguments| end(arguments, true)),
    Function::partial("flatten", 1, 1, flatten),
    Function::known("indexOf", 2, 2, |arguments| find(arguments, false)),
    Function::known("lastIndexOf", 2, 2, |arguments| find(arguments, true)),
    Function::partial("indexFromEnd", 2, 2, |arguments| from_end(arguments, false)),
    Function::partial("tryIndexFromEnd", 2, 2, |arguments| from_end(arguments, true)),
    Function::known("intersection", 2, ANY, intersection).quadratic(),
    Function::partial("length", 1, 1, count),
    Function::partial("skip", 2, 2, |arguments| cut(arguments, true)),
    Function::partial("take", 2, 2, |arguments| cut(arguments, false)),
    Function::partial("union", 1, ANY, union).quadratic(),
];

fn concat(arguments: &[Value]) -> Answer {
    if !arguments.iter().any(|argument| matches!(argument, Value::List(_))) {
        // Unknown arguments may be arrays, unless one argument shows that the others are scalars.
        let scalar = |value: &Value| value.as_unknown().is_none_or(|opaque| opaque.is_text);
        return if arguments.iter().any(scalar) { Ok(join(arguments)?.into()) } else { Ok(Outcome::Unknown) };
    }
    let mut items = Vec::new();
    let mut open = false;
    for argument in arguments {
        match argument {
            Value::List(part) => {
                items.extend(part.items.iter().cloned());
                open |= part.open.is_some();
            }
            Value::Unknown(opaque) if !opaque.is_text => open = true,
            other => return Err(wanted("an array beside other arrays", other)),
        }
    }
    Ok(Value::open_list(items, open.then(|| rest_of("concat", arguments))).into())
}

/// Strings and elements by letter case, members of objects in any.
fn contains(arguments: &[Value]) -> Answer {
    let sought = argument(arguments, 1)?;
    match argument(arguments, 0)? {
        Value::Text(whole) => match scalar_text(sought) {
            Some(part) => truth(whole.contains(&*part)),
            None => Ok(Outcome::Unknown),
        },
        Value::Unknown(opaque) => {
            let literal = |part: &str| {
                opaque
                    .pieces
                    .iter()
                    .flat_map(|pieces| pieces.iter())
                    .any(|piece| matches!(piece, Piece::Literal(literal) if literal.contains(part)))
            };
            let found = opaque.is_text && scalar_text(sought).is_some_and(|part| literal(&part));
            if found { truth(true) } else { Ok(Outcome::Unknown) }
        }
        Value::List(whole) => Ok(holds(whole, sought).map_or(Outcome::Unknown, |found| Value::Bool(found).into())),
        Value::Object(whole) => match scalar_text(sought) {
            Some(key) => truth(whole.get(&key).is_some()),
            None => Ok(Outcome::Unknown),
        },
        other => Err(wanted("a string, an array or an object", other)),
    }
}

fn holds(whole: &List, sought: &Value) -> Option<bool> {
    let mut certain = whole.open.is_none();
    for item in &whole.items {
        match equal(item, sought) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => certain = false,
        }
    }
    certain.then_some(false)
}

/// Each element once. Unknown where two elements may or may not be the same.
fn distinct(items: &[Value]) -> Answer {
    let mut kept: Vec<Value> = Vec::new();
    for item in items {
        let mut twice = Some(false);
        for earlier in &kept {
            match equal(earlier, item) {
                Some(true) => {
                    twice = Some(true);
                    break;
                }
                Some(false) => {}
                None => twice = None,
            }
        }
        match twice {
            Some(true) => {}
            Some(false) => kept.push(item.clone()),
            None => return Ok(Outcome::Unknown),
        }
    }
    list(kept)
}

fn empty(arguments: &[Value]) -> Answer {
    match argument(arguments, 0)? {
        Value::Null => truth(true),
        Value::Text(whole) => truth(whole.is_empty()),
        Value::Object(whole) => truth(whole.members().len() == 0),
        Value::List(whole) if !whole.items.is_empty() => truth(false),
        Value::List(whole) if whole.open.is_none() => truth(true),
        Value::List(_) => Ok(Outcome::Unknown),
        Value::Unknown(opaque) => {
            // A literal part or a name has at least one character.
            let filled = |piece: &Piece| !matches!(piece, Piece::Hole { is_name: false, .. });
            let certain = opaque.is_text && opaque.pieces.iter().any(|pieces| pieces.iter().any(filled));
            if certain { truth(false) } else { Ok(Outcome::Unknown) }
        }
        other => Err(wanted("a string, an array or an object", other)),
    }
}

fn end(arguments: &[Value], last: bool) -> Answer {
    match argument(arguments, 0)? {
        Value::Text(whole) => {
            let start = if last { length(whole).saturating_sub(1) } else { 0 };
            slice(whole, start, length(whole).min(1)).map_or(Ok(Outcome::Unknown), text)
        }
        Value::List(whole) if whole.open.is_none() => {
            let item = if last { whole.items.last() } else { whole.items.first() };
            Ok(item.cloned().unwrap_or(Value::Null).into())
        }
        Value::List(_) | Value::Unknown(_) => Ok(Outcome::Unknown),
        other => Err(wanted("a string or an array", other)),
    }
}

fn flatten(arguments: &[Value]) -> Answer {
    let Value::List(whole) = argument(arguments, 0)? else {
        return match argument(arguments, 0)? {
            Value::Unknown(_) => Ok(Outcome::Unknown),
            other => Err(wanted("an array", other)),
        };
    };
    let mut items = Vec::new();
    let mut open = whole.open.is_some();
    for part in &whole.items {
        match part {
            Value::List(part) => {
                items.extend(part.items.iter().cloned());
                open |= part.open.is_some();
            }
            Value::Unknown(_) => open = true,
            other => return Err(wanted("an array of arrays", other)),
        }
    }
    Ok(Value::open_list(items, open.then(|| rest_of("flatten", arguments))).into())
}

fn find(arguments: &[Value], last: bool) -> Answer {
    let Value::List(whole) = argument(arguments, 0)? else { return index_of(arguments, last) };
    let sought = argument(arguments, 1)?;
    let same = |item: &Value| equal(item, sought) == Some(true);
    let at = if last { whole.items.iter().rposition(same) } else { whole.items.iter().position(same) };
    integer(at.map_or(-1, |at| at as i64))
}

fn from_end(arguments: &[Value], lenient: bool) -> Answer {
    let whole = match argument(arguments, 0)? {
        Value::List(whole) if whole.open.is_none() => whole,
        Value::List(_) | Value::Unknown(_) => return Ok(Outcome::Unknown),
        _ if lenient => return Ok(Value::Null.into()),
        other => return Err(wanted("an array", other)),
    };
    if argument(arguments, 1)?.as_unknown().is_some() {
        return Ok(Outcome::Unknown);
    }
    let Some(distance) = integer_of(arguments, 1)? else { return Ok(Outcome::Unknown) };
    let place = usize::try_from(distance).ok().filter(|it| *it > 0).and_then(|it| whole.items.len().checked_sub(it));
    match place.and_then(|place| whole.items.get(place)) {
        Some(item) => Ok(item.clone().into()),
        None if lenient => Ok(Value::Null.into()),
        None => Err(Fault::template("the index is not within the array")),
    }
}

fn intersection(arguments: &[Value]) -> Answer {
    let Some((first, others)) = arguments.split_first() else { return Ok(Outcome::Unknown) };
    let Value::List(whole) = first else { return intersect_objects(arguments) };
    let mut kept = Vec::new();
    for item in &whole.items {
        let mut everywhere = true;
        for other in 0..others.len() {
            everywhere &= holds(list_of(others, other)?, item) == Some(true);
        }
        if everywhere {
            kept.push(item.clone());
        }
    }
    distinct(&kept)
}

fn count(arguments: &[Value]) -> Answer {
    match argument(arguments, 0)? {
        Value::Text(whole) => integer(length(whole) as i64),
        Value::Object(whole) => integer(whole.members().len() as i64),
        Value::List(whole) if whole.open.is_none() => integer(whole.items.len() as i64),
        Value::List(_) | Value::Unknown(_) => Ok(Outcome::Unknown),
        other => Err(wanted("a string, an array or an object", other)),
    }
}

fn cut(arguments: &[Value], skip: bool) -> Answer {
    let (whole, count) = (argument(arguments, 0)?, argument(arguments, 1)?);
    if count.as_unknown().is_some() {
        return Ok(Outcome::Unknown);
    }
    let Some(count) = integer_of(arguments, 1)? else { return Ok(Outcome::Unknown) };
    let count = usize::try_from(count.max(0)).unwrap_or(usize::MAX);
    match whole {
        Value::Text(whole) => {
            let total = length(whole);
            let at = count.min(total);
            let part = if skip { slice(whole, at, total - at) } else { slice(whole, 0, at) };
            part.map_or(Ok(Outcome::Unknown), text)
        }
        Value::List(whole) if whole.open.is_none() => {
            let at = count.min(whole.items.len());
            let part = if skip { whole.items.get(at..) } else { whole.items.get(..at) };
            list(part.unwrap_or_default().to_vec())
        }
        Value::List(_) | Value::Unknown(_) => Ok(Outcome::Unknown),
        other => Err(wanted("a string or an array", other)),
    }
}

fn union(arguments: &[Value]) -> Answer {
    let given: Vec<Value> = arguments.iter().filter(|argument| !matches!(argument, Value::Null)).cloned().collect();
    if given.iter().any(|argument| matches!(argument, Value::Object(_))) {
        return union_objects(&given);
    }
    let mut items = Vec::new();
    let mut open = false;
    for argument in &given {
        match argument {
            Value::List(part) => {
                items.extend(part.items.iter().cloned());
                open |= part.open.is_some();
            }
            Value::Unknown(_) => open = true,
            other => return Err(wanted("arrays or objects", other)),
        }
    }
    let Outcome::Value(Value::List(known)) = distinct(&items)? else { return Ok(Outcome::Unknown) };
    if given.iter().all(|argument| argument.as_unknown().is_some()) {
        return Ok(Outcome::Unknown);
    }
    Ok(Value::open_list(known.items.clone(), open.then(|| rest_of("union", arguments))).into())
}
