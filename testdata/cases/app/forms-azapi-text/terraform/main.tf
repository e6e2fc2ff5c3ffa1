terraform {
  required_providers {
    azapi = {
      source = "azure/azapi"
    }
  }
}

resource "azapi_resource" "net" {
  type      = "Microsoft.Network/virtualNetworks@2024-01-01"
  parent_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-forms"
  name      = "vnet"
  location  = "westeurope"

  body = jsonencode({
    properties = {
      addressSpace = {
        addressPrefixes = ["10.0.0.0/16"]
      }
    }
  })
}

resource "azapi_resource" "delegated" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2024-01-01"
  parent_id = azapi_resource.net.id
  name      = "delegated"

  body = jsonencode({
    properties = {
      addressPrefixes = ["10.0.1.0/26"]
      delegations = [{
        name = "web"
        properties = {
          serviceName = "Microsoft.Web/serverFarms"
        }
      }]
    }
  })
}

resource "azapi_resource" "plain" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2024-01-01"
  parent_id = azapi_resource.net.id
  name      = "plain"

  body = jsonencode({
    properties = {
      addressPrefixes = ["10.0.2.0/29"]
    }
  })
}

resource "azapi_resource" "plan" {
  type      = "Microsoft.Web/serverfarms@2023-12-01"
  parent_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-forms"
  name      = "plan"
  location  = "westeurope"

  body = jsonencode({
    kind = "linux"
    sku = {
      name = "P1v3"
      tier = "PremiumV3"
    }
    properties = {
      reserved = true
    }
  })
}

resource "azapi_resource" "good" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-forms"
  name      = "good"
  location  = "westeurope"

  body = jsonencode({
    kind = "app,linux"
    properties = {
      serverFarmId           = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-forms/providers/Microsoft.Web/serverfarms/plan"
      virtualNetworkSubnetId = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-forms/providers/Microsoft.Network/virtualNetworks/vnet/subnets/delegated"
    }
  })
}

resource "azapi_resource" "bad" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-forms"
  name      = "bad"
  location  = "westeurope"

  body = jsonencode({
    kind = "app,linux"
    properties = {
      serverFarmId           = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-forms/providers/Microsoft.Web/serverfarms/plan"
      virtualNetworkSubnetId = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-forms/providers/Microsoft.Network/virtualNetworks/vnet/subnets/plain"
    }
  })
}

