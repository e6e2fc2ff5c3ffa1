//! Property and index access, also into what `reference()` points at inside the input.

use super::source::{canonical_text, source_text, survey};
use super::value::{Opaque, Referent, Value};
use crate::input::arm::engine::Engine;
use crate::input::arm::fault::Fault;
use std::rc::Rc;

impl Engine<'_> {
    /// `base.key` or `base[key]`.
    ///
    /// # Errors
    /// When a known base has no such member.
    pub(in crate::input::arm) fn access(&mut self, base: &Value, key: &Value) -> Result<Value, Fault> {
        match (base, key) {
            (Value::Unknown(opaque), _) => self.access_unknown(opaque, key),
            (_, Value::Unknown(_)) => Ok(Value::unknown(indexed(base, key))),
            (Value::Object(object), Value::Text(name)) => {
                object.get(name).cloned().ok_or_else(|| Fault::template(format!("the object has no property '{name}'")))
            }
            (Value::List(list), _) if list.open.is_some() => Ok(Value::unknown(indexed(base, key))),
            (Value::List(list), Value::Number(number)) => number
                .as_u64()
                .and_then(|index| list.items.get(usize::try_from(index).ok()?))
                .cloned()
                .ok_or_else(|| Fault::template(format!("the array has no element {number}"))),
            _ => Err(Fault::template(format!("{} has no members by {}", base.kind(), key.kind()))),
        }
    }

    fn access_unknown(&mut self, base: &Rc<Opaque>, key: &Value) -> Result<Value, Fault> {
        if let (Some(referent), Value::Text(name)) = (&base.referent, key)
            && let Some(value) = self.read_referent(base, referent, name)?
        {
            return Ok(value);
        }
        Ok(Value::unknown(indexed(&Value::Unknown(Rc::clone(base)), key)))
    }

    fn read_referent(&mut self, base: &Opaque, referent: &Referent, name: &str) -> Result<Option<Value>, Fault> {
        let key = Value::text(name);
        let below = |opaque: Opaque, referent| Value::unknown(Opaque { referent: Some(referent), ..opaque });
        let step = |base: &Opaque| indexed(&Value::unknown(Opaque { referent: None, ..base.clone() }), &key);
        match referent {
            Referent::Instance(instance) if name.eq_ignore_ascii_case("outputs") => {
                let nested = self.instances.get(*instance).and_then(|instance| instance.nested);
                Ok(nested.map(|nested| below(step(base), Referent::Outputs(nested))))
            }
            Referent::Instance(instance) if name.eq_ignore_ascii_case("subnets") => self.predicted_subnets(*instance),
            Referent::Instance(instance) => {
                self.derived(*instance, name, &indexed(&Value::unknown(base.clone()), &key))
            }
            Referent::Below(instance, path) => {
                self.derived(*instance, &format!("{path}.{name}"), &indexed(&Value::unknown(base.clone()), &key))
            }
            Referent::Whole(instance) if name.eq_ignore_ascii_case("properties") => {
                Ok(Some(below(step(base), Referent::Instance(*instance))))
            }
            Referent::Whole(instance) => self.certain_member(*instance, name),
            Referent::Outputs(deployment) => Ok(Some(below(step(base), Referent::Output(*deployment, name.into())))),
            Referent::Output(deployment, output) if name.eq_ignore_ascii_case("value") => {
                self.output(*deployment, output)
            }
            Referent::Output(..) => Ok(None),
        }
    }

    /// `tryGet`: null where a member is missing.
    pub(in crate::input::arm) fn try_get(&mut self, values: &[Value]) -> Result<Value, Fault> {
        let Some((base, keys)) = values.split_first() else {
            return Err(Fault::template("'tryGet' takes at least 2 arguments"));
        };
        let mut value = base.clone();
        for key in keys {
            value = match (&value, key) {
                (Value::Null, _) => return Ok(Value::Null),
                (Value::Unknown(opaque), Value::Text(_)) if opaque.referent.is_some() => self.access(&value, key)?,
                (Value::Unknown(_), _) | (_, Value::Unknown(_)) => {
                    return Ok(Value::unknown(Opaque::call("tryGet", values, true)));
                }
                (Value::List(list), _) if list.open.is_some() => {
                    return Ok(Value::unknown(Opaque::call("tryGet", values, true)));
                }
                (Value::Object(_), Value::Text(_)) | (Value::List(_), Value::Number(_)) => {
                    self.access(&value, key).unwrap_or(Value::Null)
                }
                _ => Value::Null,
            };
        }
        Ok(value)
    }
}

/// The unknown value of an access.
fn indexed(base: &Value, key: &Value) -> Opaque {
    let is_word = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let text = match key {
        Value::Text(name) if is_word(name) => format!("{}.{name}", source_text(base)),
        _ => format!("{}[{}]", source_text(base), source_text(key)),
    };
    // Property names fold, so that two spellings of one property are one value.
    let canonical = canonical_text(base).zip(match key {
        Value::Text(name) if is_word(name) => Some(format!(".{}", name.to_ascii_lowercase())),
        Value::Text(name) => canonical_text(&Value::text(name.to_ascii_lowercase())).map(|name| format!("[{name}]")),
        _ => canonical_text(key).map(|key| format!("[{key}]")),
    });
    let canonical = canonical.map(|(base, key)| base + &key);
    let (reason, sensitive) = survey(&[base.clone(), key.clone()]);
    Opaque { sensitive, ..Opaque::hole(&text, canonical.as_deref(), reason) }
}
