//! `format`: .NET composite formatting, as far as it does not depend on a culture.

use super::{ANY, Answer, Function, Outcome, argument, json_text::compact, wanted};
use crate::input::arm::expression::{Value, join, scalar_text};
use crate::input::arm::fault::Fault;
use std::rc::Rc;

/// How wide an aligned item may be, and how many digits it may have.
const MAX_WIDTH: usize = 1_000;

pub(super) const TABLE: &[Function] = &[Function::partial("format", 1, ANY, format)];

fn format(arguments: &[Value]) -> Answer {
    let pattern = match argument(arguments, 0)? {
        Value::Text(pattern) => Rc::clone(pattern),
        Value::Unknown(_) => return Ok(Outcome::Text),
        other => return Err(wanted("a string", other)),
    };
    let mut parts: Vec<Value> = Vec::new();
    let mut rest = &*pattern;
    while let Some(at) = rest.find(['{', '}']) {
        let (literal, behind) = rest.split_at(at);
        parts.push(Value::text(literal));
        if let Some(escaped) = behind.strip_prefix("{{") {
            parts.push(Value::text("{"));
            rest = escaped;
        } else if let Some(escaped) = behind.strip_prefix("}}") {
            parts.push(Value::text("}"));
            rest = escaped;
        } else {
            let end = behind.find('}').filter(|_| behind.starts_with('{'));
            let end = end.ok_or_else(|| Fault::template("a brace has no counterpart"))?;
            match formatted(behind.get(1..end).unwrap_or_default(), arguments)? {
                Some(value) => parts.push(value),
                None => return Ok(Outcome::Text),
            }
            rest = behind.get(end + 1..).unwrap_or_default();
        }
    }
    parts.push(Value::text(rest));
    Ok(join(&parts)?.into())
}

/// One item `index[,width][:format]`; `None` where its text is not certain.
fn formatted(item: &str, arguments: &[Value]) -> Result<Option<Value>, Fault> {
    let (item, specifier) = item.split_once(':').map_or((item, None), |(item, specifier)| (item, Some(specifier)));
    let (index, width) = item.split_once(',').map_or((item, None), |(index, width)| (index, Some(width)));
    let index = index.trim_end_matches(' ');
    let index = index.parse().ok().filter(|_: &usize| index.bytes().all(|byte| byte.is_ascii_digit()));
    let index = index.ok_or_else(|| Fault::template("a format item has no number"))?;
    let value = index.checked_add(1).and_then(|at| arguments.get(at));
    let value = value.ok_or_else(|| Fault::template("a format item has no argument"))?;
    if value.as_unknown().is_some() {
        return Ok((specifier.is_none() && width.is_none()).then(|| value.clone()));
    }
    let text = match (value, specifier) {
        (Value::Number(number), Some(specifier)) => number.as_i64().and_then(|number| digits(number, specifier)),
        (Value::Null, _) => Some(String::new()),
        (Value::List(_) | Value::Object(_), _) if value.is_known() => compact(value, '\'')?,
        (Value::List(_) | Value::Object(_), _) => None,
        _ => scalar_text(value).map(|text| text.to_string()),
    };
    let (Some(text), Some(width)) = (&text, width) else { return Ok(text.map(Value::text)) };
    let width: i64 = width.trim().parse().map_err(|_| Fault::template("a format item has no width"))?;
    let columns = usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX);
    if columns > MAX_WIDTH {
        return Ok(None);
    }
    let missing = " ".repeat(columns.saturating_sub(super::text::length(text)));
    Ok(Some(Value::text(if width < 0 { format!("{text}{missing}") } else { format!("{missing}{text}") })))
}

/// A whole number by a standard (`D`, `E`, `F`, `G`, `N`, `P`, `X`) or a custom specifier of digits; `None` for others.
fn digits(number: i64, specifier: &str) -> Option<String> {
    if specifier.bytes().any(|byte| matches!(byte, b'0' | b'#'))
        && !specifier.starts_with(|it: char| it.is_alphabetic())
    {
        return custom(number, specifier);
    }
    let mut characters = specifier.chars();
    let letter = characters.next()?;
    let precision = characters.as_str();
    let is_number = precision.bytes().all(|byte| byte.is_ascii_digit());
    let precision = if precision.is_empty() { None } else { Some(precision.parse().ok().filter(|_| is_number)?) };
    match letter {
        'D' | 'd' => padded(number, precision.unwrap_or(0)),
        // How wide negative numbers are is not documented.
        'X' | 'x' if number >= 0 && precision.unwrap_or(0) <= MAX_WIDTH => {
            let width = precision.unwrap_or(0);
            Some(if letter == 'X' { format!("{number:0width$X}") } else { format!("{number:0width$x}") })
        }
        'E' | 'e' => scientific(number, precision.unwrap_or(6), letter),
        'F' | 'f' => Some(format!("{number}{}", fraction(precision.unwrap_or(2))?)),
        'G' | 'g' if precision.is_none() => Some(number.to_string()),
        'P' | 'p' => {
            let hundredfold = number.checked_mul(100)?;
            Some(format!("{}{} %", grouped(hundredfold), fraction(precision.unwrap_or(2))?))
        }
        'N' | 'n' => Some(format!("{}{}", grouped(number), fraction(precision.unwrap_or(2))?)),
        _ => None,
    }
}

/// `1.234500E+004`; `None` where digits would be rounded away.
fn scientific(number: i64, precision: usize, letter: char) -> Option<String> {
    let digits = number.unsigned_abs().to_string();
    let exponent = digits.len() - 1;
    let (first, rest) = digits.split_at(1);
    let kept = rest.trim_end_matches('0');
    if precision > MAX_WIDTH || kept.len() > precision {
        return None;
    }
    let sign = if number < 0 { "-" } else { "" };
    let point = if precision > 0 { "." } else { "" };
    Some(format!("{sign}{first}{point}{kept:0<precision$}{letter}+{exponent:03}"))
}

/// `#,##0.00`: digits that are always there, digits that may be, thousands, and decimals; `None` for anything else.
fn custom(number: i64, specifier: &str) -> Option<String> {
    let (whole, decimals) = specifier.split_once('.').unwrap_or((specifier, ""));
    let is_grouped = whole.contains(',');
    let is_plain = |text: &str, marks: &[u8]| text.bytes().all(|byte| marks.contains(&byte));
    // A comma beside the point scales instead.
    if !is_plain(whole, b"0#,") || !is_plain(decimals, b"0#") || whole.starts_with(',') || whole.ends_with(',') {
        return None;
    }
    let places = || whole.bytes().filter(|byte| *byte != b',');
    let least = places().skip_while(|byte| *byte == b'#').count();
    let decimals = decimals.trim_end_matches('#').len();
    if least > MAX_WIDTH || (is_grouped && least > 1) {
        return None;
    }
    let digits = match (number, is_grouped) {
        (0, _) => String::new(),
        (_, true) => grouped(number).trim_start_matches('-').to_owned(),
        _ => number.unsigned_abs().to_string(),
    };
    let sign = if number < 0 { "-" } else { "" };
    Some(format!("{sign}{digits:0>least$}{}", fraction(decimals)?))
}

fn padded(number: i64, width: usize) -> Option<String> {
    let sign = if number < 0 { "-" } else { "" };
    (width <= MAX_WIDTH).then(|| format!("{sign}{:0width$}", number.unsigned_abs()))
}

fn fraction(length: usize) -> Option<String> {
    match length {
        0 => Some(String::new()),
        1..=MAX_WIDTH => Some(format!(".{}", "0".repeat(length))),
        _ => None,
    }
}

fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
