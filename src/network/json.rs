//! Answers as JSON: the shapes that facts, `trace` and functions for policies share.

use super::address;
use super::decision::{Decision, Outcome, Part, Verdict};
use super::filter::Filter;
use super::route::{Certainty, Hop, Leg, Routing};
use super::traffic::describe_ports;
use super::{Decider, Direction};
use serde::Serialize;

/// What becomes of a flow.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionFact {
    /// `allow`, `deny`, `partial` or `unknown`.
    pub verdict: &'static str,
    /// The rule behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<RuleFact>,
    /// Why the verdict is `unknown` without a rule behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The parts of a flow that has more than one outcome.
    #[serde(skip_serializing_if = "PartFacts::is_empty")]
    pub parts: PartFacts,
}

/// A rule.
#[derive(Debug, Clone, Serialize)]
pub struct RuleFact {
    /// Its name.
    pub name: String,
    /// Its priority, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<i64>,
    /// Key of the security rule's entity; left out for a default rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `network_security_group`, `default_rule` or `network_manager`.
    pub source: &'static str,
}

/// The parts of a flow by outcome.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PartFacts {
    /// What passes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<PartFact>,
    /// What is dropped.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub denied: Vec<PartFact>,
    /// What cannot be told.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<PartFact>,
    /// There are more parts than are listed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_cut: bool,
}

/// One part of a flow, all of whose packets meet the same rule.
#[derive(Debug, Clone, Serialize)]
pub struct PartFact {
    /// Protocols.
    pub protocols: Vec<&'static str>,
    /// Source addresses, in words.
    pub source: String,
    /// Source ports, left out where they are all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub source_ports: Vec<String>,
    /// Destination addresses, in words.
    pub destination: String,
    /// Destination ports.
    pub destination_ports: Vec<String>,
    /// Name of the rule that decides it, or keeps it open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// It certainly holds a packet.
    pub is_certain: bool,
}

/// The routes of a flow's destinations.
#[derive(Debug, Clone, Serialize)]
pub struct LegFact {
    /// The destinations, in words.
    pub destination: String,
    /// The next hop where it is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_hop: Option<&'static str>,
    /// `certain`, or `possible` where several routes may apply.
    pub certainty: &'static str,
    /// The routes of which one applies.
    pub routes: Vec<HopFact>,
}

/// The routes of several destinations taken together.
#[derive(Debug, Clone, Serialize)]
pub struct LegsFact {
    /// The next hop where it is certain and the same for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_hop: Option<&'static str>,
    /// `certain`, or `possible` where several next hops may apply, or apply to parts.
    pub certainty: &'static str,
    /// The destinations by route.
    pub parts: Vec<LegFact>,
    /// There are more parts than are listed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_cut: bool,
}

/// One route.
#[derive(Debug, Clone, Serialize)]
pub struct HopFact {
    /// Its next hop; left out when not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_hop: Option<&'static str>,
    /// The appliance's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Its name.
    pub name: String,
    /// Key of the route's entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `user`, `gateway` or `system`.
    pub source: &'static str,
}

/// The default route of a subnet.
#[derive(Debug, Clone, Serialize)]
pub struct DefaultRouteFact {
    /// The next hop where it is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_hop: Option<&'static str>,
    /// `certain` or `possible`.
    pub certainty: &'static str,
    /// Whether the default route leads elsewhere than to the Internet: `certain`, `possible` or `absent`.
    pub forced_tunnelling: &'static str,
    /// The routes of which one applies, or each to a part of the addresses.
    pub routes: Vec<HopFact>,
}

/// Lists of parts are cut here: facts are read by people and policies, and one part shows what is wrong.
const MOST_PARTS: usize = 16;

impl DecisionFact {
    /// The fact of a decision by `filter`.
    #[must_use]
    pub fn of(filter: &Filter, decision: &Decision) -> Self {
        Self {
            verdict: decision.verdict.as_str(),
            decided_by: decision.decided_by.as_ref().map(RuleFact::of),
            reason: decision.reason.map(str::to_owned),
            parts: PartFacts::of(filter, &decision.parts),
        }
    }
}

impl DecisionFact {
    /// A verdict `unknown` without a rule behind it.
    #[must_use]
    pub fn undecided(reason: &str) -> Self {
        Self {
            verdict: Verdict::Unknown.as_str(),
            decided_by: None,
            reason: Some(reason.to_owned()),
            parts: PartFacts::default(),
        }
    }
}

impl RuleFact {
    /// The fact of one rule.
    #[must_use]
    pub fn of(decider: &Decider) -> Self {
        Self {
            name: decider.name.clone(),
            priority: decider.priority,
            id: decider.id.clone(),
            source: decider.origin.as_str(),
        }
    }
}

impl PartFacts {
    fn of(filter: &Filter, parts: &[Part]) -> Self {
        let mut facts = Self::default();
        let first = parts.first().map(|part| part.outcome);
        if parts.iter().all(|part| Some(part.outcome) == first && part.outcome != Outcome::Undecided) {
            return facts;
        }
        for part in parts {
            let list = match part.outcome {
                Outcome::Allowed => &mut facts.allowed,
                Outcome::Denied => &mut facts.denied,
                Outcome::Undecided => &mut facts.undecided,
            };
            if list.len() < MOST_PARTS {
                list.push(PartFact::of(filter, part));
            } else {
                facts.is_cut = true;
            }
        }
        facts
    }

    fn is_empty(&self) -> bool {
        self.allowed.is_empty() && self.denied.is_empty() && self.undecided.is_empty()
    }
}

impl PartFact {
    fn of(filter: &Filter, part: &Part) -> Self {
        let traffic = &part.traffic;
        let (source, destination) = match filter.direction() {
            Direction::Inbound => (&traffic.remote, &traffic.local),
            Direction::Outbound => (&traffic.local, &traffic.remote),
        };
        let source_ports =
            if traffic.source_ports.is_all() { Vec::new() } else { describe_ports(&traffic.source_ports) };
        Self {
            protocols: traffic.protocols.names().collect(),
            source: source.describe(),
            source_ports,
            destination: destination.describe(),
            destination_ports: describe_ports(&traffic.destination_ports),
            rule: part.rule.and_then(|rule| filter.decider(rule)).map(|rule| rule.name),
            is_certain: traffic.is_certain(),
        }
    }
}

impl LegFact {
    /// The fact of one leg.
    #[must_use]
    pub fn of(leg: &Leg) -> Self {
        let next_hop = leg.next_hop();
        Self {
            destination: leg.destination.describe(),
            next_hop: next_hop.map(super::NextHop::as_str),
            certainty: certainty(next_hop.is_some()),
            routes: leg.hops.iter().map(HopFact::of).collect(),
        }
    }
}

impl LegsFact {
    /// The legs of one destination set.
    #[must_use]
    pub fn of(legs: &[LegFact]) -> Self {
        let first = legs.first().and_then(|leg| leg.next_hop);
        let next_hop = first.filter(|_| legs.iter().all(|leg| leg.next_hop == first));
        Self {
            next_hop,
            certainty: certainty(next_hop.is_some()),
            parts: legs.iter().take(MOST_PARTS).cloned().collect(),
            is_cut: legs.len() > MOST_PARTS,
        }
    }
}

impl HopFact {
    fn of(hop: &Hop) -> Self {
        Self {
            next_hop: hop.next_hop.map(super::NextHop::as_str),
            address: hop.address.clone(),
            name: hop.name.clone(),
            id: hop.id.clone(),
            source: hop.source.as_str(),
        }
    }
}

impl DefaultRouteFact {
    /// The fact of a subnet's default route.
    #[must_use]
    pub fn of(routing: &Routing) -> Self {
        let everything = super::Cell::of(address::v4().clone());
        let leg = Leg { destination: everything, hops: routing.default_route() };
        let next_hop = leg.next_hop();
        Self {
            next_hop: next_hop.map(super::NextHop::as_str),
            certainty: certainty(next_hop.is_some()),
            forced_tunnelling: routing.forced_tunnelling().as_str(),
            routes: leg.hops.iter().map(HopFact::of).collect(),
        }
    }
}

fn certainty(is_certain: bool) -> &'static str {
    if is_certain { Certainty::Certain.as_str() } else { Certainty::Possible.as_str() }
}
