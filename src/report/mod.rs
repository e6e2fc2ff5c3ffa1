//! Findings become text. One place to add an output: a file here and a line in `OUTPUTS`.

mod fold;
mod gate;
mod json;
mod line_hash;
pub mod redact;
mod sarif;
mod sarif_model;
#[cfg(test)]
mod tests;
mod text;

pub use gate::{Gate, OnUnknown, gate};

use crate::finding::{Outcome, Verdict};
use crate::model::{Accounting, Context};
use crate::rule::{Level, Rule, RuleId};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// All that a report can show of one run. Holds nothing sensitive: it is redacted before it gets here.
#[derive(Debug, Clone)]
pub struct Report {
    /// The inputs, as relative paths with forward slashes (`-` for standard input).
    pub inputs: Vec<String>,
    /// What the policies were asked to assume.
    pub context: Context,
    /// Every rule of the catalogue, sorted by id.
    pub rules: Vec<Rule>,
    /// Every verdict, passes included, sorted by location, rule and subject.
    pub verdicts: Vec<Verdict>,
    /// What was seen and understood.
    pub accounting: Accounting,
    /// Sources by the file names that locations use, for showing lines.
    pub sources: BTreeMap<String, String>,
}

impl Report {
    /// The verdicts with this outcome, in order.
    pub fn of(&self, outcome: Outcome) -> impl Iterator<Item = &Verdict> {
        self.verdicts.iter().filter(move |verdict| verdict.outcome == outcome)
    }

    /// The rule with `id`; every verdict's rule is there.
    #[must_use]
    pub fn rule(&self, id: &RuleId) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == *id)
    }

    /// Number of failures at `level`.
    #[must_use]
    pub fn failures(&self, level: Level) -> usize {
        self.of(Outcome::Fail).filter(|verdict| verdict.level == level).count()
    }

    /// Text of line `line` (from 1) of a source, without its end.
    fn line(&self, file: &str, line: usize) -> Option<&str> {
        self.sources.get(file)?.lines().nth(line.checked_sub(1)?)
    }
}

/// How a report is rendered.
#[derive(Debug, Clone, Copy)]
pub struct RenderOptions {
    /// Colours and Unicode drawing.
    pub color: bool,
    /// Columns; `None` for a fixed width that does not depend on the terminal.
    pub width: Option<usize>,
    /// Show passes as well.
    pub all: bool,
    /// The lowest level that fails the gate.
    pub fail_on: Level,
    /// What an unknown does to the gate.
    pub on_unknown: OnUnknown,
}

type Render = fn(&Report, &RenderOptions, &mut dyn Write) -> io::Result<()>;

/// Every output, by name.
const OUTPUTS: &[(&str, Render)] = &[("json", json::render), ("sarif", sarif::render), ("text", text::render)];

/// An output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format(usize);

impl Format {
    /// The output called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        OUTPUTS.iter().position(|(known, _)| *known == name).map(Self)
    }

    /// The names of all outputs, sorted.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        OUTPUTS.iter().map(|(name, _)| *name).collect()
    }
}

/// Writes the report in one format.
///
/// # Errors
/// What the writer says.
pub fn render(format: Format, report: &Report, options: &RenderOptions, writer: &mut dyn Write) -> io::Result<()> {
    match OUTPUTS.get(format.0) {
        Some((_, render)) => render(report, options, writer),
        None => Ok(()),
    }
}
