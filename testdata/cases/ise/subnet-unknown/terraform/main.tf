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

resource "azapi_resource" "vnet_ise" {
  type      = "Microsoft.Network/virtualNetworks@2022-07-01"
  name      = "vnet-ise"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      addressSpace = {
        addressPrefixes = terraform_data.late.output.space
      }
    }
  }
}

resource "azapi_resource" "ise_0" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = terraform_data.late.output.name
  parent_id = azapi_resource.vnet_ise.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.0.0/27"
    }
  }
}

resource "azapi_resource" "ise_1" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "ise-1"
  parent_id = azapi_resource.vnet_ise.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = terraform_data.late.output.prefix
    }
  }
}

resource "azapi_resource" "ise_2" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "ise-2"
  parent_id = azapi_resource.vnet_ise.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.2.0/27"
      delegations = [
        {
          name = "d"
          properties = {
            serviceName = terraform_data.late.output.service
          }
        },
      ]
    }
  }
}

resource "azapi_resource" "ise_3" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "ise-3"
  parent_id = azapi_resource.vnet_ise.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.0.3.0/27"
    }
  }
}

resource "azapi_resource" "ise_one" {
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
            id = azapi_resource.ise_0.id
          },
          {
            id = azapi_resource.ise_1.id
          },
          {
            id = azapi_resource.ise_2.id
          },
          {
            id = azapi_resource.ise_3.id
          },
        ]
      }
    }
  }
}

resource "azapi_resource" "ise_two" {
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
        subnets = terraform_data.late.output.subnets
      }
    }
  }
}

resource "terraform_data" "late" {
  input = {
    space   = ["10.0.0.0/16"]
    name    = "ise-0"
    prefix  = "10.0.1.0/27"
    service = "Microsoft.Logic/integrationServiceEnvironments"
    subnets = [
      {
        id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/vnet-shared/subnets/ise-4"
      },
      {
        id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/vnet-shared/subnets/ise-5"
      },
      {
        id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/vnet-shared/subnets/ise-6"
      },
      {
        id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/vnet-shared/subnets/ise-7"
      },
    ]
  }
  triggers_replace = azurerm_resource_group.rg.id
}
