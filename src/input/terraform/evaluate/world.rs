//! What the evaluator knows: the instances of the plan, the sources of its modules, and what was evaluated so far.

use super::declarations::Declarations;
use super::value::{Evaluated, Value};
use crate::input::declared::{Declared, Node, Tree};
use crate::input::normalise::inline_collection;
use crate::input::terraform::address::{Address, Key, ModuleStep};
use crate::input::terraform::configuration::Configuration;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// Steps of evaluation for one plan: far more than any real one takes.
const STEPS: usize = 5_000_000;
/// Expressions inside each other, also through locals, variables and outputs.
const DEEPEST: usize = 100;

/// A resource instance that the plan will leave, or a data source.
#[derive(Debug)]
pub(super) struct Known<'a> {
    pub(super) key: Option<&'a Key>,
    pub(super) address: Option<&'a Address>,
    pub(super) resource_type: &'a str,
    pub(super) body: &'a Node,
}

/// A name in a module instance that is evaluated once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Symbol {
    Local(String),
    Variable(String),
    Output(String),
    /// The `for_each` or `count` of a resource block.
    Repetition(String),
    /// The instances of a resource block.
    Instances(String),
    /// The instances of a module call.
    Call(String),
}

/// Everything that expressions can refer to.
pub(super) struct World<'a> {
    pub(super) configuration: &'a Configuration,
    /// Sources by the names of the module calls from the root, joined with dots; only those that are the planned ones.
    pub(super) sources: BTreeMap<String, Declarations<'a>>,
    pub(super) instances: Vec<Known<'a>>,
    /// The texts of sensitive values that were met.
    pub(super) secrets: RefCell<BTreeSet<Rc<str>>>,
    /// Instances may be missing.
    pub(super) is_partial: bool,
    /// Instances by module instance and block, in the plan's order.
    by_block: HashMap<usize, HashMap<&'a str, Vec<usize>>>,
    /// Module instances by their index.
    modules: RefCell<Vec<Rc<[ModuleStep]>>>,
    module_indexes: RefCell<HashMap<Rc<[ModuleStep]>, usize>>,
    memo: RefCell<HashMap<(usize, Symbol), Evaluated>>,
    busy: RefCell<HashSet<(usize, Symbol)>>,
    /// How many parts of texts nothing is known of.
    pub(super) opaque_parts: Cell<usize>,
    steps: Cell<usize>,
    depth: Cell<usize>,
}

impl<'a> World<'a> {
    pub(super) fn new(
        configuration: &'a Configuration,
        sources: BTreeMap<String, Declarations<'a>>,
        declared: &'a [Declared],
        addresses: &'a [Option<Address>],
    ) -> Self {
        let mut world = Self {
            configuration,
            sources,
            instances: Vec::new(),
            secrets: RefCell::default(),
            is_partial: false,
            by_block: HashMap::new(),
            modules: RefCell::default(),
            module_indexes: RefCell::default(),
            memo: RefCell::default(),
            busy: RefCell::default(),
            opaque_parts: Cell::new(0),
            steps: Cell::new(STEPS),
            depth: Cell::new(0),
        };
        world.module_index(&[]);
        for (resource, address) in declared.iter().zip(addresses) {
            let known = Known {
                key: address.as_ref().and_then(|address| address.key.as_ref()),
                address: address.as_ref(),
                resource_type: &resource.resource_type,
                body: &resource.body,
            };
            world.instances.push(known);
            let Some(address) = address else { continue };
            let module = world.module_index(&address.block.modules);
            let block = address.block.name.as_str();
            let block_instances = world.by_block.entry(module).or_default().entry(block).or_default();
            block_instances.push(world.instances.len() - 1);
        }
        world
    }

    /// The index of a module instance; it need not be one that the plan has.
    pub(super) fn module_index(&self, path: &[ModuleStep]) -> usize {
        if let Some(index) = self.module_indexes.borrow().get(path) {
            return *index;
        }
        let path: Rc<[ModuleStep]> = path.into();
        let mut modules = self.modules.borrow_mut();
        let index = modules.len();
        modules.push(Rc::clone(&path));
        self.module_indexes.borrow_mut().insert(path, index);
        index
    }

    /// The calls that lead to a module instance.
    pub(super) fn module_path(&self, module: usize) -> Rc<[ModuleStep]> {
        self.modules.borrow().get(module).map_or_else(|| Rc::from([]), Rc::clone)
    }

    /// The sources of a module instance; `None` when they are not there or not the planned ones.
    pub(super) fn declarations(&self, module: usize) -> Option<&Declarations<'a>> {
        let path = self.module_path(module);
        let names: Vec<&str> = path.iter().map(|step| step.name.as_str()).collect();
        self.sources.get(&names.join("."))
    }

    /// The instances of a block in a module instance.
    pub(super) fn of_block(&self, module: usize, block: &str) -> &[usize] {
        self.by_block.get(&module).and_then(|blocks| blocks.get(block)).map_or(&[], Vec::as_slice)
    }

    /// Evaluates a symbol once; one that leads back to itself, which no plan has, is opaque.
    pub(super) fn once(&self, module: usize, symbol: Symbol, evaluate: impl FnOnce() -> Evaluated) -> Evaluated {
        let key = (module, symbol);
        if let Some(value) = self.memo.borrow().get(&key) {
            return value.clone();
        }
        if !self.busy.borrow_mut().insert(key.clone()) {
            return Ok(Value::Opaque);
        }
        let value = evaluate();
        self.busy.borrow_mut().remove(&key);
        self.memo.borrow_mut().insert(key, value.clone());
        value
    }

    /// Takes `count` steps; false when there are no more.
    pub(super) fn spend(&self, count: usize) -> bool {
        match self.steps.get().checked_sub(count) {
            Some(rest) => {
                self.steps.set(rest);
                true
            }
            None => {
                self.steps.set(0);
                false
            }
        }
    }

    /// Evaluates one level deeper, unless that is too deep or too long.
    pub(super) fn deeper(&self, evaluate: impl FnOnce() -> Evaluated) -> Evaluated {
        if self.depth.get() >= DEEPEST || !self.spend(1) {
            return Ok(Value::Opaque);
        }
        self.depth.set(self.depth.get() + 1);
        let value = evaluate();
        self.depth.set(self.depth.get() - 1);
        value
    }

    /// An attribute of an instance, with its planned value where that is known.
    pub(super) fn attribute(&self, instance: usize, name: &str) -> Value {
        let node = self.instances.get(instance).and_then(|known| known.body.get(name));
        let path = vec![name.to_owned()];
        let known = node.and_then(|node| planned(instance, &path, node, 0));
        node.into_iter().for_each(|node| self.keep_secrets_of(node));
        // Sub-resources are in no order.
        let known = match known {
            Some(Value::List(items)) if self.children_in(instance, name).is_some() => Some(Value::Set(items)),
            known => known,
        };
        Value::Reference(Rc::new(super::value::Reference { instance, path, known }))
    }

    /// The collection that the sub-resources in an argument of an instance belong to.
    fn children_in(&self, instance: usize, argument: &str) -> Option<&'static str> {
        inline_collection(self.instances.get(instance)?.resource_type, argument)
    }

    /// What follows the id of an instance in the id that this path leads to: that of a sub-resource in it, whose name is known.
    pub(super) fn inline_suffix(&self, instance: usize, path: &[String]) -> Option<String> {
        let [argument, index, id] = path else { return None };
        let collection = self.children_in(instance, argument).filter(|_| id == "id")?;
        let list = self.instances.get(instance)?.body.get(argument)?;
        let Tree::List { items, open: None } = &list.tree else { return None };
        let name = items.get(index.parse::<usize>().ok()?)?.get("name").filter(|name| !name.sensitive)?;
        name.as_text().filter(|name| !name.contains(['/', '{', '}'])).map(|name| format!("/{collection}/{name}"))
    }
}

/// A planned value; `None` when it is not known at all. Parts of it that are not known are references of their own.
fn planned(instance: usize, path: &[String], node: &Node, depth: usize) -> Option<Value> {
    const DEEPEST: usize = 16;
    if depth == DEEPEST {
        return None;
    }
    let inner = |step: String, node: &Node| {
        let path: Vec<String> = path.iter().cloned().chain([step]).collect();
        let known = planned(instance, &path, node, depth + 1);
        known.unwrap_or_else(|| Value::Reference(Rc::new(super::value::Reference { instance, path, known: None })))
    };
    Some(match &node.tree {
        Tree::Null => Value::Null,
        Tree::Bool(value) => Value::Bool(*value),
        Tree::Number(number) => Value::Number(number.as_f64()?),
        Tree::Text(text) => Value::text(text),
        Tree::List { items, open: None } => {
            Value::list(items.iter().enumerate().map(|(index, item)| inner(index.to_string(), item)).collect())
        }
        Tree::Object(members) => {
            Value::map(members.iter().map(|(key, node)| (key.to_string(), inner(key.to_string(), node))).collect())
        }
        Tree::List { .. } | Tree::Unknown(_) => return None,
    })
}
