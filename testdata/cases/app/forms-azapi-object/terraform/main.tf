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
  name     = "rg-forms"
  location = "West Europe"
}

resource "azapi_resource" "net" {
  type      = "Microsoft.Network/virtualNetworks@2024-01-01"
  parent_id = azurerm_resource_group.rg.id
  name      = "vnet"
  location  = "westeurope"

  body = {
    properties = {
      addressSpace = {
        addressPrefixes = ["10.0.0.0/16"]
      }
    }
  }
}

resource "azapi_resource" "delegated" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2024-01-01"
  parent_id = azapi_resource.net.id
  name      = "delegated"

  body = {
    properties = {
      addressPrefixes = ["10.0.1.0/26"]
      delegations = [{
        name = "web"
        properties = {
          serviceName = "Microsoft.Web/serverFarms"
        }
      }]
    }
  }
}

resource "azapi_resource" "plain" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2024-01-01"
  parent_id = azapi_resource.net.id
  name      = "plain"

  body = {
    properties = {
      addressPrefixes = ["10.0.2.0/29"]
    }
  }
}

resource "azapi_resource" "plan" {
  type      = "Microsoft.Web/serverfarms@2023-12-01"
  parent_id = azurerm_resource_group.rg.id
  name      = "plan"
  location  = "westeurope"

  body = {
    kind = "linux"
    sku = {
      name = "P1v3"
      tier = "PremiumV3"
    }
    properties = {
      reserved = true
    }
  }
}

resource "azapi_resource" "good" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = azurerm_resource_group.rg.id
  name      = "good"
  location  = "westeurope"

  body = {
    kind = "app,linux"
    properties = {
      serverFarmId           = azapi_resource.plan.id
      virtualNetworkSubnetId = azapi_resource.delegated.id
    }
  }
}

resource "azapi_resource" "bad" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = azurerm_resource_group.rg.id
  name      = "bad"
  location  = "westeurope"

  body = {
    kind = "app,linux"
    properties = {
      serverFarmId           = azapi_resource.plan.id
      virtualNetworkSubnetId = azapi_resource.plain.id
    }
  }
}

