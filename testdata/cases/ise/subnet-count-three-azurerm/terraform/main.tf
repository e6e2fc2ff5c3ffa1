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

resource "azurerm_virtual_network" "vnet" {
  name                = "vnet-ise"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "s1" {
  name                 = "ise-1"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.vnet.name
  address_prefixes     = ["10.0.0.0/27"]

  delegation {
    name = "delegation"

    service_delegation {
      name = "Microsoft.Logic/integrationServiceEnvironments"
    }
  }
}

resource "azurerm_subnet" "s2" {
  name                 = "ise-2"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.vnet.name
  address_prefixes     = ["10.0.0.32/27"]
}

resource "azurerm_subnet" "s3" {
  name                 = "ise-3"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.vnet.name
  address_prefixes     = ["10.0.0.64/27"]
}

resource "azurerm_subnet" "s4" {
  name                 = "ise-4"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.vnet.name
  address_prefixes     = ["10.0.0.96/27"]
}

resource "azurerm_integration_service_environment" "ise" {
  name                       = "ise1"
  location                   = azurerm_resource_group.rg.location
  resource_group_name        = azurerm_resource_group.rg.name
  sku_name                   = "Premium_0"
  access_endpoint_type       = "Internal"
  virtual_network_subnet_ids = [
    azurerm_subnet.s1.id,
    azurerm_subnet.s2.id,
    azurerm_subnet.s3.id,
  ]
}
