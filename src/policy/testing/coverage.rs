//! Lines of policies that tests evaluate, and those that none does.

use super::super::error::PolicyError;
use super::super::syntax::Parsed;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Coverage of a run, in the shape that `opa test --coverage` prints. Test files are left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// By path of the policy.
    pub files: BTreeMap<String, FileCoverage>,
    covered_lines: usize,
    not_covered_lines: usize,
    coverage: f64,
}

/// Coverage of one file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileCoverage {
    /// Lines that were evaluated.
    pub covered: Vec<Lines>,
    /// Lines that were not.
    pub not_covered: Vec<Lines>,
    covered_lines: usize,
    not_covered_lines: usize,
    coverage: f64,
}

/// Lines next to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Lines {
    start: Row,
    end: Row,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct Row {
    row: u32,
}

impl Lines {
    /// The first and the last line, from 1.
    #[must_use]
    pub fn rows(self) -> (u32, u32) {
        (self.start.row, self.end.row)
    }
}

impl Coverage {
    /// What of the lines was evaluated.
    #[must_use]
    pub fn percent(&self) -> f64 {
        self.coverage
    }

    /// `file:line` of every line that was not.
    pub fn not_covered(&self) -> impl Iterator<Item = String> {
        self.files.iter().flat_map(|(file, coverage)| {
            let rows = coverage.not_covered.iter().flat_map(|lines| lines.start.row..=lines.end.row);
            rows.map(move |row| format!("{file}:{row}"))
        })
    }
}

/// What the engine counted for policies.
pub(super) fn of(engine: &regorus::Engine, modules: &[Parsed]) -> Result<Coverage, PolicyError> {
    let report = engine.get_coverage_report().map_err(|error| PolicyError::loading("(coverage)", error.to_string()))?;
    let counted: BTreeMap<&str, _> = report.files.iter().map(|file| (file.path.as_str(), file)).collect();
    let none = BTreeSet::new();
    let mut files = BTreeMap::new();
    for module in modules.iter().filter(|module| !module.file.ends_with("_test.rego")) {
        let lines = match counted.get(module.file.as_str()) {
            Some(file) => (file.covered.clone(), file.not_covered.clone()),
            // The engine says nothing of a file of which it evaluated nothing.
            None => (none.clone(), lines_of_rules(module)),
        };
        let (covered, not_covered) = lines;
        files.insert(
            module.file.clone(),
            FileCoverage {
                covered_lines: covered.len(),
                not_covered_lines: not_covered.len(),
                coverage: percent(covered.len(), not_covered.len()),
                covered: ranges(&covered),
                not_covered: ranges(&not_covered),
            },
        );
    }
    let covered_lines = files.values().map(|file| file.covered_lines).sum();
    let not_covered_lines = files.values().map(|file| file.not_covered_lines).sum();
    Ok(Coverage { files, covered_lines, not_covered_lines, coverage: percent(covered_lines, not_covered_lines) })
}

fn lines_of_rules(module: &Parsed) -> BTreeSet<u32> {
    module.module.policy.iter().map(|rule| rule.span().line).collect()
}

/// With two digits, as OPA rounds.
fn percent(covered: usize, not_covered: usize) -> f64 {
    let all = covered + not_covered;
    if all == 0 {
        return 100.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "numbers of lines are small")]
    let percent = covered as f64 * 100.0 / all as f64;
    (percent * 100.0).round() / 100.0
}

fn ranges(lines: &BTreeSet<u32>) -> Vec<Lines> {
    let mut ranges: Vec<Lines> = Vec::new();
    for row in lines.iter().copied() {
        match ranges.last_mut() {
            Some(last) if last.end.row + 1 == row => last.end.row = row,
            _ => ranges.push(Lines { start: Row { row }, end: Row { row } }),
        }
    }
    ranges
}
