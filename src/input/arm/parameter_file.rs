//! Parameter files as `az deployment` takes them: values and key vault references by name, checked against the
//! declarations. Error messages name parameters and types, never values.

use super::deployment::{Deployment, Given};
use super::json::{Json, JsonKind, parse};
use super::parameter_check::check;
use crate::input::InputError;
use crate::input::position::Lines;
use std::collections::BTreeMap;

/// A parameter file the user named.
#[derive(Debug, Clone)]
pub(crate) struct ParameterFile {
    /// As the user named it.
    pub(crate) name: String,
    /// Its contents.
    pub(crate) text: String,
}

impl ParameterFile {
    /// `problem` with line and column of the value, where there is a file in which to look.
    fn placed(&self, value: &Json, problem: String) -> String {
        if self.name.starts_with(ARGUMENT) {
            return problem;
        }
        let (line, column) = Lines::new(&self.text).line_and_column(&self.text, value.span.start);
        format!("line {line}, column {column}: {problem}")
    }
}

/// How sources begin that are arguments themselves.
pub(in crate::input) const ARGUMENT: &str = "--parameters ";

/// Parameters as the command line gives them.
#[derive(Debug, Clone)]
pub(crate) enum ParameterSource {
    /// A file of them.
    File(ParameterFile),
    /// `name=text`, or the text of a file for `name=@file`. What the text means depends on the declared type.
    Value {
        /// Name of the parameter.
        name: String,
        /// A string as it is, anything else as JSON.
        text: String,
    },
}

impl ParameterSource {
    /// The source as a file of parameters for `template`.
    ///
    /// # Errors
    /// When the text is not JSON where it has to be.
    pub(super) fn as_file(&self, template: &Json) -> Result<ParameterFile, InputError> {
        let (name, text) = match self {
            Self::File(file) => return Ok(file.clone()),
            Self::Value { name, text } => (name, text),
        };
        let shown = format!("{ARGUMENT}{name}=…");
        let scope = super::surroundings::Surroundings::default().scope(super::surroundings::Level::ResourceGroup);
        let env = super::engine::Env::of(0);
        let declared = Deployment::new(template, String::new(), scope, super::expression::Value::Null, env);
        let parameter = declared.parameters.get(&name.to_lowercase());
        let is_text = parameter.is_none_or(|it| matches!(&*declared.type_of(it), "string" | "securestring" | ""));
        let value = if is_text {
            serde_json::Value::from(text.as_str()).to_string()
        } else if parse(text).is_ok() {
            text.clone()
        } else {
            let problem = format!("the value of the parameter '{name}' is not JSON, which its type needs");
            return Err(InputError::new(&shown, problem, "write the value as JSON, or name a file with '@file'"));
        };
        let name = serde_json::Value::from(name.as_str());
        Ok(ParameterFile { name: shown, text: format!("{{\"parameters\": {{{name}: {{\"value\": {value}\n}}}}}}") })
    }
}

/// Reads a parameter file: the object of its values by parameter name.
///
/// # Errors
/// When it is no JSON object.
pub(super) fn read(file: &ParameterFile) -> Result<Json, InputError> {
    let json = parse(&file.text).map_err(|error| error.into_input_error(&file.name, &file.text))?;
    match json.kind {
        JsonKind::Object(_) => Ok(json),
        _ => Err(InputError::new(
            &file.name,
            "it is no object of parameters",
            "name a file with a 'parameters' member, as 'az deployment group create --parameters' takes it",
        )),
    }
}

/// Gives the values of a parameter file to the main deployment. The result names what the template does not declare.
///
/// # Errors
/// When a value cannot be one of its parameter: of another type, or not among the allowed ones.
pub(super) fn give<'d>(
    deployment: &mut Deployment<'d>,
    file: &ParameterFile,
    json: &'d Json,
) -> Result<Vec<String>, InputError> {
    let values = json.get("parameters").unwrap_or(json);
    let mut undeclared = Vec::new();
    for member in values.members().iter().filter(|member| !matches!(&*member.key, "$schema" | "contentVersion")) {
        let key = member.key.to_lowercase();
        let Some(parameter) = deployment.parameters.get(&key) else {
            undeclared.push(member.key.to_string());
            continue;
        };
        let given = match member.value.get("value") {
            Some(value) => {
                check(deployment.template, parameter, value)
                    .map_err(|problem| InputError::new(&file.name, file.placed(value, problem), "correct the value"))?;
                Given::Literal(value)
            }
            None if member.value.get("reference").is_some() => Given::Elsewhere,
            // An expression over external inputs, as `bicep build-params` may write it.
            None => Given::PerhapsLinked,
        };
        if let Some(parameter) = deployment.parameters.get_mut(&key) {
            parameter.given = given;
        }
    }
    Ok(undeclared)
}

/// Parameters that another input passes without showing their values.
#[derive(Debug, Clone, Default)]
pub(crate) struct Withheld {
    /// By name; true where the value is sensitive.
    pub(crate) named: BTreeMap<String, bool>,
    /// Whether any other parameter may be passed as well, and whether such values are sensitive.
    pub(crate) others: Option<bool>,
}

/// Makes parameters unknown that are passed without a value: their defaults do not count.
pub(super) fn withhold(deployment: &mut Deployment<'_>, withheld: &Withheld) {
    for (name, sensitive) in &withheld.named {
        if let Some(parameter) = deployment.parameters.get_mut(&name.to_lowercase()) {
            parameter.given = Given::Withheld { sensitive: *sensitive };
        }
    }
    let Some(sensitive) = withheld.others else { return };
    for parameter in deployment.parameters.values_mut() {
        if matches!(parameter.given, Given::Nothing) {
            parameter.given = Given::Withheld { sensitive };
        }
    }
}
