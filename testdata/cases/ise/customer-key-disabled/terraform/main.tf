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
  location = "eastus"
}

resource "azapi_resource" "kv_good" {
  type      = "Microsoft.KeyVault/vaults@2022-07-01"
  name      = "kv-good"
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
      enableSoftDelete      = true
      enablePurgeProtection = true
      accessPolicies = [
        {
          tenantId = "00000000-0000-0000-0000-000000000002"
          objectId = "00000000-0000-0000-0000-000000000010"
          permissions = {
            keys = ["get", "list", "wrapKey", "unwrapKey"]
          }
        },
      ]
    }
  }
}

resource "azapi_resource" "key_on" {
  type      = "Microsoft.KeyVault/vaults/keys@2022-07-01"
  name      = "key-on"
  parent_id = azapi_resource.kv_good.id

  schema_validation_enabled = false

  body = {
    properties = {
      kty     = "RSA"
      keySize = 2048
      attributes = {
        enabled = true
      }
    }
  }
}

resource "azapi_resource" "key_off" {
  type      = "Microsoft.KeyVault/vaults/keys@2022-07-01"
  name      = "key-off"
  parent_id = azapi_resource.kv_good.id

  schema_validation_enabled = false

  body = {
    properties = {
      kty     = "RSA"
      keySize = 2048
      attributes = {
        enabled = false
      }
    }
  }
}

resource "azapi_resource" "ise_on" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-on"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  tags = {
    environment = "dev"
  }

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
        accessEndpoint = {
          type = "Internal"
        }
        subnets = []
      }
      encryptionConfiguration = {
        encryptionKeyReference = {
          keyVault = {
            id = azapi_resource.kv_good.id
          }
          keyName    = "key-on"
          keyVersion = "0123456789abcdef0123456789abcdef"
        }
      }
    }
  }
}

resource "azapi_resource" "ise_off" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-off"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  tags = {
    environment = "dev"
  }

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
        accessEndpoint = {
          type = "Internal"
        }
        subnets = []
      }
      encryptionConfiguration = {
        encryptionKeyReference = {
          keyVault = {
            id = azapi_resource.kv_good.id
          }
          keyName    = "key-off"
          keyVersion = "0123456789abcdef0123456789abcdef"
        }
      }
    }
  }
}
