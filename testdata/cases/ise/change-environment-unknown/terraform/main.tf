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

resource "azapi_resource" "e_one" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "e-one"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name     = terraform_data.sku.output
      capacity = 0
    }
    properties = {
      networkConfiguration = {
        accessEndpoint = {
          type = terraform_data.endpoint.output
        }
        subnets = [
          {
            id = azapi_resource.s_one.id
          },
        ]
      }
    }
  }
}

resource "azapi_resource" "e_subnet" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "e-subnet"
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
            id = terraform_data.subnet.output
          },
        ]
      }
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
      addressPrefix = terraform_data.prefix.output
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
          keyVersion = terraform_data.version.output
        }
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
            id = azapi_resource.s_one.id
          },
        ]
      }
      encryptionConfiguration = terraform_data.encryption.output
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
            id = azapi_resource.s_one.id
          },
        ]
      }
      encryptionConfiguration = terraform_data.encryption.output
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
        dnsServers = [
          terraform_data.dns.output,
        ]
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
            id = terraform_data.subnet.output
          },
        ]
      }
    }
  }
}

resource "azapi_resource" "s_wait" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "s-wait"
  parent_id = azapi_resource.net.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.2.0/27"
    }
  }
}

resource "terraform_data" "dns" {
  input            = "dns"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "encryption" {
  input            = "encryption"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "endpoint" {
  input            = "endpoint"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "prefix" {
  input            = "prefix"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "sku" {
  input            = "sku"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "subnet" {
  input            = "subnet"
  triggers_replace = azurerm_resource_group.rg.id
}

resource "terraform_data" "version" {
  input            = "version"
  triggers_replace = azurerm_resource_group.rg.id
}
