//! References by evaluation of the sources: locals, variables, modules, dynamic blocks and functions are followed
//! symbolically, so that an attribute's value is known to be the id of this instance and no other.
//!
//! It owns the evaluation; it reads no files ([`super::sources`] does) and gives no meaning to resource types. Every doubt
//! makes a value opaque or one of several: what is claimed as exact is what Terraform would compute.
//!
//! Shape: a plan's resources, its configuration and its sources in ([`Evaluator::new`]); the [`Edge`]s of one resource, or the
//! [`Shape`] of one argument, out.

mod body;
mod composed;
mod constraint;
mod declarations;
mod edges;
mod expression;
mod functions;
#[cfg(any(test, feature = "fuzzing"))]
mod fuzzing;
mod lookup;
mod mentions;
mod predicates;
mod shape;
#[cfg(test)]
mod tests;
mod value;
mod world;

pub(crate) use composed::Composed;
pub(crate) use edges::{Certainty, Edge};
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) use fuzzing::everything;
pub(crate) use mentions::Written;
pub(crate) use shape::Shape;

use super::address::{Address, Key};
use super::configuration::Configuration;
use super::sources::{Module, Sources};
use crate::input::declared::{Declared, Members};
use crate::model::PathStep;
use declarations::Declarations;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use world::World;

/// The sources of all modules of a plan that are the planned ones, by the names of their calls joined with dots.
pub(crate) struct TrustedModules(BTreeMap<String, Rc<Module>>);

impl TrustedModules {
    /// Those of `configuration` in `sources`.
    pub(crate) fn of(configuration: &Configuration, sources: &Sources) -> Self {
        let mut modules = BTreeMap::new();
        let mut open = vec![(Vec::<String>::new(), &configuration.root)];
        while let Some((path, module)) = open.pop() {
            if let Some(source) = sources.trusted(&path) {
                modules.insert(path.join("."), source);
            }
            for (name, call) in &module.calls {
                let mut inner = path.clone();
                inner.push(name.clone());
                open.push((inner, &call.module));
            }
        }
        Self(modules)
    }

    /// Those of modules with these texts, by the names of their calls joined with dots.
    #[cfg(test)]
    pub(in crate::input::terraform) fn written(texts: &[(&str, &str)]) -> Self {
        let module =
            |text: &str| Rc::new(Module::of("", ["main.tf".to_owned()].into_iter(), |_| Some(text.to_owned())));
        Self(texts.iter().map(|(key, text)| ((*key).to_owned(), module(text))).collect())
    }
}

/// Evaluates the sources of one plan.
pub(crate) struct Evaluator<'a> {
    world: World<'a>,
}

impl<'a> Evaluator<'a> {
    /// Over the resources `declared`, whose split addresses are `addresses`; of a partial plan some are missing.
    pub(crate) fn new(
        configuration: &'a Configuration,
        modules: &'a TrustedModules,
        declared: &'a [Declared],
        addresses: &'a [Option<Address>],
        is_partial: bool,
    ) -> Self {
        let sources = modules.0.iter().map(|(key, module)| (key.clone(), Declarations::of(module.written()))).collect();
        let mut world = World::new(configuration, sources, declared, addresses);
        world.is_partial = is_partial;
        Self { world }
    }

    /// Whether there is anything to evaluate.
    pub(crate) fn has_sources(&self) -> bool {
        !self.world.sources.is_empty()
    }

    /// The edges of the resource at `index`, of those arguments that `wanted` asks for; `None` where its sources are not
    /// there, or not the planned ones.
    pub(crate) fn edges(&self, index: usize, members: &Members, wanted: &dyn Fn(&str) -> bool) -> Option<Vec<Edge>> {
        let (declared, scope) = self.world.written(index)?;
        let mut found = Vec::new();
        for (name, value) in self.world.arguments(declared, &scope, wanted) {
            let path = [PathStep::Key(name.as_str().into())];
            self.world.edges(&value, members.get(&name), &path, &mut found);
        }
        Some(found)
    }

    /// What an argument of the resource at `index` will be; `None` where the sources are not there, not the planned ones, or
    /// leave it out.
    pub(crate) fn shape(&self, index: usize, argument: &str) -> Option<Shape> {
        let (declared, scope) = self.world.written(index)?;
        let value = self.world.arguments(declared, &scope, &|name| name == argument).remove(argument)?;
        Some(self.world.shape(&value))
    }

    /// The texts of sensitive values that what was asked for led to.
    pub(crate) fn secrets(&self) -> BTreeSet<String> {
        self.world.secrets.borrow().iter().map(ToString::to_string).collect()
    }
}
