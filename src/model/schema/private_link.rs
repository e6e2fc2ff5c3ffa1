//! Private endpoints, the private DNS zones that lead to them, and origins that are reached by private link.

use super::AttributeType::{Bool, Edge, Edges};
use super::{Kind, KindSchema, NAME, REGION, attribute, edge};

pub(super) const PRIVATE_ENDPOINT: KindSchema = KindSchema {
    kind: Kind::PrivateEndpoint,
    arm_type: "Microsoft.Network/privateEndpoints",
    plural: "private_endpoints",
    title: "private endpoint",
    attributes: &[
        edge("app", Edge(Kind::App), "private_endpoints", "the app it leads to; absent when it leads elsewhere"),
        edge(
            "container_registry",
            Edge(Kind::ContainerRegistry),
            "private_endpoints",
            "the container registry it leads to; absent when it leads elsewhere",
        ),
        edge(
            "key_vault",
            Edge(Kind::KeyVault),
            "private_endpoints",
            "the key vault it leads to; absent when it leads elsewhere",
        ),
        NAME,
        edge(
            "private_dns_zones",
            Edges(Kind::PrivateDnsZone),
            "private_endpoints",
            "the private DNS zones that hold its records",
        ),
        REGION,
        edge(
            "storage_account",
            Edge(Kind::StorageAccount),
            "private_endpoints",
            "the storage account it leads to; absent when it leads elsewhere",
        ),
        edge("subnet", Edge(Kind::Subnet), "private_endpoints", "the subnet it takes an address in"),
    ],
};

pub(super) const PRIVATE_DNS_ZONE: KindSchema = KindSchema {
    kind: Kind::PrivateDnsZone,
    arm_type: "Microsoft.Network/privateDnsZones",
    plural: "private_dns_zones",
    title: "private DNS zone",
    attributes: &[NAME],
};

pub(super) const PRIVATE_DNS_ZONE_LINK: KindSchema = KindSchema {
    kind: Kind::PrivateDnsZoneLink,
    arm_type: "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
    plural: "private_dns_zone_links",
    title: "virtual network link of a private DNS zone",
    attributes: &[
        NAME,
        edge("private_dns_zone", Edge(Kind::PrivateDnsZone), "virtual_network_links", "the zone it is part of"),
        attribute("registration_enabled", Bool, "whether machines register their names"),
        edge(
            "virtual_network",
            Edge(Kind::VirtualNetwork),
            "private_dns_zone_links",
            "the virtual network that sees the zone",
        ),
    ],
};

pub(super) const FRONT_DOOR_ORIGIN: KindSchema = KindSchema {
    kind: Kind::FrontDoorOrigin,
    arm_type: "Microsoft.Cdn/profiles/originGroups/origins",
    plural: "front_door_origins",
    title: "origin of Azure Front Door",
    attributes: &[
        edge(
            "app",
            Edge(Kind::App),
            "front_door_origins",
            "the app that Front Door reaches by private link; absent when it reaches something else so",
        ),
        NAME,
    ],
};
