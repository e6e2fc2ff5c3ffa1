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

resource "azurerm_virtual_network" "gw" {
  name                = "vnet-gw"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.gw.name
  address_prefixes     = ["10.20.255.0/27"]
}

resource "azurerm_public_ip" "vpngw" {
  name                = "pip-vpngw"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "vpngw" {
  name                = "vpngw"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  type                = "Vpn"
  sku                 = "VpnGw2AZ"
  active_active       = true

  ip_configuration {
    name                 = "second"
    subnet_id            = azurerm_subnet.gateway.id
    public_ip_address_id = azurerm_public_ip.second.id
  }

  vpn_client_configuration {
    address_space        = ["172.31.255.0/24", "192.168.250.0/24"]
    vpn_client_protocols = ["SSTP", "OpenVPN"]
  }

  ip_configuration {
    subnet_id            = azurerm_subnet.gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw.id
  }
}

resource "azurerm_public_ip" "second" {
  name                = "pip-second"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_service_plan" "gw" {
  name                = "plan-gw"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  os_type             = "Windows"
  sku_name            = "P1v3"
}

resource "azurerm_windows_web_app" "gw" {
  name                = "app-gw"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.gw.id

  site_config {}
}

resource "azurerm_windows_web_app_slot" "stage" {
  name           = "stage"
  app_service_id = azurerm_windows_web_app.gw.id

  site_config {}
}

resource "azapi_resource" "gw" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.gw.id
  name      = azurerm_virtual_network.gw.name

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.gw.id
      isSwift        = false
    }
  }
}

resource "azapi_resource" "slot" {
  type      = "Microsoft.Web/sites/slots/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app_slot.stage.id
  name      = azurerm_virtual_network.gw.name

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.gw.id
      isSwift        = false
    }
  }
}
