//! Conformance vectors and public templates, read from the folder that `VNETGUARD_CORPUS` names. Without it these
//! tests only show that the folder is not needed.

use super::{Evaluated, evaluate_in};
use crate::input::arm::surroundings::{Level, Surroundings};
use crate::input::arm::{is_template, json, load};
use serde_json::Value as Plain;
use std::path::{Path, PathBuf};

/// How many vectors with a known value may stay unknown.
const MAX_UNKNOWN: usize = 6;

fn corpus() -> Option<PathBuf> {
    std::env::var_os("VNETGUARD_CORPUS").map(|folder| PathBuf::from(folder).join("arm"))
}

fn lines(file: &Path) -> Vec<(String, Plain)> {
    let text = std::fs::read_to_string(file).expect("a file of vectors");
    text.lines().map(|line| (line.to_owned(), serde_json::from_str(line).expect("JSON lines"))).collect()
}

fn surroundings(config: &Plain) -> Surroundings {
    let text = |key: &str, default: &str| Some(config[key].as_str().unwrap_or(default).to_owned());
    Surroundings {
        tenant_id: text("tenantId", "00000000-0000-0000-0000-000000000000"),
        subscription_id: text("subscriptionId", "00000000-0000-0000-0000-000000000000"),
        subscription_name: text("subscriptionName", "sub"),
        resource_group: text("resourceGroup", "rg"),
        location: text("location", "eastus"),
        management_group: text("managementGroup", "mg"),
        deployment_name: text("deploymentName", "deployment"),
        public_cloud: true,
    }
}

fn level(config: &Plain) -> Level {
    match config["scope"].as_str() {
        Some("managementGroup") => Level::ManagementGroup,
        Some("subscription") => Level::Subscription,
        Some("tenant") => Level::Tenant,
        _ => Level::ResourceGroup,
    }
}

/// The sections of a template that a vector states, with the order of its members.
fn sections(line: &str) -> String {
    let vector = json::parse(line).expect("JSON");
    let written = |value: &json::Json| line[value.span.start..value.span.end].to_owned();
    let section = |name: &str| vector.get(name).map_or("{}".to_owned(), written);
    let parameters: Vec<String> = vector
        .get("params")
        .map(json::Json::members)
        .unwrap_or_default()
        .iter()
        .map(|member| format!("{:?}: {{\"defaultValue\": {}}}", member.key, written(&member.value)))
        .collect();
    format!(
        "{{\"parameters\": {{{}}}, \"variables\": {}, \"functions\": {}}}",
        parameters.join(", "),
        section("variables"),
        section("functions")
    )
}

/// Every vector that the evaluator answers with a value has exactly that value; few stay unknown.
#[test]
fn function_vectors() {
    let Some(folder) = corpus() else { return };
    let mut wrong = Vec::new();
    let mut unknown = Vec::new();
    let mut right = 0;
    for (line, vector) in lines(&folder.join("functions.jsonl")) {
        let expression = vector["expr"].as_str().expect("an expression");
        if vector["tier"] == "docs-suspect" {
            continue;
        }
        let config = &vector["config"];
        let found = evaluate_in(expression, &sections(&line), level(config), surroundings(config));
        let expected = vector.get("expected");
        match (&found, expected) {
            (Evaluated::Known(value), Some(expected)) if value == expected => right += 1,
            (Evaluated::Unknown { .. } | Evaluated::Partly(_), Some(_)) => unknown.push(expression.to_owned()),
            (Evaluated::Fault(_), None) if vector["error"] == true => right += 1,
            (Evaluated::Unknown { .. } | Evaluated::Partly(_), None) if vector["unknown"] == true => right += 1,
            _ => wrong.push(format!("{} {expression}: {found:?}, expected {expected:?}", vector["tier"])),
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(right > 300, "{right}");
    assert!(unknown.len() <= MAX_UNKNOWN, "{unknown:#?}");
}

fn json_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            json_files(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "json") {
            found.push(entry);
        }
    }
}

/// Every public template loads without a panic, and what is refused is refused for a limit or for its JSON.
#[test]
fn public_templates() {
    let Some(folder) = corpus() else { return };
    let mut files = Vec::new();
    json_files(&folder.join("corpus"), &mut files);
    let (mut loaded, mut refused, mut resources) = (0, Vec::new(), 0);
    for file in &files {
        let Ok(text) = std::fs::read_to_string(file) else { continue };
        let schema = json::parse(&text)
            .ok()
            .and_then(|root| root.get("$schema").and_then(json::Json::as_text).map(str::to_owned));
        if !schema.is_some_and(|schema| is_template(&schema)) {
            continue;
        }
        let name = file.display().to_string();
        match load(0, &name, "template.json", &text, &[], &|_| true) {
            Ok(found) => {
                loaded += 1;
                resources += found.after.len();
                for declared in &found.after {
                    let place = crate::model::Place::of(declared.handle.clone());
                    let line = found.source_map.locate(&place).line;
                    assert!(line >= 1 && line <= text.lines().count(), "{name}: {}", declared.handle.name);
                }
            }
            Err(error) => refused.push(format!("{name}: {error}")),
        }
    }
    assert!(loaded > 400 && resources > 3_000, "{loaded} templates, {resources} resources");
    assert_eq!(refused, Vec::<String>::new());
}
