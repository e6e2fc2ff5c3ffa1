//! `trace` and `inspect flows` on genuine inputs, through the program.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vnetguard"))
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .output()
        .expect("the program runs")
}

/// The answer to one question about the subnet `vnet-ise/ise-1`, as JSON.
fn ask(case: &str, direction: &str, local: &str, remote: &str) -> Value {
    let arguments = |input: &str| -> Value {
        let output = run(&[
            "trace",
            input,
            "--subnet",
            "vnet-ise/ise-1",
            "--direction",
            direction,
            "--protocol",
            "tcp",
            "--local",
            local,
            "--remote",
            remote,
            "-o",
            "json",
        ]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let terraform = arguments(&format!("testdata/cases/ise/{case}/terraform/plan.json"));
    let template = arguments(&format!("testdata/cases/ise/{case}/arm/template.json"));
    assert_eq!(terraform["verdict"], template["verdict"], "{case}");
    assert_eq!(terraform["route"]["next_hop"], template["route"]["next_hop"], "{case}");
    terraform
}

/// Plans and templates give the same verdict, with the rule and the next hop.
#[test]
fn answers() {
    for (case, direction, local, remote, verdict, rule, hop) in [
        ("nsg-deny-shadows-allow", "inbound", "10.0.0.4:454", "LogicApps", "deny", "Deny454", "internet"),
        ("clean-internal-nsg-tags", "inbound", "10.0.0.4:454", "LogicApps", "allow", "AllowLogicApps", "internet"),
        ("nsg-deny-internet-web-allowed", "outbound", "10.0.0.4", "Sql:1433", "deny", "DenyInternet", "internet"),
        ("nsg-deny-internet-web-allowed", "outbound", "*", "Storage:443-445", "partial", "DenyInternet", "internet"),
        ("nsg-access-unknown", "outbound", "*", "Sql:1433", "unknown", "OddOut", "internet"),
        (
            "forced-tunnelling-bare",
            "outbound",
            "*",
            "Sql:1433",
            "allow",
            "(no network security group)",
            "virtualappliance",
        ),
    ] {
        let answer = ask(case, direction, local, remote);
        assert_eq!(answer["verdict"], verdict, "{case}");
        assert_eq!(answer["decided_by"]["name"], rule, "{case}");
        assert_eq!(answer["route"]["next_hop"], hop, "{case}");
        assert!(answer["witness"].is_object() && answer["considered"].is_array(), "{case}");
    }
}

/// Questions that cannot be asked end with exit code 2 and the way out.
#[test]
fn wrong_questions() {
    let plan = "testdata/cases/ise/clean-internal-nsg-tags/terraform/plan.json";
    for (subnet, local, remote, expected) in [
        ("vnet-ise/other", "*", "*", "vnet-ise/ise-1"),
        ("vnet-ise/ise-1", "10.9.9.9", "*", "is not in the subnet"),
        ("vnet-ise/ise-1", "*", "10.0.0.4:http", "expected ADDRESS"),
    ] {
        let output = run(&[
            "trace",
            plan,
            "--subnet",
            subnet,
            "--direction",
            "inbound",
            "--protocol",
            "tcp",
            "--local",
            local,
            "--remote",
            remote,
        ]);
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(error.contains(expected), "{error}");
    }
}

/// Every required flow of every subnet of an environment has a verdict, and its decider where there is a group.
#[test]
fn required_flows() {
    let output = run(&["inspect", "flows", "testdata/cases/ise/clean-internal-nsg-tags/arm/template.json"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let subnets = document["subnets"].as_object().expect("subnets");
    assert_eq!(subnets.len(), 4);
    for subnet in subnets.values() {
        let flows = subnet["flows"].as_object().expect("flows");
        assert!(flows.len() > 30, "only {} flows", flows.len());
        assert!(flows.values().all(|flow| flow["verdict"] == "allow" && flow["decided_by"].is_object()));
        assert!(flows.contains_key("ISE-NSG-IN-443-INT") && !flows.contains_key("ISE-NSG-IN-443-EXT"));
        assert_eq!(subnet["default_route"]["forced_tunnelling"], "absent");
        assert_eq!(subnet["routes"]["LogicApps"]["next_hop"], json!("internet"));
    }
}
