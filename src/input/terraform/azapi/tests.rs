//! Small plans with azapi resources, written for one question each.

use super::super::attach::FromSources;
use super::super::evaluate::TrustedModules;
use super::super::{PlanLoaded, PlanOptions, load};
use super::*;
use serde_json::{Value as Json, json};

/// A resource: address, expressions, known, unknown and sensitive values.
struct Written {
    address: &'static str,
    expressions: Json,
    after: Json,
    unknown: Json,
    sensitive: Json,
}

fn written(address: &'static str, expressions: Json, after: Json, unknown: Json) -> Written {
    Written { address, expressions, after, unknown, sensitive: json!({}) }
}

fn wanted(resource_type: &str) -> Option<&'static [&'static str]> {
    normalise::wanted_arguments(resource_type)
        .or_else(|| wanted_arguments(resource_type))
        .or_else(|| groups::wanted_arguments(resource_type))
}

fn translated(resources: &[Written]) -> PlanLoaded {
    translated_with(resources, None)
}

/// The same, with the text of the root module.
fn translated_with(resources: &[Written], sources: Option<&str>) -> PlanLoaded {
    let of = |written: &Written| {
        let address = Address::parse(written.address).expect("an address");
        let block = address.block.name.strip_prefix("data.").unwrap_or(&address.block.name).to_owned();
        let (kind, name) = block.split_once('.').expect("a block").to_owned();
        let mode = if written.address.starts_with("data.") { "data" } else { "managed" };
        let provider = kind.split('_').next().expect("a provider").to_owned();
        (mode, kind.to_owned(), name.to_owned(), provider)
    };
    let blocks: Vec<Json> = resources
        .iter()
        .map(|written| {
            let (mode, kind, name, provider) = of(written);
            json!({"mode": mode, "type": kind, "name": name, "provider_config_key": provider,
                   "expressions": written.expressions})
        })
        .collect();
    let changes: Vec<Json> = resources
        .iter()
        .map(|written| {
            let (mode, kind, _, provider) = of(written);
            let actions = if mode == "data" { json!(["read"]) } else { json!(["create"]) };
            let provider = if provider == "azapi" { "registry.terraform.io/Azure/azapi".to_owned() } else { provider };
            json!({"address": written.address, "mode": mode, "type": kind, "provider_name": provider,
                   "change": {"actions": actions, "after": written.after, "after_unknown": written.unknown,
                              "after_sensitive": written.sensitive}})
        })
        .collect();
    let document = json!({"format_version": "1.2", "resource_changes": changes,
                          "configuration": {"root_module": {"resources": blocks}}});
    let options = PlanOptions { wanted_attributes: &wanted };
    let mut plan = load(0, "plan.json", document.to_string().as_bytes(), options).expect("loads");
    name_types(&mut plan);
    let expected = |resource_type: &str, path: &str| {
        targets(resource_type, path).unwrap_or_else(|| normalise::reference_targets(resource_type, path))
    };
    let modules = sources.map(|text| TrustedModules::written(&[("", text)]));
    let sources = modules.as_ref().map(|modules| FromSources { modules, holds_references: &holds_references });
    plan.resolve(&expected, sources);
    translate(&mut plan);
    groups::leave(&mut plan);
    plan
}

fn resource<'p>(plan: &'p PlanLoaded, address: &str) -> &'p Declared {
    plan.after.iter().find(|declared| declared.subject == address).expect(address)
}

/// A tree as text, `?` for what is unknown, `=` behind it its pattern, `*` in front of what is sensitive, `>` behind it what it refers to.
fn text(node: &Node) -> String {
    let inner = match &node.tree {
        Tree::Null => "null".to_owned(),
        Tree::Bool(value) => value.to_string(),
        Tree::Number(value) => value.to_string(),
        Tree::Text(value) => value.to_string(),
        Tree::List { items, .. } => format!("[{}]", items.iter().map(text).collect::<Vec<_>>().join(",")),
        Tree::Object(members) => {
            let members: Vec<String> = members.iter().map(|(key, node)| format!("{key}:{}", text(node))).collect();
            format!("{{{}}}", members.join(","))
        }
        Tree::Unknown(unknown) => match &unknown.pattern {
            Some(pattern) => format!("?={pattern}"),
            None => "?".to_owned(),
        },
    };
    let mark = if node.sensitive { "*" } else { "" };
    let reference = node.reference.as_ref().map(|reference| {
        let word = match reference.certainty {
            ReferenceCertainty::Exact => "",
            ReferenceCertainty::Inferred => "~",
            ReferenceCertainty::Candidates => "?",
        };
        let targets: Vec<&str> = reference.targets.iter().map(|target| target.address.as_str()).collect();
        format!(">{word}{}", targets.join("|"))
    });
    format!("{mark}{inner}{}", reference.unwrap_or_default())
}

const SITE: &str = "Microsoft.Web/sites@2023-12-01";
const SUBNET: &str = "Microsoft.Network/virtualNetworks/subnets@2024-01-01";
const EVERYTHING: &str = "extendedLocation:?,identity:?,kind:?,managedBy:?,name:a,plan:?,properties:?,sku:?,zones:?";

/// A body is a string or an object, and what of it is not known is unknown: never absent.
#[test]
fn bodies() {
    let everything = format!("{{{EVERYTHING}}}");
    let cases = [
        (json!(r#"{"kind":"app","properties":{"x":1,"y":null}}"#), json!({}), "{kind:app,name:a,properties:{x:1}}"),
        (json!({"kind": "app", "properties": {"x": true}}), json!({}), "{kind:app,name:a,properties:{x:true}}"),
        (json!({"properties": {"x": 1}}), json!({"properties": {"y": true}}), "{name:a,properties:{x:1,y:?}}"),
        (json!({}), json!({"properties": true}), "{name:a,properties:?}"),
        (json!(null), json!({}), "{name:a}"),
        (json!(""), json!({}), "{name:a}"),
        (json!(null), json!(true), &everything),
        (json!("not JSON"), json!({}), &everything),
        (json!("[1]"), json!({}), &everything),
        (json!([1]), json!({}), &everything),
    ];
    for (body, unknown, expected) in cases {
        let shown = format!("{body} {unknown}");
        let after = json!({"type": SITE, "name": "a", "body": body, "parent_id": "/subscriptions/s/resourceGroups/g"});
        let unknown = if unknown == json!({}) { json!({}) } else { json!({"body": unknown}) };
        let plan = translated(&[written("azapi_resource.a", json!({"body": {}}), after, unknown)]);
        assert_eq!(text(&resource(&plan, "azapi_resource.a").body), expected, "{shown}");
    }
}

/// Location, tags and identity are members of the resource as ARM has them.
#[test]
fn arguments_become_members() {
    let after = json!({"type": SITE, "name": "a", "location": "westeurope", "tags": {"t": "v"},
        "identity": [{"type": "UserAssigned", "identity_ids": ["/id"]}], "body": {"kind": "app"}});
    let unknown = json!({"id": true, "output": true});
    let plan = translated(&[written("azapi_resource.a", json!({}), after, unknown)]);
    let expected =
        "{identity:{type:UserAssigned,userAssignedIdentities:{/id:{}}},kind:app,location:westeurope,name:a,tags:{t:v}}";
    assert_eq!(text(&resource(&plan, "azapi_resource.a").body), expected);
}

/// What is sensitive in a string is sensitive in each part of it, and kept to be masked.
#[test]
fn sensitive_strings() {
    let after = json!({"type": SITE, "name": "a", "body": r#"{"properties":{"x":"hush"}}"#});
    let sensitive = json!({"body": true});
    let plan = translated(&[Written { sensitive, ..written("azapi_resource.a", json!({}), after, json!({})) }]);
    assert_eq!(text(&resource(&plan, "azapi_resource.a").body), "{name:a,properties:*{x:*hush}}");
    assert!(plan.secrets.contains(&"hush".to_owned()));
}

/// A sensitive body may set what the body leaves out; with versions, only the paths that have one.
#[test]
fn sensitive_bodies() {
    let cases = [
        (json!(null), "serverFarmId:p,siteConfig:*?,virtualNetworkSubnetId:*?"),
        (json!({"properties.serverFarmId": "1"}), "properties:{serverFarmId:*?}"),
        (json!({"properties.password": "1"}), "properties:{password:*?,serverFarmId:p}"),
    ];
    for (versions, expected) in cases {
        let after = json!({"type": SITE, "name": "a", "location": "l", "sensitive_body_version": versions,
            "body": {"properties": {"serverFarmId": "p"}}});
        let expressions = json!({"sensitive_body": {"references": ["var.secret"]}});
        let plan = translated(&[written("azapi_resource.a", expressions, after, json!({}))]);
        let shown = text(&resource(&plan, "azapi_resource.a").body);
        assert!(shown.contains(expected), "{versions}: {shown}");
    }
}

fn group() -> Written {
    written("azurerm_resource_group.rg", json!({}), json!({"name": "rg", "location": "l"}), json!({"id": true}))
}

fn network() -> Written {
    let after = json!({"name": "v", "resource_group_name": "rg"});
    written("azurerm_virtual_network.v", json!({}), after, json!({"id": true}))
}

fn below(address: &'static str, resource_type: &str, name: &str, parent: &str) -> Written {
    let (expressions, after, unknown) = if parent.starts_with('/') {
        (json!({}), json!({"type": resource_type, "name": name, "parent_id": parent}), json!({"id": true}))
    } else {
        let expressions = json!({"parent_id": {"references": [parent]}});
        (expressions, json!({"type": resource_type, "name": name}), json!({"id": true, "parent_id": true}))
    };
    written(address, expressions, after, unknown)
}

/// Of a deleted resource, whose configuration is gone, a sensitive body may have set what no state holds.
#[test]
fn deleted_sensitive_bodies() {
    let deleted = |body: Json, versions: Json| {
        let before = json!({"type": SITE, "name": "a", "body": body, "sensitive_body_version": versions});
        let change = json!({"address": "azapi_resource.a", "mode": "managed", "type": "azapi_resource", "name": "a",
            "provider_name": "registry.terraform.io/azure/azapi",
            "change": {"actions": ["delete"], "before": before, "after": null}});
        let document = json!({"format_version": "1.2", "resource_changes": [change]}).to_string();
        let options = PlanOptions { wanted_attributes: &wanted };
        let mut plan = load(0, "plan.json", document.as_bytes(), options).expect("loads");
        name_types(&mut plan);
        translate(&mut plan);
        text(&plan.before.first().expect("is read").body)
    };
    let stated = || json!({"properties": {"serverFarmId": "p"}});
    assert_eq!(deleted(stated(), json!(null)), "{name:a,properties:{serverFarmId:p}}");
    let version = json!({"properties.virtualNetworkSubnetId": "1"});
    let expected = "{name:a,properties:{serverFarmId:p,virtualNetworkSubnetId:*?}}";
    assert_eq!(deleted(stated(), version.clone()), expected);
    assert_eq!(deleted(json!(null), version), "{name:a,properties:*?}");
    for empty in [json!(null), json!(""), json!({})] {
        let shown = deleted(empty, json!(null));
        assert!(shown.contains("properties:*?"), "{shown}");
    }
}

/// Through groups, networks and other azapi resources a resource gets the id it would have as an azurerm resource.
#[test]
fn ids_follow_parents() {
    const NETWORK: &str = "Microsoft.Network/virtualNetworks@2024-01-01";
    const SCOPE: &str = "/subscriptions/{azurerm}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks";
    let plan = translated(&[
        group(),
        network(),
        below("azapi_resource.net", NETWORK, "n", "azurerm_resource_group.rg.id"),
        below("azapi_resource.one", SUBNET, "one", "azurerm_virtual_network.v.id"),
        below("azapi_resource.two", SUBNET, "two", "azapi_resource.net.id"),
        below("azapi_resource.wrong", SUBNET, "wrong", "azurerm_resource_group.rg.id"),
        below("azapi_resource.lost", SUBNET, "lost", "local.network"),
        below("azapi_resource.fixed", NETWORK, "fixed", "/subscriptions/s/resourceGroups/g"),
        written("data.azapi_resource.read", json!({}), json!({"type": NETWORK, "id": "/subscriptions/s/x"}), json!({})),
    ]);
    let expected = [
        ("azapi_resource.net", Some(format!("{SCOPE}/n"))),
        ("azapi_resource.one", Some(format!("{SCOPE}/v/subnets/one"))),
        ("azapi_resource.two", Some(format!("{SCOPE}/n/subnets/two"))),
        ("azapi_resource.wrong", None),
        ("azapi_resource.lost", None),
        ("azapi_resource.fixed", {
            Some("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/fixed".to_owned())
        }),
        ("data.azapi_resource.read", Some("/subscriptions/s/x".to_owned())),
    ];
    for (address, id) in expected {
        assert_eq!(resource(&plan, address).id.as_deref(), id.as_deref(), "{address}");
    }
    let parent = |address: &str| resource(&plan, address).parent().map(text);
    assert_eq!(parent("azapi_resource.one").as_deref(), Some("?>azurerm_virtual_network.v"));
    assert_eq!(parent("azapi_resource.lost").as_deref(), Some("?"));
    assert_eq!(parent("azapi_resource.net"), None);
    assert_eq!(plan.not_understood.get("azurerm_resource_group"), Some(&1));
}

/// Azapi resources that are each other's parents make no id, and no end is needed for that to show.
#[test]
fn circles_end() {
    let plan = translated(&[
        below("azapi_resource.a", "A.B/c/c@1", "a", "azapi_resource.b.id"),
        below("azapi_resource.b", "A.B/c/c@1", "b", "azapi_resource.a.id"),
        below("azapi_resource.c", SUBNET, "c", "azapi_resource.c.id"),
    ]);
    assert_eq!(resource(&plan, "azapi_resource.c").id, None);
}

/// Inside a body a value refers to what its property can refer to, if every reference of the body is accounted for.
#[test]
fn references_inside_bodies() {
    const PLAN: &str = "azurerm_service_plan.p.id";
    const A: &str = "azurerm_subnet.a.id";
    const B: &str = "azurerm_subnet.b.id";
    let site = json!({"properties": {"serverFarmId": true, "virtualNetworkSubnetId": true}});
    let (plan, subnet) = ("serverFarmId:?", "virtualNetworkSubnetId:?");
    let nothing = || format!("{plan},{subnet}");
    let cases = [
        (vec![PLAN, A], format!("{plan}>azurerm_service_plan.p,{subnet}>azurerm_subnet.a")),
        // A name that is known is no part of what is not.
        (vec![PLAN, A, "azurerm_virtual_network.v.name"], {
            format!("{plan}>azurerm_service_plan.p,{subnet}>azurerm_subnet.a")
        }),
        // Anything else may be what is meant, or the id that it is a part of.
        (vec![PLAN, A, "terraform_data.x.output"], nothing()),
        (vec![PLAN, A, "azurerm_virtual_network.v.id"], nothing()),
        (vec![PLAN, A, B], format!("{plan}>azurerm_service_plan.p,{subnet}>?azurerm_subnet.a|azurerm_subnet.b")),
        (vec![A], format!("{plan},{subnet}>azurerm_subnet.a")),
        (vec!["azurerm_subnet.a", "each.key"], format!("{plan},{subnet}>~azurerm_subnet.a")),
        // Behind a constant index the plan hides that all instances may be meant.
        (vec!["azurerm_subnet.c[0].id"], format!("{plan},{subnet}>?azurerm_subnet.c[0]|azurerm_subnet.c[1]")),
        (vec![PLAN, A, "local.ids"], nothing()),
        (vec!["azapi_resource.s.id"], format!("{plan},{subnet}>azapi_resource.s")),
    ];
    for (references, expected) in cases {
        let unknown = || json!({"id": true});
        let plan = translated(&[
            network(),
            written("azurerm_service_plan.p", json!({}), json!({"name": "p"}), unknown()),
            written("azurerm_subnet.a", json!({}), json!({"name": "a"}), unknown()),
            written("azurerm_subnet.b", json!({}), json!({"name": "b"}), unknown()),
            written("azurerm_subnet.c[0]", json!({}), json!({"name": "c0"}), unknown()),
            written("azurerm_subnet.c[1]", json!({}), json!({"name": "c1"}), unknown()),
            below("azapi_resource.s", SUBNET, "s", "azurerm_virtual_network.v.id"),
            written(
                "azapi_resource.site",
                json!({"body": {"references": references}}),
                json!({"type": SITE, "name": "site", "body": {"properties": {}}}),
                json!({"body": site}),
            ),
        ]);
        let shown = text(&resource(&plan, "azapi_resource.site").body);
        assert!(shown.contains(&format!("{{{expected}}}")), "{references:?}: {shown}");
    }
}

const ENVIRONMENT: &str = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01";

/// The subnets of an environment whose body has these references and, in the sources, this text; `unknown` is what the plan does
/// not know of the body `{"sku": {"name": "Premium"}, "properties": {…: {"subnets": [{}, {}]}}}`.
fn environment(references: &[&str], unknown: Json, sources: Option<&str>) -> String {
    let is_whole = unknown == json!(true);
    let body = json!({"sku": {"name": "Premium"}, "properties": {"networkConfiguration": {"subnets": [{}, {}]}}});
    let sources = sources.map(|body| {
        format!(
            "resource \"azurerm_subnet\" \"a\" {{}}\nresource \"azurerm_subnet\" \"b\" {{}}\n\
             resource \"azurerm_virtual_network\" \"v\" {{}}\n\
             resource \"azapi_resource\" \"ise\" {{\n  body = {body}\n}}\n"
        )
    });
    let resources = [
        group(),
        network(),
        written("azurerm_subnet.a", json!({}), json!({"name": "a"}), json!({"id": true})),
        written("azurerm_subnet.b", json!({}), json!({"name": "b"}), json!({"id": true})),
        written(
            "azapi_resource.ise",
            json!({"body": {"references": references}}),
            json!({"type": ENVIRONMENT, "name": "i", "body": if is_whole { json!(null) } else { body }}),
            json!({"body": unknown}),
        ),
    ];
    let plan = translated_with(&resources, sources.as_deref());
    text(&resource(&plan, "azapi_resource.ise").body)
}

fn two_subnets() -> Json {
    json!({"properties": {"networkConfiguration": {"subnets": [{"id": true}, {"id": true}]}}})
}

/// The plan does not tell which of several references is whose, and that one is not another's.
#[test]
fn references_inside_lists() {
    let either = "{id:?>?azurerm_subnet.a|azurerm_subnet.b}";
    let both = format!("[{either},{either}]");
    let cases = [
        (vec!["azurerm_subnet.a.id", "azurerm_subnet.b.id"], both.as_str()),
        (vec!["azurerm_subnet.a", "azurerm_subnet.b"], &both),
        (vec!["azurerm_subnet.a.id"], "[{id:?>azurerm_subnet.a},{id:?>azurerm_subnet.a}]"),
        (vec!["azurerm_subnet.a.id", "random_id.late.hex"], "[{id:?},{id:?}]"),
        (vec!["azurerm_subnet.a.id", "local.b"], "[{id:?},{id:?}]"),
    ];
    for (references, expected) in cases {
        let shown = environment(&references, two_subnets(), None);
        assert!(shown.contains(expected), "{references:?}: {shown}");
    }
}

/// Where the sources are there each value has the reference of its own expression, and none of another's.
#[test]
fn each_value_has_its_own_expression() {
    const PREMIUM: &str = "name = \"Premium\"";
    let cases = [
        ("[{ id = azurerm_subnet.b.id }, { id = azurerm_subnet.a.id }]", PREMIUM, {
            "[{id:?>azurerm_subnet.b},{id:?>azurerm_subnet.a}]"
        }),
        ("[{ id = azurerm_subnet.a.id }, { id = random_id.late.hex }]", PREMIUM, "[{id:?>azurerm_subnet.a},{id:?}]"),
        ("[{ id = azurerm_subnet.a.id }, { id = azurerm_subnet.a.name }]", PREMIUM, "[{id:?>azurerm_subnet.a},{id:?}]"),
        ("[{ id = replace(azurerm_subnet.a.id, \"a\", \"b\") }, { id = azurerm_virtual_network.v.id }]", PREMIUM, {
            "[{id:?},{id:?}]"
        }),
        ("[for s in [azurerm_subnet.a, azurerm_subnet.b] : { id = s.id }]", PREMIUM, {
            "[{id:?>azurerm_subnet.a},{id:?>azurerm_subnet.b}]"
        }),
        // Known in the sources and not in the plan: one of the two is wrong.
        ("[{ id = \"/x\" }, { id = azurerm_subnet.a.id }]", PREMIUM, "[{id:?},{id:?>azurerm_subnet.a}]"),
        // What is not evaluated is left to the plan, which proves nothing here.
        ("unheard_of(azurerm_subnet.a.id)", PREMIUM, "[{id:?},{id:?}]"),
        // Sources that give something else than is planned say nothing.
        ("[{ id = azurerm_subnet.b.id }, { id = azurerm_subnet.a.id }]", "name = \"Developer\"", "[{id:?},{id:?}]"),
        ("[{ id = azurerm_subnet.a.id }]", PREMIUM, "[{id:?},{id:?}]"),
        ("[{ id = azurerm_subnet.a.id, x = 1 }, {}]", PREMIUM, "[{id:?},{id:?}]"),
    ];
    for (subnets, sku, expected) in cases {
        let body =
            format!("{{ sku = {{ {sku} }}, properties = {{ networkConfiguration = {{ subnets = {subnets} }} }} }}");
        let shown = environment(&["local.everything"], two_subnets(), Some(&body));
        assert!(shown.contains(expected), "{body}: {shown}");
    }
}

/// A body that the plan does not know at all is what the sources encode; null members are left out.
#[test]
fn encoded_bodies() {
    let body = "jsonencode({ kind = null, sku = { name = \"Premium\", capacity = 0 }, properties = merge({ \
                networkConfiguration = { subnets = [for s in [azurerm_subnet.b, azurerm_subnet.a] : { id = s.id }] } }, {}) })";
    let expected = "{name:i,properties:{networkConfiguration:{subnets:[{id:?>azurerm_subnet.b},{id:?>azurerm_subnet.a}]}},\
                    sku:{capacity:0,name:Premium}}";
    assert_eq!(environment(&["local.everything"], json!(true), Some(body)), expected);
    let everything = environment(&["local.everything"], json!(true), Some("jsonencode(unheard_of())"));
    assert!(everything.contains("properties:?,sku:?"), "{everything}");
}

/// A list that the plan does not know is as long as the sources make it, and an id below a resource's is known as far as that is.
#[test]
fn unknown_lists_and_longer_ids() {
    let unknown = json!({"properties": {"networkConfiguration": {"subnets": true}}});
    let body = |subnets: &str| {
        format!(
            "{{ sku = {{ name = \"Premium\" }}, properties = {{ networkConfiguration = {{ subnets = {subnets} }} }} }}"
        )
    };
    let distinct = body("[for id in distinct([azurerm_subnet.a.id, azurerm_subnet.b.id]) : { id = id }]");
    let shown = environment(&["local.x"], unknown.clone(), Some(&distinct));
    assert!(shown.contains("subnets:[{id:?>azurerm_subnet.a},{id:?>azurerm_subnet.b}]"), "{shown}");
    let open = environment(&["local.x"], unknown, Some(&body("[for id in var.ids : { id = id }]")));
    assert!(open.contains("subnets:?}"), "{open}");
    let below = body("[{ id = \"${azurerm_virtual_network.v.id}/subnets/x\" }, { id = azurerm_subnet.a.id }]");
    let shown = environment(&["local.x"], two_subnets(), Some(&below));
    let id = "/subscriptions/{azurerm}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/x";
    assert!(shown.contains(&format!("[{{id:?={id}}},{{id:?>azurerm_subnet.a}}]")), "{shown}");
}

/// What the sources add to a sensitive body is sensitive too, and kept to be masked.
#[test]
fn sensitive_encoded_bodies() {
    let sources = "resource \"azapi_resource\" \"a\" {\n  body = jsonencode({ kind = \"hush\", x = terraform_data.x.output })\n}\n";
    let after = json!({"type": SITE, "name": "a"});
    let expressions = json!({"body": {"references": ["terraform_data.x.output"]}});
    let hidden = Written {
        sensitive: json!({"body": true}),
        ..written("azapi_resource.a", expressions, after, json!({"body": true}))
    };
    let plan = translated_with(&[hidden], Some(sources));
    assert_eq!(text(&resource(&plan, "azapi_resource.a").body), "{kind:*hush,name:a,x:*?}");
    assert!(plan.secrets.contains(&"hush".to_owned()));
}

/// A reference to an azapi resource counts where its ARM type is one that the argument can refer to.
#[test]
fn azurerm_arguments_refer_to_azapi_resources() {
    let app = |address, reference: &str| {
        let expressions = json!({"virtual_network_subnet_id": {"references": [reference]}});
        written(address, expressions, json!({"name": "app"}), json!({"virtual_network_subnet_id": true}))
    };
    let plan = translated(&[
        group(),
        network(),
        below("azapi_resource.s", SUBNET, "s", "azurerm_virtual_network.v.id"),
        below("azapi_resource.n", "Microsoft.Network/virtualNetworks@2024-01-01", "n", "azurerm_resource_group.rg.id"),
        app("azurerm_linux_web_app.right", "azapi_resource.s.id"),
        app("azurerm_linux_web_app.wrong", "azapi_resource.n.id"),
    ]);
    let reference = |address| resource(&plan, address).body.get("virtual_network_subnet_id").map(text);
    assert_eq!(reference("azurerm_linux_web_app.right").as_deref(), Some("?>azapi_resource.s"));
    assert_eq!(reference("azurerm_linux_web_app.wrong").as_deref(), Some("?"));
}

/// An update names what it overrides; what is not read is counted by its ARM type, and said where it may matter.
#[test]
fn updates_and_the_rest() {
    let typed = |address, resource_type: &str, more: Json| {
        let mut after = json!({"type": resource_type});
        after.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        written(address, json!({"resource_id": {"references": ["azurerm_subnet.a.id"]}}), after, json!({}))
    };
    let known = json!({"resource_id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/a"});
    let mut unknown = typed("azapi_update_resource.by_reference", SUBNET, json!({}));
    unknown.unknown = json!({"resource_id": true});
    let plan = translated(&[
        network(),
        written("azurerm_subnet.a", json!({}), json!({"name": "a"}), json!({"id": true})),
        unknown,
        typed("azapi_update_resource.by_id", SITE, known.clone()),
        below("azapi_update_resource.by_name", SUBNET, "b", "azurerm_virtual_network.v.id"),
        typed("azapi_update_resource.other", "Microsoft.Unread/things@1", known.clone()),
        typed("azapi_resource_action.patch", SITE, json!({"method": "PATCH"})),
        typed("azapi_resource_action.restart", SITE, json!({"method": "POST"})),
        written("azapi_data_plane_resource.d", json!({}), json!({"type": "x"}), json!({})),
    ]);
    let overlaid = |address| resource(&plan, address).overlaid().map(text);
    assert_eq!(overlaid("azapi_update_resource.by_reference").as_deref(), Some("?>azurerm_subnet.a"));
    assert_eq!(overlaid("azapi_update_resource.by_id").as_deref(), known["resource_id"].as_str());
    let by_name = "/subscriptions/{azurerm}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/b";
    assert_eq!(overlaid("azapi_update_resource.by_name").as_deref(), Some(by_name));
    assert_eq!(plan.notes.len(), 1, "{:?}", plan.notes);
    assert!(plan.notes[0].contains("azapi_resource_action.patch") && plan.notes[0].contains("PATCH"));
    let counted: Vec<(&str, usize)> = plan.not_understood.iter().map(|(name, count)| (name.as_str(), *count)).collect();
    assert_eq!(
        counted,
        [("Microsoft.Unread/things", 1), ("azapi_data_plane_resource", 1), ("azapi_resource_action", 2)]
    );
}

/// An update of what is no entity changes the entity it is below, named by the id it states.
#[test]
fn updates_below_entities() {
    const CONFIG: &str = "Microsoft.Web/sites/config@2023-12-01";
    const SITE_ID: &str = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/a";
    let update = |address, more: Json, references: Json, unknown: Json| {
        let mut after = json!({"type": CONFIG, "body": {"properties": {}}});
        after.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        written(address, json!({"resource_id": {"references": references}}), after, unknown)
    };
    let id = json!({"resource_id": format!("{SITE_ID}/config/web")});
    let plan = translated(&[
        written("azurerm_linux_web_app.a", json!({}), json!({"name": "a"}), json!({"id": true})),
        update("azapi_update_resource.by_id", id, json!([]), json!({})),
        update("azapi_update_resource.by_name", json!({"parent_id": SITE_ID, "name": "web"}), json!([]), json!({})),
        update(
            "azapi_update_resource.below",
            json!({}),
            json!(["azurerm_linux_web_app.a.id"]),
            json!({"resource_id": true}),
        ),
        update("azapi_update_resource.lost", json!({}), json!(["local.id"]), json!({"resource_id": true})),
    ]);
    let cases = [
        ("azapi_update_resource.by_id", SITE_ID, "{name:web,properties:{}}"),
        ("azapi_update_resource.by_name", SITE_ID, "{name:web,properties:{}}"),
        ("azapi_update_resource.below", "?>~azurerm_linux_web_app.a", "{properties:{}}"),
        ("azapi_update_resource.lost", "?", "{properties:{}}"),
    ];
    for (address, parent, body) in cases {
        let update = resource(&plan, address);
        assert_eq!(update.parent().map(text).as_deref(), Some(parent), "{address}");
        assert_eq!(text(&update.body), body, "{address}");
        assert!(!update.is_whole() && update.overlaid().is_none(), "{address}");
    }
}

/// What forces a replacement is named as the ARM resource has it.
#[test]
fn replacements_are_forced_by_properties() {
    let mut paths = ["body.properties.x", "name", "bodyguard"].map(str::to_owned);
    paths.iter_mut().for_each(unwrap_path);
    assert_eq!(paths, ["properties.x", "name", "bodyguard"]);
}

/// Properties are written below `body`, arguments beside it.
#[test]
fn places_in_the_sources() {
    let key = |key: &str| PathStep::Key(key.into());
    let path = [key("properties"), key("x")];
    let written = written_path("module.m[0].azapi_resource.a[\"k\"]", &path).expect("is azapi's");
    assert_eq!(written, [key("body"), key("properties"), key("x")]);
    assert_eq!(written_path("azapi_resource.a", &[key("location")]), Some(vec![key("location")]));
    assert_eq!(written_path("azapi_resource.a", &[]), Some(Vec::new()));
    assert_eq!(written_path("azurerm_subnet.a", &path), None);
}
