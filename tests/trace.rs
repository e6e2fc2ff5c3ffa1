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

/// A group without rules of its own drops exactly the rows that come in from outside of the network; all others pass.
#[test]
fn group_without_rules() {
    for input in ["terraform/plan.json", "arm/template.json"] {
        let output = run(&["inspect", "flows", &format!("testdata/cases/ise/nsg-empty-internal/{input}")]);
        let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        for subnet in document["subnets"].as_object().expect("subnets").values() {
            let flows = subnet["flows"].as_object().expect("flows");
            let of = |verdict: &str| -> Vec<&str> {
                flows.iter().filter(|(_, flow)| flow["verdict"] == verdict).map(|(row, _)| row.as_str()).collect()
            };
            let dropped = [
                "ISE-NSG-IN-3443",
                "ISE-NSG-IN-454-AZURECONNECTORS",
                "ISE-NSG-IN-454-LOGICAPPS",
                "ISE-NSG-IN-454-LOGICAPPSMGMT",
                "ISE-NSG-IN-454455-ASM",
                "ISE-NSG-IN-ATM-INT",
            ];
            assert_eq!(of("deny"), dropped);
            assert_eq!(of("allow").len(), flows.len() - dropped.len());
        }
    }
}

/// Name, priority, access, protocol, sources, destination ports.
type Rule = (&'static str, u16, &'static str, &'static str, &'static [&'static str], &'static [&'static str]);

/// A template with a subnet `net/web` 10.0.1.0/27 whose group has these inbound rules.
fn template(name: &str, rules: &[Rule]) -> String {
    let rules: Vec<Value> = rules
        .iter()
        .map(|(name, priority, access, protocol, sources, ports)| {
            json!({ "name": name, "properties": {
                "priority": priority, "access": access, "direction": "Inbound", "protocol": protocol,
                "sourceAddressPrefixes": sources, "sourcePortRange": "*", "destinationAddressPrefix": "*",
                "destinationPortRanges": ports,
            }})
        })
        .collect();
    let id = "[resourceId('Microsoft.Network/networkSecurityGroups', 'group')]";
    let subnet = json!({ "name": "web", "properties": {
        "addressPrefix": "10.0.1.0/27", "networkSecurityGroup": { "id": id },
    }});
    let template = json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "resources": [
            { "type": "Microsoft.Network/networkSecurityGroups", "apiVersion": "2023-11-01", "name": "group",
              "location": "westeurope", "properties": { "securityRules": rules } },
            { "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2023-11-01", "name": "net",
              "location": "westeurope",
              "properties": { "addressSpace": { "addressPrefixes": ["10.0.0.0/16"] }, "subnets": [subnet] } },
        ],
    });
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("trace-{name}.json"));
    std::fs::write(&path, template.to_string()).expect("a template");
    path.display().to_string()
}

/// What other tools get wrong: a deny before an allow, the Internet spelt as prefixes, as two halves, or in another letter case,
/// a rule that is not the first, and a range that only several rules together allow.
#[test]
fn known_traps() {
    const WEB: &[&str] = &["20-25"];
    /// Its name, its rules, the protocol and port asked about, the verdict and the rule that decides.
    type Trap<'a> = (&'a str, &'a [Rule], &'a str, &'a str, &'a str, &'a str);
    let traps: [Trap<'_>; 8] = [
        (
            "deny-first",
            &[("later", 200, "Allow", "Tcp", &["*"], WEB), ("first", 100, "Deny", "*", &["*"], &["*"])],
            "tcp",
            "22",
            "deny",
            "first",
        ),
        ("all-prefix", &[("all", 100, "Allow", "Tcp", &["0.0.0.0/0"], WEB)], "tcp", "22", "allow", "all"),
        ("halves", &[("both", 100, "Allow", "Tcp", &["0.0.0.0/1", "128.0.0.0/1"], WEB)], "tcp", "22", "allow", "both"),
        (
            "two-halves",
            &[("low", 100, "Allow", "Tcp", &["0.0.0.0/1"], WEB), ("high", 110, "Allow", "Tcp", &["128.0.0.0/1"], WEB)],
            "tcp",
            "22",
            "allow",
            "low",
        ),
        (
            "second-place",
            &[("web", 100, "Allow", "Tcp", &["*"], &["443"]), ("dns", 110, "Allow", "Udp", &["*"], &["0-65535"])],
            "udp",
            "53",
            "allow",
            "dns",
        ),
        ("letter-case", &[("world", 100, "allow", "TCP", &["iNTERNET"], WEB)], "tcp", "22", "allow", "world"),
        (
            "split-range",
            &[("one", 100, "Allow", "Tcp", &["*"], &["20-22"]), ("two", 110, "Allow", "Tcp", &["*"], &["23-25"])],
            "tcp",
            "20-25",
            "allow",
            "one",
        ),
        (
            "gap-in-range",
            &[("one", 100, "Allow", "Tcp", &["*"], &["20-22"]), ("two", 110, "Allow", "Tcp", &["*"], &["24-25"])],
            "tcp",
            "20-25",
            "partial",
            "DenyAllInBound",
        ),
    ];
    for (name, rules, protocol, port, verdict, decider) in traps {
        let input = template(name, rules);
        let local = format!("*:{port}");
        let arguments = ["--direction", "inbound", "--protocol", protocol, "--local", &local, "--remote", "Internet"];
        let output = run(&[&["trace", &input, "--subnet", "net/web", "-o", "json"][..], &arguments].concat());
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!((&answer["verdict"], &answer["decided_by"]["name"]), (&json!(verdict), &json!(decider)), "{name}");
    }
}
