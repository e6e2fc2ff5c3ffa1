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
  name     = "rg-integration"
  location = "westus2"
}

resource "azurerm_route_table" "rt" {
  name                = "rt-nva"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name

  route {
    name                   = "low"
    address_prefix         = "0.0.0.0/1"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.9.4"
  }

  route {
    name                   = "high"
    address_prefix         = "128.0.0.0/1"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = "10.0.9.4"
  }
}

resource "azurerm_virtual_network" "net" {
  name                = "vnet-ise"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "net_a" {
  name                 = "ise-1"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.0.0/27"]

  delegation {
    name = "delegation"

    service_delegation {
      name    = "Microsoft.Logic/integrationServiceEnvironments"
      actions = ["Microsoft.Network/virtualNetworks/subnets/action"]
    }
  }
}

resource "azurerm_subnet" "net_b" {
  name                 = "ise-2"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.0.32/27"]
}

resource "azurerm_subnet" "net_c" {
  name                 = "ise-3"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.0.64/27"]
}

resource "azurerm_subnet" "net_d" {
  name                 = "ise-4"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.0.96/27"]
}

resource "azurerm_subnet_route_table_association" "net_a" {
  subnet_id      = azurerm_subnet.net_a.id
  route_table_id = azurerm_route_table.rt.id
}

resource "azurerm_subnet_route_table_association" "net_b" {
  subnet_id      = azurerm_subnet.net_b.id
  route_table_id = azurerm_route_table.rt.id
}

resource "azurerm_subnet_route_table_association" "net_c" {
  subnet_id      = azurerm_subnet.net_c.id
  route_table_id = azurerm_route_table.rt.id
}

resource "azurerm_subnet_route_table_association" "net_d" {
  subnet_id      = azurerm_subnet.net_d.id
  route_table_id = azurerm_route_table.rt.id
}

resource "azurerm_integration_service_environment" "ise" {
  name                 = "ise1"
  location             = azurerm_resource_group.rg.location
  resource_group_name  = azurerm_resource_group.rg.name
  sku_name             = "Premium_0"
  access_endpoint_type = "Internal"
  virtual_network_subnet_ids = [
    azurerm_subnet.net_a.id,
    azurerm_subnet.net_b.id,
    azurerm_subnet.net_c.id,
    azurerm_subnet.net_d.id,
  ]
}
