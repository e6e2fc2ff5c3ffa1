//! Effective routes, example by example.

use super::*;

fn routing() -> Routing {
    Routing {
        own: vec![Prefix::parse("10.0.0.0/16").expect("a prefix")],
        region: Some("westeurope".to_owned()),
        ..Routing::default()
    }
}

fn route(prefix: &str, next_hop: NextHop) -> UserRoute {
    UserRoute {
        name: prefix.to_owned(),
        id: None,
        prefix: Some(prefix.to_owned()),
        next_hop: Some(next_hop),
        address: None,
        is_conditional: false,
    }
}

fn with(routes: &[UserRoute]) -> Routing {
    Routing { routes: routes.to_vec(), ..routing() }
}

/// Each leg as its destination and its next hop, or `?`.
fn legs(routing: &Routing, destination: &str) -> Vec<(String, &'static str)> {
    let destinations: Vec<Cell> =
        vicinity().read(destination).iter().filter_map(|cell| cell.within(address::v4())).collect();
    let mut legs: Vec<_> = routing
        .legs(&destinations)
        .iter()
        .map(|leg| (leg.destination.describe(), leg.next_hop().map_or("?", NextHop::as_str)))
        .collect();
    legs.sort();
    legs
}

fn hop(routing: &Routing, destination: &str) -> &'static str {
    let legs = legs(routing, destination);
    assert!(legs.iter().all(|(_, hop)| *hop == legs[0].1), "{legs:?}");
    legs[0].1
}

/// Azure's own routes: the network, the Internet, and private addresses that nobody routes.
#[test]
fn system_routes() {
    for (destination, expected) in [
        ("10.0.7.0/24", "vnetlocal"),
        ("203.0.113.4", "internet"),
        ("Storage", "internet"),
        ("10.1.0.0/16", "none"),
        ("192.168.0.0/24", "none"),
        ("100.64.1.0/24", "none"),
    ] {
        assert_eq!(hop(&routing(), destination), expected, "{destination}");
    }
}

/// The longest prefix wins, and for equal prefixes the user's route.
#[test]
fn longest_prefix_wins() {
    let routing = with(&[
        route("0.0.0.0/0", NextHop::Appliance),
        route("203.0.113.0/24", NextHop::Internet),
        route("203.0.113.128/25", NextHop::Dropped),
        route("10.0.0.0/16", NextHop::Appliance),
        route("10.0.7.0/24", NextHop::VirtualNetwork),
    ]);
    assert_eq!(
        legs(&routing, "203.0.112.0/23"),
        [
            ("203.0.112.0/24".to_owned(), "virtualappliance"),
            ("203.0.113.0/25".to_owned(), "internet"),
            ("203.0.113.128/25".to_owned(), "none"),
        ]
    );
    assert_eq!(hop(&routing, "10.0.8.0/24"), "virtualappliance");
    assert_eq!(hop(&routing, "10.0.7.4"), "vnetlocal");
}

/// A shorter route of the user does not take what is local.
#[test]
fn local_routes_are_longer() {
    let routing = with(&[route("10.0.0.0/8", NextHop::Appliance)]);
    assert_eq!(hop(&routing, "10.0.7.0/24"), "vnetlocal");
    assert_eq!(hop(&routing, "10.9.0.0/16"), "virtualappliance");
}

/// Adjacent address spaces stay two prefixes: each is longer than a route for both.
#[test]
fn adjacent_prefixes() {
    let own = ["10.0.0.0/17", "10.0.128.0/17"].map(|text| Prefix::parse(text).expect("a prefix")).to_vec();
    let routing = Routing { own, ..with(&[route("10.0.0.0/16", NextHop::Appliance)]) };
    assert_eq!(hop(&routing, "10.0.0.0/16"), "vnetlocal");
}

/// A route by service tag takes the tag's addresses from a default route; whether it takes them from a longer route of
/// public addresses is not known.
#[test]
fn routes_by_tag() {
    let routing = with(&[
        route("0.0.0.0/0", NextHop::Appliance),
        route("AppServiceManagement", NextHop::Internet),
        route("20.1.2.0/24", NextHop::Dropped),
    ]);
    assert_eq!(
        legs(&routing, "AppServiceManagement"),
        [
            ("AppServiceManagement except 20.1.2.0/24".to_owned(), "internet"),
            ("AppServiceManagement in 20.1.2.0/24".to_owned(), "?"),
        ]
    );
    let storage = legs(&routing, "Storage.WestEurope");
    assert_eq!(storage.iter().map(|(_, hop)| *hop).collect::<Vec<_>>(), ["virtualappliance", "none"]);
}

/// A service endpoint takes its service's addresses whatever the user routes; Storage only in the network's own region.
#[test]
fn service_endpoints() {
    let routing = Routing {
        service_endpoints: vec!["microsoft.storage".to_owned(), "Microsoft.KeyVault".to_owned()],
        ..with(&[route("0.0.0.0/0", NextHop::Appliance)])
    };
    assert_eq!(hop(&routing, "Storage.WestEurope"), "virtualnetworkserviceendpoint");
    assert_eq!(hop(&routing, "Storage.EastUS"), "?");
    assert_eq!(hop(&routing, "AzureKeyVault.EastUS"), "virtualnetworkserviceendpoint");
    assert_eq!(hop(&routing, "Sql"), "virtualappliance");
}

/// What a gateway learns may take everything but what is local, until its routes are kept off.
#[test]
fn learned_routes() {
    let learned = |learned| Routing { learned, ..routing() };
    assert_eq!(hop(&learned(Learned::PerhapsDefault), "203.0.113.4"), "?");
    assert_eq!(hop(&learned(Learned::PerhapsDefault), "10.0.7.0/24"), "vnetlocal");
    assert_eq!(hop(&learned(Learned::Default), "203.0.113.4"), "virtualnetworkgateway");
    assert_eq!(hop(&learned(Learned::Nothing), "203.0.113.4"), "internet");
}

/// A user's default route beats every other; without one, what a gateway may learn leaves it open.
#[test]
fn default_routes() {
    let appliance = route("0.0.0.0/0", NextHop::Appliance);
    let perhaps = UserRoute { is_conditional: true, ..appliance.clone() };
    let unknown = UserRoute { next_hop: None, ..appliance.clone() };
    let anywhere = UserRoute { prefix: None, ..appliance.clone() };
    let internet = route("0.0.0.0/0", NextHop::Internet);
    for (routing, expected) in [
        (routing(), Certainty::Absent),
        (with(std::slice::from_ref(&appliance)), Certainty::Certain),
        (with(std::slice::from_ref(&internet)), Certainty::Absent),
        (with(&[perhaps]), Certainty::Possible),
        (with(&[unknown]), Certainty::Possible),
        (with(&[anywhere]), Certainty::Possible),
        (Routing { is_open: true, ..routing() }, Certainty::Possible),
        (Routing { learned: Learned::Some, ..routing() }, Certainty::Absent),
        (Routing { learned: Learned::PerhapsDefault, ..routing() }, Certainty::Possible),
        (Routing { learned: Learned::PerhapsDefault, ..with(&[internet]) }, Certainty::Absent),
        (Routing { learned: Learned::Default, ..routing() }, Certainty::Certain),
        (with(&[route("10.0.0.0/8", NextHop::Appliance)]), Certainty::Absent),
    ] {
        assert_eq!(routing.forced_tunnelling(), expected, "{routing:?}");
    }
}

/// The legs are a partition: every destination has one, and no address is in two.
#[test]
fn legs_are_a_partition() {
    let routing = Routing {
        peered: vec![Prefix::parse("10.2.0.0/16").expect("a prefix")],
        learned: Learned::PerhapsDefault,
        is_open: true,
        ..with(&[route("0.0.0.0/1", NextHop::Appliance), route("10.2.3.0/24", NextHop::Dropped)])
    };
    let legs = routing.legs(&vicinity().read("0.0.0.0/0"));
    let sets: Vec<&AddressSet> = legs.iter().map(|leg| &leg.destination.numbers).collect();
    assert_eq!(sets.iter().fold(AddressSet::empty(), |all, set| all.or(set)), set("0.0.0.0/0"));
    for (at, one) in sets.iter().enumerate() {
        assert!(sets[at + 1..].iter().all(|two| !one.meets(two)));
    }
    assert!(legs.iter().all(|leg| !leg.hops.is_empty()));
}
