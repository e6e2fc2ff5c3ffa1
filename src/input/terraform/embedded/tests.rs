//! Deployments in small plans, written for one question each.

use super::super::{PlanLoaded, PlanOptions, groups, load};
use super::*;
use crate::input::declared::ReferenceCertainty;
use crate::model::PathStep;
use serde_json::{Value as Json, json};

const DEPLOYMENT: &str = "azurerm_resource_group_template_deployment";
const SITE: &str = "Microsoft.Web/sites";

fn wanted(resource_type: &str) -> Option<&'static [&'static str]> {
    normalise::wanted_arguments(resource_type)
        .or_else(|| wanted_arguments(resource_type))
        .or_else(|| groups::wanted_arguments(resource_type))
}

/// A template with one app, whose subnet and name are parameters.
fn template() -> Json {
    json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "parameters": {
            "name": {"type": "string", "defaultValue": "site"},
            "subnet": {"type": "string", "defaultValue": "none"},
        },
        "resources": [{
            "type": SITE,
            "name": "[parameters('name')]",
            "location": "[resourceGroup().location]",
            "properties": {
                "virtualNetworkSubnetId": "[parameters('subnet')]",
                "serverFarmId": "[resourceId('Microsoft.Web/serverfarms', 'plan')]",
            },
        }],
    })
}

/// A change of a resource; `change` has `actions`, `after`, `before`, …
fn change(address: &str, change: &Json) -> Json {
    let kind = address.split('.').next().unwrap_or_default();
    json!({"address": address, "mode": "managed", "type": kind, "provider_name": "azurerm", "change": change})
}

fn block(address: &str, expressions: &Json) -> Json {
    let (kind, name) = address.split_once('.').expect("an address");
    json!({"mode": "managed", "type": kind, "name": name, "provider_config_key": "azurerm", "expressions": expressions})
}

fn expanded_with(
    changes: &[Json],
    blocks: &[Json],
    structures: Structures<'_>,
) -> (PlanLoaded, BTreeMap<SmolStr, Origin>) {
    let document = json!({"format_version": "1.2", "resource_changes": changes,
                          "configuration": {"root_module": {"resources": blocks}}});
    let options = PlanOptions { wanted_attributes: &wanted };
    let mut plan = load(0, "plan.json", document.to_string().as_bytes(), options).expect("loads");
    plan.resolve(&normalise::reference_targets, None);
    let expanded = expand(&mut plan, 0, structures);
    let origins = expanded.join(&mut plan);
    (plan, origins)
}

fn expanded(changes: &[Json], blocks: &[Json]) -> PlanLoaded {
    expanded_with(changes, blocks, &|_, _| None).0
}

/// A deployment that is created with these arguments beside the template.
fn created(name: &str, arguments: &Json, unknown: &Json) -> Json {
    let mut after = json!({"name": name, "resource_group_name": "rg", "template_content": template().to_string()});
    after.as_object_mut().expect("an object").extend(arguments.as_object().expect("an object").clone());
    change(&format!("{DEPLOYMENT}.{name}"), &json!({"actions": ["create"], "after": after, "after_unknown": unknown}))
}

fn only(plan: &PlanLoaded) -> &Declared {
    let [resource] = plan.after.as_slice() else { panic!("{:?}", plan.after) };
    resource
}

fn property<'d>(declared: &'d Declared, name: &str) -> &'d Node {
    declared.body.get("properties").and_then(|properties| properties.get(name)).expect(name)
}

/// The resources of a template stand in the deployment's group and subscription, under its address.
#[test]
fn resources_stand_in_the_plan() {
    let group = change(
        "azurerm_resource_group.rg",
        &json!({"actions": ["create"], "after": {"name": "rg", "location": "westeurope"}, "after_unknown": {"id": true}}),
    );
    let blocks = [block("azurerm_resource_group.rg", &json!({})), block(&format!("{DEPLOYMENT}.d"), &json!({}))];
    let changes = [group, created("d", &json!({}), &json!({}))];
    let (mut plan, origins) = expanded_with(&changes, &blocks, &|_, _| None);
    groups::leave(&mut plan);
    let site = only(&plan);
    let subject = format!("{DEPLOYMENT}.d: {SITE}/site");
    assert_eq!((site.subject.as_str(), site.handle.name.as_str()), (subject.as_str(), subject.as_str()));
    assert_eq!(
        site.id.as_deref(),
        Some("/subscriptions/{azurerm}/resourceGroups/rg/providers/Microsoft.Web/sites/site")
    );
    assert_eq!(site.subscription, "{azurerm}");
    assert_eq!(site.body.get("location").and_then(Node::as_text), Some("westeurope"));
    let Tree::Unknown(farm) = &property(site, "serverFarmId").tree else { panic!("the subscription is not known") };
    let id = "/subscriptions/{azurerm}/resourceGroups/rg/providers/Microsoft.Web/serverfarms/plan";
    assert_eq!(farm.pattern.as_deref(), Some(id));
    let origin = origins.get(subject.as_str()).expect("has an origin");
    assert_eq!(origin.address, format!("{DEPLOYMENT}.d"));
    let key = |key: &str| PathStep::Key(key.into());
    assert_eq!(origin.path, [key("template_content"), key("resources"), PathStep::Index(0)]);
    assert!(plan.notes.is_empty(), "{:?}", plan.notes);
}

/// What a parameter is worth: its value where it may be used, never its default where something else is passed.
#[test]
fn parameters() {
    let text = |value: Json| json!(value.to_string());
    let subnet = json!({"subnet": {"value": "/given"}});
    let cases = [
        ("none", json!({}), json!({}), json!({}), Some("none"), false),
        ("left to the provider", json!({}), json!({"parameters_content": true}), json!({}), Some("none"), false),
        ("given", json!({"parameters_content": text(subnet.clone())}), json!({}), json!({}), Some("/given"), false),
        ("unknown", json!({}), json!({"parameters_content": true}), json!({"parameters_content": {}}), None, false),
        ("sensitive", json!({"parameters_content": text(subnet)}), json!({}), json!({}), None, true),
        ("old", json!({"parameters": {"subnet": "/given"}}), json!({}), json!({}), Some("/given"), false),
        ("old and unknown", json!({"parameters": {}}), json!({"parameters": {"subnet": true}}), json!({}), None, false),
    ];
    for (case, arguments, unknown, expressions, expected, sensitive) in cases {
        let is_old = case.starts_with("old");
        let kind = if is_old { "azurerm_template_deployment" } else { DEPLOYMENT };
        let argument = if is_old { "template_body" } else { "template_content" };
        let mut after = json!({"name": "d", "resource_group_name": "rg", argument: template().to_string()});
        after.as_object_mut().expect("an object").extend(arguments.as_object().expect("an object").clone());
        let mask = json!({"parameters_content": sensitive});
        let address = format!("{kind}.d");
        let change = change(
            &address,
            &json!({"actions": ["create"], "after": after, "after_unknown": unknown, "after_sensitive": mask}),
        );
        let document = json!({"format_version": "1.2", "resource_changes": [change],
                              "configuration": {"root_module": {"resources": [block(&address, &expressions)]}}});
        let options = PlanOptions { wanted_attributes: &wanted };
        let mut plan = load(0, "plan.json", document.to_string().as_bytes(), options).expect("loads");
        for declared in &mut plan.after {
            // As the front does for an argument that the configuration leaves out.
            let Tree::Object(members) = &mut declared.body.tree else { panic!("an object") };
            if let (Some(Tree::Unknown(unknown)), "left to the provider") =
                (members.get_mut("parameters_content").map(|node| &mut node.tree), case)
            {
                unknown.reason = Reason::LeftToProvider;
            }
        }
        let deployed = expand(&mut plan, 0, &|_, _| None);
        let _ = deployed.join(&mut plan);
        let node = property(only(&plan), "virtualNetworkSubnetId");
        assert_eq!(node.as_text(), expected, "{case}: {node:?}");
        assert_eq!(node.sensitive, sensitive, "{case}");
        assert_eq!(plan.secrets.contains(&"/given".to_owned()), sensitive, "{case}");
    }
}

/// Parameters that are known only after apply refer to what their expression refers to, where the property can.
#[test]
fn unknown_parameters_refer() {
    let subnet = |name: &str| {
        let known = json!({"actions": ["create"], "after": {"name": name}, "after_unknown": {"id": true}});
        change(&format!("azurerm_subnet.{name}"), &known)
    };
    let cases = [
        (vec!["azurerm_subnet.a.id", "azurerm_key_vault.k.id"], Some((1, ReferenceCertainty::Inferred))),
        (vec!["azurerm_subnet.a.id", "azurerm_subnet.b.id"], Some((2, ReferenceCertainty::Candidates))),
        (vec!["azurerm_subnet.a.id", "local.x"], None),
        (vec!["azurerm_key_vault.k.id"], None),
    ];
    for (references, expected) in cases {
        let expressions = json!({"parameters_content": {"references": references}});
        let blocks = [
            block("azurerm_subnet.a", &json!({})),
            block("azurerm_subnet.b", &json!({})),
            block(&format!("{DEPLOYMENT}.d"), &expressions),
        ];
        let deployment = created("d", &json!({}), &json!({"parameters_content": true}));
        let plan = expanded(&[subnet("a"), subnet("b"), deployment], &blocks);
        let site = plan.after.iter().find(|declared| declared.resource_type == SITE).expect("a site");
        let node = property(site, "virtualNetworkSubnetId");
        assert!(matches!(node.tree, Tree::Unknown(_)), "{references:?}");
        let found = node.reference.as_ref().map(|reference| (reference.targets.len(), reference.certainty));
        assert_eq!(found, expected, "{references:?}");
        assert!(site.body.get("name").is_some_and(|name| name.reference.is_none()));
    }
}

/// Where somebody can tell the structure of an unknown string, each parameter has its own value and reference.
#[test]
fn structures_tell_parameters_apart() {
    let plan = expanded_with(
        &[created("d", &json!({}), &json!({"parameters_content": true}))],
        &[block(&format!("{DEPLOYMENT}.d"), &json!({"parameters_content": {"references": ["local.x"]}}))],
        &|address, argument| {
            assert_eq!((address, argument), ("azurerm_resource_group_template_deployment.d", "parameters_content"));
            let object = |members: Vec<(&str, Node)>| {
                let members = members.into_iter().map(|(key, node)| (key.to_owned(), node));
                Node::new(Tree::Object(members.collect()))
            };
            let target = crate::input::declared::Target { address: "azurerm_subnet.a".into(), attribute: "id".into() };
            let reference =
                crate::input::declared::Reference { targets: vec![target], certainty: ReferenceCertainty::Exact };
            let subnet = Node {
                reference: Some(Box::new(reference)),
                ..Node::unknown(crate::model::Unknown::new(Reason::KnownAfterApply, ""))
            };
            let name = Node::new(Tree::Text("told".into()));
            Some(object(vec![("name", object(vec![("value", name)])), ("subnet", object(vec![("value", subnet)]))]))
        },
    );
    let site = only(&plan.0);
    assert_eq!(site.body.get("name").and_then(Node::as_text), Some("told"));
    let node = property(site, "virtualNetworkSubnetId");
    assert_eq!(node.reference.as_ref().map(|it| it.certainty), Some(ReferenceCertainty::Exact));
}

/// What is known of the text of a parameter is known of the value that comes from it.
#[test]
fn parameters_known_in_part() {
    const ID: &str =
        "/subscriptions/{azurerm}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s";
    let plan = expanded_with(
        &[created("d", &json!({}), &json!({"parameters_content": true}))],
        &[block(&format!("{DEPLOYMENT}.d"), &json!({"parameters_content": {"references": ["local.x"]}}))],
        &|_, _| {
            let object =
                |key: &str, node: Node| Node::new(Tree::Object([(key.to_owned(), node)].into_iter().collect()));
            let unknown = crate::model::Unknown::new(Reason::KnownAfterApply, "");
            let id = Node::unknown(crate::model::Unknown { pattern: Some(ID.to_owned()), ..unknown });
            Some(object("subnet", object("value", id)))
        },
    );
    let node = property(only(&plan.0), "virtualNetworkSubnetId");
    let Tree::Unknown(unknown) = &node.tree else { panic!("known only after apply") };
    assert_eq!((unknown.pattern.as_deref(), &node.reference), (Some(ID), &None));
}

/// A template that cannot be read is said and counted, whatever the reason.
#[test]
fn what_is_not_checked_is_said() {
    let broken = template().to_string().replace("\"resources\"", "resources");
    let deep = format!("{}{}", "[".repeat(500), "]".repeat(500));
    let cases = [
        (json!({"template_content": broken}), json!({}), ""),
        (json!({"template_content": deep}), json!({}), ""),
        (json!({"template_content": "[]"}), json!({}), "it is no object"),
        (json!({"template_content": null}), json!({"template_content": true}), "known only after apply"),
        (json!({"template_content": null, "template_spec_version_id": "/spec"}), json!({}), "a template spec"),
        (json!({"template_content": ""}), json!({}), "it has no template"),
        (json!({"parameters_content": r#"{"subnet":{"value":7}}"#}), json!({}), "not of type 'string'"),
    ];
    for (arguments, unknown, problem) in cases {
        let expressions = json!({"template_content": {}});
        let blocks = [block(&format!("{DEPLOYMENT}.d"), &expressions)];
        let plan = expanded(&[created("d", &arguments, &unknown)], &blocks);
        assert!(plan.after.is_empty(), "{arguments}");
        let [note] = plan.notes.as_slice() else { panic!("{arguments}: {:?}", plan.notes) };
        assert!(note.starts_with(&format!("What '{DEPLOYMENT}.d' deploys is not checked: ")), "{note}");
        assert!(note.contains(problem), "{note}");
        assert_eq!(plan.not_understood.get(DEPLOYMENT), Some(&1), "{arguments}");
    }
}

/// Equal unknown names in two deployments are two names, and in one template they are told apart by their handles.
#[test]
fn deployments_do_not_mix() {
    let unnamed = json!({"parameters_content": true});
    let given = json!({"parameters_content": {"references": ["local.x"]}});
    let blocks = [block(&format!("{DEPLOYMENT}.a"), &given), block(&format!("{DEPLOYMENT}.b"), &given)];
    let changes = [created("a", &json!({}), &unnamed), created("b", &json!({}), &unnamed)];
    let plan = expanded(&changes, &blocks);
    let ids: BTreeSet<&str> = plan.after.iter().filter_map(|declared| declared.id.as_deref()).collect();
    let id = |name: &str| {
        format!(
            "/subscriptions/{{azurerm}}/resourceGroups/rg/providers/Microsoft.Web/sites/{{{DEPLOYMENT}.{name}: parameters('name')}}"
        )
    };
    assert_eq!(ids, BTreeSet::from([id("a").as_str(), id("b").as_str()]));

    let mut doubled = template();
    let site = doubled["resources"][0].clone();
    doubled["resources"].as_array_mut().expect("a list").push(site);
    let plan = expanded(&[created("d", &json!({"template_content": doubled.to_string()}), &json!({}))], &[]);
    let names: Vec<&str> = plan.after.iter().map(|declared| declared.handle.name.as_str()).collect();
    let name = format!("{DEPLOYMENT}.d: {SITE}/site");
    assert_eq!(names, [name.as_str(), format!("{name} #2").as_str()]);
}

/// A sensitive template is judged, and all of its strings are to be masked.
#[test]
fn sensitive_templates() {
    let mut change = created("d", &json!({}), &json!({}));
    change["change"]["after_sensitive"] = json!({"template_content": true});
    let plan = expanded(&[change], &[]);
    assert!(only(&plan).body.sensitive);
    assert!(plan.secrets.contains(&"site".to_owned()));
}

/// What happens to a deployment happens to its resources; what a template drops stays unless the mode is complete.
#[test]
fn changes_of_deployments() {
    let with = |names: &[&str]| {
        let mut template = template();
        let sites = names.iter().map(|name| json!({"type": SITE, "name": name})).collect();
        template["resources"] = Json::Array(sites);
        template.to_string()
    };
    let cases = [
        (vec!["create"], None, Some(vec!["a"]), "Incremental", vec!["a create"]),
        (vec!["no-op"], Some(vec!["a"]), Some(vec!["a"]), "Incremental", vec!["a no-op"]),
        (vec!["update"], Some(vec!["a", "b"]), Some(vec!["c", "a"]), "Incremental", vec!["a update", "c create"]),
        (vec!["update"], Some(vec!["a", "b"]), Some(vec!["a"]), "Complete", vec!["a update", "b delete"]),
        (vec!["delete"], Some(vec!["a"]), None, "Incremental", vec!["a delete"]),
        (vec!["delete", "create"], Some(vec!["a", "b"]), Some(vec!["a"]), "Incremental", {
            vec!["a delete create", "b delete"]
        }),
    ];
    for (actions, before, after, mode, expected) in cases {
        let body = |names: Option<Vec<&str>>| {
            names.map(|names| {
                json!({"name": "d", "resource_group_name": "rg", "deployment_mode": mode, "template_content": with(&names)})
            })
        };
        let change = change(
            &format!("{DEPLOYMENT}.d"),
            &json!({"actions": actions, "before": body(before.clone()), "after": body(after.clone())}),
        );
        let plan = expanded(&[change], &[]);
        assert_eq!(plan.before.len(), before.map_or(0, |names| names.len()), "{actions:?}");
        assert_eq!(plan.after.len(), after.map_or(0, |names| names.len()), "{actions:?}");
        let shown: Vec<String> = plan
            .changes
            .iter()
            .filter_map(|(handle, change)| {
                let (_, name) = handle.name.rsplit_once("sites/")?;
                let actions: Vec<&str> = change.actions.iter().map(|action| action.as_str()).collect();
                Some(format!("{name} {}", actions.join(" ")))
            })
            .collect();
        assert_eq!(shown, expected, "{actions:?}");
        let says_complete = plan.notes.iter().any(|note| note.contains("complete mode"));
        assert_eq!(says_complete, mode == "Complete", "{:?}", plan.notes);
    }
}

/// At other scopes there is no resource group; a management group is named by the last part of its id.
#[test]
fn other_scopes() {
    let address = "azurerm_management_group_template_deployment.d";
    let template = json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-08-01/managementGroupDeploymentTemplate.json#",
        "resources": [{"type": "Microsoft.Authorization/policyDefinitions", "name": "p"},
                      {"type": SITE, "name": "[managementGroup().name]"}],
    });
    let after = json!({"name": "d", "location": "westeurope", "template_content": template.to_string(),
                       "management_group_id": "/providers/Microsoft.Management/managementGroups/mg"});
    let plan = expanded(&[change(address, &json!({"actions": ["create"], "after": after}))], &[]);
    let site = only(&plan);
    assert_eq!(
        site.id.as_deref(),
        Some("/providers/Microsoft.Management/managementGroups/mg/providers/Microsoft.Web/sites/mg")
    );
    assert_eq!(plan.not_understood.get("Microsoft.Authorization/policyDefinitions"), Some(&1));
}
