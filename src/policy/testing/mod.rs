//! Tests of policies: the `test_` rules of a bundle, run as `opa test` runs them. What a failing one saw is `why.rs`'s, lines that
//! no test reaches are `coverage.rs`'s, what is printed is `render.rs`'s.
//!
//! The engine leaves a failing test out of its package's document, so the names are read from the tree and each one must be
//! `true`. Names that begin with `todo_` are counted and not run.

mod coverage;
mod render;
#[cfg(test)]
mod tests;
mod why;

pub use coverage::{Coverage, FileCoverage};
pub use render::TestFormat;

use super::bundle::{Bundle, Origin};
use super::catalogue::Catalogue;
use super::engine::{Limits, add_file, engine};
use super::error::PolicyError;
use super::load;
use super::syntax::{Parsed, head, parse, reference};
use super::watch::Evaluated;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How one test ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestStatus {
    /// It is true.
    Pass,
    /// It is not; what was seen, line by line.
    Fail(Vec<String>),
    /// It could not be run; what the engine says.
    Error(String),
    /// A `todo_` test.
    Skipped,
    /// There is no test where one belongs; of what.
    Missing(String),
}

/// One test: a `test_` rule, or one input of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    /// Path of the file as given.
    pub file: String,
    /// Line of the rule, from 1.
    pub line: usize,
    /// `data.<package>.<name>`, or the case and its input.
    pub name: String,
    /// How it ended.
    pub status: TestStatus,
    /// What it printed.
    pub printed: Vec<String>,
}

/// All tests of a run, in the order of files and lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TestRun {
    /// The tests.
    pub tests: Vec<Test>,
    /// Lines evaluated, when that was asked for.
    pub coverage: Option<Coverage>,
    /// What of the lines must be evaluated, in percent.
    pub min_coverage: Option<f64>,
}

impl TestRun {
    fn count(&self, wanted: impl Fn(&TestStatus) -> bool) -> usize {
        self.tests.iter().filter(|test| wanted(&test.status)).count()
    }

    /// Whether there is a test, none failed, and enough is covered.
    #[must_use]
    pub fn is_success(&self) -> bool {
        let is_good = |status: &TestStatus| matches!(status, TestStatus::Pass | TestStatus::Skipped);
        !self.tests.is_empty() && self.tests.iter().all(|test| is_good(&test.status)) && self.is_covered()
    }

    fn is_covered(&self) -> bool {
        match (&self.coverage, self.min_coverage) {
            (Some(coverage), Some(least)) => coverage.percent() >= least,
            _ => true,
        }
    }
}

/// What to run.
#[derive(Debug, Clone, Default)]
pub struct TestOptions {
    /// Only tests whose name has this text, or matches it as a regular expression.
    pub filter: Option<String>,
    /// Tell which lines were evaluated.
    pub coverage: bool,
    /// Only tests of files whose names these are; all when empty.
    pub files: Vec<String>,
    /// Bounds of one test.
    pub limits: Limits,
}

/// Runs the tests of a bundle, after checking it.
///
/// # Errors
/// When a policy cannot be loaded, or the filter is not a regular expression.
pub fn run_tests(bundle: &Bundle, options: &TestOptions) -> Result<TestRun, PolicyError> {
    load::check_all(bundle)?;
    Catalogue::load(bundle)?;
    run_checked_tests(bundle, options)
}

/// Runs the tests of a bundle as it is, without looking for mistakes first.
///
/// # Errors
/// When a policy cannot be parsed, or the filter is not a regular expression.
pub fn run_checked_tests(bundle: &Bundle, options: &TestOptions) -> Result<TestRun, PolicyError> {
    let mut engine = engine(&[], &bundle.data, options.limits)?;
    let mut modules = Vec::new();
    for file in bundle.policies.iter().chain(&bundle.tests) {
        add_file(&mut engine, file)?;
        modules.push(parse(&file.name, &file.text)?);
    }
    engine.set_input(regorus::Value::new_object());
    engine.set_enable_coverage(options.coverage);
    let mut found = find(&modules);
    found.retain(|found| options.files.is_empty() || options.files.contains(&found.module.file));
    if let Some(filter) = &options.filter {
        let names: BTreeSet<String> = matching(filter, found.iter().map(|found| found.name.as_str()))?;
        found.retain(|found| names.contains(&found.name));
    }
    let mut run = TestRun::default();
    for found in &found {
        run.tests.push(found.run(&mut engine));
    }
    if options.filter.is_none() && options.files.is_empty() {
        run.tests.extend(missing(bundle, &modules));
    }
    if options.coverage {
        run.coverage = Some(coverage::of(&engine, &modules)?);
    }
    Ok(run)
}

/// A test and where it is.
struct Found<'a> {
    module: &'a Parsed,
    /// Index of the first rule of that name.
    rule: usize,
    line: usize,
    name: String,
    is_todo: bool,
}

/// Every test of the modules, by file and line; one of several bodies once.
fn find(modules: &[Parsed]) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for module in modules {
        for (index, rule) in module.module.policy.iter().enumerate() {
            let Some(head) = reference(head(rule).0) else { continue };
            let own = head.names().join(".");
            let is_todo = own.starts_with("todo_test_");
            let name = format!("data.{}.{own}", module.package.join("."));
            if (is_todo || own.starts_with("test_")) && seen.insert(name.clone()) {
                found.push(Found { module, rule: index, line: head.root.line as usize, name, is_todo });
            }
        }
    }
    found
}

impl Found<'_> {
    fn run(&self, engine: &mut regorus::Engine) -> Test {
        let test = |status, printed| Test {
            file: self.module.file.clone(),
            line: self.line,
            name: self.name.clone(),
            status,
            printed,
        };
        if self.is_todo {
            return test(TestStatus::Skipped, Vec::new());
        }
        // A function that fails is an error in our policies; in others it is undefined, as `opa test` has it.
        engine.set_strict_builtin_errors(self.module.package.first().is_some_and(|name| name == "vnetguard"));
        let evaluated = Evaluated::begin(&self.module.file);
        let outcome = catch_unwind(AssertUnwindSafe(|| engine.eval_rule(self.name.clone())));
        drop(evaluated);
        let printed = engine.take_prints().unwrap_or_default();
        let status = match outcome {
            Ok(Ok(regorus::Value::Bool(true))) => TestStatus::Pass,
            Ok(Ok(_)) => TestStatus::Fail(why::why(engine, self.module, self.rule)),
            Ok(Err(error)) => TestStatus::Error(error.to_string().trim().to_owned()),
            Err(_) => TestStatus::Error("the engine panicked".to_owned()),
        };
        test(status, printed)
    }
}

/// The names that have the text, or match it as a regular expression.
fn matching<'a>(filter: &str, names: impl Iterator<Item = &'a str>) -> Result<BTreeSet<String>, PolicyError> {
    let wrong = |error: String| {
        PolicyError::loading("(filter)", format!("'{filter}' is not a regular expression: {error}"))
            .with_help("give a part of the name, or an expression such as 'deny_.*subnet'")
    };
    let names: Vec<&str> = names.collect();
    let input = serde_json::json!({ "names": names, "filter": filter }).to_string();
    let mut engine = regorus::Engine::new();
    engine.set_input_json(&input).map_err(|error| wrong(error.to_string()))?;
    let query = "[name | some name in input.names; regex.match(input.filter, name)]";
    let matched = engine.eval_query(query.to_owned(), false);
    let by_text = names.iter().filter(|name| name.contains(filter)).map(|name| (*name).to_owned());
    let by_text: BTreeSet<String> = by_text.collect();
    match matched {
        Err(error) if by_text.is_empty() => Err(wrong(error.to_string())),
        Err(_) => Ok(by_text),
        Ok(results) => {
            let value = results.result.first().and_then(|result| result.expressions.first());
            let array = value.and_then(|expression| expression.value.as_array().ok());
            let names = array.into_iter().flat_map(|array| array.as_slice());
            Ok(names.filter_map(|name| name.as_string().ok()).map(|name| name.to_string()).chain(by_text).collect())
        }
    }
}

/// Users' rules that no test and no case is about, and test files without a test.
fn missing(bundle: &Bundle, modules: &[Parsed]) -> Vec<Test> {
    let users: BTreeMap<&str, Origin> =
        bundle.policies.iter().chain(&bundle.tests).map(|file| (file.name.as_str(), file.origin)).collect();
    let entry = |module: &Parsed, what: &str| Test {
        file: module.file.clone(),
        line: module.module.package.span.line as usize,
        name: format!("data.{}", module.package.join(".")),
        status: TestStatus::Missing(what.to_owned()),
        printed: Vec::new(),
    };
    let has_tests: BTreeSet<&str> = find(modules).iter().map(|found| found.module.file.as_str()).collect();
    let tested = |module: &Parsed| {
        let path = format!("data.{}", module.package.join("."));
        modules.iter().filter(|other| has_tests.contains(other.file.as_str())).any(|other| {
            let imports = other.module.imports.iter().filter_map(|import| reference(&import.refr));
            other.package == module.package || imports.into_iter().any(|import| import.names().join(".") == path)
        })
    };
    let mut missing = Vec::new();
    for module in modules.iter().filter(|module| users.get(module.file.as_str()) == Some(&Origin::User)) {
        let is_rule = module.package.starts_with(&["vnetguard".to_owned(), "rules".to_owned()]);
        let is_test = module.file.ends_with("_test.rego");
        if is_test && !has_tests.contains(module.file.as_str()) {
            missing.push(entry(module, "the file has no rule whose name begins with 'test_'"));
        } else if is_rule && !is_test && bundle.cases.is_empty() && !tested(module) {
            missing.push(entry(module, "no test imports the policy, and there are no cases"));
        }
    }
    missing
}
