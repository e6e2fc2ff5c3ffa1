//! The end of the text report: counts, what was seen of the inputs, and the gate.

use super::{Style, wrap};
use crate::finding::{Outcome, SuppressionKind, Verdict};
use crate::report::overview::{gate_reasons, headline, not_covered_text};
use crate::report::wording::{counted, printable};
use crate::report::{Gate, RenderOptions, Report, Tally};
use crate::rule::RuleId;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Columns of the words before the figures.
const NAMES: usize = 13;

/// Writes the summary; its last line is the gate.
pub(super) fn write(report: &Report, options: &RenderOptions, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let tally = Tally::of(report);
    writeln!(out, "{}", wrap::filled(&headline(report, &tally), style.width, ""))?;
    for (name, text) in lines(report, &tally) {
        let line = format!("  {name:<NAMES$}{}", printable(&text, false));
        writeln!(out, "{}", wrap::filled(&line, style.width, &" ".repeat(NAMES + 2)))?;
    }
    writeln!(out, "{}", gate_line(&tally, options, style.color))
}

fn lines(report: &Report, tally: &Tally) -> Vec<(&'static str, String)> {
    let accounting = &report.accounting;
    let mut lines = vec![
        (
            "findings",
            format!(
                "{}, {}, {}",
                counted(tally.errors, "error"),
                counted(tally.warnings, "warning"),
                counted(tally.notes, "note")
            ),
        ),
        ("cannot tell", tally.unknowns.to_string()),
        ("passes", tally.passes.to_string()),
        ("accepted", accepted_text(report, tally)),
        ("rules", rules_text(report)),
        ("as of", context_text(report)),
        (
            "resources",
            match accounting.resources_deleted {
                0 => format!("{} seen, {} understood", accounting.resources_seen, accounting.resources_understood),
                deleted => format!(
                    "{} seen, {} understood, {deleted} deleted",
                    accounting.resources_seen, accounting.resources_understood
                ),
            },
        ),
    ];
    if !accounting.not_understood.is_empty() {
        lines.push(("not covered", not_covered_text(&accounting.not_understood)));
    }
    lines.push((
        "references",
        format!("{} resolved, {} unresolved", accounting.references_resolved, accounting.references_unresolved),
    ));
    lines.extend(accounting.notes.iter().map(|note| ("note", note.clone())));
    lines
}

/// `3: 1 by comments, 0 by the configuration, 2 by the baseline`.
fn accepted_text(report: &Report, tally: &Tally) -> String {
    if tally.suppressed == 0 {
        return "0".to_owned();
    }
    let by = |kind: SuppressionKind| {
        report.verdicts.iter().filter_map(|verdict| verdict.suppression.as_ref()).filter(|one| one.kind == kind).count()
    };
    format!(
        "{}: {} by comments, {} by the configuration, {} by the baseline",
        tally.suppressed,
        by(SuppressionKind::InSource),
        by(SuppressionKind::Configuration),
        by(SuppressionKind::Baseline),
    )
}

/// `57 evaluated: 2 broken, 1 undecided, 9 hold, 45 without a subject`.
fn rules_text(report: &Report) -> String {
    let mut worst: BTreeMap<&RuleId, Outcome> = BTreeMap::new();
    for verdict in &report.verdicts {
        let found = if Verdict::counts(verdict) { verdict.outcome } else { Outcome::Pass };
        let outcome = worst.entry(&verdict.rule).or_insert(found);
        *outcome = (*outcome).min(found);
    }
    let count = |wanted: Outcome| worst.values().filter(|&&outcome| outcome == wanted).count();
    let silent = report.rules.iter().filter(|rule| !worst.contains_key(&rule.id)).count();
    format!(
        "{} evaluated: {} broken, {} undecided, {} hold, {silent} without a subject",
        report.rules.len(),
        count(Outcome::Fail),
        count(Outcome::Unknown),
        count(Outcome::Pass),
    )
}

/// `2025-03-14; edition of ise 2020-03-12, else the newest`.
fn context_text(report: &Report) -> String {
    let editions: Vec<String> =
        report.context.editions.iter().map(|(family, edition)| format!("{family} {edition}")).collect();
    if editions.is_empty() {
        format!("{}, newest editions", report.context.as_of)
    } else {
        format!("{}, editions {}, else the newest", report.context.as_of, editions.join(", "))
    }
}

/// `gate: fails (2 errors)` or `gate: passes`.
fn gate_line(tally: &Tally, options: &RenderOptions, color: bool) -> String {
    let paint = |code: u8, text: &str| if color { format!("\u{1b}[1;{code}m{text}\u{1b}[0m") } else { text.to_owned() };
    match tally.gate(options.fail_on, options.on_unknown) {
        Gate::Pass => format!("gate: {}", paint(32, "passes")),
        Gate::Fail => format!("gate: {} ({})", paint(31, "fails"), gate_reasons(tally, options).join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::OnUnknown;
    use crate::rule::Level;

    /// The gate names exactly the counts that fail it.
    #[test]
    fn the_gate_names_what_fails_it() {
        let tally = Tally { errors: 2, warnings: 1, notes: 1, unknowns: 3, passes: 4, suppressed: 5 };
        let line = |fail_on, on_unknown| {
            gate_line(&tally, &RenderOptions { fail_on, on_unknown, ..RenderOptions::default() }, false)
        };
        assert_eq!(line(Level::Error, OnUnknown::Warn), "gate: fails (2 errors)");
        assert_eq!(line(Level::Warning, OnUnknown::Fail), "gate: fails (2 errors, 1 warning, 3 that cannot be told)");
        let clean = Tally { errors: 0, ..tally };
        assert_eq!(gate_line(&clean, &RenderOptions::default(), false), "gate: passes");
    }
}
