//! Evaluates HCL expressions to symbolic values.
//!
//! It owns the meaning of operators, conditionals and comprehensions; names are looked up by [`super::lookup`], functions
//! called by [`super::functions`]. Where anything is in doubt the value is opaque or one of several, never a guess.

use super::functions;
use super::value::{Evaluated, Missing, Value};
use super::world::World;
use hcl_edit::expr::{
    BinaryOp, BinaryOperator, Conditional, Expression, ForExpr, FuncCall, Object, ObjectKey, UnaryOp, UnaryOperator,
};
use hcl_edit::template::{Directive, Element, StringTemplate, Template};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Most elements that a comprehension or a function makes.
pub(super) const MOST_ELEMENTS: usize = 20_000;

/// Where an expression stands.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    /// The module instance.
    pub(super) module: usize,
    /// `each.key` and `each.value`.
    pub(super) each: Option<(Value, Value)>,
    /// `count.index`.
    pub(super) count: Option<u64>,
    /// Names bound by comprehensions and dynamic blocks, inner ones last.
    pub(super) bound: Vec<(String, Value)>,
}

impl Scope {
    /// That of a module's own expressions.
    pub(super) fn of_module(module: usize) -> Self {
        Self { module, each: None, count: None, bound: Vec::new() }
    }

    fn with(&self, name: &str, value: Value) -> Self {
        let mut inner = self.clone();
        inner.bound.push((name.to_owned(), value));
        inner
    }
}

impl World<'_> {
    /// What an expression means.
    pub(super) fn evaluate(&self, expression: &Expression, scope: &Scope) -> Evaluated {
        self.deeper(|| match expression {
            Expression::Null(_) => Ok(Value::Null),
            Expression::Bool(value) => Ok(Value::Bool(*value.value())),
            Expression::Number(number) => Ok(number.value().as_f64().map_or(Value::Opaque, Value::Number)),
            Expression::String(text) => Ok(Value::text(text.value())),
            Expression::Array(items) => {
                items.iter().map(|item| self.evaluate(item, scope)).collect::<Result<_, _>>().map(Value::list)
            }
            Expression::Object(object) => self.object(object, scope),
            Expression::StringTemplate(template) => self.string_template(template, scope),
            // Indentation and line ends are of no use to references.
            Expression::HeredocTemplate(_) => Ok(Value::Opaque),
            Expression::Parenthesis(inner) => self.evaluate(inner.inner(), scope),
            Expression::Variable(name) => Ok(bound(scope, name.as_str()).unwrap_or(Value::Opaque)),
            Expression::Conditional(conditional) => self.conditional(conditional, scope),
            Expression::FuncCall(call) => self.call(call, scope),
            Expression::Traversal(traversal) => self.traversal(traversal, scope),
            Expression::UnaryOp(operation) => self.unary(operation, scope),
            Expression::BinaryOp(operation) => self.binary(operation, scope),
            Expression::ForExpr(comprehension) => self.comprehension(comprehension, scope),
        })
    }

    fn object(&self, object: &Object, scope: &Scope) -> Evaluated {
        let mut members = BTreeMap::new();
        for (key, value) in object {
            let name: Rc<str> = match key {
                ObjectKey::Ident(name) => name.as_str().into(),
                // A bare name is a key, not a variable.
                ObjectKey::Expression(Expression::Variable(name)) => name.as_str().into(),
                ObjectKey::Expression(expression) => match self.evaluate(expression, scope)?.as_text() {
                    Some(name) => name,
                    None => return Ok(Value::Opaque),
                },
            };
            members.insert(name.to_string(), self.evaluate(value.expr(), scope)?);
        }
        Ok(Value::map(members))
    }

    fn string_template(&self, template: &StringTemplate, scope: &Scope) -> Evaluated {
        let elements: Vec<&Element> = template.iter().collect();
        if let [Element::Interpolation(only)] = elements.as_slice() {
            return self.evaluate(&only.expr, scope);
        }
        let mut parts = Vec::new();
        for element in elements {
            self.element(element, scope, &mut parts)?;
        }
        let made = functions::joined(parts.clone());
        self.taint(&parts, &made);
        Ok(made)
    }

    fn element(&self, element: &Element, scope: &Scope, parts: &mut Vec<Value>) -> Result<(), Missing> {
        match element {
            Element::Literal(text) => parts.push(Value::text(text.value())),
            Element::Interpolation(interpolation) => {
                let is_plain = interpolation.strip == hcl_edit::template::Strip::None;
                let value = self.evaluate(&interpolation.expr, scope)?;
                parts.push(if is_plain { value } else { Value::Opaque });
            }
            Element::Directive(directive) => match directive.as_ref() {
                Directive::If(directive) => {
                    let condition = self.evaluate(&directive.if_expr.cond_expr, scope)?.as_bool();
                    let chosen = match condition {
                        Some(true) => Some(&directive.if_expr.template),
                        Some(false) => directive.else_expr.as_ref().map(|branch| &branch.template),
                        None => {
                            parts.push(Value::Opaque);
                            None
                        }
                    };
                    self.template(chosen, scope, parts)?;
                }
                Directive::For(_) => parts.push(Value::Opaque),
            },
        }
        Ok(())
    }

    fn template(&self, template: Option<&Template>, scope: &Scope, parts: &mut Vec<Value>) -> Result<(), Missing> {
        for element in template.into_iter().flat_map(Template::iter) {
            // Directives inside each other come from a parser that bounds their depth.
            self.element(element, scope, parts)?;
        }
        Ok(())
    }

    fn conditional(&self, conditional: &Conditional, scope: &Scope) -> Evaluated {
        match self.evaluate(&conditional.cond_expr, scope)?.as_bool() {
            Some(true) => self.evaluate(&conditional.true_expr, scope),
            Some(false) => self.evaluate(&conditional.false_expr, scope),
            None => {
                let branches = [&conditional.true_expr, &conditional.false_expr];
                let values = branches.map(|branch| self.evaluate(branch, scope).unwrap_or(Value::Opaque));
                Ok(Value::one_of(values.to_vec()))
            }
        }
    }

    fn unary(&self, operation: &UnaryOp, scope: &Scope) -> Evaluated {
        let value = self.evaluate(&operation.expr, scope)?;
        Ok(match operation.operator.value() {
            UnaryOperator::Neg => value.as_number().map_or(Value::Opaque, |number| Value::Number(-number)),
            UnaryOperator::Not => value.as_bool().map_or(Value::Opaque, |value| Value::Bool(!value)),
        })
    }

    fn binary(&self, operation: &BinaryOp, scope: &Scope) -> Evaluated {
        let left = self.evaluate(&operation.lhs_expr, scope)?;
        let operator = *operation.operator.value();
        match (operator, left.as_bool()) {
            (BinaryOperator::And, Some(false)) => return Ok(Value::Bool(false)),
            (BinaryOperator::Or, Some(true)) => return Ok(Value::Bool(true)),
            _ => {}
        }
        let right = self.evaluate(&operation.rhs_expr, scope)?;
        let truth = |value: Option<bool>| value.map_or(Value::Opaque, Value::Bool);
        let numbers = || Some((left.as_number()?, right.as_number()?));
        let number = |operate: fn(f64, f64) -> f64| {
            numbers().map(|(left, right)| operate(left, right)).filter(|result| result.is_finite())
        };
        let number = |operate| number(operate).map_or(Value::Opaque, Value::Number);
        let compare = |operate: fn(&f64, &f64) -> bool| truth(numbers().map(|(left, right)| operate(&left, &right)));
        Ok(match operator {
            BinaryOperator::Eq => truth(left.equals(&right)),
            BinaryOperator::NotEq => truth(left.equals(&right).map(|equal| !equal)),
            BinaryOperator::And => match (left.as_bool(), right.as_bool()) {
                (_, Some(false)) => Value::Bool(false),
                (Some(true), Some(true)) => Value::Bool(true),
                _ => Value::Opaque,
            },
            BinaryOperator::Or => match (left.as_bool(), right.as_bool()) {
                (_, Some(true)) => Value::Bool(true),
                (Some(false), Some(false)) => Value::Bool(false),
                _ => Value::Opaque,
            },
            BinaryOperator::Plus => number(|left, right| left + right),
            BinaryOperator::Minus => number(|left, right| left - right),
            BinaryOperator::Mul => number(|left, right| left * right),
            BinaryOperator::Div => number(|left, right| left / right),
            BinaryOperator::Mod => number(|left, right| left % right),
            BinaryOperator::Less => compare(f64::lt),
            BinaryOperator::LessEq => compare(f64::le),
            BinaryOperator::Greater => compare(f64::gt),
            BinaryOperator::GreaterEq => compare(f64::ge),
        })
    }

    fn comprehension(&self, comprehension: &ForExpr, scope: &Scope) -> Evaluated {
        let collection = self.evaluate(&comprehension.intro.collection_expr, scope)?;
        let is_set = matches!(collection.resolved(), Value::Set(_)) && collection.ordered().is_none();
        let Some(pairs) = self.pairs(&collection) else { return Ok(Value::Opaque) };
        if pairs.len() > MOST_ELEMENTS {
            return Ok(Value::Opaque);
        }
        let (mut list, mut map) = (Vec::new(), BTreeMap::<String, Value>::new());
        for (key, value) in pairs {
            let mut inner = scope.with(comprehension.intro.value_var.as_str(), value);
            if let Some(name) = &comprehension.intro.key_var {
                inner = inner.with(name.as_str(), key);
            }
            if let Some(condition) = &comprehension.cond {
                match self.evaluate(&condition.expr, &inner)?.as_bool() {
                    Some(true) => {}
                    Some(false) => continue,
                    None => return Ok(Value::Opaque),
                }
            }
            let value = self.evaluate(&comprehension.value_expr, &inner)?;
            let Some(key) = &comprehension.key_expr else {
                list.push(value);
                continue;
            };
            let Some(key) = self.evaluate(key, &inner)?.as_text() else { return Ok(Value::Opaque) };
            if !comprehension.grouping {
                map.insert(key.to_string(), value);
                continue;
            }
            match map.entry(key.to_string()).or_insert_with(|| Value::list(Vec::new())) {
                Value::List(group) => Rc::make_mut(group).push(value),
                _ => return Ok(Value::Opaque),
            }
        }
        Ok(match (&comprehension.key_expr, is_set) {
            (Some(_), true) if comprehension.grouping => Value::Opaque,
            (Some(_), _) => Value::map(map),
            (None, true) => Value::Set(Rc::new(list)),
            (None, false) => Value::list(list),
        })
    }

    /// Keys and values that a collection is gone through with; `None` where they are not known.
    pub(super) fn pairs(&self, collection: &Value) -> Option<Vec<(Value, Value)>> {
        match collection.resolved() {
            Value::Map(members) => Some(members.iter().map(|(key, value)| (Value::text(key), value.clone())).collect()),
            Value::List(items) => {
                Some(items.iter().enumerate().map(|(at, item)| (Value::Number(at as f64), item.clone())).collect())
            }
            // The key of a set's element is the element.
            Value::Set(items) => Some(items.iter().map(|item| (item.clone(), item.clone())).collect()),
            Value::Call(call) => {
                let keys = call.keys.as_ref()?;
                Some(keys.iter().map(|key| (super::lookup::key_value(key), self.called(call, Some(key)))).collect())
            }
            _ => None,
        }
    }

    fn call(&self, call: &FuncCall, scope: &Scope) -> Evaluated {
        if !call.name.namespace.is_empty() {
            return Ok(Value::Opaque);
        }
        let name = call.name.name.as_str();
        match name {
            "try" => {
                for argument in call.args.iter() {
                    if let Ok(value) = self.evaluate(argument, scope) {
                        return Ok(value);
                    }
                }
                return Err(Missing);
            }
            "can" => {
                let Some(argument) = call.args.iter().next() else { return Ok(Value::Opaque) };
                return Ok(match self.evaluate(argument, scope) {
                    Ok(value) if has_doubt(&value) => Value::Opaque,
                    outcome => Value::Bool(outcome.is_ok()),
                });
            }
            _ => {}
        }
        let mut arguments: Vec<Value> =
            call.args.iter().map(|argument| self.evaluate(argument, scope)).collect::<Result<_, _>>()?;
        if call.args.expand_final() {
            let Some(last) = arguments.pop().and_then(|last| last.ordered()) else { return Ok(Value::Opaque) };
            arguments.extend(last);
        }
        functions::call(self, name, &arguments)
    }
}

/// Whether evaluating it may yet fail.
fn has_doubt(value: &Value) -> bool {
    matches!(value, Value::Opaque | Value::OneOf(_))
}

/// The value of a name that a comprehension or a dynamic block binds.
pub(super) fn bound(scope: &Scope, name: &str) -> Option<Value> {
    scope.bound.iter().rev().find(|(bound, _)| bound == name).map(|(_, value)| value.clone())
}
