//! Templates and the values of their parameters: a literal may become a parameter with that default, which changes no verdict;
//! and a parameter without a value may make a verdict unknown, but never turns a failure into a pass or a pass into a failure.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use serde_json::{Map, Value as Json, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use vnetguard::facts::policy_input;
use vnetguard::finding::Outcome;
use vnetguard::model::Context;
use vnetguard::policy::{self, Catalogue, Limits};
use vnetguard::{CheckOptions, ingest};

/// How many literals of each case lose their value, one at a time. `VNETGUARD_LITERALS=9999` tries all.
const LITERALS: usize = 3;

fn sample() -> usize {
    std::env::var("VNETGUARD_LITERALS").ok().and_then(|text| text.parse().ok()).unwrap_or(LITERALS).max(1)
}

/// Members that say how something is deployed, or may not hold an expression.
const FIXED: [&str; 10] = [
    "type",
    "apiVersion",
    "mode",
    "dependsOn",
    "existing",
    "expressionEvaluationOptions",
    "copy",
    "metadata",
    "$schema",
    "contentVersion",
];

/// Outcomes by rule and by the place of what is judged, which stays where it is when a name becomes unknown; of what is only
/// named, by its id.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outcomes {
    by_place: BTreeMap<(String, String), BTreeSet<Outcome>>,
    /// The same by id: what is declared under a name that becomes unknown is still what others name.
    by_id: BTreeMap<(String, String), BTreeSet<Outcome>>,
}

struct Judge<'a> {
    judge: RefCell<policy::Judge<'a>>,
    folder: PathBuf,
}

impl<'a> Judge<'a> {
    fn new(catalogue: &'a Catalogue, name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).expect("a folder");
        Self { judge: policy::Judge::new(catalogue, Limits::default()).expect("a judge").into(), folder }
    }

    fn outcomes(&self, name: &str, template: &Json, parameters: &[PathBuf]) -> Outcomes {
        let path = self.folder.join(format!("{name}.json"));
        fs::write(&path, template.to_string()).expect("a template");
        let options = CheckOptions { inputs: vec![path], parameters: parameters.to_vec(), ..CheckOptions::default() };
        let model = ingest(&options).unwrap_or_else(|error| panic!("{name}: {error}\n{template}"));
        let context = Context::default();
        let document = policy_input(&model, &context).expect("a document");
        let mut outcomes = Outcomes::default();
        for verdict in self.judge.borrow_mut().evaluate(&document, &model, &context).expect("verdicts") {
            let place = model.after.iter().find(|entity| entity.id == verdict.entity).and_then(|it| it.place.as_ref());
            let place = place.map_or_else(|| verdict.entity.to_string(), |place| format!("{place:?}"));
            let of_id = outcomes.by_id.entry((verdict.rule.0.clone(), verdict.entity.to_string()));
            of_id.or_default().insert(verdict.outcome);
            outcomes.by_place.entry((verdict.rule.0, place)).or_default().insert(verdict.outcome);
        }
        outcomes
    }
}

/// A case of the test data in its ARM form.
struct Case {
    name: String,
    template: Json,
    parameters: Vec<PathBuf>,
}

fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases");
    let mut cases = Vec::new();
    for family in fs::read_dir(root).expect("the cases") {
        for case in fs::read_dir(family.expect("a family").path()).expect("a family of cases") {
            let folder = case.expect("a case").path();
            let Ok(text) = fs::read_to_string(folder.join("arm/template.json")) else { continue };
            let parameters = folder.join("arm/parameters.json");
            cases.push(Case {
                name: folder.file_name().expect("a name").to_string_lossy().into_owned(),
                template: serde_json::from_str(&text).expect("JSON"),
                parameters: Some(parameters).filter(|path| path.exists()).into_iter().collect(),
            });
        }
    }
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    assert!(cases.len() > 40, "{} cases", cases.len());
    cases
}

/// A literal in a resource, and the template that declares the resource, both as pointers from the main template.
#[derive(Debug, Clone)]
struct Literal {
    template: String,
    pointer: String,
}

fn literals(template: &Json, pointer: &str, found: &mut Vec<Literal>) {
    let resources = format!("{pointer}/resources");
    walk(&template["resources"], pointer, &resources, found);
}

fn walk(value: &Json, template: &str, pointer: &str, found: &mut Vec<Literal>) {
    let below = |step: &str| format!("{pointer}/{}", step.replace('~', "~0").replace('/', "~1"));
    let here = Literal { template: template.to_owned(), pointer: pointer.to_owned() };
    match value {
        Json::String(text) if text.starts_with('[') => {}
        Json::Null => {}
        Json::String(_) | Json::Number(_) | Json::Bool(_) => found.push(here),
        Json::Array(items) => {
            // A list of literals is one as well, but not the list of resources.
            if !items.is_empty() && !pointer.ends_with("/resources") && is_plain(value) {
                found.push(here);
            }
            items.iter().enumerate().for_each(|(at, item)| walk(item, template, &below(&at.to_string()), found));
        }
        Json::Object(members) => {
            for (name, member) in members {
                match name.as_str() {
                    "template" if member["resources"] != Json::Null => literals(member, &below(name), found),
                    "copy" if member["count"].is_number() => {
                        found.push(Literal { template: template.to_owned(), pointer: format!("{pointer}/copy/count") });
                    }
                    name if FIXED.contains(&name) => {}
                    name => walk(member, template, &below(name), found),
                }
            }
        }
    }
}

/// Whether it holds no expression.
fn is_plain(value: &Json) -> bool {
    !value.to_string().contains("\"[")
}

/// Replaces a literal by the parameter `name`, declared with it as default, and gives the pointer of the declaration.
fn parametrise(template: &mut Json, literal: &Literal, name: &str) -> String {
    let value = template.pointer_mut(&literal.pointer).expect("the literal");
    let default = std::mem::replace(value, json!(format!("[parameters('{name}')]")));
    let kind = match default {
        Json::String(_) => "string",
        Json::Number(_) => "int",
        Json::Bool(_) => "bool",
        _ => "array",
    };
    let declaring = template.pointer_mut(&literal.template).expect("a template").as_object_mut().expect("an object");
    let parameters = declaring.entry("parameters").or_insert_with(|| Json::Object(Map::new()));
    parameters[name] = json!({"type": kind, "defaultValue": default});
    format!("{}/parameters/{name}", literal.template)
}

/// Takes the value of a declared parameter away, in one of the ways in which it can be missing.
fn withhold(template: &mut Json, declaration: &str, way: usize) {
    let declaration = template.pointer_mut(declaration).expect("a declaration").as_object_mut().expect("an object");
    let is_text = declaration.get("type").is_some_and(|kind| kind == "string");
    match way % 3 {
        // Secure values are unknown to expressions, whatever they are.
        0 if is_text => drop(declaration.insert("type".to_owned(), json!("securestring"))),
        // A value of the deployment.
        1 => drop(declaration.insert("defaultValue".to_owned(), json!("[reference('unheard-of', '2024-01-01').it]"))),
        _ => drop(declaration.remove("defaultValue")),
    }
}

/// What knowing less may not do.
fn flips(before: &Outcomes, after: &Outcomes) -> Vec<String> {
    let mut flips = Vec::new();
    let none = BTreeSet::new();
    for ((rule, place), now) in &after.by_place {
        let key = (rule.clone(), place.clone());
        let earlier = before.by_place.get(&key).or_else(|| before.by_id.get(&key)).unwrap_or(&none);
        let all_pass = now.iter().all(|outcome| *outcome == Outcome::Pass);
        if earlier.contains(&Outcome::Fail) && all_pass {
            flips.push(format!("{rule} {place}: fails with the value, passes without"));
        }
        if !earlier.contains(&Outcome::Fail) && now.contains(&Outcome::Fail) {
            flips.push(format!("{rule} {place}: {earlier:?} with the value, fails without"));
        }
    }
    flips
}

/// Every literal of every case as a parameter with that default: the verdicts are those of the case.
#[test]
fn literals_may_be_parameters() {
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let judge = Judge::new(&catalogue, "parameters-default");
    let mut rewritten = 0;
    for Case { name, mut template, parameters } in cases() {
        let before = judge.outcomes(&name, &template, &parameters);
        let mut found = Vec::new();
        literals(&template, "", &mut found);
        // Innermost first: a list is replaced with the parameters that its elements have become, which no default may hold.
        found.retain(|literal| template.pointer(&literal.pointer).is_some_and(|value| !value.is_array()));
        for (at, literal) in found.iter().enumerate() {
            parametrise(&mut template, literal, &format!("literal{at}"));
        }
        rewritten += found.len();
        assert_eq!(judge.outcomes(&name, &template, &parameters), before, "{name}");
    }
    assert!(rewritten > 1_000, "{rewritten}");
}

/// Some literals of every case, each a parameter without a value, and all of them at once.
#[test]
fn a_missing_value_never_flips_a_verdict() {
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let judge = Judge::new(&catalogue, "parameters-missing");
    let mut wrong = Vec::new();
    let (mut withheld, mut weakened) = (0, 0);
    for (index, Case { name, template, parameters }) in cases().into_iter().enumerate() {
        let before = judge.outcomes(&name, &template, &parameters);
        let mut found = Vec::new();
        literals(&template, "", &mut found);
        let step = found.len().div_ceil(sample()).max(1);
        for (at, literal) in found.iter().skip(index % step).step_by(step).enumerate() {
            let mut changed = template.clone();
            let declaration = parametrise(&mut changed, literal, "missing");
            withhold(&mut changed, &declaration, index + at);
            let after = judge.outcomes(&name, &changed, &parameters);
            withheld += 1;
            weakened += usize::from(after != before);
            wrong.extend(flips(&before, &after).into_iter().map(|flip| format!("{name} {}: {flip}", literal.pointer)));
        }
        let mut changed = template.clone();
        found.retain(|literal| template.pointer(&literal.pointer).is_some_and(|value| !value.is_array()));
        for (at, literal) in found.iter().enumerate() {
            let declaration = parametrise(&mut changed, literal, &format!("missing{at}"));
            withhold(&mut changed, &declaration, 2);
        }
        let after = judge.outcomes(&name, &changed, &parameters);
        wrong.extend(flips(&before, &after).into_iter().map(|flip| format!("{name}, all: {flip}")));
    }
    assert!(withheld > 300 && weakened > 50, "{withheld} values were withheld, which changed {weakened} outcomes");
    assert!(wrong.is_empty(), "{} flips:\n{}", wrong.len(), wrong.join("\n"));
}

/// A parameter of a case that loses its value, and one that comes from a key vault.
#[test]
fn a_declared_parameter_may_lose_its_value() {
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let judge = Judge::new(&catalogue, "parameters-declared");
    let mut wrong = Vec::new();
    let mut tried = 0;
    for Case { name, template, parameters } in cases() {
        let before = judge.outcomes(&name, &template, &parameters);
        let declared: Vec<String> =
            template["parameters"].as_object().into_iter().flat_map(Map::keys).cloned().collect();
        for parameter in declared {
            let secret =
                json!({"parameters": {&parameter: {"reference": {"keyVault": {"id": "/x"}, "secretName": "s"}}}});
            let file = judge.folder.join("secret.json");
            fs::write(&file, secret.to_string()).expect("a file");
            let given = [parameters.clone(), vec![file]].concat();
            let after = judge.outcomes(&name, &template, &given);
            wrong.extend(flips(&before, &after).into_iter().map(|flip| format!("{name} {parameter}: {flip}")));
            tried += 1;
        }
    }
    assert!(tried > 10, "{tried}");
    assert!(wrong.is_empty(), "{} flips:\n{}", wrong.len(), wrong.join("\n"));
}
