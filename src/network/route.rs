//! Effective routes: which next hop a subnet's traffic takes. Longest prefix first; for equal prefixes the user's route,
//! then one that a gateway learned, then Azure's own.
//!
//! Source: <https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview>, headings "System routes"
//! and "How Azure selects a route".

use super::{Cell, Prefix};

/// Where traffic goes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NextHop {
    /// Within the virtual network.
    VirtualNetwork,
    /// To a peered virtual network.
    Peering,
    /// To the Internet, or to Azure's services over Azure's own network.
    Internet,
    /// To an appliance in a virtual network.
    Appliance,
    /// To a gateway, and on to what is behind it.
    Gateway,
    /// To a service over its service endpoint.
    ServiceEndpoint,
    /// Nowhere: it is dropped.
    Dropped,
}

impl NextHop {
    /// The word used in JSON: the type of the next hop as Azure names it, in lower case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VirtualNetwork => "vnetlocal",
            Self::Peering => "vnetpeering",
            Self::Internet => "internet",
            Self::Appliance => "virtualappliance",
            Self::Gateway => "virtualnetworkgateway",
            Self::ServiceEndpoint => "virtualnetworkserviceendpoint",
            Self::Dropped => "none",
        }
    }

    /// Reads the type of a user's route, in lower case.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::VirtualNetwork, Self::Internet, Self::Appliance, Self::Gateway, Self::Dropped]
            .into_iter()
            .find(|hop| hop.as_str() == word)
    }
}

/// A user's route. `None` stands for a part that is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRoute {
    /// Its name.
    pub name: String,
    /// Key of its entity.
    pub id: Option<String>,
    /// A CIDR prefix or a service tag.
    pub prefix: Option<String>,
    /// Its next hop.
    pub next_hop: Option<NextHop>,
    /// The appliance's address.
    pub address: Option<String>,
    /// It may not be there.
    pub is_conditional: bool,
}

/// What gateways bring to a subnet's routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Learned {
    /// Nothing: there is no gateway, or its routes are kept off.
    #[default]
    Nothing,
    /// Routes to some addresses, but no default route.
    Some,
    /// Any routes, perhaps a default route.
    PerhapsDefault,
    /// Any routes, and certainly a default route.
    Default,
}

/// All that decides a subnet's routes.
#[derive(Debug, Clone, Default)]
pub struct Routing {
    /// The address space of the virtual network.
    pub own: Vec<Prefix>,
    /// There may be more of it.
    pub own_is_open: bool,
    /// The address spaces of peered virtual networks.
    pub peered: Vec<Prefix>,
    /// There may be more of them.
    pub peered_is_open: bool,
    /// The user's routes.
    pub routes: Vec<UserRoute>,
    /// There may be more of them.
    pub is_open: bool,
    /// What gateways bring.
    pub learned: Learned,
    /// Services with a service endpoint.
    pub service_endpoints: Vec<String>,
    /// There may be more of them.
    pub endpoints_are_open: bool,
    /// Region of the virtual network, in lower case; `None` when not known.
    pub region: Option<String>,
}

/// Who states a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RouteSource {
    /// The route table.
    User,
    /// A gateway that learned it.
    Gateway,
    /// Azure.
    System,
}

impl RouteSource {
    /// The word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Gateway => "gateway",
            Self::System => "system",
        }
    }
}

/// One route that can apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// Where it leads; `None` when not known.
    pub next_hop: Option<NextHop>,
    /// The appliance's address.
    pub address: Option<String>,
    /// Who states it.
    pub source: RouteSource,
    /// The user's name for it, or its prefix.
    pub name: String,
    /// Key of the route's entity.
    pub id: Option<String>,
}

/// A part of the destinations with the routes that apply to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg {
    /// The destinations.
    pub destination: Cell,
    /// One route where it is certain; several when one of them applies.
    pub hops: Vec<Hop>,
}

/// Destinations are cut into no more than about this many parts. Each service tag in a route can double them.
const MOST_LEGS: usize = 256;

impl Leg {
    fn add(&mut self, hop: &Hop) {
        if !self.hops.contains(hop) {
            self.hops.push(hop.clone());
        }
    }

    /// The next hop, where it is certain.
    #[must_use]
    pub fn next_hop(&self) -> Option<NextHop> {
        let first = self.hops.first()?.next_hop?;
        self.hops.iter().all(|hop| hop.next_hop == Some(first)).then_some(first)
    }
}

/// Whether something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// Certainly.
    Certain,
    /// Perhaps.
    Possible,
    /// Certainly not.
    Absent,
}

impl Certainty {
    /// The word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Possible => "possible",
            Self::Absent => "absent",
        }
    }
}

impl Routing {
    /// Cuts `destinations` by the next hop that traffic from the subnet takes.
    #[must_use]
    pub fn legs(&self, destinations: &[Cell]) -> Vec<Leg> {
        let mut left: Vec<Leg> =
            destinations.iter().map(|cell| Leg { destination: cell.clone(), hops: Vec::new() }).collect();
        let mut legs = Vec::new();
        for step in self.steps() {
            let mut next = Vec::new();
            let is_ragged = left.len() + legs.len() > MOST_LEGS;
            for mut leg in left {
                let split = leg.destination.split(&step.terms, false);
                if split.inside.is_empty() {
                    next.push(leg);
                    continue;
                }
                if is_ragged && !split.outside.is_empty() {
                    // Cut no further: of the whole leg it is only known that this route may apply.
                    leg.add(&step.hop);
                    next.push(leg);
                    continue;
                }
                let like = |destination| Leg { destination, hops: leg.hops.clone() };
                next.extend(split.outside.into_iter().map(like));
                for mut hit in split.inside.into_iter().map(like) {
                    hit.add(&step.hop);
                    if step.is_certain { legs.push(hit) } else { next.push(hit) }
                }
            }
            left = next;
        }
        legs
    }
}

impl UserRoute {
    pub(super) fn hop(&self) -> Hop {
        Hop {
            next_hop: self.next_hop,
            address: self.address.clone(),
            source: RouteSource::User,
            name: self.name.clone(),
            id: self.id.clone(),
        }
    }
}
