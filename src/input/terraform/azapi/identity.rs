//! The ARM ids of azapi resources: stated, or composed from the parent, the type and the name.
//!
//! A parent that the plan creates has no known id, but it has names, as the resource group above it has; so a subnet made
//! through azapi gets the id that the same subnet has as `azurerm_subnet`. Where any part of it is not known there is none.

use super::super::groups;
use super::{ById, is_arm_type, is_set};
use crate::input::declared::{Declared, Node, Reference, ReferenceCertainty};
use crate::input::normalise;
use crate::model::ResourceId;
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeMap;

/// Parents above each other; ARM has no more than five levels.
const HIGHEST: usize = 16;

/// Finds the ids of resources.
pub(super) struct Ids<'a> {
    declared: BTreeMap<&'a str, &'a Declared>,
}

impl<'a> Ids<'a> {
    /// Among these resources.
    pub(super) fn of(declared: &'a [Declared]) -> Self {
        Self { declared: declared.iter().map(|declared| (declared.handle.name.as_str(), declared)).collect() }
    }

    /// Those of the azapi resources, by address.
    pub(super) fn of_azapi(&self) -> ById {
        let azapi = self.declared.iter().filter(|(_, declared)| is_arm_type(&declared.resource_type));
        azapi.filter_map(|(address, declared)| Some(((*address).into(), self.id(declared, 0)?))).collect()
    }

    /// That of one of them.
    pub(super) fn of_resource(&self, declared: &Declared) -> Option<SmolStr> {
        self.id(declared, 0)
    }

    fn id(&self, declared: &Declared, height: usize) -> Option<SmolStr> {
        if height > HIGHEST {
            return None;
        }
        if !is_arm_type(&declared.resource_type) {
            let stated = declared.id.clone();
            return match declared.resource_type.as_str() {
                groups::RESOURCE_GROUP => stated.or_else(|| groups::id(declared)),
                _ => normalise::resource_id(declared).map(|id| id.to_string().into()),
            };
        }
        // The id of an overlay is that of its target, as long as it is known to Terraform.
        let stated = ["resource_id", "id"].iter().filter_map(|name| declared.body.get(name)?.as_text());
        if let Some(id) = stated.filter(|id| id.starts_with('/')).map(SmolStr::from).next() {
            return Some(id);
        }
        if declared.body.get("resource_id").is_some_and(is_set) {
            return None;
        }
        // Ids are printed.
        let name = declared.body.get("name").filter(|name| !name.sensitive).and_then(Node::as_text)?;
        let parent = self.parent(declared, height)?;
        compose(&parent, &declared.resource_type, name)
    }

    fn parent(&self, declared: &Declared, height: usize) -> Option<SmolStr> {
        let stated = declared.body.get("parent_id").filter(|node| is_set(node));
        let Some(stated) = stated else {
            let is_group = declared.resource_type.eq_ignore_ascii_case(groups::ARM_RESOURCE_GROUP);
            return is_group.then(|| format_smolstr!("/subscriptions/{}", declared.subscription));
        };
        if let Some(id) = stated.as_text() {
            return (!stated.sensitive).then(|| id.into());
        }
        match stated.reference.as_deref()? {
            Reference { targets, certainty: ReferenceCertainty::Exact | ReferenceCertainty::Inferred } => {
                let [target] = targets.as_slice() else { return None };
                self.id(self.declared.get(target.address.as_str())?, height + 1)
            }
            Reference { .. } => None,
        }
    }
}

/// The id of the resource `name` of `resource_type` below `parent`, which is the parent resource or a scope.
fn compose(parent: &str, resource_type: &str, name: &str) -> Option<SmolStr> {
    let parent = parent.trim_end_matches('/');
    if name.is_empty() || name.contains('/') {
        return None;
    }
    if resource_type.eq_ignore_ascii_case(groups::ARM_RESOURCE_GROUP) {
        return Some(format_smolstr!("{parent}/resourceGroups/{name}"));
    }
    let (above, last) = resource_type.rsplit_once('/')?;
    if !above.contains('/') {
        return Some(format_smolstr!("{parent}/providers/{resource_type}/{name}"));
    }
    let parent = ResourceId::parse(parent).ok()?;
    parent.resource_type.eq_ignore_ascii_case(above).then(|| parent.child(last, name).to_string().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scopes, parents and groups make ids; a parent of another type makes none.
    #[test]
    fn composes_ids() {
        const GROUP: &str = "/subscriptions/s/resourceGroups/g";
        const NETWORK: &str = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v";
        let subnets = "Microsoft.Network/virtualNetworks/subnets";
        let cases = [
            (GROUP, "Microsoft.Network/virtualNetworks", "v", Some(NETWORK.to_owned())),
            (NETWORK, subnets, "a", Some(format!("{NETWORK}/subnets/a"))),
            (GROUP, subnets, "a", None),
            (NETWORK, subnets, "v/a", None),
            (NETWORK, subnets, "", None),
            ("/subscriptions/s", "microsoft.resources/resourcegroups", "g", Some(GROUP.to_owned())),
            ("/", "Microsoft.Management/managementGroups", "m", {
                Some("/providers/Microsoft.Management/managementGroups/m".to_owned())
            }),
        ];
        for (parent, resource_type, name, expected) in cases {
            assert_eq!(
                compose(parent, resource_type, name).map(String::from),
                expected,
                "{parent} {resource_type} {name}"
            );
        }
    }
}
