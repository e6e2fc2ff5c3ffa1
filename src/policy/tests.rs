//! The catalogue and the engine: what is refused, and how.

use super::catalogue::Catalogue;
use super::engine::evaluate;
use crate::finding::Outcome;
use crate::model::{Context, Entity, EntityId, Kind, Model, Presence};
use crate::rule::Level;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const HEAD: &str = "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: T-RULE\n#   kind: static\n#   level: error\n\
                    #   applies_to: [Microsoft.Network/virtualNetworks]\n#   remediation: r\n#   sources:\n\
                    #     - {document: d, edition: \"2025-03-14\", section: s, url: u}\n#   editions: [\"2025-03-14\"]\n\
                    package vnetguard.rules.t.rule\n\n";

fn catalogue(body: &str) -> Result<Catalogue, String> {
    Catalogue::from_files([("rules/t/rule/rule.rego".to_owned(), format!("{HEAD}{body}"))])
        .map_err(|error| error.to_string())
}

fn model(presence: Presence) -> Model {
    let mut model = Model::default();
    let entity = Entity {
        kind: Kind::VirtualNetwork,
        id: EntityId("v".into()),
        subject: "the network".into(),
        presence,
        place: None,
        attributes: crate::model::Record::new(),
    };
    model.after.insert(entity).expect("an empty topology");
    model
}

fn judge(body: &str, presence: Presence, context: &Context) -> Result<Vec<(Outcome, Level, String)>, String> {
    let verdicts = evaluate(&catalogue(body)?, "{}", &model(presence), context).map_err(|error| error.to_string())?;
    Ok(verdicts.into_iter().map(|verdict| (verdict.outcome, verdict.level, verdict.message)).collect())
}

fn answer(deny: &str, undetermined: &str) -> String {
    format!("subjects := {{\"v\"}}\n\ndeny := {deny}\n\nundetermined := {undetermined}\n")
}

/// A failure beats what cannot be told; what is in neither passes; a finding may state its level.
#[test]
fn three_outcomes() {
    let finding = r#"{{"subject": "v", "msg": "m", "evidence": []}}"#;
    let grave = r#"{{"subject": "v", "msg": "m", "evidence": [], "level": "note"}}"#;
    let context = Context::default();
    let only = |body: String| judge(&body, Presence::Declared, &context).map(|found| found.into_iter().next());
    assert_eq!(only(answer("set()", "set()")), Ok(Some((Outcome::Pass, Level::Error, String::new()))));
    assert_eq!(only(answer("set()", finding)), Ok(Some((Outcome::Unknown, Level::Error, "m".to_owned()))));
    assert_eq!(only(answer(grave, finding)), Ok(Some((Outcome::Fail, Level::Note, "m".to_owned()))));
}

/// A resource that may not be deployed does not fail.
#[test]
fn conditional_subjects_do_not_fail() {
    let body = answer(r#"{{"subject": "v", "msg": "m.", "evidence": []}}"#, "set()");
    let found = judge(&body, Presence::Conditional, &Context::default()).expect("verdicts");
    assert_eq!(found.first().map(|(outcome, ..)| *outcome), Some(Outcome::Unknown));
}

/// A rule that only later editions state is off for the earlier one.
#[test]
fn editions_switch_rules_off() {
    let editions = BTreeMap::from([("t".to_owned(), "2020-01-01".to_owned())]);
    let context = Context { editions, ..Context::default() };
    assert_eq!(judge(&answer("set()", "set()"), Presence::Declared, &context), Ok(vec![]));
}

/// What a policy must not do is an error that names it.
#[test]
fn wrong_policies_are_errors() {
    for (body, expected) in [
        ("subjects := set()\n\ndeny := set()\n".to_owned(), "the entry point 'undetermined' is missing"),
        (answer("[]", "set()"), "'deny': the entry point is not a set"),
        (answer("{1}", "set()"), "the answer has another shape"),
        (answer(r#"{{"subject": "w", "msg": "m"}}"#, "set()"), "not one of its subjects"),
        (answer(r#"{{"subject": "v", "msg": "m", "rule": "T-RULE"}}"#, "set()"), "names a rule"),
        (answer(r#"{{"subject": "v", "msg": "m", "level": "fatal"}}"#, "set()"), "no level is called 'fatal'"),
        (
            answer(r#"{{"subject": "v", "msg": "m", "evidence": [{"entity": "w", "attribute": "a"}]}}"#, "set()"),
            "which is not there",
        ),
        (answer("{x | x := to_number(\"a\")}", "set()"), "to_number"),
        (answer("set(", "set()"), "cannot be loaded"),
        (answer("set()", "input.missing"), "'undetermined'"),
    ] {
        let error = judge(&body, Presence::Declared, &Context::default()).expect_err(&body);
        assert!(error.contains(expected) && error.contains("rules/t/rule/rule.rego"), "{body}\n{error}");
    }
}

/// A package elsewhere than its folder, and an id that is taken, are refused.
#[test]
fn catalogue_is_checked() {
    let text = format!("{HEAD}{}", answer("set()", "set()"));
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let error = Catalogue::from_files([file("rules/t/other/other.rego", &text)]).expect_err("an error").to_string();
    assert!(error.contains("expected 'vnetguard.rules.t.other'"), "{error}");
    let twin = text.replace("rules.t.rule", "rules.t.twin");
    let files = [file("rules/t/rule/rule.rego", &text), file("rules/t/twin/twin.rego", &twin)];
    let error = Catalogue::from_files(files).expect_err("an error").to_string();
    assert!(error.contains("the rule id 'T-RULE' is taken by 'rules/t/rule/rule.rego'"), "{error}");
}

/// The embedded rules state the kind, level and passages that the catalogue of requirements has for them.
#[test]
fn metadata_agrees_with_the_catalogue_of_requirements() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/catalogue.json");
    let expected: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(path).expect("the catalogue")).expect("JSON");
    let catalogue = Catalogue::embedded().expect("the embedded policies");
    let mut count = 0;
    for rule in catalogue.rules() {
        let entry = &expected[&rule.id.0];
        assert_eq!(entry["kind"], rule.kind, "{}", rule.id);
        assert_eq!(entry["level"], rule.level.as_str(), "{}", rule.id);
        let sources: Vec<_> = rule
            .sources
            .iter()
            .map(|source| serde_json::json!({"edition": source.edition, "section": source.section, "url": source.url}))
            .collect();
        assert_eq!(entry["sources"], serde_json::Value::Array(sources), "{}", rule.id);
        count += 1;
    }
    assert_eq!(Some(count), expected.as_object().map(serde_json::Map::len), "rules without an entry, or the reverse");
}

/// Every test of the embedded policies is true.
#[test]
fn embedded_policy_tests_pass() {
    let tests = super::run_tests(&[], None).expect("the tests run");
    assert!(tests.is_success(), "{tests}");
    assert!(tests.tests.len() > 60, "only {} tests", tests.tests.len());
}

/// Every line of every embedded policy and library is evaluated by some test.
#[test]
fn embedded_policies_are_covered() {
    let uncovered = super::tests_runner::uncovered_lines().expect("the tests run");
    assert!(uncovered.is_empty(), "never evaluated:\n{}", uncovered.join("\n"));
}

/// The generated pages are those of the rules: `UPDATE_GENERATED=1` writes them anew.
#[test]
fn generated_pages_are_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let catalogue = Catalogue::embedded().expect("the embedded policies");
    let mut pages: Vec<(std::path::PathBuf, String)> = catalogue
        .rules()
        .map(|rule| {
            let folder = rule.policy_file.rsplit_once('/').map_or("", |(folder, _)| folder);
            (root.join("policies").join(folder).join(super::page_name(rule)), super::rule_page(rule))
        })
        .collect();
    let readme = root.join("README.md");
    let text = fs::read_to_string(&readme).expect("README.md");
    let (head, rest) = text.split_once("<!-- rules:").expect("the table's start");
    let (marker, _) = rest.split_once('\n').expect("a line");
    let (_, tail) = rest.split_once("<!-- /rules -->").expect("the table's end");
    let table = super::rules_markdown(&catalogue);
    pages.push((readme, format!("{head}<!-- rules:{marker}\n{table}<!-- /rules -->{tail}")));
    for (path, expected) in pages {
        if std::env::var_os("UPDATE_GENERATED").is_some() {
            fs::write(&path, &expected).expect("a page");
        }
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(found, expected, "{} is not current; run UPDATE_GENERATED=1 cargo test", path.display());
    }
}
