//! JSON in strings: `json`, and the compact text of values that `string` and `format` give.

use super::{Answer, Function, Outcome, text_of};
use crate::input::arm::expression::{Members, Value};
use crate::input::arm::fault::Fault;
use crate::input::arm::json::{Json, JsonKind, parse};
use std::rc::Rc;

/// How long the text of a value may become, in bytes.
const MAX_TEXT: usize = 4 << 20;

pub(super) const TABLE: &[Function] = &[Function::known("json", 1, 1, |arguments| read(text_of(arguments, 0)?))];

/// A text as the value it is JSON of. Nothing in it is an expression.
pub(super) fn read(text: &str) -> Answer {
    if text.trim().is_empty() {
        return Ok(Outcome::Unknown);
    }
    let json = parse(text).map_err(|_| Fault::template("the string is no JSON"))?;
    Ok(literal(&json).into())
}

/// JSON as a value, its strings taken as they are. Recursion is as deep as the JSON, which is bounded.
pub(in crate::input::arm) fn literal(json: &Json) -> Value {
    match &json.kind {
        JsonKind::Null => Value::Null,
        JsonKind::Bool(value) => Value::Bool(*value),
        JsonKind::Number(number) => Value::Number(number.clone()),
        JsonKind::Text(text) => Value::Text(Rc::clone(text)),
        JsonKind::List(elements) => Value::list(elements.iter().map(literal).collect()),
        JsonKind::Object(members) => Value::object(
            members.iter().map(|member| (Rc::clone(&member.key), literal(&member.value))).collect::<Members>(),
        ),
    }
}

/// Compact JSON with the given quotes. `None` for values whose text is not certain (fractions, characters that
/// writers escape differently).
pub(super) fn compact(value: &Value, quote: char) -> Result<Option<String>, Fault> {
    let mut text = String::new();
    Ok(write(value, quote, &mut text)?.then_some(text))
}

/// Recursion is as deep as the value, which is bounded.
fn write(value: &Value, quote: char, text: &mut String) -> Result<bool, Fault> {
    if text.len() > MAX_TEXT {
        return Err(Fault::Limit("a string becomes longer than 4 MiB"));
    }
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => match number.as_i64() {
            Some(number) => text.push_str(&number.to_string()),
            None => return Ok(false),
        },
        Value::Text(content) => return Ok(write_text(content, quote, text)),
        Value::List(list) => {
            text.push('[');
            for (at, item) in list.items.iter().enumerate() {
                text.push_str(if at == 0 { "" } else { "," });
                if !write(item, quote, text)? {
                    return Ok(false);
                }
            }
            text.push(']');
        }
        Value::Object(object) => {
            text.push('{');
            for (at, (key, value)) in object.members().iter().enumerate() {
                text.push_str(if at == 0 { "" } else { "," });
                let named = write_text(key, quote, text);
                text.push(':');
                if !named || !write(value, quote, text)? {
                    return Ok(false);
                }
            }
            text.push('}');
        }
        Value::Unknown(_) => return Ok(false),
    }
    Ok(true)
}

fn write_text(content: &str, quote: char, text: &mut String) -> bool {
    text.push(quote);
    for character in content.chars() {
        match character {
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            _ if character == quote => text.extend(['\\', quote]),
            _ if character.is_control() || matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}') => return false,
            _ => text.push(character),
        }
    }
    text.push(quote);
    true
}
