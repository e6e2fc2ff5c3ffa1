//! What names mean: resources, modules and their outputs, variables, locals, `each` and `count`.

use super::constraint::convert;
use super::declarations::Merged;
use super::expression::{Scope, bound};
use super::value::{Call, Evaluated, Missing, Reference, Value};
use super::world::{Symbol, World};
use crate::input::terraform::address::{Key, ModuleStep};
use hcl_edit::expr::{Expression, Traversal, TraversalOperator};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A step of a path into a value.
#[derive(Debug, Clone, PartialEq)]
enum Index {
    Name(Rc<str>),
    Number(usize),
}

impl World<'_> {
    /// A name and what follows it.
    pub(super) fn traversal(&self, traversal: &Traversal, scope: &Scope) -> Evaluated {
        let operators: Vec<&TraversalOperator> = traversal.operators.iter().map(|operator| operator.value()).collect();
        let Expression::Variable(root) = &traversal.expr else {
            let value = self.evaluate(&traversal.expr, scope)?;
            return self.follow(value, &operators, scope);
        };
        if let Some(value) = bound(scope, root.as_str()) {
            return self.follow(value, &operators, scope);
        }
        let name = |at: usize| match operators.get(at) {
            Some(TraversalOperator::GetAttr(name)) => Some(name.as_str()),
            _ => None,
        };
        let (value, used) = match (root.as_str(), name(0)) {
            ("local", Some(name)) => (self.local(scope.module, name)?, 1),
            ("var", Some(name)) => (self.variable(scope.module, name)?, 1),
            ("module", Some(name)) => (self.call_instances(scope.module, name)?, 1),
            ("each", Some("key")) => (scope.each.as_ref().map_or(Value::Opaque, |(key, _)| key.clone()), 1),
            ("each", Some("value")) => (scope.each.as_ref().map_or(Value::Opaque, |(_, value)| value.clone()), 1),
            ("count", Some("index")) => (scope.count.map_or(Value::Opaque, |index| Value::Number(index as f64)), 1),
            ("path" | "terraform" | "tofu" | "self" | "ephemeral", _) => return Ok(Value::Opaque),
            ("data", Some(kind)) => match name(1) {
                Some(name) => (self.resource(scope.module, &format!("data.{kind}.{name}"))?, 2),
                None => return Ok(Value::Opaque),
            },
            (kind, Some(name)) => (self.resource(scope.module, &format!("{kind}.{name}"))?, 1),
            (_, None) => return Ok(Value::Opaque),
        };
        self.follow(value, operators.get(used..).unwrap_or_default(), scope)
    }

    /// Attributes, indexes and splats.
    fn follow(&self, value: Value, operators: &[&TraversalOperator], scope: &Scope) -> Evaluated {
        let Some((operator, rest)) = operators.split_first() else { return Ok(value) };
        self.deeper(|| match operator {
            TraversalOperator::GetAttr(name) => {
                self.follow(self.step(&value, &Index::Name(name.as_str().into()))?, rest, scope)
            }
            TraversalOperator::LegacyIndex(index) => {
                let index = usize::try_from(*index.value()).unwrap_or(usize::MAX);
                self.follow(self.step(&value, &Index::Number(index))?, rest, scope)
            }
            TraversalOperator::Index(index) => {
                let index = self.evaluate(index, scope)?;
                self.follow(self.index(&value, &index)?, rest, scope)
            }
            TraversalOperator::FullSplat(_) | TraversalOperator::AttrSplat(_) => {
                let is_full = matches!(operator, TraversalOperator::FullSplat(_));
                self.splat(&value, rest, is_full, scope)
            }
        })
    }

    /// `[*]` takes what follows from each element, indexes included; `.*` only attributes.
    fn splat(&self, value: &Value, rest: &[&TraversalOperator], is_full: bool, scope: &Scope) -> Evaluated {
        let is_taken = |operator: &&&TraversalOperator| match operator {
            TraversalOperator::GetAttr(_) => true,
            TraversalOperator::Index(_) | TraversalOperator::LegacyIndex(_) => is_full,
            _ => false,
        };
        let taken = rest.iter().take_while(is_taken).count();
        let (inner, behind) = rest.split_at_checked(taken).unwrap_or_default();
        let (items, is_set) = match value.resolved() {
            Value::List(items) => (items.to_vec(), false),
            Value::Set(items) => (items.to_vec(), value.ordered().is_none()),
            Value::Null => (Vec::new(), false),
            Value::Call(call) if call.keys.as_ref().is_some_and(|keys| keys.iter().all(is_number)) => {
                (self.pairs(value).unwrap_or_default().into_iter().map(|(_, value)| value).collect(), false)
            }
            Value::Instance(_) | Value::Module(_) => (vec![value.clone()], false),
            _ => return Ok(Value::Opaque),
        };
        let items: Vec<Value> =
            items.into_iter().map(|item| self.follow(item, inner, scope)).collect::<Result<_, _>>()?;
        let collected = if is_set { Value::Set(Rc::new(items)) } else { Value::list(items) };
        self.follow(collected, behind, scope)
    }

    /// `value[index]`.
    pub(super) fn index(&self, value: &Value, index: &Value) -> Evaluated {
        match index.resolved() {
            Value::Number(_) => match index.as_index() {
                Some(at) => self.step(value, &Index::Number(at)),
                None => Err(Missing),
            },
            Value::Text(name) => self.step(value, &Index::Name(Rc::clone(name))),
            // Which element is not known, but that it is one of them.
            _ => Ok(value.elements().map_or(Value::Opaque, Value::one_of)),
        }
    }

    fn step(&self, value: &Value, index: &Index) -> Evaluated {
        let as_number = || match index {
            Index::Number(number) => Some(*number),
            Index::Name(name) => name.parse().ok(),
        };
        let as_name = || match index {
            Index::Number(number) => number.to_string(),
            Index::Name(name) => name.to_string(),
        };
        match value {
            Value::Map(members) => members.get(&as_name()).cloned().ok_or(Missing),
            Value::List(items) => as_number().and_then(|at| items.get(at)).cloned().ok_or(Missing),
            Value::Set(items) => Ok(Value::one_of(items.to_vec())),
            Value::Instance(instance) => match index {
                Index::Name(name) => Ok(self.attribute(*instance, name)),
                Index::Number(_) => Err(Missing),
            },
            Value::Module(module) => match index {
                Index::Name(name) => self.output(*module, name),
                Index::Number(_) => Err(Missing),
            },
            Value::Call(call) => {
                let key = match index {
                    Index::Number(number) => Key::Number(*number as u64),
                    Index::Name(name) => Key::Text(name.to_string()),
                };
                match &call.keys {
                    Some(keys) if !keys.contains(&key) => Err(Missing),
                    _ => Ok(self.called(call, Some(&key))),
                }
            }
            Value::Reference(reference) => {
                let known = reference.known.as_ref().map(|known| self.step(known, index)).transpose()?;
                if let Some(inner @ Value::Reference(_)) = known {
                    return Ok(inner);
                }
                let mut path = reference.path.clone();
                path.push(as_name());
                Ok(Value::Reference(Rc::new(Reference { instance: reference.instance, path, known })))
            }
            Value::Partly(instances) => Ok(instances.get(&as_name()).cloned().unwrap_or(Value::Opaque)),
            Value::OneOf(values) => {
                let each = |value: &Value| self.step(value, index).unwrap_or(Value::Opaque);
                Ok(Value::one_of(values.iter().map(each).collect()))
            }
            Value::Opaque | Value::Template(_) | Value::Encoded(_) => Ok(Value::Opaque),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => Err(Missing),
        }
    }

    /// The instances of a block: one, a list by index, or a map by key.
    fn resource(&self, module: usize, block: &str) -> Evaluated {
        self.once(module, Symbol::Instances(block.to_owned()), || Ok(self.instances_of(module, block)))
    }

    fn instances_of(&self, module: usize, block: &str) -> Value {
        let found = self.of_block(module, block);
        let key = |index: &usize| self.instances.get(*index).and_then(|known| known.key);
        if let ([only], true) = (found, found.iter().all(|index| key(index).is_none())) {
            return Value::Instance(*only);
        }
        let mut by_number = BTreeMap::new();
        let mut by_text = BTreeMap::new();
        for index in found {
            match key(index) {
                Some(Key::Number(number)) => {
                    by_number.insert(*number, Value::Instance(*index));
                }
                Some(Key::Text(text)) => {
                    by_text.insert(text.clone(), Value::Instance(*index));
                }
                None => return Value::Opaque,
            }
        }
        // How many there are, and which, is not known of a plan that leaves some out.
        if self.is_partial {
            by_text.extend(by_number.into_iter().map(|(number, instance)| (number.to_string(), instance)));
            return Value::Partly(Rc::new(by_text));
        }
        let is_complete = by_number.keys().enumerate().all(|(at, number)| at as u64 == *number);
        match (by_number.is_empty(), by_text.is_empty()) {
            (false, true) if is_complete => Value::list(by_number.into_values().collect()),
            (true, false) => Value::map(by_text),
            (true, true) => self.none_of(module, block),
            _ => Value::Opaque,
        }
    }

    /// A block without instances: empty where its instances would be here, else nothing can be said.
    fn none_of(&self, module: usize, block: &str) -> Value {
        let is_kept =
            self.configuration.module(&self.module_path(module)).is_some_and(|it| it.resources.contains_key(block));
        let declared = self.declarations(module).and_then(|it| it.resources.get(block)).filter(|it| !it.is_hollow);
        match declared {
            Some(declared) if is_kept && declared.attribute("count").is_some() => Value::list(Vec::new()),
            Some(declared) if is_kept && declared.attribute("for_each").is_some() => Value::map(BTreeMap::new()),
            _ => Value::Opaque,
        }
    }

    /// `module.name`.
    fn call_instances(&self, caller: usize, name: &str) -> Evaluated {
        self.once(caller, Symbol::Call(name.to_owned()), || {
            let Some(call) = self.declarations(caller).and_then(|it| it.calls.get(name)) else {
                return Ok(Value::Opaque);
            };
            if call.is_hollow {
                return Ok(Value::Opaque);
            }
            let scope = Scope::of_module(caller);
            let keys = match (call.attribute("for_each"), call.attribute("count")) {
                (None, None) => {
                    let call = Call { caller, name: name.to_owned(), keys: None };
                    return Ok(self.called(&call, None));
                }
                (Some(each), _) => self.pairs(&self.evaluate(each, &scope)?).and_then(|pairs| {
                    pairs.iter().map(|(key, _)| key.as_text().map(|key| Key::Text(key.to_string()))).collect()
                }),
                (None, Some(count)) => {
                    let count = self.evaluate(count, &scope)?.as_index().filter(|count| *count < 100_000);
                    count.map(|count| (0..count as u64).map(Key::Number).collect())
                }
            };
            Ok(Value::Call(Rc::new(Call { caller, name: name.to_owned(), keys })))
        })
    }

    /// One instance of a module call.
    pub(super) fn called(&self, call: &Call, key: Option<&Key>) -> Value {
        let mut path = self.module_path(call.caller).to_vec();
        path.push(ModuleStep { name: call.name.clone(), key: key.cloned() });
        Value::Module(self.module_index(&path))
    }

    fn output(&self, module: usize, name: &str) -> Evaluated {
        self.once(module, Symbol::Output(name.to_owned()), || {
            let output = self.declarations(module).and_then(|it| it.outputs.get(name)).filter(|it| !it.is_hollow);
            match output.and_then(|output| output.attribute("value")) {
                Some(value) => {
                    let value = self.evaluate(value, &Scope::of_module(module))?;
                    self.keep_if_sensitive(output, module, &value);
                    Ok(value)
                }
                None => Ok(Value::Opaque),
            }
        })
    }

    /// Remembers the value of a variable or an output that is declared sensitive, or may be.
    fn keep_if_sensitive(&self, declared: Option<&Merged<'_>>, module: usize, value: &Value) {
        let states = ["sensitive", "ephemeral"].into_iter().filter_map(|name| declared?.attribute(name));
        let is_off = |stated: &Expression| {
            self.evaluate(stated, &Scope::of_module(module)).is_ok_and(|stated| stated.as_bool() == Some(false))
        };
        for stated in states {
            if !is_off(stated) {
                self.keep_secret(value);
            }
        }
    }

    fn local(&self, module: usize, name: &str) -> Evaluated {
        self.once(module, Symbol::Local(name.to_owned()), || {
            match self.declarations(module).and_then(|it| it.locals.get(name)) {
                Some(expression) => self.evaluate(expression, &Scope::of_module(module)),
                None => Ok(Value::Opaque),
            }
        })
    }

    fn variable(&self, module: usize, name: &str) -> Evaluated {
        self.once(module, Symbol::Variable(name.to_owned()), || {
            let Some(variable) = self.declarations(module).and_then(|it| it.variables.get(name)) else {
                return Ok(Value::Opaque);
            };
            if variable.is_hollow {
                return Ok(Value::Opaque);
            }
            let scope = Scope::of_module(module);
            let default = || variable.attribute("default").map(|default| self.evaluate(default, &scope)).transpose();
            let given = self.given(module, name)?;
            let is_nullable = match variable.attribute("nullable") {
                None => Some(true),
                Some(nullable) => self.evaluate(nullable, &scope)?.as_bool(),
            };
            let value = match given {
                None => default()?.unwrap_or(Value::Opaque),
                Some(value) => match (value.is_null(), is_nullable) {
                    (Some(false), _) | (_, Some(true)) => value,
                    (Some(true), Some(false)) => default()?.unwrap_or(Value::Opaque),
                    _ => Value::Opaque,
                },
            };
            let value = match variable.attribute("type") {
                Some(constraint) => convert(self, value, constraint, 0),
                None => value,
            };
            self.keep_if_sensitive(Some(variable), module, &value);
            Ok(value)
        })
    }

    /// What the caller hands to a variable; `None` when it leaves it out.
    fn given(&self, module: usize, name: &str) -> Result<Option<Value>, Missing> {
        let path = self.module_path(module);
        let Some((own, outer)) = path.split_last() else {
            return Ok(self.configuration.variables.get(name).map(from_json));
        };
        let caller = self.module_index(outer);
        let Some(call) = self.declarations(caller).and_then(|it| it.calls.get(&own.name)) else {
            return Ok(Some(Value::Opaque));
        };
        if call.is_hollow {
            return Ok(Some(Value::Opaque));
        }
        let Some(argument) = call.attribute(name) else { return Ok(None) };
        let scope = self.repeated(caller, &format!("module.{}", own.name), call, own.key.as_ref());
        self.evaluate(argument, &scope).map(Some)
    }

    /// The scope of one instance of a block: what `each` and `count` are there.
    pub(super) fn repeated(&self, module: usize, block: &str, declared: &Merged<'_>, key: Option<&Key>) -> Scope {
        let mut scope = Scope::of_module(module);
        match key {
            None => {}
            Some(Key::Number(number)) => scope.count = Some(*number),
            Some(Key::Text(text)) => {
                let each =
                    self.once(module, Symbol::Repetition(block.to_owned()), || match declared.attribute("for_each") {
                        Some(each) => self.evaluate(each, &Scope::of_module(module)),
                        None => Ok(Value::Opaque),
                    });
                let pairs = each.ok().and_then(|each| self.pairs(&each)).unwrap_or_default();
                let own = pairs.into_iter().find(|(key, _)| key.as_text().as_deref() == Some(text));
                scope.each = Some((Value::text(text), own.map_or(Value::Opaque, |(_, value)| value)));
            }
        }
        scope
    }
}

/// A key as a value.
pub(super) fn key_value(key: &Key) -> Value {
    match key {
        Key::Number(number) => Value::Number(*number as f64),
        Key::Text(text) => Value::text(text),
    }
}

fn is_number(key: &Key) -> bool {
    matches!(key, Key::Number(_))
}

/// The value of a root variable. The parser bounds the depth.
fn from_json(json: &serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => number.as_f64().map_or(Value::Opaque, Value::Number),
        Json::String(text) => Value::text(text),
        Json::Array(items) => Value::list(items.iter().map(from_json).collect()),
        Json::Object(members) => {
            Value::map(members.iter().map(|(key, value)| (key.clone(), from_json(value))).collect())
        }
    }
}
