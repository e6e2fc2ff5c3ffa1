//! One packet, or a set of them, through the rules and routes of one subnet: what `az network watcher test-ip-flow` and
//! `show-next-hop` answer after deployment, from the model, before it.
//!
//! In: the topology and a [`Question`]. Out: an [`Answer`], as JSON or as text. It reads no files.

mod endpoint;
mod text;

pub use endpoint::{Endpoint, EndpointError};

use crate::facts::SubnetView;
use crate::model::{Entity, Kind, Topology, Value};
use crate::network::json::{DecisionFact, LegFact, LegsFact, RuleFact};
use crate::network::{Cell, Considered, Direction, Effect, Flow, PortSet, Protocols, Verdict, is_tag};
use serde::Serialize;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// `VNET/SUBNET`, or the name that the input gives the subnet.
    pub subnet: String,
    /// Seen from the subnet.
    pub direction: Direction,
    /// One protocol, or `*`.
    pub protocol: Protocols,
    /// The subnet's side.
    pub local: Endpoint,
    /// The other side.
    pub remote: Endpoint,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    /// No subnet has that name.
    #[error("no subnet is called '{name}'")]
    NoSubnet {
        /// What was asked for.
        name: String,
        /// The subnets that there are.
        known: Vec<String>,
    },
    /// Several subnets have that name.
    #[error("several subnets are called '{name}'")]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// Those that have it.
        known: Vec<String>,
    },
    /// The address is not one of the subnet's.
    #[error("'{address}' is not in the subnet, which has {prefixes}")]
    NotLocal {
        /// What was asked for.
        address: String,
        /// The subnet's prefixes.
        prefixes: String,
    },
}

/// The answer.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// The subnet as the input names it.
    pub subnet: String,
    /// `inbound` or `outbound`.
    pub direction: &'static str,
    /// Protocols that were asked about.
    pub protocols: Vec<&'static str>,
    /// The subnet's side as it was asked.
    pub local: String,
    /// The other side as it was asked.
    pub remote: String,
    /// Verdict, rule, reason and parts.
    #[serde(flatten)]
    pub decision: DecisionFact,
    /// A packet that shows the verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<crate::network::Packet>,
    /// Every rule in the order of evaluation.
    pub considered: Vec<ConsideredFact>,
    /// Where traffic from the subnet to the other side goes: this traffic, or the replies to it.
    pub route: LegsFact,
    /// What the tag `VirtualNetwork` may hold beyond what is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<String>,
}

/// How one rule met the traffic.
#[derive(Debug, Serialize)]
pub struct ConsideredFact {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleFact,
    /// `allow`, `deny` or `alwaysallow`, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<&'static str>,
    /// `decides`, `decides_part`, `may_match`, `no_match` or `not_reached`.
    pub effect: &'static str,
    /// What of the rule shares nothing with the traffic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mismatch: Option<&'static str>,
}

/// Answers `question` from the model.
///
/// # Errors
/// When the subnet cannot be told, or the local address is not one of its.
pub fn trace(topology: &Topology, question: &Question) -> Result<Answer, TraceError> {
    let subnet = find(topology, &question.subnet)?;
    let view = SubnetView::of(topology, subnet);
    let local = local(&view, &question.local)?;
    let remote = view.vicinity.read(&question.remote.address);
    let (source_ports, destination_ports) = match question.direction {
        Direction::Inbound => (&question.remote.ports, &question.local.ports),
        Direction::Outbound => (&question.local.ports, &question.remote.ports),
    };
    let flow = Flow {
        protocols: question.protocol,
        remote: remote.clone(),
        local: local.clone(),
        source_ports: source_ports.clone(),
        destination_ports: destination_ports.clone(),
    };
    let legs: Vec<LegFact> = view.routing.legs(&of_version(&remote, &local)).iter().map(LegFact::of).collect();
    let (decision, witness, considered) = decide(&view, question.direction, &flow);
    Ok(Answer {
        subnet: subnet.subject.to_string(),
        direction: question.direction.as_str(),
        protocols: question.protocol.names().collect(),
        local: question.local.to_string(),
        remote: question.remote.to_string(),
        // Only where a tag is in play does it matter what `VirtualNetwork` may hold.
        open: view.vicinity.beyond.as_ref().map_or_else(Vec::new, |beyond| reasons(&beyond.reasons)),
        decision,
        witness,
        considered,
        route: LegsFact::of(&legs),
    })
}

fn reasons(reasons: &[String]) -> Vec<String> {
    let mut reasons = reasons.to_vec();
    reasons.sort();
    reasons.dedup();
    reasons
}

fn decide(
    view: &SubnetView,
    direction: Direction,
    flow: &Flow,
) -> (DecisionFact, Option<crate::network::Packet>, Vec<ConsideredFact>) {
    let Some(filter) = view.filter(direction) else {
        let reason = "the network security group of the subnet is not known";
        return (DecisionFact::undecided(reason), None, Vec::new());
    };
    let decision = filter.trace(flow);
    let considered = decision.considered.iter().map(|considered| ConsideredFact::of(considered, direction)).collect();
    (DecisionFact::of(filter, &decision), decision.witness.clone(), considered)
}

/// The part of `remote` that has addresses of a version that `local` has.
fn of_version(remote: &[Cell], local: &[Cell]) -> Vec<Cell> {
    use crate::network::address::{v4, v6};
    [v4(), v6()]
        .into_iter()
        .filter(|version| local.iter().any(|cell| cell.numbers.meets(version)))
        .flat_map(|version| remote.iter().filter_map(|cell| cell.within(version)))
        .collect()
}

/// The subnet's side: one of its addresses or prefixes, or all of it.
fn local(view: &SubnetView, endpoint: &Endpoint) -> Result<Vec<Cell>, TraceError> {
    let own = view.vicinity.local();
    if endpoint.address == "*" {
        return Ok(own);
    }
    let asked = view.vicinity.read(&endpoint.address);
    let is_tag = is_tag(&endpoint.address);
    let is_inside = asked.iter().all(|cell| match &view.vicinity.subnet {
        Some(subnet) => subnet.covers(&cell.numbers),
        None => true,
    });
    if is_tag || !is_inside {
        let prefixes = own.iter().map(Cell::describe).collect::<Vec<_>>().join(", ");
        return Err(TraceError::NotLocal { address: endpoint.address.clone(), prefixes });
    }
    Ok(asked)
}

/// The subnet with this name: `VNET/SUBNET`, the input's own name for it, or its id.
fn find<'a>(topology: &'a Topology, name: &str) -> Result<&'a Entity, TraceError> {
    let is_it = |subnet: &Entity| {
        subnet.subject.eq_ignore_ascii_case(name)
            || subnet.id.0.eq_ignore_ascii_case(name)
            || path(topology, subnet).is_some_and(|path| path.eq_ignore_ascii_case(name))
    };
    let found: Vec<&Entity> = topology.of_kind(Kind::Subnet).filter(|subnet| is_it(subnet)).collect();
    let names = |subnets: &mut dyn Iterator<Item = &Entity>| {
        subnets.map(|subnet| path(topology, subnet).unwrap_or_else(|| subnet.subject.to_string())).collect()
    };
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(TraceError::NoSubnet { name: name.to_owned(), known: names(&mut topology.of_kind(Kind::Subnet)) }),
        _ => {
            let known = found.iter().map(|subnet| subnet.subject.to_string()).collect();
            Err(TraceError::Ambiguous { name: name.to_owned(), known })
        }
    }
}

/// `VNET/SUBNET`, where both names are known.
fn path(topology: &Topology, subnet: &Entity) -> Option<String> {
    let name = |entity: &Entity| entity.attribute("name")?.value.as_text().map(str::to_owned);
    let network = match &subnet.attribute("virtual_network")?.value {
        Value::Edge(edge) => topology.get(Kind::VirtualNetwork, &edge.to)?,
        _ => return None,
    };
    Some(format!("{}/{}", name(network)?, name(subnet)?))
}

impl ConsideredFact {
    fn of(considered: &Considered, direction: Direction) -> Self {
        let (effect, mismatch) = match considered.effect {
            Effect::DecidesAll => ("decides", None),
            Effect::DecidesPart => ("decides_part", None),
            Effect::MayMatch => ("may_match", None),
            Effect::NoMatch(mismatch) => ("no_match", Some(mismatch.describe(direction))),
            Effect::NotReached => ("not_reached", None),
        };
        Self {
            rule: RuleFact::of(&considered.rule),
            access: considered.access.map(crate::network::Access::as_str),
            effect,
            mismatch,
        }
    }
}

impl Answer {
    /// The verdict's word.
    #[must_use]
    pub fn verdict(&self) -> &'static str {
        self.decision.verdict
    }

    /// Whether the verdict is `unknown`.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.decision.verdict == Verdict::Unknown.as_str()
    }
}

/// All ports.
fn all_ports() -> PortSet {
    PortSet::all()
}

#[cfg(test)]
mod tests;
