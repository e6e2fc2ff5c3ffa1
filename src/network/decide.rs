//! First match: what becomes of a set of packets under the rules of a subnet. Exact, by subtraction: each rule takes
//! what it matches, and what is left goes on to the next. What unknown parts of rules can reach is marked on the way.
//!
//! A packet's outcome is the set of what can happen to it over all values of what is not known. Only a packet with one
//! possible outcome is allowed or denied; no world in which the rules, the groups' members and the tags' addresses turn
//! out otherwise than assumed can make such an answer wrong.

use super::cell::Cell;
use super::decision::{Considered, Decider, Decision, Effect, Flow, Outcome, Part, Verdict};
use super::filter::{Filter, Ready, Step};
use super::traffic::{Mismatch, PortSet, Traffic};
use super::{Access, Direction, Protocols};

/// More parts than this are not looked at one by one.
const MOST_PARTS: usize = 1024;
const TOO_RAGGED: &str = "the rules cut this flow into too many parts";
const NO_TRAFFIC: &str = "the flow holds no traffic";

/// Traffic that is not decided yet, with the rules that may have matched it.
#[derive(Debug, Clone)]
struct Pending {
    traffic: Traffic,
    may_allow: Option<usize>,
    may_deny: Option<usize>,
    /// A network manager's rule that may have left it to the group.
    may_pass_on: bool,
}

/// What has happened so far.
struct Walk<'a> {
    rules: &'a [Ready],
    left: Vec<Pending>,
    /// Traffic that a network manager leaves to the group.
    passed_on: Vec<Pending>,
    parts: Vec<Part>,
    effects: Vec<Option<Effect>>,
}

impl Filter {
    /// Decides `flow`.
    #[must_use]
    pub fn decide(&self, flow: &Flow) -> Decision {
        let walk = self.walk(flow);
        self.conclude(walk.parts)
    }

    /// Decides `flow` and tells how every rule met it.
    #[must_use]
    pub fn trace(&self, flow: &Flow) -> Decision {
        let walk = self.walk(flow);
        let whole = flow.traffic();
        let considered = self
            .rules
            .iter()
            .zip(&walk.effects)
            .map(|(ready, effect)| Considered {
                rule: Decider::of(ready),
                access: ready.access(),
                effect: effect.unwrap_or_else(|| untouched(ready, &whole)),
            })
            .collect();
        Decision { considered, ..self.conclude(walk.parts) }
    }

    fn walk(&self, flow: &Flow) -> Walk<'_> {
        let pending = |traffic| Pending { traffic, may_allow: None, may_deny: None, may_pass_on: false };
        let mut walk = Walk {
            rules: &self.rules,
            left: flow.traffic().into_iter().map(pending).collect(),
            passed_on: Vec::new(),
            parts: Vec::new(),
            effects: vec![None; self.rules.len()],
        };
        self.manager_steps.iter().for_each(|step| walk.take(*step, true));
        let mut passed_on = std::mem::take(&mut walk.passed_on);
        walk.left.append(&mut passed_on);
        self.group_steps.iter().for_each(|step| walk.take(*step, false));
        let ragged = std::mem::take(&mut walk.left);
        walk.parts.extend(ragged.into_iter().map(|pending| Part {
            traffic: pending.traffic,
            outcome: Outcome::Undecided,
            rule: None,
        }));
        walk
    }

    fn conclude(&self, parts: Vec<Part>) -> Decision {
        let verdict = verdict(&parts);
        let deciding = match verdict {
            Verdict::Allow | Verdict::Deny => parts.iter().find(|part| part.traffic.is_certain()).or(parts.last()),
            Verdict::Partial => parts.iter().find(|part| part.outcome == Outcome::Denied && part.traffic.is_certain()),
            // What keeps it open: a rule that is not wholly known, or one that matches a part that may be empty.
            Verdict::Unknown => parts
                .iter()
                .filter(|part| part.outcome == Outcome::Undecided || !part.traffic.is_certain())
                .min_by_key(|part| part.rule.unwrap_or(usize::MAX)),
        };
        let rule = deciding.and_then(|part| part.rule);
        Decision {
            verdict,
            decided_by: rule.and_then(|rule| self.rules.get(rule)).map(Decider::of),
            witness: deciding.map(|part| part.traffic.sample(self.direction)),
            reason: match deciding {
                None => Some(NO_TRAFFIC),
                Some(_) => rule.is_none().then_some(TOO_RAGGED),
            },
            parts,
            considered: Vec::new(),
        }
    }

    /// The rule with this index, as it stands in a [`Part`].
    #[must_use]
    pub fn decider(&self, rule: usize) -> Option<Decider> {
        self.rules.get(rule).map(Decider::of)
    }

    /// Seen from the subnet.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction
    }
}

/// No part, or no part of one kind only, is no certainty.
fn verdict(parts: &[Part]) -> Verdict {
    let all = |outcome| !parts.is_empty() && parts.iter().all(|part| part.outcome == outcome);
    if all(Outcome::Allowed) {
        Verdict::Allow
    } else if all(Outcome::Denied) {
        Verdict::Deny
    } else if parts.iter().any(|part| part.outcome == Outcome::Denied && part.traffic.is_certain()) {
        Verdict::Partial
    } else {
        Verdict::Unknown
    }
}

/// What became of a rule that no traffic met.
fn untouched(ready: &Ready, whole: &[Traffic]) -> Effect {
    let mut mismatches =
        whole.iter().flat_map(|traffic| ready.possible.iter().map(|face| traffic.mismatch(face, ready.is_relied_on())));
    let first = mismatches.next();
    match first {
        Some(Some(mismatch)) if mismatches.all(|other| other.is_some()) => Effect::NoMatch(mismatch),
        Some(_) => Effect::NotReached,
        None => Effect::NoMatch(Mismatch::Protocol),
    }
}

impl Decider {
    fn of(ready: &Ready) -> Self {
        Self {
            name: ready.rule.name.clone(),
            id: ready.rule.id.clone(),
            priority: ready.rule.priority.filter(|priority| *priority != i64::MAX),
            origin: ready.rule.origin,
        }
    }
}

impl Flow {
    /// The flow as disjoint traffic. Both sides of a packet have addresses of one version.
    fn traffic(&self) -> Vec<Traffic> {
        let mut all = Vec::new();
        for version in [super::address::v4(), super::address::v6()] {
            for remote in disjoint(&self.remote).iter().filter_map(|cell| cell.within(version)) {
                for local in disjoint(&self.local).iter().filter_map(|cell| cell.within(version)) {
                    self.add(&remote, &local, &mut all);
                }
            }
        }
        all
    }

    fn add(&self, remote: &Cell, local: &Cell, all: &mut Vec<Traffic>) {
        let every = PortSet::all();
        for (protocols, source_ports, destination_ports) in [
            (self.protocols.and(Protocols::PORTED), &self.source_ports, &self.destination_ports),
            (self.protocols.and(Protocols::PORTLESS), &every, &every),
        ] {
            if !protocols.is_empty() && !source_ports.is_empty() && !destination_ports.is_empty() {
                all.push(Traffic {
                    protocols,
                    remote: remote.clone(),
                    local: local.clone(),
                    source_ports: source_ports.clone(),
                    destination_ports: destination_ports.clone(),
                });
            }
        }
    }
}

/// The union of `cells` as cells that share no address.
fn disjoint(cells: &[Cell]) -> Vec<Cell> {
    let mut all: Vec<Cell> = Vec::new();
    for cell in cells {
        let rest = cell.split(&all, false).outside;
        all.extend(rest);
    }
    all
}

impl Walk<'_> {
    /// One rule's turn.
    fn take(&mut self, step: Step, is_manager: bool) {
        let rules = self.rules;
        let Some(ready) = rules.get(step.rule) else { return };
        if self.left.is_empty() || self.left.len() > MOST_PARTS {
            return;
        }
        let mut next = Vec::with_capacity(self.left.len());
        let (mut is_deciding, mut is_possible) = (false, false);
        for pending in std::mem::take(&mut self.left) {
            let mut rest = vec![pending];
            if step.is_certain {
                let (hits, others) = carve_all(rest, &ready.certain, ready.is_relied_on());
                rest = others;
                for hit in hits {
                    is_deciding = true;
                    self.decide(hit, step.rule, ready.access(), is_manager);
                }
            }
            if step.is_possible {
                let (hits, others) = carve_all(rest, &ready.possible, ready.is_relied_on());
                rest = others;
                is_possible |= !hits.is_empty();
                next.extend(hits.into_iter().map(|hit| hit.marked(step.rule, ready.access(), is_manager)));
            }
            next.append(&mut rest);
        }
        self.left = next;
        let effect = match (is_deciding, is_possible) {
            (true, _) if self.left.is_empty() => Some(Effect::DecidesAll),
            (true, _) => Some(Effect::DecidesPart),
            (false, true) => Some(Effect::MayMatch),
            (false, false) => None,
        };
        if let (Some(slot), Some(effect)) = (self.effects.get_mut(step.rule), effect) {
            *slot = Some(effect);
        }
    }

    /// A rule certainly matches `hit`.
    fn decide(&mut self, mut hit: Pending, rule: usize, access: Option<Access>, is_manager: bool) {
        if is_manager && (access == Some(Access::Allow) || access.is_none() || hit.may_pass_on) {
            // The group has its say, now or perhaps.
            hit = if access == Some(Access::Allow) { hit } else { hit.marked(rule, access, false) };
            hit.may_pass_on = false;
            self.passed_on.push(hit);
            return;
        }
        let (outcome, by) = match (access, hit.may_allow, hit.may_deny) {
            (None, allower, denier) => (Outcome::Undecided, allower.into_iter().chain(denier).min().unwrap_or(rule)),
            (Some(Access::Deny), Some(allower), _) => (Outcome::Undecided, allower),
            (Some(Access::Deny), None, _) => (Outcome::Denied, rule),
            (Some(_), _, Some(denier)) => (Outcome::Undecided, denier),
            (Some(_), _, None) => (Outcome::Allowed, rule),
        };
        self.parts.push(Part { traffic: hit.traffic, outcome, rule: Some(by) });
    }
}

impl Pending {
    /// The same traffic after a rule that may have matched it.
    fn marked(mut self, rule: usize, access: Option<Access>, is_manager: bool) -> Self {
        if is_manager && matches!(access, Some(Access::Allow) | None) {
            self.may_pass_on = true;
        }
        let is_passing_on = is_manager && access == Some(Access::Allow);
        if access != Some(Access::Deny) && !is_passing_on {
            self.may_allow.get_or_insert(rule);
        }
        if access.is_none_or(|access| access == Access::Deny) {
            self.may_deny.get_or_insert(rule);
        }
        self
    }
}

/// What `faces` match of `pending`, and the rest.
fn carve_all(
    pending: Vec<Pending>,
    faces: &[super::traffic::Face],
    is_relied_on: bool,
) -> (Vec<Pending>, Vec<Pending>) {
    let (mut hits, mut left) = (Vec::new(), pending);
    for face in faces {
        let mut next = Vec::with_capacity(left.len());
        for pending in left {
            let mut rest = Vec::new();
            let carved = pending.traffic.carve(face, is_relied_on, &mut rest);
            let like = |traffic| Pending { traffic, ..pending.clone() };
            hits.extend(carved.iter().cloned().map(like));
            next.extend(rest.into_iter().map(like));
            if carved.is_empty() {
                next.push(pending);
            }
        }
        left = next;
    }
    (hits, left)
}
