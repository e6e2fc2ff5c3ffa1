//! Every key of the configuration, once: its name, its shape for the JSON Schema, what it means, and how it is read.
//!
//! The one place to add a key. Keys that are in no table here are refused with the nearest one.

use super::error::ConfigError;
use super::item::{Item, Source};
use super::{Config, Parameter};
use crate::input::Surroundings;
use crate::pattern::{Glob, nearest};
use crate::report::{Format, OnUnknown, Output};
use crate::rule::Level;
use crate::selection::RulePattern;
use crate::suppression::Entry;
use serde_json::{Value as Json, json};
use std::ops::Range;
use toml::de::DeTable;

/// One key of a table that is read into a `T`.
pub(super) struct Key<T> {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) description: &'static str,
    pub(super) is_required: bool,
    read: fn(&mut T, &Item<'_>) -> Result<(), ConfigError>,
}

/// What a value looks like.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Text,
    Flag,
    Date,
    Word(&'static [&'static str]),
    Texts,
    /// A string or several.
    TextOrTexts,
    /// A table from the user's own names to values of a shape.
    MapOf(&'static Self),
    /// Strings, numbers, truth values or lists of strings.
    Parameter,
    Suppressions,
    SuppressEntries,
}

const LEVELS: &[&str] = &["error", "warning", "note"];
const RULE_LEVELS: &[&str] = &["error", "warning", "note", "off"];
const ON_UNKNOWN: &[&str] = &["fail", "warn", "ignore"];
const CLOUDS: &[&str] = &["public", "government", "china"];

const fn key<T>(
    name: &'static str,
    shape: Shape,
    description: &'static str,
    read: fn(&mut T, &Item<'_>) -> Result<(), ConfigError>,
) -> Key<T> {
    Key { name, shape, description, is_required: false, read }
}

const fn required<T>(key: Key<T>) -> Key<T> {
    Key { is_required: true, ..key }
}

/// The keys of the file itself, sorted.
pub(super) const FILE: &[Key<Config>] = &[
    key(
        "allow_empty",
        Shape::Flag,
        "accept inputs in which no resource is of a type that a rule is about",
        |config, item| {
            config.allow_empty = item.flag()?;
            Ok(())
        },
    ),
    key("as_of", Shape::Date, "the day for which lifecycle rules answer", |config, item| {
        config.as_of = Some(item.date()?);
        Ok(())
    }),
    key("baseline", Shape::Text, "file of accepted findings, as 'vnetguard baseline' writes it", |config, item| {
        config.baseline = Some(item.path()?);
        Ok(())
    }),
    key("cloud", Shape::Word(CLOUDS), "the Azure cloud that is deployed to", |config, item| {
        config.cloud = Some(item.word(CLOUDS)?.to_owned());
        Ok(())
    }),
    key(
        "deployment",
        Shape::MapOf(&Shape::Text),
        "what is known of a template's deployment, such as resource-group",
        deployment,
    ),
    key("editions", Shape::MapOf(&Shape::Date), "editions of the documents by family of rules, such as ise", editions),
    key("fail_on", Shape::Word(LEVELS), "the lowest level of findings that fails the gate", |config, item| {
        config.fail_on = Level::from_word(item.word(LEVELS)?);
        Ok(())
    }),
    key("include_suppressed", Shape::Flag, "keep suppressed findings in SARIF, marked as such", |config, item| {
        config.include_suppressed = item.flag()?;
        Ok(())
    }),
    key("inputs", Shape::Texts, "plans and templates to judge when the command line names none", |config, item| {
        config.inputs = item.each(Item::path)?;
        Ok(())
    }),
    key(
        "levels",
        Shape::MapOf(&Shape::Word(RULE_LEVELS)),
        "levels by rule id or pattern; 'off' leaves a rule out",
        levels,
    ),
    key(
        "on_unknown",
        Shape::Word(ON_UNKNOWN),
        "what a requirement that cannot be told does to the gate",
        |config, item| {
            config.on_unknown = OnUnknown::from_word(item.word(ON_UNKNOWN)?);
            Ok(())
        },
    ),
    key("outputs", Shape::Texts, "reports, each as FORMAT or FORMAT=FILE", outputs),
    key(
        "parameters",
        Shape::Texts,
        "parameters for templates: files, NAME=VALUE or NAME=@FILE; a later one wins",
        |config, item| {
            config.parameters = item.each(Item::template_parameter)?;
            Ok(())
        },
    ),
    key("plan_files", Shape::Texts, "binary plan files that the inputs were made from", |config, item| {
        config.plan_files = item.each(Item::path)?;
        Ok(())
    }),
    key("policies", Shape::Texts, "folders and files of further policies", |config, item| {
        config.policies = item.each(Item::path)?;
        Ok(())
    }),
    key(
        "policy_parameters",
        Shape::MapOf(&Shape::Parameter),
        "values that policies read as input.context.parameters",
        policy_parameters,
    ),
    key("rules", Shape::Texts, "only rules that one of these patterns stands for", |config, item| {
        config.selection.only = item.each(Item::rule_pattern)?;
        Ok(())
    }),
    key("skip", Shape::Texts, "patterns for rules that are left out", |config, item| {
        config.selection.skip = item.each(Item::rule_pattern)?;
        Ok(())
    }),
    key("source_root", Shape::Text, "folder of the sources, which reported paths are relative to", |config, item| {
        config.source_root = Some(item.path()?);
        Ok(())
    }),
    key("suppress", Shape::SuppressEntries, "findings that are accepted, each with its reason", suppress),
    key("suppressions", Shape::Suppressions, "how suppressions are treated", |config, item| {
        read_table(SUPPRESSIONS, item.source, item.table()?, &mut config.suppressions)
    }),
];

/// The keys of `[suppressions]`, sorted.
pub(super) const SUPPRESSIONS: &[Key<crate::suppression::Settings>] = &[
    key("require_owner", Shape::Flag, "entries of 'suppress' must name an owner", |settings, item| {
        settings.require_owner = item.flag()?;
        Ok(())
    }),
    key("require_reason", Shape::Flag, "comments must give a reason behind '--' (the default)", |settings, item| {
        settings.require_reason = item.flag()?;
        Ok(())
    }),
    key("require_until", Shape::Flag, "every suppression must have an expiry", |settings, item| {
        settings.require_until = item.flag()?;
        Ok(())
    }),
];

/// The keys of one `[[suppress]]`, sorted.
pub(super) const ENTRY: &[Key<Entry>] = &[
    key(
        "addresses",
        Shape::TextOrTexts,
        "patterns for addresses or ARM subjects; every one when left out",
        |entry, item| {
            entry.addresses = globs(item)?;
            Ok(())
        },
    ),
    key("owner", Shape::Text, "who answers for it", |entry, item| {
        entry.owner = Some(item.text()?.to_owned());
        Ok(())
    }),
    required(key("reason", Shape::Text, "why the findings are accepted", |entry, item| {
        let reason = item.text()?.trim();
        if reason.is_empty() {
            return Err(item.error("'reason' is empty").with_help("say why the findings are accepted"));
        }
        entry.reason = reason.to_owned();
        Ok(())
    })),
    required(key("rules", Shape::TextOrTexts, "patterns for rule ids", |entry, item| {
        entry.rules = globs(item)?;
        if entry.rules.is_empty() {
            return Err(item.error("'rules' is empty").with_help("name the rules, or write '*' for all"));
        }
        Ok(())
    })),
    key("until", Shape::Date, "the last day on which it holds", |entry, item| {
        entry.until = Some(item.date()?);
        Ok(())
    }),
];

/// Reads every member of `table` into `target`.
///
/// # Errors
/// For a key that is not in `keys`, a value of another shape, and a required key that is missing.
pub(super) fn read_table<T>(
    keys: &'static [Key<T>],
    source: Source<'_>,
    table: &DeTable<'_>,
    target: &mut T,
) -> Result<(), ConfigError> {
    // In the order of the file, so that the first mistake is the one that is shown.
    let mut members: Vec<_> = table.iter().collect();
    members.sort_by_key(|(name, _)| name.span().start);
    for (name, value) in members {
        let Some(key) = keys.iter().find(|key| key.name == name.get_ref().as_ref()) else {
            return Err(unknown_key(source, name.get_ref(), name.span(), keys.iter().map(|key| key.name)));
        };
        (key.read)(target, &Item { source, name: key.name, value })?;
    }
    Ok(())
}

fn unknown_key<'k>(
    source: Source<'_>,
    name: &str,
    span: Range<usize>,
    known: impl Iterator<Item = &'k str> + Clone,
) -> ConfigError {
    let error = source.error(span, format!("unknown key '{name}'"));
    match nearest(name, known.clone()) {
        Some(near) => error.with_help(format!("write '{near}'")),
        None => error
            .with_help(format!("use one of {}", known.map(|key| format!("'{key}'")).collect::<Vec<_>>().join(", "))),
    }
}

fn deployment(config: &mut Config, item: &Item<'_>) -> Result<(), ConfigError> {
    for (span, stated) in item.members()? {
        let (key, value) = (stated.name, stated.text()?);
        Surroundings::default().state(key, value).map_err(|problem| item.source.error(span, problem))?;
        config.deployment.insert(key.to_owned(), value.to_owned());
    }
    Ok(())
}

fn editions(config: &mut Config, item: &Item<'_>) -> Result<(), ConfigError> {
    for (_, date) in item.members()? {
        config.editions.insert(date.name.to_lowercase(), date.date()?.to_string());
    }
    Ok(())
}

fn levels(config: &mut Config, item: &Item<'_>) -> Result<(), ConfigError> {
    for (span, level) in item.members()? {
        let pattern = level.name;
        let level = Level::from_word(level.word(RULE_LEVELS)?);
        config.selection.levels.push((RulePattern { glob: Glob::new(pattern), span: Some(span) }, level));
    }
    Ok(())
}

fn outputs(config: &mut Config, item: &Item<'_>) -> Result<(), ConfigError> {
    config.outputs = item.each(|item| {
        let output: Output = item.text()?.parse().map_err(|problem: String| item.error(problem))?;
        if let Err(unknown) = Format::named(&output.format) {
            let help = miette::Diagnostic::help(&unknown).map(|help| help.to_string()).unwrap_or_default();
            return Err(item.error(unknown.to_string()).with_help(help));
        }
        Ok(Output { file: output.file.map(|file| item.source.folder.join(file)), ..output })
    })?;
    Ok(())
}

fn policy_parameters(config: &mut Config, item: &Item<'_>) -> Result<(), ConfigError> {
    use toml::de::DeValue;
    for (_, item) in item.members()? {
        let name = item.name;
        let value = match item.value.get_ref() {
            DeValue::String(text) => Parameter::Text(text.to_string()),
            DeValue::Boolean(value) => Parameter::Flag(*value),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Parameter::Number(number),
                Err(_) => return Err(item.error(format!("'{name}' is too large a number"))),
            },
            DeValue::Array(_) => Parameter::Texts(item.each(|item| Ok(item.text()?.to_owned()))?),
            _ => return Err(item.error(format!("'{name}' is no string, whole number, truth value or list of strings"))),
        };
        config.policy_parameters.insert(name.to_owned(), value);
    }
    Ok(())
}

fn suppress(config: &mut Config, item: &Item<'_>) -> Result<(), ConfigError> {
    for item in item.items()? {
        let table = item.table()?;
        let line = item.source.text.get(..item.span().start).map_or(1, |before| before.matches('\n').count() + 1);
        let mut entry = Entry { origin: format!("{}:{line}", item.source.short_name()), ..Entry::default() };
        read_table(ENTRY, item.source, table, &mut entry)?;
        let owner_is_missing = config.suppressions.require_owner && entry.owner.is_none();
        let until_is_missing = config.suppressions.require_until && entry.until.is_none();
        let missing = ENTRY
            .iter()
            .filter(|key| {
                key.is_required
                    || (key.name == "owner" && owner_is_missing)
                    || (key.name == "until" && until_is_missing)
            })
            .find(|key| !table.keys().any(|name| name.get_ref() == key.name));
        if let Some(key) = missing {
            let help = format!("add '{}': {}", key.name, key.description);
            return Err(item.error(format!("an entry of 'suppress' has no '{}'", key.name)).with_help(help));
        }
        config.suppress.push(entry);
    }
    Ok(())
}

fn globs(item: &Item<'_>) -> Result<Vec<Glob>, ConfigError> {
    match item.text() {
        Ok(text) => Ok(vec![Glob::new(text)]),
        Err(_) => item.each(|item| Ok(Glob::new(item.text()?))),
    }
}

/// The JSON Schema of a table of `keys`.
pub(super) fn schema<T>(keys: &[Key<T>]) -> Json {
    let properties: serde_json::Map<String, Json> = keys
        .iter()
        .map(|key| {
            let mut schema = shape_schema(key.shape, 0);
            if let Json::Object(schema) = &mut schema {
                schema.insert("description".to_owned(), Json::from(key.description));
            }
            (key.name.to_owned(), schema)
        })
        .collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    let mut schema = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if let (Json::Object(schema), false) = (&mut schema, required.is_empty()) {
        schema.insert("required".to_owned(), Json::from(required));
    }
    schema
}

/// Shapes are one level deep.
fn shape_schema(shape: Shape, depth: usize) -> Json {
    match shape {
        Shape::Text => json!({ "type": "string" }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::Word(words) => json!({ "type": "string", "enum": words }),
        Shape::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Shape::TextOrTexts => {
            json!({ "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
        }
        Shape::MapOf(inner) if depth == 0 => {
            json!({ "type": "object", "additionalProperties": shape_schema(*inner, depth + 1) })
        }
        Shape::MapOf(_) => json!({ "type": "object" }),
        Shape::Parameter => json!({ "oneOf": [
            { "type": "string" }, { "type": "integer" }, { "type": "boolean" },
            { "type": "array", "items": { "type": "string" } },
        ] }),
        Shape::Suppressions => schema(SUPPRESSIONS),
        Shape::SuppressEntries => json!({ "type": "array", "items": schema(ENTRY) }),
    }
}
