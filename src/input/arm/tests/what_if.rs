//! What-if results: what will be, what is, and what happens.

use super::plain_node;
use crate::input::arm::{WhatIf, load_what_if};
use crate::input::declared::{Declared, Loaded};
use crate::input::error::InputError;
use crate::model::{PathStep, Place, Precision};
use serde_json::{Value as Plain, json};

fn load(name: &str) -> Result<Loaded, InputError> {
    let path = format!("{}/testdata/input/what-if/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a what-if result");
    load_what_if(&WhatIf { input: 0, name, display_path: name, text: &text }, &|kind| !kind.contains("Storage"))
}

fn shown(resources: &[Declared]) -> Vec<(&str, &str)> {
    let name = |it: &'_ Declared| -> &'static str {
        ["vnet1", "plan1", "app1", "app2", "old", "other", "unpredicted", "apps"]
            .into_iter()
            .find(|name| it.subject.ends_with(name))
            .expect("a known name")
    };
    resources.iter().map(|it| (name(it), it.presence.as_str())).collect()
}

/// Resources as they will be and as they are, with one handle for both, and what happens to each.
#[test]
fn changes() {
    for file in ["flat.json", "rest.json"] {
        let loaded = load(file).expect("a what-if result");
        let (declared, external) = ("declared", "external");
        assert_eq!(
            shown(&loaded.after),
            [
                ("vnet1", declared),
                ("plan1", declared),
                ("app1", declared),
                ("other", external),
                ("unpredicted", declared)
            ]
        );
        let before = loaded.before.as_deref().expect("what is");
        assert_eq!(shown(before), [("vnet1", declared), ("plan1", declared), ("old", declared), ("other", declared)]);
        assert_eq!(loaded.after[0].handle, before[0].handle);
        let prefix = |declared: &Declared| {
            plain_node(&declared.body)["properties"]["subnets"][0]["properties"]["addressPrefix"].clone()
        };
        assert_eq!((prefix(&loaded.after[0]), prefix(&before[0])), (json!("10.0.0.0/29"), json!("10.0.0.0/24")));
        let actions: Vec<Vec<&str>> =
            loaded.changes.iter().map(|(_, change)| change.actions.iter().map(|it| it.as_str()).collect()).collect();
        assert_eq!(actions, [["update"], ["no-op"], ["create"], ["delete"]]);
        let counted: Vec<(String, usize)> = loaded.not_understood.into_iter().collect();
        assert_eq!(counted, [("Microsoft.Storage/storageAccounts".to_owned(), 1)]);
        assert_eq!(loaded.notes.len(), 3, "{:?}", loaded.notes);
    }
}

/// What the service does not show is unknown: secure values, and bodies that it could not predict.
#[test]
fn what_is_not_shown_is_unknown() {
    let loaded = load("flat.json").expect("a what-if result");
    let secret = loaded.after[2].body.get("properties").and_then(|it| it.get("clientSecret")).expect("the member");
    assert!(secret.sensitive && plain_node(secret) == json!("a secure value"));
    assert_eq!(plain_node(&loaded.after[4].body), json!("the what-if shows only the id"));
    let loaded = load("ids-only.json").expect("a what-if result");
    assert_eq!(shown(&loaded.after), [("apps", "declared"), ("app1", "declared"), ("app2", "conditional")]);
    assert_eq!(shown(loaded.before.as_deref().expect("what is")), [("apps", "declared"), ("old", "declared")]);
    assert!(loaded.after.iter().all(|resource| matches!(plain_node(&resource.body), Plain::String(_))));
    assert_eq!(loaded.changes.len(), 3);
}

/// Places are members of the resource as it will be.
#[test]
fn places() {
    let loaded = load("flat.json").expect("a what-if result");
    let key = |key: &str| PathStep::Key(key.into());
    let path = [key("properties"), key("subnets"), PathStep::Index(0), key("properties"), key("addressPrefix")];
    let location =
        loaded.source_map.locate(&Place { resource: loaded.after[0].handle.clone(), path: path.to_vec().into() });
    assert_eq!(location.precision, Precision::Attribute);
    let text = loaded.source_map.source("flat.json").expect("the text");
    assert_eq!(text.lines().nth(location.line - 1).map(str::trim), Some("\"addressPrefix\": \"10.0.0.0/29\","));
}

/// A what-if that failed predicts nothing and is refused.
#[test]
fn failures_are_refused() {
    let error = load("failed.json").err().expect("a refusal");
    assert!(error.problem.contains("InvalidTemplate: Deployment template validation failed."), "{}", error.problem);
}
