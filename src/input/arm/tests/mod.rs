//! Tests of the ARM front end as a whole, and what they share.

mod corpus;

use super::engine::{Engine, Env};
use super::expression::{Value, expression_in, literal_in, source_text};
use super::fault::Fault;
use super::surroundings::{Level, Surroundings};
use super::{Deployment, json};
use serde_json::{Value as Plain, json};

/// What evaluating an expression gave.
#[derive(Debug, PartialEq)]
enum Evaluated {
    Known(Plain),
    Unknown {
        text: String,
        pattern: Option<String>,
    },
    /// Known with unknown parts, which stand as their expressions.
    Partly(Plain),
    Fault(String),
    Limit(&'static str),
}

/// A value as JSON, unknown parts as `[expression]`.
fn plain(value: &Value) -> Plain {
    match value {
        Value::Null => Plain::Null,
        Value::Bool(value) => json!(value),
        Value::Number(number) => Plain::Number(number.clone()),
        Value::Text(text) => json!(**text),
        Value::List(list) => {
            let mut items: Vec<Plain> = list.items.iter().map(plain).collect();
            items.extend(list.open.as_deref().map(|open| json!(format!("…[{}]", open.text))));
            Plain::Array(items)
        }
        Value::Object(object) => {
            Plain::Object(object.members().iter().map(|(key, value)| (key.to_string(), plain(value))).collect())
        }
        Value::Unknown(_) => json!(format!("[{}]", source_text(value))),
    }
}

/// Evaluates a string of a template that declares `sections` (`parameters`, `variables`, `functions`).
fn evaluate_in(text: &str, sections: &str, level: Level, surroundings: Surroundings) -> Evaluated {
    let root = json::parse(sections).expect("JSON");
    let scope = surroundings.scope(level);
    let name = surroundings.deployment_name.as_deref().map_or(Value::Null, Value::text);
    let mut engine = Engine::new(surroundings);
    engine.deployments.push(Deployment::new(&root, String::new(), scope, name, Env::of(0)));
    let value = match expression_in(text) {
        Some(source) => engine.evaluate_source(source, &Env::of(0)),
        None => Ok(Value::text(literal_in(text))),
    };
    match value {
        Err(Fault::Template(problem)) => Evaluated::Fault(problem),
        Err(Fault::Limit(limit)) => Evaluated::Limit(limit),
        Ok(Value::Unknown(opaque)) => Evaluated::Unknown { text: opaque.text.to_string(), pattern: opaque.pattern() },
        Ok(value) if value.is_known() => Evaluated::Known(plain(&value)),
        Ok(value) => Evaluated::Partly(plain(&value)),
    }
}

/// Evaluates an expression without brackets, in a template with the parameters `p`, `q` (strings), `n` (int),
/// `list` (array) and `thing` (object), none of which has a value.
fn evaluate(expression: &str) -> Evaluated {
    let parameter = |kind: &str| json!({"type": kind});
    let sections = json!({"parameters": {
        "p": parameter("string"), "q": parameter("string"), "n": parameter("int"),
        "list": parameter("array"), "thing": parameter("object"),
    }});
    evaluate_in(&format!("[{expression}]"), &sections.to_string(), Level::ResourceGroup, Surroundings::default())
}
