//! Sets of addresses of which only a part is numbers: a set of addresses, narrowed by membership in sets that only
//! Azure, or nobody yet, knows. No rules.
//!
//! A *cell* is a conjunction: "these addresses, as far as they are in `Storage` and not in `Storage.WestEurope`".
//! Subtracting one from another leaves cells again, so first match over service tags is exact: what stays open is only
//! whether a cell holds any address at all ([`Cell::is_certain`]).

use super::address::{self, AddressSet};
use super::tag::{Relation, ServiceTags, Tag};
use std::sync::Arc;

/// A set of addresses that is not known as numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Atom {
    /// The addresses of a service, which are public.
    Tag(Tag),
    /// The members of an application security group, by the group's key: private addresses in a virtual network.
    Group(Arc<str>),
    /// The subnet that is asked about, where its prefixes are not known, with the addresses among which they are.
    Subnet(Arc<AddressSet>),
    /// The address space of its virtual network, where that is not known.
    Network,
    /// What the tag `VirtualNetwork` holds beyond what is known. Default routes can bring in all public addresses;
    /// without, the addresses of Azure's services are not among them.
    Beyond {
        /// A default route may have brought in the addresses of services.
        holds_services: bool,
    },
    /// The addresses for special purposes that the tag `Internet` holds.
    SpecialInternet,
}

/// Addresses of `numbers` that are in every atom marked true and in none marked false. May be empty; see
/// [`Cell::is_certain`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The addresses it can hold.
    pub numbers: AddressSet,
    /// Atoms with whether the addresses are in them.
    pub conditions: Vec<(Atom, bool)>,
}

/// What one set takes of a cell.
#[derive(Debug)]
pub(super) struct Split {
    /// The part inside.
    pub(super) inside: Vec<Cell>,
    /// The part outside.
    pub(super) outside: Vec<Cell>,
}

impl Atom {
    /// How its addresses relate to those of `other`.
    fn relation(&self, other: &Self) -> Relation {
        match (self, other) {
            (one, two) if one == two => Relation::Inside,
            (Self::Tag(one), Self::Tag(two)) => ServiceTags::embedded().relation(one, two),
            (Self::Subnet(_), Self::Network) => Relation::Inside,
            (Self::Network, Self::Subnet(_)) => Relation::Contains,
            (
                Self::Tag(tag),
                Self::Beyond { holds_services: false } | Self::Group(_) | Self::Subnet(_) | Self::Network,
            )
            | (
                Self::Beyond { holds_services: false } | Self::Group(_) | Self::Subnet(_) | Self::Network,
                Self::Tag(tag),
            ) if ServiceTags::embedded().is_known(tag) => Relation::Disjoint,
            _ => Relation::Unknown,
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Tag(tag) => tag.to_string(),
            Self::Group(id) => format!("application security group '{id}'"),
            Self::Subnet(_) => "the subnet".to_owned(),
            Self::Network => "the address space of the virtual network".to_owned(),
            Self::Beyond { .. } => "what else VirtualNetwork holds".to_owned(),
            Self::SpecialInternet => "what Internet holds for special purposes".to_owned(),
        }
    }
}

impl Cell {
    /// All of `numbers`.
    #[must_use]
    pub fn of(numbers: AddressSet) -> Self {
        Self { numbers, conditions: Vec::new() }
    }

    /// The addresses of `atom`, which lie in `numbers`.
    #[must_use]
    pub fn in_atom(atom: Atom, numbers: AddressSet) -> Self {
        Self { numbers, conditions: vec![(atom, true)] }
    }

    /// The part of it that is in `numbers`; `None` when there is certainly none.
    #[must_use]
    pub fn within(&self, numbers: &AddressSet) -> Option<Self> {
        let numbers = self.numbers.and(numbers);
        (!numbers.is_empty()).then(|| Self { numbers, conditions: self.conditions.clone() })
    }

    /// Whether its addresses are in `atom`, where that is certain. `is_relied_on`: an overlap that no document states
    /// counts as none.
    fn is_in(&self, atom: &Atom, is_relied_on: bool) -> Option<bool> {
        self.conditions.iter().find_map(|(own, is_inside)| match (is_inside, own.relation(atom)) {
            (true, Relation::Inside) => Some(true),
            (true, Relation::Disjoint) => Some(false),
            (true, Relation::Undocumented) if is_relied_on => Some(false),
            (false, Relation::Inside) if own == atom => Some(false),
            (false, Relation::Contains) => Some(false),
            _ => None,
        })
    }

    /// Cuts the cell into the parts inside and outside of the union of `terms`. `is_relied_on`: see [`Relation`].
    pub(super) fn split(&self, terms: &[Self], is_relied_on: bool) -> Split {
        let mut split = Split { inside: Vec::new(), outside: vec![self.clone()] };
        for term in terms {
            let mut outside = Vec::new();
            for cell in split.outside {
                match cell.cut(term, is_relied_on, &mut outside) {
                    Some(inside) => split.inside.push(inside),
                    None => outside.push(cell),
                }
            }
            split.outside = outside;
            if split.outside.is_empty() {
                break;
            }
        }
        split
    }

    /// The part inside of `term`, with the rest put into `outside`; `None`, and nothing put there, when there is none.
    fn cut(&self, term: &Self, is_relied_on: bool, outside: &mut Vec<Self>) -> Option<Self> {
        let numbers = self.numbers.and(&term.numbers);
        if numbers.is_empty() {
            return None;
        }
        let mut inside = Self { numbers, conditions: self.conditions.clone() };
        let mut rests = Vec::new();
        for (atom, is_wanted) in &term.conditions {
            match inside.is_in(atom, is_relied_on) {
                Some(is_in) if is_in == *is_wanted => {}
                Some(_) => return None,
                None => {
                    let mut rest = inside.clone();
                    rest.add(atom, !is_wanted);
                    rests.push(rest);
                    inside.add(atom, *is_wanted);
                }
            }
        }
        let beside = self.numbers.minus(&term.numbers);
        if !beside.is_empty() {
            outside.push(Self { numbers: beside, conditions: self.conditions.clone() });
        }
        outside.append(&mut rests);
        Some(inside)
    }

    /// Narrows it to what is in `atom`, or outside of it, and drops conditions that follow from that.
    fn add(&mut self, atom: &Atom, is_inside: bool) {
        if is_inside {
            self.conditions.retain(|(own, is_inside)| match atom.relation(own) {
                Relation::Inside => !is_inside,
                Relation::Disjoint => *is_inside,
                _ => true,
            });
        }
        self.conditions.push((atom.clone(), is_inside));
    }

    /// Whether it certainly holds an address: it is all numbers, or the whole of a service's addresses, or the whole but
    /// a documented part.
    #[must_use]
    pub fn is_certain(&self) -> bool {
        let (inside, outside): (Vec<_>, Vec<_>) = self.conditions.iter().partition(|(_, is_inside)| *is_inside);
        let holds_more = |outer: Option<&Tag>| {
            outside.iter().all(|(atom, _)| match (atom, outer) {
                (Atom::Tag(inner), Some(outer)) => ServiceTags::embedded().relation(outer, inner) == Relation::Contains,
                (Atom::Tag(inner), None) => ServiceTags::embedded().is_known(inner),
                _ => false,
            })
        };
        // Of all Azure, and of the Internet, some is left whatever is taken; of one service, one region can be all.
        match inside.as_slice() {
            [] if outside.is_empty() => true,
            [] => self.covers_public() && holds_more(None),
            [(Atom::Subnet(within), _)] => outside.is_empty() && self.covers_a_version(within),
            [(Atom::Network, _)] => outside.is_empty() && self.covers_a_version(&AddressSet::all()),
            atoms => {
                let tags: Vec<&Tag> = atoms.iter().filter_map(|(atom, _)| atom.tag()).collect();
                let innermost = tags.iter().find(|tag| {
                    tags.iter().all(|other| ServiceTags::embedded().relation(tag, other) == Relation::Inside)
                });
                let Some(innermost) = innermost.filter(|_| tags.len() == atoms.len()) else { return false };
                let is_broad = innermost.name.as_ref() == "AzureCloud";
                self.covers_public() && holds_more(Some(innermost)) && (is_broad || outside.len() <= 1)
            }
        }
    }

    /// Whether it may hold every public IPv4 address. That a service has IPv6 addresses is not documented for each.
    fn covers_public(&self) -> bool {
        self.numbers.covers(address::public_v4())
    }

    fn covers_a_version(&self, wanted: &AddressSet) -> bool {
        [address::v4(), address::v6()].into_iter().any(|version| {
            let wanted = wanted.and(version);
            !wanted.is_empty() && self.numbers.covers(&wanted)
        })
    }

    /// How a packet with an address of it names that address: the lowest one where addresses are known, else the tag.
    #[must_use]
    pub fn sample(&self) -> String {
        let inside: Vec<&Atom> =
            self.conditions.iter().filter_map(|(atom, is_inside)| is_inside.then_some(atom)).collect();
        // What was asked for stands first; what a rule narrowed it to says more only where it is inside of that.
        let innermost = inside
            .iter()
            .find(|atom| inside.iter().all(|other| atom.relation(other) == Relation::Inside))
            .or(inside.first());
        match innermost {
            None => self.numbers.first().map_or_else(String::new, |address| address.to_string()),
            Some(atom) => atom.describe(),
        }
    }

    /// What it holds, in words: `AzureConnectors in 20.1.2.0/24`, `Storage without Storage.westeurope`.
    #[must_use]
    pub fn describe(&self) -> String {
        let names = |wanted: bool| -> Vec<String> {
            self.conditions
                .iter()
                .filter(|(_, is_inside)| *is_inside == wanted)
                .map(|(atom, _)| atom.describe())
                .collect()
        };
        let inside = names(true).join(" and ");
        let mut text = if inside.is_empty() { self.describe_numbers() } else { inside + &self.describe_limits() };
        let outside = names(false).join(", ");
        if !outside.is_empty() {
            text.push_str(" without ");
            text.push_str(&outside);
        }
        text
    }

    fn describe_numbers(&self) -> String {
        address::describe(&self.numbers, SHOWN_NUMBERS).join(", ")
    }

    /// How its numbers narrow what the conditions say: ` in …` or ` except …`, whichever is shorter.
    fn describe_limits(&self) -> String {
        let version = if self.numbers.meets(address::v4()) { address::v4() } else { address::v6() };
        let missing = address::public().and(version).minus(&self.numbers);
        match (missing.intervals().len(), self.numbers.and(version).intervals().len()) {
            (0, _) if version == address::v6() => " (IPv6)".to_owned(),
            (0, _) => String::new(),
            (gaps, runs) if gaps < runs => {
                format!(" except {}", address::describe(&missing, SHOWN_NUMBERS).join(", "))
            }
            _ => format!(" in {}", self.describe_numbers()),
        }
    }
}

/// Prefixes and ranges shown of a set.
const SHOWN_NUMBERS: usize = 4;

impl Atom {
    fn tag(&self) -> Option<&Tag> {
        match self {
            Self::Tag(tag) => Some(tag),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Prefix;

    fn tag(text: &str) -> Cell {
        Cell::in_atom(Atom::Tag(ServiceTags::embedded().read(text)), address::public().clone())
    }

    fn numbers(text: &str) -> Cell {
        Cell::of(Prefix::parse(text).expect("a prefix").into())
    }

    /// What is inside and outside, described, with a mark on what certainly holds an address.
    fn split(cell: &Cell, terms: &[Cell]) -> (Vec<String>, Vec<String>) {
        let show = |cells: &[Cell]| -> Vec<String> {
            cells
                .iter()
                .map(|cell| format!("{}{}", cell.describe(), if cell.is_certain() { "" } else { "?" }))
                .collect()
        };
        let split = cell.split(terms, false);
        (show(&split.inside), show(&split.outside))
    }

    #[track_caller]
    fn check(cell: &Cell, terms: &[Cell], inside: &[&str], outside: &[&str]) {
        let (found_inside, found_outside) = split(cell, terms);
        assert_eq!(
            (found_inside, found_outside),
            (
                inside.iter().map(|text| (*text).to_owned()).collect(),
                outside.iter().map(|text| (*text).to_owned()).collect()
            )
        );
    }

    /// Numbers against numbers is exact, also where only several terms cover the whole.
    #[test]
    fn numbers_are_exact() {
        check(&numbers("10.0.0.0/24"), &[numbers("10.0.0.0/25")], &["10.0.0.0/25"], &["10.0.0.128/25"]);
        let halves = [numbers("10.0.0.0/25"), numbers("10.0.0.128/25")];
        check(&numbers("10.0.0.0/24"), &halves, &["10.0.0.0/25", "10.0.0.128/25"], &[]);
        check(&numbers("10.0.0.0/24"), &[numbers("10.1.0.0/24")], &[], &["10.0.0.0/24"]);
    }

    /// A tag inside another one is all inside, a disjoint one all outside, and a part leaves the rest.
    #[test]
    fn tags_follow_the_table() {
        check(&tag("Storage"), &[tag("AzureCloud")], &["Storage"], &[]);
        check(&tag("Storage"), &[tag("Sql")], &[], &["Storage"]);
        check(&tag("AzureCloud"), &[tag("Storage")], &["Storage"], &["AzureCloud without Storage"]);
        let regions = [tag("Storage.WestEurope"), tag("Storage.EastUS")];
        check(
            &tag("Storage"),
            &regions,
            &["Storage.westeurope", "Storage.eastus"],
            &["Storage without Storage.westeurope, Storage.eastus?"],
        );
    }

    /// Private numbers share nothing with a service; of public ones it cannot be told what they share.
    #[test]
    fn numbers_against_tags() {
        check(&tag("Storage"), &[numbers("10.0.0.0/8")], &[], &["Storage"]);
        let (inside, outside) = split(&tag("Storage"), &[numbers("20.1.2.0/24")]);
        assert_eq!(inside, ["Storage in 20.1.2.0/24?"]);
        assert_eq!(outside, ["Storage except 20.1.2.0/24?"]);
        check(&tag("Storage"), &[Cell::of(AddressSet::all())], &["Storage"], &[]);
    }

    /// An overlap that no document states splits a deny, and an allow leaves it alone.
    #[test]
    fn undocumented_overlaps() {
        let connectors = tag("AzureConnectors");
        check(
            &connectors,
            &[tag("LogicApps")],
            &["AzureConnectors and LogicApps?"],
            &["AzureConnectors without LogicApps?"],
        );
        let relied = connectors.split(&[tag("LogicApps")], true);
        assert!(relied.inside.is_empty());
        assert_eq!(relied.outside, [connectors]);
    }

    /// What was cut off stays off: a cell outside of a tag is outside of all that the tag holds.
    #[test]
    fn conditions_are_remembered() {
        let rest = tag("AzureCloud").split(&[tag("Storage")], false).outside;
        let again = rest[0].split(&[tag("Storage.WestEurope")], false);
        assert!(again.inside.is_empty());
        assert_eq!(again.outside, rest);
    }
}
