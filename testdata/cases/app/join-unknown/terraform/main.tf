terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
    azapi   = { source = "azure/azapi" }
  }
}

provider "azurerm" {
  features {}
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-join-unknown"
  location = "westeurope"
}

resource "terraform_data" "late" {}

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
  address_prefixes     = [terraform_data.late.id]

  delegation {
    name = "apps"

    service_delegation {
      name = "Microsoft.Web/serverFarms"
    }
  }
}

resource "azurerm_subnet" "flex" {
  name                 = "flex"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = [terraform_data.late.id]

  delegation {
    name = "apps"

    service_delegation {
      name = "Microsoft.App/environments"
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
  worker_count        = 2
}

resource "azurerm_service_plan" "two" {
  name                = "plan-two"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Linux"
  sku_name            = "EP1"
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

resource "azapi_resource" "two" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = azurerm_resource_group.rg.id
  name      = "func-two"
  location  = azurerm_resource_group.rg.location
  body = {
    kind = "functionapp,linux"
    properties = {
      serverFarmId           = azurerm_service_plan.two.id
      virtualNetworkSubnetId = azurerm_subnet.apps.id
    }
  }
}

resource "azapi_resource" "image" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = azurerm_resource_group.rg.id
  name      = "app-image"
  location  = azurerm_resource_group.rg.location
  body = {
    kind = "app,linux,container"
    properties = {
      serverFarmId           = terraform_data.late.id
      virtualNetworkSubnetId = azurerm_subnet.apps.id
      siteConfig             = { linuxFxVersion = terraform_data.late.id }
    }
  }
}

resource "azurerm_service_plan" "flex" {
  name                = "plan-flex"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Linux"
  sku_name            = "FC1"
}

resource "azurerm_function_app_flex_consumption" "flex" {
  name                        = "func-flex"
  location                    = azurerm_resource_group.rg.location
  resource_group_name         = azurerm_resource_group.rg.name
  service_plan_id             = azurerm_service_plan.flex.id
  virtual_network_subnet_id   = azurerm_subnet.flex.id
  storage_container_type      = "blobContainer"
  storage_container_endpoint  = "https://stflex.blob.core.windows.net/code"
  storage_authentication_type = "SystemAssignedIdentity"
  runtime_name                = "python"
  runtime_version             = "3.11"

  identity {
    type = "SystemAssigned"
  }

  site_config {}
}

resource "azurerm_private_endpoint" "app" {
  name                = "pe-app"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  subnet_id           = azurerm_subnet.endpoints.id

  private_service_connection {
    name                           = "app"
    private_connection_resource_id = terraform_data.late.id
    is_manual_connection           = false
    subresource_names              = ["sites"]
  }
}
