//! What is not a finding but must be said: unknown verdicts, notes on the input, and what was left out.

use super::model::{DescriptorReference, Message, Notification, SarifLevel};
use super::results::{RESULT_LIMIT, Results, Writer, unlinked};
use super::rules::NotificationKind;
use crate::finding::{Outcome, Verdict};
use crate::report::fold::{Group, fold};
use crate::report::overview::Overview;
use crate::report::wording::{counted, obstacle_text, place_text};
use crate::report::{OnUnknown, RenderOptions, Report};

/// Unknown verdicts written, to keep the log small: it is for findings, the JSON report has them all.
const UNKNOWN_LIMIT: usize = 1000;

/// The notifications of a run, in a fixed order: unknowns, notes on the input, what was left out.
pub(super) fn notifications(
    report: &Report,
    options: &RenderOptions,
    writer: &Writer<'_>,
    results: &Results,
) -> Vec<Notification> {
    let unknowns = fold(
        report.verdicts.iter().filter(|verdict| verdict.outcome == Outcome::Unknown && verdict.suppression.is_none()),
    );
    let level = match options.on_unknown {
        OnUnknown::Ignore => SarifLevel::Note,
        OnUnknown::Warn | OnUnknown::Fail => SarifLevel::Warning,
    };
    let mut all: Vec<Notification> =
        unknowns.iter().take(UNKNOWN_LIMIT).map(|group| undetermined(group, level, writer)).collect();
    all.extend(report.accounting.notes.iter().map(|note| plain(NotificationKind::InputNote, unlinked(note))));
    let seen = Overview::of(report, options).accounting();
    all.push(plain(NotificationKind::Seen, unlinked(&format!("{seen}."))));
    all.extend(accepted(report, options));
    all.extend(report.notices.iter().map(|notice| {
        let place = notice.location.as_ref().map_or(String::new(), |location| format!("{}: ", place_text(location)));
        let text = unlinked(&format!("{place}{}", notice.message));
        Notification { level: SarifLevel::Warning, ..plain(NotificationKind::Suppressions, text) }
    }));
    if unknowns.len() > UNKNOWN_LIMIT {
        let what = counted(unknowns.len() - UNKNOWN_LIMIT, "unknown verdict");
        all.push(plain(NotificationKind::LeftOut, format!("This log leaves out {what} beyond {UNKNOWN_LIMIT}.")));
    }
    if results.left_out > 0 {
        let what = counted(results.left_out, "result");
        let text = format!("This log holds the {RESULT_LIMIT} most severe results and leaves out {what}.");
        all.push(plain(NotificationKind::LeftOut, text));
    }
    all
}

fn undetermined(group: &Group<'_>, level: SarifLevel, writer: &Writer<'_>) -> Notification {
    let verdict = group.first;
    let more = match group.others.len() {
        0 => String::new(),
        count => format!(" and {}", counted(count, "more instance")),
    };
    let text = format!(
        "Rule '{}' cannot be decided for '{}'{more}: {}.",
        verdict.rule,
        verdict.subject,
        obstacle_text(verdict)
    );
    Notification {
        descriptor: reference(NotificationKind::Undetermined),
        associated_rule: Some(DescriptorReference {
            id: verdict.rule.0.clone(),
            index: writer.rule_index(&verdict.rule),
        }),
        level,
        message: Message::plain(unlinked(&text)),
        locations: vec![writer.sarif_location(&writer.location(verdict), group.members())],
    }
}

/// How many findings are left out because they are accepted.
fn accepted(report: &Report, options: &RenderOptions) -> Option<Notification> {
    let is_left_out = |verdict: &&Verdict| {
        verdict.suppression.is_some() && (verdict.outcome != Outcome::Fail || !options.include_suppressed)
    };
    let count = report.verdicts.iter().filter(is_left_out).count();
    (count > 0).then(|| {
        let what = counted(count, "finding");
        let text = format!("This log leaves out {what} that suppressions or the baseline accept.");
        plain(NotificationKind::LeftOut, text)
    })
}

fn plain(kind: NotificationKind, text: String) -> Notification {
    Notification {
        descriptor: reference(kind),
        associated_rule: None,
        level: SarifLevel::Note,
        message: Message::plain(text),
        locations: Vec::new(),
    }
}

fn reference(kind: NotificationKind) -> DescriptorReference {
    DescriptorReference { id: kind.id().to_owned(), index: Some(kind.index()) }
}
