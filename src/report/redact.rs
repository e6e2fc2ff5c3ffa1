//! Keeps what an input marks sensitive out of everything that is printed.

use super::Report;
use crate::finding::Evidence;
use serde_json::Value as Json;

/// What stands in place of a sensitive value.
const MASK: &str = "(sensitive)";

/// A value of this many characters is replaced wherever it occurs; a shorter one only where it stands alone.
const LONG: usize = 4;

/// Replaces sensitive values.
#[derive(Debug, Default)]
pub struct Redactor {
    /// Longest first, so that a value which holds another one goes as a whole.
    secrets: Vec<String>,
}

impl Redactor {
    /// A redactor of these values; empty ones are left out.
    #[must_use]
    pub fn new(secrets: &[String]) -> Self {
        let mut secrets: Vec<String> = secrets.iter().filter(|secret| !secret.trim().is_empty()).cloned().collect();
        secrets.sort_by(|one, two| two.len().cmp(&one.len()).then_with(|| one.cmp(two)));
        secrets.dedup();
        Self { secrets }
    }

    /// `text` with every sensitive value replaced.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        self.replace(text, |_| MASK.to_owned())
    }

    /// `source` with every sensitive value overwritten by as many `*`, so that columns stay.
    #[must_use]
    pub fn source(&self, source: &str) -> String {
        self.replace(source, |secret| {
            secret
                .chars()
                .map(|character| if character == '\n' { "\n".to_owned() } else { "*".repeat(character.len_utf16()) })
                .collect()
        })
    }

    /// `document` with every sensitive value replaced, numbers included, member names left as they are.
    #[must_use]
    pub fn json(&self, document: Json) -> Json {
        match document {
            Json::String(text) => Json::String(self.text(&text)),
            Json::Number(number) if self.secrets.iter().any(|secret| *secret == number.to_string()) => {
                Json::String(MASK.to_owned())
            }
            Json::Array(items) => Json::Array(items.into_iter().map(|item| self.json(item)).collect()),
            Json::Object(members) => {
                Json::Object(members.into_iter().map(|(name, value)| (self.text(&name), self.json(value))).collect())
            }
            other => other,
        }
    }

    fn replace(&self, text: &str, mask: impl Fn(&str) -> String) -> String {
        let mut text = text.to_owned();
        for secret in &self.secrets {
            if !text.contains(secret.as_str()) {
                continue;
            }
            let is_long = secret.chars().count() >= LONG;
            let mut result = String::with_capacity(text.len());
            let mut rest = text.as_str();
            while let Some((before, behind)) = rest.split_once(secret.as_str()) {
                let is_alone = !before.ends_with(char::is_alphanumeric) && !behind.starts_with(char::is_alphanumeric);
                result.push_str(before);
                result.push_str(&if is_long || is_alone { mask(secret) } else { secret.clone() });
                rest = behind;
            }
            result.push_str(rest);
            text = result;
        }
        text
    }
}

/// Redacts everything in `report` that can hold a value.
pub fn apply(report: &mut Report, secrets: &[String]) {
    let redactor = Redactor::new(secrets);
    if redactor.secrets.is_empty() {
        return;
    }
    for verdict in &mut report.verdicts {
        verdict.message = redactor.text(&verdict.message);
        verdict.subject = redactor.text(&verdict.subject);
        for Evidence { subject, value, unknown, .. } in &mut verdict.evidence {
            *subject = redactor.text(subject);
            for text in [value, unknown].into_iter().flatten() {
                *text = redactor.text(text);
            }
        }
    }
    for note in &mut report.accounting.notes {
        *note = redactor.text(note);
    }
    for source in report.sources.values_mut() {
        *source = redactor.source(source);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor(secrets: &[&str]) -> Redactor {
        Redactor::new(&secrets.iter().map(|secret| (*secret).to_owned()).collect::<Vec<_>>())
    }

    /// Long values go everywhere, short ones where they stand alone, a longer one before one inside it.
    #[test]
    fn replaces_values() {
        let redactor = redactor(&["hunter2", "ab", "hunter22", ""]);
        assert_eq!(redactor.text("x-hunter2-y hunter22"), "x-(sensitive)-y (sensitive)");
        assert_eq!(redactor.text("'ab' cab abc ab"), "'(sensitive)' cab abc (sensitive)");
        assert_eq!(redactor.text("nothing"), "nothing");
    }

    /// Columns and lines of a source stay where they are.
    #[test]
    fn keeps_columns() {
        let redactor = redactor(&["gehe\nim😀"]);
        assert_eq!(redactor.source("a = \"gehe\nim😀\" # b"), "a = \"****\n****\" # b");
    }

    /// JSON is redacted in strings, numbers and member names.
    #[test]
    fn redacts_json() {
        let redactor = redactor(&["secret", "4711"]);
        let found = redactor.json(serde_json::json!({"a": ["secret", 4711, 4712], "secret": true}));
        let expected = serde_json::json!({"a": ["(sensitive)", "(sensitive)", 4712], "(sensitive)": true});
        assert_eq!(found, expected);
    }
}
