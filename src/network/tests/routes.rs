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

/// Prefixes that together hold all public addresses are a default route; what is shorter than all of them and covered by
/// them takes nothing, what is longer is an exception.
#[test]
fn default_routes_of_parts() {
    use NextHop::{Appliance, Dropped, Internet};
    let unless = |route: UserRoute| UserRoute { is_conditional: true, ..route };
    let untold = |hop| UserRoute { prefix: None, ..route("", hop) };
    // All public addresses, and no others: what lists without private addresses look like.
    let public: Vec<&str> =
        "1.0.0.0/8 2.0.0.0/7 4.0.0.0/6 8.0.0.0/7 11.0.0.0/8 12.0.0.0/6 16.0.0.0/4 32.0.0.0/3 64.0.0.0/3 \
        96.0.0.0/4 112.0.0.0/5 120.0.0.0/6 124.0.0.0/7 126.0.0.0/8 128.0.0.0/3 160.0.0.0/5 168.0.0.0/6 172.0.0.0/12 \
        172.32.0.0/11 172.64.0.0/10 172.128.0.0/9 173.0.0.0/8 174.0.0.0/7 176.0.0.0/4 192.0.0.0/9 192.128.0.0/11 \
        192.160.0.0/13 192.169.0.0/16 192.170.0.0/15 192.172.0.0/14 192.176.0.0/12 192.192.0.0/10 193.0.0.0/8 \
        194.0.0.0/7 196.0.0.0/6 200.0.0.0/5 208.0.0.0/4"
            .split_whitespace()
            .collect();
    let listed = |skip: usize| public.iter().skip(skip).map(|text| route(text, Appliance)).collect::<Vec<_>>();
    let halves = |one, other| vec![route("0.0.0.0/1", one), route("128.0.0.0/1", other)];
    for (routes, expected) in [
        (halves(Appliance, Appliance), Certainty::Certain),
        (halves(Appliance, Dropped), Certainty::Certain),
        (halves(Internet, Internet), Certainty::Absent),
        (halves(Appliance, Internet), Certainty::Possible),
        (halves(Appliance, Appliance)[1..].to_vec(), Certainty::Absent),
        (listed(0), Certainty::Certain),
        (listed(1), Certainty::Absent),
        ([halves(Appliance, Appliance), vec![route("0.0.0.0/0", Internet)]].concat(), Certainty::Certain),
        ([halves(Internet, Internet), vec![route("0.0.0.0/0", Appliance)]].concat(), Certainty::Absent),
        ([halves(Internet, Internet)[1..].to_vec(), vec![route("0.0.0.0/0", Appliance)]].concat(), Certainty::Certain),
        ([halves(Appliance, Appliance), vec![route("20.0.0.0/8", Internet)]].concat(), Certainty::Certain),
        ([halves(Appliance, Appliance), vec![route("::/0", Internet)]].concat(), Certainty::Certain),
        (vec![route("0.0.0.0/1", Appliance), unless(route("128.0.0.0/1", Appliance))], Certainty::Possible),
        (vec![route("0.0.0.0/1", Internet), unless(route("128.0.0.0/1", Internet))], Certainty::Absent),
        (
            [vec![route("0.0.0.0/0", Appliance)], halves(Internet, Internet).into_iter().map(unless).collect()]
                .concat(),
            Certainty::Possible,
        ),
        (vec![route("0.0.0.0/1", Appliance), untold(Internet)], Certainty::Possible),
        (vec![route("0.0.0.0/0", Appliance), route("0.0.0.0/1", Internet), untold(Appliance)], Certainty::Certain),
        (vec![untold(Internet)], Certainty::Absent),
    ] {
        assert_eq!(with(&routes).forced_tunnelling(), expected, "{routes:?}");
    }
    let learned = Routing { learned: Learned::Default, ..with(&halves(Internet, Internet)) };
    assert_eq!(learned.forced_tunnelling(), Certainty::Absent);
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

/// Routes by many service tags would cut a destination into a part for each subset of them. It ends early, and no route
/// that may apply is left out.
#[test]
fn ragged_routes_end() {
    let tags: Vec<UserRoute> = (0..400).map(|at| route(&format!("Service{at}"), NextHop::Internet)).collect();
    let all = [tags, vec![route("0.0.0.0/0", NextHop::Appliance)]].concat();
    let legs = with(&all).legs(&[Cell::of(set("203.0.113.0/24"))]);
    assert!(legs.len() < 2_000, "{}", legs.len());
    assert!(legs.iter().all(|leg| leg.next_hop().is_none() || leg.next_hop() == Some(NextHop::Internet)));
    let may_take = |name: &str| legs.iter().any(|leg| leg.hops.iter().any(|hop| hop.name == name));
    assert!(may_take("Service0") && may_take("Service399") && may_take("0.0.0.0/0"));
}
