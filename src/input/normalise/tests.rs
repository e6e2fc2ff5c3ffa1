//! Declared resources in, entities and edges out.

mod firewall;
mod order;
mod overlay;
mod parity;

use super::build::{Built, Keys, build};
use super::replaced::under_other_ids;
use crate::input::declared::{Declared, Dialect, Node, Reference, ReferenceCertainty, Target, Tree};
use crate::model::{
    Action, Attribute, Certainty, Change, Entity, EntityId, Kind, Presence, Reason, ResourceHandle, Unknown, Value,
};
use serde_json::{Value as Json, json};

/// JSON as a property tree. `{"$unknown": text}` is an unknown, `{"$ref": [addresses]}` one with an exact reference or, for
/// several, candidates; `{"$pattern": text}` an unknown text with that pattern; `{"$left": true}` what the provider decides.
fn node(value: &Json) -> Node {
    let unknown = |reason, text: &str| Node::unknown(Unknown::new(reason, text));
    match value {
        Json::Null => Node::new(Tree::Null),
        Json::Bool(value) => Node::new(Tree::Bool(*value)),
        Json::Number(number) => Node::new(Tree::Number(number.clone())),
        Json::String(text) => Node::new(Tree::Text(text.as_str().into())),
        Json::Array(items) => Node::new(Tree::List { items: items.iter().map(node).collect(), open: None }),
        Json::Object(members) => match members.iter().next().map(|(key, value)| (key.as_str(), value)) {
            Some(("$unknown", text)) => unknown(Reason::KnownAfterApply, text.as_str().unwrap_or_default()),
            Some(("$left", _)) => unknown(Reason::LeftToProvider, ""),
            Some(("$pattern", text)) => {
                let pattern = text.as_str().map(str::to_owned);
                Node::unknown(Unknown { pattern, ..Unknown::new(Reason::NotEvaluated, "[…]") })
            }
            Some(("$ref", addresses)) => {
                let targets: Vec<Target> = addresses
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Json::as_str)
                    .map(|address| Target { address: address.to_owned(), attribute: "id".to_owned() })
                    .collect();
                let certainty =
                    if targets.len() == 1 { ReferenceCertainty::Exact } else { ReferenceCertainty::Candidates };
                let reference = Some(Box::new(Reference { targets, certainty }));
                Node { reference, ..unknown(Reason::KnownAfterApply, "") }
            }
            _ => Node::new(Tree::Object(members.iter().map(|(key, value)| (key.clone(), node(value))).collect())),
        },
    }
}

fn terraform(address: &str, body: &Json) -> Declared {
    let resource_type = address.split('.').next().unwrap_or_default().to_owned();
    Declared {
        handle: ResourceHandle { input: 0, name: address.into() },
        dialect: Dialect::Azurerm,
        resource_type: resource_type.into(),
        subject: address.into(),
        id: None,
        subscription: "{azurerm}".into(),
        presence: Presence::Declared,
        body: node(body),
        relation: None,
    }
}

const GROUP: &str = "/subscriptions/{s}/resourceGroups/{g}/providers/";

fn arm(resource_type: &str, id: &str, body: &Json) -> Declared {
    Declared {
        handle: ResourceHandle { input: 0, name: format!("/{id}").into() },
        dialect: Dialect::Arm,
        resource_type: resource_type.into(),
        subject: id.into(),
        id: Some(format!("{GROUP}{id}").into()),
        subscription: "{s}".into(),
        presence: Presence::Declared,
        body: node(body),
        relation: None,
    }
}

fn entity<'a>(built: &'a Built, kind: Kind, subject: &str) -> &'a Entity {
    built
        .topology
        .of_kind(kind)
        .find(|entity| entity.subject == subject)
        .unwrap_or_else(|| panic!("no {subject} among {:#?}", built.topology.of_kind(kind).collect::<Vec<_>>()))
}

fn value<'a>(entity: &'a Entity, name: &str) -> Option<&'a Value> {
    entity.attribute(name).map(|attribute: &Attribute| &attribute.value)
}

#[track_caller]
fn assert_edge(entity: &Entity, name: &str, to: &EntityId, certainty: Certainty) {
    match value(entity, name) {
        Some(Value::Edge(edge)) => assert_eq!((&edge.to, edge.certainty), (to, certainty)),
        other => panic!("{name} is {other:?}"),
    }
}

fn subnet(name: &str) -> Declared {
    let address = format!("azurerm_subnet.{name}");
    let body = json!({"name": name, "virtual_network_name": "v", "resource_group_name": "rg", "address_prefixes": ["10.0.0.0/27"]});
    terraform(&address, &body)
}

fn virtual_network() -> Declared {
    terraform(
        "azurerm_virtual_network.v",
        &json!({"name": "v", "resource_group_name": "rg", "location": "West Europe"}),
    )
}

fn security_group() -> Declared {
    let body = json!({"name": "n", "resource_group_name": "rg", "security_rule": {"$left": true}});
    terraform("azurerm_network_security_group.n", &body)
}

/// Names make the ARM id, which is the key; a name reference finds its target by it.
#[test]
fn identity_follows_from_names() {
    let built = build(&[subnet("a"), virtual_network()], &Keys::new());
    let network = entity(&built, Kind::VirtualNetwork, "azurerm_virtual_network.v");
    let id = "/subscriptions/{azurerm}/resourcegroups/rg/providers/microsoft.network/virtualnetworks/v";
    assert_eq!(network.id.0, id);
    assert_eq!(value(network, "region"), Some(&Value::Text("westeurope".into())));
    assert_edge(entity(&built, Kind::Subnet, "azurerm_subnet.a"), "virtual_network", &network.id, Certainty::Exact);
}

/// A network that is only named is an external entity of which nothing but the name is known.
#[test]
fn what_is_only_named_is_external() {
    let built = build(&[subnet("a")], &Keys::new());
    let network = built.topology.of_kind(Kind::VirtualNetwork).next().expect("an external network");
    assert_eq!(network.presence, Presence::External);
    assert_eq!(value(network, "name"), Some(&Value::Text("v".into())));
    assert!(
        matches!(value(network, "region"), Some(Value::Unknown(unknown)) if unknown.reason == Reason::OutsideInput)
    );
}

/// An association sets the subnet's group; a subnet without one has certainly none.
#[test]
fn associations_connect() {
    let association = terraform(
        "azurerm_subnet_network_security_group_association.x",
        &json!({"subnet_id": {"$ref": ["azurerm_subnet.a"]}, "network_security_group_id": {"$ref": ["azurerm_network_security_group.n"]}}),
    );
    let built = build(&[association, subnet("a"), subnet("b"), security_group()], &Keys::new());
    let group = entity(&built, Kind::NetworkSecurityGroup, "azurerm_network_security_group.n");
    assert_edge(
        entity(&built, Kind::Subnet, "azurerm_subnet.a"),
        "network_security_group",
        &group.id,
        Certainty::Exact,
    );
    assert_eq!(value(entity(&built, Kind::Subnet, "azurerm_subnet.b"), "network_security_group"), None);
    assert_eq!(value(group, "security_rules"), None, "left out and documented to be empty");
}

/// An association with one of several subnets leaves each of them uncertain, and no other.
#[test]
fn ambiguous_association() {
    let association = terraform(
        "azurerm_subnet_network_security_group_association.x",
        &json!({"subnet_id": {"$ref": ["azurerm_subnet.a", "azurerm_subnet.b"]}, "network_security_group_id": {"$ref": ["azurerm_network_security_group.n"]}}),
    );
    let built = build(&[association, subnet("a"), subnet("b"), subnet("c"), security_group()], &Keys::new());
    for name in ["a", "b"] {
        let subnet = entity(&built, Kind::Subnet, &format!("azurerm_subnet.{name}"));
        let found = value(subnet, "network_security_group").and_then(Value::as_unknown);
        assert_eq!(found.map(|unknown| (unknown.reason, unknown.candidates.len())), Some((Reason::Ambiguous, 1)));
    }
    assert_eq!(value(entity(&built, Kind::Subnet, "azurerm_subnet.c"), "network_security_group"), None);
}

/// An association whose subnet cannot be told at all makes every subnet uncertain.
#[test]
fn unknown_association() {
    let association = terraform(
        "azurerm_subnet_network_security_group_association.x",
        &json!({"subnet_id": {"$unknown": "local.ids"}, "network_security_group_id": {"$unknown": "local.group"}}),
    );
    let built = build(&[association, subnet("a")], &Keys::new());
    assert!(matches!(
        value(entity(&built, Kind::Subnet, "azurerm_subnet.a"), "network_security_group"),
        Some(Value::Unknown(_))
    ));
}

/// Separate security rules join the group's list by priority; a rule of an unknown group opens every list.
#[test]
fn separate_security_rules() {
    let rule = |name: &str, priority: i64, group: Json| {
        let body = json!({"name": name, "resource_group_name": "rg", "priority": priority, "network_security_group_name": group});
        terraform(&format!("azurerm_network_security_rule.{name}"), &body)
    };
    let rules = [rule("late", 300, json!("n")), rule("early", 100, json!("n")), security_group()];
    let built = build(&rules, &Keys::new());
    let group = entity(&built, Kind::NetworkSecurityGroup, "azurerm_network_security_group.n");
    let Some(Value::List(list)) = value(group, "security_rules") else { panic!("no list") };
    let names: Vec<&str> = list
        .items
        .iter()
        .filter_map(|item| match item {
            Value::Edge(edge) => edge.to.0.rsplit('/').next(),
            _ => None,
        })
        .collect();
    assert_eq!((names, &list.open), (vec!["early", "late"], &None));
    let built = build(&[rule("lost", 100, json!({"$unknown": "var.group"})), security_group()], &Keys::new());
    let group = entity(&built, Kind::NetworkSecurityGroup, "azurerm_network_security_group.n");
    assert!(matches!(value(group, "security_rules"), Some(Value::Unknown(_))));
}

/// A list of subnets: known ids, unknown elements with references, an open end.
#[test]
fn lists_of_references() {
    let environment = |ids: Json| {
        terraform(
            "azurerm_integration_service_environment.i",
            &json!({"name": "i", "resource_group_name": "rg", "sku_name": "Premium_2", "virtual_network_subnet_ids": ids}),
        )
    };
    let built =
        build(&[subnet("a"), environment(json!([{"$ref": ["azurerm_subnet.a"]}, {"$unknown": "x"}]))], &Keys::new());
    let found = entity(&built, Kind::IntegrationServiceEnvironment, "azurerm_integration_service_environment.i");
    let Some(Value::List(list)) = value(found, "subnets") else { panic!("no list") };
    assert!(matches!(list.items.as_slice(), [Value::Edge(_), Value::Unknown(_)]) && list.open.is_none());
    assert_eq!(value(found, "sku_name"), Some(&Value::Text("premium".into())));
    assert_eq!(value(found, "capacity"), Some(&Value::Integer(2)));
    let built = build(&[environment(json!({"$unknown": "local.ids"}))], &Keys::new());
    let found = entity(&built, Kind::IntegrationServiceEnvironment, "azurerm_integration_service_environment.i");
    assert!(matches!(value(found, "subnets"), Some(Value::Unknown(_))));
}

/// ARM: inline subnets, ids by pattern, a child resource that stands for the inline one.
#[test]
fn templates_resolve_by_pattern() {
    let network = arm(
        "Microsoft.Network/virtualNetworks",
        "Microsoft.Network/virtualNetworks/{parameters('v')}",
        &json!({"name": {"$pattern": "{parameters('v')}"}, "properties": {"subnets": [
            {"name": "a", "properties": {"addressPrefix": "10.0.0.0/28"}},
            {"name": "b", "properties": {"addressPrefix": "10.0.0.16/28", "Delegations": [{"properties": {"serviceName": "X"}}]}},
        ]}}),
    );
    let child = arm(
        "Microsoft.Network/virtualNetworks/subnets",
        "Microsoft.Network/virtualNetworks/{parameters('v')}/subnets/a",
        &json!({"name": "a", "properties": {"addressPrefix": "10.0.0.0/27"}}),
    );
    let app = arm(
        "Microsoft.Web/sites",
        "Microsoft.Web/sites/w",
        &json!({"name": "w", "properties": {"virtualNetworkSubnetId":
            {"$pattern": format!("{GROUP}Microsoft.Network/virtualNetworks/{{parameters('v')}}/subnets/A")}}}),
    );
    let built = build(&[network, child, app], &Keys::new());
    let of = |name: &str| format!("Microsoft.Network/virtualNetworks/{{parameters('v')}}/subnets/{name}");
    let separate = entity(&built, Kind::Subnet, &of("a"));
    let Some(Value::List(prefixes)) = value(separate, "prefixes") else { panic!("no prefixes") };
    let Some(Value::Record(prefix)) = prefixes.items.first() else { panic!("no prefix") };
    assert_eq!(prefix.get("prefix_length").map(|length| &length.value), Some(&Value::Integer(27)));
    assert_edge(
        entity(&built, Kind::App, "Microsoft.Web/sites/w"),
        "integration_subnet",
        &separate.id,
        Certainty::Exact,
    );
    let inline = entity(&built, Kind::Subnet, "Microsoft.Network/virtualNetworks/[parameters('v')]/subnets/b");
    assert!(matches!(value(inline, "delegations"), Some(Value::List(list)) if list.items.len() == 1));
    assert!(matches!(value(inline, "virtual_network"), Some(Value::Edge(_))));
}

/// A text that is no prefix makes the list open, and the known rest stays.
#[test]
fn unusable_prefixes() {
    let mut odd = subnet("a");
    odd.body = node(
        &json!({"name": "a", "virtual_network_name": "v", "resource_group_name": "rg", "address_prefixes": ["10.0.0.0/27", "nonsense"]}),
    );
    let built = build(&[odd], &Keys::new());
    let Some(Value::List(list)) = value(entity(&built, Kind::Subnet, "azurerm_subnet.a"), "prefixes") else {
        panic!("no list")
    };
    assert_eq!(list.items.len(), 1);
    assert_eq!(list.open.as_ref().map(|unknown| unknown.reason), Some(Reason::NotUsable));
}

/// Two resources with equal names under one provider stay two entities, and references to their common id are ambiguous.
#[test]
fn equal_names_stay_apart() {
    let twin = Declared {
        handle: ResourceHandle { input: 0, name: "azurerm_virtual_network.twin".into() },
        subject: "azurerm_virtual_network.twin".into(),
        ..virtual_network()
    };
    let built = build(&[virtual_network(), twin, subnet("a")], &Keys::new());
    assert_eq!(built.topology.of_kind(Kind::VirtualNetwork).count(), 2);
    let found = value(entity(&built, Kind::Subnet, "azurerm_subnet.a"), "virtual_network").and_then(Value::as_unknown);
    assert_eq!(found.map(|unknown| unknown.candidates.len()), Some(2));
}

/// A data source that reads a declared resource stands for it; another one is an external entity.
#[test]
fn data_sources_stand_for_what_they_read() {
    let read = |name: &str, vnet: &str| {
        let body = json!({"name": "a", "virtual_network_name": vnet, "resource_group_name": "rg"});
        let address = format!("data.azurerm_subnet.{name}");
        Declared {
            handle: ResourceHandle { input: 0, name: address.as_str().into() },
            resource_type: "azurerm_subnet".into(),
            subject: address.into(),
            presence: Presence::External,
            ..terraform("azurerm_subnet.x", &body)
        }
    };
    let app = terraform(
        "azurerm_linux_web_app.w",
        &json!({"name": "w", "resource_group_name": "rg", "virtual_network_subnet_id": {"$ref": ["data.azurerm_subnet.same"]}}),
    );
    let built =
        build(&[read("same", "v"), read("other", "elsewhere"), app, subnet("a"), virtual_network()], &Keys::new());
    let declared = entity(&built, Kind::Subnet, "azurerm_subnet.a");
    assert_edge(
        entity(&built, Kind::App, "azurerm_linux_web_app.w"),
        "integration_subnet",
        &declared.id,
        Certainty::Exact,
    );
    assert_eq!(built.topology.of_kind(Kind::Subnet).count(), 2);
    let other = entity(&built, Kind::Subnet, "data.azurerm_subnet.other");
    assert!(
        matches!(value(other, "delegations"), Some(Value::Unknown(unknown)) if unknown.reason == Reason::OutsideInput)
    );
}

/// What an app itself sets to something unknown stays unknown beside a swift connection.
#[test]
fn a_connection_does_not_hide_an_unknown() {
    let app = |inline: Json| {
        let body = json!({"name": "w", "resource_group_name": "rg", "virtual_network_subnet_id": inline});
        terraform("azurerm_linux_web_app.w", &body)
    };
    let swift = terraform(
        "azurerm_app_service_virtual_network_swift_connection.c",
        &json!({"app_service_id": {"$ref": ["azurerm_linux_web_app.w"]}, "subnet_id": {"$ref": ["azurerm_subnet.a"]}}),
    );
    let integration = |inline: Json| {
        let built = build(&[app(inline), swift.clone(), subnet("a")], &Keys::new());
        value(entity(&built, Kind::App, "azurerm_linux_web_app.w"), "integration_subnet").cloned()
    };
    assert!(matches!(integration(json!({"$unknown": "var.subnet"})), Some(Value::Unknown(_))));
    assert!(matches!(integration(json!({"$left": true})), Some(Value::Edge(_))));
}

/// An app that is connected twice may be in either subnet, and both forms stand beside each other.
#[test]
fn two_forms_of_integration() {
    let app = terraform(
        "azurerm_linux_web_app.w",
        &json!({"name": "w", "resource_group_name": "rg", "virtual_network_subnet_id": {"$ref": ["azurerm_subnet.b"]}}),
    );
    let swift = terraform(
        "azurerm_app_service_virtual_network_swift_connection.c",
        &json!({"app_service_id": {"$ref": ["azurerm_linux_web_app.w"]}, "subnet_id": {"$ref": ["azurerm_subnet.a"]}}),
    );
    let built = build(&[app, swift, subnet("a"), subnet("b")], &Keys::new());
    let [a, b] = ["azurerm_subnet.a", "azurerm_subnet.b"].map(|name| entity(&built, Kind::Subnet, name).id.clone());
    let app = entity(&built, Kind::App, "azurerm_linux_web_app.w");
    let candidates = value(app, "integration_subnet").and_then(Value::as_unknown).map(|unknown| &unknown.candidates);
    assert_eq!(candidates, Some(&vec![a.0.to_string(), b.0.to_string()]));
    assert_edge(app, "inline_integration", &b, Certainty::Exact);
    let Some(Value::List(separate)) = value(app, "separate_integrations") else { panic!("{app:?}") };
    assert!(matches!(separate.items.as_slice(), [Value::Edge(edge)] if edge.to == a) && separate.open.is_none());
}

/// What is replaced under another id is told apart from what comes; nothing is where an id is not known, or nothing is replaced.
#[test]
fn replaced_under_another_id() {
    let app = arm("Microsoft.Web/sites", "Microsoft.Web/sites/a", &json!({}));
    let app = Declared { id: Some("/subscriptions/1/resourceGroups/g/providers/Microsoft.Web/sites/a".into()), ..app };
    let handle = app.handle.clone();
    let found = |key: &str, actions: &[Action], before: &[Declared]| {
        let changes = [(handle.clone(), Change { actions: actions.to_vec(), ..Change::default() })];
        under_other_ids(&Keys::from([(handle.clone(), EntityId(key.into()))]), before, &changes).len()
    };
    let before = [app];
    let moved = "/subscriptions/2/resourcegroups/g/providers/microsoft.web/sites/a";
    let replaced = [Action::Delete, Action::Create];
    assert_eq!(found(moved, &replaced, &before), 1);
    assert_eq!(found("azapi_resource.a", &replaced, &before), 0);
    assert_eq!(found(moved, &[Action::Update], &before), 0);
    assert_eq!(found(moved, &replaced, &[]), 0);
}
