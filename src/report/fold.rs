//! Findings of one rule at one place of the source are one to a reader: the instances of a loop or a module.

use crate::finding::Verdict;
use crate::model::Location;
use crate::rule::RuleId;
use std::collections::BTreeMap;

/// Verdicts of one rule at one place, the first one standing for all.
#[derive(Debug)]
pub(super) struct Folded<'a> {
    /// The first.
    pub(super) first: &'a Verdict,
    /// The subjects of the others, in order.
    pub(super) others: Vec<&'a str>,
}

/// Folds verdicts in the order in which each group first appears. Without a location nothing folds.
pub(super) fn fold<'a>(verdicts: impl Iterator<Item = &'a Verdict>) -> Vec<Folded<'a>> {
    let mut folded: Vec<Folded<'a>> = Vec::new();
    let mut places: BTreeMap<(&RuleId, &Location), usize> = BTreeMap::new();
    for verdict in verdicts {
        let key = verdict.location.as_ref().filter(|location| is_source(location)).map(|place| (&verdict.rule, place));
        let index = key.and_then(|key| places.get(&key).copied());
        match index.and_then(|index| folded.get_mut(index)) {
            Some(group) => group.others.push(&verdict.subject),
            None => {
                if let Some(key) = key {
                    places.insert(key, folded.len());
                }
                folded.push(Folded { first: verdict, others: Vec::new() });
            }
        }
    }
    folded
}

/// A file as a whole is no place of the source: everything in it would fold.
fn is_source(location: &Location) -> bool {
    location.precision != crate::model::Precision::File
}
