//! Resource groups: no rule is about them, but what stands in them is named by them.

use super::PlanLoaded;
use crate::input::declared::{Declared, Node};
use crate::input::derived;
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

/// Takes the resource groups out of a plan when what stands in them is named, and whatever else only attributes of others are made
/// of, and counts them: nothing else reads them.
pub(super) fn leave(plan: &mut PlanLoaded) {
    let is_left = |declared: &Declared| {
        let resource_type = declared.resource_type.as_str();
        let is_carrier = resource_type == RESOURCE_GROUP || derived::wanted_arguments(resource_type).is_some();
        is_carrier && !normalise::is_wanted(resource_type)
    };
    for declared in plan.after.iter().filter(|declared| is_left(declared)) {
        if declared.presence == Presence::Declared {
            *plan.not_understood.entry(declared.resource_type.to_string()).or_default() += 1;
        }
    }
    plan.after.retain(|declared| !is_left(declared));
    plan.before.retain(|declared| !is_left(declared));
}
