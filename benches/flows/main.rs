//! Costs of exact network facts: `cargo bench --bench flows`.
//!
//! One flow of a service against groups of 5, 200 and 1,000 rules; every required flow over 1,000 groups of 20 rules; and rules
//! and routes made to cut a flow into as many parts as they can, which must end without an answer rather than run on. CPU time of
//! this thread, minimum of several repetitions.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark may stop, print, and spell out its data"
)]

#[path = "../ratios/clock.rs"]
mod clock;

use clock::cost;
use serde_json::json;
use std::fs;
use std::hint::black_box;
use std::path::PathBuf;
use vnetguard::facts::policy_input;
use vnetguard::model::Context;
use vnetguard::network::{
    Access, AddressSet, Addresses, Direction, Filter, Flow, NextHop, Origin, PortRange, PortSet, Prefix, Protocols,
    Routing, SecurityRule, UserRoute, Vicinity,
};
use vnetguard::{CheckOptions, ingest};

fn set(text: &str) -> AddressSet {
    Prefix::parse(text).expect("a prefix").into()
}

fn vicinity() -> Vicinity {
    Vicinity { subnet: Some(set("10.0.0.0/27")), network: Some(set("10.0.0.0/16")), ..Vicinity::default() }
}

fn ports(texts: &[String]) -> Option<Vec<PortRange>> {
    Some(texts.iter().map(|text| PortRange::parse(text).expect("ports")).collect())
}

fn rule(at: usize, sources: &[String], destination_ports: &[String]) -> SecurityRule {
    let sources: Vec<&str> = sources.iter().map(String::as_str).collect();
    SecurityRule {
        name: format!("rule-{at}"),
        id: Some(format!("rule-{at}")),
        origin: Origin::Group,
        priority: Some(100 + i64::try_from(at).expect("few rules")),
        access: Some(if at.is_multiple_of(3) { Access::Deny } else { Access::Allow }),
        direction: Some(Direction::Inbound),
        protocol: Some(["*", "tcp", "udp"].get(at % 3).copied().unwrap_or("*").to_owned()),
        peer: Addresses::of(&sources),
        local: Addresses::of(&["VirtualNetwork"]),
        source_ports: Some(vec![PortRange::ALL]),
        destination_ports: ports(destination_ports),
        is_conditional: false,
    }
}

/// Rules as teams write them: prefixes and tags, a few ports each.
fn usual(count: usize) -> Vec<SecurityRule> {
    let tags = ["Storage", "Sql.WestEurope", "AzureCloud.northeurope", "ApiManagement"];
    (0..count)
        .map(|at| {
            let prefix = format!("20.{}.{}.0/24", at % 200, at / 200);
            let tag = tags.get(at % 16).copied().unwrap_or("10.9.0.0/16").to_owned();
            rule(at, &[prefix, tag], &[(8000 + at).to_string(), format!("{}-{}", 20_000 + at * 10, 20_005 + at * 10)])
        })
        .collect()
}

fn flow(vicinity: &Vicinity, remote: &str, destination_ports: PortSet) -> Flow {
    Flow {
        protocols: Protocols::PORTED,
        remote: vicinity.read(remote),
        local: vicinity.local(),
        source_ports: PortSet::all(),
        destination_ports,
    }
}

fn one_flow() {
    let vicinity = vicinity();
    for count in [5, 200, 1000] {
        let rules = usual(count);
        let asked = flow(&vicinity, "AzureConnectors", PortSet::of([(454, 454)]));
        let prepare = cost(5, || {
            black_box(Filter::new(&rules, false, Direction::Inbound, &vicinity));
        });
        let filter = Filter::new(&rules, false, Direction::Inbound, &vicinity);
        let decide = cost(5, || {
            black_box(filter.decide(&asked));
        });
        println!(
            "{count} rules: made ready in {:.1} µs, a service's flow decided in {:.2} µs",
            prepare * 1e3,
            decide * 1e3
        );
    }
}

/// A template with `count` environments, each in a subnet of its own with a group of twenty rules.
fn template(count: usize) -> PathBuf {
    let mut resources = Vec::new();
    for at in 0..count {
        let rules: Vec<_> = (0..20)
            .map(|rule| {
                json!({ "name": format!("rule-{rule}"), "properties": {
                    "priority": 100 + rule, "access": if rule % 4 == 0 { "Deny" } else { "Allow" },
                    "direction": if rule % 2 == 0 { "Inbound" } else { "Outbound" }, "protocol": "*",
                    "sourceAddressPrefix": if rule % 5 == 0 { "AzureConnectors" } else { "10.1.0.0/16" },
                    "sourcePortRange": "*", "destinationAddressPrefix": "VirtualNetwork",
                    "destinationPortRanges": [(400 + rule * 10).to_string(), "3443"],
                }})
            })
            .collect();
        let (group, network) = (format!("nsg{at}"), format!("vnet{at}"));
        let subnet_id = format!("[resourceId('Microsoft.Network/virtualNetworks/subnets', '{network}', 'ise')]");
        resources.push(json!({
            "type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "2023-11-01", "name": group,
            "location": "westeurope", "properties": { "securityRules": rules },
        }));
        resources.push(json!({
            "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2023-11-01", "name": network,
            "location": "westeurope", "properties": {
                "addressSpace": { "addressPrefixes": ["10.0.0.0/16"] },
                "subnets": [{ "name": "ise", "properties": {
                    "addressPrefix": "10.0.0.0/27",
                    "networkSecurityGroup": { "id": format!("[resourceId('Microsoft.Network/networkSecurityGroups', '{group}')]") },
                }}],
            },
        }));
        resources.push(json!({
            "type": "Microsoft.Logic/integrationServiceEnvironments", "apiVersion": "2019-05-01",
            "name": format!("ise{at}"), "location": "westeurope", "properties": { "networkConfiguration": {
                "accessEndpoint": { "type": "Internal" }, "subnets": [{ "id": subnet_id }],
            }},
        }));
    }
    let schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";
    let template = json!({ "$schema": schema, "contentVersion": "1.0.0.0", "resources": resources });
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("flows-{count}.json"));
    fs::write(&path, template.to_string()).expect("a template");
    path
}

fn all_flows() {
    let mut costs = Vec::new();
    for count in [250, 1000] {
        let model =
            ingest(&CheckOptions { inputs: vec![template(count)], ..CheckOptions::default() }).expect("a model");
        let document = policy_input(&model, &Context::default()).expect("a document");
        let rows = document.matches("\"protocols\":{").count();
        let facts = cost(3, || {
            black_box(policy_input(&model, &Context::default()).expect("a document"));
        });
        println!("{count} groups of 20 rules: all {rows} required flows, and the document, in {facts:.0} ms");
        costs.push(facts);
    }
    if let [small, large] = costs.as_slice() {
        println!("four times the groups cost {:.2} times as much", large / small);
    }
}

/// Every rule cuts every part that is left, along ports or along tags.
fn ragged() {
    let vicinity = vicinity();
    let by_ports: Vec<SecurityRule> = (0..1000)
        .map(|at| {
            let part = format!("{}-{}", at * 7, at * 11 + 4000);
            SecurityRule {
                source_ports: ports(&[format!("{}-{}", at * 5, at * 13 + 900)]),
                ..rule(at, &["*".to_owned()], &[part])
            }
        })
        .collect();
    let by_tags: Vec<SecurityRule> = (0..1000)
        .map(|at| {
            let tags: Vec<String> = (0..60).map(|tag| format!("Service{}", at * 60 + tag)).collect();
            rule(at, &tags, &["*".to_owned()])
        })
        .collect();
    let unknown: Vec<SecurityRule> =
        by_ports.iter().map(|rule| SecurityRule { is_conditional: true, ..rule.clone() }).collect();
    for (name, rules) in [("ports", &by_ports), ("tags", &by_tags), ("conditional rules", &unknown)] {
        let filter = Filter::new(rules, false, Direction::Inbound, &vicinity);
        let asked = flow(&vicinity, "*", PortSet::all());
        let decision = filter.decide(&asked);
        let decide = cost(3, || {
            black_box(filter.decide(&asked));
        });
        let (verdict, parts) = (decision.verdict.as_str(), decision.parts.len());
        println!("1,000 rules that cut along {name}: '{verdict}' over {parts} parts in {decide:.1} ms");
    }
    let route = |at: usize| UserRoute {
        name: format!("route-{at}"),
        id: None,
        prefix: Some(format!("Service{at}")),
        next_hop: Some(NextHop::Internet),
        address: None,
        is_conditional: false,
    };
    let routing = Routing { routes: (0..400).map(route).collect(), ..Routing::default() };
    let everywhere = vicinity.read("*");
    let legs = routing.legs(&everywhere).len();
    let decide = cost(3, || {
        black_box(routing.legs(&everywhere));
    });
    println!("400 routes by tags: {legs} parts in {decide:.1} ms");
}

fn main() {
    // `cargo test --benches` only asks whether it builds.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    one_flow();
    all_flows();
    ragged();
}
