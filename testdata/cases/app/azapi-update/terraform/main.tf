terraform {
  required_providers {
    azapi = {
      source = "azure/azapi"
    }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-update"
  location = "westeurope"
}

resource "azurerm_virtual_network" "net" {
  name                = "vnet"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "app" {
  for_each             = toset(["delegated", "narrowed", "unknown", "plain"])
  name                 = each.key
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = [cidrsubnet("10.0.0.0/16", 10, index(["delegated", "narrowed", "unknown", "plain"], each.key))]
}

resource "azapi_update_resource" "delegation" {
  type        = "Microsoft.Network/virtualNetworks/subnets@2024-01-01"
  resource_id = azurerm_subnet.app["delegated"].id

  body = {
    properties = {
      delegations = [{
        name = "web"
        properties = {
          serviceName = "Microsoft.Web/serverFarms"
        }
      }]
    }
  }
}

resource "azapi_update_resource" "prefix" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2024-01-01"
  parent_id = azurerm_virtual_network.net.id
  name      = "narrowed"

  body = {
    properties = {
      addressPrefixes = ["10.0.9.0/29"]
    }
  }
}

resource "terraform_data" "delegations" {
  input = [{ name = "web" }]
}

resource "azapi_update_resource" "unknown" {
  type        = "Microsoft.Network/virtualNetworks/subnets@2024-01-01"
  resource_id = azurerm_subnet.app["unknown"].id

  body = {
    properties = {
      delegations = terraform_data.delegations.output
    }
  }
}

resource "azurerm_service_plan" "plan" {
  name                = "plan"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Linux"
  sku_name            = "P1v3"
}

resource "azurerm_linux_web_app" "app" {
  for_each                  = azurerm_subnet.app
  name                      = each.key
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = each.value.id

  site_config {}
}

resource "azapi_resource_action" "restart" {
  type        = "Microsoft.Web/sites@2023-12-01"
  resource_id = azurerm_linux_web_app.app["plain"].id
  action      = "restart"
  method      = "POST"
}
