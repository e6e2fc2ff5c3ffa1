//! Modules that feed each other in any order, and extensions of resources.

use super::{Deployed, deploy};
use crate::input::arm::load;
use crate::input::normalise;
use serde_json::{Value as Plain, json};

fn network(name: &str) -> Plain {
    json!({"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2023-09-01", "name": name, "properties": {}})
}

fn module(name: &str, parameters: Plain, template: Plain) -> Plain {
    let scope = json!({"scope": "inner"});
    json!({"type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": name, "properties": {
        "mode": "Incremental", "expressionEvaluationOptions": scope, "parameters": parameters, "template": template,
    }})
}

fn names(deployed: &Deployed) -> Vec<&str> {
    deployed.resources.iter().filter_map(|resource| resource["name"].as_str()).collect()
}

/// A module may be declared before the one of which it takes an output, as a name or as a condition deep inside it.
#[test]
fn outputs_of_later_modules() {
    let named = json!({"parameters": {"name": {"type": "string"}}, "resources": [network("[parameters('name')]")]});
    let mut inner = module("inner", json!({}), json!({"resources": [network("deep")]}));
    inner["condition"] = json!("[parameters('deploy')]");
    let conditional = json!({"parameters": {"deploy": {"type": "bool"}}, "resources": [inner]});
    let output = |name: &str| json!({"value": format!("[reference('last').outputs.{name}.value]")});
    for deploys in [true, false] {
        let deployed = deploy(&json!({"resources": [
            module("first", json!({"name": output("name")}), named.clone()),
            module("second", json!({"deploy": output("deploy")}), conditional.clone()),
            module("last", json!({}), json!({"resources": [], "outputs": {
                "name": {"type": "string", "value": "hub"}, "deploy": {"type": "bool", "value": deploys},
            }})),
        ]}));
        assert_eq!(names(&deployed), if deploys { vec!["hub", "deep"] } else { vec!["hub"] }, "{:?}", deployed.notes);
    }
}

/// A bare name means the one resource that has it; of two, one of which is not deployed, the other.
#[test]
fn bare_names() {
    let [mut off, on] = [0, 1].map(|value| {
        module("twice", json!({}), json!({"resources": [], "outputs": {"it": {"type": "int", "value": value}}}))
    });
    let output = json!({"resources": [network("[string(reference('twice').outputs.it.value)]")]});
    let named = |modules: &[&Plain]| {
        let mut template = output.clone();
        template["resources"].as_array_mut().expect("a list").extend(modules.iter().copied().cloned());
        deploy(&template).resources[0]["name"].clone()
    };
    assert_eq!(named(&[&on]), "1");
    assert_ne!(named(&[&off, &on]), "1");
    off["condition"] = json!(false);
    assert_eq!(named(&[&off, &on]), "1");
}

/// Extensions of one name on two resources are two; written as a child they have their own type all the same.
#[test]
fn extensions_keep_what_they_extend() {
    let lock = |name: &str, kind: &str, scope: Option<&str>| {
        let properties = json!({"level": "CanNotDelete"});
        let mut lock = json!({"type": kind, "apiVersion": "2020-05-01", "name": name, "properties": properties});
        if let Some(scope) = scope {
            lock["scope"] = json!(format!("Microsoft.Network/virtualNetworks/{scope}"));
        }
        lock
    };
    let own = "Microsoft.Authorization/locks";
    let template = json!({"resources": [
        network("a"),
        network("b"),
        lock("keep", own, Some("a")),
        lock("keep", own, Some("b")),
        lock("a/Microsoft.Authorization/other", "Microsoft.Network/virtualNetworks/providers/locks", None),
    ]});
    let loaded = load(0, "t", "t", &template.to_string(), &[], &normalise::is_wanted).expect("a template");
    let (model, _) = normalise::normalise(vec![loaded]);
    let mut extended: Vec<String> = model
        .after
        .iter()
        .filter(|entity| entity.kind.schema().arm_type.eq_ignore_ascii_case(own))
        .map(|entity| entity.id.to_string())
        .filter_map(|id| id.split_once("/virtualnetworks/").map(|(_, rest)| rest.to_owned()))
        .collect();
    extended.sort();
    let lock = |network: &str, name: &str| format!("{network}/providers/microsoft.authorization/locks/{name}");
    assert_eq!(extended, [lock("a", "keep"), lock("a", "other"), lock("b", "keep")]);
}
