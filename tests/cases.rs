//! Every folder of `testdata/cases`: judge its Terraform plan and its ARM template, compare with `expected.json`.
//!
//! `testdata/README.md` describes the folders. A rule that the catalogue does not have yet is passed over, so a case may
//! say more than is judged today.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use vnetguard::finding::Outcome;
use vnetguard::model::Context;
use vnetguard::report::{Format, RenderOptions, Report, render};
use vnetguard::{CheckOptions, check};

#[derive(Deserialize)]
struct Case {
    as_of: Option<String>,
    edition: Option<String>,
    #[serde(default)]
    edition_family: Option<String>,
    verdicts: Vec<Expected>,
    #[serde(default)]
    complete: Vec<String>,
    #[serde(default)]
    complete_terraform: Vec<String>,
}

#[derive(Deserialize)]
struct Expected {
    rule: String,
    verdict: String,
    subject: Option<String>,
    subject_terraform: Option<String>,
    subject_arm: Option<String>,
    #[serde(default)]
    accept_terraform: Vec<String>,
    #[serde(default)]
    accept_arm: Vec<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Terraform,
    Arm,
}

impl Expected {
    fn subject(&self, form: Form) -> Option<&str> {
        let own = match form {
            Form::Terraform => &self.subject_terraform,
            Form::Arm => &self.subject_arm,
        };
        own.as_deref().or(self.subject.as_deref())
    }

    /// Whether `subject` is the expected one, or as good.
    fn accepts(&self, form: Form, subject: &str) -> bool {
        let others = if form == Form::Terraform { &self.accept_terraform } else { &self.accept_arm };
        self.subject(form)
            .into_iter()
            .chain(others.iter().map(String::as_str))
            .any(|pattern| matches_glob(&pattern.to_lowercase(), &subject.to_lowercase()))
    }
}

/// `*` stands for any text.
fn matches_glob(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((head, tail)) => text.strip_prefix(head).is_some_and(|rest| {
            (0..=rest.len()).filter(|at| rest.is_char_boundary(*at)).any(|at| matches_glob(tail, &rest[at..]))
        }),
    }
}

fn judge(folder: &Path, form: Form, case: &Case) -> Option<Result<Report, String>> {
    let (input, parameters) = match form {
        Form::Terraform => (folder.join("terraform/plan.json"), None),
        Form::Arm => (folder.join("arm/template.json"), Some(folder.join("arm/parameters.json"))),
    };
    if !input.exists() {
        return None;
    }
    let default = Context::default();
    let context = Context {
        as_of: case.as_of.clone().unwrap_or(default.as_of),
        editions: case
            .edition
            .iter()
            .map(|edition| (case.edition_family.clone().unwrap_or_else(|| "app".to_owned()), edition.clone()))
            .collect(),
        ..Context::default()
    };
    let options = CheckOptions {
        inputs: vec![input],
        parameters: parameters.into_iter().filter(|path| path.exists()).collect(),
        context,
        source_root: Some(PathBuf::from(env!("CARGO_MANIFEST_DIR"))),
        ..CheckOptions::default()
    };
    Some(check(&options).map_err(|error| error.to_string()))
}

/// What is wrong with the verdicts of one form of one case.
fn compare(case: &Case, form: Form, report: &Report) -> Vec<String> {
    let rules: BTreeSet<&str> = report.rules.iter().map(|rule| rule.id.0.as_str()).collect();
    let mut wrong = Vec::new();
    for expected in case.verdicts.iter().filter(|expected| rules.contains(expected.rule.as_str())) {
        if expected.subject(form).is_none() {
            continue;
        }
        let of_subject = |outcome: Outcome| {
            report.verdicts.iter().any(|verdict| {
                verdict.rule.0 == expected.rule
                    && verdict.outcome == outcome
                    && expected.accepts(form, &verdict.subject)
            })
        };
        let is_right = match expected.verdict.as_str() {
            "fail" => of_subject(Outcome::Fail),
            "unknown" => of_subject(Outcome::Unknown) && !of_subject(Outcome::Fail),
            "pass" => !of_subject(Outcome::Fail) && !of_subject(Outcome::Unknown),
            other => panic!("no verdict is called '{other}'"),
        };
        if !is_right {
            wrong.push(format!("expected {} {} {:?}", expected.verdict, expected.rule, expected.subject(form)));
        }
    }
    let globs: Vec<&String> =
        case.complete.iter().chain(case.complete_terraform.iter().filter(|_| form == Form::Terraform)).collect();
    for verdict in report.verdicts.iter().filter(|verdict| verdict.outcome != Outcome::Pass) {
        let is_complete = globs.iter().any(|glob| matches_glob(glob, &verdict.rule.0));
        let is_listed = case
            .verdicts
            .iter()
            .any(|expected| expected.rule == verdict.rule.0 && expected.accepts(form, &verdict.subject));
        if is_complete && !is_listed {
            let outcome = verdict.outcome.as_str();
            wrong.push(format!("not expected: {outcome} {} {}: {}", verdict.rule, verdict.subject, verdict.message));
        }
    }
    wrong
}

/// Keeps the SARIF log of a case for the checker of `tests/tools`.
fn write_sample(folder: &Path, form: &str, report: &Report) {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/sarif-samples");
    fs::create_dir_all(&samples).expect("a folder");
    let case = folder.file_name().expect("a name").to_string_lossy();
    let mut file = fs::File::create(samples.join(format!("{case}-{form}.sarif"))).expect("a file");
    render(Format::named("sarif").expect("SARIF"), report, &RenderOptions::default(), &mut file).expect("a log");
}

fn case_folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases");
    let mut folders = Vec::new();
    for family in fs::read_dir(root).expect("the cases") {
        for case in fs::read_dir(family.expect("a family").path()).expect("a family of cases") {
            folders.push(case.expect("a case").path());
        }
    }
    folders.sort();
    folders
}

/// Every case, in both forms, gives the expected verdicts and no others.
#[test]
fn cases_give_the_expected_verdicts() {
    let mut wrong = Vec::new();
    let mut judged = 0;
    for folder in case_folders() {
        let text = fs::read_to_string(folder.join("expected.json")).expect("expected.json");
        let case: Case = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for (form, name) in [(Form::Terraform, "terraform"), (Form::Arm, "arm")] {
            let prefix = format!("{}/{name}", folder.file_name().expect("a name").to_string_lossy());
            match judge(&folder, form, &case) {
                None => {}
                Some(Err(error)) => wrong.push(format!("{prefix}: {error}")),
                Some(Ok(report)) => {
                    judged += 1;
                    write_sample(&folder, name, &report);
                    wrong.extend(compare(&case, form, &report).into_iter().map(|line| format!("{prefix}: {line}")));
                }
            }
        }
    }
    assert!(judged > 40, "only {judged} inputs were judged");
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

/// Each rule has a case that fails and, where the rule can be told at all, one that passes and one that is unknown.
#[test]
fn every_rule_has_its_cases() {
    let mut seen: BTreeSet<(String, String, &str)> = BTreeSet::new();
    for folder in case_folders() {
        let text = fs::read_to_string(folder.join("expected.json")).expect("expected.json");
        let case: Case = serde_json::from_str(&text).expect("a case");
        for expected in &case.verdicts {
            for (form, name) in [(Form::Terraform, "terraform"), (Form::Arm, "arm")] {
                if folder.join(name).is_dir() && expected.subject(form).is_some() {
                    seen.insert((expected.rule.clone(), expected.verdict.clone(), name));
                }
            }
        }
    }
    // What a rule cannot answer by its nature.
    let impossible = [
        ("ISE-RETIRED", "unknown", "terraform"), // presence and the date are always known
        ("ISE-RETIRED", "unknown", "arm"),
        ("ISE-CREATE-CLOSED", "unknown", "terraform"), // a plan says what it creates
        ("ISE-CREATE-CLOSED", "fail", "arm"),          // a template alone may meet an existing environment
        ("ISE-CREATE-CLOSED", "pass", "arm"),
    ];
    let catalogue = vnetguard::policy::Catalogue::embedded().expect("the catalogue");
    let mut missing = Vec::new();
    for rule in catalogue.rules() {
        for verdict in ["fail", "pass", "unknown"] {
            for form in ["terraform", "arm"] {
                let is_impossible = impossible.contains(&(rule.id.0.as_str(), verdict, form));
                if !is_impossible && !seen.contains(&(rule.id.0.clone(), verdict.to_owned(), form)) {
                    missing.push(format!("{} {verdict} {form}", rule.id));
                }
            }
        }
    }
    assert!(missing.is_empty(), "no case for:\n{}", missing.join("\n"));
}
