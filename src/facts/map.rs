//! Peerings and gateways by the virtual network they belong to, so that looking around a subnet costs what is there.

use super::inverse::targets;
use crate::model::{Entity, EntityId, Kind, Topology, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The topology with its peerings and gateways by network.
pub(super) struct Map<'a> {
    pub(super) topology: &'a Topology,
    peerings: ByNetwork<'a>,
    gateways: ByNetwork<'a>,
    connections: ByNetwork<'a>,
    /// Pairs of networks of which the first has a peering to the second.
    pairs: BTreeSet<(&'a EntityId, &'a EntityId)>,
}

/// Entities by what they belong to, and those of which that is not known.
#[derive(Default)]
struct ByNetwork<'a> {
    known: BTreeMap<&'a EntityId, Vec<&'a Entity>>,
    loose: Vec<&'a Entity>,
}

impl<'a> ByNetwork<'a> {
    fn of(&self, id: &EntityId) -> impl Iterator<Item = (&'a Entity, bool)> {
        let known = self.known.get(id).into_iter().flatten().map(|entity| (*entity, true));
        known.chain(self.loose.iter().map(|entity| (*entity, false)))
    }

    fn add(&mut self, owners: impl IntoIterator<Item = &'a EntityId>, is_open: bool, entity: &'a Entity) {
        for owner in owners {
            self.known.entry(owner).or_default().push(entity);
        }
        if is_open {
            self.loose.push(entity);
        }
    }
}

impl<'a> Map<'a> {
    /// Reads `topology` once.
    pub(super) fn of(topology: &'a Topology) -> Self {
        let mut map = Self {
            topology,
            peerings: ByNetwork::default(),
            gateways: ByNetwork::default(),
            connections: ByNetwork::default(),
            pairs: BTreeSet::new(),
        };
        for peering in topology.of_kind(Kind::VirtualNetworkPeering) {
            let owner = edge(peering, "virtual_network");
            map.peerings.add(owner, owner.is_none(), peering);
            if let (Some(one), Some(two)) = (owner, edge(peering, "remote_virtual_network")) {
                map.pairs.insert((one, two));
            }
        }
        for gateway in topology.of_kind(Kind::VirtualNetworkGateway) {
            let (networks, is_open) = networks_of(topology, gateway);
            map.gateways.add(networks, is_open, gateway);
        }
        for connection in topology.of_kind(Kind::VirtualNetworkGatewayConnection) {
            let gateway = edge(connection, "virtual_network_gateway");
            map.connections.add(gateway, gateway.is_none(), connection);
        }
        map
    }

    /// Peerings that `network` has, and, marked false, those that it may have.
    pub(super) fn peerings(&self, network: &EntityId) -> impl Iterator<Item = (&'a Entity, bool)> {
        self.peerings.of(network)
    }

    /// Gateways that stand in `network`, and, marked false, those that may.
    pub(super) fn gateways(&self, network: &EntityId) -> impl Iterator<Item = (&'a Entity, bool)> {
        self.gateways.of(network)
    }

    /// Connections that start at `gateway`, or may.
    pub(super) fn connections(&self, gateway: &EntityId) -> impl Iterator<Item = &'a Entity> {
        self.connections.of(gateway).map(|(connection, _)| connection)
    }

    /// Whether `one` certainly has a peering to `two`.
    pub(super) fn is_paired(&self, one: &EntityId, two: &EntityId) -> bool {
        self.pairs.contains(&(one, two))
    }
}

fn edge<'a>(entity: &'a Entity, name: &str) -> Option<&'a EntityId> {
    match &entity.attribute(name)?.value {
        Value::Edge(edge) => Some(&edge.to),
        _ => None,
    }
}

/// The networks of the subnets that a gateway stands in, and whether there may be others.
fn networks_of<'a>(topology: &'a Topology, gateway: &'a Entity) -> (BTreeSet<&'a EntityId>, bool) {
    let Some(subnets) = gateway.attribute("subnets") else { return (BTreeSet::new(), true) };
    let subnets: Vec<&EntityId> = targets(&subnets.value).collect();
    let networks: BTreeSet<&EntityId> = subnets
        .iter()
        .filter_map(|subnet| topology.get(Kind::Subnet, subnet))
        .filter_map(|subnet| edge(subnet, "virtual_network"))
        .collect();
    // All subnets of a gateway are in one network.
    let is_open = networks.is_empty();
    (networks, is_open)
}
