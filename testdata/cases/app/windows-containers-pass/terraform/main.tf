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

resource "azurerm_subnet" "wc" {
  name                 = "wc"
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

resource "azurerm_service_plan" "plan_wc" {
  name                = "plan-wc"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "WindowsContainer"
  sku_name            = "P2v3"
  worker_count        = 10
}

resource "azurerm_windows_web_app" "wc_a" {
  name                      = "wc-a"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan_wc.id
  virtual_network_subnet_id = azurerm_subnet.wc.id

  site_config {}
}

resource "azurerm_windows_web_app" "wc_b" {
  name                      = "wc-b"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan_wc.id
  virtual_network_subnet_id = azurerm_subnet.wc.id

  site_config {}
}

resource "azurerm_windows_web_app" "wc_c" {
  name                      = "wc-c"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan_wc.id
  virtual_network_subnet_id = azurerm_subnet.wc.id

  site_config {}
}

resource "azurerm_windows_web_app" "wc_d" {
  name                      = "wc-d"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan_wc.id
  virtual_network_subnet_id = azurerm_subnet.wc.id

  site_config {}
}
