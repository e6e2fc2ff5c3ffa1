//! The reference lists of expressions, derived as Terraform derives the `references` of plan JSON.
//!
//! It owns which names an expression mentions; it evaluates nothing. For each reference Terraform lists its longest
//! constant part, then every prefix down to the subject, then the resource or module call without its key.

use hcl_edit::expr::{Expression, ObjectKey, Traversal, TraversalOperator};
use hcl_edit::structure::{Block, Body};
use hcl_edit::template::{Directive, Element, Template};
use std::collections::BTreeSet;

/// Deepest nesting that is followed; hcl-edit itself refuses some 64 levels and 128 chained operators.
const DEPTH_LIMIT: usize = 400;

/// A set of references in the making.
#[derive(Debug, Default)]
pub(super) struct References<'a> {
    found: BTreeSet<String>,
    /// Names that a surrounding `for` or `dynamic` binds.
    bound: Vec<&'a str>,
    depth: usize,
}

/// What an expression mentions, prefixes included; sorted.
pub(in crate::input::terraform) fn references_of(expression: &Expression) -> BTreeSet<String> {
    References::of(expression)
}

/// What blocks mention, `dynamic` ones included, prefixes included; sorted.
pub(in crate::input::terraform) fn references_of_blocks<'a>(
    blocks: impl Iterator<Item = &'a Block>,
) -> BTreeSet<String> {
    References::of_blocks(blocks)
}

impl<'a> References<'a> {
    /// The references of one expression, sorted.
    pub(super) fn of(expression: &'a Expression) -> BTreeSet<String> {
        let mut references = Self::default();
        references.visit(expression);
        references.found
    }

    /// The references of everything in `blocks`, which together stand for one attribute written as blocks.
    pub(super) fn of_blocks(blocks: impl Iterator<Item = &'a Block>) -> BTreeSet<String> {
        let mut references = Self::default();
        for block in blocks {
            references.visit_block(block);
        }
        references.found
    }

    fn visit(&mut self, expression: &'a Expression) {
        if self.depth >= DEPTH_LIMIT {
            return;
        }
        self.depth += 1;
        match expression {
            Expression::Variable(name) => self.mention(name.as_str(), &[]),
            Expression::Traversal(traversal) => self.visit_traversal(traversal),
            Expression::Array(array) => array.iter().for_each(|element| self.visit(element)),
            Expression::Object(object) => {
                for (key, value) in object.iter() {
                    if let ObjectKey::Expression(key) = key {
                        self.visit(key);
                    }
                    self.visit(value.expr());
                }
            }
            Expression::StringTemplate(template) => template.iter().for_each(|element| self.visit_element(element)),
            Expression::HeredocTemplate(heredoc) => self.visit_template(&heredoc.template),
            Expression::Parenthesis(parenthesis) => self.visit(parenthesis.inner()),
            Expression::Conditional(conditional) => {
                self.visit(&conditional.cond_expr);
                self.visit(&conditional.true_expr);
                self.visit(&conditional.false_expr);
            }
            Expression::FuncCall(call) => call.args.iter().for_each(|argument| self.visit(argument)),
            Expression::UnaryOp(operation) => self.visit(&operation.expr),
            Expression::BinaryOp(operation) => {
                self.visit(&operation.lhs_expr);
                self.visit(&operation.rhs_expr);
            }
            Expression::ForExpr(expression) => {
                self.visit(&expression.intro.collection_expr);
                let outer = self.bound.len();
                self.bound.extend(expression.intro.key_var.iter().map(|name| name.as_str()));
                self.bound.push(expression.intro.value_var.as_str());
                let rest = [expression.key_expr.as_ref(), Some(&expression.value_expr)];
                rest.into_iter().flatten().for_each(|part| self.visit(part));
                expression.cond.iter().for_each(|condition| self.visit(&condition.expr));
                self.bound.truncate(outer);
            }
            Expression::Null(_) | Expression::Bool(_) | Expression::Number(_) | Expression::String(_) => {}
        }
        self.depth -= 1;
    }

    fn visit_traversal(&mut self, traversal: &'a Traversal) {
        let steps: Vec<String> =
            traversal.operators.iter().map_while(|operator| constant_step(operator.value())).collect();
        match &traversal.expr {
            Expression::Variable(root) => self.mention(root.as_str(), &steps),
            other => self.visit(other),
        }
        for operator in &traversal.operators {
            if let TraversalOperator::Index(index) = operator.value()
                && constant_step(operator.value()).is_none()
            {
                self.visit(index);
            }
        }
    }

    fn visit_template(&mut self, template: &'a Template) {
        template.iter().for_each(|element| self.visit_element(element));
    }

    fn visit_element(&mut self, element: &'a Element) {
        match element {
            Element::Literal(_) => {}
            Element::Interpolation(interpolation) => self.visit(&interpolation.expr),
            Element::Directive(directive) => match directive.as_ref() {
                Directive::If(directive) => {
                    self.visit(&directive.if_expr.cond_expr);
                    self.visit_template(&directive.if_expr.template);
                    directive.else_expr.iter().for_each(|branch| self.visit_template(&branch.template));
                }
                Directive::For(directive) => {
                    self.visit(&directive.for_expr.collection_expr);
                    let outer = self.bound.len();
                    self.bound.extend(directive.for_expr.key_var.iter().map(|name| name.as_str()));
                    self.bound.push(directive.for_expr.value_var.as_str());
                    self.visit_template(&directive.for_expr.template);
                    self.bound.truncate(outer);
                }
            },
        }
    }

    fn visit_block(&mut self, block: &'a Block) {
        if block.ident.as_str() != "dynamic" {
            return self.visit_body(&block.body);
        }
        block.body.get_attribute("for_each").into_iter().for_each(|attribute| self.visit(&attribute.value));
        let outer = self.bound.len();
        self.bound.extend(iterator_name(block));
        for content in block.body.blocks().filter(|inner| inner.ident.as_str() == "content") {
            self.visit_body(&content.body);
        }
        self.bound.truncate(outer);
    }

    fn visit_body(&mut self, body: &'a Body) {
        body.attributes().for_each(|attribute| self.visit(&attribute.value));
        body.blocks().for_each(|block| self.visit_block(block));
    }

    /// Adds what Terraform lists for the name `root` followed by `steps`.
    fn mention(&mut self, root: &str, steps: &[String]) {
        if steps.is_empty() || self.bound.contains(&root) {
            return;
        }
        let subject = subject_length(root, steps);
        let mut text = root.to_owned();
        let mut prefixes = Vec::new();
        for (index, step) in steps.iter().enumerate() {
            text.push_str(step);
            if index + 1 >= subject {
                prefixes.push(text.clone());
            }
        }
        self.found.extend(prefixes);
        self.found.extend(without_key(root, steps, subject));
    }
}

/// The name a `dynamic` block gives to its elements.
fn iterator_name(block: &Block) -> Option<&str> {
    match block.body.get_attribute("iterator").map(|attribute| &attribute.value) {
        Some(Expression::Variable(name)) => Some(name.as_str()),
        _ => block.labels.first().map(hcl_edit::structure::BlockLabel::as_str),
    }
}

/// How many of `steps` make up the smallest thing that can be referred to.
fn subject_length(root: &str, steps: &[String]) -> usize {
    let is_index = |at: usize| steps.get(at).is_some_and(|step| step.starts_with('['));
    let length = match root {
        "local" | "var" | "each" | "count" | "path" | "terraform" | "self" => 1,
        "module" => {
            let output = if is_index(1) { 2 } else { 1 };
            if steps.len() > output && !is_index(output) { output + 1 } else { output }
        }
        "data" | "ephemeral" => 2 + usize::from(is_index(2)),
        _ => 1 + usize::from(is_index(1)),
    };
    length.min(steps.len())
}

/// The resource or module call itself, when the subject is an instance or an output of it.
fn without_key(root: &str, steps: &[String], subject: usize) -> Option<String> {
    let is_index = |at: usize| steps.get(at).is_some_and(|step| step.starts_with('['));
    let kept = match root {
        "local" | "var" | "each" | "count" | "path" | "terraform" | "self" => return None,
        // An output's parent is the instance of the module; an instance's is the call.
        "module" => subject.checked_sub(1).filter(|kept| *kept > 0)?,
        "data" | "ephemeral" => is_index(2).then_some(2)?,
        _ => is_index(1).then_some(1)?,
    };
    Some(format!("{root}{}", steps.get(..kept)?.concat()))
}

/// A step of a traversal as Terraform prints it; `None` when it is not constant.
pub(super) fn constant_step(operator: &TraversalOperator) -> Option<String> {
    match operator {
        TraversalOperator::GetAttr(name) => Some(format!(".{}", name.as_str())),
        TraversalOperator::LegacyIndex(index) => Some(format!("[{}]", index.value())),
        TraversalOperator::Index(Expression::String(key)) => Some(format!("[{}]", quoted(key.value()))),
        TraversalOperator::Index(Expression::Number(index)) => Some(format!("[{}]", index.value())),
        _ => None,
    }
}

/// A key in quotes, escaped.
fn quoted(key: &str) -> String {
    let mut text = String::from("\"");
    for character in key.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            other => text.push(other),
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn references(text: &str) -> Vec<String> {
        let expression = hcl_edit::parser::parse_expr(text).unwrap();
        References::of(&expression).into_iter().collect()
    }

    /// Instances are followed by their resource, attributes by their instance.
    #[test]
    fn constant_traversals_list_their_prefixes() {
        assert_eq!(references("a.b.id"), ["a.b", "a.b.id"]);
        assert_eq!(references("a.b[0].id"), ["a.b", "a.b[0]", "a.b[0].id"]);
        assert_eq!(references("a.b.1.id"), ["a.b", "a.b[1]", "a.b[1].id"]);
        assert_eq!(references(r#"data.a.b["k"].id"#), ["data.a.b", r#"data.a.b["k"]"#, r#"data.a.b["k"].id"#]);
        assert_eq!(references("module.m.out"), ["module.m", "module.m.out"]);
        assert_eq!(
            references(r#"module.m["k"].out.x"#),
            [r#"module.m["k"]"#, r#"module.m["k"].out"#, r#"module.m["k"].out.x"#]
        );
        assert_eq!(references("each.value.k"), ["each.value", "each.value.k"]);
    }

    /// What follows an index that is not constant is not listed, the index is.
    #[test]
    fn other_indexes_end_the_traversal() {
        assert_eq!(references("a.b[each.key].id"), ["a.b", "each.key"]);
        assert_eq!(references("a.b[*].id"), ["a.b"]);
        assert_eq!(references("values(a.b)[*].id"), ["a.b"]);
    }

    /// Names bound by a `for` are no references, in templates neither.
    #[test]
    fn bound_names_are_left_out() {
        assert_eq!(references("{ for k, v in var.x : k => v.id if v.ok && local.y }"), ["local.y", "var.x"]);
        assert_eq!(references("\"${a.b.id}/%{ for v in var.x }${v.n}%{ endfor }\""), ["a.b", "a.b.id", "var.x"]);
    }
}
