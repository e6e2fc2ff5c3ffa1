//! For every subnet of a service with required flows: what its network security group does to each.

use super::inverse::targets;
use super::map::Map;
use super::required::{Need, Row, rows};
use super::rules::{Group, Written, group_of, manager_rules};
use super::surroundings::Surroundings;
use crate::model::{Context, Entity, EntityId, Kind};
use crate::network::json::DecisionFact;
use crate::network::{Direction, Filter, Vicinity};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of one required flow, by protocol.
#[derive(Debug, Serialize)]
pub(crate) struct FlowFact {
    /// The rule whose requirement it is.
    rule: String,
    /// The verdict on TCP where TCP is needed, else on the only protocol.
    #[serde(flatten)]
    main: ProtocolFact,
    /// The same for each needed protocol.
    protocols: BTreeMap<String, ProtocolFact>,
}

#[derive(Debug, Clone, Serialize)]
struct ProtocolFact {
    #[serde(flatten)]
    decision: DecisionFact,
    /// The witness in the short form: its port, and the other side as the requirement names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<WitnessFact>,
}

#[derive(Debug, Clone, Serialize)]
struct WitnessFact {
    #[serde(flatten)]
    packet: crate::network::Packet,
    /// Destination port, also under this name.
    port: u16,
    /// The other side as the requirement names it.
    peer: String,
}

/// The facts of every subnet that an integration service environment or a regional integration uses and that has, or may
/// have, a network security group; by subnet and row. A subnet without one is open and has no entry.
pub(super) fn flows_of(map: &Map<'_>, context: &Context) -> BTreeMap<EntityId, BTreeMap<String, FlowFact>> {
    let topology = map.topology;
    let managers = manager_rules(topology);
    let occupants = [
        (Kind::IntegrationServiceEnvironment, "subnets", edition(context)),
        (Kind::App, "integration_subnet", APP_EDITION),
    ];
    let mut facts: BTreeMap<EntityId, BTreeMap<String, FlowFact>> = BTreeMap::new();
    for (kind, attribute, edition) in occupants {
        // Apps of one subnet need the same of it.
        let mut seen = BTreeSet::new();
        for occupant in topology.of_kind(kind) {
            let Some(subnets) = occupant.attribute(attribute) else { continue };
            for id in targets(&subnets.value) {
                let Some(subnet) = topology.get(Kind::Subnet, id) else { continue };
                let group = group_of(topology, subnet);
                let is_done = kind == Kind::App && !seen.insert(id);
                if !is_done && !matches!(group, Group::None) {
                    let by_row = of_subnet(map, occupant, subnet, &group, &managers, edition);
                    facts.entry(id.clone()).or_default().extend(by_row);
                }
            }
        }
    }
    facts
}

/// The only edition of the table `app_ports`; which of its rules hold in which edition the policies say.
const APP_EDITION: &str = "2025-03-14";

/// The edition of the table `ise_ports` that holds on the day that the user asks for.
fn edition(context: &Context) -> &'static str {
    const EDITIONS: [&str; 2] = ["2020-03-12", "2022-08-20"];
    let [oldest, newest] = EDITIONS;
    match context.editions.get("ise") {
        Some(asked) if asked.as_str() < newest => oldest,
        _ => newest,
    }
}

/// The rules of both directions, made ready once for all rows.
struct Filters {
    inbound: Option<Filter>,
    outbound: Option<Filter>,
}

impl Filters {
    fn of(group: &Group, managers: &[Written], vicinity: &Vicinity) -> Self {
        let filter = |direction| group.filter(managers, direction, vicinity);
        Self { inbound: filter(Direction::Inbound), outbound: filter(Direction::Outbound) }
    }

    fn of_direction(&self, direction: Direction) -> Option<&Filter> {
        match direction {
            Direction::Inbound => self.inbound.as_ref(),
            Direction::Outbound => self.outbound.as_ref(),
        }
    }
}

fn of_subnet(
    map: &Map<'_>,
    occupant: &Entity,
    subnet: &Entity,
    group: &Group,
    managers: &[Written],
    edition: &str,
) -> BTreeMap<String, FlowFact> {
    let region = super::read::word(occupant, "region");
    let surroundings = Surroundings::of(map, subnet, region, false);
    let filters = Filters::of(group, managers, &surroundings.vicinity);
    let mut facts = BTreeMap::new();
    for row in rows(occupant.kind) {
        if let Some(need) = row.need(occupant, edition, &surroundings) {
            facts.insert(row.id.clone(), fact(row, need, &filters, &surroundings));
        }
    }
    facts
}

fn fact(row: &Row, need: Need, filters: &Filters, surroundings: &Surroundings) -> FlowFact {
    let of_protocol = |protocol: &str| match filters.of_direction(row.direction) {
        None => undecided("the network security group of the subnet is not known"),
        Some(filter) => {
            let decision = filter.decide(&row.flow(protocol, surroundings));
            let fact = ProtocolFact {
                witness: decision.witness.clone().map(|packet| WitnessFact {
                    port: packet.destination_port.unwrap_or_default(),
                    peer: row.peer.value.clone(),
                    packet,
                }),
                decision: DecisionFact::of(filter, &decision),
            };
            match need {
                // What passes is fine whether it is needed or not.
                Need::Possible(reason) if fact.decision.verdict != "allow" => undecided(reason),
                _ => fact,
            }
        }
    };
    let protocols: BTreeMap<String, ProtocolFact> =
        row.protocols.iter().map(|protocol| (protocol.clone(), of_protocol(protocol))).collect();
    let main = protocols.get("tcp").or_else(|| protocols.values().next()).cloned();
    FlowFact { rule: row.rule.clone(), main: main.unwrap_or_else(|| undecided("the row names no protocol")), protocols }
}

fn undecided(reason: &str) -> ProtocolFact {
    ProtocolFact { decision: DecisionFact::undecided(reason), witness: None }
}
