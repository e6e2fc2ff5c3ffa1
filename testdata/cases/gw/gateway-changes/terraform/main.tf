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

resource "azurerm_virtual_network" "dns" {
  name                = "vnet-dns"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  dns_servers         = ["10.20.1.5"]
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "dns" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.dns.name
  address_prefixes     = ["10.20.255.0/27"]
}

resource "azurerm_public_ip" "dns" {
  name                = "pip-gw-dns"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "dns" {
  name                = "gw-dns"
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
    subnet_id            = azurerm_subnet.dns.id
    public_ip_address_id = azurerm_public_ip.dns.id
  }
}

resource "azurerm_windows_web_app" "dns" {
  name                = "app-dns"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.plan.id

  site_config {}
}

resource "azapi_resource" "dns" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.dns.id
  name      = azurerm_virtual_network.dns.name

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.dns.id
      isSwift        = false
    }
  }
}

resource "azurerm_virtual_network" "pool" {
  name                = "vnet-pool"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  dns_servers         = ["10.20.1.4"]
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "pool" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.pool.name
  address_prefixes     = ["10.20.255.0/27"]
}

resource "azurerm_public_ip" "pool" {
  name                = "pip-gw-pool"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "pool" {
  name                = "gw-pool"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  type                = "Vpn"
  vpn_type            = "RouteBased"
  sku                 = "VpnGw1"

  vpn_client_configuration {
    address_space        = ["172.16.202.0/24"]
    vpn_client_protocols = ["SSTP"]
  }

  ip_configuration {
    subnet_id            = azurerm_subnet.pool.id
    public_ip_address_id = azurerm_public_ip.pool.id
  }
}

resource "azurerm_windows_web_app" "pool" {
  name                = "app-pool"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.plan.id

  site_config {}
}

resource "azapi_resource" "pool" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.pool.id
  name      = azurerm_virtual_network.pool.name

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.pool.id
      isSwift        = false
    }
  }
}

resource "azurerm_virtual_network" "kept" {
  name                = "vnet-kept"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  dns_servers         = ["10.20.1.4"]
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "kept" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.kept.name
  address_prefixes     = ["10.20.255.0/27"]
}

resource "azurerm_windows_web_app" "kept" {
  name                = "app-kept"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.plan.id

  site_config {}
}

resource "azapi_resource" "kept" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.kept.id
  name      = azurerm_virtual_network.kept.name

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.kept.id
      isSwift        = false
    }
  }
}

resource "azurerm_windows_web_app" "gone" {
  name                = "app-gone"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.plan.id

  site_config {}
}

resource "azurerm_virtual_network" "form" {
  name                = "vnet-form"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  dns_servers         = ["10.20.1.5"]
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "form" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.form.name
  address_prefixes     = ["10.20.255.0/27"]
}

resource "azurerm_public_ip" "form" {
  name                = "pip-gw-form"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  allocation_method   = "Static"
  sku                 = "Standard"
}

resource "azurerm_virtual_network_gateway" "form" {
  name                = "gw-form"
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
    subnet_id            = azurerm_subnet.form.id
    public_ip_address_id = azurerm_public_ip.form.id
  }
}

resource "azurerm_windows_web_app" "form" {
  name                = "app-form"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.plan.id

  site_config {}
}

resource "azapi_resource" "form" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.form.id
  name      = azurerm_virtual_network.form.name

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.form.id
    }
  }
}

resource "azurerm_virtual_network" "lost" {
  name                = "vnet-lost"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  dns_servers         = ["10.20.1.4"]
  address_space       = ["10.20.0.0/16"]
}

resource "azurerm_subnet" "lost" {
  name                 = "GatewaySubnet"
  resource_group_name  = azurerm_resource_group.rg.name
  virtual_network_name = azurerm_virtual_network.lost.name
  address_prefixes     = ["10.20.255.0/27"]
}

resource "azurerm_windows_web_app" "lost" {
  name                = "app-lost"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  service_plan_id     = azurerm_service_plan.plan.id

  site_config {}
}

resource "azapi_resource" "lost" {
  type      = "Microsoft.Web/sites/virtualNetworkConnections@2023-12-01"
  parent_id = azurerm_windows_web_app.lost.id
  name      = azurerm_virtual_network.lost.name

  body = {
    properties = {
      vnetResourceId = azurerm_virtual_network.lost.id
    }
  }
}
