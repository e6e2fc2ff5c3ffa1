//! Parameter files as `az deployment` takes them: values and key vault references by name, checked against the
//! declarations. Error messages name parameters and types, never values.

use super::deployment::{Deployment, Given};
use super::json::{Json, JsonKind, parse};
use crate::input::InputError;
use std::collections::BTreeMap;

/// A parameter file the user named.
#[derive(Debug, Clone)]
pub(crate) struct ParameterFile {
    /// As the user named it.
    pub(crate) name: String,
    /// Its contents.
    pub(crate) text: String,
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
                check(parameter.name(), &deployment.type_of(parameter), parameter.declaration(), value)
                    .map_err(|problem| InputError::new(&file.name, problem, "correct the value"))?;
                Given::Literal(value)
            }
            None => Given::Elsewhere,
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

fn check(name: &str, folded_type: &str, declaration: &Json, value: &Json) -> Result<(), String> {
    let fits = match (folded_type, &value.kind) {
        (_, JsonKind::Null) => return Ok(()),
        ("string" | "securestring", kind) => matches!(kind, JsonKind::Text(_)),
        ("int", JsonKind::Number(number)) => number.is_i64(),
        ("int", _) => false,
        ("bool", kind) => matches!(kind, JsonKind::Bool(_)),
        ("array", kind) => matches!(kind, JsonKind::List(_)),
        ("object" | "secureobject", kind) => matches!(kind, JsonKind::Object(_)),
        _ => true,
    };
    if !fits {
        return Err(format!("the value of the parameter '{name}' is not of type '{folded_type}'"));
    }
    let Some(allowed) = declaration.get("allowedValues").map(Json::elements) else { return Ok(()) };
    let same = |allowed: &Json| {
        super::functions::compare::equal(&super::functions::literal(allowed), &super::functions::literal(value))
    };
    // An array parameter may take any of the allowed values; letter case does not matter.
    let scalar = matches!(value.kind, JsonKind::Text(_) | JsonKind::Number(_) | JsonKind::Bool(_));
    let same_text = |allowed: &Json| {
        allowed.as_text().zip(value.as_text()).is_some_and(|(allowed, value)| allowed.eq_ignore_ascii_case(value))
    };
    if scalar && !allowed.iter().any(|allowed| same_text(allowed) || same(allowed) == Some(true)) {
        return Err(format!("the value of the parameter '{name}' is not among its allowed values"));
    }
    Ok(())
}
