provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-forms"
  location = "West Europe"
}

resource "azurerm_virtual_network" "net" {
  name                = "vnet"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "plain" {
  name                 = "plain"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.2.0/29"]
}

resource "azurerm_resource_group_template_deployment" "apps" {
  name                = "apps"
  resource_group_name = azurerm_resource_group.rg.name
  deployment_mode     = "Incremental"

  parameters_content = jsonencode({
    network = {
      value = "vnet"
    }
  })

  template_content = jsonencode({
    "$schema"      = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
    contentVersion = "1.0.0.0"
    parameters = {
      network = {
        type = "string"
      }
    }
    resources = [
      {
        type       = "Microsoft.Network/virtualNetworks/subnets"
        apiVersion = "2024-01-01"
        name       = "[concat(parameters('network'), '/delegated')]"
        properties = {
          addressPrefixes = ["10.0.1.0/26"]
          delegations = [{
            name = "web"
            properties = {
              serviceName = "Microsoft.Web/serverFarms"
            }
          }]
        }
      },
      {
        type       = "Microsoft.Web/serverfarms"
        apiVersion = "2023-12-01"
        name       = "plan"
        location   = "[resourceGroup().location]"
        sku = {
          name = "P1v3"
        }
        properties = {
          reserved = true
        }
      },
      {
        type       = "Microsoft.Web/sites"
        apiVersion = "2023-12-01"
        name       = "good"
        location   = "[resourceGroup().location]"
        properties = {
          serverFarmId           = "[resourceId('Microsoft.Web/serverfarms', 'plan')]"
          virtualNetworkSubnetId = "[resourceId('Microsoft.Network/virtualNetworks/subnets', parameters('network'), 'delegated')]"
        }
      },
      {
        type       = "Microsoft.Web/sites"
        apiVersion = "2023-12-01"
        name       = "bad"
        location   = "[resourceGroup().location]"
        properties = {
          serverFarmId           = "[resourceId('Microsoft.Web/serverfarms', 'plan')]"
          virtualNetworkSubnetId = "[resourceId('Microsoft.Network/virtualNetworks/subnets', parameters('network'), 'plain')]"
        }
      },
    ]
  })
}
