//! Rules, and the kinds of notifications, as SARIF describes them.

use super::model::{Configuration, Descriptor, ProblemSeverity, RulePrecision, RuleProperties, SarifLevel, Text};
use crate::report::wording::{sentence, shortened, source_text};
use crate::rule::{Level, Rule};
use std::collections::BTreeMap;

/// Code scanning cuts descriptions at this many characters.
const DESCRIPTION_LIMIT: usize = 1024;

/// Key of the message of a result on one resource: the sentence, without its period.
pub(super) const ONE: &str = "default";
/// Key of the message of a result on several instances: the sentence and the one that names the others.
pub(super) const SEVERAL: &str = "instances";

/// The rule as a reporting descriptor (§3.49).
pub(super) fn descriptor(rule: &Rule) -> Descriptor {
    let sources: Vec<String> =
        rule.sources.iter().map(|source| format!("{} ({})", source_text(source), source.url)).collect();
    let links: Vec<String> =
        rule.sources.iter().map(|source| format!("- [{}]({})", source_text(source), source.url)).collect();
    let (why, fix) = (&rule.description, &rule.remediation);
    Descriptor {
        id: rule.id.0.clone(),
        name: shortened(&rule.pascal_name(), 255),
        short_description: plain(shortened(&sentence(&rule.title), DESCRIPTION_LIMIT)),
        full_description: plain(shortened(&sentence(&rule.description), DESCRIPTION_LIMIT)),
        help: Text {
            text: format!("{} Source: {}.", sentence(fix), sources.join("; ")),
            markdown: Some(format!("## Why\n{why}\n\n## Fix\n{fix}\n\n## Source\n{}\n", links.join("\n"))),
        },
        help_uri: rule.sources.first().map(|source| source.url.clone()),
        default_configuration: Configuration { level: level(rule.level) },
        message_strings: BTreeMap::from([(ONE, plain("{0}.")), (SEVERAL, plain("{0}. {1}."))]),
        properties: Some(properties(rule)),
    }
}

fn properties(rule: &Rule) -> RuleProperties {
    let protects = rule.kind == "nsg";
    let mut tags: std::collections::BTreeSet<String> =
        ["azure".to_owned(), "networking".to_owned(), rule.family(), rule.kind.clone()].into();
    if protects {
        tags.insert("security".to_owned());
    }
    tags.remove("");
    RuleProperties {
        tags,
        // A failure rests on known values alone.
        precision: RulePrecision::VeryHigh,
        problem_severity: match rule.level {
            Level::Error => ProblemSeverity::Error,
            Level::Warning => ProblemSeverity::Warning,
            Level::Note => ProblemSeverity::Recommendation,
        },
        // GitHub reads 7.0 and more as high, 4.0 and more as medium, the rest as low.
        security_severity: protects.then_some(match rule.level {
            Level::Error => "8.0",
            Level::Warning => "5.5",
            Level::Note => "2.0",
        }),
    }
}

/// The level in SARIF's type.
pub(super) fn level(level: Level) -> SarifLevel {
    match level {
        Level::Note => SarifLevel::Note,
        Level::Warning => SarifLevel::Warning,
        Level::Error => SarifLevel::Error,
    }
}

/// Kinds of notifications, in the order of their index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotificationKind {
    /// A verdict is unknown.
    Undetermined,
    /// Something a reader must know of the input.
    InputNote,
    /// Results or notifications were left out.
    LeftOut,
    /// Something is to be mended in suppressions or the baseline.
    Suppressions,
    /// What was seen of the inputs and understood.
    Seen,
}

impl NotificationKind {
    const ALL: [Self; 5] = [Self::Undetermined, Self::InputNote, Self::LeftOut, Self::Suppressions, Self::Seen];

    /// The id of its descriptor.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Undetermined => "VNETGUARD-UNDETERMINED",
            Self::InputNote => "VNETGUARD-INPUT",
            Self::LeftOut => "VNETGUARD-LEFT-OUT",
            Self::Suppressions => "VNETGUARD-SUPPRESSIONS",
            Self::Seen => "VNETGUARD-SEEN",
        }
    }

    /// The index of its descriptor.
    pub(super) fn index(self) -> usize {
        self as usize
    }

    fn describe(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Undetermined => (
                "UndeterminedVerdict",
                "A requirement cannot be judged before deployment.",
                "The value that decides is not known before deployment, so the requirement is neither met nor broken.",
            ),
            Self::InputNote => (
                "InputNote",
                "The input limits what can be judged.",
                "A part of the input is incomplete, so that no rule speaks of it.",
            ),
            Self::LeftOut => (
                "LeftOut",
                "The log does not hold everything.",
                "Results beyond the limits of code scanning, and findings that are accepted, are left out.",
            ),
            Self::Suppressions => (
                "Suppressions",
                "A suppression or the baseline is to be mended.",
                "A suppression has expired, covers no finding or names no rule, or the baseline holds what is found no longer.",
            ),
            Self::Seen => (
                "WhatWasSeen",
                "What was seen of the inputs and understood.",
                "Resources and references of the inputs: how many there are, how many are understood, and of which types no rule speaks.",
            ),
        }
    }

    /// The descriptors of all kinds, by index.
    pub(super) fn descriptors() -> Vec<Descriptor> {
        Self::ALL.into_iter().map(Self::descriptor).collect()
    }

    fn descriptor(self) -> Descriptor {
        let (name, short, full) = self.describe();
        Descriptor {
            id: self.id().to_owned(),
            name: name.to_owned(),
            short_description: plain(short),
            full_description: plain(full),
            help: plain(full),
            help_uri: None,
            default_configuration: Configuration { level: SarifLevel::Note },
            message_strings: BTreeMap::from([(ONE, plain("{0}."))]),
            properties: None,
        }
    }
}

fn plain(text: impl Into<String>) -> Text {
    Text { text: text.into(), markdown: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each kind's index is its place in the list.
    #[test]
    fn notification_kinds_are_in_order() {
        for (index, kind) in NotificationKind::ALL.into_iter().enumerate() {
            assert_eq!(kind.index(), index);
        }
    }
}
