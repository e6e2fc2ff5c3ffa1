//! The functions of the template language whose value depends on their arguments only.
//!
//! One place to add a function: a row in the table of its group. Functions that ask the deployment for something
//! (`parameters`, `resourceId`, `reference`, …) live with the engine. A function that cannot be evaluated exactly
//! answers [`Outcome::Unknown`], never a guess.

mod address;
mod collection;
pub(super) mod compare;
mod date;
mod digest;
mod encoding;
mod format;
mod json_text;
mod logic;
mod number;
mod object;
mod text;
mod uri;

use super::expression::{Joined, List, Object, Opaque, Piece, Value};
use super::fault::Fault;
use std::collections::BTreeMap;
use std::rc::Rc;

pub(super) use digest::name_based_guid;
pub(super) use json_text::literal;

/// What a function makes of its arguments.
pub(super) enum Outcome {
    /// A value, perhaps with unknown parts.
    Value(Value),
    /// A string that is known in parts.
    Pieces(Vec<Piece>),
    /// A string of which nothing is known.
    Text,
    /// It depends on something unknown, or cannot be evaluated exactly.
    Unknown,
}

/// The result of a function: a fault where the deployment would fail.
pub(super) type Answer = Result<Outcome, Fault>;

/// One row of the tables.
pub(super) struct Function {
    /// As documented; called in any letter case.
    pub(super) name: &'static str,
    least: usize,
    most: usize,
    /// Whether it copes with unknown parts; others are unknown when anything in their arguments is.
    partial: bool,
    /// Whether its cost grows with the square of its arguments.
    quadratic: bool,
    run: fn(&[Value]) -> Answer,
}

const ANY: usize = usize::MAX;

impl Function {
    /// A function of entirely known arguments.
    const fn known(name: &'static str, least: usize, most: usize, run: fn(&[Value]) -> Answer) -> Self {
        Self { name, least, most, partial: false, quadratic: false, run }
    }

    /// A function that gives an answer where some of its arguments are unknown.
    const fn partial(name: &'static str, least: usize, most: usize, run: fn(&[Value]) -> Answer) -> Self {
        Self { name, least, most, partial: true, quadratic: false, run }
    }

    /// The same row for a function that compares every element with every other.
    const fn quadratic(self) -> Self {
        Self { quadratic: true, ..self }
    }

    /// What a call costs, in steps.
    pub(super) fn cost(&self, arguments: &[Value]) -> u64 {
        let weight = arguments.iter().fold(0_u64, |sum, value| sum.saturating_add(value.weight()));
        if self.quadratic { weight.saturating_mul(weight) / 64 } else { weight / 8 }
    }

    /// Calls it.
    ///
    /// # Errors
    /// [`Fault::Template`] for arguments the deployment would refuse.
    pub(super) fn call(&self, arguments: &[Value]) -> Answer {
        if arguments.len() < self.least || arguments.len() > self.most {
            return Err(Fault::template(format!("'{}' does not take {} arguments", self.name, arguments.len())));
        }
        if !self.partial && !arguments.iter().all(Value::is_known) {
            return Ok(Outcome::Unknown);
        }
        (self.run)(arguments).map_err(|fault| match fault {
            Fault::Template(problem) => Fault::Template(format!("'{}': {problem}", self.name)),
            limit @ Fault::Limit(_) => limit,
        })
    }
}

/// All functions by folded name.
pub(super) fn index() -> BTreeMap<String, &'static Function> {
    [
        address::TABLE,
        collection::TABLE,
        compare::TABLE,
        date::TABLE,
        digest::TABLE,
        encoding::TABLE,
        format::TABLE,
        json_text::TABLE,
        logic::TABLE,
        number::TABLE,
        object::TABLE,
        text::TABLE,
        uri::TABLE,
    ]
    .into_iter()
    .flatten()
    .map(|function| (function.name.to_ascii_lowercase(), function))
    .collect()
}

impl From<Value> for Outcome {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

impl From<Joined> for Outcome {
    fn from(joined: Joined) -> Self {
        match joined {
            Joined::Known(text) => Self::Value(Value::text(text)),
            Joined::Pieces(pieces) => Self::Pieces(pieces),
            Joined::Opaque => Self::Text,
            Joined::NoText => Self::Unknown,
        }
    }
}

fn text(value: impl Into<Rc<str>>) -> Answer {
    Ok(Value::text(value).into())
}

fn truth(value: bool) -> Answer {
    Ok(Value::Bool(value).into())
}

fn integer(value: i64) -> Answer {
    Ok(Value::integer(value).into())
}

fn list(items: Vec<Value>) -> Answer {
    Ok(Value::list(items).into())
}

/// The argument at `at`; arity has been checked.
fn argument(arguments: &[Value], at: usize) -> Result<&Value, Fault> {
    arguments.get(at).ok_or_else(|| Fault::template("an argument is missing"))
}

fn wanted(what: &str, found: &Value) -> Fault {
    Fault::template(format!("expected {what}, found {}", found.kind()))
}

fn text_of(arguments: &[Value], at: usize) -> Result<&Rc<str>, Fault> {
    match argument(arguments, at)? {
        Value::Text(text) => Ok(text),
        other => Err(wanted("a string", other)),
    }
}

fn list_of(arguments: &[Value], at: usize) -> Result<&Rc<List>, Fault> {
    match argument(arguments, at)? {
        Value::List(list) => Ok(list),
        other => Err(wanted("an array", other)),
    }
}

fn object_of(arguments: &[Value], at: usize) -> Result<&Rc<Object>, Fault> {
    match argument(arguments, at)? {
        Value::Object(object) => Ok(object),
        other => Err(wanted("an object", other)),
    }
}

/// A whole number; `None` for a fraction, which this tool does not calculate with.
fn integer_of(arguments: &[Value], at: usize) -> Result<Option<i64>, Fault> {
    match argument(arguments, at)? {
        Value::Number(number) => Ok(number.as_i64()),
        other => Err(wanted("an integer", other)),
    }
}

/// What stands for the unknown elements of a list that `name` built.
fn rest_of(name: &str, arguments: &[Value]) -> Rc<Opaque> {
    Rc::new(Opaque::call(name, arguments, true))
}
