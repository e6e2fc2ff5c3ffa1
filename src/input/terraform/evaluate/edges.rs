//! From symbolic values to references: which value of a resource refers to which instance, and how surely.
//!
//! It owns the way down a value and its planned counterpart together. Elements of sets come out of a plan in another order
//! than they are written: they are told apart by what is known of them, and where that leaves a choice, all are candidates.

use super::value::{Reference, Value};
use super::world::World;
use crate::input::declared::{Node, Tree};
use crate::model::PathStep;

/// Deepest nesting of values that is looked into.
const DEEPEST: usize = 24;
/// Most elements of a set that are told apart.
const MOST_ELEMENTS: usize = 200;

/// What one attribute refers to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Edge {
    /// Where it stands below the resource, as the plan has it.
    pub(crate) path: Vec<PathStep>,
    /// How sure it is.
    pub(crate) certainty: Certainty,
    /// Indexes of the resources among those of the plan, and the attribute that is read; sorted.
    pub(crate) targets: Vec<(usize, String)>,
    /// What follows the id of the target.
    pub(crate) suffix: Option<String>,
    /// The elements of a list, each its target; empty for a single value.
    pub(crate) elements: Vec<(usize, String)>,
    /// An id that no resource of the plan has.
    pub(crate) outside: Option<String>,
}

/// How sure an edge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Certainty {
    Exact,
    Candidates,
    /// The id of a child of the target.
    Derived,
    /// An id outside the plan.
    External,
    /// Made from something, but no reference.
    None,
}

impl World<'_> {
    /// Collects the edges of `value`, which stands at `path` and is planned as `node`.
    pub(super) fn edges(&self, value: &Value, node: Option<&Node>, path: &[PathStep], found: &mut Vec<Edge>) {
        if path.len() >= DEEPEST || !self.spend(1) {
            return;
        }
        match value {
            Value::Map(members) => {
                for (name, value) in members.iter() {
                    let inner = node.and_then(|node| node.get(name));
                    self.edges(value, inner, &[path, &[PathStep::Key(name.as_str().into())]].concat(), found);
                }
            }
            Value::Encoded(object) => self.edges(object, None, path, found),
            Value::List(items) | Value::Set(items) if items.iter().any(is_structure) => {
                self.elements(items, node, path, found);
            }
            Value::List(items) | Value::Set(items) => found.extend(self.collection(items, path)),
            // The block that is there once, or a list of one.
            single => found.extend(self.single(single, path)),
        }
    }

    /// Blocks or objects in a list.
    fn elements(&self, items: &[Value], node: Option<&Node>, path: &[PathStep], found: &mut Vec<Edge>) {
        let at = |index: usize| [path, &[PathStep::Index(index)]].concat();
        match (node.map(|node| &node.tree), items) {
            // A block that can only be there once.
            (Some(Tree::Object(_)), [only]) => self.edges(only, node, path, found),
            (Some(Tree::List { items: planned, open: None }), _) if planned.len() == items.len() => {
                for (index, (value, node)) in assigned(items, planned).into_iter().zip(planned).enumerate() {
                    self.edges(&value, Some(node), &at(index), found);
                }
            }
            (None | Some(Tree::Unknown(_)), _) => {
                for (index, value) in items.iter().enumerate() {
                    self.edges(value, None, &at(index), found);
                }
            }
            _ => {}
        }
    }

    /// A list of plain values: every element counts.
    fn collection(&self, items: &[Value], path: &[PathStep]) -> Option<Edge> {
        let mut elements = Vec::new();
        let mut targets = Vec::new();
        let mut certainty = Certainty::Exact;
        for item in items {
            let Some(edge) = self.single(item, path) else {
                // A known text among ids is no reference; a part that is not known may be any.
                certainty = certainty.max(if item.is_known() { Certainty::Candidates } else { Certainty::None });
                continue;
            };
            certainty = certainty.max(edge.certainty);
            elements.extend(edge.targets.iter().take(1).cloned());
            targets.extend(edge.targets);
        }
        if targets.is_empty() && certainty != Certainty::None {
            return None;
        }
        targets.sort();
        targets.dedup();
        if certainty == Certainty::None {
            targets.clear();
        }
        if certainty != Certainty::Exact {
            elements.clear();
        }
        Some(Edge { path: path.to_vec(), certainty, targets, suffix: None, elements, outside: None })
    }

    /// The edge of a single value; `None` when it certainly refers to nothing.
    pub(super) fn single(&self, value: &Value, path: &[PathStep]) -> Option<Edge> {
        let edge = |certainty, targets: Vec<(usize, String)>| Edge {
            path: path.to_vec(),
            certainty,
            targets,
            suffix: None,
            elements: Vec::new(),
            outside: None,
        };
        match value {
            Value::Reference(reference) => Some(match self.inline_suffix(reference.instance, &reference.path) {
                Some(suffix) => {
                    let parent = vec![(reference.instance, "id".to_owned())];
                    Edge { suffix: Some(suffix), ..edge(Certainty::Derived, parent) }
                }
                None => edge(Certainty::Exact, vec![target(reference)]),
            }),
            Value::Instance(instance) => Some(edge(Certainty::Exact, vec![(*instance, String::new())])),
            Value::Text(text) if text.starts_with("/subscriptions/") => {
                Some(Edge { outside: Some(text.to_string()), ..edge(Certainty::External, Vec::new()) })
            }
            Value::Template(parts) => match parts.as_slice() {
                [Value::Reference(reference), Value::Text(suffix)] if reference.path == ["id"] => {
                    let suffix = Some(suffix.to_string());
                    Some(Edge { suffix, ..edge(Certainty::Derived, vec![target(reference)]) })
                }
                _ => Some(edge(Certainty::None, Vec::new())),
            },
            Value::OneOf(values) => {
                let mut targets = Vec::new();
                for value in values.iter().filter(|value| **value != Value::Null) {
                    match self.single(value, path) {
                        Some(edge) if edge.certainty <= Certainty::Candidates => targets.extend(edge.targets),
                        _ => return Some(edge(Certainty::None, Vec::new())),
                    }
                }
                targets.sort();
                targets.dedup();
                Some(edge(if targets.is_empty() { Certainty::None } else { Certainty::Candidates }, targets))
            }
            Value::Opaque | Value::Call(_) | Value::Partly(_) | Value::Module(_) => {
                Some(edge(Certainty::None, Vec::new()))
            }
            _ => None,
        }
    }
}

fn target(reference: &Reference) -> (usize, String) {
    (reference.instance, reference.path.join("."))
}

fn is_structure(value: &Value) -> bool {
    match value {
        Value::Map(_) => true,
        Value::OneOf(values) => values.iter().any(|value| matches!(value, Value::Map(_))),
        _ => false,
    }
}

/// For each planned element the value it has, or all that it may have.
fn assigned(items: &[Value], planned: &[Node]) -> Vec<Value> {
    if items.len() > MOST_ELEMENTS {
        return vec![Value::Opaque; planned.len()];
    }
    let mut open: Vec<Vec<usize>> = planned
        .iter()
        .map(|node| (0..items.len()).filter(|at| items.get(*at).is_some_and(|item| may_be(item, node, 0))).collect())
        .collect();
    // Whoever is the only choice for one element is none for the others.
    let mut settled = vec![false; planned.len()];
    loop {
        let next = open.iter().enumerate().find_map(|(at, choices)| match choices.as_slice() {
            [only] if settled.get(at) == Some(&false) => Some((at, *only)),
            _ => None,
        });
        let Some((at, only)) = next else { break };
        if let Some(settled) = settled.get_mut(at) {
            *settled = true;
        }
        for (other, choices) in open.iter_mut().enumerate().filter(|(other, _)| *other != at) {
            let _ = other;
            choices.retain(|choice| *choice != only);
        }
    }
    open.iter().map(|choices| merged(choices.iter().filter_map(|at| items.get(*at)).cloned().collect())).collect()
}

/// One of several objects, member by member, so that what they have in common stays known.
fn merged(values: Vec<Value>) -> Value {
    let [first, rest @ ..] = values.as_slice() else { return Value::Opaque };
    if rest.is_empty() {
        return first.clone();
    }
    let maps: Option<Vec<_>> = values
        .iter()
        .map(|value| match value {
            Value::Map(members) => Some(members),
            _ => None,
        })
        .collect();
    let Some(maps) = maps else { return Value::Opaque };
    let names: std::collections::BTreeSet<&String> = maps.iter().flat_map(|members| members.keys()).collect();
    let member = |name: &String| {
        let all = maps.iter().map(|members| members.get(name).cloned().unwrap_or(Value::Null)).collect();
        (name.clone(), Value::one_of(all))
    };
    Value::map(names.into_iter().map(member).collect())
}

/// Whether a value may be what is planned, judged by what is known of both.
fn may_be(value: &Value, node: &Node, depth: usize) -> bool {
    if depth > 8 {
        return true;
    }
    match (value.resolved(), &node.tree) {
        (_, Tree::Unknown(_)) => true,
        (Value::Map(members), Tree::Object(_)) => members.iter().all(|(name, value)| match node.get(name) {
            Some(inner) => may_be(value, inner, depth + 1),
            // Null and what is left out look alike, and a provider may drop what is empty.
            None => !matches!(value.resolved(), Value::Text(text) if !text.is_empty()),
        }),
        (Value::Text(_) | Value::Number(_) | Value::Bool(_), Tree::Text(_) | Tree::Number(_) | Tree::Bool(_)) => {
            let planned = match &node.tree {
                Tree::Text(text) => text.to_string(),
                Tree::Number(number) => number.to_string(),
                Tree::Bool(value) => value.to_string(),
                _ => return true,
            };
            value.as_text().is_none_or(|text| *text == *planned)
        }
        (Value::List(items), Tree::List { items: planned, open: None }) => {
            items.len() == planned.len() || items.is_empty()
        }
        // A reference whose target is not known cannot have given a known value.
        (Value::Reference(_), Tree::Text(_) | Tree::Number(_) | Tree::Bool(_)) => false,
        _ => true,
    }
}
