//! Terraform source files as trees of places: which block and attribute stands where. Values are not evaluated.
//!
//! hcl-edit recovers from nothing and rejects some files that Terraform takes. What can be repaired without moving an offset
//! is repaired; after that a file degrades block by block, and says so.

use hcl_edit::Span;
use hcl_edit::expr::{Expression, Traversal, TraversalOperator};
use hcl_edit::structure::{Attribute, Block, Body, Structure};
use std::collections::BTreeMap;
use std::ops::Range;

/// Deepest nesting of blocks that is kept.
const DEEPEST: usize = 32;

/// A top-level block of a file: `resource`, `data`, `module`, …
#[derive(Debug, Clone)]
pub(super) struct TopBlock {
    /// `resource.azurerm_subnet.a`, `module.network`.
    pub(super) key: String,
    /// What is in it.
    pub(super) block: BlockNode,
}

/// A block with the byte ranges of its parts.
#[derive(Debug, Clone, Default)]
pub(super) struct BlockNode {
    /// Keyword and labels.
    pub(super) header: Range<usize>,
    /// Attributes by name.
    pub(super) attributes: BTreeMap<String, AttributeNode>,
    /// Nested blocks in order, `dynamic` ones under the name of what they make.
    pub(super) blocks: Vec<NestedBlock>,
}

/// A nested block.
#[derive(Debug, Clone)]
pub(super) struct NestedBlock {
    /// The argument it belongs to.
    pub(super) name: String,
    /// It is a `dynamic` block.
    pub(super) is_dynamic: bool,
    /// What is in it.
    pub(super) block: BlockNode,
}

/// An attribute: key to value.
#[derive(Debug, Clone)]
pub(super) struct AttributeNode {
    /// From the key's first byte to behind the value.
    pub(super) span: Range<usize>,
    /// The value, when it is a plain string.
    pub(super) text: Option<String>,
    /// The elements, when it is a list of plain references and nothing else.
    pub(super) references: Option<Vec<String>>,
    /// The block of which it takes the id of every instance and nothing else.
    pub(super) every_instance_of: Option<String>,
}

/// The top-level blocks of a file, and how many of them could not be read.
pub(super) fn parse(text: &str) -> (Vec<TopBlock>, usize) {
    if let Ok(body) = hcl_edit::parser::parse_body(text) {
        return (top_blocks(&body), 0);
    }
    let softened = soften(text);
    if let Ok(body) = hcl_edit::parser::parse_body(&softened) {
        return (top_blocks(&body), 0);
    }
    let mut blocks = Vec::new();
    let mut unread = 0;
    for range in chunks(text) {
        // Blanks keep every offset that of the file.
        let Some(chunk) = softened.get(range.clone()) else { continue };
        match hcl_edit::parser::parse_body(&format!("{}{chunk}", " ".repeat(range.start))) {
            Ok(body) => blocks.extend(top_blocks(&body)),
            Err(_) => unread += 1,
        }
    }
    (blocks, unread)
}

fn top_blocks(body: &Body) -> Vec<TopBlock> {
    body.blocks()
        .map(|block| {
            let mut key = block.ident.as_str().to_owned();
            for label in &block.labels {
                key.push('.');
                key.push_str(label.as_str());
            }
            TopBlock { key, block: block_node(block, 0) }
        })
        .collect()
}

fn block_node(block: &Block, depth: usize) -> BlockNode {
    let start = block.span().or_else(|| block.ident.span()).map_or(0, |span| span.start);
    let end = block.labels.last().and_then(Span::span).or_else(|| block.ident.span()).map_or(start, |span| span.end);
    let mut node = BlockNode { header: start..end.max(start), ..BlockNode::default() };
    if depth >= DEEPEST {
        return node;
    }
    for structure in &block.body {
        match structure {
            Structure::Attribute(attribute) => {
                node.attributes.insert(attribute.key.as_str().to_owned(), attribute_node(attribute));
            }
            Structure::Block(nested) => node.blocks.push(nested_block(nested, depth + 1)),
        }
    }
    node
}

fn nested_block(block: &Block, depth: usize) -> NestedBlock {
    let label = block.labels.first().map(|label| label.as_str().to_owned());
    match label {
        Some(name) if block.ident.as_str() == "dynamic" => {
            NestedBlock { name, is_dynamic: true, block: block_node(block, depth) }
        }
        _ => NestedBlock { name: block.ident.as_str().to_owned(), is_dynamic: false, block: block_node(block, depth) },
    }
}

fn attribute_node(attribute: &Attribute) -> AttributeNode {
    let key = attribute.key.span();
    let value = attribute.value.span();
    let start = key.as_ref().or(value.as_ref()).map_or(0, |span| span.start);
    let end = value.as_ref().or(key.as_ref()).map_or(start, |span| span.end);
    AttributeNode {
        span: start..end.max(start),
        text: match &attribute.value {
            Expression::String(text) => Some(text.as_str().to_owned()),
            _ => None,
        },
        references: list_of_references(&attribute.value),
        every_instance_of: every_instance_of(&attribute.value),
    }
}

/// The elements of a list literal (also inside `toset` or parentheses), when each is a plain reference.
fn list_of_references(expression: &Expression) -> Option<Vec<String>> {
    match expression {
        Expression::Array(array) => array
            .iter()
            .map(|element| match element {
                Expression::Traversal(traversal) => reference(traversal),
                _ => None,
            })
            .collect(),
        Expression::FuncCall(call) => match only_argument(call, "toset")? {
            list @ Expression::Array(_) => list_of_references(list),
            _ => None,
        },
        _ => None,
    }
}

/// `azurerm_subnet.net` in `[for s in azurerm_subnet.net : s.id]`, `azurerm_subnet.net[*].id` and
/// `values(azurerm_subnet.net)[*].id`, also inside `toset`.
fn every_instance_of(expression: &Expression) -> Option<String> {
    match expression {
        Expression::FuncCall(call) => every_instance_of(only_argument(call, "toset")?),
        Expression::ForExpr(comprehension) => {
            let is_plain_list =
                comprehension.key_expr.is_none() && comprehension.cond.is_none() && !comprehension.grouping;
            let Expression::Traversal(value) = &comprehension.value_expr else { return None };
            let Expression::Variable(variable) = &value.expr else { return None };
            let is_id = is_plain_list
                && variable.as_str() == comprehension.intro.value_var.as_str()
                && matches!(value.operators.as_slice(), [only] if is_attribute(only.value(), "id"));
            is_id.then(|| whole_block(&comprehension.intro.collection_expr)).flatten()
        }
        Expression::Traversal(traversal) => {
            let [before @ .., splat, last] = traversal.operators.as_slice() else { return None };
            let is_splat = matches!(splat.value(), TraversalOperator::FullSplat(_) | TraversalOperator::AttrSplat(_));
            if !is_splat || !is_attribute(last.value(), "id") {
                return None;
            }
            match (&traversal.expr, before) {
                (Expression::FuncCall(call), []) => whole_block(only_argument(call, "values")?),
                (Expression::Variable(kind), [name]) => match name.value() {
                    TraversalOperator::GetAttr(name) => Some(format!("{}.{}", kind.as_str(), name.as_str())),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}

/// `azurerm_subnet.net`: a reference to a block as a whole.
fn whole_block(expression: &Expression) -> Option<String> {
    let Expression::Traversal(traversal) = expression else { return None };
    let text = reference(traversal)?;
    (traversal.operators.len() == 1 && !text.contains('[')).then_some(text)
}

fn is_attribute(operator: &TraversalOperator, name: &str) -> bool {
    matches!(operator, TraversalOperator::GetAttr(found) if found.as_str() == name)
}

fn only_argument<'a>(call: &'a hcl_edit::expr::FuncCall, name: &str) -> Option<&'a Expression> {
    let is_named = call.name.namespace.is_empty() && call.name.name.as_str() == name && !call.args.expand_final();
    let mut arguments = call.args.iter();
    match (arguments.next(), arguments.next()) {
        (Some(argument), None) if is_named => Some(argument),
        _ => None,
    }
}

/// `azurerm_subnet.a[0].id` as Terraform writes it; `None` when an index is not constant.
fn reference(traversal: &Traversal) -> Option<String> {
    let Expression::Variable(root) = &traversal.expr else { return None };
    let mut text = root.as_str().to_owned();
    for operator in &traversal.operators {
        match operator.value() {
            TraversalOperator::GetAttr(name) => text = format!("{text}.{}", name.as_str()),
            TraversalOperator::LegacyIndex(index) => text = format!("{text}[{}]", index.value()),
            TraversalOperator::Index(Expression::Number(number)) => text = format!("{text}[{}]", number.value()),
            TraversalOperator::Index(Expression::String(key)) => {
                let key = key.as_str();
                if key.contains(['"', '\\', '$', '%', '\n']) {
                    return None;
                }
                text = format!("{text}[\"{key}\"]");
            }
            _ => return None,
        }
    }
    Some(text)
}

/// Ranges that begin at the lines where top-level blocks of formatted code begin.
fn chunks(text: &str) -> Vec<Range<usize>> {
    const KEYWORDS: [&str; 13] = [
        "resource",
        "data",
        "module",
        "variable",
        "output",
        "locals",
        "provider",
        "terraform",
        "moved",
        "import",
        "removed",
        "check",
        "ephemeral",
    ];
    let mut starts = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let word: &str =
            line.split(|character: char| !character.is_alphanumeric() && character != '_').next().unwrap_or("");
        if KEYWORDS.contains(&word) {
            starts.push(offset);
        }
        offset += line.len();
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// What a byte of a file is inside of.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    /// Where a newline ends something.
    Block,
    /// Where Terraform takes a newline for a blank: brackets, parentheses, `for` objects, interpolations.
    Soft,
    Quotes,
}

/// Blanks newlines and comments where Terraform takes them for blanks and hcl-edit does not; offsets stay. Files with heredocs
/// come back as they are: their text must not be touched.
fn soften(text: &str) -> String {
    if text.contains("<<") {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut softened = bytes.to_vec();
    let mut stack = vec![Inside::Block];
    let mut index = 0;
    let mut blank = |range: Range<usize>| {
        if let Some(part) = softened.get_mut(range) {
            part.fill(b' ');
        }
    };
    while let Some(byte) = bytes.get(index).copied() {
        let next = bytes.get(index + 1).copied();
        let inside = stack.last().copied().unwrap_or(Inside::Block);
        match (inside, byte, next) {
            (Inside::Quotes, b'\\', _) | (Inside::Quotes, b'$', Some(b'$')) => index += 1,
            (Inside::Quotes, b'"', _) => {
                stack.pop();
            }
            (Inside::Quotes, b'$' | b'%', Some(b'{')) => {
                stack.push(Inside::Soft);
                index += 1;
            }
            (Inside::Quotes, ..) => {}
            (_, b'"', _) => stack.push(Inside::Quotes),
            (_, b'#', _) | (_, b'/', Some(b'/' | b'*')) => {
                let end = comment_end(text, index);
                if inside == Inside::Soft {
                    blank(index..end);
                }
                index = end.max(index + 1) - 1;
            }
            (_, b'(' | b'[', _) => stack.push(Inside::Soft),
            (_, b'{', _) => stack.push(if is_for(bytes, index + 1) { Inside::Soft } else { Inside::Block }),
            (_, b')' | b']' | b'}', _) if stack.len() > 1 => {
                stack.pop();
            }
            (Inside::Soft, b'\n' | b'\r', _) => blank(index..index + 1),
            _ => {}
        }
        index += 1;
    }
    String::from_utf8(softened).unwrap_or_else(|_| text.to_owned())
}

fn comment_end(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let length = if rest.starts_with("/*") { rest.find("*/").map(|at| at + 2) } else { rest.find('\n') };
    length.map_or(text.len(), |length| start + length)
}

fn is_for(bytes: &[u8], start: usize) -> bool {
    let rest = bytes.get(start..).unwrap_or_default();
    let word: Vec<u8> = rest.iter().copied().skip_while(u8::is_ascii_whitespace).take(4).collect();
    matches!(word.as_slice(), [b'f', b'o', b'r', last] if last.is_ascii_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn block<'a>(blocks: &'a [TopBlock], key: &str) -> &'a BlockNode {
        &blocks.iter().find(|block| block.key == key).unwrap_or_else(|| panic!("no {key}")).block
    }

    const FILE: &str = "resource \"azurerm_subnet\" \"a\" {\n  name = \"a\"\n  ids  = [x.a.id, x.b[0].id, x.c[\"k\"].id]\n  delegation {\n    name = \"d\"\n  }\n  dynamic \"rule\" {\n    for_each = []\n  }\n}\n";

    /// Headers, attributes and nested blocks carry their ranges.
    #[test]
    fn ranges() {
        let (blocks, unread) = parse(FILE);
        assert_eq!(unread, 0);
        let subnet = block(&blocks, "resource.azurerm_subnet.a");
        assert_eq!(&FILE[subnet.header.clone()], "resource \"azurerm_subnet\" \"a\"");
        assert_eq!(&FILE[subnet.attributes["name"].span.clone()], "name = \"a\"");
        assert_eq!(subnet.attributes["name"].text.as_deref(), Some("a"));
        let nested: Vec<_> = subnet.blocks.iter().map(|nested| (nested.name.as_str(), nested.is_dynamic)).collect();
        assert_eq!(nested, [("delegation", false), ("rule", true)]);
        let expected = ["x.a.id", "x.b[0].id", "x.c[\"k\"].id"].map(str::to_owned).to_vec();
        assert_eq!(subnet.attributes["ids"].references, Some(expected));
    }

    /// Only a plain list of plain references is one.
    #[test]
    fn lists_of_references() {
        for (text, expected) in [
            ("[x.a.id]", true),
            ("toset([x.a.id])", true),
            ("[]", true),
            ("[x.a[count.index].id]", false),
            ("[x.a[*].id]", false),
            ("concat([x.a.id], [])", false),
            ("c ? [x.a.id] : []", false),
            ("[for s in x.a : s.id]", false),
            ("[\"literal\"]", false),
        ] {
            let (blocks, _) = parse(&format!("resource \"t\" \"n\" {{\n  ids = {text}\n}}\n"));
            let found = block(&blocks, "resource.t.n").attributes["ids"].references.is_some();
            assert_eq!(found, expected, "{text}");
        }
    }

    /// Only what takes the id of every instance, without a condition, does.
    #[test]
    fn every_instance() {
        for (text, expected) in [
            ("[for s in azurerm_subnet.net : s.id]", Some("azurerm_subnet.net")),
            ("toset([for k, s in azurerm_subnet.net : s.id])", Some("azurerm_subnet.net")),
            ("azurerm_subnet.net[*].id", Some("azurerm_subnet.net")),
            ("azurerm_subnet.net.*.id", Some("azurerm_subnet.net")),
            ("values(azurerm_subnet.net)[*].id", Some("azurerm_subnet.net")),
            ("[for s in azurerm_subnet.net : s.id if s.name != \"x\"]", None),
            ("[for s in azurerm_subnet.net : s.name]", None),
            ("[for s in local.subnets : x.id]", None),
            ("[for k, s in azurerm_subnet.net : k.id]", None),
            ("slice(azurerm_subnet.net[*].id, 0, 2)", None),
            ("module.net.subnets[*].id", None),
        ] {
            let (blocks, _) = parse(&format!("resource \"t\" \"n\" {{\n  ids = {text}\n}}\n"));
            let found = block(&blocks, "resource.t.n").attributes["ids"].every_instance_of.as_deref();
            assert_eq!(found, expected, "{text}");
        }
    }

    /// Newlines that Terraform takes and hcl-edit does not are repaired in place.
    #[test]
    fn repairs_newlines() {
        let text = "locals {\n  x = {\n    for k in [\"a\"] :\n    k => true ||\n    false\n  }\n}\nresource \"t\" \"n\" {\n  a = 1\n}\n";
        let (blocks, unread) = parse(text);
        assert_eq!(unread, 0);
        assert_eq!(&text[block(&blocks, "resource.t.n").attributes["a"].span.clone()], "a = 1");
    }

    /// A broken block costs itself only.
    #[test]
    fn degrades_by_block() {
        let text = "resource \"t\" \"broken\" {\n  a = = 1\n}\nresource \"t\" \"n\" {\n  a = 1\n}\n";
        let (blocks, unread) = parse(text);
        assert_eq!((blocks.len(), unread), (1, 1));
        assert_eq!(&text[block(&blocks, "resource.t.n").attributes["a"].span.clone()], "a = 1");
    }

    proptest! {
        /// No text makes it panic, and ranges stay inside the text.
        #[test]
        fn any_text(text in "(resource|module|\\{|\\}|\\[|\\]|\"|a|=|\n| |#|\\$\\{|/\\*|for|ä){0,40}") {
            let (blocks, _) = parse(&text);
            for found in blocks {
                prop_assert!(text.get(found.block.header).is_some());
            }
        }
    }
}
