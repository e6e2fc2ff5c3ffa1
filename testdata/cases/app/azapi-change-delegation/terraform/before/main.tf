terraform {
  required_providers {
    azapi = {
      source = "azure/azapi"
    }
  }
}

resource "azapi_resource" "net" {
  type      = "Microsoft.Network/virtualNetworks@2024-01-01"
  parent_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-change"
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

resource "azapi_resource" "app" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2024-01-01"
  parent_id = azapi_resource.net.id
  name      = "app"

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

resource "azapi_resource" "plan" {
  type      = "Microsoft.Web/serverfarms@2023-12-01"
  parent_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-change"
  name      = "plan"
  location  = "westeurope"

  body = {
    sku = {
      name = "P1v3"
    }
  }
}

resource "azapi_resource" "site" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-change"
  name      = "site"
  location  = "westeurope"

  body = {
    properties = {
      serverFarmId           = azapi_resource.plan.id
      virtualNetworkSubnetId = azapi_resource.app.id
    }
  }
}
