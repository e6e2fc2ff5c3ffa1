terraform {
  required_providers {
    azapi = { source = "azure/azapi" }
  }
}
provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-ise"
  location = "westeurope"
}
resource "azurerm_virtual_network" "net" {
  name                = "vnet"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.0.0.0/16"]
}
resource "random_id" "late" {
  byte_length = 4
}
resource "azapi_resource" "own" {
  count     = 3
  type      = "Microsoft.Network/virtualNetworks/subnets@2024-01-01"
  parent_id = azurerm_virtual_network.net.id
  name      = "ise${count.index}"
  body      = { properties = { addressPrefix = "10.0.${count.index}.0/27" } }
}
resource "azapi_resource" "ise" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  parent_id = azurerm_resource_group.rg.id
  name      = "ise"
  location  = "westeurope"
  body = {
    sku = { name = "Premium", capacity = 0 }
    properties = {
      networkConfiguration = {
        accessEndpoint = { type = "Internal" }
        subnets = [
          { id = azapi_resource.own[0].id },
          { id = azapi_resource.own[1].id },
          { id = azapi_resource.own[2].id },
          { id = random_id.late.hex },
        ]
      }
    }
  }
}
