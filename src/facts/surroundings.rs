//! What lies around a subnet: its virtual network, peers, gateways and routes, as the network arithmetic takes it.

use super::map::Map;
use super::read::{self, Listed, Target};
use crate::model::{Entity, Kind, Presence, Topology};
use crate::network::{AddressSet, Beyond, Learned, NextHop, Prefix, Routing, UserRoute, Vicinity, address, cloud};

/// A subnet with all that decides its traffic, besides security rules.
pub(super) struct Surroundings {
    pub(super) vicinity: Vicinity,
    pub(super) routing: Routing,
    /// Addresses of the network's custom DNS servers.
    pub(super) dns_servers: Listed<String>,
}

/// Everything that is collected on the way.
#[derive(Default)]
struct Found {
    peered: Vec<Prefix>,
    peered_is_open: bool,
    learned: Learned,
    within: Vec<AddressSet>,
    holds_services: bool,
    reasons: Vec<String>,
}

impl Surroundings {
    /// The surroundings of `subnet`. `has_members`: its instances are the user's; see [`Vicinity`].
    pub(super) fn of(map: &Map<'_>, subnet: &Entity, region: Option<&str>, has_members: bool) -> Self {
        let topology = map.topology;
        let own = read::prefixes(subnet, "prefixes");
        let network = read::target(topology, subnet, "virtual_network", Kind::VirtualNetwork);
        let mut found = Found::default();
        let space = match network {
            Target::Entity(network) => {
                found.look_around(map, network);
                read::prefixes(network, "address_space")
            }
            Target::None | Target::Unknown => Listed { items: Vec::new(), is_open: true },
        };
        let is_external = !matches!(network, Target::Entity(network) if network.presence != Presence::External);
        if is_external {
            found.peered_is_open = true;
            found.add(AddressSet::all(), false, "a virtual network that is not part of the input");
        }
        let region = region.map(str::to_owned).or_else(|| match network {
            Target::Entity(network) => read::word(network, "region").map(str::to_owned),
            _ => None,
        });
        let routes = user_routes(topology, subnet);
        found.add_routes(&routes);
        let endpoints = read::texts(subnet, "service_endpoints");
        let (learned, peered_is_open) = (found.learned_by(routes.propagation, is_external), found.peered_is_open);
        let is_known = !space.is_open && !space.items.is_empty();
        let dns_servers = match network {
            Target::Entity(network) => read::texts(network, "dns_servers"),
            _ => Listed { items: Vec::new(), is_open: true },
        };
        Self {
            vicinity: Vicinity {
                subnet: (!own.is_open && !own.items.is_empty()).then(|| own.items.iter().copied().collect()),
                network: is_known.then(|| space.items.iter().copied().collect()),
                peered: found.peered.iter().copied().collect(),
                beyond: found.beyond(),
                has_members,
                cloud: cloud(region.as_deref()),
            },
            routing: Routing {
                own: space.items,
                own_is_open: !is_known,
                peered: found.peered,
                peered_is_open,
                routes: routes.listed.items,
                is_open: routes.listed.is_open,
                learned,
                service_endpoints: endpoints.items,
                endpoints_are_open: endpoints.is_open,
                region,
            },
            dns_servers,
        }
    }
}

/// The user's routes of a subnet.
struct UserRoutes {
    listed: Listed<UserRoute>,
    /// Whether what gateways learn reaches the subnet.
    propagation: Option<bool>,
}

fn user_routes(topology: &Topology, subnet: &Entity) -> UserRoutes {
    let none = |is_open, propagation| UserRoutes { listed: Listed { items: Vec::new(), is_open }, propagation };
    match read::target(topology, subnet, "route_table", Kind::RouteTable) {
        Target::None => none(false, Some(true)),
        Target::Unknown => none(true, None),
        Target::Entity(table) => {
            let routes = read::targets(topology, table, "routes", Kind::Route);
            UserRoutes {
                listed: Listed { items: routes.items.into_iter().map(user_route).collect(), is_open: routes.is_open },
                propagation: read::truth(table, "bgp_propagation", true),
            }
        }
    }
}

fn user_route(route: &Entity) -> UserRoute {
    UserRoute {
        name: read::word(route, "name").unwrap_or(&route.subject).to_owned(),
        id: Some(route.id.0.to_string()),
        prefix: read::word(route, "prefix").map(str::to_owned),
        next_hop: read::word(route, "next_hop_type").and_then(NextHop::parse),
        address: read::word(route, "next_hop_address").map(str::to_owned),
        is_conditional: route.presence == Presence::Conditional,
    }
}

impl Found {
    /// `VirtualNetwork` may hold addresses of `within`.
    fn add(&mut self, within: AddressSet, holds_services: bool, reason: &str) {
        self.within.push(within);
        self.holds_services |= holds_services;
        self.reasons.push(reason.to_owned());
    }

    fn beyond(&mut self) -> Option<Beyond> {
        let within = AddressSet::of(self.within.iter().flat_map(AddressSet::intervals));
        let is_there = !within.is_empty();
        is_there.then_some(Beyond {
            within,
            holds_services: self.holds_services,
            reasons: std::mem::take(&mut self.reasons),
        })
    }

    fn look_around(&mut self, map: &Map<'_>, network: &Entity) {
        for (peering, is_own) in map.peerings(&network.id) {
            self.add_peering(map, network, peering, is_own);
        }
        self.add_gateways(map, network);
    }

    /// A peering connects only when both networks have one; the other one may not be part of the input.
    fn add_peering(&mut self, map: &Map<'_>, network: &Entity, peering: &Entity, is_own: bool) {
        let remote = read::target(map.topology, peering, "remote_virtual_network", Kind::VirtualNetwork);
        if read::truth(peering, "use_remote_gateways", false) != Some(false) {
            match remote {
                Target::Entity(remote) if remote.presence == Presence::Declared => self.add_gateways(map, remote),
                _ => {
                    self.add(AddressSet::all(), true, "the gateway of a peered virtual network");
                    self.learned = self.learned.max(Learned::PerhapsDefault);
                }
            }
        }
        let lets_in = read::truth(peering, "allow_virtual_network_access", true);
        if lets_in == Some(false) {
            return;
        }
        let space = match remote {
            Target::Entity(remote) => read::prefixes(remote, "address_space"),
            Target::None | Target::Unknown => Listed { items: Vec::new(), is_open: true },
        };
        let has_counterpart = matches!(remote, Target::Entity(remote) if map.is_paired(&remote.id, &network.id));
        let is_certain = is_own && has_counterpart && lets_in == Some(true) && peering.presence == Presence::Declared;
        if space.is_open || space.items.is_empty() {
            self.peered_is_open = true;
            self.add(AddressSet::all(), false, "a peered virtual network whose address space is not known");
        } else if !is_certain {
            self.peered_is_open = true;
            self.add(space.items.iter().copied().collect(), false, "a peering whose other side is not known");
        }
        if is_certain {
            self.peered.extend(space.items);
        }
    }

    /// What the gateways in `network` bring: routes to what is behind them.
    fn add_gateways(&mut self, map: &Map<'_>, network: &Entity) {
        for (gateway, is_certain) in map.gateways(&network.id) {
            let learned = learned_from(map, gateway, is_certain);
            let has_default = learned >= Learned::PerhapsDefault;
            self.add(AddressSet::all(), has_default, &format!("what is behind the gateway '{}'", gateway.subject));
            self.learned = self.learned.max(learned);
        }
    }

    /// What a subnet gets of what gateways learned.
    fn learned_by(&self, propagation: Option<bool>, is_external: bool) -> Learned {
        let learned = if is_external { self.learned.max(Learned::PerhapsDefault) } else { self.learned };
        match propagation {
            Some(false) => Learned::Nothing,
            Some(true) => learned,
            None => learned.min(Learned::PerhapsDefault),
        }
    }

    /// The documentation counts the prefixes of the user's routes to `VirtualNetwork`, and says that default routes may
    /// be among them: nothing of that is certain.
    fn add_routes(&mut self, routes: &UserRoutes) {
        const REASON: &str = "the prefixes of user-defined routes";
        if routes.listed.is_open {
            self.add(AddressSet::all(), true, REASON);
        }
        for route in &routes.listed.items {
            match route.prefix.as_deref().map(Prefix::parse) {
                Some(Ok(prefix)) => {
                    let within = AddressSet::from(prefix);
                    let holds_services = within.meets(address::public());
                    self.add(within, holds_services, REASON);
                }
                Some(Err(_)) => self.add(address::public().clone(), true, REASON),
                None => self.add(AddressSet::all(), true, REASON),
            }
        }
    }
}

/// Whether a gateway may learn a default route: by BGP, over ExpressRoute, or by a default site.
fn learned_from(map: &Map<'_>, gateway: &Entity, is_certain: bool) -> Learned {
    let has_bgp = |entity: &Entity| read::truth(entity, "bgp_enabled", false) != Some(false);
    let is_routed = has_bgp(gateway) || map.connections(&gateway.id).any(has_bgp);
    let has_site = gateway.attribute("default_local_network_gateway").is_some();
    let is_known_site = read::word(gateway, "default_local_network_gateway").is_some();
    match read::word(gateway, "gateway_type") {
        _ if is_known_site && is_certain && gateway.presence == Presence::Declared => Learned::Default,
        Some("vpn") if !is_routed && !has_site => Learned::Some,
        _ => Learned::PerhapsDefault,
    }
}
