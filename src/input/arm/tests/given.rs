//! Parameters that are given: inline and in files, and which values are refused.

use super::plain_node;
use crate::input::arm::{Origin, ParameterFile, ParameterSource, Surroundings, Template, load, load_template};
use serde_json::{Value as Plain, json};
use std::path::Path;

fn value(name: &str, text: &str) -> ParameterSource {
    ParameterSource::Value { name: name.to_owned(), text: text.to_owned() }
}

fn file(values: &Plain) -> ParameterSource {
    ParameterSource::File(ParameterFile { name: "p.json".to_owned(), text: json!({"parameters": values}).to_string() })
}

/// A template that puts the parameter `p`, declared so, into a resource.
fn template(declaration: &Plain) -> String {
    json!({
        "parameters": {"p": declaration},
        "definitions": {
            "port": {"type": "int", "minValue": 1, "maxValue": 65535},
            "rule": {
                "type": "object",
                "properties": {"port": {"$ref": "#/definitions/port"}, "note": {"type": "string", "nullable": true}},
                "additionalProperties": false,
            },
            "shape": {
                "type": "object",
                "discriminator": {"propertyName": "kind", "mapping": {
                    "circle": {"type": "object", "properties": {"kind": {"type": "string"}, "radius": {"type": "int"}}},
                }},
            },
            "loop": {"$ref": "#/definitions/loop"},
            "tree": {"type": "object", "properties": {"child": {"$ref": "#/definitions/tree", "nullable": true}}},
        },
        "resources": [{"type": "A.B/c", "name": "n", "properties": {"p": "[parameters('p')]"}}],
    })
    .to_string()
}

fn given(declaration: &Plain, source: ParameterSource) -> Result<Plain, String> {
    let loaded = load(0, "t", "t", &template(declaration), &[source], &|_| true).map_err(|error| error.problem)?;
    let resource = loaded.after.first().expect("the resource");
    Ok(plain_node(resource.body.get("properties").expect("properties").get("p").expect("the parameter")))
}

/// An inline value is a string or JSON by the declared type, also behind a reference.
#[test]
fn inline_values() {
    for (declaration, text, expected) in [
        (json!({"type": "string"}), "1", json!("1")),
        (json!({"type": "string"}), "[x]", json!("[x]")),
        (json!({"type": "string"}), "a\"b", json!("a\"b")),
        (json!({"type": "int"}), "1", json!(1)),
        (json!({"type": "bool"}), "true", json!(true)),
        (json!({"type": "array"}), "['a', 1]", json!(["a", 1])),
        (json!({"type": "object"}), "{\"a\": {}} // why", json!({"a": {}})),
        (json!({"$ref": "#/definitions/port"}), "8080", json!(8080)),
    ] {
        assert_eq!(given(&declaration, value("P", text)), Ok(expected), "{text}");
    }
    let problem = given(&json!({"type": "int"}), value("p", "one two")).expect_err("no JSON");
    assert_eq!(problem, "the value of the parameter 'p' is not JSON, which its type needs");
}

/// What the deployment would refuse is refused, in words that hold no value.
#[test]
fn impossible_values() {
    let rule = json!({"$ref": "#/definitions/rule"});
    let shape = json!({"type": "array", "items": {"$ref": "#/definitions/shape"}});
    for (declaration, value, problem) in [
        (json!({"type": "int", "minValue": 3}), json!(2), "is less than 3"),
        (json!({"type": "int", "maxValue": 3}), json!(4), "is more than 3"),
        (json!({"type": "string", "minLength": 3}), json!("ab"), "is less than 3 in length"),
        (json!({"type": "array", "maxLength": 1}), json!([1, 2]), "is more than 1 in length"),
        (json!({"type": "array", "allowedValues": ["a", "b"]}), json!(["a", "c"]), "is not among its allowed values"),
        (json!({"type": "string"}), json!(["x"]), "is not of type 'string'"),
        (rule.clone(), json!({"port": 0}), "'port' in the value of the parameter 'p' is less than 1"),
        (rule.clone(), json!({"note": "x"}), "has no member 'port'"),
        (rule.clone(), json!({"port": 1, "extra": 1}), "has the member 'extra', which its type has not"),
        (shape.clone(), json!([{"kind": "square"}]), "'[0]' in the value of the parameter 'p' says in 'kind'"),
        (shape.clone(), json!([{"kind": "circle", "radius": "x"}]), "'[0].radius' in the value of the parameter 'p'"),
    ] {
        let found = given(&declaration, file(&json!({"p": {"value": value}}))).expect_err(problem);
        assert!(found.contains(problem), "{found}");
    }
    for (declaration, value) in [
        (json!({"type": "array", "allowedValues": ["a", "b"]}), json!(["A"])),
        (rule, json!({"port": 1, "note": null})),
        (shape, json!([{"kind": "circle", "radius": 1}])),
        (json!({"$ref": "#/definitions/loop"}), json!(1)),
        (json!({"$ref": "#/definitions/tree"}), json!({"child": {"child": {}}})),
    ] {
        assert!(given(&declaration, file(&json!({"p": {"value": value}}))).is_ok(), "{declaration} {value}");
    }
}

/// Values from elsewhere are unknown, never the default.
#[test]
fn values_from_elsewhere() {
    let declaration = json!({"type": "string", "defaultValue": "d"});
    for value in [json!({"reference": {"keyVault": {"id": "x"}, "secretName": "s"}}), json!({"expression": "[x]"})] {
        let found = given(&declaration, file(&json!({"p": value}))).expect("a template");
        assert_ne!(found, json!("d"));
    }
}

/// Linked templates are read from beside the template: by relative path, and by addresses made from its own.
#[test]
fn linked_templates() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/input/linked").canonicalize().expect("a folder");
    let path = root.join("main.json");
    let text = std::fs::read_to_string(&path).expect("the template");
    let surroundings = Surroundings {
        subscription_id: Some("s".to_owned()),
        resource_group: Some("g".to_owned()),
        ..Surroundings::default()
    };
    let origin = Origin { root: &root, path: &path, search: false, is_source: false };
    let template = Template {
        input: 0,
        name: "main.json",
        display_path: "main.json",
        text: &text,
        origin: Some(origin),
        parameters: &[],
        withheld: None,
        surroundings: &surroundings,
    };
    let loaded = load_template(&template, &|_| true).expect("a template");
    let subjects: Vec<&str> = loaded.after.iter().map(|resource| resource.subject.as_str()).collect();
    let network = "Microsoft.Network/virtualNetworks";
    assert_eq!(
        subjects,
        ["vnet1", "vnet1/subnets/apps", "vnet2", "vnet2/subnets/apps"].map(|name| format!("{network}/{name}"))
    );
    for (resource, file, line) in
        [(0, "nested/network.json", 13), (1, "nested/subnet.json", 13), (3, "nested/subnet.json", 13)]
    {
        let location = loaded.source_map.locate(&crate::model::Place::of(loaded.after[resource].handle.clone()));
        assert_eq!((location.file.as_str(), location.line), (file, line), "{subjects:?}");
        assert!(loaded.source_map.source(file).is_some());
    }
    // A fixed address is no file, and nothing outside the root is read.
    let missing = |name: &str| {
        format!(
            "The linked template of 'Microsoft.Resources/deployments/{name}' was not read: its resources are not judged."
        )
    };
    assert_eq!(loaded.notes, [missing("fixed"), missing("outside")]);
    let outputs = crate::input::arm::inspect_template(&template).expect("a template").document["outputs"].clone();
    let expected = format!("/subscriptions/s/resourceGroups/g/providers/{network}/vnet1/subnets/apps");
    assert_eq!(outputs["subnet"]["value"], json!(expected));
    // The place of the template while links are followed is no value.
    assert_eq!(outputs["base"]["unknown"], json!("[deployment().properties.templateLink.uri]"));
}
