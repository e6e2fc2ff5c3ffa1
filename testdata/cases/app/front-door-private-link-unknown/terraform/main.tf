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

resource "terraform_data" "target" {
  input = "target"
}

resource "azurerm_resource_group" "rg" {
  name     = "rg-front-door"
  location = "westeurope"
}

resource "azurerm_virtual_network" "vnet1" {
  name                = "vnet1"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  address_space       = ["10.0.0.0/16"]
}

resource "azurerm_subnet" "integration" {
  name                 = "integration"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.vnet1.name
  address_prefixes     = ["10.0.1.0/26"]

  delegation {
    name = "delegation"

    service_delegation {
      name    = "Microsoft.Web/serverFarms"
      actions = ["Microsoft.Network/virtualNetworks/subnets/action"]
    }
  }
}

resource "azurerm_service_plan" "plan1" {
  name                = "plan1"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  os_type             = "Linux"
  sku_name            = "P1v3"
  worker_count        = 2
}

resource "azurerm_linux_web_app" "shop" {
  name                          = "app-shop"
  location                      = azurerm_resource_group.rg.location
  resource_group_name           = azurerm_resource_group.rg.name
  service_plan_id               = azurerm_service_plan.plan1.id
  virtual_network_subnet_id     = azurerm_subnet.integration.id
  public_network_access_enabled = false

  site_config {}
}

resource "azurerm_cdn_frontdoor_profile" "door" {
  name                = "door"
  resource_group_name = azurerm_resource_group.rg.name
  sku_name            = "Premium_AzureFrontDoor"
}

resource "azurerm_cdn_frontdoor_origin_group" "apps" {
  name                     = "apps"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.door.id

  load_balancing {}
}

resource "azurerm_cdn_frontdoor_origin" "given" {
  name                           = "given"
  cdn_frontdoor_origin_group_id  = azurerm_cdn_frontdoor_origin_group.apps.id
  certificate_name_check_enabled = true
  host_name                      = "app-shop.azurewebsites.net"

  private_link {
    request_message        = "from Front Door"
    target_type            = "sites"
    location               = azurerm_resource_group.rg.location
    private_link_target_id = terraform_data.target.output
  }
}
