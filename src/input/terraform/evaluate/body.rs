//! The body of a resource as one symbolic value: attributes and nested blocks, dynamic ones unfolded.

use super::declarations::{Merged, Part};
use super::expression::{MOST_ELEMENTS, Scope};
use super::value::Value;
use super::world::World;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, Body};
use std::collections::BTreeMap;

/// Arguments of a resource that are Terraform's own.
const META: [&str; 8] =
    ["count", "for_each", "provider", "depends_on", "lifecycle", "provisioner", "connection", "dynamic"];

impl World<'_> {
    /// What the resource block sets, by argument; only those that `wanted` asks for.
    pub(super) fn arguments(
        &self,
        declared: &Merged<'_>,
        scope: &Scope,
        wanted: &dyn Fn(&str) -> bool,
    ) -> BTreeMap<String, Value> {
        let mut arguments = BTreeMap::new();
        for part in &declared.parts {
            match part {
                // What an override sets replaces what was there, blocks of one type as a whole.
                Part::Hcl(body) => arguments.extend(self.body(body, scope, &|name| wanted(name) && !is_meta(name))),
                Part::Json(members) => {
                    let written = members.iter().filter(|(name, _)| wanted(name) && !is_meta(name));
                    arguments.extend(written.map(|(name, value)| (name.clone(), self.or_opaque(value, scope))));
                }
            }
        }
        arguments
    }

    fn or_opaque(&self, expression: &Expression, scope: &Scope) -> Value {
        self.evaluate(expression, scope).unwrap_or(Value::Opaque)
    }

    fn body(&self, body: &Body, scope: &Scope, wanted: &dyn Fn(&str) -> bool) -> BTreeMap<String, Value> {
        let mut members = BTreeMap::new();
        for attribute in body.attributes().filter(|attribute| wanted(attribute.key.as_str())) {
            members.insert(attribute.key.as_str().to_owned(), self.or_opaque(&attribute.value, scope));
        }
        let mut blocks: BTreeMap<&str, Option<Vec<Value>>> = BTreeMap::new();
        for block in body.blocks() {
            let is_dynamic = block.ident.as_str() == "dynamic";
            let name = if is_dynamic {
                block.labels.first().map_or("", hcl_edit::structure::BlockLabel::as_str)
            } else {
                block.ident.as_str()
            };
            if !wanted(name) {
                continue;
            }
            let made =
                if is_dynamic { self.dynamic(block, scope) } else { Some(vec![self.nested(&block.body, scope)]) };
            let elements = blocks.entry(name).or_insert_with(|| Some(Vec::new()));
            match (elements.as_mut(), made) {
                (Some(elements), Some(made)) => elements.extend(made),
                // How many there are is not known, so none of them can be placed.
                _ => *elements = None,
            }
        }
        for (name, elements) in blocks {
            members.insert(name.to_owned(), elements.map_or(Value::Opaque, Value::list));
        }
        members
    }

    fn nested(&self, body: &Body, scope: &Scope) -> Value {
        let mut value = Value::Opaque;
        // The guard of the depth speaks in values.
        let _ = self.deeper(|| {
            value = Value::map(self.body(body, scope, &|_| true));
            Ok(Value::Null)
        });
        value
    }

    /// The blocks that a dynamic block makes; `None` when that is not known.
    fn dynamic(&self, block: &Block, scope: &Scope) -> Option<Vec<Value>> {
        let each = self.evaluate(&block.body.get_attribute("for_each")?.value, scope).ok()?;
        let pairs = self.pairs(&each).filter(|pairs| pairs.len() <= MOST_ELEMENTS)?;
        let iterator = match block.body.get_attribute("iterator").map(|attribute| &attribute.value) {
            Some(Expression::Variable(name)) => name.as_str(),
            Some(_) => return None,
            None => block.labels.first()?.as_str(),
        };
        let content = block.body.blocks().find(|inner| inner.ident.as_str() == "content")?;
        let element = |(key, value): (Value, Value)| {
            let mut inner = scope.clone();
            let bound = BTreeMap::from([("key".to_owned(), key), ("value".to_owned(), value)]);
            inner.bound.push((iterator.to_owned(), Value::map(bound)));
            self.nested(&content.body, &inner)
        };
        Some(pairs.into_iter().map(element).collect())
    }
}

fn is_meta(name: &str) -> bool {
    META.contains(&name)
}
