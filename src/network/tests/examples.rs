//! First match, example by example.

use super::*;

const ALLOW: Access = Access::Allow;
const DENY: Access = Access::Deny;
const PEER: &str = "AzureConnectors.WestEurope";

fn decision_in(vicinity: &Vicinity, rules: &[SecurityRule], is_open: bool, peer: &str) -> Decision {
    Filter::new(rules, is_open, Direction::Inbound, vicinity).decide(&flow(vicinity, peer))
}

fn answer(decision: &Decision) -> (Verdict, String) {
    (decision.verdict, decision.decided_by.as_ref().map(|rule| rule.name.clone()).unwrap_or_default())
}

fn ask(rules: &[SecurityRule], is_open: bool) -> (Verdict, String) {
    answer(&decision_in(&vicinity(), rules, is_open, PEER))
}

#[track_caller]
fn check(rules: &[SecurityRule], verdict: Verdict, decider: &str) {
    assert_eq!(ask(rules, false), (verdict, decider.to_owned()));
}

#[track_caller]
fn check_from(peer: &str, rules: &[SecurityRule], verdict: Verdict, decider: &str) {
    let decision = decision_in(&vicinity(), rules, false, peer);
    assert_eq!(answer(&decision), (verdict, decider.to_owned()), "{:?}", decision.parts);
}

/// Without custom rules, inbound traffic from a service tag is dropped by the last default rule, and that from the
/// network and the load balancer passes.
#[test]
fn default_rules_decide() {
    check(&[], Verdict::Deny, "DenyAllInBound");
    check_from("VirtualNetwork", &[], Verdict::Allow, "AllowVnetInBound");
    check_from("10.0.7.0/24", &[], Verdict::Allow, "AllowVnetInBound");
    check_from("AzureLoadBalancer", &[], Verdict::Allow, "AllowVnetInBound");
    check_from("Internet", &[], Verdict::Deny, "DenyAllInBound");
    check_from("203.0.113.4", &[], Verdict::Deny, "DenyAllInBound");
}

/// Outbound, the defaults let everything out but what is neither the network nor the Internet.
#[test]
fn default_rules_outbound() {
    let vicinity = vicinity();
    for (peer, verdict, decider) in [
        ("Storage", Verdict::Allow, "AllowInternetOutBound"),
        ("Internet", Verdict::Allow, "AllowInternetOutBound"),
        ("VirtualNetwork", Verdict::Allow, "AllowVnetOutBound"),
        ("192.168.0.0/16", Verdict::Deny, "DenyAllOutBound"),
    ] {
        let filter = Filter::new(&[], false, Direction::Outbound, &vicinity);
        let decision = filter.decide(&flow(&vicinity, peer));
        assert_eq!(answer(&decision), (verdict, decider.to_owned()), "{peer}");
    }
}

/// The lower number wins, whatever the order of the rules.
#[test]
fn priority_decides() {
    let (allow, deny) = (rule("allow", 200, ALLOW, &["AzureConnectors"]), rule("deny", 110, DENY, &["*"]));
    check(&[allow.clone(), deny.clone()], Verdict::Deny, "deny");
    check(&[deny, rule("allow", 100, ALLOW, &["AzureConnectors"])], Verdict::Allow, "allow");
    check(&[allow, rule("deny", 300, DENY, &["*"])], Verdict::Allow, "allow");
}

/// Rules of the other direction do not count.
#[test]
fn direction_matters() {
    let outbound = SecurityRule { direction: Some(Direction::Outbound), ..rule("out", 100, ALLOW, &["*"]) };
    check(&[outbound], Verdict::Deny, "DenyAllInBound");
}

/// A gap in one of the needed protocols is a partial answer, and a deny of UDP alone is one too.
#[test]
fn protocols_are_judged_apart() {
    let tcp = SecurityRule { protocol: Some("tcp".to_owned()), ..rule("tcp", 100, ALLOW, &["AzureConnectors"]) };
    check(std::slice::from_ref(&tcp), Verdict::Partial, "DenyAllInBound");
    let udp = SecurityRule { protocol: Some("udp".to_owned()), ..rule("udp", 110, ALLOW, &["Internet"]) };
    check(&[tcp, udp], Verdict::Allow, "tcp");
}

/// ICMP has no ports: whether a rule with ports matches it is not documented, so such a rule leaves it open.
#[test]
fn protocols_without_ports() {
    let vicinity = vicinity();
    let icmp = Flow { protocols: Protocols::parse("icmp").expect("ICMP"), ..flow(&vicinity, PEER) };
    let ask = |rule: SecurityRule| Filter::new(&[rule], false, Direction::Inbound, &vicinity).decide(&icmp).verdict;
    assert_eq!(ask(rule("some ports", 100, ALLOW, &["*"])), Verdict::Unknown);
    let all = SecurityRule { destination_ports: ports("*"), ..rule("all ports", 100, ALLOW, &["*"]) };
    assert_eq!(ask(all), Verdict::Allow);
    let tcp = SecurityRule { protocol: Some("tcp".to_owned()), ..rule("tcp", 100, ALLOW, &["*"]) };
    assert_eq!(ask(tcp), Verdict::Deny);
}

/// Port ranges count where they hold the port; several rules and ranges count together.
#[test]
fn ports_are_sets() {
    let on = |name: &str, priority, text: &str| SecurityRule {
        destination_ports: ports(text),
        ..rule(name, priority, ALLOW, &["*"])
    };
    check(&[on("range", 100, "400-500")], Verdict::Allow, "range");
    check(&[on("other", 100, "455-65535")], Verdict::Deny, "DenyAllInBound");
    let vicinity = vicinity();
    let wide = Flow { destination_ports: PortSet::of([(400, 499)]), ..flow(&vicinity, PEER) };
    let decide = |rules: &[SecurityRule]| Filter::new(rules, false, Direction::Inbound, &vicinity).decide(&wide);
    let halves = decide(&[on("one", 100, "400-449"), on("two", 110, "450-600")]);
    assert_eq!(halves.verdict, Verdict::Allow);
    let gap = decide(&[on("one", 100, "400-449"), on("two", 110, "451-600")]);
    assert_eq!(answer(&gap), (Verdict::Partial, "DenyAllInBound".to_owned()));
    assert_eq!(gap.witness.and_then(|packet| packet.destination_port), Some(450));
}

/// An allow for some source ports leaves the rest dropped, and rules for all of them together leave nothing.
#[test]
fn source_ports_are_sets() {
    let from = |name: &str, priority, text: &str| SecurityRule {
        source_ports: ports(text),
        ..rule(name, priority, ALLOW, &["AzureConnectors"])
    };
    check(&[from("fixed", 100, "454")], Verdict::Partial, "DenyAllInBound");
    check(&[from("whole", 100, "1024-65535,0-1023")], Verdict::Allow, "whole");
    check(&[from("high", 100, "1024-65535"), from("low", 110, "0-1023")], Verdict::Allow, "high");
}

/// The subnet's prefix, alone or over prefixes of one or several rules, stands for the subnet; another one does not.
#[test]
fn local_side_is_the_subnet() {
    let to = |priority, texts: &[&str]| SecurityRule {
        local: Addresses::of(texts),
        ..rule("to", priority, ALLOW, &["AzureConnectors"])
    };
    check(&[to(100, &["10.0.0.0/27"])], Verdict::Allow, "to");
    check(&[to(100, &["10.0.0.0/16"])], Verdict::Allow, "to");
    check(&[to(100, &["10.0.1.0/27"])], Verdict::Deny, "DenyAllInBound");
    check(&[to(100, &["10.0.0.0/28"])], Verdict::Partial, "DenyAllInBound");
    check(&[to(100, &["10.0.0.0/28", "10.0.0.16/28"])], Verdict::Allow, "to");
    check(&[to(100, &["10.0.0.0/28"]), to(110, &["10.0.0.16/28"])], Verdict::Allow, "to");
    check(&[to(100, &["Internet"])], Verdict::Deny, "DenyAllInBound");
}

/// Public addresses as numbers cannot be compared with a tag: neither an allow nor a deny is certain.
#[test]
fn public_prefixes_are_undecided() {
    check(&[rule("list", 100, ALLOW, &["20.1.2.0/24"])], Verdict::Unknown, "list");
    let allow = rule("allow", 200, ALLOW, &["AzureConnectors"]);
    check(&[rule("list", 100, DENY, &["20.1.2.0/24"]), allow.clone()], Verdict::Unknown, "list");
    check(&[rule("private", 100, DENY, &["10.0.0.0/8"]), allow], Verdict::Allow, "allow");
    // The two halves of all addresses hold every tag.
    check(&[rule("halves", 100, ALLOW, &["0.0.0.0/1", "128.0.0.0/1"])], Verdict::Allow, "halves");
}

/// A tag's part leaves the rest to the next rule; a region of another service's tag is told apart.
#[test]
fn tags_are_sets() {
    check(&[rule("cloud", 100, ALLOW, &["AzureCloud.westeurope"])], Verdict::Allow, "cloud");
    check(&[rule("cloud", 100, ALLOW, &["AzureCloud.northeurope"])], Verdict::Deny, "DenyAllInBound");
    check(&[rule("world", 100, ALLOW, &["INTERNET"])], Verdict::Allow, "world");
    let cloud = [rule("storage", 100, DENY, &["Storage"]), rule("world", 110, ALLOW, &["Internet"])];
    check_from("Internet", &cloud, Verdict::Partial, "storage");
    check_from("AzureCloud", &cloud, Verdict::Partial, "storage");
    check_from("Storage.EastUS", &cloud, Verdict::Deny, "storage");
    check_from("Sql", &cloud, Verdict::Allow, "world");
    let only_storage = [rule("storage", 100, ALLOW, &["Storage"])];
    check_from("AzureCloud", &only_storage, Verdict::Partial, "DenyAllInBound");
}

/// An allow for a tag that is not documented to hold the needed one opens nothing; a deny of it may drop something.
#[test]
fn undocumented_overlap() {
    check(&[rule("other", 100, ALLOW, &["LogicApps"])], Verdict::Deny, "DenyAllInBound");
    let allow = rule("allow", 200, ALLOW, &["AzureConnectors"]);
    check(&[rule("other", 100, DENY, &["LogicApps"]), allow], Verdict::Unknown, "other");
}

/// A part that is not known makes the rule undecided, and only where the rest of it could match.
#[test]
fn unknown_parts() {
    let allow = rule("allow", 200, ALLOW, &["AzureConnectors"]);
    let base = rule("odd", 110, DENY, &["*"]);
    let open = Addresses { is_open: true, ..Addresses::default() };
    for odd in [
        SecurityRule { priority: None, ..base.clone() },
        SecurityRule { access: None, ..base.clone() },
        SecurityRule { direction: None, ..base.clone() },
        SecurityRule { protocol: None, ..base.clone() },
        SecurityRule { destination_ports: None, ..base.clone() },
        SecurityRule { source_ports: None, ..base.clone() },
        SecurityRule { peer: open.clone(), ..base.clone() },
        SecurityRule { local: open, ..base.clone() },
        SecurityRule { is_conditional: true, ..base.clone() },
    ] {
        check(&[odd.clone(), allow.clone()], Verdict::Unknown, "odd");
        let elsewhere = SecurityRule { destination_ports: ports("80"), ..odd.clone() };
        if odd.destination_ports.is_some() {
            check(&[elsewhere, allow.clone()], Verdict::Allow, "allow");
        }
    }
}

/// A rule that is only open in whether it matches changes nothing where what follows does the same.
#[test]
fn unknown_parts_that_do_not_matter() {
    let open = Addresses { is_open: true, ..Addresses::default() };
    let odd = SecurityRule { peer: open, ..rule("odd", 110, DENY, &[]) };
    check(&[odd], Verdict::Deny, "DenyAllInBound");
    // A rule of unknown priority comes before the default rules at the latest.
    let late = SecurityRule { priority: None, ..rule("late", 0, ALLOW, &["AzureConnectors"]) };
    check(&[late], Verdict::Allow, "late");
}

/// Rules that are not seen may stand anywhere but at a priority that is taken.
#[test]
fn unseen_rules() {
    assert_eq!(ask(&[rule("allow", 200, ALLOW, &["*"])], true).0, Verdict::Unknown);
    assert_eq!(ask(&[], true).0, Verdict::Unknown);
    assert_eq!(ask(&[rule("allow", 100, ALLOW, &["*"])], true), (Verdict::Allow, "allow".to_owned()));
}

/// What a certain deny drops stays dropped, whatever may be allowed later.
#[test]
fn a_certain_partial_deny_decides() {
    let denied = SecurityRule { local: Addresses::of(&["10.0.0.0/28"]), ..rule("denied", 100, DENY, &["*"]) };
    check(&[denied.clone(), rule("allow", 200, ALLOW, &["*"])], Verdict::Partial, "denied");
    check(&[denied.clone(), rule("list", 200, ALLOW, &["20.1.2.0/24"])], Verdict::Partial, "denied");
    check(&[denied], Verdict::Deny, "denied");
}

/// Members of application security groups are private addresses of virtual networks; which ones is not known. Instances
/// of an injected service are in none.
#[test]
fn application_security_groups() {
    let group = Addresses { groups: vec!["web".to_owned()], ..Addresses::default() };
    let local = SecurityRule { local: group.clone(), ..rule("local", 100, ALLOW, &["*"]) };
    check(std::slice::from_ref(&local), Verdict::Deny, "DenyAllInBound");
    let own = Vicinity { has_members: true, ..vicinity() };
    assert_eq!(decision_in(&own, &[local], false, PEER).verdict, Verdict::Unknown);
    let peer = SecurityRule { peer: group, ..rule("peer", 100, DENY, &[]) };
    check(std::slice::from_ref(&peer), Verdict::Deny, "DenyAllInBound");
    check_from("10.0.7.0/24", std::slice::from_ref(&peer), Verdict::Unknown, "peer");
    check_from("192.168.0.0/24", &[peer], Verdict::Deny, "DenyAllInBound");
}

/// What `VirtualNetwork` may hold beyond what is known leaves open exactly the addresses that may be there.
#[test]
fn open_virtual_network() {
    let beyond =
        |within: &str, holds_services| Some(Beyond { within: set(within), holds_services, reasons: Vec::new() });
    let gateway = Vicinity { beyond: beyond("192.168.0.0/16", false), ..vicinity() };
    let ask = |vicinity: &Vicinity, peer: &str| decision_in(vicinity, &[], false, peer).verdict;
    assert_eq!(ask(&gateway, "192.168.7.0/24"), Verdict::Unknown);
    assert_eq!(ask(&gateway, "172.16.0.0/24"), Verdict::Deny);
    assert_eq!(ask(&gateway, "10.0.7.0/24"), Verdict::Allow);
    assert_eq!(ask(&gateway, PEER), Verdict::Deny);
    assert_eq!(ask(&gateway, "VirtualNetwork"), Verdict::Allow);
    let default_route = Vicinity { beyond: beyond("0.0.0.0/0", true), ..vicinity() };
    assert_eq!(ask(&default_route, PEER), Verdict::Unknown);
}

/// Rules of a network manager come first: a deny and an always-allow are final, an allow leaves it to the group.
#[test]
fn network_managers_come_first() {
    let manager =
        |name: &str, priority, access| SecurityRule { origin: Origin::Manager, ..rule(name, priority, access, &["*"]) };
    let always = manager("always", 10, Access::AlwaysAllow);
    let (allow, deny) = (manager("left to the group", 10, ALLOW), manager("dropped", 20, DENY));
    let (open, closed) = (rule("open", 100, ALLOW, &["*"]), rule("closed", 100, DENY, &["*"]));
    check(&[deny.clone(), open.clone()], Verdict::Deny, "dropped");
    check(&[always.clone(), closed.clone()], Verdict::Allow, "always");
    check(&[allow.clone(), deny.clone(), open.clone()], Verdict::Allow, "open");
    check(&[allow.clone(), deny.clone(), closed.clone()], Verdict::Deny, "closed");
    let perhaps = |rule: &SecurityRule| SecurityRule { is_conditional: true, ..rule.clone() };
    check(&[perhaps(&deny), open.clone()], Verdict::Unknown, "dropped");
    check(&[perhaps(&deny), closed.clone()], Verdict::Deny, "closed");
    check(&[perhaps(&always), closed.clone()], Verdict::Unknown, "always");
    check(&[perhaps(&allow), deny.clone(), open], Verdict::Unknown, "dropped");
    check(&[perhaps(&allow), deny, closed], Verdict::Deny, "closed");
}

/// Without a network security group everything passes that no network manager drops.
#[test]
fn no_group() {
    let vicinity = vicinity();
    let ask = |rules: &[SecurityRule]| {
        answer(&Filter::without_group(rules, Direction::Inbound, &vicinity).decide(&flow(&vicinity, PEER)))
    };
    assert_eq!(ask(&[]), (Verdict::Allow, NO_GROUP.to_owned()));
    let deny = SecurityRule { origin: Origin::Manager, ..rule("dropped", 20, DENY, &["*"]) };
    assert_eq!(ask(&[deny]), (Verdict::Deny, "dropped".to_owned()));
}

/// Addresses of the two versions never meet.
#[test]
fn versions_are_kept_apart() {
    let dual = Vicinity {
        subnet: Some(set("10.0.0.0/27").or(&set("fd00::/64"))),
        network: Some(set("10.0.0.0/16").or(&set("fd00::/48"))),
        ..Vicinity::default()
    };
    let ask = |rules: &[SecurityRule], peer: &str| decision_in(&dual, rules, false, peer).verdict;
    let v4 = rule("v4", 100, ALLOW, &["0.0.0.0/0"]);
    assert_eq!(ask(std::slice::from_ref(&v4), "203.0.113.4"), Verdict::Allow);
    assert_eq!(ask(std::slice::from_ref(&v4), "2001:db8::1"), Verdict::Deny);
    assert_eq!(ask(&[rule("v6", 100, ALLOW, &["::/0"])], "2001:db8::1"), Verdict::Allow);
    assert_eq!(ask(&[], "fd00:0:0:7::1"), Verdict::Allow);
    // Nobody can send from an IPv6 address to a subnet that has none.
    let decision = decision_in(&vicinity(), &[], false, "2001:db8::1");
    assert_eq!((decision.verdict, decision.reason), (Verdict::Unknown, Some("the flow holds no traffic")));
}

/// A trace tells of every rule how it met the flow.
#[test]
fn every_rule_is_accounted_for() {
    let vicinity = vicinity();
    let rules = [
        SecurityRule { protocol: Some("udp".to_owned()), ..rule("udp", 100, DENY, &["*"]) },
        SecurityRule { destination_ports: ports("80"), ..rule("web", 110, DENY, &["*"]) },
        rule("private", 120, DENY, &["10.0.0.0/8"]),
        SecurityRule { access: None, destination_ports: None, ..rule("odd", 130, DENY, &["*"]) },
        rule("allow", 140, ALLOW, &["AzureConnectors"]),
        rule("late", 150, DENY, &["*"]),
    ];
    let tcp = Flow { protocols: Protocols::parse("tcp").expect("TCP"), ..flow(&vicinity, PEER) };
    let decision = Filter::new(&rules, false, Direction::Inbound, &vicinity).trace(&tcp);
    let effects: Vec<(&str, Effect)> =
        decision.considered.iter().map(|considered| (considered.rule.name.as_str(), considered.effect)).collect();
    assert_eq!(
        effects,
        [
            ("udp", Effect::NoMatch(Mismatch::Protocol)),
            ("web", Effect::NoMatch(Mismatch::DestinationPorts)),
            ("private", Effect::NoMatch(Mismatch::Remote)),
            ("odd", Effect::MayMatch),
            ("allow", Effect::DecidesAll),
            ("late", Effect::NotReached),
            ("AllowVnetInBound", Effect::NoMatch(Mismatch::Remote)),
            ("AllowAzureLoadBalancerInBound", Effect::NoMatch(Mismatch::Remote)),
            ("DenyAllInBound", Effect::NotReached),
        ]
    );
}

/// Rules that would cut a flow into more parts than anyone reads leave it undecided, and quickly.
#[test]
fn ragged_rules_end() {
    let vicinity = vicinity();
    let rules: Vec<SecurityRule> = (0..400_u16)
        .map(|at| {
            let source = format!("10.{}.{}.0/28", at % 250, at / 250);
            let own = ports(&format!("{}-{}", at * 7, at * 11 + 40));
            let from = ports(&format!("{}-{}", at * 5, at * 13 + 900));
            SecurityRule {
                source_ports: from,
                destination_ports: own,
                ..rule(
                    "part",
                    i64::from(at) + 100,
                    if at % 2 == 0 { ALLOW } else { DENY },
                    &[source.as_str(), "20.0.0.0/9"],
                )
            }
        })
        .collect();
    let wide = Flow { destination_ports: PortSet::all(), ..flow(&vicinity, "*") };
    let decision = Filter::new(&rules, false, Direction::Inbound, &vicinity).decide(&wide);
    assert_eq!(decision.verdict, Verdict::Partial);
    assert!(decision.parts.len() > 100);
}

/// Rules over many service tags would cut a flow into a part for each subset of them; the rest is left undecided early.
#[test]
fn ragged_tags_end() {
    let vicinity = vicinity();
    let rules: Vec<SecurityRule> = (0..150)
        .map(|at| {
            let tags: Vec<String> = (0..20).map(|tag| format!("Service{}", at * 20 + tag)).collect();
            let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
            rule("tags", 100 + at, if at % 2 == 0 { ALLOW } else { DENY }, &tags)
        })
        .collect();
    let filter = Filter::new(&rules, false, Direction::Inbound, &vicinity);
    let decision = filter.decide(&flow(&vicinity, "203.0.113.0/24"));
    assert_eq!(decision.verdict, Verdict::Unknown);
    assert!(decision.parts.len() < 50_000, "{}", decision.parts.len());
}
