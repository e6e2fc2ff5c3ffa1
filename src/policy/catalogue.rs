//! Every rule there is, with the policy that judges it.

use super::bundle::{Bundle, Data, File, Origin};
use super::error::PolicyError;
use super::load;
use super::metadata::{self, Custom, Metadata};
use super::table;
use crate::reference::POLICIES;
use crate::rule::{Guide, Rule, RuleId, Source};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

/// The three entry points of a policy.
pub(super) const ENTRY_POINTS: [&str; 3] = ["subjects", "deny", "undetermined"];

/// One policy file with the rules it judges.
#[derive(Debug, Clone)]
pub(super) struct Policy {
    /// Path in the bundle, or as the user gave it.
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
    pub(super) origin: Origin,
}

/// All rules and policies, checked.
#[derive(Debug, Clone)]
pub struct Catalogue {
    rules: BTreeMap<RuleId, Rule>,
    pub(super) policies: Vec<Policy>,
    /// Library modules.
    pub(super) libraries: Vec<File>,
    /// Data documents.
    pub(super) data: Vec<Data>,
}

impl Catalogue {
    /// The policies that are part of the program.
    ///
    /// # Errors
    /// When a policy's metadata, package or entry points are not as they must be.
    pub fn embedded() -> Result<Self, PolicyError> {
        Self::with(&[])
    }

    /// The policies that are part of the program and those of users' files and folders. Ours are read once in a process.
    ///
    /// # Errors
    /// As [`Self::load`], and when a path cannot be read.
    pub fn with(paths: &[PathBuf]) -> Result<Self, PolicyError> {
        static EMBEDDED: OnceLock<Catalogue> = OnceLock::new();
        if !paths.is_empty() {
            return Self::load(&Bundle::with(paths)?);
        }
        if let Some(catalogue) = EMBEDDED.get() {
            return Ok(catalogue.clone());
        }
        let catalogue = Self::load(&Bundle::embedded())?;
        Ok(EMBEDDED.get_or_init(|| catalogue).clone())
    }

    /// The policies of a bundle. Those of users are parsed and every name in them is looked up; ours are by our tests.
    ///
    /// # Errors
    /// When a policy is not Rego, refers to what is not there, depends on itself, has metadata, a package or entry points
    /// other than they must be, or takes the id of another rule.
    pub fn load(bundle: &Bundle) -> Result<Self, PolicyError> {
        load::check(bundle)?;
        let mut catalogue =
            Self { rules: BTreeMap::new(), policies: Vec::new(), libraries: Vec::new(), data: bundle.data.clone() };
        for file in &bundle.policies {
            let package = package(file)?;
            if package.starts_with(RULES) {
                catalogue.add(file, &package)?;
            } else {
                catalogue.libraries.push(file.clone());
            }
        }
        Ok(catalogue)
    }

    /// Every rule, by id.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.values()
    }

    /// Whether a rule is one of those that are part of the program.
    #[must_use]
    pub fn is_own(&self, id: &RuleId) -> bool {
        self.rules.get(id).is_some_and(|rule| POLICIES.iter().any(|(file, _)| *file == rule.policy_file))
    }

    /// The rule with `id`.
    #[must_use]
    pub fn rule(&self, id: &RuleId) -> Option<&Rule> {
        self.rules.get(id)
    }

    fn add(&mut self, file: &File, package: &str) -> Result<(), PolicyError> {
        for entry_point in ENTRY_POINTS {
            if !declares(&file.text, entry_point) {
                let problem = format!("the entry point '{entry_point}' is missing");
                let help = "a policy answers with three sets: 'subjects', 'deny' and 'undetermined'";
                return Err(at_line(file, "package ", problem).with_help(help));
            }
        }
        let metadata = metadata::read(&file.name, &file.text)?;
        let applies_to = metadata.custom.applies_to.clone();
        let is_table = metadata.custom.table.is_some();
        let mut ids = Vec::new();
        for rule in rules_of(file, metadata, &self.data)? {
            let id = rule.id.clone();
            check_id(file, &id, package, is_table)?;
            ids.push(id.clone());
            if let Some(other) = self.rules.insert(id.clone(), rule) {
                let problem = format!("the rule id '{id}' is taken by '{}'", other.policy_file);
                return Err(at_line(file, "id: ", problem).with_help("give the rule an id of its own"));
            }
        }
        self.policies.push(Policy {
            path: format!("data.{package}"),
            file: file.name.clone(),
            text: file.text.clone(),
            rules: ids,
            applies_to,
            is_table,
            origin: file.origin,
        });
        Ok(())
    }
}

/// Packages of rules begin so.
const RULES: &str = "vnetguard.rules.";

/// An error at the first line of `file` that holds `text`, below comment signs too.
fn at_line(file: &File, text: &str, problem: impl Into<String>) -> PolicyError {
    let error = PolicyError::loading(&file.name, problem);
    let found = file.text.split_inclusive('\n').try_fold(0, |offset, line| {
        let start = line.trim_start_matches(['#', ' ', '-']);
        if start.starts_with(text) {
            Err((offset + line.len() - start.len(), start.trim_end().len()))
        } else {
            Ok(offset + line.len())
        }
    });
    match found {
        Err((offset, length)) => error.at(&file.name, file.text.clone(), offset, length, "here"),
        Ok(_) => error,
    }
}

/// The package of a file. Ours must be that of the folder: `rules/ise/subnet_count/subnet_count.rego` is
/// `vnetguard.rules.ise.subnet_count`.
fn package(file: &File) -> Result<String, PolicyError> {
    let package = file
        .text
        .lines()
        .find_map(|line| line.strip_prefix("package "))
        .map(|package| package.split('#').next().unwrap_or_default().trim().to_owned())
        .ok_or_else(|| PolicyError::loading(&file.name, "there is no 'package' line"))?;
    let folder = file.name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let own = format!("vnetguard.{}", folder.replace('/', "."));
    let parts = package.split('.').count();
    match file.origin {
        Origin::Embedded if package != own => {
            Err(at_line(file, "package ", format!("the package is '{package}', expected '{own}'")))
        }
        Origin::User if package.starts_with(RULES) && parts != 4 => {
            let problem = format!("the package is '{package}', expected 'vnetguard.rules.<family>.<rule>'");
            Err(at_line(file, "package ", problem))
        }
        _ => Ok(package),
    }
}

/// An id is upper-case words with hyphens; that of a single rule is its package's: `ISE-SUBNET-COUNT` is `ise.subnet_count`.
fn check_id(file: &File, id: &RuleId, package: &str, is_table: bool) -> Result<(), PolicyError> {
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit())
    };
    let Some((family, name)) = id.0.split_once('-').filter(|_| id.0.split('-').all(is_word)) else {
        let problem = format!("the rule id '{id}' is not upper-case words with hyphens, the family first");
        return Err(at_line(file, "id: ", problem).with_help("write it such as 'CORP-SUBNET-NAME'"));
    };
    let expected = format!("{RULES}{}.{}", family.to_lowercase(), name.to_lowercase().replace('-', "_"));
    // The embedded ones follow the catalogue of requirements, whose ids are not always words of a package.
    if is_table || file.origin == Origin::Embedded || package == expected {
        return Ok(());
    }
    let problem = format!("the rule id '{id}' belongs to the package '{expected}', not '{package}'");
    Err(at_line(file, "id: ", problem).with_help("change the id or the package"))
}

/// Whether a rule of this name begins at a line's start.
fn declares(text: &str, name: &str) -> bool {
    text.lines()
        .filter_map(|line| line.strip_prefix("default ").unwrap_or(line).strip_prefix(name))
        .any(|rest| rest.starts_with(' ') || rest.starts_with(":=") || rest.starts_with('['))
}

fn rules_of(file: &File, metadata: Metadata, data: &[Data]) -> Result<Vec<Rule>, PolicyError> {
    let missing = |what: &str| at_line(file, "custom:", format!("the metadata lacks 'custom.{what}'"));
    let custom = metadata.custom;
    let kind = custom.kind.as_str().to_owned();
    let sources = |entries: Vec<metadata::SourceEntry>| entries.into_iter().map(Source::from).collect::<Vec<_>>();
    let guide = guide(&custom);
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
            policy_file: file.name.clone(),
            guide,
        }],
        (None, Some(table)) => table::rows(&file.name, &table, data)?
            .into_iter()
            .map(|row| Rule {
                guide: row.fill(&guide),
                id: RuleId(row.rule),
                title: row.title,
                description: row.description,
                level: row.level.0,
                kind: kind.clone(),
                applies_to: custom.applies_to.clone(),
                remediation: row.remediation,
                sources: sources(row.sources),
                editions: row.editions,
                policy_file: file.name.clone(),
            })
            .collect(),
        _ => return Err(at_line(file, "custom:", "the metadata needs either 'custom.id' or 'custom.table'")),
    };
    // What users require of themselves needs no document; what we say Azure requires does.
    for rule in rules.iter().filter(|_| file.origin == Origin::Embedded) {
        for (what, is_empty) in [("sources", rule.sources.is_empty()), ("editions", rule.editions.is_empty())] {
            if is_empty {
                return Err(PolicyError::loading(&file.name, format!("rule '{}' states no {what}", rule.id)));
            }
        }
    }
    match rules.iter().find(|rule| rule.applies_to.is_empty()) {
        Some(rule) => Err(at_line(file, "applies_to:", format!("rule '{}' states no applies_to", rule.id))),
        None => Ok(rules),
    }
}

fn guide(custom: &Custom) -> Guide {
    let snippet = |text: &Option<String>| text.as_deref().map(|text| text.trim_end().to_owned());
    Guide {
        terraform: snippet(&custom.remediation_terraform),
        bicep: snippet(&custom.remediation_bicep),
        related: custom.related.iter().cloned().map(RuleId).collect(),
        advice: custom.advice.iter().map(|advice| (advice.id.clone(), advice.text.clone())).collect(),
    }
}
