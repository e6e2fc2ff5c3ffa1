//! For every subnet of a service with required flows: what its network security group does to each.

use super::inverse::targets;
use crate::model::{Entity, EntityId, Kind, Presence, Topology, Value};
use crate::network::{
    Access, Addresses, Decider, Decision, Direction, Flow, PortRange, Prefix, SecurityRule, Verdict, decide,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What becomes of one required flow, by protocol.
#[derive(Debug, Serialize)]
pub(super) struct FlowFact {
    /// The verdict on TCP where TCP is needed, else on the only protocol.
    #[serde(flatten)]
    main: ProtocolFact,
    /// The same for each needed protocol.
    protocols: BTreeMap<String, ProtocolFact>,
}

#[derive(Debug, Clone, Serialize)]
struct ProtocolFact {
    /// `allow`, `deny`, `partial` or `unknown`.
    verdict: &'static str,
    /// The rule behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by: Option<RuleFact>,
    /// A packet that the rule decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<WitnessFact>,
    /// Why the verdict is `unknown` without a rule behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct RuleFact {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<i64>,
    /// Key of the security rule's entity; left out for a default rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct WitnessFact {
    protocol: String,
    port: u16,
    peer: String,
}

/// One row of the table `ise_ports`, as far as reachability needs it.
#[derive(Debug, Deserialize)]
struct Row {
    rule: String,
    direction: Direction,
    peer: Peer,
    ports: Vec<String>,
    protocols: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Peer {
    kind: String,
    value: String,
}

fn rows() -> &'static [Row] {
    #[derive(Deserialize)]
    struct Table {
        rows: Vec<Row>,
    }
    static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
        crate::reference::reference_table("ise_ports")
            .and_then(|text| serde_json::from_str::<Table>(text).ok())
            .map_or_else(Vec::new, |table| table.rows)
    });
    &ROWS
}

/// The facts of every subnet that an integration service environment uses and that has, or may have, a network
/// security group; by subnet and row. A subnet without one is open and has no entry.
pub(super) fn flows_of(topology: &Topology) -> BTreeMap<EntityId, BTreeMap<String, FlowFact>> {
    let mut facts = BTreeMap::new();
    for environment in topology.of_kind(Kind::IntegrationServiceEnvironment) {
        let Some(subnets) = environment.attribute("subnets") else { continue };
        for id in targets(&subnets.value) {
            let Some(subnet) = topology.get(Kind::Subnet, id) else { continue };
            let Some(group) = subnet.attribute("network_security_group") else { continue };
            let by_row = rows()
                .iter()
                .filter(|row| row.peer.kind == "service_tag")
                .map(|row| (row.rule.clone(), fact(topology, environment, subnet, &group.value, row)))
                .collect();
            facts.insert(id.clone(), by_row);
        }
    }
    facts
}

fn fact(topology: &Topology, environment: &Entity, subnet: &Entity, group: &Value, row: &Row) -> FlowFact {
    let group = match group {
        Value::Edge(edge) => topology.get(Kind::NetworkSecurityGroup, &edge.to),
        _ => None,
    };
    let protocols: BTreeMap<String, ProtocolFact> = row
        .protocols
        .iter()
        .map(|protocol| {
            let fact = group.map_or_else(
                || undecided("the network security group of the subnet is not known"),
                |group| decided(topology, environment, subnet, group, row, protocol),
            );
            (protocol.clone(), fact)
        })
        .collect();
    let main = protocols.get("tcp").or_else(|| protocols.values().next()).cloned();
    FlowFact { main: main.unwrap_or_else(|| undecided("the row names no protocol")), protocols }
}

fn undecided(reason: &str) -> ProtocolFact {
    ProtocolFact { verdict: "unknown", decided_by: None, witness: None, reason: Some(reason.to_owned()) }
}

fn decided(
    topology: &Topology,
    environment: &Entity,
    subnet: &Entity,
    group: &Entity,
    row: &Row,
    protocol: &str,
) -> ProtocolFact {
    let (rules, is_open) = security_rules(topology, group, row.direction);
    let local = prefixes(subnet);
    let ports: Vec<PortRange> = row.ports.iter().filter_map(|text| PortRange::parse(text).ok()).collect();
    let flow = Flow {
        direction: row.direction,
        protocols: &[protocol],
        peer_tag: &row.peer.value,
        region: environment.attribute("region").and_then(|region| region.value.as_text()),
        local: &local,
        ports: &ports,
    };
    let Decision { verdict, decided_by: Decider { name, id, priority, witness: (protocol, port) } } =
        decide(&rules, is_open, &flow);
    ProtocolFact {
        verdict: match verdict {
            Verdict::Allow => "allow",
            Verdict::Deny => "deny",
            Verdict::Partial => "partial",
            Verdict::Unknown => "unknown",
        },
        decided_by: Some(RuleFact { name, priority, id }),
        witness: Some(WitnessFact { protocol, port, peer: row.peer.value.clone() }),
        reason: None,
    }
}

/// The subnet's prefixes; none when they are not all known.
fn prefixes(subnet: &Entity) -> Vec<Prefix> {
    match subnet.attribute("prefixes").map(|attribute| &attribute.value) {
        Some(Value::List(list)) if list.open.is_none() => list
            .items
            .iter()
            .filter_map(|item| match item {
                Value::Record(record) => Prefix::parse(record.get("text")?.value.as_text()?).ok(),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The custom rules of a group, seen from the subnet, and whether there may be more.
fn security_rules(topology: &Topology, group: &Entity, direction: Direction) -> (Vec<SecurityRule>, bool) {
    let Some(attribute) = group.attribute("security_rules") else { return (Vec::new(), false) };
    let Value::List(list) = &attribute.value else { return (Vec::new(), true) };
    let mut is_open = list.open.is_some();
    let mut rules = Vec::new();
    for item in &list.items {
        let rule = match item {
            Value::Edge(edge) => topology.get(Kind::SecurityRule, &edge.to),
            _ => None,
        };
        match rule {
            Some(rule) => rules.push(security_rule(rule, direction)),
            None => is_open = true,
        }
    }
    (rules, is_open)
}

fn security_rule(rule: &Entity, direction: Direction) -> SecurityRule {
    let word = |name: &str| rule.attribute(name).and_then(|attribute| attribute.value.as_text());
    let access = match word("access") {
        // A rule that may not be deployed decides nothing for certain.
        _ if rule.presence == Presence::Conditional => None,
        Some("allow") => Some(Access::Allow),
        Some("deny") => Some(Access::Deny),
        _ => None,
    };
    let source = addresses(rule, "source_addresses", "source_application_security_groups");
    let destination = addresses(rule, "destination_addresses", "destination_application_security_groups");
    let (peer, local) = match direction {
        Direction::Inbound => (source, destination),
        Direction::Outbound => (destination, source),
    };
    SecurityRule {
        name: word("name").unwrap_or(&rule.subject).to_owned(),
        id: Some(rule.id.0.to_string()),
        priority: rule.attribute("priority").and_then(|attribute| attribute.value.as_integer()),
        access,
        direction: match word("direction") {
            Some("inbound") => Some(Direction::Inbound),
            Some("outbound") => Some(Direction::Outbound),
            _ => None,
        },
        protocol: word("protocol").map(str::to_owned),
        peer,
        local,
        source_ports: port_ranges(rule, "source_ports"),
        destination_ports: port_ranges(rule, "destination_ports"),
    }
}

fn addresses(rule: &Entity, name: &str, groups: &str) -> Addresses {
    let mut addresses =
        Addresses { has_application_security_groups: rule.attribute(groups).is_some(), ..Addresses::default() };
    match rule.attribute(name).map(|attribute| &attribute.value) {
        // A side without addresses and groups is not known to match nothing.
        None => addresses.is_open = !addresses.has_application_security_groups,
        Some(Value::List(list)) => {
            addresses.is_open = list.open.is_some();
            addresses.texts = list.items.iter().filter_map(|item| item.as_text().map(str::to_owned)).collect();
        }
        Some(_) => addresses.is_open = true,
    }
    addresses
}

fn port_ranges(rule: &Entity, name: &str) -> Option<Vec<PortRange>> {
    let Value::List(list) = &rule.attribute(name)?.value else { return None };
    if list.open.is_some() {
        return None;
    }
    let port = |record: &crate::model::Record, name: &str| {
        u16::try_from(record.get(name).and_then(|attribute| attribute.value.as_integer())?).ok()
    };
    list.items
        .iter()
        .map(|item| match item {
            Value::Record(record) => Some(PortRange { first: port(record, "first")?, last: port(record, "last")? }),
            _ => None,
        })
        .collect()
}
