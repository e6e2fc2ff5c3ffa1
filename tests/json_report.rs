//! Every JSON report is what `vnetguard schema json-report` says.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use vnetguard::policy::{Catalogue, Judge, Limits};
use vnetguard::report::{Format, RenderOptions, Report, render, report_schema};
use vnetguard::suppression::{Baseline, Entry};
use vnetguard::{CheckOptions, check, check_by};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The words of JSON Schema that our schema uses; an unknown one is a failure, so that none is passed over.
const WORDS: [&str; 15] = [
    "$schema",
    "$defs",
    "$ref",
    "title",
    "description",
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "const",
    "minimum",
    "pattern",
    "format",
];

/// Where `value` is not what `schema` says, in words; empty when it is.
fn problems(schema: &Value, value: &Value, root: &Value, at: &str) -> Vec<String> {
    let words = schema.as_object().unwrap_or_else(|| panic!("{at}: {schema} is no schema"));
    if let Some(word) = words.keys().find(|word| !WORDS.contains(&word.as_str())) {
        panic!("the schema word '{word}' is not checked");
    }
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{reference}"));
        return problems(target, value, root, at);
    }
    let mut found = Vec::new();
    let mut check = |holds: bool, what: String| {
        if !holds {
            found.push(format!("{at}: {what}: {value}"));
        }
    };
    if let Some(kind) = schema["type"].as_str() {
        let is_kind = match kind {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_u64() || value.is_i64(),
            other => panic!("the type '{other}' is not checked"),
        };
        check(is_kind, format!("no {kind}"));
    }
    if let Some(allowed) = schema["enum"].as_array() {
        check(allowed.contains(value), "not one of the words".to_owned());
    }
    if let Some(constant) = schema.get("const") {
        check(value == constant, format!("not {constant}"));
    }
    if let Some(least) = schema["minimum"].as_u64() {
        check(value.as_u64() >= Some(least), "too small".to_owned());
    }
    if let Some(pattern) = schema["pattern"].as_str() {
        assert_eq!(pattern, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "the only pattern that is checked");
        let text = value.as_str().unwrap_or_default();
        check(text.parse::<vnetguard::date::Date>().is_ok(), "no date".to_owned());
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        check(value.get(name).is_some(), format!("'{name}' is missing"));
    }
    for (name, member) in value.as_object().into_iter().flatten() {
        let inner = match (schema["properties"].get(name), &schema["additionalProperties"]) {
            (Some(inner), _) => inner,
            (None, Value::Bool(false)) => {
                found.push(format!("{at}: '{name}' is not in the schema"));
                continue;
            }
            (None, Value::Object(_)) => &schema["additionalProperties"],
            (None, _) => continue,
        };
        found.extend(problems(inner, member, root, &format!("{at}/{name}")));
    }
    if let Some(items) = schema.get("items") {
        for (index, item) in value.as_array().into_iter().flatten().enumerate() {
            found.extend(problems(items, item, root, &format!("{at}/{index}")));
        }
    }
    found
}

fn rendered(report: &Report, all: bool) -> Value {
    let mut bytes = Vec::new();
    let options = RenderOptions { all, ..RenderOptions::default() };
    render(Format::named("json").expect("the format"), report, &options, &mut bytes).expect("a vector takes all");
    serde_json::from_slice(&bytes).expect("JSON")
}

#[track_caller]
fn validate(report: &Report, what: &str) {
    let schema: Value = serde_json::from_str(&report_schema()).expect("JSON");
    for all in [false, true] {
        let found = problems(&schema, &rendered(report, all), &schema, "");
        assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
    }
}

fn inputs(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            inputs(&path, found);
        } else if path.ends_with("terraform/plan.json") || path.ends_with("arm/template.json") {
            found.push(path);
        }
    }
}

/// The reports of all cases validate, passes included.
#[test]
fn reports_of_all_cases_validate() {
    let mut found = Vec::new();
    inputs(&root().join("testdata/cases"), &mut found);
    assert!(found.len() > 40, "{}", found.len());
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let mut judge = Judge::new(&catalogue, Limits::default()).expect("a judge");
                while let Some(input) = found.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let inputs = vec![input.clone()];
                    let options = CheckOptions { inputs, allow_empty: true, ..CheckOptions::default() };
                    validate(&check_by(&mut judge, &options).expect("it is judged"), &input.display().to_string());
                }
            });
        }
    });
}

/// So do reports with acceptances and notices of every kind.
#[test]
fn reports_with_acceptances_validate() {
    let options = || CheckOptions {
        inputs: vec![root().join("testdata/example/terraform/plan.json")],
        today: "2025-06-01".parse().ok(),
        ..CheckOptions::default()
    };
    let plain = check(&options()).expect("it is judged");
    let entry = |rule: &str, until: Option<&str>| Entry {
        rules: vec![vnetguard::pattern::Glob::new(rule)],
        reason: "r".to_owned(),
        owner: Some("o".to_owned()),
        until: until.and_then(|until| until.parse().ok()),
        origin: ".vnetguard.toml:1".to_owned(),
        ..Entry::default()
    };
    let text = Baseline::of(&plain.verdicts).to_text().expect("text").replace("azurerm_subnet", "azurerm_other");
    let report = check(&CheckOptions {
        suppress: vec![entry("APP-*", Some("2030-01-01")), entry("ISE-*", Some("2020-01-01")), entry("NO-RULE", None)],
        baseline: Some(Baseline::parse("base.json", &text).expect("a baseline")),
        ..options()
    })
    .expect("it is judged");
    assert!(report.notices.len() >= 3, "{:?}", report.notices);
    assert!(report.verdicts.iter().any(|verdict| verdict.suppression.is_some()));
    validate(&report, "acceptances");
    validate(&Report::default(), "an empty report");
}

/// The check of this file finds what is wrong.
#[test]
fn wrong_documents_are_found() {
    let schema: Value = serde_json::from_str(&report_schema()).expect("JSON");
    let right = rendered(&Report::default(), true);
    let wrong = |pointer: &str, value: Value| {
        let mut document = right.clone();
        *document.pointer_mut(pointer).expect("a member") = value;
        problems(&schema, &document, &schema, "")
    };
    assert_eq!(wrong("/summary/gate", json!("maybe")).len(), 1);
    assert_eq!(wrong("/summary/unknown", json!(-1)).len(), 1);
    assert_eq!(wrong("/context/as_of", json!("today")).len(), 1);
    assert_eq!(wrong("/verdicts", json!([{}])).len(), 9);
    assert_eq!(wrong("/tool", json!({"name": "vnetguard", "version": "1", "x": 1})).len(), 1);
}
