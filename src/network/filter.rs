//! Security rules made ready: sorted as Azure evaluates them, each as sets of traffic that it certainly and possibly
//! matches.
//!
//! Source: <https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview>, heading "Security
//! rules": rules are processed by priority, lower numbers first, and processing stops at the first match.

use super::address::AddressSet;
use super::cell::Cell;
use super::rule::{LOWEST_PRIORITY, default_rules, unseen_rule};
use super::traffic::{Face, PortSet};
use super::vicinity::{Side, Vicinity};
use super::{Access, Direction, Origin, Protocols, SecurityRule};

/// All rules that see the traffic of one subnet in one direction.
#[derive(Debug)]
pub struct Filter {
    /// Seen from the subnet.
    pub(super) direction: Direction,
    /// The rules, in the order in which they are considered.
    pub(super) rules: Vec<Ready>,
    /// The steps of evaluation over `rules`: first those of network managers.
    pub(super) manager_steps: Vec<Step>,
    /// Then those of the network security group.
    pub(super) group_steps: Vec<Step>,
}

/// A rule with what it matches.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) rule: SecurityRule,
    /// It matches all of this if it is there and comes to be asked.
    pub(super) certain: Vec<Face>,
    /// It matches nothing outside of this.
    pub(super) possible: Vec<Face>,
    /// What it certainly matches is all that it possibly matches.
    is_exact: bool,
}

/// One rule's turn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// Index of the rule.
    pub(super) rule: usize,
    /// It is there, and its turn is now: what it certainly matches ends here.
    pub(super) is_certain: bool,
    /// It may match what it possibly matches now, and anything that follows may match it too.
    pub(super) is_possible: bool,
}

impl Filter {
    /// The rules of `direction` for a subnet with a network security group. `is_open`: the group may have rules that
    /// are not known; they can stand at any priority but one that a known rule has taken.
    #[must_use]
    pub fn new(rules: &[SecurityRule], is_open: bool, direction: Direction, vicinity: &Vicinity) -> Self {
        let mut all: Vec<SecurityRule> = rules.to_vec();
        all.extend(is_open.then(unseen_rule));
        all.extend(default_rules(direction));
        Self::of(all, direction, vicinity)
    }

    /// The rules of `direction` for a subnet without a network security group: everything that no network manager drops
    /// passes.
    #[must_use]
    pub fn without_group(rules: &[SecurityRule], direction: Direction, vicinity: &Vicinity) -> Self {
        let managers = rules.iter().filter(|rule| rule.origin == Origin::Manager).cloned();
        let everything = super::Addresses::of(&["*"]);
        let open = SecurityRule {
            name: NO_GROUP.to_owned(),
            origin: Origin::Default,
            priority: Some(i64::MAX),
            access: Some(Access::Allow),
            direction: Some(direction),
            protocol: Some("*".to_owned()),
            peer: everything.clone(),
            local: everything,
            source_ports: Some(vec![super::PortRange::ALL]),
            destination_ports: Some(vec![super::PortRange::ALL]),
            is_conditional: false,
            ..unseen_rule()
        };
        Self::of(managers.chain([open]).collect(), direction, vicinity)
    }

    fn of(rules: Vec<SecurityRule>, direction: Direction, vicinity: &Vicinity) -> Self {
        let is_meant = |rule: &SecurityRule| rule.direction.is_none_or(|own| own == direction);
        let mut rules: Vec<SecurityRule> = rules.into_iter().filter(is_meant).collect();
        // A rule whose priority is not known may stand before all others, except before one that has the lowest number.
        rules.sort_by_key(|rule| {
            let has_lowest = rule.origin == Origin::Group && rule.priority == Some(LOWEST_PRIORITY);
            (rule.origin, !has_lowest, rule.priority.is_some(), rule.priority)
        });
        let rules: Vec<Ready> = rules.into_iter().map(|rule| Ready::new(rule, vicinity)).collect();
        let steps = |is_manager: bool| {
            let of_stage = |ready: &Ready| (ready.rule.origin == Origin::Manager) == is_manager;
            steps(rules.iter().enumerate().filter(|(_, ready)| of_stage(ready)))
        };
        Self { direction, manager_steps: steps(true), group_steps: steps(false), rules }
    }
}

/// The name under which the absence of a network security group decides.
pub const NO_GROUP: &str = "(no network security group)";

/// The turns of rules that are sorted. A rule of unknown priority has two: it may come first, and it comes before the
/// default rules at the latest.
fn steps<'a>(rules: impl Iterator<Item = (usize, &'a Ready)>) -> Vec<Step> {
    let (mut custom, mut late, mut defaults) = (Vec::new(), Vec::new(), Vec::new());
    for (rule, ready) in rules {
        let is_there = !ready.rule.is_conditional && ready.rule.direction.is_some();
        if ready.rule.origin == Origin::Default {
            defaults.push(Step { rule, is_certain: true, is_possible: false });
        } else if ready.rule.priority.is_some() {
            custom.push(Step { rule, is_certain: is_there, is_possible: !(is_there && ready.is_exact) });
        } else {
            custom.push(Step { rule, is_certain: false, is_possible: true });
            late.extend(is_there.then_some(Step { rule, is_certain: true, is_possible: false }));
        }
    }
    [custom, late, defaults].concat()
}

impl Ready {
    fn new(rule: SecurityRule, vicinity: &Vicinity) -> Self {
        let known = rule.protocol.as_deref().and_then(Protocols::parse);
        let ports = |ranges: &Option<Vec<super::PortRange>>| {
            ranges.as_ref().map(|ranges| ranges.iter().copied().collect::<PortSet>())
        };
        let parts = Parts {
            protocols: known,
            remote: vicinity.side(&rule.peer, false),
            local: vicinity.side(&rule.local, true),
            source_ports: ports(&rule.source_ports),
            destination_ports: ports(&rule.destination_ports),
        };
        Self { certain: parts.certain(), possible: parts.possible(), is_exact: parts.are_exact(), rule }
    }

    /// What the rule does, where that is known.
    pub(super) fn access(&self) -> Option<Access> {
        self.rule.access
    }

    /// An allow rests on documents only; see [`super::Relation::Undocumented`].
    pub(super) fn is_relied_on(&self) -> bool {
        matches!(self.rule.access, Some(Access::Allow | Access::AlwaysAllow))
    }
}

/// A rule's parts as sets; `None` and open sides are not known.
struct Parts {
    protocols: Option<Protocols>,
    remote: Side,
    local: Side,
    source_ports: Option<PortSet>,
    destination_ports: Option<PortSet>,
}

impl Parts {
    fn are_exact(&self) -> bool {
        let is_all = |ports: &Option<PortSet>| ports.as_ref().is_some_and(PortSet::is_all);
        let is_portless = self.protocols.is_none_or(|protocols| !protocols.and(Protocols::PORTLESS).is_empty());
        let has_clear_ports = !is_portless || (is_all(&self.source_ports) && is_all(&self.destination_ports));
        let is_known = self.protocols.is_some() && self.source_ports.is_some() && self.destination_ports.is_some();
        is_known && has_clear_ports && !self.remote.is_open && !self.local.is_open
    }

    fn certain(&self) -> Vec<Face> {
        let (Some(protocols), Some(source), Some(destination)) =
            (self.protocols, &self.source_ports, &self.destination_ports)
        else {
            return Vec::new();
        };
        // Whether a rule with ports matches protocols that have none is not documented.
        let protocols =
            if source.is_all() && destination.is_all() { protocols } else { protocols.and(Protocols::PORTED) };
        Face::of(protocols, self.remote.terms.clone(), self.local.terms.clone(), source, destination)
    }

    fn possible(&self) -> Vec<Face> {
        let everything = |side: &Side| {
            if side.is_open { vec![Cell::of(AddressSet::all())] } else { side.terms.clone() }
        };
        let (remote, local) = (everything(&self.remote), everything(&self.local));
        let protocols = self.protocols.unwrap_or(Protocols::ALL);
        let all = PortSet::all();
        let source = self.source_ports.as_ref().unwrap_or(&all);
        let destination = self.destination_ports.as_ref().unwrap_or(&all);
        if source.is_all() && destination.is_all() {
            return Face::of(protocols, remote, local, source, destination);
        }
        let mut faces = Face::of(protocols.and(Protocols::PORTED), remote.clone(), local.clone(), source, destination);
        faces.extend(Face::of(protocols.and(Protocols::PORTLESS), remote, local, &all, &all));
        faces
    }
}

impl Face {
    /// The face, or nothing when it matches nothing.
    fn of(
        protocols: Protocols,
        remote: Vec<Cell>,
        local: Vec<Cell>,
        source_ports: &PortSet,
        destination_ports: &PortSet,
    ) -> Vec<Self> {
        let is_empty = protocols.is_empty()
            || remote.is_empty()
            || local.is_empty()
            || source_ports.is_empty()
            || destination_ports.is_empty();
        if is_empty {
            return Vec::new();
        }
        let (source_ports, destination_ports) = (source_ports.clone(), destination_ports.clone());
        vec![Self { protocols, remote, local, source_ports, destination_ports }]
    }
}
