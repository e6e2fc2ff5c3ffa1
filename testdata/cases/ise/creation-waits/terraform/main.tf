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

resource "azurerm_virtual_network" "first" {
  name                = "net-first"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.1.0.0/16"]
}

resource "azurerm_subnet" "first" {
  name                 = "ise"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.first.name
  address_prefixes     = ["10.1.0.0/27"]
}

resource "azurerm_virtual_network_dns_servers" "first" {
  virtual_network_id = azurerm_virtual_network.first.id
  dns_servers        = ["10.1.0.4"]
}

resource "azurerm_virtual_network" "along" {
  name                = "net-along"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.2.0.0/16"]
}

resource "azurerm_subnet" "along" {
  name                 = "ise"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.along.name
  address_prefixes     = ["10.2.0.0/27"]
}

resource "azurerm_virtual_network_dns_servers" "along" {
  virtual_network_id = azurerm_virtual_network.along.id
  dns_servers        = ["10.2.0.4"]
}

resource "azurerm_virtual_network" "untold" {
  name                = "net-untold"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.3.0.0/16"]
}

resource "azurerm_subnet" "untold" {
  name                 = "ise"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.untold.name
  address_prefixes     = ["10.3.0.0/27"]
}

resource "azurerm_public_ip" "resolver" {
  name                = "pip-resolver"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  allocation_method   = "Static"
}

resource "azurerm_virtual_network_dns_servers" "untold" {
  virtual_network_id = azurerm_virtual_network.untold.id
  dns_servers        = [azurerm_public_ip.resolver.ip_address]
}

resource "azurerm_user_assigned_identity" "first" {
  name                = "id-first"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
}

resource "azurerm_key_vault" "first" {
  name                       = "kv-first"
  location                   = azurerm_resource_group.rg.location
  resource_group_name        = azurerm_resource_group.rg.name
  tenant_id                  = "00000000-0000-0000-0000-000000000002"
  sku_name                   = "standard"
  rbac_authorization_enabled = false
  purge_protection_enabled   = true
}

resource "azurerm_key_vault_access_policy" "first" {
  key_vault_id    = azurerm_key_vault.first.id
  tenant_id       = "00000000-0000-0000-0000-000000000002"
  object_id       = azurerm_user_assigned_identity.first.principal_id
  key_permissions = ["Get", "List", "WrapKey", "UnwrapKey"]
}

resource "azurerm_user_assigned_identity" "along" {
  name                = "id-along"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
}

resource "azurerm_key_vault" "along" {
  name                       = "kv-along"
  location                   = azurerm_resource_group.rg.location
  resource_group_name        = azurerm_resource_group.rg.name
  tenant_id                  = "00000000-0000-0000-0000-000000000002"
  sku_name                   = "standard"
  rbac_authorization_enabled = false
  purge_protection_enabled   = true
}

resource "azurerm_key_vault_access_policy" "along" {
  key_vault_id    = azurerm_key_vault.along.id
  tenant_id       = "00000000-0000-0000-0000-000000000002"
  object_id       = azurerm_user_assigned_identity.along.principal_id
  key_permissions = ["Get", "List", "WrapKey", "UnwrapKey"]
}

resource "azapi_resource" "ise_dns_first" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-dns-first"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name     = "Premium"
      capacity = 0
    }
    properties = {
      networkConfiguration = {
        accessEndpoint = { type = "Internal" }
        subnets        = [{ id = azurerm_subnet.first.id }]
      }
    }
  }

  depends_on = [azurerm_virtual_network_dns_servers.first]
}

resource "azapi_resource" "ise_dns_along" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-dns-along"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name     = "Premium"
      capacity = 0
    }
    properties = {
      networkConfiguration = {
        accessEndpoint = { type = "Internal" }
        subnets        = [{ id = azurerm_subnet.along.id }]
      }
    }
  }
}

resource "azapi_resource" "ise_dns_untold" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-dns-untold"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name     = "Premium"
      capacity = 0
    }
    properties = {
      networkConfiguration = {
        accessEndpoint = { type = "Internal" }
        subnets        = [{ id = azurerm_subnet.untold.id }]
      }
    }
  }
}

resource "azapi_resource" "ise_key_first" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-key-first"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.first.id]
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
          keyVault   = { id = azurerm_key_vault.first.id }
          keyName    = "key1"
          keyVersion = "0123456789abcdef0123456789abcdef"
        }
      }
    }
  }

  depends_on = [azurerm_key_vault_access_policy.first]
}

resource "azapi_resource" "ise_key_along" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-key-along"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.along.id]
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
          keyVault   = { id = azurerm_key_vault.along.id }
          keyName    = "key1"
          keyVersion = "0123456789abcdef0123456789abcdef"
        }
      }
    }
  }
}
