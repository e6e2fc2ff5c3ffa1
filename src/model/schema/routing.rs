//! Where traffic goes: routes, gateways and peerings.

use super::AttributeType::{Bool, Edge, Edges, Prefixes, Text, Texts, Word};
use super::{Kind, KindSchema, NAME, REGION, attribute, edge};

pub(super) const ROUTE_TABLE: KindSchema = KindSchema {
    kind: Kind::RouteTable,
    arm_type: "Microsoft.Network/routeTables",
    plural: "route_tables",
    title: "route table",
    attributes: &[
        attribute("bgp_propagation", Bool, "whether routes learned by BGP reach its subnets"),
        NAME,
        REGION,
        edge("routes", Edges(Kind::Route), "route_tables", "its routes, inline and separate"),
    ],
};

pub(super) const ROUTE: KindSchema = KindSchema {
    kind: Kind::Route,
    arm_type: "Microsoft.Network/routeTables/routes",
    plural: "routes",
    title: "route",
    attributes: &[
        NAME,
        attribute("next_hop_address", Text, "address of the virtual appliance"),
        attribute("next_hop_type", Word, "virtualnetworkgateway, vnetlocal, internet, virtualappliance or none"),
        attribute("prefix", Text, "destination: a CIDR prefix or a service tag"),
    ],
};

pub(super) const NAT_GATEWAY: KindSchema = KindSchema {
    kind: Kind::NatGateway,
    arm_type: "Microsoft.Network/natGateways",
    plural: "nat_gateways",
    title: "NAT gateway",
    attributes: &[NAME, REGION],
};

pub(super) const VIRTUAL_NETWORK_PEERING: KindSchema = KindSchema {
    kind: Kind::VirtualNetworkPeering,
    arm_type: "Microsoft.Network/virtualNetworks/virtualNetworkPeerings",
    plural: "virtual_network_peerings",
    title: "virtual network peering",
    attributes: &[
        attribute("allow_forwarded_traffic", Bool, "whether traffic from beyond the remote network is taken"),
        attribute("allow_gateway_transit", Bool, "whether the remote network may use this one's gateways"),
        attribute("allow_virtual_network_access", Bool, "whether the two networks reach each other"),
        NAME,
        edge(
            "remote_virtual_network",
            Edge(Kind::VirtualNetwork),
            "remote_peerings",
            "the virtual network on the other side",
        ),
        attribute("use_remote_gateways", Bool, "whether this network uses the remote one's gateways"),
        edge("virtual_network", Edge(Kind::VirtualNetwork), "peerings", "the virtual network it is part of"),
    ],
};

pub(super) const VIRTUAL_NETWORK_GATEWAY: KindSchema = KindSchema {
    kind: Kind::VirtualNetworkGateway,
    arm_type: "Microsoft.Network/virtualNetworkGateways",
    plural: "virtual_network_gateways",
    title: "virtual network gateway",
    attributes: &[
        attribute("bgp_enabled", Bool, "whether it speaks BGP"),
        attribute("client_address_pool", Prefixes, "addresses of point-to-site clients; absent without point-to-site"),
        attribute("client_protocols", Texts, "point-to-site protocols: IkeV2, SSTP, OpenVPN"),
        attribute("default_local_network_gateway", Text, "id of the site that takes the default route"),
        attribute("gateway_type", Word, "vpn or expressroute"),
        NAME,
        REGION,
        attribute("sku_name", Text, "SKU name such as VpnGw1"),
        edge("subnets", Edges(Kind::Subnet), "virtual_network_gateways", "the subnets it stands in"),
        attribute("vpn_type", Word, "routebased or policybased"),
    ],
};

pub(super) const VIRTUAL_NETWORK_GATEWAY_CONNECTION: KindSchema = KindSchema {
    kind: Kind::VirtualNetworkGatewayConnection,
    arm_type: "Microsoft.Network/connections",
    plural: "virtual_network_gateway_connections",
    title: "virtual network gateway connection",
    attributes: &[
        attribute("bgp_enabled", Bool, "whether BGP runs over it"),
        attribute("connection_type", Word, "ipsec, vnet2vnet, expressroute or vpnclient"),
        NAME,
        edge("virtual_network_gateway", Edge(Kind::VirtualNetworkGateway), "connections", "the gateway on this side"),
    ],
};
