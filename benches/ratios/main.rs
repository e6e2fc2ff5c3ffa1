//! Costs of a run as ratios measured in one process: `cargo bench`.
//!
//! The floor is one `serde_json::from_slice::<IgnoredAny>` of the same bytes. Plans are made here, or taken from the file named
//! by `VNETGUARD_PLAN`; large templates are those below the folder of `VNETGUARD_CORPUS`, their floor a read into a
//! `serde_json::Value`; references through modules are measured with and without the sources of the same plan. CPU time of
//! this thread, minimum of several repetitions; peak memory from the kernel's own account.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "a benchmark may stop, print, and spell out its data"
)]

mod clock;
mod layout;

use clock::cost;
use serde::de::IgnoredAny;
use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use vnetguard::{CheckOptions, check};

/// Peak resident memory of this process, in bytes.
fn peak_bytes() -> u64 {
    let text = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = text.lines().find(|line| line.starts_with("VmHWM")).expect("VmHWM");
    line.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok()).expect("a number") * 1024
}

/// One stamp: a network with two subnets, a security group with two rules, a plan and an app, and seventy resources that no
/// rule is about.
fn stamp(index: usize, changes: &mut String, configuration: &mut String) {
    let mut resource = |kind: &str, name: &str, after: &str, unknown: &str, expressions: &str, is_last: bool| {
        let address = format!("{kind}.{name}{index}");
        write!(
            changes,
            r#"{{"address":"{address}","mode":"managed","type":"{kind}","name":"{name}{index}","provider_name":"registry.terraform.io/hashicorp/azurerm","change":{{"actions":["create"],"before":null,"after":{{{after}}},"after_unknown":{{{unknown}}},"before_sensitive":false,"after_sensitive":{{}}}}}}{}"#,
            if is_last { "" } else { "," }
        )
        .unwrap();
        write!(
            configuration,
            r#"{{"address":"{address}","mode":"managed","type":"{kind}","name":"{name}{index}","provider_config_key":"azurerm","expressions":{{{expressions}}},"schema_version":0}}{}"#,
            if is_last { "" } else { "," }
        )
        .unwrap();
    };
    let common = format!(r#""resource_group_name":"rg{index}","location":"westeurope""#);
    resource(
        "azurerm_virtual_network",
        "v",
        &format!(r#"{common},"name":"v{index}","address_space":["10.0.0.0/16"]"#),
        r#""id":true,"subnet":true"#,
        "",
        false,
    );
    for (name, delegation) in [
        ("a", r#"[{"name":"d","service_delegation":[{"actions":null,"name":"Microsoft.Web/serverFarms"}]}]"#),
        ("b", "[]"),
    ] {
        let after = format!(
            r#""resource_group_name":"rg{index}","virtual_network_name":"v{index}","name":"{name}","address_prefixes":["10.0.1.0/27"],"delegation":{delegation}"#
        );
        let reference = format!(
            r#""virtual_network_name":{{"references":["azurerm_virtual_network.v{index}.name","azurerm_virtual_network.v{index}"]}}"#
        );
        resource("azurerm_subnet", name, &after, r#""id":true"#, &reference, false);
    }
    let rule = r#"{"name":"allow","priority":100,"direction":"Inbound","access":"Allow","protocol":"*","source_port_range":"*","destination_port_range":"443","source_address_prefix":"*","destination_address_prefix":"*"}"#;
    resource(
        "azurerm_network_security_group",
        "n",
        &format!(r#"{common},"name":"n{index}","security_rule":[{rule}]"#),
        r#""id":true"#,
        "",
        false,
    );
    resource(
        "azurerm_service_plan",
        "p",
        &format!(r#"{common},"name":"p{index}","os_type":"Linux","sku_name":"P1v3""#),
        r#""id":true"#,
        "",
        false,
    );
    let references = format!(
        r#""service_plan_id":{{"references":["azurerm_service_plan.p{index}.id","azurerm_service_plan.p{index}"]}},"virtual_network_subnet_id":{{"references":["azurerm_subnet.a{index}.id","azurerm_subnet.a{index}"]}}"#
    );
    resource(
        "azurerm_linux_web_app",
        "w",
        &format!(r#"{common},"name":"w{index}""#),
        r#""id":true,"service_plan_id":true,"virtual_network_subnet_id":true"#,
        &references,
        false,
    );
    let bulk: String = (0..40).map(|line| format!(r#","tag_{line}":"a value of some length {line}""#)).collect();
    for other in 0..14 {
        let after = format!(r#"{common},"name":"storage{other}"{bulk}"#);
        resource("azurerm_storage_account", &format!("s{other}x"), &after, r#""id":true"#, "", other == 13);
    }
}

/// A plan of `stamps` stamps of twenty resources each.
fn plan(stamps: usize) -> String {
    let (mut changes, mut configuration) = (String::new(), String::new());
    for index in 0..stamps {
        if index > 0 {
            changes.push(',');
            configuration.push(',');
        }
        stamp(index, &mut changes, &mut configuration);
    }
    format!(
        r#"{{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{{"root_module":{{"resources":[{changes}]}}}},"resource_changes":[{changes}],"configuration":{{"provider_config":{{"azurerm":{{"name":"azurerm"}}}},"root_module":{{"resources":[{configuration}]}}}}}}"#
    )
}

fn options(path: &Path) -> CheckOptions {
    CheckOptions { inputs: vec![path.to_owned()], ..CheckOptions::default() }
}

fn measure(name: &str, path: &Path, repetitions: usize) -> f64 {
    let whole = cost(repetitions, || {
        black_box(check(&options(path)).expect("a report"));
    });
    // Before the floor holds the whole file in memory; plans come in growing sizes, so the peak is this one's.
    let peak = peak_bytes();
    let ingest = cost(repetitions, || {
        black_box(vnetguard::ingest(&options(path)).expect("an input"));
    });
    let bytes = fs::read(path).expect("the plan");
    let floor = cost(repetitions, || {
        black_box(serde_json::from_slice::<IgnoredAny>(&bytes).expect("JSON"));
    });
    let size = bytes.len() as f64;
    println!(
        "{name}: {:.1} MB, floor {floor:.2} ms, ingest/floor {:.1}, whole run/floor {:.1}, peak/size {:.2}",
        size / 1e6,
        ingest / floor,
        whole / floor,
        peak as f64 / size,
    );
    whole
}

/// Costs of resolving references through modules: the same plan with its sources and, in a folder of its own, without.
fn measure_references(folder: &Path, networks: usize) {
    let with = layout::write(&folder.join(format!("sources-{networks}")), networks);
    let alone = folder.join(format!("alone-{networks}"));
    fs::create_dir_all(&alone).expect("a folder");
    let without = alone.join("plan.json");
    fs::copy(&with, &without).expect("a plan");
    let bytes = fs::read(&with).expect("the plan");
    let floor = cost(7, || {
        black_box(serde_json::from_slice::<IgnoredAny>(&bytes).expect("JSON"));
    });
    let [with, without] = [with, without].map(|path| {
        let root = path.parent().map(Path::to_owned);
        let options = CheckOptions { source_root: root, ..options(&path) };
        cost(7, || {
            black_box(vnetguard::ingest(&options).expect("an input"));
        })
    });
    println!(
        "{} resources in modules: {:.1} MB, ingest/floor {:.1} without sources, {:.1} with them",
        networks * 11 + 1,
        bytes.len() as f64 / 1e6,
        without / floor,
        with / floor
    );
}

/// Costs of the largest templates below `folder`, as multiples of reading them with `serde_json` into a value.
fn measure_templates(folder: &Path) {
    let mut found = Vec::new();
    large_templates(folder, &mut found);
    found.sort_by_key(|(size, path)| (std::cmp::Reverse(*size), path.clone()));
    for (size, path) in found.iter().take(5) {
        let whole = cost(7, || {
            black_box(check(&options(path)).expect("a report"));
        });
        let ingest = cost(7, || {
            black_box(vnetguard::ingest(&options(path)).expect("an input"));
        });
        let bytes = fs::read(path).expect("the template");
        let text = std::str::from_utf8(&bytes).expect("UTF-8").trim_start_matches('\u{feff}');
        let read = cost(7, || {
            black_box(serde_json::from_str::<serde_json::Value>(text).expect("JSON"));
        });
        let name = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        println!(
            "template {name}: {:.1} MB, read into a value in {read:.2} ms, ingest/read {:.1}, whole run/read {:.1}",
            *size as f64 / 1e6,
            ingest / read,
            whole / read
        );
    }
}

/// Templates named `main.json` that are large enough to be measured.
fn large_templates(folder: &Path, found: &mut Vec<(u64, PathBuf)>) {
    const LARGE: u64 = 500_000;
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let (path, metadata) = (entry.path(), entry.metadata().expect("metadata"));
        if metadata.is_dir() {
            large_templates(&path, found);
        } else if metadata.len() >= LARGE && path.file_name().is_some_and(|name| name == "main.json") {
            found.push((metadata.len(), path));
        }
    }
}

fn main() {
    // `cargo test --benches` only asks whether it builds.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    if let Some(path) = std::env::var_os("VNETGUARD_PLAN") {
        measure("given plan", Path::new(&path), 7);
        return;
    }
    if let Some(corpus) = std::env::var_os("VNETGUARD_CORPUS") {
        measure_templates(&Path::new(&corpus).join("arm"));
        return;
    }
    let mut costs = Vec::new();
    for stamps in [0_usize, 125, 500, 2000] {
        let path = folder.join(format!("plan-{stamps}.json"));
        fs::write(&path, if stamps == 0 { plan(1) } else { plan(stamps) }).expect("a plan");
        let resources = stamps.max(1) * 20;
        costs.push(measure(&format!("{resources} resources"), &path, 7));
    }
    for networks in [100, 400] {
        measure_references(&folder, networks);
    }
    if let [smallest, .., small, large] = costs.as_slice() {
        println!(
            "a run on twenty resources costs {smallest:.1} ms; four times the resources cost {:.2} times as much",
            large / small
        );
    }
}
