//! Nothing that an input marks sensitive or secure leaves the program: not in a report, the model, a message or a file,
//! and not in another spelling.
//!
//! Secrets are planted where an input can hold them, in the place of names and values that decide verdicts, so that
//! findings would quote them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test stops at what it does not expect"
)]

use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Resource types whose names are planted in plans: those that findings and ids quote.
const PLANTED_TYPES: [&str; 6] = [
    "azurerm_virtual_network",
    "azurerm_subnet",
    "azurerm_network_security_group",
    "azurerm_service_plan",
    "azurerm_linux_web_app",
    "azurerm_resource_group",
];

/// Every fourth case: all of them show the same, and take long.
fn cases(form: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases");
    let mut found = Vec::new();
    for family in fs::read_dir(root).expect("cases").flatten() {
        for case in fs::read_dir(family.path()).expect("a family").flatten() {
            found.extend(Some(case.path().join(form)).filter(|path| path.is_dir()));
        }
    }
    found.sort();
    found.into_iter().step_by(4).collect()
}

/// An empty folder of this test run.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("secrets").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn vnetguard(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vnetguard"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .output()
        .expect("the program runs")
}

/// The `number`th secret: upper and lower case, a quote and a backslash, and nothing that stands anywhere else.
fn secret(number: usize) -> String {
    format!("Zq{number}xT0p\"Se\\cRet{number}")
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = (0..3).fold(0_u32, |word, at| (word << 8) | u32::from(chunk.get(at).copied().unwrap_or_default()));
        for digit in 0..=chunk.len() {
            text.push(char::from(DIGITS[(word >> (18 - 6 * digit)) as usize & 63]));
        }
        text.push_str(&"=".repeat(3 - chunk.len()));
    }
    text
}

/// The secret as it may be written: as it is, escaped, without white space around it, in one case, and encoded.
fn spellings(secret: &str) -> BTreeSet<String> {
    let escaped = |text: &str| {
        let quoted = serde_json::to_string(text).expect("JSON");
        quoted[1..quoted.len() - 1].to_owned()
    };
    let mut spellings = BTreeSet::new();
    for cased in [secret.to_owned(), secret.to_lowercase(), secret.to_uppercase()] {
        for trimmed in [cased.clone(), cased.trim().to_owned()] {
            spellings.extend([escaped(&trimmed), escaped(&escaped(&trimmed)), trimmed.replace('\\', "\\\\"), trimmed]);
        }
    }
    spellings.extend([base64(secret.as_bytes()), base64(secret.as_bytes()).trim_end_matches('=').to_owned()]);
    spellings
}

/// Asserts that no spelling of a secret is in `text`, also when lines are wrapped and drawn around.
#[track_caller]
fn assert_hides(what: &str, text: &str, secrets: &[String]) {
    let joined: String =
        text.chars().filter(|character| !character.is_whitespace() && !"│|┃".contains(*character)).collect();
    for spelling in secrets.iter().flat_map(|secret| spellings(secret)) {
        let at = text.find(&spelling).or_else(|| joined.find(&spelling.replace(' ', "")).map(|_| 0));
        if let Some(at) = at {
            let start = (0..=at.saturating_sub(200)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let shown: String = text[start..].chars().take(600).collect();
            panic!("{what} holds '{spelling}': …{shown}");
        }
    }
}

/// Runs every output over `input`, and asserts that the secrets are in none. Says whether anything was found.
#[track_caller]
fn assert_nothing_leaks(folder: &Path, input: &str, more: &[&str], secrets: &[String]) -> bool {
    const OTHERS: [&str; 9] =
        ["json", "sarif", "junit", "github", "azure-pipelines", "gitlab", "markdown", "atlantis", "html"];
    let files = OTHERS.map(|format| format!("{format}=out.{format}"));
    let mut outputs = vec!["check", input, "--all", "-o", "text"];
    outputs.extend(files.iter().flat_map(|file| ["-o", file.as_str()]));
    let check = vnetguard(folder, &[&outputs, more].concat());
    let inspect = vnetguard(folder, &[&["inspect", "model", input], more].concat());
    for (what, output) in [("check", &check), ("inspect", &inspect)] {
        let name = format!("{} {input} {what}", folder.display());
        assert_hides(&name, &String::from_utf8_lossy(&output.stdout), secrets);
        assert_hides(&name, &String::from_utf8_lossy(&output.stderr), secrets);
    }
    for file in OTHERS.map(|format| format!("out.{format}")) {
        let text = fs::read_to_string(folder.join(&file)).unwrap_or_default();
        assert_hides(&format!("{} {file}", folder.display()), &text, secrets);
        let _ = fs::remove_file(folder.join(&file));
    }
    check.status.code() == Some(1)
}

/// Replaces every string that is a key of `planted` by its secret.
fn plant(value: &mut Value, planted: &BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            if let Some(secret) = planted.get(text) {
                text.clone_from(secret);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| plant(item, planted)),
        Value::Object(members) => members.values_mut().for_each(|member| plant(member, planted)),
        _ => {}
    }
}

/// The mask of a value: true where it holds a secret.
fn mask(value: &Value, secrets: &BTreeSet<&String>) -> Value {
    match value {
        Value::String(text) => json!(secrets.contains(text)),
        Value::Array(items) => items.iter().map(|item| mask(item, secrets)).collect(),
        Value::Object(members) => {
            let masks = members.iter().map(|(key, member)| (key.clone(), mask(member, secrets)));
            masks.filter(|(_, mask)| *mask != json!(false)).collect::<Map<_, _>>().into()
        }
        _ => json!(false),
    }
}

/// Every name in the plans of the cases becomes the value of a sensitive variable: verdicts are given, names are not.
#[test]
fn sensitive_names_in_plans_are_not_printed() {
    let mut found = 0;
    for case in cases("terraform") {
        let mut plan: Value = serde_json::from_slice(&fs::read(case.join("plan.json")).expect("a plan")).expect("JSON");
        let mut planted: BTreeMap<String, String> = BTreeMap::new();
        for change in plan["resource_changes"].as_array().expect("changes") {
            for side in ["before", "after"] {
                if let Some(name) = change["change"][side]["name"].as_str()
                    && PLANTED_TYPES.contains(&change["type"].as_str().expect("a type"))
                {
                    let number = planted.len();
                    planted.entry(name.to_owned()).or_insert_with(|| secret(number));
                }
            }
        }
        let secrets: BTreeSet<&String> = planted.values().collect();
        for change in plan["resource_changes"].as_array_mut().expect("changes") {
            for side in ["before", "after"] {
                plant(&mut change["change"][side], &planted);
                change["change"][format!("{side}_sensitive")] = mask(&change["change"][side], &secrets);
            }
        }
        let variables: Map<String, Value> =
            planted.values().enumerate().map(|(at, value)| (format!("v{at}"), json!({"value": value}))).collect();
        let declared: Map<String, Value> =
            variables.keys().map(|name| (name.clone(), json!({"sensitive": true}))).collect();
        plan["variables"] = variables.into();
        plan["configuration"]["root_module"]["variables"] = declared.into();
        let folder = folder(&format!("plan-{}", case.parent().unwrap().file_name().unwrap().to_string_lossy()));
        fs::write(folder.join("plan.json"), plan.to_string()).expect("a file");
        if let Ok(mut main) = fs::read_to_string(case.join("main.tf")) {
            for (name, secret) in &planted {
                let quoted = |text: &str| serde_json::to_string(text).expect("JSON");
                main = main.replace(&quoted(name), &quoted(secret));
            }
            fs::write(folder.join("main.tf"), main).expect("a file");
        }
        let secrets: Vec<String> = planted.into_values().collect();
        found += usize::from(assert_nothing_leaks(&folder, "plan.json", &[], &secrets));
    }
    assert!(found > 5, "only {found} plans have findings");
}

/// The same with templates: every name is a secure parameter, given by its default and by a file.
#[test]
fn secure_parameters_of_templates_are_not_printed() {
    let mut found = 0;
    for case in cases("arm") {
        let Ok(text) = fs::read_to_string(case.join("template.json")) else { continue };
        let template: Value = serde_json::from_str(&text).expect("JSON");
        let resources = template["resources"].as_array().cloned().unwrap_or_default();
        let names: BTreeSet<String> = resources
            .iter()
            .flat_map(|resource| resource["properties"]["subnets"].as_array().into_iter().flatten().chain([resource]))
            .filter_map(|resource| resource["name"].as_str())
            .filter(|name| name.len() > 2 && !name.starts_with('[') && !name.contains('/'))
            .map(str::to_owned)
            .collect();
        let mut text = text;
        let mut parameters = Map::new();
        for (number, name) in names.iter().enumerate() {
            text = text.replace(&format!("\"{name}\""), &format!("\"[parameters('s{number}')]\""));
            text = text.replace(&format!("'{name}'"), &format!("parameters('s{number}')"));
            parameters.insert(format!("s{number}"), json!({"type": "secureString", "defaultValue": secret(number)}));
        }
        let mut template: Value = serde_json::from_str(&text).expect("JSON");
        let own = template["parameters"].as_object().cloned().unwrap_or_default();
        template["parameters"] = own.into_iter().chain(parameters.clone()).collect::<Map<_, _>>().into();
        let folder = folder(&format!("template-{}", case.parent().unwrap().file_name().unwrap().to_string_lossy()));
        fs::write(folder.join("template.json"), serde_json::to_string_pretty(&template).expect("JSON"))
            .expect("a file");
        let mut secrets: Vec<String> = (0..names.len()).map(secret).collect();
        found += usize::from(assert_nothing_leaks(&folder, "template.json", &[], &secrets));
        // Minified, and with other values in a file.
        fs::write(folder.join("template.json"), template.to_string()).expect("a file");
        let given: Map<String, Value> =
            (0..names.len()).map(|number| (format!("s{number}"), json!({"value": secret(number + 500)}))).collect();
        fs::write(folder.join("given.json"), json!({"parameters": given}).to_string()).expect("a file");
        secrets.extend((0..names.len()).map(|number| secret(number + 500)));
        assert_nothing_leaks(&folder, "template.json", &["--parameters", "given.json"], &secrets);
    }
    assert!(found > 5, "only {found} templates have findings");
}

/// What expressions make of a secure parameter, and a secure object, are as secret as the parameter.
#[test]
fn forms_derived_from_secure_parameters_are_not_printed() {
    let template = json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {
            "s": {"type": "secureString", "defaultValue": secret(1)},
            "o": {"type": "secureObject", "defaultValue": {"name": secret(2), "list": [secret(3)]}},
        },
        "variables": {"upper": "[toUpper(parameters('s'))]", "mixed": "[format('vnet-{0}', parameters('o').list[0])]"},
        "resources": [
            {"type": "Microsoft.Network/virtualNetworks", "apiVersion": "2024-01-01", "name": "[variables('upper')]",
             "location": "[base64(parameters('s'))]", "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]},
             "subnets": [{"name": "[parameters('o').name]", "properties": {"addressPrefix": "10.0.0.8/29",
               "delegations": [{"name": "d", "properties": {"serviceName": "[concat(parameters('s'), 'x')]"}}]}}]}},
            {"type": "Microsoft.Web/serverfarms", "apiVersion": "2023-12-01", "name": "[variables('mixed')]",
             "location": "[toLower(parameters('s'))]", "sku": {"name": "[concat(parameters('s'), parameters('gone'))]"}},
            {"type": "Microsoft.Web/sites", "apiVersion": "2023-12-01", "name": "[trim(concat(' ', parameters('s'), ' '))]",
             "location": "[uriComponent(parameters('s'))]", "properties": {
               "serverFarmId": "[resourceId('Microsoft.Web/serverfarms', variables('mixed'))]",
               "virtualNetworkSubnetId": "[resourceId('Microsoft.Network/virtualNetworks/subnets', variables('upper'), parameters('o').name)]"}},
        ],
        "outputs": {"leak": {"type": "string", "value": "[parameters('s')]"}},
    });
    let folder = folder("derived");
    fs::write(folder.join("template.json"), template.to_string()).expect("a file");
    let secrets = [secret(1), secret(2), secret(3)];
    assert!(assert_nothing_leaks(&folder, "template.json", &[], &secrets));
}

/// A plan with a secret at every level that a mask can cover, in variables, outputs, constants and prior values.
fn everywhere() -> (Value, Vec<String>) {
    let secrets: Vec<String> = (0..24).map(secret).collect();
    let s = |number: usize| secrets[number].clone();
    let change = |address: &str, before: Value, after: Value, sensitive: Value| {
        json!({"address": address, "mode": "managed", "type": address.split('.').next(), "name": "x",
               "provider_name": "registry.terraform.io/hashicorp/azurerm",
               "change": {"actions": ["delete", "create"], "before": before, "after": after, "after_unknown": {"id": true},
                          "before_sensitive": true, "after_sensitive": sensitive,
                          "replace_paths": [["name"], ["address_prefixes", s(0)], ["delegation", {"name": s(3)}]]}})
    };
    let subnet = json!({"name": format!("snet-{}", s(1)), "resource_group_name": "rg", "virtual_network_name": s(2),
        "address_prefixes": ["10.0.0.8/29", s(0)],
        "delegation": [{"name": s(3), "service_delegation": [{"name": s(4), "actions": [s(5)]}]}]});
    let subnet_mask = json!({"name": true, "virtual_network_name": true, "address_prefixes": [false, true],
        "delegation": [{"name": true, "service_delegation": [{"name": true, "actions": true}]}]});
    let app = json!({"name": "app", "resource_group_name": "rg", "location": "westeurope", "service_plan_id": s(6),
        "virtual_network_subnet_id": s(7), "app_settings": {"PASSWORD": s(8)}, "site_config": [{"always_on": true, "app_command_line": s(9)}]});
    let app_mask = json!({"service_plan_id": true, "virtual_network_subnet_id": true, "app_settings": true, "site_config": [{"app_command_line": true}]});
    let whole =
        json!({"name": s(10), "location": s(11), "os_type": "Linux", "sku_name": s(12), "worker_count": 7_654_321});
    let nsg = json!({"name": "nsg", "location": "westeurope", "resource_group_name": "rg", "security_rule": [
        {"name": s(13), "description": s(14), "priority": 100, "access": "Deny", "direction": "Inbound", "protocol": "*",
         "source_address_prefix": s(15), "source_port_range": "*", "destination_address_prefix": "*", "destination_port_range": s(16)}]});
    let nsg_mask = json!({"security_rule": [{"name": true, "description": true, "source_address_prefix": true, "destination_port_range": true}]});
    let data = json!({"address": "data.azurerm_subnet.d", "mode": "data", "type": "azurerm_subnet", "name": "d",
        "provider_name": "registry.terraform.io/hashicorp/azurerm", "values": {"id": s(17), "name": s(18)},
        "sensitive_values": {"id": true, "name": true}});
    let plan = json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "variables": {"s": {"value": s(1)}, "deep": {"value": {"a": [s(19), 42_424_242]}}},
        "output_changes": {"o": {"actions": ["create"], "after": s(20), "after_sensitive": true}},
        "planned_values": {"outputs": {"o": {"sensitive": true, "value": s(20)}}},
        "prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": [data]}}},
        "resource_changes": [
            change("azurerm_subnet.x", subnet.clone(), subnet, subnet_mask),
            change("azurerm_linux_web_app.x", app.clone(), app, app_mask),
            change("azurerm_service_plan.x", whole.clone(), whole, json!(true)),
            change("azurerm_network_security_group.x", nsg.clone(), nsg, nsg_mask),
        ],
        "configuration": {"root_module": {
            "variables": {"s": {"sensitive": true, "default": s(21)}, "deep": {"sensitive": true}},
            "outputs": {"o": {"sensitive": true, "expression": {"constant_value": s(20)}}},
            "module_calls": {"m": {"source": "./m", "expressions": {"pw": {"constant_value": s(22)}},
                "module": {"variables": {"pw": {"sensitive": true, "default": s(23)}}}}},
        }},
    });
    (plan, secrets)
}

/// No secret of a plan is printed, wherever a mask or a declaration says that it is one; numbers count as well.
#[test]
fn secrets_of_plans_are_not_printed_wherever_they_are() {
    let (plan, mut secrets) = everywhere();
    secrets.extend(["7654321".to_owned(), "42424242".to_owned()]);
    let folder = folder("everywhere");
    fs::write(folder.join("plan.json"), plan.to_string()).expect("a file");
    let output = vnetguard(&folder, &["check", "plan.json", "--allow-empty"]);
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
    assert_nothing_leaks(&folder, "plan.json", &["--allow-empty"], &secrets);
}

/// Sources that hold secrets on the lines that findings show: constants of sensitive variables, in HCL and in JSON that is
/// one line.
#[test]
fn source_lines_hide_secrets() {
    let hcl = |secret: &str| serde_json::to_string(secret).expect("JSON");
    let (name, other) = (secret(1), secret(2));
    let values = json!({"name": name, "resource_group_name": "rg", "virtual_network_name": "v", "address_prefixes": ["10.0.0.8/29"],
        "delegation": [{"name": "d", "service_delegation": [{"name": "Microsoft.Web/serverFarms"}]}]});
    let app = json!({"name": "a", "resource_group_name": "rg", "location": "westeurope", "site_config": [{}],
        "app_settings": {"K": other}});
    let change = |address: &str, after: &Value, sensitive: Value, unknown: Value| {
        json!({"address": address, "mode": "managed", "type": address.split('.').next(), "name": "x",
               "provider_name": "registry.terraform.io/hashicorp/azurerm", "change": {"actions": ["create"], "before": null,
               "after": after, "after_unknown": unknown, "before_sensitive": false, "after_sensitive": sensitive}})
    };
    let block = |kind: &str, expressions: Value| {
        json!({"address": format!("{kind}.x"), "mode": "managed", "type": kind, "name": "x", "provider_config_key": "azurerm",
               "expressions": expressions})
    };
    let references = json!({"references": ["azurerm_subnet.x.id", "azurerm_subnet.x"]});
    let plan = json!({
        "format_version": "1.2",
        "resource_changes": [
            change("azurerm_subnet.x", &values, json!({"name": true}), json!({"id": true})),
            change("azurerm_linux_web_app.x", &app, json!({"app_settings": true}), json!({"id": true, "virtual_network_subnet_id": true})),
        ],
        "configuration": {"root_module": {"resources": [
            block("azurerm_subnet", json!({"name": {}})),
            block("azurerm_linux_web_app", json!({"virtual_network_subnet_id": references})),
        ]}},
    });
    let subnet = json!({"name": format!("${{sensitive({})}}", hcl(&name)), "address_prefixes": ["10.0.0.8/29"],
        "delegation": [{"name": "d", "service_delegation": [{"name": "Microsoft.Web/serverFarms"}]}]});
    let json_source = json!({"resource": {
        "azurerm_linux_web_app": {"x": {"app_settings": {"K": other}, "virtual_network_subnet_id": "${azurerm_subnet.x.id}"}},
        "azurerm_subnet": {"x": subnet},
    }});
    let hcl_source = format!(
        "resource \"azurerm_subnet\" \"x\" {{\n  name = sensitive({0}) # {0}\n  address_prefixes = [\"10.0.0.8/29\"] // {0}\n  \
         delegation {{ name = {0} }}\n}}\nresource \"azurerm_linux_web_app\" \"x\" {{\n  virtual_network_subnet_id = \
         azurerm_subnet.x.id\n}}\n",
        hcl(&name),
    );
    for (file, text) in [("main.tf", hcl_source), ("main.tf.json", json_source.to_string())] {
        let folder = folder(&format!("sources-{file}"));
        fs::write(folder.join("plan.json"), plan.to_string()).expect("a file");
        fs::write(folder.join(file), text).expect("a file");
        assert!(assert_nothing_leaks(&folder, "plan.json", &[], &[name.clone(), other.clone()]));
        let shown = vnetguard(&folder, &["check", "plan.json"]);
        assert!(String::from_utf8_lossy(&shown.stdout).contains(file), "{}", String::from_utf8_lossy(&shown.stdout));
    }
}

/// What is wrong with an input is told without what stands there: broken anywhere, noise around it, or another file.
#[test]
fn messages_about_broken_inputs_hide_secrets() {
    let (plan, secrets) = everywhere();
    let plan = plan.to_string();
    let template = json!({"$schema": "https://x/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
        "parameters": {"s": {"type": "secureString", "defaultValue": secret(1)}}, "resources": []});
    let pretty = serde_json::to_string_pretty(&template).expect("JSON");
    let at = |text: &str, needle: &str| text.find(needle).expect("is there");
    let escaped = serde_json::to_string(&secret(1)).expect("JSON");
    let broken = |text: &str, from: &str, to: &str| text.replacen(from, to, 1);
    let inputs: Vec<(&str, String)> = vec![
        ("cut", plan[..at(&plan, &escaped) + 12].to_owned()),
        ("unquoted", broken(&plan, &escaped, escaped.trim_matches('"'))),
        ("bracket", broken(&plan, &escaped, &format!("{escaped}]"))),
        ("two", format!("{plan}{plan}")),
        ("assignment", format!("TF_VAR_s={}\n{plan}", secret(1))),
        ("noise", format!("password: {}\n{plan}", secret(1))),
        ("echo", format!("+ export PW={} {plan}", secret(1))),
        ("variables", format!("db_password = {escaped}\n")),
        ("source", format!("variable \"s\" {{\n  default = {escaped}\n}}\n")),
        (
            "parameters",
            json!({"$schema": "https://x/deploymentParameters.json#", "parameters": {"s": {"value": secret(1)}}})
                .to_string(),
        ),
        ("other", json!({"password": secret(1)}).to_string()),
        ("list", json!([secret(1)]).to_string()),
        ("text", secret(1)),
        ("cut template", pretty[..at(&pretty, &escaped) + 12].to_owned()),
        ("unquoted template", broken(&pretty, &escaped, escaped.trim_matches('"'))),
        ("half quoted template", broken(&pretty, &escaped, escaped.trim_start_matches('"'))),
        ("open template", broken(&pretty, &escaped, escaped.trim_end_matches('"'))),
        ("doubled template", broken(&pretty, &escaped, &format!("{escaped} {escaped}"))),
        ("escaped template", broken(&pretty, &escaped, &format!("\"\\q{}", &escaped[1..]))),
        ("wrong type", broken(&plan, "\"resource_changes\":[", &format!("\"resource_changes\":[{escaped},"))),
        ("version", json!({"format_version": secret(1), "resource_changes": []}).to_string()),
    ];
    let folder = folder("broken");
    fs::write(folder.join("good.json"), &pretty).expect("a file");
    for (name, text) in inputs {
        let file = format!("{name}.json");
        fs::write(folder.join(&file), text).expect("a file");
        let mut runs = vec![vec!["check", &*file]];
        runs.push(vec!["check", "good.json", "--parameters", &file]);
        runs.push(vec!["check", "good.json", "--plan-file", &file]);
        for arguments in runs {
            let output = vnetguard(&folder, &arguments);
            for stream in [&output.stdout, &output.stderr] {
                assert_hides(&format!("{name} {arguments:?}"), &String::from_utf8_lossy(stream), &secrets);
            }
        }
        let output = vnetguard(&folder, &["inspect", "model", &file]);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", String::from_utf8_lossy(&output.stdout));
        assert_hides(name, &String::from_utf8_lossy(&output.stderr), &secrets);
    }
}

/// The spellings that are looked for are those that programs write.
#[test]
fn spellings_are_as_programs_write_them() {
    assert_eq!(base64(b"any carnal pleas"), "YW55IGNhcm5hbCBwbGVhcw==");
    assert_eq!(base64(b""), "");
    let spellings = spellings(" a\"B ");
    for expected in [" a\"B ", "a\"B", "a\\\"B", " a\"b ", "A\"B", "IGEiQiA="] {
        assert!(spellings.contains(expected), "{expected} in {spellings:?}");
    }
}
