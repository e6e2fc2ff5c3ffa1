//! Tests of the ARM front end as a whole, and what they share.

mod corpus;
mod given;
mod hostile;
mod locations;
mod modules;
mod sources;
mod templates;
mod values;
mod what_if;

use super::documents::Documents;
use super::emit::Emitted;
use super::engine::{Engine, Env};
use super::expression::{Value, expression_in, literal_in, source_text};
use super::fault::Fault;
use super::surroundings::{Level, Surroundings};
use super::{Deployment, ParameterFile, json, main_deployment, parameter_file};
use crate::input::declared::{Declared, Node, Tree};
use crate::model::ResourceId;
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
    let documents = Documents::new(None);
    let mut engine = Engine::new(surroundings, &documents);
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

/// What a template deploys.
#[derive(Debug)]
struct Deployed {
    /// Resources as JSON: `id`, `presence`, `handle`, `subject`, and the body with the full name.
    resources: Vec<Plain>,
    outputs: Plain,
    notes: Vec<String>,
}

/// Deploys a template with literal parameter values, everything wanted.
fn deploy_in(text: &str, parameters: &Plain, surroundings: &Surroundings) -> Deployed {
    let root = json::parse(text).expect("JSON");
    let file = ParameterFile { name: "parameters.json".to_owned(), text: parameters.to_string() };
    let values = parameter_file::read(&file).expect("parameters");
    let documents = Documents::new(None);
    let mut engine = Engine::new(surroundings.clone(), &documents);
    let mut main = main_deployment(&root, surroundings);
    parameter_file::give(&mut main, &file, &values).expect("possible values");
    engine.deployments.push(main);
    engine.expand(0).expect("within limits");
    let mut emitted = Emitted::default();
    engine.emit(0, 0, &|_| true, &mut emitted).expect("within limits");
    let mut outputs = serde_json::Map::new();
    for output in root.get("outputs").map(json::Json::members).unwrap_or_default() {
        if let Some(value) = engine.output(0, &output.key).expect("within limits") {
            outputs.insert(output.key.to_string(), plain(&value));
        }
    }
    let resources = emitted.declared.iter().map(plain_resource).collect();
    Deployed { resources, outputs: Plain::Object(outputs), notes: engine.take_notes() }
}

/// Deploys a template of which nothing is known but its text.
fn deploy(template: &Plain) -> Deployed {
    deploy_in(&template.to_string(), &json!({}), &Surroundings::default())
}

fn plain_resource(declared: &Declared) -> Plain {
    let id = declared.id.as_deref().unwrap_or_default();
    let mut body = plain_node(&declared.body);
    if let Ok(id) = ResourceId::parse(id) {
        body["name"] = json!(id.names.join("/"));
    }
    body["id"] = json!(id);
    body["presence"] = json!(declared.presence.as_str());
    body["handle"] = json!(declared.handle.name);
    body["subject"] = json!(declared.subject);
    body["subscription"] = json!(declared.subscription);
    body["type"] = json!(declared.resource_type);
    body
}

/// A tree as JSON, unknown parts as their texts.
fn plain_node(node: &Node) -> Plain {
    match &node.tree {
        Tree::Null => Plain::Null,
        Tree::Bool(value) => json!(value),
        Tree::Number(number) => Plain::Number(number.clone()),
        Tree::Text(text) => json!(text.as_str()),
        Tree::List { items, open } => {
            let mut items: Vec<Plain> = items.iter().map(plain_node).collect();
            items.extend(open.as_ref().map(|open| json!(format!("…{}", open.text))));
            Plain::Array(items)
        }
        Tree::Object(members) => {
            Plain::Object(members.iter().map(|(key, node)| (key.to_string(), plain_node(node))).collect())
        }
        Tree::Unknown(unknown) => json!(unknown.pattern.as_ref().unwrap_or(&unknown.text)),
    }
}
