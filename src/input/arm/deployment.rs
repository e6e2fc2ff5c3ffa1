//! One deployment: what its template declares, indexed, and its parameters, variables and outputs evaluated on demand.

use super::copy::is_copy_object;
use super::engine::{Binding, Engine, Env};
use super::expression::{Opaque, Value};
use super::fault::Fault;
use super::functions::literal;
use super::json::Json;
use super::surroundings::Scope;
use crate::model::Reason;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How many `$ref` may follow each other.
const MAX_REFERENCES: usize = 8;

/// A deployment and what is known of it so far.
pub(super) struct Deployment<'d> {
    pub(super) template: &'d Json,
    /// JSON pointer of the template.
    pub(super) pointer: String,
    /// Copy indexes of the loops around it, as resource handles show them.
    pub(super) indexes: Vec<String>,
    pub(super) scope: Scope,
    pub(super) name: Value,
    /// Where its expressions are evaluated: in itself, or (outer scope) where the deployment resource stands.
    pub(super) env: Env,
    /// Whether it is certainly deployed.
    pub(super) certain: bool,
    /// By folded name.
    pub(super) parameters: BTreeMap<String, Parameter<'d>>,
    /// By folded name.
    pub(super) variables: BTreeMap<String, Variable<'d>>,
    /// User-defined functions by folded `namespace.name`.
    pub(super) functions: BTreeMap<String, &'d Json>,
    /// Resources by folded symbolic name; those of a loop as `name[index]`.
    pub(super) symbols: BTreeMap<String, usize>,
    /// Its resources in order.
    pub(super) instances: Vec<usize>,
    /// Outputs that are being evaluated, by folded name.
    busy_outputs: BTreeSet<String>,
}

/// A declared parameter.
pub(super) struct Parameter<'d> {
    name: Rc<str>,
    declaration: &'d Json,
    pub(super) given: Given<'d>,
    state: State,
}

/// Where the value of a parameter comes from.
pub(super) enum Given<'d> {
    /// From nowhere: the default counts.
    Nothing,
    /// From a parameter file; not evaluated.
    Literal(&'d Json),
    /// From a deployment resource: `{value: …}`, `{reference: …}` or an expression, evaluated there.
    Passed(&'d Json, Env),
    /// All parameters of the deployment are one expression, evaluated there.
    PassedTogether(&'d Json, Env),
    /// From a key vault, or another place that is not read.
    Elsewhere,
}

/// A declared variable.
pub(super) struct Variable<'d> {
    written: Written<'d>,
    state: State,
}

enum Written<'d> {
    Value(&'d Json),
    Copy(&'d Json),
}

enum State {
    Waiting,
    Busy,
    Done(Value),
}

impl<'d> Deployment<'d> {
    /// Indexes a template. Nothing is evaluated.
    pub(super) fn new(template: &'d Json, pointer: String, scope: Scope, name: Value, env: Env) -> Self {
        let members = |section: &str| template.get(section).map(Json::members).unwrap_or_default();
        let parameters = members("parameters").iter().map(|member| {
            let (name, declaration) = (Rc::clone(&member.key), &member.value);
            let parameter = Parameter { name, declaration, given: Given::Nothing, state: State::Waiting };
            (member.key.to_lowercase(), parameter)
        });
        let mut deployment = Self {
            template,
            pointer,
            indexes: Vec::new(),
            scope,
            name,
            env,
            certain: true,
            parameters: parameters.collect(),
            variables: BTreeMap::new(),
            functions: BTreeMap::new(),
            symbols: BTreeMap::new(),
            instances: Vec::new(),
            busy_outputs: BTreeSet::new(),
        };
        for member in members("variables") {
            if member.key.eq_ignore_ascii_case("copy") {
                for copy in member.value.elements() {
                    let name = copy.get("name").and_then(Json::as_text).unwrap_or_default();
                    deployment.variables.insert(name.to_lowercase(), Variable::waiting(Written::Copy(copy)));
                }
            } else {
                let variable = Variable::waiting(Written::Value(&member.value));
                deployment.variables.insert(member.key.to_lowercase(), variable);
            }
        }
        for namespace in template.get("functions").map(Json::elements).unwrap_or_default() {
            let prefix = namespace.get("namespace").and_then(Json::as_text).unwrap_or_default();
            for function in namespace.get("members").map(Json::members).unwrap_or_default() {
                let name = format!("{prefix}.{}", function.key).to_lowercase();
                deployment.functions.insert(name, &function.value);
            }
        }
        deployment
    }

    /// Whether the template is written in language version 2, in which nested templates evaluate their own
    /// expressions by default.
    pub(super) fn is_version_2(&self) -> bool {
        let version = self.template.get("languageVersion").and_then(Json::as_text).unwrap_or_default();
        version.starts_with('2') || self.template.get("resources").is_some_and(|it| !it.members().is_empty())
    }

    /// A declaration with its `$ref`s into `definitions` followed.
    fn dereferenced(&self, declaration: &'d Json) -> &'d Json {
        let mut current = declaration;
        for _ in 0..MAX_REFERENCES {
            let name = current.get("$ref").and_then(Json::as_text).and_then(|it| it.strip_prefix("#/definitions/"));
            let next = name.and_then(|name| {
                let name = name.replace("~1", "/").replace("~0", "~");
                self.template.get("definitions")?.get(&name)
            });
            match next {
                Some(next) => current = next,
                None => break,
            }
        }
        current
    }

    /// The folded `type` of a parameter; empty when there is none.
    pub(super) fn type_of(&self, parameter: &Parameter<'d>) -> String {
        let declared = self.dereferenced(parameter.declaration).get("type").and_then(Json::as_text);
        declared.unwrap_or_default().to_ascii_lowercase()
    }

    fn is_nullable(&self, parameter: &Parameter<'d>) -> bool {
        let says = |declaration: &Json| declaration.get("nullable").is_some_and(Json::is_true);
        says(parameter.declaration) || says(self.dereferenced(parameter.declaration))
    }
}

impl<'d> Parameter<'d> {
    /// As declared.
    pub(super) fn declaration(&self) -> &'d Json {
        self.declaration
    }

    /// Its name as declared.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

impl<'d> Variable<'d> {
    fn waiting(written: Written<'d>) -> Self {
        Self { written, state: State::Waiting }
    }
}

/// Whether a parameter type is secure.
pub(super) fn is_secure(folded_type: &str) -> bool {
    folded_type.starts_with("secure")
}

impl<'d> Engine<'d> {
    /// `variables('name')`.
    ///
    /// # Errors
    /// When there is none, or it refers to itself.
    pub(super) fn variable(&mut self, name: &str, env: &Env) -> Result<Value, Fault> {
        let missing = || Fault::template(format!("there is no variable '{name}'"));
        let key = name.to_lowercase();
        let deployment = self.deployments.get_mut(env.deployment).ok_or_else(missing)?;
        let variable = deployment.variables.get_mut(&key).ok_or_else(missing)?;
        match &variable.state {
            State::Done(value) => return Ok(value.clone()),
            State::Busy => return Err(Fault::template(format!("the variable '{name}' refers to itself"))),
            State::Waiting => variable.state = State::Busy,
        }
        let here = Env::of(env.deployment);
        let value = match variable.written {
            Written::Value(json) => self.resolve(json, &here),
            Written::Copy(copy) => self.unroll(copy, name, &here),
        }?;
        let deployment = self.deployments.get_mut(env.deployment).ok_or_else(missing)?;
        if let Some(variable) = deployment.variables.get_mut(&key) {
            variable.state = State::Done(value.clone());
        }
        Ok(value)
    }

    /// `parameters('name')`: an argument of the function around the expression, or a parameter of the deployment.
    ///
    /// # Errors
    /// When there is none, or it refers to itself.
    pub(super) fn parameter(&mut self, name: &str, env: &Env) -> Result<Value, Fault> {
        let missing = || Fault::template(format!("there is no parameter '{name}'"));
        let key = name.to_lowercase();
        for binding in env.bindings() {
            if let Binding::Arguments(arguments) = binding {
                return arguments.get(&key).cloned().ok_or_else(missing);
            }
        }
        let deployment = self.deployments.get_mut(env.deployment).ok_or_else(missing)?;
        let parameter = deployment.parameters.get_mut(&key).ok_or_else(missing)?;
        match &parameter.state {
            State::Done(value) => return Ok(value.clone()),
            State::Busy => return Err(Fault::template(format!("the parameter '{name}' refers to itself"))),
            State::Waiting => parameter.state = State::Busy,
        }
        let value = self.parameter_value(env.deployment, &key)?;
        let deployment = self.deployments.get_mut(env.deployment).ok_or_else(missing)?;
        if let Some(parameter) = deployment.parameters.get_mut(&key) {
            parameter.state = State::Done(value.clone());
        }
        Ok(value)
    }

    /// What a parameter is worth to expressions: a secure one is unknown to them, whatever its value.
    fn parameter_value(&mut self, index: usize, key: &str) -> Result<Value, Fault> {
        let found = self.raw_parameter_value(index, key)?;
        let Some(deployment) = self.deployments.get(index) else { return Ok(Value::Null) };
        let Some(parameter) = deployment.parameters.get(key) else { return Ok(Value::Null) };
        let kind = deployment.type_of(parameter);
        let text = format!("parameters('{}')", parameter.name);
        // A parameter of a nested deployment that nobody gave a value is another one than its namesake outside.
        let canonical = match index {
            0 => text.clone(),
            _ => format!("{text}@{}{}", deployment.pointer, super::instance::suffix(&deployment.indexes)),
        };
        let own = |reason| {
            let opaque = Opaque::hole(&text, Some(&canonical), reason);
            let secret = Opaque { sensitive: is_secure(&kind), ..opaque };
            if matches!(&*kind, "string" | "securestring") { secret.into_text() } else { secret }
        };
        Ok(match found {
            Some(Value::Unknown(opaque)) if is_secure(&kind) => Value::unknown(own(opaque.reason)),
            Some(_) if is_secure(&kind) => Value::unknown(own(Reason::NotEvaluated)),
            // What is evaluated once has one value, even a new GUID.
            Some(Value::Unknown(opaque)) if opaque.pieces.is_none() => {
                let named = own(opaque.reason);
                let sensitive = opaque.sensitive || named.sensitive;
                Value::unknown(Opaque { text: Rc::clone(&opaque.text), sensitive, ..named })
            }
            Some(Value::Unknown(opaque)) if kind == "string" && !opaque.is_text && opaque.referent.is_none() => {
                Value::unknown(Opaque::clone(&opaque).into_text())
            }
            Some(value) => value,
            None => Value::unknown(own(Reason::ParameterWithoutValue)),
        })
    }

    /// The value given or the default; `None` without either.
    pub(super) fn raw_parameter_value(&mut self, index: usize, key: &str) -> Result<Option<Value>, Fault> {
        let Some(deployment) = self.deployments.get(index) else { return Ok(None) };
        let Some(parameter) = deployment.parameters.get(key) else { return Ok(None) };
        let default = parameter.declaration.get("defaultValue");
        let nullable = deployment.is_nullable(parameter);
        let elsewhere = || {
            let opaque = Opaque::hole(&format!("keyVaultReference('{}')", parameter.name), None, Reason::NotEvaluated);
            Value::unknown(Opaque { sensitive: true, ..opaque })
        };
        let given = match &parameter.given {
            Given::Nothing => None,
            Given::Elsewhere => Some(elsewhere()),
            Given::Literal(json) => Some(literal(json)),
            Given::Passed(json, env) => {
                let (json, env) = (*json, env.clone());
                if json.get("reference").is_some() { Some(elsewhere()) } else { Some(self.passed(json, &env)?) }
            }
            Given::PassedTogether(json, env) => {
                let (json, env) = (*json, env.clone());
                self.passed_together(json, key, &env)?
            }
        };
        match (given, default) {
            (Some(Value::Null), Some(default)) if !nullable => self.resolve(default, &Env::of(index)).map(Some),
            (Some(value), _) => Ok(Some(value)),
            (None, Some(default)) => self.resolve(default, &Env::of(index)).map(Some),
            (None, None) => Ok(nullable.then_some(Value::Null)),
        }
    }

    /// `{value: …}`, in which the value may be copied, or an expression that gives such an object.
    fn passed(&mut self, json: &'d Json, env: &Env) -> Result<Value, Fault> {
        if let Some(value) = json.get("value") {
            return self.resolve(value, env);
        }
        let resolved = self.resolve(json, env)?;
        self.value_of(&resolved)
    }

    fn value_of(&mut self, wrapped: &Value) -> Result<Value, Fault> {
        match self.access(wrapped, &Value::text("value")) {
            Err(Fault::Template(_)) => {
                Ok(Value::unknown(Opaque::call("reference", std::slice::from_ref(wrapped), false)))
            }
            result => result,
        }
    }

    fn passed_together(&mut self, json: &'d Json, key: &str, env: &Env) -> Result<Option<Value>, Fault> {
        let all = self.resolve(json, env)?;
        match &all {
            Value::Object(object) => match object.get(key).cloned() {
                Some(wrapped) => self.value_of(&wrapped).map(Some),
                None => Ok(None),
            },
            _ => Ok(Some(Value::unknown(Opaque::call("parameters", &[all, Value::text(key)], true)))),
        }
    }

    /// The output of a nested deployment; `None` when it has none of that name, or it is being evaluated already.
    pub(super) fn output(&mut self, index: usize, name: &str) -> Result<Option<Value>, Fault> {
        let Some(deployment) = self.deployments.get_mut(index) else { return Ok(None) };
        let Some(declared) = deployment.template.get("outputs").and_then(|outputs| outputs.get(name)) else {
            return Ok(None);
        };
        let kind = declared.get("type").and_then(Json::as_text).unwrap_or_default().to_ascii_lowercase();
        let key = name.to_lowercase();
        if is_secure(&kind) || declared.get("condition").is_some() || !deployment.busy_outputs.insert(key.clone()) {
            return Ok(None);
        }
        let env = deployment.env.clone();
        let value = match (declared.get("copy"), declared.get("value")) {
            (Some(copy), _) if is_copy_object(copy) => self.unroll(copy, name, &env).map(Some),
            (_, Some(value)) => self.resolve(value, &env).map(Some),
            _ => Ok(None),
        };
        if let Some(deployment) = self.deployments.get_mut(index) {
            deployment.busy_outputs.remove(&key);
        }
        value
    }
}
