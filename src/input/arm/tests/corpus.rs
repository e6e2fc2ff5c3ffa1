//! Conformance vectors and public templates, read from the folder that `VNETGUARD_CORPUS` names. Without it these
//! tests only show that the folder is not needed.

use super::{Deployed, Evaluated, deploy_in, evaluate_in};
use crate::input::arm::surroundings::{Level, Surroundings};
use crate::input::arm::{is_template, json, load};
use serde_json::{Value as Plain, json};
use std::path::{Path, PathBuf};

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
        subscription_key: None,
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
    let written = |value: &json::Json| line.get(value.span.start..value.span.end).expect("a span").to_owned();
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

/// Every vector has exactly its value, its fault, or stays unknown where it says so. Gives the number of vectors.
fn check_vectors(file: &Path) -> usize {
    let mut wrong = Vec::new();
    let mut right = 0;
    for (line, vector) in lines(file) {
        let expression = vector["expr"].as_str().expect("an expression");
        if vector["tier"] == "docs-suspect" {
            continue;
        }
        let config = &vector["config"];
        let found = evaluate_in(expression, &sections(&line), level(config), surroundings(config));
        let expected = vector.get("expected");
        match (&found, expected) {
            (Evaluated::Known(value), Some(expected)) if value == expected => right += 1,
            (Evaluated::Fault(_), None) if vector["error"] == true => right += 1,
            (Evaluated::Unknown { .. } | Evaluated::Partly(_), None) if vector["unknown"] == true => right += 1,
            _ => wrong.push(format!("{} {expression}: {found:?}, expected {expected:?}", vector["tier"])),
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    right
}

/// The public vectors hold, all of them.
#[test]
fn function_vectors() {
    let Some(folder) = corpus() else { return };
    assert!(check_vectors(&folder.join("functions.jsonl")) > 380);
}

/// Vectors for every group of functions hold.
#[test]
fn own_vectors() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/input/arm/functions.jsonl");
    assert!(check_vectors(&file) > 100);
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

/// The parameter file of a vector: values by name, or a whole file.
fn parameters(values: &Plain) -> Plain {
    if values["parameters"].is_object() {
        return values.clone();
    }
    let given = values.as_object().into_iter().flatten();
    Plain::Object(given.map(|(name, value)| (name.clone(), json!({"value": value}))).collect())
}

/// Whether `found` has everything `expected` has; `{"$any": true}` stands for anything.
fn covers(found: &Plain, expected: &Plain) -> bool {
    match (found, expected) {
        (_, Plain::Object(expected)) if expected.contains_key("$any") => true,
        (Plain::Object(found), Plain::Object(expected)) => {
            expected.iter().all(|(key, value)| found.get(key).is_some_and(|found| covers(found, value)))
        }
        (Plain::Array(found), Plain::Array(expected)) => {
            found.len() == expected.len() && found.iter().zip(expected).all(|(found, expected)| covers(found, expected))
        }
        _ => found == expected,
    }
}

fn at_path<'p>(value: &'p Plain, path: &Plain) -> Option<&'p Plain> {
    if let Some(pointer) = path.as_str() {
        return value.pointer(pointer);
    }
    path.as_array()?.iter().try_fold(value, |value, step| match step.as_u64() {
        Some(index) => value.get(usize::try_from(index).ok()?),
        None => value.get(step.as_str()?),
    })
}

/// Whether the path leads into something unknown.
fn is_open(value: &Plain, path: &Plain) -> bool {
    let first = path.as_array().and_then(|steps| steps.first()).and_then(Plain::as_str);
    first.and_then(|first| value[first].as_str()).is_some_and(|text| text.contains("reference("))
}

/// What of `expect` does not hold.
fn violations(deployed: &Deployed, expect: &Plain) -> Vec<String> {
    let ids: Vec<&str> = deployed.resources.iter().filter_map(|resource| resource["id"].as_str()).collect();
    let mut wrong = Vec::new();
    let mut check = |holds: bool, what: &Plain| {
        if !holds {
            wrong.push(what.to_string());
        }
    };
    if let Some(expected) = expect["ids"].as_array() {
        check(json!(ids) == json!(expected), &expect["ids"]);
    }
    if let Some(outputs) = expect["outputs"].as_object() {
        check(covers(&deployed.outputs, &json!(outputs)), &expect["outputs"]);
    }
    for resource in expect["resources"].as_array().into_iter().flatten() {
        check(deployed.resources.iter().any(|found| covers(found, resource)), resource);
    }
    for id in expect["unknownCondition"].as_array().into_iter().flatten() {
        let found = deployed.resources.iter().find(|found| found["id"] == *id);
        check(found.is_some_and(|found| found["presence"] == "conditional"), id);
    }
    if let Some(count) = expect["count"].as_u64() {
        check(ids.len() as u64 == count, &expect["count"]);
    }
    for fact in expect["facts"].as_array().into_iter().flatten() {
        let found = deployed.resources.iter().find(|found| found["id"] == fact["resource"]);
        check(found.and_then(|found| at_path(found, &fact["path"])) == fact.get("value"), fact);
    }
    for fact in expect["byName"].as_array().into_iter().flatten() {
        let mut matching = deployed.resources.iter().filter(|found| covers(found, &fact["resource"]));
        let holds = |found: &Plain| at_path(found, &fact["path"]) == fact.get("value");
        check(matching.any(|found| fact["exists"] == true || holds(found) || is_open(found, &fact["path"])), fact);
    }
    wrong
}

/// The facts of the template vectors hold.
#[test]
fn template_vectors() {
    let Some(folder) = corpus() else { return };
    let mut wrong = Vec::new();
    let mut vectors = 0;
    for (line, vector) in lines(&folder.join("templates.jsonl")) {
        let text = match vector["corpus_template"].as_str() {
            Some(file) => std::fs::read_to_string(folder.join("corpus").join(file)).expect("a template"),
            None => {
                let span = json::parse(&line).expect("JSON").get("template").expect("a template").span;
                line.get(span.start..span.end).expect("a span").to_owned()
            }
        };
        let deployed = deploy_in(&text, &parameters(&vector["params"]), &surroundings(&vector["config"]));
        let violated = violations(&deployed, &vector["expect"]);
        if !violated.is_empty() {
            wrong.push((vector["id"].to_string(), violated, deployed.notes));
        }
        vectors += 1;
    }
    assert!(vectors >= 27, "{vectors}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Leaves of each string only what stands before its first unknown part.
fn cut_unknown(value: &mut Plain) {
    match value {
        Plain::String(text) => {
            let known = text.find(['{', '[', '…']).unwrap_or(text.len());
            text.truncate(known);
        }
        Plain::Array(items) => items.iter_mut().for_each(cut_unknown),
        Plain::Object(members) => members.values_mut().for_each(cut_unknown),
        _ => {}
    }
}

/// The resources of a template, without places and without the texts of what is unknown.
fn comparable(file: &Path) -> Vec<Plain> {
    let text = std::fs::read_to_string(file).expect("a template");
    let mut resources = deploy_in(&text, &json!({}), &surroundings(&json!({}))).resources;
    for resource in &mut resources {
        resource["handle"] = Plain::Null;
        cut_unknown(resource);
    }
    resources.sort_by_key(|resource| resource.to_string());
    resources
}

/// A template and its twin with symbolic names deploy the same resources.
#[test]
fn symbolic_twins() {
    let Some(folder) = corpus() else { return };
    let mut wrong = Vec::new();
    let mut pairs = 0;
    for (_, pair) in lines(&folder.join("pairs.jsonl")) {
        let case = folder.join("corpus").join(pair["case"].as_str().expect("a case"));
        let load = |key: &str| comparable(&case.join(pair[key].as_str().expect("a file")));
        let (left, right) = (load("a"), load("b"));
        pairs += 1;
        if left != right {
            let of = |one: &[Plain], other: &[Plain]| -> Vec<String> {
                one.iter().filter(|it| !other.contains(it)).take(1).map(Plain::to_string).collect()
            };
            wrong.push(format!("{}:\n  {:?}\n  {:?}", pair["case"], of(&left, &right), of(&right, &left)));
        }
    }
    assert!(pairs >= 100, "{pairs}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// So do a pair with loops, a condition, an extension, a child, an existing resource and copied modules, and one with a
/// module; their outputs are equal as well.
#[test]
fn own_twins() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/input");
    for (folder, count) in [("arm/twins", 8), ("bicep", 4)] {
        let [plain, symbolic] = ["main.json", "main.symbolicnames.json"].map(|file| root.join(folder).join(file));
        assert_eq!(comparable(&plain), comparable(&symbolic));
        assert_eq!(comparable(&plain).len(), count, "{folder}");
        let outputs = |file: &Path| {
            let text = std::fs::read_to_string(file).expect("a template");
            deploy_in(&text, &json!({}), &surroundings(&json!({}))).outputs
        };
        assert_eq!(outputs(&plain), outputs(&symbolic));
        assert!(outputs(&plain).as_object().is_some_and(|outputs| outputs.len() >= 2), "{}", outputs(&plain));
    }
}
