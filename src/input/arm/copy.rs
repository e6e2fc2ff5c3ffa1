//! `copy` of properties, variables, outputs and parameter values, and objects whose member names are expressions.

use super::engine::{Binding, Engine, Env};
use super::expression::{Members, Opaque, Value, source_text};
use super::fault::Fault;
use super::json::{Json, JsonKind, Member};
use super::limits::MAX_COPIES;
use std::rc::Rc;

/// How often something is copied.
pub(super) enum Count {
    /// So many times.
    Known(i64),
    /// The count is not known.
    Unknown(Rc<Opaque>),
}

impl<'d> Engine<'d> {
    /// An object with its property copies unrolled. A copy counts as one only when all its entries are well formed.
    pub(super) fn resolve_object(&mut self, written: &'d [Member], env: &Env) -> Result<Value, Fault> {
        let mut members = Members::default();
        let mut unknown_key = false;
        for member in written {
            let copies = member.value.elements();
            let is_copy = member.key.eq_ignore_ascii_case("copy")
                && !copies.is_empty()
                && copies.iter().all(|copy| copy.get("count").is_some() && copy.get("input").is_some());
            if !is_copy {
                let key = self.resolve_text(&member.key, env)?;
                unknown_key |= key.as_text().is_none();
                let key = key.as_text().map_or_else(|| format!("[{}]", source_text(&key)).into(), Rc::from);
                members.set(key, self.resolve(&member.value, env)?);
                continue;
            }
            for copy in copies {
                let name = match copy.get("name") {
                    Some(name) => self.resolve(name, env)?,
                    None => Value::Null,
                };
                let Some(name) = name.as_text() else {
                    self.note("A 'copy' without a known name was not unrolled.".to_owned());
                    continue;
                };
                members.set(name, self.unroll(copy, name, env)?);
            }
        }
        if unknown_key {
            // Which members there are is not known, nor how many.
            let object = Value::object(members);
            let call = Opaque::call("createObject", std::slice::from_ref(&object), false);
            let text = source_text(&object).into();
            return Ok(Value::unknown(Opaque { text, ..call }));
        }
        Ok(Value::object(members))
    }

    /// The list that a `copy` of a property, a variable or an output gives. A list of unknown length is open.
    pub(super) fn unroll(&mut self, copy: &'d Json, name: &str, env: &Env) -> Result<Value, Fault> {
        let Some(input) = copy.get("input") else { return Ok(Value::list(Vec::new())) };
        let count = match self.count(copy, env)? {
            Count::Known(count) => count,
            Count::Unknown(opaque) => {
                let open = Opaque::call("copy", &[Value::Unknown(opaque)], false);
                return Ok(Value::open_list(Vec::new(), Some(Rc::new(open))));
            }
        };
        let mut items = Vec::new();
        for index in 0..count {
            let binding = Binding::Loop { name: name.into(), index: Value::integer(index), of_resource: false };
            items.push(self.resolve(input, &env.with(binding))?);
        }
        Ok(Value::list(items))
    }

    /// The count of a `copy`.
    ///
    /// # Errors
    /// [`Fault::Limit`] for more than 800.
    pub(super) fn count(&mut self, copy: &'d Json, env: &Env) -> Result<Count, Fault> {
        let count = match copy.get("count") {
            Some(count) => self.resolve(count, env)?,
            None => Value::Null,
        };
        match (&count, count.as_integer()) {
            (_, Some(count)) if count > MAX_COPIES => Err(Fault::Limit("a 'copy' has more than 800 elements")),
            (_, Some(count)) if count >= 0 => Ok(Count::Known(count)),
            (Value::Unknown(opaque), _) => Ok(Count::Unknown(Rc::clone(opaque))),
            _ => {
                self.note("A 'copy' has a count that is no whole number from 0.".to_owned());
                Ok(Count::Unknown(Rc::new(Opaque::call("copy", &[count], false))))
            }
        }
    }
}

/// Whether JSON is the object form of a `copy`, as resources and outputs write it.
pub(super) fn is_copy_object(json: &Json) -> bool {
    matches!(json.kind, JsonKind::Object(_)) && json.get("count").is_some()
}
