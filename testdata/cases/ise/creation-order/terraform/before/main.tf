terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "4.81.0"
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
  location = "eastus"
}

resource "azurerm_virtual_network" "stands" {
  name                = "net-stands"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.2.0.0/16"]
  dns_servers         = ["10.2.0.4"]
}

resource "azurerm_subnet" "stands" {
  name                 = "ise"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.stands.name
  address_prefixes     = ["10.2.0.0/27"]
}

resource "azurerm_virtual_network" "later" {
  name                = "net-later"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.3.0.0/16"]
}

resource "azurerm_subnet" "later" {
  name                 = "ise"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.later.name
  address_prefixes     = ["10.3.0.0/27"]
}

resource "azurerm_key_vault" "nobody" {
  name                       = "kv-nobody"
  location                   = azurerm_resource_group.rg.location
  resource_group_name        = azurerm_resource_group.rg.name
  tenant_id                  = "00000000-0000-0000-0000-000000000002"
  sku_name                   = "standard"
  rbac_authorization_enabled = false
  purge_protection_enabled   = true
}

resource "azapi_resource" "ise_system_there" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-system-there"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  identity {
    type = "SystemAssigned"
  }

  response_export_values = ["identity.principalId"]

  body = {
    sku = {
      name     = "Premium"
      capacity = 0
    }
    properties = {
      networkConfiguration = {
        accessEndpoint = { type = "Internal" }
        subnets        = []
      }
      encryptionConfiguration = {
        encryptionKeyReference = {
          keyVault   = { id = azurerm_key_vault.nobody.id }
          keyName    = "key1"
          keyVersion = "0123456789abcdef0123456789abcdef"
        }
      }
    }
  }
}

resource "azapi_resource" "ise_user_there" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-user-there"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  identity {
    type         = "UserAssigned"
    identity_ids = ["/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-integration/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-ise"]
  }

  body = {
    sku = {
      name     = "Premium"
      capacity = 0
    }
    properties = {
      networkConfiguration = {
        accessEndpoint = { type = "Internal" }
        subnets        = []
      }
      encryptionConfiguration = {
        encryptionKeyReference = {
          keyVault   = { id = azurerm_key_vault.nobody.id }
          keyName    = "key1"
          keyVersion = "0123456789abcdef0123456789abcdef"
        }
      }
    }
  }
}
