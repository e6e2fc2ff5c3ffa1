//! A configuration of modules, its sources and its plan, in any size: the layout in which references are hardest.
//!
//! The root module calls a network module for each entry of a local map; the module makes a network, subnets and security
//! groups with `for_each`, and associates them; apps in the root module take their subnet from the module's output map.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const SUBNETS: [&str; 3] = ["app", "data", "edge"];

const NETWORK: &str = r#"variable "name" {
  type = string
}

variable "subnets" {
  type = map(object({
    prefix    = string
    delegated = optional(bool, false)
  }))
}

resource "azurerm_virtual_network" "this" {
  name                = var.name
  resource_group_name = "rg-${var.name}"
  location            = "westeurope"
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "this" {
  for_each             = var.subnets
  name                 = each.key
  resource_group_name  = "rg-${var.name}"
  virtual_network_name = azurerm_virtual_network.this.name
  address_prefixes     = [each.value.prefix]

  dynamic "delegation" {
    for_each = each.value.delegated ? ["web"] : []
    content {
      name = delegation.value
      service_delegation {
        name = "Microsoft.Web/serverFarms"
      }
    }
  }
}

resource "azurerm_network_security_group" "this" {
  for_each            = var.subnets
  name                = "nsg-${each.key}"
  resource_group_name = "rg-${var.name}"
  location            = "westeurope"
}

resource "azurerm_subnet_network_security_group_association" "this" {
  for_each                  = azurerm_subnet.this
  subnet_id                 = each.value.id
  network_security_group_id = azurerm_network_security_group.this[each.key].id
}

output "subnet_ids" {
  value = { for key, subnet in azurerm_subnet.this : key => subnet.id }
}
"#;

/// Writes sources and plan of `networks` networks below `folder`; the plan's path.
pub(crate) fn write(folder: &Path, networks: usize) -> PathBuf {
    let module = folder.join("network");
    fs::create_dir_all(&module).expect("a folder");
    fs::write(module.join("main.tf"), NETWORK).expect("a module");
    fs::write(folder.join("main.tf"), root(networks)).expect("the root module");
    let path = folder.join("plan.json");
    fs::write(&path, plan(networks)).expect("a plan");
    path
}

fn root(networks: usize) -> String {
    let mut text = String::from("locals {\n  networks = {\n");
    for index in 0..networks {
        write!(text, "    n{index} = {{\n      subnets = {{\n").expect("text");
        for (at, subnet) in SUBNETS.iter().enumerate() {
            let delegated = if at == 0 { ", delegated = true" } else { "" };
            writeln!(text, "        {subnet} = {{ prefix = \"10.0.{at}.0/24\"{delegated} }}").expect("text");
        }
        text.push_str("      }\n    }\n");
    }
    text.push_str(
        r#"  }
}

module "network" {
  source   = "./network"
  for_each = local.networks
  name     = each.key
  subnets  = each.value.subnets
}

resource "azurerm_service_plan" "this" {
  name                = "plan"
  resource_group_name = "rg"
  location            = "westeurope"
  os_type             = "Linux"
  sku_name            = "P1v3"
}

resource "azurerm_linux_web_app" "this" {
  for_each                  = local.networks
  name                      = "app-${each.key}"
  resource_group_name       = "rg"
  location                  = "westeurope"
  service_plan_id           = azurerm_service_plan.this.id
  virtual_network_subnet_id = module.network[each.key].subnet_ids["app"]
  site_config {}
}
"#,
    );
    text
}

struct Changes(String);

impl Changes {
    fn add(&mut self, module: &str, kind: &str, key: &str, after: &str, unknown: &str) {
        let address = format!("{module}{}{kind}.this{key}", if module.is_empty() { "" } else { "." });
        let text = |text: &str| serde_json::to_string(text).expect("a string");
        let separator = if self.0.is_empty() { "" } else { "," };
        let module = if module.is_empty() { String::new() } else { format!(r#""module_address":{},"#, text(module)) };
        let index = key.trim_matches(['[', ']']);
        let index = if index.is_empty() { String::new() } else { format!(r#""index":{index},"#) };
        write!(
            self.0,
            r#"{separator}{{"address":{},{module}"mode":"managed","type":"{kind}","name":"this",{index}"provider_name":"registry.terraform.io/hashicorp/azurerm","change":{{"actions":["create"],"before":null,"after":{{{after}}},"after_unknown":{{{unknown}}},"before_sensitive":false,"after_sensitive":{{}}}}}}"#,
            text(&address),
        )
        .expect("text");
    }
}

fn plan(networks: usize) -> String {
    let mut changes = Changes(String::new());
    for index in 0..networks {
        let name = format!("n{index}");
        let module = format!(r#"module.network["{name}"]"#);
        let common = format!(r#""resource_group_name":"rg-{name}","location":"westeurope""#);
        let network = format!(r#"{common},"name":"{name}","address_space":["10.0.0.0/16"]"#);
        changes.add(&module, "azurerm_virtual_network", "", &network, r#""id":true"#);
        for (at, subnet) in SUBNETS.iter().enumerate() {
            let key = format!(r#"["{subnet}"]"#);
            let delegation = match at {
                0 => r#"[{"name":"web","service_delegation":[{"name":"Microsoft.Web/serverFarms"}]}]"#,
                _ => "[]",
            };
            let after = format!(
                r#""resource_group_name":"rg-{name}","virtual_network_name":"{name}","name":"{subnet}","address_prefixes":["10.0.{at}.0/24"],"delegation":{delegation}"#
            );
            changes.add(&module, "azurerm_subnet", &key, &after, r#""id":true"#);
            let group = format!(r#"{common},"name":"nsg-{subnet}""#);
            let unknown = r#""id":true,"security_rule":true"#;
            changes.add(&module, "azurerm_network_security_group", &key, &group, unknown);
            let unknown = r#""id":true,"subnet_id":true,"network_security_group_id":true"#;
            changes.add(&module, "azurerm_subnet_network_security_group_association", &key, "", unknown);
        }
        let app =
            format!(r#""resource_group_name":"rg","location":"westeurope","name":"app-{name}","site_config":[{{}}]"#);
        let unknown = r#""id":true,"service_plan_id":true,"virtual_network_subnet_id":true"#;
        changes.add("", "azurerm_linux_web_app", &format!(r#"["{name}"]"#), &app, unknown);
    }
    let service_plan =
        r#""resource_group_name":"rg","location":"westeurope","name":"plan","os_type":"Linux","sku_name":"P1v3""#;
    changes.add("", "azurerm_service_plan", "", service_plan, r#""id":true"#);
    format!(
        r#"{{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[{}],"configuration":{CONFIGURATION}}}"#,
        changes.0
    )
}

const CONFIGURATION: &str = r#"{"provider_config":{"azurerm":{"name":"azurerm","full_name":"registry.terraform.io/hashicorp/azurerm"}},"root_module":{"resources":[{"address":"azurerm_linux_web_app.this","mode":"managed","type":"azurerm_linux_web_app","name":"this","provider_config_key":"azurerm","expressions":{"location":{"constant_value":"westeurope"},"name":{"references":["each.key"]},"resource_group_name":{"constant_value":"rg"},"service_plan_id":{"references":["azurerm_service_plan.this.id","azurerm_service_plan.this"]},"site_config":[{}],"virtual_network_subnet_id":{"references":["module.network","each.key"]}},"schema_version":0,"for_each_expression":{"references":["local.networks"]}},{"address":"azurerm_service_plan.this","mode":"managed","type":"azurerm_service_plan","name":"this","provider_config_key":"azurerm","expressions":{"location":{"constant_value":"westeurope"},"name":{"constant_value":"plan"},"os_type":{"constant_value":"Linux"},"resource_group_name":{"constant_value":"rg"},"sku_name":{"constant_value":"P1v3"}},"schema_version":0}],"module_calls":{"network":{"source":"./network","expressions":{"name":{"references":["each.key"]},"subnets":{"references":["each.value.subnets","each.value"]}},"for_each_expression":{"references":["local.networks"]},"module":{"outputs":{"subnet_ids":{"expression":{"references":["azurerm_subnet.this"]}}},"resources":[{"address":"azurerm_network_security_group.this","mode":"managed","type":"azurerm_network_security_group","name":"this","provider_config_key":"azurerm","expressions":{"location":{"constant_value":"westeurope"},"name":{"references":["each.key"]},"resource_group_name":{"references":["var.name"]}},"schema_version":0,"for_each_expression":{"references":["var.subnets"]}},{"address":"azurerm_subnet.this","mode":"managed","type":"azurerm_subnet","name":"this","provider_config_key":"azurerm","expressions":{"address_prefixes":{"references":["each.value.prefix","each.value"]},"name":{"references":["each.key"]},"resource_group_name":{"references":["var.name"]},"virtual_network_name":{"references":["azurerm_virtual_network.this.name","azurerm_virtual_network.this"]}},"schema_version":0,"for_each_expression":{"references":["var.subnets"]}},{"address":"azurerm_subnet_network_security_group_association.this","mode":"managed","type":"azurerm_subnet_network_security_group_association","name":"this","provider_config_key":"azurerm","expressions":{"network_security_group_id":{"references":["azurerm_network_security_group.this","each.key"]},"subnet_id":{"references":["each.value.id","each.value"]}},"schema_version":0,"for_each_expression":{"references":["azurerm_subnet.this"]}},{"address":"azurerm_virtual_network.this","mode":"managed","type":"azurerm_virtual_network","name":"this","provider_config_key":"azurerm","expressions":{"address_space":{"constant_value":["10.0.0.0/16"]},"location":{"constant_value":"westeurope"},"name":{"references":["var.name"]},"resource_group_name":{"references":["var.name"]}},"schema_version":0}],"variables":{"name":{},"subnets":{}}}}}}}"#;
