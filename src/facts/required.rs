//! The rows of the tables of required flows, as far as reachability needs them.

use super::surroundings::Surroundings;
use crate::model::{Entity, Kind};
use crate::network::{
    AddressSet, Atom, Cell, Direction, Flow, PortRange, PortSet, Prefix, Protocols, ServiceTags, Tag, address,
};
use serde::Deserialize;
use std::sync::LazyLock;

/// One row of a table of required flows.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    /// The row's own id: that of its rule where the rule has one row only.
    pub(super) id: String,
    /// The rule that it belongs to.
    pub(super) rule: String,
    /// Seen from the subnet.
    pub(super) direction: Direction,
    /// The other side.
    pub(super) peer: Peer,
    /// Destination ports.
    ports: Vec<String>,
    /// Protocols, all of which are needed.
    pub(super) protocols: Vec<String>,
    /// The access endpoint for which it holds; `None` for either.
    endpoint: Option<String>,
    /// The clouds in which it holds.
    clouds: Vec<String>,
    /// Editions of the documents in which it stands.
    editions: Vec<String>,
}

/// The other side of a required flow.
#[derive(Debug, Deserialize)]
pub(super) struct Peer {
    /// How to read `value`.
    kind: PeerKind,
    /// A service tag, or what a reader calls the other side.
    pub(super) value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PeerKind {
    /// A service tag.
    ServiceTag,
    /// The address space of the subnet's virtual network.
    AddressSpace,
    /// The subnet itself.
    Subnet,
    /// The custom DNS servers of the virtual network.
    DnsServers,
    /// Addresses that a service publishes, where its tag does not work.
    ServiceAddresses,
}

/// The rows of the table that says what an occupant of this kind needs: `ise_ports` or `app_ports`.
pub(super) fn rows(occupant: Kind) -> &'static [Row] {
    static ENVIRONMENT: LazyLock<Vec<Row>> = LazyLock::new(|| read("ise_ports"));
    static APP: LazyLock<Vec<Row>> = LazyLock::new(|| read("app_ports"));
    match occupant {
        Kind::IntegrationServiceEnvironment => &ENVIRONMENT,
        Kind::App => &APP,
        _ => &[],
    }
}

fn read(table: &str) -> Vec<Row> {
    #[derive(Deserialize)]
    struct Table {
        rows: Vec<Row>,
    }
    crate::reference::reference_table(table)
        .and_then(|text| serde_json::from_str::<Table>(text).ok())
        .map_or_else(Vec::new, |table| table.rows)
}

/// Whether a row concerns an occupant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// It does.
    Certain,
    /// It may: the sentence part says why that is open.
    Possible(&'static str),
}

impl Row {
    /// Whether `occupant` needs this row in `edition`; `None` when it certainly does not.
    pub(super) fn need(&self, occupant: &Entity, edition: &str, surroundings: &Surroundings) -> Option<Need> {
        let is_in = |words: &[String], word: &str| words.iter().any(|own| own == word);
        if !is_in(&self.editions, edition) || !is_in(&self.clouds, surroundings.vicinity.cloud) {
            return None;
        }
        let endpoint = occupant.attribute("access_endpoint_type");
        let mut need = Need::Certain;
        if let Some(wanted) = &self.endpoint {
            match endpoint.map(|attribute| attribute.value.as_text()) {
                Some(Some(word)) if word == wanted => {}
                Some(Some(_)) => return None,
                _ => need = Need::Possible("the access endpoint of the environment is not known"),
            }
        }
        if self.peer.kind == PeerKind::DnsServers {
            let servers = &surroundings.dns_servers;
            match (servers_of(surroundings).is_empty(), servers.is_open) {
                (true, false) => return None,
                (true, true) => need = Need::Possible("the DNS servers of the virtual network are not known"),
                _ => {}
            }
        }
        Some(need)
    }

    /// The flow for one protocol, specialised to the subnet.
    pub(super) fn flow(&self, protocol: &str, surroundings: &Surroundings) -> Flow {
        let destination_ports: PortSet = self.ports.iter().filter_map(|text| PortRange::parse(text).ok()).collect();
        Flow {
            protocols: Protocols::parse(protocol).unwrap_or(Protocols::ALL),
            remote: self.remote(surroundings),
            local: surroundings.vicinity.local(),
            source_ports: PortSet::all(),
            destination_ports,
        }
    }

    fn remote(&self, surroundings: &Surroundings) -> Vec<Cell> {
        let vicinity = &surroundings.vicinity;
        // The services that environments and apps talk to use IPv4.
        let of_tag = |tag: Tag| Cell::in_atom(Atom::Tag(tag), address::public_v4().clone());
        match self.peer.kind {
            // The host, which is in the tag too, is no part of a service that one asks for or that asks.
            PeerKind::ServiceTag if self.peer.value.eq_ignore_ascii_case("VirtualNetwork") => {
                let others = AddressSet::all().minus(address::host());
                vicinity.read(&self.peer.value).iter().filter_map(|cell| cell.within(&others)).collect()
            }
            PeerKind::ServiceTag
                if ["internet", "azureloadbalancer"].contains(&self.peer.value.to_ascii_lowercase().as_str()) =>
            {
                vicinity.read(&self.peer.value)
            }
            PeerKind::ServiceTag => {
                let region = surroundings.routing.region.as_deref();
                vec![of_tag(ServiceTags::embedded().used_from(&self.peer.value, region))]
            }
            PeerKind::ServiceAddresses => vec![of_tag(ServiceTags::embedded().read(&self.peer.value))],
            PeerKind::AddressSpace => vicinity.network_space(),
            PeerKind::Subnet => vicinity.local(),
            PeerKind::DnsServers => vec![Cell::of(servers_of(surroundings))],
        }
    }
}

/// The known DNS servers but the host, which no security rule keeps away.
fn servers_of(surroundings: &Surroundings) -> AddressSet {
    let servers = surroundings.dns_servers.items.iter().filter_map(|text| Prefix::parse(text).ok());
    servers.collect::<AddressSet>().minus(address::host())
}
