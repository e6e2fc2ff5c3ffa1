//! The `# METADATA` block of a policy: YAML in comments, read strictly.

use super::error::PolicyError;
use crate::rule::{Level, Source};
use serde::Deserialize;

/// What a policy states of itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Metadata {
    /// What must hold, one line. For a table: what its rows are.
    pub(super) title: String,
    /// The requirement and what breaks without it.
    pub(super) description: String,
    /// Pages to read on.
    #[serde(default)]
    #[expect(dead_code, reason = "checked for shape here, read by other tools")]
    related_resources: Vec<RelatedResource>,
    /// Our own fields.
    pub(super) custom: Custom,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "checked for shape here, read by other tools")]
struct RelatedResource {
    #[serde(rename = "ref")]
    reference: String,
    description: String,
}

/// The fields of ours.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Custom {
    /// The rule's id; `None` for a table.
    pub(super) id: Option<String>,
    /// The reference table whose rows are rules.
    pub(super) table: Option<String>,
    /// static, nsg, routing or change.
    pub(super) kind: Kind,
    /// ARM types of the resources it is about.
    pub(super) applies_to: Vec<String>,
    /// Default level; a table states it in its rows.
    pub(super) level: Option<LevelName>,
    /// What to do; a table states it in its rows.
    pub(super) remediation: Option<String>,
    /// The same in Terraform's language; in a table's, `{column}` stands for the row's value.
    pub(super) remediation_terraform: Option<String>,
    /// The same in Bicep.
    pub(super) remediation_bicep: Option<String>,
    /// Ids of rules about the same matter.
    #[serde(default)]
    pub(super) related: Vec<String>,
    /// Advice that belongs to it.
    #[serde(default)]
    pub(super) advice: Vec<Advice>,
    /// The passages it rests on; a table states them in its rows.
    #[serde(default)]
    pub(super) sources: Vec<SourceEntry>,
    /// Editions in which it holds; a table states them in its rows.
    #[serde(default)]
    pub(super) editions: Vec<String>,
}

/// An entry of the catalogue of requirements that no input can break for certain.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advice {
    /// Its id there.
    pub(super) id: String,
    /// What it advises.
    pub(super) text: String,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Static,
    Nsg,
    Routing,
    Change,
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Static => "static",
            Self::Nsg => "nsg",
            Self::Routing => "routing",
            Self::Change => "change",
        }
    }
}

/// A level by its name.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct LevelName(pub(super) Level);

impl TryFrom<String> for LevelName {
    type Error = String;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        Level::from_word(&word).map(Self).ok_or_else(|| format!("no level is called '{word}'"))
    }
}

/// A source, as metadata and tables write it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceEntry {
    document: String,
    edition: String,
    section: String,
    url: String,
}

impl From<SourceEntry> for Source {
    fn from(entry: SourceEntry) -> Self {
        Self { document: entry.document, edition: entry.edition, section: entry.section, url: entry.url }
    }
}

/// Reads the block that stands directly above `package`.
pub(super) fn read(policy: &str, text: &str) -> Result<Metadata, PolicyError> {
    let mut yaml = String::new();
    let mut first_line = None;
    for (number, line) in text.lines().enumerate() {
        if line.starts_with("package ") {
            break;
        }
        match (first_line, line.strip_prefix('#')) {
            (None, Some(comment)) if comment.trim() == "METADATA" => first_line = Some(number + 2),
            (Some(_), Some(comment)) => {
                yaml.push_str(comment.strip_prefix(' ').unwrap_or(comment));
                yaml.push('\n');
            }
            _ => {}
        }
    }
    let Some(first_line) = first_line else {
        return Err(PolicyError::loading(policy, "there is no '# METADATA' block above 'package'"));
    };
    let value = regorus::Value::from_yaml_str(&yaml).and_then(|value| value.to_json_str()).map_err(|error| {
        let problem = error.to_string();
        let line = line_named(&problem).map_or(first_line, |line| first_line + line - 1);
        at_line(policy, text, line, format!("the metadata is not YAML: {problem}"))
    })?;
    serde_json::from_str(&value).map_err(|error| {
        let problem = error.to_string();
        // Positions in the JSON made from the YAML mean nothing to the reader.
        let problem = problem.split(" at line ").next().unwrap_or_default().to_owned();
        let line = problem.split(['`', '\'']).nth(1).and_then(|name| line_of(text, name)).unwrap_or(first_line);
        at_line(policy, text, line, format!("the metadata has another shape: {problem}"))
    })
}

/// The line that a YAML message names: `… at line 3 column 4`.
fn line_named(problem: &str) -> Option<usize> {
    problem.split_once("at line ")?.1.split(' ').next()?.parse().ok()
}

/// The line, from 1, of the comment that has the name as a key or a value.
fn line_of(text: &str, name: &str) -> Option<usize> {
    let is_named =
        |line: &str| line.starts_with('#') && line.split([' ', ':', '#', '[', ']', ',', '"']).any(|word| word == name);
    text.lines().position(is_named).map(|index| index + 1)
}

fn at_line(policy: &str, text: &str, line: usize, problem: String) -> PolicyError {
    let offset = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let length = text.lines().nth(line.saturating_sub(1)).map_or(1, str::len);
    PolicyError::loading(policy, problem)
        .at(policy, text.to_owned(), offset, length, "here")
        .with_help("'docs/testing-policies.md' lists the fields of a policy's metadata")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: X-Y\n#   kind: static\n#   applies_to: [A/b]\n\
                        #   level: error\n#   remediation: r\npackage x\n";

    /// A block is read; what is missing or unknown is named with file and line.
    #[test]
    fn reads_strictly() {
        let metadata = read("p.rego", GOOD).expect("metadata");
        assert_eq!((metadata.title.as_str(), metadata.custom.id.as_deref()), ("t", Some("X-Y")));
        for (text, expected) in [
            ("package x\n".to_owned(), "there is no '# METADATA' block"),
            (GOOD.replace("# title: t\n", ""), "missing field `title`"),
            (GOOD.replace("title", "titel"), "unknown field `titel`"),
            (GOOD.replace("level: error", "level: fatal"), "no level is called 'fatal'"),
            (GOOD.replace("kind: static", "kind: other"), "unknown variant `other`"),
            (GOOD.replace("title: t", "title: ["), "is not YAML"),
        ] {
            let error = read("p.rego", &text).expect_err("an error").to_string();
            assert!(error.contains(expected) && error.contains("p.rego"), "{error}");
        }
    }
}
