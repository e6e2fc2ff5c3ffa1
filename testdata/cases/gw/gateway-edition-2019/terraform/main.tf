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
  vpn_type            = "RouteBased"
  sku                 = "VpnGw1"
  enable_bgp          = true

  vpn_client_configuration {
    address_space        = ["172.16.201.0/24"]
    vpn_client_protocols = ["SSTP"]
  }

  ip_configuration {
    subnet_id            = azurerm_subnet.gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw.id
  }
}

resource "azurerm_local_network_gateway" "onprem" {
  name                = "onprem"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  gateway_address     = "198.51.100.10"
  address_space       = ["192.168.0.0/16"]
}

variable "shared_key" {
  type      = string
  sensitive = true
  default   = "made-up"
}

resource "azurerm_virtual_network_gateway_connection" "s2s" {
  name                       = "s2s"
  resource_group_name        = azurerm_resource_group.rg.name
  location                   = azurerm_resource_group.rg.location
  type                       = "IPsec"
  virtual_network_gateway_id = azurerm_virtual_network_gateway.vpngw.id
  local_network_gateway_id   = azurerm_local_network_gateway.onprem.id
  enable_bgp                 = false
  shared_key                 = var.shared_key
}

resource "azurerm_service_plan" "gw" {
  name                = "plan-gw"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  os_type             = "WindowsContainer"
  sku_name            = "B1"
}

resource "azurerm_windows_web_app" "gw" {
  name                = "app-gw"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.gw.id

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
