//! The report as a SARIF 2.1.0 log, for GitHub code scanning, Azure DevOps and editors.
//!
//! One run; every rule of the catalogue in it, so that alerts close when a rule passes; results for failures only;
//! unknowns as notifications; no time, no random id and no path of this machine, so that equal runs are equal logs.
//! `automationDetails` is set only when it is asked for: it overrides the category that a pipeline gives. A
//! `contextRegion` has no snippet: the lines around a finding may hold secrets that nobody marked.

mod fingerprint;
mod model;
mod notifications;
mod places;
mod repo_uri;
mod results;
mod rules;

use super::{Gate, RenderOptions, Report, Repository};
use crate::rule::Rule;
use model::{
    AutomationDetails, Base, BaseDescription, Driver, Invocation, Log, Message, Notification, Run, Tool, VersionControl,
};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The form of the address that editors look for.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

const HOME: &str = "https://github.com/vnetguard/vnetguard";

/// Writes the log, indented by two spaces, with a line end behind it.
pub(super) fn render(report: &Report, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &log(report, options))?;
    out.write_all(b"\n")
}

fn log(report: &Report, options: &RenderOptions) -> Log {
    let mut rules: Vec<&Rule> = report.rules.iter().collect();
    rules.sort_by_key(|rule| &rule.id);
    let rule_index = rules.iter().enumerate().map(|(index, rule)| (&rule.id, index)).collect();
    let mut writer = results::Writer::new(report, rule_index, options.include_suppressed);
    let mut results = writer.results();
    let mut tool_execution_notifications = notifications::notifications(report, options, &writer, &results);
    let of_results =
        results.kept.iter_mut().flat_map(|result| result.locations.iter_mut().chain(&mut result.related_locations));
    let of_notifications = tool_execution_notifications.iter_mut().flat_map(|one| &mut one.locations);
    let artifacts = places::artifacts(of_results.chain(of_notifications));
    Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: driver(&rules) },
            // Broken requirements are a success of the tool: code scanning refuses a log of a failed run.
            invocations: [invocation(report, options, tool_execution_notifications)],
            automation_details: report.upload.category.as_ref().map(|category| AutomationDetails {
                // What stands behind the last slash would be one run's own.
                id: format!("{}/", category.trim_end_matches('/')),
            }),
            version_control_provenance: report.upload.repository.iter().map(provenance).collect(),
            artifacts,
            original_uri_base_ids: BTreeMap::from([(
                places::SOURCE_ROOT,
                BaseDescription { description: Message::plain("The root of the repository.") },
            )]),
            column_kind: "utf16CodeUnits",
            results: results.kept,
        }],
    }
}

fn invocation(report: &Report, options: &RenderOptions, notifications: Vec<Notification>) -> Invocation {
    let (exit_code, exit_code_description) = match super::gate(report, options.fail_on, options.on_unknown) {
        Gate::Fail if options.exit_zero => (0, "the gate fails, and is not asked to end the run"),
        Gate::Fail => (1, "the gate fails"),
        Gate::Pass => (0, "the gate passes"),
    };
    Invocation {
        execution_successful: true,
        exit_code,
        exit_code_description,
        tool_execution_notifications: notifications,
    }
}

fn provenance(repository: &Repository) -> VersionControl {
    VersionControl {
        repository_uri: repository.uri.clone(),
        revision_id: repository.revision.clone(),
        branch: repository.branch.clone(),
        mapped_to: Base { uri_base_id: places::SOURCE_ROOT },
    }
}

fn driver(rules: &[&Rule]) -> Driver {
    let version = env!("CARGO_PKG_VERSION");
    Driver {
        name: "vnetguard",
        full_name: format!("vnetguard {version} (Azure network requirements before deployment)"),
        organization: "vnetguard",
        semantic_version: version,
        version,
        information_uri: HOME,
        rules: rules.iter().map(|rule| rules::descriptor(rule)).collect(),
        notifications: rules::NotificationKind::descriptors(),
    }
}
