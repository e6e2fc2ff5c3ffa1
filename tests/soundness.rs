//! Soundness: replacing what is known by unknown may make a verdict unknown; it never turns a failure into a pass or a pass
//! into a failure.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use vnetguard::facts::policy_input;
use vnetguard::finding::Outcome;
use vnetguard::model::{
    Attribute, AttributeType, Context, Entity, EntityId, Kind, List, Model, Reason, Unknown, Value,
};
use vnetguard::policy::{Bundle, Catalogue, Judge, Limits};
use vnetguard::{CheckOptions, ingest};

/// One weakening in this many is tried, another part of them for each input. `VNETGUARD_SOUNDNESS=1` tries all.
const SAMPLE: usize = 97;

/// For each that is tried alone, one pair in this many.
const PAIRS: usize = 499;

fn sample() -> usize {
    std::env::var("VNETGUARD_SOUNDNESS").ok().and_then(|text| text.parse().ok()).unwrap_or(SAMPLE).max(1)
}

type Outcomes = BTreeMap<(String, EntityId), Outcome>;

fn outcomes(judge: &mut Judge<'_>, model: &Model, context: &Context) -> Outcomes {
    let document = policy_input(model, context).expect("a document");
    let verdicts = judge.evaluate(&document, model, context).expect("verdicts");
    verdicts.into_iter().map(|verdict| ((verdict.rule.0, verdict.entity), verdict.outcome)).collect()
}

fn inputs() -> Vec<PathBuf> {
    let cases = Bundle::with(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases")]).expect("the cases");
    let names = ["terraform/plan.json", "arm/template.json"];
    let mut inputs: Vec<PathBuf> =
        cases.cases().iter().flat_map(|folder| names.map(|name| folder.join(name))).collect();
    inputs.retain(|path| path.exists());
    inputs
}

/// One attribute of one entity, made less known.
#[derive(Clone)]
struct Weakening {
    kind: Kind,
    id: EntityId,
    name: &'static str,
    value: Value,
}

/// Every attribute of every entity, in each way in which it can be less known.
fn weakenings(model: &Model) -> Vec<Weakening> {
    let mut all = Vec::new();
    for entity in model.after.iter() {
        for schema in entity.kind.schema().attributes {
            let weaker = match entity.attribute(schema.name).map(|attribute| &attribute.value) {
                Some(Value::Unknown(_)) => vec![],
                Some(Value::List(list)) => weaker_lists(list, schema.shape),
                _ => vec![unknown()],
            };
            let weakening = |value| Weakening { kind: entity.kind, id: entity.id.clone(), name: schema.name, value };
            all.extend(weaker.into_iter().map(weakening));
        }
    }
    all
}

/// The whole list; the same list with perhaps more in it; the list without its last element; a list of references with one that
/// is not known; and a list of records with a member that is not known. (An address prefix or a port range is known or makes
/// its attribute unknown.)
fn weaker_lists(list: &List, shape: AttributeType) -> Vec<Value> {
    let mut open = list.clone();
    open.open = Some(reason().into());
    let mut shorter = open.clone();
    shorter.items.pop();
    let mut weaker = vec![unknown(), Value::List(open), Value::List(shorter)];
    for (index, item) in list.items.iter().enumerate() {
        let mut with = |item: Value| {
            let mut list = list.clone();
            list.items[index] = item;
            weaker.push(Value::List(list));
        };
        if matches!(shape, AttributeType::Edges(_)) {
            with(unknown());
        }
        if let (Value::Record(record), AttributeType::Records(_)) = (item, shape) {
            for name in record.keys() {
                let mut record = record.clone();
                record.insert(name.clone(), Attribute::new(unknown()));
                with(Value::Record(record));
            }
        }
    }
    weaker
}

fn reason() -> Unknown {
    Unknown::new(Reason::KnownAfterApply, "(weakened)")
}

fn unknown() -> Value {
    Value::Unknown(reason().into())
}

fn set(model: &mut Model, weakening: &Weakening, value: Option<Attribute>) -> Option<Attribute> {
    let entity: &mut Entity = model.after.get_mut(weakening.kind, &weakening.id).expect("the entity");
    match value {
        Some(value) => entity.attributes.insert(weakening.name.to_owned(), value),
        None => entity.attributes.remove(weakening.name),
    }
}

/// Verdicts that become their opposite when these attributes are less known.
fn flips(judge: &mut Judge<'_>, model: &mut Model, before: &Outcomes, weakened: &[&Weakening]) -> Vec<String> {
    let old: Vec<Option<Attribute>> =
        weakened.iter().map(|weakening| set(model, weakening, Some(Attribute::new(weakening.value.clone())))).collect();
    let after = outcomes(judge, model, &Context::default());
    for (weakening, old) in weakened.iter().zip(old).rev() {
        set(model, weakening, old);
    }
    let mut flips = Vec::new();
    for (key, outcome) in before {
        // A subject that a weaker model no longer leads to is judged by nobody, which is no pass.
        let now = after.get(key).copied().unwrap_or(Outcome::Unknown);
        if matches!((outcome, now), (Outcome::Fail, Outcome::Pass) | (Outcome::Pass, Outcome::Fail)) {
            let mut text = format!("{} of {} {} -> {}", key.0, key.1, outcome.as_str(), now.as_str());
            for weakening in weakened {
                write!(text, ", {}.{} = {:?}", weakening.id, weakening.name, weakening.value).expect("text");
            }
            flips.push(text);
        }
    }
    flips
}

/// Number of models judged, and every flip.
fn try_input(judge: &mut Judge<'_>, index: usize, input: &Path) -> (usize, Vec<String>) {
    let options = CheckOptions { inputs: vec![input.to_owned()], ..CheckOptions::default() };
    let mut model = ingest(&options).expect("an input");
    let before = outcomes(judge, &model, &Context::default());
    let all = weakenings(&model);
    let mut tried = 0;
    let mut found = Vec::new();
    let pairs = all.iter().enumerate().flat_map(|(first, one)| {
        let others = all.iter().skip(first + 1).filter(move |other| (other.name, &other.id) != (one.name, &one.id));
        others.map(move |other| vec![one, other])
    });
    let (sample, rare) = (sample(), PAIRS * sample());
    let pairs = pairs.skip(index % rare).step_by(rare);
    let alone = all.iter().skip(index % sample).step_by(sample).map(|one| vec![one]);
    for weakened in alone.chain(pairs) {
        tried += 1;
        let flips = flips(judge, &mut model, &before, &weakened);
        found.extend(flips.into_iter().map(|flip| format!("{}: {flip}", input.display())));
    }
    (tried, found)
}

/// Over all cases: each attribute in each way by itself, and pairs of them.
#[test]
fn less_knowledge_never_flips_a_verdict() {
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let inputs = inputs();
    let next = AtomicUsize::new(0);
    let found: Mutex<(usize, Vec<String>)> = Mutex::default();
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let mut judge = Judge::new(&catalogue, Limits::default()).expect("a judge");
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(input) = inputs.get(index) else { break };
                    let (tried, flips) = try_input(&mut judge, index, input);
                    let mut found = found.lock().expect("nobody panicked");
                    found.0 += tried;
                    found.1.extend(flips);
                }
            });
        }
    });
    let (tried, mut flips) = found.into_inner().expect("nobody panicked");
    flips.sort();
    println!("{tried} models of {} inputs", inputs.len());
    assert!(tried > 400, "only {tried} models were judged");
    assert!(flips.is_empty(), "{} flips:\n{}", flips.len(), flips.join("\n"));
}
