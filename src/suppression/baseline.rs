//! The baseline: findings that were there on the day it was written, and are accepted by what they are about.
//!
//! A finding is known by its rule, its resource without indexes, and the attribute: it stays accepted when lines move, when
//! instances come and go, and when it can no longer be told; a requirement that was not known to be broken is not accepted
//! once it is. In and out: a JSON file that is sorted, so that it can be reviewed and merged.

use super::SuppressionError;
use crate::finding::{Identity, Notice, NoticeKind, Outcome, Suppression, SuppressionKind, Verdict};
use crate::rule::RuleId;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

const SCHEMA_VERSION: &str = "1";

/// Accepted findings, each with whether it was a failure or could not be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The file, as reports name it.
    pub name: String,
    entries: BTreeMap<Identity, Accepted>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Accepted {
    Unknown,
    Fail,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema_version: String,
    findings: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    rule: String,
    subject: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    attribute: String,
    verdict: Accepted,
}

impl Baseline {
    /// All findings that count in `verdicts`; what is suppressed otherwise stays so.
    #[must_use]
    pub fn of(verdicts: &[Verdict]) -> Self {
        let mut entries: BTreeMap<Identity, Accepted> = BTreeMap::new();
        for verdict in verdicts.iter().filter(|verdict| verdict.counts()) {
            let accepted = if verdict.outcome == Outcome::Fail { Accepted::Fail } else { Accepted::Unknown };
            let entry = entries.entry(verdict.identity()).or_insert(accepted);
            *entry = (*entry).max(accepted);
        }
        Self { name: String::new(), entries }
    }

    /// Reads the text of a baseline that reports call `name`.
    ///
    /// # Errors
    /// When it is not what [`Self::to_text`] writes.
    pub fn parse(name: &str, text: &str) -> Result<Self, SuppressionError> {
        let file: File =
            serde_json::from_str(text).map_err(|error| SuppressionError::of_baseline(name, error.to_string()))?;
        if file.schema_version != SCHEMA_VERSION {
            let problem = format!("schema_version is '{}', expected '{SCHEMA_VERSION}'", file.schema_version);
            return Err(SuppressionError::of_baseline(name, problem));
        }
        let entry = |row: Row| {
            (Identity { rule: RuleId(row.rule), subject: row.subject, attribute: row.attribute }, row.verdict)
        };
        Ok(Self { name: name.to_owned(), entries: file.findings.into_iter().map(entry).collect() })
    }

    /// The file's text, sorted.
    ///
    /// # Errors
    /// Only when memory for the text runs out, as `serde_json` reports it.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        let rows = self.entries.iter().map(|(identity, accepted)| Row {
            rule: identity.rule.0.clone(),
            subject: identity.subject.clone(),
            attribute: identity.attribute.clone(),
            verdict: *accepted,
        });
        let file = File { schema_version: SCHEMA_VERSION.to_owned(), findings: rows.collect() };
        Ok(serde_json::to_string_pretty(&file)? + "\n")
    }

    /// Number of findings accepted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Marks the verdicts that are accepted, and tells of those that are no longer there; `evaluated` are the rules of
    /// this run.
    pub fn apply(&self, verdicts: &mut [Verdict], evaluated: &BTreeSet<&str>) -> Vec<Notice> {
        let mut seen: BTreeSet<Identity> = BTreeSet::new();
        for verdict in verdicts.iter_mut().filter(|verdict| verdict.outcome != Outcome::Pass) {
            let identity = verdict.identity();
            let needed = if verdict.outcome == Outcome::Fail { Accepted::Fail } else { Accepted::Unknown };
            if self.entries.get(&identity).is_some_and(|accepted| *accepted >= needed) && verdict.suppression.is_none()
            {
                verdict.suppression = Some(Suppression {
                    kind: SuppressionKind::Baseline,
                    reason: "It was there when the baseline was written.".to_owned(),
                    owner: None,
                    until: None,
                    origin: self.name.clone(),
                });
            }
            seen.insert(identity);
        }
        let fixed = self
            .entries
            .keys()
            .filter(|identity| evaluated.contains(identity.rule.0.as_str()) && !seen.contains(*identity));
        fixed
            .map(|identity| Notice {
                kind: NoticeKind::Fixed,
                message: format!(
                    "The baseline accepts '{}' for '{}', which is found no longer: write the baseline anew.",
                    identity.rule, identity.subject
                ),
                location: None,
            })
            .collect()
    }
}
