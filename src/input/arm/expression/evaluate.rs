//! Evaluation of calls: who answers, what an unknown argument makes of it, and user-defined functions.

use super::syntax::Expression;
use super::value::{Opaque, Value};
use crate::input::arm::engine::{Binding, Engine, Env};
use crate::input::arm::fault::Fault;
use crate::input::arm::functions::Outcome;
use std::collections::BTreeMap;
use std::rc::Rc;

impl Engine<'_> {
    /// The value of an expression.
    ///
    /// # Errors
    /// [`Fault::Template`] where the deployment would fail, [`Fault::Limit`] where it asks for too much.
    pub(in crate::input::arm) fn evaluate(&mut self, expression: &Expression, env: &Env) -> Result<Value, Fault> {
        self.budget.enter()?;
        let value = match expression {
            Expression::Text(text) => Ok(Value::Text(Rc::clone(text))),
            Expression::Number(number) => Ok(Value::Number(number.clone())),
            Expression::Call { name, arguments } => self.call(name, arguments, env),
            Expression::Property { base, name } => {
                self.evaluate(base, env).and_then(|base| self.access(&base, &Value::Text(Rc::clone(name))))
            }
            Expression::Index { base, index } => self
                .evaluate(base, env)
                .and_then(|base| self.evaluate(index, env).and_then(|index| self.access(&base, &index))),
        };
        self.budget.leave();
        self.budget.admit(value?)
    }

    fn call(&mut self, name: &str, arguments: &[Expression], env: &Env) -> Result<Value, Fault> {
        let folded = name.to_ascii_lowercase();
        let folded = match folded.split_once('.') {
            Some(("sys" | "az", plain)) => plain,
            Some(_) => return self.call_user_function(&folded, name, arguments, env),
            None => &folded,
        };
        match folded {
            "if" => self.call_if(arguments, env),
            "and" => self.call_junction("and", false, arguments, env),
            "or" => self.call_junction("or", true, arguments, env),
            "coalesce" => self.call_coalesce(arguments, env),
            "map" | "filter" | "sort" | "reduce" | "toobject" | "mapvalues" | "groupby" => {
                self.call_with_lambda(folded, arguments, env)
            }
            "lambda" => Err(Fault::template("'lambda' stands outside a function that takes one")),
            _ => {
                let values = self.evaluate_all(arguments, env)?;
                self.apply(folded, name, &values, env)
            }
        }
    }

    /// The values of all arguments.
    pub(super) fn evaluate_all(&mut self, arguments: &[Expression], env: &Env) -> Result<Vec<Value>, Fault> {
        arguments.iter().map(|argument| self.evaluate(argument, env)).collect()
    }

    fn apply(&mut self, folded: &str, name: &str, values: &[Value], env: &Env) -> Result<Value, Fault> {
        if let Some(value) = self.ask_deployment(folded, name, values, env)? {
            return Ok(value);
        }
        let Some(function) = self.functions.get(folded).copied() else {
            return Err(Fault::template(format!("there is no function '{name}'")));
        };
        self.budget.charge(function.cost(values))?;
        let outcome = function.call(values)?;
        Ok(conclude(function.name, values, outcome))
    }

    fn call_user_function(
        &mut self,
        folded: &str,
        name: &str,
        arguments: &[Expression],
        env: &Env,
    ) -> Result<Value, Fault> {
        let declared = self.deployments.get(env.deployment).and_then(|deployment| deployment.functions.get(folded));
        let function = *declared.ok_or_else(|| Fault::template(format!("there is no function '{name}'")))?;
        let names = function.get("parameters").map(|parameters| parameters.elements()).unwrap_or_default();
        if names.len() != arguments.len() {
            return Err(Fault::template(format!("'{name}' does not take {} arguments", arguments.len())));
        }
        let mut bound = BTreeMap::new();
        for (parameter, argument) in names.iter().zip(arguments) {
            let key = parameter.get("name").and_then(|name| name.as_text()).unwrap_or_default();
            bound.insert(key.to_ascii_lowercase(), self.evaluate(argument, env)?);
        }
        let value = function.get("output").and_then(|output| output.get("value"));
        let value = value.ok_or_else(|| Fault::template(format!("'{name}' has no output")))?;
        // A function sees its arguments, not the loops and lambdas around the call.
        self.resolve(value, &Env::of(env.deployment).with(Binding::Arguments(bound)))
    }
}

/// The value of a call, given what the function made of it.
pub(in crate::input::arm) fn conclude(name: &str, arguments: &[Value], outcome: Outcome) -> Value {
    // The two functions that give another value each time they are called.
    let deterministic = !matches!(name, "newGuid" | "utcNow");
    let opaque = || Opaque::call(name, arguments, deterministic);
    match outcome {
        Outcome::Value(value) => value,
        Outcome::Pieces(pieces) => Value::unknown(opaque().with_pieces(pieces)),
        Outcome::Text => Value::unknown(opaque().into_text()),
        Outcome::Unknown => Value::unknown(opaque()),
    }
}
