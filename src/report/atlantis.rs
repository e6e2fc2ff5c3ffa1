//! What the policy check of Atlantis reads: `FAIL - …` lines and a count of failures, or no such word at all.
//!
//! Older releases take any "fail" in the output for a failed check, so a check that passes never writes it: names of
//! the user's that hold it are left out. A check is to end with exit code 0 whatever is found (`--exit-zero`), since
//! Atlantis hides the output of a command that ends otherwise.

use super::overview::{Overview, resources_text, whole_message};
use super::wording::{counted, obstacle_text, place_text, printable, shortened};
use super::{Gate, OnUnknown, RenderOptions, Report};
use crate::finding::Verdict;
use crate::rule::Level;
use std::io::{self, Write};

/// Characters of a line.
const LINE_LIMIT: usize = 1000;

/// Writes the lines.
pub(super) fn render(report: &Report, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let overview = Overview::of(report, options);
    let (failures, others) = lines(&overview);
    match overview.gate() {
        Gate::Fail => {
            for line in failures.iter().chain(&others) {
                writeln!(out, "{line}")?;
            }
            for line in [overview.headline(), overview.accounting()] {
                writeln!(out, "{}", printable(&line, false))?;
            }
            writeln!(out, "{}", counted(failures.len(), "failure"))
        }
        Gate::Pass => {
            let (shown, hidden): (Vec<&String>, Vec<&String>) = others.iter().partition(|line| is_silent(line));
            for line in shown {
                writeln!(out, "{line}")?;
            }
            if !hidden.is_empty() {
                writeln!(out, "{} not shown here", counted(hidden.len(), "line"))?;
            }
            let judged = resources_text(&report.accounting);
            writeln!(
                out,
                "all {} hold: {judged}; {} accepted",
                counted(report.rules.len(), "rule"),
                overview.tally.suppressed
            )
        }
    }
}

fn is_silent(line: &str) -> bool {
    !line.to_lowercase().contains("fail")
}

/// Lines of what fails the gate, and of what does not.
fn lines(overview: &Overview<'_>) -> (Vec<String>, Vec<String>) {
    let (mut failures, mut others) = (Vec::new(), Vec::new());
    for group in &overview.fails {
        let line = |word: &str| line(word, group.first, &whole_message(group));
        if group.first.level >= overview.options.fail_on {
            failures.push(line("FAIL"));
        } else {
            others.push(line(if group.first.level == Level::Note { "NOTE" } else { "WARN" }));
        }
    }
    for group in &overview.unknowns {
        let text = format!("it cannot be told: {}", obstacle_text(group.first));
        match overview.options.on_unknown {
            OnUnknown::Fail => failures.push(line("FAIL", group.first, &text)),
            OnUnknown::Warn => others.push(line("WARN", group.first, &text)),
            OnUnknown::Ignore => {}
        }
    }
    others.extend(overview.report.notices.iter().map(|notice| printable(&format!("WARN - {}", notice.message), false)));
    (failures, others)
}

/// `FAIL - ISE-A - azurerm_subnet.a - main.tf:3:5 - message`.
fn line(word: &str, verdict: &Verdict, message: &str) -> String {
    let place = verdict.location.as_ref().map_or(String::new(), |location| format!(" - {}", place_text(location)));
    let text = format!("{word} - {} - {}{place} - {message}", verdict.rule, verdict.subject);
    shortened(&printable(&text, false), LINE_LIMIT)
}
