//! The part of SARIF 2.1.0 that is written, each type with the section of the specification that defines it.
//!
//! Serialise-only. What the specification closes is an enum here, and what viewers demand cannot be left out: a result
//! has a location and a message text.
//! Source: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html>.

use super::repo_uri::RepoUri;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// §3.13 sarifLog.
#[derive(Serialize)]
pub(super) struct Log {
    #[serde(rename = "$schema")]
    pub(super) schema: &'static str,
    pub(super) version: &'static str,
    /// Exactly one: code scanning refuses several of one tool.
    pub(super) runs: [Run; 1],
}

/// §3.14 run.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run {
    pub(super) tool: Tool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) automation_details: Option<AutomationDetails>,
    pub(super) invocations: [Invocation; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) version_control_provenance: Vec<VersionControl>,
    pub(super) original_uri_base_ids: BTreeMap<&'static str, BaseDescription>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) artifacts: Vec<Artifact>,
    pub(super) column_kind: &'static str,
    pub(super) results: Vec<SarifResult>,
}

/// §3.17 runAutomationDetails.
#[derive(Serialize)]
pub(super) struct AutomationDetails {
    pub(super) id: String,
}

/// §3.23 versionControlDetails.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VersionControl {
    pub(super) repository_uri: String,
    pub(super) revision_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) branch: Option<String>,
    pub(super) mapped_to: Base,
}

/// §3.4 artifactLocation, as it stands in mappedTo (§3.23.7).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Base {
    pub(super) uri_base_id: &'static str,
}

/// §3.24 artifact.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Artifact {
    pub(super) location: ArtifactLocation,
    pub(super) roles: [&'static str; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source_language: Option<&'static str>,
}

/// §3.4 artifactLocation, as it stands in originalUriBaseIds (§3.14.14): described, its URI left to the reader.
#[derive(Serialize)]
pub(super) struct BaseDescription {
    pub(super) description: Message,
}

/// §3.18 tool.
#[derive(Serialize)]
pub(super) struct Tool {
    pub(super) driver: Driver,
}

/// §3.19 toolComponent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver {
    pub(super) name: &'static str,
    pub(super) full_name: String,
    pub(super) organization: &'static str,
    pub(super) semantic_version: &'static str,
    pub(super) version: &'static str,
    pub(super) information_uri: &'static str,
    pub(super) rules: Vec<Descriptor>,
    pub(super) notifications: Vec<Descriptor>,
}

/// §3.49 reportingDescriptor.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) short_description: Text,
    pub(super) full_description: Text,
    pub(super) help: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) help_uri: Option<String>,
    pub(super) default_configuration: Configuration,
    pub(super) message_strings: BTreeMap<&'static str, Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) properties: Option<RuleProperties>,
}

/// §3.12 multiformatMessageString.
#[derive(Serialize)]
pub(super) struct Text {
    pub(super) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) markdown: Option<String>,
}

/// §3.50 reportingConfiguration.
#[derive(Serialize)]
pub(super) struct Configuration {
    pub(super) level: SarifLevel,
}

/// §3.27.10 level; `none` is never written.
#[derive(Serialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(super) enum SarifLevel {
    Note,
    Warning,
    Error,
}

/// §3.8 property bag of a rule, in GitHub's names.
/// Source: <https://docs.github.com/code-security/reference/code-scanning/sarif-support-for-code-scanning>.
#[derive(Serialize)]
pub(super) struct RuleProperties {
    pub(super) tags: BTreeSet<String>,
    pub(super) precision: RulePrecision,
    #[serde(rename = "problem.severity")]
    pub(super) problem_severity: ProblemSeverity,
    /// A number from 0.0 to 10.0, as a string.
    #[serde(rename = "security-severity", skip_serializing_if = "Option::is_none")]
    pub(super) security_severity: Option<&'static str>,
}

/// How often a finding is right.
#[derive(Serialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RulePrecision {
    VeryHigh,
}

/// Gravity of a finding that is not about security.
#[derive(Serialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(super) enum ProblemSeverity {
    Error,
    Warning,
    Recommendation,
}

/// §3.20 invocation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    pub(super) execution_successful: bool,
    pub(super) exit_code: u8,
    pub(super) exit_code_description: &'static str,
    pub(super) tool_execution_notifications: Vec<Notification>,
}

/// §3.58 notification.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Notification {
    pub(super) descriptor: DescriptorReference,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) associated_rule: Option<DescriptorReference>,
    pub(super) level: SarifLevel,
    pub(super) message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) locations: Vec<SarifLocation>,
}

/// §3.52 reportingDescriptorReference.
#[derive(Serialize)]
pub(super) struct DescriptorReference {
    pub(super) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) index: Option<usize>,
}

/// §3.11 message.
#[derive(Serialize)]
pub(super) struct Message {
    pub(super) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) markdown: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) arguments: Vec<String>,
}

impl Message {
    /// A message of plain text alone.
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), markdown: None, id: None, arguments: Vec::new() }
    }
}

/// §3.27 result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult {
    pub(super) rule_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rule_index: Option<usize>,
    pub(super) level: SarifLevel,
    pub(super) kind: &'static str,
    pub(super) message: Message,
    /// Exactly one: code scanning shows the first only and refuses a file in which one is missing.
    pub(super) locations: [SarifLocation; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) related_locations: Vec<SarifLocation>,
    pub(super) partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) suppressions: Vec<SarifSuppression>,
    pub(super) properties: ResultProperties,
}

/// §3.35 suppression.
#[derive(Serialize)]
pub(super) struct SarifSuppression {
    pub(super) kind: SarifSuppressionKind,
    pub(super) status: &'static str,
    pub(super) justification: String,
}

/// §3.35.2 kind.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum SarifSuppressionKind {
    InSource,
    External,
}

/// §3.8 property bag of a result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultProperties {
    /// Subjects of all instances.
    pub(super) addresses: Vec<String>,
    /// How near the location is to the attribute.
    pub(super) location_precision: &'static str,
}

/// §3.28 location.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifLocation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Message>,
    pub(super) physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) logical_locations: Vec<LogicalLocation>,
}

/// §3.29 physicalLocation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    pub(super) artifact_location: ArtifactLocation,
    pub(super) region: Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) context_region: Option<Region>,
}

/// §3.4 artifactLocation, always relative to the source root.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    pub(super) uri: RepoUri,
    pub(super) uri_base_id: &'static str,
    /// Place of the file in the run's artifacts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) index: Option<usize>,
}

/// §3.30 region: all four numbers; within one line, unless it is a context.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: usize,
    pub(super) start_column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) snippet: Option<Snippet>,
}

/// §3.3 artifactContent.
#[derive(Serialize)]
pub(super) struct Snippet {
    pub(super) text: String,
}

/// §3.33 logicalLocation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogicalLocation {
    pub(super) name: String,
    pub(super) fully_qualified_name: String,
    pub(super) kind: &'static str,
}
