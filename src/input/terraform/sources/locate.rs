//! From a path below a resource to the bytes that write it.
//!
//! It owns the choice of the attribute, nested block or list element that a path means; it knows nothing of modules or
//! lines. In: a resource's parts, a path in the provider's names, and the planned value where there is one. Out: a
//! [`Hit`]. Nothing is evaluated: among repeated blocks the one is taken whose literal attributes agree with the plan.

use super::address::BlockName;
use super::files::{Item, Module, Part, SourceFile};
use super::json;
use super::matching::{agreement, agreement_of_json, agreement_of_object, best};
use crate::input::declared::{Node, Tree};
use crate::model::{PathStep, Precision};
use hcl_edit::Span;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Attribute, Block, Body};
use std::ops::Range;

/// Functions whose result has the members of their arguments.
const TRANSPARENT: [&str; 8] =
    ["jsonencode", "tomap", "merge", "tolist", "toset", "sensitive", "nonsensitive", "yamlencode"];

/// Where something is written in a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// Index of the file in the module.
    pub(super) file: usize,
    /// Bytes of the file's text.
    pub(super) range: Range<usize>,
    /// How near it is.
    pub(super) precision: Precision,
}

/// The header of the block `name`, of its base declaration rather than an override.
pub(super) fn header(module: &Module, name: &BlockName) -> Option<Hit> {
    let part = module.parts(name).first()?;
    let range = match &part.item {
        // Only the key: the value may be on the same line, with all that it holds.
        Item::Json { range, value } => {
            let key =
                module.file(part)?.text.get(range.start..value.start)?.trim_end_matches([':', ' ', '\t', '\r', '\n']);
            range.start..range.start + key.len()
        }
        Item::Hcl(_) => {
            let (_, top) = module.block(part)?;
            shift(header_range(&top.block)?, top.offset)
        }
    };
    Some(Hit { file: part.file, range, precision: Precision::Block })
}

/// The place of `path` in the block `name`; the last override that sets it counts, as in Terraform. Without any, the
/// block's header. `planned` is the resource's planned body.
pub(super) fn locate(module: &Module, name: &BlockName, path: &[PathStep], planned: Option<&Node>) -> Option<Hit> {
    let within = |part: &Part| {
        let (range, precision) = match &part.item {
            Item::Json { value, .. } => {
                (within_json(&module.file(part)?.text, value.clone(), path, planned)?, Precision::Attribute)
            }
            Item::Hcl(_) => {
                let (file, top) = module.block(part)?;
                let search = Search { file, offset: top.offset };
                let (range, precision) = search.within_body(&top.block.body, path, planned)?;
                (shift(range, top.offset), precision)
            }
        };
        Some(Hit { file: part.file, range, precision })
    };
    module.parts(name).iter().rev().find_map(within).or_else(|| header(module, name))
}

/// From the keyword to the last label: `resource "azurerm_subnet" "app"`.
pub(super) fn header_range(block: &Block) -> Option<Range<usize>> {
    let start = block.span().or_else(|| block.ident.span())?.start;
    let end = block.labels.last().and_then(Span::span).or_else(|| block.ident.span())?.end;
    Some(start..end)
}

/// From the key to the end of the value.
pub(super) fn attribute_range(attribute: &Attribute) -> Option<Range<usize>> {
    // An attribute of a one-line block has no span of its own.
    attribute.span().or_else(|| {
        let value = attribute.value.span()?;
        Some(attribute.key.span().map_or(value.start, |key| key.start)..value.end)
    })
}

/// Blocks that give elements of the nested block `name`: static ones and `dynamic` ones, in source order.
pub(super) fn nested_blocks<'a>(body: &'a Body, name: &str) -> Vec<&'a Block> {
    let gives = |block: &&Block| {
        let is_dynamic = is_dynamic(block) && block.labels.first().is_some_and(|label| label.as_str() == name);
        is_dynamic || block.ident.as_str() == name
    };
    body.blocks().filter(gives).collect()
}

/// Whether the block stands for as many blocks as its `for_each` has elements.
pub(super) fn is_dynamic(block: &Block) -> bool {
    block.ident.as_str() == "dynamic"
}

/// The body whose attributes an element has.
pub(super) fn content(block: &Block) -> Option<&Body> {
    if is_dynamic(block) {
        return block.body.blocks().find(|inner| inner.ident.as_str() == "content").map(|inner| &inner.body);
    }
    Some(&block.body)
}

fn shift(range: Range<usize>, offset: usize) -> Range<usize> {
    range.start + offset..range.end + offset
}

/// The member `name` of a planned object.
fn planned_member<'a>(planned: Option<&'a Node>, name: &str) -> Option<&'a Node> {
    planned.and_then(|node| node.get(name))
}

/// The planned elements of a list.
fn planned_elements(planned: Option<&Node>) -> Option<&[Node]> {
    match planned.map(|node| &node.tree) {
        Some(Tree::List { items, open: None }) => Some(items),
        _ => None,
    }
}

/// A search in one top-level block; ranges are relative to the block's offset.
struct Search<'a> {
    file: &'a SourceFile,
    offset: usize,
}

impl Search<'_> {
    /// The place of `path` in `body`; `None` when its first name is not there.
    fn within_body(&self, body: &Body, path: &[PathStep], planned: Option<&Node>) -> Option<(Range<usize>, Precision)> {
        let [PathStep::Key(name), rest @ ..] = path else { return None };
        let planned = planned_member(planned, name);
        if let Some(attribute) = body.get_attribute(name) {
            let range = self.within_value(&attribute.value, rest, planned).or_else(|| attribute_range(attribute))?;
            return Some((range, Precision::Attribute));
        }
        let blocks = nested_blocks(body, name);
        let (block, rest, planned) = match rest {
            [PathStep::Index(index), rest @ ..] => {
                let elements = planned_elements(planned);
                let element = elements.and_then(|elements| elements.get(*index));
                (choose(&blocks, *index, elements, element)?, rest, element)
            }
            _ => match blocks.as_slice() {
                [block] => (*block, rest, planned),
                _ => return None,
            },
        };
        let inner = content(block).and_then(|body| self.within_body(body, rest, planned));
        inner.or_else(|| Some((header_range(block)?, Precision::Block)))
    }

    /// The place of `path` in a literal value; as deep as the literal goes, `None` when that is not below `value`.
    fn within_value(&self, value: &Expression, path: &[PathStep], planned: Option<&Node>) -> Option<Range<usize>> {
        let (step, rest) = path.split_first()?;
        match (value, step) {
            (Expression::Parenthesis(parenthesis), _) => self.within_value(parenthesis.inner(), path, planned),
            (Expression::FuncCall(call), _) if TRANSPARENT.contains(&call.name.name.as_str()) => {
                // In a merge the last argument that has the key wins.
                call.args.iter().filter_map(|argument| self.within_value(argument, path, planned)).last()
            }
            (Expression::Object(object), PathStep::Key(name)) => {
                let is_meant = |(key, _): &(&ObjectKey, _)| self.key_text(key).as_deref() == Some(name);
                let (key, value) = object.iter().filter(is_meant).last()?;
                let inner = self.within_value(value.expr(), rest, planned_member(planned, name));
                inner.or_else(|| {
                    let end = value.expr().span()?;
                    Some(key_span(key).map_or(end.start, |key| key.start)..end.end)
                })
            }
            (Expression::Array(array), PathStep::Index(index)) => {
                let elements = planned_elements(planned);
                let element = elements.and_then(|elements| elements.get(*index));
                let agreements = array.iter().map(|candidate| match (candidate, element) {
                    (Expression::Object(object), Some(element)) => agreement_of_object(object, element),
                    _ => Some(0),
                });
                let chosen = best(agreements, *index).and_then(|at| array.get(at))?;
                self.within_value(chosen, rest, element).or_else(|| chosen.span())
            }
            _ => None,
        }
    }

    /// The name an object key stands for, as it was written before any repair.
    fn key_text(&self, key: &ObjectKey) -> Option<String> {
        let start = key_span(key).map(|span| span.start + self.offset);
        if let Some(written) = start.and_then(|start| self.file.parsed.mended.get(&start)) {
            return Some(written.clone());
        }
        match key {
            ObjectKey::Ident(name) => Some(name.as_str().to_owned()),
            ObjectKey::Expression(Expression::String(text)) => Some(text.value().clone()),
            ObjectKey::Expression(Expression::Variable(name)) => Some(name.as_str().to_owned()),
            ObjectKey::Expression(_) => None,
        }
    }
}

fn key_span(key: &ObjectKey) -> Option<Range<usize>> {
    match key {
        ObjectKey::Ident(name) => name.span(),
        ObjectKey::Expression(expression) => expression.span(),
    }
}

/// The block that gives element `index`: the one that agrees best with the planned element, else the one at that
/// position where it can be counted.
fn choose<'a>(
    blocks: &[&'a Block],
    index: usize,
    elements: Option<&[Node]>,
    element: Option<&Node>,
) -> Option<&'a Block> {
    let position = position(blocks, index, elements.map(<[Node]>::len));
    let Some(element) = element else { return blocks.get(position?).copied() };
    let agreements = blocks.iter().map(|block| content(block).map_or(Some(0), |body| agreement(body, element)));
    blocks.get(best(agreements, position.unwrap_or(usize::MAX))?).copied()
}

/// Which of `blocks` gives element `index` of `count`, when elements stand in source order. Static blocks give one element
/// each, a dynamic one any number: behind it can only be counted from the end.
fn position(blocks: &[&Block], index: usize, count: Option<usize>) -> Option<usize> {
    let Some(first) = blocks.iter().position(|block| is_dynamic(block)) else {
        return (index < blocks.len()).then_some(index);
    };
    let last = blocks.iter().rposition(|block| is_dynamic(block)).unwrap_or(first);
    if index < first {
        return Some(index);
    }
    let behind = blocks.len() - last - 1;
    if let Some(from_end) = count.and_then(|count| count.checked_sub(index))
        && (1..=behind).contains(&from_end)
    {
        return Some(blocks.len() - from_end);
    }
    (first == last && (behind == 0 || count.is_some())).then_some(first)
}

/// The place of `path` in a JSON value; as deep as it goes, `None` when its first name is not there.
fn within_json(text: &str, value: Range<usize>, path: &[PathStep], planned: Option<&Node>) -> Option<Range<usize>> {
    let mut found = None;
    let mut current = value;
    let mut planned = planned;
    for step in path {
        match step {
            PathStep::Key(name) => {
                let blocks = json::elements(text, current).into_iter();
                let Some(member) = blocks.rev().find_map(|range| json::member(text, range, name)) else { break };
                planned = planned_member(planned, name);
                found = Some(member.range);
                current = member.value;
            }
            PathStep::Index(index) => {
                let elements = json::elements(text, current.clone());
                let element = planned_elements(planned).and_then(|elements| elements.get(*index));
                let agreements = elements
                    .iter()
                    .map(|range| element.map_or(Some(0), |element| agreement_of_json(text, range.clone(), element)));
                let Some(range) = best(agreements, *index).and_then(|at| elements.get(at)) else { break };
                planned = element;
                // A value that stands for a list of one is found by its key.
                if *range != current {
                    found = Some(range.clone());
                }
                current = range.clone();
            }
        }
    }
    found
}
