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
resource "azurerm_subnet" "s" {
  for_each             = { a = 0, b = 1, c = 2, d = 3 }
  name                 = "ise-${each.key}"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = [cidrsubnet("10.0.0.0/24", 3, each.value)]
  service_endpoints    = ["Microsoft.Sql", "Microsoft.ServiceBus", "Microsoft.KeyVault", "Microsoft.EventHub", "Microsoft.Storage"]
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
resource "azurerm_route_table" "rt" {
  name                = "rt-ise"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name

  route {
    name                   = "all"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.9.4"
  }

  dynamic "route" {
    for_each = toset(["LogicApps", "LogicAppsManagement", "AppServiceManagement", "AzureTrafficManager", "ApiManagement"])
    content {
      name           = route.key
      address_prefix = route.key
      next_hop_type  = "Internet"
    }
  }
}

resource "azurerm_subnet_route_table_association" "rt" {
  for_each       = azurerm_subnet.s
  subnet_id      = each.value.id
  route_table_id = azurerm_route_table.rt.id
}
resource "azurerm_integration_service_environment" "ise" {
  name                       = "ise1"
  location                   = azurerm_resource_group.rg.location
  resource_group_name        = azurerm_resource_group.rg.name
  sku_name                   = "Premium_0"
  access_endpoint_type       = "Internal"
  virtual_network_subnet_ids = [for s in azurerm_subnet.s : s.id]
}
