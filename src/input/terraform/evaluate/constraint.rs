//! Type constraints of variables, as far as they change a value: optional attributes, sets, texts of numbers.

use super::expression::Scope;
use super::value::Value;
use super::world::World;
use hcl_edit::expr::{Expression, ObjectKey};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Deepest type that is followed.
const DEEPEST: usize = 32;

/// `value` as the type `constraint` has it. What does not fit is left as it is: a plan would not exist.
pub(super) fn convert(world: &World<'_>, value: Value, constraint: &Expression, depth: usize) -> Value {
    if depth == DEEPEST || value == Value::Null {
        return if depth == DEEPEST { Value::Opaque } else { value };
    }
    if let Value::OneOf(values) = &value {
        return Value::one_of(
            values.iter().map(|value| convert(world, value.clone(), constraint, depth + 1)).collect(),
        );
    }
    match constraint {
        Expression::Variable(name) => primitive(value, name.as_str()),
        Expression::FuncCall(call) => {
            let mut arguments = call.args.iter();
            match (call.name.name.as_str(), arguments.next()) {
                ("list", Some(_)) if value.ordered().is_none() => value,
                ("list", Some(element)) => elements(world, &value, element, depth).map_or(value, Value::list),
                ("set", Some(element)) => match elements(world, &value, element, depth) {
                    Some(items) => super::functions::set_of(items),
                    None => value,
                },
                ("map", Some(element)) => members(world, value, element, depth),
                ("object", Some(Expression::Object(attributes))) => object(world, value, attributes, depth),
                ("optional", Some(inner)) => convert(world, value, inner, depth + 1),
                _ => value,
            }
        }
        Expression::Parenthesis(inner) => convert(world, value, inner.inner(), depth + 1),
        _ => value,
    }
}

fn primitive(value: Value, name: &str) -> Value {
    let converted = match (name, &value) {
        ("string", Value::Number(_) | Value::Bool(_)) => value.as_text().map(Value::Text),
        ("number", Value::Text(_)) => value.as_number().map(Value::Number),
        ("bool", Value::Text(_)) => value.as_bool().map(Value::Bool),
        _ => None,
    };
    converted.unwrap_or(value)
}

fn elements(world: &World<'_>, value: &Value, element: &Expression, depth: usize) -> Option<Vec<Value>> {
    match value.resolved() {
        Value::List(items) | Value::Set(items) => {
            Some(items.iter().map(|item| convert(world, item.clone(), element, depth + 1)).collect())
        }
        _ => None,
    }
}

fn members(world: &World<'_>, value: Value, element: &Expression, depth: usize) -> Value {
    let Value::Map(members) = value.resolved() else { return value };
    let member = |(key, value): (&String, &Value)| (key.clone(), convert(world, value.clone(), element, depth + 1));
    Value::map(members.iter().map(member).collect())
}

/// Attributes that are missing get their default or null; those that the type does not name are dropped.
fn object(world: &World<'_>, value: Value, attributes: &hcl_edit::expr::Object, depth: usize) -> Value {
    let Value::Map(given) = value.resolved() else { return value };
    let mut members = BTreeMap::new();
    for (key, constraint) in attributes {
        let name = match key {
            ObjectKey::Ident(name) => name.as_str(),
            ObjectKey::Expression(Expression::Variable(name)) => name.as_str(),
            ObjectKey::Expression(Expression::String(name)) => name.value(),
            ObjectKey::Expression(_) => return Value::Opaque,
        };
        let constraint = constraint.expr();
        let value = match given.get(name).filter(|value| **value != Value::Null || default(constraint).is_none()) {
            Some(value) => value.clone(),
            None => match default(constraint) {
                // Defaults are constants.
                Some(default) => world.evaluate(default, &Scope::of_module(0)).unwrap_or(Value::Opaque),
                None => Value::Null,
            },
        };
        members.insert(name.to_owned(), convert(world, value, constraint, depth + 1));
    }
    Value::Map(Rc::new(members))
}

/// The default in `optional(type, default)`.
fn default(constraint: &Expression) -> Option<&Expression> {
    match constraint {
        Expression::FuncCall(call) if call.name.name.as_str() == "optional" => call.args.iter().nth(1),
        _ => None,
    }
}
