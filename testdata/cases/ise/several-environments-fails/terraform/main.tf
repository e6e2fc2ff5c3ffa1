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

resource "azapi_resource" "table" {
  type      = "Microsoft.Network/routeTables@2022-07-01"
  name      = "rt-ise"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      routes = [
        {
          name = "default"
          properties = {
            addressPrefix    = "0.0.0.0/0"
            nextHopType      = "VirtualAppliance"
            nextHopIpAddress = "10.0.9.4"
          }
        },
      ]
    }
  }
}

resource "azapi_resource" "vnet" {
  type      = "Microsoft.Network/virtualNetworks@2022-07-01"
  name      = "vnet-ise"
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

resource "azapi_resource" "s0" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "ise-0"
  parent_id = azapi_resource.vnet.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.0.0/27"
      delegations = [
        {
          name = "d"
          properties = {
            serviceName = "Microsoft.Logic/integrationServiceEnvironments"
          }
        },
      ]
      routeTable = {
        id = azapi_resource.table.id
      }
    }
  }
}

resource "azapi_resource" "s1" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "ise-1"
  parent_id = azapi_resource.vnet.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.1.0/27"
      routeTable = {
        id = azapi_resource.table.id
      }
    }
  }
}

resource "azapi_resource" "s2" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "ise-2"
  parent_id = azapi_resource.vnet.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.2.0/27"
      routeTable = {
        id = azapi_resource.table.id
      }
    }
  }
}

resource "azapi_resource" "s3" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "ise-3"
  parent_id = azapi_resource.vnet.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.3.0/27"
      routeTable = {
        id = azapi_resource.table.id
      }
    }
  }
}

resource "azapi_resource" "s4" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "ise-4"
  parent_id = azapi_resource.vnet.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.4.0/27"
      delegations = [
        {
          name = "d"
          properties = {
            serviceName = "Microsoft.Logic/integrationServiceEnvironments"
          }
        },
      ]
    }
  }
}

resource "azapi_resource" "s5" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "ise-5"
  parent_id = azapi_resource.vnet.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.5.0/27"
    }
  }
}

resource "azapi_resource" "s6" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "ise-6"
  parent_id = azapi_resource.vnet.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.6.0/27"
    }
  }
}

resource "azapi_resource" "s7" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "ise-7"
  parent_id = azapi_resource.vnet.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.7.0/27"
    }
  }
}

resource "azapi_resource" "one" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-one"
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
        subnets = [
          {
            id = azapi_resource.s0.id
          },
          {
            id = azapi_resource.s1.id
          },
          {
            id = azapi_resource.s2.id
          },
          {
            id = azapi_resource.s3.id
          },
        ]
      }
    }
  }
}

resource "azapi_resource" "two" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-two"
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
        subnets = [
          {
            id = azapi_resource.s4.id
          },
          {
            id = azapi_resource.s5.id
          },
          {
            id = azapi_resource.s6.id
          },
          {
            id = azapi_resource.s7.id
          },
        ]
      }
    }
  }
}
