//! Every reference of a plan as a list, whatever the resources are: what `inspect references` prints.
//!
//! It owns the wording of references; they are found by [`super::evaluate`] where there are sources, else by
//! [`super::references`]. Values are never part of it, only addresses and names of attributes.

use super::PlanLoaded;
use super::address::Address;
use super::evaluate::{Certainty, Edge, Evaluator, TrustedModules};
use super::expression::Expression;
use super::instances::Instances;
use super::references::Resolver;
use crate::input::declared::{Declared, Members, Node, ReferenceCertainty, Tree};
use crate::model::{PathStep, Place, Presence, ResourceId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One reference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ReferenceLine {
    /// Address of the resource instance that refers.
    pub from: String,
    /// The attribute that does, as a path.
    pub attribute: String,
    /// Addresses of what it refers to; several for a list, or for candidates.
    pub to: Vec<String>,
    /// `exact`, `inferred`, `candidates`, `derived`, `external` or `none`.
    pub certainty: &'static str,
    /// The attribute of the target that is read, when it is not `id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// Of a derived id: what follows the id of the target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
}

/// The ARM id of a resource that follows from its names.
pub(crate) type ComposedId<'a> = &'a dyn Fn(&Declared) -> Option<ResourceId>;

impl PlanLoaded {
    /// All references of the managed resources, by address and attribute. The plan must have been read with
    /// [`super::EVERYTHING`].
    pub(crate) fn references(&self, modules: &TrustedModules, composed: ComposedId<'_>) -> Vec<ReferenceLine> {
        let evaluated = self.evaluated_lines(modules, composed);
        let instances = Instances::of(&self.after, &self.addresses);
        let mut resolver = Resolver::new(&self.configuration, &instances);
        let mut lines = Vec::new();
        for ((resource, address), evaluated) in self.after.iter().zip(&self.addresses).zip(evaluated) {
            if resource.presence == Presence::External {
                continue;
            }
            match (evaluated, address) {
                (Some(evaluated), _) => lines.extend(evaluated),
                (None, Some(address)) => lines.extend(self.planned_lines(address, &mut resolver)),
                (None, None) => {}
            }
        }
        lines.sort();
        lines.dedup();
        lines
    }

    /// By evaluation of the sources; `None` for a resource whose sources are not there.
    fn evaluated_lines(&self, modules: &TrustedModules, composed: ComposedId<'_>) -> Vec<Option<Vec<ReferenceLine>>> {
        let evaluator = Evaluator::new(&self.configuration, modules, &self.after, &self.addresses, self.is_partial);
        let writer = Writer { resources: &self.after, ids: Ids::of(&self.after, composed) };
        let empty = Members::new();
        let lines = |(index, resource): (usize, &Declared)| {
            let members = match &resource.body.tree {
                Tree::Object(members) => members,
                _ => &empty,
            };
            let edges = evaluator.edges(index, members, &|_| true)?;
            Some(edges.iter().filter_map(|edge| writer.line(resource, edge)).collect())
        };
        self.after.iter().enumerate().map(lines).collect()
    }

    /// From the plan alone: that a value is made from one reference does not prove that it is this reference.
    fn planned_lines(&self, address: &Address, resolver: &mut Resolver<'_>) -> Vec<ReferenceLine> {
        let mut lines = Vec::new();
        for (path, expression) in self.expressions_of(address) {
            if expression.references().is_empty() {
                continue;
            }
            let claim = resolver.claim_of(address, expression);
            let certainty = claim.as_ref().map_or("none", |(_, certainty)| match certainty {
                ReferenceCertainty::Inferred => "inferred",
                ReferenceCertainty::Exact | ReferenceCertainty::Candidates => "candidates",
            });
            let to = claim.map(|(targets, _)| targets).unwrap_or_default();
            let from = address.to_string();
            lines.push(ReferenceLine { from, attribute: path, to, certainty, via: None, suffix: None });
        }
        lines
    }

    /// The expressions of a resource's arguments by path; blocks that may be repeated count from 0.
    fn expressions_of(&self, address: &Address) -> Vec<(String, &Expression)> {
        let block = self.configuration.block(&address.block).map(|block| &block.expressions);
        let mut found = Vec::new();
        let mut open: Vec<(String, &Expression)> =
            block.into_iter().flatten().map(|(name, expression)| (name.clone(), expression)).collect();
        while let Some((path, expression)) = open.pop() {
            let inner = |path: &str, block: &'_ BTreeMap<String, Expression>| -> Vec<String> {
                block.keys().map(|name| format!("{path}.{name}")).collect()
            };
            match expression {
                Expression::Leaf { .. } => found.push((path, expression)),
                Expression::Block(block) => open.extend(inner(&path, block).into_iter().zip(block.values())),
                Expression::Blocks(blocks) => {
                    for (index, block) in blocks.iter().enumerate() {
                        let path = format!("{path}[{index}]");
                        open.extend(inner(&path, block).into_iter().zip(block.values()));
                    }
                }
            }
        }
        found
    }
}

/// ARM ids of the plan's resources, known and composed, in lower case without their subscription.
struct Ids {
    by_id: BTreeMap<String, BTreeSet<usize>>,
    composed: Vec<Option<ResourceId>>,
}

impl Ids {
    fn of(resources: &[Declared], composed: ComposedId<'_>) -> Self {
        let composed: Vec<Option<ResourceId>> = resources
            .iter()
            .map(|resource| {
                resource.id.as_deref().and_then(|id| ResourceId::parse(id).ok()).or_else(|| composed(resource))
            })
            .collect();
        let mut by_id: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (index, id) in composed.iter().enumerate() {
            if let (Some(id), Some(resource)) = (id, resources.get(index))
                && resource.presence != Presence::External
            {
                by_id.entry(without_subscription(id)).or_default().insert(index);
            }
        }
        Self { by_id, composed }
    }

    /// The only resource of this id; a subscription that is not stated may be any.
    fn find(&self, text: &str) -> Option<usize> {
        let id = ResourceId::parse(text).ok()?;
        let may_be = |index: &&usize| {
            let other = self.composed.get(**index).and_then(Option::as_ref).and_then(|id| id.subscription.as_ref());
            match (&id.subscription, other) {
                (Some(one), Some(two)) => one.starts_with('{') || two.starts_with('{') || one.eq_ignore_ascii_case(two),
                _ => true,
            }
        };
        let fitting: Vec<&usize> = self.by_id.get(&without_subscription(&id))?.iter().filter(may_be).collect();
        match fitting.as_slice() {
            [only] => Some(**only),
            _ => None,
        }
    }
}

fn without_subscription(id: &ResourceId) -> String {
    ResourceId { subscription: None, ..id.clone() }.canonical()
}

struct Writer<'a> {
    resources: &'a [Declared],
    ids: Ids,
}

impl Writer<'_> {
    fn line(&self, resource: &Declared, edge: &Edge) -> Option<ReferenceLine> {
        let node = find(&resource.body, &edge.path);
        let line = |to: Vec<String>, certainty| ReferenceLine {
            from: resource.handle.name.to_string(),
            attribute: Place { resource: resource.handle.clone(), path: edge.path.as_slice().into() }.path_text(),
            to,
            certainty,
            via: None,
            suffix: None,
        };
        let to = || -> Vec<String> { edge.targets.iter().filter_map(|(index, _)| self.address(*index)).collect() };
        let attributes: BTreeSet<&str> = edge.targets.iter().map(|(_, attribute)| attribute.as_str()).collect();
        let via = match Vec::from_iter(attributes).as_slice() {
            [only] if !matches!(*only, "" | "id") => Some((*only).to_owned()),
            _ => None,
        };
        Some(match edge.certainty {
            Certainty::Exact if !self.agrees(node, edge) => line(Vec::new(), "none"),
            Certainty::Exact => ReferenceLine { via, ..line(to(), "exact") },
            Certainty::Candidates => ReferenceLine { via, ..line(to(), "candidates") },
            Certainty::Derived => {
                let suffix = edge.suffix.clone().unwrap_or_default();
                let parent = edge.targets.first().and_then(|(index, _)| self.ids.composed.get(*index)?.as_ref());
                match parent.and_then(|parent| self.ids.find(&format!("{parent}{suffix}"))) {
                    Some(child) => line(self.address(child).into_iter().collect(), "exact"),
                    None => ReferenceLine { suffix: Some(suffix), ..line(to(), "derived") },
                }
            }
            Certainty::External => match edge.outside.as_deref().and_then(|id| self.ids.find(id)) {
                Some(index) => line(self.address(index).into_iter().collect(), "exact"),
                None => line(Vec::new(), "external"),
            },
            Certainty::None => line(Vec::new(), "none"),
        })
    }

    fn address(&self, index: usize) -> Option<String> {
        self.resources.get(index).map(|resource| resource.handle.name.to_string())
    }

    /// Whether the planned value can be that of the target.
    fn agrees(&self, node: Option<&Node>, edge: &Edge) -> bool {
        let ([(index, attribute)], Some(Tree::Text(text))) = (edge.targets.as_slice(), node.map(|node| &node.tree))
        else {
            return true;
        };
        let read = self.resources.get(*index).and_then(|target| target.body.get(attribute));
        match read.map(|read| &read.tree) {
            Some(Tree::Text(read)) => read.eq_ignore_ascii_case(text),
            Some(Tree::Unknown(_)) => false,
            _ => true,
        }
    }
}

fn find<'n>(node: &'n Node, path: &[PathStep]) -> Option<&'n Node> {
    path.iter().try_fold(node, |node, step| match (step, &node.tree) {
        (PathStep::Key(name), Tree::Object(members)) => members.get(name),
        (PathStep::Index(index), Tree::List { items, .. }) => items.get(*index),
        _ => None,
    })
}
