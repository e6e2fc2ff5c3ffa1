//! Functions of objects. Names of members compare in any letter case.

use super::compare::{equal, sorted_names};
use super::{ANY, Answer, Function, Outcome, argument, list, object_of, wanted};
use crate::input::arm::expression::{Members, Object, Opaque, Value};
use crate::input::arm::fault::Fault;
use std::rc::Rc;

pub(super) const TABLE: &[Function] = &[
    Function::partial("createObject", 0, ANY, create),
    Function::partial("items", 1, 1, items),
    Function::partial("objectKeys", 1, 1, keys),
    Function::partial("shallowMerge", 1, 1, shallow_merge),
];

fn create(arguments: &[Value]) -> Answer {
    if arguments.len() % 2 == 1 {
        return Err(Fault::template("a name has no value"));
    }
    let mut members = Members::default();
    for pair in arguments.chunks_exact(2) {
        match pair {
            // Which of two equal names counts is not documented.
            [Value::Text(name), _] if members.get(name).is_some() => return Ok(Outcome::Unknown),
            [Value::Text(name), value] => members.set(Rc::clone(name), value.clone()),
            [Value::Unknown(_), _] => return Ok(Outcome::Unknown),
            [other, _] => return Err(wanted("a string as name", other)),
            _ => {}
        }
    }
    Ok(Value::object(members).into())
}

/// The members in the order of the invariant culture; `None` where that order is not certain.
fn sorted(object: &Object) -> Option<Vec<(&str, &Value)>> {
    sorted_names(object.members().iter().map(|(name, value)| (&**name, value)).collect())
}

fn items(arguments: &[Value]) -> Answer {
    if argument(arguments, 0)?.as_unknown().is_some() {
        return Ok(Outcome::Unknown);
    }
    let Some(sorted) = sorted(object_of(arguments, 0)?) else { return Ok(Outcome::Unknown) };
    let pair = |name: &str, value: &Value| {
        Value::object(Members::from_iter([("key".into(), Value::text(name)), ("value".into(), value.clone())]))
    };
    list(sorted.into_iter().map(|(name, value)| pair(name, value)).collect())
}

fn keys(arguments: &[Value]) -> Answer {
    if argument(arguments, 0)?.as_unknown().is_some() {
        return Ok(Outcome::Unknown);
    }
    let Some(sorted) = sorted(object_of(arguments, 0)?) else { return Ok(Outcome::Unknown) };
    list(sorted.into_iter().map(|(name, _)| Value::text(name)).collect())
}

/// The first spelling of a name stays, the last value counts, null included.
fn shallow_merge(arguments: &[Value]) -> Answer {
    let parts = match argument(arguments, 0)? {
        Value::List(parts) if parts.open.is_none() => parts,
        Value::List(_) | Value::Unknown(_) => return Ok(Outcome::Unknown),
        other => return Err(wanted("an array of objects", other)),
    };
    let mut merged = Members::default();
    for part in &parts.items {
        match part {
            Value::Object(part) => {
                part.members().iter().for_each(|(name, value)| merged.set_folded(name, value.clone()))
            }
            Value::Null => {}
            Value::Unknown(_) => return Ok(Outcome::Unknown),
            other => return Err(wanted("an array of objects", other)),
        }
    }
    Ok(Value::object(merged).into())
}

/// `union` of objects: objects merge at every depth, anything else is replaced.
pub(super) fn union_objects(arguments: &[Value]) -> Answer {
    let mut merged = Value::object(Members::default());
    for argument in arguments {
        match argument {
            Value::Object(_) => merged = merge(&merged, argument),
            Value::Unknown(_) => return Ok(Outcome::Unknown),
            other => return Err(wanted("objects", other)),
        }
    }
    Ok(merged.into())
}

/// Recursion is as deep as the values, which is bounded.
fn merge(left: &Value, right: &Value) -> Value {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            let mut merged = left.members().clone();
            for (name, value) in right.members().iter() {
                let together = merged.get(name).map(|earlier| merge(earlier, value));
                merged.set_folded(name, together.unwrap_or_else(|| value.clone()));
            }
            Value::object(merged)
        }
        // Whether null replaces a value here is not documented; what is unknown may be an object to merge with.
        (left, Value::Null) if *left.kind() != *Value::Null.kind() => unknown_union(left, right),
        (Value::Object(_) | Value::Unknown(_), Value::Unknown(_)) => unknown_union(left, right),
        (Value::Unknown(_), Value::Object(_)) => unknown_union(left, right),
        _ => right.clone(),
    }
}

fn unknown_union(left: &Value, right: &Value) -> Value {
    Value::unknown(Opaque::call("union", &[left.clone(), right.clone()], true))
}

/// `intersection` of objects: members that all have with equal values.
pub(super) fn intersect_objects(arguments: &[Value]) -> Answer {
    let mut kept = Members::default();
    for (name, value) in object_of(arguments, 0)?.members().iter() {
        let mut everywhere = true;
        for other in 1..arguments.len() {
            let same = object_of(arguments, other)?.get(name).is_some_and(|other| equal(value, other) == Some(true));
            everywhere &= same;
        }
        if everywhere {
            kept.set(Rc::clone(name), value.clone());
        }
    }
    Ok(Value::object(kept).into())
}
