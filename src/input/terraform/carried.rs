//! Values that a resource only carries over from the state, though another resource states them.
//!
//! A virtual network's `subnet`, a security group's `security_rule`, a subnet's `route_table_id`: the provider reads them back,
//! and a plan repeats what it read as if it stayed. Where the configuration leaves such an argument out and the resource that
//! stated it is in the plan, the planned values of that resource count, and what was read of it before is left out here.
//!
//! In: the resources of a plan before and after. Out: those after it, without what others state. The table says which arguments
//! these are, and which resource types state them.

use super::PlanLoaded;
use super::address::Address;
use super::configuration::Configuration;
use crate::input::declared::{Declared, Node, Tree};
use crate::input::normalise;
use crate::model::{Action, Change, Presence, ResourceHandle};
use std::collections::{BTreeMap, BTreeSet};

/// Leaves carried values out of `plan.after`. `leaves_out` says of a resource's address and type whether its configuration
/// certainly does not set an argument.
pub(super) fn leave(plan: &mut PlanLoaded, leaves_out: &dyn Fn(&str, &str, &str) -> bool) {
    let managed: BTreeSet<&str> = plan.after.iter().map(|declared| declared.resource_type.as_str()).collect();
    let types = managed.into_iter().flat_map(normalise::also_stated).flat_map(|(_, types)| types);
    // What is only forgotten stays in Azure, and so does what it states.
    let is_forgotten = |change: &Change| change.actions.contains(&Action::Forget);
    let forgotten: BTreeSet<&ResourceHandle> =
        plan.changes.iter().filter(|(_, change)| is_forgotten(change)).map(|(handle, _)| handle).collect();
    let before = plan.before.iter().filter(|declared| !forgotten.contains(&declared.handle));
    let stating = Stating::of(before, &types.map(String::as_str).collect());
    if stating.0.is_empty() {
        return;
    }
    let before: BTreeMap<&str, &Declared> =
        plan.before.iter().map(|declared| (declared.handle.name.as_str(), declared)).collect();
    for declared in plan.after.iter_mut().filter(|declared| declared.presence == Presence::Declared) {
        for (argument, types) in normalise::also_stated(&declared.resource_type) {
            if is_set(&plan.configuration, &declared.handle.name, argument) {
                continue;
            }
            let stated = |declared: &Declared| declared.body.get(argument).map(|node| node.tree.clone());
            let stays = || {
                let earlier = before.get(declared.handle.name.as_str()).and_then(|earlier| stated(earlier));
                earlier.is_some() && earlier == stated(declared)
            };
            if !leaves_out(&declared.handle.name, &declared.resource_type, argument) && !stays() {
                continue;
            }
            let names = stating.about(declared, types);
            if let Tree::Object(members) = &mut declared.body.tree
                && let Some(node) = members.get_mut(argument).filter(|_| !names.is_empty())
            {
                without(node, &names);
            }
        }
    }
}

/// Whether the plan lists an expression for the argument.
fn is_set(configuration: &Configuration, address: &str, argument: &str) -> bool {
    let block = Address::parse(address).and_then(|address| configuration.block(&address.block));
    block.is_none_or(|block| block.expressions.contains_key(argument))
}

/// Leaves the elements of these names out, or a value that is no list of named ones altogether.
fn without(node: &mut Node, names: &BTreeSet<String>) {
    let name = |item: &Node| item.get("name").and_then(Node::as_text).map(str::to_lowercase);
    match &mut node.tree {
        Tree::List { items, .. } if items.iter().all(|item| matches!(item.tree, Tree::Object(_))) => {
            items.retain(|item| name(item).is_none_or(|name| !names.contains(&name)));
        }
        Tree::Unknown(_) => {}
        _ => *node = Node::new(Tree::Null),
    }
}

/// The resources before the plan that state something about others: by what they name, in lower case.
struct Stating<'a>(BTreeMap<String, Vec<&'a Declared>>);

impl<'a> Stating<'a> {
    fn of(before: impl Iterator<Item = &'a Declared>, types: &BTreeSet<&str>) -> Self {
        let mut found: BTreeMap<String, Vec<&Declared>> = BTreeMap::new();
        for declared in before.filter(|declared| types.contains(declared.resource_type.as_str())) {
            let Tree::Object(members) = &declared.body.tree else { continue };
            let names = members.iter().filter(|(key, _)| key.ends_with("_id") || key.ends_with("_name"));
            for text in names.filter_map(|(_, node)| node.as_text()) {
                found.entry(text.to_lowercase()).or_default().push(declared);
            }
        }
        Self(found)
    }

    /// The names of those of the given types that are about `declared`: they have its id, or its name in its resource group.
    fn about(&self, declared: &Declared, types: &[String]) -> BTreeSet<String> {
        let text =
            |declared: &Declared, key: &str| declared.body.get(key).and_then(Node::as_text).map(str::to_lowercase);
        let named = |key: &str| text(declared, key).and_then(|text| self.0.get(&text)).into_iter().flatten();
        let group = text(declared, "resource_group_name");
        let is_beside = |stating: &&&Declared| group.is_some() && text(stating, "resource_group_name") == group;
        let is_meant = |stating: &&&Declared| types.iter().any(|name| *name == stating.resource_type);
        let stating = named("id").chain(named("name").filter(is_beside)).filter(is_meant);
        // One that has no name of its own still states something.
        stating.map(|stating| text(stating, "name").unwrap_or_default()).collect()
    }
}
