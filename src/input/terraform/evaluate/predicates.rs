//! Functions that say whether something holds, or choose among numbers and known sets: conditions of `for` and `?` are made of
//! them.
//!
//! Source of their meaning: <https://developer.hashicorp.com/terraform/language/functions>.

use super::value::Value;
use std::rc::Rc;

/// Calls a function; `None` where it is none of these, or what it depends on is not known.
pub(super) fn call(name: &str, arguments: &[Value]) -> Option<Value> {
    match (name, arguments) {
        ("startswith", [text, prefix]) => Some(Value::Bool(text.as_text()?.starts_with(&*prefix.as_text()?))),
        ("endswith", [text, suffix]) => Some(Value::Bool(text.as_text()?.ends_with(&*suffix.as_text()?))),
        ("strcontains", [text, part]) => Some(Value::Bool(text.as_text()?.contains(&*part.as_text()?))),
        ("substr", [text, offset, length]) => substr(&text.as_text()?, offset.as_number()?, length.as_number()?),
        ("alltrue", [list]) => bools(list).map(|all| Value::Bool(all.into_iter().all(|value| value))),
        ("anytrue", [list]) => bools(list).map(|all| Value::Bool(all.into_iter().any(|value| value))),
        ("max", numbers @ [_, ..]) => chosen(numbers, f64::max),
        ("min", numbers @ [_, ..]) => chosen(numbers, f64::min),
        ("setunion" | "setintersection" | "setsubtract", [first, others @ ..]) => sets(name, first, others),
        _ => None,
    }
}

/// A part of a text. Terraform counts what readers take for one character: letters beyond ASCII may be counted otherwise.
fn substr(text: &str, offset: f64, length: f64) -> Option<Value> {
    if !text.is_ascii() || offset.fract() != 0.0 || length.fract() != 0.0 || length < -1.0 {
        return None;
    }
    let size = text.len();
    // Within the range of positions, for the text is shorter than its limit.
    let from_end = offset < 0.0;
    let start =
        if from_end { size.checked_sub((-offset).min(1e9) as usize)? } else { (offset.min(1e9) as usize).min(size) };
    let end = if length < 0.0 { size } else { start.saturating_add(length.min(1e9) as usize).min(size) };
    text.get(start..end).map(Value::text)
}

/// The elements of a list, all of which are known truth values.
fn bools(list: &Value) -> Option<Vec<bool>> {
    list.elements()?.iter().map(Value::as_bool).collect()
}

fn chosen(numbers: &[Value], choose: fn(f64, f64) -> f64) -> Option<Value> {
    let numbers: Vec<f64> = numbers.iter().map(Value::as_number).collect::<Option<_>>()?;
    numbers.into_iter().reduce(choose).map(Value::Number)
}

/// Sets of texts that are all known; of any other, what is equal is not certain.
fn sets(name: &str, first: &Value, others: &[Value]) -> Option<Value> {
    let texts = |value: &Value| -> Option<std::collections::BTreeSet<Rc<str>>> {
        value
            .elements()?
            .iter()
            .map(|item| if let Value::Text(text) = item { Some(Rc::clone(text)) } else { None })
            .collect()
    };
    let mut found = texts(first)?;
    for other in others {
        let other = texts(other)?;
        match name {
            "setunion" => found.extend(other),
            "setintersection" => found.retain(|text| other.contains(text)),
            _ => found.retain(|text| !other.contains(text)),
        }
    }
    Some(Value::Set(Rc::new(found.into_iter().map(Value::Text).collect())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(items: &[Value]) -> Value {
        Value::list(items.to_vec())
    }

    /// Texts are compared as they are; of what is not known nothing is said.
    #[test]
    fn texts() {
        for (name, arguments, expected) in [
            ("startswith", ["ise-a", "ise-"], true),
            ("startswith", ["vm", "ise-"], false),
            ("endswith", ["ise-a", "-a"], true),
            ("endswith", ["ise-a", "ise"], false),
            ("strcontains", ["ise-a", "e-"], true),
            ("strcontains", ["ise-a", "E-"], false),
        ] {
            let values = arguments.map(Value::text);
            assert_eq!(call(name, &values), Some(Value::Bool(expected)), "{name}{arguments:?}");
        }
        assert_eq!(call("startswith", &[Value::Opaque, Value::text("a")]), None);
        assert_eq!(call("startswith", &[Value::text("a")]), None);
        assert_eq!(call("title", &[Value::text("a")]), None);
    }

    /// Offsets count from the start, or from the end where they are negative; a length of -1 takes the rest.
    #[test]
    fn parts_of_texts() {
        let part = |text: &str, offset: f64, length: f64| {
            call("substr", &[Value::text(text), Value::Number(offset), Value::Number(length)])
        };
        for (offset, length, expected) in [
            (0.0, 3.0, "abc"),
            (1.0, -1.0, "bcdef"),
            (-2.0, 1.0, "e"),
            (4.0, 9.0, "ef"),
            (9.0, 1.0, ""),
            (2.0, 0.0, ""),
        ] {
            assert_eq!(part("abcdef", offset, length), Some(Value::text(expected)), "{offset} {length}");
        }
        for (text, offset, length) in [("äb", 0.0, 1.0), ("ab", 0.5, 1.0), ("ab", 0.0, -2.0), ("ab", -3.0, 1.0)] {
            assert_eq!(part(text, offset, length), None, "{text} {offset} {length}");
        }
    }

    /// Truth values and numbers must all be known.
    #[test]
    fn several() {
        let (yes, no) = (Value::Bool(true), Value::Bool(false));
        assert_eq!(call("alltrue", &[list(&[yes.clone(), yes.clone()])]), Some(yes.clone()));
        assert_eq!(call("alltrue", &[list(&[yes.clone(), no.clone()])]), Some(no.clone()));
        assert_eq!(call("alltrue", &[list(&[])]), Some(yes.clone()));
        assert_eq!(call("anytrue", &[list(&[no.clone(), yes.clone()])]), Some(yes.clone()));
        assert_eq!(call("anytrue", &[list(&[])]), Some(no));
        assert_eq!(call("anytrue", &[list(&[yes, Value::Opaque])]), None);
        assert_eq!(call("max", &[Value::Number(1.0), Value::Number(3.0)]), Some(Value::Number(3.0)));
        assert_eq!(call("min", &[Value::Number(1.0), Value::Number(3.0)]), Some(Value::Number(1.0)));
        assert_eq!(call("min", &[Value::Number(1.0), Value::Opaque]), None);
    }

    /// Sets of known texts can be told apart, others not.
    #[test]
    fn known_sets() {
        let [one, two] = [list(&[Value::text("b"), Value::text("a")]), list(&[Value::text("b"), Value::text("c")])];
        for (name, expected) in
            [("setunion", &["a", "b", "c"][..]), ("setintersection", &["b"]), ("setsubtract", &["a"])]
        {
            let expected = Value::Set(Rc::new(expected.iter().map(|text| Value::text(text)).collect()));
            assert_eq!(call(name, &[one.clone(), two.clone()]), Some(expected), "{name}");
        }
        assert_eq!(call("setunion", &[one, list(&[Value::Opaque])]), None);
    }
}
