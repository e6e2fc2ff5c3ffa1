//! Findings in modules that were fetched: they stand at the call in the repository, and name the line in the module
//! without the credentials that a module source may hold.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const CASE: &str = "testdata/cases/app/size-29-too-small/terraform";
const SOURCE: &str = "git::https://build:t0k3n-f0r-git@example.org/app.git//modules/app?ref=v2.0.0&sshkey=UFJJVkFURQ";

/// A folder in which the resources of the case are in the module `app`, and its plan. The module takes the subnet's
/// prefixes as an argument, or has them written in it.
fn folder(name: &str, prefixes: Option<&str>) -> PathBuf {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join(CASE);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let module = folder.join(".terraform/modules/app/modules/app");
    fs::create_dir_all(&module).expect("a folder");
    let mut main = fs::read_to_string(case.join("main.tf")).expect("the sources");
    let mut plan: Value = serde_json::from_slice(&fs::read(case.join("plan.json")).expect("the plan")).expect("JSON");
    for change in plan["resource_changes"].as_array_mut().expect("changes") {
        change["address"] = json!(format!("module.app.{}", change["address"].as_str().expect("an address")));
        change["module_address"] = json!("module.app");
    }
    let mut inner = plan["configuration"]["root_module"].take();
    let mut call = json!({"source": SOURCE});
    let mut written = format!("module \"app\" {{ source = \"{SOURCE}\" }}\n");
    if let Some(prefixes) = prefixes {
        main = main.replace("[\"10.0.0.8/29\"]", "var.prefixes");
        for resource in inner["resources"].as_array_mut().expect("resources") {
            if resource["type"] == "azurerm_subnet" {
                resource["expressions"]["address_prefixes"] = json!({"references": ["var.prefixes"]});
            }
        }
        call["expressions"] = json!({"prefixes": {"constant_value": ["10.0.0.8/29"]}});
        written = format!("module \"app\" {{\n  source   = \"{SOURCE}\"\n  prefixes = {prefixes}\n}}\n");
    }
    call["module"] = inner;
    plan["configuration"]["root_module"] = json!({"module_calls": {"app": call}});
    let manifest = json!({"Modules": [
        {"Key": "", "Source": "", "Dir": "."},
        {"Key": "app", "Source": SOURCE, "Dir": ".terraform/modules/app/modules/app"},
    ]});
    for (file, text) in [
        ("main.tf", written),
        ("plan.json", plan.to_string()),
        (".terraform/modules/modules.json", manifest.to_string()),
        (".terraform/modules/app/modules/app/main.tf", main),
    ] {
        fs::write(folder.join(file), text).expect("a file");
    }
    folder
}

fn check(folder: &Path, format: &str) -> String {
    check_with(folder, &["-o", format])
}

fn check_with(folder: &Path, more: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_vnetguard"))
        .args([&["check", "plan.json"], more].concat())
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    for secret in ["t0k3n-f0r-git", "UFJJVkFURQ"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    text
}

const SAID: &str = "in module.app (git::https://example.org/app.git, v2.0.0) modules/app/main.tf:29";

/// The argument that gives the attribute is the place, and every output names the line in the module.
#[test]
fn the_argument_is_the_place() {
    let folder = folder("fetched-argument", Some("[\"10.0.0.8/29\"]"));
    let text = check(&folder, "text");
    assert!(text.contains("[main.tf:3:3]") && text.contains("gives address_prefixes in the module"), "{text}");
    let json: Value = serde_json::from_str(&check(&folder, "json")).expect("JSON");
    let verdict = &json["verdicts"][0];
    assert_eq!(verdict["location"]["precision"], "argument");
    assert_eq!(verdict["location"]["line"], 3);
    let said = verdict["related"][0]["text"].as_str().expect("a related place");
    assert_eq!(said, SAID);
    assert_eq!(verdict["related"][0]["module"], "module.app");
    let sarif: Value = serde_json::from_str(&check(&folder, "sarif")).expect("JSON");
    let result = &sarif["runs"][0]["results"][0];
    let related = &result["relatedLocations"][0];
    assert!(related["message"]["text"].as_str().expect("a message").contains(said), "{related}");
    assert_eq!(related["logicalLocations"][0]["fullyQualifiedName"], "module.app");
    assert_eq!(related["physicalLocation"]["artifactLocation"]["uri"], "main.tf");
    assert!(result["message"]["text"].as_str().expect("a message").contains(said), "{result}");
}

/// Without an argument the call is the place; credentials on its line are masked.
#[test]
fn the_call_is_the_place_without_an_argument() {
    let folder = folder("fetched-call", None);
    let text = check(&folder, "text");
    assert!(text.contains("[main.tf:1:1]") && text.contains("declared by this module"), "{text}");
    let json: Value = serde_json::from_str(&check(&folder, "json")).expect("JSON");
    assert_eq!(json["verdicts"][0]["location"]["precision"], "module");
    check(&folder, "sarif");
}

/// The repository's own files are named, fetched ones nowhere as a file.
#[test]
fn fetched_files_are_no_locations() {
    let folder = folder("fetched-files", Some("[\"10.0.0.8/29\"]"));
    for format in ["text", "json", "sarif"] {
        let text = check(&folder, format);
        assert!(!text.contains(".terraform"), "{format}: {text}");
    }
}

/// The sources in the plan file are as good as those in the folder, which need not be there.
#[test]
fn plan_files_are_as_good_as_folders() {
    let folder = folder("fetched-plan-file", Some("[\"10.0.0.8/29\"]"));
    let from_folder = check(&folder, "json");
    let read = |file: &str| fs::read_to_string(folder.join(file)).expect("a file");
    let manifest: Value = serde_json::from_str(&read(".terraform/modules/modules.json")).expect("JSON");
    let mut archive = zip::ZipWriter::new(fs::File::create(folder.join("tfplan")).expect("a file"));
    for (name, text) in [
        ("tfplan", "t0k3n-f0r-git".to_owned()),
        ("tfstate", "t0k3n-f0r-git".to_owned()),
        ("tfconfig/modules.json", manifest["Modules"].to_string()),
        ("tfconfig/m-/main.tf", read("main.tf")),
        ("tfconfig/m-app/main.tf", read(".terraform/modules/app/modules/app/main.tf")),
    ] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        archive.write_all(text.as_bytes()).expect("an entry");
    }
    archive.finish().expect("an archive");
    fs::remove_dir_all(folder.join(".terraform")).expect("a folder");
    let with_plan_file = || check_with(&folder, &["-o", "json", "--plan-file", "tfplan"]);
    assert_eq!(with_plan_file(), from_folder);
    // Without the folder's sources only a note is added: the places stay.
    fs::remove_file(folder.join("main.tf")).expect("a file");
    let alone: Value = serde_json::from_str(&with_plan_file()).expect("JSON");
    let expected: Value = serde_json::from_str(&from_folder).expect("JSON");
    assert_eq!(alone["verdicts"], expected["verdicts"]);
    assert!(alone["accounting"]["notes"].to_string().contains("relative to the folder where Terraform ran"), "{alone}");
}
