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

resource "azapi_resource" "plan" {
  type      = "Microsoft.Web/serverfarms@2022-03-01"
  name      = "plan-ws"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    sku = {
      name = "WS1"
      tier = "WorkflowStandard"
    }
    properties = {}
  }
}

resource "azapi_resource" "vnet" {
  type      = "Microsoft.Network/virtualNetworks@2022-07-01"
  name      = "vnet-apps"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      addressSpace = {
        addressPrefixes = ["10.2.0.0/16"]
      }
    }
  }
}

resource "azapi_resource" "apps" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "apps"
  parent_id = azapi_resource.vnet.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.2.0.0/26"
      delegations = [
        {
          name = "d"
          properties = {
            serviceName = "Microsoft.Web/serverFarms"
          }
        },
      ]
    }
  }
}

resource "azapi_resource" "endpoints" {
  type      = "Microsoft.Network/virtualNetworks/subnets@2022-07-01"
  name      = "endpoints"
  parent_id = azapi_resource.vnet.id

  schema_validation_enabled = false

  body = {
    properties = {
      addressPrefix = "10.2.1.0/26"
    }
  }
}

resource "azapi_resource" "ise" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-old"
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
    }
  }
}

resource "azapi_resource" "logic" {
  type      = "Microsoft.Web/sites@2022-03-01"
  name      = "logic"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    kind = "functionapp,workflowapp"
    properties = {
      serverFarmId           = azapi_resource.plan.id
      publicNetworkAccess    = "Disabled"
      virtualNetworkSubnetId = azapi_resource.apps.id
    }
  }
}

resource "azurerm_private_endpoint" "pe_logic" {
  name                = "pe-logic"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  subnet_id           = azapi_resource.endpoints.id

  private_service_connection {
    name                           = "c"
    is_manual_connection           = false
    private_connection_resource_id = azapi_resource.logic.id
    subresource_names              = ["sites"]
  }
}

resource "azapi_resource" "logic_public" {
  type      = "Microsoft.Web/sites@2022-03-01"
  name      = "logic-public"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    kind = "functionapp,workflowapp"
    properties = {
      serverFarmId           = azapi_resource.plan.id
      publicNetworkAccess    = "Enabled"
      virtualNetworkSubnetId = azapi_resource.apps.id
    }
  }
}
