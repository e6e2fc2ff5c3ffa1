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
  subscription_id = "00000000-0000-0000-0000-000000000001"
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-int"
  location = "westeurope"
}

resource "azurerm_virtual_network" "net" {
  name                = "net"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_service_plan" "plan" {
  name                = "plan"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Windows"
  sku_name            = "P1v3"
}

resource "terraform_data" "late" {
  input = "x"
}

resource "azurerm_subnet" "apps" {
  name                 = "apps"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.0.0/26"]

  delegation {
    name = "web"

    service_delegation {
      name    = "Microsoft.Web/serverFarms"
      actions = ["Microsoft.Network/virtualNetworks/subnets/action"]
    }
  }
}

resource "azurerm_subnet" "more" {
  name                 = "more"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.1.0/26"]

  delegation {
    name = "web"

    service_delegation {
      name    = "Microsoft.Web/serverFarms"
      actions = ["Microsoft.Network/virtualNetworks/subnets/action"]
    }
  }
}

resource "azurerm_subnet" "wc" {
  name                 = "wc"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.2.0/28"]

  delegation {
    name = "web"

    service_delegation {
      name    = "Microsoft.Web/serverFarms"
      actions = ["Microsoft.Network/virtualNetworks/subnets/action"]
    }
  }
}

resource "azurerm_subnet" "endpoints" {
  name                 = "endpoints"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.3.0/26"]
}

resource "azurerm_windows_web_app" "app_form" {
  name                      = "app-form"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = azurerm_subnet.apps.id

  site_config {}
}

resource "azapi_resource" "net_form" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.app_form.id
  name      = "net-form"

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.net.id
      isSwift        = terraform_data.late.output
    }
  }
}

resource "azurerm_windows_web_app" "app_two" {
  name                      = "app-two"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = azurerm_subnet.apps.id

  site_config {}
}

resource "azurerm_app_service_virtual_network_swift_connection" "two" {
  app_service_id = azurerm_windows_web_app.app_two.id
  subnet_id      = terraform_data.late.output
}

resource "azurerm_windows_web_app" "app_away" {
  name                      = "app-away"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = "/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/net/subnets/apps"

  site_config {}
}

resource "azurerm_windows_web_app" "app_closed" {
  name                          = "app-closed"
  location                      = azurerm_resource_group.rg.location
  resource_group_name           = azurerm_resource_group.rg.name
  service_plan_id               = azurerm_service_plan.plan.id
  virtual_network_subnet_id     = azurerm_subnet.apps.id
  public_network_access_enabled = false

  site_config {}
}

resource "azurerm_private_endpoint" "late" {
  name                = "late"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  subnet_id           = azurerm_subnet.endpoints.id

  private_service_connection {
    name                           = "late"
    is_manual_connection           = false
    private_connection_resource_id = terraform_data.late.output
    subresource_names              = ["sites"]
  }
}

resource "azurerm_service_plan" "plan_wc" {
  name                = "plan-wc"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "WindowsContainer"
  sku_name            = terraform_data.late.output
  worker_count        = terraform_data.late.output
}

resource "azurerm_windows_web_app" "wc_a" {
  name                      = "wc-a"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan_wc.id
  virtual_network_subnet_id = azurerm_subnet.wc.id

  site_config {}
}

resource "azurerm_service_plan" "plan_gw" {
  name                = "plan-gw"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Windows"
  sku_name            = "S1"
  worker_count        = 1
}

resource "azurerm_windows_web_app" "gw_1" {
  name                = "gw-1"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  service_plan_id     = azurerm_service_plan.plan_gw.id

  site_config {}
}

resource "azapi_resource" "vnet_1" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.gw_1.id
  name      = "vnet-1"

  body = {
    properties = {
      vnetResourceId = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-1"
      isSwift        = false
    }
  }
}

resource "azurerm_windows_web_app" "gw_2" {
  name                = "gw-2"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  service_plan_id     = azurerm_service_plan.plan_gw.id

  site_config {}
}

resource "azapi_resource" "vnet_2" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.gw_2.id
  name      = "vnet-2"

  body = {
    properties = {
      vnetResourceId = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-2"
      isSwift        = false
    }
  }
}

resource "azurerm_windows_web_app" "gw_3" {
  name                = "gw-3"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  service_plan_id     = azurerm_service_plan.plan_gw.id

  site_config {}
}

resource "azapi_resource" "vnet_3" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.gw_3.id
  name      = "vnet-3"

  body = {
    properties = {
      vnetResourceId = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-3"
      isSwift        = false
    }
  }
}

resource "azurerm_windows_web_app" "gw_4" {
  name                = "gw-4"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  service_plan_id     = azurerm_service_plan.plan_gw.id

  site_config {}
}

resource "azapi_resource" "vnet_4" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.gw_4.id
  name      = "vnet-4"

  body = {
    properties = {
      vnetResourceId = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-4"
      isSwift        = false
    }
  }
}

resource "azurerm_windows_web_app" "gw_5" {
  name                = "gw-5"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  service_plan_id     = azurerm_service_plan.plan_gw.id

  site_config {}
}

resource "azapi_resource" "vnet_5" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.gw_5.id
  name      = "vnet-5"

  body = {
    properties = {
      vnetResourceId = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-5"
      isSwift        = false
    }
  }
}

resource "azurerm_windows_web_app" "gw_late" {
  name                = "gw-late"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  service_plan_id     = azurerm_service_plan.plan_gw.id

  site_config {}
}

resource "azapi_resource" "vnet_late" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.gw_late.id
  name      = "vnet-late"

  body = {
    properties = {
      vnetResourceId = terraform_data.late.output
      isSwift        = false
    }
  }
}
