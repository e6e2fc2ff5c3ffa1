//! Findings become text. One place to add an output: a file here and a line in [`OUTPUTS`].
//!
//! It owns the wording around findings, the gate, and the redaction of secrets; it judges nothing and reads no file.
//! In: a [`Report`]. Out: bytes on a writer, equal for equal reports.

mod annotations;
mod atlantis;
mod azure_pipelines;
mod drawing;
mod fold;
mod gate;
mod github;
mod gitlab;
mod harmless;
mod html;
mod json;
mod junit;
mod markdown;
mod overview;
pub mod redact;
mod sarif;
mod source_lines;
mod subject;
mod text;
mod wording;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;

pub use drawing::Drawing;
pub use gate::{Gate, OnUnknown, Tally, gate};

use crate::finding::{Notice, Verdict};
use crate::model::{Accounting, Context};
use crate::rule::{Level, Rule, RuleId};
use harmless::{HarmlessLines, Signs};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::PathBuf;
use std::str::FromStr;

/// All that a report can show of one run. Holds nothing sensitive once [`redact::apply`] has seen it.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The inputs, as relative paths with forward slashes (`-` for standard input).
    pub inputs: Vec<String>,
    /// What the policies were asked to assume.
    pub context: Context,
    /// Every rule of the catalogue, sorted by id.
    pub rules: Vec<Rule>,
    /// Every verdict, passes included, sorted by location, rule and subject.
    pub verdicts: Vec<Verdict>,
    /// What is to be mended in suppressions and the baseline.
    pub notices: Vec<Notice>,
    /// What was seen and understood.
    pub accounting: Accounting,
    /// What an upload of the report says of itself.
    pub upload: Upload,
    /// The networks, when a drawing is asked for.
    pub drawing: Option<Drawing>,
    /// Sources by the file names that locations use, for showing lines; without a byte-order mark.
    pub sources: BTreeMap<String, String>,
    /// Lines of `sources`, from 1, in which [`redact::apply`] has masked something: their text is not the file's.
    pub masked: BTreeMap<String, BTreeSet<usize>>,
}

impl Report {
    /// The rules by id.
    fn rules_by_id(&self) -> BTreeMap<&RuleId, &Rule> {
        self.rules.iter().map(|rule| (&rule.id, rule)).collect()
    }
}

/// What a log that is uploaded says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Upload {
    /// Tells several logs of one commit apart; the host chooses where there is none.
    pub category: Option<String>,
    /// What was checked out.
    pub repository: Option<Repository>,
}

/// A commit of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    /// Its address, without credentials.
    pub uri: String,
    /// The commit.
    pub revision: String,
    /// The branch.
    pub branch: Option<String>,
}

/// How a report is shown and when the gate fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenderOptions {
    /// Use colours and drawing characters (a terminal).
    pub color: bool,
    /// Columns to wrap text at; `None` for [`DEFAULT_WIDTH`].
    pub width: Option<usize>,
    /// Show passes, and every unknown.
    pub all: bool,
    /// The lowest level of a failure that fails the gate.
    pub fail_on: Level,
    /// What an unknown verdict does to the gate.
    pub on_unknown: OnUnknown,
    /// Write findings that do not count into SARIF, marked as such.
    pub include_suppressed: bool,
    /// The run ends with exit code 0 whatever is found.
    pub exit_zero: bool,
}

/// Columns of text when nothing else is said, so that logs are equal everywhere.
pub const DEFAULT_WIDTH: usize = 100;

impl Default for RenderOptions {
    fn default() -> Self {
        Self {
            color: false,
            width: None,
            all: false,
            fail_on: Level::Error,
            on_unknown: OnUnknown::Warn,
            include_suppressed: false,
            exit_zero: false,
        }
    }
}

/// One output format.
#[derive(Debug)]
pub struct Format {
    /// The word on the command line.
    pub name: &'static str,
    /// What it is for, in one line.
    pub description: &'static str,
    render: Render,
    signs: Signs,
}

type Render = fn(&Report, &RenderOptions, &mut dyn Write) -> io::Result<()>;

/// Every output format, in the order in which they are listed.
pub const OUTPUTS: &[Format] = &[
    format("text", "findings with their source lines, for people", text::render, Signs::Text),
    format("json", "every verdict, versioned, for programs", json::render, Signs::Json),
    format("sarif", "SARIF 2.1.0, for code scanning and editors", sarif::render, Signs::Json),
    format("junit", "JUnit XML, for the test results of a pipeline", junit::render, Signs::Markup),
    format("github", "workflow commands, for annotations in GitHub Actions", github::render, Signs::Commands),
    format(
        "azure-pipelines",
        "logging commands, for issues in Azure Pipelines",
        azure_pipelines::render,
        Signs::Commands,
    ),
    format("gitlab", "a Code Quality report, for merge requests in GitLab", gitlab::render, Signs::Json),
    format("markdown", "for step summaries and comments on pull requests", markdown::render, Signs::Text),
    format("atlantis", "what the policy check of Atlantis reads", atlantis::render, Signs::Text),
    format("html", "one page with a drawing of the networks and the matrix of flows", html::render, Signs::Markup),
];

const fn format(name: &'static str, description: &'static str, render: Render, signs: Signs) -> Format {
    Format { name, description, render, signs }
}

/// A format that is not in [`OUTPUTS`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, miette::Diagnostic)]
#[error("unknown output format '{name}'")]
#[diagnostic(code(vnetguard::output), help("use one of {}", known_names()))]
pub struct UnknownFormat {
    /// The word that was given.
    pub name: String,
}

impl Format {
    /// The format called `name`.
    ///
    /// # Errors
    /// When no row of [`OUTPUTS`] has that name; the help lists those there are.
    pub fn named(name: &str) -> Result<&'static Self, UnknownFormat> {
        OUTPUTS.iter().find(|format| format.name == name).ok_or_else(|| UnknownFormat { name: name.to_owned() })
    }
}

/// One report that a user asks for: `FORMAT` or `FORMAT=FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Name of the format.
    pub format: String,
    /// The file; `None` is standard output.
    pub file: Option<PathBuf>,
}

impl FromStr for Output {
    type Err = String;

    /// Reads `sarif=out/x.sarif`; `-` is standard output.
    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = match text.split_once('=') {
            Some((_, "")) => return Err("expected a file name behind '='".to_owned()),
            Some((format, file)) => (format, Some(PathBuf::from(file))),
            None => (text, None),
        };
        Ok(Self { format: format.to_owned(), file: file.filter(|file| file.as_os_str() != "-") })
    }
}

/// Writes `report` in `format`.
///
/// # Errors
/// When `out` cannot be written to.
pub fn render(format: &Format, report: &Report, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = HarmlessLines::new(format.signs, out);
    (format.render)(report, options, &mut lines)?;
    lines.finish()
}

/// `text` as the log of a pipeline may show it: without commands to its agent.
#[must_use]
pub fn harmless(text: &str) -> String {
    harmless::harmless(text)
}

/// The JSON Schema of the JSON report.
#[must_use]
pub fn report_schema() -> String {
    json::SCHEMA.to_owned()
}

fn known_names() -> String {
    let names: Vec<String> = OUTPUTS.iter().map(|format| format!("'{}'", format.name)).collect();
    names.join(", ")
}
