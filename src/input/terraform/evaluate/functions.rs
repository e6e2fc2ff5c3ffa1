//! Functions that keep what a value refers to, or work on known values. Any other gives something opaque.
//!
//! Source of their meaning: <https://developer.hashicorp.com/terraform/language/functions>.

use super::expression::MOST_ELEMENTS;
use super::predicates;
use super::value::{Evaluated, Missing, Value};
use super::world::World;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Calls a function.
pub(super) fn call(world: &World<'_>, name: &str, arguments: &[Value]) -> Evaluated {
    if !world.spend(arguments.len() + 1) {
        return Ok(Value::Opaque);
    }
    let value = match name {
        "sensitive" => arguments.first().map(|value| {
            world.keep_secret(value);
            value.clone()
        }),
        "nonsensitive" | "ephemeralasnull" | "tomap" => match (name, arguments) {
            ("ephemeralasnull", _) => None,
            (_, [value]) => Some(value.clone()),
            _ => None,
        },
        "tostring" | "tonumber" | "tobool" => arguments.first().map(|value| convert(name, value)),
        "lookup" => return lookup(world, arguments),
        "element" => element(arguments),
        "one" => one(arguments),
        "index" => return index(arguments),
        "coalesce" => return coalesce(arguments),
        "length" | "keys" | "values" | "merge" | "zipmap" | "contains" => of_maps(name, arguments),
        "concat" | "flatten" | "compact" | "distinct" | "reverse" | "slice" | "coalescelist" | "setproduct"
        | "range" | "toset" | "tolist" | "sort" => of_lists(world, name, arguments),
        // Below the encoded value there is what was encoded.
        "jsonencode" => arguments
            .first()
            .filter(|value| matches!(value.resolved(), Value::Map(_)) && !value.is_known())
            .map(|value| Value::Encoded(Rc::new(value.clone()))),
        _ => of_texts(name, arguments).inspect(|made| world.taint(arguments, made)),
    };
    Ok(value.unwrap_or(Value::Opaque))
}

fn convert(name: &str, value: &Value) -> Value {
    let known = match name {
        "tostring" => value.as_text().map(Value::Text),
        "tonumber" => value.as_number().map(Value::Number),
        _ => value.as_bool().map(Value::Bool),
    };
    // A reference stays one; so does null.
    match value {
        Value::Reference(_) | Value::OneOf(_) | Value::Template(_) | Value::Null => value.clone(),
        _ => known.unwrap_or(Value::Opaque),
    }
}

fn lookup(world: &World<'_>, arguments: &[Value]) -> Evaluated {
    let (Some(map), Some(key)) = (arguments.first(), arguments.get(1)) else { return Ok(Value::Opaque) };
    match (world.index(map, key), arguments.get(2)) {
        (Err(Missing), Some(default)) => Ok(default.clone()),
        (Ok(value), Some(default)) if key.as_text().is_none() => Ok(Value::one_of(vec![value, default.clone()])),
        (value, _) => value,
    }
}

fn element(arguments: &[Value]) -> Option<Value> {
    let [list, at] = arguments else { return None };
    match (list.ordered().filter(|items| !items.is_empty()), at.as_number()) {
        (Some(items), Some(at)) if at.fract() == 0.0 => {
            let at = (at as i64).rem_euclid(i64::try_from(items.len()).ok()?);
            items.get(usize::try_from(at).ok()?).cloned()
        }
        _ => list.elements().map(Value::one_of),
    }
}

fn one(arguments: &[Value]) -> Option<Value> {
    let items = arguments.first()?.elements()?;
    match items.as_slice() {
        [] => Some(Value::Null),
        [only] => Some(only.clone()),
        _ => None,
    }
}

fn index(arguments: &[Value]) -> Evaluated {
    let [list, wanted] = arguments else { return Ok(Value::Opaque) };
    let Some(items) = list.ordered() else { return Ok(Value::Opaque) };
    for (at, item) in items.iter().enumerate() {
        match item.equals(wanted) {
            Some(true) => return Ok(Value::Number(at as f64)),
            Some(false) => {}
            None => return Ok(Value::Opaque),
        }
    }
    Err(Missing)
}

fn coalesce(arguments: &[Value]) -> Evaluated {
    for (at, argument) in arguments.iter().enumerate() {
        let is_empty = argument.as_text().map(|text| text.is_empty());
        match (argument.is_null(), is_empty) {
            (Some(true), _) | (_, Some(true)) => {}
            (Some(false), Some(false)) => return Ok(argument.clone()),
            // An id is not empty.
            (Some(false), None) if matches!(argument, Value::Reference(it) if it.path == ["id"]) => {
                return Ok(argument.clone());
            }
            _ => return Ok(Value::one_of(arguments.iter().skip(at).cloned().collect())),
        }
    }
    Err(Missing)
}

fn of_maps(name: &str, arguments: &[Value]) -> Option<Value> {
    match (name, arguments) {
        ("length", [value]) => {
            let length = match value.resolved() {
                Value::List(items) => items.len(),
                Value::Map(members) => members.len(),
                Value::Text(text) => text.chars().count(),
                Value::Call(call) => call.keys.as_ref()?.len(),
                // Elements of a set may turn out to be equal.
                Value::Set(items) if items.iter().all(Value::is_known) => items.len(),
                _ => return None,
            };
            Some(Value::Number(length as f64))
        }
        ("keys", [value]) => match value.resolved() {
            Value::Map(members) => Some(Value::list(members.keys().map(|key| Value::text(key)).collect())),
            _ => None,
        },
        ("values", [value]) => match value.resolved() {
            Value::Map(members) => Some(Value::list(members.values().cloned().collect())),
            _ => None,
        },
        ("merge", maps) => {
            let mut merged = BTreeMap::new();
            for map in maps {
                match map.resolved() {
                    Value::Map(members) => {
                        merged.extend(members.iter().map(|(key, value)| (key.clone(), value.clone())));
                    }
                    Value::Null => {}
                    _ => return None,
                }
            }
            Some(Value::map(merged))
        }
        ("zipmap", [keys, values]) => {
            let (keys, values) = (keys.ordered()?, values.ordered()?);
            let keys: Vec<String> =
                keys.iter().map(|key| key.as_text().map(|key| key.to_string())).collect::<Option<_>>()?;
            (keys.len() == values.len()).then(|| Value::map(keys.into_iter().zip(values).collect()))
        }
        ("contains", [list, wanted]) => {
            let found: Vec<Option<bool>> = list.elements()?.iter().map(|item| item.equals(wanted)).collect();
            if found.contains(&Some(true)) {
                return Some(Value::Bool(true));
            }
            found.iter().all(|it| *it == Some(false)).then_some(Value::Bool(false))
        }
        _ => None,
    }
}

fn of_lists(world: &World<'_>, name: &str, arguments: &[Value]) -> Option<Value> {
    match (name, arguments) {
        ("toset", [value]) => Some(set_of(value.elements()?)),
        ("tolist", [value]) => match (value.resolved(), value.ordered()) {
            (Value::List(_) | Value::Set(_), Some(items)) => Some(Value::list(items)),
            (Value::Set(_), None) => Some(value.resolved().clone()),
            _ => None,
        },
        // Of texts that are not known the order is not either.
        ("sort", [value]) => {
            let sorted = Value::Set(Rc::new(sorted(value.ordered()?)));
            Some(sorted.ordered().map_or(sorted, Value::list))
        }
        ("concat", lists) => {
            let mut all = Vec::new();
            for list in lists {
                all.extend(list.ordered()?);
            }
            Some(Value::list(all))
        }
        ("flatten", [value]) => {
            let mut flat = Vec::new();
            flatten(value, &mut flat, 0)?;
            Some(Value::list(flat))
        }
        ("compact", [value]) => compact(value.ordered()?),
        ("distinct", [value]) => distinct(value.ordered()?),
        ("reverse", [value]) => {
            let mut items = value.ordered()?;
            items.reverse();
            Some(Value::list(items))
        }
        ("slice", [value, start, end]) => {
            let items = value.ordered()?;
            Some(Value::list(items.get(start.as_index()?..end.as_index()?)?.to_vec()))
        }
        ("coalescelist", lists) => {
            for list in lists {
                let items = list.ordered()?;
                if !items.is_empty() {
                    return Some(list.clone());
                }
            }
            None
        }
        ("setproduct", sets) => product(world, sets),
        ("range", bounds) => range(bounds),
        _ => None,
    }
}

/// The elements that are neither null nor empty.
fn compact(items: Vec<Value>) -> Option<Value> {
    let mut kept = Vec::new();
    for item in items {
        match (item.is_null(), item.as_text()) {
            (Some(true), _) => {}
            (_, Some(text)) if text.is_empty() => {}
            (Some(false), Some(_)) => kept.push(item),
            // An id is not empty.
            (Some(false), None) if matches!(&item, Value::Reference(it) if it.path == ["id"]) => kept.push(item),
            _ => return None,
        }
    }
    Some(Value::list(kept))
}

/// Each element once.
fn distinct(items: Vec<Value>) -> Option<Value> {
    let mut kept: Vec<Value> = Vec::new();
    for item in items {
        let compared: Vec<Option<bool>> = kept.iter().map(|other| other.equals(&item)).collect();
        if compared.contains(&Some(true)) {
            continue;
        }
        if compared.contains(&None) && !is_distinct(&item, &kept) {
            return None;
        }
        kept.push(item);
    }
    Some(Value::list(kept))
}

/// Ids of different instances differ.
fn is_distinct(item: &Value, others: &[Value]) -> bool {
    let id = |value: &Value| match value {
        Value::Reference(reference) if reference.path == ["id"] => Some(reference.instance),
        _ => None,
    };
    id(item).is_some_and(|own| others.iter().all(|other| id(other).is_some_and(|id| id != own)))
}

fn flatten(value: &Value, flat: &mut Vec<Value>, depth: usize) -> Option<()> {
    const DEEPEST: usize = 32;
    match value.resolved() {
        Value::List(items) if depth < DEEPEST => {
            for item in items.iter() {
                match item.resolved() {
                    Value::List(_) => flatten(item, flat, depth + 1)?,
                    // Whether these are lists is not known, or their order.
                    Value::Set(_) | Value::Opaque | Value::OneOf(_) | Value::Call(_) => return None,
                    _ => flat.push(item.clone()),
                }
            }
            (flat.len() <= MOST_ELEMENTS).then_some(())
        }
        _ => None,
    }
}

fn product(world: &World<'_>, sets: &[Value]) -> Option<Value> {
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for set in sets {
        let items = set.ordered()?;
        let count = rows.len().checked_mul(items.len()).filter(|count| *count <= MOST_ELEMENTS)?;
        if !world.spend(count) {
            return None;
        }
        let with = |row: &Vec<Value>, item: &Value| row.iter().cloned().chain([item.clone()]).collect();
        rows = rows.iter().flat_map(|row| items.iter().map(move |item| with(row, item))).collect();
    }
    Some(Value::list(rows.into_iter().map(Value::list).collect()))
}

fn range(bounds: &[Value]) -> Option<Value> {
    let bounds: Vec<usize> = bounds.iter().map(Value::as_index).collect::<Option<_>>()?;
    let (start, end) = match bounds.as_slice() {
        [end] => (0, *end),
        [start, end] => (*start, *end),
        _ => return None,
    };
    (end.saturating_sub(start) <= MOST_ELEMENTS)
        .then(|| Value::list((start..end).map(|number| Value::Number(number as f64)).collect()))
}

/// The elements as a set.
pub(super) fn set_of(items: Vec<Value>) -> Value {
    let mut distinct: Vec<Value> = Vec::new();
    for item in items {
        if !distinct.contains(&item) {
            distinct.push(item);
        }
    }
    Value::Set(Rc::new(sorted(distinct)))
}

/// Sorted when all are known texts; else as they are.
fn sorted(mut items: Vec<Value>) -> Vec<Value> {
    if items.iter().all(|item| matches!(item.resolved(), Value::Text(_))) {
        items.sort_by_key(Value::as_text);
    }
    items
}

fn of_texts(name: &str, arguments: &[Value]) -> Option<Value> {
    let text = |at: usize| arguments.get(at).and_then(Value::as_text);
    match (name, arguments) {
        // Letters beyond ASCII may change in other ways than Go changes them.
        ("upper" | "lower", [_]) => {
            let text = text(0).filter(|text| text.is_ascii())?;
            Some(Value::Text(if name == "upper" { text.to_uppercase() } else { text.to_lowercase() }.into()))
        }
        ("trimspace", [_]) => Some(Value::text(text(0)?.trim())),
        ("trimprefix", [_, _]) => {
            let (text, prefix) = (text(0)?, text(1)?);
            Some(Value::text(text.strip_prefix(&*prefix).unwrap_or(&text)))
        }
        ("trimsuffix", [_, _]) => {
            let (text, suffix) = (text(0)?, text(1)?);
            Some(Value::text(text.strip_suffix(&*suffix).unwrap_or(&text)))
        }
        ("replace", [_, _, _]) => {
            let (text, from, to) = (text(0)?, text(1)?, text(2)?);
            // Between slashes stands a regular expression.
            (!from.starts_with('/') && !from.is_empty()).then(|| Value::text(&text.replace(&*from, &to)))
        }
        ("split", [_, _]) => {
            let (separator, text) = (text(0)?, text(1)?);
            (!separator.is_empty()).then(|| Value::list(text.split(&*separator).map(Value::text).collect()))
        }
        ("join", [separator, lists @ ..]) => {
            let mut parts = Vec::new();
            for list in lists {
                for item in list.ordered()? {
                    if !parts.is_empty() {
                        parts.push(separator.clone());
                    }
                    parts.push(item);
                }
            }
            Some(joined(parts))
        }
        ("format", [_, values @ ..]) => format(&text(0)?, values),
        _ => predicates::call(name, arguments),
    }
}

/// `%s` and `%d` without flags, `%0Nd`, and `%%`.
fn format(text: &str, values: &[Value]) -> Option<Value> {
    let mut parts = Vec::new();
    let mut values = values.iter();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('%') {
        parts.push(Value::text(before));
        let end = behind.find(|character: char| character.is_ascii_alphabetic() || character == '%')?;
        let (flags, after) = behind.split_at_checked(end)?;
        let mut characters = after.chars();
        match (flags, characters.next()?) {
            ("", '%') => parts.push(Value::text("%")),
            ("", 's' | 'd' | 'v') => parts.push(values.next()?.clone()),
            (flags, 'd') if flags.starts_with('0') => {
                let width: usize = flags.get(1..)?.parse().ok().filter(|width| *width <= 64)?;
                let number = values.next()?.as_index()?;
                parts.push(Value::Text(format!("{number:0width$}").into()));
            }
            _ => return None,
        }
        rest = characters.as_str();
    }
    parts.push(Value::text(rest));
    Some(joined(parts))
}

/// The text that parts make: known, the one reference that is all of it, or a template.
pub(super) fn joined(parts: Vec<Value>) -> Value {
    let mut merged: Vec<Value> = Vec::new();
    for part in parts {
        let inner = match &part {
            Value::Template(inner) => inner.to_vec(),
            other => vec![other.clone()],
        };
        for part in inner {
            // An id that is known stays a reference: the text is made from it.
            let is_id = matches!(&part, Value::Reference(reference) if reference.path == ["id"]);
            let text = if is_id { None } else { part.as_text() };
            match (text, merged.last_mut()) {
                (Some(text), _) if text.is_empty() => {}
                (Some(text), Some(Value::Text(last))) => *last = format!("{last}{text}").into(),
                (Some(text), _) => merged.push(Value::Text(text)),
                (None, _) => merged.push(part),
            }
        }
    }
    let is_told = |part: &Value| matches!(part, Value::Text(_) | Value::Reference(_));
    match merged.as_slice() {
        [] => Value::text(""),
        [only] if is_told(only) => only.clone(),
        parts if !parts.iter().any(is_told) => Value::Opaque,
        _ => Value::Template(Rc::new(
            merged.into_iter().map(|part| if is_told(&part) { part } else { Value::Opaque }).collect(),
        )),
    }
}
