//! Cases: folders with inputs and the verdicts that are expected of them, run as tests. How inputs are judged is `check.rs`'s.
//!
//! A case is a folder with an `expected.json` and inputs in [`FORMS`]; `docs/testing-policies.md` describes them.

mod compare;
mod expected;
mod update;

pub use compare::compare;
pub use expected::{Case, Expected};

use crate::check::{CheckOptions, check_by};
use crate::error::Error;
use crate::model::Context;
use crate::policy::{Catalogue, EXPECTED, Judge, Limits, Test, TestStatus};
use crate::report::Report;
use std::fs;
use std::path::{Path, PathBuf};

/// A language that a case is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// `terraform/plan.json`, with its sources beside it.
    Terraform,
    /// `arm/template.json`, with `arm/parameters.json` where it has some.
    Arm,
}

/// Every form.
pub const FORMS: [Form; 2] = [Form::Terraform, Form::Arm];

impl Form {
    /// The folder, which is also the end of `subject_<form>`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Terraform => "terraform",
            Self::Arm => "arm",
        }
    }

    fn input(self) -> &'static str {
        match self {
            Self::Terraform => "plan.json",
            Self::Arm => "template.json",
        }
    }
}

/// Reads the expectation of a case.
///
/// # Errors
/// When `expected.json` cannot be read or has another shape; the text says what is wrong.
pub fn read(folder: &Path) -> Result<(Case, String), String> {
    let path = folder.join(EXPECTED);
    let text = fs::read_to_string(&path).map_err(|error| format!("it cannot be read: {error}"))?;
    let case: Case = serde_json::from_str(&text).map_err(|error| format!("it has another shape: {error}"))?;
    match case.verdicts.iter().find(|expected| expected.outcome().is_none()) {
        Some(expected) => {
            Err(format!("no verdict is called '{}'; there are 'fail', 'unknown' and 'pass'", expected.verdict))
        }
        None => Ok((case, text)),
    }
}

/// Judges one form of a case; `None` when the case does not have it.
#[must_use]
pub fn judge(
    judge: &mut Judge<'_>,
    folder: &Path,
    case: &Case,
    form: Form,
    source_root: Option<&Path>,
) -> Option<Result<Report, String>> {
    let below = folder.join(form.name());
    let input = below.join(form.input());
    if !input.is_file() {
        return None;
    }
    let parameters = [below.join("parameters.json")].into_iter().filter(|path| path.is_file()).collect();
    let options = CheckOptions {
        inputs: vec![input],
        parameters,
        context: case.context(),
        source_root: source_root.map(Path::to_owned),
        allow_empty: case.allow_empty,
        ..CheckOptions::default()
    };
    Some(check_by(judge, &options).map_err(|error| error.to_string()))
}

/// Runs the cases of these folders, one test for each input. With `update`, what was seen is written where it differs.
///
/// # Errors
/// When a library of the policies cannot be loaded, or an expectation cannot be written.
pub fn run_cases(catalogue: &Catalogue, folders: &[PathBuf], update: bool) -> Result<Vec<Test>, Error> {
    let mut by = Judge::new(catalogue, Limits::default())?;
    let mut tests = Vec::new();
    for folder in folders {
        let file = folder.join(EXPECTED).display().to_string().replace('\\', "/");
        let test = |name: String, line: usize, status: TestStatus, printed: Vec<String>| Test {
            file: file.clone(),
            line,
            name,
            status,
            printed,
        };
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (case, text) = match read(folder) {
            Ok(read) => read,
            Err(problem) => {
                tests.push(test(name, 1, TestStatus::Error(problem), Vec::new()));
                continue;
            }
        };
        let mut seen = Vec::new();
        for form in FORMS {
            let Some(report) = judge(&mut by, folder, &case, form, None) else { continue };
            let name = format!("{name}/{}", form.name());
            match report {
                Err(problem) => tests.push(test(name, 1, TestStatus::Error(problem), Vec::new())),
                Ok(report) => {
                    let found = compare(&case, &text, form, &report);
                    let line = found.wrong.first().map_or(1, |(line, _)| *line);
                    let lines: Vec<String> =
                        found.wrong.iter().map(|(line, problem)| format!("line {line}: {problem}")).collect();
                    let status = if lines.is_empty() { TestStatus::Pass } else { TestStatus::Fail(lines) };
                    tests.push(test(name, line, status, found.passed_over));
                    seen.push((form, report));
                }
            }
        }
        if seen.is_empty() && tests.iter().all(|test| test.file != file) {
            let what = "neither 'terraform/plan.json' nor 'arm/template.json' is there".to_owned();
            tests.push(test(name, 1, TestStatus::Missing(what), Vec::new()));
        }
        if update && let Some(text) = update::updated(&case, catalogue, &seen) {
            let name = folder.join(EXPECTED);
            fs::write(&name, text).map_err(|cause| Error::Output { name: name.display().to_string(), cause })?;
        }
    }
    Ok(tests)
}

impl Case {
    /// What the policies are asked to assume.
    #[must_use]
    pub fn context(&self) -> Context {
        let default = Context::default();
        let family = || self.edition_family.clone().unwrap_or_else(|| "app".to_owned());
        Context {
            as_of: self.as_of.clone().unwrap_or(default.as_of),
            editions: self.edition.iter().map(|edition| (family(), edition.clone())).collect(),
            ..default
        }
    }
}
