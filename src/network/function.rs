//! The same arithmetic as functions from JSON to JSON, for users' own policies: `flow` and `route`.
//!
//! A part that is left out is not known, unless it says otherwise; nothing is guessed.

use super::json::{DecisionFact, DefaultRouteFact, LegFact, LegsFact};
use super::{
    Access, AddressSet, Addresses, Direction, Filter, Flow, Learned, NextHop, Origin, PortRange, PortSet, Prefix,
    Protocols, Routing, SecurityRule, UserRoute, Vicinity,
};
use serde::Deserialize;
use serde_json::{Value as Json, json};

/// What is asked of [`flow`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FlowInput {
    /// Prefixes of the subnet; left out: not known.
    subnet: Option<Vec<String>>,
    /// Address space of its virtual network, peers included; left out: not known.
    address_space: Option<Vec<String>>,
    /// `inbound` or `outbound`.
    direction: String,
    /// Protocols, all of which are asked about.
    protocols: Vec<String>,
    /// Addresses, prefixes and service tags of the other side.
    remote: Vec<String>,
    /// Addresses of the subnet's side; left out: the whole subnet.
    local: Option<Vec<String>>,
    /// Destination ports such as `443` and `1024-65535`; left out: all.
    ports: Option<Vec<String>>,
    /// Source ports; left out: all.
    source_ports: Option<Vec<String>>,
    /// The custom rules; left out: there is no network security group.
    rules: Option<Vec<RuleInput>>,
    /// There may be more rules.
    #[serde(default)]
    rules_are_open: bool,
}

/// A security rule. A part that is left out is not known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleInput {
    #[serde(default)]
    name: String,
    id: Option<String>,
    priority: Option<i64>,
    access: Option<String>,
    direction: Option<String>,
    protocol: Option<String>,
    source_addresses: Option<Vec<String>>,
    destination_addresses: Option<Vec<String>>,
    source_ports: Option<Vec<String>>,
    destination_ports: Option<Vec<String>>,
}

/// What is asked of [`route`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RouteInput {
    /// Addresses, prefixes and service tags.
    destinations: Vec<String>,
    /// Prefixes of the virtual network; left out: not known.
    address_space: Option<Vec<String>>,
    /// The user's routes; left out: not known.
    routes: Option<Vec<RouteParts>>,
    /// `nothing`, `some`, `perhaps_default` or `default`: what gateways bring; left out: perhaps a default route.
    learned: Option<String>,
    /// Services with a service endpoint; left out: not known.
    service_endpoints: Option<Vec<String>>,
    /// Region of the virtual network.
    region: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RouteParts {
    #[serde(default)]
    name: String,
    prefix: Option<String>,
    next_hop_type: Option<String>,
    next_hop_address: Option<String>,
}

/// What becomes of a flow: `{"verdict", "decided_by", "witness", "reason", "parts"}` as in `subnet.flows`.
///
/// # Errors
/// When the input has another shape, or a text in it is no prefix, port or protocol: a sentence that names it.
pub fn flow(input: Json) -> Result<Json, String> {
    let input: FlowInput = serde_json::from_value(input).map_err(|error| error.to_string())?;
    let direction = direction(&input.direction)?;
    let vicinity = Vicinity {
        subnet: input.subnet.as_deref().map(prefixes).transpose()?,
        network: input.address_space.as_deref().map(prefixes).transpose()?,
        ..Vicinity::default()
    };
    let protocols = input.protocols.iter().try_fold(None, |all: Option<Protocols>, name| {
        let one = Protocols::parse(name).ok_or_else(|| format!("'{name}' is not a protocol"))?;
        Ok::<_, String>(Some(all.map_or(one, |all| all.or(one))))
    })?;
    let cells = |texts: &[String]| texts.iter().flat_map(|text| vicinity.read(text)).collect::<Vec<_>>();
    let ports = |texts: &Option<Vec<String>>| texts.as_deref().map_or_else(|| Ok(PortSet::all()), port_set);
    let flow = Flow {
        protocols: protocols.ok_or("'protocols' is empty")?,
        remote: cells(&input.remote),
        local: input.local.as_deref().map_or_else(|| vicinity.local(), cells),
        source_ports: ports(&input.source_ports)?,
        destination_ports: ports(&input.ports)?,
    };
    let filter = match &input.rules {
        None => Filter::without_group(&[], direction, &vicinity),
        Some(rules) => {
            let rules = rules.iter().map(|rule| rule.read(direction)).collect::<Result<Vec<_>, _>>()?;
            Filter::new(&rules, input.rules_are_open, direction, &vicinity)
        }
    };
    let decision = filter.decide(&flow);
    let mut fact = serde_json::to_value(DecisionFact::of(&filter, &decision)).map_err(|error| error.to_string())?;
    if let (Some(members), Some(witness)) = (fact.as_object_mut(), &decision.witness) {
        members.insert("witness".to_owned(), json!(witness));
    }
    Ok(fact)
}

/// Where traffic goes: `{"next_hop", "certainty", "parts", "default_route"}` as in `subnet.routes`.
///
/// # Errors
/// When the input has another shape, or a text in it is no prefix or no next hop: a sentence that names it.
pub fn route(input: Json) -> Result<Json, String> {
    let input: RouteInput = serde_json::from_value(input).map_err(|error| error.to_string())?;
    let routes = input.routes.as_deref().unwrap_or_default();
    let own = input.address_space.as_deref().unwrap_or_default().iter().map(|text| prefix(text));
    let routing = Routing {
        own: own.collect::<Result<Vec<_>, _>>()?,
        own_is_open: input.address_space.is_none(),
        routes: routes.iter().map(RouteParts::read).collect::<Result<Vec<_>, _>>()?,
        is_open: input.routes.is_none(),
        learned: learned(input.learned.as_deref())?,
        service_endpoints: input.service_endpoints.clone().unwrap_or_default(),
        endpoints_are_open: input.service_endpoints.is_none(),
        region: input.region.map(|region| region.to_lowercase().replace(' ', "")),
        ..Routing::default()
    };
    let vicinity =
        Vicinity { network: Some(routing.own.iter().copied().collect()), subnet: None, ..Vicinity::default() };
    let destinations: Vec<_> = input.destinations.iter().flat_map(|text| vicinity.read(text)).collect();
    let legs: Vec<LegFact> = routing.legs(&destinations).iter().map(LegFact::of).collect();
    let mut fact = json!(LegsFact::of(&legs));
    if let Some(members) = fact.as_object_mut() {
        members.insert("default_route".to_owned(), json!(DefaultRouteFact::of(&routing)));
    }
    Ok(fact)
}

fn direction(word: &str) -> Result<Direction, String> {
    Direction::parse(&word.to_lowercase()).ok_or_else(|| format!("'{word}' is neither 'inbound' nor 'outbound'"))
}

fn prefix(text: &str) -> Result<Prefix, String> {
    Prefix::parse(text).map_err(|error| error.to_string())
}

fn prefixes(texts: &[String]) -> Result<AddressSet, String> {
    texts.iter().map(|text| prefix(text)).collect()
}

fn port_ranges(texts: &[String]) -> Result<Vec<PortRange>, String> {
    texts.iter().map(|text| PortRange::parse(text).map_err(|error| error.to_string())).collect()
}

fn port_set(texts: &[String]) -> Result<PortSet, String> {
    port_ranges(texts).map(|ranges| ranges.into_iter().collect())
}

fn learned(word: Option<&str>) -> Result<Learned, String> {
    match word {
        Some("nothing") => Ok(Learned::Nothing),
        Some("some") => Ok(Learned::Some),
        Some("perhaps_default") | None => Ok(Learned::PerhapsDefault),
        Some("default") => Ok(Learned::Default),
        Some(word) => Err(format!("'{word}' is not one of 'nothing', 'some', 'perhaps_default' and 'default'")),
    }
}

impl RuleInput {
    fn read(&self, seen_from: Direction) -> Result<SecurityRule, String> {
        let side = |texts: &Option<Vec<String>>| Addresses {
            texts: texts.clone().unwrap_or_default(),
            is_open: texts.is_none(),
            ..Addresses::default()
        };
        let (source, destination) = (side(&self.source_addresses), side(&self.destination_addresses));
        let (peer, local) = match seen_from {
            Direction::Inbound => (source, destination),
            Direction::Outbound => (destination, source),
        };
        let word = |word: &Option<String>| word.as_deref().map(str::to_lowercase);
        Ok(SecurityRule {
            name: self.name.clone(),
            id: self.id.clone(),
            origin: Origin::Group,
            priority: self.priority,
            access: word(&self.access).as_deref().and_then(Access::parse),
            direction: word(&self.direction).as_deref().map(direction).transpose()?,
            protocol: word(&self.protocol),
            peer,
            local,
            source_ports: self.source_ports.as_deref().map(port_ranges).transpose()?,
            destination_ports: self.destination_ports.as_deref().map(port_ranges).transpose()?,
            is_conditional: false,
        })
    }
}

impl RouteParts {
    fn read(&self) -> Result<UserRoute, String> {
        let hop = self.next_hop_type.as_deref().map(|word| {
            NextHop::parse(&word.to_lowercase()).ok_or_else(|| format!("'{word}' is not a type of next hop"))
        });
        Ok(UserRoute {
            name: self.name.clone(),
            id: None,
            prefix: self.prefix.clone(),
            next_hop: hop.transpose()?,
            address: self.next_hop_address.clone(),
            is_conditional: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(rules: &Json) -> Json {
        json!({
            "subnet": ["10.0.0.0/27"], "address_space": ["10.0.0.0/16"], "direction": "inbound", "protocols": ["tcp"],
            "remote": ["AzureConnectors"], "ports": ["454"], "rules": rules,
        })
    }

    /// A flow is decided by its rules, and the answer names rule and packet.
    #[test]
    fn flows() {
        let allow = json!([{
            "name": "allow", "priority": 100, "access": "Allow", "direction": "Inbound", "protocol": "*",
            "source_addresses": ["AzureConnectors"], "destination_addresses": ["*"], "source_ports": ["*"],
            "destination_ports": ["454"],
        }]);
        let answer = flow(question(&allow)).expect("an answer");
        assert_eq!(answer["verdict"], "allow");
        assert_eq!(answer["decided_by"], json!({"name": "allow", "priority": 100, "source": "network_security_group"}));
        assert_eq!(answer["witness"]["destination_port"], 454);
        assert_eq!(flow(question(&json!([]))).expect("an answer")["verdict"], "deny");
        assert_eq!(flow(question(&Json::Null)).expect("an answer")["verdict"], "allow");
        let unknown = json!([{ "name": "unknown" }]);
        assert_eq!(flow(question(&unknown)).expect("an answer")["verdict"], "unknown");
    }

    /// A route is the longest prefix's, and what is left out leaves it open.
    #[test]
    fn routes() {
        let routes = json!([{ "name": "all", "prefix": "0.0.0.0/0", "next_hop_type": "VirtualAppliance" }]);
        let answer = route(json!({
            "destinations": ["203.0.113.4"], "address_space": ["10.0.0.0/16"], "routes": routes, "learned": "nothing",
            "service_endpoints": [],
        }))
        .expect("an answer");
        assert_eq!((&answer["next_hop"], &answer["certainty"]), (&json!("virtualappliance"), &json!("certain")));
        assert_eq!(answer["default_route"]["forced_tunnelling"], "certain");
        let open = route(json!({ "destinations": ["203.0.113.4"] })).expect("an answer");
        assert_eq!((open.get("next_hop"), &open["certainty"]), (None, &json!("possible")));
    }

    /// What cannot be read is named.
    #[test]
    fn wrong_inputs() {
        for (input, expected) in [
            (json!({}), "missing field"),
            (json!({ "colour": 1 }), "unknown field `colour`"),
            (json!({ "direction": "up", "protocols": ["tcp"], "remote": [] }), "'up' is neither"),
            (json!({ "direction": "inbound", "protocols": ["gre"], "remote": [] }), "'gre' is not a protocol"),
            (json!({ "direction": "inbound", "protocols": [], "remote": [] }), "'protocols' is empty"),
            (
                json!({ "direction": "inbound", "protocols": ["tcp"], "remote": [], "ports": ["x"] }),
                "'x' is not a port",
            ),
        ] {
            let error = flow(input).expect_err(expected);
            assert!(error.contains(expected), "{error}");
        }
        let error = route(json!({ "destinations": [], "learned": "much" })).expect_err("no such word");
        assert!(error.contains("'much' is not one of"), "{error}");
    }
}
