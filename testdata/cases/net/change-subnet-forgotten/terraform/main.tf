terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
  }
}
provider "azurerm" { 
  features {}
  subscription_id = "00000000-0000-0000-0000-000000000001"
}
resource "azurerm_virtual_network" "net" {
  name = "net"
  location = "westeurope"
  resource_group_name = "rg"
  address_space = ["10.0.0.0/16"]
}
removed {
  from = azurerm_subnet.a
  lifecycle {
    destroy = false
  }
}
resource "azurerm_subnet" "b" {
  name = "new"
  resource_group_name = "rg"
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes = ["10.0.1.0/24"]
}
