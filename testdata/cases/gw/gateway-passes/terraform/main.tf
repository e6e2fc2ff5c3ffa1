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

resource "azurerm_subnet" "data" {
  name                 = "data"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.gw.name
  address_prefixes     = ["10.20.1.0/24"]
}

resource "azurerm_virtual_network" "spoke" {
  name                = "vnet-spoke"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  address_space       = ["10.25.0.0/16"]
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

  vpn_client_configuration {
    address_space        = ["172.16.201.0/24"]
    vpn_client_protocols = ["SSTP"]
  }

  ip_configuration {
    subnet_id            = azurerm_subnet.gateway.id
    public_ip_address_id = azurerm_public_ip.vpngw.id
  }
}

resource "azurerm_virtual_network_peering" "near" {
  name                         = "to-spoke"
  resource_group_name          = azurerm_resource_group.rg.name
  virtual_network_name         = azurerm_virtual_network.gw.name
  remote_virtual_network_id    = azurerm_virtual_network.spoke.id
  allow_virtual_network_access = true
  allow_forwarded_traffic      = true
  allow_gateway_transit        = true
  use_remote_gateways          = false
}

resource "azurerm_virtual_network_peering" "far" {
  name                         = "to-gw"
  resource_group_name          = azurerm_resource_group.rg.name
  virtual_network_name         = azurerm_virtual_network.spoke.name
  remote_virtual_network_id    = azurerm_virtual_network.gw.id
  allow_virtual_network_access = true
  allow_forwarded_traffic      = true
  allow_gateway_transit        = false
  use_remote_gateways          = true
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
    source_address_prefix      = "172.16.201.0/24"
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

resource "azurerm_storage_account" "data" {
  name                     = "stgwpass"
  resource_group_name      = azurerm_resource_group.rg.name
  location                 = azurerm_resource_group.rg.location
  account_tier             = "Standard"
  account_replication_type = "LRS"

  network_rules {
    default_action             = "Deny"
    virtual_network_subnet_ids = [azurerm_subnet.data.id]
  }
}

resource "azurerm_key_vault" "kv" {
  name                          = "kv-gw-pass"
  resource_group_name           = azurerm_resource_group.rg.name
  location                      = azurerm_resource_group.rg.location
  tenant_id                     = "11111111-1111-1111-1111-111111111111"
  sku_name                      = "standard"
  public_network_access_enabled = true
}

resource "azurerm_service_plan" "gw" {
  name                = "plan-gw"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  os_type             = "Windows"
  sku_name            = "S1"
}

resource "azurerm_windows_web_app" "gw" {
  name                = "app-gw"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.gw.id
  app_settings = {
    Password = "@Microsoft.KeyVault(VaultName=kv-gw-pass;SecretName=db)"
  }

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

  depends_on = [azurerm_virtual_network_gateway.vpngw]
}

resource "azapi_resource" "plan" {
  type      = "Microsoft.Web/serverfarms/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_service_plan.gw.id
  name      = azurerm_virtual_network.gw.name

  body = {
    properties = {}
  }
}

resource "azapi_resource" "route" {
  type      = "Microsoft.Web/serverfarms/virtualNetworkConnections/routes@2023-12-01"
  parent_id = azapi_resource.plan.id
  name      = "spoke"

  body = {
    properties = {
      startAddress = "10.25.0.0"
      endAddress   = "10.25.255.255"
      routeType    = "STATIC"
    }
  }
}
