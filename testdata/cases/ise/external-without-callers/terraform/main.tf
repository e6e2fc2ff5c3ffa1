terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "3.117.1"
    }
  }
}
provider "azurerm" {
  features {}
}
resource "azurerm_resource_group" "rg" {
  name     = "rg"
  location = "westus2"
}
resource "azurerm_virtual_network" "net" {
  name                = "vnet-ise"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.0.0.0/16"]

}
locals {
  rules = {
    mgmt = { p = 200, src = "LogicAppsManagement", ports = ["454"] }
    la   = { p = 210, src = "LogicApps", ports = ["454"] }
    conn = { p = 220, src = "AzureConnectors", ports = ["454"] }
    asm  = { p = 230, src = "AppServiceManagement", ports = ["454", "455"] }
    atm  = { p = 235, src = "AzureTrafficManager", ports = ["443", "454"] }
    apim = { p = 240, src = "ApiManagement", ports = ["3443"] }
    alb  = { p = 250, src = "AzureLoadBalancer", ports = ["0-65535"] }
  }
}
resource "azurerm_network_security_group" "nsg" {
  name                = "nsg-ise"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  dynamic "security_rule" {
    for_each = local.rules
    content {
      name                       = security_rule.key
      priority                   = security_rule.value.p
      direction                  = "Inbound"
      access                     = "Allow"
      protocol                   = "*"
      source_address_prefix      = security_rule.value.src
      source_port_range          = "*"
      destination_address_prefix = "VirtualNetwork"
      destination_port_ranges    = security_rule.value.ports
    }
  }
}
resource "azurerm_subnet" "s" {
  for_each             = { a = 0, b = 1, c = 2, d = 3 }
  name                 = "ise-${each.key}"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = [cidrsubnet("10.0.0.0/24", 3, each.value)]
  dynamic "delegation" {
    for_each = each.key == "a" ? [1] : []
    content {
      name = "d"
      service_delegation {
        name = "Microsoft.Logic/integrationServiceEnvironments"
      }
    }
  }
}
resource "azurerm_subnet_network_security_group_association" "a" {
  for_each                  = azurerm_subnet.s
  subnet_id                 = each.value.id
  network_security_group_id = azurerm_network_security_group.nsg.id
}
resource "azurerm_integration_service_environment" "ise" {
  name                       = "ise1"
  location                   = azurerm_resource_group.rg.location
  resource_group_name        = azurerm_resource_group.rg.name
  sku_name                   = "Premium_0"
  access_endpoint_type       = "External"
  virtual_network_subnet_ids = [for s in azurerm_subnet.s : s.id]
}
