//! Azure Firewall, its policies and rules.

use super::AttributeType::{Bool, Edge, Edges, Integer, Records, Text, Texts, Word};
use super::{AttributeSchema, Kind, KindSchema, NAME, REGION, attribute, edge};

pub(super) const FIREWALL: KindSchema = KindSchema {
    kind: Kind::Firewall,
    arm_type: "Microsoft.Network/azureFirewalls",
    plural: "firewalls",
    title: "firewall",
    attributes: &[
        edge("firewall_policy", Edge(Kind::FirewallPolicy), "firewalls", "the policy that governs it"),
        NAME,
        attribute("private_addresses", Texts, "its addresses in the subnet, the next hop of routes to it"),
        REGION,
        attribute("sku_tier", Word, "basic, standard or premium"),
        edge("subnets", Edges(Kind::Subnet), "firewalls", "the subnets it stands in"),
    ],
};

const BYPASS: &[AttributeSchema] = &[
    attribute("destination_addresses", Texts, "CIDR prefixes, addresses or *"),
    attribute("destination_ip_groups", Edges(Kind::IpGroup), "IP groups beside the addresses"),
    attribute("destination_ports", Texts, "ports or *"),
    attribute("name", Text, "name of the entry"),
    attribute("protocol", Word, "tcp, udp, icmp or any"),
    attribute("source_addresses", Texts, "CIDR prefixes, addresses or *"),
    attribute("source_ip_groups", Edges(Kind::IpGroup), "IP groups beside the addresses"),
];

pub(super) const FIREWALL_POLICY: KindSchema = KindSchema {
    kind: Kind::FirewallPolicy,
    arm_type: "Microsoft.Network/firewallPolicies",
    plural: "firewall_policies",
    title: "firewall policy",
    attributes: &[
        edge("base_policy", Edge(Kind::FirewallPolicy), "derived_policies", "the policy whose rules it inherits"),
        attribute("intrusion_detection_bypass", Records(BYPASS), "traffic that intrusion detection passes over"),
        attribute("intrusion_detection_mode", Word, "off, alert or deny"),
        NAME,
        REGION,
        attribute("sku_tier", Word, "basic, standard or premium"),
        attribute("tls_certificate", Text, "name of the certificate for TLS inspection; absent without inspection"),
    ],
};

pub(super) const FIREWALL_RULE_COLLECTION_GROUP: KindSchema = KindSchema {
    kind: Kind::FirewallRuleCollectionGroup,
    arm_type: "Microsoft.Network/firewallPolicies/ruleCollectionGroups",
    plural: "firewall_rule_collection_groups",
    title: "firewall rule collection group",
    attributes: &[
        edge("firewall_policy", Edge(Kind::FirewallPolicy), "rule_collection_groups", "the policy it is part of"),
        NAME,
        attribute("priority", Integer, "the lowest number is evaluated first"),
    ],
};

const RULE: &[AttributeSchema] = &[
    attribute("destination_addresses", Texts, "CIDR prefixes, addresses, service tags or *"),
    attribute("destination_fqdns", Texts, "host names, which may begin with *"),
    attribute("destination_ip_groups", Edges(Kind::IpGroup), "IP groups beside the addresses"),
    attribute("destination_ports", Texts, "ports and ranges; for an application rule those of its protocols"),
    attribute("fqdn_tags", Texts, "FQDN tags such as AppServiceEnvironment"),
    attribute("name", Text, "rule name"),
    attribute("protocols", Texts, "network: TCP, UDP, ICMP, Any; application: Http, Https, Mssql"),
    attribute("source_addresses", Texts, "CIDR prefixes, addresses or *"),
    attribute("source_ip_groups", Edges(Kind::IpGroup), "IP groups beside the addresses"),
    attribute("terminate_tls", Bool, "whether the firewall decrypts the traffic"),
];

pub(super) const FIREWALL_RULE_COLLECTION: KindSchema = KindSchema {
    kind: Kind::FirewallRuleCollection,
    // Written inside a firewall or a rule collection group; it has no ARM type of its own.
    arm_type: "Microsoft.Network/firewallPolicies/ruleCollectionGroups/ruleCollections",
    plural: "firewall_rule_collections",
    title: "firewall rule collection",
    attributes: &[
        attribute("action", Word, "allow, deny, or for translation dnat and snat"),
        attribute("collection_type", Word, "application, network or nat; absent where the input does not tell"),
        edge("firewall", Edge(Kind::Firewall), "rule_collections", "the firewall it is part of, for classic rules"),
        edge(
            "group",
            Edge(Kind::FirewallRuleCollectionGroup),
            "rule_collections",
            "the group it is part of, for rules of a policy",
        ),
        NAME,
        attribute("priority", Integer, "the lowest number is evaluated first"),
        attribute("rules", Records(RULE), "its rules"),
    ],
};

pub(super) const IP_GROUP: KindSchema = KindSchema {
    kind: Kind::IpGroup,
    arm_type: "Microsoft.Network/ipGroups",
    plural: "ip_groups",
    title: "IP group",
    attributes: &[
        attribute("addresses", Texts, "CIDR prefixes, addresses and ranges such as 10.0.0.1-10.0.0.9"),
        NAME,
        REGION,
    ],
};
