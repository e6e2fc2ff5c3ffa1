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
        .env_remove("GITHUB_REPOSITORY")
        .env_remove("BUILD_REPOSITORY_URI")
        .env_remove("CI_PROJECT_URL")
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

/// Every output format.
const FORMATS: [&str; 10] =
    ["text", "json", "sarif", "junit", "github", "azure-pipelines", "gitlab", "markdown", "atlantis", "html"];

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

/// Where the plan itself is the place, since what it deletes has no source any more, the line hash is the one that
/// GitHub's own action computes from the file.
#[test]
fn sarif_hashes_the_plan_as_a_place() {
    let plan = "testdata/cases/app/change-app-and-subnet-deleted/terraform/plan.json";
    let log: serde_json::Value =
        serde_json::from_str(&stdout(&code(&["check", plan, "-o", "sarif"], 1))).expect("JSON");
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], plan);
    assert_eq!(result["partialFingerprints"]["primaryLocationLineHash"], "ccf5a0bb2f1a7c00:1");
}

/// Equal inputs give equal bytes.
#[test]
fn output_is_deterministic() {
    for format in FORMATS {
        let run = || stdout(&code(&["check", PLAN, TEMPLATE, "--all", "-o", format], 1));
        assert_eq!(run(), run(), "{format}");
    }
}

/// No report holds an absolute path or the name of this machine's folders.
#[test]
fn output_names_no_machine() {
    let folder = root().to_string_lossy().into_owned();
    for format in FORMATS {
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

/// A reader of a report that goes away early is no error either, and the exit code is that of the gate.
#[test]
fn closed_pipes_of_reports_are_quiet() {
    for format in FORMATS {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vnetguard"))
            .args(["check", PLAN, "-o", format])
            .current_dir(root())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((stderr(&output).as_str(), output.status.code()), ("", Some(1)), "{format}");
    }
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
    for format in FORMATS {
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
    assert_eq!(report["inputs"], serde_json::json!([TEMPLATE, PLAN]), "sorted, whatever the order of the command line");
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

/// A folder of the test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Runs the program in `folder`.
#[track_caller]
fn code_in(folder: &Path, arguments: &[&str], expected: i32) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_vnetguard"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("GITHUB_REPOSITORY")
        .env_remove("BUILD_REPOSITORY_URI")
        .env_remove("CI_PROJECT_URL")
        .env_remove("SOURCE_DATE_EPOCH")
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(expected), "{arguments:?}\n{}{}", stdout(&output), stderr(&output));
    output
}

/// The example plan with its source, as a folder of its own that is a repository.
fn example(name: &str) -> PathBuf {
    let folder = folder(name);
    for file in ["plan.json", "main.tf"] {
        std::fs::copy(root().join("testdata/example/terraform").join(file), folder.join(file)).expect("a copy");
    }
    std::fs::create_dir(folder.join(".git")).expect("a repository");
    folder
}

fn write(folder: &Path, file: &str, text: &str) {
    std::fs::write(folder.join(file), text).expect("a file");
}

fn json_in(folder: &Path, arguments: &[&str], expected: i32) -> serde_json::Value {
    serde_json::from_str(&stdout(&code_in(folder, arguments, expected))).expect("JSON")
}

/// The configuration names inputs, outputs and the gate; the command line stands above it.
#[test]
fn the_configuration_is_read_and_overridden() {
    let folder = example("configuration");
    let config = "inputs = ['plan.json']\noutputs = ['json']\nfail_on = 'warning'\n[levels]\n'*' = 'note'\n";
    write(&folder, ".vnetguard.toml", config);
    std::fs::create_dir(folder.join("sub")).expect("a folder");
    let report = json_in(&folder.join("sub"), &["check"], 0);
    assert_eq!(report["summary"]["fail_on"], "warning");
    assert_eq!(report["inputs"], serde_json::json!(["plan.json"]));
    assert!(report["summary"]["fail"]["note"].as_u64() > Some(0));
    code_in(&folder, &["check", "--fail-on", "note"], 1);
    assert!(stdout(&code_in(&folder, &["check", "-o", "text"], 0)).contains("gate: passes"));
    write(&folder, "other.toml", "");
    assert!(stdout(&code_in(&folder, &["check", "--config", "other.toml", "plan.json"], 1)).contains("error["));
    write(&folder, ".vnetguard.toml", "fail_no = 'error'\n");
    let said = stderr(&code_in(&folder, &["check", "plan.json"], 2));
    assert!(said.contains("unknown key 'fail_no'") && said.contains("write 'fail_on'"), "{said}");
    write(&folder, ".vnetguard.toml", "[levels]\nISE-SUBNET-CUONT = 'note'\n");
    let said = stderr(&code_in(&folder, &["check", "plan.json"], 2));
    assert!(said.contains("'ISE-SUBNET-COUNT'") && said.contains(".vnetguard.toml:2"), "{said}");
}

/// Rules are chosen by patterns; a pattern for no rule is an error.
#[test]
fn rules_are_chosen_by_patterns() {
    let ids = |arguments: &[&str]| -> Vec<String> {
        let output = vnetguard(&[&["check", PLAN, "--exit-zero", "-o", "json"], arguments].concat());
        let report: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
        let rules = report["rules"].as_array().expect("rules");
        rules.iter().filter_map(|rule| rule["id"].as_str().map(str::to_owned)).collect()
    };
    assert!(ids(&["--rule", "ise-*"]).iter().all(|id| id.starts_with("ISE-")));
    let skipped = ids(&["--rule", "ISE-*", "--skip", "ISE-SUBNET-*"]);
    assert!(!skipped.is_empty() && skipped.iter().all(|id| !id.starts_with("ISE-SUBNET-")), "{skipped:?}");
    code(&["check", PLAN, "--skip", "NO-SUCH-RULE"], 2);
    code(&["check", PLAN, "--rule", "ISE-SUBNET-COUNTS"], 2);
}

/// SARIF says which commit a pipeline has checked out, and the category that is asked for.
#[test]
fn sarif_names_the_commit_and_the_category() {
    let commit = "0123456789abcdef0123456789abcdef01234567";
    let output = Command::new(env!("CARGO_BIN_EXE_vnetguard"))
        .args(["check", PLAN, "-o", "sarif", "--sarif-category", "infra", "--exit-zero"])
        .current_dir(root())
        .env_remove("GITHUB_REPOSITORY")
        .env_remove("BUILD_REPOSITORY_URI")
        .envs([("CI_PROJECT_URL", "https://user:token@gitlab.example/g/p"), ("CI_COMMIT_SHA", commit)])
        .output()
        .expect("the program runs");
    let text = stdout(&output);
    assert!(!text.contains("token@"));
    let log: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let run = &log["runs"][0];
    assert_eq!(run["automationDetails"]["id"], "infra/");
    let provenance = &run["versionControlProvenance"][0];
    assert_eq!(
        (&provenance["repositoryUri"], &provenance["revisionId"]),
        (&"https://gitlab.example/g/p".into(), &commit.into())
    );
    assert_eq!(run["invocations"][0]["exitCode"], 0);
    for result in run["results"].as_array().expect("results") {
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        let index = usize::try_from(place["index"].as_u64().expect("an index")).expect("an index");
        assert_eq!(run["artifacts"][index]["location"]["uri"], place["uri"]);
    }
}

/// Puts `comment` above the block of the first failure at an attribute or block of `main.tf`; gives its rule.
fn comment_first_failure(folder: &Path, comment: &str) -> String {
    let report = json_in(folder, &["check", "plan.json", "--exit-zero", "-o", "json"], 0);
    let verdicts = report["verdicts"].as_array().expect("verdicts");
    let found = verdicts
        .iter()
        .find(|verdict| verdict["verdict"] == "fail" && verdict["location"]["file"] == "main.tf")
        .expect("a failure in the source");
    let line = usize::try_from(found["location"]["line"].as_u64().expect("a line")).expect("a line");
    let rule = found["rule"].as_str().expect("a rule");
    let text = std::fs::read_to_string(folder.join("main.tf")).expect("the source");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let header = (0..line).rev().find(|at| lines[*at].starts_with("resource")).expect("a block");
    lines.insert(header, comment.replace("RULE", rule));
    write(folder, "main.tf", &(lines.join("\n") + "\n"));
    rule.to_owned()
}

/// A comment accepts findings in its block: exit code, counts and reports leave them out; an expired one does not.
#[test]
fn comments_accept_findings() {
    let folder = example("comments");
    let rule = comment_first_failure(&folder, "# vnetguard:ignore RULE until=2030-01-31 -- replaced in spring");
    let only = ["check", "plan.json", "--rule", rule.as_str()];
    let judged = |more: &[&str], expected| json_in(&folder, &[&only, more].concat(), expected);
    let before = judged(&["-o", "json", "--today", "2031-01-01"], 1);
    let failed = before["summary"]["fail"]["error"].as_u64().expect("a count");
    assert_eq!(before["notices"][0]["kind"], "suppression_expired");
    let report = judged(&["-o", "json", "--today", "2030-01-31", "--exit-zero"], 0);
    let accepted = report["summary"]["suppressed"].as_u64().expect("a count");
    assert!(accepted > 0 && report["summary"]["fail"]["error"] == failed - accepted, "{report}");
    let verdicts = report["verdicts"].as_array().expect("verdicts");
    let suppression = verdicts.iter().find_map(|verdict| verdict.get("suppression")).expect("a suppression");
    assert_eq!(suppression["reason"], "replaced in spring");
    let results = |more: &[&str]| {
        let log = judged(&[&["-o", "sarif", "--today", "2025-01-01", "--exit-zero"], more].concat(), 0);
        log["runs"][0]["results"].as_array().expect("results").clone()
    };
    assert!(results(&[]).iter().all(|result| result.get("suppressions").is_none()));
    let kept = results(&["--include-suppressed"]);
    assert!(kept.iter().any(|result| result["suppressions"][0]["kind"] == "inSource"), "{kept:?}");
    let text = stdout(&code_in(&folder, &[&only[..], &["--today", "2025-01-01", "--exit-zero"]].concat(), 0));
    assert!(text.contains(&format!("accepted     {accepted}: {accepted} by comments")), "{text}");
}

/// A malformed comment ends the run; entries of the configuration accept by address.
#[test]
fn suppressions_are_checked() {
    let folder = example("malformed");
    let rule = comment_first_failure(&folder, "# vnetguard:ignore RULE until=soon -- r");
    let said = stderr(&code_in(&folder, &["check", "plan.json"], 2));
    assert!(said.contains("malformed suppression") && said.contains("until=soon"), "{said}");
    let folder = example("entries");
    let entry = format!("[[suppress]]\nrules = '{rule}'\nreason = 'known'\n");
    write(&folder, ".vnetguard.toml", &entry);
    code_in(&folder, &["check", "plan.json", "--rule", &rule], 0);
    write(&folder, ".vnetguard.toml", &format!("{entry}addresses = 'nothing.*'\nuntil = 2020-01-01\n"));
    let output = Command::new(env!("CARGO_BIN_EXE_vnetguard"))
        .args(["check", "plan.json", "--rule", &rule, "-o", "json"])
        .env("SOURCE_DATE_EPOCH", "1577836800")
        .current_dir(&folder)
        .output()
        .expect("the program runs");
    let report: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(report["notices"][0]["kind"], "suppression_unused", "it holds on 2020-01-01, its last day");
}

/// A baseline accepts today's findings by what they are about: moved lines change nothing, what is fixed is told.
#[test]
fn baselines_accept_todays_findings() {
    let folder = example("baseline");
    code_in(&folder, &["baseline", "plan.json", "-o", "base.json"], 0);
    let text = std::fs::read_to_string(folder.join("base.json")).expect("a baseline");
    assert!(!text.contains("main.tf"), "{text}");
    let source = std::fs::read_to_string(folder.join("main.tf")).expect("the source");
    write(&folder, "main.tf", &format!("# moved\n\n{source}"));
    code_in(&folder, &["check", "plan.json", "--baseline", "base.json", "--on-unknown", "fail"], 0);
    let fewer = text.replacen("\"subject\": \"", "\"subject\": \"other.", 1);
    write(&folder, "fewer.json", &fewer);
    let report = json_in(&folder, &["check", "plan.json", "--baseline", "fewer.json", "-o", "json"], 1);
    assert_eq!(report["notices"][0]["kind"], "baseline_fixed");
    write(&folder, "broken.json", "{}");
    code_in(&folder, &["check", "plan.json", "--baseline", "broken.json"], 2);
    code_in(&folder, &["check", "plan.json", "--baseline", "none.json"], 2);
}

/// Schemas, completions and the manual page are printed.
#[test]
fn documents_about_the_program() {
    for document in ["config", "json-report"] {
        let schema: serde_json::Value = serde_json::from_str(&stdout(&code(&["schema", document], 0))).expect("JSON");
        assert_eq!(schema["type"], "object");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(stdout(&code(&["completions", shell], 0)).contains("vnetguard"), "{shell}");
    }
    assert!(stdout(&code(&["man"], 0)).contains(".TH vnetguard"));
    assert!(stdout(&code(&["man"], 0)).contains("VNETGUARD CHECK"));
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
