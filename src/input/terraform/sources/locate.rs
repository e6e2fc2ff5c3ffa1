//! Addresses and attribute paths as lines of source files.

use super::parse::{BlockNode, NestedBlock};
use super::{Module, Sources, block_key};
use crate::input::terraform::address::{Address, Block};
use crate::input::text_position::location;
use crate::model::{Location, PathStep, Place, Precision};
use std::ops::Range;

/// What tells repeated nested blocks apart: the planned name of the element at a path.
pub(crate) type ElementName<'a> = &'a dyn Fn(&[PathStep]) -> Option<String>;

impl Sources {
    /// The nearest line for a place: the attribute, the block around it, or the call of the module it comes from. `None` when
    /// nothing of it is below the source root.
    pub(crate) fn locate(&self, place: &Place, element_name: ElementName<'_>) -> Option<Location> {
        let address = Address::parse(&place.resource.name)?;
        let key = block_key(&address.block.name);
        let inside = self.module(&address.block.module_name()).and_then(|module| {
            let (file, span, precision) = find(&module, &key, &place.path, element_name)?;
            at(&module, file, span, precision)
        });
        inside.or_else(|| self.locate_call(&address.block))
    }

    /// The header of the innermost module call on the way to `block` that is below the source root.
    fn locate_call(&self, block: &Block) -> Option<Location> {
        (0..block.modules.len()).rev().find_map(|depth| {
            let outer = Block { modules: block.modules.get(..depth)?.to_vec(), name: String::new() };
            let call = block.modules.get(depth)?;
            let module = self.module(&outer.module_name())?;
            let (file, node) = module.blocks.get(&format!("module.{}", call.name))?.first()?;
            at(&module, *file, node.header.clone(), Precision::Module)
        })
    }

    /// The text of a file that a location names.
    pub(crate) fn source(&self, name: &str) -> Option<String> {
        let modules = self.modules.borrow();
        let mut files = modules.values().flatten().flat_map(|module| &module.files);
        files.find(|file| file.name.as_deref() == Some(name)).map(|file| file.text.clone())
    }
}

fn at(module: &Module, file: usize, span: Range<usize>, precision: Precision) -> Option<Location> {
    let file = module.files.get(file)?;
    location(file.name.as_ref()?, &file.text, span, precision)
}

/// The part of a block that a path leads to: an attribute, or the innermost block on the way.
fn find(
    module: &Module,
    key: &str,
    path: &[PathStep],
    element_name: ElementName<'_>,
) -> Option<(usize, Range<usize>, Precision)> {
    let parts = module.blocks.get(key)?;
    let (base_file, base) = parts.first()?;
    let header = (*base_file, base.header.clone(), Precision::Block);
    let Some(PathStep::Key(first)) = path.first() else { return Some(header) };
    if let Some((file, attribute)) = module.attribute(key, first) {
        return Some((file, attribute.span.clone(), Precision::Attribute));
    }
    // Blocks of an override replace those of the base; the last file that has any of the name holds them all.
    let Some((file, block)) =
        parts.iter().rev().find(|(_, block)| block.blocks.iter().any(|nested| nested.name == *first))
    else {
        return Some(header);
    };
    let (span, precision) = descend(block, path, element_name);
    Some((*file, span, precision))
}

fn descend(block: &BlockNode, path: &[PathStep], element_name: ElementName<'_>) -> (Range<usize>, Precision) {
    let mut current = block;
    let mut walked = 0;
    while let Some(PathStep::Key(name)) = path.get(walked) {
        if let Some(attribute) = current.attributes.get(name) {
            return (attribute.span.clone(), Precision::Attribute);
        }
        let index = match path.get(walked + 1) {
            Some(PathStep::Index(index)) => Some(*index),
            _ => None,
        };
        let behind = walked + 1 + usize::from(index.is_some());
        let wanted = path.get(..behind).and_then(element_name);
        let nested: Vec<&NestedBlock> = current.blocks.iter().filter(|nested| nested.name == *name).collect();
        let Some(found) = choose(&nested, index.unwrap_or(0), wanted.as_deref()) else { break };
        if found.is_dynamic {
            // What stands in its content is made once for each element: the header says which block it is.
            return (found.block.header.clone(), Precision::Block);
        }
        current = &found.block;
        walked = behind;
    }
    (current.header.clone(), Precision::Block)
}

/// The block of a planned element: the one with its name, else the one at its position, else a `dynamic` one. Sets are not in
/// the order of the source, so a position decides only where no name does.
fn choose<'a>(nested: &[&'a NestedBlock], index: usize, name: Option<&str>) -> Option<&'a NestedBlock> {
    let written = |nested: &NestedBlock| nested.block.attributes.get("name").and_then(|name| name.text.clone());
    let by_name = name.and_then(|name| nested.iter().find(|nested| written(nested).as_deref() == Some(name)));
    let dynamic = || nested.iter().find(|nested| nested.is_dynamic);
    let by_position = || nested.get(index).filter(|found| name.is_none() || written(found).is_none());
    by_name.or_else(by_position).or_else(dynamic).copied()
}
