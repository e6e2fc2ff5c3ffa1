//! Claims about one part of an object, of which the plan lists the references of all parts together.

use super::super::address::{Step, steps};
use super::super::instances::Instance;
use super::{BUDGET, Candidates, Claim, Meaning, Resolver, Scope, Wanted, candidates, meaning};
use std::collections::BTreeSet;

impl<'a> Resolver<'a> {
    /// What one unknown part of an object can refer to, of which these are all references: those to other types are its
    /// other parts, as far as [`Wanted::beside`] has them. Several that are each named are given in the order of the references.
    pub(in crate::input::terraform) fn claim_within(
        &mut self,
        references: &[String],
        scope: &Scope<'a>,
        wanted: Wanted<'_>,
    ) -> Claim<'a> {
        self.budget = BUDGET;
        if wanted.types.is_empty() {
            return Claim::None;
        }
        self.within(references, scope, wanted).unwrap_or(Claim::None)
    }

    fn within(&mut self, references: &[String], scope: &Scope<'a>, wanted: Wanted<'_>) -> Option<Claim<'a>> {
        let split: Vec<Vec<Step>> = references.iter().map(|reference| steps(reference)).collect::<Option<_>>()?;
        let meanings: Vec<Meaning<'_>> = split.iter().map(|steps| meaning(steps, scope)).collect();
        let mut targets = Candidates::new();
        self.collect(&meanings, scope, wanted, true, &mut targets)?;
        let named = meanings.iter().filter_map(|meaning| match meaning {
            Meaning::Resource { block, rest } => self.instance(block, rest, scope, wanted),
            _ => None,
        });
        let mut named: Vec<&Instance> = named.collect();
        let mut seen = BTreeSet::new();
        named.retain(|instance| seen.insert(instance.address.as_str()));
        Some(match (named.as_slice(), targets.len()) {
            // `x[0].id` hides that the object may refer to all of `x` as well.
            ([only], 1) => match self.instances.siblings(only) {
                several @ [_, _, ..] if wanted.beside.is_some() => {
                    candidates(several.iter().map(|instance| (instance.address.as_str(), instance)).collect())
                }
                _ => Claim::Exact(only),
            },
            ([], 1) => targets.into_values().next().map_or(Claim::None, Claim::Inferred),
            (several, count) if several.len() == count && count > 1 => Claim::Each(named),
            _ => candidates(targets),
        })
    }
}
