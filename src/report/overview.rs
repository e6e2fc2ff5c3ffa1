//! What every output says of a run as a whole: one sentence, the gate with its reasons, what was seen of the inputs; and its
//! findings in the order of gravity.

use super::fold::{Group, fold};
use super::wording::{counted, message_of};
use super::{Gate, OnUnknown, RenderOptions, Report, Tally};
use crate::finding::Outcome;
use crate::model::Accounting;
use crate::rule::{Level, Rule, RuleId};
use std::collections::{BTreeMap, BTreeSet};

/// Types without a place in the model that are named; the others are counted.
const TYPES_SHOWN: usize = 5;

/// Instances named behind a finding.
const INSTANCES_NAMED: usize = 5;

/// A run, folded and counted.
#[derive(Debug)]
pub(super) struct Overview<'r> {
    pub(super) report: &'r Report,
    pub(super) options: RenderOptions,
    pub(super) rules: BTreeMap<&'r RuleId, &'r Rule>,
    pub(super) tally: Tally,
    /// Failures that count, gravest first, else in the report's order.
    pub(super) fails: Vec<Group<'r>>,
    /// What cannot be told and counts, in the report's order.
    pub(super) unknowns: Vec<Group<'r>>,
}

impl<'r> Overview<'r> {
    pub(super) fn of(report: &'r Report, options: &RenderOptions) -> Self {
        let of = |outcome: Outcome| {
            fold(report.verdicts.iter().filter(move |verdict| verdict.outcome == outcome && verdict.counts()))
        };
        let mut fails = of(Outcome::Fail);
        fails.sort_by_key(|group| std::cmp::Reverse(group.first.level));
        Self {
            report,
            options: *options,
            rules: report.rules_by_id(),
            tally: Tally::of(report),
            fails,
            unknowns: of(Outcome::Unknown),
        }
    }

    pub(super) fn gate(&self) -> Gate {
        self.tally.gate(self.options.fail_on, self.options.on_unknown)
    }

    /// `gate: fails (2 errors)` or `gate: passes`.
    pub(super) fn gate_text(&self) -> String {
        match self.gate() {
            Gate::Pass => "gate: passes".to_owned(),
            Gate::Fail => format!("gate: fails ({})", gate_reasons(&self.tally, &self.options).join(", ")),
        }
    }

    /// One sentence on the whole.
    pub(super) fn headline(&self) -> String {
        headline(self.report, &self.tally)
    }

    /// `14 resources seen, 10 understood; 20 references resolved, 1 unresolved; not covered: random_id (1)`.
    pub(super) fn accounting(&self) -> String {
        let accounting = &self.report.accounting;
        let mut text = format!(
            "{}; {} resolved, {} unresolved",
            resources_text(accounting),
            counted(accounting.references_resolved, "reference"),
            accounting.references_unresolved
        );
        if !accounting.not_understood.is_empty() {
            text.push_str(&format!("; not covered: {}", not_covered_text(&accounting.not_understood)));
        }
        text
    }

    pub(super) fn rule(&self, id: &RuleId) -> Option<&'r Rule> {
        self.rules.get(id).copied()
    }
}

/// `14 resources seen, 10 understood, 2 deleted`; the last where there are any.
pub(super) fn resources_text(accounting: &Accounting) -> String {
    let seen = counted(accounting.resources_seen, "resource");
    let text = format!("{seen} seen, {} understood", accounting.resources_understood);
    match accounting.resources_deleted {
        0 => text,
        deleted => format!("{text}, {deleted} deleted"),
    }
}

/// One sentence on the whole.
pub(super) fn headline(report: &Report, tally: &Tally) -> String {
    let judged = format!(
        "{} judged {}{}",
        counted(report.rules.len(), "rule"),
        counted(report.accounting.resources_understood, "resource"),
        match report.accounting.resources_deleted {
            0 => String::new(),
            deleted => format!(" and {}", counted(deleted, "deletion")),
        }
    );
    let accepted = match tally.suppressed {
        0 => String::new(),
        count => format!("; {} accepted", if count == 1 { "1 is".to_owned() } else { format!("{count} are") }),
    };
    match (tally.fails(), tally.unknowns) {
        (0, 0) if tally.passes == 0 && tally.suppressed == 0 => {
            format!("No requirement applies to this input: {judged}.")
        }
        (0, 0) => format!("No requirement is broken: {judged}{accepted}."),
        (0, unknowns) => format!(
            "No requirement is known to be broken: {judged}; {} cannot be told before deployment{accepted}.",
            counted(unknowns, "verdict"),
        ),
        (fails, _) => format!("{}: {judged}{accepted}.", counted(fails, "finding")),
    }
}

/// The most frequent types first, equal counts by name.
pub(super) fn not_covered_text(not_understood: &BTreeMap<String, usize>) -> String {
    let by_count: BTreeSet<(std::cmp::Reverse<usize>, &str)> =
        not_understood.iter().map(|(name, &count)| (std::cmp::Reverse(count), name.as_str())).collect();
    let shown = by_count.iter().take(TYPES_SHOWN).map(|(count, name)| format!("{name} ({})", count.0));
    let mut text = shown.collect::<Vec<_>>().join(", ");
    if by_count.len() > TYPES_SHOWN {
        text.push_str(&format!(" and {}", counted(by_count.len() - TYPES_SHOWN, "more type")));
    }
    text
}

/// The counts that fail the gate, gravest first.
pub(super) fn gate_reasons(tally: &Tally, options: &RenderOptions) -> Vec<String> {
    let mut reasons: Vec<String> = [Level::Error, Level::Warning, Level::Note]
        .into_iter()
        .filter(|&level| level >= options.fail_on && tally.fails_at(level) > 0)
        .map(|level| counted(tally.fails_at(level), level.as_str()))
        .collect();
    if options.on_unknown == OnUnknown::Fail && tally.unknowns > 0 {
        reasons.push(format!("{} that cannot be told", tally.unknowns));
    }
    reasons
}

/// The finding's sentence and the one that names the other instances.
pub(super) fn whole_message(group: &Group<'_>) -> String {
    let sentence = message_of(group.first);
    if group.others.is_empty() {
        return sentence;
    }
    let names: Vec<String> =
        group.others.iter().take(INSTANCES_NAMED).map(|verdict| format!("'{}'", verdict.subject)).collect();
    let rest = if group.others.len() > INSTANCES_NAMED { " and others" } else { "" };
    let what = counted(group.others.len(), "more instance");
    format!("{sentence} The same holds for {what}: {}{rest}.", names.join(", "))
}

/// The path of a file in the repository, for hosts that link it: `None` where it is not below the source root.
pub(super) fn repository_path(file: &str) -> Option<&str> {
    let path = file.strip_prefix("./").unwrap_or(file);
    let is_plain = |segment: &str| !segment.is_empty() && segment != ".." && segment != ".";
    (path != "-" && !path.contains(['\\', ':']) && path.split('/').all(is_plain)).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types are named by frequency, and the rest is counted.
    #[test]
    fn types_by_frequency() {
        let counts = [("a", 1), ("b", 3), ("c", 1), ("d", 1), ("e", 2), ("f", 1), ("g", 1)];
        let types = counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
        assert_eq!(not_covered_text(&types), "b (3), e (2), a (1), c (1), d (1) and 2 more types");
    }

    /// The gate names exactly the counts that fail it.
    #[test]
    fn the_gate_names_what_fails_it() {
        let tally = Tally { errors: 2, warnings: 1, notes: 1, unknowns: 3, passes: 4, suppressed: 5 };
        let reasons = |fail_on, on_unknown| {
            gate_reasons(&tally, &RenderOptions { fail_on, on_unknown, ..RenderOptions::default() }).join(", ")
        };
        assert_eq!(reasons(Level::Error, OnUnknown::Warn), "2 errors");
        assert_eq!(reasons(Level::Warning, OnUnknown::Fail), "2 errors, 1 warning, 3 that cannot be told");
    }

    /// Only files of the repository have a path there.
    #[test]
    fn paths_of_the_repository() {
        assert_eq!(repository_path("./infra/a b.tf"), Some("infra/a b.tf"));
        for file in ["-", "/home/x", "../x", "a/../x", "C:\\x", "git::https://h", "", "a//b"] {
            assert_eq!(repository_path(file), None, "{file}");
        }
    }
}
