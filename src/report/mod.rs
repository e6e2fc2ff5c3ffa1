//! Findings become text. One place to add an output: a file here and a line in `OUTPUTS`.

use crate::finding::Verdict;
use crate::model::{Accounting, Context};
use crate::rule::Rule;
use std::collections::BTreeMap;

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
