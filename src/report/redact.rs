//! Redaction: nothing that an input marks sensitive or secure stands in a report.
//!
//! Pure text work: it does not decide what is secret. In: the secrets as strings and a [`Report`]; out: the same
//! report with each secret replaced in sentences and masked, length for length, in source texts.
//!
//! A secret of four characters and more is found anywhere. A shorter one (`no`, `1`) is found only where it stands
//! alone, with no letter or digit before or behind it: anywhere else it says nothing.

use super::Report;
use crate::finding::{Evidence, Suppression, Verdict};
use crate::model::{PathStep, Place, Related};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// What stands in sentences in place of a secret.
pub const SENSITIVE: &str = "(sensitive)";

/// Characters from which on a secret is found anywhere.
const LONG: usize = 4;

/// Characters from which on one line of a secret of several lines is a secret of its own: source lines are shown one
/// by one, and an indented heredoc does not hold the text as a whole.
const LONG_LINE: usize = 8;

/// Finds secrets in texts.
#[derive(Debug, Clone, Default)]
pub struct Redactor {
    /// Secrets of [`LONG`] characters and more by their first four bytes, longest first.
    long: HashMap<[u8; 4], Vec<String>>,
    /// Shorter ones, longest first.
    short: Vec<String>,
}

impl Redactor {
    /// Prepares to find `secrets`, in any order; empty ones are ignored.
    #[must_use]
    pub fn new(secrets: &[String]) -> Self {
        let spellings: BTreeSet<String> = secrets.iter().flat_map(|secret| spellings(secret)).collect();
        let mut spellings: Vec<String> = spellings.into_iter().collect();
        spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.len()));
        let mut redactor = Self::default();
        for spelling in spellings {
            match spelling.as_bytes().first_chunk() {
                Some(&first) if spelling.chars().count() >= LONG => {
                    redactor.long.entry(first).or_default().push(spelling);
                }
                _ => redactor.short.push(spelling),
            }
        }
        redactor
    }

    /// `text` with every secret replaced by [`SENSITIVE`].
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        self.replace(text, |_, redacted| redacted.push_str(SENSITIVE))
    }

    /// `text` with every character of a secret replaced by `*`, one for each UTF-16 code unit so that columns stay;
    /// line ends stay too.
    #[must_use]
    pub fn mask(&self, text: &str) -> String {
        self.replace(text, |secret, masked| {
            for character in secret.chars() {
                match character {
                    '\n' | '\r' => masked.push(character),
                    _ => masked.extend(std::iter::repeat_n('*', character.len_utf16())),
                }
            }
        })
    }

    fn replace(&self, text: &str, mut write: impl FnMut(&str, &mut String)) -> String {
        let mut result = String::with_capacity(text.len());
        let mut copied = 0;
        for range in self.find(text) {
            result.push_str(text.get(copied..range.start).unwrap_or_default());
            write(text.get(range.clone()).unwrap_or_default(), &mut result);
            copied = range.end;
        }
        result.push_str(text.get(copied..).unwrap_or_default());
        result
    }

    /// Byte ranges covered by secrets, in order; secrets that overlap or touch make one range, so that no rest of the
    /// longer one stays.
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut before = None;
        for (start, character) in text.char_indices() {
            if let Some(end) = self.longest_at(text, start, before) {
                match ranges.last_mut() {
                    Some(last) if start <= last.end => last.end = last.end.max(end),
                    _ => ranges.push(start..end),
                }
            }
            before = Some(character);
        }
        ranges
    }

    /// The end of the longest secret that begins at byte `start`, `before` being the character in front of it.
    fn longest_at(&self, text: &str, start: usize, before: Option<char>) -> Option<usize> {
        let rest = text.get(start..)?;
        let long = rest.as_bytes().first_chunk().and_then(|first: &[u8; 4]| self.long.get(first));
        if let Some(found) = long.into_iter().flatten().find(|secret| rest.starts_with(secret.as_str())) {
            return Some(start + found.len());
        }
        if before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let stands_alone = |secret: &&String| {
            let Some(behind) = rest.strip_prefix(secret.as_str()) else { return false };
            let is_number = secret.bytes().all(|byte| byte.is_ascii_digit());
            let is_inside = behind.chars().next().is_some_and(char::is_alphanumeric);
            !(is_inside || is_number && is_dotted(text, start, behind))
        };
        self.short.iter().find(stands_alone).map(|secret| start + secret.len())
    }
}

/// Whether the number at byte `start` of `text`, with `behind` after it, is one of an address: a setting `1` that is sensitive
/// says nothing of '10.0.1.0/24', and an address that is sensitive is a secret as a whole.
fn is_dotted(text: &str, start: usize, behind: &str) -> bool {
    let is_digit = |character: Option<char>| character.is_some_and(|character| character.is_ascii_digit());
    let before = text.get(..start).and_then(|before| before.strip_suffix('.'));
    before.is_some_and(|before| is_digit(before.chars().next_back()))
        || behind.strip_prefix('.').is_some_and(|behind| is_digit(behind.chars().next()))
}

/// The ways in which `secret` may be written: as it is, in lower case as in ids, without blanks as in regions, inside a JSON string, inside an HCL string, and line by line.
fn spellings(secret: &str) -> Vec<String> {
    let lower = secret.to_lowercase();
    let mut spellings = vec![secret.to_owned(), lower.replace(' ', ""), lower];
    if secret.contains('\n') {
        let lines = secret.lines().map(str::trim).filter(|line| line.chars().count() >= LONG_LINE);
        spellings.extend(lines.flat_map(|line| [line.to_owned(), line.to_lowercase()]));
    }
    let escaped: Vec<String> = spellings.iter().filter_map(|spelling| escaped_for_json(spelling)).collect();
    // Terraform writes plans so that they may stand in HTML.
    let for_html = |text: &String| text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    let for_html: Vec<String> = escaped.iter().map(for_html).collect();
    spellings.extend(escaped);
    spellings.extend(for_html);
    let templated: Vec<String> =
        spellings.iter().map(|spelling| spelling.replace("${", "$${").replace("%{", "%%{")).collect();
    spellings.extend(templated);
    spellings.retain(|spelling| !spelling.is_empty());
    spellings
}

/// `text` as it stands between the quotes of a JSON string, which is also how HCL escapes quotes and line ends.
fn escaped_for_json(text: &str) -> Option<String> {
    let quoted = serde_json::to_string(text).ok()?;
    quoted.strip_prefix('"')?.strip_suffix('"').map(str::to_owned)
}

/// Takes every one of `secrets` out of what `report` can show. Places no longer name what they named, so everything is
/// located before.
pub fn apply(report: &mut Report, secrets: &[String]) {
    let redactor = Redactor::new(secrets);
    if redactor.long.is_empty() && redactor.short.is_empty() {
        return;
    }
    for verdict in &mut report.verdicts {
        redact_verdict(&redactor, verdict);
    }
    for notice in &mut report.notices {
        notice.message = redactor.redact(&notice.message);
    }
    for note in &mut report.accounting.notes {
        *note = redactor.redact(note);
    }
    for (file, text) in &mut report.sources {
        let masked = redactor.mask(text);
        let lines = text.split('\n').zip(masked.split('\n')).zip(1..);
        let changed: BTreeSet<usize> =
            lines.filter(|((before, after), _)| before != after).map(|(_, number)| number).collect();
        if !changed.is_empty() {
            report.masked.entry(file.clone()).or_default().extend(changed);
            *text = masked;
        }
    }
}

fn redact_verdict(redactor: &Redactor, verdict: &mut Verdict) {
    for text in [&mut verdict.message, &mut verdict.subject, &mut verdict.remediation] {
        *text = redactor.redact(text);
    }
    verdict.entity.0 = redactor.redact(&verdict.entity.0).into();
    redact_place(redactor, verdict.place.as_mut());
    if let Some(Related { module, origin, file, .. }) = &mut verdict.elsewhere {
        for text in [module, origin, file] {
            *text = redactor.redact(text);
        }
    }
    if let Some(Suppression { reason, owner, origin, .. }) = &mut verdict.suppression {
        for text in [Some(reason), owner.as_mut(), Some(origin)].into_iter().flatten() {
            *text = redactor.redact(text);
        }
    }
    for evidence in &mut verdict.evidence {
        let Evidence { subject, attribute, value, unknown, .. } = evidence;
        for text in [Some(subject), Some(attribute), value.as_mut(), unknown.as_mut()].into_iter().flatten() {
            *text = redactor.redact(text);
        }
        redact_place(redactor, evidence.place.as_mut());
    }
}

fn redact_place(redactor: &Redactor, place: Option<&mut Place>) {
    let Some(place) = place else { return };
    place.resource.name = redactor.redact(&place.resource.name).into();
    let redacted = |step: &PathStep| match step {
        PathStep::Key(key) => PathStep::Key(redactor.redact(key).into()),
        PathStep::Index(index) => PathStep::Index(*index),
    };
    place.path = place.path.iter().map(redacted).collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Outcome;
    use crate::report::fixtures::{evidence, unknown_evidence, verdict};
    use crate::report::source_lines::utf16_length;
    use crate::rule::Level;

    fn redactor(secrets: &[&str]) -> Redactor {
        let secrets: Vec<String> = secrets.iter().map(|&secret| secret.to_owned()).collect();
        Redactor::new(&secrets)
    }

    /// A secret of four characters is found inside words, a shorter one only where it stands alone.
    #[test]
    fn short_secrets_must_stand_alone() {
        let redactor = redactor(&["abcd", "no"]);
        assert_eq!(
            redactor.redact("xabcdx no, 'no' note_no no1"),
            "x(sensitive)x (sensitive), '(sensitive)' note_(sensitive) no1"
        );
        assert_eq!(redactor.redact("no"), SENSITIVE);
        assert_eq!(redactor.redact("éno noé"), "éno noé");
    }

    /// A short number is none of the numbers of an address: a sensitive flag does not make addresses unreadable.
    #[test]
    fn short_numbers_leave_addresses() {
        let redactor = redactor(&["1", "24"]);
        assert_eq!(redactor.redact("10.0.1.0, 1.2.3.4, 10.0.0.1."), "10.0.1.0, 1.2.3.4, 10.0.0.1.");
        assert_eq!(
            redactor.redact("1 of 'a-1', 10.0.1.0/24, is 1."),
            "(sensitive) of 'a-(sensitive)', 10.0.1.0/(sensitive), is (sensitive)."
        );
    }

    /// The longer of two secrets is taken, and nothing of either stays where they overlap or touch.
    #[test]
    fn overlapping_secrets_leave_nothing() {
        assert_eq!(redactor(&["pass", "password1"]).redact("is password1."), "is (sensitive).");
        assert_eq!(redactor(&["abcd", "bcdefgh"]).redact("-abcdefgh-"), "-(sensitive)-");
        assert_eq!(redactor(&["aaaa"]).redact("aaaaaaa"), SENSITIVE);
        assert_eq!(redactor(&["abcd", "wxyz"]).redact("abcdwxyz"), SENSITIVE);
    }

    /// Masking keeps line ends and the UTF-16 length of every line, so that locations stay right.
    #[test]
    fn masking_keeps_columns() {
        let text = "a = \"s😀cret\"\r\nb = 1\n";
        let masked = redactor(&["s😀cret"]).mask(text);
        assert_eq!(masked, "a = \"*******\"\r\nb = 1\n");
        assert_eq!(utf16_length(&masked), utf16_length(text));
        assert_eq!(redactor(&["one1\ntwo2"]).mask("x one1\ntwo2 y"), "x ****\n**** y");
    }

    /// A secret is found in an id, which is in lower case, and as the name of a region.
    #[test]
    fn normal_forms_are_found() {
        assert_eq!(redactor(&["My Region"]).redact("in 'myregion'"), "in '(sensitive)'");
        assert_eq!(redactor(&["SecRet1"]).redact("/routetables/secret1"), "/routetables/(sensitive)");
    }

    /// Secrets are found as JSON and HCL write them, and line by line in an indented heredoc.
    #[test]
    fn escaped_spellings_are_found() {
        assert_eq!(redactor(&["a<b>&\"c"]).redact(r#"{"v":"a\u003cb\u003e\u0026\"c"}"#), r#"{"v":"(sensitive)"}"#);
        let secret = redactor(&["pa\"ss${x}\n"]);
        assert_eq!(secret.redact(r#"v = "pa\"ss${x}\n""#), r#"v = "(sensitive)""#);
        assert_eq!(secret.redact(r#"v = "pa\"ss$${x}\n""#), r#"v = "(sensitive)""#);
        let key = redactor(&["first line\nshort\nsecond line"]);
        assert_eq!(
            key.mask("    first line\n    short\n    second line\n"),
            "    **********\n    short\n    ***********\n"
        );
    }

    /// Text without secrets, and a redactor without secrets, change nothing.
    #[test]
    fn other_text_stays() {
        let text = "Subnet 'snet-ise-1' has prefix '10.0.0.0/28'.";
        assert_eq!(redactor(&["hunter2"]).redact(text), text);
        assert_eq!(redactor(&[""]).redact(text), text);
        assert_eq!(redactor(&[]).mask(text), text);
    }

    proptest::proptest! {
        /// Whatever the secrets and the text: no long secret stays, and masking keeps every line's UTF-16 length.
        #[test]
        fn no_long_secret_stays(
            text in "[ab😀 \\n]{0,60}",
            secrets in proptest::collection::vec("[ab😀 ]{1,7}", 0..5),
        ) {
            let redactor = Redactor::new(&secrets);
            let (redacted, masked) = (redactor.redact(&text), redactor.mask(&text));
            for secret in secrets.iter().filter(|secret| secret.chars().count() >= LONG) {
                assert!(!redacted.contains(secret) && !masked.contains(secret), "{secret:?} in {redacted:?}");
            }
            let lengths = |text: &str| text.split('\n').map(utf16_length).collect::<Vec<_>>();
            assert_eq!(lengths(&masked), lengths(&text));
        }
    }

    /// No part of a report holds the secret afterwards, and the masked line is recorded.
    #[test]
    fn nothing_of_a_report_keeps_the_secret() {
        let mut verdict = verdict("NET-A", Outcome::Fail, Level::Error, "azurerm_subnet.s[\"hunter2\"]");
        verdict.message = "Subnet 'hunter2' is broken.".to_owned();
        verdict.remediation = "Rename hunter2.".to_owned();
        let handle = crate::model::ResourceHandle { input: 0, name: "azurerm_subnet.s".into() };
        verdict.place = Some(crate::model::Place::of(handle).key("tags").key("hunter2"));
        verdict.evidence = vec![
            evidence("azurerm_subnet.s[\"hunter2\"]", "tags.hunter2", "hunter2"),
            unknown_evidence("azurerm_subnet.s", "name", "${hunter2}"),
        ];
        let mut report = Report { verdicts: vec![verdict], ..Report::default() };
        report.accounting.notes.push("The plan holds hunter2.".to_owned());
        report.sources.insert("main.tf".to_owned(), "x = 1\ny = \"hunter2\"\n".to_owned());
        apply(&mut report, &["hunter2".to_owned()]);
        assert!(!format!("{report:?}").contains("hunter2"), "{report:?}");
        assert_eq!(report.masked.get("main.tf"), Some(&BTreeSet::from([2])));
        assert_eq!(report.verdicts[0].message, "Subnet '(sensitive)' is broken.");
    }
}
