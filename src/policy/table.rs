//! Reference tables whose rows are rules: one policy, one rule for each group of rows that name it.

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
    /// The policy's guide with this row's columns in it: `{ports}`, `{peer.value}`, `{Direction}` for the word with a capital,
    /// and `{source}` and `{destination}` of a flow: how a side is `written`, else its `value`. Lists are written so that `["{ports}"]` is one in either language.
    pub(super) fn fill(&self, guide: &Guide) -> Guide {
        let fill = |snippet: &Option<String>, between: &str| {
            let words = self.words(between);
            let fill =
                |snippet: &String| words.iter().fold(snippet.clone(), |text, (word, value)| text.replace(word, value));
            snippet.as_ref().map(fill)
        };
        Guide { terraform: fill(&guide.terraform, "\", \""), bicep: fill(&guide.bicep, "', '"), ..guide.clone() }
    }

    fn words(&self, between: &str) -> BTreeMap<String, String> {
        let mut words = BTreeMap::new();
        for (name, column) in &self.columns {
            match column {
                Json::Object(members) => {
                    words.extend(
                        members.iter().map(|(member, value)| (format!("{{{name}.{member}}}"), text(value, between))),
                    );
                }
                other => {
                    let value = text(other, between);
                    words.insert(format!("{{{}}}", capital(name)), capital(&value));
                    words.insert(format!("{{{name}}}"), value);
                }
            }
        }
        let is_inbound = words.get("{direction}").is_some_and(|direction| direction == "inbound");
        let end = |name: &str| {
            let written = words.get(&format!("{{{name}.written}}"));
            written.or_else(|| words.get(&format!("{{{name}.value}}"))).cloned().unwrap_or_default()
        };
        let (peer, local) = (end("peer"), end("local"));
        let (source, destination) = if is_inbound { (peer, local) } else { (local, peer) };
        words.extend([("{source}".to_owned(), source), ("{destination}".to_owned(), destination)]);
        words
    }
}

fn text(value: &Json, between: &str) -> String {
    match value {
        Json::String(word) => word.clone(),
        Json::Array(items) => items.iter().map(|item| text(item, between)).collect::<Vec<_>>().join(between),
        other => other.to_string(),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The rules of `table`: one for each group of rows with the same rule id. The first row of a group speaks for it, and
/// the rule holds in every edition that one of them is in.
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
