//! Expected verdicts against those of a report.

use super::expected::matches_glob;
use super::{Case, Expected, Form};
use crate::finding::{Outcome, Verdict};
use crate::report::Report;
use std::collections::BTreeSet;

/// Families of rules whose ids may stand in a case before there is such a rule.
const OWN_FAMILIES: [&str; 5] = ["APP-", "GW-", "ISE-", "NET-", "STD-"];

/// What came of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What differs, each with its line in `expected.json`.
    pub wrong: Vec<(usize, String)>,
    /// Expectations of rules that there are not.
    pub passed_over: Vec<String>,
}

/// Compares one form of a case, whose text is `text`, with its report.
#[must_use]
pub fn compare(case: &Case, text: &str, form: Form, report: &Report) -> Comparison {
    let rules: BTreeSet<&str> = report.rules.iter().map(|rule| rule.id.0.as_str()).collect();
    let lines = lines(text);
    let mut comparison = Comparison::default();
    for (index, expected) in case.verdicts.iter().enumerate() {
        let line = lines.get(index).copied().unwrap_or(1);
        let Some(subject) = expected.subject(form) else { continue };
        let rule = &expected.rule;
        if !rules.contains(rule.as_str()) {
            if OWN_FAMILIES.iter().any(|family| rule.starts_with(family)) {
                comparison.passed_over.push(format!("no rule is called '{rule}' yet"));
            } else {
                comparison.wrong.push((line, format!("no rule is called '{rule}'")));
            }
            continue;
        }
        let seen = seen(expected, form, report);
        if expected.outcome() != Some(seen.0) {
            let message = seen.1.map(|message| format!(": {message}")).unwrap_or_default();
            let problem =
                format!("expected {} of {rule} for {subject}, found {}{message}", expected.verdict, seen.0.as_str());
            comparison.wrong.push((line, problem));
        }
    }
    for verdict in unexpected(case, form, report) {
        let outcome = verdict.outcome.as_str();
        let problem =
            format!("not expected: {outcome} of {} for {}: {}", verdict.rule, verdict.subject, verdict.message);
        comparison.wrong.push((1, problem));
    }
    comparison
}

/// What a report says of an expectation's subject, with the message: the worst of all that match.
pub(super) fn seen<'a>(expected: &Expected, form: Form, report: &'a Report) -> (Outcome, Option<&'a str>) {
    let of = |outcome: Outcome| {
        report.verdicts.iter().find(|verdict| {
            verdict.rule.0 == expected.rule && verdict.outcome == outcome && expected.accepts(form, &verdict.subject)
        })
    };
    [Outcome::Fail, Outcome::Unknown]
        .into_iter()
        .find_map(|outcome| of(outcome).map(|verdict| (outcome, Some(verdict.message.as_str()))))
        .unwrap_or((Outcome::Pass, None))
}

/// Failures and unknowns that no expectation lists, of rules that are said to be listed completely.
fn unexpected<'a>(case: &'a Case, form: Form, report: &'a Report) -> impl Iterator<Item = &'a Verdict> {
    let only_terraform = case.complete_terraform.iter().filter(move |_| form == Form::Terraform);
    let globs: Vec<&String> = case.complete.iter().chain(only_terraform).collect();
    report.verdicts.iter().filter(move |verdict| {
        verdict.outcome != Outcome::Pass
            && globs.iter().any(|glob| matches_glob(glob, &verdict.rule.0))
            && !is_listed(case, form, verdict)
    })
}

/// Whether an expectation is about the rule and subject of a verdict.
pub(super) fn is_listed(case: &Case, form: Form, verdict: &Verdict) -> bool {
    case.verdicts.iter().any(|expected| expected.rule == verdict.rule.0 && expected.accepts(form, &verdict.subject))
}

/// The line of each expectation: that of its `"rule"`.
fn lines(text: &str) -> Vec<usize> {
    text.lines().enumerate().filter(|(_, line)| line.contains("\"rule\"")).map(|(index, _)| index + 1).collect()
}
