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
  name     = "rg-change"
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
  os_type             = "Linux"
  sku_name            = "P1v3"
}

resource "terraform_data" "late" {
  input = "x"
}

resource "azurerm_subnet" "late" {
  name                 = "late"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.0.0/27"]

  delegation {
    name = "web"

    service_delegation {
      name    = "Microsoft.Web/serverFarms"
      actions = ["Microsoft.Network/virtualNetworks/subnets/action"]
    }
  }
}

resource "azurerm_subnet" "gone" {
  name                 = "gone"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.net.name
  address_prefixes     = ["10.0.1.0/27"]

  delegation {
    name = "web"

    service_delegation {
      name    = "Microsoft.Web/serverFarms"
      actions = ["Microsoft.Network/virtualNetworks/subnets/action"]
    }
  }
}

resource "azurerm_linux_web_app" "app_kept" {
  name                      = "app-kept"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = azurerm_subnet.late.id

  site_config {}
}

resource "azurerm_linux_web_app" "app_late" {
  name                      = "app-late"
  location                  = azurerm_resource_group.rg.location
  resource_group_name       = azurerm_resource_group.rg.name
  service_plan_id           = azurerm_service_plan.plan.id
  virtual_network_subnet_id = azurerm_subnet.gone.id

  site_config {}
}

resource "azapi_resource" "here" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-change"
  name      = "app-away"
  location  = "westeurope"

  body = {
    properties = {
      serverFarmId           = azurerm_service_plan.plan.id
      virtualNetworkSubnetId = azurerm_subnet.late.id
    }
  }
}

resource "azapi_resource" "order" {
  type      = "Microsoft.Web/sites@2023-12-01"
  parent_id = azurerm_resource_group.rg.id
  name      = "app-order"
  location  = "westeurope"

  body = {
    properties = {
      serverFarmId = azurerm_service_plan.plan.id
    }
  }

  sensitive_body = {
    properties = {
      virtualNetworkSubnetId = azurerm_subnet.late.id
    }
  }

  sensitive_body_version = {
    "properties.virtualNetworkSubnetId" = "1"
  }
}
