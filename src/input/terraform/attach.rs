//! Puts on each value of a plan what it refers to, and on each unknown value what stands in the configuration.
//!
//! It owns which expression belongs to which value (`dynamic` blocks and re-ordered sets make that uncertain: then
//! none does) and the check that value and target agree. What an expression refers to is [`super::references`]'
//! business.
//!
//! Shape: a [`PlanLoaded`] is completed in place.

use super::azapi;
use super::configuration::BlockConfiguration;
use super::evaluate::{Shape, TrustedModules};
use super::expression::Expression;
use super::instances::{Identity, Instance, Instances};
use super::references::{Candidates, Claim, Resolver, Scope, Wanted};
use super::{PlanLoaded, values};
use crate::input::declared::{Members, Node, Reference, ReferenceCertainty, Target, Tree};
use std::collections::BTreeMap;

/// The resource types that an attribute may refer to: resource type and dotted attribute path without indexes in
/// (`azurerm_linux_web_app`, `site_config.ip_restriction.virtual_network_subnet_id`), types out; none for an attribute
/// that is no reference.
pub(crate) type Expected<'a> = &'a dyn Fn(&str, &str) -> &'static [&'static str];

/// What the sources of a plan have to say.
#[derive(Clone, Copy)]
pub(crate) struct FromSources<'a> {
    /// The modules whose expressions are evaluated.
    pub(crate) modules: &'a TrustedModules,
    /// Whether an argument of a resource type, or something in it, can be a reference that matters.
    pub(crate) holds_references: &'a dyn Fn(&str, &str) -> bool,
}

/// How many attributes that are written as references could be resolved, by certainty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct ReferenceCounts {
    /// To one instance; for a collection, to one for each element.
    pub(crate) exact: usize,
    /// To one instance, very likely.
    pub(crate) inferred: usize,
    /// To one of several.
    pub(crate) candidates: usize,
    /// Not at all.
    pub(crate) unresolved: usize,
}

impl PlanLoaded {
    /// Fills in [`Node::reference`] and the texts of unknown values.
    ///
    /// - An attribute gets a reference only when `expected` has types for it. One whose name ends in `_ids` is a
    ///   collection; one whose name ends in `name` identifies its target by `name`, any other by `id`.
    /// - A known value and its target's identity must be equal, and an unknown value's target unknown, or the
    ///   expression is more than a reference and none is claimed.
    /// - A wholly unknown collection whose references each name one instance becomes a list of unknown elements with
    ///   [`ReferenceCertainty::Inferred`] references and stays open, because a function may have chosen among them.
    ///   Candidates of a collection stand on the collection itself: its elements are among them.
    /// - What the sources say, by evaluation, counts more than all of that.
    pub(crate) fn resolve(&mut self, expected: Expected<'_>, sources: Option<FromSources<'_>>) -> ReferenceCounts {
        let evaluated = self.evaluate(sources);
        let instances = Instances::of(&self.after, &self.addresses);
        let mut attacher = Attacher {
            resolver: Resolver::new(&self.configuration, &instances),
            expected,
            counts: ReferenceCounts::default(),
        };
        for (index, (resource, address)) in self.after.iter_mut().zip(&self.addresses).enumerate() {
            let Some(address) = address else { continue };
            let Some(block) = self.configuration.block(&address.block) else { continue };
            let Tree::Object(members) = &mut resource.body.tree else { continue };
            write_only(members, block);
            let scope = Scope {
                modules: address.block.modules.clone(),
                key: address.key.clone(),
                for_each: block.for_each.as_ref(),
                hops: 0,
            };
            let at = At { scope: &scope, resource_type: &resource.resource_type, body: evaluated.body(index) };
            attacher.members(members, &block.expressions, "", &at);
        }
        let counts = attacher.counts;
        self.structures = evaluated.apply(&mut self.after, &mut self.secrets, expected);
        counts
    }
}

/// Write-only attributes are always null in a plan; only the configuration says that they are set.
fn write_only(members: &mut Members, block: &BlockConfiguration) {
    for (attribute, expression) in &block.expressions {
        let is_null = members.get(attribute).is_none_or(|node| node.tree == Tree::Null);
        if !attribute.ends_with("_wo") || !is_null {
            continue;
        }
        let tree = match expression {
            Expression::Leaf { constant: Some(text), .. } => Tree::Text(text.into()),
            Expression::Leaf { references, .. } if !references.is_empty() => Tree::Unknown(values::unknown().into()),
            _ => continue,
        };
        members.insert(attribute.clone(), Node::new(tree));
    }
}

/// The resource whose values are being completed.
struct At<'s, 'a> {
    scope: &'s Scope<'a>,
    resource_type: &'s str,
    /// The body of an azapi resource, as far as the sources tell it.
    body: Option<&'s Shape>,
}

struct Attacher<'a> {
    resolver: Resolver<'a>,
    expected: Expected<'a>,
    counts: ReferenceCounts,
}

impl<'a> Attacher<'a> {
    fn members(
        &mut self,
        members: &mut Members,
        expressions: &BTreeMap<String, Expression>,
        path: &str,
        at: &At<'_, 'a>,
    ) {
        for (key, expression) in expressions {
            if let Some(node) = members.get_mut(key) {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                self.node(node, expression, &path, at);
            }
        }
    }

    fn node(&mut self, node: &mut Node, expression: &Expression, path: &str, at: &At<'_, 'a>) {
        match (expression, &mut node.tree) {
            (Expression::Leaf { references, .. }, _) => {
                describe(node, references);
                if !references.is_empty() {
                    self.leaf(node, references, path, at);
                }
            }
            (Expression::Block(block), Tree::Object(members)) => self.members(members, block, path, at),
            // With more elements, a `dynamic` block or the order of a set may stand between the two.
            (Expression::Blocks(blocks), Tree::List { items, .. }) => {
                if let ([block], [Node { tree: Tree::Object(members), .. }]) = (blocks.as_slice(), items.as_mut_slice())
                {
                    self.members(members, block, path, at);
                }
            }
            _ => {}
        }
    }

    fn leaf(&mut self, node: &mut Node, references: &[String], path: &str, at: &At<'_, 'a>) {
        if path == azapi::BODY && azapi::is_arm_type(at.resource_type) {
            let expected = |path: &str| (self.expected)(at.resource_type, path);
            let told = (references, at.body);
            azapi::attach(node, told, &expected, &mut self.resolver, at.scope, &mut self.counts);
            return;
        }
        let types = (self.expected)(at.resource_type, path);
        if types.is_empty() || matches!(node.tree, Tree::Null) {
            return;
        }
        let attribute = if path.ends_with("name") { "name" } else { "id" };
        let claim = self.resolver.claim(references, at.scope, Wanted { types, attribute, beside: None });
        if path.ends_with("_ids") {
            collection(node, &claim);
        } else {
            node.reference = scalar(&node.tree, &claim, attribute).map(Into::into);
        }
        self.counts.add(node);
    }
}

/// The reference of a single value, read from the attribute `attribute` of its target.
pub(super) fn scalar(tree: &Tree, claim: &Claim<'_>, attribute: &str) -> Option<Reference> {
    let (instances, certainty) = match claim {
        Claim::Exact(instance) => (vec![*instance], ReferenceCertainty::Exact),
        Claim::Inferred(instance) => (vec![*instance], ReferenceCertainty::Inferred),
        Claim::Candidates(instances) => (instances.values().copied().collect(), ReferenceCertainty::Candidates),
        // Several instances in one value, and nothing that could choose among them: it is made of all of them.
        Claim::Each(_) | Claim::None => return None,
    };
    let agreeing = instances.into_iter().filter(|instance| agrees(tree, instance.identity(attribute)));
    reference(agreeing, attribute, certainty)
}

/// A pure reference has the planned value of its target: equal when known, unknown when that is unknown.
fn agrees(tree: &Tree, identity: &Identity) -> bool {
    match (tree, identity) {
        (Tree::Text(text), Identity::Known(identity)) => text.eq_ignore_ascii_case(identity),
        (Tree::Text(_), Identity::Unknown) | (Tree::Unknown(_), Identity::Known(_)) => false,
        (Tree::Text(_) | Tree::Unknown(_), _) => true,
        _ => false,
    }
}

fn reference<'a>(
    instances: impl Iterator<Item = &'a Instance>,
    attribute: &str,
    certainty: ReferenceCertainty,
) -> Option<Reference> {
    let target = |instance: &Instance| Target { address: instance.address.clone(), attribute: attribute.to_owned() };
    let targets: Vec<Target> = instances.map(target).collect();
    (!targets.is_empty()).then_some(Reference { targets, certainty })
}

/// Puts references on a collection of ids.
fn collection(node: &mut Node, claim: &Claim<'_>) {
    match &mut node.tree {
        Tree::Unknown(unknown) => {
            let instances = match claim {
                Claim::Exact(instance) => vec![*instance],
                Claim::Each(instances) => instances.clone(),
                Claim::Inferred(instance) => {
                    let one = std::iter::once(*instance);
                    node.reference = reference(one, "id", ReferenceCertainty::Candidates).map(Into::into);
                    return;
                }
                Claim::Candidates(instances) => {
                    let several = instances.values().copied();
                    node.reference = reference(several, "id", ReferenceCertainty::Candidates).map(Into::into);
                    return;
                }
                Claim::None => return,
            };
            let item = |instance: &Instance| Node {
                tree: Tree::Unknown(unknown.clone()),
                reference: reference(std::iter::once(instance), "id", ReferenceCertainty::Inferred).map(Into::into),
                sensitive: node.sensitive,
            };
            let items = instances.into_iter().map(item).collect();
            let open = Some(unknown.clone());
            node.tree = Tree::List { items, open };
        }
        Tree::List { items, .. } => elements(items, claim),
        _ => {}
    }
}

/// The references of the elements of a collection of known length.
fn elements(items: &mut [Node], claim: &Claim<'_>) {
    if let (Claim::Exact(_), [item]) = (claim, &mut *items) {
        item.reference = scalar(&item.tree, claim, "id").map(Into::into);
        return;
    }
    let instances: Candidates<'_> = match claim {
        Claim::Exact(instance) | Claim::Inferred(instance) => {
            Candidates::from([(instance.address.as_str(), *instance)])
        }
        Claim::Each(instances) => instances.iter().map(|instance| (instance.address.as_str(), *instance)).collect(),
        Claim::Candidates(instances) => instances.clone(),
        Claim::None => return,
    };
    // More elements than instances: `x[0].id` hides that the expression refers to all of `x` as well.
    if instances.len() >= items.len() {
        let claim = Claim::Candidates(instances);
        for item in items {
            item.reference = scalar(&item.tree, &claim, "id").map(Into::into);
        }
    }
}

impl ReferenceCounts {
    /// Counts what became of one attribute.
    pub(super) fn add(&mut self, node: &Node) {
        let items = match &node.tree {
            Tree::List { items, .. } => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let weakest = items.iter().map(|item| item.reference.as_ref().map(|reference| reference.certainty));
        // `None` is the weakest of all, but the least in the order of `Option`.
        match weakest.max_by_key(|certainty| (certainty.is_none(), *certainty)).flatten() {
            Some(ReferenceCertainty::Exact) => self.exact += 1,
            Some(ReferenceCertainty::Inferred) => self.inferred += 1,
            Some(ReferenceCertainty::Candidates) => self.candidates += 1,
            None => self.unresolved += 1,
        }
    }
}

/// Writes the references into every unknown part of `node`.
fn describe(node: &mut Node, references: &[String]) {
    match &mut node.tree {
        Tree::Unknown(unknown) => unknown.text = references.join(", "),
        Tree::List { items, .. } => items.iter_mut().for_each(|item| describe(item, references)),
        Tree::Object(members) => members.values_mut().for_each(|member| describe(member, references)),
        _ => {}
    }
}
