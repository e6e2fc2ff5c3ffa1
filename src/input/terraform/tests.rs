//! Whole plans: fixtures of this repository, small plans written here, and any corpus that is at hand.

use super::attach::ReferenceCounts;
use super::*;
use crate::input::declared::{Node, ReferenceCertainty, Tree};
use std::collections::BTreeSet;
use std::path::Path;

mod fixtures;
mod formats;
mod sections;
mod written;

/// Attributes that are kept in these tests, by type.
const WANTED: [(&str, &[&str]); 18] = [
    (
        "azurerm_subnet",
        &[
            "name",
            "resource_group_name",
            "virtual_network_name",
            "address_prefixes",
            "delegation",
            "network_security_group_id",
            "network_security_group_id_wo",
        ],
    ),
    ("azurerm_virtual_network", &["name", "resource_group_name", "address_space", "subnet"]),
    ("azurerm_network_security_group", &["name", "resource_group_name", "security_rule"]),
    ("azurerm_network_security_rule", &["name", "priority", "network_security_group_name"]),
    ("azurerm_subnet_network_security_group_association", &["subnet_id", "network_security_group_id"]),
    ("azurerm_subnet_route_table_association", &["subnet_id", "route_table_id"]),
    ("azurerm_integration_service_environment", &["name", "sku_name", "virtual_network_subnet_ids"]),
    ("azurerm_app_service_environment_v3", &["name", "subnet_id"]),
    ("azurerm_service_plan", &["name", "sku_name", "os_type", "app_service_environment_id"]),
    ("azurerm_app_service_plan", &["name", "sku"]),
    ("azurerm_linux_web_app", &["name", "service_plan_id", "virtual_network_subnet_id", "app_settings", "site_config"]),
    (
        "azurerm_windows_web_app",
        &["name", "service_plan_id", "virtual_network_subnet_id", "app_settings", "site_config"],
    ),
    (
        "azurerm_linux_function_app",
        &[
            "name",
            "service_plan_id",
            "virtual_network_subnet_id",
            "app_settings",
            "site_config",
            "identity",
            "connection_string",
        ],
    ),
    ("azurerm_windows_function_app", &["name", "service_plan_id", "virtual_network_subnet_id", "site_config"]),
    ("azurerm_logic_app_standard", &["name", "app_service_plan_id", "virtual_network_subnet_id", "app_settings"]),
    ("azurerm_app_service_virtual_network_swift_connection", &["app_service_id", "subnet_id"]),
    ("azurerm_user_assigned_identity", &["name"]),
    ("azurerm_storage_account", &["name", "network_rules"]),
];

fn wanted_attributes(resource_type: &str) -> Option<&'static [&'static str]> {
    WANTED.iter().find(|(name, _)| *name == resource_type).map(|(_, attributes)| *attributes)
}

/// What an attribute may refer to in these tests, by the end of its path.
fn expected(_: &str, path: &str) -> &'static [&'static str] {
    match path.rsplit('.').next().unwrap_or_default() {
        "subnet_id" | "virtual_network_subnet_id" | "virtual_network_subnet_ids" => &["azurerm_subnet"],
        "network_security_group_id" | "network_security_group_id_wo" | "security_group" => {
            &["azurerm_network_security_group"]
        }
        "virtual_network_name" => &["azurerm_virtual_network"],
        "service_plan_id" | "app_service_plan_id" => &["azurerm_service_plan", "azurerm_app_service_plan"],
        "app_service_environment_id" => &["azurerm_app_service_environment_v3"],
        "app_service_id" => &["azurerm_windows_web_app", "azurerm_linux_web_app", "azurerm_linux_function_app"],
        "identity_ids" => &["azurerm_user_assigned_identity"],
        _ => &[],
    }
}

fn options() -> PlanOptions<'static> {
    PlanOptions { wanted_attributes: &wanted_attributes }
}

fn read(plan: &str) -> Result<PlanLoaded, InputError> {
    load(0, "plan.json", plan.as_bytes(), options())
}

/// The value at a path such as `site_config.0.ip_restriction` of a resource that will be.
fn at<'p>(plan: &'p PlanLoaded, address: &str, path: &str) -> &'p Node {
    let resource = plan.after.iter().find(|resource| resource.subject == address).expect(address);
    path.split('.').fold(&resource.body, |node, step| match &node.tree {
        Tree::Object(members) => members.get(step).unwrap_or_else(|| panic!("{address} {path}: no '{step}'")),
        Tree::List { items, .. } => &items[step.parse::<usize>().expect("an index")],
        other => panic!("{address} {path}: {other:?}"),
    })
}

/// Every plan of a corpus loads and resolves, wherever there is one.
#[test]
fn corpus_plans_load() {
    let Some(corpus) = std::env::var_os("VNETGUARD_CORPUS") else { return };
    let mut plans = 0;
    let mut counts = ReferenceCounts::default();
    let folder = Path::new(&corpus).join("plans");
    for case in std::fs::read_dir(&folder).expect("is a folder").flatten() {
        let path = case.path().join("plan.json");
        if !path.exists() {
            continue;
        }
        let opened = crate::input::bytes::open(&path.to_string_lossy()).expect("opens");
        let result = load(0, &path.to_string_lossy(), opened.stream, options());
        let mut plan = result.unwrap_or_else(|error| panic!("{error} ({})", error.help));
        let count = plan.resolve(&expected, None);
        counts.exact += count.exact;
        counts.inferred += count.inferred;
        counts.candidates += count.candidates;
        counts.unresolved += count.unresolved;
        let whole: serde_json::Value = whole_document(&path);
        let planned = whole.get("resource_changes").and_then(serde_json::Value::as_array).map_or(0, |changes| {
            let leaves = |change: &&serde_json::Value| {
                let actions = change["change"]["actions"].as_array().expect("has actions");
                change["mode"] != "data" && actions.iter().any(|action| action != "delete" && action != "forget")
            };
            changes.iter().filter(leaves).count()
        });
        let managed =
            plan.after.iter().filter(|resource| resource.presence == crate::model::Presence::Declared).count();
        assert_eq!(managed + plan.not_understood.values().sum::<usize>(), planned, "{}", path.display());
        plans += 1;
    }
    assert!(plans > 300, "{plans} plans in {}", folder.display());
    assert!(counts.exact > counts.unresolved, "{counts:?}");
}

fn whole_document(path: &Path) -> serde_json::Value {
    let mut opened = crate::input::bytes::open(&path.to_string_lossy()).expect("opens");
    let mut text = String::new();
    opened.stream.read_to_string(&mut text).expect("is text");
    serde_json::from_str(&text).expect("is JSON")
}
