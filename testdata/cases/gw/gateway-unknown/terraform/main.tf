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

# What it becomes is known after apply.
resource "terraform_data" "late" {
  input = "x"
}

resource "azurerm_virtual_network" "a" {
  name                = "vnet-a"
  resource_group_name = azurerm_resource_group.rg.name
  location            = terraform_data.late.output
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "gateway" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.a.name
  address_prefixes     = ["10.20.255.0/27"]
}

resource "azurerm_subnet" "data" {
  name                 = "data"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.a.name
  address_prefixes     = ["10.20.1.0/24"]
}

resource "azurerm_network_security_group" "data" {
  name                = "nsg-data"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location

  security_rule {
    name                       = "AllowApps"
    priority                   = 100
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_address_prefix      = terraform_data.late.output
    source_port_range          = "*"
    destination_address_prefix = "*"
    destination_port_range     = "1433"
  }

  security_rule {
    name                       = "DenyRest"
    priority                   = 4000
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_address_prefix      = "*"
    source_port_range          = "*"
    destination_address_prefix = "*"
    destination_port_range     = "*"
  }
}

resource "azurerm_subnet_network_security_group_association" "data" {
  subnet_id                 = azurerm_subnet.data.id
  network_security_group_id = azurerm_network_security_group.data.id
}

resource "azurerm_public_ip" "a" {
  name                = "pip-gw-a"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "a" {
  name                = "gw-a"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  type                = "Vpn"
  vpn_type            = terraform_data.late.output
  sku                 = "VpnGw1"

  vpn_client_configuration {
    address_space = [terraform_data.late.output]
  }

  ip_configuration {
    subnet_id            = azurerm_subnet.gateway.id
    public_ip_address_id = azurerm_public_ip.a.id
  }
}

resource "azurerm_virtual_network_peering" "near" {
  name                         = "to-hub"
  resource_group_name          = azurerm_resource_group.rg.name
  virtual_network_name         = azurerm_virtual_network.a.name
  remote_virtual_network_id    = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-near/providers/Microsoft.Network/virtualNetworks/vnet-hub"
  allow_virtual_network_access = true
  allow_forwarded_traffic      = true
  allow_gateway_transit        = true
  use_remote_gateways          = false
}

resource "azurerm_service_plan" "a" {
  name                = "plan-a"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  os_type             = terraform_data.late.output
  sku_name            = terraform_data.late.output
}

resource "azurerm_windows_web_app" "a" {
  name                = "app-a"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.a.id
  app_settings = {
    Password = terraform_data.late.output
  }

  site_config {}
}

resource "azapi_resource" "a" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.a.id
  name      = azurerm_virtual_network.a.name

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.a.id
      isSwift        = false
    }
  }
}

resource "azurerm_windows_web_app" "b" {
  name                = "app-b"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.a.id

  site_config {}
}

resource "azapi_resource" "b" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.b.id
  name      = "y"

  body = {
    properties = {
      vnetResourceId = terraform_data.late.output
      isSwift        = false
    }
  }
}
