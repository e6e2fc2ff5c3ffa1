//! Functions that do not evaluate all their arguments: `if`, `and`, `or`, `coalesce`.

use super::syntax::Expression;
use super::value::{Opaque, Value};
use crate::input::arm::engine::{Engine, Env};
use crate::input::arm::fault::Fault;
use crate::input::arm::functions::compare::equal;
use crate::model::Reason;
use std::rc::Rc;

impl Engine<'_> {
    /// One branch when the condition is known; unknown otherwise, unless both branches are equal.
    pub(super) fn call_if(&mut self, arguments: &[Expression], env: &Env) -> Result<Value, Fault> {
        let [condition, then, otherwise] = arguments else {
            return Err(Fault::template(format!("'if' does not take {} arguments", arguments.len())));
        };
        let condition = self.evaluate(condition, env)?;
        match condition {
            Value::Bool(true) => self.evaluate(then, env),
            Value::Bool(false) => self.evaluate(otherwise, env),
            Value::Unknown(_) => {
                let then = self.evaluate_leniently(then, env)?;
                let otherwise = self.evaluate_leniently(otherwise, env)?;
                if equal(&then, &otherwise) == Some(true) {
                    return Ok(then);
                }
                let both_text = [&then, &otherwise].into_iter().all(is_text);
                let choices = choices(&[&then, &otherwise]);
                let opaque = Opaque { choices, ..Opaque::call("if", &[condition, then, otherwise], true) };
                Ok(Value::unknown(if both_text { opaque.into_text() } else { opaque }))
            }
            other => Err(Fault::template(format!("'if': expected a bool, found {}", other.kind()))),
        }
    }

    /// `and` (decided by false) and `or` (decided by true); one deciding argument outweighs unknown ones.
    pub(super) fn call_junction(
        &mut self,
        name: &str,
        deciding: bool,
        arguments: &[Expression],
        env: &Env,
    ) -> Result<Value, Fault> {
        let mut unknown = Vec::new();
        for argument in arguments {
            // Behind an unknown argument it is open whether the next one is evaluated at all.
            let value = match unknown.is_empty() {
                true => self.evaluate(argument, env)?,
                false => self.evaluate_leniently(argument, env)?,
            };
            match value {
                Value::Bool(value) if value == deciding => return Ok(Value::Bool(deciding)),
                Value::Bool(_) => {}
                Value::Unknown(_) => unknown.push(value),
                other => return Err(Fault::template(format!("'{name}': expected a bool, found {}", other.kind()))),
            }
        }
        match unknown.as_slice() {
            [] => Ok(Value::Bool(!deciding)),
            [only] => Ok(only.clone()),
            several => Ok(Value::unknown(Opaque::call(name, several, true))),
        }
    }

    /// The first value that is not null.
    pub(super) fn call_coalesce(&mut self, arguments: &[Expression], env: &Env) -> Result<Value, Fault> {
        for (at, argument) in arguments.iter().enumerate() {
            let value = self.evaluate(argument, env)?;
            match &value {
                Value::Null => {}
                // A string that is known in parts is not null.
                Value::Unknown(opaque) if !never_null(opaque) && at + 1 < arguments.len() => {
                    let mut left = vec![value];
                    for later in arguments.get(at + 1..).unwrap_or_default() {
                        left.push(self.evaluate_leniently(later, env)?);
                    }
                    return Ok(Value::unknown(Opaque::call("coalesce", &left, true)));
                }
                _ => return Ok(value),
            }
        }
        Ok(Value::Null)
    }

    /// The value of an argument that may never be evaluated: a fault in it is no fault of the template.
    fn evaluate_leniently(&mut self, expression: &Expression, env: &Env) -> Result<Value, Fault> {
        match self.evaluate(expression, env) {
            Err(Fault::Template(_)) => {
                Ok(Value::unknown(Opaque::hole(&expression.to_string(), None, Reason::NotEvaluated)))
            }
            result => result,
        }
    }
}

fn is_text(value: &Value) -> bool {
    match value {
        Value::Text(_) => true,
        Value::Unknown(opaque) => opaque.is_text,
        _ => false,
    }
}

fn never_null(opaque: &Opaque) -> bool {
    opaque.is_text && opaque.pieces.as_ref().is_some_and(|pieces| pieces.len() > 1)
}

/// The texts that a value is one of, null aside; `None` as soon as it may be anything else.
fn choices(branches: &[&Value]) -> Option<Rc<[Rc<str>]>> {
    /// Texts that are told apart.
    const MOST: usize = 16;
    let mut texts: Vec<Rc<str>> = Vec::new();
    for branch in branches {
        match branch {
            Value::Null => {}
            Value::Text(text) => texts.push(Rc::clone(text)),
            Value::Unknown(opaque) => match (&opaque.choices, opaque.pattern()) {
                (Some(choices), _) => texts.extend(choices.iter().cloned()),
                (None, Some(pattern)) => texts.push(pattern.into()),
                (None, None) => return None,
            },
            _ => return None,
        }
    }
    (!texts.is_empty() && texts.len() <= MOST).then(|| texts.into())
}
