//! A set of packets between a subnet and another side, and what a rule's match cuts out of it.

use super::cell::Cell;
use super::{Direction, IntervalSet, PortRange, Protocols};
use serde::Serialize;

/// A set of ports.
pub type PortSet = IntervalSet<u16>;

impl FromIterator<PortRange> for PortSet {
    fn from_iter<I: IntoIterator<Item = PortRange>>(ranges: I) -> Self {
        Self::of(ranges.into_iter().map(|range| (range.first, range.last)))
    }
}

/// Every packet with a protocol, addresses and ports of these sets. Protocols without ports have all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traffic {
    /// Protocols.
    pub protocols: Protocols,
    /// Addresses of the other side.
    pub remote: Cell,
    /// Addresses of the subnet's side.
    pub local: Cell,
    /// Source ports.
    pub source_ports: PortSet,
    /// Destination ports.
    pub destination_ports: PortSet,
}

/// What a rule matches: the traffic between any of its remote and any of its local addresses.
#[derive(Debug, Clone)]
pub(super) struct Face {
    pub(super) protocols: Protocols,
    pub(super) remote: Vec<Cell>,
    pub(super) local: Vec<Cell>,
    pub(super) source_ports: PortSet,
    pub(super) destination_ports: PortSet,
}

/// Which of a rule's parts has nothing in common with some traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// The protocol.
    Protocol,
    /// The destination ports.
    DestinationPorts,
    /// The source ports.
    SourcePorts,
    /// The addresses of the other side.
    Remote,
    /// The addresses of the subnet's side.
    Local,
}

impl Mismatch {
    /// The sentence part for a reader.
    #[must_use]
    pub fn describe(self, direction: Direction) -> &'static str {
        match (self, direction) {
            (Self::Protocol, _) => "another protocol",
            (Self::DestinationPorts, _) => "other destination ports",
            (Self::SourcePorts, _) => "other source ports",
            (Self::Remote, Direction::Inbound) | (Self::Local, Direction::Outbound) => "another source",
            (Self::Remote, Direction::Outbound) | (Self::Local, Direction::Inbound) => "another destination",
        }
    }
}

/// One packet that shows a verdict. Addresses that are not known as numbers are named by their service tag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Packet {
    /// `tcp`, `udp`, `icmp`, `esp` or `ah`.
    pub protocol: &'static str,
    /// Source address, or the tag it is in.
    pub source: String,
    /// Source port; `None` where the protocol has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_port: Option<u16>,
    /// Destination address, or the tag it is in.
    pub destination: String,
    /// Destination port; `None` where the protocol has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_port: Option<u16>,
}

impl Traffic {
    /// Cuts the traffic: what `face` matches is returned, the rest put into `rest`. Nothing is put there when nothing
    /// matches. `is_relied_on`: see [`super::Relation::Undocumented`].
    pub(super) fn carve(&self, face: &Face, is_relied_on: bool, rest: &mut Vec<Self>) -> Vec<Self> {
        let protocols = self.protocols.and(face.protocols);
        if protocols.is_empty()
            || !self.destination_ports.meets(&face.destination_ports)
            || !self.source_ports.meets(&face.source_ports)
        {
            return Vec::new();
        }
        let remote = self.remote.split(&face.remote, is_relied_on);
        if remote.inside.is_empty() {
            return Vec::new();
        }
        let local = self.local.split(&face.local, is_relied_on);
        if local.inside.is_empty() {
            return Vec::new();
        }
        let hit = self.carve_ports(protocols, face, rest);
        rest.extend(remote.outside.into_iter().map(|remote| Self { remote, ..hit.clone() }));
        let mut hits = Vec::with_capacity(remote.inside.len());
        for remote in remote.inside {
            let of_remote = Self { remote, ..hit.clone() };
            rest.extend(local.outside.iter().map(|local| Self { local: local.clone(), ..of_remote.clone() }));
            hits.extend(local.inside.iter().map(|local| Self { local: local.clone(), ..of_remote.clone() }));
        }
        hits
    }

    /// The traffic narrowed to the protocols and ports of `face`, with what lies beside them put into `rest`.
    fn carve_ports(&self, protocols: Protocols, face: &Face, rest: &mut Vec<Self>) -> Self {
        let mut hit = self.clone();
        let others = self.protocols.minus(protocols);
        if !others.is_empty() {
            rest.push(Self { protocols: others, ..hit.clone() });
        }
        hit.protocols = protocols;
        let beside = self.destination_ports.minus(&face.destination_ports);
        if !beside.is_empty() {
            rest.push(Self { destination_ports: beside, ..hit.clone() });
            hit.destination_ports = self.destination_ports.and(&face.destination_ports);
        }
        let beside = self.source_ports.minus(&face.source_ports);
        if !beside.is_empty() {
            rest.push(Self { source_ports: beside, ..hit.clone() });
            hit.source_ports = self.source_ports.and(&face.source_ports);
        }
        hit
    }

    /// The first part of `face` that shares nothing with this traffic.
    pub(super) fn mismatch(&self, face: &Face, is_relied_on: bool) -> Option<Mismatch> {
        let shares = |own: &Cell, terms: &[Cell]| !own.split(terms, is_relied_on).inside.is_empty();
        [
            (!self.protocols.and(face.protocols).is_empty(), Mismatch::Protocol),
            (self.destination_ports.meets(&face.destination_ports), Mismatch::DestinationPorts),
            (self.source_ports.meets(&face.source_ports), Mismatch::SourcePorts),
            (shares(&self.remote, &face.remote), Mismatch::Remote),
            (shares(&self.local, &face.local), Mismatch::Local),
        ]
        .into_iter()
        .find_map(|(is_shared, mismatch)| (!is_shared).then_some(mismatch))
    }

    /// Whether it certainly holds a packet.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        self.remote.is_certain() && self.local.is_certain()
    }

    /// One packet of it, seen from its source.
    #[must_use]
    pub fn sample(&self, direction: Direction) -> Packet {
        let protocol = self.protocols.names().next().unwrap_or_default();
        let has_ports = !self.protocols.and(Protocols::PORTED).is_empty();
        let (source, destination) = match direction {
            Direction::Inbound => (&self.remote, &self.local),
            Direction::Outbound => (&self.local, &self.remote),
        };
        Packet {
            protocol,
            source: source.sample(),
            source_port: has_ports.then(|| source_port(&self.source_ports)).flatten(),
            destination: destination.sample(),
            destination_port: has_ports.then(|| self.destination_ports.first()).flatten(),
        }
    }
}

/// A port that a client would use, where the set has one.
fn source_port(ports: &PortSet) -> Option<u16> {
    const EPHEMERAL: u16 = 49152;
    if ports.contains(EPHEMERAL) { Some(EPHEMERAL) } else { ports.first() }
}

/// Ports as text: `*`, `443`, `1024-65535`.
#[must_use]
pub fn describe_ports(ports: &PortSet) -> Vec<String> {
    ports.intervals().map(|(first, last)| PortRange { first, last }.to_string()).collect()
}
