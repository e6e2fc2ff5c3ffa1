terraform {
  required_providers {
    azapi = {
      source = "azure/azapi"
    }
    azurerm = {
      source = "hashicorp/azurerm"
    }
  }
}

provider "azapi" {}

provider "azurerm" {
  features {}
}

resource "terraform_data" "parameter_set" {
  input = "parameter_set"
}

resource "terraform_data" "server" {
  input = "server"
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-integration"
  location = "westus2"
}

resource "azapi_resource" "con_windows" {
  type      = "Microsoft.Web/connections@2018-07-01-preview"
  name      = "con-windows"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      api = {
        id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-integration/providers/Microsoft.Logic/integrationServiceEnvironments/ise-one/managedApis/sql"
      }
      parameterValueSet = {
        name = "windowsAuthentication"
        values = {
          server   = { value = "sql.example.org" }
          database = { value = "orders" }
        }
      }
    }
  }
}

resource "azapi_resource" "con_sql" {
  type      = "Microsoft.Web/connections@2018-07-01-preview"
  name      = "con-sql"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      api = {
        id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-integration/providers/Microsoft.Logic/integrationServiceEnvironments/ise-one/managedApis/sql"
      }
      parameterValueSet = {
        name = "sqlAuthentication"
        values = {
          server   = { value = "sql.example.org" }
          database = { value = "orders" }
        }
      }
    }
  }
}

resource "azapi_resource" "con_given" {
  type      = "Microsoft.Web/connections@2018-07-01-preview"
  name      = "con-given"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      api = {
        id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-integration/providers/Microsoft.Logic/integrationServiceEnvironments/ise-one/managedApis/sql"
      }
      parameterValueSet = {
        name = terraform_data.parameter_set.output
        values = {
          server   = { value = "sql.example.org" }
          database = { value = "orders" }
        }
      }
    }
  }
}

resource "azapi_resource" "con_server" {
  type      = "Microsoft.Web/connections@2018-07-01-preview"
  name      = "con-server"
  parent_id = azurerm_resource_group.rg.id
  location  = azurerm_resource_group.rg.location

  schema_validation_enabled = false

  body = {
    properties = {
      api = {
        id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-integration/providers/Microsoft.Logic/integrationServiceEnvironments/ise-one/managedApis/sql"
      }
      parameterValues = {
        server   = terraform_data.server.output
        authType = "basic"
      }
    }
  }
}
