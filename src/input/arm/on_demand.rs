//! Parameters, variables and outputs of deployments, evaluated when something asks for them and only once.

use super::copy::is_copy_object;
use super::deployment::{Given, State, Written, is_secure};
use super::engine::{Binding, Engine, Env};
use super::expression::{Opaque, Value};
use super::fault::Fault;
use super::functions::literal;
use super::json::Json;
use crate::model::Reason;
use std::rc::Rc;

impl<'d> Engine<'d> {
    /// `variables('name')`.
    ///
    /// # Errors
    /// When there is none, or it refers to itself.
    pub(super) fn variable(&mut self, name: &str, env: &Env) -> Result<Value, Fault> {
        let missing = || Fault::template(format!("there is no variable '{name}'"));
        let key = name.to_lowercase();
        let deployment = self.deployments.get_mut(env.deployment).ok_or_else(missing)?;
        let variable = deployment.variables.get_mut(&key).ok_or_else(missing)?;
        let before = match &variable.state {
            State::Done(value) if !self.linking => return Ok(value.clone()),
            State::Busy => return Err(Fault::template(format!("the variable '{name}' refers to itself"))),
            State::Done(_) | State::Waiting => std::mem::replace(&mut variable.state, State::Busy),
        };
        let here = Env::of(env.deployment);
        let value = match variable.written {
            Written::Value(json) => self.resolve(json, &here),
            Written::Copy(copy) => self.unroll(copy, name, &here),
        }?;
        let deployment = self.deployments.get_mut(env.deployment).ok_or_else(missing)?;
        if let Some(variable) = deployment.variables.get_mut(&key) {
            variable.state = if self.linking { before } else { State::Done(value.clone()) };
        }
        Ok(value)
    }

    /// `parameters('name')`: an argument of the function around the expression, or a parameter of the deployment.
    ///
    /// # Errors
    /// When there is none, or it refers to itself.
    pub(super) fn parameter(&mut self, name: &str, env: &Env) -> Result<Value, Fault> {
        let missing = || Fault::template(format!("there is no parameter '{name}'"));
        let key = name.to_lowercase();
        for binding in env.bindings() {
            if let Binding::Arguments(arguments) = binding {
                return arguments.get(&key).cloned().ok_or_else(missing);
            }
        }
        if let Some(value) = self.artifacts_parameter(&key) {
            return Ok(value);
        }
        let deployment = self.deployments.get_mut(env.deployment).ok_or_else(missing)?;
        let parameter = deployment.parameters.get_mut(&key).ok_or_else(missing)?;
        let before = match &parameter.state {
            State::Done(value) if !self.linking => return Ok(value.clone()),
            State::Busy => return Err(Fault::template(format!("the parameter '{name}' refers to itself"))),
            State::Done(_) | State::Waiting => std::mem::replace(&mut parameter.state, State::Busy),
        };
        let value = self.parameter_value(env.deployment, &key)?;
        let deployment = self.deployments.get_mut(env.deployment).ok_or_else(missing)?;
        if let Some(parameter) = deployment.parameters.get_mut(&key) {
            parameter.state = if self.linking { before } else { State::Done(value.clone()) };
        }
        Ok(value)
    }

    /// What a parameter is worth to expressions: a secure one is unknown to them, whatever its value.
    fn parameter_value(&mut self, index: usize, key: &str) -> Result<Value, Fault> {
        let found = self.raw_parameter_value(index, key)?;
        let Some(deployment) = self.deployments.get(index) else { return Ok(Value::Null) };
        let Some(parameter) = deployment.parameters.get(key) else { return Ok(Value::Null) };
        let kind = deployment.type_of(parameter);
        let text = format!("parameters('{}')", parameter.name);
        // A parameter of a nested deployment that nobody gave a value is another one than its namesake outside.
        let canonical = match index {
            0 => text.clone(),
            _ => format!("{text}@{}{}", deployment.pointer, super::instance::suffix(&deployment.indexes)),
        };
        let own = |reason| {
            let opaque = Opaque::hole(&text, Some(&canonical), reason);
            let secret = Opaque { sensitive: is_secure(&kind), ..opaque };
            if matches!(&*kind, "string" | "securestring") { secret.into_text() } else { secret }
        };
        Ok(match found {
            Some(Value::Unknown(opaque)) if is_secure(&kind) => Value::unknown(own(opaque.reason)),
            Some(_) if is_secure(&kind) => Value::unknown(own(Reason::NotEvaluated)),
            // What is evaluated once has one value, even a new GUID.
            Some(Value::Unknown(opaque)) if opaque.pieces.is_none() => {
                let named = own(opaque.reason);
                let sensitive = opaque.sensitive || named.sensitive;
                Value::unknown(Opaque { text: Rc::clone(&opaque.text), sensitive, ..named })
            }
            Some(Value::Unknown(opaque)) if kind == "string" && !opaque.is_text && opaque.referent.is_none() => {
                Value::unknown(Opaque::clone(&opaque).into_text())
            }
            Some(value) => value,
            None => Value::unknown(own(Reason::ParameterWithoutValue)),
        })
    }

    /// The value given or the default; `None` without either.
    pub(super) fn raw_parameter_value(&mut self, index: usize, key: &str) -> Result<Option<Value>, Fault> {
        let Some(deployment) = self.deployments.get(index) else { return Ok(None) };
        let Some(parameter) = deployment.parameters.get(key) else { return Ok(None) };
        let default = parameter.declaration.get("defaultValue");
        let nullable = deployment.is_nullable(parameter);
        let elsewhere = || {
            let opaque = Opaque::hole(&format!("keyVaultReference('{}')", parameter.name), None, Reason::NotEvaluated);
            Value::unknown(Opaque { sensitive: true, ..opaque })
        };
        let given = match &parameter.given {
            Given::Nothing => None,
            Given::Elsewhere => Some(elsewhere()),
            Given::Withheld { sensitive } => {
                let text = format!("parameters('{}')", parameter.name);
                let opaque = Opaque::hole(&text, None, Reason::KnownAfterApply);
                Some(Value::unknown(Opaque { sensitive: *sensitive, ..opaque }))
            }
            Given::PerhapsLinked => {
                let text = format!("parameters('{}')", parameter.name);
                Some(Value::unknown(Opaque::hole(&text, None, Reason::NotEvaluated)))
            }
            Given::Literal(json) => Some(literal(json)),
            Given::Passed(json, env) => {
                let (json, env) = (*json, env.clone());
                if json.get("reference").is_some() { Some(elsewhere()) } else { Some(self.passed(json, &env)?) }
            }
            Given::PassedTogether(json, env) => {
                let (json, env) = (*json, env.clone());
                self.passed_together(json, key, &env)?
            }
        };
        match (given, default) {
            (Some(Value::Null), Some(default)) if !nullable => self.resolve(default, &Env::of(index)).map(Some),
            (Some(value), _) => Ok(Some(value)),
            (None, Some(default)) => self.resolve(default, &Env::of(index)).map(Some),
            (None, None) => Ok(nullable.then_some(Value::Null)),
        }
    }

    /// `{value: …}`, in which the value may be copied, or an expression that gives such an object.
    fn passed(&mut self, json: &'d Json, env: &Env) -> Result<Value, Fault> {
        if let Some(value) = json.get("value") {
            return self.resolve(value, env);
        }
        let resolved = self.resolve(json, env)?;
        self.value_of(&resolved)
    }

    fn value_of(&mut self, wrapped: &Value) -> Result<Value, Fault> {
        match self.access(wrapped, &Value::text("value")) {
            Err(Fault::Template(_)) => {
                Ok(Value::unknown(Opaque::call("reference", std::slice::from_ref(wrapped), false)))
            }
            result => result,
        }
    }

    fn passed_together(&mut self, json: &'d Json, key: &str, env: &Env) -> Result<Option<Value>, Fault> {
        let all = self.resolve(json, env)?;
        match &all {
            Value::Object(object) => match object.get(key).cloned() {
                Some(wrapped) => self.value_of(&wrapped).map(Some),
                None => Ok(None),
            },
            _ => Ok(Some(Value::unknown(Opaque::call("parameters", &[all, Value::text(key)], true)))),
        }
    }

    /// The output of a nested deployment; `None` when it has none of that name, or it is being evaluated already.
    pub(super) fn output(&mut self, index: usize, name: &str) -> Result<Option<Value>, Fault> {
        let Some(deployment) = self.deployments.get_mut(index) else { return Ok(None) };
        let Some(declared) = deployment.template.get("outputs").and_then(|outputs| outputs.get(name)) else {
            return Ok(None);
        };
        let kind = declared.get("type").and_then(Json::as_text).unwrap_or_default().to_ascii_lowercase();
        let key = name.to_lowercase();
        if is_secure(&kind) || !deployment.busy_outputs.insert(key.clone()) {
            return Ok(None);
        }
        let env = deployment.env.clone();
        let is_there = match declared.get("condition") {
            Some(condition) => matches!(self.resolve(condition, &env)?, Value::Bool(true)),
            None => true,
        };
        let value = match (declared.get("copy"), declared.get("value")) {
            _ if !is_there => Ok(None),
            (Some(copy), _) if is_copy_object(copy) => self.unroll(copy, name, &env).map(Some),
            (_, Some(value)) => self.resolve(value, &env).map(Some),
            _ => Ok(None),
        };
        if let Some(deployment) = self.deployments.get_mut(index) {
            deployment.busy_outputs.remove(&key);
        }
        value
    }
}
