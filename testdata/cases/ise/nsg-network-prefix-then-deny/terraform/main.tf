terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "group" {
  name     = "rg-prefix"
  location = "westus2"
}

resource "azurerm_virtual_network" "net" {
  name                = "net"
  location            = azurerm_resource_group.group.location
  resource_group_name = azurerm_resource_group.group.name
  address_space       = ["10.0.0.0/16"]
}

locals {
  subnets = { a = 0, b = 32, c = 64, d = 96 }
}

resource "azurerm_subnet" "ise" {
  for_each             = local.subnets
  name                 = each.key
  resource_group_name  = azurerm_resource_group.group.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.0.${each.value}/27"]

  dynamic "delegation" {
    for_each = each.key == "a" ? ["ise"] : []

    content {
      name = delegation.value

      service_delegation {
        name = "Microsoft.Logic/integrationServiceEnvironments"
      }
    }
  }
}

resource "azurerm_integration_service_environment" "ise" {
  name                       = "ise"
  location                   = azurerm_resource_group.group.location
  resource_group_name        = azurerm_resource_group.group.name
  sku_name                   = "Premium_0"
  access_endpoint_type       = "Internal"
  virtual_network_subnet_ids = [for name in keys(local.subnets) : azurerm_subnet.ise[name].id]
}

resource "azurerm_subnet_network_security_group_association" "ise" {
  for_each                  = local.subnets
  subnet_id                 = azurerm_subnet.ise[each.key].id
  network_security_group_id = azurerm_network_security_group.group.id
}

resource "azurerm_network_security_group" "group" {
  name                = "nsg"
  location            = azurerm_resource_group.group.location
  resource_group_name = azurerm_resource_group.group.name

  security_rule {
    name                       = "in-management"
    priority                   = 200
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "454"
    source_address_prefix      = "LogicAppsManagement"
    destination_address_prefix = "VirtualNetwork"
  }

  security_rule {
    name                       = "in-apps"
    priority                   = 210
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "454"
    source_address_prefix      = "LogicApps"
    destination_address_prefix = "VirtualNetwork"
  }

  security_rule {
    name                       = "in-connectors"
    priority                   = 220
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "454"
    source_address_prefix      = "AzureConnectors"
    destination_address_prefix = "VirtualNetwork"
  }

  security_rule {
    name                       = "in-app-service"
    priority                   = 230
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "454-455"
    source_address_prefix      = "AppServiceManagement"
    destination_address_prefix = "VirtualNetwork"
  }

  security_rule {
    name                       = "in-traffic-manager"
    priority                   = 240
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "454"
    source_address_prefix      = "AzureTrafficManager"
    destination_address_prefix = "VirtualNetwork"
  }

  security_rule {
    name                       = "in-api-management"
    priority                   = 250
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "3443"
    source_address_prefix      = "ApiManagement"
    destination_address_prefix = "VirtualNetwork"
  }

  security_rule {
    name                       = "in-network"
    priority                   = 300
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "*"
    source_address_prefix      = "10.0.0.0/16"
    destination_address_prefix = "10.0.0.0/16"
  }

  security_rule {
    name                       = "in-deny"
    priority                   = 4096
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "*"
    source_address_prefix      = "*"
    destination_address_prefix = "*"
  }

  security_rule {
    name                       = "out-network"
    priority                   = 300
    direction                  = "Outbound"
    access                     = "Allow"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "*"
    source_address_prefix      = "10.0.0.0/16"
    destination_address_prefix = "10.0.0.0/16"
  }

  security_rule {
    name                       = "out-internet"
    priority                   = 310
    direction                  = "Outbound"
    access                     = "Allow"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "*"
    source_address_prefix      = "*"
    destination_address_prefix = "Internet"
  }

  security_rule {
    name                       = "out-deny"
    priority                   = 4096
    direction                  = "Outbound"
    access                     = "Deny"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "*"
    source_address_prefix      = "*"
    destination_address_prefix = "*"
  }
}
