//! Resource groups: no rule is about them, but what stands in them is named by them.

use super::PlanLoaded;
use crate::input::declared::{Declared, Node};
use crate::input::normalise;
use crate::model::Presence;
use smol_str::{SmolStr, format_smolstr};

/// The Terraform type of a resource group.
pub(super) const RESOURCE_GROUP: &str = "azurerm_resource_group";
/// The ARM type of one.
pub(super) const ARM_RESOURCE_GROUP: &str = "Microsoft.Resources/resourceGroups";

/// The arguments that are read from a resource group; `None` for any other type.
pub(super) fn wanted_arguments(resource_type: &str) -> Option<&'static [&'static str]> {
    (resource_type == RESOURCE_GROUP).then_some(&["name", "location"])
}

/// The id of a resource group that a plan declares or reads; `None` when its name is not known, or secret.
pub(super) fn id(declared: &Declared) -> Option<SmolStr> {
    let name = declared
        .body
        .get("name")
        .filter(|name| !name.sensitive)
        .and_then(Node::as_text)
        .filter(|name| !name.is_empty())?;
    Some(format_smolstr!("/subscriptions/{}/resourceGroups/{name}", declared.subscription))
}

/// Takes the resource groups out of a plan when what stands in them is named, and counts them: nothing else reads them.
pub(super) fn leave(plan: &mut PlanLoaded) {
    if normalise::is_wanted(RESOURCE_GROUP) {
        return;
    }
    let is_group = |declared: &Declared| declared.resource_type == RESOURCE_GROUP;
    let managed = |declared: &&Declared| is_group(declared) && declared.presence == Presence::Declared;
    let count = plan.after.iter().filter(managed).count();
    if count > 0 {
        *plan.not_understood.entry(RESOURCE_GROUP.to_owned()).or_default() += count;
    }
    plan.after.retain(|declared| !is_group(declared));
    plan.before.retain(|declared| !is_group(declared));
}
