//! Build script: writes the tables of policies, their tests and pages, and the reference data that `src/reference.rs` includes.
//!
//! Walks `policies/` in sorted order, so the tables are the same everywhere.

#![expect(clippy::print_stdout, reason = "a build script speaks to cargo by printing")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("policies");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    walk(&root, &mut files)?;
    files.sort();
    let mut policies = String::new();
    let mut tests = String::new();
    let mut references = String::new();
    let mut pages = String::new();
    for file in &files {
        let Ok(relative) = file.strip_prefix(&root) else { continue };
        let name = relative.to_string_lossy().replace('\\', "/");
        let include = format!("include_str!({:?})", file.to_string_lossy());
        if let Some(table) = name.strip_prefix("reference/").and_then(|rest| rest.strip_suffix("/data.json")) {
            entry(&mut references, table, &include);
        } else if name.starts_with("rules/") && name.ends_with(".md") {
            entry(&mut pages, &name, &include);
        } else if name.ends_with("_test.rego") {
            entry(&mut tests, &name, &include);
        } else if name.ends_with(".rego") {
            entry(&mut policies, &name, &include);
        }
    }
    let text = format!(
        "pub(crate) const POLICIES: &[(&str, &str)] = &[\n{policies}];\n\
         pub(crate) const POLICY_TESTS: &[(&str, &str)] = &[\n{tests}];\n\
         pub(crate) const PAGES: &[(&str, &str)] = &[\n{pages}];\n\
         pub(crate) const REFERENCE_TABLES: &[(&str, &str)] = &[\n{references}];\n"
    );
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("bundle.rs"), text)
}

fn entry(table: &mut String, name: &str, include: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(table, "    ({name:?}, {include}),");
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
