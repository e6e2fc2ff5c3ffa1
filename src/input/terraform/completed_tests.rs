//! What is known of texts and maps in plans that do not know them. Each plan has one app, a vault with a secret and a certificate, a
//! registry, a storage account, and a network with two inline subnets.

use super::attach::FromSources;
use super::completed::write;
use super::evaluate::{Composed, TrustedModules};
use super::{PlanLoaded, PlanOptions, load};
use crate::input::declared::{Node, Tree};
use crate::input::{derived, normalise};
use crate::model::{Reason, Unknown};
use serde_json::{Value as Json, json};

const ROOT: &str = r#"
variable "secret" {
  sensitive = true
  default   = "hidden"
}
variable "open" {}
locals {
  common = { WEBSITE_DNS_SERVER = "10.0.0.4" }
  late   = azurerm_redis_cache.r.hostname
}
resource "azurerm_key_vault" "kv" {}
resource "azurerm_key_vault_secret" "s" { key_vault_id = azurerm_key_vault.kv.id }
resource "azurerm_key_vault_secret" "lost" { key_vault_id = random_id.late.hex }
resource "azurerm_key_vault_certificate" "c" { key_vault_id = azurerm_key_vault.kv.id }
resource "azurerm_container_registry" "acr" {}
resource "azurerm_storage_account" "sa" {}
resource "azurerm_storage_account" "zoned" { dns_endpoint_type = "AzureDnsZone" }
resource "azurerm_virtual_network" "net" {}
"#;

fn created(address: &str, after: &Json, unknown: &Json) -> Json {
    let kind = address.split('.').next().unwrap_or_default();
    json!({"address": address, "mode": "managed", "type": kind, "provider_name": "azurerm",
           "change": {"actions": ["create"], "after": after, "after_unknown": unknown}})
}

/// The plan, with the app as it is written (`body`) and planned.
fn plan(body: &str, after: &Json, unknown: &Json) -> PlanLoaded {
    let named = |name: &str| json!({"name": name, "location": "westeurope", "resource_group_name": "rg"});
    let late = json!({"id": true, "login_server": true, "vault_uri": true, "primary_blob_endpoint": true});
    let mut changes: Vec<Json> = [
        ("azurerm_key_vault.kv", "kv"),
        ("azurerm_key_vault_secret.s", "s"),
        ("azurerm_key_vault_secret.lost", "lost"),
        ("azurerm_key_vault_certificate.c", "c"),
        ("azurerm_container_registry.acr", "acr"),
        ("azurerm_storage_account.sa", "stor"),
        ("azurerm_storage_account.zoned", "zoned"),
    ]
    .iter()
    .map(|(address, name)| created(address, &named(name), &late))
    .collect();
    let mut network = named("net");
    network["subnet"] = json!([{"name": "one"}, {"name": "two"}]);
    changes.push(created(
        "azurerm_virtual_network.net",
        &network,
        &json!({"id": true, "subnet": [{"id": true}, {"id": true}]}),
    ));
    changes.push(created("azurerm_linux_web_app.app", after, unknown));
    let document = json!({"format_version": "1.2", "resource_changes": changes});
    let wanted = |resource_type: &str| {
        normalise::wanted_arguments(resource_type).or_else(|| derived::wanted_arguments(resource_type))
    };
    let options = PlanOptions { wanted_attributes: &wanted };
    let mut plan = load(0, "plan.json", document.to_string().as_bytes(), options).expect("loads");
    let text = format!("{ROOT}\nresource \"azurerm_linux_web_app\" \"app\" {{\n{body}\n}}\n");
    let modules = TrustedModules::written(&[("", &text)]);
    let sources = FromSources { modules: &modules, holds_references: &normalise::holds_references };
    plan.resolve(&normalise::reference_targets, Some(sources));
    plan
}

/// A value as text: `?` in front of what is known of an unknown one, `*` in front of a sensitive one.
fn shown(node: &Node) -> String {
    let value = match &node.tree {
        Tree::Text(text) => text.to_string(),
        Tree::Unknown(unknown) => format!("?{}", unknown.pattern.as_deref().unwrap_or_default()),
        Tree::Object(members) => {
            let members: Vec<String> = members.iter().map(|(name, node)| format!("{name}={}", shown(node))).collect();
            format!("{{{}}}", members.join(", "))
        }
        other => format!("{other:?}"),
    };
    if node.sensitive { format!("*{value}") } else { value }
}

fn argument<'p>(plan: &'p PlanLoaded, name: &str) -> &'p Node {
    let app = plan.after.iter().find(|declared| declared.resource_type == "azurerm_linux_web_app").expect("an app");
    app.body.get(name).expect(name)
}

/// The settings that `expression` makes, in a plan that knows none.
fn settings(expression: &str) -> String {
    let plan = plan(&format!("app_settings = {expression}"), &json!({}), &json!({"app_settings": true}));
    shown(argument(&plan, "app_settings"))
}

/// Names and values that the sources prove are known, the others not; what no sources prove stays unknown as a whole.
#[test]
fn maps() {
    for (expression, expected) in [
        ("{ A = azurerm_redis_cache.r.hostname, B = 1, C = true, D = null, E = 1.5 }", "{A=?, B=1, C=true, E=1.5}"),
        ("merge(local.common, { A = local.late })", "{A=?, WEBSITE_DNS_SERVER=10.0.0.4}"),
        ("merge({ A = local.late }, var.open ? { B = 1 } : {})", "?"),
        ("merge({ A = local.late }, var.open)", "?"),
        ("{ for k in [\"A\", \"B\"] : k => local.late }", "{A=?, B=?}"),
        ("{ (local.late) = 1 }", "?"),
        ("{ A = local.late, WEBSITE_VNET_ROUTE_ALL = var.open ? 1 : null }", "?"),
        // The plan would know all of it: these are not its sources.
        ("{ A = 1 }", "?"),
        ("local.none", "?"),
    ] {
        assert_eq!(settings(expression), expected, "{expression}");
    }
}

/// What the plan knows counts, whatever the sources say.
#[test]
fn known_maps_stay() {
    let plan =
        plan("app_settings = { A = local.late }", &json!({"app_settings": {"B": "1"}}), &json!({"app_settings": {}}));
    assert_eq!(shown(argument(&plan, "app_settings")), "{B=1}");
}

/// Attributes that follow from names are known as far as the names are.
#[test]
fn derived_texts() {
    for (expression, expected) in [
        ("azurerm_key_vault.kv.vault_uri", "https://kv.vault.azure.net/"),
        ("\"${azurerm_key_vault.kv.vault_uri}secrets/x\"", "https://kv.vault.azure.net/secrets/x"),
        ("azurerm_key_vault_secret.s.versionless_id", "https://kv.vault.azure.net/secrets/s"),
        ("azurerm_key_vault_secret.s.id", "?https://kv.vault.azure.net/secrets/s/{azurerm_key_vault_secret.s.version}"),
        ("azurerm_key_vault_secret.lost.versionless_id", "?"),
        ("\"https://${azurerm_container_registry.acr.login_server}\"", "https://acr.azurecr.io"),
        ("azurerm_storage_account.sa.primary_blob_endpoint", "https://stor.blob.core.windows.net/"),
        ("azurerm_storage_account.zoned.primary_blob_endpoint", "?"),
        ("azurerm_storage_account.sa.primary_access_key", "?"),
        (
            "\"k=${azurerm_storage_account.sa.primary_access_key};n=${azurerm_storage_account.sa.name}\"",
            "?k={azurerm_storage_account.sa.primary_access_key};n=stor",
        ),
        ("upper(azurerm_key_vault.kv.vault_uri)", "?"),
        ("var.open ? azurerm_key_vault.kv.vault_uri : \"\"", "?"),
    ] {
        assert_eq!(settings(&format!("{{ A = {expression} }}")), format!("{{A={expected}}}"), "{expression}");
    }
}

/// What the sources make of sensitive values is sensitive, although a plan does not say so of an unknown map.
#[test]
fn sensitive_texts() {
    let body = r#"app_settings = {
        A = local.late
        B = var.secret
        C = upper(var.secret)
        D = "x-${var.secret}"
        E = sensitive("other")
        F = "${var.secret}-${local.late}"
        G = "${azurerm_storage_account.sa.primary_access_key}-${var.secret}"
        H = "shown"
        I = upper(join("-", ["x", var.secret]))
    }"#;
    let plan = plan(body, &json!({}), &json!({"app_settings": true}));
    let settings = shown(argument(&plan, "app_settings"));
    assert_eq!(settings, "{A=?, B=*hidden, C=*HIDDEN, D=*x-hidden, E=*other, F=*?, G=*?, H=shown, I=*X-HIDDEN}");
    for secret in ["hidden", "HIDDEN", "x-hidden", "other"] {
        assert!(plan.secrets.iter().any(|it| it == secret), "{secret}");
    }
    assert!(plan.secrets.iter().all(|it| it != "shown"));
}

/// Texts in blocks are completed where there is one block; of a sensitive one only the host is told.
#[test]
fn blocks() {
    let body = r#"
        backup {
            storage_account_url = "${azurerm_storage_account.sa.primary_blob_endpoint}c?${random_id.sas.hex}"
        }
        site_config {
            application_stack {
                docker_registry_url = "https://${azurerm_container_registry.acr.login_server}"
            }
        }
    "#;
    let after = json!({"backup": [{}], "site_config": [{"application_stack": [{}]}]});
    let unknown = json!({"backup": [{"storage_account_url": true}],
                         "site_config": [{"application_stack": [{"docker_registry_url": true}]}]});
    let plan = plan(body, &after, &unknown);
    let inside = |node: &Node, names: &[&str]| {
        let mut node = node.clone();
        for name in names {
            if let Tree::List { items, .. } = &node.tree {
                node = items.first().expect("an element").clone();
            }
            node = node.get(name).expect(name).clone();
        }
        shown(&node)
    };
    let registry = ["application_stack", "docker_registry_url"];
    assert_eq!(inside(argument(&plan, "site_config"), &registry), "https://acr.azurecr.io");
    let address = inside(argument(&plan, "backup"), &["storage_account_url"]);
    assert_eq!(address, "?https://stor.blob.core.windows.net/c?{#1}");
    let concealed = Composed { pattern: address.replace('?', ""), open: vec!["#1".to_owned()], ..Composed::default() };
    let mut node = Node { sensitive: true, ..Node::unknown(Unknown::new(Reason::KnownAfterApply, "")) };
    write(&mut node, &concealed);
    assert_eq!(shown(&node), "*?https://stor.blob.core.windows.net/{#1}");
}

/// The id of an inline subnet is that of its network with its name, where one of them is meant.
#[test]
fn inline_subnets() {
    const ONE: &str =
        "?/subscriptions/{azurerm}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/net/subnets/one";
    for (expression, expected) in [
        ("one([for s in azurerm_virtual_network.net.subnet : s.id if s.name == \"one\"])", ONE),
        ("{ for s in azurerm_virtual_network.net.subnet : s.name => s.id }[\"one\"]", ONE),
        ("[for s in azurerm_virtual_network.net.subnet : s.id if s.name == \"one\"][0]", ONE),
        // They are in no order.
        ("tolist(azurerm_virtual_network.net.subnet)[0].id", "?"),
        ("one([for s in azurerm_virtual_network.net.subnet : s.id if s.name == local.late])", "?"),
    ] {
        let body = format!("virtual_network_subnet_id = {expression}");
        let plan = plan(&body, &json!({}), &json!({"virtual_network_subnet_id": true}));
        assert_eq!(shown(argument(&plan, "virtual_network_subnet_id")), expected, "{expression}");
    }
}
