//! The same infrastructure in each vocabulary, and in each of the provider's majors, becomes the same entities.
//!
//! `testdata/input/parity.json` has the cases: what the model must say (`null` is absent, `"?"` unknown, a reference the
//! last name of its target) and the forms in which it is declared.

use super::{GROUP, arm, node, terraform};
use crate::input::declared::Declared;
use crate::input::normalise::build::{Built, Keys, build};
use crate::input::normalise::decode::decode;
use crate::model::{Entity, KINDS, Presence, Value};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
struct Case {
    name: String,
    /// By `<kind>/<name>`; null where there must be no such entity.
    model: BTreeMap<String, Option<BTreeMap<String, Json>>>,
    azurerm: Vec<Vec<(String, Json)>>,
    arm: Vec<Vec<(String, Json)>>,
}

fn cases() -> Vec<Case> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/input/parity.json");
    serde_json::from_str(&std::fs::read_to_string(path).expect("testdata")).expect("cases")
}

/// The resource type in an ARM id without its scope; of an extension resource its own.
fn type_of(id: &str) -> String {
    let own = id.rsplit_once("/providers/").map_or(id, |(_, own)| own);
    let mut segments = own.split('/');
    let namespace = segments.next().unwrap_or_default().to_owned();
    segments.step_by(2).fold(namespace, |all, kind| format!("{all}/{kind}"))
}

fn declared(form: &str, name: &str, body: &Json) -> Declared {
    if form == "azurerm" {
        let mut declared = terraform(name, body);
        declared.subscription = "s".into();
        return declared;
    }
    let mut declared = arm(&type_of(name), name, body);
    declared.id = Some(format!("{}{name}", GROUP.replace("{s}", "s").replace("{g}", "rg")).into());
    declared.body = node(body);
    declared
}

/// A value as the cases write it.
fn written(value: &Value) -> Json {
    let last = |id: &str| json!(id.rsplit(['/', '.']).next().unwrap_or_default());
    match value {
        Value::Unknown(_) => json!("?"),
        Value::Bool(value) => json!(value),
        Value::Integer(value) => json!(value),
        Value::Text(value) => json!(value),
        Value::Edge(edge) => last(&edge.to.0),
        Value::List(list) if list.open.is_some() => json!("?"),
        Value::List(list) => list.items.iter().map(written).collect(),
        Value::Record(record) => {
            let member = |name: &str| record.get(name).map(|attribute| written(&attribute.value));
            if let (Some(first), Some(last)) = (member("first"), member("last")) {
                return member("text").unwrap_or_else(|| json!([first, last]));
            }
            record.iter().map(|(name, attribute)| (name.clone(), written(&attribute.value))).collect()
        }
    }
}

fn find<'a>(built: &'a Built, key: &str) -> Option<&'a Entity> {
    let (plural, name) = key.split_once('/').expect("<kind>/<name>");
    let kind = KINDS.iter().find(|schema| schema.plural == plural).expect("a kind").kind;
    let is_named = |entity: &&Entity| {
        entity.presence != Presence::External
            && match entity.attribute("name") {
                Some(attribute) => attribute.value.as_text() == Some(name),
                None => entity.id.0.ends_with(name),
            }
    };
    built.topology.of_kind(kind).find(is_named)
}

/// Every form of every case gives what the case says. Names compare in lower case where ids do.
#[test]
fn every_form_gives_the_same_model() {
    let mut wrong = Vec::new();
    let mut forms = 0;
    for case in cases() {
        for (form, declarations) in [("azurerm", &case.azurerm), ("arm", &case.arm)] {
            for (number, declarations) in declarations.iter().enumerate() {
                forms += 1;
                let mut resources: Vec<Declared> =
                    declarations.iter().map(|(name, body)| declared(form, name, body)).collect();
                decode(&mut resources);
                let built = build(&resources, &Keys::new());
                let place = format!("{} ({form} {})", case.name, number + 1);
                for (key, expected) in &case.model {
                    wrong.extend(
                        compare(find(&built, key), expected.as_ref()).map(|it| format!("{place}: {key}: {it}")),
                    );
                }
            }
        }
    }
    assert!(forms > 100 && wrong.is_empty(), "{forms} forms; wrong:\n{}", wrong.join("\n"));
}

fn compare(entity: Option<&Entity>, expected: Option<&BTreeMap<String, Json>>) -> Option<String> {
    let (entity, expected) = match (entity, expected) {
        (None, None) => return None,
        (Some(_), None) => return Some("is there".to_owned()),
        (None, Some(_)) => return Some("is not there".to_owned()),
        (Some(entity), Some(expected)) => (entity, expected),
    };
    let wrong = expected.iter().filter_map(|(name, expected)| {
        let found = entity.attribute(name).map_or(Json::Null, |attribute| written(&attribute.value));
        let fold = |value: &Json| value.to_string().to_lowercase();
        (fold(&found) != fold(expected)).then(|| format!("{name} is {found}, not {expected}"))
    });
    let wrong: Vec<String> = wrong.collect();
    (!wrong.is_empty()).then(|| wrong.join("; "))
}

/// Every attribute of every kind is in a case, but for those that the network rules' own tests show.
#[test]
fn every_attribute_is_in_a_case() {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for case in cases() {
        for (key, attributes) in case.model {
            let plural = key.split('/').next().unwrap_or_default().to_owned();
            seen.extend(attributes.into_iter().flatten().map(|(name, _)| format!("{plural}.{name}")));
        }
    }
    let tested_elsewhere = ["network_security_groups", "security_rules", "application_security_groups"];
    let missing: Vec<String> = KINDS
        .iter()
        .filter(|kind| !tested_elsewhere.contains(&kind.plural))
        .flat_map(|kind| kind.attributes.iter().map(move |it| (kind.plural, it.name)))
        .filter(|(_, name)| !["name", "region"].contains(name))
        .map(|(plural, name)| format!("{plural}.{name}"))
        .filter(|name| !seen.contains(name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
