//! What evaluating a rule on a subject gives, and what is accepted of it.

use crate::model::{EntityId, Location, Place, Related};
use crate::rule::{Level, RuleId};
use std::fmt;

/// The three values of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The requirement is broken, on known evidence.
    Fail,
    /// It cannot be told before deployment.
    Unknown,
    /// It holds, and everything it depends on is known.
    Pass,
}

impl Outcome {
    /// The word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::Pass => "pass",
        }
    }
}

/// A rule's verdict on one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The rule.
    pub rule: RuleId,
    /// What was found.
    pub outcome: Outcome,
    /// How grave a failure is.
    pub level: Level,
    /// The entity judged.
    pub entity: EntityId,
    /// How the user names it: a Terraform address, or `<type>/<name segments>`.
    pub subject: String,
    /// A whole sentence with the user's own names and values; empty for a pass.
    pub message: String,
    /// The values, known and unknown, that decided.
    pub evidence: Vec<Evidence>,
    /// What to do, as an imperative.
    pub remediation: String,
    /// Where the subject, or the deciding attribute, is written; filled in after evaluation.
    pub location: Option<Location>,
    /// Where it is written when that is in a module from elsewhere, which `location` does not name.
    pub elsewhere: Option<Related>,
    /// The place behind `location`.
    pub place: Option<Place>,
    /// Why it does not count for the gate; `None` when it does. Never on a pass.
    pub suppression: Option<Suppression>,
}

impl Verdict {
    /// What stays the same of the verdict when lines move and instances come and go.
    #[must_use]
    pub fn identity(&self) -> Identity {
        let placed = self.place.as_ref().map(Place::path_text).filter(|path| !path.is_empty());
        let attribute = placed.or_else(|| self.evidence.first().map(|evidence| evidence.attribute.clone()));
        Identity {
            rule: self.rule.clone(),
            subject: without_indexes(&self.subject),
            attribute: without_indexes(&attribute.unwrap_or_default()),
        }
    }

    /// Whether it says that something may stand against deployment and nobody has accepted it.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.outcome != Outcome::Pass && self.suppression.is_none()
    }
}

/// Rule, resource and attribute of a verdict, without the keys of instances.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// The rule.
    pub rule: RuleId,
    /// The subject without indexes.
    pub subject: String,
    /// The deciding attribute without indexes; empty when the whole resource is meant.
    pub attribute: String,
}

/// `ISE-SUBNET-COUNT|azurerm_subnet.ise|address_prefixes`.
impl fmt::Display for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}|{}|{}", self.rule, self.subject, self.attribute)
    }
}

/// Why a verdict does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// Where it was accepted.
    pub kind: SuppressionKind,
    /// The reason given; empty when none is.
    pub reason: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day on which it holds.
    pub until: Option<String>,
    /// Where it is written: `main.tf:3`, `.vnetguard.toml:12` or the baseline's name.
    pub origin: String,
}

/// Where a finding was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuppressionKind {
    /// In the source, by a comment.
    InSource,
    /// In the configuration.
    Configuration,
    /// It was there when the baseline was written.
    Baseline,
}

impl SuppressionKind {
    /// The word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InSource => "in_source",
            Self::Configuration => "configuration",
            Self::Baseline => "baseline",
        }
    }
}

/// Something to mend in the suppressions or the baseline of a run. Never fails the gate by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it is.
    pub kind: NoticeKind,
    /// A whole sentence.
    pub message: String,
    /// Where it is written, for comments in sources.
    pub location: Option<Location>,
}

/// Kinds of notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoticeKind {
    /// A suppression holds no longer.
    Expired,
    /// A suppression covers no finding.
    Unused,
    /// A suppression names a rule that there is not.
    UnknownRule,
    /// A suppression lacks what the configuration demands, and does not hold.
    Incomplete,
    /// The baseline has a finding that is no longer there.
    Fixed,
}

impl NoticeKind {
    /// The word used in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "suppression_expired",
            Self::Unused => "suppression_unused",
            Self::UnknownRule => "suppression_unknown_rule",
            Self::Incomplete => "suppression_incomplete",
            Self::Fixed => "baseline_fixed",
        }
    }
}

/// The subject without the keys of `count`, `for_each` and module instances: the same for all instances of one block.
/// Brackets inside an unknown part (`{…}`) of an ARM subject stay.
#[must_use]
pub fn without_indexes(subject: &str) -> String {
    let mut text = String::with_capacity(subject.len());
    let mut characters = subject.chars().peekable();
    let mut braces = 0_usize;
    while let Some(character) = characters.next() {
        match character {
            '[' if braces == 0 => skip_index(&mut characters),
            _ => {
                match character {
                    '{' => braces += 1,
                    '}' => braces = braces.saturating_sub(1),
                    _ => {}
                }
                text.push(character);
            }
        }
    }
    text
}

/// Moves behind the `]` that closes an index; brackets and escaped quotes inside a quoted key do not close it.
fn skip_index(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    let mut quoted = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' if quoted => {
                characters.next();
            }
            '"' => quoted = !quoted,
            ']' if !quoted => return,
            _ => {}
        }
    }
}

/// One attribute that decided a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// How the user names the resource that has the attribute.
    pub subject: String,
    /// The attribute in the model's names.
    pub attribute: String,
    /// Its value as text, when it is known. Neither a value nor a reason: it is certainly absent.
    pub value: Option<String>,
    /// Why it is not known, when it is not.
    pub unknown: Option<String>,
    /// Where it is written; filled in after evaluation.
    pub location: Option<Location>,
    /// The place behind `location`.
    pub place: Option<Place>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All instances of a block share one text, whatever their keys hold.
    #[test]
    fn indexes_are_left_out() {
        assert_eq!(without_indexes("azurerm_subnet.ise[3]"), "azurerm_subnet.ise");
        assert_eq!(without_indexes(r#"module.a["x.y"].azurerm_subnet.s["]\"["]"#), "module.a.azurerm_subnet.s");
        assert_eq!(without_indexes("N.S/t/{a[0]}/u/b"), "N.S/t/{a[0]}/u/b");
        assert_eq!(without_indexes("broken[\""), "broken");
    }
}
