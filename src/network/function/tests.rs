//! Questions and answers as policies write and read them.

use super::*;

fn network() -> Json {
    json!({ "subnet": ["10.0.0.0/27"], "address_space": ["10.0.0.0/16"], "address_space_is_open": false })
}

fn question(rules: Json) -> Json {
    json!({
        "network": network(), "direction": "inbound", "protocols": ["tcp"], "remote": ["AzureConnectors"],
        "ports": ["454"], "rules": rules,
    })
}

fn with(mut question: Json, name: &str, value: Json) -> Json {
    question[name] = value;
    question
}

fn allow() -> Json {
    json!({
        "name": "allow", "priority": 100, "access": "Allow", "direction": "Inbound", "protocol": "*",
        "source_addresses": ["AzureConnectors"], "destination_addresses": ["*"], "source_ports": ["*"],
        "destination_ports": ["454"],
    })
}

fn verdict(question: Json) -> String {
    let answer = flow(question).expect("an answer");
    answer["verdict"].as_str().expect("a word").to_owned()
}

/// A flow is decided by its rules, and the answer names rule and packet.
#[test]
fn flows() {
    let answer = flow(question(json!([allow()]))).expect("an answer");
    assert_eq!(answer["verdict"], "allow");
    assert_eq!(answer["decided_by"], json!({"name": "allow", "priority": 100, "source": "network_security_group"}));
    assert_eq!(answer["witness"]["destination_port"], 454);
    assert_eq!(verdict(question(json!([]))), "deny");
    assert_eq!(verdict(question(json!([{ "name": "unknown" }]))), "unknown");
}

/// What is left out is not known: the rules, whether there are more, what else the virtual network holds. Only a question
/// that says so has no group.
#[test]
fn what_is_left_out_is_not_known() {
    assert_eq!(verdict(question(Json::Null)), "unknown");
    assert_eq!(verdict(with(question(json!([])), "rules_are_open", json!(true))), "unknown");
    assert_eq!(verdict(with(question(Json::Null), "has_group", json!(false))), "allow");
    assert_eq!(verdict(with(question(json!([])), "network", json!({}))), "unknown");
    let open = json!({ "subnet": ["10.0.0.0/27"], "address_space": ["10.0.0.0/16"] });
    assert_eq!(verdict(with(question(json!([])), "network", open)), "unknown");
    let untold = json!(["AzureConnectors", { "unknown": { "reason": "known after apply", "text": "" } }]);
    assert_eq!(verdict(with(question(json!([allow()])), "remote", untold)), "unknown");
    let mut without_ports = allow();
    without_ports.as_object_mut().expect("a rule").remove("destination_ports");
    assert_eq!(verdict(question(json!([without_ports]))), "unknown");
}

/// Rules and prefixes are taken as they stand in the policies' input document, with what is not known of them.
#[test]
fn entities_of_the_document() {
    let prefix = |text: &str| json!({ "text": text, "version": 4, "prefix_length": 16 });
    let all = json!([{ "first": 0, "last": 65535 }]);
    let rule = json!({
        "id": "r", "kind": "Microsoft.Network/networkSecurityGroups/securityRules", "subject": "azurerm_x.y",
        "presence": "declared", "name": "allow", "priority": 100, "access": "allow", "direction": "inbound",
        "protocol": "*", "source_addresses": ["AzureConnectors"], "destination_addresses": ["*"], "source_ports": all,
        "destination_ports": [{ "first": 454, "last": 455 }], "network_security_groups": ["g"], "unknown": {},
    });
    let network = json!({
        "subnet": [prefix("10.0.0.0/27")], "address_space": [prefix("10.0.0.0/16")], "address_space_is_open": false,
    });
    let ask = |rule: &Json| with(question(json!([rule])), "network", network.clone());
    let answer = flow(ask(&rule)).expect("an answer");
    assert_eq!((&answer["verdict"], &answer["decided_by"]["id"]), (&json!("allow"), &json!("r")));
    let unknown = json!({ "source_addresses": { "reason": "known after apply", "text": "" } });
    assert_eq!(verdict(ask(&with(rule.clone(), "presence", json!("conditional")))), "unknown");
    assert_eq!(verdict(ask(&with(with(rule.clone(), "access", json!("deny")), "unknown", unknown.clone()))), "deny");
    let mut of_groups = with(with(rule, "unknown", json!({})), "source_application_security_groups", json!(["G"]));
    of_groups.as_object_mut().expect("a rule").remove("source_addresses");
    assert_eq!(verdict(ask(&of_groups)), "deny");
    assert_eq!(verdict(ask(&with(of_groups, "unknown", unknown))), "unknown");
    assert_eq!(verdict(ask(&json!({}))), "unknown");
}

/// A route is the longest prefix's, and what is left out leaves it open.
#[test]
fn routes() {
    let routes =
        json!([{ "name": "all", "prefix": "0.0.0.0/0", "next_hop_type": "VirtualAppliance", "presence": "declared" }]);
    let ask = json!({
        "destinations": ["203.0.113.4"], "network": network(), "routes": routes, "learned": "nothing",
        "service_endpoints": [],
    });
    let answer = route(ask.clone()).expect("an answer");
    assert_eq!((&answer["next_hop"], &answer["certainty"]), (&json!("virtualappliance"), &json!("certain")));
    assert_eq!(answer["default_route"]["forced_tunnelling"], "certain");
    let untold = with(ask, "destinations", json!(["203.0.113.4", { "unknown": {} }]));
    for open in [untold, json!({ "destinations": ["203.0.113.4"], "network": {} })] {
        let answer = route(open).expect("an answer");
        assert_eq!((answer.get("next_hop"), &answer["certainty"]), (None, &json!("possible")));
    }
}

/// What cannot be read is named.
#[test]
fn wrong_inputs() {
    let ask = |direction: &str, protocols: Json, ports: &str| json!({ "network": {}, "direction": direction, "protocols": protocols, "remote": [], "ports": [ports] });
    for (input, expected) in [
        (json!({}), "missing field"),
        (json!({ "colour": 1 }), "unknown field `colour`"),
        (ask("up", json!(["tcp"]), "1"), "'up' is neither"),
        (ask("inbound", json!(["gre"]), "1"), "'gre' is not a protocol"),
        (ask("inbound", json!([]), "1"), "'protocols' is empty"),
        (ask("inbound", json!(["tcp"]), "x"), "'x' is not a port"),
        (json!([]), "missing field"),
        (json!(1), "invalid type"),
    ] {
        let error = flow(input).expect_err(expected);
        assert!(error.contains(expected), "{error}");
    }
    let error = route(json!({ "destinations": [], "network": {}, "learned": "much" })).expect_err("no such word");
    assert!(error.contains("'much' is not one of"), "{error}");
}
