//! ARM templates: the bytes of a deployment template become declared resources.
//!
//! It owns the template language and the expansion of deployments; what the properties of a resource mean is the
//! normaliser's business. A template and its parameter files go in, [`Loaded`] comes out. What only the deployment can
//! know stays unknown, with the expression that stands for it.

mod ask;
mod copy;
mod deployment;
mod emit;
mod engine;
mod expand;
mod expression;
mod fault;
mod functions;
mod ids;
mod instance;
mod json;
mod limits;
mod locate;
mod on_demand;
mod parameter_file;
mod surroundings;
#[cfg(test)]
mod tests;

use super::declared::Loaded;
use super::error::InputError;
use deployment::Deployment;
use emit::Emitted;
use engine::{Engine, Env};
use expression::Value;
use fault::Fault;
use json::{Json, JsonKind};
use surroundings::Level;

pub(crate) use parameter_file::ParameterFile;
pub(crate) use surroundings::Surroundings;

/// Whether a top-level `$schema` is that of a deployment template of any scope.
#[cfg(test)]
pub(crate) fn is_template(schema: &str) -> bool {
    Level::of_schema(schema).is_some()
}

/// Names of one template.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TemplateName<'a> {
    /// Index of the input on the command line.
    pub(crate) input: usize,
    /// As the user named it, for errors.
    pub(crate) name: &'a str,
    /// Relative path that reports show.
    pub(crate) display_path: &'a str,
}

/// Reads a template of which nothing is known but its text and parameter files.
///
/// `wanted` tells which resource types are evaluated; the others are only counted.
///
/// # Errors
/// When the template or a parameter file is no JSON, a given parameter value is impossible, or a limit is exceeded.
pub(crate) fn load(
    input: usize,
    name: &str,
    display_path: &str,
    text: &str,
    parameters: &[ParameterFile],
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Loaded, InputError> {
    let name = TemplateName { input, name, display_path };
    load_in(name, text, parameters, &Surroundings::default(), wanted)
}

/// The same for a template whose `surroundings` the user states.
///
/// # Errors
/// As [`load`].
pub(crate) fn load_in(
    name: TemplateName<'_>,
    text: &str,
    parameters: &[ParameterFile],
    surroundings: &Surroundings,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Loaded, InputError> {
    let root = json::parse(text).map_err(|error| error.into_input_error(name.name, text))?;
    if !matches!(root.kind, JsonKind::Object(_)) {
        return Err(InputError::new(name.name, "it is no object", "name a deployment template"));
    }
    let files = parameters.iter().map(parameter_file::read).collect::<Result<Vec<_>, _>>()?;
    let mut engine = Engine::new(surroundings.clone());
    let mut main = main_deployment(&root, surroundings);
    for (file, values) in parameters.iter().zip(&files) {
        for parameter in parameter_file::give(&mut main, file, values)? {
            engine.note(format!("The parameter '{parameter}' of '{}' is not declared by the template.", file.name));
        }
    }
    engine.deployments.push(main);
    let mut emitted = Emitted::default();
    let evaluated = engine.expand(0).and_then(|()| engine.emit(0, name.input, wanted, &mut emitted));
    let secrets = evaluated.and_then(|()| engine.secrets()).map_err(|fault| refused(name.name, fault))?;
    let notes = engine.take_notes();
    drop(engine);
    Ok(Loaded {
        after: emitted.declared,
        before: None,
        changes: Vec::new(),
        not_understood: emitted.not_wanted,
        notes,
        secrets,
        source_map: Box::new(locate::TemplateMap::new(name.display_path, text, root)),
    })
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
