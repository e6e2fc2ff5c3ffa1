//! The routes of a subnet in the order in which Azure selects them.

use super::Prefix;
use super::address::{self, AddressSet};
use super::cell::{Atom, Cell};
use super::route::{Hop, Learned, NextHop, RouteSource, Routing};
use super::tag::{Scope, ServiceTags};
use serde::Deserialize;
use std::sync::LazyLock;

/// A route in the order of selection.
pub(super) struct Step {
    pub(super) terms: Vec<Cell>,
    pub(super) hop: Hop,
    /// What it matches ends here.
    pub(super) is_certain: bool,
}

/// A tag stands for prefixes longer than this.
const SHORTEST_OF_TAG: u8 = 7;
/// Length of the widest prefix that Azure drops.
const LENGTH_OF_PRIVATE: u8 = 8;

impl Routing {
    /// The routes in the order of selection, first those whose prefixes are not known.
    pub(super) fn steps(&self) -> Vec<Step> {
        let mut steps = self.endpoint_steps();
        let mut ranked: Vec<(u8, RouteSource, Step)> = Vec::new();
        let mut add = |length: u8, source, step| ranked.push((u8::MAX - length, source, step));
        steps.extend(self.is_open.then(|| Step::possible(everything(), unseen())));
        for route in &self.routes {
            let Some(text) = route.prefix.as_deref() else {
                steps.push(Step::possible(everything(), route.hop()));
                continue;
            };
            if let Ok(prefix) = Prefix::parse(text) {
                let step = Step::unless(route.is_conditional, vec![Cell::of(prefix.into())], route.hop());
                add(prefix.prefix_length(), RouteSource::User, step);
            } else {
                // A tag's prefixes are longer than any short one, and not known to be longer than others.
                let tag = ServiceTags::embedded().read(text);
                let terms = vec![Cell::in_atom(Atom::Tag(tag), address::public().clone())];
                steps.push(Step::possible(terms.clone(), route.hop()));
                add(SHORTEST_OF_TAG, RouteSource::User, Step::unless(route.is_conditional, terms, route.hop()));
            }
        }
        for (prefixes, hop) in [(&self.own, own()), (&self.peered, peer())] {
            for prefix in prefixes {
                let step = Step::certain(vec![Cell::of((*prefix).into())], hop.clone());
                add(prefix.prefix_length(), RouteSource::System, step);
            }
        }
        // Whether these stay when the user has a shorter route is not documented.
        add(LENGTH_OF_PRIVATE, RouteSource::System, Step::possible(unrouted(), dropped()));
        ranked.sort_by_key(|(length, source, _)| (*length, *source));
        steps.extend(self.steps_of_unknown_length());
        steps.extend(ranked.into_iter().map(|(.., step)| step));
        steps.extend(self.last_steps());
        steps
    }

    /// Routes that may be longer than any other. What a gateway learns never takes what is local.
    fn steps_of_unknown_length(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        steps.extend(self.own_is_open.then(|| Step::possible(everything(), own())));
        steps.extend(self.peered_is_open.then(|| Step::possible(everything(), peer())));
        if self.learned != Learned::Nothing {
            let local: AddressSet = self.own.iter().chain(&self.peered).copied().collect();
            steps.push(Step::possible(vec![Cell::of(AddressSet::all().minus(&local))], learned()));
        }
        steps
    }

    /// Azure's own routes for everything else.
    fn last_steps(&self) -> [Step; 2] {
        let has_default = self.learned == Learned::Default;
        let last = if has_default { learned() } else { system(NextHop::Internet, "0.0.0.0/0") };
        [Step::certain(unrouted(), dropped()), Step::certain(everything(), last)]
    }

    fn endpoint_steps(&self) -> Vec<Step> {
        let tags = ServiceTags::embedded();
        let mut steps = Vec::new();
        for row in endpoint_rows() {
            let is_set = self.service_endpoints.iter().any(|service| service.eq_ignore_ascii_case(&row.service));
            if !is_set && !self.endpoints_are_open {
                continue;
            }
            let own = tags.used_from(&row.tag, self.region.as_deref());
            let is_known = !matches!(own.scope, Scope::SomeRegion);
            let whole = tags.read(&row.tag);
            let hop = system(NextHop::ServiceEndpoint, &row.service);
            let cell = |tag| vec![Cell::in_atom(Atom::Tag(tag), address::public().clone())];
            if is_set && (!row.own_region_only || is_known) {
                steps.push(Step::certain(cell(if row.own_region_only { own } else { whole.clone() }), hop.clone()));
            }
            // The paired region is served too, and which one that is is not in the table.
            if row.own_region_only || !is_set {
                steps.push(Step::possible(cell(whole), hop));
            }
        }
        steps
    }
}

impl Step {
    fn certain(terms: Vec<Cell>, hop: Hop) -> Self {
        Self { terms, hop, is_certain: true }
    }

    fn possible(terms: Vec<Cell>, hop: Hop) -> Self {
        Self { terms, hop, is_certain: false }
    }

    fn unless(is_conditional: bool, terms: Vec<Cell>, hop: Hop) -> Self {
        if is_conditional { Self::possible(terms, hop) } else { Self::certain(terms, hop) }
    }
}

pub(super) fn unseen() -> Hop {
    Hop {
        next_hop: None,
        address: None,
        source: RouteSource::User,
        name: "a route that is not known".to_owned(),
        id: None,
    }
}

pub(super) fn learned() -> Hop {
    Hop {
        next_hop: Some(NextHop::Gateway),
        address: None,
        source: RouteSource::Gateway,
        name: "a route that a gateway learns".to_owned(),
        id: None,
    }
}

pub(super) fn system(next_hop: NextHop, name: &str) -> Hop {
    Hop { next_hop: Some(next_hop), address: None, source: RouteSource::System, name: name.to_owned(), id: None }
}

/// Addresses that Azure drops where nothing else routes them: RFC 1918 and RFC 6598.
fn unrouted() -> Vec<Cell> {
    let carrier = Prefix::parse("100.64.0.0/10").map_or_else(|_| AddressSet::empty(), AddressSet::from);
    vec![Cell::of(address::private().and(address::v4()).or(&carrier))]
}

fn dropped() -> Hop {
    system(NextHop::Dropped, "Azure's routes for private addresses")
}

fn own() -> Hop {
    system(NextHop::VirtualNetwork, "the address space of the virtual network")
}

fn peer() -> Hop {
    system(NextHop::Peering, "the address space of a peered virtual network")
}

fn everything() -> Vec<Cell> {
    vec![Cell::of(AddressSet::all())]
}

#[derive(Deserialize)]
struct EndpointRow {
    service: String,
    tag: String,
    own_region_only: bool,
}

fn endpoint_rows() -> &'static [EndpointRow] {
    #[derive(Deserialize)]
    struct Table {
        rows: Vec<EndpointRow>,
    }
    static ROWS: LazyLock<Vec<EndpointRow>> = LazyLock::new(|| {
        crate::reference::reference_table("service_endpoints")
            .and_then(|text| serde_json::from_str::<Table>(text).ok())
            .map_or_else(Vec::new, |table| table.rows)
    });
    &ROWS
}
