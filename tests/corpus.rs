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

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use vnetguard::model::Context;
use vnetguard::{CheckOptions, check};

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

/// Judges every file; an error must say what is wrong and what to do.
fn judge_all(folder: &str, wanted: &dyn Fn(&Path) -> bool) -> (usize, usize) {
    let Some(corpus) = corpus() else { return (0, 0) };
    let mut paths = Vec::new();
    files(&corpus.join(folder), wanted, &mut paths);
    assert!(!paths.is_empty(), "no files below {folder}");
    let wanted_types = types_of_the_requirements();
    let (mut judged, mut refused) = (0, 0);
    for path in paths {
        let options =
            CheckOptions { inputs: vec![path.clone()], context: Context::default(), ..CheckOptions::default() };
        match check(&options) {
            Ok(report) => {
                judged += 1;
                assert!(report.accounting.resources_understood > 0, "{}", path.display());
                let unread: Vec<&String> = report
                    .accounting
                    .not_understood
                    .keys()
                    .filter(|name| wanted_types.contains(&name.to_lowercase()))
                    .collect();
                assert!(unread.is_empty(), "{}: {unread:?}", path.display());
            }
            Err(error) => {
                refused += 1;
                let diagnostic: &dyn miette::Diagnostic = &error;
                assert!(diagnostic.help().is_some(), "{}: no way out: {error}", path.display());
            }
        }
    }
    (judged, refused)
}

/// Every plan ends with a report or an explained error.
#[test]
fn plans_end_explained() {
    let (judged, refused) = judge_all("plans", &|path| path.file_name().is_some_and(|name| name == "plan.json"));
    assert!(corpus().is_none() || judged > refused, "{judged} judged, {refused} refused");
}

/// Every ARM template ends with a report or an explained error.
#[test]
fn templates_end_explained() {
    let is_template = |path: &Path| {
        path.extension().is_some_and(|extension| extension == "json")
            && !path.file_name().is_some_and(|name| name == "ref.json" || name == "ORIGIN.json")
            && fs::read_to_string(path).is_ok_and(|text| text.to_lowercase().contains("deploymenttemplate.json"))
    };
    let (judged, refused) = judge_all("arm/corpus", &is_template);
    assert!(corpus().is_none() || judged + refused > 100, "{judged} judged, {refused} refused");
}
