terraform {
  required_providers {
    azapi = {
      source = "azure/azapi"
    }
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "3.117.1"
    }
  }
}

provider "azapi" {}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-integration"
  location = "westus2"
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

resource "azapi_resource" "workspace" {
  type      = "Microsoft.Databricks/workspaces@2023-02-01"
  name      = "dbw-analytics"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      managedResourceGroupId = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-managed"
      parameters = {
        customVirtualNetworkId  = { value = azurerm_virtual_network.net.id }
        customPublicSubnetName  = { value = azurerm_subnet.net_a.name }
        customPrivateSubnetName = { value = "private" }
      }
    }
  }
}

resource "azapi_resource" "cluster" {
  type      = "Microsoft.HDInsight/clusters@2023-04-15-preview"
  name      = "spark"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      computeProfile = {
        roles = [
          {
            name = "headnode"
            virtualNetworkProfile = {
              id     = azurerm_virtual_network.net.id
              subnet = azurerm_subnet.net_b.id
            }
          }
        ]
      }
    }
  }
}

resource "azurerm_network_profile" "containers" {
  name                = "np-containers"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name

  container_network_interface {
    name = "nic"

    ip_configuration {
      name      = "ipconfig"
      subnet_id = azurerm_subnet.net_c.id
    }
  }
}

resource "azapi_resource" "vm" {
  type      = "Microsoft.Compute/virtualMachines@2023-09-01"
  name      = "vm-jump"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      networkProfile = {
        networkApiVersion = "2022-11-01"
        networkInterfaceConfigurations = [
          {
            name = "nic"
            properties = {
              ipConfigurations = [
                {
                  name = "ipconfig"
                  properties = {
                    subnet = {
                      id = azurerm_subnet.net_d.id
                    }
                  }
                }
              ]
            }
          }
        ]
      }
    }
  }
}
