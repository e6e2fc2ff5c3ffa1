//! Configurations as users write them.

use super::*;
use crate::pattern::Glob;
use crate::report::OnUnknown;
use miette::Diagnostic;
use std::fs;

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse("sub/.vnetguard.toml", text, Path::new("sub"))
}

/// The problem, the text that is marked, and the help.
#[track_caller]
fn refused(text: &str) -> (String, String, String) {
    let error = parse(text).expect_err(text);
    let label = error.labels().and_then(|mut labels| labels.next()).expect("a place");
    let marked = text.get(label.offset()..label.offset() + label.len()).expect("inside of the text").to_owned();
    let problem = error.to_string().replace("configuration 'sub/.vnetguard.toml': ", "");
    (problem, marked, error.help().map(|help| help.to_string()).unwrap_or_default())
}

const FULL: &str = r#"
inputs = ["plan.json", "-"]
source_root = "."
parameters = ["main.parameters.json", "name=a/b", "key=@key.txt"]
plan_files = ["tfplan"]
policies = ["policies"]
outputs = ["text", "sarif=out/vnetguard.sarif"]
fail_on = "warning"
on_unknown = "fail"
as_of = 2025-03-14
cloud = "government"
rules = ["ISE-*"]
skip = ["ISE-NSG-*"]
allow_empty = true
include_suppressed = true
baseline = "baseline.json"

[deployment]
resource-group = "rg"

[editions]
ISE = "2020-03-12"

[levels]
"ISE-SUBNET-COUNT" = "note"
"ISE-NSG-*" = "off"

[policy_parameters]
tag = "owner"
limit = 0x10
strict = true
regions = ["westeurope"]

[suppressions]
require_owner = true
require_reason = false

[[suppress]]
rules = ["ISE-SUBNET-*", "ISE-RETIRED"]
addresses = "module.legacy.*"
reason = "Moved in spring"
owner = "network team"
until = "2030-01-31"
"#;

/// Every key is read, paths relative to the file.
#[test]
fn every_key_is_read() {
    let config = parse(FULL).expect("a configuration");
    assert_eq!(config.inputs, [PathBuf::from("sub/plan.json"), PathBuf::from("-")]);
    assert_eq!(config.source_root, Some(PathBuf::from("sub/.")));
    assert_eq!(config.parameters, ["sub/main.parameters.json", "name=a/b", "key=@sub/key.txt"].map(PathBuf::from));
    assert_eq!(config.deployment.get("resource-group").map(String::as_str), Some("rg"));
    assert_eq!(config.plan_files, [PathBuf::from("sub/tfplan")]);
    assert_eq!(config.policies, [PathBuf::from("sub/policies")]);
    assert_eq!(config.outputs[1].file, Some(PathBuf::from("sub/out/vnetguard.sarif")));
    assert_eq!((config.fail_on, config.on_unknown), (Some(Level::Warning), Some(OnUnknown::Fail)));
    assert_eq!(config.as_of.map(|date| date.to_string()).as_deref(), Some("2025-03-14"));
    assert_eq!(config.cloud.as_deref(), Some("government"));
    assert_eq!(config.editions.get("ise").map(String::as_str), Some("2020-03-12"));
    assert_eq!(config.baseline, Some(PathBuf::from("sub/baseline.json")));
    assert!(config.allow_empty && config.include_suppressed);
    assert!(config.suppressions.require_owner && !config.suppressions.require_reason);
    let parameters: Vec<&Parameter> = config.policy_parameters.values().collect();
    let expected = [
        &Parameter::Number(16),
        &Parameter::Texts(vec!["westeurope".to_owned()]),
        &Parameter::Flag(true),
        &Parameter::Text("owner".to_owned()),
    ];
    assert_eq!(parameters, expected);
    let [entry] = &config.suppress[..] else { panic!("one entry") };
    assert_eq!(entry.rules, [Glob::new("ISE-SUBNET-*"), Glob::new("ISE-RETIRED")]);
    assert_eq!(entry.addresses, [Glob::new("module.legacy.*")]);
    assert_eq!((entry.reason.as_str(), entry.owner.as_deref()), ("Moved in spring", Some("network team")));
    assert_eq!(entry.origin, ".vnetguard.toml:38");
    let id = |text: &str| crate::rule::RuleId(text.to_owned());
    assert!(config.selection.keeps(&id("ISE-SUBNET-COUNT")) && !config.selection.keeps(&id("ISE-NSG-IN-443")));
    assert_eq!(config.selection.level(&id("ISE-SUBNET-COUNT")), Some(Some(Level::Note)));
}

/// What is wrong is marked, and the nearest word is named.
#[test]
fn mistakes_have_a_place_and_a_way_out() {
    for (text, problem, marked, help) in [
        ("fail-on = 'error'", "unknown key 'fail-on'", "fail-on", "write 'fail_on'"),
        (
            "on_unknown = 'warning'",
            "'on_unknown' is 'warning', expected one of 'fail', 'warn', 'ignore'",
            "'warning'",
            "",
        ),
        (
            "on_unknown = 'wran'",
            "'on_unknown' is 'wran', expected one of 'fail', 'warn', 'ignore'",
            "'wran'",
            "write 'warn'",
        ),
        ("as_of = '2025-02-30'", "'as_of' is '2025-02-30': expected a date such as 2025-03-14", "'2025-02-30'", ""),
        ("inputs = 'plan.json'", "'inputs' is a string, expected an array", "'plan.json'", ""),
        ("inputs = ['a', 1]", "'inputs' is an integer, expected a string", "1", ""),
        ("allow_empty = 'yes'", "'allow_empty' is a string, expected true or false", "'yes'", ""),
        ("source_root = ''", "'source_root' is empty, expected a path", "''", ""),
        ("[levels]\nX = 'high'", "'X' is 'high', expected one of 'error', 'warning', 'note', 'off'", "'high'", ""),
        ("outputs = ['sarf']", "unknown output format 'sarf'", "'sarf'", "use one of"),
        ("outputs = ['sarif=']", "expected a file name behind '='", "'sarif='", ""),
        (
            "deployment.group = 'rg'",
            "nothing about a deployment is called 'group'; expected one of subscription-id, \
          subscription-name, tenant-id, resource-group, location, management-group, name, cloud",
            "group",
            "",
        ),
        ("policy_parameters.x = 1.5", "'x' is no string, whole number, truth value or list of strings", "1.5", ""),
        (
            "[suppressions]\nrequire_reasons = true",
            "unknown key 'require_reasons'",
            "require_reasons",
            "write 'require_reason'",
        ),
        ("[[suppress]]\nrule = 'X'", "unknown key 'rule'", "rule", "write 'rules'"),
        ("[[suppress]]\nrules = []", "'rules' is empty", "[]", "name the rules"),
        ("[[suppress]]\nrules = 'X'\nreason = ' '", "'reason' is empty", "' '", "say why"),
        ("a = ", "it is not TOML:", "", ""),
        ("inputs = []\ninputs = []", "it is not TOML: duplicate key", "inputs", ""),
    ] {
        let (found, at, way_out) = refused(text);
        assert!(found.starts_with(problem), "{text}: {found}");
        assert!(marked.is_empty() || at == marked, "{text}: {at}");
        assert!(way_out.starts_with(help), "{text}: {way_out}");
    }
}

/// An entry must say what it is for and why; owner and expiry where the file demands them, wherever it does.
#[test]
fn entries_must_be_complete() {
    let (problem, _, help) = refused("[[suppress]]\nrules = 'X'\n");
    assert_eq!(problem, "an entry of 'suppress' has no 'reason'");
    assert_eq!(help, "add 'reason': why the findings are accepted");
    let (problem, ..) = refused("[[suppress]]\nrules='X'\nreason='r'\n[suppressions]\nrequire_owner = true\n");
    assert_eq!(problem, "an entry of 'suppress' has no 'owner'");
    let (problem, ..) = refused("suppressions.require_until = true\n[[suppress]]\nrules='X'\nreason='r'\n");
    assert_eq!(problem, "an entry of 'suppress' has no 'until'");
}

/// A message with its place, as a terminal shows it.
#[test]
fn a_message_shows_its_line() {
    let error = parse("fail_on = \"error\"\nlevles = {}\n").expect_err("an unknown key");
    let mut text = String::new();
    let theme = miette::GraphicalTheme::none();
    miette::GraphicalReportHandler::new_themed(theme).render_report(&mut text, &error).expect("a string takes all");
    insta::assert_snapshot!(text);
}

/// The nearest file up to the root of the repository counts; outside of a repository only that of the folder.
#[test]
fn files_are_found_up_to_the_repository() {
    let root = std::env::temp_dir().join(format!("vnetguard-config-{}", std::process::id()));
    let inner = root.join("repository/a/b");
    fs::create_dir_all(&inner).expect("folders");
    fs::create_dir_all(root.join("repository/.git")).expect("a repository");
    fs::write(root.join(FILE_NAME), "").expect("a file");
    assert_eq!(find(&inner), None, "a file outside of the repository does not count");
    fs::write(root.join("repository").join(FILE_NAME), "").expect("a file");
    assert_eq!(find(&inner), Some(PathBuf::from("../../.vnetguard.toml")));
    fs::write(inner.join(FILE_NAME), "").expect("a file");
    assert_eq!(find(&inner), Some(PathBuf::from(FILE_NAME)));
    assert_eq!(find(&root), Some(PathBuf::from(FILE_NAME)));
    assert!(Config::load(&root.join("none.toml")).expect_err("no file").to_string().contains("cannot be read"));
    fs::remove_dir_all(&root).expect("removed");
}

/// The file that the page shows is one that is read.
#[test]
fn the_page_shows_a_configuration() {
    let page = include_str!("../../docs/configuration.md");
    let (_, rest) = page.split_once("```toml\n").expect("an example");
    let (example, _) = rest.split_once("```").expect("its end");
    let config = parse(example).expect("a configuration");
    assert_eq!((config.inputs.len(), config.suppress.len(), config.selection.levels.len()), (1, 1, 2));
}

/// The schema has every key that is read, and tables are sorted so that a key is found.
#[test]
fn the_schema_has_every_key() {
    let schema: Json = serde_json::from_str(&schema()).expect("JSON");
    let table = toml::de::DeTable::parse(FULL).expect("TOML");
    for name in table.get_ref().keys() {
        assert!(schema["properties"][name.get_ref().as_ref()]["description"].is_string(), "{name:?}");
    }
    assert_eq!(schema["properties"].as_object().map(serde_json::Map::len), Some(table.get_ref().len()));
    assert_eq!(schema["additionalProperties"], false);
    assert_eq!(schema["properties"]["suppress"]["items"]["required"], json!(["reason", "rules"]));
    let names: Vec<&str> = keys::FILE.iter().map(|key| key.name).collect();
    assert!(names.is_sorted(), "{names:?}");
}

proptest::proptest! {
    /// No text makes the reader panic, and every error has a place inside of the text.
    #[test]
    fn any_text_is_read(text in "[a-z_\\[\\]='\". 0-9\\n-]{0,80}") {
        if let Err(error) = parse(&text) {
            let label = error.labels().and_then(|mut labels| labels.next()).expect("a place");
            proptest::prop_assert!(label.offset() + label.len() <= text.len());
        }
    }
}
