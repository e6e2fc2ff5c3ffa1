//! Whether sources are the ones a plan was made from: the reference lists of both must agree.
//!
//! It owns the comparison; what follows from a difference is the caller's. In: one expression of a plan's
//! `configuration`. Out: [`Comparison`].

use super::address::BlockName;
use super::files::{Item, Module};
use super::locate::{attribute_range, header_range, is_dynamic, nested_blocks};
use super::references::References;
use hcl_edit::structure::Body;
use std::collections::BTreeSet;
use std::ops::Range;

/// An argument of a managed resource or data source, as the plan's `configuration` lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlannedExpression {
    /// Names of the module calls from the root, without keys.
    pub(crate) modules: Vec<String>,
    /// The block in that module.
    pub(crate) block: BlockName,
    /// Name of a top-level argument, or of a nested block whose elements the plan lists as one flat expression.
    pub(crate) attribute: String,
    /// Its `references`, in any order.
    pub(crate) references: Vec<String>,
}

/// What comparing one expression with its source says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    /// The source mentions the same names.
    Same,
    /// Nothing can be said: JSON syntax, or a block that could not be read.
    Undecided,
    /// The block is not declared.
    NotDeclared,
    /// The source does not have the attribute, or mentions other names: file index and offset of the place.
    Different(usize, usize),
}

/// Compares `planned` with its source in `module`.
pub(super) fn compare(module: &Module, planned: &PlannedExpression) -> Comparison {
    let parts = module.parts(&planned.block);
    let Some(base) = parts.first() else {
        return if module.incomplete.is_empty() { Comparison::NotDeclared } else { Comparison::Undecided };
    };
    let is_unreadable = |item: &Item| matches!(item, Item::Json { .. });
    if module.has_unread_overrides()
        || parts.iter().any(|part| is_unreadable(&part.item) || module.block(part).is_none_or(|(_, top)| top.hollow))
    {
        return Comparison::Undecided;
    }
    let derived = parts.iter().rev().find_map(|part| {
        let (_, top) = module.block(part)?;
        let (found, range) = derive(&top.block.body, &planned.attribute)?;
        Some((found, part.file, top.offset + range.start))
    });
    match derived {
        Some((found, _, _)) if found.iter().any(|found| agree(found, &planned.references)) => Comparison::Same,
        Some((_, file, offset)) => Comparison::Different(file, offset),
        None => {
            let header = module.block(base).and_then(|(_, top)| Some(top.offset + header_range(&top.block)?.start));
            Comparison::Different(base.file, header.unwrap_or_default())
        }
    }
}

/// The references of `attribute` in `body` as a plan may list them, and where it is.
///
/// Of an attribute that is written as blocks Terraform lists those of the static blocks only.
fn derive(body: &Body, attribute: &str) -> Option<(Vec<BTreeSet<String>>, Range<usize>)> {
    if let Some(attribute) = body.get_attribute(attribute) {
        return Some((vec![References::of(&attribute.value)], attribute_range(attribute)?));
    }
    let blocks = nested_blocks(body, attribute);
    let range = header_range(blocks.first()?)?;
    let of_static = References::of_blocks(blocks.iter().copied().filter(|block| !is_dynamic(block)));
    Some((vec![of_static, References::of_blocks(blocks.into_iter())], range))
}

/// Whether two lists are equal. Versions of Terraform differ in which beginnings of a name they list beside it (`a.b` beside
/// `a.b.c`), and the reader of plans leaves some out: the longest names count.
fn agree(derived: &BTreeSet<String>, planned: &[String]) -> bool {
    let planned: BTreeSet<&str> = planned.iter().map(String::as_str).collect();
    let derived: BTreeSet<&str> = derived.iter().map(String::as_str).collect();
    planned == derived || longest(&planned) == longest(&derived)
}

/// The names that no other one begins with.
fn longest<'a>(names: &BTreeSet<&'a str>) -> BTreeSet<&'a str> {
    let begins = |short: &str, long: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with(['.', '[']));
    names.iter().copied().filter(|short| !names.iter().any(|long| begins(short, long))).collect()
}
