terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-join-fails"
  location = "westeurope"
}

resource "azurerm_virtual_network" "net" {
  name                = "net"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "apps" {
  name                 = "apps"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.1.0/26"]

  delegation {
    name = "apps"

    service_delegation {
      name = "Microsoft.Web/serverFarms"
    }
  }
}

resource "azurerm_subnet" "endpoints" {
  name                 = "endpoints"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.2.0/27"]
}

resource "azurerm_service_plan" "one" {
  name                = "plan-one"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Linux"
  sku_name            = "P1v3"
  worker_count        = 30
}

resource "azurerm_service_plan" "two" {
  name                = "plan-two"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Linux"
  sku_name            = "P1v3"
  worker_count        = 30
}

resource "azurerm_service_plan" "three" {
  name                = "plan-three"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Linux"
  sku_name            = "P1v3"
  worker_count        = 30
}

resource "azurerm_linux_web_app" "one" {
  name                      = "app-one"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.one.id
  virtual_network_subnet_id = azurerm_subnet.apps.id

  site_config {
    ip_restriction {
      name       = "office"
      action     = "Allow"
      priority   = 100
      ip_address = "203.0.113.0/24"
    }
  }
}

resource "azurerm_linux_web_app" "two" {
  name                      = "app-two"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.two.id
  virtual_network_subnet_id = azurerm_subnet.apps.id

  site_config {}
}

resource "azurerm_linux_web_app" "three" {
  name                      = "app-three"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.three.id
  virtual_network_subnet_id = azurerm_subnet.apps.id

  site_config {}
}

resource "azurerm_private_endpoint" "app" {
  name                = "pe-app"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  subnet_id           = azurerm_subnet.endpoints.id

  private_service_connection {
    name                           = "app"
    private_connection_resource_id = azurerm_linux_web_app.one.id
    is_manual_connection           = false
    subresource_names              = ["sites"]
  }
}
