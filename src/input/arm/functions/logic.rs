//! Truth values and conversions to them. `if`, `and`, `or` and `coalesce` evaluate lazily and live with the engine.

use super::{Answer, Function, Outcome, argument, truth, wanted};
use crate::input::arm::expression::Value;
use crate::input::arm::fault::Fault;

pub(super) const TABLE: &[Function] = &[
    Function::known("true", 0, 0, |_| truth(true)),
    Function::known("false", 0, 0, |_| truth(false)),
    Function::known("null", 0, 0, |_| Ok(Value::Null.into())),
    Function::known("not", 1, 1, |arguments| match argument(arguments, 0)? {
        Value::Bool(value) => truth(!value),
        other => Err(wanted("a bool", other)),
    }),
    Function::known("bool", 1, 1, to_bool),
];

fn to_bool(arguments: &[Value]) -> Answer {
    match argument(arguments, 0)? {
        Value::Bool(value) => truth(*value),
        Value::Number(number) => Ok(number.as_i64().map_or(Outcome::Unknown, |number| Value::Bool(number != 0).into())),
        Value::Text(text) if text.eq_ignore_ascii_case("true") || &**text == "1" => truth(true),
        Value::Text(text) if text.eq_ignore_ascii_case("false") || &**text == "0" => truth(false),
        Value::Text(_) => Err(Fault::template("the string is no bool")),
        other => Err(wanted("a bool", other)),
    }
}
