//! What one module declares, by name: locals, variables, outputs, module calls, resources.
//!
//! It owns the merging of overrides and the reading of JSON syntax as the expressions that it stands for.

use crate::input::terraform::sources::Written;
use hcl_edit::expr::{Array, Expression, Object, ObjectKey, ObjectValue};
use hcl_edit::structure::{Block, Body};
use hcl_edit::template::{Element, Template};
use serde_json::Value as Json;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The declarations of one module.
#[derive(Debug, Default)]
pub(super) struct Declarations<'a> {
    pub(super) locals: BTreeMap<String, Cow<'a, Expression>>,
    pub(super) variables: BTreeMap<String, Merged<'a>>,
    pub(super) outputs: BTreeMap<String, Merged<'a>>,
    pub(super) calls: BTreeMap<String, Merged<'a>>,
    /// By `azurerm_subnet.this`, `data.azurerm_subnet.this`.
    pub(super) resources: BTreeMap<String, Merged<'a>>,
}

/// A block with its overrides, in the order they apply.
#[derive(Debug, Default)]
pub(super) struct Merged<'a> {
    pub(super) parts: Vec<Part<'a>>,
    /// A part of it could not be read.
    pub(super) is_hollow: bool,
}

/// One declaration of a block.
#[derive(Debug)]
pub(super) enum Part<'a> {
    Hcl(&'a Body),
    /// Attributes and blocks alike.
    Json(BTreeMap<String, Expression>),
}

impl Merged<'_> {
    /// An attribute; the last override that has it counts.
    pub(super) fn attribute(&self, name: &str) -> Option<&Expression> {
        self.parts.iter().rev().find_map(|part| match part {
            Part::Hcl(body) => body.get_attribute(name).map(|attribute| &attribute.value),
            Part::Json(members) => members.get(name),
        })
    }
}

impl<'a> Declarations<'a> {
    /// Those of the top-level blocks of a module, overrides last.
    pub(super) fn of(blocks: impl Iterator<Item = Written<'a>>) -> Self {
        let mut declarations = Self::default();
        for written in blocks {
            match written {
                Written::Hcl { block, is_hollow } => declarations.add_block(block, is_hollow),
                Written::Json(text) => declarations.add_json(text),
            }
        }
        declarations
    }

    fn add_block(&mut self, block: &'a Block, is_hollow: bool) {
        let labels: Vec<&str> = block.labels.iter().map(hcl_edit::structure::BlockLabel::as_str).collect();
        if block.ident.as_str() == "locals" && is_hollow {
            return;
        }
        if block.ident.as_str() == "locals" {
            let expressions = block.body.attributes();
            self.locals.extend(
                expressions.map(|attribute| (attribute.key.as_str().to_owned(), Cow::Borrowed(&attribute.value))),
            );
            return;
        }
        if let Some(merged) = self.named(block.ident.as_str(), &labels) {
            merged.is_hollow |= is_hollow;
            merged.parts.push(Part::Hcl(&block.body));
        }
    }

    fn named(&mut self, keyword: &str, labels: &[&str]) -> Option<&mut Merged<'a>> {
        let (map, name) = match (keyword, labels) {
            ("variable", [name]) => (&mut self.variables, (*name).to_owned()),
            ("output", [name]) => (&mut self.outputs, (*name).to_owned()),
            ("module", [name]) => (&mut self.calls, (*name).to_owned()),
            ("resource", [kind, name]) => (&mut self.resources, format!("{kind}.{name}")),
            ("data", [kind, name]) => (&mut self.resources, format!("data.{kind}.{name}")),
            _ => return None,
        };
        Some(map.entry(name).or_default())
    }

    fn add_json(&mut self, text: &str) {
        let Ok(Json::Object(file)) = serde_json::from_str(text) else { return };
        for (keyword, value) in &file {
            for (first, value) in members(value) {
                if keyword == "locals" {
                    self.locals.insert(first.clone(), Cow::Owned(expression(value)));
                } else if matches!(keyword.as_str(), "resource" | "data") {
                    for (second, value) in members(value) {
                        self.add_json_block(keyword, &[first, second], value);
                    }
                } else {
                    self.add_json_block(keyword, &[first], value);
                }
            }
        }
    }

    fn add_json_block(&mut self, keyword: &str, labels: &[&str], value: &Json) {
        let parts: BTreeMap<String, Expression> =
            members(value).map(|(name, value)| (name.clone(), expression(value))).collect();
        if let Some(merged) = self.named(keyword, labels) {
            // A dynamic block in JSON is not followed.
            merged.is_hollow |= parts.contains_key("dynamic");
            merged.parts.push(Part::Json(parts));
        }
    }
}

/// The members of an object, or of each object of a list.
fn members(value: &Json) -> Box<dyn Iterator<Item = (&String, &Json)> + '_> {
    match value {
        Json::Object(members) => Box::new(members.iter().filter(|(name, _)| *name != "//")),
        // One level: JSON syntax allows a list of blocks, not a list of lists.
        Json::Array(items) => Box::new(items.iter().filter_map(Json::as_object).flatten()),
        _ => Box::new(std::iter::empty()),
    }
}

/// The expression that a value in JSON syntax stands for: texts are templates. The parser bounds the depth.
fn expression(value: &Json) -> Expression {
    match value {
        Json::Null => Expression::null(),
        Json::Bool(value) => Expression::from(*value),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => Expression::from(number),
            (None, Some(number)) => hcl_edit::Number::from_f64(number).map_or_else(Expression::null, Expression::from),
            (None, None) => Expression::null(),
        },
        Json::String(text) => template(text),
        Json::Array(items) => Expression::Array(items.iter().map(expression).collect::<Array>()),
        Json::Object(members) => {
            let member = |(name, value): (&String, &Json)| (key(name), ObjectValue::from(expression(value)));
            Expression::Object(members.iter().map(member).collect::<Object>())
        }
    }
}

fn key(name: &str) -> ObjectKey {
    ObjectKey::Expression(template(name))
}

/// A text as a template; one that is none cannot be evaluated, which a lone variable of no name says.
fn template(text: &str) -> Expression {
    if !text.contains("${") && !text.contains("%{") {
        return Expression::from(text);
    }
    match text.parse::<Template>() {
        Ok(template) => match template.as_single_element() {
            Some(Element::Interpolation(interpolation)) => interpolation.expr.clone(),
            _ => {
                let mut parts = hcl_edit::template::StringTemplate::new();
                template.into_iter().for_each(|element| parts.push(element));
                Expression::StringTemplate(parts)
            }
        },
        Err(_) => Expression::Variable(hcl_edit::Decorated::new(hcl_edit::Ident::new_sanitized("unreadable"))),
    }
}
