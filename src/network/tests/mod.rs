//! Tests of first match and of routes: documented examples, and brute force over small universes.

mod examples;
mod oracle;
mod routes;

use super::*;

pub(super) fn set(text: &str) -> AddressSet {
    Prefix::parse(text).expect("a prefix").into()
}

pub(super) fn ports(text: &str) -> Option<Vec<PortRange>> {
    Some(text.split(',').map(|part| PortRange::parse(part).expect("ports")).collect())
}

/// An inbound rule for any protocol, any source port and port 454 to VirtualNetwork.
pub(super) fn rule(name: &str, priority: i64, access: Access, source: &[&str]) -> SecurityRule {
    SecurityRule {
        name: name.to_owned(),
        id: Some(name.to_owned()),
        origin: Origin::Group,
        priority: Some(priority),
        access: Some(access),
        direction: Some(Direction::Inbound),
        protocol: Some("*".to_owned()),
        peer: Addresses::of(source),
        local: Addresses::of(&["VirtualNetwork"]),
        source_ports: ports("*"),
        destination_ports: ports("454"),
        is_conditional: false,
    }
}

/// A subnet 10.0.0.0/27 of a network 10.0.0.0/16 with nothing around it.
pub(super) fn vicinity() -> Vicinity {
    Vicinity { subnet: Some(set("10.0.0.0/27")), network: Some(set("10.0.0.0/16")), ..Vicinity::default() }
}

/// TCP and UDP from `peer` to port 454 of the subnet.
pub(super) fn flow(vicinity: &Vicinity, peer: &str) -> Flow {
    Flow {
        protocols: Protocols::PORTED,
        remote: vicinity.read(peer),
        local: vicinity.local(),
        source_ports: PortSet::all(),
        destination_ports: PortSet::of([(454, 454)]),
    }
}
