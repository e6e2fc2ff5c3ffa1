//! Sentences that several outputs share: evidence, unknowns, counts, and what a reader's terminal may be sent.

use crate::finding::{Evidence, Suppression, Verdict};
use crate::model::{Location, Precision};
use crate::rule::{Rule, Source};

/// `1 error`, `2 errors`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// `infra/network.tf:10:3`.
pub(super) fn place_text(location: &Location) -> String {
    if location.precision == Precision::File {
        // The first line says nothing of what was found in the file.
        return location.file.clone();
    }
    format!("{}:{}:{}", location.file, location.line, location.column)
}

/// `'prefixes' of 'azurerm_subnet.a' is '10.0.0.0/28'`, without a period; the owner is left out where it is `subject`.
pub(super) fn evidence_text(evidence: &Evidence, subject: &str) -> String {
    let mut text = format!("'{}'", evidence.attribute);
    if evidence.subject != subject && !evidence.subject.is_empty() {
        text.push_str(&format!(" of '{}'", evidence.subject));
    }
    match (&evidence.value, &evidence.unknown) {
        (_, Some(reason)) => text.push_str(&format!(" is not known: {reason}")),
        (Some(value), None) => text.push_str(&format!(" is '{}'", shortened(value, 200))),
        (None, None) => text.push_str(" is absent"),
    }
    text
}

/// Why the verdict is unknown: its unknown evidence, or its message where it names none; without a final period.
pub(super) fn obstacle_text(verdict: &Verdict) -> String {
    let obstacles: Vec<String> = verdict
        .evidence
        .iter()
        .filter(|evidence| evidence.unknown.is_some())
        .map(|evidence| evidence_text(evidence, &verdict.subject))
        .collect();
    if !obstacles.is_empty() {
        return obstacles.join("; ");
    }
    match verdict.message.trim_end_matches('.') {
        "" => "what it depends on is not known".to_owned(),
        message => message.to_owned(),
    }
}

/// `reason (network team, until 2030-01-31, main.tf:2)`.
pub(super) fn acceptance_text(suppression: &Suppression) -> String {
    let until = suppression.until.as_ref().map(|until| format!("until {until}"));
    let parts = [suppression.owner.clone(), until, Some(suppression.origin.clone())];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let reason = if suppression.reason.is_empty() { "no reason is given" } else { &suppression.reason };
    format!("{reason} ({})", parts.join(", "))
}

/// The finding's sentence, with a period behind it whatever the policy wrote.
pub(super) fn message_of(verdict: &Verdict) -> String {
    match verdict.message.trim() {
        "" => format!("Rule '{}' does not hold for '{}'.", verdict.rule, verdict.subject),
        message => sentence(message),
    }
}

/// What to do: as the finding says it, else as its rule does; `None` where neither says anything.
pub(super) fn remediation_of<'v>(verdict: &'v Verdict, rule: Option<&'v Rule>) -> Option<&'v str> {
    let candidates = [Some(verdict.remediation.as_str()), rule.map(|rule| rule.remediation.as_str())];
    candidates.into_iter().flatten().find(|remediation| !remediation.is_empty())
}

/// `text` with a period behind it.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// `Title, edition 2020-03-12, section 'Prerequisites'`.
pub(super) fn source_text(source: &Source) -> String {
    format!("{}, edition {}, section '{}'", source.document, source.edition, source.section)
}

/// `text` cut to `limit` characters, three dots standing for what is left out.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    if text.chars().nth(limit).is_none() {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit.saturating_sub(3)).collect();
    format!("{kept}...")
}

/// `text` with control characters made visible, so that what an input holds cannot steer a terminal or forge log
/// lines; `\n` stays where `lines` says so.
pub(super) fn printable(text: &str, lines: bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' if lines => shown.push('\n'),
            _ if is_unprintable(character) => shown.extend(character.escape_default()),
            _ => shown.push(character),
        }
    }
    shown
}

/// Control characters, and the marks that reorder text on screen.
pub(super) fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Outcome;
    use crate::report::fixtures::{evidence, unknown_evidence, verdict};
    use crate::rule::Level;

    /// Evidence says whose attribute it is unless that is the subject, and never shows an unknown as a value.
    #[test]
    fn evidence_as_a_sentence() {
        let known = evidence("azurerm_subnet.a", "prefixes", "10.0.0.0/28");
        assert_eq!(evidence_text(&known, "azurerm_subnet.a"), "'prefixes' is '10.0.0.0/28'");
        assert_eq!(evidence_text(&known, "other"), "'prefixes' of 'azurerm_subnet.a' is '10.0.0.0/28'");
        let unknown = unknown_evidence("azurerm_subnet.a", "prefixes", "known only after apply");
        assert_eq!(evidence_text(&unknown, "azurerm_subnet.a"), "'prefixes' is not known: known only after apply");
        let absent = Evidence { value: None, ..known };
        assert_eq!(evidence_text(&absent, "azurerm_subnet.a"), "'prefixes' is absent");
    }

    /// An unknown verdict always says why, even without evidence or message.
    #[test]
    fn unknowns_say_why() {
        let mut verdict = verdict("A", Outcome::Unknown, Level::Error, "s");
        verdict.message = "It depends.".to_owned();
        assert_eq!(obstacle_text(&verdict), "It depends");
        verdict.message.clear();
        assert_eq!(obstacle_text(&verdict), "what it depends on is not known");
        verdict.evidence = vec![evidence("s", "name", "n"), unknown_evidence("s", "region", "not part of the input")];
        assert_eq!(obstacle_text(&verdict), "'region' is not known: not part of the input");
    }

    /// Escape sequences and marks that reorder text are shown, not sent.
    #[test]
    fn control_characters_are_shown() {
        assert_eq!(printable("a\u{1b}[31mb\n\u{202e}c", false), "a\\u{1b}[31mb\\n\\u{202e}c");
        assert_eq!(printable("a\nb", true), "a\nb");
        assert_eq!(printable("grün 😀", false), "grün 😀");
    }

    /// A finding always has a sentence, and the remediation of its own or of its rule.
    #[test]
    fn findings_have_a_sentence_and_a_remedy() {
        let rule = crate::report::fixtures::rule("A", "It holds", Level::Error, "static", "Do it.");
        let mut verdict = verdict("A", Outcome::Fail, Level::Error, "s");
        assert_eq!(message_of(&verdict), "Rule 'A' does not hold for 's'.");
        assert_eq!(remediation_of(&verdict, None), None);
        assert_eq!(remediation_of(&verdict, Some(&rule)), Some("Do it."));
        verdict.message = "It is broken".to_owned();
        verdict.remediation = "Mend it.".to_owned();
        assert_eq!(message_of(&verdict), "It is broken.");
        assert_eq!(remediation_of(&verdict, Some(&rule)), Some("Mend it."));
    }

    /// Long values are cut by characters, never inside one.
    #[test]
    fn long_values_are_cut() {
        assert_eq!(shortened("äöü", 3), "äöü");
        assert_eq!(shortened("äöüäöü", 5), "äö...");
        assert_eq!(counted(1, "error"), "1 error");
        assert_eq!(counted(0, "error"), "0 errors");
    }
}
