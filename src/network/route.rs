//! Effective routes: which next hop a subnet's traffic takes. Longest prefix first; for equal prefixes the user's route,
//! then one that a gateway learned, then Azure's own.
//!
//! Source: <https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview>, headings "System routes"
//! and "How Azure selects a route".

use super::Prefix;
use super::address::{self, AddressSet};
use super::cell::{Atom, Cell};
use super::tag::{Scope, ServiceTags};
use serde::Deserialize;
use std::sync::LazyLock;

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

impl Leg {
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

/// A route in the order of selection.
struct Step {
    terms: Vec<Cell>,
    hop: Hop,
    /// What it matches ends here.
    is_certain: bool,
}

/// A tag stands for prefixes longer than this.
const SHORTEST_OF_TAG: u8 = 7;
/// Length of the widest prefix that Azure drops.
const LENGTH_OF_PRIVATE: u8 = 8;

impl Routing {
    /// Cuts `destinations` by the next hop that traffic from the subnet takes.
    #[must_use]
    pub fn legs(&self, destinations: &[Cell]) -> Vec<Leg> {
        let mut left: Vec<Leg> =
            destinations.iter().map(|cell| Leg { destination: cell.clone(), hops: Vec::new() }).collect();
        let mut legs = Vec::new();
        for step in self.steps() {
            let mut next = Vec::new();
            for leg in left {
                let split = leg.destination.split(&step.terms, false);
                if split.inside.is_empty() {
                    next.push(leg);
                    continue;
                }
                let like = |destination| Leg { destination, hops: leg.hops.clone() };
                next.extend(split.outside.into_iter().map(like));
                for mut hit in split.inside.into_iter().map(like) {
                    if !hit.hops.contains(&step.hop) {
                        hit.hops.push(step.hop.clone());
                    }
                    if step.is_certain { legs.push(hit) } else { next.push(hit) }
                }
            }
            left = next;
        }
        legs
    }

    /// The next hop of the default route, as a leg for all addresses that no other route takes.
    #[must_use]
    pub fn default_route(&self) -> Vec<Hop> {
        let user: Vec<&UserRoute> = self.routes.iter().filter(|route| route.is_default() != Some(false)).collect();
        let mut hops: Vec<Hop> = user.iter().map(|route| route.hop()).collect();
        if user.iter().any(|route| route.is_default() == Some(true) && !route.is_conditional) {
            return hops;
        }
        hops.extend(self.is_open.then(unseen));
        if self.learned >= Learned::PerhapsDefault {
            hops.push(learned());
        }
        if self.learned != Learned::Default {
            hops.push(system(NextHop::Internet, "0.0.0.0/0"));
        }
        hops
    }

    /// Whether the default route leads elsewhere than to the Internet.
    #[must_use]
    pub fn forced_tunnelling(&self) -> Certainty {
        let hops = self.default_route();
        let is_forced =
            |hop: &Hop| hop.next_hop.map(|hop| matches!(hop, NextHop::Appliance | NextHop::Gateway | NextHop::Dropped));
        if hops.iter().all(|hop| is_forced(hop) == Some(true)) {
            Certainty::Certain
        } else if hops.iter().all(|hop| is_forced(hop) == Some(false)) {
            Certainty::Absent
        } else {
            Certainty::Possible
        }
    }

    /// The routes in the order of selection, first those whose prefixes are not known.
    fn steps(&self) -> Vec<Step> {
        let mut steps = self.endpoint_steps();
        let mut ranked: Vec<(u8, RouteSource, Step)> = Vec::new();
        let mut add = |length: u8, source, step| ranked.push((u8::MAX - length, source, step));
        steps.extend(self.is_open.then(|| Step::possible(everything(), unseen())));
        for route in &self.routes {
            let Some(text) = route.prefix.as_deref() else {
                steps.push(Step::possible(everything(), route.hop()));
                continue;
            };
            if let Ok(prefix) = Prefix::parse(text) {
                let step = Step::unless(route.is_conditional, vec![Cell::of(prefix.into())], route.hop());
                add(prefix.prefix_length(), RouteSource::User, step);
            } else {
                // A tag's prefixes are longer than any short one, and not known to be longer than others.
                let tag = ServiceTags::embedded().read(text);
                let terms = vec![Cell::in_atom(Atom::Tag(tag), address::public().clone())];
                steps.push(Step::possible(terms.clone(), route.hop()));
                add(SHORTEST_OF_TAG, RouteSource::User, Step::unless(route.is_conditional, terms, route.hop()));
            }
        }
        for (prefixes, hop) in [(&self.own, own()), (&self.peered, peer())] {
            for prefix in prefixes {
                let step = Step::certain(vec![Cell::of((*prefix).into())], hop.clone());
                add(prefix.prefix_length(), RouteSource::System, step);
            }
        }
        // Whether these stay when the user has a shorter route is not documented.
        add(LENGTH_OF_PRIVATE, RouteSource::System, Step::possible(unrouted(), dropped()));
        ranked.sort_by_key(|(length, source, _)| (*length, *source));
        steps.extend(self.steps_of_unknown_length());
        steps.extend(ranked.into_iter().map(|(.., step)| step));
        steps.extend(self.last_steps());
        steps
    }

    /// Routes that may be longer than any other. What a gateway learns never takes what is local.
    fn steps_of_unknown_length(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        steps.extend(self.own_is_open.then(|| Step::possible(everything(), own())));
        steps.extend(self.peered_is_open.then(|| Step::possible(everything(), peer())));
        if self.learned != Learned::Nothing {
            let local: AddressSet = self.own.iter().chain(&self.peered).copied().collect();
            steps.push(Step::possible(vec![Cell::of(AddressSet::all().minus(&local))], learned()));
        }
        steps
    }

    /// Azure's own routes for everything else.
    fn last_steps(&self) -> [Step; 2] {
        let has_default = self.learned == Learned::Default;
        let last = if has_default { learned() } else { system(NextHop::Internet, "0.0.0.0/0") };
        [Step::certain(unrouted(), dropped()), Step::certain(everything(), last)]
    }

    fn endpoint_steps(&self) -> Vec<Step> {
        let tags = ServiceTags::embedded();
        let mut steps = Vec::new();
        for row in endpoint_rows() {
            let is_set = self.service_endpoints.iter().any(|service| service.eq_ignore_ascii_case(&row.service));
            if !is_set && !self.endpoints_are_open {
                continue;
            }
            let own = tags.used_from(&row.tag, self.region.as_deref());
            let is_known = !matches!(own.scope, Scope::SomeRegion);
            let whole = tags.read(&row.tag);
            let hop = system(NextHop::ServiceEndpoint, &row.service);
            let cell = |tag| vec![Cell::in_atom(Atom::Tag(tag), address::public().clone())];
            if is_set && (!row.own_region_only || is_known) {
                steps.push(Step::certain(cell(if row.own_region_only { own } else { whole.clone() }), hop.clone()));
            }
            // The paired region is served too, and which one that is is not in the table.
            if row.own_region_only || !is_set {
                steps.push(Step::possible(cell(whole), hop));
            }
        }
        steps
    }
}

impl Step {
    fn certain(terms: Vec<Cell>, hop: Hop) -> Self {
        Self { terms, hop, is_certain: true }
    }

    fn possible(terms: Vec<Cell>, hop: Hop) -> Self {
        Self { terms, hop, is_certain: false }
    }

    fn unless(is_conditional: bool, terms: Vec<Cell>, hop: Hop) -> Self {
        if is_conditional { Self::possible(terms, hop) } else { Self::certain(terms, hop) }
    }
}

impl UserRoute {
    fn hop(&self) -> Hop {
        Hop {
            next_hop: self.next_hop,
            address: self.address.clone(),
            source: RouteSource::User,
            name: self.name.clone(),
            id: self.id.clone(),
        }
    }

    /// Whether it is for every IPv4 address; `None` when that is not known.
    fn is_default(&self) -> Option<bool> {
        let prefix = self.prefix.as_deref()?;
        Some(Prefix::parse(prefix).is_ok_and(|prefix| prefix.version() == 4 && prefix.prefix_length() == 0))
    }
}

fn unseen() -> Hop {
    Hop {
        next_hop: None,
        address: None,
        source: RouteSource::User,
        name: "a route that is not known".to_owned(),
        id: None,
    }
}

fn learned() -> Hop {
    Hop {
        next_hop: Some(NextHop::Gateway),
        address: None,
        source: RouteSource::Gateway,
        name: "a route that a gateway learns".to_owned(),
        id: None,
    }
}

fn system(next_hop: NextHop, name: &str) -> Hop {
    Hop { next_hop: Some(next_hop), address: None, source: RouteSource::System, name: name.to_owned(), id: None }
}

/// Addresses that Azure drops where nothing else routes them: RFC 1918 and RFC 6598.
fn unrouted() -> Vec<Cell> {
    let carrier = Prefix::parse("100.64.0.0/10").map_or_else(|_| AddressSet::empty(), AddressSet::from);
    vec![Cell::of(address::private().and(address::v4()).or(&carrier))]
}

fn dropped() -> Hop {
    system(NextHop::Dropped, "Azure's routes for private addresses")
}

fn own() -> Hop {
    system(NextHop::VirtualNetwork, "the address space of the virtual network")
}

fn peer() -> Hop {
    system(NextHop::Peering, "the address space of a peered virtual network")
}

fn everything() -> Vec<Cell> {
    vec![Cell::of(AddressSet::all())]
}

#[derive(Deserialize)]
struct EndpointRow {
    service: String,
    tag: String,
    own_region_only: bool,
}

fn endpoint_rows() -> &'static [EndpointRow] {
    #[derive(Deserialize)]
    struct Table {
        rows: Vec<EndpointRow>,
    }
    static ROWS: LazyLock<Vec<EndpointRow>> = LazyLock::new(|| {
        crate::reference::reference_table("service_endpoints")
            .and_then(|text| serde_json::from_str::<Table>(text).ok())
            .map_or_else(Vec::new, |table| table.rows)
    });
    &ROWS
}
