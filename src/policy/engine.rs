//! The Rego engine: what is loaded into it, what one call may take, and how a policy is asked. What the answers mean is
//! `judge.rs`'s.

use super::builtins;
use super::bundle::{Data, File, Origin};
use super::catalogue::{Catalogue, ENTRY_POINTS, Policy};
use super::dialect::as_opa;
use super::error::PolicyError;
use super::watch::Evaluated;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// What a policy may take before it is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Time for one policy on one model. Embedded policies are linear and take milliseconds.
    pub time: Duration,
    /// Members of one entry point.
    pub answers: usize,
    /// Bytes of one message.
    pub message: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(60), answers: 10_000_000, message: 1 << 16 }
    }
}

/// An engine with libraries and data, without any rule.
pub(super) fn engine(libraries: &[File], data: &[Data], limits: Limits) -> Result<regorus::Engine, PolicyError> {
    let mut engine = regorus::Engine::new();
    // A builtin that fails is an error, not an undefined value that lets a rule pass.
    engine.set_strict_builtin_errors(true);
    engine.set_gather_prints(true);
    engine.set_execution_timer_config(regorus::utils::limits::ExecutionTimerConfig {
        limit: limits.time,
        check_interval: NonZeroU32::new(1_000).unwrap_or(NonZeroU32::MIN),
    });
    builtins::register(&mut engine, builtins::OWN).map_err(|error| PolicyError::loading("(functions)", error))?;
    for file in libraries {
        add_file(&mut engine, file)?;
    }
    for data in data {
        add_data(&mut engine, data)?;
    }
    Ok(engine)
}

/// Adds a file; users' as OPA understands it.
///
/// # Errors
/// When the engine does not take it.
pub(super) fn add_file(engine: &mut regorus::Engine, file: &File) -> Result<(), PolicyError> {
    add_text(engine, &file.name, &file.text, file.origin)
}

fn add_text(engine: &mut regorus::Engine, file: &str, text: &str, origin: Origin) -> Result<(), PolicyError> {
    match origin {
        Origin::Embedded => add(engine, file, text),
        Origin::User => add(engine, file, &as_opa(file, text)?),
    }
}

fn add(engine: &mut regorus::Engine, file: &str, text: &str) -> Result<(), PolicyError> {
    engine.add_policy(file.to_owned(), text.to_owned()).map(|_| ()).map_err(|error| {
        PolicyError::loading(file, error.to_string()).of_engine(|named| (named == file).then(|| text.to_owned()))
    })
}

fn add_data(engine: &mut regorus::Engine, data: &Data) -> Result<(), PolicyError> {
    let wrong = |error: String| PolicyError::loading(&data.name, format!("the data cannot be used: {error}"));
    let value = regorus::Value::from_json_str(&data.text).map_err(|error| wrong(error.to_string()))?;
    let nested = data.path.iter().rev().fold(value, |value, name| {
        regorus::Value::from(BTreeMap::from([(regorus::Value::from(name.as_str()), value)]))
    });
    engine.add_data(nested).map_err(|error| wrong(error.to_string()))
}

/// A rule that is added to each policy: what all of its entry points say, by one evaluation.
const ANSWERS: &str = "vnetguard_answers";

/// An engine with the policies that were needed so far, parsed and analysed once however many documents they judge.
#[derive(Debug)]
pub(super) struct Loaded {
    engine: regorus::Engine,
    policies: BTreeSet<String>,
}

impl Loaded {
    /// Libraries and data of a catalogue, without any rule.
    pub(super) fn new(catalogue: &Catalogue, limits: Limits) -> Result<Self, PolicyError> {
        let engine = engine(&catalogue.libraries, &catalogue.data, limits)?;
        Ok(Self { engine, policies: BTreeSet::new() })
    }

    /// Adds a policy that is not there yet.
    pub(super) fn add(&mut self, policy: &Policy) -> Result<(), PolicyError> {
        if self.policies.insert(policy.path.clone()) {
            add_text(&mut self.engine, &policy.file, &policy.text, policy.origin)?;
            let package = policy.path.strip_prefix("data.").unwrap_or(&policy.path);
            let answers = format!("package {package}\n\n{ANSWERS} := [{}]\n", ENTRY_POINTS.join(", "));
            add(&mut self.engine, &format!("(answers of {})", policy.file), &answers)?;
        }
        Ok(())
    }

    /// The document that is judged.
    pub(super) fn set_input(&mut self, input: regorus::Value) {
        self.engine.set_input(input);
    }

    /// The values of a policy's entry points.
    ///
    /// # Errors
    /// When the policy fails, takes too long, panics, or leaves an entry point undefined.
    pub(super) fn ask(&mut self, catalogue: &Catalogue, policy: &Policy) -> Result<[regorus::Value; 3], PolicyError> {
        let value = self.eval(catalogue, policy, ANSWERS)?;
        let values = value.as_array().ok().map(|array| array.as_slice().to_vec());
        if let Some(values) = values.and_then(|values| <[regorus::Value; 3]>::try_from(values).ok()) {
            return Ok(values);
        }
        Err(self.undefined(catalogue, policy))
    }

    /// Which entry point has no value: asked one by one, which only the way to an error takes.
    fn undefined(&mut self, catalogue: &Catalogue, policy: &Policy) -> PolicyError {
        for entry_point in ENTRY_POINTS {
            match self.eval(catalogue, policy, entry_point) {
                Ok(regorus::Value::Undefined) => {
                    let problem = format!("'{entry_point}': the entry point is undefined");
                    return PolicyError::evaluating(&policy.file, problem);
                }
                Ok(_) => {}
                Err(error) => return error,
            }
        }
        PolicyError::evaluating(&policy.file, "the entry points have no values together")
    }

    /// Evaluates one rule. The engine is left unusable by a panic, and must not be asked again then.
    fn eval(&mut self, catalogue: &Catalogue, policy: &Policy, rule: &str) -> Result<regorus::Value, PolicyError> {
        let path = format!("{}.{rule}", policy.path);
        let evaluated = Evaluated::begin(&policy.file);
        let outcome = catch_unwind(AssertUnwindSafe(|| self.engine.eval_rule(path)));
        drop(evaluated);
        // Nobody reads what a policy prints while it judges, and it may be a secret.
        let _ = self.engine.take_prints();
        match outcome {
            Ok(outcome) => outcome.map_err(|error| failed(catalogue, policy, error.to_string())),
            Err(_) => Err(PolicyError::evaluating(&policy.file, "the engine panicked")
                .with_help("this is a bug in the engine that a function call in the policy meets")),
        }
    }
}

fn failed(catalogue: &Catalogue, policy: &Policy, error: String) -> PolicyError {
    let text_of = |named: &str| {
        let library = catalogue.libraries.iter().find(|file| file.name == named).map(|file| file.text.clone());
        if named == policy.file { Some(policy.text.clone()) } else { library }
    };
    let is_late = error.contains("exceeded time limit");
    let error = PolicyError::evaluating(&policy.file, error).of_engine(text_of);
    if is_late {
        error.with_help("make the policy linear in the number of entities: no entity with every other")
    } else {
        error
    }
}
