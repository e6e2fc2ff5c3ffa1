//! What each section of a plan contributes: changes, data sources, variables, providers, and what the plan says of
//! itself.

use super::*;
use crate::model::{Action, Presence};
use proptest::prelude::*;
use serde_json::{Value, json};

fn change(address: &str, actions: &[&str], before: Value, after: Value) -> Value {
    let kind = address.split('.').next().expect("has a type");
    let unknown = if after.is_null() { json!({}) } else { json!({"id": true}) };
    json!({
        "address": address, "mode": "managed", "type": kind, "name": "x",
        "provider_name": "registry.terraform.io/hashicorp/azurerm",
        "change": {"actions": actions, "before": before, "after": after, "after_unknown": unknown,
                   "before_sensitive": false, "after_sensitive": {}},
    })
}

fn plan(changes: &[Value], rest: Value) -> PlanLoaded {
    let mut document = json!({"format_version": "1.2", "resource_changes": changes, "configuration": {}});
    if let (Some(document), Value::Object(rest)) = (document.as_object_mut(), rest) {
        document.extend(rest);
    }
    read(&document.to_string()).expect("loads")
}

fn subjects(resources: &[crate::input::declared::Declared]) -> Vec<&str> {
    resources.iter().map(|resource| resource.subject.as_str()).collect()
}

/// Each kind of change leaves what it should on either side, and is recorded with its actions.
#[test]
fn actions_decide_what_is_left() {
    let subnet = || json!({"name": "s", "id": "/ID"});
    let mut deposed = change("azurerm_subnet.create", &["delete"], subnet(), Value::Null);
    deposed["deposed"] = json!("0badc0de");
    let mut replaced = change("azurerm_subnet.replace", &["delete", "create"], subnet(), json!({"name": "t"}));
    replaced["change"]["replace_paths"] = json!([["name"], ["delegation", 0, "name"]]);
    let plan = plan(
        &[
            change("azurerm_subnet.create", &["create"], Value::Null, json!({"name": "s"})),
            deposed,
            replaced,
            change("azurerm_subnet.noop", &["no-op"], subnet(), subnet()),
            change("azurerm_subnet.delete", &["delete"], subnet(), Value::Null),
            change("azurerm_subnet.forget", &["forget"], subnet(), Value::Null),
        ],
        json!({}),
    );
    assert_eq!(subjects(&plan.after), ["azurerm_subnet.create", "azurerm_subnet.replace", "azurerm_subnet.noop"]);
    let before = ["azurerm_subnet.replace", "azurerm_subnet.noop", "azurerm_subnet.delete", "azurerm_subnet.forget"];
    assert_eq!(subjects(&plan.before), before);
    let actions: Vec<&[Action]> = plan.changes.iter().map(|(_, change)| change.actions.as_slice()).collect();
    assert_eq!(
        actions,
        [
            &[Action::Create][..],
            &[Action::Delete, Action::Create],
            &[Action::NoOp],
            &[Action::Delete],
            &[Action::Forget]
        ]
    );
    assert_eq!(plan.changes[1].1.replaced_by, ["name", "delegation[0].name"]);
    assert_eq!(plan.before[0].id.as_deref(), Some("/ID"));
    assert_eq!(plan.after[1].id, None);
    assert!(matches!(at(&plan, "azurerm_subnet.replace", "id").tree, Tree::Unknown(_)));
}

/// A resource of another type, or of another provider, is counted where an object of it will be, data sources never.
#[test]
fn other_types_are_counted() {
    let other = |address: &str, actions: &[&str]| change(address, actions, Value::Null, json!({}));
    let mut foreign = other("azurerm_subnet.foreign", &["create"]);
    foreign["provider_name"] = json!("registry.terraform.io/acme/azurerm");
    let mut bare = other("azurerm_subnet.bare", &["create"]);
    bare["provider_name"] = json!("azurerm");
    let mut data = other("azurerm_client_config.c", &["read"]);
    data["mode"] = json!("data");
    // The same with `type` behind the values, as a tool that sorts keys writes it.
    let text =
        r#"{"change":{"actions":["create"],"after":{}},"address":"random_pet.p","type":"random_pet","mode":"managed"}"#;
    let late: Value = serde_json::from_str(text).expect("is JSON");
    let changes = [
        other("random_pet.a", &["create"]),
        other("random_pet.b", &["no-op"]),
        other("random_pet.c", &["delete"]),
        other("random_pet.d", &["forget"]),
        other("random_pet.e", &["create", "delete"]),
        foreign,
        bare,
        data,
        late,
    ];
    let plan = plan(&changes, json!({}));
    let expected = [("azurerm_subnet".to_owned(), 1), ("random_pet".to_owned(), 4)];
    assert_eq!(plan.not_understood, BTreeMap::from(expected));
    assert_eq!(subjects(&plan.after), ["azurerm_subnet.bare"]);
}

/// Members in any order give the same resource: the type may come behind the values.
#[test]
fn order_of_members_does_not_matter() {
    let text = r#"{"resource_changes":[{"change":{"after_unknown":{"address_prefixes":true},"after":{"name":"s","x":1},
        "actions":["create"]},"type":"azurerm_subnet","mode":"managed","address":"azurerm_subnet.a"}],
        "format_version":"1.2"}"#;
    let plan = read(text).expect("loads");
    assert_eq!(at(&plan, "azurerm_subnet.a", "name").as_text(), Some("s"));
    assert!(matches!(at(&plan, "azurerm_subnet.a", "address_prefixes").tree, Tree::Unknown(_)));
}

/// Data sources are external: those read while planning come from the prior state, at any depth, those still to be
/// read from the changes; one in both places is taken once.
#[test]
fn data_sources_are_external() {
    let data = |address: &str, values: Value| {
        json!({"address": address, "mode": "data", "type": "azurerm_subnet", "name": "x", "values": values,
               "provider_name": "registry.opentofu.org/hashicorp/azurerm", "sensitive_values": {"name": true}})
    };
    let mut waiting = change("azurerm_subnet.x", &["read"], Value::Null, json!({}));
    waiting["address"] = json!("data.azurerm_subnet.wait");
    waiting["mode"] = json!("data");
    let root = json!({
        "resources": [
            data("data.azurerm_subnet.read", json!({"name": "hidden", "id": "/R"})),
            data("data.azurerm_subnet.wait", json!({"name": "old", "id": "/OLD"})),
            {"address": "azurerm_subnet.managed", "mode": "managed", "type": "azurerm_subnet", "values": {"name": "m"}},
        ],
        "child_modules": [{"address": "module.m", "child_modules": [{"resources": [
            data("module.m.module.n.data.azurerm_subnet.deep", json!({"name": "d", "id": "/D"})),
        ]}]}],
    });
    let state = json!({"prior_state": {"format_version": "1.0", "values": {"outputs": {}, "root_module": root}}});
    let plan = plan(&[waiting], state);
    let expected =
        ["data.azurerm_subnet.wait", "module.m.module.n.data.azurerm_subnet.deep", "data.azurerm_subnet.read"];
    assert_eq!(subjects(&plan.after), expected);
    assert!(plan.after.iter().all(|resource| resource.presence == Presence::External));
    assert_eq!(
        plan.after.iter().map(|resource| resource.id.as_deref()).collect::<Vec<_>>(),
        [None, Some("/D"), Some("/R")]
    );
    assert_eq!(plan.secrets, ["d", "hidden", "old"]);
    assert!(plan.changes.is_empty());
}

/// Values of sensitive variables are secrets, leaf by leaf; those of others are not.
#[test]
fn sensitive_variables_are_secrets() {
    let rest = json!({
        "variables": {"key": {"value": {"a": "one", "b": ["two", 3, true]}}, "open": {"value": "free"}, "none": {}},
        "configuration": {"root_module": {"variables": {"key": {"sensitive": true}, "open": {}, "none": {"sensitive": true}}}},
    });
    assert_eq!(plan(&[], rest).secrets, ["3", "one", "two"]);
}

/// Texts and numbers of sensitive outputs are secrets, before and after; a whole resource as an output is not.
#[test]
fn sensitive_outputs_are_secrets() {
    let output = |before: Value, after: Value, sensitive: bool| {
        json!({"actions": ["update"], "before": before, "after": after, "after_unknown": false,
               "before_sensitive": sensitive, "after_sensitive": sensitive})
    };
    let rest = json!({"output_changes": {
        "key": output(json!("old"), json!("new"), true),
        "open": output(Value::Null, json!("free"), false),
        "resource": output(Value::Null, json!({"name": "vnet"}), true),
    }});
    assert_eq!(plan(&[], rest).secrets, ["new", "old"]);
}

/// The subscription is the provider's constant, else a text that only resources of the same provider share.
#[test]
fn subscriptions_come_from_the_provider() {
    let block = |name: &str, key: &str| json!({"mode": "managed", "type": "azurerm_subnet", "name": name, "provider_config_key": key});
    let rest = json!({"configuration": {
        "provider_config": {
            "azurerm": {"name": "azurerm", "expressions": {"subscription_id": {"constant_value": "S"}, "features": [{}]}},
            "azurerm.hub": {"name": "azurerm", "expressions": {"subscription_id": {"references": ["var.hub"]}}},
            "module.m:azurerm": {"name": "azurerm"},
        },
        "root_module": {
            "resources": [block("a", "azurerm"), block("b", "azurerm.hub")],
            "module_calls": {"m": {"source": "./m", "module": {"resources": [block("c", "module.m:azurerm")]}}},
        },
    }});
    let mut inner = change("azurerm_subnet.c", &["create"], Value::Null, json!({}));
    inner["address"] = json!("module.m[\"k\"].azurerm_subnet.c");
    let outer = |name| change(name, &["create"], Value::Null, json!({}));
    let plan = plan(&[outer("azurerm_subnet.a"), outer("azurerm_subnet.b[0]"), inner], rest);
    let subscriptions: Vec<&str> = plan.after.iter().map(|resource| resource.subscription.as_str()).collect();
    assert_eq!(subscriptions, ["S", "{azurerm.hub}", "{module.m:azurerm}"]);
    assert_eq!(plan.configuration.root.calls["m"].source, "./m");
    assert!(plan.configuration.root.blocks.contains("azurerm_subnet.a"));
}

/// What a plan says of itself is passed on: nothing is said of a sound one.
#[test]
fn plans_say_what_they_lack() {
    let said = |rest: Value| plan(&[], rest).notes.join(" ");
    assert_eq!(said(json!({"errored": false, "complete": true, "applyable": true})), "");
    assert!(said(json!({"complete": true, "applyable": false})).contains("is not applyable"));
    assert!(said(json!({"errored": true, "complete": false})).contains("is errored"));
    assert!(said(json!({"complete": false})).contains("is incomplete"));
    let deferred = |name: &str| json!({"reason": "provider_config_unknown", "resource_change": {"address": name}});
    let two = said(json!({"deferred_changes": [deferred("azurerm_subnet.a[\"x\"]"), {}]}));
    assert!(two.contains("defers 2 changes, which are not judged: azurerm_subnet.a[\"x\"], a resource"), "{two}");
    let one = said(json!({"action_invocations": [{"address": "action.azurerm_x.y", "config_values": {}}]}));
    assert!(one.contains("invokes 1 action of providers"), "{one}");
    assert!(said(json!({"format_version": "1.3"})).contains("newer than '1.2'"));
    assert_eq!(said(json!({"format_version": "0.1"})), "");
    let bare = read("{\"format_version\": \"1.2\"}").expect("loads").notes.join(" ");
    assert!(bare.contains("no 'resource_changes'") && bare.contains("no 'configuration'"), "{bare}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A plan damaged anywhere never panics, and what it says of the damage quotes no value.
    #[test]
    fn damaged_plans_do_not_panic(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5)) {
        let mut bytes = std::fs::read("testdata/input/terraform/az-nested-object-attrs/plan.json").expect("reads");
        for (at, byte) in changes {
            *at.get_mut(&mut bytes) = byte;
        }
        match load(0, "plan", bytes.as_slice(), options()) {
            Ok(mut plan) => {
                plan.resolve(&expected, None);
            }
            Err(error) => prop_assert!(!error.to_string().contains("hunter2")),
        }
    }
}
