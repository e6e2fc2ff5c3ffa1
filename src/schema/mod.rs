//! JSON Schema of the document that policies read, made from the list of kinds.

use crate::model::{AttributeSchema, AttributeType, KINDS, KindSchema};
use serde_json::{Map, Value as Json, json};

/// The dialect.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of the policies' input document, as JSON text with a line end.
///
/// Sensitive values that `inspect model` replaces by text are left out of account.
#[must_use]
pub fn model_schema() -> String {
    let mut definitions = shared();
    for kind in KINDS {
        definitions.insert(kind.plural.to_owned(), entity(kind));
    }
    let topology: Map<String, Json> = KINDS
        .iter()
        .map(|kind| {
            let entities = json!({
                "type": "object",
                "description": format!("{}, by id", kind.arm_type),
                "additionalProperties": reference(kind.plural),
            });
            (kind.plural.to_owned(), entities)
        })
        .collect();
    let required: Vec<&str> = KINDS.iter().map(|kind| kind.plural).collect();
    definitions.insert("topology".to_owned(), closed(topology, &required));
    let schema = json!({
        "$schema": DIALECT,
        "title": "the document that vnetguard's policies read as input",
        "type": "object",
        "additionalProperties": false,
        "required": ["after", "context"],
        "properties": {
            "after": with_text(reference("topology"), "the infrastructure once the change is carried out"),
            "before": with_text(reference("topology"), "the infrastructure as it is; left out when it is not known"),
            "changes": {
                "type": "object",
                "description": "what happens to each entity, by id; left out when it is not known",
                "additionalProperties": reference("change"),
            },
            "context": reference("context"),
            "order": {
                "type": "object",
                "description": "what environments and gateway-required connections wait for, by id; left out when it is not known",
                "additionalProperties": reference("waits"),
            },
        },
        "$defs": definitions,
    });
    format!("{schema:#}\n")
}

fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn with_text(mut schema: Json, text: &str) -> Json {
    if let Json::Object(members) = &mut schema {
        members.insert("description".to_owned(), Json::from(text));
    }
    schema
}

fn closed(properties: Map<String, Json>, required: &[&str]) -> Json {
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

/// One entity: what every entity has, its attributes, and the ids of those that refer to it.
fn entity(kind: &KindSchema) -> Json {
    let mut properties = Map::new();
    properties.insert("id".to_owned(), with_text(json!({ "type": "string" }), "key of the entity"));
    properties.insert("kind".to_owned(), json!({ "const": kind.arm_type }));
    properties.insert("subject".to_owned(), with_text(json!({ "type": "string" }), "the name the user knows it by"));
    properties.insert("presence".to_owned(), json!({ "enum": ["declared", "conditional", "external"] }));
    properties.insert("unknown".to_owned(), reference("unknowns"));
    let text = "the resources that state an attribute, by attribute, where others than the entity's own do";
    let names = json!({ "type": "array", "items": { "type": "string" } });
    let stated_by = json!({ "type": "object", "additionalProperties": names });
    properties.insert("stated_by".to_owned(), with_text(stated_by, text));
    for attribute in kind.attributes {
        properties.insert(attribute.name.to_owned(), with_text(shape(attribute.shape), attribute.description));
    }
    for (name, referring) in inverse(kind) {
        let ids = json!({ "type": "array", "items": { "type": "string" } });
        properties.insert(name.to_owned(), with_text(ids, &format!("ids of the {referring} that refer to it, sorted")));
    }
    if kind.plural == "subnets" {
        let flows = json!({ "type": "object", "additionalProperties": reference("flow") });
        properties.insert("flows".to_owned(), with_text(flows, "what becomes of each required flow, by row id"));
        properties.insert("default_route".to_owned(), reference("default_route"));
        properties.insert("placement".to_owned(), reference("placement"));
        let routes = json!({ "type": "object", "additionalProperties": reference("destination") });
        let text = "where traffic to services goes that an environment must reach directly, by service tag";
        properties.insert("routes".to_owned(), with_text(routes, text));
    }
    with_text(closed(properties, &["id", "kind", "subject", "presence", "unknown"]), kind.title)
}

/// Attributes under which other kinds refer to `kind`.
fn inverse(kind: &KindSchema) -> impl Iterator<Item = (&'static str, &'static str)> {
    let kind = kind.kind;
    KINDS.iter().flat_map(move |other| {
        let refers = move |attribute: &&AttributeSchema| attribute.shape.target() == Some(kind);
        other.attributes.iter().filter(refers).filter_map(|attribute| Some((attribute.inverse?, other.plural)))
    })
}

fn shape(shape: AttributeType) -> Json {
    let list = |items: Json| json!({ "type": "array", "items": { "anyOf": [items, reference("untold")] } });
    match shape {
        AttributeType::Text | AttributeType::Word | AttributeType::Region => json!({ "type": "string" }),
        AttributeType::Integer => json!({ "type": "integer" }),
        AttributeType::Bool => json!({ "type": "boolean" }),
        AttributeType::Texts => list(json!({ "type": "string" })),
        AttributeType::Prefixes => list(reference("prefix")),
        AttributeType::Ports => list(reference("port_range")),
        AttributeType::Edge(_) => reference("edge"),
        AttributeType::Edges(_) => list(reference("edge")),
        AttributeType::Records(attributes) => {
            let mut properties: Map<String, Json> = attributes
                .iter()
                .map(|attribute| (attribute.name.to_owned(), with_text(record_shape(attribute), attribute.description)))
                .collect();
            properties.insert("unknown".to_owned(), reference("unknowns"));
            list(closed(properties, &["unknown"]))
        }
    }
}

/// The shape of a record's member. Records do not hold records (tested), so this does not go deeper.
fn record_shape(attribute: &AttributeSchema) -> Json {
    match attribute.shape {
        AttributeType::Records(_) => json!({ "type": "array" }),
        other => shape(other),
    }
}

/// What every kind uses: JSON that is part of the program (tested to be an object).
fn shared() -> Map<String, Json> {
    serde_json::from_str(include_str!("definitions.json")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every reference has its definition, and every definition is referred to.
    #[test]
    fn definitions_are_complete() {
        let text = model_schema();
        let schema: Json = serde_json::from_str(&text).expect("JSON");
        let definitions = schema["$defs"].as_object().expect("definitions");
        assert!(definitions.len() > KINDS.len() + 5, "{:?}", definitions.keys());
        for name in definitions.keys() {
            assert!(text.contains(&format!("\"#/$defs/{name}\"")), "nothing refers to {name}");
        }
        for reference in text.split("\"#/$defs/").skip(1) {
            let name = reference.split('"').next().expect("a name");
            assert!(definitions.contains_key(name), "{name} is not defined");
        }
    }
}
