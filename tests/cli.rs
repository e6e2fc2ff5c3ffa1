//! The built program as a user runs it: exit codes, streams, and what it prints for the example.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn vnetguard(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vnetguard"))
        .args(arguments)
        .current_dir(root())
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .output()
        .expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8 on standard output")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8 on standard error")
}

#[track_caller]
fn code(arguments: &[&str], expected: i32) -> Output {
    let output = vnetguard(arguments);
    assert_eq!(output.status.code(), Some(expected), "{arguments:?}\n{}{}", stdout(&output), stderr(&output));
    output
}

const PLAN: &str = "testdata/example/terraform/plan.json";
const TEMPLATE: &str = "testdata/example/arm/template.json";

/// The example of the README, as text.
#[test]
fn example_plan_as_text() {
    insta::assert_snapshot!(stdout(&code(&["check", PLAN], 1)));
}

/// The example template, as text.
#[test]
fn example_template_as_text() {
    insta::assert_snapshot!(stdout(&code(&["check", TEMPLATE], 1)));
}

/// The example plan as JSON, passes included.
#[test]
fn example_plan_as_json() {
    insta::assert_snapshot!(stdout(&code(&["check", PLAN, "--all", "-o", "json"], 1)));
}

/// The example plan as SARIF.
#[test]
fn example_plan_as_sarif() {
    insta::assert_snapshot!(stdout(&code(&["check", PLAN, "-o", "sarif"], 1)));
}

/// Equal inputs give equal bytes.
#[test]
fn output_is_deterministic() {
    for format in ["text", "json", "sarif"] {
        let run = || stdout(&code(&["check", PLAN, TEMPLATE, "--all", "-o", format], 1));
        assert_eq!(run(), run(), "{format}");
    }
}

/// No report holds an absolute path or the name of this machine's folders.
#[test]
fn output_names_no_machine() {
    let folder = root().to_string_lossy().into_owned();
    for format in ["text", "json", "sarif"] {
        let text = stdout(&code(&["check", &root().join(PLAN).to_string_lossy(), "-o", format], 1));
        assert!(!text.contains(&folder), "{format}:\n{text}");
    }
}

/// The gate: levels, unknowns, and the switch that only reports.
#[test]
fn exit_codes_of_the_gate() {
    let clean = "testdata/cases/ise/clean-internal-nsg-tags/terraform/plan.json";
    let open = "testdata/cases/ise/nsg-access-unknown/terraform/plan.json";
    code(&["check", PLAN, "--exit-zero"], 0);
    code(&["check", clean, "--as-of", "2022-06-01"], 0);
    code(&["check", clean], 1);
    code(&["check", clean, "--as-of", "2023-06-01", "--fail-on", "warning"], 1);
    code(&["check", open, "--as-of", "2022-06-01"], 0);
    code(&["check", open, "--as-of", "2022-06-01", "--on-unknown", "fail"], 1);
    code(&["check", open, "--as-of", "2022-06-01", "--on-unknown", "ignore"], 0);
}

/// What cannot be judged is never green: usage, a missing file, nothing understood.
#[test]
fn exit_code_two() {
    for arguments in [
        &["check"][..],
        &["check", PLAN, "--as-of", "yesterday"],
        &["check", PLAN, "-o", "xml"],
        &["check", PLAN, "-o", "json", "-o", "text"],
        &["check", "testdata/no-such-file.json"],
        &["check", "Cargo.toml"],
        &["check", "testdata/input/terraform/td-unknown-foreach/plan.json"],
        &["check", PLAN, "-o", "json=no/such/folder/report.json"],
        &["explain", "NO-SUCH-RULE"],
    ] {
        let output = code(arguments, 2);
        assert!(output.stdout.is_empty(), "{arguments:?} wrote to standard output");
        assert!(!output.stderr.is_empty(), "{arguments:?} said nothing");
    }
}

/// Reports go where they are told, several from one run.
#[test]
fn several_outputs() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("several-outputs");
    std::fs::create_dir_all(&folder).expect("a folder");
    let json = folder.join("report.json");
    let sarif = folder.join("report.sarif");
    let output = code(
        &[
            "check",
            TEMPLATE,
            "-o",
            "text",
            "-o",
            &format!("json={}", json.display()),
            "-o",
            &format!("sarif={}", sarif.display()),
        ],
        1,
    );
    assert!(stdout(&output).contains("APP-VNI-TIER"));
    for file in [json, sarif] {
        let text = std::fs::read_to_string(&file).expect("a report");
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
    }
}

/// A plan on standard input is judged like one in a file.
#[test]
fn standard_input() {
    let file = std::fs::File::open(root().join(TEMPLATE)).expect("the template");
    let output = Command::new(env!("CARGO_BIN_EXE_vnetguard"))
        .args(["check", "-"])
        .current_dir(root())
        .stdin(file)
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).contains("APP-VNI-TIER"));
}

/// A reader that goes away early is no error of ours.
#[test]
fn closed_pipe_is_quiet() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vnetguard"))
        .args(["rules", "-o", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(stderr(&output).is_empty(), "{}", stderr(&output));
}

/// What the policies see of the example template.
#[test]
fn inspect_model_of_the_template() {
    insta::assert_snapshot!(stdout(&code(&["inspect", "model", TEMPLATE], 0)));
}

/// One rule's page.
#[test]
fn explain_a_rule() {
    insta::assert_snapshot!(stdout(&code(&["explain", "ise-subnet-count"], 0)));
}

/// The table of rules.
#[test]
fn rules_table() {
    insta::assert_snapshot!(stdout(&code(&["rules"], 0)));
    serde_json::from_str::<serde_json::Value>(&stdout(&code(&["rules", "-o", "json"], 0))).expect("JSON");
}

/// The embedded policies pass their own tests.
#[test]
fn embedded_policy_tests() {
    let output = code(&["test"], 0);
    assert!(!stdout(&output).contains("FAIL"), "{}", stdout(&output));
}

/// The help names every option and the exit codes.
#[test]
fn help() {
    insta::assert_snapshot!(stdout(&code(&["check", "--help"], 0)));
}

/// A value that the plan marks sensitive is judged, and stands in no output.
#[test]
fn sensitive_values_are_judged_and_not_printed() {
    let path = root().join("testdata/cases/app/size-29-too-small/terraform/plan.json");
    let mut plan: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("the plan")).expect("JSON");
    let changes = plan["resource_changes"].as_array_mut().expect("changes");
    let subnet = changes.iter_mut().find(|change| change["type"] == "azurerm_subnet").expect("a subnet");
    subnet["change"]["after_sensitive"]["address_prefixes"] = serde_json::json!(true);
    let secret = subnet["change"]["after"]["address_prefixes"][0].as_str().expect("a prefix").to_owned();
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sensitive.json");
    std::fs::write(&file, plan.to_string()).expect("a file");
    let file = file.to_string_lossy().into_owned();
    let mut texts = vec![stdout(&code(&["inspect", "model", &file], 0))];
    for format in ["text", "json", "sarif"] {
        texts.push(stdout(&code(&["check", &file, "--all", "-o", format], 1)));
    }
    for text in texts {
        for derived in [secret.as_str(), "10.0.0.8", "10.0.0.15"] {
            assert!(!text.contains(derived), "{derived} in {text}");
        }
        assert!(text.contains("azurerm_subnet.tiny"), "{text}");
    }
}

/// The rules that judge a Terraform plan judge the same infrastructure in a template alike.
#[test]
fn several_inputs_are_one_run() {
    let output = code(&["check", PLAN, TEMPLATE, "-o", "json"], 1);
    let report: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(report["inputs"], serde_json::json!([PLAN, TEMPLATE]));
    let rules: Vec<&str> =
        report["verdicts"].as_array().expect("verdicts").iter().filter_map(|found| found["rule"].as_str()).collect();
    assert!(rules.contains(&"ISE-RETIRED") && rules.contains(&"APP-VNI-TIER"), "{rules:?}");
}

/// A plan that Terraform could not finish is refused with the way out.
#[test]
fn errored_plans_are_refused() {
    let output = code(&["check", "testdata/input/terraform/td-unknown-foreach/plan.json", "--allow-empty"], 2);
    // Messages are wrapped and drawn around.
    let words: Vec<String> =
        stderr(&output).split_whitespace().filter(|word| *word != "│").map(str::to_owned).collect();
    let said = words.join(" ");
    assert!(said.contains("the plan is errored") && said.contains("create the plan again"), "{said}");
}

/// A binary plan file gives the sources of its plan, is refused with a note for another plan, and as an input with both
/// ways out.
#[test]
fn plan_files() {
    let case = |name: &str| format!("testdata/references/{name}");
    let (remote, other) = (case("az-remote-module"), case("az-basic-assoc"));
    let run = |plan_file: &str| {
        let plan = format!("{remote}/plan.json");
        let arguments = ["check", &plan, "--plan-file", plan_file, "--all", "-o", "json", "--exit-zero"];
        serde_json::from_str::<serde_json::Value>(&stdout(&code(&arguments, 0))).expect("JSON")
    };
    let notes = |report: &serde_json::Value| report["accounting"]["notes"].to_string();
    let own = run(&format!("{remote}/tfplan.bin"));
    assert!(!notes(&own).contains("plan file"), "{}", notes(&own));
    let foreign = run(&format!("{other}/tfplan.bin"));
    assert!(notes(&foreign).contains("The plan file 'tfplan.bin' is not that of the input"), "{}", notes(&foreign));
    for arguments in [
        &["check", "testdata/invalid/tfplan.bin"][..],
        &["check", PLAN, "--plan-file", PLAN],
        &["check", PLAN, "--plan-file", "testdata/invalid/other.zip"],
        &["check", PLAN, "--plan-file", "no-such-file"],
    ] {
        let said = stderr(&code(arguments, 2));
        assert!(said.contains("--plan-") || said.contains("check the path"), "{said}");
    }
}
