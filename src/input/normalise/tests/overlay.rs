//! What overrides another resource.

use super::*;
use crate::input::declared::Relation;

const SUBNETS: &str = "Microsoft.Network/virtualNetworks/subnets";

/// An overlay of what `target` refers to.
fn overlay(name: &str, resource_type: &str, target: &Json, body: &Json) -> Declared {
    Declared {
        dialect: Dialect::Arm,
        resource_type: resource_type.into(),
        relation: Some(Box::new(Relation::Overlays(node(target)))),
        ..terraform(&format!("azapi_update_resource.{name}"), body)
    }
}

fn delegated(service: &str) -> Json {
    json!({"properties": {"delegations": [{"name": "d", "properties": {"serviceName": service}}]}})
}

fn service(built: &Built, subject: &str) -> String {
    match value(entity(built, Kind::Subnet, subject), "delegations") {
        None => "absent".to_owned(),
        Some(Value::Unknown(unknown)) => format!("{:?}", unknown.reason),
        Some(Value::List(list)) => match list.items.as_slice() {
            [Value::Record(record)] => {
                record.get("service_name").and_then(|it| it.value.as_text()).unwrap_or("?").to_owned()
            }
            other => format!("{other:?}"),
        },
        other => format!("{other:?}"),
    }
}

fn built(resources: &[Declared]) -> Built {
    build(resources, &Keys::new())
}

/// What the overlay states replaces what the target states, with the overlay's place; the rest stays, and no entity is left
/// of the overlay.
#[test]
fn overlays_override() {
    let target = json!({"$ref": ["azurerm_subnet.a"]});
    let built =
        built(&[subnet("a"), subnet("b"), overlay("u", SUBNETS, &target, &delegated("Microsoft.Web/serverFarms"))]);
    assert_eq!(service(&built, "azurerm_subnet.a"), "Microsoft.Web/serverFarms");
    assert_eq!(service(&built, "azurerm_subnet.b"), "absent");
    let a = entity(&built, Kind::Subnet, "azurerm_subnet.a");
    let place = a.attribute("delegations").and_then(|it| it.place.clone()).expect("a place");
    assert_eq!(place.to_string(), "azapi_update_resource.u.properties.delegations[0]");
    assert!(matches!(value(a, "prefixes"), Some(Value::List(list)) if list.items.len() == 1));
    assert_eq!(built.topology.of_kind(Kind::Subnet).count(), 2);
    assert_eq!((built.declared, built.keys.len()), (3, 2));
}

/// An unknown body leaves nothing certain of what it may set, and names stay.
#[test]
fn unknown_overlays_spoil() {
    let target = json!({"$ref": ["azurerm_subnet.a"]});
    let built = built(&[subnet("a"), overlay("u", SUBNETS, &target, &json!({"properties": {"$unknown": "local.x"}}))]);
    let a = entity(&built, Kind::Subnet, "azurerm_subnet.a");
    for name in ["delegations", "prefixes", "network_security_group"] {
        assert!(matches!(value(a, name), Some(Value::Unknown(_))), "{name}: {:?}", value(a, name));
    }
    assert_eq!(value(a, "name").and_then(Value::as_text), Some("a"));
    assert!(matches!(value(a, "virtual_network"), Some(Value::Edge(_))));
}

/// A target that cannot be told is each that it may be; two overlays that disagree, and any that are of one mind.
#[test]
fn disagreement_is_unknown() {
    let web = delegated("Microsoft.Web/serverFarms");
    let a = json!({"$ref": ["azurerm_subnet.a"]});
    let cases = [
        (
            vec![(json!({"$ref": ["azurerm_subnet.a", "azurerm_subnet.b"]}), web.clone())],
            ["Ambiguous", "Ambiguous", "absent"],
        ),
        (vec![(json!({"$unknown": "local.x"}), web.clone())], ["Ambiguous", "Ambiguous", "Ambiguous"]),
        (vec![(a.clone(), web.clone()), (a.clone(), delegated("Microsoft.Sql/x"))], ["Ambiguous", "absent", "absent"]),
    ];
    for (overlays, expected) in cases {
        let mut resources = vec![subnet("a"), subnet("b"), subnet("c")];
        let made = overlays.iter().enumerate();
        resources.extend(made.map(|(at, (target, body))| overlay(&format!("u{at}"), SUBNETS, target, body)));
        let built = built(&resources);
        let found = ["a", "b", "c"].map(|name| service(&built, &format!("azurerm_subnet.{name}")));
        assert_eq!(found, expected, "{overlays:?}");
    }
}

/// A resource outside the input is known as far as an overlay states it.
#[test]
fn overlays_of_external_resources() {
    let id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/x";
    let built = built(&[overlay("u", SUBNETS, &json!(id), &delegated("Microsoft.Web/serverFarms"))]);
    let [external] = built.topology.of_kind(Kind::Subnet).collect::<Vec<_>>()[..] else { panic!("one subnet") };
    assert_eq!(external.presence, Presence::External);
    assert_eq!(service(&built, &external.subject), "Microsoft.Web/serverFarms");
    assert!(matches!(value(external, "prefixes"), Some(Value::Unknown(_))));
}

/// Where properties that the overlay leaves out could decide otherwise, what it states is not certain; and a documented
/// default is nobody's statement.
#[test]
fn tests_of_several_properties() {
    let app = json!({"name": "app", "vnet_route_all_enabled": true, "virtual_network_backup_restore_enabled": true});
    let target = json!({"$ref": ["azurerm_linux_web_app.app"]});
    let routing = |traffic: &str, value: bool| json!({"outboundVnetRouting": {traffic: value}});
    let cases = [
        (json!({"vnetRouteAllEnabled": true}), "route_all", Some(true)),
        (json!({"vnetRouteAllEnabled": false}), "route_all", None),
        (routing("allTraffic", true), "route_all", Some(true)),
        (routing("allTraffic", true), "backup_over_vnet", Some(true)),
        (routing("allTraffic", false), "content_over_vnet", None),
        (json!({"httpsOnly": true}), "backup_over_vnet", Some(true)),
    ];
    for (properties, name, expected) in cases {
        let shown = properties.to_string();
        let body = json!({"properties": properties});
        let app = terraform("azurerm_linux_web_app.app", &app);
        let built = built(&[app, overlay("u", "Microsoft.Web/sites", &target, &body)]);
        match (value(entity(&built, Kind::App, "azurerm_linux_web_app.app"), name), expected) {
            (Some(Value::Bool(found)), Some(expected)) => assert_eq!(*found, expected, "{shown} {name}"),
            (Some(Value::Unknown(_)), None) => {}
            (found, _) => panic!("{shown} {name}: {found:?}"),
        }
    }
}

/// A change of a sub-resource that is no entity changes the entity, and nothing that it leaves out.
#[test]
fn changes_of_settings() {
    let parent = node(&json!({"$ref": ["azurerm_linux_web_app.app"]}));
    let change = Declared {
        relation: Some(Box::new(Relation::ChangesChildOf(parent))),
        ..overlay(
            "u",
            "Microsoft.Web/sites/config",
            &json!(null),
            &json!({"name": "web", "properties": {"vnetRouteAllEnabled": false}}),
        )
    };
    let app = terraform(
        "azurerm_linux_web_app.app",
        &json!({"name": "app", "site_config": [{"vnet_route_all_enabled": true, "always_on": true}]}),
    );
    let built = built(&[app, change]);
    let app = entity(&built, Kind::App, "azurerm_linux_web_app.app");
    assert_eq!(value(app, "route_all"), Some(&Value::Bool(false)));
    assert_eq!(value(app, "always_on"), Some(&Value::Bool(true)));
}

/// References to an overlay mean its target.
#[test]
fn references_to_overlays() {
    let app = terraform(
        "azurerm_linux_web_app.app",
        &json!({"name": "app", "virtual_network_subnet_id": {"$ref": ["azapi_update_resource.u"]}}),
    );
    let target = json!({"$ref": ["azurerm_subnet.a"]});
    let built = built(&[app, subnet("a"), overlay("u", SUBNETS, &target, &delegated("x"))]);
    let a = entity(&built, Kind::Subnet, "azurerm_subnet.a").id.clone();
    assert_edge(entity(&built, Kind::App, "azurerm_linux_web_app.app"), "integration_subnet", &a, Certainty::Exact);
}

/// Subnets in an overlay of a network are the network's: new ones, and new values for those it has.
#[test]
fn overlays_with_children() {
    let network = terraform(
        "azurerm_virtual_network.v",
        &json!({"name": "v", "resource_group_name": "rg", "address_space": ["10.0.0.0/16"]}),
    );
    let body = json!({"properties": {"subnets": [
        {"name": "A", "properties": {"addressPrefix": "10.0.9.0/29"}},
        {"name": "n", "properties": {"addressPrefix": "10.0.8.0/29"}},
    ]}});
    let target = json!({"$ref": ["azurerm_virtual_network.v"]});
    let built = built(&[network, subnet("a"), overlay("u", "Microsoft.Network/virtualNetworks", &target, &body)]);
    let v = entity(&built, Kind::VirtualNetwork, "azurerm_virtual_network.v").id.clone();
    assert_eq!(built.topology.of_kind(Kind::VirtualNetwork).count(), 1);
    let subnets: Vec<&Entity> = built.topology.of_kind(Kind::Subnet).collect();
    assert_eq!(subnets.len(), 2, "{subnets:?}");
    for subnet in subnets {
        assert_edge(subnet, "virtual_network", &v, Certainty::Exact);
        let length = match value(subnet, "prefixes") {
            Some(Value::List(list)) => list.items.len(),
            other => panic!("{other:?}"),
        };
        assert_eq!(length, 1);
        let place = subnet.attribute("prefixes").and_then(|it| it.place.clone()).expect("a place");
        assert!(place.to_string().starts_with("azapi_update_resource.u."), "{place}");
    }
}

/// A resource that states its parent is its child, by reference rather than by id.
#[test]
fn stated_parents() {
    let network = terraform("azurerm_virtual_network.v", &json!({"name": {"$unknown": "x"}}));
    let child = Declared {
        dialect: Dialect::Arm,
        resource_type: SUBNETS.into(),
        relation: Some(Box::new(Relation::ChildOf(node(&json!({"$ref": ["azurerm_virtual_network.v"]}))))),
        ..terraform("azapi_resource.s", &json!({"name": "s"}))
    };
    let built = built(&[network, child]);
    let v = entity(&built, Kind::VirtualNetwork, "azurerm_virtual_network.v").id.clone();
    assert_edge(entity(&built, Kind::Subnet, "azapi_resource.s"), "virtual_network", &v, Certainty::Exact);
}

/// Sub-resources in a body are named as their users know them: by address, by deployment and type, by type.
#[test]
fn subjects_of_children() {
    let body = json!({"name": "v", "properties": {"subnets": [{"name": "s"}]}});
    let id = "Microsoft.Network/virtualNetworks/v";
    let network = arm("Microsoft.Network/virtualNetworks", id, &body);
    let child = "Microsoft.Network/virtualNetworks/v/subnets/s";
    let cases = [
        ("/resources/0", id.to_owned(), child.to_owned()),
        ("azapi_resource.v", "azapi_resource.v".to_owned(), "azapi_resource.v".to_owned()),
        ("x.d: v", format!("x.d: {id}"), format!("x.d: {child}")),
    ];
    for (handle, subject, expected) in cases {
        let handle = ResourceHandle { input: 0, name: handle.into() };
        let built = built(&[Declared { handle, subject: subject.into(), ..network.clone() }]);
        let subjects: Vec<&str> = built.topology.of_kind(Kind::Subnet).map(|entity| entity.subject.as_str()).collect();
        assert_eq!(subjects, [expected]);
    }
}
