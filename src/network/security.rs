//! Security rules of a network security group: first match by priority for one required flow.
//!
//! Source: <https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview>, heading "Security
//! rules": rules are processed by priority, lower numbers first, and processing stops at the first match.
//!
//! Exact in protocols and destination ports (cut at the rules' borders). Addresses are compared with the flow's peer as
//! one set, and source ports as one range: where several rules cover it only together, the answer is
//! [`Verdict::Unknown`], never a guess.

use super::{Cover, PortRange, Prefix, ServiceTags};
use serde::Deserialize;
use std::sync::LazyLock;

/// Seen from the subnet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Into the subnet.
    Inbound,
    /// Out of it.
    Outbound,
}

/// What a rule does with the traffic it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// It passes.
    Allow,
    /// It is dropped.
    Deny,
}

/// A security rule. `None` stands for a part that is not known; such a rule may match or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityRule {
    /// Its name; for messages.
    pub name: String,
    /// Key of its entity; `None` for a default rule.
    pub id: Option<String>,
    /// 100 to 4096, or 65000 and above for default rules.
    pub priority: Option<i64>,
    /// Allow or deny.
    pub access: Option<Access>,
    /// Inbound or outbound.
    pub direction: Option<Direction>,
    /// Lower-case protocol, `*` for any.
    pub protocol: Option<String>,
    /// Addresses of the other side: source of an inbound rule, destination of an outbound one.
    pub peer: Addresses,
    /// Addresses of the subnet's side.
    pub local: Addresses,
    /// Source ports.
    pub source_ports: Option<Vec<PortRange>>,
    /// Destination ports.
    pub destination_ports: Option<Vec<PortRange>>,
}

/// The addresses of one side of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Addresses {
    /// `*`, tags, addresses and prefixes.
    pub texts: Vec<String>,
    /// It names application security groups.
    pub has_application_security_groups: bool,
    /// There may be more than is known.
    pub is_open: bool,
}

/// Traffic that a service needs, specialised to one subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow<'a> {
    /// Seen from the subnet.
    pub direction: Direction,
    /// Lower-case protocols, all of which are needed.
    pub protocols: &'a [&'a str],
    /// The service tag on the other side.
    pub peer_tag: &'a str,
    /// Region of the service, lower case; `None` when not known.
    pub region: Option<&'a str>,
    /// Prefixes of the subnet; empty when not known.
    pub local: &'a [Prefix],
    /// Destination ports, all of which are needed.
    pub ports: &'a [PortRange],
}

/// Whether a flow passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// All of it.
    Allow,
    /// None of it.
    Deny,
    /// Some of it is certainly dropped; the rest passes, or may pass.
    Partial,
    /// It cannot be told.
    Unknown,
}

/// The rule that decided, with a packet it decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decider {
    /// Name of the rule.
    pub name: String,
    /// Key of its entity; `None` for a default rule.
    pub id: Option<String>,
    /// Its priority, when known.
    pub priority: Option<i64>,
    /// Protocol and destination port of a packet that it decides.
    pub witness: (String, u16),
}

/// The answer for one flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether it passes.
    pub verdict: Verdict,
    /// The rule behind the verdict: of the first dropped part, else of the first undecided, else of the first allowed.
    pub decided_by: Decider,
}

/// How a rule relates to one homogeneous piece of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    Whole,
    Part,
    None,
    Unknown,
}

/// Decides `flow` against the custom `rules` and the six default rules. `is_open`: there may be custom rules that are
/// not known; they can stand at any priority but one that a known rule has taken.
#[must_use]
pub fn decide(rules: &[SecurityRule], is_open: bool, flow: &Flow<'_>) -> Decision {
    let unseen = unseen_rule();
    let mut ordered: Vec<&SecurityRule> = rules.iter().filter(|rule| is_in_direction(rule, flow)).collect();
    if is_open {
        ordered.push(&unseen);
    }
    // A rule whose priority is not known may stand before all others, except before one that has the lowest number.
    ordered.sort_by_key(|rule| (rule.priority != Some(LOWEST_PRIORITY), rule.priority.is_some(), rule.priority));
    let defaults = default_rules(flow.direction);
    ordered.extend(defaults.iter());
    let borders: Vec<PortRange> =
        ordered.iter().flat_map(|rule| rule.destination_ports.iter().flatten().copied()).collect();
    let mut pieces = Vec::new();
    for protocol in flow.protocols {
        for wanted in flow.ports {
            for ports in wanted.split_at_borders(borders.iter().copied()) {
                pieces.push(decide_piece(&ordered, flow, protocol, ports));
            }
        }
    }
    combine(pieces)
}

/// The lowest number a custom rule can have; one rule a direction can have it.
const LOWEST_PRIORITY: i64 = 100;

/// Stands for every custom rule that is not known.
fn unseen_rule() -> SecurityRule {
    let any = Addresses { is_open: true, ..Addresses::default() };
    SecurityRule {
        name: "a security rule that is not known".to_owned(),
        id: None,
        priority: None,
        access: None,
        direction: None,
        protocol: None,
        peer: any.clone(),
        local: any,
        source_ports: None,
        destination_ports: None,
    }
}

fn is_in_direction(rule: &SecurityRule, flow: &Flow<'_>) -> bool {
    rule.direction.is_none_or(|direction| direction == flow.direction)
}

fn combine(pieces: Vec<Decision>) -> Decision {
    let all = |verdict: Verdict| pieces.iter().all(|piece| piece.verdict == verdict);
    let verdict = if all(Verdict::Allow) {
        Verdict::Allow
    } else if all(Verdict::Deny) {
        Verdict::Deny
    } else if pieces.iter().any(|piece| matches!(piece.verdict, Verdict::Deny | Verdict::Partial)) {
        Verdict::Partial
    } else {
        Verdict::Unknown
    };
    let rank = |piece: &Decision| match piece.verdict {
        Verdict::Deny => 0,
        Verdict::Partial => 1,
        Verdict::Unknown => 2,
        Verdict::Allow => 3,
    };
    let deciding = pieces.into_iter().min_by_key(rank).map(|piece| piece.decided_by);
    Decision { verdict, decided_by: deciding.unwrap_or_else(no_traffic) }
}

fn no_traffic() -> Decider {
    Decider { name: "(no traffic)".to_owned(), id: None, priority: None, witness: (String::new(), 0) }
}

/// First match for one protocol and a run of ports that no rule cuts.
fn decide_piece(rules: &[&SecurityRule], flow: &Flow<'_>, protocol: &str, ports: PortRange) -> Decision {
    let mut walk = Walk::default();
    for rule in rules.iter().copied() {
        let matched = match (match_piece(rule, flow, protocol, ports), rule.priority, rule.access) {
            (Match::None, ..) => continue,
            (matched, Some(_), Some(_)) => matched,
            _ => Match::Unknown,
        };
        if let Some((verdict, decider)) = walk.step(matched, rule) {
            return Decision {
                verdict,
                decided_by: Decider {
                    name: decider.name.clone(),
                    id: decider.id.clone(),
                    priority: decider.priority,
                    witness: (protocol.to_owned(), ports.first),
                },
            };
        }
    }
    // The default rules match everything, so this is reached only without them.
    Decision { verdict: Verdict::Unknown, decided_by: no_traffic() }
}

/// What the rules walked so far have left open.
#[derive(Default)]
struct Walk<'a> {
    /// Rules that certainly allow a part and leave a part.
    partly_allowed: Vec<&'a SecurityRule>,
    /// The first rule that certainly drops a part that nothing before it can have allowed.
    partly_denied: Option<&'a SecurityRule>,
    /// The first rule that may allow something.
    may_allow: Option<&'a SecurityRule>,
    /// The first rule that may drop something.
    may_deny: Option<&'a SecurityRule>,
}

impl<'a> Walk<'a> {
    /// Takes the next rule; gives the verdict and the rule behind it once everything is decided.
    fn step(&mut self, matched: Match, rule: &'a SecurityRule) -> Option<(Verdict, &'a SecurityRule)> {
        match (matched, rule.access) {
            (Match::Whole, Some(Access::Allow)) => Some(match (self.partly_denied, self.may_deny) {
                (Some(denier), _) => (Verdict::Partial, denier),
                (None, Some(denier)) => (Verdict::Unknown, denier),
                (None, None) => (Verdict::Allow, rule),
            }),
            (Match::Whole, Some(Access::Deny)) => {
                Some(match (self.partly_denied, &*self.partly_allowed, self.may_allow) {
                    (None, [], None) => (Verdict::Deny, rule),
                    (Some(denier), [], None) => (Verdict::Deny, denier),
                    (Some(denier), ..) => (Verdict::Partial, denier),
                    (None, [_], None) => (Verdict::Partial, rule),
                    // Several rules that allow a part each may together allow the whole.
                    (None, _, Some(allower)) => (Verdict::Unknown, allower),
                    (None, [allower, ..], None) => (Verdict::Unknown, *allower),
                })
            }
            (Match::Part, Some(Access::Allow)) => {
                self.partly_allowed.push(rule);
                None
            }
            (Match::Part, Some(Access::Deny)) if self.partly_allowed.is_empty() && self.may_allow.is_none() => {
                self.partly_denied.get_or_insert(rule);
                None
            }
            (_, access) => {
                if access != Some(Access::Deny) {
                    self.may_allow.get_or_insert(rule);
                }
                if access != Some(Access::Allow) {
                    self.may_deny.get_or_insert(rule);
                }
                None
            }
        }
    }
}

fn match_piece(rule: &SecurityRule, flow: &Flow<'_>, protocol: &str, ports: PortRange) -> Match {
    let parts = [
        match &rule.protocol {
            None => Match::Unknown,
            Some(written) if written == "*" || written == protocol => Match::Whole,
            Some(_) => Match::None,
        },
        match &rule.destination_ports {
            None => Match::Unknown,
            Some(ranges) if ranges.iter().any(|range| range.contains(ports)) => Match::Whole,
            Some(_) => Match::None,
        },
        match &rule.source_ports {
            None => Match::Unknown,
            Some(ranges) if covers_all_ports(ranges) => Match::Whole,
            Some(ranges) if ranges.is_empty() => Match::None,
            Some(_) => Match::Part,
        },
        match_peer(rule, flow),
        match_local(&rule.local, flow),
        if rule.direction.is_none() { Match::Unknown } else { Match::Whole },
    ];
    for worst in [Match::None, Match::Unknown, Match::Part] {
        if parts.contains(&worst) {
            return worst;
        }
    }
    Match::Whole
}

fn covers_all_ports(ranges: &[PortRange]) -> bool {
    let mut sorted = ranges.to_vec();
    sorted.sort_unstable();
    let mut next = 0_u32;
    for range in sorted {
        if u32::from(range.first) > next {
            return false;
        }
        next = next.max(u32::from(range.last) + 1);
    }
    next > u32::from(u16::MAX)
}

fn match_peer(rule: &SecurityRule, flow: &Flow<'_>) -> Match {
    let tags = ServiceTags::embedded();
    let cover = |text: &String| match tags.cover(text, flow.peer_tag, flow.region) {
        Cover::Undocumented if rule.access == Some(Access::Allow) => Cover::None,
        Cover::Undocumented => Cover::Unknown,
        cover => cover,
    };
    let covers: Vec<Cover> = rule.peer.texts.iter().map(cover).collect();
    union(&covers, rule.peer.is_open || rule.peer.has_application_security_groups)
}

/// The subnet's own side. The instances there are Azure's and belong to no application security group of the user.
fn match_local(addresses: &Addresses, flow: &Flow<'_>) -> Match {
    let mut covers: Vec<Cover> = addresses.texts.iter().map(|text| local_cover(text, flow.local)).collect();
    if let Some(cover) = joint_prefix_cover(&addresses.texts, flow.local) {
        covers.push(cover);
    }
    union(&covers, addresses.is_open)
}

/// Whether the prefixes of a rule together hold every prefix of the subnet.
fn joint_prefix_cover(texts: &[String], local: &[Prefix]) -> Option<Cover> {
    let written: Vec<Prefix> = texts.iter().filter_map(|text| Prefix::parse(text).ok()).collect();
    let is_held = |wanted: &Prefix| written.iter().any(|prefix| prefix.contains(*wanted));
    (!local.is_empty() && local.iter().all(is_held)).then_some(Cover::All)
}

fn local_cover(written: &str, local: &[Prefix]) -> Cover {
    let written = written.trim();
    // A subnet is part of its virtual network.
    if written == "*" || written.eq_ignore_ascii_case("any") || written.eq_ignore_ascii_case("VirtualNetwork") {
        return Cover::All;
    }
    if let Ok(prefix) = Prefix::parse(written) {
        if prefix.prefix_length() == 0 && prefix.version() == 4 {
            return Cover::All;
        }
        if local.is_empty() {
            return Cover::Unknown;
        }
        if local.iter().all(|own| prefix.contains(*own)) {
            return Cover::All;
        }
        return if local.iter().any(|own| prefix.meets(*own)) { Cover::Part } else { Cover::None };
    }
    // Service tags stand for public addresses.
    let is_private = !local.is_empty() && local.iter().all(|own| own.is_private());
    if is_private { Cover::None } else { Cover::Unknown }
}

/// The cover of a list of which each element covers as said.
fn union(covers: &[Cover], is_open: bool) -> Match {
    if covers.contains(&Cover::All) {
        return Match::Whole;
    }
    if is_open || covers.contains(&Cover::Unknown) {
        return Match::Unknown;
    }
    match covers.iter().filter(|cover| **cover == Cover::Part).count() {
        0 => Match::None,
        1 => Match::Part,
        _ => Match::Unknown,
    }
}

fn default_rules(direction: Direction) -> Vec<SecurityRule> {
    #[derive(Deserialize)]
    struct Table {
        rows: Vec<Row>,
    }
    #[derive(Deserialize)]
    struct Row {
        name: String,
        direction: Direction,
        priority: i64,
        access: Access,
        source: String,
        destination: String,
    }
    static TABLE: LazyLock<Vec<Row>> = LazyLock::new(|| {
        crate::reference::reference_table("nsg_default_rules")
            .and_then(|text| serde_json::from_str::<Table>(text).ok())
            .map_or_else(Vec::new, |table| table.rows)
    });
    let side = |text: &str| Addresses { texts: vec![text.to_owned()], ..Addresses::default() };
    TABLE
        .iter()
        .filter(|row| row.direction == direction)
        .map(|row| {
            let (peer, local) = match direction {
                Direction::Inbound => (&row.source, &row.destination),
                Direction::Outbound => (&row.destination, &row.source),
            };
            SecurityRule {
                name: row.name.clone(),
                id: None,
                priority: Some(row.priority),
                access: Some(row.access),
                direction: Some(row.direction),
                protocol: Some("*".to_owned()),
                peer: side(peer),
                local: side(local),
                source_ports: Some(vec![PortRange::ALL]),
                destination_ports: Some(vec![PortRange::ALL]),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(texts: &[&str]) -> Addresses {
        Addresses { texts: texts.iter().map(|text| (*text).to_owned()).collect(), ..Addresses::default() }
    }

    /// An inbound rule for any protocol, any source port and port 454 to VirtualNetwork.
    fn rule(name: &str, priority: i64, access: Access, source: &[&str]) -> SecurityRule {
        SecurityRule {
            name: name.to_owned(),
            id: Some(name.to_owned()),
            priority: Some(priority),
            access: Some(access),
            direction: Some(Direction::Inbound),
            protocol: Some("*".to_owned()),
            peer: side(source),
            local: side(&["VirtualNetwork"]),
            source_ports: Some(vec![PortRange::ALL]),
            destination_ports: Some(vec![PortRange { first: 454, last: 454 }]),
        }
    }

    fn ask(rules: &[SecurityRule], is_open: bool) -> (Verdict, String) {
        let local = [Prefix::parse("10.0.0.0/27").expect("a prefix")];
        let flow = Flow {
            direction: Direction::Inbound,
            protocols: &["tcp", "udp"],
            peer_tag: "AzureConnectors",
            region: Some("westeurope"),
            local: &local,
            ports: &[PortRange { first: 454, last: 454 }],
        };
        let decision = decide(rules, is_open, &flow);
        (decision.verdict, decision.decided_by.name)
    }

    #[track_caller]
    fn check(rules: &[SecurityRule], verdict: Verdict, decider: &str) {
        assert_eq!(ask(rules, false), (verdict, decider.to_owned()));
    }

    const ALLOW: Access = Access::Allow;
    const DENY: Access = Access::Deny;

    /// Without custom rules, inbound traffic from a service tag is dropped by the last default rule.
    #[test]
    fn empty_group_denies_a_service_tag() {
        check(&[], Verdict::Deny, "DenyAllInBound");
    }

    /// The lower number wins, whatever the order of the rules.
    #[test]
    fn priority_decides() {
        let (allow, deny) = (rule("allow", 200, ALLOW, &["AzureConnectors"]), rule("deny", 110, DENY, &["*"]));
        check(&[allow.clone(), deny.clone()], Verdict::Deny, "deny");
        check(&[deny.clone(), rule("allow", 100, ALLOW, &["AzureConnectors"])], Verdict::Allow, "allow");
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

    /// Port ranges count where they hold the port; one that does not is passed over.
    #[test]
    fn ports_are_ranges() {
        let ports = |text: &str| Some(vec![PortRange::parse(text).expect("ports")]);
        let range = SecurityRule { destination_ports: ports("400-500"), ..rule("range", 100, ALLOW, &["*"]) };
        check(&[range], Verdict::Allow, "range");
        let other = SecurityRule { destination_ports: ports("455-65535"), ..rule("other", 100, ALLOW, &["*"]) };
        check(&[other], Verdict::Deny, "DenyAllInBound");
    }

    /// An allow for some source ports leaves the rest dropped.
    #[test]
    fn source_ports_must_be_all() {
        let fixed = SecurityRule {
            source_ports: Some(vec![PortRange { first: 454, last: 454 }]),
            ..rule("fixed", 100, ALLOW, &["AzureConnectors"])
        };
        check(std::slice::from_ref(&fixed), Verdict::Partial, "DenyAllInBound");
        let split = |text: &str| PortRange::parse(text).expect("ports");
        let whole = SecurityRule { source_ports: Some(vec![split("1024-65535"), split("0-1023")]), ..fixed };
        check(&[whole], Verdict::Allow, "fixed");
    }

    /// The subnet's prefix, alone or split over prefixes of one rule, stands for the subnet; another subnet's does not.
    #[test]
    fn local_side_is_the_subnet() {
        let to = |texts: &[&str]| SecurityRule { local: side(texts), ..rule("to", 100, ALLOW, &["AzureConnectors"]) };
        check(&[to(&["10.0.0.0/27"])], Verdict::Allow, "to");
        check(&[to(&["10.0.0.0/16"])], Verdict::Allow, "to");
        check(&[to(&["10.0.1.0/27"])], Verdict::Deny, "DenyAllInBound");
        check(&[to(&["10.0.0.0/28"])], Verdict::Partial, "DenyAllInBound");
        check(&[to(&["10.0.0.0/28", "10.0.0.16/28"])], Verdict::Unknown, "to");
        check(&[to(&["Internet"])], Verdict::Deny, "DenyAllInBound");
    }

    /// Public addresses as numbers cannot be compared with a tag: neither an allow nor a deny is certain.
    #[test]
    fn public_prefixes_are_undecided() {
        check(&[rule("list", 100, ALLOW, &["20.1.2.0/24"])], Verdict::Unknown, "list");
        let allow = rule("allow", 200, ALLOW, &["AzureConnectors"]);
        check(&[rule("list", 100, DENY, &["20.1.2.0/24"]), allow.clone()], Verdict::Unknown, "list");
        check(&[rule("private", 100, DENY, &["10.0.0.0/8"]), allow], Verdict::Allow, "allow");
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
        for odd in [
            SecurityRule { priority: None, ..base.clone() },
            SecurityRule { access: None, ..base.clone() },
            SecurityRule { direction: None, ..base.clone() },
            SecurityRule { protocol: None, ..base.clone() },
            SecurityRule { destination_ports: None, ..base.clone() },
            SecurityRule { source_ports: None, ..base.clone() },
            SecurityRule { peer: Addresses { is_open: true, ..Addresses::default() }, ..base.clone() },
            SecurityRule { local: Addresses { is_open: true, ..Addresses::default() }, ..base.clone() },
        ] {
            check(&[odd.clone(), allow.clone()], Verdict::Unknown, "odd");
            let elsewhere =
                SecurityRule { destination_ports: Some(vec![PortRange { first: 80, last: 80 }]), ..odd.clone() };
            if odd.destination_ports.is_some() {
                check(&[elsewhere, allow.clone()], Verdict::Allow, "allow");
            }
        }
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
        let denied = SecurityRule { local: side(&["10.0.0.0/28"]), ..rule("denied", 100, DENY, &["*"]) };
        check(&[denied.clone(), rule("allow", 200, ALLOW, &["*"])], Verdict::Partial, "denied");
        check(&[denied.clone(), rule("list", 200, ALLOW, &["20.1.2.0/24"])], Verdict::Partial, "denied");
        check(&[denied], Verdict::Deny, "denied");
    }

    /// The instances in the subnet are in no application security group of the user; the other side may be.
    #[test]
    fn application_security_groups() {
        let group = Addresses { has_application_security_groups: true, ..Addresses::default() };
        let local = SecurityRule { local: group.clone(), ..rule("local", 100, ALLOW, &["*"]) };
        check(&[local], Verdict::Deny, "DenyAllInBound");
        let peer = SecurityRule { peer: group, ..rule("peer", 100, ALLOW, &[]) };
        check(&[peer], Verdict::Unknown, "peer");
    }
}
