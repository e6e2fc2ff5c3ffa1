//! Annotations, as GitHub Actions and Azure Pipelines both have them: findings, what cannot be told, and suppressions to
//! mend, each with its place; ten of a kind at most.

use super::harmless::harmless;
use super::overview::{Overview, whole_message};
use super::wording::{counted, obstacle_text, place_text, printable, remediation_of, sentence, shortened};
use super::{Gate, OnUnknown};
use crate::model::Location;
use crate::rule::Level;
use std::io::{self, Write};

/// Annotations of one kind that both hosts show of a step (`_maxIssueCount` in the sources of both agents).
const LIMIT: usize = 10;

/// Characters of a message.
const MESSAGE_LIMIT: usize = 4000;

/// What a host makes of an annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Error,
    Warning,
    Note,
}

/// One annotation.
#[derive(Debug, Clone)]
pub(super) struct Annotation {
    pub(super) kind: Kind,
    /// `ISE-SUBNET-COUNT IseSubnetCount`; empty for what belongs to no rule.
    pub(super) title: String,
    pub(super) message: String,
    pub(super) location: Option<Location>,
}

impl Kind {
    fn of(level: Level) -> Self {
        match level {
            Level::Error => Self::Error,
            Level::Warning => Self::Warning,
            Level::Note => Self::Note,
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// All annotations, gravest first.
pub(super) fn annotations(overview: &Overview<'_>) -> Vec<Annotation> {
    let mut all: Vec<Annotation> = Vec::new();
    for group in &overview.fails {
        let verdict = group.first;
        let fix = remediation_of(verdict, overview.rule(&verdict.rule));
        let fix = fix.map_or(String::new(), |fix| format!("\nFix: {}", sentence(fix)));
        all.push(Annotation {
            kind: Kind::of(verdict.level),
            title: verdict.rule.0.clone(),
            message: shortened(&format!("{}{fix}", whole_message(group)), MESSAGE_LIMIT),
            location: verdict.location.clone(),
        });
    }
    let kind = match overview.options.on_unknown {
        OnUnknown::Fail => Some(Kind::Error),
        OnUnknown::Warn => Some(Kind::Warning),
        OnUnknown::Ignore => None,
    };
    for group in kind.iter().flat_map(|_| &overview.unknowns) {
        let verdict = group.first;
        let more = if group.others.is_empty() {
            String::new()
        } else {
            format!(" and {}", counted(group.others.len(), "more instance"))
        };
        let text = format!("It cannot be told for '{}'{more}: {}.", verdict.subject, obstacle_text(verdict));
        all.push(Annotation {
            kind: kind.unwrap_or(Kind::Warning),
            title: format!("{} cannot be told", verdict.rule),
            message: shortened(&text, MESSAGE_LIMIT),
            location: verdict.location.clone(),
        });
    }
    all.extend(overview.report.notices.iter().map(|notice| Annotation {
        kind: Kind::Warning,
        title: String::new(),
        message: shortened(&notice.message, MESSAGE_LIMIT),
        location: notice.location.clone(),
    }));
    all.sort_by_key(|annotation| annotation.kind);
    all
}

/// Writes annotations as `command` words them; beyond the limit of a kind one that counts the rest, and plain lines.
pub(super) fn write(all: &[Annotation], command: fn(&Annotation) -> String, out: &mut dyn Write) -> io::Result<()> {
    let mut beyond: Vec<&Annotation> = Vec::new();
    for kind in [Kind::Error, Kind::Warning, Kind::Note] {
        let of_kind: Vec<&Annotation> = all.iter().filter(|annotation| annotation.kind == kind).collect();
        let shown = if of_kind.len() > LIMIT { LIMIT - 1 } else { of_kind.len() };
        for annotation in of_kind.iter().take(shown) {
            writeln!(out, "{}", command(annotation))?;
        }
        if of_kind.len() > shown {
            let rest = Annotation {
                kind,
                title: String::new(),
                message: format!(
                    "{} in the log of this step.",
                    counted(of_kind.len() - shown, &format!("more {}", kind.noun()))
                ),
                location: None,
            };
            writeln!(out, "{}", command(&rest))?;
        }
        beyond.extend(of_kind.into_iter().skip(shown));
    }
    for annotation in beyond {
        let place = annotation.location.as_ref().map_or(String::new(), |location| format!(" {}", place_text(location)));
        let text = format!("{} {}{place}: {}", annotation.kind.noun(), annotation.title, annotation.message);
        writeln!(out, "{}", harmless(&printable(&text, false)))?;
    }
    Ok(())
}

/// Plain lines on the run as a whole.
pub(super) fn write_summary(overview: &Overview<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = vec![overview.headline(), overview.accounting()];
    lines.extend(overview.report.accounting.notes.iter().cloned());
    lines.push(match overview.gate() {
        Gate::Pass | Gate::Fail => overview.gate_text(),
    });
    for line in lines {
        writeln!(out, "vnetguard: {}", harmless(&printable(&line, false)))?;
    }
    Ok(())
}
