//! The `configuration` section: which expression stands behind which attribute, module by module.
//!
//! It owns the section's shape and keeps only what references and sources need: expressions of wanted attributes,
//! module calls, outputs, the names of all blocks. What the expressions mean is for [`super::references`].
//!
//! Shape: the stream, standing before the section, in; a [`Configuration`] out.

use super::PlanOptions;
use super::address::{Block, ModuleStep};
use super::expression::{Constant, Expression};
use super::members::Walk;
use super::mentions::Mentions;
use super::stream::{Captured, JsonStream, Kind, StreamError};
use super::values::Kept;
use serde::Deserialize;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// Deepest nesting of modules that is read. Each level takes four of the stream's.
const DEEPEST_MODULE: usize = 30;

/// What the plan says of the sources.
#[derive(Debug, Default)]
pub(crate) struct Configuration {
    /// By provider configuration key: its `subscription_id`, when that is a constant.
    pub(crate) subscriptions: BTreeMap<String, Option<SmolStr>>,
    /// By provider configuration key: what that configuration mentions, and the module it is written in.
    pub(crate) providers: BTreeMap<String, ProviderConfiguration>,
    /// The values of the root module's variables, which may be sensitive.
    pub(crate) variables: BTreeMap<String, serde_json::Value>,
    /// The root module.
    pub(crate) root: ModuleConfiguration,
}

/// What a `provider` block refers to.
#[derive(Debug, Default)]
pub(crate) struct ProviderConfiguration {
    /// Address of its module; empty for the root module.
    pub(crate) module: String,
    /// All that stands in it.
    pub(crate) mentions: Mentions,
}

/// One module, as written: all instances of a call share it.
#[derive(Debug, Default)]
pub(crate) struct ModuleConfiguration {
    /// The names of all its resource and data blocks, of any type: `azurerm_subnet.this`, `data.azurerm_subnet.x`.
    pub(crate) blocks: BTreeSet<String>,
    /// Its blocks of wanted types, by name.
    pub(crate) resources: BTreeMap<String, BlockConfiguration>,
    /// What each block of any type mentions, `depends_on` included, and its provider configuration; by name.
    pub(crate) mentions: BTreeMap<String, (SmolStr, Mentions)>,
    /// The expressions of its outputs.
    pub(crate) outputs: BTreeMap<String, Expression>,
    /// The `depends_on` of its outputs, where there is one.
    pub(crate) awaited_by_outputs: BTreeMap<String, Mentions>,
    /// Its module calls, by name.
    pub(crate) calls: BTreeMap<String, ModuleCall>,
    /// Its variables declared as sensitive.
    pub(crate) sensitive_variables: BTreeSet<String>,
}

/// A `resource` or `data` block.
#[derive(Debug, Default)]
pub(crate) struct BlockConfiguration {
    /// Which provider configuration it uses.
    pub(crate) provider: SmolStr,
    /// Its wanted arguments. A `dynamic` block is not among them: plans leave those out.
    pub(crate) expressions: BTreeMap<String, Expression>,
    /// Its `for_each`, unless that holds neither a reference nor a constant.
    pub(crate) for_each: Option<Expression>,
}

/// A `module` block and the module it calls.
#[derive(Debug, Default)]
pub(crate) struct ModuleCall {
    /// Where the module comes from, as written.
    pub(crate) source: String,
    /// Its arguments.
    pub(crate) expressions: BTreeMap<String, Expression>,
    /// Its `for_each`, as for a resource.
    pub(crate) for_each: Option<Expression>,
    /// What all that is in the module waits for: `depends_on`, `count` and `for_each`.
    pub(crate) awaited: Mentions,
    /// What it calls.
    pub(crate) module: ModuleConfiguration,
}

impl Configuration {
    /// The module that `path` leads to.
    pub(crate) fn module(&self, path: &[ModuleStep]) -> Option<&ModuleConfiguration> {
        path.iter().try_fold(&self.root, |module, step| module.calls.get(&step.name).map(|call| &call.module))
    }

    /// The module call that `path` ends with; `None` for the root module.
    pub(crate) fn call(&self, path: &[ModuleStep]) -> Option<&ModuleCall> {
        let (last, outer) = path.split_last()?;
        self.module(outer)?.calls.get(&last.name)
    }

    /// A block of a wanted type.
    pub(crate) fn block(&self, block: &Block) -> Option<&BlockConfiguration> {
        self.module(&block.modules)?.resources.get(&block.name)
    }
}

/// Reads the section.
///
/// # Errors
/// When it is broken JSON or not of the expected shape.
pub(super) fn read<R: Read>(
    stream: &mut JsonStream<R>,
    options: &PlanOptions<'_>,
) -> Result<Configuration, StreamError> {
    let mut configuration = Configuration::default();
    if !stream.enter(Kind::Object)? {
        return Ok(configuration);
    }
    while let Some(key) = stream.next_key()? {
        match key.as_str() {
            "provider_config" => {
                let captured = stream.capture()?;
                configuration.subscriptions = subscriptions(captured)?;
                configuration.providers = providers(captured)?;
            }
            "root_module" => configuration.root = module(stream, options, 0)?,
            _ => stream.skip()?,
        }
    }
    Ok(configuration)
}

fn subscriptions(captured: Captured<'_>) -> Result<BTreeMap<String, Option<SmolStr>>, StreamError> {
    #[derive(Deserialize)]
    struct Provider {
        #[serde(default)]
        expressions: Arguments,
    }
    #[derive(Deserialize, Default)]
    struct Arguments {
        subscription_id: Option<Expression>,
    }
    let providers: BTreeMap<String, Provider> = captured.parse()?;
    let constant = |value| match value {
        Some(Expression::Leaf { constant, .. }) => constant.map(SmolStr::from),
        _ => None,
    };
    Ok(providers.into_iter().map(|(key, provider)| (key, constant(provider.expressions.subscription_id))).collect())
}

fn providers(captured: Captured<'_>) -> Result<BTreeMap<String, ProviderConfiguration>, StreamError> {
    #[derive(Deserialize)]
    struct Provider {
        #[serde(default)]
        module_address: String,
        #[serde(default)]
        expressions: Mentions,
    }
    let providers: BTreeMap<String, Provider> = captured.parse()?;
    let kept = providers.into_iter().filter(|(_, provider)| !provider.expressions.0.is_empty());
    let configuration =
        |provider: Provider| ProviderConfiguration { module: provider.module_address, mentions: provider.expressions };
    Ok(kept.map(|(key, provider)| (key, configuration(provider))).collect())
}

fn module<R: Read>(
    stream: &mut JsonStream<R>,
    options: &PlanOptions<'_>,
    depth: usize,
) -> Result<ModuleConfiguration, StreamError> {
    #[derive(Deserialize)]
    struct Output {
        expression: Option<Expression>,
        #[serde(default)]
        depends_on: Mentions,
    }
    #[derive(Deserialize)]
    struct Variable {
        #[serde(default)]
        sensitive: bool,
    }
    let mut module = ModuleConfiguration::default();
    if depth == DEEPEST_MODULE {
        return Err(StreamError::TooDeep { offset: stream.offset() });
    }
    if !stream.enter(Kind::Object)? {
        return Ok(module);
    }
    while let Some(key) = stream.next_key()? {
        match key.as_str() {
            "resources" if stream.enter(Kind::Array)? => {
                while stream.next_item()? {
                    resource(stream.capture()?, options, &mut module)?;
                }
            }
            "resources" => {}
            "outputs" => {
                let outputs: BTreeMap<String, Output> = stream.capture()?.parse()?;
                for (name, Output { expression, depends_on }) in outputs {
                    if !depends_on.0.is_empty() {
                        module.awaited_by_outputs.insert(name.clone(), depends_on);
                    }
                    module.outputs.insert(name, expression.unwrap_or_else(Expression::empty));
                }
            }
            "variables" => {
                let variables: BTreeMap<String, Variable> = stream.capture()?.parse()?;
                let sensitive = variables.into_iter().filter(|(_, variable)| variable.sensitive);
                module.sensitive_variables = sensitive.map(|(name, _)| name).collect();
            }
            "module_calls" if stream.enter(Kind::Object)? => {
                while let Some(name) = stream.next_key()? {
                    let call = call(stream, options, depth)?;
                    module.calls.insert(name, call);
                }
            }
            "module_calls" => {}
            _ => stream.skip()?,
        }
    }
    Ok(module)
}

fn call<R: Read>(
    stream: &mut JsonStream<R>,
    options: &PlanOptions<'_>,
    depth: usize,
) -> Result<ModuleCall, StreamError> {
    let mut call = ModuleCall::default();
    if !stream.enter(Kind::Object)? {
        return Ok(call);
    }
    while let Some(key) = stream.next_key()? {
        match key.as_str() {
            // A string in every release but the previews that allow expressions there.
            "source" => {
                call.source = stream.capture()?.parse::<Constant>()?.0.unwrap_or_default();
            }
            "expressions" => call.expressions = stream.capture()?.parse()?,
            "for_each_expression" => {
                let captured = stream.capture()?;
                call.for_each = captured.parse()?;
                call.awaited.extend(captured.parse()?);
            }
            "count_expression" | "depends_on" => call.awaited.extend(stream.capture()?.parse()?),
            "module" => call.module = module(stream, options, depth + 1)?,
            _ => stream.skip()?,
        }
    }
    Ok(call)
}

fn resource(
    captured: Captured<'_>,
    options: &PlanOptions<'_>,
    module: &mut ModuleConfiguration,
) -> Result<(), StreamError> {
    let mut members = Walk::of(captured).ok_or_else(|| captured.unexpected())?;
    let (mut prefix, mut resource_type, mut name) = ("", String::new(), String::new());
    let (mut provider, mut arguments, mut for_each) = (None, None, None);
    let mut mentions = Mentions::default();
    while let Some(key) = members.key()? {
        let value = members.value()?;
        if is_mention(key) && has_references(value.bytes) {
            mentions.extend(value.parse()?);
        }
        match key {
            b"mode" => prefix = mode_prefix(value.bytes),
            b"type" => resource_type = value.parse()?,
            b"name" => name = value.parse()?,
            b"provider_config_key" => provider = Some(value),
            b"expressions" => arguments = Some(value),
            b"for_each_expression" => for_each = Some(value),
            _ => {}
        }
    }
    let name = format!("{prefix}{resource_type}.{name}");
    let provider: SmolStr = provider.map(|value| value.parse()).transpose()?.unwrap_or_default();
    if let Some(attributes) = (options.wanted_attributes)(&resource_type) {
        let block = BlockConfiguration {
            provider: provider.clone(),
            expressions: arguments
                .map(|value| kept_arguments(value, Kept(attributes)))
                .transpose()?
                .unwrap_or_default(),
            for_each: for_each.map(|value| value.parse()).transpose()?,
        };
        module.resources.insert(name.clone(), block);
    }
    module.mentions.insert(name.clone(), (provider, mentions));
    module.blocks.insert(name);
    Ok(())
}

/// Whether a member of a block says what the block waits for.
fn is_mention(key: &[u8]) -> bool {
    matches!(key, b"expressions" | b"for_each_expression" | b"count_expression" | b"depends_on" | b"provisioners")
}

/// Whether it is worth looking for references: most lists of texts are references, and all of those are short.
fn has_references(value: &[u8]) -> bool {
    value.starts_with(b"[") || memchr::memmem::find(value, b"\"references\"").is_some()
}

/// What stands in front of the type in the names of blocks of a mode.
fn mode_prefix(mode: &[u8]) -> &'static str {
    match mode {
        b"\"data\"" => "data.",
        b"\"ephemeral\"" => "ephemeral.",
        _ => "",
    }
}

fn kept_arguments(arguments: Captured<'_>, kept: Kept<'_>) -> Result<BTreeMap<String, Expression>, StreamError> {
    let mut expressions = BTreeMap::new();
    let Some(mut members) = Walk::of(arguments) else { return Ok(expressions) };
    while let Some(key) = members.key()? {
        let value = members.value()?;
        if let Some(name) = kept.name(key) {
            expressions.insert(name.to_owned(), value.parse()?);
        }
    }
    Ok(expressions)
}
