//! Runs the `test_` rules of policies: the embedded ones, and those of files and folders that a user gives.
//!
//! A Rego engine drops a failing test from its package's document, so the names are read from the text and each one must be
//! `true`. Names that begin with `todo_` are counted and not run.

use super::catalogue::Catalogue;
use super::engine::{add, engine};
use super::error::PolicyError;
use crate::reference::POLICY_TESTS;
use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// How one test ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestStatus {
    /// It is true.
    Pass,
    /// It is false or undefined.
    Fail,
    /// The engine failed; what it says.
    Error(String),
    /// A `todo_` test.
    Skipped,
}

/// One test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyTest {
    /// Path of the file as given.
    pub file: String,
    /// Line of the rule, from 1.
    pub line: usize,
    /// `data.<package>.<name>`.
    pub name: String,
    /// How it ended.
    pub status: TestStatus,
}

/// All tests of a run, by file and line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyTests {
    /// The tests.
    pub tests: Vec<PolicyTest>,
}

impl PolicyTests {
    fn count(&self, wanted: impl Fn(&TestStatus) -> bool) -> usize {
        self.tests.iter().filter(|test| wanted(&test.status)).count()
    }

    /// Whether there is a test, and none failed.
    #[must_use]
    pub fn is_success(&self) -> bool {
        !self.tests.is_empty() && self.count(|status| matches!(status, TestStatus::Fail | TestStatus::Error(_))) == 0
    }
}

impl fmt::Display for PolicyTests {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for test in &self.tests {
            let place = format!("{}:{}", test.file, test.line);
            match &test.status {
                TestStatus::Fail => writeln!(formatter, "FAIL  {place}: {} is not true", test.name)?,
                TestStatus::Error(text) => writeln!(formatter, "ERROR {place}: {}\n{text}", test.name)?,
                TestStatus::Pass | TestStatus::Skipped => {}
            }
        }
        let (passed, skipped) =
            (self.count(|status| *status == TestStatus::Pass), self.count(|status| *status == TestStatus::Skipped));
        let errors = self.count(|status| matches!(status, TestStatus::Error(_)));
        let failed = self.count(|status| *status == TestStatus::Fail);
        if self.tests.is_empty() {
            return writeln!(formatter, "no tests found");
        }
        writeln!(formatter, "{passed} tests passed, {failed} failed, {errors} ended in an error, {skipped} skipped")
    }
}

/// A policy or test file.
struct Module {
    file: String,
    text: String,
}

/// Runs the tests whose name holds `filter`. With `paths`, the policies and tests there are loaded beside the embedded ones, and
/// both are run.
///
/// # Errors
/// When a path cannot be read or a policy cannot be loaded.
pub fn run_tests(paths: &[PathBuf], filter: Option<&str>) -> Result<PolicyTests, PolicyError> {
    let catalogue = Catalogue::embedded()?;
    let mut modules: Vec<Module> =
        POLICY_TESTS.iter().map(|(file, text)| Module { file: (*file).to_owned(), text: (*text).to_owned() }).collect();
    let mut files = BTreeSet::new();
    for path in paths {
        collect(path, &mut files, 0)?;
    }
    for file in files {
        let text = fs::read_to_string(&file).map_err(|error| unreadable(&file, &error))?;
        modules.push(Module { file: file.display().to_string().replace('\\', "/"), text });
    }
    let mut engine = engine(&catalogue)?;
    for policy in &catalogue.policies {
        add(&mut engine, &policy.file, &policy.text)?;
    }
    for module in &modules {
        add(&mut engine, &module.file, &module.text)?;
    }
    engine.set_input(regorus::Value::new_object());
    let mut report = PolicyTests::default();
    for module in &modules {
        report.tests.extend(run_module(&engine, module, filter));
    }
    Ok(report)
}

fn unreadable(path: &Path, error: &std::io::Error) -> PolicyError {
    PolicyError::loading(path.display().to_string(), format!("it cannot be read: {error}"))
}

/// All `.rego` files at or below `path`.
fn collect(path: &Path, files: &mut BTreeSet<PathBuf>, depth: usize) -> Result<(), PolicyError> {
    const DEEPEST: usize = 32;
    let metadata = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if metadata.is_file() {
        if path.extension().is_some_and(|extension| extension == "rego") {
            files.insert(path.to_owned());
        }
        return Ok(());
    }
    if depth < DEEPEST {
        for entry in fs::read_dir(path).map_err(|error| unreadable(path, &error))? {
            collect(&entry.map_err(|error| unreadable(path, &error))?.path(), files, depth + 1)?;
        }
    }
    Ok(())
}

fn run_module(engine: &regorus::Engine, module: &Module, filter: Option<&str>) -> Vec<PolicyTest> {
    let Some(package) = module.text.lines().find_map(|line| line.strip_prefix("package ")).map(str::trim) else {
        return Vec::new();
    };
    test_rules(&module.text)
        .into_iter()
        .map(|(line, rule)| (line, format!("data.{package}.{rule}"), rule.starts_with("todo_")))
        .filter(|(_, name, _)| filter.is_none_or(|filter| name.contains(filter)))
        .map(|(line, name, is_todo)| {
            let status = if is_todo { TestStatus::Skipped } else { run(&mut engine.clone(), &name) };
            PolicyTest { file: module.file.clone(), line, name, status }
        })
        .collect()
}

/// The tests of a module: line of the first definition and name.
fn test_rules(text: &str) -> Vec<(usize, &str)> {
    let mut seen = BTreeSet::new();
    text.lines()
        .enumerate()
        .filter(|(_, line)| line.starts_with("test_") || line.starts_with("todo_test_"))
        .filter_map(|(index, line)| {
            let end =
                line.find(|character: char| !character.is_alphanumeric() && character != '_').unwrap_or(line.len());
            let rule = line.get(..end)?;
            seen.insert(rule).then_some((index + 1, rule))
        })
        .collect()
}

fn run(engine: &mut regorus::Engine, name: &str) -> TestStatus {
    match engine.eval_rule(name.to_owned()) {
        Ok(regorus::Value::Bool(true)) => TestStatus::Pass,
        Ok(_) => TestStatus::Fail,
        Err(error) => TestStatus::Error(error.to_string()),
    }
}

/// `file:line` of every line of an embedded policy or library that no embedded test evaluates.
///
/// # Errors
/// When a policy cannot be loaded.
#[cfg(test)]
pub(super) fn uncovered_lines() -> Result<Vec<String>, PolicyError> {
    let catalogue = Catalogue::embedded()?;
    let mut engine = engine(&catalogue)?;
    for policy in &catalogue.policies {
        add(&mut engine, &policy.file, &policy.text)?;
    }
    for (file, text) in POLICY_TESTS {
        add(&mut engine, file, text)?;
    }
    engine.set_input(regorus::Value::new_object());
    engine.set_enable_coverage(true);
    for (file, text) in POLICY_TESTS {
        let package = text.lines().find_map(|line| line.strip_prefix("package ")).unwrap_or_default();
        for (_, test) in test_rules(text) {
            let outcome = engine.eval_rule(format!("data.{package}.{test}"));
            assert!(outcome.is_ok(), "{file}: {test}");
        }
    }
    let report = engine.get_coverage_report().map_err(|error| PolicyError::loading("(coverage)", error.to_string()))?;
    let files = report.files.iter().filter(|file| !file.path.ends_with("_test.rego"));
    Ok(files.flat_map(|file| file.not_covered.iter().map(|line| format!("{}:{line}", file.path))).collect())
}
