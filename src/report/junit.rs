//! The report as JUnit XML: a suite for each rule that has subjects, a test case for each verdict.
//!
//! A finding that counts for the gate is a failure, one below it a passing test with output; what cannot be told and what is
//! accepted is skipped, unless the gate fails on unknowns. A last suite has what was seen of the inputs.

use super::overview::Overview;
use super::wording::{
    acceptance_text, counted, message_of, obstacle_text, place_text, printable, remediation_of, shortened,
};
use super::{OnUnknown, RenderOptions, Report};
use crate::finding::{Outcome, Verdict};
use crate::rule::RuleId;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Characters of a text: viewers keep all test results in memory.
const TEXT_LIMIT: usize = 4000;

/// What a test case says.
enum Case {
    Pass,
    /// A finding below the level that counts.
    Noted(String),
    Skipped(String),
    Failed {
        message: String,
        details: String,
    },
}

/// Writes the document.
pub(super) fn render(report: &Report, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let overview = Overview::of(report, options);
    let mut suites: BTreeMap<&RuleId, Vec<(&Verdict, Case)>> = BTreeMap::new();
    for verdict in &report.verdicts {
        suites.entry(&verdict.rule).or_default().push((verdict, case(verdict, &overview)));
    }
    let all = || suites.values().flatten().map(|(_, case)| case);
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"vnetguard\" {}>", counts(all()))?;
    for (id, cases) in &suites {
        let title = overview.rule(id).map_or("", |rule| rule.title.as_str());
        let name = escaped(&format!("{id}: {title}"));
        writeln!(out, "  <testsuite name=\"{name}\" {}>", counts(cases.iter().map(|(_, case)| case)))?;
        for (verdict, case) in cases {
            write_case(verdict, case, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    write_inputs(&overview, out)?;
    writeln!(out, "</testsuites>")
}

fn case(verdict: &Verdict, overview: &Overview<'_>) -> Case {
    if let Some(suppression) = &verdict.suppression {
        return Case::Skipped(format!("accepted: {}", acceptance_text(suppression)));
    }
    match verdict.outcome {
        Outcome::Pass => Case::Pass,
        Outcome::Unknown => {
            let message = format!("cannot be told: {}", obstacle_text(verdict));
            match overview.options.on_unknown {
                OnUnknown::Fail => Case::Failed { details: message.clone(), message },
                OnUnknown::Warn | OnUnknown::Ignore => Case::Skipped(message),
            }
        }
        Outcome::Fail => {
            let message = message_of(verdict);
            if verdict.level < overview.options.fail_on {
                return Case::Noted(format!("{}: {message}", verdict.level.as_str()));
            }
            let mut details = message.clone();
            let place = verdict.location.as_ref().map(|location| format!("at {}", place_text(location)));
            let fix = remediation_of(verdict, overview.rule(&verdict.rule)).map(|fix| format!("fix: {fix}"));
            for line in [place, fix].into_iter().flatten() {
                details.push('\n');
                details.push_str(&line);
            }
            Case::Failed { message, details }
        }
    }
}

fn counts<'c>(cases: impl Iterator<Item = &'c Case>) -> String {
    let (mut tests, mut failures, mut skipped) = (0, 0, 0);
    for case in cases {
        tests += 1;
        match case {
            Case::Failed { .. } => failures += 1,
            Case::Skipped(_) => skipped += 1,
            Case::Pass | Case::Noted(_) => {}
        }
    }
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"")
}

fn write_case(verdict: &Verdict, case: &Case, out: &mut dyn Write) -> io::Result<()> {
    let (class, name) = (escaped(&verdict.rule.0), escaped(&verdict.subject));
    let place = verdict
        .location
        .as_ref()
        .map_or(String::new(), |location| format!(" file=\"{}\" line=\"{}\"", escaped(&location.file), location.line));
    write!(out, "    <testcase classname=\"{class}\" name=\"{name}\"{place}")?;
    match case {
        Case::Pass => writeln!(out, "/>"),
        Case::Noted(text) => writeln!(out, ">\n      <system-out>{}</system-out>\n    </testcase>", escaped(text)),
        Case::Skipped(text) => writeln!(out, ">\n      <skipped message=\"{}\"/>\n    </testcase>", escaped(text)),
        Case::Failed { message, details } => writeln!(
            out,
            ">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>",
            if verdict.outcome == Outcome::Unknown { "unknown" } else { verdict.level.as_str() },
            escaped(message),
            escaped_lines(details),
        ),
    }
}

/// What was seen, as properties of a suite without tests.
fn write_inputs(overview: &Overview<'_>, out: &mut dyn Write) -> io::Result<()> {
    let report = overview.report;
    writeln!(out, "  <testsuite name=\"inputs\" tests=\"0\" failures=\"0\" errors=\"0\" skipped=\"0\">")?;
    writeln!(out, "    <properties>")?;
    let mut property =
        |name: &str, value: &str| writeln!(out, "      <property name=\"{name}\" value=\"{}\"/>", escaped(value));
    for input in &report.inputs {
        property("input", input)?;
    }
    property("as_of", &report.context.as_of)?;
    property("rules", &counted(report.rules.len(), "rule"))?;
    property("accounting", &overview.accounting())?;
    property("gate", &overview.gate_text())?;
    for note in &report.accounting.notes {
        property("note", note)?;
    }
    for notice in &report.notices {
        property("warning", &notice.message)?;
    }
    writeln!(out, "    </properties>\n  </testsuite>")
}

/// `text` on one line, as XML shows it.
fn escaped(text: &str) -> String {
    escaped_lines(&printable(text, false))
}

/// `text` as XML shows it. Characters that XML cannot hold are shown as escapes.
fn escaped_lines(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for character in printable(&shortened(text, TEXT_LIMIT), true).chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => xml.push('\u{fffd}'),
            _ => xml.push(character),
        }
    }
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing in a text ends an attribute or an element, and no character is one that XML forbids.
    #[test]
    fn texts_stay_texts() {
        assert_eq!(escaped("a\"><b>&\n\u{1b}[0m\u{0}\u{ffff}"), "a&quot;&gt;&lt;b&gt;&amp;\\n\\u{1b}[0m\\u{0}\u{fffd}");
        assert_eq!(escaped_lines("]]>\nb"), "]]&gt;\nb");
        assert!(escaped(&"x".repeat(10_000)).len() <= TEXT_LIMIT);
    }
}
