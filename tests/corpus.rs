//! Every plan and template of a corpus of public files, where the environment variable `VNETGUARD_CORPUS` names one.
//!
//! What is asserted: each ends with a report or with an explained error, and nothing that a requirement is about is left
//! unread. Nothing of the corpus is part of this repository.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use vnetguard::model::Context;
use vnetguard::policy::{Catalogue, Judge, Limits};
use vnetguard::report::Report;
use vnetguard::{CheckOptions, check_by};

fn files(folder: &Path, wanted: &dyn Fn(&Path) -> bool, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, wanted, found);
        } else if wanted(&path) {
            found.push(path);
        }
    }
}

fn corpus() -> Option<PathBuf> {
    std::env::var_os("VNETGUARD_CORPUS").map(PathBuf::from).filter(|path| path.is_dir())
}

/// The resource types that the requirements are about, in lower case.
fn types_of_the_requirements() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/resource-types.json");
    let json: serde_json::Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    json["types"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_lowercase()).collect()
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::embedded().unwrap());

thread_local! {
    /// Reads the policies once.
    static JUDGE: RefCell<Judge<'static>> = RefCell::new(Judge::new(&CATALOGUE, Limits::default()).unwrap());
}

/// Judges an input; an error must say what is wrong and what to do.
fn judge(path: &Path, parameters: &[PathBuf], wanted_types: &BTreeSet<String>) -> Option<Report> {
    let options = CheckOptions {
        inputs: vec![path.to_owned()],
        parameters: parameters.to_vec(),
        context: Context::default(),
        ..CheckOptions::default()
    };
    JUDGE.with_borrow_mut(|by| match check_by(by, &options) {
        Ok(report) => {
            let judged = report.accounting.resources_understood + report.accounting.resources_deleted;
            assert!(judged > 0, "{}", path.display());
            let unread: Vec<&String> = report
                .accounting
                .not_understood
                .keys()
                .filter(|name| wanted_types.contains(&name.to_lowercase()))
                .collect();
            assert!(unread.is_empty(), "{}: {unread:?}", path.display());
            Some(report)
        }
        Err(error) => {
            let diagnostic: &dyn miette::Diagnostic = &error;
            assert!(diagnostic.help().is_some(), "{}: no way out: {error}", path.display());
            None
        }
    })
}

/// Judges every file; how many are judged and how many refused.
fn judge_all(folder: &str, wanted: &dyn Fn(&Path) -> bool) -> (usize, usize) {
    let Some(corpus) = corpus() else { return (0, 0) };
    let mut paths = Vec::new();
    files(&corpus.join(folder), wanted, &mut paths);
    assert!(!paths.is_empty(), "no files below {folder}");
    let wanted_types = types_of_the_requirements();
    let judged = paths.iter().filter(|path| judge(path, &[], &wanted_types).is_some()).count();
    (judged, paths.len() - judged)
}

/// Every plan ends with a report or an explained error.
#[test]
fn plans_end_explained() {
    let (judged, refused) = judge_all("plans", &|path| path.file_name().is_some_and(|name| name == "plan.json"));
    assert!(corpus().is_none() || judged > refused, "{judged} judged, {refused} refused");
}

/// Whether a file of the corpus is JSON that names this schema.
fn names_schema(path: &Path, schema: &str) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
        && !path.file_name().is_some_and(|name| name == "ref.json" || name == "ORIGIN.json")
        && fs::read_to_string(path).is_ok_and(|text| text.to_lowercase().contains(schema))
}

/// Every ARM template ends with a report or an explained error.
#[test]
fn templates_end_explained() {
    let (judged, refused) = judge_all("arm/corpus", &|path| names_schema(path, "deploymenttemplate.json"));
    assert!(corpus().is_none() || judged + refused > 100, "{judged} judged, {refused} refused");
}

/// So does every template with each of the parameter files beside it, and hardly any of them is refused that was not refused
/// without: only impossible values are.
#[test]
fn templates_with_parameters_end_explained() {
    let Some(corpus) = corpus() else { return };
    let mut parameters = Vec::new();
    files(&corpus.join("arm/corpus"), &|path| names_schema(path, "deploymentparameters.json"), &mut parameters);
    let wanted_types = types_of_the_requirements();
    let (mut judged, mut refused) = (0, Vec::new());
    for file in &parameters {
        let folder = file.parent().expect("a folder");
        let mut templates: Vec<PathBuf> =
            fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        templates.retain(|path| names_schema(path, "deploymenttemplate.json"));
        templates.sort();
        for template in templates {
            if judge(&template, &[], &wanted_types).is_none() {
                continue;
            }
            match judge(&template, std::slice::from_ref(file), &wanted_types) {
                Some(_) => judged += 1,
                None => refused.push(format!("{} with {}", template.display(), file.display())),
            }
        }
    }
    assert!(judged > 100 && refused.len() * 10 < judged, "{judged} judged, refused: {refused:#?}");
}

/// What a report says, without places.
fn findings(report: Option<Report>) -> Vec<(String, String, String)> {
    let verdicts = report.map(|report| report.verdicts).unwrap_or_default();
    let mut found: Vec<_> = verdicts
        .into_iter()
        .map(|verdict| (verdict.rule.0, verdict.subject, verdict.outcome.as_str().to_owned()))
        .collect();
    found.sort();
    found
}

/// A template compiled with symbolic names and the same without give the same verdicts.
#[test]
fn symbolic_twins_are_judged_alike() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/input");
    let mut pairs: Vec<[PathBuf; 2]> = ["arm/twins", "bicep"]
        .map(|folder| ["main.json", "main.symbolicnames.json"].map(|file| root.join(folder).join(file)))
        .to_vec();
    if let Some(corpus) = corpus() {
        let arm = corpus.join("arm");
        for line in fs::read_to_string(arm.join("pairs.jsonl")).expect("pairs").lines() {
            let pair: serde_json::Value = serde_json::from_str(line).expect("JSON lines");
            let case = arm.join("corpus").join(pair["case"].as_str().expect("a case"));
            pairs.push(["a", "b"].map(|key| case.join(pair[key].as_str().expect("a file"))));
        }
    }
    let wanted_types = types_of_the_requirements();
    let mut judged = 0;
    for pair in pairs {
        let [plain, symbolic] = pair.each_ref().map(|path| findings(judge(path, &[], &wanted_types)));
        assert_eq!(plain, symbolic, "{}", pair[0].display());
        judged += usize::from(!plain.is_empty());
    }
    assert!(judged >= 2, "{judged}");
}
