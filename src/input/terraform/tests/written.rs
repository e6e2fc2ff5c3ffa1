//! References of small plans written for one question each.

use super::*;
use serde_json::{Value, json};

/// A root module of these resources: address, block expressions, known and unknown values.
fn plan(resources: &[(&str, Value, Value, Value)], calls: Value) -> PlanLoaded {
    let split = |address: &str| {
        let block = address.split('[').next().unwrap_or_default();
        block.rsplit_once('.').map(|(kind, name)| (kind.to_owned(), name.to_owned())).expect("an address")
    };
    let mut blocks: Vec<Value> = Vec::new();
    for (address, expressions, ..) in resources.iter().filter(|(address, ..)| !address.starts_with("module.")) {
        let (kind, name) = split(address);
        if !blocks.iter().any(|block| block["type"] == *kind && block["name"] == *name) {
            let for_each = expressions.get("for_each").cloned().unwrap_or(Value::Null);
            blocks.push(json!({"mode": "managed", "type": kind, "name": name, "provider_config_key": "azurerm",
                               "expressions": expressions, "for_each_expression": for_each}));
        }
    }
    let changes: Vec<Value> = resources
        .iter()
        .map(|(address, _, after, unknown)| {
            let block = address.rsplit("azurerm_").next().expect("a type").split('.').next().expect("a type");
            json!({"address": address, "mode": "managed", "type": format!("azurerm_{block}"), "provider_name": "azurerm",
                   "change": {"actions": ["create"], "after": after, "after_unknown": unknown}})
        })
        .collect();
    let document = json!({"format_version": "1.2", "resource_changes": changes,
                          "configuration": {"root_module": {"resources": blocks, "module_calls": calls}}});
    read(&document.to_string()).expect("loads")
}

fn subnet(address: &str) -> (&str, Value, Value, Value) {
    (address, json!({}), json!({"name": "s"}), json!({"id": true}))
}

fn targets(node: &Node) -> Vec<(&str, ReferenceCertainty)> {
    let reference = node.reference.iter();
    reference
        .flat_map(|reference| reference.targets.iter().map(|target| (target.address.as_str(), reference.certainty)))
        .collect()
}

/// A wholly unknown set of ids becomes a list of its references, open and inferred: a function may have chosen among
/// them.
#[test]
fn sets_of_ids_are_listed() {
    let references =
        json!({"references": ["azurerm_subnet.a.id", "azurerm_subnet.a", "azurerm_subnet.b.id", "azurerm_subnet.b"]});
    let ise = || {
        let expressions = json!({"virtual_network_subnet_ids": references});
        let unknown = json!({"id": true, "virtual_network_subnet_ids": true});
        let i = ("azurerm_integration_service_environment.i", expressions, json!({"name": "i"}), unknown);
        plan(&[subnet("azurerm_subnet.a"), subnet("azurerm_subnet.b"), i], json!({}))
    };
    let mut plan = ise();
    plan.resolve(&expected, None);
    let node = at(&plan, "azurerm_integration_service_environment.i", "virtual_network_subnet_ids").clone();
    let Tree::List { items, open } = node.tree else { panic!("{node:?}") };
    let certainties: Vec<_> = items.iter().flat_map(|item| targets(item).into_iter().map(|(_, c)| c)).collect();
    assert_eq!(certainties, [ReferenceCertainty::Inferred; 2]);
    assert_eq!(open.map(|unknown| unknown.text).as_deref(), Some("azurerm_subnet.a.id, azurerm_subnet.b.id"));
}

/// One reference to `references`, of a swift connection whose `subnet_id` is `after` and `unknown`.
fn subnet_id(references: &[&str], after: Value, unknown: Value) -> Vec<(String, ReferenceCertainty)> {
    let expressions = json!({"subnet_id": {"references": references}});
    let known = ("azurerm_subnet.known", json!({}), json!({"id": "/Subnets/Known"}), json!({}));
    let connection = ("azurerm_app_service_virtual_network_swift_connection.c", expressions, after, unknown);
    let vnet = ("azurerm_virtual_network.v", json!({}), json!({"name": "v"}), json!({"id": true}));
    let resources = [
        subnet("azurerm_subnet.a"),
        subnet("azurerm_subnet.n[0]"),
        subnet("azurerm_subnet.n[1]"),
        known,
        vnet,
        connection,
    ];
    let mut plan = plan(&resources, json!({}));
    plan.resolve(&expected, None);
    let node = at(&plan, "azurerm_app_service_virtual_network_swift_connection.c", "subnet_id");
    targets(node).into_iter().map(|(address, certainty)| (address.to_owned(), certainty)).collect()
}

/// What one attribute may claim, reference by reference.
#[test]
fn claims_of_one_attribute() {
    use ReferenceCertainty::{Candidates, Exact};
    let unknown = |references: &[&str]| subnet_id(references, json!({}), json!({"subnet_id": true}));
    let known = |references: &[&str], id: &str| subnet_id(references, json!({"subnet_id": id}), json!({}));
    let a = || ("azurerm_subnet.a".to_owned(), Exact);
    let both = || vec![("azurerm_subnet.n[0]".to_owned(), Candidates), ("azurerm_subnet.n[1]".to_owned(), Candidates)];
    assert_eq!(unknown(&["azurerm_subnet.a.id", "azurerm_subnet.a"]), [a()]);
    assert_eq!(unknown(&["azurerm_subnet.a.id"]), [a()]);
    assert_eq!(
        unknown(&["azurerm_subnet.n[1].id", "azurerm_subnet.n[1]", "azurerm_subnet.n"]),
        [("azurerm_subnet.n[1]".to_owned(), Exact)]
    );
    // An index by an expression, and a condition by a root variable.
    assert_eq!(unknown(&["azurerm_subnet.n", "count.index"]), both());
    assert_eq!(unknown(&["azurerm_subnet.n"]), both());
    assert_eq!(
        unknown(&["var.on", "azurerm_subnet.a.id", "azurerm_subnet.a"]),
        [("azurerm_subnet.a".to_owned(), Candidates)]
    );
    // Another type, another attribute, an instance that is not there, a local, several of which nothing chooses.
    assert!(unknown(&["azurerm_virtual_network.v.id", "azurerm_virtual_network.v"]).is_empty());
    assert!(unknown(&["azurerm_subnet.a.name", "azurerm_subnet.a"]).is_empty());
    assert!(unknown(&["azurerm_subnet.n[7].id", "azurerm_subnet.n[7]", "azurerm_subnet.n"]).is_empty());
    assert!(unknown(&["local.subnets", "azurerm_subnet.a.id", "azurerm_subnet.a"]).is_empty());
    assert!(
        unknown(&["azurerm_subnet.a.id", "azurerm_subnet.a", "azurerm_subnet.n[0].id", "azurerm_subnet.n[0]"])
            .is_empty()
    );
    // Value and target must agree, in any letter case.
    assert_eq!(
        known(&["azurerm_subnet.known.id", "azurerm_subnet.known"], "/SUBNETS/known"),
        [("azurerm_subnet.known".to_owned(), Exact)]
    );
    assert!(known(&["azurerm_subnet.known.id", "azurerm_subnet.known"], "/subnets/known/more").is_empty());
    assert!(known(&["azurerm_subnet.a.id", "azurerm_subnet.a"], "/subnets/a").is_empty());
    assert!(unknown(&["azurerm_subnet.known.id", "azurerm_subnet.known"]).is_empty());
}

/// Write-only attributes, null in every plan, are what the configuration says of them.
#[test]
fn write_only_attributes_are_set() {
    let nsg = ("azurerm_network_security_group.n", json!({}), json!({"name": "n"}), json!({"id": true}));
    let with = |address, expression: Value| {
        (
            address,
            json!({"network_security_group_id_wo": expression}),
            json!({"network_security_group_id_wo": null}),
            json!({}),
        )
    };
    let resources = [
        nsg,
        with(
            "azurerm_subnet.a",
            json!({"references": ["azurerm_network_security_group.n.id", "azurerm_network_security_group.n"]}),
        ),
        with("azurerm_subnet.b", json!({"constant_value": "/nsg"})),
        with("azurerm_subnet.c", json!({})),
    ];
    let mut plan = plan(&resources, json!({}));
    let counts = plan.resolve(&expected, None);
    assert_eq!(counts, ReferenceCounts { exact: 1, ..ReferenceCounts::default() });
    let a = at(&plan, "azurerm_subnet.a", "network_security_group_id_wo");
    assert_eq!(targets(a), [("azurerm_network_security_group.n", ReferenceCertainty::Exact)]);
    assert!(matches!(&a.tree, Tree::Unknown(unknown) if unknown.text == "azurerm_network_security_group.n.id"));
    assert_eq!(at(&plan, "azurerm_subnet.b", "network_security_group_id_wo").as_text(), Some("/nsg"));
    let c = plan.after.iter().find(|resource| resource.subject == "azurerm_subnet.c").expect("is there");
    assert!(c.body.get("network_security_group_id_wo").is_none());
}

/// A forged configuration that goes in circles, or fans out without end, ends without a claim.
#[test]
fn circles_end() {
    let output = |references: &[&str]| json!({"expression": {"references": references}});
    let module = json!({"m": {"source": "./m", "expressions": {"v": {"references": ["module.m.o", "module.m"]}}, "module": {
        "outputs": {"o": output(&["var.v"]), "p": output(&["var.v", "var.v.x"]), "q": output(&["var.v", "var.w"])},
    }}});
    let expressions = json!({"subnet_id": {"references": ["module.m.o"]}, "app_service_id": {"references": ["module.m.p.z", "module.m.q.z"]}});
    let unknown = json!({"subnet_id": true, "app_service_id": true});
    let connection = ("azurerm_app_service_virtual_network_swift_connection.c", expressions, json!({}), unknown);
    let inside = ("module.m.azurerm_subnet.s", json!({}), json!({}), json!({"id": true}));
    let mut plan = plan(&[connection, inside], module);
    let counts = plan.resolve(&expected, None);
    assert_eq!(counts, ReferenceCounts { unresolved: 2, ..ReferenceCounts::default() });
}

/// An expression of a nested block belongs to the value only where there is one of each.
#[test]
fn nested_blocks_must_line_up() {
    let restriction =
        || json!({"virtual_network_subnet_id": {"references": ["azurerm_subnet.a.id", "azurerm_subnet.a"]}});
    let app = |address, values: usize, blocks: usize| {
        let known: Vec<Value> = (0..values).map(|_| json!({"name": "r"})).collect();
        let unknown: Vec<Value> = (0..values).map(|_| json!({"virtual_network_subnet_id": true})).collect();
        let written: Vec<Value> = (0..blocks).map(|_| restriction()).collect();
        let expressions = json!({"site_config": [{"ip_restriction": written}]});
        (
            address,
            expressions,
            json!({"site_config": [{"ip_restriction": known}]}),
            json!({"site_config": [{"ip_restriction": unknown}]}),
        )
    };
    let resources = [
        subnet("azurerm_subnet.a"),
        app("azurerm_linux_web_app.one", 1, 1),
        app("azurerm_linux_web_app.dynamic", 2, 1),
        app("azurerm_linux_web_app.set", 2, 2),
    ];
    let mut plan = plan(&resources, json!({}));
    plan.resolve(&expected, None);
    let of = |address| targets(at(&plan, address, "site_config.0.ip_restriction.0.virtual_network_subnet_id"));
    assert_eq!(of("azurerm_linux_web_app.one"), [("azurerm_subnet.a", ReferenceCertainty::Exact)]);
    assert!(of("azurerm_linux_web_app.dynamic").is_empty());
    assert!(of("azurerm_linux_web_app.set").is_empty());
}
