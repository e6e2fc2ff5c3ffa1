//! The state of one run over one template: deployments, resources, what is evaluated already, what it cost.
//!
//! Its evaluating half lives in [`super::expression`], its expanding half in [`super::expand`]. It reads no text and
//! makes no report.

use super::deployment::Deployment;
use super::documents::Documents;
use super::expression::{Expression, Opaque, Value, expression_in, literal_in, parse, source_text};
use super::fault::Fault;
use super::functions::{self, Function};
use super::instance::Instance;
use super::json::{Json, JsonKind};
use super::limits::{Budget, MAX_NOTES};
use super::surroundings::Surroundings;
use crate::model::Reason;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

/// Everything known while one template is evaluated. `'d` is the lifetime of the documents.
pub(super) struct Engine<'d> {
    /// The main deployment first, nested ones behind it.
    pub(super) deployments: Vec<Deployment<'d>>,
    /// All resources of all deployments, in the order in which they were found.
    pub(super) instances: Vec<Instance<'d>>,
    /// Instances by folded id.
    pub(super) by_id: BTreeMap<String, usize>,
    /// What the user says about where the template is deployed.
    pub(super) surroundings: Surroundings,
    pub(super) functions: BTreeMap<String, &'static Function>,
    pub(super) budget: Budget,
    notes: BTreeSet<String>,
    faults: BTreeSet<String>,
    /// Whether faults are of no interest, since what is evaluated is not deployed.
    pub(super) quiet: bool,
    /// Linked templates that were read.
    pub(super) documents: &'d Documents,
    /// Whether the address of a linked template is being evaluated.
    pub(super) linking: bool,
    /// Parsed expressions by text; never iterated.
    parsed: HashMap<Rc<str>, Rc<Expression>>,
}

/// Where an expression stands: the deployment that evaluates it, and what surrounds it there.
#[derive(Debug, Clone)]
pub(super) struct Env {
    /// Index of the deployment whose parameters and variables are meant.
    pub(super) deployment: usize,
    locals: Option<Rc<Local>>,
}

#[derive(Debug)]
struct Local {
    outer: Option<Rc<Self>>,
    binding: Binding,
}

/// Something that only part of a template sees.
#[derive(Debug)]
pub(super) enum Binding {
    /// The iteration of a `copy`; `of_resource` when it is a resource's.
    Loop { name: Rc<str>, index: Value, of_resource: bool },
    /// A variable of a lambda.
    Lambda { name: Rc<str>, value: Value },
    /// The arguments of a user-defined function.
    Arguments(BTreeMap<String, Value>),
}

impl Env {
    /// The outermost place of a deployment.
    pub(super) fn of(deployment: usize) -> Self {
        Self { deployment, locals: None }
    }

    /// The same place with one more binding.
    pub(super) fn with(&self, binding: Binding) -> Self {
        Self { deployment: self.deployment, locals: Some(Rc::new(Local { outer: self.locals.clone(), binding })) }
    }

    /// Bindings from the innermost outwards.
    pub(super) fn bindings(&self) -> impl Iterator<Item = &Binding> {
        std::iter::successors(self.locals.as_deref(), |local| local.outer.as_deref()).map(|local| &local.binding)
    }
}

impl<'d> Engine<'d> {
    /// An engine without deployments.
    pub(super) fn new(surroundings: Surroundings, documents: &'d Documents) -> Self {
        Self {
            deployments: Vec::new(),
            instances: Vec::new(),
            by_id: BTreeMap::new(),
            surroundings,
            functions: functions::index(),
            budget: Budget::default(),
            notes: BTreeSet::new(),
            faults: BTreeSet::new(),
            quiet: false,
            documents,
            linking: false,
            parsed: HashMap::new(),
        }
    }

    /// Records a sentence for the report.
    pub(super) fn note(&mut self, note: String) {
        self.notes.insert(note);
    }

    /// The sentences for the report, each once, in order of their text.
    pub(super) fn take_notes(&mut self) -> Vec<String> {
        let mut notes: Vec<String> = std::mem::take(&mut self.notes).into_iter().collect();
        let faults = std::mem::take(&mut self.faults);
        let left_out = faults.len().saturating_sub(MAX_NOTES);
        notes.extend(faults.into_iter().take(MAX_NOTES));
        if left_out > 0 {
            notes.push(format!("{left_out} more expressions could not be evaluated."));
        }
        notes
    }

    /// The value of JSON in a template, its expressions evaluated. What fails becomes unknown, with a note.
    ///
    /// # Errors
    /// Only [`Fault::Limit`].
    pub(super) fn resolve(&mut self, json: &'d Json, env: &Env) -> Result<Value, Fault> {
        self.budget.enter()?;
        let resolved = self.resolve_kind(json, env);
        self.budget.leave();
        self.budget.admit(resolved?)
    }

    fn resolve_kind(&mut self, json: &'d Json, env: &Env) -> Result<Value, Fault> {
        match &json.kind {
            JsonKind::Null => Ok(Value::Null),
            JsonKind::Bool(value) => Ok(Value::Bool(*value)),
            JsonKind::Number(number) => Ok(Value::Number(number.clone())),
            JsonKind::Text(text) => self.resolve_text(text, env),
            JsonKind::List(elements) => {
                let items = elements.iter().map(|element| self.resolve(element, env)).collect::<Result<_, _>>()?;
                Ok(Value::list(items))
            }
            JsonKind::Object(members) => self.resolve_object(members, env),
        }
    }

    /// The value of a string in a template, which may be an expression. What fails becomes unknown, with a note.
    ///
    /// # Errors
    /// Only [`Fault::Limit`].
    pub(super) fn resolve_text(&mut self, text: &Rc<str>, env: &Env) -> Result<Value, Fault> {
        let Some(source) = expression_in(text) else {
            let literal = literal_in(text);
            return Ok(if literal.len() == text.len() { Value::Text(Rc::clone(text)) } else { Value::text(literal) });
        };
        match self.evaluate_source(source, env) {
            Err(Fault::Template(problem)) => Ok(self.failed(source, &problem)),
            result => result,
        }
    }

    /// The value of the text between the brackets of an expression.
    ///
    /// # Errors
    /// When it is no expression, or the deployment would fail to evaluate it.
    pub(super) fn evaluate_source(&mut self, source: &str, env: &Env) -> Result<Value, Fault> {
        let parsed = match self.parsed.get(source) {
            Some(parsed) => Rc::clone(parsed),
            None => {
                let parsed = Rc::new(parse(source)?);
                self.parsed.insert(source.into(), Rc::clone(&parsed));
                parsed
            }
        };
        self.evaluate(&parsed, env)
    }

    /// The unknown value of an expression that fails, noted once.
    fn failed(&mut self, source: &str, problem: &str) -> Value {
        let value = Value::unknown(Opaque::hole(source, None, Reason::NotEvaluated));
        if !self.quiet {
            let shown = source_text(&value);
            self.faults.insert(format!("The expression '[{shown}]' cannot be evaluated: {problem}."));
        }
        value
    }
}
