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
    }
  }
}

resource "azapi_resource" "net_b" {
  type      = "Microsoft.Network/virtualNetworks@2022-07-01"
  name      = "net-b"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      addressSpace = {
        addressPrefixes = ["10.0.0.0/16"]
      }
    }
  }
}

resource "azapi_resource" "s_sku" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "s-sku"
  parent_id = azapi_resource.net.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.0.0/27"
    }
  }
}

resource "azapi_resource" "s_old" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "s-old"
  parent_id = azapi_resource.net.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.0.0/27"
    }
  }
}

resource "azapi_resource" "s_new" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "s-new"
  parent_id = azapi_resource.net_b.id

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

resource "azapi_resource" "s_addr" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "s-addr"
  parent_id = azapi_resource.net.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.1.0/27"
    }
  }
}

resource "azapi_resource" "e_sku" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "e-sku"
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
        accessEndpoint = {
          type = "Internal"
        }
        subnets = [
          {
            id = azapi_resource.s_sku.id
          },
        ]
      }
    }
  }
}

resource "azapi_resource" "e_end" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "e-end"
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
        accessEndpoint = {
          type = "Internal"
        }
        subnets = [
          {
            id = azapi_resource.s_sku.id
          },
        ]
      }
    }
  }
}

resource "azapi_resource" "e_vnet" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "e-vnet"
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
        accessEndpoint = {
          type = "Internal"
        }
        subnets = [
          {
            id = azapi_resource.s_old.id
          },
        ]
      }
    }
  }
}

resource "azapi_resource" "e_addr" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "e-addr"
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
        accessEndpoint = {
          type = "Internal"
        }
        subnets = [
          {
            id = azapi_resource.s_addr.id
          },
        ]
      }
    }
  }
}

resource "azapi_resource" "e_added" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "e-added"
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
        accessEndpoint = {
          type = "Internal"
        }
        subnets = [
          {
            id = azapi_resource.s_sku.id
          },
        ]
      }
    }
  }
}

resource "azapi_resource" "e_removed" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "e-removed"
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
        accessEndpoint = {
          type = "Internal"
        }
        subnets = [
          {
            id = azapi_resource.s_sku.id
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

resource "azapi_resource" "e_rotated" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "e-rotated"
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
        accessEndpoint = {
          type = "Internal"
        }
        subnets = [
          {
            id = azapi_resource.s_sku.id
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

resource "azapi_resource" "net_dns" {
  type      = "Microsoft.Network/virtualNetworks@2022-07-01"
  name      = "net-dns"
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

resource "azapi_resource" "s_dns" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "s-dns"
  parent_id = azapi_resource.net_dns.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.0.0/27"
    }
  }
}

resource "azapi_resource" "e_dns" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "e-dns"
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
        accessEndpoint = {
          type = "Internal"
        }
        subnets = [
          {
            id = azapi_resource.s_dns.id
          },
        ]
      }
    }
  }
}

resource "azapi_resource" "net_gone" {
  type      = "Microsoft.Network/virtualNetworks@2022-07-01"
  name      = "net-gone"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      addressSpace = {
        addressPrefixes = ["10.0.0.0/16"]
      }
    }
  }
}

resource "azapi_resource" "s_gone" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "s-gone"
  parent_id = azapi_resource.net_gone.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.0.0/27"
    }
  }
}

resource "azapi_resource" "e_gone" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "e-gone"
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
        accessEndpoint = {
          type = "Internal"
        }
        subnets = [
          {
            id = azapi_resource.s_gone.id
          },
        ]
      }
    }
  }
}

resource "azurerm_management_lock" "lock_stays" {
  name       = "lock-stays"
  scope      = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-integration/providers/Microsoft.Network/virtualNetworks/net-gone"
  lock_level = "CanNotDelete"
}

resource "azapi_resource" "net_left" {
  type      = "Microsoft.Network/virtualNetworks@2022-07-01"
  name      = "net-left"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      addressSpace = {
        addressPrefixes = ["10.0.0.0/16"]
      }
    }
  }
}

resource "azapi_resource" "s_left" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "s-left"
  parent_id = azapi_resource.net_left.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.0.0/27"
    }
  }
}

resource "azapi_resource" "e_left" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "e-left"
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
        accessEndpoint = {
          type = "Internal"
        }
        subnets = [
          {
            id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-integration/providers/Microsoft.Network/virtualNetworks/net-left/subnets/s-left"
          },
        ]
      }
    }
  }
}
