//! Says what an expression refers to, from the plan alone, and never more than the plan proves.
//!
//! A plan lists the references of an expression, not the expression. So `a.b.id` may stand for itself, or for a string
//! made from it; `a.b` for an instance chosen by an index, or for all of them; a `local` for anything. Hence:
//!
//! | references | claim |
//! |---|---|
//! | `T.n.id`, one instance or a constant key, `T` acceptable for the attribute | exact |
//! | `T.n`, `each.key`; the instance of that key is there | inferred |
//! | `each.value.id`, `for_each` over `T.n`; the instance of that key is there | inferred |
//! | `T.n` with `count.index`, a splat, `each.value`, several references, parts of objects | candidates |
//! | a `local`, an attribute that identifies nothing, a type that is not acceptable, anything else | none |
//!
//! Module arguments and outputs are followed. It owns these claims; [`super::attach`] puts them on the values.
//!
//! Shape: the references of one expression and the [`Scope`] they are written in, in; a [`Claim`] out.

mod meaning;
mod within;

pub(super) use meaning::Scope;

use super::address::{Address, Key, Step, leading_key, steps};
use super::configuration::Configuration;
use super::expression::Expression;
use super::instances::{Identity, Instance, Instances};
use crate::input::declared::ReferenceCertainty;
use meaning::{Meaning, meaning};
use std::collections::BTreeMap;

/// Lists of references that are read for one expression; no expression of a real plan comes near.
const BUDGET: usize = 10_000;
/// "One of these" says nothing any more when there are many, and would cost as much for each of them.
const MOST_CANDIDATES: usize = 128;

/// Asks for references to resources of any type.
const ANY: &[&str] = &["*"];

/// What is asked of a reference.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// Types of resources that the attribute may refer to.
    pub(super) types: &'a [&'a str],
    /// The attribute by which it does: `id` or `name`.
    pub(super) attribute: &'a str,
    /// Of a part of an object: the types that its parts refer to. Any other reference may be what is meant then. `None` takes
    /// those for other parts.
    pub(super) beside: Option<&'a [&'a str]>,
}

/// What an expression refers to.
#[derive(Debug)]
pub(super) enum Claim<'a> {
    Exact(&'a Instance),
    Inferred(&'a Instance),
    /// Each reference is one instance, and nothing else is referred to: the elements of a collection.
    Each(Vec<&'a Instance>),
    /// One of these, or for a collection some of these.
    Candidates(Candidates<'a>),
    None,
}

/// Instances by address.
pub(super) type Candidates<'a> = BTreeMap<&'a str, &'a Instance>;

/// Follows references through one plan.
pub(super) struct Resolver<'a> {
    pub(super) configuration: &'a Configuration,
    pub(super) instances: &'a Instances,
    budget: usize,
}

impl<'a> Resolver<'a> {
    /// Over the configuration and what it will leave.
    pub(super) fn new(configuration: &'a Configuration, instances: &'a Instances) -> Self {
        Self { configuration, instances, budget: BUDGET }
    }

    /// What the expression with these references, written in `scope`, refers to.
    pub(super) fn claim(&mut self, references: &[String], scope: &Scope<'a>, wanted: Wanted<'_>) -> Claim<'a> {
        self.budget = BUDGET;
        if wanted.types.is_empty() {
            return Claim::None;
        }
        self.follow(references, scope, wanted).unwrap_or(Claim::None)
    }

    /// Passes through arguments and outputs that are handed on as they are, then judges what is at the end.
    fn follow(&mut self, references: &[String], scope: &Scope<'a>, wanted: Wanted<'_>) -> Option<Claim<'a>> {
        self.spend()?;
        let split: Vec<Vec<Step>> = references.iter().map(|reference| steps(reference)).collect::<Option<_>>()?;
        let meanings: Vec<Meaning<'_>> = split.iter().map(|steps| meaning(steps, scope)).collect();
        if let [only] = meanings.as_slice() {
            match only {
                Meaning::Variable { name, rest: [] } => {
                    let (references, outer) = self.argument(name, scope)?;
                    return self.follow(references, &outer, wanted);
                }
                Meaning::Module { name, key, rest: [Step::Name(output)] } => {
                    let (references, inner) = self.output(name, *key, output, scope)?;
                    return self.follow(references, &inner, wanted);
                }
                Meaning::Resource { block, rest } => return self.single(block, rest, scope, wanted),
                Meaning::EachValue(rest) => return self.each_value(rest, scope, wanted),
                _ => {}
            }
        }
        if let Some(claim) = self.same_key(references, &meanings, scope, wanted) {
            return Some(claim);
        }
        if let Some(targets) = self.each(&meanings, scope, wanted) {
            return Some(Claim::Each(targets));
        }
        let mut targets = Candidates::new();
        self.collect(&meanings, scope, wanted, false, &mut targets)?;
        Some(candidates(targets))
    }

    /// The only reference is to a resource.
    fn single(&mut self, block: &str, rest: &[Step], scope: &Scope<'a>, wanted: Wanted<'_>) -> Option<Claim<'a>> {
        if let Some(target) = self.instance(block, rest, scope, wanted) {
            return Some(Claim::Exact(target));
        }
        let mut targets = Candidates::new();
        self.add_resource(block, rest, scope, wanted, false, &mut targets)?;
        Some(candidates(targets))
    }

    /// The one instance that `block` and `rest` name, with the attribute that identifies it.
    fn instance(&self, block: &str, rest: &[Step], scope: &Scope<'a>, wanted: Wanted<'_>) -> Option<&'a Instance> {
        let (key, rest) = leading_key(rest);
        let [Step::Name(attribute)] = rest else { return None };
        if !self.accepts(block, scope, wanted) || attribute != wanted.attribute {
            return None;
        }
        self.instances.of_block(&scope.modules, block).iter().find(|instance| instance.key == key)
    }

    /// `T.n[each.key].id`, of which the plan lists `T.n` and `each.key`.
    fn same_key(
        &self,
        references: &[String],
        meanings: &[Meaning<'_>],
        scope: &Scope<'a>,
        wanted: Wanted<'_>,
    ) -> Option<Claim<'a>> {
        let [Meaning::Resource { block, rest: [] }, Meaning::Chooser] = meanings else { return None };
        if references.get(1).is_none_or(|reference| reference != "each.key") || !self.accepts(block, scope, wanted) {
            return None;
        }
        self.keyed(block, scope).map(Claim::Inferred)
    }

    /// The instance of `block` that has the scope's own string key.
    fn keyed(&self, block: &str, scope: &Scope<'a>) -> Option<&'a Instance> {
        let Some(Key::Text(_)) = &scope.key else { return None };
        self.instances.of_block(&scope.modules, block).iter().find(|instance| instance.key == scope.key)
    }

    /// `each.value` and what follows, through the `for_each` of the scope's owner.
    fn each_value(&mut self, rest: &[Step], scope: &Scope<'a>, wanted: Wanted<'_>) -> Option<Claim<'a>> {
        let references = scope.for_each?.references();
        if let ([Step::Name(attribute)], [reference]) = (rest, references)
            && attribute == wanted.attribute
            && let Meaning::Resource { block, rest: [] } = meaning(&steps(reference)?, scope)
            && self.accepts(&block, scope, wanted)
            && let Some(instance) = self.keyed(&block, scope)
        {
            return Some(Claim::Inferred(instance));
        }
        let mut targets = Candidates::new();
        self.collect_references(references, scope, wanted, true, &mut targets)?;
        Some(candidates(targets))
    }

    /// Every reference names one instance.
    fn each(&self, meanings: &[Meaning<'_>], scope: &Scope<'a>, wanted: Wanted<'_>) -> Option<Vec<&'a Instance>> {
        let instance = |meaning: &Meaning<'_>| match meaning {
            Meaning::Resource { block, rest } => self.instance(block, rest, scope, wanted),
            _ => None,
        };
        meanings.iter().map(instance).collect()
    }

    /// Adds every instance that may be meant. `inside` an object, references to other things are its other members;
    /// elsewhere they may be what is meant, and nothing can be claimed.
    fn collect(
        &mut self,
        meanings: &[Meaning<'_>],
        scope: &Scope<'a>,
        wanted: Wanted<'_>,
        inside: bool,
        targets: &mut Candidates<'a>,
    ) -> Option<()> {
        self.spend()?;
        for meaning in meanings {
            match meaning {
                Meaning::Chooser => {}
                Meaning::DeadEnd => return None,
                Meaning::Resource { block, rest } => {
                    self.add_resource(block, rest, scope, wanted, inside, targets)?;
                }
                Meaning::EachValue(_) => {
                    // A map of constants only chooses.
                    let references = scope.for_each.map_or(&[][..], Expression::references);
                    let scope = Scope { for_each: None, ..scope.clone() };
                    self.collect_references(references, &scope, wanted, true, targets)?;
                }
                Meaning::Variable { name, rest } => {
                    let (references, outer) = self.argument(name, scope)?;
                    self.collect_references(references, &outer, wanted, inside || !rest.is_empty(), targets)?;
                }
                Meaning::Module { name, key, rest } => {
                    self.collect_module(name, *key, rest, scope, wanted, inside, targets)?;
                }
            }
        }
        Some(())
    }

    fn collect_references(
        &mut self,
        references: &[String],
        scope: &Scope<'a>,
        wanted: Wanted<'_>,
        inside: bool,
        targets: &mut Candidates<'a>,
    ) -> Option<()> {
        let split: Vec<Vec<Step>> = references.iter().map(|reference| steps(reference)).collect::<Option<_>>()?;
        let meanings: Vec<Meaning<'_>> = split.iter().map(|steps| meaning(steps, scope)).collect();
        self.collect(&meanings, scope, wanted, inside, targets)
    }

    /// Adds the instances of a block: the one with the key that is written, else all.
    fn add_resource(
        &self,
        block: &str,
        rest: &[Step],
        scope: &Scope<'a>,
        wanted: Wanted<'_>,
        inside: bool,
        targets: &mut Candidates<'a>,
    ) -> Option<()> {
        let (key, rest) = leading_key(rest);
        let reads_it = match rest {
            [] => true,
            [Step::Name(attribute), ..] => attribute == wanted.attribute,
            [Step::Key(_), ..] => false,
        };
        if !self.accepts(block, scope, wanted) || !reads_it {
            return (inside && self.is_beside(block, rest, scope, wanted)).then_some(());
        }
        let instances = self.instances.of_block(&scope.modules, block);
        let meant = instances.iter().filter(|instance| key.is_none() || instance.key == key);
        targets.extend(meant.map(|instance| (instance.address.as_str(), instance)));
        (targets.len() <= MOST_CANDIDATES).then_some(())
    }

    /// Whether what is not meant is certainly meant by another part of the object, or has no part in what is unknown.
    fn is_beside(&self, block: &str, rest: &[Step], scope: &Scope<'a>, wanted: Wanted<'_>) -> bool {
        let Some(types) = wanted.beside else { return true };
        let is_typed = || self.accepts(block, scope, Wanted { types, ..wanted });
        let [Step::Name(attribute)] = rest else { return rest.is_empty() && is_typed() };
        let instances = self.instances.of_block(&scope.modules, block);
        let is_known = |instance: &Instance| matches!(instance.identity(attribute), Identity::Known(_));
        let is_settled = !instances.is_empty() && instances.iter().all(is_known);
        is_settled || attribute == wanted.attribute && is_typed()
    }

    /// Follows an output, or every output where its name is lost behind an index, of every instance that may be meant.
    #[expect(clippy::too_many_arguments, reason = "the parts of one reference and where it is written")]
    fn collect_module(
        &mut self,
        name: &str,
        key: Option<&Key>,
        rest: &[Step],
        scope: &Scope<'a>,
        wanted: Wanted<'_>,
        inside: bool,
        targets: &mut Candidates<'a>,
    ) -> Option<()> {
        let configuration = self.configuration;
        let call = configuration.module(&scope.modules)?.calls.get(name)?;
        let keys: Vec<Option<Key>> = match key {
            Some(key) => vec![Some(key.clone())],
            None => self.instances.of_call(&scope.modules, name).cloned().collect(),
        };
        // A module of which no instance is seen holds nothing that could be meant, but its outputs lead somewhere.
        let keys = if keys.is_empty() { vec![None] } else { keys };
        let (outputs, inside): (Vec<&Expression>, bool) = match rest {
            [Step::Name(output)] => (vec![call.module.outputs.get(output)?], inside),
            [Step::Name(output), ..] => (vec![call.module.outputs.get(output)?], true),
            _ => (call.module.outputs.values().collect(), true),
        };
        for key in keys {
            let inner = scope.inner(name, key)?;
            for output in &outputs {
                self.collect_references(output.references(), &inner, wanted, inside, targets)?;
            }
        }
        Some(())
    }

    /// The references of a module's argument, and the scope they are written in.
    fn argument(&self, name: &str, scope: &Scope<'a>) -> Option<(&'a [String], Scope<'a>)> {
        let call = self.configuration.call(&scope.modules)?;
        let (step, outer) = scope.modules.split_last()?;
        let argument = call.expressions.get(name)?;
        let (modules, key, hops) = (outer.to_vec(), step.key.clone(), scope.hop()?);
        Some((argument.references(), Scope { modules, key, for_each: call.for_each.as_ref(), hops }))
    }

    /// The references of an output of the one module instance that is meant, and the scope they are written in.
    fn output(
        &self,
        name: &str,
        key: Option<&Key>,
        output: &str,
        scope: &Scope<'a>,
    ) -> Option<(&'a [String], Scope<'a>)> {
        let call = self.configuration.module(&scope.modules)?.calls.get(name)?;
        Some((call.module.outputs.get(output)?.references(), scope.inner(name, key.cloned())?))
    }

    /// Whether the attribute may refer to resources of the type of `block`; a data source stands for what it reads, a
    /// generic resource for the ARM type it states.
    fn accepts(&self, block: &str, scope: &Scope<'a>, wanted: Wanted<'_>) -> bool {
        let managed = block.strip_prefix("data.").unwrap_or(block);
        let Some((resource_type, _)) = managed.split_once('.') else { return false };
        if wanted.types == ANY || wanted.types.contains(&resource_type) {
            return true;
        }
        let instances = self.instances.of_block(&scope.modules, block);
        let states_it = |instance: &Instance| {
            instance.resource_type != resource_type
                && wanted.types.iter().any(|wanted| wanted.eq_ignore_ascii_case(&instance.resource_type))
        };
        !instances.is_empty() && instances.iter().all(states_it)
    }

    fn spend(&mut self) -> Option<()> {
        self.budget = self.budget.checked_sub(1)?;
        Some(())
    }
}

impl Resolver<'_> {
    /// What an expression of the resource at `address` refers to by id, whatever the type.
    pub(super) fn claim_of(
        &mut self,
        address: &Address,
        expression: &Expression,
    ) -> Option<(Vec<String>, ReferenceCertainty)> {
        let block = self.configuration.block(&address.block)?;
        let (modules, key) = (address.block.modules.clone(), address.key.clone());
        let scope = Scope { modules, key, for_each: block.for_each.as_ref(), hops: 0 };
        let addresses = |instances: Vec<&Instance>| instances.iter().map(|it| it.address.clone()).collect();
        Some(match self.claim(expression.references(), &scope, Wanted { types: ANY, attribute: "id", beside: None }) {
            // `x[0].id` hides that the expression may refer to all of `x` as well.
            Claim::Exact(instance) if instance.key.is_some() => {
                let block = self.instances.siblings(instance);
                (addresses(block.iter().collect()), ReferenceCertainty::Candidates)
            }
            Claim::Exact(instance) => (addresses(vec![instance]), ReferenceCertainty::Exact),
            Claim::Inferred(instance) => (addresses(vec![instance]), ReferenceCertainty::Inferred),
            // A value that is made of several is none of them.
            Claim::Each(_) => return None,
            Claim::Candidates(instances) => {
                (addresses(instances.into_values().collect()), ReferenceCertainty::Candidates)
            }
            Claim::None => return None,
        })
    }
}

fn candidates(targets: Candidates<'_>) -> Claim<'_> {
    if targets.is_empty() { Claim::None } else { Claim::Candidates(targets) }
}
