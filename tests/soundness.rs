//! Soundness: replacing what is known by unknown may make a verdict unknown; it never turns a failure into a pass or a pass
//! into a failure.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use vnetguard::facts::policy_input;
use vnetguard::finding::Outcome;
use vnetguard::model::{Attribute, Context, Entity, EntityId, Kind, Model, Reason, Unknown, Value};
use vnetguard::policy::{Catalogue, evaluate};
use vnetguard::{CheckOptions, ingest};

/// One in this many attributes is tried.
const SAMPLE: usize = 29;

type Outcomes = BTreeMap<(String, EntityId), Outcome>;

fn outcomes(catalogue: &Catalogue, model: &Model, context: &Context) -> Outcomes {
    let document = policy_input(model, context).expect("a document");
    let verdicts = evaluate(catalogue, &document, model, context).expect("verdicts");
    verdicts.into_iter().map(|verdict| ((verdict.rule.0, verdict.entity), verdict.outcome)).collect()
}

fn inputs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases");
    let mut inputs = Vec::new();
    for family in fs::read_dir(root).expect("the cases") {
        for case in fs::read_dir(family.expect("a family").path()).expect("a family of cases") {
            let folder = case.expect("a case").path();
            inputs.extend(["terraform/plan.json", "arm/template.json"].map(|name| folder.join(name)));
        }
    }
    inputs.retain(|path| path.exists());
    inputs.sort();
    inputs
}

/// Every known attribute of every entity, with the ways in which it can be unknown.
fn weakenings(model: &Model) -> Vec<(Kind, EntityId, String, Option<Value>)> {
    let mut all = Vec::new();
    for entity in model.after.iter() {
        for schema in entity.kind.schema().attributes {
            let weaker = match entity.attribute(schema.name).map(|attribute| &attribute.value) {
                Some(Value::Unknown(_)) => vec![],
                Some(Value::List(list)) => {
                    // The whole list; the same list with perhaps more in it; the list without its last element.
                    let mut open = list.clone();
                    open.open = Some(unknown().into());
                    let mut shorter = open.clone();
                    shorter.items.pop();
                    vec![Value::Unknown(unknown().into()), Value::List(open), Value::List(shorter)]
                }
                _ => vec![Value::Unknown(unknown().into())],
            };
            let entry = |value| (entity.kind, entity.id.clone(), schema.name.to_owned(), Some(value));
            all.extend(weaker.into_iter().map(entry));
        }
    }
    all
}

fn unknown() -> Unknown {
    Unknown::new(Reason::KnownAfterApply, "(weakened)")
}

fn set(model: &mut Model, kind: Kind, id: &EntityId, name: &str, value: Option<Attribute>) -> Option<Attribute> {
    let entity: &mut Entity = model.after.get_mut(kind, id).expect("the entity");
    match value {
        Some(value) => entity.attributes.insert(name.to_owned(), value),
        None => entity.attributes.remove(name),
    }
}

/// Over all cases: each attribute, one at a time.
#[test]
fn one_unknown_attribute_never_flips_a_verdict() {
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let mut flips = Vec::new();
    let mut weakened = 0;
    for (index, input) in inputs().into_iter().enumerate() {
        let options = CheckOptions { inputs: vec![input.clone()], ..CheckOptions::default() };
        let mut model = ingest(&options).expect("an input");
        for context in contexts() {
            let before = outcomes(&catalogue, &model, &context);
            // A part of them, another one for each case: all of them take minutes.
            let sample = weakenings(&model).into_iter().skip(index % SAMPLE).step_by(SAMPLE);
            for (kind, id, name, value) in sample {
                let old = set(&mut model, kind, &id, &name, value.map(Attribute::new));
                let after = outcomes(&catalogue, &model, &context);
                set(&mut model, kind, &id, &name, old);
                weakened += 1;
                for (key, outcome) in &before {
                    // A subject that a weaker model no longer leads to is judged by nobody, which is no pass.
                    let now = after.get(key).copied().unwrap_or(Outcome::Unknown);
                    let is_flip =
                        matches!((outcome, now), (Outcome::Fail, Outcome::Pass) | (Outcome::Pass, Outcome::Fail));
                    if is_flip {
                        flips.push(format!("{}: {} {} when {id}.{name} is unknown", input.display(), key.0, key.1));
                    }
                }
            }
        }
    }
    assert!(weakened > 300, "only {weakened} weakenings were tried");
    assert!(flips.is_empty(), "{} flips:\n{}", flips.len(), flips.join("\n"));
}

fn contexts() -> [Context; 1] {
    [Context::default()]
}
