//! Puts on the values of a plan what the evaluation of its sources says that they refer to.
//!
//! The arguments of a resource are taken one by one; the body of an azapi resource as a whole ([`azapi::refine`]), since its
//! structure may be unknown too. It owns the check that such a reference and the planned values agree: what the sources say must be able to give what the
//! plan has, or nothing is claimed.
//!
//! Shape: [`PlanLoaded::evaluate`] collects the edges while nothing changes; [`Evaluated::apply`] writes them.

use super::attach::{Expected, FromSources};
use super::completed::{Completer, write};
use super::evaluate::{Certainty, Composed, Edge, Evaluator, Shape};
use super::{PlanLoaded, azapi, embedded};
use crate::input::declared::{Declared, Members, Node, Reference, ReferenceCertainty, Target, Tree};
use crate::input::normalise;
use crate::model::PathStep;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// The structures of JSON texts that the plan does not know, by address and argument.
pub(super) type Structures = BTreeMap<(SmolStr, &'static str), Node>;

/// The edges of a plan's resources, in the plan's order, with what is needed to check them.
#[derive(Default)]
pub(super) struct Evaluated {
    edges: Vec<Option<Vec<Edge>>>,
    /// The bodies of azapi resources, by the resources' indexes, that agree with the planned ones.
    bodies: BTreeMap<usize, Shape>,
    /// Texts and maps of azurerm resources that the plan does not know, by the resources' indexes and the arguments.
    texts: Vec<(usize, &'static str, Shape)>,
    /// JSON texts of template deployments that the plan does not know, by the resources' indexes and the arguments.
    encoded: Vec<(usize, &'static str, Shape)>,
    /// The texts of sensitive values that the sources lead to.
    sensitive: BTreeSet<String>,
    /// Of every resource: its address, its type, its id and its name.
    targets: Vec<Known>,
}

struct Known {
    address: SmolStr,
    resource_type: SmolStr,
    id: Option<Tree>,
    name: Option<Tree>,
}

impl PlanLoaded {
    /// Evaluates the arguments that may be references.
    pub(super) fn evaluate(&self, sources: Option<FromSources<'_>>) -> Evaluated {
        let Some(FromSources { modules, holds_references, .. }) = sources else { return Evaluated::default() };
        let evaluator = Evaluator::new(&self.configuration, modules, &self.after, &self.addresses, self.is_partial);
        if !evaluator.has_sources() {
            return Evaluated::default();
        }
        let empty = Members::new();
        let edges = self.after.iter().enumerate().map(|(index, resource)| {
            let members = match &resource.body.tree {
                Tree::Object(members) => members,
                _ => &empty,
            };
            evaluator.edges(index, members, &|argument| holds_references(&resource.resource_type, argument))
        });
        let edges = edges.collect();
        let bodies = self.after.iter().enumerate().filter(|(_, resource)| azapi::is_arm_type(&resource.resource_type));
        let bodies = bodies.filter_map(|(index, resource)| {
            let shape = evaluator.shape(index, azapi::BODY)?;
            azapi::agrees(resource.body.get(azapi::BODY)?, &shape).then_some((index, shape))
        });
        let bodies = bodies.collect();
        let plain = |resource: &Declared, name: &str| resource.body.get(name).map(|node| node.tree.clone());
        let known = |resource: &Declared| Known {
            address: resource.handle.name.clone(),
            resource_type: resource.resource_type.clone(),
            id: plain(resource, "id"),
            name: plain(resource, "name"),
        };
        let texts = self.open_shapes(&evaluator, |resource_type| normalise::text_arguments(resource_type).to_vec());
        let encoded = self.open_shapes(&evaluator, embedded::encoded_arguments);
        let sensitive = evaluator.secrets();
        Evaluated { edges, bodies, texts, encoded, sensitive, targets: self.after.iter().map(known).collect() }
    }

    /// The shapes of those of the given arguments of each type of which something is not known.
    fn open_shapes(
        &self,
        evaluator: &Evaluator<'_>,
        arguments: impl Fn(&str) -> Vec<&'static str>,
    ) -> Vec<(usize, &'static str, Shape)> {
        let mut shapes = Vec::new();
        for (index, resource) in self.after.iter().enumerate() {
            for argument in arguments(&resource.resource_type) {
                if resource.body.get(argument).is_some_and(is_open)
                    && let Some(shape) = evaluator.shape(index, argument)
                {
                    shapes.push((index, argument, shape));
                }
            }
        }
        shapes
    }
}

/// Whether something in a value is not known.
fn is_open(node: &Node) -> bool {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        match &node.tree {
            Tree::Unknown(_) => return true,
            Tree::List { items, .. } => open.extend(items),
            Tree::Object(members) => open.extend(members.values()),
            _ => {}
        }
    }
    false
}

impl Evaluated {
    /// The body of the azapi resource at `index`, where the sources tell it.
    pub(super) fn body(&self, index: usize) -> Option<&Shape> {
        self.bodies.get(&index)
    }

    /// Writes the references that agree with the planned values, and what the sources tell of values that are not planned; gives back
    /// the structures of encoded arguments. Strings in what it adds to sensitive values are added to
    /// `secrets`.
    pub(super) fn apply(
        self,
        resources: &mut [Declared],
        secrets: &mut Vec<String>,
        expected: Expected<'_>,
    ) -> Structures {
        let Self { edges, bodies, texts, encoded, sensitive, targets } = self;
        let shapes = bodies.values().chain(encoded.iter().map(|(_, _, shape)| shape));
        let derived = edges.iter().flatten().flatten().chain(shapes.flat_map(Shape::edges));
        let derived = derived.filter(|edge| edge.certainty == Certainty::Derived);
        let bases: BTreeSet<usize> = derived.flat_map(|edge| &edge.targets).map(|(index, _)| *index).collect();
        let bases = azapi::ids(resources, bases.into_iter());
        for (resource, edges) in resources.iter_mut().zip(edges) {
            for edge in edges.into_iter().flatten() {
                let dotted = dotted(&edge.path);
                let types = expected(&resource.resource_type, &dotted);
                let attribute = if dotted.ends_with("name") { "name" } else { "id" };
                if let Some(node) = (!types.is_empty()).then(|| find(&mut resource.body, &edge.path)).flatten() {
                    Writer { targets: &targets, bases: &bases, types, attribute }.write(node, &edge);
                }
            }
        }
        Values { targets: &targets, bases: &bases, expected, secrets }
            .write(resources, bodies, texts, encoded, &sensitive)
    }
}

/// Writes what the sources make of values as a whole.
struct Values<'v> {
    targets: &'v [Known],
    bases: &'v BTreeMap<usize, SmolStr>,
    expected: Expected<'v>,
    /// Strings in what is added to sensitive values.
    secrets: &'v mut Vec<String>,
}

impl Values<'_> {
    /// Writes bodies of azapi resources and arguments of azurerm resources; gives back the structures of encoded arguments.
    fn write(
        mut self,
        resources: &mut [Declared],
        bodies: BTreeMap<usize, Shape>,
        texts: Vec<(usize, &'static str, Shape)>,
        encoded: Vec<(usize, &'static str, Shape)>,
        sensitive: &BTreeSet<String>,
    ) -> Structures {
        for (index, shape) in bodies {
            if let Some(resource) = resources.get_mut(index) {
                self.body(resource, &shape);
            }
        }
        for (index, argument, shape) in texts {
            if let Some(resource) = resources.get_mut(index) {
                self.text(resource, argument, &shape, sensitive);
            }
        }
        let told = encoded.into_iter().filter(|(_, _, shape)| shape.is_open());
        let structures = told.filter_map(|(index, argument, shape)| {
            let resource = resources.get(index)?;
            let structure = self.structure(resource.body.get(argument)?.clone(), argument, &shape);
            Some(((resource.handle.name.clone(), argument), structure))
        });
        structures.collect()
    }

    fn body(&mut self, Declared { resource_type, body, .. }: &mut Declared, shape: &Shape) {
        let (targets, bases, expected) = (self.targets, self.bases, self.expected);
        let write = |node: &mut Node, path: &str, edge: &Edge, text: Option<&Composed>| {
            let types = expected(resource_type, path);
            if !types.is_empty() {
                Writer { targets, bases, types, attribute: "id" }.write(node, edge);
                azapi::name(node);
            } else if let Some(text) = text {
                write(node, text);
            }
        };
        if let Some(body) = find(body, &[PathStep::Key(azapi::BODY.into())]) {
            azapi::refine(body, shape, azapi::BODY, &write, self.secrets);
        }
    }

    fn text(&mut self, resource: &mut Declared, argument: &str, shape: &Shape, sensitive: &BTreeSet<String>) {
        let targets = self.targets;
        let name = |edge: &Edge| match edge.targets.as_slice() {
            [(index, attribute)] if edge.certainty == Certainty::Exact => {
                targets.get(*index).map(|known| format!("{}.{attribute}", known.address))
            }
            _ => None,
        };
        let Declared { resource_type, body, .. } = resource;
        if let Some(node) = find(body, &[PathStep::Key(argument.into())]) {
            let (expected, secrets) = (self.expected, &mut *self.secrets);
            Completer { resource_type, expected, name: &name, sensitive, secrets }.argument(node, shape, argument);
        }
    }

    /// The structure of a JSON text, of which any part may refer to a resource of any type.
    fn structure(&mut self, mut node: Node, argument: &str, shape: &Shape) -> Node {
        let (targets, bases) = (self.targets, self.bases);
        let write = |node: &mut Node, _: &str, edge: &Edge, _: Option<&Composed>| {
            Writer { targets, bases, types: &[], attribute: "id" }.write(node, edge);
        };
        azapi::refine(&mut node, shape, argument, &write, self.secrets);
        node
    }
}

/// The names of a path, without indexes.
fn dotted(path: &[PathStep]) -> String {
    let names: Vec<&str> = path
        .iter()
        .filter_map(|step| match step {
            PathStep::Key(name) => Some(name.as_str()),
            PathStep::Index(_) => None,
        })
        .collect();
    names.join(".")
}

fn find<'n>(node: &'n mut Node, path: &[PathStep]) -> Option<&'n mut Node> {
    path.iter().try_fold(node, |node, step| match (step, &mut node.tree) {
        (PathStep::Key(name), Tree::Object(members)) => members.get_mut(name),
        (PathStep::Index(index), Tree::List { items, .. }) => items.get_mut(*index),
        _ => None,
    })
}

/// Writes one reference.
struct Writer<'w> {
    targets: &'w [Known],
    /// By target, the ids that others are derived from.
    bases: &'w BTreeMap<usize, SmolStr>,
    /// The types that are accepted; empty where any is.
    types: &'w [&'w str],
    attribute: &'w str,
}

impl Writer<'_> {
    fn write(&self, node: &mut Node, edge: &Edge) {
        let certainty = match edge.certainty {
            Certainty::Exact => ReferenceCertainty::Exact,
            Certainty::Candidates => ReferenceCertainty::Candidates,
            Certainty::Derived => return self.write_derived(node, edge),
            Certainty::External | Certainty::None => return,
        };
        if certainty == ReferenceCertainty::Exact && !edge.elements.is_empty() {
            return self.write_list(node, edge);
        }
        let meant: Option<Vec<Target>> = edge.targets.iter().map(|target| self.target(&node.tree, target)).collect();
        // One that is of another type, or does not agree, takes its doubt to all.
        let Some(targets) = meant.filter(|targets| !targets.is_empty()) else { return };
        if certainty == ReferenceCertainty::Exact && targets.len() > 1 {
            return;
        }
        node.reference = Some(Box::new(Reference { targets, certainty }));
    }

    /// An id that begins with that of a resource: it is known as far as the resource's is.
    fn write_derived(&self, node: &mut Node, edge: &Edge) {
        let ([(base, _)], Some(suffix)) = (edge.targets.as_slice(), &edge.suffix) else { return };
        if let (Tree::Unknown(unknown), Some(base)) = (&mut node.tree, self.bases.get(base)) {
            unknown.pattern = Some(format!("{base}{suffix}"));
        }
    }

    /// A collection whose elements are all references: its length is known as well.
    fn write_list(&self, node: &mut Node, edge: &Edge) {
        let unknown = match &node.tree {
            Tree::Unknown(unknown) => Tree::Unknown(unknown.clone()),
            Tree::List { items, .. } => match items.iter().find(|item| matches!(item.tree, Tree::Unknown(_))) {
                Some(item) if items.iter().all(|item| matches!(item.tree, Tree::Unknown(_))) => item.tree.clone(),
                _ => return,
            },
            _ => return,
        };
        let item = |element: &(usize, String)| {
            let targets = vec![self.target(&unknown, element)?];
            let reference = Some(Box::new(Reference { targets, certainty: ReferenceCertainty::Exact }));
            Some(Node { tree: unknown.clone(), reference, sensitive: node.sensitive })
        };
        if let Some(items) = edge.elements.iter().map(item).collect() {
            node.tree = Tree::List { items, open: None };
            node.reference = None;
        }
    }

    /// A target, if it is of an acceptable type and has what the value has.
    fn target(&self, tree: &Tree, (index, attribute): &(usize, String)) -> Option<Target> {
        let known = self.targets.get(*index)?;
        let identity = if self.attribute == "name" { &known.name } else { &known.id };
        let agrees = match (tree, identity) {
            (Tree::Text(text), Some(Tree::Text(identity))) => text.eq_ignore_ascii_case(identity),
            (Tree::Text(_), Some(Tree::Unknown(_))) | (Tree::Unknown(_), Some(Tree::Text(_))) => false,
            (Tree::Text(_) | Tree::Unknown(_), _) => true,
            _ => false,
        };
        let is_meant = attribute == self.attribute && self.is_of_type(&known.resource_type) && agrees;
        is_meant.then(|| Target { address: known.address.to_string(), attribute: attribute.clone() })
    }

    /// Types of ARM are written in any letter case.
    fn is_of_type(&self, resource_type: &str) -> bool {
        self.types.is_empty() || self.types.iter().any(|wanted| wanted.eq_ignore_ascii_case(resource_type))
    }
}
