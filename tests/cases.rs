//! Every folder of `testdata/cases`: judge its Terraform plan and its ARM template, compare with `expected.json`.
//!
//! `docs/testing-policies.md` describes the folders. A rule that the catalogue does not have yet is passed over, so a case may
//! say more than is judged today.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use vnetguard::cases::{FORMS, compare, judge, read};
use vnetguard::policy::{Bundle, Catalogue, Judge, Limits};
use vnetguard::report::{Format, RenderOptions, Report, render};

/// Keeps the SARIF log of a case for the checker of `tests/tools`, which warns of results without a hash of their line: where the
/// line has a secret there is none, on purpose.
fn write_sample(folder: &Path, form: &str, report: &Report) {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/sarif-samples/cases");
    fs::create_dir_all(&samples).expect("a folder");
    let case = folder.file_name().expect("a name").to_string_lossy();
    let mut log = Vec::new();
    render(Format::named("sarif").expect("SARIF"), report, &RenderOptions::default(), &mut log).expect("a log");
    let parsed: serde_json::Value = serde_json::from_slice(&log).expect("JSON");
    let results = parsed.pointer("/runs/0/results").and_then(|results| results.as_array()).expect("results");
    if results.iter().all(|result| result.pointer("/partialFingerprints/primaryLocationLineHash").is_some()) {
        fs::write(samples.join(format!("{case}-{form}.sarif")), log).expect("a file");
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn case_folders() -> Vec<PathBuf> {
    let bundle = Bundle::with(&[root().join("testdata/cases")]).expect("the cases");
    bundle.cases().to_vec()
}

/// Every case, in both forms, gives the expected verdicts and no others.
#[test]
fn cases_give_the_expected_verdicts() {
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let mut by = Judge::new(&catalogue, Limits::default()).expect("a judge");
    let mut wrong = Vec::new();
    let mut judged = 0;
    for folder in case_folders() {
        let (case, text) = read(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for form in FORMS {
            let prefix = format!("{}/{}", folder.file_name().expect("a name").to_string_lossy(), form.name());
            match judge(&mut by, &folder, &case, form, Some(&root())) {
                None => {}
                Some(Err(error)) => wrong.push(format!("{prefix}: {error}")),
                Some(Ok(report)) => {
                    judged += 1;
                    write_sample(&folder, form.name(), &report);
                    let found = compare(&case, &text, form, &report).wrong;
                    wrong.extend(found.into_iter().map(|(line, problem)| format!("{prefix}:{line}: {problem}")));
                }
            }
        }
    }
    assert!(judged > 40, "only {judged} inputs were judged");
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

/// What rules cannot answer by their nature, with the reason, from `testdata/unanswerable/`.
fn unanswerable() -> BTreeMap<String, BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(root().join("testdata/unanswerable")).expect("the folder") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("a file");
        let more: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(&text).expect("reasons by rule");
        for (rule, answers) in more {
            assert!(answers.values().all(|reason| !reason.is_empty()), "{rule}: a reason is missing");
            all.entry(rule).or_insert_with(BTreeMap::new).extend(answers);
        }
    }
    all
}

/// Each rule has a case that fails and, where the rule can be told at all, one that passes and one that is unknown.
#[test]
fn every_rule_has_its_cases() {
    let mut seen: BTreeSet<(String, String, &str)> = BTreeSet::new();
    for folder in case_folders() {
        let (case, _) = read(&folder).expect("a case");
        for expected in &case.verdicts {
            for form in FORMS {
                if folder.join(form.name()).is_dir() && expected.subject(form).is_some() {
                    seen.insert((expected.rule.clone(), expected.verdict.clone(), form.name()));
                }
            }
        }
    }
    let impossible = unanswerable();
    let catalogue = Catalogue::embedded().expect("the catalogue");
    let mut missing = Vec::new();
    for rule in catalogue.rules() {
        for verdict in ["fail", "pass", "unknown"] {
            for form in ["terraform", "arm"] {
                let is_impossible = impossible
                    .get(&rule.id.0)
                    .is_some_and(|answers| answers.contains_key(&format!("{verdict} {form}")));
                if !is_impossible && !seen.contains(&(rule.id.0.clone(), verdict.to_owned(), form)) {
                    missing.push(format!("{} {verdict} {form}", rule.id));
                }
            }
        }
    }
    assert!(missing.is_empty(), "no case for:\n{}", missing.join("\n"));
}
