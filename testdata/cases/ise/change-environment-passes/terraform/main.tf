terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "3.117.1"
    }
    azapi = {
      source  = "Azure/azapi"
      version = "2.12.0"
    }
  }
}

provider "azurerm" {
  features {}
}

provider "azapi" {}

resource "azurerm_resource_group" "rg" {
  name     = "rg-integration"
  location = "westus2"
}

resource "azapi_resource" "net" {
  type      = "Microsoft.Network/virtualNetworks@2022-07-01"
  name      = "net"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      addressSpace = {
        addressPrefixes = ["10.0.0.0/16"]
      }
      dhcpOptions = {
        dnsServers = ["10.1.0.4"]
      }
    }
  }
}

resource "azapi_resource" "s_one" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "s-one"
  parent_id = azapi_resource.net.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.0.0/27"
    }
  }
}

resource "azapi_resource" "kv" {
  type      = "Microsoft.KeyVault/vaults@2022-07-01"
  name      = "kv-ise"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      tenantId = "00000000-0000-0000-0000-000000000002"
      sku = {
        family = "A"
        name   = "standard"
      }
      enablePurgeProtection = true
      accessPolicies        = []
    }
  }
}

resource "azapi_resource" "s_kept" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "s-kept"
  parent_id = azapi_resource.net.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.1.0/27"
    }
  }
}

resource "azapi_resource" "e_one" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "e-one"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name     = "Premium"
      capacity = 3
    }
    properties = {
      networkConfiguration = {
        accessEndpoint = {
          type = "Internal"
        }
        subnets = [
          {
            id = azapi_resource.s_one.id
          },
        ]
      }
      encryptionConfiguration = {
        encryptionKeyReference = {
          keyVault = {
            id = azapi_resource.kv.id
          }
          keyName    = "key1"
          keyVersion = "1"
        }
      }
    }
  }
}
