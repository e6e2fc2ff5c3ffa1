//! What entities wait for.

use super::*;
use crate::input::declared::Awaited;
use crate::input::normalise::order::order;
use crate::model::{Share, Waits};

fn environment() -> Declared {
    terraform("azurerm_integration_service_environment.e", &json!({"name": "e", "resource_group_name": "rg"}))
}

fn servers(name: &str) -> Declared {
    let body = json!({"virtual_network_id": {"$ref": ["azurerm_virtual_network.v"]}, "dns_servers": ["10.0.0.4"]});
    terraform(&format!("azurerm_virtual_network_dns_servers.{name}"), &body)
}

/// What the only environment waits for that waits for these resources.
fn waits(awaited: &[&str], open: Option<&Unknown>, several: Option<&Unknown>) -> Waits {
    let network = terraform("azurerm_virtual_network.v", &json!({"name": "v", "resource_group_name": "rg"}));
    let built = build(&[network, servers("d"), environment()], &Keys::new());
    let awaited = Awaited { resources: awaited.iter().map(|it| (*it).into()).collect(), open: open.cloned() };
    let mut found = order(&built.topology, &[(environment().handle, awaited)], several);
    assert_eq!(found.len(), 1);
    found.pop_first().expect("an environment").1
}

fn share(waits: &Waits) -> Option<Share> {
    waits.stated.values().next().and_then(|shares| shares.get("dns_servers")).copied()
}

/// An entity is waited for by its own resource, an attribute by the resource that states it.
#[test]
fn resources_become_entities_and_attributes() {
    let nothing = waits(&[], None, None);
    assert_eq!((nothing.after.len(), share(&nothing)), (0, None));
    let network = waits(&["azurerm_virtual_network.v"], None, None);
    assert_eq!((network.after.len(), share(&network)), (1, None));
    let all = waits(&["azurerm_virtual_network.v", "azurerm_virtual_network_dns_servers.d"], None, None);
    assert_eq!((all.after.len(), share(&all), all.open), (1, Some(Share::All), None));
}

/// What keeps the order from being told is kept, that of the resource before that of the run.
#[test]
fn obstacles_are_kept() {
    let (own, run) = (Unknown::new(Reason::NotEvaluated, "own"), Unknown::new(Reason::NotEvaluated, "run"));
    assert_eq!(waits(&[], Some(&own), Some(&run)).open, Some(own));
    assert_eq!(waits(&[], None, Some(&run)).open, Some(run));
    assert_eq!(order(&build(&[environment()], &Keys::new()).topology, &[], None).len(), 0);
}
