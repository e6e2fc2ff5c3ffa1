//! An entry for fuzzing: evaluates every resource that sources declare, as an instance of each kind.

use super::{Evaluator, TrustedModules};
use crate::input::declared::{Declared, Dialect, Members, Node, Tree};
use crate::input::terraform::address::Address;
use crate::input::terraform::configuration::Configuration;
use crate::input::terraform::sources::Sources;
use crate::model::{Presence, ResourceHandle};

/// Evaluates all arguments of all resources of the root module.
pub(crate) fn everything(sources: &Sources) {
    let Some(module) = sources.trusted(&[]) else { return };
    let modules = TrustedModules([(String::new(), module)].into());
    let names = super::Declarations::of(modules.0.values().flat_map(|module| module.written())).resources;
    let addresses: Vec<String> =
        names.keys().flat_map(|name| [name.clone(), format!("{name}[0]"), format!("{name}[\"k\"]")]).collect();
    let declared: Vec<Declared> = addresses.iter().map(|address| resource(address)).collect();
    let addresses: Vec<Option<Address>> = addresses.iter().map(|address| Address::parse(address)).collect();
    let configuration = Configuration::default();
    let evaluator = Evaluator::new(&configuration, &modules, &declared, &addresses, false);
    for index in 0..declared.len() {
        let _ = evaluator.edges(index, &Members::new(), &|_| true);
    }
}

fn resource(address: &str) -> Declared {
    Declared {
        handle: ResourceHandle { input: 0, name: address.into() },
        dialect: Dialect::Azurerm,
        resource_type: "t".into(),
        subject: address.into(),
        id: None,
        subscription: "{azurerm}".into(),
        relation: None,
        presence: Presence::Declared,
        body: Node::new(Tree::Object(Members::new())),
    }
}
