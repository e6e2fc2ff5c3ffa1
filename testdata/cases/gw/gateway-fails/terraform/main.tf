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

resource "azurerm_virtual_network" "bad" {
  name                = "vnet-bad"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "gw" {
  name                 = "gw"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.bad.name
  address_prefixes     = ["10.20.255.0/27"]
}

resource "azurerm_subnet" "data" {
  name                 = "data"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.bad.name
  address_prefixes     = ["10.20.1.0/24"]
}

resource "azurerm_virtual_network" "bare" {
  name                = "vnet-bare"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  address_space       = ["10.30.0.0/16"]
}

resource "azurerm_subnet" "bare" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.bare.name
  address_prefixes     = ["10.30.255.0/27"]
}

resource "azurerm_virtual_network" "spoke" {
  name                = "vnet-spoke"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  address_space       = ["10.25.0.0/16"]
}

resource "azurerm_public_ip" "bad" {
  name                = "pip-gw-bad"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "bad" {
  name                = "gw-bad"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  type                = "Vpn"
  vpn_type            = "PolicyBased"
  sku                 = "VpnGw2"

  vpn_client_configuration {
    address_space        = ["10.90.0.0/24", "100.64.0.0/24"]
    vpn_client_protocols = ["IkeV2", "SSTP"]
  }

  ip_configuration {
    subnet_id            = azurerm_subnet.gw.id
    public_ip_address_id = azurerm_public_ip.bad.id
  }
}

resource "azurerm_public_ip" "er" {
  name                = "pip-gw-er"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "er" {
  name                = "gw-er"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  type                = "ExpressRoute"
  sku                 = "Standard"

  ip_configuration {
    subnet_id            = azurerm_subnet.gw.id
    public_ip_address_id = azurerm_public_ip.er.id
  }
}

resource "azurerm_public_ip" "bare" {
  name                = "pip-gw-bare"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "bare" {
  name                = "gw-bare"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  type                = "Vpn"
  vpn_type            = "RouteBased"
  sku                 = "VpnGw1"

  ip_configuration {
    subnet_id            = azurerm_subnet.bare.id
    public_ip_address_id = azurerm_public_ip.bare.id
  }
}

resource "azurerm_virtual_network_peering" "near" {
  name                         = "to-spoke"
  resource_group_name          = azurerm_resource_group.rg.name
  virtual_network_name         = azurerm_virtual_network.bad.name
  remote_virtual_network_id    = azurerm_virtual_network.spoke.id
  allow_virtual_network_access = true
  allow_forwarded_traffic      = true
  allow_gateway_transit        = false
  use_remote_gateways          = false
}

resource "azurerm_virtual_network_peering" "far" {
  name                         = "to-bad"
  resource_group_name          = azurerm_resource_group.rg.name
  virtual_network_name         = azurerm_virtual_network.spoke.name
  remote_virtual_network_id    = azurerm_virtual_network.bad.id
  allow_virtual_network_access = true
  allow_forwarded_traffic      = false
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
  virtual_network_gateway_id = azurerm_virtual_network_gateway.bad.id
  local_network_gateway_id   = azurerm_local_network_gateway.onprem.id
  enable_bgp                 = true
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
    source_address_prefix      = "10.90.0.4/32"
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
  name                     = "stgwfail"
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
  name                          = "kv-gw-fail"
  resource_group_name           = azurerm_resource_group.rg.name
  location                      = azurerm_resource_group.rg.location
  tenant_id                     = "11111111-1111-1111-1111-111111111111"
  sku_name                      = "standard"
  public_network_access_enabled = false
}

resource "azurerm_service_plan" "free" {
  name                = "plan-free"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  os_type             = "Linux"
  sku_name            = "F1"
}

resource "azurerm_linux_web_app" "linux" {
  name                = "app-linux"
  resource_group_name = azurerm_resource_group.rg.name
  location            = "northeurope"
  service_plan_id     = azurerm_service_plan.free.id

  site_config {}
}

resource "azurerm_service_plan" "container" {
  name                = "plan-container"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  os_type             = "WindowsContainer"
  sku_name            = "P1v3"
}

resource "azurerm_windows_web_app" "container" {
  name                = "app-container"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.container.id
  app_settings = {
    Password = "@Microsoft.KeyVault(SecretUri=https://kv-gw-fail.vault.azure.net/secrets/db)"
    Files    = "https://stgwfail.blob.core.windows.net/files"
  }

  site_config {}
}

resource "azapi_resource" "linux" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_linux_web_app.linux.id
  name      = azurerm_virtual_network.bad.name

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.bad.id
      isSwift        = false
    }
  }
}

resource "azapi_resource" "container_bad" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.container.id
  name      = azurerm_virtual_network.bad.name

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.bad.id
      isSwift        = false
    }
  }
}

resource "azapi_resource" "container_bare" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.container.id
  name      = azurerm_virtual_network.bare.name

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.bare.id
      isSwift        = false
    }
  }
}

resource "azapi_resource" "plan" {
  type      = "Microsoft.Web/serverfarms/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_service_plan.container.id
  name      = azurerm_virtual_network.bad.name

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.bad.id
    }
  }
}

resource "azapi_resource" "route" {
  type      = "Microsoft.Web/serverfarms/virtualNetworkConnections/routes@2023-12-01"
  parent_id = azapi_resource.plan.id
  name      = "half"

  body = {
    properties = {
      startAddress = "10.25.0.0/17"
      routeType    = "STATIC"
    }
  }
}
