//! What the command line and the configuration say together: the command line stands above the file.

use crate::check::CheckOptions;
use crate::cli::{
    BaselineArguments, CheckArguments, InputArguments, LevelArgument, OnUnknownArgument, SelectionArguments,
};
use crate::config::{Config, find};
use crate::date::Date;
use crate::error::Error;
use crate::input::Surroundings;
use crate::model::Context;
use crate::report::{OnUnknown, Output, RenderOptions, Upload};
use crate::repository::of_pipeline;
use crate::rule::Level;
use crate::selection::RulePattern;
use crate::suppression::{Baseline, SuppressionError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Everything that one run is asked to do.
#[derive(Debug)]
pub(crate) struct Settings {
    /// What to judge, and how.
    pub(crate) options: CheckOptions,
    /// How reports are written.
    pub(crate) render: RenderOptions,
    /// Which reports, at least one.
    pub(crate) outputs: Vec<Output>,
    /// What an upload says of itself.
    pub(crate) upload: Upload,
}

impl Settings {
    /// What `check` is asked to do.
    ///
    /// # Errors
    /// When the configuration or the baseline cannot be used, or nothing is named to judge.
    pub(crate) fn of_check(arguments: &CheckArguments) -> Result<Self, Error> {
        let config = configuration(&arguments.input)?;
        let baseline = arguments.baseline.as_ref().or(config.baseline.as_ref()).map(|path| read_baseline(path));
        let outputs = match (arguments.output.is_empty(), config.outputs.is_empty()) {
            (false, _) => arguments.output.clone(),
            (true, false) => config.outputs.clone(),
            (true, true) => vec![Output { format: "text".to_owned(), file: None }],
        };
        let default = RenderOptions::default();
        let render = RenderOptions {
            all: arguments.all,
            fail_on: arguments.fail_on.map(level).or(config.fail_on).unwrap_or(default.fail_on),
            on_unknown: arguments.on_unknown.map(on_unknown).or(config.on_unknown).unwrap_or(default.on_unknown),
            include_suppressed: arguments.include_suppressed || config.include_suppressed,
            exit_zero: arguments.exit_zero,
            ..default
        };
        let mut options = options(&arguments.input, config)?;
        choose(&mut options, &arguments.selection)?;
        options.locate_passes = arguments.all;
        options.draw = outputs.iter().any(|output| output.format == "html");
        options.baseline = baseline.transpose()?;
        let repository = of_pipeline(&|name| std::env::var(name).ok());
        let upload = Upload { category: arguments.sarif_category.clone(), repository };
        Ok(Self { options, render, outputs, upload })
    }

    /// What `baseline` is asked to do. A baseline that is there already is left out of account: it is written anew.
    ///
    /// # Errors
    /// When the configuration cannot be used, or nothing is named to judge.
    pub(crate) fn of_baseline(arguments: &BaselineArguments) -> Result<Self, Error> {
        let mut settings = Self::of_inputs(&arguments.input)?;
        choose(&mut settings.options, &arguments.selection)?;
        Ok(settings)
    }

    /// What a command that only takes inputs is asked to do.
    ///
    /// # Errors
    /// When the configuration cannot be used, or nothing is named to judge.
    pub(crate) fn of_inputs(arguments: &InputArguments) -> Result<Self, Error> {
        let config = configuration(arguments)?;
        Ok(Self {
            options: options(arguments, config)?,
            render: RenderOptions::default(),
            outputs: Vec::new(),
            upload: Upload::default(),
        })
    }
}

/// The configuration that is named, else the one that is found.
fn configuration(arguments: &InputArguments) -> Result<Config, Error> {
    let found = || std::env::current_dir().ok().and_then(|current| find(&current));
    let path = arguments.config.clone().or_else(found);
    Ok(path.map(|path| Config::load(&path)).transpose()?.unwrap_or_default())
}

fn options(arguments: &InputArguments, config: Config) -> Result<CheckOptions, Error> {
    let first = |typed: &[PathBuf], written: Vec<PathBuf>| if typed.is_empty() { written } else { typed.to_vec() };
    let inputs = first(&arguments.inputs, config.inputs);
    if inputs.is_empty() {
        return Err(Error::Usage {
            problem: "no input is named".to_owned(),
            help: "pass a plan or template, or name it as 'inputs' in .vnetguard.toml".to_owned(),
        });
    }
    let default = Context::default();
    let as_of = arguments.as_of.clone().or_else(|| config.as_of.map(|date| date.to_string()));
    let mut editions = config.editions;
    editions.extend(arguments.edition.iter().cloned());
    Ok(CheckOptions {
        inputs,
        source_root: arguments.source_root.clone().or(config.source_root),
        parameters: first(&arguments.parameters, config.parameters),
        deployment: surroundings(&config.deployment, &arguments.deployment),
        policies: first(&arguments.policies.policies, config.policies),
        plan_files: first(&arguments.plan_file, config.plan_files),
        context: Context {
            as_of: as_of.unwrap_or(default.as_of),
            editions,
            cloud: config.cloud,
            parameters: config.policy_parameters,
        },
        allow_empty: arguments.allow_empty || config.allow_empty,
        selection: config.selection,
        suppress: config.suppress,
        suppressions: config.suppressions,
        ..CheckOptions::default()
    })
}

/// What is known of the deployment of templates. Every pair was checked when it was read.
fn surroundings(written: &BTreeMap<String, String>, typed: &[(String, String)]) -> Surroundings {
    let mut surroundings = Surroundings::default();
    for (key, value) in written.iter().chain(typed.iter().map(|(key, value)| (key, value))) {
        let _ = surroundings.state(key, value);
    }
    surroundings
}

/// Rules named on the command line replace those of the configuration, except that what is left out stays so.
fn choose(options: &mut CheckOptions, arguments: &SelectionArguments) -> Result<(), Error> {
    if !arguments.rule.is_empty() {
        options.selection.only = arguments.rule.iter().map(|text| RulePattern::typed(text)).collect();
    }
    options.selection.skip.extend(arguments.skip.iter().map(|text| RulePattern::typed(text)));
    options.today = match (arguments.today, std::env::var_os("SOURCE_DATE_EPOCH")) {
        (Some(today), _) => Some(today),
        (None, Some(seconds)) => Some(epoch(&seconds.to_string_lossy())?),
        (None, None) => None,
    };
    Ok(())
}

fn epoch(seconds: &str) -> Result<Date, Error> {
    seconds.parse().map(Date::from_unix_seconds).map_err(|_| Error::Usage {
        problem: format!("SOURCE_DATE_EPOCH is '{seconds}', expected seconds since 1970"),
        help: "unset it, or pass '--today'".to_owned(),
    })
}

fn read_baseline(path: &Path) -> Result<Baseline, Error> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let text = std::fs::read_to_string(path).map_err(|error| SuppressionError::unreadable_baseline(&name, &error))?;
    Ok(Baseline::parse(&name, &text)?)
}

fn level(argument: LevelArgument) -> Level {
    match argument {
        LevelArgument::Error => Level::Error,
        LevelArgument::Warning => Level::Warning,
        LevelArgument::Note => Level::Note,
    }
}

fn on_unknown(argument: OnUnknownArgument) -> OnUnknown {
    match argument {
        OnUnknownArgument::Fail => OnUnknown::Fail,
        OnUnknownArgument::Warn => OnUnknown::Warn,
        OnUnknownArgument::Ignore => OnUnknown::Ignore,
    }
}
