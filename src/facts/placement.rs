//! For every subnet that does not fit its virtual network: prefixes outside of the address space, and an overlap with another
//! subnet. Both for certain, whatever is not known. No verdicts.
//!
//! Shape: `{"outside": ["10.1.0.0/24"], "overlap": {"prefix", "other", "other_prefix"}}`; a member is left out where there
//! is nothing to say, and so is the whole.

use super::read;
use crate::model::{Entity, EntityId, Kind, Presence, Topology, Value};
use crate::network::Prefix;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// What is wrong with the place of one subnet.
#[derive(Debug, Default, Serialize, PartialEq, Eq)]
pub(super) struct PlacementFact {
    /// Its prefixes that are not in the address space, as they are written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    outside: Vec<String>,
    /// One of its prefixes with one of another subnet that has addresses of it. A subnet that is certainly deployed comes
    /// before one that may not be.
    #[serde(skip_serializing_if = "Option::is_none")]
    overlap: Option<Overlap>,
}

#[derive(Debug, Serialize, PartialEq, Eq)]
struct Overlap {
    /// The subnet's own prefix.
    prefix: String,
    /// Id of the other subnet.
    other: String,
    /// The other's prefix.
    other_prefix: String,
}

/// One prefix of one subnet.
#[derive(Clone, Copy)]
struct Part<'a> {
    subnet: &'a EntityId,
    text: &'a str,
    prefix: Prefix,
    is_certain: bool,
}

/// The subnets that do not fit, by id. Sorted sweeps: the costs follow the number of prefixes.
pub(super) fn placements_of(topology: &Topology) -> BTreeMap<EntityId, PlacementFact> {
    let mut networks: BTreeMap<&EntityId, Vec<Part<'_>>> = BTreeMap::new();
    for subnet in topology.of_kind(Kind::Subnet) {
        if let Some(Value::Edge(edge)) = subnet.attribute("virtual_network").map(|attribute| &attribute.value) {
            networks.entry(&edge.to).or_default().extend(parts(subnet));
        }
    }
    let mut facts: BTreeMap<EntityId, PlacementFact> = BTreeMap::new();
    for (network, mut parts) in networks {
        parts.sort_by_key(|part| (part.prefix.first(), Reverse(part.prefix.last()), part.subnet));
        if let Some(network) = topology.get(Kind::VirtualNetwork, network) {
            find_outside(network, &parts, &mut facts);
        }
        find_overlaps(parts.iter().filter(|part| part.is_certain), &mut facts);
        find_overlaps(parts.iter(), &mut facts);
    }
    facts
}

/// The known prefixes of a subnet.
fn parts(subnet: &Entity) -> impl Iterator<Item = Part<'_>> {
    let items = match subnet.attribute("prefixes").map(|attribute| &attribute.value) {
        Some(Value::List(list)) => list.items.as_slice(),
        _ => &[],
    };
    items.iter().filter_map(|item| {
        let Value::Record(record) = item else { return None };
        let text = record.get("text")?.value.as_text()?;
        let is_certain = subnet.presence != Presence::Conditional;
        Some(Part { subnet: &subnet.id, text, prefix: Prefix::parse(text).ok()?, is_certain })
    })
}

/// Notes the prefixes that are in no range of the address space, where all of that is known.
fn find_outside(network: &Entity, parts: &[Part<'_>], facts: &mut BTreeMap<EntityId, PlacementFact>) {
    let space = read::prefixes(network, "address_space");
    if space.is_open || space.items.is_empty() {
        return;
    }
    let mut ranges = joined(space.items).into_iter().peekable();
    for part in parts {
        while ranges.peek().is_some_and(|(_, last)| *last < part.prefix.first()) {
            ranges.next();
        }
        let is_inside =
            ranges.peek().is_some_and(|(first, last)| *first <= part.prefix.first() && part.prefix.last() <= *last);
        if !is_inside {
            facts.entry(part.subnet.clone()).or_default().outside.push(part.text.to_owned());
        }
    }
}

/// The ranges of prefixes in order, those that touch each other joined. (IPv4 stands before IPv6.)
fn joined(mut prefixes: Vec<Prefix>) -> Vec<(IpAddr, IpAddr)> {
    prefixes.sort_by_key(|prefix| prefix.first());
    let mut ranges: Vec<(IpAddr, IpAddr)> = Vec::new();
    for prefix in prefixes {
        match ranges.last_mut() {
            Some((_, last)) if prefix.first() <= *last || next(*last) == Some(prefix.first()) => {
                *last = prefix.last().max(*last);
            }
            _ => ranges.push((prefix.first(), prefix.last())),
        }
    }
    ranges
}

/// The address behind this one, of the same version.
fn next(address: IpAddr) -> Option<IpAddr> {
    match address {
        IpAddr::V4(address) => u32::from(address).checked_add(1).map(|next| IpAddr::V4(next.into())),
        IpAddr::V6(address) => u128::from(address).checked_add(1).map(|next| IpAddr::V6(next.into())),
    }
}

/// Notes an overlap for every subnet that has one and none yet.
///
/// Parts are in order, so a part shares addresses with an earlier one where it shares some with the part that has reached
/// furthest. Every subnet of an overlapping pair is met so: where the furthest is the subnet's own, both parts share
/// addresses with the other subnet's, and were met before.
fn find_overlaps<'a>(parts: impl Iterator<Item = &'a Part<'a>>, facts: &mut BTreeMap<EntityId, PlacementFact>) {
    let mut furthest: Option<&Part<'_>> = None;
    for part in parts {
        if let Some(reach) = furthest
            && reach.prefix.last() >= part.prefix.first()
        {
            if reach.subnet != part.subnet {
                note(facts, part, reach);
                note(facts, reach, part);
            }
            if reach.prefix.last() >= part.prefix.last() {
                continue;
            }
        }
        furthest = Some(part);
    }
}

fn note(facts: &mut BTreeMap<EntityId, PlacementFact>, part: &Part<'_>, other: &Part<'_>) {
    facts.entry(part.subnet.clone()).or_default().overlap.get_or_insert_with(|| Overlap {
        prefix: part.text.to_owned(),
        other: other.subnet.to_string(),
        other_prefix: other.text.to_owned(),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Attribute, Certainty, Edge, List, Reason, Record, Unknown};
    use proptest::prelude::*;

    fn prefixes(texts: &[&str]) -> Value {
        let record = |text: &&str| {
            let text = Attribute::new(Value::Text((*text).into()));
            Value::Record([("text", text)].into_iter().map(|(name, value)| (name.into(), value)).collect::<Record>())
        };
        Value::List(List { items: texts.iter().map(record).collect(), open: None })
    }

    fn entity(kind: Kind, id: &str, presence: Presence, members: Vec<(&str, Value)>) -> Entity {
        let attributes = members.into_iter().map(|(name, value)| (name.into(), Attribute::new(value))).collect();
        Entity { kind, id: EntityId(id.into()), subject: id.into(), presence, place: None, attributes }
    }

    fn subnet(id: &str, presence: Presence, texts: &[&str]) -> Entity {
        let network = Value::Edge(Edge { to: EntityId("v".into()), certainty: Certainty::Exact });
        entity(Kind::Subnet, id, presence, vec![("prefixes", prefixes(texts)), ("virtual_network", network)])
    }

    fn facts(space: Value, subnets: Vec<Entity>) -> BTreeMap<EntityId, PlacementFact> {
        let mut topology = Topology::default();
        let network = entity(Kind::VirtualNetwork, "v", Presence::Declared, vec![("address_space", space)]);
        for entity in subnets.into_iter().chain([network]) {
            topology.insert(entity).expect("ids of their own");
        }
        placements_of(&topology)
    }

    fn declared(id: &str, texts: &[&str]) -> Entity {
        subnet(id, Presence::Declared, texts)
    }

    fn shown(facts: &BTreeMap<EntityId, PlacementFact>) -> String {
        serde_json::to_string(&facts.iter().map(|(id, fact)| (id.0.as_str(), fact)).collect::<BTreeMap<_, _>>())
            .expect("JSON")
    }

    /// Prefixes in the address space, in ranges of it that touch and in either version, are no fact; others are named.
    #[test]
    fn outside_of_the_address_space() {
        let space = || prefixes(&["10.0.2.0/25", "10.0.2.128/25", "10.0.0.0/24", "fd00::/48"]);
        assert_eq!(shown(&facts(space(), vec![declared("s", &["10.0.2.0/24", "10.0.0.64/26", "fd00::/64"])])), "{}");
        assert_eq!(
            shown(&facts(space(), vec![declared("s", &["10.0.0.0/24", "10.0.1.0/24", "fd01::/64", "10.0.0.0/16"])])),
            r#"{"s":{"outside":["10.0.0.0/16","10.0.1.0/24","fd01::/64"]}}"#
        );
        assert_eq!(
            shown(&facts(prefixes(&["255.255.255.0/24"]), vec![declared("s", &["255.255.255.0/25", "fd00::/64"])])),
            r#"{"s":{"outside":["fd00::/64"]}}"#
        );
    }

    /// Nothing is outside of an address space that is not all known, or of which nothing is said.
    #[test]
    fn outside_of_what_is_not_known() {
        let unknown = || Unknown::new(Reason::KnownAfterApply, "");
        let Value::List(mut open) = prefixes(&["10.1.0.0/16"]) else { panic!("a list") };
        open.open = Some(unknown().into());
        for space in [Value::Unknown(unknown().into()), Value::List(open), prefixes(&[])] {
            assert_eq!(shown(&facts(space, vec![declared("s", &["10.0.0.0/24"])])), "{}");
        }
    }

    /// Both subnets name the other one; a subnet's own prefixes may overlap.
    #[test]
    fn overlaps_of_subnets() {
        let subnets = vec![
            declared("a", &["10.0.1.0/26", "10.0.1.0/27"]),
            declared("b", &["10.0.1.32/27"]),
            declared("c", &["10.0.2.0/24"]),
        ];
        assert_eq!(
            shown(&facts(prefixes(&["10.0.0.0/16"]), subnets)),
            "{\"a\":{\"overlap\":{\"prefix\":\"10.0.1.0/26\",\"other\":\"b\",\"other_prefix\":\"10.0.1.32/27\"}},\
             \"b\":{\"overlap\":{\"prefix\":\"10.0.1.32/27\",\"other\":\"a\",\"other_prefix\":\"10.0.1.0/26\"}}}"
        );
        assert_eq!(
            shown(&facts(
                prefixes(&["10.0.0.0/16"]),
                vec![declared("a", &["10.0.0.0/25"]), declared("b", &["10.0.0.128/25"])]
            )),
            "{}"
        );
    }

    /// An overlap with a subnet that is certainly deployed is told before one with a subnet that may not be.
    #[test]
    fn certain_overlaps_first() {
        let maybe = subnet("m", Presence::Conditional, &["10.0.0.0/16"]);
        let facts = facts(
            prefixes(&["10.0.0.0/16"]),
            vec![
                maybe,
                declared("a", &["10.0.1.0/24"]),
                declared("b", &["10.0.1.128/25"]),
                declared("c", &["10.0.9.0/24"]),
            ],
        );
        let others: Vec<(&str, &str)> = facts
            .iter()
            .filter_map(|(id, fact)| Some((id.0.as_str(), fact.overlap.as_ref()?.other.as_str())))
            .collect();
        assert_eq!(others, [("a", "b"), ("b", "a"), ("c", "m"), ("m", "a")]);
    }

    proptest! {
        /// The sweep finds an overlap for exactly the subnets for which comparing all pairs finds one.
        #[test]
        fn sweep_agrees_with_pairs(parts in prop::collection::vec((0_u8..5, any::<u8>(), 26_u8..=32), 0..12)) {
            let mut texts: BTreeMap<u8, Vec<String>> = BTreeMap::new();
            for (subnet, last, length) in &parts {
                texts.entry(*subnet).or_default().push(format!("10.0.0.{last}/{length}"));
            }
            let subnets = texts
                .iter()
                .map(|(id, texts)| declared(&format!("s{id}"), &texts.iter().map(String::as_str).collect::<Vec<_>>()))
                .collect();
            let found: Vec<String> = facts(prefixes(&["10.0.0.0/8"]), subnets).keys().map(ToString::to_string).collect();
            let meets = |one: &[String], other: &[String]| {
                one.iter().any(|one| other.iter().any(|other| {
                    Prefix::parse(one).expect("a prefix").meets(Prefix::parse(other).expect("a prefix"))
                }))
            };
            let expected: Vec<String> = texts
                .iter()
                .filter(|(id, own)| texts.iter().any(|(other, theirs)| *id != other && meets(own, theirs)))
                .map(|(id, _)| format!("s{id}"))
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
