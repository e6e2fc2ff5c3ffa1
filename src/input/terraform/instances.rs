//! Which resource instances and module instances a plan will leave, and what of their identity is known.
//!
//! It owns the look-up by block; it does not read expressions ([`super::references`] does).
//!
//! Shape: the declared resources in; an [`Instances`] out, a snapshot that stays as it is while references are
//! filled in.

use super::address::{Address, Block, Key, ModuleStep};
use crate::input::declared::{Declared, Node, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// What will exist, by module instance.
#[derive(Debug, Default)]
pub(super) struct Instances {
    modules: BTreeMap<Vec<ModuleStep>, ModuleInstance>,
}

/// What one module instance holds.
#[derive(Debug, Default)]
struct ModuleInstance {
    /// Instances by the name of their block.
    blocks: BTreeMap<String, Vec<Instance>>,
    /// Instance keys by the name of the module call.
    calls: BTreeMap<String, BTreeSet<Option<Key>>>,
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
            let Address { block: Block { modules, name }, key } = address;
            instances.add_calls(&modules);
            let blocks = &mut instances.modules.entry(modules).or_default().blocks;
            blocks.entry(name).or_default().push(Instance {
                key,
                address: resource.handle.name.clone(),
                id: identity(&resource.body, "id"),
                name: identity(&resource.body, "name"),
            });
        }
        instances
    }

    /// Notes the module calls on the way to a module instance.
    fn add_calls(&mut self, mut modules: &[ModuleStep]) {
        while !self.modules.contains_key(modules)
            && let Some((step, outer)) = modules.split_last()
        {
            self.modules.entry(modules.to_vec()).or_default();
            let calls = &mut self.modules.entry(outer.to_vec()).or_default().calls;
            calls.entry(step.name.clone()).or_default().insert(step.key.clone());
            modules = outer;
        }
    }

    /// The instances of the block `name` in a module instance.
    pub(super) fn of_block(&self, modules: &[ModuleStep], name: &str) -> &[Instance] {
        self.modules.get(modules).and_then(|module| module.blocks.get(name)).map_or(&[], Vec::as_slice)
    }

    /// The instance keys of the module call `name` in a module instance.
    pub(super) fn of_call(&self, modules: &[ModuleStep], name: &str) -> impl Iterator<Item = &Option<Key>> {
        self.modules.get(modules).and_then(|module| module.calls.get(name)).into_iter().flatten()
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
