terraform {
  required_providers {
    azapi = { source = "azure/azapi" }
  }
}
provider "azurerm" {
  features {}
}
locals {
  apps = { a = "app-a", b = "app-b" }
}
resource "azurerm_resource_group" "rg" {
  name     = "rg"
  location = "westeurope"
}
module "net" {
  source = "./net"
  group  = azurerm_resource_group.rg.name
  names  = ["one", "two"]
}
resource "azurerm_service_plan" "p" {
  name                = "p"
  location            = "westeurope"
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Linux"
  sku_name            = "P1v3"
}
resource "random_id" "late" {
  byte_length = 4
}
resource "azapi_resource" "app" {
  for_each  = local.apps
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = azurerm_resource_group.rg.id
  name      = each.value
  location  = "westeurope"
  body = {
    kind = "app,linux"
    properties = {
      serverFarmId           = azurerm_service_plan.p.id
      virtualNetworkSubnetId = each.key == "a" ? module.net.ids[0] : random_id.late.hex
      siteConfig = {
        appSettings = [for k in ["X", "Y"] : { name = k, value = "${module.net.ids[1]}-${k}" }]
      }
    }
  }
}
resource "azapi_resource" "third" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = azurerm_resource_group.rg.id
  name      = "third"
  location  = "westeurope"
  body = jsonencode(merge({ kind = "app,linux" }, {
    properties = {
      serverFarmId           = azurerm_service_plan.p.id
      virtualNetworkSubnetId = "${module.net.vnet}/subnets/two"
    }
  }))
}
