//! Which rules count, and at which level: what `--rule`, `--skip` and the configuration's `levels` say.
//!
//! In: patterns for rule ids. Out: whether a rule is kept, and its level. Patterns that stand for no rule are errors: a
//! misspelt id must not pass for a choice.

use crate::pattern::{Glob, nearest};
use crate::rule::{Level, Rule, RuleId};
use miette::{Diagnostic, NamedSource, SourceSpan};
use std::ops::Range;
use std::sync::Arc;

/// A pattern for rule ids, with its place where it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulePattern {
    /// The pattern; letter case does not count.
    pub glob: Glob,
    /// Bytes of the configuration's text; `None` for the command line.
    pub span: Option<Range<usize>>,
}

impl RulePattern {
    /// A pattern from the command line.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        Self { glob: Glob::new(text), span: None }
    }

    fn matches(&self, id: &RuleId) -> bool {
        self.glob.matches_any_case(&id.0)
    }
}

/// What the user selects.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only rules that one of these stands for; every rule when there is none.
    pub only: Vec<RulePattern>,
    /// Rules left out.
    pub skip: Vec<RulePattern>,
    /// Levels in place of the rules' own; `None` leaves a rule out.
    pub levels: Vec<(RulePattern, Option<Level>)>,
    /// Name and text of the file that the patterns' places are in.
    pub file: Option<(String, Arc<str>)>,
}

/// A pattern that stands for no rule.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("no rule is called '{pattern}'")]
#[diagnostic(code(vnetguard::selection))]
pub struct NoSuchRule {
    pattern: String,
    #[source_code]
    source_code: Option<Arc<NamedSource<Arc<str>>>>,
    #[label("here")]
    label: Option<SourceSpan>,
    #[help]
    help: String,
}

impl Selection {
    /// Whether the rule counts.
    #[must_use]
    pub fn keeps(&self, id: &RuleId) -> bool {
        let is_in = |patterns: &[RulePattern]| patterns.iter().any(|pattern| pattern.matches(id));
        (self.only.is_empty() || is_in(&self.only)) && !is_in(&self.skip) && self.level(id) != Some(None)
    }

    /// The level set for the rule: `Some(None)` leaves it out, `None` keeps its own. An id counts more than a pattern, a
    /// longer pattern more than a shorter one.
    #[must_use]
    pub fn level(&self, id: &RuleId) -> Option<Option<Level>> {
        let matching = self.levels.iter().filter(|(pattern, _)| pattern.matches(id));
        let nearest = matching.max_by_key(|(pattern, _)| (pattern.glob.is_plain(), pattern.glob.as_str().len()));
        nearest.map(|(_, level)| *level)
    }

    /// Checks that every pattern stands for a rule.
    ///
    /// # Errors
    /// For the first pattern that stands for none of `rules`; the help names the nearest id.
    pub fn check<'r>(&self, rules: impl Iterator<Item = &'r Rule>) -> Result<(), NoSuchRule> {
        let rules: Vec<&RuleId> = rules.map(|rule| &rule.id).collect();
        let levels = self.levels.iter().map(|(pattern, _)| pattern);
        let unknown = self
            .only
            .iter()
            .chain(&self.skip)
            .chain(levels)
            .find(|pattern| !rules.iter().any(|id| pattern.matches(id)));
        unknown.map_or(Ok(()), |pattern| Err(self.no_such_rule(pattern, &rules)))
    }

    fn no_such_rule(&self, pattern: &RulePattern, rules: &[&RuleId]) -> NoSuchRule {
        let near = nearest(pattern.glob.as_str(), rules.iter().map(|id| id.0.as_str()));
        let help = match near {
            Some(id) => format!("write '{id}', or run 'vnetguard rules' to list all rules"),
            None => "run 'vnetguard rules' to list all rules".to_owned(),
        };
        let place = pattern.span.clone().zip(self.file.clone());
        NoSuchRule {
            pattern: pattern.glob.to_string(),
            label: place.as_ref().map(|(span, _)| span.clone().into()),
            source_code: place.map(|(_, (name, text))| Arc::new(NamedSource::new(name, text))),
            help,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> RuleId {
        RuleId(text.to_owned())
    }

    fn rule(id: &str) -> Rule {
        Rule {
            id: RuleId(id.to_owned()),
            title: String::new(),
            description: String::new(),
            level: Level::Error,
            kind: String::new(),
            applies_to: Vec::new(),
            remediation: String::new(),
            sources: Vec::new(),
            editions: Vec::new(),
            policy_file: String::new(),
            guide: crate::rule::Guide::default(),
        }
    }

    /// Rules are chosen by pattern in any letter case; leaving out counts more than choosing.
    #[test]
    fn rules_are_chosen() {
        let all = Selection::default();
        assert!(all.keeps(&id("ISE-A")));
        let some = Selection {
            only: vec![RulePattern::typed("ise-*"), RulePattern::typed("APP-A")],
            skip: vec![RulePattern::typed("ISE-B*")],
            ..Selection::default()
        };
        let kept: Vec<bool> = ["ISE-A", "ISE-B1", "APP-A", "APP-B"].map(|name| some.keeps(&id(name))).into();
        assert_eq!(kept, [true, false, true, false]);
    }

    /// An id says more of a level than a pattern, and a longer pattern more than a shorter one.
    #[test]
    fn the_nearest_level_counts() {
        let level = |pattern: &str, level| (RulePattern::typed(pattern), level);
        let selection = Selection {
            levels: vec![
                level("*", Some(Level::Note)),
                level("ISE-*", Some(Level::Warning)),
                level("ISE-A", Some(Level::Error)),
                level("ISE-B-*-LONG-PATTERN", None),
            ],
            ..Selection::default()
        };
        assert_eq!(selection.level(&id("ISE-A")), Some(Some(Level::Error)));
        assert_eq!(selection.level(&id("ISE-C")), Some(Some(Level::Warning)));
        assert_eq!(selection.level(&id("APP-C")), Some(Some(Level::Note)));
        assert!(!selection.keeps(&id("ISE-B-X-LONG-PATTERN")));
        assert_eq!(Selection::default().level(&id("ISE-A")), None);
    }

    /// A pattern for no rule is an error that names the nearest one.
    #[test]
    fn unknown_rules_are_refused() {
        let rules = [rule("ISE-SUBNET-COUNT"), rule("APP-VNI-TIER")];
        let skip = |text: &str| Selection { skip: vec![RulePattern::typed(text)], ..Selection::default() };
        assert!(skip("ise-*").check(rules.iter()).is_ok());
        let error = skip("ISE-SUBNET-COUNTS").check(rules.iter()).expect_err("no such rule");
        assert_eq!(error.to_string(), "no rule is called 'ISE-SUBNET-COUNTS'");
        assert!(error.help.contains("'ISE-SUBNET-COUNT'"), "{}", error.help);
        assert!(!skip("*-NOTHING").check(rules.iter()).expect_err("no such rule").help.contains("write"));
    }
}
