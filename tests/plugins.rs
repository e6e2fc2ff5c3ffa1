//! The plugins, their real scripts run with the files and variables of their hosts faked.

#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A checkout of the example in an empty folder, and a folder of programs with vnetguard in it.
struct Host {
    folder: PathBuf,
    variables: BTreeMap<String, String>,
}

impl Host {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("plugin-{name}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("bin")).expect("a folder");
        fs::create_dir_all(folder.join("repository/.git")).expect("a folder");
        let host = Self { folder, variables: BTreeMap::new() };
        for file in ["plan.json", "main.tf"] {
            let from = root().join("testdata/example/terraform").join(file);
            fs::copy(from, host.repository().join(file)).expect("a copy");
        }
        let program = host.folder.join("bin/vnetguard");
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_vnetguard"), program).expect("a link");
        host
    }

    fn repository(&self) -> PathBuf {
        self.folder.join("repository")
    }

    fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// A program of the host that the scripts call.
    fn fake(&self, name: &str, script: &str) {
        let path = self.folder.join("bin").join(name);
        fs::write(&path, format!("#!/usr/bin/env bash\n{script}\n")).expect("a script");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("permissions");
    }

    fn run(&self, program: &Path, arguments: &[&str]) -> Output {
        let path = format!("{}:{}", self.folder.join("bin").display(), std::env::var("PATH").expect("a PATH"));
        Command::new(program)
            .args(arguments)
            .env_clear()
            .env("PATH", path)
            .envs(&self.variables)
            .current_dir(self.repository())
            .output()
            .expect("the script runs")
    }

    fn bash(&self, script: &str) -> Output {
        self.run(Path::new("bash"), &["-c", script])
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).unwrap_or_default()
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[track_caller]
fn assert_code(output: &Output, code: i32) {
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{}{error}", stdout(output));
}

fn yaml(text: &str) -> Value {
    let value = regorus::Value::from_yaml_str(text).expect("YAML");
    serde_json::from_str(&value.to_json_str().expect("JSON")).expect("JSON")
}

fn plugin_yaml(path: &str) -> Value {
    yaml(&fs::read_to_string(root().join("plugin").join(path)).expect("the file"))
}

// GitHub Actions

fn github(name: &str) -> Host {
    let mut host = Host::new(name);
    for (variable, file) in [("GITHUB_OUTPUT", "output"), ("GITHUB_STEP_SUMMARY", "summary"), ("GITHUB_PATH", "path")] {
        let path = host.folder.join(file).display().to_string();
        host.set(variable, &path);
    }
    let temp = host.folder.display().to_string();
    let action = root().join("plugin/github-action").display().to_string();
    host.set("GITHUB_ACTION_PATH", &action)
        .set("RUNNER_TEMP", &temp)
        .set("RUNNER_OS", "Linux")
        .set("RUNNER_ARCH", "X64");
    host
}

/// The judging step of the action, with the variables that it is given.
fn judge(host: &Host) -> Output {
    host.run(&root().join("plugin/github-action/gate.sh"), &[])
}

/// The step keeps the exit code, writes annotations, the summary, SARIF and outputs, and the last step ends with the code.
#[test]
fn github_action_judges_and_keeps_the_code() {
    let mut host = github("github");
    host.set("PLAN", "*.json\n").set("SKIP", "ISE-RETIRED\n").set("WORKING_DIRECTORY", "infra");
    let output = judge(&host);
    assert_code(&output, 0);
    assert!(stdout(&output).lines().any(|line| line.starts_with("::error file=main.tf,line=")), "{}", stdout(&output));
    assert!(host.read("summary").starts_with("## ❌ vnetguard: the gate fails"));
    let outputs: BTreeMap<String, String> = host
        .read("output")
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(a, b)| (a.into(), b.into()))
        .collect();
    assert_eq!(outputs["exit-code"], "1");
    assert_eq!(outputs["passed"], "false");
    assert_eq!(outputs["sarif-file"], "infra/vnetguard.sarif");
    let log: Value = serde_json::from_str(&host.read("repository/vnetguard.sarif")).expect("SARIF");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let count = |name: &str| outputs[name].parse::<usize>().expect("a count");
    assert!(count("errors") + count("warnings") >= results.len(), "{outputs:?}");
    assert!(results.iter().all(|result| result["ruleId"] != "ISE-RETIRED"));
    let last =
        plugin_yaml("github-action/action.yml")["runs"]["steps"][3]["run"].as_str().expect("a script").to_owned();
    host.set("EXIT_CODE", "1");
    assert_code(&host.bash(&last), 1);
}

/// Paths are relative to the workspace, from which GitHub reads them, also where the step runs in a folder of it.
#[test]
fn github_action_reports_paths_of_the_workspace() {
    let mut host = github("github-folder");
    let workspace = host.repository();
    fs::create_dir(workspace.join("infra")).expect("a folder");
    for file in ["plan.json", "main.tf"] {
        fs::rename(workspace.join(file), workspace.join("infra").join(file)).expect("a move");
    }
    host.set("PLAN", "plan.json").set("WORKING_DIRECTORY", "infra");
    host.set("SOURCE_ROOT", "").set("GITHUB_WORKSPACE", &workspace.display().to_string());
    let output = host.bash("cd infra && exec \"$GITHUB_ACTION_PATH/gate.sh\"");
    assert_code(&output, 0);
    assert!(stdout(&output).contains("::error file=infra/main.tf,line="), "{}", stdout(&output));
    let log: Value = serde_json::from_str(&host.read("repository/infra/vnetguard.sarif")).expect("SARIF");
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "infra/main.tf");
}

/// What cannot be judged is code 2 without SARIF and summary, with a message; hostile inputs are arguments, not commands.
#[test]
fn github_action_does_not_hide_what_is_broken() {
    let mut host = github("github-broken");
    host.set("PLAN", "no such plan; touch hacked\n$(touch hacked)").set("ANNOTATIONS", "false");
    let output = judge(&host);
    assert_code(&output, 0);
    assert!(stdout(&output).contains("::error title=vnetguard::it could not be judged"));
    assert!(host.read("output").contains("exit-code=2") && !host.read("output").contains("sarif-file"));
    assert!(host.read("summary").is_empty() && !host.repository().join("hacked").exists());
}

/// Every input of the action reaches a script through a variable, and nested actions are pinned by their commit.
#[test]
fn github_action_is_well_made() {
    let action = plugin_yaml("github-action/action.yml");
    let text = fs::read_to_string(root().join("plugin/github-action/action.yml")).expect("the file");
    for name in action["inputs"].as_object().expect("inputs").keys() {
        assert!(
            text.contains(&format!("inputs.{name} ")) || text.contains(&format!("inputs.{name}}}")),
            "{name} is not used"
        );
    }
    for step in action["runs"]["steps"].as_array().expect("steps") {
        if let Some(script) = step["run"].as_str() {
            assert!(!script.contains("${{"), "{script}");
        }
        if let Some(uses) = step["uses"].as_str() {
            let (_, commit) = uses.split_once('@').expect("a commit");
            assert!(commit.len() == 40 && commit.chars().all(|letter| letter.is_ascii_hexdigit()), "{uses}");
        }
    }
    let readme = fs::read_to_string(root().join("plugin/github-action/README.md")).expect("the file");
    for name in action["inputs"].as_object().expect("inputs").keys() {
        assert!(readme.contains(&format!("`{name}`")), "{name} is not in the README");
    }
}

/// A release is fetched and checked; a sum that differs, a release without a sum, and another system are refused.
#[test]
fn github_action_checks_what_it_fetches() {
    let mut host = github("github-fetch");
    let action = host.folder.join("action");
    fs::create_dir_all(&action).expect("a folder");
    let fetch = root().join("plugin/github-action/fetch.sh");
    assert_code(&host.run(&fetch, &[]), 0);
    host.set("VERSION", "0.1.0").set("GITHUB_ACTION_PATH", &action.display().to_string());
    let archive = "vnetguard-0.1.0-x86_64-unknown-linux-musl.tar.gz";
    let pack =
        format!("tar -C '{}' -chf '{archive}' vnetguard && sha256sum '{archive}'", host.folder.join("bin").display());
    let sums = stdout(&host.bash(&pack));
    host.fake("curl", "while [ $# -gt 1 ]; do if [ \"$1\" = --output ]; then cp vnetguard-*.tar.gz \"$2\"; fi; shift; done; echo \"$1\" >url");
    fs::write(action.join("checksums.txt"), "").expect("a file");
    host.fake("gh", "echo \"$@\" >asked; exit 1");
    assert_code(&host.run(&fetch, &[]), 2);
    assert!(host.read("path").is_empty());
    host.fake("gh", "exit 0");
    assert_code(&host.run(&fetch, &[]), 0);
    assert!(host.read("repository/asked").contains("--source-ref refs/tags/v0.1.0"));
    fs::remove_file(host.folder.join("path")).expect("the file");
    fs::write(action.join("checksums.txt"), format!("{}  {archive}\n", "0".repeat(64))).expect("a file");
    assert_ne!(host.run(&fetch, &[]).status.code(), Some(0));
    assert!(host.read("path").is_empty());
    fs::write(action.join("checksums.txt"), &sums).expect("a file");
    assert_code(&host.run(&fetch, &[]), 0);
    assert!(Path::new(host.read("path").trim()).join("vnetguard").exists());
    assert!(
        host.read("repository/url").starts_with("https://github.com/vnetguard/vnetguard/releases/download/v0.1.0/")
    );
    host.set("VERSION", "0.1.0; touch hacked");
    assert_code(&host.run(&fetch, &[]), 2);
    host.set("VERSION", "0.1.0").set("RUNNER_OS", "Windows");
    assert_code(&host.run(&fetch, &[]), 2);
}

/// The archive that a release packs holds the program where the action looks for it, the manual page and completions.
#[test]
fn releases_are_packed_as_they_are_fetched() {
    let mut host = Host::new("release");
    let release: Value = yaml(&fs::read_to_string(root().join(".github/workflows/release.yml")).expect("the file"));
    let steps = release["jobs"]["build"]["steps"].as_array().expect("steps");
    let pack = steps.iter().find(|step| step["name"] == "Pack").expect("the step")["run"].as_str().expect("a script");
    let built = host.repository().join("target/t/release");
    fs::create_dir_all(&built).expect("a folder");
    fs::hard_link(env!("CARGO_BIN_EXE_vnetguard"), built.join("vnetguard")).expect("a link");
    for file in ["LICENSE-APACHE", "LICENSE-MIT", "README.md"] {
        fs::copy(root().join(file), host.repository().join(file)).expect("a copy");
    }
    // Packing is quick where nothing is packed small.
    host.fake("gzip", "cat");
    host.fake("git", "echo 1741910400");
    host.set("TARGET", "t").set("GITHUB_REF_NAME", "v0.1.0");
    assert_code(&host.bash(&format!("set -eo pipefail\n{pack}")), 0);
    let listed = stdout(&host.bash("tar -tf vnetguard-0.1.0-t.tar.gz"));
    for file in ["vnetguard", "vnetguard.1", "completions/vnetguard.zsh", "LICENSE-MIT"] {
        assert!(listed.lines().any(|line| line == file), "{file}: {listed}");
    }
}

// Azure Pipelines

/// The script of the template writes issues, the summary, SARIF and test results, and ends with the code.
#[test]
fn azure_pipelines_template_judges() {
    let steps = plugin_yaml("azure-pipelines/vnetguard-steps.yml");
    let step = &steps["steps"][0];
    let script = step["bash"].as_str().expect("a script");
    assert!(!script.contains("${{"), "parameters come through variables");
    let mut host = Host::new("azure");
    let results = host.folder.join("staging/vnetguard").display().to_string();
    for name in step["env"].as_object().expect("variables").keys() {
        host.set(name, "");
    }
    host.set("RESULTS", &results).set("INPUTS", "plan.json").set("SOURCE_ROOT", ".");
    let output = host.bash(script);
    assert_code(&output, 1);
    let said = stdout(&output);
    assert!(said.contains("##vso[task.logissue type=error;sourcepath=main.tf;linenumber="), "{said}");
    assert!(said.contains(&format!("##vso[task.uploadsummary]{results}/vnetguard.md")), "{said}");
    for file in ["vnetguard.sarif", "vnetguard.junit.xml", "vnetguard.md"] {
        assert!(!host.read(&format!("staging/vnetguard/{file}")).is_empty(), "{file}");
    }
    host.set("INPUTS", "none.json|$(touch hacked)");
    assert_code(&host.bash(script), 2);
    assert!(!host.repository().join("hacked").exists());
    host.set("INPUTS", "plan.json").set("FAIL_ON", "error").set("ON_UNKNOWN", "ignore");
    assert_code(&host.bash(script), 1);
}

// GitLab

/// The script of the job writes every report that the job keeps, and ends with the code.
#[test]
fn gitlab_job_judges() {
    let text = fs::read_to_string(root().join("plugin/gitlab/vnetguard.gitlab-ci.yml")).expect("the file");
    let (spec, job) = text.split_once("\n---\n").expect("two documents");
    assert!(yaml(spec)["spec"]["inputs"]["image"]["default"].is_string());
    let job = yaml(job);
    let job = &job["vnetguard"];
    let script = job["script"][0].as_str().expect("a script");
    let mut host = Host::new("gitlab");
    host.set("VNETGUARD_INPUTS", "plan.json").set("VNETGUARD_OPTIONS", "--fail-on error");
    // The image has a plain shell.
    assert_code(&host.run(Path::new("sh"), &["-c", script]), 1);
    let reports = job["artifacts"]["reports"].as_object().expect("reports").values();
    let kept = reports.chain(job["artifacts"]["paths"].as_array().expect("paths"));
    for file in kept.filter_map(Value::as_str) {
        assert!(!host.read(&format!("repository/{file}")).is_empty(), "{file}");
    }
    let issues: Value = serde_json::from_str(&host.read("repository/gl-code-quality-report.json")).expect("JSON");
    let issues = issues.as_array().expect("an array");
    assert!(!issues.is_empty());
    for issue in issues {
        for member in ["description", "check_name", "fingerprint"] {
            assert!(issue[member].is_string(), "{member}");
        }
        let severity = issue["severity"].as_str().expect("a severity");
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity), "{severity}");
    }
    host.set("VNETGUARD_INPUTS", "none.json");
    assert_code(&host.run(Path::new("sh"), &["-c", script]), 2);
}

// pre-commit

/// Hooks have what pre-commit asks for, their patterns find the files they are for, and their commands judge.
#[test]
fn pre_commit_hooks_judge() {
    let hooks = yaml(&fs::read_to_string(root().join(".pre-commit-hooks.yaml")).expect("the file"));
    let hooks = hooks.as_array().expect("hooks");
    let hook = |id: &str| hooks.iter().find(|hook| hook["id"] == id).unwrap_or_else(|| panic!("{id}"));
    for hook in hooks {
        for member in ["id", "name", "entry", "language", "files"] {
            assert!(hook[member].is_string(), "{hook}: {member}");
        }
        let id = hook["id"].as_str().expect("an id");
        let twin = id.strip_suffix("-system").map_or_else(|| format!("{id}-system"), str::to_owned);
        assert!(hooks.iter().any(|other| other["id"] == *twin && other["entry"] == hook["entry"]), "{id} has no twin");
    }
    let host = Host::new("pre-commit");
    let run = |id: &str, files: &str| host.bash(&format!("{} {files}", hook(id)["entry"].as_str().expect("an entry")));
    assert_code(&run("vnetguard-plan", "plan.json"), 1);
    let template = root().join("testdata/cases/ise/nsg-on-two-of-four-subnets/arm/template.json");
    fs::copy(template, host.repository().join("azuredeploy.json")).expect("a copy");
    assert_code(&run("vnetguard-arm", "azuredeploy.json"), 1);
    fs::create_dir(host.repository().join("policies")).expect("a folder");
    assert_code(&run("vnetguard-test", ""), 0);
}

// Atlantis

/// The check writes what Atlantis reads, ends with 0 for findings and with 2 for what is broken.
#[test]
fn atlantis_check_judges() {
    let server = plugin_yaml("atlantis/repos.yaml");
    assert_eq!(server["repos"][0]["custom_policy_check"], true);
    let steps = server["workflows"]["vnetguard"]["policy_check"]["steps"].as_array().expect("steps");
    assert_eq!(steps[0], "show");
    let script = steps[1]["run"].as_str().expect("a script");
    let mut host = Host::new("atlantis");
    let folder = host.repository().display().to_string();
    host.set("SHOWFILE", &format!("{folder}/plan.json")).set("DIR", &folder);
    let output = host.bash(script);
    assert_code(&output, 0);
    let said = stdout(&output);
    assert!(said.lines().any(|line| line.starts_with("FAIL - ")), "{said}");
    assert!(said.trim_end().ends_with("failures"), "{said}");
    host.set("SHOWFILE", "none.json");
    assert_code(&host.bash(script), 2);
    let passing = root().join("testdata/cases/app/clean-linux-web-p1v3/terraform/plan.json").display().to_string();
    host.set("SHOWFILE", &passing);
    let output = host.bash(script);
    assert_code(&output, 0);
    assert!(!stdout(&output).to_lowercase().contains("fail"), "{}", stdout(&output));
}

// Docker

/// The images run as a user without rights, begin with the program, and the last one holds nothing else.
#[test]
fn docker_images_are_small_and_without_rights() {
    let text = fs::read_to_string(root().join("plugin/docker/Dockerfile")).expect("the file");
    let stages: Vec<&str> = text.split("\nFROM ").skip(1).collect();
    assert_eq!(stages.len(), 3);
    assert!(stages[2].starts_with("scratch\n"));
    for stage in &stages[1..] {
        assert!(stage.contains("\nUSER 65532:65532\n") && stage.contains("\nWORKDIR /work\n"), "{stage}");
        assert!(stage.contains("\nENTRYPOINT [\"/") && stage.matches("COPY ").count() == 1, "{stage}");
    }
}

// conftest

/// The script passes findings on as 1, and what is broken as 3, which conftest does not take for a failed test.
#[test]
fn conftest_plugin_maps_codes() {
    let plugin = plugin_yaml("conftest/plugin.yaml");
    let command = plugin["command"].as_str().expect("a command");
    let mut host = Host::new("conftest");
    host.set("CONFTEST_PLUGIN_DIR", &root().join("plugin/conftest").display().to_string());
    let run = |arguments: &str| host.bash(&format!("\"{command}\" {arguments}"));
    assert_code(&run("plan.json"), 1);
    assert_code(&run("plan.json --exit-zero"), 0);
    assert_code(&run("none.json"), 3);
    assert_code(&run("--no-such-option"), 3);
}

// Terragrunt

/// The hook shows the plan with the program that Terragrunt uses, and judges it with its sources.
#[test]
fn terragrunt_hook_judges() {
    let mut host = Host::new("terragrunt");
    host.fake("tofu", "[ \"$1 $2\" = 'show -json' ] && cat plan.json && echo \"$3\" >shown");
    host.set("TG_CTX_TF_PATH", "tofu");
    let case = root().join("testdata/references/az-app-plan-ase-ise");
    for (from, to) in [("plan.json", "plan.json"), ("main.tf", "main.tf"), ("tfplan.bin", "tfplan")] {
        fs::copy(case.join(from), host.repository().join(to)).expect("a copy");
    }
    let hook = root().join("plugin/terragrunt/vnetguard-hook.sh");
    let output = host.run(&hook, &["tfplan"]);
    assert_code(&output, 1);
    assert!(stdout(&output).contains("main.tf:"), "{}", stdout(&output));
    assert_eq!(host.read("repository/shown").trim(), "tfplan");
    assert_code(&host.run(&hook, &["tfplan", "--exit-zero"]), 0);
    host.fake("tofu", "exit 1");
    assert_ne!(host.run(&hook, &["tfplan"]).status.code(), Some(0));
    let readme = fs::read_to_string(root().join("plugin/terragrunt/README.md")).expect("the file");
    assert!(readme.contains("execute  = [\"vnetguard-hook.sh\", \"tfplan\"]"));
}
