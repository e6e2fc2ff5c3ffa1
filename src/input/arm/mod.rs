//! ARM templates: the bytes of a deployment template become declared resources.
//!
//! It owns the template language and the expansion of deployments; what the properties of a resource mean is the
//! normaliser's business. A template and its parameter files go in, [`Loaded`] comes out. What only the deployment can
//! know stays unknown, with the expression that stands for it.

mod ask;
mod compiled;
mod copy;
mod deployment;
mod documents;
mod emit;
mod engine;
mod expand;
mod expression;
mod fault;
mod functions;
#[cfg(any(test, feature = "fuzzing"))]
mod fuzzing;
mod ids;
mod inspect;
mod instance;
mod json;
mod limits;
mod link;
mod locate;
mod on_demand;
mod parameter_check;
mod parameter_file;
mod surroundings;
#[cfg(test)]
mod tests;
mod what_if;

use super::declared::Loaded;
use super::error::InputError;
use compiled::CompiledMap;
use deployment::Deployment;
use documents::{Documents, Linked, Places};
use emit::Emitted;
use engine::{Engine, Env};
use expression::Value;
use fault::Fault;
use json::{Json, JsonKind};
use locate::TemplateMap;
use surroundings::Level;

pub(crate) use compiled::Origin;
#[cfg(any(test, feature = "fuzzing"))]
pub(in crate::input) use fuzzing::evaluate_any;
pub(crate) use inspect::Inspected;
pub(in crate::input) use parameter_file::ARGUMENT;
pub(crate) use parameter_file::{ParameterFile, ParameterSource, Withheld};
pub use surroundings::Surroundings;
pub(crate) use what_if::{WhatIf, load_what_if};

/// Whether a top-level `$schema` is that of a deployment template of any scope.
#[cfg(test)]
pub(crate) fn is_template(schema: &str) -> bool {
    Level::of_schema(schema).is_some()
}

/// One template and what the user says of it.
#[derive(Clone, Copy)]
pub(crate) struct Template<'a> {
    /// Index of the input on the command line.
    pub(crate) input: usize,
    /// As the user named it, for errors.
    pub(crate) name: &'a str,
    /// Relative path that reports show.
    pub(crate) display_path: &'a str,
    /// Its text.
    pub(crate) text: &'a str,
    /// Its file; `None` for standard input. Sources and linked templates are looked for around it.
    pub(crate) origin: Option<Origin<'a>>,
    /// Parameters in the order of the command line; a later one wins.
    pub(crate) parameters: &'a [ParameterSource],
    /// Parameters that another input passes without showing their values.
    pub(crate) withheld: Option<&'a Withheld>,
    /// What the user says about the deployment.
    pub(crate) surroundings: &'a Surroundings,
}

/// Reads a template of which nothing is known but its text and parameter files.
///
/// # Errors
/// As [`load_template`].
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) fn load(
    input: usize,
    name: &str,
    display_path: &str,
    text: &str,
    parameters: &[ParameterSource],
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Loaded, InputError> {
    let surroundings = Surroundings::default();
    let (origin, withheld) = (None, None);
    let template =
        Template { input, name, display_path, text, origin, parameters, withheld, surroundings: &surroundings };
    load_template(&template, wanted)
}

/// Reads a template: its resources and what of them is known before it is deployed.
///
/// `wanted` tells which resource types are evaluated; the others are only counted.
///
/// # Errors
/// When the template or a parameter file is no JSON, a given parameter value is impossible, or a limit is exceeded.
pub(crate) fn load_template(template: &Template<'_>, wanted: &dyn Fn(&str) -> bool) -> Result<Loaded, InputError> {
    let (evaluated, root, linked) = evaluate(template, |engine| {
        let mut emitted = Emitted::default();
        engine.emit(0, template.input, wanted, &mut emitted)?;
        Ok(emitted)
    })?;
    let is_compiled = compiled::is_compiled(&root);
    let map = TemplateMap::new(template.display_path, template.text, root, linked);
    Ok(Loaded {
        after: evaluated.result.declared,
        before: None,
        changes: Vec::new(),
        order: Vec::new(),
        not_understood: evaluated.result.not_wanted,
        notes: evaluated.notes,
        secrets: evaluated.secrets,
        source_map: match &template.origin {
            Some(origin) if is_compiled => Box::new(CompiledMap::new(map, origin, template.display_path)),
            _ => Box::new(map),
        },
    })
}

/// Expands a template with all its resources and outputs, for people.
///
/// # Errors
/// As [`load_template`].
pub(crate) fn inspect_template(template: &Template<'_>) -> Result<Inspected, InputError> {
    let (evaluated, ..) = evaluate(template, |engine| engine.inspect())?;
    Ok(Inspected { document: evaluated.result, secrets: evaluated.secrets, notes: evaluated.notes })
}

/// What a run over one template gives.
struct Evaluation<R> {
    result: R,
    secrets: Vec<String>,
    notes: Vec<String>,
}

/// Expands a template, lets `take` have what it wants of it, and gives its documents back.
fn evaluate<R>(
    template: &Template<'_>,
    take: impl FnOnce(&mut Engine<'_>) -> Result<R, Fault>,
) -> Result<(Evaluation<R>, Json, Vec<Linked>), InputError> {
    let Template { name, text, surroundings, .. } = *template;
    let root = json::parse(text).map_err(|error| error.into_input_error(name, text))?;
    if !matches!(root.kind, JsonKind::Object(_)) {
        return Err(InputError::new(name, "it is no object", "name a deployment template"));
    }
    let files = template.parameters.iter().map(|source| source.as_file(&root)).collect::<Result<Vec<_>, _>>()?;
    let values = files.iter().map(parameter_file::read).collect::<Result<Vec<_>, _>>()?;
    let documents = Documents::new(template.origin.and_then(|origin| places(&origin)));
    let mut engine = Engine::new(surroundings.clone(), &documents);
    let mut main = main_deployment(&root, surroundings);
    for (file, values) in files.iter().zip(&values) {
        for parameter in parameter_file::give(&mut main, file, values)? {
            engine.note(format!("The parameter '{parameter}' of '{}' is not declared by the template.", file.name));
        }
    }
    if let Some(withheld) = template.withheld {
        parameter_file::withhold(&mut main, withheld);
    }
    engine.deployments.push(main);
    let taken = engine.expand(0).and_then(|()| take(&mut engine));
    let finished = taken.and_then(|result| Ok((result, engine.secrets()?)));
    let (result, secrets) = finished.map_err(|fault| refused(name, fault))?;
    let notes = engine.take_notes();
    drop(engine);
    Ok((Evaluation { result, secrets, notes }, root, documents.into_linked()))
}

/// Where templates that this one links are looked for.
fn places(origin: &Origin<'_>) -> Option<Places> {
    let folder = origin.path.canonicalize().ok()?.parent()?.to_owned();
    folder.starts_with(origin.root).then(|| Places { root: origin.root.to_owned(), folder })
}

fn main_deployment<'d>(root: &'d Json, surroundings: &Surroundings) -> Deployment<'d> {
    let scope = surroundings.scope(Level::of_template(root));
    let name = match &surroundings.deployment_name {
        Some(name) => Value::text(name.as_str()),
        None => surroundings::deployment_name(),
    };
    Deployment::new(root, String::new(), scope, name, Env::of(0))
}

fn refused(name: &str, fault: Fault) -> InputError {
    let problem = match fault {
        Fault::Limit(limit) => limit.to_owned(),
        Fault::Template(problem) => problem,
    };
    InputError::new(name, problem, "deploy it in parts, or shorten what it computes")
}
