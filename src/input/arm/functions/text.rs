//! Strings. Positions and lengths count UTF-16 code units, as .NET does.

use super::{ANY, Answer, Function, Outcome, argument, integer, integer_of, list, text, text_of, truth, wanted};
use crate::input::arm::expression::{Opaque, Piece, Value, join, scalar_text, split_path};
use crate::input::arm::fault::Fault;
use std::rc::Rc;

/// How long a computed string may become, in bytes.
const MAX_TEXT: usize = 4 << 20;

pub(super) const TABLE: &[Function] = &[
    Function::partial("toLower", 1, 1, |arguments| change_case(arguments, "toLower", lower)),
    Function::partial("toUpper", 1, 1, |arguments| change_case(arguments, "toUpper", upper)),
    Function::known("trim", 1, 1, |arguments| text(text_of(arguments, 0)?.trim())),
    Function::partial("startsWith", 2, 2, |arguments| affix(arguments, Side::Start)),
    Function::partial("endsWith", 2, 2, |arguments| affix(arguments, Side::End)),
    Function::known("replace", 3, 3, replace),
    Function::partial("split", 2, 2, split),
    Function::known("substring", 1, 3, substring),
    Function::known("padLeft", 2, 3, pad_left),
    Function::known("like", 2, 2, like),
    Function::partial("string", 1, 1, to_string),
    Function::partial("join", 2, 2, join_list),
    Function::known("fail", 0, ANY, |arguments| {
        Err(Fault::template(arguments.first().and_then(Value::as_text).unwrap_or_default()))
    }),
];

/// The lower-case form of each character that has a simple one; others stay, as in .NET's invariant culture.
fn lower(text: &str) -> String {
    text.chars().map(|character| single(character, character.to_lowercase())).collect()
}

fn upper(text: &str) -> String {
    text.chars().map(|character| single(character, character.to_uppercase())).collect()
}

fn single(character: char, mut mapped: impl Iterator<Item = char>) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(only), None) => only,
        _ => character,
    }
}

fn change_case(arguments: &[Value], name: &str, change: fn(&str) -> String) -> Answer {
    match argument(arguments, 0)? {
        Value::Text(it) => text(change(it)),
        Value::Unknown(opaque) => {
            let Some(pieces) = opaque.pieces.as_ref().filter(|pieces| pieces.len() > 1) else {
                return Ok(Outcome::Unknown);
            };
            Ok(Outcome::Pieces(pieces.iter().map(|piece| change_piece(piece, name, change)).collect()))
        }
        other => Err(wanted("a string", other)),
    }
}

fn change_piece(piece: &Piece, name: &str, change: fn(&str) -> String) -> Piece {
    match piece {
        Piece::Literal(literal) => Piece::Literal(change(literal).into()),
        Piece::Hole { canonical, text, is_name } => Piece::Hole {
            canonical: format!("{name}({canonical})").into(),
            text: format!("{name}({text})").into(),
            is_name: *is_name,
        },
    }
}

#[derive(Clone, Copy)]
enum Side {
    Start,
    End,
}

/// `startsWith` and `endsWith` ignore letter case.
fn affix(arguments: &[Value], side: Side) -> Answer {
    let end_of = |whole: &str, length: usize| match side {
        Side::Start => whole.get(..length).map(str::to_owned),
        Side::End => whole.len().checked_sub(length).and_then(|at| whole.get(at..)).map(str::to_owned),
    };
    match (argument(arguments, 0)?, argument(arguments, 1)?) {
        (Value::Text(whole), Value::Text(part)) if whole.is_ascii() && part.is_ascii() => {
            truth(end_of(whole, part.len()).is_some_and(|end| end.eq_ignore_ascii_case(part)))
        }
        (Value::Text(whole), Value::Text(part)) => {
            // Letters beyond ASCII compare by culture; only the exact match is certain.
            let exact = end_of(whole, part.len()).is_some_and(|end| *end == **part);
            if exact { truth(true) } else { Ok(Outcome::Unknown) }
        }
        (Value::Unknown(opaque), Value::Text(part)) if part.is_ascii() => Ok(partial_affix(opaque, part, side)),
        (Value::Unknown(_), _) | (Value::Text(_), Value::Unknown(_)) => Ok(Outcome::Unknown),
        (Value::Text(_), other) | (other, _) => Err(wanted("a string", other)),
    }
}

fn partial_affix(opaque: &Opaque, part: &str, side: Side) -> Outcome {
    let end = opaque.pieces.as_ref().and_then(|pieces| match side {
        Side::Start => pieces.first(),
        Side::End => pieces.last(),
    });
    let Some(Piece::Literal(literal)) = end else { return Outcome::Unknown };
    if !literal.is_ascii() {
        return Outcome::Unknown;
    }
    let length = literal.len().min(part.len());
    let (own, asked) = match side {
        Side::Start => (literal.get(..length), part.get(..length)),
        Side::End => (literal.get(literal.len() - length..), part.get(part.len() - length..)),
    };
    let agrees = own.zip(asked).is_some_and(|(own, asked)| own.eq_ignore_ascii_case(asked));
    match (agrees, length == part.len()) {
        (false, _) => Value::Bool(false).into(),
        (true, true) => Value::Bool(true).into(),
        (true, false) => Outcome::Unknown,
    }
}

fn replace(arguments: &[Value]) -> Answer {
    let (whole, old, new) = (text_of(arguments, 0)?, text_of(arguments, 1)?, text_of(arguments, 2)?);
    if old.is_empty() {
        return Err(Fault::template("the string to replace is empty"));
    }
    let grown = whole.matches(&**old).count().saturating_mul(new.len()).saturating_add(whole.len());
    if grown > MAX_TEXT {
        return Err(Fault::Limit("a string becomes longer than 4 MiB"));
    }
    text(whole.replace(&**old, new))
}

/// Splits by one delimiter or by several. A text that is known in parts is split where no unknown part can hold a
/// delimiter, which is told for names and slashes.
fn split(arguments: &[Value]) -> Answer {
    let delimiters: Vec<Rc<str>> = match argument(arguments, 1)? {
        Value::Text(delimiter) => vec![Rc::clone(delimiter)],
        Value::List(several) if several.open.is_none() => {
            let texts = several.items.iter().map(|item| item.as_text().map(Rc::from));
            match texts.collect() {
                Some(texts) => texts,
                None => return Ok(Outcome::Unknown),
            }
        }
        Value::List(_) | Value::Unknown(_) => return Ok(Outcome::Unknown),
        other => return Err(wanted("a string or an array of strings", other)),
    };
    match argument(arguments, 0)? {
        Value::Text(whole) => list(split_known(whole, &delimiters).into_iter().map(Value::text).collect()),
        Value::Unknown(opaque) if matches!(delimiters.as_slice(), [only] if &**only == "/") => {
            split_path(opaque, false)?.map_or(Ok(Outcome::Unknown), list)
        }
        Value::Unknown(_) => Ok(Outcome::Unknown),
        other => Err(wanted("a string", other)),
    }
}

fn split_known(whole: &str, delimiters: &[Rc<str>]) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut rest = whole;
    while let Some(character) = rest.chars().next() {
        let delimiter = delimiters.iter().find(|delimiter| !delimiter.is_empty() && rest.starts_with(&***delimiter));
        let length = delimiter.map_or(character.len_utf8(), |delimiter| delimiter.len());
        match (delimiter, parts.last_mut()) {
            (None, Some(part)) => part.push(character),
            _ => parts.push(String::new()),
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    parts
}

/// The UTF-16 code units from `start`, `length` of them; an error where that splits a character.
pub(super) fn slice(whole: &str, start: usize, length: usize) -> Option<String> {
    if whole.is_ascii() {
        return whole.get(start..start.checked_add(length)?).map(str::to_owned);
    }
    let units: Vec<u16> = whole.encode_utf16().collect();
    String::from_utf16(units.get(start..start.checked_add(length)?)?).ok()
}

/// Length in UTF-16 code units.
pub(super) fn length(whole: &str) -> usize {
    if whole.is_ascii() { whole.len() } else { whole.encode_utf16().count() }
}

fn substring(arguments: &[Value]) -> Answer {
    let whole = text_of(arguments, 0)?;
    let total = length(whole) as i64;
    let start = if arguments.len() > 1 { integer_of(arguments, 1)? } else { Some(0) };
    let count = match (arguments.len(), start) {
        (3, _) => integer_of(arguments, 2)?,
        (_, start) => start.map(|start| total.saturating_sub(start)),
    };
    let (Some(start), Some(count)) = (start, count) else { return Ok(Outcome::Unknown) };
    if start < 0 || count < 0 || start.saturating_add(count) > total {
        return Err(Fault::template("the range is not within the string"));
    }
    slice(whole, start as usize, count as usize).map_or(Ok(Outcome::Unknown), text)
}

fn pad_left(arguments: &[Value]) -> Answer {
    let whole = match argument(arguments, 0)? {
        scalar @ (Value::Text(_) | Value::Number(_)) => scalar_text(scalar),
        _ => None,
    };
    let Some(whole) = whole else { return Ok(Outcome::Unknown) };
    let Some(total) = integer_of(arguments, 1)? else { return Ok(Outcome::Unknown) };
    let padding = if arguments.len() > 2 { text_of(arguments, 2)?.to_string() } else { " ".to_owned() };
    if length(&padding) != 1 {
        return Err(Fault::template("the padding is not one character"));
    }
    if total > MAX_TEXT as i64 {
        return Err(Fault::Limit("a string becomes longer than 4 MiB"));
    }
    let missing = usize::try_from(total).unwrap_or(0).saturating_sub(length(&whole));
    text(format!("{}{whole}", padding.repeat(missing)))
}

/// `*` stands for any number of characters; letter case does not matter.
fn like(arguments: &[Value]) -> Answer {
    let (whole, pattern) = (text_of(arguments, 0)?, text_of(arguments, 1)?);
    if !whole.is_ascii() || !pattern.is_ascii() || pattern.contains('?') {
        return Ok(Outcome::Unknown);
    }
    let (whole, pattern) = (whole.to_ascii_lowercase(), pattern.to_ascii_lowercase());
    let Some((first, rest)) = pattern.split_once('*') else { return truth(whole == pattern) };
    let Some(mut left) = whole.strip_prefix(first) else { return truth(false) };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match left.find(part) {
            Some(at) => left = left.get(at + part.len()..).unwrap_or_default(),
            None => return truth(false),
        }
    }
    truth(left.ends_with(last))
}

fn to_string(arguments: &[Value]) -> Answer {
    let value = argument(arguments, 0)?;
    match value {
        Value::Unknown(opaque) if opaque.is_text => Ok(value.clone().into()),
        Value::Unknown(_) => Ok(Outcome::Unknown),
        Value::List(_) | Value::Object(_) if value.is_known() => {
            super::json_text::compact(value, '"')?.map_or(Ok(Outcome::Unknown), text)
        }
        _ => scalar_text(value).map_or(Ok(Outcome::Unknown), text),
    }
}

fn join_list(arguments: &[Value]) -> Answer {
    let parts = match argument(arguments, 0)? {
        Value::List(parts) if parts.open.is_none() => parts,
        Value::List(_) | Value::Unknown(_) => return Ok(Outcome::Unknown),
        other => return Err(wanted("an array", other)),
    };
    let delimiter = argument(arguments, 1)?;
    let mut joined = Vec::with_capacity(parts.items.len() * 2);
    for (at, part) in parts.items.iter().enumerate() {
        if at > 0 {
            joined.push(delimiter);
        }
        joined.push(part);
    }
    Ok(join(joined)?.into())
}

/// Position of `part` ignoring letter case, in UTF-16 code units; -1 when absent, `None` when not certain.
pub(super) fn position(whole: &str, part: &str, last: bool) -> Option<i64> {
    // Where nothing is found last depends on the version of .NET.
    if !whole.is_ascii() || !part.is_ascii() || (last && part.is_empty()) {
        return None;
    }
    let (whole, part) = (whole.to_ascii_lowercase(), part.to_ascii_lowercase());
    let at = if last { whole.rfind(&part) } else { whole.find(&part) };
    Some(at.map_or(-1, |at| at as i64))
}

/// `indexOf` of strings.
pub(super) fn index_of(arguments: &[Value], last: bool) -> Answer {
    position(text_of(arguments, 0)?, text_of(arguments, 1)?, last).map_or(Ok(Outcome::Unknown), integer)
}
