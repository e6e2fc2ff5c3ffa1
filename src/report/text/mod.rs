//! The report for people: broken requirements as diagnostics, then what cannot be told, then a summary.
//!
//! Neighbouring source lines are never shown: they may hold secrets that nobody marked.

mod diagnostic;
mod summary;
mod wrap;

use super::fold::{Group, fold};
use super::source_lines::SourceFiles;
use super::wording::{acceptance_text, obstacle_text, place_text, printable};
use super::{DEFAULT_WIDTH, RenderOptions, Report};
use crate::finding::{Outcome, Verdict};
use crate::rule::{Level, RuleId};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Columns below which nothing readable can be laid out.
const LEAST_WIDTH: usize = 40;

/// Unknown verdicts shown for each rule unless all are asked for.
const UNKNOWNS_SHOWN: usize = 10;

/// Writes the report.
pub(super) fn render(report: &Report, options: &RenderOptions, out: &mut dyn Write) -> io::Result<()> {
    let width = options.width.unwrap_or(DEFAULT_WIDTH).max(LEAST_WIDTH);
    let of = |outcome: Outcome| {
        fold(report.verdicts.iter().filter(move |verdict| verdict.outcome == outcome && verdict.suppression.is_none()))
    };
    let style = Style { color: options.color, width };

    let rules = report.rules_by_id();
    let sources = SourceFiles::new(&report.sources);
    let fails = of(Outcome::Fail);
    for group in &fails {
        let rule = rules.get(&group.first.rule).copied();
        diagnostic::write(group, rule, &sources, style, out)?;
        writeln!(out)?;
    }
    let unknowns = of(Outcome::Unknown);
    write_unknowns(report, &unknowns, options.all, style, out)?;
    if options.all {
        write_accepted(report, style, out)?;
        write_passes(&of(Outcome::Pass), out)?;
    }
    write_notices(report, style, out)?;
    summary::write(report, options, style, out)
}

/// How text is laid out.
#[derive(Debug, Clone, Copy)]
struct Style {
    color: bool,
    width: usize,
}

fn write_unknowns(
    report: &Report,
    unknowns: &[Group<'_>],
    all: bool,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rules = report.rules_by_id();
    let mut by_rule: BTreeMap<&RuleId, Vec<&Group<'_>>> = BTreeMap::new();
    for group in unknowns {
        by_rule.entry(&group.first.rule).or_default().push(group);
    }
    for (id, groups) in by_rule {
        let level = groups.iter().map(|group| group.first.level).max().map_or("", Level::as_str);
        let title = rules.get(id).map_or("", |rule| rule.title.as_str());
        let header = printable(&format!("cannot tell: {id} ({level}): {title}"), false);
        writeln!(out, "{}", wrap::filled(&header, style.width, "  "))?;
        let shown = if all { groups.len() } else { UNKNOWNS_SHOWN };
        for group in groups.iter().take(shown) {
            let line = printable(&unknown_line(group), false);
            writeln!(out, "  - {}", wrap::filled(&line, style.width - 4, "    "))?;
        }
        if groups.len() > shown {
            writeln!(out, "  - and {} more (shown with --all)", groups.len() - shown)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// `azurerm_subnet.a and 2 more instances: 'prefixes' is not known: known only after apply (main.tf:3:5)`.
fn unknown_line(group: &Group<'_>) -> String {
    let more = match group.others.len() {
        0 => String::new(),
        1 => " and 1 more instance".to_owned(),
        count => format!(" and {count} more instances"),
    };
    format!("{}{more}: {}{}", group.first.subject, obstacle_text(group.first), place_suffix(group.first))
}

/// `accepted: ISE-A azurerm_subnet.a (main.tf:3:5): reason (network team, until 2030-01-31, main.tf:2)`.
fn write_accepted(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut is_any = false;
    for verdict in &report.verdicts {
        let Some(suppression) = &verdict.suppression else { continue };
        let place = place_suffix(verdict);
        let text = format!("accepted: {} {}{place}: {}", verdict.rule, verdict.subject, acceptance_text(suppression));
        writeln!(out, "{}", wrap::filled(&printable(&text, false), style.width, "  "))?;
        is_any = true;
    }
    if is_any { writeln!(out) } else { Ok(()) }
}

/// What is to be mended in suppressions and the baseline.
fn write_notices(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for notice in &report.notices {
        let place = notice.location.as_ref().map_or(String::new(), |location| format!(" ({})", place_text(location)));
        let text = printable(&format!("warning: {}{place}", notice.message), false);
        writeln!(out, "{}", wrap::filled(&text, style.width, "  "))?;
    }
    if report.notices.is_empty() { Ok(()) } else { writeln!(out) }
}

fn write_passes(passes: &[Group<'_>], out: &mut dyn Write) -> io::Result<()> {
    for verdict in passes.iter().flat_map(Group::members) {
        let line = format!("pass: {} {}{}", verdict.rule, verdict.subject, place_suffix(verdict));
        writeln!(out, "{}", printable(&line, false))?;
    }
    if passes.is_empty() { Ok(()) } else { writeln!(out) }
}

fn place_suffix(verdict: &Verdict) -> String {
    verdict.location.as_ref().map_or(String::new(), |location| format!(" ({})", place_text(location)))
}
