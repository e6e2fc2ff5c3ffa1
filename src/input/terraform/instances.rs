//! Which resource instances and module instances a plan will leave, and what of their identity is known.
//!
//! It owns the look-up by block; it does not read expressions ([`super::references`] does).
//!
//! Shape: the declared resources in; an [`Instances`] out, a snapshot that stays as it is while references are
//! filled in.

use super::address::{Address, Block, Key, ModuleStep};
use crate::input::declared::{Declared, Node, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// What will exist.
#[derive(Debug, Default)]
pub(super) struct Instances {
    blocks: BTreeMap<Block, Vec<Instance>>,
    /// Instance keys of each module call, by the module it stands in and its name.
    modules: BTreeMap<(Vec<ModuleStep>, String), BTreeSet<Option<Key>>>,
}

/// One resource instance.
#[derive(Debug)]
pub(super) struct Instance {
    /// Which of its block's.
    pub(super) key: Option<Key>,
    /// Its address as the plan writes it.
    pub(super) address: String,
    id: Identity,
    name: Identity,
}

/// What is known of an identifying attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Identity {
    Known(String),
    Unknown,
    /// Not kept, or not set: nothing can be said.
    Unstated,
}

impl Instances {
    /// Those of the resources `declared`.
    pub(super) fn of(declared: &[Declared]) -> Self {
        let mut instances = Self::default();
        for resource in declared {
            let Some(address) = Address::parse(&resource.handle.name) else { continue };
            for depth in 0..address.block.modules.len() {
                let (outer, rest) = address.block.modules.split_at_checked(depth).unwrap_or_default();
                if let Some(step) = rest.first() {
                    let keys = instances.modules.entry((outer.to_vec(), step.name.clone())).or_default();
                    keys.insert(step.key.clone());
                }
            }
            instances.blocks.entry(address.block).or_default().push(Instance {
                key: address.key,
                address: resource.handle.name.clone(),
                id: identity(&resource.body, "id"),
                name: identity(&resource.body, "name"),
            });
        }
        instances
    }

    /// The instances of a block.
    pub(super) fn of_block(&self, block: &Block) -> &[Instance] {
        self.blocks.get(block).map_or(&[], Vec::as_slice)
    }

    /// The instance with this address.
    pub(super) fn find(&self, address: &str) -> Option<&Instance> {
        let split = Address::parse(address)?;
        self.of_block(&split.block).iter().find(|instance| instance.key == split.key)
    }

    /// The instance keys of the module call `name` in the module instance `outer`.
    pub(super) fn of_call(&self, outer: &[ModuleStep], name: &str) -> impl Iterator<Item = &Option<Key>> {
        self.modules.get(&(outer.to_vec(), name.to_owned())).into_iter().flatten()
    }
}

impl Instance {
    /// What is known of the attribute that a reference reads.
    pub(super) fn identity(&self, attribute: &str) -> &Identity {
        match attribute {
            "id" => &self.id,
            "name" => &self.name,
            _ => &Identity::Unstated,
        }
    }
}

fn identity(body: &Node, attribute: &str) -> Identity {
    match body.get(attribute).map(|node| &node.tree) {
        Some(Tree::Text(text)) => Identity::Known(text.clone()),
        Some(Tree::Unknown(_)) => Identity::Unknown,
        _ => Identity::Unstated,
    }
}
