//! The expanded deployment for people and scripts: all resources with evaluated bodies, the outputs, and what stayed
//! unknown. As `bicep snapshot` does, an unknown value is its partially evaluated expression in brackets, and a string
//! that happens to begin with a bracket has it doubled.

use super::deployment::is_secure;
use super::emit::NOT_IN_BODY;
use super::engine::{Engine, Env};
use super::expression::{Opaque, Value, source_text};
use super::fault::Fault;
use super::json::Json;
use crate::model::Presence;
use serde_json::{Map, Value as Plain, json};

/// An expanded deployment.
pub(crate) struct Inspected {
    /// `{resources: [{id, type, name, …}], outputs: {name: {value} | {unknown}}, unresolved: [{…, expression}]}`.
    pub(crate) document: Plain,
    /// Strings that nothing printed may contain.
    pub(crate) secrets: Vec<String>,
    /// Sentences a reader must know.
    pub(crate) notes: Vec<String>,
}

/// Values as JSON, and the places of unknown ones.
struct Writer {
    /// What all places found now are below: `resource` or `output`, and its name.
    of: (&'static str, String),
    unresolved: Vec<Plain>,
}

impl Writer {
    fn unresolved(&mut self, path: &str, text: &str) -> Plain {
        let expression = json!(format!("[{text}]"));
        let mut entry = Map::new();
        entry.insert(self.of.0.to_owned(), json!(self.of.1));
        if !path.is_empty() {
            entry.insert("path".to_owned(), json!(path));
        }
        entry.insert("expression".to_owned(), expression.clone());
        self.unresolved.push(Plain::Object(entry));
        expression
    }

    /// Recursion is as deep as the value, which is bounded.
    fn value(&mut self, value: &Value, path: &str) -> Plain {
        match value {
            Value::Null => Plain::Null,
            Value::Bool(value) => json!(value),
            Value::Number(number) => Plain::Number(number.clone()),
            Value::Text(text) if text.starts_with('[') => json!(format!("[{text}")),
            Value::Text(text) => json!(**text),
            Value::List(list) => {
                let items = list.items.iter().enumerate();
                let mut items: Vec<Plain> = items.map(|(at, it)| self.value(it, &format!("{path}[{at}]"))).collect();
                items.extend(list.open.as_deref().map(|open| self.unresolved(path, &open.text)));
                Plain::Array(items)
            }
            Value::Object(object) => {
                let separator = if path.is_empty() { "" } else { "." };
                let members = object.members().iter();
                let below = |key: &str| format!("{path}{separator}{key}");
                Plain::Object(members.map(|(key, it)| (key.to_string(), self.value(it, &below(key)))).collect())
            }
            Value::Unknown(opaque) => self.unresolved(path, &opaque.text),
        }
    }
}

impl Engine<'_> {
    /// Evaluates everything that is deployed, whatever its type.
    ///
    /// # Errors
    /// Only [`Fault::Limit`].
    pub(super) fn inspect(&mut self) -> Result<Plain, Fault> {
        let mut writer = Writer { of: ("resource", String::new()), unresolved: Vec::new() };
        let mut resources = Vec::new();
        let main = self.deployments.first().map(|main| main.instances.clone()).unwrap_or_default();
        // Each with the conditions of the deployments around it.
        let mut waiting: Vec<(usize, Vec<Value>)> = main.into_iter().rev().map(|index| (index, Vec::new())).collect();
        while let Some((index, mut conditions)) = waiting.pop() {
            let Some(instance) = self.instances.get(index).filter(|instance| instance.is_deployed()) else { continue };
            let nested = instance.nested;
            conditions.extend(self.open_conditions(index)?);
            match nested.and_then(|nested| self.deployments.get(nested)) {
                Some(nested) => waiting.extend(nested.instances.iter().rev().map(|it| (*it, conditions.clone()))),
                None => resources.extend(self.inspect_resource(index, &conditions, &mut writer)?),
            }
        }
        let outputs = self.inspect_outputs(&mut writer)?;
        Ok(json!({"resources": resources, "outputs": outputs, "unresolved": writer.unresolved}))
    }

    /// What decides whether a resource exists and is not known: its condition, and how often it is copied.
    fn open_conditions(&mut self, index: usize) -> Result<Vec<Value>, Fault> {
        let Some(instance) = self.instances.get(index) else { return Ok(Vec::new()) };
        if instance.presence != Some(Presence::Conditional) {
            return Ok(Vec::new());
        }
        let (json, env) = (instance.json, instance.env.clone());
        let mut conditions = Vec::new();
        if let Some(condition) = json.get("condition") {
            conditions.push(self.resolve(condition, &env)?);
        }
        if let Some(count) = json.get("copy").and_then(|copy| copy.get("count")) {
            let count = self.resolve(count, &env)?;
            let any = Opaque::call("greater", &[count.clone(), Value::integer(0)], true);
            conditions.extend(count.as_unknown().map(|_| Value::unknown(any)));
        }
        conditions.retain(|condition| condition.as_unknown().is_some());
        Ok(conditions)
    }

    fn inspect_resource(
        &mut self,
        index: usize,
        conditions: &[Value],
        writer: &mut Writer,
    ) -> Result<Option<Plain>, Fault> {
        let Some(instance) = self.instances.get(index) else { return Ok(None) };
        let (json, env) = (instance.json, instance.env.clone());
        let (id, name, resource_type) = (instance.id.clone(), instance.name.clone(), instance.resource_type.clone());
        writer.of = ("resource", instance.id_pattern());
        let mut body = Map::new();
        for member in json.members() {
            let is = |name: &str| name.eq_ignore_ascii_case(&member.key);
            if NOT_IN_BODY.iter().any(|name| is(name)) || is("name") || is("type") {
                continue;
            }
            let value = self.resolve(&member.value, &env)?;
            self.budget.charge(value.weight())?;
            body.insert(member.key.to_string(), writer.value(&value, &member.key));
        }
        let condition = match conditions {
            [] => None,
            [only] => Some(only.clone()),
            several => Some(Value::unknown(Opaque::call("and", several, true))),
        };
        if let Some(condition) = condition {
            body.insert("condition".to_owned(), writer.value(&condition, "condition"));
        }
        body.insert("id".to_owned(), writer.value(&id, "id"));
        body.insert("name".to_owned(), writer.value(&name, "name"));
        body.insert("type".to_owned(), json!(resource_type));
        Ok(Some(Plain::Object(body)))
    }

    fn inspect_outputs(&mut self, writer: &mut Writer) -> Result<Plain, Fault> {
        let declared = self.deployments.first().and_then(|main| main.template.get("outputs"));
        let mut outputs = Map::new();
        for member in declared.map(Json::members).unwrap_or_default() {
            writer.of = ("output", member.key.to_string());
            let kind = member.value.get("type").and_then(Json::as_text).unwrap_or_default().to_ascii_lowercase();
            let condition = match member.value.get("condition") {
                Some(condition) => self.resolve(condition, &Env::of(0))?,
                None => Value::Bool(true),
            };
            if matches!(condition, Value::Bool(false)) {
                continue;
            }
            let shown = match self.output(0, &member.key)? {
                Some(value) if value.is_known() => json!({"value": writer.value(&value, "")}),
                Some(value) => json!({"unknown": writer.unresolved("", &source_text(&value))}),
                None if is_secure(&kind) => json!({"unknown": "secure"}),
                None => json!({"unknown": writer.unresolved("", &source_text(&condition))}),
            };
            outputs.insert(member.key.to_string(), shown);
        }
        Ok(Plain::Object(outputs))
    }
}
