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
    let mut seen = BTreeSet::new();
    let mut tests = Vec::new();
    for (index, line) in module.text.lines().enumerate() {
        let is_todo = line.starts_with("todo_test_");
        if !(line.starts_with("test_") || is_todo) {
            continue;
        }
        let rule: String = line.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        let name = format!("data.{package}.{rule}");
        if filter.is_some_and(|filter| !name.contains(filter)) || !seen.insert(rule) {
            continue;
        }
        let status = if is_todo { TestStatus::Skipped } else { run(&mut engine.clone(), &name) };
        tests.push(PolicyTest { file: module.file.clone(), line: index + 1, name, status });
    }
    tests
}

fn run(engine: &mut regorus::Engine, name: &str) -> TestStatus {
    match engine.eval_rule(name.to_owned()) {
        Ok(regorus::Value::Bool(true)) => TestStatus::Pass,
        Ok(_) => TestStatus::Fail,
        Err(error) => TestStatus::Error(error.to_string()),
    }
}
