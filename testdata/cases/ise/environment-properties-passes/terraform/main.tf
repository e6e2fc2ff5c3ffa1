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

resource "azapi_resource" "premium" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-prod_1.eu"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  tags = {
    environment = "production"
  }

  body = {
    sku = {
      name     = "Premium"
      capacity = 10
    }
    properties = {
      networkConfiguration = {
        accessEndpoint = {
          type = "External"
        }
        subnets = []
      }
    }
  }
}

resource "azapi_resource" "developer" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  tags = {
    environment = "dev"
  }

  body = {
    sku = {
      name     = "Developer"
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

resource "azapi_resource" "untagged" {
  type      = "Microsoft.Logic/integrationServiceEnvironments@2019-05-01"
  name      = "ise-untagged"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  tags = {
    owner = "team"
  }

  body = {
    sku = {
      name = "Developer"
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
