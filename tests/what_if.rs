//! What-if results from the command line: rules judge what will be, and what changes.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use serde_json::Value as Json;
use std::process::{Command, Output};

fn check(file: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vnetguard"))
        .args(["check", &format!("testdata/input/what-if/{file}"), "-o", "json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("the program runs")
}

fn verdicts(output: &Output) -> Vec<(String, String, String)> {
    let report: Json = serde_json::from_slice(&output.stdout).expect("a report");
    let text = |verdict: &Json, key: &str| verdict[key].as_str().expect("a text").to_owned();
    let verdicts = report["verdicts"].as_array().expect("verdicts");
    verdicts.iter().map(|it| (text(it, "rule"), text(it, "verdict"), text(it, "subject"))).collect()
}

/// Both shapes of a result give the same findings, at the member of the resource as it will be.
#[test]
fn both_shapes_are_judged() {
    let [flat, rest] = ["flat.json", "rest.json"].map(check);
    assert_eq!((flat.status.code(), rest.status.code()), (Some(1), Some(1)));
    assert_eq!(verdicts(&flat), verdicts(&rest));
    let subnet = "Microsoft.Network/virtualNetworks/vnet1/subnets/apps";
    let fails: Vec<_> = verdicts(&flat).into_iter().filter(|it| it.1 == "fail").collect();
    assert_eq!(fails, [("APP-VNI-SUBNET-MIN".to_owned(), "fail".to_owned(), subnet.to_owned())]);
    let report: Json = serde_json::from_slice(&flat.stdout).expect("a report");
    let line =
        report["verdicts"][0]["location"]["line"].as_u64().and_then(|line| usize::try_from(line).ok()).expect("a line");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/input/what-if/flat.json");
    let text = std::fs::read_to_string(root).expect("the result");
    assert_eq!(text.lines().nth(line - 1).map(str::trim), Some("\"addressPrefix\": \"10.0.0.0/29\","));
}

/// A result that shows only ids leaves every rule about its resources undecided: nothing fails, nothing passes.
#[test]
fn ids_alone_decide_nothing() {
    let output = check("ids-only.json");
    assert_eq!(output.status.code(), Some(0));
    let found = verdicts(&output);
    assert!(!found.is_empty() && found.iter().all(|verdict| verdict.1 == "unknown"), "{found:?}");
}

/// A what-if that failed could not be judged.
#[test]
fn failed_results_are_refused() {
    let output = check("failed.json");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
}
