//! Files made from others: pages of rules, the table in the README, and the matrix of requirements. They are current;
//! `UPDATE_GENERATED=1 cargo test` writes them anew.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use vnetguard::cases::{Case, read};
use vnetguard::finding::Outcome;
use vnetguard::policy::{Bundle, Catalogue, Example, page_name, rule_page, rules_markdown};
use vnetguard::rule::Rule;

/// Examples of each outcome on a page.
const EXAMPLES: usize = 2;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn catalogue() -> Catalogue {
    Catalogue::embedded().expect("the embedded policies")
}

/// Cases by path from the root.
fn cases() -> BTreeMap<String, Case> {
    let bundle = Bundle::with(&[root().join("testdata/cases")]).expect("the cases");
    let path =
        |folder: &Path| folder.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
    bundle.cases().iter().map(|folder| (path(folder), read(folder).expect("a case").0)).collect()
}

fn page_folder(rule: &Rule) -> String {
    format!("policies/{}", rule.policy_file.rsplit_once('/').map_or("", |(folder, _)| folder))
}

#[track_caller]
fn assert_current(path: &Path, expected: &str) {
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(path, expected).expect("a file");
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    assert!(found == expected, "{} is not current; run UPDATE_GENERATED=1 cargo test", path.display());
}

fn ended(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}

/// The simplest cases of a rule: those with the fewest expectations, by name.
fn examples(rule: &Rule, cases: &BTreeMap<String, Case>) -> Vec<Example> {
    let mut examples = Vec::new();
    for outcome in [Outcome::Fail, Outcome::Pass, Outcome::Unknown] {
        let mut found: Vec<(usize, &String, String)> = Vec::new();
        for (folder, case) in cases {
            let matching = |expected: &&vnetguard::cases::Expected| {
                expected.rule == rule.id.0 && expected.outcome() == Some(outcome)
            };
            if let Some(expected) = case.verdicts.iter().find(matching) {
                let why = expected.why.as_deref().map(|why| format!(": {}", ended(why))).unwrap_or_default();
                found.push((case.verdicts.len(), folder, format!("{}{why}", ended(&case.description))));
            }
        }
        found.sort();
        examples.extend(found.into_iter().take(EXAMPLES).map(|(_, folder, text)| Example {
            outcome,
            text,
            folder: folder.clone(),
        }));
    }
    examples
}

/// Each rule has a page beside its policy, with examples from the cases.
#[test]
fn pages_are_current() {
    let cases = cases();
    for rule in catalogue().rules() {
        let path = root().join(page_folder(rule)).join(page_name(rule));
        assert_current(&path, &rule_page(rule, &examples(rule, &cases)));
    }
}

/// The README lists every rule.
#[test]
fn table_of_the_readme_is_current() {
    let readme = root().join("README.md");
    let text = fs::read_to_string(&readme).expect("README.md");
    let (head, rest) = text.split_once("<!-- rules:").expect("the table's start");
    let (marker, _) = rest.split_once('\n').expect("a line");
    let (_, tail) = rest.split_once("<!-- /rules -->").expect("the table's end");
    let table = rules_markdown(&catalogue());
    assert_current(&readme, &format!("{head}<!-- rules:{marker}\n{table}<!-- /rules -->{tail}"));
}

#[derive(Deserialize)]
struct Requirement {
    id: String,
    area: String,
    kind: String,
    statement: String,
}

fn requirements() -> Vec<Requirement> {
    let text = fs::read_to_string(root().join("testdata/requirements.json")).expect("the requirements");
    serde_json::from_str(&text).expect("JSON")
}

/// The matrix says for every requirement where it is judged or told, and by which cases.
#[test]
fn matrix_of_requirements_is_current() {
    let catalogue = catalogue();
    let rules: BTreeMap<&str, &Rule> = catalogue.rules().map(|rule| (rule.id.0.as_str(), rule)).collect();
    let advice: BTreeMap<&str, &Rule> =
        catalogue.rules().flat_map(|rule| rule.guide.advice.iter().map(move |(id, _)| (id.as_str(), rule))).collect();
    let cases = cases();
    let page = |rule: &Rule| format!("[{}](../{}/{})", rule.id, page_folder(rule), page_name(rule));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut tables = String::new();
    let mut area = String::new();
    for requirement in requirements() {
        if requirement.area != area {
            area.clone_from(&requirement.area);
            write!(tables, "\n## {area}\n\n| requirement | kind | where | cases |\n|---|---|---|---|\n").expect("text");
        }
        let id = requirement.id.as_str();
        let (state, place) = match (rules.get(id), advice.get(id)) {
            (Some(rule), _) => ("rules", page(rule)),
            (None, Some(rule)) => ("advice on the page of a rule", format!("advice of {}", page(rule))),
            (None, None) if requirement.kind == "semantics" => ("semantics that rules rely on", "semantics".to_owned()),
            (None, None) => ("not yet", "not yet".to_owned()),
        };
        *counts.entry(state).or_default() += 1;
        let names: Vec<String> = cases
            .iter()
            .filter(|(_, case)| case.verdicts.iter().any(|expected| expected.rule == id))
            .map(|(folder, _)| format!("[{}](../{folder})", folder.rsplit('/').next().unwrap_or_default()))
            .collect();
        let statement = requirement.statement.replace('|', "\\|");
        writeln!(tables, "| **{id}** {statement} | {} | {place} | {} |", requirement.kind, names.join(", "))
            .expect("text");
    }
    let numbers: Vec<String> = counts.iter().map(|(state, count)| format!("{count} {state}")).collect();
    let text = format!(
        "# Requirements and where they are judged\n\nMade from `testdata/requirements.json`, the policies' metadata and the \
         cases by `UPDATE_GENERATED=1 cargo test`. Of all requirements: {}.\n\nA case may name a requirement before there is a \
         rule.\n{tables}",
        numbers.join(", "),
    );
    assert_current(&root().join("docs/traceability.md"), &text);
}

/// Rules, related rules and advice are requirements; advice stands on one policy's pages, and only what is advisory is advice.
#[test]
fn metadata_names_requirements() {
    let catalogue = catalogue();
    let kinds: BTreeMap<String, String> =
        requirements().into_iter().map(|requirement| (requirement.id, requirement.kind)).collect();
    let mut places: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for rule in catalogue.rules() {
        assert!(kinds.contains_key(&rule.id.0), "{} is no requirement", rule.id);
        for related in &rule.guide.related {
            assert!(kinds.contains_key(&related.0) && *related != rule.id, "{}: {related}", rule.id);
        }
        for (id, text) in &rule.guide.advice {
            assert_eq!(kinds.get(id).map(String::as_str), Some("advisory"), "{}: {id}", rule.id);
            assert!(text.ends_with('.'), "{}: {id}: {text}", rule.id);
            places.entry(id).or_default().insert(&rule.policy_file);
        }
    }
    for (id, policies) in places {
        assert_eq!(policies.len(), 1, "{id} stands on the pages of {policies:?}");
    }
}

/// A rule that shows how to mend it does so in Terraform and in Bicep, with nothing left to fill in.
#[test]
fn fixes_are_complete() {
    for rule in catalogue().rules() {
        assert_eq!(rule.guide.terraform.is_some(), rule.guide.bicep.is_some(), "{}: one language only", rule.id);
        for (language, snippet) in [("terraform", &rule.guide.terraform), ("bicep", &rule.guide.bicep)] {
            let snippet = snippet.as_deref().unwrap_or_default();
            let open = snippet.matches(['{', '[', '(']).count();
            let closed = snippet.matches(['}', ']', ')']).count();
            assert_eq!(open, closed, "{}: {language}", rule.id);
            for placeholder in ["{ports}", "{peer", "{local", "{irection}", "{source}", "{destination}"] {
                assert!(!snippet.contains(placeholder), "{}: {language}: {placeholder}", rule.id);
            }
        }
    }
}
