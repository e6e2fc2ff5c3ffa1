//! Every rule there is, with the policy that judges it.

use super::error::PolicyError;
use super::metadata::{self, Metadata};
use super::table;
use crate::reference::POLICIES;
use crate::rule::{Rule, RuleId, Source};
use std::collections::BTreeMap;

/// The three entry points of a policy.
pub(super) const ENTRY_POINTS: [&str; 3] = ["subjects", "deny", "undetermined"];

/// One policy file with the rules it judges.
#[derive(Debug, Clone)]
pub(super) struct Policy {
    /// Path in the bundle.
    pub(super) file: String,
    /// `data.vnetguard.rules.<family>.<rule>`.
    pub(super) path: String,
    /// The Rego text.
    pub(super) text: String,
    /// Ids of its rules: one, or one a row of its table.
    pub(super) rules: Vec<RuleId>,
    /// ARM types of the resources it is about.
    pub(super) applies_to: Vec<String>,
    /// Its findings name their rule.
    pub(super) is_table: bool,
}

/// All rules and policies, checked.
#[derive(Debug, Clone)]
pub struct Catalogue {
    rules: BTreeMap<RuleId, Rule>,
    pub(super) policies: Vec<Policy>,
    /// Library modules: path and text.
    pub(super) libraries: Vec<(String, String)>,
}

impl Catalogue {
    /// The policies that are part of the program.
    ///
    /// # Errors
    /// When a policy's metadata, package or entry points are not as they must be.
    pub fn embedded() -> Result<Self, PolicyError> {
        Self::from_files(POLICIES.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())))
    }

    /// A catalogue of the given files: path in the bundle and text.
    pub(super) fn from_files(files: impl IntoIterator<Item = (String, String)>) -> Result<Self, PolicyError> {
        let mut catalogue = Self { rules: BTreeMap::new(), policies: Vec::new(), libraries: Vec::new() };
        for (file, text) in files {
            if file.starts_with("lib/") {
                catalogue.libraries.push((file, text));
            } else {
                catalogue.add(file, text)?;
            }
        }
        Ok(catalogue)
    }

    /// Every rule, by id.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.values()
    }

    /// The rule with `id`.
    #[must_use]
    pub fn rule(&self, id: &RuleId) -> Option<&Rule> {
        self.rules.get(id)
    }

    fn add(&mut self, file: String, text: String) -> Result<(), PolicyError> {
        let package = package(&file, &text)?;
        for entry_point in ENTRY_POINTS {
            if !declares(&text, entry_point) {
                return Err(PolicyError::loading(&file, format!("the entry point '{entry_point}' is missing")));
            }
        }
        let metadata = metadata::read(&file, &text)?;
        let applies_to = metadata.custom.applies_to.clone();
        let is_table = metadata.custom.table.is_some();
        let mut ids = Vec::new();
        for rule in rules_of(&file, metadata)? {
            ids.push(rule.id.clone());
            let id = rule.id.clone();
            if let Some(other) = self.rules.insert(rule.id.clone(), rule) {
                let problem = format!("the rule id '{id}' is taken by '{}'", other.policy_file);
                return Err(PolicyError::loading(&file, problem));
            }
        }
        self.policies.push(Policy { path: format!("data.{package}"), file, text, rules: ids, applies_to, is_table });
        Ok(())
    }
}

/// The package, which must be that of the folder: `rules/ise/subnet_count/subnet_count.rego` is
/// `vnetguard.rules.ise.subnet_count`.
fn package(file: &str, text: &str) -> Result<String, PolicyError> {
    let package = text
        .lines()
        .find_map(|line| line.strip_prefix("package "))
        .map(str::trim)
        .ok_or_else(|| PolicyError::loading(file, "there is no 'package' line"))?;
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let expected = format!("vnetguard.{}", folder.replace('/', "."));
    if package == expected {
        Ok(expected)
    } else {
        Err(PolicyError::loading(file, format!("the package is '{package}', expected '{expected}'")))
    }
}

/// Whether a rule of this name begins at a line's start.
fn declares(text: &str, name: &str) -> bool {
    text.lines().any(|line| {
        line.strip_prefix(name)
            .is_some_and(|rest| rest.starts_with(' ') || rest.starts_with(":=") || rest.starts_with('['))
    })
}

fn rules_of(file: &str, metadata: Metadata) -> Result<Vec<Rule>, PolicyError> {
    let missing = |what: &str| PolicyError::loading(file, format!("the metadata lacks 'custom.{what}'"));
    let custom = metadata.custom;
    let kind = custom.kind.as_str().to_owned();
    let sources = |entries: Vec<metadata::SourceEntry>| entries.into_iter().map(Source::from).collect::<Vec<_>>();
    let rules = match (custom.id, custom.table) {
        (Some(id), None) => vec![Rule {
            id: RuleId(id),
            title: metadata.title,
            description: metadata.description,
            level: custom.level.ok_or_else(|| missing("level"))?.0,
            kind,
            applies_to: custom.applies_to,
            remediation: custom.remediation.ok_or_else(|| missing("remediation"))?,
            sources: sources(custom.sources),
            editions: custom.editions,
            policy_file: file.to_owned(),
        }],
        (None, Some(table)) => table::rows(file, &table)?
            .into_iter()
            .map(|row| Rule {
                id: RuleId(row.rule),
                title: row.title,
                description: row.description,
                level: row.level.0,
                kind: kind.clone(),
                applies_to: custom.applies_to.clone(),
                remediation: row.remediation,
                sources: sources(row.sources),
                editions: row.editions,
                policy_file: file.to_owned(),
            })
            .collect(),
        _ => return Err(PolicyError::loading(file, "the metadata needs either 'custom.id' or 'custom.table'")),
    };
    for rule in &rules {
        for (what, is_empty) in [
            ("sources", rule.sources.is_empty()),
            ("editions", rule.editions.is_empty()),
            ("applies_to", rule.applies_to.is_empty()),
        ] {
            if is_empty {
                return Err(PolicyError::loading(file, format!("rule '{}' states no {what}", rule.id)));
            }
        }
    }
    Ok(rules)
}
