//! Brute force over a universe small enough to look at every packet in every world: ports 0 to 7, eight addresses on
//! the other side and four in the subnet, three protocols, a tag whose addresses are drawn, and rules with unknown parts.

use super::*;
use proptest::prelude::*;

const PROTOCOLS: [&str; 3] = ["tcp", "udp", "icmp"];

/// A rule of the small universe; `None` is a part that is not known.
#[derive(Debug, Clone)]
struct Small {
    priority: Option<i64>,
    access: Option<Access>,
    protocol: Option<&'static str>,
    /// Bits over the eight addresses 20.0.0.0/29.
    peers: u8,
    peers_are_open: bool,
    /// It names the tag Storage too.
    has_tag: bool,
    /// Bits over the four addresses 10.0.0.0/30.
    locals: u8,
    destination: Option<(u16, u16)>,
    source: Option<(u16, u16)>,
    is_conditional: bool,
}

/// One packet: protocol, other side's address, own address, source port, destination port.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Shot {
    protocol: &'static str,
    peer: u8,
    local: u8,
    source: u16,
    destination: u16,
}

/// What the unknown parts of one rule turn out to be.
#[derive(Debug, Clone)]
struct Turn {
    priority: i64,
    access: Access,
    protocol: &'static str,
    peers: u8,
    destination: (u16, u16),
    source: (u16, u16),
    is_there: bool,
    /// A rule with ports matches a protocol without.
    takes_portless: bool,
}

fn range() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![Just((0, u16::MAX)), (0_u16..8, 0_u16..8).prop_map(|(a, b)| (a.min(b), a.max(b)))]
}

fn protocol() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["*", "*", "tcp", "udp", "icmp"])
}

fn access() -> impl Strategy<Value = Access> {
    prop::sample::select(vec![Access::Allow, Access::Deny])
}

/// Mostly known.
fn perhaps<T: std::fmt::Debug + Clone + 'static>(
    known: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(0.9, known)
}

fn small() -> impl Strategy<Value = Small> {
    let bits = || prop_oneof![Just(u8::MAX), any::<u8>()];
    (
        (perhaps(100_i64..112), perhaps(access()), perhaps(protocol()), bits(), prop::bool::weighted(0.1)),
        (prop::bool::weighted(0.3), bits(), perhaps(range()), perhaps(range()), prop::bool::weighted(0.1)),
    )
        .prop_map(|((priority, access, protocol, peers, peers_are_open), rest)| {
            let (has_tag, locals, destination, source, is_conditional) = rest;
            let locals = locals & 0b1111;
            Small {
                priority,
                access,
                protocol,
                peers,
                peers_are_open,
                has_tag,
                locals,
                destination,
                source,
                is_conditional,
            }
        })
}

fn turn() -> impl Strategy<Value = Turn> {
    (100_i64..112, access(), protocol(), any::<u8>(), range(), range(), any::<bool>(), any::<bool>()).prop_map(
        |(priority, access, protocol, peers, destination, source, is_there, takes_portless)| Turn {
            priority,
            access,
            protocol,
            peers,
            destination,
            source,
            is_there,
            takes_portless,
        },
    )
}

fn addresses(base: &str, bits: u8, count: u8) -> Vec<String> {
    (0..count).filter(|bit| bits & (1 << bit) != 0).map(|bit| format!("{base}{bit}/32")).collect()
}

impl Small {
    fn as_rule(&self, name: usize) -> SecurityRule {
        let ranges = |range: Option<(u16, u16)>| range.map(|(first, last)| vec![PortRange { first, last }]);
        let mut peers = addresses("20.0.0.", self.peers, 8);
        peers.extend(self.has_tag.then(|| "Storage".to_owned()));
        SecurityRule {
            priority: self.priority,
            access: self.access,
            protocol: self.protocol.map(str::to_owned),
            peer: Addresses { texts: peers, is_open: self.peers_are_open, ..Addresses::default() },
            local: Addresses { texts: addresses("10.0.0.", self.locals, 4), ..Addresses::default() },
            source_ports: ranges(self.source),
            destination_ports: ranges(self.destination),
            is_conditional: self.is_conditional,
            ..rule(&name.to_string(), 0, Access::Deny, &[])
        }
    }

    /// The same rule with every unknown part as `turn` says.
    fn concrete(&self, turn: &Turn) -> Option<Turn> {
        if self.is_conditional && !turn.is_there {
            return None;
        }
        Some(Turn {
            priority: self.priority.unwrap_or(turn.priority),
            access: self.access.unwrap_or(turn.access),
            protocol: self.protocol.unwrap_or(turn.protocol),
            peers: if self.peers_are_open { self.peers | turn.peers } else { self.peers },
            destination: self.destination.unwrap_or(turn.destination),
            source: self.source.unwrap_or(turn.source),
            ..turn.clone()
        })
    }
}

/// Whether a concrete rule matches a packet, in a world where the tag holds the addresses `tag`.
fn matches(small: &Small, concrete: &Turn, tag: u8, shot: Shot) -> bool {
    let peers = if small.has_tag { concrete.peers | tag } else { concrete.peers };
    let is_portless = shot.protocol == "icmp";
    let all = (0, u16::MAX);
    let in_ports = if is_portless {
        concrete.takes_portless || (concrete.destination == all && concrete.source == all)
    } else {
        let is_in = |(first, last): (u16, u16), port: u16| first <= port && port <= last;
        is_in(concrete.destination, shot.destination) && is_in(concrete.source, shot.source)
    };
    (concrete.protocol == "*" || concrete.protocol == shot.protocol)
        && peers & (1 << shot.peer) != 0
        && small.locals & (1 << shot.local) != 0
        && in_ports
}

/// First match in one world; the default rules drop what is left, for all peers are outside of the network.
fn passes(smalls: &[Small], turns: &[Turn], tag: u8, shot: Shot) -> bool {
    smalls
        .iter()
        .zip(turns)
        .filter_map(|(small, turn)| Some((small, small.concrete(turn)?)))
        .filter(|(small, concrete)| matches(small, concrete, tag, shot))
        .min_by_key(|(_, concrete)| concrete.priority)
        .is_some_and(|(_, concrete)| concrete.access == Access::Allow)
}

fn shots(protocol: &'static str, peers: u8) -> Vec<Shot> {
    let ports: &[u16] = if protocol == "icmp" { &[0] } else { &[0, 1, 2, 3, 4, 5, 6, 7, 8] };
    let mut all = Vec::new();
    for peer in (0..8).filter(|bit| peers & (1 << bit) != 0) {
        for local in 0..4 {
            for &source in ports {
                all.extend(ports.iter().map(|&destination| Shot { protocol, peer, local, source, destination }));
            }
        }
    }
    all
}

fn small_vicinity() -> Vicinity {
    Vicinity { subnet: Some(set("10.0.0.0/30")), network: Some(set("10.0.0.0/30")), ..Vicinity::default() }
}

/// Rules of one group never share a priority: later ones move up.
fn apart(mut smalls: Vec<Small>) -> Vec<Small> {
    for at in 0..smalls.len() {
        while let Some(priority) = smalls[at].priority {
            if smalls[..at].iter().all(|other| other.priority != Some(priority)) {
                break;
            }
            smalls[at].priority = Some(priority + 1);
        }
    }
    smalls
}

/// The same for a world: priorities that turn out equal are no world.
fn is_world(smalls: &[Small], turns: &[Turn]) -> bool {
    let mut priorities: Vec<i64> =
        smalls.iter().zip(turns).filter_map(|(small, turn)| Some(small.concrete(turn)?.priority)).collect();
    priorities.sort_unstable();
    let count = priorities.len();
    priorities.dedup();
    priorities.len() == count
}

fn filter(smalls: &[Small]) -> Filter {
    let rules: Vec<SecurityRule> = smalls.iter().enumerate().map(|(name, small)| small.as_rule(name)).collect();
    Filter::new(&rules, false, Direction::Inbound, &small_vicinity())
}

/// A flow from the addresses `peers` over all ports, and over the ports 0 to 8 in brute force: no range ends above.
fn small_flow(protocol: &str, peers: u8) -> Flow {
    let vicinity = small_vicinity();
    let texts = addresses("20.0.0.", peers, 8);
    Flow {
        protocols: Protocols::parse(protocol).expect("a protocol"),
        remote: texts.iter().flat_map(|text| vicinity.read(text)).collect(),
        local: vicinity.local(),
        source_ports: PortSet::of([(0, 8)]),
        destination_ports: PortSet::of([(0, 8)]),
    }
}

fn holds(traffic: &Traffic, tag: u8, shot: Shot) -> bool {
    let address = |base: &str, bit: u8| -> Address {
        format!("{base}{bit}").parse::<std::net::IpAddr>().expect("an address").into()
    };
    let is_in = |cell: &Cell, address: Address, is_in_tag: bool| {
        cell.numbers.contains(address) && cell.conditions.iter().all(|(_, is_inside)| *is_inside == is_in_tag)
    };
    let has_ports = shot.protocol == "icmp"
        || (traffic.source_ports.contains(shot.source) && traffic.destination_ports.contains(shot.destination));
    traffic.protocols.names().any(|name| name == shot.protocol)
        && has_ports
        && is_in(&traffic.remote, address("20.0.0.", shot.peer), tag & (1 << shot.peer) != 0)
        && is_in(&traffic.local, address("10.0.0.", shot.local), false)
}

/// Rule sets that each property is tried on; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(300)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    /// In every world that the unknown parts allow, every packet is in exactly one part, and its part is right.
    #[test]
    fn no_world_contradicts(
        smalls in prop::collection::vec(small(), 0..12),
        worlds in prop::collection::vec((prop::collection::vec(turn(), 12), any::<u8>()), 4),
        protocol in prop::sample::select(PROTOCOLS.to_vec()),
        peers in any::<u8>(),
    ) {
        let smalls = apart(smalls);
        let decision = filter(&smalls).decide(&small_flow(protocol, peers));
        for (turns, tag) in worlds.iter().filter(|(turns, _)| is_world(&smalls, turns)) {
            let shots = shots(protocol, peers);
            let (mut allowed, mut dropped) = (false, false);
            for &shot in &shots {
                let is_passing = passes(&smalls, turns, *tag, shot);
                allowed |= is_passing;
                dropped |= !is_passing;
                let mut parts = decision.parts.iter().filter(|part| holds(&part.traffic, *tag, shot));
                let part = parts.next();
                prop_assert!(part.is_some() && parts.next().is_none(), "{shot:?} is not in one part");
                match part.map(|part| part.outcome) {
                    Some(Outcome::Allowed) => prop_assert!(is_passing, "{shot:?}"),
                    Some(Outcome::Denied) => prop_assert!(!is_passing, "{shot:?}"),
                    _ => {}
                }
            }
            if !shots.is_empty() {
                match decision.verdict {
                    Verdict::Allow => prop_assert!(!dropped),
                    Verdict::Deny => prop_assert!(!allowed),
                    Verdict::Partial => prop_assert!(dropped),
                    Verdict::Unknown => {}
                }
            }
        }
    }

    /// With everything known, and no tag, nothing is left open: the verdict is that of looking at every packet, and the
    /// witness is a packet to which it happens, by the rule that is named.
    #[test]
    fn exact_where_all_is_known(
        mut smalls in prop::collection::vec(small(), 0..=40),
        turns in prop::collection::vec(turn(), 40),
        protocol in prop::sample::select(vec!["tcp", "udp"]),
        peers in 1..=u8::MAX,
    ) {
        for (small, turn) in smalls.iter_mut().zip(&turns) {
            small.priority.get_or_insert(turn.priority);
            small.access.get_or_insert(turn.access);
            small.protocol.get_or_insert(turn.protocol);
            small.destination.get_or_insert(turn.destination);
            small.source.get_or_insert(turn.source);
            (small.peers_are_open, small.has_tag, small.is_conditional) = (false, false, false);
        }
        let smalls = apart(smalls);
        let decision = filter(&smalls).decide(&small_flow(protocol, peers));
        let passing: Vec<bool> =
            shots(protocol, peers).into_iter().map(|shot| passes(&smalls, &turns, 0, shot)).collect();
        let expected = match (passing.contains(&true), passing.contains(&false)) {
            (true, false) => Verdict::Allow,
            (false, true) => Verdict::Deny,
            _ => Verdict::Partial,
        };
        prop_assert_eq!(decision.verdict, expected);
        let packet = decision.witness.expect("a witness");
        let last = |text: &str| text.rsplit('.').next().and_then(|digits| digits.parse().ok()).expect("an address");
        let shot = Shot {
            protocol,
            peer: last(&packet.source),
            local: last(&packet.destination),
            source: packet.source_port.expect("a port"),
            destination: packet.destination_port.expect("a port"),
        };
        prop_assert_eq!(passes(&smalls, &turns, 0, shot), expected == Verdict::Allow);
        let first = smalls
            .iter()
            .zip(&turns)
            .enumerate()
            .filter_map(|(at, (small, turn))| Some((at, small, small.concrete(turn)?)))
            .filter(|(_, small, concrete)| matches(small, concrete, 0, shot))
            .min_by_key(|(.., concrete)| concrete.priority)
            .map_or_else(|| "DenyAllInBound".to_owned(), |(at, ..)| at.to_string());
        prop_assert_eq!(decision.decided_by.map(|rule| rule.name), Some(first));
    }

    /// Forgetting a part of a rule never turns an answer into the opposite one.
    #[test]
    fn forgetting_only_weakens(
        smalls in prop::collection::vec(small(), 1..6),
        forgotten in any::<prop::sample::Index>(),
        what in 0_u8..7,
        protocol in prop::sample::select(PROTOCOLS.to_vec()),
        peers in 1..=u8::MAX,
    ) {
        let smalls = apart(smalls);
        let mut weaker = smalls.clone();
        let at = forgotten.index(weaker.len());
        match what {
            0 => weaker[at].priority = None,
            1 => weaker[at].access = None,
            2 => weaker[at].protocol = None,
            3 => weaker[at].destination = None,
            4 => weaker[at].source = None,
            5 => weaker[at].peers_are_open = true,
            _ => weaker[at].is_conditional = true,
        }
        let before = filter(&smalls).decide(&small_flow(protocol, peers)).verdict;
        let after = filter(&weaker).decide(&small_flow(protocol, peers)).verdict;
        let is_weaker = match before {
            Verdict::Allow => matches!(after, Verdict::Allow | Verdict::Unknown),
            Verdict::Deny => matches!(after, Verdict::Deny | Verdict::Partial | Verdict::Unknown),
            Verdict::Partial => after != Verdict::Allow,
            Verdict::Unknown => true,
        };
        prop_assert!(is_weaker, "{before:?} became {after:?}");
    }

    /// One more allow never drops what passed; one more deny never opens what was dropped.
    #[test]
    fn rules_are_monotonic(
        smalls in prop::collection::vec(small(), 0..6),
        more in small(),
        is_allow in any::<bool>(),
        peers in 1..=u8::MAX,
    ) {
        let smalls = apart(smalls);
        let added = Small { access: Some(if is_allow { Access::Allow } else { Access::Deny }), priority: Some(99), ..more };
        let with: Vec<Small> = smalls.iter().cloned().chain([added]).collect();
        let before = filter(&smalls).decide(&small_flow("tcp", peers)).verdict;
        let after = filter(&with).decide(&small_flow("tcp", peers)).verdict;
        if is_allow {
            prop_assert!(before != Verdict::Allow || after == Verdict::Allow);
        } else {
            prop_assert!(before != Verdict::Deny || after == Verdict::Deny);
        }
    }
}
