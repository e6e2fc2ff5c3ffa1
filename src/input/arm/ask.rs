//! Functions that ask the deployment: parameters, variables, loops, and what other resources will be.

use super::engine::{Binding, Engine, Env};
use super::expression::{Members, Opaque, Referent, Value};
use super::fault::Fault;
use crate::model::Reason;

/// Functions of the running deployment that are never evaluated, as documented; whether they are stable within it.
const RUNTIME: [(&str, bool); 12] = [
    ("providers", true),
    ("pickZones", true),
    ("toLogicalZone", true),
    ("toLogicalZones", true),
    ("toPhysicalZone", true),
    ("toPhysicalZones", true),
    ("roleDefinitions", true),
    ("references", true),
    ("extensions", true),
    ("externalInput", true),
    ("externalInputs", true),
    ("field", false),
];

impl Engine<'_> {
    /// Evaluates such a function; `None` when `folded` is none of them.
    pub(super) fn ask_deployment(
        &mut self,
        folded: &str,
        name: &str,
        values: &[Value],
        env: &Env,
    ) -> Result<Option<Value>, Fault> {
        Ok(Some(match (folded, values) {
            ("parameters", [name]) => self.ask_by_name("parameters", name, env, Self::parameter)?,
            ("variables", [name]) => self.ask_by_name("variables", name, env, Self::variable)?,
            ("lambdavariables", [name]) => self.ask_by_name("lambdaVariables", name, env, Self::lambda_variable)?,
            ("copyindex", _) => copy_index(values, env)?,
            ("tryget", [_, _, ..]) => self.try_get(values)?,
            ("reference", [_, ..]) => self.reference(values, env)?,
            ("resourceinfo", [of]) => self.resource_info(of, env)?,
            (_, []) => return self.ask_surroundings(folded, env),
            _ if folded.starts_with("list") => self.list_call(name, values, env),
            _ => {
                if let Some(id) = self.ask_resource_id(folded, values, env)? {
                    return Ok(Some(id));
                }
                let Some((name, stable)) = RUNTIME.iter().find(|(name, _)| name.eq_ignore_ascii_case(folded)) else {
                    return Ok(None);
                };
                Value::unknown(Opaque::call(name, values, *stable))
            }
        }))
    }

    fn ask_by_name(
        &mut self,
        function: &str,
        name: &Value,
        env: &Env,
        ask: fn(&mut Self, &str, &Env) -> Result<Value, Fault>,
    ) -> Result<Value, Fault> {
        match name {
            Value::Text(name) => ask(self, name, env),
            Value::Unknown(_) => Ok(Value::unknown(Opaque::call(function, std::slice::from_ref(name), false))),
            other => Err(Fault::template(format!("'{function}': expected a string, found {}", other.kind()))),
        }
    }

    fn lambda_variable(&mut self, asked: &str, env: &Env) -> Result<Value, Fault> {
        let found = env.bindings().find_map(|binding| match binding {
            Binding::Lambda { name, value } if name.eq_ignore_ascii_case(asked) => Some(value.clone()),
            _ => None,
        });
        found.ok_or_else(|| Fault::template(format!("there is no lambda variable '{asked}'")))
    }

    /// `reference()`: the runtime state of a resource, which is unknown but for the outputs of nested deployments and
    /// the ids of inline subnets.
    fn reference(&mut self, values: &[Value], env: &Env) -> Result<Value, Fault> {
        let Some(instance) = values.first().and_then(|of| self.find_instance(of, env)) else {
            return Ok(Value::unknown(Opaque::call("reference", values, true)));
        };
        let Some(found) = self.instances.get(instance) else {
            return Ok(Value::unknown(Opaque::call("reference", values, true)));
        };
        let mut arguments = vec![found.id.clone(), values.get(1).unwrap_or(&found.api_version).clone()];
        let full = values.get(2).and_then(Value::as_text).is_some_and(|text| text.eq_ignore_ascii_case("full"));
        arguments.extend(values.get(2).cloned());
        let whole = if full { Referent::Whole(instance) } else { Referent::Instance(instance) };
        let referent = found.is_deployed().then_some(whole);
        Ok(Value::unknown(Opaque { referent, ..Opaque::call("reference", &arguments, true) }))
    }

    /// `listKeys` and its like: mostly keys and connection strings. Keys stay the same while a deployment runs; what others
    /// make may be another at each call.
    fn list_call(&self, name: &str, values: &[Value], env: &Env) -> Value {
        let mut arguments = values.to_vec();
        let found = values.first().and_then(|of| self.find_instance(of, env));
        if let (Some(found), Some(of)) = (found.and_then(|found| self.instances.get(found)), arguments.first_mut()) {
            *of = found.id.clone();
        }
        Value::unknown(Opaque {
            sensitive: true,
            ..Opaque::call(name, &arguments, name.eq_ignore_ascii_case("listKeys"))
        })
    }

    fn resource_info(&mut self, of: &Value, env: &Env) -> Result<Value, Fault> {
        let found = self.find_instance(of, env).and_then(|instance| self.instances.get(instance));
        let Some(found) = found else {
            return Ok(Value::unknown(Opaque::call("resourceInfo", std::slice::from_ref(of), true)));
        };
        let mut members = Members::default();
        members.set("id", found.id.clone());
        members.set("name", found.name.clone());
        members.set("type", Value::text(found.resource_type.as_str()));
        members.set("apiVersion", found.api_version.clone());
        Ok(Value::object(members))
    }

    /// The resource that a symbolic name, an id or a name means.
    fn find_instance(&self, of: &Value, env: &Env) -> Option<usize> {
        let pattern;
        let text = match of {
            Value::Text(text) => &**text,
            Value::Unknown(opaque) => {
                pattern = opaque.pattern()?;
                &pattern
            }
            _ => return None,
        };
        let folded = text.to_lowercase();
        if folded.starts_with('/') {
            // `subscriptionResourceId` spells the id of a resource group like that of any resource.
            let folded = folded.replacen("/providers/microsoft.resources/resourcegroups/", "/resourcegroups/", 1);
            return self.by_id.get(&folded).copied();
        }
        let deployment = self.deployments.get(env.deployment)?;
        if let Some(instance) = deployment.symbols.get(&folded) {
            return Some(*instance);
        }
        // A bare name means the one resource of the template that has it.
        deployment.named.get(&folded).copied().flatten()
    }
}

/// `copyIndex([loop], [offset])`. Without a name it means the loop of the resource, even inside another copy.
fn copy_index(values: &[Value], env: &Env) -> Result<Value, Fault> {
    let (asked, offset) = match values {
        [] => (None, 0),
        [Value::Number(offset)] => (None, offset.as_i64().unwrap_or_default()),
        [Value::Text(name)] => (Some(name), 0),
        [Value::Text(name), Value::Number(offset)] => (Some(name), offset.as_i64().unwrap_or_default()),
        _ => return Ok(Value::unknown(Opaque::call("copyIndex", values, false))),
    };
    let loops = || {
        env.bindings().filter_map(|binding| match binding {
            Binding::Loop { name, index, of_resource } => Some((name, index, *of_resource)),
            _ => None,
        })
    };
    let found = match asked {
        Some(asked) => loops().find(|(name, ..)| name.eq_ignore_ascii_case(asked)),
        None => loops().find(|(_, _, of_resource)| *of_resource).or_else(|| loops().next()),
    };
    let (_, index, _) = found.ok_or_else(|| Fault::template("'copyIndex' stands outside the loop it names"))?;
    match (index.as_integer(), offset) {
        (Some(index), _) => {
            let sum = index.checked_add(offset).ok_or_else(|| Fault::template("'copyIndex' is out of range"))?;
            Ok(Value::integer(sum))
        }
        (None, 0) => Ok(index.clone()),
        (None, _) => Ok(Value::unknown(Opaque::call("add", &[index.clone(), Value::integer(offset)], true))),
    }
}

/// The index of a resource loop of which the count is not known.
///
/// `place` tells loops of the same name in several deployments apart.
pub(super) fn open_index(name: &str, place: &str) -> Value {
    let canonical = format!("copyIndex('{name}'){place}");
    Value::unknown(Opaque::hole("copyIndex()", Some(&canonical), Reason::NotEvaluated))
}
