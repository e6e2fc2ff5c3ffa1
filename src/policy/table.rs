//! Reference tables whose rows are rules: one policy, one rule a row.

use super::bundle::Data;
use super::error::PolicyError;
use super::metadata::{LevelName, SourceEntry};
use crate::rule::Guide;
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What a row states of its rule. Further columns are the policy's and the facts'.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    /// The rule's id.
    pub(super) rule: String,
    /// What must hold, in one line.
    pub(super) title: String,
    /// The requirement and what breaks without it.
    pub(super) description: String,
    /// Default level.
    pub(super) level: LevelName,
    /// What to do.
    pub(super) remediation: String,
    /// The passages it rests on.
    #[serde(default)]
    pub(super) sources: Vec<SourceEntry>,
    /// Editions in which it holds.
    #[serde(default)]
    pub(super) editions: Vec<String>,
    /// The policy's and the facts' columns.
    #[serde(flatten)]
    columns: BTreeMap<String, Json>,
}

impl Row {
    /// The policy's guide with this row's columns in it: `{ports}`, `{peer.value}`.
    pub(super) fn fill(&self, guide: &Guide) -> Guide {
        let mut words = BTreeMap::from([("{rule}".to_owned(), self.rule.to_lowercase())]);
        for (name, column) in &self.columns {
            match column {
                Json::Object(members) => {
                    words.extend(members.iter().map(|(member, value)| (format!("{{{name}.{member}}}"), text(value))));
                }
                other => {
                    words.insert(format!("{{{name}}}"), text(other));
                }
            }
        }
        let fill = |snippet: &Option<String>| {
            snippet
                .as_ref()
                .map(|snippet| words.iter().fold(snippet.clone(), |text, (word, value)| text.replace(word, value)))
        };
        Guide { terraform: fill(&guide.terraform), bicep: fill(&guide.bicep), ..guide.clone() }
    }
}

fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The rows of `table`.
pub(super) fn rows(policy: &str, table: &str, data: &[Data]) -> Result<Vec<Row>, PolicyError> {
    #[derive(Deserialize)]
    struct Table {
        rows: Vec<Row>,
    }
    let found = data.iter().find(|data| data.path == ["vnetguard", "reference", table]).ok_or_else(|| {
        PolicyError::loading(policy, format!("there is no reference table '{table}'"))
            .with_help(format!("write it to 'reference/{table}/data.json', or use 'custom.id' for a single rule"))
    })?;
    let table: Table = serde_json::from_str(&found.text).map_err(|error| {
        PolicyError::loading(policy, format!("reference table '{}' has another shape: {error}", found.name))
    })?;
    Ok(table.rows)
}
