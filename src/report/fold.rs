//! Folding: verdicts of one rule on the instances of one piece of source (`count`, `for_each`, modules called several
//! times) become one group, so that a reader sees one finding for one line to change.

use crate::finding::{Outcome, Verdict, without_indexes};
use crate::model::Precision;
use crate::rule::{Level, RuleId};
use std::collections::BTreeMap;

/// Verdicts with the same rule, outcome, level, place and acceptance.
#[derive(Debug)]
pub(super) struct Group<'r> {
    /// The first in the report's order: the one that is shown.
    pub(super) first: &'r Verdict,
    /// The others, in the report's order.
    pub(super) others: Vec<&'r Verdict>,
}

impl<'r> Group<'r> {
    /// All verdicts of the group, in the report's order.
    pub(super) fn members(&self) -> impl Iterator<Item = &'r Verdict> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }
}

type Key<'r> = (&'r RuleId, Outcome, Level, bool, Option<(&'r str, usize, usize)>, String);

/// Groups `verdicts`, in the order of each group's first member.
///
/// A place that is only near (a module call, the input file) is shared by unrelated resources: there, only instances
/// of the same resource are folded.
pub(super) fn fold<'r>(verdicts: impl IntoIterator<Item = &'r Verdict>) -> Vec<Group<'r>> {
    fold_by(verdicts, key)
}

/// Groups `verdicts` by nothing but rule, level, acceptance and place: code scanning tells alerts of one rule apart by
/// their line alone, so two at one line would be the same alert twice.
pub(super) fn fold_by_place<'r>(verdicts: impl IntoIterator<Item = &'r Verdict>) -> Vec<Group<'r>> {
    fold_by(verdicts, |verdict| {
        let (rule, outcome, level, is_accepted, place, _) = key(verdict);
        (rule, outcome, level, is_accepted, place, String::new())
    })
}

fn fold_by<'r>(verdicts: impl IntoIterator<Item = &'r Verdict>, key: fn(&'r Verdict) -> Key<'r>) -> Vec<Group<'r>> {
    let mut groups: Vec<Group<'r>> = Vec::new();
    let mut known: BTreeMap<Key<'r>, usize> = BTreeMap::new();
    for verdict in verdicts {
        let at = *known.entry(key(verdict)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.others.push(verdict),
            None => groups.push(Group { first: verdict, others: Vec::new() }),
        }
    }
    groups
}

fn key(verdict: &Verdict) -> Key<'_> {
    let place = verdict.location.as_ref().map(|location| (location.file.as_str(), location.line, location.column));
    let exact = verdict.location.as_ref().is_some_and(|location| {
        matches!(location.precision, Precision::Attribute | Precision::Block | Precision::Input)
    });
    let resource = if exact { String::new() } else { without_indexes(&verdict.subject) };
    (&verdict.rule, verdict.outcome, verdict.level, verdict.suppression.is_some(), place, resource)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixtures::{location, verdict};

    fn at(rule: &str, subject: &str, line: usize, column: usize, precision: Precision) -> Verdict {
        let mut verdict = verdict(rule, Outcome::Fail, Level::Error, subject);
        verdict.location = Some(location("main.tf", line, column, column + 5, precision));
        verdict
    }

    /// Instances at one place are one group; another rule, line or column makes another.
    #[test]
    fn instances_at_one_place_are_one_group() {
        let verdicts = [
            at("A", "s.a[0]", 3, 3, Precision::Attribute),
            at("A", "s.a[1]", 3, 3, Precision::Attribute),
            at("B", "s.a[0]", 3, 3, Precision::Attribute),
            at("A", "s.b", 4, 3, Precision::Attribute),
            at("A", "module.m.s.a[0]", 3, 3, Precision::Attribute),
            at("A", "s.a[0]", 3, 9, Precision::Attribute),
        ];
        let groups = fold(&verdicts);
        let subjects: Vec<Vec<&str>> =
            groups.iter().map(|group| group.members().map(|verdict| verdict.subject.as_str()).collect()).collect();
        assert_eq!(
            subjects,
            [vec!["s.a[0]", "s.a[1]", "module.m.s.a[0]"], vec!["s.a[0]"], vec!["s.b"], vec!["s.a[0]"]]
        );
    }

    /// Where only the input file or a module call is known, different resources stay apart.
    #[test]
    fn near_places_do_not_fold_different_resources() {
        for precision in [Precision::File, Precision::Module] {
            let verdicts = [
                at("A", "s.a[0]", 1, 1, precision),
                at("A", "s.b", 1, 1, precision),
                at("A", "s.a[1]", 1, 1, precision),
            ];
            let sizes: Vec<usize> = fold(&verdicts).iter().map(|group| group.members().count()).collect();
            assert_eq!(sizes, [2, 1], "{precision:?}");
            assert_eq!(fold_by_place(&verdicts).len(), 1, "{precision:?}");
        }
        let unplaced = [
            verdict("A", Outcome::Fail, Level::Error, "s.a[0]"),
            verdict("A", Outcome::Fail, Level::Error, "s.a[1]"),
            verdict("A", Outcome::Fail, Level::Error, "s.b"),
        ];
        assert_eq!(fold(&unplaced).len(), 2);
    }
}
