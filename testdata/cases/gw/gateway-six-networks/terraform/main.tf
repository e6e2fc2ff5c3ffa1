terraform {
  required_providers {
    azurerm = {
      source = "hashicorp/azurerm"
    }
    azapi = {
      source = "azure/azapi"
    }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-gw"
  location = "westeurope"
}

resource "azurerm_windows_web_app" "app_1" {
  name                = "app-1"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-near/providers/Microsoft.Web/serverFarms/plan-near"

  site_config {}
}

resource "azapi_resource" "app_1" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.app_1.id
  name      = "vnet-1"

  body = {
    properties = {
      vnetResourceId = "/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/rg-far/providers/Microsoft.Network/virtualNetworks/vnet-1"
      isSwift        = false
    }
  }
}

resource "azurerm_windows_web_app" "app_2" {
  name                = "app-2"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-near/providers/Microsoft.Web/serverFarms/plan-near"

  site_config {}
}

resource "azapi_resource" "app_2" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.app_2.id
  name      = "vnet-2"

  body = {
    properties = {
      vnetResourceId = "/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/rg-far/providers/Microsoft.Network/virtualNetworks/vnet-2"
      isSwift        = false
    }
  }
}

resource "azurerm_windows_web_app" "app_3" {
  name                = "app-3"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-near/providers/Microsoft.Web/serverFarms/plan-near"

  site_config {}
}

resource "azapi_resource" "app_3" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.app_3.id
  name      = "vnet-3"

  body = {
    properties = {
      vnetResourceId = "/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/rg-far/providers/Microsoft.Network/virtualNetworks/vnet-3"
      isSwift        = false
    }
  }
}

resource "azurerm_windows_web_app" "app_4" {
  name                = "app-4"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-near/providers/Microsoft.Web/serverFarms/plan-near"

  site_config {}
}

resource "azapi_resource" "app_4" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.app_4.id
  name      = "vnet-4"

  body = {
    properties = {
      vnetResourceId = "/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/rg-far/providers/Microsoft.Network/virtualNetworks/vnet-4"
      isSwift        = false
    }
  }
}

resource "azurerm_windows_web_app" "app_5" {
  name                = "app-5"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-near/providers/Microsoft.Web/serverFarms/plan-near"

  site_config {}
}

resource "azapi_resource" "app_5" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.app_5.id
  name      = "vnet-5"

  body = {
    properties = {
      vnetResourceId = "/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/rg-far/providers/Microsoft.Network/virtualNetworks/vnet-5"
      isSwift        = false
    }
  }
}

resource "azurerm_windows_web_app" "app_6" {
  name                = "app-6"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-near/providers/Microsoft.Web/serverFarms/plan-near"

  site_config {}
}

resource "azapi_resource" "app_6" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.app_6.id
  name      = "vnet-6"

  body = {
    properties = {
      vnetResourceId = "/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/rg-far/providers/Microsoft.Network/virtualNetworks/vnet-6"
      isSwift        = false
    }
  }
}
