//! Questions to a small network, as text and as JSON.

use super::*;
use crate::model::{Attribute, Certainty, Edge, EntityId, List, Presence, Reason, Record, Unknown};

fn text(value: &str) -> Value {
    Value::Text(value.into())
}

fn list(items: Vec<Value>) -> Value {
    Value::List(List { items, open: None })
}

fn texts(items: &[&str]) -> Value {
    list(items.iter().map(|item| text(item)).collect())
}

fn record(members: Vec<(&str, Value)>) -> Value {
    Value::Record(attributes(members))
}

fn attributes(members: Vec<(&str, Value)>) -> Record {
    members.into_iter().map(|(name, value)| (smol_str::SmolStr::from(name), Attribute::new(value))).collect()
}

fn prefixes(items: &[&str]) -> Value {
    list(items.iter().map(|item| record(vec![("text", text(item))])).collect())
}

fn ports(first: i64, last: i64) -> Value {
    list(vec![record(vec![("first", Value::Integer(first)), ("last", Value::Integer(last))])])
}

fn edge(to: &str) -> Value {
    Value::Edge(Edge { to: EntityId(to.into()), certainty: Certainty::Exact })
}

fn entity(kind: Kind, id: &str, members: Vec<(&str, Value)>) -> Entity {
    Entity {
        kind,
        id: EntityId(id.into()),
        subject: format!("the {id}").into(),
        presence: Presence::Declared,
        place: None,
        attributes: attributes(members),
    }
}

fn rule(id: &str, priority: i64, access: &str, source: &str, port: i64) -> Entity {
    entity(
        Kind::SecurityRule,
        id,
        vec![
            ("name", text(id)),
            ("priority", Value::Integer(priority)),
            ("access", text(access)),
            ("direction", text("inbound")),
            ("protocol", text("tcp")),
            ("source_addresses", texts(&[source])),
            ("destination_addresses", texts(&["*"])),
            ("source_ports", ports(0, 65535)),
            ("destination_ports", ports(port, port)),
        ],
    )
}

/// A network `vnet` 10.0.0.0/16 with the subnet `web` 10.0.1.0/24, which has a group with two rules and a route table
/// that leads everything to an appliance.
fn topology() -> Topology {
    let mut topology = Topology::default();
    for entity in [
        entity(
            Kind::VirtualNetwork,
            "network",
            vec![("name", text("vnet")), ("address_space", prefixes(&["10.0.0.0/16"])), ("region", text("westeurope"))],
        ),
        entity(
            Kind::Subnet,
            "subnet",
            vec![
                ("name", text("web")),
                ("virtual_network", edge("network")),
                ("prefixes", prefixes(&["10.0.1.0/24"])),
                ("network_security_group", edge("group")),
                ("route_table", edge("table")),
            ],
        ),
        entity(Kind::NetworkSecurityGroup, "group", vec![("security_rules", list(vec![edge("open"), edge("shut")]))]),
        rule("open", 100, "allow", "203.0.113.0/24", 443),
        rule("shut", 200, "deny", "*", 443),
        entity(Kind::RouteTable, "table", vec![("routes", list(vec![edge("all")]))]),
        entity(
            Kind::Route,
            "all",
            vec![
                ("name", text("all")),
                ("prefix", text("0.0.0.0/0")),
                ("next_hop_type", text("virtualappliance")),
                ("next_hop_address", text("10.0.9.4")),
            ],
        ),
    ] {
        topology.insert(entity).expect("a new id");
    }
    topology
}

fn ask(topology: &Topology, direction: Direction, local: &str, remote: &str) -> Result<Answer, TraceError> {
    let question = Question {
        subnet: "VNET/web".to_owned(),
        direction,
        protocol: Protocols::parse("tcp").expect("TCP"),
        local: local.parse().expect("an endpoint"),
        remote: remote.parse().expect("an endpoint"),
    };
    trace(topology, &question)
}

/// What the first match is, who it is, and where the replies go.
#[test]
fn answer_as_text() {
    let answer = ask(&topology(), Direction::Inbound, "10.0.1.4:443", "203.0.113.7").expect("an answer");
    insta::assert_snapshot!(answer.to_string());
}

/// A flow that only a part of passes names both parts.
#[test]
fn partial_answer_as_text() {
    let answer = ask(&topology(), Direction::Inbound, "*:443", "203.0.112.0/23").expect("an answer");
    insta::assert_snapshot!(answer.to_string());
}

/// The same as JSON, for programs.
#[test]
fn answer_as_json() {
    let answer = ask(&topology(), Direction::Outbound, "10.0.1.4:*", "Storage.WestEurope:443").expect("an answer");
    insta::assert_json_snapshot!(answer);
}

/// A group that is not known leaves every flow open.
#[test]
fn unknown_group() {
    let mut topology = topology();
    let id = EntityId("subnet".into());
    let subnet = topology.get_mut(Kind::Subnet, &id).expect("the subnet");
    let unknown = Value::Unknown(Box::new(Unknown::new(Reason::KnownAfterApply, "")));
    subnet.attributes.insert("network_security_group".to_owned(), Attribute::new(unknown));
    let answer = ask(&topology, Direction::Inbound, "*:443", "203.0.113.7").expect("an answer");
    assert!(answer.is_unknown() && answer.decision.reason.is_some() && answer.considered.is_empty());
}

/// Without a group nothing is dropped.
#[test]
fn no_group() {
    let mut topology = topology();
    let subnet = topology.get_mut(Kind::Subnet, &EntityId("subnet".into())).expect("the subnet");
    subnet.attributes.remove("network_security_group");
    let answer = ask(&topology, Direction::Inbound, "*:22", "*").expect("an answer");
    assert_eq!(answer.verdict(), "allow");
}

/// A subnet that is not there, and an address that is not the subnet's, are named with what there is.
#[test]
fn wrong_questions() {
    let topology = topology();
    let error = ask(&topology, Direction::Inbound, "10.9.9.9:443", "*").expect_err("not local");
    assert_eq!(error.to_string(), "'10.9.9.9' is not in the subnet, which has 10.0.1.0/24");
    let question = Question {
        subnet: "vnet/other".to_owned(),
        direction: Direction::Inbound,
        protocol: Protocols::ALL,
        local: "*".parse().expect("an endpoint"),
        remote: "*".parse().expect("an endpoint"),
    };
    match trace(&topology, &question).expect_err("no subnet") {
        TraceError::NoSubnet { known, .. } => assert_eq!(known, ["vnet/web"]),
        other => panic!("{other}"),
    }
}
