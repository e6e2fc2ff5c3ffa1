//! The runner: what each kind of test gives, what a failing one tells, and what is counted.

use super::super::bundle::{File, Origin};
use super::*;

fn bundle(policy: &str, test: &str) -> Bundle {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned(), origin: Origin::Embedded };
    Bundle {
        policies: vec![file("lib/p/p.rego", &format!("package vnetguard.lib.p\n\n{policy}"))],
        tests: vec![file("p_test.rego", &format!("package vnetguard.p_test\n\nimport data.vnetguard.lib.p\n\n{test}"))],
        ..Bundle::default()
    }
}

#[track_caller]
fn run(policy: &str, test: &str, options: &TestOptions) -> TestRun {
    run_tests(&bundle(policy, test), options).expect("the tests run")
}

/// In packages that are not ours a function that fails is undefined, as `opa test` has it.
#[test]
fn failing_functions_are_undefined_elsewhere() {
    let file = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned(), origin: Origin::User };
    let policies = vec![file("q.rego", "package q\n\nwrong if to_number(\"s\") == 1\n")];
    let test = file("q_test.rego", "package q_test\n\nimport data.q\n\ntest_q if not q.wrong\n");
    let run = run_tests(&Bundle { policies, tests: vec![test], ..Bundle::default() }, &TestOptions::default());
    assert_eq!(run.expect("the tests run").tests[0].status, TestStatus::Pass);
}

/// True passes, anything else does not; `todo_` is skipped; an error is one.
#[test]
fn statuses() {
    let tests = "test_a if p.x == 1\n\ntest_b if p.x == 2\n\ntest_c := false\n\ntodo_test_d if false\n\n\
                 test_e if to_number(p.s) == 1\n\nhelper := 1\n";
    let run = run("x := 1\n\ns := \"s\"\n", tests, &TestOptions::default());
    let words: Vec<(&str, usize, &str)> = run
        .tests
        .iter()
        .map(|test| {
            let word = match test.status {
                TestStatus::Pass => "pass",
                TestStatus::Fail(_) => "fail",
                TestStatus::Error(_) => "error",
                TestStatus::Skipped => "skipped",
                TestStatus::Missing(_) => "missing",
            };
            (word, test.line, test.name.as_str())
        })
        .collect();
    assert_eq!(
        words,
        [
            ("pass", 5, "data.vnetguard.p_test.test_a"),
            ("fail", 7, "data.vnetguard.p_test.test_b"),
            ("fail", 9, "data.vnetguard.p_test.test_c"),
            ("skipped", 11, "data.vnetguard.p_test.todo_test_d"),
            ("error", 13, "data.vnetguard.p_test.test_e"),
        ]
    );
    assert!(!run.is_success());
}

/// A failing test tells the statement that does not hold, and the values in it, under its `with`.
#[test]
fn failing_tests_tell_why() {
    let policy = "deny contains n if some n in input.numbers\n\nf(x) := x + 1\n";
    for (test, expected) in [
        (
            "test_a if {\n\tx := 1\n\tp.f(x) == 3\n\tx == 1\n}",
            vec!["line 7: p.f(x) == 3 is not true", "  p.f(x) is 2", "  x is 1"],
        ),
        (
            "test_a if count(p.deny) == 1 with input as {\"numbers\": [7, 8]}",
            vec![
                "line 5: count(p.deny) == 1 with input as {\"numbers\": [7, 8]} is not true",
                "  count(p.deny) is 2",
                "  p.deny is [7,8]",
            ],
        ),
        (
            "test_a if {\n\tsome n in p.deny with input as {\"numbers\": [1, 2]}\n\tn > 5\n}",
            vec!["line 7: n > 5 is not true", "  n is 1 or 2"],
        ),
        ("test_a if not p.f(1) == 2", vec!["line 5: not p.f(1) == 2 is not true", "  p.f(1) is 2"]),
        ("test_a if input.missing.x", vec!["line 5: input.missing.x is not true", "  input.missing.x is undefined"]),
        (
            "test_a if {\n\tevery n in [1, 2, 3] {\n\t\tn < 2\n\t}\n}",
            vec!["line 6: every n in [1, 2, 3] { n < 2 } is not true", "  n is [2,3]"],
        ),
    ] {
        let bundle = bundle(policy, test);
        let run = run_checked_tests(&bundle, &TestOptions::default()).expect("the tests run");
        let why: Vec<String> = run
            .tests
            .iter()
            .flat_map(|test| match &test.status {
                TestStatus::Fail(why) => why.clone(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(why.iter().map(String::as_str).collect::<Vec<_>>(), expected, "{test}");
    }
}

/// What a test prints is kept with it.
#[test]
fn prints_are_kept() {
    let run = run("x := 1\n", "test_a if {\n\tprint(\"seen\", p.x)\n\tp.x == 2\n}", &TestOptions::default());
    let printed = &run.tests.first().expect("a test").printed;
    assert!(printed.iter().any(|line| line.contains("seen 1")), "{printed:?}");
    assert!(run.to_string().contains("printed"), "{run}");
}

/// Names are filtered by text and by expression; what is neither is an error.
#[test]
fn filters() {
    let tests = "test_a_1 if p.x == 1\n\ntest_b_2 if p.x == 1\n";
    for (filter, count) in [("_a_", 1), ("test_[ab]_\\d", 2), ("a.*1$", 1), ("zzz", 0)] {
        let options = TestOptions { filter: Some(filter.to_owned()), ..TestOptions::default() };
        assert_eq!(run("x := 1\n", tests, &options).tests.len(), count, "{filter}");
    }
    let options = TestOptions { filter: Some("(".to_owned()), ..TestOptions::default() };
    let error = run_tests(&bundle("x := 1\n", tests), &options).expect_err("an error");
    assert!(error.problem().contains("is not a regular expression"), "{error}");
}

/// Lines that no test reaches are told by file and line, and as OPA tells them.
#[test]
fn coverage_is_counted() {
    let policy = "f(x) := 1 if {\n\tx > 0\n}\n\nf(x) := 2 if {\n\tx < 0\n\tx < -1\n}\n";
    let options = TestOptions { coverage: true, ..TestOptions::default() };
    let mut run = run(policy, "test_a if p.f(1) == 1\n", &options);
    let coverage = run.coverage.as_ref().expect("coverage");
    let lines: Vec<String> = coverage.not_covered().collect();
    assert!(lines.contains(&"lib/p/p.rego:9".to_owned()) && !lines.contains(&"lib/p/p.rego:4".to_owned()), "{lines:?}");
    assert!(coverage.percent() > 20.0 && coverage.percent() < 100.0, "{}", coverage.percent());
    let json: serde_json::Value = serde_json::from_str(&run.render(TestFormat::Json)).expect("JSON");
    assert_eq!(json["files"]["lib/p/p.rego"]["not_covered"][0]["start"]["row"].as_u64().map(|row| row > 5), Some(true));
    assert!(json["coverage"].is_number() && json["covered_lines"].is_number(), "{json}");
    assert!(run.is_success());
    run.min_coverage = Some(99.0);
    assert!(!run.is_success() && run.to_string().contains("99 are required"), "{run}");
}

/// JUnit has a suite for each file, and text as XML wants it.
#[test]
fn junit() {
    let text = run("x := 1\n", "test_a if p.x == 1\n\ntest_b if \"<&>\" == \"\"\n", &TestOptions::default())
        .render(TestFormat::Junit);
    assert!(text.contains("<testsuite name=\"p_test.rego\" tests=\"2\" failures=\"1\""), "{text}");
    assert!(text.contains("name=\"test_b\"") && text.contains("&lt;&amp;&gt;"), "{text}");
}

/// A user's rule without a test, and a test file without one, are missing; cases count as tests.
#[test]
fn missing_tests_are_told() {
    let user = |name: &str, text: &str| File { name: name.to_owned(), text: text.to_owned(), origin: Origin::User };
    let mut bundle = Bundle::default();
    let rule = "# METADATA\n# title: t\n# description: d\n# custom:\n#   id: T-RULE\n#   kind: static\n#   level: error\n\
                #   applies_to: [Microsoft.Network/virtualNetworks]\n#   remediation: r\npackage vnetguard.rules.t.rule\n\n\
                subjects := set()\n\ndeny := set()\n\nundetermined := set()\n";
    bundle.policies.push(user("r.rego", rule));
    bundle.tests.push(user("r_test.rego", "package r_test\n\nx := 1\n"));
    let missing = |bundle: &Bundle| -> Vec<String> {
        let run = run_tests(bundle, &TestOptions::default()).expect("the tests run");
        let missing = run.tests.into_iter().filter(|test| matches!(test.status, TestStatus::Missing(_)));
        missing.map(|test| test.file).collect()
    };
    assert_eq!(missing(&bundle), ["r.rego", "r_test.rego"]);
    bundle.cases.push("case".into());
    assert_eq!(missing(&bundle), ["r_test.rego"]);
}

/// A test that does not end is given up.
#[test]
fn time_is_bounded() {
    let policy = "xs := [x | some a in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]; some b in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]; x := a * b]\n\n\
                  n := count([1 | some a in xs; some b in xs; some c in xs; some d in xs; a + b + c + d == 0])\n";
    let limits = Limits { time: std::time::Duration::from_millis(50), ..Limits::default() };
    let run = run(policy, "test_a if p.n == 0\n", &TestOptions { limits, ..TestOptions::default() });
    let status = &run.tests.first().expect("a test").status;
    assert!(matches!(status, TestStatus::Error(text) if text.contains("time limit")), "{status:?}");
}
