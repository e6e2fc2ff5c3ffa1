//! Suppressions and baselines applied to verdicts.

use super::*;
use crate::finding::{Evidence, Notice, NoticeKind, Outcome, SuppressionKind, Verdict};
use crate::model::{EntityId, Location, Precision};
use crate::rule::{Level, RuleId};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

fn location(file: &str, line: usize) -> Location {
    Location { file: file.to_owned(), line, column: 3, end_line: line, end_column: 9, precision: Precision::Attribute }
}

fn verdict(rule: &str, outcome: Outcome, subject: &str, line: usize) -> Verdict {
    Verdict {
        rule: RuleId(rule.to_owned()),
        outcome,
        level: Level::Error,
        entity: EntityId(subject.into()),
        subject: subject.to_owned(),
        message: String::new(),
        evidence: Vec::new(),
        remediation: String::new(),
        location: Some(location("main.tf", line)),
        elsewhere: None,
        place: None,
        suppression: None,
    }
}

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

const RULES: [&str; 3] = ["ISE-A", "ISE-B", "NET-C"];

/// Applies the comments of `text` and `entries`; gives back the kinds of notices with their messages.
fn applied(verdicts: &mut [Verdict], text: &str, entries: &[Entry], settings: Settings) -> Vec<Notice> {
    let files = BTreeMap::from([("main.tf".to_owned(), text.to_owned())]);
    let today = || date("2025-06-01");
    let sources = Sources {
        files: &files,
        entries,
        settings,
        rules: RULES.into(),
        evaluated: RULES.into_iter().filter(|rule| *rule != "NET-C").collect(),
        today: &today,
    };
    let callers = |verdict: &Verdict| {
        if verdict.subject.starts_with("module.") { vec![location("main.tf", 21)] } else { Vec::new() }
    };
    apply(verdicts, &callers, &sources).expect("well-formed suppressions")
}

fn suppressed(verdicts: &[Verdict]) -> Vec<bool> {
    verdicts.iter().map(|verdict| verdict.suppression.is_some()).collect()
}

fn kinds(notices: &[Notice]) -> Vec<NoticeKind> {
    notices.iter().map(|notice| notice.kind).collect()
}

/// A comment accepts failures and unknowns of its rule in its block, and nothing else.
#[test]
fn a_comment_accepts_its_rule_in_its_block() {
    let text = "# vnetguard:ignore ise-a until=2025-06-01 -- known\nresource \"t\" \"x\" {\n  a = 1\n}\nb = 2\n";
    let mut verdicts = [
        verdict("ISE-A", Outcome::Fail, "t.x", 3),
        verdict("ISE-A", Outcome::Unknown, "t.x", 2),
        verdict("ISE-A", Outcome::Pass, "t.x", 3),
        verdict("ISE-B", Outcome::Fail, "t.x", 3),
        verdict("ISE-A", Outcome::Fail, "t.y", 5),
    ];
    let notices = applied(&mut verdicts, text, &[], Settings::default());
    assert_eq!(suppressed(&verdicts), [true, true, false, false, false]);
    assert!(notices.is_empty(), "it holds on its last day: {notices:?}");
    let suppression = verdicts[0].suppression.as_ref().expect("it is accepted");
    assert_eq!(suppression.kind, SuppressionKind::InSource);
    assert_eq!((suppression.reason.as_str(), suppression.origin.as_str()), ("known", "main.tf:1"));
}

/// A comment at a module call accepts what comes to be through it, all instances or those of its address.
#[test]
fn a_comment_at_a_module_call_reaches_into_the_module() {
    let blank = "\n".repeat(18);
    let call = |options: &str| {
        format!("{blank}# vnetguard:ignore ISE-A {options} -- r\nmodule \"m\" {{\n  source = \"./m\"\n}}\n")
    };
    let inside = || {
        [
            verdict("ISE-A", Outcome::Fail, "module.m[\"a\"].t.x", 3),
            verdict("ISE-A", Outcome::Fail, "module.m[\"b\"].t.x", 3),
            verdict("ISE-A", Outcome::Fail, "t.x", 3),
        ]
    };
    // The call's header is line 20; an argument of it stands in line 21.
    let mut verdicts = inside();
    assert!(applied(&mut verdicts, &call(""), &[], Settings::default()).is_empty());
    assert_eq!(suppressed(&verdicts), [true, true, false]);
    let mut verdicts = inside();
    applied(&mut verdicts, &call("address=module.m[\"b\"].*"), &[], Settings::default());
    assert_eq!(suppressed(&verdicts), [false, true, false]);
}

/// What is expired, unused, unknown, incomplete or beside nothing does not hold, and is told.
#[test]
fn what_does_not_hold_is_told() {
    let text = concat!(
        "a = 1 # vnetguard:ignore ISE-A until=2025-05-31 -- over\n",
        "b = 2 # vnetguard:ignore ISE-A -- unused\n",
        "c = 3 # vnetguard:ignore ISE-X -- unknown\n",
        "d = 4 # vnetguard:ignore ISE-A\n",
        "# vnetguard:ignore ISE-A -- beside nothing\n",
        "\n",
        "e = 5 # vnetguard:ignore ISE-A,ISE-B -- half of it\n",
        "f = 6 # vnetguard:ignore NET-C -- not evaluated, so not missed\n",
    );
    let mut verdicts = [
        verdict("ISE-A", Outcome::Fail, "t.a", 1),
        verdict("ISE-A", Outcome::Fail, "t.d", 4),
        verdict("ISE-A", Outcome::Fail, "t.e", 7),
    ];
    let notices = applied(&mut verdicts, text, &[], Settings::default());
    assert_eq!(suppressed(&verdicts), [false, false, true]);
    let lines: Vec<usize> = notices.iter().map(|notice| notice.location.as_ref().expect("a place").line).collect();
    assert_eq!(lines, [1, 2, 3, 4, 5, 7]);
    use NoticeKind::{Expired, Incomplete, UnknownRule, Unused};
    assert_eq!(kinds(&notices), [Expired, Unused, UnknownRule, Incomplete, Unused, Unused]);
    insta::assert_snapshot!(notices.iter().map(|notice| notice.message.as_str()).collect::<Vec<_>>().join("\n"));
}

/// Entries of the configuration accept by patterns for rules and addresses; comments come first.
#[test]
fn entries_accept_by_patterns() {
    let entry = |rule: &str, address: &str, until: Option<&str>| Entry {
        rules: vec![Glob::new(rule)],
        addresses: vec![Glob::new(address)],
        reason: "r".to_owned(),
        owner: Some("o".to_owned()),
        until: until.map(date),
        origin: format!(".vnetguard.toml:{rule}"),
    };
    let entries = [
        entry("ise-*", "t.a*", None),
        entry("ISE-B", "*", Some("2025-05-31")),
        entry("ISE-A", "t.nothing", None),
        entry("ISE-X", "*", None),
        entry("NET-*", "*", None),
    ];
    let mut verdicts = [
        verdict("ISE-A", Outcome::Fail, "t.a[0]", 1),
        verdict("ISE-B", Outcome::Unknown, "t.a", 9),
        verdict("ISE-B", Outcome::Fail, "t.b", 9),
    ];
    let text = "a = 1 # vnetguard:ignore ISE-A -- comment\n";
    let notices = applied(&mut verdicts, text, &entries, Settings::default());
    assert_eq!(suppressed(&verdicts), [true, true, false]);
    let kind = |at: usize| verdicts[at].suppression.as_ref().map(|suppression| suppression.kind);
    assert_eq!((kind(0), kind(1)), (Some(SuppressionKind::InSource), Some(SuppressionKind::Configuration)));
    assert_eq!(kinds(&notices), [NoticeKind::Expired, NoticeKind::Unused, NoticeKind::UnknownRule]);
    assert_eq!(
        notices[0].message,
        "The suppression of 'ISE-B' at .vnetguard.toml:ISE-B held until 2025-05-31. 2 findings count again."
    );
}

/// The settings decide what a comment must say.
#[test]
fn settings_demand_reasons_and_expiries() {
    let text = "a = 1 # vnetguard:ignore ISE-A\n";
    let holds = |settings: Settings| {
        let mut verdicts = [verdict("ISE-A", Outcome::Fail, "t.a", 1)];
        applied(&mut verdicts, text, &[], settings);
        verdicts[0].suppression.is_some()
    };
    let lenient = Settings { require_reason: false, ..Settings::default() };
    assert!(!holds(Settings::default()) && holds(lenient));
    assert!(!holds(Settings { require_until: true, ..lenient }));
}

/// A malformed comment ends the run, showing the comment and nothing beside it.
#[test]
fn malformed_comments_end_the_run() {
    let files = BTreeMap::from([("main.tf".to_owned(), "\npassword = \"hunter2\" # vnetguard:ignore\n".to_owned())]);
    let sources = Sources {
        files: &files,
        entries: &[],
        settings: Settings::default(),
        rules: BTreeSet::new(),
        evaluated: BTreeSet::new(),
        today: &|| date("2025-01-01"),
    };
    let error = apply(&mut [], &|_| Vec::new(), &sources).expect_err("it is malformed");
    assert_eq!(error.to_string(), "main.tf:2: malformed suppression: no rule is named");
    assert!(!format!("{error:?}").contains("hunter2"));
    let mut shown = String::new();
    let handler = miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::none());
    handler.render_report(&mut shown, &error).expect("a string takes all");
    assert!(shown.contains("[main.tf:2:22]") && shown.contains(" 2 | # vnetguard:ignore\n"), "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");
}

/// Nobody asks for the day unless something expires.
#[test]
fn the_day_is_asked_only_for_expiries() {
    let asked = Cell::new(0);
    let today = || {
        asked.set(asked.get() + 1);
        date("2025-01-01")
    };
    for (text, expected) in
        [("a = 1 # vnetguard:ignore ISE-A -- r\n", 0), ("a = 1 # vnetguard:ignore ISE-A until=2030-01-01 -- r\n", 1)]
    {
        let files = BTreeMap::from([("main.tf".to_owned(), text.to_owned())]);
        let sources = Sources {
            files: &files,
            entries: &[],
            settings: Settings::default(),
            rules: RULES.into(),
            evaluated: RULES.into(),
            today: &today,
        };
        apply(&mut [], &|_| Vec::new(), &sources).expect("well-formed");
        assert_eq!(asked.get(), expected);
    }
}

fn with_attribute(mut verdict: Verdict, attribute: &str) -> Verdict {
    verdict.evidence.push(Evidence {
        subject: verdict.subject.clone(),
        attribute: attribute.to_owned(),
        value: None,
        unknown: None,
        location: None,
        place: None,
    });
    verdict
}

/// A baseline accepts what was there by rule, resource and attribute: other lines and instances change nothing; another
/// attribute, a new resource, and an unknown that became a failure count.
#[test]
fn a_baseline_accepts_what_was_there() {
    let then = [
        with_attribute(verdict("ISE-A", Outcome::Fail, "t.a[0]", 1), "prefixes[0]"),
        with_attribute(verdict("ISE-B", Outcome::Unknown, "t.a[0]", 1), "region"),
        verdict("ISE-B", Outcome::Fail, "t.gone", 1),
        verdict("NET-C", Outcome::Fail, "t.gone", 1),
        verdict("ISE-A", Outcome::Pass, "t.p", 1),
    ];
    let baseline = Baseline::of(&then);
    assert_eq!(baseline.len(), 4);
    let text = baseline.to_text().expect("text");
    let read = Baseline::parse("base.json", &text).expect("a baseline");
    assert_eq!(read.to_text().expect("text"), text);
    let mut now = [
        with_attribute(verdict("ISE-A", Outcome::Fail, "t.a[7]", 99), "prefixes[3]"),
        with_attribute(verdict("ISE-A", Outcome::Unknown, "t.a[8]", 99), "prefixes"),
        with_attribute(verdict("ISE-A", Outcome::Fail, "t.a[7]", 99), "name"),
        with_attribute(verdict("ISE-B", Outcome::Fail, "t.a[0]", 1), "region"),
        verdict("ISE-B", Outcome::Fail, "t.new", 1),
    ];
    let notices = read.apply(&mut now, &["ISE-A", "ISE-B"].into());
    assert_eq!(suppressed(&now), [true, true, false, false, false]);
    assert_eq!(now[0].suppression.as_ref().map(|one| one.origin.as_str()), Some("base.json"));
    assert_eq!(kinds(&notices), [NoticeKind::Fixed], "a rule that was not evaluated is not fixed");
    assert!(notices[0].message.contains("'t.gone'"));
}

/// A file that is no baseline is refused.
#[test]
fn other_files_are_no_baselines() {
    for text in [
        "",
        "{}",
        "[]",
        r#"{"schema_version":"2","findings":[]}"#,
        r#"{"schema_version":"1","findings":[{"rule":"A"}]}"#,
    ] {
        let error = Baseline::parse("b.json", text).expect_err(text);
        assert!(error.to_string().starts_with("baseline 'b.json': "), "{error}");
    }
}
