//! Fingerprints by which code scanning tells that two runs found the same thing.
//!
//! `primaryLocationLineHash` is the value that github/codeql-action computes from the file; another value makes it
//! warn about every result. Source: <https://github.com/github/codeql-action/blob/main/src/fingerprints.ts>.

use crate::report::Report;
use std::collections::{BTreeMap, BTreeSet};

/// UTF-16 units that one hash covers.
const WINDOW: usize = 100;

/// What stands in place of every unit of a secret.
const MASK: u16 = 0x2A;

/// The line hashes of one text.
struct LineHashes {
    /// By line, from line 1: the hash with its count.
    hashes: Vec<String>,
    /// By line, from line 1: the lines that the hash covers a star of, first and last; `None` without one.
    stars: Vec<Option<(usize, usize)>>,
}

/// Hashes of the report's sources, each text hashed when it is first asked for.
pub(super) struct Fingerprints<'r> {
    report: &'r Report,
    files: BTreeMap<&'r str, LineHashes>,
    /// How often each identity was given out.
    identities: BTreeMap<u64, usize>,
}

/// What is known of the primary hash of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LineHash {
    /// The value that the action computes.
    Known(String),
    /// It covers masked characters, so it cannot be told without telling something of them: the action fills it in.
    Masked,
    /// The text is not at hand.
    NoText,
}

impl<'r> Fingerprints<'r> {
    /// Fingerprints of results in `report`.
    pub(super) fn new(report: &'r Report) -> Self {
        Self { report, files: BTreeMap::new(), identities: BTreeMap::new() }
    }

    /// The hash of `line` (from 1) of `file`.
    pub(super) fn line(&mut self, file: &str, line: usize) -> LineHash {
        let Some((file, text)) = self.report.sources.get_key_value(file) else { return LineHash::NoText };
        let hashed = self.files.entry(file).or_insert_with(|| LineHashes::of(text));
        let Some(index) = line.checked_sub(1) else { return LineHash::NoText };
        let (Some(hash), Some(stars)) = (hashed.hashes.get(index), hashed.stars.get(index)) else {
            return LineHash::NoText;
        };
        let is_between = |lines: &BTreeSet<usize>| stars.is_some_and(|(first, last)| has_between(lines, first, last));
        let masked = self.report.masked.get(file).is_some_and(is_between);
        if masked { LineHash::Masked } else { LineHash::Known(hash.clone()) }
    }

    /// A hash of what the result is about, in the form of a line hash: stable where the source is not at hand.
    pub(super) fn identity(&mut self, text: &str) -> String {
        let hash = fnv1a(text.as_bytes());
        let count = self.identities.entry(hash).or_default();
        *count += 1;
        format!("{hash:x}:{count}")
    }
}

fn has_between(lines: &BTreeSet<usize>, first: usize, last: usize) -> bool {
    first <= last && lines.range(first..=last).next().is_some()
}

impl LineHashes {
    /// For each line: the first 100 UTF-16 units from the line's start to the end of the file, blanks and tabs left
    /// out and every line end written as one LF, then U+FFFF for the end of the file, then zeros; the sum of
    /// unit × 37^(99-i) modulo 2^64 in lower-case hex; `:` and how many lines up to this one have that sum.
    fn of(text: &str) -> Self {
        let (units, starts) = units_and_line_starts(text);
        let mut seen: BTreeMap<u64, usize> = BTreeMap::new();
        let mut hashes = Vec::with_capacity(starts.len());
        let mut stars = Vec::with_capacity(starts.len());
        for &start in &starts {
            let hash = (start..start + WINDOW).fold(0_u64, |hash, at| {
                hash.wrapping_mul(37).wrapping_add(units.get(at).copied().map_or(0, u64::from))
            });
            let count = seen.entry(hash).or_default();
            *count += 1;
            hashes.push(format!("{hash:x}:{count}"));
            let window = units.get(start..units.len().min(start + WINDOW)).unwrap_or_default();
            let is_star = |unit: &u16| *unit == MASK;
            let ends = window.iter().position(is_star).zip(window.iter().rposition(is_star));
            let line_of = |at: usize| starts.partition_point(|&next| next <= start + at);
            stars.push(ends.map(|(first, last)| (line_of(first), line_of(last))));
        }
        Self { hashes, stars }
    }
}

/// The units that are hashed, and where in them each line starts. Lines end at CR, LF and CRLF here.
fn units_and_line_starts(text: &str) -> (Vec<u16>, Vec<usize>) {
    const LINE_FEED: u16 = 10;
    const CARRIAGE_RETURN: u16 = 13;
    let mut units: Vec<u16> = Vec::with_capacity(text.len() + 1);
    let mut starts = Vec::new();
    let (mut at_start, mut after_return) = (true, false);
    for unit in text.encode_utf16().chain(std::iter::once(0xFFFF)) {
        if unit == u16::from(b' ') || unit == u16::from(b'\t') || (after_return && unit == LINE_FEED) {
            after_return = false;
            continue;
        }
        after_return = unit == CARRIAGE_RETURN;
        let unit = if after_return { LINE_FEED } else { unit };
        if at_start {
            starts.push(units.len());
        }
        at_start = unit == LINE_FEED;
        units.push(unit);
    }
    (units, starts)
}

/// FNV-1a with 64 bits. Source: <https://datatracker.ietf.org/doc/html/draft-eastlake-fnv>.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<String> {
        LineHashes::of(text).hashes
    }

    /// The vectors of github/codeql-action's own tests, and one of Terraform, give its values.
    #[test]
    fn line_hashes_are_those_of_codeql_action() {
        assert_eq!(hashes(""), ["c129715d7a2bc9a3:1"]);
        assert_eq!(
            hashes(" a\nb\n  \t\tc\n d"),
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]
        );
        let repeated = hashes(&"Lorem ipsum dolor sit amet.\n".repeat(10));
        assert_eq!(repeated[0], "a7f2ff13bc495cf2:1");
        assert_eq!(repeated[5], "a7f2ff13bc495cf2:6");
        assert_eq!(repeated[6], "a7f2ff1481e87703:1");
        assert_eq!(repeated[10], "c129715d7a2bc9a3:1");
        assert_eq!(hashes("x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n")[4], "54517377da7028d2:1");
        assert_eq!(
            hashes(
                "resource \"azurerm_subnet\" \"ise\" {\n  name = \"ise\"\n  address_prefixes = [\"10.0.0.0/28\"]\n}\n"
            ),
            [
                "c636cd26bb3730c9:1",
                "ecb88bca1bf34de1:1",
                "404f83948caea5fc:1",
                "32dce9ccfdbc9d3e:1",
                "c129715d7a2bc9a3:1"
            ]
        );
    }

    /// LF, CR and CRLF give the same values.
    #[test]
    fn line_ends_do_not_matter() {
        let expected = [
            "e9496ae3ebfced30:1",
            "fb7c023a8b9ccb3f:1",
            "ce8ba1a563dcdaca:1",
            "e20e36e16fcb0cc8:1",
            "b3edc88f2938467e:1",
            "c8e28b0b4002a3a0:1",
            "c129715d7a2bc9a3:1",
        ];
        for text in [
            " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n",
            " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r",
            " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n",
        ] {
            assert_eq!(hashes(text), expected);
        }
    }

    /// A hash that covers a masked line is not given; one that does not reach it is.
    #[test]
    fn masked_text_is_not_hashed() {
        let mut report = Report::default();
        let text = format!("a\n{}\nb\n****\nc\n", "x".repeat(WINDOW));
        report.sources.insert("f".to_owned(), text.clone());
        report.masked.insert("f".to_owned(), BTreeSet::from([4]));
        let mut fingerprints = Fingerprints::new(&report);
        let expected = hashes(&text);
        assert_eq!(fingerprints.line("f", 1), LineHash::Known(expected[0].clone()));
        assert_eq!(fingerprints.line("f", 2), LineHash::Known(expected[1].clone()));
        assert_eq!(fingerprints.line("f", 3), LineHash::Masked);
        assert_eq!(fingerprints.line("f", 4), LineHash::Masked);
        assert_eq!(fingerprints.line("f", 5), LineHash::Known(expected[4].clone()));
        assert_eq!(fingerprints.line("f", 9), LineHash::NoText);
        assert_eq!(fingerprints.line("other", 1), LineHash::NoText);
    }

    /// A secret on the same line, but behind what the hash covers, changes nothing.
    #[test]
    fn a_secret_behind_the_window_does_not_count() {
        let mut report = Report::default();
        for (file, before) in [("inside", WINDOW - 1), ("behind", WINDOW)] {
            report.sources.insert(file.to_owned(), format!("{}****", "x".repeat(before)));
            report.masked.insert(file.to_owned(), BTreeSet::from([1]));
        }
        let mut fingerprints = Fingerprints::new(&report);
        assert_eq!(fingerprints.line("inside", 1), LineHash::Masked);
        assert_eq!(fingerprints.line("behind", 1), LineHash::Known(hashes(&"x".repeat(WINDOW + 1))[0].clone()));
    }

    /// Equal identities are told apart by their count, and the hash is FNV-1a's.
    #[test]
    fn identities_are_counted() {
        let report = Report::default();
        let mut fingerprints = Fingerprints::new(&report);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fingerprints.identity("a"), "af63dc4c8601ec8c:1");
        assert_eq!(fingerprints.identity("a"), "af63dc4c8601ec8c:2");
        assert_ne!(fingerprints.identity("b"), "af63dc4c8601ec8c:3");
    }
}
