//! Whole templates: parameters, copies, conditions, nesting, scopes.

use super::{Deployed, Documents, Emitted, Engine, deploy, deploy_in, main_deployment};
use crate::input::arm::surroundings::Surroundings;
use crate::input::arm::{ParameterFile, ParameterSource, is_template, load};
use crate::model::ResourceHandle;
use serde_json::{Value as Plain, json};

const GROUP: &str = "/subscriptions/{subscription().subscriptionId}/resourceGroups/{resourceGroup().name}";

fn vnet(name: &str) -> Plain {
    json!({"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2023-09-01", "name": name})
}

/// A resource object with more members.
fn with(mut resource: Plain, members: &Plain) -> Plain {
    for (key, value) in members.as_object().into_iter().flatten() {
        resource[key] = value.clone();
    }
    resource
}

fn nested(name: &str, members: &Plain, properties: &Plain) -> Plain {
    let deployment = json!({"type": "Microsoft.Resources/deployments", "name": name, "properties": properties});
    with(deployment, members)
}

fn ids(deployed: &Deployed) -> Vec<String> {
    let short = |id: &str| id.replace(GROUP, "").replace("/providers/Microsoft.Network/virtualNetworks", "");
    deployed.resources.iter().filter_map(|resource| resource["id"].as_str()).map(short).collect()
}

fn presences(deployed: &Deployed) -> Vec<&str> {
    deployed.resources.iter().filter_map(|resource| resource["presence"].as_str()).collect()
}

/// Templates are told from other documents by their schema, whatever its date, scheme and letter case.
#[test]
fn schemas() {
    for (schema, expected) in [
        ("https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", true),
        ("http://schema.management.azure.com/schemas/2015-01-01/DeploymentTemplate.json", true),
        ("https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#", true),
        ("https://schema.management.azure.com/schemas/2019-08-01/tenantDeploymentTemplate.json#", true),
        ("https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", false),
        ("https://example.com/deploymentTemplate.json#", false),
        ("", false),
    ] {
        assert_eq!(is_template(schema), expected, "{schema}");
    }
}

/// A body keeps the template's spelling, loses what is no part of the resource, and names its last segment.
#[test]
fn bodies() {
    let resource = json!({
        "type": "Microsoft.Network/virtualNetworks/subnets", "name": "[concat(parameters('v'), '/s')]",
        "dependsOn": ["x"], "condition": true, "copy": {"name": "c", "count": 1},
        "properties": {"AddressPrefix": "10.0.0.0/24", "routeTable": null, "nested": {"x": null, "list": [null]}},
    });
    let template = json!({"parameters": {"v": {"type": "string"}}, "resources": [resource]});
    let loaded = load(3, "t", "t", &template.to_string(), &[], &|_| true).expect("a template");
    let declared = loaded.after.first().expect("the subnet");
    assert_eq!(declared.handle, ResourceHandle { input: 3, name: "/resources/0#0".into() });
    assert_eq!(declared.subject, "Microsoft.Network/virtualNetworks/[parameters('v')]/subnets/s");
    assert_eq!(declared.subscription, "{subscription().subscriptionId}");
    assert_eq!(declared.body.get("NAME").and_then(|name| name.as_text()), Some("s"));
    let plain = super::plain_node(&declared.body);
    assert_eq!(plain["properties"], json!({"AddressPrefix": "10.0.0.0/24", "nested": {"list": [null]}}));
    assert_eq!(plain.as_object().map(|members| members.len()), Some(3));
}

/// Types nobody wants are counted, not evaluated; deployments are neither.
#[test]
fn unwanted_types_are_counted() {
    let inner = json!({"resources": [vnet("v"), {"type": "A.B/c", "name": "[fail('x')]"}]});
    let template = json!({"resources": [
        nested("n", &json!({}), &json!({"template": inner})),
        {"type": "A.B/c", "name": "x", "properties": "[fail('x')]"},
    ]});
    let wanted = |kind: &str| kind.starts_with("Microsoft.Network");
    let loaded = load(0, "t", "t", &template.to_string(), &[], &wanted).expect("a template");
    assert_eq!(loaded.after.len(), 1);
    assert_eq!(loaded.not_understood.into_iter().collect::<Vec<_>>(), [("A.B/c".to_owned(), 2)]);
    assert_eq!(loaded.notes.len(), 1, "{:?}", loaded.notes);
}

/// Values come from the file, else the default; null counts as none; a parameter without value stays an expression.
#[test]
fn parameters() {
    let template = json!({
        "parameters": {
            "given": {"type": "string", "defaultValue": "no"},
            "default": {"type": "string", "defaultValue": "[concat(parameters('Given'), '-d')]"},
            "null": {"type": "string", "defaultValue": "d"},
            "nullable": {"$ref": "#/definitions/n"},
            "none": {"type": "string"},
            "fresh": {"type": "string", "defaultValue": "[newGuid()]"},
            "vault": {"type": "securestring"},
        },
        "definitions": {"n": {"type": "string", "nullable": true}},
        "resources": [with(vnet("v"), &json!({"properties": {
            "a": "[parameters('given')]", "b": "[parameters('default')]", "c": "[parameters('null')]",
            "d": "[parameters('nullable')]", "e": "[parameters('none')]", "f": "[parameters('fresh')]",
            "g": "[parameters('vault')]", "h": "[equals(parameters('fresh'), parameters('fresh'))]",
        }}))],
    });
    let values = json!({"parameters": {
        "given": {"value": "[yes]"}, "null": {"value": null}, "vault": {"reference": {"keyVault": {"id": "x"}}},
    }});
    let deployed = deploy_in(&template.to_string(), &values, &Surroundings::default());
    let expected = json!({
        "a": "[yes]", "b": "[yes]-d", "c": "d", "e": "{parameters('none')}", "f": "{parameters('fresh')}",
        "g": "{parameters('vault')}", "h": true,
    });
    assert_eq!(deployed.resources[0]["properties"], expected);
}

/// Secure values are collected, stay out of bodies, and mark what is made of them.
#[test]
fn secrets() {
    let inner = json!({
        "parameters": {"deep": {"type": "secureObject"}},
        "resources": [with(vnet("w"), &json!({"properties": {"x": "[parameters('deep').a]"}}))],
    });
    let template = json!({
        "parameters": {"s": {"type": "secureString", "defaultValue": "hush"}},
        "resources": [
            with(vnet("v"), &json!({"properties": {"x": "[concat('a', parameters('s'))]"}})),
            nested("n", &json!({}), &json!({
                "expressionEvaluationOptions": {"scope": "inner"}, "template": inner,
                "parameters": {"deep": {"value": {"a": "quiet", "b": ["still", ""], "c": 1}}},
            })),
        ],
    });
    let file = ParameterFile {
        name: "p.json".to_owned(),
        text: json!({"parameters": {"s": {"value": "silent"}}}).to_string(),
    };
    let loaded =
        load(0, "t", "t", &template.to_string(), &[ParameterSource::File(file)], &|_| true).expect("a template");
    assert_eq!(loaded.secrets, ["hush", "quiet", "silent", "still"]);
    for declared in &loaded.after {
        let node = declared.body.get("properties").and_then(|properties| properties.get("x")).expect("the value");
        assert!(node.sensitive, "{node:?}");
        let printed = format!("{:?}", declared.body);
        assert!(loaded.secrets.iter().all(|secret| !printed.contains(secret.as_str())), "{printed}");
    }
}

/// A given value that cannot be one of its parameter is an error that does not show it; an unknown name is a note.
#[test]
fn impossible_parameter_values() {
    let template = json!({"parameters": {
        "n": {"type": "int"}, "s": {"type": "string", "allowedValues": ["One", "Two"]}, "o": {"type": "secureObject"},
    }, "resources": []});
    let give = |values: Plain| {
        let file = ParameterFile { name: "p.json".to_owned(), text: values.to_string() };
        load(0, "t", "t", &template.to_string(), &[ParameterSource::File(file)], &|_| true)
    };
    for (values, problem) in [
        (json!({"parameters": {"n": {"value": "hush"}}}), "the value of the parameter 'n' is not of type 'int'"),
        (json!({"parameters": {"n": {"value": 1.5}}}), "the value of the parameter 'n' is not of type 'int'"),
        (
            json!({"parameters": {"S": {"value": "hush"}}}),
            "the value of the parameter 's' is not among its allowed values",
        ),
        (
            json!({"parameters": {"o": {"value": "hush"}}}),
            "the value of the parameter 'o' is not of type 'secureobject'",
        ),
        (json!([]), "it is no object of parameters"),
    ] {
        let shown = values.to_string();
        let error = give(values).err().expect("an impossible value");
        assert_eq!(error.input, "p.json");
        let placed = error.problem.strip_prefix("line 1, column ").and_then(|rest| rest.split_once(": "));
        let (column, found) = placed.unwrap_or(("0", &error.problem));
        assert_eq!(found, problem);
        assert_eq!(column.parse().ok(), shown.find("\"value\":").map(|at| at + 9).or(Some(0)), "{shown}");
    }
    let loaded = give(json!({"s": {"value": "one"}, "x": {"value": 1}})).expect("possible values");
    assert_eq!(loaded.notes, ["The parameter 'x' of 'p.json' is not declared by the template."]);
}

/// Copies: of resources (known and unknown count), properties within them, variables; unnamed indexes mean the resource.
#[test]
fn copies() {
    let template = json!({
        "parameters": {"n": {"type": "int"}},
        "variables": {"copy": [{"name": "names", "count": 2, "input": "[concat('n', copyIndex('names', 1))]"}]},
        "resources": [
            with(vnet("[variables('names')[copyIndex()]]"), &json!({
                "copy": {"name": "l", "count": 2},
                "properties": {"copy": [{"name": "subnets", "count": 2, "input": {
                    "name": "[format('{0}-{1}', copyIndex(), copyIndex('subnets'))]",
                }}], "other": 1},
            })),
            with(vnet("[concat('u', copyIndex())]"), &json!({
                "copy": {"name": "m", "count": "[parameters('n')]"},
                "properties": {"copy": [{"name": "subnets", "count": "[parameters('n')]", "input": {}}]},
            })),
            with(vnet("none"), &json!({"copy": {"name": "z", "count": 0}})),
        ],
    });
    let deployed = deploy(&template);
    assert_eq!(ids(&deployed), ["/n1", "/n2", "/u{copyIndex('m')}"]);
    assert_eq!(presences(&deployed), ["declared", "declared", "conditional"]);
    let handles: Vec<_> = deployed.resources.iter().map(|resource| &resource["handle"]).collect();
    assert_eq!(handles, ["/resources/0#0", "/resources/0#1", "/resources/1"]);
    assert_eq!(deployed.resources[1]["properties"], json!({"subnets": [{"name": "1-0"}, {"name": "1-1"}], "other": 1}));
    assert_eq!(deployed.resources[2]["properties"], json!({"subnets": ["…[copy(parameters('n'))]"]}));
    assert_eq!(deployed.notes.len(), 1, "{:?}", deployed.notes);
}

/// A false condition removes a resource but not its children, and nothing of it is evaluated; an unknown one leaves it.
#[test]
fn conditions() {
    let child = json!({"type": "subnets", "name": "s"});
    let template = json!({
        "parameters": {"b": {"type": "bool"}},
        "resources": [
            with(vnet("v"), &json!({"condition": false, "location": "[fail('x')]", "resources": [child]})),
            with(vnet("w"), &json!({"condition": "[parameters('b')]"})),
            with(vnet("[fail('y')]"), &json!({"condition": "[equals(1, 2)]"})),
            nested("n", &json!({"condition": "[parameters('b')]"}), &json!({"template": {"resources": [vnet("x")]}})),
            nested("m", &json!({"condition": false}), &json!({"template": {"resources": [vnet("y")]}})),
        ],
    });
    let deployed = deploy(&template);
    assert_eq!(ids(&deployed), ["/v/subnets/s", "/w", "/x"]);
    assert_eq!(presences(&deployed), ["declared", "conditional", "conditional"]);
    assert!(deployed.notes.is_empty(), "{:?}", deployed.notes);
}

/// Children: nested with relative or full type and name, by a name in segments, by a name that cannot be split.
#[test]
fn child_resources() {
    let template = json!({
        "parameters": {"p": {"type": "string"}, "whole": {"type": "string"}},
        "resources": [
            with(vnet("[parameters('p')]"), &json!({"resources": [
                {"type": "subnets", "name": "a"},
                {"type": "Microsoft.Network/virtualNetworks/subnets", "name": "[concat(parameters('p'), '/b')]"},
                {"type": "Microsoft.Network/virtualNetworks/subnets", "name": "c"},
            ]})),
            {"type": "Microsoft.Network/virtualNetworks/subnets", "name": "[format('{0}/{1}', parameters('p'), 'd')]"},
            {"type": "Microsoft.Network/virtualNetworks/subnets", "name": "[parameters('whole')]"},
            {"type": "Microsoft.Network/virtualNetworks", "name": "[newGuid()]"},
            {"type": "Microsoft.Network/virtualNetworks", "name": "[newGuid()]"},
        ],
    });
    assert_eq!(
        ids(&deploy(&template)),
        [
            "/{parameters('p')}",
            "/{parameters('p')}/subnets/a",
            "/{parameters('p')}/subnets/b",
            "/{parameters('p')}/subnets/c",
            "/{parameters('p')}/subnets/d",
            "/{split(parameters('whole'), '/')[0]}/subnets/{split(parameters('whole'), '/')[1]}",
            "/{newGuid()@/resources/3}",
            "/{newGuid()@/resources/4}",
        ]
    );
}

/// Nested templates: outer scope sees the parent, inner scope itself; version 2 means inner; other groups and
/// subscriptions; parameters without value of two deployments are two values; outputs flow on.
#[test]
fn nested_deployments() {
    let template = |name: &str| {
        json!({
            "parameters": {"p": {"type": "string"}},
            "resources": [vnet(name)],
            "outputs": {"o": {"type": "string", "value": "[concat(parameters('p'), '-out')]"}},
        })
    };
    let inner = json!({"scope": "inner"});
    let named = "[parameters('p')]";
    let main = json!({
        "parameters": {"p": {"type": "string", "defaultValue": "outside"}, "g": {"type": "string"}},
        "resources": [
            nested("outer", &json!({}), &json!({"template": template(named)})),
            nested("inner", &json!({}), &json!({
                "template": template(named), "parameters": {"p": {"value": "inside"}},
                "expressionEvaluationOptions": inner,
            })),
            nested("open", &json!({}), &json!({"template": template(named), "expressionEvaluationOptions": inner})),
            nested("group", &json!({"resourceGroup": "[parameters('g')]", "subscriptionId": "s"}), &json!({
                "template": template("[resourceGroup().name]"), "expressionEvaluationOptions": inner,
            })),
            nested("fed", &json!({}), &json!({
                "template": template(named), "expressionEvaluationOptions": inner,
                "parameters": {"p": {"value": "[reference('inner').outputs.o.value]"}},
            })),
            nested("linked", &json!({}), &json!({"templateLink": {"uri": "https://x"}})),
        ],
    });
    let deployed = deploy(&main);
    assert_eq!(
        ids(&deployed),
        [
            "/outside",
            "/inside",
            "/{parameters('p')@/resources/2/properties/template}",
            "/subscriptions/s/resourceGroups/{parameters('g')}/{parameters('g')}",
            "/inside-out",
        ]
    );
    assert_eq!(deployed.resources[3]["subscription"], "s");
    assert_eq!(
        deployed.notes,
        ["The linked template of 'Microsoft.Resources/deployments/linked' was not read: its resources are not judged."]
    );
    let version_2 = json!({"languageVersion": "2.0", "resources": {"n": nested("n", &json!({}), &json!({
        "template": template(named), "parameters": {"p": {"value": "x"}},
    }))}});
    assert_eq!(ids(&deploy(&version_2)), ["/x"]);
}

/// Symbolic names: existing resources are not declared but give ids; loops are `name[index]`; inline subnets of a
/// network of the template have predictable ids.
#[test]
fn symbolic_names() {
    let main = json!({
        "languageVersion": "2.0",
        "resources": {
            "hub": {"existing": true, "type": "Microsoft.Network/virtualNetworks", "resourceGroup": "g", "name": "h"},
            "v": with(vnet("[format('v{0}', copyIndex())]"), &json!({
                "copy": {"name": "v", "count": 2},
                "properties": {"subnets": [{"name": "s", "properties": {"remote": "[resourceInfo('hub').id]"}}]},
            })),
        },
        "outputs": {
            "hub": {"type": "string", "value": "[resourceInfo('HUB').id]"},
            "subnet": {"type": "string", "value": "[reference('v[1]').subnets[0].id]"},
            "state": {"type": "string", "value": "[reference('v[1]').provisioningState]"},
        },
    });
    let deployed = deploy_in(
        &main.to_string(),
        &json!({}),
        &Surroundings {
            subscription_id: Some("s".to_owned()),
            resource_group: Some("r".to_owned()),
            ..Surroundings::default()
        },
    );
    let handles: Vec<_> = deployed.resources.iter().map(|resource| &resource["handle"]).collect();
    assert_eq!(handles, ["/resources/v#0", "/resources/v#1"]);
    let network = "providers/Microsoft.Network/virtualNetworks";
    assert_eq!(deployed.outputs["hub"], format!("/subscriptions/s/resourceGroups/g/{network}/h"));
    assert_eq!(deployed.outputs["subnet"], format!("/subscriptions/s/resourceGroups/r/{network}/v1/subnets/s"));
    let state =
        format!("[reference('/subscriptions/s/resourceGroups/r/{network}/v1', '2023-09-01').provisioningState]");
    assert_eq!(deployed.outputs["state"], state);
}

/// Expressions that fail leave an unknown value and one note each, without stopping the rest.
#[test]
fn faults_become_unknown() {
    let template = json!({"resources": [
        with(vnet("v"), &json!({"properties": {"a": "[variables('no')]", "b": "[variables('no')]", "c": 1}})),
    ]});
    let deployed = deploy(&template);
    assert_eq!(
        deployed.resources[0]["properties"],
        json!({"a": "[variables('no')]", "b": "[variables('no')]", "c": 1})
    );
    assert_eq!(deployed.notes, ["The expression '[variables('no')]' cannot be evaluated: there is no variable 'no'."]);
}

/// An object with a member whose name is not known has no known members; its neighbours stay.
#[test]
fn unknown_member_names() {
    let template = json!({
        "parameters": {"p": {"type": "string"}},
        "variables": {"o": {"[parameters('p')]": 1, "b": 2}, "known": {"[concat('a', 'b')]": 1}},
        "resources": [with(vnet("v"), &json!({"tags": "[variables('o')]", "properties": {
            "has": "[contains(variables('o'), 'a')]", "known": "[variables('known').AB]",
        }}))],
    });
    let deployed = deploy(&template);
    assert_eq!(deployed.resources[0]["properties"]["known"], 1);
    assert!(deployed.resources[0]["properties"]["has"].is_string());
    assert!(deployed.resources[0]["tags"].is_string());
}

/// Of another resource's state only what is certain is known: its id, its region as Azure spells it, outputs.
#[test]
fn references_are_not_guessed() {
    let full = |name: &str, member: &str| json!({"type": "string", "value": format!("[reference('{name}', '2023-09-01', 'Full').{member}]")});
    let template = json!({
        "languageVersion": "2.0",
        "resources": {
            "a": with(vnet("a"), &json!({"location": "westeurope", "tags": {"x": "y"}, "properties": {"flag": true}})),
            "b": with(vnet("b"), &json!({"location": "West Europe"})),
            "c": with(vnet("c"), &json!({"location": "westeurope", "existing": true})),
            "d": nested("d", &json!({}), &json!({"template": {
                "resources": [], "outputs": {"o": {"type": "int", "value": 1}, "p": {"type": "int", "value": 2, "condition": false}},
            }})),
        },
        "outputs": {
            "location": full("a", "location"), "id": full("a", "resourceId"), "tag": full("a", "tags.x"),
            "flag": full("a", "properties.flag"), "spelling": full("b", "location"), "existing": full("c", "location"),
            "output": full("d", "properties.outputs.o.value"),
            "absent": {"type": "int", "value": "[reference('d').outputs.p.value]"},
            "plain": {"type": "bool", "value": "[reference('a').flag]"},
        },
    });
    let stated = Surroundings {
        subscription_id: Some("s".to_owned()),
        resource_group: Some("r".to_owned()),
        ..Surroundings::default()
    };
    let outputs = deploy_in(&template.to_string(), &json!({}), &stated).outputs;
    let known: Vec<(&str, &Plain)> = outputs
        .as_object()
        .expect("outputs")
        .iter()
        .filter(|(_, value)| !value.as_str().is_some_and(|text| text.starts_with('[')))
        .map(|(name, value)| (name.as_str(), value))
        .collect();
    let id = json!("/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/a");
    assert_eq!(known, [("id", &id), ("location", &json!("westeurope")), ("output", &json!(1))]);
}

/// A resource group is found by its id in both spellings.
#[test]
fn resource_groups_are_found() {
    let output =
        |of: &str| json!({"type": "string", "value": format!("[reference({of}, '2020-06-01', 'full').location]")});
    let template = json!({
        "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
        "resources": [{"type": "Microsoft.Resources/resourceGroups", "name": "g", "location": "westeurope"}],
        "outputs": {
            "spelt": output("subscriptionResourceId('Microsoft.Resources/resourceGroups', 'g')"),
            "short": output("concat(subscription().id, '/resourceGroups/G')"),
        },
    });
    assert_eq!(deploy(&template).outputs, json!({"spelt": "westeurope", "short": "westeurope"}));
}

/// Properties that follow from the name of a resource of the template are known as far as the name, and the cloud, are.
#[test]
fn derived_properties() {
    let resource = |kind: &str, name: &str, location: &str, properties: Plain| json!({"type": kind, "apiVersion": "2023-01-01", "name": name, "location": location, "properties": properties});
    let made = |of: &str, path: &str| json!(format!("[format('x|{{0}}', reference({of}, '2023-01-01').{path})]"));
    let (vault, registry, storage) =
        ("Microsoft.KeyVault/vaults", "Microsoft.ContainerRegistry/registries", "Microsoft.Storage/storageAccounts");
    let id = |kind: &str, name: &str| format!("resourceId('{kind}', {name})");
    let template = json!({
        "parameters": {"p": {"type": "string"}},
        "resources": [
            resource(vault, "kv", "westeurope", json!({})),
            resource(vault, "late", "[resourceGroup().location]", json!({})),
            resource(registry, "acr", "usgovvirginia", json!({})),
            resource(registry, "[parameters('p')]", "westeurope", json!({})),
            resource(registry, "hashed", "westeurope", json!({"autoGeneratedDomainNameLabelScope": "TenantReuse"})),
            resource(storage, "stor", "West Europe", json!({})),
            resource("Microsoft.Web/sites", "reader", "westeurope", json!({
            "vault": made(&id(vault, "'kv'"), "vaultUri"),
            "late": made(&id(vault, "'late'"), "vaultUri"),
            "registry": made(&id(registry, "'acr'"), "LoginServer"),
            "named": made(&id(registry, "parameters('p')"), "loginServer"),
            "hashed": made(&id(registry, "'hashed'"), "loginServer"),
            "blob": made(&id(storage, "'stor'"), "primaryEndpoints.blob"),
            "file": made(&id(storage, "'stor'"), "primaryEndpoints.file"),
            "foreign": made(&id(vault, "'foreign'"), "vaultUri"),
            })),
        ],
    });
    let made_of = deploy(&template).resources.last().expect("a reader")["properties"].clone();
    assert_eq!(made_of["vault"], "x|https://kv.vault.azure.net/");
    assert_eq!(made_of["registry"], "x|acr.azurecr.us");
    assert_eq!(made_of["named"], "x|{parameters('p')}.azurecr.io");
    assert_eq!(made_of["blob"], "x|https://stor.blob.core.windows.net/");
    assert!(made_of["late"].as_str().expect("a pattern").starts_with("x|https://late.{reference("), "{made_of}");
    for name in ["hashed", "file", "foreign"] {
        assert!(made_of[name].as_str().expect("a pattern").starts_with("x|{reference("), "{name}: {made_of}");
    }
}

/// Of a condition that is not decided it is told which ids it chooses among, and of nothing else.
#[test]
fn choices_among_ids() {
    let subnet = |name: &str| format!("resourceId('Microsoft.Network/virtualNetworks/subnets', 'net', '{name}')");
    for (expression, expected) in [
        (format!("if(parameters('p'), {}, null())", subnet("a")), vec!["a"]),
        (format!("if(parameters('p'), {}, if(parameters('q'), {}, null()))", subnet("a"), subnet("b")), vec!["a", "b"]),
        (format!("if(parameters('p'), {}, parameters('id'))", subnet("a")), vec![]),
        (format!("if(parameters('p'), {}, 'x')", subnet("a")), vec![]),
        (format!("concat(if(parameters('p'), {}, ''), '/x')", subnet("a")), vec![]),
    ] {
        let root = json!({
            "parameters": {"p": {"type": "bool"}, "q": {"type": "bool"}, "id": {"type": "string"}},
            "resources": [{"type": "Microsoft.Web/sites", "apiVersion": "2023-12-01", "name": "a",
                           "properties": {"virtualNetworkSubnetId": format!("[{expression}]")}}],
        })
        .to_string();
        let root = crate::input::arm::json::parse(&root).expect("JSON");
        let documents = Documents::new(None);
        let surroundings = Surroundings::default();
        let mut engine = Engine::new(surroundings.clone(), &documents);
        engine.deployments.push(main_deployment(&root, &surroundings));
        engine.expand(0).expect("within limits");
        let mut emitted = Emitted::default();
        engine.emit(0, 0, &|_| true, &mut emitted).expect("within limits");
        let [site] = emitted.declared.as_slice() else { panic!("one resource") };
        let node = site.body.get("properties").and_then(|it| it.get("virtualNetworkSubnetId")).expect("a value");
        let targets = node.reference.iter().flat_map(|reference| &reference.targets);
        let names: Vec<&str> = targets.filter_map(|target| target.address.rsplit('/').next()).collect();
        assert_eq!(names, expected, "{expression}");
    }
}
