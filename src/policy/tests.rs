//! The catalogue and the engine: what is refused, and how.

use super::bundle::{Bundle, File, Origin};
use super::catalogue::Catalogue;
use super::engine::Limits;
use super::error::PolicyError;
use super::judge::{Judge, evaluate};
use super::testing::{TestOptions, run_tests};
use crate::finding::Outcome;
use crate::model::{Context, Entity, EntityId, Kind, Model, Presence};
use crate::rule::Level;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

const HEAD: &str = "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: T-RULE\n#   kind: static\n#   level: error\n\
                    #   applies_to: [Microsoft.Network/virtualNetworks]\n#   remediation: r\n#   sources:\n\
                    #     - {document: d, edition: \"2025-03-14\", section: s, url: u}\n#   editions: [\"2025-03-14\"]\n\
                    package vnetguard.rules.t.rule\n\n";

fn load(files: &[(&str, &str)]) -> Result<Catalogue, PolicyError> {
    let file = |(name, text): &(&str, &str)| File {
        name: (*name).to_owned(),
        text: (*text).to_owned(),
        origin: Origin::Embedded,
    };
    Catalogue::load(&Bundle { policies: files.iter().map(file).collect(), ..Bundle::default() })
}

fn catalogue(body: &str) -> Result<Catalogue, String> {
    load(&[("rules/t/rule/rule.rego", &format!("{HEAD}{body}"))]).map_err(|error| error.to_string())
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
        (
            answer(r#"{{"subject": "v", "msg": "m", "evidence": [{"entity": "v", "attribute": "a"}]}}"#, "set()"),
            "names the attribute 'a', which no virtual network has",
        ),
        (answer("{x | x := strings.count(\"a\", \"\")}", "set()"), "the engine panicked"),
        (
            answer("{x | x := to_number(\"a\")}", "set()"),
            "rule.rego:17' cannot be evaluated: could not parse string as number",
        ),
        (answer("set(", "set()"), "cannot be loaded"),
        (answer("set()", "input.missing"), "'undetermined'"),
    ] {
        let error = judge(&body, Presence::Declared, &Context::default()).expect_err(&body);
        assert!(error.contains(expected) && error.contains("rules/t/rule/rule.rego"), "{body}\n{error}");
    }
}

/// What takes too long, answers too much or says too much is given up, and named.
#[test]
fn limits_are_kept() {
    let slow = "{1 | some a in _n; some b in _n; some c in _n; some d in _n; a + b + c + d < 0}\n\n\
                _n := {n | some x in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]; some y in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]; n := x + (y * 10)}";
    let small = Limits { time: Duration::from_millis(50), answers: 1, message: 3 };
    let msg = |text: &str| format!("{{{{\"subject\": \"v\", \"msg\": \"{text}\"}}}}");
    let two = "{{\"subject\": \"v\", \"msg\": \"a\"}, {\"subject\": \"v\", \"msg\": \"b\"}}";
    for (body, expected) in [
        (answer(slow, "set()"), "time limit"),
        (answer(two, "set()"), "'deny': it has 2 members, more than the 1"),
        (answer("set()", &msg("long")), "'undetermined': 'msg' has 4 bytes, more than the 3"),
    ] {
        let catalogue = catalogue(&body).expect("a catalogue");
        let mut judge = Judge::new(&catalogue, small).expect("a judge");
        let error = judge.evaluate("{}", &model(Presence::Declared), &Context::default()).expect_err(&body).to_string();
        assert!(error.contains(expected) && error.contains("rules/t/rule/rule.rego"), "{error}");
    }
}

/// A judge that keeps its policies gives what one that begins anew gives.
#[test]
fn judges_can_be_kept() {
    let catalogue = catalogue(&answer("{{\"subject\": \"v\", \"msg\": input.msg}}", "set()")).expect("a catalogue");
    let mut judge = Judge::new(&catalogue, Limits::default()).expect("a judge");
    for text in ["one", "two"] {
        let document = format!("{{\"msg\": \"{text}\"}}");
        let verdicts = judge.evaluate(&document, &model(Presence::Declared), &Context::default()).expect("verdicts");
        assert_eq!(verdicts.first().map(|verdict| verdict.message.as_str()), Some(text));
    }
}

/// A package elsewhere than its folder, and an id that is taken, are refused.
#[test]
fn catalogue_is_checked() {
    let text = format!("{HEAD}{}", answer("set()", "set()"));
    let error = load(&[("rules/t/other/other.rego", &text)]).expect_err("an error").to_string();
    assert!(error.contains("expected 'vnetguard.rules.t.other'"), "{error}");
    let twin = text.replace("rules.t.rule", "rules.t.twin");
    let error = load(&[("rules/t/rule/rule.rego", &text), ("rules/t/twin/twin.rego", &twin)])
        .expect_err("an error")
        .to_string();
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

/// Every test of the embedded policies is true, and every line of theirs is evaluated by some test.
#[test]
fn embedded_policy_tests_pass_and_cover() {
    let options = TestOptions { coverage: true, ..TestOptions::default() };
    let run = run_tests(&Bundle::embedded(), &options).expect("the tests run");
    assert!(run.is_success(), "{run}");
    assert!(run.tests.len() > 60, "only {} tests", run.tests.len());
    let uncovered: Vec<String> = run.coverage.iter().flat_map(|coverage| coverage.not_covered()).collect();
    assert!(uncovered.is_empty(), "never evaluated:\n{}", uncovered.join("\n"));
}
