//! One run: inputs are loaded, the model is completed with facts, policies judge, places become locations.

use crate::date::Date;
use crate::error::Error;
use crate::facts::policy_input;
use crate::finding::Notice;
use crate::finding::{Outcome, Verdict};
use crate::input::{self, InputOptions, Inputs, Surroundings};
use crate::model::{Context, Entity, Location, Model, Place, Presence, SourceMap};
use crate::policy::{Catalogue, Judge, Limits};
use crate::report::redact;
use crate::report::{Drawing, Report};
use crate::rule::Rule;
use crate::selection::Selection;
use crate::suppression::{self, Baseline, Entry, Settings};
use crate::trace::{Question, trace};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What to judge, and how.
#[derive(Debug, Clone, Default)]
pub struct CheckOptions {
    /// Plans and templates; `-` is standard input.
    pub inputs: Vec<PathBuf>,
    /// Folder that reported paths are relative to.
    pub source_root: Option<PathBuf>,
    /// Parameters for templates: files of them, `NAME=VALUE`, or `NAME=@FILE`; a later one wins.
    pub parameters: Vec<PathBuf>,
    /// What is known of the deployment of templates.
    pub deployment: Surroundings,
    /// Binary plan files, whose sources are those of the plans among the inputs.
    pub plan_files: Vec<PathBuf>,
    /// What the policies assume.
    pub context: Context,
    /// Accept inputs in which nothing is understood.
    pub allow_empty: bool,
    /// Files and folders with users' policies.
    pub policies: Vec<PathBuf>,
    /// Give passes a location too, which may read many sources.
    pub locate_passes: bool,
    /// Collect what a drawing of the networks needs.
    pub draw: bool,
    /// Which rules count, and at which level.
    pub selection: Selection,
    /// Accepted findings, besides those that sources say.
    pub suppress: Vec<Entry>,
    /// How suppressions are treated.
    pub suppressions: Settings,
    /// Findings that were there before.
    pub baseline: Option<Baseline>,
    /// The day for the expiry of suppressions; the clock is asked where there is none and something expires.
    pub today: Option<Date>,
}

/// Judges the inputs.
///
/// # Errors
/// When an input cannot be read or understood, a policy fails, a rule is chosen that there is not, or a suppression is
/// malformed.
pub fn check(options: &CheckOptions) -> Result<Report, Error> {
    let catalogue = Catalogue::with(&options.policies)?;
    check_with(&catalogue, options)
}

/// Judges the inputs by the rules of a catalogue, whatever policies the options name.
///
/// # Errors
/// As for [`check`].
pub fn check_with(catalogue: &Catalogue, options: &CheckOptions) -> Result<Report, Error> {
    check_by(&mut Judge::new(catalogue, Limits::default())?, options)
}

/// Judges the inputs by the rules of a judge, which may have judged others before.
///
/// # Errors
/// As for [`check`].
pub fn check_by(judge: &mut Judge<'_>, options: &CheckOptions) -> Result<Report, Error> {
    let catalogue = judge.catalogue();
    options.selection.check(catalogue.rules())?;
    let inputs = load(options)?;
    let document = policy_input(&inputs.model, &options.context)?;
    let mut verdicts = judge.evaluate(&document, &inputs.model, &options.context)?;
    let rules = select(&options.selection, catalogue, &mut verdicts);
    let mut sources = BTreeMap::new();
    for verdict in verdicts.iter_mut().filter(|verdict| options.locate_passes || verdict.outcome != Outcome::Pass) {
        locate(verdict, &inputs, &mut sources);
    }
    let notices = accept(options, catalogue, &rules, &inputs, &mut verdicts)?;
    verdicts
        .sort_by(|one, two| (&one.location, &one.rule, &one.subject).cmp(&(&two.location, &two.rule, &two.subject)));
    let drawing = if options.draw { Some(draw(&document, &inputs.model)?) } else { None };
    let mut report = Report {
        inputs: inputs.names,
        context: options.context.clone(),
        rules,
        verdicts,
        notices,
        accounting: inputs.model.accounting.clone(),
        sources,
        drawing,
        ..Report::default()
    };
    redact::apply(&mut report, &inputs.model.secrets);
    if let Some(baseline) = &options.baseline {
        // What a baseline holds was redacted when it was written.
        let evaluated = report.rules.iter().map(|rule| rule.id.0.as_str()).collect();
        let fixed = baseline.apply(&mut report.verdicts, &evaluated);
        report.notices.extend(fixed);
    }
    Ok(report)
}

/// The networks of the policies' input document, without what is sensitive in it.
fn draw(document: &str, model: &Model) -> Result<Drawing, Error> {
    let redactor = redact::Redactor::new(&model.secrets);
    Ok(Drawing::of(&redacted(serde_json::from_str(document)?, &redactor, 0)))
}

/// Drops the verdicts of rules that are left out and sets the levels of the others. Gives the rules that count.
fn select(selection: &Selection, catalogue: &Catalogue, verdicts: &mut Vec<Verdict>) -> Vec<Rule> {
    verdicts.retain(|verdict| selection.keeps(&verdict.rule));
    for verdict in verdicts.iter_mut() {
        if let Some(Some(level)) = selection.level(&verdict.rule) {
            verdict.level = level;
        }
    }
    let kept = catalogue.rules().filter(|rule| selection.keeps(&rule.id)).cloned();
    kept.map(|rule| Rule { level: selection.level(&rule.id).flatten().unwrap_or(rule.level), ..rule }).collect()
}

/// Marks the findings that comments and the configuration accept.
fn accept(
    options: &CheckOptions,
    catalogue: &Catalogue,
    evaluated: &[Rule],
    inputs: &Inputs,
    verdicts: &mut [Verdict],
) -> Result<Vec<Notice>, Error> {
    let mut files = inputs.files();
    // Locations may name files that a source map does not list.
    for verdict in verdicts.iter() {
        let Some((location, place)) = verdict.location.as_ref().zip(verdict.place.as_ref()) else { continue };
        if !files.contains_key(&location.file)
            && let Some(text) = inputs.source_map(place.resource.input).and_then(|map| map.source(&location.file))
        {
            files.insert(location.file.clone(), text);
        }
    }
    let callers = |verdict: &Verdict| -> Vec<Location> {
        let place = verdict.place.as_ref();
        place.and_then(|place| Some(inputs.source_map(place.resource.input)?.callers(place))).unwrap_or_default()
    };
    let today = || options.today.unwrap_or_else(clock);
    let sources = suppression::Sources {
        files: &files,
        entries: &options.suppress,
        settings: options.suppressions,
        rules: catalogue.rules().map(|rule| rule.id.0.as_str()).collect(),
        evaluated: evaluated.iter().map(|rule| rule.id.0.as_str()).collect::<BTreeSet<_>>(),
        today: &today,
    };
    Ok(suppression::apply(verdicts, &callers, &sources)?)
}

/// Today in UTC.
#[expect(clippy::disallowed_methods, reason = "the expiry of a suppression is the one thing that depends on the day")]
fn clock() -> Date {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    Date::from_unix_seconds(since.map_or(0, |time| time.as_secs()))
}

/// Loads the inputs and gives their model, without judging it.
///
/// # Errors
/// When an input cannot be read or understood.
pub fn ingest(options: &CheckOptions) -> Result<Model, Error> {
    load(options).map(|inputs| inputs.model)
}

/// The document that policies read, as pretty JSON, sensitive values replaced.
///
/// # Errors
/// When an input cannot be read or understood.
pub fn inspect_model(options: &CheckOptions) -> Result<String, Error> {
    let inputs = load(options)?;
    let document: Json = serde_json::from_str(&policy_input(&inputs.model, &options.context)?)?;
    let redactor = redact::Redactor::new(&inputs.model.secrets);
    let mut text = serde_json::to_string_pretty(&redacted(document, &redactor, 0))?;
    text.push('\n');
    Ok(text)
}

/// What becomes of every required flow of every subnet that a service protects, as pretty JSON: the facts on flows and
/// routes of [`inspect_model`] alone.
///
/// # Errors
/// When an input cannot be read or understood.
pub fn inspect_flows(options: &CheckOptions) -> Result<String, Error> {
    let inputs = load(options)?;
    let mut document: Json = serde_json::from_str(&policy_input(&inputs.model, &options.context)?)?;
    let mut subnets = serde_json::Map::new();
    let all = document.pointer_mut("/after/subnets").and_then(Json::as_object_mut).map(std::mem::take);
    for (id, subnet) in all.into_iter().flatten() {
        let Json::Object(mut members) = subnet else { continue };
        members.retain(|name, _| matches!(name.as_str(), "subject" | "flows" | "default_route" | "routes"));
        if members.len() > 1 {
            // A subnet without a network security group drops nothing.
            members.entry("flows").or_insert_with(|| Json::Object(serde_json::Map::new()));
            subnets.insert(id, Json::Object(members));
        }
    }
    let document = serde_json::json!({ "schema_version": "1", "subnets": subnets });
    let redactor = redact::Redactor::new(&inputs.model.secrets);
    let mut text = serde_json::to_string_pretty(&redacted(document, &redactor, 0))?;
    text.push('\n');
    Ok(text)
}

/// The way of a flow through the rules and routes of a subnet, as text, or as JSON; sensitive values replaced.
///
/// # Errors
/// When an input cannot be read or understood, or the question names no subnet, or one that has no such address.
pub fn trace_flow(options: &CheckOptions, question: &Question, is_json: bool) -> Result<String, Error> {
    let inputs = load(options)?;
    let answer = trace(&inputs.model.after, question)?;
    let redactor = redact::Redactor::new(&inputs.model.secrets);
    if !is_json {
        return Ok(redactor.redact(&answer.to_string()));
    }
    let mut text = serde_json::to_string_pretty(&redacted(serde_json::to_value(&answer)?, &redactor, 0))?;
    text.push('\n');
    Ok(text)
}

/// Every reference between the resources of plans, as pretty JSON.
///
/// # Errors
/// When an input cannot be read, or is not a plan.
pub fn inspect_references(options: &CheckOptions) -> Result<String, Error> {
    let (lines, secrets) = input::references(&input_options(options, &options.inputs))?;
    let redactor = redact::Redactor::new(&secrets);
    let mut text = serde_json::to_string_pretty(&redacted(serde_json::to_value(lines)?, &redactor, 0))?;
    text.push('\n');
    Ok(text)
}

/// A document with every sensitive value replaced, numbers and member names included. Documents are as deep as the model.
fn redacted(document: Json, redactor: &redact::Redactor, depth: usize) -> Json {
    const DEEPEST: usize = 64;
    match document {
        _ if depth > DEEPEST => Json::Null,
        Json::String(text) => Json::String(redactor.redact(&text)),
        Json::Number(number) => {
            let text = number.to_string();
            let shown = redactor.redact(&text);
            if shown == text { Json::Number(number) } else { Json::String(shown) }
        }
        Json::Array(items) => Json::Array(items.into_iter().map(|item| redacted(item, redactor, depth + 1)).collect()),
        Json::Object(members) => Json::Object(
            members
                .into_iter()
                .map(|(name, value)| (redactor.redact(&name), redacted(value, redactor, depth + 1)))
                .collect(),
        ),
        other => other,
    }
}

/// The one template among the inputs, expanded, as pretty JSON; sensitive values replaced. With it the sentences that a
/// reader must know.
///
/// # Errors
/// When the input cannot be read, or is no template.
pub fn inspect_template(options: &CheckOptions) -> Result<(String, Vec<String>), Error> {
    let expanded = input::expand_template(&input_options(options, &options.inputs))?;
    let redactor = redact::Redactor::new(&expanded.secrets);
    let mut text = serde_json::to_string_pretty(&redacted(expanded.document, &redactor, 0))?;
    text.push('\n');
    Ok((text, expanded.notes.iter().map(|note| redactor.redact(note)).collect()))
}

fn input_options<'a>(options: &'a CheckOptions, inputs: &'a [PathBuf]) -> InputOptions<'a> {
    InputOptions {
        inputs,
        source_root: options.source_root.as_deref(),
        parameters: &options.parameters,
        deployment: &options.deployment,
        plan_files: &options.plan_files,
    }
}

fn load(options: &CheckOptions) -> Result<Inputs, Error> {
    // The order of the command line means nothing: reports are equal for equal sets of inputs.
    let mut paths = options.inputs.clone();
    paths.sort();
    paths.dedup();
    let inputs = input::load(&input_options(options, &paths))?;
    let accounting = &inputs.model.accounting;
    // What is deleted is something to judge.
    let is_before = |entity: &Entity| entity.presence != Presence::External;
    let has_been = inputs.model.before.as_ref().is_some_and(|before| before.iter().any(is_before));
    if accounting.resources_understood == 0 && !has_been && !options.allow_empty {
        return Err(Error::NothingUnderstood { seen: accounting.resources_seen });
    }
    Ok(inputs)
}

/// Gives a verdict and its evidence their locations, and keeps the sources to show.
fn locate(verdict: &mut Verdict, inputs: &Inputs, sources: &mut BTreeMap<String, String>) {
    let mut find = |place: &Option<Place>| {
        let map: &dyn SourceMap = inputs.source_map(place.as_ref()?.resource.input)?;
        let location = map.locate(place.as_ref()?);
        if !sources.contains_key(&location.file)
            && let Some(text) = map.source(&location.file)
        {
            sources.insert(location.file.clone(), text);
        }
        Some(location)
    };
    verdict.location = find(&verdict.place);
    verdict.elsewhere =
        verdict.place.as_ref().and_then(|place| inputs.source_map(place.resource.input)?.elsewhere(place));
    for evidence in &mut verdict.evidence {
        evidence.location = find(&evidence.place);
    }
}
