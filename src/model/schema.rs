//! The kinds of entities and their attributes: the one list from which JSON Schema, normalisers and documentation
//! take names, types and meanings.

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Microsoft.Network/virtualNetworks
    VirtualNetwork,
    /// Microsoft.Network/virtualNetworks/subnets
    Subnet,
    /// Microsoft.Network/networkSecurityGroups
    NetworkSecurityGroup,
    /// Microsoft.Network/networkSecurityGroups/securityRules
    SecurityRule,
    /// Microsoft.Logic/integrationServiceEnvironments
    IntegrationServiceEnvironment,
    /// Microsoft.Web/serverfarms
    AppServicePlan,
    /// Microsoft.Web/sites and slots: web apps, function apps, Logic Apps Standard
    App,
    /// Microsoft.Network/routeTables
    RouteTable,
    /// Microsoft.Network/routeTables/routes
    Route,
    /// Microsoft.Network/virtualNetworks/virtualNetworkPeerings
    VirtualNetworkPeering,
    /// Microsoft.Network/virtualNetworkGateways
    VirtualNetworkGateway,
    /// Microsoft.Network/connections
    VirtualNetworkGatewayConnection,
    /// Microsoft.Network/networkManagers/securityAdminConfigurations/ruleCollections/rules
    NetworkManagerAdminRule,
}

/// The shape and unit of an attribute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AttributeType {
    /// A string as the user wrote it.
    Text,
    /// A string of a closed vocabulary, in lower case.
    Word,
    /// An Azure region, in lower case without spaces.
    Region,
    /// A whole number.
    Integer,
    /// A truth value.
    Bool,
    /// Strings as the user wrote them.
    Texts,
    /// CIDR prefixes, each with its numbers: `text`, `version`, `prefix_length`, `address_count`, `first`, `last`.
    Prefixes,
    /// Port ranges, each with `first` and `last`, both inclusive; `*` is 0 to 65535.
    Ports,
    /// Records of the named attributes.
    Records(&'static [AttributeSchema]),
    /// A reference to one entity.
    Edge(Kind),
    /// References to several entities.
    Edges(Kind),
}

impl AttributeType {
    /// The kind a reference refers to; `None` for anything else.
    #[must_use]
    pub fn target(self) -> Option<Kind> {
        match self {
            Self::Edge(kind) | Self::Edges(kind) => Some(kind),
            _ => None,
        }
    }
}

/// One attribute of a kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AttributeSchema {
    /// Name in the model, in snake case.
    pub name: &'static str,
    /// Shape and unit.
    pub shape: AttributeType,
    /// For a reference: the attribute of the target under which the referring entities' ids stand.
    pub inverse: Option<&'static str>,
    /// What it means.
    pub description: &'static str,
}

/// One kind of entity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KindSchema {
    /// The kind.
    pub kind: Kind,
    /// The ARM resource type, as Microsoft spells it.
    pub arm_type: &'static str,
    /// The key of its map in the policies' input.
    pub plural: &'static str,
    /// What a person calls it.
    pub title: &'static str,
    /// Its attributes, sorted by name.
    pub attributes: &'static [AttributeSchema],
}

const fn attribute(name: &'static str, shape: AttributeType, description: &'static str) -> AttributeSchema {
    AttributeSchema { name, shape, inverse: None, description }
}

const fn edge(
    name: &'static str,
    shape: AttributeType,
    inverse: &'static str,
    description: &'static str,
) -> AttributeSchema {
    AttributeSchema { name, shape, inverse: Some(inverse), description }
}

use AttributeType::{Bool, Edge, Edges, Integer, Ports, Prefixes, Records, Region, Text, Texts, Word};

const DELEGATION: &[AttributeSchema] = &[
    attribute("name", Text, "the delegation's own name"),
    attribute("service_name", Text, "the service the subnet is delegated to"),
];

/// Every kind, in the order of [`Kind`].
pub const KINDS: &[KindSchema] = &[
    KindSchema {
        kind: Kind::VirtualNetwork,
        arm_type: "Microsoft.Network/virtualNetworks",
        plural: "virtual_networks",
        title: "virtual network",
        attributes: &[
            attribute("address_space", Prefixes, "the address prefixes of the virtual network"),
            attribute("dns_servers", Texts, "addresses of its custom DNS servers"),
            attribute("name", Text, "resource name"),
            attribute("region", Region, "region"),
        ],
    },
    KindSchema {
        kind: Kind::Subnet,
        arm_type: "Microsoft.Network/virtualNetworks/subnets",
        plural: "subnets",
        title: "subnet",
        attributes: &[
            attribute("delegations", Records(DELEGATION), "services the subnet is delegated to"),
            attribute("name", Text, "resource name"),
            edge(
                "network_security_group",
                Edge(Kind::NetworkSecurityGroup),
                "subnets",
                "the network security group on the subnet, in whichever form it is associated",
            ),
            attribute("prefixes", Prefixes, "the address prefixes of the subnet"),
            edge("route_table", Edge(Kind::RouteTable), "subnets", "the route table of the subnet"),
            attribute("service_endpoints", Texts, "services with a service endpoint, such as Microsoft.Storage"),
            edge("virtual_network", Edge(Kind::VirtualNetwork), "subnets", "the virtual network it is part of"),
        ],
    },
    KindSchema {
        kind: Kind::NetworkSecurityGroup,
        arm_type: "Microsoft.Network/networkSecurityGroups",
        plural: "network_security_groups",
        title: "network security group",
        attributes: &[
            attribute("name", Text, "resource name"),
            attribute("region", Region, "region"),
            edge(
                "security_rules",
                Edges(Kind::SecurityRule),
                "network_security_groups",
                "its custom security rules, inline and separate, by priority",
            ),
        ],
    },
    KindSchema {
        kind: Kind::SecurityRule,
        arm_type: "Microsoft.Network/networkSecurityGroups/securityRules",
        plural: "security_rules",
        title: "security rule",
        attributes: &[
            attribute("access", Word, "allow or deny"),
            attribute("destination_addresses", Texts, "CIDR prefixes, addresses, service tags or *"),
            attribute("destination_application_security_groups", Texts, "ids of application security groups"),
            attribute("destination_ports", Ports, "destination port ranges"),
            attribute("direction", Word, "inbound or outbound"),
            attribute("name", Text, "rule name"),
            attribute("priority", Integer, "100 to 4096; the lowest number is evaluated first"),
            attribute("protocol", Word, "tcp, udp, icmp, esp, ah or *"),
            attribute("source_addresses", Texts, "CIDR prefixes, addresses, service tags or *"),
            attribute("source_application_security_groups", Texts, "ids of application security groups"),
            attribute("source_ports", Ports, "source port ranges"),
        ],
    },
    KindSchema {
        kind: Kind::IntegrationServiceEnvironment,
        arm_type: "Microsoft.Logic/integrationServiceEnvironments",
        plural: "integration_service_environments",
        title: "integration service environment",
        attributes: &[
            attribute("access_endpoint_type", Word, "internal or external"),
            attribute("capacity", Integer, "additional scale units"),
            attribute("name", Text, "resource name"),
            attribute("region", Region, "region"),
            attribute("sku_name", Word, "developer or premium"),
            edge("subnets", Edges(Kind::Subnet), "integration_service_environments", "the subnets it is injected into"),
        ],
    },
    KindSchema {
        kind: Kind::AppServicePlan,
        arm_type: "Microsoft.Web/serverfarms",
        plural: "app_service_plans",
        title: "App Service plan",
        attributes: &[
            attribute("name", Text, "resource name"),
            attribute("region", Region, "region"),
            attribute("sku_name", Text, "SKU name such as P1v3"),
            attribute("sku_tier", Word, "SKU tier where the input states it"),
        ],
    },
    KindSchema {
        kind: Kind::App,
        arm_type: "Microsoft.Web/sites",
        plural: "apps",
        title: "app",
        attributes: &[
            edge(
                "integration_subnet",
                Edge(Kind::Subnet),
                "apps",
                "the subnet of its regional virtual network integration, in whichever form it is declared",
            ),
            attribute("name", Text, "resource name"),
            edge("plan", Edge(Kind::AppServicePlan), "apps", "the App Service plan it runs on"),
            attribute("region", Region, "region"),
        ],
    },
    KindSchema {
        kind: Kind::RouteTable,
        arm_type: "Microsoft.Network/routeTables",
        plural: "route_tables",
        title: "route table",
        attributes: &[
            attribute("name", Text, "resource name"),
            attribute("region", Region, "region"),
            edge("routes", Edges(Kind::Route), "route_tables", "its routes, inline and separate"),
        ],
    },
    KindSchema {
        kind: Kind::Route,
        arm_type: "Microsoft.Network/routeTables/routes",
        plural: "routes",
        title: "route",
        attributes: &[
            attribute("name", Text, "route name"),
            attribute("next_hop_address", Text, "address of the virtual appliance"),
            attribute("next_hop_type", Word, "virtualnetworkgateway, vnetlocal, internet, virtualappliance or none"),
            attribute("prefix", Text, "CIDR prefix or service tag"),
        ],
    },
    KindSchema {
        kind: Kind::VirtualNetworkPeering,
        arm_type: "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
        plural: "virtual_network_peerings",
        title: "virtual network peering",
        attributes: &[
            attribute("allow_virtual_network_access", Bool, "the two networks reach each other"),
            attribute("name", Text, "resource name"),
            edge("remote_virtual_network", Edge(Kind::VirtualNetwork), "remote_peerings", "the other virtual network"),
            attribute("use_remote_gateways", Bool, "the other network's gateway is used"),
            edge("virtual_network", Edge(Kind::VirtualNetwork), "peerings", "the virtual network it is part of"),
        ],
    },
    KindSchema {
        kind: Kind::VirtualNetworkGateway,
        arm_type: "Microsoft.Network/virtualNetworkGateways",
        plural: "virtual_network_gateways",
        title: "virtual network gateway",
        attributes: &[
            attribute("bgp_enabled", Bool, "it exchanges routes by BGP"),
            attribute("default_local_network_gateway", Text, "the site that its default route leads to"),
            attribute("gateway_type", Word, "vpn or expressroute"),
            attribute("name", Text, "resource name"),
            attribute("region", Region, "region"),
            edge("subnets", Edges(Kind::Subnet), "virtual_network_gateways", "the subnets it stands in"),
        ],
    },
    KindSchema {
        kind: Kind::VirtualNetworkGatewayConnection,
        arm_type: "Microsoft.Network/connections",
        plural: "virtual_network_gateway_connections",
        title: "virtual network gateway connection",
        attributes: &[
            attribute("bgp_enabled", Bool, "it exchanges routes by BGP"),
            attribute("connection_type", Word, "ipsec, vnet2vnet or expressroute"),
            attribute("name", Text, "resource name"),
            edge(
                "virtual_network_gateway",
                Edge(Kind::VirtualNetworkGateway),
                "connections",
                "the gateway it starts at",
            ),
        ],
    },
    KindSchema {
        kind: Kind::NetworkManagerAdminRule,
        arm_type: "Microsoft.Network/networkManagers/securityAdminConfigurations/ruleCollections/rules",
        plural: "network_manager_admin_rules",
        title: "admin rule of a network manager",
        attributes: &[
            attribute("action", Word, "allow, alwaysallow or deny"),
            attribute("destination_addresses", Texts, "CIDR prefixes, service tags or *"),
            attribute("destination_ports", Ports, "destination port ranges"),
            attribute("direction", Word, "inbound or outbound"),
            attribute("name", Text, "rule name"),
            attribute("priority", Integer, "1 to 4096; the lowest number is evaluated first"),
            attribute("protocol", Word, "tcp, udp, icmp, esp, ah or any"),
            attribute("source_addresses", Texts, "CIDR prefixes, service tags or *"),
            attribute("source_ports", Ports, "source port ranges"),
        ],
    },
];

impl Kind {
    /// The schema of this kind.
    #[must_use]
    pub fn schema(self) -> &'static KindSchema {
        // KINDS has one entry for each variant, in order (tested), so the fallback is never taken.
        const FIRST: &KindSchema = match KINDS.first() {
            Some(first) => first,
            None => panic!("there are kinds"),
        };
        KINDS.get(self as usize).unwrap_or(FIRST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every kind finds its own schema, and attributes are sorted and unique.
    #[test]
    fn kinds_and_attributes_are_in_order() {
        for (index, schema) in KINDS.iter().enumerate() {
            assert_eq!(schema.kind as usize, index, "{}", schema.title);
            assert_eq!(schema.kind.schema(), schema);
            let names: Vec<_> = schema.attributes.iter().map(|attribute| attribute.name).collect();
            let mut sorted = names.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(names, sorted, "{}", schema.title);
        }
    }
}
