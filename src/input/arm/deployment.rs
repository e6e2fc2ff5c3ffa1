//! One deployment: what its template declares, indexed. Nothing is evaluated here.

use super::engine::Env;
use super::expression::Value;
use super::json::Json;
use super::surroundings::Scope;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How many `$ref` may follow each other.
const MAX_REFERENCES: usize = 8;

/// A deployment and what is known of it so far.
pub(super) struct Deployment<'d> {
    pub(super) template: &'d Json,
    /// JSON pointer of the template.
    pub(super) pointer: String,
    /// Folder of the template's file relative to the main template's; links are relative to it.
    pub(super) folder: String,
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
    /// Resources by folded name; `None` where several have it.
    pub(super) named: BTreeMap<String, Option<usize>>,
    /// Its resources in order.
    pub(super) instances: Vec<usize>,
    /// Outputs that are being evaluated, by folded name.
    pub(super) busy_outputs: BTreeSet<String>,
}

/// A declared parameter.
pub(super) struct Parameter<'d> {
    pub(super) name: Rc<str>,
    pub(super) declaration: &'d Json,
    pub(super) given: Given<'d>,
    pub(super) state: State,
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
    /// Perhaps from a linked file of parameters, which is not read.
    PerhapsLinked,
    /// From another input, which does not know it yet or must not show it.
    Withheld { sensitive: bool },
}

/// A declared variable.
pub(super) struct Variable<'d> {
    pub(super) written: Written<'d>,
    pub(super) state: State,
}

pub(super) enum Written<'d> {
    Value(&'d Json),
    Copy(&'d Json),
}

pub(super) enum State {
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
            folder: String::new(),
            indexes: Vec::new(),
            scope,
            name,
            env,
            certain: true,
            parameters: parameters.collect(),
            variables: BTreeMap::new(),
            functions: BTreeMap::new(),
            symbols: BTreeMap::new(),
            named: BTreeMap::new(),
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

    /// The folded `type` of a parameter; empty when there is none.
    pub(super) fn type_of(&self, parameter: &Parameter<'d>) -> String {
        let declared = dereference(self.template, parameter.declaration).get("type").and_then(Json::as_text);
        declared.unwrap_or_default().to_ascii_lowercase()
    }

    pub(super) fn is_nullable(&self, parameter: &Parameter<'d>) -> bool {
        let says = |declaration: &Json| declaration.get("nullable").is_some_and(Json::is_true);
        says(parameter.declaration) || says(dereference(self.template, parameter.declaration))
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

/// A declaration with its `$ref`s into the `definitions` of `template` followed.
pub(super) fn dereference<'j>(template: &'j Json, declaration: &'j Json) -> &'j Json {
    let mut current = declaration;
    for _ in 0..MAX_REFERENCES {
        let name = current.get("$ref").and_then(Json::as_text).and_then(|it| it.strip_prefix("#/definitions/"));
        let next = name.and_then(|name| {
            let name = name.replace("~1", "/").replace("~0", "~");
            template.get("definitions")?.get(&name)
        });
        match next {
            Some(next) => current = next,
            None => break,
        }
    }
    current
}

/// Whether a parameter type is secure.
pub(super) fn is_secure(folded_type: &str) -> bool {
    folded_type.starts_with("secure")
}
