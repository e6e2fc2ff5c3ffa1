//! An expectation rewritten to what was seen, for a person to review.

use super::compare::{is_listed, seen};
use super::{Case, Expected, Form};
use crate::finding::{Outcome, Verdict};
use crate::policy::Catalogue;
use crate::report::Report;
use serde::Serialize;

/// The text of `expected.json` with the verdicts that were seen; `None` when it has them already.
pub(super) fn updated(case: &Case, catalogue: &Catalogue, reports: &[(Form, Report)]) -> Option<String> {
    let mut new = case.clone();
    if case.verdicts.is_empty() && case.complete.is_empty() {
        new.complete.push("*".to_owned());
    }
    new.verdicts = case.verdicts.iter().flat_map(|expected| revised(expected, catalogue, reports)).collect();
    for (form, report) in reports {
        for verdict in report.verdicts.iter().filter(|verdict| is_worth_listing(catalogue, verdict)) {
            if !is_listed(&new, *form, verdict) {
                new.verdicts.push(entry(*form, verdict));
            }
        }
    }
    if new.verdicts == case.verdicts && new.complete == case.complete {
        return None;
    }
    let mut text = Vec::new();
    let mut writer =
        serde_json::Serializer::with_formatter(&mut text, serde_json::ser::PrettyFormatter::with_indent(b" "));
    new.serialize(&mut writer).ok()?;
    let mut text = String::from_utf8(text).ok()?;
    text.push('\n');
    Some(text)
}

/// One expectation as it was seen: two where the forms differ.
fn revised(expected: &Expected, catalogue: &Catalogue, reports: &[(Form, Report)]) -> Vec<Expected> {
    let is_known = catalogue.rules().any(|rule| rule.id.0 == expected.rule);
    let mut found: Vec<(Form, Outcome, Option<&str>)> = Vec::new();
    for (form, report) in reports.iter().filter(|(form, _)| is_known && expected.subject(*form).is_some()) {
        let (outcome, message) = seen(expected, *form, report);
        found.push((*form, outcome, message));
    }
    let is_one = found.windows(2).all(|pair| matches!(pair, [(_, one, _), (_, two, _)] if one == two));
    match found.first() {
        None => vec![expected.clone()],
        Some((_, outcome, message)) if is_one => vec![with(expected, *outcome, *message)],
        Some(_) => found
            .into_iter()
            .map(|(form, outcome, message)| {
                let subject = expected.subject(form).map(str::to_owned);
                let mut own = with(expected, outcome, message);
                own.subject = None;
                own.subject_terraform = subject.clone().filter(|_| form == Form::Terraform);
                own.subject_arm = subject.filter(|_| form == Form::Arm);
                own
            })
            .collect(),
    }
}

fn with(expected: &Expected, outcome: Outcome, message: Option<&str>) -> Expected {
    if expected.outcome() == Some(outcome) {
        return expected.clone();
    }
    Expected { verdict: outcome.as_str().to_owned(), why: message.map(str::to_owned), ..expected.clone() }
}

/// What a reviewer wants to see: what does not pass, and the passes of rules that are not vnetguard's own.
fn is_worth_listing(catalogue: &Catalogue, verdict: &Verdict) -> bool {
    verdict.outcome != Outcome::Pass || !catalogue.is_own(&verdict.rule)
}

fn entry(form: Form, verdict: &Verdict) -> Expected {
    let subject = Some(verdict.subject.clone());
    let mut entry = Expected {
        rule: verdict.rule.0.clone(),
        verdict: verdict.outcome.as_str().to_owned(),
        why: Some(verdict.message.clone()).filter(|message| !message.is_empty()),
        ..Expected::default()
    };
    match form {
        Form::Terraform => entry.subject_terraform = subject,
        Form::Arm => entry.subject_arm = subject,
    }
    entry
}
