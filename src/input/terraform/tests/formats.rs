//! Plans as every release writes them: small ones made by hand after the formats' history.

use super::*;
use crate::model::{Action, Change};
use serde_json::{Value, json};

/// What sets the plans of one release apart.
struct Release {
    format: &'static str,
    provider: &'static str,
    /// `before_sensitive` and `after_sensitive` are there.
    masks: bool,
    /// References are followed by their prefixes.
    prefixes: bool,
    /// Members that this release added at the top.
    members: Value,
}

fn releases() -> Vec<(&'static str, Release)> {
    let hashicorp = "registry.terraform.io/hashicorp/azurerm";
    let release = |format, provider, masks, prefixes, members| Release { format, provider, masks, prefixes, members };
    vec![
        ("0.12", release("0.1", "azurerm", false, false, json!({}))),
        ("0.13", release("0.1", hashicorp, false, false, json!({}))),
        ("0.15", release("0.1", hashicorp, true, false, json!({"resource_drift": []}))),
        ("1.0", release("0.2", hashicorp, true, true, json!({}))),
        ("1.1", release("1.0", hashicorp, true, true, json!({"resource_drift": []}))),
        ("1.3", release("1.1", hashicorp, true, true, json!({"relevant_attributes": [], "checks": []}))),
        ("1.5", release("1.2", hashicorp, true, true, json!({"timestamp": "2023-01-01T00:00:00Z"}))),
        ("1.8", release("1.2", hashicorp, true, true, json!({"applyable": true, "complete": true, "errored": false}))),
        (
            "OpenTofu 1.8",
            release("1.2", "registry.opentofu.org/hashicorp/azurerm", true, true, json!({"errored": false})),
        ),
        ("to come", release("1.9", hashicorp, true, true, json!({"unheard_of": {"a": [1]}}))),
    ]
}

/// A subnet, and an app in it whose plan is known by its id.
fn document(release: &Release) -> Value {
    let change = |kind: &str, name: &str, after: Value, unknown: Value| {
        let mut change = json!({"actions": ["create"], "before": null, "after": after, "after_unknown": unknown});
        if release.masks {
            change["before_sensitive"] = json!(false);
            change["after_sensitive"] = json!({});
        }
        json!({"address": format!("{kind}.{name}"), "mode": "managed", "type": kind, "name": name,
               "provider_name": release.provider, "change": change})
    };
    let references = if release.prefixes {
        json!(["azurerm_subnet.s.id", "azurerm_subnet.s"])
    } else {
        json!(["azurerm_subnet.s.id"])
    };
    let block = |kind: &str, name: &str, expressions: Value| {
        json!({"address": format!("{kind}.{name}"), "mode": "managed", "type": kind, "name": name,
               "provider_config_key": "azurerm", "expressions": expressions})
    };
    let mut document = json!({
        "format_version": release.format,
        "terraform_version": "0.0.0",
        "planned_values": {"root_module": {"resources": [{"address": "azurerm_subnet.s"}]}},
        "resource_changes": [
            change("azurerm_subnet", "s", json!({"name": "s", "address_prefixes": ["10.0.0.0/24", null]}),
                   json!({"id": true, "address_prefixes": [false, true]})),
            change("azurerm_linux_web_app", "a", json!({"name": "a", "service_plan_id": "/P"}),
                   json!({"id": true, "virtual_network_subnet_id": true})),
        ],
        "configuration": {
            "provider_config": {"azurerm": {"name": "azurerm"}},
            "root_module": {"resources": [
                block("azurerm_subnet", "s", json!({"name": {"constant_value": "s"}})),
                block("azurerm_linux_web_app", "a", json!({"virtual_network_subnet_id": {"references": references}})),
            ]},
        },
    });
    let object = document.as_object_mut().expect("an object");
    object.extend(release.members.as_object().expect("an object").clone());
    document
}

/// Every release's plan of the same infrastructure reads as the same resources with the same references; only a newer
/// minor version is noted.
#[test]
fn every_release_reads_alike() {
    let read = |release: &Release| {
        let mut plan = read(&document(release).to_string()).expect("loads");
        let counts = plan.resolve(&expected, None);
        assert_eq!((counts.exact, counts.unresolved), (1, 0));
        plan
    };
    let releases = releases();
    let (_, newest) = releases.last().expect("a release");
    let expected = read(newest);
    assert_eq!(expected.after.len(), 2);
    assert!(matches!(at(&expected, "azurerm_subnet.s", "address_prefixes.1").tree, Tree::Unknown(_)));
    for (name, release) in &releases {
        let plan = read(release);
        assert_eq!(plan.after, expected.after, "{name}");
        assert_eq!(plan.changes, expected.changes, "{name}");
        let notes = plan.notes.join(" ");
        assert_eq!(notes.contains("newer than '1.2'"), *name == "to come", "{name}: {notes}");
        assert_eq!(plan.notes.len(), usize::from(*name == "to come"), "{name}: {notes}");
    }
}

/// Formats that are not known are refused with a way out, whatever else the file holds.
#[test]
fn unknown_formats_are_refused() {
    for version in ["2.0", "2", "10.1", "", "one", "-1.0", "1x.0"] {
        let text = json!({"format_version": version, "resource_changes": []}).to_string();
        let error = read(&text).map(|_| ()).expect_err(version);
        assert!(error.problem.contains("format_version") && error.help.contains("newer vnetguard"), "{error}");
    }
    for version in ["0.1", "1", "1.2.3", "1.99"] {
        assert!(read(&json!({"format_version": version}).to_string()).is_ok(), "{version}");
    }
}

/// A resource of which nothing is known may have no values, and a list with unknown elements has nulls for them.
#[test]
fn missing_values_are_unknown_not_unset() {
    let change = |address: &str, change: Value| {
        json!({"address": address, "mode": "managed", "provider_name": "azurerm",
        "type": address.split('.').next(), "change": change})
    };
    let association = "azurerm_subnet_network_security_group_association.a";
    let unknown = json!({"id": true, "subnet_id": true, "network_security_group_id": true});
    let ise = "azurerm_integration_service_environment.i";
    let changes = json!([
        change(association, json!({"actions": ["create"], "after_unknown": unknown})),
        change(
            ise,
            json!({"actions": ["create"], "after": {"virtual_network_subnet_ids": [null, null]},
                           "after_unknown": {"virtual_network_subnet_ids": [true, true]}})
        ),
    ]);
    let state = json!({"values": {"root_module": {"resources": [
        {"address": "data.azurerm_subnet.d", "mode": "data", "type": "azurerm_subnet", "provider_name": "azurerm"}]}}});
    let text = json!({"format_version": "1.2", "resource_changes": changes, "prior_state": state}).to_string();
    let plan = read(&text).expect("loads");
    assert_eq!(plan.after.len(), 3);
    for path in ["id", "subnet_id", "network_security_group_id"] {
        assert!(matches!(at(&plan, association, path).tree, Tree::Unknown(_)), "{path}");
    }
    let Tree::List { items, open: None } = &at(&plan, ise, "virtual_network_subnet_ids").tree else {
        panic!("no list")
    };
    assert!(items.len() == 2 && items.iter().all(|item| matches!(item.tree, Tree::Unknown(_))), "{items:?}");
}

/// A change of a subnet with prior and planned values, and what else the plan says of it.
fn changed(actions: &[&str], rest: Value, of_change: Value) -> (PlanLoaded, Change) {
    let gone = actions.iter().all(|action| matches!(*action, "delete" | "forget"));
    let after = if gone { Value::Null } else { json!({"name": "new", "id": "/S"}) };
    let before = if actions == ["create"] { Value::Null } else { json!({"name": "old", "id": "/S"}) };
    let mut change = json!({"address": "azurerm_subnet.s", "mode": "managed", "type": "azurerm_subnet",
        "provider_name": "azurerm", "change": {"actions": actions, "before": before, "after": after,
        "after_unknown": {}, "before_sensitive": false, "after_sensitive": false}});
    change.as_object_mut().expect("an object").extend(rest.as_object().expect("an object").clone());
    change["change"].as_object_mut().expect("an object").extend(of_change.as_object().expect("an object").clone());
    let plan = read(&json!({"format_version": "1.2", "resource_changes": [change]}).to_string()).expect("loads");
    let found = plan.changes.first().expect("a change").1.clone();
    (plan, found)
}

/// Prior values are what is now and planned ones what will be, for every kind of change.
#[test]
fn prior_values_are_before() {
    for (actions, before, after) in [
        (&["create"][..], None, Some("new")),
        (&["no-op"], Some("old"), Some("new")),
        (&["update"], Some("old"), Some("new")),
        (&["delete", "create"], Some("old"), Some("new")),
        (&["create", "delete"], Some("old"), Some("new")),
        (&["delete"], Some("old"), None),
        (&["forget"], Some("old"), None),
        // A replacement that leaves the old resource where it is.
        (&["create", "forget"], Some("old"), Some("new")),
    ] {
        let (plan, change) = changed(actions, json!({}), json!({}));
        let name = |resources: &[crate::input::declared::Declared]| {
            resources.first().and_then(|resource| Some(resource.body.get("name")?.as_text()?.to_owned()))
        };
        assert_eq!(name(&plan.before).as_deref(), before, "{actions:?}");
        assert_eq!(name(&plan.after).as_deref(), after, "{actions:?}");
        let words: Vec<&str> = change.actions.iter().copied().map(Action::as_str).collect();
        assert_eq!(words, actions);
    }
}

/// Moves, imports and the causes of replacements are told.
#[test]
fn circumstances_of_changes_are_told() {
    let (_, moved) = changed(&["no-op"], json!({"previous_address": "azurerm_subnet.was[0]"}), json!({}));
    assert_eq!(moved.previous_address.as_deref(), Some("azurerm_subnet.was[0]"));
    let (_, imported) = changed(&["update"], json!({}), json!({"importing": {"id": "/S"}}));
    assert_eq!(imported.importing.as_deref(), Some("/S"));
    for unknown in [json!({"importing": {}}), json!({"importing": null}), json!({"importing": {"unknown": true}})] {
        assert_eq!(changed(&["create"], json!({}), unknown).1.importing, None);
    }
    let reason = json!({"action_reason": "replace_because_cannot_update"});
    let (_, replaced) =
        changed(&["delete", "create"], reason, json!({"replace_paths": [["name"], ["delegation", 0, "name"]]}));
    assert_eq!(replaced.replaced_by, ["name", "delegation[0].name"]);
    assert_eq!(replaced.reason.as_deref(), Some("replace_because_cannot_update"));
    let tainted = json!({"action_reason": "replace_because_tainted"});
    let (_, tainted) = changed(&["delete", "create"], tainted, json!({}));
    assert_eq!((tainted.replaced_by, tainted.reason.as_deref()), (Vec::new(), Some("replace_because_tainted")));
}

/// A replacement that a sensitive value forces names the attribute and nothing below it.
#[test]
fn replacements_tell_no_sensitive_value() {
    let paths = json!({"replace_paths": [["delegation", {"name": "hunter2"}], ["address_prefixes", "hunter2"]],
                       "before_sensitive": {"address_prefixes": true}});
    let (_, change) = changed(&["delete", "create"], json!({}), paths);
    assert_eq!(change.replaced_by, ["delegation", "address_prefixes"]);
}

/// Drift, checks, outputs and members of releases to come are passed over.
#[test]
fn other_sections_are_passed_over() {
    let drifted = json!([{"address": "azurerm_subnet.d", "mode": "managed", "type": "azurerm_subnet", "name": "d",
        "provider_name": "azurerm", "change": {"actions": ["update"], "before": {}, "after": {"name": "d"}}}]);
    let text = json!({"format_version": "1.2", "resource_changes": [], "configuration": {}, "resource_drift": drifted,
        "checks": [{"status": "fail"}], "output_changes": {"o": {}}, "before_identity": 1, "relevant_attributes": [{}],
        "planned_values": {"root_module": {"resources": drifted}}});
    let plan = read(&text.to_string()).expect("loads");
    assert!(plan.after.is_empty() && plan.changes.is_empty() && plan.notes.is_empty(), "{:?}", plan.notes);
}

/// A write-only argument has no value in a plan, only an expression: what it refers to is known all the same.
#[test]
fn write_only_arguments_are_followed() {
    let change = |address: &str, after: Value| {
        json!({"address": address, "mode": "managed", "provider_name": "azurerm",
        "type": address.split('.').next(), "change": {"actions": ["create"], "after": after, "after_unknown": {"id": true}}})
    };
    let block = |kind: &str, expressions: Value| json!({"mode": "managed", "type": kind, "name": "x", "expressions": expressions});
    let references = json!(["azurerm_network_security_group.x.id", "azurerm_network_security_group.x"]);
    let text = json!({
        "format_version": "1.2",
        "resource_changes": [
            change("azurerm_subnet.x", json!({"name": "s", "network_security_group_id_wo": null})),
            change("azurerm_network_security_group.x", json!({"name": "n"})),
        ],
        "configuration": {"root_module": {"resources": [
            block("azurerm_subnet", json!({"network_security_group_id_wo": {"references": references}})),
            block("azurerm_network_security_group", json!({})),
        ]}},
    });
    let mut plan = read(&text.to_string()).expect("loads");
    plan.resolve(&expected, None);
    let node = at(&plan, "azurerm_subnet.x", "network_security_group_id_wo");
    assert!(matches!(node.tree, Tree::Unknown(_)), "{node:?}");
    let reference = node.reference.as_ref().expect("a reference");
    assert_eq!(reference.certainty, ReferenceCertainty::Exact);
    assert_eq!(reference.targets.first().expect("a target").address, "azurerm_network_security_group.x");
}

/// Ephemeral resources are blocks of their own: they are in no change, and share no name with a managed resource.
#[test]
fn ephemeral_resources_are_told_apart() {
    let block = |mode: &str| json!({"mode": mode, "type": "azurerm_subnet", "name": "x", "expressions": {}});
    let text = json!({"format_version": "1.2", "resource_changes": [],
        "configuration": {"root_module": {"resources": [block("managed"), block("ephemeral"), block("data")]}}});
    let plan = read(&text.to_string()).expect("loads");
    let blocks: Vec<&str> = plan.configuration.root.blocks.iter().map(String::as_str).collect();
    assert_eq!(blocks, ["azurerm_subnet.x", "data.azurerm_subnet.x", "ephemeral.azurerm_subnet.x"]);
}
