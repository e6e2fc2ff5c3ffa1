//! Which resource instances and module instances a plan will leave, and what of their identity is known.
//!
//! It owns the look-up by block; it does not read expressions ([`super::references`] does).
//!
//! Shape: the declared resources in; an [`Instances`] out, a snapshot that stays as it is while references are
//! filled in.

use super::address::{Address, Block, Key, ModuleStep};
use crate::input::declared::{Declared, Node, Tree};
use smol_str::SmolStr;
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
    /// Its type: of a generic resource (azapi), the ARM type it states.
    pub(super) resource_type: SmolStr,
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
    /// Those of the resources `declared`, whose split addresses are `addresses`.
    pub(super) fn of(declared: &[Declared], addresses: &[Option<Address>]) -> Self {
        let mut instances = Self::default();
        for (resource, address) in declared.iter().zip(addresses) {
            let Some(Address { block: Block { modules, name }, key }) = address else { continue };
            instances.add_calls(modules);
            let Some(module) = instances.modules.get_mut(modules) else { continue };
            let instance = Instance {
                key: key.clone(),
                address: resource.handle.name.to_string(),
                resource_type: resource.resource_type.clone(),
                id: identity(&resource.body, "id"),
                name: identity(&resource.body, "name"),
            };
            match module.blocks.get_mut(name) {
                Some(block) => block.push(instance),
                None => {
                    module.blocks.insert(name.clone(), vec![instance]);
                }
            }
        }
        instances
    }

    /// Notes a module instance and those on the way to it.
    fn add_calls(&mut self, modules: &[ModuleStep]) {
        for depth in (0..=modules.len()).rev() {
            let (path, inner) = modules.split_at_checked(depth).unwrap_or_default();
            let is_new = !self.modules.contains_key(path);
            let module = self.modules.entry(path.to_vec()).or_default();
            if let Some(step) = inner.first() {
                module.calls.entry(step.name.clone()).or_default().insert(step.key.clone());
            }
            if !is_new {
                return;
            }
        }
    }

    /// The instances of the block `name` in a module instance.
    pub(super) fn of_block(&self, modules: &[ModuleStep], name: &str) -> &[Instance] {
        self.modules.get(modules).and_then(|module| module.blocks.get(name)).map_or(&[], Vec::as_slice)
    }

    /// All instances of the block that `instance` comes from.
    pub(super) fn siblings(&self, instance: &Instance) -> &[Instance] {
        let blocks = self.modules.values().flat_map(|module| module.blocks.values());
        let is_own = |block: &&Vec<Instance>| block.iter().any(|other| other.address == instance.address);
        blocks.into_iter().find(is_own).map_or(&[], Vec::as_slice)
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
        Some(Tree::Text(text)) => Identity::Known(text.to_string()),
        Some(Tree::Unknown(_)) => Identity::Unknown,
        _ => Identity::Unstated,
    }
}
