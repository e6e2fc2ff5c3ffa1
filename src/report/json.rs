//! The JSON report: versioned, documented in `docs/json-report.md`. A change that can break a reader of it raises
//! [`SCHEMA_VERSION`]; a new member does not.

use super::fold::fold;
use super::{RenderOptions, Report, Tally};
use crate::finding::{Evidence, Notice, Outcome, Suppression, Verdict};
use crate::model::{Accounting, Context, Location, Related};
use crate::rule::{Rule, RuleId, Source};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Version of the shape of the document.
const SCHEMA_VERSION: &str = "1";

/// The JSON Schema of the document, with a line end behind it.
pub(super) const SCHEMA: &str = include_str!("json.schema.json");

/// Writes the document, indented by two spaces, with a line end behind it.
pub(super) fn render(report: &Report, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Document::new(report, options))?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'r> {
    schema_version: &'static str,
    tool: Tool,
    inputs: &'r [String],
    summary: Summary,
    context: ContextPart<'r>,
    accounting: AccountingPart<'r>,
    rules: Vec<RulePart<'r>>,
    notices: Vec<NoticePart<'r>>,
    verdicts: Vec<VerdictPart<'r>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    gate: &'static str,
    fail_on: &'static str,
    on_unknown: &'static str,
    fail: FailCounts,
    unknown: usize,
    pass: usize,
    suppressed: usize,
    rules: usize,
}

#[derive(Serialize)]
struct FailCounts {
    error: usize,
    warning: usize,
    note: usize,
}

#[derive(Serialize)]
struct ContextPart<'r> {
    as_of: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cloud: Option<&'r str>,
    editions: &'r BTreeMap<String, String>,
}

#[derive(Serialize)]
struct AccountingPart<'r> {
    resources_seen: usize,
    resources_understood: usize,
    resources_deleted: usize,
    not_understood: &'r BTreeMap<String, usize>,
    references_resolved: usize,
    references_unresolved: usize,
    notes: &'r [String],
}

#[derive(Serialize)]
struct RulePart<'r> {
    id: &'r str,
    title: &'r str,
    level: &'static str,
    kind: &'r str,
    applies_to: &'r [String],
}

#[derive(Serialize)]
struct VerdictPart<'r> {
    rule: &'r str,
    verdict: &'static str,
    level: &'static str,
    subject: &'r str,
    message: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<LocationPart<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<RelatedPart<'r>>,
    evidence: Vec<EvidencePart<'r>>,
    remediation: &'r str,
    sources: Vec<SourcePart<'r>>,
    instances: Vec<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppression: Option<SuppressionPart<'r>>,
}

#[derive(Serialize)]
struct SuppressionPart<'r> {
    kind: &'static str,
    reason: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'r str>,
    origin: &'r str,
}

#[derive(Serialize)]
struct NoticePart<'r> {
    kind: &'static str,
    message: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<LocationPart<'r>>,
}

#[derive(Serialize)]
struct LocationPart<'r> {
    file: &'r str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    precision: &'static str,
}

/// A place in a module that is not part of the repository.
#[derive(Serialize)]
struct RelatedPart<'r> {
    text: String,
    module: &'r str,
    origin: &'r str,
    file: &'r str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct EvidencePart<'r> {
    subject: &'r str,
    attribute: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<LocationPart<'r>>,
}

#[derive(Serialize)]
struct SourcePart<'r> {
    document: &'r str,
    edition: &'r str,
    section: &'r str,
    url: &'r str,
}

impl<'r> Document<'r> {
    fn new(report: &'r Report, options: &RenderOptions) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            inputs: &report.inputs,
            summary: Summary::new(report, options),
            context: ContextPart::new(&report.context),
            accounting: AccountingPart::new(&report.accounting),
            rules: report.rules.iter().map(RulePart::new).collect(),
            notices: report.notices.iter().map(NoticePart::new).collect(),
            verdicts: verdicts(report, options),
        }
    }
}

/// The verdicts in the report's order, passes only when all are asked for.
fn verdicts<'r>(report: &'r Report, options: &RenderOptions) -> Vec<VerdictPart<'r>> {
    let rules = report.rules_by_id();
    let shown = || report.verdicts.iter().filter(|verdict| options.all || verdict.outcome != Outcome::Pass);
    // Groups come in the order of their first members, so one walk over both finds them.
    let mut groups = fold(shown()).into_iter().peekable();
    let mut parts = Vec::new();
    for verdict in shown() {
        let mut part = VerdictPart::new(verdict, &rules);
        if let Some(group) = groups.next_if(|group| std::ptr::eq(group.first, verdict)) {
            part.instances = group.others.iter().map(|other| other.subject.as_str()).collect();
        }
        parts.push(part);
    }
    parts
}

impl Summary {
    fn new(report: &Report, options: &RenderOptions) -> Self {
        let tally = Tally::of(report);
        Self {
            gate: tally.gate(options.fail_on, options.on_unknown).as_str(),
            fail_on: options.fail_on.as_str(),
            on_unknown: options.on_unknown.as_str(),
            fail: FailCounts { error: tally.errors, warning: tally.warnings, note: tally.notes },
            unknown: tally.unknowns,
            pass: tally.passes,
            suppressed: tally.suppressed,
            rules: report.rules.len(),
        }
    }
}

impl<'r> ContextPart<'r> {
    fn new(context: &'r Context) -> Self {
        Self { as_of: &context.as_of, cloud: context.cloud.as_deref(), editions: &context.editions }
    }
}

impl<'r> AccountingPart<'r> {
    fn new(accounting: &'r Accounting) -> Self {
        Self {
            resources_seen: accounting.resources_seen,
            resources_understood: accounting.resources_understood,
            resources_deleted: accounting.resources_deleted,
            not_understood: &accounting.not_understood,
            references_resolved: accounting.references_resolved,
            references_unresolved: accounting.references_unresolved,
            notes: &accounting.notes,
        }
    }
}

impl<'r> RulePart<'r> {
    fn new(rule: &'r Rule) -> Self {
        Self {
            id: &rule.id.0,
            title: &rule.title,
            level: rule.level.as_str(),
            kind: &rule.kind,
            applies_to: &rule.applies_to,
        }
    }
}

impl<'r> VerdictPart<'r> {
    fn new(verdict: &'r Verdict, rules: &BTreeMap<&RuleId, &'r Rule>) -> Self {
        let sources = rules.get(&verdict.rule).map_or(&[][..], |rule| &rule.sources);
        Self {
            rule: &verdict.rule.0,
            verdict: verdict.outcome.as_str(),
            level: verdict.level.as_str(),
            subject: &verdict.subject,
            message: &verdict.message,
            location: verdict.location.as_ref().map(LocationPart::new),
            related: verdict.elsewhere.iter().map(RelatedPart::new).collect(),
            evidence: verdict.evidence.iter().map(EvidencePart::new).collect(),
            remediation: &verdict.remediation,
            sources: sources.iter().map(SourcePart::new).collect(),
            instances: Vec::new(),
            suppression: verdict.suppression.as_ref().map(SuppressionPart::new),
        }
    }
}

impl<'r> SuppressionPart<'r> {
    fn new(suppression: &'r Suppression) -> Self {
        Self {
            kind: suppression.kind.as_str(),
            reason: &suppression.reason,
            owner: suppression.owner.as_deref(),
            until: suppression.until.as_deref(),
            origin: &suppression.origin,
        }
    }
}

impl<'r> NoticePart<'r> {
    fn new(notice: &'r Notice) -> Self {
        Self {
            kind: notice.kind.as_str(),
            message: &notice.message,
            location: notice.location.as_ref().map(LocationPart::new),
        }
    }
}

impl<'r> LocationPart<'r> {
    fn new(location: &'r Location) -> Self {
        Self {
            file: &location.file,
            line: location.line,
            column: location.column,
            end_line: location.end_line,
            end_column: location.end_column,
            precision: location.precision.as_str(),
        }
    }
}

impl<'r> RelatedPart<'r> {
    fn new(related: &'r Related) -> Self {
        let Related { module, origin, file, line, column } = related;
        Self { text: related.to_string(), module, origin, file, line: *line, column: *column }
    }
}

impl<'r> EvidencePart<'r> {
    fn new(evidence: &'r Evidence) -> Self {
        Self {
            subject: &evidence.subject,
            attribute: &evidence.attribute,
            // An unknown never stands beside a value.
            value: evidence.value.as_deref().filter(|_| evidence.unknown.is_none()),
            unknown: evidence.unknown.as_deref(),
            location: evidence.location.as_ref().map(LocationPart::new),
        }
    }
}

impl<'r> SourcePart<'r> {
    fn new(source: &'r Source) -> Self {
        Self { document: &source.document, edition: &source.edition, section: &source.section, url: &source.url }
    }
}
