//! What a drawing of the networks shows: virtual networks, their subnets, what is in them and before them, and what becomes
//! of every required flow.
//!
//! It is read from the policies' input document (see `docs/policy-input.md`), after sensitive values were replaced in it;
//! what the document does not say is not drawn. In: the document. Out: a [`Drawing`], in the order of ids.

use crate::reference::reference_table;
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};

/// The networks of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawing {
    /// By id; the last one may be without a name and hold the subnets whose network is not known.
    pub(super) networks: Vec<Network>,
    /// The required flows that concern any subnet, in the order of the tables.
    pub(super) flows: Vec<RequiredFlow>,
}

/// A virtual network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Network {
    /// Its name, or its subject where the name is not known; empty for no network.
    pub(super) name: String,
    pub(super) subject: String,
    pub(super) prefixes: Vec<String>,
    pub(super) region: Option<String>,
    /// It exists, but is not declared in the inputs.
    pub(super) is_external: bool,
    /// Names of networks it is peered with.
    pub(super) peers: Vec<String>,
    /// Places of the same networks in the drawing, where they are in it.
    pub(super) peer_places: Vec<usize>,
    pub(super) subnets: Vec<Subnet>,
}

/// A subnet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Subnet {
    pub(super) name: String,
    pub(super) subject: String,
    pub(super) prefixes: Vec<String>,
    pub(super) delegations: Vec<String>,
    /// The network security group with the number of its rules; a text where it is not known.
    pub(super) security_group: Option<String>,
    /// The route table with its routes.
    pub(super) route_table: Option<RouteTable>,
    pub(super) nat_gateway: Option<String>,
    pub(super) occupants: Vec<Occupant>,
    /// What becomes of the required flows, by row.
    pub(super) cells: BTreeMap<String, Cell>,
    pub(super) is_external: bool,
}

/// A route table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RouteTable {
    pub(super) name: String,
    /// `0.0.0.0/0 → virtualappliance 10.0.0.4`.
    pub(super) routes: Vec<String>,
}

/// What is in a subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occupant {
    /// `app`, `integration service environment`.
    pub(super) kind: String,
    pub(super) name: String,
    /// Whether it takes addresses of the subnet, or only uses it.
    pub(super) how: How,
}

/// How something stands to a subnet that it refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    /// It takes addresses of the subnet.
    Injected,
    /// It lives elsewhere and sends its traffic through the subnet.
    Integrated,
    /// It lives elsewhere and lets the subnet in.
    LetsIn,
}

impl How {
    /// By the attribute of the subnet that names it; `None` for what is not about addresses or traffic.
    fn of(attribute: &str) -> Option<Self> {
        match attribute {
            "apps" => Some(Self::Integrated),
            "access_restricted_apps" | "key_vaults" | "storage_accounts" => Some(Self::LetsIn),
            "flow_logs" => None,
            _ => Some(Self::Injected),
        }
    }

    /// In a word or a few.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Injected => "injected",
            Self::Integrated => "integrated",
            Self::LetsIn => "lets this subnet in",
        }
    }
}

/// A row of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RequiredFlow {
    pub(super) row: String,
    pub(super) title: String,
    /// `inbound tcp, udp 454 from AzureConnectors`.
    pub(super) what: String,
}

/// A cell of the matrix.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// `allow`, `deny`, `partial` or `unknown`.
    pub(super) verdict: String,
    /// The deciding rule with its priority.
    pub(super) decided_by: Option<String>,
    /// A packet that is decided so.
    pub(super) witness: Option<String>,
    /// Why it is not known.
    pub(super) reason: Option<String>,
}

type Object = Map<String, Json>;

/// The entities after the change.
struct Entities<'d> {
    kinds: &'d Object,
    by_id: BTreeMap<&'d str, (&'d str, &'d Object)>,
}

impl Drawing {
    /// The drawing of a policies' input document.
    #[must_use]
    pub fn of(document: &Json) -> Self {
        let Some(kinds) = document.get("after").and_then(Json::as_object) else { return Self::default() };
        let by_id = kinds
            .iter()
            .flat_map(|(kind, entities)| {
                let entities = entities.as_object().into_iter().flatten();
                entities.filter_map(move |(id, entity)| Some((id.as_str(), (kind.as_str(), entity.as_object()?))))
            })
            .collect();
        let entities = Entities { kinds, by_id };
        let networks = entities.networks();
        let rows: BTreeSet<&String> =
            networks.iter().flat_map(|network| &network.subnets).flat_map(|subnet| subnet.cells.keys()).collect();
        Self { flows: required_flows(&rows), networks }
    }

    /// Every subnet that has required flows, with the name of its network.
    pub(super) fn subnets_with_flows(&self) -> impl Iterator<Item = (&Network, &Subnet)> {
        let all = self.networks.iter().flat_map(|network| network.subnets.iter().map(move |subnet| (network, subnet)));
        all.filter(|(_, subnet)| !subnet.cells.is_empty())
    }
}

impl<'d> Entities<'d> {
    fn of_kind(&self, kind: &str) -> impl Iterator<Item = (&'d String, &'d Object)> + use<'d> {
        let entities = self.kinds.get(kind).and_then(Json::as_object).into_iter().flatten();
        entities.filter_map(|(id, entity)| Some((id, entity.as_object()?)))
    }

    fn networks(&self) -> Vec<Network> {
        let mut subnets: BTreeMap<&str, Vec<Subnet>> = BTreeMap::new();
        for (_, subnet) in self.of_kind("subnets") {
            let network = edge(subnet, "virtual_network").unwrap_or_default();
            subnets.entry(network).or_default().push(self.subnet(subnet));
        }
        let places: BTreeMap<&str, usize> =
            self.of_kind("virtual_networks").zip(0..).map(|((id, _), place)| (id.as_str(), place)).collect();
        let mut networks: Vec<Network> = self
            .of_kind("virtual_networks")
            .map(|(id, network)| Network {
                name: name(network),
                subject: text(network, "subject"),
                prefixes: prefixes(network, "address_space"),
                region: network.get("region").and_then(Json::as_str).map(str::to_owned),
                is_external: is_external(network),
                peers: self
                    .peers(id)
                    .filter_map(|peer| self.name_of(peer))
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .collect(),
                peer_places: self.peers(id).filter_map(|peer| places.get(peer).copied()).collect(),
                subnets: subnets.remove(id.as_str()).unwrap_or_default(),
            })
            .collect();
        let rest: Vec<Subnet> = subnets.into_values().flatten().collect();
        if !rest.is_empty() {
            networks.push(Network { subnets: rest, ..Network::default() });
        }
        networks
    }

    /// Ids of the networks that the network is peered with.
    fn peers(&self, id: &str) -> impl Iterator<Item = &'d str> {
        let peerings = self.of_kind("virtual_network_peerings").map(|(_, peering)| peering);
        peerings
            .filter(move |peering| edge(peering, "virtual_network") == Some(id))
            .filter_map(|peering| edge(peering, "remote_virtual_network"))
    }

    fn name_of(&self, id: &str) -> Option<String> {
        self.by_id.get(id).map(|(_, entity)| name(entity))
    }

    fn subnet(&self, subnet: &'d Object) -> Subnet {
        let delegations = subnet.get("delegations").and_then(Json::as_array).into_iter().flatten();
        Subnet {
            name: name(subnet),
            subject: text(subnet, "subject"),
            prefixes: prefixes(subnet, "prefixes"),
            delegations: delegations
                .map(|delegation| {
                    delegation.get("service_name").and_then(Json::as_str).unwrap_or("not known").to_owned()
                })
                .collect(),
            security_group: self.before(subnet, "network_security_group", |group| {
                let rules = group.get("security_rules").and_then(Json::as_array).map_or(0, Vec::len);
                let more = if is_unknown(group, "security_rules") { " or more" } else { "" };
                format!(
                    "{} ({rules}{more} {})",
                    name(group),
                    if rules == 1 && more.is_empty() { "rule" } else { "rules" }
                )
            }),
            route_table: self.route_table(subnet),
            nat_gateway: self.before(subnet, "nat_gateway", name),
            occupants: self.occupants(subnet),
            cells: cells(subnet),
            is_external: is_external(subnet),
        }
    }

    /// What a reference of the subnet leads to, worded by `describe`; that it is not known where it is not.
    fn before(&self, subnet: &Object, attribute: &str, describe: impl Fn(&Object) -> String) -> Option<String> {
        match edge(subnet, attribute).map(|id| self.by_id.get(id)) {
            Some(Some((_, entity))) => Some(describe(entity)),
            Some(None) => Some("not part of the input".to_owned()),
            None => is_unknown(subnet, attribute).then(|| "not known".to_owned()),
        }
    }

    fn route_table(&self, subnet: &Object) -> Option<RouteTable> {
        let name = self.before(subnet, "route_table", name)?;
        let table = edge(subnet, "route_table").and_then(|id| self.by_id.get(id)).map(|(_, table)| *table);
        let routes = table.and_then(|table| table.get("routes")).and_then(Json::as_array).into_iter().flatten();
        let routes = routes.filter_map(|route| {
            let (_, route) = self.by_id.get(route.get("id")?.as_str()?)?;
            let part = |attribute: &str| {
                let known = route.get(attribute).and_then(Json::as_str).map(str::to_owned);
                known.or_else(|| is_unknown(route, attribute).then(|| "not known".to_owned()))
            };
            let prefix = part("prefix").unwrap_or_else(|| "no prefix".to_owned());
            let hop = [part("next_hop_type"), part("next_hop_address")].into_iter().flatten().collect::<Vec<_>>();
            Some(format!("{prefix} → {}", hop.join(" ")))
        });
        Some(RouteTable { name, routes: routes.collect() })
    }

    /// Everything that takes addresses of the subnet or uses it, what is in it first.
    fn occupants(&self, subnet: &'d Object) -> Vec<Occupant> {
        let mut occupants = Vec::new();
        for (attribute, ids) in subnet.iter().filter_map(|(name, value)| Some((name, value.as_array()?))) {
            let Some(how) = How::of(attribute) else { continue };
            for id in ids.iter().filter_map(Json::as_str) {
                let Some((_, entity)) = self.by_id.get(id) else { continue };
                let kind = match attribute.as_str() {
                    "apps" | "access_restricted_apps" => "app".to_owned(),
                    "integration_service_environments" => "integration service environment".to_owned(),
                    "occupants" => of_type(&text(entity, "resource_type")),
                    _ => of_type(&text(entity, "kind")),
                };
                occupants.push(Occupant { kind, name: name(entity), how });
            }
        }
        occupants.sort_by_key(|occupant| occupant.how);
        occupants
    }
}

/// `Microsoft.Network/privateEndpoints` as `private endpoint`.
fn of_type(kind: &str) -> String {
    match singular(&words(kind.rsplit('/').next().unwrap_or_default())) {
        none if none.is_empty() => "resource".to_owned(),
        words => words,
    }
}

fn text(entity: &Object, attribute: &str) -> String {
    entity.get(attribute).and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// The name, or the subject where the name is not known.
fn name(entity: &Object) -> String {
    let known = text(entity, "name");
    if known.is_empty() { text(entity, "subject") } else { known }
}

fn edge<'d>(entity: &'d Object, attribute: &str) -> Option<&'d str> {
    entity.get(attribute)?.get("id")?.as_str()
}

fn is_unknown(entity: &Object, attribute: &str) -> bool {
    entity.get("unknown").and_then(|unknown| unknown.get(attribute)).is_some()
}

fn is_external(entity: &Object) -> bool {
    entity.get("presence").and_then(Json::as_str) == Some("external")
}

/// The prefixes of an attribute; `not known` for those that are not.
fn prefixes(entity: &Object, attribute: &str) -> Vec<String> {
    let mut prefixes: Vec<String> = entity
        .get(attribute)
        .and_then(Json::as_array)
        .into_iter()
        .flatten()
        .map(|prefix| prefix.get("text").and_then(Json::as_str).unwrap_or("not known").to_owned())
        .collect();
    if is_unknown(entity, attribute) {
        prefixes.push("not known".to_owned());
    }
    prefixes
}

/// `private endpoints` as `private endpoint`.
fn singular(words: &str) -> String {
    match words.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => words.strip_suffix('s').unwrap_or(words).to_owned(),
    }
}

/// `privateEndpoints` as `private endpoints`.
fn words(kind: &str) -> String {
    let mut words = String::with_capacity(kind.len());
    for character in kind.chars() {
        if character.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(character.to_lowercase());
    }
    words
}

fn cells(subnet: &Object) -> BTreeMap<String, Cell> {
    let flows = subnet.get("flows").and_then(Json::as_object).into_iter().flatten();
    flows.map(|(row, fact)| (row.clone(), cell(fact))).collect()
}

fn cell(fact: &Json) -> Cell {
    let string = |value: &Json| match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let decided_by = fact.get("decided_by").and_then(|rule| {
        let name = rule.get("name").map(string)?;
        Some(rule.get("priority").map_or_else(|| name.clone(), |priority| format!("{name} ({})", string(priority))))
    });
    let witness = fact.get("witness").map(|witness| {
        let part = |name: &str| witness.get(name).map(string);
        let parts = [part("protocol"), part("port"), part("peer")];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    Cell {
        verdict: fact.get("verdict").map(string).unwrap_or_default(),
        decided_by,
        witness,
        reason: fact.get("reason").map(string),
    }
}

/// The rows of the reference table that are asked for; a row that the table does not have is its own title.
fn required_flows(wanted: &BTreeSet<&String>) -> Vec<RequiredFlow> {
    #[derive(Deserialize)]
    struct Table {
        rows: Vec<Row>,
    }
    #[derive(Deserialize)]
    struct Row {
        id: Option<String>,
        rule: String,
        title: String,
        direction: String,
        peer: Peer,
        ports: Vec<String>,
        protocols: Vec<String>,
    }
    #[derive(Deserialize)]
    struct Peer {
        value: String,
    }
    let table = reference_table("ise_ports").and_then(|text| serde_json::from_str::<Table>(text).ok());
    let mut flows: Vec<RequiredFlow> = Vec::new();
    for row in table.into_iter().flat_map(|table| table.rows) {
        let id = row.id.unwrap_or(row.rule);
        if wanted.contains(&id) {
            let toward = if row.direction == "inbound" { "from" } else { "to" };
            let (protocols, ports) = (row.protocols.join(", "), row.ports.join(", "));
            let what = format!("{} {protocols} {ports} {toward} {}", row.direction, row.peer.value);
            flows.push(RequiredFlow { row: id, title: row.title, what });
        }
    }
    let listed: BTreeSet<String> = flows.iter().map(|flow| flow.row.clone()).collect();
    let others = wanted.iter().filter(|row| !listed.contains(**row));
    flows.extend(others.map(|row| RequiredFlow { row: (*row).clone(), title: String::new(), what: String::new() }));
    flows
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A document with a network of three subnets: what is in them, before them, and what is not known of them.
    #[test]
    fn a_document_is_drawn() {
        let document = json!({"after": {
            "virtual_networks": {"v": {"name": "net", "subject": "vn.v", "region": "westeurope", "presence": "declared",
                "address_space": [{"text": "10.0.0.0/16"}], "unknown": {}}},
            "virtual_network_peerings": {"p": {"virtual_network": {"id": "v"}, "remote_virtual_network": {"id": "v"}, "unknown": {}}},
            "subnets": {
                "a": {"name": "a", "subject": "s.a", "kind": "Microsoft.Network/virtualNetworks/subnets",
                    "virtual_network": {"id": "v"}, "network_security_group": {"id": "g"}, "route_table": {"id": "r"},
                    "prefixes": [{"text": "10.0.1.0/24"}], "delegations": [{"service_name": "Microsoft.Web/serverFarms"}],
                    "apps": ["app"], "private_endpoints": ["pe"], "service_endpoints": ["Microsoft.Storage"],
                    "occupants": ["nic"], "storage_accounts": ["st"], "flow_logs": ["log"],
                    "flows": {"ROW": {"verdict": "deny", "decided_by": {"name": "DenyAll", "priority": 100},
                        "witness": {"protocol": "tcp", "port": 443, "peer": "Internet"}}}, "unknown": {}},
                "b": {"subject": "s.b", "virtual_network": {"id": "v"}, "network_security_group": {"id": "elsewhere"},
                    "unknown": {"prefixes": {"reason": "r"}, "route_table": {"reason": "r"}}},
                "c": {"name": "c", "subject": "s.c", "presence": "external", "unknown": {}},
            },
            "network_security_groups": {"g": {"name": "nsg", "security_rules": [{"id": "x"}], "unknown": {"security_rules": {}}}},
            "route_tables": {"r": {"name": "rt", "routes": [{"id": "route"}], "unknown": {}}},
            "routes": {"route": {"prefix": "0.0.0.0/0", "next_hop_type": "virtualappliance", "unknown": {"next_hop_address": {}}}},
            "apps": {"app": {"name": "shop", "kind": "Microsoft.Web/sites", "unknown": {}}},
            "subnet_occupants": {"nic": {"name": "nic", "kind": "*", "resource_type": "Microsoft.Network/networkInterfaces", "unknown": {}}},
            "storage_accounts": {"st": {"name": "st", "kind": "Microsoft.Storage/storageAccounts", "unknown": {}}},
            "flow_logs": {"log": {"name": "log", "kind": "Microsoft.Network/networkWatchers/flowLogs", "unknown": {}}},
            "private_endpoints": {"pe": {"name": "pe", "kind": "Microsoft.Network/privateEndpoints", "unknown": {}}},
        }});
        let drawing = Drawing::of(&document);
        let names: Vec<(&str, usize)> =
            drawing.networks.iter().map(|network| (network.name.as_str(), network.subnets.len())).collect();
        assert_eq!(names, [("net", 2), ("", 1)]);
        let [a, b] = &drawing.networks[0].subnets[..] else { panic!("two subnets") };
        assert_eq!(a.security_group.as_deref(), Some("nsg (1 or more rules)"));
        assert_eq!(
            a.route_table.as_ref().map(|table| table.routes.clone()),
            Some(vec!["0.0.0.0/0 → virtualappliance not known".to_owned()])
        );
        let occupants: Vec<(&str, &str, &str)> =
            a.occupants.iter().map(|one| (one.kind.as_str(), one.name.as_str(), one.how.words())).collect();
        let expected = [
            ("network interface", "nic", "injected"),
            ("private endpoint", "pe", "injected"),
            ("app", "shop", "integrated"),
            ("storage account", "st", "lets this subnet in"),
        ];
        assert_eq!(occupants, expected);
        let cell = &a.cells["ROW"];
        assert_eq!((cell.verdict.as_str(), cell.decided_by.as_deref()), ("deny", Some("DenyAll (100)")));
        assert_eq!(cell.witness.as_deref(), Some("tcp 443 Internet"));
        assert_eq!((b.name.as_str(), b.prefixes.clone()), ("s.b", vec!["not known".to_owned()]));
        assert_eq!(b.security_group.as_deref(), Some("not part of the input"));
        assert_eq!(b.route_table.as_ref().map(|table| table.name.as_str()), Some("not known"));
        assert!(drawing.networks[1].subnets[0].is_external);
        assert_eq!(drawing.flows.len(), 1);
        assert_eq!(drawing.subnets_with_flows().count(), 1);
    }

    /// The rows of the table have their titles and what they are about.
    #[test]
    fn rows_have_titles() {
        let row = "ISE-NSG-IN-454-AZURECONNECTORS".to_owned();
        let [flow] = &required_flows(&[&row].into())[..] else { panic!("one row") };
        assert!(!flow.title.is_empty());
        assert_eq!(flow.what, "inbound tcp, udp 454 from AzureConnectors");
    }

    /// A document without what is drawn, or of another shape, is an empty drawing.
    #[test]
    fn other_documents_are_empty() {
        for document in
            [json!(null), json!({"after": {"subnets": [1]}}), json!({"after": {"virtual_networks": {"v": 1}}})]
        {
            assert_eq!(Drawing::of(&document), Drawing::default());
        }
    }
}
