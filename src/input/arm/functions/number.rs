//! Whole numbers. Fractions are passed through, never calculated with.

use super::{ANY, Answer, Function, Outcome, argument, integer, integer_of, list, wanted};
use crate::input::arm::expression::Value;
use crate::input::arm::fault::Fault;

/// How many elements `range` may give. Source:
/// <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-array#range>.
const MAX_RANGE: i64 = 10_000;

/// What start and count of `range` may be together; documented in the same place.
const MAX_NUMBER: i64 = 2_147_483_647;

pub(super) const TABLE: &[Function] = &[
    Function::known("add", 2, 2, |arguments| calculate(arguments, i64::checked_add)),
    Function::known("sub", 2, 2, |arguments| calculate(arguments, i64::checked_sub)),
    Function::known("mul", 2, 2, |arguments| calculate(arguments, i64::checked_mul)),
    Function::known("div", 2, 2, |arguments| calculate(arguments, i64::checked_div)),
    Function::known("mod", 2, 2, |arguments| calculate(arguments, i64::checked_rem)),
    Function::known("min", 1, ANY, |arguments| extreme(arguments, |numbers| numbers.min())),
    Function::known("max", 1, ANY, |arguments| extreme(arguments, |numbers| numbers.max())),
    Function::known("int", 1, 1, to_integer),
    Function::known("float", 1, 1, to_fraction),
    Function::known("range", 2, 2, range),
];

fn calculate(arguments: &[Value], operation: fn(i64, i64) -> Option<i64>) -> Answer {
    let (Some(left), Some(right)) = (integer_of(arguments, 0)?, integer_of(arguments, 1)?) else {
        return Ok(Outcome::Unknown);
    };
    integer(operation(left, right).ok_or_else(|| Fault::template("division by zero, or a result out of range"))?)
}

fn extreme(arguments: &[Value], choose: fn(std::vec::IntoIter<i64>) -> Option<i64>) -> Answer {
    let numbers = match arguments {
        [Value::List(list)] => &list.items,
        _ => arguments,
    };
    let mut whole = Vec::with_capacity(numbers.len());
    for at in 0..numbers.len() {
        let Some(number) = integer_of(numbers, at)? else { return Ok(Outcome::Unknown) };
        whole.push(number);
    }
    integer(choose(whole.into_iter()).ok_or_else(|| Fault::template("the array is empty"))?)
}

fn to_integer(arguments: &[Value]) -> Answer {
    match argument(arguments, 0)? {
        Value::Text(text) => {
            integer(text.trim().parse().map_err(|_| Fault::template("the string is no whole number"))?)
        }
        Value::Number(number) => Ok(number.as_i64().map_or(Outcome::Unknown, |number| Value::integer(number).into())),
        other => Err(wanted("a string or an integer", other)),
    }
}

fn to_fraction(arguments: &[Value]) -> Answer {
    let number = match argument(arguments, 0)? {
        Value::Number(number) => number.as_f64(),
        Value::Text(text) => text.trim().parse().ok(),
        other => return Err(wanted("a string or a number", other)),
    };
    let number = number.and_then(serde_json::Number::from_f64);
    Ok(Value::Number(number.ok_or_else(|| Fault::template("the string is no number"))?).into())
}

fn range(arguments: &[Value]) -> Answer {
    let (Some(first), Some(count)) = (integer_of(arguments, 0)?, integer_of(arguments, 1)?) else {
        return Ok(Outcome::Unknown);
    };
    if !(0..=MAX_RANGE).contains(&count) {
        return Err(Fault::template("the count is not between 0 and 10000"));
    }
    let last = first.checked_add(count).filter(|last| *last <= MAX_NUMBER);
    let last = last.ok_or_else(|| Fault::template("the last number is out of range"))?;
    list((first..last).map(Value::integer).collect())
}
