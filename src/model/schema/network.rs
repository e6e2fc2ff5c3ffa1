//! Virtual networks, subnets and what filters or observes traffic in them.

use super::AttributeType::{Bool, Edge, Edges, Integer, Ports, Prefixes, Records, Text, Texts, Word};
use super::{AttributeSchema, Kind, KindSchema, NAME, REGION, attribute, edge};

pub(super) const VIRTUAL_NETWORK: KindSchema = KindSchema {
    kind: Kind::VirtualNetwork,
    arm_type: "Microsoft.Network/virtualNetworks",
    plural: "virtual_networks",
    title: "virtual network",
    attributes: &[
        attribute("address_space", Prefixes, "the address prefixes of the virtual network"),
        attribute("dns_servers", Texts, "addresses of custom DNS servers; absent for the DNS of Azure"),
        NAME,
        REGION,
    ],
};

const SERVICE_ENDPOINT_POLICY: &[AttributeSchema] = &[attribute("id", Text, "id of the policy")];

const DELEGATION: &[AttributeSchema] = &[
    attribute("name", Text, "the delegation's own name"),
    attribute("service_name", Text, "the service the subnet is delegated to"),
];

pub(super) const SUBNET: KindSchema = KindSchema {
    kind: Kind::Subnet,
    arm_type: "Microsoft.Network/virtualNetworks/subnets",
    plural: "subnets",
    title: "subnet",
    attributes: &[
        attribute(
            "default_outbound_access",
            Bool,
            "whether machines in it reach the internet without a way of their own",
        ),
        attribute("delegations", Records(DELEGATION), "services the subnet is delegated to"),
        NAME,
        edge("nat_gateway", Edge(Kind::NatGateway), "subnets", "the NAT gateway on the subnet"),
        edge(
            "network_security_group",
            Edge(Kind::NetworkSecurityGroup),
            "subnets",
            "the network security group on the subnet, in whichever form it is associated",
        ),
        attribute("prefixes", Prefixes, "the address prefixes of the subnet"),
        attribute(
            "private_endpoint_network_policies",
            Word,
            "enabled, disabled, networksecuritygroupenabled or routetableenabled",
        ),
        edge(
            "route_table",
            Edge(Kind::RouteTable),
            "subnets",
            "the route table on the subnet, in whichever form it is associated",
        ),
        attribute("service_endpoint_policies", Records(SERVICE_ENDPOINT_POLICY), "its service endpoint policies"),
        attribute("service_endpoints", Texts, "services with an endpoint, such as Microsoft.Storage"),
        edge("virtual_network", Edge(Kind::VirtualNetwork), "subnets", "the virtual network it is part of"),
    ],
};

pub(super) const NETWORK_SECURITY_GROUP: KindSchema = KindSchema {
    kind: Kind::NetworkSecurityGroup,
    arm_type: "Microsoft.Network/networkSecurityGroups",
    plural: "network_security_groups",
    title: "network security group",
    attributes: &[
        NAME,
        REGION,
        edge(
            "security_rules",
            Edges(Kind::SecurityRule),
            "network_security_groups",
            "its custom security rules, inline and separate, by priority",
        ),
    ],
};

pub(super) const SECURITY_RULE: KindSchema = KindSchema {
    kind: Kind::SecurityRule,
    arm_type: "Microsoft.Network/networkSecurityGroups/securityRules",
    plural: "security_rules",
    title: "security rule",
    attributes: &[
        attribute("access", Word, "allow or deny"),
        attribute("destination_address_list", Texts, "the part of `destination_addresses` in the plural argument"),
        attribute("destination_addresses", Texts, "CIDR prefixes, addresses, service tags or *"),
        attribute("destination_application_security_groups", Texts, "ids of application security groups"),
        attribute("destination_ports", Ports, "destination port ranges"),
        attribute("direction", Word, "inbound or outbound"),
        attribute("name", Text, "rule name"),
        attribute("priority", Integer, "100 to 4096; the lowest number is evaluated first"),
        attribute("protocol", Word, "tcp, udp, icmp, esp, ah or *"),
        attribute("source_address_list", Texts, "the part of `source_addresses` in the plural argument"),
        attribute("source_addresses", Texts, "CIDR prefixes, addresses, service tags or *"),
        attribute("source_application_security_groups", Texts, "ids of application security groups"),
        attribute("source_ports", Ports, "source port ranges"),
    ],
};

pub(super) const APPLICATION_SECURITY_GROUP: KindSchema = KindSchema {
    kind: Kind::ApplicationSecurityGroup,
    arm_type: "Microsoft.Network/applicationSecurityGroups",
    plural: "application_security_groups",
    title: "application security group",
    attributes: &[NAME, REGION],
};

pub(super) const NETWORK_MANAGER_ADMIN_RULE: KindSchema = KindSchema {
    kind: Kind::NetworkManagerAdminRule,
    arm_type: "Microsoft.Network/networkManagers/securityAdminConfigurations/ruleCollections/rules",
    plural: "network_manager_admin_rules",
    title: "security admin rule",
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
};

pub(super) const FLOW_LOG: KindSchema = KindSchema {
    kind: Kind::FlowLog,
    arm_type: "Microsoft.Network/networkWatchers/flowLogs",
    plural: "flow_logs",
    title: "flow log",
    attributes: &[
        attribute("enabled", Bool, "whether it records"),
        NAME,
        edge(
            "network_security_group",
            Edge(Kind::NetworkSecurityGroup),
            "flow_logs",
            "the network security group it records; absent when it records something else",
        ),
        edge("subnet", Edge(Kind::Subnet), "flow_logs", "the subnet it records; absent when it records something else"),
        edge(
            "virtual_network",
            Edge(Kind::VirtualNetwork),
            "flow_logs",
            "the virtual network it records; absent when it records something else",
        ),
    ],
};

pub(super) const SUBNET_OCCUPANT: KindSchema = KindSchema {
    kind: Kind::SubnetOccupant,
    // Stands for many types; `resource_type` tells which. No reference goes to it.
    arm_type: "*",
    plural: "subnet_occupants",
    title: "resource in a subnet",
    attributes: &[
        NAME,
        attribute("resource_type", Text, "its ARM resource type"),
        edge("subnets", Edges(Kind::Subnet), "occupants", "the subnets it takes addresses in"),
    ],
};
