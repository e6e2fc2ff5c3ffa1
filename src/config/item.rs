//! One value of the configuration with its name and place: read as what a key wants, or refused with the place.

use super::error::ConfigError;
use crate::date::Date;
use crate::pattern::{Glob, nearest};
use crate::selection::RulePattern;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The file that is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    /// As messages name it.
    pub(super) name: &'a str,
    /// Its text.
    pub(super) text: &'a str,
    /// Its folder, which paths in it are relative to.
    pub(super) folder: &'a Path,
}

impl Source<'_> {
    /// The name of the file without its folder, for reports.
    pub(super) fn short_name(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or(self.name)
    }

    /// An error at `span` of the text.
    pub(super) fn error(&self, span: Range<usize>, problem: impl Into<String>) -> ConfigError {
        ConfigError::at(self.name, self.text, span, problem)
    }
}

/// A key's value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'a> {
    pub(super) source: Source<'a>,
    /// The key, for messages.
    pub(super) name: &'a str,
    pub(super) value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Item<'a> {
    /// An error at this value.
    pub(super) fn error(&self, problem: impl Into<String>) -> ConfigError {
        self.source.error(self.value.span(), problem)
    }

    fn wrong(&self, expected: &str) -> ConfigError {
        let found = self.value.get_ref().type_str();
        self.error(format!("'{}' is {}, expected {expected}", self.name, with_article(found)))
    }

    /// Bytes of the value in the file.
    pub(super) fn span(&self) -> Range<usize> {
        self.value.span()
    }

    pub(super) fn text(&self) -> Result<&'a str, ConfigError> {
        match self.value.get_ref() {
            DeValue::String(text) => Ok(text.as_ref()),
            _ => Err(self.wrong("a string")),
        }
    }

    pub(super) fn flag(&self) -> Result<bool, ConfigError> {
        match self.value.get_ref() {
            DeValue::Boolean(value) => Ok(*value),
            _ => Err(self.wrong("true or false")),
        }
    }

    /// A date, as a string or as TOML writes dates.
    pub(super) fn date(&self) -> Result<Date, ConfigError> {
        let text = match self.value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            _ => return Err(self.wrong("a date such as 2025-03-14")),
        };
        text.parse().map_err(|error| self.error(format!("'{}' is '{text}': {error}", self.name)))
    }

    /// One of the closed list `words`.
    pub(super) fn word(&self, words: &[&'static str]) -> Result<&'static str, ConfigError> {
        let text = self.text()?;
        words.iter().find(|word| **word == text).copied().ok_or_else(|| {
            let listed: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
            let error = self.error(format!("'{}' is '{text}', expected one of {}", self.name, listed.join(", ")));
            match nearest(text, words.iter().copied()) {
                Some(near) => error.with_help(format!("write '{near}'")),
                None => error,
            }
        })
    }

    /// A path, relative to the folder of the file; `-` is standard input.
    pub(super) fn path(&self) -> Result<PathBuf, ConfigError> {
        match self.text()? {
            "" => Err(self.error(format!("'{}' is empty, expected a path", self.name))),
            "-" => Ok(PathBuf::from("-")),
            path => Ok(self.source.folder.join(path)),
        }
    }

    /// A parameter for templates: files in it are relative to the folder of this one, a value stands as it is.
    pub(super) fn template_parameter(&self) -> Result<PathBuf, ConfigError> {
        let text = self.text()?;
        let is_name = |name: &str| !name.is_empty() && !name.contains(['/', '\\', '.']);
        Ok(match text.split_once('=').filter(|(name, _)| is_name(name)) {
            Some((name, value)) => match value.strip_prefix('@') {
                Some(file) => PathBuf::from(format!("{name}=@{}", self.source.folder.join(file).display())),
                None => PathBuf::from(text),
            },
            None if text.trim_start().starts_with('{') => PathBuf::from(text),
            None => self.source.folder.join(text.strip_prefix('@').unwrap_or(text)),
        })
    }

    /// The elements of an array.
    pub(super) fn items(&self) -> Result<Vec<Self>, ConfigError> {
        match self.value.get_ref() {
            DeValue::Array(items) => Ok(items.iter().map(|value| Self { value, ..*self }).collect()),
            _ => Err(self.wrong("an array")),
        }
    }

    /// An array whose elements are read by `read`.
    pub(super) fn each<T>(&self, read: impl Fn(&Self) -> Result<T, ConfigError>) -> Result<Vec<T>, ConfigError> {
        self.items()?.iter().map(read).collect()
    }

    /// A pattern for rules.
    pub(super) fn rule_pattern(&self) -> Result<RulePattern, ConfigError> {
        Ok(RulePattern { glob: Glob::new(self.text()?), span: Some(self.span()) })
    }

    pub(super) fn table(&self) -> Result<&'a DeTable<'a>, ConfigError> {
        match self.value.get_ref() {
            DeValue::Table(table) => Ok(table),
            _ => Err(self.wrong("a table")),
        }
    }

    /// The members of a table whose keys are the user's own, sorted, each with the place of its key.
    pub(super) fn members(&self) -> Result<Vec<(Range<usize>, Self)>, ConfigError> {
        let members = self.table()?.iter();
        Ok(members
            .map(|(key, value)| {
                let name: &'a str = key.get_ref();
                (key.span(), Self { source: self.source, name, value })
            })
            .collect())
    }
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {noun}")
}
