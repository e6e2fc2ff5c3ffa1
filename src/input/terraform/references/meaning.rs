//! What one reference begins with, and where it is written.

use super::super::address::{Key, ModuleStep, Step, leading_block};
use super::super::expression::Expression;

/// Arguments and outputs that are followed one behind the other. A plan cannot go in a circle, a forged one can.
const LONGEST_WAY: usize = 64;

/// Where an expression is written.
#[derive(Debug, Clone)]
pub(in crate::input::terraform) struct Scope<'a> {
    /// The module instance.
    pub(in crate::input::terraform) modules: Vec<ModuleStep>,
    /// The instance key of the resource or module call that the expression belongs to.
    pub(in crate::input::terraform) key: Option<Key>,
    /// Its `for_each`.
    pub(in crate::input::terraform) for_each: Option<&'a Expression>,
    /// Arguments and outputs that were followed on the way here.
    pub(in crate::input::terraform) hops: usize,
}

/// One reference, split.
pub(super) enum Meaning<'s> {
    /// `T.n…`, `data.T.n…`.
    Resource { block: String, rest: &'s [Step] },
    /// `var.x…`.
    Variable { name: &'s str, rest: &'s [Step] },
    /// `module.m…`, with the key and what follows it.
    Module { name: &'s str, key: Option<&'s Key>, rest: &'s [Step] },
    /// `each.value…`.
    EachValue(&'s [Step]),
    /// `each.key`, `count.index`, `path.…`: known whatever it is, so that it only chooses.
    Chooser,
    /// `local.x` and whatever else leads nowhere.
    DeadEnd,
}

impl Scope<'_> {
    /// The scope of a module's own expressions: outputs belong to no instance of a block.
    pub(super) fn inner(&self, name: &str, key: Option<Key>) -> Option<Self> {
        let mut modules = self.modules.clone();
        modules.push(ModuleStep { name: name.to_owned(), key });
        Some(Self { modules, key: None, for_each: None, hops: self.hop()? })
    }

    pub(super) fn hop(&self) -> Option<usize> {
        (self.hops < LONGEST_WAY).then_some(self.hops + 1)
    }
}

/// What a reference begins with. A root variable's value is in the plan, so that it only chooses what is not known.
pub(super) fn meaning<'s>(steps: &'s [Step], scope: &Scope<'_>) -> Meaning<'s> {
    let [Step::Name(word), rest @ ..] = steps else { return Meaning::DeadEnd };
    match (word.as_str(), rest) {
        ("var", [Step::Name(_), ..]) if scope.modules.is_empty() => Meaning::Chooser,
        ("var", [Step::Name(name), rest @ ..]) => Meaning::Variable { name, rest },
        ("module", [Step::Name(name), Step::Key(key), rest @ ..]) => Meaning::Module { name, key: Some(key), rest },
        ("module", [Step::Name(name), rest @ ..]) => Meaning::Module { name, key: None, rest },
        ("each", [Step::Name(value), rest @ ..]) if value == "value" => Meaning::EachValue(rest),
        ("each" | "count" | "path" | "terraform" | "tofu", _) => Meaning::Chooser,
        ("local" | "self", _) => Meaning::DeadEnd,
        _ => match leading_block(steps) {
            Some((block, rest)) => Meaning::Resource { block, rest },
            None => Meaning::DeadEnd,
        },
    }
}
