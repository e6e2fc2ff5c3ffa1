//! The shape of `expected.json`.

use super::Form;
use crate::finding::Outcome;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What a case expects.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
pub struct Case {
    /// What the case is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The day that is assumed; the default is the program's.
    pub as_of: Option<String>,
    /// The edition of one family's documents.
    pub edition: Option<String>,
    /// That family; `app` when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition_family: Option<String>,
    /// Accept inputs in which nothing is understood.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub allow_empty: bool,
    /// What is expected of rules and subjects.
    #[serde(default)]
    pub verdicts: Vec<Expected>,
    /// Rule ids, with `*` for any text, of which every failure and unknown is listed.
    #[serde(default)]
    pub complete: Vec<String>,
    /// The same, for Terraform alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub complete_terraform: Vec<String>,
    /// Notes to the reader.
    #[serde(flatten)]
    pub notes: BTreeMap<String, Json>,
}

/// What is expected of one rule and subject.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Serialize)]
pub struct Expected {
    /// Id of the rule.
    pub rule: String,
    /// `fail`, `unknown` or `pass`, which is neither of the others.
    pub verdict: String,
    /// The subject in every form that names none of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The subject in Terraform; an expectation without a subject for a form does not hold there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_terraform: Option<String>,
    /// The subject in ARM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_arm: Option<String>,
    /// Subjects that are as good in Terraform, with `*` for any text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accept_terraform: Vec<String>,
    /// Subjects that are as good in ARM.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accept_arm: Vec<String>,
    /// Why it is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Further notes.
    #[serde(flatten)]
    pub notes: BTreeMap<String, Json>,
}

impl Expected {
    /// The subject in a form.
    #[must_use]
    pub fn subject(&self, form: Form) -> Option<&str> {
        let own = match form {
            Form::Terraform => &self.subject_terraform,
            Form::Arm => &self.subject_arm,
        };
        own.as_deref().or(self.subject.as_deref())
    }

    /// Whether `subject` is the expected one, or as good.
    #[must_use]
    pub fn accepts(&self, form: Form, subject: &str) -> bool {
        let others = match form {
            Form::Terraform => &self.accept_terraform,
            Form::Arm => &self.accept_arm,
        };
        self.subject(form)
            .into_iter()
            .chain(others.iter().map(String::as_str))
            .any(|pattern| matches_glob(&pattern.to_lowercase(), &subject.to_lowercase()))
    }

    /// The verdict; `None` when there is none of that name.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        [Outcome::Fail, Outcome::Unknown, Outcome::Pass].into_iter().find(|outcome| outcome.as_str() == self.verdict)
    }
}

/// Whether `text` is `pattern`, in which `*` stands for any text.
pub(super) fn matches_glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A star stands for any text, and only a star does.
    #[test]
    fn globs() {
        for (pattern, text, expected) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("", "", true),
            ("*", "", true),
            ("A-*", "A-B-C", true),
            ("*-C", "A-B-C", true),
            ("A*C", "A-B-C", true),
            ("A*B*C", "A-B-C", true),
            ("A*C*B", "A-B-C", false),
            ("a*a", "a", false),
            ("A-*", "B-A-C", false),
        ] {
            assert_eq!(matches_glob(pattern, text), expected, "{pattern} {text}");
        }
    }
}
