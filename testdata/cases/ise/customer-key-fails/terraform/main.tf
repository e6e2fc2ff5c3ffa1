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

resource "azapi_resource" "key_good" {
  type      = "Microsoft.KeyVault/vaults/keys@2022-07-01"
  name      = "key1"
  parent_id = azapi_resource.kv_good.id

  schema_validation_enabled = false

  body = {
    properties = {
      kty     = "RSA"
      keySize = 2048
    }
  }
}

resource "azapi_resource" "key_ec" {
  type      = "Microsoft.KeyVault/vaults/keys@2022-07-01"
  name      = "key-ec"
  parent_id = azapi_resource.kv_good.id

  schema_validation_enabled = false

  body = {
    properties = {
      kty     = "EC"
      keySize = 256
    }
  }
}

resource "azapi_resource" "key_long" {
  type      = "Microsoft.KeyVault/vaults/keys@2022-07-01"
  name      = "key-long"
  parent_id = azapi_resource.kv_good.id

  schema_validation_enabled = false

  body = {
    properties = {
      kty     = "RSA"
      keySize = 4096
    }
  }
}

resource "azapi_resource" "kv_purge" {
  type      = "Microsoft.KeyVault/vaults@2022-07-01"
  name      = "kv-purge"
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
      enablePurgeProtection = false
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

resource "azapi_resource" "key_purge" {
  type      = "Microsoft.KeyVault/vaults/keys@2022-07-01"
  name      = "key1"
  parent_id = azapi_resource.kv_purge.id

  schema_validation_enabled = false

  body = {
    properties = {
      kty     = "RSA"
      keySize = 2048
    }
  }
}

resource "azapi_resource" "kv_west" {
  type      = "Microsoft.KeyVault/vaults@2022-07-01"
  name      = "kv-west"
  parent_id = azurerm_resource_group.rg.id
  location  = "westus2"

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

resource "azapi_resource" "key_west" {
  type      = "Microsoft.KeyVault/vaults/keys@2022-07-01"
  name      = "key1"
  parent_id = azapi_resource.kv_west.id

  schema_validation_enabled = false

  body = {
    properties = {
      kty     = "RSA"
      keySize = 2048
    }
  }
}

resource "azapi_resource" "kv_closed" {
  type      = "Microsoft.KeyVault/vaults@2022-07-01"
  name      = "kv-closed"
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
            keys = ["get"]
          }
        },
      ]
    }
  }
}

resource "azapi_resource" "key_closed" {
  type      = "Microsoft.KeyVault/vaults/keys@2022-07-01"
  name      = "key1"
  parent_id = azapi_resource.kv_closed.id

  schema_validation_enabled = false

  body = {
    properties = {
      kty     = "RSA"
      keySize = 2048
    }
  }
}

resource "azapi_resource" "kv_europe" {
  type      = "Microsoft.KeyVault/vaults@2022-07-01"
  name      = "kv-europe"
  parent_id = azurerm_resource_group.rg.id
  location  = "westeurope"

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

resource "azapi_resource" "key_europe" {
  type      = "Microsoft.KeyVault/vaults/keys@2022-07-01"
  name      = "key1"
  parent_id = azapi_resource.kv_europe.id

  schema_validation_enabled = false

  body = {
    properties = {
      kty     = "RSA"
      keySize = 2048
    }
  }
}

resource "azapi_resource" "ise_europe" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-europe"
  parent_id = azurerm_resource_group.rg.id
  location  = "westeurope"

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
            id = azapi_resource.kv_europe.id
          }
          keyName    = "key1"
          keyVersion = "0123456789abcdef0123456789abcdef"
        }
      }
    }
  }
}

resource "azapi_resource" "ise_west" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-west"
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
            id = azapi_resource.kv_west.id
          }
          keyName    = "key1"
          keyVersion = "0123456789abcdef0123456789abcdef"
        }
      }
    }
  }
}

resource "azapi_resource" "ise_nobody" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-nobody"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  tags = {
    environment = "dev"
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
          keyName    = "key1"
          keyVersion = "0123456789abcdef0123456789abcdef"
        }
      }
    }
  }
}

resource "azapi_resource" "ise_purge" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-purge"
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
            id = azapi_resource.kv_purge.id
          }
          keyName    = "key1"
          keyVersion = "0123456789abcdef0123456789abcdef"
        }
      }
    }
  }
}

resource "azapi_resource" "ise_ec" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-ec"
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
            id = azapi_resource.kv_good.id
          }
          keyName    = "key-ec"
          keyVersion = "0123456789abcdef0123456789abcdef"
        }
      }
    }
  }
}

resource "azapi_resource" "ise_long" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-long"
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
            id = azapi_resource.kv_good.id
          }
          keyName    = "key-long"
          keyVersion = "0123456789abcdef0123456789abcdef"
        }
      }
    }
  }
}

resource "azapi_resource" "ise_closed" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-closed"
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
            id = azapi_resource.kv_closed.id
          }
          keyName    = "key1"
          keyVersion = "0123456789abcdef0123456789abcdef"
        }
      }
    }
  }
}
