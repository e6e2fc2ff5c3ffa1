//! Users' policies, from the command line: made, tested, judged by, listed, explained, and refused with a place.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const TEMPLATE: &str = "testdata/example/arm/template.json";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("policies").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[track_caller]
fn run(arguments: &[&str], code: i32) -> (String, String) {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_vnetguard"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{stdout}{stderr}");
    (stdout, stderr)
}

/// Message without the frame that is drawn around it.
fn words(stderr: &str) -> String {
    stderr.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ")
}

/// A folder with the rule that `new rule` makes.
fn scaffold(name: &str) -> (PathBuf, String) {
    let folder = folder(name);
    let path = folder.display().to_string();
    let (made, _) = run(&["new", "rule", "corp-subnet-nsg", "--dir", &path], 0);
    assert_eq!(made.lines().count(), 4, "{made}");
    (folder, path)
}

fn edit(folder: &Path, from: &str, to: &str) {
    let path = folder.join("rules/corp/subnet_nsg/subnet_nsg.rego");
    let text = fs::read_to_string(&path).expect("the policy");
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replace(from, to)).expect("a file");
}

/// What is made passes its tests and its case, every line of it is covered, and it is never overwritten.
#[test]
fn a_new_rule_passes_at_once() {
    let (_, path) = scaffold("new");
    let (said, _) = run(&["test", &path, "--min-coverage", "100", "-o", "json"], 0);
    let report: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let own = |test: &&serde_json::Value| test["file"].as_str().is_some_and(|file| file.contains("corp"));
    assert_eq!(report["tests"].as_array().expect("tests").iter().filter(own).count(), 5, "{said}");
    assert_eq!(report["coverage"], 100.0);
    let (_, stderr) = run(&["new", "rule", "CORP-SUBNET-NSG", "--dir", &path], 2);
    assert!(words(&stderr).contains("is there already"), "{stderr}");
}

/// A user's rule is listed, explained and judged by like ours.
#[test]
fn users_rules_are_rules() {
    let (_, path) = scaffold("rules");
    assert!(run(&["rules", "--policy", &path], 0).0.contains("CORP-SUBNET-NSG"));
    let (page, _) = run(&["explain", "corp-subnet-nsg", "--policy", &path], 0);
    assert!(page.contains("```terraform") && page.contains("```bicep"), "{page}");
    let (report, _) = run(&["check", "--policy", &path, TEMPLATE, "-o", "json", "--exit-zero"], 0);
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    let verdicts = report["verdicts"].as_array().expect("verdicts");
    let own: Vec<_> = verdicts.iter().filter(|verdict| verdict["rule"] == "CORP-SUBNET-NSG").collect();
    assert!(own.iter().any(|verdict| verdict["verdict"] == "fail" && verdict["level"] == "warning"), "{own:?}");
    let (sarif, _) = run(&["check", "--policy", &path, TEMPLATE, "-o", "sarif", "--exit-zero"], 0);
    assert!(sarif.contains("\"CorpSubnetNsg\""), "{sarif}");
}

/// Mistakes end with code 2 and name file and line.
#[test]
fn mistakes_are_refused() {
    for (from, to, problem, line) in [
        ("attribute.is_absent(", "attribute.is_missing(", "there is no function 'attribute.is_missing'", ":37"),
        ("deny contains", "denied contains", "the entry point 'deny' is missing", ":22"),
        ("CORP-SUBNET-NSG", "APP-VNI-TIER", "belongs to the package", ":6"),
        ("level: warning", "level: fatal", "no level is called 'fatal'", ":7"),
        ("input.after.subnets\n", "input.after.subnet\n", "there are no entities called 'subnet'", ":29"),
        ("presence.is_part_of_input(subnet)\n}", "presence.is_part_of_input(subnet)\n", "expecting", ""),
    ] {
        let (folder, path) = scaffold("mistakes");
        edit(&folder, from, to);
        for arguments in
            [["check", TEMPLATE, "--policy", &path].as_slice(), &["rules", "--policy", &path], &["test", &path]]
        {
            let (stdout, stderr) = run(arguments, 2);
            let said = words(&stderr);
            assert!(stdout.is_empty(), "{stdout}");
            let place = format!("subnet_nsg.rego{line}");
            assert!(said.contains(problem) || to.ends_with('\n'), "{arguments:?}: {said}");
            assert!(stderr.replace(['│', '\n', ' '], "").contains(&place), "{arguments:?}: {stderr}");
        }
    }
    let (folder, path) = scaffold("twins");
    let rule = folder.join("rules/corp/subnet_nsg");
    fs::copy(rule.join("subnet_nsg.rego"), rule.join("copy.rego")).expect("a copy");
    let (_, stderr) = run(&["rules", "--policy", &path], 2);
    assert!(words(&stderr).contains("is taken by"), "{stderr}");
}

/// A table of a user's is rules, one a row, and may not stand where ours does.
#[test]
fn users_tables_are_rules() {
    let (folder, path) = scaffold("tables");
    fs::remove_dir_all(folder.join("cases")).expect("the case");
    fs::remove_file(folder.join("rules/corp/subnet_nsg/subnet_nsg_test.rego")).expect("the test");
    edit(&folder, "#   id: CORP-SUBNET-NSG\n#   level: warning\n", "#   table: corp_names\n");
    edit(&folder, "#   remediation: >-\n#     Associate a network security group with the subnet.\n", "");
    edit(&folder, "subjects contains id if {", "subjects contains {\"rule\": \"CORP-A\", \"subject\": id} if {");
    edit(&folder, "deny contains {", "deny contains {\"rule\": \"CORP-A\", ");
    edit(&folder, "undetermined contains {", "undetermined contains {\"rule\": \"CORP-A\", ");
    edit(&folder, "some id in subjects\n", "some subject in subjects\n\tid := subject.subject\n");
    let row = r#"{"rule": "CORP-A", "title": "t", "description": "d", "level": "note", "remediation": "r"}"#;
    let table = folder.join("reference/corp_names");
    fs::create_dir_all(&table).expect("a folder");
    fs::write(table.join("data.json"), format!("{{\"rows\": [{row}]}}")).expect("a table");
    let (report, _) = run(&["check", "--policy", &path, TEMPLATE, "-o", "json", "--exit-zero"], 0);
    assert!(report.contains("\"CORP-A\"") && report.contains("\"note\""), "{report}");
    fs::rename(table, folder.join("reference/service_tags")).expect("another name");
    let (_, stderr) = run(&["check", "--policy", &path, TEMPLATE], 2);
    assert!(words(&stderr).contains("is that of vnetguard's own data"), "{stderr}");
}

/// A failing test tells its place and the values; a case that differs tells its line, and can be updated.
#[test]
fn failures_are_told_and_cases_updated() {
    let (folder, path) = scaffold("failures");
    edit(
        &folder,
        "attribute.is_absent(subnet, \"network_security_group\")",
        "attribute.is_known(subnet, \"network_security_group\")",
    );
    let (said, _) = run(&["test", &path], 1);
    assert!(
        said.contains("subnet_nsg_test.rego:14: data.vnetguard.rules.corp.subnet_nsg_test.test_deny_without"),
        "{said}"
    );
    assert!(said.contains("subnet_nsg.deny is []"), "{said}");
    assert!(said.contains("expected.json:7: subnet-nsg/arm"), "{said}");
    assert!(said.contains("expected fail of CORP-SUBNET-NSG") && said.contains("found pass"), "{said}");
    let (junit, _) = run(&["test", &path, "-o", "junit"], 1);
    assert!(junit.contains("<failure"), "{junit}");
    run(&["test", &path, "--update"], 1);
    let expected = fs::read_to_string(folder.join("cases/corp/subnet-nsg/expected.json")).expect("the case");
    let (said, _) = run(&["test", &path], 1);
    assert!(!said.contains("expected.json"), "{said}\n{expected}");
    let expected: serde_json::Value = serde_json::from_str(&expected).expect("JSON");
    let verdicts: Vec<_> =
        expected["verdicts"].as_array().expect("a list").iter().map(|verdict| verdict["verdict"].as_str()).collect();
    assert_eq!(verdicts, [Some("pass"), Some("fail"), Some("unknown")], "{expected}");
}

/// A case without expectations is filled in, and passes then.
#[test]
fn an_empty_case_is_filled_in() {
    let folder = folder("empty-case");
    fs::create_dir_all(folder.join("arm")).expect("a folder");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(TEMPLATE), folder.join("arm/template.json")).expect("a copy");
    fs::write(folder.join("expected.json"), "{}").expect("a file");
    let path = folder.display().to_string();
    run(&["test", &path, "--update"], 0);
    let expected = fs::read_to_string(folder.join("expected.json")).expect("the case");
    assert!(expected.contains("APP-VNI-TIER") && expected.contains("\"complete\""), "{expected}");
    run(&["test", &path], 0);
    fs::write(folder.join("expected.json"), expected.replace("\"fail\"", "\"fails\"")).expect("a file");
    let (said, _) = run(&["test", &path], 1);
    assert!(said.contains("no verdict is called 'fails'"), "{said}");
}

/// Paths and filters that name nothing are mistakes.
#[test]
fn nothing_is_no_success() {
    run(&["test", "no/such/path"], 2);
    let (said, _) = run(&["test", "--run", "no_such_test"], 1);
    assert!(said.contains("no tests found"), "{said}");
    run(&["test", "--run", "("], 2);
    run(&["test", "--run", "test_deny_", "--min-coverage", "100"], 1);
}

/// The schemas are JSON.
#[test]
fn schemas_are_printed() {
    for name in ["model", "json-report"] {
        let (text, _) = run(&["schema", name], 0);
        let schema: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    }
}

/// Users' rules may ask about flows and routes of their own, with rules and prefixes as they stand in the input; what they
/// leave out is not known, and a question of another shape ends the run.
#[test]
fn users_rules_ask_about_flows() {
    const PLAN: &str = "testdata/example/terraform/plan.json";
    const ASK: &str = r#"
	group := input.after.network_security_groups[subnet.network_security_group.id]
	rules := [object.get(input.after.security_rules, object.get(edge, "id", ""), {}) | some edge in group.security_rules]
	network := input.after.virtual_networks[subnet.virtual_network.id]
	around := {"subnet": subnet.prefixes, "address_space": network.address_space, "address_space_is_open": false}
	route := vnetguard.route({"network": around, "destinations": ["203.0.113.4"], "routes": [], "learned": "nothing", "service_endpoints": []})
	answer := vnetguard.flow({"network": around, "direction": "inbound", "protocols": ["tcp"], "remote": ["203.0.113.4"], "ports": ["454"], "rules": rules})
	answer.verdict == "deny"
	msg := sprintf("%s: %s drops it, and replies go to %s.", [subnet.subject, answer.decided_by.name, route.next_hop])"#;
    let (folder, path) = scaffold("flows");
    fs::remove_dir_all(folder.join("cases")).expect("the case");
    edit(&folder, "\tattribute.is_absent(subnet, \"network_security_group\")\n", "");
    edit(&folder, "\n\tmsg := sprintf(\"Subnet '%s' has no network security group.\", [subnet.subject])", ASK);
    let messages = |code: i32| -> (Vec<String>, String) {
        let (report, stderr) = run(&["check", "--policy", &path, PLAN, "-o", "json", "--exit-zero"], code);
        let report: serde_json::Value = serde_json::from_str(&report).unwrap_or_default();
        let verdicts = report["verdicts"].as_array().cloned().unwrap_or_default();
        let own =
            verdicts.iter().filter(|verdict| verdict["rule"] == "CORP-SUBNET-NSG" && verdict["verdict"] == "fail");
        (own.map(|verdict| verdict["message"].as_str().expect("a message").to_owned()).collect(), stderr)
    };
    let (found, _) = messages(0);
    assert!(
        found.contains(&"azurerm_subnet.ise[0]: deny-454 drops it, and replies go to internet.".to_owned()),
        "{found:?}"
    );
    edit(&folder, "\"rules\": rules", "\"rules_are_open\": true");
    assert_eq!(messages(0).0, Vec::<String>::new());
    edit(&folder, "\"direction\": \"inbound\"", "\"direction\": \"sideways\"");
    let (_, stderr) = messages(2);
    assert!(words(&stderr).contains("'vnetguard.flow': 'sideways' is neither 'inbound' nor 'outbound'"), "{stderr}");
}
