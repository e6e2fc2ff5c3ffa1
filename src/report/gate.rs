//! The gate: whether a run's verdicts let a deployment through. Exit codes are made of it elsewhere.

use super::Report;
use crate::finding::Outcome;
use crate::rule::Level;

/// What an unknown verdict does to the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OnUnknown {
    /// It fails the gate, whatever the rule's level.
    Fail,
    /// It is shown as a warning.
    Warn,
    /// It is shown as a note.
    Ignore,
}

impl OnUnknown {
    /// The word used on the command line and in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Warn => "warn",
            Self::Ignore => "ignore",
        }
    }

    /// The setting called `word`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Fail, Self::Warn, Self::Ignore].into_iter().find(|setting| setting.as_str() == word)
    }
}

/// Whether the deployment may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Nothing stands against it.
    Pass,
    /// There are failures at or above the level that counts, or unknowns that count.
    Fail,
}

impl Gate {
    /// The word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
        }
    }
}

/// Numbers of verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Failures at level error.
    pub errors: usize,
    /// Failures at level warning.
    pub warnings: usize,
    /// Failures at level note.
    pub notes: usize,
    /// Verdicts that cannot be told before deployment.
    pub unknowns: usize,
    /// Passes.
    pub passes: usize,
    /// Failures and unknowns that are accepted; they are counted nowhere else.
    pub suppressed: usize,
}

impl Tally {
    /// Counts the verdicts of `report`.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let mut tally = Self::default();
        for verdict in &report.verdicts {
            let count = match (verdict.outcome, verdict.level) {
                _ if verdict.suppression.is_some() => &mut tally.suppressed,
                (Outcome::Fail, Level::Error) => &mut tally.errors,
                (Outcome::Fail, Level::Warning) => &mut tally.warnings,
                (Outcome::Fail, Level::Note) => &mut tally.notes,
                (Outcome::Unknown, _) => &mut tally.unknowns,
                (Outcome::Pass, _) => &mut tally.passes,
            };
            *count += 1;
        }
        tally
    }

    /// Failures at `level`.
    #[must_use]
    pub fn fails_at(&self, level: Level) -> usize {
        match level {
            Level::Error => self.errors,
            Level::Warning => self.warnings,
            Level::Note => self.notes,
        }
    }

    /// Failures at any level.
    #[must_use]
    pub fn fails(&self) -> usize {
        self.errors + self.warnings + self.notes
    }

    /// Whether these verdicts let the deployment through: see [`gate`].
    #[must_use]
    pub fn gate(&self, fail_on: Level, on_unknown: OnUnknown) -> Gate {
        let failed = [Level::Note, Level::Warning, Level::Error]
            .into_iter()
            .any(|level| level >= fail_on && self.fails_at(level) > 0);
        if failed || (on_unknown == OnUnknown::Fail && self.unknowns > 0) { Gate::Fail } else { Gate::Pass }
    }
}

/// Fails when a requirement is broken at `fail_on` or above, or when `on_unknown` is [`OnUnknown::Fail`] and some
/// verdict is unknown.
#[must_use]
pub fn gate(report: &Report, fail_on: Level, on_unknown: OnUnknown) -> Gate {
    Tally::of(report).gate(fail_on, on_unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixtures::verdict;

    fn report(verdicts: &[(Outcome, Level)]) -> Report {
        let verdicts = verdicts.iter().map(|&(outcome, level)| verdict("NET-A", outcome, level, "azurerm_subnet.a"));
        Report { verdicts: verdicts.collect(), ..Report::default() }
    }

    /// A failure fails the gate at its own level and at every lower one, never at a higher one.
    #[test]
    fn a_failure_counts_from_its_level_downwards() {
        let levels = [Level::Note, Level::Warning, Level::Error];
        for found in levels {
            for fail_on in levels {
                let expected = if found >= fail_on { Gate::Fail } else { Gate::Pass };
                let report = report(&[(Outcome::Pass, Level::Error), (Outcome::Fail, found)]);
                assert_eq!(gate(&report, fail_on, OnUnknown::Ignore), expected, "{found:?} with {fail_on:?}");
            }
        }
    }

    /// An unknown verdict fails the gate only when that is asked for, and then at any level.
    #[test]
    fn an_unknown_counts_only_when_asked_for() {
        for level in [Level::Note, Level::Warning, Level::Error] {
            let report = report(&[(Outcome::Unknown, level)]);
            assert_eq!(gate(&report, Level::Error, OnUnknown::Fail), Gate::Fail);
            assert_eq!(gate(&report, Level::Note, OnUnknown::Warn), Gate::Pass);
            assert_eq!(gate(&report, Level::Note, OnUnknown::Ignore), Gate::Pass);
        }
    }

    /// Passes, and a report without verdicts, let the deployment through however strict the gate is.
    #[test]
    fn passes_let_the_deployment_through() {
        assert_eq!(gate(&report(&[]), Level::Note, OnUnknown::Fail), Gate::Pass);
        assert_eq!(gate(&report(&[(Outcome::Pass, Level::Error)]), Level::Note, OnUnknown::Fail), Gate::Pass);
    }

    /// Every verdict is counted exactly once.
    #[test]
    fn the_tally_counts_every_verdict_once() {
        let tally = Tally::of(&report(&[
            (Outcome::Fail, Level::Error),
            (Outcome::Fail, Level::Warning),
            (Outcome::Fail, Level::Warning),
            (Outcome::Fail, Level::Note),
            (Outcome::Unknown, Level::Error),
            (Outcome::Pass, Level::Note),
        ]));
        assert_eq!(tally, Tally { errors: 1, warnings: 2, notes: 1, unknowns: 1, passes: 1, suppressed: 0 });
        assert_eq!(tally.fails(), 4);
    }

    /// What is accepted fails no gate, and is counted as accepted.
    #[test]
    fn accepted_findings_do_not_count() {
        let mut report = report(&[(Outcome::Fail, Level::Error), (Outcome::Unknown, Level::Error)]);
        for verdict in &mut report.verdicts {
            verdict.suppression = Some(crate::report::fixtures::suppression());
        }
        assert_eq!(Tally::of(&report), Tally { suppressed: 2, ..Tally::default() });
        assert_eq!(gate(&report, Level::Note, OnUnknown::Fail), Gate::Pass);
    }

    /// Words are read back as the setting they name.
    #[test]
    fn words_are_read_back() {
        for setting in [OnUnknown::Fail, OnUnknown::Warn, OnUnknown::Ignore] {
            assert_eq!(OnUnknown::from_word(setting.as_str()), Some(setting));
        }
        assert_eq!(OnUnknown::from_word("error"), None);
    }
}
