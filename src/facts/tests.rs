//! What surrounds a subnet, from small topologies.

use super::SubnetView;
use super::flows::flows_of;
use super::map::Map;
use crate::model::{
    Attribute, Certainty as Sure, Context, Edge, Entity, EntityId, Kind, List, Presence, Reason, Record, Topology,
    Unknown, Value,
};
use crate::network::{Certainty, Direction, Flow, PortSet, Protocols, Verdict};

fn text(value: &str) -> Value {
    Value::Text(value.into())
}

fn list(items: Vec<Value>) -> Value {
    Value::List(List { items, open: None })
}

fn prefixes(item: &str) -> Value {
    list(vec![Value::Record(attributes(vec![("text", text(item))]))])
}

fn edge(to: &str) -> Value {
    Value::Edge(Edge { to: EntityId(to.into()), certainty: Sure::Exact })
}

fn unknown() -> Value {
    Value::Unknown(Box::new(Unknown::new(Reason::KnownAfterApply, "")))
}

fn attributes(members: Vec<(&str, Value)>) -> Record {
    members.into_iter().map(|(name, value)| (smol_str::SmolStr::from(name), Attribute::new(value))).collect()
}

fn entity(kind: Kind, id: &str, members: Vec<(&str, Value)>) -> Entity {
    Entity {
        kind,
        id: EntityId(id.into()),
        subject: id.into(),
        presence: Presence::Declared,
        place: None,
        attributes: attributes(members),
    }
}

/// A network `n` 10.0.0.0/16 with a subnet `s` 10.0.1.0/24 that has an empty group, and the further entities.
fn topology(further: Vec<Entity>) -> Topology {
    let mut topology = Topology::default();
    let own = [
        entity(Kind::VirtualNetwork, "n", vec![("address_space", prefixes("10.0.0.0/16"))]),
        entity(
            Kind::Subnet,
            "s",
            vec![
                ("prefixes", prefixes("10.0.1.0/24")),
                ("virtual_network", edge("n")),
                ("network_security_group", edge("g")),
                ("route_table", edge("t")),
            ],
        ),
        entity(Kind::NetworkSecurityGroup, "g", vec![]),
    ];
    for entity in own.into_iter().chain(further) {
        topology.insert(entity).expect("a new id");
    }
    if topology.get(Kind::RouteTable, &EntityId("t".into())).is_none() {
        topology.insert(entity(Kind::RouteTable, "t", vec![])).expect("a new id");
    }
    topology
}

fn view(topology: &Topology) -> SubnetView {
    SubnetView::of(topology, topology.get(Kind::Subnet, &EntityId("s".into())).expect("the subnet"))
}

/// Whether inbound TCP from `peer` passes the group, which has no rules but the default ones.
fn from(topology: &Topology, peer: &str) -> Verdict {
    let view = view(topology);
    let flow = Flow {
        protocols: Protocols::parse("tcp").expect("TCP"),
        remote: view.vicinity.read(peer),
        local: view.vicinity.local(),
        source_ports: PortSet::all(),
        destination_ports: PortSet::of([(443, 443)]),
    };
    view.filter(Direction::Inbound).expect("a known group").decide(&flow).verdict
}

fn peering(id: &str, from: &str, to: &str, further: Vec<(&str, Value)>) -> Entity {
    let ends = vec![("virtual_network", edge(from)), ("remote_virtual_network", edge(to))];
    entity(Kind::VirtualNetworkPeering, id, ends.into_iter().chain(further).collect())
}

fn hub() -> Entity {
    entity(Kind::VirtualNetwork, "hub", vec![("address_space", prefixes("10.9.0.0/16"))])
}

fn gateway(further: Vec<(&str, Value)>) -> Vec<Entity> {
    let subnet = entity(Kind::Subnet, "gs", vec![("virtual_network", edge("n"))]);
    let own = vec![("subnets", list(vec![edge("gs")])), ("gateway_type", text("vpn"))];
    vec![subnet, entity(Kind::VirtualNetworkGateway, "gw", own.into_iter().chain(further).collect())]
}

/// A network with nothing around it holds its own addresses and no others.
#[test]
fn alone() {
    let topology = topology(vec![]);
    assert_eq!(from(&topology, "10.0.7.0/24"), Verdict::Allow);
    assert_eq!(from(&topology, "10.9.0.0/24"), Verdict::Deny);
    assert_eq!(from(&topology, "Storage"), Verdict::Deny);
    assert_eq!(view(&topology).routing.forced_tunnelling(), Certainty::Absent);
}

/// A peered network counts where both sides have the peering; with one side only it may count.
#[test]
fn peers() {
    let (there, back) = (peering("p", "n", "hub", vec![]), peering("q", "hub", "n", vec![]));
    let both = topology(vec![hub(), there.clone(), back.clone()]);
    assert_eq!(from(&both, "10.9.0.0/24"), Verdict::Allow);
    let one = topology(vec![hub(), there.clone()]);
    assert_eq!(from(&one, "10.9.0.0/24"), Verdict::Unknown);
    assert_eq!(from(&one, "10.8.0.0/24"), Verdict::Deny);
    let elsewhere = topology(vec![there]);
    assert_eq!(from(&elsewhere, "10.8.0.0/24"), Verdict::Unknown);
    assert_eq!(from(&elsewhere, "Storage"), Verdict::Deny);
    let off = peering("p", "n", "hub", vec![("allow_virtual_network_access", Value::Bool(false))]);
    assert_eq!(from(&topology(vec![hub(), off, back]), "10.9.0.0/24"), Verdict::Deny);
}

/// Another network's gateway may bring a default route.
#[test]
fn remote_gateways() {
    let uses = || vec![("use_remote_gateways", Value::Bool(true))];
    let topology = topology(vec![peering("p", "n", "hub", uses())]);
    assert_eq!(view(&topology).routing.forced_tunnelling(), Certainty::Possible);
    assert_eq!(from(&topology, "Storage"), Verdict::Unknown);
}

/// Behind a gateway there may be any private address; a default route only where it can be learned.
#[test]
fn gateways() {
    for (further, forced, storage) in [
        (vec![], Certainty::Absent, Verdict::Deny),
        (vec![("bgp_enabled", Value::Bool(true))], Certainty::Possible, Verdict::Unknown),
        (vec![("bgp_enabled", unknown())], Certainty::Possible, Verdict::Unknown),
        (vec![("gateway_type", text("expressroute"))], Certainty::Possible, Verdict::Unknown),
        (vec![("default_local_network_gateway", text("site"))], Certainty::Certain, Verdict::Unknown),
        (vec![("default_local_network_gateway", unknown())], Certainty::Possible, Verdict::Unknown),
    ] {
        let topology = topology(gateway(further.clone()));
        assert_eq!(from(&topology, "192.168.0.0/24"), Verdict::Unknown, "{further:?}");
        assert_eq!(from(&topology, "Storage"), storage, "{further:?}");
        assert_eq!(view(&topology).routing.forced_tunnelling(), forced, "{further:?}");
    }
}

/// A route table that keeps off what gateways learn leaves the default route alone.
#[test]
fn propagation() {
    let table = |value| entity(Kind::RouteTable, "t", vec![("bgp_propagation", value)]);
    for (value, expected) in [
        (Value::Bool(false), Certainty::Absent),
        (Value::Bool(true), Certainty::Certain),
        (unknown(), Certainty::Possible),
    ] {
        let mut further = gateway(vec![("default_local_network_gateway", text("site"))]);
        further.push(table(value));
        assert_eq!(view(&topology(further)).routing.forced_tunnelling(), expected);
    }
}

/// The prefixes of user-defined routes may be in `VirtualNetwork`, and no others.
#[test]
fn user_routes() {
    let route = |prefix: Value, hop: &str| {
        let routes = vec![("routes", list(vec![edge("r")]))];
        topology(vec![
            entity(Kind::RouteTable, "t", routes),
            entity(Kind::Route, "r", vec![("prefix", prefix), ("next_hop_type", text(hop))]),
        ])
    };
    let private = route(text("192.168.0.0/16"), "virtualappliance");
    assert_eq!(from(&private, "192.168.7.0/24"), Verdict::Unknown);
    assert_eq!(from(&private, "172.16.0.0/24"), Verdict::Deny);
    assert_eq!(from(&private, "Storage"), Verdict::Deny);
    let default = route(text("0.0.0.0/0"), "virtualappliance");
    assert_eq!(from(&default, "Storage"), Verdict::Unknown);
    assert_eq!(view(&default).routing.forced_tunnelling(), Certainty::Certain);
    let anywhere = route(unknown(), "virtualappliance");
    assert_eq!(from(&anywhere, "Storage"), Verdict::Unknown);
    assert_eq!(view(&anywhere).routing.forced_tunnelling(), Certainty::Possible);
}

/// A network that is not part of the input may have anything around it.
#[test]
fn external_network() {
    let mut topology = topology(vec![]);
    let network = topology.get_mut(Kind::VirtualNetwork, &EntityId("n".into())).expect("the network");
    network.presence = Presence::External;
    network.attributes = Record::default();
    assert_eq!(from(&topology, "10.0.1.0/25"), Verdict::Allow);
    assert_eq!(from(&topology, "10.0.7.0/24"), Verdict::Unknown);
    assert_eq!(from(&topology, "Storage"), Verdict::Deny);
    assert_eq!(view(&topology).routing.forced_tunnelling(), Certainty::Possible);
}

/// A rule by a tag that does nothing in the cloud of the network lets nothing in, and the service is still there.
#[test]
fn tags_of_another_cloud() {
    let rule = entity(
        Kind::SecurityRule,
        "r",
        vec![
            ("access", text("allow")),
            ("direction", text("inbound")),
            ("priority", Value::Integer(100)),
            ("protocol", text("*")),
            ("source_addresses", list(vec![text("AzureConnectors")])),
            ("destination_addresses", list(vec![text("*")])),
            ("source_ports", all_ports()),
            ("destination_ports", all_ports()),
        ],
    );
    for (region, expected) in [("westeurope", Verdict::Allow), ("usgovvirginia", Verdict::Deny)] {
        let mut topology = topology(vec![rule.clone()]);
        let mut set = |kind, id: &str, name: &str, value| {
            let entity = topology.get_mut(kind, &EntityId(id.into())).expect("an entity");
            entity.attributes.insert(name.to_owned(), Attribute::new(value));
        };
        set(Kind::VirtualNetwork, "n", "region", text(region));
        set(Kind::NetworkSecurityGroup, "g", "security_rules", list(vec![edge("r")]));
        assert_eq!(from(&topology, "AzureConnectors"), expected, "{region}");
    }
}

fn all_ports() -> Value {
    list(vec![Value::Record(attributes(vec![("first", Value::Integer(0)), ("last", Value::Integer(65535))]))])
}

/// A rule of a network manager may be deployed to the network or not.
#[test]
fn network_managers() {
    let rule = entity(
        Kind::NetworkManagerAdminRule,
        "m",
        vec![
            ("action", text("deny")),
            ("direction", text("inbound")),
            ("priority", Value::Integer(1)),
            ("protocol", text("any")),
            ("source_addresses", list(vec![text("*")])),
            ("destination_addresses", list(vec![text("*")])),
            ("source_ports", all_ports()),
            ("destination_ports", all_ports()),
        ],
    );
    let topology = topology(vec![rule]);
    assert_eq!(from(&topology, "10.0.7.0/24"), Verdict::Unknown);
    assert_eq!(from(&topology, "Storage"), Verdict::Deny);
}

/// The verdict on each flow that the facts hold for the subnet `s`, by row.
fn verdicts(topology: &Topology) -> Vec<(String, String)> {
    let facts = flows_of(&Map::of(topology), &Context::default());
    let Some(rows) = facts.get(&EntityId("s".into())) else { return Vec::new() };
    let json = serde_json::to_value(rows).expect("JSON");
    let rows = json.as_object().expect("rows").iter();
    rows.map(|(row, fact)| (row.clone(), fact["verdict"].as_str().expect("a verdict").to_owned())).collect()
}

fn app(id: &str) -> Entity {
    entity(Kind::App, id, vec![("integration_subnet", edge("s")), ("region", text("westeurope"))])
}

/// Integrated apps have the flows of their table: all of them pass the default rules.
#[test]
fn flows_of_apps() {
    let open = verdicts(&topology(vec![app("a"), app("b")]));
    let rows: Vec<&str> = open.iter().map(|(row, _)| row.as_str()).collect();
    let expected = [
        "APP-CONTENT-PORTS",
        "APP-CONTENT-PORTS-PRIVATE",
        "APP-NSG-DEPS-IDENTITY",
        "APP-NSG-DEPS-REVOCATION",
        "APP-NSG-ORYX",
        "APP-NSG-UDP30000",
        "APP-PRIVATEPORTS-IN",
        "APP-PRIVATEPORTS-OUT",
    ];
    assert_eq!(rows, expected);
    assert!(open.iter().all(|(_, verdict)| verdict == "allow"), "{open:?}");
    assert_eq!(verdicts(&topology(vec![])), []);
}

/// The flow to the DNS servers of the network is there where it has some of its own.
#[test]
fn flows_to_dns_servers() {
    let mut topology = topology(vec![app("a")]);
    let network = topology.get_mut(Kind::VirtualNetwork, &EntityId("n".into())).expect("the network");
    network.attributes.insert("dns_servers", Attribute::new(list(vec![text("10.0.9.4")])));
    assert!(verdicts(&topology).contains(&("APP-DNS-CUSTOM".to_owned(), "allow".to_owned())));
    let subnet = topology.get_mut(Kind::Subnet, &EntityId("s".into())).expect("the subnet");
    subnet.attributes.insert("network_security_group", Attribute::new(unknown()));
    assert!(verdicts(&topology).iter().all(|(_, verdict)| verdict == "unknown"));
}
