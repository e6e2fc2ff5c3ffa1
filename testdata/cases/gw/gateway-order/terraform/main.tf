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

resource "azurerm_service_plan" "plan" {
  name                = "plan"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  os_type             = "Windows"
  sku_name            = "S1"
}

resource "azurerm_virtual_network" "stands" {
  name                = "vnet-stands"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "stands" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.stands.name
  address_prefixes     = ["10.20.255.0/27"]
}

resource "azurerm_public_ip" "stands" {
  name                = "pip-gw-stands"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "stands" {
  name                = "gw-stands"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  type                = "Vpn"
  vpn_type            = "RouteBased"
  sku                 = "VpnGw1"

  vpn_client_configuration {
    address_space        = ["172.16.201.0/24"]
    vpn_client_protocols = ["SSTP"]
  }

  ip_configuration {
    subnet_id            = azurerm_subnet.stands.id
    public_ip_address_id = azurerm_public_ip.stands.id
  }
}

resource "azurerm_windows_web_app" "stands" {
  name                = "app-stands"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.plan.id

  site_config {}
}

resource "azapi_resource" "stands" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.stands.id
  name      = "vnet-stands"

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.stands.id
      isSwift        = false
    }
  }
}

resource "azurerm_virtual_network" "new" {
  name                = "vnet-new"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  address_space       = ["10.21.0.0/16"]
}

resource "azurerm_subnet" "new" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.new.name
  address_prefixes     = ["10.21.255.0/27"]
}

resource "azurerm_public_ip" "new" {
  name                = "pip-gw-new"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "new" {
  name                = "gw-new"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  type                = "Vpn"
  vpn_type            = "RouteBased"
  sku                 = "VpnGw1"

  vpn_client_configuration {
    address_space        = ["172.16.201.0/24"]
    vpn_client_protocols = ["SSTP"]
  }

  ip_configuration {
    subnet_id            = azurerm_subnet.new.id
    public_ip_address_id = azurerm_public_ip.new.id
  }
}

resource "azurerm_windows_web_app" "new" {
  name                = "app-new"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.plan.id

  site_config {}
}

resource "azapi_resource" "new" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.new.id
  name      = "vnet-new"

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.new.id
      isSwift        = false
    }
  }
}

resource "azurerm_windows_web_app" "hub" {
  name                = "app-hub"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.plan.id

  site_config {}
}

resource "azapi_resource" "hub" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.hub.id
  name      = "vnet-hub"

  body = {
    properties = {
      vnetResourceId = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub"
      isSwift        = false
    }
  }
}

resource "azurerm_windows_web_app" "patient" {
  name                = "app-patient"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.plan.id

  site_config {}
}

resource "azapi_resource" "patient" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.patient.id
  name      = "vnet-new"

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.new.id
      isSwift        = false
    }
  }

  depends_on = [azurerm_virtual_network_gateway.new]
}
