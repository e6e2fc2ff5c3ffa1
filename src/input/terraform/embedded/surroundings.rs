//! Where a deployment deploys to, as far as the plan says it.

use super::super::groups;
use crate::input::arm::Surroundings;
use crate::input::declared::{Declared, Node};
use std::collections::BTreeMap;

/// The surroundings of the template of `deployment`; `locations` has regions of resource groups by folded name.
pub(super) fn of(deployment: &Declared, locations: &BTreeMap<String, String>) -> Surroundings {
    let argument = |name: &str| {
        let text = deployment.body.get(name).and_then(Node::as_text);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let resource_group = argument("resource_group_name");
    let of_group = resource_group.as_ref().and_then(|name| locations.get(&name.to_lowercase())).cloned();
    // A placeholder is a text that no id has; what depends on the id stays unknown then.
    let key = deployment.subscription.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let management_group = argument("management_group_id");
    Surroundings {
        subscription_id: key.is_none().then(|| deployment.subscription.to_string()),
        subscription_key: key.map(str::to_owned),
        location: argument("location").or(of_group),
        management_group: management_group.and_then(|id| id.rsplit('/').next().map(str::to_owned)),
        deployment_name: argument("name"),
        resource_group,
        ..Surroundings::default()
    }
}

/// The regions of the resource groups of a plan. Of two groups with one name and different regions nothing is known.
pub(super) fn group_locations(resources: &[Declared]) -> BTreeMap<String, String> {
    let mut locations: BTreeMap<String, Option<String>> = BTreeMap::new();
    for group in resources.iter().filter(|declared| declared.resource_type == groups::RESOURCE_GROUP) {
        let text = |name: &str| group.body.get(name).and_then(Node::as_text).map(str::to_owned);
        let Some(name) = text("name") else { continue };
        let location = text("location");
        locations
            .entry(name.to_lowercase())
            .and_modify(|known| {
                if *known != location {
                    *known = None;
                }
            })
            .or_insert(location);
    }
    locations.into_iter().filter_map(|(name, location)| Some((name, location?))).collect()
}
