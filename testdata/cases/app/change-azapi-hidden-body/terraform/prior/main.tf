terraform {
  required_providers {
    azapi = { source = "azure/azapi" }
  }
}
provider "azurerm" {
  features {}
}
resource "azurerm_resource_group" "rg" {
  name     = "rg"
  location = "westeurope"
}
resource "azapi_resource" "hidden" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = azurerm_resource_group.rg.id
  name      = "hidden"
  location  = "westeurope"
  sensitive_body = {
    properties = {
      virtualNetworkSubnetId = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s"
    }
  }
}
resource "azapi_resource" "versioned" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = azurerm_resource_group.rg.id
  name      = "versioned"
  location  = "westeurope"
  body      = { kind = "app" }
  sensitive_body = {
    properties = {
      virtualNetworkSubnetId = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s"
    }
  }
  sensitive_body_version = { "properties.virtualNetworkSubnetId" = "1" }
}
resource "azapi_resource" "plain" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = azurerm_resource_group.rg.id
  name      = "plain"
  location  = "westeurope"
  body      = { kind = "app", properties = { httpsOnly = true } }
}
