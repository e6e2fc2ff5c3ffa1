//! What the address texts of security rules mean for one subnet: `*`, prefixes, service tags, and the tags
//! `VirtualNetwork`, `Internet` and `AzureLoadBalancer`, whose addresses depend on the subnet's surroundings.
//!
//! Source: <https://learn.microsoft.com/azure/virtual-network/service-tags-overview>, heading "Available service tags".

use super::address::{self, AddressSet};
use super::cell::{Atom, Cell};
use super::tag::ServiceTags;
use super::{Addresses, Prefix};
use serde::Deserialize;
use std::sync::{Arc, LazyLock};

/// What is known around one subnet.
#[derive(Debug, Clone, Default)]
pub struct Vicinity {
    /// The subnet's prefixes; `None` when they are not all known.
    pub subnet: Option<AddressSet>,
    /// The address space of its virtual network; `None` when it is not wholly known.
    pub network: Option<AddressSet>,
    /// The address spaces of peered virtual networks, as far as they are known.
    pub peered: AddressSet,
    /// What the tag `VirtualNetwork` may hold beyond these; `None` when there is certainly nothing.
    pub beyond: Option<Beyond>,
    /// The instances in the subnet are the user's and may be members of application security groups. Those of an
    /// injected service are Azure's and never are.
    pub has_members: bool,
    /// `government` or `china`; anything else is the public cloud.
    pub cloud: &'static str,
}

/// Addresses that the tag `VirtualNetwork` may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beyond {
    /// The addresses among which they are.
    pub within: AddressSet,
    /// A default route may bring in the addresses of Azure's services.
    pub holds_services: bool,
    /// Where they come from, for messages: sentence parts such as "routes of a gateway".
    pub reasons: Vec<String>,
}

/// One side of a rule, as sets of addresses.
#[derive(Debug, Clone, Default)]
pub(super) struct Side {
    /// What it certainly matches.
    pub(super) terms: Vec<Cell>,
    /// It may match more.
    pub(super) is_open: bool,
}

impl Vicinity {
    /// The subnet's own addresses.
    #[must_use]
    pub fn local(&self) -> Vec<Cell> {
        match (&self.subnet, &self.network) {
            (Some(known), _) => vec![Cell::of(known.clone())],
            (None, Some(network)) => vec![Self::somewhere_in(network.clone())],
            // Every subnet has IPv4 addresses.
            (None, None) => vec![Self::somewhere_in(address::v4().clone())],
        }
    }

    fn somewhere_in(within: AddressSet) -> Cell {
        Cell::in_atom(Atom::Subnet(Arc::new(within.clone())), within)
    }

    /// The address space of the subnet's virtual network.
    #[must_use]
    pub fn network_space(&self) -> Vec<Cell> {
        match &self.network {
            Some(known) => vec![Cell::of(known.clone())],
            None => vec![Cell::in_atom(Atom::Network, address::v4().clone())],
        }
    }

    /// What certainly is in the tag `VirtualNetwork`, as numbers.
    fn known_network(&self) -> AddressSet {
        let known = [self.subnet.as_ref(), self.network.as_ref(), Some(&self.peered), Some(address::host())];
        AddressSet::of(known.into_iter().flatten().flat_map(AddressSet::intervals))
    }

    /// The addresses that a rule writes as `text`. Any text that is neither `*` nor numbers is taken for a tag.
    #[must_use]
    pub fn read(&self, text: &str) -> Vec<Cell> {
        let text = text.trim();
        if text == "*" || text.eq_ignore_ascii_case("any") {
            return vec![Cell::of(AddressSet::all())];
        }
        if let Ok(prefix) = Prefix::parse(text) {
            return vec![Cell::of(prefix.into())];
        }
        match text.to_ascii_lowercase().as_str() {
            "virtualnetwork" => self.virtual_network(),
            "internet" => self.internet(),
            lower => fixed(lower).map_or_else(|| self.service(text), |numbers| vec![Cell::of(numbers)]),
        }
    }

    /// A service's tag; one that does not work in this cloud matches nothing.
    fn service(&self, text: &str) -> Vec<Cell> {
        let tags = ServiceTags::embedded();
        let tag = tags.read(text);
        if tags.is_unavailable(&tag, self.cloud) {
            return Vec::new();
        }
        let within = if tags.is_known(&tag) { address::public().clone() } else { AddressSet::all() };
        vec![Cell::in_atom(Atom::Tag(tag), within)]
    }

    fn virtual_network(&self) -> Vec<Cell> {
        let mut cells = vec![Cell::of(self.known_network())];
        if self.subnet.is_none() {
            cells.append(&mut self.local());
        }
        if self.network.is_none() {
            cells.append(&mut self.network_space());
        }
        if let Some(beyond) = &self.beyond {
            cells.push(Cell::in_atom(beyond.atom(), beyond.within.clone()));
        }
        cells
    }

    /// Everything public but the virtual network.
    fn internet(&self) -> Vec<Cell> {
        let outside = |numbers: &AddressSet| {
            let mut cell = Cell::of(numbers.minus(&self.known_network()));
            let mut unknown: Vec<Atom> = self.beyond.iter().map(Beyond::atom).collect();
            unknown.extend(self.network.is_none().then_some(Atom::Network));
            cell.conditions.extend(unknown.into_iter().map(|atom| (atom, false)));
            cell
        };
        let mut special = outside(address::special());
        special.conditions.push((Atom::SpecialInternet, true));
        vec![outside(address::public()), special]
    }

    /// One side of a rule. `is_local`: the side of the subnet.
    pub(super) fn side(&self, addresses: &Addresses, is_local: bool) -> Side {
        let mut numbers = AddressSet::empty();
        let mut terms = Vec::new();
        for cell in addresses.texts.iter().flat_map(|text| self.read(text)) {
            if cell.conditions.is_empty() { numbers = numbers.or(&cell.numbers) } else { terms.push(cell) }
        }
        if !numbers.is_empty() {
            terms.insert(0, Cell::of(numbers));
        }
        let mut is_open = addresses.is_open;
        if !is_local || self.has_members {
            let members = self.members();
            let groups = addresses.groups.iter();
            terms.extend(groups.map(|group| Cell::in_atom(Atom::Group(group.as_str().into()), members.clone())));
            is_open |= addresses.has_unknown_groups;
        }
        Side { terms, is_open }
    }

    /// The addresses among which members of application security groups are: those of virtual networks.
    fn members(&self) -> AddressSet {
        match (&self.network, &self.beyond) {
            (None, _) => AddressSet::all(),
            (Some(_), None) => self.known_network(),
            (Some(_), Some(beyond)) => self.known_network().or(&beyond.within),
        }
    }
}

/// The cloud that a region is in: `government`, `china` or `public`. A region that is not known counts as public.
#[must_use]
pub fn cloud(region: Option<&str>) -> &'static str {
    match region {
        Some(region) if region.starts_with("usgov") || region.starts_with("usdod") => "government",
        Some(region) if region.starts_with("china") => "china",
        _ => "public",
    }
}

impl Beyond {
    fn atom(&self) -> Atom {
        Atom::Beyond { holds_services: self.holds_services }
    }
}

/// The addresses of a tag that stands for a few fixed ones.
fn fixed(lower: &str) -> Option<AddressSet> {
    #[derive(Deserialize)]
    struct Table {
        addresses: Vec<Row>,
    }
    #[derive(Deserialize)]
    struct Row {
        tag: String,
        prefixes: Vec<String>,
    }
    static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
        crate::reference::reference_table("service_tags")
            .and_then(|text| serde_json::from_str::<Table>(text).ok())
            .map_or_else(Vec::new, |table| table.addresses)
    });
    let row = ROWS.iter().find(|row| row.tag.eq_ignore_ascii_case(lower))?;
    Some(row.prefixes.iter().filter_map(|text| Prefix::parse(text).ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefix(text: &str) -> AddressSet {
        Prefix::parse(text).expect("a prefix").into()
    }

    fn vicinity() -> Vicinity {
        Vicinity { subnet: Some(prefix("10.0.1.0/27")), network: Some(prefix("10.0.0.0/16")), ..Vicinity::default() }
    }

    fn with_beyond(holds_services: bool) -> Vicinity {
        let beyond = Beyond { within: AddressSet::all(), holds_services, reasons: vec!["a gateway".to_owned()] };
        Vicinity { beyond: Some(beyond), ..vicinity() }
    }

    /// Whether all (`Some(true)`), none (`Some(false)`) or an open part of `flow` is in `written`.
    fn covers(vicinity: &Vicinity, written: &str, flow: &str) -> Option<bool> {
        let terms = vicinity.read(written);
        let splits: Vec<_> = vicinity.read(flow).iter().map(|cell| cell.split(&terms, false)).collect();
        match (splits.iter().all(|split| split.outside.is_empty()), splits.iter().all(|split| split.inside.is_empty()))
        {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }

    /// With everything known, numbers and tags are compared wherever a document or arithmetic decides.
    #[test]
    fn texts_against_each_other() {
        for (written, flow, expected) in [
            ("*", "AzureConnectors", Some(true)),
            ("Any", "10.0.0.0/8", Some(true)),
            ("0.0.0.0/0", "10.0.0.0/8", Some(true)),
            ("::/0", "10.0.0.0/8", Some(false)),
            ("INTERNET", "AzureConnectors", Some(true)),
            ("virtualnetwork", "10.0.200.0/24", Some(true)),
            ("VirtualNetwork", "10.1.0.0/24", Some(false)),
            ("VirtualNetwork", "203.0.113.0/24", Some(false)),
            ("VirtualNetwork", "AzureConnectors", Some(false)),
            ("VirtualNetwork", "AzureLoadBalancer", Some(true)),
            ("AzureLoadBalancer", "AzureConnectors", Some(false)),
            ("Internet", "VirtualNetwork", Some(false)),
            ("Internet", "10.1.0.0/24", Some(false)),
            ("Internet", "203.0.113.4", Some(true)),
            ("Internet", "100.64.0.1", None),
            ("Storage", "10.0.0.0/8", Some(false)),
            ("Storage", "203.0.113.4", None),
            ("SomethingNew", "10.0.0.0/8", None),
        ] {
            assert_eq!(covers(&vicinity(), written, flow), expected, "{written} / {flow}");
        }
    }

    /// A virtual network with public addresses takes them from the Internet.
    #[test]
    fn public_address_space() {
        let own = Vicinity { network: Some(prefix("203.0.113.0/24")), subnet: None, ..Vicinity::default() };
        assert_eq!(covers(&own, "VirtualNetwork", "203.0.113.0/25"), Some(true));
        assert_eq!(covers(&own, "Internet", "203.0.113.0/25"), Some(false));
    }

    /// Behind a gateway there may be any address, but services only where a default route may have come in.
    #[test]
    fn what_a_gateway_adds() {
        assert_eq!(covers(&with_beyond(false), "VirtualNetwork", "192.168.7.0/24"), None);
        assert_eq!(covers(&with_beyond(false), "VirtualNetwork", "AzureConnectors"), Some(false));
        assert_eq!(covers(&with_beyond(false), "Internet", "AzureConnectors"), Some(true));
        assert_eq!(covers(&with_beyond(true), "VirtualNetwork", "AzureConnectors"), None);
        assert_eq!(covers(&with_beyond(true), "Internet", "AzureConnectors"), None);
        assert_eq!(covers(&with_beyond(true), "VirtualNetwork", "10.0.0.0/16"), Some(true));
    }

    /// An address space that is not known still holds the subnet.
    #[test]
    fn unknown_address_space() {
        let unknown = Vicinity::default();
        let local = unknown.local();
        let split = local[0].split(&unknown.read("VirtualNetwork"), false);
        assert!(split.outside.is_empty(), "{split:?}");
        let split = local[0].split(&unknown.read("10.0.0.0/8"), false);
        assert!(!split.outside.is_empty() && !split.inside[0].is_certain() && !split.outside[0].is_certain());
        assert_eq!(covers(&unknown, "VirtualNetwork", "AzureConnectors"), Some(false));
        assert_eq!(covers(&unknown, "VirtualNetwork", "10.1.0.0/24"), None);
    }

    /// In Azure Government a tag that does not work there matches nothing.
    #[test]
    fn unavailable_tags() {
        let government = Vicinity { cloud: "government", ..vicinity() };
        assert_eq!(covers(&government, "LogicApps", "203.0.113.4"), Some(false));
        assert_eq!(covers(&government, "Storage", "Storage"), Some(true));
    }
}
