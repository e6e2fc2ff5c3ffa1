//! Functions that take a lambda: `map`, `filter`, `sort`, `reduce`, `toObject`, `mapValues`, `groupBy`.

use super::syntax::Expression;
use super::value::{Members, Opaque, Value};
use crate::input::arm::engine::{Binding, Engine, Env};
use crate::input::arm::fault::Fault;
use crate::model::Reason;
use std::rc::Rc;

/// A lambda and the place where it stands.
struct Lambda<'e> {
    names: Vec<Rc<str>>,
    body: &'e Expression,
    env: Env,
}

impl<'e> Lambda<'e> {
    fn parse(expression: &'e Expression, env: &Env) -> Result<Self, Fault> {
        let wrong = || Fault::template("expected a lambda");
        let Expression::Call { name, arguments } = expression else { return Err(wrong()) };
        let (body, names) = arguments.split_last().filter(|_| name.eq_ignore_ascii_case("lambda")).ok_or_else(wrong)?;
        let name_of = |name: &Expression| match name {
            Expression::Text(name) => Ok(Rc::clone(name)),
            _ => Err(wrong()),
        };
        Ok(Self { names: names.iter().map(name_of).collect::<Result<_, _>>()?, body, env: env.clone() })
    }

    /// Calls it with as many of `values` as it has names for.
    fn call(&self, engine: &mut Engine<'_>, values: &[Value]) -> Result<Value, Fault> {
        if self.names.len() > values.len() {
            return Err(Fault::template("the lambda takes too many arguments"));
        }
        let env = self.names.iter().zip(values).fold(self.env.clone(), |env, (name, value)| {
            env.with(Binding::Lambda { name: Rc::clone(name), value: value.clone() })
        });
        engine.evaluate(self.body, &env)
    }
}

/// What a function with a lambda gives; `None` when it depends on something unknown.
type Answer = Result<Option<Value>, Fault>;

impl Engine<'_> {
    /// Evaluates one of them.
    pub(super) fn call_with_lambda(
        &mut self,
        folded: &str,
        arguments: &[Expression],
        env: &Env,
    ) -> Result<Value, Fault> {
        let [source, rest @ ..] = arguments else {
            return Err(Fault::template(format!("'{folded}' takes at least 2 arguments")));
        };
        let source = self.evaluate(source, env)?;
        let answer = match (folded, &source, rest) {
            (_, Value::Unknown(_), _) => None,
            (_, Value::List(list), _) if list.open.is_some() => None,
            ("map", Value::List(list), [lambda]) => self.map(&list.items, &Lambda::parse(lambda, env)?)?,
            ("filter", Value::List(list), [lambda]) => {
                self.filter(&list.items, &Lambda::parse(lambda, env)?, &shown(folded, &source, rest))?
            }
            ("sort", Value::List(list), [lambda]) => self.sort(&list.items, &Lambda::parse(lambda, env)?)?,
            ("reduce", Value::List(list), [start, lambda]) => {
                let start = self.evaluate(start, env)?;
                self.reduce(&list.items, start, &Lambda::parse(lambda, env)?)?
            }
            ("toobject" | "groupby", Value::List(list), [key, value @ ..]) if value.len() < 2 => {
                let value = value.first().map(|value| Lambda::parse(value, env)).transpose()?;
                let grouped = folded == "groupby";
                self.make_object(&list.items, &Lambda::parse(key, env)?, value.as_ref(), grouped)?
            }
            ("mapvalues", Value::Object(object), [lambda]) => {
                let lambda = Lambda::parse(lambda, env)?;
                let mut members = Members::default();
                for (key, value) in object.members().iter() {
                    members.set(Rc::clone(key), lambda.call(self, std::slice::from_ref(value))?);
                }
                Some(Value::object(members))
            }
            _ => return Err(Fault::template(format!("'{folded}' does not take these arguments"))),
        };
        Ok(answer.unwrap_or_else(|| Value::unknown(shown(folded, &source, rest))))
    }

    fn map(&mut self, items: &[Value], lambda: &Lambda<'_>) -> Answer {
        let mut mapped = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            mapped.push(lambda.call(self, &[item.clone(), Value::integer(at as i64)])?);
        }
        Ok(Some(Value::list(mapped)))
    }

    /// Elements that may or may not be kept leave the list open.
    fn filter(&mut self, items: &[Value], lambda: &Lambda<'_>, rest: &Opaque) -> Answer {
        let mut kept = Vec::new();
        let mut open = false;
        for (at, item) in items.iter().enumerate() {
            match lambda.call(self, &[item.clone(), Value::integer(at as i64)])? {
                Value::Bool(true) => kept.push(item.clone()),
                Value::Bool(false) => {}
                Value::Unknown(_) => open = true,
                other => return Err(Fault::template(format!("'filter': expected a bool, found {}", other.kind()))),
            }
        }
        let rest = Opaque { sensitive: rest.sensitive, ..Opaque::hole(&rest.text, None, rest.reason) };
        Ok(Some(Value::open_list(kept, open.then(|| Rc::new(rest)))))
    }

    /// A stable merge sort, since the lambda may be no order at all.
    fn sort(&mut self, items: &[Value], lambda: &Lambda<'_>) -> Answer {
        let mut runs: Vec<Vec<Value>> = items.iter().map(|item| vec![item.clone()]).collect();
        while runs.len() > 1 {
            let mut merged = Vec::with_capacity(runs.len().div_ceil(2));
            for pair in runs.chunks(2) {
                match pair {
                    [left, right] => match self.merge(left, right, lambda)? {
                        Some(run) => merged.push(run),
                        None => return Ok(None),
                    },
                    alone => merged.extend(alone.iter().cloned()),
                }
            }
            runs = merged;
        }
        Ok(Some(Value::list(runs.pop().unwrap_or_default())))
    }

    fn merge(&mut self, left: &[Value], right: &[Value], lambda: &Lambda<'_>) -> Result<Option<Vec<Value>>, Fault> {
        let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
        let mut merged = Vec::new();
        while let (Some(first), Some(second)) = (left.peek(), right.peek()) {
            let next = match lambda.call(self, &[(*second).clone(), (*first).clone()])? {
                Value::Bool(true) => right.next(),
                Value::Bool(false) => left.next(),
                Value::Unknown(_) => return Ok(None),
                other => return Err(Fault::template(format!("'sort': expected a bool, found {}", other.kind()))),
            };
            merged.extend(next.cloned());
        }
        merged.extend(left.chain(right).cloned());
        Ok(Some(merged))
    }

    fn reduce(&mut self, items: &[Value], start: Value, lambda: &Lambda<'_>) -> Answer {
        let mut current = start;
        for (at, item) in items.iter().enumerate() {
            current = lambda.call(self, &[current, item.clone(), Value::integer(at as i64)])?;
        }
        Ok(Some(current))
    }

    fn make_object(&mut self, items: &[Value], key: &Lambda<'_>, value: Option<&Lambda<'_>>, grouped: bool) -> Answer {
        let mut members = Members::default();
        let mut groups: Vec<(Rc<str>, Vec<Value>)> = Vec::new();
        for item in items {
            let name = match key.call(self, std::slice::from_ref(item))? {
                Value::Text(name) => name,
                Value::Unknown(_) => return Ok(None),
                other => return Err(Fault::template(format!("expected a string as name, found {}", other.kind()))),
            };
            let value = match value {
                Some(value) => value.call(self, std::slice::from_ref(item))?,
                None => item.clone(),
            };
            if !grouped {
                // Names that differ in letter case only may be one name.
                if members.exact(&name).is_none() && members.get(&name).is_some() {
                    return Ok(None);
                }
                members.set(name, value);
                continue;
            }
            self.budget.charge(groups.len() as u64)?;
            match groups.iter_mut().find(|(group, _)| *group == name) {
                Some((_, values)) => values.push(value),
                None => groups.push((name, vec![value])),
            }
        }
        for (name, values) in groups {
            if members.get(&name).is_some() {
                return Ok(None);
            }
            members.set(name, Value::list(values));
        }
        Ok(Some(Value::object(members)))
    }
}

/// The unknown value of such a call. A lambda may read anything, so the text identifies nothing.
fn shown(folded: &str, source: &Value, rest: &[Expression]) -> Opaque {
    let name = match folded {
        "toobject" => "toObject",
        "mapvalues" => "mapValues",
        "groupby" => "groupBy",
        other => other,
    };
    let mut arguments = vec![source.clone()];
    let hole = |it: &Expression| Value::unknown(Opaque::hole(&it.to_string(), None, Reason::NotEvaluated));
    arguments.extend(rest.iter().map(hole));
    Opaque::call(name, &arguments, false)
}
