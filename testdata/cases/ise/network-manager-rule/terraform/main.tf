terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "group" {
  name     = "rg-manager"
  location = "westus2"
}

resource "azurerm_virtual_network" "net" {
  name                = "net"
  location            = azurerm_resource_group.group.location
  resource_group_name = azurerm_resource_group.group.name
  address_space       = ["10.0.0.0/16"]
}

locals {
  subnets = { a = 0, b = 32, c = 64, d = 96 }
}

resource "azurerm_subnet" "ise" {
  for_each             = local.subnets
  name                 = each.key
  resource_group_name  = azurerm_resource_group.group.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.0.${each.value}/27"]

  dynamic "delegation" {
    for_each = each.key == "a" ? ["ise"] : []

    content {
      name = delegation.value

      service_delegation {
        name = "Microsoft.Logic/integrationServiceEnvironments"
      }
    }
  }
}

resource "azurerm_integration_service_environment" "ise" {
  name                       = "ise"
  location                   = azurerm_resource_group.group.location
  resource_group_name        = azurerm_resource_group.group.name
  sku_name                   = "Premium_0"
  access_endpoint_type       = "Internal"
  virtual_network_subnet_ids = [for name in keys(local.subnets) : azurerm_subnet.ise[name].id]
}

resource "azurerm_subnet_network_security_group_association" "ise" {
  for_each                  = local.subnets
  subnet_id                 = azurerm_subnet.ise[each.key].id
  network_security_group_id = azurerm_network_security_group.group.id
}

resource "azurerm_network_security_group" "group" {
  name                = "nsg"
  location            = azurerm_resource_group.group.location
  resource_group_name = azurerm_resource_group.group.name
}

resource "azurerm_network_manager" "manager" {
  name                = "manager"
  location            = azurerm_resource_group.group.location
  resource_group_name = azurerm_resource_group.group.name
  scope_accesses      = ["SecurityAdmin"]

  scope {
    subscription_ids = ["/subscriptions/00000000-0000-0000-0000-000000000001"]
  }
}

resource "azurerm_network_manager_network_group" "all" {
  name               = "all"
  network_manager_id = azurerm_network_manager.manager.id
}

resource "azurerm_network_manager_static_member" "net" {
  name                      = "net"
  network_group_id          = azurerm_network_manager_network_group.all.id
  target_virtual_network_id = azurerm_virtual_network.net.id
}

resource "azurerm_network_manager_security_admin_configuration" "security" {
  name               = "security"
  network_manager_id = azurerm_network_manager.manager.id
}

resource "azurerm_network_manager_admin_rule_collection" "rules" {
  name                            = "rules"
  security_admin_configuration_id = azurerm_network_manager_security_admin_configuration.security.id
  network_group_ids               = [azurerm_network_manager_network_group.all.id]
}

resource "azurerm_network_manager_admin_rule" "no_management" {
  name                     = "no-management"
  admin_rule_collection_id = azurerm_network_manager_admin_rule_collection.rules.id
  action                   = "Deny"
  direction                = "Inbound"
  priority                 = 10
  protocol                 = "Tcp"
  source_port_ranges       = ["0-65535"]
  destination_port_ranges  = ["3443"]

  source {
    address_prefix      = "*"
    address_prefix_type = "IPPrefix"
  }

  destination {
    address_prefix      = "*"
    address_prefix_type = "IPPrefix"
  }
}

resource "azurerm_network_manager_admin_rule" "no_tls" {
  name                     = "no-tls"
  admin_rule_collection_id = azurerm_network_manager_admin_rule_collection.rules.id
  action                   = "Deny"
  direction                = "Outbound"
  priority                 = 10
  protocol                 = "Tcp"
  source_port_ranges       = ["0-65535"]
  destination_port_ranges  = ["443"]

  source {
    address_prefix      = "*"
    address_prefix_type = "IPPrefix"
  }

  destination {
    address_prefix      = "*"
    address_prefix_type = "IPPrefix"
  }
}

resource "azurerm_subnet" "web" {
  name                 = "web"
  resource_group_name  = azurerm_resource_group.group.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.1.0/26"]

  delegation {
    name = "web"

    service_delegation {
      name = "Microsoft.Web/serverFarms"
    }
  }
}

resource "azurerm_subnet_network_security_group_association" "web" {
  subnet_id                 = azurerm_subnet.web.id
  network_security_group_id = azurerm_network_security_group.group.id
}

resource "azurerm_service_plan" "plan" {
  name                = "plan"
  location            = azurerm_resource_group.group.location
  resource_group_name = azurerm_resource_group.group.name
  os_type             = "Linux"
  sku_name            = "P1v3"
  worker_count        = 1
}

resource "azurerm_linux_web_app" "app" {
  name                      = "app"
  location                  = azurerm_resource_group.group.location
  resource_group_name       = azurerm_resource_group.group.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = azurerm_subnet.web.id

  identity {
    type = "SystemAssigned"
  }

  site_config {
    vnet_route_all_enabled = true
  }
}
