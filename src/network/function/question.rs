//! What the functions are asked, as JSON.

use crate::network::{
    Access, Addresses, Direction, Learned, NextHop, Origin, PortRange, PortSet, SecurityRule, UserRoute,
};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;

/// What is around the subnet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Around {
    /// Prefixes of the subnet; left out: not known.
    pub(super) subnet: Option<Several>,
    /// Address space of its virtual network; left out: not known.
    pub(super) address_space: Option<Several>,
    /// Whether more may count as the virtual network: peers, what is behind gateways, prefixes of routes.
    #[serde(default = "yes")]
    pub(super) address_space_is_open: bool,
    /// Region of the virtual network; left out: one of the public cloud.
    region: Option<String>,
}

/// What is asked of [`super::flow`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FlowQuestion {
    /// The network.
    pub(super) network: Around,
    /// `inbound` or `outbound`.
    direction: String,
    /// Protocols, all of which are asked about.
    pub(super) protocols: Vec<String>,
    /// Addresses, prefixes and service tags of the other side.
    pub(super) remote: Several,
    /// Addresses of the subnet's side; left out: the whole subnet.
    pub(super) local: Option<Several>,
    /// Destination ports such as `443` and `1024-65535`; left out: all.
    pub(super) ports: Option<Several>,
    /// Source ports; left out: all.
    pub(super) source_ports: Option<Several>,
    /// Whether there is a network security group.
    #[serde(default = "yes")]
    pub(super) has_group: bool,
    /// The group's custom rules; left out: not known.
    pub(super) rules: Option<List<RuleQuestion>>,
    /// There may be more rules.
    #[serde(default)]
    pub(super) rules_are_open: bool,
}

/// A security rule. A part that is left out is not known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleQuestion {
    #[serde(default)]
    name: String,
    id: Option<String>,
    priority: Option<i64>,
    access: Option<String>,
    direction: Option<String>,
    protocol: Option<String>,
    source_addresses: Option<Several>,
    destination_addresses: Option<Several>,
    source_application_security_groups: Option<Several>,
    destination_application_security_groups: Option<Several>,
    source_ports: Option<Several>,
    destination_ports: Option<Several>,
    presence: Option<String>,
    /// Of an entity: attributes that are not known, or not wholly.
    #[serde(default)]
    unknown: BTreeMap<String, IgnoredAny>,
    #[serde(rename = "kind")]
    _kind: Option<IgnoredAny>,
    #[serde(rename = "subject")]
    _subject: Option<IgnoredAny>,
    #[serde(rename = "network_security_groups")]
    _network_security_groups: Option<IgnoredAny>,
}

/// What is asked of [`super::route`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RouteQuestion {
    /// Addresses, prefixes and service tags.
    pub(super) destinations: Several,
    /// The network.
    pub(super) network: Around,
    /// The user's routes; left out: not known.
    pub(super) routes: Option<List<UsersRoute>>,
    /// There may be more routes.
    #[serde(default)]
    pub(super) routes_are_open: bool,
    /// `nothing`, `some`, `perhaps_default` or `default`: what gateways bring; left out: perhaps a default route.
    learned: Option<String>,
    /// Services with a service endpoint; left out: not known.
    pub(super) service_endpoints: Option<Several>,
}

/// A route. A part that is left out is not known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UsersRoute {
    #[serde(default)]
    name: String,
    id: Option<String>,
    prefix: Option<String>,
    next_hop_type: Option<String>,
    next_hop_address: Option<String>,
    presence: Option<String>,
    #[serde(rename = "unknown")]
    _unknown: Option<IgnoredAny>,
    #[serde(rename = "kind")]
    _kind: Option<IgnoredAny>,
    #[serde(rename = "subject")]
    _subject: Option<IgnoredAny>,
    #[serde(rename = "route_tables")]
    _route_tables: Option<IgnoredAny>,
}

/// Texts, prefixes or port ranges, as texts or as the policies' input document has them.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Several(Vec<Item>);

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Item {
    Text(String),
    Prefix {
        text: String,
    },
    Ports {
        first: u16,
        last: u16,
    },
    Unknown {
        #[serde(rename = "unknown")]
        _unknown: IgnoredAny,
    },
}

/// Rules or routes.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct List<T>(Vec<T>);

fn yes() -> bool {
    true
}

impl Several {
    /// Whether an element is not known.
    pub(super) fn is_open(&self) -> bool {
        self.0.iter().any(|item| matches!(item, Item::Unknown { .. }))
    }

    /// The elements that are texts or prefixes.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|item| match item {
            Item::Text(text) | Item::Prefix { text } => Some(text.as_str()),
            Item::Ports { .. } | Item::Unknown { .. } => None,
        })
    }

    /// The elements that are known, as port ranges.
    fn ports(&self) -> Result<Vec<PortRange>, String> {
        self.0
            .iter()
            .filter_map(|item| match item {
                Item::Text(text) | Item::Prefix { text } => {
                    Some(PortRange::parse(text).map_err(|error| error.to_string()))
                }
                Item::Ports { first, last } => Some(Ok(PortRange { first: *first, last: *last })),
                Item::Unknown { .. } => None,
            })
            .collect()
    }

    /// The ports; all when they are left out.
    pub(super) fn ports_or_all(ports: &Option<Self>) -> Result<PortSet, String> {
        ports.as_ref().map_or_else(|| Ok(PortSet::all()), |ports| Ok(ports.ports()?.into_iter().collect()))
    }
}

impl Around {
    /// The region as Azure's tables write it.
    pub(super) fn region(&self) -> Option<String> {
        self.region.as_deref().map(|region| region.to_lowercase().replace(' ', ""))
    }
}

impl FlowQuestion {
    /// The direction.
    pub(super) fn direction(&self) -> Result<Direction, String> {
        direction(&self.direction)
    }
}

impl RouteQuestion {
    /// What gateways bring.
    pub(super) fn learned(&self) -> Result<Learned, String> {
        match self.learned.as_deref() {
            Some("nothing") => Ok(Learned::Nothing),
            Some("some") => Ok(Learned::Some),
            Some("perhaps_default") | None => Ok(Learned::PerhapsDefault),
            Some("default") => Ok(Learned::Default),
            Some(word) => Err(format!("'{word}' is not one of 'nothing', 'some', 'perhaps_default' and 'default'")),
        }
    }
}

impl List<RuleQuestion> {
    /// The rules, seen from the subnet.
    pub(super) fn read(&self, seen_from: Direction) -> Result<Vec<SecurityRule>, String> {
        self.0.iter().map(|rule| rule.read(seen_from)).collect()
    }
}

impl List<UsersRoute> {
    /// The routes.
    pub(super) fn read(&self) -> Result<Vec<UserRoute>, String> {
        self.0.iter().map(UsersRoute::read).collect()
    }
}

impl RuleQuestion {
    fn read(&self, seen_from: Direction) -> Result<SecurityRule, String> {
        let source = self.side("source_addresses", &self.source_addresses, &self.source_application_security_groups);
        let destination = self.side(
            "destination_addresses",
            &self.destination_addresses,
            &self.destination_application_security_groups,
        );
        let (peer, local) = match seen_from {
            Direction::Inbound => (source, destination),
            Direction::Outbound => (destination, source),
        };
        let word = |word: &Option<String>| word.as_deref().map(str::to_lowercase);
        Ok(SecurityRule {
            name: self.name.clone(),
            id: self.id.clone(),
            origin: Origin::Group,
            priority: self.priority,
            access: word(&self.access).as_deref().and_then(Access::parse),
            direction: word(&self.direction).as_deref().map(direction).transpose()?,
            protocol: word(&self.protocol),
            peer,
            local,
            source_ports: self.ports("source_ports", &self.source_ports)?,
            destination_ports: self.ports("destination_ports", &self.destination_ports)?,
            is_conditional: self.presence.as_deref() == Some("conditional"),
        })
    }

    fn side(&self, name: &str, texts: &Option<Several>, groups: &Option<Several>) -> Addresses {
        let list = |several: &Option<Several>| several.iter().flat_map(Several::texts).map(str::to_owned).collect();
        let is_open = |several: &Option<Several>| several.as_ref().is_some_and(Several::is_open);
        let groups_name = name.replace("addresses", "application_security_groups");
        let has_unknown_groups = is_open(groups) || self.unknown.contains_key(&groups_name);
        let texts_are_known = texts.as_ref().is_some_and(|texts| !texts.is_open()) && !self.unknown.contains_key(name);
        // An entity leaves out a list without elements, so a side with groups only is known.
        let is_side_of_groups = texts.is_none() && groups.is_some() && !self.unknown.contains_key(name);
        Addresses {
            texts: list(texts),
            is_open: !texts_are_known && !is_side_of_groups,
            groups: list(groups).into_iter().map(|group: String| group.to_lowercase()).collect(),
            has_unknown_groups,
        }
    }

    fn ports(&self, name: &str, ports: &Option<Several>) -> Result<Option<Vec<PortRange>>, String> {
        let known = ports.as_ref().filter(|ports| !ports.is_open() && !self.unknown.contains_key(name));
        known.map(Several::ports).transpose()
    }
}

impl UsersRoute {
    fn read(&self) -> Result<UserRoute, String> {
        let hop = self.next_hop_type.as_deref().map(|word| {
            NextHop::parse(&word.to_lowercase()).ok_or_else(|| format!("'{word}' is not a type of next hop"))
        });
        Ok(UserRoute {
            name: self.name.clone(),
            id: self.id.clone(),
            prefix: self.prefix.clone(),
            next_hop: hop.transpose()?,
            address: self.next_hop_address.clone(),
            is_conditional: self.presence.as_deref() == Some("conditional"),
        })
    }
}

fn direction(word: &str) -> Result<Direction, String> {
    Direction::parse(&word.to_lowercase()).ok_or_else(|| format!("'{word}' is neither 'inbound' nor 'outbound'"))
}
