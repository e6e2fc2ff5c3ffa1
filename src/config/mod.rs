//! The configuration file `.vnetguard.toml`: found, read, and turned into settings. The command line stands above it.
//!
//! In: a TOML text. Out: a [`Config`] whose paths are relative to the folder the command runs in. Unknown keys and values
//! of another shape are refused, each with its place.

mod error;
mod item;
mod keys;
#[cfg(test)]
mod tests;

pub use error::ConfigError;

use crate::date::Date;
use crate::model::Parameter;
use crate::report::{OnUnknown, Output};
use crate::rule::Level;
use crate::selection::Selection;
use crate::suppression::{Entry, Settings};
use item::Source;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::de::DeTable;

/// Name of the file.
pub const FILE_NAME: &str = ".vnetguard.toml";

/// What a configuration file says. What it leaves out is `None`, empty or false.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Plans and templates.
    pub inputs: Vec<PathBuf>,
    /// Folder of the sources.
    pub source_root: Option<PathBuf>,
    /// Parameters of templates: files of them, `NAME=VALUE`, or `NAME=@FILE`.
    pub parameters: Vec<PathBuf>,
    /// What is known of the deployment of templates, by the names that the command line uses.
    pub deployment: BTreeMap<String, String>,
    /// Binary plan files.
    pub plan_files: Vec<PathBuf>,
    /// Folders and files of further policies.
    pub policies: Vec<PathBuf>,
    /// Reports to write.
    pub outputs: Vec<Output>,
    /// The lowest level that fails the gate.
    pub fail_on: Option<Level>,
    /// What an unknown does to the gate.
    pub on_unknown: Option<OnUnknown>,
    /// The day for which lifecycle rules answer.
    pub as_of: Option<Date>,
    /// Editions of documents by family of rules.
    pub editions: BTreeMap<String, String>,
    /// The Azure cloud.
    pub cloud: Option<String>,
    /// Values for users' own policies.
    pub policy_parameters: BTreeMap<String, Parameter>,
    /// Rules chosen, left out, and their levels.
    pub selection: Selection,
    /// Accept inputs in which nothing is understood.
    pub allow_empty: bool,
    /// Keep suppressed findings in SARIF.
    pub include_suppressed: bool,
    /// File of accepted findings.
    pub baseline: Option<PathBuf>,
    /// How suppressions are treated.
    pub suppressions: Settings,
    /// Findings that are accepted.
    pub suppress: Vec<Entry>,
}

impl Config {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// When it cannot be read or is not as it must be.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| ConfigError::unreadable(&name, format!("it cannot be read: {error}")))?;
        Self::parse(&name, text.trim_start_matches('\u{feff}'), path.parent().unwrap_or(Path::new("")))
    }

    /// Reads `text`, which messages call `name` and whose paths are relative to `folder`.
    ///
    /// # Errors
    /// When it is no TOML, has an unknown key, or a value that is not what its key wants.
    pub fn parse(name: &str, text: &str, folder: &Path) -> Result<Self, ConfigError> {
        let source = Source { name, text, folder };
        let table = DeTable::parse(text).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            source.error(span, format!("it is not TOML: {}", error.message()))
        })?;
        let mut config = Self::default();
        // How entries are treated is known before they are read, wherever it stands in the file.
        let settings = table.get_ref().get_key_value("suppressions");
        if let Some((_, value)) = settings {
            let item = item::Item { source, name: "suppressions", value };
            keys::read_table(keys::SUPPRESSIONS, source, item.table()?, &mut config.suppressions)?;
        }
        keys::read_table(keys::FILE, source, table.get_ref(), &mut config)?;
        config.selection.file = Some((name.to_owned(), Arc::from(text)));
        Ok(config)
    }
}

/// The configuration of the nearest folder from `current` up to the root of the repository, as a path relative to
/// `current`; outside of a repository only that of `current` itself.
#[must_use]
pub fn find(current: &Path) -> Option<PathBuf> {
    let root = current.ancestors().position(|folder| folder.join(".git").exists()).unwrap_or(0);
    let depth = current.ancestors().take(root + 1).position(|folder| folder.join(FILE_NAME).is_file())?;
    Some(std::iter::repeat_n("..", depth).chain([FILE_NAME]).collect())
}

/// The JSON Schema of the file, as pretty JSON with a line end behind it.
#[must_use]
pub fn schema() -> String {
    let mut schema = keys::schema(keys::FILE);
    if let Json::Object(members) = &mut schema {
        members.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        members.insert("title".to_owned(), json!("Configuration of vnetguard (.vnetguard.toml)"));
    }
    format!("{schema:#}\n")
}
