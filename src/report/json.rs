//! The JSON report: versioned, for programs. `docs/json-report.md` describes it.

use super::{RenderOptions, Report, gate};
use crate::finding::{Evidence, Outcome, Verdict};
use crate::model::Location;
use crate::report::Gate;
use crate::rule::{Level, Source};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Version of the report's shape; a member is never removed or given another meaning without a new one.
const SCHEMA_VERSION: &str = "1";

#[derive(Serialize)]
struct Document<'a> {
    schema_version: &'static str,
    tool: Tool,
    inputs: &'a [String],
    context: ContextDocument<'a>,
    summary: Summary,
    accounting: AccountingDocument<'a>,
    verdicts: Vec<VerdictDocument<'a>>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct ContextDocument<'a> {
    as_of: &'a str,
    editions: &'a BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Summary {
    gate: &'static str,
    errors: usize,
    warnings: usize,
    notes: usize,
    unknown: usize,
    passes: usize,
    rules: usize,
}

#[derive(Serialize)]
struct AccountingDocument<'a> {
    resources_seen: usize,
    resources_understood: usize,
    not_understood: &'a BTreeMap<String, usize>,
    references_resolved: usize,
    references_unresolved: usize,
    notes: &'a [String],
}

#[derive(Serialize)]
struct VerdictDocument<'a> {
    rule: &'a str,
    verdict: &'static str,
    level: &'static str,
    subject: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<LocationDocument<'a>>,
    evidence: Vec<EvidenceDocument<'a>>,
    remediation: &'a str,
    sources: Vec<SourceDocument<'a>>,
    instances: Vec<&'a str>,
}

#[derive(Serialize)]
struct LocationDocument<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    precision: &'static str,
}

#[derive(Serialize)]
struct EvidenceDocument<'a> {
    subject: &'a str,
    attribute: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<LocationDocument<'a>>,
}

#[derive(Serialize)]
struct SourceDocument<'a> {
    document: &'a str,
    edition: &'a str,
    section: &'a str,
    url: &'a str,
}

/// Writes the report. Passes are left out unless asked for; instances are not folded.
pub(super) fn render(report: &Report, options: &RenderOptions, writer: &mut dyn Write) -> io::Result<()> {
    let count = |outcome| report.of(outcome).count();
    let accounting = &report.accounting;
    let document = Document {
        schema_version: SCHEMA_VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        inputs: &report.inputs,
        context: ContextDocument { as_of: &report.context.as_of, editions: &report.context.editions },
        summary: Summary {
            gate: if gate(report, options.fail_on, options.on_unknown) == Gate::Pass { "pass" } else { "fail" },
            errors: report.failures(Level::Error),
            warnings: report.failures(Level::Warning),
            notes: report.failures(Level::Note),
            unknown: count(Outcome::Unknown),
            passes: count(Outcome::Pass),
            rules: report.rules.len(),
        },
        accounting: AccountingDocument {
            resources_seen: accounting.resources_seen,
            resources_understood: accounting.resources_understood,
            not_understood: &accounting.not_understood,
            references_resolved: accounting.references_resolved,
            references_unresolved: accounting.references_unresolved,
            notes: &accounting.notes,
        },
        verdicts: report
            .verdicts
            .iter()
            .filter(|verdict| options.all || verdict.outcome != Outcome::Pass)
            .map(|verdict| verdict_document(report, verdict))
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *writer, &document)?;
    writeln!(writer)
}

fn verdict_document<'a>(report: &'a Report, verdict: &'a Verdict) -> VerdictDocument<'a> {
    VerdictDocument {
        rule: &verdict.rule.0,
        verdict: verdict.outcome.as_str(),
        level: verdict.level.as_str(),
        subject: &verdict.subject,
        message: &verdict.message,
        location: verdict.location.as_ref().map(location_document),
        evidence: verdict.evidence.iter().map(evidence_document).collect(),
        remediation: &verdict.remediation,
        sources: report.rule(&verdict.rule).into_iter().flat_map(|rule| &rule.sources).map(source_document).collect(),
        instances: vec![&verdict.subject],
    }
}

fn location_document(location: &Location) -> LocationDocument<'_> {
    LocationDocument {
        file: &location.file,
        line: location.line,
        column: location.column,
        end_line: location.end_line,
        end_column: location.end_column,
        precision: location.precision.as_str(),
    }
}

fn evidence_document(evidence: &Evidence) -> EvidenceDocument<'_> {
    EvidenceDocument {
        subject: &evidence.subject,
        attribute: &evidence.attribute,
        value: evidence.value.as_deref(),
        unknown: evidence.unknown.as_deref(),
        location: evidence.location.as_ref().map(location_document),
    }
}

fn source_document(source: &Source) -> SourceDocument<'_> {
    SourceDocument { document: &source.document, edition: &source.edition, section: &source.section, url: &source.url }
}
