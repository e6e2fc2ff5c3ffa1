//! The report as GitLab's Code Quality JSON: an array of issues.
//!
//! Findings, what cannot be told, suppressions to mend and what was not covered are all issues, since the format has room
//! for nothing else; the latter are of severity `info`. Fingerprints hold no line, so that issues keep their identity.
//! Source: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use super::overview::{Overview, repository_path, whole_message};
use super::wording::{obstacle_text, printable, shortened};
use super::{OnUnknown, RenderOptions, Report};
use crate::finding::Verdict;
use crate::model::Location;
use crate::rule::Level;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Characters of a description.
const DESCRIPTION_LIMIT: usize = 2000;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// Writes the array, indented by two spaces, with a line end behind it.
pub(super) fn render(report: &Report, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &issues(&Overview::of(report, options)))?;
    out.write_all(b"\n")
}

fn issues(overview: &Overview<'_>) -> Vec<Issue> {
    let mut writer = Writer { overview, seen: BTreeMap::new() };
    let mut all = Vec::new();
    for group in &overview.fails {
        let severity = match group.first.level {
            Level::Error => "critical",
            Level::Warning => "major",
            Level::Note => "minor",
        };
        all.push(writer.of_verdict(group.first, &whole_message(group), severity));
    }
    let severity = match overview.options.on_unknown {
        OnUnknown::Fail => "critical",
        OnUnknown::Warn | OnUnknown::Ignore => "info",
    };
    for group in &overview.unknowns {
        let text = format!("It cannot be told for '{}': {}.", group.first.subject, obstacle_text(group.first));
        all.push(writer.of_verdict(group.first, &text, severity));
    }
    for notice in &overview.report.notices {
        all.push(writer.issue(
            "VNETGUARD-SUPPRESSIONS",
            &notice.message,
            "info",
            notice.location.as_ref(),
            &notice.message,
        ));
    }
    if !overview.report.accounting.not_understood.is_empty() {
        all.push(writer.issue("VNETGUARD-INPUT", &overview.accounting(), "info", None, "accounting"));
    }
    for note in &overview.report.accounting.notes {
        all.push(writer.issue("VNETGUARD-INPUT", note, "info", None, note));
    }
    all
}

struct Writer<'o, 'r> {
    overview: &'o Overview<'r>,
    /// How often each identity was given out.
    seen: BTreeMap<String, usize>,
}

impl Writer<'_, '_> {
    fn of_verdict(&mut self, verdict: &Verdict, text: &str, severity: &'static str) -> Issue {
        let identity = format!("{}|{}", verdict.outcome.as_str(), verdict.identity());
        self.issue(&verdict.rule.0, text, severity, verdict.location.as_ref(), &identity)
    }

    fn issue(
        &mut self,
        check: &str,
        text: &str,
        severity: &'static str,
        location: Option<&Location>,
        identity: &str,
    ) -> Issue {
        // Equal identities at other places are other issues: GitLab drops issues with equal fingerprints.
        let count = self.seen.entry(format!("{check}|{identity}")).or_default();
        *count += 1;
        let fingerprint = fingerprint(&format!("{check}|{identity}|{count}"));
        let inputs = self.overview.report.inputs.iter();
        let first_input = inputs.filter_map(|input| repository_path(input)).next().unwrap_or("input");
        let place = location.and_then(|location| Some((repository_path(&location.file)?, location)));
        let (path, begin, end) = place
            .map_or((first_input, 1, 1), |(path, location)| (path, location.line.max(1), location.end_line.max(1)));
        Issue {
            description: shortened(&printable(text, false), DESCRIPTION_LIMIT),
            check_name: check.to_owned(),
            fingerprint,
            severity,
            location: Place { path: path.to_owned(), lines: Lines { begin, end: end.max(begin) } },
        }
    }
}

/// A name for `text` of 32 hexadecimal digits: two FNV-1a hashes that start apart.
fn fingerprint(text: &str) -> String {
    let hash = |start: u64| {
        text.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    };
    format!("{:016x}{:016x}", hash(0xcbf2_9ce4_8422_2325), hash(0x6c62_272e_07bb_0142))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fingerprints tell texts apart and are equal for equal ones.
    #[test]
    fn fingerprints_tell_texts_apart() {
        assert_eq!(fingerprint("a"), fingerprint("a"));
        assert_ne!(fingerprint("a"), fingerprint("b"));
        assert_eq!(fingerprint("").len(), 32);
    }
}
