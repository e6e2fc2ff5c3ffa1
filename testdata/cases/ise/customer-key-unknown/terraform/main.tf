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

resource "azapi_resource" "kv_later" {
  type      = "Microsoft.KeyVault/vaults@2022-07-01"
  name      = "kv-later"
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
      enablePurgeProtection = terraform_data.protection.output
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

resource "azapi_resource" "key_later" {
  type      = "Microsoft.KeyVault/vaults/keys@2022-07-01"
  name      = "key1"
  parent_id = azapi_resource.kv_later.id

  schema_validation_enabled = false

  body = {
    properties = {
      kty     = "RSA"
      keySize = 2048
    }
  }
}

resource "azapi_resource" "ise_later" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-later"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  tags = {
    environment = "dev"
  }

  identity {
    type         = "SystemAssigned"
    identity_ids = []
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
            id = azapi_resource.kv_later.id
          }
          keyName    = "key1"
          keyVersion = "0123456789abcdef0123456789abcdef"
        }
      }
    }
  }
}

resource "azapi_resource" "ise_other" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-other"
  parent_id = azurerm_resource_group.rg.id
  location  = terraform_data.region.output

  schema_validation_enabled = false

  tags = {
    environment = "dev"
  }

  identity {
    type         = "SystemAssigned"
    identity_ids = []
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
            id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-keys/providers/Microsoft.KeyVault/vaults/kv-other"
          }
          keyName    = "key1"
          keyVersion = "0123456789abcdef0123456789abcdef"
        }
      }
    }
  }
}

resource "azapi_resource" "ise_maybe" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-maybe"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  tags = {
    environment = "dev"
  }

  identity {
    type         = terraform_data.identity.output
    identity_ids = []
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
            id = azapi_resource.kv_later.id
          }
          keyName    = "key1"
          keyVersion = terraform_data.version.output
        }
      }
    }
  }
}

resource "terraform_data" "identity" {
  input            = "identity"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "protection" {
  input            = "protection"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "region" {
  input            = "region"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "version" {
  input            = "version"
  triggers_replace = azurerm_resource_group.rg.id
}
