//! The report as a SARIF 2.1.0 log, for GitHub code scanning, Azure DevOps and editors.
//!
//! One run; every rule of the catalogue in it, so that alerts close when a rule passes; results for failures only;
//! unknowns as notifications; no time, no random id and no path of this machine, so that equal runs are equal logs.
//! `automationDetails` is not set: it would override the category that a pipeline asks for.

mod fingerprint;
mod model;
mod notifications;
mod places;
mod repo_uri;
mod results;
mod rules;

use super::{RenderOptions, Report};
use crate::rule::Rule;
use model::{BaseDescription, Driver, Invocation, Log, Message, Run, Tool};
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
    let results = writer.results();
    let tool_execution_notifications = notifications::notifications(report, options, &writer, &results);
    Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: driver(&rules) },
            // Broken requirements are a success of the tool: code scanning refuses a log of a failed run.
            invocations: [Invocation { execution_successful: true, tool_execution_notifications }],
            original_uri_base_ids: BTreeMap::from([(
                places::SOURCE_ROOT,
                BaseDescription { description: Message::plain("The root of the repository.") },
            )]),
            column_kind: "utf16CodeUnits",
            results: results.kept,
        }],
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
