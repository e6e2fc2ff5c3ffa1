terraform {
  required_providers {
    azapi = { source = "azure/azapi" }
  }
}
provider "azurerm" {
  features {}
}
resource "azapi_resource" "app" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = "/subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/rg"
  name      = "app"
  location  = "westeurope"
  body = {
    properties = {
      serverFarmId           = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Web/serverfarms/p"
      virtualNetworkSubnetId = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s"
    }
  }
}
