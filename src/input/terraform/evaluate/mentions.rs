//! What the blocks and locals of one module mention, as its sources have it: a plan leaves out locals and `dynamic` blocks.
//!
//! It evaluates nothing: that a name stands in a block is enough for Terraform to make the block wait.

use super::TrustedModules;
use super::declarations::{Declarations, Merged, Part};
use crate::input::terraform::expression::maximal;
use crate::input::terraform::sources::{references_of, references_of_blocks};
use std::collections::{BTreeMap, BTreeSet};

/// The names in the declarations of one module.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// By local.
    pub(crate) locals: BTreeMap<String, Vec<String>>,
    /// By block (`azurerm_subnet.this`); left out where the block could not be read completely.
    pub(crate) blocks: BTreeMap<String, Vec<String>>,
}

impl TrustedModules {
    /// What the module that these calls lead to mentions; `None` where its sources are not there, or not the planned ones.
    pub(crate) fn mentions(&self, modules: &[String]) -> Option<Written> {
        let module = self.0.get(&modules.join("."))?;
        let declarations = Declarations::of(module.written());
        let locals = declarations.locals.iter().map(|(name, value)| (name.clone(), longest(references_of(value))));
        let whole = declarations.resources.iter().filter(|(_, block)| !block.is_hollow);
        Some(Written {
            locals: locals.collect(),
            blocks: whole.map(|(name, block)| (name.clone(), of_block(block))).collect(),
        })
    }
}

/// Argument by argument, so that `module.m` in one is not taken for the beginning of `module.m.x` in another.
fn of_block(block: &Merged<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for part in &block.parts {
        match part {
            Part::Hcl(body) => {
                found.extend(body.attributes().flat_map(|attribute| longest(references_of(&attribute.value))));
                found.extend(body.blocks().flat_map(|block| longest(references_of_blocks(std::iter::once(block)))));
            }
            Part::Json(members) => found.extend(members.values().flat_map(|value| longest(references_of(value)))),
        }
    }
    found.sort();
    found.dedup();
    found
}

fn longest(references: BTreeSet<String>) -> Vec<String> {
    maximal(references.into_iter().rev().collect())
}
