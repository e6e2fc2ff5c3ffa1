//! Reports made by hand: what each output shows, and what must be true of it.

use super::redact;
use super::{Format, Gate, OnUnknown, RenderOptions, Report, gate, render};
use crate::finding::{Evidence, Outcome, Verdict};
use crate::model::{Accounting, Context, EntityId, Location, Precision};
use crate::rule::{Level, Rule, RuleId, Source};
use serde_json::Value as Json;
use std::collections::BTreeMap;

const NETWORK: &str = "resource \"azurerm_subnet\" \"a\" {\n  address_prefixes = [\"10.0.0.0/28\"] # 😀 grüße\n}\n";

fn rule(id: &str, level: Level) -> Rule {
    Rule {
        id: RuleId(id.to_owned()),
        title: format!("what {id} requires"),
        description: format!("{id} requires something. Without it, something breaks."),
        level,
        kind: "static".to_owned(),
        applies_to: vec!["Microsoft.Network/virtualNetworks/subnets".to_owned()],
        remediation: "Change it.".to_owned(),
        sources: vec![Source {
            document: "A page".to_owned(),
            edition: "2022-08-20".to_owned(),
            section: "Create subnets".to_owned(),
            url: "https://learn.microsoft.com/azure/page".to_owned(),
        }],
        editions: vec!["2022-08-20".to_owned()],
        policy_file: "rules/x/y/y.rego".to_owned(),
    }
}

fn at(line: usize, column: usize, end_column: usize) -> Location {
    let file = "infra/network.tf".to_owned();
    Location { file, line, column, end_line: line, end_column, precision: Precision::Attribute }
}

fn verdict(id: &str, outcome: Outcome, subject: &str, location: Option<Location>) -> Verdict {
    Verdict {
        rule: RuleId(id.to_owned()),
        outcome,
        level: if id == "X-NOTE" { Level::Note } else { Level::Error },
        entity: EntityId(subject.to_lowercase()),
        subject: subject.to_owned(),
        message: format!("Subnet '{subject}' has prefix '10.0.0.0/28'; it requires a /27."),
        evidence: vec![Evidence {
            subject: subject.to_owned(),
            attribute: "prefixes".to_owned(),
            value: (outcome != Outcome::Unknown).then(|| "10.0.0.0/28".to_owned()),
            unknown: (outcome == Outcome::Unknown).then(|| "known only after apply: var.prefix".to_owned()),
            location: location.clone(),
            place: None,
        }],
        remediation: "Change it.".to_owned(),
        location,
        place: None,
    }
}

fn report() -> Report {
    Report {
        inputs: vec!["plan.json".to_owned()],
        context: Context::default(),
        rules: vec![rule("X-NOTE", Level::Note), rule("X-SIZE", Level::Error)],
        verdicts: vec![
            verdict("X-SIZE", Outcome::Fail, "azurerm_subnet.a[\"one\"]", Some(at(2, 3, 37))),
            verdict("X-SIZE", Outcome::Fail, "azurerm_subnet.a[\"two\"]", Some(at(2, 3, 37))),
            verdict("X-NOTE", Outcome::Fail, "azurerm_subnet.b", None),
            verdict("X-SIZE", Outcome::Unknown, "azurerm_subnet.c", Some(at(1, 1, 30))),
            verdict("X-SIZE", Outcome::Pass, "azurerm_subnet.d", Some(at(1, 1, 30))),
        ],
        accounting: Accounting {
            resources_seen: 7,
            resources_understood: 5,
            not_understood: BTreeMap::from([("azurerm_key_vault".to_owned(), 2)]),
            references_resolved: 1,
            references_unresolved: 1,
            notes: vec!["the plan is incomplete".to_owned()],
        },
        sources: BTreeMap::from([
            ("infra/network.tf".to_owned(), NETWORK.to_owned()),
            ("plan.json".to_owned(), "{}\n".to_owned()),
        ]),
    }
}

const OPTIONS: RenderOptions =
    RenderOptions { color: false, width: None, all: true, fail_on: Level::Error, on_unknown: OnUnknown::Warn };

fn rendered(report: &Report, format: &str) -> String {
    let mut bytes = Vec::new();
    let format = Format::from_name(format).expect("a format");
    render(format, report, &OPTIONS, &mut bytes).expect("no I/O error");
    String::from_utf8(bytes).expect("UTF-8")
}

fn json(text: &str) -> Json {
    serde_json::from_str(text).expect("JSON")
}

/// The text report: a finding with its line, folded instances, what cannot be told, and the summary.
#[test]
fn text() {
    insta::assert_snapshot!(rendered(&report(), "text"));
}

/// The JSON report.
#[test]
fn json_report() {
    insta::assert_snapshot!(rendered(&report(), "json"));
}

/// The SARIF log.
#[test]
fn sarif() {
    insta::assert_snapshot!(rendered(&report(), "sarif"));
}

/// A report without findings says what was judged, and is a valid log.
#[test]
fn nothing_found() {
    let mut clean = report();
    clean.verdicts.retain(|verdict| verdict.outcome == Outcome::Pass);
    let text = rendered(&clean, "text");
    assert!(text.contains("judged plan.json by 2 rules") && text.contains("the gate passes"), "{text}");
    assert_eq!(json(&rendered(&clean, "sarif"))["runs"][0]["results"], serde_json::json!([]));
}

/// What the consumers of SARIF need: locations in range, snippets that stand there, no passes, one result a place.
#[test]
fn sarif_is_true() {
    let log = json(&rendered(&report(), "sarif"));
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 2, "two instances of one line are one result; passes and unknowns are none");
    let region = &results[0]["locations"][0]["physicalLocation"]["region"];
    let line = NETWORK.lines().nth(1).expect("line 2");
    assert_eq!(region["startLine"], 2);
    assert_eq!(region["snippet"]["text"], line.trim_start().split(" #").next().expect("the attribute"));
    assert_eq!(results[0]["properties"]["addresses"].as_array().map(Vec::len), Some(2));
    assert_eq!(results[0]["partialFingerprints"]["vnetguard/resource/v1"], "X-SIZE|azurerm_subnet.a|prefixes");
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a URI");
        assert!(!uri.is_empty() && !uri.contains(':') && !uri.starts_with('/'), "{uri}");
    }
    let notifications = run["invocations"][0]["toolExecutionNotifications"].as_array().expect("notifications");
    assert!(notifications.iter().any(|found| found["associatedRule"]["id"] == "X-SIZE"));
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
}

/// A sensitive value is in no output, nor is it in the source line that is shown.
#[test]
fn no_output_holds_a_secret() {
    let mut secret = report();
    redact::apply(&mut secret, &["10.0.0.0/28".to_owned(), "grüße".to_owned()]);
    for format in Format::names() {
        let text = rendered(&secret, format);
        assert!(!text.contains("10.0.0.0/28") && !text.contains("grüße"), "{format}:\n{text}");
    }
}

/// The gate by level and by what cannot be told.
#[test]
fn gates() {
    let mut only_note = report();
    only_note.verdicts.retain(|verdict| verdict.rule.0 == "X-NOTE");
    let mut only_unknown = report();
    only_unknown.verdicts.retain(|verdict| verdict.outcome == Outcome::Unknown);
    assert_eq!(gate(&report(), Level::Error, OnUnknown::Warn), Gate::Fail);
    assert_eq!(gate(&only_note, Level::Error, OnUnknown::Fail), Gate::Pass);
    assert_eq!(gate(&only_note, Level::Note, OnUnknown::Warn), Gate::Fail);
    assert_eq!(gate(&only_unknown, Level::Note, OnUnknown::Warn), Gate::Pass);
    assert_eq!(gate(&only_unknown, Level::Error, OnUnknown::Fail), Gate::Fail);
    assert_eq!(gate(&only_unknown, Level::Error, OnUnknown::Ignore), Gate::Pass);
}

/// Equal reports give equal bytes.
#[test]
fn deterministic() {
    for format in Format::names() {
        assert_eq!(rendered(&report(), format), rendered(&report(), format));
    }
}
