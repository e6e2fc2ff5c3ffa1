//! Bicep from the command line: a stand-in for the Bicep CLI prints templates of `testdata/input/bicep`, and places are
//! lines of the `.bicep` files there.

#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use serde_json::{Value as Json, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const FOLDER: &str = "testdata/input/bicep";

/// A folder with a program of this name that runs `script`; without one, an empty folder.
fn tools(test: &str, program: Option<(&str, &str)>) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tools-{test}"));
    fs::create_dir_all(&folder).expect("a folder");
    if let Some((name, script)) = program {
        let file = folder.join(name);
        fs::write(&file, format!("#!/bin/sh\n{script}\n")).expect("a script");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("an executable");
    }
    folder
}

/// Runs the program with nothing but `tools` in the search path. The stand-ins name their own tools in full.
fn vnetguard(tools: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vnetguard"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("PATH", tools)
        .stdin(Stdio::null())
        .output()
        .expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Words of a message that is wrapped and drawn around.
fn words(bytes: &[u8]) -> String {
    text(bytes).split_whitespace().filter(|word| !["│", "×", "╰─▶"].contains(word)).collect::<Vec<_>>().join(" ")
}

fn report(output: &Output) -> Json {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}{}", text(&output.stdout), text(&output.stderr)))
}

/// Rule, file, line and precision of all failures.
fn places(report: &Json) -> Vec<(String, String, u64, String)> {
    let verdicts = report["verdicts"].as_array().expect("verdicts");
    let failures = verdicts.iter().filter(|verdict| verdict["verdict"] == "fail");
    let mut places: Vec<_> = failures
        .map(|verdict| {
            let location = &verdict["location"];
            (
                verdict["rule"].as_str().expect("a rule").to_owned(),
                location["file"].as_str().expect("a file").to_owned(),
                location["line"].as_u64().expect("a line"),
                location["precision"].as_str().expect("a precision").to_owned(),
            )
        })
        .collect();
    places.sort();
    places
}

/// The text of the line that a place names.
fn line(place: &(String, String, u64, String)) -> String {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&place.1)).expect("the source");
    text.lines().nth(usize::try_from(place.2 - 1).expect("a number")).expect("the line").trim().to_owned()
}

/// A Bicep file is compiled, its diagnostics are passed on, and findings stand at its lines and those of its modules.
#[test]
fn a_bicep_file_is_compiled_and_judged() {
    let script = "[ \"$1 $2 $3\" = 'build --stdout testdata/input/bicep/main.bicep' ] || exit 9\n\
                  echo 'main.bicep(7,7) : Warning no-unused-params' >&2\n/bin/cat testdata/input/bicep/main.json";
    let tools = tools("bicep", Some(("bicep", script)));
    let output = vnetguard(&tools, &["check", "testdata/input/bicep/main.bicep", "-o", "json"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("main.bicep(7,7) : Warning no-unused-params"));
    let places = places(&report(&output));
    let lines: Vec<(&str, &str, String, &str)> = places
        .iter()
        .map(|place| (&*place.0, place.1.strip_prefix(FOLDER).expect("below"), line(place), &*place.3))
        .collect();
    let found = |rule: &str| lines.iter().find(|line| line.0 == rule).unwrap_or_else(|| panic!("{rule}: {lines:?}"));
    assert_eq!(
        found("APP-VNI-SUBNET-MIN"),
        &(
            "APP-VNI-SUBNET-MIN",
            "/main.bicep",
            "addressPrefix: cidrSubnet('10.0.0.0/16', 29, 1)".to_owned(),
            "attribute"
        )
    );
    let tier = found("APP-VNI-TIER");
    assert_eq!((tier.1, tier.3), ("/modules/app.bicep", "attribute"));
    assert!(["name: 'F1'", "tier: 'Free'"].contains(&&*tier.2), "{tier:?}");
}

/// A compiled template beside its sources has the same places, with and without symbolic names.
#[test]
fn compiled_templates_lead_to_their_sources() {
    let tools = tools("none", None);
    let input = format!("{FOLDER}/main.json");
    let plain = places(&report(&vnetguard(&tools, &["check", &input, "-o", "json"])));
    assert!(plain.iter().all(|place| place.1.ends_with(".bicep")), "{plain:?}");
    // The twin has another stem, so that it has no sources beside it; a copy in another folder finds them by its own.
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("twin/main.json");
    fs::create_dir_all(copy.parent().expect("a folder")).expect("a folder");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER).join("main.symbolicnames.json"), &copy)
        .expect("a copy");
    let arguments = ["check", &copy.to_string_lossy(), "--source-root", FOLDER, "-o", "json"];
    let mut symbolic = places(&report(&vnetguard(&tools, &arguments)));
    symbolic.iter_mut().for_each(|place| place.1 = format!("{FOLDER}/{}", place.1));
    assert_eq!(symbolic, plain);
}

/// What the sources no longer declare is found in the template.
#[test]
fn drifted_sources_are_not_used() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("drift");
    fs::create_dir_all(&folder).expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    fs::copy(root.join("main.json"), folder.join("main.json")).expect("a copy");
    let source = fs::read_to_string(root.join("main.bicep")).expect("the source");
    fs::write(folder.join("main.bicep"), source.replace("resource apps 'subnets'", "resource apps 'peerings'"))
        .expect("a source");
    let input = folder.join("main.json").to_string_lossy().into_owned();
    let places = places(&report(&vnetguard(&tools("none", None), &["check", &input, "-o", "json"])));
    let file =
        |rule: &str| places.iter().find(|place| place.0 == rule).map(|place| (place.1.rsplit('/').next(), &*place.3));
    assert_eq!(file("APP-VNI-SUBNET-MIN"), Some((Some("main.json"), "attribute")), "{places:?}");
    // The module is still the only one, but its file is not there.
    assert_eq!(file("APP-VNI-TIER"), Some((Some("main.bicep"), "module")));
}

/// Comments in Bicep accept findings: at the declaration, and above the module that a resource comes from.
#[test]
fn comments_in_bicep_accept_findings() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bicep-comments");
    fs::create_dir_all(folder.join("modules")).expect("a folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    for file in ["main.json", "main.bicep", "modules/app.bicep"] {
        fs::copy(root.join(file), folder.join(file)).expect("a copy");
    }
    let source = fs::read_to_string(root.join("main.bicep")).expect("the source");
    let module = "// vnetguard:ignore APP-VNI-TIER -- the plan is scaled up by hand\nmodule web";
    let subnet = "// vnetguard:ignore APP-VNI-SUBNET-MIN, APP-NO-SUCH -- two apps only\n  resource apps";
    let source = source.replace("module web", module).replace("resource apps", subnet);
    fs::write(folder.join("main.bicep"), source).expect("a source");
    let input = folder.join("main.json").to_string_lossy().into_owned();
    let report = report(&vnetguard(&tools("none", None), &["check", &input, "-o", "json", "--exit-zero"]));
    for (rule, reason) in [("APP-VNI-TIER", "the plan is scaled up by hand"), ("APP-VNI-SUBNET-MIN", "two apps only")] {
        let mut verdicts = report["verdicts"].as_array().expect("verdicts").iter();
        let found = verdicts.find(|verdict| verdict["rule"] == rule).unwrap_or_else(|| panic!("{rule}: {report:#}"));
        assert_eq!(found["suppression"]["reason"], reason, "{rule}");
    }
    let kinds: Vec<&Json> = report["notices"].as_array().expect("notices").iter().map(|it| &it["kind"]).collect();
    assert_eq!(kinds, ["suppression_unknown_rule"], "{report:#}");
}

/// Without `bicep`, the Azure CLI is asked; without both, the message says what to install.
#[test]
fn other_compilers() {
    let script = "[ \"$1 $2 $3 $4\" = 'bicep build --stdout --file' ] && /bin/cat testdata/input/bicep/main.json";
    let az = tools("az", Some(("az", script)));
    let output = vnetguard(&az, &["check", "testdata/input/bicep/main.bicep"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let output = vnetguard(&tools("none", None), &["check", "testdata/input/bicep/main.bicep"]);
    assert_eq!(output.status.code(), Some(2));
    let said = words(&output.stderr);
    assert!(said.contains("neither 'bicep' nor 'az' in PATH") && said.contains("install the Bicep CLI"), "{said}");
    let broken = tools("broken", Some(("bicep", "echo 'main.bicep(1,1) : Error BCP007' >&2; exit 1")));
    let output = vnetguard(&broken, &["check", "testdata/input/bicep/main.bicep"]);
    assert_eq!(output.status.code(), Some(2));
    let said = words(&output.stderr);
    assert!(said.contains("Error BCP007") && said.contains("'bicep build' ended with exit code 1"), "{said}");
}

/// Parameters in Bicep are compiled, as parameters and as an input that names its template.
#[test]
fn parameter_files_in_bicep() {
    let script = "[ \"$1 $2\" = 'build-params --stdout' ] && /bin/cat testdata/input/bicep/build-params.json";
    let tools = tools("parameters", Some(("bicep", script)));
    let parameters = format!("{FOLDER}/main.bicepparam");
    let template = format!("{FOLDER}/main.json");
    for arguments in
        [vec!["inspect", "template", &template, "--parameters", &parameters], vec!["inspect", "template", &parameters]]
    {
        let output = vnetguard(&tools, &arguments);
        let expanded = report(&output);
        let regions: Vec<&Json> =
            expanded["resources"].as_array().expect("resources").iter().map(|it| &it["location"]).collect();
        assert_eq!(
            regions,
            [&Json::Null, &json!("northeurope"), &json!("northeurope"), &json!("northeurope")],
            "{arguments:?}"
        );
    }
}

/// The expanded deployment: evaluated resources, outputs through modules, what stays unknown, and no secret.
#[test]
fn inspect_template() {
    let tools = tools("none", None);
    let input = format!("{FOLDER}/main.json");
    let stated =
        ["--deployment", "subscription-id=s", "--deployment", "resource-group=g", "--parameters", "location=uksouth"];
    let output = vnetguard(&tools, &[&["inspect", "template", &input], &stated[..]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(!text(&output.stdout).contains("open-sesame"), "{}", text(&output.stdout));
    insta::assert_snapshot!(text(&output.stdout));
    let twin = format!("{FOLDER}/main.symbolicnames.json");
    let other = vnetguard(&tools, &[&["inspect", "template", &twin], &stated[..]].concat());
    assert_eq!(text(&other.stdout), text(&output.stdout), "the twin with symbolic names");
    for (arguments, problem) in [
        (&["inspect", "template", "testdata/example/terraform/plan.json"][..], "it is no template"),
        (&["inspect", "template", &input, &twin], "there are several inputs"),
        (&["inspect", "template", &input, "--deployment", "region=x"], "nothing about a deployment is called 'region'"),
        (&["inspect", "template", &input, "--parameters", "location="], ""),
    ] {
        let output = vnetguard(&tools, arguments);
        let expected = if problem.is_empty() { 0 } else { 2 };
        assert_eq!(output.status.code(), Some(expected), "{}", text(&output.stderr));
        assert!(words(&output.stderr).contains(problem), "{}", words(&output.stderr));
    }
}

/// Every failure of a case that has its sources beside the template stands in them.
#[test]
fn cases_with_sources_lead_to_them() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases/app");
    let mut judged = Vec::new();
    for case in fs::read_dir(cases).expect("the cases") {
        let folder = case.expect("a case").path().join("arm");
        if !folder.join("template.bicep").exists() {
            continue;
        }
        let input = folder.join("template.json").to_string_lossy().into_owned();
        let output = vnetguard(&tools("none", None), &["check", &input, "-o", "json"]);
        judged.extend(places(&report(&output)));
    }
    let delegation = judged.iter().find(|place| place.0 == "APP-VNI-DELEGATION").expect("the failure");
    assert_eq!(
        (line(delegation).as_str(), delegation.1.rsplit('/').next()),
        ("name: 'snet-apps'", Some("network.bicep"))
    );
    assert!(judged.iter().all(|place| place.1.ends_with(".bicep")), "{judged:?}");
}
