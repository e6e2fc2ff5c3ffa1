//! What a resource of a plan waits for: Terraform creates it when everything is there that its block mentions, directly or
//! by way of locals, arguments, outputs and `depends_on`.
//!
//! It owns the graph of blocks; instances do not matter, for Terraform makes every instance of a block wait for every
//! instance of the blocks that it mentions. The plan tells most of the graph, the sources tell locals and `dynamic` blocks.
//!
//! Shape: the [`Configuration`] and the sources in; for an address the blocks before it, and why there may be more.

use super::address::{Address, Block, Step, leading_block, steps};
use super::configuration::{Configuration, ModuleConfiguration};
use super::evaluate::{TrustedModules, Written};
use super::mentions::Mentions;
use crate::model::{Reason, Unknown};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

#[cfg(test)]
mod tests;

/// Answers what blocks wait for.
pub(super) struct Order<'a> {
    configuration: &'a Configuration,
    modules: &'a TrustedModules,
    written: RefCell<BTreeMap<Vec<String>, Option<Rc<Written>>>>,
    answers: RefCell<BTreeMap<Point, Rc<Before>>>,
}

/// A module by the names of the calls that lead to it, and something in it.
type Point = (Vec<String>, Node);

/// Something that mentions other things, and is mentioned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    /// A resource or a data source.
    Block(String),
    /// An argument of the module's call.
    Variable(String),
    Local(String),
    Output(String),
    /// What makes all of the module wait: `depends_on`, `count` and `for_each` of its call.
    Call,
    /// All that is in the module.
    Whole,
    /// A provider configuration.
    Provider(String),
}

/// What is created before a block.
#[derive(Debug, Default)]
pub(super) struct Before {
    blocks: BTreeSet<(Vec<String>, String)>,
    /// Why there may be more.
    pub(super) open: Option<Unknown>,
}

impl Before {
    /// Whether the instances of `block` are among them.
    pub(super) fn has(&self, block: &Block) -> bool {
        self.blocks.contains(&(block.module_names(), block.name.clone()))
    }
}

impl<'a> Order<'a> {
    pub(super) fn new(configuration: &'a Configuration, modules: &'a TrustedModules) -> Self {
        Self { configuration, modules, written: RefCell::default(), answers: RefCell::default() }
    }

    /// What the resource at `address` waits for.
    pub(super) fn before(&self, address: &Address) -> Rc<Before> {
        let start = (address.block.module_names(), Node::Block(address.block.name.clone()));
        if let Some(answer) = self.answers.borrow().get(&start) {
            return Rc::clone(answer);
        }
        let answer = Rc::new(self.walk(start.clone()));
        self.answers.borrow_mut().insert(start, Rc::clone(&answer));
        answer
    }

    /// Every point is visited once, so that neither circles nor size matter.
    fn walk(&self, start: Point) -> Before {
        let mut before = Before::default();
        let mut seen = BTreeSet::from([start.clone()]);
        let mut waiting = vec![start];
        while let Some((path, node)) = waiting.pop() {
            let Some(module) = self.module(&path) else { continue };
            let mut found = Found { path: &path, points: Vec::new(), open: None };
            self.expand(module, &node, &mut found);
            let Found { points, open, .. } = found;
            before.open = before.open.or(open);
            for point in points {
                if seen.insert(point.clone()) {
                    if let (path, Node::Block(name)) = &point {
                        before.blocks.insert((path.clone(), name.clone()));
                    }
                    waiting.push(point);
                }
            }
        }
        before
    }

    fn module(&self, path: &[String]) -> Option<&'a ModuleConfiguration> {
        path.iter().try_fold(&self.configuration.root, |module, name| module.calls.get(name).map(|call| &call.module))
    }

    fn written(&self, path: &[String]) -> Option<Rc<Written>> {
        if let Some(written) = self.written.borrow().get(path) {
            return written.clone();
        }
        let written = self.modules.mentions(path).map(Rc::new);
        self.written.borrow_mut().insert(path.to_vec(), written.clone());
        written
    }

    /// Adds what `node` of `module` waits for.
    fn expand(&self, module: &ModuleConfiguration, node: &Node, found: &mut Found<'_>) {
        match node {
            Node::Block(name) => self.block(module, name, found),
            Node::Variable(name) => self.at_the_call(found, |call, outer| {
                outer.mention(call.expressions.get(name).map(|it| it.references()).unwrap_or_default());
            }),
            Node::Call => self.at_the_call(found, |call, outer| {
                outer.mention(&call.awaited.0);
                outer.add_call();
            }),
            Node::Local(name) => match self.written(found.path) {
                Some(written) => found.mention(written.locals.get(name).map(Vec::as_slice).unwrap_or_default()),
                None => found.open(format!("local.{name}")),
            },
            Node::Output(name) => {
                found.mention(module.outputs.get(name).map(|it| it.references()).unwrap_or_default());
                found.mention(module.awaited_by_outputs.get(name).map(|it| it.0.as_slice()).unwrap_or_default());
            }
            Node::Whole => {
                module.blocks.iter().for_each(|name| found.add(Node::Block(name.clone())));
                module.calls.keys().for_each(|name| found.add_inside(name, Node::Whole));
            }
            Node::Provider(key) => {
                if let Some(provider) = self.configuration.providers.get(key) {
                    found.mention(&provider.mentions.0);
                }
            }
        }
    }

    fn block(&self, module: &ModuleConfiguration, name: &str, found: &mut Found<'_>) {
        let Some((provider, Mentions(references))) = module.mentions.get(name) else { return };
        found.mention(references);
        if let Some(configuration) = self.configuration.providers.get(provider.as_str()) {
            let path = configuration.module.split('.').filter(|part| !part.is_empty() && *part != "module");
            found.points.push((path.map(str::to_owned).collect(), Node::Provider(provider.to_string())));
        }
        found.add_call();
        match self.written(found.path).as_ref().and_then(|written| written.blocks.get(name)) {
            Some(references) => found.mention(references),
            // A plan leaves out `dynamic` blocks.
            None => found.open(name.to_owned()),
        }
    }

    /// Goes on in the module that calls this one.
    fn at_the_call(&self, found: &mut Found<'_>, add: impl FnOnce(&super::configuration::ModuleCall, &mut Found<'_>)) {
        let Some((name, outer)) = found.path.split_last() else { return };
        let Some(call) = self.module(outer).and_then(|module| module.calls.get(name)) else { return };
        let mut inner = Found { path: outer, points: Vec::new(), open: None };
        add(call, &mut inner);
        found.points.append(&mut inner.points);
    }
}

/// What one node leads to.
struct Found<'p> {
    path: &'p [String],
    points: Vec<Point>,
    open: Option<Unknown>,
}

impl Found<'_> {
    fn add(&mut self, node: Node) {
        self.points.push((self.path.to_vec(), node));
    }

    fn add_inside(&mut self, call: &str, node: Node) {
        let mut path = self.path.to_vec();
        path.push(call.to_owned());
        self.points.push((path, node));
    }

    /// What is in a module waits for what its call waits for.
    fn add_call(&mut self) {
        if !self.path.is_empty() {
            self.add(Node::Call);
        }
    }

    fn open(&mut self, text: String) {
        self.open.get_or_insert_with(|| Unknown::new(Reason::NotEvaluated, text));
    }

    fn mention(&mut self, references: &[String]) {
        for reference in references {
            if let Some(steps) = steps(reference) {
                self.follow(&steps);
            }
        }
    }

    fn follow(&mut self, steps: &[Step]) {
        let [Step::Name(word), rest @ ..] = steps else { return };
        match (word.as_str(), rest) {
            ("var", [Step::Name(name), ..]) => self.add(Node::Variable(name.clone())),
            ("local", [Step::Name(name), ..]) => self.add(Node::Local(name.clone())),
            ("module", [Step::Name(name), Step::Key(_), Step::Name(output), ..])
            | ("module", [Step::Name(name), Step::Name(output), ..]) => {
                self.add_inside(name, Node::Output(output.clone()));
                self.add_inside(name, Node::Call);
            }
            ("module", [Step::Name(name), ..]) => {
                self.add_inside(name, Node::Whole);
                self.add_inside(name, Node::Call);
            }
            ("each" | "count" | "path" | "terraform" | "tofu" | "self", _) => {}
            _ => {
                if let Some((block, _)) = leading_block(steps) {
                    self.add(Node::Block(block));
                }
            }
        }
    }
}
