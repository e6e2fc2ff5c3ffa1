terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
  }
}
provider "azurerm" { 
  features {}
  subscription_id = "00000000-0000-0000-0000-000000000001"
}
resource "azurerm_network_security_group" "g" {
  name = "g"
  location = "westeurope"
  resource_group_name = "rg"
}
resource "azurerm_network_security_rule" "a" {
  name = "b"
  priority = 100
  direction = "Inbound"
  access = "Deny"
  protocol = "Tcp"
  source_port_range = "*"
  destination_port_range = "443"
  source_address_prefix = "*"
  destination_address_prefix = "*"
  resource_group_name = "rg"
  network_security_group_name = azurerm_network_security_group.g.name
}
