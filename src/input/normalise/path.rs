//! Following a table's paths into a property tree. A path that leads nowhere costs its look-ups and nothing else.

use crate::input::declared::{Node, Tree};
use crate::model::{PathStep, Place, Unknown};
use serde::Deserialize;
use smallvec::{SmallVec, smallvec};
use smol_str::SmolStr;
use std::sync::Arc;

/// A path below a resource: `a.b[0].c`, `a[].b` for a member of each element, `a{}` for each member of an object. The
/// empty path is the node itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub(super) struct Path {
    steps: Vec<Step>,
    /// Its place below the resource, when that is the same for all: there are only keys.
    fixed: Option<Arc<[PathStep]>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(SmolStr),
    Nth(usize),
    /// Each element of a list; a single value counts as a list of one.
    Each,
    /// Each member of an object.
    Members,
}

impl From<String> for Path {
    fn from(text: String) -> Self {
        let mut steps = Vec::new();
        for part in text.split('.').filter(|part| !part.is_empty()) {
            let key = part.split(['[', '{']).next().unwrap_or_default();
            if !key.is_empty() {
                steps.push(Step::Key(key.into()));
            }
            match part.get(key.len()..).unwrap_or_default() {
                "" => {}
                "[]" => steps.push(Step::Each),
                "{}" => steps.push(Step::Members),
                // A selector that is no number finds nothing; a test reads the table's paths back.
                index => steps.push(Step::Nth(index.trim_matches(['[', ']']).parse().unwrap_or(usize::MAX))),
            }
        }
        Self::of(steps)
    }
}

impl Path {
    fn of(steps: Vec<Step>) -> Self {
        let key = |step: &Step| match step {
            Step::Key(key) => Some(PathStep::Key(key.clone())),
            _ => None,
        };
        let fixed = steps.iter().map(key).collect();
        Self { steps, fixed }
    }

    /// The same path for each element of what it leads to, unless it is one for each element already.
    pub(super) fn each(&self) -> Self {
        let mut steps = self.steps.clone();
        if !steps.iter().any(|step| matches!(step, Step::Each | Step::Members)) {
            steps.push(Step::Each);
        }
        Self::of(steps)
    }

    /// The argument it begins with; `None` for the empty path.
    pub(super) fn argument(&self) -> Option<&str> {
        self.keys().next()
    }

    /// The keys on the way, without selectors.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            _ => None,
        })
    }

    /// This path continued by another.
    pub(super) fn join(&self, other: &Self) -> Self {
        Self::of(self.steps.iter().chain(&other.steps).cloned().collect())
    }

    /// The blocks on the way, as dotted paths: `a` and `a.b` of `a[0].b[].c`.
    pub(super) fn blocks(&self) -> Vec<String> {
        let mut blocks = Vec::new();
        let mut keys: Vec<&str> = Vec::new();
        for step in &self.steps {
            match step {
                Step::Key(key) => keys.push(key),
                Step::Each | Step::Nth(_) => blocks.push(keys.join(".")),
                Step::Members => break,
            }
        }
        blocks
    }

    /// Whether it goes into the members of an object.
    pub(super) fn is_map(&self) -> bool {
        self.steps.contains(&Step::Members)
    }

    /// Whether every selector of it was understood.
    #[cfg(test)]
    pub(super) fn is_sound(&self) -> bool {
        !self.steps.contains(&Step::Nth(usize::MAX))
    }
}

/// A node and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Located<'a> {
    pub(super) node: &'a Node,
    /// The member's name, for a node reached as a member of an object.
    pub(super) key: Option<&'a str>,
    pub(super) place: Place,
}

impl<'a> Located<'a> {
    /// A node that was not reached by name.
    pub(super) fn new(node: &'a Node, place: Place) -> Self {
        Self { node, key: None, place }
    }
}

/// What a path leads to.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    /// The nodes: one for a plain path, one for each element behind `[]`. A node may be unknown, also when a step on the
    /// way to it is.
    pub(super) nodes: SmallVec<[Located<'a>; 1]>,
    /// Why there may be more.
    pub(super) open: Option<&'a Unknown>,
    /// The place of the first list on the way.
    pub(super) list: Option<Place>,
}

/// The first node that `path` leads to.
pub(super) fn first<'a>(start: &Located<'a>, path: &Path) -> Option<Located<'a>> {
    match straight(start, path) {
        Straight::To(located) => Some(located),
        Straight::Nowhere => None,
        Straight::Unsure => follow(start, path)?.nodes.into_iter().next(),
    }
}

/// What keys alone lead to.
enum Straight<'a> {
    To(Located<'a>),
    Nowhere,
    /// The path has selectors, or something unknown stands on the way.
    Unsure,
}

/// Goes down the keys of a path, which is all that most paths have.
fn straight<'a>(start: &Located<'a>, path: &Path) -> Straight<'a> {
    let Some(fixed) = &path.fixed else { return Straight::Unsure };
    let mut node = start.node;
    for step in &path.steps {
        let (Step::Key(key), Tree::Object(_)) = (step, &node.tree) else { return Straight::Unsure };
        match node.get(key) {
            Some(member) => node = member,
            None => return Straight::Nowhere,
        }
    }
    let trail = if start.place.path.is_empty() {
        Arc::clone(fixed)
    } else {
        start.place.path.iter().chain(fixed.iter()).cloned().collect()
    };
    let place = Place { resource: start.place.resource.clone(), path: trail };
    let key = if path.steps.is_empty() { start.key } else { None };
    Straight::To(Located { node, key, place })
}

/// Follows `path` from `start`. `None` when it leads to nothing: something on the way is absent, null or empty.
pub(super) fn follow<'a>(start: &Located<'a>, path: &Path) -> Option<Found<'a>> {
    match straight(start, path) {
        Straight::To(located) => return Some(Found { nodes: smallvec![located], ..Found::default() }),
        Straight::Nowhere => return None,
        Straight::Unsure => {}
    }
    let mut walk = Walk { base: &start.place, path, trail: Vec::new(), found: Found::default() };
    walk.go(start.node, start.key, &path.steps);
    let found = walk.found;
    (!found.nodes.is_empty() || found.open.is_some()).then_some(found)
}

struct Walk<'w, 'a> {
    base: &'w Place,
    path: &'w Path,
    trail: Vec<Crumb<'w, 'a>>,
    found: Found<'a>,
}

enum Crumb<'w, 'a> {
    Key(&'w SmolStr),
    Member(&'a SmolStr),
    Index(usize),
}

impl<'w, 'a> Walk<'w, 'a> {
    /// As deep as the path is long.
    fn go(&mut self, node: &'a Node, key: Option<&'a str>, steps: &'w [Step]) {
        let Some((step, rest)) = steps.split_first() else {
            let place = self.place();
            return self.found.nodes.push(Located { node, key, place });
        };
        if let Tree::Unknown(unknown) = &node.tree {
            return self.stop(node, unknown, steps);
        }
        match step {
            Step::Key(name) => {
                if let Some(member) = node.get(name) {
                    self.step(Crumb::Key(name), member, None, rest);
                }
            }
            Step::Nth(index) => match &node.tree {
                Tree::List { items, open } => match (items.get(*index), open) {
                    (Some(item), _) => self.step(Crumb::Index(*index), item, None, rest),
                    (None, Some(open)) => self.open(open),
                    (None, None) => {}
                },
                _ if *index == 0 => self.go(node, None, rest),
                _ => {}
            },
            Step::Each => self.each(node, rest),
            Step::Members => self.members(node, rest),
        }
    }

    fn each(&mut self, node: &'a Node, rest: &'w [Step]) {
        let Tree::List { items, open } = &node.tree else { return self.go(node, None, rest) };
        if !items.is_empty() {
            self.mark_list();
        }
        for (index, item) in items.iter().enumerate().filter(|(_, item)| item.tree != Tree::Null) {
            self.step(Crumb::Index(index), item, None, rest);
        }
        if let Some(open) = open {
            self.open(open);
        }
    }

    fn members(&mut self, node: &'a Node, rest: &'w [Step]) {
        let Tree::Object(members) = &node.tree else { return };
        self.mark_list();
        for (name, member) in members.iter().filter(|(_, member)| member.tree != Tree::Null) {
            self.step(Crumb::Member(name), member, Some(name), rest);
        }
    }

    fn step(&mut self, crumb: Crumb<'w, 'a>, node: &'a Node, key: Option<&'a str>, rest: &'w [Step]) {
        self.trail.push(crumb);
        self.go(node, key, rest);
        self.trail.pop();
    }

    /// The way is unknown from here on: one unknown node, or a list that may hold anything.
    fn stop(&mut self, node: &'a Node, unknown: &'a Unknown, steps: &[Step]) {
        if steps.iter().any(|step| matches!(step, Step::Each | Step::Members)) {
            self.open(unknown);
        } else {
            let place = self.place();
            self.found.nodes.push(Located { node, key: None, place });
        }
    }

    fn open(&mut self, unknown: &'a Unknown) {
        self.mark_list();
        self.found.open.get_or_insert(unknown);
    }

    fn mark_list(&mut self) {
        if self.found.list.is_none() {
            self.found.list = Some(self.place());
        }
    }

    fn place(&self) -> Place {
        let resource = self.base.resource.clone();
        if let Some(fixed) = self.path.fixed.as_ref().filter(|fixed| fixed.len() == self.trail.len())
            && self.base.path.is_empty()
        {
            return Place { resource, path: Arc::clone(fixed) };
        }
        let crumb = |crumb: &Crumb<'_, '_>| match crumb {
            Crumb::Key(key) | Crumb::Member(key) => PathStep::Key((*key).clone()),
            Crumb::Index(index) => PathStep::Index(*index),
        };
        let path = self.base.path.iter().cloned().chain(self.trail.iter().map(crumb)).collect();
        Place { resource, path }
    }
}
