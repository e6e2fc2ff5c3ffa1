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

resource "azapi_resource" "rg" {
  type     = "Microsoft.Resources/resourceGroups@2021-04-01"
  name     = "rg-mixed"
  location = "westeurope"
}

resource "azapi_resource" "net" {
  type      = "Microsoft.Network/virtualNetworks@2024-01-01"
  parent_id = azapi_resource.rg.id
  name      = "vnet"
  location  = "northeurope"

  body = {
    properties = {
      addressSpace = {
        addressPrefixes = ["10.0.0.0/16"]
      }
      subnets = [{
        name = "inline"
        properties = {
          addressPrefix = "10.0.3.0/29"
        }
      }]
    }
  }
}

resource "azurerm_subnet" "app" {
  name                 = "app"
  resource_group_name  = azapi_resource.rg.name
  virtual_network_name = azapi_resource.net.name
  address_prefixes     = ["10.0.1.0/26"]
}

resource "azurerm_service_plan" "plan" {
  name                = "plan"
  location            = "westeurope"
  resource_group_name = azapi_resource.rg.name
  os_type             = "Linux"
  sku_name            = "P1v3"
}

resource "azapi_resource" "one" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = azapi_resource.rg.id
  name      = "one"
  location  = "westeurope"

  identity {
    type = "SystemAssigned"
  }

  body = {
    properties = {
      serverFarmId           = azurerm_service_plan.plan.id
      virtualNetworkSubnetId = "${azapi_resource.net.id}/subnets/inline"
    }
  }
}

resource "azapi_resource" "two" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = azapi_resource.rg.id
  name      = "two"
  location  = "westeurope"

  body = {
    properties = {
      serverFarmId = azurerm_service_plan.plan.id
    }
  }
}

resource "azapi_resource" "two_network" {
  type      = "Microsoft.Web/sites/networkConfig@2023-12-01"
  parent_id = azapi_resource.two.id
  name      = "virtualNetwork"

  body = {
    properties = {
      subnetResourceId = azurerm_subnet.app.id
    }
  }
}
