//! Every wrong input of `testdata/invalid` has its own sentence and a way out; every encoding of a plan is the plan.

use super::*;
use crate::input::bytes::{decode, open};
use crate::input::error::InputError;
use crate::input::terraform::{PlanLoaded, PlanOptions, load};
use std::fmt::Write;
use std::path::{Path, PathBuf};

const SUBNET: &[&str] = &["name", "address_prefixes"];

fn options() -> PlanOptions<'static> {
    PlanOptions { wanted_attributes: &|resource_type| (resource_type == "azurerm_subnet").then_some(SUBNET) }
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("is a folder").flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

fn read(path: &Path, name: &str) -> Result<(PlanLoaded, usize), InputError> {
    let opened = open(&path.to_string_lossy())?;
    match detect(name, opened.stream)? {
        Detected::TerraformPlan(stream) => Ok((load(0, name, stream, options())?, opened.notes.len())),
        Detected::ArmTemplate(_) | Detected::WhatIf(_) => panic!("'{name}' is taken for something else"),
    }
}

/// What is said of every wrong input, and the way out.
#[test]
fn wrong_inputs_are_named() {
    let mut said = String::new();
    for path in files("invalid") {
        let name = path.file_name().and_then(|name| name.to_str()).expect("has a name").to_owned();
        let error = read(&path, &name).map(|_| ()).expect_err(&name);
        assert!(!error.help.is_empty());
        let message = error.to_string().replace(&*path.to_string_lossy(), &name);
        writeln!(said, "{message}\n  help: {}", error.help).expect("writes");
        if let Some(excerpt) = &error.excerpt {
            writeln!(said, "  shows: {}", excerpt.inner()).expect("writes");
        }
        said.push('\n');
    }
    insta::assert_snapshot!(said);
}

/// One plan reads the same in every encoding, and a decoding from UTF-16 is noted.
#[test]
fn encodings_read_alike() {
    let plans: Vec<PathBuf> = files("input/terraform/encodings")
        .into_iter()
        .filter(|path| !path.to_string_lossy().contains("arm-template"))
        .collect();
    assert_eq!(plans.len(), 8);
    let plain = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/input/terraform/encodings/plan.json");
    let (expected, _) = read(&plain, "plan").expect("reads");
    assert_eq!(expected.after.len(), 2);
    for path in plans {
        let (plan, notes) = read(&path, "plan").expect("reads");
        let name = path.to_string_lossy();
        assert_eq!(plan.after, expected.after, "{name}");
        assert_eq!(notes, usize::from(name.contains("utf16")), "{name}");
        assert_eq!(plan.notes.len(), usize::from(name.contains("minor19")), "{name}");
    }
}

fn template(text: &str) -> bool {
    let opened = decode("x", Box::new(Cursor::new(text.as_bytes().to_vec()))).expect("opens");
    matches!(detect("x", opened.stream), Ok(Detected::ArmTemplate(whole)) if whole == text)
}

/// A template is known by its schema, wherever that stands, or by its members, comments and all.
#[test]
fn templates_are_known() {
    assert!(template("{\"$schema\": \"https://x/2019-04-01/deploymentTemplate.json#\", \"resources\": []}"));
    assert!(template("// made by hand\n{ /* { */ \"$schema\": \"HTTPS://X/SubscriptionDeploymentTemplate.JSON\",}"));
    assert!(template("{\"contentVersion\": \"1.0.0.0\", \"resources\": [], }"));
    let filler = format!("{{\"resources\": [{}], ", "{\"type\": \"a/b\"},".repeat(20_000));
    assert!(template(&format!("{filler}\"$schema\": \"https://x/deploymentTemplate.json#\"}}")));
    assert!(!template("{\"$schema\": \"https://x/deploymentParameters.json#\", \"contentVersion\": \"1\"}"));
    assert!(!template("{\"resource_changes\": [], \"format_version\": \"1.2\"}"));
}
