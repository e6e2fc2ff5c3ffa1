//! The findings, one after the other, with their filters.

use super::{address, text};
use crate::finding::{Outcome, Verdict};
use crate::model::Precision;
use crate::report::fold::{Group, fold};
use crate::report::overview::{Overview, whole_message};
use crate::report::source_lines::SourceFiles;
use crate::report::wording::{
    acceptance_text, counted, evidence_text, obstacle_text, place_text, remediation_of, shortened, source_text,
};
use crate::rule::Level;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Findings on the page: what is beyond is counted, and in the JSON report.
const LIMIT: usize = 2000;

/// Evidence below a finding.
const EVIDENCE_SHOWN: usize = 12;

/// Characters of a source line, message or value.
const TEXT_LIMIT: usize = 1000;

/// What an item is, in the order in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Error,
    Warning,
    Note,
    Unknown,
    Accepted,
    Pass,
}

const KINDS: [Kind; 6] = [Kind::Error, Kind::Warning, Kind::Note, Kind::Unknown, Kind::Accepted, Kind::Pass];

impl Kind {
    fn of(verdict: &Verdict) -> Self {
        match (verdict.outcome, verdict.level) {
            _ if verdict.suppression.is_some() => Self::Accepted,
            (Outcome::Fail, Level::Error) => Self::Error,
            (Outcome::Fail, Level::Warning) => Self::Warning,
            (Outcome::Fail, Level::Note) => Self::Note,
            (Outcome::Unknown, _) => Self::Unknown,
            (Outcome::Pass, _) => Self::Pass,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
            Self::Unknown => "unknown",
            Self::Accepted => "accepted",
            Self::Pass => "pass",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Unknown => "cannot be told",
            other => other.class(),
        }
    }
}

/// How a resource comes off in the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    Good,
    Unknown,
    Fail,
}

impl State {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Unknown => "unknown",
            Self::Fail => "fail",
        }
    }
}

/// What stands on the page.
pub(super) struct Items<'o, 'r> {
    overview: &'o Overview<'r>,
    groups: Vec<(Kind, Group<'r>)>,
    left_out: usize,
    /// By subject: how it comes off, and the number of its first item.
    states: BTreeMap<&'r str, (State, usize)>,
}

impl<'o, 'r> Items<'o, 'r> {
    pub(super) fn of(overview: &'o Overview<'r>) -> Self {
        let all = overview.options.all;
        let shown = overview.report.verdicts.iter().filter(|verdict| all || verdict.outcome != Outcome::Pass);
        let mut groups: Vec<(Kind, Group<'r>)> =
            fold(shown).into_iter().map(|group| (Kind::of(group.first), group)).collect();
        groups.sort_by_key(|(kind, _)| *kind);
        let left_out = groups.len().saturating_sub(LIMIT);
        groups.truncate(LIMIT);
        let mut states: BTreeMap<&'r str, (State, usize)> = BTreeMap::new();
        for (index, (kind, group)) in groups.iter().enumerate() {
            let state = match kind {
                Kind::Error | Kind::Warning | Kind::Note => State::Fail,
                Kind::Unknown => State::Unknown,
                Kind::Accepted | Kind::Pass => continue,
            };
            for verdict in group.members() {
                let evidence = verdict.evidence.iter().map(|evidence| evidence.subject.as_str());
                for subject in evidence.chain([verdict.subject.as_str()]) {
                    let entry = states.entry(subject).or_insert((state, index));
                    // Graver ones stand first, so the first item is that of the state.
                    entry.0 = entry.0.max(state);
                }
            }
        }
        Self { overview, groups, left_out, states }
    }

    /// How the resource comes off, and the link to its first finding.
    pub(super) fn state(&self, subject: &str) -> (State, Option<String>) {
        match self.states.get(subject) {
            Some((state, index)) => (*state, Some(format!("#f{index}"))),
            None => (State::Good, None),
        }
    }

    /// Whether anything of the kind with this class is on the page.
    pub(super) fn has(&self, class: &str) -> bool {
        self.groups.iter().any(|(kind, _)| kind.class() == class)
    }

    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>")?;
        if self.groups.is_empty() {
            return writeln!(out, "<p>Nothing was found.</p>\n</section>");
        }
        self.write_filters(out)?;
        writeln!(out, "<div id=\"list\">")?;
        let sources = SourceFiles::new(&self.overview.report.sources);
        for (index, (kind, group)) in self.groups.iter().enumerate() {
            self.write_item(index, *kind, group, &sources, out)?;
        }
        writeln!(out, "</div>")?;
        if self.left_out > 0 {
            let what = counted(self.left_out, "more finding");
            writeln!(out, "<p>{what} left out here: the JSON report has them all.</p>")?;
        }
        writeln!(out, "</section>")
    }

    /// Hidden until the script runs: without it there is nothing to filter with.
    fn write_filters(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "<form id=\"filters\" hidden>\n<fieldset>\n<legend>Filter</legend>")?;
        writeln!(out, "<label>Words <input type=\"search\" name=\"words\" autocomplete=\"off\"></label>")?;
        self.write_rules(out)?;
        for kind in KINDS {
            let count = self.groups.iter().filter(|(one, _)| *one == kind).count();
            if count > 0 {
                let (class, words) = (kind.class(), kind.words());
                let checked = if kind == Kind::Pass { "" } else { " checked" };
                let input = format!("<input type=\"checkbox\" name=\"kind\" value=\"{class}\"{checked}>");
                writeln!(out, "<label>{input} {words} ({count})</label>")?;
            }
        }
        writeln!(out, "<output id=\"count\" aria-live=\"polite\"></output>\n</fieldset>\n</form>")
    }

    /// The rules of what stands on the page, to choose one.
    fn write_rules(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, group) in &self.groups {
            *rules.entry(group.first.rule.0.as_str()).or_default() += 1;
        }
        writeln!(out, "<label>Rule <select name=\"rule\"><option value=\"\">all</option>")?;
        for (rule, count) in rules {
            let rule = text(rule);
            writeln!(out, "<option value=\"{rule}\">{rule} ({count})</option>")?;
        }
        writeln!(out, "</select></label>")
    }

    fn write_item(
        &self,
        index: usize,
        kind: Kind,
        group: &Group<'_>,
        sources: &SourceFiles<'_>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let verdict = group.first;
        let rule = self.overview.rule(&verdict.rule);
        let (class, words) = (kind.class(), kind.words());
        let id = text(&verdict.rule.0);
        writeln!(out, "<article id=\"f{index}\" class=\"{class}\" data-kind=\"{class}\" data-rule=\"{id}\">")?;
        let title = rule.map_or(String::new(), |rule| format!(": {}", text(&rule.title)));
        writeln!(out, "<h3><span class=\"kind\">{words}</span> {id}{title}</h3>")?;
        writeln!(out, "<p>{}</p>", text(&shortened(&said(kind, group), TEXT_LIMIT)))?;
        writeln!(out, "<p class=\"subject\"><code>{}</code></p>", text(&verdict.subject))?;
        write_place(verdict, sources, out)?;
        write_evidence(verdict, out)?;
        if let Some(suppression) = &verdict.suppression {
            writeln!(out, "<p><strong>Accepted:</strong> {}</p>", text(&acceptance_text(suppression)))?;
        }
        if kind != Kind::Pass
            && let Some(fix) = remediation_of(verdict, rule)
        {
            writeln!(out, "<p><strong>Fix:</strong> {}</p>", text(fix))?;
        }
        if let Some(source) = rule.and_then(|rule| rule.sources.first()) {
            let name = text(&source_text(source));
            let link = address(&source.url).map_or(name.clone(), |url| format!("<a href=\"{url}\">{name}</a>"));
            writeln!(out, "<p class=\"soft\">Source: {link}</p>")?;
        }
        writeln!(out, "</article>")
    }
}

fn said(kind: Kind, group: &Group<'_>) -> String {
    match (kind, group.first.outcome) {
        (Kind::Pass, _) => "The requirement holds.".to_owned(),
        (_, Outcome::Unknown) => {
            let more = if group.others.is_empty() {
                String::new()
            } else {
                format!(" ({})", counted(group.others.len(), "more instance"))
            };
            format!("It cannot be told before deployment{more}: {}.", obstacle_text(group.first))
        }
        _ => whole_message(group),
    }
}

/// The place, and the line that stands there; never its neighbours.
fn write_place(verdict: &Verdict, sources: &SourceFiles<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Some(location) = &verdict.location else { return Ok(()) };
    writeln!(out, "<p class=\"path\">{}</p>", text(&place_text(location)))?;
    if let Some(related) = &verdict.elsewhere {
        writeln!(out, "<p class=\"path\">written {}</p>", text(&related.to_string()))?;
    }
    let region = sources.region(location).filter(|region| {
        location.precision != Precision::File && !region.text.trim().is_empty() && region.text.len() <= TEXT_LIMIT
    });
    let Some(region) = region else { return Ok(()) };
    let part = |range: std::ops::Range<usize>| text(region.text.get(range).unwrap_or_default());
    let (before, behind) = (part(0..region.first_byte), part(region.end_byte..region.text.len()));
    writeln!(out, "<pre><code>{before}<mark>{}</mark>{behind}</code></pre>", part(region.first_byte..region.end_byte))
}

fn write_evidence(verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
    if verdict.evidence.is_empty() {
        return Ok(());
    }
    writeln!(out, "<ul>")?;
    for evidence in verdict.evidence.iter().take(EVIDENCE_SHOWN) {
        let place = evidence.location.as_ref().filter(|location| location.precision != Precision::File);
        let place = place.map_or(String::new(), |location| {
            format!(" <span class=\"path soft\">{}</span>", text(&place_text(location)))
        });
        let line = shortened(&evidence_text(evidence, &verdict.subject), TEXT_LIMIT);
        writeln!(out, "<li>{}{place}</li>", text(&line))?;
    }
    if let Some(more) = verdict.evidence.len().checked_sub(EVIDENCE_SHOWN).filter(|more| *more > 0) {
        writeln!(out, "<li>and {more} more values</li>")?;
    }
    writeln!(out, "</ul>")
}
