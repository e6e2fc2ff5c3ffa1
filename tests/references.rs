//! The conformance cases of references: each with its sources, and again with nothing but the plan.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test may stop")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use vnetguard::{CheckOptions, inspect_references};

/// The case folders of this repository, and of the folder that the environment names.
fn cases() -> Vec<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/references");
    let more = std::env::var_os("VNETGUARD_CORPUS").map(|corpus| Path::new(&corpus).join("references"));
    let mut folders: Vec<PathBuf> = std::iter::once(own)
        .chain(more)
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flatten()
        .map(|entry| entry.expect("an entry").path())
        .filter(|folder| folder.join("expected.json").is_file())
        .collect();
    folders.sort();
    assert!(folders.len() > 20, "the cases are there");
    folders
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON")
}

fn lines(plan: &Path, source_root: &Path) -> Vec<Value> {
    let options = CheckOptions {
        inputs: vec![plan.to_owned()],
        source_root: Some(source_root.to_owned()),
        ..CheckOptions::default()
    };
    let text = inspect_references(&options).expect("a list");
    serde_json::from_str(&text).expect("JSON")
}

/// Addresses in no order.
fn set(value: &Value) -> BTreeSet<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// `subnet[name="a"].x` as the index that this element has in the plan.
fn attribute(plan: &Value, from: &str, written: &str) -> String {
    let Some((list, rest)) = written.split_once("[name=\"") else { return written.to_owned() };
    let (name, rest) = rest.split_once("\"]").expect("a name");
    let changes = plan["resource_changes"].as_array().expect("changes");
    let change = changes.iter().find(|change| change["address"] == from).expect("the resource");
    let elements = change["change"]["after"][list].as_array().expect("a list");
    let index = elements.iter().position(|element| element["name"] == name).expect("the element");
    format!("{list}[{index}]{rest}")
}

fn find<'l>(lines: &'l [Value], from: &str, attribute: &str) -> Option<&'l Value> {
    lines.iter().find(|line| line["from"] == from && line["attribute"] == attribute)
}

/// With the sources every reference is found as an apply would have it, and none where there is none.
#[test]
fn with_sources_every_reference_is_right() {
    let mut problems = Vec::new();
    let mut edges = 0;
    for case in cases() {
        let (expected, plan) = (json(&case.join("expected.json")), json(&case.join("plan.json")));
        let lines = lines(&case.join("plan.json"), &case);
        for edge in expected["edges"].as_array().expect("edges") {
            edges += 1;
            let from = edge["from"].as_str().expect("an address");
            let attribute = attribute(&plan, from, edge["attribute"].as_str().expect("a path"));
            let (to, certainty, via) = match find(&lines, from, &attribute) {
                Some(line) => (set(&line["to"]), line["certainty"].as_str().unwrap_or_default(), &line["via"]),
                None => (BTreeSet::new(), "none", &Value::Null),
            };
            if to != set(&edge["to"]) || edge["confidence"] != certainty || edge["via"] != *via {
                problems
                    .push(format!("{}: {from} {attribute}: {certainty} {to:?} {via}, expected {edge}", case.display()));
            }
        }
        for absent in set(&expected["absent"]) {
            if lines.iter().any(|line| line["from"] == absent || set(&line["to"]).contains(absent)) {
                problems.push(format!("{}: {absent} is gone", case.display()));
            }
        }
    }
    assert!(edges > 100, "{edges}");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// From the plan alone nothing stronger is claimed than it proves.
#[test]
fn a_plan_alone_claims_no_more_than_it_proves() {
    const WEAKEST: [&str; 4] = ["none", "candidates", "inferred", "exact"];
    let rank = |word: &str| WEAKEST.iter().position(|other| *other == word).unwrap_or(0);
    let alone = Path::new(env!("CARGO_TARGET_TMPDIR")).join("references-alone");
    let mut problems = Vec::new();
    for case in cases() {
        fs::create_dir_all(&alone).expect("a folder");
        let path = alone.join("plan.json");
        fs::copy(case.join("plan.json"), &path).expect("a copy");
        let (expected, plan) = (json(&case.join("expected.json")), json(&path));
        let lines = lines(&path, &alone);
        for edge in expected["edges"].as_array().expect("edges") {
            let from = edge["from"].as_str().expect("an address");
            let attribute = attribute(&plan, from, edge["attribute"].as_str().expect("a path"));
            let Some(line) = find(&lines, from, &attribute) else { continue };
            let (claimed, allowed) = (line["certainty"].as_str().unwrap_or_default(), &edge["plan_only"]);
            let allowed_word = allowed["confidence"].as_str().unwrap_or("none");
            let is_covered = claimed != "candidates" || set(&allowed["to"]).is_subset(&set(&line["to"]));
            if rank(claimed) > rank(allowed_word) || !is_covered {
                problems.push(format!("{}: {from} {attribute}: {line}, allowed {allowed}", case.display()));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
