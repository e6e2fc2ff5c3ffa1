//! Firewall rules that name IP groups, and what else of the model only separate resources or providers complete.

use super::*;

fn built(resources: &[Declared]) -> Built {
    build(resources, &Keys::new())
}

fn ip_group(name: &str, cidrs: &Json) -> Declared {
    terraform(&format!("azurerm_ip_group.{name}"), &json!({"name": name, "resource_group_name": "rg", "cidrs": cidrs}))
}

/// The `source_ip_groups` of each rule of the only collection: subjects of groups, `?` for what is not known.
fn sources(built: &Built) -> Vec<String> {
    let collection = built.topology.of_kind(Kind::FirewallRuleCollection).next().expect("a collection");
    let Some(Value::List(rules)) = value(collection, "rules") else { panic!("no rules in {collection:?}") };
    let group = |item: &Value| match item {
        Value::Edge(edge) => {
            let group = built.topology.get(Kind::IpGroup, &edge.to).expect("a group");
            format!("{} ({:?})", group.subject, group.presence)
        }
        _ => "?".to_owned(),
    };
    let sources = |rule: &Value| {
        let Value::Record(record) = rule else { return "no record".to_owned() };
        match record.get("source_ip_groups").map(|attribute| &attribute.value) {
            Some(Value::List(list)) => list.items.iter().map(group).collect::<Vec<_>>().join(", "),
            Some(_) => "?".to_owned(),
            None => String::new(),
        }
    };
    rules.items.iter().map(sources).collect()
}

/// Each rule refers to its own groups: those of the input, one outside, ones that are not known, and none.
#[test]
fn rules_refer_to_ip_groups() {
    let outside = "/subscriptions/s/resourceGroups/hub/providers/Microsoft.Network/ipGroups/far";
    let rule = |groups: &Json| json!({"name": "r", "source_ip_groups": groups});
    let rules = [
        rule(&json!([{"$ref": ["azurerm_ip_group.a"]}, {"$ref": ["azurerm_ip_group.b"]}])),
        rule(&Json::Null),
        rule(&json!([outside])),
        rule(&json!({"$unknown": "var.groups"})),
        rule(&json!([{"$ref": ["azurerm_ip_group.b"]}])),
    ];
    let collection = json!([{"name": "c", "priority": 100, "action": "Allow", "rule": rules}]);
    let body = json!({"name": "g", "firewall_policy_id": {"$unknown": "x"}, "network_rule_collection": collection});
    let group = terraform("azurerm_firewall_policy_rule_collection_group.g", &body);
    let built = built(&[group, ip_group("a", &json!([])), ip_group("b", &json!(["10.0.0.0/27"]))]);
    let [a, b] = ["azurerm_ip_group.a (Declared)", "azurerm_ip_group.b (Declared)"];
    let far = format!("{outside} (External)");
    assert_eq!(sources(&built), [format!("{a}, {b}"), String::new(), far, "?".to_owned(), b.to_owned()]);
}

/// The same in a template, where ids are expressions.
#[test]
fn rules_of_a_template_refer_to_ip_groups() {
    let collections = json!([{"name": "c", "priority": 100, "action": {"type": "Deny"}, "rules": [
        {"ruleType": "NetworkRule", "name": "r", "sourceIpGroups": [format!("{GROUP}Microsoft.Network/ipGroups/a")]},
    ]}]);
    let collection_groups = "Microsoft.Network/firewallPolicies/ruleCollectionGroups";
    let body = json!({"name": "p/g", "properties": {"priority": 1, "ruleCollections": collections}});
    let group = arm(collection_groups, "Microsoft.Network/firewallPolicies/p/ruleCollectionGroups/g", &body);
    let addresses = json!({"name": "a", "properties": {"ipAddresses": ["10.0.0.0/27", "10.1.0.1-10.1.0.9"]}});
    let built = built(&[group, arm("Microsoft.Network/ipGroups", "Microsoft.Network/ipGroups/a", &addresses)]);
    assert_eq!(sources(&built), ["Microsoft.Network/ipGroups/a (Declared)"]);
    assert_eq!(texts(&built, "Microsoft.Network/ipGroups/a"), Some(vec!["10.0.0.0/27", "10.1.0.1-10.1.0.9"]));
}

/// The addresses of an IP group; `None` where not all of them are known.
fn texts<'a>(built: &'a Built, subject: &str) -> Option<Vec<&'a str>> {
    match value(entity(built, Kind::IpGroup, subject), "addresses") {
        None => Some(Vec::new()),
        Some(Value::List(list)) if list.open.is_none() => list.items.iter().map(Value::as_text).collect(),
        Some(_) => None,
    }
}

/// Addresses that are added by resources of their own are in the group that they name, and may be in any if they name none.
#[test]
fn addresses_are_added_to_ip_groups() {
    let added = |name: &str, group: Json| {
        let body = json!({"ip_group_id": group, "cidr": format!("10.0.{name}.0/24")});
        terraform(&format!("azurerm_ip_group_cidr.a{name}"), &body)
    };
    let groups = || [ip_group("a", &json!(["10.0.0.0/24"])), ip_group("b", &Json::Null)];
    let [a, b] = groups();
    let one = built(&[a, b, added("1", json!({"$ref": ["azurerm_ip_group.a"]}))]);
    assert_eq!(texts(&one, "azurerm_ip_group.a"), Some(vec!["10.0.0.0/24", "10.0.1.0/24"]));
    assert_eq!(texts(&one, "azurerm_ip_group.b"), Some(vec![]));
    let [a, b] = groups();
    let any = built(&[a, b, added("1", json!({"$unknown": "var.group"}))]);
    assert_eq!(texts(&any, "azurerm_ip_group.a"), None);
    assert_eq!(texts(&any, "azurerm_ip_group.b"), None);
}

/// A block that is left to the provider puts a cluster into no further subnet; one that is not known yet may.
#[test]
fn a_subnet_that_is_left_out_is_none() {
    let cluster = |access: Json| {
        let pool = json!([{"name": "np", "vnet_subnet_id": {"$ref": ["azurerm_subnet.s"]}}]);
        let body = json!({"name": "k", "default_node_pool": pool, "api_server_access_profile": access});
        let built = built(&[subnet("s"), terraform("azurerm_kubernetes_cluster.k", &body)]);
        let cluster = entity(&built, Kind::SubnetOccupant, "azurerm_kubernetes_cluster.k");
        let Some(Value::List(list)) = value(cluster, "subnets").cloned() else { panic!("no subnets in {cluster:?}") };
        (list.items.len(), list.open.is_some())
    };
    assert_eq!(cluster(json!({"$left": true})), (1, false));
    assert_eq!(cluster(json!({"$unknown": "var.access"})), (1, true));
    assert_eq!(cluster(json!([{"subnet_id": {"$left": true}}])), (1, false));
}

/// A key is enabled unless the template says otherwise; azurerm has no argument for it.
#[test]
fn keys_are_enabled() {
    let enabled = |declared: Declared| {
        let built = built(&[declared]);
        let key = built.topology.of_kind(Kind::KeyVaultKey).next().expect("a key");
        value(key, "enabled").cloned()
    };
    let arm_key = |properties: &Json| {
        let body = json!({"name": "v/k", "properties": properties});
        arm("Microsoft.KeyVault/vaults/keys", "Microsoft.KeyVault/vaults/v/keys/k", &body)
    };
    assert_eq!(enabled(arm_key(&json!({"attributes": {"enabled": false}}))), Some(Value::Bool(false)));
    assert_eq!(enabled(arm_key(&json!({"attributes": {}}))), Some(Value::Bool(true)));
    let unknown = enabled(arm_key(&json!({"attributes": {"enabled": {"$unknown": "[parameters('on')]"}}})));
    assert!(matches!(unknown, Some(Value::Unknown(_))), "{unknown:?}");
    assert_eq!(enabled(terraform("azurerm_key_vault_key.k", &json!({"name": "k"}))), Some(Value::Bool(true)));
}
