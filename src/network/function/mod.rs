//! The same arithmetic as functions from JSON to JSON, for users' own policies: `flow` and `route`.
//!
//! A part that is left out, or stands there as not known, is not known; nothing is guessed. Rules, routes, prefixes and
//! port ranges may be given as texts or as they stand in the policies' input document.

mod question;

use super::json::{DecisionFact, DefaultRouteFact, LegFact, LegsFact};
use super::{AddressSet, Beyond, Filter, Flow, Prefix, Protocols, Routing, Vicinity, cloud};
use question::{Around, FlowQuestion, RouteQuestion, Several};
use serde_json::{Value as Json, json};

/// What becomes of a flow: `{"verdict", "decided_by", "witness", "reason", "parts"}` as in `subnet.flows`.
///
/// # Errors
/// When the input has another shape, or a text in it is no prefix, port or protocol: a sentence that names it.
pub fn flow(input: Json) -> Result<Json, String> {
    let question: FlowQuestion = serde_json::from_value(input).map_err(|error| error.to_string())?;
    let direction = question.direction()?;
    let vicinity = vicinity(&question.network)?;
    let Some(flow) = asked(&question, &vicinity)? else {
        return Ok(json!(DecisionFact::undecided("a part of the question is not known")));
    };
    let filter = if question.has_group {
        let rules = question.rules.as_ref().map_or_else(|| Ok(Vec::new()), |rules| rules.read(direction))?;
        let is_open = question.rules_are_open || question.rules.is_none();
        Filter::new(&rules, is_open, direction, &vicinity)
    } else {
        Filter::without_group(&[], direction, &vicinity)
    };
    let decision = filter.decide(&flow);
    let mut fact = json!(DecisionFact::of(&filter, &decision));
    if let (Some(members), Some(witness)) = (fact.as_object_mut(), &decision.witness) {
        members.insert("witness".to_owned(), json!(witness));
    }
    Ok(fact)
}

/// The flow that is asked about; `None` when a part of it is not known.
fn asked(question: &FlowQuestion, vicinity: &Vicinity) -> Result<Option<Flow>, String> {
    let protocols = question.protocols.iter().try_fold(None, |all: Option<Protocols>, name| {
        let one = Protocols::parse(&name.to_lowercase()).ok_or_else(|| format!("'{name}' is not a protocol"))?;
        Ok::<_, String>(Some(all.map_or(one, |all| all.or(one))))
    })?;
    let protocols = protocols.ok_or("'protocols' is empty")?;
    let (ports, source_ports) =
        (Several::ports_or_all(&question.ports)?, Several::ports_or_all(&question.source_ports)?);
    let parts =
        [Some(&question.remote), question.local.as_ref(), question.ports.as_ref(), question.source_ports.as_ref()];
    if parts.into_iter().flatten().any(Several::is_open) {
        return Ok(None);
    }
    let cells = |side: &Several| side.texts().flat_map(|text| vicinity.read(text)).collect::<Vec<_>>();
    Ok(Some(Flow {
        protocols,
        remote: cells(&question.remote),
        local: question.local.as_ref().map_or_else(|| vicinity.local(), cells),
        source_ports,
        destination_ports: ports,
    }))
}

/// Where traffic goes: `{"next_hop", "certainty", "parts", "default_route"}` as in `subnet.routes`.
///
/// # Errors
/// When the input has another shape, or a text in it is no prefix or no next hop: a sentence that names it.
pub fn route(input: Json) -> Result<Json, String> {
    let question: RouteQuestion = serde_json::from_value(input).map_err(|error| error.to_string())?;
    let around = &question.network;
    let own = around.address_space.as_ref().map(prefixes).transpose()?;
    let vicinity = vicinity(around)?;
    let routing = Routing {
        own: own.unwrap_or_default(),
        own_is_open: around.address_space.as_ref().is_none_or(Several::is_open),
        routes: question.routes.as_ref().map_or_else(|| Ok(Vec::new()), |routes| routes.read())?,
        is_open: question.routes_are_open || question.routes.is_none(),
        learned: question.learned()?,
        service_endpoints: question.service_endpoints.iter().flat_map(Several::texts).map(str::to_owned).collect(),
        endpoints_are_open: question.service_endpoints.as_ref().is_none_or(Several::is_open),
        region: around.region(),
        ..Routing::default()
    };
    let mut destinations: Vec<_> = question.destinations.texts().flat_map(|text| vicinity.read(text)).collect();
    if question.destinations.is_open() {
        destinations.extend(vicinity.read("*"));
    }
    let legs: Vec<LegFact> = routing.legs(&destinations).iter().map(LegFact::of).collect();
    let mut fact = json!(LegsFact::of(&legs));
    if let Some(members) = fact.as_object_mut() {
        if question.destinations.is_open() {
            // It goes one of these ways, and to which destinations is not known.
            members.remove("next_hop");
            members.insert("certainty".to_owned(), json!("possible"));
        }
        members.insert("default_route".to_owned(), json!(DefaultRouteFact::of(&routing)));
    }
    Ok(fact)
}

/// What is around the subnet. Prefixes of which one is not known are not known.
fn vicinity(question: &Around) -> Result<Vicinity, String> {
    let set = |several: &Option<Several>| {
        let known = several.as_ref().map(prefixes).transpose()?.unwrap_or_default();
        let is_known = several.as_ref().is_some_and(|several| !several.is_open()) && !known.is_empty();
        Ok::<Option<AddressSet>, String>(is_known.then(|| known.into_iter().collect()))
    };
    let beyond = question.address_space_is_open.then(|| Beyond {
        within: AddressSet::all(),
        holds_services: true,
        reasons: vec!["gateways, routes and peerings that the question leaves open".to_owned()],
    });
    Ok(Vicinity {
        subnet: set(&question.subnet)?,
        network: set(&question.address_space)?,
        beyond,
        has_members: true,
        cloud: cloud(question.region().as_deref()),
        ..Vicinity::default()
    })
}

fn prefixes(several: &Several) -> Result<Vec<Prefix>, String> {
    several.texts().map(|text| Prefix::parse(text).map_err(|error| error.to_string())).collect()
}

#[cfg(test)]
mod tests;
