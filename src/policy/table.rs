//! Reference tables whose rows are rules: one policy, one rule for each group of rows that name it.

use super::error::PolicyError;
use super::metadata::{LevelName, SourceEntry};
use crate::reference::reference_table;
use serde::Deserialize;

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
    pub(super) sources: Vec<SourceEntry>,
    /// Editions in which it holds.
    pub(super) editions: Vec<String>,
}

/// The rules of `table`: one for each group of rows with the same rule id. The first row of a group speaks for it, and
/// the rule holds in every edition that one of them is in.
pub(super) fn rows(policy: &str, table: &str) -> Result<Vec<Row>, PolicyError> {
    #[derive(Deserialize)]
    struct Table {
        rows: Vec<Row>,
    }
    let text = reference_table(table)
        .ok_or_else(|| PolicyError::loading(policy, format!("there is no reference table '{table}'")))?;
    let table: Table = serde_json::from_str(text).map_err(|error| {
        PolicyError::loading(policy, format!("reference table '{table}' has another shape: {error}"))
    })?;
    let mut rules: Vec<Row> = Vec::new();
    for row in table.rows {
        match rules.iter_mut().find(|rule| rule.rule == row.rule) {
            Some(rule) => {
                let new = row.editions.into_iter().filter(|edition| !rule.editions.contains(edition));
                rule.editions.extend(new.collect::<Vec<_>>());
                rule.editions.sort();
            }
            None => rules.push(row),
        }
    }
    Ok(rules)
}
