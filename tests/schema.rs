//! The JSON Schema of the policies' input: every document that policies read is as it says.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use vnetguard::model::Context;
use vnetguard::policy::Bundle;
use vnetguard::schema::model_schema;
use vnetguard::{CheckOptions, inspect_model};

/// What is wrong with `value`; the keywords are those that the schemas use, any other is an error.
fn wrong(schema: &Json, root: &Json, value: &Json, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (keyword, rule) in schema.as_object().expect("a schema") {
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => {}
            "$ref" => {
                let name = rule.as_str().and_then(|path| path.strip_prefix("#/$defs/")).expect("a definition");
                found.extend(wrong(&root["$defs"][name], root, value, path));
            }
            "const" if rule == value => {}
            "enum" if rule.as_array().expect("a list").contains(value) => {}
            "const" | "enum" => found.push(format!("{path}: {value} is not {rule}")),
            "type" if is_of_type(value, rule.as_str().expect("a type")) => {}
            "type" => found.push(format!("{path}: {value} is no {rule}")),
            "minimum" if value.as_f64() >= rule.as_f64() => {}
            "minimum" => found.push(format!("{path}: {value} is less than {rule}")),
            "anyOf" => {
                let branches = rule.as_array().expect("schemas");
                if branches.iter().all(|branch| !wrong(branch, root, value, path).is_empty()) {
                    found.push(format!("{path}: {value} is none of {rule}"));
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(wrong(rule, root, item, &format!("{path}/{index}")));
                }
            }
            "required" => {
                let missing = rule
                    .as_array()
                    .expect("names")
                    .iter()
                    .filter(|name| value.get(name.as_str().expect("a name")).is_none());
                found.extend(missing.map(|name| format!("{path}: {name} is missing")));
            }
            "properties" => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    if let Some(schema) = rule.get(name) {
                        found.extend(wrong(schema, root, member, &format!("{path}/{name}")));
                    }
                }
            }
            "additionalProperties" => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    let is_named = schema.get("properties").is_some_and(|properties| properties.get(name).is_some());
                    match rule {
                        _ if is_named => {}
                        Json::Bool(false) => found.push(format!("{path}: {name} is not foreseen")),
                        rule => found.extend(wrong(rule, root, member, &format!("{path}/{name}"))),
                    }
                }
            }
            other => panic!("the keyword '{other}' is not known"),
        }
    }
    found
}

fn is_of_type(value: &Json, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        other => panic!("no type is called '{other}'"),
    }
}

fn inputs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let cases = Bundle::with(&[root.join("cases")]).expect("the cases");
    let names = ["terraform/plan.json", "arm/template.json"];
    let mut inputs: Vec<PathBuf> =
        cases.cases().iter().flat_map(|folder| names.map(|name| folder.join(name))).collect();
    inputs.extend(names.map(|name| root.join("example").join(name)));
    inputs.retain(|path| path.exists());
    inputs
}

/// Every model is as its schema says, and what is not is found.
#[test]
fn models_are_as_the_schema_says() {
    let schema: Json = serde_json::from_str(&model_schema()).expect("JSON");
    let mut models = 0;
    for input in inputs() {
        let options =
            CheckOptions { inputs: vec![input.clone()], context: Context::default(), ..CheckOptions::default() };
        let model: Json = serde_json::from_str(&inspect_model(&options).expect("a model")).expect("JSON");
        let wrong = wrong(&schema, &schema, &model, "");
        assert!(wrong.is_empty(), "{}:\n{}", input.display(), wrong.join("\n"));
        models += 1;
    }
    assert!(models > 40, "only {models} models");
    for broken in [r#"{}"#, r#"{"after": {"subnet": {}}, "context": {}}"#, r#"[]"#] {
        let broken: Json = serde_json::from_str(broken).expect("JSON");
        assert!(!wrong(&schema, &schema, &broken, "").is_empty(), "{broken}");
    }
}
