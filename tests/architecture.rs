//! The import order: each module of the crate imports only from modules to its left.
//!
//! `docs/architecture.md` shows the order.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules by rank; those of one rank do not see each other unless listed in [`PEERS`].
const RANKS: &[&[&str]] = &[
    &["model", "reference", "date", "pattern"],
    &["rule"],
    &["finding", "selection"],
    &["network"],
    &["input", "facts", "policy", "schema", "suppression"],
    &["report", "trace"],
    &["config"],
    &["error"],
    &["check"],
    &["cases", "scaffold"],
    &["cli", "progress", "repository"],
    &["manual", "settings"],
    &["run"],
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a source folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The top-level module that a file belongs to: `src/input/arm/json.rs` is `input`.
fn module_of(path: &Path, root: &Path) -> String {
    let first = path.strip_prefix(root).expect("below src").components().next().expect("a component");
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// Names behind `crate::` in the code, comments left out; `crate::{a, b}` counts for both.
fn imports(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in text.lines().map(str::trim_start).filter(|line| !line.starts_with("//")) {
        for (at, _) in line.match_indices("crate::") {
            let is_word_before =
                line[..at].ends_with(|character: char| character.is_alphanumeric() || character == '_');
            let rest = &line[at + "crate::".len()..];
            if is_word_before {
                continue;
            }
            let list = rest.strip_prefix('{').map_or(vec![rest], |list| list.split(',').collect());
            for item in list {
                let name: String = item.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                names.push(name);
            }
        }
    }
    names
}

/// Every `crate::…` path in the sources points to a module of a lower rank, or to the module itself.
#[test]
fn modules_only_look_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rank: BTreeMap<&str, usize> =
        RANKS.iter().enumerate().flat_map(|(rank, names)| names.iter().map(move |name| (*name, rank))).collect();
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 20, "only {} files were found", files.len());
    let mut wrong = Vec::new();
    for file in files {
        let module = module_of(&file, &root);
        if module == "lib" || module == "main" {
            continue;
        }
        let own = *rank.get(module.as_str()).unwrap_or_else(|| panic!("{} has no rank: {module}", file.display()));
        for import in imports(&fs::read_to_string(&file).expect("a readable file")) {
            match rank.get(import.as_str()) {
                Some(_) if import == module => {}
                Some(other) if *other < own => {}
                _ => wrong.push(format!("{}: crate::{import}", file.display())),
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the order of modules:\n{}", wrong.join("\n"));
}

/// Only the policy module names the Rego engine.
#[test]
fn only_policy_names_regorus() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    for file in files {
        let names = fs::read_to_string(&file).expect("a readable file").contains("regorus::");
        assert!(!names || module_of(&file, &root) == "policy", "{}", file.display());
    }
}
